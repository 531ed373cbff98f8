// SPDX-License-Identifier: Apache-2.0

//! Effects of the calls on the account that makes them.

use crate::{Call, Config};
use bulwark_traits::Effect;

impl<T: Config> Call<T> {
	/// The worst that the call can do to the account that makes it, with the arguments that it has.
	///
	/// The match is exhaustive: a call that is added later does not compile until somebody has thought of its effect.
	pub fn effect(&self) -> Effect {
		match self {
			Self::report_offence { .. } => Effect::Open,
			Self::__Ignore(..) => Effect::Binds,
		}
	}
}
