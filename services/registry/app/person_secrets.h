#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/ids.h"
#include "libs/crypto/key_ring.h"
#include "libs/crypto/lookup_hash.h"
#include "libs/pg/pool.h"
#include "services/registry/storage/keys.h"

namespace xuefen::registry {

// The registry's two secrets at work: what hides identity numbers and names, and what finds them
// again. Thread-safe.
class PersonSecrets {
 public:
  PersonSecrets(crypto::KeyRing encryption, const crypto::KeyRing& lookup)
      : encryption_(std::move(encryption)), lookup_(lookup) {}

  // Both files as the configuration names them.
  static absl::StatusOr<std::unique_ptr<PersonSecrets>> Load(const std::string& encryption_file,
                                                             const std::string& lookup_file);

  // Records that data is made with these keys from now on. Refuses to go on without the keys of the
  // data that is stored, and says which key is missing or is another.
  absl::Status RecordUse(pg::Pool& pool) const;

  // The refusals of RecordUse, without recording anything.
  absl::Status CheckUse(pg::Pool& pool) const;

  // `canonical_number` and `normalised_name` are those of libs/identity and libs/text.
  Sha256Digest HashNumber(absl::string_view canonical_number) const;
  Sha256Digest HashName(absl::string_view normalised_name) const;
  int lookup_key_id() const { return static_cast<int>(lookup_.key_id()); }

  // Tied to the person, so that a ciphertext cannot be moved to another.
  std::string SealNumber(const Id& person, absl::string_view number) const;
  std::string SealName(const Id& person, absl::string_view name) const;
  absl::StatusOr<std::string> OpenName(const Id& person, absl::string_view sealed) const;
  absl::StatusOr<std::string> OpenNumber(const Id& person, absl::string_view sealed) const;
  // The key that seals now.
  crypto::KeyId sealing_key_id() const { return encryption_.primary().id; }

 private:
  absl::Status CheckKey(const KeyInUse& key) const;

  const crypto::KeyRing encryption_;
  const crypto::LookupHash lookup_;
};

}  // namespace xuefen::registry
