#pragma once

#include "services/statistics/app/summarise.h"
#include "xuefen/statistics/v1/statistics_service.pb.h"

// The only place that knows both the answers and their wire forms. Numbers of kinds and subjects
// are those of the contract.
namespace xuefen::statistics {

// All but the freshness token.
v1::Summary ToProto(const SummaryQuestion& question, const SummaryAnswer& answer);

}  // namespace xuefen::statistics
