/* test_catalogue.c: every name that any of the libraries has leads to an indicator of the table (catalogue.txt). */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <trade/indicator.h>

#include "support/check_tap.h"

#define LINE_SIZE      256
#define CATALOGUE_SIZE 324

/* One line: its first word, and whether each other word leads to the same entry or to one of its own name. */
static void check_line(char *line)
{
    const tr_indicator_info *first = NULL;
    char *rest = line, *word = NULL;
    while ((word = strsep(&rest, " \n")) != NULL) {
        if (*word == '\0')
            continue;
        const tr_indicator_info *info = tr_indicator_find(word);
        ck_assert_msg(info != NULL, "%s leads nowhere", word);
        first = first == NULL ? info : first;
        ck_assert_msg(info == first || strcmp(info->name, word) == 0,
                      "%s leads to %s, its line to %s", word, info->name, first->name);
        for (char *at = word; *at != '\0'; at++)
            *at = (char)toupper((unsigned char)*at);
        ck_assert_ptr_eq(tr_indicator_find(word), info);
    }
}

START_TEST(every_name_of_the_libraries_leads_to_an_indicator)
{
    FILE *file = fopen(TRADE_SOURCE_ROOT "/tests/unit/indicator/catalogue.txt", "r");
    ck_assert_ptr_nonnull(file);
    char line[LINE_SIZE];
    unsigned int count = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#')
            continue;
        check_line(line);
        count++;
    }
    fclose(file);
    ck_assert_uint_eq(count, CATALOGUE_SIZE);
}
END_TEST

/* An alias that is also a name, or stands twice, would hide one of the two. */
START_TEST(no_alias_stands_for_two)
{
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        char words[LINE_SIZE];
        ck_assert_uint_lt(strlen(info->aliases), sizeof words);
        memcpy(words, info->aliases, strlen(info->aliases) + 1);
        char *rest = words, *word = NULL;
        while ((word = strsep(&rest, " ")) != NULL)
            ck_assert_msg(*word == '\0' || tr_indicator_find(word) == info,
                          "%s of %s leads to another", word, info->name);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("catalogue");
    TCase *cases = tcase_create("catalogue");
    tcase_add_test(cases, every_name_of_the_libraries_leads_to_an_indicator);
    tcase_add_test(cases, no_alias_stands_for_two);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
