// SPDX-License-Identifier: Apache-2.0

//! Refusals of a genesis. Whoever writes a chain spec is told which field is wrong, and why.

use alloc::{format, string::String};
use sp_runtime::DispatchError;

/// Names the field of a genesis to which an error belongs.
pub trait InField<R> {
	/// The value, or field and error: `operators[1].account: AlreadyRegistered`.
	fn in_field(self, field: impl FnOnce() -> String) -> Result<R, String>;
}

impl<R, E: Into<DispatchError>> InField<R> for Result<R, E> {
	fn in_field(self, field: impl FnOnce() -> String) -> Result<R, String> {
		self.map_err(|error| {
			let error: DispatchError = error.into();
			let reason: &'static str = error.into();
			format!("{}: {reason}", field())
		})
	}
}
