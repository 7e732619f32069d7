/*
 * sheet.h: a CSV file of numbers: its columns by name, rows in one pass.
 *
 * Unlike candles, any columns will do, in any order, and a time is wanted only when there is one. An empty field
 * or "nan" is a missing number (NaN), as spreadsheets and data frames write it.
 */
#ifndef TRADE_TBCTL_SHEET_H
#define TRADE_TBCTL_SHEET_H

#include <stddef.h>

#include <trade/status.h>

#define TBCTL_SHEET_COLUMNS_MAX 256
#define TBCTL_SHEET_TAKEN_MAX   8
#define TBCTL_SHEET_NONE        SIZE_MAX

typedef struct tbctl_sheet {
    const char *path;
    char *bytes;
    size_t size;
    size_t rows_at;                       /* offset of the line behind the header */
    size_t header_line;                   /* its number, from 1 */
    char *names[TBCTL_SHEET_COLUMNS_MAX]; /* inside `bytes` */
    size_t column_count;
    size_t time_column;                    /* TBCTL_SHEET_NONE: there is none */
    double *values[TBCTL_SHEET_TAKEN_MAX]; /* what tbctl_sheet_take read, by row */
    const char **times;                    /* texts inside `bytes`, by row; NULL without times */
    size_t *lines;                         /* line number by row */
    size_t row_count;
} tbctl_sheet;

/* Read the file ("-": standard input) and its header line. Release it in any case. */
tr_status tbctl_sheet_open(const char *path, tbctl_sheet *out, tr_error *err);
void tbctl_sheet_done(tbctl_sheet *sheet);

/* The column of a name, whatever its case; TBCTL_SHEET_NONE. */
size_t tbctl_sheet_column(const tbctl_sheet *sheet, const char *name, size_t length);

/* "time, open, high": what there is, for errors. */
void tbctl_sheet_names(const tbctl_sheet *sheet, char *buffer, size_t size);

/* Read the rows, once: values[k] is columns[k]. TR_E_PARSE names line and column. */
tr_status tbctl_sheet_take(tbctl_sheet *sheet, const size_t *columns, size_t count, tr_error *err);

#endif
