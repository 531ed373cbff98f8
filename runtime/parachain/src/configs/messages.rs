// SPDX-License-Identifier: Apache-2.0

//! The relay chain, and the queues of messages from it and from other parachains.

use super::{
	system::RuntimeBlockWeights,
	xcm::{NativeLocation, XcmConfig, XcmOriginToTransactDispatchOrigin},
};
use crate::{
	units::{EXISTENTIAL_DEPOSIT, MAXIMUM_BLOCK_WEIGHT, MICROUNIT},
	AccountId, Balance, MessageQueue, ParachainInfo, ParachainSystem, Runtime, RuntimeCall,
	RuntimeEvent, XcmpQueue,
};
use core::marker::PhantomData;
use cumulus_pallet_parachain_system::RelayNumberMonotonicallyIncreases;
use cumulus_primitives_core::{AggregateMessageOrigin, ParaId};
use frame_support::{
	parameter_types,
	traits::{ConstU32, EnqueueWithOrigin, QueueFootprint, QueuePausedQuery, TransformOrigin},
	weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_message_queue::OnQueueChanged;
use polkadot_runtime_common::xcm_sender::ExponentialPrice;
use sp_runtime::{traits::Convert, Perbill};
use xcm::latest::AssetId;
use xcm_builder::ProcessXcmMessage;
use xcm_executor::XcmExecutor;

/// Largest page of a queue of messages, in bytes: as large as a message between parachains may be.
pub const MAX_PAGE: u32 = 103 * 1024;

/// Blocks that a slot of the relay chain may have, and that may wait to be included.
pub type ConsensusHook = cumulus_pallet_aura_ext::FixedVelocityConsensusHook<Runtime, 6_000, 1, 3>;

/// How far ahead a collator looks for a core, in blocks of the relay chain: one, as blocks are backed asynchronously.
pub const MAX_CLAIM_QUEUE_OFFSET: u8 = 1;

parameter_types! {
	/// Blocks that the newest one of the relay chain is ahead of the one that a block builds on.
	pub const RelayParentOffset: u32 = 0;
	/// A quarter of a block for messages of other parachains.
	pub const ReservedXcmpWeight: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(4);
	/// A quarter of a block for messages of the relay chain.
	pub const ReservedDmpWeight: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(4);
	/// The relay chain as a sender.
	pub const RelayOrigin: AggregateMessageOrigin = AggregateMessageOrigin::Parent;
	/// A third of a block for messages that wait.
	pub MessageQueueServiceWeight: Weight =
		Perbill::from_percent(35) * RuntimeBlockWeights::get().max_block;
}

impl cumulus_pallet_parachain_system::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnSystemEvent = ();
	type SelfParaId = ParachainInfo;
	type OutboundXcmpMessageSource = XcmpQueue;
	type DmpQueue = EnqueueWithOrigin<MessageQueue, RelayOrigin>;
	type ReservedDmpWeight = ReservedDmpWeight;
	type XcmpMessageHandler = XcmpQueue;
	type ReservedXcmpWeight = ReservedXcmpWeight;
	type CheckAssociatedRelayNumber = RelayNumberMonotonicallyIncreases;
	type WeightInfo = cumulus_pallet_parachain_system::weights::SubstrateWeight<Runtime>;
	type ConsensusHook = ConsensusHook;
	type RelayParentOffset = RelayParentOffset;
	type SchedulingSignatureVerifier = ();
}

impl parachain_info::Config for Runtime {}

/// Processes messages by executing them.
pub type Executed = ProcessXcmMessage<AggregateMessageOrigin, XcmExecutor<XcmConfig>, RuntimeCall>;

impl pallet_message_queue::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_message_queue::weights::SubstrateWeight<Runtime>;
	// The tests of the runtime have the feature of benchmarks, and real messages.
	#[cfg(all(feature = "runtime-benchmarks", not(test)))]
	type MessageProcessor =
		pallet_message_queue::mock_helpers::NoopMessageProcessor<AggregateMessageOrigin>;
	#[cfg(any(not(feature = "runtime-benchmarks"), test))]
	type MessageProcessor = super::refusals::RefuseFirst<Executed>;
	type Size = u32;
	type QueueChangeHandler = Siblings<XcmpQueue>;
	type QueuePausedQuery = Siblings<XcmpQueue>;
	type HeapSize = ConstU32<MAX_PAGE>;
	type MaxStale = ConstU32<8>;
	type ServiceWeight = MessageQueueServiceWeight;
	type IdleMaxServiceWeight = MessageQueueServiceWeight;
}

/// Price of a delivery to another parachain, which is burnt. It rises by a twentieth or more with each message that leaves more bytes waiting
/// here than half of the channel takes, and falls by a twentieth with each block that sends something there and leaves no more. What waits over
/// there does not move it: how long a message holds up those behind it is up to the queue of that chain ([`super::refusals`]).
/// What this chain says by itself costs it nothing: sets, acknowledgements, versions. Nor does what goes up to the relay chain, which no set
/// waits behind.
pub type DeliveryPrice = ExponentialPrice<DeliveryAsset, DeliveryBase, DeliveryByte, XcmpQueue>;

parameter_types! {
	/// The native token.
	pub DeliveryAsset: AssetId = AssetId(NativeLocation::get());
	/// Price of a delivery before its first byte: as much as an account costs.
	pub const DeliveryBase: Balance = EXISTENTIAL_DEPOSIT;
	/// Price of a byte: as much as in a transaction.
	pub const DeliveryByte: Balance = MICROUNIT;
}

impl cumulus_pallet_xcmp_queue::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ChannelInfo = ParachainSystem;
	type VersionWrapper = crate::PolkadotXcm;
	type XcmpQueue = TransformOrigin<MessageQueue, AggregateMessageOrigin, ParaId, Sibling>;
	type MaxInboundSuspended = ConstU32<1_000>;
	type MaxActiveOutboundChannels = ConstU32<128>;
	type MaxPageSize = ConstU32<MAX_PAGE>;
	type ControllerOrigin = EnsureRoot<AccountId>;
	type ControllerOriginConverter = XcmOriginToTransactDispatchOrigin;
	type PriceForSiblingDelivery = DeliveryPrice;
	type WeightInfo = cumulus_pallet_xcmp_queue::weights::SubstrateWeight<Runtime>;
}

/// The queue of another parachain as an origin of messages.
pub struct Sibling;
impl Convert<ParaId, AggregateMessageOrigin> for Sibling {
	fn convert(id: ParaId) -> AggregateMessageOrigin {
		AggregateMessageOrigin::Sibling(id)
	}
}

/// What knows only the queues of other parachains, asked about all.
pub struct Siblings<Inner>(PhantomData<Inner>);

impl<Inner: QueuePausedQuery<ParaId>> QueuePausedQuery<AggregateMessageOrigin> for Siblings<Inner> {
	fn is_paused(origin: &AggregateMessageOrigin) -> bool {
		match origin {
			AggregateMessageOrigin::Sibling(id) => Inner::is_paused(id),
			AggregateMessageOrigin::Here | AggregateMessageOrigin::Parent => false,
		}
	}
}

impl<Inner: OnQueueChanged<ParaId>> OnQueueChanged<AggregateMessageOrigin> for Siblings<Inner> {
	fn on_queue_changed(origin: AggregateMessageOrigin, footprint: QueueFootprint) {
		if let AggregateMessageOrigin::Sibling(id) = origin {
			Inner::on_queue_changed(id, footprint);
		}
	}
}
