#include "tests/house/house.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "tests/house/sources.hpp"

namespace house {
namespace {

/// Who may include whom (docs/architecture.md). Everybody may include itself.
const std::map<std::string, std::set<std::string>> may_include{
    {"fleet", {}},
    {"scenarios", {"fleet"}},
    {"sim", {"scenarios", "fleet"}},
    {"engine", {"fleet"}},
    {"score", {"engine", "scenarios", "fleet"}},
    {"report", {"score", "engine", "fleet"}},
    {"reference", {"engine", "fleet"}},
    {"drill", {"reference", "report", "score", "engine", "sim", "scenarios", "fleet"}},
    {"cli", {"drill", "reference", "report", "score", "engine", "sim", "scenarios", "fleet"}},
};

bool is_code(const Source& source) { return !source.path.ends_with("CMakeLists.txt"); }
bool is_header(const Source& source) { return source.path.ends_with(".hpp"); }
bool is_test(const Source& source) {
    return is_in(source.path, "tests") || is_in(source.path, "bench");
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
           source.path == "fleet/base/text.cpp" ||  // SHA-256 of ids, by EVP
           is_in(source.path, "bench");             // baselines on OpenSSL alone
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

}  // namespace

std::string module_of(std::string_view path) {
    static const std::array<std::pair<std::string_view, const char*>, 9> modules{{
        {"engine/reference", "reference"},
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
        // What Detect is held against must not be made of it.
        const bool is_judge = from == "reference" && is_in(path, "engine/detect");
        if (may_include.at(from).contains(to) && !is_judge) return {};
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

}  // namespace house
