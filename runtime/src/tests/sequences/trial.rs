// SPDX-License-Identifier: Apache-2.0

//! One history, and the checks after each of its steps.

use super::{
	deposits::Deposits,
	earnings::{pools_of, signer, Division},
	op::{Op, Pick},
	rollup,
};
use crate::{
	accounts::treasury,
	assets::{AssetKind, NativeAndAssets, GOLD_UNIT, USDX, USDX_UNIT},
	tests::blocks::{seal, MONDAY},
	units::UNIT,
	AccountId, Balance, Nfts, OperatorStaking, Programmes, Restaking, Rollup, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeOrigin, StakingRewards, System,
};
use bulwark_testing::Calls;
use frame_support::{
	dispatch::CheckIfFeeless,
	traits::{fungibles::Inspect as _, Hooks},
	weights::WeightMeter,
};
use pallet_authorship::EventHandler;
use pallet_operator_staking::{Amount, EpochIndex, Fraction, PoolId, Redelegations};
use pallet_performance_programmes::{
	Event as ProgrammeEvent, NodeRuns, ProgrammeId, Run, ServiceRow, FULL_LEVEL,
};
use pallet_restaking_slash::{
	Bounties, CaseId, CaseStatus, Cases, ConsumerId, ConsumerTerms, Consumers, Destination,
	Disputes, Fractions, Outcome, SlashRequest, Verdict, When, Windows, WithheldSlashes,
};
use pallet_staking_rewards::{
	Collection, Event, Multiplier, Payee, PositionId, Positions, Pots, RewardClaim,
};
use proptest::{prelude::*, test_runner::TestCaseResult};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
	traits::{Dispatchable, StaticLookup},
	DispatchError,
};
use std::collections::BTreeMap;

type StakingCall = pallet_operator_staking::Call<Runtime>;
type RewardsCall = pallet_staking_rewards::Call<Runtime>;
type RestakingCall = pallet_restaking_slash::Call<Runtime>;
type ProgrammesCall = pallet_performance_programmes::Call<Runtime>;

/// The pools of the genesis: five behind operators, and the standalone one.
const POOLS: u32 = 6;
const EPOCH: u64 = 60_000;
const WINDOW: u32 = 7;
/// The texts that outsiders have to tell: the first who tells one of them gets the bounty.
const TEXTS: [&[u8]; 4] = [b"seen", b"heard", b"read", b"known"];

#[derive(Clone, Debug, Default)]
pub struct Figures {
	pub calls: Calls,
	/// Number of times that a reward was divided before and after a call.
	pub divisions: u64,
	/// Number of times that slashed money waited for its destination, and was paid.
	pub released: u64,
	/// Ends of sureties and deposits of the rollup.
	pub ends: Calls,
	/// Money left in the pots of rewards at the end, and the sum of what came in, by asset.
	pub dust: BTreeMap<String, (Balance, Balance)>,
}

impl bulwark_testing::Figures for Figures {
	fn add(&mut self, other: &Self) {
		self.calls.add(&other.calls);
		self.divisions += other.divisions;
		self.released += other.released;
		self.ends.add(&other.ends);
		for (asset, (dust, of)) in &other.dust {
			let own = self.dust.entry(asset.clone()).or_default();
			*own = (own.0.max(*dust), own.1.max(*of));
		}
	}
}

pub struct Trial {
	pub figures: Figures,
	cast: Vec<AccountId>,
	operators: Vec<AccountId>,
	/// Money that rewards took in, by asset.
	paid_in: BTreeMap<String, Balance>,
	/// Money that programmes took in and have not paid.
	promised: Balance,
	/// Deposits of the rollup.
	deposits: Deposits,
	/// Number of calls so far, by which epochs are chosen.
	calls: u32,
	/// The first call that changed what others earn of an epoch that has begun.
	unfair: TestCaseResult,
}

fn unit(asset: &AssetKind) -> Balance {
	match asset {
		AssetKind::Native => UNIT,
		AssetKind::WithId(USDX) => USDX_UNIT,
		AssetKind::WithId(_) => GOLD_UNIT / 1_000,
	}
}

fn asset_of(pool_id: PoolId) -> AssetKind {
	OperatorStaking::pool(pool_id).expect("it is of the genesis").asset
}

fn pool_of(pick: usize) -> PoolId {
	PoolId(1 + u32::try_from(pick).expect("small") % POOLS)
}

/// Some units and a bit.
fn some_of(asset: &AssetKind, pick: u64, most: u64) -> Balance {
	let whole = Balance::from(pick % most + 1) * unit(asset);
	whole + Balance::from(pick >> 40) % unit(asset)
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

fn lookup(who: &AccountId) -> <<Runtime as frame_system::Config>::Lookup as StaticLookup>::Source {
	<Runtime as frame_system::Config>::Lookup::unlookup(who.clone())
}

pub fn positions() -> Vec<PositionId> {
	let mut all: Vec<_> = Positions::<Runtime>::iter_keys().collect();
	all.sort();
	all
}

pub fn owner(position_id: PositionId) -> Option<AccountId> {
	let collection = Collection::<Runtime>::get()?;
	Nfts::owner(collection, position_id.0)
}

/// A consumer besides those of the genesis: secured by bonds alone, without a resolver.
const BONDS: ConsumerId = ConsumerId(3);

/// The bond of an operator.
const BOND: Balance = 1_000 * UNIT;

/// The rollup of the genesis.
const ROLLUP: ConsumerId = ConsumerId(2);

/// The programme by service of the genesis; the one for authors is the other.
const SERVICE: ProgrammeId = ProgrammeId(1);

fn a_programme(pick: Pick) -> ProgrammeId {
	ProgrammeId(1 + u32::try_from(pick.one % 2).expect("small"))
}

/// Money that the record of the pot of programmes has.
fn programme_pot() -> Balance {
	let pot = pallet_performance_programmes::Pots::<Runtime>::get(AssetKind::Native);
	pot.expect("the genesis opens it").owed()
}

/// The manager of a consumer.
fn manager(consumer_id: ConsumerId) -> RuntimeOrigin {
	let manager = Consumers::<Runtime>::get(consumer_id).expect("it is registered").manager;
	RuntimeOrigin::signed(manager)
}

/// A case whose status fits.
fn a_case(pick: Pick, fits: impl Fn(CaseStatus) -> bool) -> Option<CaseId> {
	let all: Vec<_> =
		Cases::<Runtime>::iter().filter(|(_, case)| fits(case.course.status())).collect();
	all.get(pick.one % all.len().max(1)).map(|(case_id, _)| *case_id)
}

impl Trial {
	pub fn new() -> Self {
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		let terms = ConsumerTerms {
			most: Fractions { bond: Fraction::one(), pools: Fraction::zero() },
			windows: Windows { report: 3, dispute: 1 },
			bounty: Fraction::from_percent(33),
			destination: Destination::Burn,
			resolver: None,
			follower: None,
		};
		let call = RestakingCall::register_consumer { terms };
		let origin = RuntimeOrigin::signed(Dave.to_account_id());
		RuntimeCall::from(call).dispatch(origin).expect("it has the deposit");
		let call = RestakingCall::set_admission { consumer_id: BONDS, admitted: true };
		RuntimeCall::from(call).dispatch(RuntimeOrigin::root()).expect("it is registered");
		let ids = |who: &[sp_keyring::Sr25519Keyring]| {
			who.iter().map(|who| who.to_account_id()).collect::<Vec<_>>()
		};
		Self {
			figures: Figures::default(),
			cast: ids(&[Alice, Bob, Charlie, Dave, Eve, Ferdie]),
			operators: ids(&[Alice, Bob, Charlie]),
			paid_in: BTreeMap::new(),
			promised: programme_pot(),
			deposits: Deposits::default(),
			calls: 0,
			unfair: Ok(()),
		}
	}

	pub fn step(&mut self, op: &Op) -> TestCaseResult {
		System::reset_events();
		if let Op::Jump(epochs) = op {
			let later = pallet_timestamp::Now::<Runtime>::get() + u64::from(*epochs) * EPOCH;
			pallet_timestamp::Now::<Runtime>::put(later);
			// Now and then the chain has stood still meanwhile.
			let blocks = if *epochs == 3 { 1 } else { 11 };
			System::set_block_number(System::block_number() + blocks);
			let mut meter = WeightMeter::new();
			OperatorStaking::on_poll(System::block_number(), &mut meter);
			Programmes::on_poll(System::block_number(), &mut meter);
			Rollup::on_poll(System::block_number(), &mut meter);
			self.count("jump", true);
			return self.check();
		}
		match *op {
			Op::UnstakeAll(pick) => self.unstake(pick, false)?,
			Op::UnstakePart(pick) => self.unstake(pick, true)?,
			Op::ClaimStake(pick) => self.claim_stake(pick)?,
			Op::ClaimPosition(pick) => self.claim_position(pick)?,
			Op::Tag(pick) => self.tag(pick)?,
			Op::Settle(pick) => self.settle(pick)?,
			Op::Judge(pick) => {
				for (name, origin, call) in rollup::judge(pick) {
					System::reset_events();
					self.act(name, origin, call);
					self.check()?;
				}
			},
			Op::MakeBlock(pick) => {
				Programmes::note_author(self.operators[pick.who % 3].clone());
				self.count("block", true);
			},
			_ => {
				let of_rollup = rollup::plan(op, &self.cast, &self.operators);
				if let Some((name, origin, call)) = of_rollup.or_else(|| self.plan(op)) {
					self.act(name, origin, call);
				}
			},
		}
		self.check()
	}

	/// The call of an operation, and who makes it.
	fn plan(&self, op: &Op) -> Option<(&'static str, RuntimeOrigin, RuntimeCall)> {
		let signed = |who: &AccountId| RuntimeOrigin::signed(who.clone());
		let by = |pick: Pick| signed(&self.cast[pick.who % self.cast.len()]);
		let staking = |call: StakingCall| RuntimeCall::OperatorStaking(call);
		let rewards = |call: RewardsCall| RuntimeCall::StakingRewards(call);
		let restaking = |call: RestakingCall| RuntimeCall::Restaking(call);
		Some(match *op {
			Op::Delegate(pick) => {
				let pool_id = pool_of(pick.one);
				let amount = some_of(&asset_of(pool_id), pick.amount, 2_000);
				("delegate", by(pick), staking(StakingCall::delegate { pool_id, amount }))
			},
			Op::Undelegate(pick) => {
				let pool_id = pool_of(pick.one);
				let amount = match pick.amount % 4 {
					0 => Amount::All,
					_ => Amount::Exactly(some_of(&asset_of(pool_id), pick.amount, 50)),
				};
				let who = self.staker(pool_id, pick)?;
				("undelegate", signed(who), staking(StakingCall::undelegate { pool_id, amount }))
			},
			Op::Withdraw(pick) => {
				let pool_id = pool_of(pick.one);
				let staker = lookup(&self.cast[pick.other % self.cast.len()]);
				("withdraw", by(pick), staking(StakingCall::withdraw { pool_id, staker }))
			},
			Op::Redelegate(pick) => {
				let natives = [PoolId(1), PoolId(3), PoolId(5), PoolId(6)];
				let (from, to) = (natives[pick.one % 4], natives[pick.other % 4]);
				let amount = Amount::Exactly(some_of(&AssetKind::Native, pick.amount, 50));
				let who = self.staker(from, pick)?;
				("redelegate", signed(who), staking(StakingCall::redelegate { from, to, amount }))
			},
			Op::Complete(pick) => {
				let ways: Vec<_> = Redelegations::<Runtime>::iter_keys().collect();
				let (staker, from, to) = ways.get(pick.one % ways.len().max(1))?.clone();
				let staker = lookup(&staker);
				let call = StakingCall::complete_redelegation { staker, from, to };
				("complete", by(pick), staking(call))
			},
			Op::Cancel(pick) => {
				let ways: Vec<_> = Redelegations::<Runtime>::iter_keys().collect();
				let (staker, from, to) = ways.get(pick.one % ways.len().max(1))?.clone();
				let call = StakingCall::cancel_redelegation { from, to };
				("cancel", signed(&staker), staking(call))
			},
			// Seldom: what has closed does nothing any more.
			Op::Retire(pick) if pick.amount % 4 > 0 => return None,
			Op::Retire(pick) => {
				("retire", signed(&self.operators[pick.one % 3]), staking(StakingCall::retire {}))
			},
			Op::TopUp(pick) => {
				let operator = &self.operators[pick.one % 3];
				let is_full = OperatorStaking::operator(operator.clone())?.bond == BOND;
				if is_full {
					return None;
				}
				("top up", signed(operator), staking(StakingCall::top_up_bond {}))
			},
			Op::Stake(pick) => {
				let pool_id = pool_of(pick.one);
				let offered = StakingRewards::reward_pool(pool_id)?;
				let tier = *offered.tiers.get(pick.other % offered.tiers.len().max(1))?;
				let destination = offered.destination?;
				let amount = some_of(&asset_of(pool_id), pick.amount, 3_000);
				(
					"stake",
					by(pick),
					rewards(RewardsCall::stake {
						pool_id,
						amount,
						tier,
						max_penalty: Fraction::one(),
						destination,
					}),
				)
			},
			Op::Extend(pick) => {
				let (position_id, who) = self.position(pick)?;
				("extend", signed(&who), rewards(RewardsCall::extend { position_id }))
			},
			Op::Restake(pick) => {
				let (position_id, who) = self.expired(pick)?;
				("restake", signed(&who), rewards(RewardsCall::restake { position_id }))
			},
			Op::Split(pick) => {
				let (position_id, who) = self.position(pick)?;
				let view = StakingRewards::position(position_id)?;
				let amount = (view.active + view.pending) / (2 + Balance::from(pick.amount % 3));
				("split", signed(&who), rewards(RewardsCall::split { position_id, amount }))
			},
			Op::Merge(pick) => {
				let (position_id, other_id, who) = self.pair(pick)?;
				("merge", signed(&who), rewards(RewardsCall::merge { position_id, other_id }))
			},
			Op::Transfer(pick) => {
				let (position_id, who) = self.position(pick)?;
				let dest = lookup(&self.cast[pick.other % self.cast.len()]);
				let call = pallet_nfts::Call::transfer {
					collection: Collection::<Runtime>::get()?,
					item: position_id.0,
					dest,
				};
				("transfer", signed(&who), RuntimeCall::Nfts(call))
			},
			Op::Sell(pick) => {
				let (position_id, who) = self.position(pick)?;
				let (collection, item) = (Collection::<Runtime>::get()?, position_id.0);
				let price = pallet_nfts::Call::set_price {
					collection,
					item,
					price: Some(UNIT),
					whitelisted_buyer: None,
				};
				let listed = RuntimeCall::Nfts(price).dispatch(signed(&who));
				listed.ok()?;
				let buyer =
					self.cast.iter().cycle().skip(pick.other).find(|buyer| **buyer != who)?;
				let call = pallet_nfts::Call::buy_item { collection, item, bid_price: UNIT };
				("sell", signed(buyer), RuntimeCall::Nfts(call))
			},
			Op::Burn(pick) => {
				let (position_id, who) = self.position(pick)?;
				let collection = Collection::<Runtime>::get()?;
				let call = pallet_nfts::Call::burn { collection, item: position_id.0 };
				let burn = RuntimeCall::Nfts(call);
				let burnt = pallet_utility::Call::batch_all { calls: vec![burn.clone()] };
				assert!(RuntimeCall::from(burnt).dispatch(signed(&who)).is_err());
				assert!(burn.dispatch(signed(&who)).is_err());
				return None;
			},
			Op::Reward(pick) => {
				let pool_id = pool_of(pick.one);
				let (asset, amount) = self.money(pool_id, pick)?;
				let earned_in = self.epoch(pick, pool_id);
				let to = Payee::Pool(pool_id);
				let call = RewardsCall::reward { to, asset, amount, earned_in };
				("reward", by(pick), rewards(call))
			},
			Op::RewardOperator(pick) => {
				let operator = self.operators[pick.one % 3].clone();
				let asset = [AssetKind::Native, AssetKind::WithId(USDX)][pick.other % 2].clone();
				let amount = some_of(&asset, pick.amount, 500);
				let earned_in = self.epoch(pick, PoolId(1));
				let to = Payee::Operator(operator);
				let call = RewardsCall::reward { to, asset, amount, earned_in };
				("reward operator", by(pick), rewards(call))
			},
			Op::Fund(pick) => {
				let pool_id = pool_of(pick.one);
				let (asset, amount) = self.money(pool_id, pick)?;
				let epochs = 1 + u32::try_from(pick.amount % 104).expect("small");
				let call = RewardsCall::fund_stream { pool_id, asset, amount, epochs };
				("fund", by(pick), rewards(call))
			},
			Op::SetCommission(pick) => {
				let rate = Fraction::from_percent(pick.amount % 51);
				let operator = &self.operators[pick.one % 3];
				("commission", signed(operator), rewards(RewardsCall::set_commission { rate }))
			},
			Op::ClaimCommission(pick) => {
				let claim = RewardClaim::Commission(pool_of(pick.one));
				("claim commission", by(pick), rewards(RewardsCall::claim { claim, to: None }))
			},
			Op::Configure(pick) => {
				let pool_id = pool_of(pick.one);
				let offers = pallet_staking_rewards::Offers::<Runtime>::get(pool_id)?;
				let (_, mut offer) = offers.latest()?.clone();
				// Every other time it is another list of tiers.
				if pick.amount % 2 == 0 {
					let (multiplier, at) = (100 + u16::try_from(pick.amount % 901).ok()?, pick.who);
					let at = at % offer.tiers.len().max(1);
					offer.tiers.get_mut(at)?.multiplier = Multiplier(multiplier);
				}
				offer.penalty = Fraction::from_percent(pick.amount % 100);
				offer.destination = match pick.other % 4 {
					0 => Destination::Account(treasury()),
					1 => Destination::Burn,
					2 => Destination::Treasury,
					_ => Destination::Stakers,
				};
				let call = RewardsCall::configure { pool_id, offer };
				let operator = OperatorStaking::pool(pool_id).and_then(|pool| pool.operator);
				let origin = match operator.filter(|_| pick.other.is_multiple_of(3)) {
					Some(operator) => signed(&operator),
					None => RuntimeOrigin::root(),
				};
				("configure", origin, rewards(call))
			},
			Op::Poke(pick) => {
				("poke", by(pick), rewards(RewardsCall::poke { pool_id: pool_of(pick.one) }))
			},
			Op::Report(pick) => {
				let (consumer_id, operator) = self.opt_in(pick)?;
				let (when, request) = self.fault(pick);
				let mut report_id = [0; 32];
				report_id[..8].copy_from_slice(&(pick.amount % 100_000).to_le_bytes());
				let evidence = Default::default();
				let call = RestakingCall::report_slash {
					consumer_id,
					operator: lookup(&operator),
					when,
					request,
					evidence,
					report_id,
				};
				("report", manager(consumer_id), restaking(call))
			},
			Op::Propose(pick) => {
				let (consumer_id, operator) = self.opt_in(pick)?;
				let (when, request) = self.fault(pick);
				let reporter = self.cast[pick.who % self.cast.len()].clone();
				let text = TEXTS[pick.other % TEXTS.len()];
				let evidence = Restaking::evidence_of(&reporter, text);
				let operator = lookup(&operator);
				let call =
					RestakingCall::propose_slash { consumer_id, operator, when, request, evidence };
				("propose", signed(&reporter), restaking(call))
			},
			Op::Endorse(pick) => {
				// One of the latest: the time to endorse is short.
				let proposed = Cases::<Runtime>::iter().filter(|(_, case)| {
					matches!(case.course.status(), CaseStatus::Proposed { .. })
				});
				let mut all = proposed.map(|(case_id, _)| case_id).collect::<Vec<_>>();
				all.sort_by_key(|case_id| std::cmp::Reverse(*case_id));
				let case_id = *all.get(pick.one % all.len().clamp(1, 3))?;
				let case = Cases::<Runtime>::get(case_id)?;
				let mut report_id = [1; 32];
				report_id[..8].copy_from_slice(&(pick.amount % 100_000).to_le_bytes());
				if case.text.is_none() {
					let reporter = &case.course.proposed()?.who;
					let is_it =
						|text: &&[u8]| Restaking::evidence_of(reporter, text) == case.evidence;
					let text = TEXTS.into_iter().find(is_it)?;
					let text = text.to_vec().try_into().expect("it is short");
					(
						"reveal",
						by(pick),
						restaking(RestakingCall::reveal_evidence { case_id, text }),
					)
				} else {
					let call = RestakingCall::endorse { case_id, report_id };
					("endorse", manager(case.consumer_id), restaking(call))
				}
			},
			Op::Dispute(pick) => {
				let case_id = a_case(pick, |status| {
					matches!(status, CaseStatus::Filed { .. } | CaseStatus::Disputed { .. })
				})?;
				let evidence = [0; 32];
				("dispute", by(pick), restaking(RestakingCall::dispute { case_id, evidence }))
			},
			Op::Resolve(pick) => {
				// One that nobody has disputed can be dismissed all the same.
				let case_id = a_case(pick, |status| {
					matches!(status, CaseStatus::Filed { .. } | CaseStatus::Disputed { .. })
				})?;
				let resolver = Restaking::case(case_id)?.resolver?;
				let verdict =
					if pick.amount.is_multiple_of(3) { Verdict::Dismiss } else { Verdict::Uphold };
				let call = RestakingCall::resolve { case_id, verdict };
				("resolve", signed(&resolver), restaking(call))
			},
			Op::ReleaseDispute(pick) => {
				let mut all = Disputes::<Runtime>::iter_keys().collect::<Vec<_>>();
				all.sort_by_key(|(case_id, _)| Cases::<Runtime>::contains_key(case_id));
				let (case_id, disputer) = all.get(pick.one % all.len().div_ceil(2).max(1))?.clone();
				let disputer = lookup(&disputer);
				let call = RestakingCall::release_dispute_deposit { case_id, disputer };
				("release dispute", by(pick), restaking(call))
			},
			Op::ClaimBounty(pick) => {
				let (mut all, locked): (Vec<_>, Vec<_>) = Bounties::<Runtime>::iter()
					.partition(|(_, bounty)| bounty.unlock_epoch <= now());
				if all.is_empty() {
					all = locked;
				}
				let (case_id, _) = all.get(pick.one % all.len().max(1))?;
				let case_id = *case_id;
				("claim bounty", by(pick), restaking(RestakingCall::claim_bounty { case_id }))
			},
			Op::Remit(pick) => {
				let (consumer_id, operator) = self.opt_in(pick)?;
				let asset = [AssetKind::Native, AssetKind::WithId(USDX)][pick.other % 2].clone();
				let call = RestakingCall::remit {
					consumer_id,
					operator: lookup(&operator),
					amount: some_of(&asset, pick.amount, 100),
					asset,
					earned_in: self.epoch(pick, PoolId(1)),
				};
				("remit", manager(consumer_id), restaking(call))
			},
			Op::SetCap(pick) => {
				let operator = &self.operators[pick.one % 3];
				let cap = Fraction::from_percent(30 + pick.amount % 71);
				("cap", signed(operator), restaking(RestakingCall::set_slash_cap { cap }))
			},
			Op::OptIn(pick) => {
				let operator = &self.operators[pick.one % 3];
				let consumer_id = ConsumerId(1 + u32::try_from(pick.other % 3).expect("small"));
				let version = Restaking::consumer(consumer_id)?.version;
				// Half of a bond, unused, makes a sequencer.
				let bond = match consumer_id {
					ROLLUP => 60 + pick.amount % 31,
					_ => 1 + pick.amount % 20,
				};
				let most = if consumer_id == BONDS { 0 } else { bond.min(40) };
				let pools = (pick.amount >> 8) % (most + 1);
				let budget = Fractions {
					bond: Fraction::from_percent(bond),
					pools: Fraction::from_percent(pools),
				};
				let call = RestakingCall::opt_in { consumer_id, version, budget };
				("opt in", signed(operator), restaking(call))
			},
			Op::OptOut(pick) => {
				let (consumer_id, operator) = self.opt_in(pick)?;
				("opt out", signed(&operator), restaking(RestakingCall::opt_out { consumer_id }))
			},
			Op::SetTerms(pick) => {
				let consumer_id = ConsumerId(1 + u32::try_from(pick.other % 2).expect("small"));
				let view = Restaking::consumer(consumer_id)?;
				let bounty = Fraction::from_percent(pick.amount % 51);
				let destination = match pick.amount % 6 {
					0 => Destination::Burn,
					1 => Destination::Treasury,
					_ => Destination::Account(Ferdie.to_account_id()),
				};
				let terms = ConsumerTerms { bounty, destination, ..view.terms };
				let call = RestakingCall::set_terms { consumer_id, terms };
				("terms", manager(consumer_id), restaking(call))
			},
			Op::FundProgramme(pick) => {
				let programme_id = a_programme(pick);
				let amount = some_of(&AssetKind::Native, pick.amount, 500);
				let epochs = 1 + u32::try_from(pick.other).expect("small") % 9;
				let call = ProgrammesCall::fund { programme_id, amount, epochs };
				("fund programme", by(pick), RuntimeCall::Programmes(call))
			},
			Op::ReportService(pick) => {
				// The epoch that has just ended is told whole.
				let (operator, epoch) = (self.operators[pick.one % 3].clone(), now().minus(1));
				let level = FULL_LEVEL - u32::try_from(pick.amount % 300_000_000).expect("small");
				let run = Run { hours: 168, level };
				let runs = vec![run].try_into().expect("one");
				let nodes = vec![NodeRuns { slot: 0, runs }].try_into().expect("one");
				let call = ProgrammesCall::report {
					programme_id: SERVICE,
					epoch,
					first_hour: 0,
					rows: vec![ServiceRow { operator, nodes }].try_into().expect("one"),
				};
				let reporter = signed(&[Dave, Eve][pick.who % 2].to_account_id());
				("report service", reporter, RuntimeCall::Programmes(call))
			},
			Op::Finalise(pick) => {
				let limit = u32::try_from(pick.amount % 4).expect("small");
				let programme_id = a_programme(pick);
				let call = ProgrammesCall::finalise { programme_id, limit };
				("finalise", by(pick), RuntimeCall::Programmes(call))
			},
			Op::Prune(pick) => {
				let operator = lookup(&self.operators[pick.one % 3]);
				("prune", by(pick), restaking(RestakingCall::prune { operator }))
			},
			_ => return None,
		})
	}

	/// A consumer and an operator that is opted in to it, or was.
	fn opt_in(&self, pick: Pick) -> Option<(ConsumerId, AccountId)> {
		let operator = self.operators[pick.one % 3].clone();
		let opt_ins = Restaking::opt_ins(operator.clone()).opt_ins;
		let consumer_id = opt_ins.get(pick.other % opt_ins.len().max(1))?.consumer_id;
		Some((consumer_id, operator))
	}

	/// A fault of late, and the slash that is asked for it.
	fn fault(&self, pick: Pick) -> (When, SlashRequest<AssetKind>) {
		let fault = now().minus(u32::try_from(pick.who).expect("small") % 4);
		let when = match pick.amount % 2 {
			0 => When::Epoch(fault),
			_ => When::Time(u64::from(fault.0) * EPOCH + pick.amount % EPOCH),
		};
		let fraction = Fraction::from_parts(1 + pick.amount % 150_000_000_000_000_000);
		let pools = if pick.amount.is_multiple_of(5) { Fraction::zero() } else { fraction };
		let fractions = Fractions { bond: fraction, pools };
		let quantity = match pick.amount % 7 {
			0 => Some((AssetKind::Native, some_of(&AssetKind::Native, pick.amount, 3_000))),
			_ => None,
		};
		(when, SlashRequest { fractions, quantity })
	}

	/// Somebody who has stake in a pool.
	fn staker(&self, pool_id: PoolId, pick: Pick) -> Option<&AccountId> {
		let mut cast = self.cast.iter().cycle().skip(pick.who).take(self.cast.len());
		cast.find(|who| {
			let stake = OperatorStaking::stake_of(pool_id, (*who).clone());
			stake.is_some_and(|stake| stake.value > 0)
		})
	}

	/// A position and its owner.
	fn position(&self, pick: Pick) -> Option<(PositionId, AccountId)> {
		let all = positions();
		let id = *all.get(pick.one % all.len().max(1))?;
		Some((id, owner(id)?))
	}

	fn expired(&self, pick: Pick) -> Option<(PositionId, AccountId)> {
		let is_expired =
			|id: &PositionId| Positions::<Runtime>::get(id).is_some_and(|p| p.expiry <= now());
		let all: Vec<_> = positions().into_iter().filter(is_expired).collect();
		let id = *all.get(pick.one % all.len().max(1))?;
		Some((id, owner(id)?))
	}

	/// Two positions that may be merged.
	fn pair(&self, pick: Pick) -> Option<(PositionId, PositionId, AccountId)> {
		let (id, who) = self.position(pick)?;
		let one = Positions::<Runtime>::get(id)?;
		let other = positions().into_iter().find(|other| {
			let fits = |p: pallet_staking_rewards::Position<Runtime>| {
				p.pool_id == one.pool_id && p.terms == one.terms
			};
			*other != id
				&& owner(*other).as_ref() == Some(&who)
				&& Positions::<Runtime>::get(other).is_some_and(fits)
		})?;
		Some((id, other, who))
	}

	fn money(&self, pool_id: PoolId, pick: Pick) -> Option<(AssetKind, Balance)> {
		let assets = StakingRewards::reward_pool(pool_id)?.assets;
		let asset = assets.get(pick.other % assets.len().max(1))?.asset.clone();
		let amount = match pick.amount % 5 {
			0 => Balance::from(pick.amount % 97 + 1),
			_ => some_of(&asset, pick.amount, 500),
		};
		Some((asset, amount))
	}

	fn epoch(&self, pick: Pick, pool_id: PoolId) -> EpochIndex {
		let window = if pool_id == PoolId(6) { 1 } else { WINDOW };
		now().minus(u32::try_from(pick.who).expect("small") % (window + 1))
	}

	/// A call is done or changes nothing.
	fn act(&mut self, name: &'static str, origin: RuntimeOrigin, call: RuntimeCall) -> bool {
		let divisions = self.divisions(&call);
		let caller = signer(&origin);
		let result = call.dispatch(origin);
		self.count(name, result.is_ok());
		if result.is_ok() {
			self.calls += 1;
			for division in divisions {
				let fair = division.check(name, caller.as_ref(), &self.cast);
				self.unfair = std::mem::replace(&mut self.unfair, Ok(())).and(fair);
				self.figures.divisions += 1;
			}
		}
		result.is_ok()
	}

	/// How rewards for an epoch that has begun are divided in the pools that a call is about.
	fn divisions(&self, call: &RuntimeCall) -> Vec<Division> {
		let pools = pools_of(call, PoolId(1 + self.calls % POOLS)).into_iter();
		pools
			.filter_map(|pool_id| {
				let window = if pool_id == PoolId(6) { 1 } else { WINDOW };
				let epoch = now().minus(self.calls % (window + 1));
				Division::of(pool_id, epoch, &self.cast)
			})
			.collect()
	}

	fn count(&mut self, name: &'static str, done: bool) {
		self.figures.calls.count(name, done);
		self.note_events();
	}

	fn note_events(&mut self) {
		for record in System::events() {
			match record.event {
				RuntimeEvent::StakingRewards(event) => self.note(event),
				RuntimeEvent::Programmes(event) => self.note_promise(event),
				RuntimeEvent::Rollup(event) => self.deposits.note(event),
				_ => {},
			}
		}
	}

	/// Sums up what comes in.
	fn note(&mut self, event: Event<Runtime>) {
		let (asset, amount) = match event {
			Event::Rewarded { asset, amount, commission, .. } => (asset, amount + commission),
			Event::Streamed { asset, amount, .. } => (asset, amount),
			Event::UnvestedRewardsReturned { .. } => {
				self.figures.calls.count("return unvested", true);
				return;
			},
			_ => return,
		};
		*self.paid_in.entry(format!("{asset:?}")).or_default() += amount;
	}

	/// Sums up what programmes take in and pay.
	fn note_promise(&mut self, event: ProgrammeEvent<Runtime>) {
		match event {
			ProgrammeEvent::Funded { payer: Some(_), amount, .. }
			| ProgrammeEvent::Minted { amount, .. } => self.promised += amount,
			ProgrammeEvent::OperatorRewarded { amount, .. } => {
				self.promised -= amount;
				self.figures.calls.count("pay an operator", true);
			},
			_ => {},
		}
	}

	/// `unstake` does as `preview_unstake` says.
	fn unstake(&mut self, pick: Pick, part: bool) -> TestCaseResult {
		let Some((position_id, who)) = self.position(pick) else { return Ok(()) };
		let view = StakingRewards::position(position_id).expect("it is there");
		let amount = match part {
			true => Amount::Exactly((view.active + view.pending) / 3),
			false => Amount::All,
		};
		let preview = StakingRewards::preview_unstake(position_id, amount);

		System::reset_events();
		let call = RewardsCall::unstake { position_id, amount, max_penalty: Fraction::one() };
		let done = self.act("unstake", RuntimeOrigin::signed(who), call.into());

		prop_assert_eq!(done, preview.is_some(), "the preview of {:?} is wrong", view);
		let Some(preview) = preview else { return Ok(()) };
		let unstaked = System::events().into_iter().find_map(|record| match record.event {
			RuntimeEvent::StakingRewards(Event::Unstaked {
				returned, unbonding, penalty, ..
			}) => Some((returned, unbonding, penalty)),
			_ => None,
		});
		prop_assert_eq!(unstaked, Some((preview.returned, preview.unbonding, preview.penalty)));
		let returned = System::events().into_iter().filter_map(|record| match record.event {
			RuntimeEvent::StakingRewards(
				Event::UnvestedRewardsReturned { asset, amount, .. }
				| Event::ExpiredRewardsReturned { asset, amount, .. },
			) => Some((asset, amount)),
			_ => None,
		});
		let returned: Vec<_> = returned.collect();
		// Of a pool that closes they go to the treasury.
		prop_assert!(returned.is_empty() || returned == preview.forgone, "{:?}", preview);
		Ok(())
	}

	/// A claim pays as `available_reward` says.
	fn claim_stake(&mut self, pick: Pick) -> TestCaseResult {
		let staker = self.cast[pick.one % self.cast.len()].clone();
		let claim = RewardClaim::Stake { pool_id: pool_of(pick.other), staker: staker.clone() };
		let said = StakingRewards::available_reward(claim.clone(), now());
		self.claim("claim", claim, &staker, said)
	}

	/// A claim pays to the owner as `position` says.
	fn claim_position(&mut self, pick: Pick) -> TestCaseResult {
		let Some((id, owner)) = self.position(pick) else { return Ok(()) };
		let view = StakingRewards::position(id).expect("it is there");
		if view.tagged_for.as_ref() == Some(&owner) {
			return Ok(()); // both parts are paid to one account
		}
		self.claim("claim position", RewardClaim::Position(id), &owner, view.claimable)
	}

	fn claim(
		&mut self,
		name: &'static str,
		claim: RewardClaim<AccountId>,
		to: &AccountId,
		said: Vec<(AssetKind, Balance)>,
	) -> TestCaseResult {
		let before: Vec<_> =
			said.iter().map(|(asset, _)| NativeAndAssets::balance(asset.clone(), to)).collect();
		let call = RewardsCall::claim { claim, to: None };
		// Somebody else claims: fees are of no concern here.
		let done = self.act(name, RuntimeOrigin::signed(treasury()), call.into());
		for ((asset, amount), before) in said.into_iter().zip(before) {
			let paid = NativeAndAssets::balance(asset.clone(), to) - before;
			let expected = if done { amount } else { 0 };
			prop_assert_eq!(paid, expected, "of {:?}", asset);
		}
		Ok(())
	}

	/// A tag is free exactly when it succeeds, if there is enough in it.
	fn tag(&mut self, pick: Pick) -> TestCaseResult {
		let Some((position_id, _)) = self.expired(pick) else { return Ok(()) };
		let origin = RuntimeOrigin::signed(self.cast[pick.who % self.cast.len()].clone());
		let beneficiary = lookup(&self.cast[pick.other % self.cast.len()]);
		let call = RewardsCall::tag { position_id, beneficiary };
		let is_free = call.is_feeless(&origin);
		let done = self.act("tag", origin, call.into());
		prop_assert!(done || !is_free, "a free tag succeeds");
		Ok(())
	}

	/// The money taken is what `slash_preview` says, but for what buckets round one by one.
	fn settle(&mut self, pick: Pick) -> TestCaseResult {
		// The latest cases can be settled at the latest: begin with the others.
		let all: Vec<_> = Cases::<Runtime>::iter().collect();
		let settleable = |case: &&(CaseId, pallet_restaking_slash::Case<Runtime>)| {
			let moment = pallet_restaking_slash::Moment {
				epoch: now(),
				block: System::block_number().into(),
			};
			case.1.course.settle(moment).is_ok()
		};
		let ripe: Vec<_> = all.iter().filter(settleable).map(|(case_id, _)| *case_id).collect();
		let any: Vec<_> = all.iter().map(|(case_id, _)| *case_id).collect();
		let list = if pick.amount.is_multiple_of(8) || ripe.is_empty() { any } else { ripe };
		let Some(&case_id) = list.get(pick.one % list.len().max(1)) else { return Ok(()) };
		let said = Restaking::slash_preview(case_id);

		System::reset_events();
		let call = RestakingCall::settle { case_id };
		self.act("settle", RuntimeOrigin::signed(treasury()), call.into());
		let events: Vec<_> = System::events().into_iter().map(|record| record.event).collect();
		let executed =
			events.contains(&RuntimeEvent::Restaking(pallet_restaking_slash::Event::Ended {
				case_id,
				outcome: Outcome::Executed,
			}));
		if !executed {
			return Ok(());
		}
		self.count("execute", true);
		for (asset, most) in said {
			let taken: Balance = events
				.iter()
				.filter_map(|event| match event {
					RuntimeEvent::Restaking(pallet_restaking_slash::Event::Distributed {
						asset: of,
						amount,
						..
					}) if *of == asset => Some(*amount),
					RuntimeEvent::Restaking(pallet_restaking_slash::Event::BountySet {
						amount,
						..
					}) if asset == AssetKind::Native => Some(*amount),
					RuntimeEvent::Restaking(pallet_restaking_slash::Event::SlashEscrowed {
						asset: of,
						amount,
						..
					}) if *of == asset => Some(*amount),
					_ => None,
				})
				.sum();
			// The bond, and two pools with at most 37 buckets each.
			prop_assert!(taken <= most && most <= taken + 75, "{} of {} taken", taken, most);
		}
		Ok(())
	}

	fn check(&self) -> TestCaseResult {
		self.unfair.clone()?;
		let number = System::block_number();
		let holds = |result: Result<(), sp_runtime::TryRuntimeError>| {
			result.map_err(|error| TestCaseError::fail(format!("{error:?}")))
		};
		holds(<OperatorStaking as Hooks<_>>::try_state(number))?;
		holds(<StakingRewards as Hooks<_>>::try_state(number))?;
		holds(<Restaking as Hooks<_>>::try_state(number))?;
		holds(<Programmes as Hooks<_>>::try_state(number))?;
		holds(<Rollup as Hooks<_>>::try_state(number))?;
		prop_assert_eq!(programme_pot(), self.promised, "what came in is paid, carried or not due");
		prop_assert!(self.deposits.are_held(), "a deposit is held, or somebody has it");
		Ok(())
	}

	/// Everybody leaves and claims, and the pots are empty but for dust.
	pub fn finish(&mut self) -> TestCaseResult {
		for id in positions() {
			let who = owner(id).expect("nobody could burn it");
			let call = RewardsCall::unstake {
				position_id: id,
				amount: Amount::All,
				max_penalty: Fraction::one(),
			};
			let left = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who));
			prop_assert!(left.is_ok(), "I9: principal can always leave: {:?}", left);
		}
		for (staker, from, to) in Redelegations::<Runtime>::iter_keys().collect::<Vec<_>>() {
			let call = StakingCall::cancel_redelegation { from, to };
			let cancelled = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(staker));
			prop_assert!(cancelled.is_ok(), "{:?}", cancelled);
		}
		for who in self.everybody() {
			for pool_id in (1..=POOLS).map(PoolId) {
				let call = StakingCall::undelegate { pool_id, amount: Amount::All };
				// Refused where there is nothing, or the pool has closed.
				let _ = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who.clone()));
			}
		}
		self.check()?;

		self.step(&Op::Jump(WINDOW + 2))?;
		for case_id in Cases::<Runtime>::iter_keys().collect::<Vec<_>>() {
			let call = RestakingCall::settle { case_id };
			let ended = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
			prop_assert!(ended.is_ok(), "every case ends: {:?}", ended);
		}
		for case_id in Bounties::<Runtime>::iter_keys().collect::<Vec<_>>() {
			let call = RestakingCall::claim_bounty { case_id };
			let paid = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
			prop_assert!(paid.is_ok(), "every bounty is paid: {:?}", paid);
		}
		for (case_id, asset) in WithheldSlashes::<Runtime>::iter_keys().collect::<Vec<_>>() {
			let call = RestakingCall::release_slashed { case_id, asset };
			let paid = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
			prop_assert!(paid.is_ok(), "every destination is paid: {:?}", paid);
			self.figures.released += 1;
		}
		let disputes: Vec<_> = Disputes::<Runtime>::iter().map(|(id, who, _)| (id, who)).collect();
		for (case_id, disputer) in disputes {
			let disputer = lookup(&disputer);
			let call = RestakingCall::release_dispute_deposit { case_id, disputer };
			let done = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
			prop_assert!(done.is_ok(), "every dispute ends: {:?}", done);
		}
		System::reset_events();
		let handed_out = rollup::finish(&self.operators).map_err(TestCaseError::fail)?;
		self.figures.calls.add(&handed_out);
		self.note_events();
		prop_assert!(self.deposits.have_ended(), "somebody has every deposit of the rollup");
		self.figures.ends.add(&self.deposits.ends);
		let escrow = pallet_restaking_slash::Escrow::<Runtime>::get(AssetKind::Native);
		prop_assert_eq!(escrow.map(|pot| pot.owed()), Some(0));
		self.step(&Op::Jump(110))?;
		System::reset_events();
		for pool_id in (1..=POOLS).map(PoolId) {
			// The second time for streams that penalties have funded: nobody is there to get them.
			for _ in 0..2 {
				let call = RewardsCall::poke { pool_id };
				let poked = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
				prop_assert!(poked.is_ok(), "{:?}", poked);
				self.step(&Op::Jump(10))?;
			}
			for who in self.everybody() {
				self.leave(pool_id, who)?;
			}
			let call = RewardsCall::claim { claim: RewardClaim::Commission(pool_id), to: None };
			let _ = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
		}
		self.check()?;
		self.check_pots()
	}

	/// All who may have anything.
	fn everybody(&self) -> Vec<AccountId> {
		self.cast.iter().cloned().chain([treasury()]).collect()
	}

	fn leave(&self, pool_id: PoolId, who: AccountId) -> TestCaseResult {
		let origin = || RuntimeOrigin::signed(treasury());
		let nothing = |error: DispatchError| {
			let staking = pallet_operator_staking::Error::<Runtime>::NothingToWithdraw;
			let rewards = pallet_staking_rewards::Error::<Runtime>::NothingToClaim;
			// The treasury pays no fees here and may be refused what is below a minimum.
			let refused = pallet_operator_staking::Error::<Runtime>::PaymentRefused;
			let unpaid = pallet_staking_rewards::Error::<Runtime>::PaymentRefused;
			[staking.into(), refused.into(), rewards.into(), unpaid.into()].contains(&error)
		};
		let call = StakingCall::withdraw { pool_id, staker: lookup(&who) };
		let paid = RuntimeCall::from(call).dispatch(origin());
		prop_assert!(
			paid.is_ok_and(|_| true) || paid.is_err_and(|e| nothing(e.error)),
			"{:?}",
			paid
		);
		let claim = RewardClaim::Stake { pool_id, staker: who };
		let call = RewardsCall::claim { claim, to: None };
		let paid = RuntimeCall::from(call).dispatch(origin());
		prop_assert!(paid.is_ok() || paid.is_err_and(|e| nothing(e.error)), "{:?}", paid);
		Ok(())
	}

	/// Nothing is left but fractions of units, and what was credited to weight that merges left to nobody.
	fn check_pots(&mut self) -> TestCaseResult {
		for (asset, pot) in pallet_operator_staking::Pots::<Runtime>::iter() {
			let (name, left) = (format!("stake in {asset:?}"), pot.owed());
			self.figures.dust.insert(name, (left, 0));
			prop_assert!(left <= 500, "{} units are left in the pot of {:?}", left, asset);
		}
		for (asset, pot) in Pots::<Runtime>::iter() {
			let name = format!("{asset:?}");
			let credited = self.paid_in.get(&name).copied().unwrap_or_default();
			let dust = pot.owed();
			self.figures.dust.insert(name, (dust, credited));
			prop_assert!(
				dust <= credited / 1_000_000_000 + 500,
				"{} of {} units are left in the pot of {:?}",
				dust,
				credited,
				asset
			);
		}
		Ok(())
	}
}
