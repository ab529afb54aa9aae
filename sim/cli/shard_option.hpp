// --shard I/N, or auto: which part of a run this process plays, as its user or the engine that
// started it says.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/shards.hpp"

namespace cli {

inline constexpr std::uint32_t shards_max = 65'536;

/// The value of an environment variable; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// Reads "2/8", or "auto" from the environment of a Kubernetes Indexed Job, a Slurm array or an
/// MPI program. Raises Error for anything else, for a number that is not below the count, and for
/// an environment that says nothing, or two things.
scenarios::Shard read_shard(std::string_view text, const Environment& environment);
/// That of this process.
std::optional<std::string> environment_variable(const char* name);

/// "2/8"
std::string text_of(const scenarios::Shard& shard);

}  // namespace cli
