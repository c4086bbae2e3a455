#include "libs/pg/columns.h"

#include <pqxx/except>

#include "absl/strings/str_replace.h"

namespace xuefen::pg {
namespace {

template <typename T>
T OrThrow(std::optional<T> value, const pqxx::field& field) {
  if (!value.has_value()) {
    throw pqxx::conversion_error(std::string("unexpected value in column ") + field.name());
  }
  return *std::move(value);
}

}  // namespace

pqxx::binarystring Bytes(absl::string_view bytes) {
  return pqxx::binarystring(bytes.data(), bytes.size());
}

std::string ReadBytes(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

// PostgreSQL writes a uuid with hyphens between groups of digits.
Id ReadId(const pqxx::field& field) {
  const std::string hex = absl::StrReplaceAll(field.c_str(), {{"-", ""}});
  return OrThrow(Id::FromHex(hex), field);
}

std::optional<std::string> Column(std::optional<Day> day) {
  if (!day.has_value()) return std::nullopt;
  return FormatDay(*day);
}

Day ReadDay(const pqxx::field& field) { return OrThrow(ParseDay(field.c_str()), field); }

std::optional<Day> ReadOptionalDay(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return ReadDay(field);
}

Hours ReadHours(const pqxx::field& field) { return Hours::FromCenti(field.as<std::int64_t>()); }

}  // namespace xuefen::pg
