/* follow.c: from a stream of events to frames of the local socket. */
#include "owner/follow.h"

#include <stdlib.h>
#include <string.h>

#include <trade/event_document.h>

#include "core/fail.h"

#define EVENTS_A_FRAME 200
#define READS_A_TURN   25 /* that a filter may let nothing of pass */

bool tr__follow_is_asked(const tr__request *request)
{
    return request->command_length == strlen(TR__FOLLOW_COMMAND) &&
           memcmp(request->command, TR__FOLLOW_COMMAND, request->command_length) == 0;
}

/* Empty when it is not given. TR_E_RANGE: too long. */
static tr_status take_text(const tr__request *request, const char *name, char *out, size_t size,
                           tr_error *err)
{
    out[0] = '\0';
    for (size_t i = 0; i < request->count; i++) {
        const tr_argument_text *text = &request->texts[i];
        if (strcmp(text->name, name) != 0)
            continue;
        if (text->length >= size || memchr(text->text, '\0', text->length) != NULL)
            return tr__fail(err, TR_E_RANGE, 0, "%s is longer than %zu characters", name, size - 1);
        memcpy(out, text->text, text->length);
        out[text->length] = '\0';
    }
    return TR_OK;
}

static tr_status take_number(const char *text, int64_t *out, tr_error *err)
{
    int64_t value = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || value > (INT64_MAX - 9) / 10)
            return tr__fail(err, TR_E_INVALID, 0,
                            "after is \"%.40s\", wanted is a number of 0 or more", text);
        value = value * 10 + (*at - '0');
    }
    *out = value;
    return TR_OK;
}

tr_status tr__follow_begin(const tr__request *request, tr_event_bus *bus, const char *account,
                           void (*wake)(void *user), void *user, tr__follow *out, tr_error *err)
{
    char after[32], order[TR_ID_TEXT_SIZE + 1];
    tr__follow follow = { .stream = NULL };
    int64_t after_seq = 0;
    tr_status status = take_text(request, "account", follow.account, sizeof follow.account, err);
    if (status == TR_OK)
        status = take_text(request, "event", follow.event, sizeof follow.event, err);
    if (status == TR_OK)
        status = take_text(request, "order", order, sizeof order, err);
    if (status == TR_OK)
        status = take_text(request, "after", after, sizeof after, err);
    if (status == TR_OK)
        status = take_number(after, &after_seq, err);
    if (status == TR_OK && order[0] != '\0' &&
        tr_id_parse(order, strlen(order), &follow.order_id) != TR_OK)
        status = tr__fail(err, TR_E_INVALID, 0, "order is no id");
    if (status != TR_OK)
        return status;
    if (follow.account[0] == '\0')
        memcpy(follow.account, account, strnlen(account, sizeof follow.account - 1));
    status = tr_event_stream_open(bus, follow.account, after_seq, wake, user, &follow.stream, err);
    if (status == TR_OK)
        *out = follow;
    return status;
}

void tr__follow_end(tr__follow *follow)
{
    tr_event_stream_close(follow->stream);
    *follow = (tr__follow){ .stream = NULL };
}

/* ---- frames ---------------------------------------------------------------------------------- */

typedef struct taking {
    const tr__follow *follow;
    tr_document *document;
    size_t count; /* that passed the filters */
    tr_status status;
    tr_error err;
} taking;

/* Only the words of an event say which order it is about. */
static bool is_of_order(taking *t, const tr_event_row *row)
{
    tr_document *words = NULL;
    bool is_of_it = false;
    if (tr_id_is_none(t->follow->order_id))
        return true;
    t->status = tr_document_new(NULL, &words);
    if (t->status == TR_OK)
        t->status = tr_event_describe(row, words, &t->err);
    if (t->status == TR_OK) {
        const tr_document_node *id = tr_document_node_member(tr_document_root(words), "order_id");
        is_of_it = id != NULL && tr_id_compare(tr_document_node_id(id), t->follow->order_id) == 0;
    }
    tr_document_free(words);
    return is_of_it;
}

static bool take_event(void *user, const tr_event_row *row)
{
    taking *t = user;
    const char *wanted = t->follow->event;
    if ((wanted[0] != '\0' && strcmp(tr_event_name(row), wanted) != 0) || !is_of_order(t, row))
        return t->status == TR_OK;
    tr_document_object_begin(t->document, NULL);
    t->status = tr_event_describe(row, t->document, &t->err);
    tr_document_object_end(t->document);
    t->count++;
    return t->status == TR_OK;
}

static tr_status write_frame(const taking *t, uint8_t **bytes_out, size_t *size_out, tr_error *err)
{
    tr__buffer buffer;
    tr__buffer_init(&buffer, TR__ANSWER_SIZE_MAX + TR__FRAME_HEAD_SIZE, NULL);
    tr_status status = tr__frame_put_answer(TR_OK, NULL, t->document, &buffer);
    *bytes_out = status == TR_OK ? tr__buffer_take(&buffer, size_out) : NULL;
    tr__buffer_done(&buffer);
    return status == TR_OK ? TR_OK : tr__fail(err, status, 0, "events could not be written");
}

tr_status tr__follow_take(tr__follow *follow, tr_store_reader *reader, uint8_t **bytes_out,
                          size_t *size_out, tr_error *err)
{
    taking t = { .follow = follow };
    size_t read = EVENTS_A_FRAME;
    *bytes_out = NULL;
    tr_status status = tr_document_new(NULL, &t.document);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "no memory for events");
    tr_document_add_text(t.document, "account", follow->account);
    tr_document_array_begin(t.document, "events");
    for (int i = 0; status == TR_OK && t.status == TR_OK && t.count == 0 &&
                    read == EVENTS_A_FRAME && i < READS_A_TURN;
         i++)
        status = tr_event_stream_read(follow->stream, reader, EVENTS_A_FRAME, take_event, &t, &read,
                                      err);
    follow->has_more = read == EVENTS_A_FRAME;
    tr_document_array_end(t.document);
    tr_document_add_int(t.document, "last", tr_event_stream_seq(follow->stream));
    if (status == TR_OK && t.status != TR_OK)
        status = tr__fail(err, t.status, 0, "%s", t.err.message);
    if (status == TR_OK && t.count > 0)
        status = write_frame(&t, bytes_out, size_out, err);
    tr_document_free(t.document);
    return status;
}
