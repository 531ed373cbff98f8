// SPDX-License-Identifier: Apache-2.0

//! The one poll of the mock.

use super::*;
use codec::{Decode, Encode};
use frame_support::traits::{PollStatus, Polling};
use pallet_conviction_voting::TallyOf;
use sp_runtime::DispatchError;

/// Id of the poll.
pub const POLL: u8 = 3;
/// Class of the poll.
pub const CLASS: u8 = 0;

/// State of the poll.
#[derive(Clone, Encode, Decode)]
pub enum PollState {
	/// Votes are counted.
	Ongoing(TallyOf<Test>),
	/// It has ended in a block.
	Ended { block: u64, is_approved: bool },
}

parameter_types! {
	pub storage ThePoll: PollState = PollState::Ongoing(TallyOf::<Test>::from_parts(0, 0, 0));
}

/// The polls of the mock.
pub struct OnePoll;

impl Polling<TallyOf<Test>> for OnePoll {
	type Index = u8;
	type Votes = Balance;
	type Class = u8;
	type Moment = u64;

	fn classes() -> Vec<u8> {
		vec![CLASS]
	}

	fn as_ongoing(index: u8) -> Option<(TallyOf<Test>, u8)> {
		match ThePoll::get() {
			PollState::Ongoing(tally) if index == POLL => Some((tally, CLASS)),
			_ => None,
		}
	}

	fn access_poll<R>(
		index: u8,
		access: impl FnOnce(PollStatus<&mut TallyOf<Test>, u64, u8>) -> R,
	) -> R {
		if index != POLL {
			return access(PollStatus::None);
		}
		match ThePoll::get() {
			PollState::Ongoing(mut tally) => {
				let result = access(PollStatus::Ongoing(&mut tally, CLASS));
				ThePoll::set(&PollState::Ongoing(tally));
				result
			},
			PollState::Ended { block, is_approved } => {
				access(PollStatus::Completed(block, is_approved))
			},
		}
	}

	fn try_access_poll<R>(
		index: u8,
		access: impl FnOnce(PollStatus<&mut TallyOf<Test>, u64, u8>) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		let before = ThePoll::get();
		let result = Self::access_poll(index, access);
		if result.is_err() {
			ThePoll::set(&before);
		}
		result
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn create_ongoing(_: u8) -> Result<u8, ()> {
		ThePoll::set(&PollState::Ongoing(TallyOf::<Test>::from_parts(0, 0, 0)));
		Ok(POLL)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn end_ongoing(_: u8, is_approved: bool) -> Result<(), ()> {
		end_poll(is_approved);
		Ok(())
	}
}

/// The poll ends in the present block.
pub fn end_poll(is_approved: bool) {
	ThePoll::set(&PollState::Ended { block: System::block_number(), is_approved });
}

/// The capital that has voted aye, as the tally has it.
pub fn support() -> Balance {
	let (tally, _) = OnePoll::as_ongoing(POLL).expect("it has not ended");
	tally.support
}
