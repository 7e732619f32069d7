/* call.c: see call.h. */
#include "call.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/document_json.h>

#include "answer.h"

static void call_free(web_call *call)
{
    web_fields_done(&call->fields);
    free(call);
}

/* ---- arguments ------------------------------------------------------------------------------- */

web_call *web_call_begin(serve_request *request, int64_t rights, const char *command,
                         web_call_head *head)
{
    const web_caller *caller = web_caller_with(request, rights);
    if (caller == NULL)
        return NULL;
    web_call *made = malloc(sizeof *made);
    if (made == NULL) {
        web_answer_problem(request, 503, tr_status_name(TR_E_NO_MEMORY), "no memory; try again");
        return NULL;
    }
    made->request = request;
    made->caller = caller;
    made->command = command;
    made->head = head;
    made->query_names = NULL;
    made->err.status = TR_OK;
    web_fields_init(&made->fields);
    return made;
}

void web_call_read_body(web_call *call, const web_field *table)
{
    size_t size;
    static const web_field none[] = { { NULL, WEB_FIELD_TEXT, NULL } };
    const char *body = serve_request_body(call->request, &size);
    tr_error err;
    if (size > 0 && call->err.status == TR_OK && /* nothing is as good as {} */
        web_fields_read(&call->fields, body, size, table != NULL ? table : none, &err) != TR_OK)
        call->err = err;
}

void web_call_add(web_call *call, const char *argument, const char *text)
{
    tr_error err;
    if (call->err.status == TR_OK && web_fields_add(&call->fields, argument, text, &err) != TR_OK)
        call->err = err;
}

void web_call_add_query(web_call *call, const char *const *names)
{
    call->query_names = names;
    for (size_t i = 0; names[i] != NULL; i++) {
        const char *text = serve_request_query(call->request, names[i]);
        if (text != NULL)
            web_call_add(call, names[i], text);
    }
}

void web_call_refuse(web_call *call, tr_status status, const char *text)
{
    if (call->err.status != TR_OK)
        return;
    call->err = (tr_error){ .status = status };
    (void)snprintf(call->err.message, sizeof call->err.message, "%s",
                   text); /* cut when it is long */
}

/* ---- answers --------------------------------------------------------------------------------- */

static const char *id_text(const tr_document_node *node, char text[TR_ID_TEXT_SIZE])
{
    if (node == NULL)
        return NULL;
    tr_id_format(tr_document_node_id(node), text);
    return text;
}

static const char *text_of(const tr_document_node *object, const char *key)
{
    const tr_document_node *node = object != NULL ? tr_document_node_member(object, key) : NULL;
    return node != NULL ? tr_document_node_text(node) : NULL;
}

static void refusal_answer(const web_call *call, tr_status status, const tr_document *answer,
                           const tr_error *err)
{
    const tr_document_node *root = answer != NULL ? tr_document_root(answer) : NULL;
    const tr_document_node *refusal =
        root != NULL ? tr_document_node_member(root, "refusal") : NULL;
    char id[TR_ID_TEXT_SIZE];
    web_verdict verdict = {
        .rule = text_of(refusal, "rule"),
        .value = text_of(refusal, "value"),
        .limit = text_of(refusal, "limit"),
        .order_id = root != NULL ? id_text(tr_document_node_member(root, "order_id"), id) : NULL,
    };
    /* What is not there was named by the path when that names anything, else by the body. */
    bool is_of_body =
        call->fields.document != NULL && serve_request_capture(call->request, "id") == NULL;
    web_answer_failure(call->request, is_of_body ? web_status_in_body(status) : status, err,
                       &verdict);
}

/* On the engine's thread, or on the loop's. */
static void call_done(void *user, tr_status status, const tr_document *answer, const tr_error *err)
{
    web_call *call = user;
    tr_json_writer *writer;
    if (status != TR_OK) {
        refusal_answer(call, status, answer, err);
    } else if ((writer = web_answer_begin(call->request)) != NULL) {
        const tr_document_node *root = tr_document_root(answer);
        bool is_whole = call->head != NULL && !call->head(call, root, writer);
        for (const tr_document_node *node = is_whole ? NULL : tr_document_node_first(root);
             node != NULL; node = tr_document_node_next(node))
            tr_document_write_json(node, writer, tr_document_node_key(node));
        web_answer_json(call->request, writer);
    }
    call_free(call);
}

static void run(web_call *call, const tr_command_def *def, tr_store_reader *reader)
{
    tr_argument_text texts[WEB_FIELDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < call->fields.count; i++)
        if (!call->fields.is_own[i])
            texts[count++] = call->fields.texts[i];
    tr_owner_run(call->server->owner, reader, call->caller->user, call->caller->rights, def, texts,
                 count, call_done, call);
}

/* On the reading thread. */
static void read_run(web_reading_item *item, tr_store_reader *reader)
{
    web_call *call = (web_call *)item;
    run(call, tr_command_find(call->command, strlen(call->command)), reader);
}

static bool takes_query(const web_call *call, const char *name)
{
    for (const char *const *one = call->query_names; one != NULL && *one != NULL; one++)
        if (strcmp(*one, name) == 0)
            return true;
    return false;
}

/* A parameter that is misspelt would silently not count: the answer would be another one than was asked for. */
static void check_query(web_call *call)
{
    const char *name;
    for (size_t i = 0; (name = serve_request_query_name(call->request, i)) != NULL; i++) {
        char text[128];
        if (takes_query(call, name))
            continue;
        (void)snprintf(text, sizeof text, "unknown query parameter \"%.80s\"", name); /* fits */
        web_call_refuse(call, TR_E_INVALID, text);
    }
}

void web_call_run(web_server *server, web_call *call)
{
    check_query(call);
    tr_status status = call->err.status;
    const tr_command_def *def = NULL;
    if (status == TR_OK) {
        def = tr_command_find(call->command, strlen(call->command));
        assert(def != NULL); /* a name that is not in the table */
        call->server = server;
        call->reading.run = read_run;
        if (def->place == TR_COMMAND_READS &&
            (status = web_reading_put(server->reading, &call->reading)) == TR_OK)
            return;
    }
    if (status != TR_OK) {
        web_answer_failure(call->request, status, &call->err, NULL);
        call_free(call);
        return;
    }
    run(call, def, NULL);
}
