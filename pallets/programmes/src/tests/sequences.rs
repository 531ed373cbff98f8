// SPDX-License-Identifier: Apache-2.0

//! Random histories: after every call what came in is what was paid, what is carried and what is not yet due, to the unit.

use crate::{mock::*, CountedBy, EpochIndex, MintRate, PointsRule, ProgrammeId, Rule};
use bulwark_testing::{effort, live_all, Calls, Figures};
use bulwark_traits::{AuthorLog, WorkLog};
use frame_support::{traits::Hooks, weights::Weight};
use proptest::{prelude::*, test_runner::TestCaseResult};

/// The programmes: service in gold, points that the chain counts in the native asset, points of reporters in silver.
const PROGRAMMES: [(u32, AssetId); 3] = [(1, GOLD), (2, NATIVE), (3, SILVER)];

#[derive(Clone, Debug)]
enum Op {
	Fund { programme: usize, amount: Balance, epochs: u32 },
	SetMint { amount: Option<u32> },
	AddNode { operator: usize, seed: u8 },
	RemoveNode { operator: usize, slot: u8 },
	Leave { operator: usize },
	ClearNodes { operator: usize },
	Report { reporter: usize, back: u32, operator: usize, slot: u8, hours: u8, level: u32 },
	ReportBlocks { reporter: usize, operator: usize, blocks: u32, missed: u32 },
	SetReporters { programme: usize, from: usize },
	Block { author: usize, times: u32 },
	Batch { operator: usize, bytes: u32 },
	TimedOut { operator: usize },
	Rotate { author: usize },
	Powers { powers: Option<[u16; 4]> },
	Refuse { operator: Option<usize> },
	Freeze,
	Touch { programme: usize },
	ReportIdle { operator: usize },
	Finalise { programme: usize, limit: u32 },
	Idle { steps: u32 },
	Pass { hours: u16 },
	Jump { epochs: u32 },
}

fn op() -> impl Strategy<Value = Op> {
	let programme = 0..3usize;
	let operator = 0..4usize;
	prop_oneof![
		3 => (programme.clone(), 1..5_000u128, 0..9u32)
			.prop_map(|(programme, amount, epochs)| Op::Fund { programme, amount, epochs }),
		1 => proptest::option::of(1..900u32).prop_map(|amount| Op::SetMint { amount }),
		3 => (operator.clone(), 1..9u8)
			.prop_map(|(operator, seed)| Op::AddNode { operator, seed }),
		1 => (operator.clone(), 0..4u8)
			.prop_map(|(operator, slot)| Op::RemoveNode { operator, slot }),
		1 => operator.clone().prop_map(|operator| Op::Leave { operator }),
		1 => operator.clone().prop_map(|operator| Op::ClearNodes { operator }),
		12 => (0..3usize, 0..2u32, operator.clone(), prop_oneof![4 => Just(0u8), 1 => 1..3u8], 1..168u8, 700..1_002u32).prop_map(
			|(reporter, back, operator, slot, hours, level)| Op::Report {
				reporter, back, operator, slot, hours, level
			}
		),
		5 => (0..3usize, operator.clone(), 0..500u32, 0..50u32).prop_map(
			|(reporter, operator, blocks, missed)| Op::ReportBlocks {
				reporter, operator, blocks, missed
			}
		),
		1 => (programme.clone(), 0..3usize)
			.prop_map(|(programme, from)| Op::SetReporters { programme, from }),
		4 => (operator.clone(), 1..30u32)
			.prop_map(|(author, times)| Op::Block { author, times }),
		2 => (operator.clone(), 0..9_000u32)
			.prop_map(|(operator, bytes)| Op::Batch { operator, bytes }),
		1 => operator.clone().prop_map(|operator| Op::TimedOut { operator }),
		1 => operator.clone().prop_map(|author| Op::Rotate { author }),
		2 => proptest::option::weighted(0.8, any::<[u16; 4]>()).prop_map(|powers| Op::Powers { powers }),
		1 => proptest::option::of(operator).prop_map(|operator| Op::Refuse { operator }),
		1 => Just(Op::Freeze),
		1 => programme.clone().prop_map(|programme| Op::Touch { programme }),
		5 => (0..4usize).prop_map(|operator| Op::ReportIdle { operator }),
		8 => (programme, 0..9u32)
			.prop_map(|(programme, limit)| Op::Finalise { programme, limit }),
		2 => (1..20u32).prop_map(|steps| Op::Idle { steps }),
		12 => (1..90u16).prop_map(|hours| Op::Pass { hours }),
		1 => prop_oneof![3 => 1..3u32, 1 => 4..70u32].prop_map(|epochs| Op::Jump { epochs }),
	]
}

/// Figures of many histories.
#[derive(Clone, Default, Debug)]
struct Seen {
	calls: Calls,
	rewards: u64,
	refusals: u64,
	lapses: u64,
	minted: u64,
}

impl Figures for Seen {
	fn add(&mut self, other: &Self) {
		self.calls.add(&other.calls);
		self.rewards += other.rewards;
		self.refusals += other.refusals;
		self.lapses += other.lapses;
		self.minted += other.minted;
	}
}

/// A chain beside its accounts: what came in, by asset, and what was paid.
struct Trial {
	seen: Seen,
	/// The power of operators from the next epoch on; none if epochs have no block.
	powers: Option<[u16; 4]>,
	/// Whether no gold can leave the pot.
	frozen: bool,
	received: [Balance; 3],
	paid: [Balance; 3],
}

impl Trial {
	fn new() -> Self {
		create_programme(GOLD, Rule::Service(SERVICE), 3);
		create_programme(NATIVE, Rule::Points(POINTS), 0);
		let oracle = PointsRule { counted_by: CountedBy::Reporters, ..POINTS };
		create_programme(SILVER, Rule::Points(oracle), 3);
		frame_support::assert_ok!(Programmes::set_idle_turns(root(), 16));
		Programmes::changed(&OPERATORS[..4], &[]);
		for (seed, operator) in (20..).zip(&OPERATORS[..4]) {
			add_node(operator.clone(), seed);
		}
		go_to(11);
		set_powers(11, &OPERATORS.map(|operator| (operator, 5_000))[..4]);
		let powers = Some([5_000; 4]);
		Self { seen: Seen::default(), powers, frozen: false, received: [0; 3], paid: [0; 3] }
	}

	fn apply(&mut self, op: &Op) -> TestCaseResult {
		events();
		let (name, done) = self.act(op);
		self.seen.calls.count(name, done);
		if matches!(op, Op::Pass { .. } | Op::Jump { .. }) {
			System::set_block_number(System::block_number() + 1);
			self.elect();
			poll();
		}
		self.tally();
		self.check()
	}

	fn act(&mut self, op: &Op) -> (&'static str, bool) {
		let who = |index: usize| OPERATORS[index].clone();
		let id = |programme: usize| ProgrammeId(PROGRAMMES[programme].0);
		match op.clone() {
			Op::Fund { programme, amount, epochs } => {
				let funded = Programmes::fund(signed(SPONSOR), id(programme), amount, epochs);
				if funded.is_ok() {
					self.received[programme] += amount;
				}
				("fund", funded.is_ok())
			},
			Op::SetMint { amount } => {
				let rate = amount.map(|amount| MintRate::Amount(amount.into()));
				("set_mint", Programmes::set_mint(root(), ProgrammeId(2), rate).is_ok())
			},
			Op::AddNode { operator, seed } => {
				("add_node", try_add_node(who(operator), seed).is_ok())
			},
			Op::RemoveNode { operator, slot } => {
				("remove_node", Programmes::remove_node(signed(who(operator)), slot).is_ok())
			},
			Op::Leave { operator } => {
				// Whoever had gone is back.
				let mut gone = Gone::get();
				gone.retain(|one| *one != who(operator));
				if gone.len() == Gone::get().len() {
					gone.push(who(operator));
				}
				Gone::set(&gone);
				("leave", true)
			},
			Op::ClearNodes { operator } => {
				let cleared = Programmes::clear_nodes(signed(PAUPER), who(operator));
				("clear_nodes", cleared.is_ok())
			},
			Op::Report { reporter, back, operator, slot, hours, level } => {
				let epoch = EpochIndex(now() - back);
				let told = told(reporter, epoch, &who(operator));
				let is_over = |hours: &u8| {
					Programmes::hours(epoch).are_over(u32::from(*hours), Timestamp::get())
				};
				let over = (0..=HOURS).rev().find(is_over).unwrap_or_default();
				// Sometimes an hour that is not over, or that the epoch has not.
				let hours = hours.min(over.saturating_sub(told)).max(1);
				let rows = vec![service_row(who(operator), &[(slot, &[(hours, level)])])];
				("report", try_report(reporter, epoch.0, told, rows).is_ok())
			},
			Op::ReportBlocks { reporter, operator, blocks, missed } => {
				let rows = vec![crate::BlocksRow {
					operator: who(operator),
					report: crate::BlocksReport { blocks, missed },
				}];
				let rows = rows.try_into().expect("one");
				let reporter = signed(REPORTERS[reporter].clone());
				let epoch = EpochIndex(now() - 1);
				let told = Programmes::report_blocks(reporter, ProgrammeId(3), epoch, rows);
				("report_blocks", told.is_ok())
			},
			Op::SetReporters { programme, from } => {
				let reporters = REPORTERS[from..].to_vec().try_into().expect("few");
				let set = Programmes::set_reporters(root(), id(programme), reporters);
				("set_reporters", set.is_ok())
			},
			Op::Block { author, times } => {
				blocks(&[who(author)], times);
				("block", true)
			},
			Op::Batch { operator, bytes } => {
				Programmes::batch(&who(operator), bytes);
				("batch", true)
			},
			Op::TimedOut { operator } => {
				Programmes::timed_out(&who(operator));
				("timed_out", true)
			},
			Op::Rotate { author } => {
				let author = [who(author)];
				match crate::Authors::<Test>::contains_key(&author[0]) {
					true => Programmes::changed(&[], &author),
					false => Programmes::changed(&author, &[]),
				}
				("rotate", true)
			},
			Op::Powers { powers } => {
				self.powers = powers;
				("powers", true)
			},
			Op::Refuse { operator } => {
				Unrewarded::set(&operator.map(who).into_iter().collect());
				("refuse", true)
			},
			Op::Freeze => {
				let pot = Programmes::pot();
				let frozen = match Assets::freeze(signed(TREASURY), 1, pot.clone()) {
					Ok(()) if self.frozen => Assets::thaw(signed(TREASURY), 1, pot),
					frozen => frozen,
				};
				self.frozen = !self.frozen;
				("freeze", frozen.is_ok())
			},
			Op::Touch { programme } => {
				let asset = PROGRAMMES[programme].1.clone();
				("touch", Programmes::touch(signed(ALICE), asset).is_ok())
			},
			Op::ReportIdle { operator } => {
				("report_idle", Programmes::report_idle(signed(PAUPER), who(operator)).is_ok())
			},
			Op::Finalise { programme, limit } => {
				let done = Programmes::finalise(signed(PAUPER), id(programme), limit);
				("finalise", done.is_ok())
			},
			Op::Idle { steps } => {
				let room = Programmes::finalise_weight(steps).saturating_mul(2);
				let used = Programmes::on_idle(System::block_number(), room);
				assert!(used.all_lte(room));
				("on_idle", used.any_gt(Weight::zero()))
			},
			Op::Pass { hours } => {
				pallet_timestamp::Now::<Test>::mutate(|now| *now += u64::from(hours) * HOUR);
				("pass", true)
			},
			Op::Jump { epochs } => {
				pallet_timestamp::Now::<Test>::mutate(|now| *now += u64::from(epochs) * EPOCH);
				("jump", true)
			},
		}
	}

	/// Notes the power of operators when an epoch begins.
	fn elect(&self) {
		let Some(powers) = self.powers.filter(|_| !Powers::get().contains_key(&now())) else {
			return;
		};
		let powers = OPERATORS.into_iter().zip(powers).map(|(who, power)| (who, power.into()));
		set_powers(now(), &powers.collect::<Vec<_>>());
	}

	/// Adds up what the events say.
	fn tally(&mut self) {
		use crate::Event::*;
		let place = |id: ProgrammeId| id.0 as usize - 1;
		for event in events() {
			match event {
				Minted { programme_id, amount, .. } => {
					self.received[place(programme_id)] += amount;
					self.seen.minted += 1;
				},
				OperatorRewarded { programme_id, amount, .. } => {
					self.paid[place(programme_id)] += amount;
					self.seen.rewards += 1;
				},
				RewardRefused { .. } => self.seen.refusals += 1,
				EpochsLapsed { .. } => self.seen.lapses += 1,
				_ => {},
			}
		}
	}

	/// In = paid + carried + not yet due.
	fn check(&self) -> TestCaseResult {
		if let Err(error) = Programmes::do_try_state() {
			return Err(TestCaseError::fail(format!("{error:?}")));
		}
		for (place, (id, asset)) in PROGRAMMES.into_iter().enumerate() {
			let total = look(ProgrammeId(id), |book| book.total().expect("it is small"));
			prop_assert_eq!(self.received[place], self.paid[place] + total);
			prop_assert_eq!(owed(asset.clone()), total);
			prop_assert_eq!(balance(asset, &PURSE), self.paid[place]);
		}
		Ok(())
	}
}

/// The next hour that a reporter has to tell of an operator.
fn told(reporter: usize, epoch: EpochIndex, operator: &AccountId) -> u8 {
	let Ok(reporters) = Programmes::reporters(FIRST, epoch) else { return 0 };
	let place = reporters.iter().position(|one| *one == REPORTERS[reporter]);
	match (place, crate::Performances::<Test>::get((FIRST, epoch_key(epoch.0), operator))) {
		(Some(place), Some(crate::Performance::Service(reports))) => {
			reports.told().get(place).map_or(0, |told| told.hours)
		},
		_ => 0,
	}
}

#[test]
fn what_came_in_is_paid_carried_or_not_yet_due() {
	let seen = live_all(
		effort(120),
		|| prop::collection::vec(op(), 1..300),
		|ops| {
			new_test_ext().execute_with(|| {
				let mut trial = Trial::new();
				for op in &ops {
					trial.apply(op)?;
				}
				Ok(trial.seen)
			})
		},
	);

	println!("{seen:?}");
	seen.calls.assert_done_at_least(10);
	assert!(seen.rewards >= 200 && seen.refusals >= 5 && seen.lapses >= 20 && seen.minted >= 20);
}
