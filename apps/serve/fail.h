/* fail.h: sets an error's detail and returns its status, as the library does for itself. */
#ifndef SERVE_FAIL_H
#define SERVE_FAIL_H

#include <trade/status.h>

tr_status serve_fail(tr_error *err, tr_status status, int native_code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
