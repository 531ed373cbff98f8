// SPDX-License-Identifier: Apache-2.0

//! Messages of consumers that are refused, whatever their call, and those that wait: what they move, and what their sender sees.

use super::{
	consumers::{assert_moved, rows, Moved, Row, Stage},
	*,
};
use crate::{
	configs::messages::MessageQueueServiceWeight, units::MAXIMUM_BLOCK_WEIGHT, PolkadotXcm,
};
use cumulus_primitives_core::AggregateMessageOrigin;
use frame_support::traits::Get;
use xcm_executor::traits::{QueryHandler, QueryResponseStatus};

/// Sends every call of the matrix by a message that is changed, and expects that all fail: a fee is gone if `is_paid` says so, nothing
/// else has moved, and nothing has changed.
fn refuse_all(change: impl Fn(&mut Xcm<()>), is_paid: bool) {
	let mut stage = Stage::set();
	for Row { name, call, .. } in rows(stage.fault_epoch) {
		let mut message = paid_call(&call);
		change(&mut message);
		let before = stage.money();

		let fates = stage.tell(message);

		assert_eq!(fates, [Fate::Failed], "{name}");
		let after = stage.money();
		let fee = assert_moved(before, after, Moved::default());
		assert_eq!(fee > 0, is_paid, "{name} costs {fee}");
		stage.home.execute_with(check_invariants);
	}
}

#[test]
fn barrier_refuses_what_is_not_paid_for() {
	let unpaid = |message: &mut Xcm<()>| {
		message.0.drain(..3);
	};
	refuse_all(unpaid, false);
}

/// Only the relay chain and its bodies pay nothing.
#[test]
fn barrier_refuses_a_sibling_that_asks_to_pay_nothing() {
	let asks = |message: &mut Xcm<()>| {
		message.0.drain(..3);
		message.0.insert(0, UnpaidExecution { weight_limit: Unlimited, check_origin: None });
	};
	refuse_all(asks, false);
}

#[test]
fn barrier_refuses_what_buys_too_little_weight() {
	let too_little = |message: &mut Xcm<()>| {
		let fees: Asset = (Here, UNIT).into();
		let weight_limit = Limited(Weight::from_parts(1_000_000_000, 64 * 1024));
		message.0[1] = BuyExecution { fees, weight_limit };
	};
	refuse_all(too_little, false);
}

#[test]
fn message_fails_when_its_sender_has_not_the_money() {
	let too_much = |message: &mut Xcm<()>| {
		let fees: Asset = (Here, 1_000_000 * UNIT).into();
		message.0[0] = WithdrawAsset(fees.into());
	};
	refuse_all(too_much, false);
}

/// As the chain itself, and not as its account, a sibling is nobody here.
#[test]
fn call_fails_when_it_comes_by_another_origin() {
	for kind in [OriginKind::Native, OriginKind::Xcm] {
		let by = |message: &mut Xcm<()>| {
			if let Some(Transact { origin_kind, .. }) = message.0.get_mut(3) {
				*origin_kind = kind;
			}
		};
		refuse_all(by, true);
	}
}

/// A sibling has no powers of the relay chain's.
#[test]
fn message_fails_when_a_sibling_speaks_as_the_relay_chain() {
	let by = |message: &mut Xcm<()>| {
		if let Some(Transact { origin_kind, .. }) = message.0.get_mut(3) {
			*origin_kind = OriginKind::Superuser;
		}
	};
	refuse_all(by, true);
}

/// What cannot be read as messages of this runtime is executed by nobody: a call that is none here, a set with more members than one may have,
/// and too many instructions.
#[test]
fn message_is_refused_whole_when_it_cannot_be_read() {
	let most = <Runtime as pallet_set_follower::Config>::MaxMembers::get();
	let set_of = |index: u8, count: u32| {
		let members = vec![Alice.to_account_id(); count as usize];
		(index, 0u8, 1u32, 1u32, members).encode()
	};
	let no_calls = [vec![255], set_of(46, most + 1), set_of(255, 1)];
	let mut stage = Stage::set();
	let acknowledge = rows(stage.fault_epoch).remove(5).call;
	let mut messages = vec![paid_call(&acknowledge); 4];
	for (message, no_call) in messages.iter_mut().zip(no_calls) {
		if let Some(Transact { call, .. }) = message.0.get_mut(3) {
			*call = no_call.into();
		}
	}
	messages[3].0.extend(vec![ClearError; 50]);
	let before = stage.money();

	let corrupt = [ProcessMessageError::Corrupt; 3];
	let reasons = corrupt.into_iter().chain([ProcessMessageError::Unsupported]);

	for (message, reason) in messages.into_iter().zip(reasons) {
		let fates = stage.tell(message);

		assert_eq!(fates, [Fate::Refused(reason)]);
		let after = stage.money();
		assert_eq!(after, before);
	}
	// One that fits is a call, which the wrong chain makes.
	let mut one_less = paid_call(&acknowledge);
	if let Some(Transact { call, .. }) = one_less.0.get_mut(3) {
		*call = set_of(46, most).into();
	}
	assert_eq!(stage.tell(one_less), [Fate::Failed]);
}

/// A message that finds no weight waits in its queue, and costs nothing until it is executed.
#[test]
fn every_call_waits_when_the_block_has_no_weight_left() {
	for at_row in 0..6 {
		let mut stage = Stage::set();
		let Row { name, call, moved } =
			rows(stage.fault_epoch).into_iter().nth(at_row).expect("there are six");
		let before = stage.money();
		send(&mut stage.sibling, HOME, paid_call(&call));
		let pages = take(&mut stage.sibling);

		let little = Weight::from_parts(1_000_000_000, 1_000_000);
		assert_eq!(arrive(&mut stage.home, SIBLING, &pages, little), [], "{name}");
		let meanwhile = stage.money();
		assert_eq!(meanwhile, before);

		assert_eq!(arrive(&mut stage.home, SIBLING, &[], Weight::MAX), [Fate::Done], "{name}");
		let after = stage.money();
		assert_moved(before, after, moved);
	}
}

/// What weighs more than messages ever get is put aside: anybody can have it executed, in a block that has room for it.
#[test]
fn message_is_put_aside_when_it_weighs_more_than_messages_get() {
	let mut stage = Stage::set();
	let call = Box::new(frame_system::Call::<Runtime>::remark { remark: vec![] }.into());
	let weight = MessageQueueServiceWeight::get();
	let heavy = pallet_utility::Call::<Runtime>::with_weight { call, weight };
	let before = stage.money();

	send(&mut stage.sibling, HOME, paid_call(&heavy.into()));
	let pages = take(&mut stage.sibling);
	assert_eq!(arrive(&mut stage.home, SIBLING, &pages, weight), [Fate::TooHeavy]);

	let meanwhile = stage.money();
	assert_eq!(meanwhile, before);
	let fates = stage.home.execute_with(|| {
		System::reset_events();
		let queue = AggregateMessageOrigin::Sibling(SIBLING.into());
		let (page, index, limit) = (0, 0, MAXIMUM_BLOCK_WEIGHT);
		assert_ok!(MessageQueue::execute_overweight(signed(Ferdie), queue, page, index, limit));
		fates()
	});
	// Only root may make this call.
	assert_eq!(fates, [Fate::Failed]);
	let after = stage.money();
	assert!(assert_moved(before, after, Moved::default()) > 0);
}

/// The sender of a message hears nothing of it, unless it asks: then the answer says what has become of the call.
#[test]
fn sender_learns_what_became_of_a_call_when_it_asks() {
	let mut stage = Stage::set();
	let acknowledge = rows(stage.fault_epoch).remove(5).call;
	// The first is news, the second is not.
	for expected in [Fate::Done, Fate::Failed] {
		let is_news = expected == Fate::Done;
		let query_id = stage.sibling.execute_with(|| {
			<PolkadotXcm as QueryHandler>::new_query(at(HOME), 1_000, Location::here())
		});
		let mut message = paid_call(&acknowledge);
		let (destination, max_weight) = (at(SIBLING), Weight::zero());
		let asks = QueryResponseInfo { destination, query_id, max_weight };
		message.0.insert(4, ReportTransactStatus(asks));

		assert_eq!(stage.tell(message), [expected]);
		let pages = take(&mut stage.home);
		assert_eq!(arrive(&mut stage.sibling, HOME, &pages, Weight::MAX), [Fate::Done]);

		let answer =
			stage.sibling.execute_with(|| <PolkadotXcm as QueryHandler>::take_response(query_id));
		let QueryResponseStatus::Ready { response: Response::DispatchResult(code), .. } = answer
		else {
			panic!("the answer has not come");
		};
		assert_eq!(code == MaybeErrorCode::Success, is_news);
	}
}
