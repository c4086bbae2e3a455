#pragma once

#include <zip.h>

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace xuefen::sheet {

// A zip archive in memory, read under one limit for all that is inflated.
class ZipArchive {
 public:
  // `bytes` outlive the archive. MESSAGE_UNREADABLE if they are no archive.
  static absl::StatusOr<ZipArchive> Open(absl::string_view bytes);

  bool Has(const std::string& path) const;

  // The whole inflated entry. MESSAGE_UNREADABLE if it is missing, damaged or encrypted, or if it
  // and the entries read before exceed kInflatedBytesMax; sizes that the archive claims are not
  // believed.
  absl::StatusOr<std::string> Read(const std::string& path);

 private:
  struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
  };
  using ArchivePtr = std::unique_ptr<zip_t, Discard>;

  explicit ZipArchive(ArchivePtr archive) : archive_(std::move(archive)) {}

  ArchivePtr archive_;
  std::size_t inflated_bytes_ = 0;
};

}  // namespace xuefen::sheet
