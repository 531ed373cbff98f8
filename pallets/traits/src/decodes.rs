// SPDX-License-Identifier: Apache-2.0

use frame_support::traits::TryDecodeEntireStorage;
use sp_runtime::TryRuntimeError;

/// Checks that every value that a pallet stores decodes: one that does not is skipped where a map is read through. Logs each
/// that does not.
pub fn ensure_decodes<Pallet: TryDecodeEntireStorage>() -> Result<(), TryRuntimeError> {
	Pallet::try_decode_entire_state().map(drop).map_err(|undecodable| {
		undecodable.iter().for_each(|item| log::error!("{item}"));
		"I11: everything that is stored decodes".into()
	})
}
