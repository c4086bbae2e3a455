// Values on their way to PostgreSQL and back, by both protocols.

#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/except>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/pg/binary_io.h"
#include "libs/pg/columns.h"
#include "libs/pg/failure.h"
#include "libs/pg/transact.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::pg {
namespace {

const std::string kAllBytes = [] {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes.push_back(static_cast<char>(byte));
  return bytes;
}();

class ValuesTest : public PostgresTest {
 protected:
  ValuesTest() {
    AsSuperuser(
        "CREATE TABLE registry.value (two smallint, four int, eight bigint, bytes bytea, text text,"
        " id uuid, day date, missing int, hours_centihours bigint);"
        "GRANT ALL ON registry.value TO registry");
  }

  void InTransaction(TransactionBody body) {
    const absl::Status status = Transact(*pool_, absl::Now() + absl::Seconds(20), body);
    EXPECT_TRUE(status.ok()) << status;
  }

  std::unique_ptr<Pool> pool_ = ServicePool("registry");
  const Id id_ = Id::Derived("somebody");
};

TEST_F(ValuesTest, ColumnsComeBackAsTheyWent) {
  InTransaction([&](Transaction& transaction) {
    transaction.Exec(
        "INSERT INTO value (bytes, id, day, hours_centihours, missing) VALUES ($1, $2, $3, $4, $5)",
        Bytes(kAllBytes), Column(id_), Column(Day(2018, 7, 2)), Column(Hours::FromCenti(750)),
        std::optional<int>());
    const pqxx::row row = transaction.Exec("SELECT * FROM value").front();
    EXPECT_EQ(ReadBytes(row["bytes"]), kAllBytes);
    EXPECT_EQ(ReadId(row["id"]), id_);
    EXPECT_EQ(ReadDay(row["day"]), Day(2018, 7, 2));
    EXPECT_EQ(ReadOptionalDay(row["day"]), Day(2018, 7, 2));
    EXPECT_EQ(ReadHours(row["hours_centihours"]), Hours::FromCenti(750));
    EXPECT_EQ(ReadOptional<int>(row["missing"]), std::nullopt);
    EXPECT_THROW(ReadDay(row["id"]), pqxx::conversion_error);
    EXPECT_THROW(ReadId(row["day"]), pqxx::conversion_error);
    transaction.Exec("UPDATE value SET day = $1, missing = 3", Column(std::optional<Day>()));
    const pqxx::row changed = transaction.Exec("SELECT * FROM value").front();
    EXPECT_EQ(ReadOptionalDay(changed["day"]), std::nullopt);
    EXPECT_EQ(ReadOptional<int>(changed["missing"]), 3);
    return absl::OkStatus();
  });
}

TEST_F(ValuesTest, BinaryRowsComeBackAsTheyWent) {
  constexpr char kCopyIn[] =
      "COPY value (two, four, eight, bytes, text, id, day) FROM STDIN (FORMAT binary)";
  constexpr char kCopyOut[] =
      "COPY (SELECT two, four, eight, bytes, text, id, day FROM value ORDER BY two)"
      " TO STDOUT (FORMAT binary)";
  InTransaction([&](Transaction& transaction) {
    BinaryRows rows(7);
    for (const int sign : {-1, 1}) {
      rows.BeginRow().Int16(static_cast<std::int16_t>(sign * 30000)).Int32(sign * 2000000000);
      rows.Int64(sign * 9000000000000000000).Bytes(kAllBytes).Bytes("学时").Uuid(id_);
      rows.Date(Day(2000 + sign * 30, 2, 28));
    }
    EXPECT_TRUE(CopyIn(transaction, kCopyIn, rows.Finish()).ok());
    int sign = -1;
    const absl::Status read = CopyOut(transaction, kCopyOut, [&](BinaryFields& row) {
      EXPECT_EQ(row.Int16(), sign * 30000);
      EXPECT_EQ(row.Int32(), sign * 2000000000);
      EXPECT_EQ(row.Int64(), sign * 9000000000000000000);
      EXPECT_EQ(row.Bytes(), kAllBytes);
      EXPECT_EQ(row.Bytes(), "学时");
      EXPECT_EQ(row.Bytes(), id_.Bytes());
      EXPECT_EQ(row.Date(), Day(2000 + sign * 30, 2, 28));
      sign += 2;
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    EXPECT_EQ(sign, 3);
    return absl::OkStatus();
  });
  EXPECT_EQ(AsSuperuser("SELECT string_agg(day::text, ' ' ORDER BY day) FROM registry.value"),
            "1970-02-28 2030-02-28");
}

TEST_F(ValuesTest, AnEmptyCopyHasNoRows) {
  InTransaction([&](Transaction& transaction) {
    BinaryRows none(1);
    EXPECT_TRUE(
        CopyIn(transaction, "COPY value (two) FROM STDIN (FORMAT binary)", none.Finish()).ok());
    return CopyOut(transaction, "COPY (SELECT two FROM value) TO STDOUT (FORMAT binary)",
                   [](BinaryFields&) { return Refusal(Reason::INTERNAL, "a row"); });
  });
}

TEST_F(ValuesTest, ACopyOfManyMegabytesArrives) {
  InTransaction([&](Transaction& transaction) {
    const std::string body(1000, 'x');
    BinaryRows rows(1);
    for (int i = 0; i < 5000; ++i) rows.BeginRow().Bytes(body);
    return CopyIn(transaction, "COPY value (text) FROM STDIN (FORMAT binary)", rows.Finish());
  });
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.value WHERE length(text) = 1000"), "5000");
}

TEST_F(ValuesTest, AFailedCopyLeavesTheSessionUsable) {
  InTransaction([&](Transaction& transaction) {
    BinaryRows rows(2);
    rows.BeginRow().Int16(1).Int64(2);
    EXPECT_TRUE(transaction.Run("SAVEPOINT before").ok());
    const absl::Status failed =
        CopyIn(transaction, "COPY value (two, four) FROM STDIN (FORMAT binary)", rows.Finish());
    EXPECT_EQ(SqlStateOf(failed), "22P03");
    EXPECT_TRUE(transaction.Run("ROLLBACK TO SAVEPOINT before").ok());
    transaction.Exec("INSERT INTO value (two) VALUES (1)");
    return absl::OkStatus();
  });
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.value"), "1");
}

TEST_F(ValuesTest, ARefusedRowEndsTheReading) {
  int rows = 0;
  const absl::Status status =
      TransactReadOnly(*pool_, absl::Now() + absl::Seconds(20), [&](Transaction& transaction) {
        return CopyOut(transaction,
                       "COPY (SELECT n FROM generate_series(1, 100000) AS n) TO STDOUT"
                       " (FORMAT binary)",
                       [&](BinaryFields&) {
                         return ++rows < 3 ? absl::OkStatus() : Refusal(Reason::NOT_FOUND, "no");
                       });
      });
  EXPECT_EQ(ReasonOf(status), Reason::NOT_FOUND);
  EXPECT_EQ(rows, 3);
  InTransaction([](Transaction& transaction) { return transaction.Run("TRUNCATE value"); });
}

TEST_F(ValuesTest, BinaryParametersAndRowsHaveTheirTypes) {
  InTransaction([&](Transaction& transaction) {
    const std::string bytes(id_.Bytes());
    return ExecBinary(
        transaction,
        "SELECT $1 + 1, $2 + 1, $3 + 1, $4, array_length($5, 1), ($6)[2], ($7)[1], ($8)[1],"
        " $9::text, $10 + 1, ($11)[2] || '.', ($12)[2]",
        BinaryParams()
            .Int16(1)
            .Int32(2)
            .Int64(3)
            .Bytes(kAllBytes)
            .Int16Array({1, 2, 3})
            .Int64Array({5, -6})
            .BytesArray({kAllBytes})
            .UuidArray(std::vector<absl::string_view>{bytes})
            .Uuid(id_)
            .Date(Day(1999, 12, 31))
            .TextArray({"", "学时 \"{,}\""})
            .UuidArray(std::vector<Id>{Id::Derived("another"), id_}),
        [&](BinaryFields& row) {
          EXPECT_EQ(row.Int32(), 2);
          EXPECT_EQ(row.Int32(), 3);
          EXPECT_EQ(row.Int64(), 4);
          EXPECT_EQ(row.Bytes(), kAllBytes);
          EXPECT_EQ(row.Int32(), 3);
          EXPECT_EQ(row.Int64(), -6);
          EXPECT_EQ(row.Bytes(), kAllBytes);
          EXPECT_EQ(row.Bytes(), bytes);
          EXPECT_EQ(Id::FromHex(absl::StrReplaceAll(row.Bytes(), {{"-", ""}})), id_);
          EXPECT_EQ(row.Date(), Day(2000, 1, 1));
          EXPECT_EQ(row.Bytes(), "学时 \"{,}\".");
          EXPECT_EQ(row.Bytes(), bytes);
          EXPECT_THROW(row.Bytes(), pqxx::conversion_error);
          return absl::OkStatus();
        });
  });
}

TEST_F(ValuesTest, BinaryArraysComeBackAsTheyWent) {
  InTransaction([&](Transaction& transaction) {
    return ExecBinary(transaction,
                      "SELECT $1, $2, '{}'::smallint[], '{{1,2},{3,4}}'::bigint[], '{1}'::int[]",
                      BinaryParams().Int16Array({1, -2, 30000}).Int64Array({-9000000000000000000}),
                      [](BinaryFields& row) {
                        EXPECT_THAT(row.Int16Array(), testing::ElementsAre(1, -2, 30000));
                        EXPECT_THAT(row.Int64Array(), testing::ElementsAre(-9000000000000000000));
                        EXPECT_THAT(row.Int16Array(), testing::IsEmpty());
                        EXPECT_THROW(row.Int64Array(), pqxx::conversion_error);
                        EXPECT_THROW(row.Int16Array(), pqxx::conversion_error);
                        return absl::OkStatus();
                      });
  });
}

TEST_F(ValuesTest, ABinaryFieldOfAnotherKindIsRefused) {
  InTransaction([&](Transaction& transaction) {
    return ExecBinary(transaction, "SELECT 1, NULL::int", BinaryParams(), [](BinaryFields& row) {
      EXPECT_THROW(row.Int64(), pqxx::conversion_error);
      EXPECT_THROW(row.Int32(), pqxx::conversion_error);
      return absl::OkStatus();
    });
  });
}

}  // namespace
}  // namespace xuefen::pg
