// SPDX-License-Identifier: Apache-2.0

//! Views.

use crate::{
	mock::*, BlocksReport, CountedBy, EpochIndex, MintRate, PointsRule, PointsView, ProgrammeId,
	Rule, Score, ScoreView, ServiceRule, ServiceSums, ServiceView, ToldView, WorkView,
};
use bulwark_ledger::{Due, Step};
use frame_support::assert_ok;

fn score(epoch: u32, operator: AccountId) -> Option<ScoreView<AccountId>> {
	Programmes::score(FIRST, EpochIndex(epoch), operator)
}

#[test]
fn programme_shows_parameters_money_and_progress() {
	test(|| {
		create_programme(NATIVE, Rule::Service(SERVICE), 2);
		fund(4_000, 4);
		go_to(11);
		let steep = Rule::Service(ServiceRule { service_exponent: 64, ..SERVICE });
		set_rule(steep);
		set_reporters(&REPORTERS[2..]);
		set_mint(FIRST, MintRate::Amount(7));

		let view = Programmes::programme(FIRST).expect("it exists");

		assert_eq!(Programmes::programmes(), [FIRST]);
		assert_eq!(view.asset, NATIVE);
		assert_eq!((view.rule, view.next_rule), (Some(Rule::Service(SERVICE)), steep));
		assert_eq!(
			(&view.reporters[..], &view.next_reporters[..]),
			(&REPORTERS[..2], &REPORTERS[2..])
		);
		assert_eq!(view.next_mint, Some(MintRate::Amount(7)));
		assert_eq!((view.next_epoch, view.division), (EpochIndex(11), None));
		assert_eq!(view.due, [Due { epoch: EpochIndex(11), amount: 1_000 }]);
		assert_eq!(view.carried, 0);
		let steps = [
			Step { effective_from: EpochIndex(12), amount: 1_000 },
			Step { effective_from: EpochIndex(15), amount: 0 },
		];
		assert_eq!(view.funded, steps);
		assert_eq!(Programmes::programme(ProgrammeId(2)), None);
	});
}

#[test]
fn score_shows_everything_that_it_follows_from_and_then_itself() {
	test(|| {
		service_programme(2);
		fund(1_000, 1);
		add_node(ALICE, 1);
		add_node(ALICE, 2);
		set_powers(11, &[(ALICE, 30_000)]);
		go_to(12);
		assert_ok!(try_report(1, 11, 0, vec![service_row(ALICE, &[(1, &[(24, 900)])])]));

		let sums = |levels, hours| ServiceSums { levels, hours };
		let told = |reporter: usize, next_hour, nodes| ToldView {
			reporter: REPORTERS[reporter].clone(),
			next_hour,
			nodes,
		};
		let expected = ServiceView {
			rule: SERVICE,
			power: Some(30_000 * UNIT),
			slots: vec![0, 1],
			told: vec![told(0, 0, vec![]), told(1, 24, vec![sums(0, 0), sums(21_600_000_000, 24)])],
		};
		assert_eq!(score(11, ALICE), Some(ScoreView::Service(expected)));

		report_week(0, 11, ALICE, &[1_000, 1_000]);
		let rest = vec![service_row(ALICE, &[(0, &[(144, 1_000)]), (1, &[(144, 1_000)])])];
		assert_ok!(try_report(1, 11, 24, rest));
		pass(11);
		finalise(10);
		let Some(ScoreView::Scored { score: alices, reward }) = score(11, ALICE) else {
			panic!("it is scored");
		};
		assert_eq!(reward, 1_000);
		assert!(alices > Score::FULL && alices.0 < 2 * Score::FULL.0);
		assert_eq!(score(11, BOB), Some(ScoreView::Scored { score: Score(0), reward: 0 }));
	});
}

#[test]
fn score_shows_points() {
	test(|| {
		let oracle = PointsRule { counted_by: CountedBy::Reporters, ..POINTS };
		create_programme(GOLD, Rule::Points(oracle), 2);
		go_to(12);
		assert_ok!(try_report_blocks(1, 11, &[(ALICE, 5, 1)]));

		let report = BlocksReport { blocks: 5, missed: 1 };
		let expected = PointsView {
			rule: oracle,
			work: WorkView { blocks: BlocksReport::default(), batches: 0, bytes: 0, timeouts: 0 },
			told: vec![(REPORTERS[0].clone(), None), (REPORTERS[1].clone(), Some(report))],
		};
		assert_eq!(score(11, ALICE), Some(ScoreView::Points(expected)));
	});
}

#[test]
fn score_is_none_where_nothing_is_known() {
	test(|| {
		service_programme(1);
		pass(11);
		finalise(10);

		assert_eq!(score(10, ALICE), None, "the programme had not begun");
		assert_eq!(Programmes::score(ProgrammeId(2), EpochIndex(11), ALICE), None);
		go_to(14);
		assert_eq!(score(11, ALICE), Some(ScoreView::Scored { score: Score(0), reward: 0 }));
		go_to(15);
		assert_eq!(score(11, ALICE), None, "it lies before the window");
	});
}

#[test]
fn division_shows_what_is_unpaid() {
	test(|| {
		service_programme(1);
		fund(1_000, 1);
		for (seed, operator) in [(1, ALICE), (2, BOB)] {
			add_node(operator, seed);
		}
		set_powers(11, &[(ALICE, 15_000), (BOB, 15_000)]);
		go_to(12);
		report_week(0, 11, ALICE, &[1_000]);
		report_week(0, 11, BOB, &[1_000]);
		pass(11);

		finalise(3);

		let division = Programmes::programme(FIRST).expect("it exists").division;
		let division = division.expect("all are scored");
		assert_eq!((division.budget, division.unpaid), (1_000, 500));
		assert_eq!(division.total, Score(2 * Score::FULL.0));
	});
}

#[test]
fn nodes_are_shown_by_slot() {
	test(|| {
		service_programme(0);
		add_node(ALICE, 1);
		add_node(ALICE, 2);
		go_to(11);
		assert_ok!(Programmes::remove_node(signed(ALICE), 0));

		let nodes = Programmes::nodes_of(ALICE);

		let shown: Vec<_> = nodes.iter().map(|node| (node.slot, node.last_epoch)).collect();
		assert_eq!(shown, [(0, Some(EpochIndex(11))), (1, None)]);
		assert_eq!(Programmes::nodes_of(BOB), []);
	});
}
