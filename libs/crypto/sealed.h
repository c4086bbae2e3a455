#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/crypto/key_ring.h"

namespace xuefen::crypto {

// Authenticated encryption, suite 1: AES-256-GCM with a random nonce. Sealed bytes are
//
//   suite (1 byte) | key id (4, big-endian) | nonce (12) | ciphertext | tag (16)
//
// so that keys and suites can change while old data stays readable. `context` is authenticated but
// not stored; use it to tie a value to its place ("person/<id>/identity"). One key seals at most
// 2^32 values.
std::string Seal(const KeyRing& keys, absl::string_view context, absl::string_view plain);

// FAILED_PRECONDITION, naming the key, when the ring does not hold it; DATA_LOSS when the bytes or
// the context are not those of Seal. Any input is safe.
absl::StatusOr<std::string> Open(const KeyRing& keys, absl::string_view context,
                                 absl::string_view sealed);

// Which key opens it. DATA_LOSS when these are no sealed bytes. A service checks at its start that
// it has the keys of its data.
absl::StatusOr<KeyId> KeyIdOf(absl::string_view sealed);

// How many bytes Seal adds.
inline constexpr int kSealOverheadBytes = 1 + 4 + 12 + 16;

}  // namespace xuefen::crypto
