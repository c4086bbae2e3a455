#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "libs/pg/pool.h"

namespace xuefen {

// A database of its own for each test, with the roles and schemas of `deploy/postgres prepare`, on
// a private server: the one in the directory $XUEFEN_TEST_POSTGRES when that is set, which must be
// prepared, else one that this process starts (fsync off) and removes at its end.
class PostgresTest : public testing::Test {
 protected:
  PostgresTest();
  ~PostgresTest() override;

  // Connection strings to this test's database: of a service, of the role that owns its tables, and
  // of the superuser, who is for damage only.
  std::string ServiceConninfo(const std::string& service) const;
  std::string MigratorConninfo(const std::string& service) const;
  std::string SuperuserConninfo() const;

  // A pool with those of a service, and one that owns its tables.
  std::unique_ptr<pg::Pool> ServicePool(const std::string& service, int connections_max = 8) const;
  std::unique_ptr<pg::Pool> MigratorPool(const std::string& service) const;

  // Runs SQL as the superuser and returns the first column of the first row, if there is one.
  std::string AsSuperuser(const std::string& sql) const;

 private:
  const std::string database_;
};

}  // namespace xuefen
