#include "libs/sheet/xml.h"

#include <expat.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/sheet/unreadable.h"

namespace xuefen::sheet {
namespace {

constexpr int kDepthMax = 64;

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using ParserPtr = std::unique_ptr<XML_ParserStruct, FreeParser>;

absl::string_view LocalName(absl::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == absl::string_view::npos ? name : name.substr(colon + 1);
}

// Between expat's callbacks, which return nothing, and the handler.
struct Parse {
  XML_Parser parser;
  XmlHandler& handler;
  absl::Status status;
  int depth = 0;

  void Note(absl::Status result) {
    if (result.ok() || !status.ok()) return;
    status = std::move(result);
    XML_StopParser(parser, XML_FALSE);
  }
};

void OnStart(void* user, const char* name, const char** attributes) {
  auto& parse = *static_cast<Parse*>(user);
  if (!parse.status.ok()) return;
  if (++parse.depth > kDepthMax) return parse.Note(Unreadable("XML: nested too deep"));
  parse.Note(parse.handler.StartElement(LocalName(name), XmlAttributes(attributes)));
}

void OnEnd(void* user, const char* name) {
  auto& parse = *static_cast<Parse*>(user);
  if (!parse.status.ok()) return;
  --parse.depth;
  parse.Note(parse.handler.EndElement(LocalName(name)));
}

void OnText(void* user, const char* text, int size) {
  auto& parse = *static_cast<Parse*>(user);
  if (!parse.status.ok()) return;
  parse.Note(parse.handler.Text(absl::string_view(text, static_cast<std::size_t>(size))));
}

void OnDoctype(void* user, const char* /*name*/, const char* /*system*/, const char* /*public_id*/,
               int /*has_internal_subset*/) {
  static_cast<Parse*>(user)->Note(Unreadable("XML: has a document type"));
}

}  // namespace

std::optional<absl::string_view> XmlAttributes::Find(absl::string_view local_name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (LocalName(pair[0]) == local_name) return absl::string_view(pair[1]);
  }
  return std::nullopt;
}

absl::Status ParseXml(absl::string_view document, absl::string_view part, XmlHandler& handler) {
  const ParserPtr parser(XML_ParserCreate(nullptr));
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory for an XML parser");
  Parse parse{parser.get(), handler, absl::OkStatus()};
  XML_SetUserData(parser.get(), &parse);
  XML_SetElementHandler(parser.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);
  // In one piece: expat would parse a long token again for every further piece of it.
  const XML_Status result =
      XML_Parse(parser.get(), document.data(), static_cast<int>(document.size()), XML_TRUE);
  if (!parse.status.ok()) return parse.status;
  if (result == XML_STATUS_OK) return absl::OkStatus();
  return Unreadable(absl::StrCat(part, ": line ", XML_GetCurrentLineNumber(parser.get()), ": ",
                                 XML_ErrorString(XML_GetErrorCode(parser.get()))));
}

}  // namespace xuefen::sheet
