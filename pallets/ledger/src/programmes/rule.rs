// SPDX-License-Identifier: Apache-2.0

//! Rules by which programmes divide their budgets.

use super::{PointsRule, ServiceRule};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The rule by which a programme divides its budget over operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Rule {
	/// By the service of their nodes and the power behind them.
	#[codec(index = 0)]
	Service(ServiceRule),
	/// By points for blocks and batches.
	#[codec(index = 1)]
	Points(PointsRule),
}

impl Rule {
	/// True if its parameters are within their bounds. Those of points are for all values.
	pub fn is_valid(&self) -> bool {
		match self {
			Self::Service(rule) => rule.is_valid(),
			Self::Points(_) => true,
		}
	}

	/// True if another rule has other parameters at most: a programme never changes its kind.
	pub const fn is_like(&self, other: &Self) -> bool {
		matches!(
			(self, other),
			(Self::Service(_), Self::Service(_)) | (Self::Points(_), Self::Points(_))
		)
	}
}
