// SPDX-License-Identifier: Apache-2.0

//! Calls that may happen on a chain. A small cast does it again and again, so that most calls have something to work on.

use crate::{mock::*, Call, *};
use pallet_operator_staking::{Amount, Call as StakingCall};
use pallet_staking_rewards::{Call as RewardsCall, LockTier, Multiplier};
use proptest::{prelude::*, sample::select};

/// Number of different calls.
pub const CALLS: usize = 26;

#[derive(Clone, Copy, Debug)]
pub struct Fault {
	/// Mostly an operator and a consumer to which it is opted in.
	pub opt_in: usize,
	/// Number of epochs ago; 1 is the present one.
	pub ago: u32,
	pub by_time: bool,
	pub pools: bool,
	/// In hundredths of a percent.
	pub part: u64,
	pub quantity: Option<(usize, Balance)>,
}

#[derive(Clone, Debug)]
pub enum Op {
	// Stake.
	Delegate {
		who: usize,
		pool: usize,
		amount: Balance,
	},
	Undelegate {
		who: usize,
		pool: usize,
		percent: u8,
	},
	Withdraw {
		who: usize,
		pool: usize,
	},
	TopUp {
		operator: usize,
	},
	Lock {
		who: usize,
		pool: usize,
		amount: Balance,
	},
	Unlock {
		position: usize,
		percent: u8,
	},
	// Consumers.
	Register {
		who: usize,
		terms: usize,
	},
	SetTerms {
		consumer: usize,
		terms: usize,
	},
	SetManager {
		consumer: usize,
		who: usize,
	},
	SetAdmission {
		consumer: usize,
		admitted: bool,
	},
	Retire {
		consumer: usize,
	},
	ReleaseDeposit {
		consumer: usize,
	},
	Acknowledge {
		ago: u32,
	},
	Remit {
		opt_in: usize,
		asset: usize,
		amount: Balance,
		ago: u32,
	},
	// Opt-ins.
	Cap {
		operator: usize,
		part: u64,
	},
	OptIn {
		operator: usize,
		consumer: usize,
		bond: u64,
		pools: u64,
	},
	OptOut {
		opt_in: usize,
	},
	Prune {
		operator: usize,
	},
	// Cases.
	Report {
		fault: Fault,
		used_id: bool,
	},
	Propose {
		fault: Fault,
	},
	Endorse {
		case: usize,
		by_resolver: bool,
	},
	Decline {
		case: usize,
		refund: bool,
	},
	Dispute {
		case: usize,
		who: usize,
	},
	Resolve {
		case: usize,
		uphold: bool,
	},
	Settle {
		case: usize,
	},
	ClaimBounty {
		case: usize,
	},
	/// Time passes, with so many blocks in it.
	Skip {
		epochs: u32,
		blocks: u32,
	},
	/// The escrow is given something nobody asked for.
	Donate {
		amount: Balance,
	},
}

const STAKERS: [AccountId; 4] = [ALICE, BOB, CHARLIE, OPERATOR];
const OPERATORS: [AccountId; 2] = [OPERATOR, OTHER];
const POOLS: [PoolId; 3] = [POOL, GOLD_POOL, OTHER_POOL];
const ASSETS: [AssetId; 4] = [NATIVE, GOLD, SILVER, TIN];
/// Accounts that register a consumer: `Root` acts as the last one.
const MANAGERS: [AccountId; 3] = [MANAGER, DAVE, TREASURY];

/// Terms of every kind: a resolver and the treasury; no resolver and nobody; root and an account; the bond alone, for a
/// consumer elsewhere; and wrong ones.
pub fn offers() -> [ConsumerTerms<AccountId>; 5] {
	[
		terms(),
		ConsumerTerms {
			most: budget(80, 30),
			windows: Windows { report: 3, dispute: 1 },
			bounty: percent(50),
			destination: Destination::Burn,
			resolver: None,
			..terms()
		},
		ConsumerTerms {
			windows: Windows { report: 1, dispute: 2 },
			destination: Destination::Account(PAUPER),
			resolver: Some(TREASURY),
			..terms()
		},
		ConsumerTerms { most: budget(100, 0), resolver: None, follower: Some(FOLLOWER), ..terms() },
		ConsumerTerms { most: budget(40, 41), ..terms() },
	]
}

fn pick<T: Clone>(all: &[T], index: usize) -> Option<T> {
	all.get(index.checked_rem(all.len())?).cloned()
}

fn one<T: Clone>(all: &[T], index: usize) -> T {
	pick(all, index).expect("there is one")
}

/// Mostly one that has not retired, now and then any.
fn consumer(index: usize) -> ConsumerId {
	let all = (1..NextConsumerId::<Test>::get().0).map(ConsumerId);
	let stands = |consumer_id: &ConsumerId| {
		let record = Consumers::<Test>::get(consumer_id);
		index.is_multiple_of(8) || record.is_some_and(|record| record.last_epoch.is_none())
	};
	let choice: Vec<_> = all.filter(stands).collect();
	pick(&choice, index / 8).unwrap_or(ConsumerId(1))
}

/// Mostly an operator and a consumer to which it is opted in, now and then any.
fn opt_in(index: usize) -> (AccountId, ConsumerId) {
	let opted_in = OPERATORS.into_iter().flat_map(|operator| {
		let opt_ins = Restaking::opt_ins(operator.clone()).opt_ins;
		opt_ins.into_iter().map(move |opt_in| (operator.clone(), opt_in.consumer_id))
	});
	let opted_in: Vec<_> = opted_in.filter(|_| !index.is_multiple_of(8)).collect();
	let any = (one(&OPERATORS, index), consumer(index / 8));
	pick(&opted_in, index / 8).unwrap_or(any)
}

/// The manager of a consumer, or `Root`.
fn manager_of(consumer_id: ConsumerId) -> RuntimeOrigin {
	match Consumers::<Test>::get(consumer_id).map(|record| record.manager) {
		Some(TREASURY) | None => root(),
		Some(manager) => signed(manager),
	}
}

/// The manager of the consumer of a case.
fn manager_for(case_id: CaseId) -> RuntimeOrigin {
	manager_of(Cases::<Test>::get(case_id).map_or(ConsumerId(1), |case| case.consumer_id))
}

fn is_proposed(case: &Case<Test>) -> bool {
	case.course.proposal().is_ok()
}

/// Mostly one of the cases in a state if there is one, now and then any.
fn case_in(index: usize, wanted: impl Fn(&Case<Test>) -> bool) -> Option<CaseId> {
	let mut all: Vec<_> = Cases::<Test>::iter().collect();
	all.sort_by_key(|(case_id, _)| *case_id);
	let fit: Vec<_> =
		all.iter().filter(|(_, case)| wanted(case)).map(|(case_id, _)| *case_id).collect();
	let any: Vec<_> = all.iter().map(|(case_id, _)| *case_id).collect();
	if index.is_multiple_of(8) {
		return Some(pick(&any, index / 8).unwrap_or(CaseId(u32::MAX)));
	}
	pick(&fit, index / 8)
}

impl Fault {
	fn request(&self) -> SlashRequest<AssetId> {
		SlashRequest {
			scope: if self.pools { Scope::BondAndPools } else { Scope::Bond },
			// Nothing round.
			fraction: Fraction::from_parts(self.part * 100_000_000_000_000 + 7 * (self.part % 3)),
			quantity: self.quantity.map(|(asset, amount)| (one(&ASSETS[..3], asset), amount)),
		}
	}

	fn when(&self) -> When {
		let epoch = (now() + 1).saturating_sub(self.ago);
		match self.by_time {
			true => When::Time(u64::from(epoch) * EPOCH + 77),
			false => When::Epoch(EpochIndex(epoch)),
		}
	}
}

fn terms_of(case_id: CaseId) -> Option<ConsumerTerms<AccountId>> {
	let case = Cases::<Test>::get(case_id)?;
	TermsByVersion::<Test>::get(case.consumer_id, case.version)
}

impl Op {
	/// The call, and who makes it; nobody if it is none.
	pub fn call(&self) -> Option<(RuntimeOrigin, RuntimeCall)> {
		let (origin, call): (_, RuntimeCall) = match self {
			Self::Delegate { who, pool, amount } => {
				let call = StakingCall::delegate { pool_id: one(&POOLS, *pool), amount: *amount };
				(signed(one(&STAKERS, *who)), call.into())
			},
			Self::Undelegate { who, pool, percent } => {
				let (who, pool_id) = (one(&STAKERS, *who), one(&POOLS, *pool));
				let amount = match stake_of(pool_id, who.clone()) * Balance::from(*percent) / 100 {
					_ if *percent == 100 => Amount::All,
					amount => Amount::Exactly(amount.max(1)),
				};
				(signed(who), StakingCall::undelegate { pool_id, amount }.into())
			},
			Self::Withdraw { who, pool } => {
				// Mostly where something is due.
				let all = STAKERS.into_iter().flat_map(|who| POOLS.map(|pool| (who.clone(), pool)));
				let due: Vec<_> = all
					.filter(|(who, pool)| {
						let stake = Staking::stake_of(*pool, who.clone());
						stake.is_some_and(|stake| stake.withdrawable > 0)
					})
					.collect();
				let any = (one(&STAKERS, *who), one(&POOLS, *pool));
				let (staker, pool_id) = pick(&due, *who).unwrap_or(any);
				(signed(staker.clone()), StakingCall::withdraw { pool_id, staker }.into())
			},
			Self::TopUp { operator } => {
				// Mostly one that lacks something.
				let lacks = |who: &AccountId| bond_of(who) < BOND;
				let short: Vec<_> = OPERATORS.into_iter().filter(lacks).collect();
				let operator = pick(&short, *operator).unwrap_or(one(&OPERATORS, *operator));
				(signed(operator), StakingCall::top_up_bond {}.into())
			},
			Self::Lock { who, pool, amount } => {
				let call = RewardsCall::stake {
					pool_id: one(&POOLS, *pool),
					amount: *amount,
					tier: LockTier { duration: 8, multiplier: Multiplier(200) },
					max_penalty: Fraction::one(),
				};
				(signed(one(&STAKERS[..3], *who)), call.into())
			},
			Self::Unlock { position, percent } => {
				let held = STAKERS.into_iter().flat_map(|who| {
					let positions = Rewards::positions_of(who.clone()).into_iter();
					positions.map(move |position_id| (who.clone(), position_id))
				});
				let (who, position_id) = pick(&held.collect::<Vec<_>>(), *position)?;
				let position = Rewards::position(position_id)?;
				let value = position.active + position.pending;
				let value = value * Balance::from(*percent) / 100;
				let amount = if *percent == 100 { Amount::All } else { Amount::Exactly(value) };
				let max_penalty = Fraction::one();
				(signed(who), RewardsCall::unstake { position_id, amount, max_penalty }.into())
			},
			call => {
				let (origin, call) = call.ours()?;
				(origin, call.into())
			},
		};
		Some((origin, call))
	}

	fn ours(&self) -> Option<(RuntimeOrigin, Call<Test>)> {
		let managed = |index: &usize| (consumer(*index), manager_of(consumer(*index)));
		let operator_of = |index: &usize| one(&OPERATORS, *index);
		let offer = |index: &usize| one(&offers(), *index);
		let anybody = || signed(PAUPER);
		Some(match self {
			Self::Register { who, terms } => {
				let origin = match one(&MANAGERS, *who) {
					TREASURY => root(),
					who => signed(who),
				};
				(origin, Call::register_consumer { terms: offer(terms) })
			},
			Self::SetTerms { consumer, terms } => {
				let (consumer_id, origin) = managed(consumer);
				(origin, Call::set_terms { consumer_id, terms: offer(terms) })
			},
			Self::SetManager { consumer, who } => {
				let (consumer_id, origin) = managed(consumer);
				let new_manager = one(&MANAGERS, *who);
				(origin, Call::set_manager { consumer_id, new_manager })
			},
			Self::SetAdmission { consumer: index, admitted } => {
				let consumer_id = consumer(*index);
				(root(), Call::set_admission { consumer_id, admitted: *admitted })
			},
			Self::Retire { consumer } => {
				let (consumer_id, origin) = managed(consumer);
				(origin, Call::retire_consumer { consumer_id })
			},
			Self::ReleaseDeposit { consumer: index } => {
				let mut retired: Vec<_> = Consumers::<Test>::iter()
					.filter(|(_, record)| record.last_epoch.is_some() && record.deposit.amount > 0)
					.map(|(consumer_id, _)| consumer_id)
					.collect();
				retired.sort();
				let consumer_id = pick(&retired, *index).unwrap_or(consumer(*index));
				(anybody(), Call::release_consumer_deposit { consumer_id })
			},
			Self::Acknowledge { ago } => {
				let epoch = EpochIndex((now() + 1).saturating_sub(*ago));
				(signed(FOLLOWER), Call::acknowledge_set { epoch })
			},
			Self::Remit { opt_in: index, asset, amount, ago } => {
				let (operator, consumer_id) = opt_in(*index);
				let earned_in = EpochIndex((now() + 1).saturating_sub(*ago));
				let asset = one(&ASSETS, *asset);
				(
					manager_of(consumer_id),
					Call::remit { consumer_id, operator, asset, amount: *amount, earned_in },
				)
			},
			Self::Cap { operator, part } => {
				(signed(operator_of(operator)), Call::set_slash_cap { cap: percent(*part) })
			},
			Self::OptIn { operator, consumer: index, bond, pools } => {
				let consumer_id = consumer(*index);
				let version = Restaking::consumer(consumer_id).map_or(1, |view| view.version);
				let budget = budget(*bond, *pools);
				(signed(operator_of(operator)), Call::opt_in { consumer_id, version, budget })
			},
			Self::OptOut { opt_in: index } => {
				let (operator, consumer_id) = opt_in(*index);
				(signed(operator), Call::opt_out { consumer_id })
			},
			Self::Prune { operator } => {
				(anybody(), Call::prune { operator: operator_of(operator) })
			},
			Self::Report { fault, used_id } => {
				let (operator, consumer_id) = opt_in(fault.opt_in);
				let used = UsedReportIds::<Test>::iter_key_prefix(consumer_id).next();
				let call = Call::report_slash {
					consumer_id,
					operator,
					when: fault.when(),
					request: fault.request(),
					evidence: b"seen".to_vec().try_into().expect("it is short"),
					report_id: used.filter(|_| *used_id).unwrap_or_else(fresh_id),
				};
				(manager_of(consumer_id), call)
			},
			Self::Propose { fault } => {
				let (operator, consumer_id) = opt_in(fault.opt_in);
				let call = Call::propose_slash {
					consumer_id,
					operator,
					when: fault.when(),
					request: fault.request(),
					evidence: Default::default(),
				};
				(signed(OUTSIDER), call)
			},
			Self::Endorse { case: index, by_resolver } => {
				let case_id = case_in(*index, is_proposed)?;
				let resolver = terms_of(case_id).and_then(|terms| terms.resolver);
				let resolver = resolver.filter(|who| *by_resolver && *who != TREASURY);
				let origin = resolver.map_or_else(|| manager_for(case_id), signed);
				(origin, Call::endorse { case_id, report_id: fresh_id() })
			},
			Self::Decline { case: index, refund } => {
				let case_id = case_in(*index, is_proposed)?;
				(manager_for(case_id), Call::decline { case_id, refund: *refund })
			},
			Self::Dispute { case: index, who } => {
				let case_id = case_in(*index, |case| {
					matches!(case.course.status(), CaseStatus::Filed { .. })
				})?;
				let who = one(&[ALICE, OPERATOR, OTHER, OUTSIDER], *who);
				(signed(who), Call::dispute { case_id })
			},
			Self::Resolve { case: index, uphold } => {
				let case_id = case_in(*index, |case| case.course.disputed().is_some())?;
				let verdict = if *uphold { Verdict::Uphold } else { Verdict::Dismiss };
				let origin = match terms_of(case_id).and_then(|terms| terms.resolver) {
					Some(TREASURY) => root(),
					_ => signed(RESOLVER),
				};
				(origin, Call::resolve { case_id, verdict })
			},
			Self::Settle { case: index } => {
				let due = |case: &Case<Test>| case.course.settle(Restaking::moment()).is_ok();
				(anybody(), Call::settle { case_id: case_in(*index, due)? })
			},
			Self::ClaimBounty { case: index } => {
				let mut due: Vec<_> = Bounties::<Test>::iter_keys().collect();
				due.sort();
				(anybody(), Call::claim_bounty { case_id: pick(&due, *index)? })
			},
			_ => return None,
		})
	}
}

fn any() -> impl Strategy<Value = usize> {
	0..1_000_usize
}

fn amount() -> impl Strategy<Value = Balance> {
	prop_oneof![1..20_u128, 100..5_000_u128, 10_001..1_000_003_u128]
}

fn fault() -> impl Strategy<Value = Fault> {
	let ago = prop_oneof![9 => 1..4_u32, 1 => 0..9_u32];
	let part = prop_oneof![8 => 50..700_u64, 1 => 1..10_000_u64, 1 => 0..2_u64];
	let quantity = prop_oneof![3 => Just(None), 1 => (any(), amount()).prop_map(Some)];
	(any(), ago, prop::bool::ANY, prop::bool::weighted(0.7), part, quantity).prop_map(
		|(opt_in, ago, by_time, pools, part, quantity)| Fault {
			opt_in,
			ago,
			by_time,
			pools,
			part,
			quantity,
		},
	)
}

fn stakes() -> BoxedStrategy<Op> {
	prop_oneof![
		4 => (any(), any(), amount())
			.prop_map(|(who, pool, amount)| Op::Delegate { who, pool, amount }),
		3 => (any(), any(), select(vec![1, 33, 50, 99, 100]))
			.prop_map(|(who, pool, percent)| Op::Undelegate { who, pool, percent }),
		2 => (any(), any()).prop_map(|(who, pool)| Op::Withdraw { who, pool }),
		2 => any().prop_map(|operator| Op::TopUp { operator }),
		2 => (any(), any(), amount())
			.prop_map(|(who, pool, amount)| Op::Lock { who, pool, amount }),
		1 => (any(), select(vec![33, 100]))
			.prop_map(|(position, percent)| Op::Unlock { position, percent }),
	]
	.boxed()
}

fn consumers() -> BoxedStrategy<Op> {
	prop_oneof![
		2 => (any(), any()).prop_map(|(who, terms)| Op::Register { who, terms }),
		4 => (any(), any()).prop_map(|(consumer, terms)| Op::SetTerms { consumer, terms }),
		1 => (any(), any()).prop_map(|(consumer, who)| Op::SetManager { consumer, who }),
		1 => (any(), prop::bool::ANY)
			.prop_map(|(consumer, admitted)| Op::SetAdmission { consumer, admitted }),
		1 => any().prop_map(|consumer| Op::Retire { consumer }),
		2 => any().prop_map(|consumer| Op::ReleaseDeposit { consumer }),
		10 => (any(), any(), amount(), 1..7_u32).prop_map(|(opt_in, asset, amount, ago)| {
			Op::Remit { opt_in, asset, amount, ago }
		}),
		1 => (0..4_u32).prop_map(|ago| Op::Acknowledge { ago }),
		1 => amount().prop_map(|amount| Op::Donate { amount }),
	]
	.boxed()
}

fn opt_ins() -> BoxedStrategy<Op> {
	prop_oneof![
		2 => (any(), select(vec![0, 30, 50, 80, 100]))
			.prop_map(|(operator, part)| Op::Cap { operator, part }),
		6 => (any(), any(), 1..60_u64, 0..40_u64).prop_map(|(operator, consumer, bond, pools)| {
			Op::OptIn { operator, consumer, bond, pools }
		}),
		1 => any().prop_map(|opt_in| Op::OptOut { opt_in }),
		1 => any().prop_map(|operator| Op::Prune { operator }),
	]
	.boxed()
}

fn cases() -> BoxedStrategy<Op> {
	prop_oneof![
		10 => (fault(), prop::bool::weighted(0.05))
			.prop_map(|(fault, used_id)| Op::Report { fault, used_id }),
		5 => fault().prop_map(|fault| Op::Propose { fault }),
		5 => (any(), prop::bool::ANY)
			.prop_map(|(case, by_resolver)| Op::Endorse { case, by_resolver }),
		1 => (any(), prop::bool::ANY).prop_map(|(case, refund)| Op::Decline { case, refund }),
		3 => (any(), any()).prop_map(|(case, who)| Op::Dispute { case, who }),
		3 => (any(), prop::bool::weighted(0.6))
			.prop_map(|(case, uphold)| Op::Resolve { case, uphold }),
		10 => any().prop_map(|case| Op::Settle { case }),
		4 => any().prop_map(|case| Op::ClaimBounty { case }),
	]
	.boxed()
}

pub fn op() -> impl Strategy<Value = Op> {
	let skips = (prop_oneof![3 => 0..1_u32, 8 => 1..2_u32, 1 => 2..4_u32], 0..8_u32);
	prop_oneof![
		4 => stakes(),
		4 => consumers(),
		4 => opt_ins(),
		16 => cases(),
		4 => skips.prop_map(|(epochs, blocks)| Op::Skip { epochs, blocks }),
	]
}
