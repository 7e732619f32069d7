/* limits.c: the limits that an account has when nobody has set any. */
#include <trade/risk.h>

#include <assert.h>
#include <string.h>

static tr_decimal hundredths(int64_t count)
{
    tr_decimal value = { 0 };
    tr_status status = tr_decimal_from_scaled(count, 2, &value);
    assert(status == TR_OK); /* two digits are within the scale */
    return value;
}

void tr_risk_limits_init(tr_risk_limits *limits)
{
    if (limits == NULL)
        return;
    memset(limits, 0, sizeof *limits);
    limits->struct_size = sizeof *limits;
    limits->has_risk_per_trade_max = true;
    limits->risk_per_trade_max = hundredths(2);
    limits->has_daily_loss_max = true;
    limits->daily_loss_max = hundredths(5);
    limits->has_positions_max = true;
    limits->positions_max = 5;
    limits->has_orders_per_day_max = true;
    limits->orders_per_day_max = 1000;
    limits->has_notional_max = true;
    limits->notional_max.value = tr_decimal_from_int(10000);
}
