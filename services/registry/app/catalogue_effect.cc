#include "services/registry/app/catalogue_effect.h"

#include "absl/strings/str_cat.h"
#include "services/registry/api/convert.h"
#include "services/registry/storage/catalogue_rows.h"
#include "xuefen/accreditation/v1/events.pb.h"

namespace xuefen::registry {
namespace {

namespace av1 = accreditation::v1;

constexpr char kHelp[] = "The copy of providers and activities in memory, by kind.";

absl::Status Unreadable() {
  return absl::InternalError("an entry of the catalogue's feed is unreadable");
}

// Calls the function for the entry's kind. An authority does not concern the registry; what it does
// not know might, and stops the feed.
template <typename OnProvider, typename OnActivity>
absl::Status Visit(const feed::Change& change, OnProvider on_provider, OnActivity on_activity) {
  for (const ledger::StoredEntry& entry : change.entries) {
    av1::ProviderRecorded provider;
    av1::ActivityRecorded activity;
    if (entry.type == "ProviderRecorded") {
      if (!provider.ParseFromString(entry.body)) return Unreadable();
      on_provider(provider.provider());
    } else if (entry.type == "ActivityRecorded") {
      if (!activity.ParseFromString(entry.body)) return Unreadable();
      on_activity(activity);
    } else if (entry.type != "AuthorityRecorded") {
      return absl::InternalError(absl::StrCat("an entry of type ", entry.type, ", unknown here"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

CatalogueEffect::CatalogueEffect(Catalogue& catalogue, metrics::Metrics& metrics)
    : catalogue_(catalogue),
      providers_(metrics.AddGauge("xuefen_catalogue_entries", kHelp, {{"kind", "provider"}})),
      activities_(metrics.AddGauge("xuefen_catalogue_entries", kHelp, {{"kind", "activity"}})) {}

void CatalogueEffect::NoteSize() {
  providers_.Set(static_cast<double>(catalogue_.providers()));
  activities_.Set(static_cast<double>(catalogue_.activities()));
}

absl::Status CatalogueEffect::Resume(pg::Transaction& tx) {
  ReadCatalogue(
      tx, [&](const av1::Provider& provider) { catalogue_.Put(FromProto(provider)); },
      [&](const av1::ActivityRecorded& activity) { catalogue_.Put(FromProto(activity)); });
  NoteSize();
  if (IsCatalogueComplete(tx)) complete_ = true;
  return absl::OkStatus();
}

absl::Status CatalogueEffect::Apply(pg::Transaction& tx, const feed::Change& change) {
  if (change.up_to_date && !complete_) NoteCatalogueComplete(tx);
  return Visit(
      change, [&](const av1::Provider& provider) { PutProvider(tx, provider); },
      [&](const av1::ActivityRecorded& activity) { PutActivity(tx, activity); });
}

void CatalogueEffect::Committed(const feed::Change& change) {
  // Read once by Apply already, so it is readable.
  Visit(
      change, [&](const av1::Provider& provider) { catalogue_.Put(FromProto(provider)); },
      [&](const av1::ActivityRecorded& activity) { catalogue_.Put(FromProto(activity)); })
      .IgnoreError();
  NoteSize();
  if (change.up_to_date) complete_ = true;
}

}  // namespace xuefen::registry
