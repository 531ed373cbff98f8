// SPDX-License-Identifier: Apache-2.0

//! What a call or a slash may change, and what it must not.

use super::op::Act;
use crate::{
	mock::*, Amount, Balance, Call, EpochIndex, Event, ExitView, Exits, Fraction, Holdings, PoolId,
	Pools, Redelegations, Scope, StakeView,
};
use bulwark_traits::Slash;
use frame_system::RawOrigin;
use proptest::{prelude::*, test_runner::TestCaseResult};
use sp_runtime::PerThing as _;
use std::collections::{BTreeMap, BTreeSet};

/// What came of a call besides.
pub struct Effects {
	pub deferred: bool,
	pub deactivated: bool,
	pub charged_exits: u64,
}

/// The stakes that might be touched, and where slashed money would come from and go to.
pub struct Change {
	caller: Option<AccountId>,
	stakes: BTreeMap<(PoolId, AccountId), StakeView>,
	treasury: [Balance; 4],
	/// What is free and unpaid, by account.
	dues: BTreeMap<AccountId, Balance>,
	/// Of the pot's record and of all bonds.
	staked: [Balance; 4],
	bonds: Balance,
	/// What the door says of a slash to come.
	chargeable: [Balance; 4],
	answers: BTreeMap<(PoolId, AccountId), Balance>,
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
		let holder = match act {
			Act::Call(
				_,
				Call::withdraw { holder, .. } | Call::complete_redelegation { holder, .. },
			) => Some(*holder),
			_ => caller,
		};
		let pools = || (1..=last_pool().0).map(PoolId);
		let of_holder = pools().filter_map(|pool| Some((pool, holder?)));
		let held = Holdings::<Test>::iter_keys().chain(Exits::<Test>::iter_keys());
		let moving = Redelegations::<Test>::iter_keys().map(|(who, from, _)| (who, from));
		let places = held.chain(moving).map(|(who, pool)| (pool, who)).chain(of_holder);
		let places: BTreeSet<_> = places.collect();
		let view = |(pool, who)| Some(((pool, who), Staking::stake_view(pool, &who)?));
		Self {
			caller,
			stakes: places.iter().copied().filter_map(view).collect(),
			treasury: LISTED.map(|asset| balance(asset, TREASURY)),
			dues: CAST.map(|who| (who, dues(who))).into(),
			staked: LISTED.map(recorded),
			bonds: CAST.into_iter().map(bond_of).sum(),
			chargeable: LISTED.map(|asset| chargeable(act, asset)),
			answers: places.into_iter().map(|place| (place, answers(act, place))).collect(),
		}
	}

	/// Checks what was done.
	pub fn check(&self, act: &Act) -> Result<Effects, TestCaseError> {
		let events = events();
		let deferred = |event: &Event<Test>| matches!(event, Event::PaymentDeferred { .. });
		let deactivated = |event: &Event<Test>| matches!(event, Event::OperatorDeactivated { .. });
		let mut effects = Effects {
			deferred: events.iter().any(deferred),
			deactivated: events.iter().any(deactivated),
			charged_exits: 0,
		};
		let call = match act {
			Act::Call(_, call) => call,
			Act::Slash { operator, fault, fraction, scope } => {
				self.check_money()?;
				self.check_door(act, *operator, *fraction, *scope)?;
				effects.charged_exits = self.check_charged(*operator, *fault, *fraction, *scope)?;
				return Ok(effects);
			},
		};
		match call {
			Call::delegate { pool, amount } => {
				let who = self.caller.expect("somebody signed");
				let had = self.stakes[&(*pool, who)].value;
				prop_assert_eq!(staked(*pool, who), had + amount);
				self.check_spared(Some(who))?;
			},
			Call::undelegate { pool, amount } => {
				let who = self.caller.expect("somebody signed");
				let (returned, exiting) = last_undelegated();
				let asked = match amount {
					Amount::Exactly(amount) => *amount,
					Amount::All => self.stakes[&(*pool, who)].value,
				};
				prop_assert_eq!(returned + exiting, asked);
				self.check_spared(Some(who))?;
			},
			Call::withdraw { pool, holder } => {
				let promised = self.stakes[&(*pool, *holder)].withdrawable;
				let paid = events.into_iter().find_map(|event| match event {
					Event::Withdrawn { amount, .. } => Some(amount),
					_ => None,
				});
				let paid = paid.unwrap_or_default();
				prop_assert!(paid <= promised);
				prop_assert!(paid == promised || self.caller != Some(*holder));
				self.check_spared(Some(*holder))?;
			},
			Call::redelegate { .. }
			| Call::complete_redelegation { .. }
			| Call::cancel_redelegation { .. } => {
				let who = match call {
					Call::complete_redelegation { holder, .. } => *holder,
					_ => self.caller.expect("somebody signed"),
				};
				self.check_moved(who)?;
				self.check_spared(Some(who))?;
			},
			Call::roll { .. } => {
				for ((pool, who), before) in &self.stakes {
					prop_assert_eq!(&Staking::stake_view(*pool, who).expect("as before"), before);
				}
			},
			_ => self.check_spared(None)?,
		}
		Ok(effects)
	}

	/// I8: the treasury received what pools and bonds lost.
	fn check_money(&self) -> TestCaseResult {
		let bonds: Balance = CAST.into_iter().map(bond_of).sum();
		for (index, asset) in LISTED.into_iter().enumerate() {
			let from_bond = if asset == NATIVE { self.bonds - bonds } else { 0 };
			let lost = self.staked[index] - recorded(asset.clone()) + from_bond;
			prop_assert_eq!(balance(asset, TREASURY) - self.treasury[index], lost);
		}
		Ok(())
	}

	/// The door had told what a slash could charge, of whom: it took its part of that, but for what rounding leaves
	/// in each bucket.
	fn check_door(
		&self,
		act: &Act,
		operator: AccountId,
		fraction: Fraction,
		scope: Scope,
	) -> TestCaseResult {
		let buckets = Balance::from((WINDOW + 2) * (WINDOW + 2));
		for (index, asset) in LISTED.into_iter().enumerate() {
			let taken = balance(asset, TREASURY) - self.treasury[index];
			let part = fraction.mul_floor(self.chargeable[index]);
			prop_assert!(taken <= part && taken + buckets * Balance::from(MAX_POOLS) >= part);
		}
		for ((id, who), before) in &self.answers {
			let pool = Pools::<Test>::get(id).expect("it is there");
			let after = answers(act, (*id, *who));
			if scope == Scope::BondAndPools && pool.operator == Some(operator) {
				let kept = fraction.left_from_one().mul_floor(*before);
				prop_assert!(after.abs_diff(kept) <= buckets, "{who}: {before} {after}");
			} else {
				prop_assert_eq!(after, *before);
			}
		}
		Ok(())
	}

	/// A slash charged every lot and exit that was in force its part, and nothing else. Returns how
	/// many exits.
	fn check_charged(
		&self,
		operator: AccountId,
		fault: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<u64, TestCaseError> {
		let mut charged_exits = 0;
		for ((id, who), before) in &self.stakes {
			let pool = Pools::<Test>::get(id).expect("it is there");
			let after = Staking::stake_view(*id, who).expect("as before");
			let charged = scope == Scope::BondAndPools && pool.operator == Some(operator);
			let open = pool.buckets.departure().is_none_or(|closed| closed.last >= fault);

			prop_assert_eq!(before.lots.len(), after.lots.len());
			for (before, after) in before.lots.iter().zip(&after.lots) {
				prop_assert_eq!((before.cohort, before.shares), (after.cohort, after.shares));
				if charged && open && before.cohort.has_begun(fault) {
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
				if !charged || before.asked < fault {
					prop_assert_eq!(before.value, after.value);
				}
				charged_exits += u64::from(after.value < before.value);
			}
		}
		Ok(charged_exits)
	}

	/// Who moves stake has as much as before, wherever it stands now or was paid to, but for a unit for each lot and
	/// part.
	fn check_moved(&self, who: AccountId) -> TestCaseResult {
		let places = || self.stakes.iter().filter(|((_, holder), _)| *holder == who);
		let before: Balance = places().map(|(_, stake)| owned(stake)).sum();
		let before = before + self.dues[&who];
		let view = |pool| Staking::stake_view(pool, &who).expect("as before");
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
			let after = owned(&Staking::stake_view(*pool, who).expect("as before"));
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

/// What a slash could charge of an asset.
fn chargeable(act: &Act, asset: AssetId) -> Balance {
	let Act::Slash { operator, fault, scope, .. } = act else { return 0 };
	let amounts = Staking::chargeable(operator, *fault, *scope);
	amounts.into_iter().find(|(of, _)| *of == asset).map_or(0, |(_, amount)| amount)
}

/// What of a holder's stake answers for the epoch of a slash.
fn answers(act: &Act, (pool, who): (PoolId, AccountId)) -> Balance {
	match act {
		Act::Slash { fault, .. } => Staking::answers(pool, &who, *fault),
		Act::Call(..) => 0,
	}
}

/// Lots and exits together, and what is on its way.
fn owned(stake: &StakeView) -> Balance {
	stake.value + exits(stake).into_iter().map(|exit| exit.value).sum::<Balance>()
}

fn exits(stake: &StakeView) -> Vec<&ExitView> {
	let moving = stake.redelegations.iter().flat_map(|way| &way.exits);
	stake.exits.iter().chain(moving).collect()
}

/// What is free and was not paid.
fn dues(who: AccountId) -> Balance {
	(1..=last_pool().0).map(|pool| due(PoolId(pool), who)).sum()
}
