#include "services/registry/app/reseal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "migrations/ledger_migrations.h"
#include "migrations/registry_migrations.h"
#include "services/registry/app/people_use_cases.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::registry {
namespace {

using testing::HasSubstr;

constexpr char kOld[] = "00000001";
constexpr char kNew[] = "00000002";

std::string Line(const char* id, char digit) {
  return absl::StrCat(id, " ", std::string(64, digit), "\n");
}

PersonSecrets Secrets(const std::string& encryption, char lookup = 'b') {
  return PersonSecrets(*crypto::KeyRing::Parse(encryption, "encryption keys"),
                       *crypto::KeyRing::Parse(Line(kOld, lookup), "lookup keys"));
}

// A registry with three people whose data the old key has sealed.
class ResealTest : public PostgresTest {
 protected:
  ResealTest() {
    const absl::Status migrated = pg::Migrate(*MigratorPool("registry"), "registry",
                                              {LedgerMigrations(), RegistryMigrations()});
    EXPECT_TRUE(migrated.ok()) << migrated;
    const PersonSecrets old = Secrets(Line(kOld, 'a'));
    EXPECT_TRUE(old.RecordUse(*pool_).ok());
    const auto imported =
        PeopleUseCases(*pool_, old)
            .Import({{"王燕", "370102198506150013"},
                     {"李静", "11010519491231002X"},
                     {"陈", "440524188001010014"}},
                    {.first_day = Day(2016, 4, 1), .division = "370100"}, "test", Soon());
    EXPECT_TRUE(imported.ok()) << imported.status();
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

  absl::StatusOr<Person> Find(const PersonSecrets& secrets) {
    return PeopleUseCases(*pool_, secrets)
        .Lookup(
            {"王燕", "370102198506150013"}, [](const std::string&) { return true; }, Soon());
  }

  const std::unique_ptr<pg::Pool> pool_ = ServicePool("registry");
};

TEST_F(ResealTest, TheOldKeyIsNeededUntilEverythingIsSealedAnew) {
  const PersonSecrets only_new = Secrets(Line(kNew, 'c'));
  const absl::Status refused = only_new.RecordUse(*pool_);
  EXPECT_THAT(std::string(refused.message()), HasSubstr(kOld));

  const PersonSecrets both = Secrets(Line(kNew, 'c') + Line(kOld, 'a'));
  ASSERT_TRUE(both.RecordUse(*pool_).ok());
  EXPECT_EQ(Find(both)->name, "王燕");
  const absl::StatusOr<std::int64_t> sealed = Reseal(*pool_, both);
  ASSERT_TRUE(sealed.ok()) << sealed.status();
  EXPECT_EQ(*sealed, 6);

  EXPECT_TRUE(only_new.RecordUse(*pool_).ok());
  EXPECT_EQ(Find(only_new)->name, "王燕");
}

TEST_F(ResealTest, GoesOnWhereItWasInterrupted) {
  const PersonSecrets both = Secrets(Line(kNew, 'c') + Line(kOld, 'a'));
  // The last value cannot be opened: what came before it is done already.
  AsSuperuser(
      "UPDATE registry.identity SET sealed_number = overlay(sealed_number PLACING '\\x00' FROM 30) "
      "WHERE lookup = (SELECT lookup FROM registry.identity ORDER BY shard DESC, lookup DESC LIMIT "
      "1)");
  EXPECT_FALSE(Reseal(*pool_, both).ok());
  EXPECT_FALSE(Secrets(Line(kNew, 'c')).RecordUse(*pool_).ok()) << "the old key is still needed";
  AsSuperuser(
      "DELETE FROM registry.identity WHERE lookup = (SELECT lookup FROM registry.identity ORDER BY "
      "shard DESC, lookup DESC LIMIT 1)");
  const absl::StatusOr<std::int64_t> rest = Reseal(*pool_, both);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(*rest, 0);
}

TEST_F(ResealTest, AnotherKeyUnderAKnownIdIsNoKey) {
  EXPECT_THAT(std::string(Secrets(Line(kOld, 'd')).RecordUse(*pool_).message()),
              HasSubstr("encryption key"));
  EXPECT_THAT(std::string(Secrets(Line(kOld, 'a'), 'e').RecordUse(*pool_).message()),
              HasSubstr("lookup key"));
}

}  // namespace
}  // namespace xuefen::registry
