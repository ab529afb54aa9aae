#include "fleet/dictionary.hpp"

#include "fleet/base/error.hpp"
#include "fleet/base/random.hpp"
#include "fleet/inventory.hpp"

namespace fleet {
namespace {
constexpr std::size_t chunk_bytes = 1 << 16;
}

std::string_view Interner::keep(std::string_view text) {
    if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < text.size()) {
        chunks_.emplace_back().reserve(std::max(chunk_bytes, text.size()));
    }
    auto& chunk = chunks_.back();
    const auto at = chunk.size();
    chunk.append(text);
    return std::string_view(chunk).substr(at);
}

void Interner::grow() {
    table_.assign(table_.empty() ? 64 : table_.size() * 2, no_name);
    for (NameId id = 0; id < texts_.size(); ++id) {
        auto slot = label(texts_[id]) & (table_.size() - 1);
        while (table_[slot] != no_name) slot = (slot + 1) & (table_.size() - 1);
        table_[slot] = id;
    }
}

NameId Interner::intern(std::string_view text) {
    if (texts_.size() * 2 >= table_.size()) grow();
    auto slot = label(text) & (table_.size() - 1);
    for (; table_[slot] != no_name; slot = (slot + 1) & (table_.size() - 1)) {
        if (texts_[table_[slot]] == text) return table_[slot];
    }
    const auto id = static_cast<NameId>(texts_.size());
    texts_.push_back(keep(text));
    table_[slot] = id;
    return id;
}

NameId Interner::find(std::string_view text) const {
    if (table_.empty()) return no_name;
    for (auto slot = label(text) & (table_.size() - 1); table_[slot] != no_name;
         slot = (slot + 1) & (table_.size() - 1)) {
        if (texts_[table_[slot]] == text) return table_[slot];
    }
    return no_name;
}

namespace {

constexpr unsigned index_bits = 24;  // of a payload within its share

}  // namespace

void Payloads::begin(unsigned shares) {
    require(shares <= shares_max, "a slice has few shares");
    shares_.resize(std::max<std::size_t>(shares_.size(), shares));
    for (auto& share : shares_) share.bytes.clear(), share.ends.clear();
}

NameId Payloads::keep(std::string_view payload, unsigned share) {
    auto& [bytes, ends] = shares_[share];
    require(ends.size() < (std::size_t{1} << index_bits), "a share of a slice has few reports");
    bytes += payload;
    ends.push_back(bytes.size());
    return share << index_bits | static_cast<NameId>(ends.size() - 1);
}

std::string_view Payloads::text(NameId id) const {
    const auto& [bytes, ends] = shares_[id >> index_bits];
    const auto index = id & ((1U << index_bits) - 1);
    const auto first = index == 0 ? 0 : ends[index - 1];
    return std::string_view(bytes).substr(first, ends[index] - first);
}

void Dictionary::preload_things(const Inventory& inventory) {
    require(clients.size() == 0, "client ids are preloaded once, into an empty dictionary");
    for (const auto& thing : inventory.things) clients.intern(thing.name);
}

void Dictionary::preload_certificates(const Inventory& inventory) {
    require(certificates.size() == 0,
            "certificate ids are preloaded once, into an empty dictionary");
    for (const auto& certificate : inventory.certificates)
        certificates.intern(certificate.id_hex());
}

}  // namespace fleet
