// Leaves OpenSSL's error queue as it was: a refused signature is a result here, and a stale error
// would show up in somebody else's TLS handshake.
#pragma once

#include <openssl/err.h>

namespace fleet {

class ErrorMark {
  public:
    ErrorMark() { ERR_set_mark(); }
    ~ErrorMark() { ERR_pop_to_mark(); }
    ErrorMark(const ErrorMark&) = delete;
    ErrorMark& operator=(const ErrorMark&) = delete;
};

}  // namespace fleet
