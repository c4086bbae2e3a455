#pragma once

#include <map>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "libs/metrics/figures.h"

namespace xuefen::rpc {

// Bounds the requests in work, in all and for each caller, so that neither a rush nor one caller
// takes the memory of the server. Thread-safe.
class Admission {
 public:
  // A place; given back when destroyed. Must not outlive its Admission.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(Ticket&& other) noexcept { *this = std::move(other); }
    Ticket& operator=(Ticket&& other) noexcept;
    ~Ticket() { Release(); }

    void Release();

   private:
    friend class Admission;
    Ticket(Admission* admission, const std::string* caller)
        : admission_(admission), caller_(caller) {}

    Admission* admission_ = nullptr;
    // The key in the map: stays where it is until the last place of the caller is given back.
    const std::string* caller_ = nullptr;
  };

  // `in_work` shows how many there are.
  Admission(int total, int per_caller, metrics::Gauge in_work = {})
      : total_(total), per_caller_(per_caller), gauge_(in_work) {}

  // RESOURCE_EXHAUSTED, OVERLOADED, when no place is free. `caller` is the URI of the certificate.
  absl::StatusOr<Ticket> Enter(const std::string& caller);

  int in_work() const;

 private:
  void Leave(const std::string& caller);

  const int total_;
  const int per_caller_;
  metrics::Gauge gauge_;
  mutable std::mutex mutex_;
  int in_work_ = 0;
  std::map<std::string, int> callers_;
};

}  // namespace xuefen::rpc
