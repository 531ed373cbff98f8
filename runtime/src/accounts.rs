// SPDX-License-Identifier: Apache-2.0

//! Accounts of the chain itself: nobody has their keys.

use crate::AccountId;
use frame_support::PalletId;
use sp_runtime::traits::AccountIdConversion;

/// The treasury: it receives what is slashed, and pays for what `Root` opens.
pub fn treasury() -> AccountId {
	PalletId(*b"bw/treas").into_account_truncating()
}

/// The follower of the active set on this chain itself, in whose name the local messenger acknowledges.
pub fn local_follower() -> AccountId {
	PalletId(*b"bw/local").into_account_truncating()
}

/// Owner, issuer, admin and freezer of the assets of the genesis: an account nobody has the key of.
///
/// So nobody can mint them, or freeze the account that holds everybody's stake. `Sudo` may still put
/// somebody in its place with `Assets::force_asset_status`.
pub fn asset_owner() -> AccountId {
	PalletId(*b"bw/asset").into_account_truncating()
}
