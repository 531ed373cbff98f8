// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use bulwark_ledger::{EpochIndex, SetId};
use sp_runtime::Weight;

/// A change of the active set, or the news that it has stayed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetChange<AccountId> {
	/// The set in force from now on.
	pub set_id: SetId,
	/// The present epoch.
	pub epoch: EpochIndex,
	/// The epoch of the last election: an earlier one as long as that of the present epoch is due. None if nobody was ever
	/// elected.
	pub elected_epoch: Option<EpochIndex>,
	/// Members that the set before did not have.
	pub joined: Vec<AccountId>,
	/// Members of the set before that are not in it.
	pub left: Vec<AccountId>,
}

impl<AccountId> SetChange<AccountId> {
	/// True if the set comes of the election of the present epoch: those who left since apart, it is the set of the epoch.
	pub fn is_of_its_epoch(&self) -> bool {
		self.elected_epoch == Some(self.epoch)
	}
}

/// Carries notices of the active set to where they are needed: another chain, a second layer. Staking announces
/// every change, and every new epoch even if nothing changed, so that a follower can tell old news from none.
///
/// A tuple announces to each of its parts, in their order.
pub trait SetMessenger<AccountId> {
	/// Sends a notice on its way. It cannot fail: what is lost is never acknowledged.
	fn announce(notice: SetChange<AccountId>);

	/// The most that one announcement costs.
	fn weight() -> Weight;
}

/// Nobody follows.
impl<AccountId> SetMessenger<AccountId> for () {
	fn announce(_: SetChange<AccountId>) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}

#[impl_trait_for_tuples::impl_for_tuples(1, 6)]
impl<AccountId: Clone> SetMessenger<AccountId> for Tuple {
	fn announce(notice: SetChange<AccountId>) {
		for_tuples!( #( Tuple::announce(notice.clone()); )* );
	}

	fn weight() -> Weight {
		let mut all = Weight::zero();
		for_tuples!( #( all = all.saturating_add(Tuple::weight()); )* );
		all
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use core::cell::RefCell;

	std::thread_local! {
		static HEARD: RefCell<Vec<(u8, SetId)>> = const { RefCell::new(Vec::new()) };
	}

	struct Ear<const NAME: u8>;
	impl<const NAME: u8> SetMessenger<u64> for Ear<NAME> {
		fn announce(notice: SetChange<u64>) {
			HEARD.with(|heard| heard.borrow_mut().push((NAME, notice.set_id)));
		}

		fn weight() -> Weight {
			Weight::from_parts(u64::from(NAME), 1)
		}
	}

	fn change(epoch: u32, elected_epoch: Option<u32>) -> SetChange<u64> {
		let (epoch, elected_epoch) = (EpochIndex(epoch), elected_epoch.map(EpochIndex));
		SetChange { set_id: SetId(7), epoch, elected_epoch, joined: Vec::new(), left: Vec::new() }
	}

	#[test]
	fn tuple_announces_to_each_of_its_parts_in_order_and_weighs_all() {
		type All = (Ear<2>, (), Ear<5>, (Ear<1>,));

		All::announce(change(3, None));

		let heard = HEARD.with(|heard| heard.take());
		assert_eq!(heard, [(2, SetId(7)), (5, SetId(7)), (1, SetId(7))]);
		assert_eq!(<All as SetMessenger<u64>>::weight(), Weight::from_parts(8, 3));
	}

	#[test]
	fn change_is_of_its_epoch_once_that_was_elected() {
		assert!(change(3, Some(3)).is_of_its_epoch());
		assert!(!change(3, Some(2)).is_of_its_epoch());
		assert!(!change(3, None).is_of_its_epoch());
	}
}
