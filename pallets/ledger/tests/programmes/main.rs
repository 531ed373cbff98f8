// SPDX-License-Identifier: Apache-2.0

//! Performance programmes: scores against exact numbers, vectors that can be followed by hand, and the division of a
//! budget to the unit.

mod common;
mod division;
mod medians;
mod monotone;
mod oracle;
mod points;
mod reports;
mod rules;
mod scores;
mod turns;
mod vectors;
