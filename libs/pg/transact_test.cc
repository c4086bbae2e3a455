#include "libs/pg/transact.h"

#include <optional>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/pg/failure.h"
#include "libs/pg/result.h"
#include "tests/support/cutting_proxy.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::pg {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TransactTest : public PostgresTest {
 protected:
  TransactTest() {
    AsSuperuser(
        "CREATE TABLE registry.note (id int PRIMARY KEY, text text);"
        "GRANT SELECT, INSERT, UPDATE ON registry.note TO registry");
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

  std::string Notes() { return AsSuperuser("SELECT count(*) FROM registry.note"); }

  // A body that fails with `sqlstate` and counts its runs.
  auto FailingBody(const std::string& sqlstate, int* runs) {
    return [=](Transaction& transaction) {
      ++*runs;
      transaction.Exec(absl::StrCat("DO $body$ BEGIN RAISE 'the number 370102' USING ERRCODE = '",
                                    sqlstate, "'; END $body$"));
      return absl::OkStatus();
    };
  }

  std::unique_ptr<Pool> pool_ = ServicePool("registry", 2);
};

absl::Status InsertNote(Transaction& transaction) {
  transaction.Exec("INSERT INTO note (id, text) VALUES ($1, $2)", 1, "text");
  return absl::OkStatus();
}

TEST_F(TransactTest, CommitsWhatTheBodyDidAndNothingWhenItRefuses) {
  EXPECT_EQ(ReasonOf(Transact(*pool_, Soon(),
                              [](Transaction& transaction) {
                                InsertNote(transaction).IgnoreError();
                                return Refusal(Reason::NOT_FOUND, "no");
                              })),
            Reason::NOT_FOUND);
  EXPECT_EQ(Notes(), "0");
  EXPECT_TRUE(Transact(*pool_, Soon(), InsertNote).ok());
  EXPECT_EQ(Notes(), "1");
}

struct Case {
  std::string sqlstate;
  Reason reason;
  int runs;
};

class FailureTest : public TransactTest, public testing::WithParamInterface<Case> {};

TEST_P(FailureTest, IsRetriedOrReportedByItsClass) {
  int runs = 0;
  const absl::Status status = Transact(*pool_, Soon(), FailingBody(GetParam().sqlstate, &runs));
  EXPECT_EQ(ReasonOf(status), GetParam().reason);
  EXPECT_EQ(SqlStateOf(status), GetParam().sqlstate);
  EXPECT_EQ(runs, GetParam().runs);
}

INSTANTIATE_TEST_SUITE_P(Pg, FailureTest,
                         testing::ValuesIn<Case>({
                             {"40001", Reason::CONFLICT_RETRY, 3},
                             {"40P01", Reason::CONFLICT_RETRY, 3},
                             {"55P03", Reason::CONFLICT_RETRY, 3},
                             {"57P01", Reason::STORAGE_UNAVAILABLE, 3},
                             {"25006", Reason::STORAGE_UNAVAILABLE, 3},
                             {"53100", Reason::STORAGE_UNAVAILABLE, 1},
                             {"57014", Reason::STORAGE_UNAVAILABLE, 1},
                             {"23505", Reason::INTERNAL, 1},
                             {"22P02", Reason::INTERNAL, 1},
                             {"XX001", Reason::INTERNAL, 1},
                         }),
                         [](const testing::TestParamInfo<Case>& one) {
                           return one.param.sqlstate;
                         });

TEST_F(TransactTest, AFailureNeverQuotesValuesOrStatements) {
  int runs = 0;
  for (const char* sqlstate : {"40001", "23505", "22P02", "57014"}) {
    const absl::Status status = Transact(*pool_, Soon(), FailingBody(sqlstate, &runs));
    EXPECT_THAT(status.ToString(), Not(HasSubstr("370102")));
    EXPECT_THAT(status.ToString(), Not(HasSubstr("RAISE")));
  }
  const absl::Status mistake = Transact(*pool_, Soon(), [](Transaction& transaction) {
    transaction.Exec("SELECT missing FROM note WHERE text = $1", "370102");
    return absl::OkStatus();
  });
  EXPECT_THAT(mistake.ToString(), HasSubstr("column \"missing\" does not exist"));
  EXPECT_THAT(mistake.ToString(), Not(HasSubstr("370102")));
  EXPECT_THAT(mistake.ToString(), Not(HasSubstr("SELECT")));
}

TEST_F(TransactTest, AFailureThatTheBodyHidesIsNoSuccess) {
  const absl::Status status = Transact(*pool_, Soon(), [](Transaction& transaction) {
    transaction.Run("SELECT 1/0").IgnoreError();
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(status), Reason::INTERNAL);
}

TEST_F(TransactTest, AnExceptionOfAnyKindBecomesAStatus) {
  EXPECT_EQ(ReasonOf(Transact(*pool_, Soon(),
                              [](Transaction& transaction) {
                                transaction.Exec("SELECT NULL").front()[0].as<int>();
                                return absl::OkStatus();
                              })),
            Reason::INTERNAL);
}

TEST_F(TransactTest, NoStatementOutlivesTheDeadline) {
  absl::Status status;
  absl::Duration patience = absl::Milliseconds(100);
  do {
    // Longer each time: on a busy machine it may have passed before the statement begins.
    patience *= 2;
    status = Transact(*pool_, absl::Now() + patience, [](Transaction& transaction) {
      // Left alone it succeeds, before the role's own timeout.
      transaction.Exec("SELECT pg_sleep(50)");
      return absl::OkStatus();
    });
  } while (ReasonOf(status) == Reason::DEADLINE_TOO_SHORT);
  EXPECT_EQ(SqlStateOf(status), "57014");
  EXPECT_EQ(ReasonOf(Transact(*pool_, absl::Now(), InsertNote)), Reason::DEADLINE_TOO_SHORT);
}

TEST_F(TransactTest, ASessionLostInTheMiddleIsReplacedAndTheBodyRunsAgain) {
  int runs = 0;
  const absl::Status status = Transact(*pool_, Soon(), [&](Transaction& transaction) {
    const int pid = transaction.Exec("SELECT pg_backend_pid()").front()[0].as<int>();
    if (++runs == 1) AsSuperuser(absl::StrCat("SELECT pg_terminate_backend(", pid, ", 60000)"));
    return InsertNote(transaction);
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Notes(), "1");
}

TEST_F(TransactTest, ALostSessionIsNeverMadeAnewBehindItsOwner) {
  const auto connection = Connection::Open(ServiceConninfo("registry"));
  ASSERT_TRUE(connection.ok()) << connection.status();
  AsSuperuser(
      absl::StrCat("SELECT pg_terminate_backend(", PQbackendPID((*connection)->raw()), ", 60000)"));
  EXPECT_FALSE((*connection)->IsIdle());
  for (int use = 0; use < 5; ++use) {
    EXPECT_THROW(
        {
          pqxx::nontransaction statements(**connection);
          statements.exec("SELECT 1");
        },
        pqxx::failure);
  }
}

TEST_F(TransactTest, AnErrorThatNoServerMadeIsALostSession) {
  const auto connection = Connection::Open(ServiceConninfo("registry"));
  ASSERT_TRUE(connection.ok()) << connection.status();
  PGconn* const raw = (*connection)->raw();
  // As libpq answers when it cannot write to a server whose last words it has yet to read.
  const Result error(PQmakeEmptyPGresult(raw, PGRES_FATAL_ERROR));
  EXPECT_TRUE(IsTransient(FailureOf(raw, error.get())));
  EXPECT_TRUE(IsTransient(FailureOf(raw, nullptr)));
  const Result wrong_kind(PQmakeEmptyPGresult(raw, PGRES_COPY_IN));
  EXPECT_EQ(ReasonOf(FailureOf(raw, wrong_kind.get())), Reason::INTERNAL);
}

TEST_F(TransactTest, ASessionThatEndedWhileIdleIsNotHandedOut) {
  EXPECT_TRUE(Transact(*pool_, Soon(), InsertNote).ok());
  AsSuperuser(
      "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE usename = 'registry'"
      " AND datname = current_database()");
  int runs = 0;
  EXPECT_TRUE(Transact(*pool_, Soon(), [&](Transaction& transaction) {
                ++runs;
                transaction.Exec("SELECT 1");
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(runs, 1);
}

TEST_F(TransactTest, ThePoolIsBoundedAndWaitingForItToo) {
  Pool pool({.conninfo = ServiceConninfo("registry"),
             .connections_max = 1,
             .wait_max = absl::Milliseconds(50)});
  {
    const auto lease = pool.Acquire(Soon());
    ASSERT_TRUE(lease.ok()) << lease.status();
    EXPECT_EQ(ReasonOf(pool.Acquire(Soon()).status()), Reason::OVERLOADED);
  }
  EXPECT_TRUE(pool.Acquire(Soon()).ok());
}

TEST_F(TransactTest, AServerThatIsAwayIsUnavailable) {
  Pool pool({.conninfo = "host=/nonexistent user=nobody"});
  const absl::Status status = Transact(pool, Soon(), InsertNote);
  EXPECT_EQ(ReasonOf(status), Reason::STORAGE_UNAVAILABLE);
  EXPECT_FALSE(IsInDoubt(status));
}

TEST_F(TransactTest, ALostAnswerToACommitIsInDoubt) {
  CuttingProxy proxy(ServiceConninfo("registry"));
  Pool pool({.conninfo = proxy.conninfo()});
  for (const auto cut : {CuttingProxy::Cut::kBeforeCommit, CuttingProxy::Cut::kAfterCommit}) {
    proxy.CutNext(cut);
    const absl::Status status = Transact(pool, Soon(), InsertNote);
    EXPECT_TRUE(IsInDoubt(status)) << status;
    EXPECT_EQ(ReasonOf(status), Reason::STORAGE_UNAVAILABLE);
    EXPECT_EQ(Notes(), cut == CuttingProxy::Cut::kAfterCommit ? "1" : "0");
  }
}

TEST_F(TransactTest, WhatFollowsACommitIsDoneOnlyWhenItIsCertain) {
  int done = 0;
  const auto body = [&done](absl::Status answer) {
    return [&done, answer](Transaction& transaction) {
      transaction.AfterCommit([&done] { ++done; });
      return answer;
    };
  };
  EXPECT_TRUE(Transact(*pool_, Soon(), body(absl::OkStatus())).ok());
  EXPECT_EQ(done, 1);
  EXPECT_FALSE(Transact(*pool_, Soon(), body(Refusal(Reason::NOT_FOUND, "no"))).ok());
  CuttingProxy proxy(ServiceConninfo("registry"));
  Pool pool({.conninfo = proxy.conninfo()});
  proxy.CutNext(CuttingProxy::Cut::kAfterCommit);
  EXPECT_TRUE(IsInDoubt(Transact(pool, Soon(), body(absl::OkStatus()))));
  EXPECT_EQ(done, 1);
}

TEST_F(TransactTest, AnIdempotentBodyRunsAgainWhenItsCommitIsInDoubt) {
  CuttingProxy proxy(ServiceConninfo("registry"));
  Pool pool({.conninfo = proxy.conninfo()});
  proxy.CutNext(CuttingProxy::Cut::kAfterCommit);
  int runs = 0;
  const absl::Status status = TransactIdempotent(pool, Soon(), [&](Transaction& transaction) {
    ++runs;
    transaction.Exec("INSERT INTO note (id) VALUES (1) ON CONFLICT DO NOTHING");
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Notes(), "1");
}

TEST_F(TransactTest, AReaderCannotWriteAndDoesNotCareForItsCommit) {
  EXPECT_EQ(SqlStateOf(TransactReadOnly(*pool_, Soon(), InsertNote)), "25006");
  CuttingProxy proxy(ServiceConninfo("registry"));
  Pool pool({.conninfo = proxy.conninfo()});
  proxy.CutNext(CuttingProxy::Cut::kAfterCommit);
  EXPECT_TRUE(TransactReadOnly(pool, Soon(), [](Transaction& transaction) {
                transaction.Exec("SELECT count(*) FROM note");
                return absl::OkStatus();
              }).ok());
}

TEST_F(TransactTest, AStatementIsPreparedOncePerSession) {
  constexpr Statement kCount = {"count_notes", "SELECT count(*) FROM note WHERE id > $1"};
  for (int use = 0; use < 3; ++use) {
    EXPECT_TRUE(TransactReadOnly(*pool_, Soon(), [&](Transaction& transaction) {
                  EXPECT_EQ(transaction.Exec(kCount, 0).front()[0].as<int>(), 0);
                  const auto prepared =
                      transaction.Exec("SELECT count(*) FROM pg_prepared_statements");
                  EXPECT_EQ(prepared.front()[0].as<int>(), 1);
                  return absl::OkStatus();
                }).ok());
  }
}

}  // namespace
}  // namespace xuefen::pg
