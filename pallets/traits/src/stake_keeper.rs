// SPDX-License-Identifier: Apache-2.0

use crate::StakePools;
use bulwark_ledger::{Amount, Balance, Departure, EpochIndex, Fraction, Multiplier, PoolId};
use sp_runtime::{DispatchError, DispatchResult};

/// The stake that left a position account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unstake {
	/// Pending stake, which went back at once, in units of the pool's asset.
	pub returned: Balance,
	/// Unbonding stake of the account that it was taken for.
	pub unbonding: Balance,
	/// Unbonding stake of the account that gets the penalty; not part of `unbonding`.
	pub penalty: Balance,
	/// Its last epoch, and its release.
	pub departure: Departure,
	/// True if the account has no stake left that is worth anything.
	pub is_last: bool,
	/// Number of pages that it met: see [`PagesMet`](crate::PagesMet).
	pub pages: u32,
}

/// Keeps stake under position accounts: nobody signs for them, nothing is ever paid to them.
pub trait StakeKeeper<AccountId, AssetId, Money>: StakePools<AccountId, AssetId> {
	/// Stakes a payer's money under a position account, with a multiplier. Returns the epoch from which it is active, and the
	/// number of pages that it met. Stake that the account has already must have the same multiplier.
	fn stake_for(
		pool_id: PoolId,
		account: &AccountId,
		payer: &AccountId,
		amount: Balance,
		multiplier: Multiplier,
		now: EpochIndex,
	) -> Result<(EpochIndex, u32), DispatchError>;

	/// Takes stake from a position account: an ordinary exit of the account it goes to, but for a penalty that unbonds
	/// beside it for another. Never refused for the state of pool or operator. Pending stake goes back to the account at
	/// once, without a penalty.
	fn unstake_for(
		pool_id: PoolId,
		account: &AccountId,
		amount: Amount,
		to: &AccountId,
		penalty: Option<(Fraction, &AccountId)>,
		now: EpochIndex,
	) -> Result<Unstake, DispatchError>;

	/// Gives the shares of a position account another multiplier, from now on. Returns the number of pages that it met.
	fn reweigh(
		pool_id: PoolId,
		account: &AccountId,
		multiplier: Multiplier,
		now: EpochIndex,
	) -> Result<u32, DispatchError>;

	/// Moves stake from one position account to another, whose stake must have the same multiplier.
	fn shift(
		pool_id: PoolId,
		from: &AccountId,
		to: &AccountId,
		amount: Amount,
		now: EpochIndex,
	) -> DispatchResult;

	/// Hands out the released exits of a position account; `None` if there are none.
	fn collect(
		pool_id: PoolId,
		account: &AccountId,
		now: EpochIndex,
	) -> Result<Option<Money>, DispatchError>;
}

/// There is no stake to keep.
impl<AccountId, AssetId, Money> StakeKeeper<AccountId, AssetId, Money> for () {
	fn stake_for(
		_: PoolId,
		_: &AccountId,
		_: &AccountId,
		_: Balance,
		_: Multiplier,
		_: EpochIndex,
	) -> Result<(EpochIndex, u32), DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn unstake_for(
		_: PoolId,
		_: &AccountId,
		_: Amount,
		_: &AccountId,
		_: Option<(Fraction, &AccountId)>,
		_: EpochIndex,
	) -> Result<Unstake, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn reweigh(
		_: PoolId,
		_: &AccountId,
		_: Multiplier,
		_: EpochIndex,
	) -> Result<u32, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn shift(_: PoolId, _: &AccountId, _: &AccountId, _: Amount, _: EpochIndex) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}

	fn collect(_: PoolId, _: &AccountId, _: EpochIndex) -> Result<Option<Money>, DispatchError> {
		Ok(None)
	}
}
