#include "services/accreditation/app/load_authorities.h"

#include <fstream>
#include <optional>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/ledger/append.h"
#include "libs/pg/transact.h"
#include "services/accreditation/storage/authorities.h"
#include "services/accreditation/storage/events.h"
#include "services/accreditation/storage/providers.h"

namespace xuefen::accreditation {
namespace {

constexpr char kHeader[] = "id,name,division,industry,first_day,last_day";
constexpr absl::Duration kLoadTimeout = absl::Seconds(60);

// A day, or nothing for an empty cell.
absl::StatusOr<std::optional<Day>> ParseCell(absl::string_view cell) {
  if (cell.empty()) return std::optional<Day>();
  const std::optional<Day> day = ParseDay(cell);
  if (!day.has_value()) return absl::InvalidArgumentError("no such day");
  return day;
}

absl::StatusOr<Authority> ParseLine(absl::string_view line) {
  const std::vector<std::string> cells = absl::StrSplit(line, ',');
  if (cells.size() != 6) return absl::InvalidArgumentError("want 6 cells");
  if (cells[0].empty() || cells[1].empty() || cells[2].empty()) {
    return absl::InvalidArgumentError("want an id, a name and a division");
  }
  XUEFEN_ASSIGN_OR_RETURN(const std::optional<Day> first_day, ParseCell(cells[4]));
  XUEFEN_ASSIGN_OR_RETURN(const std::optional<Day> last_day, ParseCell(cells[5]));
  return Authority{.id = cells[0],
                   .display_name = cells[1],
                   .division = cells[2],
                   .industry = cells[3],
                   .first_day = first_day,
                   .last_day = last_day};
}

absl::StatusOr<std::vector<Authority>> ReadAuthorities(const std::string& directory) {
  const std::string path = directory + "/authorities.csv";
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::stringstream text;
  text << file.rdbuf();
  absl::StatusOr<std::vector<Authority>> authorities = ParseAuthorities(text.str());
  if (authorities.ok()) return authorities;
  return absl::InvalidArgumentError(absl::StrCat(path, ":", authorities.status().message()));
}

}  // namespace

absl::StatusOr<std::vector<Authority>> ParseAuthorities(absl::string_view csv) {
  std::vector<Authority> authorities;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    line = absl::StripSuffix(line, "\r");
    if (number == 1) {
      if (line != kHeader) return absl::InvalidArgumentError(absl::StrCat("1: want ", kHeader));
      continue;
    }
    if (line.empty()) continue;
    absl::StatusOr<Authority> authority = ParseLine(line);
    if (!authority.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(number, ": ", authority.status().message()));
    }
    authorities.push_back(*std::move(authority));
  }
  return authorities;
}

absl::Status CheckReference(const config::v1::ServiceConfig& config) {
  return ReadAuthorities(config.reference_directory()).status();
}

absl::Status LoadAuthorities(pg::Pool& pool, const std::string& directory) {
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<Authority> wanted, ReadAuthorities(directory));
  return pg::TransactIdempotent(pool, absl::Now() + kLoadTimeout,
                                [&](pg::Transaction& tx) -> absl::Status {
                                  // Two processes that start together must not record the same
                                  // change twice.
                                  LockProviderNumbers(tx);
                                  std::vector<ledger::Entry> entries;
                                  for (const Authority& authority : wanted) {
                                    if (FindAuthority(tx, authority.id) == authority) continue;
                                    PutAuthority(tx, authority);
                                    entries.push_back(AuthorityEntry(authority));
                                  }
                                  return ledger::AppendInTransaction(tx, entries).status();
                                });
}

}  // namespace xuefen::accreditation
