#include "sim/wire/barrier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "fleet/base/text.hpp"

namespace sim {
namespace {

using fleet::Observation;
using fleet::ObservationKind;

constexpr std::size_t named_max = 8;

std::string list(std::string_view what, std::vector<std::string> entries) {
    if (entries.empty()) return {};
    std::sort(entries.begin(), entries.end());
    const auto more = entries.size() > named_max ? entries.size() - named_max : 0;
    entries.resize(entries.size() - more);
    return fmt::format("{}: {}{}", what, fleet::join(entries, ", "),
                       more == 0 ? "" : fmt::format(" and {} more", more));
}

}  // namespace

std::size_t Barrier::Hash::operator()(const Key& key) const {
    const auto low = std::uint64_t{key.client_id} << 32 | key.certificate_id;
    const auto high =
        static_cast<std::uint64_t>(key.kind) << 8 | static_cast<std::uint64_t>(key.reason);
    return static_cast<std::size_t>((low ^ high << 17) * 0x9e3779b97f4a7c15ULL);
}

Barrier::Key Barrier::key_of(const Observation& seen) {
    const bool is_anonymous = seen.client_id == fleet::no_name;
    // A report is a publish to the broker; only the action knows better.
    const auto kind = seen.kind == ObservationKind::report ? ObservationKind::published : seen.kind;
    return {kind, seen.reason, seen.client_id, is_anonymous ? seen.certificate_id : fleet::no_name};
}

void Barrier::expect(std::span<const Observation> observations) {
    for (const auto& expected : observations) {
        open_[key_of(expected)] += expected.count;
        missing_ += expected.count;
        if (expected.kind == ObservationKind::delivered) deliveries_expected_ += expected.count;
    }
}

void Barrier::saw(const Observation& observation) {
    auto& open = open_[key_of(observation)];
    if (open > 0) --missing_;
    --open;
}

std::string Barrier::text_of(const Key& key) const {
    std::string text(name_of(key.kind));
    if (key.reason != fleet::Reason::none) text += fmt::format(" ({})", name_of(key.reason));
    if (key.client_id != fleet::no_name) {
        return text + fmt::format(" of {}", dictionary_.clients.text(key.client_id));
    }
    if (key.certificate_id == fleet::no_name) return text + " without certificate";
    return text + fmt::format(" of certificate {}",
                              dictionary_.certificates.text(key.certificate_id).substr(0, 16));
}

std::string Barrier::difference() const {
    std::vector<std::string> missing, excess;
    for (const auto& [key, open] : open_) {
        if (open > 0) missing.push_back(fmt::format("{} x {}", open, text_of(key)));
        if (open < 0) excess.push_back(fmt::format("{} x {}", -open, text_of(key)));
    }
    const auto first = list("missing", std::move(missing));
    const auto second = list("too many", std::move(excess));
    return first.empty() || second.empty() ? first + second : first + "; " + second;
}

}  // namespace sim
