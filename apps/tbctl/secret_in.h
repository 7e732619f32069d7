/* secret_in.h: secrets that people hand to a command: from a file, a descriptor, or typed without echo; never an argument. */
#ifndef TRADE_TBCTL_SECRET_IN_H
#define TRADE_TBCTL_SECRET_IN_H

#include <stdbool.h>

#include "tbctl/tbctl.h"

/* Where one comes from: the file or descriptor that the call's options name, else the person at the terminal. */
typedef struct tbctl_secret_source {
    const char *file_option;       /* "secret_file" */
    const char *descriptor_option; /* "secret_fd" */
    const char *prompt;            /* "Secret of binance" */
    bool is_asked_twice;           /* typed ones: both must be the same */
} tbctl_secret_source;

/* True when an option names where it comes from. */
bool tbctl_secret_is_given(const tr_command_call *call, const tbctl_secret_source *source);

/*
 * Read it; one line end behind it is not part of it. TR_E_INVALID: both options, none and no terminal, not the same
 * twice, empty; TR_E_DENIED: a file that others may read; TR_E_RANGE: longer than 16,384 bytes.
 */
tr_status tbctl_secret_read(const tr_command_call *call, const tbctl_secret_source *source,
                            tr_secret **out, tr_error *err);

#endif
