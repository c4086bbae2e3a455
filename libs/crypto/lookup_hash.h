#pragma once

#include "absl/strings/string_view.h"
#include "libs/base/bytes.h"
#include "libs/crypto/key_ring.h"

namespace xuefen::crypto {

// HMAC-SHA256 under a secret key: finds equal values without storing them. An unkeyed hash of an
// identity number is broken in minutes, because there are few of them. May be used by many threads.
class LookupHash {
 public:
  // Uses the first key of the ring. A lookup hash cannot be rotated without the values themselves.
  explicit LookupHash(const KeyRing& keys);
  ~LookupHash();
  LookupHash(const LookupHash&) = delete;
  LookupHash& operator=(const LookupHash&) = delete;

  // Equal values of different purposes ("identity") have different hashes.
  Sha256Digest Of(absl::string_view purpose, absl::string_view value) const;

  // Stored beside the hashes.
  KeyId key_id() const { return key_id_; }

 private:
  const KeyId key_id_;
  // After the key, as it is hashed before the value and before the value's hash.
  Sha256Stream inner_;
  Sha256Stream outer_;
};

// Whether two secrets are equal, in a time that tells nothing about where they differ.
bool ConstantTimeEquals(absl::string_view a, absl::string_view b);

}  // namespace xuefen::crypto
