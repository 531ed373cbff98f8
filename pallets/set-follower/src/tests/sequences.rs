// SPDX-License-Identifier: Apache-2.0

//! Random ways of a history of sets: whatever is lost, late, doubled or overtaken, what is known was in force in its epoch, and no
//! newer message has arrived.

use crate::mock::*;
use bulwark_testing::{effort, for_all, seed};
use proptest::{collection::vec, prelude::*};

/// A set changes with these epochs, and these messages arrive, in this order.
type Way = (Vec<bool>, Vec<usize>);

fn ways() -> impl Strategy<Value = Way> {
	(vec(any::<bool>(), 12), vec(0usize..12, 0..40))
}

/// Id and members of the set of an epoch.
fn set_of(changes: &[bool], epoch: usize) -> (u32, [u64; 2]) {
	let id = changes[..=epoch].iter().filter(|changes| **changes).count() as u32 + 1;
	(id, [u64::from(id), u64::from(id) + 1])
}

#[test]
fn what_is_known_is_the_newest_that_has_arrived() {
	for_all(seed(), effort(64), &ways(), |(changes, arrivals)| {
		test(|| {
			for (n, epoch) in arrivals.iter().enumerate() {
				let newest_before = arrivals[..n].iter().max();
				let (set_id, members) = set_of(&changes, *epoch);

				let taken = told(set_id, *epoch as u32, &members).is_ok();

				assert_eq!(taken, newest_before.is_none_or(|before| before < epoch));
				let newest = *arrivals[..=n].iter().max().expect("one has arrived");
				let (set_id, members) = set_of(&changes, newest);
				assert_known(set_id, newest as u32, &members);
				assert_eq!(Acknowledged::get().last(), Some(&(newest as u32)));
			}
		});
		Ok(())
	});
}
