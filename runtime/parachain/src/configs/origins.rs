// SPDX-License-Identifier: Apache-2.0

//! Who decides: `Root`, as which referenda of this chain decide too ([`referenda`](super::referenda)), or a body of the relay
//! chain by a message.
//!
//! What stops something has to be there in hours: a case has a dispute window, a faulty operator a next election. What changes
//! terms should take weeks. So there are two bodies. A chain with a council or more tracks of its own puts them here instead.

use super::{staking::Treasury, xcm::RelayLocation};
use crate::AccountId;
use frame_support::{
	parameter_types,
	traits::{EitherOf, EitherOfDiverse, MapSuccess},
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use pallet_xcm::{EnsureXcm, IsVoiceOfBody};
use sp_runtime::traits::Replace;
use xcm::latest::BodyId;

parameter_types! {
	/// The slower body: general administration.
	pub const AdministrationId: BodyId = BodyId::Administration;
	/// The quicker body, which the template trusts with collators: the relay chain's administration of staking.
	pub const DefenseId: BodyId = BodyId::Defense;
}

/// The voice of the slower body.
pub type Administration = EnsureXcm<IsVoiceOfBody<RelayLocation, AdministrationId>>;

/// The voice of the quicker body.
pub type Defense = EnsureXcm<IsVoiceOfBody<RelayLocation, DefenseId>>;

/// Sets parameters.
pub type ParametersOrigin = EitherOfDiverse<EnsureRoot<AccountId>, Administration>;

/// The same where somebody has to pay, or to be a consumer's manager: the treasury.
pub type TreasuryOrigin = EitherOf<
	EnsureRootWithSuccess<AccountId, Treasury>,
	MapSuccess<Administration, Replace<Treasury>>,
>;

/// Suspends, closes and dismisses.
pub type EmergencyOrigin = EitherOfDiverse<ParametersOrigin, Defense>;
