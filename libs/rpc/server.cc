#include "libs/rpc/server.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/grpc.h>
#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/server_builder.h>

#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "libs/base/status_macros.h"
#include "libs/log/log.h"
#include "libs/rpc/tls.h"

namespace xuefen::rpc {
namespace {

using ReflectionPlugin = grpc::reflection::ProtoServerReflectionPlugin;

// Reflection for this server or not. By itself the library switches it on for every server of a
// program that happens to be linked with it.
class Reflection final : public grpc::ServerBuilderOption {
 public:
  explicit Reflection(bool wanted) : wanted_(wanted) {}
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) {
      return dynamic_cast<ReflectionPlugin*>(plugin.get()) != nullptr;
    });
    if (!wanted_) return;
    plugins->push_back(std::make_unique<ReflectionPlugin>());
  }

 private:
  const bool wanted_;
};

// Lines of gRPC and protobuf in our form. What a caller can cause by itself, such as a failed
// handshake or bytes that are no message, is worth a warning at most.
void TakeOverLogs() {
  static std::once_flag once;
  std::call_once(once, [] {
    google::protobuf::SetLogHandler(
        [](google::protobuf::LogLevel level, const char*, int, const std::string& message) {
          const bool fault = level >= google::protobuf::LOGLEVEL_FATAL;
          log::Write(fault ? log::Level::kError : log::Level::kDebug, "protobuf",
                     {{"detail", message}});
        });
    gpr_set_log_function([](gpr_log_func_args* args) {
      const bool notable = args->severity == GPR_LOG_SEVERITY_ERROR;
      log::Write(notable ? log::Level::kWarning : log::Level::kDebug, "grpc",
                 {{"detail", args->message}});
    });
  });
}

// Makes the linker keep the description of the health service, which gRPC serves but cannot
// describe.
void DescribeHealth() { grpc::health::v1::HealthCheckRequest::descriptor(); }

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

void Configure(const ServerOptions& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(options.max_message_bytes);
  // A small compressed request can be a large one.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  // Accounts of every call that nobody reads: our own figures say more.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  // Two servers on one port would share its calls by chance.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_streams_per_connection);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(options.connection_age));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                             Milliseconds(options.connection_age_grace));
  // Finds callers that vanished without a word within half a minute.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 20000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
  // Callers may ask the same of us, not more often.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10000);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10000);
}

}  // namespace

Server::Server(ServerOptions options)
    : options_(std::move(options)),
      runtime_(std::make_unique<Runtime>(options_.limits, options_.tokens, options_.gate,
                                         options_.metrics)) {
  TakeOverLogs();
  DescribeHealth();
}

Server::~Server() { Stop(absl::ZeroDuration()); }

Service& Server::AddService(const google::protobuf::ServiceDescriptor& descriptor) {
  services_.push_back(std::make_unique<Service>(descriptor, *runtime_));
  return *services_.back();
}

absl::Status Server::Start() {
  for (const auto& service : services_) XUEFEN_RETURN_IF_ERROR(service->Check());
  XUEFEN_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials,
                          ServerTls(options_.tls_directory));
  XUEFEN_ASSIGN_OR_RETURN(runtime_->denied,
                          DeniedCertificates::Open(options_.denied_certificates_file));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  Configure(options_, builder);
  builder.SetOption(std::make_unique<Reflection>(options_.reflection));
  for (const auto& service : services_) builder.RegisterService(service.get());
  builder.AddListeningPort(options_.listen_address, credentials, &port_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", options_.listen_address));
  }
  SetServing(true);
  return absl::OkStatus();
}

void Server::SetServing(bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(serving);
  for (const auto& service : services_) {
    server_->GetHealthCheckService()->SetServingStatus(service->descriptor().full_name(), serving);
  }
}

void Server::Stop(absl::Duration grace) {
  if (server_ == nullptr) return;
  SetServing(false);
  runtime_->streams.EndAll();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  server_.reset();
  // Tasks may still hold calls that have ended; they go before the methods they name.
  runtime_->workers.Stop();
}

}  // namespace xuefen::rpc
