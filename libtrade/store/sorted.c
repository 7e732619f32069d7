/* sorted.c: an ordered index as an array of short sorted runs. */
#include "store/sorted.h"

#include <assert.h>
#include <string.h>

#include "core/alloc.h"

#define RUN_MAX 128

struct tr__run {
    size_t count;
    tr__box *items[RUN_MAX];
};

void tr__sorted_init(tr__sorted *sorted, const tr_allocator *allocator, const tr_table_def *def,
                     size_t index)
{
    *sorted = (tr__sorted){ .allocator = allocator, .def = def };
    tr__path_resolve(def, index, &sorted->path);
}

void tr__sorted_done(tr__sorted *sorted)
{
    for (size_t i = 0; i < sorted->run_count; i++)
        tr__release(sorted->allocator, sorted->runs[i]);
    tr__release(sorted->allocator, sorted->runs);
}

/* Is the row of `box` in front of the place that the key asks for? */
static bool is_before(const tr__sorted *sorted, const tr__box *box, const void *key,
                      int column_count, bool is_behind)
{
    int order = tr__path_compare(sorted->def, &sorted->path, column_count, box->row, key);
    return order < 0 || (is_behind && order == 0);
}

tr__place tr__sorted_find(const tr__sorted *sorted, const void *key, int column_count,
                          bool is_behind)
{
    size_t low = 0, high = sorted->run_count;
    while (low < high) { /* the first run whose last item is not in front */
        size_t middle = low + (high - low) / 2;
        const tr__run *run = sorted->runs[middle];
        if (is_before(sorted, run->items[run->count - 1], key, column_count, is_behind))
            low = middle + 1;
        else
            high = middle;
    }
    tr__place place = { low, 0 };
    if (low == sorted->run_count)
        return place;
    const tr__run *run = sorted->runs[low];
    size_t end = run->count;
    while (place.item < end) {
        size_t middle = place.item + (end - place.item) / 2;
        if (is_before(sorted, run->items[middle], key, column_count, is_behind))
            place.item = middle + 1;
        else
            end = middle;
    }
    return place;
}

/* Put an empty run at `index`. */
static tr__run *run_add(tr__sorted *sorted, size_t index)
{
    if (sorted->run_count == sorted->run_capacity) {
        size_t wanted = sorted->run_capacity == 0 ? 4 : sorted->run_capacity * 2;
        tr__run **grown =
            tr__reallocate(sorted->allocator, sorted->runs,
                           sorted->run_capacity * sizeof(tr__run *), wanted * sizeof(tr__run *));
        if (grown == NULL)
            return NULL;
        sorted->runs = grown;
        sorted->run_capacity = wanted;
    }
    tr__run *run = tr__allocate(sorted->allocator, sizeof *run);
    if (run == NULL)
        return NULL;
    run->count = 0;
    memmove(&sorted->runs[index + 1], &sorted->runs[index],
            (sorted->run_count - index) * sizeof(tr__run *));
    sorted->runs[index] = run;
    sorted->run_count++;
    return run;
}

/* Cut a full run in two; one that grows at its end stays full, as rows in order of time fill it. */
static bool run_split(tr__sorted *sorted, tr__place *place)
{
    tr__run *run = sorted->runs[place->run];
    bool is_append = place->item == RUN_MAX;
    size_t kept = is_append ? RUN_MAX : RUN_MAX / 2;
    tr__run *right = run_add(sorted, place->run + 1);
    if (right == NULL)
        return false;
    right->count = RUN_MAX - kept;
    memcpy(right->items, run->items + kept, right->count * sizeof(tr__box *));
    run->count = kept;
    if (place->item > kept || is_append)
        *place = (tr__place){ place->run + 1, place->item - kept };
    return true;
}

bool tr__sorted_insert(tr__sorted *sorted, tr__box *box)
{
    tr__place place = tr__sorted_find(sorted, box->row, sorted->path.column_count, true);
    if (sorted->run_count == 0) {
        if (run_add(sorted, 0) == NULL)
            return false;
    } else if (place.run == sorted->run_count) {
        place.run = sorted->run_count - 1;
        place.item = sorted->runs[place.run]->count;
    }
    if (sorted->runs[place.run]->count == RUN_MAX && !run_split(sorted, &place))
        return false;
    tr__run *run = sorted->runs[place.run];
    assert(place.item <= run->count && run->count < RUN_MAX);
    memmove(&run->items[place.item + 1], &run->items[place.item],
            (run->count - place.item) * sizeof(tr__box *));
    run->items[place.item] = box;
    run->count++;
    return true;
}

void tr__sorted_remove(tr__sorted *sorted, const tr__box *box)
{
    tr__place place = tr__sorted_find(sorted, box->row, sorted->path.column_count, false);
    while (tr__sorted_at(sorted, place) != box) {
        assert(tr__sorted_at(sorted, place) != NULL);
        place = tr__sorted_next(sorted, place);
    }
    tr__run *run = sorted->runs[place.run];
    run->count--;
    memmove(&run->items[place.item], &run->items[place.item + 1],
            (run->count - place.item) * sizeof(tr__box *));
    if (run->count > 0)
        return;
    tr__release(sorted->allocator, run);
    sorted->run_count--;
    memmove(&sorted->runs[place.run], &sorted->runs[place.run + 1],
            (sorted->run_count - place.run) * sizeof(tr__run *));
}

tr__place tr__sorted_end(const tr__sorted *sorted)
{
    return (tr__place){ sorted->run_count, 0 };
}

tr__box *tr__sorted_at(const tr__sorted *sorted, tr__place place)
{
    return place.run < sorted->run_count ? sorted->runs[place.run]->items[place.item] : NULL;
}

tr__place tr__sorted_next(const tr__sorted *sorted, tr__place place)
{
    assert(place.run < sorted->run_count);
    place.item++;
    if (place.item == sorted->runs[place.run]->count)
        place = (tr__place){ place.run + 1, 0 };
    return place;
}

bool tr__sorted_back(const tr__sorted *sorted, tr__place *place)
{
    if (place->item > 0) {
        place->item--;
        return true;
    }
    if (place->run == 0)
        return false;
    place->run--;
    place->item = sorted->runs[place->run]->count - 1;
    return true;
}
