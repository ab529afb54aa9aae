#include "engine/account/check_setting.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "engine/audit/check_name.hpp"
#include "engine/audit/checks.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

std::optional<std::uint32_t> days_in(const Json& value) {
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    std::uint32_t days = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (days < threshold_days_min || days > threshold_days_max) return std::nullopt;
    return days;
}

std::string problem_of_configuration(const AuditCheck& check, const Json& configuration) {
    if (!configuration.is_object()) return "configuration must be an object";
    for (const auto& [name, value] : configuration.items()) {
        if (name != check.threshold_name)
            return fmt::format("{} has no configuration named {}", check.name, name);
        if (!days_in(value))
            return fmt::format("{} must be a text with a whole number of days within {} and {}",
                               name, threshold_days_min, threshold_days_max);
    }
    return {};
}

}  // namespace

std::string problem_of_setting(std::string_view given, const Json& setting) {
    const auto name = check_name_of(given);
    if (name.empty()) return std::string(invalid_check_name);
    if (!setting.is_object()) return fmt::format("the setting of {} must be an object", name);
    for (const auto& [member, value] : setting.items()) {
        if (member != "enabled" && member != "configuration")
            return fmt::format("unknown member {} of {}", member, name);
        if (member == "enabled" && !value.is_boolean())
            return fmt::format("enabled of {} must be true or false", name);
    }
    if (!setting.contains("configuration")) return {};
    return problem_of_configuration(*audit_check(name), setting["configuration"]);
}

void adopt_setting(CheckSetting& current, const Json& setting, fleet::Time now) {
    const bool is_enabled = setting.value("enabled", current.is_enabled);
    if (is_enabled && !current.is_enabled) current.enabled_since = now;
    current.is_enabled = is_enabled;
    if (!setting.contains("configuration")) return;
    for (const auto& value : setting["configuration"]) current.threshold_days = days_in(value);
}

}  // namespace engine
