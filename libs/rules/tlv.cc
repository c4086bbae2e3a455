#include "libs/rules/tlv.h"

namespace xuefen::rules {

// At most ten times seven bits: the lowest first, the top bit set on all but the last.
void TlvWriter::Append(std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes_.push_back(static_cast<char>(number | 0x80));
  bytes_.push_back(static_cast<char>(number));
}

TlvWriter& TlvWriter::Int(int tag, std::int64_t value) {
  if (value == 0) return *this;
  const std::size_t begin = BeginEntry(tag);
  // The sign goes to the lowest bit, so that small negative numbers are short too.
  const auto bits = static_cast<std::uint64_t>(value);
  Append(value < 0 ? ~(bits << 1) : bits << 1);
  EndEntry(begin);
  return *this;
}

TlvWriter& TlvWriter::Text(int tag, absl::string_view text) {
  if (text.empty()) return *this;
  Append(static_cast<std::uint64_t>(tag));
  Append(text.size());
  bytes_.append(text.data(), text.size());
  return *this;
}

void TlvWriter::EndLongEntry(std::size_t begin) {
  const std::string value = bytes_.substr(begin);
  bytes_.resize(begin - 1);
  Append(value.size());
  bytes_ += value;
}

}  // namespace xuefen::rules
