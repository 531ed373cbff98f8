// SPDX-License-Identifier: Apache-2.0

//! Followers that a chain starts with.

use crate::{Config, Error, Followers, FollowersOf, GenesisConfig, Pallet};
use alloc::string::String;
use bulwark_traits::InField;

impl<T: Config> GenesisConfig<T> {
	/// Builds the genesis by the call's own rules. An error names the field.
	pub fn try_build(&self) -> Result<(), String> {
		Pallet::<T>::keep_bounds();
		let followers = FollowersOf::<T>::try_from(self.followers.clone())
			.map_err(|_| Error::<T>::TooManyFollowers)
			.in_field(|| "followers".into())?;
		Pallet::<T>::ensure_different(&followers).in_field(|| "followers".into())?;
		if !followers.is_empty() {
			Followers::<T>::put(followers);
		}
		Ok(())
	}
}
