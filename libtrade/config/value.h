/* value.h: what a key's text means, by the key's type. */
#ifndef TRADE_CONFIG_VALUE_H
#define TRADE_CONFIG_VALUE_H

#include "config/arena.h"
#include "config/schema.h"

/* What was written: one text, or the members of a list (texts) or mapping (names and texts). */
typedef struct tr__raw {
    const char *text; /* NULL for a collection */
    const char *const *names;
    const char *const *texts;
    size_t count;
} tr__raw;

/* What it means. Only the fields of the key's type are set. Secrets are owned by the slot. */
typedef struct tr__value {
    const char *text;
    int64_t number; /* int, bool, zone in minutes, duration in nanoseconds */
    tr_decimal decimal;
    const char *const *items;
    const tr_config_amount *amounts;
    size_t count;
    tr_secret *secret;
} tr__value;

#define TR__REASON_SIZE 320

/*
 * Read a value. Everything it keeps is copied into the arena; a relative path starts from `base_dir` (NULL:
 * stays as it is).
 * @return TR_E_PARSE with `reason` filled: the value seen (not of confidential keys) and the values
 *         allowed; TR_E_NO_MEMORY
 */
tr_status tr__value_parse(const tr__config_key *key, const tr__raw *raw, const char *base_dir,
                          tr__arena *arena, tr__value *out, char reason[TR__REASON_SIZE]);

/* The value as it is shown, secrets and passwords masked; NULL when memory ran out. */
const char *tr__value_show(const tr__config_key *key, const tr__value *value, tr__arena *arena);

/* True for a URL that carries a password. */
bool tr__value_url_has_password(const char *url);

#endif
