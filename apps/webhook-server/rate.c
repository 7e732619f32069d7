/* rate.c: see rate.h. A bucket is one number: the time at which it will be full again. */
#include "rate.h"

#include <assert.h>
#include <stdlib.h>

#define ROW_COUNT 1024
#define ROW_WIDTH 8

typedef struct rate_bucket {
    uint64_t name_hash;
    int64_t full_ns; /* in the past for a bucket that may be reused */
} rate_bucket;

struct rate_table {
    uint64_t seed;
    rate_bucket rows[ROW_COUNT][ROW_WIDTH];
};

rate_table *rate_table_new(uint64_t seed)
{
    rate_table *made = calloc(1, sizeof *made);
    if (made != NULL)
        made->seed = seed;
    return made;
}

void rate_table_free(rate_table *table)
{
    free(table);
}

/* A finaliser of full avalanche after each byte, from a secret start: names that collide cannot be chosen. */
static uint64_t name_hash(const rate_table *table, const char *name, size_t length)
{
    uint64_t hash = table->seed;
    for (size_t i = 0; i < length; i++) {
        hash ^= (unsigned char)name[i];
        hash *= UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    }
    return hash;
}

static rate_bucket *bucket_find(rate_table *table, const char *name, size_t length)
{
    uint64_t hash = name_hash(table, name, length);
    rate_bucket *row = table->rows[hash % ROW_COUNT];
    rate_bucket *quietest = &row[0];
    for (size_t i = 0; i < ROW_WIDTH; i++) {
        if (row[i].name_hash == hash)
            return &row[i];
        if (row[i].full_ns < quietest->full_ns)
            quietest = &row[i];
    }
    *quietest = (rate_bucket){ .name_hash = hash };
    return quietest;
}

/* Further off than a whole window was written before the clock ran back, or under a longer window: an empty bucket. */
static int64_t bucket_wait_ns(rate_bucket *bucket, const rate_limit *limit, int64_t now_ns)
{
    int64_t step_ns = limit->window_ns / limit->count_max;
    if (bucket->full_ns > now_ns + limit->window_ns)
        bucket->full_ns = now_ns + limit->window_ns;
    int64_t taken_ns = bucket->full_ns > now_ns ? bucket->full_ns - now_ns : 0;
    int64_t wait_ns = taken_ns + step_ns - limit->window_ns;
    return wait_ns > 0 ? wait_ns : 0;
}

int64_t rate_wait_ns(rate_table *table, const char *name, size_t length, const rate_limit *limit,
                     int64_t now_ns)
{
    return bucket_wait_ns(bucket_find(table, name, length), limit, now_ns);
}

int64_t rate_take_ns(rate_table *table, const char *name, size_t length, const rate_limit *limit,
                     int64_t now_ns)
{
    assert(limit->count_max >= 1 && limit->window_ns > 0);
    rate_bucket *bucket = bucket_find(table, name, length);
    int64_t wait_ns = bucket_wait_ns(bucket, limit, now_ns);
    if (wait_ns > 0)
        return wait_ns;
    if (bucket->full_ns < now_ns)
        bucket->full_ns = now_ns;
    bucket->full_ns += limit->window_ns / limit->count_max;
    return 0;
}
