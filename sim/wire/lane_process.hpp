// One lane in a process of its own: it holds a transport, and performs what it is told through a
// pair of sockets. It ends with us, however we end.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/transport.hpp"

namespace sim {

class LaneProcess {
  public:
    using Make = std::function<std::unique_ptr<Transport>()>;

    /// What a lane did in one slice.
    struct Outcome {
        std::vector<fleet::Observation> observations;
        std::vector<scenarios::ActorState> states;  // of its actors, in their order
        TransportCounts counts;                     // since the start
    };

    /// Forks; the process makes its transport with `make` and shares what stands in memory now, so
    /// no other thread may run. `world` and `actors` outlive the object. `before` are the lanes
    /// that were started earlier. await_start() follows.
    LaneProcess(const World& world, std::span<const std::uint32_t> actors, const Make& make,
                std::span<const std::unique_ptr<LaneProcess>> before);
    LaneProcess(const LaneProcess&) = delete;
    LaneProcess& operator=(const LaneProcess&) = delete;
    /// Ends the process and waits for it.
    ~LaneProcess();

    std::span<const std::uint32_t> actors() const { return actors_; }
    /// All raise Error with what the lane has to say when it failed.
    void await_start();
    void tell(const SliceWork& work);
    Outcome await();
    /// The lane may end; the destructor waits for it.
    void dismiss();

  private:
    void serve(const Make& make);
    void learn_topics();
    void perform(Transport& transport);
    void receive_status();

    const World& world_;
    std::span<const std::uint32_t> actors_;
    std::size_t known_topics_ = 0;         // to the lane
    std::vector<fleet::NameId> payloads_;  // of the slice, as the lane numbers them
    int socket_ = -1;
    pid_t process_ = -1;
};

}  // namespace sim
