// SPDX-License-Identifier: Apache-2.0

//! The active set: members that drop out, operators that come back, and its size.

use crate::{mock::*, EpochIndex, Error, Event, Fraction, OperatorState, SetId};
use bulwark_traits::{ActiveSetInfo, Exposure, StakePools, Suspend};
use frame_support::{assert_noop, assert_ok};

/// [`OPERATOR`] and [`RIVAL`] serve, [`THIRD`] is in reserve.
fn serve_two() {
	serve(2, [(OPERATOR, 300), (RIVAL, 200), (THIRD, 100)]);
	assert_eq!(members(), [OPERATOR, RIVAL]);
}

/// [`OPERATOR`] serves until something happens to it, and then [`THIRD`] does from the next block
/// on, until the next epoch at least.
fn drops_out(cause: impl FnOnce()) {
	serve_two();

	cause();

	assert_eq!(members(), [OPERATOR, RIVAL]);
	next_block();
	assert_eq!(members(), [RIVAL, THIRD]);
}

/// The cause has ended: the operator comes back with the next election and no earlier.
fn comes_back() {
	next_block();
	next_block();
	assert_eq!(members(), [RIVAL, THIRD]);

	next_epoch();
	assert_eq!(members(), [OPERATOR, RIVAL]);
}

fn stays_away() {
	next_epoch();
	assert_eq!(members(), [RIVAL, THIRD]);
}

/// The id of the active set.
fn set_id() -> u32 {
	Staking::active_set().set_id.0
}

// Members that drop out.

#[test]
fn operator_drops_out_when_its_pools_are_slashed() {
	test(|| {
		drops_out(|| slash_pools(now(), percent(10)));
		stays_away();
		top_up_bond(OPERATOR, 100);
		comes_back();
	});
}

#[test]
fn operator_drops_out_when_its_bond_is_slashed() {
	test(|| {
		drops_out(|| slash_bond(now(), percent(10)));
		top_up_bond(OPERATOR, 100);
		comes_back();
	});
}

#[test]
fn operator_drops_out_when_a_slash_is_too_small_to_take_anything() {
	test(|| {
		drops_out(|| {
			slash_pools(now(), Fraction::from_parts(1));
			assert_eq!((bond_of(OPERATOR), state(OPERATOR)), (BOND, OperatorState::Active));
		});
		comes_back();
	});
}

#[test]
fn operator_drops_out_when_the_admin_suspends_it() {
	test(|| {
		drops_out(|| {
			assert_ok!(Staking::suspend(root(), OPERATOR));
		});
		stays_away();
		assert_ok!(Staking::resume(root(), OPERATOR));
		comes_back();
	});
}

#[test]
fn operator_drops_out_when_it_was_idle() {
	test(|| {
		drops_out(|| {
			assert_ok!(Staking::suspend_idle(&OPERATOR));
		});
		stays_away();
		assert_ok!(Staking::resume(signed(OPERATOR), OPERATOR));
		comes_back();
	});
}

#[test]
fn operator_drops_out_for_good_when_it_retires() {
	test(|| {
		drops_out(|| retire(OPERATOR));
		stays_away();
	});
}

#[test]
fn operator_drops_out_for_good_when_it_is_removed() {
	test(|| {
		drops_out(|| {
			assert_ok!(Staking::close_operator(root(), OPERATOR));
		});
		stays_away();
	});
}

#[test]
fn operator_drops_out_for_good_when_it_is_deactivated() {
	test(|| {
		drops_out(|| {
			for part in [50, 50, 50] {
				slash_pools(now(), percent(part));
			}
			assert_eq!(state(OPERATOR), OperatorState::Deactivated);
		});
		stays_away();
	});
}

#[test]
fn reserve_moves_up_in_its_order_when_several_drop_out() {
	test(|| {
		serve(2, [(OPERATOR, 300), (RIVAL, 200), (THIRD, 100), (FOURTH, 50)]);

		assert_ok!(Staking::suspend(root(), THIRD));
		retire(OPERATOR);
		next_block();

		assert_eq!(members(), [RIVAL, FOURTH]);
		assert_eq!(ranking(), [RIVAL, FOURTH]);
	});
}

#[test]
fn set_is_smaller_when_the_reserve_is_used_up() {
	test(|| {
		serve_two();
		retire(OPERATOR);
		retire(THIRD);

		next_block();

		assert_eq!(members(), [RIVAL]);
	});
}

// Never empty.

#[test]
fn last_set_stays_when_everybody_retires() {
	test(|| {
		serve_two();
		[OPERATOR, RIVAL, THIRD].into_iter().for_each(retire);

		next_block();
		assert_eq!(members(), [OPERATOR, RIVAL]);
		assert_last(Event::ActiveSetKept { set_id: SetId(1), epoch: EpochIndex(1) });

		skip(WINDOW + 1);
		next_block();
		next_block();
		assert_eq!((set_id(), members()), (1, vec![OPERATOR, RIVAL]));
		assert_last(Event::ActiveSetKept { set_id: SetId(1), epoch: EpochIndex(now()) });
	});
}

#[test]
fn last_set_holds_no_bond() {
	test(|| {
		serve_two();
		[OPERATOR, RIVAL, THIRD].into_iter().for_each(retire);
		skip(WINDOW + 1);

		[OPERATOR, RIVAL, THIRD].into_iter().for_each(|who| withdraw_bond(who, BOND));

		next_epoch();
		assert_eq!((set_id(), members()), (1, vec![OPERATOR, RIVAL]));
		assert_last(Event::ActiveSetKept { set_id: SetId(1), epoch: EpochIndex(now()) });
	});
}

#[test]
fn doors_answer_for_a_member_that_has_gone() {
	test(|| {
		serve(1, [(OPERATOR, 100)]);
		let pool = last_pool();
		retire(OPERATOR);
		skip(WINDOW + 1);
		next_block();
		withdraw_bond(OPERATOR, BOND);

		let set = <Staking as ActiveSetInfo<_>>::set();
		assert_eq!(set, Some((SetId(1), vec![OPERATOR])));
		assert!(<Staking as ActiveSetInfo<_>>::is_active(&OPERATOR));
		assert_eq!(Staking::validators::<Keyed>(), Some(vec![OPERATOR]));
		assert_eq!(Staking::operator(OPERATOR), None);
		assert!(!<Staking as Exposure<_, _>>::may_opt_in(&OPERATOR));
		assert!(<Staking as Exposure<_, _>>::slashable(&OPERATOR, EpochIndex(1)).is_empty());
		assert_eq!(<Staking as StakePools<_, _>>::pools_ever_of(&OPERATOR), [pool]);
		assert_noop!(Staking::suspend_idle(&OPERATOR), Error::<Test>::NotOperator);
	});
}

#[test]
fn newcomer_relieves_the_last_set_whether_its_members_have_gone_or_not() {
	test(|| {
		serve_two();
		[OPERATOR, RIVAL, THIRD].into_iter().for_each(retire);
		skip(WINDOW + 1);
		next_block();
		withdraw_bond(OPERATOR, BOND);
		register(FOURTH);

		next_epoch();

		assert_eq!((set_id(), members()), (2, vec![FOURTH]));
		let (set_id, epoch) = (SetId(2), EpochIndex(now()));
		let (joined, left) = (vec![FOURTH], vec![OPERATOR, RIVAL]);
		assert_has(Event::ActiveSetChanged { set_id, epoch, joined, left });
		withdraw_bond(RIVAL, BOND);
	});
}

#[test]
fn only_operator_stays_in_the_set_when_it_is_slashed() {
	test(|| {
		serve(2, [(OPERATOR, 100)]);
		slash_bond(now(), percent(10));

		next_epoch();
		assert_eq!((ranking(), members()), (vec![], vec![OPERATOR]));

		top_up_bond(OPERATOR, 100);
		next_epoch();
		assert_eq!((ranking(), members(), set_id()), (vec![OPERATOR], vec![OPERATOR], 1));
	});
}

// Size.

#[test]
fn set_size_counts_from_the_next_block() {
	test(|| {
		serve_two();

		set_size(3);
		assert_eq!(members(), [OPERATOR, RIVAL]);
		next_block();
		assert_eq!(members(), [OPERATOR, RIVAL, THIRD]);

		set_size(1);
		next_block();
		assert_eq!(members(), [OPERATOR]);
	});
}
