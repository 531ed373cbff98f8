// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`.

use crate::{
	book::Book, types::Stage, AssetIdOf, AuthorTurns, Authors, Balance, Bounds, Budgets, Config,
	EpochKey, GenesisFundings, MintRates, NextProgrammeId, NodeKeys, Nodes, Pallet, Performance,
	Performances, Pots, ProgrammeId, Programmes, Reporters, Rules, Score,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::{Division, Pot};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		bulwark_traits::ensure_bounds::<Bounds<T>>(&Self::bounds())?;
		#[cfg(feature = "try-runtime")]
		bulwark_traits::ensure_decodes::<Self>()?;

		let mut owed = Vec::new();
		for id in Programmes::<T>::iter_keys() {
			ensure!(id < NextProgrammeId::<T>::get(), "I11: a programme has an id that was given");
			let book = Book::<T>::load(id).map_err(|_| "I11: a programme has a budget")?;
			Self::try_programme(&book)?;
			let total = book.total().map_err(|_| "a sum overflows")?;
			owed.push((book.programme.asset, total));
		}
		for (asset, pot) in Pots::<T>::iter() {
			Self::try_pot(asset, pot, &owed)?;
		}
		Self::try_links()?;
		Self::try_nodes()?;
		Self::try_authors()
	}

	/// I1: the record of a pot is what its programmes have, to the unit, and the account holds it and the floor.
	fn try_pot(
		asset: AssetIdOf<T>,
		pot: Pot,
		owed: &[(AssetIdOf<T>, Balance)],
	) -> Result<(), TryRuntimeError> {
		let programmes = owed.iter().filter(|(of, _)| *of == asset).map(|(_, total)| *total);
		let pending = GenesisFundings::<T>::get().into_iter().flatten();
		let pending = pending.filter(|pending| {
			Programmes::<T>::get(pending.programme_id).is_some_and(|one| one.asset == asset)
		});
		let owed = Pot::checked_sum(programmes.chain(pending.map(|pending| pending.amount)));
		ensure!(
			owed == Ok(pot.owed()),
			"I1: the recorded total of a pot is what programmes have in its asset"
		);
		let needed = Pot::checked_sum([pot.owed(), pot.floor()]);
		let needed = needed.map_err(|_| "a sum overflows")?;
		ensure!(
			T::Assets::balance(asset, &Self::pot()) >= needed,
			"I1: the balance of a pot is at least its recorded total and its floor"
		);
		Ok(())
	}

	/// I6: what was given of a budget is what operators got and what was refused, and scores add up.
	fn try_programme(book: &Book<T>) -> Result<(), TryRuntimeError> {
		let id = book.id;
		ensure!(Rules::<T>::contains_key(id), "I11: a programme has a rule");
		ensure!(Reporters::<T>::contains_key(id), "I11: a programme has reporters or none");
		ensure!(MintRates::<T>::contains_key(id), "I11: a programme mints or not");
		ensure!(Pots::<T>::contains_key(&book.programme.asset), "I11: a programme has a pot");

		let mut scores = Score(0);
		let mut rewards = 0;
		for (_, performance) in Performances::<T>::iter_prefix((id, EpochKey::new(book.epoch()))) {
			if let Performance::Scored { score, reward } = performance {
				scores = scores.plus(score).map_err(|_| "a sum overflows")?;
				rewards = Pot::checked_sum([rewards, reward]).map_err(|_| "a sum overflows")?;
			}
		}
		match &book.programme.stage {
			Stage::Scoring { total, .. } => {
				ensure!(
					scores == *total,
					"I6: scores add up to the sum by which a budget is divided"
				);
				ensure!(rewards == 0, "I6: nobody is paid before all are scored");
			},
			Stage::Paying { division, refused, .. } => {
				ensure!(
					scores == division.total(),
					"I6: scores add up to the sum by which a budget is divided"
				);
				Self::try_division(division, rewards, *refused)?;
			},
		}
		Ok(())
	}

	fn try_division(
		division: &Division,
		rewards: Balance,
		refused: Balance,
	) -> Result<(), TryRuntimeError> {
		let rest = division.rest().map_err(|_| "I6: no more is given than the budget")?;
		let all = Pot::checked_sum([rewards, refused, rest]);
		ensure!(
			all == Ok(division.budget()),
			"I6: what is paid, refused and unpaid of a budget is all of it"
		);
		Ok(())
	}

	/// I11: every record belongs to a programme.
	fn try_links() -> Result<(), TryRuntimeError> {
		for (id, _, _) in Performances::<T>::iter_keys() {
			let is_known = Programmes::<T>::contains_key(id);
			ensure!(is_known, "I11: performances are of programmes that are stored");
		}
		let mut others = BTreeSet::<ProgrammeId>::new();
		others.extend(Budgets::<T>::iter_keys());
		others.extend(Rules::<T>::iter_keys());
		others.extend(Reporters::<T>::iter_keys());
		others.extend(MintRates::<T>::iter_keys());
		ensure!(
			others.into_iter().all(Programmes::<T>::contains_key),
			"I11: budgets and parameters are of programmes that are stored"
		);
		Ok(())
	}

	/// I11: nodes and their keys name each other.
	fn try_nodes() -> Result<(), TryRuntimeError> {
		let mut keys = 0usize;
		for operator in Nodes::<T>::iter_keys() {
			let nodes = Self::nodes(&operator);
			let nodes = nodes.map_err(|_| "I11: everything that is stored decodes")?;
			ensure!(!nodes.is_empty(), "nothing is kept of an operator without nodes");
			for node in nodes.all() {
				let owner = NodeKeys::<T>::get(&node.key);
				ensure!(owner.as_ref() == Some(&operator), "I11: a node's key names its owner");
				keys = keys.checked_add(1).ok_or("a sum overflows")?;
			}
		}
		ensure!(NodeKeys::<T>::iter_keys().count() == keys, "I11: every key is a node's");
		Ok(())
	}

	/// Authors are as many as are counted.
	fn try_authors() -> Result<(), TryRuntimeError> {
		let authors = Self::count(Authors::<T>::iter_keys().count());
		ensure!(AuthorTurns::<T>::get().authors() == authors, "authors are as many as are counted");
		Ok(())
	}
}
