/*
 * settings.h: what the server itself takes from a configuration. Immutable: a reload makes another one.
 */
#ifndef WEB_SETTINGS_H
#define WEB_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/config.h>
#include <trade/log.h>
#include <trade/secret.h>
#include <trade/status.h>

#include "rate.h"

/** Pointers live as long as `config`, which belongs to it. */
typedef struct web_settings {
    tr_config *config;
    const char *host;
    uint16_t port;
    const char *certificate_path; /* NULL: plain HTTP */
    const char *key_path;
    size_t body_size_max;
    unsigned deadline_ms;
    unsigned idle_ms;
    unsigned connection_max;
    unsigned connection_per_address_max;
    unsigned shutdown_ms;
    rate_limit key_rate;             /* requests of one API key */
    rate_limit alert_rate;           /* alerts of one address */
    const tr_secret *webhook_secret; /* NULL: the webhook is closed */
    const char *account;             /* that alerts act on */
    const char *const *strategies;
    size_t strategy_count;
    tr_log_level log_level;
    bool is_log_json;
} web_settings;

/**
 * Take the values out of a configuration, and the configuration with them.
 * @return TR_E_INVALID when a key is not there, which is a defect, or what is set makes no sense together
 */
tr_status web_settings_new(tr_config *config, web_settings **out, tr_error *err);

/** Release, with the configuration. NULL is accepted. */
void web_settings_free(web_settings *settings);

#endif
