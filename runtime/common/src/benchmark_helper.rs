// SPDX-License-Identifier: Apache-2.0

//! The helper of the benchmarks of staking, rewards, restaking, programmes and the rollup, in a runtime that has all of them.

/// Declares `Helper`, the `BenchmarkHelper` of staking, rewards, restaking, programmes and the rollup: it has assets, sets the
/// clock by hand, and makes operators and stake by the calls of `OperatorStaking`.
///
/// - `asset`: a function from a number to an asset that can be staked, the native one for 0.
/// - `wealth`: native tokens of an operator, more than a bond and its stake.
/// - `rollup`: the consumer that the rollup is.
///
/// The runtime depends on these five pallets, and on the crates of the SDK that the helper calls: `frame-benchmarking`,
/// `pallet-timestamp`, `sp-core`, `sp-consensus-aura`, `sp-keyring` and `sp-runtime`. One with fewer pallets writes its own.
///
/// The names of a runtime have to be in scope: `Runtime`, `RuntimeOrigin`, `AccountId`, `Balance`, `Signature`, `AssetKind`,
/// `NativeAndAssets`, and the pallets as `OperatorStaking`, `StakingRewards` and `Restaking`.
#[macro_export]
macro_rules! benchmark_helper {
	(asset: $asset:expr, wealth: $wealth:expr, rollup: $rollup:ty $(,)?) => {
		/// The assets of the runtime, the wall clock set by hand, and stake by the calls of `OperatorStaking`.
		pub struct Helper;

		impl Helper {
			fn asset(index: u32) -> AssetKind {
				let asset: fn(u32) -> AssetKind = $asset;
				asset(index)
			}

			fn fund(asset: &AssetKind, who: &AccountId, amount: Balance) {
				<NativeAndAssets as frame_support::traits::fungibles::Mutate<AccountId>>::mint_into(
					asset.clone(),
					who,
					amount,
				)
				.expect("the asset is there and has room");
			}

			fn set_time(now: u64) {
				pallet_timestamp::Now::<Runtime>::put(now);
			}

			fn signed(who: &AccountId) -> RuntimeOrigin {
				RuntimeOrigin::signed(who.clone())
			}

			fn operator(name: &'static str, index: u32) -> AccountId {
				let who: AccountId = frame_benchmarking::account(name, index, 0);
				if !pallet_operator_staking::Operators::<Runtime>::contains_key(&who) {
					Self::fund(&Self::asset(0), &who, $wealth);
					OperatorStaking::register(Self::signed(&who)).expect("it has the bond");
				}
				who
			}
		}

		impl pallet_operator_staking::BenchmarkHelper<AssetKind, AccountId> for Helper {
			fn asset(index: u32) -> AssetKind {
				Self::asset(index)
			}

			fn fund(asset: &AssetKind, who: &AccountId, amount: Balance) {
				Self::fund(asset, who, amount);
			}

			fn set_time(now: u64) {
				Self::set_time(now);
			}

			fn quiet_doors() {
				$crate::quiet_doors();
			}
		}

		impl pallet_staking_rewards::BenchmarkHelper<AssetKind, AccountId> for Helper {
			fn asset(index: u32) -> AssetKind {
				Self::asset(index)
			}

			fn fund(asset: &AssetKind, who: &AccountId, amount: Balance) {
				Self::fund(asset, who, amount);
			}

			fn set_time(now: u64) {
				Self::set_time(now);
			}

			fn most_pools() -> u32 {
				<<Runtime as pallet_operator_staking::Config>::MaxPools as frame_support::traits::Get<u32>>::get()
			}

			fn open_pool(
				operator: &AccountId,
				asset: AssetKind,
			) -> pallet_operator_staking::PoolId {
				if !pallet_operator_staking::Operators::<Runtime>::contains_key(operator) {
					OperatorStaking::set_global_min_self_stake(RuntimeOrigin::root(), 0)
						.expect("root may");
					OperatorStaking::register(Self::signed(operator)).expect("it has the bond");
					<Restaking as bulwark_traits::Liability<AccountId>>::worst_case(operator);
				}
				OperatorStaking::open_pool(Self::signed(operator), asset, 1, Default::default())
					.expect("it is listed");
				let next = pallet_operator_staking::NextPoolId::<Runtime>::get();
				pallet_operator_staking::PoolId(next.0 - 1)
			}

			fn delegate(
				pool_id: pallet_operator_staking::PoolId,
				staker: &AccountId,
				amount: Balance,
			) {
				OperatorStaking::delegate(Self::signed(staker), pool_id, amount)
					.expect("the pool is open");
			}

			fn undelegate(
				pool_id: pallet_operator_staking::PoolId,
				staker: &AccountId,
				amount: Balance,
			) {
				let amount = pallet_operator_staking::Amount::Exactly(amount);
				OperatorStaking::undelegate(Self::signed(staker), pool_id, amount)
					.expect("it has so much");
			}

			fn slash(operator: &AccountId, fraction: pallet_operator_staking::Fraction) {
				let now = <OperatorStaking as bulwark_traits::Epochs>::now();
				let fractions =
					pallet_operator_staking::Fractions { bond: fraction, pools: fraction };
				<OperatorStaking as bulwark_traits::Slash<_, _, _>>::slash(
					operator, now, fractions,
				)
				.expect("something is active");
				OperatorStaking::top_up_bond(Self::signed(operator))
					.expect("some of it was taken");
			}

			fn crowd(
				pool_id: pallet_operator_staking::PoolId,
				stakers: $crate::private::Vec<AccountId>,
				multiplier: pallet_staking_rewards::Multiplier,
			) {
				OperatorStaking::crowd(pool_id, stakers, multiplier);
			}
		}

		impl pallet_restaking_slash::BenchmarkHelper<AssetKind, AccountId> for Helper {
			fn fund(asset: &AssetKind, who: &AccountId, amount: Balance) {
				Self::fund(asset, who, amount);
			}

			fn set_time(now: u64) {
				Self::set_time(now);
			}

			fn quiet_doors() {
				$crate::quiet_doors();
			}

			fn most_pools() -> u32 {
				<<Runtime as pallet_operator_staking::Config>::MaxPools as frame_support::traits::Get<u32>>::get()
			}

			fn slashable(pools: u32) -> (AccountId, pallet_operator_staking::EpochIndex) {
				OperatorStaking::ready_to_slash(pools)
			}

			fn slashable_among(stakers: u32) -> (AccountId, pallet_operator_staking::EpochIndex) {
				OperatorStaking::ready_to_slash_among(stakers)
			}

			fn slashable_when_mature() -> (AccountId, pallet_operator_staking::EpochIndex) {
				OperatorStaking::ready_to_slash_when_mature()
			}

			fn rewardable() -> (AccountId, AssetKind, pallet_operator_staking::EpochIndex) {
				StakingRewards::rewardable()
			}
		}

		impl pallet_performance_programmes::BenchmarkHelper<AssetKind, AccountId, Signature>
			for Helper
		{
			fn asset(index: u32) -> AssetKind {
				Self::asset(index)
			}

			fn fund(asset: &AssetKind, who: &AccountId, amount: Balance) {
				Self::fund(asset, who, amount);
			}

			fn set_time(now: u64) {
				Self::set_time(now);
			}

			fn quiet_doors() {
				$crate::quiet_doors();
			}

			fn operator(index: u32) -> AccountId {
				Self::operator("operator", index)
			}

			fn set_powers(
				epoch: pallet_performance_programmes::EpochIndex,
				powers: $crate::private::Vec<(AccountId, pallet_performance_programmes::Power)>,
			) {
				OperatorStaking::elected(epoch, powers);
			}

			/// A test knows keys and has no keystore.
			#[cfg(feature = "std")]
			fn sign(message: &[u8]) -> (AccountId, Signature) {
				let key = sp_keyring::Sr25519Keyring::Ferdie;
				(key.to_account_id(), key.sign(message).into())
			}

			/// The wasm has the keystore of its host.
			#[cfg(not(feature = "std"))]
			fn sign(message: &[u8]) -> (AccountId, Signature) {
				use sp_runtime::RuntimeAppPublic;

				let key = sp_consensus_aura::sr25519::AuthorityId::generate_pair(None);
				let signature = key.sign(&message).expect("the host has the key");
				let key: sp_core::sr25519::Public = key.into();
				let signature: sp_core::sr25519::Signature = signature.into();
				(key.0.into(), signature.into())
			}
		}

		impl pallet_rollup_attestation::BenchmarkHelper<AccountId> for Helper {
			fn fund(who: &AccountId, amount: Balance) {
				Self::fund(&Self::asset(0), who, amount);
			}

			fn set_time(now: u64) {
				Self::set_time(now);
			}

			fn quiet_doors() {
				$crate::quiet_doors();
			}

			fn serve(members: u32) -> $crate::private::Vec<AccountId> {
				let all: $crate::private::Vec<AccountId> =
					(0..members).map(|index| Self::operator("sequencer", index)).collect();
				for who in &all {
					Restaking::promised(who, <$rollup as frame_support::traits::Get<_>>::get());
				}
				let powers = all.iter().map(|who| (who.clone(), 1_000_000_000_000)).collect();
				OperatorStaking::elected(<OperatorStaking as bulwark_traits::Epochs>::now(), powers);
				all
			}
		}
	};
}
