#include "libs/rpc/tls.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/crypto/secret_file.h"

namespace xuefen::rpc {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;

constexpr unsigned kRefreshSeconds = 1;

struct Files {
  explicit Files(const std::string& directory)
      : key(directory + "/key.pem"), cert(directory + "/cert.pem"), ca(directory + "/ca.pem") {}
  const std::string key;
  const std::string cert;
  const std::string ca;
};

std::unique_ptr<X509, decltype(&X509_free)> ReadCertificate(const std::string& path) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> file(BIO_new_file(path.c_str(), "r"), BIO_free);
  return {file == nullptr ? nullptr : PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr),
          X509_free};
}

// gRPC takes what it finds and fails every handshake later; better to say so at the start.
absl::Status CheckFiles(const Files& files) {
  XUEFEN_RETURN_IF_ERROR(crypto::CheckSecretFile(files.key));
  if (ReadCertificate(files.ca) == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat(files.ca, ": no certificate can be read"));
  }
  const auto certificate = ReadCertificate(files.cert);
  if (certificate == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat(files.cert, ": no certificate can be read"));
  }
  const std::unique_ptr<BIO, decltype(&BIO_free)> file(BIO_new_file(files.key.c_str(), "r"),
                                                       BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  if (key == nullptr || X509_check_private_key(certificate.get(), key.get()) != 1) {
    return absl::FailedPreconditionError(
        absl::StrCat(files.key, ": not the key of the certificate beside it"));
  }
  return absl::OkStatus();
}

// Signed by the authority beside it, and within its time.
absl::Status CheckChain(const Files& files, X509& certificate) {
  const auto authority = ReadCertificate(files.ca);
  const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(),
                                                                      X509_STORE_free);
  const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> context(
      X509_STORE_CTX_new(), X509_STORE_CTX_free);
  X509_STORE_add_cert(store.get(), authority.get());
  X509_STORE_CTX_init(context.get(), store.get(), &certificate, nullptr);
  if (X509_verify_cert(context.get()) == 1) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      files.cert, ": ", X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()))));
}

std::vector<std::string> UrisOf(const X509& certificate) {
  std::vector<std::string> uris;
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
    uris.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                      static_cast<std::size_t>(ASN1_STRING_length(uri)));
  }
  return uris;
}

std::shared_ptr<FileWatcherCertificateProvider> Watch(const Files& files) {
  return std::make_shared<FileWatcherCertificateProvider>(files.key, files.cert, files.ca,
                                                          kRefreshSeconds);
}

}  // namespace

absl::StatusOr<absl::Time> CertificateEnd(const std::string& directory) {
  const Files files(directory);
  const auto certificate = ReadCertificate(files.cert);
  tm end{};
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) {
    return absl::FailedPreconditionError(absl::StrCat(files.cert, ": no certificate can be read"));
  }
  return absl::FromTM(end, absl::UTCTimeZone());
}

absl::Status CheckServiceCertificate(const std::string& directory, const std::string& service) {
  const Files files(directory);
  XUEFEN_RETURN_IF_ERROR(CheckFiles(files));
  const auto certificate = ReadCertificate(files.cert);
  XUEFEN_RETURN_IF_ERROR(CheckChain(files, *certificate));
  const std::string wanted = absl::StrCat("spiffe://xuefen/service/", service);
  const std::vector<std::string> uris = UrisOf(*certificate);
  if (uris == std::vector<std::string>{wanted}) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(files.cert, ": is for ", uris.empty() ? "nobody" : absl::StrJoin(uris, ", "),
                   ", want ", wanted));
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerTls(const std::string& directory) {
  const Files files(directory);
  XUEFEN_RETURN_IF_ERROR(CheckFiles(files));
  grpc::experimental::TlsServerCredentialsOptions options(Watch(files));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  // Without this no certificate is asked for at all.
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  // A client has no host name; its chain is verified all the same, its identity by PrincipalOf.
  options.set_certificate_verifier(std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ClientTls(const std::string& directory) {
  const Files files(directory);
  XUEFEN_RETURN_IF_ERROR(CheckFiles(files));
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(files));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(
      std::make_shared<grpc::experimental::HostNameCertificateVerifier>());
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace xuefen::rpc
