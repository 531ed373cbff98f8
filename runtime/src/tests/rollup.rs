// SPDX-License-Identifier: Apache-2.0

//! The rollup wired to staking, restaking and programmes: whole bonds, once.

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	accounts::treasury, assets::AssetKind, presets::DEVELOPMENT, units::UNIT, AccountId, Balance,
	Balances, OperatorStaking, Programmes, Restaking, Rollup, Runtime, RuntimeEvent, RuntimeOrigin,
	System,
};
use bulwark_ledger::EpochClock;
use bulwark_traits::Epochs;
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::Inspect, Get, Hooks},
};
use pallet_operator_staking::{BaseTerms, EpochIndex, NextPoolId, OperatorState};
use pallet_restaking_slash::{CaseId, ConsumerId, Fractions, SlashRequest, When, Windows};
use pallet_rollup_attestation::{
	signer, Attestation, BatchId, Config, Error, Event, Fraction, Header, NextSet, Ruling,
	SetNumber, Suite, MAX_EQUIVOCATIONS,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

const ROLLUP: ConsumerId = ConsumerId(2);
const BOND: Balance = 1_000 * UNIT;

/// Sequencers, and the secrets of their keys: Alice and Bob are those of the genesis.
const SEQUENCERS: [(Sr25519Keyring, u64); 4] = [(Alice, 11), (Bob, 22), (Dave, 33), (Eve, 44)];

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

fn bond_alone(part: Fraction) -> Fractions {
	Fractions { bond: part, pools: Fraction::zero() }
}

/// Blocks at the beginning of an epoch, counted from the first one: in the second the sets are those of the epoch.
fn go_to(epoch: u64) {
	for _ in 0..3 {
		seal(MONDAY + epoch * 60_000, vec![]);
	}
}

/// An epoch begins after enough blocks for all times that ran.
fn pass_to(epoch: u64) {
	System::set_block_number(System::block_number() + 11);
	go_to(epoch);
}

/// Dave and Eve become operators who give the rollup their whole bonds, and all four have keys and sign: from epoch 4 on.
fn sign_by_four() {
	go_to(0);
	assert_ok!(OperatorStaking::set_active_set_size(RuntimeOrigin::root(), 5));
	for (who, secret) in &SEQUENCERS[2..] {
		assert_ok!(OperatorStaking::register(signed(*who)));
		let pool_id = NextPoolId::<Runtime>::get();
		let base = BaseTerms::default();
		assert_ok!(OperatorStaking::open_pool(signed(*who), AssetKind::Native, 1, base));
		assert_ok!(OperatorStaking::delegate(signed(*who), pool_id, 20_000 * UNIT));
		assert_ok!(Restaking::opt_in(signed(*who), ROLLUP, 1, bond_alone(Fraction::one())));
		let (account, key) = (who.to_account_id(), signer::key(*secret));
		let message = Rollup::possession_bytes(account, key);
		let possession = signer::sign(&[*secret], &message, Suite::Possession);
		assert_ok!(Rollup::set_key(signed(*who), key, possession));
	}
	assert_ok!(Rollup::set_signing(RuntimeOrigin::root(), true));
	for epoch in 1..=4 {
		pass_to(epoch);
	}
}

fn secret_of(who: &AccountId) -> u64 {
	let known = SEQUENCERS.iter().find(|(of, _)| of.to_account_id() == *who);
	known.expect("it is a sequencer").1
}

fn newest() -> SetNumber {
	Rollup::sets().last().expect("there is one").set_number
}

fn members(set_number: SetNumber) -> Vec<AccountId> {
	let set = Rollup::sequencer_set(set_number).expect("it is kept");
	set.members.into_iter().map(|member| member.account).collect()
}

fn next_header(content: u8) -> Header {
	let head = Rollup::head();
	let first_block = head.first_block.unwrap_or(1);
	Header {
		fork: head.fork,
		set_number: head.set_number.expect("there is a set"),
		index: head.index,
		parent: head.parent,
		hash: [content; 32],
		first_block,
		last_block: first_block + 9,
		size: 2_048,
		next: None,
	}
}

/// Signatures of all members but so many.
fn attest(header: &Header, absent: usize) -> Attestation {
	let members = members(header.set_number);
	let present = &members[absent..];
	let secrets: Vec<_> = present.iter().map(secret_of).collect();
	let bitmap = (absent..members.len()).fold(0u8, |bits, place| bits | 1 << place);
	let signature = signer::sign(&secrets, &Rollup::batch_id(header), Suite::Signature);
	Attestation { signers: vec![bitmap].try_into().expect("it is short"), signature }
}

fn submit(who: Sr25519Keyring, content: u8) -> BatchId {
	let header = next_header(content);
	assert_ok!(Rollup::submit_batch(signed(who), header, Some(attest(&header, 1))));
	Rollup::batch_id(&header)
}

fn challenge(who: Sr25519Keyring, batch_id: BatchId) {
	assert_ok!(Rollup::challenge(signed(who), batch_id, [0; 32]));
}

fn judge_bad(batch_id: BatchId, challenger: Sr25519Keyring) {
	let ruling = Ruling::Bad { challenger: challenger.to_account_id() };
	assert_ok!(Rollup::judge(RuntimeOrigin::root(), batch_id, ruling));
}

fn bond_of(who: Sr25519Keyring) -> Balance {
	OperatorStaking::operator(who.to_account_id()).expect("it is there").bond
}

fn free(who: &AccountId) -> Balance {
	Balances::balance(who)
}

fn events() -> Vec<Event<Runtime>> {
	let ours = |event| match event {
		RuntimeEvent::Rollup(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(|record| ours(record.event)).collect()
}

fn was_refused(batch_id: BatchId, reason: Error<Runtime>) -> bool {
	let reason = reason.into();
	events().iter().any(|event| {
		matches!(event, Event::ReportRefused { batch_id: of, reason: why, .. }
			if *of == batch_id && *why == reason)
	})
}

fn assert_whole() {
	let number = System::block_number();
	assert_ok!(<Rollup as Hooks<_>>::try_state(number));
	assert_ok!(<Restaking as Hooks<_>>::try_state(number));
	assert_ok!(<OperatorStaking as Hooks<_>>::try_state(number));
	assert_ok!(<Programmes as Hooks<_>>::try_state(number));
}

#[test]
fn sequencers_of_the_genesis_are_a_set_and_give_their_whole_bonds() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);

		// Bob has more power.
		assert_eq!(members(newest()), [Bob, Alice].map(|who| who.to_account_id()));
		let promised = |who: Sr25519Keyring| {
			let view = Restaking::opt_ins(who.to_account_id());
			let to_rollup = view.opt_ins.iter().find(|opt_in| opt_in.consumer_id == ROLLUP);
			to_rollup.map(|opt_in| opt_in.unused)
		};
		let whole = Fractions { bond: Fraction::one(), pools: percent(20) };
		assert_eq!([Alice, Bob, Charlie].map(promised), [Some(whole), Some(whole), None]);
		assert_whole();
	});
}

#[test]
fn fault_that_is_known_last_can_be_charged() {
	chain(DEVELOPMENT).execute_with(|| {
		let Windows { report, dispute } =
			Restaking::consumer(ROLLUP).expect("it is of the genesis").terms.windows;
		let challenge = <<Runtime as Config>::ChallengeEpochs as Get<u32>>::get();
		let judge = <<Runtime as Config>::JudgeEpochs as Get<u32>>::get();
		let bounty_delay =
			<<Runtime as pallet_restaking_slash::Config>::BountyDelay as Get<u32>>::get();

		assert!(challenge + judge < report);
		assert!(report + dispute < OperatorStaking::window());
		assert!(challenge + judge < dispute + bounty_delay, "a bounty can change hands");
		assert_ok!(Rollup::set_signing(RuntimeOrigin::root(), true));
	});
}

#[test]
fn bad_batch_costs_no_less_by_a_second_account() {
	let deposit = <<Runtime as Config>::BatchDeposit as Get<Balance>>::get();
	let bond = <<Runtime as pallet_operator_staking::Config>::Bond as Get<Balance>>::get();
	assert!(bond <= deposit);
}

#[test]
fn equivocations_leave_room_for_a_case_about_a_bad_batch() {
	let most = <<Runtime as pallet_restaking_slash::Config>::MaxCases as Get<u32>>::get();
	assert!(MAX_EQUIVOCATIONS < most);
}

/// A challenge keeps what comes above it from being final for C + J + 1 epochs, and for B blocks twice if the chain stands still.
#[test]
fn one_challenge_leaves_room_for_a_batch_in_every_turn_of_weekly_epochs() {
	let challenge = <<Runtime as Config>::ChallengeEpochs as Get<u32>>::get();
	let judge = <<Runtime as Config>::JudgeEpochs as Get<u32>>::get();
	let blocks = <<Runtime as Config>::MinBlocks as Get<u32>>::get();
	let turn = <<Runtime as Config>::TurnLength as Get<u64>>::get();

	let epochs = u64::from(challenge + judge + 1);
	let most = <<Runtime as Config>::MaxBatches as Get<u32>>::get();
	let turns = (epochs * EpochClock::WEEKLY.length).div_ceil(turn);

	assert!(turns + u64::from(2 * blocks) <= most.into());
}

#[test]
fn four_operators_attest_to_a_batch_which_is_work_of_the_owner_of_the_turn() {
	chain(DEVELOPMENT).execute_with(|| {
		sign_by_four();
		let set = newest();
		assert_eq!(members(set).len(), 4);
		let header = next_header(1);
		assert_eq!(header.set_number, set);
		let too_few = Rollup::submit_batch(signed(Ferdie), header, Some(attest(&header, 2)));
		assert_noop!(too_few, Error::<Runtime>::TooFewSigners);

		submit(Dave, 1);

		let owner = Rollup::turn().expect("there is a set").owner;
		let work = Programmes::work_of(owner, now()).expect("it has worked");
		assert_eq!((work.batches, work.bytes), (1, 2_048));
		assert_whole();
	});
}

/// Bond 1 000, all promised, bounty 20 %: batches 3 and 5 of one operator are challenged, 5 is judged bad first.
#[test]
fn whole_bond_is_lost_once() {
	chain(DEVELOPMENT).execute_with(|| {
		sign_by_four();
		let batches: Vec<_> = (0..6).map(|content| submit(Dave, content)).collect();
		challenge(Ferdie, batches[3]);
		challenge(Ferdie, batches[5]);
		let pools = OperatorStaking::operator(Dave.to_account_id()).expect("it is there").pool_ids;
		let own = OperatorStaking::stake_of(pools[0], Dave.to_account_id());

		judge_bad(batches[5], Ferdie);
		assert_eq!(Rollup::head().index, 5);
		judge_bad(batches[3], Ferdie);
		assert_eq!(Rollup::head().index, 3);
		assert!(was_refused(batches[3], Error::OverBudget));
		assert_eq!(bond_of(Dave), BOND, "it can be disputed");

		for epoch in 5..=6 {
			pass_to(epoch);
		}
		let treasury = treasury();
		let before = free(&treasury);
		assert_ok!(Restaking::settle(signed(Bob), CaseId(1)));
		assert_eq!(bond_of(Dave), 0);
		assert_eq!(free(&treasury) - before, 800 * UNIT);
		let others = [Alice, Bob, Charlie, Eve].map(bond_of);
		assert_eq!(others, [BOND; 4], "signers lose nothing");
		let after = OperatorStaking::stake_of(pools[0], Dave.to_account_id());
		assert_eq!(own.map(|own| own.value), after.map(|after| after.value), "nor do stakers");

		for batch_id in [batches[3], batches[5]] {
			let ferdie = Ferdie.to_account_id();
			assert_ok!(Rollup::release_challenge_deposit(signed(Bob), batch_id, ferdie.into()));
		}
		pass_to(8);
		let before = free(&Ferdie.to_account_id());
		assert_ok!(Restaking::claim_bounty(signed(Bob), CaseId(1)));
		assert_eq!(free(&Ferdie.to_account_id()) - before, 200 * UNIT);
		assert_whole();
	});
}

/// What others have taken is there again when they are dismissed.
#[test]
fn second_fault_is_charged_when_the_first_case_is_dismissed() {
	chain(DEVELOPMENT).execute_with(|| {
		sign_by_four();
		let batches: Vec<_> = (0..2).map(|content| submit(Dave, content)).collect();
		challenge(Ferdie, batches[0]);
		challenge(Charlie, batches[1]);
		judge_bad(batches[1], Charlie);
		judge_bad(batches[0], Ferdie);
		assert!(was_refused(batches[0], Error::OverBudget));

		assert_ok!(Restaking::dismiss_case(RuntimeOrigin::root(), CaseId(1)));
		assert_ok!(Rollup::report_again(signed(Bob), batches[0]));

		for epoch in 5..=6 {
			pass_to(epoch);
		}
		assert_ok!(Restaking::settle(signed(Bob), CaseId(2)));
		assert_eq!(bond_of(Dave), 0);
		assert_whole();
	});
}

/// Without signatures too: whoever retires in the same moment has only a deposit to lose.
#[test]
fn sequencer_that_retires_submits_nothing_without_signatures() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		let header = next_header(1);
		assert_ok!(OperatorStaking::retire(signed(Alice)));

		let submitted = Rollup::submit_batch(signed(Alice), header, None);

		assert_noop!(submitted, Error::<Runtime>::NotSequencer);
		assert_ok!(Rollup::submit_batch(signed(Bob), header, None));
		assert_whole();
	});
}

#[test]
fn submitter_of_a_bad_batch_is_in_no_set_until_it_is_as_good_as_new() {
	chain(DEVELOPMENT).execute_with(|| {
		sign_by_four();
		let batch_id = submit(Dave, 1);
		challenge(Ferdie, batch_id);
		judge_bad(batch_id, Ferdie);
		let dave = Dave.to_account_id();

		let header = next_header(2);
		let barred = Rollup::submit_batch(signed(Dave), header, Some(attest(&header, 0)));
		assert_noop!(barred, Error::<Runtime>::Barred);
		for epoch in 5..=6 {
			pass_to(epoch);
		}
		assert!(!members(newest()).contains(&dave));
		assert_ok!(Restaking::settle(signed(Bob), CaseId(1)));
		let lift = || Rollup::lift_bar(signed(Ferdie), dave.clone().into());
		assert_noop!(lift(), Error::<Runtime>::StillBarred);
		assert_ok!(OperatorStaking::top_up_bond(signed(Dave)));

		// W epochs after the fault its budget is whole again.
		let fault = 4;
		for epoch in 7..=fault + u64::from(OperatorStaking::window()) {
			pass_to(epoch);
			assert_noop!(lift(), Error::<Runtime>::StillBarred);
		}
		pass_to(fault + u64::from(OperatorStaking::window()) + 1);
		assert_ok!(lift());
		let state = OperatorStaking::operator(dave.clone()).expect("it is there").state;
		assert_eq!(state, OperatorState::Active);
		for epoch in 13..=14 {
			pass_to(epoch);
		}
		assert!(members(newest()).contains(&dave));
		assert_whole();
	});
}

#[test]
fn bar_is_lifted_by_anybody_if_the_case_is_dismissed() {
	chain(DEVELOPMENT).execute_with(|| {
		sign_by_four();
		let batch_id = submit(Dave, 1);
		challenge(Ferdie, batch_id);
		judge_bad(batch_id, Ferdie);
		let lift = || Rollup::lift_bar(signed(Ferdie), Dave.to_account_id().into());
		assert_noop!(lift(), Error::<Runtime>::StillBarred);

		assert_ok!(Restaking::dismiss_case(RuntimeOrigin::root(), CaseId(1)));

		assert_ok!(lift());
		assert_whole();
	});
}

/// A friend at the rollup's manager reports a trifle first, so that the whole bond would not fit.
#[test]
fn trifle_of_a_friend_saves_nothing() {
	chain(DEVELOPMENT).execute_with(|| {
		sign_by_four();
		let batch_id = submit(Dave, 1);
		let trifle = bond_alone(Fraction::from_parts(100_000_000_000_000));
		let request = SlashRequest { fractions: trifle, quantity: None };
		let when = When::Epoch(now());
		let dave = Dave.to_account_id();
		let report = Restaking::report_slash(
			signed(Ferdie),
			ROLLUP,
			dave.into(),
			when,
			request,
			[0; 32],
			[1; 32],
		);
		assert_ok!(report);
		challenge(Charlie, batch_id);

		judge_bad(batch_id, Charlie);
		for epoch in 5..=6 {
			pass_to(epoch);
		}
		assert_ok!(Restaking::settle(signed(Bob), CaseId(1)));
		assert_eq!(bond_of(Dave), BOND, "nothing was left for it");
		assert_ok!(Restaking::settle(signed(Bob), CaseId(2)));

		assert_eq!(bond_of(Dave), 0);
		assert_whole();
	});
}

#[test]
fn outsider_leaves_a_deposit_and_lets_a_fifth_of_it_go() {
	chain(DEVELOPMENT).execute_with(|| {
		sign_by_four();
		let ferdie = Ferdie.to_account_id();
		let (before, treasury_before) = (free(&ferdie), free(&treasury()));
		let batch_id = submit(Ferdie, 1);
		assert_eq!(before - free(&ferdie), 1_000 * UNIT);
		challenge(Charlie, batch_id);

		judge_bad(batch_id, Charlie);
		assert_eq!(free(&treasury()) - treasury_before, 800 * UNIT);
		pass_to(6);
		let charlie = free(&Charlie.to_account_id());
		assert_ok!(Rollup::claim_bounty(signed(Bob), batch_id));

		assert_eq!(free(&Charlie.to_account_id()) - charlie, 200 * UNIT);
		assert_eq!(before - free(&ferdie), 1_000 * UNIT);
		assert_whole();
	});
}

#[test]
fn change_of_the_active_set_is_a_change_of_sequencers() {
	chain(DEVELOPMENT).execute_with(|| {
		sign_by_four();
		submit(Alice, 0);
		let before = newest();

		assert_ok!(OperatorStaking::suspend(RuntimeOrigin::root(), Eve.to_account_id().into()));
		go_to(4);

		let set_number = newest();
		assert!(before < set_number && members(set_number).len() == 3);
		let hash = Rollup::sequencer_set(set_number).expect("it is kept").hash;
		let next = Some(NextSet { set_number, hash });
		let header = Header { next, ..next_header(1) };
		assert_ok!(Rollup::submit_batch(signed(Bob), header, Some(attest(&header, 1))));
		assert_eq!(next_header(2).set_number, set_number);
		submit(Bob, 2);
		assert_whole();
	});
}
