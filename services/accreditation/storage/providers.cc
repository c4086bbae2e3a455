#include "services/accreditation/storage/providers.h"

#include <pqxx/pqxx>

#include "libs/pg/columns.h"

namespace xuefen::accreditation {
namespace {

constexpr pg::Statement kLockNumbers = {"lock_provider_numbers", R"sql(
  SELECT next_number FROM provider_counter WHERE only_row FOR UPDATE)sql"};

constexpr pg::Statement kSetNextNumber = {"set_next_provider_number", R"sql(
  UPDATE provider_counter SET next_number = $1 WHERE only_row)sql"};

constexpr pg::Statement kFind = {"find_provider", R"sql(
  SELECT uscc, number, display_name, kind, division FROM provider
  WHERE bucket = $1 AND uscc = $2)sql"};

constexpr pg::Statement kStates = {"find_provider_states", R"sql(
  SELECT state, first_day, cause FROM provider_state
  WHERE bucket = $1 AND uscc = $2 ORDER BY position)sql"};

constexpr pg::Statement kInsert = {"insert_provider", R"sql(
  INSERT INTO provider (bucket, uscc, number, display_name, kind, division)
  VALUES ($1, $2, $3, $4, $5, $6))sql"};

constexpr pg::Statement kInsertState = {"insert_provider_state", R"sql(
  INSERT INTO provider_state (bucket, uscc, position, state, first_day, cause)
  VALUES ($1, $2, $3, $4, $5, $6))sql"};

constexpr pg::Statement kList = {"list_providers", R"sql(
  SELECT uscc, number, display_name, kind, division FROM provider
  WHERE (bucket, uscc) > ($1, $2) ORDER BY bucket, uscc LIMIT $3)sql"};

int BucketOf(const std::string& uscc) { return Provider::IdOf(uscc).Bucket(); }

Provider WithStates(pg::Transaction& tx, const pqxx::row& row) {
  Provider provider{.uscc = row[0].as<std::string>(),
                    .number = row[1].as<int>(),
                    .display_name = row[2].as<std::string>(),
                    .kind = static_cast<ProviderKind>(row[3].as<int>()),
                    .division = row[4].as<std::string>(),
                    .states = {}};
  for (const pqxx::row& state : tx.Exec(kStates, BucketOf(provider.uscc), provider.uscc)) {
    provider.states.push_back({.state = static_cast<ProviderState>(state[0].as<int>()),
                               .first_day = pg::ReadDay(state[1]),
                               .cause = state[2].as<std::string>()});
  }
  return provider;
}

void InsertState(pg::Transaction& tx, const Provider& provider, std::size_t position) {
  const StatePeriod& state = provider.states[position];
  tx.Exec(kInsertState, BucketOf(provider.uscc), provider.uscc, static_cast<int>(position),
          static_cast<int>(state.state), pg::Column(state.first_day), state.cause);
}

}  // namespace

int LockProviderNumbers(pg::Transaction& tx) { return tx.Exec(kLockNumbers)[0][0].as<int>(); }

void SetNextProviderNumber(pg::Transaction& tx, int next_number) {
  tx.Exec(kSetNextNumber, next_number);
}

std::optional<Provider> FindProvider(pg::Transaction& tx, const std::string& uscc) {
  const pqxx::result rows = tx.Exec(kFind, BucketOf(uscc), uscc);
  if (rows.empty()) return std::nullopt;
  return WithStates(tx, rows[0]);
}

void InsertProvider(pg::Transaction& tx, const Provider& provider) {
  tx.Exec(kInsert, BucketOf(provider.uscc), provider.uscc, provider.number, provider.display_name,
          static_cast<int>(provider.kind), provider.division);
  for (std::size_t i = 0; i < provider.states.size(); ++i) InsertState(tx, provider, i);
}

void InsertLastState(pg::Transaction& tx, const Provider& provider) {
  InsertState(tx, provider, provider.states.size() - 1);
}

std::vector<Provider> ListProviders(pg::Transaction& tx, const ProviderPosition& after,
                                    int count_max) {
  std::vector<Provider> providers;
  for (const pqxx::row& row : tx.Exec(kList, after.first, after.second, count_max)) {
    providers.push_back(WithStates(tx, row));
  }
  return providers;
}

}  // namespace xuefen::accreditation
