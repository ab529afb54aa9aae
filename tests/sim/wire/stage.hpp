// A small world to act in, and what was seen in it in words: shared by the tests of the wire.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/memory/memory_transport.hpp"
#include "sim/wire/wire_transport.hpp"

namespace sim::stage {

using namespace std::chrono_literals;
using fleet::NameId;
using fleet::Reason;
using scenarios::Action;
using scenarios::ActionKind;

inline const auto noon = *fleet::parse_time("2018-08-06T12:00:00Z");

inline constexpr auto open_policy = R"({"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":["iot:Connect"],"Resource":"*"},
  {"Effect":"Allow","Action":"iot:Publish","Resource":[
    "arn:aws:iot:us-east-1:123456789012:topic/data/*",
    "arn:aws:iot:us-east-1:123456789012:topic/$aws/*"]},
  {"Effect":"Allow","Action":"iot:Subscribe","Resource":
    "arn:aws:iot:us-east-1:123456789012:topicfilter/*"},
  {"Effect":"Deny","Action":"iot:Subscribe","Resource":
    "arn:aws:iot:us-east-1:123456789012:topicfilter/secret"},
  {"Effect":"Allow","Action":"iot:Receive","Resource":[
    "arn:aws:iot:us-east-1:123456789012:topic/data/*",
    "arn:aws:iot:us-east-1:123456789012:topic/cmd/*"]}]})";

/// A pump cohort that may do most things, a strict one under the default policy, an impostor with
/// the first pump's name, and the cloud.
class Stage {
  public:
    explicit Stage(BrokerSettings settings = {}, std::uint32_t pumps = 4,
                   std::vector<fleet::DefectDescription> defects = {}) {
        fleet::FleetDescription description;
        description.start = noon;
        description.duration = 24h;
        description.cohorts.push_back({.name = "pump",
                                       .count = pumps,
                                       .policy_name = "open",
                                       .policy_document = open_policy});
        description.cohorts.push_back({.name = "strict", .count = 2});
        description.defects = std::move(defects);
        fleet_ = fleet::synthesise(description, 7);
        dictionary_.preload_things(fleet_.inventory);
        dictionary_.preload_certificates(fleet_.inventory);
        for (NameId thing = 0; thing < fleet_.inventory.things.size(); ++thing) {
            actors_.push_back({.client_id = thing});
        }
        impostor = static_cast<std::uint32_t>(actors_.size());
        actors_.push_back({.client_id = 0});
        cloud = static_cast<std::uint32_t>(actors_.size());
        actors_.push_back({.client_id = dictionary_.clients.intern("the cloud itself")});
        settings_ = settings;
    }

    World world() { return {fleet_, actors_, cloud, dictionary_, settings_}; }
    fleet::Fleet& fleet() { return fleet_; }
    fleet::Dictionary& names() { return dictionary_; }

    Stage& connect(std::uint32_t actor, std::uint32_t credential) {
        auto& action = add(actor, ActionKind::connect);
        action.credential = credential;
        action.address = dictionary_.addresses.intern("10.1.2." + std::to_string(actor % 250));
        return *this;
    }
    Stage& connect(std::uint32_t actor) { return connect(actor, actor); }
    Stage& publish(std::uint32_t actor, std::string_view topic, std::uint32_t times = 1,
                   std::uint32_t bytes_min = 10, std::uint32_t bytes_max = 20,
                   std::uint8_t qos = 1) {
        auto& action = add(actor, ActionKind::publish);
        action.topic = dictionary_.topics.intern(topic);
        action.times = times;
        action.bytes_min = bytes_min;
        action.bytes_max = bytes_max;
        action.size_seed = actions_.size();
        action.qos = qos;
        return *this;
    }
    Stage& report(std::uint32_t actor, std::string_view topic, std::string_view payload) {
        auto& action = add(actor, ActionKind::report);
        action.topic = dictionary_.topics.intern(topic);
        action.payload = dictionary_.payloads.keep(payload);
        return *this;
    }
    Stage& subscribe(std::uint32_t actor, std::string_view filter) {
        add(actor, ActionKind::subscribe).topic = dictionary_.topics.intern(filter);
        return *this;
    }
    Stage& disconnect(std::uint32_t actor, bool is_abrupt = false) {
        add(actor, ActionKind::disconnect).is_abrupt = is_abrupt;
        return *this;
    }
    Stage& deactivate(std::uint32_t certificate) {
        changes_.push_back({.time = now_ += 1s,
                            .kind = fleet::ChangeKind::certificate_status,
                            .subject = fleet_.inventory.certificates[certificate].id_hex(),
                            .value = "INACTIVE"});
        return *this;
    }
    Stage& at(fleet::Time time) {
        now_ = time - 1s;
        return *this;
    }

    /// Performs what was staged since the last time.
    std::vector<fleet::Observation> on(Transport& transport) {
        const auto begin = fleet::slot_start(now_);
        auto seen = transport.perform({begin, begin + fleet::slot_length, actions_, changes_});
        actions_.clear();
        changes_.clear();
        return seen;
    }
    /// Performs it over the wire and in memory, expects the same, and returns it in words.
    std::vector<std::string> on_both(Transport& wire, Transport& memory) {
        const auto actions = actions_;
        const auto changes = changes_;
        auto seen = on(wire);
        const auto begin = fleet::slot_start(now_);
        EXPECT_EQ(seen, memory.perform({begin, begin + fleet::slot_length, actions, changes}));
        std::ranges::stable_sort(seen, {}, &fleet::Observation::time);  // as a story is told
        std::vector<std::string> words;
        for (const auto& one : seen) words.push_back(in_words(one));
        return words;
    }

    std::string in_words(const fleet::Observation& seen) const {
        std::string text(name_of(seen.kind));
        if (seen.reason != Reason::none) text += " " + std::string(name_of(seen.reason));
        if (seen.client_id != fleet::no_name) {
            text += " " + std::string(dictionary_.clients.text(seen.client_id));
        }
        if (seen.connection != 0) text += "#" + std::to_string(seen.connection);
        if (seen.topic != fleet::no_name) {
            text += " " + std::string(dictionary_.topics.text(seen.topic));
        }
        if (seen.count != 1) text += " x" + std::to_string(seen.count);
        return text;
    }

    std::uint32_t impostor = 0;
    std::uint32_t cloud = 0;

  private:
    Action& add(std::uint32_t actor, ActionKind kind) {
        actions_.push_back({.time = now_ += 1s, .actor = actor, .kind = kind});
        return actions_.back();
    }

    fleet::Fleet fleet_;
    fleet::Dictionary dictionary_;
    std::vector<scenarios::Actor> actors_;
    BrokerSettings settings_;
    std::vector<Action> actions_;
    std::vector<fleet::Change> changes_;
    fleet::Time now_ = noon;
};

inline WireSettings with_patience(std::chrono::milliseconds patience = 5s) {
    return {.tap = std::filesystem::path(FLEETDRILL_BINARY_DIR) / "fleetdrill_tap.so",
            .patience = patience};
}

struct Both {
    explicit Both(Stage& stage)
        : memory(stage.world()), wire(make_wire_transport(stage.world(), with_patience())) {}
    std::vector<std::string> see(Stage& stage) { return stage.on_both(*wire, memory); }
    MemoryTransport memory;
    std::unique_ptr<Transport> wire;
};

}  // namespace sim::stage
