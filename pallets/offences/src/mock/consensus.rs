// SPDX-License-Identifier: Apache-2.0

//! The consensus: GRANDPA with the same four validators in every session, whose history proves their keys.

use super::*;
use bulwark_runtime_common::EverySession;
use frame_support::traits::ConstU64;
use pallet_session::PeriodicSessions;
use sp_keyring::Ed25519Keyring;
use sp_runtime::{
	impl_opaque_keys,
	testing::TestXt,
	traits::{ConvertInto, OpaqueKeys},
};
use sp_staking::SessionIndex;

impl_opaque_keys! {
	pub struct SessionKeys {
		pub grandpa: Grandpa,
	}
}

/// The same validators in every session, of which it tells once. Sessions that nobody is charged for any more leave the history.
pub struct SameValidators;
impl pallet_session::SessionManager<AccountId> for SameValidators {
	/// Without [`EverySession`] all sessions would be of one set, and an offender would choose for which one it is reported.
	fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
		None
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<AccountId>> {
		Some(VALIDATORS.to_vec())
	}

	fn start_session(_: SessionIndex) {}

	fn end_session(_: SessionIndex) {
		if let Some(oldest) = OffenceCases::oldest_session() {
			Historical::prune_up_to(oldest);
		}
	}
}

/// Nothing more is to be known of a validator.
pub struct NothingMore;
impl Convert<AccountId, Option<()>> for NothingMore {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

impl pallet_authorship::Config for Test {
	type FindAuthor = ();
	type EventHandler = ();
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = PeriodicSessions<ConstU64<1_000>, ConstU64<0>>;
	type NextSessionRotation = PeriodicSessions<ConstU64<1_000>, ConstU64<0>>;
	type SessionManager =
		pallet_session_historical::NoteHistoricalRoot<Test, EverySession<Test, SameValidators>>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = ();
}

impl pallet_session_historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NothingMore;
}

impl pallet_offences::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session_historical::IdentificationTuple<Test>;
	type OnOffenceHandler = OffenceCases;
}

impl pallet_grandpa::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<4>;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<100>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem = pallet_grandpa::EquivocationReportSystem<
		Test,
		ConsensusOffences,
		Historical,
		ConstU64<1_000>,
	>;
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Test
where
	RuntimeCall: From<C>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = TestXt<RuntimeCall, ()>;
}

impl<C> frame_system::offchain::CreateBare<C> for Test
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> Self::Extrinsic {
		TestXt::new_bare(call)
	}
}

/// The key with which a validator votes for blocks.
pub fn key_of(who: &AccountId) -> Ed25519Keyring {
	let keys =
		[Ed25519Keyring::Alice, Ed25519Keyring::Bob, Ed25519Keyring::Charlie, Ed25519Keyring::Dave];
	let place = VALIDATORS.iter().position(|one| one == who).expect("it is a validator");
	keys[place]
}
