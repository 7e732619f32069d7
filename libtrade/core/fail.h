/* fail.h: the one expression that sets an error's detail and returns its status. */
#ifndef TRADE_CORE_FAIL_H
#define TRADE_CORE_FAIL_H

#include <trade/status.h>

/*
 * Fill `err` (may be NULL) and return `status`. The format is printf's. A message longer than the
 * buffer is cut at a whole UTF-8 sequence; control characters become spaces, so it stays one line.
 */
tr_status tr__fail(tr_error *err, tr_status status, int native_code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
