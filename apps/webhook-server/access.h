/*
 * access.h: who asks, and how often they may: bearer keys, their rights and rates.
 */
#ifndef WEB_ACCESS_H
#define WEB_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/order.h>
#include <trade/owner.h>
#include <trade/status.h>
#include <trade/store.h>

#include "serve/serve.h"

#include "rate.h"

typedef struct web_access web_access;

/** Who asks; it travels with the request. Plain data. */
typedef struct web_caller {
    char user[TR_NAME_SIZE];
    int64_t rights;    /* a sum of TR_RIGHT_* */
    int64_t wait_ns;   /* > 0: too many requests */
    tr_status failure; /* not TR_OK: it could not be found out who asks */
} web_caller;

/** @param seed  unpredictable.   NULL: no memory */
web_access *web_access_new(uint64_t seed);
void web_access_free(web_access *access);

/**
 * Find out who asks: `Authorization: Bearer tk_...` or `X-API-Key`. Loop thread, inside authenticate.
 * @return false: nobody we know
 */
bool web_access_check(web_access *access, tr_owner *owner, tr_store_reader *reader,
                      const rate_limit *key_rate, serve_request *request, int64_t now_ns);

/** The caller when they may do this; else the request is answered, and NULL. */
const web_caller *web_caller_with(serve_request *request, int64_t rights);

#endif
