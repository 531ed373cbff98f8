// SPDX-License-Identifier: Apache-2.0

//! What histories do with the rollup: batches without signatures and with them, challenges, and the ends of both.

use super::op::{Op, Pick};
use crate::{
	accounts::treasury, AccountId, OperatorStaking, Rollup, Runtime, RuntimeCall, RuntimeOrigin,
	System,
};
use bulwark_testing::Calls;
use bulwark_traits::Standing;
use frame_support::traits::Get;
use pallet_operator_staking::EpochIndex;
use pallet_restaking_slash::Moment;
use pallet_rollup_attestation::{
	signer, Arkworks, Attestation, Barred, Batch, BatchId, Batches, Bounties, Challengers,
	Challenges, Config, HeadView, Header, LastTurns, Member, NextSet, Ruling, Signing, Suite,
	Verdict, Verifier,
};
use sp_runtime::traits::{Dispatchable, StaticLookup};
use std::cmp::Reverse;

type Call = pallet_rollup_attestation::Call<Runtime>;
type ChallengeEpochs = <Runtime as Config>::ChallengeEpochs;

/// Name, caller and call of an operation.
pub type Planned = (&'static str, RuntimeOrigin, RuntimeCall);

fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

fn lookup(who: AccountId) -> <<Runtime as frame_system::Config>::Lookup as StaticLookup>::Source {
	<Runtime as frame_system::Config>::Lookup::unlookup(who)
}

fn pick_of<V: Clone>(all: &[V], at: usize) -> Option<V> {
	all.get(at % all.len().max(1)).cloned()
}

/// One of those for which something can be done; now and then one of all.
fn likely<V: Clone>(all: &[V], pick: Pick, can_be_done: impl Fn(&V) -> bool) -> Option<V> {
	let likely: Vec<_> = all.iter().filter(|one| can_be_done(one)).cloned().collect();
	let is_any = (pick.amount >> 16).is_multiple_of(8);
	pick_of(if is_any { all } else { &likely }, pick.one)
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

// Signers.

/// Secrets of an operator: the first ones of Alice and Bob are those of the genesis.
fn secrets(who: &AccountId, operators: &[AccountId]) -> impl Iterator<Item = u64> {
	let place = operators.iter().position(|operator| operator == who).expect("it is one") as u64;
	(0..4).map(move |number| 11 * (place + 1) + 1_000 * number)
}

/// Secret of the key that a member has in its set.
fn secret_of(member: &Member<AccountId>, operators: &[AccountId]) -> u64 {
	let has = |secret: &u64| Arkworks::check_key(&signer::key(*secret)) == Some(member.key);
	secrets(&member.account, operators).find(has).expect("it is one of a few")
}

/// Another key of an operator, or the first.
fn set_key(pick: Pick, operators: &[AccountId]) -> Option<Planned> {
	let who = pick_of(operators, pick.one)?;
	let secret = secrets(&who, operators).nth(pick.other % 4)?;
	let key = signer::key(secret);
	let message = Rollup::possession_bytes(who.clone(), key);
	let possession = signer::sign(&[secret], &message, Suite::Possession);
	Some(("set key", signed(&who), Call::set_key { key, possession }.into()))
}

/// Attestation by all of a set's members but the first ones.
fn attest(
	header: Header,
	members: &[Member<AccountId>],
	absent: usize,
	operators: &[AccountId],
) -> Attestation {
	let present = absent.min(members.len())..members.len();
	let secrets: Vec<_> =
		members[present.clone()].iter().map(|member| secret_of(member, operators)).collect();
	let bitmap = present.fold(0u8, |bits, place| bits | 1 << place);
	let signature = signer::sign(&secrets, &Rollup::id_of_header(header), Suite::Signature);
	Attestation { signers: vec![bitmap].try_into().expect("one byte"), signature }
}

// Batches.

fn next_header(pick: Pick, head: &HeadView) -> Option<Header> {
	let set_number = head.set_number?;
	let first_block = head.first_block.unwrap_or(1);
	let newest = Rollup::sets().pop().filter(|newest| set_number < newest.set_number);
	let hands_over = head.is_signing && (head.is_handover_due || pick.one.is_multiple_of(4));
	let next = newest.filter(|_| hands_over);
	Some(Header {
		fork: head.fork,
		set_number,
		index: head.index,
		parent: head.parent,
		hash: [pick.other as u8; 32],
		first_block,
		last_block: first_block + pick.amount % 9,
		size: 1 + (pick.amount % 100_000) as u32,
		next: next.map(|next| NextSet { set_number: next.set_number, hash: next.hash }),
	})
}

/// The next batch: without signatures by a member of the set, else by anybody, mostly an operator.
fn submit(pick: Pick, cast: &[AccountId], operators: &[AccountId]) -> Option<Planned> {
	let head = Rollup::head();
	let header = next_header(pick, &head)?;
	let set = Rollup::sequencer_set(header.set_number)?;
	let members = set.members;
	let (submitter, attestation) = if head.is_signing {
		// As many as need not sign are absent, and now and then one more.
		let spare = members.len() - set.least_signers as usize;
		let absent = pick.other % (spare + 1) + usize::from(pick.amount.is_multiple_of(16));
		let some = if pick.one < 32 { operators } else { cast };
		(pick_of(some, pick.who)?, Some(attest(header, &members, absent, operators)))
	} else {
		let turn = Rollup::turn().map(|view| view.turn);
		let has_turn = |who: &AccountId| LastTurns::<Runtime>::get(who) != turn;
		let members: Vec<_> = members.into_iter().map(|member| member.account).collect();
		(likely(&members, pick, has_turn)?, None)
	};
	let call = Call::submit_batch { header, attestation };
	Some(("batch", signed(&submitter), call.into()))
}

/// Batches, the latest first.
fn batches() -> Vec<(BatchId, Batch<AccountId>)> {
	let mut all: Vec<_> = Batches::<Runtime>::iter().collect();
	all.sort_by_key(|(batch_id, batch)| (Reverse(batch.header.index), *batch_id));
	all
}

/// True if the time to challenge a batch is over, unless the chain has stood still.
fn is_old(batch: &Batch<AccountId>) -> bool {
	batch.accepted_epoch.plus(ChallengeEpochs::get()) < now()
}

/// A deposit for a batch that is old.
fn release_batch(pick: Pick) -> Option<Call> {
	let (batch_id, _) = likely(&batches(), pick, |(batch_id, batch)| {
		let is_open = Challenges::<Runtime>::get(batch_id).is_some_and(|one| one.outcome.is_none());
		batch.deposit() > 0 && is_old(batch) && !is_open
	})?;
	Some(Call::release_batch { batch_id })
}

// Challenges.

fn challenge(pick: Pick, cast: &[AccountId]) -> Option<Planned> {
	let who = pick_of(cast, pick.who)?;
	let (batch_id, _) = likely(&batches(), pick, |(batch_id, batch)| {
		let is_new = !Challengers::<Runtime>::contains_key(batch_id, &who);
		is_new && batch.verdict != Some(Verdict::Bad) && !is_old(batch)
	})?;
	let call = Call::challenge { batch_id, evidence: [pick.other as u8; 32] };
	Some(("challenge", signed(&who), call.into()))
}

/// Batches whose challenge is open, and whether the time to judge it is over.
fn challenged() -> Vec<(BatchId, bool)> {
	let moment = Moment { epoch: now(), block: System::block_number().into() };
	let all = Challenges::<Runtime>::iter().filter(|(_, one)| one.outcome.is_none());
	let mut open: Vec<_> = all.map(|(id, one)| (id, one.until.is_over(moment))).collect();
	open.sort();
	open
}

/// Verdicts about all challenges that can be judged. Three of four are bad.
pub fn judge(pick: Pick) -> Vec<Planned> {
	let in_time = challenged().into_iter().filter(|(_, is_over)| !is_over);
	let verdict = |(at, (batch_id, _)): (usize, (BatchId, bool))| {
		let ruling = match (pick.amount >> at) % 4 {
			0 => Ruling::Good,
			_ => Ruling::Bad { challenger: Challenges::<Runtime>::get(batch_id)?.first },
		};
		let call = Call::judge { batch_id, ruling };
		Some(("judge", RuntimeOrigin::root(), call.into()))
	};
	in_time.enumerate().filter_map(verdict).collect()
}

fn expire(pick: Pick) -> Option<Call> {
	let (batch_id, _) = likely(&challenged(), pick, |(_, is_over)| *is_over)?;
	Some(Call::expire { batch_id })
}

/// A challenger's deposit.
fn collect(pick: Pick) -> Option<Call> {
	let mut all: Vec<_> = Challengers::<Runtime>::iter_keys().collect();
	all.sort();
	let (batch_id, who) = likely(&all, pick, |(batch_id, _)| {
		let has_ended =
			Challenges::<Runtime>::get(batch_id).is_some_and(|one| one.outcome.is_some());
		has_ended && Batches::<Runtime>::get(batch_id).is_none_or(|batch| is_old(&batch))
	})?;
	Some(Call::release_challenge_deposit { batch_id, challenger: lookup(who) })
}

fn claim_bounty(pick: Pick) -> Option<Call> {
	let mut all: Vec<_> = Bounties::<Runtime>::iter().collect();
	all.sort_by_key(|(batch_id, _)| *batch_id);
	let (batch_id, _) = likely(&all, pick, |(_, bounty)| bounty.unlock_epoch <= now())?;
	Some(Call::claim_bounty { batch_id })
}

// Operators.

fn lift_bar(pick: Pick, operators: &[AccountId]) -> Option<Call> {
	let is_barred = |who: &&AccountId| Barred::<Runtime>::contains_key(who);
	let barred: Vec<_> = operators.iter().filter(is_barred).cloned().collect();
	Some(Call::lift_bar { operator: lookup(pick_of(&barred, pick.one)?) })
}

/// True if an operator has announced its closing or is gone, and has a key.
fn has_left_a_key(who: &AccountId) -> bool {
	!OperatorStaking::is_open(who) && Rollup::key_of(who.clone()).is_some()
}

fn clear_key(pick: Pick, operators: &[AccountId]) -> Option<Call> {
	Some(Call::clear_key { operator: lookup(likely(operators, pick, has_left_a_key)?) })
}

/// The newest set, if another one attests.
fn adopt() -> Option<Call> {
	let newest = Rollup::sets().pop()?.set_number;
	let other = Rollup::head().set_number.filter(|attested| *attested != newest);
	other.map(|_| Call::adopt {})
}

/// Signatures are needed most of the time.
fn set_signing(pick: Pick) -> Option<Call> {
	let is_on = !pick.amount.is_multiple_of(8);
	(is_on != Signing::<Runtime>::get().latest).then_some(Call::set_signing { is_on })
}

/// The call of an operation, if it is one of the rollup.
pub fn plan(op: &Op, cast: &[AccountId], operators: &[AccountId]) -> Option<Planned> {
	let by = |pick: Pick| signed(&cast[pick.who % cast.len()]);
	// The admin now and then.
	let by_either = |pick: Pick| match pick.amount.is_multiple_of(3) {
		true => RuntimeOrigin::root(),
		false => by(pick),
	};
	let (name, origin, call) = match *op {
		Op::SetKey(pick) => return set_key(pick, operators),
		Op::Batch(pick) => return submit(pick, cast, operators),
		Op::Challenge(pick) => return challenge(pick, cast),
		Op::Signing(pick) => ("signing", RuntimeOrigin::root(), set_signing(pick)?),
		Op::Adopt(pick) => ("adopt", by_either(pick), adopt()?),
		Op::Expire(pick) => ("expire", by(pick), expire(pick)?),
		Op::Collect(pick) => ("collect", by(pick), collect(pick)?),
		Op::ReleaseBatch(pick) => ("release batch", by(pick), release_batch(pick)?),
		Op::ClaimDeposit(pick) => ("claim deposit", by(pick), claim_bounty(pick)?),
		Op::LiftBar(pick) => ("lift bar", by_either(pick), lift_bar(pick, operators)?),
		Op::ClearKey(pick) => ("clear key", by(pick), clear_key(pick, operators)?),
		_ => return None,
	};
	Some((name, origin, call.into()))
}

/// Ends all challenges, hands out everything that is held, and clears the keys that were left. Returns the number of calls by
/// name; fails if one is refused.
pub fn finish(operators: &[AccountId]) -> Result<Calls, String> {
	let mut done = Calls::default();
	let mut run = |name, call: Call| {
		let result = RuntimeCall::from(call).dispatch(signed(&treasury()));
		done.count(name, result.is_ok());
		result.map(drop).map_err(|error| format!("{name}: {error:?}"))
	};
	for (batch_id, _) in challenged() {
		run("expire", Call::expire { batch_id })?;
	}
	for (batch_id, who) in Challengers::<Runtime>::iter_keys().collect::<Vec<_>>() {
		let challenger = lookup(who);
		run("collect", Call::release_challenge_deposit { batch_id, challenger })?;
	}
	for batch_id in Bounties::<Runtime>::iter_keys().collect::<Vec<_>>() {
		run("claim deposit", Call::claim_bounty { batch_id })?;
	}
	for (batch_id, _) in batches().into_iter().filter(|(_, batch)| batch.deposit() > 0) {
		run("release batch", Call::release_batch { batch_id })?;
	}
	for operator in operators.iter().filter(|who| has_left_a_key(who)) {
		run("clear key", Call::clear_key { operator: lookup(operator.clone()) })?;
	}
	Ok(done)
}
