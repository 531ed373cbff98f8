// SPDX-License-Identifier: Apache-2.0

//! The calls of the storage that something makes, as a runtime in wasm would ask its host: the state machine traces them.

use std::{
	collections::BTreeMap,
	fmt,
	sync::{Arc, Mutex},
};
use tracing::{
	field::{Field, Visit},
	span, subscriber, Event, Metadata, Subscriber,
};

/// How often each key was read and written, by the key in hexadecimal digits.
#[derive(Clone, Default)]
pub struct StorageCalls {
	pub reads: BTreeMap<String, usize>,
	pub writes: BTreeMap<String, usize>,
}

impl StorageCalls {
	/// Those that something makes.
	pub fn of<R>(act: impl FnOnce() -> R) -> (R, Self) {
		let calls = Arc::new(Mutex::new(Self::default()));
		let result = subscriber::with_default(Listener(calls.clone()), act);
		let calls = calls.lock().expect("nobody panics with it").clone();
		(result, calls)
	}

	/// Without those for keys that are not looked for.
	pub fn without(mut self, keys: &[Vec<u8>]) -> Self {
		for key in keys.iter().map(|key| hex(key)) {
			self.reads.remove(&key);
			self.writes.remove(&key);
		}
		self
	}

	/// Number of reads, also of the same key.
	pub fn all_reads(&self) -> usize {
		self.reads.values().sum()
	}

	/// Number of writes, also of the same key.
	pub fn all_writes(&self) -> usize {
		self.writes.values().sum()
	}

	/// Number of reads of keys with a prefix.
	pub fn reads_of(&self, prefix: &[u8]) -> usize {
		let prefix = hex(prefix);
		let reads = self.reads.iter().filter(|(key, _)| key.starts_with(&prefix));
		reads.map(|(_, times)| times).sum()
	}
}

fn hex(key: &[u8]) -> String {
	key.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hears what the state machine traces, in one thread.
struct Listener(Arc<Mutex<StorageCalls>>);

impl Subscriber for Listener {
	fn enabled(&self, metadata: &Metadata<'_>) -> bool {
		metadata.is_event() && metadata.target() == "state"
	}

	fn event(&self, event: &Event<'_>) {
		let mut call = Call::default();
		event.record(&mut call);
		let mut calls = self.0.lock().expect("nobody panics with it");
		let times = match call.method.as_str() {
			"Get" | "Exists" | "Hash" | "Next" => calls.reads.entry(call.key),
			"Put" | "Append" => calls.writes.entry(call.key),
			_ => return,
		};
		*times.or_default() += 1;
	}

	fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
		span::Id::from_u64(1)
	}

	fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

	fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

	fn enter(&self, _: &span::Id) {}

	fn exit(&self, _: &span::Id) {}
}

/// What an event says of a call.
#[derive(Default)]
struct Call {
	method: String,
	key: String,
}

impl Visit for Call {
	fn record_str(&mut self, field: &Field, value: &str) {
		if field.name() == "method" {
			self.method = value.into();
		}
	}

	fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
		if field.name() == "key" {
			self.key = format!("{value:?}");
		}
	}
}
