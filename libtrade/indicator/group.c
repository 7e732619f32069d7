/*
 * group.c: brings the state of eight indicators into rows, lets a kernel run over them, and brings it back.
 *
 * Bars are taken in stretches. A lane is in a stretch when it is warmed up and its values are ordinary; a stretch ends
 * where that changes, and lanes that are not in it take its bars alone. Their places in the rows are filled by one that is,
 * which writes the same results twice. Before the last bar of a stretch the heads are kept, as in feed.c: a correction
 * goes back to them.
 */
#include "indicator/group.h"

#include <assert.h>
#include <string.h>

#define ROW_ALIGNMENT 64

static const tr__lanes_kernel_row *kernel_find(const tr__lanes_level *level,
                                               const tr__indicator *indicator)
{
    for (size_t i = 0; i < level->kernel_count; i++)
        if (level->kernels[i].indicator == indicator)
            return &level->kernels[i];
    return NULL;
}

static size_t rows_size(size_t count)
{
    return count * TR__LANES * sizeof(double);
}

size_t tr__workplace_size(const tr_indicator_info *info)
{
    if (kernel_find(&tr__lanes_baseline, (const tr__indicator *)(const void *)info) == NULL)
        return 0;
    size_t series = tr_indicator_input_count(info) + tr_indicator_output_count(info);
    return sizeof(tr__workplace) + ROW_ALIGNMENT +
           rows_size(3 * (TR__GROUP_WORDS + TR__GROUP_PAST) + series * (TR__ROWS_MAX + TR__AHEAD));
}

static size_t state_words(const tr__node *node)
{
    return (node->head_size - sizeof(tr__head)) / sizeof(uint64_t);
}

static double *rows_take(unsigned char **memory, size_t count)
{
    double *rows = (double *)(void *)*memory;
    *memory += rows_size(count);
    return rows;
}

static bool nodes_place(tr__workplace *place, const tr_indicator *lane, unsigned char **memory)
{
    size_t words = 0, past = 0;
    for (size_t i = 0; i < lane->node_count; i++) {
        const tr__node *node = &lane->root[i];
        tr__lanes_node *own = &place->nodes[i];
        const tr__lanes_kernel_row *kernel = kernel_find(place->level, node->indicator);
        words += state_words(node);
        past += node->tape_count * node->depth;
        if (kernel == NULL || (kernel->fits != NULL && !kernel->fits(node)) ||
            words > TR__GROUP_WORDS || past > TR__GROUP_PAST)
            return false;
        own->run = kernel->run;
        own->run_series = kernel->run_series;
        own->node = node;
        own->state_words = state_words(node);
        own->state = rows_take(memory, own->state_words);
        own->past = rows_take(memory, node->tape_count * node->depth);
        for (size_t k = 0; k < TR__CHILDREN_MAX; k++)
            own->child[k] =
                node->child[k] == NULL ? NULL : &place->nodes[node->child[k] - lane->root];
    }
    place->state_rows = words + past;
    place->saved[0] = rows_take(memory, place->state_rows);
    place->saved[1] = rows_take(memory, place->state_rows);
    return true;
}

tr__workplace *tr__workplace_init(void *memory, const tr__lanes_level *level,
                                  const tr_indicator *lane)
{
    const tr_indicator_info *info = lane->config.info;
    size_t size = tr__workplace_size(info);
    if (size == 0 || lane->node_count > TR__GROUP_NODES)
        return NULL;
    memset(memory, 0, size);
    tr__workplace *place = memory;
    *place = (tr__workplace){ .level = level,
                              .node_count = lane->node_count,
                              .input_count = lane->input_count,
                              .output_count = lane->output_count };
    unsigned char *rows = (unsigned char *)memory + sizeof(tr__workplace);
    rows += (ROW_ALIGNMENT - (uintptr_t)rows % ROW_ALIGNMENT) % ROW_ALIGNMENT;
    if (!nodes_place(place, lane, &rows))
        return NULL;
    for (size_t k = 0; k < place->input_count; k++) {
        place->in[k] = rows_take(&rows, TR__ROWS_MAX);
        place->in_copies[k] = rows_take(&rows, TR__AHEAD);
    }
    for (size_t k = 0; k < place->output_count; k++) {
        place->out[k] = rows_take(&rows, TR__ROWS_MAX);
        place->out_copies[k] = rows_take(&rows, TR__AHEAD);
    }
    for (size_t n = 0; n < TR__LANES; n++) {
        for (size_t k = 0; k < place->input_count; k++)
            place->copies.in[k][n] = place->in_copies[k] + n * TR__AHEAD;
        for (size_t k = 0; k < place->output_count; k++)
            place->copies.out[k][n] = place->out_copies[k] + n * TR__AHEAD;
    }
    assert(rows <= (unsigned char *)memory + size);
    return place;
}

/* The most bars of a stretch that some lane is not in. */
#define SHORT_STRETCH 64

/* Who is in a stretch, and whose values fill each place. */
typedef struct crew {
    unsigned int in; /* bits of lanes */
    size_t of[TR__LANES];
    tr__lanes_series series;
    bool has_copies; /* see streams_collide */
} crew;

static bool has_lane(unsigned int lanes, size_t lane)
{
    return (lanes >> lane & 1) != 0;
}

static bool has_two(unsigned int lanes)
{
    return (lanes & (lanes - 1)) != 0;
}

/*
 * Series are often large arrays, which begin at equal places of a page; read in turns, so many throw each other out of
 * the first-level cache (64 sets of 64 bytes, each with place for eight lines). Then a few bars of each are
 * copied at a time. The results of both ways are the same.
 */
static bool streams_collide(const tr__workplace *place, const tr__lanes_series *series, size_t from)
{
    unsigned char streams[64] = { 0 };
    unsigned int most = 0;
    for (size_t k = 0; k < place->input_count; k++)
        for (size_t lane = 0; lane < TR__LANES; lane++) {
            size_t set = (uintptr_t)(series->in[k][lane] + from) / 64 % 64;
            streams[set]++;
            most = streams[set] > most ? streams[set] : most;
        }
    return most > 8;
}

/* `lanes` is not empty. */
static void crew_choose(const tr__group *group, unsigned int lanes, crew *who)
{
    const tr__workplace *place = group->place;
    size_t stand_in = 0;
    while (!has_lane(lanes, stand_in))
        stand_in++;
    who->in = lanes;
    for (size_t lane = 0; lane < TR__LANES; lane++) {
        size_t of = who->of[lane] = has_lane(lanes, lane) ? lane : stand_in;
        for (size_t k = 0; k < place->input_count; k++)
            who->series.in[k][lane] = group->in[of * place->input_count + k];
        for (size_t k = 0; k < place->output_count; k++)
            who->series.out[k][lane] = group->out[of * place->output_count + k];
    }
}

static void state_load(const tr__group *group, const crew *who)
{
    for (size_t n = 0; n < group->place->node_count; n++) {
        const tr__lanes_node *own = &group->place->nodes[n];
        for (size_t k = 0; k < TR__LANES; k++) {
            const tr__node *node = &group->lane[who->of[k]]->root[n];
            const double *words = (const double *)(const void *)(node->head + 1);
            for (size_t w = 0; w < own->state_words; w++)
                memcpy(&own->state[w * TR__LANES + k], &words[w], sizeof(double));
            for (size_t t = 0; t < node->tape_count; t++)
                for (size_t i = 0; i < node->depth; i++)
                    own->past[(t * node->depth + i) * TR__LANES + k] =
                        node->tapes[t * node->tape_size + node->head->tape + i];
        }
    }
}

/* Tapes go on as those of the engine do, which says how a bar can be taken back afterwards. */
static void tapes_store(const tr__lanes_node *own, tr__node *node, size_t lane, size_t count)
{
    size_t depth = node->depth, fresh = count < depth ? count : depth;
    size_t from = (size_t)node->head->tape, to = from + count;
    if (node->tape_count == 0)
        return;
    bool is_moved = depth + to > node->tape_size;
    if (is_moved)
        to = fresh;
    for (size_t t = 0; t < node->tape_count; t++) {
        double *tape = node->tapes + t * node->tape_size;
        const double *past = own->past + t * depth * TR__LANES + lane;
        if (is_moved)
            memmove(tape, tape + from, depth * sizeof *tape);
        for (size_t i = depth - fresh; i < depth; i++)
            tape[to + i] = past[i * TR__LANES];
    }
    node->head->tape = to;
}

static void state_store(const tr__group *group, size_t lane, size_t count)
{
    for (size_t n = 0; n < group->place->node_count; n++) {
        const tr__lanes_node *own = &group->place->nodes[n];
        tr__node *node = &group->lane[lane]->root[n];
        double *words = (double *)(void *)(node->head + 1);
        for (size_t w = 0; w < own->state_words; w++)
            memcpy(&words[w], &own->state[w * TR__LANES + lane], sizeof(double));
        tapes_store(own, node, lane, count);
        node->head->seen += count;
    }
}

/* The lane as feed.c leaves it after `count` bars that end before bar `end`. */
static void lane_store(const tr__group *group, size_t lane, size_t count, size_t end)
{
    tr_indicator *indicator = group->lane[lane];
    state_store(group, lane, count);
    tr__intake *intake = tr__intake_of(indicator);
    for (size_t k = 0; k < indicator->input_count; k++)
        intake->last[k] = group->in[lane * indicator->input_count + k][end - 1];
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static unsigned int bad_lanes(const tr__group *group, const crew *who, size_t from, size_t count)
{
    unsigned int bad = 0;
    for (size_t k = 0; k < group->place->input_count; k++)
        bad |= group->place->level->find_bad(who->series.in[k], from, count);
    return bad & who->in;
}

static void rows_run(tr__workplace *place, const tr__lanes_series *series, size_t from,
                     size_t count)
{
    for (size_t k = 0; k < place->input_count; k++)
        place->level->take(series->in[k], from, count, place->in[k]);
    place->nodes[0].run(&place->nodes[0], (const double *const *)place->in, place->out, count);
    for (size_t k = 0; k < place->output_count; k++)
        place->level->give(place->out[k], from, count, series->out[k]);
}

/* True when there may have been a bad value. */
static bool series_run(tr__workplace *place, const tr__lanes_series *series, size_t from,
                       size_t count)
{
    const tr__lanes_node *root = &place->nodes[0];
    size_t whole = root->run_series == NULL ? 0 : count / TR__LANES * TR__LANES;
    bool is_suspect = whole < count;
    if (whole > 0)
        is_suspect = root->run_series(root, series, from, whole) || is_suspect;
    for (size_t i = whole; i < count; i += TR__ROWS_MAX)
        rows_run(place, series, from + i, smaller(count - i, TR__ROWS_MAX));
    return is_suspect;
}

/* At most TR__AHEAD bars; true when there may have been a bad value. */
static bool bars_run(const tr__group *group, const crew *who, size_t from, size_t count)
{
    tr__workplace *place = group->place;
    if (!who->has_copies)
        return series_run(place, &who->series, from, count);
    for (size_t lane = 0; lane < TR__LANES; lane++)
        for (size_t k = 0; k < place->input_count; k++)
            place->level->copy(who->series.in[k][lane] + from, count,
                               place->in_copies[k] + lane * TR__AHEAD);
    bool is_suspect = series_run(place, &place->copies, 0, count);
    for (size_t lane = 0; lane < TR__LANES; lane++)
        for (size_t k = 0; k < place->output_count; k++)
            place->level->copy(place->out_copies[k] + lane * TR__AHEAD, count,
                               who->series.out[k][lane] + from);
    return is_suspect;
}

static void crew_store(const tr__group *group, const crew *who, size_t count, size_t end)
{
    for (size_t lane = 0; lane < group->lane_count && count > 0; lane++)
        if (has_lane(who->in, lane))
            lane_store(group, lane, count, end);
}

static void crew_keep(const tr__group *group, const crew *who)
{
    for (size_t lane = 0; lane < group->lane_count; lane++)
        if (has_lane(who->in, lane))
            tr__indicator_keep(group->lane[lane]);
}

static void rows_save(const tr__workplace *place, size_t turn)
{
    memcpy(place->saved[turn], place->nodes[0].state, rows_size(place->state_rows));
}

static void rows_restore(const tr__workplace *place, size_t turn)
{
    memcpy(place->nodes[0].state, place->saved[turn], rows_size(place->state_rows));
}

/*
 * From `from`, whose first bars are good, to `limit` or to a bad value; returns where it ended. A block is run before
 * anyone knows whether all of it is good, and what it gave is thrown away when it was not. Then the block before it was
 * the last one, and is run again in the way of last ones: its last bar by itself, with the heads kept before it.
 */
static size_t crew_run(const tr__group *group, const crew *who, size_t from, size_t limit)
{
    tr__workplace *place = group->place;
    size_t begin = from, count = smaller(limit - from, TR__AHEAD), turn = 0;
    state_load(group, who);
    rows_save(place, turn);
    if (begin + count < limit)
        (void)bars_run(group, who, begin, count); /* known to be good */
    while (begin + count < limit) {
        size_t next = begin + count, ahead = smaller(limit - next, TR__AHEAD);
        bool is_last = next + ahead == limit;
        rows_save(place, 1 - turn);
        if ((is_last || bars_run(group, who, next, ahead)) &&
            bad_lanes(group, who, next, ahead) != 0) {
            rows_restore(place, turn);
            break;
        }
        begin = next;
        count = ahead;
        turn = 1 - turn;
    }
    /* The state is the one before this block. */
    size_t end = begin + count;
    (void)bars_run(group, who, begin, count - 1);
    crew_store(group, who, end - 1 - from, end - 1);
    crew_keep(group, who);
    (void)bars_run(group, who, end - 1, 1);
    crew_store(group, who, 1, end);
    return end;
}

static void result_add(tr_indicator_result *result, tr_indicator_result of_block)
{
    result->taken = of_block.taken;
    if (result->begin == SIZE_MAX && of_block.begin < of_block.taken)
        result->begin = of_block.begin;
}

static void lane_run_alone(tr__group *group, size_t lane, size_t from, size_t to)
{
    const tr_indicator *indicator = group->lane[lane];
    tr_indicator_result of_block;
    if (group->status[lane] != TR_OK)
        return;
    group->status[lane] = tr__indicator_run_from(
        group->lane[lane], group->in + lane * indicator->input_count, from, to,
        group->out + lane * indicator->output_count, &of_block, &group->err[lane]);
    result_add(&group->result[lane], of_block);
}

/* Lanes that are warmed up and were not refused; `limit` comes nearer while there are others. */
static unsigned int lanes_ready(const tr__group *group, size_t from, size_t *limit)
{
    unsigned int lanes = 0;
    size_t wait = 0;
    for (size_t lane = 0; lane < group->lane_count; lane++) {
        tr_indicator *indicator = group->lane[lane];
        const tr__intake *intake = tr__intake_of(indicator);
        size_t needed = indicator->lookback + 1;
        if (group->status[lane] != TR_OK)
            continue;
        if (intake->fed >= needed && intake->tainted == 0)
            lanes |= 1U << lane;
        else if (intake->fed < needed && needed - intake->fed > wait)
            wait = (size_t)(needed - intake->fed);
        else if (wait == 0)
            wait = SHORT_STRETCH;
    }
    if (wait > 0)
        *limit = smaller(*limit, from + (lanes == 0 ? wait : smaller(wait, SHORT_STRETCH)));
    return lanes;
}

/* One stretch from `from` on; returns where it ended. */
static size_t stretch_run(tr__group *group, size_t from, size_t count)
{
    crew who = { .in = 0 };
    size_t limit = count;
    unsigned int lanes = lanes_ready(group, from, &limit);
    for (bool is_good = false; has_two(lanes) && !is_good;) {
        crew_choose(group, lanes, &who);
        unsigned int bad = bad_lanes(group, &who, from, smaller(limit - from, TR__AHEAD));
        is_good = bad == 0;
        if (!is_good)
            limit = smaller(limit, from + SHORT_STRETCH);
        lanes &= ~bad;
    }
    /* One alone is quicker by itself. */
    if (has_two(lanes)) {
        who.has_copies =
            limit - from >= 4 * TR__AHEAD && streams_collide(group->place, &who.series, from);
        limit = crew_run(group, &who, from, limit);
    } else
        lanes = 0;
    for (size_t lane = 0; lane < group->lane_count; lane++)
        if (has_lane(lanes, lane))
            result_add(&group->result[lane],
                       (tr_indicator_result){ .taken = limit, .begin = from });
        else
            lane_run_alone(group, lane, from, limit);
    return limit;
}

void tr__group_run(tr__group *group, size_t count)
{
    for (size_t lane = 0; lane < group->lane_count; lane++) {
        group->status[lane] = TR_OK;
        group->result[lane] = (tr_indicator_result){ .begin = SIZE_MAX };
    }
    bool is_crew = group->place != NULL && group->lane_count > 1;
    for (size_t from = 0; is_crew && from < count;)
        from = stretch_run(group, from, count);
    for (size_t lane = 0; lane < group->lane_count; lane++) {
        if (!is_crew)
            lane_run_alone(group, lane, 0, count);
        if (group->result[lane].begin == SIZE_MAX)
            group->result[lane].begin = group->result[lane].taken;
    }
}
