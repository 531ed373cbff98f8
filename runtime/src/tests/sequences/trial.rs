// SPDX-License-Identifier: Apache-2.0

//! One history, and what must hold after each of its steps.

use super::op::{Op, Pick};
use crate::{
	assets::{AssetKind, NativeAndAssets},
	configs::staking::treasury,
	presets::{GOLD_UNIT, USDX, USDX_UNIT},
	tests::blocks::{seal, MONDAY},
	units::UNIT,
	AccountId, Balance, Nfts, OperatorStaking, Restaking, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeOrigin, StakingRewards, System,
};
use bulwark_testing::Calls;
use frame_support::{
	dispatch::CheckIfFeeless,
	traits::{fungibles::Inspect as _, Hooks},
};
use pallet_operator_staking::{Amount, EpochIndex, Fraction, PoolId, Redelegations};
use pallet_restaking_slash::{
	Bounties, Budget, CaseId, CaseState, Cases, Claim as SlashClaim, ConsumerId, Consumers,
	Destination, Outcome, Scope, Terms, Verdict, When, Windows,
};
use pallet_staking_rewards::{
	Claim, Collection, Event, Payee, PositionId, Positions, Pots, Preset, RewardKind,
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

/// The pools of the genesis: five behind operators, and the plain one.
const POOLS: u32 = 6;
const EPOCH: u64 = 60_000;
const WINDOW: u32 = 7;

#[derive(Clone, Debug, Default)]
pub struct Figures {
	pub calls: Calls,
	/// What was left in the pots of rewards at the end, and of how much, by asset.
	pub dust: BTreeMap<String, (Balance, Balance)>,
}

impl bulwark_testing::Figures for Figures {
	fn add(&mut self, other: &Self) {
		self.calls.add(&other.calls);
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
	/// What rewards took in, by asset.
	paid_in: BTreeMap<String, Balance>,
}

fn unit(asset: &AssetKind) -> Balance {
	match asset {
		AssetKind::Native => UNIT,
		AssetKind::WithId(USDX) => USDX_UNIT,
		AssetKind::WithId(_) => GOLD_UNIT / 1_000,
	}
}

fn asset_of(pool: PoolId) -> AssetKind {
	OperatorStaking::pool_view(pool).expect("it is of the genesis").asset
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
	OperatorStaking::epoch_view().now
}

fn lookup(who: &AccountId) -> <<Runtime as frame_system::Config>::Lookup as StaticLookup>::Source {
	<Runtime as frame_system::Config>::Lookup::unlookup(who.clone())
}

fn positions() -> Vec<PositionId> {
	let mut all: Vec<_> = Positions::<Runtime>::iter_keys().collect();
	all.sort();
	all
}

fn owner(id: PositionId) -> Option<AccountId> {
	let collection = Collection::<Runtime>::get()?;
	Nfts::owner(collection, id.0)
}

/// A consumer besides those of the genesis: secured by bonds alone, with nobody who decides what is disputed.
const BONDS: ConsumerId = ConsumerId(2);

/// Who speaks for a consumer.
fn manager(consumer: ConsumerId) -> RuntimeOrigin {
	let manager = Consumers::<Runtime>::get(consumer).expect("it is registered").manager;
	RuntimeOrigin::signed(manager)
}

/// A case in some state.
fn a_case(pick: Pick, fits: impl Fn(CaseState) -> bool) -> Option<CaseId> {
	let all: Vec<_> =
		Cases::<Runtime>::iter().filter(|(_, case)| fits(case.course.state)).collect();
	all.get(pick.one % all.len().max(1)).map(|(case, _)| *case)
}

impl Trial {
	pub fn new() -> Self {
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		let terms = Terms {
			most: Budget { bond: Fraction::one(), pools: Fraction::zero() },
			windows: Windows { report: 3, dispute: 1 },
			bounty: Fraction::from_percent(33),
			destination: Destination::Burn,
			resolver: None,
			follower: None,
		};
		let call = RestakingCall::register_consumer { terms };
		let origin = RuntimeOrigin::signed(Dave.to_account_id());
		RuntimeCall::from(call).dispatch(origin).expect("it has the deposit");
		let call = RestakingCall::set_admission { consumer: BONDS, admitted: true };
		RuntimeCall::from(call).dispatch(RuntimeOrigin::root()).expect("it is registered");
		let ids = |who: &[sp_keyring::Sr25519Keyring]| {
			who.iter().map(|who| who.to_account_id()).collect::<Vec<_>>()
		};
		Self {
			figures: Figures::default(),
			cast: ids(&[Alice, Bob, Charlie, Dave, Eve, Ferdie]),
			operators: ids(&[Alice, Bob, Charlie]),
			paid_in: BTreeMap::new(),
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
			_ => {
				if let Some((name, origin, call)) = self.plan(op) {
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
				let pool = pool_of(pick.one);
				let amount = some_of(&asset_of(pool), pick.amount, 2_000);
				("delegate", by(pick), staking(StakingCall::delegate { pool, amount }))
			},
			Op::Undelegate(pick) => {
				let pool = pool_of(pick.one);
				let amount = match pick.amount % 4 {
					0 => Amount::All,
					_ => Amount::Exactly(some_of(&asset_of(pool), pick.amount, 50)),
				};
				let who = self.holder(pool, pick)?;
				("undelegate", signed(who), staking(StakingCall::undelegate { pool, amount }))
			},
			Op::Withdraw(pick) => {
				let pool = pool_of(pick.one);
				let holder = lookup(&self.cast[pick.other % self.cast.len()]);
				("withdraw", by(pick), staking(StakingCall::withdraw { pool, holder }))
			},
			Op::Redelegate(pick) => {
				let natives = [PoolId(1), PoolId(3), PoolId(5), PoolId(6)];
				let (from, to) = (natives[pick.one % 4], natives[pick.other % 4]);
				let amount = Amount::Exactly(some_of(&AssetKind::Native, pick.amount, 50));
				let who = self.holder(from, pick)?;
				("redelegate", signed(who), staking(StakingCall::redelegate { from, to, amount }))
			},
			Op::Complete(pick) => {
				let ways: Vec<_> = Redelegations::<Runtime>::iter_keys().collect();
				let (holder, from, to) = ways.get(pick.one % ways.len().max(1))?.clone();
				let holder = lookup(&holder);
				let call = StakingCall::complete_redelegation { holder, from, to };
				("complete", by(pick), staking(call))
			},
			Op::Cancel(pick) => {
				let ways: Vec<_> = Redelegations::<Runtime>::iter_keys().collect();
				let (holder, from, to) = ways.get(pick.one % ways.len().max(1))?.clone();
				let call = StakingCall::cancel_redelegation { from, to };
				("cancel", signed(&holder), staking(call))
			},
			// Seldom: what has closed does nothing any more.
			Op::Retire(pick) if pick.amount % 4 > 0 => return None,
			Op::Retire(pick) => {
				("retire", signed(&self.operators[pick.one % 3]), staking(StakingCall::retire {}))
			},
			Op::Stake(pick) => {
				let pool = pool_of(pick.one);
				let preset: Vec<Preset> = StakingRewards::rewards_view(pool)?.presets;
				let preset = *preset.get(pick.other % preset.len().max(1))?;
				let amount = some_of(&asset_of(pool), pick.amount, 3_000);
				(
					"stake",
					by(pick),
					rewards(RewardsCall::stake {
						pool,
						amount,
						preset,
						max_penalty: Fraction::one(),
					}),
				)
			},
			Op::Extend(pick) => {
				let (position, who) = self.position(pick)?;
				("extend", signed(&who), rewards(RewardsCall::extend { position }))
			},
			Op::Restake(pick) => {
				let (position, who) = self.expired(pick)?;
				("restake", signed(&who), rewards(RewardsCall::restake { position }))
			},
			Op::Split(pick) => {
				let (position, who) = self.position(pick)?;
				let view = StakingRewards::position_view(position)?;
				let amount = (view.value + view.begins) / (2 + Balance::from(pick.amount % 3));
				("split", signed(&who), rewards(RewardsCall::split { position, amount }))
			},
			Op::Merge(pick) => {
				let (position, other, who) = self.pair(pick)?;
				("merge", signed(&who), rewards(RewardsCall::merge { position, other }))
			},
			Op::Transfer(pick) => {
				let (position, who) = self.position(pick)?;
				let dest = lookup(&self.cast[pick.other % self.cast.len()]);
				let call = pallet_nfts::Call::transfer {
					collection: Collection::<Runtime>::get()?,
					item: position.0,
					dest,
				};
				("transfer", signed(&who), RuntimeCall::Nfts(call))
			},
			Op::Sell(pick) => {
				let (position, who) = self.position(pick)?;
				let (collection, item) = (Collection::<Runtime>::get()?, position.0);
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
				let (position, who) = self.position(pick)?;
				let collection = Collection::<Runtime>::get()?;
				let call = pallet_nfts::Call::burn { collection, item: position.0 };
				let burn = RuntimeCall::Nfts(call);
				let burnt = pallet_utility::Call::batch_all { calls: vec![burn.clone()] };
				assert!(RuntimeCall::from(burnt).dispatch(signed(&who)).is_err());
				assert!(burn.dispatch(signed(&who)).is_err());
				return None;
			},
			Op::Reward(pick) => {
				let pool = pool_of(pick.one);
				let (asset, amount) = self.money(pool, pick)?;
				let earned_in = self.epoch(pick, pool);
				let to = Payee::Pool(pool);
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
				let pool = pool_of(pick.one);
				let (asset, amount) = self.money(pool, pick)?;
				let epochs = 1 + u32::try_from(pick.amount % 104).expect("small");
				let call = RewardsCall::fund { pool, asset, amount, epochs };
				("fund", by(pick), rewards(call))
			},
			Op::SetCommission(pick) => {
				let rate = Fraction::from_percent(pick.amount % 51);
				let operator = &self.operators[pick.one % 3];
				("commission", signed(operator), rewards(RewardsCall::set_commission { rate }))
			},
			Op::ClaimCommission(pick) => {
				let claim = Claim::Commission(pool_of(pick.one));
				("claim commission", by(pick), rewards(RewardsCall::claim { claim, to: None }))
			},
			Op::Configure(pick) => {
				let pool = pool_of(pick.one);
				let mut offer = pallet_staking_rewards::Offers::<Runtime>::get(pool)?;
				offer.plain = pick.amount % 3 > 0;
				offer.penalty = Fraction::from_percent(pick.amount % 100);
				offer.beneficiary = match pick.other % 3 {
					0 => pallet_staking_rewards::Beneficiary::Account(treasury()),
					1 => pallet_staking_rewards::Beneficiary::Burn,
					_ => pallet_staking_rewards::Beneficiary::Stakers,
				};
				let call = RewardsCall::configure { pool, offer };
				("configure", RuntimeOrigin::root(), rewards(call))
			},
			Op::Roll(pick) => {
				("roll", by(pick), rewards(RewardsCall::roll { pool: pool_of(pick.one) }))
			},
			Op::Report(pick) => {
				let (consumer, operator) = self.promise(pick)?;
				let (when, claim) = self.fault(pick);
				let mut id = [0; 32];
				id[..8].copy_from_slice(&(pick.amount % 100_000).to_le_bytes());
				let evidence = Default::default();
				let call = RestakingCall::report_slash {
					consumer,
					operator: lookup(&operator),
					when,
					claim,
					evidence,
					id,
				};
				("report", manager(consumer), restaking(call))
			},
			Op::Propose(pick) => {
				let (consumer, operator) = self.promise(pick)?;
				let (when, claim) = self.fault(pick);
				let (operator, evidence) = (lookup(&operator), Default::default());
				let call =
					RestakingCall::propose_slash { consumer, operator, when, claim, evidence };
				("propose", by(pick), restaking(call))
			},
			Op::Endorse(pick) => {
				let case = a_case(pick, |state| matches!(state, CaseState::Proposed(_)))?;
				let consumer = Cases::<Runtime>::get(case)?.consumer;
				let mut id = [1; 32];
				id[..8].copy_from_slice(&(pick.amount % 100_000).to_le_bytes());
				let call = RestakingCall::endorse { case, id };
				("endorse", manager(consumer), restaking(call))
			},
			Op::Dispute(pick) => {
				let case = a_case(pick, |state| matches!(state, CaseState::Filed(_)))?;
				("dispute", by(pick), restaking(RestakingCall::dispute { case }))
			},
			Op::Resolve(pick) => {
				let case = a_case(pick, |state| state == CaseState::Disputed)?;
				let resolver = Restaking::case_view(case)?.resolver?;
				let verdict =
					if pick.amount.is_multiple_of(3) { Verdict::Dismiss } else { Verdict::Uphold };
				let call = RestakingCall::resolve { case, verdict };
				("resolve", signed(&resolver), restaking(call))
			},
			Op::ClaimBounty(pick) => {
				let all: Vec<_> = Bounties::<Runtime>::iter_keys().collect();
				let case = *all.get(pick.one % all.len().max(1))?;
				("claim bounty", by(pick), restaking(RestakingCall::claim_bounty { case }))
			},
			Op::Remit(pick) => {
				let (consumer, operator) = self.promise(pick)?;
				let asset = [AssetKind::Native, AssetKind::WithId(USDX)][pick.other % 2].clone();
				let call = RestakingCall::remit {
					consumer,
					operator: lookup(&operator),
					amount: some_of(&asset, pick.amount, 100),
					asset,
					earned_in: self.epoch(pick, PoolId(1)),
				};
				("remit", manager(consumer), restaking(call))
			},
			Op::SetCap(pick) => {
				let operator = &self.operators[pick.one % 3];
				let cap = Fraction::from_percent(30 + pick.amount % 71);
				("cap", signed(operator), restaking(RestakingCall::set_cap { cap }))
			},
			Op::OptIn(pick) => {
				let operator = &self.operators[pick.one % 3];
				let consumer = ConsumerId(u32::try_from(pick.other % 3).expect("small"));
				let version = Restaking::consumer_view(consumer)?.version;
				let bond = 1 + pick.amount % 40;
				let pools = if consumer == BONDS { 0 } else { (pick.amount >> 8) % (bond + 1) };
				let budget = Budget {
					bond: Fraction::from_percent(bond),
					pools: Fraction::from_percent(pools),
				};
				let call = RestakingCall::opt_in { consumer, version, budget };
				("opt in", signed(operator), restaking(call))
			},
			Op::OptOut(pick) => {
				let (consumer, operator) = self.promise(pick)?;
				("opt out", signed(&operator), restaking(RestakingCall::opt_out { consumer }))
			},
			Op::SetTerms(pick) => {
				let consumer = ConsumerId(u32::try_from(pick.other % 2).expect("small"));
				let view = Restaking::consumer_view(consumer)?;
				let bounty = Fraction::from_percent(pick.amount % 51);
				let terms = Terms { bounty, ..view.terms };
				let call = RestakingCall::set_terms { consumer, terms };
				("terms", manager(consumer), restaking(call))
			},
			Op::Prune(pick) => {
				let operator = lookup(&self.operators[pick.one % 3]);
				("prune", by(pick), restaking(RestakingCall::prune { operator }))
			},
			_ => return None,
		})
	}

	/// A consumer and an operator that has promised it something, or had.
	fn promise(&self, pick: Pick) -> Option<(ConsumerId, AccountId)> {
		let operator = self.operators[pick.one % 3].clone();
		let promises = Restaking::pledge_view(&operator).promises;
		let consumer = promises.get(pick.other % promises.len().max(1))?.consumer;
		Some((consumer, operator))
	}

	/// A fault of late, and how much is asked for it.
	fn fault(&self, pick: Pick) -> (When, SlashClaim<AssetKind>) {
		let fault = now().minus(u32::try_from(pick.who).expect("small") % 4);
		let when = match pick.amount % 2 {
			0 => When::Epoch(fault),
			_ => When::Time(u64::from(fault.0) * EPOCH + pick.amount % EPOCH),
		};
		let scope = if pick.amount.is_multiple_of(5) { Scope::Bond } else { Scope::BondAndPools };
		let fraction = Fraction::from_parts(1 + pick.amount % 150_000_000_000_000_000);
		let quantity = match pick.amount % 7 {
			0 => Some((AssetKind::Native, some_of(&AssetKind::Native, pick.amount, 3_000))),
			_ => None,
		};
		(when, SlashClaim { scope, fraction, quantity })
	}

	/// Somebody who has stake in a pool.
	fn holder(&self, pool: PoolId, pick: Pick) -> Option<&AccountId> {
		let mut cast = self.cast.iter().cycle().skip(pick.who).take(self.cast.len());
		cast.find(|who| OperatorStaking::stake_view(pool, who).is_some_and(|stake| stake.value > 0))
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
				p.pool == one.pool && p.terms == one.terms
			};
			*other != id
				&& owner(*other).as_ref() == Some(&who)
				&& Positions::<Runtime>::get(other).is_some_and(fits)
		})?;
		Some((id, other, who))
	}

	fn money(&self, pool: PoolId, pick: Pick) -> Option<(AssetKind, Balance)> {
		let assets = StakingRewards::rewards_view(pool)?.assets;
		let asset = assets.get(pick.other % assets.len().max(1))?.asset.clone();
		let amount = match pick.amount % 5 {
			0 => Balance::from(pick.amount % 97 + 1),
			_ => some_of(&asset, pick.amount, 500),
		};
		Some((asset, amount))
	}

	fn epoch(&self, pick: Pick, pool: PoolId) -> EpochIndex {
		let window = if pool == PoolId(6) { 1 } else { WINDOW };
		now().minus(u32::try_from(pick.who).expect("small") % (window + 1))
	}

	/// A call is done or changes nothing.
	fn act(&mut self, name: &'static str, origin: RuntimeOrigin, call: RuntimeCall) -> bool {
		let result = call.dispatch(origin);
		self.count(name, result.is_ok());
		result.is_ok()
	}

	fn count(&mut self, name: &'static str, done: bool) {
		self.figures.calls.count(name, done);
		for record in System::events() {
			if let RuntimeEvent::StakingRewards(event) = record.event {
				self.note(event);
			}
		}
	}

	/// Sums up what comes in.
	fn note(&mut self, event: Event<Runtime>) {
		let (asset, amount) = match event {
			Event::Rewarded { asset, amount, commission, .. } => (asset, amount + commission),
			Event::Streamed { asset, amount, .. } => (asset, amount),
			_ => return,
		};
		*self.paid_in.entry(format!("{asset:?}")).or_default() += amount;
	}

	/// What `preview_unstake` says is what `unstake` does.
	fn unstake(&mut self, pick: Pick, part: bool) -> TestCaseResult {
		let Some((position, who)) = self.position(pick) else { return Ok(()) };
		let view = StakingRewards::position_view(position).expect("it is there");
		let amount = match part {
			true => Amount::Exactly((view.value + view.begins) / 3),
			false => Amount::All,
		};
		let preview = StakingRewards::preview_unstake_view(position, amount);

		System::reset_events();
		let call = RewardsCall::unstake { position, amount, max_penalty: Fraction::one() };
		let done = self.act("unstake", RuntimeOrigin::signed(who), call.into());

		prop_assert_eq!(done, preview.is_some(), "the preview of {:?} is wrong", view);
		let Some(preview) = preview else { return Ok(()) };
		let unstaked = System::events().into_iter().find_map(|record| match record.event {
			RuntimeEvent::StakingRewards(Event::Unstaked {
				returned, exiting, penalty, ..
			}) => Some((returned, exiting, penalty)),
			_ => None,
		});
		prop_assert_eq!(unstaked, Some((preview.returned, preview.exiting, preview.penalty)));
		Ok(())
	}

	/// What `available_reward` says is what a claim pays.
	fn claim_stake(&mut self, pick: Pick) -> TestCaseResult {
		let holder = self.cast[pick.one % self.cast.len()].clone();
		let pool = pool_of(pick.other);
		let said = StakingRewards::available_reward_view(RewardKind::Staker, pool, now(), &holder);
		self.claim("claim", Claim::Stake { pool, holder: holder.clone() }, &holder, said)
	}

	/// What `position` says is what a claim pays to the owner.
	fn claim_position(&mut self, pick: Pick) -> TestCaseResult {
		let Some((id, owner)) = self.position(pick) else { return Ok(()) };
		let view = StakingRewards::position_view(id).expect("it is there");
		if view.tagged_for.as_ref() == Some(&owner) {
			return Ok(()); // both parts are paid to one account
		}
		self.claim("claim position", Claim::Position(id), &owner, view.claimable)
	}

	fn claim(
		&mut self,
		name: &'static str,
		claim: Claim<AccountId>,
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
		let Some((position, _)) = self.expired(pick) else { return Ok(()) };
		let origin = RuntimeOrigin::signed(self.cast[pick.who % self.cast.len()].clone());
		let beneficiary = lookup(&self.cast[pick.other % self.cast.len()]);
		let call = RewardsCall::tag { position, beneficiary };
		let is_free = call.is_feeless(&origin);
		let done = self.act("tag", origin, call.into());
		prop_assert!(done || !is_free, "a free tag succeeds");
		Ok(())
	}

	/// What `cost` says is what is taken, but for what buckets round one by one.
	fn settle(&mut self, pick: Pick) -> TestCaseResult {
		// The latest cases can be settled at the latest: begin with the others.
		let all: Vec<_> = Cases::<Runtime>::iter().collect();
		let settleable = |case: &&(CaseId, pallet_restaking_slash::CaseRecord<Runtime>)| {
			let moment = pallet_restaking_slash::Moment {
				epoch: now(),
				block: System::block_number().into(),
			};
			case.1.course.settle(moment).is_ok()
		};
		let ripe: Vec<_> = all.iter().filter(settleable).map(|(case, _)| *case).collect();
		let any: Vec<_> = all.iter().map(|(case, _)| *case).collect();
		let list = if pick.amount.is_multiple_of(8) || ripe.is_empty() { any } else { ripe };
		let Some(case) = list.get(pick.one % list.len().max(1)) else { return Ok(()) };
		let said = Restaking::cost_view(*case);

		System::reset_events();
		let call = RestakingCall::settle { case: *case };
		self.act("settle", RuntimeOrigin::signed(treasury()), call.into());
		let events: Vec<_> = System::events().into_iter().map(|record| record.event).collect();
		let executed =
			events.contains(&RuntimeEvent::Restaking(pallet_restaking_slash::Event::Ended {
				case: *case,
				outcome: Outcome::Executed,
			}));
		if !executed {
			return Ok(());
		}
		self.count("execute", true);
		for (asset, cost) in said {
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
					_ => None,
				})
				.sum();
			// The bond, and two pools with at most 37 buckets each.
			prop_assert!(taken <= cost && cost <= taken + 75, "{} of {} taken", taken, cost);
		}
		Ok(())
	}

	fn check(&self) -> TestCaseResult {
		let number = System::block_number();
		let holds = |result: Result<(), sp_runtime::TryRuntimeError>| {
			result.map_err(|error| TestCaseError::fail(format!("{error:?}")))
		};
		holds(<OperatorStaking as Hooks<_>>::try_state(number))?;
		holds(<StakingRewards as Hooks<_>>::try_state(number))?;
		holds(<Restaking as Hooks<_>>::try_state(number))
	}

	/// Everybody leaves and claims, and the pots are empty but for dust.
	pub fn finish(&mut self) -> TestCaseResult {
		for id in positions() {
			let who = owner(id).expect("nobody could burn it");
			let call = RewardsCall::unstake {
				position: id,
				amount: Amount::All,
				max_penalty: Fraction::one(),
			};
			let left = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who));
			prop_assert!(left.is_ok(), "I9: principal can always leave: {:?}", left);
		}
		for (holder, from, to) in Redelegations::<Runtime>::iter_keys().collect::<Vec<_>>() {
			let call = StakingCall::cancel_redelegation { from, to };
			let cancelled = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(holder));
			prop_assert!(cancelled.is_ok(), "{:?}", cancelled);
		}
		for who in self.everybody() {
			for pool in (1..=POOLS).map(PoolId) {
				let call = StakingCall::undelegate { pool, amount: Amount::All };
				// Refused where there is nothing, or the pool has closed.
				let _ = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who.clone()));
			}
		}
		self.check()?;

		self.step(&Op::Jump(WINDOW + 2))?;
		for case in Cases::<Runtime>::iter_keys().collect::<Vec<_>>() {
			let call = RestakingCall::settle { case };
			let ended = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
			prop_assert!(ended.is_ok(), "every case ends: {:?}", ended);
		}
		for case in Bounties::<Runtime>::iter_keys().collect::<Vec<_>>() {
			let call = RestakingCall::claim_bounty { case };
			let paid = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
			prop_assert!(paid.is_ok(), "every bounty is paid: {:?}", paid);
		}
		let escrow = pallet_restaking_slash::Escrow::<Runtime>::get();
		prop_assert_eq!(escrow.map(|pot| pot.owed()), Some(0));
		self.step(&Op::Jump(110))?;
		System::reset_events();
		for pool in (1..=POOLS).map(PoolId) {
			// The second time for streams that penalties have funded: nobody is there to get them.
			for _ in 0..2 {
				let call = RewardsCall::roll { pool };
				let rolled = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
				prop_assert!(rolled.is_ok(), "{:?}", rolled);
				self.step(&Op::Jump(10))?;
			}
			for who in self.everybody() {
				self.leave(pool, who)?;
			}
			let call = RewardsCall::claim { claim: Claim::Commission(pool), to: None };
			let _ = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(treasury()));
		}
		self.check()?;
		self.check_pots()
	}

	/// All who may have anything.
	fn everybody(&self) -> Vec<AccountId> {
		self.cast.iter().cloned().chain([treasury()]).collect()
	}

	fn leave(&self, pool: PoolId, who: AccountId) -> TestCaseResult {
		let origin = || RuntimeOrigin::signed(treasury());
		let nothing = |error: DispatchError| {
			let staking = pallet_operator_staking::Error::<Runtime>::NothingToWithdraw;
			let rewards = pallet_staking_rewards::Error::<Runtime>::NothingToClaim;
			// The treasury pays no fees here and may be refused what is below a minimum.
			error == staking.into()
				|| error == rewards.into()
				|| matches!(error, DispatchError::Token(_))
		};
		let call = StakingCall::withdraw { pool, holder: lookup(&who) };
		let paid = RuntimeCall::from(call).dispatch(origin());
		prop_assert!(
			paid.is_ok_and(|_| true) || paid.is_err_and(|e| nothing(e.error)),
			"{:?}",
			paid
		);
		let claim = Claim::Stake { pool, holder: who };
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
