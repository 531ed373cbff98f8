// SPDX-License-Identifier: Apache-2.0

//! Choices of the runtime: money, neighbours, origins, times and bounds.

use crate::{Config, Fraction, Pallet};
use bulwark_ledger::MIN_SLASH;
use frame_support::traits::Get;

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Native asset, in which deposits are held: usually balances.
		type Native: fungible::hold::Mutate<
				Self::AccountId,
				Balance = Balance,
				Reason = Self::RuntimeHoldReason,
			> + fungible::BalancedHold<Self::AccountId>;

		/// Hold reasons of the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// Treasury for lost deposits, bounties and the parts of submitters apart. `()` burns them.
		type OnForfeit: OnUnbalanced<NativeCreditOf<Self>>;

		/// Name of an asset in reports of faults: that of the restaking pallet.
		type AssetId: Parameter;

		/// Keeper of operators, with the clock and the liability window: the staking pallet.
		type Operators: Standing<Self::AccountId>;

		/// Active set, whose members become sequencers: the staking pallet. `()` has none.
		type ActiveSet: ActiveSetInfo<Self::AccountId>;

		/// Promises of operators to the rollup: the restaking pallet. `()` promises nothing, so that there are no sequencers.
		type OptIns: OptIns<Self::AccountId>;

		/// Judge of operators whose batch was bad: the restaking pallet. `()` charges nobody.
		type Faults: FaultReporter<Self::AccountId, Self::AssetId>;

		/// Receiver of the work of sequencers, batches and time-outs: the programmes pallet. `()` counts nothing.
		type Work: WorkLog<Self::AccountId>;

		/// Cryptography of keys and signatures.
		type Verifier: Verifier;

		/// Proofs that a batch is bad. `()` proves nothing.
		type Proofs: BatchProofs;

		/// Origin that judges challenges.
		type JudgeOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Origin that switches signatures on and off, adopts sets at once and lifts bars.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Counter of blocks, so that no time to challenge runs out while none is made: usually the system pallet.
		type BlockNumberProvider: BlockNumberProvider;

		/// Id of the pallet in all that is signed and hashed. It has no account.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Consumer of the restaking pallet that the rollup is: sequencers opt in to it. Its terms let all of a bond be taken
		/// at once, and leave time to report what is known last, C + J + 1 ≤ R and R + D + 1 ≤ W: whose opt-in pins others is no
		/// sequencer. Where the chain may stand still R is one more, as B blocks can take a verdict past C + J. Its follower, if it
		/// names one, acknowledges within R.
		#[pallet::constant]
		type Consumer: Get<ConsumerId>;

		/// Largest number of sequencers in a set, 1 to 255. It may only grow.
		#[pallet::constant]
		type MaxSequencers: Get<u32>;

		/// Largest number of sets that are kept, at least C + 3: one in each epoch whose batches are not final, one that they
		/// hand over to, and the newest. It may only grow.
		#[pallet::constant]
		type MaxSets: Get<u32>;

		/// Largest number of batches that are not final, at least 1: as many as can come as long as one challenge keeps them all
		/// from being final, one a turn for C + J + 1 epochs, and one a block for B blocks twice. Else a challenge stops the
		/// rollup. It may only grow.
		#[pallet::constant]
		type MaxBatches: Get<u32>;

		/// Largest size of a batch in bytes, at least 1.
		#[pallet::constant]
		type MaxSize: Get<u32>;

		/// Largest size of a proof in bytes.
		#[pallet::constant]
		type MaxProof: Get<u32>;

		/// Least part of a bond that has to be promised to the rollup and unused, for who is a sequencer or submits without a
		/// deposit: at least what a case takes.
		#[pallet::constant]
		type LeastPromise: Get<Fraction>;

		/// C: number of epochs after its own in which a batch can be challenged. At least 1.
		#[pallet::constant]
		type ChallengeEpochs: Get<u32>;

		/// J: number of epochs in which a challenge can be judged after the one in which the last has joined. At least 1.
		#[pallet::constant]
		type JudgeEpochs: Get<u32>;

		/// B: least number of blocks of both times.
		#[pallet::constant]
		type MinBlocks: Get<u32>;

		/// Side that loses when the time to judge a challenge is over.
		#[pallet::constant]
		type Burden: Get<Burden>;

		/// Number of epochs for which a batch stays under its set after a newer one was formed, and after which anybody may
		/// adopt the newest set if no batch comes in. At least 1.
		#[pallet::constant]
		type SetTimeout: Get<u32>;

		/// Length of a turn of a submitter in milliseconds, at least 1. Fixed for ever once a chain runs: turns in storage are
		/// numbered by it.
		#[pallet::constant]
		type TurnLength: Get<Millis>;

		/// Deposit for the batch of who does not answer with a bond, in native units: at least a bond, or a bad batch costs less
		/// by a second account. Its bounty is at least the minimum balance.
		#[pallet::constant]
		type BatchDeposit: Get<Balance>;

		/// Deposit of a challenger, in native units. More than nothing.
		#[pallet::constant]
		type ChallengeDeposit: Get<Balance>;

		/// Part of the deposit of a bad batch that the challenger gets. At most half, so that nobody gains by a challenge of
		/// its own batch.
		#[pallet::constant]
		type DepositBounty: Get<Fraction>;

		/// Number of epochs between a verdict and the payment of a bounty out of a deposit.
		#[pallet::constant]
		type BountyDelay: Get<u32>;

		/// Part of the bond that an equivocation costs, at least 0.01 %. 0 switches that off: a signer that restarts badly is not a thief.
		#[pallet::constant]
		type EquivocationFraction: Get<Fraction>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Helper of the benchmarks: operators that serve and answer, signatures, time.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}
}

/// Panics if what the runtime has chosen does not fit together.
pub(crate) fn check<T: Config>() {
	assert!((1..=255).contains(&T::MaxSequencers::get()), "a bitmap has 32 bytes");
	assert!(
		T::MaxSets::get() >= T::ChallengeEpochs::get().saturating_add(3),
		"each epoch has a set under which batches are not final, and two come after"
	);
	assert!(T::MaxBatches::get() >= 1, "a batch is not final when it is accepted");
	assert!(T::LeastPromise::get() >= MIN_SLASH, "whoever promises can be charged");
	assert!(
		Pallet::<T>::times().fit(u32::MAX),
		"a batch can be challenged, and a challenge judged"
	);
	assert!(T::SetTimeout::get() >= 1, "a set has time to hand over");
	assert!(T::TurnLength::get() >= 1, "a turn lasts");
	assert!(
		T::DepositBounty::get() <= Fraction::from_percent(50),
		"nobody gains by a challenge of its own batch"
	);
	let equivocation = T::EquivocationFraction::get();
	assert!(equivocation.is_zero() || MIN_SLASH <= equivocation, "it can be charged");
	assert!(T::MaxSize::get() >= 1, "a batch has a content");
	assert!(T::ChallengeDeposit::get() > 0, "a challenge costs something");
	Pallet::<T>::check_deposits();
	Pallet::<T>::check_weights();
}
