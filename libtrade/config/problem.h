/* problem.h: collects what is wrong with a configuration: passes each on, keeps the first and the count. */
#ifndef TRADE_CONFIG_PROBLEM_H
#define TRADE_CONFIG_PROBLEM_H

#include <trade/config.h>

typedef struct tr__problems {
    tr_config_problem_sink sink; /* may be NULL */
    void *user;
    unsigned error_count;
    tr_error first; /* the first error */
} tr__problems;

/* Where a value or a problem comes from. */
typedef struct tr__place {
    const char *source;
    unsigned line;
    unsigned column;
} tr__place;

/* An error: the load will fail. TR_E_PARSE for what a person wrote, TR_E_IO for what could not be read. */
void tr__problem_error(tr__problems *problems, tr_status status, const tr__place *place,
                       const char *key, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

void tr__problem_warning(tr__problems *problems, const tr__place *place, const char *key,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
