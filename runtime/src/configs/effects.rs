// SPDX-License-Identifier: Apache-2.0

//! Effects of the calls of Bulwark on the account that makes them: what its proxies may do follows from these.
//!
//! Every match is exhaustive. A call that is added later does not compile until somebody has thought of its effect.

use crate::Runtime;
use pallet_operator_staking::Call as StakingCall;
use pallet_performance_programmes::Call as ProgrammesCall;
use pallet_restaking_slash::Call as RestakingCall;
use pallet_rollup_attestation::Call as RollupCall;
use pallet_staking_rewards::Call as RewardsCall;

/// The worst that a call can do to the account that makes it, with the arguments that it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
	/// Nothing that a stranger could not do as well.
	Open,
	/// Stakes money of the account, or frees it: it stays the account's, and can leave at no price.
	Stakes,
	/// Keeps an operator at work: its machines, its keys, a full bond.
	Operates,
	/// Gives money away, locks it, promises something or ends it for good, or speaks for the account.
	Binds,
}

/// Effect of a call of staking.
pub fn of_staking(call: &StakingCall<Runtime>) -> Effect {
	match call {
		StakingCall::withdraw_bond { .. }
		| StakingCall::poke { .. }
		| StakingCall::reclaim_place { .. } => Effect::Open,
		StakingCall::delegate { .. }
		| StakingCall::undelegate { .. }
		| StakingCall::withdraw { .. }
		| StakingCall::redelegate { .. }
		| StakingCall::complete_redelegation { .. }
		| StakingCall::cancel_redelegation { .. } => Effect::Stakes,
		StakingCall::top_up_bond {} | StakingCall::resume { .. } => Effect::Operates,
		// A floor stays in the pot, the terms of a pool are for good, and so is the end of an operator.
		StakingCall::touch { .. }
		| StakingCall::open_pool { .. }
		| StakingCall::open_standalone_pool { .. }
		| StakingCall::register {}
		| StakingCall::retire {}
		| StakingCall::set_min_self_stake { .. }
		| StakingCall::set_registration_policy { .. }
		| StakingCall::allow_operator { .. }
		| StakingCall::disallow_operator { .. }
		| StakingCall::suspend { .. }
		| StakingCall::close_operator { .. }
		| StakingCall::set_global_min_self_stake { .. }
		| StakingCall::set_active_set_size { .. }
		| StakingCall::__Ignore(..) => Effect::Binds,
	}
}

/// Effect of a call of rewards.
pub fn of_rewards(call: &RewardsCall<Runtime>) -> Effect {
	match call {
		RewardsCall::claim { to: None, .. }
		| RewardsCall::tag { .. }
		| RewardsCall::ensure_worth { .. }
		| RewardsCall::poke { .. } => Effect::Open,
		// A position keeps the penalty with which it was opened: one of nothing leaves whenever it likes.
		RewardsCall::stake { max_penalty, .. } | RewardsCall::unstake { max_penalty, .. }
			if max_penalty.is_zero() =>
		{
			Effect::Stakes
		},
		RewardsCall::split { .. } => Effect::Stakes,
		// The proxy itself could be paid: as the other account, as a staker of the pool that gets a reward, a penalty or a
		// commission that was lowered, or by an offer that is too good. And a lock ends later than its owner has agreed to.
		RewardsCall::claim { to: Some(_), .. }
		| RewardsCall::stake { .. }
		| RewardsCall::unstake { .. }
		| RewardsCall::extend { .. }
		| RewardsCall::restake { .. }
		| RewardsCall::merge { .. }
		| RewardsCall::configure { .. }
		| RewardsCall::reward { .. }
		| RewardsCall::fund_stream { .. }
		| RewardsCall::set_commission { .. }
		| RewardsCall::lower_commission_cap { .. }
		| RewardsCall::remint { .. }
		| RewardsCall::touch { .. }
		| RewardsCall::__Ignore(..) => Effect::Binds,
	}
}

/// Effect of a call of restaking.
pub fn of_restaking(call: &RestakingCall<Runtime>) -> Effect {
	match call {
		RestakingCall::prune { .. }
		| RestakingCall::settle { .. }
		| RestakingCall::uphold { .. }
		| RestakingCall::claim_bounty { .. }
		| RestakingCall::reveal_evidence { .. }
		| RestakingCall::release_slashed { .. }
		| RestakingCall::release_dispute_deposit { .. }
		| RestakingCall::release_consumer_deposit { .. } => Effect::Open,
		// Promises of an operator; money, deposits and the word of a consumer, a resolver, a follower or a reporter.
		RestakingCall::set_slash_cap { .. }
		| RestakingCall::opt_in { .. }
		| RestakingCall::opt_out { .. }
		| RestakingCall::register_consumer { .. }
		| RestakingCall::set_terms { .. }
		| RestakingCall::set_manager { .. }
		| RestakingCall::retire_consumer { .. }
		| RestakingCall::cancel_retirement { .. }
		| RestakingCall::top_up_consumer { .. }
		| RestakingCall::set_admission { .. }
		| RestakingCall::remit { .. }
		| RestakingCall::report_slash { .. }
		| RestakingCall::propose_slash { .. }
		| RestakingCall::endorse { .. }
		| RestakingCall::decline { .. }
		| RestakingCall::dispute { .. }
		| RestakingCall::resolve { .. }
		| RestakingCall::dismiss_case { .. }
		| RestakingCall::acknowledge_set { .. }
		| RestakingCall::touch { .. }
		| RestakingCall::__Ignore(..) => Effect::Binds,
	}
}

/// Effect of a call of programmes.
pub fn of_programmes(call: &ProgrammesCall<Runtime>) -> Effect {
	match call {
		ProgrammesCall::finalise { .. }
		| ProgrammesCall::report_idle { .. }
		| ProgrammesCall::clear_nodes { .. } => Effect::Open,
		ProgrammesCall::add_node { .. } | ProgrammesCall::remove_node { .. } => Effect::Operates,
		// A report is a reporter's word.
		ProgrammesCall::report { .. }
		| ProgrammesCall::report_blocks { .. }
		| ProgrammesCall::fund { .. }
		| ProgrammesCall::touch { .. }
		| ProgrammesCall::create_programme { .. }
		| ProgrammesCall::set_rule { .. }
		| ProgrammesCall::set_reporters { .. }
		| ProgrammesCall::set_mint { .. }
		| ProgrammesCall::set_idle_turns { .. }
		| ProgrammesCall::__Ignore(..) => Effect::Binds,
	}
}

/// Effect of a call of the rollup.
pub fn of_rollup(call: &RollupCall<Runtime>) -> Effect {
	match call {
		RollupCall::adopt {}
		| RollupCall::prove { .. }
		| RollupCall::prove_equivocation { .. }
		| RollupCall::expire { .. }
		| RollupCall::release_challenge_deposit { .. }
		| RollupCall::release_batch { .. }
		| RollupCall::claim_bounty { .. }
		| RollupCall::lift_bar { .. }
		| RollupCall::report_again { .. }
		| RollupCall::clear_key { .. }
		| RollupCall::poke_turns {} => Effect::Open,
		// A sequencer's machine brings batches turn by turn. A bad one costs the bond, as it would if the machine held the
		// account itself.
		RollupCall::set_key { .. } | RollupCall::submit_batch { .. } => Effect::Operates,
		RollupCall::challenge { .. }
		| RollupCall::judge { .. }
		| RollupCall::set_signing { .. }
		| RollupCall::__Ignore(..) => Effect::Binds,
	}
}
