#include "services/statistics/app/take_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "services/statistics/testing/events.h"
#include "services/statistics/testing/hours.h"
#include "services/statistics/testing/statistics_fixture.h"

namespace xuefen::statistics {
namespace {

using testing::CompletionRecorded;
using testing::DeterminationMade;
using testing::HoursOf;
using testing::PersonRegistered;
using testing::Reflects;

constexpr KindAndSubject kGeneral = {.kind = 1, .subject = 1};
constexpr KindAndSubject kProfessional = {.kind = 1, .subject = 2};
constexpr const char* kDivisions[] = {"370102", "370202", "371202"};

using Batches = std::vector<std::vector<ledger::Entry>>;

// What two feeds might bring of some people in two years, cut into responses at random.
class Story {
 public:
  explicit Story(std::uint32_t seed, int people) : random_(seed) {
    for (int i = 0; i < people; ++i) Tell(Id::Derived(absl::StrCat("person ", i)));
    Shuffle(determinations_);
  }

  Batches registry() { return Cut(registry_); }
  Batches credit() { return Cut(determinations_); }

 private:
  int Any(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  HoursPair AnyHours() { return {Hours::FromCenti(1 + Any(4000)), Hours::FromCenti(Any(4000))}; }
  KindAndSubject AnyCell() { return Any(2) == 0 ? kGeneral : kProfessional; }
  credit::v1::Verdict AnyVerdict() {
    return Any(2) == 0 ? credit::v1::VERDICT_MET : credit::v1::VERDICT_NOT_MET;
  }
  Day AnyDay() { return Day(2017, 1, 1) + Any(730); }

  void Tell(const Id& person) {
    registry_.push_back(PersonRegistered(person, kDivisions[Any(3)], Day(2016, 4, 1)));
    if (Any(2) == 0) registry_.push_back(PersonRegistered(person, kDivisions[Any(3)], AnyDay()));
    for (int records = Any(4); records > 0; --records) {
      const Day day = AnyDay();
      registry_.push_back(CompletionRecorded(person));
      determinations_.push_back(DeterminationMade(person, static_cast<int>(day.year()),
                                                  AnyVerdict(), {{AnyCell(), AnyHours()}}));
    }
  }

  void Shuffle(std::vector<ledger::Entry>& entries) {
    std::shuffle(entries.begin(), entries.end(), random_);
  }

  Batches Cut(const std::vector<ledger::Entry>& entries) {
    Batches batches(1);
    for (const ledger::Entry& entry : entries) {
      if (Any(8) == 0) batches.emplace_back();
      batches.back().push_back(entry);
    }
    return batches;
  }

  std::mt19937 random_;
  std::vector<ledger::Entry> registry_;
  std::vector<ledger::Entry> determinations_;
};

class TakeInTest : public testing::StatisticsTest {
 protected:
  // Everything the roll-ups say.
  std::string Rollups() const {
    return AsSuperuser(
        "SELECT string_agg(concat_ws(' ', bucket, year, division, from_day, measure, value), ','"
        " ORDER BY year, bucket, division, from_day, measure)"
        " FROM statistics.rollup WHERE value <> 0");
  }

  std::string Value(Measure measure) const {
    return AsSuperuser(absl::StrCat(
        "SELECT sum(value) FROM statistics.rollup WHERE year = 2018 AND measure = ", measure));
  }

  void Forget() const {
    AsSuperuser("TRUNCATE statistics.administration, statistics.person_year, statistics.rollup");
  }

  const Id person_ = Id::Derived("somebody");
};

TEST_F(TakeInTest, AnyInterleavingOfTheFeedsGivesTheSameExactRollups) {
  const Batches registry = Story(1, 60).registry();
  const Batches credit = Story(1, 60).credit();
  std::vector<bool> from_credit(registry.size() + credit.size());
  std::fill_n(from_credit.begin(), credit.size(), true);
  std::mt19937 random(2);
  std::string first;
  // The first round takes all of credit in before anybody is registered.
  for (int round = 0; round < 6; ++round) {
    Forget();
    std::size_t next[] = {0, 0};
    for (const bool is_credit : from_credit) {
      ASSERT_TRUE(
          (is_credit ? TakeInCredit(credit[next[1]++]) : TakeInRegistry(registry[next[0]++])).ok());
    }
    ExpectRollupsAreExact();
    if (round == 0) first = Rollups();
    EXPECT_EQ(Rollups(), first);
    std::shuffle(from_credit.begin(), from_credit.end(), random);
  }
}

TEST_F(TakeInTest, FeedsTakenInAtTheSameTimeLoseNothing) {
  Story story(3, 40);
  const Batches registry = story.registry();
  const Batches credit = story.credit();
  std::thread other([&] {
    for (const auto& batch : credit) EXPECT_TRUE(TakeInCredit(batch).ok());
  });
  for (const auto& batch : registry) EXPECT_TRUE(TakeInRegistry(batch).ok());
  other.join();
  ExpectRollupsAreExact();
}

TEST_F(TakeInTest, OneResponseMayBringMoreThanOneStatementHolds) {
  std::vector<ledger::Entry> people;
  std::vector<ledger::Entry> determinations;
  for (int i = 0; i < 1200; ++i) {
    const Id person = Id::Derived(absl::StrCat(i));
    people.push_back(PersonRegistered(person, "370102", Day(2016, 4, 1)));
    determinations.push_back(
        DeterminationMade(person, 2018, credit::v1::VERDICT_NOT_MET, {{kGeneral, HoursOf(1, 1)}}));
  }
  ASSERT_TRUE(TakeInRegistry(people).ok());
  ASSERT_TRUE(TakeInCredit(determinations).ok());
  EXPECT_EQ(Value(kPeopleWithRecords), "1200");
  EXPECT_EQ(Value(ReportedHours(kGeneral)), "1200");
  ExpectRollupsAreExact();
}

TEST_F(TakeInTest, ADeterminationReplacesTheLast) {
  ASSERT_TRUE(TakeInRegistry({PersonRegistered(person_, "370102", Day(2016, 4, 1)),
                              CompletionRecorded(person_)})
                  .ok());
  ASSERT_TRUE(TakeInCredit({DeterminationMade(person_, 2018, credit::v1::VERDICT_MET,
                                              {{kGeneral, HoursOf(2000, 1600)}})})
                  .ok());
  EXPECT_EQ(Value(kPeopleWithRecords), "1");
  EXPECT_EQ(Value(kPeopleMet), "1");
  EXPECT_EQ(Value(ReportedHours(kGeneral)), "2000");
  EXPECT_EQ(Value(CreditedHours(kGeneral)), "1600");
  ASSERT_TRUE(TakeInCredit({DeterminationMade(
                               person_, 2018, credit::v1::VERDICT_NOT_MET,
                               {{kGeneral, HoursOf(2000, 0)}, {kProfessional, HoursOf(100, 75)}})})
                  .ok());
  EXPECT_EQ(Value(kPeopleWithRecords), "1");
  EXPECT_EQ(Value(kPeopleMet), "0");
  EXPECT_EQ(Value(CreditedHours(kGeneral)), "0");
  EXPECT_EQ(Value(CreditedHours(kProfessional)), "75");
  EXPECT_EQ(Value(ReportedHours(kGeneral)), "2000");
  EXPECT_EQ(Value(ReportedHours(kProfessional)), "100");
  ExpectRollupsAreExact();
}

TEST_F(TakeInTest, APersonForWhomTheRestIsWaivedHasMetTheRequirements) {
  const Id other = Id::Derived("another");
  ASSERT_TRUE(TakeInRegistry({PersonRegistered(person_, "370102", Day(2016, 4, 1)),
                              PersonRegistered(other, "370102", Day(2016, 4, 1))})
                  .ok());
  ASSERT_TRUE(
      TakeInCredit({DeterminationMade(person_, 2018, credit::v1::VERDICT_WAIVED, {}),
                    DeterminationMade(other, 2018, credit::v1::VERDICT_NO_RULE_IN_FORCE, {})})
          .ok());
  EXPECT_EQ(Value(kPeopleMet), "1");
}

TEST_F(TakeInTest, WhatAnEarlierResponseSaidOfAPersonWaitsForTheRegistration) {
  ASSERT_TRUE(TakeInCredit({DeterminationMade(person_, 2018, credit::v1::VERDICT_MET, {})}).ok());
  EXPECT_EQ(Value(kPeopleMet), "");
  ASSERT_TRUE(TakeInRegistry({PersonRegistered(person_, "370102", Day(2016, 4, 1))}).ok());
  EXPECT_EQ(Value(kPeopleMet), "1");
}

TEST_F(TakeInTest, EntriesOfANewerReleaseStopTheFeed) {
  ledger::Entry other;
  other.type = "SomethingElseHappened";
  EXPECT_EQ(ReasonOf(TakeInRegistry({other})), Reason::INTERNAL);
  EXPECT_EQ(ReasonOf(TakeInCredit({other})), Reason::INTERNAL);
}

TEST_F(TakeInTest, AnEntryThatCannotBeReadIsNotLeftOut) {
  ledger::Entry entry = PersonRegistered(person_, "370102", Day(2016, 4, 1));
  entry.body = "\xff";
  EXPECT_EQ(ReasonOf(TakeInRegistry({entry})), Reason::INTERNAL);
  entry = DeterminationMade(person_, 2018, credit::v1::VERDICT_MET,
                            {{{.kind = 1, .subject = 10}, HoursOf(1, 1)}});
  EXPECT_EQ(ReasonOf(TakeInCredit({entry})), Reason::INTERNAL);
  entry = DeterminationMade(person_, 0, credit::v1::VERDICT_MET, {});
  EXPECT_EQ(ReasonOf(TakeInCredit({entry})), Reason::INTERNAL);
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM statistics.person_year"), "0");
}

TEST_F(TakeInTest, WhatCreditReflectsNeverMovesBackwards) {
  const auto seq = [&] {
    return AsSuperuser(
        "SELECT seq FROM statistics.credit_reflects"
        " WHERE source = 'registry' AND source_bucket = 3");
  };
  ASSERT_TRUE(TakeInCredit({}, {Reflects("registry", 3, 8), Reflects("accreditation", 3, 1)}).ok());
  EXPECT_EQ(seq(), "8");
  ASSERT_TRUE(TakeInCredit({}, {Reflects("registry", 3, 7)}).ok());
  EXPECT_EQ(seq(), "8");
  ASSERT_TRUE(TakeInCredit({}, {Reflects("registry", 3, 9)}).ok());
  EXPECT_EQ(seq(), "9");
}

}  // namespace
}  // namespace xuefen::statistics
