// The rules of the house as functions: from sources to complaints. Each is proven to speak on a
// sample in house_rules_test, and held against the whole tree by house_test.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace house {

struct Source {
    std::string path;  // from the top of the tree, "fleet/base/json.hpp"
    std::string text;
};
using Complaints = std::vector<std::string>;  // "path:line: what"

/// Every C++ file and CMake list of the tree, by path.
std::vector<Source> read_tree(const std::filesystem::path& top);

/// The module a file belongs to: fleet, scenarios, sim, engine, score, report, reference, drill,
/// cli; empty for anything else.
std::string module_of(std::string_view path);

/// An #include that points from a module to one it may not know.
Complaints wrong_directions(std::span<const Source> sources);
/// The names of the members of `struct NAME {` in a header.
std::vector<std::string> fields_of(std::string_view header, std::string_view name);
/// OpenSSL outside fleet/pki and sim/wire, directly or through one of their headers.
Complaints openssl_leaks(std::span<const Source> sources);
/// libmosquitto or the plugin API outside sim/wire.
Complaints mosquitto_leaks(std::span<const Source> sources);
/// <nlohmann/json.hpp> in a header.
Complaints whole_json_in_headers(std::span<const Source> sources);
/// `using namespace` outside tests; literals are no names.
Complaints using_namespaces(std::span<const Source> sources);
/// Lines of more than 100 characters.
Complaints wide_lines(std::span<const Source> sources);
/// A header that does not open with what it is.
Complaints headers_without_opening(std::span<const Source> sources);
/// Notes to self.
Complaints unfinished(std::span<const Source> sources);
/// Files of more than 300 lines, functions of more than 70.
Complaints long_files(std::span<const Source> sources);
Complaints long_functions(std::span<const Source> sources);

/// A folder each of whose files is one entry of a table.
struct Catalogue {
    std::string folder;  // "engine/audit/checks"
    std::string table;   // "engine/audit/checks.cpp"
    std::string list;    // "engine/CMakeLists.txt"
    std::string marker;  // only files that hold this text are entries; empty: all
};
/// Entries missing from their table, their CMake list, or the tests.
Complaints unlisted_entries(std::span<const Source> sources, const Catalogue& catalogue);

/// What stands at the top of the tree and has no business there. `ignored` is the .gitignore.
Complaints strangers_at_the_top(std::span<const std::string> names, std::string_view ignored);

}  // namespace house
