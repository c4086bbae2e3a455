#include "services/statistics/api/convert.h"

#include "libs/wire/wire.h"

namespace xuefen::statistics {

v1::Summary ToProto(const SummaryQuestion& question, const SummaryAnswer& answer) {
  const Summary& summary = answer.summary;
  v1::Summary proto;
  proto.set_division(question.division);
  proto.set_year(question.year);
  *proto.mutable_as_of_day() = wire::ToProto(question.as_of);
  proto.set_people_registered(summary.people_registered);
  proto.set_people_with_records(summary.people_with_records);
  proto.set_people_met(summary.people_met);
  proto.set_reported_centihours(summary.all.reported.centi());
  proto.set_credited_centihours(summary.all.credited.centi());
  for (const auto& [where, hours] : summary.cells) {
    v1::SummaryCell* cell = proto.add_cells();
    cell->set_kind(static_cast<common::v1::Kind>(where.kind));
    cell->set_subject(static_cast<common::v1::Subject>(where.subject));
    cell->set_reported_centihours(hours.reported.centi());
    cell->set_credited_centihours(hours.credited.centi());
  }
  for (const auto& [service, entries] : answer.feeds) {
    v1::FeedFreshness* feed = proto.add_feeds();
    feed->set_service(service);
    feed->set_entries(entries);
  }
  return proto;
}

}  // namespace xuefen::statistics
