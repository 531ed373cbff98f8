// SPDX-License-Identifier: Apache-2.0

//! Programmes and their parameters: what is set holds from the next epoch on.

use crate::{
	payments::PotOf, types::Stage, AccountIdOf, AssetIdOf, BudgetOf, Budgets, ByEpoch, Config,
	Error, Event, IdleTurns, MintRates, NextProgrammeId, Pallet, Programme, ProgrammeId,
	Programmes, Reporters, ReportersOf, Rule, Rules,
};
use alloc::collections::BTreeSet;
use bulwark_ledger::{may_mint, EpochIndex, Horizon, LedgerError, MintRate};
use bulwark_traits::Epochs;
use frame_support::{
	ensure,
	traits::{fungibles::Inspect, Contains, Get},
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create_programme(
		payer: AccountIdOf<T>,
		asset: AssetIdOf<T>,
		rule: Rule,
		reporters: ReportersOf<T>,
	) -> Result<ProgrammeId, DispatchError> {
		let programme_id = NextProgrammeId::<T>::get();
		let at = T::Operators::horizon();
		let effective_from = at.effective();

		ensure!(T::RewardAssets::contains(&asset), Error::<T>::AssetNotListed);
		ensure!(T::Assets::asset_exists(asset.clone()), Error::<T>::UnknownAsset);
		ensure!(rule.is_valid(), Error::<T>::InvalidRule);
		Self::ensure_distinct(&reporters)?;
		ensure!(programme_id.0 <= T::MaxProgrammes::get(), Error::<T>::TooManyProgrammes);

		NextProgrammeId::<T>::put(programme_id.next());
		Rules::<T>::insert(programme_id, Self::beginning(at, rule)?);
		Reporters::<T>::insert(programme_id, Self::beginning(at, reporters.clone())?);
		MintRates::<T>::insert(programme_id, Self::beginning(at, None)?);
		Budgets::<T>::insert(programme_id, BudgetOf::<T>::default());
		let programme =
			Programme { asset: asset.clone(), next_epoch: effective_from, stage: Stage::BEGIN };
		Programmes::<T>::insert(programme_id, programme);

		PotOf::<T>::open(&asset, &payer)?;
		Self::deposit_event(Event::ProgrammeCreated {
			programme_id,
			asset,
			rule,
			reporters,
			effective_from,
		});
		Ok(programme_id)
	}

	pub(crate) fn do_set_rule(programme_id: ProgrammeId, new: Rule) -> DispatchResult {
		let mut rules = Rules::<T>::get(programme_id).ok_or(Error::<T>::UnknownProgramme)?;
		let old = *Self::latest(&rules)?;

		ensure!(new.is_valid() && new.is_like(&old), Error::<T>::InvalidRule);

		let effective_from = Self::set_next(&mut rules, new)?;

		Rules::<T>::insert(programme_id, rules);
		Self::deposit_event(Event::RuleSet { programme_id, old, new, effective_from });
		Ok(())
	}

	pub(crate) fn do_set_reporters(
		programme_id: ProgrammeId,
		new: ReportersOf<T>,
	) -> DispatchResult {
		let mut reporters =
			Reporters::<T>::get(programme_id).ok_or(Error::<T>::UnknownProgramme)?;
		let old = Self::latest(&reporters)?.clone();

		Self::ensure_distinct(&new)?;

		let effective_from = Self::set_next(&mut reporters, new.clone())?;

		Reporters::<T>::insert(programme_id, reporters);
		Self::deposit_event(Event::ReportersSet { programme_id, old, new, effective_from });
		Ok(())
	}

	pub(crate) fn do_set_mint(programme_id: ProgrammeId, new: Option<MintRate>) -> DispatchResult {
		let programme = Programmes::<T>::get(programme_id).ok_or(Error::<T>::UnknownProgramme)?;
		let mut rates = MintRates::<T>::get(programme_id).ok_or(Error::<T>::UnknownProgramme)?;
		let old = *Self::latest(&rates)?;

		ensure!(new.is_none() || programme.asset == T::NativeAsset::get(), Error::<T>::NotNative);
		Self::ensure_may_mint(programme_id, new)?;

		let effective_from = Self::set_next(&mut rates, new)?;

		MintRates::<T>::insert(programme_id, rates);
		Self::deposit_event(Event::MintSet { programme_id, old, new, effective_from });
		Ok(())
	}

	pub(crate) fn do_set_idle_turns(new: u32) -> DispatchResult {
		let mut turns = IdleTurns::<T>::get();
		let old = turns.latest();
		let at = T::Operators::horizon();

		let effective_from = turns.set(new, at.now, at.effective());

		IdleTurns::<T>::put(turns);
		Self::deposit_event(Event::IdleTurnsSet { old, new, effective_from });
		Ok(())
	}

	/// The rule of a programme in an epoch.
	pub(crate) fn rule(
		programme_id: ProgrammeId,
		epoch: EpochIndex,
	) -> Result<Rule, DispatchError> {
		let rules = Rules::<T>::get(programme_id).ok_or(Error::<T>::UnknownProgramme)?;
		let (_, rule) = rules.at(epoch).ok_or(Error::<T>::UnknownProgramme)?;
		Ok(*rule)
	}

	/// The reporters of a programme in an epoch, in the order in which they are named.
	pub(crate) fn reporters(
		programme_id: ProgrammeId,
		epoch: EpochIndex,
	) -> Result<ReportersOf<T>, DispatchError> {
		let reporters = Reporters::<T>::get(programme_id).ok_or(Error::<T>::UnknownProgramme)?;
		let (_, reporters) = reporters.at(epoch).ok_or(Error::<T>::UnknownProgramme)?;
		Ok(reporters.clone())
	}

	/// All programmes together mint no more than they may, at the present issuance.
	fn ensure_may_mint(programme_id: ProgrammeId, new: Option<MintRate>) -> DispatchResult {
		let others = Self::ids().filter(|id| *id != programme_id);
		let others = others.filter_map(|id| *Self::latest(&MintRates::<T>::get(id)?).ok()?);
		let rates: alloc::vec::Vec<_> = others.chain(new).collect();
		let issuance = T::Assets::total_issuance(T::NativeAsset::get());
		ensure!(may_mint(&rates, issuance, T::MaxMint::get()), Error::<T>::MintTooHigh);
		Ok(())
	}

	fn ensure_distinct(reporters: &ReportersOf<T>) -> DispatchResult {
		let distinct: BTreeSet<_> = reporters.iter().collect();
		ensure!(distinct.len() == reporters.len(), Error::<T>::DuplicateReporter);
		Ok(())
	}

	/// A value from the next epoch on.
	fn beginning<V>(at: Horizon, value: V) -> Result<ByEpoch<T, V>, Error<T>> {
		let mut values = ByEpoch::<T, V>::default();
		values.set((at.effective(), value), at.now)?;
		Ok(values)
	}

	/// Sets a value from the next epoch on. Returns that epoch.
	fn set_next<V>(values: &mut ByEpoch<T, V>, value: V) -> Result<EpochIndex, Error<T>> {
		let at = T::Operators::horizon();
		values.forget_before(at.now.minus(at.window));
		Ok(values.set((at.effective(), value), at.now)?)
	}

	/// The value that was set last; every programme has one.
	pub(crate) fn latest<V>(values: &ByEpoch<T, V>) -> Result<&V, Error<T>> {
		values.latest().map(|(_, value)| value).ok_or(LedgerError::Overflow.into())
	}
}
