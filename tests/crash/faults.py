"""Faults that the crash run must find. Each is a few exact replacements in the tree; where one no longer fits, the code has
changed and the fault must follow it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Fault:
    name: str
    edits: tuple[tuple[str, str, str], ...]  # file, text that stands there once, text instead
    options: tuple[str, ...] = ()  # of the run that finds it


WRITER = "libs/ledger/writer.cc"
GROUP = "libs/ledger/group.cc"
FOLLOWER = "libs/feed/follower.cc"
SOURCE = "libs/feed/source.cc"
POSITIONS = "libs/ledger/positions.cc"

FAULTS = (
    Fault("acknowledged_before_commit", ((WRITER, """\
  const absl::Status written = WriteUntil(group, GiveUpTime());
""", """\
  for (const BatchPart& part : parts) {
    for (const std::size_t row : part.rows) part.batch->Answer(row, Standing());
    part.batch->FinishPart();
  }
  const absl::Status written = WriteUntil(group, GiveUpTime());
  if (written.ok() || !written.ok()) return;
"""),)),
    Fault("acknowledged_before_durable", (("deploy/postgres", """\
ALTER ROLE $service SET lock_timeout = '5s';
""", """\
ALTER ROLE $service SET lock_timeout = '5s';
ALTER ROLE $service SET synchronous_commit = off;
"""),)),
    Fault("doubt_taken_for_done", ((WRITER, """\
      if (!group.NoteInDoubt()) return absl::OkStatus();
""", """\
      return absl::OkStatus();
"""),)),
    Fault("retried_with_a_new_id", ((GROUP, """\
    XUEFEN_ASSIGN_OR_RETURN(const bool committed, WasCommitted(transaction));
    if (committed) {
      standings_ = doubt_->standings;
      pending_.clear();
      return absl::OkStatus();
    }
""", """\
    for (const Prepared* one : entries_) const_cast<Prepared*>(one)->key[15] ^= 1;
"""),)),
    Fault("claim_check_dropped", ((GROUP, """\
Keyed(); !keyed.empty()) {
    pg::BinaryRows claims""", """\
Keyed(); pending_.empty()) {
    pg::BinaryRows claims"""),)),
    Fault("other_content_taken_for_duplicate", ((GROUP, """\
  standing.outcome.answer = copy.content == first.content ? Answer::kDuplicate : Answer::kConflict;
""", """\
  standing.outcome.answer = copy.HasKey() ? Answer::kDuplicate : Answer::kConflict;
"""),)),
    Fault("cursor_by_identity", (("libs/ledger/migrations/0001_create_ledger.sql", """\
  chain     bytea    NOT NULL,
  PRIMARY KEY (bucket, seq)
""", """\
  chain     bytea    NOT NULL,
  id        bigint   GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (bucket, seq)
"""), (SOURCE, """\
absl::Status LedgerSource::AddEntries(common::v1::WatchResponse& response) {
""", """\
absl::Status LedgerSource::AddEntries(common::v1::WatchResponse& response) {
  // Everything after the greatest number that was handed out, whoever commits when.
  std::int64_t last = 0;
  std::map<int, std::vector<std::int64_t>> after;
  const auto read = [&](pg::Transaction& tx) -> absl::Status {
    after.clear();
    last = last_id_;
    if (last < 0) {
      last = 0;
      for (const auto& [bucket, sent] : sent_) {
        const auto rows = tx.Exec("SELECT id FROM ledger WHERE bucket = $1 AND seq = $2", bucket, sent);
        if (!rows.empty()) last = std::max(last, rows[0][0].as<std::int64_t>());
      }
    }
    for (const auto& row : tx.Exec("SELECT bucket, seq, id FROM ledger WHERE id > $1 ORDER BY id LIMIT 1000", last)) {
      after[row[0].as<int>()].push_back(row[1].as<std::int64_t>());
      last = row[2].as<std::int64_t>();
    }
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(pool_, absl::Now() + kReadTimeout, read));
  last_id_ = last;
  for (const auto& [bucket, seqs] : after) {
    if (sent_.count(bucket) == 0) continue;
    for (const std::int64_t seq : seqs) {
      XUEFEN_ASSIGN_OR_RETURN(const auto stored, ledger::ReadAfter(pool_, absl::Now() + kReadTimeout,
                                                                   bucket, seq - 1, 1));
      if (stored.empty()) continue;
      AddEntry(stored.front(), seq, stored.front().chain, stored.front().hashing, response);
      sent_[bucket] = std::max(sent_[bucket], seq);
    }
  }
  goal_ = sent_;
  if (!goal_.empty()) return absl::OkStatus();
"""), ("libs/feed/source.h", """\
  std::map<int, std::int64_t> sent_;""", """\
  std::int64_t last_id_ = -1;
  std::map<int, std::int64_t> sent_;"""), (SOURCE, """\
#include "libs/feed/source.h"
""", """\
#include "libs/feed/source.h"

#include <algorithm>
#include <pqxx/pqxx>
"""), (FOLLOWER, """\
      XUEFEN_RETURN_IF_ERROR(
          ledger::Follow(entry, &places[static_cast<std::size_t>(bucket.bucket())]));
""", """\
      places[static_cast<std::size_t>(bucket.bucket())] = {.seq = entry.seq, .chain = entry.chain};
"""))),
    Fault("position_before_effect", ((FOLLOWER, """\
    XUEFEN_RETURN_IF_ERROR(Advance(tx, to));
    return effect_.Apply(tx, change);
  };
""", """\
    return effect_.Apply(tx, change);
  };
  const auto positions = [&](pg::Transaction& tx) { return Advance(tx, to); };
  XUEFEN_RETURN_IF_ERROR(pg::Transact(pool_, absl::Now() + kApplyTimeout, positions));
"""),)),
    Fault("position_not_compared", ((POSITIONS, """\
    AND p.seq = n.from_seq AND p.chain = n.from_chain
""", """\
"""),), ("--replicas", "2")),
    Fault("catalogue_not_read_again", (("services/registry/app/catalogue_effect.cc", """\
absl::Status CatalogueEffect::Resume(pg::Transaction& tx) {
""", """\
absl::Status CatalogueEffect::Resume(pg::Transaction& tx) {
  if (complete_) return absl::OkStatus();
"""),), ("--replicas", "2")),
    Fault("day_cap_evaded_by_single_days", (("services/credit/domain/determine.cc", """\
  rule.last = record.last_day;
""", """\
  rule.last = record.last_day + (record.first_day == record.last_day ? 1 : 0);
"""),)),
    Fault("token_not_waited_for", (("libs/feed/gate.cc", """\
    const bool fresh = tokens::Covers(reached_[wanted.service], wanted.positions);
    if (!fresh && !stopping_) {
""", """\
    const bool fresh = true;
    if (!fresh && !stopping_) {
"""),)),
)
