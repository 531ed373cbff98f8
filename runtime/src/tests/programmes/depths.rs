// SPDX-License-Identifier: Apache-2.0

//! Finalising in batches within batches, as deeply as the SDK allows.

use super::{chain, report, serve, signed, wait_until, AFTER_GRACE, SERVICE};
use crate::{presets::DEVELOPMENT, AccountId, Programmes, RuntimeCall};
use frame_support::{assert_ok, storage::with_transaction};
use pallet_operator_staking::EpochIndex;
use pallet_performance_programmes::ScoreView;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Ferdie};
use sp_runtime::{traits::Dispatchable, DispatchError, TransactionOutcome};

type Scores = [Option<ScoreView<AccountId>>; 3];

/// Two hundred batches within each other take more stack than a test has.
const STACK: usize = 1 << 28;

fn scores(epoch: EpochIndex) -> Scores {
	[Alice, Bob, Charlie].map(|who| Programmes::score(SERVICE, epoch, who.to_account_id()))
}

/// The scores after a call in so many batches that finalises everything, which is undone.
fn scores_after(depth: u32, epoch: EpochIndex) -> Scores {
	let finalise =
		pallet_performance_programmes::Call::finalise { programme_id: SERVICE, limit: 256 };
	let batch =
		|call: RuntimeCall, _| RuntimeCall::from(pallet_utility::Call::batch { calls: vec![call] });
	let nested = (0..depth).fold(RuntimeCall::from(finalise), batch);
	let scores = with_transaction(|| {
		assert_ok!(nested.dispatch(signed(Ferdie)));
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(scores(epoch)))
	});
	scores.expect("it is no error")
}

/// Batches swallow what a call is refused for: either it does nothing, or it pays everybody.
fn pays_all_or_nothing() {
	chain(DEVELOPMENT).execute_with(|| {
		let epoch = serve();
		report(epoch);
		wait_until(2, AFTER_GRACE);
		let (before, paid) = (scores(epoch), scores_after(0, epoch));
		assert_ne!(before, paid);

		let has_paid = |depth: &u32| {
			let after = scores_after(*depth, epoch);
			assert!([&before, &paid].contains(&&after), "at depth {depth}: {after:?}");
			after == paid
		};
		let done = (230..=255).filter(has_paid).count();

		assert!((1..20).contains(&done), "done {done} times");
	});
}

#[test]
fn rewards_of_a_week_are_paid_however_deeply_they_are_finalised() {
	let test = std::thread::Builder::new().stack_size(STACK).spawn(pays_all_or_nothing);
	test.expect("there is memory").join().expect("it succeeds");
}
