#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/clone.h"
#include "tests/bench/database.h"
#include "tests/bench/ingest.h"
#include "tests/bench/report.h"
#include "tests/bench/suite.h"
#include "tests/bench/world.h"

// One function for each goal of docs/performance.md.
namespace xuefen::bench {

// How much is measured.
struct Scale {
  int people = 20000;
  int pairs = 5;
  std::int64_t stream_rows = 300000;  // of one run of A
  std::int64_t single_calls = 30000;  // of one run of B
  std::int64_t reads = 60000;         // of one run of C
  std::int64_t flow_rows = 60000;     // of one run of J
  int watched_batches = 200;          // of H
  int rush_seconds = 60;              // of O
  int year_people = 500000;           // of D and E
  int year_records = 20;              // of each
  int draft_people = 8000000;         // of F
  int draft_records = 25;             // of each
};

// What all goals share.
struct Bench {
  Bench(const Suite& running, const Scale& wanted)
      : suite(running),
        scale(wanted),
        world(wanted.people),
        session(running.Conninfo()),
        ingest(running, world, session) {}

  const Suite& suite;
  const Scale scale;
  const World world;
  const Session session;
  Ingest ingest;
};

// Names of some people ("people/..."), by their number in the world. Importing them again tells.
std::map<int, std::string> NamesOf(const Bench& bench, const std::vector<int>& people);

// A and G: streams of batches of 500, against COPY of the same rows; WAL of both.
std::vector<Finding> MeasureStreams(Bench& bench, Clone& clone);

// A again, one in ten batches having been sent before.
Finding MeasureResent(Bench& bench, Clone& clone);

// B: one record a call, 256 calls in flight, against an empty echo and against single inserts.
std::vector<Finding> MeasureSingles(Bench& bench, Clone& clone);

// O: batches of 100 rows at five times the rate that can be taken in; what is taken in, how soon
// the rest is refused, and how soon all is well again. tests/bench/run gives client and suite cores
// of their own.
std::vector<Finding> MeasureOverload(Bench& bench);

// C: accounts and determinations of people with 21 records, against an empty echo and against
// reading the rows by libpq.
std::vector<Finding> MeasureReads(Bench& bench);

// J: peak ingest with credit and statistics keeping up, against A's rate.
Finding MeasureFlow(Bench& bench);

// H: from an acknowledgement to the account that shows it, at half of `peak` rows a second.
Finding MeasureLag(Bench& bench, double peak);

// D: the annual determination of a population from columns, results written, against DuckDB on the
// same records; the program ends if they disagree.
Finding MeasureSnapshot(const Suite& suite, const Scale& scale);

// E: the same from tables of PostgreSQL, against the best of its own plans.
Finding MeasureTables(const Suite& suite, const Scale& scale);

// F: the law in force and a draft of it over a population in memory, and whose verdict changes.
Finding MeasureDraft(const Scale& scale);

// Gives everybody 21 records, and waits until credit and statistics have them.
void PrepareAccounts(Bench& bench);

// Seconds until credit and statistics have taken in all that the registry holds.
double WaitUntilFollowed(const Session& session);

}  // namespace xuefen::bench
