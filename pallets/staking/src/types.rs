// SPDX-License-Identifier: Apache-2.0

//! The types in storage and in events.

use crate::{AssetIdOf, Backing, Config, Departure, Millis};
use bulwark_ledger::{
	Balance, BaseTerms, BondParts, Buckets, CohortSpan, Conversion, Cover, Election, EpochClock,
	EpochIndex, ExitSpan, Exits, Fraction, Holding, Horizon, LedgerError, Page, PoolId, Power,
	Powers, Price, Scheduled, SetId, Shortage, Streak, Unslashed,
};
use bulwark_traits::PoolInfo;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::{
	traits::{fungibles, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

/// W + 2: the mature bucket, W younger cohorts that are active, and the pending one.
pub struct MaxBuckets<T>(PhantomData<T>);
impl<T: Config> Get<u32> for MaxBuckets<T> {
	fn get() -> u32 {
		T::Window::get().saturating_add(2) // the window is 14 at most
	}
}

/// The clock as long as nobody has set one.
pub struct StoppedClock;
impl Get<EpochClock> for StoppedClock {
	fn get() -> EpochClock {
		EpochClock::STOPPED
	}
}

/// The id of the first pool.
pub struct FirstPoolId;
impl Get<PoolId> for FirstPoolId {
	fn get() -> PoolId {
		PoolId::FIRST
	}
}

/// Progress of idle blocks in catching up the pools: once round all of them in an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Round {
	/// End of the epoch of the round, in milliseconds since 1970.
	pub until: Millis,
	/// The pool whose turn it is.
	pub next: PoolId,
	/// Number of pools whose turn is to come.
	pub pools: u32,
}

impl Default for Round {
	fn default() -> Self {
		Self { until: Millis::default(), next: PoolId::FIRST, pools: 0 }
	}
}

/// The id of the first active set.
pub struct FirstSetId;
impl Get<SetId> for FirstSetId {
	fn get() -> SetId {
		SetId(1)
	}
}

/// The buckets of a pool, or of its exits of one epoch.
pub type BucketsOf<T> = Buckets<MaxBuckets<T>>;
/// The exit buckets of a pool for some consecutive epochs.
pub type ExitPageOf<T> = Page<BucketsOf<T>, ExitSpan<MaxBuckets<T>>>;
/// The conversions of a pool for some consecutive cohorts.
pub type ConversionPageOf<T> = Page<Conversion, CohortSpan<MaxBuckets<T>>>;
/// The lots of a staker in a pool.
pub type HoldingOf<T> = Holding<MaxBuckets<T>>;
/// The exits of a staker from a pool.
pub type ExitsOf<T> = Exits<MaxBuckets<T>>;
/// A pool as others need to know it.
pub type PoolInfoOf<T> =
	PoolInfo<<T as frame_system::Config>::AccountId, AssetIdOf<T>, MaxBuckets<T>>;
/// The operators that may serve in an epoch, in the order in which they are elected.
pub type RankingOf<T> =
	Election<<T as frame_system::Config>::AccountId, <T as Config>::MaxOperators>;
/// Money of one asset that has left the pot.
pub type CreditOf<T> =
	fungibles::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Assets>;

/// The policy for the registration of operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub enum RegistrationPolicy {
	/// Every account that pays the bond may register.
	#[codec(index = 0)]
	#[default]
	Open,
	/// Accounts on the allow-list may register.
	#[codec(index = 1)]
	AllowList,
}

/// The state of an operator. It is derived, never stored; slashes only tighten it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum OperatorState {
	/// Takes stake, and can be elected.
	#[codec(index = 0)]
	Active,
	/// Takes no stake and is not elected, because its bond is not full, its self-stake is below the minimum, or it was
	/// suspended.
	#[codec(index = 1)]
	Suspended,
	/// Retired or was closed: its pools have closed, its bond is released when nobody can slash it any more.
	#[codec(index = 2)]
	Closing,
	/// Closed for good by its slashes.
	#[codec(index = 3)]
	Deactivated,
	/// Takes no stake, but can be elected until its cure period ends: a slash or a new minimum left its self-stake below
	/// the minimum.
	#[codec(index = 4)]
	Curing,
}

/// The cause of a suspension.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Suspension {
	/// Suspended by `EmergencyOrigin`, which alone can resume it.
	#[codec(index = 0)]
	ByAdmin,
	/// Suspended for idleness in this epoch. The operator may resume itself from the next epoch on.
	#[codec(index = 1)]
	Idle(EpochIndex),
}

/// The cause for which an operator closes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum ClosingCause {
	/// The operator retired.
	#[codec(index = 0)]
	Retired,
	/// `EmergencyOrigin` closed it.
	#[codec(index = 1)]
	Closed,
	/// Its slashes deactivated it for good.
	#[codec(index = 2)]
	Deactivated {
		/// The part of one that all slashes of its pools have left, at most 20 %.
		unslashed: Fraction,
	},
	/// It was suspended, short of self-stake or without power for so many elections in a row, and somebody reclaimed its
	/// place.
	#[codec(index = 3)]
	Unable {
		/// The number of elections.
		elections: u32,
	},
	/// There was no place for anybody else, it was in no active set for so many elections in a row, and of those operators
	/// it had the least power.
	#[codec(index = 4)]
	Replaced {
		/// The number of elections.
		elections: u32,
	},
}

/// The record of an operator.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Operator<T: Config> {
	/// The index of its registration: of two operators with the same power the one with the lower index is elected.
	pub seniority: u32,
	/// Its own deposit, held on its own account, in parts by the epoch from which they answer.
	pub bond: BondParts<MaxBuckets<T>>,
	/// The epoch of its registration.
	pub since_epoch: EpochIndex,
	/// The departure of its bond, once it has announced its closing. Its pools close with the same epoch, or with an earlier
	/// one if slashes have deactivated it; each has its own release.
	pub departure: Option<Departure>,
	/// The part of one that all slashes of its pools have left.
	pub unslashed: Unslashed,
	/// The cause of its suspension, if it is suspended.
	pub suspension: Option<Suspension>,
	/// The minimum self-stake that it promised, in units of power; the global one counts if that is higher.
	pub min_self_stake: Scheduled<Power>,
	/// The cause of a shortage of self-stake, once that is noted.
	pub shortage: Option<Shortage>,
	/// The elections in a row at which it was suspended, short of self-stake or without power.
	pub unable: Streak,
	/// The elections in a row since which it was in no active set.
	pub unelected: Streak,
	/// Its pools with their stake, and the cover of its bond.
	pub backing: Backing<T>,
}

impl<T: Config> Operator<T> {
	/// A new operator with a full bond and so much cover.
	pub(crate) fn new(
		seniority: u32,
		bond: Balance,
		since_epoch: EpochIndex,
		cover: Cover,
	) -> Result<Self, LedgerError> {
		Ok(Self {
			seniority,
			bond: BondParts::new(bond, since_epoch)?,
			since_epoch,
			departure: None,
			unslashed: Unslashed::default(),
			suspension: None,
			min_self_stake: Scheduled::default(),
			shortage: None,
			unable: Streak::default(),
			unelected: Streak::default(),
			backing: Backing::new(cover),
		})
	}

	/// The amount of its bond that a slash for a fault in an epoch could take at most: the parts that answered then, and
	/// nothing once the bond has left.
	///
	/// Errors: `EpochInFuture`, `EpochTooOld`.
	pub fn slashable_bond(&self, at: Horizon, fault: EpochIndex) -> Result<Balance, LedgerError> {
		let answers = self.bond.slashable(at, fault)?;
		Ok(if self.has_left(fault) { 0 } else { answers })
	}

	/// True if its bond answered for the last time before this epoch: nothing of it counts any more.
	pub fn has_left(&self, epoch: EpochIndex) -> bool {
		self.departure.is_some_and(|departure| departure.last_epoch < epoch)
	}

	/// Its power as far as it lasts: none after the epoch with which it closes, whether its pools were changed since or not.
	pub(crate) fn lasting(&self, power: Powers, now: EpochIndex) -> Powers {
		let lasts = |power, epoch| if self.has_left(epoch) { 0 } else { power };
		Powers { current: lasts(power.current, now), next: lasts(power.next, now.next()) }
	}

	/// True if nothing but its self-stake can keep it from serving.
	pub fn is_in_order(&self) -> bool {
		self.standing() == OperatorState::Active
	}

	/// Its state as far as its record says; the other half is its self-stake.
	pub(crate) fn standing(&self) -> OperatorState {
		if self.unslashed.is_spent() {
			OperatorState::Deactivated
		} else if self.departure.is_some() {
			OperatorState::Closing
		} else if self.suspension.is_some() || !self.bond.is_full() {
			OperatorState::Suspended
		} else {
			OperatorState::Active
		}
	}
}

/// An active set, from its first block on.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct ActiveSet<T: Config> {
	/// Its id.
	pub set_id: SetId,
	/// The epoch in which it began to serve.
	pub since_epoch: EpochIndex,
	/// Its operators, the most powerful first when it began to serve.
	pub members: BoundedVec<T::AccountId, T::MaxOperators>,
}

/// The power of every operator when an epoch began.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct PowersOf<T: Config> {
	/// The epoch.
	pub epoch: EpochIndex,
	/// The power of each operator that had any.
	pub powers: BoundedVec<(T::AccountId, Power), T::MaxOperators>,
}

/// The prices by which an epoch's power was counted.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct PricesOf<T: Config> {
	/// The epoch.
	pub epoch: EpochIndex,
	/// The price of each asset in which an operator had a pool.
	pub prices: BoundedVec<(AssetIdOf<T>, Price), T::MaxAssets>,
}

/// The record of a pool.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Pool<T: Config> {
	/// The asset that is staked.
	pub asset: AssetIdOf<T>,
	/// The operator that the pool stands behind; none for a standalone pool, which is never slashed.
	pub operator: Option<T::AccountId>,
	/// The minimum of a deposit, and of the stake that a staker may leave in the pool, in units of the asset.
	pub minimum: Balance,
	/// The reward weight of stake without a position, for good.
	pub base: BaseTerms,
	/// The stake by cohort, unbonding stake not included.
	pub buckets: BucketsOf<T>,
}

impl<T: Config> Pool<T> {
	/// A pool without stake.
	pub(crate) fn new(
		asset: AssetIdOf<T>,
		operator: Option<T::AccountId>,
		minimum: Balance,
		base: BaseTerms,
	) -> Self {
		Self { asset, operator, minimum, base, buckets: Default::default() }
	}

	/// The epochs for which its stake can be asked: the liability window, or one epoch for a standalone pool, which
	/// nobody can slash.
	pub fn horizon(&self, now: EpochIndex) -> Horizon {
		let window = if self.operator.is_some() { T::Window::get() } else { 1 };
		Horizon { now, window }
	}
}
