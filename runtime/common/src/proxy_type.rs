// SPDX-License-Identifier: Apache-2.0

//! Kinds of proxies: accounts that may make some of the calls of another one.

use bulwark_traits::Effect;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::InstanceFilter;
use scale_info::TypeInfo;

/// Kinds of proxies, by the calls that they may make for the account that appointed them.
///
/// Each kind but the first is a list of allowed calls: a pallet that is added later is closed to proxies until somebody
/// opens it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ProxyType {
	/// All calls of the account.
	#[codec(index = 0)]
	#[default]
	Any,
	/// Calls that cannot move money out of the account's reach.
	#[codec(index = 1)]
	NonTransfer,
	/// Calls that stop announced calls of other proxies: a key for a watchman.
	#[codec(index = 2)]
	CancelProxy,
	/// Stakes, moves, unstakes and withdraws stake of the account, opens positions that leave without a penalty, and claims
	/// to the account: everything stays its own, and nothing is promised, locked or ended. The stake can be slashed, so these
	/// calls are no part of `NonTransfer`.
	#[codec(index = 3)]
	Staking,
	/// Keeps an operator at work: nodes, session keys, the key and the batches of a sequencer, a full bond, the end of a
	/// suspension for idleness. A key for a server: it can lose the bond by bad work, as any key of a machine can, but changes
	/// no commission, offer, opt-in or slash cap, and ends nothing.
	#[codec(index = 4)]
	Operating,
}

/// A call as its filter looks at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProxiedCall {
	/// A batch. Each call inside passes through the filter again; those of a multisig would not, so that it is none.
	Batch,
	/// Stops an announced call of another proxy.
	Rejection,
	/// Sets the keys of a machine that writes blocks.
	Keys,
	/// Another call that moves no money out of the account's reach.
	NoTransfer,
	/// A call of Bulwark, by its effect. What no pallet of Bulwark does is the account's own to do: it binds.
	Of(Effect),
}

/// What a runtime says of its calls.
pub trait Proxied {
	/// The call as the filter looks at it.
	fn as_proxied(&self) -> ProxiedCall;
}

impl<Call: Proxied> InstanceFilter<Call> for ProxyType {
	fn filter(&self, call: &Call) -> bool {
		use ProxiedCall::{Batch, Keys, Of, Rejection};
		let call = call.as_proxied();
		match self {
			Self::Any => true,
			Self::NonTransfer => !matches!(call, Of(_)),
			Self::CancelProxy => matches!(call, Batch | Rejection),
			Self::Staking => matches!(call, Batch | Of(Effect::Open | Effect::Stakes)),
			Self::Operating => matches!(call, Batch | Keys | Of(Effect::Open | Effect::Operates)),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(a, b) if a == b => true,
			(Self::Any, _) => true,
			(_, Self::Any) => false,
			(Self::NonTransfer, Self::CancelProxy) => true,
			_ => false,
		}
	}
}
