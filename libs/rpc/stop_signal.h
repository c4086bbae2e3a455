#pragma once

#include <csignal>

namespace xuefen::rpc {

// Turns SIGTERM and SIGINT into something to wait for. Make it first in main: threads that exist
// before it would still be killed. Also ignores SIGPIPE, which a lost connection to the database
// would raise.
class StopSignal {
 public:
  StopSignal();

  // Returns the signal that came.
  int Wait() const;

 private:
  sigset_t signals_;
};

}  // namespace xuefen::rpc
