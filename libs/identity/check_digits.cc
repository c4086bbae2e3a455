#include "libs/identity/check_digits.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace xuefen::identity {
namespace {

constexpr absl::string_view kDigits = "0123456789";
constexpr absl::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr absl::string_view kCreditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// The value of each character, which is its place in the alphabet; -1 outside of it.
using Values = std::array<std::int8_t, 256>;

constexpr Values ValuesOf(absl::string_view alphabet) {
  Values values{};
  for (std::int8_t& value : values) value = -1;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

constexpr Values kValuesOfDigits = ValuesOf(kDigits);
constexpr Values kValuesOfAlphanumeric = ValuesOf(kAlphanumeric);
constexpr Values kValuesOfCreditCode = ValuesOf(kCreditCodeAlphabet);

// The sum of value times weight.
template <std::size_t N>
std::optional<int> WeightedSum(absl::string_view characters, const Values& values,
                               const std::array<int, N>& weights) {
  if (characters.size() != N) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < N; ++i) {
    const int value = values[static_cast<unsigned char>(characters[i])];
    if (value < 0) return std::nullopt;
    sum += value * weights[i];
  }
  return sum;
}

}  // namespace

std::optional<char> CitizenCheck(absl::string_view digits) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::optional<int> sum = WeightedSum(digits, kValuesOfDigits, kWeights);
  if (!sum.has_value()) return std::nullopt;
  return "10X98765432"[*sum % 11];
}

std::optional<char> TravelDocumentCheck(absl::string_view characters) {
  constexpr std::array<int, 14> kWeights = {7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3};
  const std::optional<int> sum = WeightedSum(characters, kValuesOfAlphanumeric, kWeights);
  if (!sum.has_value()) return std::nullopt;
  return kDigits[*sum % 10];
}

std::optional<char> OrganisationCheck(absl::string_view characters) {
  constexpr std::array<int, 8> kWeights = {3, 7, 9, 10, 5, 8, 4, 2};
  const std::optional<int> sum = WeightedSum(characters, kValuesOfAlphanumeric, kWeights);
  if (!sum.has_value()) return std::nullopt;
  return "0X987654321"[*sum % 11];
}

std::optional<char> CreditCodeCheck(absl::string_view characters) {
  // Powers of 3 modulo 31.
  constexpr std::array<int, 17> kWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                            29, 25, 13, 8,  24, 10, 30, 28};
  const std::optional<int> sum = WeightedSum(characters, kValuesOfCreditCode, kWeights);
  if (!sum.has_value()) return std::nullopt;
  return kCreditCodeAlphabet[(31 - *sum % 31) % 31];
}

bool IsCreditCodeCharacter(char c) {
  return kValuesOfCreditCode[static_cast<unsigned char>(c)] >= 0;
}

}  // namespace xuefen::identity
