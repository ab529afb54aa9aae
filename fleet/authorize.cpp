#include "fleet/authorize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "fleet/policy.hpp"
#include "fleet/policy_comparisons.hpp"

namespace fleet {
namespace {

using Keys = std::span<const std::string>;

/// Everything a request says, owned, so that a Requester can view it.
struct Request {
    Json id;
    std::vector<PolicyDocument> policies;
    std::string action, resource, client_id, certificate_id, source_ip, last_will_topic;
    bool retain = false;
    bool thing_is_attached = false;
    std::string thing_name, thing_type_name;
    Attributes thing_attributes;
    std::optional<DistinguishedName> subject, issuer;
    std::vector<std::string> connect_attributes;
};

class RequestReader {
  public:
    explicit RequestReader(const Document& source) : source_(source) {}

    Request read();
    const Problems& problems() const { return problems_; }

  private:
    void complain(std::string_view path, std::string message) {
        problems_.add(source_.problem(path, std::move(message)));
    }
    void check_keys(const Json& object, std::string_view path, Keys known, Keys required);
    const Json* find(const Json& object, std::string_view path, const char* key, Json::value_t type,
                     std::string_view due);
    std::string text(const Json& object, std::string_view path, const char* key);
    bool flag(const Json& object, std::string_view path, const char* key, bool otherwise);
    std::string arn(const Json& object, const char* key);
    void read_policies(const Json& root, Request& request);
    void read_thing(const Json& root, Request& request);
    void read_certificate(const Json& root, Request& request);
    std::optional<DistinguishedName> read_name(const Json& certificate, const char* key);
    void read_connect_attributes(const Json& root, Request& request);

    const Document& source_;
    Problems problems_;
};

void RequestReader::check_keys(const Json& object, std::string_view path, Keys known,
                               Keys required) {
    for (const auto& item : object.items())
        if (std::find(known.begin(), known.end(), item.key()) == known.end())
            complain(path_of(path, item.key()),
                     fmt::format("unknown key{}", did_you_mean(item.key(), known)));
    for (const auto& key : required)
        if (!object.contains(key)) complain(path, fmt::format("\"{}\" is missing", key));
}

/// The value of `key` if it stands there with the due type; another type is a problem.
const Json* RequestReader::find(const Json& object, std::string_view path, const char* key,
                                Json::value_t type, std::string_view due) {
    const auto found = object.find(key);
    if (found == object.end()) return nullptr;
    if (found->type() == type) return &*found;
    complain(path_of(path, key), fmt::format("{} is due here, found {}", due, excerpt(*found)));
    return nullptr;
}

std::string RequestReader::text(const Json& object, std::string_view path, const char* key) {
    const auto* found = find(object, path, key, Json::value_t::string, "a text");
    return found == nullptr ? std::string{} : found->get<std::string>();
}

bool RequestReader::flag(const Json& object, std::string_view path, const char* key,
                         bool otherwise) {
    const auto* found = find(object, path, key, Json::value_t::boolean, "true or false");
    return found == nullptr ? otherwise : found->get<bool>();
}

std::string RequestReader::arn(const Json& object, const char* key) {
    auto value = text(object, "", key);
    if (!value.empty() && !value.starts_with("arn:"))
        complain(key, fmt::format("\"{}\" is no ARN, as in "
                                  "arn:aws:iot:us-east-1:123456789012:topic/a",
                                  value));
    return value;
}

void RequestReader::read_policies(const Json& root, Request& request) {
    const auto* list = find(root, "", "policies", Json::value_t::array, "a list of documents");
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i)
        if (auto policy = parse_policy((*list)[i], source_, path_of("policies", i), problems_))
            request.policies.push_back(*std::move(policy));
}

void RequestReader::read_thing(const Json& root, Request& request) {
    static const std::array<std::string, 4> keys{"name", "typeName", "attributes", "attached"};
    static const std::array<std::string, 1> required{"name"};
    const auto* thing = find(root, "", "thing", Json::value_t::object, "an object");
    if (thing == nullptr) return;
    check_keys(*thing, "thing", keys, required);
    request.thing_name = text(*thing, "thing", "name");
    request.thing_type_name = text(*thing, "thing", "typeName");
    request.thing_is_attached = flag(*thing, "thing", "attached", true);
    const auto* attributes =
        find(*thing, "thing", "attributes", Json::value_t::object, "an object of texts");
    if (attributes == nullptr) return;
    for (const auto& item : attributes->items())
        request.thing_attributes.emplace_back(
            item.key(), text(*attributes, "thing.attributes", item.key().c_str()));
}

std::optional<DistinguishedName> RequestReader::read_name(const Json& certificate,
                                                          const char* key) {
    const auto path = path_of("certificate", key);
    const auto* fields =
        find(certificate, "certificate", key, Json::value_t::object, "an object of lists");
    if (fields == nullptr) return std::nullopt;
    DistinguishedName name;
    for (const auto& item : fields->items()) {
        const auto* values =
            find(*fields, path, item.key().c_str(), Json::value_t::array, "a list of texts");
        if (values == nullptr) continue;
        for (std::size_t i = 0; i < values->size(); ++i) {
            const auto& value = (*values)[i];
            if (value.is_string())
                name.emplace_back(item.key(), value.get<std::string>());
            else
                complain(path_of(path_of(path, item.key()), i),
                         fmt::format("a text is due here, found {}", excerpt(value)));
        }
    }
    return name;
}

void RequestReader::read_certificate(const Json& root, Request& request) {
    static const std::array<std::string, 2> keys{"subject", "issuer"};
    const auto* certificate = find(root, "", "certificate", Json::value_t::object, "an object");
    if (certificate == nullptr) return;
    check_keys(*certificate, "certificate", keys, {});
    request.subject = read_name(*certificate, "subject");
    request.issuer = read_name(*certificate, "issuer");
}

void RequestReader::read_connect_attributes(const Json& root, Request& request) {
    static const std::array<std::string, 2> known{"LastWill", "PersistentConnect"};
    const auto* list = find(root, "", "connectAttributes", Json::value_t::array, "a list");
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto& value = (*list)[i];
        if (value.is_string() && std::find(known.begin(), known.end(), value) != known.end())
            request.connect_attributes.push_back(value.get<std::string>());
        else
            complain(path_of("connectAttributes", i),
                     fmt::format("{} is neither \"LastWill\" nor \"PersistentConnect\"",
                                 excerpt(value)));
    }
}

Request RequestReader::read() {
    static const std::array<std::string, 12> keys{"id",
                                                  "policies",
                                                  "action",
                                                  "resource",
                                                  "clientId",
                                                  "thing",
                                                  "certificateId",
                                                  "certificate",
                                                  "sourceIp",
                                                  "connectAttributes",
                                                  "lastWillTopic",
                                                  "retain"};
    Request request;
    const auto& root = source_.root();
    if (!root.is_object()) {
        complain("", fmt::format("a request is an object, found {}", excerpt(root)));
        return request;
    }
    check_keys(root, "", keys, std::span(keys).first(4));
    if (const auto id = root.find("id"); id != root.end()) {
        request.id = *id;
        if (!id->is_string() && !id->is_number_integer())
            complain("id", fmt::format("a text is due here, found {}", excerpt(*id)));
    }
    read_policies(root, request);
    request.action = text(root, "", "action");
    request.resource = arn(root, "resource");
    request.client_id = text(root, "", "clientId");
    request.certificate_id = text(root, "", "certificateId");
    request.source_ip = text(root, "", "sourceIp");
    if (!request.source_ip.empty() && !is_address(request.source_ip))
        complain("sourceIp", fmt::format("\"{}\" is no address", request.source_ip));
    request.last_will_topic = arn(root, "lastWillTopic");
    request.retain = flag(root, "", "retain", false);
    read_thing(root, request);
    read_certificate(root, request);
    read_connect_attributes(root, request);
    return request;
}

Requester requester_of(const Request& request) {
    Requester requester{.client_id = request.client_id,
                        .source_ip = request.source_ip,
                        .certificate_id = request.certificate_id,
                        .certificate_subject = request.subject ? &*request.subject : nullptr,
                        .certificate_issuer = request.issuer ? &*request.issuer : nullptr,
                        .thing_is_attached = request.thing_is_attached,
                        .thing_name = request.thing_name,
                        .thing_type_name = request.thing_type_name,
                        .thing_attributes = &request.thing_attributes,
                        .connect_attributes = {},
                        .last_will_topic = request.last_will_topic};
    requester.connect_attributes.assign(request.connect_attributes.begin(),
                                        request.connect_attributes.end());
    return requester;
}

Json statement_named(const Request& request, const Verdict& verdict) {
    if (verdict.decision == Decision::implicit_deny) return nullptr;
    const auto& sid = request.policies[verdict.policy].statements[verdict.statement].sid;
    if (!sid.empty()) return sid;
    return fmt::format("policies[{}].Statement[{}]", verdict.policy, verdict.statement);
}

/// A request stands on one line, whose number in the file only the caller knows.
void raise_if_any(const Problems& found, const std::string& file, int line) {
    Problems placed;
    for (auto problem : found.all()) {
        problem.file = file;
        problem.line = line;
        placed.add(std::move(problem));
    }
    placed.raise_if_any();
}

}  // namespace

std::string authorize(std::string_view request, const std::string& file, int line) {
    // Malformed text is named as FILE:LINE:1, for the parser counts the lines of what it is given.
    const auto source = parse_json(request, fmt::format("{}:{}", file, line));
    RequestReader reader(source);
    const auto read = reader.read();
    raise_if_any(reader.problems(), file, line);
    std::vector<const PolicyDocument*> policies;
    for (const auto& policy : read.policies) policies.push_back(&policy);
    const auto verdict =
        evaluate(policies, requester_of(read),
                 {.action = read.action, .resource = read.resource, .retain = read.retain});
    return to_line(Json{{"id", read.id},
                        {"decision", name_of(verdict.decision)},
                        {"statement", statement_named(read, verdict)}});
}

}  // namespace fleet
