#include "services/accreditation/storage/events.h"

#include "absl/strings/str_cat.h"
#include "services/accreditation/api/convert.h"
#include "xuefen/accreditation/v1/events.pb.h"

namespace xuefen::accreditation {
namespace {

constexpr int kAuthorityBucket = 0;

template <typename Event>
ledger::Entry MakeEntry(int bucket, const Event& event) {
  return {.bucket = bucket,
          .source = 0,
          .event_key = "",
          .type = Event::descriptor()->name(),
          .body = event.SerializeAsString(),
          .content_digest = {}};
}

}  // namespace

ledger::Entry AuthorityEntry(const Authority& authority) {
  v1::AuthorityRecorded event;
  *event.mutable_authority() = ToProto(authority);
  return MakeEntry(kAuthorityBucket, event);
}

ledger::Entry ProviderEntry(const Provider& provider, const std::string& principal) {
  v1::ProviderRecorded event;
  *event.mutable_provider() = ToProto(provider);
  event.set_principal(principal);
  return MakeEntry(Provider::IdOf(provider.uscc).Bucket(), event);
}

ledger::Entry ActivityEntry(const RecordedActivity& recorded, int provider_number,
                            const std::string& principal) {
  v1::ActivityRecorded event;
  *event.mutable_activity() = ToProto(recorded);
  event.set_provider_number(provider_number);
  event.set_principal(principal);
  ledger::Entry entry = MakeEntry(Provider::IdOf(recorded.activity.provider).Bucket(), event);
  entry.source = provider_number;
  entry.event_key = absl::StrCat("activity/", recorded.activity.code);
  entry.content_digest = ContentDigest(recorded.activity);
  return entry;
}

}  // namespace xuefen::accreditation
