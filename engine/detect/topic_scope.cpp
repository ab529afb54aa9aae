#include "engine/detect/topic_scope.hpp"

#include <algorithm>
#include <utility>

#include "fleet/base/text.hpp"

namespace engine {
namespace {

constexpr std::string_view client_variable = "${iot:ClientId}";

}  // namespace

bool matches_filter(std::string_view filter, std::string_view topic, std::string_view client_id) {
    const bool begins_wild = filter.starts_with('+') || filter.starts_with('#');
    if (topic.empty() || (topic.front() == '$' && begins_wild)) return false;
    std::size_t at = 0;
    while (!filter.empty()) {
        if (filter == "#" || (filter == "/#" && at == topic.size())) return true;
        if (filter.starts_with(client_variable)) {
            if (!topic.substr(at).starts_with(client_id)) return false;
            at += client_id.size();
            filter.remove_prefix(client_variable.size());
        } else if (filter.front() == '+') {
            at = std::min(topic.find('/', at), topic.size());
            filter.remove_prefix(1);
        } else {
            if (at == topic.size() || topic[at] != filter.front()) return false;
            ++at;
            filter.remove_prefix(1);
        }
    }
    return at == topic.size();
}

TopicScope::TopicScope(Dimension dimension) : dimension_(std::move(dimension)) {
    for (const auto& filter : dimension_.filters)
        (filter.find(client_variable) == std::string::npos ? plain_ : of_client_).push_back(filter);
}

TopicScope::Verdict TopicScope::verdict_of(std::string_view topic) const {
    const auto matches = [&](const std::string& filter) {
        return fleet::topic_matches(filter, topic);
    };
    if (std::ranges::any_of(plain_, matches)) return Verdict::in;
    // What stands before the client id and any wildcard must be there for every client.
    const auto may_match = [&](const std::string& filter) {
        const auto fixed = std::min(filter.find(client_variable), filter.find_first_of("+#"));
        return topic.starts_with(std::string_view(filter).substr(0, fixed));
    };
    return std::ranges::any_of(of_client_, may_match) ? Verdict::open : Verdict::out;
}

void TopicScope::learn(const fleet::Interner& topics) {
    for (auto topic = static_cast<fleet::NameId>(verdicts_.size()); topic < topics.size(); ++topic)
        verdicts_.push_back(verdict_of(topics.text(topic)));
}

bool TopicScope::holds(fleet::NameId topic, std::string_view topic_text,
                       std::string_view client_id) const {
    if (is_settled(topic)) return settled(topic);
    const bool is_in = std::ranges::any_of(of_client_, [&](const std::string& filter) {
        return matches_filter(filter, topic_text, client_id);
    });
    return is_in != dimension_.is_not_in;
}

std::string TopicScope::key() const {
    auto filters = dimension_.filters;
    std::ranges::sort(filters);
    filters.erase(std::unique(filters.begin(), filters.end()), filters.end());
    std::string key = dimension_.is_not_in ? "NOT_IN" : "IN";
    for (const auto& filter : filters) (key += '\n') += filter;
    return key;
}

}  // namespace engine
