// Why a check says what it says of one resource, in the words of what it looked at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/audit_check.hpp"

namespace engine {

struct CheckQuestion {
    std::string check;     // the API's name
    std::string resource;  // a value that identifies it, or a thing, whose certificates are meant
    std::string task_id;   // empty: in every audit
};

/// What one audit had to say to a question.
struct CheckAnswer {
    std::string task_id;
    std::string resource;
    bool is_found = false;
    std::vector<std::string> lines;
};

/// The values that identify what a question is about: those of the certificates of a thing for a
/// check of device certificates, or the one that was given.
std::vector<std::string> resources_meant(const AuditCheck& check, const fleet::Inventory& inventory,
                                         std::string_view given);
/// What the check looked at: its own words, or else status, dates, revocation lists, connections
/// and statements of the resource, as far as the check reads them. Empty: nobody knows such a
/// resource.
std::vector<std::string> explanation_of(const AuditCheck& check, const Evidence& evidence,
                                        std::string_view resource);
/// Is the resource among what was found?
bool is_among(const std::vector<NonCompliance>& found, std::string_view resource);

}  // namespace engine
