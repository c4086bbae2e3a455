#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/rpc/access.h"
#include "xuefen/accreditation/v1/accreditation_service.pb.h"
#include "xuefen/credit/v1/credit_service.pb.h"
#include "xuefen/registry/v1/registry_service.pb.h"
#include "xuefen/statistics/v1/statistics_service.pb.h"

namespace xuefen {
namespace {

constexpr char kDocument[] = XUEFEN_SOURCE_DIR "/docs/authorization.md";

template <typename Request>
std::string Describe() {
  const auto& service = *Request::descriptor()->file()->service(0);
  return absl::StrCat("## ", service.name(), "\n\n```\n", rpc::DescribeAccess(service), "```\n");
}

// Who may call what is written in the contracts and enforced from there. The document is the same
// in words, so that whoever widens a right sees it in the review.
TEST(AccessMatrix, TheDocumentSaysWhatTheContractsSay) {
  const std::string matrix = absl::StrCat(Describe<accreditation::v1::GetAuthorityRequest>(), "\n",
                                          Describe<registry::v1::GetPersonRequest>(), "\n",
                                          Describe<credit::v1::GetAccountRequest>(), "\n",
                                          Describe<statistics::v1::GetSummaryRequest>());
  std::ifstream file(kDocument);
  std::stringstream document;
  document << file.rdbuf();
  EXPECT_NE(document.str().find(matrix), std::string::npos) << "docs/authorization.md, want:\n"
                                                            << matrix;
}

}  // namespace
}  // namespace xuefen
