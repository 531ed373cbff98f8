// SPDX-License-Identifier: Apache-2.0

//! Calls of a sibling that refuse, each of the matrix: the message was paid for, and nothing but its fee is gone.

use super::{
	consumers::{as_sibling, assert_moved, remittance, report, rows, Moved, Stage},
	*,
};
use frame_support::assert_noop;
use sp_runtime::{traits::Dispatchable, DispatchError, TokenError};

type Call = pallet_restaking_slash::Call<Runtime>;
type Error = pallet_restaking_slash::Error<Runtime>;

/// Sends a call, and expects that it refuses for a reason, and that the fee of its message is all that has moved.
fn refuse(stage: &mut Stage, call: impl Into<RuntimeCall>, reason: impl Into<DispatchError>) {
	let (call, reason) = (call.into(), reason.into());
	stage.home.execute_with(|| {
		assert_noop!(call.clone().dispatch(as_sibling()), reason);
	});
	let before = stage.money();

	assert_eq!(stage.tell(paid_call(&call)), [Fate::Failed]);

	let after = stage.money();
	let fee = assert_moved(before, after, Moved::default());
	assert!(fee > 0 && fee < UNIT, "it costs {fee}");
	stage.home.execute_with(check_invariants);
}

/// Leaves so much free on the sibling's account.
fn leave(stage: &mut Stage, amount: u128) {
	stage.home.execute_with(|| {
		let spare = Balances::free_balance(sovereign(SIBLING)) - amount;
		let to = Alice.to_account_id().into();
		assert_ok!(Balances::transfer_keep_alive(as_sibling(), to, spare));
	});
}

#[test]
fn registration_fails_when_its_deposit_is_not_there() {
	let mut stage = Stage::set();
	leave(&mut stage, 50 * UNIT);

	let register = Call::register_consumer { terms: terms() };
	refuse(&mut stage, register, TokenError::FundsUnavailable);
}

/// Only a consumer that the chain has admitted may have what it takes.
#[test]
fn registration_fails_when_its_terms_name_an_account_for_slashed_money() {
	let destination = Destination::Account(sovereign(SIBLING));
	let register = Call::register_consumer { terms: ConsumerTerms { destination, ..terms() } };

	refuse(&mut Stage::set(), register, Error::NotAdmitted);
}

#[test]
fn remittance_fails_when_its_money_is_not_there() {
	let mut stage = Stage::set();
	let usdt = ForeignAsset::Usdt;

	let remit = remittance(stage.fault_epoch, usdt, 2_000 * usdt.unit());
	refuse(&mut stage, remit, Error::NotSpendable);
}

#[test]
fn remittance_fails_when_nobody_has_opened_the_pot_for_its_asset() {
	let mut stage = Stage::set();
	let asset = ForeignAsset::RelayToken;
	stage.home.execute_with(|| {
		let to = sovereign(SIBLING).into();
		assert_ok!(ForeignAssets::transfer(signed(Alice), asset, to, 10 * asset.unit()));
	});

	let remit = remittance(stage.fault_epoch, asset, asset.unit());
	refuse(&mut stage, remit, pallet_staking_rewards::Error::<Runtime>::AssetNotListed);

	let left = stage
		.home
		.execute_with(|| NativeAndAssets::balance(AssetKind::WithId(asset), &sovereign(SIBLING)));
	assert_eq!(left, 10 * asset.unit());
}

#[test]
fn report_fails_for_an_epoch_that_the_sibling_has_not_acknowledged() {
	let mut stage = Stage::set();
	let report = report(stage.fault_epoch.next(), [1; 32]);
	refuse(&mut stage, report.clone(), Error::NotAcknowledged);

	let acknowledge = rows(stage.fault_epoch).remove(5).call;
	assert_eq!(stage.tell(paid_call(&acknowledge)), [Fate::Done]);

	assert_eq!(stage.tell(paid_call(&report)), [Fate::Done]);
}

#[test]
fn report_fails_when_it_comes_twice() {
	let mut stage = Stage::set();
	let report = report(stage.fault_epoch, [1; 32]);
	assert_eq!(stage.tell(paid_call(&report)), [Fate::Done]);

	refuse(&mut stage, report, Error::DuplicateReport);
}

/// The second case is governance's.
#[test]
fn endorsement_fails_for_a_case_of_another_consumer() {
	let endorse = Call::endorse { case_id: CaseId(2), report_id: [2; 32] };

	refuse(&mut Stage::set(), endorse, Error::NotEndorser);
}

#[test]
fn endorsement_fails_while_the_evidence_is_hidden() {
	let mut stage = Stage::set();
	let when = When::Epoch(stage.fault_epoch);
	stage.home.execute_with(|| {
		let alice = Alice.to_account_id().into();
		let proposed =
			Restaking::propose_slash(signed(Ferdie), CONSUMER, alice, when, a_tenth(), [9; 32]);
		assert_ok!(proposed);
	});

	let endorse = Call::endorse { case_id: CaseId(3), report_id: [2; 32] };
	refuse(&mut stage, endorse, Error::EvidenceHidden);
}

/// The first case is a proposal: nobody has made it the consumer's own report yet.
#[test]
fn dispute_fails_when_the_case_is_not_filed() {
	let dispute = Call::dispute { case_id: CaseId(1), evidence: [8; 32] };

	refuse(&mut Stage::set(), dispute, Error::NotFiled);
}

#[test]
fn dispute_fails_when_its_deposit_is_not_there() {
	let mut stage = Stage::set();
	leave(&mut stage, 5 * UNIT);

	let dispute = Call::dispute { case_id: CaseId(2), evidence: [8; 32] };
	refuse(&mut stage, dispute, TokenError::FundsUnavailable);
}

#[test]
fn acknowledgement_fails_when_the_epoch_is_acknowledged_already() {
	let mut stage = Stage::set();

	let acknowledge = Call::acknowledge_set { epoch: stage.fault_epoch };
	refuse(&mut stage, acknowledge, Error::AlreadyAcknowledged);
}

#[test]
fn acknowledgement_fails_for_an_epoch_that_has_not_begun() {
	let mut stage = Stage::set();

	let acknowledge = Call::acknowledge_set { epoch: stage.fault_epoch.plus(2) };
	refuse(&mut stage, acknowledge, Error::EpochInFuture);
}
