// SPDX-License-Identifier: Apache-2.0

//! Messages that come to nothing, and the room of a block that they leave to those behind them.

use super::{followers::Pair, *};
use crate::{
	configs::{
		messages::{Executed, MessageQueueServiceWeight},
		origins::AdministrationId,
	},
	units::MAXIMUM_BLOCK_WEIGHT,
	PolkadotXcm,
};
use cumulus_primitives_core::AggregateMessageOrigin;
use frame_support::{traits::ProcessMessage, weights::WeightMeter};
use sp_runtime::Perbill;
use xcm::VersionedXcm;
use xcm_executor::traits::TransferType;

/// Processes messages of the runtime's queue.
type Processor = <Runtime as pallet_message_queue::Config>::MessageProcessor;

/// Nearly all that messages get of a block.
fn heavy() -> Weight {
	Perbill::from_percent(30) * MAXIMUM_BLOCK_WEIGHT
}

/// A call that only root may make.
fn heavy_call() -> RuntimeCall {
	let call = Box::new(frame_system::Call::<Runtime>::remark { remark: vec![] }.into());
	pallet_utility::Call::<Runtime>::with_weight { call, weight: heavy() }.into()
}

/// Charlie transfers the smallest unit to the sibling, with a heavy call to be made there, for which that does not pay.
fn send_in_vain(weight_limit: WeightLimit) {
	let call = heavy_call().encode().into();
	let origin_kind = OriginKind::SovereignAccount;
	let rest = Xcm::<()>(vec![Transact { origin_kind, fallback_max_weight: None, call }]);
	let money: Asset = (Here, 1u128).into();
	assert_ok!(PolkadotXcm::transfer_assets_using_type_and_then(
		signed(Charlie),
		Box::new(at(SIBLING).into()),
		Box::new(Assets::from(money.clone()).into()),
		Box::new(TransferType::LocalReserve),
		Box::new(money.id.into()),
		Box::new(TransferType::LocalReserve),
		Box::new(VersionedXcm::from(rest)),
		weight_limit,
	));
}

/// The set of an epoch arrives behind so many messages of Charlie's, and one block notes it.
fn note_behind(count: usize, weight_limit: WeightLimit) {
	let mut pair = Pair::new();
	pair.home.execute_with(|| {
		(0..count).for_each(|_| send_in_vain(weight_limit.clone()));
	});
	let (epoch, pages) = pair.begin(1);

	let told = arrive(&mut pair.sibling, HOME, &pages, MessageQueueServiceWeight::get());

	assert_eq!(told, [vec![Fate::Failed; count], vec![Fate::Done]].concat());
	assert_eq!(pair.followed().map(|set| set.epoch), Some(epoch));
}

#[test]
fn set_does_not_wait_behind_messages_that_are_refused() {
	note_behind(100, Limited(Weight::zero()));
}

/// The barrier lets them through, as they buy all that they need, and they have not the price of it.
#[test]
fn set_does_not_wait_behind_messages_that_cannot_pay() {
	note_behind(10, Unlimited);
}

/// Processes a message of the sibling in a block that has all its room for messages yet. Returns what it takes of that.
fn metered<By: ProcessMessage<Origin = AggregateMessageOrigin>>(
	message: &Xcm<()>,
) -> (Result<bool, ProcessMessageError>, Weight) {
	metered_within::<By>(message, MessageQueueServiceWeight::get())
}

/// The same in a block that has so much room.
fn metered_within<By: ProcessMessage<Origin = AggregateMessageOrigin>>(
	message: &Xcm<()>,
	room: Weight,
) -> (Result<bool, ProcessMessageError>, Weight) {
	let bytes = VersionedXcm::from(message.clone()).encode();
	let from = AggregateMessageOrigin::Sibling(SIBLING.into());
	let mut meter = WeightMeter::with_limit(room);
	let result = chain_beside(HOME, SIBLING)
		.execute_with(|| By::process_message(&bytes, from, &mut meter, &mut [0; 32]));
	(result, meter.consumed())
}

#[test]
fn message_that_is_refused_takes_no_room() {
	let mut unpaid = paid_call(&heavy_call());
	unpaid.0.drain(..3);

	let (result, taken) = metered::<Processor>(&unpaid);

	assert_eq!(result, Ok(false));
	assert!(taken.saturating_mul(100).all_lt(heavy()), "{taken:?}");
	// The processor of the SDK answers the same, and all the room is gone.
	let (result, taken) = metered::<Executed>(&unpaid);
	assert_eq!(result, Ok(false));
	assert!(taken.all_gte(heavy()), "{taken:?}");
}

/// They name a fee that is enough, of money that is not there, and a body that they are not.
#[test]
fn message_that_stops_before_it_pays_waits_for_no_room() {
	let paid = paid_call(&heavy_call());
	let pauper = AccountId32 { network: None, id: [9; 32] };
	let mut without_money = paid.clone();
	without_money.0.insert(0, DescendOrigin(pauper.into()));
	let body = Plurality { id: AdministrationId::get(), part: BodyPart::Voice };
	let unpaid = UnpaidExecution { weight_limit: Unlimited, check_origin: None };
	let mut as_body = paid;
	as_body.0.splice(..3, [UniversalOrigin(body), unpaid]);

	for message in [without_money, as_body] {
		let room = Perbill::from_percent(5) * MAXIMUM_BLOCK_WEIGHT;

		let (result, taken) = metered_within::<Processor>(&message, room);

		assert_eq!(result, Ok(false));
		assert!(taken.saturating_mul(10).all_lt(heavy()), "{taken:?}");
		let (result, _) = metered_within::<Executed>(&message, room);
		assert!(matches!(result, Err(ProcessMessageError::Overweight(_))), "{result:?}");
	}
}

#[test]
fn message_that_pays_takes_what_it_uses() {
	let register = pallet_restaking_slash::Call::<Runtime>::register_consumer { terms: terms() };
	for (call, is_done) in [(register.into(), true), (heavy_call(), false)] {
		let message = paid_call(&call);

		let (result, taken) = metered::<Processor>(&message);

		assert_eq!(result, Ok(is_done));
		assert_eq!((result, taken), metered::<Executed>(&message));
	}
}
