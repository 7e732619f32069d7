/* load.h: a load while it runs: what every layer needs to put its settings over the earlier ones. */
#ifndef TRADE_CONFIG_LOAD_H
#define TRADE_CONFIG_LOAD_H

#include "config/loaded.h"

typedef struct tr__load {
    const tr_config_options *options;
    const tr__file_source *files;
    tr_config *config;
    tr__arena scratch; /* what was read; wiped at the end, for it may hold keys */
    tr__problems problems;
    bool *has_warned;           /* one for each row: an obsolete key warns once */
    const char *exposed_source; /* the file that was last warned about as readable by others */
} tr__load;

/* Where one setting comes from. */
typedef struct tr__origin {
    tr__layer layer;
    tr__place place;
    const char *name; /* the path or the environment name that was written */
    const char *text; /* for explain */
    mode_t mode;      /* of the file it was read from; 0 for no file */
} tr__origin;

/* Put one setting, written at `path`, over what lower layers said. Problems are reported. */
void tr__load_apply(tr__load *in, const tr__origin *from, const tr__config_key *key,
                    const char *path, const tr__raw *raw);

/* Read a file of the configuration directory: its path, or NULL when there is none or after a problem. */
const char *tr__load_source(tr__load *in, const char *name, tr__file *file);

/* The layers whose settings have environment names (variables.c). */
void tr__load_dotenv(tr__load *in);
void tr__load_credentials(tr__load *in);
void tr__load_environment(tr__load *in);

#endif
