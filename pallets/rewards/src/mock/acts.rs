// SPDX-License-Identifier: Apache-2.0

//! What accounts do. Helpers do and assert, so that a test reads as a story.

use super::*;
use crate::{Amount, Call, Claim, Event, Payee, PositionId};
use sp_runtime::{traits::Dispatchable, DispatchResult};

pub const ALL: Amount = Amount::All;

/// A call as a block executes it: all of it or nothing.
pub fn calls(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
	call.into().dispatch(origin).map(|_| ()).map_err(|failed| failed.error)
}

// Offers and rewards.

pub fn configure(pool: PoolId, offer: Offer<Test>) {
	assert_ok!(try_configure(root(), pool, offer));
}

pub fn try_configure(origin: RuntimeOrigin, pool: PoolId, offer: Offer<Test>) -> DispatchResult {
	calls(origin, Call::configure { pool, offer })
}

/// Opens another pool of the operator and lets it pay what the first one does.
pub fn second_pool(asset: AssetId) -> PoolId {
	let pool = bare_pool(asset);
	configure(pool, backed_offer());
	pool
}

/// Opens another pool of the operator that pays nothing yet.
pub fn bare_pool(asset: AssetId) -> PoolId {
	assert_ok!(Staking::open_pool(signed(OPERATOR), asset, 1));
	pallet_operator_staking::LastPool::<Test>::get().expect("it has just been opened")
}

/// Opens one that takes so much and no less.
pub fn pool_with_minimum(minimum: Balance) -> PoolId {
	assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, minimum));
	let pool = pallet_operator_staking::LastPool::<Test>::get().expect("it has just been opened");
	configure(pool, backed_offer());
	pool
}

/// Rewards a pool.
pub fn reward(pool: PoolId, asset: AssetId, amount: Balance, earned_in: u32) {
	let before = balance(asset.clone(), &SPONSOR);

	assert_ok!(try_reward(Payee::Pool(pool), asset.clone(), amount, earned_in));

	assert_eq!(balance(asset, &SPONSOR), before - amount);
}

/// Rewards an operator.
pub fn reward_operator(asset: AssetId, amount: Balance, earned_in: u32) {
	assert_ok!(try_reward(Payee::Operator(OPERATOR), asset, amount, earned_in));
}

pub fn try_reward(
	to: Payee<AccountId>,
	asset: AssetId,
	amount: Balance,
	earned_in: u32,
) -> DispatchResult {
	let earned_in = EpochIndex(earned_in);
	calls(signed(SPONSOR), Call::reward { to, asset, amount, earned_in })
}

/// Funds a stream.
pub fn fund(pool: PoolId, asset: AssetId, amount: Balance, epochs: u32) {
	let before = balance(asset.clone(), &SPONSOR);

	assert_ok!(try_fund(pool, asset.clone(), amount, epochs));

	assert_eq!(balance(asset.clone(), &SPONSOR), before - amount);
	let from = EpochIndex(now() + 1);
	assert_last(Event::Funded { pool, asset, amount, from, epochs });
}

pub fn try_fund(pool: PoolId, asset: AssetId, amount: Balance, epochs: u32) -> DispatchResult {
	calls(signed(SPONSOR), Call::fund { pool, asset, amount, epochs })
}

/// Lets the operator take so many hundredths, from the next epoch on.
pub fn take(part: u64) {
	assert_ok!(try_take(part));
}

pub fn try_take(part: u64) -> DispatchResult {
	calls(signed(OPERATOR), Call::set_commission { rate: percent(part) })
}

pub fn roll(pool: PoolId) {
	assert_ok!(calls(signed(DAVE), Call::roll { pool }));
}

// Stake without a position.

pub fn delegate(pool: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::delegate(signed(who), pool, amount));
}

pub fn undelegate(pool: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::undelegate(signed(who), pool, Amount::Exactly(amount)));
}

pub fn undelegate_all(pool: PoolId, who: AccountId) {
	assert_ok!(Staking::undelegate(signed(who), pool, ALL));
}

/// Withdraws what is released, and returns it.
pub fn withdraws(pool: PoolId, who: AccountId) -> Balance {
	gain(asset_of(pool), who.clone(), || {
		assert_ok!(Staking::withdraw(signed(who.clone()), pool, who));
	})
}

/// What is taken is burnt.
pub fn slash(fault: u32, fraction: Fraction) {
	let scope = Scope::BondAndPools;
	assert_ok!(<Staking as Slash<_>>::slash(&OPERATOR, EpochIndex(fault), fraction, scope));
}

pub fn retire() {
	assert_ok!(Staking::retire(signed(OPERATOR)));
}

// Positions.

/// Opens a position, and checks that the money moved and whose the NFT is.
pub fn stake(pool: PoolId, who: AccountId, amount: Balance, preset: Preset) -> PositionId {
	let before = balance(asset_of(pool), &who);

	assert_ok!(try_stake(pool, who.clone(), amount, preset));

	let position = last_position();
	assert_eq!(balance(asset_of(pool), &who), before - amount);
	assert_eq!(owner(position), Some(who));
	assert_eq!(stake_in(position), (0, amount));
	position
}

/// Whatever leaving early costs.
pub fn try_stake(pool: PoolId, who: AccountId, amount: Balance, preset: Preset) -> DispatchResult {
	try_stake_at(pool, who, amount, preset, Fraction::one())
}

/// If leaving early costs so much at most.
pub fn try_stake_at(
	pool: PoolId,
	who: AccountId,
	amount: Balance,
	preset: Preset,
	max_penalty: Fraction,
) -> DispatchResult {
	calls(signed(who), Call::stake { pool, amount, preset, max_penalty })
}

/// Takes all out of a position: its number is gone.
pub fn unstake(who: AccountId, position: PositionId) {
	assert_ok!(try_unstake(who, position, ALL));
	assert_gone(position);
}

/// Takes a part out of a position, and returns the number of the rest.
pub fn unstake_part(who: AccountId, position: PositionId, amount: Balance) -> PositionId {
	assert_ok!(try_unstake(who.clone(), position, Amount::Exactly(amount)));
	renumbered(who, position)
}

/// Whatever it costs.
pub fn try_unstake(who: AccountId, position: PositionId, amount: Amount) -> DispatchResult {
	try_unstake_at(who, position, amount, Fraction::one())
}

/// If it costs so much at most.
pub fn try_unstake_at(
	who: AccountId,
	position: PositionId,
	amount: Amount,
	max_penalty: Fraction,
) -> DispatchResult {
	calls(signed(who), Call::unstake { position, amount, max_penalty })
}

/// Locks a position anew, and returns its new number.
pub fn extend(who: AccountId, position: PositionId) -> PositionId {
	assert_ok!(try_extend(who.clone(), position));
	renumbered(who, position)
}

pub fn try_extend(who: AccountId, position: PositionId) -> DispatchResult {
	calls(signed(who), Call::extend { position })
}

/// Locks an expired position again, and returns its new number.
pub fn restake(who: AccountId, position: PositionId) -> PositionId {
	assert_ok!(try_restake(who.clone(), position));
	renumbered(who, position)
}

pub fn try_restake(who: AccountId, position: PositionId) -> DispatchResult {
	calls(signed(who), Call::restake { position })
}

/// Splits an amount off, and returns the rest and that.
pub fn split(who: AccountId, position: PositionId, amount: Balance) -> (PositionId, PositionId) {
	let (value, begins) = stake_in(position);

	assert_ok!(try_split(who.clone(), position, amount));

	let rest = renumbered(who.clone(), position);
	let part = PositionId(rest.0 - 1);
	assert_eq!(owner(part), Some(who));
	assert_eq!(total(stake_in(part)), amount);
	// At a price below 1 shares are rounded up for the part.
	let left = value + begins - amount;
	assert!((left.saturating_sub(1)..=left).contains(&total(stake_in(rest))));
	assert_last(Event::Split { position, rest, part, amount });
	(rest, part)
}

pub fn try_split(who: AccountId, position: PositionId, amount: Balance) -> DispatchResult {
	calls(signed(who), Call::split { position, amount })
}

/// Joins two positions, and returns the number of both.
pub fn merge(who: AccountId, position: PositionId, other: PositionId) -> PositionId {
	assert_ok!(try_merge(who.clone(), position, other));
	assert_gone(other);
	renumbered(who, position)
}

pub fn try_merge(who: AccountId, position: PositionId, other: PositionId) -> DispatchResult {
	calls(signed(who), Call::merge { position, other })
}

/// Tags a position for somebody.
pub fn tag(position: PositionId, beneficiary: AccountId) {
	assert_ok!(try_tag(position, beneficiary.clone()));
	assert_last(Event::Tagged { position, beneficiary });
}

pub fn try_tag(position: PositionId, beneficiary: AccountId) -> DispatchResult {
	calls(signed(PAUPER), Call::tag { position, beneficiary })
}

/// The new number of a position that its owner has just changed.
fn renumbered(who: AccountId, old: PositionId) -> PositionId {
	let new = last_position();
	assert_gone(old);
	assert_eq!(owner(new), Some(who));
	new
}

// Claims.

/// What an account's claim of its rewards in a pool pays in an asset.
pub fn earned(pool: PoolId, who: AccountId, asset: AssetId) -> Balance {
	claims(Claim::Stake { pool, holder: who.clone() }, asset, who)
}

/// What a position's claim pays its owner in an asset.
pub fn earned_by(position: PositionId, asset: AssetId) -> Balance {
	let owner = owner(position).expect("somebody has it");
	claims(Claim::Position(position), asset, owner)
}

/// What the operator's claim of its commission in a pool pays in an asset.
pub fn commission(pool: PoolId, asset: AssetId) -> Balance {
	claims(Claim::Commission(pool), asset, OPERATOR)
}

/// What a claim by anybody pays an account in an asset, if it pays anything.
pub fn claims(claim: Claim<AccountId>, asset: AssetId, who: AccountId) -> Balance {
	gain(asset, who, || match try_claim(DAVE, claim, None) {
		Ok(()) => {},
		Err(error) => assert_eq!(error, crate::Error::<Test>::NothingToClaim.into()),
	})
}

pub fn claim(caller: AccountId, claim: Claim<AccountId>, to: Option<AccountId>) {
	assert_ok!(try_claim(caller, claim, to));
}

pub fn try_claim(
	caller: AccountId,
	claim: Claim<AccountId>,
	to: Option<AccountId>,
) -> DispatchResult {
	calls(signed(caller), Call::claim { claim, to })
}

/// What an account has more of an asset after something has been done.
pub fn gain(asset: AssetId, who: AccountId, act: impl FnOnce()) -> Balance {
	let before = balance(asset.clone(), &who);
	act();
	balance(asset, &who) - before
}

/// Leaves an account so much of an asset, which it can spend.
pub fn keep_only(asset: AssetId, who: AccountId, amount: Balance) {
	let spare = balance(asset.clone(), &who) - amount;
	let moved = <AllAssets as Mutate<_>>::transfer(
		asset,
		&who,
		&TREASURY,
		spare,
		frame_support::traits::tokens::Preservation::Expendable,
	);
	assert_ok!(moved);
}

/// Gives something to an account that did not ask for it.
pub fn donate(asset: AssetId, to: &AccountId, amount: Balance) {
	assert_ok!(AllAssets::mint_into(asset, to, amount));
}

/// Fills the operator's bond up after a slash, so that its pools go on.
pub fn top_up() {
	assert_ok!(Staking::top_up_bond(signed(OPERATOR)));
}

/// Sends stake without a position on its way to another pool.
pub fn redelegate_all(from: PoolId, to: PoolId, who: AccountId) {
	assert_ok!(Staking::redelegate(signed(who), from, to, ALL));
}

/// Lets what has been on its way arrive.
pub fn complete(from: PoolId, to: PoolId, who: AccountId) {
	assert_ok!(Staking::complete_redelegation(signed(who.clone()), from, to, who));
}
