#pragma once

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace xuefen::bench {

// A measurement that did not do what it says is worth nothing: the program ends at once.
inline void Require(bool holds, absl::string_view what) {
  if (holds) return;
  std::cerr << "bench: " << what << "\n";
  std::quick_exit(1);
}

inline void Require(const absl::Status& status) { Require(status.ok(), status.ToString()); }

template <typename T>
T Require(absl::StatusOr<T> value) {
  Require(value.status());
  return *std::move(value);
}

}  // namespace xuefen::bench
