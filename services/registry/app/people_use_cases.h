#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/civil.h"
#include "libs/base/refusal.h"
#include "libs/pg/pool.h"
#include "libs/tokens/freshness.h"
#include "services/registry/app/person_secrets.h"
#include "services/registry/storage/people.h"

namespace xuefen::registry {

// The name under which this service's positions travel.
inline constexpr char kServiceName[] = "registry";

// What a bureau says of a person.
struct PersonDraft {
  std::string name;
  std::string identity_number;
};

// What became of it.
struct PersonAnswer {
  enum class Outcome { kCreated = 1, kUnchanged, kRefused };

  Outcome outcome = Outcome::kRefused;
  std::vector<Reason> reasons;  // of a refusal, in deciding order
  std::string detail;
  std::optional<Id> person;
};

struct PeopleAnswer {
  std::vector<PersonAnswer> items;
  tokens::Freshness freshness;
};

// A registered person, with the name open.
struct Person {
  Id id;
  std::string name;
  std::vector<Administration> administrations;
};

// Whether the caller reaches a division.
using Reaches = std::function<bool(const std::string& division)>;

// Registering and finding people.
class PeopleUseCases {
 public:
  PeopleUseCases(pg::Pool& pool, const PersonSecrets& secrets) : pool_(pool), secrets_(secrets) {}

  // Registers many as administered by `administration`. One answer an item, in their order; of
  // equal numbers the first decides. Safe to repeat.
  absl::StatusOr<PeopleAnswer> Import(const std::vector<PersonDraft>& drafts,
                                      const Administration& administration,
                                      const std::string& principal, absl::Time deadline) const;

  // NOT_FOUND, always with the same words, when there is none, the name is another, or the division
  // that administers the person last is out of reach.
  absl::StatusOr<Person> Lookup(const PersonDraft& wanted, const Reaches& reaches,
                                absl::Time deadline) const;
  absl::StatusOr<Person> Get(const Id& person, const Reaches& reaches, absl::Time deadline) const;

 private:
  absl::StatusOr<Person> Open(const std::optional<PersonRow>& row, const Reaches& reaches) const;

  pg::Pool& pool_;
  const PersonSecrets& secrets_;
};

}  // namespace xuefen::registry
