#include "libs/identity/check_digits.h"

#include <array>
#include <cstddef>

namespace xuefen::identity {
namespace {

constexpr absl::string_view kDigits = "0123456789";
constexpr absl::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr absl::string_view kCreditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// The sum of value times weight, a character's value being its place in `alphabet`.
template <std::size_t N>
std::optional<int> WeightedSum(absl::string_view characters, absl::string_view alphabet,
                               const std::array<int, N>& weights) {
  if (characters.size() != N) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < N; ++i) {
    const std::size_t value = alphabet.find(characters[i]);
    if (value == absl::string_view::npos) return std::nullopt;
    sum += static_cast<int>(value) * weights[i];
  }
  return sum;
}

}  // namespace

std::optional<char> CitizenCheck(absl::string_view digits) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::optional<int> sum = WeightedSum(digits, kDigits, kWeights);
  if (!sum.has_value()) return std::nullopt;
  return "10X98765432"[*sum % 11];
}

std::optional<char> TravelDocumentCheck(absl::string_view characters) {
  constexpr std::array<int, 14> kWeights = {7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3};
  const std::optional<int> sum = WeightedSum(characters, kAlphanumeric, kWeights);
  if (!sum.has_value()) return std::nullopt;
  return kDigits[*sum % 10];
}

std::optional<char> OrganisationCheck(absl::string_view characters) {
  constexpr std::array<int, 8> kWeights = {3, 7, 9, 10, 5, 8, 4, 2};
  const std::optional<int> sum = WeightedSum(characters, kAlphanumeric, kWeights);
  if (!sum.has_value()) return std::nullopt;
  return "0X987654321"[*sum % 11];
}

std::optional<char> CreditCodeCheck(absl::string_view characters) {
  // Powers of 3 modulo 31.
  constexpr std::array<int, 17> kWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                            29, 25, 13, 8,  24, 10, 30, 28};
  const std::optional<int> sum = WeightedSum(characters, kCreditCodeAlphabet, kWeights);
  if (!sum.has_value()) return std::nullopt;
  return kCreditCodeAlphabet[(31 - *sum % 31) % 31];
}

bool IsCreditCodeCharacter(char c) {
  return kCreditCodeAlphabet.find(c) != absl::string_view::npos;
}

}  // namespace xuefen::identity
