// Reading a policy document: what cannot be judged is a problem with its place, never a document
// that allows nothing (docs/policy-semantics §1).
#include "fleet/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"
#include "fleet/policy_conditions.hpp"

namespace fleet {
namespace {

constexpr std::size_t document_bytes_max = 2048;
constexpr std::size_t role_document_bytes_max = 10'240;  // what all policies within a role may have

/// An object's one key that CloudFormation would have replaced by a text, or empty.
std::string cloudformation_function(const Json& value) {
    if (!value.is_object() || value.size() != 1) return {};
    const auto& key = value.begin().key();
    return key == "Ref" || key.starts_with("Fn::") ? key : std::string{};
}

std::size_t bytes_without_white_space(const Json& document) {
    const auto text = to_line(document);
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return c != ' ' && c != '\t' && c != '\n' && c != '\r';
    }));
}

class PolicyReader {
  public:
    PolicyReader(const Document& source, Problems& problems,
                 std::size_t bytes_max = document_bytes_max)
        : source_(source), problems_(problems), bytes_max_(bytes_max) {}

    std::optional<PolicyDocument> read(const Json& document, std::string_view base);

  private:
    void complain(std::string_view path, std::string message);
    void expect(std::string_view path, std::string_view due, const Json& found);
    bool is_object(const Json& value, std::string_view path, std::string_view due);
    void check_keys(const Json& object, std::string_view path, std::span<const std::string> keys);
    void check_version(const Json& value, std::string_view path);
    std::string read_text(const Json& object, std::string_view key, std::string_view path);

    void read_statements(const Json& value, std::string_view path, PolicyDocument& policy);
    PolicyStatement read_statement(const Json& value, std::string_view path);
    void read_effect(const Json& value, std::string_view path, PolicyStatement& statement);
    bool read_either(const Json& value, std::string_view path, const std::string& name,
                     std::vector<std::string>& texts);
    std::vector<std::string> read_texts(const Json& value, std::string_view path);
    void read_conditions(const Json& value, std::string_view path, PolicyStatement& statement);
    void read_operator(const std::string& name, const Json& keys, std::string_view path,
                       PolicyStatement& statement);
    void read_condition_value(const Json& value, std::string_view path, PolicyCondition& condition);

    const Document& source_;
    Problems& problems_;
    std::size_t bytes_max_;
    bool is_sound_ = true;
};

void PolicyReader::complain(std::string_view path, std::string message) {
    is_sound_ = false;
    problems_.add(source_.problem(path, std::move(message)));
}

void PolicyReader::expect(std::string_view path, std::string_view due, const Json& found) {
    const auto function = cloudformation_function(found);
    if (!function.empty())
        complain(path, fmt::format("{} is due here, found the CloudFormation function {}: put in "
                                   "what the stack made of it",
                                   due, function));
    else
        complain(path, fmt::format("{} is due here, found {}", due, excerpt(found)));
}

bool PolicyReader::is_object(const Json& value, std::string_view path, std::string_view due) {
    if (value.is_object() && cloudformation_function(value).empty()) return true;
    expect(path, due, value);
    return false;
}

void PolicyReader::check_keys(const Json& object, std::string_view path,
                              std::span<const std::string> keys) {
    for (const auto& item : object.items()) {
        if (std::find(keys.begin(), keys.end(), item.key()) != keys.end()) continue;
        complain(path_of(path, item.key()),
                 fmt::format("no key of an IoT policy{}", did_you_mean(item.key(), keys)));
    }
}

std::string PolicyReader::read_text(const Json& object, std::string_view key,
                                    std::string_view path) {
    const auto found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    expect(path_of(path, key), "a text", *found);
    return {};
}

void PolicyReader::check_version(const Json& document, std::string_view path) {
    if (!document.contains("Version")) return;
    const auto version = read_text(document, "Version", path);
    if (!document["Version"].is_string() || version == "2012-10-17" || version == "2008-10-17")
        return;
    complain(path_of(path, "Version"),
             fmt::format("\"{}\" is no version of the policy language: \"2012-10-17\" or "
                         "\"2008-10-17\"",
                         version));
}

std::optional<PolicyDocument> PolicyReader::read(const Json& document, std::string_view base) {
    static const std::array<std::string, 3> keys{"Version", "Id", "Statement"};
    PolicyDocument policy;
    if (!is_object(document, base, "a policy document")) return std::nullopt;
    if (const auto size = bytes_without_white_space(document); size > bytes_max_)
        complain(base, fmt::format("{} bytes without white space, a policy has at most {}", size,
                                   bytes_max_));
    check_keys(document, base, keys);
    check_version(document, base);
    read_text(document, "Id", base);
    if (const auto found = document.find("Statement"); found != document.end())
        read_statements(*found, path_of(base, "Statement"), policy);
    else
        complain(base, "has no Statement");
    if (!is_sound_) return std::nullopt;
    return policy;
}

void PolicyReader::read_statements(const Json& value, std::string_view path,
                                   PolicyDocument& policy) {
    if (!value.is_array()) {
        policy.statements.push_back(read_statement(value, path));
        return;
    }
    if (value.empty()) complain(path, "an empty list: a policy has at least one statement");
    for (std::size_t i = 0; i < value.size(); ++i)
        policy.statements.push_back(read_statement(value[i], path_of(path, i)));
}

PolicyStatement PolicyReader::read_statement(const Json& value, std::string_view path) {
    static const std::array<std::string, 7> keys{"Sid",      "Effect",      "Action",   "NotAction",
                                                 "Resource", "NotResource", "Condition"};
    PolicyStatement statement;
    if (!is_object(value, path, "a statement")) return statement;
    check_keys(value, path, keys);
    statement.sid = read_text(value, "Sid", path);
    read_effect(value, path, statement);
    statement.is_not_action = read_either(value, path, "Action", statement.actions);
    statement.is_not_resource = read_either(value, path, "Resource", statement.resources);
    if (const auto found = value.find("Condition"); found != value.end())
        read_conditions(*found, path_of(path, "Condition"), statement);
    return statement;
}

void PolicyReader::read_effect(const Json& value, std::string_view path,
                               PolicyStatement& statement) {
    if (!value.contains("Effect")) return complain(path, "has no Effect");
    const auto effect = read_text(value, "Effect", path);
    statement.is_allow = effect == "Allow";
    if (value["Effect"].is_string() && effect != "Allow" && effect != "Deny")
        complain(path_of(path, "Effect"),
                 fmt::format("\"{}\" is no effect: \"Allow\" or \"Deny\"", effect));
}

/// Reads `name` or its negation, of which exactly one must stand. True: the negation.
bool PolicyReader::read_either(const Json& value, std::string_view path, const std::string& name,
                               std::vector<std::string>& texts) {
    const auto negation = "Not" + name;
    const bool is_named = value.contains(name), is_negated = value.contains(negation);
    if (is_named && is_negated)
        complain(path, fmt::format("has both {} and {}: one of them is due", name, negation));
    else if (is_named || is_negated)
        texts = read_texts(value[is_named ? name : negation],
                           path_of(path, is_named ? name : negation));
    else
        complain(path, fmt::format("has neither {} nor {}", name, negation));
    return is_negated;
}

std::vector<std::string> PolicyReader::read_texts(const Json& value, std::string_view path) {
    std::vector<std::string> texts;
    const auto read_one = [&](const Json& item, const std::string& place) {
        if (!item.is_string())
            expect(place, "a text", item);
        else if (item.get_ref<const std::string&>().empty())
            complain(place, "an empty text names nothing");
        else
            texts.push_back(item.get<std::string>());
    };
    if (!value.is_array()) {
        read_one(value, std::string(path));
        return texts;
    }
    if (value.empty()) complain(path, "an empty list names nothing");
    for (std::size_t i = 0; i < value.size(); ++i) read_one(value[i], path_of(path, i));
    return texts;
}

void PolicyReader::read_conditions(const Json& value, std::string_view path,
                                   PolicyStatement& statement) {
    if (!is_object(value, path, "an object of condition operators")) return;
    for (const auto& item : value.items())
        read_operator(item.key(), item.value(), path_of(path, item.key()), statement);
}

void PolicyReader::read_operator(const std::string& name, const Json& keys, std::string_view path,
                                 PolicyStatement& statement) {
    const auto read = read_condition_operator(name);
    if (!read)
        return complain(path, fmt::format("\"{}\" is no condition operator{}", name,
                                          did_you_mean(name, condition_operator_names())));
    if (!is_object(keys, path, "an object of condition keys")) return;
    for (const auto& item : keys.items()) {
        auto condition = *read;
        condition.key = item.key();
        const auto place = path_of(path, item.key());
        if (item.value().is_array())
            for (std::size_t i = 0; i < item.value().size(); ++i)
                read_condition_value(item.value()[i], path_of(place, i), condition);
        else
            read_condition_value(item.value(), place, condition);
        statement.conditions.push_back(std::move(condition));
    }
}

void PolicyReader::read_condition_value(const Json& value, std::string_view path,
                                        PolicyCondition& condition) {
    if (value.is_structured() || value.is_null())
        return expect(path, "a text, a number, true or false", value);
    auto text = value.is_string() ? value.get<std::string>() : to_line(value);
    const auto problem = value_problem(*condition_operator(condition.operation), text);
    if (!problem.empty()) complain(path, fmt::format("{} {}", excerpt(value), problem));
    condition.values.push_back(std::move(text));
}

PolicyDocument read_text_whole(std::string_view text, const std::string& name,
                               std::size_t bytes_max) {
    const auto source = parse_json(text, name);
    Problems problems;
    auto policy = PolicyReader(source, problems, bytes_max).read(source.root(), "");
    problems.raise_if_any();
    require(policy.has_value(), "a policy without problems must be read");
    return *std::move(policy);
}

}  // namespace

std::optional<PolicyDocument> parse_policy(const Json& document, const Document& source,
                                           std::string_view base, Problems& problems) {
    return PolicyReader(source, problems).read(document, base);
}

PolicyDocument parse_policy_text(std::string_view text, const std::string& name) {
    return read_text_whole(text, name, document_bytes_max);
}

PolicyDocument parse_role_policy_text(std::string_view text, const std::string& name) {
    return read_text_whole(text, name, role_document_bytes_max);
}

}  // namespace fleet
