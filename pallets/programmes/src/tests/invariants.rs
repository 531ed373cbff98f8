// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken: `try_state` notices.

use crate::{
	mock::*, types::Stage, AuthorTurns, Authors, Budgets, GenesisFundings, NextProgrammeId,
	NodeKeys, Nodes, Performance, PerformanceOf, Performances, Pots, ProgrammeId,
	Programmes as Records, Rule, Rules, Score, WorkRecords,
};
use bulwark_traits::{AuthorLog, WorkLog};
use frame_support::{
	assert_ok,
	traits::{fungibles::Mutate, tokens::Preservation},
};

/// A chain in which everything happens: two are scored and one is paid, and there is work.
fn busy(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
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
		notices("I1: the pot's record is what programmes have");
	});
}

#[test]
fn notices_a_pot_that_does_not_have_what_it_owes() {
	busy(|| {
		let all = Preservation::Expendable;
		assert_ok!(AllAssets::transfer(GOLD, &Programmes::pot(), &ALICE, 1, all));
		notices("I1: the account has it too");
	});
}

#[test]
fn notices_scores_that_do_not_add_up() {
	busy(|| {
		let (_, unpaid) = paid_and_unpaid();
		set_performance(unpaid, 7, 0);
		notices("I6: the scores add up");
	});
}

#[test]
fn notices_rewards_that_are_not_what_was_given() {
	busy(|| {
		let (paid, _) = paid_and_unpaid();
		set_performance(paid, Score::FULL.0, 499);
		notices("I6: paid, refused and unpaid are the budget");
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
		notices("I11: ids are given in order");
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
		notices("I11: parameters are a programme's");
	});
}

#[test]
fn notices_a_performance_of_nobody() {
	busy(|| {
		let performance: PerformanceOf<Test> = Performance::Scored { score: Score(0), reward: 0 };
		Performances::<Test>::insert((ProgrammeId(9), epoch_key(11), ALICE), performance);
		notices("I11: a performance is a programme's");
	});
}

#[test]
fn notices_what_does_not_decode() {
	busy(|| {
		let key = Performances::<Test>::hashed_key_for((FIRST, epoch_key(12), ALICE));
		sp_io::storage::set(&key, &[9, 9]);
		notices("I11: every performance decodes");
	});
	busy(|| {
		let key = WorkRecords::<Test>::hashed_key_for(epoch_key(12), BOB);
		sp_io::storage::set(&key, &[]);
		notices("I11: every record of work decodes");
	});
	busy(|| {
		sp_io::storage::set(&Nodes::<Test>::hashed_key_for(ALICE), &[9, 9]);
		notices("I11: nodes decode");
	});
	busy(|| {
		sp_io::storage::set(&GenesisFundings::<Test>::hashed_key(), &[9, 9]);
		notices("I11: money of the genesis decodes");
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
		notices("I11: who has no node has no record");
	});
}

#[test]
fn notices_authors_that_are_not_counted() {
	busy(|| {
		let author = Authors::<Test>::get(ALICE).expect("she is one");
		Authors::<Test>::insert(CHARLIE, author);
		notices("I11: all authors are counted");
	});
	busy(|| {
		AuthorTurns::<Test>::mutate(|turns| turns.leave());
		notices("I11: all authors are counted");
	});
}
