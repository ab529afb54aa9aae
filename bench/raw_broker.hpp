// The broker of the raw baseline: Mosquitto with the configuration of a run, but without the tap.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "fleet/synthesise.hpp"
#include "sim/wire/temporary_folder.hpp"

namespace bench {

class RawBroker {
  public:
    /// Returns when it accepts connections. Raises fleet::Error when it does not start.
    explicit RawBroker(const fleet::Fleet& fleet);
    RawBroker(const RawBroker&) = delete;
    RawBroker& operator=(const RawBroker&) = delete;
    ~RawBroker();

    std::uint16_t port() const { return port_; }
    pid_t process() const { return process_; }

  private:
    void start();
    void stop();

    sim::TemporaryFolder folder_;
    std::uint16_t port_;
    pid_t process_ = -1;
};

}  // namespace bench
