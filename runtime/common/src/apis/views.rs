// SPDX-License-Identifier: Apache-2.0

//! `BulwarkApi`: the functions of `bulwark-views`.

/// The step of [`impl_runtime_apis_with!`](crate::impl_runtime_apis_with) for `views`.
#[doc(hidden)]
#[macro_export]
macro_rules! views_apis_with {
	([$($rest:ident)*] { $($apis:tt)* }) => {
		$crate::impl_runtime_apis_with! {
			@ [$($rest)*] {
				$($apis)*

				impl bulwark_views::runtime_api::BulwarkApi<Block, AccountId, AssetKind> for Runtime {
					fn holdings_of(
						account: AccountId,
					) -> $crate::private::Vec<bulwark_views::HoldingView<AccountId, AssetKind>> {
						bulwark_views::holdings_of::<Runtime>(&account)
					}

					fn operators(
						after: Option<AccountId>,
						limit: u32,
					) -> $crate::private::Vec<bulwark_views::OperatorProfile<AccountId, AssetKind>> {
						bulwark_views::operators::<Runtime>(after, limit)
					}
				}
			}
		}
	};
}
