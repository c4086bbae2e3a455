#include "services/credit/storage/records.h"

#include <optional>

#include "libs/base/refusal.h"

namespace xuefen::credit {

std::string EncodeRecords(const std::vector<LearningRecord>& records) {
  v1::LearningRecords kept;
  for (const LearningRecord& record : records) {
    v1::LearningRecord& one = *kept.add_records();
    one.set_id(std::string(record.id.Bytes()));
    one.set_kind(static_cast<common::v1::Kind>(record.kind));
    one.set_subject(static_cast<common::v1::Subject>(record.subject));
    one.set_first_day(DayNumber(record.first_day));
    one.set_last_day(DayNumber(record.last_day));
    one.set_reported_centihours(record.reported.centi());
    one.set_provider(record.activity.provider);
    one.set_activity_code(record.activity.code);
    if (record.organised_on.has_value()) one.set_organised_on(DayNumber(*record.organised_on));
    if (record.approved_on.has_value()) one.set_approved_on(DayNumber(*record.approved_on));
    if (record.filed_on.has_value()) one.set_filed_on(DayNumber(*record.filed_on));
  }
  return kept.SerializeAsString();
}

absl::Status RecordReader::Read(absl::string_view column, std::vector<LearningRecord>& records) {
  const auto unreadable = [] {
    return Refusal(Reason::INTERNAL, "determination: its records are unreadable");
  };
  if (!kept_.ParseFromArray(column.data(), static_cast<int>(column.size()))) return unreadable();
  for (const v1::LearningRecord& one : kept_.records()) {
    const std::optional<Id> id = Id::FromBytes(one.id());
    if (!id.has_value()) return unreadable();
    LearningRecord& record = records.emplace_back();
    record.id = *id;
    record.kind = static_cast<Kind>(one.kind());
    record.subject = static_cast<Subject>(one.subject());
    record.first_day = DayFromNumber(one.first_day());
    record.last_day = DayFromNumber(one.last_day());
    record.reported = Hours::FromCenti(one.reported_centihours());
    record.activity = {.provider = one.provider(), .code = one.activity_code()};
    if (one.has_organised_on()) record.organised_on = DayFromNumber(one.organised_on());
    if (one.has_approved_on()) record.approved_on = DayFromNumber(one.approved_on());
    if (one.has_filed_on()) record.filed_on = DayFromNumber(one.filed_on());
  }
  return absl::OkStatus();
}

}  // namespace xuefen::credit
