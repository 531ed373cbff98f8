// SPDX-License-Identifier: Apache-2.0

//! What may happen on a chain. A small cast does it again and again, so that most calls have something to work on.

use crate::{mock::*, Call, *};
use pallet_operator_staking::{Amount, Call as StakingCall};
use pallet_staking_rewards::{Call as RewardsCall, Multiplier, Preset};
use proptest::{prelude::*, sample::select};

/// How many calls there are.
pub const CALLS: usize = 25;

#[derive(Clone, Copy, Debug)]
pub struct Fault {
	/// Mostly who has promised something to whom.
	pub promise: usize,
	/// How many epochs ago; before tomorrow is today.
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
	ReturnDeposit {
		consumer: usize,
	},
	Remit {
		promise: usize,
		asset: usize,
		amount: Balance,
		ago: u32,
	},
	// Promises.
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
		promise: usize,
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

const HOLDERS: [AccountId; 4] = [ALICE, BOB, CHARLIE, OPERATOR];
const OPERATORS: [AccountId; 2] = [OPERATOR, OTHER];
const POOLS: [PoolId; 3] = [POOL, GOLD_POOL, OTHER_POOL];
const ASSETS: [AssetId; 4] = [NATIVE, GOLD, SILVER, TIN];
/// Whoever registers a consumer: the last one is who `Root` acts as.
const MANAGERS: [AccountId; 3] = [MANAGER, DAVE, TREASURY];

/// Terms of every kind: a resolver and the treasury; no resolver and nobody; root and an account; the bond alone.
pub fn offers() -> [Terms<AccountId>; 5] {
	[
		terms(),
		Terms {
			most: budget(80, 30),
			windows: Windows { report: 3, dispute: 1 },
			bounty: percent(50),
			destination: Destination::Burn,
			resolver: None,
			..terms()
		},
		Terms {
			windows: Windows { report: 1, dispute: 2 },
			destination: Destination::Account(PAUPER),
			resolver: Some(TREASURY),
			..terms()
		},
		Terms { most: budget(100, 0), resolver: None, ..terms() },
		Terms { most: budget(40, 41), ..terms() },
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
	let all = (0..NextConsumer::<Test>::get()).map(ConsumerId);
	let (all, stand): (Vec<_>, Vec<_>) = all
		.map(|consumer| (consumer, Consumers::<Test>::get(consumer)))
		.map(|(consumer, record)| (consumer, record.is_some_and(|record| record.retired.is_none())))
		.map(|(consumer, stands)| (consumer, stands.then_some(consumer)))
		.unzip();
	let stand: Vec<_> = stand.into_iter().flatten().collect();
	let choice = if index.is_multiple_of(8) { all } else { stand };
	pick(&choice, index / 8).unwrap_or(ConsumerId(0))
}

/// Mostly an operator and a consumer to whom it has promised something, now and then any.
fn promise(index: usize) -> (AccountId, ConsumerId) {
	let promised = OPERATORS.into_iter().flat_map(|operator| {
		let promises = Restaking::pledge_view(&operator).promises;
		promises.into_iter().map(move |promise| (operator.clone(), promise.consumer))
	});
	let promised: Vec<_> = promised.filter(|_| !index.is_multiple_of(8)).collect();
	let any = (one(&OPERATORS, index), consumer(index / 8));
	pick(&promised, index / 8).unwrap_or(any)
}

/// Whoever speaks for a consumer, or who `Root` is.
fn speaks(consumer: ConsumerId) -> RuntimeOrigin {
	match Consumers::<Test>::get(consumer).map(|record| record.manager) {
		Some(TREASURY) | None => root(),
		Some(manager) => signed(manager),
	}
}

/// Mostly one of the cases in a state if there is one, now and then any.
fn case_in(index: usize, wanted: impl Fn(&CaseRecord<Test>) -> bool) -> Option<CaseId> {
	let mut all: Vec<_> = Cases::<Test>::iter().collect();
	all.sort_by_key(|(number, _)| *number);
	let fit: Vec<_> =
		all.iter().filter(|(_, case)| wanted(case)).map(|(number, _)| *number).collect();
	let any: Vec<_> = all.iter().map(|(number, _)| *number).collect();
	if index.is_multiple_of(8) {
		return Some(pick(&any, index / 8).unwrap_or(CaseId(u32::MAX)));
	}
	pick(&fit, index / 8)
}

impl Fault {
	fn claim(&self) -> Claim<AssetId> {
		Claim {
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

fn terms_of(case: CaseId) -> Option<Terms<AccountId>> {
	let case = Cases::<Test>::get(case)?;
	ConsumerTerms::<Test>::get(case.consumer, case.version)
}

impl Op {
	/// The call, and who makes it; nobody if it is none.
	pub fn call(&self) -> Option<(RuntimeOrigin, RuntimeCall)> {
		let (origin, call): (_, RuntimeCall) = match self {
			Self::Delegate { who, pool, amount } => {
				let call = StakingCall::delegate { pool: one(&POOLS, *pool), amount: *amount };
				(signed(one(&HOLDERS, *who)), call.into())
			},
			Self::Undelegate { who, pool, percent } => {
				let (who, pool) = (one(&HOLDERS, *who), one(&POOLS, *pool));
				let amount = match stake_of(pool, who.clone()) * Balance::from(*percent) / 100 {
					_ if *percent == 100 => Amount::All,
					amount => Amount::Exactly(amount.max(1)),
				};
				(signed(who), StakingCall::undelegate { pool, amount }.into())
			},
			Self::Withdraw { who, pool } => {
				// Mostly where something is due.
				let all = HOLDERS.into_iter().flat_map(|who| POOLS.map(|pool| (who.clone(), pool)));
				let due: Vec<_> = all
					.filter(|(who, pool)| {
						let stake = Staking::stake_view(*pool, who);
						stake.is_some_and(|stake| stake.withdrawable > 0)
					})
					.collect();
				let any = (one(&HOLDERS, *who), one(&POOLS, *pool));
				let (holder, pool) = pick(&due, *who).unwrap_or(any);
				(signed(holder.clone()), StakingCall::withdraw { pool, holder }.into())
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
					pool: one(&POOLS, *pool),
					amount: *amount,
					preset: Preset { duration: 8, multiplier: Multiplier(200) },
					max_penalty: Fraction::one(),
				};
				(signed(one(&HOLDERS[..3], *who)), call.into())
			},
			Self::Unlock { position, percent } => {
				let held = HOLDERS.into_iter().flat_map(|who| {
					let positions = Rewards::positions_of_account(&who).into_iter();
					positions.map(move |position| (who.clone(), position))
				});
				let (who, position) = pick(&held.collect::<Vec<_>>(), *position)?;
				let value = Rewards::position_view(position)?.value * Balance::from(*percent) / 100;
				let amount = if *percent == 100 { Amount::All } else { Amount::Exactly(value) };
				(
					signed(who),
					RewardsCall::unstake { position, amount, max_penalty: Fraction::one() }.into(),
				)
			},
			call => {
				let (origin, call) = call.ours()?;
				(origin, call.into())
			},
		};
		Some((origin, call))
	}

	fn ours(&self) -> Option<(RuntimeOrigin, Call<Test>)> {
		let speaker = |index: &usize| (consumer(*index), speaks(consumer(*index)));
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
				let (consumer, origin) = speaker(consumer);
				(origin, Call::set_terms { consumer, terms: offer(terms) })
			},
			Self::SetManager { consumer, who } => {
				let (consumer, origin) = speaker(consumer);
				(origin, Call::set_manager { consumer, new: one(&MANAGERS, *who) })
			},
			Self::SetAdmission { consumer: number, admitted } => {
				(root(), Call::set_admission { consumer: consumer(*number), admitted: *admitted })
			},
			Self::Retire { consumer } => {
				let (consumer, origin) = speaker(consumer);
				(origin, Call::retire_consumer { consumer })
			},
			Self::ReturnDeposit { consumer: index } => {
				let mut retired: Vec<_> = Consumers::<Test>::iter()
					.filter(|(_, record)| record.retired.is_some() && record.deposit.amount > 0)
					.map(|(number, _)| number)
					.collect();
				retired.sort();
				let consumer = pick(&retired, *index).unwrap_or(consumer(*index));
				(anybody(), Call::return_deposit { consumer })
			},
			Self::Remit { promise: index, asset, amount, ago } => {
				let (operator, consumer) = promise(*index);
				let earned_in = EpochIndex((now() + 1).saturating_sub(*ago));
				let asset = one(&ASSETS, *asset);
				(
					speaks(consumer),
					Call::remit { consumer, operator, asset, amount: *amount, earned_in },
				)
			},
			Self::Cap { operator, part } => {
				(signed(operator_of(operator)), Call::set_cap { cap: percent(*part) })
			},
			Self::OptIn { operator, consumer: number, bond, pools } => {
				let consumer = consumer(*number);
				let version = Restaking::consumer_view(consumer).map_or(1, |view| view.version);
				let budget = budget(*bond, *pools);
				(signed(operator_of(operator)), Call::opt_in { consumer, version, budget })
			},
			Self::OptOut { promise: index } => {
				let (operator, consumer) = promise(*index);
				(signed(operator), Call::opt_out { consumer })
			},
			Self::Prune { operator } => {
				(anybody(), Call::prune { operator: operator_of(operator) })
			},
			Self::Report { fault, used_id } => {
				let (operator, consumer) = promise(fault.promise);
				let origin = speaks(consumer);
				let used = Reports::<Test>::iter_key_prefix(consumer).next();
				let id = used.filter(|_| *used_id).unwrap_or_else(fresh_id);
				let call = Call::report_slash {
					consumer,
					operator,
					when: fault.when(),
					claim: fault.claim(),
					evidence: b"seen".to_vec().try_into().expect("it is short"),
					id,
				};
				(origin, call)
			},
			Self::Propose { fault } => {
				let (operator, consumer) = promise(fault.promise);
				let call = Call::propose_slash {
					consumer,
					operator,
					when: fault.when(),
					claim: fault.claim(),
					evidence: Default::default(),
				};
				(signed(OUTSIDER), call)
			},
			Self::Endorse { case, by_resolver } => {
				let case = case_in(*case, |case| !case.course.is_filed())?;
				let id = fresh_id();
				let resolver = terms_of(case).and_then(|terms| terms.resolver);
				let resolver = resolver.filter(|who| *by_resolver && *who != TREASURY);
				let of = Cases::<Test>::get(case).map_or(ConsumerId(0), |case| case.consumer);
				(resolver.map_or_else(|| speaks(of), signed), Call::endorse { case, id })
			},
			Self::Decline { case, refund } => {
				let case = case_in(*case, |case| !case.course.is_filed())?;
				let of = Cases::<Test>::get(case).map_or(ConsumerId(0), |case| case.consumer);
				(speaks(of), Call::decline { case, refund: *refund })
			},
			Self::Dispute { case, who } => {
				let filed =
					|case: &CaseRecord<Test>| matches!(case.course.state, CaseState::Filed(_));
				let who = one(&[ALICE, OPERATOR, OTHER, OUTSIDER], *who);
				(signed(who), Call::dispute { case: case_in(*case, filed)? })
			},
			Self::Resolve { case, uphold } => {
				let case = case_in(*case, |case| case.course.state == CaseState::Disputed)?;
				let verdict = if *uphold { Verdict::Uphold } else { Verdict::Dismiss };
				let origin = match terms_of(case).and_then(|terms| terms.resolver) {
					Some(TREASURY) => root(),
					_ => signed(RESOLVER),
				};
				(origin, Call::resolve { case, verdict })
			},
			Self::Settle { case } => {
				let due = |case: &CaseRecord<Test>| case.course.settle(Restaking::moment()).is_ok();
				(anybody(), Call::settle { case: case_in(*case, due)? })
			},
			Self::ClaimBounty { case } => {
				let mut due: Vec<_> = Bounties::<Test>::iter_keys().collect();
				due.sort();
				(anybody(), Call::claim_bounty { case: pick(&due, *case)? })
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
		|(promise, ago, by_time, pools, part, quantity)| Fault {
			promise,
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
		2 => any().prop_map(|consumer| Op::ReturnDeposit { consumer }),
		10 => (any(), any(), amount(), 1..7_u32).prop_map(|(promise, asset, amount, ago)| {
			Op::Remit { promise, asset, amount, ago }
		}),
		1 => amount().prop_map(|amount| Op::Donate { amount }),
	]
	.boxed()
}

fn promises() -> BoxedStrategy<Op> {
	prop_oneof![
		2 => (any(), select(vec![0, 30, 50, 80, 100]))
			.prop_map(|(operator, part)| Op::Cap { operator, part }),
		6 => (any(), any(), 1..60_u64, 0..40_u64).prop_map(|(operator, consumer, bond, pools)| {
			Op::OptIn { operator, consumer, bond, pools }
		}),
		1 => any().prop_map(|promise| Op::OptOut { promise }),
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
		4 => promises(),
		16 => cases(),
		4 => skips.prop_map(|(epochs, blocks)| Op::Skip { epochs, blocks }),
	]
}
