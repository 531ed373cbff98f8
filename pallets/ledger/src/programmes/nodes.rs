// SPDX-License-Identifier: Apache-2.0

//! The nodes of an operator.

use super::ProgrammeError;
use crate::EpochIndex;
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// A node.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Node<K> {
	/// Its place among the nodes of its operator.
	pub slot: u8,
	/// The account of its key.
	pub key: K,
	/// The first epoch in which it counts.
	pub effective_from: EpochIndex,
	/// The last one, once it was removed; before the first if it never counted.
	pub last_epoch: Option<EpochIndex>,
}

impl<K> Node<K> {
	/// True if the node counts in an epoch.
	pub fn is_active(&self, epoch: EpochIndex) -> bool {
		self.effective_from <= epoch && self.last_epoch.is_none_or(|last| epoch <= last)
	}

	/// True if no epoch from one on needs the node.
	fn is_over(&self, oldest: EpochIndex) -> bool {
		self.last_epoch.is_some_and(|last| last < oldest || last < self.effective_from)
	}
}

/// The nodes of an operator, those included that were removed and still count in an epoch that is not divided yet. They
/// are added and removed with the next epoch.
#[derive_where(Clone, PartialEq, Eq, Debug; K)]
#[derive_where(Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(S))]
#[codec(mel_bound(K: MaxEncodedLen, S: Get<u32>))]
pub struct Nodes<K, S: Get<u32>> {
	/// By slot.
	nodes: BoundedVec<Node<K>, S>,
}

impl<K, S: Get<u32>> Nodes<K, S> {
	/// All of them, by slot.
	pub fn all(&self) -> &[Node<K>] {
		&self.nodes
	}

	/// True if there is none.
	pub fn is_empty(&self) -> bool {
		self.nodes.is_empty()
	}

	/// The slots of those that count in an epoch.
	pub fn slots(&self, epoch: EpochIndex) -> impl Iterator<Item = u8> + Clone + '_ {
		self.nodes.iter().filter(move |node| node.is_active(epoch)).map(|node| node.slot)
	}

	/// Adds a node from the next epoch on, in the first slot that is free. Returns the slot.
	///
	/// Errors: `TooManyNodes`.
	pub fn add(&mut self, key: K, now: EpochIndex) -> Result<u8, ProgrammeError> {
		let taken = |slot: &u8| self.nodes.iter().any(|node| node.slot == *slot);
		let slot = (0..=u8::MAX).find(|slot| !taken(slot)).ok_or(ProgrammeError::TooManyNodes)?;
		let node = Node { slot, key, effective_from: now.next(), last_epoch: None };
		let at = self.nodes.partition_point(|other| other.slot < slot);
		self.nodes.try_insert(at, node).map_err(|_| ProgrammeError::TooManyNodes)?;
		Ok(slot)
	}

	/// Removes a node with the end of the present epoch.
	///
	/// Errors: `UnknownNode` if there is none in that slot, or it was removed before.
	pub fn remove(&mut self, slot: u8, now: EpochIndex) -> Result<(), ProgrammeError> {
		let node = self
			.nodes
			.iter_mut()
			.find(|node| node.slot == slot && node.last_epoch.is_none())
			.ok_or(ProgrammeError::UnknownNode)?;
		node.last_epoch = Some(now);
		Ok(())
	}

	/// Frees the slots of removed nodes that no epoch from one on needs. Returns their keys.
	pub fn free(&mut self, oldest: EpochIndex) -> Vec<K> {
		let nodes = core::mem::take(&mut self.nodes).into_inner();
		let (over, kept): (Vec<_>, Vec<_>) =
			nodes.into_iter().partition(|node| node.is_over(oldest));
		self.nodes = BoundedVec::truncate_from(kept);
		over.into_iter().map(|node| node.key).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;

	type Some3 = Nodes<char, ConstU32<3>>;

	const NOW: EpochIndex = EpochIndex(10);

	fn with(keys: &[char]) -> Some3 {
		let mut nodes = Some3::default();
		for key in keys {
			nodes.add(*key, NOW).expect("there is room");
		}
		nodes
	}

	fn active(nodes: &Some3, epoch: u32) -> Vec<u8> {
		nodes.slots(EpochIndex(epoch)).collect()
	}

	#[test]
	fn add_counts_from_the_next_epoch() {
		let nodes = with(&['a', 'b']);

		assert_eq!(active(&nodes, 10), [0; 0]);
		assert_eq!(active(&nodes, 11), [0, 1]);
	}

	#[test]
	fn remove_counts_to_the_end_of_the_epoch() {
		let mut nodes = with(&['a', 'b']);

		nodes.remove(0, EpochIndex(13)).expect("it is there");

		assert_eq!(active(&nodes, 13), [0, 1]);
		assert_eq!(active(&nodes, 14), [1]);
		assert_eq!(nodes.remove(0, EpochIndex(13)), Err(ProgrammeError::UnknownNode));
		assert_eq!(nodes.remove(7, EpochIndex(13)), Err(ProgrammeError::UnknownNode));
	}

	#[test]
	fn add_is_refused_when_every_slot_is_taken() {
		let mut nodes = with(&['a', 'b', 'c']);
		nodes.remove(1, EpochIndex(13)).expect("it is there");

		assert_eq!(nodes.add('d', EpochIndex(14)), Err(ProgrammeError::TooManyNodes));
	}

	#[test]
	fn free_lets_slots_go_that_no_epoch_needs() {
		let mut nodes = with(&['a', 'b', 'c']);
		nodes.remove(1, EpochIndex(13)).expect("it is there");

		assert_eq!(nodes.free(EpochIndex(13)), [0 as char; 0]);
		assert_eq!(nodes.free(EpochIndex(14)), ['b']);

		assert_eq!(nodes.add('d', EpochIndex(14)), Ok(1));
		assert_eq!(active(&nodes, 15), [0, 1, 2]);
	}

	#[test]
	fn free_lets_a_node_go_at_once_that_never_counted() {
		let mut nodes = with(&['a']);
		nodes.remove(0, NOW).expect("it is there");

		assert_eq!(active(&nodes, 11), [0; 0]);
		assert_eq!(nodes.free(EpochIndex(3)), ['a']);
	}
}
