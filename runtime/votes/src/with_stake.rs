// SPDX-License-Identifier: Apache-2.0

//! Weights of votes with looks at stake.

use crate::WeightInfo;
use bulwark_traits::OwnStake;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use pallet_conviction_voting::WeightInfo as VotingWeightInfo;

/// Weights of `pallet-conviction-voting` that were measured with voters who have no stake, and what it costs to look at stake in
/// so many pools: twice where a vote is checked and then locked, once where a lock is set.
///
/// `unlock` of somebody by another reads and writes an account that `pallet-conviction-voting` does not declare: it weighs a lock of
/// a payment besides, which does that too.
pub struct WithStake<Weights, OwnWeights, Stake, MostPools, AccountId>(
	PhantomData<(Weights, OwnWeights, Stake, MostPools, AccountId)>,
);

impl<I, O, S, P, W> WithStake<I, O, S, P, W>
where
	S: OwnStake<W>,
	P: Get<u32>,
{
	fn with_looks(own: Weight, looks: u64) -> Weight {
		own.saturating_add(S::weight(P::get()).saturating_mul(looks))
	}
}

impl<I, O, S, P, W> VotingWeightInfo for WithStake<I, O, S, P, W>
where
	I: VotingWeightInfo,
	O: WeightInfo,
	S: OwnStake<W>,
	P: Get<u32>,
{
	fn vote_new() -> Weight {
		Self::with_looks(I::vote_new(), 2)
	}

	fn vote_existing() -> Weight {
		Self::with_looks(I::vote_existing(), 2)
	}

	fn remove_vote() -> Weight {
		I::remove_vote()
	}

	fn remove_other_vote() -> Weight {
		I::remove_other_vote()
	}

	fn delegate(r: u32) -> Weight {
		Self::with_looks(I::delegate(r), 2)
	}

	fn undelegate(r: u32) -> Weight {
		I::undelegate(r)
	}

	fn unlock() -> Weight {
		Self::with_looks(I::unlock(), 1).saturating_add(O::lock())
	}
}
