#pragma once

namespace xuefen::cli {

// How a command ends, for scripts.
enum class Exit {
  kDone = 0,         // every row was accepted, or was there before
  kUnfinished = 1,   // run it again
  kMisused = 2,      // wrong usage, or a file that cannot be read
  kSomeRefused = 3,  // every row was answered, some were refused
};

}  // namespace xuefen::cli
