#include "services/registry/app/people_use_cases.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "libs/base/status_macros.h"
#include "libs/feed/positions.h"
#include "libs/identity/identity_number.h"
#include "libs/ledger/append.h"
#include "libs/pg/failure.h"
#include "libs/pg/transact.h"
#include "libs/text/normalise.h"
#include "services/registry/domain/detail.h"
#include "services/registry/storage/events.h"

namespace xuefen::registry {
namespace {

constexpr std::size_t kNameBytesMax = 256;

absl::Status NoSuchPerson() { return Refusal(Reason::NOT_FOUND, "person: no such person"); }

PersonAnswer Refused(std::vector<Reason> reasons) {
  std::string detail = DescribePerson(reasons);
  return {.outcome = PersonAnswer::Outcome::kRefused,
          .reasons = std::move(reasons),
          .detail = std::move(detail),
          .person = {}};
}

// A draft after reading: the hashes by which it is found, or what is wrong with it.
struct Read {
  std::vector<Reason> faults;
  std::string name;
  std::string number;  // canonical
  Sha256Digest lookup{};
  Sha256Digest name_hash{};
};

Read ReadDraft(const PersonDraft& draft, const PersonSecrets& secrets) {
  Read read;
  read.name = text::NormaliseName(draft.name);
  if (read.name.empty()) read.faults.push_back(Reason::NAME_MISSING);
  const identity::IdentityReading number = identity::ReadIdentity(draft.identity_number);
  read.faults.insert(read.faults.end(), number.faults.begin(), number.faults.end());
  if (read.name.size() > kNameBytesMax || text::HasControl(read.name)) {
    read.faults.push_back(Reason::FIELD_INVALID);
  }
  if (!read.faults.empty()) return read;
  read.number = number.canonical;
  read.lookup = secrets.HashNumber(number.canonical);
  read.name_hash = secrets.HashName(read.name);
  return read;
}

// One import inside its transaction.
class Importer {
 public:
  Importer(pg::Transaction& tx, const PersonSecrets& secrets, const Administration& administration,
           const std::string& principal)
      : tx_(tx), secrets_(secrets), administration_(administration), principal_(principal) {}

  absl::StatusOr<PeopleAnswer> Run(const std::vector<Read>& reads) {
    std::vector<Sha256Digest> lookups;
    for (const Read& read : reads) {
      if (read.faults.empty()) lookups.push_back(read.lookup);
    }
    XUEFEN_ASSIGN_OR_RETURN(known_, FindIdentities(tx_, lookups));
    PeopleAnswer answer;
    for (const Read& read : reads) answer.items.push_back(Judge(read));
    XUEFEN_RETURN_IF_ERROR(WriteNew());
    XUEFEN_ASSIGN_OR_RETURN(answer.freshness,
                            feed::FreshnessAfterWrite(tx_, kServiceName, buckets_));
    return answer;
  }

 private:
  PersonAnswer Judge(const Read& read) {
    if (!read.faults.empty()) return Refused(read.faults);
    const auto known = known_.find(read.lookup);
    if (known == known_.end()) return Register(read);
    if (!new_people_.contains(known->second.person)) {
      // Said before the name is compared: nobody learns from it who another division's number is.
      const std::optional<PersonRow> row = FindPerson(tx_, known->second.person);
      if (!row.has_value() || row->administrations.back().division != administration_.division) {
        return Refused({Reason::ALREADY_EXISTS});
      }
    }
    if (known->second.name_hash != read.name_hash) return Refused({Reason::PERSON_NAME_MISMATCH});
    buckets_.push_back(known->second.person.Bucket());
    return {.outcome = PersonAnswer::Outcome::kUnchanged,
            .reasons = {},
            .detail = "",
            .person = known->second.person};
  }

  PersonAnswer Register(const Read& read) {
    const Id person = Id::Random();
    known_[read.lookup] = {.person = person, .name_hash = read.name_hash};
    new_people_.emplace(person, &read);
    buckets_.push_back(person.Bucket());
    return {
        .outcome = PersonAnswer::Outcome::kCreated, .reasons = {}, .detail = "", .person = person};
  }

  absl::Status WriteNew() {
    std::vector<std::pair<Id, const Read*>> people(new_people_.begin(), new_people_.end());
    // In the order of the numbers' hashes, so that two imports never wait for each other in a
    // circle.
    std::sort(people.begin(), people.end(),
              [](const auto& a, const auto& b) { return a.second->lookup < b.second->lookup; });
    std::vector<ledger::Entry> entries;
    for (const auto& [person, read] : people) {
      if (!InsertIdentity(tx_, {.lookup = read->lookup,
                                .person = person,
                                .name_hash = read->name_hash,
                                .lookup_key_id = secrets_.lookup_key_id(),
                                .sealed_number = secrets_.SealNumber(person, read->number)})) {
        // Somebody registered the number between our look and now: run again and find it.
        return pg::Failure("40001");
      }
      InsertPerson(tx_, {.person = person,
                         .sealed_name = secrets_.SealName(person, read->name),
                         .administrations = {administration_}});
      entries.push_back(PersonEntry(person, administration_, principal_));
    }
    return ledger::AppendInTransaction(tx_, entries).status();
  }

  pg::Transaction& tx_;
  const PersonSecrets& secrets_;
  const Administration& administration_;
  const std::string& principal_;
  absl::flat_hash_map<Sha256Digest, FoundIdentity> known_;
  absl::flat_hash_map<Id, const Read*> new_people_;
  std::vector<int> buckets_;
};

}  // namespace

absl::StatusOr<PeopleAnswer> PeopleUseCases::Import(const std::vector<PersonDraft>& drafts,
                                                    const Administration& administration,
                                                    const std::string& principal,
                                                    absl::Time deadline) const {
  std::vector<Read> reads;
  for (const PersonDraft& draft : drafts) reads.push_back(ReadDraft(draft, secrets_));
  PeopleAnswer answer;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    XUEFEN_ASSIGN_OR_RETURN(answer, Importer(tx, secrets_, administration, principal).Run(reads));
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(pool_, deadline, body));
  return answer;
}

absl::StatusOr<Person> PeopleUseCases::Lookup(const PersonDraft& wanted, const Reaches& reaches,
                                              absl::Time deadline) const {
  const Read read = ReadDraft(wanted, secrets_);
  if (!read.faults.empty()) return NoSuchPerson();
  std::optional<PersonRow> row;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    row.reset();
    XUEFEN_ASSIGN_OR_RETURN(const auto found, FindIdentities(tx, {read.lookup}));
    if (found.empty() || found.begin()->second.name_hash != read.name_hash) {
      return absl::OkStatus();
    }
    row = FindPerson(tx, found.begin()->second.person);
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(pool_, deadline, body));
  return Open(row, reaches);
}

absl::StatusOr<Person> PeopleUseCases::Get(const Id& person, const Reaches& reaches,
                                           absl::Time deadline) const {
  std::optional<PersonRow> row;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    row = FindPerson(tx, person);
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(pool_, deadline, body));
  return Open(row, reaches);
}

absl::StatusOr<Person> PeopleUseCases::Open(const std::optional<PersonRow>& row,
                                            const Reaches& reaches) const {
  if (!row.has_value() || !reaches(row->administrations.back().division)) return NoSuchPerson();
  XUEFEN_ASSIGN_OR_RETURN(std::string name, secrets_.OpenName(row->person, row->sealed_name));
  return Person{
      .id = row->person, .name = std::move(name), .administrations = row->administrations};
}

}  // namespace xuefen::registry
