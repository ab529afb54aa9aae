// The options that every command which plays scenarios shares, read once.
#pragma once

#include "scenarios/load.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"

namespace cli {

/// --seed, --devices, --set, --case, as far as the command has them.
scenarios::LoadOptions load_options(const Options& options);
/// --transport. Where it is not given: `otherwise`; a broker that is not installed is an Error that
/// suggests memory.
TransportKind wanted_transport(const Options& options, TransportKind otherwise);

}  // namespace cli
