/* main.c: arguments in, one call, its answer out. */
#include "tbctl/tbctl.h"

#include <time.h>
#include <unistd.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec at = { 0 };
    (void)clock_gettime(id, &at); /* cannot fail for these two clocks */
    return (int64_t)at.tv_sec * TR_NS_PER_SECOND + at.tv_nsec;
}

static int64_t now_ns(void *user)
{
    (void)user;
    return read_clock(CLOCK_REALTIME);
}

static int64_t monotonic_ns(void *user)
{
    (void)user;
    return read_clock(CLOCK_MONOTONIC);
}

typedef struct outcome {
    const tbctl *program;
    const tr_command_def *def;
    tr_status status;
} outcome;

static void on_done(void *user, tr_status status, const tr_document *answer, const tr_error *err)
{
    outcome *out = user;
    out->status = status;
    /* A local command that printed as it went, as tail does, has nothing more to say. */
    bool is_said = out->def->place == TR_COMMAND_LOCAL &&
                   tr_document_node_count(tr_document_root(answer)) == 0;
    if (status == TR_OK && is_said)
        return;
    if (status == TR_OK)
        tbctl_print_answer(out->program, out->def, answer);
    else
        tbctl_print_failure(out->program, out->def, status, answer, err);
}

static tbctl_exit run(tbctl *program, const tbctl_line *line)
{
    tr_error err = { 0 };
    outcome out = { program, line->def, TR_E_INTERNAL };
    if (tr_command_check(line->def, line->texts, line->count, &err) != TR_OK) {
        tbctl_print_misuse(program, err.message);
        fprintf(stderr, "Try \"tbctl %s --help\".\n", line->def->name);
        return TBCTL_EXIT_USAGE;
    }
    if (tr_command_asks(line->def, line->texts, line->count) && !tbctl_confirm(program, line))
        return TBCTL_EXIT_USAGE;
    if (line->def->place == TR_COMMAND_LOCAL) {
        tr_command_context context = { .clock = &program->clock, .program = program };
        tr_command_run(line->def, &context, line->texts, line->count, on_done, &out);
    } else {
        tbctl_reach(program, line->def, line->texts, line->count, on_done, &out);
    }
    return out.status == TR_OK ? program->shown_code : tbctl_exit_of(out.status);
}

int main(int argc, char **argv)
{
    tbctl program = { .environment = (const char *const *)environ,
                      .clock = { now_ns, monotonic_ns, NULL } };
    tbctl_line line;
    program.home = tbctl_environment(&program, "TRADE_HOME");
    bool is_right = tbctl_read_line(&program, argc, argv, &line);
    tbctl_look_at_screen(&program);
    if (!is_right)
        return TBCTL_EXIT_USAGE;
    tbctl_exit code = TBCTL_EXIT_DONE;
    if (line.def != NULL && program.is_help)
        tbctl_print_command_help(&program, stdout, line.def);
    else if (line.def != NULL)
        code = run(&program, &line);
    else if (line.family != NULL)
        tbctl_print_family_help(&program, stdout, line.family);
    else
        tbctl_print_help(&program, stdout);
    tr_config_free(program.config);
    if (fflush(stdout) != 0 && code == TBCTL_EXIT_DONE) {
        tbctl_print_error(&program, "the answer could not be written");
        code = TBCTL_EXIT_FAILED;
    }
    return (int)code;
}
