#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/wire/wire.h"
#include "services/cli/imports/answers.h"
#include "services/cli/imports/rows.h"

namespace xuefen::cli {

// What one call of an import takes at most; see submission/plan.h.
inline constexpr std::size_t kImportItemsMax = 1000;
inline constexpr std::size_t kImportBytesMax = std::size_t{1} << 20;

inline std::optional<ImportOutcome> FromProto(accreditation::v1::ImportOutcome outcome) {
  switch (outcome) {
    case accreditation::v1::IMPORT_OUTCOME_CREATED: return ImportOutcome::kCreated;
    case accreditation::v1::IMPORT_OUTCOME_UNCHANGED: return ImportOutcome::kUnchanged;
    case accreditation::v1::IMPORT_OUTCOME_REFUSED: return ImportOutcome::kRefused;
    default: return std::nullopt;
  }
}

inline std::optional<ImportOutcome> FromProto(registry::v1::PersonOutcome outcome) {
  switch (outcome) {
    case registry::v1::PERSON_OUTCOME_CREATED: return ImportOutcome::kCreated;
    case registry::v1::PERSON_OUTCOME_UNCHANGED: return ImportOutcome::kUnchanged;
    case registry::v1::PERSON_OUTCOME_REFUSED: return ImportOutcome::kRefused;
    default: return std::nullopt;
  }
}

// Sends rows to an import of a service, call after call, those of one division together.
//
// `Call` is StatusOr<Response>(const std::string& division, const std::vector<Item>&).
template <typename Item, typename Call>
class Importer {
 public:
  Importer(const ImportRows<Item>& rows, Call call) : rows_(rows), call_(std::move(call)) {}

  // One answer for each row, in their order. A failure leaves some rows unanswered; everything may
  // be sent again.
  absl::StatusOr<std::vector<ImportAnswer>> Run() {
    std::map<std::string, std::vector<std::size_t>> sendable;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const ImportRow<Item>& row = rows_[i];
      answers_.push_back(
          {row.row, row.line, row.key, ImportOutcome::kRefused, row.faults, row.detail});
      if (row.faults.empty()) sendable[row.division].push_back(i);
    }
    for (const auto& [division, rows] : sendable) {
      XUEFEN_RETURN_IF_ERROR(SendDivision(division, rows));
    }
    return std::move(answers_);
  }

  // Freshness tokens of all that was answered.
  const std::vector<std::string>& tokens() const { return tokens_; }

 private:
  absl::Status SendDivision(const std::string& division, const std::vector<std::size_t>& rows) {
    std::vector<std::size_t> batch;
    std::size_t bytes = 0;
    for (const std::size_t row : rows) {
      const std::size_t size = rows_[row].item.ByteSizeLong();
      if (batch.size() == kImportItemsMax || (!batch.empty() && bytes + size > kImportBytesMax)) {
        XUEFEN_RETURN_IF_ERROR(SendBatch(division, batch));
        batch.clear();
        bytes = 0;
      }
      batch.push_back(row);
      bytes += size;
    }
    return batch.empty() ? absl::OkStatus() : SendBatch(division, batch);
  }

  absl::Status SendBatch(const std::string& division, const std::vector<std::size_t>& batch) {
    std::vector<Item> items;
    for (const std::size_t row : batch) items.push_back(rows_[row].item);
    const auto response = call_(division, items);
    if (!response.ok()) return TakeFailure(division, batch, response.status());
    if (response->results_size() != static_cast<int>(batch.size())) {
      return Refusal(Reason::INTERNAL,
                     absl::StrCat("results: ", response->results_size(), ", want ", batch.size()));
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      XUEFEN_RETURN_IF_ERROR(Take(response->results(static_cast<int>(i)), answers_[batch[i]]));
    }
    tokens_.push_back(response->freshness_token());
    return absl::OkStatus();
  }

  // A division out of reach that rows name is the fault of these rows, not of the others.
  absl::Status TakeFailure(const std::string& division, const std::vector<std::size_t>& batch,
                           const absl::Status& status) {
    if (division.empty() || ReasonOf(status) != Reason::OUT_OF_SCOPE) return status;
    for (const std::size_t row : batch) {
      answers_[row].reasons = {Reason::OUT_OF_SCOPE};
      answers_[row].detail = std::string(status.message());
    }
    return absl::OkStatus();
  }

  template <typename Result>
  static absl::Status Take(const Result& result, ImportAnswer& answer) {
    const std::optional<ImportOutcome> outcome = FromProto(result.outcome());
    if (!outcome.has_value()) return Refusal(Reason::INTERNAL, "outcome: unknown, want an answer");
    answer.outcome = *outcome;
    answer.detail = result.detail();
    for (const int number : result.reasons()) {
      const auto reason = wire::FromProto(static_cast<common::v1::Reason>(number));
      if (reason.has_value()) answer.reasons.push_back(*reason);
    }
    return absl::OkStatus();
  }

  const ImportRows<Item>& rows_;
  const Call call_;
  std::vector<ImportAnswer> answers_;
  std::vector<std::string> tokens_;
};

}  // namespace xuefen::cli
