#include "libs/tokens/tokens.h"

#include <optional>

#include "absl/strings/escaping.h"
#include "libs/base/bytes.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/crypto/sealed.h"

namespace xuefen::tokens {
namespace {

constexpr char kFreshnessContext[] = "xuefen/token/freshness";

std::string ContextOf(const PageScope& scope) {
  return CanonicalWriter()
      .Text("xuefen/token/page")
      .Text(scope.caller)
      .Text(scope.method)
      .Text(scope.arguments)
      .bytes();
}

// Why a token cannot be read helps only somebody who forges one: one answer for everything.
absl::StatusOr<std::string> Unwrap(const crypto::KeyRing& keys, absl::string_view context,
                                   absl::string_view token, const absl::Status& refusal) {
  std::string sealed;
  // The decoder skips white space and stray bits; a token has one spelling.
  if (token.size() > kMaxTokenBytes || !absl::WebSafeBase64Unescape(token, &sealed) ||
      absl::WebSafeBase64Escape(sealed) != token) {
    return refusal;
  }
  absl::StatusOr<std::string> plain = crypto::Open(keys, context, sealed);
  if (!plain.ok()) return refusal;
  return plain;
}

}  // namespace

std::string Tokens::SealPage(const PageScope& scope, absl::string_view last_key) const {
  return absl::WebSafeBase64Escape(crypto::Seal(keys_, ContextOf(scope), last_key));
}

absl::StatusOr<std::string> Tokens::OpenPage(const PageScope& scope,
                                             absl::string_view token) const {
  return Unwrap(keys_, ContextOf(scope), token,
                Refusal(Reason::PAGE_TOKEN_INVALID,
                        "page_token: want the token of the page before, with the same arguments",
                        {{"field", "page_token"}}));
}

std::string Tokens::SealFreshness(const Freshness& freshness) const {
  return absl::WebSafeBase64Escape(
      crypto::Seal(keys_, kFreshnessContext, EncodeFreshness(freshness)));
}

absl::StatusOr<Freshness> Tokens::OpenFreshness(absl::string_view token) const {
  const absl::Status refusal =
      Refusal(Reason::FRESHNESS_TOKEN_INVALID, "want a freshness token of this suite");
  XUEFEN_ASSIGN_OR_RETURN(const std::string bytes,
                          Unwrap(keys_, kFreshnessContext, token, refusal));
  std::optional<Freshness> freshness = DecodeFreshness(bytes);
  if (!freshness.has_value()) return refusal;
  return *std::move(freshness);
}

}  // namespace xuefen::tokens
