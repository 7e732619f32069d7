/* answer.h: the answer of a command, as JSON or as the words of its failure. */
#ifndef TESTS_UNIT_COMMAND_ANSWER_H
#define TESTS_UNIT_COMMAND_ANSWER_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/command.h>
#include <trade/document_json.h>

static struct {
    int count;
    tr_status status;
    char message[TR_ERROR_MESSAGE_SIZE];
    char json[60000];
} answer;

static inline void on_done(void *user, tr_status status, const tr_document *document,
                           const tr_error *err)
{
    (void)user; /* there is one answer at a time */
    char *text = NULL;
    answer.count++;
    answer.status = status;
    (void)snprintf(answer.message, sizeof answer.message, "%s", err == NULL ? "" : err->message);
    ck_assert_int_eq(
        tr_document_to_json(tr_document_root(document), TR_JSON_COMPACT, &text, NULL, NULL), TR_OK);
    (void)snprintf(answer.json, sizeof answer.json, "%s", text);
    free(text);
}

/* Begin a command with pairs of argument and text, ended by NULL; its answer may still be to come. */
static inline void begin_command(const tr_command_context *context, const char *name,
                                 const char *const *pairs)
{
    tr_argument_text texts[TR_COMMAND_ARGUMENTS_MAX];
    size_t count = 0;
    for (; pairs != NULL && pairs[2 * count] != NULL; count++)
        texts[count] = (tr_argument_text){ pairs[2 * count], pairs[2 * count + 1],
                                           strlen(pairs[2 * count + 1]) };
    const tr_command_def *def = tr_command_find(name, strlen(name));
    ck_assert_ptr_nonnull(def);
    answer.count = 0;
    tr_command_run(def, context, texts, count, on_done, NULL);
}

/* One answer came, of this status, and `part` is in it. */
static inline void check(tr_status status, const char *part)
{
    ck_assert_int_eq(answer.count, 1);
    ck_assert_msg(answer.status == status, "%s: %s", tr_status_name(answer.status), answer.message);
    const char *text = status == TR_OK ? answer.json : answer.message;
    ck_assert_msg(strstr(text, part) != NULL, "no %s in %s", part, text);
}

#endif
