#include <nlohmann/json.hpp>
#include <string_view>

#include "fleet/base/error.hpp"
#include "fleet/base/offset_time.hpp"
#include "fleet/exports/aws_documents.hpp"
#include "fleet/exports/aws_draft.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

void read(const fleet::Document& document, fleet::Problems& problems) {
    const fleet::ExportRequest request{.folder = {}, .at = {}};
    fleet::AccountExport account;
    fleet::exports::FoundCertificates found;
    fleet::exports::AwsCertificates certificates(request, account, found);
    fleet::exports::AwsAuthorization authorization;
    const fleet::exports::AwsAccount target{certificates, authorization};
    const fleet::Fields answer(document, problems);
    target.take(fleet::exports::answer_of(document.root(), "x"), answer, "x");
    if (!problems.empty()) return;
    fleet::exports::AwsAddress address;
    certificates.settle(address);
    authorization.settle(account.inventory, address);
    fleet::require(account.unreadable.size() <= account.counts.met, "what cannot be read was met");
}

}  // namespace

void aws_answer(Input input) {
    const std::string_view file(reinterpret_cast<const char*>(input.data()), input.size());
    std::size_t bytes = 0;
    for (const auto& part : fleet::exports::texts_in(file)) {
        bytes += part.text.size();
        fleet::parse_offset_time(part.text);
        fleet::exports::decoded_document(std::string(part.text));
        fleet::Problems problems;
        try {
            const auto document = fleet::parse_json(part.text, "fuzzed answer", part.line);
            read(document, problems);
        } catch (const fleet::Error& error) {
            fleet::require(!std::string_view(error.what()).empty(), "a refusal has a reason");
        }
    }
    fleet::require(bytes <= input.size(), "no text is read twice");
}

}  // namespace fuzz
