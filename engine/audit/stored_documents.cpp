#include "engine/audit/stored_documents.hpp"

#include <fmt/format.h>

#include "fleet/base/error.hpp"

namespace engine {
namespace {

using Parse = fleet::PolicyDocument (*)(std::string_view, const std::string&);

std::optional<fleet::PolicyDocument> read(Parse parse, std::string_view text,
                                          const std::string& name, Unreadable& unreadable) {
    try {
        return parse(text, name);
    } catch (const fleet::Error& error) {
        // Nothing is wrong with the run: the account holds what nobody can read.
        const std::string_view all = error.what();
        unreadable.add(std::string(all.substr(0, all.find('\n'))));
        return std::nullopt;
    }
}

}  // namespace

void Unreadable::tell(CheckResult& result) const {
    constexpr std::size_t message_bytes_max = 2048;  // of AWS's field
    std::string text;
    if (!problems_.empty())
        text = problems_.size() == 1
                   ? fmt::format("A document could not be judged: {}", problems_.front())
                   : fmt::format("{} documents could not be judged; the first: {}",
                                 problems_.size(), problems_.front());
    if (!lacking_.empty())
        text += fmt::format(
            "{}Not known: {}{}.", text.empty() ? "" : " ", lacking_.front(),
            lacking_.size() == 1 ? "" : fmt::format(", and {} more", lacking_.size() - 1));
    if (text.size() > message_bytes_max) text.resize(message_bytes_max);
    result.unjudged += problems_.size() + lacking_.size();
    result.message = std::move(text);
}

const fleet::Role* role_to_judge(const fleet::Inventory& inventory, const std::string& arn,
                                 Unreadable& unreadable) {
    const auto* role = inventory.role_of(arn);
    if (role == nullptr && inventory.unknown.contains(fleet::Part::roles))
        unreadable.lack(fmt::format("what the role {} may do", arn));
    return role;
}

std::optional<Grants> grants_of(const fleet::Policy& policy, const fleet::Account& account,
                                Unreadable& unreadable) {
    if (!policy.is_document_known) {
        unreadable.lack(fmt::format("the document of policy {}", policy.name));
        return std::nullopt;
    }
    const auto& version = policy.versions.at(policy.default_version);
    const auto document =
        read(fleet::parse_policy_text, version.document,
             fmt::format("policy {} version {}", policy.name, version.id), unreadable);
    if (!document) return std::nullopt;
    return Grants({&*document, 1}, account);
}

Grants grants_of(const fleet::Role& role, const fleet::Inventory& inventory,
                 Unreadable& unreadable) {
    if (!role.are_documents_known)
        unreadable.lack(fmt::format("all documents of role {}", role.name));
    std::vector<fleet::PolicyDocument> documents;
    for (const auto text : inventory.documents_of(role)) {
        auto document = read(fleet::parse_role_policy_text, text, "role " + role.name, unreadable);
        if (document) documents.push_back(std::move(*document));
    }
    return {documents, inventory.account};
}

}  // namespace engine
