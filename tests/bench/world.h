#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/suite.h"
#include "xuefen/registry/v1/registry_service.pb.h"

namespace xuefen::bench {

// The providers that deploy/run makes certificates for, activities of one year that they hold, and
// `people` professionals of Jinan who attend. All of it follows from numbers, so that it can be
// made anew at any time.
class World {
 public:
  explicit World(int people) : people_(people) {}

  int people() const { return people_; }
  static int providers();
  static const std::string& UsccOf(int provider);
  // The name of its certificate.
  static std::string ActorOf(int provider);

  // Registers everything with the suite; done again it changes nothing.
  void Import(const Suite& suite) const;

  // The n-th completion of a provider: one activity after another, in each everybody once. After
  // all activities it begins again, as further sessions.
  registry::v1::CompletionItem Completion(int provider, std::int64_t n) const;
  // Who that is.
  int PersonOf(int provider, std::int64_t n) const;

  std::string NumberOf(int person) const;
  std::string NameOf(int person) const;
  int PersonOfNumber(const std::string& number) const;

 private:
  void ImportCatalogue(const Suite& suite) const;
  void ImportPeople(const Suite& suite) const;

  const int people_;
};

}  // namespace xuefen::bench
