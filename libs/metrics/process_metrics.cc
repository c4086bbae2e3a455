#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "libs/metrics/service_metrics.h"

namespace xuefen::metrics {
namespace {

// Fields of /proc/self/stat, counted after the program's name (proc(5), minus 3).
constexpr std::size_t kThreads = 17;
constexpr std::size_t kStartTicks = 19;
constexpr std::size_t kResidentPages = 21;

// The name stands in parentheses and may hold anything, so what follows the last one is split.
double StatField(std::size_t index) {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t end_of_name = line.rfind(')');
  if (end_of_name == std::string::npos) return 0;
  const std::vector<std::string> fields = absl::StrSplit(line.substr(end_of_name + 2), ' ');
  double value = 0;
  if (index >= fields.size() || !absl::SimpleAtod(fields[index], &value)) return 0;
  return value;
}

double SecondsOf(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return SecondsOf(usage.ru_utime) + SecondsOf(usage.ru_stime);
}

// The kernel tells the start in ticks since it began itself.
double StartTime() {
  timespec now{};
  timespec since_boot{};
  clock_gettime(CLOCK_REALTIME, &now);
  clock_gettime(CLOCK_BOOTTIME, &since_boot);
  const double boot = static_cast<double>(now.tv_sec - since_boot.tv_sec) +
                      static_cast<double>(now.tv_nsec - since_boot.tv_nsec) / 1e9;
  return boot + StatField(kStartTicks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double OpenFiles() {
  std::error_code failure;
  double count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", failure), end;
       !failure && entry != end; entry.increment(failure)) {
    ++count;
  }
  return count;
}

double MaxFiles() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

void AddProcessReadings(Metrics& metrics) {
  metrics.AddCounterReading("process_cpu_seconds_total", "Processor time used.", CpuSeconds);
  metrics.AddReading("process_resident_memory_bytes", "Memory held.", [] {
    return StatField(kResidentPages) * static_cast<double>(sysconf(_SC_PAGESIZE));
  });
  metrics.AddReading("process_open_fds", "Open files and connections.", OpenFiles);
  metrics.AddReading("process_max_fds", "Most open files and connections.", MaxFiles);
  metrics.AddReading("process_threads", "Threads.", [] { return StatField(kThreads); });
  // Read once: a clock that is set later must not look like a restart.
  metrics.AddReading("process_start_time_seconds", "When the process began.",
                     [start = StartTime()] { return start; });
}

}  // namespace xuefen::metrics
