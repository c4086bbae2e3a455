#include "libs/crypto/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/status_macros.h"

namespace xuefen::crypto {
namespace {

constexpr off_t kMaxBytes = 64 * 1024;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

// Owns a file descriptor.
class File {
 public:
  explicit File(const std::string& path) : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  const int fd_;
};

absl::Status Failure(const std::string& path, absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", what));
}

// Of the open file, not of its name: the name may be given to another file in between.
absl::StatusOr<off_t> CheckedSize(const std::string& path, const File& file) {
  struct stat info {};
  if (file.fd() < 0 || fstat(file.fd(), &info) != 0) return Failure(path, std::strerror(errno));
  if (!S_ISREG(info.st_mode)) return Failure(path, "not a regular file");
  if ((info.st_mode & kOthers) != 0) {
    return Failure(path,
                   absl::StrFormat("mode %04o lets others at this secret, want 0600: chmod 600 %s",
                                   info.st_mode & 07777u, path));
  }
  if (info.st_size > kMaxBytes) return Failure(path, "larger than a secret may be (64 KiB)");
  return info.st_size;
}

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  const File file(path);
  XUEFEN_ASSIGN_OR_RETURN(const off_t size, CheckedSize(path, file));
  std::string content(static_cast<std::size_t>(size), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t n = read(file.fd(), content.data() + done, content.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Failure(path, n < 0 ? std::strerror(errno) : "became shorter while read");
    done += static_cast<std::size_t>(n);
  }
  return content;
}

absl::Status CheckSecretFile(const std::string& path) {
  return CheckedSize(path, File(path)).status();
}

}  // namespace xuefen::crypto
