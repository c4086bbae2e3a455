#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace xuefen {

// Stands between a program and PostgreSQL, and can cut the line at the worst moment: at a COMMIT.
class CuttingProxy {
 public:
  enum class Cut {
    kBeforeCommit,  // The server never sees the COMMIT.
    kAfterCommit,   // The server has done it, and its answer is lost.
  };

  // Forwards to the server whose socket directory is in `conninfo`.
  explicit CuttingProxy(const std::string& conninfo);
  ~CuttingProxy();

  // The given connection string by way of this proxy.
  const std::string& conninfo() const { return conninfo_; }

  // Cuts at the next `times` COMMITs, whichever connections they come on.
  void CutNext(Cut cut, int times = 1);
  // How many cuts have been made.
  int cuts() const { return cuts_; }

 private:
  void Accept();
  void Forward(int client);
  // Passes on what has come from the client; false when the line is cut.
  bool PassToServer(int client, int server);
  bool TakeCut(Cut* cut);

  std::string target_;
  std::string directory_;
  std::string conninfo_;
  int listener_ = -1;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> cuts_ = 0;
  absl::Mutex mutex_;
  Cut cut_ ABSL_GUARDED_BY(mutex_) = Cut::kAfterCommit;
  int cuts_left_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::thread> lines_ ABSL_GUARDED_BY(mutex_);
  std::thread acceptor_;
};

}  // namespace xuefen
