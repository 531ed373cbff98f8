// SPDX-License-Identifier: Apache-2.0

//! Pages: records of consecutive epochs that are stored together. A call that needs one of them needs its neighbours, and
//! reads and writes a few pages where it would many records.

use crate::{EpochIndex, LedgerError};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use derive_where::derive_where;
use scale_info::TypeInfo;

/// Index of a page: with s epochs in a page, index i stands for the epochs from i·s to i·s + s − 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct PageIndex(pub u32);

/// W + 1 epochs, made of the W + 2 buckets that a pool can have: so many cohorts may merge at once, and so many may a staker
/// have to follow. They meet two pages at the most.
pub struct CohortSpan<MaxBuckets>(PhantomData<MaxBuckets>);
impl<MaxBuckets: Get<u32>> Get<u32> for CohortSpan<MaxBuckets> {
	fn get() -> u32 {
		MaxBuckets::get().saturating_sub(1)
	}
}

/// ⌈(W + 1)/2⌉ epochs, made of the W + 2 buckets that a pool can have. The exits of the W + 1 epochs of a window meet three
/// pages at the most, and the usual call, which needs those of one epoch, reads half a window.
pub struct ExitSpan<MaxBuckets>(PhantomData<MaxBuckets>);
impl<MaxBuckets: Get<u32>> Get<u32> for ExitSpan<MaxBuckets> {
	fn get() -> u32 {
		CohortSpan::<MaxBuckets>::get().div_ceil(2)
	}
}

/// The records of `Span` consecutive epochs, at most one for each; epoch e stands at e mod `Span`.
///
/// A page does not say which epochs are its own: whoever loaded it by its index knows. Nothing follows its last record, so
/// that pages with the same records are equal, and one without any is the empty one.
#[derive_where(Clone, PartialEq, Eq, Debug; Record)]
#[derive_where(Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(Span))]
#[codec(mel_bound(Record: MaxEncodedLen, Span: Get<u32>))]
pub struct Page<Record, Span: Get<u32>> {
	records: BoundedVec<Option<Record>, Span>,
}

impl<Record, Span: Get<u32>> Page<Record, Span> {
	/// The index of the page of an epoch.
	pub fn index_of(epoch: EpochIndex) -> PageIndex {
		PageIndex(epoch.0 / Self::span())
	}

	/// The first epoch of a page.
	pub fn first_epoch(index: PageIndex) -> EpochIndex {
		EpochIndex(index.0.saturating_mul(Self::span())) // exact for the page of any epoch
	}

	/// The record of an epoch of this page.
	pub fn get(&self, epoch: EpochIndex) -> Option<&Record> {
		self.records.get(Self::place_of(epoch))?.as_ref()
	}

	/// Notes the record of an epoch of this page, or that there is none.
	pub fn set(&mut self, epoch: EpochIndex, record: Option<Record>) -> Result<(), LedgerError> {
		let place = Self::place_of(epoch);
		while self.records.len() <= place {
			self.records.try_push(None).map_err(|_| LedgerError::Overflow)?;
		}
		if let Some(present) = self.records.get_mut(place) {
			*present = record;
		}

		while matches!(self.records.last(), Some(None)) {
			self.records.pop();
		}
		Ok(())
	}

	/// True if there is no record.
	pub fn is_empty(&self) -> bool {
		self.records.iter().all(Option::is_none)
	}

	/// The records of the page with an index, by epoch.
	pub fn iter(&self, index: PageIndex) -> impl Iterator<Item = (EpochIndex, &Record)> {
		let places = (0..).zip(self.records.iter());
		let first = Self::first_epoch(index);
		places.filter_map(move |(place, record)| Some((first.plus(place), record.as_ref()?)))
	}

	/// The records of the page with an index, by epoch, to change.
	pub fn iter_mut(
		&mut self,
		index: PageIndex,
	) -> impl Iterator<Item = (EpochIndex, &mut Record)> {
		let places = (0..).zip(self.records.iter_mut());
		let first = Self::first_epoch(index);
		places.filter_map(move |(place, record)| Some((first.plus(place), record.as_mut()?)))
	}

	/// The place of an epoch in its page.
	fn place_of(epoch: EpochIndex) -> usize {
		let place = epoch.0 % Self::span();
		usize::try_from(place).unwrap_or(usize::MAX) // 32 bits fit
	}

	fn span() -> u32 {
		Span::get().max(1)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;

	type Fours = Page<u8, ConstU32<4>>;

	fn page(records: impl IntoIterator<Item = (u32, u8)>) -> Fours {
		let mut page = Fours::default();
		for (epoch, record) in records {
			page.set(EpochIndex(epoch), Some(record)).unwrap();
		}
		page
	}

	#[test]
	fn every_epoch_has_one_place_in_one_page() {
		let places: Vec<_> =
			(6..=12).map(EpochIndex).map(|e| (Fours::index_of(e).0, Fours::place_of(e))).collect();

		assert_eq!(places, [(1, 2), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3), (3, 0)]);
		assert_eq!(Fours::first_epoch(PageIndex(2)), EpochIndex(8));
		let last = EpochIndex(u32::MAX);
		assert_eq!(Fours::first_epoch(Fours::index_of(last)).plus(3), last);
	}

	#[test]
	fn a_page_says_the_epochs_of_its_records() {
		let mut page = page([(11, 1), (9, 2)]);

		for (epoch, record) in page.iter_mut(PageIndex(2)) {
			*record += u8::try_from(epoch.0).unwrap();
		}

		let records: Vec<_> = page.iter(PageIndex(2)).collect();
		assert_eq!(records, [(EpochIndex(9), &11), (EpochIndex(11), &12)]);
		assert_eq!(page.get(EpochIndex(9)), Some(&11));
		assert_eq!(page.get(EpochIndex(8)), None);
		assert_eq!(page.get(EpochIndex(10)), None);
	}

	#[test]
	fn nothing_is_left_of_a_record_that_was_taken_out() {
		let mut page = page([(8, 1), (11, 2)]);

		page.set(EpochIndex(11), None).unwrap();
		assert_eq!(page, self::page([(8, 1)]));
		assert!(!page.is_empty());

		page.set(EpochIndex(8), None).unwrap();
		assert_eq!(page, Fours::default());
		assert!(page.is_empty());
	}

	#[test]
	fn a_page_is_as_long_as_its_last_record_needs() {
		assert_eq!(page([(9, 7)]).encode(), [2 << 2, 0, 1, 7]);
		assert_eq!(page((8..12).map(|epoch| (epoch, 7))).encode().len(), Fours::max_encoded_len());
	}

	#[test]
	fn a_page_of_one_epoch_is_its_record() {
		type Ones = Page<u8, ConstU32<1>>;
		let mut page = Ones::default();

		page.set(EpochIndex(5), Some(3)).unwrap();

		assert_eq!(Ones::index_of(EpochIndex(5)), PageIndex(5));
		assert_eq!(page.iter(PageIndex(5)).collect::<Vec<_>>(), [(EpochIndex(5), &3)]);
	}
}
