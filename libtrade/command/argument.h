/* argument.h: one argument's text, checked and read by its row in the table. */
#ifndef TRADE_COMMAND_ARGUMENT_H
#define TRADE_COMMAND_ARGUMENT_H

#include <trade/command.h>

/* A checked value; `text` is set for every type. */
typedef struct tr__argument_value {
    bool is_set;
    const char *text; /* NUL-ended, as given */
    bool flag;
    int64_t integer; /* integers, times, durations */
    tr_decimal decimal;
    tr_id id;
} tr__argument_value;

/* Read `text` (NUL-ended, `length` bytes); `out->text` becomes `text`. TR_E_INVALID naming argument and what is allowed */
tr_status tr__argument_read(const tr_argument_def *def, const char *text, size_t length,
                            tr__argument_value *out, tr_error *err);

#endif
