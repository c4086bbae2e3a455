#!/usr/bin/env bash
# Rules of CONTRIBUTING.md that a script can check. Prints every breach.
set -euo pipefail
cd "$(dirname "$0")/.."
breaches=0
breach() { echo "$*"; breaches=$((breaches + 1)); }

while read -r file; do
  lines=$(wc -l <"$file")
  [ "$lines" -le 500 ] || breach "$file: $lines lines, want at most 500"
done < <(git ls-files '*.cc' '*.h' '*.py' '*.sh' deploy/run tests/run)

# domain/ and the rule engine's evaluator know no transport, database or clock.
while read -r found; do breach "$found: not in domain/"; done < <(
  git grep -nE '#include [<"](grpc|pqxx|google/protobuf|absl/time/clock|libs/(pg|rpc|ledger|feed)/)' -- 'services/*/domain/*' || true)

# libpq and libpqxx failures stay in libs/pg and the ledger.
while read -r found; do breach "$found: libpq outside libs/pg and libs/ledger"; done < <(
  git grep -nE 'libpq-fe\.h|PQexec' -- '*.cc' '*.h' ':!libs/pg' ':!libs/ledger' ':!tests/bench' || true)

# Hours and money are exact.
while read -r found; do breach "$found: floating point"; done < <(
  git grep -nwE 'double|float' -- 'services/*/domain/*' 'libs/rules/*.cc' 'libs/rules/*.h' 'libs/base/*' 'libs/roster/*' |
    grep -vE '//|_test\.cc' || true)

# Every reason is documented.
while read -r reason; do
  grep -q "\`$reason\`" docs/errors.md || breach "docs/errors.md: $reason is missing"
done < <(sed -n 's/^ *X(\([A-Z_]*\),.*/\1/p' libs/base/refusal.h)

[ "$breaches" = 0 ]
