#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/pg/binary_encoding.h"
#include "libs/pg/transaction.h"

// The hot paths: binary rows by libpq, inside the transaction that libpqxx uses too.
namespace xuefen::pg {

// Takes one row; not OK ends the reading with that status, and the transaction with it.
using RowFunction = absl::FunctionRef<absl::Status(BinaryFields&)>;

// Sends `rows` (BinaryRows::Finish) to `copy`, a COPY .. FROM STDIN (FORMAT binary). Other
// statements may stand before it, separated by semicolons.
absl::Status CopyIn(Transaction& transaction, const std::string& copy, absl::string_view rows);

// Reads `copy`, a COPY (SELECT ..) TO STDOUT (FORMAT binary), row by row. A COPY takes no
// parameters: what varies must be numbers that the caller formats.
absl::Status CopyOut(Transaction& transaction, const std::string& copy, RowFunction take);

// Runs one statement with binary parameters and hands over its rows, if it has any.
absl::Status ExecBinary(Transaction& transaction, const char* sql, const BinaryParams& params,
                        RowFunction take);

// The same for a statement that is prepared at its first use on each connection. A statement that
// is run so is run with parameters of the same types each time, and not by Transaction::Exec.
absl::Status ExecBinary(Transaction& transaction, const Statement& statement,
                        const BinaryParams& params, RowFunction take);

// The same for statements whose rows do not matter.
absl::Status ExecBinary(Transaction& transaction, const char* sql, const BinaryParams& params);
absl::Status ExecBinary(Transaction& transaction, const Statement& statement,
                        const BinaryParams& params);

}  // namespace xuefen::pg
