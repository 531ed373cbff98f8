// SPDX-License-Identifier: Apache-2.0

//! A chain that has never heard of operators: accounts, assets, blocks. Its runtime stores what the sample runtime has of
//! the same names, and nothing of Bulwark.

use crate::{
	accounts::{asset_owner, treasury},
	assets::{GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	presets::{ENDOWMENT, GOLD_ENDOWMENT, USDX_ENDOWMENT, WELL_KNOWN},
	tests::blocks::MONDAY,
	units::{EXISTENTIAL_DEPOSIT, SLOT_DURATION, UNIT},
	AccountId, Balance, Hash, Header, Nonce,
};
use codec::Encode;
use frame_support::{
	derive_impl,
	traits::{AsEnsureOriginWithArg, ConstBool, ConstU128, ConstU32, ConstU64, Hooks},
};
use frame_system::{EnsureRoot, EnsureSigned};
use sp_consensus_aura::{sr25519::AuthorityId as AuraId, Slot, AURA_ENGINE_ID};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::{
	generic::{self, Digest, DigestItem},
	BuildStorage,
};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Before;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(13)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(29)]
	pub type Sudo = pallet_sudo;
}

type Block = generic::Block<Header, frame_system::mocking::MockUncheckedExtrinsic<Before>>;

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Before {
	type Block = Block;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type AccountData = pallet_balances::AccountData<Balance>;
}

impl pallet_timestamp::Config for Before {
	type Moment = u64;
	type OnTimestampSet = Aura;
	type MinimumPeriod = ConstU64<0>;
	type WeightInfo = ();
}

impl pallet_aura::Config for Before {
	type AuthorityId = AuraId;
	type MaxAuthorities = ConstU32<256>;
	type DisabledValidators = ();
	type AllowMultipleBlocksPerSlot = ConstBool<true>;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Before {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Before {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Holder = ();
	type Freezer = ();
}

impl pallet_sudo::Config for Before {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = ();
}

/// The chain after three blocks, at [`MONDAY`] in the afternoon.
pub fn chain() -> TestExternalities {
	let storage = genesis().build_storage().expect("the genesis is sound");
	let mut chain = TestExternalities::from(storage);
	chain.execute_with(|| (1..=3).for_each(block));
	chain
}

/// The time of the last of them: a quarter past one.
pub const LAST_BLOCK: u64 = MONDAY + 13 * 3_600_000 + 15 * 60_000;

fn block(number: u32) {
	let time = LAST_BLOCK - u64::from(3 - number) * SLOT_DURATION;
	let slot = Slot::from(time / SLOT_DURATION);
	let digest = Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())] };
	let parent = System::block_hash(number - 1);

	System::reset_events();
	System::initialize(&number, &parent, &digest);
	Aura::on_initialize(number);
	pallet_timestamp::Now::<Before>::put(time);
	System::note_finished_extrinsics();
	let header = System::finalize();

	frame_system::BlockHash::<Before>::insert(number, header.hash());
}

fn genesis() -> RuntimeGenesisConfig {
	let all = || WELL_KNOWN.into_iter().map(|who| who.to_account_id());
	let of_asset = |id, amount, unit: Balance| {
		let treasury = (id, treasury(), 10_000 * unit);
		all().map(move |who| (id, who, amount)).chain([treasury])
	};
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: all()
				.map(|who| (who, ENDOWMENT))
				.chain([(treasury(), 10_000 * UNIT)])
				.collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![
				(USDX, asset_owner(), true, USDX_UNIT / 100),
				(GOLD, asset_owner(), false, GOLD_UNIT / 1_000),
			],
			accounts: of_asset(USDX, USDX_ENDOWMENT, USDX_UNIT)
				.chain(of_asset(GOLD, GOLD_ENDOWMENT, GOLD_UNIT))
				.collect(),
			..Default::default()
		},
		aura: pallet_aura::GenesisConfig { authorities: vec![Alice.public().into()] },
		sudo: pallet_sudo::GenesisConfig { key: Some(Alice.to_account_id()) },
		..Default::default()
	}
}
