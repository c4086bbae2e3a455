// Tries to make page and freshness tokens that this program did not: no bytes but sealed ones open.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "libs/tokens/tokens.h"

namespace {

using xuefen::tokens::PageScope;
using xuefen::tokens::Tokens;

Tokens BoxWithKey(char digit) {
  return Tokens(*xuefen::crypto::KeyRing::Parse("00000001 " + std::string(64, digit), "fuzz keys"));
}

// Has sealed nothing: the fuzzer sees what this program compares, and would send that back.
const Tokens& SilentBox() {
  static const Tokens box = BoxWithKey('7');
  return box;
}

const Tokens& Box() {
  static const Tokens box = BoxWithKey('5');
  return box;
}

// A sealed token with the input's bytes laid over its own: close to a right one.
std::string Altered(const std::string& token, const std::string& bytes) {
  std::string raw;
  absl::WebSafeBase64Unescape(token, &raw);
  for (std::size_t i = 0; i < bytes.size() && i < raw.size(); ++i) {
    raw[i] = static_cast<char>(raw[i] ^ bytes[i]);
  }
  return absl::WebSafeBase64Escape(raw);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const PageScope scope{.caller = "a", .method = "/b", .arguments = "c"};
  const std::string page = Box().SealPage(scope, "key");
  const std::string freshness = Box().SealFreshness({.service = "registry", .positions = {{1, 2}}});
  for (const std::string& forged : {bytes, absl::WebSafeBase64Escape(bytes)}) {
    if (SilentBox().OpenPage(scope, forged).ok() || SilentBox().OpenFreshness(forged).ok()) {
      std::abort();
    }
  }
  if (Altered(page, bytes) != page && Box().OpenPage(scope, Altered(page, bytes)).ok()) {
    std::abort();
  }
  if (Altered(freshness, bytes) != freshness &&
      Box().OpenFreshness(Altered(freshness, bytes)).ok()) {
    std::abort();
  }
  return 0;
}
