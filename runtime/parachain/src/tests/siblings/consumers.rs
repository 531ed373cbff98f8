// SPDX-License-Identifier: Apache-2.0

//! A consumer on another chain: it registers, pays, reports, endorses, disputes and acknowledges by messages.

use super::*;
use pallet_restaking_slash::CaseStatus;

/// Dollars that the consumer pays for an epoch.
const REMITTANCE: u128 = 100_000_000;

/// The two chains, a block into the second epoch, with all that the six calls of the matrix need. Alice has opted in to the consumer with a
/// quarter of her bond, since the epoch before, which the sibling has acknowledged; Charlie has reported a fault of it; governance has
/// reported one of Bob's; and the consumer has a thousand dollars.
pub(super) struct Stage {
	pub home: TestExternalities,
	pub sibling: TestExternalities,
	/// The epoch before.
	pub fault_epoch: EpochIndex,
}

impl Stage {
	pub fn set() -> Self {
		let mut home = chain_beside(HOME, SIBLING);
		let sibling = chain_beside(SIBLING, HOME);
		let fault_epoch = home.execute_with(|| {
			assert_ok!(Restaking::register_consumer(as_sibling(), terms()));
			let quarter = Fraction::from_percent(25);
			let budget = Fractions { bond: quarter, pools: Fraction::zero() };
			assert_ok!(Restaking::opt_in(signed(Alice), CONSUMER, 1, budget));
			go_to(1);
			let fault_epoch = story::now();
			assert_ok!(Restaking::acknowledge_set(as_sibling(), fault_epoch));
			go_to(2);
			propose(fault_epoch);
			assert_ok!(story::report(
				voice(crate::configs::origins::AdministrationId::get()),
				story::now()
			));
			assert_ok!(StakingRewards::touch(
				signed(Ferdie),
				AssetKind::WithId(ForeignAsset::Usdt)
			));
			bring_dollars();
			fault_epoch
		});
		Self { home, sibling, fault_epoch }
	}

	/// Sends a message of the sibling, and returns what has become of it.
	pub fn tell(&mut self, message: Xcm<()>) -> Vec<Fate> {
		deliver(&mut self.sibling, SIBLING, &mut self.home, HOME, message)
	}
}

/// The sibling's account, as it signs here.
pub(super) fn as_sibling() -> crate::RuntimeOrigin {
	crate::RuntimeOrigin::signed(sovereign(SIBLING))
}

/// Charlie reports a fault as an outsider, and says what he has seen.
fn propose(fault_epoch: EpochIndex) {
	let (text, alice) = (b"height 7 was signed twice", Alice.to_account_id());
	let evidence = Restaking::evidence_of(&Charlie.to_account_id(), text);
	let when = When::Epoch(fault_epoch);
	assert_ok!(Restaking::propose_slash(
		signed(Charlie),
		CONSUMER,
		alice.into(),
		when,
		a_tenth(),
		evidence
	));
	let text = text.to_vec().try_into().expect("it is short");
	assert_ok!(Restaking::reveal_evidence(signed(Ferdie), CaseId(1), text));
}

/// A message that brings the sibling's account an asset, out of which it is paid. The chain that keeps the reserve of the asset sends it
/// when somebody there transfers the asset to that account.
pub(super) fn brought(asset: Asset) -> Xcm<()> {
	Xcm(vec![
		ReserveAssetDeposited(asset.clone().into()),
		ClearOrigin,
		BuyExecution { fees: asset, weight_limit: Unlimited },
		DepositAsset { assets: AllCounted(1).into(), beneficiary: at(SIBLING) },
	])
}

fn bring_dollars() {
	let usdt = ForeignAsset::Usdt;
	let dollars: Asset = (usdt.location(), 1_000 * usdt.unit()).into();
	let outcome = receive(usdt.reserve(), brought(dollars).into());
	assert!(matches!(outcome, Outcome::Complete { .. }), "{outcome:?}");
}

/// The report of a fault of Alice's, for a tenth of her bond.
pub(super) fn report(fault_epoch: EpochIndex, report_id: [u8; 32]) -> RuntimeCall {
	let report = pallet_restaking_slash::Call::<Runtime>::report_slash {
		consumer_id: CONSUMER,
		operator: Alice.to_account_id().into(),
		when: When::Epoch(fault_epoch),
		request: a_tenth(),
		evidence: [7; 32],
		report_id,
	};
	report.into()
}

/// A payment to Alice's stakers.
pub(super) fn remittance(earned_in: EpochIndex, asset: ForeignAsset, amount: u128) -> RuntimeCall {
	let remittance = pallet_restaking_slash::Call::<Runtime>::remit {
		consumer_id: CONSUMER,
		operator: Alice.to_account_id().into(),
		asset: AssetKind::WithId(asset),
		amount,
		earned_in,
	};
	remittance.into()
}

/// What calls move beside their fees.
#[derive(Clone, Copy, Default)]
pub(super) struct Moved {
	/// From the free balance of the sibling's account into a hold.
	held: u128,
	/// Dollars from the same account into the pot of rewards.
	remitted: u128,
	/// From the hold of the outsider to its free balance.
	released: u128,
}

/// A call of the matrix, and what it moves.
pub(super) struct Row {
	pub name: &'static str,
	pub call: RuntimeCall,
	pub moved: Moved,
}

pub(super) fn rows(fault_epoch: EpochIndex) -> Vec<Row> {
	use pallet_restaking_slash::Call;

	let row = |name, call, moved| Row { name, call, moved };
	let held = |held| Moved { held, ..Moved::default() };
	let remitted = |remitted| Moved { remitted, ..Moved::default() };
	let released = |released| Moved { released, ..Moved::default() };
	let register = Call::<Runtime>::register_consumer { terms: terms() };
	let remit = remittance(fault_epoch, ForeignAsset::Usdt, REMITTANCE);
	let endorse = Call::<Runtime>::endorse { case_id: CaseId(1), report_id: [2; 32] };
	let dispute = Call::<Runtime>::dispute { case_id: CaseId(2), evidence: [8; 32] };
	let acknowledge = Call::<Runtime>::acknowledge_set { epoch: fault_epoch.next() };
	vec![
		row("register", register.into(), held(100 * UNIT)),
		row("remit", remit, remitted(REMITTANCE)),
		row("report", report(fault_epoch, [1; 32]), Moved::default()),
		row("endorse", endorse.into(), released(10 * UNIT)),
		row("dispute", dispute.into(), held(10 * UNIT)),
		row("acknowledge", acknowledge.into(), Moved::default()),
	]
}

/// All money on both chains, before and after: fees go to the treasury, what calls move where it belongs, and nothing else
/// anywhere. Returns the fees.
pub(super) fn assert_moved(before: [Money; 2], after: [Money; 2], moved: Moved) -> u128 {
	let Moved { held, remitted, released } = moved;
	let ([home_before, sibling_before], [home, sibling]) = (before, after);
	let fee = home.treasury - home_before.treasury;
	let expected = Money {
		free: home_before.free - held - fee,
		held: home_before.held + held,
		treasury: home_before.treasury + fee,
		dollars: home_before.dollars - remitted,
		rewards: home_before.rewards + remitted,
		outsider: (home_before.outsider.0 + released, home_before.outsider.1 - released),
		issued: home_before.issued,
	};
	assert_eq!(home, expected);
	assert_eq!(sibling, sibling_before);
	fee
}

impl Stage {
	pub fn money(&mut self) -> [Money; 2] {
		[money(&mut self.home), money(&mut self.sibling)]
	}
}

#[test]
fn every_call_is_taken_from_a_sibling_that_pays() {
	for at_row in 0..6 {
		let mut stage = Stage::set();
		let Row { name, call, moved } =
			rows(stage.fault_epoch).into_iter().nth(at_row).expect("there are six");
		let before = stage.money();

		assert_eq!(stage.tell(paid_call(&call)), [Fate::Done], "{name}");

		let after = stage.money();
		let fee = assert_moved(before, after, moved);
		assert!(fee > 0 && fee < UNIT, "{name} costs {fee}");
		stage.home.execute_with(check_invariants);
	}
}

#[test]
fn calls_of_a_sibling_do_what_they_say() {
	let mut stage = Stage::set();
	let before = stage.money();
	let mut all = Moved::default();
	for Row { name, call, moved } in rows(stage.fault_epoch) {
		assert_eq!(stage.tell(paid_call(&call)), [Fate::Done], "{name}");
		all.held += moved.held;
		all.remitted += moved.remitted;
		all.released += moved.released;
	}

	let after = stage.money();
	assert!(assert_moved(before, after, all) > 0);
	stage.home.execute_with(|| {
		let second = Restaking::consumer(ConsumerId(4)).expect("it was registered");
		assert_eq!(second.manager, sovereign(SIBLING));
		let status = |id| Restaking::case(CaseId(id)).expect("it is open").status;
		assert!(matches!(status(1), CaseStatus::Filed { .. })); // endorsed
		assert!(matches!(status(2), CaseStatus::Disputed { disputes: 1, .. }));
		assert!(matches!(status(3), CaseStatus::Filed { .. })); // reported
		let acknowledged = Restaking::acknowledged_epoch(sovereign(SIBLING));
		assert_eq!(acknowledged, Some(stage.fault_epoch.next()));
		check_invariants();
	});
}

/// The same message as a person there sends it: an account of another chain has one here too. It pays, and what is left of the fee goes where the
/// message says, to the account of its chain.
#[test]
fn account_of_a_sibling_is_a_consumer_too() {
	let mut home = chain_beside(HOME, SIBLING);
	let before = money(&mut home);
	let id = Charlie.to_account_id().into();
	let there = Location::new(1, [Parachain(SIBLING), AccountId32 { network: None, id }]);
	let account = LocationToAccountId::convert_location(&there).expect("it has one");
	let call = pallet_restaking_slash::Call::<Runtime>::register_consumer { terms: terms() };
	home.execute_with(|| {
		let money = 200 * UNIT;
		assert_ok!(Balances::transfer_keep_alive(signed(Alice), account.clone().into(), money));
		let mut message = paid_call(&call.into());
		message.0.insert(0, DescendOrigin(AccountId32 { network: None, id }.into()));

		let outcome = receive(at(SIBLING), message.into());

		assert!(matches!(outcome, Outcome::Complete { .. }), "{outcome:?}");
		let consumer = Restaking::consumer(CONSUMER).expect("it was registered");
		assert_eq!(consumer.manager, account);
		let left = (Balances::free_balance(&account), Balances::total_balance_on_hold(&account));
		assert_eq!(left, (99 * UNIT, 100 * UNIT));
	});
	let after = money(&mut home);
	let fee = after.treasury - before.treasury;
	assert!(fee > 0 && fee < UNIT, "it costs {fee}");
	let (free, treasury) = (before.free + UNIT - fee, after.treasury);
	assert_eq!(after, Money { free, treasury, ..before });
}
