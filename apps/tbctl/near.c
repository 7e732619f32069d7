/* near.c: names near a mistyped one. */
#include "tbctl/near.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static size_t least(size_t a, size_t b, size_t c)
{
    size_t least_two = a < b ? a : b;
    return least_two < c ? least_two : c;
}

static bool is_same(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Letters to insert, leave out, replace or swap with their neighbour. */
static size_t distance(const char *a, const char *b)
{
    size_t a_length = strlen(a);
    size_t b_length = strlen(b);
    size_t rows[3][TBCTL_NEAR_LENGTH_MAX + 1];
    if (a_length > TBCTL_NEAR_LENGTH_MAX || b_length > TBCTL_NEAR_LENGTH_MAX)
        return TBCTL_NEAR_LENGTH_MAX;
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t replaced = above[j - 1] + !is_same(a[i - 1], b[j - 1]);
            row[j] = least(above[j] + 1, row[j - 1] + 1, replaced);
            bool is_swapped =
                i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) && is_same(a[i - 2], b[j - 1]);
            if (is_swapped && rows[(i - 2) % 3][j - 2] + 1 < row[j])
                row[j] = rows[(i - 2) % 3][j - 2] + 1;
        }
    }
    return rows[a_length % 3][b_length];
}

void tbctl_near_consider(tbctl_near *best, const char *wanted, const char *name, const char *answer)
{
    size_t d = distance(wanted, name);
    bool is_nearer = best->name == NULL || d < best->distance;
    if (is_nearer && d < TBCTL_NEAR_LENGTH_MAX && d * 3 <= strlen(wanted) + 2)
        *best = (tbctl_near){ answer, d };
}
