#include "sim/cli/scenario_options.hpp"

#include <array>

namespace cli {

scenarios::LoadOptions load_options(const Options& options) {
    scenarios::LoadOptions load;
    if (options.has("seed")) load.seed = options.number_or("seed", 0);
    if (options.has("devices"))
        load.devices = options.number_or("devices", 0, 1, scenarios::cohort_devices_max);
    load.sets = options.texts("set");
    load.case_name = options.text_or("case", "");
    return load;
}

TransportKind wanted_transport(const Options& options, TransportKind otherwise) {
    const std::array<std::string, 2> words{"broker", "memory"};
    const auto word = options.word_or("transport", words,
                                      otherwise == TransportKind::broker ? "broker" : "memory");
    return word == "memory" ? TransportKind::memory : TransportKind::broker;
}

}  // namespace cli
