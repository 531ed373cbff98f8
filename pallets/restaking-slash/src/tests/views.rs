// SPDX-License-Identifier: Apache-2.0

//! Views for wallets.

use crate::{mock::*, *};
use frame_support::assert_ok;

/// The amount of an asset that a case would slash, by the views.
fn preview(case_id: CaseId, asset: AssetId) -> Balance {
	let preview = Restaking::slash_preview(case_id);
	preview.into_iter().find(|(of, _)| *of == asset).map_or(0, |(_, amount)| amount)
}

fn taken(case_id: CaseId, asset: AssetId) -> Balance {
	let parts = distributed(case_id).into_iter();
	parts.filter(|(of, ..)| *of == asset).map(|(_, amount, _)| amount).sum()
}

#[test]
fn consumer_shows_what_holds_and_what_was_announced() {
	test(|| {
		assert_eq!(Restaking::consumer(ROLLUP), None);
		register();
		let next = ConsumerTerms { resolver: None, ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, next.clone()));

		let view = ConsumerView {
			manager: MANAGER,
			admitted: true,
			last_epoch: None,
			version: 1,
			terms: terms(),
			next: Some((EpochIndex(now() + NOTICE), next)),
		};

		assert_eq!(Restaking::consumer(ROLLUP), Some(view));
	});
}

#[test]
fn opt_ins_are_nothing_when_the_operator_is_not_opted_in() {
	test(|| {
		let nothing = OptInsView {
			slash_cap: percent(0),
			next_slash_cap: percent(0),
			counted: Fractions::NOTHING,
			opt_ins: vec![],
		};

		assert_eq!(Restaking::opt_ins(OPERATOR), nothing);
	});
}

#[test]
fn opt_ins_show_what_holds_what_is_unused_and_what_was_announced() {
	test_opted_in_on(terms(), budget(60, 40), || {
		report(now(), of_pools(10));
		set_slash_cap(OPERATOR, 50);
		opt_in(OPERATOR, ROLLUP, 70, 50);
		skip(1);

		let view = Restaking::opt_ins(OPERATOR);

		assert_eq!((view.slash_cap, view.next_slash_cap), (percent(40), percent(50)));
		assert_eq!(view.counted, budget(60, 40));
		let [opt_in] = &view.opt_ins[..] else { panic!("there is one") };
		let [present, next] = [(12, budget(60, 40)), (15, budget(70, 50))].map(|(from, budget)| {
			let effective_from = EpochIndex(from);
			let announced_epoch = effective_from.minus(NOTICE);
			Span { effective_from, announced_epoch, budget, version: 1 }
		});
		assert_eq!((opt_in.consumer_id, opt_in.unused), (ROLLUP, budget(60, 40)));
		assert_eq!(opt_in.reportable, budget(50, 30));
		assert_eq!((opt_in.current, opt_in.next), (Some(present), Some(next)));
		assert_eq!(opt_in.spans, [present, next]);
	});
}

#[test]
fn opt_ins_show_what_has_ended_and_counts() {
	test_opted_in(|| {
		opt_out(OPERATOR, ROLLUP);
		skip(NARROW_NOTICE);

		let view = Restaking::opt_ins(OPERATOR);

		assert_eq!(view.counted, budget(100, 50));
		let [opt_in] = &view.opt_ins[..] else { panic!("there is one") };
		assert_eq!((opt_in.current, opt_in.next), (None, None));
		assert_eq!((opt_in.unused, opt_in.spans.len()), (Fractions::NOTHING, 2));
		skip(WINDOW);
		assert_eq!(Restaking::opt_ins(OPERATOR).counted, Fractions::NOTHING);
	});
}

#[test]
fn case_shows_where_it_stands() {
	test_opted_in(|| {
		assert_eq!(Restaking::case(CaseId(1)), None);
		let case_id = propose(now(), of_pools(10));
		endorse(case_id);
		let CaseStatus::Filed { until } = status(case_id) else { panic!("it is filed") };
		dispute(case_id);

		let view = CaseView {
			consumer_id: ROLLUP,
			operator: OPERATOR,
			version: 1,
			fault_epoch: EpochIndex(13),
			last_epoch: EpochIndex(13 + WINDOW),
			status: CaseStatus::Disputed { until, disputes: 1 },
			when: epoch(13),
			request: of_pools(10),
			fractions: Some(budget(10, 10)),
			basis: Some(Basis::Word),
			report_id: report_id(case_id),
			reporter: Some(OUTSIDER),
			resolver: Some(RESOLVER),
			evidence: case(case_id).evidence,
			is_revealed: true,
		};

		assert_eq!(Restaking::case(case_id), Some(view));
	});
}

#[test]
fn disputes_show_with_their_deadlines_and_after_the_end() {
	test_opted_in(|| {
		assert_eq!(Restaking::disputes_of(CaseId(1)), None);
		let case_id = report(now(), of_pools(10));
		let CaseStatus::Filed { until } = status(case_id) else { panic!("it is filed") };
		uphold(case_id);

		let view = Restaking::disputes_of(case_id).expect("it is open");

		let (deposit, evidence) = (DISPUTE_DEPOSIT, SOME);
		let disputes = vec![DisputeView { disputer: OPERATOR, deposit, evidence }];
		let last_epoch = Some(EpochIndex(13 + WINDOW));
		let open = DisputesView { until: Some(until), last_epoch, are_lost: false, disputes };
		assert_eq!(view, open);
		settle(case_id, Outcome::Executed);
		let ended = DisputesView { until: None, last_epoch: None, are_lost: true, ..open };
		assert_eq!(Restaking::disputes_of(case_id), Some(ended));
		release_dispute(case_id, OPERATOR);
		assert_eq!(Restaking::disputes_of(case_id), None);
	});
}

#[test]
fn cases_show_those_of_outsiders_last() {
	test_opted_in(|| {
		let proposed = propose(now(), of_pools(10));
		let own = report(now(), of_pools(10));

		assert_eq!(Restaking::cases_of(OPERATOR), [own, proposed]);
		assert_eq!(Restaking::cases_of(OTHER), []);
	});
}

#[test]
fn slash_preview_is_what_settling_takes() {
	test_opted_in(|| {
		delegate(POOL, BOB, 123_457);
		let fault = now();
		skip(1);
		undelegate(POOL, ALICE, 333);
		let parts = 123_456_789_012_345_678;
		let cases = [fault, fault + 1].map(|fault| report(fault, both(parts)));
		skip(2);

		for case_id in cases {
			let previews = [NATIVE, GOLD].map(|asset| preview(case_id, asset));

			settle(case_id, Outcome::Executed);

			for (preview, asset) in previews.into_iter().zip([NATIVE, GOLD]) {
				let taken = taken(case_id, asset);
				// The bond, and up to three buckets.
				assert!((taken..=taken + 3).contains(&preview), "{preview} for {taken}");
			}
			assert_eq!(preview(case_id, NATIVE), 0, "it is over");
		}
	});
}

#[test]
fn slash_preview_of_a_proposal_is_that_of_the_case_it_would_be() {
	test_opted_in(|| {
		let case_id = propose(now(), worth(50, GOLD, 100));

		assert_eq!((preview(case_id, NATIVE), preview(case_id, GOLD)), (200, 100));
		endorse(case_id);
		assert_eq!((preview(case_id, NATIVE), preview(case_id, GOLD)), (200, 100));
	});
}

#[test]
fn slash_preview_of_a_bond_is_the_operators_alone() {
	test_opted_in(|| {
		let case_id = report(now(), of_bond(33));

		assert_eq!(Restaking::slash_preview(case_id), [(NATIVE, 330)]);
		assert_eq!(Restaking::slash_preview_for(case_id, POOL, ALICE), 0);
	});
}

#[test]
fn slash_preview_for_a_staker_is_what_settling_takes() {
	test_opted_in(|| {
		let (_, key) = lock(POOL, BOB, 1_000);
		delegate(POOL, CHARLIE, 777);
		skip(1);
		delegate(POOL, CHARLIE, 100);
		delegate(POOL, DAVE, 500);
		undelegate(POOL, ALICE, 400);
		let fault = now();
		skip(1);
		let parts = 123_456_789_012_345_678;
		let case_id = report(fault, both(parts));
		skip(2);
		let all_of = |who: &AccountId| -> Balance {
			let exits: Balance = exits_of(POOL, who.clone()).iter().map(|(_, value)| value).sum();
			stake_of(POOL, who.clone()) + exits
		};
		let stakers = [ALICE, key, CHARLIE, DAVE];
		let before = stakers.clone().map(|who| all_of(&who));
		let previews = stakers.clone().map(|who| Restaking::slash_preview_for(case_id, POOL, who));
		assert_eq!(previews, [124, 124, 96, 0]);

		settle(case_id, Outcome::Executed);

		for ((who, before), preview) in stakers.iter().zip(before).zip(previews) {
			let lost = before - all_of(who);
			assert!(lost.abs_diff(preview) <= 1, "{lost}, not {preview}");
			assert_eq!(Restaking::slash_preview_for(case_id, POOL, who.clone()), 0);
		}
	});
}

#[test]
fn slash_preview_for_a_staker_is_nothing_when_the_pool_is_not_the_operators() {
	test_opted_in(|| {
		delegate(OTHER_POOL, ALICE, 1_000);
		skip(1);
		let case_id = report(now(), of_pools(10));

		for pool in [OTHER_POOL, PoolId(77)] {
			assert_eq!(Restaking::slash_preview_for(case_id, pool, ALICE), 0);
		}
		assert_eq!(Restaking::slash_preview_for(case_id, GOLD_POOL, ALICE), 100);
		assert_eq!(Restaking::slash_preview_for(case_id, GOLD_POOL, BOB), 0);
		assert_eq!(Restaking::slash_preview_for(CaseId(7), GOLD_POOL, ALICE), 0);
	});
}

#[test]
fn slash_previews_are_nothing_when_the_window_is_over() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		skip(WINDOW + 1);

		assert_eq!(Restaking::slash_preview(case_id), []);
		assert_eq!(Restaking::slash_preview_for(case_id, POOL, ALICE), 0);
	});
}
