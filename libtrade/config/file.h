/* file.h: reads a small file whole. */
#ifndef TRADE_CONFIG_FILE_H
#define TRADE_CONFIG_FILE_H

#include "config/arena.h"

#include <sys/stat.h>

#include <trade/status.h>

#define TR__FILE_SIZE_MAX ((size_t)262144)

typedef struct tr__file {
    char *bytes; /* in the arena, with an end mark */
    size_t size;
    mode_t mode;
} tr__file;

/*
 * Read a regular file of at most TR__FILE_SIZE_MAX bytes.
 * @return TR_E_NOT_FOUND when there is none; TR_E_IO with the reason; TR_E_RANGE when it is too large;
 *         TR_E_NO_MEMORY
 */
tr_status tr__file_read(tr__arena *arena, const char *path, tr__file *out, tr_error *err);

/* Where a load reads its files from; tests read from memory. `read` is as tr__file_read. */
typedef struct tr__file_source {
    tr_status (*read)(void *user, tr__arena *arena, const char *path, tr__file *out, tr_error *err);
    void *user;
} tr__file_source;

#endif
