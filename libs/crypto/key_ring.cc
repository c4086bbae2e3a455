#include "libs/crypto/key_ring.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "libs/base/bytes.h"
#include "libs/base/status_macros.h"
#include "libs/crypto/secret_file.h"

namespace xuefen::crypto {
namespace {

constexpr std::size_t kIdDigits = 8;

std::optional<Key> ParseKey(absl::string_view line) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, ' ');
  const std::optional<std::string> bytes = FromHex(parts.second);
  Key key;
  if (parts.first.size() != kIdDigits || !absl::SimpleHexAtoi(parts.first, &key.id) ||
      !bytes.has_value() || bytes->size() != key.bytes.size()) {
    return std::nullopt;
  }
  std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
  return key;
}

}  // namespace

std::string FormatKeyId(KeyId id) { return absl::StrFormat("%08x", id); }

absl::StatusOr<KeyRing> KeyRing::Load(const std::string& path) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string text, ReadSecretFile(path));
  return Parse(text, path);
}

absl::StatusOr<KeyRing> KeyRing::Parse(absl::string_view text, absl::string_view name) {
  std::vector<Key> keys;
  int number = 0;
  for (const absl::string_view raw : absl::StrSplit(text, '\n')) {
    ++number;
    const absl::string_view line = absl::StripAsciiWhitespace(raw);
    if (line.empty() || line.front() == '#') continue;
    const std::optional<Key> key = ParseKey(line);
    const auto same_id = [&](const Key& other) { return other.id == key->id; };
    if (!key.has_value() || std::any_of(keys.begin(), keys.end(), same_id)) {
      return absl::FailedPreconditionError(
          absl::StrCat(name, ":", number,
                       ": want a new key id (8 hexadecimal digits), a space, 64 more digits"));
    }
    keys.push_back(*key);
  }
  if (keys.empty()) return absl::FailedPreconditionError(absl::StrCat(name, ": holds no key"));
  return KeyRing(std::string(name), std::move(keys));
}

absl::StatusOr<Key> KeyRing::Find(KeyId id) const {
  for (const Key& key : keys_) {
    if (key.id == id) return key;
  }
  return absl::FailedPreconditionError(
      absl::StrCat("key ", FormatKeyId(id), " is not in ", name_, ", and data needs it"));
}

}  // namespace xuefen::crypto
