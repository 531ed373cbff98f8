// SPDX-License-Identifier: Apache-2.0

//! Looks at the chain.

use super::*;
use crate::{book::Book, EpochIndex, EpochKey, Performance, Performances, ProgrammeId, Score};
use bulwark_traits::Epochs;
use frame_support::traits::fungibles::Inspect;

pub fn now() -> u32 {
	<Staking as Epochs>::now().0
}

/// The key of records of an epoch.
pub fn epoch_key(epoch: u32) -> EpochKey {
	EpochKey::new(EpochIndex(epoch))
}

/// The nodes of an operator.
pub fn nodes_of(operator: AccountId) -> crate::NodesOf<Test> {
	Programmes::nodes(&operator).expect("they decode")
}

/// Rewards of operators for an epoch.
pub fn rewarded(epoch: u32) -> Vec<(AccountId, Balance)> {
	let of_epoch = Rewarded::get().into_iter().filter(|(_, of, ..)| *of == epoch);
	let mut rewards: Vec<_> = of_epoch.map(|(operator, _, _, amount)| (operator, amount)).collect();
	rewards.sort();
	rewards
}

/// Score and reward of an operator, once it is scored.
pub fn scored(epoch: u32, operator: AccountId) -> Option<(Score, Balance)> {
	match Performances::<Test>::get((FIRST, epoch_key(epoch), operator))? {
		Performance::Scored { score, reward } => Some((score, reward)),
		_ => None,
	}
}

/// A programme as the clock has it; nothing changes.
pub fn look<R>(programme_id: ProgrammeId, read: impl FnOnce(Book<Test>) -> R) -> R {
	read(Book::load(programme_id).expect("it exists"))
}

/// The first epoch of the first programme that is not finalised.
pub fn next_epoch() -> u32 {
	look(FIRST, |book| book.epoch().0)
}

/// The money that the first programme carries.
pub fn carried() -> Balance {
	look(FIRST, |book| book.budget.carried())
}

/// The money that is due for an epoch of the first programme.
pub fn due(epoch: u32) -> Balance {
	look(FIRST, |book| book.budget.due(EpochIndex(epoch)))
}

/// Money that the record of the pot owes.
pub fn owed(asset: AssetId) -> Balance {
	crate::Pots::<Test>::get(asset).map_or(0, |pot| pot.owed())
}

/// Money that the pot holds.
pub fn pot_balance(asset: AssetId) -> Balance {
	AllAssets::balance(asset, &Programmes::pot())
}

pub fn balance(asset: AssetId, who: &AccountId) -> Balance {
	AllAssets::balance(asset, who)
}
