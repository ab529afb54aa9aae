// TLS sessions that come back: the client offers them, the broker takes them only when it was told
// to hand them out, and the tap judges anew what TLS did not look at.
#include "sim/wire/client_process.hpp"
#include "sim/wire/mosquitto_broker.hpp"
#include "sim/wire/mqtt_client.hpp"
#include "sim/wire/socket_poll.hpp"
#include "sim/wire/tap_record.hpp"
#include "tests/sim/wire/stage.hpp"

namespace sim {
namespace {

using namespace stage;

/// One device, its session, and a broker with or without tickets.
class ReturningDevice {
  public:
    explicit ReturningDevice(bool broker_allows)
        : broker_(stage_.fleet(), memory_,
                  {.tap = with_patience().tap,
                   .cloud_certificate = std::string(64, '0'),
                   .behaviour = {},
                   .allows_resumption = broker_allows}) {
        tls_.allow_resumption();
        set_now(noon);
    }

    void set_now(fleet::Time now) {
        memory_.set_now(now);
        tls_.set_now(now);
    }
    /// Connects anew and serves the connection until it stands or is refused.
    bool connects() {
        const auto& fleet = stage_.fleet();
        const auto& credential = fleet.credentials[0];
        client_.start_connect(tls_, {fleet.issue(credential).der, fleet.private_key(credential)},
                              {.client_id = id_,
                               .bind_address = from_,
                               .port = broker_.port(),
                               .session = &session_});
        for (int n = 0; n < 500 && client_.state() == MqttClient::State::connecting; ++n) {
            poll_.follow(0, client_);
            for (const auto& ready : poll_.wait(10ms)) client_.serve(tls_, ready.events);
        }
        return client_.state() == MqttClient::State::up;
    }
    bool is_resumed() const { return client_.is_resumed(); }
    /// What the tap wrote last, in words.
    std::string seen() {
        auto ring = memory_.events();
        std::string bytes, words;
        while (ring.try_read(bytes)) {
            const auto record = decode_record(bytes);
            if (record.kind == fleet::ObservationKind::disconnected) continue;
            words = std::string(name_of(record.kind)) + " " + std::string(name_of(record.reason)) +
                    (record.is_resumed ? " resumed" : "");
        }
        return words;
    }

  private:
    Stage stage_;
    TapMemory memory_ = TapMemory::create(1 << 20, 1 << 16);
    MosquittoBroker broker_;
    ClientProcess process_;
    ClientTls tls_{fleet::broker_identity(stage_.fleet()).trusted_cas};
    TlsSession session_;
    MqttClient client_;
    SocketPoll poll_{1};
    std::string id_ = "pump-0", from_ = "127.1.0.1";
};

TEST(TlsSession, ComesBackWhereTheBrokerAllowsIt) {
    ReturningDevice device(true);
    ASSERT_TRUE(device.connects());
    EXPECT_FALSE(device.is_resumed());
    EXPECT_EQ(device.seen(), "connected ");
    for (int n = 0; n < 3; ++n) {
        ASSERT_TRUE(device.connects());
        EXPECT_TRUE(device.is_resumed());
        EXPECT_EQ(device.seen(), "connected  resumed");
    }
}

TEST(TlsSession, IsNotHandedOutUnlessAskedFor) {
    ReturningDevice device(false);
    ASSERT_TRUE(device.connects());
    ASSERT_TRUE(device.connects());
    EXPECT_FALSE(device.is_resumed());
}

TEST(TlsSession, DoesNotCarryALapsedCertificateIn) {
    ReturningDevice device(true);
    ASSERT_TRUE(device.connects());
    device.set_now(noon + 24h * 365 * 6);
    device.seen();
    EXPECT_FALSE(device.connects());
    EXPECT_EQ(device.seen(), "refused certificate-expired resumed");
    device.set_now(noon - 24h * 365);
    EXPECT_FALSE(device.connects());
    EXPECT_EQ(device.seen(), "refused certificate-not-yet-valid resumed");
    device.set_now(noon);
    EXPECT_TRUE(device.connects());
}

}  // namespace
}  // namespace sim
