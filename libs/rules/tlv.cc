#include "libs/rules/tlv.h"

#include <array>

namespace xuefen::rules {
namespace {

// A number of 64 bits as at most ten times seven: the lowest first, the top bit set on all but the
// last.
class Varint {
 public:
  explicit Varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_[size_++] = static_cast<char>(value | 0x80);
    bytes_[size_++] = static_cast<char>(value);
  }
  absl::string_view bytes() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, 10> bytes_;
  std::size_t size_ = 0;
};

void Append(absl::string_view part, std::string& bytes) { bytes.append(part.data(), part.size()); }

}  // namespace

TlvWriter& TlvWriter::Int(int tag, std::int64_t value) {
  if (value == 0) return *this;
  // The sign goes to the lowest bit, so that small negative numbers are short too.
  const auto bits = static_cast<std::uint64_t>(value);
  return Text(tag, Varint(value < 0 ? ~(bits << 1) : bits << 1).bytes());
}

TlvWriter& TlvWriter::Text(int tag, absl::string_view text) {
  if (text.empty()) return *this;
  Append(Varint(static_cast<std::uint64_t>(tag)).bytes(), bytes_);
  Append(Varint(text.size()).bytes(), bytes_);
  Append(text, bytes_);
  return *this;
}

std::size_t TlvWriter::BeginEntry(int tag) {
  Append(Varint(static_cast<std::uint64_t>(tag)).bytes(), bytes_);
  bytes_.push_back('\0');
  return bytes_.size();
}

// Nearly every entry is shorter than 128 bytes: its length has its place already.
void TlvWriter::EndEntry(std::size_t begin) {
  const Varint length(bytes_.size() - begin);
  bytes_.replace(begin - 1, 1, length.bytes().data(), length.bytes().size());
}

}  // namespace xuefen::rules
