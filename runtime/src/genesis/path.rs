// SPDX-License-Identifier: Apache-2.0

//! Where in a chain spec an error is.

use alloc::{
	format,
	string::{String, ToString},
	vec::Vec,
};

/// Names of the fields around a line of pretty JSON, the outermost first: `restaking.consumers[0].terms.bounty`.
pub(super) fn of_line(pretty: &str, line: usize) -> String {
	let lines: Vec<_> = pretty.lines().take(line).collect();
	let indent = |line: &str| line.len().saturating_sub(line.trim_start().len());
	let is_end = |line: &str| line.trim_start().starts_with(['}', ']']);
	let name =
		|line: &str| Some(line.trim_start().strip_prefix('"')?.split_once("\":")?.0.to_string());

	let Some(last) = lines.last() else { return String::new() };

	let mut names: Vec<String> = name(last).into_iter().collect();
	// The end of a list or an object stands for all of it.
	let mut place = (!is_end(last)).then_some(0_usize);
	let mut depth = indent(last).saturating_add(is_end(last).into());
	for around in lines.iter().rev().skip(1) {
		if indent(around) == depth && !is_end(around) {
			place = place.map(|earlier| earlier.saturating_add(1));
		}
		if indent(around) >= depth {
			continue;
		}
		if let Some(place) = place.filter(|_| around.ends_with('[')) {
			names.push(format!("[{place}]"));
		}
		names.extend(name(around));
		(depth, place) = (indent(around), Some(0));
	}

	names.reverse();
	names.join(".").replace(".[", "[")
}
