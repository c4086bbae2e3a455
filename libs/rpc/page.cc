#include "libs/rpc/page.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <memory>

#include "libs/base/bytes.h"
#include "libs/base/status_macros.h"

namespace xuefen::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kSizeDefault = 100;
constexpr int kSizeMax = 1000;

// A hash of everything in the request that selects what is listed. It is compared only with hashes
// of the same program, so the bytes need not be canonical for ever.
std::string HashArguments(const Message& request, const FieldDescriptor& size,
                          const FieldDescriptor& token) {
  const std::unique_ptr<Message> arguments(request.New());
  arguments->CopyFrom(request);
  arguments->GetReflection()->ClearField(arguments.get(), &size);
  arguments->GetReflection()->ClearField(arguments.get(), &token);
  // A read may be wanted fresher from page to page.
  const FieldDescriptor* freshness =
      request.GetDescriptor()->FindFieldByName("at_least_as_fresh_as");
  if (freshness != nullptr) arguments->GetReflection()->ClearField(arguments.get(), freshness);
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    arguments->SerializeToCodedStream(&coded);
  }
  return std::string(AsView(Sha256(bytes)));
}

}  // namespace

absl::StatusOr<Page> Page::Open(const tokens::Tokens& tokens, const Call& call,
                                const Message& request) {
  const FieldDescriptor* size = request.GetDescriptor()->FindFieldByName("page_size");
  const FieldDescriptor* token = request.GetDescriptor()->FindFieldByName("page_token");
  const int wanted = request.GetReflection()->GetInt32(request, size);
  const std::string given = request.GetReflection()->GetString(request, token);
  tokens::PageScope scope{.caller = call.principal().uri,
                          .method = call.method(),
                          .arguments = HashArguments(request, *size, *token)};
  std::string last_key;
  if (!given.empty()) {
    XUEFEN_ASSIGN_OR_RETURN(last_key, tokens.OpenPage(scope, given));
  }
  return Page(tokens, std::move(scope), wanted == 0 ? kSizeDefault : std::min(wanted, kSizeMax),
              std::move(last_key));
}

}  // namespace xuefen::rpc
