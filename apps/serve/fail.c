/* fail.c: see fail.h. */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>

tr_status serve_fail(tr_error *err, tr_status status, int native_code, const char *format, ...)
{
    if (err == NULL)
        return status;
    err->status = status;
    err->native_code = native_code;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(err->message, sizeof err->message, format, arguments); /* cut when too long */
    va_end(arguments);
    return status;
}
