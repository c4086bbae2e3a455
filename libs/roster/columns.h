#pragma once

#include <cstddef>

#include "absl/types/span.h"
#include "libs/sheet/header.h"

namespace xuefen::roster {

// The columns of a roster, as indices into Columns(). Any other column, the sequence number among
// them, is not looked at.
enum ColumnIndex : std::size_t {
  kName,
  kIdentityNumber,
  kExternalId,
  kActivityCode,
  kSubject,
  kKind,
  kFirstDay,
  kLastDay,
  kDays,  // both in one
  kHours,
  kAssessment,
};

// With the titles under which they occur.
absl::Span<const sheet::Column> Columns();

}  // namespace xuefen::roster
