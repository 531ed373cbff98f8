// SPDX-License-Identifier: Apache-2.0

//! The world and the model side by side, compared after every operation.

use super::{
	checks::{check_distance, check_prices, View},
	figures::Figures,
	history::{Op, Wanted},
	model::{remainder, Model, Move},
	rational::{floor, natural, price, ratio, whole},
	world::{Place, Staker, World},
};
use bulwark_ledger::{Amount, Balance, Bucket, Cohort, EpochIndex, Fraction, LedgerError, Shares};
use num_rational::BigRational;
use num_traits::One;
use proptest::{prelude::*, test_runner::TestCaseResult};
use std::collections::BTreeMap;

pub struct Trial {
	pub world: World,
	pub model: Model,
	pub figures: Figures,
	/// As the last operation left it.
	pub(super) view: View,
	/// Π(1 − φ) over every slash of a bucket, since it was last empty.
	pub(super) floors: BTreeMap<Place, BigRational>,
	/// The unslashed part of the operator, in 10⁻¹⁸.
	pub(super) unslashed: u64,
}

impl Trial {
	pub fn new(world: World) -> Self {
		let model = Model::new(world.window);
		let figures = Figures { histories: 1, ..Figures::default() };
		let unslashed = Fraction::one().deconstruct();
		Self { view: View::of(&world), world, model, figures, floors: BTreeMap::new(), unslashed }
	}

	/// Does one operation in the world and in the model, and compares everything.
	pub fn apply(&mut self, op: Op) -> TestCaseResult {
		self.figures.operations += 1;
		let before = self.view.clone();
		let refused = match op {
			Op::Stake { who, amount } => self.stake(who, amount)?,
			Op::Unstake { who, wanted } => self.unstake(&before, who, wanted)?,
			Op::Withdraw { who } => self.withdraw(&before, who)?,
			Op::Slash { back, fraction } => {
				let fault = self.world.now.minus(back);
				return self.slash(&before, fault, fraction);
			},
			Op::SlashTomorrow { fraction } => {
				let fault = self.world.now.next();
				return self.slash(&before, fault, fraction);
			},
			Op::Close { notice } => self.close(notice)?,
			Op::Jump { epochs } => return self.jump(&before, epochs),
			Op::Mature => {
				prop_assert_eq!(self.world.mature(), Ok(()));
				true
			},
			Op::Follow { who } => {
				prop_assert_eq!(self.world.follow(who), Ok(()));
				true
			},
		};

		let after = View::of(&self.world.settled());
		if refused {
			prop_assert_eq!(&after.buckets, &before.buckets);
			prop_assert_eq!(&after.stakes, &before.stakes);
		}
		check_prices(&before, &after, 1)?;
		self.check(after)
	}

	/// Everybody leaves and is paid; what stays belongs to nobody.
	pub fn finish(&mut self) -> TestCaseResult {
		self.check_codec()?;
		for who in Staker::ALL {
			self.apply(Op::Unstake { who, wanted: Wanted::All })?;
		}
		self.apply(Op::Jump { epochs: self.world.window + 1 })?;
		for who in Staker::ALL {
			self.apply(Op::Withdraw { who })?;
		}

		let left = self.world.buckets();
		let dust = left.values().fold(0, |sum, bucket| sum + bucket.shares().0);
		prop_assert!(left.keys().all(|place| place.asked.is_none()));
		prop_assert!(left.keys().all(|place| place.cohort == Cohort::Mature));
		prop_assert!(left.values().all(|bucket| bucket.weight() == 0));
		prop_assert!(dust <= self.model.dust);
		prop_assert!(self.world.pot.owed() <= dust);
		prop_assert!(self.world.stakes().is_empty());
		prop_assert!(self.world.conversions.is_empty(), "a conversion that nobody needs is kept");
		self.figures.dust = dust;
		self.figures.spent = self.world.unslashed.is_spent().into();
		Ok(())
	}

	fn stake(&mut self, who: Staker, amount: Balance) -> Result<bool, TestCaseError> {
		let start = self.world.now.next();
		let expected = match self.model.closed {
			Some(_) => Err(LedgerError::Closed),
			None if amount < self.world.minimum => Err(LedgerError::BelowMinimum),
			None => Ok(start),
		};

		prop_assert_eq!(self.world.stake(who, amount), expected);

		if expected.is_ok() {
			self.model.stake(who, start, amount);
		}
		Ok(self.refused(expected.is_err()))
	}

	fn unstake(
		&mut self,
		before: &View,
		who: Staker,
		wanted: Wanted,
	) -> Result<bool, TestCaseError> {
		let now = self.world.now;
		let amount = wanted.of(self.world.value(who));
		let expected = self.moves(before, who, amount);
		let released = self.world.released(who);

		let result = self.world.unstake(who, amount);

		let moves = match expected {
			Err(error) => {
				prop_assert_eq!(result, Err(error), "{:?}", amount);
				return Ok(self.refused(true));
			},
			Ok(moves) => moves,
		};
		prop_assert!(result.is_ok(), "{:?} of {:?} was refused: {:?}", wanted, who, result);
		let (unstaked, paid) = result.unwrap_or_default();
		let sum = |begun: bool| {
			let some =
				moves.iter().filter(|step| step.cohort.has_begun(self.model.begun(now)) == begun);
			some.map(|step| step.tokens).sum::<Balance>()
		};
		prop_assert_eq!(unstaked.returned, sum(false));
		prop_assert_eq!(unstaked.unbonding, sum(true));
		if let Amount::Exactly(amount) = amount {
			prop_assert_eq!(unstaked.returned + unstaked.unbonding, amount, "paid exactly");
		}

		prop_assert_eq!(paid, self.pay_exits(before, who, &released)?);
		self.model.unstake(who, now, &moves);
		Ok(false)
	}

	fn withdraw(&mut self, before: &View, who: Staker) -> Result<bool, TestCaseError> {
		let now = self.world.now;
		let released = self.world.released(who);
		for (place, _) in before.stakes_of(who, true) {
			let asked = place.asked.unwrap_or_default();
			let due = self.world.release(asked) <= now;
			prop_assert_eq!(released.contains(&asked), due);
			if !due {
				let early = self.world.withdraw_exit(who, asked);
				prop_assert_eq!(early, Err(LedgerError::NotReleased));
			}
		}

		let result = self.world.withdraw(who);

		let mut expected = self.pay_exits(before, who, &released)?;
		for (place, shares) in before.stakes_of(who, false) {
			let Some(last) = self.model.closed else { break };
			if !place.cohort.has_begun(self.model.begun(last)) || self.world.release(last) <= now {
				expected += self.pay(before, place, who, shares)?;
			}
		}
		prop_assert_eq!(result, Ok(expected));
		Ok(false)
	}

	fn slash(&mut self, before: &View, fault: EpochIndex, fraction: Fraction) -> TestCaseResult {
		let now = self.world.now;
		let active = self.world.active(fault);
		let result = self.world.slash(fault, fraction);
		let after = View::of(&self.world.settled());

		let refusal = if fault > now {
			Some(LedgerError::EpochInFuture)
		} else if fault.0 + self.world.window < now.0 {
			Some(LedgerError::EpochTooOld)
		} else if fraction > Fraction::from_percent(50) {
			Some(LedgerError::FractionTooLarge)
		} else {
			None
		};
		if let Some(error) = refusal {
			prop_assert_eq!(result, Err(error));
			prop_assert_eq!(&after.buckets, &before.buckets);
			self.refused(true);
			return self.check(after);
		}

		let mut taken = None;
		let mut found_active = 0;
		for (place, bucket) in &before.buckets {
			let hit =
				place.cohort.has_begun(self.model.begun(fault)) && fault <= self.model.last(*place);
			let cut = if hit { cut(bucket.tokens(), fraction) } else { 0 };
			let found = after.bucket(*place);
			prop_assert_eq!(found.tokens(), bucket.tokens() - cut);
			prop_assert_eq!((found.shares(), found.weight()), (bucket.shares(), bucket.weight()));
			if hit {
				taken = Some(taken.unwrap_or_default() + cut);
				found_active += bucket.tokens();
				let floor = self.floors.entry(*place).or_insert_with(BigRational::one);
				*floor *= remainder(fraction);
			}
		}
		prop_assert_eq!(result, Ok(taken));
		prop_assert_eq!(active, found_active);

		self.model.slash(fault, fraction);
		if taken.is_some() {
			self.fall(fraction);
			self.figures.slashes += 1;
		}
		self.check(after)
	}

	/// Less is unslashed, and the pool closes when too little is.
	fn fall(&mut self, fraction: Fraction) {
		let left = u128::from(Fraction::one().deconstruct() - fraction.deconstruct());
		let whole = u128::from(Fraction::one().deconstruct());
		self.unslashed =
			u64::try_from(u128::from(self.unslashed) * left / whole).expect("at most one");
		if self.unslashed <= Fraction::from_percent(20).deconstruct()
			&& self.model.closed.is_none_or(|last| last > self.world.now)
		{
			self.model.close(self.world.now, self.world.now);
		}
	}

	fn close(&mut self, notice: u32) -> Result<bool, TestCaseError> {
		let last = self.world.now.plus(notice);
		let result = self.world.close(notice);

		if self.model.closed.is_some_and(|closed| closed <= last) {
			prop_assert_eq!(result, Err(LedgerError::Closed));
			return Ok(self.refused(true));
		}
		prop_assert_eq!(result, Ok(()));
		self.model.close(self.world.now, last);
		Ok(false)
	}

	fn jump(&mut self, before: &View, epochs: u32) -> TestCaseResult {
		self.world.jump(epochs);
		let merges = self.model.mature(self.world.now);

		let after = View::of(&self.world.settled());
		self.figures.merges += u64::from(merges);
		check_prices(before, &after, merges)?;
		self.check(after)
	}

	fn refused(&mut self, refused: bool) -> bool {
		self.figures.refused += u64::from(refused);
		refused
	}

	/// What an unstake must do: first what has not begun, then the oldest, whole lots while they last.
	fn moves(&self, before: &View, who: Staker, amount: Amount) -> Result<Vec<Move>, LedgerError> {
		let now = self.world.now;
		if self.model.closed.is_some_and(|last| last < now) {
			return Err(LedgerError::Closed);
		}
		if amount == Amount::Exactly(0) {
			return Err(LedgerError::BelowMinimum);
		}
		let mut lots = before.stakes_of(who, false);
		if lots.is_empty() {
			return Err(LedgerError::InsufficientStake);
		}
		let young =
			lots.iter().position(|(place, _)| !place.cohort.has_begun(self.model.begun(now)));
		lots.rotate_left(young.unwrap_or_default());

		let all = lots.iter().map(|(place, shares)| before.value(*place, *shares)).sum();
		let mut rest = if amount == Amount::Exactly(all) { Amount::All } else { amount };
		let mut moves = Vec::new();
		let mut stays = None;
		for (place, shares) in lots {
			let value = before.value(place, shares);
			if rest == Amount::Exactly(0) {
				*stays.get_or_insert(0) += value;
				continue;
			}
			let (tokens, whole) = match rest {
				Amount::Exactly(rest) if rest < value => (rest, false),
				_ => (value, true),
			};
			if !whole {
				*stays.get_or_insert(0) += left_value(&before.bucket(place), shares, tokens);
			}
			if let Amount::Exactly(rest) = &mut rest {
				*rest -= tokens;
			}
			moves.push(Move { cohort: place.cohort, tokens, whole });
		}
		match rest {
			Amount::Exactly(rest) if rest > 0 => Err(LedgerError::InsufficientStake),
			_ if stays.is_some_and(|stays: Balance| stays < self.world.minimum) => {
				Err(LedgerError::BelowMinimum)
			},
			_ => Ok(moves),
		}
	}

	fn pay_exits(
		&mut self,
		before: &View,
		who: Staker,
		released: &[EpochIndex],
	) -> Result<Balance, TestCaseError> {
		let mut sum = 0;
		for (place, shares) in before.stakes_of(who, true) {
			if place.asked.is_some_and(|asked| released.contains(&asked)) {
				sum += self.pay(before, place, who, shares)?;
			}
		}
		Ok(sum)
	}

	/// Pays out a stake: what is paid is as near to exact as the stake was.
	fn pay(
		&mut self,
		before: &View,
		place: Place,
		who: Staker,
		shares: Shares,
	) -> Result<Balance, TestCaseError> {
		let paid = before.value(place, shares);
		let Some(entry) = self.model.withdraw(place, who) else {
			return Err(TestCaseError::fail(format!("paid {paid} that {who:?} never had")));
		};
		check_distance(&entry, paid)?;
		Ok(paid)
	}
}

/// What is left of a lot when the shares that pay `tokens` have left, rounded up, at the new price.
fn left_value(bucket: &Bucket, shares: Shares, tokens: Balance) -> Balance {
	let gone = natural((whole(tokens) / price(bucket)).ceil());
	let new_price = ratio(bucket.tokens() - tokens, bucket.shares().0 - gone);
	floor(&(whole(shares.0 - gone) * new_price))
}

fn cut(tokens: Balance, fraction: Fraction) -> Balance {
	floor(&(whole(tokens) * (BigRational::one() - remainder(fraction))))
}
