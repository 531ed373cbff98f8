// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{ConsumerId, EpochIndex, Fractions, Windows};
use sp_runtime::Weight;

/// Shows what operators have promised to consumers: whoever keeps the opt-ins tells whoever relies on one of them. It only
/// looks.
pub trait OptIns<AccountId> {
	/// The most that one report could take for a fault of an epoch if nothing was used: what the operator has promised for it,
	/// and no more than the consumer's terms allow at once; nothing if it is not opted in for it.
	fn opted_in(consumer_id: ConsumerId, operator: &AccountId, epoch: EpochIndex) -> Fractions;

	/// The most that one report by proof could take for a fault of an epoch: what neither executed cases nor other open
	/// proofs have taken of the budget, and no more than the consumer's terms allow at once. What keys have only reported
	/// uses up nothing.
	fn unused(consumer_id: ConsumerId, operator: &AccountId, epoch: EpochIndex) -> Fractions;

	/// True if an operator is opted in for an epoch, and none of what it has promised for it is taken or asked by a proof.
	fn is_unused(consumer_id: ConsumerId, operator: &AccountId, epoch: EpochIndex) -> bool;

	/// The times to report a fault of an epoch and to dispute the report, by the terms that the opt-in of an operator pins for
	/// that epoch; `None` if it is not opted in for it.
	fn pinned_windows(
		consumer_id: ConsumerId,
		operator: &AccountId,
		epoch: EpochIndex,
	) -> Option<Windows>;

	/// The most that one look costs.
	fn weight() -> Weight;
}

/// Nobody has promised anything.
impl<AccountId> OptIns<AccountId> for () {
	fn opted_in(_: ConsumerId, _: &AccountId, _: EpochIndex) -> Fractions {
		Fractions::NOTHING
	}

	fn unused(_: ConsumerId, _: &AccountId, _: EpochIndex) -> Fractions {
		Fractions::NOTHING
	}

	fn is_unused(_: ConsumerId, _: &AccountId, _: EpochIndex) -> bool {
		false
	}

	fn pinned_windows(_: ConsumerId, _: &AccountId, _: EpochIndex) -> Option<Windows> {
		None
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
