/* live_keystore.h: an exchange's key out of the encrypted keystore, for an owner that nobody sits in front of. */
#ifndef TRADE_OWNER_LIVE_KEYSTORE_H
#define TRADE_OWNER_LIVE_KEYSTORE_H

#include <trade/config.h>
#include <trade/keystore.h>
#include <trade/sign.h>

/*
 * The key labelled "main" of keystore.file, opened with what keystore.passphrase_file holds.
 * @param id_out          TR_KEYSTORE_ID_SIZE bytes
 * @param changed_ns_out  when it was added, or its secret replaced
 * @return TR_E_NOT_FOUND no keystore is configured, or it has no such key; TR_E_DENIED a file that others may use, or a
 *         wrong passphrase; otherwise as tr_keystore_open
 */
tr_status tr__live_keystore_key(const tr_config *config, const char *exchange, char *id_out,
                                int64_t *changed_ns_out, tr_exchange_key **out, tr_error *err);

#endif
