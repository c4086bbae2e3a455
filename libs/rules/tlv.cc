#include "libs/rules/tlv.h"

namespace xuefen::rules {
namespace {

// Seven bits a byte, the lowest first, the top bit set on all but the last.
void AppendVarint(std::uint64_t value, std::string& bytes) {
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
  bytes.push_back(static_cast<char>(value));
}

}  // namespace

void TlvWriter::Head(int tag, std::size_t length) {
  AppendVarint(static_cast<std::uint64_t>(tag), bytes_);
  AppendVarint(length, bytes_);
}

TlvWriter& TlvWriter::Int(int tag, std::int64_t value) {
  if (value == 0) return *this;
  // The sign goes to the lowest bit, so that small negative numbers are short too.
  const auto bits = static_cast<std::uint64_t>(value);
  std::string digits;
  AppendVarint(value < 0 ? ~(bits << 1) : bits << 1, digits);
  return Text(tag, digits);
}

TlvWriter& TlvWriter::Text(int tag, absl::string_view text) {
  if (text.empty()) return *this;
  Head(tag, text.size());
  bytes_.append(text.data(), text.size());
  return *this;
}

TlvWriter& TlvWriter::Entry(int tag, const TlvWriter& inner) {
  Head(tag, inner.bytes_.size());
  bytes_ += inner.bytes_;
  return *this;
}

}  // namespace xuefen::rules
