/* ed25519_text.h: the texts that Ed25519 keys come in. */
#ifndef TRADE_CRYPTO_ED25519_TEXT_H
#define TRADE_CRYPTO_ED25519_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include <trade/status.h>

#define TR__ED25519_KEY_SIZE 32

/*
 * The 32 bytes of a key whose DER form (RFC 8410) is `prefix` and then the key.
 * TR_E_PARSE when the text is no PEM block of that.
 */
tr_status tr__ed25519_of_pem(const char *text, size_t size, const uint8_t *prefix,
                             size_t prefix_size, uint8_t key_out[TR__ED25519_KEY_SIZE]);

#endif
