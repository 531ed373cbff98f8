// SPDX-License-Identifier: Apache-2.0

//! Opt-ins of operators, and their slash caps.

use crate::{
	AccountIdOf, Announcements, AnnouncementsOf, Config, ConsumerId, ConsumerTerms, Consumers,
	Error, Event, Fraction, Fractions, OptIns, OptInsOf, Pallet, UsedBudgets, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{Notice, Notices};
use bulwark_traits::{CoverObserver, Epochs, Exposure};
use frame_support::{ensure, traits::Get, weights::Weight};
use sp_runtime::{traits::SaturatedConversion, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_slash_cap(operator: AccountIdOf<T>, new: Fraction) -> DispatchResult {
		let at = T::Exposure::horizon();
		let (known, mut opt_ins) = Self::pruned_opt_ins(&operator)?;
		let old = opt_ins.slash_cap(at.now);

		// One that closes lets go of more, and takes nothing on.
		let may = T::Exposure::may_opt_in(&operator)
			|| (new <= old && T::Exposure::is_operator(&operator));
		ensure!(may, Error::<T>::NotOperator);

		let raised_from = Self::notices().widen.takes_effect(at.now);
		let effective_from =
			opt_ins.set_slash_cap(new, raised_from, at).map_err(Error::<T>::from)?;

		Self::put_opt_ins(&operator, &known, opt_ins)?;
		Self::deposit_event(Event::SlashCapSet { operator, old, new, effective_from });
		Ok(())
	}

	pub(crate) fn do_opt_in(
		operator: AccountIdOf<T>,
		consumer_id: ConsumerId,
		version: u32,
		budget: Fractions,
	) -> DispatchResult {
		let at = T::Exposure::horizon();
		let record = Consumers::<T>::get(consumer_id).ok_or(Error::<T>::UnknownConsumer)?;
		let terms = Self::terms_of(consumer_id, version).map_err(|_| Error::<T>::TermsChanged)?;
		let (known, mut opt_ins) = Self::pruned_opt_ins(&operator)?;

		// Less on the terms of before is always possible, whatever the consumer does, and for an operator that closes too.
		let before = opt_ins.of(consumer_id).and_then(|opt_in| opt_in.before(at.now));
		if !before.is_some_and(|before| before.holds(&budget, version)) {
			ensure!(record.last_epoch.is_none(), Error::<T>::ConsumerRetired);
			ensure!(record.version(at.now) == version, Error::<T>::TermsChanged);
			Self::ensure_may_opt_in(&operator, &terms, &budget)?;
		}

		let effective_from = opt_ins
			.opt_in(consumer_id, budget, version, Self::notices(), at)
			.map_err(Error::<T>::from)?;

		Self::put_opt_ins(&operator, &known, opt_ins)?;
		Self::deposit_event(Event::OptedIn {
			operator,
			consumer_id,
			version,
			budget,
			effective_from,
		});
		Ok(())
	}

	pub(crate) fn do_opt_out(operator: AccountIdOf<T>, consumer_id: ConsumerId) -> DispatchResult {
		let (known, mut opt_ins) = Self::pruned_opt_ins(&operator)?;

		let ended_from = opt_ins
			.opt_out(consumer_id, Self::notices(), T::Exposure::horizon())
			.map_err(Error::<T>::from)?;

		Self::put_opt_ins(&operator, &known, opt_ins)?;
		let last_epoch = ended_from.minus(1);
		Self::deposit_event(Event::OptedOut { operator, consumer_id, last_epoch });
		Ok(())
	}

	/// Returns the number of opt-ins that it has looked at.
	pub(crate) fn do_prune(operator: AccountIdOf<T>) -> Result<u32, DispatchError> {
		let (known, mut opt_ins) = Self::pruned_opt_ins(&operator)?;
		if T::Exposure::is_operator(&operator) {
			Self::end_retired(&operator, &mut opt_ins);
		} else {
			// It has gone with its bond, and nobody can slash anything of it.
			opt_ins = OptInsOf::<T>::default();
		}
		Self::put_opt_ins(&operator, &known, opt_ins)?;
		if !T::Exposure::is_operator(&operator) {
			Announcements::<T>::remove(&operator);
		}
		Ok(known.len().saturated_into())
	}

	/// Weight of looking at so many opt-ins. Each is ended, for which its consumer is read, or forgotten, for which what was used
	/// of it is removed: one that is forgotten is not ended any more, so the dearer of both is enough.
	pub(crate) fn prune_weight(opt_ins: u32) -> Weight {
		T::WeightInfo::prune(opt_ins)
			.max(T::WeightInfo::prune_gone(opt_ins))
			.saturating_add(Self::tell_weight())
	}

	/// Ends opt-ins to consumers whose retirement has taken effect: stake would wait for faults that nobody can report, and
	/// nobody relies on them any more.
	fn end_retired(operator: &AccountIdOf<T>, opt_ins: &mut OptInsOf<T>) {
		let at = T::Exposure::horizon();
		let all: Vec<_> = opt_ins.list().iter().map(|opt_in| opt_in.consumer_id).collect();
		for consumer_id in all {
			let has_retired = Consumers::<T>::get(consumer_id)
				.is_some_and(|record| record.last_epoch.is_some_and(|last| last < at.now));
			if !has_retired {
				continue;
			}
			// It is refused where the end has come already.
			if let Ok(ended_from) = opt_ins.end(consumer_id, at) {
				let (operator, last_epoch) = (operator.clone(), ended_from.minus(1));
				Self::deposit_event(Event::OptedOut { operator, consumer_id, last_epoch });
			}
		}
	}

	/// Drops what an operator that closes has announced and could lose more by.
	pub(crate) fn shrink_opt_ins(operator: &AccountIdOf<T>) -> DispatchResult {
		let (known, mut opt_ins) = Self::pruned_opt_ins(operator)?;
		opt_ins.shrink(T::Exposure::now());

		let announced = Self::announced_by_closing(operator, &opt_ins)?;
		Self::put_announced(operator, &known, opt_ins, announced);
		Ok(())
	}

	/// Checks that an account may opt in with a budget on a consumer's terms, whatever else it has opted in to.
	pub(crate) fn ensure_may_opt_in(
		operator: &AccountIdOf<T>,
		terms: &ConsumerTerms<AccountIdOf<T>>,
		budget: &Fractions,
	) -> Result<(), Error<T>> {
		ensure!(T::Exposure::may_opt_in(operator), Error::<T>::NotOperator);
		let is_taken = |part: Fraction, most: Fraction| part.is_zero() || !most.is_zero();
		let can_be_taken =
			is_taken(budget.bond, terms.most.bond) && is_taken(budget.pools, terms.most.pools);
		ensure!(can_be_taken, Error::<T>::OutOfScope);
		Ok(())
	}

	/// N, and M: the times between an announcement and its effect, for stakers who can lose more, and for consumers who can
	/// take less.
	pub(crate) fn notices() -> Notices {
		Notices { widen: Notice(T::Notice::get()), narrow: Notice(T::NarrowNotice::get()) }
	}

	/// Opt-ins by which something can still be slashed, and the consumers of all that are stored.
	fn pruned_opt_ins(
		operator: &AccountIdOf<T>,
	) -> Result<(Vec<ConsumerId>, OptInsOf<T>), DispatchError> {
		let mut opt_ins = Self::opt_ins_of(operator)?;
		let known = opt_ins.list().iter().map(|opt_in| opt_in.consumer_id).collect();
		opt_ins.prune(T::Exposure::horizon());
		Ok((known, opt_ins))
	}

	/// Keeps opt-ins, and notes what changes by them.
	pub(crate) fn put_opt_ins(
		operator: &AccountIdOf<T>,
		known: &[ConsumerId],
		opt_ins: OptInsOf<T>,
	) -> DispatchResult {
		let announced = Self::announced(operator, &opt_ins)?;
		Self::put_announced(operator, known, opt_ins, announced);
		Ok(())
	}

	/// Keeps opt-ins if they say anything, and announcements. What was used up of a budget goes with the opt-in.
	fn put_announced(
		operator: &AccountIdOf<T>,
		known: &[ConsumerId],
		opt_ins: OptInsOf<T>,
		announced: AnnouncementsOf<T>,
	) {
		Self::put_announcements(operator, announced);
		for over in known.iter().filter(|consumer_id| opt_ins.of(**consumer_id).is_none()) {
			UsedBudgets::<T>::remove(operator, over);
		}
		if opt_ins.is_empty() {
			OptIns::<T>::remove(operator);
		} else {
			OptIns::<T>::insert(operator, &opt_ins);
		}
		T::CoverObserver::cover_changed(operator, Self::cover_of(operator, &opt_ins));
	}
}
