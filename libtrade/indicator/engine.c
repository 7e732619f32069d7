/* engine.c: plans a configuration into nodes and feeds them. */
#include "indicator/engine.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "indicator/plan.h"

static_assert(sizeof(tr__head) == 2 * sizeof(uint64_t), "heads are 64-bit words");

static tr__node *node_new(tr__plan *plan)
{
    size_t index = plan->node_count++;
    /* A plan function looks only at children it made a moment ago, so the sizing pass may reuse slots. */
    if (plan->nodes == NULL && index >= TR__SCRATCH_NODES)
        index = TR__SCRATCH_NODES / 2 + index % (TR__SCRATCH_NODES / 2);
    tr__node *node = plan->nodes == NULL ? &plan->scratch[index] : &plan->nodes[index];
    memset(node, 0, sizeof *node);
    return node;
}

void tr__plan_head(tr__plan *plan, tr__node *node, size_t size)
{
    assert(size >= sizeof(tr__head) && size % sizeof(uint64_t) == 0);
    if (plan->head != NULL)
        node->head = (tr__head *)(void *)(plan->head + plan->head_size);
    plan->head_size += size;
    node->head_size = size;
}

static double *store_take(tr__plan *plan, size_t count)
{
    double *at = plan->store == NULL ? NULL : plan->store + plan->store_count;
    plan->store_count += count;
    return at;
}

/*
 * A tape is moved back to its start when a block no longer fits. Twice the depth keeps what the state before a bar
 * reads (the last `depth` values) apart from where the move puts them, so that the bar can be taken back.
 */
void tr__plan_tapes(tr__plan *plan, tr__node *node, size_t inputs, size_t own, size_t depth)
{
    node->tape_inputs = inputs;
    node->tape_count = inputs + own;
    node->depth = depth;
    node->tape_size = 2 * depth + 1 + TR__BLOCK_MAX;
    node->tape_end = node->tape_size - depth;
    node->tapes = store_take(plan, node->tape_count * node->tape_size);
}

void tr__plan_area(tr__plan *plan, tr__node *node, size_t index, size_t count)
{
    assert(index < TR__AREAS_MAX);
    node->area[index] = store_take(plan, count);
}

void *tr__plan_table(tr__plan *plan, tr__node *node, size_t size)
{
    assert(size % sizeof(double) == 0 && node->table == NULL);
    if (plan->tables != NULL)
        node->table = plan->tables + plan->table_size;
    plan->table_size += size;
    return node->table;
}

static void node_plan(tr__plan *plan, tr__node *node)
{
    bool is_wide = node->indicator->run_wide != NULL && tr__has_wide();
    node->run = is_wide ? node->indicator->run_wide : node->indicator->run;
    node->step = node->indicator->step != NULL ? node->indicator->step : tr__node_step;
    node->input_count = tr_indicator_input_count(&node->indicator->info);
    node->output_count = tr_indicator_output_count(&node->indicator->info);
    node->indicator->plan(plan, node);
    if (node->head_size == 0)
        tr__plan_head(plan, node, sizeof(tr__head));
}

static tr__node *child_new(tr__plan *plan, const tr__node *parent, const tr__indicator *indicator,
                           size_t param_count, const double *params)
{
    tr_indicator_preset preset = parent->preset;
    tr__node *child = node_new(plan);
    child->indicator = indicator;
    child->preset = preset;
    tr__config_defaults(&indicator->info, preset, child->params);
    for (size_t i = 0; i < param_count; i++)
        child->params[i] = params[i];
    node_plan(plan, child);
    return child;
}

tr__node *tr__plan_child(tr__plan *plan, tr__node *node, size_t index,
                         const tr__indicator *indicator, size_t param_count, const double *params)
{
    assert(index < TR__CHILDREN_MAX);
    node->child[index] = child_new(plan, node, indicator, param_count, params);
    return node->child[index];
}

void tr__plan_root(tr__plan *plan, const tr_indicator_config *config)
{
    tr__node *root = node_new(plan);
    root->indicator = (const tr__indicator *)(const void *)config->info;
    root->preset = config->preset;
    memcpy(root->params, config->params, sizeof root->params);
    node_plan(plan, root);
}

/* A block no longer fits: the past goes back to the start of the tapes. */
static void tapes_rewind(tr__node *node)
{
    for (size_t i = 0; i < node->tape_count; i++) {
        double *tape = node->tapes + i * node->tape_size;
        memmove(tape, tape + node->head->tape, node->depth * sizeof *tape);
    }
    node->head->tape = 0;
}

/* Put the taped inputs on their tapes; `taped` are then the run's inputs. */
static void inputs_take(tr__node *node, const double *const *in, size_t count, const double **taped)
{
    double *at = node->tapes + node->depth + node->head->tape;
    for (size_t i = 0; i < node->tape_inputs; i++, at += node->tape_size) {
        memcpy(at, in[i], count * sizeof *at);
        taped[i] = at;
    }
}

/* The inputs of a run: on the tapes, unless their past stands before them anyway. */
static inline const double *const *tapes_take(tr__node *node, const double *const *in, size_t count,
                                              const double **taped)
{
    bool has_past = node->past > 0 && node->past >= node->depth;
    if (has_past && node->tape_count == node->tape_inputs) {
        node->is_behind = true;
        return in;
    }
    if (node->head->tape + count > node->tape_end)
        tapes_rewind(node);
    node->is_behind = has_past;
    if (has_past)
        return in;
    for (size_t i = node->tape_inputs; i < node->input_count; i++)
        taped[i] = in[i];
    inputs_take(node, in, count, taped);
    return taped;
}

void tr__node_catch_up(tr__node *node, const double *const *in)
{
    double *at = node->tapes + node->head->tape;
    assert(node->is_behind);
    for (size_t i = 0; i < node->tape_inputs; i++, at += node->tape_size)
        memcpy(at, in[i] - node->depth, node->depth * sizeof *at);
    node->is_behind = false;
    node->past = 0;
}

/* The bars that the node's delay leaves, at least one. */
static inline size_t node_feed(tr__node *node, const double *const *in, size_t count,
                               double *const *out)
{
    const double *taped[TR_INDICATOR_INPUTS_MAX];
    uint64_t seen = node->head->seen - node->delay;
    if (node->tape_count > 0)
        in = tapes_take(node, in, count, taped);
    size_t skip = 0;
    if (seen < node->lookback)
        skip = node->lookback - seen < count ? (size_t)(node->lookback - seen) : count;
    node->run(node,
              &(tr__block){ .in = in, .out = out, .count = count, .skip = skip, .seen = seen });
    node->head->seen += count;
    if (node->tape_count > 0 && (!node->is_behind || node->tape_count > node->tape_inputs))
        node->head->tape += count;
    return skip;
}

tr_status tr__node_step(tr__node *node, const double *in, double *out)
{
    const double *from[TR_INDICATOR_INPUTS_MAX];
    double *to[TR_INDICATOR_OUTPUTS_MAX];
    tr__head *head = node->head;
    const uint64_t seen = head->seen - node->delay;
    const size_t skip = seen < node->lookback;
    size_t k = 0;
    if (node->tape_count > 0) {
        if (head->tape == node->tape_end)
            tapes_rewind(node);
        double *at = node->tapes + node->depth + head->tape;
        for (; k < node->tape_inputs; k++, at += node->tape_size) {
            at[0] = in[k];
            from[k] = at;
        }
    }
    for (; k < node->input_count; k++)
        from[k] = in + k;
    for (k = 0; k < node->output_count; k++)
        to[k] = out + k;
    node->run(node, &(tr__block){ .in = from, .out = to, .count = 1, .skip = skip, .seen = seen });
    head->seen++;
    if (node->tape_count > 0)
        head->tape++;
    for (k = 0; k < node->output_count && skip > 0; k++)
        out[k] = NAN;
    return TR_OK;
}

size_t tr__node_block(tr__node *node, const double *const *in, size_t count, double *const *out)
{
    assert(count <= TR__BLOCK_MAX);
    uint64_t seen = node->head->seen;
    if (seen >= node->delay)
        return count == 0 ? 0 : node_feed(node, in, count, out);
    size_t dropped = node->delay - seen < count ? (size_t)(node->delay - seen) : count;
    node->head->seen += dropped;
    if (dropped == count)
        return count;
    const double *inputs[TR_INDICATOR_INPUTS_MAX];
    double *outputs[TR_INDICATOR_OUTPUTS_MAX];
    const tr_indicator_info *info = &node->indicator->info;
    for (size_t i = 0; i < node->input_count; i++)
        inputs[i] = in[i] + dropped;
    for (size_t i = 0; info->outputs[i].name != NULL; i++)
        outputs[i] = out[i] + dropped;
    return dropped + node_feed(node, inputs, count - dropped, outputs);
}

/* One bar for a child; true when it has an output. */
static inline bool child_step(tr__node *node, const double *in, double *out)
{
    const uint64_t seen = node->head->seen;
    if (seen < node->delay) {
        node->head->seen++;
        return false;
    }
    (void)node->step(node, in, out); /* always TR_OK */
    return seen - node->delay >= node->lookback;
}

size_t tr__node_bar(tr__node *node, const double *const *in, double *const *out)
{
    double inputs[TR_INDICATOR_INPUTS_MAX], outputs[TR_INDICATOR_OUTPUTS_MAX];
    for (size_t k = 0; k < node->input_count; k++)
        inputs[k] = in[k][0];
    if (!child_step(node, inputs, outputs))
        return 1;
    for (size_t k = 0; k < node->output_count; k++)
        out[k][0] = outputs[k];
    return 0;
}

size_t tr__node_chain_bar(tr__node *node, const double *in, size_t from, double *out)
{
    double outputs[TR_INDICATOR_OUTPUTS_MAX];
    if (from > 0)
        return 1;
    if (node->input_count == 1 && node->output_count == 1)
        return !child_step(node, in, out);
    bool has_output = child_step(node, (const double[]){ in[0], in[0] }, outputs);
    out[0] = outputs[0];
    return !has_output;
}

size_t tr__node_chain_block(tr__node *node, const double *in, size_t from, size_t count,
                            double *out)
{
    if (from >= count)
        return count;
    /* An average may have further outputs, as mama has. */
    double rest[TR__BLOCK_MAX], *outputs[TR_INDICATOR_OUTPUTS_MAX] = { out + from };
    for (size_t k = 1; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        outputs[k] = rest;
    /* An average of bars, as frama is, takes the series for both high and low. */
    const double *inputs[] = { in + from, in + from };
    return from + tr__node_block(node, inputs, count - from, outputs);
}

void tr__plan_bar(tr__plan *plan, tr__node *node)
{
    (void)plan;
    node->lookback = 0;
}

static void identity_run(tr__node *node, const tr__block *block)
{
    (void)node;
    memcpy(block->out[0], block->in[0], block->count * sizeof(double));
}

const tr__indicator tr__indicator_identity = {
    .info = { .name = "identity",
              .aliases = "",
              .title = "The series itself",
              .group = "math",
              .formula = "x",
              .source = "",
              .notes = "",
              .inputs = { TR_INPUT_REAL },
              .outputs = { { "identity", TR_UNIT_PRICE } } },
    .plan = tr__plan_bar,
    .run = identity_run,
};

static tr__node *average_new(tr__plan *plan, tr__node *node, double code, size_t period)
{
    const tr__indicator *average =
        period <= 1 ? &tr__indicator_identity : tr__average_find((int)code);
    assert(average != NULL);
    const char *first = average->info.params[0].name;
    bool has_period = first != NULL && strcmp(first, "period") == 0;
    return child_new(plan, node, average, has_period ? 1 : 0, &(double){ (double)period });
}

tr__node *tr__plan_average(tr__plan *plan, tr__node *node, size_t index, double code, size_t period)
{
    assert(index < TR__CHILDREN_MAX);
    return node->child[index] = average_new(plan, node, code, period);
}

tr__node *tr__plan_bank(tr__plan *plan, tr__node *node, double code, size_t period)
{
    tr__node *child = average_new(plan, node, code, period);
    if (plan->nodes != NULL) {
        child->next = node->bank;
        node->bank = child;
    }
    return child;
}
