// SPDX-License-Identifier: Apache-2.0

//! How often calls were done, and how often refused.

use std::{
	collections::{btree_map, BTreeMap},
	fmt,
};

/// By name: how often it was done, and refused.
#[derive(Clone, Default)]
pub struct Calls(BTreeMap<&'static str, (u64, u64)>);

impl Calls {
	/// One more.
	pub fn count(&mut self, name: &'static str, done: bool) {
		let (all_done, all_refused) = self.0.entry(name).or_default();
		*if done { all_done } else { all_refused } += 1;
	}

	/// All, done or refused.
	pub fn total(&self) -> u64 {
		self.0.values().map(|(done, refused)| done + refused).sum()
	}

	pub fn refused(&self) -> u64 {
		self.0.values().map(|(_, refused)| refused).sum()
	}

	pub fn add(&mut self, other: &Self) {
		for (name, (done, refused)) in &other.0 {
			let sum = self.0.entry(name).or_default();
			*sum = (sum.0 + done, sum.1 + refused);
		}
	}

	/// How many different ones.
	pub fn kinds(&self) -> usize {
		self.0.len()
	}

	/// Histories in which some call hardly ever succeeds say nothing of it.
	pub fn assert_done_at_least(&self, times: u64) {
		for (name, (done, _)) in &self.0 {
			assert!(*done >= times, "{name} succeeded {done} times, too seldom to say anything");
		}
	}
}

impl fmt::Debug for Calls {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_map().entries(&self.0).finish()
	}
}

impl<'a> IntoIterator for &'a Calls {
	type Item = (&'a &'static str, &'a (u64, u64));
	type IntoIter = btree_map::Iter<'a, &'static str, (u64, u64)>;

	fn into_iter(self) -> Self::IntoIter {
		self.0.iter()
	}
}
