#!/usr/bin/env bash
# Runs the bundled CLI under other Node versions (npm packages node@22, node@24) and compares every byte that it writes.
# usage: scripts/other-nodes.sh 22 24
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm run --silent build

run_with() { # NODE FOLDER: every scenario with its reports, and a manifest without a scenario
  mkdir -p "$2"
  cd "$2"
  for scenario in "$root"/scenarios/*/; do
    "$1" "$root/dist/cli.js" run "$scenario" >"$(basename "$scenario").txt"
  done
  "$1" "$root/dist/cli.js" "$root/scenarios/getting-started/rollout.yaml" --set-image rollouts-demo=argoproj/rollouts-demo:green >manifest.txt
  cd "$root"
}

run_with "$(command -v node)" "$work/own"

for major in "$@"; do
  npm install --silent --no-audit --no-fund --prefix "$work/node-$major" "node@$major"
  other="$work/node-$major/node_modules/.bin/node"
  run_with "$other" "$work/out-$major"
  diff -r "$work/own" "$work/out-$major"
  echo "$("$other" --version): the same bytes as $(node --version)"
done
