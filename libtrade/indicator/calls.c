/* calls.c: the typed calls, generated from the table; do not edit. */
#include <trade/indicator_calls.h>

#include "indicator/engine.h"

tr_status tr_indicator_aberration(const double *high, const double *low, const double *close, size_t count, int period, int atr_period, double *middle_out, double *upper_out, double *lower_out, double *atr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_aberration;
    return tr__indicator_call(&tr__indicator_aberration, (const double *const[]){ high, low, close }, count, (const double[]){ period, atr_period }, (double *const[]){ middle_out, upper_out, lower_out, atr_out }, memory, memory_size, err);
}

tr_status tr_indicator_abs(const double *x, size_t count, double *abs_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_abs;
    return tr__indicator_call(&tr__indicator_abs, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ abs_out }, memory, memory_size, err);
}

tr_status tr_indicator_ac(const double *high, const double *low, size_t count, int fast_period, int slow_period, int signal_period, double *ac_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ac;
    return tr__indicator_call(&tr__indicator_ac, (const double *const[]){ high, low }, count, (const double[]){ fast_period, slow_period, signal_period }, (double *const[]){ ac_out }, memory, memory_size, err);
}

tr_status tr_indicator_accbands(const double *high, const double *low, const double *close, size_t count, int period, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_accbands;
    return tr__indicator_call(&tr__indicator_accbands, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ upper_out, middle_out, lower_out }, memory, memory_size, err);
}

tr_status tr_indicator_acos(const double *x, size_t count, double *acos_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_acos;
    return tr__indicator_call(&tr__indicator_acos, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ acos_out }, memory, memory_size, err);
}

tr_status tr_indicator_ad(const double *high, const double *low, const double *close, const double *volume, size_t count, double *ad_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ad;
    return tr__indicator_call(&tr__indicator_ad, (const double *const[]){ high, low, close, volume }, count, (const double[]){ 0 }, (double *const[]){ ad_out }, memory, memory_size, err);
}

tr_status tr_indicator_add(const double *x, const double *y, size_t count, double *add_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_add;
    return tr__indicator_call(&tr__indicator_add, (const double *const[]){ x, y }, count, (const double[]){ 0 }, (double *const[]){ add_out }, memory, memory_size, err);
}

tr_status tr_indicator_adosc(const double *high, const double *low, const double *close, const double *volume, size_t count, int fast_period, int slow_period, double *adosc_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_adosc;
    return tr__indicator_call(&tr__indicator_adosc, (const double *const[]){ high, low, close, volume }, count, (const double[]){ fast_period, slow_period }, (double *const[]){ adosc_out }, memory, memory_size, err);
}

tr_status tr_indicator_adr(const double *high, const double *low, size_t count, int period, double *adr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_adr;
    return tr__indicator_call(&tr__indicator_adr, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ adr_out }, memory, memory_size, err);
}

tr_status tr_indicator_adx(const double *high, const double *low, const double *close, size_t count, int period, double *adx_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_adx;
    return tr__indicator_call(&tr__indicator_adx, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ adx_out }, memory, memory_size, err);
}

tr_status tr_indicator_adxr(const double *high, const double *low, const double *close, size_t count, int period, double *adxr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_adxr;
    return tr__indicator_call(&tr__indicator_adxr, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ adxr_out }, memory, memory_size, err);
}

tr_status tr_indicator_alligator(const double *x, size_t count, int jaw_period, int teeth_period, int lips_period, double *jaw_out, double *teeth_out, double *lips_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_alligator;
    return tr__indicator_call(&tr__indicator_alligator, (const double *const[]){ x }, count, (const double[]){ jaw_period, teeth_period, lips_period }, (double *const[]){ jaw_out, teeth_out, lips_out }, memory, memory_size, err);
}

tr_status tr_indicator_alma(const double *x, size_t count, int period, double sigma, double offset, double *alma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_alma;
    return tr__indicator_call(&tr__indicator_alma, (const double *const[]){ x }, count, (const double[]){ period, sigma, offset }, (double *const[]){ alma_out }, memory, memory_size, err);
}

tr_status tr_indicator_alphatrend(const double *high, const double *low, const double *close, const double *volume, size_t count, int period, double multiplier, double threshold, int momentum, int lag, double *alphatrend_out, double *lagged_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_alphatrend;
    return tr__indicator_call(&tr__indicator_alphatrend, (const double *const[]){ high, low, close, volume }, count, (const double[]){ period, multiplier, threshold, momentum, lag }, (double *const[]){ alphatrend_out, lagged_out }, memory, memory_size, err);
}

tr_status tr_indicator_amat(const double *x, size_t count, int fast_period, int slow_period, int run_period, int ma_type, double *long_run_out, double *short_run_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_amat;
    return tr__indicator_call(&tr__indicator_amat, (const double *const[]){ x }, count, (const double[]){ fast_period, slow_period, run_period, ma_type }, (double *const[]){ long_run_out, short_run_out }, memory, memory_size, err);
}

tr_status tr_indicator_ao(const double *high, const double *low, size_t count, double *ao_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ao;
    return tr__indicator_call(&tr__indicator_ao, (const double *const[]){ high, low }, count, (const double[]){ 0 }, (double *const[]){ ao_out }, memory, memory_size, err);
}

tr_status tr_indicator_aobv(const double *x, const double *volume, size_t count, int fast_period, int slow_period, int min_period, int max_period, int run_period, int ma_type, double *obv_out, double *lowest_out, double *highest_out, double *fast_out, double *slow_out, double *long_run_out, double *short_run_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_aobv;
    return tr__indicator_call(&tr__indicator_aobv, (const double *const[]){ x, volume }, count, (const double[]){ fast_period, slow_period, min_period, max_period, run_period, ma_type }, (double *const[]){ obv_out, lowest_out, highest_out, fast_out, slow_out, long_run_out, short_run_out }, memory, memory_size, err);
}

tr_status tr_indicator_apo(const double *x, size_t count, int fast_period, int slow_period, int ma_type, double *apo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_apo;
    return tr__indicator_call(&tr__indicator_apo, (const double *const[]){ x }, count, (const double[]){ fast_period, slow_period, ma_type }, (double *const[]){ apo_out }, memory, memory_size, err);
}

tr_status tr_indicator_aroon(const double *high, const double *low, size_t count, int period, double *down_out, double *up_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_aroon;
    return tr__indicator_call(&tr__indicator_aroon, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ down_out, up_out }, memory, memory_size, err);
}

tr_status tr_indicator_aroonosc(const double *high, const double *low, size_t count, int period, double *aroonosc_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_aroonosc;
    return tr__indicator_call(&tr__indicator_aroonosc, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ aroonosc_out }, memory, memory_size, err);
}

tr_status tr_indicator_asi(const double *open, const double *high, const double *low, const double *close, size_t count, double limit_move, double *asi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_asi;
    return tr__indicator_call(&tr__indicator_asi, (const double *const[]){ open, high, low, close }, count, (const double[]){ limit_move }, (double *const[]){ asi_out }, memory, memory_size, err);
}

tr_status tr_indicator_asin(const double *x, size_t count, double *asin_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_asin;
    return tr__indicator_call(&tr__indicator_asin, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ asin_out }, memory, memory_size, err);
}

tr_status tr_indicator_atan(const double *x, size_t count, double *atan_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_atan;
    return tr__indicator_call(&tr__indicator_atan, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ atan_out }, memory, memory_size, err);
}

tr_status tr_indicator_atr(const double *high, const double *low, const double *close, size_t count, int period, double *atr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_atr;
    return tr__indicator_call(&tr__indicator_atr, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ atr_out }, memory, memory_size, err);
}

tr_status tr_indicator_atrts(const double *high, const double *low, const double *close, size_t count, int period, int ma_period, double multiplier, int ma_type, double *atrts_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_atrts;
    return tr__indicator_call(&tr__indicator_atrts, (const double *const[]){ high, low, close }, count, (const double[]){ period, ma_period, multiplier, ma_type }, (double *const[]){ atrts_out }, memory, memory_size, err);
}

tr_status tr_indicator_avgdev(const double *x, size_t count, int period, double *avgdev_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_avgdev;
    return tr__indicator_call(&tr__indicator_avgdev, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ avgdev_out }, memory, memory_size, err);
}

tr_status tr_indicator_avgprice(const double *open, const double *high, const double *low, const double *close, size_t count, double *avgprice_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_avgprice;
    return tr__indicator_call(&tr__indicator_avgprice, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ avgprice_out }, memory, memory_size, err);
}

tr_status tr_indicator_avolume(const double *x, size_t count, int period, double *avolume_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_avolume;
    return tr__indicator_call(&tr__indicator_avolume, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ avolume_out }, memory, memory_size, err);
}

tr_status tr_indicator_bbands(const double *x, size_t count, int period, double nb_dev_up, double nb_dev_dn, int ma_type, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_bbands;
    return tr__indicator_call(&tr__indicator_bbands, (const double *const[]){ x }, count, (const double[]){ period, nb_dev_up, nb_dev_dn, ma_type }, (double *const[]){ upper_out, middle_out, lower_out }, memory, memory_size, err);
}

tr_status tr_indicator_bbw(const double *x, size_t count, int period, double nb_dev_up, double nb_dev_dn, int ma_type, double *bbw_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_bbw;
    return tr__indicator_call(&tr__indicator_bbw, (const double *const[]){ x }, count, (const double[]){ period, nb_dev_up, nb_dev_dn, ma_type }, (double *const[]){ bbw_out }, memory, memory_size, err);
}

tr_status tr_indicator_beta(const double *x, const double *y, size_t count, int period, double *beta_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_beta;
    return tr__indicator_call(&tr__indicator_beta, (const double *const[]){ x, y }, count, (const double[]){ period }, (double *const[]){ beta_out }, memory, memory_size, err);
}

tr_status tr_indicator_bias(const double *x, size_t count, int period, int ma_type, double *bias_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_bias;
    return tr__indicator_call(&tr__indicator_bias, (const double *const[]){ x }, count, (const double[]){ period, ma_type }, (double *const[]){ bias_out }, memory, memory_size, err);
}

tr_status tr_indicator_bop(const double *open, const double *high, const double *low, const double *close, size_t count, double *bop_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_bop;
    return tr__indicator_call(&tr__indicator_bop, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ bop_out }, memory, memory_size, err);
}

tr_status tr_indicator_brar(const double *open, const double *high, const double *low, const double *close, size_t count, int period, double *ar_out, double *br_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_brar;
    return tr__indicator_call(&tr__indicator_brar, (const double *const[]){ open, high, low, close }, count, (const double[]){ period }, (double *const[]){ ar_out, br_out }, memory, memory_size, err);
}

tr_status tr_indicator_cci(const double *high, const double *low, const double *close, size_t count, int period, double *cci_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cci;
    return tr__indicator_call(&tr__indicator_cci, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ cci_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl2crows(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl2crows_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl2crows;
    return tr__indicator_call(&tr__indicator_cdl2crows, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl2crows_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl3blackcrows(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3blackcrows_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl3blackcrows;
    return tr__indicator_call(&tr__indicator_cdl3blackcrows, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl3blackcrows_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl3inside(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3inside_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl3inside;
    return tr__indicator_call(&tr__indicator_cdl3inside, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl3inside_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl3linestrike(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3linestrike_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl3linestrike;
    return tr__indicator_call(&tr__indicator_cdl3linestrike, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl3linestrike_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl3outside(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3outside_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl3outside;
    return tr__indicator_call(&tr__indicator_cdl3outside, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl3outside_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl3starsinsouth(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3starsinsouth_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl3starsinsouth;
    return tr__indicator_call(&tr__indicator_cdl3starsinsouth, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl3starsinsouth_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl3whitesoldiers(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3whitesoldiers_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl3whitesoldiers;
    return tr__indicator_call(&tr__indicator_cdl3whitesoldiers, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl3whitesoldiers_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl_four_price_doji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl_four_price_doji_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl_four_price_doji;
    return tr__indicator_call(&tr__indicator_cdl_four_price_doji, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl_four_price_doji_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl_inside(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl_inside_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl_inside;
    return tr__indicator_call(&tr__indicator_cdl_inside, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl_inside_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl_star(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl_star_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl_star;
    return tr__indicator_call(&tr__indicator_cdl_star, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdl_star_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdl_z(const double *open, const double *high, const double *low, const double *close, size_t count, int length, int ddof, double *open_z_out, double *high_z_out, double *low_z_out, double *close_z_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdl_z;
    return tr__indicator_call(&tr__indicator_cdl_z, (const double *const[]){ open, high, low, close }, count, (const double[]){ length, ddof }, (double *const[]){ open_z_out, high_z_out, low_z_out, close_z_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlabandonedbaby(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdlabandonedbaby_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlabandonedbaby;
    return tr__indicator_call(&tr__indicator_cdlabandonedbaby, (const double *const[]){ open, high, low, close }, count, (const double[]){ penetration }, (double *const[]){ cdlabandonedbaby_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdladvanceblock(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdladvanceblock_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdladvanceblock;
    return tr__indicator_call(&tr__indicator_cdladvanceblock, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdladvanceblock_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlbelthold(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlbelthold_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlbelthold;
    return tr__indicator_call(&tr__indicator_cdlbelthold, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlbelthold_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlbreakaway(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlbreakaway_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlbreakaway;
    return tr__indicator_call(&tr__indicator_cdlbreakaway, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlbreakaway_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlclosingmarubozu(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlclosingmarubozu_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlclosingmarubozu;
    return tr__indicator_call(&tr__indicator_cdlclosingmarubozu, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlclosingmarubozu_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlconcealbabyswall(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlconcealbabyswall_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlconcealbabyswall;
    return tr__indicator_call(&tr__indicator_cdlconcealbabyswall, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlconcealbabyswall_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlcounterattack(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlcounterattack_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlcounterattack;
    return tr__indicator_call(&tr__indicator_cdlcounterattack, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlcounterattack_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdldarkcloudcover(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdldarkcloudcover_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdldarkcloudcover;
    return tr__indicator_call(&tr__indicator_cdldarkcloudcover, (const double *const[]){ open, high, low, close }, count, (const double[]){ penetration }, (double *const[]){ cdldarkcloudcover_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdldoji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdldoji_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdldoji;
    return tr__indicator_call(&tr__indicator_cdldoji, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdldoji_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdldojistar(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdldojistar_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdldojistar;
    return tr__indicator_call(&tr__indicator_cdldojistar, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdldojistar_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdldragonflydoji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdldragonflydoji_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdldragonflydoji;
    return tr__indicator_call(&tr__indicator_cdldragonflydoji, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdldragonflydoji_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlengulfing(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlengulfing_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlengulfing;
    return tr__indicator_call(&tr__indicator_cdlengulfing, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlengulfing_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdleveningdojistar(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdleveningdojistar_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdleveningdojistar;
    return tr__indicator_call(&tr__indicator_cdleveningdojistar, (const double *const[]){ open, high, low, close }, count, (const double[]){ penetration }, (double *const[]){ cdleveningdojistar_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdleveningstar(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdleveningstar_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdleveningstar;
    return tr__indicator_call(&tr__indicator_cdleveningstar, (const double *const[]){ open, high, low, close }, count, (const double[]){ penetration }, (double *const[]){ cdleveningstar_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlgapsidesidewhite(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlgapsidesidewhite_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlgapsidesidewhite;
    return tr__indicator_call(&tr__indicator_cdlgapsidesidewhite, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlgapsidesidewhite_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlgravestonedoji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlgravestonedoji_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlgravestonedoji;
    return tr__indicator_call(&tr__indicator_cdlgravestonedoji, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlgravestonedoji_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlhammer(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhammer_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlhammer;
    return tr__indicator_call(&tr__indicator_cdlhammer, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlhammer_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlhangingman(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhangingman_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlhangingman;
    return tr__indicator_call(&tr__indicator_cdlhangingman, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlhangingman_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlharami(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlharami_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlharami;
    return tr__indicator_call(&tr__indicator_cdlharami, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlharami_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlharamicross(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlharamicross_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlharamicross;
    return tr__indicator_call(&tr__indicator_cdlharamicross, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlharamicross_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlhighwave(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhighwave_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlhighwave;
    return tr__indicator_call(&tr__indicator_cdlhighwave, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlhighwave_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlhikkake(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhikkake_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlhikkake;
    return tr__indicator_call(&tr__indicator_cdlhikkake, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlhikkake_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlhikkakemod(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhikkakemod_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlhikkakemod;
    return tr__indicator_call(&tr__indicator_cdlhikkakemod, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlhikkakemod_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlhomingpigeon(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhomingpigeon_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlhomingpigeon;
    return tr__indicator_call(&tr__indicator_cdlhomingpigeon, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlhomingpigeon_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlidentical3crows(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlidentical3crows_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlidentical3crows;
    return tr__indicator_call(&tr__indicator_cdlidentical3crows, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlidentical3crows_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlinneck(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlinneck_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlinneck;
    return tr__indicator_call(&tr__indicator_cdlinneck, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlinneck_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlinvertedhammer(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlinvertedhammer_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlinvertedhammer;
    return tr__indicator_call(&tr__indicator_cdlinvertedhammer, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlinvertedhammer_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlkicking(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlkicking_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlkicking;
    return tr__indicator_call(&tr__indicator_cdlkicking, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlkicking_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlkickingbylength(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlkickingbylength_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlkickingbylength;
    return tr__indicator_call(&tr__indicator_cdlkickingbylength, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlkickingbylength_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlladderbottom(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlladderbottom_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlladderbottom;
    return tr__indicator_call(&tr__indicator_cdlladderbottom, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlladderbottom_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdllongleggeddoji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdllongleggeddoji_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdllongleggeddoji;
    return tr__indicator_call(&tr__indicator_cdllongleggeddoji, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdllongleggeddoji_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdllongline(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdllongline_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdllongline;
    return tr__indicator_call(&tr__indicator_cdllongline, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdllongline_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlmarubozu(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlmarubozu_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlmarubozu;
    return tr__indicator_call(&tr__indicator_cdlmarubozu, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlmarubozu_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlmatchinglow(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlmatchinglow_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlmatchinglow;
    return tr__indicator_call(&tr__indicator_cdlmatchinglow, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlmatchinglow_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlmathold(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdlmathold_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlmathold;
    return tr__indicator_call(&tr__indicator_cdlmathold, (const double *const[]){ open, high, low, close }, count, (const double[]){ penetration }, (double *const[]){ cdlmathold_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlmorningdojistar(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdlmorningdojistar_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlmorningdojistar;
    return tr__indicator_call(&tr__indicator_cdlmorningdojistar, (const double *const[]){ open, high, low, close }, count, (const double[]){ penetration }, (double *const[]){ cdlmorningdojistar_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlmorningstar(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdlmorningstar_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlmorningstar;
    return tr__indicator_call(&tr__indicator_cdlmorningstar, (const double *const[]){ open, high, low, close }, count, (const double[]){ penetration }, (double *const[]){ cdlmorningstar_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlonneck(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlonneck_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlonneck;
    return tr__indicator_call(&tr__indicator_cdlonneck, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlonneck_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlpiercing(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlpiercing_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlpiercing;
    return tr__indicator_call(&tr__indicator_cdlpiercing, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlpiercing_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlrickshawman(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlrickshawman_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlrickshawman;
    return tr__indicator_call(&tr__indicator_cdlrickshawman, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlrickshawman_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlrisefall3methods(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlrisefall3methods_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlrisefall3methods;
    return tr__indicator_call(&tr__indicator_cdlrisefall3methods, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlrisefall3methods_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlseparatinglines(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlseparatinglines_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlseparatinglines;
    return tr__indicator_call(&tr__indicator_cdlseparatinglines, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlseparatinglines_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlshootingstar(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlshootingstar_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlshootingstar;
    return tr__indicator_call(&tr__indicator_cdlshootingstar, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlshootingstar_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlshortline(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlshortline_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlshortline;
    return tr__indicator_call(&tr__indicator_cdlshortline, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlshortline_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlspinningtop(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlspinningtop_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlspinningtop;
    return tr__indicator_call(&tr__indicator_cdlspinningtop, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlspinningtop_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlstalledpattern(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlstalledpattern_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlstalledpattern;
    return tr__indicator_call(&tr__indicator_cdlstalledpattern, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlstalledpattern_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlsticksandwich(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlsticksandwich_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlsticksandwich;
    return tr__indicator_call(&tr__indicator_cdlsticksandwich, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlsticksandwich_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdltakuri(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdltakuri_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdltakuri;
    return tr__indicator_call(&tr__indicator_cdltakuri, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdltakuri_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdltasukigap(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdltasukigap_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdltasukigap;
    return tr__indicator_call(&tr__indicator_cdltasukigap, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdltasukigap_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlthrusting(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlthrusting_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlthrusting;
    return tr__indicator_call(&tr__indicator_cdlthrusting, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlthrusting_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdltristar(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdltristar_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdltristar;
    return tr__indicator_call(&tr__indicator_cdltristar, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdltristar_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlunique3river(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlunique3river_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlunique3river;
    return tr__indicator_call(&tr__indicator_cdlunique3river, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlunique3river_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlupsidegap2crows(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlupsidegap2crows_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlupsidegap2crows;
    return tr__indicator_call(&tr__indicator_cdlupsidegap2crows, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlupsidegap2crows_out }, memory, memory_size, err);
}

tr_status tr_indicator_cdlxsidegap3methods(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlxsidegap3methods_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cdlxsidegap3methods;
    return tr__indicator_call(&tr__indicator_cdlxsidegap3methods, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ cdlxsidegap3methods_out }, memory, memory_size, err);
}

tr_status tr_indicator_ceil(const double *x, size_t count, double *ceil_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ceil;
    return tr__indicator_call(&tr__indicator_ceil, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ ceil_out }, memory, memory_size, err);
}

tr_status tr_indicator_cfo(const double *x, size_t count, int period, double *cfo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cfo;
    return tr__indicator_call(&tr__indicator_cfo, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ cfo_out }, memory, memory_size, err);
}

tr_status tr_indicator_cg(const double *x, size_t count, int period, double *cg_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cg;
    return tr__indicator_call(&tr__indicator_cg, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ cg_out }, memory, memory_size, err);
}

tr_status tr_indicator_chandelier_exit(const double *high, const double *low, const double *close, size_t count, int high_period, int low_period, int atr_period, double multiplier, int use_close, double *long_out, double *short_out, double *direction_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_chandelier_exit;
    return tr__indicator_call(&tr__indicator_chandelier_exit, (const double *const[]){ high, low, close }, count, (const double[]){ high_period, low_period, atr_period, multiplier, use_close }, (double *const[]){ long_out, short_out, direction_out }, memory, memory_size, err);
}

tr_status tr_indicator_chop(const double *high, const double *low, const double *close, size_t count, int period, double *chop_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_chop;
    return tr__indicator_call(&tr__indicator_chop, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ chop_out }, memory, memory_size, err);
}

tr_status tr_indicator_choptr(const double *high, const double *low, const double *close, size_t count, int period, double *choptr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_choptr;
    return tr__indicator_call(&tr__indicator_choptr, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ choptr_out }, memory, memory_size, err);
}

tr_status tr_indicator_cksp(const double *high, const double *low, const double *close, size_t count, int period, double multiplier, int stop_period, double *high_stop_out, double *low_stop_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cksp;
    return tr__indicator_call(&tr__indicator_cksp, (const double *const[]){ high, low, close }, count, (const double[]){ period, multiplier, stop_period }, (double *const[]){ high_stop_out, low_stop_out }, memory, memory_size, err);
}

tr_status tr_indicator_cmf(const double *high, const double *low, const double *close, const double *volume, size_t count, int period, double *cmf_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cmf;
    return tr__indicator_call(&tr__indicator_cmf, (const double *const[]){ high, low, close, volume }, count, (const double[]){ period }, (double *const[]){ cmf_out }, memory, memory_size, err);
}

tr_status tr_indicator_cmo(const double *x, size_t count, int period, double *cmo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cmo;
    return tr__indicator_call(&tr__indicator_cmo, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ cmo_out }, memory, memory_size, err);
}

tr_status tr_indicator_cmou(const double *x, size_t count, int period, double *cmou_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cmou;
    return tr__indicator_call(&tr__indicator_cmou, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ cmou_out }, memory, memory_size, err);
}

tr_status tr_indicator_coppock(const double *x, size_t count, int wma_period, int roc1_period, int roc2_period, double *coppock_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_coppock;
    return tr__indicator_call(&tr__indicator_coppock, (const double *const[]){ x }, count, (const double[]){ wma_period, roc1_period, roc2_period }, (double *const[]){ coppock_out }, memory, memory_size, err);
}

tr_status tr_indicator_correl(const double *x, const double *y, size_t count, int period, double *correl_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_correl;
    return tr__indicator_call(&tr__indicator_correl, (const double *const[]){ x, y }, count, (const double[]){ period }, (double *const[]){ correl_out }, memory, memory_size, err);
}

tr_status tr_indicator_cos(const double *x, size_t count, double *cos_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cos;
    return tr__indicator_call(&tr__indicator_cos, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ cos_out }, memory, memory_size, err);
}

tr_status tr_indicator_cosh(const double *x, size_t count, double *cosh_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cosh;
    return tr__indicator_call(&tr__indicator_cosh, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ cosh_out }, memory, memory_size, err);
}

tr_status tr_indicator_cpr(const double *time, const double *open, const double *high, const double *low, const double *close, size_t count, int method, int session, int offset_minutes, double narrow, double wide, double *top_out, double *pivot_out, double *bottom_out, double *r1_out, double *r2_out, double *s1_out, double *s2_out, double *width_out, double *width_class_out, double *place_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cpr;
    return tr__indicator_call(&tr__indicator_cpr, (const double *const[]){ time, open, high, low, close }, count, (const double[]){ method, session, offset_minutes, narrow, wide }, (double *const[]){ top_out, pivot_out, bottom_out, r1_out, r2_out, s1_out, s2_out, width_out, width_class_out, place_out }, memory, memory_size, err);
}

tr_status tr_indicator_crossany(const double *x, const double *y, size_t count, double *crossany_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_crossany;
    return tr__indicator_call(&tr__indicator_crossany, (const double *const[]){ x, y }, count, (const double[]){ 0 }, (double *const[]){ crossany_out }, memory, memory_size, err);
}

tr_status tr_indicator_crossover(const double *x, const double *y, size_t count, double *crossover_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_crossover;
    return tr__indicator_call(&tr__indicator_crossover, (const double *const[]){ x, y }, count, (const double[]){ 0 }, (double *const[]){ crossover_out }, memory, memory_size, err);
}

tr_status tr_indicator_crsi(const double *x, size_t count, int period, int streak_period, int rank_period, double *crsi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_crsi;
    return tr__indicator_call(&tr__indicator_crsi, (const double *const[]){ x }, count, (const double[]){ period, streak_period, rank_period }, (double *const[]){ crsi_out }, memory, memory_size, err);
}

tr_status tr_indicator_cti(const double *x, size_t count, int period, double *cti_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cti;
    return tr__indicator_call(&tr__indicator_cti, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ cti_out }, memory, memory_size, err);
}

tr_status tr_indicator_cube(const double *x, size_t count, double power, double *cube_out, double *signal_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cube;
    return tr__indicator_call(&tr__indicator_cube, (const double *const[]){ x }, count, (const double[]){ power }, (double *const[]){ cube_out, signal_out }, memory, memory_size, err);
}

tr_status tr_indicator_cumsum(const double *x, size_t count, double *cumsum_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cumsum;
    return tr__indicator_call(&tr__indicator_cumsum, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ cumsum_out }, memory, memory_size, err);
}

tr_status tr_indicator_cvi(const double *high, const double *low, size_t count, int period, double *cvi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cvi;
    return tr__indicator_call(&tr__indicator_cvi, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ cvi_out }, memory, memory_size, err);
}

tr_status tr_indicator_decay(const double *x, size_t count, int period, double *decay_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_decay;
    return tr__indicator_call(&tr__indicator_decay, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ decay_out }, memory, memory_size, err);
}

tr_status tr_indicator_decreasing(const double *x, size_t count, int period, int strict, double percent, double *decreasing_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_decreasing;
    return tr__indicator_call(&tr__indicator_decreasing, (const double *const[]){ x }, count, (const double[]){ period, strict, percent }, (double *const[]){ decreasing_out }, memory, memory_size, err);
}

tr_status tr_indicator_dema(const double *x, size_t count, int period, double *dema_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_dema;
    return tr__indicator_call(&tr__indicator_dema, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ dema_out }, memory, memory_size, err);
}

tr_status tr_indicator_di(const double *high, const double *low, const double *close, size_t count, int period, double *plus_di_out, double *minus_di_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_di;
    return tr__indicator_call(&tr__indicator_di, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ plus_di_out, minus_di_out }, memory, memory_size, err);
}

tr_status tr_indicator_div(const double *x, const double *y, size_t count, double *div_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_div;
    return tr__indicator_call(&tr__indicator_div, (const double *const[]){ x, y }, count, (const double[]){ 0 }, (double *const[]){ div_out }, memory, memory_size, err);
}

tr_status tr_indicator_dm(const double *high, const double *low, size_t count, int period, double *plus_dm_out, double *minus_dm_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_dm;
    return tr__indicator_call(&tr__indicator_dm, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ plus_dm_out, minus_dm_out }, memory, memory_size, err);
}

tr_status tr_indicator_donchian(const double *high, const double *low, size_t count, int period, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_donchian;
    return tr__indicator_call(&tr__indicator_donchian, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ upper_out, middle_out, lower_out }, memory, memory_size, err);
}

tr_status tr_indicator_dpo(const double *x, size_t count, int period, double *dpo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_dpo;
    return tr__indicator_call(&tr__indicator_dpo, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ dpo_out }, memory, memory_size, err);
}

tr_status tr_indicator_drawdown(const double *x, size_t count, double *drawdown_out, double *ratio_out, double *log_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_drawdown;
    return tr__indicator_call(&tr__indicator_drawdown, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ drawdown_out, ratio_out, log_out }, memory, memory_size, err);
}

tr_status tr_indicator_dsp(const double *x, size_t count, int period, double *dsp_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_dsp;
    return tr__indicator_call(&tr__indicator_dsp, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ dsp_out }, memory, memory_size, err);
}

tr_status tr_indicator_dx(const double *high, const double *low, const double *close, size_t count, int period, double *dx_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_dx;
    return tr__indicator_call(&tr__indicator_dx, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ dx_out }, memory, memory_size, err);
}

tr_status tr_indicator_ebsw(const double *x, size_t count, int period, int smooth_period, double *ebsw_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ebsw;
    return tr__indicator_call(&tr__indicator_ebsw, (const double *const[]){ x }, count, (const double[]){ period, smooth_period }, (double *const[]){ ebsw_out }, memory, memory_size, err);
}

tr_status tr_indicator_edecay(const double *x, size_t count, int period, double *edecay_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_edecay;
    return tr__indicator_call(&tr__indicator_edecay, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ edecay_out }, memory, memory_size, err);
}

tr_status tr_indicator_efi(const double *close, const double *volume, size_t count, int period, double *efi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_efi;
    return tr__indicator_call(&tr__indicator_efi, (const double *const[]){ close, volume }, count, (const double[]){ period }, (double *const[]){ efi_out }, memory, memory_size, err);
}

tr_status tr_indicator_ema(const double *x, size_t count, int period, double *ema_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ema;
    return tr__indicator_call(&tr__indicator_ema, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ ema_out }, memory, memory_size, err);
}

tr_status tr_indicator_emv(const double *high, const double *low, const double *volume, size_t count, double *emv_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_emv;
    return tr__indicator_call(&tr__indicator_emv, (const double *const[]){ high, low, volume }, count, (const double[]){ 0 }, (double *const[]){ emv_out }, memory, memory_size, err);
}

tr_status tr_indicator_entropy(const double *x, size_t count, int period, double base, double *entropy_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_entropy;
    return tr__indicator_call(&tr__indicator_entropy, (const double *const[]){ x }, count, (const double[]){ period, base }, (double *const[]){ entropy_out }, memory, memory_size, err);
}

tr_status tr_indicator_er(const double *x, size_t count, int period, double *er_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_er;
    return tr__indicator_call(&tr__indicator_er, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ er_out }, memory, memory_size, err);
}

tr_status tr_indicator_eri(const double *high, const double *low, const double *close, size_t count, int period, double *bull_power_out, double *bear_power_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_eri;
    return tr__indicator_call(&tr__indicator_eri, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ bull_power_out, bear_power_out }, memory, memory_size, err);
}

tr_status tr_indicator_exhc(const double *x, size_t count, int period, int cap, int show_all, double *down_out, double *up_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_exhc;
    return tr__indicator_call(&tr__indicator_exhc, (const double *const[]){ x }, count, (const double[]){ period, cap, show_all }, (double *const[]){ down_out, up_out }, memory, memory_size, err);
}

tr_status tr_indicator_exp(const double *x, size_t count, double *exp_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_exp;
    return tr__indicator_call(&tr__indicator_exp, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ exp_out }, memory, memory_size, err);
}

tr_status tr_indicator_fisher(const double *high, const double *low, size_t count, int period, double *fisher_out, double *signal_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_fisher;
    return tr__indicator_call(&tr__indicator_fisher, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ fisher_out, signal_out }, memory, memory_size, err);
}

tr_status tr_indicator_floor(const double *x, size_t count, double *floor_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_floor;
    return tr__indicator_call(&tr__indicator_floor, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ floor_out }, memory, memory_size, err);
}

tr_status tr_indicator_fosc(const double *x, size_t count, int period, double *fosc_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_fosc;
    return tr__indicator_call(&tr__indicator_fosc, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ fosc_out }, memory, memory_size, err);
}

tr_status tr_indicator_fractal(const double *high, const double *low, size_t count, int left_bars, int right_bars, double *swing_high_out, double *swing_low_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_fractal;
    return tr__indicator_call(&tr__indicator_fractal, (const double *const[]){ high, low }, count, (const double[]){ left_bars, right_bars }, (double *const[]){ swing_high_out, swing_low_out }, memory, memory_size, err);
}

tr_status tr_indicator_frama(const double *high, const double *low, size_t count, int period, double *frama_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_frama;
    return tr__indicator_call(&tr__indicator_frama, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ frama_out }, memory, memory_size, err);
}

tr_status tr_indicator_fwma(const double *x, size_t count, int period, double *fwma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_fwma;
    return tr__indicator_call(&tr__indicator_fwma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ fwma_out }, memory, memory_size, err);
}

tr_status tr_indicator_ha(const double *open, const double *high, const double *low, const double *close, size_t count, double *open_out, double *high_out, double *low_out, double *close_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ha;
    return tr__indicator_call(&tr__indicator_ha, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ open_out, high_out, low_out, close_out }, memory, memory_size, err);
}

tr_status tr_indicator_hilo(const double *high, const double *low, const double *close, size_t count, int high_period, int low_period, int ma_type, double *hilo_out, double *trend_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_hilo;
    return tr__indicator_call(&tr__indicator_hilo, (const double *const[]){ high, low, close }, count, (const double[]){ high_period, low_period, ma_type }, (double *const[]){ hilo_out, trend_out }, memory, memory_size, err);
}

tr_status tr_indicator_hma(const double *x, size_t count, int period, double *hma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_hma;
    return tr__indicator_call(&tr__indicator_hma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ hma_out }, memory, memory_size, err);
}

tr_status tr_indicator_ht_dcperiod(const double *x, size_t count, double *ht_dcperiod_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ht_dcperiod;
    return tr__indicator_call(&tr__indicator_ht_dcperiod, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ ht_dcperiod_out }, memory, memory_size, err);
}

tr_status tr_indicator_ht_dcphase(const double *x, size_t count, double *ht_dcphase_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ht_dcphase;
    return tr__indicator_call(&tr__indicator_ht_dcphase, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ ht_dcphase_out }, memory, memory_size, err);
}

tr_status tr_indicator_ht_phasor(const double *x, size_t count, double *in_phase_out, double *quadrature_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ht_phasor;
    return tr__indicator_call(&tr__indicator_ht_phasor, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ in_phase_out, quadrature_out }, memory, memory_size, err);
}

tr_status tr_indicator_ht_sine(const double *x, size_t count, double *sine_out, double *lead_sine_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ht_sine;
    return tr__indicator_call(&tr__indicator_ht_sine, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ sine_out, lead_sine_out }, memory, memory_size, err);
}

tr_status tr_indicator_ht_trendline(const double *x, size_t count, double *ht_trendline_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ht_trendline;
    return tr__indicator_call(&tr__indicator_ht_trendline, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ ht_trendline_out }, memory, memory_size, err);
}

tr_status tr_indicator_ht_trendmode(const double *x, size_t count, double *ht_trendmode_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ht_trendmode;
    return tr__indicator_call(&tr__indicator_ht_trendmode, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ ht_trendmode_out }, memory, memory_size, err);
}

tr_status tr_indicator_hvol(const double *x, size_t count, int period, double *hvol_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_hvol;
    return tr__indicator_call(&tr__indicator_hvol, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ hvol_out }, memory, memory_size, err);
}

tr_status tr_indicator_hwc(const double *x, size_t count, double na, double nb, double nc, double nd, double multiplier, double *middle_out, double *upper_out, double *lower_out, double *width_out, double *position_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_hwc;
    return tr__indicator_call(&tr__indicator_hwc, (const double *const[]){ x }, count, (const double[]){ na, nb, nc, nd, multiplier }, (double *const[]){ middle_out, upper_out, lower_out, width_out, position_out }, memory, memory_size, err);
}

tr_status tr_indicator_hwma(const double *x, size_t count, double na, double nb, double nc, double *hwma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_hwma;
    return tr__indicator_call(&tr__indicator_hwma, (const double *const[]){ x }, count, (const double[]){ na, nb, nc }, (double *const[]){ hwma_out }, memory, memory_size, err);
}

tr_status tr_indicator_ibs(const double *high, const double *low, const double *close, size_t count, double *ibs_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ibs;
    return tr__indicator_call(&tr__indicator_ibs, (const double *const[]){ high, low, close }, count, (const double[]){ 0 }, (double *const[]){ ibs_out }, memory, memory_size, err);
}

tr_status tr_indicator_ichimoku(const double *high, const double *low, const double *close, size_t count, int tenkan_period, int kijun_period, int senkou_period, int displacement, double *tenkan_out, double *kijun_out, double *span_a_out, double *span_b_out, double *lead_a_out, double *lead_b_out, double *chikou_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ichimoku;
    return tr__indicator_call(&tr__indicator_ichimoku, (const double *const[]){ high, low, close }, count, (const double[]){ tenkan_period, kijun_period, senkou_period, displacement }, (double *const[]){ tenkan_out, kijun_out, span_a_out, span_b_out, lead_a_out, lead_b_out, chikou_out }, memory, memory_size, err);
}

tr_status tr_indicator_ifisher(const double *x, size_t count, double amplify, double *ifisher_out, double *signal_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ifisher;
    return tr__indicator_call(&tr__indicator_ifisher, (const double *const[]){ x }, count, (const double[]){ amplify }, (double *const[]){ ifisher_out, signal_out }, memory, memory_size, err);
}

tr_status tr_indicator_imi(const double *open, const double *close, size_t count, int period, double *imi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_imi;
    return tr__indicator_call(&tr__indicator_imi, (const double *const[]){ open, close }, count, (const double[]){ period }, (double *const[]){ imi_out }, memory, memory_size, err);
}

tr_status tr_indicator_increasing(const double *x, size_t count, int period, int strict, double percent, double *increasing_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_increasing;
    return tr__indicator_call(&tr__indicator_increasing, (const double *const[]){ x }, count, (const double[]){ period, strict, percent }, (double *const[]){ increasing_out }, memory, memory_size, err);
}

tr_status tr_indicator_inertia(const double *x, size_t count, int period, int rvi_period, int ma_type, double *inertia_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_inertia;
    return tr__indicator_call(&tr__indicator_inertia, (const double *const[]){ x }, count, (const double[]){ period, rvi_period, ma_type }, (double *const[]){ inertia_out }, memory, memory_size, err);
}

tr_status tr_indicator_jma(const double *x, size_t count, int period, double phase, double *jma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_jma;
    return tr__indicator_call(&tr__indicator_jma, (const double *const[]){ x }, count, (const double[]){ period, phase }, (double *const[]){ jma_out }, memory, memory_size, err);
}

tr_status tr_indicator_kama(const double *x, size_t count, int period, double *kama_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_kama;
    return tr__indicator_call(&tr__indicator_kama, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ kama_out }, memory, memory_size, err);
}

tr_status tr_indicator_kc(const double *high, const double *low, const double *close, size_t count, int period, int atr_period, double nb_dev, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_kc;
    return tr__indicator_call(&tr__indicator_kc, (const double *const[]){ high, low, close }, count, (const double[]){ period, atr_period, nb_dev }, (double *const[]){ upper_out, middle_out, lower_out }, memory, memory_size, err);
}

tr_status tr_indicator_kdj(const double *high, const double *low, const double *close, size_t count, int fastk_period, int slowk_period, int slowk_ma_type, int slowd_period, int slowd_ma_type, double *k_out, double *d_out, double *j_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_kdj;
    return tr__indicator_call(&tr__indicator_kdj, (const double *const[]){ high, low, close }, count, (const double[]){ fastk_period, slowk_period, slowk_ma_type, slowd_period, slowd_ma_type }, (double *const[]){ k_out, d_out, j_out }, memory, memory_size, err);
}

tr_status tr_indicator_kst(const double *x, size_t count, int roc1_period, int roc2_period, int roc3_period, int roc4_period, int sma1_period, int sma2_period, int sma3_period, int sma4_period, int signal_period, double *kst_out, double *signal_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_kst;
    return tr__indicator_call(&tr__indicator_kst, (const double *const[]){ x }, count, (const double[]){ roc1_period, roc2_period, roc3_period, roc4_period, sma1_period, sma2_period, sma3_period, sma4_period, signal_period }, (double *const[]){ kst_out, signal_out }, memory, memory_size, err);
}

tr_status tr_indicator_kstext(const double *x, size_t count, int roc1_period, int roc2_period, int roc3_period, int roc4_period, int ma1_period, int ma2_period, int ma3_period, int ma4_period, int signal_period, int roc_ma_type, int signal_ma_type, double *kst_out, double *signal_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_kstext;
    return tr__indicator_call(&tr__indicator_kstext, (const double *const[]){ x }, count, (const double[]){ roc1_period, roc2_period, roc3_period, roc4_period, ma1_period, ma2_period, ma3_period, ma4_period, signal_period, roc_ma_type, signal_ma_type }, (double *const[]){ kst_out, signal_out }, memory, memory_size, err);
}

tr_status tr_indicator_kurtosis(const double *x, size_t count, int period, double *kurtosis_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_kurtosis;
    return tr__indicator_call(&tr__indicator_kurtosis, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ kurtosis_out }, memory, memory_size, err);
}

tr_status tr_indicator_kvo(const double *high, const double *low, const double *close, const double *volume, size_t count, int fast_period, int slow_period, double *kvo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_kvo;
    return tr__indicator_call(&tr__indicator_kvo, (const double *const[]){ high, low, close, volume }, count, (const double[]){ fast_period, slow_period }, (double *const[]){ kvo_out }, memory, memory_size, err);
}

tr_status tr_indicator_lag(const double *x, size_t count, int period, double *lag_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_lag;
    return tr__indicator_call(&tr__indicator_lag, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ lag_out }, memory, memory_size, err);
}

tr_status tr_indicator_linearreg(const double *x, size_t count, int period, double *linearreg_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_linearreg;
    return tr__indicator_call(&tr__indicator_linearreg, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ linearreg_out }, memory, memory_size, err);
}

tr_status tr_indicator_linearreg_angle(const double *x, size_t count, int period, double *linearreg_angle_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_linearreg_angle;
    return tr__indicator_call(&tr__indicator_linearreg_angle, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ linearreg_angle_out }, memory, memory_size, err);
}

tr_status tr_indicator_linearreg_intercept(const double *x, size_t count, int period, double *linearreg_intercept_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_linearreg_intercept;
    return tr__indicator_call(&tr__indicator_linearreg_intercept, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ linearreg_intercept_out }, memory, memory_size, err);
}

tr_status tr_indicator_linearreg_slope(const double *x, size_t count, int period, double *linearreg_slope_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_linearreg_slope;
    return tr__indicator_call(&tr__indicator_linearreg_slope, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ linearreg_slope_out }, memory, memory_size, err);
}

tr_status tr_indicator_ln(const double *x, size_t count, double *ln_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ln;
    return tr__indicator_call(&tr__indicator_ln, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ ln_out }, memory, memory_size, err);
}

tr_status tr_indicator_log10(const double *x, size_t count, double *log10_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_log10;
    return tr__indicator_call(&tr__indicator_log10, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ log10_out }, memory, memory_size, err);
}

tr_status tr_indicator_log_return(const double *x, size_t count, int period, int cumulative, double *log_return_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_log_return;
    return tr__indicator_call(&tr__indicator_log_return, (const double *const[]){ x }, count, (const double[]){ period, cumulative }, (double *const[]){ log_return_out }, memory, memory_size, err);
}

tr_status tr_indicator_long_run(const double *x, const double *y, size_t count, int period, double *long_run_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_long_run;
    return tr__indicator_call(&tr__indicator_long_run, (const double *const[]){ x, y }, count, (const double[]){ period }, (double *const[]){ long_run_out }, memory, memory_size, err);
}

tr_status tr_indicator_lrsi(const double *x, size_t count, double gamma, double *lrsi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_lrsi;
    return tr__indicator_call(&tr__indicator_lrsi, (const double *const[]){ x }, count, (const double[]){ gamma }, (double *const[]){ lrsi_out }, memory, memory_size, err);
}

tr_status tr_indicator_ma(const double *x, size_t count, int period, int ma_type, double *ma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ma;
    return tr__indicator_call(&tr__indicator_ma, (const double *const[]){ x }, count, (const double[]){ period, ma_type }, (double *const[]){ ma_out }, memory, memory_size, err);
}

tr_status tr_indicator_macd(const double *x, size_t count, int fast_period, int slow_period, int signal_period, double *macd_out, double *signal_out, double *histogram_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_macd;
    return tr__indicator_call(&tr__indicator_macd, (const double *const[]){ x }, count, (const double[]){ fast_period, slow_period, signal_period }, (double *const[]){ macd_out, signal_out, histogram_out }, memory, memory_size, err);
}

tr_status tr_indicator_macdext(const double *x, size_t count, int fast_period, int fast_ma_type, int slow_period, int slow_ma_type, int signal_period, int signal_ma_type, double *macd_out, double *signal_out, double *histogram_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_macdext;
    return tr__indicator_call(&tr__indicator_macdext, (const double *const[]){ x }, count, (const double[]){ fast_period, fast_ma_type, slow_period, slow_ma_type, signal_period, signal_ma_type }, (double *const[]){ macd_out, signal_out, histogram_out }, memory, memory_size, err);
}

tr_status tr_indicator_macdfix(const double *x, size_t count, int signal_period, double *macd_out, double *signal_out, double *histogram_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_macdfix;
    return tr__indicator_call(&tr__indicator_macdfix, (const double *const[]){ x }, count, (const double[]){ signal_period }, (double *const[]){ macd_out, signal_out, histogram_out }, memory, memory_size, err);
}

tr_status tr_indicator_mama(const double *x, size_t count, double fast_limit, double slow_limit, double *mama_out, double *fama_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_mama;
    return tr__indicator_call(&tr__indicator_mama, (const double *const[]){ x }, count, (const double[]){ fast_limit, slow_limit }, (double *const[]){ mama_out, fama_out }, memory, memory_size, err);
}

tr_status tr_indicator_marketfi(const double *high, const double *low, const double *volume, size_t count, double *marketfi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_marketfi;
    return tr__indicator_call(&tr__indicator_marketfi, (const double *const[]){ high, low, volume }, count, (const double[]){ 0 }, (double *const[]){ marketfi_out }, memory, memory_size, err);
}

tr_status tr_indicator_massi(const double *high, const double *low, size_t count, int period, double *massi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_massi;
    return tr__indicator_call(&tr__indicator_massi, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ massi_out }, memory, memory_size, err);
}

tr_status tr_indicator_mavp(const double *x, const double *y, size_t count, int min_period, int max_period, int ma_type, double *mavp_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_mavp;
    return tr__indicator_call(&tr__indicator_mavp, (const double *const[]){ x, y }, count, (const double[]){ min_period, max_period, ma_type }, (double *const[]){ mavp_out }, memory, memory_size, err);
}

tr_status tr_indicator_max(const double *x, size_t count, int period, double *max_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_max;
    return tr__indicator_call(&tr__indicator_max, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ max_out }, memory, memory_size, err);
}

tr_status tr_indicator_maxindex(const double *x, size_t count, int period, double *index_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_maxindex;
    return tr__indicator_call(&tr__indicator_maxindex, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ index_out }, memory, memory_size, err);
}

tr_status tr_indicator_mcgd(const double *x, size_t count, int period, double *mcgd_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_mcgd;
    return tr__indicator_call(&tr__indicator_mcgd, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ mcgd_out }, memory, memory_size, err);
}

tr_status tr_indicator_median(const double *x, size_t count, int period, double *median_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_median;
    return tr__indicator_call(&tr__indicator_median, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ median_out }, memory, memory_size, err);
}

tr_status tr_indicator_medprice(const double *high, const double *low, size_t count, double *medprice_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_medprice;
    return tr__indicator_call(&tr__indicator_medprice, (const double *const[]){ high, low }, count, (const double[]){ 0 }, (double *const[]){ medprice_out }, memory, memory_size, err);
}

tr_status tr_indicator_mfi(const double *high, const double *low, const double *close, const double *volume, size_t count, int period, double *mfi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_mfi;
    return tr__indicator_call(&tr__indicator_mfi, (const double *const[]){ high, low, close, volume }, count, (const double[]){ period }, (double *const[]){ mfi_out }, memory, memory_size, err);
}

tr_status tr_indicator_midpoint(const double *x, size_t count, int period, double *midpoint_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_midpoint;
    return tr__indicator_call(&tr__indicator_midpoint, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ midpoint_out }, memory, memory_size, err);
}

tr_status tr_indicator_midprice(const double *high, const double *low, size_t count, int period, double *midprice_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_midprice;
    return tr__indicator_call(&tr__indicator_midprice, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ midprice_out }, memory, memory_size, err);
}

tr_status tr_indicator_min(const double *x, size_t count, int period, double *min_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_min;
    return tr__indicator_call(&tr__indicator_min, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ min_out }, memory, memory_size, err);
}

tr_status tr_indicator_minindex(const double *x, size_t count, int period, double *index_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_minindex;
    return tr__indicator_call(&tr__indicator_minindex, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ index_out }, memory, memory_size, err);
}

tr_status tr_indicator_minmax(const double *x, size_t count, int period, double *min_out, double *max_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_minmax;
    return tr__indicator_call(&tr__indicator_minmax, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ min_out, max_out }, memory, memory_size, err);
}

tr_status tr_indicator_minmaxindex(const double *x, size_t count, int period, double *min_index_out, double *max_index_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_minmaxindex;
    return tr__indicator_call(&tr__indicator_minmaxindex, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ min_index_out, max_index_out }, memory, memory_size, err);
}

tr_status tr_indicator_minus_di(const double *high, const double *low, const double *close, size_t count, int period, double *minus_di_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_minus_di;
    return tr__indicator_call(&tr__indicator_minus_di, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ minus_di_out }, memory, memory_size, err);
}

tr_status tr_indicator_minus_dm(const double *high, const double *low, size_t count, int period, double *minus_dm_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_minus_dm;
    return tr__indicator_call(&tr__indicator_minus_dm, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ minus_dm_out }, memory, memory_size, err);
}

tr_status tr_indicator_mmar(const double *x, size_t count, int period, int step, double *ribbon_1_out, double *ribbon_2_out, double *ribbon_3_out, double *ribbon_4_out, double *ribbon_5_out, double *ribbon_6_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_mmar;
    return tr__indicator_call(&tr__indicator_mmar, (const double *const[]){ x }, count, (const double[]){ period, step }, (double *const[]){ ribbon_1_out, ribbon_2_out, ribbon_3_out, ribbon_4_out, ribbon_5_out, ribbon_6_out }, memory, memory_size, err);
}

tr_status tr_indicator_mom(const double *x, size_t count, int period, double *mom_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_mom;
    return tr__indicator_call(&tr__indicator_mom, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ mom_out }, memory, memory_size, err);
}

tr_status tr_indicator_msw(const double *x, size_t count, int period, double *sine_out, double *lead_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_msw;
    return tr__indicator_call(&tr__indicator_msw, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ sine_out, lead_out }, memory, memory_size, err);
}

tr_status tr_indicator_mult(const double *x, const double *y, size_t count, double *mult_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_mult;
    return tr__indicator_call(&tr__indicator_mult, (const double *const[]){ x, y }, count, (const double[]){ 0 }, (double *const[]){ mult_out }, memory, memory_size, err);
}

tr_status tr_indicator_natr(const double *high, const double *low, const double *close, size_t count, int period, double *natr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_natr;
    return tr__indicator_call(&tr__indicator_natr, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ natr_out }, memory, memory_size, err);
}

tr_status tr_indicator_nvi(const double *x, const double *volume, size_t count, double *nvi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_nvi;
    return tr__indicator_call(&tr__indicator_nvi, (const double *const[]){ x, volume }, count, (const double[]){ 0 }, (double *const[]){ nvi_out }, memory, memory_size, err);
}

tr_status tr_indicator_obv(const double *x, const double *volume, size_t count, double *obv_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_obv;
    return tr__indicator_call(&tr__indicator_obv, (const double *const[]){ x, volume }, count, (const double[]){ 0 }, (double *const[]){ obv_out }, memory, memory_size, err);
}

tr_status tr_indicator_pdist(const double *open, const double *high, const double *low, const double *close, size_t count, double *pdist_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pdist;
    return tr__indicator_call(&tr__indicator_pdist, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ pdist_out }, memory, memory_size, err);
}

tr_status tr_indicator_percent_return(const double *x, size_t count, int period, int cumulative, double *percent_return_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_percent_return;
    return tr__indicator_call(&tr__indicator_percent_return, (const double *const[]){ x }, count, (const double[]){ period, cumulative }, (double *const[]){ percent_return_out }, memory, memory_size, err);
}

tr_status tr_indicator_percentb(const double *x, size_t count, int period, double nb_dev_up, double nb_dev_dn, int ma_type, double *percentb_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_percentb;
    return tr__indicator_call(&tr__indicator_percentb, (const double *const[]){ x }, count, (const double[]){ period, nb_dev_up, nb_dev_dn, ma_type }, (double *const[]){ percentb_out }, memory, memory_size, err);
}

tr_status tr_indicator_percentile(const double *x, size_t count, int period, double percentile, double *percentile_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_percentile;
    return tr__indicator_call(&tr__indicator_percentile, (const double *const[]){ x }, count, (const double[]){ period, percentile }, (double *const[]){ percentile_out }, memory, memory_size, err);
}

tr_status tr_indicator_percentrank(const double *x, size_t count, int period, double *percentrank_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_percentrank;
    return tr__indicator_call(&tr__indicator_percentrank, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ percentrank_out }, memory, memory_size, err);
}

tr_status tr_indicator_pgo(const double *high, const double *low, const double *close, size_t count, int period, double *pgo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pgo;
    return tr__indicator_call(&tr__indicator_pgo, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ pgo_out }, memory, memory_size, err);
}

tr_status tr_indicator_pivots(const double *time, const double *open, const double *high, const double *low, const double *close, size_t count, int method, int session, int offset_minutes, double *pivot_out, double *s1_out, double *s2_out, double *s3_out, double *s4_out, double *r1_out, double *r2_out, double *r3_out, double *r4_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pivots;
    return tr__indicator_call(&tr__indicator_pivots, (const double *const[]){ time, open, high, low, close }, count, (const double[]){ method, session, offset_minutes }, (double *const[]){ pivot_out, s1_out, s2_out, s3_out, s4_out, r1_out, r2_out, r3_out, r4_out }, memory, memory_size, err);
}

tr_status tr_indicator_plus_di(const double *high, const double *low, const double *close, size_t count, int period, double *plus_di_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_plus_di;
    return tr__indicator_call(&tr__indicator_plus_di, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ plus_di_out }, memory, memory_size, err);
}

tr_status tr_indicator_plus_dm(const double *high, const double *low, size_t count, int period, double *plus_dm_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_plus_dm;
    return tr__indicator_call(&tr__indicator_plus_dm, (const double *const[]){ high, low }, count, (const double[]){ period }, (double *const[]){ plus_dm_out }, memory, memory_size, err);
}

tr_status tr_indicator_pmax(const double *high, const double *low, const double *close, size_t count, int period, double multiplier, int ma_type, double *pmax_out, double *trend_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pmax;
    return tr__indicator_call(&tr__indicator_pmax, (const double *const[]){ high, low, close }, count, (const double[]){ period, multiplier, ma_type }, (double *const[]){ pmax_out, trend_out }, memory, memory_size, err);
}

tr_status tr_indicator_po(const double *x, size_t count, int period, double *po_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_po;
    return tr__indicator_call(&tr__indicator_po, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ po_out }, memory, memory_size, err);
}

tr_status tr_indicator_ppo(const double *x, size_t count, int fast_period, int slow_period, int ma_type, double *ppo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ppo;
    return tr__indicator_call(&tr__indicator_ppo, (const double *const[]){ x }, count, (const double[]){ fast_period, slow_period, ma_type }, (double *const[]){ ppo_out }, memory, memory_size, err);
}

tr_status tr_indicator_psl(const double *x, size_t count, int period, double *psl_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_psl;
    return tr__indicator_call(&tr__indicator_psl, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ psl_out }, memory, memory_size, err);
}

tr_status tr_indicator_pso(const double *high, const double *low, const double *close, size_t count, int fastk_period, int ema_period, double *pso_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pso;
    return tr__indicator_call(&tr__indicator_pso, (const double *const[]){ high, low, close }, count, (const double[]){ fastk_period, ema_period }, (double *const[]){ pso_out }, memory, memory_size, err);
}

tr_status tr_indicator_pvi(const double *x, const double *volume, size_t count, double *pvi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pvi;
    return tr__indicator_call(&tr__indicator_pvi, (const double *const[]){ x, volume }, count, (const double[]){ 0 }, (double *const[]){ pvi_out }, memory, memory_size, err);
}

tr_status tr_indicator_pvo(const double *volume, size_t count, int fast_period, int slow_period, int ma_type, double *pvo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pvo;
    return tr__indicator_call(&tr__indicator_pvo, (const double *const[]){ volume }, count, (const double[]){ fast_period, slow_period, ma_type }, (double *const[]){ pvo_out }, memory, memory_size, err);
}

tr_status tr_indicator_pvol(const double *x, const double *volume, size_t count, int is_signed, double *pvol_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pvol;
    return tr__indicator_call(&tr__indicator_pvol, (const double *const[]){ x, volume }, count, (const double[]){ is_signed }, (double *const[]){ pvol_out }, memory, memory_size, err);
}

tr_status tr_indicator_pvr(const double *x, const double *volume, size_t count, double *pvr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pvr;
    return tr__indicator_call(&tr__indicator_pvr, (const double *const[]){ x, volume }, count, (const double[]){ 0 }, (double *const[]){ pvr_out }, memory, memory_size, err);
}

tr_status tr_indicator_pvt(const double *close, const double *volume, size_t count, double *pvt_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pvt;
    return tr__indicator_call(&tr__indicator_pvt, (const double *const[]){ close, volume }, count, (const double[]){ 0 }, (double *const[]){ pvt_out }, memory, memory_size, err);
}

tr_status tr_indicator_pwma(const double *x, size_t count, int period, double *pwma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_pwma;
    return tr__indicator_call(&tr__indicator_pwma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ pwma_out }, memory, memory_size, err);
}

tr_status tr_indicator_qqe(const double *x, size_t count, int period, int smooth_period, double factor, int ma_type, double *qqe_out, double *basis_out, double *long_out, double *short_out, double *trend_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_qqe;
    return tr__indicator_call(&tr__indicator_qqe, (const double *const[]){ x }, count, (const double[]){ period, smooth_period, factor, ma_type }, (double *const[]){ qqe_out, basis_out, long_out, short_out, trend_out }, memory, memory_size, err);
}

tr_status tr_indicator_qstick(const double *open, const double *close, size_t count, int period, double *qstick_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_qstick;
    return tr__indicator_call(&tr__indicator_qstick, (const double *const[]){ open, close }, count, (const double[]){ period }, (double *const[]){ qstick_out }, memory, memory_size, err);
}

tr_status tr_indicator_quantile(const double *x, size_t count, int period, double q, double *quantile_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_quantile;
    return tr__indicator_call(&tr__indicator_quantile, (const double *const[]){ x }, count, (const double[]){ period, q }, (double *const[]){ quantile_out }, memory, memory_size, err);
}

tr_status tr_indicator_rainbow(const double *x, size_t count, int period, double *ribbon_1_out, double *ribbon_2_out, double *ribbon_3_out, double *ribbon_4_out, double *ribbon_5_out, double *ribbon_6_out, double *ribbon_7_out, double *ribbon_8_out, double *ribbon_9_out, double *ribbon_10_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rainbow;
    return tr__indicator_call(&tr__indicator_rainbow, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ ribbon_1_out, ribbon_2_out, ribbon_3_out, ribbon_4_out, ribbon_5_out, ribbon_6_out, ribbon_7_out, ribbon_8_out, ribbon_9_out, ribbon_10_out }, memory, memory_size, err);
}

tr_status tr_indicator_reflex(const double *x, size_t count, int period, int smooth_period, double alpha, double *reflex_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_reflex;
    return tr__indicator_call(&tr__indicator_reflex, (const double *const[]){ x }, count, (const double[]){ period, smooth_period, alpha }, (double *const[]){ reflex_out }, memory, memory_size, err);
}

tr_status tr_indicator_regime(const double *close, const double *volume, size_t count, int window, double volatility_percentile, double trend_percentile, double *regime_out, double *volatility_out, double *trend_strength_out, double *volume_ratio_out, double *rsi_out, double *macd_out, double *ema_ratio_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_regime;
    return tr__indicator_call(&tr__indicator_regime, (const double *const[]){ close, volume }, count, (const double[]){ window, volatility_percentile, trend_percentile }, (double *const[]){ regime_out, volatility_out, trend_strength_out, volume_ratio_out, rsi_out, macd_out, ema_ratio_out }, memory, memory_size, err);
}

tr_status tr_indicator_regime_simple(const double *close, size_t count, int period, double volatile_percent, double trend_percent, double *regime_out, double *deviation_out, double *move_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_regime_simple;
    return tr__indicator_call(&tr__indicator_regime_simple, (const double *const[]){ close }, count, (const double[]){ period, volatile_percent, trend_percent }, (double *const[]){ regime_out, deviation_out, move_out }, memory, memory_size, err);
}

tr_status tr_indicator_remap(const double *x, size_t count, double from_min, double from_max, double to_min, double to_max, double *remap_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_remap;
    return tr__indicator_call(&tr__indicator_remap, (const double *const[]){ x }, count, (const double[]){ from_min, from_max, to_min, to_max }, (double *const[]){ remap_out }, memory, memory_size, err);
}

tr_status tr_indicator_rma(const double *x, size_t count, int period, double *rma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rma;
    return tr__indicator_call(&tr__indicator_rma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ rma_out }, memory, memory_size, err);
}

tr_status tr_indicator_roc(const double *x, size_t count, int period, double *roc_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_roc;
    return tr__indicator_call(&tr__indicator_roc, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ roc_out }, memory, memory_size, err);
}

tr_status tr_indicator_rocp(const double *x, size_t count, int period, double *rocp_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rocp;
    return tr__indicator_call(&tr__indicator_rocp, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ rocp_out }, memory, memory_size, err);
}

tr_status tr_indicator_rocr(const double *x, size_t count, int period, double *rocr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rocr;
    return tr__indicator_call(&tr__indicator_rocr, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ rocr_out }, memory, memory_size, err);
}

tr_status tr_indicator_rocr100(const double *x, size_t count, int period, double *rocr100_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rocr100;
    return tr__indicator_call(&tr__indicator_rocr100, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ rocr100_out }, memory, memory_size, err);
}

tr_status tr_indicator_rogerssatchell(const double *open, const double *high, const double *low, const double *close, size_t count, int period, double annualization, double *rogerssatchell_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rogerssatchell;
    return tr__indicator_call(&tr__indicator_rogerssatchell, (const double *const[]){ open, high, low, close }, count, (const double[]){ period, annualization }, (double *const[]){ rogerssatchell_out }, memory, memory_size, err);
}

tr_status tr_indicator_round(const double *x, size_t count, double *round_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_round;
    return tr__indicator_call(&tr__indicator_round, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ round_out }, memory, memory_size, err);
}

tr_status tr_indicator_rsi(const double *x, size_t count, int period, double *rsi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rsi;
    return tr__indicator_call(&tr__indicator_rsi, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ rsi_out }, memory, memory_size, err);
}

tr_status tr_indicator_rsx(const double *x, size_t count, int period, double *rsx_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rsx;
    return tr__indicator_call(&tr__indicator_rsx, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ rsx_out }, memory, memory_size, err);
}

tr_status tr_indicator_rvgi(const double *open, const double *high, const double *low, const double *close, size_t count, int period, int smooth_period, double *rvgi_out, double *signal_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rvgi;
    return tr__indicator_call(&tr__indicator_rvgi, (const double *const[]){ open, high, low, close }, count, (const double[]){ period, smooth_period }, (double *const[]){ rvgi_out, signal_out }, memory, memory_size, err);
}

tr_status tr_indicator_rvi(const double *x, size_t count, int period, int stddev_period, double *rvi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rvi;
    return tr__indicator_call(&tr__indicator_rvi, (const double *const[]){ x }, count, (const double[]){ period, stddev_period }, (double *const[]){ rvi_out }, memory, memory_size, err);
}

tr_status tr_indicator_rvir(const double *high, const double *low, size_t count, int period, int stddev_period, double *rvir_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rvir;
    return tr__indicator_call(&tr__indicator_rvir, (const double *const[]){ high, low }, count, (const double[]){ period, stddev_period }, (double *const[]){ rvir_out }, memory, memory_size, err);
}

tr_status tr_indicator_rvol(const double *volume, size_t count, int period, double *rvol_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rvol;
    return tr__indicator_call(&tr__indicator_rvol, (const double *const[]){ volume }, count, (const double[]){ period }, (double *const[]){ rvol_out }, memory, memory_size, err);
}

tr_status tr_indicator_rwi(const double *high, const double *low, const double *close, size_t count, int period, double *high_out, double *low_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rwi;
    return tr__indicator_call(&tr__indicator_rwi, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ high_out, low_out }, memory, memory_size, err);
}

tr_status tr_indicator_sar(const double *high, const double *low, size_t count, double acceleration, double maximum, double *sar_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sar;
    return tr__indicator_call(&tr__indicator_sar, (const double *const[]){ high, low }, count, (const double[]){ acceleration, maximum }, (double *const[]){ sar_out }, memory, memory_size, err);
}

tr_status tr_indicator_sarext(const double *high, const double *low, size_t count, double start_value, double offset_on_reverse, double acceleration_init_long, double acceleration_long, double acceleration_max_long, double acceleration_init_short, double acceleration_short, double acceleration_max_short, double *sarext_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sarext;
    return tr__indicator_call(&tr__indicator_sarext, (const double *const[]){ high, low }, count, (const double[]){ start_value, offset_on_reverse, acceleration_init_long, acceleration_long, acceleration_max_long, acceleration_init_short, acceleration_short, acceleration_max_short }, (double *const[]){ sarext_out }, memory, memory_size, err);
}

tr_status tr_indicator_short_run(const double *x, const double *y, size_t count, int period, double *short_run_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_short_run;
    return tr__indicator_call(&tr__indicator_short_run, (const double *const[]){ x, y }, count, (const double[]){ period }, (double *const[]){ short_run_out }, memory, memory_size, err);
}

tr_status tr_indicator_si(const double *open, const double *high, const double *low, const double *close, size_t count, double limit_move, double *si_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_si;
    return tr__indicator_call(&tr__indicator_si, (const double *const[]){ open, high, low, close }, count, (const double[]){ limit_move }, (double *const[]){ si_out }, memory, memory_size, err);
}

tr_status tr_indicator_sin(const double *x, size_t count, double *sin_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sin;
    return tr__indicator_call(&tr__indicator_sin, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ sin_out }, memory, memory_size, err);
}

tr_status tr_indicator_sinh(const double *x, size_t count, double *sinh_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sinh;
    return tr__indicator_call(&tr__indicator_sinh, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ sinh_out }, memory, memory_size, err);
}

tr_status tr_indicator_sinwma(const double *x, size_t count, int period, double *sinwma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sinwma;
    return tr__indicator_call(&tr__indicator_sinwma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ sinwma_out }, memory, memory_size, err);
}

tr_status tr_indicator_skew(const double *x, size_t count, int period, double *skew_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_skew;
    return tr__indicator_call(&tr__indicator_skew, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ skew_out }, memory, memory_size, err);
}

tr_status tr_indicator_slope(const double *x, size_t count, int period, int angle, double *slope_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_slope;
    return tr__indicator_call(&tr__indicator_slope, (const double *const[]){ x }, count, (const double[]){ period, angle }, (double *const[]){ slope_out }, memory, memory_size, err);
}

tr_status tr_indicator_sma(const double *x, size_t count, int period, double *sma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sma;
    return tr__indicator_call(&tr__indicator_sma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ sma_out }, memory, memory_size, err);
}

tr_status tr_indicator_smc_sweep(const double *open, const double *high, const double *low, const double *close, size_t count, int period, double wick, double *smc_sweep_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_smc_sweep;
    return tr__indicator_call(&tr__indicator_smc_sweep, (const double *const[]){ open, high, low, close }, count, (const double[]){ period, wick }, (double *const[]){ smc_sweep_out }, memory, memory_size, err);
}

tr_status tr_indicator_smi(const double *high, const double *low, const double *close, size_t count, int period, int fast_period, int slow_period, int signal_period, double *smi_out, double *signal_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_smi;
    return tr__indicator_call(&tr__indicator_smi, (const double *const[]){ high, low, close }, count, (const double[]){ period, fast_period, slow_period, signal_period }, (double *const[]){ smi_out, signal_out }, memory, memory_size, err);
}

tr_status tr_indicator_sqrt(const double *x, size_t count, double *sqrt_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sqrt;
    return tr__indicator_call(&tr__indicator_sqrt, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ sqrt_out }, memory, memory_size, err);
}

tr_status tr_indicator_squeeze(const double *high, const double *low, const double *close, size_t count, int bb_period, double bb_dev, int kc_period, double kc_scalar, int momentum_period, int smooth_period, int use_tr, int ma_type, int lazybear, double *squeeze_out, double *on_out, double *off_out, double *no_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_squeeze;
    return tr__indicator_call(&tr__indicator_squeeze, (const double *const[]){ high, low, close }, count, (const double[]){ bb_period, bb_dev, kc_period, kc_scalar, momentum_period, smooth_period, use_tr, ma_type, lazybear }, (double *const[]){ squeeze_out, on_out, off_out, no_out }, memory, memory_size, err);
}

tr_status tr_indicator_squeeze_pro(const double *high, const double *low, const double *close, size_t count, int bb_period, double bb_dev, int kc_period, double kc_scalar_wide, double kc_scalar_normal, double kc_scalar_narrow, int momentum_period, int smooth_period, int use_tr, int ma_type, double *squeeze_out, double *on_wide_out, double *on_normal_out, double *on_narrow_out, double *off_out, double *no_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_squeeze_pro;
    return tr__indicator_call(&tr__indicator_squeeze_pro, (const double *const[]){ high, low, close }, count, (const double[]){ bb_period, bb_dev, kc_period, kc_scalar_wide, kc_scalar_normal, kc_scalar_narrow, momentum_period, smooth_period, use_tr, ma_type }, (double *const[]){ squeeze_out, on_wide_out, on_normal_out, on_narrow_out, off_out, no_out }, memory, memory_size, err);
}

tr_status tr_indicator_ssf(const double *x, size_t count, int period, double *ssf_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ssf;
    return tr__indicator_call(&tr__indicator_ssf, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ ssf_out }, memory, memory_size, err);
}

tr_status tr_indicator_ssf3(const double *x, size_t count, int period, double *ssf3_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ssf3;
    return tr__indicator_call(&tr__indicator_ssf3, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ ssf3_out }, memory, memory_size, err);
}

tr_status tr_indicator_standard_error(const double *x, size_t count, int period, double *standard_error_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_standard_error;
    return tr__indicator_call(&tr__indicator_standard_error, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ standard_error_out }, memory, memory_size, err);
}

tr_status tr_indicator_stc(const double *x, size_t count, int fast_period, int slow_period, int cycle_period, double *stc_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_stc;
    return tr__indicator_call(&tr__indicator_stc, (const double *const[]){ x }, count, (const double[]){ fast_period, slow_period, cycle_period }, (double *const[]){ stc_out }, memory, memory_size, err);
}

tr_status tr_indicator_stddev(const double *x, size_t count, int period, double nb_dev, double *stddev_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_stddev;
    return tr__indicator_call(&tr__indicator_stddev, (const double *const[]){ x }, count, (const double[]){ period, nb_dev }, (double *const[]){ stddev_out }, memory, memory_size, err);
}

tr_status tr_indicator_stoch(const double *high, const double *low, const double *close, size_t count, int fastk_period, int slowk_period, int slowk_ma_type, int slowd_period, int slowd_ma_type, double *slow_k_out, double *slow_d_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_stoch;
    return tr__indicator_call(&tr__indicator_stoch, (const double *const[]){ high, low, close }, count, (const double[]){ fastk_period, slowk_period, slowk_ma_type, slowd_period, slowd_ma_type }, (double *const[]){ slow_k_out, slow_d_out }, memory, memory_size, err);
}

tr_status tr_indicator_stochf(const double *high, const double *low, const double *close, size_t count, int fastk_period, int fastd_period, int fastd_ma_type, double *fast_k_out, double *fast_d_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_stochf;
    return tr__indicator_call(&tr__indicator_stochf, (const double *const[]){ high, low, close }, count, (const double[]){ fastk_period, fastd_period, fastd_ma_type }, (double *const[]){ fast_k_out, fast_d_out }, memory, memory_size, err);
}

tr_status tr_indicator_stochrsi(const double *x, size_t count, int period, int fastk_period, int fastd_period, int fastd_ma_type, double *fast_k_out, double *fast_d_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_stochrsi;
    return tr__indicator_call(&tr__indicator_stochrsi, (const double *const[]){ x }, count, (const double[]){ period, fastk_period, fastd_period, fastd_ma_type }, (double *const[]){ fast_k_out, fast_d_out }, memory, memory_size, err);
}

tr_status tr_indicator_sub(const double *x, const double *y, size_t count, double *sub_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sub;
    return tr__indicator_call(&tr__indicator_sub, (const double *const[]){ x, y }, count, (const double[]){ 0 }, (double *const[]){ sub_out }, memory, memory_size, err);
}

tr_status tr_indicator_sum(const double *x, size_t count, int period, double *sum_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sum;
    return tr__indicator_call(&tr__indicator_sum, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ sum_out }, memory, memory_size, err);
}

tr_status tr_indicator_supertrend(const double *high, const double *low, const double *close, size_t count, int period, double multiplier, double *supertrend_out, double *trend_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_supertrend;
    return tr__indicator_call(&tr__indicator_supertrend, (const double *const[]){ high, low, close }, count, (const double[]){ period, multiplier }, (double *const[]){ supertrend_out, trend_out }, memory, memory_size, err);
}

tr_status tr_indicator_swak_2php(const double *x, size_t count, int period, double *swak_2php_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_swak_2php;
    return tr__indicator_call(&tr__indicator_swak_2php, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ swak_2php_out }, memory, memory_size, err);
}

tr_status tr_indicator_swak_bp(const double *x, size_t count, int period, double delta, double *swak_bp_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_swak_bp;
    return tr__indicator_call(&tr__indicator_swak_bp, (const double *const[]){ x }, count, (const double[]){ period, delta }, (double *const[]){ swak_bp_out }, memory, memory_size, err);
}

tr_status tr_indicator_swak_butter(const double *x, size_t count, int period, double *swak_butter_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_swak_butter;
    return tr__indicator_call(&tr__indicator_swak_butter, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ swak_butter_out }, memory, memory_size, err);
}

tr_status tr_indicator_swak_gauss(const double *x, size_t count, int period, double *swak_gauss_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_swak_gauss;
    return tr__indicator_call(&tr__indicator_swak_gauss, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ swak_gauss_out }, memory, memory_size, err);
}

tr_status tr_indicator_swak_hp(const double *x, size_t count, int period, double *swak_hp_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_swak_hp;
    return tr__indicator_call(&tr__indicator_swak_hp, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ swak_hp_out }, memory, memory_size, err);
}

tr_status tr_indicator_swma(const double *x, size_t count, int period, double *swma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_swma;
    return tr__indicator_call(&tr__indicator_swma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ swma_out }, memory, memory_size, err);
}

tr_status tr_indicator_t3(const double *x, size_t count, int period, double vfactor, double *t3_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_t3;
    return tr__indicator_call(&tr__indicator_t3, (const double *const[]){ x }, count, (const double[]){ period, vfactor }, (double *const[]){ t3_out }, memory, memory_size, err);
}

tr_status tr_indicator_tan(const double *x, size_t count, double *tan_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tan;
    return tr__indicator_call(&tr__indicator_tan, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ tan_out }, memory, memory_size, err);
}

tr_status tr_indicator_tanh(const double *x, size_t count, double *tanh_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tanh;
    return tr__indicator_call(&tr__indicator_tanh, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ tanh_out }, memory, memory_size, err);
}

tr_status tr_indicator_td_seq(const double *x, size_t count, int show_all, double *up_out, double *down_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_td_seq;
    return tr__indicator_call(&tr__indicator_td_seq, (const double *const[]){ x }, count, (const double[]){ show_all }, (double *const[]){ up_out, down_out }, memory, memory_size, err);
}

tr_status tr_indicator_tema(const double *x, size_t count, int period, double *tema_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tema;
    return tr__indicator_call(&tr__indicator_tema, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ tema_out }, memory, memory_size, err);
}

tr_status tr_indicator_thermo(const double *high, const double *low, size_t count, int period, double long_factor, double short_factor, int ma_type, double *thermo_out, double *average_out, double *quiet_out, double *hot_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_thermo;
    return tr__indicator_call(&tr__indicator_thermo, (const double *const[]){ high, low }, count, (const double[]){ period, long_factor, short_factor, ma_type }, (double *const[]){ thermo_out, average_out, quiet_out, hot_out }, memory, memory_size, err);
}

tr_status tr_indicator_tmo(const double *open, const double *close, size_t count, int period, int calc_period, int smooth_period, int ma_type, double *tmo_out, double *signal_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tmo;
    return tr__indicator_call(&tr__indicator_tmo, (const double *const[]){ open, close }, count, (const double[]){ period, calc_period, smooth_period, ma_type }, (double *const[]){ tmo_out, signal_out }, memory, memory_size, err);
}

tr_status tr_indicator_todeg(const double *x, size_t count, double *todeg_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_todeg;
    return tr__indicator_call(&tr__indicator_todeg, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ todeg_out }, memory, memory_size, err);
}

tr_status tr_indicator_torad(const double *x, size_t count, double *torad_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_torad;
    return tr__indicator_call(&tr__indicator_torad, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ torad_out }, memory, memory_size, err);
}

tr_status tr_indicator_tos_stdevall(const double *x, size_t count, int period, double width_1, double width_2, double width_3, int ddof, double *line_out, double *lower_1_out, double *upper_1_out, double *lower_2_out, double *upper_2_out, double *lower_3_out, double *upper_3_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tos_stdevall;
    return tr__indicator_call(&tr__indicator_tos_stdevall, (const double *const[]){ x }, count, (const double[]){ period, width_1, width_2, width_3, ddof }, (double *const[]){ line_out, lower_1_out, upper_1_out, lower_2_out, upper_2_out, lower_3_out, upper_3_out }, memory, memory_size, err);
}

tr_status tr_indicator_trange(const double *high, const double *low, const double *close, size_t count, double *trange_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_trange;
    return tr__indicator_call(&tr__indicator_trange, (const double *const[]){ high, low, close }, count, (const double[]){ 0 }, (double *const[]){ trange_out }, memory, memory_size, err);
}

tr_status tr_indicator_trendflex(const double *x, size_t count, int period, int smooth_period, double alpha, double *trendflex_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_trendflex;
    return tr__indicator_call(&tr__indicator_trendflex, (const double *const[]){ x }, count, (const double[]){ period, smooth_period, alpha }, (double *const[]){ trendflex_out }, memory, memory_size, err);
}

tr_status tr_indicator_trima(const double *x, size_t count, int period, double *trima_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_trima;
    return tr__indicator_call(&tr__indicator_trima, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ trima_out }, memory, memory_size, err);
}

tr_status tr_indicator_trix(const double *x, size_t count, int period, double *trix_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_trix;
    return tr__indicator_call(&tr__indicator_trix, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ trix_out }, memory, memory_size, err);
}

tr_status tr_indicator_trunc(const double *x, size_t count, double *trunc_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_trunc;
    return tr__indicator_call(&tr__indicator_trunc, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ trunc_out }, memory, memory_size, err);
}

tr_status tr_indicator_tsf(const double *x, size_t count, int period, double *tsf_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tsf;
    return tr__indicator_call(&tr__indicator_tsf, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ tsf_out }, memory, memory_size, err);
}

tr_status tr_indicator_tsi(const double *x, size_t count, int first_period, int second_period, double *tsi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tsi;
    return tr__indicator_call(&tr__indicator_tsi, (const double *const[]){ x }, count, (const double[]){ first_period, second_period }, (double *const[]){ tsi_out }, memory, memory_size, err);
}

tr_status tr_indicator_tsignals(const double *x, size_t count, int trade_offset, double *trend_out, double *trade_out, double *entry_out, double *exit_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tsignals;
    return tr__indicator_call(&tr__indicator_tsignals, (const double *const[]){ x }, count, (const double[]){ trade_offset }, (double *const[]){ trend_out, trade_out, entry_out, exit_out }, memory, memory_size, err);
}

tr_status tr_indicator_ttm_trend(const double *high, const double *low, const double *close, size_t count, int period, double *ttm_trend_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ttm_trend;
    return tr__indicator_call(&tr__indicator_ttm_trend, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ ttm_trend_out }, memory, memory_size, err);
}

tr_status tr_indicator_typprice(const double *high, const double *low, const double *close, size_t count, double *typprice_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_typprice;
    return tr__indicator_call(&tr__indicator_typprice, (const double *const[]){ high, low, close }, count, (const double[]){ 0 }, (double *const[]){ typprice_out }, memory, memory_size, err);
}

tr_status tr_indicator_ui(const double *x, size_t count, int period, double *ui_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ui;
    return tr__indicator_call(&tr__indicator_ui, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ ui_out }, memory, memory_size, err);
}

tr_status tr_indicator_ultosc(const double *high, const double *low, const double *close, size_t count, int period1, int period2, int period3, double *ultosc_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ultosc;
    return tr__indicator_call(&tr__indicator_ultosc, (const double *const[]){ high, low, close }, count, (const double[]){ period1, period2, period3 }, (double *const[]){ ultosc_out }, memory, memory_size, err);
}

tr_status tr_indicator_var(const double *x, size_t count, int period, double nb_dev, double *var_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_var;
    return tr__indicator_call(&tr__indicator_var, (const double *const[]){ x }, count, (const double[]){ period, nb_dev }, (double *const[]){ var_out }, memory, memory_size, err);
}

tr_status tr_indicator_vfi(const double *high, const double *low, const double *close, const double *volume, size_t count, int period, double factor, double volume_factor, int smooth_period, double *vfi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vfi;
    return tr__indicator_call(&tr__indicator_vfi, (const double *const[]){ high, low, close, volume }, count, (const double[]){ period, factor, volume_factor, smooth_period }, (double *const[]){ vfi_out }, memory, memory_size, err);
}

tr_status tr_indicator_vhf(const double *x, size_t count, int period, double *vhf_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vhf;
    return tr__indicator_call(&tr__indicator_vhf, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ vhf_out }, memory, memory_size, err);
}

tr_status tr_indicator_vhm(const double *volume, size_t count, int period, int deviation_period, int ma_type, double *vhm_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vhm;
    return tr__indicator_call(&tr__indicator_vhm, (const double *const[]){ volume }, count, (const double[]){ period, deviation_period, ma_type }, (double *const[]){ vhm_out }, memory, memory_size, err);
}

tr_status tr_indicator_vidya(const double *x, size_t count, int fast_period, int slow_period, double alpha, double *vidya_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vidya;
    return tr__indicator_call(&tr__indicator_vidya, (const double *const[]){ x }, count, (const double[]){ fast_period, slow_period, alpha }, (double *const[]){ vidya_out }, memory, memory_size, err);
}

tr_status tr_indicator_vortex(const double *high, const double *low, const double *close, size_t count, int period, double *plus_vi_out, double *minus_vi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vortex;
    return tr__indicator_call(&tr__indicator_vortex, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ plus_vi_out, minus_vi_out }, memory, memory_size, err);
}

tr_status tr_indicator_vosc(const double *x, size_t count, int fast_period, int slow_period, double *vosc_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vosc;
    return tr__indicator_call(&tr__indicator_vosc, (const double *const[]){ x }, count, (const double[]){ fast_period, slow_period }, (double *const[]){ vosc_out }, memory, memory_size, err);
}

tr_status tr_indicator_vp(const double *close, const double *volume, size_t count, int period, int width, double value_area, double *poc_out, double *value_low_out, double *value_high_out, double *positive_out, double *negative_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vp;
    return tr__indicator_call(&tr__indicator_vp, (const double *const[]){ close, volume }, count, (const double[]){ period, width, value_area }, (double *const[]){ poc_out, value_low_out, value_high_out, positive_out, negative_out }, memory, memory_size, err);
}

tr_status tr_indicator_vwap(const double *high, const double *low, const double *close, const double *volume, size_t count, int anchor_bar, double nb_dev, double *vwap_out, double *upper_out, double *lower_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vwap;
    return tr__indicator_call(&tr__indicator_vwap, (const double *const[]){ high, low, close, volume }, count, (const double[]){ anchor_bar, nb_dev }, (double *const[]){ vwap_out, upper_out, lower_out }, memory, memory_size, err);
}

tr_status tr_indicator_vwap_anchored(const double *high, const double *low, const double *close, const double *volume, const double *x, size_t count, double nb_dev, double *vwap_out, double *upper_out, double *lower_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vwap_anchored;
    return tr__indicator_call(&tr__indicator_vwap_anchored, (const double *const[]){ high, low, close, volume, x }, count, (const double[]){ nb_dev }, (double *const[]){ vwap_out, upper_out, lower_out }, memory, memory_size, err);
}

tr_status tr_indicator_vwap_session(const double *time, const double *high, const double *low, const double *close, const double *volume, size_t count, int session, int offset_minutes, double nb_dev, double *vwap_out, double *upper_out, double *lower_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vwap_session;
    return tr__indicator_call(&tr__indicator_vwap_session, (const double *const[]){ time, high, low, close, volume }, count, (const double[]){ session, offset_minutes, nb_dev }, (double *const[]){ vwap_out, upper_out, lower_out }, memory, memory_size, err);
}

tr_status tr_indicator_vwma(const double *x, const double *volume, size_t count, int period, double *vwma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vwma;
    return tr__indicator_call(&tr__indicator_vwma, (const double *const[]){ x, volume }, count, (const double[]){ period }, (double *const[]){ vwma_out }, memory, memory_size, err);
}

tr_status tr_indicator_vwmacd(const double *close, const double *volume, size_t count, int fast_period, int slow_period, int signal_period, double *vwmacd_out, double *signal_out, double *histogram_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_vwmacd;
    return tr__indicator_call(&tr__indicator_vwmacd, (const double *const[]){ close, volume }, count, (const double[]){ fast_period, slow_period, signal_period }, (double *const[]){ vwmacd_out, signal_out, histogram_out }, memory, memory_size, err);
}

tr_status tr_indicator_wad(const double *high, const double *low, const double *close, size_t count, double *wad_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_wad;
    return tr__indicator_call(&tr__indicator_wad, (const double *const[]){ high, low, close }, count, (const double[]){ 0 }, (double *const[]){ wad_out }, memory, memory_size, err);
}

tr_status tr_indicator_wb_tsv(const double *x, const double *volume, size_t count, int period, int signal_period, int ma_type, double *tsv_out, double *signal_out, double *ratio_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_wb_tsv;
    return tr__indicator_call(&tr__indicator_wb_tsv, (const double *const[]){ x, volume }, count, (const double[]){ period, signal_period, ma_type }, (double *const[]){ tsv_out, signal_out, ratio_out }, memory, memory_size, err);
}

tr_status tr_indicator_wclprice(const double *high, const double *low, const double *close, size_t count, double *wclprice_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_wclprice;
    return tr__indicator_call(&tr__indicator_wclprice, (const double *const[]){ high, low, close }, count, (const double[]){ 0 }, (double *const[]){ wclprice_out }, memory, memory_size, err);
}

tr_status tr_indicator_willr(const double *high, const double *low, const double *close, size_t count, int period, double *willr_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_willr;
    return tr__indicator_call(&tr__indicator_willr, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ willr_out }, memory, memory_size, err);
}

tr_status tr_indicator_wma(const double *x, size_t count, int period, double *wma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_wma;
    return tr__indicator_call(&tr__indicator_wma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ wma_out }, memory, memory_size, err);
}

tr_status tr_indicator_xsignals(const double *x, const double *y, const double *z, size_t count, int above, int is_long, double *trend_out, double *trade_out, double *entry_out, double *exit_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_xsignals;
    return tr__indicator_call(&tr__indicator_xsignals, (const double *const[]){ x, y, z }, count, (const double[]){ above, is_long }, (double *const[]){ trend_out, trade_out, entry_out, exit_out }, memory, memory_size, err);
}

tr_status tr_indicator_zigzag(const double *high, const double *low, size_t count, int period, double deviation, double *signal_out, double *type_out, double *value_out, double *index_out, double *deviation_out, double *leg_type_out, double *leg_value_out, double *leg_index_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_zigzag;
    return tr__indicator_call(&tr__indicator_zigzag, (const double *const[]){ high, low }, count, (const double[]){ period, deviation }, (double *const[]){ signal_out, type_out, value_out, index_out, deviation_out, leg_type_out, leg_value_out, leg_index_out }, memory, memory_size, err);
}

tr_status tr_indicator_zlema(const double *x, size_t count, int period, double *zlema_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_zlema;
    return tr__indicator_call(&tr__indicator_zlema, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ zlema_out }, memory, memory_size, err);
}

tr_status tr_indicator_zscore(const double *x, size_t count, int period, double deviations, double *zscore_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_zscore;
    return tr__indicator_call(&tr__indicator_zscore, (const double *const[]){ x }, count, (const double[]){ period, deviations }, (double *const[]){ zscore_out }, memory, memory_size, err);
}
