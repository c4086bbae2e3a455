#include "libs/rpc/trace.h"

#include <cstdint>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace xuefen::rpc {
namespace {

// Trace ids need to differ, not to be secret.
std::uint64_t Random() {
  thread_local std::mt19937_64 engine((static_cast<std::uint64_t>(std::random_device{}()) << 32) |
                                      std::random_device{}());
  return engine();
}

// Never the forbidden one of zeros.
std::string NewSpanId() { return absl::StrFormat("%016x", Random() | 1); }

bool IsHex(absl::string_view text, std::size_t size) {
  return text.size() == size &&
         text.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
}

bool IsZero(absl::string_view text) {
  return text.find_first_not_of('0') == absl::string_view::npos;
}

}  // namespace

Trace Trace::FromHeader(absl::string_view traceparent) {
  const std::vector<absl::string_view> parts = absl::StrSplit(traceparent, '-');
  if (parts.size() == 4 && parts[0] == "00" && IsHex(parts[1], 32) && !IsZero(parts[1]) &&
      IsHex(parts[2], 16) && !IsZero(parts[2]) && IsHex(parts[3], 2)) {
    const bool sampled = absl::string_view("13579bdf").find(parts[3][1]) != absl::string_view::npos;
    return {.trace_id = std::string(parts[1]), .span_id = NewSpanId(), .sampled = sampled};
  }
  return {.trace_id = absl::StrFormat("%016x%016x", Random(), Random() | 1),
          .span_id = NewSpanId(),
          .sampled = true};
}

std::string Trace::Header() const {
  return absl::StrCat("00-", trace_id, "-", span_id, sampled ? "-01" : "-00");
}

}  // namespace xuefen::rpc
