/* indicator_new.c: `indicator new`: a whole small indicator, and its numbers, to change into another. */
#include "tbctl/indicator.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tbctl/text.h"

#define PATH_SIZE       4096
#define NAME_MAX_LENGTH 31 /* saved indicators have room for it */

static const tr_argument_def arguments[] = {
    { .name = "name",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .help = "small letters, digits and underscores" },
    { .name = "title",
      .type = TR_ARGUMENT_TEXT,
      .initial = "A new indicator",
      .max = "60",
      .help = "what people call it" },
    { .name = "checkout",
      .type = TR_ARGUMENT_PATH,
      .help = "folder of the sources; by default the one around the working directory" },
};

/* A mean over a window: it works, and has all the parts that one needs. */
static const char source_text[] =
    "/* @name@.c: @title@. */\n"
    "#include \"indicator/engine.h\"\n"
    "#include \"indicator/window.h\"\n"
    "\n"
    "typedef struct head {\n"
    "    tr__head base;\n"
    "    tr__fold fold;\n"
    "} head;\n"
    "\n"
    "static void plan(tr__plan *plan, tr__node *node)\n"
    "{\n"
    "    size_t period = tr__count(node, 0);\n"
    "    node->lookback = period - 1;\n"
    "    tr__plan_head(plan, node, sizeof(head));\n"
    "    tr__plan_tapes(plan, node, 1, 0, period);\n"
    "    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));\n"
    "}\n"
    "\n"
    "static void run(tr__node *node, const tr__block *block)\n"
    "{\n"
    "    const double *x = block->in[0];\n"
    "    double *out = block->out[0];\n"
    "    size_t period = tr__count(node, 0);\n"
    "    head *state = (head *)(void *)node->head;\n"
    "    tr__window_sum(&state->fold, TR__WINDOW(node, block, x, period, 0), out);\n"
    "    for (size_t i = 0; i < block->count; i++)\n"
    "        out[i] /= (double)period;\n"
    "}\n"
    "\n"
    "const tr__indicator tr__indicator_@name@ = {\n"
    "    .info = {\n"
    "        .name = \"@name@\",\n"
    "        .aliases = \"\",\n"
    "        .title = \"@title@\",\n"
    "        .group = \"overlap\",\n"
    "        .formula = \"Mean of the last period values; first at bar period - 1.\",\n"
    "        .source = \"Title of the publication, year\",\n"
    "        .notes = \"\",\n"
    "        .inputs = { TR_INPUT_REAL },\n"
    "        .params = { { \"period\", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } "
    "},\n"
    "        .outputs = { { \"@name@\", TR_UNIT_PRICE } },\n"
    "    },\n"
    "    .plan = plan,\n"
    "    .run = run,\n"
    "};\n";

static const char numbers_text[] =
    "\"\"\"@title@, by the definition in its source.\"\"\"\n"
    "import math\n"
    "\n"
    "from reference import Bars, Case, rolling\n"
    "\n"
    "\n"
    "def @name@(series, period):\n"
    "    return rolling(series, period, lambda window: math.fsum(window) / period)\n"
    "\n"
    "\n"
    "def cases():\n"
    "    bars = Bars(\"walk\")\n"
    "    for period in (14, 1, 5):\n"
    "        yield Case(\"@name@\", bars, \"close\", {\"@name@\": @name@(bars.close, period)}, "
    "label=f\"p{period}\",\n"
    "                   period=period)\n";

/* ---- the checkout ---------------------------------------------------------------------------- */

static bool is_checkout(const char *folder)
{
    char path[PATH_SIZE + 64];
    (void)snprintf(path, sizeof path, "%s/libtrade/indicator/meson.build", folder);
    return access(path, R_OK) == 0;
}

/* The folder that was named, or the nearest around the working directory. */
static tr_status find_checkout(const char *named, char *folder, tr_error *err)
{
    if (named[0] != '\0') {
        if (strlen(named) >= PATH_SIZE || !is_checkout(named))
            return tbctl_fail(err, TR_E_NOT_FOUND, "%.120s holds no libtrade/indicator/meson.build",
                              named);
        memcpy(folder, named, strlen(named) + 1);
        return TR_OK;
    }
    if (getcwd(folder, PATH_SIZE) == NULL)
        return tbctl_fail(err, TR_E_IO, "the working directory cannot be read");
    while (!is_checkout(folder)) {
        char *slash = strrchr(folder, '/');
        if (slash == NULL || slash == folder)
            return tbctl_fail(err, TR_E_NOT_FOUND,
                              "no sources of libtrade around the working directory: name them with "
                              "--checkout");
        *slash = '\0';
    }
    return TR_OK;
}

/* ---- the name -------------------------------------------------------------------------------- */

static bool is_name(const char *name)
{
    size_t length = strlen(name);
    if (length < 2 || length > NAME_MAX_LENGTH || !islower((unsigned char)name[0]))
        return false;
    for (const char *at = name; *at != '\0'; at++)
        if (!islower((unsigned char)*at) && !isdigit((unsigned char)*at) && *at != '_')
            return false;
    return true;
}

/* Whether a line of the file has tr_indicator_NAME as a whole word. */
static bool holds_call(const char *path, const char *name)
{
    char word[64];
    char line[1024];
    bool is_there = false;
    FILE *file = fopen(path, "r");
    (void)snprintf(word, sizeof word, "tr_indicator_%s", name);
    while (file != NULL && !is_there && fgets(line, sizeof line, file) != NULL) {
        for (char *at = strstr(line, word); at != NULL; at = strstr(at + 1, word)) {
            char behind = at[strlen(word)];
            is_there = is_there || !(isalnum((unsigned char)behind) || behind == '_');
        }
    }
    if (file != NULL)
        (void)fclose(file); /* only read from */
    return is_there;
}

/* Its typed call is tr_indicator_NAME, so no header may have that name for something else. */
static bool is_taken(const char *folder, const char *name)
{
    char path[2 * PATH_SIZE];
    bool is_there = false;
    (void)snprintf(path, sizeof path, "%s/include/trade", folder);
    DIR *headers = opendir(path);
    for (struct dirent *entry = headers == NULL ? NULL : readdir(headers); entry != NULL;
         entry = readdir(headers)) {
        (void)snprintf(path, sizeof path, "%s/include/trade/%s", folder, entry->d_name);
        is_there = is_there || (entry->d_name[0] != '.' && holds_call(path, name));
    }
    if (headers != NULL)
        (void)closedir(headers);
    return is_there;
}

static tr_status check_name(const char *folder, const char *name, const char *title, tr_error *err)
{
    if (!is_name(name))
        return tbctl_fail(err, TR_E_INVALID,
                          "name is \"%.40s\", allowed are 2 to %d small letters, digits and "
                          "underscores, a letter first",
                          name, NAME_MAX_LENGTH);
    if (strpbrk(title, "\"\\\n\r*") != NULL)
        return tbctl_fail(err, TR_E_INVALID,
                          "title is \"%.60s\", allowed is one line without quotes, backslashes and "
                          "asterisks",
                          title);
    const tr_indicator_info *info = tr_indicator_find(name);
    if (info != NULL)
        return tbctl_fail(err, TR_E_INVALID, "there is an indicator %s already: %s", info->name,
                          info->title);
    if (is_taken(folder, name))
        return tbctl_fail(err, TR_E_INVALID,
                          "name is \"%s\", but tr_indicator_%s is the name of another call", name,
                          name);
    return TR_OK;
}

/* ---- the files ------------------------------------------------------------------------------- */

static void put_filled_in(FILE *file, const char *text, const char *name, const char *title)
{
    for (const char *mark = strchr(text, '@'); mark != NULL; mark = strchr(text, '@')) {
        bool is_name_mark = strncmp(mark, "@name@", 6) == 0;
        (void)fprintf(file, "%.*s%s", (int)(mark - text), text, is_name_mark ? name : title);
        text = mark + (is_name_mark ? strlen("@name@") : strlen("@title@"));
    }
    (void)fputs(text, file); /* the caller asks ferror */
}

/* Never over a file that is there. */
static tr_status write_file(const char *path, const char *text, const char *name, const char *title,
                            tr_error *err)
{
    FILE *file = fopen(path, "wx");
    if (file == NULL)
        return tbctl_fail(err, TR_E_IO, "%.160s: %s", path, strerror(errno));
    put_filled_in(file, text, name, title);
    bool is_whole = ferror(file) == 0;
    is_whole = fclose(file) == 0 && is_whole;
    if (is_whole)
        return TR_OK;
    (void)unlink(path); /* half a file is worse than none */
    return tbctl_fail(err, TR_E_IO, "%.160s cannot be written", path);
}

/* Both or none. */
static tr_status write_files(const char *folder, const char *name, const char *title, tr_error *err)
{
    char source[PATH_SIZE + 80];
    char numbers[PATH_SIZE + 80];
    (void)snprintf(source, sizeof source, "%s/libtrade/indicator/%s.c", folder, name);
    (void)snprintf(numbers, sizeof numbers, "%s/tests/golden/indicator/make_%s.py", folder, name);
    tr_status status = write_file(source, source_text, name, title, err);
    if (status != TR_OK)
        return status;
    status = write_file(numbers, numbers_text, name, title, err);
    if (status != TR_OK)
        (void)unlink(source); /* the failure is told already */
    return status;
}

/* The name before which the new one belongs: the list in meson.build is in order, as the table is. */
static const char *follower(const char *name)
{
    for (size_t i = 0; i < tr_indicator_count(); i++)
        if (strcmp(tr_indicator_at(i)->name, name) > 0)
            return tr_indicator_at(i)->name;
    return NULL;
}

static void say_what_is_next(FILE *file, const char *name)
{
    const char *next = follower(name);
    fprintf(file,
            "Wrote libtrade/indicator/%s.c\n"
            "Wrote tests/golden/indicator/make_%s.py\n"
            "\n"
            "Both compute a mean over period. From here:\n"
            "1. Put '%s', into the list `indicators` of libtrade/indicator/meson.build,\n"
            "   %s%s%s.\n"
            "2. State what it computes in both files, apart from each other: the one fast,\n"
            "   the other as the source has it. libtrade/indicator/README.md says how.\n"
            "3. Write its numbers, its typed call and its exports, and test:\n"
            "     tests/golden/indicator/make.py\n"
            "     ninja -C build\n"
            "     build/tests/structure/indicator_calls --write .\n"
            "     tests/structure/symbols.py --write\n"
            "     meson test -C build --suite unit --suite golden --suite structure\n",
            name, name, name, next == NULL ? "at its end" : "in front of '",
            next == NULL ? "" : next, next == NULL ? "" : "'");
}

static void run(tr_command_call *call)
{
    const char *name = tr_call_text(call, "name");
    const char *title = tr_call_text(call, "title");
    char folder[PATH_SIZE];
    tbctl_text text;
    tr_error err = { 0 };
    tr_status status = find_checkout(tr_call_text(call, "checkout"), folder, &err);
    if (status == TR_OK)
        status = check_name(folder, name, title, &err);
    if (status == TR_OK)
        status = write_files(folder, name, title, &err);
    if (status == TR_OK) {
        tbctl_text_begin(&text);
        if (text.file != NULL)
            say_what_is_next(text.file, name);
        tbctl_text_end(&text, tr_call_answer(call));
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_indicator_new = {
    .name = "indicator new",
    .summary = "Write a new indicator's source and its test",
    .details = "In a checkout of the sources. What is written works: it builds and passes its test "
               "once its name is in the list, and is then changed into what is wanted.",
    .example = "tbctl indicator new my_mean --title \"My mean\"",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
