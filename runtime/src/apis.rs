// SPDX-License-Identifier: Apache-2.0

//! The runtime APIs: questions of a node or a wallet.
//!
//! Each function of Bulwark's APIs answers by the view function of the same name, or by that of `bulwark-views` if it goes
//! across pallets: nothing is decided here.

use crate::{
	assets::AssetKind, genesis, presets, AccountId, Balance, Block, Executive, InherentDataExt,
	Nonce, OperatorStaking, Programmes, Restaking, Rollup, Runtime, RuntimeCall,
	RuntimeGenesisConfig, SessionKeys, StakingRewards, System, TransactionPayment, VERSION,
};
use alloc::vec::Vec;
use bulwark_views::{HoldingView, OperatorProfile};
use frame_support::{
	genesis_builder_helper::get_preset,
	view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	weights::Weight,
};
use pallet_operator_staking::{
	ActiveSetView, Amount, EpochIndex, EpochView, OperatorView, PoolId, PoolView, Power, StakeView,
};
use pallet_performance_programmes::{NodeOf, ProgrammeId, ProgrammeView, ScoreView, WorkView};
use pallet_restaking_slash::{AnswersView, CaseId, CaseView, ConsumerId, ConsumerView, OptInsView};
use pallet_rollup_attestation::{
	Bar, BatchId, BatchView, Challenge, HeadView, Header as BatchHeader, KeptSetView, Key,
	SequencerSetView, SetNumber, TurnView,
};
use pallet_staking_rewards::{
	CommissionView, PositionId, PositionView, RewardClaim, RewardKind, RewardPoolView,
	UnstakePreview,
};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use sp_api::impl_runtime_apis;
use sp_consensus_aura::{sr25519::AuthorityId as AuraId, SlotDuration};
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_genesis_builder::PresetId;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	traits::{Block as BlockT, Get},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> SlotDuration {
			SlotDuration::from_millis(<Runtime as pallet_aura::Config>::SlotDuration::get())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl
		pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
			Block,
			Balance,
			RuntimeCall,
		> for Runtime
	{
		fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl bulwark_views::runtime_api::BulwarkApi<Block, AccountId, AssetKind> for Runtime {
		fn holdings_of(account: AccountId) -> Vec<HoldingView<AccountId, AssetKind>> {
			bulwark_views::holdings_of::<Runtime>(&account)
		}

		fn operators(
			after: Option<AccountId>,
			limit: u32,
		) -> Vec<OperatorProfile<AccountId, AssetKind>> {
			bulwark_views::operators::<Runtime>(after, limit)
		}
	}

	impl pallet_operator_staking::runtime_api::OperatorStakingApi<Block, AccountId, AssetKind>
		for Runtime
	{
		fn epoch() -> EpochView {
			OperatorStaking::epoch()
		}

		fn operator(operator: AccountId) -> Option<OperatorView> {
			OperatorStaking::operator(operator)
		}

		fn operators(
			after: Option<AccountId>,
			limit: u32,
		) -> Vec<(AccountId, OperatorView)> {
			OperatorStaking::operators(after, limit)
		}

		fn pool(pool_id: PoolId) -> Option<PoolView<AccountId, AssetKind>> {
			OperatorStaking::pool(pool_id)
		}

		fn stake_of(pool_id: PoolId, staker: AccountId) -> Option<StakeView> {
			OperatorStaking::stake_of(pool_id, staker)
		}

		fn stakes_of(staker: AccountId) -> Vec<(PoolId, StakeView)> {
			OperatorStaking::stakes_of(staker)
		}

		fn active_set() -> ActiveSetView<AccountId> {
			OperatorStaking::active_set()
		}

		fn power_history(operator: AccountId) -> Vec<(EpochIndex, Power)> {
			OperatorStaking::power_history(operator)
		}
	}

	impl pallet_staking_rewards::runtime_api::StakingRewardsApi<Block, AccountId, AssetKind>
		for Runtime
	{
		fn position(position_id: PositionId) -> Option<PositionView<AccountId, AssetKind>> {
			StakingRewards::position(position_id)
		}

		fn positions_of(account: AccountId) -> Vec<PositionId> {
			StakingRewards::positions_of(account)
		}

		fn reward_pools_of(staker: AccountId) -> Vec<PoolId> {
			StakingRewards::reward_pools_of(staker)
		}

		fn commission_of(operator: AccountId) -> Option<CommissionView> {
			StakingRewards::commission_of(operator)
		}

		fn available_reward(
			claim: RewardClaim<AccountId>,
			epoch: EpochIndex,
		) -> Vec<(AssetKind, Balance)> {
			StakingRewards::available_reward(claim, epoch)
		}

		fn available_reward_of(
			kind: RewardKind,
			pool_id: PoolId,
			epoch: EpochIndex,
			staker: AccountId,
		) -> Vec<(AssetKind, Balance)> {
			StakingRewards::available_reward_of(kind, pool_id, epoch, staker)
		}

		fn earned(
			claim: RewardClaim<AccountId>,
			epoch: EpochIndex,
		) -> Vec<(AssetKind, Balance)> {
			StakingRewards::earned(claim, epoch)
		}

		fn earned_of(
			kind: RewardKind,
			pool_id: PoolId,
			epoch: EpochIndex,
			staker: AccountId,
		) -> Vec<(AssetKind, Balance)> {
			StakingRewards::earned_of(kind, pool_id, epoch, staker)
		}

		fn preview_unstake(
			position_id: PositionId,
			amount: Amount,
		) -> Option<UnstakePreview<AssetKind>> {
			StakingRewards::preview_unstake(position_id, amount)
		}

		fn reward_pool(pool_id: PoolId) -> Option<RewardPoolView<AccountId, AssetKind>> {
			StakingRewards::reward_pool(pool_id)
		}
	}

	impl pallet_restaking_slash::runtime_api::RestakingApi<Block, AccountId, AssetKind> for Runtime {
		fn consumer(consumer_id: ConsumerId) -> Option<ConsumerView<AccountId>> {
			Restaking::consumer(consumer_id)
		}

		fn acknowledged_epoch(follower: AccountId) -> Option<EpochIndex> {
			Restaking::acknowledged_epoch(follower)
		}

		fn opt_ins(operator: AccountId) -> OptInsView {
			Restaking::opt_ins(operator)
		}

		fn what_answers(operator: AccountId, epoch: EpochIndex) -> AnswersView {
			Restaking::what_answers(operator, epoch)
		}

		fn case(case_id: CaseId) -> Option<CaseView<AccountId, AssetKind>> {
			Restaking::case(case_id)
		}

		fn disputes_of(
			case_id: pallet_restaking_slash::CaseId,
		) -> Option<pallet_restaking_slash::DisputesView<AccountId>> {
			Restaking::disputes_of(case_id)
		}

		fn cases_of(operator: AccountId) -> Vec<CaseId> {
			Restaking::cases_of(operator)
		}

		fn slash_preview(case_id: CaseId) -> Vec<(AssetKind, Balance)> {
			Restaking::slash_preview(case_id)
		}

		fn slash_preview_for(case_id: CaseId, pool_id: PoolId, staker: AccountId) -> Balance {
			Restaking::slash_preview_for(case_id, pool_id, staker)
		}
	}

	impl pallet_performance_programmes::runtime_api::PerformanceProgrammesApi<
			Block,
			AccountId,
			AssetKind,
		> for Runtime
	{
		fn programmes() -> Vec<ProgrammeId> {
			Programmes::programmes()
		}

		fn programme(
			programme_id: ProgrammeId,
		) -> Option<ProgrammeView<AccountId, AssetKind>> {
			Programmes::programme(programme_id)
		}

		fn score(
			programme_id: ProgrammeId,
			epoch: EpochIndex,
			operator: AccountId,
		) -> Option<ScoreView<AccountId>> {
			Programmes::score(programme_id, epoch, operator)
		}

		fn nodes_of(operator: AccountId) -> Vec<NodeOf<Runtime>> {
			Programmes::nodes_of(operator)
		}

		fn node_message(operator: AccountId, epoch: EpochIndex) -> Vec<u8> {
			Programmes::node_message(operator, epoch)
		}

		fn work_of(operator: AccountId, epoch: EpochIndex) -> Option<WorkView> {
			Programmes::work_of(operator, epoch)
		}
	}

	impl pallet_rollup_attestation::runtime_api::RollupAttestationApi<Block, AccountId> for Runtime {
		fn head() -> HeadView {
			Rollup::head()
		}

		fn sets() -> Vec<KeptSetView> {
			Rollup::sets()
		}

		fn sequencer_set(set_number: SetNumber) -> Option<SequencerSetView<AccountId>> {
			Rollup::sequencer_set(set_number)
		}

		fn batch(batch_id: BatchId) -> Option<BatchView<AccountId>> {
			Rollup::batch(batch_id)
		}

		fn batch_id_at(index: u32) -> Option<BatchId> {
			Rollup::batch_id_at(index)
		}

		fn challenge_of(batch_id: BatchId) -> Option<Challenge<AccountId>> {
			Rollup::challenge_of(batch_id)
		}

		fn key_of(operator: AccountId) -> Option<Key> {
			Rollup::key_of(operator)
		}

		fn possession_bytes(operator: AccountId, key: Key) -> Vec<u8> {
			Rollup::possession_bytes(operator, key)
		}

		fn id_of_header(header: BatchHeader) -> BatchId {
			Rollup::id_of_header(header)
		}

		fn turn() -> Option<TurnView<AccountId>> {
			Rollup::turn()
		}

		fn bar_of(operator: AccountId) -> Option<Bar> {
			Rollup::bar_of(operator)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(json: Vec<u8>) -> sp_genesis_builder::Result {
			genesis::build_state(&json)
		}

		fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, presets::preset)
		}

		fn preset_names() -> Vec<PresetId> {
			presets::names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			crate::benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (Weight, Weight) {
			let weight = Executive::try_runtime_upgrade(checks)
				.expect("a dry run has to stop at an upgrade that fails");
			(weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("a dry run has to stop at a block that fails")
		}
	}
}
