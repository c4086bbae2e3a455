#include "services/cli/suite/data_directory.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace xuefen::cli {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::string DataDirectory::OfTree() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return (program.parent_path() / "../../data").lexically_normal().string();
}

absl::StatusOr<std::string> DataDirectory::AddressOf(absl::string_view service) const {
  const std::string path = absl::StrCat(path_, "/run/endpoints.json");
  std::ifstream file(path);
  const nlohmann::json endpoints = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!endpoints.is_object()) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": not there, want a running suite (deploy/run)"));
  }
  const auto found = endpoints.find(std::string(service));
  if (found == endpoints.end() || !found->is_string()) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": has no address of ", service));
  }
  return found->get<std::string>();
}

absl::StatusOr<std::string> DataDirectory::CertificateOf(const std::string& actor) const {
  const std::vector<std::string> actors = Actors();
  if (std::find(actors.begin(), actors.end(), actor) == actors.end()) {
    return absl::InvalidArgumentError(absl::StrCat("--as: ", actor.empty() ? "missing" : actor,
                                                   ", want one of ", absl::StrJoin(actors, ", ")));
  }
  return absl::StrCat(path_, "/certificates/actors/", actor);
}

std::string DataDirectory::tokens() const { return absl::StrCat(path_, "/run/tokens"); }

std::vector<std::string> DataDirectory::Actors() const {
  std::vector<std::string> actors;
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(absl::StrCat(path_, "/certificates/actors"), error)) {
    const std::string name = entry.path().filename().string();
    if (name.front() != '.') actors.push_back(name);
  }
  std::sort(actors.begin(), actors.end());
  return actors;
}

}  // namespace xuefen::cli
