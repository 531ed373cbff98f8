// SPDX-License-Identifier: Apache-2.0

//! Names and docs that wallets, indexers and generators of client code read. After a release nobody
//! can rename them, and a generator writes them into programs as they are.

use crate::{AllPalletsWithSystem, Runtime};
use codec::Decode;
use frame_metadata::{
	v16::{FunctionParamMetadata, PalletMetadata, RuntimeApiMetadata, RuntimeMetadataV16},
	RuntimeMetadata, RuntimeMetadataPrefixed,
};
use frame_support::traits::PalletsInfoAccess;
use scale_info::{form::PortableForm, Field, Type, TypeDef};
use std::{
	collections::{BTreeMap, BTreeSet},
	fs,
};

/// No names of arguments in TypeScript: words reserved in JavaScript, in its strict mode or in its
/// modules, and `arguments`, `eval` and `this`, which mean something else there.
const RESERVED: &str = "arguments await break case catch class const continue debugger default \
	delete do else enum eval export extends false finally for function if implements import in \
	instanceof interface let new null package private protected public return static super switch \
	this throw true try typeof var void while with yield";

/// First words that make of a doc half a sentence, wherever it stands alone.
const QUESTIONS: &str = "how what when where which who whom whose whether why";

/// Kinds of items that nobody can use without a doc.
const DOCUMENTED: &[&str] =
	&["call", "event", "error", "storage item", "constant", "view function", "API function"];

/// The runtime APIs of the SDK. The metadata does not say which crate an API comes from: any other
/// one is taken for ours.
const APIS_OF_SDK: &[&str] = &[
	"AccountNonceApi",
	"AuraApi",
	"Benchmark",
	"BlockBuilder",
	"Core",
	"GenesisBuilder",
	"Metadata",
	"OffchainWorkerApi",
	"RuntimeViewFunction",
	"SessionKeys",
	"TaggedTransactionQueue",
	"TransactionPaymentApi",
	"TransactionPaymentCallApi",
	"TryRuntime",
];

/// Something of ours that has a name in the metadata.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Item {
	/// The crate or the runtime API that it belongs to.
	home: String,
	kind: &'static str,
	/// Its name, after that of the item whose part it is: `dispute.case_id`.
	path: String,
	docs: String,
}

impl Item {
	fn is_reserved(&self) -> bool {
		// polkadot.js writes names in camel case, where `in_` is `in`.
		let name = self.path.rsplit('.').next().unwrap_or_default().trim_matches('_');
		match self.kind {
			// polkadot.js makes it the argument of a function, PAPI the label in a tuple: both write it
			// as it is, and it does not compile. (Two words polkadot.js replaces, in calls alone.)
			"argument" => is_one_of(RESERVED, name),
			// A property may have any name. But a field of an event is a label in polkadot.js too,
			// whose list of words to avoid lacks `enum`, `package` and others; and a program that
			// takes a value apart names its variables after the fields. `new` is worth that: beside
			// `old` it says what was set, and polkadot.js makes the label `new_` of it.
			"field" => is_one_of(RESERVED, name) && name != "new",
			_ => false,
		}
	}

	fn asks(&self) -> bool {
		let mut words = self.docs.split(|c: char| !c.is_alphabetic());
		let first = words.find(|word| !word.is_empty()).unwrap_or_default();
		is_one_of(QUESTIONS, &first.to_lowercase())
	}
}

/// All items of ours.
#[derive(Default)]
struct Items(BTreeSet<Item>);

impl Items {
	fn of_runtime() -> Self {
		let RuntimeMetadataV16 { types, pallets, apis, .. } = metadata();
		let crates = crates();
		let homes = AllPalletsWithSystem::infos().into_iter().map(|it| (it.name, it.module_name));
		let homes = homes.collect::<BTreeMap<_, _>>();
		let mut items = Self::default();

		for ty in &types.types {
			match ty.ty.path.segments.first() {
				Some(home) if crates.contains(home) => items.add_type(home, &ty.ty),
				_ => {},
			}
		}
		for pallet in &pallets {
			let home = homes[pallet.name.as_str()];
			if crates.contains(home) {
				items.add_pallet(home, pallet);
			}
		}
		for api in &apis {
			if !APIS_OF_SDK.contains(&api.name.as_str()) {
				items.add_api(api);
			}
		}
		items
	}

	fn add(&mut self, home: &str, kind: &'static str, path: &str, docs: &[String]) {
		let docs = docs.join("\n").trim().to_string();
		self.0.insert(Item { home: home.into(), kind, path: path.into(), docs });
	}

	/// Adds a type. The calls, the events and the errors of a pallet are a type each.
	fn add_type(&mut self, home: &str, ty: &Type<PortableForm>) {
		let segments = ty.path.segments.iter().map(String::as_str).collect::<Vec<_>>();
		let name = segments.last().expect("it has a home");
		let (kind, prefix) = match segments[1..] {
			["pallet", "Call"] => ("call", String::new()),
			["pallet", "Event"] => ("event", String::new()),
			["pallet", "Error"] => ("error", String::new()),
			_ => ("variant", format!("{name}.")),
		};
		let part = if kind == "call" { "argument" } else { "field" };

		self.add(home, "type", name, &ty.docs);
		match &ty.type_def {
			TypeDef::Composite(def) => self.add_fields(home, part, name, &def.fields),
			TypeDef::Variant(def) => {
				for variant in &def.variants {
					let path = format!("{prefix}{}", variant.name);
					self.add(home, kind, &path, &variant.docs);
					self.add_fields(home, part, &path, &variant.fields);
				}
			},
			_ => {},
		}
	}

	fn add_fields(
		&mut self,
		home: &str,
		kind: &'static str,
		of: &str,
		fields: &[Field<PortableForm>],
	) {
		for (index, field) in fields.iter().enumerate() {
			let name = field.name.clone().unwrap_or_else(|| index.to_string());
			self.add(home, kind, &format!("{of}.{name}"), &field.docs);
		}
	}

	fn add_pallet(&mut self, home: &str, pallet: &PalletMetadata<PortableForm>) {
		self.add(home, "pallet", &pallet.name, &pallet.docs);
		for entry in pallet.storage.iter().flat_map(|storage| &storage.entries) {
			self.add(home, "storage item", &entry.name, &entry.docs);
		}
		for constant in &pallet.constants {
			self.add(home, "constant", &constant.name, &constant.docs);
		}
		for associated in &pallet.associated_types {
			self.add(home, "associated type", &associated.name, &associated.docs);
		}
		for view in &pallet.view_functions {
			self.add(home, "view function", &view.name, &view.docs);
			self.add_arguments(home, &view.name, &view.inputs);
		}
	}

	fn add_api(&mut self, api: &RuntimeApiMetadata<PortableForm>) {
		self.add(&api.name, "API", &api.name, &api.docs);
		for method in &api.methods {
			self.add(&api.name, "API function", &method.name, &method.docs);
			self.add_arguments(&api.name, &method.name, &method.inputs);
		}
	}

	fn add_arguments(
		&mut self,
		home: &str,
		of: &str,
		inputs: &[FunctionParamMetadata<PortableForm>],
	) {
		for input in inputs {
			self.add(home, "argument", &format!("{of}.{}", input.name), &[]);
		}
	}

	/// Fails if there is such an item, and names each, by its home.
	fn none(&self, what: &str, is_such: impl Fn(&Item) -> bool) {
		let mut list = String::new();
		let mut home = "";
		let such = self.0.iter().filter(|item| is_such(item)).collect::<Vec<_>>();
		for item in &such {
			if item.home != home {
				home = &item.home;
				list += &format!("\n\n{home}");
			}
			let doc = item.docs.lines().next().unwrap_or_default();
			let line = format!("\n\t{:16}{:40}{doc}", item.kind, item.path);
			list += line.trim_end();
		}
		assert!(such.is_empty(), "{} {what}:{list}\n", such.len());
	}

	/// Prints how many docs begin with a question word, and of which kinds of items.
	fn print_counts(&self) {
		let mut counts = BTreeMap::<&str, [usize; 2]>::new();
		for item in self.0.iter().filter(|item| !item.docs.is_empty()) {
			let [asking, all] = counts.entry(item.kind).or_default();
			*asking += usize::from(item.asks());
			*all += 1;
		}

		let [asking, all] = counts.values().fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
		println!("{asking} of {all} doc blocks begin with a question word:");
		for (kind, [asking, all]) in counts {
			println!("{asking:8} of {all:3} {kind}");
		}
	}
}

fn is_one_of(words: &str, word: &str) -> bool {
	words.split_whitespace().any(|one| one == word)
}

pub fn metadata() -> RuntimeMetadataV16 {
	let encoded = Runtime::metadata_at_version(16).expect("the SDK knows this version");
	match RuntimeMetadataPrefixed::decode(&mut encoded.as_slice()) {
		Ok(RuntimeMetadataPrefixed(_, RuntimeMetadata::V16(metadata))) => metadata,
		other => panic!("no metadata of version 16: {other:?}"),
	}
}

/// The runtime and the crates of which it is made, the way paths of types begin.
fn crates() -> BTreeSet<String> {
	let pallets = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../pallets"));
	let manifests = pallets.expect("they lie there").map(|pallet| {
		let manifest = pallet.expect("it can be listed").path().join("Cargo.toml");
		fs::read_to_string(manifest).expect("a crate has a manifest")
	});
	let names = manifests.map(|manifest| {
		let name = manifest.lines().find_map(|line| line.strip_prefix("name = \""));
		name.expect("a crate has a name").trim_end_matches('"').replace('-', "_")
	});
	names.chain(["bulwark_runtime".into(), "bulwark_views".into()]).collect()
}

#[test]
fn no_argument_and_no_field_is_a_reserved_word() {
	Items::of_runtime().none("names are reserved words of TypeScript", Item::is_reserved);
}

#[test]
fn no_doc_begins_with_a_question_word() {
	let items = Items::of_runtime();

	items.print_counts();
	items.none("docs begin with a question word", Item::asks);
}

#[test]
fn every_item_that_one_can_use_has_a_doc() {
	let is_bare = |item: &Item| item.docs.is_empty() && DOCUMENTED.contains(&item.kind);

	Items::of_runtime().none("items have no doc", is_bare);
}
