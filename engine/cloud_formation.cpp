#include "engine/cloud_formation.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace engine {
namespace {

using fleet::Json;
using fleet::path_of;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// SecurityProfileName → securityProfileName; SNS is a name and stays.
std::string lower_first(std::string key) {
    if (!key.empty() && is_upper(key[0]) && !(key.size() > 1 && is_upper(key[1])))
        key[0] = static_cast<char>(key[0] - 'A' + 'a');
    return key;
}

/// behaviors[0].criteria → Behaviors[0].Criteria
std::string camel_path(std::string_view path) {
    std::string text(path);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_start = i == 0 || text[i - 1] == '.';
        if (is_start && text[i] >= 'a' && text[i] <= 'z')
            text[i] = static_cast<char>(text[i] - 'a' + 'A');
    }
    return text;
}

bool is_function(const Json& value) {
    if (!value.is_object() || value.size() != 1) return false;
    const auto& key = value.begin().key();
    return key == "Ref" || key.starts_with("Fn::");
}

/// Turns values into what the API takes, key by key.
class Conversion {
  public:
    Conversion(const Json& whole, Described::Keys keys) : whole_(whole), keys_(keys) {}

    Json convert(const Json& value, const std::string& key) const {
        if (is_function(value)) return typed(resolved(value), key);
        if (value.is_array()) {
            auto list = Json::array();
            for (const auto& element : value) list.push_back(convert(element, key));
            return list;
        }
        if (!value.is_object()) return typed(value, key);
        auto object = Json::object();
        const bool keeps = keys_ == Described::Keys::as_written || key == "tags";
        for (const auto& [name, member] : value.items()) {
            const auto inner = keeps ? name : lower_first(name);
            object[inner] = convert(member, inner);
        }
        return object;
    }

  private:
    /// CloudFormation takes numbers and booleans as texts.
    Json typed(const Json& value, const std::string& key) const {
        static const std::array<std::string, 5> numbers{"count", "durationSeconds",
                                                        "consecutiveDatapointsToAlarm",
                                                        "consecutiveDatapointsToClear", "ports"};
        if (!value.is_string() || keys_ == Described::Keys::as_written) return value;
        const auto& text = value.get_ref<const std::string&>();
        if (std::ranges::find(numbers, key) != numbers.end()) {
            std::uint64_t number = 0;
            const auto* const last = text.data() + text.size();
            const auto [end, failure] = std::from_chars(text.data(), last, number);
            if (failure == std::errc{} && end == last && !text.empty()) return number;
        }
        if ((key == "suppressAlerts" || key == "exportMetric") &&
            (text == "true" || text == "false"))
            return text == "true";
        return value;
    }

    /// A parameter's default; else what is referred to, by its name: it cannot be known here.
    Json resolved(const Json& function) const {
        const auto& name = function.begin().key();
        const auto& argument = function.begin().value();
        if (name == "Ref" && argument.is_string()) return named(argument.get<std::string>());
        if (name == "Fn::Sub") {
            const auto& text = argument.is_array() && !argument.empty() ? argument[0] : argument;
            if (text.is_string()) return substituted(text.get<std::string>());
        }
        if (name == "Fn::GetAtt" && argument.is_string()) return argument;
        if (name == "Fn::GetAtt" && argument.is_array()) return joined(argument, ".");
        if (name == "Fn::Join" && argument.is_array() && argument.size() == 2 &&
            argument[0].is_string() && argument[1].is_array())
            return joined(argument[1], argument[0].get<std::string>());
        return name;
    }
    std::string joined(const Json& parts, const std::string& separator) const {
        std::string text;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto part = is_function(parts[i]) ? resolved(parts[i]) : parts[i];
            text += (i == 0 ? "" : separator) +
                    (part.is_string() ? part.get<std::string>() : fleet::to_line(part));
        }
        return text;
    }
    std::string substituted(const std::string& text) const {
        std::string result;
        for (std::size_t at = 0; at < text.size();) {
            const auto begin = text.find("${", at);
            const auto end = begin == std::string::npos ? begin : text.find('}', begin);
            if (end == std::string::npos) return result + text.substr(at);
            result += text.substr(at, begin - at);
            const auto name = text.substr(begin + 2, end - begin - 2);
            if (name.starts_with('!')) {
                result += "${" + name.substr(1) + "}";  // CloudFormation's way to keep it literal
            } else {
                const auto value = named(name);
                result += value.is_string() ? value.get<std::string>() : fleet::to_line(value);
            }
            at = end + 1;
        }
        return result;
    }
    Json named(const std::string& name) const {
        static const std::array<std::array<std::string, 2>, 4> pseudo{
            {{"AWS::AccountId", "123456789012"},
             {"AWS::Region", "us-east-1"},
             {"AWS::Partition", "aws"},
             {"AWS::StackName", "stack"}}};
        for (const auto& [key, value] : pseudo) {
            if (key == name) return value;
        }
        const auto parameters = whole_.find("Parameters");
        if (parameters != whole_.end() && parameters->is_object() && parameters->contains(name) &&
            (*parameters)[name].is_object() && (*parameters)[name].contains("Default"))
            return (*parameters)[name]["Default"];
        return name;
    }

    const Json& whole_;
    Described::Keys keys_;
};

bool is_of_type(const Json& resource, std::string_view type) {
    if (!resource.is_object()) return false;
    const auto found = resource.find("Type");
    return found != resource.end() && found->is_string() &&
           found->get_ref<const std::string&>() == type;
}

}  // namespace

Described::Described(Json request, std::string base, Keys keys, std::string logical_id)
    : request_(std::make_unique<Json>(std::move(request))),
      base_(std::move(base)),
      keys_(keys),
      logical_id_(std::move(logical_id)) {}
Described::Described(Described&&) noexcept = default;
Described& Described::operator=(Described&&) noexcept = default;
Described::~Described() = default;

std::string Described::place(std::string_view path) const {
    const auto written = keys_ == Keys::camel_case ? camel_path(path) : std::string(path);
    if (base_.empty() || written.empty()) return base_ + written;
    return written.front() == '[' ? base_ + written : base_ + "." + written;
}

bool is_template(const Json& json) {
    return json.is_object() && json.contains("Resources") && json["Resources"].is_object();
}

bool is_resource(const Json& json, std::string_view type) {
    return is_of_type(json, type) && json.contains("Properties");
}

std::vector<Described> resources_of(const Json& json, std::string_view base, std::string_view type,
                                    Described::Keys keys) {
    std::vector<Described> found;
    const Conversion conversion(json, keys);
    const auto add = [&](const Json& resource, const std::string& place, const std::string& id) {
        const auto properties = resource.find("Properties");
        found.emplace_back(
            properties == resource.end() ? Json::object() : conversion.convert(*properties, {}),
            path_of(place, "Properties"), keys, id);
    };
    if (is_template(json)) {
        const auto place = path_of(base, "Resources");
        for (const auto& [id, resource] : json["Resources"].items()) {
            if (is_of_type(resource, type)) add(resource, path_of(place, id), id);
        }
    } else if (is_resource(json, type)) {
        add(json, std::string(base), {});
    } else {
        found.emplace_back(conversion.convert(json, {}), std::string(base), keys);
    }
    return found;
}

}  // namespace engine
