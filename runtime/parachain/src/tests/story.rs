// SPDX-License-Identifier: Apache-2.0

//! From a first stake to a claim and a slash, as people and a body of the relay chain make it.

use super::{chain, check_invariants, go_to, pass_blocks};
use crate::{
	accounts::treasury,
	assets::{AssetKind, ForeignAsset, NativeAndAssets},
	configs::origins::{AdministrationId, DefenseId},
	presets::DEVELOPMENT,
	units::{DAYS, UNIT},
	AccountId, Balances, OperatorStaking, Restaking, Runtime, RuntimeOrigin, StakingRewards,
};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Inspect};
use pallet_operator_staking::{Amount, EpochIndex, Fraction, OperatorState, PoolId};
use pallet_restaking_slash::{CaseId, ConsumerId, Error, Evidence, Fractions, SlashRequest, When};
use pallet_staking_rewards::RewardClaim;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Ferdie};
use sp_runtime::DispatchError;
use xcm::latest::prelude::*;

const GOVERNANCE: ConsumerId = ConsumerId(1);

pub(super) fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

/// A body of the relay chain as it speaks here.
pub(super) fn voice(id: BodyId) -> RuntimeOrigin {
	let part = BodyPart::Voice;
	pallet_xcm::Origin::Xcm(Location::new(1, [Plurality { id, part }])).into()
}

/// Governance reports a fault of Bob's, for a tenth of what stands behind it.
pub(super) fn report(by: RuntimeOrigin, fault_epoch: EpochIndex) -> Result<(), DispatchError> {
	let tenth = Fraction::from_percent(10);
	let fractions = Fractions { bond: tenth, pools: tenth };
	let request = SlashRequest { fractions, quantity: None };
	let (bob, when) = (Bob.to_account_id().into(), When::Epoch(fault_epoch));
	Restaking::report_slash(by, GOVERNANCE, bob, when, request, Evidence::default(), [1; 32])
}

pub(super) fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

fn usdt_of(who: &AccountId) -> u128 {
	NativeAndAssets::balance(AssetKind::WithId(ForeignAsset::Usdt), who)
}

#[test]
fn stake_of_a_dollar_is_rewarded_slashed_and_withdrawn() {
	chain(DEVELOPMENT).execute_with(|| {
		let usdt = ForeignAsset::Usdt.unit();
		let charlie = Charlie.to_account_id();
		let pool_id = PoolId(4); // of Bob's, in USDT, with 1 000 of Dave's
		let stake = || OperatorStaking::stake_of(pool_id, charlie.clone()).expect("it has staked");

		// Charlie stakes as much as Dave. It counts from the next epoch.
		go_to(0);
		assert_ok!(OperatorStaking::delegate(signed(Charlie), pool_id, 1_000 * usdt));
		let active = || OperatorStaking::pool(pool_id).expect("it is open").active;
		assert_eq!(active(), 1_000 * usdt);
		go_to(1);
		assert_eq!(active(), 2_000 * usdt);

		// A stream pays five tokens an epoch, half of them to Charlie.
		go_to(2);
		let before = Balances::free_balance(&charlie);
		let claim = RewardClaim::Stake { pool_id, staker: charlie.clone() };
		assert_ok!(StakingRewards::claim(signed(Charlie), claim, None));
		let earned = Balances::free_balance(&charlie) - before;
		assert_eq!(earned, 5 * UNIT / 2);

		// A body of the relay chain reports a fault: a tenth of everything. Nobody disputes it for two epochs, and for a day of
		// blocks.
		assert_ok!(report(voice(AdministrationId::get()), now()));
		go_to(5);
		assert_noop!(Restaking::settle(signed(Ferdie), CaseId(1)), Error::<Runtime>::CaseOpen);
		pass_blocks(DAYS + 1);
		let treasury_before = usdt_of(&treasury());
		assert_ok!(Restaking::settle(signed(Ferdie), CaseId(1)));
		assert_eq!(stake().value, 900 * usdt);
		assert_eq!(usdt_of(&treasury()), treasury_before + 200 * usdt);

		// What is left can leave, once nobody can slash it any more.
		assert_ok!(OperatorStaking::undelegate(signed(Charlie), pool_id, Amount::All));
		go_to(20);
		let free = usdt_of(&charlie);
		assert_ok!(OperatorStaking::withdraw(signed(Charlie), pool_id, charlie.clone().into()));
		assert_eq!(usdt_of(&charlie), free + 900 * usdt);
		check_invariants();
	});
}

#[test]
fn bodies_of_the_relay_chain_decide_what_is_theirs() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		let (administration, defense) = (voice(AdministrationId::get()), voice(DefenseId::get()));

		// Parameters are the slower body's.
		assert_ok!(OperatorStaking::set_active_set_size(administration, 4));
		let by_defense = OperatorStaking::set_active_set_size(defense, 5);
		assert_noop!(by_defense, DispatchError::BadOrigin);
		// An operator in trouble is everybody's who decides here.
		let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
		assert_ok!(OperatorStaking::suspend(voice(DefenseId::get()), bob.clone().into()));
		assert_ok!(OperatorStaking::resume(voice(AdministrationId::get()), bob.into()));
		let by_itself = OperatorStaking::close_operator(signed(Alice), alice.into());
		assert_noop!(by_itself, DispatchError::BadOrigin);
		let by_another = OperatorStaking::set_active_set_size(voice(BodyId::Legislative), 5);
		assert_noop!(by_another, DispatchError::BadOrigin);
	});
}

#[test]
fn quicker_body_dismisses_a_case() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		go_to(1);
		assert_ok!(report(voice(AdministrationId::get()), now()));

		assert_ok!(Restaking::dismiss_case(voice(DefenseId::get()), CaseId(1)));

		go_to(5);
		pass_blocks(DAYS);
		assert!(Restaking::settle(signed(Ferdie), CaseId(1)).is_err());
		let bob = OperatorStaking::operator(Bob.to_account_id()).expect("it has registered");
		assert_eq!((bob.state, bob.bond), (OperatorState::Active, 1_000 * UNIT));
		check_invariants();
	});
}

#[test]
fn operator_registers_without_session_keys_and_is_elected() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		assert_ok!(OperatorStaking::set_active_set_size(RuntimeOrigin::root(), 3));
		assert_ok!(OperatorStaking::register(signed(Charlie)));
		let native = AssetKind::Native;
		assert_ok!(OperatorStaking::open_pool(signed(Charlie), native, UNIT, Default::default()));
		assert_ok!(OperatorStaking::delegate(signed(Charlie), PoolId(5), 2_000 * UNIT));

		go_to(1);
		go_to(2);

		let members = OperatorStaking::active_set().members;
		assert!(members.contains(&Charlie.to_account_id()), "{members:?}");
		assert!(members.contains(&Alice.to_account_id()));
	});
}
