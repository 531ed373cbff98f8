// SPDX-License-Identifier: Apache-2.0

//! The ways to make blocks.

use sc_service::ChainType;
use std::{
	fmt::{self, Display, Formatter},
	str::FromStr,
	time::Duration,
};

/// Occasions on which blocks are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
	/// As soon as a transaction is ready.
	Instant,
	/// Only when an RPC call asks for it.
	Manual,
	/// Every so often, with or without transactions.
	Interval(Duration),
}

impl Sealing {
	/// The default: at once on a development chain, once per `slot` on others.
	pub fn default_for(chain: ChainType, slot: Duration) -> Self {
		match chain {
			ChainType::Development => Self::Instant,
			_ => Self::Interval(slot),
		}
	}
}

impl Display for Sealing {
	fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
		match self {
			Self::Instant => formatter.write_str("instant"),
			Self::Manual => formatter.write_str("manual"),
			Self::Interval(period) => write!(formatter, "every {} ms", period.as_millis()),
		}
	}
}

impl FromStr for Sealing {
	type Err = String;

	fn from_str(mode: &str) -> Result<Self, Self::Err> {
		match mode {
			"instant" => Ok(Self::Instant),
			"manual" => Ok(Self::Manual),
			_ => match mode.parse() {
				Ok(0) => {
					Err("a block every 0 milliseconds is not possible; did you mean `instant`?"
						.into())
				},
				Ok(millis) => Ok(Self::Interval(Duration::from_millis(millis))),
				Err(_) => Err("use `instant`, `manual` or a number of milliseconds".into()),
			},
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const SLOT: Duration = Duration::from_secs(6);

	#[test]
	fn from_str_reads_every_mode() {
		assert_eq!("instant".parse(), Ok(Sealing::Instant));
		assert_eq!("manual".parse(), Ok(Sealing::Manual));
		assert_eq!("500".parse(), Ok(Sealing::Interval(Duration::from_millis(500))));
		assert_eq!("1".parse(), Ok(Sealing::Interval(Duration::from_millis(1))));
	}

	#[test]
	fn from_str_fails_when_it_is_no_mode() {
		for mode in ["", "0", "-1", "1.5", "500ms", "Instant", "auto", "18446744073709551616"] {
			assert!(mode.parse::<Sealing>().is_err(), "{mode:?} is not a mode");
		}
	}

	#[test]
	fn default_is_instant_on_a_development_chain() {
		let mode = Sealing::default_for(ChainType::Development, SLOT);

		assert_eq!(mode, Sealing::Instant);
	}

	#[test]
	fn default_is_one_block_per_slot_on_another_chain() {
		for chain in [ChainType::Local, ChainType::Live] {
			assert_eq!(Sealing::default_for(chain, SLOT), Sealing::Interval(SLOT));
		}
	}
}
