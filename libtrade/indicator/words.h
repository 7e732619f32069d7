/*
 * words.h: states as bytes: 64-bit words, little-endian, ended by a checksum (FNV-1a over all bytes before it).
 *
 * Doubles are their bits. A checksum finds damage; against someone who computes one, readers check what they read.
 */
#ifndef TRADE_INDICATOR_WORDS_H
#define TRADE_INDICATOR_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include <trade/status.h>

/* Each returns the place behind what it wrote or read. `size` is in bytes, a multiple of 8. */
unsigned char *tr__word_put(unsigned char *at, uint64_t word);
const unsigned char *tr__word_get(const unsigned char *at, uint64_t *word);
unsigned char *tr__words_put(unsigned char *at, const void *from, size_t size);
const unsigned char *tr__words_get(const unsigned char *at, void *to, size_t size);

/* A name of less than TR__NAME_SIZE bytes, padded with zeros; what is read always ends in one. */
#define TR__NAME_SIZE 32
unsigned char *tr__name_put(unsigned char *at, const char *name);
const unsigned char *tr__name_get(const unsigned char *at, char name[TR__NAME_SIZE + 1]);

/* What saved bytes begin with: magic, version, how many words there are. */
#define TR__WORDS_FIRST 3
typedef struct tr__words_format {
    const char *what; /* for messages: "indicator" */
    uint64_t magic;
    uint64_t version; /* any other is refused, not guessed */
} tr__words_format;

/* The first words of `size` bytes, checksum included; and the checksum behind the others, which ends at `size`. */
unsigned char *tr__words_begin(const tr__words_format *format, void *bytes, size_t size);
void tr__words_end(void *bytes, const unsigned char *at, size_t size);

/*
 * Are these `size` bytes whole, and of this format? `*out` is then the place behind the first words.
 * TR_E_PARSE for other bytes or fewer than `size_min`, TR_E_NEWER_SCHEMA for another version, TR_E_CORRUPT.
 */
tr_status tr__words_open(const tr__words_format *format, const void *bytes, size_t size,
                         size_t size_min, const unsigned char **out, tr_error *err);

#endif
