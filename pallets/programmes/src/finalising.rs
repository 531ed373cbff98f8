// SPDX-License-Identifier: Apache-2.0

//! Finalising: an epoch that is over is scored, and its budget is paid, operator by operator, in order. Every step leaves
//! everything that the next one needs, so that it makes no difference who goes on, when, and how far.

use crate::{
	book::Book, forgetting::FORGOTTEN_WITH_EACH, payments::PotOf, types::Stage, AccountIdOf,
	AssetIdOf, Balance, Config, EpochIndex, EpochKey, Error, Event, Pallet, Performance,
	PerformanceOf, Performances, ProgrammeId, Programmes, Score, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::Division;
use bulwark_traits::{ensure_layers, Epochs, Payee, PowerAt, Reward, RewardSink, LAYERS_TO_GO_ON};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use sp_runtime::{DispatchError, DispatchResult};

/// Steps that finalising took: it weighs as much as they do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Steps {
	/// Operators that were scored.
	pub scored: u32,
	/// Operators that were paid.
	pub paid: u32,
	/// Epochs that were ended.
	pub ended: u32,
	/// Records that were removed.
	pub forgotten: u32,
}

impl Steps {
	/// All that count against a limit.
	fn taken(&self) -> u32 {
		// Each is at most a limit.
		self.scored.saturating_add(self.paid).saturating_add(self.ended)
	}

	/// The weight of all of them.
	pub fn weight<T: Config>(&self) -> Weight {
		let times = |weight: Weight, count: u32| weight.saturating_mul(count.into());
		begin::<T>()
			.saturating_add(times(T::WeightInfo::score(), self.scored))
			.saturating_add(times(pay::<T>(), self.paid))
			.saturating_add(times(end::<T>(), self.ended))
			.saturating_add(times(T::WeightInfo::forget(), self.forgotten))
	}
}

/// The weight of finding something to do, and reading what scores follow from.
fn begin<T: Config>() -> Weight {
	T::WeightInfo::finalise().saturating_add(T::Operators::weight())
}

/// The weight of paying an operator.
fn pay<T: Config>() -> Weight {
	T::WeightInfo::pay().saturating_add(T::Rewards::weight())
}

/// The weight of ending an epoch, and reading what the scores of the next follow from.
fn end<T: Config>() -> Weight {
	T::WeightInfo::end_epoch().saturating_add(T::Operators::weight())
}

/// The most that a step weighs, with the records that it removes.
fn step<T: Config>() -> Weight {
	let forget = T::WeightInfo::forget().saturating_mul(FORGOTTEN_WITH_EACH.into());
	T::WeightInfo::score().max(pay::<T>()).max(end::<T>()).saturating_add(forget)
}

/// The number of operators that can be finalised within a weight.
fn steps_within<T: Config>(weight: Weight) -> u32 {
	let left = weight.checked_sub(&begin::<T>());
	let steps = left.and_then(|left| left.checked_div_per_component(&step::<T>()));
	u32::try_from(steps.unwrap_or_default()).unwrap_or(u32::MAX)
}

/// A reward on its way.
struct Payment<T: Config> {
	programme_id: ProgrammeId,
	epoch: EpochIndex,
	operator: AccountIdOf<T>,
	score: Score,
	asset: AssetIdOf<T>,
	amount: Balance,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_finalise(
		programme_id: ProgrammeId,
		limit: u32,
	) -> Result<Steps, DispatchError> {
		ensure_layers(LAYERS_TO_GO_ON)?; // a reward that is refused is never tried again
		let book = Book::<T>::load(programme_id)?;

		if !book.has_lapsed() {
			ensure!(book.epoch() < book.at.now, Error::<T>::NothingToFinalise);
			ensure!(book.is_over(), Error::<T>::TooEarly);
		}

		book.store();
		let limit = limit.max(1);
		let mut steps = Steps::default();
		while steps.taken() < limit {
			let book = Book::<T>::load(programme_id)?;
			if !book.is_over() {
				break;
			}
			let left = limit.saturating_sub(steps.taken());
			Self::advance(book, left, &mut steps)?;
		}
		let records = steps.taken().saturating_mul(FORGOTTEN_WITH_EACH);
		steps.forgotten = Self::forget(programme_id, records);
		Ok(steps)
	}

	/// Finalises with what a block has left, which the programmes that are due share. The next block goes on.
	pub(crate) fn finalise_with(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		let due = Self::due_programmes(&mut meter);
		let mut to_come = u64::from(Self::count(due.len()));
		for programme_id in due {
			let left = meter.remaining();
			let share = left.checked_div(to_come).unwrap_or_default();
			// One operator is finalised even if there is room for no more.
			let limit = steps_within::<T>(share).max(steps_within::<T>(left).min(1));
			if limit == 0 {
				break;
			}
			let done = with_storage_layer(|| Self::do_finalise(programme_id, limit));
			// What fails took its time too: no more than its share, so that it stops none of the others.
			let weight = done.map(|steps| steps.weight::<T>());
			meter.consume(weight.unwrap_or_else(|_| Self::finalise_weight(limit)));
			to_come = to_come.saturating_sub(1); // one of them
		}
		meter.consumed()
	}

	/// Programmes that have an epoch to finalise, as far as there is weight to look.
	fn due_programmes(meter: &mut WeightMeter) -> Vec<ProgrammeId> {
		// Nearly always there is nothing to do, and that is known from one record.
		let mut can_look = || meter.try_consume(T::DbWeight::get().reads(2)).is_ok();
		Self::ids().take_while(|_| can_look()).filter(|id| Self::is_due(*id)).collect()
	}

	/// True if an epoch of a programme is over with its grace, and not finalised.
	fn is_due(programme_id: ProgrammeId) -> bool {
		Programmes::<T>::get(programme_id).is_some_and(|programme| {
			programme.next_epoch < T::Operators::now() && Self::is_closed(programme.next_epoch)
		})
	}

	/// The most that finalising weighs.
	pub(crate) fn finalise_weight(limit: u32) -> Weight {
		begin::<T>().saturating_add(step::<T>().saturating_mul(limit.max(1).into()))
	}

	/// Scores a page, or pays one operator.
	pub(crate) fn advance(mut book: Book<T>, limit: u32, steps: &mut Steps) -> DispatchResult {
		match book.programme.stage.clone() {
			Stage::Scoring { last, total } => {
				let scored = book.score(last, total, limit)?;
				steps.scored = steps.scored.saturating_add(scored);
				if scored < limit && book.divide()? {
					steps.ended = steps.ended.saturating_add(1);
				}
				book.store();
			},
			Stage::Paying { last, division, refused } => {
				match book.next_payment(last, division, refused)? {
					Some(payment) => {
						steps.paid = steps.paid.saturating_add(1);
						book.store();
						payment.pay()?;
					},
					None => {
						steps.ended = steps.ended.saturating_add(1);
						book.end(division, refused)?;
						book.store();
					},
				}
			},
		}
		Ok(())
	}
}

impl<T: Config> Book<T> {
	/// All operators are scored: their rewards follow. If nobody has a score, or there is no money, the epoch ends, and
	/// this returns true.
	fn divide(&mut self) -> Result<bool, DispatchError> {
		let Stage::Scoring { total, .. } = self.programme.stage else { return Ok(false) };
		let (programme_id, epoch) = (self.id, self.epoch());

		let budget = self.budget.take(epoch).map_err(Error::<T>::from)?;
		let division = Division::new(budget, total).filter(|_| budget > 0);

		Pallet::<T>::deposit_event(Event::EpochScored { programme_id, epoch, total, budget });
		let Some(division) = division else {
			self.budget.carry(budget).map_err(Error::<T>::from)?;
			let (paid, carried) = (0, budget);
			let event = Event::EpochFinalised { programme_id, epoch, paid, carried };
			Pallet::<T>::deposit_event(event);
			self.finish();
			return Ok(true);
		};
		self.programme.stage = Stage::Paying { last: None, division, refused: 0 };
		Ok(false)
	}

	/// The reward of the operator after `last`; none if all have theirs.
	fn next_payment(
		&mut self,
		last: Option<AccountIdOf<T>>,
		mut division: Division,
		refused: Balance,
	) -> Result<Option<Payment<T>>, DispatchError> {
		let (programme_id, epoch) = (self.id, self.epoch());
		let next = Pallet::<T>::performers(programme_id, epoch, last.as_ref()).next();
		let Some(operator) = next else { return Ok(None) };
		let performance = Pallet::<T>::performance(programme_id, epoch, &operator)?;
		let Some(Performance::Scored { score, .. }) = performance else {
			return Err(DispatchError::Corruption);
		};

		let amount = division.next(score).map_err(Error::<T>::from)?;

		let performance = PerformanceOf::<T>::Scored { score, reward: amount };
		let key = (programme_id, EpochKey::new(epoch), &operator);
		Performances::<T>::insert(key, performance);
		self.programme.stage = Stage::Paying { last: Some(operator.clone()), division, refused };
		let asset = self.programme.asset.clone();
		Ok(Some(Payment { programme_id, epoch, operator, score, asset, amount }))
	}

	/// All operators have their rewards.
	fn end(&mut self, division: Division, refused: Balance) -> DispatchResult {
		// Nothing is left over, or scores were lost; then their money is carried too.
		let rest = division.rest().map_err(Error::<T>::from)?;
		self.budget.carry(rest).map_err(Error::<T>::from)?;
		let unpaid = refused.saturating_add(rest); // parts of one budget
		let paid = division.budget().saturating_sub(unpaid);

		Pallet::<T>::deposit_event(Event::EpochFinalised {
			programme_id: self.id,
			epoch: self.epoch(),
			paid,
			carried: unpaid,
		});
		self.finish();
		Ok(())
	}

	/// Carries a reward that was refused.
	fn refuse(&mut self, payment: &Payment<T>) -> DispatchResult {
		let Payment { programme_id, epoch, operator, score, amount, .. } = payment;
		self.budget.carry(*amount).map_err(Error::<T>::from)?;
		if let Stage::Paying { refused, .. } = &mut self.programme.stage {
			*refused = refused.saturating_add(*amount); // parts of one budget
		}
		let performance = PerformanceOf::<T>::Scored { score: *score, reward: 0 };
		let key = (programme_id, EpochKey::new(*epoch), operator);
		Performances::<T>::insert(key, performance);
		Ok(())
	}
}

impl<T: Config> Payment<T> {
	/// Hands the reward on. If it is refused it is carried. Whoever finalises has ensured that there are layers for it.
	fn pay(self) -> DispatchResult {
		let refused = with_storage_layer(|| self.hand_over()).err();
		if let Some(reason) = refused {
			let mut book = Book::<T>::load(self.programme_id)?;
			book.refuse(&self)?;
			book.store();
			let Self { programme_id, epoch, operator, amount, .. } = self;
			let event = Event::RewardRefused { programme_id, epoch, operator, amount, reason };
			Pallet::<T>::deposit_event(event);
		}
		Ok(())
	}

	fn hand_over(&self) -> DispatchResult {
		let Self { programme_id, epoch, score, amount, .. } = *self;
		if amount == 0 {
			return Ok(());
		}
		let (asset, operator) = (self.asset.clone(), self.operator.clone());
		let to = Payee::Operator(operator.clone());
		let reward = Reward { to, asset: asset.clone(), amount, earned_in: epoch, may_list: true };
		T::Rewards::reward(reward, || PotOf::<T>::take(asset, amount))?;
		let event = Event::OperatorRewarded { programme_id, epoch, operator, score, amount };
		Pallet::<T>::deposit_event(event);
		Ok(())
	}
}
