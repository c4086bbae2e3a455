#include "services/registry/storage/events.h"

#include <gtest/gtest.h>

#include "libs/wire/wire.h"
#include "services/registry/testing/course.h"
#include "xuefen/registry/v1/events.pb.h"

namespace xuefen::registry {
namespace {

const std::string kPrincipal = "spiffe://xuefen/provider/91370100MA3QUXT040";

Activity CourseOf(Gate gate, const std::string& authority) {
  Activity course = testing::Course();
  course.gate = gate;
  course.gate_day = Day(2018, 6, 1);
  course.authority = authority;
  return course;
}

ledger::Entry EntryOf(CompletionEntries& entries, const Activity& activity,
                      const std::string& external_id) {
  roster::Completion said;
  said.external_id = external_id;
  said.first_day = Day(2018, 6, 11);
  said.last_day = Day(2018, 6, 12);
  said.hours = Hours::FromCenti(1600);
  const Provider provider{.number = 1, .uscc = "91370100MA3QUXT040", .accredited_changes = {}};
  return entries.EntryOf({.completion = said,
                          .id = CompletionId(provider.uscc, external_id),
                          .person = Id::Derived("person"),
                          .provider = provider,
                          .activity = activity,
                          .content_digest = Sha256(external_id),
                          .created_at = absl::FromUnixSeconds(1530000000),
                          .principal = kPrincipal});
}

TEST(CompletionEntries, TellWhatWasRecorded) {
  CompletionEntries entries;
  const ledger::Entry entry = EntryOf(entries, CourseOf(Gate::kFiled, "authorities/370100"), "U1");
  EXPECT_EQ(entry.bucket, Id::Derived("person").Bucket());
  EXPECT_EQ(entry.source, 1);
  EXPECT_EQ(entry.event_key, "U1");
  EXPECT_EQ(entry.type, v1::CompletionRecorded::descriptor()->name());
  v1::CompletionRecorded event;
  ASSERT_TRUE(event.ParseFromString(entry.body));
  EXPECT_EQ(event.completion().name(),
            "completions/" + CompletionId("91370100MA3QUXT040", "U1").Hex());
  EXPECT_EQ(event.completion().person(), "people/" + Id::Derived("person").Hex());
  EXPECT_EQ(event.completion().activity(),
            "providers/91370100MA3QUXT040/activities/SD2018-PRO-014");
  EXPECT_EQ(event.completion().reported_centihours(), 1600);
  EXPECT_EQ(wire::FromProto(event.completion().last_day()), Day(2018, 6, 12));
  EXPECT_EQ(wire::FromProto(event.gate().filed_day()), Day(2018, 6, 1));
  EXPECT_EQ(event.principal(), kPrincipal);
}

TEST(CompletionEntries, KeepNothingOfTheOneBefore) {
  for (const Gate first : {Gate::kFiled, Gate::kApproved, Gate::kOrganised}) {
    for (const Gate second : {Gate::kFiled, Gate::kApproved, Gate::kOrganised}) {
      CompletionEntries used;
      EntryOf(used, CourseOf(first, "authorities/370100"), "a much longer external id");
      CompletionEntries fresh;
      const Activity activity = CourseOf(second, "");
      EXPECT_EQ(EntryOf(used, activity, "U2").body, EntryOf(fresh, activity, "U2").body);
    }
  }
}

}  // namespace
}  // namespace xuefen::registry
