/* data.c: the candles that cases were computed on, and the series made of them. */
#include "indicators/indicators.h"

#include <string.h>

#include <trade/bar.h>

static tr_status bar_take(void *user, const tr_bar *bar)
{
    dataset *set = user;
    if (set->count == BARS_MAX)
        return TR_E_FULL;
    const double values[5] = { bar->open, bar->high, bar->low, bar->close, bar->volume };
    for (size_t k = 0; k < 5; k++)
        set->column[k][set->count] = values[k];
    set->time[set->count] = (double)bar->open_ns / 1e9;
    set->count++;
    return TR_OK;
}

bool dataset_load(runner *run, const char *name)
{
    dataset *set = &run->loaded;
    if (strcmp(set->name, name) == 0)
        return true;
    char path[PATH_SIZE + NAME_SIZE + 8], bytes[65536];
    snprintf(path, sizeof path, "%s/%s.csv", run->data, name);
    FILE *file = fopen(path, "rb");
    tr_bar_csv_reader *reader = NULL;
    set->count = 0;
    set->name[0] = '\0';
    bool is_read =
        file != NULL && tr_bar_csv_reader_new(NULL, bar_take, set, &reader, NULL) == TR_OK;
    for (bool is_last = false; is_read && !is_last;) {
        size_t size = fread(bytes, 1, sizeof bytes, file);
        is_last = size < sizeof bytes;
        is_read = tr_bar_csv_feed(reader, bytes, size, is_last, NULL) == TR_OK;
    }
    tr_bar_csv_reader_free(reader);
    if (file != NULL)
        fclose(file);
    if (!is_read)
        return false;
    snprintf(set->name, sizeof set->name, "%s", name);
    for (size_t i = 0; i < set->count; i++) {
        double high = set->column[1][i], low = set->column[2][i];
        run->norm[i] = high > low ? (set->column[3][i] - low) / (high - low) : 0.5;
        run->periods[i] = 2 + (double)(i % 29);
        run->anchors[i] = i % 60 == 7 ? 1 : 0;
    }
    return true;
}

const double *series_find(const runner *run, const char *name)
{
    static const char *const names[] = { "open", "high", "low", "close", "volume" };
    for (size_t k = 0; k < 5; k++)
        if (strcmp(name, names[k]) == 0)
            return run->loaded.column[k];
    return strcmp(name, "norm") == 0      ? run->norm
           : strcmp(name, "periods") == 0 ? run->periods
           : strcmp(name, "anchors") == 0 ? run->anchors
                                          : NULL;
}
