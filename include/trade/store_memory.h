/*
 * store_memory.h: a store in memory, and the simulator of a store that dies.
 *
 * The object is the disk: it holds what was committed. Ports are opened on it, one writer at a time and
 * any number of readers; after a crash a new writer finds exactly what a restarted program would find.
 * Work is done inside poll (and close), never inside submit; each batch is one commit.
 */
#ifndef TRADE_STORE_MEMORY_H
#define TRADE_STORE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The disk. Confined, together with every port opened on it. */
typedef struct tr_store_memory tr_store_memory;

typedef struct tr_store_memory_options {
    size_t struct_size;
    const tr_allocator *allocator;
    size_t queue_max; /* transactions not yet delivered; an empty queue takes a batch of any size */
    void (*wake)(void *user); /* may be NULL; called inside submit */
    void *wake_user;
} tr_store_memory_options;

#define TR_STORE_MEMORY_OPTIONS_INIT                                                               \
    {                                                                                              \
        .struct_size = sizeof(tr_store_memory_options), .queue_max = 4096                          \
    }

/** How a store dies. The writer is closed in every case: submit says TR_E_CLOSED from then on. */
typedef enum tr_store_crash {
    TR_STORE_CRASH_NOW = 0,    /* at once; what is queued is dropped, nothing is reported */
    TR_STORE_CRASH_BEFORE = 1, /* instead of the commit; nothing is reported */
    TR_STORE_CRASH_AFTER = 2,  /* right after the commit took effect; nothing is reported */
    TR_STORE_FAIL_BEFORE = 3,  /* the commit does not take effect and reports the status */
    TR_STORE_FAIL_AFTER =
        4 /* the commit takes effect and reports the status: its outcome is lost */
} tr_store_crash;

/** An empty disk. @return TR_E_INVALID, TR_E_NO_MEMORY */
TR_API tr_status tr_store_memory_new(const tr_store_memory_options *options, tr_store_memory **out,
                                     tr_error *err);

/** Release everything; NULL is accepted. Its ports must be closed before. */
TR_API void tr_store_memory_free(tr_store_memory *memory);

/** Open the writer. @return TR_E_BUSY while another one lives; TR_E_NO_MEMORY */
TR_API tr_status tr_store_memory_open(tr_store_memory *memory, tr_store *out, tr_error *err);

/** Open a reader. Its rows must not be used behind the sink's call. @return TR_E_NO_MEMORY */
TR_API tr_status tr_store_memory_reader_open(tr_store_memory *memory, tr_store_reader *out,
                                             tr_error *err);

/**
 * Let the store die at a chosen point. The dead port is still to be closed; a new one may be opened
 * before that. A new call replaces an older plan; opening a writer does not.
 * @param commit_number  1 is the next commit; ignored for TR_STORE_CRASH_NOW
 * @param status         what TR_STORE_FAIL_* report; not TR_OK
 * @return TR_E_INVALID
 */
TR_API tr_status tr_store_memory_crash(tr_store_memory *memory, tr_store_crash crash,
                                       int64_t commit_number, tr_status status);

/** Commits that took effect so far: to choose crash points from a first, whole run. */
TR_API int64_t tr_store_memory_commit_count(const tr_store_memory *memory);

#ifdef __cplusplus
}
#endif

#endif
