// SPDX-License-Identifier: Apache-2.0

//! Records of a pool by epoch that are stored in pages: a page is loaded once, and written if one of its records has changed.

use crate::Loaded;
use alloc::{
	collections::{btree_map::Entry, BTreeMap},
	vec::Vec,
};
use bulwark_ledger::{EpochIndex, Page, PageIndex, PoolId};
use codec::FullCodec;
use core::marker::PhantomData;
use frame_support::storage::{IterableStorageDoubleMap, StorageDoubleMap};
use sp_runtime::{traits::Get, ArithmeticError, DispatchError, DispatchResult};

/// The records of a pool in a map of pages, by epoch. Nothing is kept until [`store`](Self::store).
pub struct Pages<Map, Record, Span: Get<u32>> {
	pool_id: PoolId,
	loaded: BTreeMap<PageIndex, Loaded<Page<Record, Span>>>,
	map: PhantomData<Map>,
}

impl<Map, Record, Span> Pages<Map, Record, Span>
where
	Map: StorageDoubleMap<PoolId, PageIndex, Page<Record, Span>>,
	Record: FullCodec + Clone + PartialEq,
	Span: Get<u32> + 'static,
{
	/// The records of a pool, of which none is loaded yet.
	pub const fn of(pool_id: PoolId) -> Self {
		Self { pool_id, loaded: BTreeMap::new(), map: PhantomData }
	}

	/// The record of an epoch. `Corruption` if its page does not decode.
	pub fn get(&mut self, epoch: EpochIndex) -> Result<Option<&Record>, DispatchError> {
		let page = self.load(Page::<Record, Span>::index_of(epoch))?;
		Ok(page.now.get(epoch))
	}

	/// Notes the record of an epoch, or that there is none. `Corruption` if its page does not decode.
	pub fn set(&mut self, epoch: EpochIndex, record: Option<Record>) -> DispatchResult {
		let page = self.load(Page::<Record, Span>::index_of(epoch))?;
		page.now.set(epoch, record).map_err(|_| ArithmeticError::Overflow)?; // every epoch has its place
		Ok(())
	}

	/// The records of an epoch and all up to another, to change. `Corruption` if a page does not decode.
	pub fn range_mut(
		&mut self,
		first: EpochIndex,
		last: EpochIndex,
	) -> Result<impl Iterator<Item = (EpochIndex, &mut Record)>, DispatchError> {
		let [from, to] = [first, last].map(Page::<Record, Span>::index_of);
		for index in (from.0..=to.0).map(PageIndex) {
			self.load(index)?;
		}

		let pages = self.loaded.iter_mut().filter(move |(index, _)| (from..=to).contains(index));
		let records = pages.flat_map(|(index, page)| page.now.iter_mut(*index));
		Ok(records.filter(move |(epoch, _)| (first..=last).contains(epoch)))
	}

	/// All records of a pool, by epoch: for checks. `Corruption` if a page does not decode.
	pub fn all(pool_id: PoolId) -> Result<Vec<(EpochIndex, Record)>, DispatchError>
	where
		Map: IterableStorageDoubleMap<PoolId, PageIndex, Page<Record, Span>>,
	{
		let mut pages = Self::of(pool_id);
		let mut records = Vec::new();
		for index in <Map as IterableStorageDoubleMap<_, _, _>>::iter_key_prefix(pool_id) {
			let page = &pages.load(index)?.now;
			records.extend(page.iter(index).map(|(epoch, record)| (epoch, record.clone())));
		}
		Ok(records)
	}

	/// Number of pages that were met so far.
	pub fn met(&self) -> u32 {
		u32::try_from(self.loaded.len()).unwrap_or(u32::MAX)
	}

	/// Stores the pages of which a record has changed; removes those without any.
	pub fn store(&mut self) {
		for page in self.loaded.values_mut() {
			page.keep_if(!page.now.is_empty());
		}
	}

	fn load(&mut self, index: PageIndex) -> Result<&mut Loaded<Page<Record, Span>>, DispatchError> {
		match self.loaded.entry(index) {
			Entry::Occupied(entry) => Ok(entry.into_mut()),
			Entry::Vacant(entry) => {
				let page = Loaded::load(Map::hashed_key_for(self.pool_id, index))?;
				Ok(entry.insert(page))
			},
		}
	}
}
