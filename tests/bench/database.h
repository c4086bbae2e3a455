#pragma once

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace xuefen::bench {

// A session by bare libpq, which is what the anchors are made of. Ends the program on any failure.
class Session {
 public:
  explicit Session(const std::string& conninfo);

  // Statements without an answer.
  void Run(const std::string& sql) const;
  // The first value of the answer.
  std::string Value(const std::string& sql) const;
  std::int64_t Number(const std::string& sql) const;

  // Rows of `COPY (..) TO STDOUT (FORMAT binary)`, each as in the stream, without header and end.
  std::vector<std::string> CopyOut(const std::string& copy) const;
  // The same, row by row as they arrive.
  void CopyOut(const std::string& copy,
               const std::function<void(absl::string_view row)>& take) const;
  // Sends a whole stream of that format.
  void CopyIn(const std::string& copy, const std::string& stream) const;

  void Prepare(const char* name, const std::string& sql) const;
  // Runs a prepared statement with the fields of a binary row; returns how many rows it answers.
  int Execute(const char* name, const std::vector<std::string>& fields) const;

 private:
  struct Closer {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::unique_ptr<PGconn, Closer> connection_;
};

// The fields of a binary row.
std::vector<std::string> FieldsOf(const std::string& row);

// Binary rows as streams of at most `rows_max` rows.
std::vector<std::string> StreamsOf(const std::vector<std::string>& rows, std::size_t rows_max);

// A stream of binary rows that begins and has no rows yet; appends what it ends with.
std::string BeginStream();
void EndStream(std::string& stream);

// Appends a field of a binary row.
void AppendField(std::int16_t value, std::string& row);
void AppendField(std::int32_t value, std::string& row);
void AppendField(bool value, std::string& row);
// Appends what a binary row begins with.
void AppendFieldCount(std::int16_t fields, std::string& row);

// Where the WAL ends, in bytes.
std::int64_t WalPosition(const Session& session);

}  // namespace xuefen::bench
