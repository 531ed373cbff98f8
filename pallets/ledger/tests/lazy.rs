// SPDX-License-Identifier: Apache-2.0

//! When a pool matures, or a staker follows, makes no difference at all.

mod common;

use bulwark_testing::{for_all, seed};
use common::{
	history::{history, Op},
	rational::whole,
	world::{Staker, World},
};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::{prelude::*, test_runner::TestCaseResult};

#[test]
fn agrees_exactly_when_matured_each_epoch_or_only_when_touched() {
	for_all(seed(), 400, &history(80), |history| {
		let (mut lazy, mut eager) = (history.world(), history.world());
		for op in &history.ops {
			if let Op::Jump { epochs } = op {
				lazy.jump(*epochs);
				mature_each_epoch(&mut eager, *epochs)?;
			} else {
				prop_assert_eq!(op.run(&mut lazy), op.run(&mut eager));
			}

			let (lazy, eager) = (lazy.settled(), eager.settled());
			prop_assert_eq!(lazy.buckets(), eager.buckets());
			prop_assert_eq!(lazy.stakes(), eager.stakes());
			for who in Staker::ALL {
				prop_assert_eq!(lazy.value(who), eager.value(who));
				prop_assert_eq!(lazy.exit_value(who), eager.exit_value(who));
			}
		}
		Ok(())
	});
}

/// An epoch matures one cohort at most: its stakers lose less than two units, the others gain less than
/// one, and exits do not notice.
fn mature_each_epoch(world: &mut World, epochs: u32) -> TestCaseResult {
	for _ in 0..epochs {
		let before = world.settled();
		world.jump(1);
		prop_assert_eq!(world.mature(), Ok(()));
		for who in Staker::ALL {
			prop_assert_eq!(world.follow(who), Ok(()));
		}

		for who in Staker::ALL {
			let gain = exact_value(world, who) - exact_value(&before, who);
			prop_assert!(gain > -whole(2) && gain < whole(1), "{:?} gains {}", who, gain);
			prop_assert_eq!(world.exit_value(who), before.exit_value(who));
		}
	}
	Ok(())
}

/// Σ h·T/H over the lots, without rounding.
fn exact_value(world: &World, who: Staker) -> BigRational {
	let lots = world.holdings.get(&who).into_iter().flat_map(|lots| lots.lots());
	lots.fold(BigRational::zero(), |sum, lot| {
		let bucket = world.pool.bucket(lot.cohort);
		sum + whole(lot.shares.0) * whole(bucket.tokens()) / whole(bucket.shares().0)
	})
}
