// SPDX-License-Identifier: Apache-2.0

//! Consumers, opt-ins and cases.

use super::{
	call, late_epoch, now, open_cases, root, some_asset, some_operator, somebody, Act, Heard, EPOCH,
};
use crate::{
	accounts::treasury, assets::AssetKind, tests::golden::draws::Draws, AccountId, Restaking,
	Runtime,
};
use pallet_operator_staking::{Fraction, PoolId};
use pallet_restaking_slash::{
	Call, CaseId, CaseStatus, CaseView, ConsumerId, Evidence, Fractions, ReportId, SlashRequest,
	Verdict, When,
};

type RestakingCall = Call<Runtime>;

/// The texts that outsiders have to tell.
const TEXTS: [&[u8]; 4] = [b"seen", b"heard", b"read", b"known"];

/// A call of an account, or of the admin for the treasury.
fn call_of(who: AccountId, restaking: RestakingCall) -> Option<Act> {
	if who == treasury() {
		return root(restaking);
	}
	call(who, restaking)
}

fn manager(consumer_id: ConsumerId) -> Option<AccountId> {
	Some(Restaking::consumer(consumer_id)?.manager)
}

/// An operator and a consumer to which it is opted in, or was.
fn some_opt_in(draws: &mut Draws) -> Option<(AccountId, ConsumerId)> {
	let operator = some_operator(draws);
	let opt_ins = Restaking::opt_ins(operator.clone()).opt_ins;
	let consumers: Vec<_> = opt_ins.iter().map(|opt_in| opt_in.consumer_id).collect();
	Some((operator, draws.one_of(&consumers)?))
}

/// A fault of late, and the slash that is asked for it.
fn fault(draws: &mut Draws) -> (When, SlashRequest<AssetKind>) {
	let epoch = now().minus(draws.id_below(4));
	let when = match draws.once_in(2) {
		true => When::Epoch(epoch),
		false => When::Time(u64::from(epoch.0) * EPOCH + draws.below(EPOCH)),
	};
	let bond = Fraction::from_parts(1 + draws.below(150_000_000_000_000_000));
	let pools = if draws.once_in(5) { Fraction::zero() } else { bond };
	let quantity = draws.once_in(6).then(|| {
		let asset = some_asset(draws);
		let amount = draws.amount(&asset);
		(asset, amount)
	});
	(when, SlashRequest { fractions: Fractions { bond, pools }, quantity })
}

/// An id that is hardly ever used twice.
fn some_report_id(draws: &mut Draws) -> ReportId {
	let mut report_id = [0; 32];
	report_id[..4].copy_from_slice(&draws.id_below(100_000).to_le_bytes());
	report_id
}

/// An open case whose status fits.
fn some_case(
	draws: &mut Draws,
	fits: impl Fn(&CaseStatus) -> bool,
) -> Option<(CaseId, CaseView<AccountId, AssetKind>)> {
	let views = open_cases().into_iter().filter_map(|id| Some((id, Restaking::case(id)?)));
	draws.one_of(&views.filter(|(_, case)| fits(&case.status)).collect::<Vec<_>>())
}

pub fn report_slash(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (operator, consumer_id) = some_opt_in(draws)?;
	let (when, request) = fault(draws);
	let report_id = some_report_id(draws);
	let (operator, evidence) = (operator.into(), Evidence::default());
	let report =
		RestakingCall::report_slash { consumer_id, operator, when, request, evidence, report_id };
	call_of(manager(consumer_id)?, report)
}

pub fn propose_slash(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (operator, consumer_id) = some_opt_in(draws)?;
	let (reporter, (when, request)) = (somebody(draws), fault(draws));
	let evidence = Restaking::evidence_of(&reporter, draws.one_of(&TEXTS)?);
	let operator = operator.into();
	call(reporter, RestakingCall::propose_slash { consumer_id, operator, when, request, evidence })
}

/// The evidence of a proposal is revealed, or the consumer endorses it.
pub fn endorse(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let is_proposed = |status: &CaseStatus| matches!(status, CaseStatus::Proposed { .. });
	let (case_id, case) = some_case(draws, is_proposed)?;
	if case.is_revealed {
		let report_id = some_report_id(draws);
		return call_of(manager(case.consumer_id)?, RestakingCall::endorse { case_id, report_id });
	}
	let reporter = case.reporter?;
	let is_it = |text: &&[u8]| Restaking::evidence_of(&reporter, text) == case.evidence;
	let text = TEXTS.into_iter().find(is_it)?.to_vec().try_into().expect("it is short");
	call(reporter, RestakingCall::reveal_evidence { case_id, text })
}

pub fn decline(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let is_proposed = |status: &CaseStatus| matches!(status, CaseStatus::Proposed { .. });
	let (case_id, case) = some_case(draws, is_proposed)?;
	let refund = draws.once_in(2);
	call_of(manager(case.consumer_id)?, RestakingCall::decline { case_id, refund })
}

fn is_filed(status: &CaseStatus) -> bool {
	matches!(status, CaseStatus::Filed { .. } | CaseStatus::Disputed { .. })
}

pub fn dispute(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (case_id, _) = some_case(draws, is_filed)?;
	call(somebody(draws), RestakingCall::dispute { case_id, evidence: [7; 32] })
}

pub fn resolve(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let is_disputed = |status: &CaseStatus| matches!(status, CaseStatus::Disputed { .. });
	let (case_id, case) = some_case(draws, is_disputed)?;
	let verdict = if draws.once_in(3) { Verdict::Dismiss } else { Verdict::Uphold };
	call_of(case.resolver?, RestakingCall::resolve { case_id, verdict })
}

pub fn settle(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (case_id, _) = some_case(draws, |_| true)?;
	call(somebody(draws), RestakingCall::settle { case_id })
}

/// One of the last of a list.
fn late<T: Clone>(draws: &mut Draws, list: &[T]) -> Option<T> {
	draws.one_of(list.get(list.len().saturating_sub(3)..)?)
}

pub fn claim_bounty(draws: &mut Draws, heard: &Heard) -> Option<Act> {
	let case_id = late(draws, &heard.bounties)?;
	call(somebody(draws), RestakingCall::claim_bounty { case_id })
}

pub fn release_dispute_deposit(draws: &mut Draws, heard: &Heard) -> Option<Act> {
	let case_id = late(draws, &heard.disputed)?;
	let mut disputes = Restaking::disputes_of(case_id)?.disputes;
	disputes.sort_by(|one, other| one.disputer.cmp(&other.disputer));
	let disputer = draws.one_of(&disputes)?.disputer.into();
	call(somebody(draws), RestakingCall::release_dispute_deposit { case_id, disputer })
}

pub fn release_slashed(draws: &mut Draws, heard: &Heard) -> Option<Act> {
	let (case_id, asset) = late(draws, &heard.withheld)?;
	call(somebody(draws), RestakingCall::release_slashed { case_id, asset })
}

pub fn remit(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (operator, consumer_id) = some_opt_in(draws)?;
	let asset = some_asset(draws);
	let (amount, earned_in) = (draws.amount(&asset), late_epoch(PoolId(1), draws));
	let operator = operator.into();
	let remit = RestakingCall::remit { consumer_id, operator, asset, amount, earned_in };
	call_of(manager(consumer_id)?, remit)
}

pub fn set_slash_cap(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let cap = Fraction::from_percent(60 + draws.below(41));
	call(some_operator(draws), RestakingCall::set_slash_cap { cap })
}

pub fn opt_in(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let consumer_id = ConsumerId(1 + draws.id_below(3));
	let version = Restaking::consumer(consumer_id)?.version;
	let bond = 1 + draws.below(40);
	let pools = if consumer_id == ConsumerId(3) { 0 } else { draws.below(bond + 1) };
	let budget =
		Fractions { bond: Fraction::from_percent(bond), pools: Fraction::from_percent(pools) };
	call(some_operator(draws), RestakingCall::opt_in { consumer_id, version, budget })
}

pub fn opt_out(draws: &mut Draws, _: &Heard) -> Option<Act> {
	let (operator, consumer_id) = some_opt_in(draws)?;
	call(operator, RestakingCall::opt_out { consumer_id })
}

pub fn prune(draws: &mut Draws, _: &Heard) -> Option<Act> {
	call(somebody(draws), RestakingCall::prune { operator: some_operator(draws).into() })
}
