// SPDX-License-Identifier: Apache-2.0

//! Doors of a runtime, which go quiet while a pallet is measured.
//!
//! The weight of a call is that of its own pallet plus that of its doors, and each is measured by the pallet that does the
//! work. So the benchmarks of a pallet run with `()` behind its doors, in a runtime that is wired like any other.

/// A door as the runtime wires it.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type Door<D> = D;
/// A door as the runtime wires it; quiet in the benchmarks that ask for it.
#[cfg(feature = "runtime-benchmarks")]
pub type Door<D> = quiet::Quiet<D>;

#[cfg(feature = "runtime-benchmarks")]
pub use quiet::{quiet_doors, QUIET};

#[cfg(feature = "runtime-benchmarks")]
mod quiet {
	use bulwark_ledger::{
		Balance, Basis, CaseId, ConsumerId, Cover, EpochClock, EpochIndex, Fractions, Millis,
		OptInsAtLock, PoolId, RewardWeights, Scope, Weighted, Windows,
	};
	use bulwark_traits::{
		CoverObserver, Epochs, Exposure, FaultReporter, Liability, OptIns, PagedWeight, PoolInfo,
		Report, ReportId, Reward, RewardSink, SetChange, SetMessenger, Slash, Slashable, Slashed,
		StakeObserver, StakeRef, Suspend, WorkLog,
	};
	use core::marker::PhantomData;
	use frame_support::{storage::unhashed, traits::Get, weights::Weight};
	use sp_runtime::{DispatchError, DispatchResult};

	/// Storage key of the switch. Its reads are not a runtime's: the runtime's benchmarks whitelist it, so that they are not
	/// counted.
	pub const QUIET: &[u8] = b":quiet_doors";

	/// Lets every door answer as `()` would, until the benchmark ends.
	pub fn quiet_doors() {
		unhashed::put(QUIET, &());
	}

	fn is_quiet() -> bool {
		unhashed::exists(QUIET)
	}

	/// A door that can go quiet.
	pub struct Quiet<D>(PhantomData<D>);

	impl<A, Asset, S: Get<u32>, D: StakeObserver<A, Asset, S>> StakeObserver<A, Asset, S> for Quiet<D> {
		fn before_change(pool: &PoolInfo<A, Asset, S>) -> u32 {
			if is_quiet() {
				return 0;
			}
			D::before_change(pool)
		}

		fn is_position_account(who: &A) -> bool {
			!is_quiet() && D::is_position_account(who)
		}

		fn changed(
			pool: &PoolInfo<A, Asset, S>,
			stake: &StakeRef<A>,
			before: &RewardWeights,
			now: &[Weighted],
		) -> u32 {
			if is_quiet() {
				return 0;
			}
			D::changed(pool, stake, before, now)
		}

		fn of_pool() -> PagedWeight {
			D::of_pool()
		}

		fn of_joining() -> PagedWeight {
			D::of_joining()
		}

		fn of_leaving() -> PagedWeight {
			D::of_leaving()
		}

		fn worst_case(pool_id: PoolId) {
			if !is_quiet() {
				D::worst_case(pool_id);
			}
		}
	}

	impl<A, D: Liability<A>> Liability<A> for Quiet<D> {
		fn last_liable(operator: &A, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
			if is_quiet() {
				return <() as Liability<A>>::last_liable(operator, scope, leaving);
			}
			D::last_liable(operator, scope, leaving)
		}

		fn notice(operator: &A) -> u32 {
			if is_quiet() {
				return <() as Liability<A>>::notice(operator);
			}
			D::notice(operator)
		}

		fn cover(operator: &A) -> Cover {
			if is_quiet() {
				return <() as Liability<A>>::cover(operator);
			}
			D::cover(operator)
		}

		fn closes(operator: &A) {
			if !is_quiet() {
				D::closes(operator);
			}
		}

		fn lock_begin(operator: &A, now: EpochIndex) -> OptInsAtLock {
			if is_quiet() {
				return OptInsAtLock::default();
			}
			D::lock_begin(operator, now)
		}

		fn waives(
			operator: &A,
			locked_in: EpochIndex,
			begin: &OptInsAtLock,
			now: EpochIndex,
		) -> bool {
			!is_quiet() && D::waives(operator, locked_in, begin, now)
		}

		fn weight() -> Weight {
			D::weight()
		}

		fn cover_weight() -> Weight {
			D::cover_weight()
		}

		fn closes_weight() -> Weight {
			D::closes_weight()
		}

		fn worst_case(operator: &A) {
			if !is_quiet() {
				D::worst_case(operator);
			}
		}
	}

	/// Who relies on a promise needs an answer: there is no quiet one.
	impl<A, D: OptIns<A>> OptIns<A> for Quiet<D> {
		fn opted_in(consumer_id: ConsumerId, operator: &A, epoch: EpochIndex) -> Fractions {
			D::opted_in(consumer_id, operator, epoch)
		}

		fn unused(consumer_id: ConsumerId, operator: &A, epoch: EpochIndex) -> Fractions {
			D::unused(consumer_id, operator, epoch)
		}

		fn is_unused(consumer_id: ConsumerId, operator: &A, epoch: EpochIndex) -> bool {
			D::is_unused(consumer_id, operator, epoch)
		}

		fn pinned_windows(
			consumer_id: ConsumerId,
			operator: &A,
			epoch: EpochIndex,
		) -> Option<Windows> {
			D::pinned_windows(consumer_id, operator, epoch)
		}

		fn weight() -> Weight {
			D::weight()
		}
	}

	impl<A, D: CoverObserver<A>> CoverObserver<A> for Quiet<D> {
		fn cover_changed(operator: &A, cover: Cover) {
			if !is_quiet() {
				D::cover_changed(operator, cover);
			}
		}

		fn weight() -> Weight {
			D::weight()
		}
	}

	impl<A, D: SetMessenger<A>> SetMessenger<A> for Quiet<D> {
		fn announce(notice: SetChange<A>) {
			if !is_quiet() {
				D::announce(notice);
			}
		}

		fn weight() -> Weight {
			D::weight()
		}
	}

	impl<A, D: Suspend<A>> Suspend<A> for Quiet<D> {
		/// Whoever is measured goes on as after a suspension, which is the worst.
		fn suspend_idle(operator: &A) -> Result<bool, DispatchError> {
			if is_quiet() {
				return Ok(true);
			}
			D::suspend_idle(operator)
		}

		fn weight() -> Weight {
			D::weight()
		}
	}

	/// Time does not stand still for anybody.
	impl<D: Epochs> Epochs for Quiet<D> {
		fn time() -> Millis {
			D::time()
		}

		fn clock() -> EpochClock {
			D::clock()
		}

		fn window() -> u32 {
			D::window()
		}
	}

	/// A report needs an answer: there is no quiet one.
	impl<A, Asset, D: Exposure<A, Asset>> Exposure<A, Asset> for Quiet<D> {
		fn is_operator(who: &A) -> bool {
			D::is_operator(who)
		}

		fn may_opt_in(operator: &A) -> bool {
			D::may_opt_in(operator)
		}

		fn last_epoch(operator: &A) -> Option<EpochIndex> {
			D::last_epoch(operator)
		}

		fn slashable(operator: &A, fault_epoch: EpochIndex) -> Slashable<Asset> {
			D::slashable(operator, fault_epoch)
		}

		fn slashable_of(pool_id: PoolId, staker: &A, fault_epoch: EpochIndex) -> Balance {
			D::slashable_of(pool_id, staker, fault_epoch)
		}

		fn stands_behind(pool_id: PoolId, operator: &A) -> bool {
			D::stands_behind(pool_id, operator)
		}

		fn weight() -> Weight {
			D::weight()
		}
	}

	impl<A, Asset, Money, D: Slash<A, Asset, Money>> Slash<A, Asset, Money> for Quiet<D> {
		fn slash(
			operator: &A,
			fault_epoch: EpochIndex,
			fractions: Fractions,
		) -> Result<Slashed<Asset, Money>, DispatchError> {
			if is_quiet() {
				return <() as Slash<A, Asset, Money>>::slash(operator, fault_epoch, fractions);
			}
			D::slash(operator, fault_epoch, fractions)
		}

		/// Money needs an answer: there is no quiet one.
		fn hand_out(pool_id: PoolId, amount: Balance) -> Result<Money, DispatchError> {
			D::hand_out(pool_id, amount)
		}

		fn hand_out_weight() -> Weight {
			D::hand_out_weight()
		}

		fn weight() -> Weight {
			D::weight()
		}
	}

	impl<A, Asset, D: FaultReporter<A, Asset>> FaultReporter<A, Asset> for Quiet<D> {
		fn report(
			report: Report<A, Asset>,
			report_id: ReportId,
			basis: Basis,
			reporter: Option<A>,
		) -> Result<CaseId, DispatchError> {
			if is_quiet() {
				return Ok(CaseId::FIRST); // whoever reports goes on
			}
			D::report(report, report_id, basis, reporter)
		}

		fn uphold(case_id: CaseId) -> DispatchResult {
			if is_quiet() {
				return <() as FaultReporter<A, Asset>>::uphold(case_id);
			}
			D::uphold(case_id)
		}

		fn is_open(case_id: CaseId) -> bool {
			!is_quiet() && D::is_open(case_id)
		}

		fn reassign_bounty(case_id: CaseId, to: A) {
			if !is_quiet() {
				D::reassign_bounty(case_id, to);
			}
		}

		/// Who relies on terms needs an answer: there is no quiet one.
		fn windows(consumer_id: ConsumerId) -> Option<Windows> {
			D::windows(consumer_id)
		}

		fn weight() -> Weight {
			D::weight()
		}

		fn uphold_weight() -> Weight {
			D::uphold_weight()
		}

		fn look_weight() -> Weight {
			D::look_weight()
		}
	}

	impl<A, D: WorkLog<A>> WorkLog<A> for Quiet<D> {
		fn batch(operator: &A, bytes: u32) {
			if !is_quiet() {
				D::batch(operator, bytes);
			}
		}

		fn timed_out(operator: &A) {
			if !is_quiet() {
				D::timed_out(operator);
			}
		}

		fn weight() -> Weight {
			D::weight()
		}
	}

	impl<A, Asset, Money, D: RewardSink<A, Asset, Money>> RewardSink<A, Asset, Money> for Quiet<D> {
		fn reward(
			reward: Reward<A, Asset>,
			take: impl FnOnce() -> Result<Money, DispatchError>,
		) -> Result<Weight, DispatchError> {
			if is_quiet() {
				return take().map(|_| Weight::zero());
			}
			D::reward(reward, take)
		}

		fn reward_or_give_up(
			reward: Reward<A, Asset>,
			take: impl FnOnce() -> Result<Money, DispatchError>,
		) -> Result<Weight, DispatchError> {
			if is_quiet() {
				return take().map(|_| Weight::zero());
			}
			D::reward_or_give_up(reward, take)
		}

		fn weight() -> Weight {
			D::weight()
		}
	}
}
