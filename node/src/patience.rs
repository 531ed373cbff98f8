// SPDX-License-Identifier: Apache-2.0

//! Says what takes so long.

use std::{
	sync::mpsc::{self, Receiver, RecvTimeoutError::Timeout},
	thread,
	time::{Duration, Instant},
};

/// From one line to the next.
const BEAT: Duration = Duration::from_secs(1);

/// Do `work`, and log every second that the node is `doing` it.
pub fn during<T>(doing: &str, work: impl FnOnce() -> T) -> T {
	let (working, rest) = mpsc::channel::<()>();

	thread::scope(|scope| {
		scope
			.spawn(|| beats(rest, BEAT, |passed| log::info!("⏳ {doing}: {} s", passed.as_secs())));

		let done = work();
		drop(working);
		done
	})
}

/// Call `tell` with the time that has passed, at every beat until the other end of `rest` is gone.
fn beats(rest: Receiver<()>, beat: Duration, tell: impl Fn(Duration)) {
	let start = Instant::now();

	while rest.recv_timeout(beat) == Err(Timeout) {
		tell(start.elapsed());
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::cell::Cell;

	#[test]
	fn during_gives_what_the_work_gave() {
		assert_eq!(during("counting", || 7), 7);
	}

	#[test]
	fn beats_go_on_until_the_work_is_done() {
		let (working, rest) = mpsc::channel();
		let (working, told) = (Cell::new(Some(working)), Cell::new(0));

		beats(rest, Duration::from_millis(1), |_| {
			told.set(told.get() + 1);
			if told.get() == 3 {
				drop(working.take());
			}
		});

		assert_eq!(told.get(), 3);
	}

	#[test]
	fn beats_are_silent_when_the_work_is_quick() {
		let (working, rest) = mpsc::channel();
		drop(working);

		beats(rest, Duration::from_secs(60), |_| panic!("nobody waits"));
	}
}
