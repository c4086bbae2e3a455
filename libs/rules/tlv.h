#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace xuefen::rules {

// Canonical bytes: tag, length, value. Integers take the fewest bytes; a zero or empty value is
// left out, so that absent and default are the same; a reader can skip tags it does not know.
// Written for hashing and comparing: the same facts have the same bytes for ever, which no
// serialiser promises.
class TlvWriter {
 public:
  TlvWriter() = default;
  // For about so many bytes.
  explicit TlvWriter(std::size_t expected) { bytes_.reserve(expected); }

  TlvWriter& Int(int tag, std::int64_t value);
  TlvWriter& Text(int tag, absl::string_view text);
  // Writes what `fill` writes, as one value; even if that is empty: an entry of a list counts by
  // being there.
  template <typename Fill>
  TlvWriter& Entry(int tag, Fill fill) {
    const std::size_t begin = BeginEntry(tag);
    fill(*this);
    EndEntry(begin);
    return *this;
  }

  // For other facts, in the same memory.
  void Clear() { bytes_.clear(); }

  const std::string& bytes() const& { return bytes_; }
  std::string bytes() && { return std::move(bytes_); }

 private:
  void Append(std::uint64_t number);
  // Where the value begins, behind one byte for its length.
  std::size_t BeginEntry(int tag) {
    Append(static_cast<std::uint64_t>(tag));
    bytes_.push_back('\0');
    return bytes_.size();
  }
  // Nearly every entry is shorter than 128 bytes: its length has its place already.
  void EndEntry(std::size_t begin) {
    const std::size_t size = bytes_.size() - begin;
    if (size >= 0x80) return EndLongEntry(begin);
    bytes_[begin - 1] = static_cast<char>(size);
  }
  void EndLongEntry(std::size_t begin);

  std::string bytes_;
};

}  // namespace xuefen::rules
