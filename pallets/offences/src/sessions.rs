// SPDX-License-Identifier: Apache-2.0

//! Sessions by the epoch in which they began. An offence is told by its session, and a slash is for an epoch: who was a
//! validator when the session began answers for that one.

use crate::{Config, EpochIndex, Pallet, Sessions, KEPT_EPOCHS};
use bulwark_ledger::Horizon;
use bulwark_traits::{stored, Epochs};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	defensive,
	traits::{ConstU32, ValidatorSet},
	BoundedVec,
};
use scale_info::TypeInfo;
use sp_staking::SessionIndex;

/// First session that began in an epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct FirstSession {
	/// Epoch.
	pub epoch: EpochIndex,
	/// Index of the session.
	pub session: SessionIndex,
}

/// Sessions by the epoch in which they began: those from the first of an epoch to the one before the first of the next, however
/// many there are.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct SessionLog {
	/// First session of each epoch in which one began, the oldest epoch first.
	pub firsts: BoundedVec<FirstSession, ConstU32<KEPT_EPOCHS>>,
	/// Latest session that has begun.
	pub latest: SessionIndex,
}

impl SessionLog {
	/// Log that begins with a session, which is taken to have begun now. Those before it are not known.
	pub fn new(session: SessionIndex, now: EpochIndex) -> Self {
		let first = FirstSession { epoch: now, session };
		Self { firsts: BoundedVec::truncate_from([first].into()), latest: session }
	}

	/// Notes that all sessions up to one have begun by now, and forgets those of epochs that nobody can charge any more.
	pub fn note(&mut self, session: SessionIndex, at: Horizon) {
		let first = self.latest.saturating_add(1);
		self.latest = session;
		self.firsts.retain(|known| at.now.minus(at.window) <= known.epoch);

		if self.firsts.last().is_some_and(|known| at.now <= known.epoch) {
			return;
		}
		if self.firsts.try_push(FirstSession { epoch: at.now, session: first }).is_err() {
			defensive!("one for each epoch of a window, of which there are 15 at most");
		}
	}

	/// Epoch in which a session began, if it is kept.
	pub fn epoch_of(&self, session: SessionIndex) -> Option<EpochIndex> {
		if self.latest < session {
			return None;
		}
		self.firsts.iter().rev().find(|first| first.session <= session).map(|first| first.epoch)
	}

	/// First session that is kept.
	pub fn oldest(&self) -> Option<SessionIndex> {
		self.firsts.first().map(|first| first.session)
	}
}

impl<T: Config> Pallet<T> {
	/// Notes the sessions that have begun since the last block.
	pub(crate) fn note_sessions() {
		Self::begin_session(T::Sessions::session_index());
	}

	/// Notes that a session has begun, if that is not known. A log that does not decode is left as it is.
	pub(crate) fn begin_session(session: SessionIndex) {
		let Ok(log) = stored::<SessionLog>(Sessions::<T>::hashed_key()) else { return };
		match log {
			None => Sessions::<T>::put(SessionLog::new(session, T::Epochs::now())),
			Some(mut log) if log.latest < session => {
				log.note(session, T::Epochs::horizon());
				Sessions::<T>::put(log);
			},
			Some(_) => (),
		}
	}
}
