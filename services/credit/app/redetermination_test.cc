#include "services/credit/app/redetermination.h"

#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/pg/transact.h"
#include "services/credit/app/read_account.h"
#include "services/credit/app/services.h"
#include "services/credit/testing/credit_fixture.h"
#include "services/credit/testing/facts.h"

namespace xuefen::credit {
namespace {

using testing::CompletionRecorded;
using testing::PersonCalled;
using testing::PersonRegistered;
using testing::Training;

LearningRecord Of2018(absl::string_view name) {
  return Training(name, Subject::kProfessional, Day(2018, 3, 1), Day(2018, 3, 2), 16);
}

class RedeterminationTest : public testing::CreditTest {
 protected:
  Law Put(const rules::RuleBook& book) { return *PutIntoService(*pool_, Soon(), book); }

  // Registers somebody who has a record.
  Id Somebody(absl::string_view name) {
    const PersonFacts person = PersonCalled(name);
    Register({PersonRegistered(person.person, person.administrations[0]),
              CompletionRecorded(person.person, Of2018(name))});
    return person.person;
  }

  std::int64_t CreditedByAccount(const Law& law, const Id& person) {
    const auto answer = ReadAccount(*pool_, Soon(), law, person, Day(2020, 6, 1),
                                    [](absl::string_view) { return true; });
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer->account.totals().all().credited_centihours();
  }

  // The last that credit's feed tells of a person.
  std::int64_t CreditedByFeed(const Id& person) {
    return Published(person.Bucket()).back().totals().all().credited_centihours();
  }

  // Waits until somebody waits for a lock in the database.
  void AwaitWaiter() {
    const absl::Time patience = Soon();
    while (AsSuperuser("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") ==
           "0") {
      ASSERT_LT(absl::Now(), patience) << "nobody waits";
      absl::SleepFor(absl::Milliseconds(5));
    }
  }
};

TEST_F(RedeterminationTest, ALawIsNumberedAnewWhenItComesIntoService) {
  EXPECT_EQ(law_.number, 1);
  EXPECT_EQ(Put(testing::LawInForce()).number, 1);
  EXPECT_EQ(Put(testing::NationalLaw()).number, 2);
  EXPECT_EQ(Put(testing::NationalLaw()).number, 2);
  EXPECT_EQ(Put(testing::LawInForce()).number, 3);
}

TEST_F(RedeterminationTest, NothingIsTakenInByALawThatIsNotInServiceAnyMore) {
  const Id person = Somebody("somebody");
  Put(testing::NationalLaw());
  testing::WrittenFeed feed;
  const Id other = Id::Derived("other");
  EXPECT_EQ(
      ReasonOf(TakeInRegistry(feed.Write({CompletionRecorded(other, Of2018("of the other"))}))),
      Reason::STATE_CONFLICT);
  EXPECT_THAT(KeptRecords(other), ::testing::IsEmpty());
  EXPECT_EQ(KeptRecords(person).size(), 1U);
  EXPECT_EQ(Published(person.Bucket()).size(), 1U);
}

TEST_F(RedeterminationTest, AnAccountIsByTheLawOfItsReaderBeforeAnythingIsDeterminedAnew) {
  const Id person = Somebody("somebody");
  EXPECT_EQ(CreditedByAccount(law_, person), 1600);
  const Law other = Put(testing::NationalLaw());
  EXPECT_EQ(CreditedByAccount(other, person), 0);
  EXPECT_EQ(CreditedByAccount(law_, person), 1600);
  EXPECT_EQ(CreditedByFeed(person), 1600);
}

TEST_F(RedeterminationTest, WhatAnotherLawDeterminedIsDeterminedAnewAndPublished) {
  const Id first = Somebody("first");
  const Id second = Somebody("second");
  const Law other = Put(testing::NationalLaw());
  Redetermination(*pool_, other).Stop();  // at once: nothing, or a part
  {
    Redetermination work(*pool_, other);
    while (AsSuperuser("SELECT applied FROM credit.law WHERE number = 2") != "t") {
      absl::SleepFor(absl::Milliseconds(5));
    }
  }
  for (const Id& person : {first, second}) {
    EXPECT_EQ(CreditedByFeed(person), 0);
    EXPECT_EQ(CreditedByAccount(other, person), 0);
    EXPECT_EQ(Published(person.Bucket()).size(), 2U);
  }
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM credit.determination WHERE law <> 2"), "0");
}

// The rules of the province do not reach this person.
TEST_F(RedeterminationTest, OnlyWhatComesToSomethingElseIsPublished) {
  PersonFacts outside = PersonCalled("outside");
  outside.administrations[0].division = "320100";
  Register({PersonRegistered(outside.person, outside.administrations[0]),
            CompletionRecorded(outside.person, Of2018("outside"))});
  const Law other = Put(testing::NationalLaw());
  const auto last = RedetermineSome(*pool_, Soon(), other, outside.person.Bucket(), {}, 10);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(*last, outside.person);
  EXPECT_EQ(Published(outside.person.Bucket()).size(), 1U);
  EXPECT_EQ(AsSuperuser("SELECT law FROM credit.determination"), "2");
  EXPECT_EQ(*RedetermineSome(*pool_, Soon(), other, outside.person.Bucket(), last.value(), 10),
            std::nullopt);
}

TEST_F(RedeterminationTest, PeopleAreTakenAFewAtATime) {
  std::vector<Id> people;
  for (int i = 0; people.size() < 3; ++i) {
    const std::string name = absl::StrCat("somebody ", i);
    if (PersonCalled(name).person.Bucket() == 7) people.push_back(Somebody(name));
  }
  std::sort(people.begin(), people.end());
  const Law other = Put(testing::NationalLaw());
  EXPECT_EQ(*RedetermineSome(*pool_, Soon(), other, 7, {}, 2), people[1]);
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM credit.determination WHERE law = 2"), "2");
  EXPECT_EQ(*RedetermineSome(*pool_, Soon(), other, 7, people[1], 2), people[2]);
  EXPECT_EQ(*RedetermineSome(*pool_, Soon(), other, 7, people[2], 2), std::nullopt);
}

TEST_F(RedeterminationTest, ALawThatIsNotInServiceAnyMoreDeterminesNothingAnew) {
  const Id person = Somebody("somebody");
  const Law other = Put(testing::NationalLaw());
  Put(testing::LawInForce());
  EXPECT_EQ(ReasonOf(RedetermineSome(*pool_, Soon(), other, person.Bucket(), {}, 10).status()),
            Reason::STATE_CONFLICT);
  Redetermination(*pool_, other).Stop();
  EXPECT_EQ(CreditedByFeed(person), 1600);
}

// Whoever takes something in of the bucket is waited for; otherwise what it determined would be
// overwritten by what was known before.
TEST_F(RedeterminationTest, ARecordThatIsBeingTakenInIsNotOverlooked) {
  const Id person = Somebody("somebody");
  AsSuperuser("UPDATE credit.determination SET law = 0");
  std::thread determining;
  Register({CompletionRecorded(
               person, Training("later", Subject::kGeneral, Day(2018, 5, 1), Day(2018, 5, 1), 8))},
           [&] {
             determining = std::thread([&] {
               EXPECT_TRUE(RedetermineSome(*pool_, Soon(), law_, person.Bucket(), {}, 10).ok());
             });
             AwaitWaiter();
           });
  determining.join();
  EXPECT_EQ(CreditedByAccount(law_, person), 2400);
  EXPECT_EQ(CreditedByFeed(person), 2400);
}

}  // namespace
}  // namespace xuefen::credit
