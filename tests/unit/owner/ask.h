/* ask.h: commands over the local socket. */
#ifndef TESTS_UNIT_OWNER_ASK_H
#define TESTS_UNIT_OWNER_ASK_H

#include "rig.h"

#define TIMEOUT_MS 20000

/* Run a command over a client of its own. */
static inline tr_status ask(const char *path, const char *name, const char *const *pairs,
                            reply *out)
{
    char names[TR_COMMAND_ARGUMENTS_MAX][32];
    tr_argument_text texts[TR_COMMAND_ARGUMENTS_MAX];
    size_t count = arguments_of(pairs, names, texts);
    tr_owner_client *client = NULL;
    tr_document *answer = NULL;
    tr_status status = tr_owner_client_open(path, TIMEOUT_MS, &client, &out->err);
    if (status == TR_OK)
        status = tr_owner_client_run(client, command_of(name), texts, count, &answer, &out->err);
    if (answer != NULL)
        reply_read(out, answer);
    tr_document_free(answer);
    tr_owner_client_close(client);
    return status;
}

#define ASK(path, name, out, ...) ask(path, name, (const char *const[]){ __VA_ARGS__, NULL }, out)

#endif
