// SPDX-License-Identifier: Apache-2.0

//! Doubles of the neighbours: staking, which tells who had what power, and rewards, which take what is given.

use super::{
	AccountId, AllAssets, AssetId, Balance, Timestamp, ALICE, BOB, CHARLIE, DAVE, EPOCH, WINDOW,
};
use crate::{CreditOf, EpochIndex, Power};
use bulwark_ledger::{EpochClock, Millis, SetId};
use bulwark_traits::{ActiveSetInfo, Epochs, Payee, PowerAt, Reward, RewardSink, Suspend};
use frame_support::{
	parameter_types,
	storage::with_storage_layer,
	traits::{fungibles::Balanced, Time},
	weights::Weight,
};
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

/// Gets the rewards.
pub const PURSE: AccountId = AccountId::new([200; 32]);

parameter_types! {
	/// Its clock.
	pub storage Clock: EpochClock = EpochClock { origin: 0, length: EPOCH };
	/// Known powers, by epoch.
	pub storage Powers: BTreeMap<u32, Vec<(AccountId, Power)>> = BTreeMap::new();
	/// The active set.
	pub storage Members: Vec<AccountId> = vec![ALICE, BOB, CHARLIE, DAVE];
	/// Operators that are none any more.
	pub storage Gone: Vec<AccountId> = vec![];
	/// Operators that were suspended, in order.
	pub storage Suspended: Vec<AccountId> = vec![];
	/// Operators that are suspended already, or closing.
	pub storage Out: Vec<AccountId> = vec![];
	/// Operators that cannot be suspended.
	pub storage Unsuspendable: Vec<AccountId> = vec![];
	/// Operators whose rewards are refused.
	pub storage Unrewarded: Vec<AccountId> = vec![];
	/// Rewards that were taken, in order.
	pub storage Rewarded: Vec<(AccountId, u32, AssetId, Balance)> = vec![];
}

/// Those who can have nodes.
pub const OPERATORS: [AccountId; 12] = {
	let mut operators = [const { AccountId::new([1; 32]) }; 12];
	let mut index = 0;
	while index < operators.len() {
		operators[index] = AccountId::new([index as u8 + 1; 32]);
		index += 1;
	}
	operators
};

/// Staking.
pub struct Staking;

impl Epochs for Staking {
	fn time() -> Millis {
		Timestamp::now()
	}

	fn clock() -> EpochClock {
		Clock::get()
	}

	fn window() -> u32 {
		WINDOW
	}
}

impl PowerAt<AccountId> for Staking {
	fn is_operator(who: &AccountId) -> bool {
		OPERATORS.contains(who) && !Gone::get().contains(who)
	}

	fn powers(epoch: EpochIndex) -> Option<Vec<(AccountId, Power)>> {
		Powers::get().remove(&epoch.0)
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}

impl ActiveSetInfo<AccountId> for Staking {
	fn set() -> Option<(SetId, Vec<AccountId>)> {
		Some((SetId(1), Members::get()))
	}

	fn is_active(who: &AccountId) -> bool {
		Members::get().contains(who)
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}

impl Suspend<AccountId> for Staking {
	fn suspend_idle(operator: &AccountId) -> Result<bool, DispatchError> {
		if Out::get().contains(operator) {
			return Ok(false);
		}
		// What a failed suspension did is taken back.
		Suspended::set(&[Suspended::get(), vec![operator.clone()]].concat());
		if Unsuspendable::get().contains(operator) {
			return Err(DispatchError::Other("cannot be suspended"));
		}
		Ok(true)
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}

/// Rewards: all of one or nothing, in a layer of its own.
pub struct Purse;

impl RewardSink<AccountId, AssetId, CreditOf<super::Test>> for Purse {
	fn reward(
		reward: Reward<AccountId, AssetId>,
		take: impl FnOnce() -> Result<CreditOf<super::Test>, DispatchError>,
	) -> Result<Weight, DispatchError> {
		let Reward { to, asset, amount, earned_in, .. } = reward;
		let Payee::Operator(operator) = to else {
			return Err(DispatchError::Other("no pool is paid"));
		};
		if Unrewarded::get().contains(&operator) {
			return Err(DispatchError::Other("nothing at stake"));
		}
		if let Err(error) = Staking::horizon().check(earned_in) {
			panic!("an epoch that is paid lies within the window: {error:?}");
		}
		with_storage_layer(|| {
			let all = [Rewarded::get(), vec![(operator, earned_in.0, asset, amount)]].concat();
			Rewarded::set(&all);
			AllAssets::resolve(&PURSE, take()?)
				.map_err(|_| DispatchError::Other("cannot be kept"))?;
			Ok(<Self as RewardSink<_, _, _>>::weight())
		})
	}

	fn reward_or_give_up(
		_: Reward<AccountId, AssetId>,
		_: impl FnOnce() -> Result<CreditOf<super::Test>, DispatchError>,
	) -> Result<Weight, DispatchError> {
		Err(DispatchError::Other("a programme carries what nobody has earned"))
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}
