/* risk.c: asks the rules one after the other, each of every layer, and puts the first refusal into words. */
#include <trade/risk.h>

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"
#include "risk/rule.h"

#define RULE(name) extern const tr__risk_rule tr__risk_rule_##name;
#include "risk/rules.inc"
#undef RULE

#define RULE(name) &tr__risk_rule_##name,
static const tr__risk_rule *const rules[] = {
#include "risk/rules.inc"
};
#undef RULE

void tr__risk_refuse_above(tr_decimal value, tr_decimal limit, tr__risk_finding *out)
{
    *out = (tr__risk_finding){
        .is_refused = true, .value = value, .limit = limit, .relation = "is above"
    };
}

tr_status tr__risk_hold_count(int64_t count, int64_t limit, tr__risk_finding *out)
{
    if (count < limit)
        return TR_OK;
    tr_decimal after;
    tr_status status = tr_decimal_add(tr_decimal_from_int(count), tr_decimal_from_int(1), &after);
    if (status == TR_OK)
        tr__risk_refuse_above(after, tr_decimal_from_int(limit), out);
    return status;
}

void tr__risk_hold_min(tr_decimal value, tr_decimal limit, tr__risk_finding *out)
{
    if (tr_decimal_compare(value, limit) < 0)
        *out = (tr__risk_finding){
            .is_refused = true, .value = value, .limit = limit, .relation = "is below"
        };
}

static bool is_negative(tr_decimal value)
{
    return tr_decimal_sign(value) < 0;
}

/* Inverse contracts and options wait for rules of their own: their notional is in another unit. */
static bool is_valued_in_quote(const tr_instrument *instrument)
{
    if (instrument->kind == TR_KIND_FUTURE)
        return strcmp(instrument->settle, instrument->base) != 0;
    return instrument->kind == TR_KIND_SPOT || instrument->kind == TR_KIND_LINEAR;
}

static tr_status check_request(const tr_risk_request *request, tr_error *err)
{
    if (request->instrument == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "risk request: no instrument");
    if (request->side != TR_SIDE_BUY && request->side != TR_SIDE_SELL)
        return tr__fail(err, TR_E_INVALID, 0, "risk request: side is %d", (int)request->side);
    if (tr_decimal_sign(request->quantity.value) <= 0)
        return tr__fail(err, TR_E_INVALID, 0, "risk request: the quantity is not above zero");
    if (tr_decimal_sign(request->entry_price.value) <= 0)
        return tr__fail(err, TR_E_INVALID, 0, "risk request: the entry price is not above zero");
    if (is_negative(request->limit_price.value) || is_negative(request->stop_price.value))
        return tr__fail(err, TR_E_INVALID, 0, "risk request: a price is below zero");
    if (!is_valued_in_quote(request->instrument))
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "risk: the value of %s is not in its quote asset",
                        request->instrument->symbol);
    return TR_OK;
}

/* Distance between entry and stop, > 0. */
static tr_status stop_distance(const tr_risk_request *request, tr_price *out, tr_error *err)
{
    bool is_buy = request->side == TR_SIDE_BUY;
    tr_decimal entry = request->entry_price.value, stop = request->stop_price.value;
    tr_status status = is_buy ? tr_decimal_subtract(entry, stop, &out->value)
                              : tr_decimal_subtract(stop, entry, &out->value);
    if (status == TR_OK && tr_decimal_sign(out->value) > 0)
        return TR_OK;
    char stop_text[TR_DECIMAL_TEXT_SIZE], entry_text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(stop, stop_text, sizeof stop_text); /* the sizes always suffice */
    (void)tr_decimal_format(entry, entry_text, sizeof entry_text);
    return tr__fail(err, TR_E_INVALID, 0, "the stop %s of a %s must be %s its entry %s", stop_text,
                    is_buy ? "buy" : "sell", is_buy ? "below" : "above", entry_text);
}

/* A limit beyond the range that configurations may set is held as it is; one below zero is a mistake. */
static tr_status check_limits(const tr_risk_limits *limits, tr_error *err)
{
    size_t count;
    const tr_risk_limit_def *defs = tr_risk_limit_table(&count);
    if (limits->struct_size < sizeof *limits)
        return tr__fail(err, TR_E_INVALID, 0,
                        "risk limits: struct_size is %zu, expected %zu or more",
                        limits->struct_size, sizeof *limits);
    for (size_t i = 0; i < count; i++) {
        tr_decimal value;
        if (tr_risk_limits_get(limits, i, &value) == TR_OK && is_negative(value))
            return tr__fail(err, TR_E_INVALID, 0, "risk limits: %s is below zero", defs[i].name);
    }
    return TR_OK;
}

/* What of the order opens something. */
static tr_quantity opening_of(const tr_risk_request *request)
{
    tr_quantity opening = request->quantity;
    if (tr_quantity_subtract(request->quantity, request->closing, &opening) != TR_OK)
        return request->quantity;
    return opening;
}

/* What the order can lose, its request checked. */
static tr_status lose(const tr_risk_limits *limits, const tr_risk_request *request,
                      tr_money notional, tr_money *out, tr_error *err)
{
    tr_money risk = notional; /* all of it, when nothing stops the loss */
    tr_status status = TR_OK;
    if (!tr_decimal_is_zero(request->stop_price.value)) {
        tr_price distance;
        if ((status = stop_distance(request, &distance, err)) != TR_OK)
            return status;
        status = tr_instrument_notional(request->instrument, distance, opening_of(request),
                                        TR_ROUND_UP, &risk);
    } else if (limits->has_assumed_stop) {
        status =
            tr_decimal_multiply(notional.value, limits->assumed_stop, TR_ROUND_UP, &risk.value);
    }
    if (status != TR_OK)
        return tr__fail(err, status, 0, "the risk of the order does not fit");
    *out = risk;
    return TR_OK;
}

static tr_status value_of(const tr_risk_request *request, tr_money *out, tr_error *err)
{
    tr_status status = tr_instrument_notional(request->instrument, request->entry_price,
                                              opening_of(request), TR_ROUND_UP, out);
    return status == TR_OK ? TR_OK
                           : tr__fail(err, status, 0, "the notional of the order does not fit");
}

tr_status tr_risk_of_order(const tr_risk_limits *limits, const tr_risk_request *request,
                           tr_money *out, tr_error *err)
{
    if (limits == NULL || request == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_risk_of_order: an argument is NULL");
    tr_money notional;
    tr_status status = check_limits(limits, err);
    if (status == TR_OK)
        status = check_request(request, err);
    if (status == TR_OK)
        status = value_of(request, &notional, err);
    return status == TR_OK ? lose(limits, request, notional, out, err) : status;
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Appended whole or not at all: half a number would be a wrong one. */
static void append(tr_risk_verdict *out, const char *text)
{
    size_t length = strlen(out->reason), more = strlen(text);
    if (length + more < sizeof out->reason)
        memcpy(out->reason + length, text, more + 1);
}

static void append_share(const tr__risk_finding *finding, tr_risk_verdict *out)
{
    char share[TR_DECIMAL_TEXT_SIZE], base[TR_DECIMAL_TEXT_SIZE], origin[TR_REASON_SIZE];
    if (finding->share_of == NULL)
        return;
    (void)tr_decimal_format(finding->share, share, sizeof share); /* the sizes suffice */
    (void)tr_decimal_format(finding->base, base, sizeof base);
    (void)snprintf(origin, sizeof origin, " (%s of %s %s)", share, finding->share_of, base);
    append(out, origin);
}

static void append_scope(const tr_risk_layer *layer, tr_risk_verdict *out)
{
    char whose[TR_REASON_SIZE];
    bool has_name = layer->name != NULL && layer->name[0] != '\0';
    if (has_name)
        (void)strncpy(out->scope_name, layer->name,
                      sizeof out->scope_name - 1); /* zeroed: ends in NUL */
    (void)snprintf(whose, sizeof whose, ", limit of %s %s", tr_risk_scope_name(layer->scope),
                   out->scope_name);
    if (has_name)
        append(out, whose);
}

static void put_into_words(const tr__risk_rule *rule, const tr__risk_finding *finding,
                           const tr_risk_layer *layer, tr_risk_verdict *out)
{
    memset(out, 0, sizeof *out);
    out->rule = finding->rule != NULL ? finding->rule : rule->name;
    out->scope = rule->is_of_order ? TR_RISK_SYMBOL : layer->scope;
    (void)tr_decimal_format(finding->value, out->value, sizeof out->value); /* the sizes suffice */
    (void)tr_decimal_format(finding->limit, out->limit, sizeof out->limit);
    (void)snprintf(out->reason, sizeof out->reason, "%s: %s %s %s", out->rule, out->value,
                   finding->relation, out->limit);
    append_share(finding, out);
    if (!rule->is_of_order)
        append_scope(layer, out);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static bool is_asked(const tr__risk_rule *rule, const tr_risk_request *request, tr_risk_phase phase)
{
    if (rule->is_claim_only && phase != TR_RISK_CLAIM)
        return false;
    return rule->holds_for_exits || !request->is_reduce_only;
}

#define RULE_COUNT (sizeof rules / sizeof rules[0])
#define LAYERS_MAX 16
static_assert(RULE_COUNT <= 31, "a rule is a bit, and one is left");

#define IS_KNOWN (UINT32_C(1) << 31)

uint32_t tr_risk_limits_rules(const tr_risk_limits *limits, tr_risk_scope scope)
{
    uint32_t set = IS_KNOWN;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        size_t at = rules[i]->has_offset;
        bool is_set = at != 0 ? *(const bool *)((const unsigned char *)limits + at)
                              : rules[i]->is_of_order && scope == TR_RISK_ACCOUNT;
        set |= (uint32_t)is_set << i;
    }
    return set;
}

/* Halt and pause: what refuses without a limit. */
static uint32_t rules_of_stops(void)
{
    uint32_t set = 0;
    for (size_t i = 0; i < RULE_COUNT; i++)
        set |= (uint32_t)(rules[i]->has_offset == 0 && !rules[i]->is_of_order) << i;
    return set;
}

/* The rules that a layer can refuse by, one bit a rule: most layers set few limits. */
static uint32_t rules_of(const tr_risk_layer *layer)
{
    uint32_t set =
        layer->rules != 0 ? layer->rules : tr_risk_limits_rules(layer->limits, layer->scope);
    if (layer->state->halt != TR_HALT_NONE || layer->state->pause != NULL)
        set |= rules_of_stops();
    return set & ~IS_KNOWN;
}

/* The stricter of two refusals: the lower limit; among equals the narrower scope. */
static bool is_stricter(const tr__risk_finding *finding, const tr_risk_layer *layer,
                        const tr__risk_finding *other, const tr_risk_layer *other_layer)
{
    int order = tr_decimal_compare(finding->limit, other->limit);
    return order != 0 ? order < 0 : layer->scope > other_layer->scope;
}

/* What was found so far: the first rule in their order that refuses or cannot tell. */
typedef struct judgement {
    tr_status status; /* of that rule, when it cannot tell */
    size_t number;
    const tr_risk_layer *refusing; /* NULL: none */
    tr__risk_finding finding;
    uint32_t open; /* the rules that can still change it */
} judgement;

/* A rule's word on one layer. Where one cannot tell, no layer's refusal by that rule counts. */
static void take(judgement *so_far, size_t number, tr_status status,
                 const tr__risk_finding *finding, const tr_risk_layer *layer)
{
    bool is_first = so_far->refusing == NULL || number < so_far->number;
    if (status == TR_OK && !is_first &&
        !is_stricter(finding, layer, &so_far->finding, so_far->refusing))
        return;
    so_far->status = status;
    so_far->number = number;
    so_far->refusing = NULL;
    so_far->open = (UINT32_C(1) << number) - 1;
    if (status != TR_OK)
        return;
    so_far->refusing = layer;
    so_far->finding = *finding;
    so_far->open |= UINT32_C(1) << number; /* another layer's may be stricter */
}

/* The rules of one layer, up to the first that refuses or cannot tell: those behind it do not matter any more. */
static void ask(const tr_risk_layer *layer, tr_risk_phase phase, tr__risk_figures *figures,
                judgement *so_far)
{
    figures->limits = layer->limits;
    figures->state = layer->state;
    for (uint32_t set = rules_of(layer) & so_far->open; set != 0; set &= set - 1) {
        size_t number = (size_t)__builtin_ctz(set); /* the lowest bit: the rule asked next */
        if (!is_asked(rules[number], figures->request, phase))
            continue;
        tr__risk_finding finding;
        finding.is_refused = false;
        finding.rule = finding.share_of = NULL;
        tr_status status = rules[number]->run(figures, &finding);
        if (status == TR_OK && !finding.is_refused)
            continue;
        take(so_far, number, status, &finding, layer);
        return;
    }
}

static const tr_risk_layer *find_account(const tr_risk_layer *layers, size_t count, tr_error *err)
{
    const tr_risk_layer *found = NULL;
    for (size_t i = 0; i < count; i++) {
        bool is_account = layers[i].scope == TR_RISK_ACCOUNT;
        if (layers[i].limits == NULL || layers[i].state == NULL ||
            tr_risk_scope_name(layers[i].scope) == NULL ||
            layers[i].limits->struct_size < sizeof *layers[i].limits ||
            (is_account && found != NULL)) {
            (void)tr__fail(err, TR_E_INVALID, 0,
                           "risk layer %zu lacks limits or state, or is one too many", i);
            return NULL;
        }
        if (is_account)
            found = &layers[i];
    }
    if (found == NULL)
        (void)tr__fail(err, TR_E_INVALID, 0, "risk layers: none is the account's");
    return found;
}

tr_status tr_risk_check_layers(const tr_risk_layer *layers, size_t count,
                               const tr_risk_request *request, tr_risk_phase phase,
                               tr_risk_verdict *out, tr_error *err)
{
    if (layers == NULL || request == NULL || out == NULL || count > LAYERS_MAX)
        return tr__fail(err, TR_E_INVALID, 0,
                        "tr_risk_check: an argument is NULL, or more than %d layers", LAYERS_MAX);
    if (phase != TR_RISK_ACCEPT && phase != TR_RISK_CLAIM)
        return tr__fail(err, TR_E_INVALID, 0, "risk phase is %d", (int)phase);
    const tr_risk_layer *own = find_account(layers, count, err);
    if (own == NULL)
        return TR_E_INVALID;
    tr__risk_figures figures = { .request = request, .account = own->state };
    tr_status status = check_request(request, err);
    if (status == TR_OK)
        status = value_of(request, &figures.notional, err);
    /* Also for its check of the stop, which holds where no rule limits the risk. */
    if (status == TR_OK && !request->is_reduce_only)
        status = lose(own->limits, request, figures.notional, &figures.risk, err);
    if (status != TR_OK)
        return status;
    judgement so_far;
    so_far.status = TR_OK;
    so_far.number = 0;
    so_far.refusing = NULL;
    so_far.open = UINT32_MAX;
    so_far.finding.rule = so_far.finding.share_of = so_far.finding.relation = NULL;
    for (size_t i = 0; i < count; i++)
        ask(&layers[i], phase, &figures, &so_far);
    if (so_far.status != TR_OK)
        return tr__fail(err, so_far.status, 0, "%s: a figure does not fit",
                        rules[so_far.number]->name);
    if (so_far.refusing != NULL) {
        put_into_words(rules[so_far.number], &so_far.finding, so_far.refusing, out);
        return TR_OK;
    }
    out->is_allowed = true; /* the texts are long: only their first characters are cleared */
    out->rule = NULL;
    out->scope = TR_RISK_ACCOUNT;
    out->scope_name[0] = out->value[0] = out->limit[0] = out->reason[0] = '\0';
    return TR_OK;
}

tr_status tr_risk_check(const tr_risk_limits *limits, const tr_risk_request *request,
                        const tr_risk_state *state, tr_risk_phase phase, tr_risk_verdict *out,
                        tr_error *err)
{
    if (limits == NULL || state == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_risk_check: an argument is NULL");
    tr_status status = check_limits(limits, err);
    if (status != TR_OK)
        return status;
    tr_risk_layer layer = { .scope = TR_RISK_ACCOUNT, .limits = limits, .state = state };
    return tr_risk_check_layers(&layer, 1, request, phase, out, err);
}
