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
			Self::withdraw_bond { .. } | Self::poke { .. } | Self::reclaim_place { .. } => {
				Effect::Open
			},
			Self::delegate { .. }
			| Self::undelegate { .. }
			| Self::withdraw { .. }
			| Self::redelegate { .. }
			| Self::complete_redelegation { .. }
			| Self::cancel_redelegation { .. } => Effect::Stakes,
			Self::top_up_bond {} | Self::resume { .. } => Effect::Operates,
			// A floor stays in the pot, the terms of a pool are for good, and so is the end of an operator.
			Self::touch { .. }
			| Self::open_pool { .. }
			| Self::open_standalone_pool { .. }
			| Self::register {}
			| Self::retire {}
			| Self::set_min_self_stake { .. }
			| Self::set_registration_policy { .. }
			| Self::allow_operator { .. }
			| Self::disallow_operator { .. }
			| Self::suspend { .. }
			| Self::close_operator { .. }
			| Self::set_global_min_self_stake { .. }
			| Self::set_active_set_size { .. }
			| Self::__Ignore(..) => Effect::Binds,
		}
	}
}
