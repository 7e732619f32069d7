/*
 * indicator_calls.h: one typed call per indicator, generated from the table; do not edit.
 *
 * Each runs its indicator over `count` bars in one batch, preset TR_INDICATOR_TALIB. Outputs are aligned to the
 * inputs, NaN while warming up. `memory` as for tr_indicator_init; tr_indicator_memory_size says how much.
 * Returns what tr_indicator_init and tr_indicator_run return. Threads: any; nothing is kept.
 */
#ifndef TRADE_INDICATOR_CALLS_H
#define TRADE_INDICATOR_CALLS_H

#include <stddef.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Acceleration bands. Simple averages over period of high (1 + w), close and low (1 - w), w = 4 (high - low) / (high + low); first at bar period - 1. */
TR_API tr_status tr_indicator_accbands(const double *high, const double *low, const double *close, size_t count, int period, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** Arc cosine. acos(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_acos(const double *x, size_t count, double *acos_out, void *memory, size_t memory_size, tr_error *err);

/** Accumulation and distribution line. Running total of ((close - low) - (high - close)) / (high - low) * volume, from bar 0. */
TR_API tr_status tr_indicator_ad(const double *high, const double *low, const double *close, const double *volume, size_t count, double *ad_out, void *memory, size_t memory_size, tr_error *err);

/** Sum of two series. first + second, bar by bar. */
TR_API tr_status tr_indicator_add(const double *x, const double *y, size_t count, double *add_out, void *memory, size_t memory_size, tr_error *err);

/** Accumulation and distribution oscillator. Exponential average over fast_period minus that over slow_period of the accumulation and distribution line, both starting with its first value; first where the longer one has seen a period. */
TR_API tr_status tr_indicator_adosc(const double *high, const double *low, const double *close, const double *volume, size_t count, int fast_period, int slow_period, double *adosc_out, void *memory, size_t memory_size, tr_error *err);

/** Average directional movement index. Average of dx: at bar 2 period - 1 the mean of the first period values, then (before * (period - 1) + dx) / period. */
TR_API tr_status tr_indicator_adx(const double *high, const double *low, const double *close, size_t count, int period, double *adx_out, void *memory, size_t memory_size, tr_error *err);

/** Average directional movement rating. (adx + adx period - 1 bars ago) / 2; first at bar 3 period - 2. */
TR_API tr_status tr_indicator_adxr(const double *high, const double *low, const double *close, size_t count, int period, double *adxr_out, void *memory, size_t memory_size, tr_error *err);

/** Absolute price oscillator. moving average over fast_period - moving average over slow_period; first where the longer one has its first. */
TR_API tr_status tr_indicator_apo(const double *x, size_t count, int fast_period, int slow_period, int ma_type, double *apo_out, void *memory, size_t memory_size, tr_error *err);

/** Aroon. Bars since the lowest low and the highest high of the last period + 1 bars: 100 (period - bars) / period; first at bar period. */
TR_API tr_status tr_indicator_aroon(const double *high, const double *low, size_t count, int period, double *down_out, double *up_out, void *memory, size_t memory_size, tr_error *err);

/** Aroon oscillator. aroon up - aroon down; first at bar period. */
TR_API tr_status tr_indicator_aroonosc(const double *high, const double *low, size_t count, int period, double *aroonosc_out, void *memory, size_t memory_size, tr_error *err);

/** Arc sine. asin(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_asin(const double *x, size_t count, double *asin_out, void *memory, size_t memory_size, tr_error *err);

/** Arc tangent. atan(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_atan(const double *x, size_t count, double *atan_out, void *memory, size_t memory_size, tr_error *err);

/** Average true range. Average of the true range: at bar period the mean of those of bars 1 to period, then (before * (period - 1) + range) / period. */
TR_API tr_status tr_indicator_atr(const double *high, const double *low, const double *close, size_t count, int period, double *atr_out, void *memory, size_t memory_size, tr_error *err);

/** Average deviation. Mean distance from the mean, over the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_avgdev(const double *x, size_t count, int period, double *avgdev_out, void *memory, size_t memory_size, tr_error *err);

/** Average price. (open + high + low + close) / 4. */
TR_API tr_status tr_indicator_avgprice(const double *open, const double *high, const double *low, const double *close, size_t count, double *avgprice_out, void *memory, size_t memory_size, tr_error *err);

/** Bollinger bands. middle = moving average over period; upper and lower lie nb_dev_up and nb_dev_down population standard deviations around it; first where the average has its first. */
TR_API tr_status tr_indicator_bbands(const double *x, size_t count, int period, double nb_dev_up, double nb_dev_dn, int ma_type, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** Beta. Covariance of the returns of both series over the variance of the returns of the first, over the last period returns; 0 where the first does not vary; first at bar period. */
TR_API tr_status tr_indicator_beta(const double *x, const double *y, size_t count, int period, double *beta_out, void *memory, size_t memory_size, tr_error *err);

/** Balance of power. (close - open) / (high - low), 0 where high = low. */
TR_API tr_status tr_indicator_bop(const double *open, const double *high, const double *low, const double *close, size_t count, double *bop_out, void *memory, size_t memory_size, tr_error *err);

/** Commodity channel index. (p - mean of p) / (0.015 * average deviation of p), p = (high + low + close) / 3, over the last period bars; 0 where all are equal; first at bar period - 1. */
TR_API tr_status tr_indicator_cci(const double *high, const double *low, const double *close, size_t count, int period, double *cci_out, void *memory, size_t memory_size, tr_error *err);

/** Ceiling. ceil(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_ceil(const double *x, size_t count, double *ceil_out, void *memory, size_t memory_size, tr_error *err);

/** Chande momentum oscillator. 100 (g - l) / (g + l); g, l are the averages of the gains and losses a bar as in rsi; first at bar period. */
TR_API tr_status tr_indicator_cmo(const double *x, size_t count, int period, double *cmo_out, void *memory, size_t memory_size, tr_error *err);

/** Pearson correlation. Covariance over the product of the standard deviations, of the last period values; 0 where one of them does not vary; first at bar period - 1. */
TR_API tr_status tr_indicator_correl(const double *x, const double *y, size_t count, int period, double *correl_out, void *memory, size_t memory_size, tr_error *err);

/** Cosine. cos(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_cos(const double *x, size_t count, double *cos_out, void *memory, size_t memory_size, tr_error *err);

/** Hyperbolic cosine. cosh(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_cosh(const double *x, size_t count, double *cosh_out, void *memory, size_t memory_size, tr_error *err);

/** Double exponential moving average. 2 ema - ema of ema; first at bar 2 (period - 1). Seeds as ema; in preset tulip the second average starts at bar period - 1. */
TR_API tr_status tr_indicator_dema(const double *x, size_t count, int period, double *dema_out, void *memory, size_t memory_size, tr_error *err);

/** Directional indicator. plus_di and minus_di at once. */
TR_API tr_status tr_indicator_di(const double *high, const double *low, const double *close, size_t count, int period, double *plus_di_out, double *minus_di_out, void *memory, size_t memory_size, tr_error *err);

/** Quotient of two series. first / second, bar by bar. */
TR_API tr_status tr_indicator_div(const double *x, const double *y, size_t count, double *div_out, void *memory, size_t memory_size, tr_error *err);

/** Directional movement. plus_dm and minus_dm at once. */
TR_API tr_status tr_indicator_dm(const double *high, const double *low, size_t count, int period, double *plus_dm_out, double *minus_dm_out, void *memory, size_t memory_size, tr_error *err);

/** Directional movement index. 100 |plus_di - minus_di| / (plus_di + minus_di); first at bar period. */
TR_API tr_status tr_indicator_dx(const double *high, const double *low, const double *close, size_t count, int period, double *dx_out, void *memory, size_t memory_size, tr_error *err);

/** Exponential moving average. ema = ema_before + 2/(period+1) * (x - ema_before). The first value, at bar period - 1, is the mean of the first period values. */
TR_API tr_status tr_indicator_ema(const double *x, size_t count, int period, double *ema_out, void *memory, size_t memory_size, tr_error *err);

/** Exponential. exp(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_exp(const double *x, size_t count, double *exp_out, void *memory, size_t memory_size, tr_error *err);

/** Floor. floor(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_floor(const double *x, size_t count, double *floor_out, void *memory, size_t memory_size, tr_error *err);

/** Hilbert transform: dominant cycle period. Length in bars of the dominant cycle, 6 to 50, from the change of phase of the analytic signal, smoothed; first at bar 32. */
TR_API tr_status tr_indicator_ht_dcperiod(const double *x, size_t count, double *ht_dcperiod_out, void *memory, size_t memory_size, tr_error *err);

/** Hilbert transform: dominant cycle phase. Phase in degrees, -45 to 315, of the dominant cycle, by a Fourier transform at its period; first at bar 63. */
TR_API tr_status tr_indicator_ht_dcphase(const double *x, size_t count, double *ht_dcphase_out, void *memory, size_t memory_size, tr_error *err);

/** Hilbert transform: phasor components. The two parts of the analytic signal of the smoothed, detrended price; first at bar 32. */
TR_API tr_status tr_indicator_ht_phasor(const double *x, size_t count, double *in_phase_out, double *quadrature_out, void *memory, size_t memory_size, tr_error *err);

/** Hilbert transform: sine wave. Sine of ht_dcphase, and of 45 degrees more; first at bar 63. */
TR_API tr_status tr_indicator_ht_sine(const double *x, size_t count, double *sine_out, double *lead_sine_out, void *memory, size_t memory_size, tr_error *err);

/** Hilbert transform: instantaneous trendline. Mean over the dominant cycle, smoothed over four bars with the weights 4 3 2 1; first at bar 63. */
TR_API tr_status tr_indicator_ht_trendline(const double *x, size_t count, double *ht_trendline_out, void *memory, size_t memory_size, tr_error *err);

/** Hilbert transform: trend or cycle. 1 in a trend, 0 in a cycle: no trend for half a cycle after the sine waves crossed, nor while the phase turns at the rate of the cycle; a trend in any case where price is 1.5 percent away from the trendline. First at bar 63. */
TR_API tr_status tr_indicator_ht_trendmode(const double *x, size_t count, double *ht_trendmode_out, void *memory, size_t memory_size, tr_error *err);

/** Intraday momentum index. 100 * sum of (close - open) of the rising bars / sum of |close - open|, over the last period bars; first at bar period - 1. */
TR_API tr_status tr_indicator_imi(const double *open, const double *close, size_t count, int period, double *imi_out, void *memory, size_t memory_size, tr_error *err);

/** Kaufman adaptive moving average. kama moves towards x by (e (2/3 - 2/31) + 2/31)^2 of the distance, e = |x - x period bars ago| / sum of |steps| in between. The first value, at bar period, starts from the bar before. */
TR_API tr_status tr_indicator_kama(const double *x, size_t count, int period, double *kama_out, void *memory, size_t memory_size, tr_error *err);

/** Linear regression. End, at the current bar, of the least-squares line through the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_linearreg(const double *x, size_t count, int period, double *linearreg_out, void *memory, size_t memory_size, tr_error *err);

/** Linear regression angle. Angle of the least-squares line through the last period values, in degrees; first at bar period - 1. */
TR_API tr_status tr_indicator_linearreg_angle(const double *x, size_t count, int period, double *linearreg_angle_out, void *memory, size_t memory_size, tr_error *err);

/** Linear regression intercept. Beginning, at the oldest bar, of the least-squares line through the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_linearreg_intercept(const double *x, size_t count, int period, double *linearreg_intercept_out, void *memory, size_t memory_size, tr_error *err);

/** Linear regression slope. Slope a bar of the least-squares line through the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_linearreg_slope(const double *x, size_t count, int period, double *linearreg_slope_out, void *memory, size_t memory_size, tr_error *err);

/** Natural logarithm. log(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_ln(const double *x, size_t count, double *ln_out, void *memory, size_t memory_size, tr_error *err);

/** Decimal logarithm. log10(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_log10(const double *x, size_t count, double *log10_out, void *memory, size_t memory_size, tr_error *err);

/** Moving average of any kind. The moving average that ma_type names, over period; a period of 1 is the series itself. */
TR_API tr_status tr_indicator_ma(const double *x, size_t count, int period, int ma_type, double *ma_out, void *memory, size_t memory_size, tr_error *err);

/** Moving average convergence and divergence. macd = ema over fast_period - ema over slow_period; signal = ema of macd over signal_period; histogram = macd - signal. First at bar slow_period + signal_period - 2. */
TR_API tr_status tr_indicator_macd(const double *x, size_t count, int fast_period, int slow_period, int signal_period, double *macd_out, double *signal_out, double *histogram_out, void *memory, size_t memory_size, tr_error *err);

/** Moving average convergence and divergence of any averages. As macd, each average of a type of its own. First where the longer one and then the signal have their first. */
TR_API tr_status tr_indicator_macdext(const double *x, size_t count, int fast_period, int fast_ma_type, int slow_period, int slow_ma_type, int signal_period, int signal_ma_type, double *macd_out, double *signal_out, double *histogram_out, void *memory, size_t memory_size, tr_error *err);

/** Moving average convergence and divergence 12/26. As macd, with the factors 0.15 and 0.075 of the book in place of 2/13 and 2/27. First at bar 24 + signal_period. */
TR_API tr_status tr_indicator_macdfix(const double *x, size_t count, int signal_period, double *macd_out, double *signal_out, double *histogram_out, void *memory, size_t memory_size, tr_error *err);

/** MESA adaptive moving average. mama = a x + (1 - a) mama_before, fama = a/2 mama + (1 - a/2) fama_before; a = fast_limit / turn of the phase in degrees a bar, within slow_limit and fast_limit; both from 0 at bar 12; first at bar 32. */
TR_API tr_status tr_indicator_mama(const double *x, size_t count, double fast_limit, double slow_limit, double *mama_out, double *fama_out, void *memory, size_t memory_size, tr_error *err);

/** Moving average with a variable period. The moving average over the period that the second series names for each bar, whole and kept within min_period and max_period; first where the longest of them has its first. */
TR_API tr_status tr_indicator_mavp(const double *x, const double *y, size_t count, int min_period, int max_period, int ma_type, double *mavp_out, void *memory, size_t memory_size, tr_error *err);

/** Maximum over a window. Largest of the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_max(const double *x, size_t count, int period, double *max_out, void *memory, size_t memory_size, tr_error *err);

/** Bar of the maximum. Number of the bar, counted from the first one fed, with the extreme of the last period values. */
TR_API tr_status tr_indicator_maxindex(const double *x, size_t count, int period, double *index_out, void *memory, size_t memory_size, tr_error *err);

/** Median price. (high + low) / 2. */
TR_API tr_status tr_indicator_medprice(const double *high, const double *low, size_t count, double *medprice_out, void *memory, size_t memory_size, tr_error *err);

/** Money flow index. 100 * money on rising bars / money on rising and falling bars, over the last period bars; money is typical price * volume, rising and falling go by the typical price; first at bar period. */
TR_API tr_status tr_indicator_mfi(const double *high, const double *low, const double *close, const double *volume, size_t count, int period, double *mfi_out, void *memory, size_t memory_size, tr_error *err);

/** Middle of a window. (largest + smallest of the last period values) / 2; first at bar period - 1. */
TR_API tr_status tr_indicator_midpoint(const double *x, size_t count, int period, double *midpoint_out, void *memory, size_t memory_size, tr_error *err);

/** Middle of the highs and lows of a window. (highest high + lowest low of the last period bars) / 2; first at bar period - 1. */
TR_API tr_status tr_indicator_midprice(const double *high, const double *low, size_t count, int period, double *midprice_out, void *memory, size_t memory_size, tr_error *err);

/** Minimum over a window. Smallest of the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_min(const double *x, size_t count, int period, double *min_out, void *memory, size_t memory_size, tr_error *err);

/** Bar of the minimum. Number of the bar, counted from the first one fed, with the extreme of the last period values. */
TR_API tr_status tr_indicator_minindex(const double *x, size_t count, int period, double *index_out, void *memory, size_t memory_size, tr_error *err);

/** Minimum and maximum over a window. Smallest and largest of the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_minmax(const double *x, size_t count, int period, double *min_out, double *max_out, void *memory, size_t memory_size, tr_error *err);

/** Bars of the minimum and maximum. Numbers of the bars, counted from the first one fed, with the extremes of the last period values. */
TR_API tr_status tr_indicator_minmaxindex(const double *x, size_t count, int period, double *min_index_out, double *max_index_out, void *memory, size_t memory_size, tr_error *err);

/** Minus directional indicator. 100 * minus_dm / true range, both summed over period as in minus_dm; first at bar period. */
TR_API tr_status tr_indicator_minus_di(const double *high, const double *low, const double *close, size_t count, int period, double *minus_di_out, void *memory, size_t memory_size, tr_error *err);

/** Minus directional movement. Directional movement: the part of the fall of the low that reaches beyond the bar before, where it is the larger side; Summed as the book does: the first period - 1 steps added up, then before - before / period + new. First at bar period - 1 (bar 1 for a period of 1). */
TR_API tr_status tr_indicator_minus_dm(const double *high, const double *low, size_t count, int period, double *minus_dm_out, void *memory, size_t memory_size, tr_error *err);

/** Momentum. x - x period bars ago; first at bar period. */
TR_API tr_status tr_indicator_mom(const double *x, size_t count, int period, double *mom_out, void *memory, size_t memory_size, tr_error *err);

/** Product of two series. first * second, bar by bar. */
TR_API tr_status tr_indicator_mult(const double *x, const double *y, size_t count, double *mult_out, void *memory, size_t memory_size, tr_error *err);

/** Normalised average true range. atr / close * 100; first at bar period. */
TR_API tr_status tr_indicator_natr(const double *high, const double *low, const double *close, size_t count, int period, double *natr_out, void *memory, size_t memory_size, tr_error *err);

/** On balance volume. Running total of the volume, added where price rose and subtracted where it fell; it starts with the volume of bar 0. */
TR_API tr_status tr_indicator_obv(const double *x, const double *volume, size_t count, double *obv_out, void *memory, size_t memory_size, tr_error *err);

/** Plus directional indicator. 100 * plus_dm / true range, both summed over period as in plus_dm; first at bar period. */
TR_API tr_status tr_indicator_plus_di(const double *high, const double *low, const double *close, size_t count, int period, double *plus_di_out, void *memory, size_t memory_size, tr_error *err);

/** Plus directional movement. Directional movement: the part of the rise of the high that reaches beyond the bar before, where it is the larger side; Summed as the book does: the first period - 1 steps added up, then before - before / period + new. First at bar period - 1 (bar 1 for a period of 1). */
TR_API tr_status tr_indicator_plus_dm(const double *high, const double *low, size_t count, int period, double *plus_dm_out, void *memory, size_t memory_size, tr_error *err);

/** Percentage price oscillator. (moving average over fast_period - moving average over slow_period) / the latter * 100; first where the longer one has its first. */
TR_API tr_status tr_indicator_ppo(const double *x, size_t count, int fast_period, int slow_period, int ma_type, double *ppo_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change. (x / x period bars ago - 1) * 100; first at bar period. 0 where the earlier value is 0. */
TR_API tr_status tr_indicator_roc(const double *x, size_t count, int period, double *roc_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change, fraction. (x - x period bars ago) / x period bars ago; first at bar period. 0 where the earlier value is 0. */
TR_API tr_status tr_indicator_rocp(const double *x, size_t count, int period, double *rocp_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change, ratio. x / x period bars ago; first at bar period. 0 where the earlier value is 0. */
TR_API tr_status tr_indicator_rocr(const double *x, size_t count, int period, double *rocr_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change, ratio in hundredths. x / x period bars ago * 100; first at bar period. 0 where the earlier value is 0. */
TR_API tr_status tr_indicator_rocr100(const double *x, size_t count, int period, double *rocr100_out, void *memory, size_t memory_size, tr_error *err);

/** Relative strength index. 100 g / (g + l); g, l are the averages of the gains and losses a bar, at bar period the mean of the first period steps, then (before * (period - 1) + step) / period. */
TR_API tr_status tr_indicator_rsi(const double *x, size_t count, int period, double *rsi_out, void *memory, size_t memory_size, tr_error *err);

/** Parabolic stop and reverse. sar = sar_before + f (extreme - sar_before), kept outside of the last two bars; f starts at acceleration and grows by it with each new extreme up to maximum; touching it reverses, and sar goes to the extreme. First at bar 1: the direction is down where the low of bar 1 lies further below than its high lies above, sar is the extreme of bar 0 on the other side. */
TR_API tr_status tr_indicator_sar(const double *high, const double *low, size_t count, double acceleration, double maximum, double *sar_out, void *memory, size_t memory_size, tr_error *err);

/** Parabolic stop and reverse, extended. As sar, with accelerations of their own for long and short, and short values negative. start_value > 0 begins long from it, < 0 short from its magnitude, 0 as sar does; offset_on_reverse moves sar away by that fraction at a reversal. */
TR_API tr_status tr_indicator_sarext(const double *high, const double *low, size_t count, double start_value, double offset_on_reverse, double acceleration_init_long, double acceleration_long, double acceleration_max_long, double acceleration_init_short, double acceleration_short, double acceleration_max_short, double *sarext_out, void *memory, size_t memory_size, tr_error *err);

/** Sine. sin(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_sin(const double *x, size_t count, double *sin_out, void *memory, size_t memory_size, tr_error *err);

/** Hyperbolic sine. sinh(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_sinh(const double *x, size_t count, double *sinh_out, void *memory, size_t memory_size, tr_error *err);

/** Simple moving average. Mean of the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_sma(const double *x, size_t count, int period, double *sma_out, void *memory, size_t memory_size, tr_error *err);

/** Square root. sqrt(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_sqrt(const double *x, size_t count, double *sqrt_out, void *memory, size_t memory_size, tr_error *err);

/** Standard deviation. Root of the population variance over the last period values, times nb_dev; first at bar period - 1. */
TR_API tr_status tr_indicator_stddev(const double *x, size_t count, int period, double nb_dev, double *stddev_out, void *memory, size_t memory_size, tr_error *err);

/** Stochastic oscillator. fast k = 100 (close - lowest low) / (highest high - lowest low) over fastk_period bars, 0 where they are equal; slow_k and slow_d are moving averages of it and of slow_k. First where slow_d has its first. */
TR_API tr_status tr_indicator_stoch(const double *high, const double *low, const double *close, size_t count, int fastk_period, int slowk_period, int slowk_ma_type, int slowd_period, int slowd_ma_type, double *slow_k_out, double *slow_d_out, void *memory, size_t memory_size, tr_error *err);

/** Stochastic oscillator, fast. fast_k = 100 (close - lowest low) / (highest high - lowest low) over fastk_period bars, 0 where they are equal; fast_d is a moving average of it. First where fast_d has its first. */
TR_API tr_status tr_indicator_stochf(const double *high, const double *low, const double *close, size_t count, int fastk_period, int fastd_period, int fastd_ma_type, double *fast_k_out, double *fast_d_out, void *memory, size_t memory_size, tr_error *err);

/** Stochastic of the relative strength index. rsi over period; fast_k = 100 (rsi - lowest) / (highest - lowest) of the last fastk_period values of it, 0 where they are equal; fast_d is a moving average of fast_k. First where fast_d has its first. */
TR_API tr_status tr_indicator_stochrsi(const double *x, size_t count, int period, int fastk_period, int fastd_period, int fastd_ma_type, double *fast_k_out, double *fast_d_out, void *memory, size_t memory_size, tr_error *err);

/** Difference of two series. first - second, bar by bar. */
TR_API tr_status tr_indicator_sub(const double *x, const double *y, size_t count, double *sub_out, void *memory, size_t memory_size, tr_error *err);

/** Rolling sum. Sum of the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_sum(const double *x, size_t count, int period, double *sum_out, void *memory, size_t memory_size, tr_error *err);

/** Triple exponential average T3. Six exponential averages in a row, e1 to e6: c1 e6 + c2 e5 + c3 e4 + c4 e3, with c1 = -v^3, c2 = 3 v^2 + 3 v^3, c3 = -6 v^2 - 3 v - 3 v^3, c4 = 1 + 3 v + v^3 + 3 v^2; first at bar 6 (period - 1). Seeds as ema. */
TR_API tr_status tr_indicator_t3(const double *x, size_t count, int period, double vfactor, double *t3_out, void *memory, size_t memory_size, tr_error *err);

/** Tangent. tan(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_tan(const double *x, size_t count, double *tan_out, void *memory, size_t memory_size, tr_error *err);

/** Hyperbolic tangent. tanh(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_tanh(const double *x, size_t count, double *tanh_out, void *memory, size_t memory_size, tr_error *err);

/** Triple exponential moving average. 3 ema - 3 ema of ema + ema of ema of ema; first at bar 3 (period - 1). Seeds as ema. */
TR_API tr_status tr_indicator_tema(const double *x, size_t count, int period, double *tema_out, void *memory, size_t memory_size, tr_error *err);

/** True range. max(high, close before) - min(low, close before); first at bar 1. */
TR_API tr_status tr_indicator_trange(const double *high, const double *low, const double *close, size_t count, double *trange_out, void *memory, size_t memory_size, tr_error *err);

/** Triangular moving average. Weights rise to the middle of the window and fall again: a simple average of a simple average, over (period + 1) / 2 each, or period / 2 and period / 2 + 1 when period is even; first at bar period - 1. */
TR_API tr_status tr_indicator_trima(const double *x, size_t count, int period, double *trima_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change of a triple exponential average. Change in a bar, in percent, of the ema of the ema of the ema; first at bar 3 (period - 1) + 1. Seeds as ema. */
TR_API tr_status tr_indicator_trix(const double *x, size_t count, int period, double *trix_out, void *memory, size_t memory_size, tr_error *err);

/** Time series forecast. The least-squares line through the last period values, one bar ahead; first at bar period - 1. */
TR_API tr_status tr_indicator_tsf(const double *x, size_t count, int period, double *tsf_out, void *memory, size_t memory_size, tr_error *err);

/** Typical price. (high + low + close) / 3. */
TR_API tr_status tr_indicator_typprice(const double *high, const double *low, const double *close, size_t count, double *typprice_out, void *memory, size_t memory_size, tr_error *err);

/** Ultimate oscillator. 100 (4 a + 2 b + c) / 7; a, b, c are the sums of close - true low over the sums of the true range, over the shortest, middle and longest of the three periods; first at bar longest period. */
TR_API tr_status tr_indicator_ultosc(const double *high, const double *low, const double *close, size_t count, int period1, int period2, int period3, double *ultosc_out, void *memory, size_t memory_size, tr_error *err);

/** Variance. Mean squared distance from the mean over the last period values (population variance); first at bar period - 1. */
TR_API tr_status tr_indicator_var(const double *x, size_t count, int period, double nb_dev, double *var_out, void *memory, size_t memory_size, tr_error *err);

/** Weighted close. (high + low + 2 close) / 4. */
TR_API tr_status tr_indicator_wclprice(const double *high, const double *low, const double *close, size_t count, double *wclprice_out, void *memory, size_t memory_size, tr_error *err);

/** Williams percent range. -100 (highest high - close) / (highest high - lowest low) over the last period bars, 0 where they are equal; first at bar period - 1. */
TR_API tr_status tr_indicator_willr(const double *high, const double *low, const double *close, size_t count, int period, double *willr_out, void *memory, size_t memory_size, tr_error *err);

/** Weighted moving average. Sum of value * weight over the last period values, weights 1 (oldest) to period, divided by the sum of the weights; first at bar period - 1. */
TR_API tr_status tr_indicator_wma(const double *x, size_t count, int period, double *wma_out, void *memory, size_t memory_size, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
