// SPDX-License-Identifier: Apache-2.0

//! Messages of other chains: who is who here, which money they bring, what they may do.

use crate::{
	accounts::treasury,
	assets::{AssetKind, ForeignAsset, NativeAndAssets, Places, Reserves},
	configs::origins::{AdministrationId, DefenseId},
	units::WorkPrice,
	AccountId, AllPalletsWithSystem, Balance, Balances, ParachainInfo, ParachainSystem,
	PolkadotXcm, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, XcmpQueue,
};
use core::marker::PhantomData;
use frame_support::{
	parameter_types,
	traits::{
		tokens::imbalance::ResolveTo, ConstU32, Contains, Disabled, Equals, Everything, Get,
		Nothing,
	},
	weights::Weight,
};
use pallet_xcm::XcmPassthrough;
use polkadot_parachain_primitives::primitives::Sibling;
use sp_runtime::traits::Identity;
use xcm::latest::prelude::*;
use xcm_builder::{
	AccountId32Aliases, AllowExplicitUnpaidExecutionFrom, AllowKnownQueryResponses,
	AllowSubscriptionsFrom, AllowTopLevelPaidExecutionFrom, DenyRecursively,
	DenyReserveTransferToRelayChain, DenyThenTry, DescribeAllTerminal, DescribeFamily,
	EnsureXcmOrigin, FixedRateOfFungible, FixedWeightBounds, FrameTransactionalProcessor,
	FungiblesAdapter, HashedDescription, MatchedConvertedConcreteId, NoChecking, ParentIsPreset,
	RelayChainAsNative, SiblingParachainAsNative, SiblingParachainConvertsVia,
	SignedAccountId32AsNative, SignedToAccountId32, SovereignSignedViaLocation, TakeRevenue,
	TakeWeightCredit, TrailingSetTopicAsId, UsingComponents, WithComputedOrigin, WithUniqueTopic,
	XcmFeeManagerFromComponents,
};
use xcm_executor::{traits::TransactAsset, AssetsInHolding, XcmExecutor};

parameter_types! {
	/// The relay chain.
	pub const RelayLocation: Location = Location::parent();
	/// Unknown on a development chain. A real one names its relay chain, and begins `UniversalLocation` with it.
	pub const RelayNetwork: Option<NetworkId> = None;
	/// The relay chain itself as the origin of a call.
	pub RelayChainOrigin: RuntimeOrigin = cumulus_pallet_xcm::Origin::Relay.into();
	/// This chain among all.
	pub UniversalLocation: InteriorLocation = Parachain(ParachainInfo::parachain_id().into()).into();
	/// This chain as its siblings name it.
	pub SiblingLocation: Location = Location::new(1, [Parachain(ParachainInfo::parachain_id().into())]);
	/// The native token.
	pub NativeLocation: Location = Location::here();
	/// This chain as it names itself: what root sends, it sends.
	pub RootLocation: Location = Location::here();
	/// Account that gets what messages pay for their execution.
	pub FeeReceiver: AccountId = treasury();
	/// An instruction costs a millisecond and 64 KiB at most: a guess far above what `pallet-xcm-benchmarks` measures of each.
	pub UnitWeightCost: Weight = Weight::from_parts(1_000_000_000, 64 * 1024);
	/// Instructions of a message: no more than the queue always has room for.
	pub const MaxInstructions: u32 = 50;
	/// Assets that a message holds at once.
	pub const MaxAssetsIntoHolding: u32 = 64;
}

/// Accounts of locations. An account of another chain has one here too, from a hash: so a consumer may live elsewhere.
pub type LocationToAccountId = (
	ParentIsPreset<AccountId>,
	SiblingParachainConvertsVia<Sibling, AccountId>,
	AccountId32Aliases<RelayNetwork, AccountId>,
	HashedDescription<AccountId, DescribeFamily<DescribeAllTerminal>>,
);

/// All money, native and foreign, by one adapter: the assets have their locations in [`Places`].
pub type AssetTransactor = FungiblesAdapter<
	NativeAndAssets,
	MatchedConvertedConcreteId<AssetKind, Balance, Everything, Places, Identity>,
	LocationToAccountId,
	AccountId,
	// Nothing is teleported.
	NoChecking,
	FeeReceiver,
>;

/// Origins of calls in messages. An `Xcm` origin is what the bodies of the relay chain come as.
pub type XcmOriginToTransactDispatchOrigin = (
	SovereignSignedViaLocation<LocationToAccountId, RuntimeOrigin>,
	RelayChainAsNative<RelayChainOrigin, RuntimeOrigin>,
	SiblingParachainAsNative<cumulus_pallet_xcm::Origin, RuntimeOrigin>,
	SignedAccountId32AsNative<RelayNetwork, RuntimeOrigin>,
	XcmPassthrough<RuntimeOrigin>,
);

/// The relay chain, and every chain that it connects with this one.
pub struct RelayAndSiblings;
impl Contains<Location> for RelayAndSiblings {
	fn contains(location: &Location) -> bool {
		matches!(location.unpack(), (1, [] | [Parachain(_)]))
	}
}

/// The relay chain, and the bodies of it that decide something here: they pay nothing.
pub struct RelayAndItsBodies;
impl Contains<Location> for RelayAndItsBodies {
	fn contains(location: &Location) -> bool {
		match location.unpack() {
			(1, []) => true,
			(1, [Plurality { id, part: BodyPart::Voice }]) => {
				[AdministrationId::get(), DefenseId::get()].contains(id)
			},
			_ => false,
		}
	}
}

/// What is executed at all: what has been paid for, what the relay chain says, the question which version we speak, and answers that
/// somebody waits for.
pub type Barrier = TrailingSetTopicAsId<
	DenyThenTry<
		DenyRecursively<DenyReserveTransferToRelayChain>,
		(
			TakeWeightCredit,
			AllowKnownQueryResponses<PolkadotXcm>,
			WithComputedOrigin<
				(
					AllowTopLevelPaidExecutionFrom<Everything>,
					AllowExplicitUnpaidExecutionFrom<RelayAndItsBodies>,
					// Who has sent something asks for the version in which it is answered.
					AllowSubscriptionsFrom<RelayAndSiblings>,
				),
				UniversalLocation,
				ConstU32<8>,
			>,
		),
	>,
>;

/// A price in a foreign asset: one token for a second of work. A block, of two seconds and ten megabytes of proof, costs two either
/// way. It is no market's price: a chain with a feed asks that.
pub struct PriceIn<Asset>(PhantomData<Asset>);
impl<Asset: Get<ForeignAsset>> Get<(AssetId, u128, u128)> for PriceIn<Asset> {
	fn get() -> (AssetId, u128, u128) {
		let asset = Asset::get();
		(AssetId(asset.location()), asset.unit(), asset.unit() / 5)
	}
}

parameter_types! {
	/// The token of the relay chain, as money for fees.
	pub const RelayToken: ForeignAsset = ForeignAsset::RelayToken;
	/// The dollar, as money for fees.
	pub const Usdt: ForeignAsset = ForeignAsset::Usdt;
}

/// Hands what was paid to [`FeeReceiver`].
pub struct ToFeeReceiver;
impl TakeRevenue for ToFeeReceiver {
	fn take_revenue(revenue: AssetsInHolding) {
		let account = AccountId32 { network: None, id: FeeReceiver::get().into() };
		// Less than its minimum balance, for an account that has none of it: that is lost.
		let _ = AssetTransactor::deposit_asset(revenue, &account.into(), None);
	}
}

/// Sale of execution for any of the assets.
pub type Trader = (
	UsingComponents<
		WorkPrice,
		NativeLocation,
		AccountId,
		Balances,
		ResolveTo<FeeReceiver, Balances>,
	>,
	FixedRateOfFungible<PriceIn<RelayToken>, ToFeeReceiver>,
	FixedRateOfFungible<PriceIn<Usdt>, ToFeeReceiver>,
);

/// What each instruction weighs.
pub type Weigher = FixedWeightBounds<UnitWeightCost, RuntimeCall, MaxInstructions>;

/// Settings of the executor of messages.
pub struct XcmConfig;
impl xcm_executor::Config for XcmConfig {
	type RuntimeCall = RuntimeCall;
	type XcmSender = XcmRouter;
	type XcmEventEmitter = PolkadotXcm;
	type AssetTransactor = AssetTransactor;
	type OriginConverter = XcmOriginToTransactDispatchOrigin;
	type IsReserve = Reserves;
	type IsTeleporter = ();
	type UniversalLocation = UniversalLocation;
	type Barrier = Barrier;
	type Weigher = Weigher;
	type Trader = Trader;
	type ResponseHandler = PolkadotXcm;
	type AssetTrap = PolkadotXcm;
	type SubscriptionService = PolkadotXcm;
	type PalletInstancesInfo = AllPalletsWithSystem;
	type MaxAssetsIntoHolding = MaxAssetsIntoHolding;
	type AssetLocker = ();
	type AssetExchanger = ();
	// Everybody but root pays for deliveries to other parachains, in the native token, and what is paid is burnt.
	type FeeManager = XcmFeeManagerFromComponents<Equals<RootLocation>, ()>;
	type MessageExporter = ();
	type UniversalAliases = Nothing;
	type CallDispatcher = RuntimeCall;
	// The filter of the runtime applies as to everybody.
	type SafeCallFilter = Everything;
	type Aliasers = Nothing;
	type TransactionalProcessor = FrameTransactionalProcessor;
	type HrmpNewChannelOpenRequestHandler = ();
	type HrmpChannelAcceptedHandler = ();
	type HrmpChannelClosingHandler = ();
	type XcmRecorder = PolkadotXcm;
}

/// Locations of local accounts that send messages.
pub type LocalOriginToLocation = SignedToAccountId32<RuntimeOrigin, AccountId, RelayNetwork>;

/// Ways out: up to the relay chain, and across to other parachains.
pub type XcmRouter = WithUniqueTopic<(
	cumulus_primitives_utility::ParentAsUmp<ParachainSystem, PolkadotXcm, ()>,
	XcmpQueue,
)>;

impl pallet_xcm::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type CurrencyMatcher = ();
	type AuthorizedAliasConsideration = Disabled;
	// Root alone. Messages leave in their order: whoever may send what it likes keeps the set of an epoch waiting until the fault that it
	// would prove cannot be reported any more, and that may be worth the price of many deliveries.
	type SendXcmOrigin = EnsureXcmOrigin<RuntimeOrigin, ()>;
	type XcmRouter = XcmRouter;
	type ExecuteXcmOrigin = EnsureXcmOrigin<RuntimeOrigin, LocalOriginToLocation>;
	// Messages of an account's own would be charged by the guess above.
	type XcmExecuteFilter = Nothing;
	type XcmExecutor = XcmExecutor<XcmConfig>;
	type XcmTeleportFilter = Nothing;
	type XcmReserveTransferFilter = Everything;
	type Weigher = Weigher;
	type UniversalLocation = UniversalLocation;
	type RuntimeOrigin = RuntimeOrigin;
	type RuntimeCall = RuntimeCall;
	const VERSION_DISCOVERY_QUEUE_SIZE: u32 = 100;
	type AdvertisedXcmVersion = pallet_xcm::CurrentXcmVersion;
	type AdminOrigin = super::origins::ParametersOrigin;
	type TrustedLockers = ();
	type SovereignAccountOf = LocationToAccountId;
	type MaxLockers = ConstU32<8>;
	type MaxRemoteLockConsumers = ConstU32<0>;
	type RemoteLockConsumerIdentifier = ();
	// Measured with an empty queue. A page that is there already comes into the proof, and with it into the weight of the block.
	type WeightInfo = crate::weights::MeasuredWeight<Runtime>;
}

impl cumulus_pallet_xcm::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type XcmExecutor = XcmExecutor<XcmConfig>;
}
