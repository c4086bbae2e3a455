#pragma once

#include <cstddef>
#include <cstdio>

#include "absl/time/time.h"
#include "libs/base/reason_text.h"

namespace xuefen::cli {

// How far a long piece of work has come, on one line of the terminal that is written over. Says
// nothing when `file` is no terminal. The line is gone when this is.
class Progress {
 public:
  Progress(std::FILE* file, Language language, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` of the total.
  void Show(std::size_t done);

  // The work waits for the service.
  void ShowWaiting();

 private:
  void Overwrite(const char* text);

  std::FILE* const file_;
  const Language language_;
  const std::size_t total_;
  const bool on_terminal_;
  std::size_t done_ = 0;
  absl::Time shown_ = absl::InfinitePast();
};

}  // namespace xuefen::cli
