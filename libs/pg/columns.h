#pragma once

#include <cstdint>
#include <optional>
#include <pqxx/binarystring>
#include <pqxx/field>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/base/ids.h"

// How our values become parameters and columns. Reading throws a libpqxx exception when a column
// does not hold such a value; see Transaction.
namespace xuefen::pg {

// NULL is nothing. (libpqxx 6 has no optional columns.)
template <typename T>
std::optional<T> ReadOptional(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return field.as<T>();
}

// bytea
pqxx::binarystring Bytes(absl::string_view bytes);
std::string ReadBytes(const pqxx::field& field);

// uuid: 16 bytes of a fixed width, in indexes too
inline std::string Column(const Id& id) { return id.Hex(); }
Id ReadId(const pqxx::field& field);

// date
inline std::string Column(Day day) { return FormatDay(day); }
std::optional<std::string> Column(std::optional<Day> day);
Day ReadDay(const pqxx::field& field);
std::optional<Day> ReadOptionalDay(const pqxx::field& field);

// bigint, hundredths; such columns end in _centihours
inline std::int64_t Column(Hours hours) { return hours.centi(); }
Hours ReadHours(const pqxx::field& field);

}  // namespace xuefen::pg
