// SPDX-License-Identifier: Apache-2.0

//! Turns of submitters.

use crate::{mock::*, Event, Header};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

fn poke() -> frame_support::dispatch::DispatchResultWithPostInfo {
	Rollup::poke_turns(signed(PAUPER))
}

/// Epoch 11 begins with turn 110, which is Charlie's: 110 mod 4 = 2.
#[test]
fn turn_without_a_batch_is_a_time_out_of_its_owner() {
	test_signing(|| {
		assert_eq!(Rollup::turn(), None, "nobody attests yet");
		submit_next(ALICE, 0);
		let turn = Rollup::turn().unwrap();
		assert_eq!((turn.turn, turn.owner, turn.until), (110, CHARLIE, 111 * TURN));

		pass_turns(3);
		submit_next(ALICE, 1);

		assert_eq!(TimeOuts::get(), [DAVE, ALICE]);
		assert_told(Event::TimedOut { operator: DAVE, turn: 111 });
	});
}

#[test]
fn turn_with_a_batch_of_anybody_is_none() {
	test_signing(|| {
		for content in 0..4 {
			submit_next(OUTSIDER, content);
			pass_turns(1);
		}
		assert_noop!(poke(), Error::NothingToLookAt);
		assert_eq!(TimeOuts::get(), []);
	});
}

#[test]
fn long_gap_costs_everybody_one_time_out() {
	test_signing(|| {
		submit_next(ALICE, 0);
		pass_turns(2);
		assert_ok!(poke());
		assert_eq!(TimeOuts::get(), [DAVE]);
		assert_noop!(poke(), Error::NothingToLookAt);

		pass_turns(100);
		assert_ok!(poke());
		submit_next(ALICE, 1);

		assert_eq!(TimeOuts::get(), [DAVE, ALICE, BOB, CHARLIE]);
	});
}

#[test]
fn turns_of_a_set_end_with_it() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		pass_turns(2);

		submit(ALICE, Header { next: change_to(2), ..next_header(1) });
		assert_eq!(TimeOuts::get(), [DAVE]);
		pass_turns(2);
		submit_next(ALICE, 2);

		// 113 mod 3 = 2.
		assert_eq!(TimeOuts::get(), [DAVE, CHARLIE]);
	});
}

#[test]
fn turns_are_those_of_the_newest_set_without_signatures() {
	test(|| {
		set_keys(&OPERATORS[..4]);
		assert_eq!(Rollup::turn().unwrap().owner, ALICE, "100 mod 4 = 0");
		assert_ok!(Rollup::submit_batch(signed(ALICE), next_header(0), None));
		pass_turns(2);
		serve(&OPERATORS[..3]);
		assert_eq!(TimeOuts::get(), [BOB]);

		pass_turns(1);
		assert_ok!(Rollup::submit_batch(signed(ALICE), next_header(1), None));

		// Turn 102 was not looked at before the set changed; it is nobody's.
		assert_eq!(TimeOuts::get(), [BOB]);
	});
}

#[test]
fn turns_are_nobodys_when_the_chain_was_reverted_to_no_signature() {
	test_signing(|| {
		submit_next(ALICE, 0);
		assert_ok!(Rollup::set_signing(root(), false));
		assert_ok!(Rollup::set_signing(root(), true));
		go_to(12);

		assert_eq!(Rollup::turn(), None);
		assert_ok!(poke());
		assert_eq!(TimeOuts::get(), []);
	});
}

#[test]
fn handover_after_a_gap_looks_at_sixteen_turns() {
	test_signing(|| {
		let many: Vec<_> = OPERATORS[..4].iter().cloned().cycle().take(20).collect();
		serve(&many);
		let places: Vec<_> = (0..14).collect();
		assert_ok!(try_submit(ALICE, next_header(0), &places));
		serve(&OPERATORS[..3]);
		pass_turns(40);

		let header = Header { next: change_to(3), ..next_header(1) };
		assert_ok!(try_submit(ALICE, header, &places));

		assert_eq!(TimeOuts::get().len(), 16);
	});
}
