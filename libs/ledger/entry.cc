#include "libs/ledger/entry.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"

namespace xuefen::ledger {
namespace {

constexpr std::size_t kTextBytesMax = 1000;

// How many bytes the code point starting with `lead` has, and which is the smallest of that length.
struct Shape {
  std::size_t length;
  char32_t smallest;
};

Shape ShapeOf(unsigned char lead) {
  if (lead < 0x80) return {1, 1};  // NUL is too small.
  if (lead >> 5 == 0b110) return {2, 0x80};
  if (lead >> 4 == 0b1110) return {3, 0x800};
  if (lead >> 3 == 0b11110) return {4, 0x10000};
  return {0, 0};
}

// Length of the code point at the start of `text`; 0 when PostgreSQL would not take it.
std::size_t CodePointLength(absl::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const auto [length, smallest] = ShapeOf(lead);
  if (length == 0 || length > text.size()) return 0;
  char32_t value = length == 1 ? lead : lead & (0x7F >> length);
  for (const char c : text.substr(1, length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >> 6 != 0b10) return 0;
    value = (value << 6) | (byte & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value < smallest || value > 0x10FFFF || surrogate ? 0 : length;
}

bool IsStorable(absl::string_view text) {
  if (text.size() > kTextBytesMax) return false;
  while (!text.empty()) {
    const std::size_t length = CodePointLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

absl::Status Invalid(absl::string_view field, absl::string_view want) {
  return Refusal(Reason::FIELD_INVALID, absl::StrCat("entry.", field, ": want ", want));
}

}  // namespace

absl::Status CheckEntry(const Entry& entry) {
  if (entry.bucket < 0 || entry.bucket >= kBuckets) return Invalid("bucket", "0 to 63");
  if (!IsStorable(entry.event_key)) return Invalid("event_key", "at most 1000 bytes of UTF-8");
  if (!IsStorable(entry.type)) return Invalid("type", "at most 1000 bytes of UTF-8");
  return absl::OkStatus();
}

}  // namespace xuefen::ledger
