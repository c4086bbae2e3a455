#pragma once

namespace xuefen::credit {

// The services whose feeds are followed, by the names under which their positions travel.
inline constexpr char kRegistry[] = "registry";
inline constexpr char kAccreditation[] = "accreditation";

}  // namespace xuefen::credit
