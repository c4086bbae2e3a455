#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace xuefen::sheet {

// The attributes of one element; valid during the call that passes it.
class XmlAttributes {
 public:
  // `pairs` as expat gives them: name, value, …, null.
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}

  // The value of the attribute of that local name.
  std::optional<absl::string_view> Find(absl::string_view local_name) const;

 private:
  const char* const* pairs_;
};

// Receives the pieces of a document. Names come without their namespace prefix: the producers of
// .xlsx files differ in prefixes and even in namespaces, not in local names. The first error ends
// the parse.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual absl::Status StartElement(absl::string_view name, const XmlAttributes& attributes) = 0;
  virtual absl::Status EndElement(absl::string_view name) = 0;
  // A part of the text of an element; one text may come in several parts.
  virtual absl::Status Text(absl::string_view part) = 0;
};

// Parses a whole document. MESSAGE_UNREADABLE if it is not well-formed, has a document type (which
// no producer writes, and through which entities could multiply) or nests deeper than 64 elements;
// otherwise the handler's first error. `part` names the document in messages.
absl::Status ParseXml(absl::string_view document, absl::string_view part, XmlHandler& handler);

}  // namespace xuefen::sheet
