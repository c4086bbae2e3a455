#pragma once

// Small random people for the tests of the rule engine, and the books they are asked under.

#include <cstdint>
#include <functional>
#include <vector>

#include "libs/rules/evaluate.h"

namespace xuefen::rules {

// Draws a number from 0 to below `below`.
using Draw = std::function<int(int below)>;

struct Trial {
  Question question;
  PersonContext person;
  std::vector<Record> records;
};

// Where in time a case lies.
enum class Scene {
  kFirstDays,   // about 2016-04-01, when the policy begins
  kCityBegins,  // about 2018-06-04, when the invented city replaces ceilings
  kNewYear,     // about 2019-01-01
  kLastDays,    // about 2021-03-31, when the policy ends
};
inline constexpr int kScenes = 4;

// Up to `records` records inside eight days, so that they get into each other's way.
Trial DrawCase(const Draw& draw, int records);

// One record of such a case.
Record DrawRecord(const Draw& draw, Scene scene, int number);

// The rule sets of deploy/rules and, with it, the invented city of tests/rules.
const RuleBook& ShippedBook();
const RuleBook& BookWithCity();

// A provision of an invented set, law since 2000: what it says is `body`.
std::string ProvisionText(const std::string& id, const std::string& body);

// Reads a file of the source tree.
RuleFile ReadRuleFile(const std::string& path_in_tree);

// The rule-set files of a directory of the tree, in order of their names; those that tests have.
std::vector<std::string> FilesIn(const std::string& directory);
std::vector<std::string> TestFiles();

// The files that are loaded together with that one, itself the last: the law that it refines, or
// its directory.
std::vector<RuleFile> BookOf(const std::string& path);

}  // namespace xuefen::rules
