/* exchange_live.c: see exchange_live.h. The owner's own `status` is asked, over its socket. */
#include "tbctl/exchange_live.h"

#include <stdio.h>
#include <string.h>

#define TIMEOUT_MS 3000
#define TEXT_SIZE  128

static void fact_add(tr_document *answer, const char *fact, const char *value)
{
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "kind", "live");
    tr_document_add_text(answer, "fact", fact);
    tr_document_add_text(answer, "value", value);
    tr_document_object_end(answer);
}

/* clock_offset_ms: "clock offset ms" */
static void name_of(const char *key, char *buffer, size_t size)
{
    (void)snprintf(buffer, size, "%s", key);
    for (char *at = strchr(buffer, '_'); at != NULL; at = strchr(at, '_'))
        *at = ' ';
}

static void limits_add(tr_document *answer, const tr_document_node *limits)
{
    for (const tr_document_node *row = tr_document_node_first(limits); row != NULL;
         row = tr_document_node_next(row)) {
        char fact[TEXT_SIZE], value[TEXT_SIZE];
        const tr_document_node *name = tr_document_node_member(row, "name");
        const tr_document_node *used = tr_document_node_member(row, "used");
        const tr_document_node *amount = tr_document_node_member(row, "amount");
        if (name == NULL || used == NULL || amount == NULL)
            continue;
        (void)snprintf(fact, sizeof fact, "limit: %s", tr_document_node_text(name));
        (void)snprintf(value, sizeof value, "%lld of %lld used",
                       (long long)tr_document_node_int(used),
                       (long long)tr_document_node_int(amount));
        fact_add(answer, fact, value);
    }
}

static void state_add(tr_document *answer, const tr_document_node *state)
{
    for (const tr_document_node *at = tr_document_node_first(state); at != NULL;
         at = tr_document_node_next(at)) {
        char fact[TEXT_SIZE], value[TEXT_SIZE];
        tr_document_kind kind = tr_document_node_kind(at);
        name_of(tr_document_node_key(at), fact, sizeof fact);
        if (kind == TR_DOCUMENT_ARRAY) {
            limits_add(answer, at);
            continue;
        }
        if (kind == TR_DOCUMENT_BOOL)
            (void)snprintf(value, sizeof value, "%s", tr_document_node_bool(at) ? "yes" : "no");
        else
            (void)snprintf(value, sizeof value, "%lld", (long long)tr_document_node_int(at));
        fact_add(answer, fact, value);
    }
}

void tbctl_exchange_live_add(tr_command_call *call, const tr_exchange_info *info)
{
    tbctl *program = tbctl_of(call);
    char path[TR_CONFIG_PATH_SIZE];
    tr_owner_client *client = NULL;
    tr_error ignored;
    tr_document *status = NULL;
    const tr_command_def *def = tr_command_find("status", 6);
    /* Without a configuration or a server there is nothing to tell, and nothing is wrong with that. */
    if (def == NULL || tbctl_database(program, path, sizeof path, &ignored) != TR_OK ||
        tr_owner_client_open(path, TIMEOUT_MS, &client, &ignored) != TR_OK)
        return;
    if (tr_owner_client_run(client, def, NULL, 0, &status, &ignored) == TR_OK) {
        const tr_document_node *root = tr_document_root(status);
        const tr_document_node *name = tr_document_node_member(root, "exchange");
        const tr_document_node *state = tr_document_node_member(root, "exchange_state");
        if (name != NULL && state != NULL && strcmp(tr_document_node_text(name), info->name) == 0)
            state_add(tr_call_answer(call), state);
    }
    tr_document_free(status);
    tr_owner_client_close(client);
}
