#include "engine/detect/datapoint_part.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/detect/metrics.hpp"
#include "fleet/base/error.hpp"
#include "tests/support/fleets.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace engine;
using fleet::NameId;
using fleet::Observation;
using fleet::ObservationKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

constexpr Slot slot = 5'111'712;

/// Three pumps, and a collector of messages sent, their sizes and addresses.
class DatapointPart : public testing::Test {
  protected:
    DatapointPart() {
        auto fleet = support::a_fleet();
        for (const auto* pump : {"pump-0", "pump-1", "pump-2"}) fleet.with_device(pump);
        inventory_ = fleet.inventory();
        names_.preload_things(inventory_);
        for (const auto* address : {"10.0.0.1", "10.0.0.2"}) names_.addresses.intern(address);
    }

    Collector collector() const {
        Collector made(inventory_, names_, {});
        for (const auto* metric :
             {"aws:num-messages-sent", "aws:message-byte-size", "aws:source-ip-address"})
            made.need(*metric_named(metric), 1);
        made.need(*metric_named("aws:message-byte-size"), 1, Measured::total);
        made.need(*metric_named("aws:num-messages-sent"), 1, Measured::each,
                  Dimension{.name = "d", .filters = {"dt/#"}, .is_not_in = false});
        made.need(*metric_named("aws:source-ip-address"), 1, Measured::each,
                  Dimension{.name = "d", .filters = {"dt/#"}, .is_not_in = false});
        made.open(slot);
        return made;
    }

    static Observation seen(ObservationKind kind, NameId client, std::uint32_t connection = 1,
                            NameId address = 0) {
        Observation observation;
        observation.time = end_of(slot) - std::chrono::minutes{4};
        observation.kind = kind;
        observation.connection = connection;
        observation.client_id = client;
        observation.source_address = address;
        return observation;
    }
    static Observation sent(NameId client, std::uint32_t count, std::uint32_t bytes) {
        auto observation = seen(ObservationKind::published, client);
        observation.count = count;
        observation.bytes_min = observation.bytes_max = bytes;
        observation.bytes_sum = std::uint64_t{count} * bytes;
        return observation;
    }

    /// A part that says of its slot what these observations come to.
    fleet::PartReader part(const std::vector<Observation>& observations,
                           AddressTellers tellers = {{1, 1, 1}, {0, 0, 0}}) {
        auto made = collector();
        made.expect(1);
        made.take(0, observations);
        made.finish();
        made.seal();
        const auto file = folder_.path() / std::to_string(parts_++);
        fleet::PartWriter writer(file, datapoints_kind);
        DatapointPartWriter(writer, std::move(tellers), {}).write(made);
        return {file, datapoints_kind, writer.close()};
    }

    /// What these parts come to together.
    Collector filled(std::vector<fleet::PartReader> parts) {
        DatapointPartReader reader(std::move(parts), names_.addresses.size(), {});
        auto made = collector();
        reader.fill(made);
        made.finish();
        made.seal();
        reader.finish();
        return made;
    }

    template <class... Parts>
    Collector joined(Parts... parts) {
        std::vector<fleet::PartReader> all;
        (all.push_back(std::move(parts)), ...);
        return filled(std::move(all));
    }

    fleet::Inventory inventory_;
    fleet::Dictionary names_;
    support::TemporaryFolder folder_;
    int parts_ = 0;
};

}  // namespace

TEST_F(DatapointPart, GivesBackWhatWasCollected) {
    const auto made =
        joined(part({sent(0, 3, 100), sent(0, 2, 40), seen(ObservationKind::connected, 2)}));
    EXPECT_TRUE(made.is_active(0));
    EXPECT_FALSE(made.is_active(1));
    EXPECT_TRUE(made.is_active(2));
    EXPECT_EQ(made.columns()[0].open_cell(0).low, 5U);
    EXPECT_EQ(made.columns()[1].open_cell(0).low, 40U);
    EXPECT_EQ(made.columns()[1].open_cell(0).high, 100U);
    EXPECT_TRUE(made.columns()[1].is_empty(made.columns()[1].open_cell(2)));
    EXPECT_THAT(made.addresses_of(0), ElementsAre(0U));
}

TEST_F(DatapointPart, TellsTheColumnsOfOneMetricApart) {
    auto on_topic = sent(0, 2, 40);
    on_topic.topic = names_.topics.intern("dt/a");
    const auto made = joined(part({sent(0, 3, 100), on_topic}), part({on_topic}));
    const auto columns = made.columns();
    ASSERT_EQ(columns.size(), 4U);
    EXPECT_EQ(columns[0].open_cell(0).low, 7U);
    EXPECT_EQ(columns[2].open_cell(0).low, 460U);
    EXPECT_EQ(columns[3].open_cell(0).low, 4U);
    EXPECT_TRUE(columns[2].is_empty(columns[2].open_cell(1)));
    EXPECT_EQ(made.scope_key(columns[3]), "IN\ndt/#");
}

TEST_F(DatapointPart, PartsOfOneThingAreAddedUp) {
    const auto made =
        joined(part({sent(1, 3, 100)}), part({sent(1, 4, 300)}, {{0, 0, 0}, {0, 0, 0}}));
    EXPECT_EQ(made.columns()[0].open_cell(1).low, 7U);
    EXPECT_EQ(made.columns()[1].open_cell(1).low, 100U);
    EXPECT_EQ(made.columns()[1].open_cell(1).high, 300U);
}

TEST_F(DatapointPart, OnlyOneShardTellsWhereAThingIsConnectedFrom) {
    auto heard = part({seen(ObservationKind::delivered, 0, 1, 1)}, {{0, 0, 0}, {1, 1, 1}});
    auto home = part({seen(ObservationKind::connected, 0, 1, 0)}, {{1, 1, 1}, {1, 1, 1}});
    const auto made = joined(std::move(heard), std::move(home));
    EXPECT_THAT(made.addresses_of(0), ElementsAre(0U));
}

TEST_F(DatapointPart, AThingHeardOnlyElsewhereIsWhereItsOwnShardSaysItIs) {
    // In its own shard nothing happens in this slot but the sign of life that no activity is.
    auto home = part({seen(ObservationKind::subscribed, 0, 1, 0)}, {{1, 1, 1}, {1, 1, 1}});
    auto heard = part({seen(ObservationKind::delivered, 0, 1, 1)}, {{0, 0, 0}, {1, 1, 1}});
    const auto made = joined(std::move(home), std::move(heard));
    EXPECT_TRUE(made.is_active(0));
    EXPECT_THAT(made.addresses_of(0), ElementsAre(0U));
    // Without activity anywhere it has no address in the slot.
    const auto idle =
        joined(part({seen(ObservationKind::subscribed, 0, 1, 0)}, {{1, 1, 1}, {1, 1, 1}}));
    EXPECT_FALSE(idle.is_active(0));
}

TEST_F(DatapointPart, AddressesOfADimensionAreThoseOfAllShards) {
    const auto dt = names_.topics.intern("dt/a");
    auto near = sent(0, 1, 1), far = seen(ObservationKind::delivered, 0, 2, 1);
    near.topic = far.topic = dt;
    const auto made = joined(part({far, sent(1, 1, 1)}, {{0, 0, 0}, {1, 1, 1}}), part({near}));
    ASSERT_EQ(made.scoped_addresses().size(), 1U);
    EXPECT_THAT(made.scoped_addresses()[0].of(0), ElementsAre(0U, 1U));
    EXPECT_THAT(made.scoped_addresses()[0].of(1), testing::IsEmpty());
}

TEST_F(DatapointPart, OfASlotWithoutActivityHoldsNothing) {
    auto nothing = part({});
    EXPECT_FALSE(nothing.next());
    EXPECT_FALSE(joined(std::move(nothing)).is_active(0));
}

TEST_F(DatapointPart, RubbishIsRefusedAndNeverCrashes) {
    const auto file = folder_.path() / "rubbish";
    const std::vector<std::string> frames{"\x05", "\x01\x63",
                                          std::string("\x00\x00\x01\x02\xFF\xFF", 6),
                                          std::string("\x02\x01\x00\x00\x7F\x01\x00", 7)};
    for (const auto& frame : frames) {
        fleet::PartWriter writer(file, datapoints_kind);
        writer.write(end_of(slot) - fleet::slot_length, frame);
        std::vector<fleet::PartReader> parts;
        parts.emplace_back(file, datapoints_kind, writer.close());
        EXPECT_THROW(filled(std::move(parts)), fleet::Error) << testing::PrintToString(frame);
    }
}

TEST_F(DatapointPart, ThatGoesOnBeyondTheRunIsRefused) {
    auto left = part({sent(0, 1, 1)});
    std::vector<fleet::PartReader> parts;
    parts.push_back(std::move(left));
    const DatapointPartReader reader(std::move(parts), 2, {});
    try {
        reader.finish();
        FAIL();
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("goes on beyond the end"));
    }
}
