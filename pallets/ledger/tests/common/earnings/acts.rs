// SPDX-License-Identifier: Apache-2.0

//! Random histories of a pool that pays rewards.

use super::payroll::{Payroll, ASSETS};
use crate::common::{
	history::{amount, fraction, Op, Wanted},
	world::{Lots, Staker, World},
};
use bulwark_ledger::{shift, Balance, LedgerError, Multiplier};
use proptest::{collection::vec, prelude::*};

#[derive(Clone, Copy, Debug)]
pub enum Act {
	/// What changes the stake, or lets time pass.
	Stake(Op),
	Shift {
		from: Staker,
		to: Staker,
		wanted: Wanted,
	},
	Reweigh {
		who: Staker,
		multiplier: u16,
	},
	/// Makes a position of all that a staker has, for so many epochs beyond W; locks one again.
	Lock {
		who: Staker,
		longer: u32,
	},
	/// For so many epochs before the present one.
	Credit {
		back: u32,
		asset: u32,
		amount: Balance,
	},
	Fund {
		asset: u32,
		amount: Balance,
		epochs: u32,
	},
	Claim {
		who: Staker,
	},
}

impl Act {
	/// Does it, and returns whether anything came of it.
	pub fn run(self, payroll: &mut Payroll) -> Result<bool, LedgerError> {
		match self {
			Self::Stake(Op::Jump { epochs }) => {
				payroll.world.jump(epochs);
				Ok(true)
			},
			// As by who keeps it: from a closed pool too.
			Self::Stake(Op::Unstake { who, wanted }) => {
				payroll.change(|world| world.leave(who, wanted.of(world.value(who))))?;
				Ok(true)
			},
			Self::Stake(op) => {
				payroll.change(|world| op.run(world))?;
				if let Op::Stake { who, .. } = op {
					lock_longer(payroll, who);
				}
				Ok(true)
			},
			Self::Shift { from, to, wanted } => {
				if from == to || has_expired(payroll, from) || has_expired(payroll, to) {
					return Ok(false);
				}
				payroll.change(|world| shift_stake(world, from, to, wanted))?;
				lock_longer(payroll, to);
				Ok(true)
			},
			Self::Reweigh { who, multiplier } => {
				payroll.change(|world| reweigh(world, who, multiplier)).map(|()| true)
			},
			Self::Lock { who, longer } => {
				payroll.lock(who, payroll.world.window + longer);
				Ok(true)
			},
			Self::Credit { back, asset, amount } => {
				let epoch = payroll.world.now.minus(back);
				payroll.credit(epoch, asset, amount).map(|raised| raised.is_some())
			},
			Self::Fund { asset, amount, epochs } => {
				payroll.fund(asset, amount, epochs).map(|()| true)
			},
			Self::Claim { who } => Ok(payroll.claim(who)),
		}
	}
}

/// What joins a position moves its expiry, so that all of it is in M by then.
fn lock_longer(payroll: &mut Payroll, who: Staker) {
	if let Some(lock) = payroll.locks.get(&who) {
		payroll.lock(who, lock.duration);
	}
}

fn has_expired(payroll: &Payroll, who: Staker) -> bool {
	payroll.locks.get(&who).is_some_and(|lock| lock.expiry <= payroll.world.now)
}

fn shift_stake(
	world: &mut World,
	from: Staker,
	to: Staker,
	wanted: Wanted,
) -> Result<(), LedgerError> {
	world.follow(from)?;
	world.follow(to)?;
	let (at, minimum) = (world.at(), world.minimum);
	let amount = wanted.of(world.value(from));
	let mut lots = world.holdings.remove(&from).ok_or(LedgerError::InsufficientStake)?;
	let other = world.holdings.entry(to).or_insert_with(|| Lots::new(lots.multiplier()));

	shift(&world.pool, &mut lots, other, at, amount, minimum)?;

	if !lots.is_empty() {
		world.holdings.insert(from, lots);
	}
	world.holdings.retain(|_, lots| !lots.is_empty());
	Ok(())
}

fn reweigh(world: &mut World, who: Staker, multiplier: u16) -> Result<(), LedgerError> {
	world.follow(who)?;
	let lots = world.holdings.get_mut(&who).ok_or(LedgerError::InsufficientStake)?;
	lots.reweigh(&mut world.pool, Multiplier(multiplier))
}

/// A pool, its constants, and what happens to it.
#[derive(Clone, Debug)]
pub struct Story {
	pub window: u32,
	pub notice: u32,
	pub start: u32,
	pub multipliers: [u16; 6],
	pub acts: Vec<Act>,
}

impl Story {
	pub fn payroll(&self) -> Payroll {
		let mut world = World::new(self.window);
		world.now.0 = self.start;
		world.notice = self.notice;
		world.multipliers = self.multipliers;
		Payroll::new(world)
	}
}

/// Stories of up to `longest` acts.
pub fn story(longest: usize) -> impl Strategy<Value = Story> {
	(1u32..=14).prop_flat_map(move |window| {
		let notice = prop_oneof![3 => Just(window + 1), 1 => 1..=window + 1];
		let multipliers = prop::array::uniform6(multiplier());
		let acts = (2usize..=6).prop_flat_map(move |cast| vec(act(window, cast), 1..=longest));
		(notice, 0u32..30, multipliers, acts).prop_map(move |(notice, start, multipliers, acts)| {
			Story { window, notice, start, multipliers, acts }
		})
	})
}

/// 1.00, nothing, the least, the most, and anything between.
fn multiplier() -> impl Strategy<Value = u16> {
	prop_oneof![4 => Just(100), 1 => Just(0), 1 => Just(1), 1 => Just(1_000), 4 => 1u16..1_000]
}

fn act(window: u32, cast: usize) -> impl Strategy<Value = Act> {
	let who = move || (0..cast).prop_map(|at| Staker::ALL[at]);
	let money = || prop_oneof![1 => amount(8), 1 => amount(96)];
	let wanted = || {
		prop_oneof![
			4 => Just(Wanted::All),
			6 => (1u32..=1000).prop_map(Wanted::Part),
			2 => money().prop_map(Wanted::Units),
			1 => (0u128..4).prop_map(Wanted::AllBut),
		]
	};
	let epochs = prop_oneof![6 => Just(1), 3 => 1..=window, 1 => 1u32..=40];
	let back = prop_oneof![2 => Just(0), 4 => 0..=window];
	let asset = || 0..ASSETS;
	prop_oneof![
		96 => (who(), money()).prop_map(|(who, amount)| Act::Stake(Op::Stake { who, amount })),
		56 => (who(), wanted()).prop_map(|(who, wanted)| Act::Stake(Op::Unstake { who, wanted })),
		24 => who().prop_map(|who| Act::Stake(Op::Withdraw { who })),
		8 => Just(Act::Stake(Op::Mature)),
		16 => who().prop_map(|who| Act::Stake(Op::Follow { who })),
		96 => epochs.prop_map(|epochs| Act::Stake(Op::Jump { epochs })),
		20 => (0..=window, fraction())
			.prop_map(|(back, fraction)| Act::Stake(Op::Slash { back, fraction })),
		1 => (0..=3_u32).prop_map(|notice| Act::Stake(Op::Close { notice })),
		16 => (who(), who(), wanted())
			.prop_map(|(from, to, wanted)| Act::Shift { from, to, wanted }),
		16 => (who(), multiplier()).prop_map(|(who, multiplier)| Act::Reweigh { who, multiplier }),
		32 => (who(), 0u32..20).prop_map(|(who, longer)| Act::Lock { who, longer }),
		104 => (back, asset(), money())
			.prop_map(|(back, asset, amount)| Act::Credit { back, asset, amount }),
		40 => (asset(), money(), 1u32..=104)
			.prop_map(|(asset, amount, epochs)| Act::Fund { asset, amount, epochs }),
		40 => who().prop_map(|who| Act::Claim { who }),
	]
}
