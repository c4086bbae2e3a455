#pragma once

#include "libs/roster/completion.h"
#include "libs/wire/wire.h"
#include "services/registry/app/completion_intake.h"
#include "services/registry/app/people_use_cases.h"
#include "services/registry/domain/catalogue.h"
#include "services/registry/storage/people.h"
#include "xuefen/accreditation/v1/events.pb.h"
#include "xuefen/registry/v1/registry_service.pb.h"

// The only place that knows both the domain's values and their wire forms.
namespace xuefen::registry {

v1::Administration ToProto(const Administration& administration);
v1::Person ToProto(const Person& person);
v1::PersonResult ToProto(const PersonAnswer& answer);
void Fill(CompletionAnswer answer, bool dry_run, v1::CompletionResult& result);

// As it came, not yet normalised.
roster::Completion FromProto(const v1::CompletionItem& item);

Provider FromProto(const accreditation::v1::Provider& proto);
Activity FromProto(const accreditation::v1::ActivityRecorded& proto);

}  // namespace xuefen::registry
