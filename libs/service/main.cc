#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/base/core_files.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/ledger/reader.h"
#include "libs/log/log.h"
#include "libs/pg/transact.h"
#include "libs/rpc/server.h"
#include "libs/rpc/stop_signal.h"
#include "libs/service/application.h"
#include "libs/service/check.h"
#include "libs/service/memory.h"
#include "libs/service/parts.h"
#include "migrations/ledger_migrations.h"

namespace xuefen::service {
namespace {

constexpr absl::Duration kDrain = absl::Seconds(10);

absl::Status ArmFailpoint(const config::v1::ServiceConfig& config, const std::string& failpoint) {
  if (failpoint.empty()) return absl::OkStatus();
  if (!config.development()) {
    return Refusal(Reason::STATE_CONFLICT, "--failpoint: want a configuration for development");
  }
  XUEFEN_RETURN_IF_ERROR(failpoint::Arm(failpoint));
  log::Warning("failpoint armed", {{"failpoint", failpoint}});
  return absl::OkStatus();
}

absl::Status ServeUntilStopped(const config::v1::ServiceConfig& config,
                               const Definition& definition) {
  const rpc::StopSignal stop_signal;
  XUEFEN_ASSIGN_OR_RETURN(const std::unique_ptr<PartsOwner> owner, PartsOwner::Create(config));
  XUEFEN_RETURN_IF_ERROR(CheckSchemas(owner->parts().pool, definition));
  XUEFEN_ASSIGN_OR_RETURN(const std::unique_ptr<Application> application,
                          definition.create(owner->parts()));
  rpc::Server server(ServerOptionsOf(owner->parts(), application->gate()));
  application->Register(server.AddService(definition.descriptor));
  XUEFEN_RETURN_IF_ERROR(server.Start());
  log::Info("serving", {{"service", definition.name}, {"port", server.port()}});
  stop_signal.Wait();
  log::Info("stopping", {{"service", definition.name}});
  server.Stop(kDrain);
  application->Stop();
  return absl::OkStatus();
}

absl::Status Serve(const config::v1::ServiceConfig& config, const Definition& definition) {
  const absl::Status status = ServeUntilStopped(config, definition);
  if (status.ok()) return status;
  // Starting ends at the first fault; the operator wants to know of all.
  const absl::Status faults = Check(config, definition);
  return faults.ok() ? status : faults;
}

absl::Status Verify(const config::v1::ServiceConfig& config) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string conninfo, pg::ReadConninfo(config.conninfo_file()));
  pg::Pool pool({.conninfo = conninfo, .connections_max = 1});
  std::int64_t entries = 0;
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    XUEFEN_ASSIGN_OR_RETURN(const ledger::Place end,
                            ledger::VerifyChain(pool, absl::InfiniteFuture(), bucket));
    entries += end.seq;
  }
  std::cout << entries << " entries, " << kBuckets << " chains hold\n";
  return absl::OkStatus();
}

absl::Status MigrateSchema(const config::v1::ServiceConfig& config, const Definition& definition) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string conninfo,
                          pg::ReadConninfo(config.migrate_conninfo_file()));
  pg::Pool pool({.conninfo = conninfo, .connections_max = 1});
  return pg::Migrate(pool, definition.name, {LedgerMigrations(), definition.migrations});
}

absl::Status Run(const config::v1::ServiceConfig& config, const Definition& definition,
                 const Command& command) {
  XUEFEN_ASSIGN_OR_RETURN(const std::unique_ptr<PartsOwner> owner, PartsOwner::Create(config));
  XUEFEN_RETURN_IF_ERROR(CheckSchemas(owner->parts().pool, definition));
  return command.run(owner->parts());
}

}  // namespace

int Main(int argc, char** argv, const Definition& definition) {
  // Debian's Abseil looks for circles at every lock, under a lock of all threads.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  KeepMemoryForAWhile();
  LeaveNoCoreFiles();
  CLI::App app("xuefen-" + definition.name);
  app.require_subcommand(1);
  std::string path;
  const auto add = [&](const std::string& name, const std::string& what) {
    CLI::App* command = app.add_subcommand(name, what);
    command->add_option("--config", path, "Configuration file, a ServiceConfig as text")
        ->required();
    return command;
  };
  CLI::App* serve = add("serve", "Serves until SIGTERM");
  bool check_only = false;
  serve->add_flag("--check", check_only, "Does not serve; the same as the command check");
  std::string failpoint;
  serve->add_option("--failpoint", failpoint, "For tests: where to die, see libs/failpoint");
  const CLI::App* migrate = add("migrate", "Brings the schema up to date");
  const CLI::App* check = add("check", "Says everything that would keep it from starting");
  const CLI::App* verify = add("verify", "Computes the chains of its ledger anew");
  for (const Command& command : definition.commands) add(command.name, command.what);
  CLI11_PARSE(app, argc, argv);

  absl::Status status;
  if (const auto config = config::Load(path); !config.ok()) {
    status = config.status();
  } else if (check->parsed() || check_only) {
    status = Check(*config, definition);
  } else if (verify->parsed()) {
    status = Verify(*config);
  } else if (serve->parsed()) {
    log::SetLevel(config::LogLevelOf(*config));
    status = ArmFailpoint(*config, failpoint);
    if (status.ok()) status = Serve(*config, definition);
  } else if (migrate->parsed()) {
    status = MigrateSchema(*config, definition);
  } else {
    for (const Command& command : definition.commands) {
      if (app.got_subcommand(command.name)) status = Run(*config, definition, command);
    }
  }
  if (status.ok()) return EXIT_SUCCESS;
  std::cerr << app.get_name() << ": " << status.message() << '\n';
  return EXIT_FAILURE;
}

}  // namespace xuefen::service
