#pragma once

// Whether a JSON document has the form of a message. Internal.

#include <string>

#include <google/protobuf/descriptor.h>

#include "libs/rules/json_places.h"
#include "libs/rules/source.h"

namespace xuefen::rules {

// Reports the fields that the message does not have, and those that hold something else than they
// should.
void CheckShape(const std::string& path, const google::protobuf::Descriptor& type,
                const JsonPlace& place, Diagnostics& diagnostics);

}  // namespace xuefen::rules
