// SPDX-License-Identifier: Apache-2.0

//! Messages of other chains: which money they bring, and what they may call.

use super::{chain, go_to};
use crate::{
	accounts::treasury,
	assets::{AssetKind, ForeignAsset, NativeAndAssets, Places, Reserves},
	configs::{
		origins::{AdministrationId, DefenseId},
		xcm::{LocationToAccountId, XcmConfig},
	},
	presets::DEVELOPMENT,
	units::UNIT,
	AccountId, Balances, Nfts, Runtime, RuntimeCall, RuntimeOrigin, StakingRewards,
};
use codec::{Encode, MaxEncodedLen};
use frame_support::{
	assert_ok,
	traits::{fungible::Mutate, fungibles::Inspect, ContainsPair},
};
use pallet_operator_staking::{Fraction, PoolId};
use sp_keyring::Sr25519Keyring::Charlie;
use sp_runtime::traits::MaybeEquivalence;
use xcm::latest::{prelude::*, Error, Outcome};
use xcm_executor::{traits::ConvertLocation, XcmExecutor};

/// Executes a message as if `origin` had sent it.
pub(super) fn receive(origin: Location, message: Xcm<RuntimeCall>) -> Outcome {
	let most = Weight::from_parts(u64::MAX, u64::MAX);
	let mut id = message.using_encoded(sp_io::hashing::blake2_256);
	let none = Weight::zero();
	XcmExecutor::<XcmConfig>::prepare_and_execute(origin, message, &mut id, most, none)
}

fn here(who: &AccountId) -> Location {
	AccountId32 { network: None, id: who.clone().into() }.into()
}

/// A thousand dollars for Charlie, out of which the message is paid.
fn thousand_usdt() -> Xcm<RuntimeCall> {
	let asset = ForeignAsset::Usdt;
	let money: Asset = (asset.location(), 1_000 * asset.unit()).into();
	Xcm(vec![
		ReserveAssetDeposited(money.clone().into()),
		ClearOrigin,
		BuyExecution { fees: money, weight_limit: Unlimited },
		DepositAsset { assets: AllCounted(1).into(), beneficiary: here(&Charlie.to_account_id()) },
	])
}

fn balance(who: &AccountId) -> u128 {
	NativeAndAssets::balance(AssetKind::WithId(ForeignAsset::Usdt), who)
}

#[test]
fn every_asset_has_a_place_and_a_location() {
	let foreign = ForeignAsset::ALL.map(AssetKind::WithId);
	for kind in [AssetKind::Native].into_iter().chain(foreign) {
		let location = Places::convert_back(&kind).expect("it has one");
		assert_eq!(Places::convert(&location), Some(kind));
	}
	assert_eq!(Places::convert(&Location::new(1, [Parachain(3_000)])), None);
}

/// The reason for places: of a location every key, every record and every declared proof would count this much.
#[test]
fn place_is_small_where_a_location_is_large() {
	assert_eq!(AssetKind::max_encoded_len(), 2);
	assert!(Location::max_encoded_len() > 300, "{}", Location::max_encoded_len());
}

#[test]
fn only_the_reserve_of_an_asset_brings_it() {
	let asset_hub = Location::new(1, [Parachain(1_000)]);
	let dollar: Asset = (ForeignAsset::Usdt.location(), 1).into();
	let native: Asset = (Location::here(), 1).into();

	assert!(Reserves::contains(&dollar, &asset_hub));
	assert!(!Reserves::contains(&dollar, &Location::parent()));
	assert!(!Reserves::contains(&dollar, &Location::new(1, [Parachain(2_001)])));
	assert!(!Reserves::contains(&native, &asset_hub));
}

#[test]
fn money_of_the_reserve_arrives_and_pays_for_its_message() {
	chain(DEVELOPMENT).execute_with(|| {
		let (charlie, unit) = (Charlie.to_account_id(), ForeignAsset::Usdt.unit());
		let before = (balance(&charlie), balance(&treasury()));

		let outcome = receive(ForeignAsset::Usdt.reserve(), thousand_usdt());

		assert!(matches!(outcome, Outcome::Complete { .. }), "{outcome:?}");
		let fee = balance(&treasury()) - before.1;
		assert_eq!(balance(&charlie), before.0 + 1_000 * unit - fee);
		assert!(fee > 0 && fee < unit, "four instructions cost {fee}");
	});
}

#[test]
fn money_of_anybody_else_is_refused() {
	chain(DEVELOPMENT).execute_with(|| {
		let charlie = Charlie.to_account_id();
		let before = balance(&charlie);

		let outcome = receive(Location::new(1, [Parachain(2_001)]), thousand_usdt());

		assert!(
			matches!(&outcome, Outcome::Incomplete { error, .. }
				if error.error == Error::UntrustedReserveLocation),
			"{outcome:?}"
		);
		assert_eq!(balance(&charlie), before);
	});
}

/// Sets the size of the active set, as a body of the relay chain.
fn set_size(body: BodyId, size: u32) -> Outcome {
	let call: RuntimeCall =
		pallet_operator_staking::Call::<Runtime>::set_active_set_size { size }.into();
	let message = Xcm(vec![
		DescendOrigin(Plurality { id: body, part: BodyPart::Voice }.into()),
		UnpaidExecution { weight_limit: Unlimited, check_origin: None },
		Transact {
			origin_kind: OriginKind::Xcm,
			fallback_max_weight: None,
			call: call.encode().into(),
		},
		ExpectTransactStatus(MaybeErrorCode::Success),
	]);
	receive(Location::parent(), message)
}

#[test]
fn body_of_the_relay_chain_sets_a_parameter_by_a_message() {
	chain(DEVELOPMENT).execute_with(|| {
		let outcome = set_size(AdministrationId::get(), 7);

		assert!(matches!(outcome, Outcome::Complete { .. }), "{outcome:?}");
		assert_eq!(pallet_operator_staking::ActiveSetSize::<Runtime>::get(), 7);

		let by_the_quicker = set_size(DefenseId::get(), 8);
		assert!(matches!(by_the_quicker, Outcome::Incomplete { .. }), "{by_the_quicker:?}");
		let by_another = set_size(BodyId::Legislative, 8);
		assert!(matches!(by_another, Outcome::Incomplete { .. } | Outcome::Error(_)));
		assert_eq!(pallet_operator_staking::ActiveSetSize::<Runtime>::get(), 7);
	});
}

/// A consumer may live on another chain: its account there has one here, and nobody else has the same.
#[test]
fn accounts_of_other_chains_have_accounts_here() {
	let remote = |para, id| {
		let location = Location::new(1, [Parachain(para), AccountId32 { network: None, id }]);
		LocationToAccountId::convert_location(&location).expect("it has one")
	};
	assert_ne!(remote(2_001, [1; 32]), remote(2_001, [2; 32]));
	assert_ne!(remote(2_001, [1; 32]), remote(2_002, [1; 32]));
	assert_ne!(remote(2_001, [1; 32]), AccountId::new([1; 32]));
}

/// Of a burnt position nobody could have the stake.
#[test]
fn position_of_another_chain_is_not_burnt_by_a_message() {
	chain(DEVELOPMENT).execute_with(|| {
		go_to(0);
		let sibling = Location::new(1, [Parachain(2_001)]);
		let who = LocationToAccountId::convert_location(&sibling).expect("it has an account");
		assert_ok!(Balances::mint_into(&who, 1_000 * UNIT));
		let offered = StakingRewards::reward_pool(PoolId(1)).expect("it pays");
		let staked = StakingRewards::stake(
			RuntimeOrigin::signed(who.clone()),
			PoolId(1),
			100 * UNIT,
			offered.tiers[0],
			Fraction::one(),
			offered.destination.expect("it is offered"),
		);
		assert_ok!(staked);
		let collection = pallet_staking_rewards::Collection::<Runtime>::get().expect("it is made");
		assert_eq!(Nfts::owner(collection, 1), Some(who.clone()));

		let burn = RuntimeCall::Nfts(pallet_nfts::Call::burn { collection, item: 1 });
		let fees: Asset = (Location::here(), 10 * UNIT).into();
		let outcome = receive(
			sibling,
			Xcm(vec![
				WithdrawAsset(fees.clone().into()),
				BuyExecution { fees, weight_limit: Unlimited },
				Transact {
					origin_kind: OriginKind::SovereignAccount,
					fallback_max_weight: None,
					call: burn.encode().into(),
				},
				ExpectTransactStatus(MaybeErrorCode::Success),
			]),
		);

		assert!(
			matches!(&outcome, Outcome::Incomplete { error, .. }
				if error.error == Error::ExpectationFalse),
			"{outcome:?}"
		);
		assert_eq!(Nfts::owner(collection, 1), Some(who));
	});
}
