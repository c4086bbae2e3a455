#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/base/civil.h"
#include "libs/base/ids.h"

namespace xuefen::pg {

// Rows in PostgreSQL's binary COPY format, for CopyIn. Columns follow in the order of the COPY
// statement, and each function must be the one for the type of its column: the server checks widths
// only.
//
//   BinaryRows rows(2);
//   rows.BeginRow().Int16(7).Bytes("text, bytea or uuid");
//   CopyIn(transaction, "COPY t (a, b) FROM STDIN (FORMAT binary)", rows.Finish());
class BinaryRows {
 public:
  explicit BinaryRows(int columns);

  BinaryRows& BeginRow();
  BinaryRows& Int16(std::int16_t value);       // smallint
  BinaryRows& Int32(std::int32_t value);       // integer
  BinaryRows& Int64(std::int64_t value);       // bigint
  BinaryRows& Bytes(absl::string_view value);  // bytea, text, and uuid as its 16 bytes
  BinaryRows& Uuid(const Id& id);              // uuid
  BinaryRows& Date(Day day);                   // date

  void Reserve(std::size_t bytes) { bytes_.reserve(bytes); }

  // Ends the rows; nothing is added afterwards.
  absl::string_view Finish();

 private:
  const std::int16_t columns_;
  std::string bytes_;
};

// Parameters of a statement in binary form, for ExecBinary.
class BinaryParams {
 public:
  BinaryParams& Int16(std::int16_t value);
  BinaryParams& Int32(std::int32_t value);
  BinaryParams& Int64(std::int64_t value);
  BinaryParams& Bytes(absl::string_view value);  // bytea
  BinaryParams& Text(absl::string_view value);   // text
  BinaryParams& Uuid(const Id& id);              // uuid
  BinaryParams& Date(Day day);                   // date
  BinaryParams& Int16Array(const std::vector<std::int16_t>& values);
  BinaryParams& Int64Array(const std::vector<std::int64_t>& values);
  BinaryParams& BytesArray(const std::vector<absl::string_view>& values);
  BinaryParams& TextArray(const std::vector<absl::string_view>& values);
  BinaryParams& UuidArray(const std::vector<absl::string_view>& values);  // 16 bytes each
  BinaryParams& UuidArray(const std::vector<Id>& ids);

  const std::vector<std::string>& values() const { return values_; }
  const std::vector<std::uint32_t>& types() const { return types_; }

 private:
  BinaryParams& Add(std::uint32_t type, std::string value);

  std::vector<std::string> values_;
  std::vector<std::uint32_t> types_;
};

// The fields of one row in binary form, taken in order. Taking one that is not there, is NULL or
// has another width throws pqxx::conversion_error; see Transaction.
class BinaryFields {
 public:
  // `row` is one row of the COPY format: a count, then a length before each field.
  explicit BinaryFields(absl::string_view row);

  std::int16_t Int16();
  std::int32_t Int32();
  std::int64_t Int64();
  std::vector<std::int16_t> Int16Array();  // of one dimension or empty, as the next
  std::vector<std::int64_t> Int64Array();
  absl::string_view Bytes();  // bytea, text, uuid; lives as long as the row
  Day Date();

 private:
  template <typename T>
  std::vector<T> Array();
  absl::string_view Take(std::size_t width);

  absl::string_view rest_;
};

}  // namespace xuefen::pg
