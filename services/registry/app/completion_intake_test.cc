#include "services/registry/app/completion_intake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "migrations/ledger_migrations.h"
#include "migrations/registry_migrations.h"
#include "services/registry/app/people_use_cases.h"
#include "services/registry/testing/course.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::registry {
namespace {

using ::testing::ElementsAre;
using Outcome = CompletionAnswer::Outcome;

constexpr char kUscc[] = "12370000004500002M";
constexpr char kNumber[] = "370102198506150013";
constexpr char kOtherNumber[] = "11010519491231002X";

crypto::KeyRing MakeKeys(char digit) {
  return *crypto::KeyRing::Parse("00000001 " + std::string(64, digit), "test keys");
}

// A registry without a server: one provider, one activity, two people.
class CompletionIntakeTest : public PostgresTest {
 protected:
  CompletionIntakeTest() {
    const absl::Status migrated = pg::Migrate(*MigratorPool("registry"), "registry",
                                              {LedgerMigrations(), RegistryMigrations()});
    EXPECT_TRUE(migrated.ok()) << migrated;
    catalogue_.Put(
        Provider{.number = 1, .uscc = kUscc, .accredited_changes = {{Day(2016, 4, 1), true}}});
    catalogue_.Put(Course(4000));
    const auto imported =
        people_.Import({{"王燕", kNumber}, {"李静", kOtherNumber}},
                       {.first_day = Day(2016, 4, 1), .division = "370100"}, "test", Soon());
    EXPECT_TRUE(imported.ok()) << imported.status();
  }

  static Activity Course(std::int64_t planned_centihours) {
    Activity course = testing::Course();
    course.code = "PRO-1";
    course.planned = Hours::FromCenti(planned_centihours);
    course.gate_day = Day(2018, 6, 1);
    return course;
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

  static roster::Completion Completion(const std::string& external_id,
                                       const std::string& number = kNumber,
                                       const std::string& name = "王燕",
                                       std::int64_t centihours = 4000) {
    roster::Completion completion;
    completion.external_id = external_id;
    completion.name = name;
    completion.identity_number = number;
    completion.activity_code = "PRO-1";
    completion.first_day = Day(2018, 6, 11);
    completion.last_day = Day(2018, 6, 15);
    completion.hours = Hours::FromCenti(centihours);
    completion.assessment = roster::Assessment::kPassed;
    return completion;
  }

  SubmissionAnswer Submit(std::vector<roster::Completion> completions, bool dry_run = false) {
    absl::Notification answered;
    absl::StatusOr<SubmissionAnswer> answer;
    intake_.Submit({.uscc = kUscc,
                    .completions = std::move(completions),
                    .dry_run = dry_run,
                    .principal = "spiffe://xuefen/provider/12370000004500002M",
                    .deadline = Soon()},
                   [&](absl::StatusOr<SubmissionAnswer> given) {
                     answer = std::move(given);
                     answered.Notify();
                   });
    answered.WaitForNotification();
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *std::move(answer) : SubmissionAnswer();
  }

  static std::vector<Outcome> OutcomesOf(const SubmissionAnswer& answer) {
    std::vector<Outcome> outcomes;
    for (const CompletionAnswer& completion : answer.completions) {
      outcomes.push_back(completion.outcome);
    }
    return outcomes;
  }

  std::string Recorded() {
    return AsSuperuser("SELECT count(*) FROM registry.ledger WHERE type = 'CompletionRecorded'");
  }

  const std::unique_ptr<pg::Pool> pool_ = ServicePool("registry", 16);
  const SystemClock clock_;
  const PersonSecrets secrets_{MakeKeys('a'), MakeKeys('b')};
  const PeopleUseCases people_{*pool_, secrets_};
  Catalogue catalogue_;
  bool complete_ = true;
  ledger::Writer writer_{*pool_, {}};
  rpc::WorkerPool workers_{2, 16};
  KnownPeople known_people_{100};
  const CompletionIntake intake_{{.pool = *pool_,
                                  .writer = writer_,
                                  .workers = workers_,
                                  .secrets = secrets_,
                                  .known_people = known_people_,
                                  .catalogue = catalogue_,
                                  .catalogue_is_complete = [this] { return complete_; },
                                  .clock = clock_}};
};

TEST_F(CompletionIntakeTest, HasRoomUntilTooManyWaitForAWorker) {
  absl::BlockingCounter at_work(2);
  absl::Notification release;
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(workers_.TryRun([&] {
      at_work.DecrementCount();
      release.WaitForNotification();
    }));
  }
  at_work.Wait();
  EXPECT_TRUE(intake_.HasRoom());
  while (workers_.TryRun([] {})) {
  }
  EXPECT_FALSE(intake_.HasRoom());
  release.Notify();
  while (!intake_.HasRoom()) absl::SleepFor(absl::Milliseconds(1));
  workers_.Stop();
}

TEST_F(CompletionIntakeTest, TheSameContentCountsOnceHoweverItIsSpelt) {
  EXPECT_THAT(OutcomesOf(Submit({Completion("A")})), ElementsAre(Outcome::kAccepted));
  roster::Completion spelt = Completion(" Ａ ", " ３７０１０２ 19850615 0013");
  spelt.name = "王　燕";
  EXPECT_THAT(OutcomesOf(Submit({spelt, Completion("A")})),
              ElementsAre(Outcome::kDuplicate, Outcome::kDuplicate));
  EXPECT_EQ(Recorded(), "1");
}

TEST_F(CompletionIntakeTest, ADuplicateStaysOneEvenIfItWouldBeRefusedToday) {
  Submit({Completion("A")});
  catalogue_.Put(Course(100));  // the activity has shrunk since
  EXPECT_THAT(OutcomesOf(Submit({Completion("A"), Completion("B")})),
              ElementsAre(Outcome::kDuplicate, Outcome::kRefused));
  // The name's spelling is not content either.
  EXPECT_THAT(OutcomesOf(Submit({Completion("A", kNumber, "王艳")})),
              ElementsAre(Outcome::kDuplicate));
}

// Asked again, a person is answered from memory: by the same rules, with and without a worker.
TEST_F(CompletionIntakeTest, JudgesRememberedPeopleLikeOthers) {
  for (int round = 0; round < 2; ++round) {
    std::vector<roster::Completion> many = {
        Completion(absl::StrCat(round, "/name"), kNumber, "王艳"),
        Completion(absl::StrCat(round, "/unknown"), "370102198506150021")};
    EXPECT_THAT(OutcomesOf(Submit(many)), ElementsAre(Outcome::kRefused, Outcome::kRefused));
    for (int i = 0; i < 20; ++i) many.push_back(Completion(absl::StrCat(round, "/", i)));
    const SubmissionAnswer answer = Submit(many);
    EXPECT_THAT(answer.completions[0].reasons, ElementsAre(Reason::PERSON_NAME_MISMATCH));
    EXPECT_THAT(answer.completions[1].reasons, ElementsAre(Reason::PERSON_UNKNOWN));
    EXPECT_EQ(answer.completions.back().outcome, Outcome::kAccepted);
  }
  EXPECT_EQ(Recorded(), "40");
}

TEST_F(CompletionIntakeTest, OtherContentUnderATakenIdIsRefusedAndSaysSo) {
  Submit({Completion("A")});
  const SubmissionAnswer answer = Submit({
      Completion("A", kOtherNumber, "李静"),      // another person, in another bucket
      Completion("A", kNumber, "王燕", 3900),     // other hours
      Completion("A", kNumber, "王燕", 9999999),  // refused for its hours first
  });
  EXPECT_THAT(answer.completions[0].reasons, ElementsAre(Reason::EXTERNAL_ID_REUSED));
  EXPECT_THAT(answer.completions[1].reasons, ElementsAre(Reason::EXTERNAL_ID_REUSED));
  EXPECT_THAT(answer.completions[2].reasons,
              ElementsAre(Reason::HOURS_OVER_ACTIVITY, Reason::EXTERNAL_ID_REUSED));
  EXPECT_EQ(Recorded(), "1");
}

TEST_F(CompletionIntakeTest, RowsOfABatchAreDecidedInTheirOrder) {
  const SubmissionAnswer answer = Submit({
      Completion("A", kNumber, "王燕", 9999999),  // refused: claims nothing
      Completion("A"),                            // accepted
      Completion("A"),                            // the same again
      Completion("A", kOtherNumber, "李静"),      // another person
  });
  EXPECT_THAT(OutcomesOf(answer), ElementsAre(Outcome::kRefused, Outcome::kAccepted,
                                              Outcome::kDuplicate, Outcome::kRefused));
  // When the first row was decided, nobody had taken the id.
  EXPECT_THAT(answer.completions[0].reasons, ElementsAre(Reason::HOURS_OVER_ACTIVITY));
  EXPECT_THAT(answer.completions[3].reasons, ElementsAre(Reason::EXTERNAL_ID_REUSED));
}

TEST_F(CompletionIntakeTest, ADryRunAnswersTheSameAndRecordsNothing) {
  const std::vector<roster::Completion> rows = {
      Completion("A", kNumber, "王燕", 9999999), Completion("A"), Completion("A"),
      Completion("A", kOtherNumber, "李静"), Completion("")};
  const SubmissionAnswer dry = Submit(rows, /*dry_run=*/true);
  EXPECT_EQ(Recorded(), "0");
  const SubmissionAnswer wet = Submit(rows);
  ASSERT_EQ(dry.completions.size(), wet.completions.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(dry.completions[i].outcome, wet.completions[i].outcome) << i;
    EXPECT_EQ(dry.completions[i].reasons, wet.completions[i].reasons) << i;
  }
}

TEST_F(CompletionIntakeTest, WithoutACompleteCatalogueNothingIsRefused) {
  complete_ = false;
  absl::Notification answered;
  intake_.Submit({.uscc = kUscc,
                  .completions = {Completion("A")},
                  .dry_run = false,
                  .principal = "",
                  .deadline = Soon()},
                 [&](const absl::StatusOr<SubmissionAnswer>& answer) {
                   EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnavailable);
                   EXPECT_EQ(ReasonOf(answer.status()), Reason::NOT_FRESH_ENOUGH);
                   answered.Notify();
                 });
  answered.WaitForNotification();
}

TEST_F(CompletionIntakeTest, TheDatabaseTellsNeitherNumberNorName) {
  Submit({Completion("A")});
  const std::string dump = AsSuperuser(
      "SELECT string_agg(t, ' ') FROM (SELECT i::text AS t FROM registry.identity AS i "
      "UNION ALL SELECT p::text FROM registry.person AS p "
      "UNION ALL SELECT encode(body, 'escape') FROM registry.ledger) AS rows");
  EXPECT_THAT(dump, ::testing::Not(::testing::HasSubstr(kNumber)));
  EXPECT_THAT(dump, ::testing::Not(::testing::HasSubstr("王燕")));
}

TEST_F(CompletionIntakeTest, ImportingPeopleAgainChangesNothing) {
  const Administration jinan{.first_day = Day(2016, 4, 1), .division = "370100"};
  const auto again =
      people_.Import({{"王燕", kNumber}, {"王艳", kNumber}, {"新人", "12"}}, jinan, "test", Soon());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->items[0].outcome, PersonAnswer::Outcome::kUnchanged);
  EXPECT_THAT(again->items[1].reasons, ElementsAre(Reason::PERSON_NAME_MISMATCH));
  EXPECT_THAT(again->items[2].reasons, ElementsAre(Reason::IDENTITY_LENGTH));
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.person"), "2");
}

TEST_F(CompletionIntakeTest, AnotherDivisionLearnsNoNameByImporting) {
  const Administration qingdao{.first_day = Day(2016, 4, 1), .division = "370200"};
  const auto answer =
      people_.Import({{"王燕", kNumber}, {"王艳", kNumber}}, qingdao, "test", Soon());
  ASSERT_TRUE(answer.ok()) << answer.status();
  for (const PersonAnswer& item : answer->items) {
    EXPECT_THAT(item.reasons, ElementsAre(Reason::ALREADY_EXISTS));
    EXPECT_EQ(item.person, std::nullopt);
  }
  EXPECT_EQ(answer->items[0].detail, answer->items[1].detail);
}

TEST_F(CompletionIntakeTest, LookupTellsForeignFromMissingToNobody) {
  const auto nowhere = [](const std::string&) { return false; };
  const auto foreign = people_.Lookup({"王燕", kNumber}, nowhere, Soon());
  const auto misnamed = people_.Lookup(
      {"王艳", kNumber}, [](const auto&) { return true; }, Soon());
  const auto missing = people_.Lookup({"某人", "440524188001010014"}, nowhere, Soon());
  EXPECT_EQ(foreign.status(), missing.status());
  EXPECT_EQ(misnamed.status(), missing.status());
  EXPECT_EQ(ReasonOf(missing.status()), Reason::NOT_FOUND);
}

}  // namespace
}  // namespace xuefen::registry
