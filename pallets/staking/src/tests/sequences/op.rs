// SPDX-License-Identifier: Apache-2.0

//! The things that happen on a chain. A small cast does them again and again, so that most calls have something to work
//! on.

use crate::{
	mock::*, Amount, Balance, BaseTerms, Call, EpochIndex, Exits, Fraction, Fractions, Holdings,
	Multiplier, OperatorState, Operators, OwedSlashes, PoolId, Pools, Redelegations, Scope,
};
use bulwark_ledger::{Cover, Price};
use bulwark_traits::{CoverObserver, Suspend};
use frame_support::{
	traits::{fungibles::Mutate, tokens::Preservation, GetCallName, Hooks, UnfilteredDispatchable},
	weights::WeightMeter,
};
use proptest::{prelude::*, sample::select};
use sp_runtime::DispatchResult;

/// The amount that is unstaked, of the stake that there is then.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
	All,
	Percent(u8),
	Units(Balance),
	AllBut(Balance),
}

/// A staker and a pool: numbers that pick from those that there are then.
#[derive(Clone, Copy, Debug)]
pub enum Place {
	/// One where somebody has stake.
	Staked(usize),
	/// One where somebody's stake unbonds.
	Waiting(usize),
	/// Any.
	Any(AccountId, usize),
}

#[derive(Clone, Debug)]
pub enum Op {
	Register {
		operator: AccountId,
	},
	OpenPool {
		operator: AccountId,
		asset: AssetId,
		minimum: Balance,
	},
	OpenStandalonePool {
		asset: AssetId,
		minimum: Balance,
	},
	/// To an open pool, if there is one; by its operator itself if it has one and that is wanted.
	Delegate {
		who: AccountId,
		pool: usize,
		amount: Balance,
		own: bool,
	},
	Undelegate {
		place: Place,
		wanted: Wanted,
	},
	/// By the staker, or by another.
	Withdraw {
		place: Place,
		caller: Option<AccountId>,
	},
	/// Of a pool, or of a staker too.
	Poke {
		place: Place,
		staker: bool,
	},
	/// Of an operator that is registered, if there is one.
	Slash {
		operator: usize,
		ago: i8,
		fractions: Fractions,
	},
	/// Of a suspended operator, if there is one.
	TopUpBond {
		operator: AccountId,
	},
	Retire {
		operator: AccountId,
	},
	WithdrawBond {
		operator: AccountId,
	},
	/// Time passes.
	Skip {
		epochs: u32,
	},
	/// The pot is given something that nobody asked for.
	Donate {
		who: AccountId,
		asset: AssetId,
		amount: Balance,
	},
	/// An account gives another some of an asset, or all it has.
	Transfer {
		from: AccountId,
		to: AccountId,
		asset: AssetId,
		amount: Option<Balance>,
	},
	/// An asset refuses to pay an account, or pays it again.
	Block {
		who: AccountId,
		asset: AssetId,
	},
	Unblock {
		who: AccountId,
		asset: AssetId,
	},
	/// An asset refuses every payment, or pays again.
	Freeze {
		asset: AssetId,
	},
	Thaw {
		asset: AssetId,
	},
	/// Somebody looks after the pot of an asset.
	Touch {
		who: AccountId,
		asset: AssetId,
	},
	/// What slashes left owed in a pool is handed out, up to an amount.
	HandOut {
		pool: usize,
		amount: Balance,
	},
	/// Stake moves to another pool, mostly one in the same asset.
	Redelegate {
		place: Place,
		to: usize,
		wanted: Wanted,
	},
	/// A redelegation arrives, or is called back.
	CompleteRedelegation {
		index: usize,
		caller: Option<AccountId>,
	},
	CancelRedelegation {
		index: usize,
	},
	/// The admin, or somebody who counts what operators do, keeps one from serving, or lets it.
	Suspend {
		operator: usize,
		idle: bool,
	},
	Resume {
		by_admin: bool,
	},
	CloseOperator {
		operator: AccountId,
	},
	/// Of an operator that may be closed by anybody, if there is one.
	ReclaimPlace {
		operator: AccountId,
	},
	/// An asset has another price from the next election on.
	SetPrice {
		price: u32,
	},
	/// Restaking tells that the bond of an operator answers, or that it does not.
	TellCover {
		operator: AccountId,
		answers: bool,
	},
	SetGlobalMinSelfStake {
		amount: Balance,
	},
	SetMinSelfStake {
		operator: AccountId,
		amount: Balance,
	},
	SetActiveSetSize {
		size: u32,
	},
	/// A block begins.
	NewBlock,
	/// From the next epoch on operators are opted in with their bonds, or with their pools too, or not at all.
	OptIn {
		scope: Option<Scope>,
	},
	/// M: whoever announces its closing from now on answers for so many epochs more.
	SetNotice {
		epochs: u32,
	},
}

/// The longest notice that consumers have.
pub const MAX_NOTICE: u32 = 3;

/// An act of the pallet: by a call, or by a slash through the door.
#[derive(Clone, Debug)]
pub enum Act {
	Call(RuntimeOrigin, Call<Test>),
	Slash { operator: AccountId, fault: EpochIndex, fractions: Fractions },
}

impl Act {
	pub fn name(&self) -> &'static str {
		match self {
			Self::Call(_, call) => call.get_call_name(),
			Self::Slash { fractions, .. } => match (fractions.bond, fractions.pools) {
				(bond, pools) if bond == pools => "slash",
				(bond, _) if bond == Fraction::zero() => "slash of pools",
				(_, pools) if pools == Fraction::zero() => "slash of bond",
				_ => "slash by two fractions",
			},
		}
	}

	pub fn run(self) -> DispatchResult {
		match self {
			Self::Call(origin, call) => {
				call.dispatch_bypass_filter(origin).map(|_| ()).map_err(|refusal| refusal.error)
			},
			Self::Slash { operator, fault, fractions } => slash_of(operator, fault.0, fractions),
		}
	}
}

/// A few pools are for positions, and some are opened with what no pool may have.
fn base(minimum: Balance) -> BaseTerms {
	match minimum {
		0 => BaseTerms { multiplier: Multiplier(0), delegations_earn: true },
		10 => BaseTerms { multiplier: Multiplier(70), delegations_earn: true },
		1_000 => BaseTerms { delegations_earn: false, ..BaseTerms::ONE },
		_ => BaseTerms::ONE,
	}
}

impl Op {
	/// The act that it asks of the pallet, if it does.
	pub fn act(&self) -> Option<Act> {
		if let Op::Slash { operator, ago, fractions } = *self {
			let operator = registered(operator);
			let fault = EpochIndex(now().saturating_add_signed(-i32::from(ago)));
			return Some(Act::Slash { operator, fault, fractions });
		}
		let (origin, call) = self.call()?;
		Some(Act::Call(origin, call))
	}

	/// The call that it is, if it is one of the pallet's, and its origin.
	fn call(&self) -> Option<(RuntimeOrigin, Call<Test>)> {
		let call = match self.clone() {
			Op::Register { operator } => (signed(operator), Call::register {}),
			Op::OpenPool { operator, asset, minimum } => {
				(signed(operator), Call::open_pool { asset, minimum, base: base(minimum) })
			},
			Op::OpenStandalonePool { asset, minimum } => {
				(root(), Call::open_standalone_pool { asset, minimum, base: base(minimum) })
			},
			Op::Delegate { who, pool, amount, own } => {
				let pool = open(pool);
				let operator = Pools::<Test>::get(pool).and_then(|pool| pool.operator);
				let who = operator.filter(|_| own).unwrap_or(who);
				(signed(who), Call::delegate { pool_id: pool, amount })
			},
			Op::Undelegate { place, wanted } => {
				let (who, pool) = place.find();
				let amount = wanted.of(staked(pool, who));
				(signed(who), Call::undelegate { pool_id: pool, amount })
			},
			Op::Withdraw { place, caller } => {
				let (staker, pool) = place.find();
				(signed(caller.unwrap_or(staker)), Call::withdraw { pool_id: pool, staker })
			},
			Op::Poke { place, staker } => {
				let (who, pool) = place.find();
				(signed(PAUPER), Call::poke { pool_id: pool, staker: staker.then_some(who) })
			},
			Op::TopUpBond { operator } => {
				(signed(suspended().unwrap_or(operator)), Call::top_up_bond {})
			},
			Op::Retire { operator } => (signed(operator), Call::retire {}),
			Op::Redelegate { place, to, wanted } => {
				let (who, from) = place.find();
				let amount = wanted.of(staked(from, who));
				(signed(who), Call::redelegate { from, to: another(from, to), amount })
			},
			Op::CompleteRedelegation { index, caller } => {
				let (staker, from, to) = moving(index);
				let caller = signed(caller.unwrap_or(staker));
				(caller, Call::complete_redelegation { from, to, staker })
			},
			Op::CancelRedelegation { index } => {
				let (staker, from, to) = moving(index);
				(signed(staker), Call::cancel_redelegation { from, to })
			},
			Op::Suspend { operator, idle: false } => {
				(root(), Call::suspend { operator: registered(operator) })
			},
			Op::Resume { by_admin } => {
				let operator = kept_away().unwrap_or(OPERATOR);
				let origin = if by_admin { root() } else { signed(operator) };
				(origin, Call::resume { operator })
			},
			Op::CloseOperator { operator } => (root(), Call::close_operator { operator }),
			Op::ReclaimPlace { operator } => {
				let operator = reclaimable().unwrap_or(operator);
				(signed(PAUPER), Call::reclaim_place { operator })
			},
			Op::SetGlobalMinSelfStake { amount } => {
				(root(), Call::set_global_min_self_stake { amount })
			},
			Op::SetMinSelfStake { operator, amount } => {
				(signed(operator), Call::set_min_self_stake { amount })
			},
			Op::SetActiveSetSize { size } => (root(), Call::set_active_set_size { size }),
			Op::WithdrawBond { operator } => (signed(PAUPER), Call::withdraw_bond { operator }),
			Op::Touch { who, asset } => (signed(who), Call::touch { asset }),
			_ => return None,
		};
		Some(call)
	}

	/// Does the things that ask no act of the pallet, if they can be done.
	pub fn happen(&self) {
		match self.clone() {
			Op::Skip { epochs } => skip(epochs),
			Op::NewBlock => {
				Staking::on_poll(System::block_number(), &mut WeightMeter::new());
			},
			Op::Suspend { operator, idle: true } => {
				let _ = Staking::suspend_idle(&registered(operator));
			},
			Op::Donate { who, asset, amount } => {
				let _ = AllAssets::transfer(
					asset,
					&who,
					&Staking::pot(),
					amount,
					Preservation::Preserve,
				);
			},
			Op::Transfer { from, to, asset, amount: Some(amount) } => {
				let _ = AllAssets::transfer(asset, &from, &to, amount, Preservation::Preserve);
			},
			Op::Transfer { from, to, asset, amount: None } => {
				let all = balance(asset.clone(), from);
				let _ = AllAssets::transfer(asset, &from, &to, all, Preservation::Expendable);
			},
			Op::Block { who, asset } if balance(asset.clone(), who) > 0 => block(asset, who),
			Op::Unblock { who, asset } if balance(asset.clone(), who) > 0 => unblock(asset, who),
			Op::Freeze { asset } => freeze(asset),
			Op::Thaw { asset } => thaw(asset),
			Op::HandOut { pool, amount } => {
				let _ = hand_out_owed(owing(pool), amount);
			},
			Op::OptIn { scope } => opt_in(scope),
			Op::SetNotice { epochs } => RecordingLiability::set_notice(epochs),
			Op::SetPrice { price } => SilverPrice::set(&Price::from_u32(price)),
			Op::TellCover { operator, answers } => {
				let cover = if answers { Cover::ALWAYS } else { Cover::NEVER };
				Staking::cover_changed(&operator, cover);
			},
			_ => (),
		}
	}
}

impl Wanted {
	fn of(self, all: Balance) -> Amount {
		match self {
			Self::All => Amount::All,
			Self::Percent(part) => Amount::Exactly(percent(part.into()).mul_floor(all)),
			Self::Units(units) => Amount::Exactly(units),
			Self::AllBut(units) => Amount::Exactly(all.saturating_sub(units)),
		}
	}
}

impl Place {
	fn find(self) -> (AccountId, PoolId) {
		let (index, places): (_, Vec<_>) = match self {
			Self::Staked(index) => (index, Holdings::<Test>::iter_keys().collect()),
			Self::Waiting(index) => (index, Exits::<Test>::iter_keys().collect()),
			Self::Any(who, pool) => (0, vec![(who, number(pool))]),
		};
		let place = places.get(index % places.len().max(1));
		place.copied().unwrap_or((ALICE, PoolId(1)))
	}
}

fn opt_in(scope: Option<Scope>) {
	let now = now();
	let last = if scope == Some(Scope::BondAndPools) { u32::MAX } else { now };
	LastLiable::set(&Some(last));
	for operator in CAST {
		match scope {
			Some(_) => RecordingLiability::opt_in_bond(operator, EpochIndex(now + 1)),
			None => RecordingLiability::end(operator, EpochIndex(now)),
		}
	}
}

/// One of the pools that are there.
fn number(pool: usize) -> PoolId {
	PoolId(1 + pool as u32 % last_pool().0)
}

/// One of the pools that take stake, or any if none does.
fn open(pool: usize) -> PoolId {
	let is_open = |pool: &PoolId| {
		let pool = Pools::<Test>::get(pool).expect("it is there");
		let state = pool.operator.and_then(|operator| Staking::state_of(&operator));
		state.is_none_or(|state| state == OperatorState::Active)
			&& pool.buckets.departure().is_none()
	};
	let open: Vec<_> = (1..=last_pool().0).map(PoolId).filter(is_open).collect();
	open.get(pool % open.len().max(1)).copied().unwrap_or(number(pool))
}

/// One of the pools in which slashes left something owed, if there is one.
fn owing(pool: usize) -> PoolId {
	let owing: Vec<_> = OwedSlashes::<Test>::iter_keys().collect();
	owing.get(pool % owing.len().max(1)).copied().unwrap_or(number(pool))
}

fn registered(operator: usize) -> AccountId {
	let operators: Vec<_> = Operators::<Test>::iter_keys().collect();
	operators.get(operator % operators.len().max(1)).copied().unwrap_or(OPERATOR)
}

fn suspended() -> Option<AccountId> {
	let mut operators = Operators::<Test>::iter();
	let (operator, _) =
		operators.find(|(_, record)| record.standing() == OperatorState::Suspended)?;
	Some(operator)
}

fn reclaimable() -> Option<AccountId> {
	let mut operators = Operators::<Test>::iter();
	let may_be_closed =
		|(operator, record): &(AccountId, _)| Staking::why_reclaimed(operator, record).is_some();
	operators.find(may_be_closed).map(|(operator, _)| operator)
}

fn kept_away() -> Option<AccountId> {
	let mut operators = Operators::<Test>::iter();
	let (operator, _) = operators.find(|(_, record)| record.suspension.is_some())?;
	Some(operator)
}

/// Another pool, in the same asset if there is one.
fn another(from: PoolId, to: usize) -> PoolId {
	let same = |pool: &PoolId| *pool != from && asset_of(*pool) == asset_of(from);
	let others: Vec<_> = (1..=last_pool().0).map(PoolId).filter(same).collect();
	others.get(to % others.len().max(1)).copied().unwrap_or(number(to))
}

/// A redelegation, one that is released if any is.
fn moving(index: usize) -> (AccountId, PoolId, PoolId) {
	let here = EpochIndex(now());
	let (arrived, waiting): (Vec<_>, Vec<_>) =
		Redelegations::<Test>::iter().partition(|(_, exits)| exits.released(here).next().is_some());
	let ways = if arrived.is_empty() { waiting } else { arrived };
	let ways: Vec<_> = ways.into_iter().map(|(way, _)| way).collect();
	ways.get(index % ways.len().max(1)).copied().unwrap_or((ALICE, PoolId(1), PoolId(2)))
}

pub fn op() -> impl Strategy<Value = Op> {
	let epochs = prop_oneof![12 => Just(1), 4 => 2..=WINDOW + 1, 1 => 1..=12u32];
	prop_oneof![
		36 => operators(),
		36 => admin(),
		200 => stakers(),
		45 => movers(),
		90 => slashes(),
		50 => epochs.prop_map(|epochs| Op::Skip { epochs }),
		40 => Just(Op::NewBlock),
		60 => others(),
	]
}

fn operators() -> impl Strategy<Value = Op> {
	let asset = || select(&LISTED[..]);
	let minimum = || select(&[0, 1, 1, 10, 1_000][..]);
	let operator = || select(&CAST[..]);
	prop_oneof![
		9 => operator().prop_map(|operator| Op::Register { operator }),
		16 => (operator(), asset(), minimum())
			.prop_map(|(operator, asset, minimum)| Op::OpenPool { operator, asset, minimum }),
		3 => (asset(), minimum())
			.prop_map(|(asset, minimum)| Op::OpenStandalonePool { asset, minimum }),
		1 => operator().prop_map(|operator| Op::Retire { operator }),
		4 => operator().prop_map(|operator| Op::WithdrawBond { operator }),
	]
}

/// A minimum that some reach and some do not; often none.
fn minimum_stake() -> impl Strategy<Value = Balance> {
	select(&[0, 0, 0, 0, 1, 1_003, 1_000_003][..])
}

fn admin() -> impl Strategy<Value = Op> {
	let operator = || select(&CAST[..]);
	prop_oneof![
		12 => (any::<usize>(), any::<bool>())
			.prop_map(|(operator, idle)| Op::Suspend { operator, idle }),
		14 => any::<bool>().prop_map(|by_admin| Op::Resume { by_admin }),
		9 => operator().prop_map(|operator| Op::CloseOperator { operator }),
		9 => operator().prop_map(|operator| Op::ReclaimPlace { operator }),
		2 => (0..4u32).prop_map(|price| Op::SetPrice { price }),
		3 => (operator(), any::<bool>())
			.prop_map(|(operator, answers)| Op::TellCover { operator, answers }),
		3 => minimum_stake().prop_map(|amount| Op::SetGlobalMinSelfStake { amount }),
		15 => (operator(), minimum_stake())
			.prop_map(|(operator, amount)| Op::SetMinSelfStake { operator, amount }),
		6 => (0..=4u32).prop_map(|size| Op::SetActiveSetSize { size }),
	]
}

fn movers() -> impl Strategy<Value = Op> {
	let wanted = prop_oneof![
		2 => Just(Wanted::All),
		6 => (1..=100u8).prop_map(Wanted::Percent),
		1 => amount().prop_map(Wanted::Units),
	];
	let who = || select(&CAST[..]);
	prop_oneof![
		7 => (any::<usize>(), any::<usize>(), wanted).prop_map(|(index, to, wanted)| {
			Op::Redelegate { place: Place::Staked(index), to, wanted }
		}),
		3 => (any::<usize>(), prop::option::of(who()))
			.prop_map(|(index, caller)| Op::CompleteRedelegation { index, caller }),
		1 => any::<usize>().prop_map(|index| Op::CancelRedelegation { index }),
	]
}

fn stakers() -> impl Strategy<Value = Op> {
	let who = || select(&CAST[..]);
	let pool = || prop_oneof![4 => 0..4usize, 1 => any::<usize>()];
	let any_place = move || (who(), pool()).prop_map(|(who, pool)| Place::Any(who, pool));
	let stake = move || {
		prop_oneof![
			9 => any::<usize>().prop_map(Place::Staked),
			1 => any_place(),
		]
	};
	let stake_or_exit = move || {
		prop_oneof![
			3 => any::<usize>().prop_map(Place::Staked),
			6 => any::<usize>().prop_map(Place::Waiting),
			1 => any_place(),
		]
	};
	let wanted = prop_oneof![
		2 => Just(Wanted::All),
		6 => (1..=100u8).prop_map(Wanted::Percent),
		2 => amount().prop_map(Wanted::Units),
		1 => (0..4u128).prop_map(Wanted::AllBut),
	];
	prop_oneof![
		11 => (who(), pool(), amount(), prop::bool::weighted(0.2))
			.prop_map(|(who, pool, amount, own)| Op::Delegate { who, pool, amount, own }),
		9 => (stake(), wanted).prop_map(|(place, wanted)| Op::Undelegate { place, wanted }),
		4 => (stake_or_exit(), prop::option::of(who()))
			.prop_map(|(place, caller)| Op::Withdraw { place, caller }),
		2 => (stake(), any::<bool>()).prop_map(|(place, staker)| Op::Poke { place, staker }),
	]
}

/// Mostly small ones, or an operator would not live long; and the bond is filled up again.
fn slashes() -> impl Strategy<Value = Op> {
	let ago = prop_oneof![14 => 0..=WINDOW as i8, 1 => -1..=WINDOW as i8 + 2];
	prop_oneof![
		5 => (any::<usize>(), ago, fractions())
			.prop_map(|(operator, ago, fractions)| Op::Slash { operator, ago, fractions }),
		2 => select(&CAST[..]).prop_map(|operator| Op::TopUpBond { operator }),
	]
}

/// Of bond and pools alike, of either alone, or of each another part.
fn fractions() -> impl Strategy<Value = Fractions> {
	prop_oneof![
		3 => fraction().prop_map(|part| Fractions::of(Scope::BondAndPools, part)),
		2 => fraction().prop_map(|bond| Fractions::of(Scope::Bond, bond)),
		1 => fraction().prop_map(|pools| Fractions { pools, ..Fractions::NOTHING }),
		2 => (fraction(), fraction()).prop_map(|(bond, pools)| Fractions { bond, pools }),
	]
}

fn fraction() -> impl Strategy<Value = Fraction> {
	let small = (1..=40u64).prop_map(|part| Fraction::from_parts(part * 1_234_567_890_123_456));
	prop_oneof![
		12 => small,
		9 => (20..=50u64).prop_map(percent),
		1 => (0..=2u64).prop_map(Fraction::from_parts),
		1 => (50..=100u64).prop_map(percent),
	]
}

fn others() -> impl Strategy<Value = Op> {
	let who = || select(&CAST[..]);
	let asset = || select(&LISTED[..]);
	let blockable = || select(&LISTED[1..]);
	let some = prop::option::weighted(0.7, amount());
	prop_oneof![
		1 => (who(), asset(), amount())
			.prop_map(|(who, asset, amount)| Op::Donate { who, asset, amount }),
		2 => (who(), who(), asset(), some)
			.prop_map(|(from, to, asset, amount)| Op::Transfer { from, to, asset, amount }),
		4 => (who(), blockable()).prop_map(|(who, asset)| Op::Block { who, asset }),
		3 => (who(), blockable()).prop_map(|(who, asset)| Op::Unblock { who, asset }),
		1 => scopes().prop_map(|scope| Op::OptIn { scope }),
		1 => (0..=MAX_NOTICE).prop_map(|epochs| Op::SetNotice { epochs }),
		8 => blockable().prop_map(|asset| Op::Freeze { asset }),
		14 => blockable().prop_map(|asset| Op::Thaw { asset }),
		4 => (who(), asset()).prop_map(|(who, asset)| Op::Touch { who, asset }),
		24 => (any::<usize>(), amount()).prop_map(|(pool, amount)| Op::HandOut { pool, amount }),
	]
}

fn scopes() -> impl Strategy<Value = Option<Scope>> {
	let all = Some(Scope::BondAndPools);
	select(vec![None, Some(Scope::Bond), all, all])
}

/// Nothing that is round.
fn amount() -> impl Strategy<Value = Balance> {
	select(&[1, 3, 17, 1_003, 77_777, 1_000_003, 123_456_789, (1 << 96) + 12_345_677][..])
}
