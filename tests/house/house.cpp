#include "tests/house/house.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <regex>
#include <set>

namespace house {
namespace {

const std::array<std::string, 6> folders{"fleet", "scenarios", "sim", "engine", "tests", "bench"};

/// Who may include whom (docs/architecture.md). Everybody may include itself.
const std::map<std::string, std::set<std::string>> may_include{
    {"fleet", {}},
    {"scenarios", {"fleet"}},
    {"sim", {"scenarios", "fleet"}},
    {"engine", {"fleet"}},
    {"score", {"engine", "scenarios", "fleet"}},
    {"report", {"score", "engine", "fleet"}},
    {"drill", {"report", "score", "engine", "sim", "scenarios", "fleet"}},
    {"cli", {"drill", "report", "score", "engine", "sim", "scenarios", "fleet"}},
};

bool is_in(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}
bool is_code(const Source& source) { return !source.path.ends_with("CMakeLists.txt"); }
bool is_header(const Source& source) { return source.path.ends_with(".hpp"); }
bool is_test(const Source& source) {
    return is_in(source.path, "tests") || is_in(source.path, "bench");
}

std::string_view trimmed(std::string_view line) {
    const auto begin = line.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view{} : line.substr(begin);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string place(const Source& source, std::size_t line, const std::string& what) {
    return fmt::format("{}:{}: {}", source.path, line + 1, what);
}

using IsWrong = std::function<std::string(const Source&, std::string_view)>;

/// A complaint for every line of which `what_is_wrong` says something.
Complaints by_line(std::span<const Source> sources, const IsWrong& what_is_wrong) {
    Complaints complaints;
    for (const auto& source : sources) {
        if (!is_code(source)) continue;
        const auto lines = lines_of(source.text);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (auto what = what_is_wrong(source, lines[i]); !what.empty())
                complaints.push_back(place(source, i, what));
        }
    }
    return complaints;
}

/// What a line includes, with its quotes or brackets; empty when it includes nothing.
std::string_view included(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with("#include ")) return {};
    line = trimmed(line.substr(9));
    const auto end = line.find_first_of(">\"", 1);
    return end == std::string_view::npos ? std::string_view{} : line.substr(0, end + 1);
}
std::string_view included_path(std::string_view line) {
    const auto name = included(line);
    return name.starts_with('"') ? name.substr(1, name.size() - 2) : std::string_view{};
}

bool may_hold_openssl(const Source& source) {
    return is_test(source) || is_in(source.path, "fleet/pki") || is_in(source.path, "sim/wire") ||
           source.path == "fleet/base/text.cpp";  // SHA-256 of ids, by EVP
}

/// Headers through which OpenSSL's types are seen.
std::set<std::string> headers_with_openssl(std::span<const Source> sources) {
    std::set<std::string> tainted;
    for (bool grew = true; grew;) {
        grew = false;
        for (const auto& source : sources) {
            if (!is_header(source) || tainted.contains(source.path)) continue;
            for (const auto line : lines_of(source.text)) {
                if (!included(line).starts_with("<openssl/") &&
                    !tainted.contains(std::string(included_path(line))))
                    continue;
                tainted.insert(source.path);
                grew = true;
                break;
            }
        }
    }
    return tainted;
}

bool names(const std::string& text, const std::string& word) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const auto is_part = [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
        };
        const auto end = at + word.size();
        if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end])))
            return true;
    }
    return false;
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
                names(source.text, shouted + "_CHECK"));
    });
}

}  // namespace

std::vector<Source> read_tree(const std::filesystem::path& top) {
    std::vector<Source> sources;
    for (const auto& folder : folders) {
        if (!std::filesystem::is_directory(top / folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(top / folder)) {
            const auto& path = entry.path();
            if (path.extension() != ".hpp" && path.extension() != ".cpp" &&
                path.filename() != "CMakeLists.txt")
                continue;
            std::ifstream stream(path, std::ios::binary);
            sources.push_back({path.lexically_relative(top).generic_string(),
                               {std::istreambuf_iterator<char>(stream), {}}});
        }
    }
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

std::string module_of(std::string_view path) {
    static const std::array<std::pair<std::string_view, const char*>, 8> modules{{
        {"engine/score", "score"},
        {"engine/report", "report"},
        {"sim/drill", "drill"},
        {"sim/cli", "cli"},
        {"fleet", "fleet"},
        {"scenarios", "scenarios"},
        {"sim", "sim"},
        {"engine", "engine"},
    }};
    for (const auto& [folder, name] : modules) {
        if (is_in(path, folder)) return name;
    }
    return {};
}

Complaints wrong_directions(std::span<const Source> sources) {
    return by_line(sources, [](const Source& source, std::string_view line) -> std::string {
        const auto path = included_path(line);
        const auto from = module_of(source.path), to = module_of(path);
        if (from.empty() || path.empty() || from == to) return {};
        if (may_include.at(from).contains(to)) return {};
        return fmt::format("{} may not include {}", from, path);
    });
}

std::vector<std::string> fields_of(std::string_view header, std::string_view name) {
    const std::string text(header);
    std::vector<std::string> fields;
    auto begin = text.find(fmt::format("struct {} {{", name));
    if (begin == std::string::npos) return fields;
    begin = text.find('{', begin) + 1;
    auto body = text.substr(begin, text.find("\n};", begin) - begin);
    body = std::regex_replace(body, std::regex("//[^\n]*"), "");
    static const std::regex member(R"(([A-Za-z_]\w*)\s*(=[^;]*|\{[^;]*\})?$)");
    for (std::size_t at = 0, end = 0; (end = body.find(';', at)) != std::string::npos;
         at = end + 1) {
        const auto declaration = body.substr(at, end - at);
        std::smatch match;
        if (declaration.find('(') == std::string::npos &&
            std::regex_search(declaration, match, member))
            fields.push_back(match[1]);
    }
    return fields;
}

Complaints openssl_leaks(std::span<const Source> sources) {
    const auto tainted = headers_with_openssl(sources);
    return by_line(sources, [&](const Source& source, std::string_view line) -> std::string {
        if (may_hold_openssl(source)) return {};
        if (included(line).starts_with("<openssl/"))
            return "OpenSSL stays in fleet/pki and sim/wire";
        if (tainted.contains(std::string(included_path(line))))
            return fmt::format("{} shows OpenSSL's types", included_path(line));
        return {};
    });
}

Complaints mosquitto_leaks(std::span<const Source> sources) {
    return by_line(sources, [](const Source& source, std::string_view line) -> std::string {
        if (is_test(source) || is_in(source.path, "sim/wire")) return {};
        return included(line).starts_with("<mosquitto") ? "libmosquitto stays in sim/wire" : "";
    });
}

Complaints whole_json_in_headers(std::span<const Source> sources) {
    return by_line(sources, [](const Source& source, std::string_view line) -> std::string {
        if (!is_header(source) || is_test(source)) return {};
        return included(line) == "<nlohmann/json.hpp>" ? "headers include only json_fwd.hpp" : "";
    });
}

Complaints using_namespaces(std::span<const Source> sources) {
    return by_line(sources, [](const Source& source, std::string_view line) -> std::string {
        line = trimmed(line);
        if (is_in(source.path, "tests") || !line.starts_with("using namespace ")) return {};
        return line.ends_with("_literals;") ? "" : "no using namespace outside tests";
    });
}

Complaints wide_lines(std::span<const Source> sources) {
    return by_line(sources, [](const Source&, std::string_view line) -> std::string {
        const auto width = std::ranges::count_if(
            line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
        return width > 100 ? fmt::format("{} columns; 100 are the limit", width) : "";
    });
}

Complaints headers_without_opening(std::span<const Source> sources) {
    Complaints complaints;
    for (const auto& source : sources) {
        if (is_header(source) && !source.text.starts_with("// "))
            complaints.push_back(place(source, 0, "opens without saying what it is"));
    }
    return complaints;
}

Complaints unfinished(std::span<const Source> sources) {
    return by_line(sources, [](const Source&, std::string_view line) -> std::string {
        for (const auto* note : {"TO"
                                 "DO",
                                 "FIX"
                                 "ME"}) {
            if (names(std::string(line), note)) return fmt::format("{} left behind", note);
        }
        return {};
    });
}

Complaints long_files(std::span<const Source> sources) {
    Complaints complaints;
    for (const auto& source : sources) {
        const auto lines = lines_of(source.text).size();
        if (is_code(source) && lines > 300)
            complaints.push_back(
                place(source, 0, fmt::format("{} lines; 300 are the limit", lines)));
    }
    return complaints;
}

Complaints long_functions(std::span<const Source> sources) {
    Complaints complaints;
    for (const auto& source : sources) {
        if (!is_code(source)) continue;
        const auto lines = lines_of(source.text);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            // As clang-format writes it: "…) {" or ") const {" opens, a brace as deep closes.
            if (!lines[i].ends_with('{') || lines[i].find(')') == std::string_view::npos) continue;
            const auto depth = lines[i].size() - trimmed(lines[i]).size();
            auto end = i + 1;
            while (end < lines.size() && !(trimmed(lines[end]).starts_with('}') &&
                                           lines[end].size() - trimmed(lines[end]).size() <= depth))
                ++end;
            if (end - i + 1 > 70) {
                complaints.push_back(
                    place(source, i,
                          fmt::format("a function of {} lines; 70 are the limit", end - i + 1)));
            }
            i = end;
        }
    }
    return complaints;
}

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
