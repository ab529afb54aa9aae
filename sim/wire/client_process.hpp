// What thousands of MQTT clients need of the one process they live in.
#pragma once

#include <cstddef>

namespace sim {

/// How many clients a process with that many descriptors can hold.
std::size_t clients_within(std::size_t descriptors);
/// How many clients this process can hold; raises the soft limit of descriptors to the hard one.
std::size_t clients_max();

/// While it lives: libmosquitto is initialised, and a broken pipe is the end of one connection, not
/// of the program (libmosquitto does not see to it).
class ClientProcess {
  public:
    ClientProcess();
    ClientProcess(const ClientProcess&) = delete;
    ClientProcess& operator=(const ClientProcess&) = delete;
    ~ClientProcess();

  private:
    void (*pipe_handler_before_)(int);
};

}  // namespace sim
