/* test_document.c: documents are built, read, and go through both of their forms. */
#include <trade/document.h>
#include <trade/document_json.h>
#include <trade/document_wire.h>

#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"

static tr_decimal decimal(const char *text)
{
    tr_decimal value;
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static tr_document *sample(void)
{
    tr_document *document = NULL;
    ck_assert_int_eq(tr_document_new(NULL, &document), TR_OK);
    tr_document_add_text(document, "name", "Zo\xc3\xab");
    tr_document_add_decimal(document, "price", decimal("0.000000000000000001"));
    tr_document_array_begin(document, "list");
    tr_document_add_int(document, NULL, -7);
    tr_document_object_begin(document, NULL);
    tr_document_add_bool(document, "yes", true);
    tr_document_array_begin(document, "empty");
    tr_document_array_end(document);
    tr_document_object_end(document);
    tr_document_add_null(document, NULL);
    tr_document_array_end(document);
    tr_document_add_time(document, "at", INT64_C(1700000000123456789));
    tr_document_add_real(document, "real", 0.5);
    tr_document_add_id(document, "id", (tr_id){ .bytes = { 1, 2, 3 } });
    tr_document_add_id(document, "none", (tr_id){ { 0 } });
    ck_assert_int_eq(tr_document_status(document), TR_OK);
    return document;
}

static void check_json(const tr_document *document, const char *wanted)
{
    char *text = NULL;
    tr_error err;
    ck_assert_int_eq(
        tr_document_to_json(tr_document_root(document), TR_JSON_COMPACT, &text, NULL, &err), TR_OK);
    ck_assert_str_eq(text, wanted);
    free(text);
}

START_TEST(json_keeps_decimals_ids_and_times_as_text)
{
    tr_document *document = sample();
    char id[TR_ID_TEXT_SIZE];
    tr_id_format((tr_id){ .bytes = { 1, 2, 3 } }, id);
    char wanted[512];
    (void)snprintf(
        wanted, sizeof wanted,
        "{\"name\":\"Zo\xc3\xab\",\"price\":\"0.000000000000000001\","
        "\"list\":[-7,{\"yes\":true,\"empty\":[]},null],"
        "\"at\":\"2023-11-14T22:13:20.123456789Z\",\"real\":0.5,\"id\":\"%s\",\"none\":null}",
        id);
    check_json(document, wanted);
    tr_document_free(document);
}
END_TEST

START_TEST(wire_brings_back_every_kind)
{
    tr_document *document = sample();
    uint8_t *bytes = NULL;
    size_t size = 0;
    ck_assert_int_eq(tr_document_to_wire(document, NULL, &bytes, &size), TR_OK);
    tr_document *back = NULL;
    tr_error err;
    ck_assert_int_eq(tr_document_from_wire(bytes, size, NULL, &back, &err), TR_OK);
    const tr_document_node *root = tr_document_root(back);
    ck_assert_int_eq(tr_document_node_kind(tr_document_node_member(root, "price")),
                     TR_DOCUMENT_DECIMAL);
    ck_assert_int_eq(tr_document_node_kind(tr_document_node_member(root, "at")), TR_DOCUMENT_TIME);
    ck_assert_int_eq(tr_document_node_kind(tr_document_node_member(root, "id")), TR_DOCUMENT_ID);
    uint8_t *again = NULL;
    size_t again_size = 0;
    ck_assert_int_eq(tr_document_to_wire(back, NULL, &again, &again_size), TR_OK);
    ck_assert_uint_eq(size, again_size);
    ck_assert_mem_eq(bytes, again, size);
    free(again);
    tr_document_free(back);
    free(bytes);
    tr_document_free(document);
}
END_TEST

START_TEST(wire_cut_or_changed_anywhere_never_crashes)
{
    tr_document *document = sample();
    uint8_t *bytes = NULL;
    size_t size = 0;
    ck_assert_int_eq(tr_document_to_wire(document, NULL, &bytes, &size), TR_OK);
    tr_document_free(document);
    for (size_t length = 0; length < size; length++) {
        tr_document *back = NULL;
        tr_status status = tr_document_from_wire(bytes, length, NULL, &back, NULL);
        ck_assert(status == TR_OK || status == TR_E_PARSE);
        if (status == TR_OK)
            tr_document_free(back);
    }
    for (size_t at = 0; at < size; at++) {
        for (int value = 0; value < 256; value++) {
            uint8_t kept = bytes[at];
            bytes[at] = (uint8_t)value;
            tr_document *back = NULL;
            if (tr_document_from_wire(bytes, size, NULL, &back, NULL) == TR_OK)
                tr_document_free(back);
            bytes[at] = kept;
        }
    }
    free(bytes);
}
END_TEST

START_TEST(failures_are_kept)
{
    tr_document *document = NULL;
    ck_assert_int_eq(tr_document_new(NULL, &document), TR_OK);
    tr_document_array_end(document);
    ck_assert_int_eq(tr_document_status(document), TR_E_INVALID);
    tr_document_add_int(document, "late", 1);
    ck_assert_uint_eq(tr_document_node_count(tr_document_root(document)), 0);
    tr_document_free(document);

    ck_assert_int_eq(tr_document_new(NULL, &document), TR_OK);
    tr_document_add_int(document, NULL, 1);
    ck_assert_int_eq(tr_document_status(document), TR_E_INVALID);
    tr_document_free(document);

    ck_assert_int_eq(tr_document_new(NULL, &document), TR_OK);
    for (int depth = 0; depth <= TR_DOCUMENT_DEPTH_MAX; depth++)
        tr_document_array_begin(document, "deep");
    ck_assert_int_eq(tr_document_status(document), TR_E_RANGE);
    tr_document_free(document);
    tr_document_free(NULL);
}
END_TEST

START_TEST(scalars_format_for_people)
{
    tr_document *document = sample();
    const tr_document_node *root = tr_document_root(document);
    static const char *const wanted[][2] = {
        { "name", "Zo\xc3\xab" },
        { "price", "0.000000000000000001" },
        { "at", "2023-11-14T22:13:20.123Z" },
        { "real", "0.5" },
        { "none", "" },
        { "list", "" },
        { "absent", "" },
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        char text[64];
        tr_document_node_format(tr_document_node_member(root, wanted[i][0]), text, sizeof text);
        ck_assert_str_eq(text, wanted[i][1]);
    }
    char cut[3];
    ck_assert_uint_eq(
        tr_document_node_format(tr_document_node_member(root, "price"), cut, sizeof cut), 2);
    ck_assert_str_eq(cut, "0.");
    tr_document_free(document);
}
END_TEST

START_TEST(large_documents_keep_their_nodes_in_place)
{
    tr_document *document = NULL;
    ck_assert_int_eq(tr_document_new(NULL, &document), TR_OK);
    tr_document_add_text(document, "first", "kept");
    const tr_document_node *first = tr_document_node_first(tr_document_root(document));
    tr_document_array_begin(document, "many");
    for (int i = 0; i < 10000; i++)
        tr_document_add_int(document, NULL, i);
    tr_document_array_end(document);
    ck_assert_ptr_eq(first, tr_document_node_first(tr_document_root(document)));
    ck_assert_str_eq(tr_document_node_text(first), "kept");
    const tr_document_node *many = tr_document_node_member(tr_document_root(document), "many");
    ck_assert_uint_eq(tr_document_node_count(many), 10000);
    tr_document_free(document);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("document");
    TCase *documents = tcase_create("documents");
    tcase_add_test(documents, json_keeps_decimals_ids_and_times_as_text);
    tcase_add_test(documents, wire_brings_back_every_kind);
    tcase_add_test(documents, wire_cut_or_changed_anywhere_never_crashes);
    tcase_add_test(documents, failures_are_kept);
    tcase_add_test(documents, scalars_format_for_people);
    tcase_add_test(documents, large_documents_keep_their_nodes_in_place);
    suite_add_tcase(suite, documents);
    return run_as_tap(suite);
}
