// SPDX-License-Identifier: Apache-2.0

//! What calls cost at worst: every cohort of the window is there, every lot is due to follow, every epoch has
//! its exits.

use super::*;
use crate::matured::Matured;
use alloc::vec::Vec;
use bulwark_ledger::{stake, Cohort, Horizon, Lot};
use bulwark_traits::Epochs;
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{fungibles::Inspect, EnsureOrigin},
};
use frame_system::RawOrigin;

/// What a runtime does for the benchmarks.
pub trait BenchmarkHelper<AssetId, AccountId> {
	/// A stakeable asset, another for each index if there are so many; 0 is the native one.
	fn asset(index: u32) -> AssetId;

	/// Gives an account some of an asset.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);

	/// Sets the wall clock.
	fn set_time(now: Millis);
}

/// Not round, and divisible by nothing that shares are divided by.
const STAKE: Balance = 1_000_000_000_000_007;

/// How many holders are a crowd. Tests ask whether a benchmark runs, not what it says.
const CROWD: u32 = if cfg!(test) { 1_000 } else { 100_000 };

fn fund<T: Config>(asset: &AssetIdOf<T>, who: &T::AccountId) {
	let native = T::NativeAsset::get();
	let enough = T::Assets::minimum_balance(native.clone()) + T::Bond::get() + STAKE;
	T::BenchmarkHelper::fund(&native, who, enough * 100);
	if *asset != native {
		T::BenchmarkHelper::fund(asset, who, STAKE * 1_000);
	}
}

fn go_to<T: Config>(epoch: EpochIndex) {
	T::BenchmarkHelper::set_time(Pallet::<T>::start(epoch));
}

fn skip<T: Config>(epochs: u32) {
	go_to::<T>(Pallet::<T>::now().plus(epochs));
}

fn signed<T: Config>(who: &T::AccountId) -> T::RuntimeOrigin {
	RawOrigin::Signed(who.clone()).into()
}

fn lookup<T: Config>(who: &T::AccountId) -> AccountIdLookupOf<T> {
	T::Lookup::unlookup(who.clone())
}

/// An account with money that may register.
fn candidate<T: Config>(name: &'static str) -> T::AccountId {
	let operator: T::AccountId = account(name, 0, 0);
	fund::<T>(&T::NativeAsset::get(), &operator);
	Registration::<T>::put(RegistrationPolicy::AllowList);
	Allowed::<T>::insert(&operator, ());
	operator
}

/// An operator with `pools` pools, in as many assets as there are.
fn operator<T: Config>(pools: u32) -> (T::AccountId, Vec<PoolId>) {
	let operator = candidate::<T>("operator");
	assert_ok!(Pallet::<T>::register(signed::<T>(&operator)));
	let opened = (0..pools).map(|index| {
		let asset = T::BenchmarkHelper::asset(index);
		fund::<T>(&asset, &operator);
		assert_ok!(Pallet::<T>::open_pool(signed::<T>(&operator), asset, 1));
		LastPool::<T>::get().expect("a pool was opened")
	});
	let opened = opened.collect();
	(operator, opened)
}

/// Delegates as a holder with money.
fn delegate<T: Config>(pool: PoolId, holder: &T::AccountId, amount: Balance) {
	assert_ok!(Pallet::<T>::delegate(signed::<T>(holder), pool, amount));
}

/// A holder with money in the asset of a pool.
fn holder<T: Config>(pool: PoolId, index: u32) -> T::AccountId {
	let who: T::AccountId = account("holder", index, 0);
	let asset = Pools::<T>::get(pool).expect("the pool is there").asset;
	fund::<T>(&asset, &who);
	who
}

/// The holder whose calls are measured.
const FIRST: u32 = 0;

/// Somebody else.
const OTHER: u32 = 1;

/// Fills pools to the full: a mature bucket, every younger cohort, and for each epoch of the window exits from every
/// cohort that was in force, all at prices other than one. The first holder has a lot in every cohort and an exit in
/// every epoch; every other lot and part has another holder.
fn fill<T: Config>(operator: &T::AccountId, pools: &[PoolId]) {
	let window = T::Window::get();

	for pool in pools {
		delegate::<T>(*pool, &holder::<T>(*pool, FIRST), STAKE);
		delegate::<T>(*pool, &holder::<T>(*pool, 1), STAKE);
	}
	skip::<T>(window + 1);
	small_slash::<T>(operator);

	for round in 0..=window {
		for pool in pools {
			delegate::<T>(*pool, &account("holder", FIRST, 0), STAKE);
			delegate::<T>(*pool, &holder::<T>(*pool, round + 2), STAKE);
		}
		skip::<T>(1);
		small_slash::<T>(operator);
		for pool in pools {
			for index in 0..=round + 2 {
				leave::<T>(*pool, index);
			}
		}
	}
	for pool in pools {
		delegate::<T>(*pool, &account("holder", FIRST, 0), STAKE);
		delegate::<T>(*pool, &holder::<T>(*pool, window + 3), STAKE);
	}
}

/// Puts `count` more holders into a pool, by the ledger's own hand and one write each: as many calls would take
/// hours.
fn crowd<T: Config>(id: PoolId, count: u32) {
	let mut pool = Matured::<T>::load(id).expect("the pool is there");
	let (asset, at) = (pool.record.asset.clone(), pool.at);
	let mut pot = Pots::<T>::get(&asset).expect("the pool opened it");
	for index in 0..count {
		let mut holding = HoldingOf::<T>::default();
		assert_ok!(stake(&mut pool.record.buckets, &mut holding, at, STAKE, 1));
		assert_ok!(pot.receive(STAKE));
		let who: T::AccountId = account("crowd", index, 0);
		Holdings::<T>::insert(who, id, holding);
	}
	pool.store();
	Pots::<T>::insert(&asset, pot);
	T::BenchmarkHelper::fund(&asset, &Pallet::<T>::pot(), STAKE * Balance::from(count));
}

/// An operator with one pool, `holders` in it, and the fullest state besides.
fn crowded<T: Config>(holders: u32) -> (T::AccountId, PoolId) {
	let (operator, pools) = operator::<T>(1);
	crowd::<T>(pools[0], holders);
	fill::<T>(&operator, &pools);
	(operator, pools[0])
}

/// Leaves as much undone as can be: every lot of the first holder's has a merged cohort to follow, and as many
/// cohorts of others are due to merge.
fn idle<T: Config>(operator: &T::AccountId, pool: PoolId) {
	let window = T::Window::get();

	skip::<T>(window + 1);
	for _ in 0..window {
		delegate::<T>(pool, &account("holder", OTHER, 0), STAKE);
		skip::<T>(1);
		small_slash::<T>(operator);
	}
	delegate::<T>(pool, &account("holder", OTHER, 0), STAKE);
	skip::<T>(window + 1);

	let at = Horizon { now: Pallet::<T>::now(), window };
	let buckets = Pools::<T>::get(pool).expect("the pool is there").buckets;
	let is_due = |cohort| matches!(cohort, Cohort::From(start) if buckets.has_matured(at, start));
	let due = buckets.iter().filter(|(cohort, _)| is_due(*cohort)).count() as u32;
	assert!(due > window, "a full window of cohorts merges");
	let who: T::AccountId = account("holder", FIRST, 0);
	let holding = Holdings::<T>::get(&who, pool).expect("it holds stake");
	let follows = |lot: &Lot| matches!(lot.cohort, Cohort::From(c) if Conversions::<T>::contains_key(pool, c));
	let waiting = holding.lots().iter().filter(|lot| follows(lot)).count() as u32;
	assert_eq!(waiting, window + 1, "every young lot has a conversion to read");
}

fn leave<T: Config>(pool: PoolId, index: u32) {
	let who: T::AccountId = account("holder", index, 0);
	assert_ok!(Pallet::<T>::undelegate(signed::<T>(&who), pool, Amount::Exactly(1_003)));
}

/// Lowers every price a little; the operator stays active.
fn small_slash<T: Config>(operator: &T::AccountId) {
	let now = Pallet::<T>::now();
	let fraction = Fraction::from_parts(1_000_000_007);
	assert_ok!(Pallet::<T>::do_slash(operator.clone(), now, fraction, Scope::BondAndPools));
	let record = Operators::<T>::get(operator).expect("it is registered");
	if record.bond.missing() > 0 {
		assert_ok!(Pallet::<T>::top_up_bond(signed::<T>(operator)));
	}
}

/// How many rows of exits a pool has.
fn rows<T: Config>(pool: PoolId) -> u32 {
	ExitRows::<T>::iter_prefix(pool).count() as u32
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_registration() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, RegistrationPolicy::AllowList);

		assert_eq!(Registration::<T>::get(), RegistrationPolicy::AllowList);
		Ok(())
	}

	#[benchmark]
	fn allow() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let who: T::AccountId = account("candidate", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, lookup::<T>(&who));

		assert!(Allowed::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn disallow() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let who = candidate::<T>("candidate");

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, lookup::<T>(&who));

		assert!(!Allowed::<T>::contains_key(who));
		Ok(())
	}

	/// The first operator of a chain also fills the floor of the pot.
	#[benchmark]
	fn register() {
		let operator = candidate::<T>("operator");
		Pots::<T>::remove(T::NativeAsset::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));

		assert!(Pots::<T>::contains_key(T::NativeAsset::get()));
		assert!(Operators::<T>::contains_key(operator));
	}

	#[benchmark]
	fn top_up_bond() {
		let (operator, _) = operator::<T>(0);
		let now = Pallet::<T>::now();
		let half = Fraction::from_percent(50);
		assert_ok!(Pallet::<T>::do_slash(operator.clone(), now, half, Scope::Bond));

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));

		let record = Operators::<T>::get(operator).expect("it is registered");
		assert_eq!(record.state(), OperatorState::Active);
	}

	/// Every pool closes, each with cohorts that are due.
	#[benchmark]
	fn retire() {
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		fill::<T>(&operator, &pools);
		skip::<T>(T::Window::get() + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));

		let record = Operators::<T>::get(operator).expect("its bond is still there");
		assert_eq!(record.state(), OperatorState::Closing);
		assert_eq!(record.pools.len() as u32, T::MaxPools::get());
	}

	#[benchmark]
	fn withdraw_bond() {
		let (operator, _) = operator::<T>(T::MaxPools::get());
		assert_ok!(Pallet::<T>::retire(signed::<T>(&operator)));
		skip::<T>(T::Window::get() + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));

		assert!(Gone::<T>::contains_key(operator));
	}

	/// The last pool an operator may have, and the first in its asset.
	#[benchmark]
	fn open_pool() {
		let (operator, _) = operator::<T>(T::MaxPools::get() - 1);
		let asset = T::BenchmarkHelper::asset(T::MaxPools::get() - 1);
		fund::<T>(&asset, &operator);
		Pots::<T>::remove(&asset);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), asset.clone(), 1);

		assert!(Pots::<T>::contains_key(asset));
		let record = Operators::<T>::get(operator).expect("it is registered");
		assert_eq!(record.pools.len() as u32, T::MaxPools::get());
	}

	/// The first pool of a chain, in another asset than the native one: two floors are missing.
	#[benchmark]
	fn open_plain_pool() -> Result<(), BenchmarkError> {
		let origin = T::PlainPoolOrigin::try_successful_origin().map_err(|_| "an opener")?;
		let payer =
			T::PlainPoolOrigin::ensure_origin(origin.clone()).map_err(|_| "a paying account")?;
		let asset = T::BenchmarkHelper::asset(1);
		fund::<T>(&asset, &payer);
		Pots::<T>::remove(T::NativeAsset::get());
		Pots::<T>::remove(&asset);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, asset.clone(), 1);

		assert!(Pots::<T>::contains_key(asset));
		assert!(LastPool::<T>::get().is_some());
		Ok(())
	}

	/// Every lot of the holder's has a merged cohort to follow, and a window of cohorts is due.
	#[benchmark]
	fn delegate() {
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		let pool = *pools.last().expect("there is a pool");
		fill::<T>(&operator, &[pool]);
		idle::<T>(&operator, pool);
		let who: T::AccountId = account("holder", FIRST, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), pool, STAKE);

		let holding = Holdings::<T>::get(who, pool).expect("it holds stake");
		assert_eq!(holding.lots().len(), 2, "all it had is mature, and one lot is new");
	}

	/// As for `delegate`, and an exit of every epoch of the window is paid on the way.
	#[benchmark]
	fn undelegate() {
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		let pool = *pools.last().expect("there is a pool");
		fill::<T>(&operator, &[pool]);
		idle::<T>(&operator, pool);
		let who: T::AccountId = account("holder", FIRST, 0);
		let waiting = Exits::<T>::get(&who, pool).expect("it waits").waiting().len() as u32;
		assert_eq!(waiting, T::Window::get() + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), pool, Amount::Exactly(STAKE));

		let exits = Exits::<T>::get(who, pool).expect("it waits");
		assert_eq!(exits.waiting().len(), 1, "all others were paid");
		assert_eq!(exits.due(), 0);
		assert_eq!(rows::<T>(pool), T::Window::get() + 2);
	}

	/// As for `delegate`, and an exit of every epoch of the window is paid.
	#[benchmark]
	fn withdraw() {
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		let pool = *pools.last().expect("there is a pool");
		fill::<T>(&operator, &[pool]);
		idle::<T>(&operator, pool);
		let who: T::AccountId = account("holder", FIRST, 0);
		let waiting = Exits::<T>::get(&who, pool).expect("it waits").waiting().len() as u32;
		assert_eq!(waiting, T::Window::get() + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), pool, lookup::<T>(&who));

		assert!(!Exits::<T>::contains_key(who, pool));
	}

	/// A window of cohorts is due, and every lot of the holder's has a merged one to follow.
	#[benchmark]
	fn roll() {
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		let pool = *pools.last().expect("there is a pool");
		fill::<T>(&operator, &[pool]);
		idle::<T>(&operator, pool);
		let who: T::AccountId = account("holder", FIRST, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), pool, Some(lookup::<T>(&who)));

		let holding = Holdings::<T>::get(who, pool).expect("it holds stake");
		assert_eq!(holding.lots().len(), 1, "all of it is mature");
	}

	/// Every pool, every cohort, the exits of every epoch of the window; and it is one slash too many, so that
	/// every pool closes.
	#[benchmark]
	fn slash() -> Result<(), BenchmarkError> {
		let origin = T::SlashOrigin::try_successful_origin().map_err(|_| "a slasher")?;
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		fill::<T>(&operator, &pools);
		let fault = Pallet::<T>::now().minus(T::Window::get());
		for pool in &pools {
			assert_eq!(rows::<T>(*pool), T::Window::get() + 1);
			let buckets = Pools::<T>::get(pool).expect("it is there").buckets;
			assert_eq!(buckets.iter().count() as u32, MaxBuckets::<T>::get());
		}
		let heavy = || {
			let (now, half) = (Pallet::<T>::now(), Fraction::from_percent(50));
			Pallet::<T>::do_slash(operator.clone(), now, half, Scope::BondAndPools)
		};
		assert_ok!(heavy());
		assert_ok!(heavy());

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			lookup::<T>(&operator),
			fault,
			Fraction::from_percent(50),
			Scope::BondAndPools,
		);

		let record = Operators::<T>::get(operator).expect("it is there");
		assert_eq!(record.state(), OperatorState::Deactivated);
		Ok(())
	}

	/// As `delegate`, among so many holders.
	#[benchmark(extra)]
	fn delegate_among(h: Linear<1, { CROWD }>) {
		let (operator, pool) = crowded::<T>(h);
		idle::<T>(&operator, pool);
		let who: T::AccountId = account("holder", FIRST, 0);

		#[extrinsic_call]
		delegate(RawOrigin::Signed(who.clone()), pool, STAKE);

		assert!(Holdings::<T>::iter_keys().count() as u32 > h);
	}

	/// As `undelegate`, among so many holders.
	#[benchmark(extra)]
	fn undelegate_among(h: Linear<1, { CROWD }>) {
		let (operator, pool) = crowded::<T>(h);
		idle::<T>(&operator, pool);
		let who: T::AccountId = account("holder", FIRST, 0);

		#[extrinsic_call]
		undelegate(RawOrigin::Signed(who.clone()), pool, Amount::Exactly(STAKE));

		assert!(Holdings::<T>::iter_keys().count() as u32 > h);
	}

	/// As `withdraw`, among so many holders.
	#[benchmark(extra)]
	fn withdraw_among(h: Linear<1, { CROWD }>) {
		let (operator, pool) = crowded::<T>(h);
		idle::<T>(&operator, pool);
		let who: T::AccountId = account("holder", FIRST, 0);

		#[extrinsic_call]
		withdraw(RawOrigin::Signed(who.clone()), pool, lookup::<T>(&who));

		assert!(Holdings::<T>::iter_keys().count() as u32 > h);
	}

	/// As `slash` of an operator with one pool, among so many holders.
	#[benchmark(extra)]
	fn slash_among(h: Linear<1, { CROWD }>) -> Result<(), BenchmarkError> {
		let origin = T::SlashOrigin::try_successful_origin().map_err(|_| "a slasher")?;
		let (operator, _) = crowded::<T>(h);
		let fault = Pallet::<T>::now().minus(T::Window::get());

		#[extrinsic_call]
		slash(
			origin as T::RuntimeOrigin,
			lookup::<T>(&operator),
			fault,
			Fraction::from_percent(50),
			Scope::BondAndPools,
		);

		assert!(Holdings::<T>::iter_keys().count() as u32 > h);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
