#include "services/cli/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/cli/commands/commands.h"
#include "services/cli/suite/data_directory.h"

namespace xuefen::cli {
namespace {

// Adds the commands to `app`. Options of a command live as long as the function that runs it.
class Commands {
 public:
  Commands(CLI::App& app, CommandLine& line) : app_(app), line_(line) {}

  void AddAll() {
    AddSubmit();
    AddImport("providers", "培训机构 / training providers", ImportProviders);
    AddImport("activities", "培训活动 / training activities", ImportActivities);
    AddPeopleOptions(AddImport("people", "专业技术人员 / professionals", ImportPeople));
    AddAccount();
    AddExplain();
    AddSummary();
    AddRules();
    Add(app_, "completions", "列出本机构报送的记录 / list what this provider submitted",
        ListCompletions);
    Add(app_, "health", "查看四个服务是否正常 / whether the four services serve", ShowHealth);
  }

 private:
  template <typename Run>
  CLI::App* Add(CLI::App& parent, const std::string& name, const std::string& description,
                Run run) {
    CLI::App* command = parent.add_subcommand(name, description);
    command->callback([this, run] { line_.command = run; });
    return command;
  }

  // A command with options of its own.
  template <typename Options>
  CLI::App* Add(CLI::App& parent, const std::string& name, const std::string& description,
                Exit (*run)(Session&, const Options&), std::shared_ptr<Options> options) {
    return Add(parent, name, description,
               [run, options](Session& session) { return run(session, *options); });
  }

  static void AddDay(CLI::App& command, const std::string& name, std::optional<Day>& day,
                     const std::string& description) {
    command.add_option_function<std::string>(
        name,
        [&day, name](const std::string& text) {
          day = ParseDay(text);
          if (!day.has_value()) throw CLI::ValidationError(name, "want a day, 2018-12-31");
        },
        description);
  }

  void AddSubmit() {
    const auto options = std::make_shared<SubmitOptions>();
    CLI::App* command = Add(app_, "submit", "报送名册 / submit a roster", Submit, options);
    command->add_option("FILE", options->file, "CSV 或 .xlsx / CSV or .xlsx")->required();
    CLI::Option* dry_run =
        command->add_flag("--dry-run", options->dry_run, "只判断，不登记 / judge only");
    command->add_flag("--offline", options->offline, "不连接服务，只查文件 / ask no service")
        ->excludes(dry_run);
  }

  using ImportRun = Exit (*)(Session&, const ImportOptions&);

  std::pair<CLI::App*, std::shared_ptr<ImportOptions>> AddImport(const std::string& name,
                                                                 const std::string& description,
                                                                 ImportRun run) {
    const auto options = std::make_shared<ImportOptions>();
    CLI::App* parent = app_.add_subcommand(name, description);
    parent->require_subcommand(1);
    CLI::App* command = Add(*parent, "import", "从文件登记 / record from a file", run, options);
    command->add_option("FILE", options->file, "CSV 或 .xlsx / CSV or .xlsx")->required();
    return {command, options};
  }

  static void AddPeopleOptions(const std::pair<CLI::App*, std::shared_ptr<ImportOptions>>& import) {
    const auto& [command, options] = import;
    command->add_option("--division", options->division,
                        "管理地区代码，默认为本级 / division, by default the caller's own");
    AddDay(*command, "--from", options->from, "管理起始日 / first day (2016-04-01)");
  }

  static void AddPerson(CLI::App& command, PersonOptions& options) {
    command.add_option("NAME", options.name, "姓名 / name")->required();
    command.add_option("--identity-file", options.identity_file,
                       "身份证号码所在文件，默认标准输入 / file with the identity number");
  }

  void AddAccount() {
    const auto options = std::make_shared<PersonOptions>();
    AddPerson(
        *Add(app_, "account", "终身学习账户 / lifelong learning account", ShowAccount, options),
        *options);
  }

  void AddExplain() {
    const auto options = std::make_shared<PersonOptions>();
    CLI::App* command =
        Add(app_, "explain", "逐项说明一年的学时 / explain every hour of a year", Explain, options);
    AddPerson(*command, *options);
    command->add_option("YEAR", options->year, "年度 / year")->required();
  }

  void AddSummary() {
    const auto options = std::make_shared<SummaryOptions>();
    CLI::App* command =
        Add(app_, "summary", "一个地区一年的统计 / figures of a division", Summarise, options);
    command->add_option("DIVISION", options->division, "行政区划代码 / code")->required();
    command->add_option("YEAR", options->year, "年度 / year")->required();
    AddDay(*command, "--as-of", options->as_of, "人员归属日 / day by which people count");
  }

  // Alone it lists the rule sets of the running suite.
  void AddRules() {
    CLI::App* rules = app_.add_subcommand("rules", "列出认定依据 / list the rule sets");
    rules->callback([this, rules] {
      if (rules->get_subcommands().empty()) line_.command = ListRules;
    });
    const auto check = std::make_shared<CheckOptions>();
    CLI::App* checking =
        Add(*rules, "check", "检查规则文件 / check rule-set files", CheckRules, check);
    checking->add_option("FILES", check->paths, "文件或目录 / files or directories")->required();
    checking->add_flag("--each", check->each, "各自单独检查 / each by itself, not together");
    AddEvaluation(*rules, "eval", "按规则文件判断 / evaluate facts", EvaluateFacts);
    AddEvaluation(*rules, "explain", "逐条说明 / explain every record", ExplainFacts);
    const auto diff = std::make_shared<DiffOptions>();
    CLI::App* command =
        Add(*rules, "diff", "两套规则的差别 / whose answers change", DiffRules, diff);
    command->add_option("A", diff->before, "原规则 / rules before")->required();
    command->add_option("B", diff->after, "新规则 / rules after")->required();
    command->add_option("--facts", diff->facts, "事实文件或目录 / facts, JSON")->required();
  }

  void AddEvaluation(CLI::App& parent, const std::string& name, const std::string& description,
                     Exit (*run)(Session&, const EvaluateOptions&)) {
    const auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command = Add(parent, name, description, run, options);
    command->add_option("--rules", options->rules, "规则文件或目录 / rule sets")->required();
    command->add_option("--facts", options->facts, "事实文件或目录 / facts, JSON")->required();
    AddDay(*command, "--on", options->on, "所问之日 / the day asked about");
    AddDay(*command, "--as-of", options->as_of, "适用规定之日 / law as of");
    command->add_option("--purpose", options->purpose, "用途 / purpose");
    command->add_option("--target", options->target, "目标 / target");
  }

  CLI::App& app_;
  CommandLine& line_;
};

void AddGlobalOptions(CLI::App& app, CommandLine& line, std::string& language) {
  app.add_option("--data", line.data_directory, "deploy/run 的数据目录 / its data directory")
      ->envname("XUEFEN_DATA");
  app.add_option("--as", line.actor, "以谁的证书办理 / whose certificate");
  app.add_option("--lang", language, "zh, en")->check(CLI::IsMember({"zh", "en"}));
  app.add_flag("--json", line.json, "以 JSON 输出 / print JSON");
}

// Values are not repeated: one may be an identity number.
std::string WhatIsMisused(const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return "有多余的参数 / unexpected arguments";
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    return absl::StrCat("缺少参数或命令 / missing: ", error.what());
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    return "选项缺少值 / an option lacks its value";
  }
  return "选项的值不对或不能同时使用 / an option has a wrong value or excludes another";
}

}  // namespace

Exit ParseCommandLine(int argc, char** argv, CommandLine& line) {
  CLI::App app("学分：继续教育学时的报送、认定与统计 / continuing-education credit", "xuefen");
  // Options of the program may stand behind the command too.
  app.fallthrough();
  app.require_subcommand(1);
  line.data_directory = DataDirectory::OfTree();
  std::string language = "zh";
  AddGlobalOptions(app, line, language);
  Commands commands(app, line);
  commands.AddAll();
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    app.exit(help);
    return Exit::kDone;
  } catch (const CLI::ParseError& error) {
    std::cerr << WhatIsMisused(error) << "\nxuefen --help\n";
    return Exit::kMisused;
  }
  line.language = language == "en" ? Language::kEnglish : Language::kChinese;
  return Exit::kDone;
}

}  // namespace xuefen::cli
