// SPDX-License-Identifier: Apache-2.0

//! What it costs to send something to another chain.

use super::*;
use crate::{
	units::{EXISTENTIAL_DEPOSIT, MICROUNIT},
	PolkadotXcm,
};
use cumulus_pallet_parachain_system::RelevantMessagingState;
use cumulus_primitives_core::UpwardMessageSender;
use xcm::VersionedXcm;
use xcm_runtime_apis::fees::runtime_decl_for_xcm_payment_api::XcmPaymentApiV2;

/// Size of the channel in bytes: while more than half of it waits deliveries get dearer.
const ROOM: u32 = 20_000;

/// Charlie sends a token to its account on the sibling. Returns what is gone beside it: the fee of the call is not charged here.
fn price_of_a_transfer() -> u128 {
	let charlie = Charlie.to_account_id();
	let before = Balances::free_balance(&charlie);
	let id = charlie.clone().into();
	let beneficiary: Location = AccountId32 { network: None, id }.into();
	let money: Asset = (Here, UNIT).into();
	assert_ok!(PolkadotXcm::limited_reserve_transfer_assets(
		signed(Charlie),
		Box::new(at(SIBLING).into()),
		Box::new(beneficiary.into()),
		Box::new(Assets::from(money).into()),
		0,
		Unlimited,
	));
	before - Balances::free_balance(&charlie) - UNIT
}

/// What a wallet is told that the delivery of one instruction costs.
fn asked_price() -> Assets {
	let native = AssetId(Location::here());
	let message = VersionedXcm::from(Xcm(vec![ClearOrigin]));
	let asked = Runtime::query_delivery_fees(at(SIBLING).into(), message, native.into());
	asked.expect("it can be sent").try_into().expect("it is of this version")
}

/// A block ends, and what waits leaves for the sibling.
fn leave() {
	XcmpQueue::take_outbound_messages(usize::MAX, &[]);
}

#[test]
fn delivery_is_dearer_with_each_message_and_cheaper_with_each_block_that_sends() {
	let mut home = chain_beside(HOME, SIBLING);
	home.execute_with(|| {
		RelevantMessagingState::<Runtime>::mutate(|state| {
			let (_, channel) = &mut state.as_mut().expect("a channel is open").egress_channels[0];
			channel.max_total_size = ROOM;
			(channel.total_size, channel.msg_count) = (0, 0);
		});
		let issued = Balances::total_issuance();

		let price = price_of_a_transfer();
		assert!(price > EXISTENTIAL_DEPOSIT, "{price}");
		assert_eq!(Balances::total_issuance(), issued - price);

		// It stays so until more waits than half of the channel takes.
		let mut prices: Vec<_> = (0..20).map(|_| price_of_a_transfer()).collect();
		assert_eq!(prices, [price; 20]);
		while prices[prices.len() - 1] < 2 * price {
			prices.push(price_of_a_transfer());
		}
		let [.., before, last] = prices[..] else { panic!("there are twenty") };
		assert!(last.abs_diff(before * 105 / 100) <= 2, "{before}, then {last}");

		// The first block sends all of them, the second a format, and those after it nothing.
		leave();
		leave();
		let after = asked_price();
		(0..100).for_each(|_| leave());
		assert_eq!(asked_price(), after);
		assert!(price_of_a_transfer() > price);
		for _ in 0..20 {
			leave();
			price_of_a_transfer();
		}
		assert_eq!(price_of_a_transfer(), price);
	});
}

/// A wallet asks before it sends.
#[test]
fn price_of_a_delivery_can_be_asked_for() {
	let mut home = chain_beside(HOME, SIBLING);
	home.execute_with(|| {
		// The router adds the topic by which the message can be found.
		let sent = Xcm::<()>(vec![ClearOrigin, SetTopic([0; 32])]);
		let bytes = sent.encoded_size() as u128;
		let expected: Asset = (Here, EXISTENTIAL_DEPOSIT + bytes * MICROUNIT).into();
		assert_eq!(asked_price(), Assets::from(expected));

		let payable = Runtime::query_acceptable_payment_assets(XCM_VERSION).expect("all are known");
		assert_eq!(payable.len(), 1 + ForeignAsset::ALL.len());
		for asset in payable {
			let weight = Weight::from_parts(1_000_000_000, 0);
			let fee = Runtime::query_weight_to_asset_fee(weight, asset.clone());
			assert!(fee.is_ok_and(|fee| fee > 0), "{asset:?}");
		}
	});
}

/// Up there no set waits behind others.
#[test]
fn delivery_to_the_relay_chain_costs_nothing() {
	let mut home = chain_beside(HOME, SIBLING);
	home.execute_with(|| {
		<ParachainSystem as UpwardMessageSender>::ensure_successful_delivery();

		let asked = validate_send::<XcmRouter>(Location::parent(), Xcm(vec![ClearOrigin]));

		let (_, price) = asked.expect("it can be sent");
		assert_eq!(price, Assets::new());
	});
}

/// Deliveries are paid in the native token: the call is paid in dollars and done, and its answer is not sent.
#[test]
fn answer_is_not_sent_to_who_has_only_dollars() {
	let mut home = chain_beside(HOME, SIBLING);
	home.execute_with(|| {
		let usdt = ForeignAsset::Usdt;
		let to = sovereign(SIBLING).into();
		assert_ok!(ForeignAssets::transfer(signed(Alice), usdt, to, 10 * usdt.unit()));
		let fees: Asset = (usdt.location(), usdt.unit()).into();
		let remark = frame_system::Call::<Runtime>::remark_with_event { remark: vec![] };
		let asks =
			QueryResponseInfo { destination: at(SIBLING), query_id: 0, max_weight: Weight::zero() };
		let message = Xcm(vec![
			WithdrawAsset(fees.clone().into()),
			BuyExecution { fees, weight_limit: Unlimited },
			Transact {
				origin_kind: OriginKind::SovereignAccount,
				fallback_max_weight: None,
				call: RuntimeCall::from(remark).encode().into(),
			},
			ReportTransactStatus(asks),
		]);

		let outcome = receive(at(SIBLING), message);

		assert!(
			matches!(&outcome, Outcome::Incomplete { error, .. } if error.error == XcmError::NotHoldingFees),
			"{outcome:?}"
		);
		let events = System::read_events_for_pallet::<frame_system::Event<Runtime>>();
		let is_remark = |event: &_| matches!(event, frame_system::Event::Remarked { .. });
		assert!(events.iter().any(is_remark), "the call was done");
	});
}
