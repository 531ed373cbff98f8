// SPDX-License-Identifier: Apache-2.0

//! Tests of a pallet's storage on the day of an upgrade.

/// Upgrades a pallet of a mock runtime `Test` on chains that have begun with other bounds, and makes undecodable each item that
/// it stores by an act. The module has the names of the mock, and `Bounds` and `Event` of the pallet.
#[macro_export]
macro_rules! layout_tests {
	($pallet:ident, $act:expr) => {
		use bulwark_traits::{Bound, BoundRule, KeptBound};
		use frame_support::{
			storage::unhashed,
			traits::{Hooks, PalletInfoAccess, StorageVersion},
		};

		/// The bounds of the runtime.
		fn bounds() -> Vec<Bound> {
			new_test_ext().execute_with(|| $pallet::bounds().into())
		}

		/// The chain has begun with another value of a bound, or has not kept it.
		fn begin_with(bound: &Bound, value: Option<u64>) {
			Bounds::<Test>::mutate(|kept| {
				let kept = kept.as_mut().expect("they are kept");
				kept.retain(|one| one.name != bound.name());
				if let Some(value) = value {
					kept.try_push(KeptBound { name: bound.name(), value }).expect("there is room");
				}
			});
		}

		/// The value of a bound as it is kept.
		fn kept(bound: &Bound) -> Option<u64> {
			let kept = Bounds::<Test>::get().expect("they are kept");
			kept.iter().find(|one| one.name == bound.name()).map(|one| one.value)
		}

		/// Upgrades the runtime, and returns the number of events.
		fn upgrade() -> usize {
			System::reset_events();
			$pallet::on_runtime_upgrade();
			System::events().len()
		}

		fn assert_notices(words: &str) {
			let noticed = $pallet::do_try_state().expect_err("something is broken");
			assert_eq!(<&str>::from(noticed), words);
		}

		fn assert_notices_bounds() {
			assert_notices(
				"I11: the bounds of the runtime are those by which its storage was laid out",
			);
		}

		#[test]
		fn bounds_are_kept_from_the_genesis_on() {
			let bounds = bounds();
			new_test_ext().execute_with(|| {
				for bound in bounds {
					assert_eq!(kept(&bound), Some(bound.value), "{bound:?}");
				}
				assert_eq!(upgrade(), 0);
				check_invariants();
			});
		}

		#[test]
		fn upgrade_tells_of_a_bound_that_must_not_change() {
			for bound in bounds() {
				let more = bound.value + 1;
				let less = (bound.rule == BoundRule::Fixed).then(|| bound.value - 1);
				for began in less.into_iter().chain([more]) {
					new_test_ext().execute_with(|| {
						begin_with(&bound, Some(began));

						assert_eq!(upgrade(), 1);

						let (name, runtime) = (bound.name(), bound.value);
						let kept_value = Some(began);
						let told = Event::<Test>::BoundViolated { name, kept: kept_value, runtime };
						System::assert_last_event(told.into());
						assert_eq!(kept(&bound), kept_value);
						assert_notices_bounds();
					});
				}
			}
		}

		#[test]
		fn upgrade_takes_over_a_bound_that_may_grow_and_has() {
			for bound in bounds().iter().filter(|bound| bound.rule == BoundRule::MayGrow) {
				new_test_ext().execute_with(|| {
					begin_with(bound, Some(bound.value - 1));
					assert_notices_bounds();

					assert_eq!(upgrade(), 0);

					assert_eq!(kept(bound), Some(bound.value));
					check_invariants();
				});
			}
		}

		#[test]
		fn upgrade_takes_over_a_bound_that_was_not_kept() {
			for bound in bounds() {
				new_test_ext().execute_with(|| {
					begin_with(&bound, None);
					assert_notices_bounds();

					assert_eq!(upgrade(), 0);

					assert_eq!(kept(&bound), Some(bound.value));
					check_invariants();
				});
			}
		}

		#[test]
		fn upgrade_tells_of_bounds_that_do_not_decode_and_leaves_them() {
			new_test_ext().execute_with(|| {
				let key = Bounds::<Test>::hashed_key();
				unhashed::put_raw(&key, &[0xff; 3]);

				assert_eq!(upgrade(), $pallet::bounds().len());

				assert_eq!(unhashed::get_raw(&key), Some(vec![0xff; 3]));
				assert_notices_bounds();
			});
		}

		#[cfg(feature = "try-runtime")]
		#[test]
		fn everything_that_is_stored_has_to_decode() {
			new_test_ext().execute_with(|| {
				$act();
				check_invariants();
				let version = StorageVersion::storage_key::<$pallet>();
				let prefix = <$pallet as PalletInfoAccess>::name_hash();
				let mut key = prefix.to_vec();
				while let Some(next) = sp_io::storage::next_key(&key) {
					if !next.starts_with(&prefix) {
						break;
					}
					key = next;
					if key == version {
						continue;
					}
					let value = unhashed::get_raw(&key).expect("it is there");
					unhashed::put_raw(&key, &[value.as_slice(), &[0xff]].concat());

					assert_notices("I11: everything that is stored decodes");

					unhashed::put_raw(&key, &value);
				}
				check_invariants();
			});
		}
	};
}
