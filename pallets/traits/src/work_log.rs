// SPDX-License-Identifier: Apache-2.0

use sp_runtime::Weight;

/// Hears of the work of sequencers: the pallet that takes their batches tells the one that gives points for them. It
/// cannot fail. A call that tells of time-outs first ensures that there is room for layers
/// ([`ensure_layers`](crate::ensure_layers)): who listens undoes what fails, and goes on.
pub trait WorkLog<AccountId> {
	/// Notes a batch that was accepted, with its size in bytes.
	fn batch(operator: &AccountId, bytes: u32);

	/// Notes a batch that an operator should have brought and did not bring in time.
	fn timed_out(operator: &AccountId);

	/// The most that one note costs.
	fn weight() -> Weight;
}

/// Nobody listens.
impl<AccountId> WorkLog<AccountId> for () {
	fn batch(_: &AccountId, _: u32) {}

	fn timed_out(_: &AccountId) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}
