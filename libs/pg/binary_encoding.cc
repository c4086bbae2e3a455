#include "libs/pg/binary_encoding.h"

#include <endian.h>

#include <cstring>
#include <pqxx/except>
#include <utility>

namespace xuefen::pg {
namespace {

// Type numbers of PostgreSQL's catalogue; they never change.
constexpr std::uint32_t kByteaType = 17;
constexpr std::uint32_t kInt8Type = 20;
constexpr std::uint32_t kInt2Type = 21;
constexpr std::uint32_t kInt4Type = 23;
constexpr std::uint32_t kTextType = 25;
constexpr std::uint32_t kByteaArrayType = 1001;
constexpr std::uint32_t kInt2ArrayType = 1005;
constexpr std::uint32_t kTextArrayType = 1009;
constexpr std::uint32_t kInt8ArrayType = 1016;
constexpr std::uint32_t kDateType = 1082;
constexpr std::uint32_t kUuidType = 2950;
constexpr std::uint32_t kUuidArrayType = 2951;

constexpr absl::string_view kCopyHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
// PostgreSQL counts days from 2000-01-01, DayNumber from 1970-01-01.
constexpr std::int32_t kDaysFrom1970To2000 = 10957;

template <typename T>
void AppendBigEndian(T value, std::string* out) {
  const std::uint64_t bits = htobe64(static_cast<std::uint64_t>(value) << (64 - 8 * sizeof(T)));
  char bytes[sizeof(T)];
  std::memcpy(bytes, &bits, sizeof(T));
  out->append(bytes, sizeof(T));
}

template <typename T>
T ReadBigEndian(absl::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = (value << 8) | static_cast<unsigned char>(c);
  return static_cast<T>(value);
}

template <typename T>
T NumberOf(absl::string_view field) {
  if (field.size() != sizeof(T)) throw pqxx::conversion_error("unexpected width of a binary field");
  return ReadBigEndian<T>(field);
}

template <typename T>
std::string BigEndian(T value) {
  std::string bytes;
  AppendBigEndian(value, &bytes);
  return bytes;
}

void AppendField(absl::string_view value, std::string* out) {
  AppendBigEndian(static_cast<std::int32_t>(value.size()), out);
  out->append(value.data(), value.size());
}

template <typename T>
void AppendNumberField(T value, std::string* out) {
  AppendBigEndian(static_cast<std::int32_t>(sizeof(T)), out);
  AppendBigEndian(value, out);
}

// One dimension, no NULLs, counted from 1.
std::string ArrayHeader(std::uint32_t element_type, std::size_t size) {
  std::string bytes;
  AppendBigEndian<std::int32_t>(1, &bytes);
  AppendBigEndian<std::int32_t>(0, &bytes);
  AppendBigEndian(element_type, &bytes);
  AppendBigEndian(static_cast<std::int32_t>(size), &bytes);
  AppendBigEndian<std::int32_t>(1, &bytes);
  return bytes;
}

template <typename T>
std::string NumberArray(std::uint32_t element_type, const std::vector<T>& values) {
  std::string bytes = ArrayHeader(element_type, values.size());
  for (const T value : values) AppendNumberField(value, &bytes);
  return bytes;
}

std::string FieldArray(std::uint32_t element_type, const std::vector<absl::string_view>& values) {
  std::string bytes = ArrayHeader(element_type, values.size());
  for (const absl::string_view value : values) AppendField(value, &bytes);
  return bytes;
}

}  // namespace

BinaryRows::BinaryRows(int columns)
    : columns_(static_cast<std::int16_t>(columns)), bytes_(kCopyHeader) {}

BinaryRows& BinaryRows::BeginRow() {
  AppendBigEndian(columns_, &bytes_);
  return *this;
}

BinaryRows& BinaryRows::Int16(std::int16_t value) {
  AppendNumberField(value, &bytes_);
  return *this;
}

BinaryRows& BinaryRows::Int32(std::int32_t value) {
  AppendNumberField(value, &bytes_);
  return *this;
}

BinaryRows& BinaryRows::Int64(std::int64_t value) {
  AppendNumberField(value, &bytes_);
  return *this;
}

BinaryRows& BinaryRows::Bytes(absl::string_view value) {
  AppendField(value, &bytes_);
  return *this;
}

BinaryRows& BinaryRows::Uuid(const Id& id) { return Bytes(id.Bytes()); }

BinaryRows& BinaryRows::Date(Day day) { return Int32(DayNumber(day) - kDaysFrom1970To2000); }

absl::string_view BinaryRows::Finish() {
  AppendBigEndian<std::int16_t>(-1, &bytes_);
  return bytes_;
}

BinaryParams& BinaryParams::Add(std::uint32_t type, std::string value) {
  types_.push_back(type);
  values_.push_back(std::move(value));
  return *this;
}

BinaryParams& BinaryParams::Int16(std::int16_t value) { return Add(kInt2Type, BigEndian(value)); }
BinaryParams& BinaryParams::Int32(std::int32_t value) { return Add(kInt4Type, BigEndian(value)); }
BinaryParams& BinaryParams::Int64(std::int64_t value) { return Add(kInt8Type, BigEndian(value)); }

BinaryParams& BinaryParams::Bytes(absl::string_view value) {
  return Add(kByteaType, std::string(value));
}

BinaryParams& BinaryParams::Text(absl::string_view value) {
  return Add(kTextType, std::string(value));
}

BinaryParams& BinaryParams::Uuid(const Id& id) { return Add(kUuidType, std::string(id.Bytes())); }

BinaryParams& BinaryParams::Date(Day day) {
  return Add(kDateType, BigEndian(DayNumber(day) - kDaysFrom1970To2000));
}

BinaryParams& BinaryParams::Int16Array(const std::vector<std::int16_t>& values) {
  return Add(kInt2ArrayType, NumberArray(kInt2Type, values));
}

BinaryParams& BinaryParams::Int64Array(const std::vector<std::int64_t>& values) {
  return Add(kInt8ArrayType, NumberArray(kInt8Type, values));
}

BinaryParams& BinaryParams::BytesArray(const std::vector<absl::string_view>& values) {
  return Add(kByteaArrayType, FieldArray(kByteaType, values));
}

BinaryParams& BinaryParams::TextArray(const std::vector<absl::string_view>& values) {
  return Add(kTextArrayType, FieldArray(kTextType, values));
}

BinaryParams& BinaryParams::UuidArray(const std::vector<absl::string_view>& values) {
  return Add(kUuidArrayType, FieldArray(kUuidType, values));
}

BinaryParams& BinaryParams::UuidArray(const std::vector<Id>& ids) {
  std::vector<absl::string_view> views;
  for (const Id& id : ids) views.push_back(id.Bytes());
  return UuidArray(views);
}

BinaryFields::BinaryFields(absl::string_view row) : rest_(row) { Take(sizeof(std::int16_t)); }

// Before the elements, each a field of its own: how many dimensions, whether there are NULLs, the
// type, and of each dimension its length and first number.
template <typename T>
std::vector<T> BinaryFields::Array() {
  constexpr std::size_t kEmptyHeader = 12;
  constexpr std::size_t kHeader = 20;
  const absl::string_view field = Bytes();
  if (field.size() == kEmptyHeader && ReadBigEndian<std::int32_t>(field.substr(0, 4)) == 0) {
    return {};
  }
  constexpr std::size_t kElement = sizeof(std::int32_t) + sizeof(T);
  if (field.size() < kHeader || ReadBigEndian<std::int32_t>(field.substr(0, 4)) != 1 ||
      (field.size() - kHeader) % kElement != 0) {
    throw pqxx::conversion_error("unexpected shape of a binary array");
  }
  std::vector<T> values;
  for (std::size_t at = kHeader; at < field.size(); at += kElement) {
    values.push_back(NumberOf<T>(field.substr(at + sizeof(std::int32_t), sizeof(T))));
  }
  return values;
}

absl::string_view BinaryFields::Take(std::size_t width) {
  if (rest_.size() < width) throw pqxx::conversion_error("a binary row is shorter than expected");
  const absl::string_view taken = rest_.substr(0, width);
  rest_.remove_prefix(width);
  return taken;
}

absl::string_view BinaryFields::Bytes() {
  const auto width = ReadBigEndian<std::int32_t>(Take(sizeof(std::int32_t)));
  if (width < 0) throw pqxx::conversion_error("unexpected NULL in a binary row");
  return Take(static_cast<std::size_t>(width));
}

std::int16_t BinaryFields::Int16() { return NumberOf<std::int16_t>(Bytes()); }
std::int32_t BinaryFields::Int32() { return NumberOf<std::int32_t>(Bytes()); }
std::int64_t BinaryFields::Int64() { return NumberOf<std::int64_t>(Bytes()); }
std::vector<std::int16_t> BinaryFields::Int16Array() { return Array<std::int16_t>(); }
std::vector<std::int64_t> BinaryFields::Int64Array() { return Array<std::int64_t>(); }
Day BinaryFields::Date() { return DayFromNumber(Int32() + kDaysFrom1970To2000); }

}  // namespace xuefen::pg
