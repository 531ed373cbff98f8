// SPDX-License-Identifier: Apache-2.0

//! Hashes that name things: each begins with a tag, the genesis and the pallet, so that nothing that was signed for one
//! chain, pallet or purpose says anything elsewhere.

use crate::{AccountIdOf, BatchId, Config, Evidence, Header, Key, Pallet, SetHash, SetNumber};
use alloc::vec::Vec;
use bulwark_ledger::BatchCharge;
use bulwark_traits::{evidence_of, ReportId};
use codec::Encode;
use frame_support::traits::Get;
use sp_io::hashing::sha2_256;
use sp_runtime::traits::Zero;

/// Tag of the id of a batch.
const BATCH: &[u8] = b"bulwark/rollup/batch/1";
/// Tag of the hash of a set.
const SET: &[u8] = b"bulwark/rollup/set/1";
/// Tag of the name of a report about a bad batch.
const FAULT: &[u8] = b"bulwark/rollup/fault/1";
/// Tag of the name of a report about an equivocation.
const EQUIVOCATION: &[u8] = b"bulwark/rollup/equivocation/1";

impl<T: Config> Pallet<T> {
	/// Id of a batch, which its sequencers sign.
	pub fn batch_id(header: &Header) -> BatchId {
		Self::tagged(BATCH, header)
	}

	/// Hash of a set.
	pub(crate) fn set_hash(set_number: SetNumber, members: &[(AccountIdOf<T>, Key)]) -> SetHash {
		Self::tagged(SET, &(set_number, members))
	}

	/// Name of a report about a bad batch: the first one, or a later one that goes on where those before have ended.
	pub(crate) fn fault_id(batch_id: &BatchId, charge: BatchCharge) -> ReportId {
		match charge == BatchCharge::default() {
			true => Self::tagged(FAULT, batch_id),
			false => Self::tagged(FAULT, &(batch_id, charge)),
		}
	}

	/// Name of the report about an equivocation: one for each account, set and place in the chain.
	pub(crate) fn equivocation_id(header: &Header, accused: &AccountIdOf<T>) -> ReportId {
		Self::tagged(EQUIVOCATION, &(header.fork, header.set_number, header.index, accused))
	}

	/// Bytes that the key of an operator signs to show its possession. The account is among them, so that nobody registers a
	/// key that waits in the pool of transactions.
	pub fn possession_message(operator: &AccountIdOf<T>, key: &Key) -> Vec<u8> {
		(key, Self::origin(), operator).encode()
	}

	/// SHA-256(account ‖ proof): the evidence that an account names for a proof.
	pub fn evidence_of(account: &AccountIdOf<T>, proof: &[u8]) -> Evidence {
		evidence_of(account, proof)
	}

	fn tagged(tag: &[u8], content: &impl Encode) -> [u8; 32] {
		let mut bytes = tag.to_vec();
		Self::origin().encode_to(&mut bytes);
		content.encode_to(&mut bytes);
		sha2_256(&bytes)
	}

	/// Genesis hash, and the id of the pallet.
	fn origin() -> (T::Hash, [u8; 8]) {
		let genesis = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		(genesis, T::PalletId::get().0)
	}
}
