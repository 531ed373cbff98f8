// SPDX-License-Identifier: Apache-2.0

//! What is stored in pages, by epoch.

use super::*;
use crate::{
	matured::{ConversionPages, ExitPages},
	BucketsOf, PoolId,
};
use bulwark_ledger::Conversion;
use std::collections::BTreeMap;

/// The exit buckets of a pool.
pub fn exit_buckets(pool: PoolId) -> BTreeMap<u32, BucketsOf<Test>> {
	let stored = ExitPages::<Test>::all(pool).expect("it decodes");
	stored.into_iter().map(|(asked, bucket)| (asked.0, bucket)).collect()
}

/// Writes an exit bucket of a pool, or takes it out, as nobody can.
pub fn forge_exit_bucket(pool: PoolId, asked: u32, bucket: Option<BucketsOf<Test>>) {
	let mut pages = ExitPages::<Test>::of(pool);
	pages.set(EpochIndex(asked), bucket).expect("it decodes");
	pages.store();
}

/// The conversions of a pool by cohort.
pub fn conversions(pool: PoolId) -> BTreeMap<u32, Conversion> {
	let stored = ConversionPages::<Test>::all(pool).expect("it decodes");
	stored.into_iter().map(|(cohort, conversion)| (cohort.0, conversion)).collect()
}

/// Writes a conversion of a pool, as nobody can.
pub fn forge_conversion(pool: PoolId, cohort: u32, conversion: Conversion) {
	let mut pages = ConversionPages::<Test>::of(pool);
	pages.set(EpochIndex(cohort), Some(conversion)).expect("it decodes");
	pages.store();
}
