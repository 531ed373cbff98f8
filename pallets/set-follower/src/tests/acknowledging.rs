// SPDX-License-Identifier: Apache-2.0

//! The way back.

use crate::{mock::*, EpochIndex, Error, Event};
use frame_support::assert_ok;
use sp_runtime::DispatchError;

#[test]
fn every_epoch_that_is_news_is_acknowledged_and_no_other() {
	test(|| {
		follow(1, 1, &[1]);
		refuse(1, 1, &[1], Error::OldNews);
		follow(1, 3, &[1]);
		refuse(1, 2, &[1], Error::OldNews);

		assert_eq!(Acknowledged::get(), [1, 3]);
	});
}

#[test]
fn set_is_known_and_nothing_else_written_when_it_cannot_be_acknowledged() {
	test(|| {
		follow(1, 1, &[1]);
		IsCutOff::set(&true);

		assert_ok!(told(2, 2, &[2]));

		assert_known(2, 2, &[2]);
		let (epoch, reason) = (EpochIndex(2), DispatchError::Unavailable);
		System::assert_last_event(Event::NotAcknowledged { epoch, reason }.into());
		assert_eq!(Acknowledged::get(), [1]);
	});
}

#[test]
fn next_epoch_is_acknowledged_when_one_could_not_be() {
	test(|| {
		IsCutOff::set(&true);
		assert_ok!(told(1, 1, &[1]));
		IsCutOff::set(&false);

		follow(1, 2, &[1]);

		assert_eq!(Acknowledged::get(), [2]);
	});
}
