#include "tests/support/postgres_fixture.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <optional>
#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/pg/connection.h"
#include "tests/support/temporary_directory.h"

// libpqxx 6.4 forgets the answer in which libpq says that the connection is lost: two kilobytes for
// each lost connection, and a failed test under AddressSanitizer, which asks this function by its
// name.
extern "C" const char* __lsan_default_suppressions() { return "leak:libpqxx-6.4.so\n"; }

namespace xuefen {
namespace {

void RunDeploy(const std::string& command) {
  const std::string line =
      absl::StrCat(XUEFEN_SOURCE_DIR "/deploy/postgres ", command, " > /dev/null");
  if (std::system(line.c_str()) != 0) throw std::runtime_error(absl::StrCat("failed: ", line));
}

// The server of this process, or the one it was told to use.
class Server {
 public:
  Server() {
    const char* given = std::getenv("XUEFEN_TEST_POSTGRES");
    if (given != nullptr && *given != '\0') {
      directory_ = given;
    } else {
      directory_ = own_.emplace().path();
      RunDeploy(absl::StrCat("start ", directory_, " --fsync off"));
      RunDeploy(absl::StrCat("prepare ", directory_));
    }
  }

  ~Server() {
    if (own_.has_value()) RunDeploy(absl::StrCat("stop ", directory_, " --mode immediate"));
  }

  std::string Secret(const std::string& file) const {
    return absl::StrCat(directory_, "/secrets/", file);
  }

  std::string Conninfo(const std::string& who, const std::string& database) const {
    const auto conninfo = pg::ReadConninfo(Secret(absl::StrCat(who, ".conninfo")));
    if (!conninfo.ok()) throw std::runtime_error(conninfo.status().ToString());
    // libpq keeps the last of two equal keywords.
    return absl::StrCat(*conninfo, " dbname=", database);
  }

  std::string SuperuserConninfo(const std::string& database) const {
    const auto password = pg::ReadConninfo(Secret("superuser"));
    if (!password.ok()) throw std::runtime_error(password.status().ToString());
    const std::string service = Conninfo("registry", database);
    const std::string host = service.substr(0, service.find(' '));
    return absl::StrCat(host, " user=postgres password=", *password, " dbname=", database);
  }

 private:
  std::optional<TemporaryDirectory> own_;
  std::string directory_;
};

const Server& TheServer() {
  static const Server server;
  return server;
}

std::string RunSql(const std::string& conninfo, const std::string& sql) {
  pqxx::connection connection(conninfo);
  pqxx::nontransaction statements(connection);
  const pqxx::result result = statements.exec(sql);
  return result.empty() || result.columns() == 0 ? "" : result.front()[0].c_str();
}

// The server gives sessions that are in the way five seconds to end, which is little on a busy
// machine.
void RunSqlOnceNobodyIsInTheWay(const std::string& conninfo, const std::string& sql) {
  constexpr char kObjectInUse[] = "55006";
  const absl::Time until = absl::Now() + absl::Minutes(5);
  for (;;) {
    try {
      RunSql(conninfo, sql);
      return;
    } catch (const pqxx::sql_error& failure) {
      if (failure.sqlstate() != kObjectInUse || absl::Now() > until) throw;
    }
  }
}

std::string NewDatabaseName() {
  static std::atomic<int> number = 0;
  return absl::StrCat("test_", getpid(), "_", ++number);
}

}  // namespace

PostgresTest::PostgresTest() : database_(NewDatabaseName()) {
  const std::string admin = TheServer().SuperuserConninfo("postgres");
  RunSqlOnceNobodyIsInTheWay(admin,
                             absl::StrCat("CREATE DATABASE ", database_, " TEMPLATE xuefen"));
  RunSql(admin, absl::StrCat("GRANT CREATE ON DATABASE ", database_, " TO migrator"));
}

PostgresTest::~PostgresTest() {
  RunSqlOnceNobodyIsInTheWay(TheServer().SuperuserConninfo("postgres"),
                             absl::StrCat("DROP DATABASE ", database_, " WITH (FORCE)"));
}

std::string PostgresTest::ServiceConninfo(const std::string& service) const {
  return TheServer().Conninfo(service, database_);
}

std::string PostgresTest::MigratorConninfo(const std::string& service) const {
  return TheServer().Conninfo(absl::StrCat(service, "-migrate"), database_);
}

std::string PostgresTest::SuperuserConninfo() const {
  return TheServer().SuperuserConninfo(database_);
}

std::unique_ptr<pg::Pool> PostgresTest::ServicePool(const std::string& service,
                                                    int connections_max) const {
  return std::make_unique<pg::Pool>(
      pg::PoolOptions{.conninfo = ServiceConninfo(service), .connections_max = connections_max});
}

std::unique_ptr<pg::Pool> PostgresTest::MigratorPool(const std::string& service) const {
  return std::make_unique<pg::Pool>(
      pg::PoolOptions{.conninfo = MigratorConninfo(service), .connections_max = 2});
}

std::string PostgresTest::AsSuperuser(const std::string& sql) const {
  return RunSql(SuperuserConninfo(), sql);
}

}  // namespace xuefen
