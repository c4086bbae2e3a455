#include "services/registry/app/reseal.h"

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/base/status_macros.h"
#include "libs/pg/transact.h"
#include "services/registry/storage/sealed.h"

namespace xuefen::registry {
namespace {

constexpr int kBatch = 500;
constexpr absl::Duration kBatchTimeout = absl::Seconds(30);

absl::StatusOr<std::string> SealedAnew(const PersonSecrets& secrets, SealedColumn column,
                                       const SealedValue& value) {
  if (column == SealedColumn::kName) {
    XUEFEN_ASSIGN_OR_RETURN(const std::string name, secrets.OpenName(value.person, value.sealed));
    return secrets.SealName(value.person, name);
  }
  XUEFEN_ASSIGN_OR_RETURN(const std::string number, secrets.OpenNumber(value.person, value.sealed));
  return secrets.SealNumber(value.person, number);
}

absl::StatusOr<std::int64_t> ResealPart(pg::Pool& pool, const PersonSecrets& secrets,
                                        SealedColumn column, int part) {
  std::int64_t sealed = 0;
  std::vector<SealedValue> batch;
  std::string after;
  do {
    const auto body = [&](pg::Transaction& tx) -> absl::Status {
      batch = LockSealedWithOther(tx, column, part, after, secrets.sealing_key_id(), kBatch);
      for (SealedValue& value : batch) {
        XUEFEN_ASSIGN_OR_RETURN(value.sealed, SealedAnew(secrets, column, value));
        ReplaceSealed(tx, column, part, value);
      }
      return absl::OkStatus();
    };
    XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(pool, absl::Now() + kBatchTimeout, body));
    sealed += static_cast<std::int64_t>(batch.size());
    if (!batch.empty()) after = batch.back().key;
  } while (batch.size() == kBatch);
  return sealed;
}

}  // namespace

absl::StatusOr<std::int64_t> Reseal(pg::Pool& pool, const PersonSecrets& secrets) {
  std::int64_t sealed = 0;
  for (const SealedColumn column : {SealedColumn::kName, SealedColumn::kNumber}) {
    for (int part = 0; part < kBuckets; ++part) {
      XUEFEN_ASSIGN_OR_RETURN(const std::int64_t of_part, ResealPart(pool, secrets, column, part));
      sealed += of_part;
    }
  }
  XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(
      pool, absl::Now() + kBatchTimeout, [&](pg::Transaction& tx) -> absl::Status {
        ForgetOtherEncryptionKeys(tx, static_cast<int>(secrets.sealing_key_id()));
        return absl::OkStatus();
      }));
  return sealed;
}

}  // namespace xuefen::registry
