// SPDX-License-Identifier: Apache-2.0

//! One history, from the genesis to its end.

use super::{
	acts::{act, Act, Heard},
	chain::{chain, EPOCH},
	draws::Draws,
	figures::figures,
};
use crate::{
	accounts::treasury, OperatorStaking, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
	StakingRewards, System,
};
use bulwark_testing::Calls;
use frame_support::{
	storage::unhashed,
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use pallet_operator_staking::{Event, IdleRound, PoolId};
use sp_io::{hashing::blake2_128, storage::next_key};
use sp_runtime::traits::Dispatchable;
use std::{collections::BTreeMap, fmt::Write};

/// Number of steps of a history.
const STEPS: u64 = 400;
/// Number of epochs after the last step: as many as streams last, and locks.
const AFTERMATH: u32 = 60;

#[derive(Default)]
pub struct History {
	/// Its number, from 1.
	pub number: u64,
	/// How often calls were done, and refused.
	pub calls: Calls,
	/// What happened, a line for each step.
	pub course: String,
	/// What everybody had after the last step.
	pub end: String,
	/// And when all streams and locks had run out.
	pub aftermath: String,
	heard: Heard,
	/// Some if a block comes in every epoch: true if it has weight left.
	blocks: Option<bool>,
}

impl History {
	pub fn live(number: u64) -> Self {
		chain().execute_with(|| {
			let mut history = Self { number, ..Self::default() };
			history.pass(8);
			for step in 0..STEPS {
				history.step(step);
			}
			history.end = figures();
			history.pass(AFTERMATH);
			for pool_id in (1..=6).map(PoolId) {
				// Refused where nothing is paid.
				let _ = StakingRewards::poke(RuntimeOrigin::signed(treasury()), pool_id);
			}
			history.aftermath = figures();
			history
		})
	}

	/// The storage at its end, when each pool has caught up. Blocks come in every epoch, with weight left for pools or none.
	pub fn live_through(number: u64, idles: bool) -> BTreeMap<Vec<u8>, Vec<u8>> {
		chain().execute_with(|| {
			let mut history = Self { number, blocks: Some(idles), ..Self::default() };
			history.pass(8);
			for step in 0..STEPS {
				history.step(step);
			}
			history.pass(10);
			for pool_id in (1..=6).map(PoolId) {
				let poke = OperatorStaking::poke(RuntimeOrigin::signed(treasury()), pool_id, None);
				assert!(poke.is_ok(), "{poke:?}");
				// What streams had for nobody leaves with it.
				let _ = StakingRewards::poke(RuntimeOrigin::signed(treasury()), pool_id);
			}
			storage()
		})
	}

	/// A line that is another one for every other end.
	pub fn digest(&self) -> String {
		let all = self.end.clone() + &self.aftermath;
		let bytes = blake2_128(all.as_bytes()).map(|byte| format!("{byte:02x}"));
		format!("{:03} {}", self.number, bytes.concat())
	}

	fn step(&mut self, step: u64) {
		let (name, act) = act(&mut Draws::new(self.number, step), &self.heard);
		let outcome = match act {
			None => "nothing to do".into(),
			Some(Act::Pass(epochs)) => {
				self.pass(epochs);
				self.calls.count(name, true);
				format!("{epochs}")
			},
			Some(Act::Call(origin, call)) => self.call(name, origin, *call),
		};
		writeln!(self.course, "{step} {name}: {outcome}").expect("there is room");
	}

	/// A call is done or changes nothing.
	fn call(&mut self, name: &'static str, origin: RuntimeOrigin, call: RuntimeCall) -> String {
		let asked = format!("{call:?}");
		let result = call.dispatch(origin);
		for record in System::events() {
			self.heard.hear(&record.event);
			if let RuntimeEvent::OperatorStaking(Event::PoolSlashed { .. }) = record.event {
				self.calls.count("slash a pool", true);
			}
		}
		System::reset_events();
		self.calls.count(name, result.is_ok());
		match result {
			Ok(_) => asked,
			Err(failed) => format!("{asked}: {:?}", failed.error),
		}
	}

	/// Epochs pass, and a block begins; or one in each of them.
	fn pass(&mut self, epochs: u32) {
		let Some(idles) = self.blocks else { return Self::pass_at_once(epochs) };
		for _ in 0..epochs {
			Self::pass_at_once(1);
			let number = System::block_number();
			if idles && !Draws::new(self.number, number.into()).once_in(3) {
				OperatorStaking::on_idle(number, Weight::MAX);
				System::reset_events();
			}
		}
	}

	fn pass_at_once(epochs: u32) {
		pallet_timestamp::Now::<Runtime>::mutate(|now| *now += u64::from(epochs) * EPOCH);
		let number = System::block_number() + 11;
		System::set_block_number(number);
		for _ in 0..2 {
			OperatorStaking::on_poll(number, &mut WeightMeter::new());
		}
		System::reset_events();
	}
}

/// Everything that is stored but how far idle blocks are.
fn storage() -> BTreeMap<Vec<u8>, Vec<u8>> {
	IdleRound::<Runtime>::kill();
	System::reset_events();
	let keys = std::iter::successors(next_key(&[]), |key| next_key(key));
	keys.map(|key| (key.clone(), unhashed::get_raw(&key).unwrap_or_default())).collect()
}
