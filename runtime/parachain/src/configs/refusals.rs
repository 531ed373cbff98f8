// SPDX-License-Identifier: Apache-2.0

//! Messages that come to nothing, and the room of a block that they take from those behind them.

use super::xcm::{Barrier, Trader, Weigher, XcmConfig};
use crate::RuntimeCall;
use core::marker::PhantomData;
use cumulus_primitives_core::AggregateMessageOrigin;
use frame_support::{
	storage::{with_transaction, TransactionOutcome},
	traits::{ProcessMessage, ProcessMessageError},
	weights::{Weight, WeightMeter},
};
use sp_runtime::{
	traits::{SaturatedConversion, Zero},
	DispatchError,
};
use xcm::{latest::prelude::*, VersionedXcm};
use xcm_executor::{
	traits::{Properties, ShouldExecute, WeightBounds, WeightTrader},
	XcmExecutor,
};

/// Weight of looking at a message, declared and not measured: a millisecond, and the one query that the barrier may read.
const LOOK: Weight = Weight::from_parts(1_000_000_000, 16 * 1024);

/// Weight of a byte that is looked at. The shortest call has two, so that the longest message has fifty thousand of them: each is decoded and
/// weighed twice in two fifths of a microsecond, and all in a fiftieth of a second.
const LOOK_AT_BYTE: Weight = Weight::from_parts(200_000, 0);

/// Processes messages, and looks at each first. What cannot be read, what the barrier refuses, and what stops before it has paid, or has shown
/// that it need not, takes no more room of a block than the look and what is executed until then. `Inner` alone waits for all the room
/// that such a message asks for, and takes it for what the barrier refuses: messages that nobody pays for, each with a heavy call, would
/// keep those behind them waiting.
pub struct RefuseFirst<Inner>(PhantomData<Inner>);

impl<Inner: ProcessMessage<Origin = AggregateMessageOrigin>> ProcessMessage for RefuseFirst<Inner> {
	type Origin = AggregateMessageOrigin;

	fn process_message(
		message: &[u8],
		origin: Self::Origin,
		meter: &mut WeightMeter,
		id: &mut XcmHash,
	) -> Result<bool, ProcessMessageError> {
		let Some(executed) = executed_in_vain(message, &origin.clone().into()) else {
			return Inner::process_message(message, origin, meter, id);
		};
		let bytes = LOOK_AT_BYTE.saturating_mul(message.len().saturated_into());
		let look = LOOK.saturating_add(bytes);
		let most = look.saturating_add(executed);
		if !meter.can_consume(most) {
			return Err(ProcessMessageError::Overweight(most));
		}

		// It asks for more room than that, and does not use it.
		let mut room = WeightMeter::new();
		let result = Inner::process_message(message, origin, &mut room, id);
		meter.consume(look.saturating_add(room.consumed().min(executed)));
		result
	}
}

/// The most that is executed of a message that comes to nothing; none of one that may come to something.
fn executed_in_vain(message: &[u8], origin: &Location) -> Option<Weight> {
	let Some((mut message, weight)) = weighed(message) else { return Some(Weight::zero()) };
	let mut properties = Properties { weight_credit: Weight::zero(), message_id: None };
	let asked = Barrier::should_execute(origin, message.inner_mut(), weight, &mut properties);
	if asked.is_err() {
		return Some(Weight::zero());
	}

	// The barrier has put the weight of the whole message where it is bought without a limit.
	let (at, pays) = message.inner().iter().enumerate().find_map(|(at, it)| match it {
		BuyExecution { fees, weight_limit: Limited(bought) } => Some((at, pays(fees, *bought))),
		PayFees { asset } => Some((at, pays(asset, weight))),
		UnpaidExecution { .. } => Some((at, true)),
		_ => None,
	})?;
	message.0.truncate(at.saturating_add(1));
	let executed = Weigher::weight(&mut message, Weight::MAX).ok()?;
	(!pays || !is_done(message, origin, executed)).then_some(executed)
}

/// True if a message is executed to its end. Nothing of it is kept. The millisecond that each of its instructions weighs is enough for twice.
fn is_done(message: Xcm<RuntimeCall>, origin: &Location, weight: Weight) -> bool {
	let Ok(prepared) = XcmExecutor::<XcmConfig>::prepare(message, Weight::MAX) else {
		return false;
	};
	let tried = with_transaction(|| {
		let mut id = XcmHash::default();
		let outcome = XcmExecutor::<XcmConfig>::execute(origin.clone(), prepared, &mut id, weight);
		let is_done = matches!(outcome, Outcome::Complete { .. });
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(is_done))
	});
	tried.unwrap_or(false)
}

/// A message and the most that it weighs; none if it does not decode or cannot be weighed.
fn weighed(mut message: &[u8]) -> Option<(Xcm<RuntimeCall>, Weight)> {
	let versioned =
		VersionedXcm::<RuntimeCall>::decode_all_with_mem_and_depth_limit(&mut message).ok()?;
	let mut message = Xcm::<RuntimeCall>::try_from(versioned).ok()?;
	let weight = Weigher::weight(&mut message, Weight::MAX).ok()?;
	Some((message, weight))
}

/// True if a fee is the price of a weight, or more.
fn pays(fees: &Asset, weight: Weight) -> bool {
	let context = XcmContext::with_message_id(XcmHash::default());
	let price = Trader::new().quote_weight(weight, fees.id.clone(), &context);
	match (&fees.fun, price) {
		(Fungible(amount), Ok(Asset { fun: Fungible(price), .. })) => *amount >= price,
		_ => weight.is_zero(),
	}
}
