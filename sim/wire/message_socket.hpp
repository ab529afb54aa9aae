// Plain values through a stream socket between two processes of one program.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace sim {

/// Raises Error when the other end is gone.
void send_all(int socket, const void* bytes, std::size_t count);
void receive_all(int socket, void* bytes, std::size_t count);

template <class Value>
void send_value(int socket, const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    send_all(socket, &value, sizeof value);
}
template <class Value>
Value receive_value(int socket) {
    static_assert(std::is_trivially_copyable_v<Value>);
    Value value{};
    receive_all(socket, &value, sizeof value);
    return value;
}

template <class Sequence>  // a vector or a text
void send_sequence(int socket, const Sequence& values) {
    static_assert(std::is_trivially_copyable_v<typename Sequence::value_type>);
    send_value(socket, std::uint64_t{values.size()});
    send_all(socket, values.data(), values.size() * sizeof(typename Sequence::value_type));
}
template <class Sequence>
Sequence receive_sequence(int socket) {
    static_assert(std::is_trivially_copyable_v<typename Sequence::value_type>);
    Sequence values;
    values.resize(receive_value<std::uint64_t>(socket));
    receive_all(socket, values.data(), values.size() * sizeof(typename Sequence::value_type));
    return values;
}

/// Texts of any length.
template <class Texts>
void send_texts(int socket, const Texts& texts) {
    send_value(socket, std::uint64_t{texts.size()});
    for (const auto text : texts) send_sequence(socket, text);
}
std::vector<std::string> receive_texts(int socket);

}  // namespace sim
