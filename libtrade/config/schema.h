/*
 * schema.h: the one table of configuration keys, and how paths and names are looked up in it.
 *
 * Checking, showing, explaining, the sample files and their test all read this table; a key is added
 * with one row in schema.c (README.md says how).
 */
#ifndef TRADE_CONFIG_SCHEMA_H
#define TRADE_CONFIG_SCHEMA_H

#include <trade/config.h>

#define TR__KEY_NAME_SIZE 64 /* bytes of a name that stands for '*', with its end mark */

/* What directory a relative path starts from. */
typedef enum tr__config_base { TR__BASE_NONE, TR__BASE_CONFIG, TR__BASE_DATA } tr__config_base;

typedef struct tr__config_key {
    const char *path; /* '*' stands for a name, '#' for a place in a list */
    tr_config_type type;
    tr_config_file file; /* where it belongs: the sample it stands in */
    const char *initial; /* default; NULL: unset */
    const char *min;     /* of ints, decimals and durations; in the key's unit */
    const char *max;
    const char *choices;             /* "json|text" */
    const char *unit;                /* of a bare duration: "s" or "ms"; otherwise only told */
    const char *allowed;             /* what `check` accepts, in words */
    bool (*check)(const char *text); /* of texts, paths, URLs and items of lists; NULL: anything */
    const char *environment;       /* primary name; a leading '*' stands for the name in the path */
    const char *environment_other; /* other spellings, separated by '|' */
    const char *path_other;        /* other places in the files, separated by '|' */
    const char *sample;            /* value shown in a sample when there is no default */
    const char *help;
    tr__config_base base;
    bool is_obsolete; /* accepted, without effect; `help` says what became of it */
    bool is_refused;  /* with is_obsolete: not accepted, and `help` says why */
    bool is_reserved; /* known and checked; nothing in this version acts on it */
    bool needs_restart;
} tr__config_key;

/* The table, and how many rows it has. */
extern const tr__config_key tr__config_keys[];
extern const size_t tr__config_key_count;

typedef enum tr__section_kind {
    TR__SECTION_NONE, /* no key lies below the path */
    TR__SECTION_MAP,
    TR__SECTION_LIST
} tr__section_kind;

/*
 * The key that a path names, or NULL. `*is_other_out` tells that it is another spelling of key->path.
 * The path's names are not checked here.
 */
const tr__config_key *tr__schema_find(const char *path, bool *is_other_out);

/* What lies at a path that is not a key itself. */
tr__section_kind tr__schema_section(const char *path);

/*
 * The key that an environment name sets, or NULL. For a name with '*' the part that stands for it is
 * written to `name` in lower case.
 */
const tr__config_key *tr__schema_environment(const char *variable, bool *is_other_out,
                                             char name[TR__KEY_NAME_SIZE]);

/*
 * Where the name in a key's path lies: the offset and length of '*' or '#' in `key->path`, or of what
 * stands there in a path that matches it. False for a key without one.
 */
bool tr__schema_name(const tr__config_key *key, const char *path, size_t *offset_out,
                     size_t *length_out);

/* `key->path` with `name` in place of '*' or '#'. False when it does not fit. */
bool tr__schema_fill(const tr__config_key *key, const char *name, char *path, size_t size);

/* True for a name that may stand for '*' or '#' in this key. `*allowed_out` tells which may. */
bool tr__schema_name_is_valid(const tr__config_key *key, const char *name,
                              const char **allowed_out);

/* The first row of the group that shares the key's '*' or '#' (its own row without one). */
size_t tr__schema_group(const tr__config_key *key);

/* True for values that messages must not quote. */
bool tr__schema_is_confidential(const tr__config_key *key);

/* What a key accepts, in words, cut to fit. */
void tr__schema_allowed(const tr__config_key *key, char *buffer, size_t size);

/* The known key or section nearest to a path. False when none is near. */
bool tr__schema_nearest(const char *path, char *buffer, size_t size);

/* What may stand where the last segment of `path` stands, "a, b, c", cut to fit; "" for nothing. */
void tr__schema_siblings(const char *path, char *buffer, size_t size);

#endif
