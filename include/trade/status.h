/*
 * status.h: how a call says what became of it.
 *
 * A function that can fail returns a tr_status and, where a person could act on the reason, fills a
 * tr_error that the caller owns. There is no global and no thread-local error state.
 */
#ifndef TRADE_STATUS_H
#define TRADE_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include <trade/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Outcome of a call. Zero is success, failures are negative; a number is never given a new meaning. */
typedef enum tr_status {
    TR_OK = 0,
    TR_E_INVALID = -1,         /* an argument breaks the call's stated contract */
    TR_E_NO_MEMORY = -2,       /* the allocator returned NULL */
    TR_E_OVERFLOW = -3,        /* the exact result does not fit its type */
    TR_E_RANGE = -4,           /* a value is outside its stated range */
    TR_E_PARSE = -5,           /* text or bytes are not of the expected form */
    TR_E_NOT_FOUND = -6,       /* no such object */
    TR_E_EXISTS = -7,          /* an object with this key is there already */
    TR_E_CONFLICT = -8,        /* the object changed meanwhile: version, epoch or state do not fit */
    TR_E_FULL = -9,            /* a stated maximum is reached; try again later */
    TR_E_BUSY = -10,           /* somebody else holds it: a lock, a database, an account */
    TR_E_IO = -11,             /* the operating system reported a failure of a file or device */
    TR_E_NO_SPACE = -12,       /* the disk is full; nothing was stored */
    TR_E_READ_ONLY = -13,      /* the file or file system may not be written */
    TR_E_CORRUPT = -14,        /* stored data fail their checks */
    TR_E_NEWER_SCHEMA = -15,   /* stored data were written by a newer version */
    TR_E_NETWORK = -16,        /* the connection failed before anything was sent */
    TR_E_TIMEOUT = -17,        /* no answer in time, and nothing was changed */
    TR_E_UNKNOWN_OUTCOME = -18, /* sent, but whether it took effect is not known: look it up */
    TR_E_DENIED = -19,         /* identity or rights are missing */
    TR_E_UNSUPPORTED = -20,    /* a valid request that this build or counterpart cannot serve */
    TR_E_CLOSED = -21,         /* the object is shutting down or was stopped */
    TR_E_REFUSED = -22,        /* a rule said no; the verdict names rule, value and limit */
    TR_E_STALE = -23,          /* too old to act on */
    TR_E_AMBIGUOUS = -24,      /* more than one reading is possible: say it more precisely */
    TR_E_INTERNAL = -25        /* a defect of this library */
} tr_status;

#define TR_ERROR_MESSAGE_SIZE 256

/**
 * What a person needs to fix a failure. Plain data, owned by the caller, filled exactly when a call
 * fails. `message` is one line in lower case with the value seen and the value allowed; never a secret.
 */
typedef struct tr_error {
    tr_status status;
    int native_code; /* the other side's own code: errno, SQLite, HTTP; 0 when there is none */
    char message[TR_ERROR_MESSAGE_SIZE];
} tr_error;

/**
 * Name of a status in lower case, e.g. "not_found"; "unknown_status" for a number outside the list.
 * Static storage.   Threads: any.
 */
TR_API const char *tr_status_name(tr_status status);

#ifdef __cplusplus
}
#endif

#endif
