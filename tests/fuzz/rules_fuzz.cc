// Feeds bytes to the loader of rule sets and, when they are sound, to the evaluator: with the same
// person, whose records are drawn from the bytes as well.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "libs/rules/evaluate.h"

namespace {

namespace rules = xuefen::rules;

constexpr char kHead[] =
    R"(id: "f" version: "1" level: LEVEL_NATIONAL unit: "hour" quantity: "hours"
instrument { id: "i" title: "t" }
family { name: "kind" value: "a" value: "b" }
family { name: "topic" value: "x" value: "y" many: true }
status: "s" event: "e" evidence: "v" attribute: "k"
)";

// Records of one and two days within three years.
std::vector<rules::Record> RecordsOf(const std::uint8_t* data, std::size_t size) {
  std::vector<rules::Record> records;
  for (std::size_t i = 0; i + 3 < size && records.size() < 12; i += 4) {
    rules::Record record;
    record.id = std::to_string(records.size());
    record.tags = {data[i] % 2 == 0 ? "kind.a" : "kind.b"};
    if (data[i] % 3 == 0) record.tags.push_back("topic.x");
    if (data[i] % 5 == 0) record.tags.push_back("topic.y");
    record.first = xuefen::Day(2018, 1, 1) + data[i + 1] * 4;
    record.last = record.first + data[i + 2] % 2;
    record.quantity_centi["hours"] = data[i + 3] * 50;
    records.push_back(record);
  }
  return records;
}

void Load(const std::string& text, const std::uint8_t* data, std::size_t size) {
  const auto book = rules::RuleBook::Load({{"f", text}});
  if (!book.ok()) {
    // Whatever is wrong, it is said where.
    if (std::string(book.status().message()).rfind("f:", 0) != 0) std::abort();
    return;
  }
  rules::PersonContext person;
  person.statuses = {{"s", {xuefen::Day(2018, 3, 1), xuefen::Day(2019, 6, 30)}, {}}};
  person.events = {{"e", xuefen::Day(2018, 2, 28)}};
  const std::vector<rules::Record> records = RecordsOf(data, size);
  for (const int year : {2018, 2020}) {
    const xuefen::Day end(year, 12, 31);
    const rules::Determination answer = rules::Evaluate(*book, {end, end}, person, records);
    if (rules::Evaluate(*book, {end, end}, person, records).receipt != answer.receipt) std::abort();
    for (const rules::RecordResult& result : answer.records) {
      if (result.measured < result.credited) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Load(text, data, size);
  Load(kHead + text, data, size);
  return 0;
}
