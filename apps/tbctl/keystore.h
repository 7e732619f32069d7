/* keystore.h: the keystore of this home, and the key of an exchange from wherever it is kept. */
#ifndef TRADE_TBCTL_KEYSTORE_H
#define TRADE_TBCTL_KEYSTORE_H

#include "tbctl/secret_in.h"

/* Rows that a command which opens the keystore has among its arguments. */
#define TBCTL_KEYSTORE_ARGUMENTS                                                                   \
    { .name = "keystore",                                                                          \
      .type = TR_ARGUMENT_PATH,                                                                    \
      .help = "the file; keys.tks in the data directory unless said" },                            \
        { .name = "passphrase_file",                                                               \
          .type = TR_ARGUMENT_PATH,                                                                \
          .help = "a file that holds the keystore's passphrase" },                                 \
    {                                                                                              \
        .name = "passphrase_fd", .type = TR_ARGUMENT_INTEGER, .min = "0", .max = "1023",           \
        .help = "an open descriptor to read the passphrase from"                                   \
    }

/* The file that the call names, or this home's. */
tr_status tbctl_keystore_path(const tr_command_call *call, char *buffer, size_t size,
                              tr_error *err);

/* The passphrase of an existing file. */
tr_status tbctl_keystore_passphrase(const tr_command_call *call, tr_secret **out, tr_error *err);

extern const char *const tbctl_key_schemes[]; /* by tr_key_scheme; ends with NULL */
tr_key_scheme tbctl_key_scheme_of(const char *name);

/*
 * The key to sign with. The environment, .env and credentials win over the keystore, whole: a key from here and a
 * secret from there are never mixed. With the option `label` the keystore alone is looked into.
 */
tr_status tbctl_exchange_key(const tr_command_call *call, const char *exchange,
                             tr_exchange_key **out, tr_error *err);

#endif
