// SPDX-License-Identifier: Apache-2.0

//! What calls cost in a pool that nobody has touched for sixty epochs, when everything is due: every young cohort merges, the
//! exits of the last epoch end, positions expire in as many epochs as can be, and streams pay in three assets.

use super::{does, go_to, items, reward, RewardsCall, StakingCall, FOREIGN};
use crate::{
	assets::{AssetKind, GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	presets::DEVELOPMENT,
	tests::{
		blocks::{seal, MONDAY},
		chain,
	},
	units::UNIT,
	OperatorStaking, RuntimeOrigin, StakingRewards,
};
use bulwark_traits::Slash;
use frame_support::{assert_ok, storage::with_storage_layer};
use pallet_operator_staking::{Amount, Fraction, Fractions};
use pallet_staking_rewards::{
	Destination, LockTier, Multiplier, Offer, Payee, PositionId, RewardClaim,
};
use sp_keyring::Sr25519Keyring::{Alice, Dave, Eve, Ferdie};

/// The epoch of the first lock: by then the offer holds.
const FIRST: u64 = 9;
/// The longest lock. With one in each epoch there are as many expiries to come as there can be.
const TIER: LockTier = LockTier { duration: 52, multiplier: Multiplier(200) };
/// The epoch in which the pool is touched for the last time.
const LAST: u64 = FIRST + 52;

/// A lock in each of the last 53 epochs, all of which expire while nobody touches the pool; in each of the last eight a staker
/// who joins and one who leaves, and a slash.
fn scene() {
	seal(MONDAY, vec![]);
	seal(MONDAY, vec![]);
	let assets = vec![AssetKind::Native, AssetKind::WithId(USDX), AssetKind::WithId(GOLD)];
	let offer = Offer {
		tiers: vec![TIER].try_into().expect("it is one"),
		assets: assets.clone().try_into().expect("there are three"),
		penalty: Fraction::from_percent(50),
		destination: Destination::Burn,
	};
	assert_ok!(StakingRewards::configure(RuntimeOrigin::root(), FOREIGN, offer));
	for epoch in FIRST..=LAST {
		go_to(epoch);
		does(Dave, lock());
		if epoch + 8 > LAST {
			slash_pools();
			does(Eve, StakingCall::delegate { pool_id: FOREIGN, amount: USDX_UNIT });
			let amount = Amount::Exactly(USDX_UNIT + 7);
			does(Eve, StakingCall::undelegate { pool_id: FOREIGN, amount });
		}
		does(Ferdie, reward(Payee::Pool(FOREIGN)));
	}
	for (asset, amount) in assets.into_iter().zip([UNIT, USDX_UNIT, GOLD_UNIT]) {
		does(Ferdie, RewardsCall::fund_stream { pool_id: FOREIGN, asset, amount, epochs: 104 });
	}
	go_to(LAST + 60);
}

fn lock() -> RewardsCall {
	RewardsCall::stake {
		pool_id: FOREIGN,
		amount: USDX_UNIT,
		tier: TIER,
		max_penalty: Fraction::one(),
		destination: Destination::Burn,
	}
}

/// Lowers every price a little.
fn slash_pools() {
	let (operator, fault) = (Alice.to_account_id(), OperatorStaking::epoch().current);
	let pools = Fraction::from_parts(1_000_000_007);
	let fractions = Fractions { bond: Fraction::zero(), pools };
	let slash =
		|| <OperatorStaking as Slash<_, _, _>>::slash(&operator, fault, fractions).map(drop);
	assert_ok!(with_storage_layer(slash));
}

/// Items read and items written, each call by itself.
const LATE: [(&str, [usize; 2]); 8] = [
	("delegate", [21, 17]),
	("undelegate", [26, 25]),
	("withdraw", [23, 21]),
	("claim of stake", [27, 21]),
	("claim of position", [22, 14]),
	("stake", [35, 24]),
	("tag", [18, 14]),
	("reward pool", [18, 12]),
];

#[test]
fn calls_in_a_pool_that_nobody_has_touched_read_and_write_no_more_than_before() {
	chain(DEVELOPMENT).execute_with(|| {
		scene();
		let (pool_id, amount, eve) = (FOREIGN, USDX_UNIT, Eve.to_account_id());
		let delegate = StakingCall::delegate { pool_id, amount };
		let undelegate = StakingCall::undelegate { pool_id, amount: Amount::Exactly(amount) };
		let withdraw = StakingCall::withdraw { pool_id, staker: eve.clone().into() };
		let claim = |claim| RewardsCall::claim { claim, to: None };
		let of_stake = claim(RewardClaim::Stake { pool_id, staker: eve });
		let (position_id, beneficiary) = (PositionId(1), Ferdie.to_account_id().into());
		let of_position = claim(RewardClaim::Position(position_id));
		let tag = RewardsCall::tag { position_id, beneficiary };
		let earned_in = OperatorStaking::epoch().current.minus(7);
		let (to, asset) = (Payee::Pool(pool_id), AssetKind::Native);
		let late = RewardsCall::reward { to, asset, amount: UNIT, earned_in };

		let measured = [
			("delegate", items(Eve, delegate.into())),
			("undelegate", items(Eve, undelegate.into())),
			("withdraw", items(Eve, withdraw.into())),
			("claim of stake", items(Eve, of_stake.into())),
			("claim of position", items(Dave, of_position.into())),
			("stake", items(Dave, lock().into())),
			("tag", items(Ferdie, tag.into())),
			("reward pool", items(Ferdie, late.into())),
		];

		let lines = measured.iter().map(|line| format!("	{line:?},\n")).collect::<String>();
		assert_eq!(measured, LATE, "now it is\n{lines}");
	});
}
