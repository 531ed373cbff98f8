// SPDX-License-Identifier: Apache-2.0

//! A second layer whose batches the chain's own operators sign: the second consumer of the presets.

use super::{
	origins::{EmergencyOrigin, ParametersOrigin},
	staking::Treasury,
};
use crate::{
	assets::AssetKind,
	units::{HOURS, UNIT},
	Balances, OperatorStaking, Programmes, Restaking, Runtime, RuntimeHoldReason, System,
};
use bulwark_runtime_common::Door;
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveTo, ConstU128, ConstU32, ConstU64},
	PalletId,
};
use pallet_rollup_attestation::{Arkworks, Burden, ConsumerId, Fraction};

parameter_types! {
	/// Id of the rollup in all that is signed.
	pub const RollupId: PalletId = PalletId(*b"bw/rllup");
	/// Consumer that the rollup is.
	pub const RollupConsumer: ConsumerId = ConsumerId(2);
	/// Half of a bond: who has promised less, or lost it, is no sequencer.
	pub const LeastPromise: Fraction = Fraction::from_percent(50);
	/// Part of an outsider's deposit that the challenger of its bad batch gets.
	pub const DepositBounty: Fraction = Fraction::from_percent(20);
	/// Silence of the judge takes nothing from anybody but the challenger.
	pub const WhoProves: Burden = Burden::Challenger;
	/// Equivocations cost nothing: a signer that restarts badly is not a thief.
	pub const EquivocationFraction: Fraction = Fraction::zero();
}

impl pallet_rollup_attestation::Config for Runtime {
	type Native = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnForfeit = ResolveTo<Treasury, Balances>;
	type AssetId = AssetKind;
	type Operators = OperatorStaking;
	type ActiveSet = OperatorStaking;
	type OptIns = Door<Restaking>;
	type Faults = Door<Restaking>;
	type Work = Door<Programmes>;
	type Verifier = Arkworks;
	// A second layer that proves faults puts its verifier here.
	type Proofs = ();
	type JudgeOrigin = EmergencyOrigin;
	type AdminOrigin = ParametersOrigin;
	type BlockNumberProvider = System;
	type PalletId = RollupId;
	type Consumer = RollupConsumer;
	type MaxSequencers = ConstU32<128>;
	type MaxSets = ConstU32<32>;
	// One in each turn of three weeks, for as long as a challenge keeps them from being final, and some.
	type MaxBatches = ConstU32<2048>;
	type MaxSize = ConstU32<{ 16 * 1024 * 1024 }>;
	type MaxProof = ConstU32<1024>;
	type LeastPromise = LeastPromise;
	// C + J + 1 is the time of the consumer's terms to report a fault.
	type ChallengeEpochs = ConstU32<1>;
	type JudgeEpochs = ConstU32<1>;
	type MinBlocks = ConstU32<HOURS>;
	type Burden = WhoProves;
	type SetTimeout = ConstU32<2>;
	// Twenty minutes.
	type TurnLength = ConstU64<1_200_000>;
	// A bond: a second account buys no bad batch for less.
	type BatchDeposit = <Runtime as pallet_operator_staking::Config>::Bond;
	type ChallengeDeposit = ConstU128<{ 10 * UNIT }>;
	type DepositBounty = DepositBounty;
	type BountyDelay = ConstU32<2>;
	type EquivocationFraction = EquivocationFraction;
	type WeightInfo = pallet_rollup_attestation::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
