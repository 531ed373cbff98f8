// SPDX-License-Identifier: Apache-2.0

//! What accounts do. Helpers do and assert, so that a test reads as a story.

use super::*;
use crate::{Amount, Call, Event, Payee, PositionId, RewardClaim};
use frame_support::dispatch::DispatchResultWithPostInfo;
use sp_runtime::{traits::Dispatchable, DispatchResult};

pub const ALL: Amount = Amount::All;

/// The outcome of a call, whatever it weighs.
pub fn outcome(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|failed| failed.error)
}

/// A call as a block executes it: all of it or nothing.
pub fn calls(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
	call.into().dispatch(origin).map(|_| ()).map_err(|failed| failed.error)
}

// Offers and rewards.

/// Lets an offer hold from now on, whoever has stake: as if it had been announced in time.
pub fn configure(pool_id: PoolId, offer: Offer<Test>) {
	let offeror = crate::offers::Offeror { payer: TREASURY, is_admin: true };
	assert_ok!(Rewards::set_offer(offeror, pool_id, offer, EpochIndex(now())));
}

pub fn try_configure(origin: RuntimeOrigin, pool_id: PoolId, offer: Offer<Test>) -> DispatchResult {
	calls(origin, Call::configure { pool_id, offer })
}

/// Opens another pool of the operator and lets it pay what the first one does.
pub fn second_pool(asset: AssetId) -> PoolId {
	let pool_id = bare_pool(asset);
	configure(pool_id, backed_offer());
	pool_id
}

/// Opens another pool of the operator that pays nothing yet.
pub fn bare_pool(asset: AssetId) -> PoolId {
	open_pool(asset, 1, BaseTerms::ONE)
}

/// Opens one in which stake without a position, which is the operator's alone, earns nothing.
pub fn pool_for_positions() -> PoolId {
	let pool_id = open_pool(NATIVE, 1, BaseTerms { delegations_earn: false, ..BaseTerms::ONE });
	configure(pool_id, backed_offer());
	pool_id
}

/// Opens one that takes so much and no less.
pub fn pool_with_minimum(minimum: Balance) -> PoolId {
	let pool_id = open_pool(NATIVE, minimum, BaseTerms::ONE);
	configure(pool_id, backed_offer());
	pool_id
}

fn open_pool(asset: AssetId, minimum: Balance, base: BaseTerms) -> PoolId {
	let pool_id = pallet_operator_staking::NextPoolId::<Test>::get();
	assert_ok!(Staking::open_pool(signed(OPERATOR), asset, minimum, base));
	pool_id
}

/// Rewards a pool.
pub fn reward(pool_id: PoolId, asset: AssetId, amount: Balance, earned_in: u32) {
	let before = balance(asset.clone(), &SPONSOR);

	assert_ok!(try_reward(Payee::Pool(pool_id), asset.clone(), amount, earned_in));

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
pub fn fund(pool_id: PoolId, asset: AssetId, amount: Balance, epochs: u32) {
	let before = balance(asset.clone(), &SPONSOR);

	assert_ok!(try_fund(pool_id, asset.clone(), amount, epochs));

	assert_eq!(balance(asset.clone(), &SPONSOR), before - amount);
	let effective_from = EpochIndex(now() + 1);
	assert_last(Event::StreamFunded { pool_id, asset, amount, effective_from, epochs });
}

pub fn try_fund(pool_id: PoolId, asset: AssetId, amount: Balance, epochs: u32) -> DispatchResult {
	calls(signed(SPONSOR), Call::fund_stream { pool_id, asset, amount, epochs })
}

/// Lets the operator take so many hundredths, from the next epoch on.
pub fn take(part: u64) {
	assert_ok!(try_take(part));
}

pub fn try_take(part: u64) -> DispatchResult {
	calls(signed(OPERATOR), Call::set_commission { rate: percent(part) })
}

pub fn poke(pool_id: PoolId) {
	assert_ok!(calls(signed(DAVE), Call::poke { pool_id }));
}

// Stake without a position.

pub fn delegate(pool_id: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::delegate(signed(who), pool_id, amount));
}

pub fn undelegate(pool_id: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::undelegate(signed(who), pool_id, Amount::Exactly(amount)));
}

pub fn undelegate_all(pool_id: PoolId, who: AccountId) {
	assert_ok!(Staking::undelegate(signed(who), pool_id, ALL));
}

/// Withdraws what is released, and returns it.
pub fn withdraws(pool_id: PoolId, who: AccountId) -> Balance {
	gain(asset_of(pool_id), who.clone(), || {
		assert_ok!(Staking::withdraw(signed(who.clone()), pool_id, who));
	})
}

/// What is taken is burnt.
pub fn slash(fault: u32, fraction: Fraction) {
	let fractions = Fractions::of(Scope::BondAndPools, fraction);
	assert_ok!(<Staking as Slash<_, _, _>>::slash(&OPERATOR, EpochIndex(fault), fractions));
}

/// The election of the present epoch.
pub fn elect() {
	use frame_support::{traits::Hooks, weights::WeightMeter};
	Staking::on_poll(System::block_number(), &mut WeightMeter::new());
}

pub fn retire() {
	assert_ok!(Staking::retire(signed(OPERATOR)));
}

// Positions.

/// Opens a position, and checks that the money moved and whose the NFT is.
pub fn stake(pool_id: PoolId, who: AccountId, amount: Balance, tier: LockTier) -> PositionId {
	let before = balance(asset_of(pool_id), &who);

	assert_ok!(try_stake(pool_id, who.clone(), amount, tier));

	let position_id = last_position();
	assert_eq!(balance(asset_of(pool_id), &who), before - amount);
	assert_eq!(owner(position_id), Some(who));
	assert_eq!(stake_in(position_id), (0, amount));
	position_id
}

/// Whatever leaving early costs, and wherever that goes.
pub fn try_stake(
	pool_id: PoolId,
	who: AccountId,
	amount: Balance,
	tier: LockTier,
) -> DispatchResult {
	try_stake_at(pool_id, who, amount, tier, Fraction::one())
}

/// If leaving early costs so much at most.
pub fn try_stake_at(
	pool_id: PoolId,
	who: AccountId,
	amount: Balance,
	tier: LockTier,
	max_penalty: Fraction,
) -> DispatchResult {
	let offers = crate::Offers::<Test>::get(pool_id).unwrap_or_default();
	let offered = offers.at(EpochIndex(now())).map(|(_, offer)| offer.destination.clone());
	let destination = offered.unwrap_or(Destination::Burn);
	calls(signed(who), Call::stake { pool_id, amount, tier, max_penalty, destination })
}

/// Takes all out of a position: its number is gone.
pub fn unstake(who: AccountId, position_id: PositionId) {
	assert_ok!(try_unstake(who, position_id, ALL));
	assert_gone(position_id);
}

/// Takes a part out of a position, and returns the number of the rest.
pub fn unstake_part(who: AccountId, position_id: PositionId, amount: Balance) -> PositionId {
	assert_ok!(try_unstake(who.clone(), position_id, Amount::Exactly(amount)));
	renumbered(who, position_id)
}

/// Whatever it costs.
pub fn try_unstake(who: AccountId, position_id: PositionId, amount: Amount) -> DispatchResult {
	try_unstake_at(who, position_id, amount, Fraction::one())
}

/// If it costs so much at most.
pub fn try_unstake_at(
	who: AccountId,
	position_id: PositionId,
	amount: Amount,
	max_penalty: Fraction,
) -> DispatchResult {
	calls(signed(who), Call::unstake { position_id, amount, max_penalty })
}

/// Locks a position anew, and returns its new number.
pub fn extend(who: AccountId, position_id: PositionId) -> PositionId {
	assert_ok!(try_extend(who.clone(), position_id));
	renumbered(who, position_id)
}

pub fn try_extend(who: AccountId, position_id: PositionId) -> DispatchResult {
	calls(signed(who), Call::extend { position_id })
}

/// Locks an expired position again, and returns its new number.
pub fn restake(who: AccountId, position_id: PositionId) -> PositionId {
	assert_ok!(try_restake(who.clone(), position_id));
	renumbered(who, position_id)
}

pub fn try_restake(who: AccountId, position_id: PositionId) -> DispatchResult {
	calls(signed(who), Call::restake { position_id })
}

/// Splits an amount off, and returns the rest and that.
pub fn split(who: AccountId, position_id: PositionId, amount: Balance) -> (PositionId, PositionId) {
	let (active, pending) = stake_in(position_id);

	assert_ok!(try_split(who.clone(), position_id, amount));

	let rest_id = renumbered(who.clone(), position_id);
	let part_id = PositionId(rest_id.0 - 1);
	assert_eq!(owner(part_id), Some(who));
	assert_eq!(total(stake_in(part_id)), amount);
	// At a price below 1 shares are rounded up for the part.
	let left = active + pending - amount;
	assert!((left.saturating_sub(1)..=left).contains(&total(stake_in(rest_id))));
	assert_last(Event::Split { position_id, rest_id, part_id, amount });
	(rest_id, part_id)
}

pub fn try_split(who: AccountId, position_id: PositionId, amount: Balance) -> DispatchResult {
	calls(signed(who), Call::split { position_id, amount })
}

/// Joins two positions, and returns the number of both.
pub fn merge(who: AccountId, position_id: PositionId, other_id: PositionId) -> PositionId {
	assert_ok!(try_merge(who.clone(), position_id, other_id));
	assert_gone(other_id);
	renumbered(who, position_id)
}

pub fn try_merge(who: AccountId, position_id: PositionId, other_id: PositionId) -> DispatchResult {
	calls(signed(who), Call::merge { position_id, other_id })
}

/// Tags a position for somebody.
pub fn tag(position_id: PositionId, beneficiary: AccountId) {
	assert_ok!(try_tag(position_id, beneficiary.clone()));
	assert_last(Event::Tagged { position_id, beneficiary });
}

pub fn try_tag(position_id: PositionId, beneficiary: AccountId) -> DispatchResult {
	calls(signed(PAUPER), Call::tag { position_id, beneficiary })
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
pub fn earned(pool_id: PoolId, who: AccountId, asset: AssetId) -> Balance {
	claims(RewardClaim::Stake { pool_id, staker: who.clone() }, asset, who)
}

/// What a position's claim pays its owner in an asset, and what has not vested.
pub fn earned_by(position_id: PositionId, asset: AssetId) -> Balance {
	let owner = owner(position_id).expect("somebody has it");
	let unvested = view(position_id).unvested.into_iter().find(|(of, _)| *of == asset);
	let unvested = unvested.map_or(0, |(_, units)| units);
	claims(RewardClaim::Position(position_id), asset, owner) + unvested
}

/// What the operator's claim of its commission in a pool pays in an asset.
pub fn commission(pool_id: PoolId, asset: AssetId) -> Balance {
	claims(RewardClaim::Commission(pool_id), asset, OPERATOR)
}

/// What a claim by anybody pays an account in an asset, if it pays anything.
pub fn claims(claim: RewardClaim<AccountId>, asset: AssetId, who: AccountId) -> Balance {
	gain(asset, who, || match try_claim(DAVE, claim, None) {
		Ok(()) => {},
		Err(error) => assert_eq!(error, crate::Error::<Test>::NothingToClaim.into()),
	})
}

pub fn claim(caller: AccountId, claim: RewardClaim<AccountId>, to: Option<AccountId>) {
	assert_ok!(try_claim(caller, claim, to));
}

pub fn try_claim(
	caller: AccountId,
	claim: RewardClaim<AccountId>,
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
