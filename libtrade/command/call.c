/* call.c: a command being run: its checked arguments, its answer, and the one end it has. */
#include <trade/command.h>

#include <assert.h>
#include <string.h>

#include "command/argument.h"
#include "core/alloc.h"
#include "core/fail.h"

struct tr_command_call {
    const tr_command_def *def;
    tr_command_context context;
    tr__argument_value values[TR_COMMAND_ARGUMENTS_MAX];
    tr_document *answer;
    tr_command_done *done;
    void *done_user;
    char *texts; /* the arguments' own copies, one after the other */
};

/* ---- arguments ------------------------------------------------------------------------------- */

static size_t argument_index(const tr_command_def *def, const char *name)
{
    size_t i = 0;
    while (i < def->argument_count && strcmp(def->arguments[i].name, name) != 0)
        i++;
    return i;
}

/* `texts` are NUL-ended here. */
static tr_status read_arguments(const tr_command_def *def, const tr_argument_text *texts,
                                size_t count, tr__argument_value *values, tr_error *err)
{
    for (size_t i = 0; i < count; i++) {
        size_t index = argument_index(def, texts[i].name);
        if (index == def->argument_count)
            return tr__fail(err, TR_E_INVALID, 0, "%s has no argument %.60s", def->name,
                            texts[i].name);
        if (values[index].is_set)
            return tr__fail(err, TR_E_INVALID, 0, "%s is given twice", texts[i].name);
        tr_status status = tr__argument_read(&def->arguments[index], texts[i].text, texts[i].length,
                                             &values[index], err);
        if (status != TR_OK)
            return status;
    }
    for (size_t i = 0; i < def->argument_count; i++) {
        const tr_argument_def *argument = &def->arguments[i];
        if (values[i].is_set)
            continue;
        if (argument->is_required)
            return tr__fail(err, TR_E_INVALID, 0, "%s is missing: %s", argument->name,
                            argument->help);
        if (argument->initial == NULL)
            continue;
        tr_status status = tr__argument_read(argument, argument->initial, strlen(argument->initial),
                                             &values[i], err);
        assert(status == TR_OK); /* a default that its own row does not allow */
        (void)status;
    }
    return TR_OK;
}

/* Copies with end marks. NULL in `copies_out[].text` never; the memory is the caller's. */
static tr_status copy_texts(const tr_argument_text *texts, size_t count, char **memory_out,
                            tr_argument_text *copies_out)
{
    size_t size = 1;
    for (size_t i = 0; i < count; i++) {
        if (texts[i].length > SIZE_MAX / 2 - size)
            return TR_E_NO_MEMORY;
        size += texts[i].length + 1;
    }
    char *memory = tr__allocate(NULL, size);
    if (memory == NULL)
        return TR_E_NO_MEMORY;
    char *at = memory;
    for (size_t i = 0; i < count; i++) {
        copies_out[i] = (tr_argument_text){ texts[i].name, at, texts[i].length };
        if (texts[i].length > 0)
            memcpy(at, texts[i].text, texts[i].length);
        at[texts[i].length] = '\0';
        at += texts[i].length + 1;
    }
    *memory_out = memory;
    return TR_OK;
}

static tr_status take_arguments(const tr_command_def *def, const tr_argument_text *texts,
                                size_t count, tr__argument_value *values, char **memory_out,
                                tr_error *err)
{
    if (def == NULL || (texts == NULL && count > 0))
        return tr__fail(err, TR_E_INVALID, 0, "a command and its arguments must be given");
    assert(def->argument_count <= TR_COMMAND_ARGUMENTS_MAX);
    for (size_t i = 0; i < count; i++)
        if (texts[i].name == NULL || (texts[i].text == NULL && texts[i].length > 0))
            return tr__fail(err, TR_E_INVALID, 0, "an argument without a name or a text");
    if (count > TR_COMMAND_ARGUMENTS_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "%zu arguments, at most %d are taken", count,
                        TR_COMMAND_ARGUMENTS_MAX);
    tr_argument_text copies[TR_COMMAND_ARGUMENTS_MAX];
    tr_status status = copy_texts(texts, count, memory_out, copies);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "no memory for the arguments");
    return read_arguments(def, copies, count, values, err);
}

tr_status tr_command_check(const tr_command_def *def, const tr_argument_text *texts, size_t count,
                           tr_error *err)
{
    tr__argument_value values[TR_COMMAND_ARGUMENTS_MAX] = { 0 };
    char *memory = NULL;
    tr_status status = take_arguments(def, texts, count, values, &memory, err);
    tr__release(NULL, memory);
    return status;
}

bool tr_command_asks(const tr_command_def *def, const tr_argument_text *texts, size_t count)
{
    if (!def->is_dangerous || def->harmless == NULL)
        return def->is_dangerous;
    const char *equals = strchr(def->harmless, '=');
    assert(equals != NULL); /* the table's own */
    size_t name_length = (size_t)(equals - def->harmless);
    tr_argument_text given = { .name = NULL };
    for (size_t i = 0; i < def->argument_count; i++) {
        const char *initial = def->arguments[i].initial;
        if (strncmp(def->arguments[i].name, def->harmless, name_length) == 0 &&
            def->arguments[i].name[name_length] == '\0')
            given = (tr_argument_text){ def->arguments[i].name, initial,
                                        initial == NULL ? 0 : strlen(initial) };
    }
    assert(given.name != NULL); /* the table's own */
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i].name, given.name) == 0)
            given = texts[i];
    return given.length != strlen(equals + 1) ||
           (given.length > 0 && memcmp(given.text, equals + 1, given.length) != 0);
}

/* ---- life ------------------------------------------------------------------------------------ */

static void call_free(tr_command_call *call)
{
    tr_document_free(call->answer);
    tr__release(NULL, call->texts);
    tr__release(NULL, call);
}

static tr_status check_context(const tr_command_def *def, const tr_command_context *context,
                               tr_error *err)
{
    if (context == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a command needs a context");
    if ((def->place == TR_COMMAND_TRADES && context->engine == NULL) ||
        (def->place == TR_COMMAND_READS && context->reader == NULL))
        return tr__fail(err, TR_E_INVALID, 0, "%s cannot run here: there is no %s", def->name,
                        context->engine == NULL && def->place == TR_COMMAND_TRADES ? "engine"
                                                                                   : "reader");
    int64_t missing = def->rights & ~context->rights;
    if (missing != 0)
        return tr__fail(err, TR_E_DENIED, 0, "%s needs the right to %s", def->name,
                        (missing & TR_RIGHT_ADMIN) != 0   ? "administrate"
                        : (missing & TR_RIGHT_TRADE) != 0 ? "trade"
                                                          : "read");
    return TR_OK;
}

void tr_command_run(const tr_command_def *def, const tr_command_context *context,
                    const tr_argument_text *texts, size_t count, tr_command_done *done, void *user)
{
    assert(done != NULL);
    tr_error err = { 0 };
    tr_command_call *call = tr__allocate_zeroed(NULL, 1, sizeof *call);
    tr_status status =
        call == NULL ? tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory for a command") : TR_OK;
    if (status == TR_OK && tr_document_new(NULL, &call->answer) != TR_OK)
        status = tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory for an answer");
    if (status == TR_OK)
        status = take_arguments(def, texts, count, call->values, &call->texts, &err);
    if (status == TR_OK)
        status = check_context(def, context, &err);
    if (status != TR_OK) {
        done(user, status, call == NULL ? NULL : call->answer, &err);
        if (call != NULL)
            call_free(call);
        return;
    }
    call->def = def;
    call->context = *context;
    call->done = done;
    call->done_user = user;
    def->run(call);
}

void tr_call_finish(tr_command_call *call, tr_status status, const tr_error *err)
{
    assert(call != NULL && call->done != NULL); /* finished twice */
    tr_error own = { 0 };
    tr_status answer_status = tr_document_status(call->answer);
    if (status == TR_OK && answer_status != TR_OK) {
        status = tr__fail(&own, answer_status, 0, "the answer cannot be written");
        err = &own;
    } else if (status != TR_OK && err == NULL) {
        (void)tr__fail(&own, status, 0, "%s",
                       tr_status_name(status)); /* fills `own`; the status is known */
        err = &own;
    }
    tr_command_done *done = call->done;
    call->done = NULL;
    done(call->done_user, status, call->answer, status == TR_OK ? NULL : err);
    call_free(call);
}

/* ---- for run functions ----------------------------------------------------------------------- */

const tr_command_context *tr_call_context(const tr_command_call *call)
{
    return &call->context;
}

tr_document *tr_call_answer(tr_command_call *call)
{
    return call->answer;
}

static const tr__argument_value *value_of(const tr_command_call *call, const char *name)
{
    size_t index = argument_index(call->def, name);
    assert(index < call->def->argument_count); /* a name that is not in the table */
    return &call->values[index];
}

bool tr_call_has(const tr_command_call *call, const char *name)
{
    return value_of(call, name)->is_set;
}

const char *tr_call_text(const tr_command_call *call, const char *name)
{
    const char *text = value_of(call, name)->text;
    return text == NULL ? "" : text;
}

bool tr_call_flag(const tr_command_call *call, const char *name)
{
    return value_of(call, name)->flag;
}

int64_t tr_call_int(const tr_command_call *call, const char *name)
{
    return value_of(call, name)->integer;
}

tr_decimal tr_call_decimal(const tr_command_call *call, const char *name)
{
    return value_of(call, name)->decimal;
}

tr_id tr_call_id(const tr_command_call *call, const char *name)
{
    return value_of(call, name)->id;
}
