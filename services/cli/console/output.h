#pragma once

#include <google/protobuf/message.h>

#include <cstdio>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "libs/base/reason_text.h"
#include "services/cli/console/language.h"

namespace xuefen::cli {

// `text` on one screen line: control characters, which could steer a terminal, become spaces.
// Ill-formed bytes become U+FFFD.
std::string Printable(absl::string_view text);

// The protobuf JSON of a message under the names of the contract, defaults included, on one line.
std::string JsonOf(const google::protobuf::Message& message);

// What a command says: its answer on standard output, everything else on standard error. With
// --json the answer is JSON and nothing else goes to standard output.
class Output {
 public:
  Output(Language language, bool json, std::FILE* answers, std::FILE* notes)
      : language_(language), json_(json), answers_(answers), notes_(notes) {}

  Language language() const { return language_; }
  bool json() const { return json_; }

  // One line of the answer, in words, with $0, $1 ... of absl::Substitute.
  template <typename... Args>
  void Line(absl::string_view chinese, absl::string_view english, const Args&... args) {
    Write(answers_, Printable(absl::Substitute(Say(language_, chinese, english), args...)));
  }
  void Line(absl::string_view text) { Write(answers_, Printable(text)); }

  // One JSON document of the answer.
  void Json(absl::string_view document) { Write(answers_, document); }

  // One line beside the answer.
  template <typename... Args>
  void Note(absl::string_view chinese, absl::string_view english, const Args&... args) {
    Write(notes_, Printable(absl::Substitute(Say(language_, chinese, english), args...)));
  }

 private:
  static void Write(std::FILE* file, absl::string_view line);

  const Language language_;
  const bool json_;
  std::FILE* const answers_;
  std::FILE* const notes_;
};

}  // namespace xuefen::cli
