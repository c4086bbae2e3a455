#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/refusal.h"
#include "xuefen/accreditation/v1/accreditation_service.pb.h"
#include "xuefen/registry/v1/registry_service.pb.h"

namespace xuefen::cli {

// One row of a file that is imported.
template <typename Item>
struct ImportRow {
  int row = 0;           // the n-th data row, from 1
  int line = 0;          // of the file or the sheet
  std::string key;       // by which the row is known on the screen; never personal data
  std::string division;  // that the row names; empty for none
  Item item;
  // What could not be made out of the row, in deciding order, and in words. Such a row is refused
  // without asking.
  std::vector<Reason> faults;
  std::string detail;
};

template <typename Item>
using ImportRows = std::vector<ImportRow<Item>>;

// uscc, name, kind; accredited_from if given.
absl::StatusOr<ImportRows<accreditation::v1::ProviderItem>> ReadProviders(
    absl::string_view bytes, absl::string_view file_name);

// code, title, subject, first_day, last_day, hours, provider; form, gate, filed_on and filed_with
// (the division) if given.
absl::StatusOr<ImportRows<accreditation::v1::ActivityItem>> ReadActivities(
    absl::string_view bytes, absl::string_view file_name);

// name, id_number.
absl::StatusOr<ImportRows<registry::v1::PersonItem>> ReadPeople(absl::string_view bytes,
                                                                absl::string_view file_name);

}  // namespace xuefen::cli
