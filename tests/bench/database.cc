#include "tests/bench/database.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

struct Clearer {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clearer>;

constexpr std::size_t kHeaderSize = 19;
const std::string kHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", kHeaderSize);
const std::string kEnd("\377\377", 2);

void RequireResult(PGconn* connection, const Result& result, ExecStatusType wanted) {
  Require(PQresultStatus(result.get()) == wanted, PQerrorMessage(connection));
}

std::uint32_t WidthAt(const std::string& row, std::size_t at) {
  std::uint32_t width = 0;
  for (std::size_t i = at; i < at + 4; ++i) width = width << 8 | static_cast<unsigned char>(row[i]);
  return width;
}

template <typename T>
void AppendBigEndian(T value, std::string& bytes) {
  char big[sizeof(T)];
  for (std::size_t i = sizeof(T); i-- > 0; value = static_cast<T>(value >> 8)) {
    big[i] = static_cast<char>(value & 0xFF);
  }
  bytes.append(big, sizeof(T));
}

}  // namespace

Session::Session(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
  Require(PQstatus(connection_.get()) == CONNECTION_OK, PQerrorMessage(connection_.get()));
}

void Session::Run(const std::string& sql) const {
  RequireResult(connection_.get(), Result(PQexec(connection_.get(), sql.c_str())),
                PGRES_COMMAND_OK);
}

std::string Session::Value(const std::string& sql) const {
  const Result result(PQexec(connection_.get(), sql.c_str()));
  RequireResult(connection_.get(), result, PGRES_TUPLES_OK);
  return PQgetvalue(result.get(), 0, 0);
}

std::int64_t Session::Number(const std::string& sql) const {
  std::int64_t number = 0;
  Require(absl::SimpleAtoi(Value(sql), &number), absl::StrCat("no number: ", sql));
  return number;
}

std::vector<std::string> Session::CopyOut(const std::string& copy) const {
  std::vector<std::string> rows;
  CopyOut(copy, [&](absl::string_view row) { rows.emplace_back(row.data(), row.size()); });
  return rows;
}

void Session::CopyOut(const std::string& copy,
                      const std::function<void(absl::string_view row)>& take) const {
  RequireResult(connection_.get(), Result(PQexec(connection_.get(), copy.c_str())), PGRES_COPY_OUT);
  // The header comes with the first row.
  std::size_t skip = kHeaderSize;
  char* data = nullptr;
  for (int size = 0; (size = PQgetCopyData(connection_.get(), &data, 0)) > 0;) {
    const absl::string_view row(data + skip, static_cast<std::size_t>(size) - skip);
    if (!row.empty() && row != kEnd) take(row);
    skip = 0;
    PQfreemem(data);
  }
  while (const Result last{PQgetResult(connection_.get())}) {
    RequireResult(connection_.get(), last, PGRES_COMMAND_OK);
  }
}

void Session::CopyIn(const std::string& copy, const std::string& stream) const {
  constexpr std::size_t kMessageMax = 1 << 20;
  RequireResult(connection_.get(), Result(PQexec(connection_.get(), copy.c_str())), PGRES_COPY_IN);
  for (std::size_t at = 0; at < stream.size(); at += kMessageMax) {
    const auto size = static_cast<int>(std::min(kMessageMax, stream.size() - at));
    Require(PQputCopyData(connection_.get(), stream.data() + at, size) == 1, "cannot send rows");
  }
  Require(PQputCopyEnd(connection_.get(), nullptr) == 1, "cannot end rows");
  while (const Result last{PQgetResult(connection_.get())}) {
    RequireResult(connection_.get(), last, PGRES_COMMAND_OK);
  }
}

void Session::Prepare(const char* name, const std::string& sql) const {
  RequireResult(connection_.get(),
                Result(PQprepare(connection_.get(), name, sql.c_str(), 0, nullptr)),
                PGRES_COMMAND_OK);
}

int Session::Execute(const char* name, const std::vector<std::string>& fields) const {
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const std::string& field : fields) {
    values.push_back(field.data());
    lengths.push_back(static_cast<int>(field.size()));
  }
  const std::vector<int> binary(fields.size(), 1);
  const Result result(PQexecPrepared(connection_.get(), name, static_cast<int>(fields.size()),
                                     values.data(), lengths.data(), binary.data(), 1));
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return 0;
  RequireResult(connection_.get(), result, PGRES_TUPLES_OK);
  return PQntuples(result.get());
}

std::vector<std::string> FieldsOf(const std::string& row) {
  std::vector<std::string> fields;
  for (std::size_t at = 2; at < row.size();) {
    const std::uint32_t width = WidthAt(row, at);
    fields.push_back(row.substr(at + 4, width));
    at += 4 + width;
  }
  return fields;
}

std::vector<std::string> StreamsOf(const std::vector<std::string>& rows, std::size_t rows_max) {
  std::vector<std::string> streams;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % rows_max == 0) streams.push_back(kHeader);
    streams.back() += rows[i];
  }
  for (std::string& stream : streams) stream += kEnd;
  return streams;
}

std::string BeginStream() { return kHeader; }
void EndStream(std::string& stream) { stream += kEnd; }

void AppendFieldCount(std::int16_t fields, std::string& row) { AppendBigEndian(fields, row); }

void AppendField(std::int16_t value, std::string& row) {
  AppendBigEndian(std::int32_t{sizeof(value)}, row);
  AppendBigEndian(value, row);
}

void AppendField(std::int32_t value, std::string& row) {
  AppendBigEndian(std::int32_t{sizeof(value)}, row);
  AppendBigEndian(value, row);
}

void AppendField(bool value, std::string& row) {
  AppendBigEndian(std::int32_t{1}, row);
  row.push_back(value ? '\1' : '\0');
}

std::int64_t WalPosition(const Session& session) {
  return session.Number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
}

}  // namespace xuefen::bench
