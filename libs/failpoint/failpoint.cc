#include "libs/failpoint/failpoint.h"

#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace xuefen::failpoint {
namespace {

std::atomic<int> passings_left{0};
std::atomic<int> signal_to_raise{SIGKILL};

std::optional<Point> PointNamed(absl::string_view name) {
  if (name == "before_begin") return Point::kBeforeBegin;
  if (name == "after_copy") return Point::kAfterCopy;
  if (name == "before_commit") return Point::kBeforeCommit;
  if (name == "after_commit") return Point::kAfterCommit;
  if (name == "before_effect") return Point::kBeforeEffect;
  return std::nullopt;
}

std::optional<Action> ActionNamed(absl::string_view name) {
  if (name == "crash") return Action::kCrash;
  if (name == "freeze") return Action::kFreeze;
  return std::nullopt;
}

}  // namespace

absl::Status Arm(absl::string_view spec) {
  const std::vector<absl::string_view> parts = absl::StrSplit(spec, ':');
  const auto part = [&](std::size_t i) { return i < parts.size() ? parts[i] : ""; };
  const std::optional<Point> point = PointNamed(part(0));
  const std::optional<Action> action = ActionNamed(part(1));
  int passings = 0;
  if (parts.size() != 3 || !point.has_value() || !action.has_value() ||
      !absl::SimpleAtoi(part(2), &passings) || passings < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("failpoint: ", spec, ", want PLACE:ACTION:N, see libs/failpoint"));
  }
  passings_left = passings;
  signal_to_raise = *action == Action::kCrash ? SIGKILL : SIGSTOP;
  internal::armed_point = static_cast<int>(*point);
  return absl::OkStatus();
}

void internal::Pass() {
  if (passings_left.fetch_sub(1) == 1) raise(signal_to_raise);
}

}  // namespace xuefen::failpoint
