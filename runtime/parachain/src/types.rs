// SPDX-License-Identifier: Apache-2.0

//! The shapes of accounts, transactions and blocks.

use crate::{Runtime, RuntimeCall};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};

/// Any of the three usual signature schemes, so that every wallet can sign.
pub type Signature = MultiSignature;

/// The public key that made a [`Signature`].
pub type AccountPublic = <Signature as Verify>::Signer;

/// 32 bytes: a public key, or the hash of something that has none.
pub type AccountId = <AccountPublic as IdentifyAccount>::AccountId;

/// Amounts of the native token and of every other asset: one type, so that sums need no conversion.
pub type Balance = u128;

/// Number of transactions that an account has sent.
pub type Nonce = u32;

/// Hash of blocks and state.
pub type Hash = sp_core::H256;

/// Height of a block. It measures no time: a parachain writes blocks at the pace of its cores.
pub type BlockNumber = u32;

/// Name of an account in a call. There are no account indices.
pub type Address = MultiAddress<AccountId, ()>;

/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;

/// Block with transactions the runtime understands.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// Checks around every transaction, outermost first.
///
/// The outermost one gives back what was reserved of time and proof and not used: it has to see the proof that all others
/// recorded. A call may be free of charge under its own condition (`feeless_if`), hence the wrapper around the fee.
pub type TxExtension = cumulus_pallet_weight_reclaim::StorageWeightReclaim<
	Runtime,
	(
		frame_system::AuthorizeCall<Runtime>,
		frame_system::CheckNonZeroSender<Runtime>,
		frame_system::CheckSpecVersion<Runtime>,
		frame_system::CheckTxVersion<Runtime>,
		frame_system::CheckGenesis<Runtime>,
		frame_system::CheckEra<Runtime>,
		frame_system::CheckNonce<Runtime>,
		frame_system::CheckWeight<Runtime>,
		pallet_skip_feeless_payment::SkipCheckIfFeeless<
			Runtime,
			pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
		>,
		frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	),
>;

/// A transaction as it arrives: nothing of it has been checked.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// Payload that a sender signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
