/*
 * engine.h: what an indicator is inside.
 *
 * A configuration is planned into a tree of nodes: the indicator itself and the ones it is made of. A node's state is a
 * *head* (a few words, copied whenever a bar may have to be taken back) and a *store* (series and sums of the past, never
 * copied). The rule that makes taking back cheap: one bar writes only to places of the store that the state before that
 * bar does not read. Tapes (below) and the two-part windows of window.h keep it by themselves. Heads and stores consist of
 * 64-bit words without pointers, so that saving is writing them out.
 */
#ifndef TRADE_INDICATOR_ENGINE_H
#define TRADE_INDICATOR_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#include <trade/indicator.h>

#include "indicator/processor.h"

/* The longest block that a run sees: scratch series of this length fit the stack. */
#define TR__BLOCK_MAX    256
#define TR__CHILDREN_MAX 12
#define TR__AREAS_MAX    6

typedef struct tr__node tr__node;
typedef struct tr__plan tr__plan;
struct tr__pattern; /* candle.h */

/* Every head begins so; `tape` is how far the tapes have advanced. */
typedef struct tr__head {
    uint64_t seen;
    uint64_t tape;
} tr__head;

/* What a run gets. It may write anything to out[k][0..skip): those bars have no output. */
typedef struct tr__block {
    const double *const *in; /* taped inputs have the node's `depth` past values in front of them */
    double *const *out;
    size_t count;  /* 1..TR__BLOCK_MAX */
    size_t skip;   /* bars of this block before the first output: 0..count */
    uint64_t seen; /* bars that the node saw before this block */
} tr__block;

/* One indicator: a table entry in a file of its own. */
typedef struct tr__indicator {
    tr_indicator_info info;
    int average_code; /* number as a moving average, 1 up: 1 + the public code; 0 when it is none */
    /* Says what the node needs: lookback, head, tapes, stores, children. Called twice; see tr__plan. */
    void (*plan)(tr__plan *plan, tr__node *node);
    void (*run)(tr__node *node, const tr__block *block);
    void (*run_wide)(tr__node *node, const tr__block *block); /* see TR__RUN_WIDE; or NULL */
    tr_status (*step)(tr__node *node, const double *in, double *out); /* see TR__STEP; or NULL */
    /* What a candlestick pattern is made of, and by Tulip's definition: either may be missing. */
    const struct tr__pattern *pattern;
    const struct tr__pattern *tulip_pattern;
} tr__indicator;

struct tr__node {
    const tr__indicator *indicator;
    void (*run)(tr__node *node, const tr__block *block); /* the one that this machine takes */
    /* One bar, values instead of series; always TR_OK, so that a live update ends in a jump to it. */
    tr_status (*step)(tr__node *node, const double *in, double *out);
    tr_indicator_preset preset;
    double params[TR_INDICATOR_PARAMS_MAX];
    size_t lookback;
    size_t delay; /* bars of the parent's series that are dropped before the first one is taken */
    size_t input_count;
    size_t output_count;
    size_t tape_inputs;
    size_t tape_count; /* the inputs first, then the node's own */
    size_t tape_size;
    size_t tape_end; /* where head->tape stands when the next bar no longer fits */
    size_t depth;
    double *tapes;
    size_t head_size; /* bytes; 0 until planned */
    tr__head *head;
    double *area[TR__AREAS_MAX];
    void *table;
    /* The root's inputs one whole block on, which a long run may have fetched early; NULL near the end. */
    const double *const *ahead;
    /* Bars of the root that stand in the caller's series right before the block, so that it needs no tape of them. */
    size_t past;
    bool is_behind; /* it did without: the tapes of its inputs lack those bars */
    tr__node *child[TR__CHILDREN_MAX];
    tr__node *bank; /* a list of children of any length, through `next` */
    tr__node *next;
    size_t number[4]; /* what plan worked out for run */
    double constant[4];
};

/*
 * Planning happens twice by the same functions: once without memory, to learn the sizes, and once to
 * place nodes, heads and stores. In the first pass all pointers into state are NULL.
 */
struct tr__plan {
    tr__node *nodes; /* where they go; NULL in the sizing pass, which uses `scratch` */
    tr__node *scratch;
    size_t node_count;
    unsigned char *head; /* first byte; NULL in the sizing pass */
    unsigned char *tables;
    double *store;
    size_t head_size; /* bytes */
    size_t table_size;
    size_t store_count;
    bool
        is_recursive; /* some part remembers for ever: a bad bar is held out instead of flowing through */
};

/*
 * Loops over bars that do not depend on each other say so with TR__VECTOR, and the compiler makes vectors of them.
 * TR__RUN_WIDE(run) compiles a `run` declared TR__BODY a second time with the vectors of AVX2; TR__RUN_BOTH(run) then
 * stands in the table. Both give the same bits, because every lane is computed as a single bar is: nothing is
 * contracted and no sum is taken in another order. TR__PLAIN is the first of the two, for processors without AVX2: there
 * are few left, so that it is made small, as is what is TR__RARE: planning happens once.
 */
#define TR__VECTOR _Pragma("omp simd")
#if defined(__GNUC__)
#define TR__RARE static __attribute__((cold))
#else
#define TR__RARE static
#endif
#if defined(__x86_64__) && defined(__GNUC__)
#define TR__BODY  static inline __attribute__((always_inline))
#define TR__WIDE  static __attribute__((target("avx2")))
#define TR__PLAIN TR__RARE
#else
#define TR__BODY  static inline
#define TR__WIDE  static
#define TR__PLAIN static
#endif
#define TR__RUN_WIDE(name)                                                                         \
    TR__WIDE void name##_wide(tr__node *node, const tr__block *block)                              \
    {                                                                                              \
        name(node, block);                                                                         \
    }                                                                                              \
    TR__PLAIN void name##_plain(tr__node *node, const tr__block *block)                            \
    {                                                                                              \
        name(node, block);                                                                         \
    }
#define TR__RUN_BOTH(name) .run = name##_plain, .run_wide = name##_wide

/* One bar of a node that has its delay behind it or none, by its `run`: what a step leaves to it, or takes the place of one. */
tr_status tr__node_step(tr__node *node, const double *in, double *out);

/*
 * A live update. TR__STEP(run, inputs, taped, own, outputs) compiles a `run` declared TR__BODY once more, for a block of one of
 * a warmed-up node: the compiler knows the count and how many inputs there are, how many of them have tapes, whether there
 * are tapes of its own (0 for none), and how many outputs, so that loops over bars, and series for what lies between, vanish.
 * It is the same arithmetic. `run_step` then stands in the table; an indicator without one takes a bar as it takes any block.
 *
 * TR__BAR(count) is a count that the compiler knows to be one: what `run` calls takes its own short way then.
 */
#define TR__BAR(count) (__builtin_constant_p(count) && (count) == 1)
#define TR__STEP(name, inputs, taped, own, outputs)                                                \
    static tr_status name##_step(tr__node *node, const double *in, double *out)                    \
    {                                                                                              \
        return tr__step(node, in, out, inputs, taped, (own) > 0, outputs, name);                   \
    }
TR__BODY tr_status tr__step(tr__node *node, const double *in, double *out, size_t inputs,
                            size_t taped, bool has_own, size_t outputs,
                            void (*run)(tr__node *node, const tr__block *block))
{
    const double *from[TR_INDICATOR_INPUTS_MAX];
    double *to[TR_INDICATOR_OUTPUTS_MAX];
    tr__head *head = node->head;
    const uint64_t seen = head->seen - node->delay;
    const bool has_tapes = taped > 0 || has_own;
    /* What is rare goes the long way: its calls would cost this one registers. */
    if (seen < node->lookback || (has_tapes && head->tape == node->tape_end))
        return tr__node_step(node, in, out);
    head->seen++;
    if (taped > 0) {
        double *at = node->tapes + node->depth + head->tape;
#pragma GCC unroll 8
        for (size_t k = 0; k < taped; k++, at += node->tape_size) {
            at[0] = in[k];
            from[k] = at;
        }
    }
#pragma GCC unroll 8
    for (size_t k = taped; k < inputs; k++)
        from[k] = in + k;
#pragma GCC unroll 16
    for (size_t k = 0; k < outputs; k++)
        to[k] = out + k;
    run(node, &(tr__block){ .in = from, .out = to, .count = 1, .skip = 0, .seen = seen });
    if (has_tapes)
        head->tape++;
    return TR_OK;
}

/*
 * The same for a `run` whose loops of vectors stand before or behind a recursion, and that has no tapes of its own: it gets
 * so few bars at a time that the processor works on the vectors of the next ones while the recursion waits for itself.
 * `inputs` and `outputs` are how many series there are.
 */
#define TR__PIECE 32
#define TR__RUN_PIECES(name, inputs, outputs)                                                      \
    TR__WIDE void name##_wide(tr__node *node, const tr__block *block)                              \
    {                                                                                              \
        tr__run_pieces(node, block, inputs, outputs, name);                                        \
    }                                                                                              \
    TR__PLAIN void name##_plain(tr__node *node, const tr__block *block)                            \
    {                                                                                              \
        tr__run_pieces(node, block, inputs, outputs, name);                                        \
    }
TR__BODY void tr__run_pieces(tr__node *node, const tr__block *block, size_t inputs, size_t outputs,
                             void (*run)(tr__node *node, const tr__block *block))
{
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    if (block->count <= TR__PIECE) {
        run(node, block);
        return;
    }
    for (size_t begin = 0; begin < block->count; begin += TR__PIECE) {
        size_t rest = block->count - begin, count = rest < TR__PIECE ? rest : TR__PIECE;
        size_t skip = block->skip > begin ? block->skip - begin : 0;
        for (size_t k = 0; k < inputs; k++)
            in[k] = block->in[k] + begin;
        for (size_t k = 0; k < outputs; k++)
            out[k] = block->out[k] + begin;
        run(node, &(tr__block){ .in = in,
                                .out = out,
                                .count = count,
                                .skip = skip < count ? skip : count,
                                .seen = block->seen + begin });
    }
}

/* For plan functions. The head must begin with a tr__head; nodes without more need no call. */
void tr__plan_head(tr__plan *plan, tr__node *node, size_t size);
/* `inputs` of the node's inputs and `own` further series keep their last `depth` values in front of a block. */
void tr__plan_tapes(tr__plan *plan, tr__node *node, size_t inputs, size_t own, size_t depth);
/* Doubles of the store, zero at first; index below TR__AREAS_MAX. */
void tr__plan_area(tr__plan *plan, tr__node *node, size_t index, size_t count);
/* Bytes that plan fills and run only reads, aligned for doubles: no state. NULL in the sizing pass; one per node. */
void *tr__plan_table(tr__plan *plan, tr__node *node, size_t size);
/* A part of the node: an indicator with `params` for its first parameters and defaults for the rest. */
tr__node *tr__plan_child(tr__plan *plan, tr__node *node, size_t index,
                         const tr__indicator *indicator, size_t param_count, const double *params);
/* The moving average of a public code, over `period`; a period of 1 is the series itself. */
tr__node *tr__plan_average(tr__plan *plan, tr__node *node, size_t index, double code,
                           size_t period);
/* The same, put at the front of the node's bank. In the sizing pass banks are empty. */
tr__node *tr__plan_bank(tr__plan *plan, tr__node *node, double code, size_t period);
/* The plan of what looks at one bar alone. */
void tr__plan_bar(tr__plan *plan, tr__node *node);

/* Parameter as a count. */
static inline size_t tr__count(const tr__node *node, size_t index)
{
    return (size_t)(int64_t)node->params[index]; /* a signed conversion is one instruction */
}

/* Feed a node; returns the first bar of the block with an output, `count` when none has. */
size_t tr__node_block(tr__node *node, const double *const *in, size_t count, double *const *out);
size_t tr__node_bar(tr__node *node, const double *const *in, double *const *out);
static inline size_t tr__node_run(tr__node *node, const double *const *in, size_t count,
                                  double *const *out)
{
    return TR__BAR(count) ? tr__node_bar(node, in, out) : tr__node_block(node, in, count, out);
}

/* Bring the tapes of a root's inputs, which go on at `in`, to where the node stands. */
void tr__node_catch_up(tr__node *node, const double *const *in);

/* tr__node_run for one series in and one out, of which the first `from` bars are not there yet. */
size_t tr__node_chain_block(tr__node *node, const double *in, size_t from, size_t count,
                            double *out);
size_t tr__node_chain_bar(tr__node *node, const double *in, size_t from, double *out);
static inline size_t tr__node_chain(tr__node *node, const double *in, size_t from, size_t count,
                                    double *out)
{
    return TR__BAR(count) ? tr__node_chain_bar(node, in, from, out)
                          : tr__node_chain_block(node, in, from, count, out);
}

/*
 * A chain of exponential averages over the series `in`: child 0 of the node over it, child 1 over child 0, and so on. Each
 * one's results go to out[k], the first bar that the last one has is returned. They go side by side once all are seeded.
 */
size_t tr__node_cascade_block(tr__node *node, size_t stages, const double *in, size_t count,
                              double *const *out);
size_t tr__node_cascade_bar(tr__node *node, size_t stages, const double *in, double *const *out);
static inline size_t tr__node_cascade(tr__node *node, size_t stages, const double *in, size_t count,
                                      double *const *out)
{
    return TR__BAR(count) ? tr__node_cascade_bar(node, stages, in, out)
                          : tr__node_cascade_block(node, stages, in, count, out);
}

/* Two averages over the series `in`, side by side when both are exponential ones and seeded. */
void tr__node_pair_block(tr__node *a, tr__node *b, const double *in, size_t count, double *out_a,
                         double *out_b);
static inline void tr__node_pair(tr__node *a, tr__node *b, const double *in, size_t count,
                                 double *out_a, double *out_b)
{
    if (!TR__BAR(count)) {
        tr__node_pair_block(a, b, in, count, out_a, out_b);
        return;
    }
    tr__node_chain_bar(a, in, 0, out_a);
    tr__node_chain_bar(b, in, 0, out_b);
}

/* A tape of the node's own, at this block's first bar. */
static inline double *tr__tape(tr__node *node, size_t index)
{
    return node->tapes + (node->tape_inputs + index) * node->tape_size + node->depth +
           node->head->tape;
}

/* The first bar of the block that is at or behind bar `bar`, counted from the first ever; count when none is. */
static inline size_t tr__from(size_t bar, const tr__block *block)
{
    if (block->seen >= bar)
        return 0;
    return bar - block->seen < block->count ? (size_t)(bar - block->seen) : block->count;
}

/* Registry, in order of name. */
extern const tr__indicator *const tr__indicators[];
extern const size_t tr__indicator_total;

/* Those that others are made of. */
extern const tr__indicator tr__indicator_sma;
extern const tr__indicator tr__indicator_ema;
extern const tr__indicator tr__indicator_stddev;
extern const tr__indicator tr__indicator_rsi;
extern const tr__indicator tr__indicator_tsf;
extern const tr__indicator tr__indicator_dx;
extern const tr__indicator tr__indicator_adx;
extern const tr__indicator tr__indicator_trima;
extern const tr__indicator tr__indicator_rma;
extern const tr__indicator tr__indicator_atr;
extern const tr__indicator tr__indicator_trange;
extern const tr__indicator tr__indicator_mfi;
extern const tr__indicator tr__indicator_obv;
extern const tr__indicator tr__indicator_linearreg;
extern const tr__indicator tr__indicator_vwma;
extern const tr__indicator tr__indicator_identity; /* not in the registry: a series as it is */

/* What the typed calls come to. */
tr_status tr__indicator_call(const tr__indicator *indicator, const double *const *in, size_t count,
                             const double *params, double *const *out, void *memory,
                             size_t memory_size, tr_error *err);

#endif
