// SPDX-License-Identifier: Apache-2.0

//! Life after the upgrade: the tour's calls.

use super::{before::LAST_BLOCK, test, DAY, GOVERNANCE, STANDALONE};
use crate::{
	assets::AssetKind,
	tests::blocks::seal,
	units::{SLOT_DURATION, UNIT},
	AccountId, Balances, Nfts, OperatorStaking, Restaking, Runtime, RuntimeOrigin, StakingRewards,
	System,
};
use bulwark_traits::Payee;
use frame_support::assert_ok;
use pallet_operator_staking::{Amount, EpochIndex, Fraction, PoolId};
use pallet_restaking_slash::{CaseId, Fractions, SlashRequest, When};
use pallet_staking_rewards::{Destination, LockTier, Multiplier, PositionId, RewardClaim};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Dave, Eve};

/// Alice's.
const POOL: PoolId = PoolId(2);

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

/// Two blocks in an epoch, counted from that of the upgrade: one elects, and in the other the set serves.
fn go_to(epoch: u64) {
	let time = LAST_BLOCK + epoch * DAY + SLOT_DURATION;
	seal(time, vec![]);
	seal(time, vec![]);
}

/// Alice becomes an operator, with a pool that answers to governance.
fn alice_begins() {
	assert_ok!(OperatorStaking::register(signed(Alice)));
	let base = Default::default();
	assert_ok!(OperatorStaking::open_pool(signed(Alice), AssetKind::Native, UNIT, base));
	assert_ok!(OperatorStaking::delegate(signed(Alice), POOL, 5_000 * UNIT));
	assert_ok!(Restaking::set_slash_cap(signed(Alice), percent(50)));
	let budget = Fractions { bond: percent(100), pools: percent(50) };
	assert_ok!(Restaking::opt_in(signed(Alice), GOVERNANCE, 1, budget));
}

fn value(who: Sr25519Keyring) -> u128 {
	OperatorStaking::stake_of(POOL, who.to_account_id()).map_or(0, |stake| stake.value)
}

/// Alice's stakers are rewarded for an epoch by the treasury.
fn reward(epoch: EpochIndex, amount: u128) {
	let to = Payee::Operator(Alice.to_account_id());
	let by = RuntimeOrigin::root();
	assert_ok!(StakingRewards::reward(by, to, AssetKind::Native, amount, epoch));
}

/// Governance reports a fault of Alice's, a tenth of all, which nobody disputes; in so many epochs it is settled.
fn fault_is_settled(fault_epoch: EpochIndex, in_epoch: u64) {
	let fractions = Fractions { bond: percent(10), pools: percent(10) };
	let reported = Restaking::report_slash(
		RuntimeOrigin::root(),
		GOVERNANCE,
		Alice.to_account_id().into(),
		When::Epoch(fault_epoch),
		SlashRequest { fractions, quantity: None },
		Default::default(),
		[1; 32],
	);
	assert_ok!(reported);
	System::set_block_number(System::block_number() + 10);
	go_to(in_epoch);
	assert_ok!(Restaking::settle(signed(Dave), CaseId(1)));
}

/// The amount that somebody gains by an act.
fn gain(who: Sr25519Keyring, act: impl FnOnce(AccountId)) -> u128 {
	let account = who.to_account_id();
	let before = Balances::free_balance(&account);
	act(account.clone());
	Balances::free_balance(&account) - before
}

/// The tour on the upgraded chain: an operator, stake, rewards, a fault, its slash, the way out.
#[test]
fn operators_stake_rewards_and_slashes_work_after_the_upgrade() {
	test(|| {
		go_to(0);
		alice_begins();
		go_to(1);
		assert_eq!(OperatorStaking::active_set().members, [Alice.to_account_id()]);
		assert_ok!(OperatorStaking::delegate(signed(Bob), POOL, 1_000 * UNIT));
		go_to(2);
		let fault = now();
		assert_ok!(OperatorStaking::delegate(signed(Dave), POOL, 1_000 * UNIT));

		reward(fault, 60 * UNIT);
		let claimed = gain(Bob, |staker| {
			let claim = RewardClaim::Stake { pool_id: POOL, staker };
			assert_ok!(StakingRewards::claim(signed(Dave), claim, None));
		});
		assert_eq!(claimed, 10 * UNIT, "he is a sixth of what is active");

		fault_is_settled(fault, 5);
		assert_eq!(value(Bob), 900 * UNIT);
		assert_eq!(value(Dave), 1_000 * UNIT, "he came after the fault");

		assert_ok!(OperatorStaking::undelegate(signed(Bob), POOL, Amount::All));
		go_to(13);
		let withdrawn = gain(Bob, |staker| {
			assert_ok!(OperatorStaking::withdraw(signed(Dave), POOL, staker.into()));
		});
		assert_eq!(withdrawn, 900 * UNIT);
	});
}

/// The pool for everybody, with the NFTs of a pallet that came with the same upgrade.
#[test]
fn positions_and_streams_work_after_the_upgrade() {
	test(|| {
		go_to(0);
		let tier = LockTier { duration: 7, multiplier: Multiplier(100) };
		let (penalty, amount) = (percent(50), 100 * UNIT);
		let destination = Destination::Stakers;
		let locked =
			StakingRewards::stake(signed(Eve), STANDALONE, amount, tier, penalty, destination);
		assert_ok!(locked);
		let collection = pallet_staking_rewards::Collection::<Runtime>::get();
		let collection = collection.expect("the migration made it");
		assert_eq!(Nfts::owner(collection, 1), Some(Eve.to_account_id()));

		go_to(2);

		let shown = StakingRewards::position(PositionId(1)).expect("it is there");
		assert_eq!(shown.active, amount);
		assert_eq!(shown.claimable, [(AssetKind::Native, 10 * UNIT)]);
		let claimed = gain(Eve, |_| {
			let claim = RewardClaim::Position(PositionId(1));
			assert_ok!(StakingRewards::claim(signed(Dave), claim, None));
		});
		assert_eq!(claimed, 10 * UNIT, "nobody else is there to be paid");
	});
}
