/*
 * secret.h: keys and passwords, wiped on release, compared in constant time, never formatted.
 *
 * There is deliberately no way to print one: the bytes are borrowed by the code that signs or sends.
 */
#ifndef TRADE_SECRET_H
#define TRADE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tr_secret tr_secret;

/**
 * Copy `size` bytes (0..65536) into a secret. The caller wipes its own copy.
 * @return TR_E_NO_MEMORY, TR_E_RANGE.   Threads: the secret is immutable.
 */
TR_API tr_status tr_secret_new(const void *bytes, size_t size, tr_secret **out);

/** Wipe and release; NULL is accepted. */
TR_API void tr_secret_free(tr_secret *secret);

/** The bytes, borrowed until release. */
TR_API const unsigned char *tr_secret_bytes(const tr_secret *secret, size_t *size_out);

/** True when equal; the time taken tells nothing but the lengths. */
TR_API bool tr_secret_equals(const tr_secret *secret, const void *bytes, size_t size);

#ifdef __cplusplus
}
#endif

#endif
