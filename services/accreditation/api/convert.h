#pragma once

#include "services/accreditation/domain/activity.h"
#include "services/accreditation/domain/authority.h"
#include "services/accreditation/domain/provider.h"
#include "services/accreditation/storage/activities.h"
#include "xuefen/accreditation/v1/accreditation_service.pb.h"

// The only place that knows both the domain's values and their wire forms. Enumerators of the
// domain have the numbers of the contract.
namespace xuefen::accreditation {

v1::Authority ToProto(const Authority& authority);
v1::Provider ToProto(const Provider& provider);
v1::Activity ToProto(const RecordedActivity& recorded);

ActivityDraft FromProto(const v1::ActivityItem& item);

}  // namespace xuefen::accreditation
