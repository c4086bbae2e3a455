#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace xuefen::rules {

// Canonical bytes: tag, length, value. Integers take the fewest bytes; a zero or empty value is
// left out, so that absent and default are the same; a reader can skip tags it does not know.
// Written for hashing and comparing: the same facts have the same bytes for ever, which no
// serialiser promises.
class TlvWriter {
 public:
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

  const std::string& bytes() const { return bytes_; }

 private:
  // Where the value begins, behind one byte for its length.
  std::size_t BeginEntry(int tag);
  void EndEntry(std::size_t begin);

  std::string bytes_;
};

}  // namespace xuefen::rules
