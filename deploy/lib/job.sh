# The main job on the sample files. Sourced by deploy/run.

UNEXPECTED=0

xuefen() { "$BIN/xuefen" --data "$DATA" "$@"; }

# expect WHAT WANTED GOT
expect() {
  if [ "$2" = "$3" ]; then
    echo "  ✓ $1" >&2
  else
    echo "  ✗ $1: want $2, got $3" >&2
    UNEXPECTED=$((UNEXPECTED + 1))
  fi
}

import_reference() {
  say "备案 / providers, activities, people"
  xuefen --as bureau-370100 providers import "$SAMPLES/providers.csv"
  xuefen --as bureau-370100 activities import "$SAMPLES/activities.csv"
  xuefen --as bureau-370100 people import "$SAMPLES/people.csv"
}

# Every row of a roster as answers.json says. Accepted becomes duplicate when the job is done again.
submit_roster() {
  local uscc=$1 roster=$2 status=0
  say "申报 / $roster"
  cp "$SAMPLES/$roster" "$DATA/job/$roster"
  xuefen --as "provider-$uscc" submit --json "$DATA/job/$roster" >"$DATA/job/$roster.json" || status=$?
  [ "$status" = 0 ] || [ "$status" = 3 ] || fail "$roster: submit ended with status $status"
  local wrong
  wrong=$(jq -r --arg roster "$roster" --slurpfile answers "$SAMPLES/answers.json" '
    ($answers[0][$roster] | map({key: (.row | tostring), value: .}) | from_entries) as $wanted
    | [ .rows[] | . as $row | $wanted[$row.row | tostring] as $want
        | select(($want.outcome != $row.outcome
                  and ($want.outcome != "accepted" or $row.outcome != "duplicate"))
                 or $want.reason != $row.reasons[0]) ] as $differing
    | "\(.rows | length) rows, \($differing | length) wrong"' "$DATA/job/$roster.json")
  expect "$roster" "$(jq -r --arg roster "$roster" '.[$roster] | length' "$SAMPLES/answers.json") rows, 0 wrong" \
    "$wrong"
}

# A person's number never stands among arguments.
number_of() { awk -F, -v name="$1" '$1 == name { printf "%s", $2 }' <(tr -d '\r' <"$SAMPLES/people.csv"); }

explain_person() {
  local name=$1
  say "解释 / $name, 2018"
  number_of "$name" | xuefen --as bureau-370100 account "$name"
  number_of "$name" | xuefen --as bureau-370100 explain "$name" 2018
}

show_summary() {
  local expected=$SAMPLES/expected.json summary
  say "统计 / 370100, 2018"
  xuefen --as bureau-370100 summary 370100 2018
  summary=$(xuefen --as bureau-370100 --json summary 370100 2018)
  local name
  for name in people_registered people_with_records people_met; do
    expect "$name" "$(jq ".$name" "$expected")" "$(jq ".$name | tonumber" <<<"$summary")"
  done
  expect hours_reported "$(jq '.hours_reported * 100' "$expected")" \
    "$(jq '.reported_centihours | tonumber' <<<"$summary")"
  expect hours_credited "$(jq '.hours_credited * 100' "$expected")" \
    "$(jq '.credited_centihours | tonumber' <<<"$summary")"
}

do_main_job() {
  mkdir -p "$DATA/job"
  import_reference
  local uscc roster
  while IFS=, read -r uscc _ _ roster; do
    submit_roster "$uscc" "$roster"
  done < <(tail -n +2 "$SAMPLES/providers.csv" | tr -d '\r')
  explain_person "$(jq -r '.cut[0].name' "$SAMPLES/expected.json")"
  show_summary
  if [ "$UNEXPECTED" -gt 0 ]; then
    echo "$UNEXPECTED answers were not the expected ones" >&2
    return 1
  fi
  say "全部符合预期 / every answer was the expected one"
}
