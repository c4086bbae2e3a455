#include "libs/sheet/zip_archive.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/sheet/sheet.h"
#include "libs/sheet/unreadable.h"

namespace xuefen::sheet {
namespace {

// An .xlsx has a few dozen; names are looked up one after the other.
constexpr zip_int64_t kEntriesMax = 10'000;

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using FilePtr = std::unique_ptr<zip_file_t, CloseFile>;

}  // namespace

absl::StatusOr<ZipArchive> ZipArchive::Open(absl::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source =
      zip_source_buffer_create(bytes.data(), bytes.size(), /*freep=*/0, &error);
  zip_t* const archive =
      source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    const absl::Status status = Unreadable(absl::StrCat("zip: ", zip_error_strerror(&error)));
    zip_error_fini(&error);
    return status;
  }
  zip_error_fini(&error);
  ArchivePtr owned(archive);
  if (zip_get_num_entries(archive, 0) > kEntriesMax) return Unreadable("zip: too many entries");
  return ZipArchive(std::move(owned));
}

bool ZipArchive::Has(const std::string& path) const {
  return zip_name_locate(archive_.get(), path.c_str(), ZIP_FL_NOCASE) >= 0;
}

absl::StatusOr<std::string> ZipArchive::Read(const std::string& path) {
  const FilePtr file(zip_fopen(archive_.get(), path.c_str(), ZIP_FL_NOCASE));
  if (file == nullptr) {
    return Unreadable(absl::StrCat("zip: ", path, ": ", zip_strerror(archive_.get())));
  }
  std::string content;
  std::array<char, 1 << 16> chunk;
  while (true) {
    const zip_int64_t count = zip_fread(file.get(), chunk.data(), chunk.size());
    if (count < 0) {
      return Unreadable(absl::StrCat("zip: ", path, ": ", zip_file_strerror(file.get())));
    }
    if (count == 0) return content;
    inflated_bytes_ += static_cast<std::size_t>(count);
    if (inflated_bytes_ > kInflatedBytesMax) {
      return Unreadable("zip: inflates to too much, want at most 64 MiB");
    }
    content.append(chunk.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace xuefen::sheet
