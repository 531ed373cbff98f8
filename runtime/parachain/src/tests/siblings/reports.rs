// SPDX-License-Identifier: Apache-2.0

//! Reports of a consumer whose chain follows the set: what it has heard decides which faults it can report.

use super::{
	consumers::{as_sibling, report},
	followers::Pair,
	*,
};

/// The two chains, of which the sibling is a consumer too. Alice has opted in to it, from the next epoch on.
fn consumer_that_follows() -> Pair {
	let mut pair = Pair::new();
	pair.home.execute_with(|| {
		assert_ok!(Restaking::register_consumer(as_sibling(), terms()));
		let bond = Fraction::from_percent(25);
		let budget = Fractions { bond, pools: Fraction::zero() };
		assert_ok!(Restaking::opt_in(signed(Alice), CONSUMER, 1, budget));
	});
	pair
}

/// Lets the sibling report a fault of Alice's, and returns what has become of the message.
fn tell_fault(pair: &mut Pair, fault_epoch: EpochIndex) -> Vec<Fate> {
	let report = report(fault_epoch, [1; 32]);
	deliver(&mut pair.sibling, SIBLING, &mut pair.home, HOME, paid_call(&report))
}

/// What has not arrived is not acknowledged, and what is not acknowledged cannot be reported.
#[test]
fn fault_cannot_be_reported_while_no_message_has_arrived() {
	let mut pair = consumer_that_follows();
	let (epoch, pages) = pair.begin(1);

	assert_eq!(tell_fault(&mut pair, epoch), [Fate::Failed]);

	pair.arrive(&pages);
	assert_eq!(tell_fault(&mut pair, epoch), [Fate::Done]);
}

/// Who acknowledges an epoch says that it knows the sets up to it: a later one is whole, and leaves nothing of a lost one to make up for.
#[test]
fn fault_is_reported_when_the_set_of_a_later_epoch_is_acknowledged() {
	let mut pair = consumer_that_follows();
	let (fault_epoch, lost) = pair.begin(1);
	assert_eq!(tell_fault(&mut pair, fault_epoch), [Fate::Failed]);

	let (later_epoch, pages) = pair.begin(2);
	assert_eq!(tell_fault(&mut pair, fault_epoch), [Fate::Failed]);
	assert_eq!(pair.arrive(&pages), (vec![Fate::Done], vec![Fate::Done]));

	assert_eq!(pair.acknowledged(), Some(later_epoch));
	assert_eq!(tell_fault(&mut pair, fault_epoch), [Fate::Done]);
	pair.home.execute_with(|| {
		let case = Restaking::case(CaseId(1)).expect("it is filed");
		assert_eq!((case.consumer_id, case.fault_epoch), (CONSUMER, fault_epoch));
		check_invariants();
	});
	// The lost message is found again, and nothing comes of it.
	assert_eq!(pair.arrive(&lost), (vec![Fate::Failed], vec![]));
	assert_eq!(pair.acknowledged(), Some(later_epoch));
}
