#include "libs/pg/binary_io.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "libs/base/status_macros.h"
#include "libs/pg/failure.h"
#include "libs/pg/result.h"

namespace xuefen::pg {
namespace {

// What a COPY stream starts with, in the same message as its first row.
constexpr std::size_t kCopyHeaderSize = 19;
constexpr char kEndOfRows[] = "\xff\xff";

struct CopyDataDeleter {
  void operator()(char* data) const { PQfreemem(data); }
};

// The last answers of a COPY: the outcome first, then nothing.
absl::Status FinishCopy(PGconn* connection) {
  absl::Status status;
  for (Result result(PQgetResult(connection)); result != nullptr;
       result.reset(PQgetResult(connection))) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK && status.ok()) {
      status = FailureOf(connection, result.get());
    }
  }
  return status;
}

// A row of a result in the form BinaryFields reads, in place of what `bytes` held.
void ReadRow(const PGresult* result, int row, std::string& bytes) {
  bytes.assign(sizeof(std::int16_t), '\0');
  for (int column = 0; column < PQnfields(result); ++column) {
    const bool null = PQgetisnull(result, row, column) != 0;
    const std::uint32_t width = null ? std::numeric_limits<std::uint32_t>::max()
                                     : static_cast<std::uint32_t>(PQgetlength(result, row, column));
    const std::uint32_t big_endian = htonl(width);
    bytes.append(reinterpret_cast<const char*>(&big_endian), sizeof(big_endian));
    if (!null) bytes.append(PQgetvalue(result, row, column), width);
  }
}

// Parameters as libpq takes them; refers to what it was made of.
struct RawParams {
  explicit RawParams(const BinaryParams& params) : formats(params.values().size(), 1) {
    for (const std::string& value : params.values()) {
      values.push_back(value.data());
      lengths.push_back(static_cast<int>(value.size()));
    }
  }

  int size() const { return static_cast<int>(values.size()); }

  std::vector<const char*> values;
  std::vector<int> lengths;
  const std::vector<int> formats;
};

absl::Status TakeRows(const PGconn* connection, const PGresult* result, RowFunction take) {
  const ExecStatusType outcome = PQresultStatus(result);
  if (outcome == PGRES_COMMAND_OK) return absl::OkStatus();
  if (outcome != PGRES_TUPLES_OK) return FailureOf(connection, result);
  std::string bytes;
  for (int row = 0; row < PQntuples(result); ++row) {
    ReadRow(result, row, bytes);
    BinaryFields fields(bytes);
    XUEFEN_RETURN_IF_ERROR(take(fields));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CopyIn(Transaction& transaction, const std::string& copy, absl::string_view rows) {
  PGconn* const connection = transaction.raw();
  const Result begun(PQexec(connection, copy.c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return FailureOf(connection, begun.get());
  // libpq counts a message in int.
  constexpr std::size_t kMessageMax = 1 << 20;
  bool sent = true;
  for (; sent && !rows.empty(); rows.remove_prefix(std::min(rows.size(), kMessageMax))) {
    const int size = static_cast<int>(std::min(rows.size(), kMessageMax));
    sent = PQputCopyData(connection, rows.data(), size) == 1;
  }
  PQputCopyEnd(connection, sent ? nullptr : "not all rows could be sent");
  return FinishCopy(connection);
}

absl::Status CopyOut(Transaction& transaction, const std::string& copy, RowFunction take) {
  PGconn* const connection = transaction.raw();
  const Result begun(PQexec(connection, copy.c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) return FailureOf(connection, begun.get());
  std::size_t skip = kCopyHeaderSize;
  char* data = nullptr;
  for (int size = 0; (size = PQgetCopyData(connection, &data, 0)) > 0; skip = 0) {
    const std::unique_ptr<char, CopyDataDeleter> owned(data);
    absl::string_view row(data, static_cast<std::size_t>(size));
    row.remove_prefix(std::min(skip, row.size()));
    if (row == kEndOfRows) continue;
    BinaryFields fields(row);
    XUEFEN_RETURN_IF_ERROR(take(fields));
  }
  return FinishCopy(connection);
}

absl::Status ExecBinary(Transaction& transaction, const char* sql, const BinaryParams& params,
                        RowFunction take) {
  const RawParams raw(params);
  const Result result(PQexecParams(transaction.raw(), sql, raw.size(), params.types().data(),
                                   raw.values.data(), raw.lengths.data(), raw.formats.data(),
                                   /*resultFormat=*/1));
  return TakeRows(transaction.raw(), result.get(), take);
}

absl::Status ExecBinary(Transaction& transaction, const Statement& statement,
                        const BinaryParams& params, RowFunction take) {
  XUEFEN_RETURN_IF_ERROR(
      transaction.connection().PrepareOnce(statement.name, statement.sql, params.types()));
  const RawParams raw(params);
  const Result result(PQexecPrepared(transaction.raw(), statement.name, raw.size(),
                                     raw.values.data(), raw.lengths.data(), raw.formats.data(),
                                     /*resultFormat=*/1));
  return TakeRows(transaction.raw(), result.get(), take);
}

absl::Status ExecBinary(Transaction& transaction, const char* sql, const BinaryParams& params) {
  return ExecBinary(transaction, sql, params, [](BinaryFields&) { return absl::OkStatus(); });
}

absl::Status ExecBinary(Transaction& transaction, const Statement& statement,
                        const BinaryParams& params) {
  return ExecBinary(transaction, statement, params, [](BinaryFields&) { return absl::OkStatus(); });
}

}  // namespace xuefen::pg
