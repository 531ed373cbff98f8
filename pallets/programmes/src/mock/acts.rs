// SPDX-License-Identifier: Apache-2.0

//! Acts, most of which have to work.

use super::*;
use crate::{
	BlocksReport, BlocksRow, BlocksRowsOf, CountedBy, EpochIndex, Event, MintRate, NodeRuns,
	PointsRule, Power, ProgrammeId, Rule, Run, ServiceRow, ServiceRowsOf, ServiceRule,
};
use frame_support::{dispatch::DispatchResultWithPostInfo, traits::Hooks, weights::WeightMeter};
use sp_core::Pair;
use sp_runtime::DispatchResult;

/// The programme that most tests have.
pub const FIRST: ProgrammeId = ProgrammeId(1);

/// A unit of power.
pub const UNIT: Power = 1_000_000_000_000;

/// α = 3, β = ½, L = 0.75, between 2 500 and 15 000 units.
pub const SERVICE: ServiceRule = ServiceRule::usual(2_500 * UNIT, 15_000 * UNIT);

/// 10 for a block, 20 lost for a missed turn, 100 for a batch, 1 for a kibibyte, 200 lost for a time-out.
pub const POINTS: PointsRule = PointsRule {
	block: 10,
	missed: 20,
	batch: 100,
	kibibyte: 1,
	timeout: 200,
	counted_by: CountedBy::Chain,
};

/// A programme in gold with a service rule and so many reporters, from the next epoch on.
pub fn service_programme(reporters: usize) -> ProgrammeId {
	create_programme(GOLD, Rule::Service(SERVICE), reporters)
}

pub fn create_programme(asset: AssetId, rule: Rule, reporters: usize) -> ProgrammeId {
	let next = crate::NextProgrammeId::<Test>::get();
	assert_ok!(try_create_programme(asset, rule, &REPORTERS[..reporters]));
	next
}

pub fn try_create_programme(asset: AssetId, rule: Rule, reporters: &[AccountId]) -> DispatchResult {
	let reporters = reporters.to_vec().try_into().expect("there are few");
	Programmes::create_programme(root(), asset, rule, reporters)
}

pub fn set_rule(rule: Rule) {
	assert_ok!(Programmes::set_rule(root(), FIRST, rule));
}

pub fn set_reporters(reporters: &[AccountId]) {
	let reporters = reporters.to_vec().try_into().expect("there are few");
	assert_ok!(Programmes::set_reporters(root(), FIRST, reporters));
}

pub fn set_mint(programme_id: ProgrammeId, mint: MintRate) {
	assert_ok!(Programmes::set_mint(root(), programme_id, Some(mint)));
}

/// Funds the first programme.
pub fn fund(amount: Balance, epochs: u32) {
	assert_ok!(Programmes::fund(signed(SPONSOR), FIRST, amount, epochs));
}

/// Tells what power operators had when an epoch began, in units.
pub fn set_powers(epoch: u32, powers: &[(AccountId, Power)]) {
	let powers = powers.iter().map(|(who, units)| (who.clone(), units * UNIT)).collect();
	let mut all = Powers::get();
	all.insert(epoch, powers);
	Powers::set(&all);
}

/// Adds a node with the key of a seed. Returns its slot.
pub fn add_node(operator: AccountId, seed: u8) -> u8 {
	assert_ok!(try_add_node(operator.clone(), seed));
	let nodes = nodes_of(operator);
	nodes.all().iter().find(|node| node.key == key(seed)).expect("it was added").slot
}

pub fn try_add_node(operator: AccountId, seed: u8) -> DispatchResult {
	let epoch = now();
	let message = Programmes::node_message(operator.clone(), EpochIndex(epoch));
	let signature = pair(seed).sign(&message).into();
	Programmes::add_node(signed(operator), key(seed), EpochIndex(epoch), signature)
}

/// The hours of a node at levels in tenths of a percent, by slot.
pub type Levels<'a> = (u8, &'a [(u8, u32)]);

pub fn service_row(operator: AccountId, nodes: &[Levels]) -> ServiceRow<Test> {
	let runs = |runs: &[(u8, u32)]| {
		let runs =
			runs.iter().map(|(hours, level)| Run { hours: *hours, level: level * 1_000_000 });
		runs.collect::<Vec<_>>().try_into().expect("there are few")
	};
	let nodes: Vec<_> =
		nodes.iter().map(|(slot, levels)| NodeRuns { slot: *slot, runs: runs(levels) }).collect();
	ServiceRow { operator, nodes: nodes.try_into().expect("there are few") }
}

/// Reports to the first programme.
pub fn try_report(
	reporter: usize,
	epoch: u32,
	first_hour: u8,
	rows: Vec<ServiceRow<Test>>,
) -> DispatchResultWithPostInfo {
	let rows: ServiceRowsOf<Test> = rows.try_into().expect("there are few");
	let reporter = signed(REPORTERS[reporter].clone());
	Programmes::report(reporter, FIRST, EpochIndex(epoch), first_hour, rows)
}

/// One reporter tells the whole epoch of an operator, whose nodes kept a level each, in tenths of a percent.
pub fn report_week(reporter: usize, epoch: u32, operator: AccountId, levels: &[u32]) {
	let runs: Vec<_> = levels.iter().map(|level| [(HOURS, *level)]).collect();
	let nodes: Vec<Levels> = (0..).zip(&runs).map(|(slot, runs)| (slot, &runs[..])).collect();
	assert_ok!(try_report(reporter, epoch, 0, vec![service_row(operator, &nodes)]));
}

pub fn try_report_blocks(
	reporter: usize,
	epoch: u32,
	rows: &[(AccountId, u32, u32)],
) -> DispatchResultWithPostInfo {
	let row = |(operator, blocks, missed): &(AccountId, u32, u32)| BlocksRow {
		operator: operator.clone(),
		report: BlocksReport { blocks: *blocks, missed: *missed },
	};
	let rows: Vec<_> = rows.iter().map(row).collect();
	let rows: BlocksRowsOf<Test> = rows.try_into().expect("there are few");
	let reporter = signed(REPORTERS[reporter].clone());
	Programmes::report_blocks(reporter, FIRST, EpochIndex(epoch), rows)
}

/// Finalises the first programme by a call.
pub fn finalise(limit: u32) {
	assert_ok!(try_finalise(limit));
}

pub fn try_finalise(limit: u32) -> DispatchResultWithPostInfo {
	Programmes::finalise(signed(PAUPER), FIRST, limit)
}

/// Lets the present block have room for everything that begins with it.
pub fn poll() {
	Programmes::on_poll(System::block_number(), &mut WeightMeter::new());
}

/// Lets an author make a block.
pub fn block(author: AccountId) {
	<Programmes as pallet_authorship::EventHandler<_, _>>::note_author(author);
}

/// Lets authors make blocks in turn.
pub fn blocks(authors: &[AccountId], rounds: u32) {
	for _ in 0..rounds {
		for author in authors {
			block(author.clone());
		}
	}
}

/// Events of the pallet since this was last asked.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::Programmes(event) => Some(event),
		_ => None,
	});
	let events = events.collect();
	System::reset_events();
	events
}

pub fn assert_told(event: Event<Test>) {
	System::assert_has_event(event.into());
}
