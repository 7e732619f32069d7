/* status.c: names of statuses and the filling of error details. */
#include <trade/status.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"

const char *tr_status_name(tr_status status)
{
    switch (status) {
    case TR_OK: return "ok";
    case TR_E_INVALID: return "invalid";
    case TR_E_NO_MEMORY: return "no_memory";
    case TR_E_OVERFLOW: return "overflow";
    case TR_E_RANGE: return "range";
    case TR_E_PARSE: return "parse";
    case TR_E_NOT_FOUND: return "not_found";
    case TR_E_EXISTS: return "exists";
    case TR_E_CONFLICT: return "conflict";
    case TR_E_FULL: return "full";
    case TR_E_BUSY: return "busy";
    case TR_E_IO: return "io";
    case TR_E_NO_SPACE: return "no_space";
    case TR_E_READ_ONLY: return "read_only";
    case TR_E_CORRUPT: return "corrupt";
    case TR_E_NEWER_SCHEMA: return "newer_schema";
    case TR_E_NETWORK: return "network";
    case TR_E_TIMEOUT: return "timeout";
    case TR_E_UNKNOWN_OUTCOME: return "unknown_outcome";
    case TR_E_DENIED: return "denied";
    case TR_E_UNSUPPORTED: return "unsupported";
    case TR_E_CLOSED: return "closed";
    case TR_E_REFUSED: return "refused";
    case TR_E_STALE: return "stale";
    case TR_E_AMBIGUOUS: return "ambiguous";
    case TR_E_INTERNAL: return "internal";
    }
    return "unknown_status";
}

/* Cut a sequence that the buffer's end split, so that the message stays valid UTF-8. */
static void trim_split_sequence(char *text, size_t length)
{
    size_t at = length;
    while (at > 0 && ((unsigned char)text[at - 1] & 0xC0) == 0x80)
        at--;
    if (at == 0)
        return;
    unsigned char lead = (unsigned char)text[at - 1];
    size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length - (at - 1) < wanted)
        text[at - 1] = '\0';
}

tr_status tr__fail(tr_error *err, tr_status status, int native_code, const char *format, ...)
{
    if (err == NULL)
        return status;
    err->status = status;
    err->native_code = native_code;
    va_list args;
    va_start(args, format);
    int length = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (length < 0)
        err->message[0] = '\0';
    for (char *at = err->message; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            *at = ' ';
    if (length >= (int)sizeof err->message)
        trim_split_sequence(err->message, sizeof err->message - 1);
    return status;
}
