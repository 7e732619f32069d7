/* Any bytes as an alert: read or refused with a reason; what is kept never holds the secret. */
#include <assert.h>
#include <string.h>

#include <trade/alert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tr_secret *secret;
    if (tr_secret_new("s3cr3t", 6, &secret) != TR_OK)
        return 0;
    tr_alert_options options = TR_ALERT_OPTIONS_INIT;
    options.secret = secret;
    options.account = "paper";
    for (int i = 0; i < 2; i++) {
        tr_alert_text text = { .text = NULL };
        tr_error err = { 0 };
        options.is_authenticated = i == 1;
        tr_status status = tr_alert_read((const char *)data, size, &options, &text, &err);
        if (status == TR_OK) {
            assert(text.alert.symbol[0] != '\0' || size > 0);
            assert(text.alert.dedup_key[0] != '\0');
            assert(tr_decimal_sign(text.alert.price.value) > 0);
            assert(tr_decimal_sign(text.alert.quantity.value) >= 0);
            assert(text.alert.body_size == size);
        } else {
            assert(err.status == status && err.message[0] != '\0');
            assert(text.text == NULL);
        }
        tr_alert_text_free(&text);
    }
    tr_secret_free(secret);
    return 0;
}
