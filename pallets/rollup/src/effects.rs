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
			Self::adopt {}
			| Self::prove { .. }
			| Self::prove_equivocation { .. }
			| Self::expire { .. }
			| Self::release_challenge_deposit { .. }
			| Self::release_batch { .. }
			| Self::claim_bounty { .. }
			| Self::lift_bar { .. }
			| Self::report_again { .. }
			| Self::clear_key { .. }
			| Self::poke_turns {} => Effect::Open,
			// A sequencer's machine brings batches turn by turn. A bad one costs the bond, as it would if the machine held the
			// account itself.
			Self::set_key { .. } | Self::submit_batch { .. } => Effect::Operates,
			Self::challenge { .. }
			| Self::judge { .. }
			| Self::set_signing { .. }
			| Self::__Ignore(..) => Effect::Binds,
		}
	}
}
