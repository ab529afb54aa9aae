#include "engine/detect/lints_page.hpp"

#include <fmt/format.h>

#include "engine/detect/lint.hpp"

namespace engine {

std::string lints_page() {
    std::string page =
        "# The lints of security profiles\n\n"
        "Written from the lints' cards; `fleetdrill list lints` names them. `fleetdrill check` "
        "tells what they say of a file.\nAWS takes most of what is shown here. A lint is a "
        "warning: the profile is valid, or its error has a known remedy.\n";
    for (const auto* lint : lints()) {
        page += fmt::format("\n## {}\n\n{}\n\n", lint->name, lint->story);
        if (lint->needs_context)
            page +=
                "It speaks only where something is known of the fleet: in a scenario, or by "
                "trial.\n\n";
        page += fmt::format("It speaks of\n\n```json\n{}\n```\n\nMeant was\n\n```json\n{}\n```\n",
                            lint->example, lint->fix);
    }
    return page;
}

}  // namespace engine
