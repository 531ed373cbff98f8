// SPDX-License-Identifier: Apache-2.0

//! I10: nobody but its staker lowers what stake earns of an epoch that has begun, and nobody raises his own at others'
//! cost. Before and after each call a reward is paid for such an epoch, and taken back: nobody else may get less of it.
//! What somebody gains at others' cost somebody else loses, so that one question is enough.

use super::trial::{owner, positions};
use crate::{
	accounts::treasury,
	assets::{AssetKind, NativeAndAssets},
	units::UNIT,
	AccountId, Balance, OperatorStaking, Runtime, RuntimeCall, RuntimeOrigin, StakingRewards,
};
use bulwark_traits::StakePools;
use frame_support::{
	storage::with_transaction,
	traits::{fungibles::Mutate, OriginTrait},
};
use pallet_operator_staking::{EpochIndex, PoolId};
use pallet_staking_rewards::{Payee, Positions, RewardClaim};
use proptest::{prelude::*, test_runner::TestCaseResult};
use sp_runtime::{traits::Dispatchable, DispatchError, TransactionOutcome};
use std::collections::BTreeMap;

/// The calls by which somebody else may get less, and why.
const EXCEPTIONS: [(&str, &str); 4] = [
	("settle", "a slash changes what stake is worth"),
	("tag", "late rewards of a position follow its tag"),
	("restake", "and the end of the tag"),
	("sell", "the seller has agreed to the price"),
];

/// The reward that is tried: so large that the parts of all stakers can be told apart.
const REWARD: Balance = 1_000_000_000 * UNIT;

/// The parts of a reward for an epoch in a pool, by who could claim them.
pub struct Division {
	pool_id: PoolId,
	epoch: EpochIndex,
	parts: BTreeMap<AccountId, Balance>,
	/// The most that the rounding of buckets moves.
	rounding: Balance,
}

impl Division {
	/// Divides a reward among the cast; nothing if nobody can be paid for the epoch.
	pub fn of(pool_id: PoolId, epoch: EpochIndex, cast: &[AccountId]) -> Option<Self> {
		let asset = AssetKind::Native;
		let tried = with_transaction(|| {
			let parts = || -> Result<_, DispatchError> {
				NativeAndAssets::mint_into(asset.clone(), &treasury(), REWARD)?;
				let before = claimable(pool_id, cast);
				let call = pallet_staking_rewards::Call::reward {
					to: Payee::Pool(pool_id),
					asset: asset.clone(),
					amount: REWARD,
					earned_in: epoch,
				};
				let call = RuntimeCall::StakingRewards(call);
				call.dispatch(RuntimeOrigin::signed(treasury())).map_err(|failed| failed.error)?;
				let mut parts = claimable(pool_id, cast);
				for (who, part) in &mut parts {
					*part -= before.get(who).copied().unwrap_or_default();
				}
				Ok(parts)
			};
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(parts()))
		});
		let parts = tried.ok()?.ok()?;
		let stake = <OperatorStaking as StakePools<_, _>>::pool(pool_id, now())?.stake(now());
		let tokens = stake.iter().map(|(_, bucket)| bucket.tokens()).sum::<Balance>();
		// A call rounds a few units of stake.
		let rounding = 8 * (REWARD / tokens.max(1) + 1);
		Some(Self { pool_id, epoch, parts, rounding })
	}

	/// Fails if a call has lowered the part of anybody but its caller.
	pub fn check(
		&self,
		call: &str,
		caller: Option<&AccountId>,
		cast: &[AccountId],
	) -> TestCaseResult {
		if EXCEPTIONS.iter().any(|(name, _)| *name == call) {
			return Ok(());
		}
		let after = Self::of(self.pool_id, self.epoch, cast);
		prop_assert!(after.is_some(), "`{}` stops rewards for {:?}", call, self.epoch);
		let Some(after) = after else { return Ok(()) };
		let rounding = self.rounding.max(after.rounding);
		for (who, part) in &self.parts {
			let now = after.parts.get(who).copied().unwrap_or_default();
			let is_own = caller == Some(who);
			prop_assert!(
				is_own || now + rounding >= *part,
				"`{}` by {:?} lowers what {:?} earns of {:?} in {:?} from {} to {}",
				call,
				caller,
				who,
				self.epoch,
				self.pool_id,
				part,
				now
			);
		}
		Ok(())
	}
}

/// The native rewards of each in a pool: of its stake and its positions. What has not vested is counted: its owner may give
/// it up, and nobody else.
fn claimable(pool_id: PoolId, cast: &[AccountId]) -> BTreeMap<AccountId, Balance> {
	let mut all = BTreeMap::new();
	let native = |list: Vec<(AssetKind, Balance)>| {
		list.into_iter().filter(|(asset, _)| *asset == AssetKind::Native).map(|(_, units)| units)
	};
	for staker in cast {
		let claim = RewardClaim::Stake { pool_id, staker: staker.clone() };
		let units = native(StakingRewards::available_reward(claim, now())).sum();
		all.insert(staker.clone(), units);
	}
	for id in positions() {
		let position = Positions::<Runtime>::get(id).expect("it is there");
		let Some(owner) = owner(id) else { continue };
		if position.pool_id == pool_id {
			let view = StakingRewards::position(id).expect("it is there");
			let units = native(view.claimable).chain(native(view.unvested));
			*all.entry(owner).or_default() += units.sum::<Balance>();
		}
	}
	all
}

/// The pools that a call is about; another one if it names none.
pub fn pools_of(call: &RuntimeCall, other: PoolId) -> Vec<PoolId> {
	use pallet_operator_staking::Call as Staking;
	use pallet_staking_rewards::Call as Rewards;
	let position = |id| Positions::<Runtime>::get(id).map_or(other, |position| position.pool_id);
	match call {
		RuntimeCall::OperatorStaking(
			Staking::delegate { pool_id, .. }
			| Staking::undelegate { pool_id, .. }
			| Staking::withdraw { pool_id, .. },
		) => vec![*pool_id],
		RuntimeCall::OperatorStaking(
			Staking::redelegate { from, to, .. }
			| Staking::complete_redelegation { from, to, .. }
			| Staking::cancel_redelegation { from, to },
		) => vec![*from, *to],
		RuntimeCall::StakingRewards(
			Rewards::configure { pool_id, .. }
			| Rewards::stake { pool_id, .. }
			| Rewards::fund_stream { pool_id, .. }
			| Rewards::poke { pool_id },
		) => vec![*pool_id],
		RuntimeCall::StakingRewards(
			Rewards::unstake { position_id, .. }
			| Rewards::extend { position_id }
			| Rewards::split { position_id, .. }
			| Rewards::merge { position_id, .. }
			| Rewards::claim { claim: RewardClaim::Position(position_id), .. },
		) => vec![position(*position_id)],
		_ => vec![other],
	}
}

/// The account that makes a call.
pub fn signer(origin: &RuntimeOrigin) -> Option<AccountId> {
	origin.as_signer().cloned()
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}
