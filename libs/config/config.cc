#include "libs/config/config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace xuefen::config {
namespace {

constexpr int kCapacityMax = 100000;

// Remembers every error of a text with its place.
class Errors final : public google::protobuf::io::ErrorCollector {
 public:
  explicit Errors(std::string path) : path_(std::move(path)) {}

  // `line` and `column` arrive counted from zero.
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    lines_.push_back(absl::StrCat(path_, ":", line + 1, ":", column + 1, ": ", message));
  }
  void Want(bool good, absl::string_view field, absl::string_view wanted) {
    if (!good) lines_.push_back(absl::StrCat(path_, ": ", field, ": want ", wanted));
  }

  absl::Status ToStatus() const {
    if (lines_.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrJoin(lines_, "\n"));
  }

 private:
  const std::string path_;
  std::vector<std::string> lines_;
};

bool IsAddress(absl::string_view text) {
  const std::size_t colon = text.rfind(':');
  int port = 0;
  return colon != absl::string_view::npos && colon > 0 &&
         absl::SimpleAtoi(text.substr(colon + 1), &port) && port >= 0 && port <= 65535;
}

bool IsLoopback(absl::string_view address) {
  const absl::string_view host = address.substr(0, address.rfind(':'));
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

bool InRange(int value) { return value >= 0 && value <= kCapacityMax; }

void CheckValues(const v1::ServiceConfig& config, Errors& errors) {
  errors.Want(IsAddress(config.listen_address()), "listen_address", "host:port");
  errors.Want(config.metrics_address().empty() ||
                  (IsAddress(config.metrics_address()) && IsLoopback(config.metrics_address())),
              "metrics_address", "host:port on a loopback address, or nothing");
  errors.Want(config.metrics_address() != config.listen_address(), "metrics_address",
              "another than listen_address");
  errors.Want(!config.tls_directory().empty(), "tls_directory", "a directory");
  errors.Want(!config.conninfo_file().empty(), "conninfo_file", "a file");
  errors.Want(!config.secrets().tokens_file().empty(), "secrets.tokens_file", "a file");
  errors.Want(v1::LogLevel_IsValid(config.log_level()), "log_level", "a LogLevel");
  for (const v1::Upstream& upstream : config.upstreams()) {
    errors.Want(!upstream.service().empty(), "upstreams.service", "the name of a service");
    errors.Want(IsAddress(upstream.address()), "upstreams.address", "host:port");
  }
  const v1::Capacity& capacity = config.capacity();
  errors.Want(InRange(capacity.workers()) && InRange(capacity.connections()) &&
                  InRange(capacity.lanes()) && InRange(capacity.queue()),
              "capacity", absl::StrCat("numbers from 0 to ", kCapacityMax));
  errors.Want(capacity.lanes() <= 64, "capacity.lanes", "at most 64, the number of buckets");
}

}  // namespace

absl::StatusOr<v1::ServiceConfig> Parse(absl::string_view text, const std::string& path) {
  Errors errors(path);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  v1::ServiceConfig config;
  if (parser.ParseFromString(std::string(text), &config)) CheckValues(config, errors);
  if (const absl::Status status = errors.ToStatus(); !status.ok()) return status;
  return config;
}

absl::StatusOr<v1::ServiceConfig> Load(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::stringstream text;
  text << file.rdbuf();
  return Parse(text.str(), path);
}

log::Level LogLevelOf(const v1::ServiceConfig& config) {
  switch (config.log_level()) {
    case v1::LOG_LEVEL_DEBUG: return log::Level::kDebug;
    case v1::LOG_LEVEL_WARNING: return log::Level::kWarning;
    case v1::LOG_LEVEL_ERROR: return log::Level::kError;
    default: return log::Level::kInfo;
  }
}

absl::StatusOr<std::string> AddressOf(const v1::ServiceConfig& config, const std::string& service) {
  for (const v1::Upstream& upstream : config.upstreams()) {
    if (upstream.service() == service) return upstream.address();
  }
  return absl::NotFoundError(absl::StrCat("upstreams: want one for ", service));
}

}  // namespace xuefen::config
