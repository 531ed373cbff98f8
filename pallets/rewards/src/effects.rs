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
			Self::claim { to: None, .. }
			| Self::tag { .. }
			| Self::ensure_worth { .. }
			| Self::poke { .. } => Effect::Open,
			// A position keeps the penalty with which it was opened: one of nothing leaves whenever it likes.
			Self::stake { max_penalty, .. } | Self::unstake { max_penalty, .. }
				if max_penalty.is_zero() =>
			{
				Effect::Stakes
			},
			Self::split { .. } => Effect::Stakes,
			// The proxy itself could be paid: as the other account, as a staker of the pool that gets a reward, a penalty or a
			// commission that was lowered, or by an offer that is too good. And a lock ends later than its owner has agreed to.
			Self::claim { to: Some(_), .. }
			| Self::stake { .. }
			| Self::unstake { .. }
			| Self::extend { .. }
			| Self::restake { .. }
			| Self::merge { .. }
			| Self::configure { .. }
			| Self::reward { .. }
			| Self::fund_stream { .. }
			| Self::set_commission { .. }
			| Self::lower_commission_cap { .. }
			| Self::remint { .. }
			| Self::touch { .. }
			| Self::__Ignore(..) => Effect::Binds,
		}
	}
}
