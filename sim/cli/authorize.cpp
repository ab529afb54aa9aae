// Policy verdicts from the command line: one, given by options, or many, given as lines of a file.
// Both are put to the same function, so that a verdict does not depend on how it was asked for.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "fleet/authorize.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/lines.hpp"
#include "fleet/base/text.hpp"
#include "fleet/pki/read.hpp"
#include "fleet/policy.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"

namespace cli {
namespace {

using fleet::Json;

constexpr std::array option_cards{
    OptionCard{"policy", "F", "a policy document; all of them are in force", true},
    OptionCard{"action", "A", "iot:Connect, iot:Publish, iot:Subscribe, iot:Receive, …"},
    OptionCard{"resource", "ARN", "what the action is about"},
    OptionCard{"client-id", "ID", "the MQTT client id"},
    OptionCard{"thing", "F", "{\"name\", \"typeName\", \"attributes\", \"attached\"}"},
    OptionCard{"certificate", "PEM", "the certificate that is shown"},
    OptionCard{"source-ip", "IP", "where the request comes from"},
    OptionCard{"requests", "F.jsonl", "many requests, one a line; one verdict a line comes out"},
};

Json policies_in(const std::vector<std::string>& files) {
    if (files.empty()) throw fleet::Error("--policy is missing\nsee fleetdrill authorize --help");
    auto policies = Json::array();
    fleet::Problems problems;
    for (const auto& file : files) {
        const auto document = fleet::read_json(file);
        fleet::parse_policy(document.root(), document, "", problems);
        policies.push_back(document.root());
    }
    problems.raise_if_any();
    return policies;
}

/// {FIELD: [value…]}
Json name_json(const fleet::DistinguishedName& name) {
    auto fields = Json::object();
    for (const auto& [field, value] : name) {
        auto& values = fields[field];
        if (values.is_null()) values = Json::array();
        values.push_back(value);
    }
    return fields;
}

void add_certificate(Json& request, const std::string& file) {
    const auto blocks = fleet::from_pem(fleet::read_file(file), "CERTIFICATE");
    if (blocks.empty()) throw fleet::Error(file + ": holds no PEM certificate");
    std::string why;
    const auto facts = fleet::read_certificate(blocks.front(), &why);
    if (!facts) throw fleet::Error(fmt::format("{}: no certificate: {}", file, why));
    request["certificateId"] = fleet::sha256_hex(
        {reinterpret_cast<const char*>(blocks.front().data()), blocks.front().size()});
    request["certificate"] = {{"subject", name_json(facts->subject)},
                              {"issuer", name_json(facts->issuer)}};
}

Json request_of(const Options& options) {
    Json request{{"id", "1"},
                 {"action", options.text("action")},
                 {"resource", options.text("resource")},
                 {"policies", policies_in(options.texts("policy"))}};
    if (options.has("client-id")) request["clientId"] = options.text("client-id");
    if (options.has("thing")) request["thing"] = fleet::read_json(options.text("thing")).root();
    if (options.has("certificate")) add_certificate(request, options.text("certificate"));
    if (options.has("source-ip")) request["sourceIp"] = options.text("source-ip");
    return request;
}

int answer_one(const Options& options) {
    const auto line = fleet::to_line(request_of(options));
    const auto answer = fleet::parse_json(fleet::authorize(line, "the request", 0), "the answer");
    const auto& statement = answer.root()["statement"];
    fmt::print("decision:  {}\nstatement: {}\n", answer.root()["decision"].get<std::string>(),
               statement.is_null() ? "none speaks of it" : statement.get<std::string>());
    return 0;
}

int answer_many(const std::string& file) {
    fleet::LineReader lines(file);
    while (const auto line = lines.next())
        fmt::print("{}\n", fleet::authorize(*line, lines.file(), lines.number()));
    return 0;
}

/// A line of the file says everything that the other options say of one request.
void check_combination(const Options& options) {
    for (const auto& card : option_cards) {
        const bool is_given = options.has(card.name);
        if (is_given && card.name != "requests" && options.has("requests"))
            throw fleet::Error(
                fmt::format("--requests and --{}: every line of the file says that itself; leave "
                            "one of them out",
                            card.name));
        if (is_given && options.text(card.name).empty())
            throw fleet::Error(fmt::format("--{}: expected {}, found an empty text", card.name,
                                           card.value == "A"     ? "an action"
                                           : card.value == "ARN" ? "a resource"
                                                                 : "a value"));
    }
}

int run(const Options& options) {
    check_combination(options);
    return options.has("requests") ? answer_many(options.text("requests")) : answer_one(options);
}

}  // namespace

extern const Command authorize{
    .name = "authorize",
    .summary = "one policy verdict, or one for each line of a file; exit 0 whatever the verdict",
    .arguments = {},
    .options = option_cards,
    .example =
        "fleetdrill authorize --policy policy.json --action iot:Publish "
        "--resource arn:aws:iot:us-east-1:123456789012:topic/a --client-id pump-1",
    .run = run,
};

}  // namespace cli
