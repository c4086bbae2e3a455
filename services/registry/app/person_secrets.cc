#include "services/registry/app/person_secrets.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/crypto/sealed.h"
#include "libs/pg/transact.h"

namespace xuefen::registry {
namespace {

constexpr absl::Duration kCheckTimeout = absl::Seconds(30);

std::string NumberContext(const Id& person) {
  return absl::StrCat("person/", person.Hex(), "/number");
}
// What a key proves itself with.
constexpr char kKeyProof[] = "key/proof";

std::string LookupProof(const crypto::LookupHash& lookup) {
  return std::string(AsView(lookup.Of(kKeyProof, "")));
}

std::string NameContext(const Id& person) { return absl::StrCat("person/", person.Hex(), "/name"); }

}  // namespace

absl::StatusOr<std::unique_ptr<PersonSecrets>> PersonSecrets::Load(
    const std::string& encryption_file, const std::string& lookup_file) {
  XUEFEN_ASSIGN_OR_RETURN(crypto::KeyRing encryption, crypto::KeyRing::Load(encryption_file));
  XUEFEN_ASSIGN_OR_RETURN(const crypto::KeyRing lookup, crypto::KeyRing::Load(lookup_file));
  return std::make_unique<PersonSecrets>(std::move(encryption), lookup);
}

absl::Status PersonSecrets::CheckKey(const KeyInUse& key) const {
  if (key.purpose == KeyInUse::Purpose::kEncryption) {
    const absl::Status opened = crypto::Open(encryption_, kKeyProof, key.proof).status();
    if (!absl::IsDataLoss(opened)) return opened;
  } else if (key.key_id == lookup_key_id() && key.proof == LookupProof(lookup_)) {
    return absl::OkStatus();
  }
  return Refusal(
      Reason::STATE_CONFLICT,
      absl::StrCat(key.purpose == KeyInUse::Purpose::kEncryption ? "encryption" : "lookup",
                   " key: the data was made with another key of id ",
                   crypto::FormatKeyId(static_cast<crypto::KeyId>(key.key_id)),
                   " than the file has"));
}

absl::Status PersonSecrets::RecordUse(pg::Pool& pool) const {
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    for (const KeyInUse& key : ListKeysInUse(tx)) XUEFEN_RETURN_IF_ERROR(CheckKey(key));
    RecordKeyInUse(tx, {.purpose = KeyInUse::Purpose::kEncryption,
                        .key_id = static_cast<int>(sealing_key_id()),
                        .proof = crypto::Seal(encryption_, kKeyProof, "")});
    RecordKeyInUse(tx, {.purpose = KeyInUse::Purpose::kLookup,
                        .key_id = lookup_key_id(),
                        .proof = LookupProof(lookup_)});
    return absl::OkStatus();
  };
  return pg::TransactIdempotent(pool, absl::Now() + kCheckTimeout, body);
}

absl::Status PersonSecrets::CheckUse(pg::Pool& pool) const {
  return pg::TransactReadOnly(pool, absl::Now() + kCheckTimeout,
                              [&](pg::Transaction& tx) -> absl::Status {
                                for (const KeyInUse& key : ListKeysInUse(tx))
                                  XUEFEN_RETURN_IF_ERROR(CheckKey(key));
                                return absl::OkStatus();
                              });
}

Sha256Digest PersonSecrets::HashNumber(absl::string_view canonical_number) const {
  return lookup_.Of("identity", canonical_number);
}

Sha256Digest PersonSecrets::HashName(absl::string_view normalised_name) const {
  return lookup_.Of("name", normalised_name);
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

absl::StatusOr<std::string> PersonSecrets::OpenNumber(const Id& person,
                                                      absl::string_view sealed) const {
  return crypto::Open(encryption_, NumberContext(person), sealed);
}

}  // namespace xuefen::registry
