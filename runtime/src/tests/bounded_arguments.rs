// SPDX-License-Identifier: Apache-2.0

//! Arguments with a bound. One that is too long does not decode: no error of a pallet answers, so its doc has to say the bound.

use super::metadata::metadata;
use frame_metadata::v16::RuntimeMetadataV16;
use scale_info::{form::PortableForm, Field, TypeDef};
use std::collections::BTreeSet;

pub(super) const PALLETS: [&str; 5] =
	["OperatorStaking", "StakingRewards", "Restaking", "Programmes", "Rollup"];

/// Finds the arguments of a call, and the fields of their types, that have a bound. The metadata has no docs of fields: the doc
/// of the call says all bounds.
struct Search {
	metadata: RuntimeMetadataV16,
	seen: BTreeSet<u32>,
	bounded: Vec<String>,
}

impl Search {
	fn fields(&mut self, path: &str, fields: &[Field<PortableForm>]) {
		for field in fields {
			let path = format!("{path}.{}", field.name.as_deref().unwrap_or_default());
			let ty = self.metadata.types.resolve(field.ty.id).expect("it is there").clone();
			if ty.path.ident().as_deref() == Some("BoundedVec") {
				self.bounded.push(path.clone());
			}
			self.ty(&path, field.ty.id);
		}
	}

	fn ty(&mut self, path: &str, id: u32) {
		if !self.seen.insert(id) {
			return;
		}
		match self.metadata.types.resolve(id).expect("it is there").type_def.clone() {
			TypeDef::Composite(def) => self.fields(path, &def.fields),
			TypeDef::Variant(def) => {
				for variant in def.variants {
					self.fields(&format!("{path}.{}", variant.name), &variant.fields);
				}
			},
			TypeDef::Sequence(def) => self.ty(path, def.type_param.id),
			TypeDef::Array(def) => self.ty(path, def.type_param.id),
			TypeDef::Tuple(def) => def.fields.iter().for_each(|field| self.ty(path, field.id)),
			TypeDef::Compact(_) | TypeDef::Primitive(_) | TypeDef::BitSequence(_) => {},
		}
	}
}

#[test]
fn every_argument_with_a_bound_says_it() {
	let mut silent = Vec::new();
	let mut bounded = 0;
	for pallet in metadata().pallets {
		let Some(calls) = pallet.calls.filter(|_| PALLETS.contains(&pallet.name.as_str())) else {
			continue;
		};
		let metadata = metadata();
		let ty = metadata.types.resolve(calls.ty.id).expect("it is there").clone();
		let TypeDef::Variant(variants) = ty.type_def else { panic!("a call is one of several") };
		let mut search = Search { metadata, seen: BTreeSet::new(), bounded: vec![] };
		for call in variants.variants {
			search.fields(&format!("{}.{}", pallet.name, call.name), &call.fields);
			search.seen.clear();
			let found = core::mem::take(&mut search.bounded);
			bounded += found.len();
			if !call.docs.join(" ").contains("at most") {
				silent.extend(found);
			}
		}
	}

	assert!(bounded >= 12, "{bounded} were found");
	assert!(silent.is_empty(), "{silent:?}");
}
