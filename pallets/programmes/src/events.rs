// SPDX-License-Identifier: Apache-2.0

//! The events of the pallet: enough to rebuild its state, and for anybody to recompute a division.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A programme was created.
		ProgrammeCreated {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Asset in which it pays.
			asset: AssetIdOf<T>,
			/// Rule by which it divides its budgets.
			rule: Rule,
			/// Accounts that report to it.
			reporters: ReportersOf<T>,
			/// First epoch for which it pays.
			effective_from: EpochIndex,
		},
		/// The parameters of a programme's rule were set.
		RuleSet {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Rule that was to hold in the next epoch.
			old: Rule,
			/// Rule from the epoch below on.
			new: Rule,
			/// First epoch of the new rule.
			effective_from: EpochIndex,
		},
		/// The reporters of a programme were set.
		ReportersSet {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Reporters that were named for the next epoch.
			old: ReportersOf<T>,
			/// Reporters from the epoch below on.
			new: ReportersOf<T>,
			/// First epoch of the new reporters.
			effective_from: EpochIndex,
		},
		/// The money that a programme mints for each epoch was set.
		MintSet {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Rate that was to hold in the next epoch; none if it minted nothing.
			old: Option<MintRate>,
			/// Rate from the epoch below on; none if it mints nothing.
			new: Option<MintRate>,
			/// First epoch of the new rate.
			effective_from: EpochIndex,
		},
		/// The number of turns after which an idle author is suspended was set.
		IdleTurnsSet {
			/// Number that was to hold in the next epoch; 0 for never.
			old: u32,
			/// Number from the epoch below on; 0 for never.
			new: u32,
			/// First epoch of the new number.
			effective_from: EpochIndex,
		},
		/// A programme was funded.
		Funded {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Account that paid; none for money of the genesis.
			payer: Option<T::AccountId>,
			/// Amount over all epochs, in units of the programme's asset.
			amount: Balance,
			/// First epoch that gets a part.
			effective_from: EpochIndex,
			/// Number of epochs.
			epochs: u32,
		},
		/// A programme minted money for the present epoch.
		Minted {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Epoch that divides it.
			epoch: EpochIndex,
			/// Amount in native units: less than the rate says if all programmes together would exceed `MaxMint`.
			amount: Balance,
		},
		/// A programme could not mint for the present epoch. It mints nothing for it.
		MintFailed {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Epoch that gets nothing.
			epoch: EpochIndex,
			/// Error of the asset or of the pot.
			reason: DispatchError,
		},
		/// An operator added a node.
		NodeAdded {
			/// Account of the operator.
			operator: T::AccountId,
			/// Slot of the node in reports.
			slot: u8,
			/// Account of the node's key.
			key: T::AccountId,
			/// First epoch in which the node counts.
			effective_from: EpochIndex,
		},
		/// A node was removed: by its operator, or because that has gone.
		NodeRemoved {
			/// Account of the operator.
			operator: T::AccountId,
			/// Slot of the node.
			slot: u8,
			/// Last epoch in which the node counts. It is before the first if the node never counted.
			last_epoch: EpochIndex,
		},
		/// A reporter told the service of an operator's nodes.
		ServiceReported {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Epoch of the service.
			epoch: EpochIndex,
			/// Account of the reporter.
			reporter: T::AccountId,
			/// Account of the operator.
			operator: T::AccountId,
			/// Next hour that this reporter has to tell: it has told those before.
			next_hour: u8,
			/// All that counts so far of what this reporter told in this epoch, by slot of the node.
			nodes: BoundedVec<ServiceSums, T::MaxNodes>,
		},
		/// A reporter told the blocks of an author.
		BlocksReported {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Epoch of the blocks.
			epoch: EpochIndex,
			/// Account of the reporter.
			reporter: T::AccountId,
			/// Account of the author.
			operator: T::AccountId,
			/// Number of blocks that it made.
			blocks: u32,
			/// Number of blocks that it should have made and did not.
			missed: u32,
		},
		/// All operators of a programme were scored for an epoch, and their rewards follow.
		EpochScored {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Epoch.
			epoch: EpochIndex,
			/// Sum of the scores.
			total: Score,
			/// Budget that is divided, in units of the asset: what was due for the epoch and what was carried.
			budget: Balance,
		},
		/// An operator and its stakers were rewarded.
		OperatorRewarded {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Epoch in which it was earned.
			epoch: EpochIndex,
			/// Account of the operator.
			operator: T::AccountId,
			/// Score, of which the reward is the part in the sum of all.
			score: Score,
			/// Reward, in units of the asset.
			amount: Balance,
		},
		/// The reward of an operator was refused. It is carried to the next epoch.
		RewardRefused {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Epoch in which it was earned.
			epoch: EpochIndex,
			/// Account of the operator.
			operator: T::AccountId,
			/// Amount, in units of the asset.
			amount: Balance,
			/// Error of the rewards or of the asset.
			reason: DispatchError,
		},
		/// The budget of an epoch was divided, or carried as a whole if nobody scored.
		EpochFinalised {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// Epoch.
			epoch: EpochIndex,
			/// Amount that operators and their stakers got, in units of the asset.
			paid: Balance,
			/// Amount that is carried to the next epoch.
			carried: Balance,
		},
		/// Epochs fell behind the window before they were finalised, and are not paid any more.
		EpochsLapsed {
			/// Id of the programme.
			programme_id: ProgrammeId,
			/// First of the epochs.
			first_epoch: EpochIndex,
			/// Last of them.
			last_epoch: EpochIndex,
			/// Amount that was unpaid of all of them and is carried to the next epoch, in units of the asset.
			carried: Balance,
		},
		/// An operator was suspended because it was idle.
		IdleSuspended {
			/// Account of the operator.
			operator: T::AccountId,
		},
		/// An operator that was idle could not be suspended.
		SuspensionFailed {
			/// Account of the operator.
			operator: T::AccountId,
			/// Error of `Suspend`.
			reason: DispatchError,
		},
		/// The pot was opened for an asset, or its floor raised to a minimum balance that had risen.
		PotTouched {
			/// Asset.
			asset: AssetIdOf<T>,
			/// Account that paid.
			payer: T::AccountId,
			/// Amount that it put in, in units of the asset, without a deposit that the asset may have asked for.
			amount: Balance,
		},
		/// An upgrade has changed a bound by which the storage was laid out, and must not: records may not decode, and calls that
		/// meet them are refused, until another upgrade restores it.
		BoundViolated {
			/// Name of the bound, in ASCII.
			name: bulwark_traits::BoundName,
			/// Value by which the storage was laid out; none if the record of the bounds does not decode.
			kept: Option<u64>,
			/// Value of the runtime.
			runtime: u64,
		},
	}
}
