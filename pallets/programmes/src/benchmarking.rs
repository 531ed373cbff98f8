// SPDX-License-Identifier: Apache-2.0

//! Weights of the calls at worst: every epoch of the window has parameters of its own and something due, every slot has a
//! node, and everything that can be full is.
//!
//! A call that passes on what a door takes is measured while the door is quiet. Looks at operators and their power need an
//! answer: their part is measured here, and counted once more with the weight of the door.

use super::*;
use crate::{book::Book, types::Stage};
use alloc::{vec, vec::Vec};
use bulwark_ledger::{Author, Division, Millis, Schedule};
use bulwark_traits::{AuthorLog, WorkLog};
use frame_benchmarking::v2::*;
use frame_support::{assert_ok, traits::EnsureOrigin, weights::WeightMeter, BoundedVec};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use pallet_authorship::EventHandler;
use sp_runtime::traits::Hash;

/// Setup of benchmarks by a runtime.
pub trait BenchmarkHelper<AssetId, AccountId, Signature> {
	/// An asset: the native one for 0, and another for 1.
	fn asset(index: u32) -> AssetId;

	/// Gives an account some of an asset.
	fn fund(asset: &AssetId, who: &AccountId, amount: Balance);

	/// Sets the wall clock.
	fn set_time(now: Millis);

	/// Lets the neighbours behind the doors answer as `()` would, from now on in this benchmark: money that the rewards
	/// take is gone, nobody is suspended. Looks and the clock go on.
	fn quiet_doors();

	/// An operator.
	fn operator(index: u32) -> AccountId;

	/// Sets the power of all operators when an epoch began, as if it had been so, and makes them the active set.
	fn set_powers(epoch: EpochIndex, powers: Vec<(AccountId, Power)>);

	/// A key of a node, and its signature over a message.
	fn sign(message: &[u8]) -> (AccountId, Signature);
}

/// Not round.
const PLENTY: Balance = 1_000_000_000_000_000_007;

/// Number of operators that an active set can have.
const SET: u32 = 256;

/// There is a past.
const START: EpochIndex = EpochIndex(1_000);

const FIRST: ProgrammeId = ProgrammeId(1);

fn go_to<T: Config>(epoch: EpochIndex) {
	forget_genesis::<T>();
	T::BenchmarkHelper::set_time(T::Operators::start(epoch));
}

/// Removes programmes, nodes and authors of a runtime's genesis: sizes are counted from nothing.
fn forget_genesis<T: Config>() {
	if GenesisFundings::<T>::take().is_none() {
		return;
	}
	for id in Pallet::<T>::ids() {
		let book = Book::<T>::load(id).expect("it exists");
		Pots::<T>::remove(book.programme.asset);
		Programmes::<T>::remove(id);
		Budgets::<T>::remove(id);
		Rules::<T>::remove(id);
		Reporters::<T>::remove(id);
		MintRates::<T>::remove(id);
	}
	NextProgrammeId::<T>::kill();
	for (key, operator) in NodeKeys::<T>::iter().collect::<Vec<_>>() {
		NodeKeys::<T>::remove(key);
		Nodes::<T>::remove(operator);
	}
	AuthorTurns::<T>::kill();
	for author in Authors::<T>::iter_keys().collect::<Vec<_>>() {
		Authors::<T>::remove(author);
	}
}

/// Lets an epoch and its grace pass.
fn pass<T: Config>(epoch: EpochIndex) {
	go_to::<T>(epoch.plus(2));
}

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn rich<T: Config>(name: &'static str) -> T::AccountId {
	let who = account(name, 0, 0);
	for index in 0..2 {
		T::BenchmarkHelper::fund(&T::BenchmarkHelper::asset(index), &who, PLENTY * 1_000_000);
	}
	who
}

fn service() -> Rule {
	// Every bit of the exponents is set, so that every root is taken.
	Rule::Service(ServiceRule {
		service_exponent: 63,
		stake_exponent: 31,
		..ServiceRule::usual(PLENTY, PLENTY * 65_536)
	})
}

fn points(counted_by: CountedBy) -> Rule {
	Rule::Points(PointsRule { block: 7, missed: 3, batch: 9, kibibyte: 1, timeout: 5, counted_by })
}

fn reporters<T: Config>() -> ReportersOf<T> {
	let reporters = (0..MAX_REPORTERS).map(|index| account("reporter", index, 0));
	BoundedVec::truncate_from(reporters.collect())
}

/// A programme in an epoch with a past: all of its parameters have changed in every epoch that is kept.
fn programme<T: Config>(asset: u32, rule: Rule) -> ProgrammeId {
	let first = START.minus(T::Operators::window() + 1);
	go_to::<T>(first);
	let payer = rich::<T>("admin");
	let asset = T::BenchmarkHelper::asset(asset);
	let id = Pallet::<T>::do_create_programme(payer, asset, rule, reporters::<T>());
	let id = id.expect("there is room");
	for epoch in first.next().0..START.0 {
		go_to::<T>(EpochIndex(epoch));
		assert_ok!(Pallet::<T>::do_set_rule(id, rule));
		assert_ok!(Pallet::<T>::do_set_reporters(id, reporters::<T>()));
	}
	go_to::<T>(START);
	Programmes::<T>::mutate(id, |programme| {
		programme.as_mut().expect("it was created").next_epoch = START;
	});
	id
}

/// Money for as many epochs as can be, another amount for each, and for all that have begun.
fn enrich<T: Config>(id: ProgrammeId) {
	let mut book = Book::<T>::load(id).expect("it exists");
	for epochs in 1..=Schedule::MAX_EPOCHS {
		assert_ok!(book.budget.fund(book.at.now, PLENTY * Balance::from(epochs), epochs));
	}
	assert_ok!(book.budget.carry(PLENTY));
	let total = book.budget.total().expect("it is small");
	let asset = book.programme.asset.clone();
	book.store();
	T::BenchmarkHelper::fund(&asset, &Pallet::<T>::pot(), total);
	assert_ok!(payments::PotOf::<T>::note_received(&asset, total));
}

/// Fills the slots of an operator with nodes that count from the epoch before the present one on.
fn add_nodes<T: Config>(operator: &T::AccountId, nodes: u32) {
	let before = T::Operators::now().minus(2);
	let mut record = NodesOf::<T>::default();
	for index in 0..nodes {
		let key: T::AccountId = account("key", index, hash(operator));
		record.add(key.clone(), before).expect("there is room");
		NodeKeys::<T>::insert(key, operator);
	}
	Nodes::<T>::insert(operator, record);
}

/// Work of an epoch before the window: two records of it go with each that is begun.
fn add_old_work<T: Config>(begun: u32) {
	let before = EpochKey::new(START.minus(T::Operators::window() + 2));
	for index in 0..2 * begun {
		WorkRecords::<T>::insert(
			before,
			account::<T::AccountId>("gone", index, 0),
			Work::default(),
		);
	}
}

/// A number of an account.
fn hash<A: codec::Encode>(who: &A) -> u32 {
	let bytes = sp_runtime::traits::BlakeTwo256::hash_of(who);
	u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// Lets all nodes of an operator be over: no epoch needs them.
fn retire_nodes<T: Config>(operator: &T::AccountId) {
	let mut record = Nodes::<T>::get(operator).expect("it has some");
	for slot in 0..Pallet::<T>::count(record.all().len()) as u8 {
		assert_ok!(record.remove(slot, EpochIndex(0)).map_err(|_| "it is there"));
	}
	Nodes::<T>::insert(operator, record);
}

/// A run of an hour for each node, and so many more over all of them. The epoch has an end: the last are of no hour.
fn runs_of<T: Config>(runs: u32) -> BoundedVec<NodeRuns<T::MaxRuns>, T::MaxNodes> {
	let nodes = T::MaxNodes::get();
	let end = T::HoursPerEpoch::get().into();
	let node = |slot| {
		let run = |hour| Run { hours: u8::from(hour < end), level: FULL_LEVEL - hour };
		let runs = (0..=runs / nodes).map(run).collect();
		NodeRuns { slot: slot as u8, runs: BoundedVec::truncate_from(runs) }
	};
	BoundedVec::truncate_from((0..nodes).map(node).collect())
}

/// The runs that a report can have beside one for each node of all of its operators.
fn more_runs<T: Config>() -> u32 {
	T::MaxRuns::get().saturating_sub(T::MaxRows::get() * T::MaxNodes::get())
}

/// Everything that all reporters can say of an operator.
fn report_all<T: Config>(id: ProgrammeId, epoch: EpochIndex, operator: &T::AccountId) {
	for reporter in reporters::<T>() {
		let run = Run { hours: T::HoursPerEpoch::get(), level: FULL_LEVEL - 7 };
		let runs = BoundedVec::truncate_from(vec![run]);
		let node = |slot| NodeRuns { slot: slot as u8, runs: runs.clone() };
		let nodes = BoundedVec::truncate_from((0..T::MaxNodes::get()).map(node).collect());
		let row = ServiceRow { operator: operator.clone(), nodes };
		let rows = BoundedVec::truncate_from(vec![row]);
		assert_ok!(Pallet::<T>::do_report(reporter, id, epoch, 0, rows));
	}
}

/// As many operators with power as an active set can have, one of them with the power that a test needs.
fn set_powers<T: Config>(epoch: EpochIndex, operator: &T::AccountId) {
	let others = (1..SET).map(|index| (account("member", index, 0), PLENTY));
	let power = PLENTY * Power::from(T::MaxNodes::get()) * 65_535;
	let powers = others.chain([(operator.clone(), power)]).collect();
	T::BenchmarkHelper::set_powers(epoch, powers);
}

/// A programme with service of an operator in an epoch that is over with its grace.
fn served<T: Config>() -> (Book<T>, T::AccountId) {
	let id = programme::<T>(1, service());
	enrich::<T>(id);
	let operator = T::BenchmarkHelper::operator(0);
	add_nodes::<T>(&operator, T::MaxNodes::get());
	set_powers::<T>(START, &operator);
	go_to::<T>(START.next());
	report_all::<T>(id, START, &operator);
	pass::<T>(START);
	(Book::load(id).expect("it exists"), operator)
}

fn score_of<T: Config>(operator: &T::AccountId) -> (Score, Balance) {
	match Performances::<T>::get((FIRST, EpochKey::new(START), operator)) {
		Some(Performance::Scored { score, reward }) => (score, reward),
		_ => panic!("it is scored"),
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_programme() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let payer = T::AdminOrigin::ensure_origin(origin.clone()).map_err(|_| "it is one")?;
		go_to::<T>(START);
		let asset = T::BenchmarkHelper::asset(1);
		T::BenchmarkHelper::fund(&asset, &payer, PLENTY);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, asset.clone(), service(), reporters::<T>());

		assert!(Pots::<T>::contains_key(asset), "a pot was opened");
		Ok(())
	}

	#[benchmark]
	fn set_rule() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let id = programme::<T>(1, service());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, service());

		let rules = Rules::<T>::get(id).expect("it exists");
		assert_eq!(Pallet::<T>::count(rules.all().len()), KeptEpochs::<T>::get());
		Ok(())
	}

	#[benchmark]
	fn set_reporters() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let id = programme::<T>(1, service());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, reporters::<T>());

		let reporters = Reporters::<T>::get(id).expect("it exists");
		assert_eq!(Pallet::<T>::count(reporters.all().len()), KeptEpochs::<T>::get());
		Ok(())
	}

	#[benchmark]
	fn set_mint() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		for _ in 0..T::MaxProgrammes::get() {
			let id = programme::<T>(0, service());
			for epoch in START.minus(T::Operators::window()).0..START.0 {
				go_to::<T>(EpochIndex(epoch));
				assert_ok!(Pallet::<T>::do_set_mint(id, Some(MintRate::Amount(0))));
			}
			go_to::<T>(START);
		}

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, FIRST, Some(MintRate::Amount(0)));

		let rates = MintRates::<T>::get(FIRST).expect("it exists");
		assert_eq!(Pallet::<T>::count(rates.all().len()), KeptEpochs::<T>::get());
		Ok(())
	}

	#[benchmark]
	fn set_idle_turns() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 16);

		assert_eq!(IdleTurns::<T>::get().latest(), 16);
		Ok(())
	}

	#[benchmark]
	fn fund() {
		let id = programme::<T>(1, service());
		enrich::<T>(id);
		let payer = rich::<T>("payer");
		// Epochs lapse.
		go_to::<T>(START.plus(T::Operators::window() + 2));

		#[extrinsic_call]
		_(RawOrigin::Signed(payer), id, PLENTY, Schedule::MAX_EPOCHS);

		let budget = Budgets::<T>::get(id).expect("it exists");
		assert!(budget.carried() > PLENTY, "they have lapsed");
		assert_eq!(Pallet::<T>::count(budget.dues().len()), T::Operators::window() + 1);
		assert!(Pallet::<T>::count(budget.steps().len()) > Schedule::MAX_EPOCHS / 2);
	}

	#[benchmark]
	fn add_node() {
		for _ in 0..T::MaxProgrammes::get() {
			programme::<T>(1, service());
		}
		// All slots of the operator, and all of the key's owner, are free with this call.
		let (operator, other) = (T::BenchmarkHelper::operator(0), T::BenchmarkHelper::operator(1));
		let epoch = T::Operators::now();
		let message = Pallet::<T>::message_for(&operator, epoch);
		let (key, signature) = T::BenchmarkHelper::sign(&message);
		add_nodes::<T>(&operator, T::MaxNodes::get());
		add_nodes::<T>(&other, T::MaxNodes::get() - 1);
		let mut nodes = Nodes::<T>::get(&other).expect("it has some");
		nodes.add(key.clone(), EpochIndex(0)).expect("there is room");
		NodeKeys::<T>::insert(&key, &other);
		Nodes::<T>::insert(&other, nodes);
		retire_nodes::<T>(&operator);
		retire_nodes::<T>(&other);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), key, epoch, signature);

		assert_eq!(Pallet::<T>::nodes(&operator).expect("they decode").all().len(), 1);
		assert!(!Nodes::<T>::contains_key(other));
		assert_eq!(NodeKeys::<T>::iter_keys().count(), 1);
	}

	/// The last of them has not counted, so that it goes at once with all others.
	#[benchmark]
	fn remove_node() {
		for _ in 0..T::MaxProgrammes::get() {
			programme::<T>(1, service());
		}
		let operator = T::BenchmarkHelper::operator(0);
		add_nodes::<T>(&operator, T::MaxNodes::get() - 1);
		retire_nodes::<T>(&operator);
		let mut nodes = Nodes::<T>::get(&operator).expect("it has some");
		let key: T::AccountId = account("last", 0, 0);
		let slot = nodes.add(key.clone(), T::Operators::now()).expect("there is room");
		NodeKeys::<T>::insert(key, &operator);
		Nodes::<T>::insert(&operator, nodes);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), slot);

		assert_eq!((Nodes::<T>::iter().count(), NodeKeys::<T>::iter().count()), (0, 0));
	}

	/// None of the nodes has counted, so that all of them go at once.
	#[benchmark]
	fn clear_nodes() {
		for _ in 0..T::MaxProgrammes::get() {
			programme::<T>(1, service());
		}
		let operator: T::AccountId = account("gone", 0, 0);
		let mut nodes = NodesOf::<T>::default();
		for index in 0..T::MaxNodes::get() {
			let key: T::AccountId = account("key", index, 0);
			nodes.add(key.clone(), T::Operators::now()).expect("there is room");
			NodeKeys::<T>::insert(key, &operator);
		}
		Nodes::<T>::insert(&operator, nodes);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), operator);

		assert_eq!((Nodes::<T>::iter().count(), NodeKeys::<T>::iter().count()), (0, 0));
	}

	/// `r` operators with all their nodes, each of which has a run, and `n` runs more in the first of them. Reporters before
	/// this one have told of all of them.
	#[benchmark]
	fn report(r: Linear<1, { T::MaxRows::get() }>, n: Linear<0, { more_runs::<T>() }>) {
		let id = programme::<T>(1, service());
		let mut rows = Vec::<ServiceRow<T>>::new();
		for index in 0..r {
			let operator = T::BenchmarkHelper::operator(index);
			add_nodes::<T>(&operator, T::MaxNodes::get());
			let runs = if index == 0 { n } else { 0 };
			rows.push(ServiceRow { operator, nodes: runs_of::<T>(runs) });
		}
		go_to::<T>(START.next());
		let last = MAX_REPORTERS as usize - 1;
		let mut reporters = reporters::<T>();
		let first = rows.first().expect("there is one").operator.clone();
		for reporter in reporters.drain(..last) {
			let row = ServiceRow::<T> { operator: first.clone(), nodes: runs_of::<T>(0) };
			let row = BoundedVec::truncate_from(vec![row]);
			assert_ok!(Pallet::<T>::do_report(reporter, id, START, 0, row));
		}
		// They have told the same of all.
		let epoch = EpochKey::new(START);
		let told = Performances::<T>::get((id, epoch, &first)).expect("it was told");
		for row in &rows {
			Performances::<T>::insert((id, epoch, &row.operator), told.clone());
		}
		let reporter = reporters.pop().expect("the last is left");
		let rows = BoundedVec::truncate_from(rows);

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), id, START, 0, rows);

		let told = Performances::<T>::get((id, epoch, first));
		let Some(Performance::Service(reports)) = told else { panic!("it was told") };
		assert_eq!(reports.told().len(), MAX_REPORTERS as usize);
		assert_eq!(Performances::<T>::iter().count() as u32, r);
	}

	#[benchmark]
	fn report_blocks(r: Linear<1, { T::MaxRows::get() }>) {
		let id = programme::<T>(1, points(CountedBy::Reporters));
		go_to::<T>(START.next());
		add_old_work::<T>(r);
		let most = BlocksReport { blocks: u32::MAX, missed: u32::MAX };
		let row = |index| BlocksRow { operator: T::BenchmarkHelper::operator(index), report: most };
		let rows: BlocksRowsOf<T> = BoundedVec::truncate_from((0..r).map(row).collect());
		let reporter = reporters::<T>().pop().expect("there are some");

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), id, START, rows);

		assert_eq!(WorkRecords::<T>::iter().count() as u32, r, "the old ones are gone");
	}

	/// Beginning and end of every page: a programme of which epochs lapse half way is read and stored.
	#[benchmark]
	fn finalise() {
		let (mut book, _) = served::<T>();
		book.programme.stage = Stage::Paying {
			last: None,
			division: Division::new(PLENTY, Score::FULL).expect("there is a score"),
			refused: 0,
		};
		let id = book.id;
		Programmes::<T>::insert(id, book.programme);
		go_to::<T>(START.plus(T::Operators::window() + 2));

		#[block]
		{
			let book = Book::<T>::load(id).expect("it exists");
			assert!(book.has_lapsed());
			book.store();
		}

		assert!(Programmes::<T>::get(id).expect("it exists").next_epoch > START);
	}

	/// A page of one operator of which all reporters have told everything.
	#[benchmark]
	fn score() {
		let (book, operator) = served::<T>();
		let mut steps = finalising::Steps::default();

		#[block]
		{
			Pallet::<T>::advance(book, 1, &mut steps).expect("it is scored");
		}

		assert_eq!(steps.scored, 1);
		assert!(score_of::<T>(&operator).0 > Score(0), "its nodes score");
	}

	#[benchmark]
	fn pay() {
		let (book, operator) = served::<T>();
		let id = book.id;
		assert_ok!(Pallet::<T>::advance(book, 2, &mut Default::default()));
		let book = Book::<T>::load(id).expect("it exists");
		assert!(matches!(book.programme.stage, Stage::Paying { .. }));
		let mut steps = finalising::Steps::default();
		T::BenchmarkHelper::quiet_doors();

		#[block]
		{
			let book = Book::<T>::load(id).expect("it exists");
			Pallet::<T>::advance(book, 1, &mut steps).expect("it is paid or refused");
		}

		assert_eq!(steps.paid, 1);
		assert!(score_of::<T>(&operator).0 > Score(0));
	}

	#[benchmark]
	fn end_epoch() {
		let (book, _) = served::<T>();
		let id = book.id;
		T::BenchmarkHelper::quiet_doors();
		for _ in 0..2 {
			let book = Book::<T>::load(id).expect("it exists");
			assert_ok!(Pallet::<T>::advance(book, 2, &mut Default::default()));
		}
		let mut steps = finalising::Steps::default();

		#[block]
		{
			let book = Book::<T>::load(id).expect("it exists");
			Pallet::<T>::advance(book, 1, &mut steps).expect("all are paid");
		}

		assert_eq!(steps.ended, 1);
		assert_eq!(Programmes::<T>::get(id).expect("it exists").next_epoch, START.next());
	}

	/// The record of an operator of which all reporters have told everything, and which was never scored.
	#[benchmark]
	fn forget() {
		let (book, _) = served::<T>();
		let id = book.id;
		go_to::<T>(START.plus(T::Operators::window() + 2));

		#[block]
		{
			Pallet::<T>::forget(id, 1);
		}

		assert_eq!(Performances::<T>::iter().count(), 0);
	}

	#[benchmark]
	fn report_idle() {
		let operator = idle_author::<T>();
		T::BenchmarkHelper::quiet_doors();

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), operator.clone());

		let turns = AuthorTurns::<T>::get();
		assert_eq!(Authors::<T>::get(operator).expect("it is one").seen, turns.grown());
	}

	/// The first block of an epoch, and the first of its author in it.
	#[benchmark]
	fn note_author() {
		let author: T::AccountId = account("author", 0, 0);
		go_to::<T>(START);
		Pallet::<T>::changed(core::slice::from_ref(&author), &[]);
		for epoch in 1..KeptEpochs::<T>::get() {
			go_to::<T>(START.plus(epoch));
			<Pallet<T> as EventHandler<_, BlockNumberFor<T>>>::note_author(author.clone());
		}
		let epoch = START.plus(KeptEpochs::<T>::get());
		go_to::<T>(epoch);
		add_old_work::<T>(1);
		let records = WorkRecords::<T>::iter().count();

		#[block]
		{
			<Pallet<T> as EventHandler<_, BlockNumberFor<T>>>::note_author(author.clone());
		}

		let work = WorkRecords::<T>::get(EpochKey::new(epoch), author).expect("it is noted");
		assert_eq!((work.blocks, WorkRecords::<T>::iter().count()), (1, records - 1));
	}

	#[benchmark]
	fn look_at_author() {
		idle_author::<T>();
		let author: T::AccountId = account("active", 0, 0);
		Pallet::<T>::changed(core::slice::from_ref(&author), &[]);
		// The one before it is the idle one, or it is the first.
		let before = Authors::<T>::iter_keys().take_while(|one| *one != author).last();
		LastLookedAt::<T>::set(before);

		#[block]
		{
			Pallet::<T>::look_at_next_author();
		}

		assert_eq!(LastLookedAt::<T>::get(), Some(author));
	}

	#[benchmark]
	fn suspend() {
		let operator = idle_author::<T>();
		T::BenchmarkHelper::quiet_doors();

		#[block]
		{
			Pallet::<T>::suspend(operator.clone());
		}

		let turns = AuthorTurns::<T>::get();
		assert_eq!(Authors::<T>::get(operator).expect("it is one").seen, turns.grown());
	}

	/// Half of them come and have worked, and half of them leave, of which nothing was recorded in this epoch.
	#[benchmark]
	fn authors_changed(a: Linear<1, { SET }>) {
		go_to::<T>(START);
		let old: Vec<T::AccountId> = (0..a / 2).map(|index| account("old", index, 0)).collect();
		let new: Vec<_> = (a / 2..a).map(|index| account("new", index, 0)).collect();
		Pallet::<T>::changed(&old, &[]);
		for who in &new {
			Pallet::<T>::batch(who, 1);
		}
		add_old_work::<T>(a / 2);

		#[block]
		{
			Pallet::<T>::changed(&new, &old);
		}

		assert_eq!(AuthorTurns::<T>::get().authors(), a - a / 2);
		assert_eq!(WorkRecords::<T>::iter().count() as u32, a, "the old ones are gone");
	}

	#[benchmark]
	fn log_work() {
		let operator: T::AccountId = account("operator", 0, 0);
		go_to::<T>(START);
		Pallet::<T>::changed(core::slice::from_ref(&operator), &[]);
		go_to::<T>(START.next());
		add_old_work::<T>(1);

		#[block]
		{
			Pallet::<T>::batch(&operator, u32::MAX);
		}

		let epoch = EpochKey::new(START.next());
		assert_eq!(WorkRecords::<T>::get(epoch, operator).expect("it is noted").batches, 1);
		assert_eq!(WorkRecords::<T>::iter().count(), 1, "the old ones are gone");
	}

	#[benchmark]
	fn mint(p: Linear<1, { T::MaxProgrammes::get() }>) {
		for _ in 0..p {
			let id = programme::<T>(0, service());
			enrich::<T>(id);
			// More than may be minted is refused, and a benchmark may have to mint a unit all the same.
			let mut rates = MintRates::<T>::get(id).expect("it exists");
			let next = T::Operators::now().next();
			let rate = (next, Some(MintRate::Amount(1)));
			assert_ok!(rates.set(rate, T::Operators::now()).map_err(|_| "there is room"));
			MintRates::<T>::insert(id, rates);
		}
		// Epochs lapse with it.
		go_to::<T>(START.plus(T::Operators::window() + 2));

		#[block]
		{
			Pallet::<T>::mint(&mut WeightMeter::new());
		}

		assert_eq!(LastMint::<T>::get(), Some(T::Operators::now()));
	}

	/// For an asset that is not the native one, which is opened with it.
	#[benchmark]
	fn touch() {
		go_to::<T>(START);
		let (payer, asset) = (rich::<T>("payer"), T::BenchmarkHelper::asset(1));
		assert_eq!(Pots::<T>::iter_keys().count(), 0, "that of the genesis was removed");

		#[extrinsic_call]
		_(RawOrigin::Signed(payer), asset.clone());

		assert!(Pots::<T>::contains_key(asset));
	}

	#[benchmark]
	fn open_programme() {
		let id = programme::<T>(1, service());
		let funding = PendingFunding { programme_id: id, amount: PLENTY, epochs: 103 };

		#[block]
		{
			Pallet::<T>::open_programme(funding).expect("it exists");
		}

		let budget = Budgets::<T>::get(id).expect("it exists");
		assert_eq!(budget.to_come(), Ok(PLENTY));
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
				create_programme set_rule set_reporters set_mint set_idle_turns fund add_node
				remove_node clear_nodes report report_blocks finalise score pay end_epoch forget report_idle
				note_author look_at_author suspend authors_changed log_work mint touch open_programme
			};
			let listed = <Pallet<T> as frame_benchmarking::Benchmarking>::benchmarks(true);
			assert_eq!(all.len(), listed.len(), "none is forgotten");
			for (name, benchmark) in all {
				let components = BenchmarkingSetup::<T>::components(&benchmark).into_iter();
				let lowest: Vec<_> =
					components.map(|(component, low, _)| (component, low)).collect();
				in_new_state(&mut || {
					let begin = || frame_system::Pallet::<T>::set_block_number(1u32.into());
					let run = BenchmarkingSetup::<T>::test_instance(&benchmark, &lowest, &begin);
					assert_eq!(run, Ok(()), "{name}");
				});
			}
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}

/// A member of a large active set that has been idle for long enough.
fn idle_author<T: Config>() -> T::AccountId {
	go_to::<T>(START);
	let operator: T::AccountId = T::BenchmarkHelper::operator(0);
	set_powers::<T>(START, &operator);
	assert_ok!(Pallet::<T>::do_set_idle_turns(1));
	Pallet::<T>::changed(core::slice::from_ref(&operator), &[]);
	go_to::<T>(START.next());
	set_powers::<T>(START.next(), &operator);
	let (mut turns, _) = Pallet::<T>::present_turns();
	turns.grow();
	turns.grow();
	AuthorTurns::<T>::put(turns);
	Authors::<T>::mutate(&operator, |author| {
		let author = author.as_mut().expect("it is one");
		*author = Author { seen: 0, ..*author };
	});
	operator
}
