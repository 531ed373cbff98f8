// SPDX-License-Identifier: Apache-2.0

//! Time, and who writes blocks.

use crate::{
	units::{deposit, DAYS, MINUTES, SLOT_DURATION},
	AccountId, Aura, Balances, BlockNumber, OperatorStaking, Programmes, Runtime, RuntimeEvent,
	Session,
};
use alloc::vec::Vec;
use bulwark_runtime_common::ActiveOperators;
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU128, ConstU32, ConstU64, Get},
};
use pallet_operator_staking::pallet::EpochClock;
use pallet_session::{FindAccountFromAuthorIndex, PeriodicSessions};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::{
	impl_opaque_keys,
	traits::{ConvertInto, OpaqueKeys},
};

impl_opaque_keys! {
	/// The keys a validator runs its node with.
	pub struct SessionKeys {
		/// Key that signs blocks.
		pub aura: Aura,
	}
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = Aura;
	// A dev node seals as often as it gets transactions: two blocks may carry the same time.
	type MinimumPeriod = ConstU64<0>;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type MaxAuthorities = ConstU32<256>;
	// Nobody is disabled: a disabled author would stop a chain with one node.
	type DisabledValidators = ();
	// Also for the dev node: without it every block would move the time on by a slot.
	type AllowMultipleBlocksPerSlot = ConstBool<true>;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = FindAccountFromAuthorIndex<Runtime, Aura>;
	// The author of a block counts in its programmes, before a session takes it out of the set.
	type EventHandler = Programmes;
}

/// Blocks of a session: five minutes by the clock where two sessions fit into an epoch, so that whoever was elected writes
/// blocks within it. Where epochs are shorter, on a development chain, a day.
///
/// A block that rotates the session takes no ordinary transaction, and is felt by everybody who waits for one. A client that
/// simulates a block for each transaction loses it.
pub struct SessionPeriod;
impl Get<BlockNumber> for SessionPeriod {
	fn get() -> BlockNumber {
		let epoch = EpochClock::<Runtime>::get().length;
		if epoch >= 2 * u64::from(5 * MINUTES) * SLOT_DURATION {
			5 * MINUTES
		} else {
			DAYS
		}
	}
}

parameter_types! {
	/// The first session is not longer than the others.
	pub const SessionOffset: BlockNumber = 0;
}

/// The operators that serve and have session keys.
pub struct Validators;
impl Get<Option<Vec<AccountId>>> for Validators {
	fn get() -> Option<Vec<AccountId>> {
		OperatorStaking::validators::<Session>()
	}
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = PeriodicSessions<SessionPeriod, SessionOffset>;
	type NextSessionRotation = PeriodicSessions<SessionPeriod, SessionOffset>;
	type SessionManager = ActiveOperators<Runtime, Validators, Programmes>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	// Two items: the keys of a validator, and the validator of a key.
	type KeyDeposit = ConstU128<{ deposit(2, 100) }>;
}
