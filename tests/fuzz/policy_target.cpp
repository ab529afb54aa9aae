#include <array>
#include <string_view>

#include "fleet/base/error.hpp"
#include "fleet/policy.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {

void policy(Input input) {
    const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
    fleet::PolicyDocument document;
    try {
        document = fleet::parse_policy_text(text, "fuzzed policy");
    } catch (const fleet::Error& error) {
        fleet::require(!std::string_view(error.what()).empty(), "a refusal has a reason");
        return;
    }
    const std::array documents{static_cast<const fleet::PolicyDocument*>(&document)};
    const fleet::DistinguishedName subject{{"CommonName", "pump-1"}, {"Country", "DE"}};
    const fleet::Requester attached{.client_id = "pump-1",
                                    .source_ip = "10.0.0.1",
                                    .certificate_subject = &subject,
                                    .thing_is_attached = true,
                                    .thing_name = "pump-1"};
    for (const auto* action : {"iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive"}) {
        for (const auto& requester : {attached, fleet::Requester{}}) {
            const auto verdict = fleet::evaluate(
                documents, requester,
                {.action = action,
                 .resource = "arn:aws:iot:us-east-1:123456789012:topic/dt/pumps/pump-1"});
            const bool is_decided = verdict.decision != fleet::Decision::implicit_deny;
            fleet::require(!is_decided || verdict.statement < document.statements.size(),
                           "a decision names its statement");
        }
    }
}

}  // namespace fuzz
