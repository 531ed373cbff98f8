// SPDX-License-Identifier: Apache-2.0

//! From stake to authors: an election when an epoch begins, the set one block later, the authors after a session.

use super::{
	blocks::{seal, sign, MONDAY},
	chain, chain_with_sessions, slash, TEN_MINUTES,
};
use crate::{
	accounts::local_follower,
	assets::{AssetKind, GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	configs::{consensus::SessionPeriod, staking::StakePower},
	presets::DEVELOPMENT,
	units::UNIT,
	AccountId, OperatorStaking, Restaking, Runtime, RuntimeCall, RuntimeOrigin, Session,
};
use bulwark_ledger::power;
use bulwark_traits::Epochs;
use frame_support::{assert_ok, traits::Get};
use pallet_operator_staking::{OperatorState, PoolId, SetId};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use sp_runtime::{traits::Convert, Perquintill};

const MINUTE: u64 = 60_000;

fn members() -> Vec<AccountId> {
	OperatorStaking::active_set().members
}

fn ids<const N: usize>(who: [Sr25519Keyring; N]) -> [AccountId; N] {
	who.map(|who| who.to_account_id())
}

fn staking(call: pallet_operator_staking::Call<Runtime>) -> RuntimeCall {
	RuntimeCall::OperatorStaking(call)
}

#[test]
fn power_compares_assets_in_native_units() {
	let power = |asset, amount| power(amount, StakePower::convert(asset));

	assert_eq!(power(AssetKind::Native, UNIT), UNIT);
	assert_eq!(power(AssetKind::WithId(USDX), USDX_UNIT), UNIT);
	assert_eq!(power(AssetKind::WithId(GOLD), GOLD_UNIT), 2_000 * UNIT);
	assert_eq!(power(AssetKind::WithId(3), UNIT), 0);
}

#[test]
fn delegation_moves_an_operator_up_with_the_next_epoch() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		assert_eq!(members(), ids([Bob, Alice, Charlie]));

		let more =
			pallet_operator_staking::Call::delegate { pool_id: PoolId(5), amount: 600_000 * UNIT };
		seal(MONDAY, vec![sign(Dave, 0, staking(more))]);
		assert_eq!(members(), ids([Bob, Alice, Charlie]));

		seal(MONDAY + MINUTE, vec![]);
		let ranking = OperatorStaking::active_set().ranking;
		assert_eq!(
			ranking.into_iter().map(|ranked| ranked.operator).next(),
			Some(Charlie.to_account_id())
		);
	});
}

#[test]
fn slashed_operator_stops_serving_a_block_later_and_authoring_two_sessions_later() {
	chain_with_sessions().execute_with(|| {
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		let bob = Bob.to_account_id();

		assert_ok!(slash(&bob, OperatorStaking::now(), Perquintill::from_percent(10)));

		assert_eq!(members(), ids([Bob, Alice, Charlie]));
		let bob = OperatorStaking::operator(bob).expect("it is registered");
		assert_eq!(bob.state, OperatorState::Suspended);
		seal(MONDAY, vec![]);
		assert_eq!(members(), ids([Alice, Charlie]));

		assert_eq!(Session::validators(), ids([Bob, Alice, Charlie]));
		for _ in 0..2 * SessionPeriod::get() {
			seal(MONDAY, vec![]);
		}
		assert_eq!(Session::validators(), ids([Alice, Charlie]));
		assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), 2);
	});
}

#[test]
fn chain_goes_on_when_every_operator_retires() {
	chain_with_sessions().execute_with(|| {
		seal(MONDAY, vec![]);
		let retire = || staking(pallet_operator_staking::Call::retire {});
		let all = [Alice, Bob, Charlie].map(|who| sign(who, 0, retire()));

		seal(MONDAY, all.to_vec());
		for _ in 0..3 * SessionPeriod::get() {
			seal(MONDAY + 9 * TEN_MINUTES, vec![]);
		}

		assert_eq!(members(), ids([Bob, Alice, Charlie]));
		assert_eq!(Session::validators(), ids([Bob, Alice, Charlie]));

		// They may take their bonds, and the chain goes on all the same.
		for who in [Alice, Bob, Charlie].map(|who| who.to_account_id()) {
			let by_anybody = RuntimeOrigin::signed(Dave.to_account_id());
			assert_ok!(OperatorStaking::withdraw_bond(by_anybody, who.into()));
		}
		for epochs in 10..13 {
			for _ in 0..SessionPeriod::get() {
				seal(MONDAY + epochs * TEN_MINUTES, vec![]);
			}
		}
		assert_eq!(members(), ids([Bob, Alice, Charlie]));
		assert_eq!(Session::validators(), ids([Bob, Alice, Charlie]));
		assert_eq!(OperatorStaking::operator(Bob.to_account_id()), None);
	});
}

#[test]
fn operator_without_session_keys_serves_and_writes_no_blocks() {
	chain(DEVELOPMENT).execute_with(|| {
		assert_ok!(Session::purge_keys(RuntimeOrigin::signed(Alice.to_account_id())));

		assert_eq!(OperatorStaking::validators::<Session>(), Some(ids([Bob, Charlie]).to_vec()));

		for who in [Bob, Charlie] {
			assert_ok!(Session::purge_keys(RuntimeOrigin::signed(who.to_account_id())));
		}
		assert_eq!(OperatorStaking::validators::<Session>(), None);
	});
}

#[test]
fn set_of_genesis_serves_in_block_one() {
	chain(DEVELOPMENT).execute_with(|| {
		let set = OperatorStaking::active_set();

		assert_eq!((set.set_id, set.size), (SetId(1), 3));
		assert_eq!(set.members, ids([Bob, Alice, Charlie]));
	});
}

#[test]
fn local_messenger_acknowledges_every_epoch() {
	chain(DEVELOPMENT).execute_with(|| {
		for minutes in 0..4 {
			seal(MONDAY + minutes * MINUTE, vec![]);
			seal(MONDAY + minutes * MINUTE, vec![]);

			assert_eq!(
				Restaking::acknowledged_epoch(local_follower()),
				Some(OperatorStaking::now())
			);
		}
	});
}
