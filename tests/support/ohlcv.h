/*
 * ohlcv.h: the real candles that lie beside a checkout, for tests that want more than made-up ones.
 * They are found at TRADE_SHARED/data/ohlcv, else at ../shared/data/ohlcv from the source's root.
 */
#ifndef TESTS_SUPPORT_OHLCV_H
#define TESTS_SUPPORT_OHLCV_H

#include <stdio.h>
#include <stdlib.h>

/* The whole file, ended by NUL, to be freed; NULL when it is not there. */
static inline char *ohlcv_read(const char *name, size_t *size_out)
{
    char path[4096];
    const char *shared = getenv("TRADE_SHARED");
    if (shared != NULL)
        snprintf(path, sizeof path, "%s/data/ohlcv/%s", shared, name);
    else
        snprintf(path, sizeof path, "%s/../shared/data/ohlcv/%s", TRADE_SOURCE_ROOT, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    char *bytes = NULL;
    long size = -1;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc((size_t)size + 1);
    if (bytes != NULL && fread(bytes, 1, (size_t)size, file) == (size_t)size) {
        bytes[size] = '\0';
        *size_out = (size_t)size;
    } else {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    return bytes;
}

#endif
