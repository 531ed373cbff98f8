// SPDX-License-Identifier: Apache-2.0

//! Who speaks for a chain about sets, and with whose money.

use super::{
	followers::{sent, Pair},
	*,
};
use crate::{configs::followers::FollowerChain, SetFollower, SetMessages};
use frame_support::assert_noop;
use pallet_operator_staking::SetId;
use pallet_restaking_slash::AcknowledgedEpochs;
use sp_runtime::{traits::BadOrigin, DispatchError, TokenError};
use xcm::VersionedXcm;

#[test]
fn set_of_anybody_else_is_not_taken() {
	let mut pair = Pair::new();
	let (_, pages) = pair.begin(1);
	pair.sibling.execute_with(|| {
		let to = sovereign(STRANGER).into();
		assert_ok!(Balances::transfer_keep_alive(signed(Alice), to, 100 * UNIT));
	});

	let told = arrive(&mut pair.sibling, STRANGER, &pages, Weight::MAX);

	assert_eq!(told, [Fate::Failed]);
	assert_eq!(pair.followed(), None);
	assert!(take(&mut pair.sibling).is_empty());
}

/// Accounts of that chain send messages too, as themselves, and the chain speaks by no account. Only what is taken shows why the rest is
/// not.
#[test]
fn set_is_taken_of_the_followed_chain_itself_and_of_no_account() {
	let account = AccountId32 { network: None, id: Charlie.to_account_id().into() };
	let there = Location::new(1, [Parachain(HOME), account]);
	let news = || -> RuntimeCall {
		let members = vec![Charlie.to_account_id()].try_into().expect("there is room");
		let (set_id, epoch) = (SetId(1), EpochIndex(1));
		pallet_set_follower::Call::<Runtime>::note_set { set_id, epoch, members }.into()
	};
	for (by_account, kind, is_taken) in [
		(false, OriginKind::Xcm, true),
		(false, OriginKind::SovereignAccount, false),
		(true, OriginKind::Xcm, false),
		(true, OriginKind::SovereignAccount, false),
	] {
		chain_beside(SIBLING, HOME).execute_with(|| {
			let payer = LocationToAccountId::convert_location(&there).expect("it has one");
			assert_ok!(Balances::transfer_keep_alive(signed(Alice), payer.into(), 100 * UNIT));
			let mut message = paid_call(&news());
			if let Some(Transact { origin_kind, .. }) = message.0.get_mut(3) {
				*origin_kind = kind;
			}
			if by_account {
				message.0.insert(0, DescendOrigin(account.into()));
			}

			let outcome = receive(at(HOME), message.into());

			let is_done = matches!(outcome, Outcome::Complete { .. });
			let is_known = SetFollower::followed_set().is_some();
			assert_eq!((is_done, is_known), (is_taken, is_taken), "{by_account} {kind:?}");
		});
	}
}

/// What is acknowledged stays in the storage without a deposit: of each chain one entry, of accounts here and there none.
#[test]
fn set_is_acknowledged_by_chains_alone() {
	let mut home = chain_beside(HOME, SIBLING);
	home.execute_with(|| {
		let acknowledge = |who: AccountId| {
			let by = crate::RuntimeOrigin::signed(who);
			Restaking::acknowledge_set(by, story::now())
		};
		let id = Charlie.to_account_id().into();
		let there = Location::new(1, [Parachain(SIBLING), AccountId32 { network: None, id }]);
		let on_sibling = LocationToAccountId::convert_location(&there).expect("it has one");

		for who in [Alice.to_account_id(), on_sibling, treasury()] {
			assert_noop!(acknowledge(who), BadOrigin);
		}
		assert_ok!(acknowledge(sovereign(STRANGER)));

		let followers: Vec<_> = AcknowledgedEpochs::<Runtime>::iter_keys().collect();
		assert_eq!(followers, [sovereign(STRANGER)]);
	});
}

/// Follows sets from now on, and returns why no message goes there.
fn reason_not_sent(follower: FollowerChain) -> TokenError {
	let mut pair = Pair::new();
	pair.home.execute_with(|| {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(
			follower.para_id.into(),
		);
		let followers = vec![follower.clone()].try_into().expect("there is room");
		assert_ok!(SetMessages::set_followers(crate::RuntimeOrigin::root(), followers));
	});

	let (_, pages) = pair.begin(1);

	assert!(pages.is_empty());
	pair.home.execute_with(|| match sent().as_slice() {
		[pallet_set_messenger::Event::SetNotSent {
			follower: told,
			reason: DispatchError::Token(reason),
			..
		}] => {
			assert_eq!(*told, follower);
			*reason
		},
		others => panic!("{others:?}"),
	})
}

/// It would hear every set twice otherwise. What its messages may cost can change all the same.
#[test]
fn follower_is_named_once_whatever_its_messages_may_cost() {
	let mut home = chain_beside(HOME, SIBLING);
	home.execute_with(|| {
		let at_most = |fee| FollowerChain { para_id: SIBLING, pallet_index: 46, fee };
		let name = |followers: Vec<FollowerChain>| {
			let followers = followers.try_into().expect("there is room");
			SetMessages::set_followers(crate::RuntimeOrigin::root(), followers)
		};

		let twice = pallet_set_messenger::Error::<Runtime>::DuplicateFollower;
		assert_noop!(name(vec![at_most(UNIT), at_most(2 * UNIT)]), twice);
		assert_ok!(name(vec![at_most(UNIT)]));
		assert_ok!(name(vec![at_most(2 * UNIT)]));
		let elsewhere = FollowerChain { pallet_index: 47, ..at_most(UNIT) };
		assert_ok!(name(vec![at_most(UNIT), elsewhere]));
	});
}

/// What this chain has there stands for the tokens that people have here.
#[test]
fn message_is_not_paid_for_out_of_a_reserve() {
	let asset_hub = FollowerChain { para_id: 1_000, pallet_index: 46, fee: UNIT };

	assert_eq!(reason_not_sent(asset_hub), TokenError::FundsUnavailable);
}

#[test]
fn message_that_may_cost_nothing_is_not_sent() {
	let sibling = FollowerChain { para_id: SIBLING, pallet_index: 46, fee: 0 };

	assert_eq!(reason_not_sent(sibling), TokenError::BelowMinimum);
}

/// What a message may cost at most has to be more than it costs.
#[test]
fn fee_below_the_price_is_trapped_and_claimed() {
	let mut pair = Pair::new();
	let fee = UNIT / 1_000;
	let on_sibling =
		|pair: &mut Pair| pair.sibling.execute_with(|| Balances::free_balance(sovereign(HOME)));
	let before = on_sibling(&mut pair);
	pair.home.execute_with(|| {
		let follower = FollowerChain { para_id: SIBLING, pallet_index: 46, fee };
		let followers = vec![follower].try_into().expect("there is room");
		assert_ok!(SetMessages::set_followers(crate::RuntimeOrigin::root(), followers));
	});

	let (_, pages) = pair.begin(1);
	assert_eq!(arrive(&mut pair.sibling, HOME, &pages, Weight::MAX), [Fate::Failed]);

	assert_eq!(pair.followed(), None);
	assert_eq!(on_sibling(&mut pair), before - fee);
	let mut pay_and = |last: Instruction<()>| {
		let fees: Asset = (Here, UNIT).into();
		let rest = Xcm(vec![
			RefundSurplus,
			DepositAsset { assets: AllCounted(1).into(), beneficiary: at(HOME) },
		]);
		let message = Xcm(vec![
			WithdrawAsset(fees.clone().into()),
			BuyExecution { fees, weight_limit: Unlimited },
			SetAppendix(rest),
			last,
		]);
		let told = deliver(&mut pair.home, HOME, &mut pair.sibling, SIBLING, message);
		assert_eq!(told, [Fate::Done]);
		on_sibling(&mut pair)
	};
	// Every instruction costs the same.
	let price = before - fee - pay_and(ClearError);
	let trapped: Asset = (Here, fee).into();
	let claim = ClaimAsset { assets: trapped.into(), ticket: Location::here() };
	assert_eq!(pay_and(claim), before - 2 * price);
}

/// A message of an account would stand before that of the next set.
#[test]
fn account_sends_no_messages_of_its_own() {
	let mut home = chain_beside(HOME, SIBLING);
	home.execute_with(|| {
		let send = |by| {
			let (to, message) = (at(SIBLING).into_versioned(), VersionedXcm::from(Xcm(vec![])));
			crate::PolkadotXcm::send(by, Box::new(to), Box::new(message))
		};

		assert_noop!(send(signed(Alice)), BadOrigin);
		assert_ok!(send(crate::RuntimeOrigin::root()));
	});
}

/// Whoever sends something wants to know in which version, and asks before anything else.
#[test]
fn sibling_that_asks_for_our_version_is_answered() {
	let (mut home, mut sibling) = (chain_beside(HOME, SIBLING), chain_beside(SIBLING, HOME));
	let asks = SubscribeVersion { query_id: 0, max_response_weight: Weight::zero() };

	let told = deliver(&mut sibling, SIBLING, &mut home, HOME, Xcm(vec![asks]));

	assert_eq!(told, [Fate::Done]);
	assert!(!take(&mut home).is_empty(), "the answer is on its way");
}
