/*
 * server.h: the webhook server: an owner of the accounts, and the HTTP server that speaks for it.
 *
 * Handlers run on the loop's thread and never wait: what trades goes to the owner's engine thread and is
 * answered from there; what reads goes to a thread of its own.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include <trade/config.h>
#include <trade/owner.h>
#include <trade/status.h>
#include <trade/store.h>

#include "serve/serve.h"

#include "access.h"
#include "rate.h"
#include "reading.h"
#include "settings.h"

#define WEB_SERVICE "libtrade webhook-server"

/** Loads the configuration again, for SIGHUP. */
typedef tr_status web_load(void *user, tr_config **out, tr_error *err);

/** Confined to the loop's thread. */
typedef struct web_server {
    web_settings *settings;
    tr_owner *owner;
    tr_store_reader reader; /* of the loop's thread */
    web_reading *reading;
    serve_loop *loop;
    serve_server *http;
    serve_route *routes;
    size_t route_count;
    web_access *access;
    rate_table *alert_rates; /* by address */
    tr_rng request_ids;
    bool has_tls; /* since the start: a reload does not change it */
    bool is_stopping;
    int64_t started_ns;
    int64_t stop_asked_ns; /* monotonic */
    web_load *load;
    void *load_user;
} web_server;

/**
 * Open the owner, listen, and serve until SIGTERM or SIGINT; SIGHUP loads the configuration again. Returns when
 * all is finished and released.
 * @param settings  belongs to the server from here on
 */
tr_status web_serve(web_settings *settings, const tr_config_place *place, web_load *load,
                    void *load_user, tr_error *err);

#endif
