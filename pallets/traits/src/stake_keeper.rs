// SPDX-License-Identifier: Apache-2.0

use crate::StakePools;
use bulwark_ledger::{Amount, Balance, Departure, EpochIndex, Fraction, Multiplier, PoolId};
use sp_runtime::{DispatchError, DispatchResult};

/// The stake that left a position account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unstake {
	/// Pending stake, which is due at once, in units of the pool's asset.
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
	/// Stakes a payer's money under a position account, with a multiplier. Stake that the account has already must have the
	/// same multiplier.
	///
	/// `record` is told the epoch from which it is active, and the number of pages that it met, and does everything else
	/// that the caller has to do: the money is taken after it, last.
	fn stake_for<R>(
		pool_id: PoolId,
		account: &AccountId,
		payer: &AccountId,
		amount: Balance,
		multiplier: Multiplier,
		now: EpochIndex,
		record: impl FnOnce(EpochIndex, u32) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError>;

	/// Takes stake from a position account: an ordinary exit of the account it goes to, but for a penalty that unbonds
	/// beside it for another. Never refused for the state of pool or operator. Pending stake is due to the account at
	/// once, without a penalty: [`pay_due`](Self::pay_due) pays it.
	fn unstake_for(
		pool_id: PoolId,
		account: &AccountId,
		amount: Amount,
		to: &AccountId,
		penalty: Option<(Fraction, &AccountId)>,
		now: EpochIndex,
	) -> Result<Unstake, DispatchError>;

	/// Pays an account what is due to it of a pool, if its asset lets it: the last thing that a call does.
	fn pay_due(pool_id: PoolId, staker: &AccountId) -> DispatchResult;

	/// Gives the shares of a position account another multiplier, from now on. Returns the number of pages that it met.
	fn reweigh(
		pool_id: PoolId,
		account: &AccountId,
		multiplier: Multiplier,
		now: EpochIndex,
	) -> Result<u32, DispatchError>;

	/// Moves stake from one position account to another, whose stake must have the same multiplier. Returns the number of pages
	/// that it met.
	fn shift(
		pool_id: PoolId,
		from: &AccountId,
		to: &AccountId,
		amount: Amount,
		now: EpochIndex,
	) -> Result<u32, DispatchError>;

	/// Hands out the released exits of a position account; `None` if there are none.
	fn collect(
		pool_id: PoolId,
		account: &AccountId,
		now: EpochIndex,
	) -> Result<Option<Money>, DispatchError>;
}

/// There is no stake to keep.
impl<AccountId, AssetId, Money> StakeKeeper<AccountId, AssetId, Money> for () {
	fn stake_for<R>(
		_: PoolId,
		_: &AccountId,
		_: &AccountId,
		_: Balance,
		_: Multiplier,
		_: EpochIndex,
		_: impl FnOnce(EpochIndex, u32) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
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

	fn pay_due(_: PoolId, _: &AccountId) -> DispatchResult {
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

	fn shift(
		_: PoolId,
		_: &AccountId,
		_: &AccountId,
		_: Amount,
		_: EpochIndex,
	) -> Result<u32, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn collect(_: PoolId, _: &AccountId, _: EpochIndex) -> Result<Option<Money>, DispatchError> {
		Ok(None)
	}
}
