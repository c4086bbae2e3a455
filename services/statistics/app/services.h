#pragma once

namespace xuefen::statistics {

// The services whose feeds are followed, by the names under which their positions travel.
inline constexpr char kRegistry[] = "registry";
inline constexpr char kCredit[] = "credit";
inline constexpr char kAccreditation[] = "accreditation";

}  // namespace xuefen::statistics
