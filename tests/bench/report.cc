#include "tests/bench/report.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_format.h"
#include "tests/bench/calls.h"

namespace xuefen::bench {
namespace {

double MedianOf(const std::vector<double>& values) { return Percentile(values, 0.5); }

std::string Number(double value) {
  return value < 100 ? absl::StrFormat("%.2f", value) : absl::StrFormat("%.0f", value);
}

}  // namespace

Figures FiguresOf(const Finding& finding) {
  std::vector<double> ours;
  std::vector<double> anchors;
  std::vector<double> ratios;
  for (const Pair& pair : finding.pairs) {
    ours.push_back(pair.ours);
    anchors.push_back(pair.anchor);
    ratios.push_back(pair.ours / pair.anchor);
  }
  return {.ours = MedianOf(ours),
          .anchor = MedianOf(anchors),
          .ratio = MedianOf(ratios),
          .ratio_min = *std::min_element(ratios.begin(), ratios.end()),
          .ratio_max = *std::max_element(ratios.begin(), ratios.end())};
}

void Print(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    const Figures figures = FiguresOf(finding);
    std::cout << absl::StrFormat("%-10s ratio %6.3f [%.3f to %.3f]  ours %s  anchor %s  %s\n",
                                 finding.goal, figures.ratio, figures.ratio_min, figures.ratio_max,
                                 Number(figures.ours), Number(figures.anchor), finding.unit)
              << "           " << finding.what << "\n           pairs:";
    for (const Pair& pair : finding.pairs) {
      std::cout << " " << Number(pair.ours) << "/" << Number(pair.anchor);
    }
    std::cout << "\n";
    if (!finding.note.empty()) std::cout << "           " << finding.note << "\n";
  }
  std::cout << std::flush;
}

void AppendJson(const std::vector<Finding>& findings, const std::string& path) {
  nlohmann::json list = nlohmann::json::array();
  if (std::ifstream before(path); before) {
    nlohmann::json found = nlohmann::json::parse(before, nullptr, /*allow_exceptions=*/false);
    if (found.is_array()) list = std::move(found);
  }
  for (const Finding& finding : findings) {
    const Figures figures = FiguresOf(finding);
    list.push_back({{"goal", finding.goal},
                    {"ratio", figures.ratio},
                    {"ours", figures.ours},
                    {"anchor", figures.anchor},
                    {"unit", finding.unit}});
  }
  std::ofstream(path) << list.dump(1) << "\n";
}

}  // namespace xuefen::bench
