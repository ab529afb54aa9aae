// A private Mosquitto on a free loopback port, with its tap: started, watched, and gone with us,
// however we end.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "fleet/synthesise.hpp"
#include "sim/transport.hpp"
#include "sim/wire/tap_ring.hpp"
#include "sim/wire/temporary_folder.hpp"

namespace sim {

class MosquittoBroker {
  public:
    struct Settings {
        std::filesystem::path tap;      // fleetdrill_tap.so
        std::string cloud_certificate;  // 64 hex: the run's own connection
        BrokerSettings behaviour;
        bool allows_resumption = false;  // of TLS sessions
    };

    /// Returns when it accepts connections. Raises Error when there is no mosquitto, or with the
    /// last lines of its log when it does not start.
    MosquittoBroker(const fleet::Fleet& fleet, const TapMemory& memory, Settings settings);
    MosquittoBroker(const MosquittoBroker&) = delete;
    MosquittoBroker& operator=(const MosquittoBroker&) = delete;
    ~MosquittoBroker();

    std::uint16_t port() const { return port_; }
    pid_t process() const { return process_; }
    /// Raises Error with the last lines of the log when the broker has ended.
    void require_alive();
    /// Ends it and starts it anew on the same port, as an operator would: whoever is connected is
    /// cut off. Its files must not have been removed. Raises Error as the constructor does.
    void restart(const TapMemory& memory);
    /// Once a client is connected the broker has read all its files: removes them, so that even
    /// SIGKILL leaves none.
    void remove_files() { folder_.remove(); }

  private:
    void write_files(const fleet::Fleet& fleet) const;
    void start(const TapMemory& memory);
    std::vector<std::string> environment(const TapMemory& memory) const;
    bool await_listener();
    bool has_ended();
    void stop();
    std::string how_it_ended() const;
    std::string last_log_lines() const;

    Settings settings_;
    TemporaryFolder folder_;
    long devices_ = 0;  // in the registry it reads
    int log_ = -1;      // what the broker writes, readable after its file is gone
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
    int exit_status_ = 0;
};

/// An absolute path: the tap is preloaded by a process that does not share our working folder.
/// Where nothing is `given`: beside the running program, or in ../lib/fleetdrill. Raises Error.
std::filesystem::path find_tap(const std::filesystem::path& given = {});

/// The folders searched for `mosquitto`, in order: PATH, then where Debian puts it. Raises Error
/// saying how to get it.
std::filesystem::path find_mosquitto();

}  // namespace sim
