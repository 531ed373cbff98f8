// SPDX-License-Identifier: Apache-2.0

//! What secures a consumer on another chain, read out of a proof of this chain's state: the keys and the layouts of `docs/xcm.md` are those
//! by which it is stored.

use super::{
	consumers::{report, Stage},
	*,
};
use bulwark_ledger::{BondParts, Departure, Horizon, OptIns, Spending};
use bulwark_traits::OptIns as _;
use codec::{Compact, Decode, DecodeAll};
use frame_support::traits::{ConstU32, Get};
use sp_core::Blake2Hasher;
use sp_io::hashing::{blake2_128, twox_128, twox_64};
use sp_keyring::Sr25519Keyring::Bob;
use sp_state_machine::{prove_read, read_proof_check};

/// The consumer of the presets that is the chain itself.
const GOVERNANCE: ConsumerId = ConsumerId(1);

/// Number of epochs in which a fault can be slashed: W of this chain.
const WINDOW: u32 = 7;

/// Entries of a list that is read: no fewer than the chain may store.
type Most = ConstU32<64>;

/// Keys of all that says what secures a consumer.
fn keys(operator: &AccountId, consumer_id: u32, version: u32) -> [Vec<u8>; 5] {
	let (operator, id) = (operator.encode(), consumer_id.to_le_bytes());
	let map = |pallet: &str, item: &str| {
		[twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat()
	};
	let blake = |key: &[u8]| [&blake2_128(key)[..], key].concat();
	let twox = |key: &[u8]| [&twox_64(key)[..], key].concat();
	[
		[map("Restaking", "OptIns"), blake(&operator)].concat(),
		[map("Restaking", "UsedBudgets"), blake(&operator), twox(&id)].concat(),
		[map("Restaking", "Consumers"), twox(&id)].concat(),
		[map("Restaking", "TermsByVersion"), twox(&id), twox(&version.to_le_bytes())].concat(),
		[map("OperatorStaking", "Operators"), blake(&operator)].concat(),
	]
}

/// Fractions of bond and pools that the consumer could still take for a fault of an epoch, and the bond itself, in native units. None if
/// nothing answers to it, if the operator has promised it for another version of the terms, or if the values are not those of the keys.
fn cover(
	values: &[Option<Vec<u8>>; 5],
	consumer_id: ConsumerId,
	version: u32,
	epoch: EpochIndex,
) -> Option<(Fractions, u128)> {
	let [opt_ins, used, consumer, terms, operator] = values.each_ref().map(Option::as_deref);
	let mut consumer = consumer?;
	let mut operator = operator?;
	let opt_ins = OptIns::<Most, Most>::decode(&mut opt_ins?).ok()?;
	let used = used.map_or(Ok(Default::default()), |mut used| Spending::<Most>::decode(&mut used));
	// Of these three only the beginning is needed.
	let (_, _, _, _, _, retires_with) = Consumer::decode(&mut consumer).ok()?;
	let most = Fractions::decode(&mut terms?).ok()?;
	let (_, bond, _, departure) = Operator::decode(&mut operator).ok()?;

	let span = opt_ins.at(consumer_id, epoch).filter(|span| span.version == version)?;
	let ends = [retires_with, departure.map(|departure| departure.last_epoch)];
	if ends.into_iter().flatten().any(|last_epoch| last_epoch < epoch) {
		return None;
	}
	let unused = used.ok()?.unused(span.budget, epoch, WINDOW).min(most);
	let at = Horizon { now: epoch, window: WINDOW };
	Some((unused, bond.slashable(at, epoch).ok()?))
}

/// Beginning of a consumer: manager, deposit, whether it is admitted, version of its terms and their first epoch, last epoch that it may
/// report.
type Consumer =
	(AccountId, (AccountId, Compact<u128>), bool, Compact<u32>, EpochIndex, Option<EpochIndex>);

/// Beginning of an operator: seniority, bond, epoch of its registration, departure.
type Operator = (u32, BondParts<Most>, EpochIndex, Option<Departure>);

/// What a sibling proves: values under keys, by the root of the state that the relay chain has of this chain's block.
fn prove(home: &mut TestExternalities, keys: &[Vec<u8>; 5]) -> [Option<Vec<u8>>; 5] {
	let backend = home.as_backend();
	let root = *backend.root();
	let proof = prove_read(backend, keys).expect("the state is whole");

	let values = read_proof_check::<Blake2Hasher, _>(root, proof, keys).expect("it is proved");

	keys.each_ref().map(|key| values[key].clone())
}

/// The cover that a sibling proves, by the first version of the terms. It is what the chain itself answers: by its view as far as the terms
/// let one report go, and by the door that its own pallets ask.
fn proved(
	home: &mut TestExternalities,
	operator: &AccountId,
	consumer_id: ConsumerId,
	epoch: EpochIndex,
) -> Option<(Fractions, u128)> {
	let values = prove(home, &keys(operator, consumer_id.0, 1));
	let proved = cover(&values, consumer_id, 1, epoch);
	home.execute_with(|| {
		let answers = Restaking::what_answers(operator.clone(), epoch);
		let promise = answers.promises.iter().find(|promise| promise.consumer_id == consumer_id);
		let most = Restaking::consumer(consumer_id).expect("it is one").terms.most;
		let bond = OperatorStaking::operator(operator.clone()).expect("it is one").bond;
		assert_eq!(proved, promise.map(|promise| (promise.unused.min(most), bond)));
		let unused = proved.map_or(Fractions::NOTHING, |(unused, _)| unused);
		assert_eq!(Restaking::unused(consumer_id, operator, epoch), unused);
	});
	proved
}

/// Of bond and pools, in percent.
fn parts(bond: u64, pools: u64) -> Fractions {
	Fractions { bond: Fraction::from_percent(bond), pools: Fraction::from_percent(pools) }
}

/// Settles cases that nobody has disputed, when the time for it is over.
fn settle(home: &mut TestExternalities, case_ids: &[u32]) {
	home.execute_with(|| {
		go_to(5);
		crate::tests::pass_blocks(crate::units::DAYS + 1);
		for case_id in case_ids {
			assert_ok!(Restaking::settle(signed(Ferdie), CaseId(*case_id)));
		}
		check_invariants();
	});
}

#[test]
fn sibling_knows_its_cover_by_a_proof() {
	let mut stage = Stage::set();
	let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
	let (fault_epoch, now) = (stage.fault_epoch, stage.fault_epoch.next());
	let home = &mut stage.home;

	// A report may take a tenth of the bond, of which a quarter is promised; nothing was before the first epoch.
	for epoch in [fault_epoch, now] {
		let expected = (parts(10, 0), 1_000 * UNIT);
		assert_eq!(proved(home, &alice, CONSUMER, epoch), Some(expected));
	}
	assert_eq!(proved(home, &alice, CONSUMER, fault_epoch.minus(1)), None);
	// To governance half of everything is promised, and a tenth of it asked for, which uses up nothing yet.
	assert_eq!(proved(home, &bob, GOVERNANCE, now), Some((parts(50, 50), 1_000 * UNIT)));

	settle(home, &[2]);
	assert_eq!(proved(home, &bob, GOVERNANCE, now), Some((parts(40, 40), 900 * UNIT)));

	// The consumer retires with the next epoch, and nothing answers to it after that.
	let retire = pallet_restaking_slash::Call::<Runtime>::retire_consumer { consumer_id: CONSUMER };
	assert_eq!(stage.tell(paid_call(&retire.into())), [Fate::Done]);
	let now = stage.home.execute_with(story::now);
	assert!(proved(&mut stage.home, &alice, CONSUMER, now.next()).is_some());
	assert_eq!(proved(&mut stage.home, &alice, CONSUMER, now.plus(2)), None);
}

/// An opt-in keeps the terms by which it was made, and says which: the latest are others.
#[test]
fn cover_is_that_of_the_terms_which_the_operator_has_promised() {
	let mut stage = Stage::set();
	let (alice, epoch) = (Alice.to_account_id(), stage.fault_epoch);
	let greedy = Fractions { bond: Fraction::one(), pools: Fraction::zero() };
	let terms = ConsumerTerms { most: greedy, ..terms() };
	let set_terms =
		pallet_restaking_slash::Call::<Runtime>::set_terms { consumer_id: CONSUMER, terms };
	assert_eq!(stage.tell(paid_call(&set_terms.into())), [Fate::Done]);
	let mut known = |version| {
		let keys = keys(&alice, CONSUMER.0, version);
		cover(&prove(&mut stage.home, &keys), CONSUMER, version, epoch)
	};

	assert_eq!(known(1), Some((a_tenth().fractions, 1_000 * UNIT)));
	assert_eq!(known(2), None);
}

/// What keys only report uses up nothing: so does the report of a case that nobody has settled.
#[test]
fn case_uses_up_cover_when_it_is_settled() {
	let mut stage = Stage::set();
	let (alice, epoch) = (Alice.to_account_id(), stage.fault_epoch);
	for report_id in [[1; 32], [2; 32]] {
		let report = report(epoch, report_id);
		assert_eq!(stage.tell(paid_call(&report)), [Fate::Done]);
	}
	let whole = (parts(10, 0), 1_000 * UNIT);
	assert_eq!(proved(&mut stage.home, &alice, CONSUMER, epoch), Some(whole));

	settle(&mut stage.home, &[3, 4]);

	// Two tenths are taken of the quarter: a twentieth is left, of what the two have left of the bond.
	let left = (parts(5, 0), 810 * UNIT);
	assert_eq!(proved(&mut stage.home, &alice, CONSUMER, epoch), Some(left));
}

/// The layouts, item by item, in numbers that any SCALE decoder knows.
#[test]
fn layouts_are_those_of_the_page() {
	/// Parts of bond and pools, each in 10⁻¹⁸.
	type Parts = (u64, u64);
	/// Epoch from which the cap holds, cap before and from then on; of each consumer its id and its spans: first epoch, epoch of the
	/// announcement, budget, version of the terms.
	type OptIns =
		((u32, Compact<u64>, Compact<u64>), Vec<(u32, Vec<(u32, u32, Parts, Compact<u32>)>)>);
	/// Of each epoch with faults what is taken, and what is asked for.
	type UsedBudgets = Vec<(u32, Parts, Parts)>;
	/// Manager, depositor and deposit, admitted, version of the latest terms and their first epoch, last epoch, open cases.
	type Consumer =
		([u8; 32], ([u8; 32], Compact<u128>), bool, Compact<u32>, u32, Option<u32>, Compact<u32>);
	/// Destination of slashed money.
	#[derive(Decode, PartialEq, Debug)]
	enum To {
		Account([u8; 32]),
		Stakers,
		Treasury,
		Burn,
	}
	/// The most of one report, R and D, bounty, destination, resolver, follower.
	type Terms = (Parts, (u32, u32), u64, To, Option<[u8; 32]>, Option<[u8; 32]>);
	/// Seniority, required bond and its parts, each with its first epoch; epoch of the registration; last epoch and release.
	type Operator = (u32, (Compact<u128>, Vec<(u32, Compact<u128>)>), u32, Option<(u32, u32)>);

	let mut stage = Stage::set();
	let (alice, epoch) = (Alice.to_account_id(), stage.fault_epoch.0);
	let report = report(stage.fault_epoch, [1; 32]);
	assert_eq!(stage.tell(paid_call(&report)), [Fate::Done]);
	let values = prove(&mut stage.home, &keys(&alice, CONSUMER.0, 1));
	let [opt_ins, used, consumer, terms, operator] =
		values.map(|value| value.expect("it is there"));

	let half = 500_000_000_000_000_000;
	let (cap, consumers) = OptIns::decode_all(&mut &opt_ins[..]).expect("it is all of it");
	assert_eq!(cap.2, Compact(half));
	assert_eq!(consumers[0], (1, vec![(0, 0, (half, half), Compact(1))]));
	let quarter = half / 2;
	assert_eq!(consumers[1], (3, vec![(epoch, epoch - 1, (quarter, 0), Compact(1))]));

	let tenth = half / 5;
	let used = UsedBudgets::decode_all(&mut &used[..]).expect("it is all of it");
	assert_eq!(used, [(epoch, (0, 0), (tenth, 0))]);

	let (sibling, deposit): ([u8; 32], _) = (sovereign(SIBLING).into(), Compact(100 * UNIT));
	let consumer = Consumer::decode_all(&mut &consumer[..]).expect("it is all of it");
	let (open_cases, version) = (Compact(1), Compact(1));
	let expected = (sibling, (sibling, deposit), false, version, epoch - 1, None, open_cases);
	assert_eq!(consumer, expected);

	let terms = Terms::decode_all(&mut &terms[..]).expect("it is all of it");
	assert_eq!(terms, ((tenth, 0), (3, 2), 0, To::Treasury, None, Some(sibling)));
	for (destination, to) in [
		(Destination::Account(sovereign(SIBLING)), To::Account(sibling)),
		(Destination::Stakers, To::Stakers),
		(Destination::Burn, To::Burn),
	] {
		let others = ConsumerTerms { destination, ..self::terms() }.encode();
		let others = Terms::decode_all(&mut &others[..]).expect("it is all of it");
		assert_eq!(others, ((tenth, 0), (3, 2), 0, to, None, Some(sibling)));
	}

	let operator = Operator::decode(&mut &operator[..]).expect("it begins so");
	let (_, (required, parts), since, departure) = operator;
	assert_eq!((required, departure), (Compact(1_000 * UNIT), None));
	assert_eq!(parts, [(since, Compact(1_000 * UNIT))]);
}

/// A sibling may read with larger bounds than this chain stores by, and not with smaller ones.
#[test]
fn lists_are_no_longer_than_a_sibling_reads() {
	use pallet_restaking_slash::{MaxSpans, MaxSpent};

	let stored = [
		<Runtime as pallet_restaking_slash::Config>::MaxOptIns::get(),
		MaxSpans::<Runtime>::get(),
		MaxSpent::<Runtime>::get(),
		WINDOW + 2,
	];
	assert!(stored.into_iter().all(|most| most <= Most::get()), "{stored:?}");
	let window = <OperatorStaking as bulwark_traits::Epochs>::window();
	assert_eq!(window, WINDOW);
}
