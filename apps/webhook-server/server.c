/* server.c: see server.h. */
#include "server.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/id.h>

#include "answer.h"
#include "endpoint.h"
#include "machine.h"

#define NS_PER_MS 1000000

/* Files of the store, the local socket and its clients, the loop, the log. */
#define DESCRIPTORS_OF_OURS 128u

static int64_t now_ns(void)
{
    return machine_clock()->now_ns(NULL);
}

static void note(tr_log_level level, const char *message, const tr_log_field *fields, size_t count)
{
    tr_log_write(machine_log(), level, now_ns(), message, fields, count);
}

static void request_id_next(void *user, char text_out[SERVE_ID_SIZE])
{
    web_server *server = user;
    static_assert(TR_ID_TEXT_SIZE <= SERVE_ID_SIZE, "an id is a request id");
    tr_id_format(tr_id_make(now_ns(), 0, &server->request_ids), text_out);
}

static bool authenticate(void *user, serve_request *request)
{
    web_server *server = user;
    return web_access_check(server->access, server->owner, &server->reader,
                            &server->settings->key_rate, request,
                            serve_request_received_ns(request));
}

/* ---- reload ---------------------------------------------------------------------------------- */

/* What a reload cannot change stays as it is, and is said. */
static void change_note(void *user, const char *key, bool needs_restart)
{
    (void)user;
    tr_log_field field = tr_log_text("key", key);
    if (needs_restart)
        note(TR_LOG_WARNING, "this setting changes with the next start", &field, 1);
    else
        note(TR_LOG_INFO, "setting changed", &field, 1);
}

static void settings_apply(const web_settings *settings)
{
    machine_log_set(settings->log_level, settings->is_log_json);
}

/* The certificate last: it cannot be taken back, the limits can. */
static tr_status reload_parts(web_server *server, const tr_config *config, tr_error *err)
{
    tr_status status = tr_owner_reload(server->owner, config, err);
    if (status != TR_OK || !server->has_tls)
        return status;
    status = serve_server_reload_certificate(server->http, err);
    if (status != TR_OK) {
        tr_error back;
        if (tr_owner_reload(server->owner, server->settings->config, &back) != TR_OK) {
            tr_log_field field = tr_log_text("reason", back.message);
            note(TR_LOG_ERROR, "the limits of before could not be put back", &field, 1);
        }
    }
    return status;
}

/* All or nothing: the new configuration, limits and certificate are all good, or none is used. */
static void reload(void *user)
{
    web_server *server = user;
    tr_config *config = NULL;
    web_settings *settings = NULL;
    tr_error err;
    tr_status status = server->load(server->load_user, &config, &err);
    if (status == TR_OK && (status = web_settings_new(config, &settings, &err)) != TR_OK)
        tr_config_free(config);
    if (status == TR_OK)
        status = reload_parts(server, config, &err);
    if (status != TR_OK) {
        web_settings_free(settings);
        tr_log_field field = tr_log_text("reason", err.message);
        note(TR_LOG_ERROR, "reload refused; everything stays as it was", &field, 1);
        return;
    }
    tr_config_diff(server->settings->config, settings->config, change_note, NULL);
    web_settings_free(server->settings);
    server->settings = settings;
    settings_apply(settings);
    web_routes_limit(server->routes, server->route_count, settings->body_size_max);
    note(TR_LOG_INFO, "configuration loaded again", NULL, 0);
}

/* ---- stop ------------------------------------------------------------------------------------ */

static void stopped(void *user)
{
    web_server *server = user;
    serve_loop_stop(server->loop);
}

static unsigned time_left_ms(const web_server *server)
{
    int64_t spent_ms = (machine_clock()->monotonic_ns(NULL) - server->stop_asked_ns) / NS_PER_MS;
    return spent_ms < server->settings->shutdown_ms
               ? server->settings->shutdown_ms - (unsigned)spent_ms
               : 0;
}

static void stop(void *user)
{
    web_server *server = user;
    if (server->is_stopping)
        return;
    server->is_stopping = true;
    server->stop_asked_ns = machine_clock()->monotonic_ns(NULL);
    note(TR_LOG_INFO, "stopping", NULL, 0);
    /* Requests on their way get half the time; the rest is for what the engine has begun. */
    serve_server_stop(server->http, server->settings->shutdown_ms / 2, stopped, server);
}

/* ---- start ----------------------------------------------------------------------------------- */

static tr_status no_memory(tr_error *err)
{
    *err = (tr_error){ .status = TR_E_NO_MEMORY, .message = "no memory" };
    return TR_E_NO_MEMORY;
}

static tr_status parts_new(web_server *server, tr_error *err)
{
    uint64_t seeds[3];
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        tr_status status = machine_seed(&seeds[i], err);
        if (status != TR_OK)
            return status;
    }
    tr_rng_init(&server->request_ids, seeds[0]);
    server->access = web_access_new(seeds[1]);
    server->alert_rates = rate_table_new(seeds[2]);
    server->routes = web_routes_new(&server->route_count);
    if (server->access == NULL || server->alert_rates == NULL || server->routes == NULL)
        return no_memory(err);
    web_routes_limit(server->routes, server->route_count, server->settings->body_size_max);
    return TR_OK;
}

static tr_status owner_open(web_server *server, const tr_config_place *place, tr_error *err)
{
    tr_owner_options options = TR_OWNER_OPTIONS_INIT;
    options.config = server->settings->config;
    options.clock = machine_clock();
    options.log = machine_log();
    options.data_directory = place->data_dir;
    tr_status status = machine_seed(&options.seed, err);
    if (status == TR_OK)
        status = tr_owner_open(&options, &server->owner, err);
    if (status == TR_OK)
        status = tr_owner_reader_open(server->owner, &server->reader, err);
    if (status == TR_OK)
        status = web_reading_new(server->owner, &server->reading, err);
    return status;
}

/* Strangers must never take the descriptors that the store and the local socket need. */
static unsigned connection_max(const web_settings *settings)
{
    unsigned granted = machine_descriptors(settings->connection_max + DESCRIPTORS_OF_OURS);
    unsigned most =
        granted > 2 * DESCRIPTORS_OF_OURS ? granted - DESCRIPTORS_OF_OURS : (granted + 1) / 2;
    if (settings->connection_max <= most)
        return settings->connection_max;
    tr_log_field fields[] = { tr_log_int("max_connections", settings->connection_max),
                              tr_log_int("served", most), tr_log_int("descriptors", granted) };
    note(TR_LOG_WARNING, "the system grants too few descriptors for web_server.max_connections",
         fields, sizeof fields / sizeof *fields);
    return most > 0 ? most : 1;
}

static tr_status listen_open(web_server *server, tr_error *err)
{
    const web_settings *settings = server->settings;
    serve_options options = SERVE_OPTIONS_INIT;
    options.host = settings->host;
    options.port = settings->port;
    options.certificate_path = settings->certificate_path;
    options.key_path = settings->key_path;
    server->has_tls = settings->certificate_path != NULL;
    options.connection_max = connection_max(settings);
    options.connection_per_address_max = settings->connection_per_address_max;
    options.deadline_ms = settings->deadline_ms;
    options.idle_ms = settings->idle_ms;
    options.routes = server->routes;
    options.route_count = server->route_count;
    options.user = server;
    options.authenticate = authenticate;
    options.clock = *machine_clock();
    options.ids = (serve_id_source){ request_id_next, server };
    options.log = machine_log();
    return serve_server_new(server->loop, &options, &server->http, err);
}

static tr_status loop_open(web_server *server, tr_error *err)
{
    tr_status status = serve_loop_new(&server->loop, err);
    static const int ends[] = { SIGTERM, SIGINT };
    for (size_t i = 0; i < sizeof ends / sizeof *ends && status == TR_OK; i++)
        status = serve_loop_on_signal(server->loop, ends[i], stop, server, err);
    if (status == TR_OK)
        status = serve_loop_on_signal(server->loop, SIGHUP, reload, server, err);
    return status;
}

static void announce(const web_server *server)
{
    tr_log_field fields[] = {
        tr_log_text("host", server->settings->host),
        tr_log_int("port", serve_server_port(server->http)),
        tr_log_bool("tls", server->has_tls),
        tr_log_bool("webhook", server->settings->webhook_secret != NULL),
    };
    note(TR_LOG_INFO, "ready", fields, sizeof fields / sizeof *fields);
}

static void server_free(web_server *server)
{
    serve_server_free(server->http);
    web_reading_free(server->reading);
    if (server->reader.close != NULL)
        server->reader.close(server->reader.user);
    if (server->owner != NULL)
        tr_owner_close(server->owner, (int)time_left_ms(server));
    serve_loop_free(server->loop); /* behind the owner: its last answers still find the queue */
    free(server->routes);
    web_access_free(server->access);
    rate_table_free(server->alert_rates);
    web_settings_free(server->settings);
    free(server);
}

tr_status web_serve(web_settings *settings, const tr_config_place *place, web_load *load,
                    void *load_user, tr_error *err)
{
    web_server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        web_settings_free(settings);
        return no_memory(err);
    }
    server->settings = settings;
    server->load = load;
    server->load_user = load_user;
    server->started_ns = now_ns();
    server->stop_asked_ns = machine_clock()->monotonic_ns(NULL);
    settings_apply(settings);
    tr_status status = parts_new(server, err);
    if (status == TR_OK)
        status = loop_open(server, err);
    if (status == TR_OK)
        status = owner_open(server, place, err);
    if (status == TR_OK)
        status = listen_open(server, err);
    if (status == TR_OK) {
        announce(server);
        serve_loop_run(server->loop);
    }
    bool has_served = status == TR_OK;
    server_free(server);
    if (has_served)
        note(TR_LOG_INFO, "stopped", NULL, 0);
    return status;
}
