// SPDX-License-Identifier: Apache-2.0

//! Calls that may happen on a chain. A small cast does it again and again, so that most calls have something to work on.

use crate::{mock::*, Call, *};
use pallet_operator_staking::{Amount, Call as StakingCall};
use pallet_staking_rewards::{Call as RewardsCall, LockTier, Multiplier};
use proptest::{prelude::*, sample::select};

/// Number of different calls.
pub const CALLS: usize = 35;

#[derive(Clone, Copy, Debug)]
pub struct Fault {
	/// Mostly an operator and a consumer to which it is opted in.
	pub opt_in: usize,
	/// Number of epochs ago; 1 is the present one.
	pub ago: u32,
	pub by_time: bool,
	/// In hundredths of a percent: of the bond, and of the pools.
	pub parts: [u64; 2],
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
	CancelRetirement {
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
	/// By proof, by a pallet that has the door.
	Prove {
		fault: Fault,
		rewarded: bool,
	},
	Reveal {
		case: usize,
		wrong: bool,
	},
	ReleaseDispute {
		dispute: usize,
	},
	Uphold {
		case: usize,
	},
	Stop {
		case: usize,
	},
	TopUpConsumer {
		consumer: usize,
		who: usize,
	},
	ReleaseSlashed {
		withheld: usize,
	},
	Touch {
		asset: usize,
	},
	/// Gold is frozen, or thawed.
	Freeze {
		thaw: bool,
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
/// What outsiders tell: two say the same now and then.
const TEXTS: [&str; 5] = ["one", "two", "three", "four", "five"];
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
		ConsumerTerms { most: budget(40, 51), ..terms() },
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
	/// The report of a pallet that has the door.
	pub fn report(&self) -> Report<AccountId, AssetId> {
		let (operator, consumer_id) = opt_in(self.opt_in);
		let (when, request) = (self.when(), self.request());
		Report { consumer_id, operator, when, request, evidence: SOME }
	}

	fn request(&self) -> SlashRequest<AssetId> {
		SlashRequest {
			// Nothing round.
			fractions: {
				let [bond, pools] = self
					.parts
					.map(|part| Fraction::from_parts(part * 100_000_000_000_000 + 7 * (part % 3)));
				Fractions { bond, pools }
			},
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
					destination: Destination::Account(TREASURY),
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
			Self::CancelRetirement { consumer: index } => {
				let now = EpochIndex(now());
				let mut retiring: Vec<_> = Consumers::<Test>::iter()
					.filter(|(_, record)| record.last_epoch.is_some_and(|last| now <= last))
					.map(|(consumer_id, _)| consumer_id)
					.collect();
				retiring.sort();
				let consumer_id = pick(&retiring, *index).unwrap_or(consumer(*index));
				(root(), Call::cancel_retirement { consumer_id })
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
				let used = UsedReportIds::<Test>::iter_key_prefix(consumer_id);
				let used = used.map(|(_, report_id)| report_id).next();
				let call = Call::report_slash {
					consumer_id,
					operator,
					when: fault.when(),
					request: fault.request(),
					evidence: SOME,
					report_id: used.filter(|_| *used_id).unwrap_or_else(fresh_id),
				};
				(manager_of(consumer_id), call)
			},
			Self::Propose { fault } => {
				let (operator, consumer_id) = opt_in(fault.opt_in);
				let who = one(&[OUTSIDER, OUTSIDER, BOB], fault.opt_in);
				let call = Call::propose_slash {
					consumer_id,
					operator,
					when: fault.when(),
					request: fault.request(),
					evidence: evidence_of(&who, TEXTS[fault.opt_in % TEXTS.len()]),
				};
				(signed(who), call)
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
					matches!(
						case.course.status(),
						CaseStatus::Filed { .. } | CaseStatus::Disputed { .. }
					)
				})?;
				let who = one(&[ALICE, OPERATOR, OTHER, OUTSIDER], *who);
				(signed(who), Call::dispute { case_id, evidence: SOME })
			},
			Self::Resolve { case: index, uphold } => {
				let case_id = case_in(*index, |case| {
					let mut course = case.course.clone();
					let is_disputed = matches!(course.status(), CaseStatus::Disputed { .. });
					match *uphold {
						true => course.uphold(Restaking::moment(), Basis::Word).is_ok(),
						false => is_disputed,
					}
				})?;
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
			Self::Reveal { case: index, wrong } => {
				let hidden = |case: &Case<Test>| is_proposed(case) && case.text.is_none();
				let case_id = case_in(*index, hidden)?;
				let case = Cases::<Test>::get(case_id);
				let reporter = case.as_ref().and_then(|case| case.course.proposed());
				let text = TEXTS.into_iter().find(|text| {
					let (case, reporter) = (case.as_ref(), reporter);
					case.zip(reporter).is_some_and(|(case, reporter)| {
						case.evidence == evidence_of(&reporter.who, text)
					})
				});
				let text = text.filter(|_| !wrong).unwrap_or("nothing").as_bytes().to_vec();
				let text = text.try_into().expect("it is short");
				(anybody(), Call::reveal_evidence { case_id, text })
			},
			Self::ReleaseDispute { dispute } => {
				let mut all: Vec<_> = Disputes::<Test>::iter()
					.map(|(case_id, disputer, _)| (case_id, disputer))
					.collect();
				all.sort();
				let (case_id, disputer) = pick(&all, *dispute)?;
				(anybody(), Call::release_dispute_deposit { case_id, disputer })
			},
			Self::Uphold { case: index } => {
				let case_id = case_in(*index, |case| {
					case.course.clone().uphold(Restaking::moment(), Basis::Proof).is_ok()
				})?;
				(anybody(), Call::uphold { case_id })
			},
			Self::Stop { case: index } => (
				root(),
				Call::dismiss_case { case_id: case_in(*index, |case| !is_proposed(case))? },
			),
			Self::TopUpConsumer { consumer: index, who } => {
				let mut short: Vec<_> = Consumers::<Test>::iter()
					.filter(|(_, record)| record.deposit.amount < CONSUMER_DEPOSIT)
					.map(|(consumer_id, _)| consumer_id)
					.collect();
				short.sort();
				let consumer_id = pick(&short, *index).unwrap_or(consumer(*index));
				(signed(one(&MANAGERS[..2], *who)), Call::top_up_consumer { consumer_id })
			},
			Self::ReleaseSlashed { withheld } => {
				let all: Vec<_> = WithheldSlashes::<Test>::iter_keys().collect();
				let (case_id, asset) = pick(&all, *withheld)?;
				(anybody(), Call::release_slashed { case_id, asset })
			},
			Self::Touch { asset } => (signed(ALICE), Call::touch { asset: one(&ASSETS, *asset) }),
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
	let part = prop_oneof![8 => 50..700_u64, 1 => 1..5_001_u64, 1 => 0..2_u64].boxed();
	let quantity = prop_oneof![3 => Just(None), 1 => (any(), amount()).prop_map(Some)];
	// Of both, of the bond, of the pools, or of each another.
	let parts = (part.clone(), part, 0..6_u32).prop_map(|(one, other, kind)| match kind {
		0 => [one, 0],
		1 => [0, one],
		2 => [one, other],
		_ => [one, one],
	});
	(any(), ago, prop::bool::ANY, parts, quantity).prop_map(
		|(opt_in, ago, by_time, parts, quantity)| Fault { opt_in, ago, by_time, parts, quantity },
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
		2 => any().prop_map(|consumer| Op::Retire { consumer }),
		5 => any().prop_map(|consumer| Op::CancelRetirement { consumer }),
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
		6 => (any(), any(), 0..60_u64, 0..40_u64).prop_map(|(operator, consumer, bond, pools)| {
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
		8 => fault().prop_map(|fault| Op::Propose { fault }),
		8 => (fault(), prop::bool::ANY)
			.prop_map(|(fault, rewarded)| Op::Prove { fault, rewarded }),
		12 => (any(), prop::bool::weighted(0.1))
			.prop_map(|(case, wrong)| Op::Reveal { case, wrong }),
		5 => any().prop_map(|dispute| Op::ReleaseDispute { dispute }),
		9 => any().prop_map(|case| Op::Uphold { case }),
		1 => any().prop_map(|case| Op::Stop { case }),
		3 => (any(), any())
			.prop_map(|(consumer, who)| Op::TopUpConsumer { consumer, who }),
		6 => any().prop_map(|withheld| Op::ReleaseSlashed { withheld }),
		1 => any().prop_map(|asset| Op::Touch { asset }),
		1 => prop::bool::weighted(0.8).prop_map(|thaw| Op::Freeze { thaw }),
		10 => (any(), prop::bool::ANY)
			.prop_map(|(case, by_resolver)| Op::Endorse { case, by_resolver }),
		1 => (any(), prop::bool::ANY).prop_map(|(case, refund)| Op::Decline { case, refund }),
		7 => (any(), any()).prop_map(|(case, who)| Op::Dispute { case, who }),
		5 => (any(), prop::bool::weighted(0.7))
			.prop_map(|(case, uphold)| Op::Resolve { case, uphold }),
		12 => any().prop_map(|case| Op::Settle { case }),
		6 => any().prop_map(|case| Op::ClaimBounty { case }),
	]
	.boxed()
}

pub fn op() -> impl Strategy<Value = Op> {
	let skips = (prop_oneof![3 => 0..1_u32, 8 => 1..2_u32, 1 => 2..4_u32], 0..8_u32);
	prop_oneof![
		4 => stakes(),
		4 => consumers(),
		4 => opt_ins(),
		20 => cases(),
		4 => skips.prop_map(|(epochs, blocks)| Op::Skip { epochs, blocks }),
	]
}
