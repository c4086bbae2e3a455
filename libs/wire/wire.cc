#include "libs/wire/wire.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace xuefen::wire {
namespace {

constexpr char kReasonPrefix[] = "REASON_";

}  // namespace

google::type::Date ToProto(Day day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

std::optional<Day> FromProto(const google::type::Date& date) {
  return MakeDay(date.year(), date.month(), date.day());
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  const std::int64_t micros = absl::ToUnixMicros(time);
  google::protobuf::Timestamp timestamp;
  // Floor division: nanos are never negative, also before 1970.
  const std::int64_t seconds = micros / 1000000 - (micros % 1000000 < 0 ? 1 : 0);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int>(micros - seconds * 1000000) * 1000);
  return timestamp;
}

absl::Time FromProto(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

common::v1::Reason ToProto(Reason reason) {
  common::v1::Reason proto = common::v1::REASON_UNSPECIFIED;
  // The names are equal by test, so this finds it.
  common::v1::Reason_Parse(absl::StrCat(kReasonPrefix, ReasonName(reason)), &proto);
  return proto;
}

std::optional<Reason> FromProto(common::v1::Reason reason) {
  const std::string& name = common::v1::Reason_Name(reason);
  return ReasonFromName(absl::StripPrefix(name, kReasonPrefix));
}

void SetName(absl::string_view collection, const Id& id, std::string& name) {
  name.assign(collection.data(), collection.size());
  id.AppendHex(&name);
}

}  // namespace xuefen::wire
