#include "libs/text/encoding.h"

#include <unicode/localpointer.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <limits>

namespace xuefen::text {
namespace {

std::optional<std::string> Utf8From(const char* encoding, absl::string_view bytes) {
  if (bytes.size() > std::numeric_limits<std::int32_t>::max() / 2) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  const icu::LocalUConverterPointer converter(ucnv_open(encoding, &error));
  // Without this, ICU puts U+FFFD for what it cannot read and reports success.
  ucnv_setToUCallBack(converter.getAlias(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                      &error);
  if (U_FAILURE(error)) return std::nullopt;

  icu::UnicodeString decoded;
  // No byte of these encodings gives more than one UTF-16 unit.
  const auto capacity = static_cast<std::int32_t>(bytes.size()) + 1;
  char16_t* const buffer = decoded.getBuffer(capacity);
  if (buffer == nullptr) return std::nullopt;
  const std::int32_t length = ucnv_toUChars(converter.getAlias(), buffer, capacity, bytes.data(),
                                            static_cast<std::int32_t>(bytes.size()), &error);
  decoded.releaseBuffer(U_SUCCESS(error) ? length : 0);
  if (U_FAILURE(error)) return std::nullopt;
  std::string utf8;
  decoded.toUTF8String(utf8);
  return utf8;
}

}  // namespace

bool IsUtf8(absl::string_view bytes) {
  const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const std::size_t size = bytes.size();
  for (std::size_t i = 0; i < size;) {
    UChar32 point = 0;
    U8_NEXT(data, i, size, point);
    if (point < 0) return false;
  }
  return true;
}

std::optional<std::string> Utf8FromGb18030(absl::string_view bytes) {
  return Utf8From("gb18030", bytes);
}

std::optional<std::string> Utf8FromUtf16(absl::string_view bytes) {
  const bool marked =
      bytes.size() >= 2 && (bytes.substr(0, 2) == "\xFE\xFF" || bytes.substr(0, 2) == "\xFF\xFE");
  return Utf8From(marked ? "UTF-16" : "UTF-16LE", bytes);
}

}  // namespace xuefen::text
