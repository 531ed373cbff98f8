// SPDX-License-Identifier: Apache-2.0

//! What a call pays for: it declares the most work that can wait for it, and in the end it weighs what it found.

use sp_runtime::Weight;

/// Pages of records that a call met: of cohorts that merge, of lots that follow, of expiries and exits. All that can wait for
/// a call lies in pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PagesMet {
	/// Those that every call of its kind meets.
	pub usual: u32,
	/// The most that one can meet.
	pub most: u32,
}

/// The weight of work that waits in pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PagedWeight {
	/// The weight when nothing waits.
	pub usual: Weight,
	/// The weight at the most.
	pub most: Weight,
	/// The pages that it meets.
	pub pages: PagesMet,
}

impl PagedWeight {
	/// Nothing to do.
	pub const NONE: Self =
		Self { usual: Weight::zero(), most: Weight::zero(), pages: PagesMet { usual: 0, most: 0 } };

	/// The weight of both, one after the other.
	pub const fn and(self, other: Self) -> Self {
		let pages = PagesMet {
			usual: self.pages.usual.saturating_add(other.pages.usual),
			most: self.pages.most.saturating_add(other.pages.most),
		};
		Self {
			usual: self.usual.saturating_add(other.usual),
			most: self.most.saturating_add(other.most),
			pages,
		}
	}

	/// The weight of the work that met so many pages.
	pub fn weigh(self, met: u32) -> Weight {
		self.pages.weigh(met, self.usual, self.most)
	}
}

impl PagesMet {
	/// The weight of a call that met so many pages, between the usual weight and the most: for each page beyond the usual ones
	/// its part of the difference, rounded up.
	pub fn weigh(self, met: u32, usual: Weight, most: Weight) -> Weight {
		let all = self.most.saturating_sub(self.usual);
		let beyond = met.saturating_sub(self.usual).min(all);
		let part = |whole: u64| {
			let part = u128::from(whole).saturating_mul(beyond.into()).div_ceil(all.max(1).into());
			u64::try_from(part).unwrap_or(u64::MAX)
		};
		let whole = most.saturating_sub(usual);
		usual.saturating_add(Weight::from_parts(part(whole.ref_time()), part(whole.proof_size())))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const PAGES: PagesMet = PagesMet { usual: 1, most: 4 };

	fn weigh(met: u32) -> Weight {
		PAGES.weigh(met, Weight::from_parts(100, 10), Weight::from_parts(201, 10))
	}

	#[test]
	fn a_call_weighs_the_usual_until_it_meets_more() {
		assert_eq!([weigh(0), weigh(1)], [Weight::from_parts(100, 10); 2]);
	}

	#[test]
	fn each_page_has_its_part_rounded_up() {
		assert_eq!(weigh(2), Weight::from_parts(134, 10));
		assert_eq!(weigh(3), Weight::from_parts(168, 10));
	}

	#[test]
	fn a_call_weighs_no_more_than_the_most() {
		assert_eq!([weigh(4), weigh(9)], [Weight::from_parts(201, 10); 2]);
		let none = PagesMet { usual: 0, most: 0 };
		assert_eq!(none.weigh(3, Weight::zero(), Weight::zero()), Weight::zero());
	}
}
