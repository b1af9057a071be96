#pragma once

#include <stddef.h>
#include <stdint.h>

/// Why a question had no answer.
enum {
    signet_no_domain = -1,
    signet_no_records = -2,
    signet_no_answer = -3,
};

/// Asks the system's resolver, through libresolv, for the TXT records of a name.
///
/// @param server   An IPv4 address to ask instead of the system's name servers, in network order; 0 for those.
/// @param port     Its port.
/// @param each     Is called with each record's text, its strings joined (RFC 7208, 3.3, does the same).
/// @return How many records there were, or one of the reasons above.
int signet_txt_records(
    const char *name, uint32_t server, uint16_t port, void *context,
    void (*each)(void *context, const uint8_t *text, size_t length)
);
