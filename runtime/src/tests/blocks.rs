// SPDX-License-Identifier: Apache-2.0

use super::{chain, chain_with_sessions};
use crate::{
	configs::consensus::SessionPeriod,
	presets::{DEVELOPMENT, LOCAL},
	units::{DAYS, MILLIUNIT, SLOT_DURATION, UNIT},
	Authorship, Balances, Block, BlockNumber, Executive, Header, Nonce, OperatorStaking, Runtime,
	RuntimeCall, Session, SignedPayload, System, Timestamp, TxExtension, UncheckedExtrinsic,
};
use bulwark_traits::Epochs;
use codec::Encode;
use frame_support::{storage::with_transaction_unchecked, traits::Get};
use pallet_operator_staking::EpochIndex;
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::Header as _,
	transaction_validity::InvalidTransaction,
	TransactionOutcome,
};

/// A Monday in 2026, in milliseconds.
pub const MONDAY: u64 = 1_767_571_200_000;

/// Begins the next block of the chain at `time`; the author is the slot's.
pub fn begin(time: u64) -> Vec<UncheckedExtrinsic> {
	let slot = Slot::from(time / SLOT_DURATION);
	let digest = Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())] };
	let (number, parent) = (System::block_number(), System::block_hash(System::block_number()));
	let header = Header::new(number + 1, Default::default(), Default::default(), parent, digest);
	Executive::initialize_block(&header);

	let set_time = UncheckedExtrinsic::new_bare(pallet_timestamp::Call::set { now: time }.into());
	assert_eq!(Executive::apply_extrinsic(set_time.clone()), Ok(Ok(())));
	vec![set_time]
}

/// Seals a block at `time` with `transactions`, all of which succeed.
pub fn seal(time: u64, transactions: Vec<UncheckedExtrinsic>) -> Block {
	let mut extrinsics = begin(time);
	for transaction in transactions {
		assert_eq!(Executive::apply_extrinsic(transaction.clone()), Ok(Ok(())));
		extrinsics.push(transaction);
	}
	let header = Executive::finalize_block();

	// A node knows the block by the hash of its header from now on.
	frame_system::BlockHash::<Runtime>::insert(header.number(), header.hash());
	Block { header, extrinsics }
}

/// `call` signed by `who`, with the extensions a wallet sends.
pub fn sign(who: Sr25519Keyring, nonce: Nonce, call: RuntimeCall) -> UncheckedExtrinsic {
	let extension: TxExtension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_transaction_payment::ChargeTransactionPayment::from(0).into(),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let payload = SignedPayload::new(call.clone(), extension.clone()).expect("it can be signed");
	let signature = payload.using_encoded(|bytes| who.sign(bytes));

	UncheckedExtrinsic::new_signed(call, who.to_account_id().into(), signature.into(), extension)
}

fn pay_bob(amount: u128) -> RuntimeCall {
	pallet_balances::Call::transfer_keep_alive { dest: Bob.to_account_id().into(), value: amount }
		.into()
}

#[test]
fn empty_block_imports() {
	let block = chain(DEVELOPMENT).execute_with(|| seal(MONDAY, vec![]));

	chain(DEVELOPMENT).execute_with(|| {
		Executive::execute_block(block.into());

		assert_eq!(System::block_number(), 1);
		assert_eq!(Timestamp::get(), MONDAY);
	});
}

#[test]
fn block_with_transfer_imports() {
	let block = chain(DEVELOPMENT).execute_with(|| {
		let transfer = sign(Alice, 0, pay_bob(UNIT));
		seal(MONDAY, vec![transfer])
	});

	chain(DEVELOPMENT).execute_with(|| {
		let before = Balances::free_balance(Bob.to_account_id());

		Executive::execute_block(block.into());

		assert_eq!(Balances::free_balance(Bob.to_account_id()), before + UNIT);
	});
}

#[test]
fn fee_is_burnt_and_small() {
	chain(DEVELOPMENT).execute_with(|| {
		let issuance = Balances::total_issuance();
		let before = Balances::free_balance(Bob.to_account_id());

		let transfer = sign(Bob, 0, pay_bob(UNIT));
		seal(MONDAY, vec![transfer]);

		let fee = before - Balances::free_balance(Bob.to_account_id());
		assert_eq!(Balances::total_issuance(), issuance - fee);
		assert!((MILLIUNIT / 10..MILLIUNIT).contains(&fee), "a transfer costs {fee}");
	});
}

#[test]
fn blocks_may_share_a_time() {
	chain(DEVELOPMENT).execute_with(|| {
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);

		assert_eq!(System::block_number(), 2);
	});
}

#[test]
fn author_is_the_one_of_the_slot() {
	chain(LOCAL).execute_with(|| {
		for (slot, author) in [(0, Bob), (1, Alice), (2, Charlie), (3, Bob)] {
			begin(MONDAY + slot * SLOT_DURATION);
			assert_eq!(Authorship::author(), Some(author.to_account_id()));
			Executive::finalize_block();
		}
	});
}

#[test]
fn session_rotates_and_keeps_its_authors() {
	chain_with_sessions().execute_with(|| {
		let authors = Session::validators();

		for _ in 0..SessionPeriod::get() {
			seal(MONDAY, vec![]);
		}

		assert_eq!(Session::current_index(), 1);
		assert_eq!(Session::validators(), authors);
		assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), authors.len());
	});
}

#[test]
fn rotating_block_takes_no_transaction_and_the_next_one_does() {
	chain_with_sessions().execute_with(|| {
		let before = Balances::free_balance(Bob.to_account_id());
		let last: BlockNumber = SessionPeriod::get() - 1;
		(0..last).for_each(|_| drop(seal(MONDAY, vec![])));
		let transfer = sign(Alice, 0, pay_bob(UNIT));

		begin(MONDAY);
		// Whoever builds a block undoes what a refused transaction left behind.
		let refused = with_transaction_unchecked(|| {
			TransactionOutcome::Rollback(Executive::apply_extrinsic(transfer.clone()))
		});
		assert_eq!(refused, Err(InvalidTransaction::ExhaustsResources.into()));
		let header = Executive::finalize_block();
		frame_system::BlockHash::<Runtime>::insert(header.number(), header.hash());

		seal(MONDAY, vec![transfer]);
		assert_eq!(Balances::free_balance(Bob.to_account_id()), before + UNIT);
	});
}

#[test]
fn two_sessions_fit_into_an_epoch_where_authors_follow_the_set() {
	for mut chain in [chain(LOCAL), chain_with_sessions()] {
		chain.execute_with(|| {
			let session = u64::from(SessionPeriod::get()) * SLOT_DURATION;
			assert!(
				2 * session
					<= OperatorStaking::start(EpochIndex(1))
						- OperatorStaking::start(EpochIndex(0))
			);
		});
	}
}

/// As many as a client tries in an afternoon: it makes a block for each, and loses those that a block does not take.
#[test]
fn every_one_of_many_transactions_finds_room_in_a_block_of_its_own_on_development() {
	chain(DEVELOPMENT).execute_with(|| {
		for nonce in 0..200 {
			seal(MONDAY, vec![sign(Alice, nonce, pay_bob(UNIT))]);
		}

		assert_eq!(SessionPeriod::get(), DAYS);
	});
}
