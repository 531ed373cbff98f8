// SPDX-License-Identifier: Apache-2.0

//! Referenda of the chain, in which stake votes, with every pallet wired. What votes and what is locked, case by case, is tested in
//! `bulwark-votes`.

use super::{
	chain, check_invariants, go_to,
	story::{now, report, signed, voice},
};
use crate::{
	accounts::treasury,
	configs::{
		origins::{AdministrationId, DefenseId},
		referenda::MAX_DECIDING,
		votes::VotingMoney,
	},
	presets::{DEVELOPMENT, ENDOWMENT},
	units::{DAYS, UNIT},
	AccountId, Balance, Balances, BlockNumber, ConvictionVoting, Nfts, OperatorStaking,
	OriginCaller, Preimage, Referenda, Restaking, Runtime, RuntimeCall, RuntimeOrigin, Scheduler,
	StakingRewards, System,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		schedule::DispatchTime, Currency, Hooks, InspectLockableCurrency, Polling, StorePreimage,
	},
};
use frame_system::RawOrigin;
use pallet_conviction_voting::{AccountVote, Conviction, Error, Vote};
use pallet_operator_staking::{ActiveSetSize, Amount, Fraction, PoolId};
use pallet_referenda::{DecidingCount, ReferendumInfo, ReferendumInfoFor};
use pallet_restaking_slash::CaseId;
use pallet_staking_rewards::{
	Collection, Destination, LockTier, Multiplier, NextPositionId, PositionId,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Eve, Ferdie};
use sp_runtime::{DispatchError, DispatchResult, TokenError};

/// Bob's, in the native token.
const POOL: PoolId = PoolId(3);

/// What Charlie stakes.
const STAKE: Balance = 900_000 * UNIT;

/// What Charlie votes with: more than is left at home, and less than all that it has.
const VOTE: Balance = 990_000 * UNIT;

/// The referendum.
const INDEX: u32 = 0;

/// Its track.
const TRACK: u16 = 0;

/// Lets blocks pass, in each of which the scheduler looks for what is due.
fn pass(count: BlockNumber) {
	for _ in 0..count {
		let block = System::block_number() + 1;
		System::set_block_number(block);
		Scheduler::on_initialize(block);
	}
}

/// Eve submits that three operators serve.
fn submit(as_whom: RawOrigin<AccountId>) -> DispatchResult {
	let call: RuntimeCall =
		pallet_operator_staking::Call::<Runtime>::set_active_set_size { size: 3 }.into();
	let as_whom = Box::new(OriginCaller::system(as_whom));
	let call = Preimage::bound(call).expect("it is short");
	Referenda::submit(signed(Eve), as_whom, call, DispatchTime::After(0))
}

/// Eve pays both deposits.
fn propose() {
	assert_ok!(submit(RawOrigin::Root));
	assert_ok!(Referenda::place_decision_deposit(signed(Eve), INDEX));
}

fn stake() {
	assert_ok!(OperatorStaking::delegate(signed(Charlie), POOL, STAKE));
}

fn try_vote(amount: Balance) -> DispatchResult {
	let vote = Vote { aye: true, conviction: Conviction::Locked1x };
	let vote = AccountVote::Standard { vote, balance: amount };
	ConvictionVoting::vote(signed(Charlie), INDEX, vote)
}

/// The amount with which an account can vote.
fn power(who: Sr25519Keyring) -> Balance {
	<VotingMoney as Currency<AccountId>>::total_balance(&who.to_account_id())
}

/// The amount that votes lock on Charlie's balance.
fn locked() -> Balance {
	let who = Charlie.to_account_id();
	<Balances as InspectLockableCurrency<AccountId>>::balance_locked(*b"pyconvot", &who)
}

/// The amount that has voted aye.
fn support() -> Balance {
	let (tally, _) = Referenda::as_ongoing(INDEX).expect("it goes on");
	tally.support
}

#[test]
fn stake_decides_what_root_does() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		propose();
		assert_noop!(try_vote(ENDOWMENT * UNIT + 1), Error::<Runtime>::InsufficientFunds);

		stake();
		assert_ok!(try_vote(VOTE));

		// Only what is not staked is locked, so that Charlie still pays fees.
		assert_eq!((support(), locked()), (VOTE, VOTE - STAKE));
		assert_eq!(ActiveSetSize::<Runtime>::get(), 2);
		// A sixth of all money is enough after ten days or so, if it stays so for one more, and it is done a day later.
		pass(16 * DAYS);
		let info = ReferendumInfoFor::<Runtime>::get(INDEX);
		assert!(matches!(info, Some(ReferendumInfo::Approved(..))), "{info:?}");
		assert_eq!(ActiveSetSize::<Runtime>::get(), 3);
		check_invariants();
	});
}

#[test]
fn stake_votes_while_it_unbonds_and_is_locked_when_it_is_paid() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		stake();
		go_to(1);
		propose();
		assert_ok!(OperatorStaking::undelegate(signed(Charlie), POOL, Amount::All));

		assert_ok!(try_vote(VOTE));

		assert_eq!((power(Charlie), locked()), (ENDOWMENT * UNIT, VOTE - STAKE));
		go_to(20);
		let charlie = Charlie.to_account_id();
		assert_ok!(OperatorStaking::withdraw(signed(Ferdie), POOL, charlie.into()));
		assert_eq!((power(Charlie), locked()), (ENDOWMENT * UNIT, VOTE));
		let to = Ferdie.to_account_id().into();
		let value = ENDOWMENT * UNIT - VOTE + 1;
		let given = Balances::transfer_allow_death(signed(Charlie), to, value);
		assert_noop!(given, TokenError::Frozen);
		check_invariants();
	});
}

#[test]
fn slash_takes_the_votes_to_come_and_leaves_the_tally() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		stake();
		go_to(2);
		propose();
		assert_ok!(try_vote(VOTE));

		// A tenth of what stands behind Bob is taken.
		assert_ok!(report(voice(AdministrationId::get()), now()));
		go_to(5);
		pass(DAYS + 1);
		assert_ok!(Restaking::settle(signed(Ferdie), CaseId(1)));

		assert_eq!(power(Charlie), ENDOWMENT * UNIT - STAKE / 10);
		assert_eq!(support(), VOTE);
		assert_noop!(try_vote(VOTE), Error::<Runtime>::InsufficientFunds);
		assert_ok!(try_vote(VOTE - STAKE / 10));
		assert_eq!(support(), VOTE - STAKE / 10);
		check_invariants();
	});
}

#[test]
fn position_has_no_votes_for_who_gives_it_away_and_for_who_gets_it() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		propose();
		let of_ferdie = power(Ferdie);
		let position_id = open_position();
		let without = ENDOWMENT * UNIT - STAKE;
		assert_eq!(power(Charlie), without);

		let collection = Collection::<Runtime>::get().expect("the genesis offers positions");
		let to = Ferdie.to_account_id().into();
		assert_ok!(Nfts::transfer(signed(Charlie), collection, position_id.0, to));

		assert_eq!((power(Charlie), power(Ferdie)), (without, of_ferdie));
		assert_noop!(try_vote(VOTE), Error::<Runtime>::InsufficientFunds);
		check_invariants();
	});
}

#[test]
fn submission_fails_when_it_is_not_for_root() {
	chain(DEVELOPMENT).execute_with(|| {
		let as_alice = submit(RawOrigin::Signed(Alice.to_account_id()));

		assert_noop!(as_alice, pallet_referenda::Error::<Runtime>::NoTrack);
	});
}

#[test]
fn deposit_of_the_submission_is_kept_when_it_is_rejected() {
	chain(DEVELOPMENT).execute_with(|| {
		propose();
		assert_eq!(deposits(), 2_000 * UNIT);

		// Nobody votes.
		pass(16 * DAYS);

		let info = ReferendumInfoFor::<Runtime>::get(INDEX);
		assert!(matches!(info, Some(ReferendumInfo::Rejected(..))), "{info:?}");
		assert_ok!(Referenda::refund_decision_deposit(signed(Alice), INDEX));
		let kept = Referenda::refund_submission_deposit(signed(Eve), INDEX);
		assert_noop!(kept, pallet_referenda::Error::<Runtime>::BadStatus);
		assert_eq!(deposits(), 1_000 * UNIT);
	});
}

#[test]
fn bodies_cancel_a_referendum_and_the_slower_one_kills_it() {
	chain(DEVELOPMENT).execute_with(|| {
		let issued = Balances::total_issuance();
		propose();
		assert_ok!(Referenda::cancel(voice(DefenseId::get()), INDEX));
		assert_ok!(Referenda::refund_decision_deposit(signed(Alice), INDEX));
		assert_ok!(Referenda::refund_submission_deposit(signed(Alice), INDEX));
		assert_eq!(deposits(), 0);

		assert_ok!(submit(RawOrigin::Root));
		assert_ok!(Referenda::place_decision_deposit(signed(Eve), INDEX + 1));
		let by_the_quicker = Referenda::kill(voice(DefenseId::get()), INDEX + 1);
		assert_noop!(by_the_quicker, DispatchError::BadOrigin);
		assert_ok!(Referenda::kill(voice(AdministrationId::get()), INDEX + 1));

		// Both deposits are burnt.
		assert_eq!(deposits(), 0);
		assert_eq!(Balances::total_issuance(), issued - 2_000 * UNIT);
	});
}

/// As many decisions have ended as there are places, and none has found room with the scheduler to give its place to another.
#[test]
fn place_that_was_lost_is_free_again_when_root_says_so() {
	chain(DEVELOPMENT).execute_with(|| {
		DecidingCount::<Runtime>::insert(TRACK, MAX_DECIDING);
		propose();
		pass(DAYS + 1);
		assert_eq!(is_decided_and_waits(), (false, true));

		let by_a_voter = Referenda::one_fewer_deciding(signed(Charlie), TRACK);
		assert_noop!(by_a_voter, DispatchError::BadOrigin);
		assert_ok!(Referenda::one_fewer_deciding(RuntimeOrigin::root(), TRACK));

		assert_eq!(is_decided_and_waits(), (true, false));
	});
}

/// True if the referendum is being decided, and true if it waits for a place.
fn is_decided_and_waits() -> (bool, bool) {
	let status = Referenda::ensure_ongoing(INDEX).expect("it goes on");
	(status.deciding.is_some(), status.in_queue)
}

/// Deposits of Eve's for referenda.
fn deposits() -> Balance {
	Balances::reserved_balance(Eve.to_account_id())
}

/// Charlie locks its stake in a position for seven epochs.
fn open_position() -> PositionId {
	let position_id = NextPositionId::<Runtime>::get();
	let tier = LockTier { duration: 7, multiplier: Multiplier(100) };
	let destination = Destination::Account(treasury());
	let staked =
		StakingRewards::stake(signed(Charlie), POOL, STAKE, tier, Fraction::one(), destination);
	assert_ok!(staked);
	position_id
}
