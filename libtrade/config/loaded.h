/* loaded.h: a loaded configuration from the inside: one slot for each key that has a place. */
#ifndef TRADE_CONFIG_LOADED_H
#define TRADE_CONFIG_LOADED_H

#include "config/arena.h"
#include "config/file.h"
#include "config/problem.h"
#include "config/schema.h"
#include "config/value.h"

#define TR__MEMBER_MAX 256 /* names below one section: exchanges, prices, strategies */

/* Later layers win over earlier ones. */
typedef enum tr__layer {
    TR__LAYER_DEFAULT,
    TR__LAYER_FILE,
    TR__LAYER_DOTENV,
    TR__LAYER_CREDENTIAL,
    TR__LAYER_ENVIRONMENT,
    TR__LAYER_ARGUMENT
} tr__layer;

typedef struct tr__slot {
    const tr__config_key *key;
    const char *path;
    const char *name; /* what stands for '*' or '#'; "" without one */
    size_t group;     /* first row of its group in the table: what order slots are shown in */
    unsigned ordinal; /* of the name, in the order of first mention */
    tr__layer layer;
    bool has_value;
    tr__value value;
    tr__place place;
    const char *origin;
    const char *shown; /* set at the end of the load; NULL when there is no value */
} tr__slot;

struct tr_config {
    tr__arena arena;
    const char *data_dir; /* NULL when none was given */
    tr__slot *slots;
    size_t count;
    size_t capacity;
    tr__slot **by_path;  /* sorted; set at the end of the load */
    tr__slot *templates; /* one for each row: the defaults of keys whose name is not mentioned */
};

/* As tr_config_load, with its files from `files`. */
tr_status tr__config_load(const tr_config_options *options, const tr__file_source *files,
                          tr_config **out, tr_error *err);

/* The slot of a path, or NULL; works while loading, too. */
tr__slot *tr__config_slot(const tr_config *config, const char *path);

/*
 * The slot of a path, or the template of its key when the path's name is not mentioned. Other spellings
 * are understood. NULL for no key.
 */
const tr__slot *tr__config_find(const tr_config *config, const char *path);

/* The slot of `key` with `name`, or NULL. */
tr__slot *tr__config_named_slot(const tr_config *config, const tr__config_key *key,
                                const char *name);

/* Slots of every key without a name, and the templates, all with their defaults. */
void tr__config_add_defaults(tr_config *config);

/* How many names are mentioned in the key's group. */
unsigned tr__config_member_count(const tr_config *config, const tr__config_key *key);

/* Mention a name: slots of every key of the group, with defaults. False at TR__MEMBER_MAX or without memory. */
bool tr__config_add_member(tr_config *config, const tr__config_key *key, const char *name);

/* True for an exchange that trading.exchanges or the section exchanges names. */
bool tr__config_knows_exchange(const tr_config *config, const char *name);

/* What no single key can tell: rules between keys. Reports through `problems`. */
void tr__config_check_rules(const tr_config *config, tr__problems *problems);

/* Sort, and fill what enquiries need. */
void tr__config_finish(tr_config *config);

#endif
