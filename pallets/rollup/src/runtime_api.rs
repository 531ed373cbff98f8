// SPDX-License-Identifier: Apache-2.0

//! The views as a runtime API, for clients that do not know view functions. A runtime answers each by the view function of
//! the same name.

use crate::{
	Bar, BatchId, BatchView, Challenge, HeadView, Header, KeptSetView, Key, SequencerSetView,
	SetNumber, TurnView,
};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// Views of the rollup: the head of its chain, sets, batches, challenges, keys, turns and bars.
	pub trait RollupAttestationApi<AccountId>
	where
		AccountId: Codec,
	{
		/// Place at which the next batch goes on: its fork, index, parent, first block and set.
		fn head() -> HeadView;

		/// Kept sets, the oldest first, without their members.
		fn sets() -> Vec<KeptSetView>;

		/// Kept set with its members; none if it is not kept.
		fn sequencer_set(set_number: SetNumber) -> Option<SequencerSetView<AccountId>>;

		/// Batch with its end: final, void or until when it can be challenged. None if it is forgotten or never was.
		fn batch(batch_id: BatchId) -> Option<BatchView<AccountId>>;

		/// Id of the batch at an index of the chain; none if it is forgotten or yet to come.
		fn batch_id_at(index: u32) -> Option<BatchId>;

		/// Challenge of a batch; none if there is none whose deposits are held.
		fn challenge_of(batch_id: BatchId) -> Option<Challenge<AccountId>>;

		/// Key of an operator, which counts from the next set on; none if it has none.
		fn key_of(operator: AccountId) -> Option<Key>;

		/// Bytes that a key signs so that an operator may set it.
		fn possession_bytes(operator: AccountId, key: Key) -> Vec<u8>;

		/// Id of the batch with a header: the bytes that sequencers sign.
		fn id_of_header(header: Header) -> BatchId;

		/// Present turn of a submitter; none if no set has turns.
		fn turn() -> Option<TurnView<AccountId>>;

		/// Bar of an operator; none if it is not barred.
		fn bar_of(operator: AccountId) -> Option<Bar>;
	}
}
