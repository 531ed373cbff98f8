// SPDX-License-Identifier: Apache-2.0

//! The declared weights of all calls, against a block of a parachain. `docs/call-weights.md` is made of them:
//! `BULWARK_WRITE=1` writes it anew.

use super::{bounded_arguments::PALLETS, metadata::metadata};
use crate::{AccountId, Runtime, RuntimeCall};
use codec::{Decode, Encode};
use frame_support::{
	dispatch::GetDispatchInfo,
	weights::{
		constants::{ParityDbWeight, RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
		Weight,
	},
};
use pallet_performance_programmes::{
	BlocksReport, BlocksRow, EpochIndex, NodeRuns, ProgrammeId, Run, ServiceRow,
};
use scale_info::TypeDef;
use std::{
	collections::{BTreeMap, BTreeSet},
	env, fs,
};

type ProgrammesCall = pallet_performance_programmes::Call<Runtime>;
type RollupCall = pallet_rollup_attestation::Call<Runtime>;

/// A block of a parachain as the SDK's template has it: two seconds, and `MAX_POV_SIZE` of `polkadot-primitives` 26, 10 MiB.
const BLOCK: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND.saturating_mul(2), 10 * 1024 * 1024);

/// A call takes less than one of so many parts of a block, unless it is one of [`LARGE`].
const PARTS: u64 = 20;

/// Calls that take more, by their pallet and name, each with its reason.
const LARGE: [(&str, &str, &str); 9] = [
	("Restaking", "settle", SLASHES),
	("Programmes", "report_blocks", "tells of 64 authors; who wants less tells of fewer at once"),
	("Rollup", "submit_batch", TURNS),
	("Rollup", "adopt", TURNS),
	("Rollup", "judge", TURNS),
	("Rollup", "prove", TURNS),
	("Rollup", "expire", TURNS),
	("Rollup", "poke_turns", TURNS),
	("Rollup", "prove_equivocation", "reports eight members at once, each as a report of its own"),
];

const SLASHES: &str =
	"slashes the bond and up to four pools, each of which nobody has touched for long";
const TURNS: &str = "notes up to 16 turns that nobody took: after a gap alone";

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/call-weights.md");

const HEAD: &str = "\
# The declared weight of every call

Made by the runtime's test `call_weights.rs` of what the calls declare, in the worst case, with the weights of all doors that they
go through; many are charged less once they have run ([costs.md](costs.md)). Time is that of the sample runtime, whose
reads and writes are those of ParityDB.

The last column is the part of a parachain's block of 2 s and 10 MiB (`MAX_POV_SIZE` of the SDK's `polkadot-primitives`), the larger
of the two: of the time, as RocksDB would have it at most, whose reads cost 25 µs instead of 8 and whose writes 100 µs instead of 50; or
of the proof. The test wants less than a twentieth, or the reason why a call takes more: it stands at the end.

Three calls weigh by their arguments, and stand here with the largest: `report`, `report_blocks` and `prove`. `finalise` is that of
one operator, and as much again for each one more.
";

/// A call and what it declares.
struct Declared {
	pallet: String,
	call: String,
	weight: Weight,
}

impl Declared {
	/// The part of a block that its time takes, at most, if all of it was that of a database.
	fn time_part(&self) -> f64 {
		let (parity, rocks) = (ParityDbWeight::get().read, RocksDbWeight::get().read);
		self.weight.ref_time() as f64 * rocks as f64 / parity as f64 / BLOCK.ref_time() as f64
	}

	fn proof_part(&self) -> f64 {
		self.weight.proof_size() as f64 / BLOCK.proof_size() as f64
	}

	fn part(&self) -> f64 {
		self.time_part().max(self.proof_part())
	}

	fn is_large(&self) -> bool {
		self.part() >= 1.0 / PARTS as f64
	}

	fn row(&self) -> String {
		let Self { call, weight, .. } = self;
		let time = weight.ref_time() as f64 / 1e9;
		let proof = weight.proof_size() as f64 / 1024.0;
		let which = if self.time_part() > self.proof_part() { "time" } else { "proof" };
		let part = 100.0 * self.part();
		format!("| `{call}` | {time:.2} ms | {proof:.1} KiB | {part:.2} %, {which} |\n")
	}
}

/// All calls of our pallets, in the order of their indices.
fn all() -> Vec<Declared> {
	let metadata = metadata();
	let by_arguments: BTreeMap<_, _> =
		largest().iter().map(|call| (at(call), weigh(call))).collect();
	let mut all = Vec::new();
	for pallet in metadata.pallets {
		let Some(calls) = pallet.calls.filter(|_| PALLETS.contains(&pallet.name.as_str())) else {
			continue;
		};
		let ty = metadata.types.resolve(calls.ty.id).expect("it is there");
		let TypeDef::Variant(def) = &ty.type_def else { panic!("a call is one of several") };
		all.extend(def.variants.iter().map(|variant| {
			let at = [pallet.index, variant.index];
			let weight = by_arguments.get(&at).copied().unwrap_or_else(|| the_only_weight(at));
			Declared { pallet: pallet.name.clone(), call: variant.name.clone(), weight }
		}));
	}
	all
}

/// Those whose weight depends on their arguments, with the largest that they can have; with one operator to finalise, as
/// nothing bounds these but the block.
fn largest() -> [RuntimeCall; 4] {
	let operator = AccountId::new([0; 32]);
	let node = NodeRuns {
		slot: 0,
		runs: vec![Run { hours: 0, level: 0 }; 4_096].try_into().expect("it is the bound"),
	};
	let row =
		ServiceRow { operator: operator.clone(), nodes: vec![node].try_into().expect("it is one") };
	let blocks = BlocksRow { operator, report: BlocksReport { blocks: 0, missed: 0 } };
	let (programme_id, epoch) = (ProgrammeId(1), EpochIndex(0));
	[
		ProgrammesCall::report {
			programme_id,
			epoch,
			first_hour: 0,
			rows: vec![row; 64].try_into().expect("it is the bound"),
		}
		.into(),
		ProgrammesCall::report_blocks {
			programme_id,
			epoch,
			rows: vec![blocks; 64].try_into().expect("it is the bound"),
		}
		.into(),
		ProgrammesCall::finalise { programme_id, limit: 1 }.into(),
		RollupCall::prove {
			batch_id: [0; 32],
			proof: vec![0; 1_024].try_into().expect("it is the bound"),
		}
		.into(),
	]
}

/// The indices of a call: its pallet's, and its own.
fn at(call: &RuntimeCall) -> [u8; 2] {
	call.encode()[..2].try_into().expect("a call has both")
}

fn weigh(call: &RuntimeCall) -> Weight {
	call.get_dispatch_info().call_weight
}

/// The weight of a call that is the same whatever its arguments are: here they are made of the same byte again and again.
fn the_only_weight(at: [u8; 2]) -> Weight {
	let calls = (0..=u8::MAX).filter_map(|byte| {
		let bytes = [&at[..], &[byte; 4_096]].concat();
		RuntimeCall::decode(&mut &bytes[..]).ok()
	});
	let weights = calls.map(|call| (weigh(&call).ref_time(), weigh(&call).proof_size()));
	let weights: Vec<_> = weights.collect::<BTreeSet<_>>().into_iter().collect();
	let [(time, proof)] = weights[..] else { panic!("call {at:?} weighs {weights:?}") };
	Weight::from_parts(time, proof)
}

fn page(all: &[Declared]) -> String {
	let mut page = HEAD.to_string();
	for pallet in PALLETS {
		page +=
			&format!("\n## {pallet}\n\n| call | time | proof | of a block |\n|---|---|---|---|\n");
		all.iter().filter(|call| call.pallet == pallet).for_each(|call| page += &call.row());
	}
	page += "\n## Calls that take a twentieth or more\n\n| pallet | call | because it |\n|---|---|---|\n";
	for (pallet, call, reason) in LARGE {
		page += &format!("| {pallet} | `{call}` | {reason} |\n");
	}
	page
}

#[test]
fn every_call_takes_less_than_a_twentieth_of_a_block_or_is_named_with_its_reason() {
	let all = all();
	let large = all.iter().filter(|call| call.is_large());
	let large: BTreeSet<_> = large.map(|call| (&*call.pallet, &*call.call)).collect();

	assert!(all.len() > 90, "there are {} calls", all.len());
	let named: BTreeSet<_> = LARGE.iter().map(|(pallet, call, _)| (*pallet, *call)).collect();
	assert_eq!(large, named);
}

/// Proofs are compared, as times differ from run to run.
#[test]
fn an_operator_closes_for_no_less_whoever_asks_for_it() {
	let all = all();
	let declared = |name: &str| all.iter().find(|one| one.call == name).map(|one| one.weight);
	let [retire, others @ ..] = ["retire", "close_operator", "reclaim_place"]
		.map(|name| declared(name).expect("it is a call").proof_size());

	assert!(others.iter().all(|proof| *proof >= retire), "{retire} and {others:?}");
}

#[test]
fn a_slower_database_makes_reads_dearer_by_more_than_writes() {
	let (parity, rocks) = (ParityDbWeight::get(), RocksDbWeight::get());

	assert!(rocks.read * parity.write >= rocks.write * parity.read, "reads bound what it costs");
}

#[test]
fn the_page_of_weights_says_what_the_calls_declare() {
	let page = page(&all());

	if env::var_os("BULWARK_WRITE").is_some() {
		fs::write(PAGE, &page).expect("the page can be written");
	}

	let stands = fs::read_to_string(PAGE).unwrap_or_default();
	assert!(stands == page, "{PAGE} is out of date: BULWARK_WRITE=1 writes it anew");
}
