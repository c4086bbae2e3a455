#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "libs/base/civil.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "xuefen/common/v1/reason.pb.h"

// Wire forms of the values of libs/base, for every service and the client.
namespace xuefen::wire {

google::type::Date ToProto(Day day);
// The day, if it exists.
std::optional<Day> FromProto(const google::type::Date& date);

// Microseconds at most; the rest is cut.
google::protobuf::Timestamp ToProto(absl::Time time);
absl::Time FromProto(const google::protobuf::Timestamp& timestamp);

common::v1::Reason ToProto(Reason reason);
// Nothing for a value this release does not know.
std::optional<Reason> FromProto(common::v1::Reason reason);

// The name of a resource: its collection ("people/") and its id. In place, for where many are made.
void SetName(absl::string_view collection, const Id& id, std::string& name);

}  // namespace xuefen::wire
