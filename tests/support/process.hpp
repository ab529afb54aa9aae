// Runs a program to its end and keeps what it said.
#pragma once

#include <string>
#include <vector>

namespace support {

struct Outcome {
    int status = -1;  // exit status; 128 + n when signal n ended it
    std::string out;
    std::string err;
};

/// `words` start with the program. stdin is empty. Fails the test when it cannot be started.
Outcome run_process(const std::vector<std::string>& words);
/// The built fleetdrill with these arguments.
Outcome fleetdrill(std::vector<std::string> arguments);

}  // namespace support
