// SPDX-License-Identifier: Apache-2.0

//! Random histories of a pool.

use super::world::{Staker, World};
use bulwark_ledger::{Amount, Balance, Fraction, LedgerError};
use proptest::{collection::vec, prelude::*};
use sp_arithmetic::Permill;

/// What a staker asks back, of what there is when it is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
	All,
	/// So many thousandths of the value.
	Part(u32),
	/// So many units.
	Units(Balance),
	/// All but so many units, by amount.
	AllBut(Balance),
	/// So many units more than there is.
	TooMuch(Balance),
}

impl Wanted {
	/// As an amount, for somebody who has `all`.
	pub fn of(self, all: Balance) -> Amount {
		match self {
			Self::All => Amount::All,
			Self::Part(part) => Amount::Exactly(Permill::from_parts(part * 1000).mul_floor(all)),
			Self::Units(units) => Amount::Exactly(units),
			Self::AllBut(units) => Amount::Exactly(all.saturating_sub(units)),
			Self::TooMuch(units) => Amount::Exactly(all + units),
		}
	}
}

#[derive(Clone, Copy, Debug)]
pub enum Op {
	Stake { who: Staker, amount: Balance },
	Unstake { who: Staker, wanted: Wanted },
	Withdraw { who: Staker },
	Mature,
	Follow { who: Staker },
	Jump { epochs: u32 },
	Slash { back: u32, fraction: Fraction },
	SlashTomorrow { fraction: Fraction },
	Close { notice: u32 },
}

impl Op {
	/// Does it, and returns what was paid, put in or taken.
	pub fn run(self, world: &mut World) -> Result<Balance, LedgerError> {
		match self {
			Self::Stake { who, amount } => world.stake(who, amount).map(|_| amount),
			Self::Unstake { who, wanted } => {
				let amount = wanted.of(world.value(who));
				let (unstaked, paid) = world.unstake(who, amount)?;
				Ok(unstaked.returned + unstaked.unbonding + paid)
			},
			Self::Withdraw { who } => world.withdraw(who),
			Self::Mature => world.mature().map(|()| 0),
			Self::Follow { who } => world.follow(who).map(|()| 0),
			Self::Jump { epochs } => {
				world.jump(epochs);
				Ok(0)
			},
			Self::Slash { back, fraction } => {
				world.slash(world.now.minus(back), fraction).map(Option::unwrap_or_default)
			},
			Self::SlashTomorrow { fraction } => {
				world.slash(world.now.next(), fraction).map(Option::unwrap_or_default)
			},
			Self::Close { notice } => world.close(notice).map(|()| 0),
		}
	}
}

/// A pool, its constants, and what happens to it.
#[derive(Clone, Debug)]
pub struct History {
	pub window: u32,
	pub minimum: Balance,
	/// r(u) − u.
	pub notice: u32,
	pub start: u32,
	pub multipliers: [u16; 6],
	pub ops: Vec<Op>,
}

impl History {
	pub fn world(&self) -> World {
		let mut world = World::new(self.window);
		world.now.0 = self.start;
		world.minimum = self.minimum;
		world.notice = self.notice;
		world.multipliers = self.multipliers;
		world
	}
}

/// Histories of up to `longest` operations.
pub fn history(longest: usize) -> impl Strategy<Value = History> {
	(1u32..=14).prop_flat_map(move |window| {
		let minimum = prop_oneof![4 => Just(1), 1 => amount(20)];
		let notice = prop_oneof![3 => Just(window + 1), 1 => 1..=window + 1];
		let multipliers = prop::array::uniform6(prop_oneof![Just(100), Just(0), 1u16..1000]);
		let ops = (4usize..=6).prop_flat_map(move |cast| vec(op(window, cast), 1..=longest));
		(minimum, notice, 0u32..30, multipliers, ops).prop_map(
			move |(minimum, notice, start, multipliers, ops)| History {
				window,
				minimum,
				notice,
				start,
				multipliers,
				ops,
			},
		)
	})
}

/// Slashes, each of an epoch of the window: so many epochs before the present one, modulo W + 1.
pub fn slashes(
	count: impl Into<prop::collection::SizeRange>,
) -> impl Strategy<Value = Vec<(u32, Fraction)>> {
	vec((0u32..60, fraction()), count)
}

/// From 1 unit to 2^bits, every size as likely, never round.
pub fn amount(bits: u32) -> impl Strategy<Value = Balance> {
	(0..bits, any::<u128>()).prop_map(|(bit, noise)| (1 << bit) | (noise & ((1 << bit) - 1)))
}

/// From 10⁻⁹ to ½, every size as likely; sometimes exactly ½, a thing of a step, or nothing.
pub fn fraction() -> impl Strategy<Value = Fraction> {
	let sized = (30u32..=58, any::<u64>())
		.prop_map(|(bit, noise)| ((1 << bit) | (noise & ((1 << bit) - 1))).min(HALF));
	let large = HALF / 50..=HALF;
	prop_oneof![
		12 => sized,
		4 => large,
		1 => Just(HALF),
		1 => Just(1),
		1 => Just(0),
	]
	.prop_map(Fraction::from_parts)
}

const HALF: u64 = 500_000_000_000_000_000;

fn op(window: u32, cast: usize) -> impl Strategy<Value = Op> {
	let who = move || (0..cast).prop_map(|at| Staker::ALL[at]);
	let amount = || prop_oneof![1 => amount(8), 1 => amount(96)];
	let wanted = prop_oneof![
		4 => Just(Wanted::All),
		6 => (1u32..=1000).prop_map(Wanted::Part),
		4 => amount().prop_map(Wanted::Units),
		2 => (0u128..4).prop_map(Wanted::AllBut),
		1 => (1u128..4).prop_map(Wanted::TooMuch),
	];
	let epochs = prop_oneof![6 => Just(1), 3 => 1..=window, 1 => 1u32..=40];
	let beyond_half = (HALF + 1..=2 * HALF).prop_map(Fraction::from_parts);
	let fraction = || prop_oneof![40 => fraction(), 1 => beyond_half.clone()];
	prop_oneof![
		120 => (who(), amount()).prop_map(|(who, amount)| Op::Stake { who, amount }),
		120 => (who(), wanted).prop_map(|(who, wanted)| Op::Unstake { who, wanted }),
		40 => who().prop_map(|who| Op::Withdraw { who }),
		10 => Just(Op::Mature),
		30 => who().prop_map(|who| Op::Follow { who }),
		100 => epochs.prop_map(|epochs| Op::Jump { epochs }),
		90 => (0..=window + 1, fraction())
			.prop_map(|(back, fraction)| Op::Slash { back, fraction }),
		1 => fraction().prop_map(|fraction| Op::SlashTomorrow { fraction }),
		2 => (0..=3_u32).prop_map(|notice| Op::Close { notice }),
	]
}
