#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/bytes.h"
#include "libs/base/ids.h"
#include "libs/ledger/entry.h"
#include "libs/roster/completion.h"
#include "services/registry/domain/catalogue.h"
#include "services/registry/storage/people.h"

// What goes into the ledger: events in their wire form (xuefen/registry/v1/events.proto).
namespace xuefen::registry {

namespace v1 {
class CompletionRecorded;
}

// Without a key: the identity document's own key makes a person once.
ledger::Entry PersonEntry(const Id& person, const Administration& administration,
                          const std::string& principal);

// A completion that is accepted.
struct AcceptedCompletion {
  const roster::Completion& completion;  // without faults: days and hours are there
  Id id;
  Id person;
  const Provider& provider;
  const Activity& activity;
  Sha256Digest content_digest;
  absl::Time created_at;
  const std::string& principal;
};

// Writes the entries of accepted completions one after the other; what one took of memory is used
// for the next.
class CompletionEntries {
 public:
  CompletionEntries();
  ~CompletionEntries();

  // Source is the provider's number, key the external id: recorded once.
  ledger::Entry EntryOf(const AcceptedCompletion& accepted);

 private:
  const std::unique_ptr<v1::CompletionRecorded> event_;
};

// The id of a provider's completion: the same for the same external id, for ever.
Id CompletionId(absl::string_view uscc, absl::string_view external_id);

}  // namespace xuefen::registry
