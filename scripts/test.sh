#!/usr/bin/env bash
# Every check, cheapest first; ends with one line that counts the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
report=$(mktemp)
trap 'rm -f "$report"' EXIT
npm run --silent format:check
npm run --silent lint
npm run --silent types
npm run --silent imports
npm run --silent build
npx vitest run --project unit --reporter default --reporter json --outputFile.json="$report"
node -e 'const r = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")); console.log(`${r.numPassedTests} passed, ${r.numFailedTests} failed`);' "$report"
