#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace xuefen::rpc {

// Mutual TLS from a directory with key.pem, cert.pem and ca.pem, as deploy/certificates makes it.
// The files are read again every second, so a new certificate is taken up by the next handshakes.
// Replace all three in one step (swap a symbolic link): between a new key and its certificate every
// handshake fails.
//
// FAILED_PRECONDITION when a file is missing, the key may be read by others, or key and certificate
// do not match.

// Asks for a client certificate and verifies it.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerTls(const std::string& directory);

// Verifies that the server's certificate is of this CA and names the host that was dialled.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ClientTls(const std::string& directory);

// When the certificate of the directory ends.
absl::StatusOr<absl::Time> CertificateEnd(const std::string& directory);

// What a service of that name needs beside: the authority of the directory signed the certificate,
// it has not ended, and it names spiffe://xuefen/service/<service> and nothing else by URI.
absl::Status CheckServiceCertificate(const std::string& directory, const std::string& service);

}  // namespace xuefen::rpc
