/* indicator_figure.c: which outputs share a frame, and which lie on the price. */
#include "tbctl/indicator.h"

#include <math.h>

#define ROWS_ALONE 12
#define ROWS_PRICE 12
#define ROWS_BELOW 7

typedef struct range {
    double low;
    double high;
} range;

static range range_of(const double *values, size_t count)
{
    range r = { (double)INFINITY, -(double)INFINITY };
    for (size_t i = 0; i < count; i++) {
        if (isnan(values[i]))
            continue;
        r.low = fmin(r.low, values[i]);
        r.high = fmax(r.high, values[i]);
    }
    return r;
}

/* In the price's unit, and where the price is: an average, but not a range such as atr. */
static bool is_on_price(const tr_indicator_output *output, range price, range values)
{
    double room = price.high - price.low;
    return output->unit == TR_UNIT_PRICE && values.low <= values.high &&
           values.low >= price.low - 2 * room && values.high <= price.high + 2 * room;
}

static tbctl_style style_at(size_t index)
{
    static const tbctl_style styles[] = { TBCTL_CYAN, TBCTL_YELLOW, TBCTL_GREEN, TBCTL_RED,
                                          TBCTL_BOLD };
    return styles[index % (sizeof styles / sizeof styles[0])];
}

static void add_line(tbctl_plot *plot, const char *name, const double *values, tbctl_style style)
{
    if (plot->line_count < TBCTL_PLOT_LINES_MAX)
        plot->lines[plot->line_count++] = (tbctl_plot_line){ name, values, style };
}

/* The frame of an output's unit, made at its first. */
static tbctl_plot *frame_of(tbctl_figure *figure, size_t first, tr_indicator_unit *units,
                            tr_indicator_unit unit)
{
    size_t p = first;
    while (p < figure->plot_count && units[p] != unit)
        p++;
    if (p == figure->plot_count) {
        figure->plots[figure->plot_count++] =
            (tbctl_plot){ .rows = first == 0 && p == 0 ? ROWS_ALONE : ROWS_BELOW,
                          .is_signal = unit == TR_UNIT_SIGNAL };
        units[p] = unit;
    }
    return &figure->plots[p];
}

static void fill(tbctl_figure *figure, const tbctl_indicator_picture *picture, size_t from,
                 size_t count)
{
    tr_indicator_unit units[TBCTL_PLOT_LINES_MAX] = { TR_UNIT_NUMBER };
    const tr_indicator_info *info = picture->info;
    size_t first = picture->price != NULL;
    *figure = (tbctl_figure){ .plot_count = first, .count = count };
    range price = { 0, 0 };
    if (first == 1) {
        price = range_of(picture->price + from, count);
        figure->plots[0].rows = ROWS_PRICE;
        add_line(&figure->plots[0], picture->price_name, picture->price + from, TBCTL_DIM);
    }
    for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
        const tr_indicator_output *output = &info->outputs[k];
        const double *values = picture->out[k] + from;
        bool is_over = first == 1 && is_on_price(output, price, range_of(values, count));
        tbctl_plot *plot =
            is_over ? &figure->plots[0] : frame_of(figure, first, units, output->unit);
        add_line(plot, output->name, values, style_at(k));
    }
}

void tbctl_indicator_draw(const tbctl *program, FILE *file, const tbctl_indicator_picture *picture,
                          size_t *shown_out)
{
    tbctl_figure figure;
    char numbers[2][24];
    size_t count = picture->bars_max;
    if (count == 0) {
        /* The widths of the labels say how many bars fit, and few bars have no longer labels than all. */
        fill(&figure, picture, 0, picture->count);
        count = tbctl_figure_bars(program, &figure);
    }
    if (count > picture->count)
        count = picture->count;
    size_t from = picture->count - count;
    fill(&figure, picture, from, count);
    (void)snprintf(numbers[0], sizeof numbers[0], "bar %zu", from);
    (void)snprintf(numbers[1], sizeof numbers[1], "bar %zu", from + count - 1);
    figure.first_time = picture->times != NULL ? picture->times[from] : numbers[0];
    figure.last_time = picture->times != NULL ? picture->times[from + count - 1] : numbers[1];
    tbctl_figure_print(program, file, &figure);
    *shown_out = count;
}
