#include <gmock/gmock.h>

#include "fleet/base/error.hpp"
#include "sim/load/load_run.hpp"

namespace sim {
namespace {

TEST(NamedBroker, IsReadFromItsAddress) {
    const auto broker = named_broker("mqtts://127.0.0.1:18883", "pem");
    EXPECT_EQ(broker.host, "127.0.0.1");
    EXPECT_EQ(broker.numeric_host, "127.0.0.1");
    EXPECT_EQ(broker.port, 18883);
    EXPECT_TRUE(broker.is_loopback);
    EXPECT_EQ(broker.trusted_cas, "pem");
    EXPECT_EQ(named_broker("mqtts://127.0.0.1", "").port, 8883) << "the port of MQTT over TLS";
}

TEST(NamedBroker, IsLookedUpOnce) {
    const auto broker = named_broker("mqtts://localhost:1", "");
    EXPECT_EQ(broker.host, "localhost") << "its certificate is for the name";
    EXPECT_EQ(broker.numeric_host, "127.0.0.1");
}

TEST(NamedBroker, MayHaveAnIpv6Address) {
    const auto broker = named_broker("mqtts://[2001:db8::1]:9", "");
    EXPECT_EQ(broker.host, "2001:db8::1");
    EXPECT_EQ(broker.port, 9);
    EXPECT_FALSE(broker.is_loopback) << "devices share one source address there";
}

TEST(NamedBroker, IsRefusedWhenItsAddressIsNone) {
    for (const auto* address :
         {"", "localhost", "mqtt://localhost", "mqtts://", "mqtts://:1",
          "mqtts://localhost:", "mqtts://localhost:0", "mqtts://localhost:65536",
          "mqtts://localhost:1x", "mqtts://[::1", "mqtts://[::1]x", "mqtts://localhost/path"})
        EXPECT_THROW(named_broker(address, ""), fleet::Error) << address;
}

}  // namespace
}  // namespace sim
