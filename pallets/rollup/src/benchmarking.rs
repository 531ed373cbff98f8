// SPDX-License-Identifier: Apache-2.0

//! Weights of the calls at worst: sets are as large as they get, every list is full, every turn of a long gap is looked at,
//! and old batches with deposits are forgotten on the way.
//!
//! A call that passes on what a door takes is measured while the door is quiet. Looks at operators and what they promise
//! need an answer: their part is measured here, and counted once more with the weight of the door.

use super::*;
use crate::signer;
use alloc::{vec, vec::Vec};
use bulwark_ledger::{Basis, KeptSet, Millis, SubmitterTurns, SETS_AT_ONCE};
use bulwark_traits::Epochs;
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	storage::unhashed,
	traits::{EnsureOrigin, Get},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_runtime::traits::{BlockNumberProvider, SaturatedConversion};

/// Setup of benchmarks by a runtime.
pub trait BenchmarkHelper<AccountId> {
	/// Gives an account native money.
	fn fund(who: &AccountId, amount: Balance);

	/// Sets the wall clock.
	fn set_time(now: Millis);

	/// Lets the neighbours behind the doors answer as `()` would, from now on in this benchmark. Looks and the clock go on.
	fn quiet_doors();

	/// Makes so many accounts operators in order that have promised all of their bonds to the rollup and are the active set.
	fn serve(members: u32) -> Vec<AccountId>;
}

/// Not round.
const PLENTY: Balance = 1_000_000_000_000_000_007;

/// There is a past.
const START: EpochIndex = EpochIndex(1_000);

/// Set that attests: those before it are forgotten at once.
const ATTESTED: SetNumber = SetNumber(SETS_AT_ONCE as u32 + 1);

fn go_to<T: Config>(epoch: EpochIndex) {
	T::BenchmarkHelper::set_time(T::Operators::start(epoch));
}

fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who = account(name, index, 0);
	let deposits = T::BatchDeposit::get().saturating_add(T::ChallengeDeposit::get());
	T::BenchmarkHelper::fund(&who, deposits.saturating_mul(1_000).saturating_add(PLENTY));
	who
}

/// Number of different keys, which members share: it takes much longer to make one than to add it.
const KEYS: u32 = 8;

/// Secret of the member at a place.
fn secret(place: u32) -> u64 {
	u64::from(place % KEYS) + 2
}

/// The different keys of so many members, as they are sent and as they are kept.
fn keys<T: Config>(count: u32) -> Vec<(Key, UnpackedKey)> {
	let keys = (0..count.min(KEYS)).map(|place| signer::key(secret(place)));
	keys.map(|key| (key, T::Verifier::check_key(&key).expect("it is one"))).collect()
}

/// So many members, and the sum of their keys.
fn members<T: Config>(count: u32) -> (Vec<Member<AccountIdOf<T>>>, UnpackedKey) {
	let keys = keys::<T>(count);
	let keys: Vec<_> = keys.iter().cycle().take(count as usize).map(|(_, key)| *key).collect();
	let member = |(place, key): (u32, &UnpackedKey)| Member {
		account: account("member", place, 0),
		key: *key,
	};
	let sum = T::Verifier::sum(&keys).expect("they do not cancel out");
	((0..).zip(&keys).map(member).collect(), sum)
}

/// A set of so many members with keys, which is kept.
fn set<T: Config>(set_number: u32, count: u32) -> SequencerSet<T> {
	let (members, sum) = members::<T>(count);
	let set_number = SetNumber(set_number);
	let members = BoundedVec::truncate_from(members);
	let set = SequencerSet { members, sum, hash: [7; 32] };
	Sets::<T>::insert(set_number, &set);
	set
}

/// As many sets as can be kept, each as large as can be; batches are signed, the first one by the first set, the second by the
/// second, and the others by the third, which attests.
fn signing<T: Config>() {
	forget_genesis::<T>();
	go_to::<T>(START);
	pass_to_block::<T>(1_000);
	let sets = T::MaxSets::get();
	let mut kept = KeptSets::<T::MaxSets>::default();
	for number in 1..=sets {
		let set_number = SetNumber(number);
		// The one that attests and the last, which is handed over to, are read.
		let is_read = set_number == ATTESTED || number == sets;
		set::<T>(number, if is_read { T::MaxSequencers::get() } else { 1 });
		let attested_from = (set_number <= ATTESTED).then_some(number - 1);
		kept.add(KeptSet { set_number, formed_epoch: START, attested_from }, None, |_| false);
	}
	Kept::<T>::put(kept);
	NextSetNumber::<T>::put(SetNumber(sets + 1));
	Signing::<T>::put(SigningSwitch { before: true, effective_from: EpochIndex(0), latest: true });
	Attested::<T>::put(AttestedSet { set_number: ATTESTED, since_epoch: START });
	long_gap::<T>();
}

fn forget_genesis<T: Config>() {
	for operator in Keys::<T>::iter_keys().collect::<Vec<_>>() {
		Keys::<T>::remove(operator);
	}
	for key in KeyOwners::<T>::iter_keys().collect::<Vec<_>>() {
		KeyOwners::<T>::remove(key);
	}
	for number in Sets::<T>::iter_keys().collect::<Vec<_>>() {
		Sets::<T>::remove(number);
	}
	Kept::<T>::kill();
	NextSetNumber::<T>::kill();
	Turns::<T>::kill();
}

/// More turns than one look counts had no batch.
fn long_gap<T: Config>() {
	let first = Pallet::<T>::present_turn().saturating_sub(100);
	let turns = SubmitterTurns::from(first);
	Turns::<T>::put(TurnRecord { set_number: ATTESTED, turns });
}

fn has_looked<T: Config>() -> bool {
	let turn = Pallet::<T>::present_turn();
	Turns::<T>::get().is_some_and(|record| record.turns.next() + 84 >= turn)
}

/// Header of a batch of an outsider, a thousand blocks and an epoch after `START`.
fn header<T: Config>(index: u32, parent: BatchId) -> Header {
	Header {
		fork: Fork::<T>::get(),
		set_number: ATTESTED,
		index,
		parent,
		hash: [index as u8; 32],
		first_block: u64::from(index) * 10 + 1,
		last_block: u64::from(index) * 10 + 10,
		size: 1,
		next: None,
	}
}

/// Puts so many batches of an outsider, with deposits, into the chain, as if they were accepted at the beginning of `START`.
fn batches<T: Config>(count: u32) -> Vec<BatchId> {
	let submitter = rich::<T>("outsider", 0);
	let mut ids = vec![];
	for index in 0..count {
		let header = header::<T>(index, ids.last().copied().unwrap_or_default());
		let batch_id = Pallet::<T>::batch_id(&header);
		put_batch::<T>(batch_id, header, submitter.clone());
		Chain::<T>::insert(index, batch_id);
		ids.push(batch_id);
	}
	NextIndex::<T>::put(count);
	ids
}

fn put_batch<T: Config>(batch_id: BatchId, header: Header, submitter: T::AccountId) {
	use frame_support::traits::fungible::MutateHold;
	let deposit = T::BatchDeposit::get();
	assert_ok!(T::Native::hold(&HoldReason::BatchDeposit.into(), &submitter, deposit));
	let batch = Batch {
		header,
		submitter,
		surety: Surety::Deposit(deposit),
		signers: T::MaxSequencers::get(),
		accepted_epoch: T::Operators::now(),
		time: T::Operators::time(),
		block: T::BlockNumberProvider::current_block_number().saturated_into(),
		verdict: None,
		unfiled: None,
	};
	Batches::<T>::insert(batch_id, batch);
}

/// Lets the window, and all times, pass.
fn pass_window<T: Config>() {
	go_to::<T>(START.plus(T::Operators::window()).plus(2));
	let block = 1_001u32.saturating_add(T::MinBlocks::get());
	pass_to_block::<T>(block);
}

/// Lets blocks pass, of this chain and of the one that counts.
fn pass_to_block<T: Config>(number: u32) {
	frame_system::Pallet::<T>::set_block_number(number.into());
	T::BlockNumberProvider::set_block_number(number.into());
}

/// Attestation by all members but so many, from the last on.
fn attest<T: Config>(header: &Header, absent: u32) -> Attestation {
	let members = T::MaxSequencers::get();
	let mut bitmap = vec![0u8; members.div_ceil(8) as usize];
	let mut secrets = vec![];
	for place in 0..members - absent {
		bitmap[place as usize / 8] |= 1 << (place % 8);
		secrets.push(secret(place));
	}
	let signature = signer::sign(&secrets, &Pallet::<T>::batch_id(header), Suite::Signature);
	Attestation { signers: BoundedVec::truncate_from(bitmap), signature }
}

/// Challenge of a batch in the middle of a full list, with as much evidence as can be named. Returns the challenger.
fn challenged<T: Config>(batch_id: BatchId) -> T::AccountId {
	let index = Batches::<T>::get(batch_id).expect("it was put").header.index;
	let challenger = rich::<T>("challenger", 0);
	assert_ok!(Pallet::<T>::do_challenge(challenger.clone(), batch_id, [0; 32]));
	named_evidence::<T>(batch_id, MAX_NAMED_EVIDENCE);
	let others = (index..).take(T::MaxBatches::get() as usize);
	OpenChallenges::<T>::put(BoundedVec::truncate_from(others.collect()));
	challenger
}

/// Evidence of so many challengers of a batch, which no proof is.
fn named_evidence<T: Config>(batch_id: BatchId, count: u32) {
	let named = (0..count).map(|place| (account("challenger", place, 0), [0; 32]));
	let named: Vec<(T::AccountId, Evidence)> = named.collect();
	NamedEvidence::<T>::insert(batch_id, BoundedVec::truncate_from(named));
}

/// So many cases of an operator.
fn equivocations<T: Config>(operator: &T::AccountId, count: u32) {
	let cases = (0..count).map(|number| (START, CaseId(number))).collect();
	Equivocations::<T>::insert(operator, BoundedVec::truncate_from(cases));
}

/// Place of a set of any size in the storage: costs are told of larger ones than are kept.
const ANY_SET: &[u8] = b"a set of any size";

/// Members of a set of any size, the sum of their keys, and its hash.
type AnySet<T> = (Vec<Member<AccountIdOf<T>>>, UnpackedKey, SetHash);

/// Keeps a set of so many members. Returns the signature of all but the first ones over a batch.
fn signed_by<T: Config>(count: u32, absent: u32, batch_id: &BatchId) -> Signature {
	let (members, sum) = members::<T>(count);
	let set: AnySet<T> = (members, sum, [7; 32]);
	unhashed::put(ANY_SET, &set);
	let secrets: Vec<_> = (absent..count).map(secret).collect();
	signer::sign(&secrets, batch_id, Suite::Signature)
}

/// Reads the set, and checks the signature of all but the first ones, as `submit_batch` does.
fn is_signed<T: Config>(absent: u32, batch_id: &BatchId, signature: &Signature) -> bool {
	let (members, sum, _) = unhashed::get::<AnySet<T>>(ANY_SET).expect("it was put");
	let absent: Vec<_> = members.iter().take(absent as usize).map(|member| member.key).collect();
	T::Verifier::verify(&sum, &absent, batch_id, signature, Suite::Signature)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_key() {
		signing::<T>();
		let operator = T::BenchmarkHelper::serve(1).remove(0);
		let key = signer::key(1);
		// Both have as many former keys as can be, none of which is kept; and one of them is wanted.
		let other: T::AccountId = account("other", 0, 0);
		for (who, first) in [(&operator, 1_000u64), (&other, 1u64)] {
			let old_key = |number: u64| {
				let key = signer::key(first + number);
				KeyOwners::<T>::insert(key, who);
				OldKey { key, last_set: SetNumber(0) }
			};
			let old = (0..u64::from(MAX_OLD_KEYS)).map(old_key).collect();
			let own = signer::key(first + 500);
			KeyOwners::<T>::insert(own, who);
			let old = BoundedVec::truncate_from(old);
			Keys::<T>::insert(who, KeyRecord { key: own, unpacked: [0; 96], old });
		}
		let message = Pallet::<T>::possession_message(&operator, &key);
		let possession = signer::sign(&[1], &message, Suite::Possession);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), key, possession);

		assert_eq!(KeyOwners::<T>::get(key), Some(operator.clone()), "it was another's");
		let record = Keys::<T>::get(operator).expect("it was set");
		assert_eq!(record.old.len(), 1, "the former ones are free");
	}

	#[benchmark]
	fn set_signing() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		signing::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, false);

		assert!(!Signing::<T>::get().latest);
		Ok(())
	}

	#[benchmark]
	fn submit_batch(a: Linear<0, { T::MaxSequencers::get() / 3 }>) {
		signing::<T>();
		let ids = batches::<T>(4);
		// A void one has the index, and its deposit is held.
		let void = Header { hash: [99; 32], ..header::<T>(4, ids[3]) };
		let void_id = Pallet::<T>::batch_id(&void);
		put_batch::<T>(void_id, void, rich::<T>("void", 0));
		Chain::<T>::insert(4, void_id);
		pass_window::<T>();
		long_gap::<T>();
		Attested::<T>::mutate(|attested| {
			attested.as_mut().expect("it is set").since_epoch = T::Operators::now();
		});
		let newest = SetNumber(T::MaxSets::get());
		let next = Some(NextSet { set_number: newest, hash: [7; 32] });
		let header = Header { next, ..header::<T>(4, ids[3]) };
		let attestation = attest::<T>(&header, a);
		T::BenchmarkHelper::quiet_doors();

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("submitter", 0)), header, Some(attestation));

		let batch = Batches::<T>::get(Pallet::<T>::batch_id(&header)).expect("it was accepted");
		assert_eq!(batch.surety, Surety::Deposit(T::BatchDeposit::get()));
		assert_eq!(OldestIndex::<T>::get(), 2, "two were forgotten");
		assert!(!Batches::<T>::contains_key(void_id), "and a void one");
		let attested = Attested::<T>::get().expect("there is one");
		assert_eq!(attested.set_number, newest, "the set was handed over");
		assert_eq!(Kept::<T>::get().oldest(), Some(ATTESTED), "those before are forgotten");
	}

	#[benchmark]
	fn adopt() {
		signing::<T>();
		batches::<T>(4);
		pass_window::<T>();
		long_gap::<T>();
		T::BenchmarkHelper::quiet_doors();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)));

		let attested = Attested::<T>::get().expect("there is one");
		assert_eq!(attested.set_number, SetNumber(T::MaxSets::get()));
		assert_eq!(Kept::<T>::get().oldest(), Some(ATTESTED), "those before are forgotten");
	}

	#[benchmark]
	fn challenge() {
		signing::<T>();
		let batch_id = batches::<T>(1)[0];
		let full = (1..T::MaxBatches::get()).collect();
		OpenChallenges::<T>::put(BoundedVec::truncate_from(full));
		named_evidence::<T>(batch_id, MAX_NAMED_EVIDENCE - 1);
		let challenger = rich::<T>("challenger", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(challenger.clone()), batch_id, [0; 32]);

		assert_eq!(OpenChallenges::<T>::get().len() as u32, T::MaxBatches::get());
		assert!(Challengers::<T>::contains_key(batch_id, challenger));
		assert!(NamedEvidence::<T>::get(batch_id).is_full());
	}

	#[benchmark]
	fn judge() -> Result<(), BenchmarkError> {
		let origin =
			T::JudgeOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		signing::<T>();
		let ids = batches::<T>(2);
		let challenger = challenged::<T>(ids[1]);
		long_gap::<T>();
		T::BenchmarkHelper::quiet_doors();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ids[1], Ruling::Bad { challenger });

		assert_eq!((NextIndex::<T>::get(), Fork::<T>::get()), (1, 1));
		assert!(Bounties::<T>::contains_key(ids[1]) && has_looked::<T>());
		Ok(())
	}

	#[benchmark]
	fn prove(b: Linear<0, { T::MaxProof::get() }>) {
		signing::<T>();
		let ids = batches::<T>(2);
		challenged::<T>(ids[1]);
		long_gap::<T>();
		let proof = vec![7u8; b as usize];
		let prover: T::AccountId = account("prover", 0, 0);
		T::BenchmarkHelper::quiet_doors();

		#[block]
		{
			assert_ok!(Pallet::<T>::convict(ids[1], &proof, prover.clone()));
		}

		let bounty = Bounties::<T>::get(ids[1]).map(|bounty| bounty.to);
		assert_eq!(bounty, Some(prover), "nobody has named the proof");
	}

	#[benchmark]
	fn expire() {
		signing::<T>();
		let ids = batches::<T>(2);
		challenged::<T>(ids[1]);
		pass_window::<T>();
		long_gap::<T>();
		T::BenchmarkHelper::quiet_doors();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), ids[1]);

		let ended = Challenges::<T>::get(ids[1]).expect("its deposit is held");
		assert!(ended.outcome.is_some());
	}

	#[benchmark]
	fn release_challenge_deposit() {
		signing::<T>();
		let batch_id = batches::<T>(1)[0];
		let challenger = challenged::<T>(batch_id);
		assert_ok!(Pallet::<T>::acquit(batch_id, Decider::Judge));
		pass_window::<T>();
		let lookup = <T::Lookup as sp_runtime::traits::StaticLookup>::unlookup(challenger);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), batch_id, lookup);

		assert!(!Challenges::<T>::contains_key(batch_id), "it was the last");
	}

	#[benchmark]
	fn release_batch() {
		signing::<T>();
		let ids = batches::<T>(2);
		// As many as can be are challenged above it.
		let above = (2..).take(T::MaxBatches::get() as usize).collect();
		OpenChallenges::<T>::put(BoundedVec::truncate_from(above));
		pass_window::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), ids[1]);

		let batch = Batches::<T>::get(ids[1]).expect("it is final");
		assert_eq!(batch.surety, Surety::Gone);
	}

	#[benchmark]
	fn claim_bounty() {
		signing::<T>();
		let batch_id = batches::<T>(1)[0];
		let to: T::AccountId = account("challenger", 0, 0);
		let from: T::AccountId = account("outsider", 0, 0);
		let deposit = T::BatchDeposit::get();
		assert_ok!(Pallet::<T>::take_deposit(batch_id, from, to, deposit));
		go_to::<T>(START.plus(T::BountyDelay::get()));

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), batch_id);

		assert!(!Bounties::<T>::contains_key(batch_id));
	}

	#[benchmark]
	fn lift_bar() {
		signing::<T>();
		let operator = T::BenchmarkHelper::serve(1).remove(0);
		let report = Reported::Filed { case_id: CaseId(1) };
		let bar = Bar { fault_epoch: START, report, retry_until_epoch: Some(START) };
		Barred::<T>::insert(&operator, bar);
		pass_window::<T>();
		let lookup = <T::Lookup as sp_runtime::traits::StaticLookup>::unlookup(operator.clone());

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), lookup);

		assert!(!Barred::<T>::contains_key(operator));
	}

	/// Of as many members all have signed but `a`, and `e` are accused, each with as many cases as there may be but one.
	#[benchmark]
	fn prove_equivocation(a: Linear<0, { T::MaxSequencers::get() - 8 }>, e: Linear<1, 8>) {
		signing::<T>();
		batches::<T>(1);
		let ids = [1, 2].map(|size| Header { size, ..header::<T>(1, [1; 32]) });
		let [one, other] =
			ids.map(|header| SignedHeader { header, attestation: attest::<T>(&header, a) });
		let accused: Vec<T::AccountId> = (0..e).map(|place| account("member", place, 0)).collect();
		for who in &accused {
			equivocations::<T>(who, MAX_EQUIVOCATIONS - 1);
		}
		let last = accused.last().cloned().expect("there is one");
		T::BenchmarkHelper::quiet_doors();

		#[block]
		{
			let accused = BoundedVec::truncate_from(accused);
			assert_ok!(Pallet::<T>::accuse(account("anybody", 0, 0), one, other, accused));
		}

		assert!(Equivocations::<T>::get(last).is_full());
	}

	#[benchmark]
	fn report_again() {
		signing::<T>();
		let operator = T::BenchmarkHelper::serve(1).remove(0);
		equivocations::<T>(&operator, MAX_EQUIVOCATIONS);
		let batch_id = batches::<T>(1)[0];
		Batches::<T>::mutate(batch_id, |batch| {
			let batch = batch.as_mut().expect("it was put");
			batch.submitter = operator.clone();
			let (challenger, until_epoch) = (account("challenger", 0, 0), START);
			let (basis, charge) = (Basis::Verdict, Default::default());
			batch.unfiled = Some(UnfiledReport { challenger, basis, charge, until_epoch });
		});
		T::BenchmarkHelper::quiet_doors();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), batch_id);

		assert!(Barred::<T>::contains_key(operator));
	}

	#[benchmark]
	fn clear_key() {
		signing::<T>();
		let operator: T::AccountId = account("gone", 0, 0);
		let old_key = |number: u64| OldKey { key: signer::key(number), last_set: ATTESTED };
		let old = (2..2 + u64::from(MAX_OLD_KEYS)).map(old_key).collect();
		let old = BoundedVec::truncate_from(old);
		for number in 1..2 + u64::from(MAX_OLD_KEYS) {
			KeyOwners::<T>::insert(signer::key(number), &operator);
		}
		let record = KeyRecord { key: signer::key(1), unpacked: [0; 96], old };
		Keys::<T>::insert(&operator, record);
		equivocations::<T>(&operator, MAX_EQUIVOCATIONS);
		let report = Reported::DepositLost;
		let bar = Bar { fault_epoch: START, report, retry_until_epoch: Some(START) };
		Barred::<T>::insert(&operator, bar);
		LastTurns::<T>::insert(&operator, 7);
		pass_window::<T>();
		let lookup = <T::Lookup as sp_runtime::traits::StaticLookup>::unlookup(operator.clone());

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), lookup);

		assert!(!Keys::<T>::contains_key(&operator) && !Barred::<T>::contains_key(operator));
	}

	#[benchmark]
	fn poke_turns() {
		signing::<T>();
		T::BenchmarkHelper::quiet_doors();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)));

		assert!(has_looked::<T>());
	}

	#[benchmark]
	fn poll() {
		signing::<T>();
		SetPending::<T>::put(false);
		LastLook::<T>::put(T::Operators::now());

		#[block]
		{
			Pallet::<T>::poll(&mut WeightMeter::new());
		}

		assert_eq!(NextSetNumber::<T>::get(), SetNumber(T::MaxSets::get() + 1), "nothing was due");
	}

	#[benchmark]
	fn form_set(n: Linear<1, { T::MaxSequencers::get() }>) {
		signing::<T>();
		batches::<T>(4);
		pass_window::<T>();
		// Turns are those of the newest set, and end with it.
		Signing::<T>::kill();
		let set_number = SetNumber(T::MaxSets::get());
		let turns = SubmitterTurns::from(Pallet::<T>::present_turn().saturating_sub(100));
		Turns::<T>::put(TurnRecord { set_number, turns });
		let keys = keys::<T>(n);
		for (operator, (key, unpacked)) in
			T::BenchmarkHelper::serve(n).into_iter().zip(keys.into_iter().cycle())
		{
			Keys::<T>::insert(operator, KeyRecord { key, unpacked, old: BoundedVec::new() });
		}
		T::BenchmarkHelper::quiet_doors();

		#[block]
		{
			Pallet::<T>::form_set();
		}

		let set = Sets::<T>::get(SetNumber(T::MaxSets::get() + 1)).expect("it was formed");
		assert_eq!(set.len(), n);
		assert_eq!(Kept::<T>::get().oldest(), Some(ATTESTED), "those before are forgotten");
	}

	// For the table of costs.

	/// A check of a batch that all of so many members have signed.
	#[benchmark(extra)]
	fn check_of_all(n: Linear<4, 256>) {
		let batch_id = [9; 32];
		let signature = signed_by::<T>(n, 0, &batch_id);
		let is_valid;

		#[block]
		{
			is_valid = is_signed::<T>(0, &batch_id, &signature);
		}

		assert!(is_valid);
	}

	/// A check of a batch that no more of so many members have signed than have to.
	#[benchmark(extra)]
	fn check_of_two_thirds(n: Linear<4, 256>) {
		let (batch_id, absent) = ([9; 32], n / 3);
		let signature = signed_by::<T>(n, absent, &batch_id);
		let is_valid;

		#[block]
		{
			is_valid = is_signed::<T>(absent, &batch_id, &signature);
		}

		assert!(is_valid);
	}

	#[cfg(feature = "std")]
	impl<T: Config> Pallet<T> {
		/// Runs every benchmark once, each in a state that is made for it, as `impl_benchmark_test_suite` does for a
		/// mock: for the tests of a runtime.
		pub fn test_benchmarks(in_new_state: impl Fn(&mut dyn FnMut())) {
			macro_rules! selected {
				($($name:ident)*) => { [$((stringify!($name), SelectedBenchmark::$name)),*] };
			}
			let all = selected! {
				set_key set_signing submit_batch adopt challenge judge prove expire
				release_challenge_deposit release_batch claim_bounty lift_bar prove_equivocation
				poke_turns report_again clear_key poll form_set check_of_all check_of_two_thirds
			};
			let listed = <Pallet<T> as frame_benchmarking::Benchmarking>::benchmarks(true);
			assert_eq!(all.len(), listed.len(), "none is forgotten");
			for (name, benchmark) in all {
				let components = BenchmarkingSetup::<T>::components(&benchmark).into_iter();
				let lowest: Vec<_> =
					components.map(|(component, low, _)| (component, low)).collect();
				in_new_state(&mut || {
					// Those that need blocks to have been have set it.
					let begin = || {
						if frame_system::Pallet::<T>::block_number() == 0u32.into() {
							frame_system::Pallet::<T>::set_block_number(1u32.into());
						}
					};
					let run = BenchmarkingSetup::<T>::test_instance(&benchmark, &lowest, &begin);
					assert_eq!(run, Ok(()), "{name}");
				});
			}
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
