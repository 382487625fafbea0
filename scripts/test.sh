#!/usr/bin/env bash
# Every check, cheapest first, whatever became of the ones before; ends with one line that counts checks and tests.
set -uo pipefail
cd "$(dirname "$0")/.."

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT

passed=0
failed=0
failures=()

# check NAME COMMAND…: one check, whose output is shown when it fails, or when it could not be made (exit code 77).
check() {
  local name=$1 started=$SECONDS status=0
  shift
  "$@" >"$reports/output" 2>&1 || status=$?
  if [ "$status" -eq 77 ]; then
    printf '  SKIPPED %-32s %4d s\n' "$name" $((SECONDS - started))
    cat "$reports/output"
  elif [ "$status" -eq 0 ]; then
    passed=$((passed + 1))
    printf '  ok      %-32s %4d s\n' "$name" $((SECONDS - started))
  else
    failed=$((failed + 1))
    failures+=("$name")
    printf '  FAILED  %-32s %4d s\n' "$name" $((SECONDS - started))
    cat "$reports/output"
  fi
}

# tests NAME ARGUMENTS…: a run of Vitest, of which every test counts.
tests() {
  local name=$1 report="$reports/report.json" status=0 counts
  shift
  rm -f "$report"
  npx --no-install vitest run "$@" --reporter default --reporter json --outputFile.json="$report" || status=$?
  counts=$(node scripts/count-tests.mjs "$report" "$status")
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
  [ "${counts#* }" -eq 0 ] || failures+=("$name")
}

scripts/install-test-needs.sh || { echo "0 passed, 1 failed"; exit 1; }

echo "Checks:"
check "format" npm run --silent format:check
check "lint" npm run --silent lint
check "types" npm run --silent types
check "imports" npm run --silent imports
check "known vulnerabilities" npm run --silent audit
check "build" npm run --silent build
tests "unit" --project unit
tests "e2e" --project e2e
check "chaos, the short runs" npx --no-install tsx test/chaos/chaos.ts --short
# Again over Debian's PostgreSQL, 15 in Debian 12, where what is asked of the database is told apart by version.
export DOORBELL_TEST_POSTGRES=debian
tests "e2e over Debian's PostgreSQL" --project e2e test/database test/matching test/events test/delivery test/logs

[ ${#failures[@]} -eq 0 ] || printf 'Failed: %s\n' "${failures[*]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
