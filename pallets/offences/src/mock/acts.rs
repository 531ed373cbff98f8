// SPDX-License-Identifier: Apache-2.0

//! Helpers that do something and check all that has to come of it, and looks at what came of it.

use super::*;
use crate::{CaseId, Event, FirstSession, OperatorOffence};
use finality_grandpa::{Equivocation, Message, Prevote};
use frame_support::{
	dispatch::Pays,
	traits::{fungible::InspectHold, Hooks, KeyOwnerProofSystem},
};
use pallet_restaking_slash::{Cases, Outcome};
use sp_consensus_grandpa::{localized_payload, EquivocationProof, KEY_TYPE};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};
use sp_session::MembershipProof;

/// An operator promises fractions to the consensus.
pub fn promise(operator: AccountId, budget: Fractions) {
	assert_ok!(Restaking::set_slash_cap(signed(operator.clone()), budget.pools));
	assert_ok!(Restaking::opt_in(signed(operator), CONSENSUS, 1, budget));
}

// Time.

/// Some epochs pass, with enough blocks in them.
pub fn skip(epochs: u32) {
	go_to(now() + epochs);
	System::set_block_number(System::block_number() + u64::from(MIN_BLOCKS) + 1);
}

/// A block is made in which a session begins.
pub fn begin_session() {
	let block = System::block_number() + 1;
	System::set_block_number(block);
	Session::rotate_session();
	Grandpa::on_finalize(block);
	<OffenceCases as Hooks<_>>::on_finalize(block);
}

// Equivocations.

/// Two votes of a validator in a round of the present session, with the proof that its key is its own.
pub struct Equivocated {
	pub votes: EquivocationProof<H256, u64>,
	pub owner: MembershipProof,
}

/// A validator votes for two blocks in a round.
pub fn equivocate(who: &AccountId, round: u64) -> Equivocated {
	let (set_id, key) = (Grandpa::current_set_id(), key_of(who));
	let vote = |hash: u8| {
		let vote = Prevote { target_hash: H256([hash; 32]), target_number: 10 };
		let payload = localized_payload(round, set_id, &Message::Prevote(vote.clone()));
		(vote, key.sign(&payload).into())
	};
	let equivocation = Equivocation {
		round_number: round,
		identity: key.public().into(),
		first: vote(1),
		second: vote(2),
	};
	let equivocation = sp_consensus_grandpa::Equivocation::Prevote(equivocation);
	let owner = Historical::prove((KEY_TYPE, key.public())).expect("it is a validator's");
	Equivocated { votes: EquivocationProof::new(set_id, equivocation), owner }
}

/// [`REPORTER`] reports an equivocation, which costs nothing.
pub fn report(Equivocated { votes, owner }: Equivocated) {
	let reported = Grandpa::report_equivocation(signed(REPORTER), Box::new(votes), owner);
	let info = reported.expect("nothing is wrong with it");
	assert_eq!(info.pays_fee, Pays::No);
}

/// Tries to report an equivocation.
pub fn try_report(Equivocated { votes, owner }: Equivocated) -> DispatchResult {
	let reported = Grandpa::report_equivocation(signed(REPORTER), Box::new(votes), owner);
	reported.map(drop).map_err(|error| error.error)
}

/// Anybody reports what no case has asked for.
pub fn try_report_rest(operator: AccountId, fault_epoch: EpochIndex) -> DispatchResult {
	let reported = OffenceCases::report_offence(signed(PAUPER), operator, fault_epoch);
	reported.map(drop).map_err(|error| error.error)
}

/// An operator equivocates and is reported. Returns the case.
pub fn charged(who: &AccountId, round: u64) -> CaseId {
	let case_id = pallet_restaking_slash::NextCaseId::<Test>::get();
	report(equivocate(who, round));
	assert!(Cases::<Test>::contains_key(case_id), "a case was filed");
	case_id
}

/// The time to dispute passes, and a case is executed.
pub fn execute(case_id: CaseId) {
	skip(2);
	assert_ok!(Restaking::settle(signed(PAUPER), case_id));
	let ended = pallet_restaking_slash::Event::Ended { case_id, outcome: Outcome::Executed };
	System::assert_has_event(ended.into());
}

// Looks.

/// The events of this pallet.
pub fn events() -> Vec<Event<Test>> {
	let all = System::events().into_iter();
	let ours = all.filter_map(|record| match record.event {
		RuntimeEvent::OffenceCases(event) => Some(event),
		_ => None,
	});
	ours.collect()
}

/// The event that says that an offence in [`FAULT`] is answered by no case.
pub fn unanswered(
	operator: AccountId,
	called_for: Fraction,
	reason: impl Into<DispatchError>,
) -> Event<Test> {
	let reason = reason.into();
	Event::OffenceUnanswered { operator, fault_epoch: FAULT, called_for, reason }
}

/// The worst offence of an operator in [`FAULT`].
pub fn offence_of(operator: &AccountId) -> OperatorOffence<AccountId> {
	OffenceCases::offence(operator.clone(), FAULT).expect("it is kept")
}

/// The fractions that a case slashes at most, and the epoch of its fault.
pub fn asked(case_id: CaseId) -> (Fractions, EpochIndex) {
	let case = Cases::<Test>::get(case_id).expect("it is open");
	let filing = case.course.filing().expect("it was filed");
	(filing.fractions, case.course.fault_epoch)
}

/// The first session of each epoch that is kept.
pub fn firsts() -> Vec<(u32, u32)> {
	let log = crate::Sessions::<Test>::get().expect("it is kept");
	let first = |FirstSession { epoch, session }: &FirstSession| (epoch.0, *session);
	log.firsts.iter().map(first).collect()
}

/// The rest of an operator's bond.
pub fn bond_of(operator: &AccountId) -> Balance {
	Balances::balance_on_hold(&pallet_operator_staking::HoldReason::Bond.into(), operator)
}

/// The value of Alice's stake behind [`OPERATOR`].
pub fn stake_of_alice() -> Balance {
	Staking::stake_of(POOL, ALICE).map_or(0, |stake| stake.value)
}
