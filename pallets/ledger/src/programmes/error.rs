// SPDX-License-Identifier: Apache-2.0

//! Refusals of programmes.

/// A broken condition of a programme, its nodes or its reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProgrammeError {
	/// The reporter has told these hours, or not those before them.
	OutOfOrder,
	/// The epoch has no such hour.
	HourNotOver,
	/// A level above full service.
	InvalidLevel,
	/// The nodes of an operator do not cover the same hours, or none, or are not in the order of their slots.
	UnevenRuns,
	/// The operator has no such node in that epoch.
	UnknownNode,
	/// The operator has as many nodes as it may.
	TooManyNodes,
}
