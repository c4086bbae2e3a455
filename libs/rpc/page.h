#pragma once

#include <google/protobuf/message.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/rpc/call.h"
#include "libs/tokens/tokens.h"

namespace xuefen::rpc {

// One page of a list, as AIP-158 wants it: read one element more than `size()`, show `Cut`, and if
// there is `more()` answer `Next` of the last one shown.
class Page {
 public:
  // `request` has `page_size` and `page_token`. A token is good for this caller, method and the
  // other arguments only: PAGE_TOKEN_INVALID otherwise.
  static absl::StatusOr<Page> Open(const tokens::Tokens& tokens, const Call& call,
                                   const google::protobuf::Message& request);

  // Where the page before ended; empty on the first page.
  const std::string& last_key() const { return last_key_; }
  int size() const { return size_; }

  // What of `found` belongs to this page.
  template <typename T>
  absl::Span<const T> Cut(const std::vector<T>& found) {
    const auto shown = static_cast<std::size_t>(size_);
    more_ = found.size() > shown;
    return absl::MakeConstSpan(found).first(std::min(found.size(), shown));
  }

  // Whether there is another page; known after Cut.
  bool more() const { return more_; }

  // The token of the next page, which begins after `last_key`.
  std::string Next(absl::string_view last_key) const { return tokens_.SealPage(scope_, last_key); }

 private:
  Page(const tokens::Tokens& tokens, tokens::PageScope scope, int size, std::string last_key)
      : tokens_(tokens), scope_(std::move(scope)), size_(size), last_key_(std::move(last_key)) {}

  const tokens::Tokens& tokens_;
  tokens::PageScope scope_;
  int size_;
  std::string last_key_;
  bool more_ = false;
};

}  // namespace xuefen::rpc
