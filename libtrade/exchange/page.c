/* page.c: how a list of fills, open orders or bills goes on. */
#include "exchange/page.h"

#include <assert.h>
#include <string.h>

static_assert(TR_LABEL_SIZE <= TR_NOTES_SIZE, "a mark is a cursor");

static const tr__page *page_of(const tr__adapter *adapter, const tr_exchange_question *question)
{
    tr__product product = question->kind == TR_KIND_SPOT ? TR__PRODUCT_SPOT : TR__PRODUCT_LINEAR;
    const tr__page *page = question->call == TR_CALL_FILLS         ? &adapter->fill_pages[product]
                           : question->call == TR_CALL_OPEN_ORDERS ? &adapter->open_pages[product]
                           : question->call == TR_CALL_BILLS       ? &adapter->bill_pages[product]
                           : question->call == TR_CALL_OPEN_STOPS || question->call == TR_CALL_STOP
                               ? &adapter->stop_pages[product]
                           : question->call == TR_CALL_FUNDING_PAID ? &adapter->funding_pages
                                                                    : NULL;
    bool is_paged = page != NULL && page->by != TR__PAGE_NONE &&
                    !(page->is_whole_of_order && question->exchange_order_id != NULL);
    return is_paged ? page : NULL;
}

void tr__page_ask(tr__request *request, const tr_exchange_question *question)
{
    const tr__page *page = page_of(request->adapter, question);
    if (page == NULL)
        return;
    tr__request_number(request, page->limit_name,
                       question->limit != 0 ? question->limit : page->full);
    tr__request_text_if(request, page->name, question->cursor);
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* Whole numbers of any length: ids, times. */
static int compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
    if (a_length != b_length)
        return a_length < b_length ? -1 : 1;
    return memcmp(a, b, a_length);
}

static void mark_set(char mark[TR_LABEL_SIZE], const char *text, size_t length)
{
    memcpy(mark, text, length);
    mark[length] = '\0';
}

static void mark_take(tr__reading *reading, const char *text, size_t length,
                      tr_exchange_record *record)
{
    (void)record;
    if (length == 0 || length >= TR_LABEL_SIZE)
        return;
    mark_set(reading->mark_last, text, length);
    if (reading->mark_low[0] == '\0' ||
        compare(text, length, reading->mark_low, strlen(reading->mark_low)) < 0)
        mark_set(reading->mark_low, text, length);
    if (compare(text, length, reading->mark_high, strlen(reading->mark_high)) > 0)
        mark_set(reading->mark_high, text, length);
}

const tr__custom tr__page_mark = { mark_take };

/* ---- the next one ---------------------------------------------------------------------------- */

/* A number as text, and one more; nothing where it is none. */
static void cursor_plus(tr__reading *reading, const char *text, int64_t more)
{
    tr_decimal value;
    if (tr_decimal_parse(text, strlen(text), &value) != TR_OK ||
        tr_decimal_add(value, tr_decimal_from_int(more), &value) != TR_OK)
        return;
    (void)tr_decimal_format(value, reading->cursor,
                            sizeof reading->cursor); /* fewer digits than it has room */
}

static void cursor_find(tr__reading *reading, const tr__page *page, const char *cursor)
{
    switch (page->by) {
    case TR__PAGE_NUMBER:
        cursor_plus(reading, cursor == NULL ? "1" : cursor, 1);
        return;
    case TR__PAGE_OFFSET:
        cursor_plus(reading, cursor == NULL ? "0" : cursor, reading->record_count);
        return;
    case TR__PAGE_FROM_ID:
        /* Without a cursor the newest came: from the oldest on, then. */
        cursor_plus(reading, cursor == NULL ? "0" : reading->mark_high, cursor != NULL);
        return;
    case TR__PAGE_BELOW_ID:
    case TR__PAGE_UNTIL_MS: /* the instant again: more may have been filled in it than fitted */
        memcpy(reading->cursor, reading->mark_low, sizeof reading->mark_low);
        return;
    case TR__PAGE_BEHIND_ID:
        memcpy(reading->cursor, reading->mark_last, sizeof reading->mark_last);
        return;
    default:
        return;
    }
}

void tr__page_end(tr__reading *reading)
{
    const tr_exchange_question *question = reading->question;
    const tr__page *page = page_of(reading->adapter, question);
    if (page == NULL)
        return;
    uint32_t full = question->limit != 0 ? question->limit : page->full;
    if (page->by != TR__PAGE_TOLD || reading->record_count < full)
        reading->cursor[0] = '\0';
    if (reading->record_count < full)
        return;
    cursor_find(reading, page, question->cursor);
    if (question->cursor != NULL && strcmp(question->cursor, reading->cursor) == 0)
        reading->cursor[0] = '\0'; /* the same page again leads nowhere */
}
