#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/ledger/chain.h"
#include "libs/ledger/claims.h"
#include "libs/ledger/entry.h"
#include "libs/ledger/heads.h"
#include "libs/ledger/recent_keys.h"
#include "libs/ledger/tail.h"
#include "libs/pg/binary_encoding.h"
#include "libs/pg/transaction.h"

namespace xuefen::ledger {

// An entry with the digests that appending needs. They are computed before any lock is held.
// Refers to the entry, which lives on.
struct Prepared {
  explicit Prepared(const Entry& prepared_entry);

  bool HasKey() const { return !entry->event_key.empty(); }
  std::pair<std::int32_t, ShortDigest> Key() const { return {entry->source, key}; }

  const Entry* entry;
  ShortDigest key;
  ShortDigest content;
  Sha256Digest digest;
};

// For each entry, the position of the first one with its key: its own, or an earlier one.
std::vector<std::size_t> FindFirsts(const std::vector<const Prepared*>& entries);

// What became of an entry, and the content that stands under its key from now on.
struct Standing {
  Outcome outcome;
  ShortDigest content{};
};

// What becomes of a later entry with the same key.
Standing StandingOfCopy(const Prepared& copy, const Standing& first);

// Entries that are appended in one transaction. It may be tried any number of times, each time in a
// new transaction; the last try decides.
class Group {
 public:
  // `recent`, if there is one, tells which keys to look up before anything is written.
  explicit Group(std::vector<const Prepared*> entries, const RecentKeys* recent = nullptr);

  // Appends, inside `transaction` and without committing it. What was tried and is in doubt (below)
  // is looked for first, and when it turns out to have been committed its answers stand.
  absl::Status Append(pg::Transaction& transaction);

  // In the order of the entries; meaningful after an Append that returned OK.
  const std::vector<Standing>& standings() const { return standings_; }

  // What the last Append appended, by bucket. `kept` are the entries of this group, in its order.
  std::vector<Run> Appended(absl::Span<const std::shared_ptr<const Entry>> kept) const;

  // To be told when nobody knows whether the last try was committed. False when that does not
  // matter, because it had appended nothing.
  bool NoteInDoubt();

 private:
  // A place in the ledger that nobody but the last try could have filled so: the chain after it
  // names all entries before it.
  struct Evidence {
    int bucket;
    Place place;
  };
  struct Doubt {
    Evidence evidence;
    std::vector<Standing> standings;
  };

  absl::StatusOr<bool> WasCommitted(pg::Transaction& transaction) const;
  absl::Status AppendFirsts(pg::Transaction& transaction);
  void NumberPending();
  absl::Status CopyPending(pg::Transaction& transaction, bool first_round);
  pg::BinaryRows ClaimRows(const std::vector<std::size_t>& keyed) const;
  pg::BinaryRows LedgerRows() const;
  // Those of `pending_` that have a key; and of those, the ones that may be claimed.
  std::vector<std::size_t> Keyed() const;
  std::vector<std::size_t> Suspects() const;
  // Takes the entries out of `pending_` whose keys are among those of `asked` and are taken.
  absl::Status DropClaimed(pg::Transaction& transaction, const std::vector<std::size_t>& asked);
  std::vector<std::int16_t> PendingBuckets() const;
  void AnswerCopies();

  const std::vector<const Prepared*> entries_;
  const std::vector<std::size_t> first_;
  const RecentKeys* const recent_;
  // Firsts that are not answered yet, by bucket and then in their order.
  std::vector<std::size_t> pending_;
  std::vector<Sha256Digest> chains_;
  std::vector<Standing> standings_;
  Heads locked_;    // heads as they were when locked
  Heads advanced_;  // heads after the pending entries
  std::optional<Doubt> doubt_;
};

}  // namespace xuefen::ledger
