#!/usr/bin/env bash
# Shows what the chain does, through polkadot.js, on a node that scripts/dev.sh runs: scripts/tour.sh [ws://HOST:PORT]
source "$(dirname "$0")/lib.sh"

scripts/setup.sh --tests
cd scripts/e2e
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund
exec node tour.mjs "$@"
