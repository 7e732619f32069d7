/* print.c: answers on the screen: a record, a table, or JSON. */
#include "tbctl/tbctl.h"

#include <stdlib.h>
#include <string.h>

#define CELL_SIZE       512
#define GAP             2  /* blanks between columns */
#define TEXT_MIN        12 /* columns that a cut text keeps */
#define DECIMALS_MAX    8  /* that a table on a terminal shows of a number, */
#define SIGNIFICANT_MIN 6  /* or more, until it shows so many digits that say something */
#define MORE            "\xe2\x80\xa6" /* an ellipsis */

/* ---- cells ----------------------------------------------------------------------------------- */

/* U+202A to U+202E and U+2066 to U+2069: what follows them is shown in another order than it is read. */
static bool is_turning(const unsigned char *at)
{
    return at[0] == 0xE2 && ((at[1] == 0x80 && at[2] >= 0xAA && at[2] <= 0xAE) ||
                             (at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9));
}

void tbctl_disarm(char *text)
{
    for (unsigned char *at = (unsigned char *)text; *at != '\0'; at++) {
        bool is_c1 = at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0;
        if (is_turning(at))
            at[0] = at[1] = at[2] = '?';
        if (*at < 0x20 || *at == 0x7F)
            *at = '?';
        if (is_c1)
            at[0] = at[1] = '?';
    }
}

/* A scalar as text: on a terminal times without milliseconds, which are UTC as all are. */
static void format_cell(const tbctl *program, const tr_document_node *node, char *text, size_t size)
{
    tr_document_node_format(node, text, size);
    tbctl_disarm(text);
    if (program->is_terminal && tr_document_node_kind(node) == TR_DOCUMENT_TIME &&
        strlen(text) > 19) {
        text[10] = ' ';
        text[19] = '\0';
    }
}

/*
 * Cut the decimals that a quotient has and nobody reads. What is cut says so, and nothing is rounded: the digits shown
 * are the number's own.
 */
static void shorten(char *text, size_t size)
{
    char *point = strchr(text, '.');
    if (point == NULL)
        return;
    const char *digits = text + strspn(text, "-0.");
    char *end = point + 1 + DECIMALS_MAX;
    if (digits > point && digits + SIGNIFICANT_MIN > end)
        end = text + (digits - text) + SIGNIFICANT_MIN;
    if (end + strlen(MORE) < point + strlen(point) && end + sizeof MORE <= text + size)
        memcpy(end, MORE, sizeof MORE);
}

/* A cell of a table. A pipe gets every digit. */
static void format_in_table(const tbctl *program, const tr_document_node *node, char *text,
                            size_t size)
{
    format_cell(program, node, text, size);
    if (program->is_terminal && tr_document_node_kind(node) == TR_DOCUMENT_DECIMAL)
        shorten(text, size);
}

static bool is_nothing(const tr_document_node *node)
{
    tr_document_kind kind = tr_document_node_kind(node);
    return kind == TR_DOCUMENT_NULL ||
           (kind == TR_DOCUMENT_ID && tr_id_is_none(tr_document_node_id(node))) ||
           (kind == TR_DOCUMENT_TEXT && tr_document_node_text(node)[0] == '\0');
}

static bool is_one_of(const char *text, const char *const *words)
{
    while (*words != NULL && strcmp(*words, text) != 0)
        words++;
    return *words != NULL;
}

static tbctl_style style_of_gain(const char *text)
{
    if (strcmp(text, "0") == 0)
        return TBCTL_PLAIN;
    return text[0] == '-' ? TBCTL_RED : TBCTL_GREEN;
}

/* Colours carry the meaning that a trader looks for first: side and state. */
static tbctl_style style_of(const char *key, const char *text)
{
    static const char *const keys[] = { "side", "status", "state", "action", NULL };
    static const char *const good[] = { "buy", "filled", "executed", "ok", "running", NULL };
    static const char *const bad[] = { "sell", "refused", "failed", NULL };
    static const char *const open[] = { "waiting",       "pending",    "accepted", "working",
                                        "partly_filled", "matched",    "unknown",  "sending",
                                        "claimed",       "cancelling", NULL };
    static const char *const over[] = { "cancelled", "expired", NULL };
    static const char *const gains[] = { "realised", "unrealised", "net", NULL };
    if (key == NULL || !is_one_of(key, keys))
        return key != NULL && is_one_of(key, gains) ? style_of_gain(text) : TBCTL_PLAIN;
    if (is_one_of(text, good))
        return TBCTL_GREEN;
    if (is_one_of(text, bad))
        return TBCTL_RED;
    if (is_one_of(text, open))
        return TBCTL_YELLOW;
    return is_one_of(text, over) ? TBCTL_DIM : TBCTL_PLAIN;
}

/* ---- lists ----------------------------------------------------------------------------------- */

typedef struct columns {
    const tr_column_view *views;
    size_t count;
    tr_column_view
        made[TBCTL_COLUMNS_MAX];      /* of the first row's members, when the command names none */
    size_t widths[TBCTL_COLUMNS_MAX]; /* 0: left out */
    bool is_whole[TBCTL_COLUMNS_MAX]; /* holds ids: a part of one is of no use to anybody */
} columns;

static void columns_of(const tr_command_def *def, const tr_document_node *list, columns *out)
{
    out->views = def->columns;
    out->count = def->column_count < TBCTL_COLUMNS_MAX ? def->column_count : TBCTL_COLUMNS_MAX;
    if (def->columns != NULL)
        return;
    out->count = 0;
    const tr_document_node *member = tr_document_node_first(tr_document_node_first(list));
    for (; member != NULL && out->count < TBCTL_COLUMNS_MAX;
         member = tr_document_node_next(member)) {
        const char *key = tr_document_node_key(member);
        out->made[out->count++] = (tr_column_view){ .key = key, .title = key };
    }
    out->views = out->made;
}

/* Columns without content are left out on a terminal; a pipe's reader counts on them. */
static void measure(const tbctl *program, const tr_document_node *list, columns *c)
{
    for (size_t i = 0; i < c->count; i++) {
        size_t width = 0;
        for (const tr_document_node *row = tr_document_node_first(list); row != NULL;
             row = tr_document_node_next(row)) {
            char text[CELL_SIZE];
            const tr_document_node *cell = tr_document_node_member(row, c->views[i].key);
            if (is_nothing(cell))
                continue;
            format_in_table(program, cell, text, sizeof text);
            c->is_whole[i] = c->is_whole[i] || tr_document_node_kind(cell) == TR_DOCUMENT_ID;
            size_t columns_used = tbctl_columns(text) > 0 ? tbctl_columns(text) : 1;
            width = columns_used > width ? columns_used : width;
        }
        size_t title = tbctl_columns(c->views[i].title);
        bool is_left_out = width == 0 && program->is_terminal;
        c->widths[i] = is_left_out ? 0 : width > title ? width : title;
    }
}

static size_t total_width(const columns *c)
{
    size_t total = 0;
    for (size_t i = 0; i < c->count; i++)
        total += c->widths[i] == 0 ? 0 : c->widths[i] + GAP;
    return total == 0 ? 0 : total - GAP;
}

/* What is too wide for the screen is cut from the widest text. */
static void cut_widest(const tbctl *program, columns *c)
{
    size_t widest = c->count;
    if (program->width == 0 || total_width(c) <= (size_t)program->width)
        return;
    for (size_t i = 0; i < c->count; i++)
        if (!c->views[i].is_right && !c->is_whole[i] &&
            (widest == c->count || c->widths[i] >= c->widths[widest]))
            widest = i;
    size_t excess = total_width(c) - (size_t)program->width;
    if (widest < c->count && c->widths[widest] > TEXT_MIN)
        c->widths[widest] =
            c->widths[widest] > excess + TEXT_MIN ? c->widths[widest] - excess : TEXT_MIN;
}

/* Of a screen too narrow for what matters: leave out from the right, never the first column. Number left out. */
static size_t fit_narrow(const tbctl *program, columns *c)
{
    size_t left_out = 0;
    for (size_t i = c->count; i > 1 && total_width(c) > (size_t)program->width; i--) {
        if (c->widths[i - 1] == 0)
            continue;
        c->widths[i - 1] = 0;
        left_out++;
    }
    return left_out;
}

/* Leave columns out until the rest fits; then cut the widest text. Number of columns left out. */
static size_t fit(const tbctl *program, columns *c)
{
    size_t left_out = 0;
    if (program->width == 0)
        return 0;
    while (total_width(c) > (size_t)program->width) {
        size_t worst = c->count;
        for (size_t i = 0; i < c->count; i++)
            if (c->widths[i] > 0 && c->views[i].drop > 0 &&
                (worst == c->count || c->views[i].drop > c->views[worst].drop))
                worst = i;
        if (worst == c->count)
            break;
        c->widths[worst] = 0;
        left_out++;
    }
    cut_widest(program, c);
    return left_out + fit_narrow(program, c);
}

/* The bytes of the first `count` characters. */
static size_t bytes_of(const char *text, size_t count)
{
    size_t at = 0;
    for (; text[at] != '\0'; at++) {
        bool begins = ((unsigned char)text[at] & 0xC0) != 0x80;
        if (begins && count-- == 0)
            break;
    }
    return at;
}

static void print_cell(const tbctl *program, const char *text, tbctl_style style, size_t width,
                       bool is_right, bool is_last)
{
    size_t used = tbctl_columns(text);
    bool is_cut = used > width;
    size_t blanks = is_cut ? 0 : width - used;
    if (is_right)
        printf("%*s", (int)blanks, "");
    printf("%s%.*s%s%s", tbctl_on(program, style), (int)bytes_of(text, is_cut ? width - 1 : used),
           text, is_cut ? MORE : "", tbctl_off(program, style));
    if (!is_last)
        printf("%*s", (int)(is_right ? GAP : blanks + GAP), "");
}

static size_t last_shown(const columns *c)
{
    size_t last = 0;
    for (size_t i = 0; i < c->count; i++)
        if (c->widths[i] > 0)
            last = i;
    return last;
}

/* The bytes of a line's part of a text: to the last blank that fits, or as much as fits. */
static size_t line_of(const char *text, size_t width)
{
    size_t most = bytes_of(text, width);
    if (text[most] == '\0')
        return most;
    size_t end = most;
    while (end > 0 && text[end] != ' ')
        end--;
    return end > 0 ? end : most;
}

/* The last column says why and what to do: it goes on below itself instead of being cut. */
static void print_below(const tbctl *program, const char *text, tbctl_style style, size_t width,
                        size_t indent)
{
    for (bool is_first = true; is_first || *text != '\0'; is_first = false) {
        size_t length = line_of(text, width);
        printf("%s%*s%s%.*s%s", is_first ? "" : "\n", is_first ? 0 : (int)indent, "",
               tbctl_on(program, style), (int)length, text, tbctl_off(program, style));
        text += length;
        text += strspn(text, " ");
    }
}

static size_t width_before(const columns *c, size_t index)
{
    size_t width = 0;
    for (size_t i = 0; i < index; i++)
        width += c->widths[i] == 0 ? 0 : c->widths[i] + GAP;
    return width;
}

static void print_rows(const tbctl *program, const tr_document_node *list, const columns *c)
{
    size_t last = last_shown(c);
    for (const tr_document_node *row = tr_document_node_first(list); row != NULL;
         row = tr_document_node_next(row)) {
        for (size_t i = 0; i < c->count; i++) {
            char text[CELL_SIZE] = "-";
            const tr_document_node *cell = tr_document_node_member(row, c->views[i].key);
            if (c->widths[i] == 0)
                continue;
            if (!is_nothing(cell))
                format_in_table(program, cell, text, sizeof text);
            tbctl_style style = is_nothing(cell) ? TBCTL_DIM : style_of(c->views[i].key, text);
            if (i == last && i > 0 && !c->views[i].is_right && !c->is_whole[i])
                print_below(program, text, style, c->widths[i], width_before(c, i));
            else
                print_cell(program, text, style, c->widths[i], c->views[i].is_right, i == last);
        }
        putchar('\n');
    }
}

static void print_header(const tbctl *program, const columns *c)
{
    size_t last = last_shown(c);
    for (size_t i = 0; i < c->count; i++)
        if (c->widths[i] > 0)
            print_cell(program, c->views[i].title, TBCTL_BOLD, c->widths[i], c->views[i].is_right,
                       i == last);
    putchar('\n');
}

void tbctl_print_list(const tbctl *program, const tr_command_def *def, const tr_document_node *list,
                      tbctl_columns_kept *kept)
{
    columns c = { .count = 0 };
    if (tr_document_node_first(list) == NULL)
        return;
    columns_of(def, list, &c);
    measure(program, list, &c);
    if (kept->is_begun) {
        for (size_t i = 0; i < c.count; i++) /* the same columns, wider where this part needs it */
            c.widths[i] = kept->widths[i] == 0            ? 0
                          : c.widths[i] > kept->widths[i] ? c.widths[i]
                                                          : kept->widths[i];
        cut_widest(program, &c);
        print_rows(program, list, &c);
        memcpy(kept->widths, c.widths, sizeof kept->widths);
        return;
    }
    size_t left_out = fit(program, &c);
    print_header(program, &c);
    print_rows(program, list, &c);
    if (left_out > 0)
        printf("%s%zu more %s: widen the window, or --json%s\n", tbctl_on(program, TBCTL_DIM),
               left_out, left_out == 1 ? "column" : "columns", tbctl_off(program, TBCTL_DIM));
    memcpy(kept->widths, c.widths, sizeof kept->widths);
    kept->is_begun = true;
}

/* ---- records --------------------------------------------------------------------------------- */

/* Of a list's bookkeeping a person needs only where it goes on. */
static bool is_bookkeeping(const tr_command_def *def, const char *key)
{
    static const char *const keys[] = { "next", "last", "total", "note", NULL };
    return def->list_key != NULL && is_one_of(key, keys);
}

/* On a terminal what says nothing is left out. */
static bool is_shown(const tbctl *program, const tr_command_def *def,
                     const tr_document_node *member)
{
    const char *key = tr_document_node_key(member);
    tr_document_kind kind = tr_document_node_kind(member);
    if ((def->list_key != NULL && strcmp(key, def->list_key) == 0) || is_bookkeeping(def, key) ||
        kind == TR_DOCUMENT_ARRAY || kind == TR_DOCUMENT_OBJECT)
        return false;
    if (!program->is_terminal)
        return true;
    return !is_nothing(member) && (kind != TR_DOCUMENT_BOOL || tr_document_node_bool(member)) &&
           strcmp(tr_document_node_text(member), "none") != 0;
}

static void label_of(const tr_document_node *member, char *label, size_t size)
{
    (void)snprintf(label, size, "%s", tr_document_node_key(member));
    for (char *at = label; *at != '\0'; at++)
        if (*at == '_')
            *at = ' ';
}

/* Number of lines printed. */
static size_t print_record(const tbctl *program, const tr_command_def *def,
                           const tr_document_node *record)
{
    size_t width = 0;
    size_t count = 0;
    const tr_document_node *member = tr_document_node_first(record);
    for (; member != NULL; member = tr_document_node_next(member)) {
        char label[64];
        if (!is_shown(program, def, member))
            continue;
        label_of(member, label, sizeof label);
        width = tbctl_columns(label) > width ? tbctl_columns(label) : width;
        count++;
    }
    for (member = tr_document_node_first(record); member != NULL;
         member = tr_document_node_next(member)) {
        char label[64];
        char text[CELL_SIZE];
        if (!is_shown(program, def, member))
            continue;
        label_of(member, label, sizeof label);
        format_cell(program, member, text, sizeof text);
        tbctl_style style = style_of(tr_document_node_key(member), text);
        print_cell(program, label, TBCTL_DIM, width, false, false);
        printf("%s%s%s\n", tbctl_on(program, style), text, tbctl_off(program, style));
    }
    return count;
}

/* ---- answers --------------------------------------------------------------------------------- */

static void print_json(const tbctl *program, const tr_document *answer)
{
    char *text = NULL;
    tr_error err;
    tr_json_style style = program->is_terminal ? TR_JSON_PRETTY : TR_JSON_COMPACT;
    if (tr_document_to_json(tr_document_root(answer), style, &text, NULL, &err) != TR_OK) {
        tbctl_print_error(program, err.message);
        return;
    }
    puts(text);
    free(text);
}

static void print_footer(const tbctl *program, const tr_document_node *root)
{
    char text[CELL_SIZE];
    const tr_document_node *note = tr_document_node_member(root, "note");
    const tr_document_node *next = tr_document_node_member(root, "next");
    if (note != NULL)
        printf("%s\n", tr_document_node_text(note));
    if (next == NULL)
        return;
    format_cell(program, next, text, sizeof text);
    printf("%sMore: --after %s%s\n", tbctl_on(program, TBCTL_DIM), text,
           tbctl_off(program, TBCTL_DIM));
}

static void print_no_rows(const tbctl *program, const tr_command_def *def)
{
    char label[64];
    (void)snprintf(label, sizeof label, "%s", def->list_key);
    for (char *at = label; *at != '\0'; at++)
        *at = *at == '_' ? ' ' : *at;
    printf("%sNo %s.%s\n", tbctl_on(program, TBCTL_DIM), label, tbctl_off(program, TBCTL_DIM));
}

/* A pipe gets the titles of an empty list, too: a script that skips them skips no row of a longer one. */
static void print_titles(const tbctl *program, const tr_command_def *def,
                         const tr_document_node *list)
{
    columns c = { .count = 0 };
    columns_of(def, list, &c);
    measure(program, list, &c);
    print_header(program, &c);
}

void tbctl_print_answer(const tbctl *program, const tr_command_def *def, const tr_document *answer)
{
    const tr_document_node *root = tr_document_root(answer);
    const tr_document_node *text = tr_document_node_member(root, "text");
    if (program->is_json) {
        print_json(program, answer);
        return;
    }
    if (text != NULL && tr_document_node_count(root) == 1) {
        fputs(tr_document_node_text(text), stdout);
        return;
    }
    size_t lines = print_record(program, def, root);
    if (def->list_key == NULL)
        return;
    const tr_document_node *list = tr_document_node_member(root, def->list_key);
    tbctl_columns_kept kept = { .is_begun = false };
    bool is_empty = tr_document_node_first(list) == NULL;
    if (is_empty && program->is_terminal) {
        print_no_rows(program, def);
        return;
    }
    if (is_empty && def->columns == NULL)
        return;
    if (lines > 0)
        putchar('\n');
    if (is_empty)
        print_titles(program, def, list);
    else
        tbctl_print_list(program, def, list, &kept);
    print_footer(program, root);
}

/* Who named the order knows it; only of a new one it is news that it is kept. */
static bool takes_order(const tr_command_def *def)
{
    for (size_t i = 0; i < def->argument_count; i++)
        if (strcmp(def->arguments[i].name, "order_id") == 0)
            return true;
    return false;
}

/* False when the message is not text that JSON can hold. */
static bool put_json_failure(tr_status status, const char *message, const tr_document *answer)
{
    tr_json_writer *writer = NULL;
    const char *text = NULL;
    if (tr_json_writer_new(&writer) != TR_OK)
        return true; /* stderr has the message */
    tr_json_write_object_begin(writer, NULL);
    tr_json_write_object_begin(writer, "error");
    tr_json_write_text(writer, "status", tr_status_name(status));
    tr_json_write_text(writer, "message", message);
    tr_json_write_object_end(writer);
    if (tr_document_node_count(tr_document_root(answer)) > 0)
        tr_document_write_json(tr_document_root(answer), writer, "answer");
    tr_json_write_object_end(writer);
    bool is_written = tr_json_writer_finish(writer, TR_JSON_COMPACT, &text, NULL, NULL) == TR_OK;
    if (is_written)
        puts(text);
    tr_json_writer_free(writer);
    return is_written;
}

/* What is wrong may be the very bytes that the message repeats: then it is told without them. */
static void print_json_failure(tr_status status, const char *message, const tr_document *answer)
{
    char plain[TR_ERROR_MESSAGE_SIZE + 64];
    if (put_json_failure(status, message, answer))
        return;
    (void)snprintf(plain, sizeof plain, "%s", message);
    for (char *at = plain; *at != '\0'; at++)
        if ((unsigned char)*at >= 0x7F)
            *at = '?';
    (void)put_json_failure(status, plain, answer); /* stderr has the message */
}

void tbctl_print_misuse(const tbctl *program, const char *text)
{
    char message[TR_ERROR_MESSAGE_SIZE + 64];
    (void)snprintf(message, sizeof message, "%s", text);
    tbctl_disarm(message);
    tbctl_print_error(program, message);
    if (program->is_json)
        print_json_failure(TR_E_INVALID, message, NULL);
}

void tbctl_print_failure(const tbctl *program, const tr_command_def *def, tr_status status,
                         const tr_document *answer, const tr_error *err)
{
    /* What a check found is the answer, also when the check fails. */
    bool has_answer = tr_document_node_count(tr_document_root(answer)) > 0;
    bool is_finding = def->place == TR_COMMAND_LOCAL || status == TR_E_CORRUPT;
    if (is_finding && has_answer && !program->is_json) {
        tbctl_print_answer(program, def, answer);
        (void)fflush(stdout); /* before stderr; main looks at its end */
    }
    char message[TR_ERROR_MESSAGE_SIZE + 64];
    const char *prefix = status == TR_E_REFUSED           ? "refused: "
                         : status == TR_E_UNKNOWN_OUTCOME ? "outcome unknown: "
                                                          : "";
    (void)snprintf(message, sizeof message, "%s%s", prefix, err->message);
    tbctl_disarm(message);
    tbctl_print_error(program, message);
    const tr_document_node *order = tr_document_node_member(tr_document_root(answer), "order_id");
    if (order != NULL && !program->is_json && !takes_order(def)) {
        char id[TR_ID_TEXT_SIZE];
        tr_document_node_format(order, id, sizeof id);
        fprintf(stderr, "It is kept as order %s.\n", id);
    }
    if (program->is_json)
        print_json_failure(status, err->message, answer);
}
