/* calls.c: the typed calls, generated from the table; do not edit. */
#include <trade/indicator_calls.h>

#include "indicator/engine.h"

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

tr_status tr_indicator_bbands(const double *x, size_t count, int period, double nb_dev_up, double nb_dev_dn, int ma_type, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_bbands;
    return tr__indicator_call(&tr__indicator_bbands, (const double *const[]){ x }, count, (const double[]){ period, nb_dev_up, nb_dev_dn, ma_type }, (double *const[]){ upper_out, middle_out, lower_out }, memory, memory_size, err);
}

tr_status tr_indicator_beta(const double *x, const double *y, size_t count, int period, double *beta_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_beta;
    return tr__indicator_call(&tr__indicator_beta, (const double *const[]){ x, y }, count, (const double[]){ period }, (double *const[]){ beta_out }, memory, memory_size, err);
}

tr_status tr_indicator_bop(const double *open, const double *high, const double *low, const double *close, size_t count, double *bop_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_bop;
    return tr__indicator_call(&tr__indicator_bop, (const double *const[]){ open, high, low, close }, count, (const double[]){ 0 }, (double *const[]){ bop_out }, memory, memory_size, err);
}

tr_status tr_indicator_cci(const double *high, const double *low, const double *close, size_t count, int period, double *cci_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cci;
    return tr__indicator_call(&tr__indicator_cci, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ cci_out }, memory, memory_size, err);
}

tr_status tr_indicator_ceil(const double *x, size_t count, double *ceil_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ceil;
    return tr__indicator_call(&tr__indicator_ceil, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ ceil_out }, memory, memory_size, err);
}

tr_status tr_indicator_cmo(const double *x, size_t count, int period, double *cmo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_cmo;
    return tr__indicator_call(&tr__indicator_cmo, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ cmo_out }, memory, memory_size, err);
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

tr_status tr_indicator_dx(const double *high, const double *low, const double *close, size_t count, int period, double *dx_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_dx;
    return tr__indicator_call(&tr__indicator_dx, (const double *const[]){ high, low, close }, count, (const double[]){ period }, (double *const[]){ dx_out }, memory, memory_size, err);
}

tr_status tr_indicator_ema(const double *x, size_t count, int period, double *ema_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ema;
    return tr__indicator_call(&tr__indicator_ema, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ ema_out }, memory, memory_size, err);
}

tr_status tr_indicator_exp(const double *x, size_t count, double *exp_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_exp;
    return tr__indicator_call(&tr__indicator_exp, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ exp_out }, memory, memory_size, err);
}

tr_status tr_indicator_floor(const double *x, size_t count, double *floor_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_floor;
    return tr__indicator_call(&tr__indicator_floor, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ floor_out }, memory, memory_size, err);
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

tr_status tr_indicator_imi(const double *open, const double *close, size_t count, int period, double *imi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_imi;
    return tr__indicator_call(&tr__indicator_imi, (const double *const[]){ open, close }, count, (const double[]){ period }, (double *const[]){ imi_out }, memory, memory_size, err);
}

tr_status tr_indicator_kama(const double *x, size_t count, int period, double *kama_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_kama;
    return tr__indicator_call(&tr__indicator_kama, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ kama_out }, memory, memory_size, err);
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

tr_status tr_indicator_mom(const double *x, size_t count, int period, double *mom_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_mom;
    return tr__indicator_call(&tr__indicator_mom, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ mom_out }, memory, memory_size, err);
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

tr_status tr_indicator_obv(const double *x, const double *volume, size_t count, double *obv_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_obv;
    return tr__indicator_call(&tr__indicator_obv, (const double *const[]){ x, volume }, count, (const double[]){ 0 }, (double *const[]){ obv_out }, memory, memory_size, err);
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

tr_status tr_indicator_ppo(const double *x, size_t count, int fast_period, int slow_period, int ma_type, double *ppo_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_ppo;
    return tr__indicator_call(&tr__indicator_ppo, (const double *const[]){ x }, count, (const double[]){ fast_period, slow_period, ma_type }, (double *const[]){ ppo_out }, memory, memory_size, err);
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

tr_status tr_indicator_rsi(const double *x, size_t count, int period, double *rsi_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_rsi;
    return tr__indicator_call(&tr__indicator_rsi, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ rsi_out }, memory, memory_size, err);
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

tr_status tr_indicator_sma(const double *x, size_t count, int period, double *sma_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sma;
    return tr__indicator_call(&tr__indicator_sma, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ sma_out }, memory, memory_size, err);
}

tr_status tr_indicator_sqrt(const double *x, size_t count, double *sqrt_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_sqrt;
    return tr__indicator_call(&tr__indicator_sqrt, (const double *const[]){ x }, count, (const double[]){ 0 }, (double *const[]){ sqrt_out }, memory, memory_size, err);
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

tr_status tr_indicator_tema(const double *x, size_t count, int period, double *tema_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tema;
    return tr__indicator_call(&tr__indicator_tema, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ tema_out }, memory, memory_size, err);
}

tr_status tr_indicator_trange(const double *high, const double *low, const double *close, size_t count, double *trange_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_trange;
    return tr__indicator_call(&tr__indicator_trange, (const double *const[]){ high, low, close }, count, (const double[]){ 0 }, (double *const[]){ trange_out }, memory, memory_size, err);
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

tr_status tr_indicator_tsf(const double *x, size_t count, int period, double *tsf_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_tsf;
    return tr__indicator_call(&tr__indicator_tsf, (const double *const[]){ x }, count, (const double[]){ period }, (double *const[]){ tsf_out }, memory, memory_size, err);
}

tr_status tr_indicator_typprice(const double *high, const double *low, const double *close, size_t count, double *typprice_out, void *memory, size_t memory_size, tr_error *err)
{
    extern const tr__indicator tr__indicator_typprice;
    return tr__indicator_call(&tr__indicator_typprice, (const double *const[]){ high, low, close }, count, (const double[]){ 0 }, (double *const[]){ typprice_out }, memory, memory_size, err);
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
