#include "tests/bench/world.h"

#include <algorithm>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/civil.h"
#include "libs/identity/check_digits.h"
#include "libs/rpc/channel.h"
#include "libs/wire/wire.h"
#include "tests/bench/require.h"
#include "xuefen/accreditation/v1/accreditation_service.grpc.pb.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::bench {
namespace {

constexpr char kBureau[] = "bureau-370100";
constexpr char kDivision[] = "370102";
// Of each provider: seven a year, so that everybody who attends all has 21 records in each.
constexpr int kActivities = 21;
constexpr int kActivitiesAYear = 7;
constexpr int kFirstYear = 2018;
constexpr int kItemsAtATime = 1000;
constexpr std::int64_t kHours = 800;  // hundredths
// Born one a day from then on, and again.
const Day kFirstBirth(1960, 1, 1);
constexpr int kBirthDays = 14000;
constexpr absl::Duration kTimeout = absl::Minutes(5);

const std::vector<std::string>& Codes() {
  static const auto* const codes = new std::vector<std::string>{
      "12370000004500002M", "91370100MA3QUXT040", "523701005000000154"};
  return *codes;
}

std::string ActivityCode(int activity) { return absl::StrFormat("BENCH-%03d", activity); }

Day FirstDayOf(int activity) {
  return Day(kFirstYear + activity / kActivitiesAYear, 1, 1) + activity % kActivitiesAYear * 50;
}

common::v1::Subject SubjectOf(int activity) {
  return activity % 6 < 2 ? common::v1::SUBJECT_GENERAL : common::v1::SUBJECT_PROFESSIONAL;
}

accreditation::v1::ActivityItem Activity(int provider, int activity) {
  accreditation::v1::ActivityItem item;
  item.set_code(ActivityCode(activity));
  item.set_provider(Codes()[static_cast<std::size_t>(provider)]);
  item.set_display_name(absl::StrCat("专业技术人员研修班第", activity, "期"));
  item.set_subject(SubjectOf(activity));
  item.set_form(common::v1::FORM_CLASSROOM);
  *item.mutable_first_day() = wire::ToProto(FirstDayOf(activity));
  *item.mutable_last_day() = wire::ToProto(FirstDayOf(activity) + 1);
  item.set_planned_centihours(2 * kHours);
  return item;
}

template <typename Response>
void RequireNoRefusal(const Response& response) {
  for (const auto& result : response.results()) {
    Require(result.reasons().empty(), absl::StrCat("refused: ", result.ShortDebugString()));
  }
}

}  // namespace

int World::providers() { return static_cast<int>(Codes().size()); }

const std::string& World::UsccOf(int provider) {
  return Codes()[static_cast<std::size_t>(provider)];
}

std::string World::ActorOf(int provider) { return absl::StrCat("provider-", UsccOf(provider)); }

std::string World::NumberOf(int person) const {
  const Day birth = kFirstBirth + person % kBirthDays;
  const std::string digits =
      absl::StrFormat("370102%04d%02d%02d%03d", static_cast<int>(birth.year()), birth.month(),
                      birth.day(), person / kBirthDays);
  return absl::StrCat(digits, std::string(1, *identity::CitizenCheck(digits)));
}

int World::PersonOfNumber(const std::string& number) const {
  const auto part = [&number](std::size_t at, std::size_t digits) {
    return std::stoi(number.substr(at, digits));
  };
  return static_cast<int>(Day(part(6, 4), part(10, 2), part(12, 2)) - kFirstBirth) +
         kBirthDays * part(14, 3);
}

std::string World::NameOf(int person) const {
  static const char* const kFamily[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "孙"};
  static const char* const kGiven[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊",
                                       "军", "洋", "勇", "艳", "杰", "涛", "明", "超"};
  return absl::StrCat(kFamily[person % 8], kGiven[person / 8 % 16], kGiven[person / 128 % 16]);
}

int World::PersonOf(int provider, std::int64_t n) const {
  // Neighbours in a roster are no neighbours anywhere else. The step has no factor in common with
  // any number of people made of twos and fives.
  constexpr std::int64_t kStep = 7919;
  const std::int64_t start = people_ / providers() * provider;
  return static_cast<int>((start + n % people_ * kStep) % people_);
}

registry::v1::CompletionItem World::Completion(int provider, std::int64_t n) const {
  const int person = PersonOf(provider, n);
  const int activity = static_cast<int>(n / people_ % kActivities);
  registry::v1::CompletionItem item;
  item.set_external_id(absl::StrFormat("LS%d-%012d", provider, n));
  item.set_identity_number(NumberOf(person));
  item.set_person_display_name(NameOf(person));
  item.set_activity_code(ActivityCode(activity));
  item.set_subject(SubjectOf(activity));
  item.set_kind(common::v1::KIND_TRAINING);
  *item.mutable_first_day() = wire::ToProto(FirstDayOf(activity));
  *item.mutable_last_day() = wire::ToProto(FirstDayOf(activity) + 1);
  item.set_reported_centihours(kHours);
  item.set_assessment(common::v1::ASSESSMENT_PASSED);
  return item;
}

void World::ImportCatalogue(const Suite& suite) const {
  using accreditation::v1::AccreditationService;
  const auto stub = AccreditationService::NewStub(suite.Channel("accreditation", kBureau));
  accreditation::v1::ImportProvidersRequest providers_request;
  accreditation::v1::ImportActivitiesRequest activities_request;
  for (int provider = 0; provider < providers(); ++provider) {
    accreditation::v1::ProviderItem& item = *providers_request.add_items();
    item.set_unified_social_credit_code(UsccOf(provider));
    item.set_display_name(absl::StrCat("继续教育基地", provider));
    item.set_kind(accreditation::v1::PROVIDER_KIND_UNIVERSITY);
    for (int activity = 0; activity < kActivities; ++activity) {
      *activities_request.add_items() = Activity(provider, activity);
    }
  }
  const rpc::CallOptions options{.deadline = absl::Now() + kTimeout};
  RequireNoRefusal(Require(rpc::Invoke(*stub, &AccreditationService::Stub::ImportProviders,
                                       providers_request, options)));
  RequireNoRefusal(Require(rpc::Invoke(*stub, &AccreditationService::Stub::ImportActivities,
                                       activities_request, options)));
}

void World::ImportPeople(const Suite& suite) const {
  using registry::v1::RegistryService;
  constexpr int kThreads = 4;
  const auto import_share = [&](int share) {
    const auto stub = RegistryService::NewStub(suite.Channel("registry", kBureau));
    for (int first = share * kItemsAtATime; first < people_; first += kThreads * kItemsAtATime) {
      registry::v1::ImportPeopleRequest request;
      request.set_division(kDivision);
      for (int person = first; person < std::min(first + kItemsAtATime, people_); ++person) {
        registry::v1::PersonItem& item = *request.add_items();
        item.set_identity_number(NumberOf(person));
        item.set_display_name(NameOf(person));
      }
      RequireNoRefusal(Require(rpc::Invoke(*stub, &RegistryService::Stub::ImportPeople, request,
                                           {.deadline = absl::Now() + kTimeout})));
    }
  };
  std::vector<std::thread> threads;
  for (int share = 0; share < kThreads; ++share) threads.emplace_back(import_share, share);
  for (std::thread& thread : threads) thread.join();
}

void World::Import(const Suite& suite) const {
  ImportCatalogue(suite);
  ImportPeople(suite);
}

}  // namespace xuefen::bench
