#include "services/credit/app/take_in.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/transact.h"
#include "services/credit/api/convert.h"
#include "services/credit/domain/determine.h"
#include "services/credit/storage/determinations.h"
#include "services/credit/storage/records.h"
#include "services/credit/testing/credit_fixture.h"
#include "services/credit/testing/facts.h"

namespace xuefen::credit {
namespace {

using testing::CompletionRecorded;
using ::testing::ElementsAre;
using testing::PersonCalled;
using testing::PersonRegistered;
using testing::Response;
using testing::Training;
using testing::WrittenFeed;

class TakeInTest : public testing::CreditTest {
 protected:
  // The stored summaries of a person, by year.
  std::map<int, std::string> Stored(const Id& person) {
    std::map<int, std::string> stored;
    const absl::Status status =
        pg::TransactReadOnly(*pool_, Soon(), [&](pg::Transaction& tx) -> absl::Status {
          stored.clear();
          XUEFEN_ASSIGN_OR_RETURN(const std::vector<KeptYear> years,
                                  ListDeterminations(tx, person));
          for (const KeptYear& kept : years) stored[kept.year] = kept.summary;
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return stored;
  }

  // The years that credit's ledger tells of a person, in its order.
  std::vector<int> PublishedYears(const Id& person) {
    std::vector<int> years;
    for (const v1::DeterminationMade& made : Published(person.Bucket())) {
      EXPECT_EQ(made.person(), absl::StrCat("people/", person.Hex()));
      years.push_back(made.year());
    }
    return years;
  }
};

LearningRecord Of2018(absl::string_view name = "2018") {
  return Training(name, Subject::kProfessional, Day(2018, 3, 1), Day(2018, 3, 2), 16);
}

TEST_F(TakeInTest, ARecordIsDeterminedAndPublished) {
  const PersonFacts person = PersonCalled("somebody");
  Register({PersonRegistered(person.person, person.administrations[0])});
  EXPECT_THAT(PublishedYears(person.person), ElementsAre());
  Register({CompletionRecorded(person.person, Of2018())});
  const auto published = Published(person.person.Bucket());
  ASSERT_EQ(published.size(), 1U);
  EXPECT_EQ(published[0].year(), 2018);
  EXPECT_EQ(published[0].totals().all().credited_centihours(), 1600);
  EXPECT_EQ(published[0].verdict(), v1::VERDICT_NOT_MET);
  v1::AccountYear stored;
  ASSERT_TRUE(stored.ParseFromString(Stored(person.person)[2018]));
  EXPECT_EQ(AsSuperuser("SELECT encode(receipt, 'hex') FROM credit.determination"),
            published[0].receipt_sha256());
  EXPECT_EQ(stored.totals().SerializeAsString(), published[0].totals().SerializeAsString());
}

TEST_F(TakeInTest, TheSameResponseCannotTakeEffectTwice) {
  const PersonFacts person = PersonCalled("somebody");
  WrittenFeed feed;
  const Response response = feed.Write({PersonRegistered(person.person, person.administrations[0]),
                                        CompletionRecorded(person.person, Of2018())});
  ASSERT_TRUE(TakeInRegistry(response).ok());
  EXPECT_EQ(ReasonOf(TakeInRegistry(response)), Reason::CONFLICT_RETRY);
  EXPECT_THAT(KeptRecords(person.person), ElementsAre(Of2018().id));
  EXPECT_THAT(PublishedYears(person.person), ElementsAre(2018));
}

TEST_F(TakeInTest, ARecordThatIsThereAlreadyStopsTheFeed) {
  const PersonFacts person = PersonCalled("somebody");
  WrittenFeed feed;
  ASSERT_TRUE(TakeInRegistry(feed.Write({CompletionRecorded(person.person, Of2018())})).ok());
  EXPECT_EQ(ReasonOf(TakeInRegistry(feed.Write({CompletionRecorded(person.person, Of2018())}))),
            Reason::INTERNAL);
  EXPECT_THAT(KeptRecords(person.person), ElementsAre(Of2018().id));
}

// Each order for a person of its own, one entry a response.
TEST_F(TakeInTest, OrderOfArrivalDoesNotMatter) {
  std::vector<LearningRecord> records = {
      Of2018("a"), Training("b", Subject::kGeneral, Day(2018, 3, 2), Day(2018, 3, 3), 16),
      Training("c", Subject::kGeneral, Day(2018, 12, 31), Day(2019, 1, 1), 16)};
  std::vector<int> order = {0, 1, 2, 3};
  do {
    PersonFacts person = PersonCalled(absl::StrCat("order ", order[0], order[1], order[2]));
    person.records = records;
    for (const int next : order) {
      Register({next == 3 ? PersonRegistered(person.person, person.administrations[0])
                          : CompletionRecorded(person.person, records[next])});
    }
    std::map<int, std::string> wanted;
    for (const int year : {2018, 2019}) {
      const Day as_of = LastDayOf(year);
      wanted[year] = YearToProto(Determiner(testing::LawInForce()).Determine(person, year, as_of),
                                 person, year)
                         .SerializeAsString();
    }
    ASSERT_EQ(Stored(person.person), wanted);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(TakeInTest, ARecordAcrossNewYearIsDeterminedInBothYears) {
  const PersonFacts person = PersonCalled("somebody");
  Register({PersonRegistered(person.person, person.administrations[0]),
            CompletionRecorded(person.person, Training("across", Subject::kGeneral,
                                                       Day(2018, 12, 30), Day(2019, 1, 1), 12))});
  const auto published = Published(person.person.Bucket());
  ASSERT_EQ(published.size(), 2U);
  EXPECT_EQ(published[0].year(), 2018);
  EXPECT_EQ(published[0].totals().all().credited_centihours(), 800);
  EXPECT_EQ(published[0].totals().all().reported_centihours(), 0);
  EXPECT_EQ(published[1].year(), 2019);
  EXPECT_EQ(published[1].totals().all().credited_centihours(), 400);
  EXPECT_EQ(published[1].totals().all().reported_centihours(), 1200);
}

TEST_F(TakeInTest, OnlyYearsThatSaySomethingNewArePublished) {
  const PersonFacts person = PersonCalled("somebody");
  Register({PersonRegistered(person.person, person.administrations[0]),
            CompletionRecorded(person.person, Of2018())});
  Register({CompletionRecorded(
      person.person, Training("2019", Subject::kGeneral, Day(2019, 3, 1), Day(2019, 3, 1), 8))});
  EXPECT_THAT(PublishedYears(person.person), ElementsAre(2018, 2019));
}

TEST_F(TakeInTest, ADivisionThatBecomesKnownLaterTouchesAllYears) {
  const PersonFacts person = PersonCalled("somebody");
  Register({CompletionRecorded(person.person, Of2018())});
  EXPECT_EQ(Published(person.person.Bucket())[0].totals().all().credited_centihours(), 0);
  Register({PersonRegistered(person.person, person.administrations[0])});
  const auto published = Published(person.person.Bucket());
  ASSERT_EQ(published.size(), 2U);
  EXPECT_EQ(published[1].totals().all().credited_centihours(), 1600);
}

TEST_F(TakeInTest, AnEventThatIsNotUnderstoodStopsTheFeed) {
  const PersonFacts person = PersonCalled("somebody");
  WrittenFeed feed;
  ledger::Entry voided = CompletionRecorded(person.person, Of2018());
  voided.type = "CompletionVoided";
  const Response response = feed.Write({CompletionRecorded(person.person, Of2018("b")), voided});
  EXPECT_EQ(ReasonOf(TakeInRegistry(response)), Reason::INTERNAL);
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM credit.feed_position"), "0");
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM credit.determination"), "0");
}

TEST_F(TakeInTest, ARecordThatNoYearWouldKeepStopsTheFeed) {
  const PersonFacts person = PersonCalled("somebody");
  LearningRecord reversed = Of2018();
  std::swap(reversed.first_day, reversed.last_day);
  LearningRecord empty = Of2018();
  empty.reported = Hours();
  for (const LearningRecord& record : {reversed, empty}) {
    WrittenFeed feed;
    EXPECT_EQ(ReasonOf(TakeInRegistry(feed.Write({CompletionRecorded(person.person, record)}))),
              Reason::INTERNAL);
  }
}

TEST_F(TakeInTest, ADeterminationWithTheSameReceiptIsNotNew) {
  const Id person = Id::Derived("somebody");
  const DeterminationRow first = {.person = person,
                                  .year = 2018,
                                  .receipt = Sha256("first"),
                                  .summary = "first",
                                  .records = {}};
  DeterminationRow other = first;
  other.receipt = Sha256("other");
  other.summary = "other";
  const auto put = [&](const std::vector<DeterminationRow>& rows) {
    std::vector<std::pair<Id, int>> changed;
    const absl::Status status =
        pg::Transact(*pool_, Soon(), [&](pg::Transaction& tx) -> absl::Status {
          const auto put_now = PutDeterminations(tx, law_.number, rows);
          if (put_now.ok()) changed = *put_now;
          return put_now.status();
        });
    EXPECT_TRUE(status.ok()) << status;
    return changed;
  };
  const std::pair<Id, int> of_2018(person, 2018);
  EXPECT_THAT(put({first}), ElementsAre(of_2018));
  EXPECT_THAT(put({first}), ElementsAre());
  EXPECT_THAT(put({other}), ElementsAre(of_2018));
  // A record tells something new whatever the receipt says.
  other.records = EncodeRecords({Of2018()});
  EXPECT_THAT(put({other}), ElementsAre(of_2018));
  EXPECT_THAT(KeptRecords(person), ElementsAre(Of2018().id));
  EXPECT_THAT(Stored(person), ElementsAre(::testing::Pair(2018, "other")));
}

}  // namespace
}  // namespace xuefen::credit
