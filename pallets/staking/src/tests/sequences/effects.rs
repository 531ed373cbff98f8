// SPDX-License-Identifier: Apache-2.0

//! The effects that a call or a slash may have, and those it must not have.

use super::op::Act;
use crate::{
	mock::*, Amount, Balance, Call, ClosingCause, Departure, EpochIndex, Event, ExitView, Exits,
	Fraction, Fractions, Holdings, PoolId, Pools, Redelegations, StakeView,
};
use bulwark_traits::Exposure;
use frame_system::RawOrigin;
use proptest::{prelude::*, test_runner::TestCaseResult};
use sp_runtime::PerThing as _;
use std::collections::{BTreeMap, BTreeSet};

/// Side effects of a call.
pub struct Effects {
	pub deferred: bool,
	pub deactivated: bool,
	/// An operator announced its closing with a later epoch.
	pub noticed: bool,
	/// A slash of a frozen asset is owed.
	pub owed: bool,
	pub slashed_exits: u64,
}

/// The stakes that might be touched, and where slashed money would come from and go to.
pub struct Change {
	caller: Option<AccountId>,
	stakes: BTreeMap<(PoolId, AccountId), StakeView>,
	treasury: [Balance; 4],
	/// Released amounts that could not be paid, by account.
	dues: BTreeMap<AccountId, Balance>,
	/// Of the pot's record and of all bonds.
	staked: [Balance; 4],
	bonds: Balance,
	/// The answers of the door before a slash: bond and pools by asset, and stake.
	slashable: [(Balance, Balance); 4],
	slashable_of: BTreeMap<(PoolId, AccountId), Balance>,
}

impl Change {
	/// As things stand before something is done.
	pub fn before(act: &Act) -> Self {
		let caller = match act {
			Act::Call(origin, _) => match origin.clone().into() {
				Ok(RawOrigin::Signed(who)) => Some(who),
				_ => None,
			},
			Act::Slash { .. } => None,
		};
		let staker = match act {
			Act::Call(
				_,
				Call::withdraw { staker, .. } | Call::complete_redelegation { staker, .. },
			) => Some(*staker),
			_ => caller,
		};
		let pools = || (1..=last_pool().0).map(PoolId);
		let of_staker = pools().filter_map(|pool| Some((pool, staker?)));
		let held = Holdings::<Test>::iter_keys().chain(Exits::<Test>::iter_keys());
		let moving = Redelegations::<Test>::iter_keys().map(|(who, from, _)| (who, from));
		let places = held.chain(moving).map(|(who, pool)| (pool, who)).chain(of_staker);
		let places: BTreeSet<_> = places.collect();
		let view = |(pool, who)| ((pool, who), stake_of(pool, who));
		Self {
			caller,
			stakes: places.iter().copied().map(view).collect(),
			treasury: LISTED.map(|asset| balance(asset, TREASURY)),
			dues: CAST.map(|who| (who, dues(who))).into(),
			staked: LISTED.map(recorded),
			bonds: CAST.into_iter().map(bond_of).sum(),
			slashable: LISTED.map(|asset| slashable(act, asset)),
			slashable_of: places
				.into_iter()
				.map(|place| (place, slashable_of(act, place)))
				.collect(),
		}
	}

	/// Checks what was done.
	pub fn check(&self, act: &Act) -> Result<Effects, TestCaseError> {
		let events = events();
		let deferred = |event: &Event<Test>| matches!(event, Event::PaymentDeferred { .. });
		let deactivated = |event: &Event<Test>| {
			let spent = |cause: &_| matches!(cause, ClosingCause::Deactivated { .. });
			matches!(event, Event::OperatorClosing { cause, .. } if spent(cause))
		};
		let noticed = |event: &Event<Test>| {
			let last = |departure: &Departure| departure.last_epoch.0;
			matches!(event, Event::OperatorClosing { departure, .. } if last(departure) > now())
		};
		let owed = |event: &Event<Test>| matches!(event, Event::SlashOwed { .. });
		let mut effects = Effects {
			deferred: events.iter().any(deferred),
			deactivated: events.iter().any(deactivated),
			noticed: events.iter().any(noticed),
			owed: events.iter().any(owed),
			slashed_exits: 0,
		};
		let call = match act {
			Act::Call(_, call) => call,
			Act::Slash { operator, fault, fractions } => {
				self.check_money()?;
				self.check_door(act, *operator, *fractions)?;
				effects.slashed_exits = self.check_slashed(*operator, *fault, fractions.pools)?;
				return Ok(effects);
			},
		};
		match call {
			Call::delegate { pool_id, amount } => {
				let who = self.caller.expect("somebody signed");
				let had = self.stakes[&(*pool_id, who)].value;
				prop_assert_eq!(staked(*pool_id, who), had + amount);
				self.check_spared(Some(who))?;
			},
			Call::undelegate { pool_id, amount } => {
				let who = self.caller.expect("somebody signed");
				let (returned, unbonding) = last_undelegated();
				let asked = match amount {
					Amount::Exactly(amount) => *amount,
					Amount::All => self.stakes[&(*pool_id, who)].value,
				};
				prop_assert_eq!(returned + unbonding, asked);
				self.check_spared(Some(who))?;
			},
			Call::withdraw { pool_id, staker } => {
				let shown = self.stakes[&(*pool_id, *staker)].withdrawable;
				let paid = events.into_iter().find_map(|event| match event {
					Event::Withdrawn { amount, .. } => Some(amount),
					_ => None,
				});
				let paid = paid.unwrap_or_default();
				prop_assert!(paid <= shown);
				prop_assert!(paid == shown || self.caller != Some(*staker));
				self.check_spared(Some(*staker))?;
			},
			Call::redelegate { .. }
			| Call::complete_redelegation { .. }
			| Call::cancel_redelegation { .. } => {
				let who = match call {
					Call::complete_redelegation { staker, .. } => *staker,
					_ => self.caller.expect("somebody signed"),
				};
				self.check_moved(who)?;
				self.check_spared(Some(who))?;
			},
			Call::poke { .. } => {
				for ((pool, who), before) in &self.stakes {
					prop_assert_eq!(&stake_of(*pool, *who), before);
				}
			},
			_ => self.check_spared(None)?,
		}
		Ok(effects)
	}

	/// I8: the treasury received what pools and bonds lost, but for what is owed.
	fn check_money(&self) -> TestCaseResult {
		let bonds: Balance = CAST.into_iter().map(bond_of).sum();
		for (index, asset) in LISTED.into_iter().enumerate() {
			let from_bond = if asset == NATIVE { self.bonds - bonds } else { 0 };
			let lost = self.staked[index] - recorded(asset.clone()) + from_bond;
			prop_assert_eq!(balance(asset, TREASURY) - self.treasury[index], lost);
		}
		Ok(())
	}

	/// The door had shown the stake that a slash would find, by staker: it took its part of that, but for what rounding leaves in each
	/// bucket.
	fn check_door(&self, act: &Act, operator: AccountId, fractions: Fractions) -> TestCaseResult {
		let buckets = Balance::from((WINDOW + 2) * (WINDOW + 2));
		for (index, asset) in LISTED.into_iter().enumerate() {
			let taken =
				balance(asset.clone(), TREASURY) - self.treasury[index] + newly_owed(&asset);
			let (bond, pools) = self.slashable[index];
			let part = fractions.bond.mul_floor(bond) + fractions.pools.mul_floor(pools);
			prop_assert!(taken <= part && taken + buckets * Balance::from(MAX_POOLS) >= part);
		}
		for ((id, who), before) in &self.slashable_of {
			let pool = Pools::<Test>::get(id).expect("it is there");
			let after = slashable_of(act, (*id, *who));
			if fractions.pools > Fraction::zero() && pool.operator == Some(operator) {
				let kept = fractions.pools.left_from_one().mul_floor(*before);
				prop_assert!(after.abs_diff(kept) <= buckets, "{who}: {before} {after}");
			} else {
				prop_assert_eq!(after, *before);
			}
		}
		Ok(())
	}

	/// A slash took its part of the pools, of every lot and exit that was active, and nothing else. Returns the number of
	/// exits.
	fn check_slashed(
		&self,
		operator: AccountId,
		fault: EpochIndex,
		fraction: Fraction,
	) -> Result<u64, TestCaseError> {
		let mut slashed_exits = 0;
		for ((id, who), before) in &self.stakes {
			let pool = Pools::<Test>::get(id).expect("it is there");
			let after = stake_of(*id, *who);
			let slashed = fraction > Fraction::zero() && pool.operator == Some(operator);
			let buckets = &pool.buckets;
			let open = buckets.departure().is_none_or(|closed| closed.last_epoch >= fault);

			prop_assert_eq!(before.lots.len(), after.lots.len());
			for (before, after) in before.lots.iter().zip(&after.lots) {
				prop_assert_eq!((before.cohort, before.shares), (after.cohort, after.shares));
				if slashed && open && buckets.has_begun(&before.cohort, fault) {
					let kept = fraction.left_from_one().mul_floor(before.value);
					prop_assert!(after.value + 1 >= kept && after.value <= kept + 2);
				} else {
					prop_assert_eq!(before.value, after.value);
				}
			}
			let (before, after) = (exits(before), exits(&after));
			prop_assert_eq!(before.len(), after.len());
			for (before, after) in before.into_iter().zip(after) {
				prop_assert_eq!(before.release, after.release);
				let parts = Balance::from(WINDOW) + 2;
				let least = fraction.left_from_one().mul_floor(before.value);
				prop_assert!(after.value <= before.value && after.value + parts >= least);
				if !slashed || before.asked_epoch < fault {
					prop_assert_eq!(before.value, after.value);
				}
				slashed_exits += u64::from(after.value < before.value);
			}
		}
		Ok(slashed_exits)
	}

	/// A staker that moves stake has as much as before, wherever it stands now or was paid to, but for a unit for each lot and
	/// part.
	fn check_moved(&self, who: AccountId) -> TestCaseResult {
		let places = || self.stakes.iter().filter(|((_, staker), _)| *staker == who);
		let before: Balance = places().map(|(_, stake)| owned(stake)).sum();
		let before = before + self.dues[&who];
		let view = |pool| stake_of(pool, who);
		let after: Balance = places().map(|((pool, _), _)| owned(&view(*pool))).sum();
		let paid = events().into_iter().map(|event| match event {
			Event::Withdrawn { amount, .. } => amount,
			_ => 0,
		});
		let after = after + paid.sum::<Balance>() + dues(who);
		let most = Balance::from((WINDOW + 2) * (WINDOW + 2));
		prop_assert!(after.abs_diff(before) <= most, "{who}: {before} {after}");
		Ok(())
	}

	/// Nobody but one lost anything, nor gained more than what rounding leaves in a bucket.
	fn check_spared(&self, but: Option<AccountId>) -> TestCaseResult {
		let most = Balance::from((WINDOW + 2) * (WINDOW + 2));
		for ((pool, who), before) in &self.stakes {
			if Some(*who) == but {
				continue;
			}
			let after = owned(&stake_of(*pool, *who));
			let before = owned(before);
			prop_assert!(
				after >= before && after <= before + most,
				"{}: {} {}",
				who,
				before,
				after
			);
		}
		Ok(())
	}
}

/// The amount of an asset that a slash took and could not move.
fn newly_owed(asset: &AssetId) -> Balance {
	let owed = events().into_iter().map(|event| match event {
		Event::SlashOwed { pool_id, amount } if asset_of(pool_id) == *asset => amount,
		_ => 0,
	});
	owed.sum()
}

/// The amounts of an asset that a slash would find: of the bond, and of the pools.
fn slashable(act: &Act, asset: AssetId) -> (Balance, Balance) {
	let Act::Slash { operator, fault, .. } = act else { return (0, 0) };
	Staking::slashable(operator, *fault).in_asset(&asset)
}

/// The stake of a staker that a slash would find.
fn slashable_of(act: &Act, (pool, who): (PoolId, AccountId)) -> Balance {
	match act {
		Act::Slash { fault, .. } => Staking::slashable_of(pool, &who, *fault),
		Act::Call(..) => 0,
	}
}

/// Lots, exits and redelegations together.
fn owned(stake: &StakeView) -> Balance {
	stake.value + exits(stake).into_iter().map(|exit| exit.value).sum::<Balance>()
}

fn exits(stake: &StakeView) -> Vec<&ExitView> {
	let moving = stake.redelegations.iter().flat_map(|way| &way.exits);
	stake.exits.iter().chain(moving).collect()
}

/// Released amounts that could not be paid.
fn dues(who: AccountId) -> Balance {
	(1..=last_pool().0).map(|pool| due(PoolId(pool), who)).sum()
}
