#include "services/cli/suite/file.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/sheet/sheet.h"

namespace xuefen::cli {
namespace {

absl::Status Failure(const std::string& path, absl::string_view what, int error) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", what, ": ", std::strerror(error)));
}

bool WriteAll(int descriptor, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error == std::errc::no_such_file_or_directory) {
    return absl::NotFoundError(absl::StrCat(path, ": no such file"));
  }
  if (error) return absl::InvalidArgumentError(absl::StrCat(path, ": ", error.message()));
  if (size > sheet::kFileBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", size, " bytes, want at most ", sheet::kFileBytesMax));
  }
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) return Failure(path, "cannot be read", errno);
  return bytes;
}

absl::StatusOr<NewFile> NewFile::Create(const std::string& path) {
  std::string temporary = absl::StrCat(path, ".XXXXXX");
  const int descriptor = mkstemp(temporary.data());
  if (descriptor < 0) return Failure(path, "cannot be written", errno);
  return NewFile(path, std::move(temporary), descriptor);
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, "")),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

NewFile::~NewFile() {
  Close();
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

absl::Status NewFile::Commit(absl::string_view content) {
  // mkstemp keeps others out; a result is as open as any other file of its owner.
  const mode_t mask = umask(0);
  umask(mask);
  if (fchmod(descriptor_, 0666 & ~mask) != 0 || !WriteAll(descriptor_, content) ||
      fsync(descriptor_) != 0) {
    return Failure(path_, "cannot be written", errno);
  }
  Close();
  if (rename(temporary_.c_str(), path_.c_str()) != 0) {
    return Failure(path_, "cannot be written", errno);
  }
  temporary_.clear();
  return absl::OkStatus();
}

void NewFile::Close() {
  if (descriptor_ >= 0) close(std::exchange(descriptor_, -1));
}

}  // namespace xuefen::cli
