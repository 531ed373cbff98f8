// SPDX-License-Identifier: Apache-2.0

//! A folder that is the user's alone.

use rustix::process::geteuid;
use std::{
	fs::{self, DirBuilder},
	io,
	os::unix::fs::{DirBuilderExt, MetadataExt},
	path::{Path, PathBuf},
};

/// All that the user may do, and nobody else.
const PRIVATE: u32 = 0o700;

/// All that others may do.
const OTHERS: u32 = 0o077;

/// Reasons for which a folder is not the user's alone.
#[derive(Debug, thiserror::Error)]
pub enum Exposed {
	/// It cannot be made or looked at.
	#[error("{0}: {1}")]
	Unknown(PathBuf, io::Error),
	/// Somebody else made it; remove it or name another.
	#[error("{0} belongs to another user")]
	Foreign(PathBuf),
	/// Its permissions let others in; take them away.
	#[error("others may use {0}: remove it, or chmod 700 if you know what is in it")]
	Open(PathBuf),
}

/// Make `folder`, unless it exists, and see that nobody but the user can look or write into it.
pub fn make(folder: &Path) -> Result<(), Exposed> {
	let unknown = |error| Exposed::Unknown(folder.into(), error);
	DirBuilder::new().recursive(true).mode(PRIVATE).create(folder).map_err(unknown)?;
	let metadata = fs::metadata(folder).map_err(unknown)?;

	if metadata.uid() != geteuid().as_raw() {
		return Err(Exposed::Foreign(folder.into()));
	}
	if metadata.mode() & OTHERS != 0 {
		return Err(Exposed::Open(folder.into()));
	}

	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::os::unix::fs::{chown, PermissionsExt};
	use tempfile::TempDir;

	fn temporary() -> TempDir {
		tempfile::tempdir().expect("there is room for a folder")
	}

	fn permit(folder: &Path, mode: u32) {
		fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("it is ours");
	}

	#[test]
	fn make_makes_a_folder_that_is_private() {
		let base = temporary();
		let folder = base.path().join("new").join("folder");

		make(&folder).expect("it can be made");

		for folder in [&folder, &base.path().join("new")] {
			let mode = fs::metadata(folder).expect("it is there").mode();
			assert_eq!(mode & 0o777, PRIVATE);
		}
	}

	#[test]
	fn make_takes_a_private_folder_that_exists() {
		let base = temporary();
		permit(base.path(), PRIVATE);

		assert!(make(base.path()).is_ok());
	}

	#[test]
	fn make_fails_when_others_may_use_the_folder() {
		let base = temporary();

		for mode in [0o701, 0o702, 0o704, 0o710, 0o720, 0o740, 0o755, 0o777, 0o1777] {
			permit(base.path(), mode);

			let exposed = make(base.path());

			assert!(matches!(exposed, Err(Exposed::Open(_))), "{mode:o}");
		}
	}

	#[test]
	fn make_fails_when_the_folder_is_somebody_elses() {
		let base = temporary();
		permit(base.path(), PRIVATE);
		// Only root can give a folder away; for everybody else the root folder is somebody else's.
		let given = chown(base.path(), Some(12_345), None).is_ok();
		let folder = if given { base.path() } else { Path::new("/") };

		let exposed = make(folder);

		assert!(matches!(exposed, Err(Exposed::Foreign(_))), "{exposed:?}");
	}

	#[test]
	fn make_fails_when_it_is_a_file() {
		let base = temporary();
		let file = base.path().join("file");
		fs::write(&file, "").expect("there is room for a file");

		assert!(matches!(make(&file), Err(Exposed::Unknown(..))));
	}
}
