#include "services/cli/suite/token_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/suite/file.h"

namespace xuefen::cli {
namespace {

// Held while one program changes the store.
class Lock {
 public:
  explicit Lock(const std::string& path)
      : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (file_ >= 0) flock(file_, LOCK_EX);
  }
  ~Lock() {
    if (file_ >= 0) close(file_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  const int file_;
};

bool Contains(const std::vector<std::string>& tokens, const std::string& token) {
  return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

}  // namespace

std::vector<std::string> TokenStore::Read(const std::string& service) const {
  std::vector<std::string> tokens;
  std::ifstream file(PathOf(service));
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) tokens.push_back(line);
  }
  return tokens;
}

absl::Status TokenStore::Replace(const std::string& service,
                                 const std::vector<std::string>& replaced,
                                 const std::vector<std::string>& added) const {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  const Lock lock(absl::StrCat(directory_, "/.lock"));
  std::vector<std::string> tokens;
  for (std::string& token : Read(service)) {
    if (!Contains(replaced, token)) tokens.push_back(std::move(token));
  }
  for (const std::string& token : added) {
    if (!token.empty() && !Contains(tokens, token)) tokens.push_back(token);
  }
  if (tokens.size() > kTokensMax) tokens.erase(tokens.begin(), tokens.end() - kTokensMax);
  absl::StatusOr<NewFile> file = NewFile::Create(PathOf(service));
  if (!file.ok()) return file.status();
  return file->Commit(absl::StrCat(absl::StrJoin(tokens, "\n"), "\n"));
}

std::string TokenStore::PathOf(const std::string& service) const {
  return absl::StrCat(directory_, "/", service);
}

}  // namespace xuefen::cli
