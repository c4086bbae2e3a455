#include "services/accreditation/storage/authorities.h"

#include <pqxx/pqxx>

#include "libs/pg/columns.h"

namespace xuefen::accreditation {
namespace {

constexpr pg::Statement kFind = {"find_authority", R"sql(
  SELECT id, display_name, division, industry, first_day, last_day
  FROM authority WHERE id = $1)sql"};

constexpr pg::Statement kList = {"list_authorities", R"sql(
  SELECT id, display_name, division, industry, first_day, last_day
  FROM authority WHERE id > $1 ORDER BY id LIMIT $2)sql"};

constexpr pg::Statement kPut = {"put_authority", R"sql(
  INSERT INTO authority (id, display_name, division, industry, first_day, last_day)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (id) DO UPDATE SET display_name = EXCLUDED.display_name,
    division = EXCLUDED.division, industry = EXCLUDED.industry,
    first_day = EXCLUDED.first_day, last_day = EXCLUDED.last_day)sql"};

Authority FromRow(const pqxx::row& row) {
  return {.id = row[0].as<std::string>(),
          .display_name = row[1].as<std::string>(),
          .division = row[2].as<std::string>(),
          .industry = row[3].as<std::string>(),
          .first_day = pg::ReadOptionalDay(row[4]),
          .last_day = pg::ReadOptionalDay(row[5])};
}

}  // namespace

std::optional<Authority> FindAuthority(pg::Transaction& tx, const std::string& id) {
  const pqxx::result rows = tx.Exec(kFind, id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

std::vector<Authority> ListAuthorities(pg::Transaction& tx, const std::string& after,
                                       int count_max) {
  std::vector<Authority> authorities;
  for (const pqxx::row& row : tx.Exec(kList, after, count_max)) {
    authorities.push_back(FromRow(row));
  }
  return authorities;
}

void PutAuthority(pg::Transaction& tx, const Authority& authority) {
  tx.Exec(kPut, authority.id, authority.display_name, authority.division, authority.industry,
          pg::Column(authority.first_day), pg::Column(authority.last_day));
}

}  // namespace xuefen::accreditation
