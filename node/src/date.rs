// SPDX-License-Identifier: Apache-2.0

//! Dates as people write them.

use chrono::{DateTime, NaiveDate, NaiveTime};

/// Milliseconds since 1970 of an RFC 3339 date such as `2030-01-01T12:00:00Z`, or of the midnight
/// (UTC) that begins a day such as `2030-01-01`.
pub fn parse(date: &str) -> Result<u64, String> {
	let millis = match date.parse::<NaiveDate>() {
		Ok(day) => day.and_time(NaiveTime::MIN).and_utc().timestamp_millis(),
		Err(_) => DateTime::parse_from_rfc3339(date)
			.map_err(|error| {
				format!("{date:?} is not a date like 2030-01-01T12:00:00Z or 2030-01-01: {error}")
			})?
			.timestamp_millis(),
	};

	u64::try_from(millis).map_err(|_| format!("{date:?} is before 1970"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn parse_reads_rfc_3339() {
		assert_eq!(parse("2030-01-01T12:00:00Z"), Ok(1_893_499_200_000));
		assert_eq!(parse("2030-01-01T12:00:00.250Z"), Ok(1_893_499_200_250));
		assert_eq!(parse("2030-01-01T14:00:00+02:00"), Ok(1_893_499_200_000));
	}

	#[test]
	fn parse_reads_a_day_as_its_midnight() {
		assert_eq!(parse("2030-01-01"), Ok(1_893_456_000_000));
		assert_eq!(parse("1970-01-01"), Ok(0));
	}

	#[test]
	fn parse_fails_when_the_zone_is_missing() {
		assert!(parse("2030-01-01T12:00:00").is_err());
	}

	#[test]
	fn parse_fails_when_it_is_no_date() {
		assert!(parse("").is_err());
		assert!(parse("tomorrow").is_err());
		assert!(parse("2030-02-30").is_err());
	}

	#[test]
	fn parse_fails_before_1970() {
		assert!(parse("1969-12-31").is_err());
	}
}
