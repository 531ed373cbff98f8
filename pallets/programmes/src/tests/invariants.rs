// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken: `try_state` notices.

use crate::{
	mock::*, types::Stage, AuthorTurns, Authors, Budgets, NextProgrammeId, NodeKeys, Nodes,
	Performance, PerformanceOf, Performances, Pots, ProgrammeId, Programmes as Records, Rule,
	Rules, Score,
};
use bulwark_ledger::Division;
use bulwark_traits::{AuthorLog, WorkLog};
use codec::{Compact, Decode, Encode};
use frame_support::{
	assert_ok,
	traits::{fungibles::Mutate, tokens::Preservation},
};

/// Everything happens: two are scored and one is paid, and there is work.
pub(super) fn be_busy() {
	service_programme(1);
	create_programme(SILVER, Rule::Points(POINTS), 0);
	fund(1_000, 1);
	add_node(ALICE, 1);
	add_node(BOB, 2);
	set_powers(11, &[(ALICE, 15_000), (BOB, 15_000)]);
	Programmes::changed(&[ALICE, BOB], &[]);
	go_to(11);
	blocks(&[ALICE, BOB], 3);
	go_to(12);
	report_week(0, 11, ALICE, &[1_000]);
	report_week(0, 11, BOB, &[1_000]);
	pass(11);
	finalise(3);
	Programmes::batch(&ALICE, 10);
}

/// Breaks something on a busy chain.
fn busy(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		be_busy();
		check_invariants();
		run();
	});
}

fn notices(message: &str) {
	let error = Programmes::do_try_state().expect_err("it is broken");
	assert_eq!(error, sp_runtime::TryRuntimeError::Other(Box::leak(message.to_string().into())));
}

/// The operator of those scored that was paid, and the other.
fn paid_and_unpaid() -> (AccountId, AccountId) {
	if scored(11, ALICE).expect("it is scored").1 > 0 {
		(ALICE, BOB)
	} else {
		(BOB, ALICE)
	}
}

fn set_performance(operator: AccountId, score: u128, reward: Balance) {
	let performance: PerformanceOf<Test> = Performance::Scored { score: Score(score), reward };
	Performances::<Test>::insert((FIRST, epoch_key(11), operator), performance);
}

#[test]
fn notices_a_pot_whose_record_is_not_what_programmes_have() {
	busy(|| {
		Pots::<Test>::mutate(GOLD, |pot| {
			assert_ok!(pot.as_mut().expect("it is open").receive(1));
		});
		notices("I1: the recorded total of a pot is what programmes have in its asset");
	});
}

#[test]
fn notices_a_pot_that_does_not_have_what_it_owes() {
	busy(|| {
		let all = Preservation::Expendable;
		assert_ok!(AllAssets::transfer(GOLD, &Programmes::pot(), &ALICE, 1, all));
		notices("I1: the balance of a pot is at least its recorded total and its floor");
	});
}

#[test]
fn notices_scores_that_do_not_add_up() {
	busy(|| {
		let (_, unpaid) = paid_and_unpaid();
		set_performance(unpaid, 7, 0);
		notices("I6: scores add up to the sum by which a budget is divided");
	});
}

#[test]
fn notices_rewards_that_are_not_what_was_given() {
	busy(|| {
		let (paid, _) = paid_and_unpaid();
		set_performance(paid, Score::FULL.0, 499);
		notices("I6: what is paid, refused and unpaid of a budget is all of it");
	});
}

#[test]
fn notices_more_given_than_the_budget() {
	busy(|| {
		Records::<Test>::mutate(FIRST, |programme| {
			let Stage::Paying { division, .. } = &mut programme.as_mut().expect("it exists").stage
			else {
				panic!("it pays");
			};
			type RawDivision = [Compact<u128>; 4]; // budget, scores, scores seen, given
			let mut form = RawDivision::decode(&mut &division.encode()[..]).expect("its form");
			form[3].0 = form[0].0 + 1;
			*division = Division::decode(&mut &form.encode()[..]).expect("a form of it");
		});
		notices("I6: no more is given than the budget");
	});
}

#[test]
fn notices_a_reward_before_all_are_scored() {
	busy(|| {
		Records::<Test>::mutate(FIRST, |programme| {
			let programme = programme.as_mut().expect("it exists");
			programme.stage = Stage::Scoring { last: None, total: Score(2 * Score::FULL.0) };
		});
		notices("I6: nobody is paid before all are scored");
	});
}

#[test]
fn notices_an_id_that_was_not_given() {
	busy(|| {
		NextProgrammeId::<Test>::put(ProgrammeId(2));
		notices("I11: a programme has an id that was given");
	});
}

#[test]
fn notices_a_programme_without_budget_rule_or_pot() {
	busy(|| {
		Budgets::<Test>::remove(ProgrammeId(2));
		notices("I11: a programme has a budget");
	});
	busy(|| {
		Rules::<Test>::remove(ProgrammeId(2));
		notices("I11: a programme has a rule");
	});
	busy(|| {
		crate::Reporters::<Test>::remove(ProgrammeId(2));
		notices("I11: a programme has reporters or none");
	});
	busy(|| {
		crate::MintRates::<Test>::remove(ProgrammeId(2));
		notices("I11: a programme mints or not");
	});
	busy(|| {
		Pots::<Test>::remove(SILVER);
		notices("I11: a programme has a pot");
	});
}

#[test]
fn notices_parameters_of_no_programme() {
	busy(|| {
		let rules = Rules::<Test>::get(FIRST).expect("it exists");
		Rules::<Test>::insert(ProgrammeId(9), rules);
		notices("I11: budgets and parameters are of programmes that are stored");
	});
}

#[test]
fn notices_a_performance_of_nobody() {
	busy(|| {
		let performance: PerformanceOf<Test> = Performance::Scored { score: Score(0), reward: 0 };
		Performances::<Test>::insert((ProgrammeId(9), epoch_key(11), ALICE), performance);
		notices("I11: performances are of programmes that are stored");
	});
}

#[test]
fn notices_nodes_and_keys_that_do_not_name_each_other() {
	busy(|| {
		NodeKeys::<Test>::insert(key(1), BOB);
		notices("I11: a node's key names its owner");
	});
	busy(|| {
		NodeKeys::<Test>::insert(key(9), BOB);
		notices("I11: every key is a node's");
	});
	busy(|| {
		Nodes::<Test>::insert(CHARLIE, crate::NodesOf::<Test>::default());
		notices("nothing is kept of an operator without nodes");
	});
}

#[test]
fn notices_authors_that_are_not_counted() {
	busy(|| {
		let author = Authors::<Test>::get(ALICE).expect("she is one");
		Authors::<Test>::insert(CHARLIE, author);
		notices("authors are as many as are counted");
	});
	busy(|| {
		AuthorTurns::<Test>::mutate(|turns| turns.leave());
		notices("authors are as many as are counted");
	});
}
