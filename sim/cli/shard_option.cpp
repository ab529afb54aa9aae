#include "sim/cli/shard_option.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace cli {
namespace {

using scenarios::Shard;

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Shard checked(std::uint64_t number, std::uint64_t count, std::string_view what) {
    if (count == 0 || count > shards_max)
        throw fleet::Error(
            fmt::format("{}: expected 1 to {} shards, found {}", what, shards_max, count));
    if (number >= count)
        throw fleet::Error(
            fmt::format("{}: there is no shard {} of {}: shards are counted from 0 to {}", what,
                        number, count, count - 1));
    return {.number = static_cast<std::uint32_t>(number),
            .count = static_cast<std::uint32_t>(count)};
}

/// Variables of one engine, read as numbers; raises Error naming one that is missing or none.
class Variables {
  public:
    Variables(std::string_view engine, const Environment& environment)
        : engine_(engine), environment_(environment) {}

    std::uint64_t number(const char* name) const {
        const auto text = environment_(name);
        if (!text) throw fleet::Error(fmt::format("--shard auto: {} is not set{}", name, engine_));
        const auto number = whole_number(*text);
        if (!number)
            throw fleet::Error(fmt::format("--shard auto: {}={} is no whole number", name, *text));
        return *number;
    }

  private:
    std::string_view engine_;
    const Environment& environment_;
};

Shard of_kubernetes(const Environment& environment) {
    const Variables variables(
        "; an Indexed Job does not set it by itself, its manifest must (docs/scaling-out.md)",
        environment);
    return checked(variables.number("JOB_COMPLETION_INDEX"), variables.number("JOB_COMPLETIONS"),
                   "--shard auto (JOB_COMPLETION_INDEX, JOB_COMPLETIONS)");
}

Shard of_slurm(const Environment& environment) {
    const Variables variables(", as Slurm does in a job array", environment);
    const auto id = variables.number("SLURM_ARRAY_TASK_ID");
    const auto first = variables.number("SLURM_ARRAY_TASK_MIN");
    const auto step = environment("SLURM_ARRAY_TASK_STEP")
                          ? variables.number("SLURM_ARRAY_TASK_STEP")
                          : std::uint64_t{1};
    if (id < first || step == 0 || (id - first) % step != 0)
        throw fleet::Error(fmt::format(
            "--shard auto: SLURM_ARRAY_TASK_ID={} is no step of {} from {}", id, step, first));
    return checked((id - first) / step, variables.number("SLURM_ARRAY_TASK_COUNT"),
                   "--shard auto (SLURM_ARRAY_TASK_…)");
}

Shard of_mpi(const Environment& environment) {
    const Variables variables(", as mpirun does", environment);
    return checked(variables.number("OMPI_COMM_WORLD_RANK"),
                   variables.number("OMPI_COMM_WORLD_SIZE"),
                   "--shard auto (OMPI_COMM_WORLD_RANK, OMPI_COMM_WORLD_SIZE)");
}

struct Engine {
    const char* mark;  // the variable by which it is known
    Shard (*read)(const Environment& environment);
};
constexpr std::array engines{Engine{"JOB_COMPLETION_INDEX", of_kubernetes},
                             Engine{"SLURM_ARRAY_TASK_ID", of_slurm},
                             Engine{"OMPI_COMM_WORLD_RANK", of_mpi}};

Shard shard_of_surroundings(const Environment& environment) {
    const Engine* found = nullptr;
    for (const auto& engine : engines) {
        if (!environment(engine.mark)) continue;
        if (found != nullptr)
            throw fleet::Error(fmt::format(
                "--shard auto: both {} and {} are set; say which is meant with --shard I/N",
                found->mark, engine.mark));
        found = &engine;
    }
    if (found != nullptr) return found->read(environment);
    throw fleet::Error(
        "--shard auto: this is no Kubernetes Indexed Job (JOB_COMPLETION_INDEX), Slurm array "
        "(SLURM_ARRAY_TASK_ID) or MPI program (OMPI_COMM_WORLD_RANK); say --shard I/N");
}

}  // namespace

Shard read_shard(std::string_view text, const Environment& environment) {
    if (text == "auto") return shard_of_surroundings(environment);
    const auto parts = fleet::split(text, '/');
    const auto number = whole_number(parts.front());
    const auto count = parts.size() == 2 ? whole_number(parts.back()) : std::nullopt;
    if (!number || !count)
        throw fleet::Error(fmt::format(
            "--shard {}: expected I/N, as in 0/4 to 3/4 for four shards, or auto", text));
    return checked(*number, *count, fmt::format("--shard {}", text));
}

std::optional<std::string> environment_variable(const char* name) {
    const auto* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    if (value == nullptr) return std::nullopt;
    return value;
}

std::string text_of(const Shard& shard) { return fmt::format("{}/{}", shard.number, shard.count); }

}  // namespace cli
