#include "scenarios/variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "fleet/base/text.hpp"

namespace scenarios {
namespace {

using fleet::Json;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr std::size_t name_length_max = 64;
constexpr std::size_t variables_max = 1000;

bool is_variable_name(std::string_view text) {
    return !text.empty() && text.size() <= name_length_max && is_letter(text.front()) &&
           std::ranges::all_of(text, [](char c) {
               return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
           });
}

struct Use {
    std::size_t begin = 0;  // of the '$'
    std::size_t end = 0;    // behind the '}'
    std::string name;
};

/// The first variable that the text names from `from` on.
std::optional<Use> next_use(std::string_view text, std::size_t from) {
    for (auto open = text.find("${", from); open != std::string_view::npos;
         open = text.find("${", open + 2)) {
        const auto name = text.substr(open + 2, name_length_max + 1);
        const auto length = name.find('}');  // looked for no further than a name may reach
        if (length == std::string_view::npos || !is_variable_name(name.substr(0, length))) continue;
        return Use{open, open + length + 3, std::string(name.substr(0, length))};
    }
    return std::nullopt;
}

int depth_of(const Json& value) {
    int deepest = 0;
    if (!value.is_structured()) return 0;
    for (const auto& element : value) deepest = std::max(deepest, depth_of(element));
    return deepest + 1;
}

class FillIn {
  public:
    FillIn(Sources& sources, Json variables, fleet::Problems& problems)
        : sources_(sources), variables_(std::move(variables)), problems_(problems) {
        for (auto item = variables_.begin(); item != variables_.end(); ++item) {
            names_.push_back(item.key());
            by_name_.emplace(item.key(), &*item);
            if (names_variables(*item))
                refuse(fleet::path_of("variables", item.key()),
                       "names a variable; the values of variables stand for themselves");
        }
    }

    void visit(Json& value, const std::string& path, int depth) {
        if (value.is_string()) return fill_in(value, path, depth);
        std::size_t index = 0;
        if (!value.is_structured()) return;
        for (auto item = value.begin(); item != value.end(); ++item, ++index)
            visit(*item,
                  value.is_array() ? fleet::path_of(path, index) : fleet::path_of(path, item.key()),
                  depth + 1);
    }

    void tell_unused() {
        for (const auto& name : names_) {
            if (!used_.contains(name))
                refuse(fleet::path_of("variables", name),
                       fmt::format("no value of the scenario names ${{{}}}; use it, or leave it "
                                   "out",
                                   name));
        }
    }
    std::set<std::string> take_refused() { return std::move(refused_); }

  private:
    void fill_in(Json& value, const std::string& path, int depth) {
        const auto text = value.get<std::string>();
        auto use = next_use(text, 0);
        if (!use) return;
        std::string filled;
        std::size_t done = 0;
        for (; use; use = next_use(text, done)) {
            const auto* variable = find(use->name, path);
            if (variable == nullptr || !has_room(*variable, path, depth)) return;
            const bool is_whole = use->begin == 0 && use->end == text.size();
            if (is_whole) value = *variable;
            if (is_whole) return sources_.mark_written(path, text);
            const auto part = text_of(*variable);
            if (!part)
                return refuse(path, fmt::format("${{{}}} is {}, which has no place within a text",
                                                use->name, fleet::kind_of(*variable)));
            filled += text.substr(done, use->begin - done) + *part;
            done = use->end;
        }
        value = filled + text.substr(done);
        sources_.mark_written(path, text);
    }

    const Json* find(const std::string& name, const std::string& path) {
        used_.insert(name);
        const auto found = variables_.find(name);
        if (found != variables_.end()) return &*found;
        refuse(path, fmt::format(
                         "no variable is named \"{}\"{}{}", name, fleet::did_you_mean(name, names_),
                         names_.empty() ? std::string{} : "; known: " + fleet::join(names_, ", ")));
        return nullptr;
    }

    /// A large value in many places, or a deep one in a deep place, is bounded like a file.
    bool has_room(const Json& variable, const std::string& path, int depth) {
        if (depth + depth_of(variable) > fleet::json_depth_max) {
            refuse(path, fmt::format("nests deeper than {} levels with its variable filled in",
                                     fleet::json_depth_max));
            return false;
        }
        bytes_ += variable.is_number() ? 8 : fleet::to_line(variable).size();
        if (bytes_ <= scenario_bytes_max) return true;
        if (!std::exchange(is_full_, true))
            refuse(path, fmt::format("with this the values of variables fill more than {} bytes",
                                     scenario_bytes_max));
        refused_.insert(path);
        return false;
    }

    static std::optional<std::string> text_of(const Json& variable) {
        if (variable.is_string()) return variable.get<std::string>();
        if (variable.is_structured() || variable.is_null()) return std::nullopt;
        return fleet::to_line(variable);
    }
    void refuse(const std::string& path, std::string message) {
        refused_.insert(path);
        problems_.add(sources_.problem(path, std::move(message)));
    }

    Sources& sources_;
    Json variables_;
    fleet::Problems& problems_;
    std::vector<std::string> names_;
    std::map<std::string, const Json*> by_name_;
    std::set<std::string> used_;
    std::set<std::string> refused_;
    std::uint64_t bytes_ = 0;
    bool is_full_ = false;
};

}  // namespace

const fleet::TextForm variable_name_form{
    "a name of at most 64 letters, digits, '_' and '-', a letter first",
    "^[A-Za-z][A-Za-z0-9_-]{0,63}$", is_variable_name};

bool names_variables(const Json& value) {
    if (value.is_string()) return next_use(value.get_ref<const std::string&>(), 0).has_value();
    return value.is_structured() &&
           std::any_of(value.begin(), value.end(),
                       [](const Json& element) { return names_variables(element); });
}

std::set<std::string> fill_in_variables(Sources& sources, fleet::Problems& problems) {
    auto& root = sources.root();
    if (!root.is_object() || !root.contains("variables")) return {};
    auto variables = std::move(root["variables"]);
    root.erase("variables");
    if (variables.size() > variables_max) {
        problems.add(
            sources.problem("variables", fmt::format("holds {} variables, at most {} are possible",
                                                     variables.size(), variables_max)));
        return {};
    }
    FillIn fill(sources, std::move(variables), problems);
    fill.visit(root, "", 0);
    fill.tell_unused();
    return fill.take_refused();
}

}  // namespace scenarios
