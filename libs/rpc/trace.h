#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace xuefen::rpc {

// Where a call belongs, as in W3C Trace Context: all calls that one request of a person causes
// share the trace id, under which every service logs.
struct Trace {
  std::string trace_id;  // 32 lower-case hexadecimal digits
  std::string span_id;   // of this call alone: 16 such digits
  bool sampled = true;

  // Of a call that came with the header `traceparent`: a span of that trace, or of a new one when
  // there is no header or it is malformed.
  static Trace FromHeader(absl::string_view traceparent);

  // The header for calls made on behalf of this one.
  std::string Header() const;
};

inline constexpr char kTraceHeader[] = "traceparent";

}  // namespace xuefen::rpc
