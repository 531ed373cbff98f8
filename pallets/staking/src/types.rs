// SPDX-License-Identifier: Apache-2.0

//! What stands in storage.

use crate::{AssetIdOf, Config, Departure, MaxBuckets};
use bulwark_ledger::{
	Balance, Bond, Buckets, EpochIndex, Exits, Holding, Horizon, Mark, Minimum, Multiplier, PoolId,
	Power, Ranking, SetId, Shortage,
};
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
/// The operators that may serve in an epoch, by power.
pub type RankingOf<T> =
	Ranking<<T as frame_system::Config>::AccountId, <T as Config>::MaxOperators>;
/// Money of one asset that has left the pot.
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

/// What an operator may do. It is derived, never stored; slashes only tighten it.
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
	/// Takes stake, and can be elected.
	#[codec(index = 0)]
	Active,
	/// Its bond is below what is required, its own stake is, or it was suspended: it takes no stake and is not
	/// elected until that has ended.
	#[codec(index = 1)]
	Suspended,
	/// Retired or removed: its pools close with the epoch, its bond leaves when nobody can charge it any more.
	#[codec(index = 2)]
	Closing,
	/// Closed for good by its slashes.
	#[codec(index = 3)]
	Deactivated,
	/// Its own stake fell below the minimum by a slash or a new minimum: it takes no stake, and can be elected
	/// until the time to make up for it is over.
	#[codec(index = 4)]
	Curing,
}

/// Why an operator was suspended.
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
pub enum Suspension {
	/// The admin said so, and only the admin ends it.
	#[codec(index = 0)]
	ByAdmin,
	/// It did no work in this epoch. It may come back itself from the next one on.
	#[codec(index = 1)]
	Idle(EpochIndex),
}

/// What every operator has to stake itself.
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
)]
pub struct GlobalMinimum {
	/// How much, in units of power.
	#[codec(compact)]
	pub amount: Power,
	/// When it was raised last: from then on operators below it have time to make up for it.
	pub raised: EpochIndex,
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
	/// The how-manieth operator of the chain it is: of two with the same power the senior one is elected.
	pub seniority: u32,
	/// Its own deposit, held on its own account.
	pub bond: Bond,
	/// The epoch of its registration, the first one its bond answers for.
	pub since: EpochIndex,
	/// When its bond leaves, once it closed. Its pools end with the same epoch, and each says when it is released.
	pub departure: Option<Departure>,
	/// What is left after all slashes of its pools.
	pub mark: Mark,
	/// Whether and why somebody keeps it from serving.
	pub suspension: Option<Suspension>,
	/// What it promises to stake itself, in units of power, if that is more than every operator has to.
	pub own_minimum: Minimum,
	/// Whether and why it has less own stake than it has to have, if a slash or it itself did that.
	pub shortage: Option<Shortage>,
	/// Its pools, in the order they were opened.
	pub pools: BoundedVec<PoolId, T::MaxPools>,
}

impl<T: Config> Operator<T> {
	/// A newcomer with a full bond.
	pub(crate) fn new(seniority: u32, bond: Balance, since: EpochIndex) -> Self {
		Self {
			seniority,
			bond: Bond::new(bond),
			since,
			departure: None,
			mark: Mark::default(),
			suspension: None,
			own_minimum: Minimum::default(),
			shortage: None,
			pools: BoundedVec::new(),
		}
	}

	/// Whether its bond answers for a fault in an epoch.
	pub fn is_bonded(&self, epoch: EpochIndex) -> bool {
		self.since <= epoch && self.departure.is_none_or(|departure| epoch <= departure.last)
	}

	/// Whether nothing but its own stake can keep it from serving.
	pub fn is_in_order(&self) -> bool {
		self.standing() == OperatorState::Active
	}

	/// What it may do as far as its record says; the other half is its own stake.
	pub(crate) fn standing(&self) -> OperatorState {
		if self.mark.is_spent() {
			OperatorState::Deactivated
		} else if self.departure.is_some() {
			OperatorState::Closing
		} else if self.suspension.is_some() || self.bond.missing() > 0 {
			OperatorState::Suspended
		} else {
			OperatorState::Active
		}
	}
}

/// An active set, from its first block on.
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
pub struct ActiveSet<T: Config> {
	/// Its number.
	pub id: SetId,
	/// The epoch in which it came into force.
	pub epoch: EpochIndex,
	/// Who is in it, the most powerful first when it came into force.
	pub members: BoundedVec<T::AccountId, T::MaxOperators>,
}

/// What stood behind every operator when an epoch began.
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
pub struct PowersOf<T: Config> {
	/// The epoch.
	pub epoch: EpochIndex,
	/// The power of each operator that had any.
	pub powers: BoundedVec<(T::AccountId, Power), T::MaxOperators>,
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
	/// What a share of a holder weighs that delegates now; who delegated before keeps the weight of then.
	pub plain: Multiplier,
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
		Self { asset, operator, minimum, plain: Multiplier::ONE, buckets: Default::default() }
	}

	/// How far back its stake can be asked for: the liability window, or one epoch for a plain pool, which
	/// nobody can charge.
	pub fn horizon(&self, now: EpochIndex) -> Horizon {
		let window = if self.operator.is_some() { T::Window::get() } else { 1 };
		Horizon { now, window }
	}
}
