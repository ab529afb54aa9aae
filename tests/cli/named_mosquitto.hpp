// Programs that a test starts beside fleetdrill and ends itself: a Mosquitto of the user's own, and
// a fleetdrill that is interrupted.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace cli_test {

/// fleetdrill with these arguments, its files in `folder`: out, err, and tmp/ for temporary ones.
class Started {
  public:
    Started(const std::vector<std::string>& arguments, const std::filesystem::path& folder);
    Started(const Started&) = delete;
    Started& operator=(const Started&) = delete;
    ~Started();

    pid_t process() const { return process_; }
    /// A child of it by the name of its program, as /proc writes it; 0 when none comes.
    pid_t await_child(std::string_view name) const;
    /// The exit status; -1 when it does not end within a minute.
    int status();

  private:
    pid_t process_ = -1;
    bool is_ended_ = false;
};

/// A plain Mosquitto on loopback that trusts the CA of a scenario's fleet, in force now, and has a
/// certificate of it for "localhost" and 127.0.0.1.
class NamedMosquitto {
  public:
    explicit NamedMosquitto(const std::filesystem::path& scenario,
                            const std::string& address = "127.0.0.1");
    NamedMosquitto(const NamedMosquitto&) = delete;
    NamedMosquitto& operator=(const NamedMosquitto&) = delete;
    ~NamedMosquitto();

    std::uint16_t port() const { return port_; }
    std::string ca() const { return (folder_ / "ca.pem").string(); }
    /// The start the scenario must have, so that its certificates are valid today.
    const std::string& start() const { return start_; }

  private:
    support::TemporaryFolder folder_;
    std::string start_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
};

}  // namespace cli_test
