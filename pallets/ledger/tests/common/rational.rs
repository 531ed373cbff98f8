// SPDX-License-Identifier: Apache-2.0

//! Exact numbers.

use bulwark_ledger::Bucket;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

pub fn ratio(numerator: u128, denominator: u128) -> BigRational {
	BigRational::new(BigInt::from(numerator), BigInt::from(denominator))
}

pub fn whole(number: u128) -> BigRational {
	BigRational::from_integer(BigInt::from(number))
}

/// T/H.
pub fn price(bucket: &Bucket) -> BigRational {
	if bucket.is_empty() {
		return BigRational::one();
	}
	ratio(bucket.tokens(), bucket.shares().0)
}

pub fn floor(value: &BigRational) -> u128 {
	natural(value.floor())
}

pub fn natural(value: BigRational) -> u128 {
	value.to_integer().to_u128().expect("128 bits")
}
