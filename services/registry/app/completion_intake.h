#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/ledger/writer.h"
#include "libs/pg/pool.h"
#include "libs/roster/completion.h"
#include "libs/rpc/worker_pool.h"
#include "libs/tokens/freshness.h"
#include "services/registry/app/known_people.h"
#include "services/registry/app/person_secrets.h"
#include "services/registry/domain/catalogue.h"

namespace xuefen::registry {

// A batch that a provider submits.
struct Submission {
  std::string uscc;  // of the provider
  std::vector<roster::Completion> completions;
  bool dry_run = false;
  std::string principal;
  absl::Time deadline;
};

// What became of one completion.
struct CompletionAnswer {
  enum class Outcome { kAccepted = 1, kDuplicate, kRefused };

  std::string external_id;  // normalised
  Outcome outcome = Outcome::kRefused;
  std::vector<Reason> reasons;  // of a refusal, the deciding one first
  std::string detail;           // what a refused one would have needed
  Id completion;                // unless refused
};

struct SubmissionAnswer {
  std::vector<CompletionAnswer> completions;
  tokens::Freshness freshness;
};

// Judges submissions and records what is accepted.
//
// A batch goes through three steps: people and claims are looked up and every completion is judged;
// what may be accepted goes to the ledger's lanes; and what was refused is looked up once more,
// because its external id may be taken: with the same content it is a duplicate whatever would be
// said of it today.
class CompletionIntake {
 public:
  using Done = std::function<void(absl::StatusOr<SubmissionAnswer>)>;

  // All outlive this. `workers` runs what waits for the database.
  struct Parts {
    pg::Pool& pool;
    ledger::Writer& writer;
    rpc::WorkerPool& workers;
    const PersonSecrets& secrets;
    KnownPeople& known_people;
    const Catalogue& catalogue;
    std::function<bool()> catalogue_is_complete;
    const Clock& clock;
  };

  explicit CompletionIntake(Parts parts) : parts_(std::move(parts)) {}

  // Whether a batch of many rows would be taken now.
  bool HasRoom() const { return !parts_.workers.IsFull() && parts_.writer.HasRoom(); }

  // Never blocks; calls `done` once. A failure is one of the whole batch, which may be sent again.
  void Submit(Submission submission, Done done) const;

 private:
  const Parts parts_;
};

}  // namespace xuefen::registry
