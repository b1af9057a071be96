#include "CResolver.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

enum { longest_answer = 65535, longest_record = 65535, seconds_a_try = 3, tries = 2 };

static int reason(int error) {
    switch (error) {
    case HOST_NOT_FOUND: return signet_no_domain;
    case NO_DATA: return signet_no_records;
    default: return signet_no_answer;
    }
}

/// Joins the character strings of a record (RFC 1035, 3.3.14). Returns its length, or -1 where they do not add up.
static int joined(const uint8_t *data, int length, uint8_t *text) {
    int total = 0;
    for (int at = 0; at < length;) {
        int part = data[at++];
        if (part > length - at) return -1;
        memcpy(text + total, data + at, part);
        total += part;
        at += part;
    }
    return total;
}

int signet_txt_records(
    const char *name, uint32_t server, uint16_t port, void *context,
    void (*each)(void *context, const uint8_t *text, size_t length)
) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return signet_no_answer;
    state.retrans = seconds_a_try;
    state.retry = tries;
    if (server != 0) {
        state.nscount = 1;
        state.nsaddr_list[0].sin_family = AF_INET;
        state.nsaddr_list[0].sin_addr.s_addr = server;
        state.nsaddr_list[0].sin_port = htons(port);
    }

    static _Thread_local uint8_t answer[longest_answer];
    int length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, sizeof answer);
    int error = state.res_h_errno;
    res_nclose(&state);
    if (length < 0) return reason(error);

    ns_msg message;
    if (ns_initparse(answer, length < longest_answer ? length : longest_answer, &message) != 0) {
        return signet_no_answer;
    }
    int count = 0;
    for (int index = 0; index < ns_msg_count(message, ns_s_an); index++) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, index, &record) != 0) return signet_no_answer;
        // An alias stands before the records that it leads to.
        if (ns_rr_type(record) != ns_t_txt || ns_rr_class(record) != ns_c_in) continue;
        static _Thread_local uint8_t text[longest_record];
        int size = joined(ns_rr_rdata(record), ns_rr_rdlen(record), text);
        if (size < 0) continue;
        each(context, text, (size_t)size);
        count++;
    }
    return count > 0 ? count : signet_no_records;
}
