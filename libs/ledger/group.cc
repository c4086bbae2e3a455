#include "libs/ledger/group.h"

#include <endian.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <tuple>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/pg/binary_io.h"

namespace xuefen::ledger {
namespace {

constexpr char kSavepoint[] = "SAVEPOINT ledger_group; ";
constexpr char kRollback[] = "ROLLBACK TO SAVEPOINT ledger_group";
constexpr char kCopyClaims[] =
    "COPY claim (source, key, digest, bucket, seq) FROM STDIN (FORMAT binary)";
constexpr char kCopyLedger[] =
    "COPY ledger (bucket, seq, source, hashing, event_key, type, body, chain)"
    " FROM STDIN (FORMAT binary)";

constexpr int kRoundsMax = 8;

// As a number that is in order as the bytes are.
std::uint64_t FirstBytes(const ShortDigest& digest) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, digest.data(), sizeof(bytes));
  return be64toh(bytes);
}

}  // namespace

Prepared::Prepared(const Entry& prepared_entry)
    : entry(&prepared_entry),
      key(ShortKey(prepared_entry.event_key)),
      content(Shorten(prepared_entry.content_digest)),
      digest(DigestOf(prepared_entry)) {}

std::vector<std::size_t> FindFirsts(const std::vector<const Prepared*>& entries) {
  absl::flat_hash_map<std::pair<std::int32_t, ShortDigest>, std::size_t> seen;
  seen.reserve(entries.size());
  std::vector<std::size_t> first(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    first[i] = entries[i]->HasKey() ? seen.try_emplace(entries[i]->Key(), i).first->second : i;
  }
  return first;
}

Standing StandingOfCopy(const Prepared& copy, const Standing& first) {
  Standing standing = first;
  standing.outcome.answer = copy.content == first.content ? Answer::kDuplicate : Answer::kConflict;
  return standing;
}

Group::Group(std::vector<const Prepared*> entries, const RecentKeys* recent)
    : entries_(std::move(entries)), first_(FindFirsts(entries_)), recent_(recent) {}

absl::Status Group::Append(pg::Transaction& transaction) {
  if (doubt_.has_value()) {
    XUEFEN_ASSIGN_OR_RETURN(const bool committed, WasCommitted(transaction));
    if (committed) {
      standings_ = doubt_->standings;
      pending_.clear();
      return absl::OkStatus();
    }
    doubt_.reset();
  }
  standings_.assign(entries_.size(), Standing());
  chains_.assign(entries_.size(), Sha256Digest());
  pending_.clear();
  advanced_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (first_[i] == i) pending_.push_back(i);
  }
  std::stable_sort(pending_.begin(), pending_.end(), [this](std::size_t a, std::size_t b) {
    return entries_[a]->entry->bucket < entries_[b]->entry->bucket;
  });
  XUEFEN_RETURN_IF_ERROR(DropClaimed(transaction, Suspects()));
  if (!pending_.empty()) {
    XUEFEN_ASSIGN_OR_RETURN(locked_, LockHeads(transaction, PendingBuckets()));
    XUEFEN_RETURN_IF_ERROR(AppendFirsts(transaction));
  }
  AnswerCopies();
  return absl::OkStatus();
}

std::vector<Run> Group::Appended(absl::Span<const std::shared_ptr<const Entry>> kept) const {
  std::vector<Run> runs;
  int bucket = -1;
  for (const std::size_t i : pending_) {
    const Outcome& outcome = standings_[i].outcome;
    if (outcome.bucket != bucket) {
      bucket = outcome.bucket;
      runs.push_back({.before = locked_.at(bucket), .entries = {}});
    }
    runs.back().entries.push_back({.entry = kept[i], .seq = outcome.seq, .chain = chains_[i]});
  }
  return runs;
}

bool Group::NoteInDoubt() {
  if (doubt_.has_value()) return true;  // The last try only looked for an earlier one.
  if (advanced_.empty()) return false;
  const auto& [bucket, place] = *advanced_.begin();
  doubt_ = {.evidence = {.bucket = bucket, .place = place}, .standings = standings_};
  return true;
}

std::vector<std::int16_t> Group::PendingBuckets() const {
  std::vector<std::int16_t> buckets;
  for (const std::size_t i : pending_) {
    const auto bucket = static_cast<std::int16_t>(entries_[i]->entry->bucket);
    if (buckets.empty() || buckets.back() != bucket) buckets.push_back(bucket);
  }
  return buckets;
}

absl::StatusOr<bool> Group::WasCommitted(pg::Transaction& transaction) const {
  const auto& [bucket, place] = doubt_->evidence;
  // The try in doubt may still be committing in its lost session. It holds this head until it is
  // done.
  const auto head = LockHeads(transaction, {static_cast<std::int16_t>(bucket)});
  if (!head.ok()) return head.status();
  return HasPlace(transaction, bucket, place);
}

absl::Status Group::AppendFirsts(pg::Transaction& transaction) {
  for (int round = 0; round < kRoundsMax && !pending_.empty(); ++round) {
    NumberPending();
    const absl::Status copied = CopyPending(transaction, /*first_round=*/round == 0);
    if (copied.ok()) {
      // The savepoint goes with the transaction.
      failpoint::Reach(failpoint::Point::kAfterCopy);
      return absl::OkStatus();
    }
    // Which failure it was does not matter: on a distributed database a duplicate key has another
    // code.
    XUEFEN_RETURN_IF_ERROR(transaction.Run(kRollback));
    const std::size_t before = pending_.size();
    XUEFEN_RETURN_IF_ERROR(DropClaimed(transaction, Keyed()));
    if (pending_.size() == before) return copied;
  }
  if (pending_.empty()) return absl::OkStatus();
  return Refusal(Reason::CONFLICT_RETRY,
                 "ledger: other writers took keys of this group every time");
}

void Group::NumberPending() {
  advanced_.clear();
  for (const std::size_t i : pending_) {
    const Prepared& prepared = *entries_[i];
    const int bucket = prepared.entry->bucket;
    Place& head = advanced_.try_emplace(bucket, locked_[bucket]).first->second;
    head = {.seq = head.seq + 1, .chain = NextChain(head.chain, prepared.digest)};
    chains_[i] = head.chain;
    standings_[i] = {.outcome = {.answer = Answer::kAppended, .bucket = bucket, .seq = head.seq},
                     .content = prepared.content};
  }
}

absl::Status Group::CopyPending(pg::Transaction& transaction, bool first_round) {
  std::string before = first_round ? kSavepoint : "";
  if (const std::vector<std::size_t> keyed = Keyed(); !keyed.empty()) {
    pg::BinaryRows claims = ClaimRows(keyed);
    XUEFEN_RETURN_IF_ERROR(pg::CopyIn(transaction, before + kCopyClaims, claims.Finish()));
    before.clear();
  }
  pg::BinaryRows rows = LedgerRows();
  return pg::CopyIn(transaction, before + kCopyLedger, rows.Finish());
}

pg::BinaryRows Group::ClaimRows(const std::vector<std::size_t>& keyed) const {
  // In the order of the primary key, as far as eight bytes tell: neighbours share index pages.
  std::vector<std::tuple<std::int32_t, std::uint64_t, std::size_t>> order;
  order.reserve(keyed.size());
  for (const std::size_t i : keyed) {
    order.emplace_back(entries_[i]->entry->source, FirstBytes(entries_[i]->key), i);
  }
  std::sort(order.begin(), order.end());
  constexpr int kColumns = 5;
  constexpr std::size_t kRowBytes = 80;
  pg::BinaryRows rows(kColumns);
  rows.Reserve(order.size() * kRowBytes);
  for (const auto& [source, bytes, i] : order) {
    const Outcome& outcome = standings_[i].outcome;
    rows.BeginRow()
        .Int32(source)
        .Bytes(AsView(entries_[i]->key))
        .Bytes(AsView(entries_[i]->content))
        .Int16(static_cast<std::int16_t>(outcome.bucket))
        .Int64(outcome.seq);
  }
  return rows;
}

pg::BinaryRows Group::LedgerRows() const {
  constexpr int kColumns = 8;
  constexpr std::size_t kFixedBytes = 100;
  std::size_t bytes = 0;
  for (const std::size_t i : pending_) {
    const Entry& entry = *entries_[i]->entry;
    bytes += kFixedBytes + entry.event_key.size() + entry.type.size() + entry.body.size();
  }
  pg::BinaryRows rows(kColumns);
  rows.Reserve(bytes);
  for (const std::size_t i : pending_) {
    const Entry& entry = *entries_[i]->entry;
    rows.BeginRow()
        .Int16(static_cast<std::int16_t>(entry.bucket))
        .Int64(standings_[i].outcome.seq)
        .Int32(entry.source)
        .Int16(kHashingVersion)
        .Bytes(entry.event_key)
        .Bytes(entry.type)
        .Bytes(entry.body)
        .Bytes(AsView(chains_[i]));
  }
  return rows;
}

std::vector<std::size_t> Group::Keyed() const {
  std::vector<std::size_t> keyed;
  std::copy_if(pending_.begin(), pending_.end(), std::back_inserter(keyed),
               [this](std::size_t i) { return entries_[i]->HasKey(); });
  return keyed;
}

std::vector<std::size_t> Group::Suspects() const {
  std::vector<std::size_t> suspects;
  if (recent_ == nullptr) return suspects;
  for (const std::size_t i : pending_) {
    if (entries_[i]->HasKey() && recent_->MayHave(entries_[i]->Key())) suspects.push_back(i);
  }
  return suspects;
}

absl::Status Group::DropClaimed(pg::Transaction& transaction,
                                const std::vector<std::size_t>& asked) {
  absl::btree_map<std::int32_t, std::vector<ShortDigest>> keys_of;
  for (const std::size_t i : asked) {
    keys_of[entries_[i]->entry->source].push_back(entries_[i]->key);
  }
  absl::flat_hash_map<std::pair<std::int32_t, ShortDigest>, Claim> taken;
  for (const auto& [source, keys] : keys_of) {
    XUEFEN_ASSIGN_OR_RETURN(const auto claims, LookupShort(transaction, source, keys));
    for (std::size_t k = 0; k < keys.size(); ++k) {
      if (claims[k].has_value()) taken.emplace(std::make_pair(source, keys[k]), *claims[k]);
    }
  }
  const auto is_taken = [&](std::size_t i) {
    const auto it = entries_[i]->HasKey() ? taken.find(entries_[i]->Key()) : taken.end();
    if (it == taken.end()) return false;
    const Claim& claim = it->second;
    const Standing stored = {
        .outcome = {.answer = Answer::kDuplicate, .bucket = claim.bucket, .seq = claim.seq},
        .content = claim.digest};
    standings_[i] = StandingOfCopy(*entries_[i], stored);
    return true;
  };
  pending_.erase(std::remove_if(pending_.begin(), pending_.end(), is_taken), pending_.end());
  if (pending_.empty()) advanced_.clear();
  return absl::OkStatus();
}

void Group::AnswerCopies() {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (first_[i] != i) standings_[i] = StandingOfCopy(*entries_[i], standings_[first_[i]]);
  }
}

}  // namespace xuefen::ledger
