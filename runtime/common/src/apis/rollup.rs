// SPDX-License-Identifier: Apache-2.0

//! `RollupAttestationApi`: the view functions of the pallet.

/// The step of [`impl_runtime_apis_with!`](crate::impl_runtime_apis_with) for `rollup`.
#[doc(hidden)]
#[macro_export]
macro_rules! rollup_apis_with {
	([$($rest:ident)*] { $($apis:tt)* }) => {
		$crate::impl_runtime_apis_with! {
			@ [$($rest)*] {
				$($apis)*

				impl pallet_rollup_attestation::runtime_api::RollupAttestationApi<Block, AccountId> for Runtime {
					fn head() -> pallet_rollup_attestation::HeadView {
						Rollup::head()
					}

					fn sets() -> $crate::private::Vec<pallet_rollup_attestation::KeptSetView> {
						Rollup::sets()
					}

					fn sequencer_set(
						set_number: pallet_rollup_attestation::SetNumber,
					) -> Option<pallet_rollup_attestation::SequencerSetView<AccountId>> {
						Rollup::sequencer_set(set_number)
					}

					fn batch(
						batch_id: pallet_rollup_attestation::BatchId,
					) -> Option<pallet_rollup_attestation::BatchView<AccountId>> {
						Rollup::batch(batch_id)
					}

					fn batch_id_at(index: u32) -> Option<pallet_rollup_attestation::BatchId> {
						Rollup::batch_id_at(index)
					}

					fn challenge_of(
						batch_id: pallet_rollup_attestation::BatchId,
					) -> Option<pallet_rollup_attestation::Challenge<AccountId>> {
						Rollup::challenge_of(batch_id)
					}

					fn key_of(operator: AccountId) -> Option<pallet_rollup_attestation::Key> {
						Rollup::key_of(operator)
					}

					fn possession_bytes(
						operator: AccountId,
						key: pallet_rollup_attestation::Key,
					) -> $crate::private::Vec<u8> {
						Rollup::possession_bytes(operator, key)
					}

					fn id_of_header(
						header: pallet_rollup_attestation::Header,
					) -> pallet_rollup_attestation::BatchId {
						Rollup::id_of_header(header)
					}

					fn turn() -> Option<pallet_rollup_attestation::TurnView<AccountId>> {
						Rollup::turn()
					}

					fn bar_of(operator: AccountId) -> Option<pallet_rollup_attestation::Bar> {
						Rollup::bar_of(operator)
					}
				}
			}
		}
	};
}
