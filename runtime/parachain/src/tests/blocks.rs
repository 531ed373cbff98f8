// SPDX-License-Identifier: Apache-2.0

//! Whole blocks, with what the relay chain tells a collator.

use super::{chain, MONDAY};
use crate::{
	presets::{DEVELOPMENT, PARACHAIN_ID},
	units::{MILLIUNIT, SLOT_DURATION, UNIT},
	Balances, Block, Executive, Header, Nonce, Runtime, RuntimeCall, SignedPayload, System,
	Timestamp, TxExtension, UncheckedExtrinsic,
};
use codec::Encode;
use cumulus_pallet_parachain_system::parachain_inherent::{
	BasicParachainInherentData, InboundMessagesData,
};
use cumulus_primitives_core::{relay_chain::HeadData, PersistedValidationData};
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use pallet_collator_selection::LastAuthoredBlock;
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob};
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::Header as _,
};

/// What a collator puts first into a block: the state of the relay chain, as far as it is asked for.
fn validation_data(slot: Slot, parent: &Header) -> UncheckedExtrinsic {
	let head = HeadData(parent.encode());
	let relay_chain = RelayStateSproofBuilder {
		para_id: PARACHAIN_ID.into(),
		current_slot: slot,
		included_para_head: Some(head.clone()),
		..Default::default()
	};
	let (relay_parent_storage_root, relay_chain_state) = relay_chain.into_state_root_and_proof();
	let data = BasicParachainInherentData {
		validation_data: PersistedValidationData {
			parent_head: head,
			relay_parent_number: parent.number() + 1,
			relay_parent_storage_root,
			max_pov_size: 10 * 1024 * 1024,
		},
		relay_chain_state,
		relay_parent_descendants: vec![],
		collator_peer_id: None,
	};
	let inbound_messages_data = InboundMessagesData::new(Default::default(), Default::default());
	UncheckedExtrinsic::new_bare(
		cumulus_pallet_parachain_system::Call::set_validation_data { data, inbound_messages_data }
			.into(),
	)
}

/// Builds the next block at `time` with `transactions`, all of which succeed.
fn seal(parent: &Header, time: u64, transactions: Vec<UncheckedExtrinsic>) -> Block {
	let slot = Slot::from(time / SLOT_DURATION);
	let digest = Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())] };
	let number = parent.number() + 1;
	let header = Header::new(number, Default::default(), Default::default(), parent.hash(), digest);
	Executive::initialize_block(&header);

	let set_time = pallet_timestamp::Call::set { now: time }.into();
	let mut extrinsics =
		vec![validation_data(slot, parent), UncheckedExtrinsic::new_bare(set_time)];
	extrinsics.extend(transactions);
	for extrinsic in &extrinsics {
		assert_eq!(Executive::apply_extrinsic(extrinsic.clone()), Ok(Ok(())));
	}
	Block { header: Executive::finalize_block(), extrinsics }
}

/// The header of block 0.
fn genesis() -> Header {
	let root = sp_io::storage::root(sp_runtime::StateVersion::V1);
	let root = crate::Hash::from_slice(&root);
	Header::new(0, Default::default(), root, Default::default(), Default::default())
}

/// A chain at its genesis, with the header of it.
fn start() -> (sp_io::TestExternalities, Header) {
	let mut chain = chain(DEVELOPMENT);
	let header = chain.execute_with(|| {
		System::set_block_number(0);
		let header = genesis();
		frame_system::BlockHash::<Runtime>::insert(0, header.hash());
		header
	});
	(chain, header)
}

/// `call` signed by `who`, with the extensions a wallet sends.
fn sign(who: Sr25519Keyring, nonce: Nonce, call: RuntimeCall) -> UncheckedExtrinsic {
	let inner = (
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
	);
	let extension = TxExtension::new(inner);
	let payload = SignedPayload::new(call.clone(), extension.clone()).expect("it can be signed");
	let signature = payload.using_encoded(|bytes| who.sign(bytes));

	UncheckedExtrinsic::new_signed(call, who.to_account_id().into(), signature.into(), extension)
}

#[test]
fn block_with_a_transfer_is_built_and_imports() {
	let (mut chain, parent) = start();
	let pay_bob = pallet_balances::Call::<Runtime>::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value: UNIT,
	};

	let block = chain.execute_with(|| {
		let before = Balances::free_balance(Alice.to_account_id());
		let transfer = sign(Alice, 0, pay_bob.into());
		let block = seal(&parent, MONDAY, vec![transfer]);

		let fee = before - UNIT - Balances::free_balance(Alice.to_account_id());
		assert!((MILLIUNIT / 10..10 * MILLIUNIT).contains(&fee), "a transfer costs {fee}");
		block
	});

	let (mut chain, _) = start();
	chain.execute_with(|| {
		Executive::execute_block(block.into());

		assert_eq!(System::block_number(), 1);
		assert_eq!(Timestamp::get(), MONDAY);
	});
}

#[test]
fn collator_is_noted_as_the_author_of_its_block() {
	let (mut chain, parent) = start();
	chain.execute_with(|| {
		seal(&parent, MONDAY, vec![]);

		assert_eq!(LastAuthoredBlock::<Runtime>::get(Alice.to_account_id()), 1);
	});
}
