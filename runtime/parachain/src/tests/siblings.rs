// SPDX-License-Identifier: Apache-2.0

//! Two of these chains side by side. A message leaves by the queue of one and is executed out of the queue of the other, by the weight
//! that it is given; what lies between, the relay chain's part, is a list of pages that a test may lose, double or reorder.

mod consumers;
mod cover;
mod deliveries;
mod followers;
mod in_vain;
mod refusals;
mod refused_calls;
mod reports;
mod speakers;
mod transfers;

use super::{chain_with, check_invariants, go_to, messages::receive, story};
use crate::{
	accounts::treasury,
	assets::{AssetKind, ForeignAsset, NativeAndAssets},
	configs::xcm::{LocationToAccountId, XcmRouter},
	presets::{DEVELOPMENT, PARACHAIN_ID},
	units::UNIT,
	AccountId, Balances, ForeignAssets, MessageQueue, OperatorStaking, ParachainSystem, Restaking,
	Runtime, RuntimeCall, StakingRewards, System, XcmpQueue,
};
use codec::Encode;
use cumulus_primitives_core::{ParaId, XcmpMessageHandler, XcmpMessageSource};
use frame_support::{
	assert_ok,
	traits::{fungible::InspectHold, fungibles::Inspect, ProcessMessageError, ServiceQueues},
	weights::Weight,
};
use pallet_operator_staking::{EpochIndex, Fraction};
use pallet_restaking_slash::{
	CaseId, ConsumerId, ConsumerTerms, Destination, Fractions, SlashRequest, When, Windows,
};
use serde_json::json;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{Alice, Charlie, Ferdie};
use story::{signed, voice};
use xcm::latest::prelude::*;
use xcm_executor::traits::ConvertLocation;

/// The chain with the operators.
const HOME: u32 = PARACHAIN_ID;
/// The chain on which a consumer and a follower live.
const SIBLING: u32 = 2_001;
/// One more.
const STRANGER: u32 = 2_002;

/// A chain as others name it.
fn at(id: u32) -> Location {
	Location::new(1, [Parachain(id)])
}

/// The account that a chain has on its siblings.
fn sovereign(id: u32) -> AccountId {
	LocationToAccountId::convert_location(&at(id)).expect("every sibling has one")
}

/// A chain with a channel to another, on which that one has a thousand tokens.
fn chain_beside(id: u32, other: u32) -> TestExternalities {
	let mut chain = chain_with(DEVELOPMENT, json!({ "parachainInfo": { "parachainId": id } }));
	chain.execute_with(|| {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(other.into());
		let money = 1_000 * UNIT;
		assert_ok!(Balances::transfer_keep_alive(signed(Alice), sovereign(other).into(), money));
		go_to(0);
		System::reset_events();
	});
	chain
}

/// Sends a message as the chain itself.
fn send(from: &mut TestExternalities, to: u32, message: Xcm<()>) {
	from.execute_with(|| {
		assert_ok!(send_xcm::<XcmRouter>(at(to), message));
	});
}

/// Takes what a chain has sent since this was asked last: pages of messages.
fn take(from: &mut TestExternalities) -> Vec<Vec<u8>> {
	let pages = from.execute_with(|| XcmpQueue::take_outbound_messages(usize::MAX, &[]));
	// One of a single byte has no message: it tells a format that the chain reads.
	pages.into_iter().map(|(_, page)| page).filter(|page| page.len() > 1).collect()
}

/// What becomes of a message.
#[derive(Clone, PartialEq, Debug)]
enum Fate {
	/// All of it was executed.
	Done,
	/// An instruction failed, and those after it were not executed.
	Failed,
	/// Nothing of it was executed.
	Refused(ProcessMessageError),
	/// It weighs more than messages ever get.
	TooHeavy,
}

/// Lets pages of a chain arrive at another, whose messages get so much weight, and returns what has become of them. None if they wait.
fn arrive(to: &mut TestExternalities, from: u32, pages: &[Vec<u8>], limit: Weight) -> Vec<Fate> {
	to.execute_with(|| {
		System::reset_events();
		let pages = pages.iter().map(|page| (ParaId::from(from), 1, page.as_slice()));
		XcmpQueue::handle_xcmp_messages(pages, Weight::MAX);
		MessageQueue::service_queues(limit);
		fates()
	})
}

/// What has become of messages since the events were reset.
fn fates() -> Vec<Fate> {
	System::read_events_for_pallet().into_iter().filter_map(fate).collect()
}

fn fate(event: pallet_message_queue::Event<Runtime>) -> Option<Fate> {
	use pallet_message_queue::Event;

	match event {
		Event::Processed { success: true, .. } => Some(Fate::Done),
		Event::Processed { .. } => Some(Fate::Failed),
		Event::ProcessingFailed { error, .. } => Some(Fate::Refused(error)),
		Event::OverweightEnqueued { .. } => Some(Fate::TooHeavy),
		_ => None,
	}
}

/// Sends a message from one chain to the other, where it gets all the weight it wants.
fn deliver(
	from: &mut TestExternalities,
	from_id: u32,
	to: &mut TestExternalities,
	to_id: u32,
	message: Xcm<()>,
) -> Vec<Fate> {
	send(from, to_id, message);
	let pages = take(from);
	arrive(to, from_id, &pages, Weight::MAX)
}

/// A message that pays for itself and makes a call as the sovereign account of the sender: what is left of the fee goes back to that
/// account, whatever becomes of the call.
fn paid_call(call: &RuntimeCall) -> Xcm<()> {
	let fees: Asset = (Here, UNIT).into();
	let rest = Xcm(vec![
		RefundSurplus,
		DepositAsset { assets: AllCounted(1).into(), beneficiary: at(SIBLING) },
	]);
	Xcm(vec![
		WithdrawAsset(fees.clone().into()),
		BuyExecution { fees, weight_limit: Unlimited },
		SetAppendix(rest),
		Transact {
			origin_kind: OriginKind::SovereignAccount,
			fallback_max_weight: None,
			call: call.encode().into(),
		},
		ExpectTransactStatus(MaybeErrorCode::Success),
	])
}

/// Money that messages of the sibling could move on a chain, to the unit.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Money {
	/// Free native balance of the sibling's account.
	free: u128,
	/// What is held on it.
	held: u128,
	/// Native balance of the treasury, which gets the fees.
	treasury: u128,
	/// Dollars of the sibling's account.
	dollars: u128,
	/// Dollars in the pot of rewards.
	rewards: u128,
	/// Free and held native balance of Charlie, who reports as an outsider.
	outsider: (u128, u128),
	/// Native tokens and dollars that exist.
	issued: (u128, u128),
}

fn money(chain: &mut TestExternalities) -> Money {
	let usdt = AssetKind::WithId(ForeignAsset::Usdt);
	let dollars_of = |who: &AccountId| NativeAndAssets::balance(usdt.clone(), who);
	chain.execute_with(|| {
		let (sibling, charlie) = (sovereign(SIBLING), Charlie.to_account_id());
		Money {
			free: Balances::free_balance(&sibling),
			held: Balances::total_balance_on_hold(&sibling),
			treasury: Balances::free_balance(treasury()),
			dollars: dollars_of(&sibling),
			rewards: dollars_of(&StakingRewards::pot()),
			outsider: (Balances::free_balance(&charlie), Balances::total_balance_on_hold(&charlie)),
			issued: (Balances::total_issuance(), NativeAndAssets::total_issuance(usdt.clone())),
		}
	})
}

/// The consumer of the sibling, which its sovereign account registers.
const CONSUMER: ConsumerId = ConsumerId(3);

/// Terms by which a tenth of a bond, and nothing of a pool, can be taken by one report, once the sibling has heard who served.
fn terms() -> ConsumerTerms<AccountId> {
	ConsumerTerms {
		most: Fractions { bond: Fraction::from_percent(10), pools: Fraction::zero() },
		windows: Windows { report: 3, dispute: 2 },
		bounty: Fraction::zero(),
		destination: Destination::Treasury,
		resolver: None,
		follower: Some(sovereign(SIBLING)),
	}
}

/// A tenth of a bond.
fn a_tenth() -> SlashRequest<AssetKind> {
	let bond = Fraction::from_percent(10);
	SlashRequest { fractions: Fractions { bond, pools: Fraction::zero() }, quantity: None }
}
