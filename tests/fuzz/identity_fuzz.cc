// Feeds text to the readers of identity numbers and credit codes, and holds them to what they
// promise.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "libs/identity/credit_code.h"
#include "libs/identity/identity_number.h"

namespace {

void Want(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using xuefen::identity::IdentityKind;
  using xuefen::identity::ReadCreditCode;
  using xuefen::identity::ReadIdentity;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto reading = ReadIdentity(text);
  Want(ReadIdentity(reading.text).text == reading.text);
  // One person has one number, however it is written. The long form of an old number may read as
  // another kind of document, because no region makes a number wrong: 98... becomes a foreigner's.
  if (reading.sound()) Want(!reading.canonical.empty());
  if (reading.sound() && reading.kind != IdentityKind::kLegacyResident) {
    Want(ReadIdentity(reading.canonical).canonical == reading.canonical);
  }
  const auto code = ReadCreditCode(text);
  if (code.sound()) Want(ReadCreditCode(code.text).text == code.text && code.text.size() == 18);
  return 0;
}
