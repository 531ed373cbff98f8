// SPDX-License-Identifier: Apache-2.0

//! The operations of a history. Numbers are taken as they fit: of what there is, the n-th.

use proptest::prelude::*;

/// Somebody, something of a list, some amount.
#[derive(Clone, Copy, Debug)]
pub struct Pick {
	pub who: usize,
	pub one: usize,
	pub other: usize,
	pub amount: u64,
}

#[derive(Clone, Copy, Debug)]
pub enum Op {
	Jump(u32),
	Delegate(Pick),
	Undelegate(Pick),
	Withdraw(Pick),
	Redelegate(Pick),
	Complete(Pick),
	Cancel(Pick),
	Report(Pick),
	Propose(Pick),
	Endorse(Pick),
	Dispute(Pick),
	Resolve(Pick),
	Settle(Pick),
	ClaimBounty(Pick),
	Remit(Pick),
	SetCap(Pick),
	OptIn(Pick),
	OptOut(Pick),
	SetTerms(Pick),
	Prune(Pick),
	Stake(Pick),
	UnstakeAll(Pick),
	UnstakePart(Pick),
	Extend(Pick),
	Restake(Pick),
	Split(Pick),
	Merge(Pick),
	Tag(Pick),
	Transfer(Pick),
	Sell(Pick),
	Burn(Pick),
	Reward(Pick),
	RewardOperator(Pick),
	Fund(Pick),
	SetCommission(Pick),
	ClaimStake(Pick),
	ClaimPosition(Pick),
	ClaimCommission(Pick),
	Configure(Pick),
	Poke(Pick),
	Retire(Pick),
}

fn some() -> impl Strategy<Value = Pick> {
	(0usize..64, 0usize..64, 0usize..64, any::<u64>()).prop_map(|(who, one, other, amount)| Pick {
		who,
		one,
		other,
		amount,
	})
}

pub fn op() -> impl Strategy<Value = Op> {
	prop_oneof![
		22 => (1u32..4).prop_map(Op::Jump),
		2 => (8u32..30).prop_map(Op::Jump),
		8 => some().prop_map(Op::Delegate),
		8 => some().prop_map(Op::Undelegate),
		6 => some().prop_map(Op::Withdraw),
		6 => some().prop_map(Op::Redelegate),
		4 => some().prop_map(Op::Complete),
		3 => some().prop_map(Op::Cancel),
		14 => some().prop_map(Op::Report),
		12 => some().prop_map(Op::Propose),
		14 => some().prop_map(Op::Endorse),
		6 => some().prop_map(Op::Dispute),
		6 => some().prop_map(Op::Resolve),
		24 => some().prop_map(Op::Settle),
		8 => some().prop_map(Op::ClaimBounty),
		7 => some().prop_map(Op::Remit),
		4 => some().prop_map(Op::SetCap),
		7 => some().prop_map(Op::OptIn),
		3 => some().prop_map(Op::OptOut),
		2 => some().prop_map(Op::SetTerms),
		2 => some().prop_map(Op::Prune),
		18 => some().prop_map(Op::Stake),
		5 => some().prop_map(Op::UnstakeAll),
		5 => some().prop_map(Op::UnstakePart),
		4 => some().prop_map(Op::Extend),
		8 => some().prop_map(Op::Restake),
		6 => some().prop_map(Op::Split),
		8 => some().prop_map(Op::Merge),
		14 => some().prop_map(Op::Tag),
		4 => some().prop_map(Op::Transfer),
		4 => some().prop_map(Op::Sell),
		3 => some().prop_map(Op::Burn),
		14 => some().prop_map(Op::Reward),
		8 => some().prop_map(Op::RewardOperator),
		5 => some().prop_map(Op::Fund),
		4 => some().prop_map(Op::SetCommission),
		10 => some().prop_map(Op::ClaimStake),
		10 => some().prop_map(Op::ClaimPosition),
		5 => some().prop_map(Op::ClaimCommission),
		4 => some().prop_map(Op::Configure),
		4 => some().prop_map(Op::Poke),
		2 => some().prop_map(Op::Retire),
	]
}
