// SPDX-License-Identifier: Apache-2.0

//! The calls at their worst: every cohort of the window is there, every epoch of it has its exits, and then nobody
//! touches the pool for so long that all of it merges, positions expire in as many epochs as can be, and every stream
//! has something to pay for each of them.

use super::*;
use crate::{
	book::Book, claim_payments::Tried, claims::Claimed, offers::Offeror, payments::PotOf,
	pokes::Poked,
};
use alloc::{collections::BTreeSet, vec, vec::Vec};
use bulwark_ledger::{
	Announced, Cohort, CohortSpan, Commission, ExitSpan, ExpirySpan, Fixed, Horizon, Millis, Page,
	Place, RewardWeights, Weighted,
};
use bulwark_traits::{Epochs, PagesMet, PositionNfts, Reward, StakeObserver, StakePools, StakeRef};
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
use sp_runtime::{DispatchError, DispatchResult};

/// Prepares a runtime for the benchmarks, with the calls of the keeper of the stake.
pub trait BenchmarkHelper<AssetId, AccountId> {
	/// A reward asset that can be staked too, another for each index; 0 is the native one.
	fn asset(index: u32) -> AssetId;

	/// Gives an account some of an asset.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);

	/// Sets the wall clock.
	fn set_time(now: Millis);

	/// The number of pools that an operator may have.
	fn most_pools() -> u32;

	/// Opens a pool of an operator's, which registers first if it has to.
	fn open_pool(operator: &AccountId, asset: AssetId) -> PoolId;

	/// Delegates.
	fn delegate(pool: PoolId, staker: &AccountId, amount: Balance);

	/// Asks stake back.
	fn undelegate(pool: PoolId, staker: &AccountId, amount: Balance);

	/// Takes a part of what stands behind an operator now, which stays active.
	fn slash(operator: &AccountId, fraction: Fraction);

	/// Puts stakers into a pool, each with the same stake and weight, without telling anybody: one write each.
	fn crowd(pool: PoolId, stakers: Vec<AccountId>, multiplier: Multiplier);
}

/// Not round, and divisible by nothing that shares are divided by.
const STAKE: Balance = 1_000_000_000_000_007;

/// The number of positions of a crowd. Tests ask whether a benchmark runs, not what it says.
const CROWD: u32 = if cfg!(test) { 1_000 } else { 100_000 };

/// There is a past, and pools are [full](fill) in the first epoch of a page: those of the window before it meet as many pages
/// as they can.
fn start<T: Config>() -> EpochIndex {
	EpochIndex(1_056).minus(2 * (T::Stake::window() + 1))
}

/// The number of the staker whose calls are measured.
const FIRST: u32 = 0;

/// The number of somebody else who was there from the start.
const OTHER: u32 = 1;

/// The numbers of those who come late begin here.
const NEWCOMERS: u32 = 1_000;

fn skip<T: Config>(epochs: u32) {
	T::BenchmarkHelper::set_time(T::Stake::start(Pallet::<T>::now().plus(epochs)));
}

fn lookup<T: Config>(who: &T::AccountId) -> AccountIdLookupOf<T> {
	T::Lookup::unlookup(who.clone())
}

fn reward_assets<T: Config>() -> Vec<AssetIdOf<T>> {
	(0..T::MaxRewardAssets::get()).map(T::BenchmarkHelper::asset).collect()
}

/// The last one: not the native one, if there is another.
fn foreign_asset<T: Config>() -> AssetIdOf<T> {
	T::BenchmarkHelper::asset(T::MaxRewardAssets::get() - 1)
}

/// The number of those that are not the native one, 1 if there are none.
fn foreign_count<T: Config>() -> u32 {
	T::MaxRewardAssets::get().saturating_sub(1).max(1)
}

/// So many of them.
fn foreign_assets<T: Config>(count: u32) -> Vec<AssetIdOf<T>> {
	let most = T::MaxRewardAssets::get();
	(most - count..most).map(T::BenchmarkHelper::asset).collect()
}

/// An account with money of every kind.
fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who = account(name, index, 0);
	for asset in reward_assets::<T>() {
		T::BenchmarkHelper::fund(&asset, &who, STAKE * 1_000_000);
	}
	who
}

/// Every lock tier, every asset, and a penalty for those who stay.
fn offer<T: Config>() -> Offer<T> {
	let longest = T::MaxDuration::get();
	let durations = (longest + 1 - T::MaxLockTiers::get()..=longest).rev();
	let tiers = durations
		.zip(137..)
		.map(|(duration, multiplier)| LockTier { duration, multiplier: Multiplier(multiplier) });
	Offer {
		tiers: BoundedVec::truncate_from(tiers.collect()),
		assets: BoundedVec::truncate_from(reward_assets::<T>()),
		penalty: Fraction::from_percent(50),
		destination: Destination::Stakers,
	}
}

/// Lets an offer hold from now on, whoever has stake.
fn configure_at_once<T: Config>(payer: T::AccountId, pool: PoolId, offer: Offer<T>) {
	let offeror = Offeror { payer, is_admin: true };
	assert_ok!(Pallet::<T>::set_offer(offeror, pool, offer, Pallet::<T>::now()));
}

fn terms<T: Config>() -> LockTermsOf<T> {
	let Offer { penalty, destination, .. } = offer::<T>();
	LockTerms { tier: tier::<T>(), penalty, destination }
}

/// The longest lock.
fn tier<T: Config>() -> LockTier {
	*offer::<T>().tiers.first().expect("there is one")
}

fn pool_info<T: Config>(pool: PoolId) -> PoolInfoOf<T> {
	T::Stake::pool(pool, Pallet::<T>::now()).expect("it is there")
}

fn rewards_of<T: Config>(pool: PoolId) -> PoolRewardsOf<T> {
	RewardPools::<T>::get(pool).expect("it is configured").rewards
}

/// Streams that pay another amount for each of as many epochs as can be.
fn fund_streams<T: Config>(pool: PoolId, since: EpochIndex) {
	let mut streams = StreamsOf::<T>::default();
	for (at, asset) in (0..).zip(RewardPools::<T>::get(pool).expect("it is configured").assets) {
		for epochs in 1..=Schedule::MAX_EPOCHS {
			assert_ok!(streams.fund(at, since, STAKE * Balance::from(epochs), epochs));
		}
		give_pot::<T>(&asset, streams.left(at, since).expect("the sum is small"));
	}
	Streams::<T>::insert(pool, streams);
}

/// What a pool streams of an asset for an epoch.
fn amount_of<T: Config>(pool: PoolId, at: u32, epoch: EpochIndex) -> Balance {
	Streams::<T>::get(pool).get(at).map_or(0, |stream| stream.amount(epoch))
}

fn give_pot<T: Config>(asset: &AssetIdOf<T>, amount: Balance) {
	T::BenchmarkHelper::fund(asset, &Pallet::<T>::pot(), amount);
	assert_ok!(PotOf::<T>::note_received(asset, amount));
}

/// The number of epochs in a row in which positions can be about to expire.
fn most_expiries<T: Config>() -> u32 {
	T::MaxDuration::get() + 1
}

/// The number of epochs whose expiries share a page.
fn span() -> u32 {
	<ExpirySpan as Get<u32>>::get()
}

/// The number of pages that so many meet at most.
fn most_pages<T: Config>() -> u32 {
	1 + (most_expiries::<T>() - 1).div_ceil(span())
}

/// The number of pages with expiries that are due in a pool.
fn due_pages<T: Config>(pool: PoolId) -> u32 {
	let to_come = rewards_of::<T>(pool).expiries_to_come();
	let due = to_come.and_then(|to_come| to_come.due(Pallet::<T>::now(), None));
	let [first, last] = due.expect("some are due").map(ExpiryPageOf::<T>::index_of);
	last.0 - first.0 + 1
}

/// The first epoch from one on that is the last of its page: expiries from there on meet as many pages as can be.
fn end_of_page(epoch: EpochIndex) -> EpochIndex {
	epoch.plus(span() - 1 - epoch.0 % span())
}

/// Does something with a pool's rewards as they were left.
fn with_book<T: Config>(pool: PoolId, act: impl FnOnce(&mut Book<T>) -> DispatchResult) {
	let book = Book::<T>::open(pool_info::<T>(pool)).expect("it decodes");
	let mut book = book.expect("it is configured");
	assert_ok!(act(&mut book));
	assert_ok!(book.store());
}

/// The accumulators of the exits of an epoch.
fn exit_rewards<T: Config>(pool: PoolId, asked: EpochIndex) -> AccumulatorsOf<T> {
	let page = ExitRewards::<T>::get(pool, ExitPageOf::<T>::index_of(asked));
	page.and_then(|page| page.get(asked).cloned()).expect("somebody has left")
}

/// The number of pages of some epochs.
fn pages<Span: Get<u32>>(epochs: impl IntoIterator<Item = EpochIndex>) -> usize {
	epochs.into_iter().map(Page::<(), Span>::index_of).collect::<BTreeSet<_>>().len()
}

/// The epochs in which positions of a pool expire, or have.
fn expiries_of<T: Config>(pool: PoolId) -> Vec<EpochIndex> {
	let mut epochs = Vec::new();
	for (index, page) in Expiries::<T>::iter_prefix(pool) {
		epochs.extend(page.iter(index).map(|(epoch, _)| epoch));
	}
	epochs
}

/// Makes a pool one that was last touched in an epoch, with streams from there on and positions that expire in as many
/// epochs as can be, from another one on.
fn burden<T: Config>(pool: PoolId, since: EpochIndex, first_expiry: EpochIndex) {
	let mut rewards = PoolRewardsOf::<T>::new(since);
	rewards.accumulators = rewards_of::<T>(pool).accumulators;
	for expiry in expiries_of::<T>(pool).into_iter().filter(|expiry| since < *expiry) {
		// They are counted already.
		assert_ok!(rewards.expect_expiry(expiry, None));
	}
	RewardPools::<T>::mutate(pool, |record| {
		record.as_mut().expect("it is configured").rewards = rewards;
	});
	with_book::<T>(pool, |book| {
		let mut expiries = (0..most_expiries::<T>()).map(|at| first_expiry.plus(at));
		expiries.try_for_each(|expiry| book.expect_expiry(expiry))
	});
	fund_streams::<T>(pool, since);
}

/// For how long nobody touches a pool: every cohort merges, then positions expire, the first at the end of a page.
fn long<T: Config>() -> u32 {
	T::Stake::window() + 1 + most_expiries::<T>() + span()
}

/// Lets a full pool wait until everything is due.
fn forget<T: Config>(pool: PoolId) {
	let (touched, window) = (Pallet::<T>::now(), T::Stake::window());
	burden::<T>(pool, touched, end_of_page(touched.plus(window + 2)));
	skip::<T>(long::<T>());

	let rewards = rewards_of::<T>(pool);
	assert_eq!(rewards.matured_epoch(), touched);
	let at = Horizon { now: Pallet::<T>::now(), window };
	let stake = pool_info::<T>(pool).stake(touched);
	let due = stake.iter().filter_map(|(cohort, _)| match cohort {
		Cohort::From(start) if stake.has_matured(at, start) => Some(start),
		_ => None,
	});
	let due: Vec<_> = due.collect();
	assert_eq!(due.len() as u32, window + 1, "each of which merges");
	assert_eq!(pages::<CohortSpan<MaxBucketsOf<T>>>(due), 2, "which meet two pages");
	let exits = exit_rewards::<T>(pool, touched);
	assert_eq!(exits.weights().count() as u32, window + 1, "exits from every cohort");
	assert!(due_pages::<T>(pool) >= most_pages::<T>());
	let mature = rewards.accumulators.each(Cohort::Mature);
	for at in 0..RewardPools::<T>::get(pool).expect("it is configured").assets.len() as u32 {
		assert!(Streams::<T>::get(pool).steps(at, touched).len() as u32 > Schedule::MAX_EPOCHS);
		assert!(mature.get(at) != Fixed::default(), "everything has earned something");
	}
}

/// Makes a pool what none can be: it was touched in the present epoch, and not for so long that everything is due. What
/// is done to it costs no less than to either.
fn turn_back<T: Config>(pool: PoolId, first_expiry: EpochIndex) {
	let now = Pallet::<T>::now();
	let since = now.minus(long::<T>());
	burden::<T>(pool, since, first_expiry);
	assert!(since > EpochIndex(0), "there is a past");
	assert!(due_pages::<T>(pool) >= most_pages::<T>());
}

/// See [`bulwark_traits::StakeObserver::worst_case`].
pub(crate) fn worst_case<T: Config>(pool: PoolId) {
	if !RewardPools::<T>::contains_key(pool) {
		let payer = rich::<T>("payer", 0);
		configure_at_once::<T>(payer, pool, offer::<T>());
	}
	// Cohorts merge in the last W + 1 epochs, if they do: positions expire before.
	turn_back::<T>(pool, end_of_page(Pallet::<T>::now().minus(long::<T>()).next()));
}

/// Moments at which something besides can happen while pools are filled.
enum Turn {
	/// Stake comes into a cohort.
	Join,
	/// Stake of every cohort leaves.
	Leave,
}

fn delegate<T: Config>(pool: PoolId, index: u32) {
	T::BenchmarkHelper::delegate(pool, &rich::<T>("staker", index), STAKE);
}

fn leave<T: Config>(pool: PoolId, index: u32) {
	T::BenchmarkHelper::undelegate(pool, &account("staker", index, 0), 1_003);
}

/// Lowers every price a little, so that no cohort merges one for one.
fn slash<T: Config>(operator: &T::AccountId) {
	T::BenchmarkHelper::slash(operator, Fraction::from_parts(1_000_000_007));
}

/// An operator with so many pools that pay, in as many assets as there are; the last is in the foreign one.
fn operator<T: Config>(pools: u32, crowd: u32) -> (T::AccountId, Vec<PoolId>) {
	T::BenchmarkHelper::set_time(T::Stake::start(start::<T>()));
	let operator = rich::<T>("operator", 0);
	let opened = (0..pools).rev().map(|index| {
		let asset =
			T::BenchmarkHelper::asset((T::MaxRewardAssets::get() - 1).saturating_sub(index));
		let pool = T::BenchmarkHelper::open_pool(&operator, asset);
		gather::<T>(pool, crowd);
		configure_at_once::<T>(operator.clone(), pool, offer::<T>());
		fund_streams::<T>(pool, Pallet::<T>::now());
		count_crowd::<T>(pool, crowd);
		pool
	});
	let opened = opened.collect();
	(operator, opened)
}

/// Puts so many positions into a pool that does not pay yet, by hand and without their NFTs: as many calls would take
/// hours.
fn gather<T: Config>(pool: PoolId, count: u32) {
	let first = NextPositionId::<T>::get().0;
	let terms = terms::<T>();
	let expiry = terms.expiry(Pallet::<T>::now().next());
	let mut earned = AmountsOf::<T>::default();
	for at in 0..T::MaxRewardAssets::get() {
		assert_ok!(earned.set(at, Fixed::from_units(1)));
	}
	let known = Pallet::<T>::known_at_lock(&pool_info::<T>(pool)).expect("it decodes");
	// The largest record: every amount of it in every asset.
	let (from, window) = (Pallet::<T>::now().next(), T::Stake::window());
	let mut vesting = VestingOf::<T>::relock(from, window, earned.clone(), true);
	assert_ok!(vesting.earn(earned.clone(), Multiplier(1), Multiplier(2)));
	let mut accounts = Vec::new();
	for position_id in (first..first + count).map(PositionId) {
		let account = Pallet::<T>::position_account(position_id);
		Entitlements::<T>::insert((&account, pool, EntitledStake::Staked), &earned);
		let position = Position {
			pool_id: pool,
			account: account.clone(),
			terms: terms.clone(),
			expiry,
			known,
			vesting: vesting.clone(),
			tag: None,
		};
		Positions::<T>::insert(position_id, position);
		accounts.push(account);
	}
	T::BenchmarkHelper::crowd(pool, accounts, terms.tier.multiplier);
	NextPositionId::<T>::put(PositionId(first + count));
}

/// The crowd's positions expire.
fn count_crowd<T: Config>(pool: PoolId, count: u32) {
	let terms = terms::<T>();
	let expiry = terms.expiry(Pallet::<T>::now().next());
	with_book::<T>(pool, |book| (0..count).try_for_each(|_| book.expect_expiry(expiry)));
}

/// Fills pools to the full: a mature bucket, every younger cohort, and for each epoch of the window exits from every
/// cohort that was active, all at prices other than one. The first staker has a lot in every cohort and an exit in
/// every epoch; every other lot and part has another staker.
fn fill<T: Config>(operator: &T::AccountId, pools: &[PoolId], mut besides: impl FnMut(Turn)) {
	let window = T::Stake::window();
	let join = |index| {
		for pool in pools {
			delegate::<T>(*pool, FIRST);
			delegate::<T>(*pool, index);
		}
	};

	join(OTHER);
	besides(Turn::Join);
	skip::<T>(window + 1);
	slash::<T>(operator);

	for round in 0..=window {
		join(round + 2);
		besides(Turn::Join);
		skip::<T>(1);
		slash::<T>(operator);
		for pool in pools {
			(0..=round + 2).for_each(|index| leave::<T>(*pool, index));
		}
		besides(Turn::Leave);
	}
	join(window + 3);
	besides(Turn::Join);
}

/// Lets all cohorts merge and others fill the window again, with exits from every cohort in the end, while the first
/// staker does nothing: all its lots have a merged cohort to follow.
fn idle<T: Config>(pool: PoolId) {
	let window = T::Stake::window();

	skip::<T>(window + 1);
	for round in 0..window {
		delegate::<T>(pool, NEWCOMERS + round);
		skip::<T>(1);
	}
	delegate::<T>(pool, NEWCOMERS + window);
	leave::<T>(pool, OTHER);
	(0..window).for_each(|round| leave::<T>(pool, NEWCOMERS + round));
}

/// An operator with a pool in which everything is due.
fn forgotten<T: Config>() -> (T::AccountId, PoolId) {
	let (operator, pools) = operator::<T>(1, 0);
	fill::<T>(&operator, &pools, |_| ());
	idle::<T>(pools[0]);
	forget::<T>(pools[0]);
	(operator, pools[0])
}

/// A pool in which everything is due, with positions.
struct Scene<T: Config> {
	pool: PoolId,
	/// The first staker: of plain stake in every cohort, of an exit in every epoch with parts from every cohort, and
	/// of two positions.
	owner: T::AccountId,
	/// It has a lot in every cohort.
	position: PositionId,
	/// Another one like it.
	other: PositionId,
}

impl<T: Config> Scene<T> {
	/// The positions are locked still, or have expired so long ago that they can be tagged.
	fn new(are_locked: bool, crowd: u32) -> Self {
		let (operator, pools) = operator::<T>(1, crowd);
		let (pool, owner) = (pools[0], rich::<T>("staker", FIRST));
		let mut sets = [Vec::new(), Vec::new()];
		fill::<T>(&operator, &pools, |turn| match turn {
			Turn::Join => {
				for set in &mut sets {
					set.push(lock::<T>(pool, &owner));
				}
			},
			Turn::Leave => leave_early::<T>(&owner, &mut sets[0]),
		});
		let [position, other] = sets.map(|set| merge_all::<T>(&owner, set));
		if are_locked {
			prolong::<T>(position);
			prolong::<T>(other);
		}
		idle::<T>(pool);
		forget::<T>(pool);

		let scene = Self { pool, owner, position, other };
		scene.check(are_locked);
		scene
	}

	/// The plain stake of the owner.
	fn plain(&self) -> StakeRef<T::AccountId> {
		StakeRef { pool_id: self.pool, staker: self.owner.clone(), to: None }
	}

	fn position(&self) -> Position<T> {
		Positions::<T>::get(self.position).expect("it is there")
	}

	/// The value of the position.
	fn value(&self) -> Balance {
		T::Stake::value(self.pool, &self.position().account, Pallet::<T>::now())
			.expect("it decodes")
			.total()
			.expect("amounts of benchmarks are small")
	}

	fn tag(&self, beneficiary: &T::AccountId) {
		tag_by_hand::<T>(self.position, beneficiary);
	}

	fn check(&self, are_locked: bool) {
		let window = T::Stake::window();
		for id in [self.position, self.other] {
			let position = Positions::<T>::get(id).expect("it is there");
			let weights = T::Stake::reward_weights(&position.stake(), Pallet::<T>::now());
			let weights = weights.expect("it decodes");
			assert_eq!(weights.stored.len() as u32, window + 2, "a lot in every cohort");
			assert_eq!(weights.followed.len() as u32, window + 1, "each of which has merged");
			let now = Pallet::<T>::now();
			assert_eq!(position.expiry > now, are_locked);
			assert_eq!(position.expiry.plus(window) > now, are_locked);
		}
		let weights = T::Stake::reward_weights(&self.plain(), Pallet::<T>::now());
		let weights = weights.expect("it decodes");
		assert_eq!(weights.followed.len() as u32, window + 1);
		let followed = weights.followed.iter().map(|followed| followed.start);
		assert_eq!(pages::<CohortSpan<MaxBucketsOf<T>>>(followed), 2, "which meet two pages");
		let asked = weights.stored.iter().filter_map(|weighted| weighted.place.asked_epoch);
		let asked = asked.collect::<BTreeSet<_>>();
		assert_eq!(asked.len() as u32, window + 1, "an exit in every epoch");
		let pages = pages::<ExitSpan<MaxBucketsOf<T>>>(asked.iter().copied());
		assert_eq!(pages, 3, "which meet three pages");
		let parts =
			|asked| weights.stored.iter().filter(|w| w.place.asked_epoch == asked).count() as u32;
		assert_eq!(parts(asked.last().copied()), window + 1, "from every cohort");
		for kind in [Destination::Burn, Destination::Stakers, Destination::Treasury] {
			let staker = Pallet::<T>::penalty_account(self.pool, &kind);
			let waiting = T::Stake::stakers(self.pool).into_iter().filter(|s| s.staker == staker);
			assert_eq!(waiting.count(), 1, "penalties of all kinds wait");
		}
	}
}

/// Tags a position, whose beneficiary has earned of every asset.
fn tag_by_hand<T: Config>(position: PositionId, beneficiary: &T::AccountId) {
	let mut earned = AmountsOf::<T>::default();
	for (at, asset) in (0..).zip(reward_assets::<T>()) {
		let amount = T::Assets::minimum_balance(asset) + STAKE;
		assert_ok!(earned.set(at, Fixed::from_units(amount)));
	}
	Positions::<T>::mutate(position, |position| {
		let position = position.as_mut().expect("it is there");
		position.tag = Some(Tag { beneficiary: beneficiary.clone(), earned });
	});
}

/// The number that was given last.
fn last_position<T: Config>() -> PositionId {
	PositionId(NextPositionId::<T>::get().0 - 1)
}

/// Locks stake for as long as can be.
fn lock<T: Config>(pool: PoolId, owner: &T::AccountId) -> PositionId {
	let LockTerms { tier, penalty, destination } = terms::<T>();
	assert_ok!(Pallet::<T>::do_stake(owner.clone(), pool, STAKE, tier, penalty, destination));
	last_position::<T>()
}

/// Takes a little out of each position, with penalties of all kinds.
fn leave_early<T: Config>(owner: &T::AccountId, positions: &mut [PositionId]) {
	let kinds = [Destination::Burn, Destination::Stakers, Destination::Treasury];
	let agree = |position: PositionId, destination: &Destination<T::AccountId>| {
		Positions::<T>::mutate(position, |position| {
			position.as_mut().expect("it is there").terms.destination = destination.clone();
		});
	};
	for (position, kind) in positions.iter_mut().zip(kinds.iter().cycle()) {
		agree(*position, kind);
		let left = Pallet::<T>::do_unstake(
			owner.clone(),
			*position,
			Amount::Exactly(1_009),
			Fraction::one(),
		);
		assert!(left.expect("it is its own").0.penalty > 0);
		*position = last_position::<T>();
		agree(*position, &offer::<T>().destination);
	}
}

/// Makes one position of many.
fn merge_all<T: Config>(owner: &T::AccountId, positions: Vec<PositionId>) -> PositionId {
	let merged = positions.into_iter().reduce(|one, other| {
		assert_ok!(Pallet::<T>::do_merge(owner.clone(), one, other));
		last_position::<T>()
	});
	merged.expect("there is one at least")
}

/// Lets a position expire no sooner than so long after the pool was forgotten that it can be extended by an epoch.
fn prolong<T: Config>(id: PositionId) {
	let mut position = Positions::<T>::get(id).expect("it is there");
	// `idle` takes 2W + 1 epochs.
	let measured = Pallet::<T>::now().plus(2 * T::Stake::window() + 1 + long::<T>());
	let expiry = measured.plus(position.terms.tier.duration);
	with_book::<T>(position.pool_id, |book| {
		book.forget_expiry(position.expiry)?;
		book.expect_expiry(expiry)
	});
	position.expiry = expiry;
	Positions::<T>::insert(id, position);
}

/// An operator whose pools have exits in every epoch of the window and mature from long ago, with a commission that
/// was changed whenever it could be, and who pays.
fn rewarded<T: Config>(pools: u32, crowd: u32) -> (T::AccountId, Vec<PoolId>, T::AccountId) {
	let (operator, pools) = operator::<T>(pools, crowd);
	fill::<T>(&operator, &pools, |_| ());
	let (now, window) = (Pallet::<T>::now(), T::Stake::window());
	for pool in &pools {
		for asked in now.minus(window).through(now) {
			let exits = exit_rewards::<T>(*pool, asked);
			assert!(exits.weights().count() as u32 > 1);
		}
		// The last W expiries are of epochs after the oldest that can be rewarded.
		turn_back::<T>(*pool, now.next().minus(most_expiries::<T>()));
		let late = now.next().minus(window).through(now).map(ExpiryPageOf::<T>::index_of);
		assert_eq!(late.collect::<BTreeSet<_>>().len(), 2, "in two pages");
	}
	take_commission::<T>(&operator);
	(operator, pools, rich::<T>("payer", 0))
}

impl<T: Config> Pallet<T> {
	/// An operator whose reward costs most, in what, and for which epoch: for the benchmarks of who pays rewards.
	pub fn rewardable() -> (T::AccountId, AssetIdOf<T>, EpochIndex) {
		let (operator, ..) = rewarded::<T>(T::BenchmarkHelper::most_pools(), 0);
		(operator, foreign_asset::<T>(), Self::now().minus(T::Stake::window()))
	}
}

/// A commission that was lowered whenever it could be, the last time as lately as it can be changed again now.
fn take_commission<T: Config>(operator: &T::AccountId) {
	let (now, window, most) = (Pallet::<T>::now(), T::Stake::window(), T::MaxCommission::get());
	let mut commission = Commission::default();
	for times in (1..=window / 3 + 1).rev() {
		let rate = Fraction::from_parts(most.deconstruct() / 100 * u64::from(90 + times));
		assert_ok!(commission.set(rate, most, now.minus(3 * times), window));
	}
	announce_commissions::<T>(operator, now);
	CommissionRates::<T>::insert(operator, commission);
}

/// As many rises as can be known, none of which waives anything any more.
fn announce_commissions<T: Config>(operator: &T::AccountId, now: EpochIndex) {
	let most = MaxCommissionAnnouncements::<T>::get();
	let mut announced = CommissionAnnouncementsOf::<T>::default();
	for times in (1..=most).rev() {
		let value = Fraction::from_parts(u64::from(times));
		let epoch = now.minus(3 * times);
		let (effective_from, before) = (epoch.next(), Fraction::zero());
		let new = Announced::of_one(effective_from, before, value);
		assert_ok!(announced.announce(epoch, new));
	}
	CommissionAnnouncements::<T>::insert(operator, announced);
}

/// Somebody with stake and a position in a pool that waits for nothing, in which both have earned of some assets.
struct Usual<T: Config> {
	pool: PoolId,
	owner: T::AccountId,
	position: PositionId,
}

impl<T: Config> Usual<T> {
	/// Both have earned of an asset that is not the native one. The position is locked still, or has expired so long ago that
	/// it can be tagged.
	fn new(is_locked: bool) -> Self {
		Self::earning(is_locked, &[foreign_asset::<T>()])
	}

	fn earning(is_locked: bool, assets: &[AssetIdOf<T>]) -> Self {
		let (operator, pools) = operator::<T>(1, 0);
		let (pool, owner) = (pools[0], rich::<T>("staker", FIRST));
		Streams::<T>::remove(pool);
		delegate::<T>(pool, FIRST);
		let position = lock::<T>(pool, &owner);
		let duration = tier::<T>().duration + T::Stake::window();
		skip::<T>(if is_locked { 2 } else { duration + 2 });
		// Somebody comes by.
		delegate::<T>(pool, OTHER);
		for asset in assets {
			reward_stakers::<T>(pool, operator.clone(), asset.clone());
		}
		Self { pool, owner, position }
	}

	/// Claims what the stake or the position has earned of so many assets, none of which is the native one, or of that alone.
	fn claim(&self, is_of_position: bool) -> Result<Claimed, DispatchError> {
		let Self { pool, owner, position } = self;
		let claim = if is_of_position {
			RewardClaim::Position(*position)
		} else {
			RewardClaim::Stake { pool_id: *pool, staker: owner.clone() }
		};
		call(|| Pallet::<T>::do_claim(owner.clone(), claim, None))
	}
}

/// A call as it is made, in a layer of storage: all of what it changes is kept, or nothing.
fn call<Answer>(
	act: impl FnOnce() -> Result<Answer, DispatchError>,
) -> Result<Answer, DispatchError> {
	with_storage_layer(act)
}

/// What staking tells of a pool.
struct Hearing<T: Config> {
	info: PoolInfoOf<T>,
}

/// The reward weights of a staker before and after a change.
struct Change<T: Config> {
	stake: StakeRef<T::AccountId>,
	before: RewardWeights,
	now: Vec<Weighted>,
}

impl<T: Config> Hearing<T> {
	fn of(pool: PoolId) -> Self {
		Self { info: pool_info::<T>(pool) }
	}

	fn before_change(&self) -> u32 {
		<Pallet<T> as StakeObserver<_, _, _>>::before_change(&self.info)
	}

	fn changed(&self, change: &Change<T>) -> u32 {
		let Change { stake, before, now } = change;
		<Pallet<T> as StakeObserver<_, _, _>>::changed(&self.info, stake, before, now)
	}

	fn stake(&self, staker: &T::AccountId) -> StakeRef<T::AccountId> {
		StakeRef { pool_id: self.info.pool_id, staker: staker.clone(), to: None }
	}

	fn weights(&self, staker: &T::AccountId) -> RewardWeights {
		let weights = T::Stake::reward_weights(&self.stake(staker), self.info.horizon.now);
		weights.expect("it decodes")
	}

	/// The lots of a staker that follow, and its exits, and nothing else.
	fn unchanged(&self, staker: &T::AccountId) -> [Change<T>; 2] {
		let weights = self.weights(staker);
		let (exits, lots): (Vec<_>, Vec<_>) =
			weights.stored.iter().partition(|weighted| weighted.place.asked_epoch.is_some());
		let is_lot = |weighted: &Weighted| weighted.place.asked_epoch.is_none();
		let present: Vec<_> = weights.present().into_iter().filter(is_lot).collect();
		let stake = self.stake(staker);
		let lots = RewardWeights { stored: lots, followed: weights.followed };
		[
			Change { stake: stake.clone(), before: lots, now: present },
			Change { stake, before: RewardWeights::settled(exits.clone()), now: exits },
		]
	}

	/// The staker stakes more.
	fn joined(&self, staker: &T::AccountId) -> [Change<T>; 2] {
		let [mut lots, exits] = self.unchanged(staker);
		let place = Place::pool(Cohort::From(self.info.horizon.now.next()));
		lots.now.push(Weighted { place, weight: STAKE });
		[lots, exits]
	}

	/// The staker unstakes, and everything that unbonds already is paid.
	fn left(&self, staker: &T::AccountId) -> [Change<T>; 2] {
		let [mut lots, mut exits] = self.unchanged(staker);
		let lot = lots.now.first_mut().expect("it has stake");
		let weight = lot.weight / 2;
		lot.weight -= weight;
		let place = Place::exit(self.info.horizon.now, lot.place.cohort);
		exits.now = vec![Weighted { place, weight }];
		[lots, exits]
	}
}

/// A claim that meets no page beyond the usual ones, and tries these payments.
fn assert_usual<T: Config>(claimed: Result<Claimed, DispatchError>, paid: Tried) {
	let claimed = claimed.expect("it has earned");
	assert_eq!(claimed.paid, paid);
	assert!(claimed.pages <= work::claim::<T>().usual);
}

/// A call that meets as many pages as can be: all of it is paid.
fn assert_meets_all(met: Result<u32, DispatchError>, pages: PagesMet) {
	let met = met.expect("it may");
	assert!(met >= pages.most, "{met} pages of {}", pages.most);
}

/// The pots of all assets that a pool does not list yet are to be opened, and the chain has no collection: the pool lists those
/// assets and no others.
fn close_pots<T: Config>(pool: PoolId, listed: &[AssetIdOf<T>]) {
	for asset in reward_assets::<T>().into_iter().filter(|asset| !listed.contains(asset)) {
		forget_pot::<T>(&asset);
	}
	Collection::<T>::kill();
	RewardPools::<T>::mutate(pool, |record| {
		if let Some(record) = record {
			record.assets = BoundedVec::truncate_from(listed.to_vec());
		}
	});
}

/// An asset is as before it came into the pot: the pot has no account there, and strangers have filled its references, so that
/// whoever opens it leaves a deposit.
fn forget_pot<T: Config>(asset: &AssetIdOf<T>) {
	let pot = Pallet::<T>::pot();
	Pots::<T>::remove(asset);
	if *asset == T::NativeAsset::get() {
		return; // its account is where the references are
	}
	let all = T::Assets::total_balance(asset.clone(), &pot);
	let (expendable, exact) = (Preservation::Expendable, Precision::Exact);
	assert_ok!(T::Assets::burn_from(asset.clone(), &pot, all, expendable, exact, Fortitude::Force));
	// One is left for the deposit of the collection.
	while frame_system::Pallet::<T>::can_accrue_consumers(&pot, 2) {
		assert_ok!(frame_system::Pallet::<T>::inc_consumers(&pot));
	}
}

/// All pots are open, and the chain has its collection.
fn assert_offered<T: Config>(pool: PoolId) {
	assert!(Collection::<T>::exists());
	assert!(reward_assets::<T>().iter().all(Pots::<T>::contains_key));
	let assets = RewardPools::<T>::get(pool).expect("it is configured").assets;
	assert_eq!(assets.len() as u32, T::MaxRewardAssets::get());
	assert_caught_up::<T>(pool);
}

/// A pool waits for nothing.
fn assert_caught_up<T: Config>(pool: PoolId) {
	assert_eq!(rewards_of::<T>(pool).matured_epoch(), Pallet::<T>::now());
}

/// Penalties of all kinds lie astray in a pool, beside those that are released, and something of every asset belongs to nobody.
fn leave_astray<T: Config>(pool: PoolId) {
	for kind in penalty_kinds::<T>() {
		let account = Pallet::<T>::penalty_account(pool, &kind);
		for asset in [T::NativeAsset::get(), foreign_asset::<T>()] {
			T::BenchmarkHelper::fund(&asset, &account, STAKE * 1_000);
		}
	}
	for asset in reward_assets::<T>() {
		let amount = T::Assets::minimum_balance(asset.clone()) + STAKE;
		give_pot::<T>(&asset, amount);
		Unallocated::<T>::insert(asset, amount);
	}
}

fn penalty_kinds<T: Config>() -> [Destination<T::AccountId>; 3] {
	[Destination::Burn, Destination::Stakers, Destination::Treasury]
}

/// Everything was moved that waited in a pool.
fn assert_moved<T: Config>(pool: PoolId) {
	assert_caught_up::<T>(pool);
	assert_eq!(Unallocated::<T>::iter().count(), 0);
	for kind in penalty_kinds::<T>() {
		let staker = Pallet::<T>::penalty_account(pool, &kind);
		let stake = StakeRef { pool_id: pool, staker, to: None };
		let weights = T::Stake::reward_weights(&stake, Pallet::<T>::now());
		assert!(weights.expect("it decodes").stored.is_empty());
	}
	let at = T::MaxRewardAssets::get() - 1;
	assert!(amount_of::<T>(pool, at, Pallet::<T>::now().next()) > 0);
}

/// Rewards a pool for the present epoch, in an asset that it lists if it has not.
fn reward_stakers<T: Config>(pool: PoolId, payer: T::AccountId, asset: AssetIdOf<T>) {
	let (to, amount, earned_in) = (Payee::Pool(pool), STAKE, Pallet::<T>::now());
	let reward = Reward { to, asset, amount, earned_in, may_list: true };
	assert_ok!(Pallet::<T>::do_reward(payer, reward));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// A pool in which everything is due gets the pots of all other assets, and the chain its collection.
	#[benchmark]
	fn configure() {
		let (operator, pool) = forgotten::<T>();
		close_pots::<T>(pool, &[foreign_asset::<T>()]);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), pool, offer::<T>());

		assert_offered::<T>(pool);
	}

	/// A pool begins to pay and follows the exits of every epoch of the window; with the pots of all assets, and the chain's
	/// collection.
	#[benchmark]
	fn configure_first() {
		let (operator, pools) = operator::<T>(1, 0);
		let pool = pools[0];
		fill::<T>(&operator, &pools, |_| ());
		RewardPools::<T>::remove(pool);
		Offers::<T>::remove(pool);
		let _ = ExitRewards::<T>::clear_prefix(pool, u32::MAX, None);
		close_pots::<T>(pool, &[]);

		#[extrinsic_call]
		configure(RawOrigin::Signed(operator.clone()), pool, offer::<T>());

		assert_offered::<T>(pool);
		let now = Pallet::<T>::now();
		for asked in now.minus(T::Stake::window()).through(now) {
			assert!(exit_rewards::<T>(pool, asked).weights().count() > 0);
		}
	}

	/// A pool that waits for nothing gets the pots of all other assets, and the chain its collection.
	#[benchmark]
	fn usual_configure() {
		let Usual { pool, .. } = Usual::<T>::new(true);
		close_pots::<T>(pool, &[foreign_asset::<T>()]);
		let operator = pool_info::<T>(pool).operator.expect("it has one");
		assert_caught_up::<T>(pool);

		#[extrinsic_call]
		configure(RawOrigin::Signed(operator.clone()), pool, offer::<T>());

		assert_offered::<T>(pool);
	}

	/// As late as can be, for an operator with as many pools as can be, each with exits in every epoch since and
	/// expiries in every epoch but one, and each has everything to mature: which no pool can have with those exits.
	#[benchmark]
	fn reward() {
		let (operator, pools, payer) = rewarded::<T>(T::BenchmarkHelper::most_pools(), 0);
		let now = Pallet::<T>::now();
		let earned_in = now.minus(T::Stake::window());
		let (to, asset) = (Payee::Operator(operator), foreign_asset::<T>());
		let paid = Reward { to, asset, amount: STAKE, earned_in, may_list: false };
		let credits;

		#[block]
		{
			credits = call(|| Pallet::<T>::do_reward(payer, paid));
		}

		let credits = credits.expect("it is paid").expect("somebody has earned it");
		assert_eq!(credits.pages, work::reward::<T>(credits.pools).most);
		assert_eq!(credits.pools as usize, pools.len());
		for pool in &pools {
			assert_eq!(rewards_of::<T>(*pool).matured_epoch(), now);
			let late = expiries_of::<T>(*pool).into_iter();
			let late = late.filter(|expiry| earned_in < *expiry && *expiry <= now);
			assert_eq!(late.count() as u32, T::Stake::window());
		}
		assert!(!AccruedCommission::<T>::get(pools[0]).is_dust());
	}

	/// Of the epoch before, for an operator with so many pools that wait for nothing.
	#[benchmark]
	fn usual_reward(p: Linear<1, { T::BenchmarkHelper::most_pools() }>) {
		let (operator, pools) = operator::<T>(p, 0);
		let payer = rich::<T>("payer", 0);
		for pool in &pools {
			Streams::<T>::remove(pool);
			delegate::<T>(*pool, FIRST);
			lock::<T>(*pool, &rich::<T>("staker", FIRST));
		}
		skip::<T>(2);
		for pool in &pools {
			delegate::<T>(*pool, OTHER);
		}
		let earned_in = Pallet::<T>::now().minus(1);
		let (to, asset) = (Payee::Operator(operator), foreign_asset::<T>());
		let paid = Reward { to, asset, amount: STAKE, earned_in, may_list: false };
		let credits;

		#[block]
		{
			credits = call(|| Pallet::<T>::do_reward(payer, paid));
		}

		let credits = credits.expect("it is paid").expect("somebody has earned it");
		assert_eq!(credits.pools, p);
		assert!(credits.pages <= work::reward::<T>(p).usual);
	}

	/// Into a pool in which everything is due, over as many epochs as can be.
	#[benchmark]
	fn fund_stream() {
		let (_, pool) = forgotten::<T>();
		let payer = rich::<T>("payer", 0);
		let asset = foreign_asset::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(payer.clone()), pool, asset.clone(), STAKE, Schedule::MAX_EPOCHS);

		assert_caught_up::<T>(pool);
	}

	/// Into a pool that waits for nothing, beside streams that pay another amount for each of as many epochs as can be.
	#[benchmark]
	fn usual_fund_stream() {
		let Usual { pool, .. } = Usual::<T>::new(true);
		let now = Pallet::<T>::now();
		fund_streams::<T>(pool, now);
		let (payer, asset) = (rich::<T>("payer", 0), foreign_asset::<T>());
		let at = T::MaxRewardAssets::get() - 1;
		let before = amount_of::<T>(pool, at, now.next());
		assert_caught_up::<T>(pool);

		#[extrinsic_call]
		fund_stream(RawOrigin::Signed(payer.clone()), pool, asset, STAKE, Schedule::MAX_EPOCHS);

		assert!(amount_of::<T>(pool, at, now.next()) > before);
	}

	/// One of the streams of the genesis, of as many as there can be, into a pool in which everything is due.
	#[benchmark]
	fn open_stream() {
		let (_, pool) = forgotten::<T>();
		let asset = foreign_asset::<T>();
		let stream =
			GenesisStream { pool_id: pool, asset, amount: STAKE, epochs: Schedule::MAX_EPOCHS };
		GenesisStreams::<T>::put(BoundedVec::truncate_from(vec![stream; 64]));
		let one = T::DbWeight::get().reads(1) + T::WeightInfo::open_stream();

		#[block]
		{
			Pallet::<T>::open_streams(&mut WeightMeter::with_limit(one));
		}

		assert_eq!(GenesisStreams::<T>::get().map(|left| left.len()), Some(63));
		assert_eq!(rewards_of::<T>(pool).matured_epoch(), Pallet::<T>::now());
	}

	#[benchmark]
	fn set_commission() {
		let (operator, _) = operator::<T>(T::BenchmarkHelper::most_pools(), 0);
		take_commission::<T>(&operator);
		let rate = Fraction::from_percent(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), rate);

		let commission = CommissionRates::<T>::get(operator);
		assert_eq!(commission.rate(Pallet::<T>::now().next()), rate);
	}

	#[benchmark]
	fn lower_commission_cap() {
		let (operator, _) = operator::<T>(T::BenchmarkHelper::most_pools(), 0);
		take_commission::<T>(&operator);
		assert_ok!(Pallet::<T>::do_lower_commission_cap(
			operator.clone(),
			Fraction::from_percent(2)
		));
		let cap = Fraction::from_percent(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), cap);

		assert_eq!(CommissionRates::<T>::get(operator).cap(T::MaxCommission::get()), cap);
	}

	/// The rewards of an account, with lots that follow and an exit with many parts in every epoch, into an account
	/// that has nothing: that is more than for a position (see `claim_of_position`), and much more than a commission.
	#[benchmark]
	fn claim() {
		let scene = Scene::<T>::new(false, 0);
		let (pool, owner) = (scene.pool, scene.owner.clone());
		let to: T::AccountId = account("beneficiary", 0, 0);

		let of_stake = RewardClaim::Stake { pool_id: pool, staker: owner.clone() };
		let claimed;

		#[block]
		{
			claimed = call(|| Pallet::<T>::do_claim(owner.clone(), of_stake, Some(to.clone())));
		}

		assert_eq!(claimed.expect("it has earned").pages, work::claim::<T>().most);

		for asset in reward_assets::<T>() {
			assert!(T::Assets::balance(asset, &to) > 0);
		}
		assert_eq!(rewards_of::<T>(pool).matured_epoch(), Pallet::<T>::now());
	}

	/// Of stake, in so many assets that are not the native one, in a pool that waits for nothing.
	#[benchmark]
	fn usual_claim(a: Linear<1, { foreign_count::<T>() }>) {
		let usual = Usual::<T>::earning(true, &foreign_assets::<T>(a));
		let claimed;

		#[block]
		{
			claimed = usual.claim(false);
		}

		assert_usual::<T>(claimed, Tried { native: 0, others: a });
	}

	/// Of stake, in the native asset alone, in a pool that waits for nothing.
	#[benchmark]
	fn usual_native_claim() {
		let usual = Usual::<T>::earning(true, &[T::NativeAsset::get()]);
		let claimed;

		#[block]
		{
			claimed = usual.claim(false);
		}

		assert_usual::<T>(claimed, Tried { native: 1, others: 0 });
	}

	/// Of a position that is locked still, in so many assets that are not the native one, in a pool that waits for nothing.
	#[benchmark]
	fn usual_claim_of_position(a: Linear<1, { foreign_count::<T>() }>) {
		let usual = Usual::<T>::earning(true, &foreign_assets::<T>(a));
		let claimed;

		#[block]
		{
			claimed = usual.claim(true);
		}

		assert_usual::<T>(claimed, Tried { native: 0, others: a });
	}

	/// Of a position that is locked still, in the native asset alone, in a pool that waits for nothing.
	#[benchmark]
	fn usual_native_claim_of_position() {
		let usual = Usual::<T>::earning(true, &[T::NativeAsset::get()]);
		let claimed;

		#[block]
		{
			claimed = usual.claim(true);
		}

		assert_usual::<T>(claimed, Tried { native: 1, others: 0 });
	}

	/// The rewards of a tagged position, of its owner and of the beneficiary, into accounts that have nothing.
	#[benchmark(extra)]
	fn claim_of_position() {
		let scene = Scene::<T>::new(false, 0);
		let runner: T::AccountId = account("runner", 0, 0);
		let to: T::AccountId = account("beneficiary", 0, 0);
		scene.tag(&runner);

		#[extrinsic_call]
		claim(
			RawOrigin::Signed(scene.owner.clone()),
			RewardClaim::Position(scene.position),
			Some(lookup::<T>(&to)),
		);

		for asset in reward_assets::<T>() {
			assert!(T::Assets::balance(asset.clone(), &to) > 0);
			assert!(T::Assets::balance(asset, &runner) > 0);
		}
	}

	/// In a pool in which everything is due.
	#[benchmark]
	fn stake() {
		let (_, pool) = forgotten::<T>();
		let owner = rich::<T>("newcomer", 0);
		let tier = *offer::<T>().tiers.last().expect("there is one");

		let LockTerms { penalty, destination, .. } = terms::<T>();
		let met;

		#[block]
		{
			met = call(|| {
				Pallet::<T>::do_stake(owner.clone(), pool, STAKE, tier, penalty, destination)
			});
		}

		assert_eq!(met.expect("it may"), work::stake::<T>().most);

		let position = last_position::<T>();
		assert_eq!(Pallet::<T>::nft_owner(position), Some(owner));
		let to_come = rewards_of::<T>(pool).expiries_to_come().expect("it is to come");
		assert!(to_come.contains(Positions::<T>::get(position).expect("it is there").expiry));
	}

	/// In a pool that waits for nothing.
	#[benchmark]
	fn usual_stake() {
		let Usual { pool, owner, .. } = Usual::<T>::new(true);
		let LockTerms { tier, penalty, destination } = terms::<T>();
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_stake(owner, pool, STAKE, tier, penalty, destination));
		}

		assert!(met.expect("it may") <= work::stake::<T>().usual);
	}

	/// A part of a position that is locked still, so that another NFT is minted and the penalty waits beside the exit.
	/// Everything is due; all that the owner and those who stay have waited for is released. (Of an expired position
	/// all goes, without a penalty and a new NFT: that is less.)
	#[benchmark]
	fn unstake() {
		let scene = Scene::<T>::new(true, 0);
		let half = scene.value() / 2;

		let (owner, amount) = (scene.owner.clone(), Amount::Exactly(half));
		let left;

		#[block]
		{
			left = call(|| Pallet::<T>::do_unstake(owner, scene.position, amount, Fraction::one()));
		}

		assert!(left.expect("it may").0.pages >= work::unstake::<T>().most);

		let rest = last_position::<T>();
		assert_eq!(Pallet::<T>::nft_owner(rest), Some(scene.owner.clone()));
		assert_eq!(Pallet::<T>::nft_owner(scene.position), None);
		let weights = T::Stake::reward_weights(&scene.plain(), Pallet::<T>::now());
		let exits = weights.expect("it decodes").stored;
		let exits = exits.iter().filter_map(|weighted| weighted.place.asked_epoch);
		assert_eq!(exits.collect::<BTreeSet<_>>().len(), 1, "all others were paid");
		let pool = scene.pool;
		let now = Pallet::<T>::now();
		assert!(T::Stake::exits(pool, now, now).is_ok_and(|exits| !exits.is_empty()));
	}

	/// All of a position that is locked still, in a pool that waits for nothing.
	#[benchmark]
	fn usual_unstake() {
		let Usual { owner, position, .. } = Usual::<T>::new(true);
		let left;

		#[block]
		{
			left = call(|| Pallet::<T>::do_unstake(owner, position, Amount::All, Fraction::one()));
		}

		assert!(left.expect("it may").0.pages <= work::unstake::<T>().usual);
	}

	/// The same of a part, so that another NFT is minted.
	#[benchmark]
	fn usual_unstake_part() {
		let Usual { owner, position, .. } = Usual::<T>::new(true);
		let (half, next) = (Amount::Exactly(STAKE / 2), NextPositionId::<T>::get());
		let left;

		#[block]
		{
			left = call(|| Pallet::<T>::do_unstake(owner, position, half, Fraction::one()));
		}

		assert!(left.expect("it may").0.pages <= work::unstake::<T>().usual);
		assert!(Positions::<T>::contains_key(next));
	}

	/// All of it has to follow, and everything is due.
	#[benchmark]
	fn extend() {
		let scene = Scene::<T>::new(true, 0);

		let owner = scene.owner.clone();
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_extend(owner, scene.position));
		}

		assert_meets_all(met, work::extend::<T>());
		let new = last_position::<T>();
		assert_eq!(Pallet::<T>::nft_owner(new), Some(scene.owner));
		assert_eq!(rewards_of::<T>(scene.pool).matured_epoch(), Pallet::<T>::now());
	}

	/// One that was tagged, in a pool in which everything is due.
	#[benchmark]
	fn restake() {
		let scene = Scene::<T>::new(false, 0);
		let runner: T::AccountId = account("runner", 0, 0);
		scene.tag(&runner);

		let owner = scene.owner.clone();
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_restake(owner, scene.position));
		}

		assert_meets_all(met, work::restake::<T>());
		let new = last_position::<T>();
		let position = Positions::<T>::get(new).expect("it has another number");
		assert!(position.tag.is_none());
		assert!(Entitlements::<T>::contains_key((&runner, scene.pool, EntitledStake::Staked)));
	}

	/// All of it has to follow, and everything is due.
	#[benchmark]
	fn split() {
		let scene = Scene::<T>::new(true, 0);
		let half = scene.value() / 2;
		let next = NextPositionId::<T>::get().0;

		let owner = scene.owner.clone();
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_split(owner, scene.position, half));
		}

		assert_meets_all(met, work::split::<T>());
		for id in [next, next + 1].map(PositionId) {
			assert_eq!(Pallet::<T>::nft_owner(id), Some(scene.owner.clone()));
		}
	}

	/// Both have to follow, and everything is due.
	#[benchmark]
	fn merge() {
		let scene = Scene::<T>::new(true, 0);

		let owner = scene.owner.clone();
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_merge(owner, scene.position, scene.other));
		}

		assert_meets_all(met, work::merge::<T>());
		let new = last_position::<T>();
		assert_eq!(Pallet::<T>::nft_owner(new), Some(scene.owner));
		assert!(!Positions::<T>::contains_key(scene.position));
		assert!(!Positions::<T>::contains_key(scene.other));
	}

	/// A position that can be locked for longer, in a pool that waits for nothing.
	#[benchmark]
	fn usual_extend() {
		let Usual { owner, position, .. } = Usual::<T>::new(true);
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_extend(owner, position));
		}

		assert!(met.expect("it may") <= work::extend::<T>().usual);
	}

	/// One that was tagged, in a pool that waits for nothing.
	#[benchmark]
	fn usual_restake() {
		let Usual { owner, position, .. } = Usual::<T>::new(false);
		tag_by_hand::<T>(position, &account("runner", 0, 0));
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_restake(owner, position));
		}

		assert!(met.expect("it may") <= work::restake::<T>().usual);
	}

	/// In a pool that waits for nothing.
	#[benchmark]
	fn usual_split() {
		let Usual { owner, position, .. } = Usual::<T>::new(true);
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_split(owner, position, STAKE / 2));
		}

		assert!(met.expect("it may") <= work::split::<T>().usual);
	}

	/// Two positions of the same terms, in a pool that waits for nothing.
	#[benchmark]
	fn usual_merge() {
		let Usual { pool, owner, position } = Usual::<T>::new(true);
		let other = lock::<T>(pool, &owner);
		let met;

		#[block]
		{
			met = call(|| Pallet::<T>::do_merge(owner, position, other));
		}

		assert!(met.expect("it may") <= work::merge::<T>().usual);
	}

	/// With the question whether it is free, which a block asks of whoever sends it. All of it has to follow,
	/// everything is due, and something returns in every asset.
	#[benchmark]
	fn tag() {
		let scene = Scene::<T>::new(false, 0);
		let runner = rich::<T>("runner", 0);
		let met;

		#[block]
		{
			assert!(Pallet::<T>::is_tag_free(scene.position));
			met = call(|| Pallet::<T>::do_tag(scene.position, runner));
		}

		assert_eq!(met.expect("it has expired"), work::tag::<T>().most);

		let earned = scene.position().tag.expect("it is tagged").earned;
		let returned = Pallet::<T>::now().next();
		for at in 0..T::MaxRewardAssets::get() {
			assert!(earned.get(at).units_floor() > 0);
			assert!(amount_of::<T>(scene.pool, at, returned) > 0);
		}
	}

	/// In a pool that waits for nothing.
	#[benchmark]
	fn usual_tag() {
		let Usual { position, .. } = Usual::<T>::new(false);
		let runner = rich::<T>("runner", 0);
		let met;

		#[block]
		{
			// Whoever sends it has asked whether it is free.
			let _ = Pallet::<T>::is_tag_free(position);
			met = call(|| Pallet::<T>::do_tag(position, runner));
		}

		assert_eq!(met.expect("it has expired"), work::tag::<T>().usual);
	}

	/// In every asset, of a position that has to follow in a pool in which everything is due.
	#[benchmark]
	fn ensure_worth() {
		let scene = Scene::<T>::new(false, 0);
		let claimable = reward_assets::<T>().into_iter().map(|asset| (asset, 1)).collect();
		let expired_rewards = reward_assets::<T>().into_iter().map(|asset| (asset, 0)).collect();
		let expected = ExpectedWorth {
			principal: scene.value(),
			claimable: BoundedVec::truncate_from(claimable),
			expired_rewards: BoundedVec::truncate_from(expired_rewards),
			expiry: scene.position().expiry,
			tagged_for: None,
		};

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.owner.clone()), scene.position, expected);

		assert!(rewards_of::<T>(scene.pool).matured_epoch() < Pallet::<T>::now(), "it only looks");
	}

	/// Its text says the value, for which all of it has to follow.
	#[benchmark]
	fn remint() -> Result<(), BenchmarkError> {
		let origin = T::AdminOrigin::try_successful_origin().map_err(|_| "an admin")?;
		let scene = Scene::<T>::new(false, 0);
		let collection = Collection::<T>::get().expect("a pool offers positions");
		assert_ok!(T::Nfts::burn(collection, scene.position.0));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, scene.position, lookup::<T>(&scene.owner));

		assert_eq!(Pallet::<T>::nft_owner(scene.position), Some(scene.owner));
		Ok(())
	}

	/// Everything is due, penalties of all kinds are released in every epoch and lie astray besides, and something of
	/// every asset belongs to nobody.
	#[benchmark]
	fn poke() {
		let scene = Scene::<T>::new(false, 0);
		leave_astray::<T>(scene.pool);
		let poked;

		#[block]
		{
			poked = call(|| Pallet::<T>::do_poke(scene.pool));
		}

		let Poked { pages, moves } = poked.expect("it pays");
		assert!(moves && pages >= work::observe_pool::<T>().most);
		assert_moved::<T>(scene.pool);
	}

	/// The same in a pool that waits for nothing else.
	#[benchmark]
	fn moving_poke() {
		let scene = Scene::<T>::new(false, 0);
		leave_astray::<T>(scene.pool);
		// Somebody comes by.
		delegate::<T>(scene.pool, OTHER);
		let poked;

		#[block]
		{
			poked = call(|| Pallet::<T>::do_poke(scene.pool));
		}

		let Poked { pages, moves } = poked.expect("it pays");
		assert_eq!((pages, moves), (work::observe_pool::<T>().usual, true));
		assert_moved::<T>(scene.pool);
	}

	/// Of a pool that waits for nothing, and in which nothing waits to be moved.
	#[benchmark]
	fn usual_poke() {
		let Usual { pool, .. } = Usual::<T>::new(true);
		let poked;

		#[block]
		{
			poked = call(|| Pallet::<T>::do_poke(pool));
		}

		let Poked { pages, moves } = poked.expect("it pays");
		assert_eq!((pages, moves), (work::observe_pool::<T>().usual, false));
	}

	/// For an asset that is not the native one, before anything is in the pot.
	#[benchmark]
	fn touch() {
		let (payer, asset) = (rich::<T>("payer", 0), foreign_asset::<T>());
		let native = T::NativeAsset::get();
		[&asset, &native].into_iter().for_each(forget_pot::<T>);

		#[extrinsic_call]
		_(RawOrigin::Signed(payer), asset.clone());

		assert!(Pots::<T>::contains_key(asset) && Pots::<T>::contains_key(native));
	}

	/// Staking announces a pool in which everything is due.
	#[benchmark]
	fn observe_pool() {
		let (_, pool) = forgotten::<T>();
		let heard = Hearing::<T>::of(pool);
		let met;

		#[block]
		{
			met = heard.before_change();
		}

		assert_eq!(met, work::observe_pool::<T>().most);
		assert_eq!(rewards_of::<T>(pool).matured_epoch(), Pallet::<T>::now());
	}

	/// A staker with a merged cohort to follow in every lot stakes more, in a pool in which everything is due.
	#[benchmark]
	fn observe_joining() {
		let scene = Scene::<T>::new(false, 0);
		let heard = Hearing::<T>::of(scene.pool);
		let [lots, _] = heard.joined(&scene.owner);
		let met;

		#[block]
		{
			met = heard.before_change() + heard.changed(&lots);
		}

		assert_eq!(met, work::observe_joining::<T>().most);
		assert_eq!(rewards_of::<T>(scene.pool).matured_epoch(), Pallet::<T>::now());
		let staked = EntitledStake::Staked;
		assert!(Entitlements::<T>::contains_key((&scene.owner, scene.pool, staked)));
	}

	/// A staker with a merged cohort to follow in every lot, and unbonding stake of every epoch and cohort that is released,
	/// unstakes, in a pool in which everything is due.
	#[benchmark]
	fn observe_leaving() {
		let scene = Scene::<T>::new(false, 0);
		let heard = Hearing::<T>::of(scene.pool);
		let [lots, exits] = heard.left(&scene.owner);
		let met;

		#[block]
		{
			met = heard.before_change() + heard.changed(&lots) + heard.changed(&exits);
			// Of a staker that leaves for good staking is asked once more.
			assert!(!heard.weights(&scene.owner).stored.is_empty());
		}

		assert_eq!(met + 1, work::observe_leaving::<T>().most, "with the question");
		assert_eq!(rewards_of::<T>(scene.pool).matured_epoch(), Pallet::<T>::now());
		let staked = EntitledStake::Staked;
		assert!(Entitlements::<T>::contains_key((&scene.owner, scene.pool, staked)));
	}

	/// In a pool that waits for nothing.
	#[benchmark]
	fn usual_observe_pool() {
		let Usual { pool, .. } = Usual::<T>::new(true);
		let heard = Hearing::<T>::of(pool);
		let met;

		#[block]
		{
			met = heard.before_change();
		}

		assert!(met <= work::observe_pool::<T>().usual);
	}

	/// In a pool that waits for nothing.
	#[benchmark]
	fn usual_observe_joining() {
		let Usual { pool, owner, .. } = Usual::<T>::new(true);
		let heard = Hearing::<T>::of(pool);
		let [lots, _] = heard.joined(&owner);
		let met;

		#[block]
		{
			met = heard.before_change() + heard.changed(&lots);
		}

		assert!(met <= work::observe_joining::<T>().usual);
	}

	/// In a pool that waits for nothing.
	#[benchmark]
	fn usual_observe_leaving() {
		let Usual { pool, owner, .. } = Usual::<T>::new(true);
		let heard = Hearing::<T>::of(pool);
		let [lots, exits] = heard.left(&owner);
		let met;

		#[block]
		{
			met = heard.before_change() + heard.changed(&lots) + heard.changed(&exits);
		}

		assert!(met <= work::observe_leaving::<T>().usual);
	}

	/// As `claim_of_position`, among so many positions.
	#[benchmark(extra)]
	fn claim_among(p: Linear<10, { CROWD }>) {
		let scene = Scene::<T>::new(false, p);
		scene.tag(&account("runner", 0, 0));

		#[extrinsic_call]
		claim(RawOrigin::Signed(scene.owner.clone()), RewardClaim::Position(scene.position), None);

		assert!(Positions::<T>::iter_keys().count() as u32 > p);
	}

	/// As `reward`, of one pool with so many positions.
	#[benchmark(extra)]
	fn reward_among(p: Linear<10, { CROWD }>) {
		let (_, pools, payer) = rewarded::<T>(1, p);
		let earned_in = Pallet::<T>::now().minus(T::Stake::window());

		#[extrinsic_call]
		reward(
			RawOrigin::Signed(payer.clone()),
			Payee::Pool(pools[0]),
			foreign_asset::<T>(),
			STAKE,
			earned_in,
		);

		assert_eq!(Positions::<T>::iter_keys().count() as u32, p);
	}

	/// As `tag`, among so many positions.
	#[benchmark(extra)]
	fn tag_among(p: Linear<10, { CROWD }>) {
		let scene = Scene::<T>::new(false, p);
		let runner = rich::<T>("runner", 0);

		#[extrinsic_call]
		tag(RawOrigin::Signed(runner.clone()), scene.position, lookup::<T>(&runner));

		assert!(Positions::<T>::iter_keys().count() as u32 > p);
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
				configure configure_first usual_configure reward fund_stream usual_fund_stream open_stream set_commission lower_commission_cap claim
				claim_of_position stake unstake extend restake split merge tag ensure_worth remint
				usual_reward usual_extend usual_restake usual_split usual_merge
				poke moving_poke usual_poke touch observe_pool observe_joining observe_leaving usual_claim usual_native_claim
				usual_claim_of_position usual_native_claim_of_position usual_stake
				usual_unstake usual_unstake_part usual_tag usual_observe_pool usual_observe_joining usual_observe_leaving
				claim_among reward_among tag_among
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
