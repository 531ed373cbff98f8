// SPDX-License-Identifier: Apache-2.0

//! Accounts of the chain itself: nobody has their keys.

use crate::AccountId;
use frame_support::PalletId;
use sp_runtime::traits::AccountIdConversion;

/// The treasury: it receives what is slashed, and pays for what the chain's own origins open. It has to exist before it
/// receives: [`presets`](crate::presets) endow it.
pub fn treasury() -> AccountId {
	PalletId(*b"bw/treas").into_account_truncating()
}

/// Owner, issuer, admin and freezer of the foreign assets: they are minted by messages of their reserve, and frozen by nobody.
pub fn asset_owner() -> AccountId {
	PalletId(*b"bw/asset").into_account_truncating()
}
