#include "tests/bench/clone.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

constexpr char kLedgerColumns[] = "bucket, seq, source, hashing, event_key, type, body, chain";
constexpr char kClaimColumns[] = "source, key, digest, bucket, seq";
constexpr std::size_t kRowsOfTransaction = 50000;
constexpr int kCopySessions = 2;
constexpr int kInsertSessions = 32;

constexpr char kIsThere[] = "SELECT count(*) FROM pg_namespace WHERE nspname = 'bench'";

// Rows first and indexes after them: minutes instead of hours for millions of rows. Filled like
// indexes that have grown.
constexpr char kMakeTables[] = R"sql(
  CREATE SCHEMA bench;
  CREATE TABLE bench.ledger (LIKE registry.ledger INCLUDING ALL EXCLUDING INDEXES);
  CREATE TABLE bench.claim (LIKE registry.claim INCLUDING ALL EXCLUDING INDEXES);
  INSERT INTO bench.ledger SELECT * FROM registry.ledger;
  INSERT INTO bench.claim SELECT * FROM registry.claim;
  DO $$
  DECLARE index_of_registry text;
  BEGIN
    FOR index_of_registry IN
      SELECT indexdef FROM pg_indexes
      WHERE schemaname = 'registry' AND tablename IN ('ledger', 'claim')
    LOOP
      EXECUTE replace(index_of_registry, ' ON registry.', ' ON bench.')
        || ' WITH (fillfactor = 70)';
    END LOOP;
  END $$;
  CREATE TABLE bench.mark AS SELECT bucket, seq FROM registry.read_heads();
  ANALYZE bench.ledger, bench.claim, bench.mark)sql";

// Since the mark, found by the indexes, in the order in which they were written.
constexpr char kNewLedger[] = R"sql(
  SELECT l.bucket, l.seq, source, hashing, event_key, type, body, chain
  FROM bench.mark AS m JOIN registry.ledger AS l ON l.bucket = m.bucket AND l.seq > m.seq
  ORDER BY l.ctid)sql";

constexpr char kNewClaims[] = R"sql(
  SELECT c.source, c.key, c.digest, c.bucket, c.seq
  FROM bench.mark AS m JOIN registry.ledger AS l ON l.bucket = m.bucket AND l.seq > m.seq
  JOIN registry.claim AS c ON c.source = l.source
    AND c.key = encode(substring(sha256(convert_to(l.event_key, 'UTF8')) FOR 16), 'hex')::uuid
  ORDER BY c.ctid)sql";

constexpr char kNewPairs[] = R"sql(
  SELECT l.bucket, l.seq, l.source, l.hashing, l.event_key, l.type, l.body, l.chain, c.key, c.digest
  FROM bench.mark AS m JOIN registry.ledger AS l ON l.bucket = m.bucket AND l.seq > m.seq
  JOIN registry.claim AS c ON c.source = l.source
    AND c.key = encode(substring(sha256(convert_to(l.event_key, 'UTF8')) FOR 16), 'hex')::uuid
  ORDER BY l.ctid)sql";

constexpr char kInsertPair[] = R"sql(
  WITH claimed AS (
    INSERT INTO bench.claim (source, key, digest, bucket, seq) VALUES ($3, $9, $10, $1, $2))
  INSERT INTO bench.ledger (bucket, seq, source, hashing, event_key, type, body, chain)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";

// Runs `work` on as many threads as there are sessions, and returns how long all of them took.
double TimeAll(const std::vector<std::unique_ptr<Session>>& sessions,
               const std::function<void(const Session&)>& work) {
  const absl::Time began = absl::Now();
  std::vector<std::thread> threads;
  for (const auto& session : sessions) threads.emplace_back([&] { work(*session); });
  for (std::thread& thread : threads) thread.join();
  return absl::ToDoubleSeconds(absl::Now() - began);
}

std::vector<std::unique_ptr<Session>> Open(const std::string& conninfo, int count) {
  std::vector<std::unique_ptr<Session>> sessions;
  for (int i = 0; i < count; ++i) sessions.push_back(std::make_unique<Session>(conninfo));
  return sessions;
}

}  // namespace

Clone::Clone(const std::string& conninfo) : conninfo_(conninfo), session_(conninfo) {
  session_.Run("SET client_min_messages = warning");
  if (session_.Number(kIsThere) == 0) {
    session_.Run(kMakeTables);
    // From here on both sides write each page whole when they touch it first.
    session_.Run("CHECKPOINT");
  }
  session_.Run("SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off");
  session_.Run(absl::StrCat("INSERT INTO bench.claim (", kClaimColumns, ")", kNewClaims));
  session_.Run(absl::StrCat("INSERT INTO bench.ledger (", kLedgerColumns, ")", kNewLedger));
  Mark();
}

void Clone::Mark() {
  session_.Run(
      "UPDATE bench.mark AS m SET seq = h.seq FROM registry.read_heads() AS h"
      " WHERE h.bucket = m.bucket");
}

Clone::Rows Clone::NewRows() const {
  const auto copy = [this](const std::string& select) {
    return session_.CopyOut(absl::StrCat("COPY (", select, ") TO STDOUT (FORMAT binary)"));
  };
  return {.ledger = copy(kNewLedger), .claims = copy(kNewClaims)};
}

std::vector<std::vector<std::string>> Clone::NewPairs() const {
  std::vector<std::vector<std::string>> pairs;
  for (const std::string& row :
       session_.CopyOut(absl::StrCat("COPY (", kNewPairs, ") TO STDOUT (FORMAT binary)"))) {
    pairs.push_back(FieldsOf(row));
  }
  return pairs;
}

double Clone::CopyIn(const Rows& rows) const {
  const std::vector<std::string> ledger = StreamsOf(rows.ledger, kRowsOfTransaction);
  const std::vector<std::string> claims = StreamsOf(rows.claims, kRowsOfTransaction);
  const auto sessions = Open(conninfo_, kCopySessions);
  std::atomic<std::size_t> next = 0;
  return TimeAll(sessions, [&](const Session& session) {
    for (std::size_t i = next++; i < ledger.size(); i = next++) {
      session.Run("BEGIN");
      session.CopyIn(
          absl::StrCat("COPY bench.claim (", kClaimColumns, ") FROM STDIN (FORMAT binary)"),
          claims[i]);
      session.CopyIn(
          absl::StrCat("COPY bench.ledger (", kLedgerColumns, ") FROM STDIN (FORMAT binary)"),
          ledger[i]);
      session.Run("COMMIT");
    }
  });
}

double Clone::InsertOneByOne(const std::vector<std::vector<std::string>>& pairs) const {
  const auto sessions = Open(conninfo_, kInsertSessions);
  for (const auto& session : sessions) session->Prepare("insert_pair", kInsertPair);
  std::atomic<std::size_t> next = 0;
  return TimeAll(sessions, [&](const Session& session) {
    for (std::size_t i = next++; i < pairs.size(); i = next++) {
      session.Execute("insert_pair", pairs[i]);
    }
  });
}

}  // namespace xuefen::bench
