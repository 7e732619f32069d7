/* words.c: states as bytes. */
#include "indicator/words.h"

#include <assert.h>
#include <string.h>

#include "core/fail.h"

unsigned char *tr__word_put(unsigned char *at, uint64_t word)
{
    for (unsigned int i = 0; i < 8; i++)
        at[i] = (unsigned char)(word >> (8 * i));
    return at + 8;
}

const unsigned char *tr__word_get(const unsigned char *at, uint64_t *word)
{
    *word = 0;
    for (unsigned int i = 0; i < 8; i++)
        *word |= (uint64_t)at[i] << (8 * i);
    return at + 8;
}

unsigned char *tr__words_put(unsigned char *at, const void *from, size_t size)
{
    assert(size % 8 == 0);
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word;
        memcpy(&word, (const unsigned char *)from + i, sizeof word);
        at = tr__word_put(at, word);
    }
    return at;
}

const unsigned char *tr__words_get(const unsigned char *at, void *to, size_t size)
{
    assert(size % 8 == 0);
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word;
        at = tr__word_get(at, &word);
        memcpy((unsigned char *)to + i, &word, sizeof word);
    }
    return at;
}

unsigned char *tr__name_put(unsigned char *at, const char *name)
{
    size_t length = strlen(name);
    assert(length < TR__NAME_SIZE);
    memset(at, 0, TR__NAME_SIZE);
    memcpy(at, name, length);
    return at + TR__NAME_SIZE;
}

const unsigned char *tr__name_get(const unsigned char *at, char name[TR__NAME_SIZE + 1])
{
    memcpy(name, at, TR__NAME_SIZE);
    name[TR__NAME_SIZE] = '\0';
    return at + TR__NAME_SIZE;
}

static uint64_t checksum(const unsigned char *bytes, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

unsigned char *tr__words_begin(const tr__words_format *format, void *bytes, size_t size)
{
    assert(size % 8 == 0);
    unsigned char *at = tr__word_put(bytes, format->magic);
    at = tr__word_put(at, format->version);
    return tr__word_put(at, size / 8);
}

void tr__words_end(void *bytes, const unsigned char *at, size_t size)
{
    unsigned char *end = (unsigned char *)bytes + size - 8;
    assert(at == end);
    (void)tr__word_put(end, checksum(bytes, size - 8));
}

tr_status tr__words_open(const tr__words_format *format, const void *bytes, size_t size,
                         size_t size_min, const unsigned char **out, tr_error *err)
{
    uint64_t magic = 0, version = 0, words = 0, sum = 0;
    assert(size_min >= 8 * (TR__WORDS_FIRST + 1));
    if (size < size_min)
        return tr__fail(err, TR_E_PARSE, 0, "%zu bytes are too few for a saved %s", size,
                        format->what);
    const unsigned char *at = tr__word_get(bytes, &magic);
    if (magic != format->magic)
        return tr__fail(err, TR_E_PARSE, 0, "these bytes are no saved %s", format->what);
    at = tr__word_get(at, &version);
    if (version != format->version)
        return tr__fail(err, TR_E_NEWER_SCHEMA, 0, "saved in version %llu, this library reads %llu",
                        (unsigned long long)version, (unsigned long long)format->version);
    *out = tr__word_get(at, &words);
    if (words != size / 8 || size % 8 != 0)
        return tr__fail(err, TR_E_CORRUPT, 0, "%zu bytes, but the saved %s has %llu words", size,
                        format->what, (unsigned long long)words);
    (void)tr__word_get((const unsigned char *)bytes + size - 8, &sum);
    if (sum != checksum(bytes, size - 8))
        return tr__fail(err, TR_E_CORRUPT, 0, "the checksum of the saved %s does not fit",
                        format->what);
    return TR_OK;
}
