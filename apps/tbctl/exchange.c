/* exchange.c: `exchange list|show`: which exchanges there are, what each offers, and what its client ids are worth. */
#include "tbctl/exchange_live.h"
#include "tbctl/tbctl.h"

#include <string.h>

#define TEXT_SIZE 600

static const tr_kind kinds[] = { TR_KIND_SPOT, TR_KIND_LINEAR };

static const tr_exchange_product *product_of(const tr_exchange_info *info, tr_kind kind)
{
    const tr_exchange_product *product = kind == TR_KIND_SPOT ? &info->spot : &info->linear;
    return product->is_offered ? product : NULL;
}

/* ---- words ----------------------------------------------------------------------------------- */

static const char *form_name(tr_id_form form)
{
    static const char *const names[] = { "base32", "hex", "t-base32", "integer" };
    return names[form];
}

static const char *scope_name(tr_id_scope scope)
{
    static const char *const names[] = { "open orders", "a time", "for ever" };
    return names[scope];
}

static const char *resend_name(tr_resend resend)
{
    static const char *const names[] = { "never", "after lapse", "same id" };
    return names[resend];
}

/* "2s", "8h"; "-" for none. */
static const char *span_text(uint32_t span_ms, char *buffer, size_t size)
{
    if (span_ms == 0 || tr_duration_format((int64_t)span_ms * 1000000, buffer, size) == 0)
        (void)snprintf(buffer, size, "-");
    return buffer;
}

/* One more word of a list in text: "a, b". */
static void word_add(char *buffer, size_t size, const char *word)
{
    size_t used = strlen(buffer);
    (void)snprintf(buffer + used, size - used, "%s%s", used == 0 ? "" : ", ", word);
}

static void kinds_text(const tr_exchange_info *info, bool is_sandbox, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (size_t i = 0; i < 2; i++) {
        const tr_exchange_product *product = product_of(info, kinds[i]);
        if (product != NULL && (!is_sandbox || product->sandbox_host != NULL))
            word_add(buffer, size, tr_kind_name(kinds[i]));
    }
}

static void calls_text(const tr_exchange_info *info, tr_kind kind, bool is_offered, char *buffer,
                       size_t size)
{
    buffer[0] = '\0';
    for (int call = 0; call < TR_CALL_COUNT; call++)
        if (tr_exchange_info_has(info, kind, (tr_call)call) == is_offered)
            word_add(buffer, size, tr_call_name((tr_call)call));
}

static void features_text(const tr_exchange_product *product, bool is_offered, char *buffer,
                          size_t size)
{
    buffer[0] = '\0';
    for (int bit = 0; bit < TR_ORDER_FEATURE_COUNT; bit++)
        if (((product->order_features >> bit & 1) != 0) == is_offered)
            word_add(buffer, size, tr_order_feature_name((tr_order_feature)(1 << bit)));
}

static void stops_text(const tr_exchange_product *product, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (int bit = 0; bit < TR_ORDER_FEATURE_COUNT; bit++)
        if ((product->held_stops >> bit & 1) != 0)
            word_add(buffer, size, tr_order_feature_name((tr_order_feature)(1 << bit)));
}

static void timeframes_text(const tr_exchange_product *product, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (size_t i = 0; i < product->timeframe_count; i++) {
        char text[16];
        if (tr_timeframe_format(product->timeframes[i], text, sizeof text) > 0)
            word_add(buffer, size, text);
    }
}

/* ---- exchange list --------------------------------------------------------------------------- */

static const tr_column_view list_columns[] = {
    { "name", "NAME", false, 0 },
    { "title", "TITLE", false, 3 },
    { "kinds", "KINDS", false, 0 },
    { "sandbox", "SANDBOX", false, 1 },
    { "ids_unique", "IDS UNIQUE", false, 0 },
    { "sent_again", "SENT AGAIN", false, 0 },
    { "document", "INTERFACE", false, 2 },
};

static void run_list(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_document_array_begin(answer, "exchanges");
    for (size_t i = 0; tr_exchange_info_at(i) != NULL; i++) {
        const tr_exchange_info *info = tr_exchange_info_at(i);
        char text[TEXT_SIZE];
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "name", info->name);
        tr_document_add_text(answer, "title", info->title);
        kinds_text(info, false, text, sizeof text);
        tr_document_add_text(answer, "kinds", text);
        kinds_text(info, true, text, sizeof text);
        tr_document_add_text(answer, "sandbox", text[0] == '\0' ? "paper" : text);
        tr_document_add_text(answer, "ids_unique", scope_name(info->spot.ids.scope));
        tr_document_add_text(answer, "sent_again", resend_name(info->spot.ids.resend));
        tr_document_add_text(answer, "document", info->document);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
    tr_call_finish(call, TR_OK, NULL);
}

const tr_command_def tbctl_command_exchange_list = {
    .name = "exchange list",
    .summary = "List the exchanges there are",
    .example = "tbctl exchange list",
    .place = TR_COMMAND_LOCAL,
    .list_key = "exchanges",
    .columns = list_columns,
    .column_count = sizeof list_columns / sizeof list_columns[0],
    .run = run_list,
};

/* ---- exchange show --------------------------------------------------------------------------- */

static const tr_argument_def show_arguments[] = {
    { .name = "exchange",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .max = "31",
      .help = "binance, bitget, bybit, coinbase, gate, htx, kraken, kucoin, mexc or okx" },
};

static const tr_column_view show_columns[] = {
    { "kind", "KIND", false, 0 },
    { "fact", "FACT", false, 0 },
    { "value", "VALUE", false, 0 },
};

static void fact_add(tr_document *answer, tr_kind kind, const char *fact, const char *value)
{
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "kind", tr_kind_name(kind));
    tr_document_add_text(answer, "fact", fact);
    tr_document_add_text(answer, "value", value[0] == '\0' ? "-" : value);
    tr_document_object_end(answer);
}

static void ids_add(tr_document *answer, tr_kind kind, const tr_exchange_id_rules *ids)
{
    char text[TEXT_SIZE], span[32], other[32];
    (void)snprintf(text, sizeof text, "%s, up to %u characters", form_name(ids->form),
                   ids->length_max);
    fact_add(answer, kind, "client id", text);
    (void)snprintf(text, sizeof text, "%s%s%s", scope_name(ids->scope),
                   ids->scope == TR_ID_SCOPE_SPAN ? ": " : "",
                   ids->scope == TR_ID_SCOPE_SPAN ? span_text(ids->scope_ms, span, sizeof span)
                                                  : "");
    fact_add(answer, kind, "ids unique", text);
    (void)snprintf(text, sizeof text, "refused when later than %s, looked up after %s",
                   span_text(ids->validity_ms, span, sizeof span),
                   span_text(ids->visibility_ms, other, sizeof other));
    fact_add(answer, kind, "an order", text);
    (void)snprintf(text, sizeof text, "%s%s%s", ids->is_found_when_done ? "yes" : "no",
                   ids->found_done_ms != 0 ? ", for " : "",
                   ids->found_done_ms != 0 ? span_text(ids->found_done_ms, span, sizeof span) : "");
    fact_add(answer, kind, "found when done", text);
    fact_add(answer, kind, "sent again", resend_name(ids->resend));
}

/* Stops behind calls of their own, whose ids have rules of their own. */
static void stop_ids_add(tr_document *answer, tr_kind kind, const tr_exchange_id_rules *ids)
{
    char text[TEXT_SIZE], span[32], other[32], done[32];
    (void)snprintf(
        text, sizeof text,
        "behind calls of their own: refused when later than %s, looked up after %s, found for "
        "%s, sent again: %s",
        span_text(ids->validity_ms, span, sizeof span),
        span_text(ids->visibility_ms, other, sizeof other),
        ids->found_done_ms == 0 ? "ever" : span_text(ids->found_done_ms, done, sizeof done),
        resend_name(ids->resend));
    fact_add(answer, kind, "a stop", text);
}

static void product_add(tr_document *answer, const tr_exchange_info *info, tr_kind kind,
                        const tr_exchange_product *product)
{
    char text[TEXT_SIZE];
    fact_add(answer, kind, "host", product->host);
    (void)snprintf(text, sizeof text, "%s%s%s%s%s",
                   product->sandbox_host == NULL ? "none: use paper" : product->sandbox_host,
                   product->sandbox_header == NULL ? "" : ", ",
                   product->sandbox_header == NULL ? "" : product->sandbox_header,
                   product->sandbox_header == NULL ? "" : ": ",
                   product->sandbox_header == NULL ? "" : product->sandbox_header_value);
    fact_add(answer, kind, "sandbox", text);
    calls_text(info, kind, true, text, sizeof text);
    fact_add(answer, kind, "calls", text);
    calls_text(info, kind, false, text, sizeof text);
    fact_add(answer, kind, "calls refused", text);
    features_text(product, true, text, sizeof text);
    fact_add(answer, kind, "orders", text);
    features_text(product, false, text, sizeof text);
    fact_add(answer, kind, "orders refused", text);
    stops_text(product, text, sizeof text);
    fact_add(answer, kind, "stops left there", text);
    if (tr_exchange_info_has(info, kind, TR_CALL_PLACE_STOP))
        stop_ids_add(answer, kind, &product->stop_ids);
    timeframes_text(product, text, sizeof text);
    fact_add(answer, kind, "timeframes", text);
    ids_add(answer, kind, &product->ids);
}

tr_status tbctl_exchange_unknown(const char *name, tr_error *err)
{
    char names[TEXT_SIZE] = "";
    for (size_t i = 0; tr_exchange_info_at(i) != NULL; i++)
        word_add(names, sizeof names, tr_exchange_info_at(i)->name);
    return tbctl_fail(err, TR_E_NOT_FOUND, "no exchange \"%.40s\", there are: %s", name, names);
}

static void run_show(tr_command_call *call)
{
    const char *name = tr_call_text(call, "exchange");
    const tr_exchange_info *info = tr_exchange_info_find(name);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    if (info == NULL) {
        tr_call_finish(call, tbctl_exchange_unknown(name, &err), &err);
        return;
    }
    tr_document_add_text(answer, "name", info->name);
    tr_document_add_text(answer, "title", info->title);
    tr_document_add_text(answer, "document", info->document);
    tr_document_array_begin(answer, "facts");
    for (size_t i = 0; i < 2; i++)
        if (product_of(info, kinds[i]) != NULL)
            product_add(answer, info, kinds[i], product_of(info, kinds[i]));
    tbctl_exchange_live_add(call, info);
    tr_document_array_end(answer);
    tr_call_finish(call, TR_OK, NULL);
}

const tr_command_def tbctl_command_exchange_show = {
    .name = "exchange show",
    .summary = "Show what an exchange offers, refuses, and what its client ids are worth",
    .details = "Where a server trades on it, also how that stands: the clock, what was sent, what "
               "is not settled, how much of its limits is used.",
    .example = "tbctl exchange show kraken",
    .place = TR_COMMAND_LOCAL,
    .arguments = show_arguments,
    .argument_count = sizeof show_arguments / sizeof show_arguments[0],
    .list_key = "facts",
    .columns = show_columns,
    .column_count = sizeof show_columns / sizeof show_columns[0],
    .run = run_show,
};
