// SPDX-License-Identifier: Apache-2.0

//! A call that may change the cover of an operator weighs what it does itself, and the telling of the cover.

use crate::{mock::*, Call, CaseId, Fraction, Verdict, WeightInfo};
use bulwark_traits::{Exposure, FaultReporter, Liability, Slash};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};

type Own = <Test as crate::Config>::WeightInfo;

const CASE: CaseId = CaseId::FIRST;

/// The weight of a call beyond its own.
fn beyond(call: Call<Test>, own: Weight) -> Weight {
	let declared = call.get_dispatch_info().call_weight;
	declared.checked_sub(&own).expect("its own weight is part of it")
}

#[test]
fn calls_that_tell_the_cover_declare_it() {
	let tell = Restaking::tell_weight();
	assert!(<Own as WeightInfo>::cover().all_gt(Weight::zero()));
	assert!(tell.all_gte(<Own as WeightInfo>::cover()));

	let (consumer_id, case_id) = (ROLLUP, CASE);
	let set_slash_cap = Call::set_slash_cap { cap: Fraction::zero() };
	assert_eq!(beyond(set_slash_cap, Own::set_slash_cap()), tell);
	let opt_in = Call::opt_in { consumer_id, version: 1, budget: budget(1, 1) };
	assert_eq!(beyond(opt_in, Own::opt_in()), tell);
	assert_eq!(beyond(Call::opt_out { consumer_id }, Own::opt_out()), tell);
	let prune = Call::prune { operator: OPERATOR };
	let pruned = Own::prune(MAX_OPT_INS).max(Own::prune_gone(MAX_OPT_INS));
	assert_eq!(beyond(prune, pruned), tell);
	let dispute = Call::dispute { case_id, evidence: [0; 32] };
	assert_eq!(beyond(dispute, Own::dispute().max(Own::dispute_unjudged())), tell);
	let resolve = Call::resolve { case_id, verdict: Verdict::Dismiss };
	assert_eq!(beyond(resolve, Own::resolve()), tell);
	assert_eq!(beyond(Call::dismiss_case { case_id }, Own::dismiss_case()), tell);
	let doors = <Staking as Exposure<_, _>>::weight() + <Staking as Slash<_, _, _>>::weight();
	assert_eq!(beyond(Call::settle { case_id }, Own::settle() + doors), tell);
}

#[test]
fn doors_that_tell_the_cover_declare_it() {
	let tell = Restaking::tell_weight();

	assert_eq!(<Restaking as Liability<_>>::closes_weight(), Own::shrink_opt_ins() + tell);
	let report = Own::report_slash() + <Staking as Exposure<_, _>>::weight();
	assert_eq!(<Restaking as FaultReporter<_, _>>::weight(), report + tell);
}

#[test]
fn prune_is_charged_for_the_opt_ins_that_it_looked_at() {
	test_opted_in(|| {
		let prune = || Restaking::prune(signed(PAUPER), OPERATOR).expect("anybody may");

		let charged = [prune(), prune()].map(|done| done.actual_weight);

		assert_eq!(charged, [Some(Restaking::prune_weight(1)); 2]);
		assert!(Restaking::prune_weight(MAX_OPT_INS).all_gt(Restaking::prune_weight(1)));
	});
}
