#include "libs/rpc/denied.h"

#include <grpc/grpc_security_constants.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/log/log.h"

namespace xuefen::rpc {
namespace {

constexpr absl::Duration kLoadInterval = absl::Seconds(1);
constexpr std::size_t kSerialsKept = 4096;
constexpr char kSerialPrefix[] = "serial=";

// One spelling of a serial: capitals, no leading zeros.
std::string Spelt(absl::string_view hex) {
  hex.remove_prefix(std::min(hex.find_first_not_of('0'), hex.size()));
  return absl::AsciiStrToUpper(hex);
}

bool IsHex(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isxdigit(static_cast<unsigned char>(c));
  });
}

// Empty when the text is no certificate.
std::string ReadSerial(absl::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), X509_free);
  if (certificate == nullptr) return "";
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate.get()), nullptr), BN_free);
  char* hex = BN_bn2hex(number.get());
  std::string serial = Spelt(hex);
  OPENSSL_free(hex);
  return serial;
}

}  // namespace

absl::StatusOr<std::unique_ptr<DeniedCertificates>> DeniedCertificates::Open(
    const std::string& path) {
  auto denied = std::unique_ptr<DeniedCertificates>(new DeniedCertificates(path));
  if (path.empty()) return denied;
  const absl::MutexLock lock(&denied->mutex_);
  if (const absl::Status loaded = denied->Load(); !loaded.ok()) return loaded;
  return denied;
}

absl::Status DeniedCertificates::Load() {
  loaded_ = absl::Now();
  std::ifstream file(path_);
  if (!file) {
    return absl::FailedPreconditionError(absl::StrCat(path_, ": want a readable file"));
  }
  absl::flat_hash_set<std::string> denied;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    absl::string_view serial = absl::StripAsciiWhitespace(line);
    if (serial.empty() || serial.front() == '#') continue;
    absl::ConsumePrefix(&serial, kSerialPrefix);
    if (!IsHex(serial)) {
      return absl::FailedPreconditionError(
          absl::StrCat(path_, ":", number, ": want a serial number in hexadecimal"));
    }
    denied.insert(Spelt(serial));
  }
  denied_ = std::move(denied);
  return absl::OkStatus();
}

void DeniedCertificates::LoadIfDue() {
  if (absl::Now() - loaded_ < kLoadInterval) return;
  if (const absl::Status loaded = Load(); !loaded.ok()) {
    log::Error("denied certificates: the list before stays", {{"detail", loaded.message()}});
  }
}

const std::string& DeniedCertificates::SerialOf(absl::string_view pem) {
  if (serials_.size() >= kSerialsKept) serials_.clear();
  const auto [known, is_new] = serials_.try_emplace(pem);
  if (is_new) known->second = ReadSerial(pem);
  return known->second;
}

absl::Status DeniedCertificates::Check(const grpc::AuthContext& peer) {
  if (path_.empty()) return absl::OkStatus();
  const absl::MutexLock lock(&mutex_);
  LoadIfDue();
  if (denied_.empty()) return absl::OkStatus();
  const std::vector<grpc::string_ref> pems =
      peer.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  const std::string serial =
      pems.size() == 1 ? SerialOf(absl::string_view(pems[0].data(), pems[0].size())) : "";
  // A certificate whose serial cannot be told could be a denied one.
  if (!serial.empty() && !denied_.contains(serial)) return absl::OkStatus();
  return Refusal(Reason::NOT_AUTHENTICATED, "certificate: it has been withdrawn");
}

}  // namespace xuefen::rpc
