/*
 * plot.h: lines in the terminal, of braille dots: two bars and four heights a character.
 */
#ifndef TRADE_TBCTL_PLOT_H
#define TRADE_TBCTL_PLOT_H

#include "tbctl/tbctl.h"

#define TBCTL_PLOT_LINES_MAX 12

typedef struct tbctl_plot_line {
    const char *name;
    const double *values; /* NaN: a gap */
    tbctl_style style;
} tbctl_plot_line;

/* One frame; those of a figure share their columns. */
typedef struct tbctl_plot {
    tbctl_plot_line lines[TBCTL_PLOT_LINES_MAX]; /* later ones lie above */
    size_t line_count;
    size_t rows;
    bool is_signal; /* one row of marks for values above and below zero */
} tbctl_plot;

typedef struct tbctl_figure {
    tbctl_plot plots[TBCTL_PLOT_LINES_MAX];
    size_t plot_count;
    size_t count;           /* bars of every line */
    const char *first_time; /* of the first and last bar */
    const char *last_time;
} tbctl_figure;

/* Bars that fit the screen at one column of dots each. */
size_t tbctl_figure_bars(const tbctl *program, const tbctl_figure *figure);

void tbctl_figure_print(const tbctl *program, FILE *file, const tbctl_figure *figure);

#endif
