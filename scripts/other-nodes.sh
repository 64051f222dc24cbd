#!/usr/bin/env bash
# Runs the bundled CLI under other Node versions (npm packages node@22, node@24) and compares every byte that it writes.
# usage: scripts/other-nodes.sh 22 24
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm run --silent build

run_with() { # NODE OUTDIR
  mkdir -p "$2"
  "$1" dist/cli.js run scenarios/getting-started --reports "$2/reports" >"$2/stdout.txt"
}

run_with "$(command -v node)" "$work/own"

for major in "$@"; do
  npm install --silent --no-audit --no-fund --prefix "$work/node-$major" "node@$major"
  other="$work/node-$major/node_modules/.bin/node"
  run_with "$other" "$work/out-$major"
  diff -r "$work/own" "$work/out-$major"
  echo "$("$other" --version): the same bytes as $(node --version)"
done
