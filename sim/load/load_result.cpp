#include "sim/load/load_result.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sim {

void LoadFigures::add(const LoadFigures& other) {
    for (const auto member :
         {&LoadFigures::connects, &LoadFigures::resumed, &LoadFigures::cut_off, &LoadFigures::sent,
          &LoadFigures::acknowledged, &LoadFigures::interrupted, &LoadFigures::unsent,
          &LoadFigures::seen, &LoadFigures::denied, &LoadFigures::events})
        this->*member += other.*member;
    for (const auto member : {&LoadFigures::connect, &LoadFigures::acknowledge,
                              &LoadFigures::engine, &LoadFigures::lag})
        (this->*member).add(other.*member);
    for (const auto member : {&LoadFigures::seconds, &LoadFigures::broker_cpu_seconds,
                              &LoadFigures::client_cpu_seconds})
        this->*member += other.*member;
    for (const auto& [reason, count] : other.errors) errors[reason] += count;
}

std::uint64_t LoadFigures::error_count() const {
    std::uint64_t count = 0;
    for (const auto& [reason, number] : errors) count += number;
    return count;
}

double LoadFigures::per_second(std::uint64_t count) const {
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

LoadFigures LoadResult::figures(std::string_view phase) const {
    LoadFigures sum;
    for (const auto& one : phases) {
        if (phase.empty() || one.name == phase) sum.add(one.figures);
    }
    return sum;
}

bool LoadResult::has_phase(std::string_view name) const {
    return std::ranges::find(phases, name, &LoadPhase::name) != phases.end();
}

std::string duration_text(std::uint64_t us) {
    if (us < 1000) return fmt::format("{} us", us);
    const auto ms = static_cast<double>(us) / 1000;
    if (ms < 10) return fmt::format("{:.1f} ms", ms);
    if (ms < 10'000) return fmt::format("{:.0f} ms", ms);
    return fmt::format("{:.1f} s", ms / 1000);
}

}  // namespace sim
