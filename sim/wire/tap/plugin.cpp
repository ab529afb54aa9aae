// The broker's plugin: hands Mosquitto's events to the tap and its verdicts back.
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <openssl/x509.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <string>

#include "fleet/base/text.hpp"
#include "sim/wire/tap/tap.hpp"

namespace sim::tap {
namespace {

mosquitto_plugin_id_t* plugin_id = nullptr;

/// No exception may cross into the broker. What fails here would falsify the run, so it ends: we
/// see a dead broker and its last words.
template <class Work>
int guarded(Work&& work) noexcept {
    try {
        return work();
    } catch (const std::exception& error) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "fleetdrill_tap: %s", error.what());
    }
    std::abort();
}

/// SHA-256 of the certificate a client showed, as hex; empty when there is none.
std::string certificate_of(const mosquitto* client) {
    auto* certificate = static_cast<X509*>(mosquitto_client_certificate(client));
    if (certificate == nullptr) return {};
    std::array<std::uint8_t, 32> id{};
    X509_digest(certificate, EVP_sha256(), id.data(), nullptr);
    X509_free(certificate);
    return fleet::to_hex(id);
}

int on_connect(int, void* data, void*) {
    return guarded([&] {
        const auto& event = *static_cast<const mosquitto_evt_basic_auth*>(data);
        const auto* client_id = mosquitto_client_id(event.client);
        const bool may = instance()->connect(event.client, client_id == nullptr ? "" : client_id,
                                             certificate_of(event.client));
        return may ? MOSQ_ERR_SUCCESS : MOSQ_ERR_AUTH;
    });
}

bool verdict(const mosquitto_evt_acl_check& event) {
    switch (event.access) {
        case MOSQ_ACL_WRITE:
            return instance()->publish(event.client, event.topic,
                                       {static_cast<const char*>(event.payload), event.payloadlen});
        case MOSQ_ACL_READ:
            return instance()->receive(event.client, event.topic, event.payloadlen);
        case MOSQ_ACL_SUBSCRIBE:
            return instance()->subscribe(event.client, event.topic);
        default:
            return true;  // UNSUBSCRIBE needs no permission
    }
}

int on_acl_check(int, void* data, void*) {
    return guarded([&] {
        const auto& event = *static_cast<const mosquitto_evt_acl_check*>(data);
        return verdict(event) ? MOSQ_ERR_SUCCESS : MOSQ_ERR_ACL_DENIED;
    });
}

int on_disconnect(int, void* data, void*) {
    return guarded([&] {
        instance()->disconnected(static_cast<const mosquitto_evt_disconnect*>(data)->client);
        return MOSQ_ERR_SUCCESS;
    });
}

int on_tick(int, void*, void*) {
    return guarded([] {
        instance()->listen();
        for (const auto& client_id : instance()->take_kicks()) {
            mosquitto_kick_client_by_clientid(client_id.c_str(), false);
        }
        return MOSQ_ERR_SUCCESS;
    });
}

Settings settings_from_environment() {
    const auto read = [](const char* name) {
        const char* value = std::getenv(name);
        if (value == nullptr) throw fleet::Error(std::string(name) + " is not set");
        return std::string(value);
    };
    return {.descriptor = std::stoi(read(tap_descriptor_variable)),
            .inventory = read(tap_inventory_variable),
            .cloud_certificate = read(tap_cloud_variable),
            .close_on_deny = read(tap_close_on_deny_variable) == "1"};
}

void register_callbacks() {
    const auto add = [](int event, MOSQ_FUNC_generic_callback callback) {
        if (mosquitto_callback_register(plugin_id, event, callback, nullptr, nullptr) !=
            MOSQ_ERR_SUCCESS) {
            throw fleet::Error("the broker does not take the tap's callbacks");
        }
    };
    add(MOSQ_EVT_BASIC_AUTH, on_connect);
    add(MOSQ_EVT_ACL_CHECK, on_acl_check);
    add(MOSQ_EVT_DISCONNECT, on_disconnect);
    add(MOSQ_EVT_TICK, on_tick);
}

}  // namespace
}  // namespace sim::tap

#define EXPORTED extern "C" __attribute__((visibility("default")))

EXPORTED int mosquitto_plugin_version(int count, const int* versions) {
    for (int i = 0; i < count; ++i) {
        if (versions[i] == 5) return 5;
    }
    return -1;
}

EXPORTED int mosquitto_plugin_init(mosquitto_plugin_id_t* id, void**, mosquitto_opt*, int) {
    try {
        sim::tap::plugin_id = id;
        sim::tap::start(sim::tap::settings_from_environment());
        sim::tap::register_callbacks();
        return MOSQ_ERR_SUCCESS;
    } catch (const std::exception& error) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "fleetdrill_tap: %s", error.what());
        return MOSQ_ERR_UNKNOWN;
    }
}

EXPORTED int mosquitto_plugin_cleanup(void*, mosquitto_opt*, int) {
    sim::tap::stop();
    return MOSQ_ERR_SUCCESS;
}
