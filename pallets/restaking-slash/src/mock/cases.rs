// SPDX-License-Identifier: Apache-2.0

//! Cases: reported, proposed, disputed, ended.

use super::*;
use crate::{
	Basis, Case, CaseStatus, Evidence, OptInView, Outcome, Report, ReportId, SlashRequest, Verdict,
	When,
};
use bulwark_traits::FaultReporter;
use sp_runtime::{DispatchError, DispatchResult};

/// Hash of the evidence that a reporter names for a text.
pub fn evidence_of(who: &AccountId, text: &str) -> Evidence {
	Restaking::evidence_of(who, text.as_bytes())
}

/// Evidence where it does not matter.
pub const SOME: Evidence = [3; 32];

/// Parts of bond and pools.
pub fn request(fractions: Fractions) -> SlashRequest<AssetId> {
	SlashRequest { fractions, quantity: None }
}

/// A part of bond and pools, the same of both.
pub fn of_pools(part: u64) -> SlashRequest<AssetId> {
	request(budget(part, part))
}

/// A part of the bond.
pub fn of_bond(part: u64) -> SlashRequest<AssetId> {
	request(budget(part, 0))
}

/// The same part of bond and pools, in steps of 10⁻¹⁸.
pub fn both(parts: u64) -> SlashRequest<AssetId> {
	let part = Fraction::from_parts(parts);
	request(Fractions { bond: part, pools: part })
}

/// A report id that was not used yet.
pub fn fresh_id() -> ReportId {
	let mut id = [7; 32];
	let next = crate::UsedReportIds::<Test>::iter().count().to_le_bytes();
	id.iter_mut().zip(next).for_each(|(to, from)| *to = from);
	id
}

pub fn epoch(index: u32) -> When {
	When::Epoch(EpochIndex(index))
}

/// A part of bond and pools, and so much of an asset at most.
pub fn worth(part: u64, asset: AssetId, quantity: Balance) -> SlashRequest<AssetId> {
	SlashRequest { quantity: Some((asset, quantity)), ..of_pools(part) }
}

/// A case_id, opened by whatever is done.
pub fn case_of(act: impl FnOnce() -> DispatchResult) -> CaseId {
	let case_id = crate::NextCaseId::<Test>::get();
	assert_ok!(act());
	case_id
}

/// The manager of a consumer reports a fault of an operator.
pub fn report_of(
	(manager, consumer): (AccountId, ConsumerId),
	operator: AccountId,
	fault: u32,
	request: SlashRequest<AssetId>,
) -> CaseId {
	let (when, id) = (epoch(fault), fresh_id());
	case_of(|| {
		Restaking::report_slash(signed(manager), consumer, operator, when, request, SOME, id)
	})
}

/// [`MANAGER`] reports a fault of [`OPERATOR`].
pub fn report(fault: u32, request: SlashRequest<AssetId>) -> CaseId {
	let case_id = crate::NextCaseId::<Test>::get();
	assert_ok!(try_report(epoch(fault), request, fresh_id()));
	assert!(matches!(status(case_id), CaseStatus::Filed { .. }));
	case_id
}

pub fn try_report(when: When, request: SlashRequest<AssetId>, id: ReportId) -> DispatchResult {
	Restaking::report_slash(signed(MANAGER), ROLLUP, OPERATOR, when, request, SOME, id)
}

/// A pallet that has the door proves a fault of [`OPERATOR`] to [`ROLLUP`].
pub fn prove(fault: u32, request: SlashRequest<AssetId>) -> CaseId {
	let case_id = try_prove(fault, request, fresh_id()).expect("nothing is wrong with it");
	assert!(matches!(status(case_id), CaseStatus::Filed { .. }));
	case_id
}

pub fn try_prove(
	fault: u32,
	request: SlashRequest<AssetId>,
	id: ReportId,
) -> Result<CaseId, DispatchError> {
	try_file(fault, request, id, Basis::Proof, None)
}

/// A pallet that has the door files a case.
pub fn try_file(
	fault: u32,
	request: SlashRequest<AssetId>,
	id: ReportId,
	basis: Basis,
	reporter: Option<AccountId>,
) -> Result<CaseId, DispatchError> {
	let (when, consumer_id, operator) = (epoch(fault), ROLLUP, OPERATOR);
	let report = Report { consumer_id, operator, when, request, evidence: SOME };
	<Restaking as FaultReporter<_, _>>::report(report, id, basis, reporter)
}

/// [`OUTSIDER`] proposes a slash of [`OPERATOR`] for [`ROLLUP`], and shows its evidence.
pub fn propose(fault: u32, request: SlashRequest<AssetId>) -> CaseId {
	let text = format!("what happened, told the {}th time", crate::NextCaseId::<Test>::get().0);
	let case_id = propose_hidden(OUTSIDER, fault, request, &text);
	reveal(case_id, &text);
	case_id
}

/// Somebody proposes a slash of [`OPERATOR`] for [`ROLLUP`], with the hash of a text.
pub fn propose_hidden(
	who: AccountId,
	fault: u32,
	request: SlashRequest<AssetId>,
	text: &str,
) -> CaseId {
	let (when, evidence) = (epoch(fault), evidence_of(&who, text));
	let case_id = case_of(|| {
		Restaking::propose_slash(signed(who), ROLLUP, OPERATOR, when, request, evidence)
	});
	assert!(matches!(status(case_id), CaseStatus::Proposed { .. }));
	case_id
}

pub fn reveal(case_id: CaseId, text: &str) {
	assert_ok!(try_reveal(case_id, text));
}

pub fn try_reveal(case_id: CaseId, text: &str) -> DispatchResult {
	let text = text.as_bytes().to_vec().try_into().expect("it is short");
	Restaking::reveal_evidence(signed(CHARLIE), case_id, text)
}

pub fn try_propose(when: When, request: SlashRequest<AssetId>) -> DispatchResult {
	Restaking::propose_slash(signed(OUTSIDER), ROLLUP, OPERATOR, when, request, SOME)
}

pub fn endorse(case_id: CaseId) {
	assert_ok!(Restaking::endorse(signed(MANAGER), case_id, fresh_id()));
}

/// The operator disputes a case.
pub fn dispute(case_id: CaseId) {
	assert_ok!(Restaking::dispute(signed(OPERATOR), case_id, SOME));
	assert!(matches!(status(case_id), CaseStatus::Disputed { .. }));
}

/// Somebody takes the deposit of its dispute back.
pub fn release_dispute(case_id: CaseId, who: AccountId) {
	assert_ok!(Restaking::release_dispute_deposit(signed(CHARLIE), case_id, who));
}

pub fn resolve(case_id: CaseId, verdict: Verdict) {
	assert_ok!(Restaking::resolve(signed(RESOLVER), case_id, verdict));
}

/// The time to dispute passes, and the resolver upholds a case that the operator has disputed.
pub fn uphold(case_id: CaseId) {
	dispute(case_id);
	skip(2);
	resolve(case_id, Verdict::Uphold);
}

/// Settles a case_id, and checks how it has ended.
pub fn settle(case_id: CaseId, outcome: Outcome) {
	assert_ok!(try_settle(case_id));
	assert_has(Event::Ended { case_id, outcome });
	assert!(!crate::Cases::<Test>::contains_key(case_id));
}

pub fn try_settle(case_id: CaseId) -> DispatchResult {
	Restaking::settle(signed(CHARLIE), case_id).map(|_| ()).map_err(|error| error.error)
}

/// The part of the budget of [`ROLLUP`] with [`OPERATOR`] that can be reported, for a fault of the present epoch.
pub fn reportable() -> Fractions {
	opt_in_of(ROLLUP).reportable
}

/// The part of it that proofs could still take.
pub fn unused() -> Fractions {
	opt_in_of(ROLLUP).unused
}

pub fn opt_in_of(consumer: ConsumerId) -> OptInView {
	let view = Restaking::opt_ins(OPERATOR);
	let opt_in = view.opt_ins.into_iter().find(|opt_in| opt_in.consumer_id == consumer);
	opt_in.expect("it is opted in")
}

pub fn case(case_id: CaseId) -> Case<Test> {
	crate::Cases::<Test>::get(case_id).expect("it is open")
}

/// The fractions that a case slashes at most, once they are fixed.
pub fn fractions(case_id: CaseId) -> Option<Fractions> {
	case(case_id).course.filing().map(|filing| filing.fractions)
}

/// The consumer's own id for the report of a case, once it is filed.
pub fn report_id(case_id: CaseId) -> Option<ReportId> {
	case(case_id).course.filing().map(|filing| filing.report_id)
}

pub fn status(case_id: CaseId) -> CaseStatus {
	crate::Cases::<Test>::get(case_id).expect("it is open").course.status()
}

/// The amounts that a slash of [`OPERATOR`] could find, one for each asset.
pub fn slashable(fault: u32) -> Vec<(AssetId, Balance)> {
	use bulwark_traits::Exposure;
	let found = <Staking as Exposure<_, _>>::slashable(&OPERATOR, EpochIndex(fault));
	let sum = |asset: &AssetId| {
		let (bond, pools) = found.in_asset(asset);
		bond + pools
	};
	[NATIVE, GOLD].into_iter().map(|asset| (asset.clone(), sum(&asset))).collect()
}
