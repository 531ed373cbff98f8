// SPDX-License-Identifier: Apache-2.0

//! The payroll and the model side by side, compared after every operation.

use super::{
	acts::Act,
	division::Division,
	dues::{Due, Dues},
	payroll::{Gains, Note, Payroll, ASSETS},
	sum::{fine, readable, steps, steps_of},
	tally::Tally,
};
use crate::common::{
	history::{Op, Wanted},
	world::{Staker, World},
};
use bulwark_ledger::{earned_by, has_expired, Balance, EpochIndex, Fixed, Place, RewardWeight};
use codec::{Decode, MaxEncodedLen};
use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use proptest::{prelude::*, test_runner::TestCaseResult};
use std::{collections::BTreeMap, fmt::Debug};

pub struct Audit {
	pub payroll: Payroll,
	pub dues: Dues,
	pub tally: Tally,
	/// True if every epoch is caught up with when it begins, and not only when somebody comes.
	pub is_eager: bool,
}

impl Audit {
	pub fn new(payroll: Payroll) -> Self {
		let tally = Tally { histories: 1, ..Tally::default() };
		Self { payroll, dues: Dues::default(), tally, is_eager: false }
	}

	/// Does one thing in the payroll and in the model, and compares everything.
	pub fn apply(&mut self, act: Act) -> TestCaseResult {
		self.tally.operations += 1;
		let done = match act {
			Act::Stake(Op::Jump { epochs }) => self.jump(epochs)?,
			Act::Credit { back, asset, amount } => self.credit(back, asset, amount)?,
			Act::Fund { asset, amount, epochs } => {
				prop_assert_eq!(act.run(&mut self.payroll), Ok(true));
				self.dues.fund(self.payroll.world.now, asset, amount, epochs);
				true
			},
			other => other.run(&mut self.payroll).unwrap_or(false),
		};
		self.tally.refused += u64::from(!done);
		self.tally.claims += u64::from(done && matches!(act, Act::Claim { .. }));
		self.tally.slashes += u64::from(done && matches!(act, Act::Stake(Op::Slash { .. })));
		self.hear()?;
		self.check()
	}

	/// Everybody leaves and is paid. What stays is needed by nobody.
	pub fn finish(&mut self) -> TestCaseResult {
		self.check_codec()?;
		for who in Staker::ALL {
			self.apply(Act::Stake(Op::Unstake { who, wanted: Wanted::All }))?;
		}
		self.apply(Act::Stake(Op::Jump { epochs: self.payroll.world.window + 1 }))?;
		for who in Staker::ALL {
			self.apply(Act::Stake(Op::Withdraw { who }))?;
		}
		self.apply(Act::Stake(Op::Jump { epochs: 106 }))?;
		for who in Staker::ALL {
			self.apply(Act::Claim { who })?;
		}

		let Payroll { rewards, exit_buckets, merged, expiries, .. } = &self.payroll;
		prop_assert!(rewards.accumulators.weights().next().is_none());
		prop_assert!(rewards.expiries_to_come().is_none());
		prop_assert!(exit_buckets.is_empty() && merged.is_empty() && expiries.is_empty());
		let Payroll { entitlements, locks, streams, .. } = &self.payroll;
		prop_assert!(entitlements.values().all(Gains::is_dust));
		prop_assert!(locks.is_empty() && streams.is_empty());
		self.check_conservation()
	}

	fn jump(&mut self, epochs: u32) -> Result<bool, TestCaseError> {
		let step = if self.is_eager { 1 } else { epochs };
		for _ in 0..epochs / step {
			let until = self.payroll.world.now.plus(step);
			let locks = &self.payroll.locks;
			self.tally.streamed += self.dues.stream(&self.payroll.world, until, locks);
			self.payroll.world.jump(step);
			if self.is_eager {
				prop_assert_eq!(self.payroll.change(World::mature), Ok(()));
			}
		}
		Ok(true)
	}

	/// I6: what buckets are given is the money, but for what credits are ahead of it before and after.
	fn credit(&mut self, back: u32, asset: u32, amount: Balance) -> Result<bool, TestCaseError> {
		let epoch = self.payroll.world.now.minus(back);
		let division = Division::of(&self.payroll.world, epoch);
		let mut before = self.payroll.clone();
		before.mature();
		let parts = Staker::ALL.map(|who| part(&before, who, epoch, amount));

		let done = Act::Credit { back, asset, amount }.run(&mut self.payroll);

		prop_assert_eq!(done, Ok(division.is_some()), "{:?}", division);
		let given = self.given(&before, asset);
		let ahead = |payroll: &Payroll| BigInt::from(payroll.rewards.ahead(asset));
		match &division {
			None => {
				prop_assert_eq!(&self.payroll.rewards, &before.rewards, "nothing has happened");
				prop_assert_eq!(&self.payroll.exit_buckets, &before.exit_buckets);
				prop_assert_eq!(self.payroll.pots, before.pots);
				self.tally.unallocated += 1;
			},
			Some(division) => {
				let money = steps(amount) - ahead(&before) + ahead(&self.payroll);
				prop_assert_eq!(given, money, "I6");
				prop_assert!(ahead(&self.payroll) < BigInt::from(division.most_ahead()));
				self.check_parts(&before, asset, parts)?;
				self.tally.credits += 1;
				self.tally.late += u64::from(back > 0);
				let ahead = readable(&fine(self.payroll.rewards.ahead(asset)));
				self.tally.ahead = self.tally.ahead.max(ahead);
			},
		}
		let locks = &self.payroll.locks;
		self.dues.credit(epoch, asset, amount, division.as_ref(), locks);
		Ok(division.is_some())
	}

	/// What each staker is told to have earned is what a credit has given it, to the unit for each of its buckets.
	fn check_parts(
		&self,
		before: &Payroll,
		asset: u32,
		parts: [(Balance, usize); Staker::ALL.len()],
	) -> TestCaseResult {
		let all = |payroll: &Payroll, who| {
			let (own, extra) = (payroll.owed(who), payroll.extra(who));
			steps_of(own.get(asset)) + steps_of(extra.get(asset))
		};
		for (who, (part, buckets)) in Staker::ALL.into_iter().zip(parts) {
			let given = all(&self.payroll, who) - all(before, who);
			let units = |count: usize| steps(count as Balance);
			prop_assert!(given < steps(part) + units(buckets + 1), "{:?} is told too little", who);
			prop_assert!(given + units(1) > steps(part), "{:?} is told too much", who);
		}
		Ok(())
	}

	/// Σ V·ΔA over every bucket.
	fn given(&self, before: &Payroll, asset: u32) -> BigInt {
		let now = self.payroll.world.now;
		let raised = |from: &Gains, to: Gains, weight: RewardWeight| {
			steps_of(to.get(asset).minus(from.get(asset))) * weight
		};
		let pool = self.payroll.stake(now);
		let pool = pool.iter().map(|(cohort, bucket)| {
			let from = before.rewards.accumulators.each(cohort);
			raised(&from, self.payroll.rewards.accumulators.each(cohort), bucket.weight())
		});
		let exit_buckets =
			self.payroll.world.exit_buckets.iter().flat_map(|(asked, exit_bucket)| {
				exit_bucket.iter().map(move |(cohort, bucket)| {
					let each = |payroll: &Payroll| {
						payroll
							.exit_buckets
							.get(asked)
							.map(|exit_bucket| exit_bucket.each(cohort))
							.unwrap_or_default()
					};
					raised(&each(before), each(&self.payroll), bucket.weight())
				})
			});
		pool.chain(exit_buckets).sum()
	}

	/// What the payroll decided about extra.
	fn hear(&mut self) -> TestCaseResult {
		for note in std::mem::take(&mut self.payroll.notes) {
			self.tally.expiries += 1;
			match note {
				Note::Kept(who) => (0..ASSETS).for_each(|asset| {
					let extra = self.dues.take_extra(who, asset);
					self.dues.dues.entry((who, asset)).or_default().own.join(extra);
				}),
				Note::Returned(who, units) => {
					for (asset, units) in (0..).zip(units) {
						self.check_returned(who, asset, units)?;
					}
				},
			}
		}
		Ok(())
	}

	fn check_returned(&mut self, who: Staker, asset: u32, units: Balance) -> TestCaseResult {
		let Due { above, below, .. } = self.dues.due(who, asset);
		let extra = self.dues.take_extra(who, asset);
		let (least, most) = extra.distance(&steps(units));
		prop_assert!(least <= fine(above), "more than {:?} earned goes back", who);
		prop_assert!(-most <= fine(below) + fine(1) * (BigInt::from(1) << 128));

		let window = self.payroll.world.window;
		self.dues.lost[asset as usize].join(extra);
		self.dues.fund(self.payroll.world.now, asset, units, window);
		Ok(())
	}

	/// Everything that always holds. It is the same whether or not the payroll has caught up with the clock.
	fn check(&mut self) -> TestCaseResult {
		let mut seen = self.payroll.clone();
		seen.mature();
		prop_assert_eq!(seen.unallocated, self.dues.unallocated);
		let mut owed = [BigInt::zero(), BigInt::zero()];
		let mut payable: [Balance; ASSETS as usize] = Default::default();
		for who in Staker::ALL {
			let (own, extra) = (seen.owed(who), seen.extra(who));
			for asset in 0..ASSETS {
				let (own, extra) = (own.get(asset), extra.get(asset));
				owed[asset as usize] += steps_of(own) + steps_of(extra);
				payable[asset as usize] += own.units_floor() + extra.units_floor();
				let paid = seen.paid.get(&(who, asset)).copied().unwrap_or_default();
				self.check_due(self.dues.due(who, asset), paid, own, extra)?;
			}
		}
		for asset in 0..ASSETS {
			let at = asset as usize;
			let left = seen.streams.left(asset, seen.world.now).expect("a sum");
			prop_assert_eq!(left, self.dues.scheduled[at].values().sum::<Balance>());
			prop_assert!(payable[at] + left <= seen.pots[at], "I5");
			let ahead = BigInt::from(seen.rewards.ahead(asset));
			prop_assert!(owed[at] <= steps(seen.pots[at] - left) + ahead, "I5");
		}
		check_records(&seen)
	}

	/// What is paid and owed is as near to exact as its credits allow; no unit is paid that was not earned.
	fn check_due(&mut self, due: Due, paid: Balance, own: Fixed, extra: Fixed) -> TestCaseResult {
		let Due { above, below, .. } = &due;
		let unit = fine(1) * (BigInt::from(1) << Fixed::BITS);
		for (exact, found) in
			[(&due.own, steps(paid) + steps_of(own)), (&due.extra, steps_of(extra))]
		{
			let (least, most) = exact.distance(&found);
			prop_assert!(least <= fine(*above), "{} units above exact", readable(&most));
			prop_assert!(-&most <= fine(*below), "{} units below exact", readable(&-most));
			self.tally.above = self.tally.above.max(readable(&most));
			self.tally.below = self.tally.below.max(-readable(&least));
		}
		let (_, most) = due.own.distance(&steps(paid));
		prop_assert!(most < unit, "{} units too much paid", readable(&most));
		let (least, most) = due.own.distance(&steps(paid + own.units_floor()));
		prop_assert!(most < unit, "{} units too much payable", readable(&most));
		prop_assert!(-&most < unit + fine(*below), "{} units too few", readable(&-most));
		if least.is_negative() {
			self.tally.short = self.tally.short.max(-readable(&least));
		}
		Ok(())
	}

	/// All that was credited is somebody's, or lost with weight that nobody has.
	pub fn check_conservation(&self) -> TestCaseResult {
		for asset in 0..ASSETS {
			let mut sum = self.dues.lost[asset as usize].clone();
			for who in Staker::ALL {
				let Due { own, extra, .. } = self.dues.due(who, asset);
				sum.join(own);
				sum.join(extra);
			}
			prop_assert!(sum.agrees(&self.dues.credited[asset as usize]));
		}
		Ok(())
	}

	/// What is stored can be read again, and fits.
	fn check_codec(&self) -> TestCaseResult {
		let payroll = &self.payroll;
		check_stored(&payroll.rewards)?;
		payroll.exit_buckets.values().try_for_each(check_stored)?;
		payroll.merged.values().try_for_each(check_stored)?;
		payroll.expiries.values().try_for_each(check_stored)?;
		payroll.entitlements.values().try_for_each(check_stored)?;
		check_stored(&payroll.streams)
	}
}

/// What is stored is needed, and the other way round. `seen` has caught up with the clock.
fn check_records(seen: &Payroll) -> TestCaseResult {
	let all = Staker::ALL.map(|who| seen.weights(who));

	let mut weights: BTreeMap<Place, RewardWeight> = BTreeMap::new();
	for weighted in all.iter().flat_map(|weights| weights.present()) {
		*weights.entry(weighted.place).or_default() += weighted.weight;
	}
	weights.retain(|place, weight| *weight > 0 && place.asked_epoch.is_some());
	let mut followed: BTreeMap<Place, RewardWeight> = BTreeMap::new();
	for (asked, exit_bucket) in &seen.exit_buckets {
		let exit_bucket =
			exit_bucket.weights().map(|(cohort, weight)| (Place::exit(*asked, cohort), weight));
		followed.extend(exit_bucket);
	}
	prop_assert_eq!(followed, weights, "the weight of exits is followed");
	prop_assert!(seen
		.exit_buckets
		.values()
		.all(|exit_bucket| !exit_bucket.is_empty() && exit_bucket.weights().next().is_some()));

	let mut late: BTreeMap<EpochIndex, RewardWeight> = BTreeMap::new();
	for followed in all.iter().flat_map(|weights| &weights.followed) {
		*late.entry(followed.start).or_default() += followed.left;
	}
	for (start, merged) in &seen.merged {
		let waits = late.get(start).copied().unwrap_or_default();
		prop_assert!(!merged.is_spent() && merged.weight() == waits, "until all have followed");
	}

	let mut positions: BTreeMap<EpochIndex, u32> = BTreeMap::new();
	for lock in seen.locks.values() {
		*positions.entry(lock.expiry).or_default() += 1;
	}
	let counted = seen.expiries.iter().map(|(epoch, expiry)| (*epoch, expiry.positions()));
	prop_assert_eq!(counted.collect::<BTreeMap<_, _>>(), positions);
	check_expiries(seen)
}

/// Expiries that have passed know what M had earned, and those to come lie within their bounds.
fn check_expiries(seen: &Payroll) -> TestCaseResult {
	let departure = seen.world.pool.departure();
	let has_ended = departure.is_some_and(|departure| departure.last_epoch <= seen.world.now);
	let to_come = seen.rewards.expiries_to_come();
	for (epoch, expiry) in &seen.expiries {
		let has_expired = has_expired(*epoch, seen.world.now, departure);
		prop_assert_eq!(expiry.mature().is_some(), has_expired);
		if !has_expired {
			prop_assert!(has_ended || to_come.is_some_and(|to_come| to_come.contains(*epoch)));
		}
	}
	Ok(())
}

fn check_stored<V: Decode + MaxEncodedLen + PartialEq + Debug>(value: &V) -> TestCaseResult {
	let bytes = value.encode();
	prop_assert!(bytes.len() <= V::max_encoded_len());
	prop_assert_eq!(&V::decode(&mut &bytes[..]).expect("can be read"), value);
	Ok(())
}

/// A staker's part of money for an epoch, and the number of its buckets.
fn part(payroll: &Payroll, who: Staker, epoch: EpochIndex, amount: Balance) -> (Balance, usize) {
	let now = payroll.world.now;
	let weights = payroll.weights(who).present();
	let stake = payroll.stake(now);
	let exits = payroll.world.exit_buckets.iter().map(|(asked, exits)| (*asked, exits));
	let part = earned_by(epoch, amount, &stake, exits, &weights);
	(part.expect("it fits"), weights.len())
}
