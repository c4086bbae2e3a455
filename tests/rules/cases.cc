#include "tests/rules/cases.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace xuefen::rules {
namespace {

Day BaseOf(Scene scene) {
  switch (scene) {
    case Scene::kFirstDays: return Day(2016, 3, 29);
    case Scene::kCityBegins: return Day(2018, 6, 1);
    case Scene::kNewYear: return Day(2018, 12, 28);
    case Scene::kLastDays: return Day(2021, 3, 28);
  }
  return Day(2018, 6, 1);
}

void DrawTraining(const Draw& draw, Record& record) {
  static const char* const kEvidence[] = {"filed", "approved", "organised_by_authority"};
  if (draw(8) > 0) record.evidence[kEvidence[draw(3)]] = record.first + (draw(6) == 0 ? 1 : -1);
  const int length = static_cast<int>(record.last - record.first) + 1;
  if (draw(4) == 0) {
    for (int i = 0; i < length; ++i) record.days.push_back({record.first + i, draw(1200)});
    return;
  }
  record.quantity_centi["hours"] = draw(1 + 1100 * length);
  if (draw(6) == 0) record.quantity_centi["attended"] = draw(1 + 900 * length);
}

void DrawSelfStudy(const Draw& draw, Record& record) {
  record.quantity_centi["hours"] = draw(3000);
  record.attributes["employer"] = draw(3) == 0 ? "e2" : "e1";
  if (draw(6) > 0) record.evidence["employer_verified"] = record.last + 3;
}

PersonContext DrawPerson(const Draw& draw, Day base) {
  PersonContext person;
  person.reference = "p";
  const char* const kCity = "division.370000.379900";
  const char* const kOther = "division.370000.370100.370102";
  const int where = draw(4);
  if (where == 3) {  // moves in the middle of it
    const bool into_city = draw(2) == 0;
    person.statuses.push_back({into_city ? kOther : kCity, {kFirstDay, base + 3}, {}});
    person.statuses.push_back({into_city ? kCity : kOther, {base + 4, std::nullopt}, {}});
  } else {
    person.statuses.push_back({where == 0 ? kOther : kCity, {kFirstDay, std::nullopt}, {}});
  }
  person.statuses.push_back({"archive", {kFirstDay, std::nullopt}, {{"employer", "e1"}}});
  person.statuses.push_back({"archive", {base + 2, base + 5}, {{"employer", "e2"}}});
  return person;
}

RuleBook Loaded(const std::vector<std::string>& paths) {
  std::vector<RuleFile> files;
  for (const std::string& path : paths) files.push_back(ReadRuleFile(path));
  absl::StatusOr<RuleBook> book = RuleBook::Load(files);
  if (!book.ok()) {
    std::cerr << book.status().message() << std::endl;
    std::abort();
  }
  return *std::move(book);
}

}  // namespace

Record DrawRecord(const Draw& draw, Scene scene, int number) {
  Record record;
  record.id = "r" + std::to_string(10 + number);
  record.first = BaseOf(scene) + draw(6);
  record.last = record.first + draw(3);
  const int kind = draw(10);
  record.tags = {draw(2) == 0 ? "subject.general" : "subject.professional"};
  if (kind < 6) {
    record.tags.push_back("kind.training");
    DrawTraining(draw, record);
  } else if (kind < 8) {
    record.tags.push_back("kind.self_study");
    DrawSelfStudy(draw, record);
  } else {
    record.last = record.first;
    if (draw(2) == 0) record.tags.clear();
    record.tags.push_back(draw(4) == 0 ? "kind.achievement.other" : "kind.achievement");
    if (draw(2) == 0) record.evidence["employer_verified"] = record.last + 3;
    record.attributes["work"] = "w" + std::to_string(number);
  }
  return record;
}

Trial DrawCase(const Draw& draw, int records) {
  Trial made;
  const auto scene = static_cast<Scene>(draw(kScenes));
  const Day base = BaseOf(scene);
  const int year = scene == Scene::kNewYear && draw(2) == 0 ? base.year() + 1 : base.year();
  made.question = {Day(year, 12, 31), Day(year, 12, 31), ""};
  made.person = DrawPerson(draw, base);
  for (int i = draw(records + 1); i > 0; --i) made.records.push_back(DrawRecord(draw, scene, i));
  return made;
}

std::string ProvisionText(const std::string& id, const std::string& body) {
  return absl::StrCat("provision { id: \"", id,
                      "\" topic: \"t\" cite { instrument: \"i\" article: \"1\" } valid { from: "
                      "\"2000-01-01\" } ",
                      body, " }\n");
}

RuleFile ReadRuleFile(const std::string& path_in_tree) {
  std::ifstream in(std::string(XUEFEN_SOURCE_DIR) + "/" + path_in_tree, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return {path_in_tree, text.str()};
}

std::vector<std::string> FilesIn(const std::string& directory) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(XUEFEN_SOURCE_DIR "/" + directory)) {
    if (entry.path().extension() != ".txtpb") continue;
    files.push_back(directory + "/" + entry.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<RuleFile> BookOf(const std::string& path) {
  const RuleFile file = ReadRuleFile(path);
  std::vector<RuleFile> book;
  if (path.find("tests/rules/rivals/") == 0) {
    for (const std::string& other : FilesIn("tests/rules/rivals")) {
      if (other != path) book.push_back(ReadRuleFile(other));
    }
  } else if (file.text.find("extends:") != std::string::npos) {
    book = {ReadRuleFile("deploy/rules/order-25.txtpb"),
            ReadRuleFile("deploy/rules/shandong-2016.txtpb")};
  }
  book.push_back(file);
  return book;
}

std::vector<std::string> TestFiles() {
  std::vector<std::string> files = FilesIn("tests/rules");
  for (const std::string& file : FilesIn("tests/rules/rivals")) files.push_back(file);
  return files;
}

const RuleBook& ShippedBook() {
  static const RuleBook book =
      Loaded({"deploy/rules/order-25.txtpb", "deploy/rules/shandong-2016.txtpb"});
  return book;
}

const RuleBook& BookWithCity() {
  static const RuleBook book =
      Loaded({"deploy/rules/order-25.txtpb", "deploy/rules/shandong-2016.txtpb",
              "tests/rules/city-demo.txtpb"});
  return book;
}

}  // namespace xuefen::rules
