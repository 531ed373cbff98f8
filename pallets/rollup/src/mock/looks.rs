// SPDX-License-Identifier: Apache-2.0

//! Looks at the chain.

use super::*;
use crate::{BatchId, BatchState, HoldReason, SetNumber};
use bulwark_traits::Epochs;
use frame_support::traits::fungible::{Inspect, InspectHold};

pub fn now() -> u32 {
	<Staking as Epochs>::now().0
}

/// Free money of an account.
pub fn free(who: &AccountId) -> Balance {
	Balances::balance(who)
}

/// All money of an account.
pub fn total(who: &AccountId) -> Balance {
	Balances::total_balance(who)
}

pub fn held(reason: HoldReason, who: &AccountId) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

pub fn held_for_batches(who: &AccountId) -> Balance {
	held(HoldReason::BatchDeposit, who)
}

pub fn held_for_challenges(who: &AccountId) -> Balance {
	held(HoldReason::ChallengeDeposit, who)
}

pub fn state(batch_id: BatchId) -> BatchState {
	Rollup::batch(batch_id).expect("it is remembered").state
}

pub fn is_final(batch_id: BatchId) -> bool {
	state(batch_id) == BatchState::Final
}

/// Number of the attested set.
pub fn attested() -> Option<u32> {
	Rollup::attested().map(|attested| attested.set_number.0)
}

/// Numbers of the kept sets.
pub fn kept() -> Vec<u32> {
	Rollup::sets().into_iter().map(|set| set.set_number.0).collect()
}

/// Members of a kept set.
pub fn members(set_number: u32) -> Vec<AccountId> {
	let set = Rollup::sequencer_set(SetNumber(set_number)).expect("it is kept");
	set.members.into_iter().map(|member| member.account).collect()
}

/// Index of the next batch.
pub fn next_index() -> u32 {
	crate::NextIndex::<Test>::get()
}
