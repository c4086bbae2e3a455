#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/log/log.h"
#include "xuefen/config/v1/config.pb.h"

namespace xuefen::config {

// A configuration from its text. INVALID_ARGUMENT with everything that is wrong, one line each:
// "path:line:column: what" for text that cannot be read (an unknown field too), "path: field: want
// what" for values that make no sense. `path` only stands in messages.
absl::StatusOr<v1::ServiceConfig> Parse(absl::string_view text, const std::string& path);

// The same from a file.
absl::StatusOr<v1::ServiceConfig> Load(const std::string& path);

log::Level LogLevelOf(const v1::ServiceConfig& config);

// The address of the upstream of that name; NOT_FOUND when the configuration has none.
absl::StatusOr<std::string> AddressOf(const v1::ServiceConfig& config, const std::string& service);

}  // namespace xuefen::config
