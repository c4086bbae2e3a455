#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/domain/catalogue.h"
#include "services/registry/domain/detail.h"
#include "services/registry/domain/judge.h"
#include "services/registry/testing/course.h"

namespace xuefen::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Provider Accredited() {
  return {
      .number = 1, .uscc = "91370100MA3QUXT040", .accredited_changes = {{Day(2016, 4, 1), true}}};
}

const Provider kProvider = Accredited();
const Activity kCourse = testing::Course();

roster::Completion Attended() {
  roster::Completion completion;
  completion.external_id = "U1";
  completion.activity_code = "SD2018-PRO-014";
  completion.subject = roster::Subject::kProfessional;
  completion.first_day = Day(2018, 6, 11);
  completion.last_day = Day(2018, 6, 15);
  completion.hours = Hours::FromCenti(4000);
  completion.assessment = roster::Assessment::kPassed;
  return completion;
}

TEST(JudgeByCatalogue, AcceptsWhatWasFiledAndAttended) {
  EXPECT_THAT(JudgeByCatalogue(Attended(), &kProvider, &kCourse), IsEmpty());
}

TEST(JudgeByCatalogue, TellsEverythingInDecidingOrder) {
  roster::Completion completion = Attended();
  completion.subject = roster::Subject::kGeneral;
  completion.first_day = Day(2018, 6, 10);
  completion.hours = Hours::FromCenti(4001);
  Provider revoked = Accredited();
  revoked.accredited_changes.emplace_back(Day(2018, 6, 14), false);
  EXPECT_THAT(JudgeByCatalogue(completion, &revoked, &kCourse),
              ElementsAre(Reason::SUBJECT_MISMATCH, Reason::DAYS_OUTSIDE_ACTIVITY,
                          Reason::HOURS_OVER_ACTIVITY, Reason::PROVIDER_NOT_ACCREDITED,
                          Reason::ACTIVITY_NOT_FILED));
}

TEST(JudgeByCatalogue, AMissingSubjectIsNoMismatch) {
  roster::Completion completion = Attended();
  completion.subject.reset();
  EXPECT_THAT(JudgeByCatalogue(completion, &kProvider, &kCourse), IsEmpty());
}

TEST(JudgeByCatalogue, FilingAfterTheTrainingBeganDoesNotCount) {
  Activity late = testing::Course();
  late.gate_day = Day(2018, 6, 12);
  EXPECT_THAT(JudgeByCatalogue(Attended(), &kProvider, &late),
              ElementsAre(Reason::ACTIVITY_NOT_FILED));
}

TEST(Describe, TellsValueAndWantForEveryReason) {
  roster::Completion completion = Attended();
  completion.first_day = Day(2018, 6, 10);
  completion.hours = Hours::FromCenti(4001);
  EXPECT_EQ(
      DescribeCompletion(JudgeByCatalogue(completion, &kProvider, &kCourse), completion, &kCourse),
      "first_day, last_day: 2018-06-10 to 2018-06-15, want within 2018-06-11 to 2018-06-15; "
      "reported_centihours: 4001, want at most 4000; "
      "first_day: 2018-06-10, want 2018-06-11 or later");
  completion.last_day = Day(2018, 6, 9);
  EXPECT_EQ(DescribeCompletion({Reason::DAYS_REVERSED}, completion, nullptr),
            "last_day: 2018-06-09, want 2018-06-10 or later");
  EXPECT_EQ(DescribePerson({Reason::NAME_MISSING, Reason::IDENTITY_LENGTH}),
            "display_name: want the name of the document; "
            "identity_number: want 18 characters, or 15 of old cards");
}

// Every reason a row can have says what is wanted of a field of the contract.
TEST(Describe, KnowsEveryReasonOfARow) {
  for (const Reason reason : AllReasons()) {
    if (reason > Reason::KIND_NOT_SUPPORTED) break;
    EXPECT_THAT(DescribeCompletion({reason}, Attended(), &kCourse),
                ::testing::MatchesRegex("[a-z_]+(, [a-z_]+)?: .*want .*"))
        << ReasonName(reason);
  }
}

TEST(Accreditation, IsThatOfTheTrainingDays) {
  Provider provider = Accredited();
  provider.accredited_changes.emplace_back(Day(2018, 7, 1), false);
  provider.accredited_changes.emplace_back(Day(2018, 8, 1), true);
  EXPECT_TRUE(provider.AccreditedThroughout(Day(2018, 6, 30), Day(2018, 6, 30)));
  EXPECT_FALSE(provider.AccreditedThroughout(Day(2018, 6, 30), Day(2018, 7, 1)));
  EXPECT_FALSE(provider.AccreditedThroughout(Day(2018, 7, 31), Day(2018, 8, 1)));
  EXPECT_TRUE(provider.AccreditedThroughout(Day(2018, 8, 1), Day(2020, 1, 1)));
  EXPECT_FALSE(provider.AccreditedThroughout(Day(2016, 3, 31), Day(2016, 3, 31)));
  // Suspended in the middle of a long course.
  EXPECT_FALSE(provider.AccreditedThroughout(Day(2018, 6, 1), Day(2018, 8, 31)));
}

TEST(JudgePerson, TellsUnknownFromMisnamed) {
  EXPECT_THAT(JudgePerson(std::nullopt), ElementsAre(Reason::PERSON_UNKNOWN));
  EXPECT_THAT(JudgePerson(KnownPerson{.id = Id(), .name_matches = false}),
              ElementsAre(Reason::PERSON_NAME_MISMATCH));
  EXPECT_THAT(JudgePerson(KnownPerson{.id = Id(), .name_matches = true}), IsEmpty());
}

TEST(ContentDigest, ComparesWhatWasDoneNotHowItIsSpelt) {
  const KnownPerson person{.id = Id::Derived("p"), .name_matches = true};
  const roster::Completion said = Attended();
  roster::Completion renamed = said;
  renamed.name = "另一种写法";
  renamed.subject.reset();
  EXPECT_EQ(ContentDigest(said, person), ContentDigest(renamed, person));
  roster::Completion longer = said;
  longer.hours = Hours::FromCenti(4001);
  EXPECT_NE(ContentDigest(said, person), ContentDigest(longer, person));
  EXPECT_NE(ContentDigest(said, person),
            ContentDigest(said, KnownPerson{.id = Id::Derived("q"), .name_matches = true}));
  EXPECT_EQ(ContentDigest(said, std::nullopt), std::nullopt);
}

TEST(Catalogue, ActivitiesBelongToTheirProvider) {
  Catalogue catalogue;
  catalogue.Put(Accredited());
  catalogue.Put(testing::Course());
  EXPECT_EQ(catalogue.FindActivity(1, "SD2018-PRO-014")->code, "SD2018-PRO-014");
  EXPECT_EQ(catalogue.FindActivity(2, "SD2018-PRO-014"), nullptr);
  EXPECT_EQ(catalogue.FindProvider("91370100MA3QUXT040")->number, 1);
}

}  // namespace
}  // namespace xuefen::registry
