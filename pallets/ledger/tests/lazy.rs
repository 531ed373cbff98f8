// SPDX-License-Identifier: Apache-2.0

//! When a pool or a holder is rolled makes no difference at all.

mod common;

use bulwark_testing::{for_all, seed};
use common::{
	history::{history, Op},
	rational::whole,
	world::{Holder, World},
};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::{prelude::*, test_runner::TestCaseResult};

#[test]
fn agrees_exactly_when_rolled_each_epoch_or_only_when_touched() {
	for_all(seed(), 400, &history(80), |history| {
		let (mut lazy, mut eager) = (history.world(), history.world());
		for op in &history.ops {
			if let Op::Jump { epochs } = op {
				lazy.jump(*epochs);
				roll_each_epoch(&mut eager, *epochs)?;
			} else {
				prop_assert_eq!(op.run(&mut lazy), op.run(&mut eager));
			}

			let (lazy, eager) = (lazy.settled(), eager.settled());
			prop_assert_eq!(lazy.buckets(), eager.buckets());
			prop_assert_eq!(lazy.stakes(), eager.stakes());
			for who in Holder::ALL {
				prop_assert_eq!(lazy.value(who), eager.value(who));
				prop_assert_eq!(lazy.exit_value(who), eager.exit_value(who));
			}
		}
		Ok(())
	});
}

/// An epoch matures one cohort at most: its holders lose less than two units, the others gain less than
/// one, and exits do not notice.
fn roll_each_epoch(world: &mut World, epochs: u32) -> TestCaseResult {
	for _ in 0..epochs {
		let before = world.settled();
		world.jump(1);
		prop_assert_eq!(world.roll(), Ok(()));
		for who in Holder::ALL {
			prop_assert_eq!(world.roll_holder(who), Ok(()));
		}

		for who in Holder::ALL {
			let gain = exact_value(world, who) - exact_value(&before, who);
			prop_assert!(gain > -whole(2) && gain < whole(1), "{:?} gains {}", who, gain);
			prop_assert_eq!(world.exit_value(who), before.exit_value(who));
		}
	}
	Ok(())
}

/// Σ h·T/H over the lots, without rounding.
fn exact_value(world: &World, who: Holder) -> BigRational {
	let lots = world.holdings.get(&who).into_iter().flat_map(|lots| lots.lots());
	lots.fold(BigRational::zero(), |sum, lot| {
		let bucket = world.pool.bucket(lot.cohort);
		sum + whole(lot.shares.0) * whole(bucket.tokens()) / whole(bucket.shares().0)
	})
}
