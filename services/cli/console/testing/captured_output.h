#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "services/cli/console/output.h"

namespace xuefen::cli {

// An output into memory, for tests to look at.
class CapturedOutput {
 public:
  explicit CapturedOutput(Language language, bool json = false)
      : answers_file_(open_memstream(&answers_, &answers_size_)),
        notes_file_(open_memstream(&notes_, &notes_size_)),
        output_(language, json, answers_file_, notes_file_) {}

  ~CapturedOutput() {
    std::fclose(answers_file_);
    std::fclose(notes_file_);
    std::free(answers_);
    std::free(notes_);
  }
  CapturedOutput(const CapturedOutput&) = delete;
  CapturedOutput& operator=(const CapturedOutput&) = delete;

  Output& output() { return output_; }

  std::string answers() {
    std::fflush(answers_file_);
    return std::string(answers_, answers_size_);
  }
  std::string notes() {
    std::fflush(notes_file_);
    return std::string(notes_, notes_size_);
  }

 private:
  char* answers_ = nullptr;
  std::size_t answers_size_ = 0;
  char* notes_ = nullptr;
  std::size_t notes_size_ = 0;
  std::FILE* const answers_file_;
  std::FILE* const notes_file_;
  Output output_;
};

}  // namespace xuefen::cli
