#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/civil.h"
#include "libs/base/hours.h"

namespace xuefen::registry {

enum class Subject { kGeneral = 1, kProfessional };
enum class Form { kClassroom = 1, kOnline, kBlended, kOther };

// What makes a training recognisable: article (六) 1.
enum class Gate { kFiled = 1, kApproved, kOrganised };

// A provider as the accreditation service last told.
struct Provider {
  int number = 0;
  std::string uscc;
  // Days on which it began (true) or ceased (false) to be accredited, ascending.
  std::vector<std::pair<Day, bool>> accredited_changes;

  // Accredited on every day from `first` to `last`.
  bool AccreditedThroughout(Day first, Day last) const;
};

// An activity as the accreditation service last told.
struct Activity {
  int provider_number = 0;
  std::string code;
  Subject subject = Subject::kGeneral;
  Form form = Form::kOther;
  Day first_day;
  Day last_day;
  Hours planned;  // of the whole activity
  Gate gate = Gate::kFiled;
  Day gate_day;
  std::string authority;
};

// The copy of providers and activities against which completions are judged. For any number of
// threads.
class Catalogue {
 public:
  void Put(Provider provider);
  void Put(Activity activity);

  // As last told, and as long as the caller likes; null when unknown.
  std::shared_ptr<const Provider> FindProvider(absl::string_view uscc) const;
  std::shared_ptr<const Activity> FindActivity(int provider_number, absl::string_view code) const;

  // How many it holds.
  std::size_t providers() const;
  std::size_t activities() const;

 private:
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<const Provider>> providers_
      ABSL_GUARDED_BY(mutex_);
  // By the provider's number and the code.
  absl::flat_hash_map<int, absl::flat_hash_map<std::string, std::shared_ptr<const Activity>>>
      activities_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace xuefen::registry
