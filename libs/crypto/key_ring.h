#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace xuefen::crypto {

// Names a key for ever; stands beside everything made with it.
using KeyId = std::uint32_t;

struct Key {
  KeyId id = 0;
  std::array<std::uint8_t, 32> bytes{};
};

// Eight lower-case hexadecimal digits, as in the secret file.
std::string FormatKeyId(KeyId id);

// The keys of one secret file. One key a line: its id in eight hexadecimal digits, a space, its 32
// bytes in hexadecimal; lines that are empty or begin with '#' do not count. The first key makes,
// all of them open: to rotate, put a new line before the others and keep those while data needs
// them.
//
//   00000001 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
class KeyRing {
 public:
  // `path` must pass ReadSecretFile.
  static absl::StatusOr<KeyRing> Load(const std::string& path);
  // `name` stands for the file in messages. Nothing of `text` reaches one.
  static absl::StatusOr<KeyRing> Parse(absl::string_view text, absl::string_view name);

  // The key new data is made with.
  const Key& primary() const { return keys_.front(); }
  // FAILED_PRECONDITION that says which key is missing from which file.
  absl::StatusOr<Key> Find(KeyId id) const;

 private:
  KeyRing(std::string name, std::vector<Key> keys)
      : name_(std::move(name)), keys_(std::move(keys)) {}

  std::string name_;
  std::vector<Key> keys_;
};

}  // namespace xuefen::crypto
