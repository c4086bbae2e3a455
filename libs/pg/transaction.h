#pragma once

#include <pqxx/nontransaction>
#include <pqxx/result>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libpq-fe.h"
#include "libs/pg/connection.h"

namespace xuefen::pg {

enum class Access { kReadWrite, kReadOnly };

// A statement with a name of its own. It is prepared once per connection, at its first use.
//
//   constexpr pg::Statement kFindPerson = {"find_person", "SELECT name FROM person WHERE ..."};
struct Statement {
  const char* name;
  const char* sql;
};

// An open transaction, to be used inside the body of `Transact` only: READ COMMITTED, or all of one
// moment (REPEATABLE READ) where nothing is written.
//
// What it runs may throw a libpqxx exception; let it pass: Transact turns it into a status. After a
// failure the transaction can only be rolled back, unless a savepoint was set before.
//
// libpqxx's own transactions begin at some later statement and hide what COMMIT answered. Both
// matter here, so BEGIN, COMMIT and ROLLBACK are sent by this class, below a pqxx::nontransaction.
class Transaction {
 public:
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Parameters are $1, $2 ...; an empty std::optional is NULL; bytes go through `pg::Bytes`.
  template <typename... Args>
  pqxx::result Exec(const std::string& sql, Args&&... args) {
    return statements_.exec_params(sql, std::forward<Args>(args)...);
  }

  template <typename... Args>
  pqxx::result Exec(const Statement& statement, Args&&... args) {
    connection_.prepare(statement.name, statement.sql);
    return statements_.exec_prepared(statement.name, std::forward<Args>(args)...);
  }

  // `then` is called once, when this has been committed for certain: not after a failure, nor in
  // doubt, nor where nothing is written. It must not throw.
  void AfterCommit(absl::AnyInvocable<void() &&> then) { after_commit_.push_back(std::move(then)); }

  // Statements without parameters and without an answer, by the simple protocol: several may be
  // separated by semicolons.
  absl::Status Run(const std::string& sql);

  // The session for libpq calls of the hot paths. They must leave no unread answer behind.
  PGconn* raw() const { return connection_.raw(); }
  Connection& connection() const { return connection_; }

 private:
  friend class TransactionScope;
  explicit Transaction(Connection& connection) : connection_(connection), statements_(connection) {}

  // No statement takes longer than there is left until `deadline`; the role's own limit holds when
  // that is the infinite future.
  absl::Status Begin(Access access, absl::Time deadline);
  // In doubt when nobody can say whether it happened.
  absl::Status Commit();
  void Rollback() noexcept;
  void RunAfterCommit() noexcept;

  Connection& connection_;
  pqxx::nontransaction statements_;
  std::vector<absl::AnyInvocable<void() &&>> after_commit_;
};

}  // namespace xuefen::pg
