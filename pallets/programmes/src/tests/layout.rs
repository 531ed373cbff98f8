// SPDX-License-Identifier: Apache-2.0

//! Upgrades with other bounds than those by which the storage was laid out.

use super::invariants::be_busy;
use crate::{mock::*, Bounds, Event};

bulwark_testing::layout_tests!(Programmes, be_busy);
