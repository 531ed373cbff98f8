// SPDX-License-Identifier: Apache-2.0

//! What calls cost a staker who comes back late: eight cohorts that it joined merged while it was away, and it has yet to
//! follow; eight exits of its own can be paid; and eight younger cohorts merge now.

use super::*;
use bulwark_traits::Slash;
use frame_support::storage::with_storage_layer;

/// Eve joins and leaves for nine epochs and is away for ten, until somebody pokes the pool; Dave joins for nine, and for ten
/// nobody comes. No two cohorts have the same price.
fn scene_of_the_late() {
	seal(MONDAY, vec![]);
	seal(MONDAY, vec![]);
	let amount = Amount::Exactly(USDX_UNIT);
	for epoch in 8..=16 {
		go_to(epoch);
		does(Eve, StakingCall::undelegate { pool_id: FOREIGN, amount });
		join_and_be_slashed(Eve);
	}
	go_to(26);
	does(Eve, StakingCall::poke { pool_id: FOREIGN, staker: None });
	for epoch in 26..=34 {
		go_to(epoch);
		join_and_be_slashed(Dave);
	}
	go_to(44);
	does(Ferdie, report());
	go_to(46);
}

fn join_and_be_slashed(who: Sr25519Keyring) {
	does(who, StakingCall::delegate { pool_id: FOREIGN, amount: 10 * USDX_UNIT });
	does(Alice, StakingCall::delegate { pool_id: NATIVE, amount: 100 * UNIT });
	let (operator, fault) = (Alice.to_account_id(), OperatorStaking::epoch().current);
	let pools = Fraction::from_rational(7u64, 1_000);
	let fractions = Fractions { bond: Fraction::zero(), pools };
	let slash =
		|| <OperatorStaking as Slash<_, _, _>>::slash(&operator, fault, fractions).map(drop);
	assert_ok!(with_storage_layer(slash));
}

/// Items read and items written, each call by itself.
const UNFOLLOWED: [(&str, [usize; 2]); 4] = [
	("delegate", [16, 12]),
	("undelegate", [23, 21]),
	("withdraw", [20, 17]),
	("settle, 2 pools", [36, 24]),
];

#[test]
fn calls_of_a_staker_who_comes_back_late_read_and_write_no_more_than_before() {
	chain(DEVELOPMENT).execute_with(|| {
		scene_of_the_late();
		let (pool_id, amount, eve) = (FOREIGN, USDX_UNIT, Eve.to_account_id());
		let delegate = StakingCall::delegate { pool_id, amount };
		let undelegate = StakingCall::undelegate { pool_id, amount: Amount::Exactly(amount) };
		let withdraw = StakingCall::withdraw { pool_id, staker: eve.into() };
		let settle = RestakingCall::settle { case_id: CaseId(1) };

		let measured = [
			("delegate", items(Eve, delegate.into())),
			("undelegate", items(Eve, undelegate.into())),
			("withdraw", items(Eve, withdraw.into())),
			("settle, 2 pools", items(Ferdie, settle.into())),
		];

		let lines = measured.iter().map(|line| format!("	{line:?},\n")).collect::<String>();
		assert_eq!(measured, UNFOLLOWED, "now it is\n{lines}");
	});
}
