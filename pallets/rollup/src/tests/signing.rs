// SPDX-License-Identifier: Apache-2.0

//! The switch between batches without signatures and batches with them.

use crate::{mock::*, EpochIndex, Event, Surety};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

type Error = crate::Error<Test>;

#[test]
fn signatures_are_needed_from_the_next_epoch_on() {
	test(|| {
		set_keys(&OPERATORS[..4]);

		assert_ok!(Rollup::set_signing(root(), true));

		let effective_from = EpochIndex(11);
		assert_told(Event::SigningSet { old: false, new: true, effective_from });
		assert_ok!(Rollup::submit_batch(signed(ALICE), next_header(0), None));
		go_to(11);
		let header = next_header(1);
		let missing = Rollup::submit_batch(signed(ALICE), header, None);
		assert_noop!(missing, Error::SignatureMissing);
		submit(ALICE, header);
	});
}

#[test]
fn signing_is_set_by_the_admin_to_something_else() {
	test(|| {
		assert_noop!(Rollup::set_signing(signed(ALICE), true), BadOrigin);
		assert_noop!(Rollup::set_signing(root(), false), Error::Unchanged);
		assert_ok!(Rollup::set_signing(root(), true));
		assert_noop!(Rollup::set_signing(root(), true), Error::Unchanged);
		assert_ok!(Rollup::set_signing(root(), false));
	});
}

#[test]
fn signing_needs_terms_by_which_the_last_fault_can_be_charged() {
	test(|| {
		ReportWindow::set(&2);
		assert_noop!(Rollup::set_signing(root(), true), Error::TimesDoNotFit);
		// R + D + 1 ≤ W.
		ReportWindow::set(&4);
		assert_noop!(Rollup::set_signing(root(), true), Error::TimesDoNotFit);

		ReportWindow::set(&3);
		assert_ok!(Rollup::set_signing(root(), true));
	});
}

#[test]
fn without_signatures_members_of_the_newest_set_that_serve_submit() {
	test(|| {
		set_keys(&OPERATORS[..4]);

		let header = next_header(0);
		let by = |who: AccountId| Rollup::submit_batch(signed(who), header, None);
		assert_noop!(by(OUTSIDER), Error::NotSequencer);
		assert_noop!(by(ERIN), Error::NotSequencer);
		Members::set(&OPERATORS[1..4].to_vec());
		assert_noop!(by(ALICE), Error::NotSequencer);
		let attested = Rollup::submit_batch(signed(BOB), header, Some(attest(&header, &[0, 1, 2])));
		assert_noop!(attested, Error::SignatureUnexpected);

		assert_ok!(by(BOB));
		let batch = Rollup::batch(Rollup::batch_id(&header)).unwrap();
		assert_eq!((batch.signers, batch.surety), (0, Surety::Bond));
		assert_eq!(attested_none(), None);
	});
}

fn attested_none() -> Option<u32> {
	attested()
}

#[test]
fn without_signatures_the_set_is_the_newest_and_never_changes() {
	test(|| {
		set_keys(&OPERATORS[..4]);
		serve(&OPERATORS[..3]);

		let old = crate::Header { set_number: crate::SetNumber(1), ..next_header(0) };
		assert_noop!(Rollup::submit_batch(signed(ALICE), old, None), Error::WrongSet);
		let change = crate::Header { next: change_to(1), ..next_header(0) };
		let changing = Rollup::submit_batch(signed(ALICE), change, None);
		assert_noop!(changing, Error::FirstCarriesNoChange);
		assert_ok!(Rollup::submit_batch(signed(ALICE), next_header(0), None));
	});
}

#[test]
fn switching_on_again_forgets_what_was_attested() {
	test_signing(|| {
		submit_next(ALICE, 0);
		assert_eq!(attested(), Some(1));
		serve(&OPERATORS[..3]);

		assert_ok!(Rollup::set_signing(root(), false));
		go_to(12);
		assert_eq!(attested(), None);
		assert_ok!(Rollup::submit_batch(signed(ALICE), next_header(1), None));
		assert_ok!(Rollup::set_signing(root(), true));
		go_to(13);
		assert_eq!(attested(), None);

		let header = next_header(2);
		assert_eq!(header.set_number, crate::SetNumber(2));
		submit(ALICE, header);
		assert_eq!(attested(), Some(2));
	});
}

#[test]
fn first_batch_is_of_the_newest_set_or_the_one_before_a_change_of_this_epoch() {
	test_signing(|| {
		serve(&OPERATORS[..3]);
		let before = crate::Header { set_number: crate::SetNumber(1), ..next_header(0) };

		// Four have signed before the fourth left, in this epoch.
		submit(ALICE, before);

		assert_eq!(attested(), Some(1));
	});
	test_signing(|| {
		serve(&OPERATORS[..3]);
		go_to(12);
		let before = crate::Header { set_number: crate::SetNumber(1), ..next_header(0) };
		assert_noop!(try_submit(ALICE, before, &[0, 1, 2]), Error::WrongSet);
		let change = crate::Header { next: change_to(2), ..next_header(0) };
		assert_noop!(try_submit(ALICE, change, &[0, 1, 2]), Error::FirstCarriesNoChange);
		submit_next(ALICE, 0);
		assert_eq!(attested(), Some(2));
	});
}
