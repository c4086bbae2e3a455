#include "services/credit/storage/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/migrations.h"
#include "libs/pg/transact.h"
#include "migrations/credit_migrations.h"
#include "migrations/ledger_migrations.h"
#include "services/credit/storage/facts.h"
#include "services/credit/testing/facts.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::credit {
namespace {

using ::testing::ElementsAre;
using testing::Training;

LearningRecord WithEverything() {
  LearningRecord record =
      Training("everything", Subject::kGeneral, Day(1969, 12, 31), Day(2018, 2, 1), 12345);
  record.kind = Kind::kAchievement;
  record.activity = {.provider = "91370100MA3C000001", .code = std::string(200, 'c')};
  record.organised_on = Day(1965, 5, 6);
  record.approved_on = Day(2017, 3, 4);
  return record;
}

TEST(Records, AreReadAsTheyWereKeptAlsoAppended) {
  const LearningRecord first = WithEverything();
  const LearningRecord second =
      Training("second", Subject::kProfessional, Day(2018, 3, 1), Day(2018, 3, 2), 8);
  std::vector<LearningRecord> records;
  RecordReader reader;
  ASSERT_TRUE(reader.Read(EncodeRecords({first}) + EncodeRecords({second}), records).ok());
  EXPECT_THAT(records, ElementsAre(first, second));
  // What an earlier column had and this one has not is not there.
  records.clear();
  ASSERT_TRUE(reader.Read(EncodeRecords({second}), records).ok());
  EXPECT_THAT(records, ElementsAre(second));
}

TEST(Records, ThatCannotBeReadAreNotLeftOut) {
  std::vector<LearningRecord> records;
  EXPECT_EQ(ReasonOf(RecordReader().Read("\xff", records)), Reason::INTERNAL);
  v1::LearningRecords without_id;
  without_id.add_records();
  EXPECT_EQ(ReasonOf(RecordReader().Read(without_id.SerializeAsString(), records)),
            Reason::INTERNAL);
}

class RecordsMigrationTest : public PostgresTest {
 protected:
  // Up to a step of our own.
  absl::Status MigrateTo(std::size_t step) const {
    pg::MigrationSet first = CreditMigrations();
    first.migrations.resize(step);
    return pg::Migrate(*MigratorPool("credit"), "credit", {LedgerMigrations(), first});
  }

  void Determined(int year) const {
    AsSuperuser(absl::StrCat(
        "INSERT INTO credit.determination (bucket, person, year, law, receipt, summary) VALUES (",
        person_.Bucket(), ", '", person_.Hex(), "', ", year, ", 1, sha256(''), '')"));
  }

  void Recorded(const LearningRecord& record) const {
    const auto column = [](std::optional<Day> day) {
      return day.has_value() ? absl::StrCat(", '", FormatDay(*day), "'") : ", NULL";
    };
    AsSuperuser(absl::StrCat(
        "INSERT INTO credit.record (bucket, person, id, kind, subject, reported_centihours,"
        " provider, activity_code, first_day, last_day, organised_on, approved_on, filed_on)"
        " VALUES (",
        person_.Bucket(), ", '", person_.Hex(), "', '", record.id.Hex(), "', ",
        static_cast<int>(record.kind), ", ", static_cast<int>(record.subject), ", ",
        record.reported.centi(), ", '", record.activity.provider, "', '", record.activity.code, "'",
        column(record.first_day), column(record.last_day), column(record.organised_on),
        column(record.approved_on), column(record.filed_on), ")"));
  }

  const Id person_ = Id::Derived("somebody");
};

TEST_F(RecordsMigrationTest, RecordsOfTheEarlierTableAreKeptWithTheirYears) {
  ASSERT_TRUE(MigrateTo(4).ok());
  const LearningRecord first = WithEverything();
  const LearningRecord second =
      Training("b", Subject::kGeneral, Day(2018, 3, 1), Day(2018, 3, 2), 8);
  const LearningRecord third =
      Training("c", Subject::kGeneral, Day(2018, 12, 31), Day(2019, 1, 2), 8);
  for (const int year : {2018, 2019}) Determined(year);
  for (const LearningRecord& record : {third, second, first}) Recorded(record);
  ASSERT_TRUE(MigrateTo(5).ok());
  const auto load = [&](const rules::DayRange& days) {
    std::vector<LearningRecord> records;
    EXPECT_TRUE(pg::TransactReadOnly(*ServicePool("credit"), absl::Now() + absl::Seconds(30),
                                     [&](pg::Transaction& tx) -> absl::Status {
                                       XUEFEN_ASSIGN_OR_RETURN(records,
                                                               LoadRecords(tx, person_, days));
                                       return absl::OkStatus();
                                     })
                    .ok());
    return records;
  };
  EXPECT_THAT(load({rules::kFirstDay, rules::kEndOfDays}), ElementsAre(first, second, third));
  EXPECT_THAT(load({Day(2018, 3, 2), Day(2018, 12, 30)}), ElementsAre(second));
  EXPECT_THAT(load({Day(2018, 12, 31), Day(2018, 12, 31)}), ElementsAre(third));
}

TEST_F(RecordsMigrationTest, ARecordWithoutADeterminationIsNotLeftOut) {
  ASSERT_TRUE(MigrateTo(4).ok());
  Recorded(WithEverything());
  EXPECT_FALSE(MigrateTo(5).ok());
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM credit.record"), "1");
}

}  // namespace
}  // namespace xuefen::credit
