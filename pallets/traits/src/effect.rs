// SPDX-License-Identifier: Apache-2.0

//! Effects of calls on the account that makes them: what its proxies may do follows from these.

/// The worst that a call can do to the account that makes it, with the arguments that it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
	/// Nothing that a stranger could not do as well.
	Open,
	/// Stakes money of the account, or frees it: it stays the account's, and can leave at no price.
	Stakes,
	/// Keeps an operator at work: its machines, its keys, a full bond.
	Operates,
	/// Gives money away, locks it, promises something or ends it for good, or speaks for the account.
	Binds,
}
