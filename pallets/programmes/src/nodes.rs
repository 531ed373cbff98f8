// SPDX-License-Identifier: Apache-2.0

//! Nodes of operators: each proves that it has its key.

use crate::{
	AccountIdOf, Config, EpochIndex, Error, Event, NodeKeys, Nodes, NodesOf, Pallet, Programmes,
};
use alloc::vec::Vec;
use bulwark_traits::{Epochs, PowerAt};
use codec::Encode;
use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{
	traits::{Verify, Zero},
	DispatchResult,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_node(
		operator: AccountIdOf<T>,
		key: AccountIdOf<T>,
		epoch: EpochIndex,
		signature: T::NodeSignature,
	) -> DispatchResult {
		let now = T::Operators::now();

		ensure!(T::Operators::is_operator(&operator), Error::<T>::NotOperator);
		ensure!(epoch == now || epoch == now.next(), Error::<T>::BadSignature);
		let message = Self::message_for(&operator, epoch);
		ensure!(signature.verify(&message[..], &key), Error::<T>::BadSignature);
		Self::ensure_free(&key)?;

		Self::insert_node(operator, key, now)
	}

	pub(crate) fn do_remove_node(operator: AccountIdOf<T>, slot: u8) -> DispatchResult {
		let mut nodes = Self::nodes(&operator)?;
		let now = T::Operators::now();

		nodes.remove(slot, now).map_err(Error::<T>::from)?;

		Self::free_and_store(&operator, nodes);
		Self::deposit_event(Event::NodeRemoved { operator, slot, last_epoch: now });
		Ok(())
	}

	pub(crate) fn do_clear_nodes(operator: AccountIdOf<T>) -> DispatchResult {
		let mut nodes = Self::nodes(&operator)?;
		let now = T::Operators::now();

		ensure!(!T::Operators::is_operator(&operator), Error::<T>::StillOperator);
		ensure!(!nodes.is_empty(), Error::<T>::UnknownNode);

		let left = nodes.all().iter().filter(|node| node.last_epoch.is_none());
		let left: Vec<_> = left.map(|node| node.slot).collect();
		for slot in &left {
			nodes.remove(*slot, now).map_err(Error::<T>::from)?;
		}

		Self::free_and_store(&operator, nodes);
		for slot in left {
			let (operator, last_epoch) = (operator.clone(), now);
			Self::deposit_event(Event::NodeRemoved { operator, slot, last_epoch });
		}
		Ok(())
	}

	/// Adds a node whose key is free.
	pub(crate) fn insert_node(
		operator: AccountIdOf<T>,
		key: AccountIdOf<T>,
		now: EpochIndex,
	) -> DispatchResult {
		let mut nodes = Self::freed(Self::nodes(&operator)?);

		let slot = nodes.add(key.clone(), now).map_err(Error::<T>::from)?;

		Nodes::<T>::insert(&operator, nodes);
		NodeKeys::<T>::insert(&key, &operator);
		let effective_from = now.next();
		Self::deposit_event(Event::NodeAdded { operator, slot, key, effective_from });
		Ok(())
	}

	/// The bytes that a node's key signs: no other chain, no other operator and no later epoch can use the signature.
	pub(crate) fn message_for(operator: &AccountIdOf<T>, epoch: EpochIndex) -> Vec<u8> {
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		(b"bulwark/node", genesis, operator, epoch).encode()
	}

	/// A key is free if no node has it, or one that no epoch needs any more.
	fn ensure_free(key: &AccountIdOf<T>) -> DispatchResult {
		if let Some(owner) = NodeKeys::<T>::get(key) {
			Self::free_and_store(&owner, Self::nodes(&owner)?);
		}
		ensure!(!NodeKeys::<T>::contains_key(key), Error::<T>::KeyTaken);
		Ok(())
	}

	fn free_and_store(operator: &AccountIdOf<T>, nodes: NodesOf<T>) {
		let nodes = Self::freed(nodes);
		if nodes.is_empty() {
			Nodes::<T>::remove(operator);
		} else {
			Nodes::<T>::insert(operator, nodes);
		}
	}

	/// Nodes without those that no epoch needs any more, whose keys are free.
	fn freed(mut nodes: NodesOf<T>) -> NodesOf<T> {
		for key in nodes.free(Self::oldest_unfinished()) {
			NodeKeys::<T>::remove(key);
		}
		nodes
	}

	/// The oldest epoch that some programme has not finalised and still can.
	fn oldest_unfinished() -> EpochIndex {
		let at = T::Operators::horizon();
		let next = Self::ids().filter_map(Programmes::<T>::get).map(|one| one.next_epoch);
		let oldest = next.min().unwrap_or(at.effective());
		oldest.clamp(at.now.minus(at.window), at.effective())
	}
}
