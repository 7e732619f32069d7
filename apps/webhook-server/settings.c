/* settings.c: see settings.h. */
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS_PER_MS 1000000

static unsigned duration_ms(const tr_config *config, const char *key, tr_status *status)
{
    int64_t ns = 0;
    if (*status == TR_OK)
        *status = tr_config_get_duration(config, key, &ns);
    return (unsigned)(ns / NS_PER_MS);
}

static int64_t number(const tr_config *config, const char *key, tr_status *status)
{
    int64_t value = 0;
    if (*status == TR_OK)
        *status = tr_config_get_int(config, key, &value);
    return value;
}

static const char *text(const tr_config *config, const char *key, tr_status *status)
{
    const char *value = "";
    if (*status == TR_OK)
        *status = tr_config_get_text(config, key, &value);
    return value;
}

/* NULL for one that is not set. */
static const char *optional_text(const tr_config *config, const char *key, tr_status *status)
{
    const char *value = NULL;
    tr_status found = tr_config_get_text(config, key, &value);
    if (*status == TR_OK && found != TR_E_NOT_FOUND)
        *status = found;
    return found == TR_OK ? value : NULL;
}

static void rate(const tr_config *config, const char *count_key, const char *window_key,
                 rate_limit *out, tr_status *status)
{
    out->count_max = number(config, count_key, status);
    if (*status == TR_OK)
        *status = tr_config_get_duration(config, window_key, &out->window_ns);
}

static void server_take(const tr_config *config, web_settings *settings, tr_status *status)
{
    settings->host = text(config, "web_server.host", status);
    settings->port = (uint16_t)number(config, "web_server.port", status);
    settings->certificate_path = optional_text(config, "web_server.ssl_certfile", status);
    settings->key_path = optional_text(config, "web_server.ssl_keyfile", status);
    settings->body_size_max = (size_t)number(config, "web_server.max_body_bytes", status);
    settings->deadline_ms = duration_ms(config, "web_server.request_timeout", status);
    /* A head that takes longer than the head's time is cut by the shorter of the two: the server has one deadline. */
    unsigned head_ms = duration_ms(config, "web_server.header_timeout", status);
    if (head_ms < settings->deadline_ms)
        settings->deadline_ms = head_ms;
    settings->idle_ms = duration_ms(config, "web_server.keep_alive_timeout", status);
    settings->connection_max = (unsigned)number(config, "web_server.max_connections", status);
    settings->connection_per_address_max =
        (unsigned)number(config, "web_server.max_connections_per_address", status);
    settings->shutdown_ms = duration_ms(config, "shutdown.timeout", status);
    rate(config, "web_server.rate_limit.max_requests", "web_server.rate_limit.time_window",
         &settings->key_rate, status);
}

static void webhook_take(const tr_config *config, web_settings *settings, tr_status *status)
{
    rate(config, "tradingview.rate_limit.max_requests", "tradingview.rate_limit.time_window",
         &settings->alert_rate, status);
    settings->account = text(config, "tradingview.account", status);
    if (*status == TR_OK)
        *status = tr_config_get_list(config, "tradingview.allowed_strategies",
                                     &settings->strategies, &settings->strategy_count);
    tr_status found =
        tr_config_get_secret(config, "tradingview.webhook_secret", &settings->webhook_secret);
    if (found == TR_E_NOT_FOUND)
        settings->webhook_secret = NULL;
    else if (*status == TR_OK)
        *status = found;
}

static void log_take(const tr_config *config, web_settings *settings, tr_status *status)
{
    const char *level = text(config, "logging.level", status);
    if (*status == TR_OK)
        *status = tr_log_level_parse(level, strlen(level), &settings->log_level);
    settings->is_log_json = strcmp(text(config, "logging.format", status), "json") == 0;
}

tr_status web_settings_new(tr_config *config, web_settings **out, tr_error *err)
{
    web_settings *made = calloc(1, sizeof *made);
    tr_status status = made != NULL ? TR_OK : TR_E_NO_MEMORY;
    const char *fault = "the configuration lacks a key of the server";
    if (status == TR_OK) {
        server_take(config, made, &status);
        webhook_take(config, made, &status);
        log_take(config, made, &status);
    }
    if (status == TR_OK && (made->certificate_path == NULL) != (made->key_path == NULL)) {
        status = TR_E_INVALID;
        fault = "web_server.ssl_certfile and web_server.ssl_keyfile: both or neither must be set";
    }
    if (status != TR_OK) {
        if (err != NULL) {
            *err = (tr_error){ .status = status };
            (void)snprintf(err->message, sizeof err->message, "%s",
                           status == TR_E_NO_MEMORY ? "no memory" : fault);
        }
        free(made);
        return status;
    }
    made->config = config;
    *out = made;
    return TR_OK;
}

void web_settings_free(web_settings *settings)
{
    if (settings == NULL)
        return;
    tr_config_free(settings->config);
    free(settings);
}
