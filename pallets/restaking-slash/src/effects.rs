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
			Self::prune { .. }
			| Self::settle { .. }
			| Self::uphold { .. }
			| Self::claim_bounty { .. }
			| Self::reveal_evidence { .. }
			| Self::release_slashed { .. }
			| Self::release_dispute_deposit { .. }
			| Self::release_consumer_deposit { .. } => Effect::Open,
			// Promises of an operator; money, deposits and the word of a consumer, a resolver, a follower or a reporter.
			Self::set_slash_cap { .. }
			| Self::opt_in { .. }
			| Self::opt_out { .. }
			| Self::register_consumer { .. }
			| Self::set_terms { .. }
			| Self::set_manager { .. }
			| Self::retire_consumer { .. }
			| Self::cancel_retirement { .. }
			| Self::top_up_consumer { .. }
			| Self::set_admission { .. }
			| Self::remit { .. }
			| Self::report_slash { .. }
			| Self::propose_slash { .. }
			| Self::endorse { .. }
			| Self::decline { .. }
			| Self::dispute { .. }
			| Self::resolve { .. }
			| Self::dismiss_case { .. }
			| Self::acknowledge_set { .. }
			| Self::touch { .. }
			| Self::__Ignore(..) => Effect::Binds,
		}
	}
}
