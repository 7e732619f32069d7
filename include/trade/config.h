/*
 * config.h: configuration: what may be set, what is set, and where each value comes from.
 *
 * Values are layered: defaults, then config.yaml and web_config.yaml, then .env, then credentials that
 * a service manager hands over, then the environment, then single settings from the command line. Every
 * layer is held against one table of keys; whatever it does not know, or what has the wrong type or
 * range, is an error with its place, and a configuration with an error does not load.
 *
 * The library reads no environment of its own: the program passes its array. A tr_config is
 * immutable; to reload, load a second one and swap, which makes a reload all or nothing.
 *
 * Keys are paths: "web_server.port", "exchanges.binance.sandbox", "paper.prices.0.symbol".
 */
#ifndef TRADE_CONFIG_H
#define TRADE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/secret.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A loaded configuration. Immutable: share it freely between threads. */
typedef struct tr_config tr_config;

typedef enum tr_config_type {
    TR_CONFIG_TEXT = 0,
    TR_CONFIG_INT = 1,
    TR_CONFIG_DECIMAL = 2,
    TR_CONFIG_BOOL = 3,
    TR_CONFIG_DURATION = 4, /* "10s", "500ms", "5m", "1h", "1d"; a bare number is in the key's unit */
    TR_CONFIG_CHOICE = 5,   /* one of the allowed words, in lower case whatever was written */
    TR_CONFIG_LIST = 6,     /* texts; outside YAML separated by commas */
    TR_CONFIG_AMOUNTS = 7,  /* asset to decimal; outside YAML "USDT=10000,USD=10000" */
    TR_CONFIG_PATH = 8,     /* a file; relative ones are resolved against the directory its help names */
    TR_CONFIG_URL = 9,      /* shown with its password masked */
    TR_CONFIG_ZONE = 10,    /* "+00:00" or "UTC"; as an int: minutes east of UTC */
    TR_CONFIG_SECRET = 11   /* shown as *** */
} tr_config_type;

/* ---- where the files are --------------------------------------------------------------------- */

#define TR_CONFIG_PATH_SIZE 4096

/** The two directories, absolute, without a slash at the end. Plain data. */
typedef struct tr_config_place {
    char config_dir[TR_CONFIG_PATH_SIZE]; /* config.yaml, web_config.yaml, .env */
    char data_dir[TR_CONFIG_PATH_SIZE];   /* database, candles */
} tr_config_place;

/**
 * Say where configuration and data live: `<trade_home>/config` and `<trade_home>/data` when a home is
 * given; `var/config` and `var/data` below a checkout of the sources; else /etc/libtrade and
 * /var/lib/libtrade. Nothing is created.
 * @param trade_home         the value of TRADE_HOME; NULL or empty for none; relative to working_directory
 * @param working_directory  absolute
 * @return TR_E_RANGE when a path is too long; TR_E_INVALID
 */
TR_API tr_status tr_config_locate(const char *trade_home, const char *working_directory,
                                  tr_config_place *out, tr_error *err);

/* ---- loading --------------------------------------------------------------------------------- */

/** One thing that is wrong (an error) or doubtful (a warning). Borrowed during the call that reports it. */
typedef struct tr_config_problem {
    bool is_error;
    const char *source; /* file, "environment" or "argument" */
    unsigned line;      /* from 1; 0 when there is none */
    unsigned column;    /* from 1; 0 when there is none */
    const char *key;    /* path or environment name; "" when there is none */
    const char *text;   /* one line: the value seen and the values allowed; never a secret */
} tr_config_problem;

/** Receives every problem, in order, on the loading thread. */
typedef void (*tr_config_problem_sink)(void *user, const tr_config_problem *problem);

/** What to load. Zeroed fields mean "none"; TR_CONFIG_OPTIONS_INIT fills struct_size. */
typedef struct tr_config_options {
    size_t struct_size;
    const char *config_dir;         /* NULL: read no files; a file that is absent is not an error */
    const char *data_dir;           /* base of relative data paths; NULL: they stay relative */
    const char *const *environment; /* "NAME=value", ends with NULL; NULL: none */
    const char *credentials_dir;    /* the value of CREDENTIALS_DIRECTORY; NULL: none */
    const char *const *settings;    /* "key=value" from the command line */
    size_t setting_count;
    tr_config_problem_sink on_problem; /* may be NULL */
    void *user;
    const tr_allocator *allocator; /* NULL: the C library's */
} tr_config_options;

#define TR_CONFIG_OPTIONS_INIT { .struct_size = sizeof(tr_config_options) }

/**
 * Load all layers and check the result as a whole.
 *
 * All problems are reported, not just the first. Warnings do not stop a load; any error does, in
 * every environment: there is no falling back to defaults.
 * @return TR_E_PARSE with the first error and how many there are; TR_E_IO for an unreadable file;
 *         TR_E_NO_MEMORY; TR_E_INVALID
 * Threads: any; reads files and blocks for it.
 */
TR_API tr_status tr_config_load(const tr_config_options *options, tr_config **out, tr_error *err);

/** Release; secrets are wiped. NULL is accepted. */
TR_API void tr_config_free(tr_config *config);

/* ---- values ---------------------------------------------------------------------------------- */

/*
 * Each getter returns TR_OK; TR_E_NOT_FOUND when the key has neither value nor default; TR_E_INVALID for
 * a key that does not exist or is of another type. A key below a name that the configuration does not
 * mention ("exchanges.okx.sandbox") has its default. Pointers live as long as the configuration.
 */

/** Text, choice, path, URL; also the text of a zone. */
TR_API tr_status tr_config_get_text(const tr_config *config, const char *key, const char **out);

/** An int, or a zone's minutes. */
TR_API tr_status tr_config_get_int(const tr_config *config, const char *key, int64_t *out);
TR_API tr_status tr_config_get_decimal(const tr_config *config, const char *key, tr_decimal *out);
TR_API tr_status tr_config_get_bool(const tr_config *config, const char *key, bool *out);

/** A duration in nanoseconds. */
TR_API tr_status tr_config_get_duration(const tr_config *config, const char *key, int64_t *ns_out);
TR_API tr_status tr_config_get_list(const tr_config *config, const char *key,
                                    const char *const **items_out, size_t *count_out);

/** One pair of a TR_CONFIG_AMOUNTS. */
typedef struct tr_config_amount {
    const char *asset;
    tr_decimal amount;
} tr_config_amount;

TR_API tr_status tr_config_get_amounts(const tr_config *config, const char *key,
                                       const tr_config_amount **items_out, size_t *count_out);
TR_API tr_status tr_config_get_secret(const tr_config *config, const char *key, const tr_secret **out);

/**
 * The name of the index-th member below `section` ("exchanges", "tradingview.sizing") or its number as
 * text ("paper.prices"), in the order of first mention; NULL past the last.
 */
TR_API const char *tr_config_member(const tr_config *config, const char *section, size_t index);

/** True when ENVIRONMENT is production. */
TR_API bool tr_config_is_production(const tr_config *config);

/**
 * The SQLite file that database.url names, absolute when a data directory was given.
 * @return TR_E_UNSUPPORTED for another kind of database; TR_E_RANGE when `size` is too small
 */
TR_API tr_status tr_config_database_path(const tr_config *config, char *buffer, size_t size,
                                         tr_error *err);

/* ---- enquiry: for check, show and explain ---------------------------------------------------- */

#define TR_CONFIG_ALLOWED_SIZE 160

/** All there is to say about one key. Plain data; pointers live as long as the configuration. */
typedef struct tr_config_entry {
    const char *key;
    tr_config_type type;
    const char *value;                    /* as shown: secrets and passwords masked; NULL when unset */
    const char *origin;                   /* "default", "/etc/libtrade/config.yaml:12", "environment LOG_LEVEL" */
    const char *initial;                  /* the default; NULL when there is none */
    const char *environment;              /* name, '*' standing for the exchange; NULL when there is none */
    const char *file;                     /* "config.yaml", "web_config.yaml" or ".env": where it belongs */
    const char *help;
    char allowed[TR_CONFIG_ALLOWED_SIZE]; /* "1 to 65535", "debug|info|warning|error", ... */
    bool is_set;                          /* by any layer above the defaults */
    bool is_reserved;                     /* known and checked, but nothing in this version acts on it */
    bool needs_restart;                   /* a reload does not change it */
} tr_config_entry;

/** How many entries there are: every key without a name in it, and those of every name mentioned. */
TR_API size_t tr_config_entry_count(const tr_config *config);

/** The index-th entry, sections together in the order of the table. @return TR_E_RANGE past the last */
TR_API tr_status tr_config_entry_at(const tr_config *config, size_t index, tr_config_entry *out);

/** The entry of one key; other spellings of a key are accepted. @return TR_E_NOT_FOUND with the nearest key */
TR_API tr_status tr_config_explain(const tr_config *config, const char *key, tr_config_entry *out,
                                   tr_error *err);

/** "text", "int", ... Static storage; NULL for numbers outside. */
TR_API const char *tr_config_type_name(tr_config_type type);

/** Receives a key whose value differs; must not free either configuration. */
typedef void (*tr_config_change_sink)(void *user, const char *key, bool needs_restart);

/** Report every key whose value differs between two configurations, values of secrets included. */
TR_API void tr_config_diff(const tr_config *before, const tr_config *after,
                           tr_config_change_sink on_change, void *user);

/* ---- sample files ---------------------------------------------------------------------------- */

typedef enum tr_config_file {
    TR_CONFIG_FILE_MAIN = 0, /* config.yaml */
    TR_CONFIG_FILE_WEB = 1,  /* web_config.yaml */
    TR_CONFIG_FILE_ENV = 2   /* .env */
} tr_config_file;

/**
 * Write a sample with every key that belongs to `file`: meaning, unit, range, default.
 * @param write  receives the text in pieces, each ending with NUL
 */
TR_API tr_status tr_config_sample(tr_config_file file, void (*write)(void *user, const char *text),
                                  void *user);

#ifdef __cplusplus
}
#endif

#endif
