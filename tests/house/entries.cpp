// What must stand in a table, and what may stand at the top.
#include <algorithm>
#include <cctype>
#include <set>

#include "tests/house/sources.hpp"

namespace house {
namespace {

/// cancel_audit_task as AWS writes an operation: CancelAuditTask.
std::string pascal_case(const std::string& name) {
    std::string pascal;
    bool is_start = true;
    for (const char c : name) {
        if (c != '_')
            pascal += is_start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        is_start = c == '_';
    }
    return pascal;
}

/// Does a test tell of this entry: by its own file, a golden file's name, or by its name as the
/// program or AWS writes it?
bool has_test(std::span<const Source> sources, const std::string& name, const std::string& self) {
    std::string dashed = name, shouted = name;
    std::ranges::replace(dashed, '_', '-');
    std::ranges::transform(shouted, shouted.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return std::ranges::any_of(sources, [&](const Source& source) {
        if (!is_in(source.path, "tests") || source.path == self) return false;
        if (source.path.ends_with('/' + name + "_test.cpp")) return true;
        // The list command and this checker name everything.
        if (is_in(source.path, "tests/house") || source.path == "tests/cli/list_test.cpp")
            return false;
        return source.path.ends_with("_test.cpp") &&
               (names(source.text, name) || names(source.text, dashed) ||
                names(source.text, pascal_case(name)) || names(source.text, shouted + "_CHECK"));
    });
}

}  // namespace

Complaints unlisted_entries(std::span<const Source> sources, const Catalogue& catalogue) {
    Complaints complaints;
    const auto text_of = [&](const std::string& path) {
        const auto found = std::ranges::find(sources, path, &Source::path);
        return found == sources.end() ? std::string{} : found->text;
    };
    const auto table = text_of(catalogue.table), list = text_of(catalogue.list);
    for (const auto& source : sources) {
        if (!is_in(source.path, catalogue.folder) || !source.path.ends_with(".cpp")) continue;
        if (source.path == catalogue.table) continue;
        if (source.text.find(catalogue.marker) == std::string::npos) continue;
        const auto file = source.path.substr(source.path.rfind('/') + 1);
        const auto name = file.substr(0, file.size() - 4);
        const auto module_folder = catalogue.list.substr(0, catalogue.list.rfind('/') + 1);
        if (!names(table, name))
            complaints.push_back(place(source, 0, "is not in the table " + catalogue.table));
        if (list.find(source.path.substr(module_folder.size())) == std::string::npos)
            complaints.push_back(place(source, 0, "is not in " + catalogue.list));
        if (!has_test(sources, name, source.path))
            complaints.push_back(place(source, 0, "no test tells of it"));
    }
    return complaints;
}

Complaints strangers_at_the_top(std::span<const std::string> names, std::string_view ignored) {
    static const std::set<std::string> allowed{
        "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "CHANGELOG.md", "sim",
        "fleet",          "scenarios",         "engine",  "tests",     "bench",        "docs"};
    Complaints complaints;
    for (const auto& name : names) {
        if (allowed.contains(name) || name.starts_with('.')) continue;
        if (('\n' + std::string(ignored)).find("\n/" + name + "/\n") != std::string::npos) continue;
        complaints.push_back(name + ": does not belong at the top");
    }
    return complaints;
}

}  // namespace house
