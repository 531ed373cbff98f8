// SPDX-License-Identifier: Apache-2.0

//! Shared parts of mock runtimes: accounts, assets, the wiring of the pallets, and the clock.

use frame_support::{
	storage::{transactional::TRANSACTIONAL_LIMIT, with_storage_layer},
	traits::{fungible::NativeOrWithId, Contains},
};
use sp_runtime::{AccountId32, DispatchError, DispatchResult, TransactionalError};

pub type AccountId = AccountId32;
pub type AssetId = NativeOrWithId<u32>;

pub const ALICE: AccountId = AccountId::new([1; 32]);
pub const BOB: AccountId = AccountId::new([2; 32]);
pub const CHARLIE: AccountId = AccountId::new([3; 32]);
pub const DAVE: AccountId = AccountId::new([4; 32]);
/// Gets what nobody else does.
pub const TREASURY: AccountId = AccountId::new([99; 32]);
/// Has nothing.
pub const PAUPER: AccountId = AccountId::new([100; 32]);

pub const EXISTENTIAL_DEPOSIT: u128 = 10;
pub const NATIVE: AssetId = NativeOrWithId::Native;
/// An asset whose minimum balance is 1.
pub const GOLD: AssetId = NativeOrWithId::WithId(1);
/// An asset whose minimum balance is 5.
pub const SILVER: AssetId = NativeOrWithId::WithId(2);
/// An asset nobody may stake or pay.
pub const TIN: AssetId = NativeOrWithId::WithId(3);

/// Number of epochs over which returned money is paid to the stakers of a pool.
pub const RETURN: u32 = 3;

/// Number of whole epochs before an offer takes effect.
pub const NOTICE: u32 = 1;

/// Everything but tin.
pub struct Listed;
impl Contains<AssetId> for Listed {
	fn contains(asset: &AssetId) -> bool {
		*asset != TIN
	}
}

/// Does something inside so many storage layers, as a call inside as many batches.
pub fn nested(layers: u32, act: &dyn Fn() -> DispatchResult) -> DispatchResult {
	match layers {
		0 => act(),
		_ => with_storage_layer(|| nested(layers - 1, act)),
	}
}

/// Tries something at every depth near the limit, each time on a chain of its own: it is refused for the depth, or done
/// as anywhere else. Returns how often it was done.
pub fn at_every_depth(
	on_a_chain: impl Fn(&mut dyn FnMut()),
	prepare: fn(),
	act: fn() -> DispatchResult,
	check: fn(),
) -> usize {
	let depths = TRANSACTIONAL_LIMIT - 24..=TRANSACTIONAL_LIMIT;
	let done = depths.filter(|depth| {
		let mut is_done = false;
		on_a_chain(&mut || {
			prepare();
			match nested(*depth, &act) {
				Ok(()) => {
					is_done = true;
					check();
				},
				Err(error) => {
					let too_deep = DispatchError::from(TransactionalError::LimitReached);
					assert_eq!(error, too_deep, "at depth {depth}");
				},
			}
		});
		is_done
	});
	done.count()
}

/// A mock runtime `Test`: the system, the clock, the native asset and the others, and the pallets that are named, as
/// `index: Name = pallet`.
#[macro_export]
macro_rules! runtime {
	($($index:tt: $name:ident = $pallet:ident),+ $(,)?) => {
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
			pub struct Test;

			#[runtime::pallet_index(0)]
			pub type System = frame_system;
			#[runtime::pallet_index(1)]
			pub type Timestamp = pallet_timestamp;
			#[runtime::pallet_index(10)]
			pub type Balances = pallet_balances;
			#[runtime::pallet_index(13)]
			pub type Assets = pallet_assets;
			$(
				#[runtime::pallet_index($index)]
				pub type $name = $pallet;
			)+
		}
	};
}

/// Configures the system, the clock, the native asset and the others for a mock runtime `Test`, whose accounts are of
/// this type. The native asset has this minimum balance, or `EXISTENTIAL_DEPOSIT` if none is named.
#[macro_export]
macro_rules! money {
	($account:ty) => {
		$crate::money!($account, ConstU128<EXISTENTIAL_DEPOSIT>);
	};
	($account:ty, $minimum:ty) => {
		#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
		impl frame_system::Config for Test {
			type Block = frame_system::mocking::MockBlock<Test>;
			type AccountId = $account;
			type Lookup = sp_runtime::traits::IdentityLookup<$account>;
			type AccountData = pallet_balances::AccountData<u128>;
		}

		#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
		impl pallet_timestamp::Config for Test {}

		#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
		impl pallet_balances::Config for Test {
			type Balance = u128;
			type AccountStore = System;
			type ExistentialDeposit = $minimum;
		}

		#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
		impl pallet_assets::Config for Test {
			type Balance = u128;
			type Currency = Balances;
			type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<$account>>;
			type ForceOrigin = EnsureRoot<$account>;
			type Holder = ();
			type Freezer = ();
		}
	};
}

/// Configures the NFTs of a mock runtime `Test`, whose accounts are [`AccountId`].
#[macro_export]
macro_rules! nfts {
	() => {
		parameter_types! {
			pub storage Features: pallet_nfts::PalletFeatures = pallet_nfts::PalletFeatures::all_enabled();
		}

		impl pallet_nfts::Config for Test {
			type RuntimeEvent = RuntimeEvent;
			type CollectionId = u32;
			type ItemId = u32;
			type Currency = Balances;
			type ForceOrigin = EnsureRoot<$crate::mock::AccountId>;
			type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<$crate::mock::AccountId>>;
			type Locker = ();
			type CollectionDeposit = ConstU128<2>;
			type ItemDeposit = ConstU128<1>;
			type MetadataDepositBase = ConstU128<1>;
			type AttributeDepositBase = ConstU128<1>;
			type DepositPerByte = ConstU128<1>;
			type StringLimit = ConstU32<256>;
			type KeyLimit = ConstU32<64>;
			type ValueLimit = ConstU32<256>;
			type ApprovalsLimit = ConstU32<4>;
			type ItemAttributesApprovalsLimit = ConstU32<4>;
			type MaxTips = ConstU32<4>;
			type MaxDeadlineDuration = frame_support::traits::ConstU64<1_000>;
			type MaxAttributesPerCall = ConstU32<4>;
			type Features = Features;
			type OffchainSignature = sp_runtime::MultiSignature;
			type OffchainPublic = sp_runtime::MultiSigner;
			#[cfg(feature = "runtime-benchmarks")]
			type Helper = ();
			type WeightInfo = ();
			type BlockNumberProvider = System;
		}
	};
}

/// Wires staking and rewards in a mock runtime `Test` over the native asset and the others, with these liabilities. The
/// mock says `BOND`, `WINDOW`, `Weighing` (the prices of assets) and, for benchmarks, `Helper`.
#[macro_export]
macro_rules! staking_and_rewards {
	($liability:ty) => {
		parameter_types! {
			pub const StakePot: frame_support::PalletId = frame_support::PalletId(*b"bw/stake");
			pub const RewardPot: frame_support::PalletId = frame_support::PalletId(*b"bw/rewrd");
			pub const NativeAsset: AssetId = NATIVE;
			pub const Treasury: AccountId = TREASURY;
			pub const MaxCommission: pallet_staking_rewards::Fraction =
				pallet_staking_rewards::Fraction::from_percent(50);
		}

		/// They call back where a test says so.
		pub type AllAssets = $crate::CallsBack<
			frame_support::traits::fungible::UnionOf<
				Balances,
				Assets,
				frame_support::traits::fungible::NativeFromLeft,
				AssetId,
				AccountId,
			>,
		>;

		impl pallet_operator_staking::Config for Test {
			type Assets = AllAssets;
			type Native = $crate::CallsBack<Balances>;
			type NativeAsset = NativeAsset;
			type RuntimeHoldReason = RuntimeHoldReason;
			type StakeAssets = Listed;
			type Power = Weighing;
			type Liability = $liability;
			type Observer = Rewards;
			type Messenger = ();
			type AdminOrigin = frame_system::EnsureRoot<AccountId>;
			type EmergencyOrigin = frame_system::EnsureRoot<AccountId>;
			type StandalonePoolOrigin = frame_system::EnsureRootWithSuccess<AccountId, Treasury>;
			type Time = Timestamp;
			type PalletId = StakePot;
			type Window = ConstU32<WINDOW>;
			type Bond = ConstU128<BOND>;
			type MaxPools = ConstU32<4>;
			type PoolsPerIdleBlock = ConstU32<0>;
			type MaxAssets = ConstU32<4>;
			type MaxOperators = ConstU32<8>;
			type MinMembers = ConstU32<2>;
			type ReclaimPeriod = ConstU32<5>;
			type CurePeriod = ConstU32<2>;
			type WeightInfo = ();
			#[cfg(feature = "runtime-benchmarks")]
			type BenchmarkHelper = Helper;
		}

		impl pallet_staking_rewards::Config for Test {
			type Assets = AllAssets;
			type NativeAsset = NativeAsset;
			type OnUnallocated =
				frame_support::traits::tokens::imbalance::ResolveAssetTo<Treasury, AllAssets>;
			type Stake = Staking;
			type Nfts = bulwark_runtime_common::NftCollection<Test>;
			type AssetNames = ();
			type RewardAssets = Listed;
			type AdminOrigin = frame_system::EnsureRootWithSuccess<AccountId, Treasury>;
			type PalletId = RewardPot;
			type MaxCommission = MaxCommission;
			type ReturnPeriod = ConstU32<{ $crate::mock::RETURN }>;
			type MaxRewardAssets = ConstU32<3>;
			type MaxLockTiers = ConstU32<4>;
			type MaxDuration = ConstU32<26>;
			type Notice = ConstU32<{ $crate::mock::NOTICE }>;
			type WeightInfo = ();
			#[cfg(feature = "runtime-benchmarks")]
			type BenchmarkHelper = Helper;
		}
	};
}

/// A genesis in which everybody of `CAST` has `FUNDS` of every asset, and epochs last `EPOCH` milliseconds from the origin
/// on.
#[macro_export]
macro_rules! genesis {
	() => {
		/// A chain in epoch 0, with rich accounts.
		pub fn genesis() -> RuntimeGenesisConfig {
			let in_asset = |id: u32| CAST.into_iter().map(move |who| (id, who, FUNDS));
			RuntimeGenesisConfig {
				balances: pallet_balances::GenesisConfig {
					balances: CAST.into_iter().map(|who| (who, FUNDS)).collect(),
					..Default::default()
				},
				assets: pallet_assets::GenesisConfig {
					assets: vec![
						(1, TREASURY, true, 1),
						(2, TREASURY, true, 5),
						(3, TREASURY, true, 1),
					],
					accounts: (1..=3).flat_map(in_asset).collect(),
					..Default::default()
				},
				staking: pallet_operator_staking::GenesisConfig {
					clock: pallet_operator_staking::EpochClock { origin: 0, length: EPOCH },
					..Default::default()
				},
				..Default::default()
			}
		}
	};
}

/// Origins, parts of a whole, and the clock of a mock runtime `Test` whose epochs last `EPOCH` milliseconds.
#[macro_export]
macro_rules! origins_and_time {
	() => {
		pub fn signed(who: AccountId) -> RuntimeOrigin {
			RuntimeOrigin::signed(who)
		}

		pub fn root() -> RuntimeOrigin {
			RuntimeOrigin::root()
		}

		pub fn percent(part: u64) -> pallet_operator_staking::Fraction {
			pallet_operator_staking::Fraction::from_percent(part)
		}

		/// Lets the wall clock reach the beginning of an epoch.
		pub fn go_to(epoch: u32) {
			pallet_timestamp::Now::<Test>::put(u64::from(epoch) * EPOCH);
		}

		pub fn now() -> u32 {
			<Staking as bulwark_traits::Epochs>::now().0
		}
	};
}

/// The helper of the benchmarks of staking and rewards for a mock runtime `Test` that is wired by
/// `staking_and_rewards`.
#[macro_export]
macro_rules! benchmark_helper {
	() => {
		pub struct Helper;

		impl pallet_operator_staking::BenchmarkHelper<AssetId, AccountId> for Helper {
			fn asset(index: u32) -> AssetId {
				[NATIVE, GOLD, SILVER][index as usize % 3].clone()
			}

			fn fund(asset: &AssetId, who: &AccountId, amount: u128) {
				use frame_support::traits::fungibles::Mutate;
				assert_ok!(AllAssets::mint_into(asset.clone(), who, amount));
			}

			fn set_time(now: u64) {
				pallet_timestamp::Now::<Test>::put(now);
			}

			/// The doors of this mock are never quiet: staking is measured elsewhere.
			fn quiet_doors() {}
		}

		impl pallet_staking_rewards::BenchmarkHelper<AssetId, AccountId> for Helper {
			fn asset(index: u32) -> AssetId {
				<Self as pallet_operator_staking::BenchmarkHelper<_, _>>::asset(index)
			}

			fn fund(asset: &AssetId, who: &AccountId, amount: u128) {
				<Self as pallet_operator_staking::BenchmarkHelper<_, _>>::fund(asset, who, amount);
			}

			fn set_time(now: u64) {
				pallet_timestamp::Now::<Test>::put(now);
			}

			fn most_pools() -> u32 {
				4
			}

			fn open_pool(operator: &AccountId, asset: AssetId) -> pallet_operator_staking::PoolId {
				if !pallet_operator_staking::Operators::<Test>::contains_key(operator) {
					assert_ok!(Staking::register(signed(operator.clone())));
					type OptIns = <Test as pallet_operator_staking::Config>::Liability;
					<OptIns as bulwark_traits::Liability<_>>::worst_case(operator);
				}
				let pool_id = pallet_operator_staking::NextPoolId::<Test>::get();
				assert_ok!(Staking::open_pool(
					signed(operator.clone()),
					asset,
					1,
					Default::default()
				));
				pool_id
			}

			fn delegate(
				pool_id: pallet_operator_staking::PoolId,
				staker: &AccountId,
				amount: u128,
			) {
				assert_ok!(Staking::delegate(signed(staker.clone()), pool_id, amount));
			}

			fn undelegate(
				pool_id: pallet_operator_staking::PoolId,
				staker: &AccountId,
				amount: u128,
			) {
				let amount = pallet_operator_staking::Amount::Exactly(amount);
				assert_ok!(Staking::undelegate(signed(staker.clone()), pool_id, amount));
			}

			fn slash(operator: &AccountId, fraction: pallet_operator_staking::Fraction) {
				let now = <Staking as bulwark_traits::Epochs>::now();
				let fractions =
					pallet_operator_staking::Fractions { bond: fraction, pools: fraction };
				// The bond is too small to lose anything.
				let slashed =
					<Staking as bulwark_traits::Slash<_, _, _>>::slash(operator, now, fractions);
				assert!(slashed.is_ok());
			}

			fn crowd(
				pool_id: pallet_operator_staking::PoolId,
				stakers: Vec<AccountId>,
				multiplier: pallet_staking_rewards::Multiplier,
			) {
				Staking::crowd(pool_id, stakers, multiplier);
			}
		}
	};
}
