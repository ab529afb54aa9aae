#include "engine/account/account_state.hpp"

#include "fleet/base/error.hpp"

namespace engine {

bool AuditConfiguration::is_enabled(std::string_view check) const {
    const auto setting = checks.find(check);
    return setting != checks.end() && setting->second.is_enabled;
}

namespace {

/// What events echo.
void keep_behaviors(AccountState& account, const SecurityProfile& profile) {
    for (const auto& behavior : profile.behaviors)
        account.findings.behavior_json[{profile.name, behavior.name}] = behavior.json;
}

}  // namespace

StoredProfile& add_profile(AccountState& account, SecurityProfile profile, fleet::Time now) {
    keep_behaviors(account, profile);
    auto name = profile.name;
    const auto [stored, is_new] = account.profiles.try_emplace(std::move(name));
    fleet::require(is_new, "a profile is added once");
    stored->second.profile = std::move(profile);
    stored->second.created = stored->second.modified = now;
    return stored->second;
}

void change_profile(AccountState& account, StoredProfile& stored, SecurityProfile profile,
                    fleet::Time now) {
    keep_behaviors(account, profile);
    stored.profile = std::move(profile);
    stored.modified = now;
    ++stored.version;
}

}  // namespace engine
