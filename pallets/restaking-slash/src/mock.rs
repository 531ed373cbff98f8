// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: staking, rewards and restaking wired together, epochs of a second, a window of five epochs. The
//! helpers do something and check all that has to come of it, so that a test reads as a story.

pub use bulwark_testing::mock::*;

use crate as pallet_restaking_slash;
use crate::{
	Balance, Budget, CaseId, CaseRecord, CaseState, Claim, ConsumerId, Destination, EpochIndex,
	Event, Fraction, Outcome, PoolId, ReportId, Scope, Terms, Verdict, When, Windows,
};
use bulwark_traits::{Epochs, NftCollection, Slash};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{InspectHold, NativeFromLeft, UnionOf},
		fungibles::Inspect,
		tokens::imbalance::{ResolveAssetTo, ResolveTo},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Hooks,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_operator_staking::{EpochClock, Power};
use pallet_staking_rewards::{Beneficiary, Multiplier, Offer, PositionId, Preset};
use sp_runtime::{traits::Convert, BuildStorage, DispatchResult};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeTask,
		RuntimeViewFunction,
		RuntimeHoldReason,
		RuntimeFreezeReason
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
	#[runtime::pallet_index(14)]
	pub type Nfts = pallet_nfts;
	#[runtime::pallet_index(40)]
	pub type Staking = pallet_operator_staking;
	#[runtime::pallet_index(41)]
	pub type Rewards = pallet_staking_rewards;
	#[runtime::pallet_index(42)]
	pub type Restaking = pallet_restaking_slash;
}

bulwark_testing::money!(AccountId);
bulwark_testing::nfts!();

/// An operator with a pool in the native asset and one in gold.
pub const OPERATOR: AccountId = AccountId::new([10; 32]);
/// Another operator, with a pool in the native asset.
pub const OTHER: AccountId = AccountId::new([11; 32]);
/// Speaks for the consumer [`ROLLUP`].
pub const MANAGER: AccountId = AccountId::new([20; 32]);
/// Decides what is disputed of it.
pub const RESOLVER: AccountId = AccountId::new([21; 32]);
/// Hears of the active sets for consumers elsewhere.
pub const FOLLOWER: AccountId = AccountId::new([22; 32]);
/// Reports what is not its own.
pub const OUTSIDER: AccountId = AccountId::new([30; 32]);
/// Gets deposits that were lost.
pub const LOST: AccountId = AccountId::new([98; 32]);

/// Everybody who is rich at the start.
pub const CAST: [AccountId; 11] =
	[ALICE, BOB, CHARLIE, DAVE, OPERATOR, OTHER, MANAGER, RESOLVER, OUTSIDER, TREASURY, LOST];

pub const BOND: Balance = 1_000;
pub const FUNDS: Balance = 1 << 90;
/// W.
pub const WINDOW: u32 = 5;
/// N + 1: what is announced now holds so many epochs later.
pub const NOTICE: u32 = 2;
/// B.
pub const MIN_BLOCKS: u32 = 3;
pub const BOUNTY_DELAY: u32 = 2;
pub const CONSUMER_DEPOSIT: Balance = 500;
pub const REPORT_DEPOSIT: Balance = 100;
pub const DISPUTE_DEPOSIT: Balance = 200;
pub const MAX_PROMISES: u32 = 4;
pub const MAX_CASES: u32 = 6;
pub const MAX_PROPOSALS: u32 = 2;
pub const EPOCH: u64 = 1_000;

parameter_types! {
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	pub const RewardPot: PalletId = PalletId(*b"bw/rewrd");
	pub const SlashPot: PalletId = PalletId(*b"bw/slash");
	pub const NativeAsset: AssetId = NATIVE;
	pub const Treasury: AccountId = TREASURY;
	pub const Lost: AccountId = LOST;
	pub const MaxCommission: Fraction = Fraction::from_percent(50);
}

/// Everything weighs the same.
pub struct Weighing;
impl Convert<(AssetId, Balance), Power> for Weighing {
	fn convert((_, amount): (AssetId, Balance)) -> Power {
		amount
	}
}

pub type AllAssets = UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>;

impl pallet_operator_staking::Config for Test {
	type Assets = AllAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type StakeAssets = Listed;
	type Power = Weighing;
	type Liability = Restaking;
	type Observer = Rewards;
	type Messenger = ();
	type Keys = Keyed;
	type AdminOrigin = EnsureRoot<AccountId>;
	type PlainPoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type FollowerOrigin = EnsureSigned<AccountId>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<WINDOW>;
	type Bond = ConstU128<BOND>;
	type MaxPools = ConstU32<4>;
	type MaxOperators = ConstU32<8>;
	type CurePeriod = ConstU32<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

impl pallet_staking_rewards::Config for Test {
	type Assets = AllAssets;
	type NativeAsset = NativeAsset;
	type OnUnallocated = ResolveAssetTo<Treasury, AllAssets>;
	type Stake = Staking;
	type Epochs = Staking;
	type Nfts = NftCollection<Test>;
	type RewardAssets = Listed;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type PalletId = RewardPot;
	type Window = ConstU32<WINDOW>;
	type MaxCommission = MaxCommission;
	type ReturnPeriod = ConstU32<3>;
	type MaxRewardAssets = ConstU32<3>;
	type MaxPresets = ConstU32<4>;
	type MaxDuration = ConstU32<26>;
	type MaxExpiries = ConstU32<28>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

impl crate::Config for Test {
	type Assets = AllAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnSlash = ResolveAssetTo<Treasury, AllAssets>;
	type OnForfeit = ResolveTo<Lost, Balances>;
	type Slash = Staking;
	type Rewards = Rewards;
	type Epochs = Staking;
	type Acknowledgements = Staking;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type BlockNumberProvider = System;
	type PalletId = SlashPot;
	type Window = ConstU32<WINDOW>;
	type Notice = ConstU32<{ NOTICE - 1 }>;
	type MinBlocks = ConstU32<MIN_BLOCKS>;
	type BountyDelay = ConstU32<BOUNTY_DELAY>;
	type ConsumerDeposit = ConstU128<CONSUMER_DEPOSIT>;
	type ReportDeposit = ConstU128<REPORT_DEPOSIT>;
	type DisputeDeposit = ConstU128<DISPUTE_DEPOSIT>;
	type MaxPromises = ConstU32<MAX_PROMISES>;
	type MaxCases = ConstU32<MAX_CASES>;
	type MaxProposals = ConstU32<MAX_PROPOSALS>;
	type MaxEvidence = ConstU32<64>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub use helper::Helper;
#[cfg(feature = "runtime-benchmarks")]
mod helper;

// Chains.

/// A chain in epoch 0, with rich accounts.
pub fn genesis() -> RuntimeGenesisConfig {
	let in_asset = |id: u32| CAST.into_iter().map(move |who| (id, who, FUNDS));
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: CAST.into_iter().map(|who| (who, FUNDS)).collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![(1, TREASURY, true, 1), (2, TREASURY, true, 5), (3, TREASURY, true, 1)],
			accounts: (1..=3).flat_map(in_asset).collect(),
			..Default::default()
		},
		staking: pallet_operator_staking::GenesisConfig {
			clock: EpochClock { origin: 0, length: EPOCH },
			..Default::default()
		},
		..Default::default()
	}
}

/// The pool of [`OPERATOR`] in the native asset.
pub const POOL: PoolId = PoolId(1);
/// The pool of [`OPERATOR`] in gold.
pub const GOLD_POOL: PoolId = PoolId(2);
/// The pool of [`OTHER`].
pub const OTHER_POOL: PoolId = PoolId(3);
/// The consumer of [`MANAGER`].
pub const ROLLUP: ConsumerId = ConsumerId(0);

/// A chain in block 1 of epoch 10: two operators with pools that pay rewards, and nobody has promised anything.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = genesis().build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		go_to(10);
		assert_ok!(Staking::register(signed(OPERATOR)));
		assert_ok!(Staking::register(signed(OTHER)));
		assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, 1));
		assert_ok!(Staking::open_pool(signed(OPERATOR), GOLD, 1));
		assert_ok!(Staking::open_pool(signed(OTHER), NATIVE, 1));
		for pool in [POOL, GOLD_POOL, OTHER_POOL] {
			let offer = Offer {
				presets: vec![Preset { duration: 8, multiplier: Multiplier(200) }]
					.try_into()
					.expect("it is one"),
				assets: vec![NATIVE, GOLD].try_into().expect("there are two"),
				penalty: percent(50),
				beneficiary: Beneficiary::Account(TREASURY),
				plain: true,
			};
			assert_ok!(Rewards::configure(root(), pool, offer));
		}
		System::reset_events();
	});
	ext
}

/// Runs a test on a new chain and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

/// The same where [`OPERATOR`] has promised all it may to [`ROLLUP`], on [`terms`], from epoch 12 on, and Alice has
/// delegated 1 000 to each of its pools. It is the beginning of epoch 13. [`ROLLUP`] is admitted.
pub fn test_promised(run: impl FnOnce()) {
	test_promised_on(terms(), budget(100, 50), run);
}

/// The same on other terms, with other budgets.
pub fn test_promised_on(terms: Terms<AccountId>, budget: Budget, run: impl FnOnce()) {
	test(|| {
		promise_on(terms, budget);
		run();
	});
}

pub fn promise_on(terms: Terms<AccountId>, budget: Budget) {
	assert_eq!(Restaking::do_register_consumer(MANAGER, terms, true), Ok(ROLLUP));
	delegate(POOL, ALICE, 1_000);
	delegate(GOLD_POOL, ALICE, 1_000);
	assert_ok!(Restaking::set_cap(signed(OPERATOR), budget.pools));
	assert_ok!(try_opt_in(OPERATOR, ROLLUP, budget));
	skip(NOTICE + 1);
	System::reset_events();
}

pub fn check_invariants() {
	assert_ok!(<Staking as Hooks<_>>::try_state(1));
	assert_ok!(<Rewards as Hooks<_>>::try_state(1));
	assert_ok!(Restaking::do_try_state());
}

// Origins and numbers.

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

pub fn budget(bond: u64, pools: u64) -> Budget {
	Budget { bond: percent(bond), pools: percent(pools) }
}

// Time.

/// Lets the wall clock reach the beginning of an epoch.
pub fn go_to(epoch: u32) {
	pallet_timestamp::Now::<Test>::put(u64::from(epoch) * EPOCH);
}

pub fn now() -> u32 {
	<Staking as Epochs>::now().0
}

/// Some epochs pass, with enough blocks in them.
pub fn skip(epochs: u32) {
	go_to(now() + epochs);
	blocks(MIN_BLOCKS + 1);
}

/// Some blocks are made.
pub fn blocks(count: u32) {
	System::set_block_number(System::block_number() + u64::from(count));
}

// Money.

pub fn balance(asset: AssetId, who: &AccountId) -> Balance {
	AllAssets::balance(asset, who)
}

/// What somebody gains by an act.
pub fn gain(asset: AssetId, who: AccountId, act: impl FnOnce()) -> Balance {
	let before = balance(asset.clone(), &who);
	act();
	balance(asset, &who).checked_sub(before).expect("nobody loses by it")
}

pub fn held(reason: crate::HoldReason, who: &AccountId) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

/// What is left of an operator's bond.
pub fn bond_of(operator: &AccountId) -> Balance {
	Balances::balance_on_hold(&pallet_operator_staking::HoldReason::Bond.into(), operator)
}

// Stake.

pub fn delegate(pool: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::delegate(signed(who), pool, amount));
}

pub fn undelegate_all(pool: PoolId, who: AccountId) {
	let all = pallet_operator_staking::Amount::All;
	assert_ok!(Staking::undelegate(signed(who), pool, all));
}

pub fn undelegate(pool: PoolId, who: AccountId, amount: Balance) {
	let amount = pallet_operator_staking::Amount::Exactly(amount);
	assert_ok!(Staking::undelegate(signed(who), pool, amount));
}

/// The exits of a holder: from when on each is paid, and what it is worth.
pub fn exits_of(pool: PoolId, who: AccountId) -> Vec<(u32, Balance)> {
	let exits = Staking::stake_view(pool, &who).map_or(vec![], |stake| stake.exits);
	exits.into_iter().map(|exit| (exit.release.0, exit.value)).collect()
}

/// Opens a position of 200 hundredths, locked for 8 epochs, and returns the key of its stake.
pub fn lock(pool: PoolId, who: AccountId, amount: Balance) -> (PositionId, AccountId) {
	let preset = Preset { duration: 8, multiplier: Multiplier(200) };
	assert_ok!(Rewards::stake(signed(who), pool, amount, preset, Fraction::one()));
	let position = PositionId(pallet_staking_rewards::LastPosition::<Test>::get());
	(position, Rewards::key(position))
}

/// Takes all out of a position.
pub fn unlock(position: PositionId, who: AccountId) {
	let all = pallet_operator_staking::Amount::All;
	assert_ok!(Rewards::unstake(signed(who), position, all, Fraction::one()));
}

pub fn retire(operator: AccountId) {
	assert_ok!(Staking::retire(signed(operator)));
}

/// Withdraws what is released, and returns it.
pub fn withdraw(pool: PoolId, who: AccountId) -> Balance {
	let asset = pallet_operator_staking::Pools::<Test>::get(pool).expect("it is there").asset;
	gain(asset, who.clone(), || {
		assert_ok!(Staking::withdraw(signed(who.clone()), pool, who));
	})
}

/// What a holder can claim of an asset in a pool.
pub fn claimable(pool: PoolId, who: AccountId, asset: AssetId) -> Balance {
	let kind = pallet_staking_rewards::RewardKind::Staker;
	let earned = Rewards::available_reward_view(kind, pool, EpochIndex(now()), &who);
	earned.into_iter().find(|(known, _)| *known == asset).map_or(0, |(_, amount)| amount)
}

/// What an operator can claim of an asset as its commission in a pool.
pub fn commission(pool: PoolId, asset: AssetId) -> Balance {
	let kind = pallet_staking_rewards::RewardKind::Operator;
	let earned = Rewards::available_reward_view(kind, pool, EpochIndex(now()), &OPERATOR);
	earned.into_iter().find(|(known, _)| *known == asset).map_or(0, |(_, amount)| amount)
}

/// What a holder's lots are worth.
pub fn stake_of(pool: PoolId, who: AccountId) -> Balance {
	Staking::stake_view(pool, &who).map_or(0, |stake| stake.value)
}

// Consumers and promises.

/// Up to all of the bond and half of the pools in one report, R = 2, D = 1 (so that W leaves two epochs for the verdict), a
/// bounty of 30 %, everything else to the treasury.
pub fn terms() -> Terms<AccountId> {
	Terms {
		most: budget(100, 50),
		windows: Windows { report: 2, dispute: 1 },
		bounty: percent(30),
		destination: Destination::Treasury,
		resolver: Some(RESOLVER),
		follower: None,
	}
}

/// Registers [`ROLLUP`] on [`terms`], and admits it.
pub fn register() {
	assert_eq!(register_with(MANAGER, terms()), ROLLUP);
	assert_ok!(Restaking::set_admission(root(), ROLLUP, true));
}

/// Registers a consumer, and checks what is held for it.
pub fn register_with(manager: AccountId, terms: Terms<AccountId>) -> ConsumerId {
	let consumer = ConsumerId(crate::NextConsumer::<Test>::get());
	let before = held(crate::HoldReason::Consumer, &manager);

	assert_ok!(Restaking::register_consumer(signed(manager.clone()), terms));

	assert_eq!(held(crate::HoldReason::Consumer, &manager) - before, CONSUMER_DEPOSIT);
	consumer
}

pub fn set_cap(operator: AccountId, cap: u64) {
	assert_ok!(Restaking::set_cap(signed(operator), percent(cap)));
}

/// Opts in on the present terms of a consumer, with budgets in percent.
pub fn opt_in(operator: AccountId, consumer: ConsumerId, bond: u64, pools: u64) {
	assert_ok!(try_opt_in(operator, consumer, budget(bond, pools)));
}

pub fn try_opt_in(operator: AccountId, consumer: ConsumerId, budget: Budget) -> DispatchResult {
	let version = Restaking::consumer_view(consumer).map_or(1, |view| view.version);
	Restaking::opt_in(signed(operator), consumer, version, budget)
}

pub fn opt_out(operator: AccountId, consumer: ConsumerId) {
	assert_ok!(Restaking::opt_out(signed(operator), consumer));
}

// Cases.

pub fn claim(scope: Scope, fraction: Fraction) -> Claim<AssetId> {
	Claim { scope, fraction, quantity: None }
}

/// A part of bond and pools.
pub fn of_pools(part: u64) -> Claim<AssetId> {
	claim(Scope::BondAndPools, percent(part))
}

/// A part of the bond.
pub fn of_bond(part: u64) -> Claim<AssetId> {
	claim(Scope::Bond, percent(part))
}

/// A name that was not used yet.
pub fn fresh_id() -> ReportId {
	let mut id = [7; 32];
	let next = crate::Reports::<Test>::iter().count().to_le_bytes();
	id.iter_mut().zip(next).for_each(|(to, from)| *to = from);
	id
}

pub fn epoch(index: u32) -> When {
	When::Epoch(EpochIndex(index))
}

/// A part of bond and pools, and so much of an asset at most.
pub fn worth(part: u64, asset: AssetId, quantity: Balance) -> Claim<AssetId> {
	Claim { quantity: Some((asset, quantity)), ..of_pools(part) }
}

/// A case, opened by whatever is done.
pub fn case_of(act: impl FnOnce() -> DispatchResult) -> CaseId {
	let case = CaseId(crate::NextCase::<Test>::get());
	assert_ok!(act());
	case
}

/// The manager of a consumer reports a fault of an operator.
pub fn report_of(
	(manager, consumer): (AccountId, ConsumerId),
	operator: AccountId,
	fault: u32,
	claim: Claim<AssetId>,
) -> CaseId {
	let (when, evidence, id) = (epoch(fault), Default::default(), fresh_id());
	case_of(|| {
		Restaking::report_slash(signed(manager), consumer, operator, when, claim, evidence, id)
	})
}

/// [`MANAGER`] reports a fault of [`OPERATOR`].
pub fn report(fault: u32, claim: Claim<AssetId>) -> CaseId {
	let case = CaseId(crate::NextCase::<Test>::get());
	assert_ok!(try_report(epoch(fault), claim, fresh_id()));
	assert!(matches!(state(case), CaseState::Filed(_)));
	case
}

pub fn try_report(when: When, claim: Claim<AssetId>, id: ReportId) -> DispatchResult {
	let evidence = Default::default();
	Restaking::report_slash(signed(MANAGER), ROLLUP, OPERATOR, when, claim, evidence, id)
}

/// [`OUTSIDER`] proposes a slash of [`OPERATOR`] for [`ROLLUP`].
pub fn propose(fault: u32, claim: Claim<AssetId>) -> CaseId {
	let case = CaseId(crate::NextCase::<Test>::get());
	assert_ok!(try_propose(epoch(fault), claim));
	assert!(matches!(state(case), CaseState::Proposed(_)));
	case
}

pub fn try_propose(when: When, claim: Claim<AssetId>) -> DispatchResult {
	let evidence = Default::default();
	Restaking::propose_slash(signed(OUTSIDER), ROLLUP, OPERATOR, when, claim, evidence)
}

pub fn endorse(case: CaseId) {
	assert_ok!(Restaking::endorse(signed(MANAGER), case, fresh_id()));
}

pub fn dispute(case: CaseId) {
	assert_ok!(Restaking::dispute(signed(OPERATOR), case));
	assert_eq!(state(case), CaseState::Disputed);
}

pub fn resolve(case: CaseId, verdict: Verdict) {
	assert_ok!(Restaking::resolve(signed(RESOLVER), case, verdict));
}

/// Settles a case, and checks how it has ended.
pub fn settle(case: CaseId, outcome: Outcome) {
	assert_ok!(try_settle(case));
	assert_has(Event::Ended { case, outcome });
	assert!(!crate::Cases::<Test>::contains_key(case));
}

pub fn try_settle(case: CaseId) -> DispatchResult {
	Restaking::settle(signed(CHARLIE), case).map(|_| ()).map_err(|error| error.error)
}

/// What is left to [`ROLLUP`] of a promise of [`OPERATOR`], for a fault of the present epoch.
pub fn left() -> Budget {
	left_to(ROLLUP)
}

pub fn left_to(consumer: ConsumerId) -> Budget {
	let view = Restaking::pledge_view(&OPERATOR);
	let promise = view.promises.into_iter().find(|promise| promise.consumer == consumer);
	promise.expect("something was promised").left
}

pub fn case(case: CaseId) -> CaseRecord<Test> {
	crate::Cases::<Test>::get(case).expect("it is open")
}

pub fn state(case: CaseId) -> CaseState {
	crate::Cases::<Test>::get(case).expect("it is open").course.state
}

// Events.

pub fn assert_has(event: Event<Test>) {
	System::assert_has_event(event.into());
}

/// The events of this pallet.
pub fn events() -> Vec<Event<Test>> {
	let all = System::events().into_iter();
	let ours = all.filter_map(|record| match record.event {
		RuntimeEvent::Restaking(event) => Some(event),
		_ => None,
	});
	ours.collect()
}

/// What a case gave to whom.
pub fn distributed(case: CaseId) -> Vec<(AssetId, Balance, Destination<AccountId>)> {
	let parts = events().into_iter().filter_map(|event| match event {
		Event::Distributed { case: of, asset, amount, to } if of == case => {
			Some((asset, amount, to))
		},
		_ => None,
	});
	parts.collect()
}

pub fn assert_last(event: Event<Test>) {
	System::assert_last_event(event.into());
}
