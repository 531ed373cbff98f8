// SPDX-License-Identifier: Apache-2.0

//! What stands in storage.

use crate::{AssetIdOf, Config, Departure, MaxBuckets};
use bulwark_ledger::{Balance, Bond, Buckets, EpochIndex, Exits, Holding, Horizon, Mark, PoolId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{fungibles, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

/// The buckets of a pool or of an epoch's exits.
pub type BucketsOf<T> = Buckets<MaxBuckets<T>>;
/// A holder's lots in a pool.
pub type HoldingOf<T> = Holding<MaxBuckets<T>>;
/// A holder's exits from a pool.
pub type ExitsOf<T> = Exits<MaxBuckets<T>>;
/// Slashed money of one asset.
pub type CreditOf<T> =
	fungibles::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Assets>;

/// Who may register as an operator.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
pub enum RegistrationPolicy {
	/// Everybody who pays the bond.
	#[codec(index = 0)]
	#[default]
	Open,
	/// Accounts that were allowed.
	#[codec(index = 1)]
	AllowList,
}

/// What an operator may do, derived from its record. A slash only tightens it.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum OperatorState {
	/// Takes stake.
	#[codec(index = 0)]
	Active,
	/// Its bond is below what is required: no new stake until it is topped up.
	#[codec(index = 1)]
	Suspended,
	/// Retired: its pools close with the epoch, its bond leaves when nobody can charge it any more.
	#[codec(index = 2)]
	Closing,
	/// Closed for good by its slashes.
	#[codec(index = 3)]
	Deactivated,
}

/// An operator's record.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Operator<T: Config> {
	/// Its own deposit, held on its own account.
	pub bond: Bond,
	/// The epoch of its registration, the first one its bond answers for.
	pub since: EpochIndex,
	/// When its bond and its pools leave, once it retired or was deactivated.
	pub departure: Option<Departure>,
	/// What is left after all slashes of its pools.
	pub mark: Mark,
	/// Its pools, in the order they were opened.
	pub pools: BoundedVec<PoolId, T::MaxPools>,
}

impl<T: Config> Operator<T> {
	/// A newcomer with a full bond.
	pub(crate) fn new(bond: Balance, since: EpochIndex) -> Self {
		Self {
			bond: Bond::new(bond),
			since,
			departure: None,
			mark: Mark::default(),
			pools: BoundedVec::new(),
		}
	}

	/// Whether it takes stake.
	pub fn is_active(&self) -> bool {
		self.state() == OperatorState::Active
	}

	/// Whether its bond answers for a fault in an epoch.
	pub fn is_bonded(&self, epoch: EpochIndex) -> bool {
		self.since <= epoch && self.departure.is_none_or(|departure| epoch <= departure.last)
	}

	/// What it may do.
	pub fn state(&self) -> OperatorState {
		if self.mark.is_spent() {
			OperatorState::Deactivated
		} else if self.departure.is_some() {
			OperatorState::Closing
		} else if self.bond.missing() > 0 {
			OperatorState::Suspended
		} else {
			OperatorState::Active
		}
	}
}

/// A pool's record.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Pool<T: Config> {
	/// What is staked.
	pub asset: AssetIdOf<T>,
	/// Whom it stands behind; a plain pool stands behind nobody and is never slashed.
	pub operator: Option<T::AccountId>,
	/// The least that a deposit may be, and that may remain of a lot, in units of the asset.
	pub minimum: Balance,
	/// The stake.
	pub buckets: BucketsOf<T>,
}

impl<T: Config> Pool<T> {
	/// A pool without stake.
	pub(crate) fn new(
		asset: AssetIdOf<T>,
		operator: Option<T::AccountId>,
		minimum: Balance,
	) -> Self {
		Self { asset, operator, minimum, buckets: Default::default() }
	}

	/// How far back its stake can be asked for: the liability window, or one epoch for a plain pool, which
	/// nobody can charge.
	pub fn horizon(&self, now: EpochIndex) -> Horizon {
		let window = if self.operator.is_some() { T::Window::get() } else { 1 };
		Horizon { now, window }
	}
}
