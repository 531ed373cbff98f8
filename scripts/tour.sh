#!/usr/bin/env bash
# Shows what the chain does, through polkadot.js, on a node that scripts/dev.sh runs: scripts/tour.sh [ws://HOST:PORT]
source "$(dirname "$0")/lib.sh"

url=${1:-ws://127.0.0.1:9944}
address=${url#*://} address=${address%%/*}
timeout 5 bash -c ': <"/dev/tcp/$0/$1"' "${address%:*}" "${address##*:}" 2>/dev/null ||
	die "no node answers at $url: start one with ./scripts/dev.sh, and then the tour in a second terminal"

installed() { [ scripts/e2e/node_modules/.package-lock.json -nt scripts/e2e/package-lock.json ]; }

if installed; then
	say "The tour takes about two minutes"
else
	say "The tour takes about two minutes, the first time three. It installs what is missing of Node.js 22 (into the cache
    folder, 200 MB), Python and npm, and the packages of scripts/e2e (there, 220 MB)"
fi
scripts/setup.sh --tests
source scripts/env.sh

installed || (cd scripts/e2e && npm ci --no-audit --no-fund)
exec node scripts/e2e/tour.mjs "$url"
