// SPDX-License-Identifier: Apache-2.0

//! Stake that is not as rewards have followed it.

use super::breaks;
use crate::{mock::*, PositionId};
use bulwark_ledger::{EpochIndex, Lot, Multiplier, Part};
use codec::{Compact, Decode, Encode};
use pallet_operator_staking::{Exits, ExitsOf, HoldingOf, Holdings};

/// The multiplier, and the lots.
type RawHolding = (Multiplier, Vec<Lot>);
/// Epoch, release and parts of each exit, and the amount due.
type RawExits = (Vec<(EpochIndex, EpochIndex, Vec<Part>)>, Compact<u128>);

/// Alice's lots, of this multiplier.
fn holding_of_alice(multiplier: u16) -> HoldingOf<Test> {
	let holding = Holdings::<Test>::get(ALICE, BACKED).expect("she has stake");
	let (_, lots) = RawHolding::decode(&mut &holding.encode()[..]).expect("its form");
	let form = (Multiplier(multiplier), lots).encode();
	HoldingOf::<Test>::decode(&mut &form[..]).expect("its form")
}

#[test]
fn notices_stake_that_weighs_more_than_its_bucket() {
	breaks("I5: no bucket weighs less than its stakers", |_| {
		Holdings::<Test>::insert(ALICE, BACKED, holding_of_alice(101));
	});
}

#[test]
fn notices_stake_that_weighs_less_than_its_cohort() {
	breaks("I5: a cohort weighs what its stakers have in it", |_| {
		Holdings::<Test>::insert(ALICE, BACKED, holding_of_alice(99));
	});
}

#[test]
fn notices_an_exit_that_weighs_less_than_was_followed() {
	breaks("I5: exits weigh what their stakers have in them", |_| {
		Exits::<Test>::mutate(ALICE, BACKED, |exits| {
			let exits = exits.as_mut().expect("she leaves");
			let mut form = RawExits::decode(&mut &exits.encode()[..]).expect("its form");
			form.0[0].2[0].weight -= 1;
			*exits = ExitsOf::<Test>::decode(&mut &form.encode()[..]).expect("its form");
		});
	});
}

#[test]
fn notices_stake_of_a_position_that_is_gone() {
	breaks("I11: stake under a position account is that of a position", |_| {
		let account = Rewards::position_account(PositionId(77));
		Holdings::<Test>::insert(account, BACKED, holding_of_alice(0));
	});
}
