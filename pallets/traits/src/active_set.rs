// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use bulwark_ledger::{EpochIndex, SetId};
use sp_runtime::DispatchResult;

/// What somebody who follows the active set has to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetNotice<AccountId> {
	/// The set in force from now on.
	pub id: SetId,
	/// The present epoch.
	pub epoch: EpochIndex,
	/// Who is in it and was not in the one before.
	pub joined: Vec<AccountId>,
	/// Who was in the one before and is not in it.
	pub left: Vec<AccountId>,
}

/// Carries notices of the active set to where they are needed: another chain, a second layer. Staking announces
/// every change, and every new epoch even if nothing changed, so that a follower can tell old news from none.
pub trait SetMessenger<AccountId> {
	/// Sends a notice on its way. It cannot fail: what is lost is never acknowledged.
	fn announce(notice: SetNotice<AccountId>);
}

/// Nobody follows.
impl<AccountId> SetMessenger<AccountId> for () {
	fn announce(_: SetNotice<AccountId>) {}
}

/// Up to which epoch followers know the active sets: no fault can be held against an operator by somebody who
/// had not heard of it.
pub trait SetAcknowledgements<AccountId> {
	/// Notes that a follower has all notices up to an epoch; of the present one, those so far. Errors if that epoch has not begun, or is not later
	/// than what was noted before.
	fn acknowledge(follower: &AccountId, epoch: EpochIndex) -> DispatchResult;

	/// The last epoch that a follower acknowledged.
	fn acknowledged(follower: &AccountId) -> Option<EpochIndex>;
}
