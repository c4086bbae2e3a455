#include "services/registry/app/person_secrets.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/crypto/sealed.h"
#include "libs/pg/transact.h"
#include "services/registry/storage/people.h"

namespace xuefen::registry {
namespace {

constexpr absl::Duration kCheckTimeout = absl::Seconds(30);

std::string NumberContext(const Id& person) {
  return absl::StrCat("person/", person.Hex(), "/number");
}
std::string NameContext(const Id& person) { return absl::StrCat("person/", person.Hex(), "/name"); }

}  // namespace

absl::StatusOr<std::unique_ptr<PersonSecrets>> PersonSecrets::Load(
    const std::string& encryption_file, const std::string& lookup_file) {
  XUEFEN_ASSIGN_OR_RETURN(crypto::KeyRing encryption, crypto::KeyRing::Load(encryption_file));
  XUEFEN_ASSIGN_OR_RETURN(const crypto::KeyRing lookup, crypto::KeyRing::Load(lookup_file));
  return std::make_unique<PersonSecrets>(std::move(encryption), lookup);
}

absl::Status PersonSecrets::CheckStored(pg::Pool& pool) const {
  return pg::TransactReadOnly(
      pool, absl::Now() + kCheckTimeout, [&](pg::Transaction& tx) -> absl::Status {
        for (const std::string& sealed : SampleSealedNames(tx)) {
          XUEFEN_ASSIGN_OR_RETURN(const crypto::KeyId id, crypto::KeyIdOf(sealed));
          XUEFEN_RETURN_IF_ERROR(encryption_.Find(id).status());
        }
        for (const int id : LookupKeyIds(tx)) {
          if (id == lookup_key_id()) continue;
          return Refusal(
              Reason::STATE_CONFLICT,
              absl::StrCat("lookup key: the data was hashed with key ",
                           crypto::FormatKeyId(static_cast<crypto::KeyId>(id)),
                           ", the file begins with ", crypto::FormatKeyId(lookup_.key_id())));
        }
        return absl::OkStatus();
      });
}

std::string PersonSecrets::HashNumber(absl::string_view canonical_number) const {
  return std::string(AsView(lookup_.Of("identity", canonical_number)));
}

std::string PersonSecrets::HashName(absl::string_view normalised_name) const {
  return std::string(AsView(lookup_.Of("name", normalised_name)));
}

std::string PersonSecrets::SealNumber(const Id& person, absl::string_view number) const {
  return crypto::Seal(encryption_, NumberContext(person), number);
}

std::string PersonSecrets::SealName(const Id& person, absl::string_view name) const {
  return crypto::Seal(encryption_, NameContext(person), name);
}

absl::StatusOr<std::string> PersonSecrets::OpenName(const Id& person,
                                                    absl::string_view sealed) const {
  return crypto::Open(encryption_, NameContext(person), sealed);
}

}  // namespace xuefen::registry
