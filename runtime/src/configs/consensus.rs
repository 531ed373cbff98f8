// SPDX-License-Identifier: Apache-2.0

//! Time, and who writes blocks.

use crate::{
	units::{deposit, DAYS, MINUTES, SLOT_DURATION},
	AccountId, Aura, Balances, BlockNumber, OperatorStaking, Programmes, Runtime, RuntimeEvent,
	Session, System,
};
use alloc::vec::Vec;
use bulwark_traits::AuthorLog;
use frame_support::{
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstBool, ConstU128, ConstU32, ConstU64, Get},
};
use pallet_operator_staking::pallet::EpochClock;
use pallet_session::{FindAccountFromAuthorIndex, PeriodicSessions, SessionManager};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::{
	impl_opaque_keys,
	traits::{ConvertInto, OpaqueKeys},
};
use sp_staking::SessionIndex;

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

/// The operators that serve write the blocks, as soon as a session begins after they joined the set.
pub struct ActiveOperators;
impl SessionManager<AccountId> for ActiveOperators {
	/// `None` keeps the present validators: so there is always somebody.
	fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
		OperatorStaking::validators()
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<AccountId>> {
		OperatorStaking::validators()
	}

	/// `pallet-session` has changed the validators by now.
	fn start_session(_: SessionIndex) {
		note_authors(&Session::validators());
	}

	fn end_session(_: SessionIndex) {}
}

/// Tells programmes whose turn it is from now on. It is no call that could have a weight, so that the block is charged.
fn note_authors(authors: &[AccountId]) {
	let changed = Programmes::note_authors(authors);
	let weight = <Programmes as AuthorLog<AccountId>>::weight(changed);
	System::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = PeriodicSessions<SessionPeriod, SessionOffset>;
	type NextSessionRotation = PeriodicSessions<SessionPeriod, SessionOffset>;
	type SessionManager = ActiveOperators;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	// Two items: the keys of a validator, and the validator of a key.
	type KeyDeposit = ConstU128<{ deposit(2, 100) }>;
}
