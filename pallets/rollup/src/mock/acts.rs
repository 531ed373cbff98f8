// SPDX-License-Identifier: Apache-2.0

//! Acts, most of which have to work.

use super::*;
use crate::{
	Attestation, BatchId, Event, Header, Key, NextIndex, NextSet, Ruling, SetNumber, Signature,
	SignedHeader,
};
use frame_support::{dispatch::DispatchResultWithPostInfo, traits::Hooks, weights::WeightMeter};
use sp_runtime::DispatchResult;

/// Secret of an operator's key.
pub fn secret(who: &AccountId) -> u64 {
	let bytes: &[u8; 32] = who.as_ref();
	u64::from(bytes[0]) * 11
}

pub fn key_of(who: &AccountId) -> Key {
	signer::key(secret(who))
}

/// Signature that shows the possession of a key with a secret, for an account.
pub fn possession(who: &AccountId, secret: u64) -> Signature {
	let message = Rollup::possession_message(who, &signer::key(secret));
	signer::sign(&[secret], &message, Suite::Possession)
}

pub fn try_set_key(who: AccountId, secret: u64) -> DispatchResult {
	let possession = possession(&who, secret);
	Rollup::set_key(signed(who), signer::key(secret), possession)
}

/// Sets the keys of operators, and forms a set if their members serve.
pub fn set_keys(operators: &[AccountId]) {
	for who in operators {
		assert_ok!(try_set_key(who.clone(), secret(who)));
	}
	announce();
	poll();
}

/// Lets staking announce a change.
pub fn announce() {
	use bulwark_traits::{SetChange, SetMessenger};
	let epoch = crate::EpochIndex(now());
	let set_id = bulwark_ledger::SetId(1);
	let (elected_epoch, joined, left) = (Some(epoch), vec![], vec![]);
	Rollup::announce(SetChange { set_id, epoch, elected_epoch, joined, left });
}

/// Lets other operators serve, and forms a set.
pub fn serve(operators: &[AccountId]) {
	Members::set(&operators.to_vec());
	announce();
	poll();
}

/// Lets the present block have room for everything.
pub fn poll() {
	Rollup::on_poll(System::block_number(), &mut WeightMeter::new());
}

/// Header of the next batch, without a change, of ten blocks and a hundred bytes.
pub fn next_header(content: u8) -> Header {
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
		size: 100,
		next: None,
	}
}

/// The next set in a header.
pub fn change_to(set_number: u32) -> Option<NextSet> {
	let set_number = SetNumber(set_number);
	let hash = Rollup::sequencer_set(set_number).expect("it is kept").hash;
	Some(NextSet { set_number, hash })
}

/// Attestation by members of the set of a header, by their places.
pub fn attest(header: &Header, places: &[usize]) -> Attestation {
	let set = crate::Sets::<Test>::get(header.set_number).expect("it is kept");
	let mut bitmap = vec![0u8; set.members.len().div_ceil(8)];
	let mut secrets = vec![];
	for place in places {
		bitmap[place / 8] |= 1 << (place % 8);
		secrets.push(secret(&set.members[*place].account));
	}
	let signature = signer::sign(&secrets, &Rollup::batch_id(header), Suite::Signature);
	Attestation { signers: bitmap.try_into().expect("there are few"), signature }
}

pub fn signed_header(header: Header, places: &[usize]) -> SignedHeader {
	SignedHeader { header, attestation: attest(&header, places) }
}

pub fn try_submit(who: AccountId, header: Header, places: &[usize]) -> DispatchResultWithPostInfo {
	Rollup::submit_batch(signed(who), header, Some(attest(&header, places)))
}

/// Submits a batch that the first three members have signed. Returns its id.
pub fn submit(who: AccountId, header: Header) -> BatchId {
	assert_ok!(try_submit(who, header, &[0, 1, 2]));
	Rollup::batch_id(&header)
}

/// Submits the next batch with a content.
pub fn submit_next(who: AccountId, content: u8) -> BatchId {
	submit(who, next_header(content))
}

/// Submits so many batches. Returns their ids.
pub fn submit_many(who: AccountId, count: u32) -> Vec<BatchId> {
	(0..count).map(|_| submit_next(who.clone(), NextIndex::<Test>::get() as u8)).collect()
}

pub fn challenge(who: AccountId, batch_id: BatchId) {
	assert_ok!(Rollup::challenge(signed(who), batch_id, [0; 32]));
}

pub fn judge_bad(batch_id: BatchId, challenger: AccountId) {
	assert_ok!(try_judge(batch_id, Ruling::Bad { challenger }));
}

pub fn judge_good(batch_id: BatchId) {
	assert_ok!(try_judge(batch_id, Ruling::Good));
}

pub fn try_judge(batch_id: BatchId, ruling: Ruling<AccountId>) -> DispatchResult {
	Rollup::judge(signed(JUDGE), batch_id, ruling)
}

pub fn expire(batch_id: BatchId) {
	assert_ok!(Rollup::expire(signed(PAUPER), batch_id));
}

/// Collects a challenger's deposit.
pub fn collect(batch_id: BatchId, challenger: AccountId) {
	assert_ok!(Rollup::release_challenge_deposit(signed(PAUPER), batch_id, challenger));
}

/// Events of the pallet since this was last asked.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::Rollup(event) => Some(event),
		_ => None,
	});
	let events = events.collect();
	System::reset_events();
	events
}

pub fn assert_told(event: Event<Test>) {
	System::assert_has_event(event.into());
}

/// Freezes all money of an account.
pub fn freeze(who: &AccountId) {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	Balances::set_lock(*b"freezing", who, FUNDS, WithdrawReasons::all());
}
