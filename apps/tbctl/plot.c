/*
 * plot.c: see plot.h.
 *
 * Each frame is a grid of cells. A cell holds eight dots of one braille character and the style of the line that
 * was drawn into it last. On the left stand the values of round numbers, on the right each line's name and last value.
 */
#include "tbctl/plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH_DEFAULT 80
#define WIDTH_MAX     200
#define ROWS_MAX      40
#define LABEL_SIZE    64

typedef struct cell {
    unsigned char dots;
    unsigned char mark; /* 1: up, 2: down */
    tbctl_style style;
} cell;

/* How numbers of a frame are written. */
typedef struct scale {
    double low;
    double high;
    double step;  /* between two values on the left */
    double unit;  /* 1, or what the suffix stands for */
    char suffix;  /* 0: none */
    int decimals; /* of values on the left */
} scale;

typedef struct frame {
    size_t left; /* columns of the values on the left */
    size_t width;
    size_t rows;
    cell cells[ROWS_MAX][WIDTH_MAX];
    char labels[ROWS_MAX][LABEL_SIZE]; /* on the right */
    tbctl_style label_styles[ROWS_MAX];
} frame;

/* ---- numbers --------------------------------------------------------------------------------- */

/* The least of 1, 2, 5 times a power of ten that is not below `wanted`. */
static double round_step(double wanted)
{
    double power = pow(10, floor(log10(wanted)));
    double times = wanted / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

static scale scale_of(const tbctl_plot *plot, size_t count)
{
    scale s = { .low = (double)INFINITY, .high = -(double)INFINITY, .unit = 1 };
    for (size_t l = 0; l < plot->line_count; l++) {
        for (size_t i = 0; i < count; i++) {
            double value = plot->lines[l].values[i];
            if (!isfinite(value)) /* the logarithm of zero has no place in a picture */
                continue;
            s.low = fmin(s.low, value);
            s.high = fmax(s.high, value);
        }
    }
    if (s.low > s.high)
        s.low = s.high = 0;
    if (s.high - s.low <= fmax(fabs(s.low), fabs(s.high)) * 1e-12) {
        double room = s.low == 0 ? 1 : fabs(s.low) / 100;
        s.low -= room;
        s.high += room;
    }
    double ticks = plot->rows > 4 ? (double)plot->rows / 2.2 : 2;
    s.step = round_step((s.high - s.low) / ticks);
    double largest = fmax(fabs(s.low), fabs(s.high));
    static const struct {
        double unit;
        char suffix;
    } units[] = { { 1e12, 'T' }, { 1e9, 'G' }, { 1e6, 'M' }, { 1e5, 'k' } };
    for (size_t i = 0; i < sizeof units / sizeof units[0] && s.suffix == 0; i++) {
        if (largest < units[i].unit)
            continue;
        s.unit = units[i].suffix == 'k' ? 1e3 : units[i].unit;
        s.suffix = units[i].suffix;
    }
    s.decimals = (int)fmax(0, fmin(15, ceil(-log10(s.step / s.unit) - 1e-9)));
    return s;
}

static void write_value(const scale *s, double value, int more, char *buffer, size_t size)
{
    bool is_plain = fabs(value / s->unit) < 1e15 && s->decimals + more <= 15;
    if (is_plain && s->suffix == 0)
        (void)snprintf(buffer, size, "%.*f", s->decimals + more, value);
    else if (is_plain)
        (void)snprintf(buffer, size, "%.*f%c", s->decimals + more, value / s->unit, s->suffix);
    else
        (void)snprintf(buffer, size, "%.4g", value);
    if (strspn(buffer, "-0.") == strlen(buffer) && buffer[0] == '-')
        memmove(buffer, buffer + 1, strlen(buffer)); /* a zero has no sign here */
}

/* ---- dots ------------------------------------------------------------------------------------ */

static void put_dot(frame *f, size_t x, size_t y, tbctl_style style)
{
    static const unsigned char bits[4][2] = {
        { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 }
    };
    cell *at = &f->cells[y / 4][x / 2];
    at->dots = (unsigned char)(at->dots | bits[y % 4][x % 2]);
    at->style = style;
}

/* Dots from one point to another, both included. */
static void put_stroke(frame *f, size_t x0, size_t y0, size_t x1, size_t y1, tbctl_style style)
{
    double dx = (double)x1 - (double)x0;
    double dy = (double)y1 - (double)y0;
    size_t steps = (size_t)fmax(fabs(dx), fabs(dy));
    for (size_t i = 0; i <= steps; i++) {
        double share = steps == 0 ? 0 : (double)i / (double)steps;
        put_dot(f, (size_t)lround((double)x0 + dx * share), (size_t)lround((double)y0 + dy * share),
                style);
    }
}

static size_t dot_row(const frame *f, const scale *s, double value)
{
    double share = (s->high - value) / (s->high - s->low);
    return (size_t)lround(share * (double)(4 * f->rows - 1));
}

static size_t dot_column(const frame *f, size_t i, size_t count)
{
    size_t dots = 2 * f->width;
    if (count <= dots)
        return dots - count + i; /* the last bar stands at the right edge */
    return i * (dots - 1) / (count - 1);
}

static void draw_line(frame *f, const scale *s, const tbctl_plot_line *line, size_t count)
{
    size_t before_x = 0;
    size_t before_y = 0;
    bool has_before = false;
    for (size_t i = 0; i < count; i++) {
        bool is_there = isfinite(line->values[i]);
        if (is_there) {
            size_t x = dot_column(f, i, count);
            size_t y = dot_row(f, s, line->values[i]);
            put_stroke(f, has_before ? before_x : x, has_before ? before_y : y, x, y, line->style);
            before_x = x;
            before_y = y;
        }
        has_before = is_there;
    }
}

static void draw_marks(frame *f, const tbctl_plot_line *line, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double value = line->values[i];
        if (!isfinite(value) || value == 0)
            continue;
        cell *at = &f->cells[0][dot_column(f, i, count) / 2];
        at->mark = value > 0 ? 1 : 2;
        at->style = value > 0 ? TBCTL_GREEN : TBCTL_RED;
    }
}

/* ---- what stands on the right ---------------------------------------------------------------- */

/* "12.50" → "12.5", "6265.00" → "6265"; a suffix keeps its zeros. */
static void drop_zeros(char *value)
{
    char *point = strchr(value, '.');
    size_t length = strlen(value);
    if (point == NULL || strchr("0123456789", value[length - 1]) == NULL)
        return;
    while (value[length - 1] == '0')
        value[--length] = '\0';
    if (value[length - 1] == '.')
        value[length - 1] = '\0';
}

/* Each line's name and last value, at the row of that value or the next free one. */
static void put_label(frame *f, const scale *s, const tbctl_plot_line *line, size_t count)
{
    size_t last = count;
    while (last > 0 && !isfinite(line->values[last - 1]))
        last--;
    if (last == 0)
        return;
    char value[LABEL_SIZE / 2];
    double shown = line->values[last - 1];
    write_value(s, shown, 2, value, sizeof value);
    drop_zeros(value);
    size_t wanted = f->rows == 1 ? 0 : dot_row(f, s, shown) / 4;
    for (size_t away = 0; away < f->rows; away++) {
        size_t above = wanted >= away ? wanted - away : f->rows;
        size_t below = wanted + away;
        size_t row = below < f->rows && f->labels[below][0] == '\0'   ? below
                     : above < f->rows && f->labels[above][0] == '\0' ? above
                                                                      : f->rows;
        if (row == f->rows)
            continue;
        (void)snprintf(f->labels[row], LABEL_SIZE, "%.24s %s", line->name, value);
        f->label_styles[row] = line->style;
        return;
    }
}

/* ---- frames ---------------------------------------------------------------------------------- */

/* Values on the left, and the line of zero where it lies inside. */
static void print_row(const tbctl *program, FILE *file, const frame *f, const scale *s, size_t row,
                      bool has_scale)
{
    char value[32] = "";
    double tick = ceil(s->low / s->step) * s->step;
    bool is_tick = false;
    bool is_zero = false;
    for (; has_scale && tick <= s->high + s->step * 1e-9 && !is_tick; tick += s->step) {
        double rounded = fabs(tick) < s->step * 1e-9 ? 0 : tick;
        if (dot_row(f, s, fmin(rounded, s->high)) / 4 != row)
            continue;
        is_tick = true;
        is_zero = rounded == 0;
        write_value(s, rounded, 0, value, sizeof value);
    }
    fprintf(file, "%s%*s %s%s", tbctl_on(program, TBCTL_DIM), (int)f->left, value,
            is_tick ? "\xe2\x94\xa4" : "\xe2\x94\x82", tbctl_off(program, TBCTL_DIM));
    size_t last = f->width;
    bool has_label = f->labels[row][0] != '\0';
    while (last > 0 && !has_label && !is_zero && f->cells[row][last - 1].dots == 0 &&
           f->cells[row][last - 1].mark == 0)
        last--;
    tbctl_style style = TBCTL_PLAIN;
    for (size_t x = 0; x < last; x++) {
        const cell *at = &f->cells[row][x];
        bool is_empty = at->dots == 0 && at->mark == 0;
        tbctl_style wanted = !is_empty ? at->style : is_zero ? TBCTL_DIM : TBCTL_PLAIN;
        if (wanted != style)
            fprintf(file, "%s%s", tbctl_off(program, style), tbctl_on(program, wanted));
        style = wanted;
        char dots[4] = { (char)0xE2, (char)(0xA0 + (at->dots >> 6)),
                         (char)(0x80 + (at->dots & 0x3F)), '\0' };
        fputs(at->mark == 1   ? "\xe2\x96\xb2"
              : at->mark == 2 ? "\xe2\x96\xbc"
              : !is_empty     ? dots
              : is_zero       ? "\xe2\x94\x88"
                              : " ",
              file);
    }
    fputs(tbctl_off(program, style), file);
    if (has_label)
        fprintf(file, " %s%s%s", tbctl_on(program, f->label_styles[row]), f->labels[row],
                tbctl_off(program, f->label_styles[row]));
    fputc('\n', file);
}

static void fill_frame(frame *f, const scale *s, const tbctl_plot *plot, size_t count)
{
    memset(f->cells, 0, sizeof f->cells);
    memset(f->labels, 0, sizeof f->labels);
    for (size_t l = 0; l < plot->line_count; l++) {
        if (plot->is_signal)
            draw_marks(f, &plot->lines[l], count);
        else
            draw_line(f, s, &plot->lines[l], count);
    }
    for (size_t l = plot->line_count; l > 0; l--)
        put_label(f, s, &plot->lines[l - 1], count);
}

/* The widest value on the left and label on the right of all frames. */
static void measure(const tbctl_figure *figure, scale *scales, size_t *left_out, size_t *right_out)
{
    *left_out = *right_out = 0;
    for (size_t p = 0; p < figure->plot_count; p++) {
        const tbctl_plot *plot = &figure->plots[p];
        char text[LABEL_SIZE];
        scale *s = &scales[p];
        *s = scale_of(plot, figure->count);
        if (plot->is_signal)
            s->decimals = -2; /* whole numbers as labels */
        for (double tick = ceil(s->low / s->step) * s->step; tick <= s->high && !plot->is_signal;
             tick += s->step) {
            write_value(s, tick, 0, text, sizeof text);
            *left_out = strlen(text) > *left_out ? strlen(text) : *left_out;
        }
        for (size_t l = 0; l < plot->line_count; l++) {
            for (size_t end = 0; end < 2; end++) {
                write_value(s, end == 0 ? s->low : s->high, 2, text, sizeof text);
                size_t length = strlen(text) + strlen(plot->lines[l].name) + 2;
                *right_out = length > *right_out ? length : *right_out;
            }
        }
    }
}

static size_t screen_width(const tbctl *program)
{
    return program->width > 0 ? (size_t)program->width : WIDTH_DEFAULT;
}

static size_t plot_width(const tbctl *program, size_t left, size_t right)
{
    size_t used = left + 2 + right;
    size_t width = screen_width(program) > used + 10 ? screen_width(program) - used : 10;
    return width < WIDTH_MAX ? width : WIDTH_MAX;
}

size_t tbctl_figure_bars(const tbctl *program, const tbctl_figure *figure)
{
    scale scales[TBCTL_PLOT_LINES_MAX];
    size_t left;
    size_t right;
    measure(figure, scales, &left, &right);
    return 2 * plot_width(program, left, right);
}

/* "2018-04-06T23:59:00Z" → "2018-04-06 23:59", to the day when both ends are midnights. */
static void shorten_times(const tbctl_figure *figure, char times[2][24])
{
    const char *const given[2] = { figure->first_time, figure->last_time };
    bool are_days = true;
    for (size_t i = 0; i < 2; i++) {
        int64_t at_ns = 0;
        (void)snprintf(times[i], sizeof times[i], "%.20s", given[i]);
        bool is_time = tr_time_parse_any(given[i], strlen(given[i]), &at_ns, NULL) == TR_OK;
        if (is_time && tr_time_format(at_ns, 0, times[i], sizeof times[i]) > 16) {
            times[i][10] = ' ';
            times[i][16] = '\0';
        }
        are_days = are_days && is_time && strcmp(times[i] + 11, "00:00") == 0;
    }
    if (are_days)
        times[0][10] = times[1][10] = '\0';
}

static void print_axis(const tbctl *program, FILE *file, const tbctl_figure *figure, const frame *f)
{
    char times[2][24];
    shorten_times(figure, times);
    if (strlen(times[0]) + 2 + strlen(times[1]) > f->width)
        times[0][0] = '\0'; /* a narrow screen keeps the last */
    size_t skipped = figure->count < 2 * f->width ? f->width - (figure->count + 1) / 2 : 0;
    if (skipped + strlen(times[0]) + 2 + strlen(times[1]) > f->width)
        skipped = 0;
    size_t used = skipped + strlen(times[0]);
    size_t blanks = used + strlen(times[1]) < f->width ? f->width - used - strlen(times[1]) : 0;
    fprintf(file, "%s%*s \xe2\x94\x94", tbctl_on(program, TBCTL_DIM), (int)f->left, "");
    for (size_t x = 0; x < f->width; x++)
        fputs("\xe2\x94\x80", file);
    fprintf(file, "\n%*s%s%*s%s%s\n", (int)(f->left + 2 + skipped), "", times[0], (int)blanks, "",
            times[1], tbctl_off(program, TBCTL_DIM));
}

void tbctl_figure_print(const tbctl *program, FILE *file, const tbctl_figure *figure)
{
    scale scales[TBCTL_PLOT_LINES_MAX];
    size_t left;
    size_t right;
    frame *f = calloc(1, sizeof *f);
    if (f == NULL)
        return;
    measure(figure, scales, &left, &right);
    f->left = left;
    f->width = plot_width(program, left, right);
    for (size_t p = 0; p < figure->plot_count; p++) {
        const tbctl_plot *plot = &figure->plots[p];
        f->rows = plot->is_signal ? 1 : plot->rows < ROWS_MAX ? plot->rows : ROWS_MAX;
        fill_frame(f, &scales[p], plot, figure->count);
        for (size_t row = 0; row < f->rows; row++)
            print_row(program, file, f, &scales[p], row, !plot->is_signal);
        if (p + 1 < figure->plot_count)
            fprintf(file, "%s%*s \xe2\x94\x9c%s\n", tbctl_on(program, TBCTL_DIM), (int)left, "",
                    tbctl_off(program, TBCTL_DIM));
    }
    print_axis(program, file, figure, f);
    free(f);
}
