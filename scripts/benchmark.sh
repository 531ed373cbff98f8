#!/usr/bin/env bash
# Measures what the calls cost, in this runtime's wasm. Run it on a quiet machine.
#
#   scripts/benchmark.sh             writes the weights of the sample runtime's pallets, and docs/costs.md but for its last section
#   scripts/benchmark.sh --peers     writes that section: usual calls beside those of others, in a runtime that has both
#   scripts/benchmark.sh --further   writes the weights of what the sample runtime has not, measured in the runtime with the peers
#   scripts/benchmark.sh --parachain writes the weights of the SDK's pallet-xcm, which comes without, measured in the parachain's
#
# docs/call-weights.md follows from the weights: the test of the runtime that compares them says how.
source "$(dirname "$0")/lib.sh"

scripts/setup.sh
source scripts/env.sh

# A runtime with benchmarks writes its wasm where the node's belongs: it gets a folder of its own.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR%/target}/benchmark/target"
runtime=$CARGO_TARGET_DIR/debug/wbuild/bulwark-runtime/bulwark_runtime.wasm
seconds=1
tool=$CARGO_TARGET_DIR/debug/bulwark-benchmark

# The last section of docs/costs.md begins so.
section="## Beside others"

# measure PALLETS OPTIONS...
# By itself the tool goes on with each call for ten seconds, however many repeats that are: with a hundred calls more than a
# quarter of an hour in which nothing is learned. The parachain's runtime asks its host for the size of the proof, which no
# benchmark does and the tool does not have.
measure() {
	local pallet=$1
	shift
	"$tool" --runtime "$runtime" --genesis-builder runtime --genesis-builder-preset development \
		--allow-missing-host-functions --min-duration "$seconds" --pallet "$pallet" "$@"
}
# weights PALLET FOLDER STEPS REPEATS [TEMPLATE]
weights() {
	measure "$1" --extrinsic "*" --steps "$3" --repeat "$4" \
		--template "${5:-scripts/weights.hbs}" --output "$2/src/weights.rs" &&
		python3 scripts/check-weights.py --write "$2/src/weights.rs"
}
# weight_of CALL PALLET FOLDER STEPS REPEATS
# That of one call, in its place among those that were measured before.
weight_of() {
	local measured
	measured=$(mktemp)
	measure "$2" --extrinsic "$1" --steps "$4" --repeat "$5" \
		--template scripts/weights.hbs --output "$measured" &&
		python3 scripts/check-weights.py --write "$measured" &&
		python3 scripts/put-weights.py "$measured" "$3/src/weights.rs"
}
costs() {
	local json members operators beside
	json=$(mktemp -d)
	beside=$(sed -n "/^$section/,\$p" docs/costs.md)
	# Each repeat makes up to 100 000 stakers or positions first: few repeats.
	measure pallet_operator_staking --extra \
		--extrinsic delegate_among,undelegate_among,withdraw_among,slash_among \
		--steps 3 --repeat 5 --json-file "$json/calls.json" || return 1
	measure pallet_staking_rewards --extra --extrinsic claim_among,reward_among,tag_among \
		--steps 2 --repeat 5 --json-file "$json/rewards.json" || return 1
	measure pallet_restaking_slash --extra --extrinsic settle_among,settle_mature \
		--steps 2 --repeat 5 --json-file "$json/settle.json" || return 1
	measure pallet_restaking_slash --extra --extrinsic settle_pools,settle_cases \
		--steps 4 --repeat 20 --json-file "$json/settle-sizes.json" || return 1
	measure pallet_performance_programmes --extrinsic report,score,pay,end_epoch,note_author \
		--steps 2 --repeat 20 --json-file "$json/programmes.json" || return 1
	measure pallet_rollup_attestation \
		--extrinsic set_key,submit_batch,challenge,judge,prove,expire,prove_equivocation,form_set \
		--steps 2 --repeat 20 --json-file "$json/rollup.json" || return 1
	for members in 4 16 100 256; do
		measure pallet_rollup_attestation --extra --extrinsic check_of_all,check_of_two_thirds \
			--low "$members" --high "$members" --steps 2 --repeat 20 --json-file "$json/check-$members.json" || return 1
	done
	for operators in 16 64 256; do
		measure pallet_operator_staking --extrinsic elect --low "$operators" --high "$operators" \
			--steps 2 --repeat 20 --json-file "$json/election-$operators.json" || return 1
	done
	python3 scripts/costs.py "$json"/calls.json "$json"/rewards.json \
		"$json"/settle.json "$json"/settle-sizes.json "$json"/programmes.json "$json"/rollup.json \
		"$json"/check-{4,16,100,256}.json "$json"/election-{16,64,256}.json > docs/costs.md &&
		printf '%s' "${beside:+$'\n'$beside$'\n'}" >> docs/costs.md
}
# Of the same versions as the sample runtime: cargo adds the peers to the lock file of the repository.
peers_runtime() {
	cp Cargo.lock benchmark/peers/ &&
		WASM_BUILD_WORKSPACE_HINT=$PWD/benchmark/peers cargo build --manifest-path benchmark/peers/Cargo.toml
}
# Times drift within minutes: rounds, in which all are measured one after the other.
peers() {
	local json round pallets worst
	json=$(mktemp -d)
	pallets=pallet_operator_staking,pallet_staking_rewards,pallet_restaking_slash,pallet_nomination_pools
	worst=delegate_among,undelegate_among,withdraw_among,claim,stake,unstake,settle_pools
	worst+=,join,unbond,withdraw_unbonded_update,claim_payout
	for round in {1..7}; do
		# A step for each row of benchmark/peers/src/benchmarks.rs.
		measure bulwark_peers --extrinsic usual --steps 25 --repeat 12 \
			--json-file "$json/usual-$round.json" 2>"$json/cases-$round.log" ||
			{ tail "$json/cases-$round.log" && return 1; }
		measure "$pallets" --extra --extrinsic "$worst" --low 4 --high 4 --steps 2 --repeat 3 \
			--json-file "$json/worst-$round.json" || return 1
	done
	python3 scripts/peers.py "$json"
}
# A look at own stake is of a pallet that the sample runtime has, but is asked for where there are votes.
further() {
	run "Weights of offences: 50 steps, 20 repeats" \
		weights pallet_offence_cases pallets/offences 50 20
	run "Weights of messages with sets: 50 steps, 20 repeats" \
		weights pallet_set_messenger pallets/set-messenger 50 20
	run "Weights of their followers: 50 steps, 20 repeats" \
		weights pallet_set_follower pallets/set-follower 50 20
	run "Weights of votes: 50 steps, 20 repeats" weights bulwark_votes runtime/votes 50 20
	run "Weight of a look at own stake: 4 steps, 20 repeats" \
		weight_of own_stake pallet_operator_staking pallets/staking 4 20
}

say "The first time this compiles the SDK once more: about half an hour on two cores"
# The tool brings a test runtime of its own, which nobody needs as wasm.
run "Building the tool" env SKIP_WASM_BUILD=1 cargo build --locked -p bulwark-benchmark
case "${1:-}" in
"") ;;
--peers | --further)
	run "Building the runtime with the peers" peers_runtime
	runtime=$CARGO_TARGET_DIR/debug/wbuild/bulwark-peers/bulwark_peers.wasm
	if [ "$1" = --peers ]; then
		# A case takes as long as its repeats.
		seconds=0
		run "Usual calls beside those of others: 7 rounds" peers
	else
		further
	fi
	finish
	exit
	;;
--parachain)
	run "Building the parachain's runtime with its benchmarks" \
		cargo build --locked -p bulwark-parachain-runtime --features "runtime-benchmarks try-runtime"
	runtime=$CARGO_TARGET_DIR/debug/wbuild/bulwark-parachain-runtime/bulwark_parachain_runtime.wasm
	run "Weights of transfers to other chains: 10 steps, 20 repeats" \
		weights pallet_xcm runtime/parachain 10 20 scripts/runtime-weights.hbs
	finish
	exit
	;;
*) die "There is no $1" ;;
esac
# With the features of the tests, so that a copy of their folder saves most of it.
run "Building the runtime with its benchmarks" \
	cargo build --locked -p bulwark-runtime --features "runtime-benchmarks try-runtime"
run "Weights of staking: 50 steps, 20 repeats" weights pallet_operator_staking pallets/staking 50 20
run "Weights of rewards: 50 steps, 20 repeats" weights pallet_staking_rewards pallets/rewards 50 20
run "Weights of programmes: 50 steps, 20 repeats" \
	weights pallet_performance_programmes pallets/programmes 50 20
run "Weights of restaking: 50 steps, 20 repeats" \
	weights pallet_restaking_slash pallets/restaking-slash 50 20
# Each repeat makes keys first, which takes longer than what is measured, and that hardly varies.
run "Weights of the rollup: 10 steps, 10 repeats" weights pallet_rollup_attestation pallets/rollup 10 10
run "Costs among up to 100 000 stakers and positions, and up to 256 operators" costs
finish
