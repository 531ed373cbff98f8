// SPDX-License-Identifier: Apache-2.0

//! Five hundred random histories of staking, rewards and restaking, and what everybody has at the end of each: no call
//! may pay otherwise because something is stored, read or added up in another way.
//!
//! They run in this runtime, and not in a mock, because it alone carries the whole: slashes come of cases, releases and
//! waivers of opt-ins, pools answer for seven epochs, and positions are real NFTs. A history acts by calls and looks by
//! views and balances, so that another layout of the storage leaves it as it is.
//!
//! `golden/histories.txt` has a digest of each, of what everybody has after the last step and when all streams and locks have
//! run out; before them the first ten ends stand in words. By default a hundred are compared, by `BULWARK_EFFORT=5` all.
//!
//! The file is of the code before layouts were changed, but for six histories in which streams of several epochs had been rounded at
//! once while buckets shared: there somebody is paid a unit more or less than then.
//!
//! - `BULWARK_GOLDEN=17` prints what history 17 does, call by call, and its end: run it in two commits, and compare.
//! - `BULWARK_GOLDEN=write` writes the file anew. Only for a change that is meant to pay otherwise, which says so.

mod acts;
mod chain;
mod draws;
mod figures;
mod history;

use bulwark_testing::{effort, Calls};
use history::History;
use std::{collections::BTreeSet, env, fs, thread};

/// Number of histories.
const HISTORIES: u64 = 500;
/// Number of those whose ends stand there in words.
const IN_WORDS: u64 = 10;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/golden/histories.txt");

/// A pool that idle blocks catch up stands as one that waits for its calls: to the byte.
#[test]
fn idle_blocks_change_nothing() {
	for number in 1..=effort(20) {
		let [with, without] = [true, false].map(|idles| History::live_through(number, idles));
		let differ: Vec<_> = with
			.keys()
			.chain(without.keys())
			.filter(|key| with.get(*key) != without.get(*key))
			.map(|key| (key, with.get(key), without.get(key)))
			.collect();
		assert!(differ.is_empty(), "history {number}: {differ:x?}");
	}
}

#[test]
fn histories_end_as_they_did() {
	match env::var("BULWARK_GOLDEN").as_deref() {
		Ok("write") => fs::write(PATH, written(&live(HISTORIES))).expect("it can be written"),
		Ok(number) => show(number.parse().expect("a number, or `write`")),
		Err(_) => compare(&live(effort(100).min(HISTORIES))),
	}
}

/// Lives through the first histories, every other one in a thread of its own.
fn live(histories: u64) -> Vec<History> {
	let live_half = |first| (first..=histories).step_by(2).map(History::live).collect::<Vec<_>>();
	let mut all = thread::scope(|scope| {
		let other = scope.spawn(|| live_half(2));
		let mut all = live_half(1);
		all.extend(other.join().expect("its message stands above"));
		all
	});
	all.sort_by_key(|history| history.number);
	all
}

fn compare(lived: &[History]) {
	let file = fs::read_to_string(PATH).expect("it lies there");
	let said: BTreeSet<_> = file.lines().collect();
	for history in lived {
		let is_same = said.contains(history.digest().as_str());
		let others: Vec<_> = history.end.lines().filter(|line| !said.contains(line)).collect();
		let number = history.number;
		assert!(is_same, "history {number} ends otherwise than the file says: {others:#?}");
	}

	let mut calls = Calls::default();
	lived.iter().for_each(|history| calls.add(&history.calls));
	println!("{} histories, {} calls: {calls:#?}", lived.len(), calls.total());
	assert!(calls.refused() * 2 < calls.total(), "too many refusals to say anything");
	calls.assert_done_at_least(lived.len() as u64 / 25);
}

/// The ends of the first in words, and the digests of all.
fn written(lived: &[History]) -> String {
	let in_words = lived.iter().filter(|history| history.number <= IN_WORDS);
	let in_words = in_words.map(|history| format!("history {}\n{}\n", history.number, history.end));
	let digests = lived.iter().map(|history| history.digest() + "\n");
	in_words.chain(digests).collect()
}

fn show(number: u64) {
	let history = History::live(number);
	let History { course, end, aftermath, .. } = &history;
	println!("{course}{end}{aftermath}{}", history.digest());
}
