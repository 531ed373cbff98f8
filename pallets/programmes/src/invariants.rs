// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`.

use crate::{
	book::Book, types::Stage, AssetIdOf, AuthorTurns, Authors, Balance, Config, EpochKey,
	GenesisFundings, MintRates, NextProgrammeId, NodeKeys, Nodes, Pallet, Performance,
	Performances, Pots, ProgrammeId, Programmes, Reporters, Rules, Score, WorkRecords,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::{Division, Pot};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut owed = Vec::new();
		for id in Programmes::<T>::iter_keys() {
			ensure!(id < NextProgrammeId::<T>::get(), "I11: ids are given in order");
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
		Self::try_work()
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
		ensure!(owed == Ok(pot.owed()), "I1: the pot's record is what programmes have");
		let needed = Pot::checked_sum([pot.owed(), pot.floor()]);
		let needed = needed.map_err(|_| "a sum overflows")?;
		ensure!(T::Assets::balance(asset, &Self::pot()) >= needed, "I1: the account has it too");
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
				ensure!(scores == *total, "I6: the scores add up");
				ensure!(rewards == 0, "I6: nobody is paid before all are scored");
			},
			Stage::Paying { division, refused, .. } => {
				ensure!(scores == division.total(), "I6: the scores add up");
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
		ensure!(all == Ok(division.budget()), "I6: paid, refused and unpaid are the budget");
		Ok(())
	}

	/// I11: every record belongs to a programme and decodes.
	fn try_links() -> Result<(), TryRuntimeError> {
		ensure!(
			GenesisFundings::<T>::exists() == GenesisFundings::<T>::get().is_some(),
			"I11: money of the genesis decodes"
		);
		for (id, epoch, operator) in Performances::<T>::iter_keys() {
			ensure!(Programmes::<T>::contains_key(id), "I11: a performance is a programme's");
			ensure!(
				Self::performance(id, epoch.epoch(), &operator).is_ok(),
				"I11: every performance decodes"
			);
		}
		let mut others = BTreeSet::<ProgrammeId>::new();
		others.extend(crate::Budgets::<T>::iter_keys());
		others.extend(Rules::<T>::iter_keys());
		others.extend(Reporters::<T>::iter_keys());
		others.extend(MintRates::<T>::iter_keys());
		ensure!(
			others.into_iter().all(Programmes::<T>::contains_key),
			"I11: parameters are a programme's"
		);
		Ok(())
	}

	/// I11: nodes and their keys name each other.
	fn try_nodes() -> Result<(), TryRuntimeError> {
		let mut keys = 0usize;
		for operator in Nodes::<T>::iter_keys() {
			let nodes = Self::nodes(&operator).map_err(|_| "I11: nodes decode")?;
			ensure!(!nodes.is_empty(), "I11: who has no node has no record");
			for node in nodes.all() {
				let owner = NodeKeys::<T>::get(&node.key);
				ensure!(owner.as_ref() == Some(&operator), "I11: a node's key names its owner");
				keys = keys.checked_add(1).ok_or("a sum overflows")?;
			}
		}
		ensure!(NodeKeys::<T>::iter_keys().count() == keys, "I11: every key is a node's");
		Ok(())
	}

	/// I11: authors are as many as are counted, and work decodes.
	fn try_work() -> Result<(), TryRuntimeError> {
		let authors = Self::count(Authors::<T>::iter_keys().count());
		ensure!(AuthorTurns::<T>::get().authors() == authors, "I11: all authors are counted");
		for (epoch, operator) in WorkRecords::<T>::iter_keys() {
			let work = Self::work(epoch.epoch(), &operator);
			ensure!(work.is_ok(), "I11: every record of work decodes");
		}
		Ok(())
	}
}
