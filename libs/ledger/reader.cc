#include "libs/ledger/reader.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/ledger/heads.h"
#include "libs/pg/binary_io.h"
#include "libs/pg/transact.h"

namespace xuefen::ledger {
namespace {

constexpr pg::Statement kHeads = {"ledger_read_heads",
                                  "SELECT bucket, seq, chain FROM read_heads()"};

std::string Text(absl::string_view bytes) { return std::string(bytes); }

absl::StatusOr<StoredEntry> ReadEntry(int bucket, pg::BinaryFields& row) {
  StoredEntry entry;
  entry.bucket = bucket;
  entry.seq = row.Int64();
  entry.source = row.Int32();
  entry.hashing = row.Int16();
  entry.event_key = Text(row.Bytes());
  entry.type = Text(row.Bytes());
  entry.body = Text(row.Bytes());
  XUEFEN_ASSIGN_OR_RETURN(entry.chain, ChainFromBytes(row.Bytes()));
  return entry;
}

absl::StatusOr<std::vector<StoredEntry>> ReadFrom(pg::Transaction& transaction, int bucket,
                                                  std::int64_t seq, std::int64_t limit) {
  const std::string copy = absl::StrCat(
      "COPY (SELECT seq, source, hashing, event_key, type, body, chain FROM ledger WHERE bucket = ",
      bucket, " AND seq >= ", seq, " ORDER BY seq LIMIT ", limit, ") TO STDOUT (FORMAT binary)");
  std::vector<StoredEntry> entries;
  XUEFEN_RETURN_IF_ERROR(pg::CopyOut(transaction, copy, [&](pg::BinaryFields& row) -> absl::Status {
    XUEFEN_ASSIGN_OR_RETURN(StoredEntry entry, ReadEntry(bucket, row));
    entries.push_back(std::move(entry));
    return absl::OkStatus();
  }));
  return entries;
}

absl::Status FollowAll(const std::vector<StoredEntry>& entries, Place place) {
  for (const StoredEntry& entry : entries) XUEFEN_RETURN_IF_ERROR(Follow(entry, &place));
  return absl::OkStatus();
}

absl::Status Missing(int bucket, std::int64_t seq) {
  return Refusal(Reason::INTERNAL, absl::StrCat("ledger: bucket ", bucket, " has no entry ", seq));
}

// From the entry before each stretch on, whose chain the first one must follow.
std::string CopyOf(absl::Span<const Stretch> stretches) {
  const auto values = [](std::string* out, const Stretch& stretch) {
    absl::StrAppend(out, "(", stretch.bucket, "::smallint,", stretch.after, "::bigint,",
                    stretch.last, "::bigint)");
  };
  return absl::StrCat(
      "COPY (SELECT l.bucket, seq, source, hashing, event_key, type, body, chain FROM (VALUES ",
      absl::StrJoin(stretches, ",", values),
      ") AS wanted (bucket, first, last) CROSS JOIN LATERAL (SELECT * FROM ledger WHERE bucket ="
      " wanted.bucket AND seq BETWEEN wanted.first AND wanted.last ORDER BY seq OFFSET 0) AS l)"
      " TO STDOUT (FORMAT binary)");
}

// Entries that were read from number `after` on: that one, whose chain the others must follow,
// goes. Before the first entry there is none to go.
absl::Status FollowAfter(int bucket, std::int64_t after, std::vector<StoredEntry>& entries) {
  Place place = Place::Start(bucket);
  if (after > 0) {
    if (entries.empty() || entries.front().seq != after) return Missing(bucket, after);
    place = {.seq = after, .chain = entries.front().chain};
    entries.erase(entries.begin());
  }
  return FollowAll(entries, place);
}

absl::Status CheckStretch(const Stretch& stretch, std::vector<StoredEntry>& entries) {
  XUEFEN_RETURN_IF_ERROR(FollowAfter(stretch.bucket, stretch.after, entries));
  if (static_cast<std::int64_t>(entries.size()) == stretch.last - stretch.after) {
    return absl::OkStatus();
  }
  return Missing(stretch.bucket, stretch.last);
}

}  // namespace

absl::StatusOr<std::vector<Place>> ReadHeads(pg::Transaction& transaction) {
  std::vector<Place> heads;
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(
      transaction, kHeads, pg::BinaryParams(), [&](pg::BinaryFields& row) -> absl::Status {
        if (row.Int16() != static_cast<int>(heads.size())) {
          return Refusal(Reason::INTERNAL, "ledger: a head is missing");
        }
        XUEFEN_ASSIGN_OR_RETURN(heads.emplace_back(), ReadPlace(row));
        return absl::OkStatus();
      }));
  if (heads.size() != kBuckets) return Refusal(Reason::INTERNAL, "ledger: a head is missing");
  return heads;
}

absl::StatusOr<std::vector<StoredEntry>> ReadAfter(pg::Transaction& transaction, int bucket,
                                                   std::int64_t seq, int limit) {
  XUEFEN_ASSIGN_OR_RETURN(auto entries,
                          ReadFrom(transaction, bucket, seq, seq == 0 ? limit : limit + 1L));
  XUEFEN_RETURN_IF_ERROR(FollowAfter(bucket, seq, entries));
  return entries;
}

absl::StatusOr<std::vector<StoredEntry>> ReadStretches(pg::Transaction& transaction,
                                                       absl::Span<const Stretch> stretches) {
  std::map<int, std::vector<StoredEntry>> by_bucket;
  const auto take = [&](pg::BinaryFields& row) -> absl::Status {
    const int bucket = row.Int16();
    XUEFEN_ASSIGN_OR_RETURN(StoredEntry entry, ReadEntry(bucket, row));
    by_bucket[bucket].push_back(std::move(entry));
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::CopyOut(transaction, CopyOf(stretches), take));
  std::vector<StoredEntry> all;
  for (const Stretch& stretch : stretches) {
    std::vector<StoredEntry>& entries = by_bucket[stretch.bucket];
    XUEFEN_RETURN_IF_ERROR(CheckStretch(stretch, entries));
    all.insert(all.end(), std::make_move_iterator(entries.begin()),
               std::make_move_iterator(entries.end()));
  }
  return all;
}

absl::StatusOr<std::vector<StoredEntry>> ReadStretches(pg::Pool& pool, absl::Time deadline,
                                                       absl::Span<const Stretch> stretches) {
  std::vector<StoredEntry> entries;
  if (stretches.empty()) return entries;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, deadline, [&](pg::Transaction& transaction) -> absl::Status {
        XUEFEN_ASSIGN_OR_RETURN(entries, ReadStretches(transaction, stretches));
        return absl::OkStatus();
      }));
  return entries;
}

absl::StatusOr<std::vector<Place>> ReadHeads(pg::Pool& pool, absl::Time deadline) {
  std::vector<Place> heads;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, deadline, [&](pg::Transaction& transaction) -> absl::Status {
        XUEFEN_ASSIGN_OR_RETURN(heads, ReadHeads(transaction));
        return absl::OkStatus();
      }));
  return heads;
}

absl::StatusOr<std::vector<StoredEntry>> ReadAfter(pg::Pool& pool, absl::Time deadline, int bucket,
                                                   std::int64_t seq, int limit) {
  std::vector<StoredEntry> entries;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, deadline, [&](pg::Transaction& transaction) -> absl::Status {
        XUEFEN_ASSIGN_OR_RETURN(entries, ReadAfter(transaction, bucket, seq, limit));
        return absl::OkStatus();
      }));
  return entries;
}

absl::StatusOr<Place> VerifyChain(pg::Pool& pool, absl::Time deadline, int bucket) {
  constexpr int kEntriesAtATime = 5000;
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<Place> heads, ReadHeads(pool, deadline));
  const Place& head = heads[static_cast<std::size_t>(bucket)];
  Place place = Place::Start(bucket);
  while (place.seq < head.seq) {
    const int limit =
        static_cast<int>(std::min<std::int64_t>(kEntriesAtATime, head.seq - place.seq));
    XUEFEN_ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries,
                            ReadAfter(pool, deadline, bucket, place.seq, limit));
    if (entries.empty()) return Missing(bucket, place.seq + 1);
    for (const StoredEntry& entry : entries) XUEFEN_RETURN_IF_ERROR(Follow(entry, &place));
  }
  return place;
}

}  // namespace xuefen::ledger
