#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace xuefen::cli {

// All bytes of a file. NOT_FOUND, or INVALID_ARGUMENT when it cannot be read or is larger than any
// table may be.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// A file that appears under its name whole, in the place of one that is there, or not at all.
class NewFile {
 public:
  // Takes a place in the directory of `path`, so that nothing has to be done twice because the
  // directory cannot be written to. INVALID_ARGUMENT when it cannot.
  static absl::StatusOr<NewFile> Create(const std::string& path);

  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  // Without Commit nothing is left.
  ~NewFile();

  // Writes the content, durably, and puts the file in its place. Once.
  absl::Status Commit(absl::string_view content);

 private:
  NewFile(std::string path, std::string temporary, int descriptor)
      : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

  void Close();

  std::string path_;
  std::string temporary_;  // empty once it is in its place
  int descriptor_;         // -1 once closed
};

}  // namespace xuefen::cli
