// Which topics a metric with a dimension is about. Decided once for every topic, and again for
// every event only where a filter names the client. (docs/detect-semantics §4.9)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/detect/profile.hpp"
#include "fleet/dictionary.hpp"

namespace engine {

/// Does `topic` match the filter once the text `client_id` stands for ${iot:ClientId}? The client
/// id is no filter, whatever characters it has.
bool matches_filter(std::string_view filter, std::string_view topic, std::string_view client_id);

class TopicScope {
  public:
    explicit TopicScope(Dimension dimension);

    /// Every topic of the dictionary is known from here on.
    void learn(const fleet::Interner& topics);
    /// Is an event on this topic counted? One that has none matches no filter.
    bool holds(fleet::NameId topic, std::string_view topic_text, std::string_view client_id) const;
    /// Of a topic that was learnt, or no_name; false: it depends on the client, which `holds` asks.
    bool is_settled(fleet::NameId topic) const {
        return topic == fleet::no_name || verdicts_[topic] != Verdict::open;
    }
    bool settled(fleet::NameId topic) const {
        const bool is_in = topic != fleet::no_name && verdicts_[topic] == Verdict::in;
        return is_in != dimension_.is_not_in;
    }
    const Dimension& dimension() const { return dimension_; }
    /// Equal for scopes that count the same events.
    std::string key() const;

  private:
    enum class Verdict : std::uint8_t { out, in, open };

    Verdict verdict_of(std::string_view topic) const;

    Dimension dimension_;
    std::vector<std::string> plain_, of_client_;  // filters without and with ${iot:ClientId}
    std::vector<Verdict> verdicts_;               // by topic
};

}  // namespace engine
