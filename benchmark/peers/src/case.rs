// SPDX-License-Identifier: Apache-2.0

//! A call that is ready to be made, the fee that it costs, and the state that its account has.

use crate::{
	configs::system::RuntimeBlockWeights, units::UNIT, AccountId, Balance, Balances, PeerAssets,
	Runtime, RuntimeCall, RuntimeOrigin, System, TransactionPayment, TxExtension,
	UncheckedExtrinsic,
};
use alloc::{format, string::String, vec::Vec};
use codec::Encode;
use frame_benchmarking::account;
use frame_support::{
	assert_ok,
	dispatch::{DispatchClass, DispatchResultWithPostInfo, GetDispatchInfo},
	storage::unhashed,
	traits::{fungible::Mutate, PalletInfoAccess},
	weights::Weight,
};
use pallet_transaction_payment::ChargeTransactionPayment;
use sp_core::{sr25519, RuntimeInterfaceLogLevel};
use sp_runtime::{generic::Era, traits::Dispatchable, MultiSignature};

/// The amount of a usual call.
pub const AMOUNT: Balance = 100 * UNIT;

/// Number of accounts in a scene besides the one that calls.
pub const OTHERS: u32 = 20;

/// An account with money.
pub fn rich(name: &'static str, index: u32) -> AccountId {
	let who = account(name, index, 0);
	assert_ok!(Balances::mint_into(&who, 1_000 * AMOUNT));
	who
}

/// The account that calls.
pub fn caller() -> AccountId {
	rich("caller", 0)
}

/// Makes a call on the way to a scene.
pub fn does(who: &AccountId, call: impl Into<RuntimeCall>) {
	assert_ok!(call.into().dispatch(RuntimeOrigin::signed(who.clone())));
}

/// A call that is ready to be made.
pub struct Case {
	who: AccountId,
	call: RuntimeCall,
	/// Set by [`Case::make`].
	result: Option<DispatchResultWithPostInfo>,
}

impl Case {
	pub fn new(who: AccountId, call: impl Into<RuntimeCall>) -> Self {
		Self { who, call: call.into(), result: None }
	}

	/// What is measured.
	pub fn make(&mut self) {
		let origin = RuntimeOrigin::signed(self.who.clone());
		self.result = Some(self.call.clone().dispatch(origin));
	}

	/// Fee and number per block of the declared weight and of the actual one, the same if the call returns none, the time of
	/// that one, and the state of the account: a line for `scripts/peers.py`.
	pub fn report(&self, row: u32, name: &str) -> String {
		let mut post = self.result.expect("it was made").expect("it succeeds");
		let transaction = signed(&self.who, self.call.clone());
		let (info, length) = (transaction.get_dispatch_info(), transaction.encoded_size() as u32);
		let paid = post.actual_weight.unwrap_or(info.call_weight).ref_time();
		post.actual_weight =
			post.actual_weight.map(|weight| weight.saturating_add(info.extension_weight));
		let declared = TransactionPayment::compute_fee(length, &info, 0);
		let actual = TransactionPayment::compute_actual_fee(length, &info, &post, 0);
		let [all, some] =
			[info.total_weight(), post.calc_actual_weight(&info)].map(number_per_block);
		let (keys, values) = state_of(&self.who);
		format!("case|{row}|{name}|{declared}|{actual}|{all}|{some}|{paid}|{keys}|{values}")
	}
}

/// A transaction as a wallet sends it. What it signs says nothing about its fee.
fn signed(who: &AccountId, call: RuntimeCall) -> UncheckedExtrinsic {
	let extension: TxExtension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckNonce::from(0),
		frame_system::CheckWeight::new(),
		ChargeTransactionPayment::<Runtime>::from(0).into(),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let signature = MultiSignature::from(sr25519::Signature::default());
	UncheckedExtrinsic::new_signed(call, who.clone().into(), signature, extension)
}

/// Number of transactions of such a weight that a block takes.
fn number_per_block(weight: Weight) -> u64 {
	let weights = RuntimeBlockWeights::get();
	let normal = weights.get(DispatchClass::Normal);
	let room = normal.max_total.unwrap_or(weights.max_block);
	room.checked_div_per_component(&weight.saturating_add(normal.base_extrinsic))
		.expect("it is not nothing")
}

/// Bytes of the keys that name an account, and of their values, without those of its balances.
fn state_of(who: &AccountId) -> (usize, usize) {
	let balances = [System::name_hash(), PeerAssets::name_hash()];
	let who: &[u8] = who.as_ref();
	let names = |key: &[u8]| key.windows(who.len()).any(|part| part == who);
	let is_balance = |key: &[u8]| balances.iter().any(|pallet| key.starts_with(pallet));

	let (mut key, mut keys, mut values) = (Vec::new(), 0, 0);
	while let Some(next) = sp_io::storage::next_key(&key) {
		if names(&next) && !is_balance(&next) {
			keys += next.len();
			values += unhashed::get_raw(&next).map_or(0, |value| value.len());
		}
		key = next;
	}
	(keys, values)
}

/// Tells the tool's log.
pub fn tell(line: &str) {
	sp_io::logging::log(RuntimeInterfaceLogLevel::Warn, "peers", line.as_bytes());
}
