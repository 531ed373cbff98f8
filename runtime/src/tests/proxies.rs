// SPDX-License-Identifier: Apache-2.0

//! Proxies: which calls each kind may make for the account that appointed it.

use super::{chain, metadata::metadata};
use crate::{
	accounts::treasury, presets::DEVELOPMENT, units::UNIT, Proxy, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeOrigin, System,
};
use bulwark_runtime_common::ProxyType;
use codec::Decode;
use frame_support::{assert_ok, traits::InstanceFilter};
use pallet_operator_staking::{Amount, Fraction, PoolId};
use pallet_staking_rewards::{Destination, LockTier, Multiplier, PositionId, RewardClaim};
use scale_info::TypeDef;
use sp_keyring::Sr25519Keyring::{Bob, Dave};
use sp_runtime::{traits::TrailingZeroInput, DispatchError};

/// The pallets that have calls of ours, with their indices.
const PALLETS: [(&str, u8); 5] = [
	("OperatorStaking", 40),
	("StakingRewards", 41),
	("Restaking", 42),
	("Programmes", 43),
	("Rollup", 44),
];

/// Every call of these pallets, as the metadata knows it, with arguments of nothing.
fn calls() -> Vec<(String, RuntimeCall)> {
	let metadata = metadata();
	let mut calls = Vec::new();
	for (name, index) in PALLETS {
		let pallet = metadata.pallets.iter().find(|pallet| pallet.name == name);
		let types = pallet.and_then(|pallet| pallet.calls.as_ref()).expect("it has calls");
		let ty = metadata.types.resolve(types.ty.id).expect("they have a type");
		let TypeDef::Variant(variants) = &ty.type_def else { panic!("a call is one of several") };
		for call in &variants.variants {
			let bytes = [index, call.index];
			let decoded = RuntimeCall::decode(&mut TrailingZeroInput::new(&bytes));
			calls.push((format!("{name}.{}", call.name), decoded.expect("nothing decodes")));
		}
	}
	calls
}

/// The calls of ours that a kind of proxy may make, by pallet.
fn allowed(kind: ProxyType) -> Vec<(&'static str, String)> {
	let calls = calls();
	let of_pallet = |pallet: &str| {
		let allowed = calls.iter().filter(|(_, call)| kind.filter(call));
		let names = allowed.filter_map(|(name, _)| name.strip_prefix(pallet)?.strip_prefix('.'));
		names.collect::<Vec<_>>().join(" ")
	};
	PALLETS.map(|(pallet, _)| (pallet, of_pallet(pallet))).into()
}

fn list(lists: [&'static str; 5]) -> Vec<(&'static str, String)> {
	PALLETS.into_iter().zip(lists).map(|((pallet, _), list)| (pallet, list.into())).collect()
}

#[test]
fn proxy_for_staking_makes_these_calls_of_ours_and_no_others() {
	assert_eq!(
		allowed(ProxyType::Staking),
		list([
			"withdraw_bond delegate undelegate withdraw poke redelegate complete_redelegation \
			 cancel_redelegation reclaim_place",
			"claim stake unstake split tag ensure_worth poke",
			"release_consumer_deposit prune settle claim_bounty reveal_evidence \
			 release_dispute_deposit uphold release_slashed",
			"finalise report_idle clear_nodes",
			"adopt prove expire release_challenge_deposit release_batch claim_bounty lift_bar \
			 prove_equivocation poke_turns report_again clear_key",
		])
	);
}

#[test]
fn proxy_for_operating_makes_these_calls_of_ours_and_no_others() {
	assert_eq!(
		allowed(ProxyType::Operating),
		list([
			"top_up_bond withdraw_bond poke resume reclaim_place",
			"claim tag ensure_worth poke",
			"release_consumer_deposit prune settle claim_bounty reveal_evidence \
			 release_dispute_deposit uphold release_slashed",
			"add_node remove_node finalise report_idle clear_nodes",
			"set_key submit_batch adopt prove expire release_challenge_deposit release_batch \
			 claim_bounty lift_bar prove_equivocation poke_turns report_again clear_key",
		])
	);
}

#[test]
fn proxy_of_any_other_kind_makes_no_call_of_ours_but_the_unlimited_one() {
	for kind in [ProxyType::NonTransfer, ProxyType::CancelProxy] {
		assert_eq!(allowed(kind), list([""; 5]));
	}
	assert!(calls().iter().all(|(_, call)| ProxyType::Any.filter(call)));
}

#[test]
fn proxy_for_operating_sets_session_keys_and_one_for_staking_does_not() {
	let purge: RuntimeCall = pallet_session::Call::purge_keys {}.into();

	assert!(ProxyType::Operating.filter(&purge));
	assert!(!ProxyType::Staking.filter(&purge));
}

#[test]
fn proxy_for_staking_is_not_paid_by_the_account() {
	use pallet_staking_rewards::Call;
	let filter = |call: Call<Runtime>| ProxyType::Staking.filter(&RuntimeCall::from(call));
	let tier = LockTier { duration: 4, multiplier: Multiplier::ONE };
	let stake = |max_penalty| Call::stake {
		pool_id: PoolId(1),
		amount: 1,
		tier,
		max_penalty,
		destination: Destination::Burn,
	};
	let unstake = |max_penalty| Call::unstake {
		position_id: PositionId(1),
		amount: Amount::All,
		max_penalty,
	};
	let claim = |to| Call::claim { claim: RewardClaim::Commission(PoolId(1)), to };

	assert!(filter(stake(Fraction::zero())) && filter(unstake(Fraction::zero())));
	let least = Fraction::from_parts(1);
	assert!(!filter(stake(least)) && !filter(unstake(least)), "the penalty could be its own");
	assert!(filter(claim(None)));
	assert!(!filter(claim(Some(treasury().into()))), "or the rewards");
}

/// The outcome of a call that Dave's proxy makes for Bob, an operator.
fn by_proxy(call: RuntimeCall) -> Result<(), DispatchError> {
	let (bob, dave) = (Bob.to_account_id(), RuntimeOrigin::signed(Dave.to_account_id()));
	System::reset_events();
	assert_ok!(Proxy::proxy(dave, bob.into(), None, call.into()));
	let executed = System::events().into_iter().find_map(|record| match record.event {
		RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
		_ => None,
	});
	executed.expect("it was told")
}

#[test]
fn batch_of_a_proxy_is_filtered_call_by_call() {
	chain(DEVELOPMENT).execute_with(|| {
		System::set_block_number(1);
		let bob = RuntimeOrigin::signed(Bob.to_account_id());
		assert_ok!(Proxy::add_proxy(bob, Dave.to_account_id().into(), ProxyType::Staking, 0));
		let staked =
			|| pallet_operator_staking::Call::delegate { pool_id: PoolId(3), amount: UNIT };
		let retire = || pallet_operator_staking::Call::retire {};
		let batch = |calls| RuntimeCall::from(pallet_utility::Call::batch_all { calls });

		assert_ok!(by_proxy(batch(vec![staked().into(), staked().into()])));
		let filtered = Err(frame_system::Error::<Runtime>::CallFiltered.into());
		assert_eq!(by_proxy(retire().into()), filtered);
		assert_eq!(by_proxy(batch(vec![staked().into(), retire().into()])), filtered);
	});
}

fn transfer() -> RuntimeCall {
	pallet_balances::Call::transfer_keep_alive { dest: Bob.to_account_id().into(), value: 1 }.into()
}

fn reject() -> RuntimeCall {
	pallet_proxy::Call::reject_announcement {
		delegate: Bob.to_account_id().into(),
		call_hash: Default::default(),
	}
	.into()
}

/// True if the first kind may appoint the second.
fn includes(kind: ProxyType, other: ProxyType) -> bool {
	InstanceFilter::<RuntimeCall>::is_superset(&kind, &other)
}

const LIMITED: [ProxyType; 4] =
	[ProxyType::NonTransfer, ProxyType::CancelProxy, ProxyType::Staking, ProxyType::Operating];

#[test]
fn only_an_unlimited_proxy_moves_money() {
	assert!(ProxyType::Any.filter(&transfer()));
	for kind in LIMITED {
		assert!(!kind.filter(&transfer()), "{kind:?}");
	}
}

#[test]
fn only_an_unlimited_proxy_appoints_one_for_staking_or_operating() {
	for kind in LIMITED {
		for other in [ProxyType::Any, ProxyType::Staking, ProxyType::Operating] {
			assert_eq!(includes(kind, other), kind == other, "{kind:?} {other:?}");
			assert!(includes(ProxyType::Any, other));
		}
	}
}

#[test]
fn every_proxy_may_cancel() {
	for kind in [ProxyType::Any, ProxyType::NonTransfer, ProxyType::CancelProxy] {
		assert!(kind.filter(&reject()));
		assert!(includes(kind, ProxyType::CancelProxy));
		assert!(includes(ProxyType::Any, kind));
	}
	assert!(!includes(ProxyType::CancelProxy, ProxyType::NonTransfer));
	assert!(!includes(ProxyType::NonTransfer, ProxyType::Any));
}
