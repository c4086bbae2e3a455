#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/credit/domain/facts.h"
#include "xuefen/credit/v1/storage.pb.h"

namespace xuefen::credit {

// As a column keeps them (xuefen/credit/v1/storage.proto). Two columns strung together are one of
// all their records.
std::string EncodeRecords(const std::vector<LearningRecord>& records);

// Reads columns one after the other.
class RecordReader {
 public:
  // Appends the records of `column`. INTERNAL when it cannot be read.
  absl::Status Read(absl::string_view column, std::vector<LearningRecord>& records);

 private:
  v1::LearningRecords kept_;  // its memory serves again
};

}  // namespace xuefen::credit
