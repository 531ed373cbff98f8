// SPDX-License-Identifier: Apache-2.0

//! The worst case of each call: every cohort of the window is there, every lot is due to follow, every epoch has its
//! exits. Nobody stands behind the doors: a call adds their weights to what is measured here. The extra benchmarks, which
//! no weight is made of, have the neighbours of the runtime behind them.

use super::*;
use crate::matured::{ConversionPages, ExitPages, Matured};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_ledger::{stake, Cohort, Contender, Cover, Horizon, Lot, Scheduled, Shortage};
use bulwark_traits::{
	ActiveSetInfo, CoverObserver, Epochs, Exposure, Liability, OwnStake, PowerAt, Slashed,
	StakeObserver, Suspend,
};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		EnsureOrigin, Get,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_runtime::DispatchError;

/// The help of a runtime for the benchmarks.
pub trait BenchmarkHelper<AssetId, AccountId> {
	/// A stakeable asset, another for each index if there are so many; 0 is the native one.
	fn asset(index: u32) -> AssetId;

	/// Gives an account some of an asset.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);

	/// Sets the wall clock.
	fn set_time(now: Millis);

	/// From now on and until this benchmark ends, the neighbours behind the doors of this pallet (`Liability`, `Observer`,
	/// `Messenger`) answer as `()` would, `worst_case` included: each weighs what it does itself.
	fn quiet_doors();
}

/// Not round, and divisible by nothing that shares are divided by.
const STAKE: Balance = 1_000_000_000_000_007;

/// There is a past.
const START: EpochIndex = EpochIndex(1_000);

/// The epoch, from that on, in which an operator has to register so that the most pages are met of what [`fill`] and
/// [`idle`] leave in its pools: exits that are paid, exits that a slash reaches, cohorts to follow and cohorts to merge.
fn start<T: Config>() -> EpochIndex {
	let window = T::Window::get();
	let exits = |epoch| ExitPageOf::<T>::index_of(epoch).0;
	let cohorts = |epoch| ConversionPageOf::<T>::index_of(epoch).0;
	let pages = |start: &EpochIndex| {
		let firsts = [window + 2, window + 3, 3 * window + 4].map(|after| start.plus(after));
		let met =
			|page: &dyn Fn(_) -> u32, first: EpochIndex| page(first.plus(window)) - page(first);
		let [paid, followed, late] = firsts;
		met(&exits, paid) + met(&exits, late) + met(&cohorts, followed) + met(&cohorts, late)
	};
	START.through(START.plus(window * window)).max_by_key(pages).expect("there are some")
}

/// The number of stakers in a crowd. Tests ask whether a benchmark runs, not what it says.
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
	AllowedOperators::<T>::insert(&operator, ());
	operator
}

/// The account whose calls are measured: an operator that stakes with itself, which costs more than staking with
/// another.
fn first<T: Config>() -> T::AccountId {
	candidate::<T>("staker")
}

/// An operator with `pools` pools, in as many assets as there are.
fn operator<T: Config>(pools: u32) -> (T::AccountId, Vec<PoolId>) {
	go_to::<T>(start::<T>());
	let operator = first::<T>();
	GlobalMinSelfStake::<T>::kill(); // read all the same
	assert_ok!(Pallet::<T>::register(signed::<T>(&operator)));
	T::Liability::worst_case(&operator);
	let opened = (0..pools).map(|index| open::<T>(&operator, T::BenchmarkHelper::asset(index)));
	let opened = opened.collect();
	(operator, opened)
}

/// The pool that was opened last.
fn last_pool<T: Config>() -> PoolId {
	PoolId(NextPoolId::<T>::get().0 - 1)
}

fn open<T: Config>(operator: &T::AccountId, asset: AssetIdOf<T>) -> PoolId {
	fund::<T>(&asset, operator);
	assert_ok!(Pallet::<T>::open_pool(signed::<T>(operator), asset, 1, Default::default()));
	last_pool::<T>()
}

/// Fills the ranking, with an operator among its first, and the active set likewise.
fn rank<T: Config>(operator: &T::AccountId) {
	let others = (1..T::MaxOperators::get()).map(|index| account("operator", index, 0));
	let ranked: Vec<T::AccountId> = [operator.clone()].into_iter().chain(others).collect();
	let candidates = ranked.iter().cloned();
	let candidates = candidates.map(|operator| Contender {
		operator,
		power: 1,
		answers: true,
		seniority: 1,
		is_closing: false,
	});
	Ranking::<T>::put(RankingOf::<T>::hold(candidates).expect("they fit"));
	ActiveSetSize::<T>::put(T::MaxOperators::get());
	let (set_id, since_epoch) = (SetId(1), Pallet::<T>::now());
	let members = BoundedVec::truncate_from(ranked);
	ActiveSets::<T>::insert(set_id, ActiveSet { set_id, since_epoch, members });
	NextSetId::<T>::put(set_id.next());
	OldestSetId::<T>::put(set_id);
	RankingPending::<T>::put(false);
}

/// The last asset that there is, as before the first pool in it: the pot has no account there, and strangers have filled
/// its references, so that whoever opens it leaves a deposit.
fn new_asset<T: Config>() -> AssetIdOf<T> {
	let (asset, pot) = (T::BenchmarkHelper::asset(T::MaxPools::get() - 1), Pallet::<T>::pot());
	let all = T::Assets::total_balance(asset.clone(), &pot);
	let (expendable, exact) = (Preservation::Expendable, Precision::Exact);
	assert_ok!(T::Assets::burn_from(asset.clone(), &pot, all, expendable, exact, Fortitude::Force));
	Pots::<T>::remove(&asset);
	while frame_system::Pallet::<T>::inc_consumers(&pot).is_ok() {}
	asset
}

/// Delegates as a staker with money.
fn delegate<T: Config>(pool: PoolId, staker: &T::AccountId, amount: Balance) {
	assert_ok!(Pallet::<T>::delegate(signed::<T>(staker), pool, amount));
}

/// A staker with money in the asset of a pool.
fn staker<T: Config>(pool: PoolId, index: u32) -> T::AccountId {
	let who: T::AccountId = account("staker", index, 0);
	let asset = Pools::<T>::get(pool).expect("the pool is there").asset;
	fund::<T>(&asset, &who);
	who
}

/// The number of [`first`].
const FIRST: u32 = 0;

/// Somebody else.
const OTHER: u32 = 1;

/// Fills pools to the full: a mature bucket, every younger cohort, and for each epoch of the window exits from every
/// cohort that was active, all at prices other than one. The first staker has a lot in every cohort and an exit in
/// every epoch; every other lot and part has another staker.
fn fill<T: Config>(operator: &T::AccountId, pools: &[PoolId]) {
	fill_and::<T>(operator, pools, || ());
}

/// As `fill`, and does something else besides in every epoch of the window.
fn fill_and<T: Config>(operator: &T::AccountId, pools: &[PoolId], besides: impl Fn()) {
	let window = T::Window::get();

	burden::<T>(pools);
	for pool in pools {
		delegate::<T>(*pool, &staker::<T>(*pool, FIRST), STAKE);
		delegate::<T>(*pool, &staker::<T>(*pool, 1), STAKE);
	}
	skip::<T>(window + 1);
	small_slash::<T>(operator);

	for round in 0..=window {
		for pool in pools {
			delegate::<T>(*pool, &account("staker", FIRST, 0), STAKE);
			delegate::<T>(*pool, &staker::<T>(*pool, round + 2), STAKE);
		}
		skip::<T>(1);
		small_slash::<T>(operator);
		for pool in pools {
			for index in 0..=round + 2 {
				leave::<T>(*pool, index);
			}
		}
		besides();
	}
	for pool in pools {
		delegate::<T>(*pool, &account("staker", FIRST, 0), STAKE);
		delegate::<T>(*pool, &staker::<T>(*pool, window + 3), STAKE);
	}
}

impl<T: Config> Pallet<T> {
	/// Puts stakers into a pool, by the ledger's own hand and one write each: as many calls would take hours. The observer
	/// is not told. For the benchmarks of other pallets too.
	pub fn crowd(
		pool_id: PoolId,
		stakers: impl IntoIterator<Item = T::AccountId>,
		multiplier: Multiplier,
	) {
		let mut pool = Matured::<T>::load(pool_id, Self::now()).expect("the pool is there");
		let (asset, at) = (pool.record.asset.clone(), pool.at);
		let mut pot = Pots::<T>::get(&asset).expect("the pool opened it");
		for who in stakers {
			let mut holding = HoldingOf::<T>::new(multiplier);
			assert_ok!(stake(&mut pool.record.buckets, &mut holding, at, STAKE, 1));
			assert_ok!(pot.receive(STAKE));
			Holdings::<T>::insert(who, pool_id, holding);
		}
		assert_ok!(pool.store());
		T::BenchmarkHelper::fund(&asset, &Self::pot(), pot.owed());
		Pots::<T>::insert(&asset, pot);
	}
}

/// Lets as many accounts serve as there can be. They need not be registered.
pub(crate) fn serve_all<T: Config>() -> SetId {
	let member = |index| account("member", index, 0);
	let members: Vec<T::AccountId> = (0..T::MaxOperators::get()).map(member).collect();
	let members = BoundedVec::truncate_from(members);
	let set_id = SetId(1);
	ActiveSets::<T>::insert(set_id, ActiveSet { set_id, since_epoch: START, members });
	NextSetId::<T>::put(set_id.next());
	set_id
}

/// For the benchmarks of pallets that look at powers.
impl<T: Config> Pallet<T> {
	/// Notes such powers as if an election had found them when an epoch began, and lets those operators serve. They need not
	/// be registered.
	pub fn elected(epoch: EpochIndex, powers: Vec<(T::AccountId, Power)>) {
		let members = powers.iter().map(|(who, _)| who.clone()).collect();
		let members = BoundedVec::truncate_from(members);
		let powers = BoundedVec::truncate_from(powers);
		PowerHistory::<T>::insert(Self::history_slot(epoch), PowersOf { epoch, powers });
		let set_id = NextSetId::<T>::get();
		ActiveSets::<T>::insert(set_id, ActiveSet { set_id, since_epoch: epoch, members });
		NextSetId::<T>::put(set_id.next());
	}
}

/// For the benchmarks of pallets whose calls slash: operators of which that costs much, and the epoch of a fault.
impl<T: Config> Pallet<T> {
	/// So many pools, every cohort, the exits of every epoch of the window, and every lot of the operator's own has a
	/// merged cohort to follow; and half is one slash too many, so that every pool closes.
	pub fn ready_to_slash(pools: u32) -> (T::AccountId, EpochIndex) {
		let (operator, pools) = operator::<T>(pools);
		fill::<T>(&operator, &pools);
		skip::<T>(T::Window::get() + 1);
		fill_with_others::<T>(&pools);
		for pool in &pools {
			assert_eq!(
				exit_buckets::<T>(*pool),
				2 * (T::Window::get() + 1),
				"the older ones are not read"
			);
			let buckets = Pools::<T>::get(pool).expect("it is there").buckets;
			assert_eq!(buckets.iter().count() as u32, MaxBuckets::<T>::get());
			assert_eq!(conversions_to_follow::<T>(*pool), T::Window::get() + 1);
		}
		burden::<T>(&pools);
		Operators::<T>::mutate(&operator, |record| {
			let record = record.as_mut().expect("it is registered");
			record.unslashed.fall(Fraction::from_percent(75));
		});
		rank::<T>(&operator);
		(operator, Self::now().minus(T::Window::get()))
	}

	/// One pool, every cohort, and so many stakers besides.
	pub fn ready_to_slash_among(stakers: u32) -> (T::AccountId, EpochIndex) {
		let (operator, pool) = crowded::<T>(stakers);
		burden::<T>(&[pool]);
		(operator, Self::now().minus(T::Window::get()))
	}

	/// One pool, in which all stake is mature, and no exits.
	pub fn ready_to_slash_when_mature() -> (T::AccountId, EpochIndex) {
		let (operator, pools) = operator::<T>(1);
		for pool in &pools {
			delegate::<T>(*pool, &operator, STAKE);
		}
		skip::<T>(T::Window::get() + 1);
		assert_ok!(Self::poke(signed::<T>(&operator), pools[0], Some(lookup::<T>(&operator))));
		skip::<T>(T::Window::get());
		(operator, Self::now().minus(T::Window::get()))
	}
}

/// An operator with one pool, `stakers` in it, and the fullest state besides.
fn crowded<T: Config>(stakers: u32) -> (T::AccountId, PoolId) {
	let (operator, pools) = operator::<T>(1);
	let crowd = (0..stakers).map(|index| account("crowd", index, 0));
	Pallet::<T>::crowd(pools[0], crowd, Multiplier::ONE);
	fill::<T>(&operator, &pools);
	(operator, pools[0])
}

/// Gives the observer as much to do as there can be when a pool is touched next, whatever else is due.
fn burden<T: Config>(pools: &[PoolId]) {
	for pool in pools {
		T::Observer::worst_case(*pool);
	}
}

/// Leaves as much undone as can be: every lot of the first staker's has a merged cohort to follow, and as many
/// cohorts of others are due to merge. Nobody is slashed meanwhile, or an operator's own lots would follow.
fn idle<T: Config>(pools: &[PoolId]) {
	let window = T::Window::get();
	let delegate_all = || {
		for pool in pools {
			delegate::<T>(*pool, &account("staker", OTHER, 0), STAKE);
		}
	};

	skip::<T>(window + 1);
	for _ in 0..window {
		delegate_all();
		skip::<T>(1);
	}
	delegate_all();
	skip::<T>(window + 1);

	burden::<T>(pools);
	for pool in pools {
		assert_idle::<T>(*pool);
	}
}

fn assert_idle<T: Config>(pool: PoolId) {
	let window = T::Window::get();
	let at = Horizon { now: Pallet::<T>::now(), window };
	let buckets = Pools::<T>::get(pool).expect("the pool is there").buckets;
	let is_due = |cohort| matches!(cohort, Cohort::From(start) if buckets.has_matured(at, start));
	let due = buckets.iter().filter(|(cohort, _)| is_due(*cohort)).count() as u32;
	assert!(due > window, "a full window of cohorts merges");
	assert_eq!(conversions_to_follow::<T>(pool), window + 1, "every young lot has one to read");
}

/// The number of lots of the first staker that have a conversion to follow.
fn conversions_to_follow<T: Config>(pool: PoolId) -> u32 {
	let who: T::AccountId = account("staker", FIRST, 0);
	let holding = Holdings::<T>::get(&who, pool).expect("it holds stake");
	let stored: BTreeMap<_, _> =
		ConversionPages::<T>::all(pool).expect("it decodes").into_iter().collect();
	let follows = |lot: &Lot| matches!(lot.cohort, Cohort::From(c) if stored.contains_key(&c));
	holding.lots().iter().filter(|lot| follows(lot)).count() as u32
}

/// Lets newcomers fill pools once more, while the first staker does nothing and nobody is slashed.
fn fill_with_others<T: Config>(pools: &[PoolId]) {
	const NEWCOMERS: u32 = 1_000;
	let window = T::Window::get();

	for round in 0..=window {
		for pool in pools {
			let newcomer = staker::<T>(*pool, NEWCOMERS + round);
			delegate::<T>(*pool, &newcomer, STAKE);
		}
		skip::<T>(1);
		for pool in pools {
			leave::<T>(*pool, OTHER);
			for index in 0..=round {
				leave::<T>(*pool, NEWCOMERS + index);
			}
		}
	}
	for pool in pools {
		delegate::<T>(*pool, &staker::<T>(*pool, NEWCOMERS + window + 1), STAKE);
	}
}

/// Two full pools in one asset, another than the native one, and in every epoch of the window the first staker has asked to move some of its
/// stake from one to the other, and some back.
fn moving<T: Config>() -> (T::AccountId, PoolId, PoolId) {
	let (operator, _) = operator::<T>(0);
	let [from, to] = [1, 1].map(|index| open::<T>(&operator, T::BenchmarkHelper::asset(index)));
	fill_and::<T>(&operator, &[from, to], || {
		let amount = Amount::Exactly(1_009);
		assert_ok!(Pallet::<T>::redelegate(signed::<T>(&operator), from, to, amount));
	});
	idle::<T>(&[from, to]);
	let moving = Redelegations::<T>::get((&operator, from, to)).expect("some is on its way");
	assert_eq!(moving.waiting().len() as u32, T::Window::get() + 1);
	(operator, from, to)
}

/// A staker in so many full pools, all in the native asset and idle: it has an exit of every epoch of the window from each, and
/// as many on their way from each to another pool.
fn in_native_pools<T: Config>(pools: u32) -> T::AccountId {
	let native = || T::BenchmarkHelper::asset(0);
	let (who, _) = operator::<T>(0);
	let other = candidate::<T>("other operator");
	assert_ok!(Pallet::<T>::register(signed::<T>(&other)));
	let to = open::<T>(&other, native());
	let pools: Vec<_> = (0..pools).map(|_| open::<T>(&who, native())).collect();
	fill_and::<T>(&who, &pools, || {
		for from in &pools {
			let amount = Amount::Exactly(1_009);
			assert_ok!(Pallet::<T>::redelegate(signed::<T>(&who), *from, to, amount));
		}
	});
	idle::<T>(&pools);
	assert_eq!(Redelegations::<T>::iter_key_prefix((&who,)).count(), pools.len());
	for pool in pools {
		let exits = Exits::<T>::get(&who, pool).expect("it waits");
		assert_eq!(exits.waiting().len() as u32, T::Window::get() + 1);
	}
	who
}

fn leave<T: Config>(pool: PoolId, index: u32) {
	let who: T::AccountId = account("staker", index, 0);
	assert_ok!(Pallet::<T>::undelegate(signed::<T>(&who), pool, Amount::Exactly(1_003)));
}

/// Lowers every price a little; the operator stays active.
fn small_slash<T: Config>(operator: &T::AccountId) {
	let (now, fraction) = (Pallet::<T>::now(), Fraction::from_parts(1_000_000_007));
	slash_operator::<T>(operator, now, fraction, Scope::BondAndPools);
	let record = Operators::<T>::get(operator).expect("it is registered");
	if !record.bond.is_full() {
		assert_ok!(Pallet::<T>::top_up_bond(signed::<T>(operator)));
	}
}

/// Slashes an operator. The money is burnt when it is dropped.
fn slash_operator<T: Config>(
	operator: &T::AccountId,
	fault: EpochIndex,
	fraction: Fraction,
	scope: Scope,
) -> Slashed<AssetIdOf<T>, CreditOf<T>> {
	let fractions = Fractions::of(scope, fraction);
	Pallet::<T>::do_slash(operator, fault, fractions).expect("something was active")
}

/// A unit of each asset can leave the pot and no more, as if its minimum balance had risen.
fn empty_pots<T: Config>() {
	for (asset, mut pot) in Pots::<T>::iter().collect::<Vec<_>>() {
		assert_ok!(pot.pay(pot.owed().saturating_sub(1)));
		Pots::<T>::insert(asset, pot);
	}
}

/// The number of exit buckets of a pool.
fn exit_buckets<T: Config>(pool: PoolId) -> u32 {
	ExitPages::<T>::all(pool).expect("it decodes").len() as u32
}

/// A pool in another asset than the native one, as it is nearly always: somebody has touched it in this epoch, and the stake of
/// a staker in it has matured and waits for nothing.
fn usual<T: Config>() -> (T::AccountId, PoolId, T::AccountId) {
	let (operator, _) = operator::<T>(0);
	let pool = open::<T>(&operator, T::BenchmarkHelper::asset(1));
	let who = staker::<T>(pool, OTHER);
	delegate::<T>(pool, &who, STAKE);
	skip::<T>(T::Window::get() + 1);
	come_by::<T>(pool, &who);
	(operator, pool, who)
}

/// A call as it is made, in a layer of storage: all of what it changes is kept, or nothing.
fn call<Answer>(
	act: impl FnOnce() -> Result<Answer, DispatchError>,
) -> Result<Answer, DispatchError> {
	with_storage_layer(act)
}

/// Lets the cover of an operator be none in the record, which is not what its liability says.
fn forget_cover<T: Config>(operator: &T::AccountId) {
	Operators::<T>::mutate(operator, |record| {
		record.as_mut().expect("it is registered").backing.cover = Cover::NEVER;
	});
}

fn cover_of<T: Config>(operator: &T::AccountId) -> Cover {
	Pallet::<T>::backing_of(operator).expect("it decodes").cover
}

/// Lets a pool and a staker follow.
fn come_by<T: Config>(pool: PoolId, who: &T::AccountId) {
	assert_ok!(Pallet::<T>::poke(signed::<T>(who), pool, Some(lookup::<T>(who))));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_registration_policy() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, RegistrationPolicy::AllowList);

		assert_eq!(Registration::<T>::get(), RegistrationPolicy::AllowList);
		Ok(())
	}

	#[benchmark]
	fn allow_operator() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let who: T::AccountId = account("candidate", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, lookup::<T>(&who));

		assert!(AllowedOperators::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn disallow_operator() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let who = candidate::<T>("candidate");

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, lookup::<T>(&who));

		assert!(!AllowedOperators::<T>::contains_key(who));
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
		T::BenchmarkHelper::quiet_doors();
		let (operator, _) = operator::<T>(0);
		let (now, half) = (Pallet::<T>::now(), Fraction::from_percent(50));
		slash_operator::<T>(&operator, now, half, Scope::Bond);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));

		let record = Operators::<T>::get(operator).expect("it is registered");
		assert_eq!(record.standing(), OperatorState::Active);
	}

	/// So many pools close, each with cohorts that are due.
	#[benchmark]
	fn retire(p: Linear<1, { T::MaxPools::get() }>) {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pools) = operator::<T>(p);
		fill::<T>(&operator, &pools);
		skip::<T>(T::Window::get() + 1);
		burden::<T>(&pools);
		rank::<T>(&operator);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));

		let record = Operators::<T>::get(operator).expect("its bond is still there");
		assert_eq!(record.standing(), OperatorState::Closing);
		assert_eq!(record.backing.pools.len() as u32, p);
	}

	#[benchmark]
	fn withdraw_bond() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, _) = operator::<T>(T::MaxPools::get());
		assert_ok!(Pallet::<T>::retire(signed::<T>(&operator)));
		skip::<T>(T::Window::get() + 1);
		rank::<T>(&account("somebody else", 0, 0));

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), lookup::<T>(&operator));

		assert!(RetiredOperators::<T>::contains_key(operator));
	}

	/// The last pool an operator may have, and the first in its asset.
	#[benchmark]
	fn open_pool() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, _) = operator::<T>(T::MaxPools::get() - 1);
		let asset = new_asset::<T>();
		fund::<T>(&asset, &operator);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), asset.clone(), 1, BaseTerms::ONE);

		assert!(Pots::<T>::contains_key(asset));
		let record = Operators::<T>::get(operator).expect("it is registered");
		assert_eq!(record.backing.pools.len() as u32, T::MaxPools::get());
	}

	/// The first pool of a chain, in another asset than the native one: two floors are missing.
	#[benchmark]
	fn open_standalone_pool() -> Result<(), BenchmarkError> {
		let origin = T::StandalonePoolOrigin::try_successful_origin()
			.map_err(|_| BenchmarkError::Weightless)?;
		let payer = T::StandalonePoolOrigin::ensure_origin(origin.clone())
			.map_err(|_| "a paying account")?;
		let asset = new_asset::<T>();
		fund::<T>(&asset, &payer);
		Pots::<T>::remove(T::NativeAsset::get());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, asset.clone(), 1, BaseTerms::ONE);

		assert!(Pots::<T>::contains_key(asset));
		assert!(NextPoolId::<T>::get() > FirstPoolId::get());
		Ok(())
	}

	/// Every lot of the staker's has a merged cohort to follow, and a window of cohorts is due; and an operator makes
	/// up for its own stake.
	#[benchmark]
	fn delegate() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		let pool = *pools.last().expect("there is a pool");
		fill::<T>(&operator, &[pool]);
		idle::<T>(&[pool]);
		let who: T::AccountId = account("staker", FIRST, 0);
		Operators::<T>::mutate(&operator, |record| {
			let record = record.as_mut().expect("it is registered");
			record.shortage = Some(Shortage::Since(EpochIndex(1)));
		});

		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_delegate(pool, who.clone(), STAKE));
		}

		assert_eq!(met.expect("it may").own, work::STAKE.most);

		let holding = Holdings::<T>::get(who, pool).expect("it holds stake");
		assert_eq!(holding.lots().len(), 2, "all it had is mature, and one lot is new");
	}

	/// In a pool that waits for nothing.
	#[benchmark]
	fn usual_delegate() {
		T::BenchmarkHelper::quiet_doors();
		let (_, pool, who) = usual::<T>();
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_delegate(pool, who.clone(), STAKE));
		}

		assert_eq!(met.expect("it may").own, work::STAKE.usual);
	}

	/// As for `delegate`, and an exit of every epoch of the window is paid on the way.
	#[benchmark]
	fn undelegate() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		let pool = *pools.last().expect("there is a pool");
		fill::<T>(&operator, &[pool]);
		idle::<T>(&[pool]);
		let who: T::AccountId = account("staker", FIRST, 0);
		let waiting = Exits::<T>::get(&who, pool).expect("it waits").waiting().len() as u32;
		assert_eq!(waiting, T::Window::get() + 1);

		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_undelegate(pool, who.clone(), Amount::Exactly(STAKE)));
		}

		assert_eq!(met.expect("it may").0.own, work::UNSTAKE.most);

		let exits = Exits::<T>::get(who, pool).expect("it waits");
		assert_eq!(exits.waiting().len(), 1, "all others were paid");
		assert_eq!(exits.due(), 0);
		assert_eq!(exit_buckets::<T>(pool), T::Window::get() + 2);
	}

	/// In a pool that waits for nothing: of its operator, which is looked at.
	#[benchmark]
	fn usual_undelegate() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pool, _) = usual::<T>();
		super::delegate::<T>(pool, &operator, STAKE);
		skip::<T>(T::Window::get() + 1);
		come_by::<T>(pool, &operator);
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_undelegate(pool, operator, Amount::Exactly(STAKE / 2)));
		}

		assert!(met.expect("it may").0.own <= work::UNSTAKE.usual);
	}

	/// As for `delegate`, and an exit of every epoch of the window is paid.
	#[benchmark]
	fn withdraw() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		let pool = *pools.last().expect("there is a pool");
		fill::<T>(&operator, &[pool]);
		idle::<T>(&[pool]);
		let who: T::AccountId = account("staker", FIRST, 0);
		let waiting = Exits::<T>::get(&who, pool).expect("it waits").waiting().len() as u32;
		assert_eq!(waiting, T::Window::get() + 1);

		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_withdraw(who.clone(), pool, who.clone()));
		}

		assert_eq!(met.expect("it may").own, work::WITHDRAW.most);

		assert!(!Exits::<T>::contains_key(who, pool));
	}

	/// From a pool that waits for nothing.
	#[benchmark]
	fn usual_withdraw() {
		T::BenchmarkHelper::quiet_doors();
		let (_, pool, who) = usual::<T>();
		assert_ok!(Pallet::<T>::do_undelegate(pool, who.clone(), Amount::Exactly(STAKE / 2)));
		skip::<T>(T::Window::get() + 1);
		come_by::<T>(pool, &who);
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_withdraw(who.clone(), pool, who.clone()));
		}

		assert!(met.expect("it is released").own <= work::WITHDRAW.usual);
		assert!(!Exits::<T>::contains_key(who, pool));
	}

	/// A window of cohorts is due, every lot of the staker's has a merged one to follow, and the cover of the operator has
	/// changed.
	#[benchmark]
	fn poke() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		let pool = *pools.last().expect("there is a pool");
		fill::<T>(&operator, &[pool]);
		idle::<T>(&[pool]);
		forget_cover::<T>(&operator);
		let who: T::AccountId = account("staker", FIRST, 0);

		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_poke(pool, Some(who.clone())));
		}

		assert_eq!(met.expect("it may").own, work::STAKE.most);

		let holding = Holdings::<T>::get(who, pool).expect("it holds stake");
		assert_eq!(holding.lots().len(), 1, "all of it is mature");
		assert_ne!(cover_of::<T>(&operator), Cover::NEVER);
	}

	/// Of a pool and a staker that wait for nothing. The cover of the operator has changed.
	#[benchmark]
	fn usual_poke() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pool, who) = usual::<T>();
		forget_cover::<T>(&operator);
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_poke(pool, Some(who)));
		}

		assert_eq!(met.expect("it is there").own, work::STAKE.usual);
		assert_ne!(cover_of::<T>(&operator), Cover::NEVER);
	}

	/// By the door: every pool, every cohort, the exits of every epoch of the window, and every lot of the operator's own
	/// has a merged cohort to follow; and it is one slash too many, so that every pool closes. Some of it can be moved, and every
	/// pool owes the rest.
	#[benchmark]
	fn slash() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, fault) = Pallet::<T>::ready_to_slash(T::MaxPools::get());
		empty_pots::<T>();
		let slashed;

		#[block]
		{
			slashed = half_of::<T>(&operator, fault);
		}

		assert!(slashed.bond.is_some());
		assert!(!slashed.pools.is_empty());
		assert_eq!(slashed.owed.len() as u32, T::MaxPools::get());
		let record = Operators::<T>::get(operator).expect("it is there");
		assert_eq!(record.standing(), OperatorState::Deactivated);
		assert!(RankingPending::<T>::get());
	}

	/// By the door: bond, every pool, every cohort and the exits of every epoch of the window.
	#[benchmark]
	fn exposure() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, fault) = Pallet::<T>::ready_to_slash(T::MaxPools::get());
		let slashable;

		#[block]
		{
			slashable = <Pallet<T> as Exposure<_, _>>::slashable(&operator, fault);
		}

		assert!(!slashable.is_empty());
	}

	/// By the door: what a slash has left owed in a pool, all of it.
	#[benchmark]
	fn hand_out() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pools) = operator::<T>(1);
		let pool_id = *pools.first().expect("it was opened");
		assert_ok!(Pallet::<T>::delegate(signed::<T>(&operator), pool_id, STAKE));
		OwedSlashes::<T>::insert(pool_id, 1);
		let money;

		#[block]
		{
			money = Pallet::<T>::do_hand_out(pool_id, 1).expect("it is owed");
		}

		assert_eq!(money.peek(), 1);
		assert_eq!(OwedSlashes::<T>::get(pool_id), None);
	}

	/// The pot is not open for the asset.
	#[benchmark]
	fn touch() {
		T::BenchmarkHelper::quiet_doors();
		let (payer, _) = operator::<T>(0);
		let asset = new_asset::<T>();
		fund::<T>(&asset, &payer);

		#[extrinsic_call]
		_(signed::<T>(&payer), asset.clone());

		assert!(Pots::<T>::contains_key(asset));
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::quiet_doors();
		let origin = T::EmergencyOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let (operator, _) = operator::<T>(T::MaxPools::get());
		rank::<T>(&operator);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, lookup::<T>(&operator));

		assert!(RankingPending::<T>::get());
		Ok(())
	}

	/// By the door.
	#[benchmark]
	fn suspend_idle() {
		let (operator, _) = operator::<T>(T::MaxPools::get());
		rank::<T>(&operator);

		#[block]
		{
			assert_ok!(<Pallet<T> as Suspend<_>>::suspend_idle(&operator));
		}

		assert!(RankingPending::<T>::get());
	}

	/// By an operator that was idle, in a later epoch: the admin asks nobody for the time.
	#[benchmark]
	fn resume() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, _) = operator::<T>(T::MaxPools::get());
		let idle = Suspension::Idle(Pallet::<T>::now());
		assert_ok!(Pallet::<T>::do_suspend(operator.clone(), idle));
		skip::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), lookup::<T>(&operator));

		let record = Operators::<T>::get(operator).expect("it is registered");
		assert_eq!(record.suspension, None);
	}

	/// As `retire`.
	#[benchmark]
	fn close_operator(p: Linear<1, { T::MaxPools::get() }>) -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::quiet_doors();
		let origin = T::EmergencyOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let (operator, pools) = operator::<T>(p);
		fill::<T>(&operator, &pools);
		skip::<T>(T::Window::get() + 1);
		burden::<T>(&pools);
		rank::<T>(&operator);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, lookup::<T>(&operator));

		let record = Operators::<T>::get(operator).expect("its bond is still there");
		assert_eq!(record.standing(), OperatorState::Closing);
		Ok(())
	}

	#[benchmark]
	fn set_global_min_self_stake() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, STAKE);

		assert_eq!(GlobalMinSelfStake::<T>::get().amount, STAKE);
		Ok(())
	}

	/// With a pool in every asset.
	#[benchmark]
	fn set_min_self_stake() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pools) = operator::<T>(T::MaxPools::get());
		for pool in pools {
			super::delegate::<T>(pool, &operator, STAKE);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), 1);

		let record = Operators::<T>::get(operator).expect("it is registered");
		assert_eq!(record.min_self_stake.at(Pallet::<T>::now()), 1);
	}

	/// Both pools are full and idle, and a window of exits goes on on the way.
	#[benchmark]
	fn redelegate() {
		T::BenchmarkHelper::quiet_doors();
		let (who, from, to) = moving::<T>();

		let met;

		#[block]
		{
			met =
				call(|| Pallet::<T>::do_redelegate(who.clone(), from, to, Amount::Exactly(STAKE)));
		}

		assert_eq!(met.expect("it may").0.own, work::REDELEGATE.most);

		let moving = Redelegations::<T>::get((who, from, to)).expect("some is on its way");
		assert_eq!(moving.waiting().len(), 1, "all others went on");
	}

	/// From a pool that waits for nothing to one that does not either.
	#[benchmark]
	fn usual_redelegate() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, from, who) = usual::<T>();
		let to = open::<T>(&operator, T::BenchmarkHelper::asset(1));
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_redelegate(who, from, to, Amount::Exactly(STAKE / 2)));
		}

		assert!(met.expect("it may").0.own <= work::REDELEGATE.usual);
	}

	/// As for `redelegate`.
	#[benchmark]
	fn complete_redelegation() {
		T::BenchmarkHelper::quiet_doors();
		let (who, from, to) = moving::<T>();

		let met;

		#[block]
		{
			met =
				call(|| Pallet::<T>::do_complete_redelegation(who.clone(), who.clone(), from, to));
		}

		assert_eq!(met.expect("it may").own, work::COMPLETE.most);

		assert!(!Redelegations::<T>::contains_key((&who, from, to)));
		let holding = Holdings::<T>::get(who, to).expect("it holds stake");
		assert_eq!(holding.lots().len(), 2, "all it had is mature, and one lot is new");
	}

	/// From a pool that waits for nothing to one that does not either.
	#[benchmark]
	fn usual_complete_redelegation() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, from, who) = usual::<T>();
		let to = open::<T>(&operator, T::BenchmarkHelper::asset(1));
		assert_ok!(Pallet::<T>::do_redelegate(who.clone(), from, to, Amount::Exactly(STAKE / 2)));
		skip::<T>(T::Window::get() + 1);
		come_by::<T>(from, &who);
		come_by::<T>(to, &who);
		let met;

		#[block]
		{
			met =
				call(|| Pallet::<T>::do_complete_redelegation(who.clone(), who.clone(), from, to));
		}

		assert!(met.expect("it is released").own <= work::COMPLETE.usual);
		assert!(Holdings::<T>::contains_key(who, to));
	}

	/// A window of exits was on its way, another one waits, and all of them are paid.
	#[benchmark]
	fn cancel_redelegation() {
		T::BenchmarkHelper::quiet_doors();
		let (who, from, to) = moving::<T>();
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_cancel_redelegation(who.clone(), from, to));
		}

		assert_eq!(met.expect("it may").own, work::CANCEL.most);
		assert!(!Redelegations::<T>::contains_key((&who, from, to)));
		assert!(!Exits::<T>::contains_key(who, from), "all was paid");
	}

	/// What one epoch asked for was on its way from a pool that waits for nothing, and is paid.
	#[benchmark]
	fn usual_cancel_redelegation() {
		T::BenchmarkHelper::quiet_doors();
		let (operator, from, who) = usual::<T>();
		let to = open::<T>(&operator, T::BenchmarkHelper::asset(1));
		assert_ok!(Pallet::<T>::do_redelegate(who.clone(), from, to, Amount::Exactly(STAKE / 2)));
		skip::<T>(T::Window::get() + 1);
		come_by::<T>(from, &who);
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_cancel_redelegation(who.clone(), from, to));
		}

		assert_eq!(met.expect("it may").own, work::CANCEL.usual);
		assert!(!Redelegations::<T>::contains_key((&who, from, to)));
		assert!(!Exits::<T>::contains_key(who, from), "all was paid");
	}

	#[benchmark]
	fn set_active_set_size() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;

		rank::<T>(&account("operator", 0, 0));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, T::MaxOperators::get() - 1);

		assert!(RankingPending::<T>::get());
		Ok(())
	}

	/// A block in which nothing is to be done.
	#[benchmark]
	fn poll() {
		go_to::<T>(EpochIndex(5));
		LastElection::<T>::put(EpochIndex(5));
		RankingPending::<T>::put(false);

		#[block]
		{
			Pallet::<T>::poll(&mut WeightMeter::new());
		}

		assert_eq!(LastElection::<T>::get(), Some(EpochIndex(5)));
	}

	/// Everybody in the set is replaced, and as many old sets as can be are forgotten.
	#[benchmark]
	fn enact() {
		T::BenchmarkHelper::quiet_doors();
		rank::<T>(&account("newcomer", 0, 0));
		let member = |index| account("old", index, 0);
		let members: Vec<T::AccountId> = (0..T::MaxOperators::get()).map(member).collect();
		for set_id in (1..=3).map(SetId) {
			let members = BoundedVec::truncate_from(members.clone());
			let since_epoch = EpochIndex(0);
			ActiveSets::<T>::insert(set_id, ActiveSet { set_id, since_epoch, members });
		}
		NextSetId::<T>::put(SetId(4));
		go_to::<T>(EpochIndex(100));

		#[block]
		{
			Pallet::<T>::enact();
		}

		assert_eq!(NextSetId::<T>::get(), SetId(5));
		assert_eq!(OldestSetId::<T>::get(), SetId(3));
		let set = Pallet::<T>::current_set().expect("it was just made");
		assert_eq!(set.members.len() as u32, T::MaxOperators::get());
	}

	/// So many operators, each with every pool it may have and own stake that is short and forgiven.
	#[benchmark]
	fn elect(o: Linear<1, { T::MaxOperators::get() }>) {
		go_to::<T>(EpochIndex(5));
		GlobalMinSelfStake::<T>::put(GlobalMinimum {
			amount: Power::MAX,
			raised_epoch: EpochIndex(5),
		});
		let _ = Operators::<T>::clear(u32::MAX, None);
		for index in 0..o {
			let operator: T::AccountId = account("operator", index, 0);
			let (bond, since) = (T::Bond::get(), EpochIndex(1));
			let record = Operator::<T>::new(index, bond, since, Cover::ALWAYS);
			let mut record = record.expect("it is a number");
			for pool in 0..T::MaxPools::get() {
				let (asset, pool_id) = (T::BenchmarkHelper::asset(pool), PoolId(index * 4 + pool));
				let mut stake = Scheduled::default();
				stake.set(STAKE + Balance::from(o - index), EpochIndex(4), EpochIndex(5));
				let entry = PoolBacking { pool_id, asset, total: stake, own: stake };
				record.backing.pools.try_push(entry).expect("it may have so many");
			}
			Operators::<T>::insert(&operator, record);
		}

		#[block]
		{
			Pallet::<T>::elect(EpochIndex(5));
		}

		assert_eq!(Ranking::<T>::get().order().len() as u32, o);
		let history = PowerHistory::<T>::get(Pallet::<T>::history_slot(EpochIndex(5)));
		assert_eq!(history.map(|history| history.powers.len() as u32), Some(o));
	}

	/// As `retire`.
	#[benchmark]
	fn reclaim_place(p: Linear<1, { T::MaxPools::get() }>) {
		T::BenchmarkHelper::quiet_doors();
		let (operator, pools) = operator::<T>(p);
		fill::<T>(&operator, &pools);
		skip::<T>(T::Window::get() + 1);
		burden::<T>(&pools);
		rank::<T>(&operator);
		ElectionCount::<T>::put(T::ReclaimPeriod::get());
		Operators::<T>::mutate(&operator, |record| {
			record.as_mut().expect("it is registered").unable.note(true, 1);
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), lookup::<T>(&operator));

		assert!(Operators::<T>::get(&operator).is_some_and(|record| record.departure.is_some()));
	}

	/// By the door.
	#[benchmark]
	fn cover_changed() {
		let (operator, _) = operator::<T>(T::MaxPools::get());
		forget_cover::<T>(&operator);

		#[block]
		{
			<Pallet<T> as CoverObserver<_>>::cover_changed(&operator, Cover::ALWAYS);
		}

		assert_eq!(cover_of::<T>(&operator), Cover::ALWAYS);
	}

	/// By the door: every operator that there can be had power.
	#[benchmark]
	fn power_at() {
		go_to::<T>(START);
		let of = |index| (account("operator", index, 0), Power::MAX);
		let powers = (0..T::MaxOperators::get()).map(of).collect::<Vec<(T::AccountId, _)>>();
		let powers = BoundedVec::truncate_from(powers);
		let noted = PowersOf { epoch: START, powers };
		PowerHistory::<T>::insert(Pallet::<T>::history_slot(START), noted);
		let powers;

		#[block]
		{
			powers = <Pallet<T> as PowerAt<_>>::powers(START);
		}

		let count = powers.map(|powers| powers.len() as u32);
		assert_eq!(count, Some(T::MaxOperators::get()));
	}

	/// By the door: a set as large as can be.
	#[benchmark]
	fn active_set_info() {
		let set_id = serve_all::<T>();
		let set;

		#[block]
		{
			set = <Pallet<T> as ActiveSetInfo<_>>::set();
		}

		assert_eq!(set.map(|(set_id, _)| set_id), Some(set_id));
	}

	/// By the door: so many pools are looked at, each with a window of cohorts that are due and exits of every epoch.
	#[benchmark]
	fn own_stake(p: Linear<1, { T::MaxPools::get() }>) {
		T::BenchmarkHelper::quiet_doors();
		let who = in_native_pools::<T>(p);
		let value;

		#[block]
		{
			value = <Pallet<T> as OwnStake<_>>::own_stake(&who, p);
		}

		let stakes = p * (T::Window::get() + 2); // of one more in each, of which slashes take little
		assert!(value > STAKE * Balance::from(stakes), "every pool counts");
	}

	/// As `delegate`, among so many stakers.
	#[benchmark(extra)]
	fn delegate_among(h: Linear<1, { CROWD }>) {
		let (_, pool) = crowded::<T>(h);
		idle::<T>(&[pool]);
		let who: T::AccountId = account("staker", FIRST, 0);

		#[extrinsic_call]
		delegate(RawOrigin::Signed(who.clone()), pool, STAKE);

		assert!(Holdings::<T>::iter_keys().count() as u32 > h);
	}

	/// As `undelegate`, among so many stakers.
	#[benchmark(extra)]
	fn undelegate_among(h: Linear<1, { CROWD }>) {
		let (_, pool) = crowded::<T>(h);
		idle::<T>(&[pool]);
		let who: T::AccountId = account("staker", FIRST, 0);

		#[extrinsic_call]
		undelegate(RawOrigin::Signed(who.clone()), pool, Amount::Exactly(STAKE));

		assert!(Holdings::<T>::iter_keys().count() as u32 > h);
	}

	/// As `withdraw`, among so many stakers.
	#[benchmark(extra)]
	fn withdraw_among(h: Linear<1, { CROWD }>) {
		let (_, pool) = crowded::<T>(h);
		idle::<T>(&[pool]);
		let who: T::AccountId = account("staker", FIRST, 0);

		#[extrinsic_call]
		withdraw(RawOrigin::Signed(who.clone()), pool, lookup::<T>(&who));

		assert!(Holdings::<T>::iter_keys().count() as u32 > h);
	}

	/// As `slash` of an operator with one pool, among so many stakers.
	#[benchmark(extra)]
	fn slash_among(h: Linear<1, { CROWD }>) {
		let (operator, fault) = Pallet::<T>::ready_to_slash_among(h);
		let slashed;

		#[block]
		{
			slashed = half_of::<T>(&operator, fault);
		}

		assert_eq!(slashed.pools.len(), 1);
		assert!(Holdings::<T>::iter_keys().count() as u32 > h);
	}

	/// A slash of half of all that was active in an epoch. The use of the money is not of this pallet's making, and is not
	/// measured.
	fn half_of<T: Config>(
		operator: &T::AccountId,
		fault: EpochIndex,
	) -> Slashed<AssetIdOf<T>, CreditOf<T>> {
		slash_operator::<T>(operator, fault, Fraction::from_percent(50), Scope::BondAndPools)
	}

	#[cfg(feature = "std")]
	impl<T: Config> Pallet<T> {
		/// Runs every benchmark once, each in a state that is made for it, as `impl_benchmark_test_suite` does for a
		/// mock: for the tests of a runtime.
		pub fn test_benchmarks(in_new_state: impl Fn(&mut dyn FnMut())) {
			macro_rules! selected {
				($($name:ident)*) => { [$((stringify!($name), SelectedBenchmark::$name)),*] };
			}
			let all = selected! {
				set_registration_policy allow_operator disallow_operator register top_up_bond retire withdraw_bond open_pool
				open_standalone_pool delegate undelegate withdraw poke slash exposure hand_out touch suspend suspend_idle resume
				close_operator cover_changed reclaim_place
				set_global_min_self_stake set_min_self_stake redelegate complete_redelegation
				cancel_redelegation set_active_set_size poll enact elect power_at active_set_info own_stake
				usual_delegate usual_undelegate usual_withdraw usual_poke usual_redelegate usual_complete_redelegation usual_cancel_redelegation
				delegate_among undelegate_among withdraw_among slash_among
			};
			let listed = <Pallet<T> as frame_benchmarking::Benchmarking>::benchmarks(true);
			assert_eq!(all.len(), listed.len(), "none is forgotten");
			for (name, benchmark) in all {
				let components = BenchmarkingSetup::<T>::components(&benchmark).into_iter();
				let lowest: Vec<_> =
					components.map(|(component, low, _)| (component, low)).collect();
				in_new_state(&mut || {
					let begin = || frame_system::Pallet::<T>::set_block_number(1u32.into());
					let run = BenchmarkingSetup::<T>::test_instance(&benchmark, &lowest, &begin);
					assert_eq!(run, Ok(()), "{name}");
				});
			}
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
