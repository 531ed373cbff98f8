// SPDX-License-Identifier: Apache-2.0

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Destination of money that somebody has lost: a penalty, or what a slash took. Not every case allows every destination;
/// who restricts them matches them all, so that a new one is thought of everywhere.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Destination<AccountId> {
	/// An account.
	#[codec(index = 0)]
	Account(AccountId),
	/// The stakers who stay in the pool, as a stream.
	#[codec(index = 1)]
	Stakers,
	/// The runtime's treasury.
	#[codec(index = 2)]
	Treasury,
	/// Nobody: the money is burnt.
	#[codec(index = 3)]
	Burn,
}
