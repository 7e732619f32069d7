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

/** Aberration. middle = simple average over period of (high + low + close) / 3; upper and lower lie atr over atr_period around it. First where both have a value. */
TR_API tr_status tr_indicator_aberration(const double *high, const double *low, const double *close, size_t count, int period, int atr_period, double *middle_out, double *upper_out, double *lower_out, double *atr_out, void *memory, size_t memory_size, tr_error *err);

/** Absolute value. |x| of every bar. */
TR_API tr_status tr_indicator_abs(const double *x, size_t count, double *abs_out, void *memory, size_t memory_size, tr_error *err);

/** Accelerator oscillator. o - mean of o over signal_period; o = mean of m over fast_period - mean of m over slow_period, m = (high + low) / 2. First where the signal has its first: at bar slow_period + signal_period - 2. */
TR_API tr_status tr_indicator_ac(const double *high, const double *low, size_t count, int fast_period, int slow_period, int signal_period, double *ac_out, void *memory, size_t memory_size, tr_error *err);

/** Acceleration bands. Simple averages over period of high (1 + w), close and low (1 - w), w = 4 (high - low) / (high + low); first at bar period - 1. */
TR_API tr_status tr_indicator_accbands(const double *high, const double *low, const double *close, size_t count, int period, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** Arc cosine. acos(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_acos(const double *x, size_t count, double *acos_out, void *memory, size_t memory_size, tr_error *err);

/** Accumulation and distribution line. Running total of ((close - low) - (high - close)) / (high - low) * volume, from bar 0. */
TR_API tr_status tr_indicator_ad(const double *high, const double *low, const double *close, const double *volume, size_t count, double *ad_out, void *memory, size_t memory_size, tr_error *err);

/** Sum of two series. first + second, bar by bar. */
TR_API tr_status tr_indicator_add(const double *x, const double *y, size_t count, double *add_out, void *memory, size_t memory_size, tr_error *err);

/** Accumulation and distribution oscillator. Exponential average over fast_period minus that over slow_period of the accumulation and distribution line, both starting with its first value; first where the longer one has seen a period. */
TR_API tr_status tr_indicator_adosc(const double *high, const double *low, const double *close, const double *volume, size_t count, int fast_period, int slow_period, double *adosc_out, void *memory, size_t memory_size, tr_error *err);

/** Average day range. Simple average over period of high - low; first at bar period - 1. */
TR_API tr_status tr_indicator_adr(const double *high, const double *low, size_t count, int period, double *adr_out, void *memory, size_t memory_size, tr_error *err);

/** Average directional movement index. Average of dx: at bar 2 period - 1 the mean of the first period values, then (before * (period - 1) + dx) / period. */
TR_API tr_status tr_indicator_adx(const double *high, const double *low, const double *close, size_t count, int period, double *adx_out, void *memory, size_t memory_size, tr_error *err);

/** Average directional movement rating. (adx + adx period - 1 bars ago) / 2; first at bar 3 period - 2. */
TR_API tr_status tr_indicator_adxr(const double *high, const double *low, const double *close, size_t count, int period, double *adxr_out, void *memory, size_t memory_size, tr_error *err);

/** Alligator. jaw, teeth and lips: Wilder smoothing (rma) of x over jaw_period, teeth_period and lips_period; first where the longest has its first. */
TR_API tr_status tr_indicator_alligator(const double *x, size_t count, int jaw_period, int teeth_period, int lips_period, double *jaw_out, double *teeth_out, double *lips_out, void *memory, size_t memory_size, tr_error *err);

/** Arnaud Legoux moving average. Sum of g[j] x[j] / sum of g[j] over the last period values, j = 0 for the oldest; g[j] = exp(-(j - m)^2 / (2 s^2)), m = floor(offset (period - 1)), s = period / sigma; first at bar period - 1. */
TR_API tr_status tr_indicator_alma(const double *x, size_t count, int period, double sigma, double offset, double *alma_out, void *memory, size_t memory_size, tr_error *err);

/** AlphaTrend. Range = simple average over period of the true range. Where the momentum (mfi over period, or rsi of close for momentum 2) is at least threshold: the larger of low - multiplier range and alphatrend before; else the smaller of high + multiplier range and alphatrend before; the first one is the band itself. lagged is alphatrend lag bars ago. First where the band and the momentum have been there for lag bars. */
TR_API tr_status tr_indicator_alphatrend(const double *high, const double *low, const double *close, const double *volume, size_t count, int period, double multiplier, double threshold, int momentum, int lag, double *alphatrend_out, double *lagged_out, void *memory, size_t memory_size, tr_error *err);

/** Archer moving average trends. long_run is 1 where the fast average is above itself run_period bars ago and the slow one has changed since then, else 0; short_run likewise below. First run_period bars after both averages have a value. */
TR_API tr_status tr_indicator_amat(const double *x, size_t count, int fast_period, int slow_period, int run_period, int ma_type, double *long_run_out, double *short_run_out, void *memory, size_t memory_size, tr_error *err);

/** Awesome oscillator. Simple average over 5 minus that over 34 of (high + low) / 2; first at bar 33. */
TR_API tr_status tr_indicator_ao(const double *high, const double *low, size_t count, double *ao_out, void *memory, size_t memory_size, tr_error *err);

/** Archer on balance volume. obv; its lowest and highest value over min_period and max_period; its averages over fast_period and slow_period; long_run and short_run of these (see amat) over run_period. First where all have a value. */
TR_API tr_status tr_indicator_aobv(const double *x, const double *volume, size_t count, int fast_period, int slow_period, int min_period, int max_period, int run_period, int ma_type, double *obv_out, double *lowest_out, double *highest_out, double *fast_out, double *slow_out, double *long_run_out, double *short_run_out, void *memory, size_t memory_size, tr_error *err);

/** Absolute price oscillator. moving average over fast_period - moving average over slow_period; first where the longer one has its first. */
TR_API tr_status tr_indicator_apo(const double *x, size_t count, int fast_period, int slow_period, int ma_type, double *apo_out, void *memory, size_t memory_size, tr_error *err);

/** Aroon. Bars since the lowest low and the highest high of the last period + 1 bars: 100 (period - bars) / period; first at bar period. */
TR_API tr_status tr_indicator_aroon(const double *high, const double *low, size_t count, int period, double *down_out, double *up_out, void *memory, size_t memory_size, tr_error *err);

/** Aroon oscillator. aroon up - aroon down; first at bar period. */
TR_API tr_status tr_indicator_aroonosc(const double *high, const double *low, size_t count, int period, double *aroonosc_out, void *memory, size_t memory_size, tr_error *err);

/** Accumulative swing index. The sum of the swing index (si) from bar 1 on; 0 at bar 0. */
TR_API tr_status tr_indicator_asi(const double *open, const double *high, const double *low, const double *close, size_t count, double limit_move, double *asi_out, void *memory, size_t memory_size, tr_error *err);

/** Arc sine. asin(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_asin(const double *x, size_t count, double *asin_out, void *memory, size_t memory_size, tr_error *err);

/** Arc tangent. atan(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_atan(const double *x, size_t count, double *atan_out, void *memory, size_t memory_size, tr_error *err);

/** Average true range. Average of the true range: at bar period the mean of those of bars 1 to period, then (before * (period - 1) + range) / period. */
TR_API tr_status tr_indicator_atr(const double *high, const double *low, const double *close, size_t count, int period, double *atr_out, void *memory, size_t memory_size, tr_error *err);

/** Trailing stop by average true range. Where close is above its average over ma_period: the larger of close - multiplier atr and the stop before; else the smaller of close + multiplier atr and the stop before. The first one, at the bar number that is the larger of the two periods or later where the average starts later, is not compared. */
TR_API tr_status tr_indicator_atrts(const double *high, const double *low, const double *close, size_t count, int period, int ma_period, double multiplier, int ma_type, double *atrts_out, void *memory, size_t memory_size, tr_error *err);

/** Average deviation. Mean distance from the mean, over the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_avgdev(const double *x, size_t count, int period, double *avgdev_out, void *memory, size_t memory_size, tr_error *err);

/** Average price. (open + high + low + close) / 4. */
TR_API tr_status tr_indicator_avgprice(const double *open, const double *high, const double *low, const double *close, size_t count, double *avgprice_out, void *memory, size_t memory_size, tr_error *err);

/** Annualised volatility of log returns. sqrt(252) times the population standard deviation of the last period values of ln(x / x before); a step from or to a price that is not positive counts 0. First at bar period. */
TR_API tr_status tr_indicator_avolume(const double *x, size_t count, int period, double *avolume_out, void *memory, size_t memory_size, tr_error *err);

/** Bollinger bands. middle = moving average over period; upper and lower lie nb_dev_up and nb_dev_down population standard deviations around it; first where the average has its first. */
TR_API tr_status tr_indicator_bbands(const double *x, size_t count, int period, double nb_dev_up, double nb_dev_dn, int ma_type, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** Bollinger band width. (upper - lower) / middle of the Bollinger bands (bbands), 0 where middle is 0; first where they have their first. */
TR_API tr_status tr_indicator_bbw(const double *x, size_t count, int period, double nb_dev_up, double nb_dev_dn, int ma_type, double *bbw_out, void *memory, size_t memory_size, tr_error *err);

/** Beta. Covariance of the returns of both series over the variance of the returns of the first, over the last period returns; 0 where the first does not vary; first at bar period. */
TR_API tr_status tr_indicator_beta(const double *x, const double *y, size_t count, int period, double *beta_out, void *memory, size_t memory_size, tr_error *err);

/** Bias. x / moving average over period - 1, 0 where the average is 0; first where the average has its first. */
TR_API tr_status tr_indicator_bias(const double *x, size_t count, int period, int ma_type, double *bias_out, void *memory, size_t memory_size, tr_error *err);

/** Balance of power. (close - open) / (high - low), 0 where high = low. */
TR_API tr_status tr_indicator_bop(const double *open, const double *high, const double *low, const double *close, size_t count, double *bop_out, void *memory, size_t memory_size, tr_error *err);

/** Atmosphere and buying intention. ar = 100 sum of (high - open) / sum of (open - low); br = 100 sum of (high - close before) / sum of (close before - low), negative differences as 0; sums over period, 0 where the divisor is 0. First at bar period. */
TR_API tr_status tr_indicator_brar(const double *open, const double *high, const double *low, const double *close, size_t count, int period, double *ar_out, double *br_out, void *memory, size_t memory_size, tr_error *err);

/** Commodity channel index. (p - mean of p) / (0.015 * average deviation of p), p = (high + low + close) / 3, over the last period bars; 0 where all are equal; first at bar period - 1. */
TR_API tr_status tr_indicator_cci(const double *high, const double *low, const double *close, size_t count, int period, double *cci_out, void *memory, size_t memory_size, tr_error *err);

/** Two crows. -100 where white 2 and body 2 > long 2 and black 1 and body 1 above body 2 and black 0 and open 0 < open 1 and open 0 > close 1 and close 0 > open 2 and close 0 < close 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl2crows(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl2crows_out, void *memory, size_t memory_size, tr_error *err);

/** Three black crows. -100 where white 3 and black 2 and black 1 and black 0 and lower shadow 2 < very short shadow 2 and lower shadow 1 < very short shadow 1 and lower shadow 0 < very short shadow 0 and open 1 < open 2 and open 1 > close 2 and open 0 < open 1 and open 0 > close 1 and high 3 > close 2 and close 2 > close 1 and close 1 > close 0. Under the preset tulip -100 where black 2 and black 1 and black 0 and open 1 < top 2 and open 1 > bottom 2 and open 0 < top 1 and open 0 > bottom 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl3blackcrows(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3blackcrows_out, void *memory, size_t memory_size, tr_error *err);

/** Three inside up or down. where body 2 > long 2 and body 1 <= short 1 and top 1 < top 2 and bottom 1 > bottom 2: -100 where white 2 and black 0 and close 0 < open 2; else 100 where black 2 and white 0 and close 0 > open 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl3inside(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3inside_out, void *memory, size_t memory_size, tr_error *err);

/** Three-line strike. where open 2 >= bottom 3 - near 3 and open 2 <= top 3 + near 3 and open 1 >= bottom 2 - near 2 and open 1 <= top 2 + near 2: 100 where white 3 and white 2 and white 1 and black 0 and close 1 > close 2 and close 2 > close 3 and open 0 > close 1 and close 0 < open 3; else -100 where black 3 and black 2 and black 1 and white 0 and close 1 < close 2 and close 2 < close 3 and open 0 < close 1 and close 0 > open 3. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl3linestrike(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3linestrike_out, void *memory, size_t memory_size, tr_error *err);

/** Three outside up or down. 100 where white 1 and black 2 and close 1 > open 2 and open 1 < close 2 and close 0 > close 1; else -100 where black 1 and white 2 and open 1 > close 2 and close 1 < open 2 and close 0 < close 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl3outside(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3outside_out, void *memory, size_t memory_size, tr_error *err);

/** Three stars in the south. 100 where black 2 and black 1 and black 0 and body 2 > long 2 and lower shadow 2 > long shadow 2 and body 1 < body 2 and open 1 > close 2 and open 1 <= high 2 and low 1 < close 2 and low 1 >= low 2 and lower shadow 1 > very short shadow 1 and body 0 < short 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 < very short shadow 0 and low 0 > low 1 and high 0 < high 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl3starsinsouth(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3starsinsouth_out, void *memory, size_t memory_size, tr_error *err);

/** Three advancing white soldiers. 100 where white 2 and white 1 and white 0 and upper shadow 2 < very short shadow 2 and upper shadow 1 < very short shadow 1 and upper shadow 0 < very short shadow 0 and close 0 > close 1 and close 1 > close 2 and open 1 > open 2 and open 1 <= close 2 + near 2 and open 0 > open 1 and open 0 <= close 1 + near 1 and body 1 > body 2 - far 2 and body 0 > body 1 - far 1 and body 0 > short 0. Under the preset tulip 100 where close 2 > open 2 and close 1 > open 1 and close 0 > open 0 and open 1 < top 2 and open 1 > bottom 2 and open 0 < top 1 and open 0 > bottom 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl3whitesoldiers(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl3whitesoldiers_out, void *memory, size_t memory_size, tr_error *err);

/** Four price doji. 100 where body 0 < doji 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 < very short shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl_four_price_doji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl_four_price_doji_out, void *memory, size_t memory_size, tr_error *err);

/** Inside bar. where high 0 < high 1 and low 0 > low 1: 1 where white 0; else -1 where black 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl_inside(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl_inside_out, void *memory, size_t memory_size, tr_error *err);

/** Star. 100 where low 0 >= high 1; else -100 where high 0 <= low 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdl_star(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdl_star_out, void *memory, size_t memory_size, tr_error *err);

/** Z candles. Of open, high, low and close each: (x - mean) / deviation, both over the last length values; the deviation divides by length - ddof; first at bar length - 1. */
TR_API tr_status tr_indicator_cdl_z(const double *open, const double *high, const double *low, const double *close, size_t count, int length, int ddof, double *open_z_out, double *high_z_out, double *low_z_out, double *close_z_out, void *memory, size_t memory_size, tr_error *err);

/** Abandoned baby. where body 2 > long 2 and body 1 <= doji 1 and body 0 > short 0: -100 where white 2 and black 0 and close 0 < close 2 - penetration * body 2 and low 1 > high 2 and high 0 < low 1; else 100 where black 2 and white 0 and close 0 > close 2 + penetration * body 2 and high 1 < low 2 and low 0 > high 1. Under the preset tulip where body 2 > long 0 and body 1 < doji 0: -100 where close 2 > open 2 and low 1 >= high 2 and black 0 and high 0 <= low 1 and close 0 <= close 2; else 100 where black 2 and high 1 <= low 2 and close 0 > open 0 and low 0 >= high 1 and close 0 >= close 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlabandonedbaby(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdlabandonedbaby_out, void *memory, size_t memory_size, tr_error *err);

/** Advance block. where white 2 and white 1 and white 0 and close 0 > close 1 and close 1 > close 2 and open 1 > open 2 and open 1 <= close 2 + near 2 and open 0 > open 1 and open 0 <= close 1 + near 1 and body 2 > long 2 and upper shadow 2 < short shadow 2: -100 where body 1 < body 2 - far 2 and body 0 < body 1 + near 1; else -100 where body 0 < body 1 - far 1; else -100 where body 0 < body 1 and body 1 < body 2 and upper shadow 0 > short shadow 0; else -100 where body 0 < body 1 and body 1 < body 2 and upper shadow 1 > short shadow 1; else -100 where body 0 < body 1 and upper shadow 0 > long shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdladvanceblock(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdladvanceblock_out, void *memory, size_t memory_size, tr_error *err);

/** Belt-hold. where body 0 > long 0: 100 where white 0 and lower shadow 0 < very short shadow 0; else -100 where black 0 and upper shadow 0 < very short shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlbelthold(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlbelthold_out, void *memory, size_t memory_size, tr_error *err);

/** Breakaway. where body 4 > long 4: 100 where black 4 and black 3 and black 1 and white 0 and body 3 below body 4 and high 2 < high 3 and low 2 < low 3 and high 1 < high 2 and low 1 < low 2 and close 0 > open 3 and close 0 < close 4; else -100 where white 4 and white 3 and white 1 and black 0 and body 3 above body 4 and high 2 > high 3 and low 2 > low 3 and high 1 > high 2 and low 1 > low 2 and close 0 < open 3 and close 0 > close 4. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlbreakaway(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlbreakaway_out, void *memory, size_t memory_size, tr_error *err);

/** Closing marubozu. where body 0 > long 0: 100 where white 0 and upper shadow 0 < very short shadow 0; else -100 where black 0 and lower shadow 0 < very short shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlclosingmarubozu(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlclosingmarubozu_out, void *memory, size_t memory_size, tr_error *err);

/** Concealing baby swallow. 100 where black 3 and black 2 and black 1 and black 0 and lower shadow 3 < very short shadow 3 and upper shadow 3 < very short shadow 3 and lower shadow 2 < very short shadow 2 and upper shadow 2 < very short shadow 2 and body 1 below body 2 and upper shadow 1 > very short shadow 1 and high 1 > close 2 and high 0 > high 1 and low 0 < low 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlconcealbabyswall(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlconcealbabyswall_out, void *memory, size_t memory_size, tr_error *err);

/** Counterattack. where body 1 > long 1 and body 0 > long 0 and close 0 <= close 1 + equal 1 and close 0 >= close 1 - equal 1: 100 where black 1 and white 0; else -100 where white 1 and black 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlcounterattack(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlcounterattack_out, void *memory, size_t memory_size, tr_error *err);

/** Dark cloud cover. -100 where white 1 and body 1 > long 1 and black 0 and open 0 > high 1 and close 0 > open 1 and close 0 < close 1 - penetration * body 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdldarkcloudcover(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdldarkcloudcover_out, void *memory, size_t memory_size, tr_error *err);

/** Doji. 100 where body 0 <= doji 0. Under the preset tulip 100 where body 0 < doji 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdldoji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdldoji_out, void *memory, size_t memory_size, tr_error *err);

/** Doji star. where body 1 > long 1 and body 0 <= doji 0: -100 where white 1 and body 0 above body 1; else 100 where black 1 and body 0 below body 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdldojistar(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdldojistar_out, void *memory, size_t memory_size, tr_error *err);

/** Dragonfly doji. 100 where body 0 <= doji 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 > very short shadow 0. Under the preset tulip 100 where body 0 < doji 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 > long shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdldragonflydoji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdldragonflydoji_out, void *memory, size_t memory_size, tr_error *err);

/** Engulfing pattern. 100 where white 0 and black 1 and close 0 > open 1 and open 0 < close 1; else 80 where white 0 and black 1 and close 0 >= open 1 and open 0 < close 1; else 80 where white 0 and black 1 and close 0 > open 1 and open 0 <= close 1; else -100 where black 0 and white 1 and open 0 > close 1 and close 0 < open 1; else -80 where black 0 and white 1 and open 0 >= close 1 and close 0 < open 1; else -80 where black 0 and white 1 and open 0 > close 1 and close 0 <= open 1. Under the preset tulip 100 where close 0 > open 0 and black 1 and close 0 > open 1 and open 0 < close 1; else -100 where black 0 and close 1 > open 1 and close 0 < open 1 and open 0 > close 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlengulfing(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlengulfing_out, void *memory, size_t memory_size, tr_error *err);

/** Evening doji star. -100 where body 2 > long 2 and white 2 and body 1 <= doji 1 and body 1 above body 2 and body 0 > short 0 and black 0 and close 0 < close 2 - penetration * body 2. Under the preset tulip -100 where close 2 > open 2 and body 2 > long 0 and bottom 1 >= top 2 and body 1 < doji 0 and black 0 and top 0 <= bottom 1 and close 0 <= close 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdleveningdojistar(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdleveningdojistar_out, void *memory, size_t memory_size, tr_error *err);

/** Evening star. -100 where body 2 > long 2 and white 2 and body 1 <= short 1 and body 1 above body 2 and body 0 > short 0 and black 0 and close 0 < close 2 - penetration * body 2. Under the preset tulip -100 where close 2 > open 2 and body 2 > long 0 and bottom 1 >= top 2 and body 1 < short 0 and black 0 and top 0 <= bottom 1 and close 0 <= close 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdleveningstar(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdleveningstar_out, void *memory, size_t memory_size, tr_error *err);

/** Gap with side-by-side white lines. where white 1 and white 0 and body 0 >= body 1 - near 1 and body 0 <= body 1 + near 1 and open 0 >= open 1 - equal 1 and open 0 <= open 1 + equal 1: 100 where body 1 above body 2 and body 0 above body 2; else -100 where body 1 below body 2 and body 0 below body 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlgapsidesidewhite(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlgapsidesidewhite_out, void *memory, size_t memory_size, tr_error *err);

/** Gravestone doji. 100 where body 0 <= doji 0 and lower shadow 0 < very short shadow 0 and upper shadow 0 > very short shadow 0. Under the preset tulip 100 where body 0 < doji 0 and upper shadow 0 > long shadow 0 and lower shadow 0 < very short shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlgravestonedoji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlgravestonedoji_out, void *memory, size_t memory_size, tr_error *err);

/** Hammer. 100 where body 0 < short 0 and lower shadow 0 > long shadow 0 and upper shadow 0 < very short shadow 0 and bottom 0 <= low 1 + near 1. Under the preset tulip 100 where body 0 < short 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 > long shadow 0 and bottom 0 <= low 1 + near 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlhammer(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhammer_out, void *memory, size_t memory_size, tr_error *err);

/** Hanging man. -100 where body 0 < short 0 and lower shadow 0 > long shadow 0 and upper shadow 0 < very short shadow 0 and bottom 0 >= high 1 - near 1. Under the preset tulip -100 where body 0 < short 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 > long shadow 0 and bottom 0 >= high 1 - near 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlhangingman(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhangingman_out, void *memory, size_t memory_size, tr_error *err);

/** Harami. where body 1 > long 1 and body 0 <= short 0 and top 0 <= top 1 and bottom 0 >= bottom 1: 100 where black 1 and top 0 < top 1 and bottom 0 > bottom 1; else 80 where black 1; else -100 where white 1 and top 0 < top 1 and bottom 0 > bottom 1; else -80 where white 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlharami(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlharami_out, void *memory, size_t memory_size, tr_error *err);

/** Harami cross. where body 1 > long 1 and body 0 <= doji 0 and top 0 <= top 1 and bottom 0 >= bottom 1: 100 where black 1 and top 0 < top 1 and bottom 0 > bottom 1; else 80 where black 1; else -100 where white 1 and top 0 < top 1 and bottom 0 > bottom 1; else -80 where white 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlharamicross(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlharamicross_out, void *memory, size_t memory_size, tr_error *err);

/** High-wave candle. where body 0 < short 0 and upper shadow 0 > very long shadow 0 and lower shadow 0 > very long shadow 0: 100 where white 0; else -100 where black 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlhighwave(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhighwave_out, void *memory, size_t memory_size, tr_error *err);

/** Hikkake. Set up or down: where high 1 < high 2 and low 1 > low 2: 100 where high 0 < high 1 and low 0 < low 1; else -100 where high 0 > high 1 and low 0 > low 1. Then 100 where set up 0; else -100 where set down 0; else 200 where set up 1 and close 0 > high 2; else -200 where set down 1 and close 0 < low 2; else 200 where not set 1 and set up 2 and close 1 <= high 3 and close 0 > high 3; else -200 where not set 1 and set down 2 and close 1 >= low 3 and close 0 < low 3; else 200 where not set 1 and not set 2 and set up 3 and close 2 <= high 4 and close 1 <= high 4 and close 0 > high 4; else -200 where not set 1 and not set 2 and set down 3 and close 2 >= low 4 and close 1 >= low 4 and close 0 < low 4. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlhikkake(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhikkake_out, void *memory, size_t memory_size, tr_error *err);

/** Hikkake, modified. Set up or down: where high 2 < high 3 and low 2 > low 3 and high 1 < high 2 and low 1 > low 2: 100 where high 0 < high 1 and low 0 < low 1 and close 2 <= low 2 + near 2; else -100 where high 0 > high 1 and low 0 > low 1 and close 2 >= high 2 - near 2. Then 100 where set up 0; else -100 where set down 0; else 200 where set up 1 and close 0 > high 2; else -200 where set down 1 and close 0 < low 2; else 200 where not set 1 and set up 2 and close 1 <= high 3 and close 0 > high 3; else -200 where not set 1 and set down 2 and close 1 >= low 3 and close 0 < low 3; else 200 where not set 1 and not set 2 and set up 3 and close 2 <= high 4 and close 1 <= high 4 and close 0 > high 4; else -200 where not set 1 and not set 2 and set down 3 and close 2 >= low 4 and close 1 >= low 4 and close 0 < low 4. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlhikkakemod(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhikkakemod_out, void *memory, size_t memory_size, tr_error *err);

/** Homing pigeon. 100 where black 1 and black 0 and body 1 > long 1 and body 0 <= short 0 and open 0 < open 1 and close 0 > close 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlhomingpigeon(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlhomingpigeon_out, void *memory, size_t memory_size, tr_error *err);

/** Identical three crows. -100 where black 2 and black 1 and black 0 and lower shadow 2 < very short shadow 2 and lower shadow 1 < very short shadow 1 and lower shadow 0 < very short shadow 0 and close 2 > close 1 and close 1 > close 0 and open 1 <= close 2 + equal 2 and open 1 >= close 2 - equal 2 and open 0 <= close 1 + equal 1 and open 0 >= close 1 - equal 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlidentical3crows(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlidentical3crows_out, void *memory, size_t memory_size, tr_error *err);

/** In-neck pattern. -100 where black 1 and body 1 > long 1 and white 0 and open 0 < low 1 and close 0 <= close 1 + equal 1 and close 0 >= close 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlinneck(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlinneck_out, void *memory, size_t memory_size, tr_error *err);

/** Inverted hammer. 100 where body 0 < short 0 and upper shadow 0 > long shadow 0 and lower shadow 0 < very short shadow 0 and body 0 below body 1. Under the preset tulip 100 where body 0 < short 0 and upper shadow 0 > long shadow 0 and lower shadow 0 < very short shadow 0 and top 0 <= bottom 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlinvertedhammer(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlinvertedhammer_out, void *memory, size_t memory_size, tr_error *err);

/** Kicking. where body 1 > long 1 and upper shadow 1 < very short shadow 1 and lower shadow 1 < very short shadow 1 and body 0 > long 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 < very short shadow 0: 100 where black 1 and white 0 and low 0 > high 1; else -100 where white 1 and black 0 and high 0 < low 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlkicking(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlkicking_out, void *memory, size_t memory_size, tr_error *err);

/** Kicking, by the longer marubozu. where body 1 > long 1 and upper shadow 1 < very short shadow 1 and lower shadow 1 < very short shadow 1 and body 0 > long 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 < very short shadow 0: 100 where black 1 and white 0 and low 0 > high 1 and body 0 > body 1; else -100 where black 1 and white 0 and low 0 > high 1 and body 0 <= body 1; else 100 where white 1 and black 0 and high 0 < low 1 and body 0 <= body 1; else -100 where white 1 and black 0 and high 0 < low 1 and body 0 > body 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlkickingbylength(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlkickingbylength_out, void *memory, size_t memory_size, tr_error *err);

/** Ladder bottom. 100 where black 4 and black 3 and black 2 and open 4 > open 3 and open 3 > open 2 and close 4 > close 3 and close 3 > close 2 and black 1 and upper shadow 1 > very short shadow 1 and white 0 and open 0 > open 1 and close 0 > high 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlladderbottom(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlladderbottom_out, void *memory, size_t memory_size, tr_error *err);

/** Long-legged doji. where body 0 <= doji 0: 100 where lower shadow 0 > long shadow 0; else 100 where upper shadow 0 > long shadow 0. Under the preset tulip 100 where body 0 < doji 0 and upper shadow 0 > long shadow 0 and lower shadow 0 > long shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdllongleggeddoji(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdllongleggeddoji_out, void *memory, size_t memory_size, tr_error *err);

/** Long line candle. where body 0 > long 0 and upper shadow 0 < short shadow 0 and lower shadow 0 < short shadow 0: 100 where white 0; else -100 where black 0. Under the preset tulip where body 0 > long 0: 100 where close 0 > open 0; else -100 where black 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdllongline(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdllongline_out, void *memory, size_t memory_size, tr_error *err);

/** Marubozu. where body 0 > long 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 < very short shadow 0: 100 where white 0; else -100 where black 0. Under the preset tulip where body 0 > long 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 < very short shadow 0: 100 where close 0 > open 0; else -100 where black 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlmarubozu(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlmarubozu_out, void *memory, size_t memory_size, tr_error *err);

/** Matching low. 100 where black 1 and black 0 and close 0 <= close 1 + equal 1 and close 0 >= close 1 - equal 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlmatchinglow(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlmatchinglow_out, void *memory, size_t memory_size, tr_error *err);

/** Mat hold. 100 where body 4 > long 4 and body 3 < short 3 and body 2 < short 2 and body 1 < short 1 and white 4 and black 3 and white 0 and body 3 above body 4 and bottom 2 < close 4 and bottom 1 < close 4 and bottom 2 > close 4 - penetration * body 4 and bottom 1 > close 4 - penetration * body 4 and top 2 < open 3 and top 1 < top 2 and open 0 > close 1 and close 0 > high 3 and close 0 > high 2 and close 0 > high 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlmathold(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdlmathold_out, void *memory, size_t memory_size, tr_error *err);

/** Morning doji star. 100 where body 2 > long 2 and black 2 and body 1 <= doji 1 and body 1 below body 2 and body 0 > short 0 and white 0 and close 0 > close 2 + penetration * body 2. Under the preset tulip 100 where black 2 and body 2 > long 0 and top 1 <= bottom 2 and body 1 < doji 0 and close 0 > open 0 and bottom 0 >= top 1 and close 0 >= close 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlmorningdojistar(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdlmorningdojistar_out, void *memory, size_t memory_size, tr_error *err);

/** Morning star. 100 where body 2 > long 2 and black 2 and body 1 <= short 1 and body 1 below body 2 and body 0 > short 0 and white 0 and close 0 > close 2 + penetration * body 2. Under the preset tulip 100 where black 2 and body 2 > long 0 and top 1 <= bottom 2 and body 1 < short 0 and close 0 > open 0 and bottom 0 >= top 1 and close 0 >= close 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlmorningstar(const double *open, const double *high, const double *low, const double *close, size_t count, double penetration, double *cdlmorningstar_out, void *memory, size_t memory_size, tr_error *err);

/** On-neck pattern. -100 where black 1 and body 1 > long 1 and white 0 and open 0 < low 1 and close 0 <= low 1 + equal 1 and close 0 >= low 1 - equal 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlonneck(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlonneck_out, void *memory, size_t memory_size, tr_error *err);

/** Piercing pattern. 100 where black 1 and body 1 > long 1 and white 0 and body 0 > long 0 and open 0 < low 1 and close 0 < open 1 and close 0 > close 1 + 0.5 * body 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlpiercing(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlpiercing_out, void *memory, size_t memory_size, tr_error *err);

/** Rickshaw man. 100 where body 0 <= doji 0 and lower shadow 0 > long shadow 0 and upper shadow 0 > long shadow 0 and bottom 0 <= middle 0 + near 0 and top 0 >= middle 0 - near 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlrickshawman(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlrickshawman_out, void *memory, size_t memory_size, tr_error *err);

/** Rising or falling three methods. where body 4 > long 4 and body 3 < short 3 and body 2 < short 2 and body 1 < short 1 and body 0 > long 0 and bottom 3 < high 4 and top 3 > low 4 and bottom 2 < high 4 and top 2 > low 4 and bottom 1 < high 4 and top 1 > low 4: 100 where white 4 and black 3 and black 2 and black 1 and white 0 and close 2 < close 3 and close 1 < close 2 and open 0 > close 1 and close 0 > close 4; else -100 where black 4 and white 3 and white 2 and white 1 and black 0 and close 2 > close 3 and close 1 > close 2 and open 0 < close 1 and close 0 < close 4. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlrisefall3methods(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlrisefall3methods_out, void *memory, size_t memory_size, tr_error *err);

/** Separating lines. where open 0 <= open 1 + equal 1 and open 0 >= open 1 - equal 1 and body 0 > long 0: 100 where black 1 and white 0 and lower shadow 0 < very short shadow 0; else -100 where white 1 and black 0 and upper shadow 0 < very short shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlseparatinglines(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlseparatinglines_out, void *memory, size_t memory_size, tr_error *err);

/** Shooting star. -100 where body 0 < short 0 and upper shadow 0 > long shadow 0 and lower shadow 0 < very short shadow 0 and body 0 above body 1. Under the preset tulip -100 where body 0 < short 0 and upper shadow 0 > long shadow 0 and lower shadow 0 < very short shadow 0 and bottom 0 >= top 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlshootingstar(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlshootingstar_out, void *memory, size_t memory_size, tr_error *err);

/** Short line candle. where body 0 < short 0 and upper shadow 0 < short shadow 0 and lower shadow 0 < short shadow 0: 100 where white 0; else -100 where black 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlshortline(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlshortline_out, void *memory, size_t memory_size, tr_error *err);

/** Spinning top. where body 0 < short 0 and upper shadow 0 > body 0 and lower shadow 0 > body 0: 100 where white 0; else -100 where black 0. Under the preset tulip 100 where body 0 < short 0 and upper shadow 0 > body 0 and lower shadow 0 > body 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlspinningtop(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlspinningtop_out, void *memory, size_t memory_size, tr_error *err);

/** Stalled pattern. -100 where white 2 and white 1 and white 0 and close 0 > close 1 and close 1 > close 2 and body 2 > long 2 and body 1 > long 1 and upper shadow 1 < very short shadow 1 and open 1 > open 2 and open 1 <= close 2 + near 2 and body 0 < short 0 and open 0 >= close 1 - body 0 - near 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlstalledpattern(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlstalledpattern_out, void *memory, size_t memory_size, tr_error *err);

/** Stick sandwich. 100 where black 2 and white 1 and black 0 and low 1 > close 2 and close 0 <= close 2 + equal 2 and close 0 >= close 2 - equal 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlsticksandwich(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlsticksandwich_out, void *memory, size_t memory_size, tr_error *err);

/** Takuri. 100 where body 0 <= doji 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 > very long shadow 0. Numbers count bars back. */
TR_API tr_status tr_indicator_cdltakuri(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdltakuri_out, void *memory, size_t memory_size, tr_error *err);

/** Tasuki gap. where body growth 0 < near 1 and body growth 0 > -near 1: 100 where body 1 above body 2 and white 1 and black 0 and open 0 < close 1 and open 0 > open 1 and close 0 < open 1 and close 0 > top 2; else -100 where body 1 below body 2 and black 1 and white 0 and open 0 < open 1 and open 0 > close 1 and close 0 > open 1 and close 0 < bottom 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdltasukigap(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdltasukigap_out, void *memory, size_t memory_size, tr_error *err);

/** Thrusting pattern. -100 where black 1 and body 1 > long 1 and white 0 and open 0 < low 1 and close 0 > close 1 + equal 1 and close 0 <= close 1 + 0.5 * body 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlthrusting(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlthrusting_out, void *memory, size_t memory_size, tr_error *err);

/** Tristar. where body 2 <= doji 2 and body 1 <= doji 2 and body 0 <= doji 2: -100 where body 1 above body 2 and top 0 < top 1; else 100 where body 1 below body 2 and bottom 0 > bottom 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdltristar(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdltristar_out, void *memory, size_t memory_size, tr_error *err);

/** Unique three river. 100 where body 2 > long 2 and black 2 and black 1 and close 1 > close 2 and open 1 <= open 2 and low 1 < low 2 and body 0 < short 0 and white 0 and open 0 > low 1. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlunique3river(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlunique3river_out, void *memory, size_t memory_size, tr_error *err);

/** Upside gap two crows. -100 where white 2 and body 2 > long 2 and black 1 and body 1 <= short 1 and body 1 above body 2 and black 0 and open 0 > open 1 and close 0 < close 1 and close 0 > close 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlupsidegap2crows(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlupsidegap2crows_out, void *memory, size_t memory_size, tr_error *err);

/** Upside or downside gap three methods. where open 0 < top 1 and open 0 > bottom 1 and close 0 < top 2 and close 0 > bottom 2: 100 where white 2 and white 1 and black 0 and body 1 above body 2; else -100 where black 2 and black 1 and white 0 and body 1 below body 2. Numbers count bars back. */
TR_API tr_status tr_indicator_cdlxsidegap3methods(const double *open, const double *high, const double *low, const double *close, size_t count, double *cdlxsidegap3methods_out, void *memory, size_t memory_size, tr_error *err);

/** Ceiling. ceil(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_ceil(const double *x, size_t count, double *ceil_out, void *memory, size_t memory_size, tr_error *err);

/** Chande forecast oscillator. 100 (x - end of the regression line over period) / x, 0 where x is 0; first at bar period - 1. */
TR_API tr_status tr_indicator_cfo(const double *x, size_t count, int period, double *cfo_out, void *memory, size_t memory_size, tr_error *err);

/** Center of gravity oscillator. -(sum of k x[k] / sum of x[k]) over the last period values, k = 1 for the newest; -(period + 1) / 2 where the sum is 0; first at bar period - 1. */
TR_API tr_status tr_indicator_cg(const double *x, size_t count, int period, double *cg_out, void *memory, size_t memory_size, tr_error *err);

/** Chandelier exit. long = highest high over high_period - multiplier atr; short = lowest low over low_period + multiplier atr; with use_close 1 both of close over the longer period. direction turns 1 where close is above long and not below short of the bar before, -1 where it is below that short and not above that long, and starts with 1. First where both windows are full and atr has a value. */
TR_API tr_status tr_indicator_chandelier_exit(const double *high, const double *low, const double *close, size_t count, int high_period, int low_period, int atr_period, double multiplier, int use_close, double *long_out, double *short_out, double *direction_out, void *memory, size_t memory_size, tr_error *err);

/** Choppiness index. 100 log10(s / r) / log10(period); s = sum of the true ranges of the last period bars, r = highest high - lowest low of them; 100 where one of them is 0; first at bar period. */
TR_API tr_status tr_indicator_chop(const double *high, const double *low, const double *close, size_t count, int period, double *chop_out, void *memory, size_t memory_size, tr_error *err);

/** Choppiness index of true ranges. 100 log10(s / r) / log10(period); s = sum of the true ranges of the last period bars, r = highest true high - lowest true low of them (a true high is the larger of high and close before); 100 where one of them is 0; first at bar period. */
TR_API tr_status tr_indicator_choptr(const double *high, const double *low, const double *close, size_t count, int period, double *choptr_out, void *memory, size_t memory_size, tr_error *err);

/** Chande-Kroll stop. high_stop = highest over stop_period of (highest high over period - multiplier a), low_stop = lowest over stop_period of (lowest low over period + multiplier a); a = average true range over period (atr). First at bar period + stop_period - 1. */
TR_API tr_status tr_indicator_cksp(const double *high, const double *low, const double *close, size_t count, int period, double multiplier, int stop_period, double *high_stop_out, double *low_stop_out, void *memory, size_t memory_size, tr_error *err);

/** Chaikin money flow. Sum of f over the sum of the volume of the last period bars, 0 without volume; f = ((close - low) - (high - close)) / (high - low) * volume, 0 where the bar has no range; first at bar period - 1. */
TR_API tr_status tr_indicator_cmf(const double *high, const double *low, const double *close, const double *volume, size_t count, int period, double *cmf_out, void *memory, size_t memory_size, tr_error *err);

/** Chande momentum oscillator. 100 (g - l) / (g + l); g, l are the averages of the gains and losses a bar as in rsi; first at bar period. */
TR_API tr_status tr_indicator_cmo(const double *x, size_t count, int period, double *cmo_out, void *memory, size_t memory_size, tr_error *err);

/** Chande momentum oscillator of plain sums. 100 (g - l) / (g + l); g, l are the sums of the gains and of the losses of the last period steps; 0 where nothing moved; first at bar period. */
TR_API tr_status tr_indicator_cmou(const double *x, size_t count, int period, double *cmou_out, void *memory, size_t memory_size, tr_error *err);

/** Coppock curve. Weighted average over wma_period of the sum of the rates of change, 100 (x / x before - 1), over roc1_period and over roc2_period; a rate is 0 where x before is 0. First at bar max(roc1_period, roc2_period) + wma_period - 1. */
TR_API tr_status tr_indicator_coppock(const double *x, size_t count, int wma_period, int roc1_period, int roc2_period, double *coppock_out, void *memory, size_t memory_size, tr_error *err);

/** Pearson correlation. Covariance over the product of the standard deviations, of the last period values; 0 where one of them does not vary; first at bar period - 1. */
TR_API tr_status tr_indicator_correl(const double *x, const double *y, size_t count, int period, double *correl_out, void *memory, size_t memory_size, tr_error *err);

/** Cosine. cos(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_cos(const double *x, size_t count, double *cos_out, void *memory, size_t memory_size, tr_error *err);

/** Hyperbolic cosine. cosh(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_cosh(const double *x, size_t count, double *cosh_out, void *memory, size_t memory_size, tr_error *err);

/** Central pivot range. From high, low, close of the session before: pivot = (high + low + close) / 3, or (high + low + 2 close) / 4 for method 3; top and bottom: the larger and the smaller of (high + low) / 2 and 2 pivot - that. r1, r2, s1, s2 of method 0 (classic) and 3 (Woodie): 2 pivot - low, pivot + range, 2 pivot - high, pivot - range; 1 (Camarilla): close +/- 1.1 range / 12 and / 6; 2 (Fibonacci): pivot +/- 0.382 and 0.618 range. width = 100 (top - bottom) / pivot, 0 where that is 0; width_class is -1 below narrow, 1 above wide, else 0; place is 1 where close is above top, -1 where it is below bottom, else 0. While the first session lasts all prices are the middle of its range so far; from bar 0. */
TR_API tr_status tr_indicator_cpr(const double *time, const double *open, const double *high, const double *low, const double *close, size_t count, int method, int session, int offset_minutes, double narrow, double wide, double *top_out, double *pivot_out, double *bottom_out, double *r1_out, double *r2_out, double *s1_out, double *s2_out, double *width_out, double *width_class_out, double *place_out, void *memory, size_t memory_size, tr_error *err);

/** Crossing in any direction. 1 where the first series crosses the second, 0 elsewhere; first at bar 1. */
TR_API tr_status tr_indicator_crossany(const double *x, const double *y, size_t count, double *crossany_out, void *memory, size_t memory_size, tr_error *err);

/** Crossing from below. 1 where the first series comes from at most the second to above it, 0 elsewhere; first at bar 1. */
TR_API tr_status tr_indicator_crossover(const double *x, const double *y, size_t count, double *crossover_out, void *memory, size_t memory_size, tr_error *err);

/** Connors RSI. (a + b + c) / 3; a = rsi over period; b = rsi over streak_period of the streak (the signed number of steps up or down in a row, 0 where x stays, from bar 1); c = 100 times the share of the rank_period returns x / x before - 1 before this one that are smaller than it. First where all three are there. */
TR_API tr_status tr_indicator_crsi(const double *x, size_t count, int period, int streak_period, int rank_period, double *crsi_out, void *memory, size_t memory_size, tr_error *err);

/** Correlation trend indicator. Pearson correlation of the last period values with a rising line, -1..1; 0 where all are equal; first at bar period - 1. */
TR_API tr_status tr_indicator_cti(const double *x, size_t count, int period, double *cti_out, void *memory, size_t memory_size, tr_error *err);

/** Cube transform. x to the power of power, with the sign of x; signal is the value one bar before. First at bar 1. */
TR_API tr_status tr_indicator_cube(const double *x, size_t count, double power, double *cube_out, double *signal_out, void *memory, size_t memory_size, tr_error *err);

/** Running total. The sum of all values so far; from bar 0. */
TR_API tr_status tr_indicator_cumsum(const double *x, size_t count, double *cumsum_out, void *memory, size_t memory_size, tr_error *err);

/** Chaikin volatility. Change in percent over period bars of the exponential average of high - low, which starts with its first value; 0 where the earlier one is 0; first at bar 2 period - 1. */
TR_API tr_status tr_indicator_cvi(const double *high, const double *low, size_t count, int period, double *cvi_out, void *memory, size_t memory_size, tr_error *err);

/** Linear decay. max(x, before - 1 / period), from x itself at bar 0. */
TR_API tr_status tr_indicator_decay(const double *x, size_t count, int period, double *decay_out, void *memory, size_t memory_size, tr_error *err);

/** Decreasing. 1 where x is below x period bars ago times (1 - percent / 100), else 0; first at bar period. With strict 1: where each of the last period - 1 steps (at least one) was below the value before times that; first at bar period - 1, at least 1. */
TR_API tr_status tr_indicator_decreasing(const double *x, size_t count, int period, int strict, double percent, double *decreasing_out, void *memory, size_t memory_size, tr_error *err);

/** Double exponential moving average. 2 ema - ema of ema; first at bar 2 (period - 1). Seeds as ema; in preset tulip the second average starts at bar period - 1. */
TR_API tr_status tr_indicator_dema(const double *x, size_t count, int period, double *dema_out, void *memory, size_t memory_size, tr_error *err);

/** Directional indicator. plus_di and minus_di at once. */
TR_API tr_status tr_indicator_di(const double *high, const double *low, const double *close, size_t count, int period, double *plus_di_out, double *minus_di_out, void *memory, size_t memory_size, tr_error *err);

/** Quotient of two series. first / second, bar by bar. */
TR_API tr_status tr_indicator_div(const double *x, const double *y, size_t count, double *div_out, void *memory, size_t memory_size, tr_error *err);

/** Directional movement. plus_dm and minus_dm at once. */
TR_API tr_status tr_indicator_dm(const double *high, const double *low, size_t count, int period, double *plus_dm_out, double *minus_dm_out, void *memory, size_t memory_size, tr_error *err);

/** Donchian channel. upper = highest high, lower = lowest low of the last period bars, middle = their mean; first at bar period - 1. */
TR_API tr_status tr_indicator_donchian(const double *high, const double *low, size_t count, int period, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** Detrended price oscillator. x period / 2 + 1 bars ago minus the simple average over period; first at bar period - 1, or where that earlier value is there. */
TR_API tr_status tr_indicator_dpo(const double *x, size_t count, int period, double *dpo_out, void *memory, size_t memory_size, tr_error *err);

/** Drawdown. With highest the largest x so far: drawdown = highest - x, ratio = 1 - x / highest, log = ln(highest / x); ratio and log are 0 unless both are positive. First at bar 0. */
TR_API tr_status tr_indicator_drawdown(const double *x, size_t count, double *drawdown_out, double *ratio_out, double *log_out, void *memory, size_t memory_size, tr_error *err);

/** Detrended synthetic price. x - exponential average over period; first at bar period - 1. */
TR_API tr_status tr_indicator_dsp(const double *x, size_t count, int period, double *dsp_out, void *memory, size_t memory_size, tr_error *err);

/** Directional movement index. 100 |plus_di - minus_di| / (plus_di + minus_di); first at bar period. */
TR_API tr_status tr_indicator_dx(const double *high, const double *low, const double *close, size_t count, int period, double *dx_out, void *memory, size_t memory_size, tr_error *err);

/** Even better sinewave. High pass: h = (1 + a) / 2 (x - x before) + a h before, a = (1 - sin(2 pi / period)) / cos(2 pi / period). Super smoother of two poles of h over smooth_period, from 0: f. ebsw = mean of the last three f / root of the mean of their squares, 0 where that is 0; -1 to 1. Filtered from bar 1 on, shown from bar period. */
TR_API tr_status tr_indicator_ebsw(const double *x, size_t count, int period, int smooth_period, double *ebsw_out, void *memory, size_t memory_size, tr_error *err);

/** Exponential decay. max(x, before * (1 - 1 / period)), from x itself at bar 0. */
TR_API tr_status tr_indicator_edecay(const double *x, size_t count, int period, double *edecay_out, void *memory, size_t memory_size, tr_error *err);

/** Elder force index. Exponential average over period of (close - close before) * volume; first at bar period. */
TR_API tr_status tr_indicator_efi(const double *close, const double *volume, size_t count, int period, double *efi_out, void *memory, size_t memory_size, tr_error *err);

/** Exponential moving average. ema = ema_before + 2/(period+1) * (x - ema_before). The first value, at bar period - 1, is the mean of the first period values. */
TR_API tr_status tr_indicator_ema(const double *x, size_t count, int period, double *ema_out, void *memory, size_t memory_size, tr_error *err);

/** Ease of movement. Step of (high + low) / 2 times (high - low) over volume / 10000; 0 without volume; first at bar 1. */
TR_API tr_status tr_indicator_emv(const double *high, const double *low, const double *volume, size_t count, double *emv_out, void *memory, size_t memory_size, tr_error *err);

/** Entropy. Sum of -p log(p) over the last period bars, to base; p = x / sum of the period values that end at its bar, a term is 0 where p is not positive. First at bar 2 (period - 1). */
TR_API tr_status tr_indicator_entropy(const double *x, size_t count, int period, double base, double *entropy_out, void *memory, size_t memory_size, tr_error *err);

/** Efficiency ratio. |x - x period bars ago| / sum of |steps| in between, at most 1; 1 where nothing moved; first at bar period. */
TR_API tr_status tr_indicator_er(const double *x, size_t count, int period, double *er_out, void *memory, size_t memory_size, tr_error *err);

/** Elder ray index. bull_power = high - e, bear_power = low - e, e = exponential average of the close over period; first where e has its first. */
TR_API tr_status tr_indicator_eri(const double *high, const double *low, const double *close, size_t count, int period, double *bull_power_out, double *bear_power_out, void *memory, size_t memory_size, tr_error *err);

/** Exhaustion count. down and up: how many bars in a row x has been below (above) what it was period bars before, at most cap (0: no limit); with show_all 0 only counts of 6 to 9 are shown, else 0. First at bar period. */
TR_API tr_status tr_indicator_exhc(const double *x, size_t count, int period, int cap, int show_all, double *down_out, double *up_out, void *memory, size_t memory_size, tr_error *err);

/** Exponential. exp(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_exp(const double *x, size_t count, double *exp_out, void *memory, size_t memory_size, tr_error *err);

/** Fisher transform. v = 0.66 (place of (high + low) / 2 within its range over period - 0.5) + 0.67 v before, kept within 0.999; fisher = ln((1 + v) / (1 - v)) / 2 + fisher before / 2; signal is fisher one bar before; both from 0; first at bar period - 1. */
TR_API tr_status tr_indicator_fisher(const double *high, const double *low, size_t count, int period, double *fisher_out, double *signal_out, void *memory, size_t memory_size, tr_error *err);

/** Floor. floor(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_floor(const double *x, size_t count, double *floor_out, void *memory, size_t memory_size, tr_error *err);

/** Forecast oscillator. 100 (x - f) / x, f what tsf forecast a bar before; first at bar period. */
TR_API tr_status tr_indicator_fosc(const double *x, size_t count, int period, double *fosc_out, void *memory, size_t memory_size, tr_error *err);

/** Williams fractals. swing_high is 100 at the bar that completes a pivot: the high right_bars ago exceeds the highs of the left_bars bars before it and of all bars after it; else 0. swing_low mirrors it on the lows. First at bar left_bars + right_bars. */
TR_API tr_status tr_indicator_fractal(const double *high, const double *low, size_t count, int left_bars, int right_bars, double *swing_high_out, double *swing_low_out, void *memory, size_t memory_size, tr_error *err);

/** Fractal adaptive moving average. a m + (1 - a) before, m = (high + low) / 2; a = exp(-4.6 log2((r1 + r2) / r)), at most 1, and 1 where r1 or r2 is 0; r1, r2 = highest high - lowest low of the newer and of the older half of the last period bars, r = of all. The first value, at bar period, starts from m of the bar before. */
TR_API tr_status tr_indicator_frama(const double *high, const double *low, size_t count, int period, double *frama_out, void *memory, size_t memory_size, tr_error *err);

/** Fibonacci weighted moving average. Sum of the last period values times weights that grow like the Fibonacci numbers 1, 1, 2, 3, 5 ... towards the newest, divided by the sum of the weights; first at bar period - 1. */
TR_API tr_status tr_indicator_fwma(const double *x, size_t count, int period, double *fwma_out, void *memory, size_t memory_size, tr_error *err);

/** Heikin-Ashi candles. close = (open + high + low + close) / 4; open = mean of the open and close of the candle before, that of the bar itself at bar 0; high and low = the extremes of the bar's and of these two. From bar 0. */
TR_API tr_status tr_indicator_ha(const double *open, const double *high, const double *low, const double *close, size_t count, double *open_out, double *high_out, double *low_out, double *close_out, void *memory, size_t memory_size, tr_error *err);

/** Gann HiLo activator. Averages of the highs over high_period and of the lows over low_period. hilo is the one of the lows where close is above that of the highs at the bar before, the one of the highs where close is below that of the lows at the bar before, and else what it was; trend is 1 on the lower side, -1 on the upper one. First one bar after both averages have a value, on the lower side unless close is below. */
TR_API tr_status tr_indicator_hilo(const double *high, const double *low, const double *close, size_t count, int high_period, int low_period, int ma_type, double *hilo_out, double *trend_out, void *memory, size_t memory_size, tr_error *err);

/** Hull moving average. Weighted average over sqrt(period) of 2 wma over period / 2 - wma over period, lengths cut to whole bars; first at bar period + sqrt(period) - 2. */
TR_API tr_status tr_indicator_hma(const double *x, size_t count, int period, double *hma_out, void *memory, size_t memory_size, tr_error *err);

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

/** Annualised historical volatility. sqrt(252) times the population standard deviation of the last period changes x / x before - 1; first at bar period. */
TR_API tr_status tr_indicator_hvol(const double *x, size_t count, int period, double *hvol_out, void *memory, size_t memory_size, tr_error *err);

/** Holt-Winters channel. middle = hwma; upper and lower lie multiplier * sqrt(variance) around it; variance = (1 - nd) variance before + nd (x before - middle before)^2, of which the band takes the value of the bar before; width = upper - lower; position = (x - lower) / width, 0.5 where that is 0. First at bar 0, with a width of 0. */
TR_API tr_status tr_indicator_hwc(const double *x, size_t count, double na, double nb, double nc, double nd, double multiplier, double *middle_out, double *upper_out, double *lower_out, double *width_out, double *position_out, void *memory, size_t memory_size, tr_error *err);

/** Holt-Winters moving average. f = (1 - na) (f + v + a / 2) + na x; v = (1 - nb) (v + a) + nb (f - f before); a = (1 - nc) a + nc (v - v before), all right sides from the bar before; hwma = f + v + a / 2. Before bar 0: f = x, v = a = 0; first at bar 0. */
TR_API tr_status tr_indicator_hwma(const double *x, size_t count, double na, double nb, double nc, double *hwma_out, void *memory, size_t memory_size, tr_error *err);

/** Internal bar strength. (close - low) / (high - low), 0.5 where the bar has no range; from bar 0. */
TR_API tr_status tr_indicator_ibs(const double *high, const double *low, const double *close, size_t count, double *ibs_out, void *memory, size_t memory_size, tr_error *err);

/** Ichimoku Kinko Hyo. tenkan, kijun: middle of highest high and lowest low over their periods. lead_a = (tenkan + kijun) / 2 and lead_b = the same middle over senkou_period, computed at this bar, to be drawn displacement bars ahead; span_a and span_b: the two that were computed displacement bars ago and stand at this bar. chikou = close, to be drawn displacement bars back. First at bar longest period - 1 + displacement. */
TR_API tr_status tr_indicator_ichimoku(const double *high, const double *low, const double *close, size_t count, int tenkan_period, int kijun_period, int senkou_period, int displacement, double *tenkan_out, double *kijun_out, double *span_a_out, double *span_b_out, double *lead_a_out, double *lead_b_out, double *chikou_out, void *memory, size_t memory_size, tr_error *err);

/** Inverse Fisher transform. (e^(amplify x) - 1) / (e^(amplify x) + 1), -1 to 1; signal is the value one bar before. First at bar 1. */
TR_API tr_status tr_indicator_ifisher(const double *x, size_t count, double amplify, double *ifisher_out, double *signal_out, void *memory, size_t memory_size, tr_error *err);

/** Intraday momentum index. 100 * sum of (close - open) of the rising bars / sum of |close - open|, over the last period bars; first at bar period - 1. */
TR_API tr_status tr_indicator_imi(const double *open, const double *close, size_t count, int period, double *imi_out, void *memory, size_t memory_size, tr_error *err);

/** Increasing. 1 where x is above x period bars ago times (1 + percent / 100), else 0; first at bar period. With strict 1: where each of the last period - 1 steps (at least one) was above the value before times that; first at bar period - 1, at least 1. */
TR_API tr_status tr_indicator_increasing(const double *x, size_t count, int period, int strict, double percent, double *increasing_out, void *memory, size_t memory_size, tr_error *err);

/** Inertia. End of the regression line over period through the relative volatility index: 100 u / (u + d), u and d the averages over rvi_period of the standard deviation over rvi_period where x rose, where it fell, and 0 elsewhere; 50 where both are 0. First where the line is full. */
TR_API tr_status tr_indicator_inertia(const double *x, size_t count, int period, int rvi_period, int ma_type, double *inertia_out, void *memory, size_t memory_size, tr_error *err);

/** Jurik moving average. Adaptive exponential average in three stages whose factor follows the relative volatility: the distance from two bands that snap to price, over its mean of 65 bars; power and factors follow period, the overshoot follows phase. Starts with the first value; shown from bar period - 1. */
TR_API tr_status tr_indicator_jma(const double *x, size_t count, int period, double phase, double *jma_out, void *memory, size_t memory_size, tr_error *err);

/** Kaufman adaptive moving average. kama moves towards x by (e (2/3 - 2/31) + 2/31)^2 of the distance, e = |x - x period bars ago| / sum of |steps| in between. The first value, at bar period, starts from the bar before. */
TR_API tr_status tr_indicator_kama(const double *x, size_t count, int period, double *kama_out, void *memory, size_t memory_size, tr_error *err);

/** Keltner channels. middle = exponential average over period of (high + low + close) / 3; upper and lower lie nb_dev average true ranges (atr) over atr_period around it. First where both have their first. */
TR_API tr_status tr_indicator_kc(const double *high, const double *low, const double *close, size_t count, int period, int atr_period, double nb_dev, double *upper_out, double *middle_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** KDJ stochastic. r = 100 (close - lowest low) / (highest high - lowest low) over fastk_period bars, 0 where they are equal; k = average of r, d = average of k, j = 3 k - 2 d. First where d has its first. */
TR_API tr_status tr_indicator_kdj(const double *high, const double *low, const double *close, size_t count, int fastk_period, int slowk_period, int slowk_ma_type, int slowd_period, int slowd_ma_type, double *k_out, double *d_out, double *j_out, void *memory, size_t memory_size, tr_error *err);

/** Know sure thing. kst = a1 + 2 a2 + 3 a3 + 4 a4; ak = simple average over smak_period of the rate of change 100 (x / x before - 1) over rock_period, 0 where x before is 0; signal = simple average of kst over signal_period. First where the signal has its first. */
TR_API tr_status tr_indicator_kst(const double *x, size_t count, int roc1_period, int roc2_period, int roc3_period, int roc4_period, int sma1_period, int sma2_period, int sma3_period, int sma4_period, int signal_period, double *kst_out, double *signal_out, void *memory, size_t memory_size, tr_error *err);

/** Know sure thing of any averages. As kst, the four averages of the type roc_ma_type, the signal of signal_ma_type. First where the longest leg and then the signal have their first. */
TR_API tr_status tr_indicator_kstext(const double *x, size_t count, int roc1_period, int roc2_period, int roc3_period, int roc4_period, int ma1_period, int ma2_period, int ma3_period, int ma4_period, int signal_period, int roc_ma_type, int signal_ma_type, double *kst_out, double *signal_out, void *memory, size_t memory_size, tr_error *err);

/** Excess kurtosis. n (n + 1) / ((n - 1)(n - 2)(n - 3)) * sum of d^4 / s^4 - 3 (n - 1)^2 / ((n - 2)(n - 3)) over the last n = period values; d = distance from their mean, s^2 = sum of d^2 / (n - 1). NaN where all are equal; first at bar period - 1. */
TR_API tr_status tr_indicator_kurtosis(const double *x, size_t count, int period, double *kurtosis_out, void *memory, size_t memory_size, tr_error *err);

/** Klinger volume oscillator. Exponential averages over fast_period minus slow_period, from their first value, of volume * |2 range / t - 1| * 100 with the sign of the trend; the trend turns with high + low + close, t sums the ranges since the bar before the turn; first at bar 1. */
TR_API tr_status tr_indicator_kvo(const double *high, const double *low, const double *close, const double *volume, size_t count, int fast_period, int slow_period, double *kvo_out, void *memory, size_t memory_size, tr_error *err);

/** Earlier value. x period bars ago; first at bar period. */
TR_API tr_status tr_indicator_lag(const double *x, size_t count, int period, double *lag_out, void *memory, size_t memory_size, tr_error *err);

/** Linear regression. End, at the current bar, of the least-squares line through the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_linearreg(const double *x, size_t count, int period, double *linearreg_out, void *memory, size_t memory_size, tr_error *err);

/** Linear regression angle. Angle of the least-squares line through the last period values, in degrees; first at bar period - 1. */
TR_API tr_status tr_indicator_linearreg_angle(const double *x, size_t count, int period, double *linearreg_angle_out, void *memory, size_t memory_size, tr_error *err);

/** Linear regression intercept. Beginning, at the oldest bar, of the least-squares line through the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_linearreg_intercept(const double *x, size_t count, int period, double *linearreg_intercept_out, void *memory, size_t memory_size, tr_error *err);

/** Linear regression slope. Slope a bar of the least-squares line through the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_linearreg_slope(const double *x, size_t count, int period, double *linearreg_slope_out, void *memory, size_t memory_size, tr_error *err);

/** Natural logarithm. log(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_ln(const double *x, size_t count, double *ln_out, void *memory, size_t memory_size, tr_error *err);

/** Decimal logarithm. log10(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_log10(const double *x, size_t count, double *log10_out, void *memory, size_t memory_size, tr_error *err);

/** Log return. ln(x / x period bars ago), 0 unless both are positive; first at bar period. With cumulative 1: the first x instead of the one period bars ago, from bar 0. */
TR_API tr_status tr_indicator_log_return(const double *x, size_t count, int period, int cumulative, double *log_return_out, void *memory, size_t memory_size, tr_error *err);

/** Long run. 1 where the first series (fast) is above what it was period bars ago and the second one (slow) is not what it was then, else 0; first at bar period. */
TR_API tr_status tr_indicator_long_run(const double *x, const double *y, size_t count, int period, double *long_run_out, void *memory, size_t memory_size, tr_error *err);

/** Laguerre RSI. Four Laguerre filters, l0 = (1 - gamma) x + gamma l0 before, then each l = -gamma (the one before it) + that one's value before + gamma l before; all start with the first x. 100 times the sum of the positive ones of l0 - l1, l1 - l2, l2 - l3 / the sum of their magnitudes, 0 where that is 0; first at bar 0. */
TR_API tr_status tr_indicator_lrsi(const double *x, size_t count, double gamma, double *lrsi_out, void *memory, size_t memory_size, tr_error *err);

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

/** Market facilitation index. (high - low) / volume, 0 without volume. */
TR_API tr_status tr_indicator_marketfi(const double *high, const double *low, const double *volume, size_t count, double *marketfi_out, void *memory, size_t memory_size, tr_error *err);

/** Mass index. Sum over period of the ratio of ema over 9 of high - low to the ema over 9 of that (1 where that is 0); the first starts with its first value, the second at bar 8; first at bar period + 15. */
TR_API tr_status tr_indicator_massi(const double *high, const double *low, size_t count, int period, double *massi_out, void *memory, size_t memory_size, tr_error *err);

/** Moving average with a variable period. The moving average over the period that the second series names for each bar, whole and kept within min_period and max_period; first where the longest of them has its first. */
TR_API tr_status tr_indicator_mavp(const double *x, const double *y, size_t count, int min_period, int max_period, int ma_type, double *mavp_out, void *memory, size_t memory_size, tr_error *err);

/** Maximum over a window. Largest of the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_max(const double *x, size_t count, int period, double *max_out, void *memory, size_t memory_size, tr_error *err);

/** Bar of the maximum. Number of the bar, counted from the first one fed, with the extreme of the last period values. */
TR_API tr_status tr_indicator_maxindex(const double *x, size_t count, int period, double *index_out, void *memory, size_t memory_size, tr_error *err);

/** McGinley dynamic. before + (x - before) / (period (x / before)^4), before where that is not finite; starts with x at bar 0; first shown at bar period - 1. */
TR_API tr_status tr_indicator_mcgd(const double *x, size_t count, int period, double *mcgd_out, void *memory, size_t memory_size, tr_error *err);

/** Moving median. The middle one of the last period values in order, the mean of the two middle ones where period is even; first at bar period - 1. */
TR_API tr_status tr_indicator_median(const double *x, size_t count, int period, double *median_out, void *memory, size_t memory_size, tr_error *err);

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

/** Madrid moving average ribbon. Six exponential averages, over period, period + step, .. period + 5 step; first where the longest has its first. */
TR_API tr_status tr_indicator_mmar(const double *x, size_t count, int period, int step, double *ribbon_1_out, double *ribbon_2_out, double *ribbon_3_out, double *ribbon_4_out, double *ribbon_5_out, double *ribbon_6_out, void *memory, size_t memory_size, tr_error *err);

/** Momentum. x - x period bars ago; first at bar period. */
TR_API tr_status tr_indicator_mom(const double *x, size_t count, int period, double *mom_out, void *memory, size_t memory_size, tr_error *err);

/** MESA sine wave. Sine of the phase of the period-long cycle, by a Fourier transform over the last period values, and of 45 degrees more; first at bar period. */
TR_API tr_status tr_indicator_msw(const double *x, size_t count, int period, double *sine_out, double *lead_out, void *memory, size_t memory_size, tr_error *err);

/** Product of two series. first * second, bar by bar. */
TR_API tr_status tr_indicator_mult(const double *x, const double *y, size_t count, double *mult_out, void *memory, size_t memory_size, tr_error *err);

/** Normalised average true range. atr / close * 100; first at bar period. */
TR_API tr_status tr_indicator_natr(const double *high, const double *low, const double *close, size_t count, int period, double *natr_out, void *memory, size_t memory_size, tr_error *err);

/** Negative volume index. 1000 at bar 0, then multiplied by x / x before at each bar whose volume fell. */
TR_API tr_status tr_indicator_nvi(const double *x, const double *volume, size_t count, double *nvi_out, void *memory, size_t memory_size, tr_error *err);

/** On balance volume. Running total of the volume, added where price rose and subtracted where it fell; it starts with the volume of bar 0. */
TR_API tr_status tr_indicator_obv(const double *x, const double *volume, size_t count, double *obv_out, void *memory, size_t memory_size, tr_error *err);

/** Price distance. 2 (high - low) + |open - close before| - |close - open|: the way that price made at least; first at bar 1. */
TR_API tr_status tr_indicator_pdist(const double *open, const double *high, const double *low, const double *close, size_t count, double *pdist_out, void *memory, size_t memory_size, tr_error *err);

/** Simple return. x / x period bars ago - 1, 0 where the earlier one is 0; first at bar period. With cumulative 1: the first x instead of the one period bars ago, from bar 0. */
TR_API tr_status tr_indicator_percent_return(const double *x, size_t count, int period, int cumulative, double *percent_return_out, void *memory, size_t memory_size, tr_error *err);

/** Bollinger %b. (x - lower) / (upper - lower) of the Bollinger bands (bbands), 0.5 where they meet; first where they have their first. */
TR_API tr_status tr_indicator_percentb(const double *x, size_t count, int period, double nb_dev_up, double nb_dev_dn, int ma_type, double *percentb_out, void *memory, size_t memory_size, tr_error *err);

/** Moving percentile. The value of rank ceil(percentile period / 100), at least 1, among the last period values in ascending order (nearest rank); first at bar period - 1. */
TR_API tr_status tr_indicator_percentile(const double *x, size_t count, int period, double percentile, double *percentile_out, void *memory, size_t memory_size, tr_error *err);

/** Percent rank. 100 times the share of the period values before this one that are smaller than it; first at bar period. */
TR_API tr_status tr_indicator_percentrank(const double *x, size_t count, int period, double *percentrank_out, void *memory, size_t memory_size, tr_error *err);

/** Pretty good oscillator. (close - simple average of close over period) / exponential average over period of atr over period, 0 where that is 0; first at bar 2 period - 1. */
TR_API tr_status tr_indicator_pgo(const double *high, const double *low, const double *close, size_t count, int period, double *pgo_out, void *memory, size_t memory_size, tr_error *err);

/** Pivot points. From high, low, close of the session before, with p the pivot and d = high - low. method 0, traditional: p = (high + low + close) / 3, r1 = 2 p - low, r2 = p + d, r3 = r1 + d, r4 = r3 + p - low, s1 = 2 p - high, s2 = p - d, s3 = s1 - d, s4 = s3 - high + p. 1, Fibonacci: r and s at 0.382, 0.618 and 1 d around the same p. 2, Woodie: p = (high + low + 2 open of the session itself) / 4, r1 and r2 as traditional, r3 = high + 2 (p - low), r4 = r3 + d, s3 = low - 2 (high - p), s4 = s3 - d. 3, classic: as traditional but r3, r4, s3, s4 = p +/- 2 d, 3 d. 4, DeMark: p = (high + low + close + e) / 4, e = close, high or low where the session before closed at, above or below its open; r1 = 2 p - low, s1 = 2 p - high. 5, Camarilla: p as traditional, r and s at 1.1 d / 12, / 6, / 4, / 2 around close. Lines that a method does not have repeat its outermost one. While the first session lasts all are the middle of its range so far; from bar 0. */
TR_API tr_status tr_indicator_pivots(const double *time, const double *open, const double *high, const double *low, const double *close, size_t count, int method, int session, int offset_minutes, double *pivot_out, double *s1_out, double *s2_out, double *s3_out, double *s4_out, double *r1_out, double *r2_out, double *r3_out, double *r4_out, void *memory, size_t memory_size, tr_error *err);

/** Plus directional indicator. 100 * plus_dm / true range, both summed over period as in plus_dm; first at bar period. */
TR_API tr_status tr_indicator_plus_di(const double *high, const double *low, const double *close, size_t count, int period, double *plus_di_out, void *memory, size_t memory_size, tr_error *err);

/** Plus directional movement. Directional movement: the part of the rise of the high that reaches beyond the bar before, where it is the larger side; Summed as the book does: the first period - 1 steps added up, then before - before / period + new. First at bar period - 1 (bar 1 for a period of 1). */
TR_API tr_status tr_indicator_plus_dm(const double *high, const double *low, size_t count, int period, double *plus_dm_out, void *memory, size_t memory_size, tr_error *err);

/** Profit maximizer. Lower and upper stop: average over period -/+ multiplier atr over period. Where close was above the lower stop before, the lower one does not fall; where it was below the upper stop before, the upper one does not rise. trend turns 1 where close is above the upper stop before, -1 where it is below the lower one before, and starts with 1; pmax is the lower stop for 1, the upper one for -1. First where average and atr have a value. */
TR_API tr_status tr_indicator_pmax(const double *high, const double *low, const double *close, size_t count, int period, double multiplier, int ma_type, double *pmax_out, double *trend_out, void *memory, size_t memory_size, tr_error *err);

/** Projection oscillator. 100 (x - end of the regression line over period) / that end, 0 where it is 0; first at bar period - 1. */
TR_API tr_status tr_indicator_po(const double *x, size_t count, int period, double *po_out, void *memory, size_t memory_size, tr_error *err);

/** Percentage price oscillator. (moving average over fast_period - moving average over slow_period) / the latter * 100; first where the longer one has its first. */
TR_API tr_status tr_indicator_ppo(const double *x, size_t count, int fast_period, int slow_period, int ma_type, double *ppo_out, void *memory, size_t memory_size, tr_error *err);

/** Psychological line. 100 times the share of the last period bars at which x was above x before; first at bar period. */
TR_API tr_status tr_indicator_psl(const double *x, size_t count, int period, double *psl_out, void *memory, size_t memory_size, tr_error *err);

/** Premier stochastic oscillator. tanh(s / 2); s = exponential average of the exponential average over ema_period of (k - 50) / 10, k = 100 (close - lowest low) / (highest high - lowest low) over fastk_period bars, 50 where they are equal. First at bar fastk_period + 2 ema_period - 3. */
TR_API tr_status tr_indicator_pso(const double *high, const double *low, const double *close, size_t count, int fastk_period, int ema_period, double *pso_out, void *memory, size_t memory_size, tr_error *err);

/** Positive volume index. 1000 at bar 0, then multiplied by x / x before at each bar whose volume rose. */
TR_API tr_status tr_indicator_pvi(const double *x, const double *volume, size_t count, double *pvi_out, void *memory, size_t memory_size, tr_error *err);

/** Percentage volume oscillator. (average of the volume over fast_period - average over slow_period) / the latter * 100, 0 where that is 0; first where the longer one has its first. */
TR_API tr_status tr_indicator_pvo(const double *volume, size_t count, int fast_period, int slow_period, int ma_type, double *pvo_out, void *memory, size_t memory_size, tr_error *err);

/** Price times volume. close * volume; with is_signed 1 with the sign of close - close before. First at bar 0, or 1 with a sign. */
TR_API tr_status tr_indicator_pvol(const double *x, const double *volume, size_t count, int is_signed, double *pvol_out, void *memory, size_t memory_size, tr_error *err);

/** Price volume rank. 1 where close and volume did not fall, 2 where only volume fell, 3 where only close fell, 4 where both fell; first at bar 1. */
TR_API tr_status tr_indicator_pvr(const double *x, const double *volume, size_t count, double *pvr_out, void *memory, size_t memory_size, tr_error *err);

/** Price volume trend. before + volume (close - close before) / close before, unchanged where close before is 0; 0 at bar 0. */
TR_API tr_status tr_indicator_pvt(const double *close, const double *volume, size_t count, double *pvt_out, void *memory, size_t memory_size, tr_error *err);

/** Pascal weighted moving average. Sum of the last period values times row period - 1 of the triangle of Pascal (1 3 3 1 for a period of 4), divided by the sum of the row; first at bar period - 1. */
TR_API tr_status tr_indicator_pwma(const double *x, size_t count, int period, double *pwma_out, void *memory, size_t memory_size, tr_error *err);

/** Quantitative qualitative estimation. basis = average over smooth_period of rsi over period. Band = factor times the exponential average of the exponential average of |basis - basis before|, both over 2 period - 1. The long line is basis - band, but does not fall while basis stays above it; the short line is basis + band, but does not rise while basis stays below it. qqe is the long line after basis crossed the short line of the bar before, the short one after it crossed the long one of the bar before, and the long one at first. trend is 1 for the long line, -1 for the short one. First where the band has its first. */
TR_API tr_status tr_indicator_qqe(const double *x, size_t count, int period, int smooth_period, double factor, int ma_type, double *qqe_out, double *basis_out, double *long_out, double *short_out, double *trend_out, void *memory, size_t memory_size, tr_error *err);

/** Qstick. Simple average over period of close - open; first at bar period - 1. */
TR_API tr_status tr_indicator_qstick(const double *open, const double *close, size_t count, int period, double *qstick_out, void *memory, size_t memory_size, tr_error *err);

/** Moving quantile. Value at place q (period - 1) of the last period values in ascending order, counted from 0, on the straight line between the two neighbours where that is no whole number; first at bar period - 1. */
TR_API tr_status tr_indicator_quantile(const double *x, size_t count, int period, double q, double *quantile_out, void *memory, size_t memory_size, tr_error *err);

/** Rainbow chart. ribbon_1 = simple average of x over period, each further one the same average of the one before; first at bar 10 (period - 1). */
TR_API tr_status tr_indicator_rainbow(const double *x, size_t count, int period, double *ribbon_1_out, double *ribbon_2_out, double *ribbon_3_out, double *ribbon_4_out, double *ribbon_5_out, double *ribbon_6_out, double *ribbon_7_out, double *ribbon_8_out, double *ribbon_9_out, double *ribbon_10_out, void *memory, size_t memory_size, tr_error *err);

/** Reflex. f = super smoother of two poles over smooth_period / 2, from the first two values. Mean of how far f of the last period bars lies below the straight line from f period bars ago to f, over the root of its mean square, an exponential average with factor alpha from 0; 0 where that is 0. First at bar period. */
TR_API tr_status tr_indicator_reflex(const double *x, size_t count, int period, int smooth_period, double alpha, double *reflex_out, void *memory, size_t memory_size, tr_error *err);

/** Market regime. regime is 3 (volatile) where volatility is above its volatility_percentile; else 1 (trending up) or 2 (trending down), by the sign of the return over 20 bars, where trend_strength is above its trend_percentile; else 0 (ranging). volatility = sample standard deviation of the last 20 returns close / close before - 1; trend_strength = |close / close 20 bars ago - 1|; percentiles over the last window values, this bar's included, interpolated between ranks (position (window - 1) percentile / 100). volume_ratio = volume / mean volume of 20 bars, 0 without volume; rsi over 14; macd = the line of 12, 26; ema_ratio = ema over 9 / ema over 50, 0 where that is 0. First at bar window + 19, and not before bar 49. */
TR_API tr_status tr_indicator_regime(const double *close, const double *volume, size_t count, int window, double volatility_percentile, double trend_percentile, double *regime_out, double *volatility_out, double *trend_strength_out, double *volume_ratio_out, double *rsi_out, double *macd_out, double *ema_ratio_out, void *memory, size_t memory_size, tr_error *err);

/** Market regime by fixed limits. deviation = 100 population standard deviation / |mean| of the last period closes, move = 100 (close / the oldest of them - 1); regime is 3 (volatile) where deviation is above volatile_percent, else 1 (trending up) where move is above trend_percent, 2 (trending down) where it is below -trend_percent, else 0 (ranging). First at bar period - 1. */
TR_API tr_status tr_indicator_regime_simple(const double *close, size_t count, int period, double volatile_percent, double trend_percent, double *regime_out, double *deviation_out, double *move_out, void *memory, size_t memory_size, tr_error *err);

/** Remap. to_min + (x - from_min) (to_max - to_min) / (from_max - from_min), to_min where the divisor is 0; from bar 0. */
TR_API tr_status tr_indicator_remap(const double *x, size_t count, double from_min, double from_max, double to_min, double to_max, double *remap_out, void *memory, size_t memory_size, tr_error *err);

/** Wilder smoothing. (before * (period - 1) + x) / period; the first, at bar period - 1, is the mean of the first period values. */
TR_API tr_status tr_indicator_rma(const double *x, size_t count, int period, double *rma_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change. (x / x period bars ago - 1) * 100; first at bar period. 0 where the earlier value is 0. */
TR_API tr_status tr_indicator_roc(const double *x, size_t count, int period, double *roc_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change, fraction. (x - x period bars ago) / x period bars ago; first at bar period. 0 where the earlier value is 0. */
TR_API tr_status tr_indicator_rocp(const double *x, size_t count, int period, double *rocp_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change, ratio. x / x period bars ago; first at bar period. 0 where the earlier value is 0. */
TR_API tr_status tr_indicator_rocr(const double *x, size_t count, int period, double *rocr_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change, ratio in hundredths. x / x period bars ago * 100; first at bar period. 0 where the earlier value is 0. */
TR_API tr_status tr_indicator_rocr100(const double *x, size_t count, int period, double *rocr100_out, void *memory, size_t memory_size, tr_error *err);

/** Rogers-Satchell volatility. sqrt(annualization s / period), 0 where s is not above 0; s = sum over the last period bars of ln(high / close) ln(high / open) + ln(low / close) ln(low / open), 0 for a bar with a price not above 0; first at bar period - 1. */
TR_API tr_status tr_indicator_rogerssatchell(const double *open, const double *high, const double *low, const double *close, size_t count, int period, double annualization, double *rogerssatchell_out, void *memory, size_t memory_size, tr_error *err);

/** Nearest whole number. floor(x + 0.5) of every bar. */
TR_API tr_status tr_indicator_round(const double *x, size_t count, double *round_out, void *memory, size_t memory_size, tr_error *err);

/** Relative strength index. 100 g / (g + l); g, l are the averages of the gains and losses a bar, at bar period the mean of the first period steps, then (before * (period - 1) + step) / period. */
TR_API tr_status tr_indicator_rsi(const double *x, size_t count, int period, double *rsi_out, void *memory, size_t memory_size, tr_error *err);

/** Relative strength extra. RSI without noise: the steps of x and their magnitudes each go three times through the same filter: a = (1 - k) a + k step, b = k a + (1 - k) b, result 1.5 a - 0.5 b, k = 3 / (period + 2). 50 (1 + steps / magnitudes) within 0 and 100, 50 where no magnitude is left. Filtered from bar 1 on, shown from bar period - 1, at least 5. */
TR_API tr_status tr_indicator_rsx(const double *x, size_t count, int period, double *rsx_out, void *memory, size_t memory_size, tr_error *err);

/** Relative vigor index. Sum over period of the symmetric weighted average over smooth_period of close - open, over the same of high - low, 0 where that is 0; signal = the symmetric weighted average over smooth_period of it. First at bar period + 2 smooth_period - 3. */
TR_API tr_status tr_indicator_rvgi(const double *open, const double *high, const double *low, const double *close, size_t count, int period, int smooth_period, double *rvgi_out, double *signal_out, void *memory, size_t memory_size, tr_error *err);

/** Relative volatility index. 100 u / (u + d), 50 where both are 0; u = Wilder's average (rma) over period of s at steps up, 0 elsewhere, d likewise at steps down; s = population standard deviation over stddev_period. First at bar stddev_period + period - 2. */
TR_API tr_status tr_indicator_rvi(const double *x, size_t count, int period, int stddev_period, double *rvi_out, void *memory, size_t memory_size, tr_error *err);

/** Refined relative volatility index. Mean of the relative volatility indices (rvi) of the highs and of the lows; first at bar stddev_period + period - 2. */
TR_API tr_status tr_indicator_rvir(const double *high, const double *low, size_t count, int period, int stddev_period, double *rvir_out, void *memory, size_t memory_size, tr_error *err);

/** Relative volume. volume / mean of the volume of the period bars before this one; NaN where they had none; first at bar period. */
TR_API tr_status tr_indicator_rvol(const double *volume, size_t count, int period, double *rvol_out, void *memory, size_t memory_size, tr_error *err);

/** Random walk index. high = (high - low period bars ago) / (atr over period * sqrt(period)); low = (high period bars ago - low) / the same; 0 where atr is 0. First at bar period. */
TR_API tr_status tr_indicator_rwi(const double *high, const double *low, const double *close, size_t count, int period, double *high_out, double *low_out, void *memory, size_t memory_size, tr_error *err);

/** Parabolic stop and reverse. sar = sar_before + f (extreme - sar_before), kept outside of the last two bars; f starts at acceleration and grows by it with each new extreme up to maximum; touching it reverses, and sar goes to the extreme. First at bar 1: the direction is down where the low of bar 1 lies further below than its high lies above, sar is the extreme of bar 0 on the other side. */
TR_API tr_status tr_indicator_sar(const double *high, const double *low, size_t count, double acceleration, double maximum, double *sar_out, void *memory, size_t memory_size, tr_error *err);

/** Parabolic stop and reverse, extended. As sar, with accelerations of their own for long and short, and short values negative. start_value > 0 begins long from it, < 0 short from its magnitude, 0 as sar does; offset_on_reverse moves sar away by that fraction at a reversal. */
TR_API tr_status tr_indicator_sarext(const double *high, const double *low, size_t count, double start_value, double offset_on_reverse, double acceleration_init_long, double acceleration_long, double acceleration_max_long, double acceleration_init_short, double acceleration_short, double acceleration_max_short, double *sarext_out, void *memory, size_t memory_size, tr_error *err);

/** Short run. 1 where the first series (fast) is below what it was period bars ago and the second one (slow) is not what it was then, else 0; first at bar period. */
TR_API tr_status tr_indicator_short_run(const double *x, const double *y, size_t count, int period, double *short_run_out, void *memory, size_t memory_size, tr_error *err);

/** Swing index. 50 n / r * max(a, b) / limit_move, 0 where r is 0; a = |high - close before|, b = |low - close before|, d = |high - low|, n = (close - close before) + (close - open) / 2 + (close before - open before) / 4, q = |close before - open before| / 4; r = a - b / 2 + q where a is the largest of a, b, d, else b - a / 2 + q where b is, else d + q. First at bar 1. */
TR_API tr_status tr_indicator_si(const double *open, const double *high, const double *low, const double *close, size_t count, double limit_move, double *si_out, void *memory, size_t memory_size, tr_error *err);

/** Sine. sin(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_sin(const double *x, size_t count, double *sin_out, void *memory, size_t memory_size, tr_error *err);

/** Hyperbolic sine. sinh(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_sinh(const double *x, size_t count, double *sinh_out, void *memory, size_t memory_size, tr_error *err);

/** Sine weighted moving average. Sum of the last period values times sin(pi (k + 1) / (period + 1)), k = 0 .. period - 1, divided by the sum of the weights; first at bar period - 1. */
TR_API tr_status tr_indicator_sinwma(const double *x, size_t count, int period, double *sinwma_out, void *memory, size_t memory_size, tr_error *err);

/** Skewness. sqrt(n (n - 1)) / (n - 2) * (sum of d^3 / n) / (sum of d^2 / n)^1.5, d the distances of the last n = period values from their mean; 0 where all are equal. First at bar period - 1. */
TR_API tr_status tr_indicator_skew(const double *x, size_t count, int period, double *skew_out, void *memory, size_t memory_size, tr_error *err);

/** Slope. (x - x period bars ago) / period; with angle 1 the angle that it has in radians, with 2 in degrees. First at bar period. */
TR_API tr_status tr_indicator_slope(const double *x, size_t count, int period, int angle, double *slope_out, void *memory, size_t memory_size, tr_error *err);

/** Simple moving average. Mean of the last period values; first at bar period - 1. */
TR_API tr_status tr_indicator_sma(const double *x, size_t count, int period, double *sma_out, void *memory, size_t memory_size, tr_error *err);

/** Liquidity sweep. 1 where low is below the lowest low of the period bars before, close above it and above open, and the lower wick longer than wick times the body; -1 the same upside down; else 0. First at bar period. */
TR_API tr_status tr_indicator_smc_sweep(const double *open, const double *high, const double *low, const double *close, size_t count, int period, double wick, double *smc_sweep_out, void *memory, size_t memory_size, tr_error *err);

/** Stochastic momentum index. 100 n / (d / 2), 0 where d is 0; n, d = exponential averages over fast_period of those over slow_period of close - (highest high + lowest low) / 2 and of highest high - lowest low, over period bars; signal = exponential average of it over signal_period. First where the signal has its first. */
TR_API tr_status tr_indicator_smi(const double *high, const double *low, const double *close, size_t count, int period, int fast_period, int slow_period, int signal_period, double *smi_out, double *signal_out, void *memory, size_t memory_size, tr_error *err);

/** Square root. sqrt(x) of every bar, as the C library computes it; NaN outside of its domain. */
TR_API tr_status tr_indicator_sqrt(const double *x, size_t count, double *sqrt_out, void *memory, size_t memory_size, tr_error *err);

/** Squeeze. The bands are ma_type over bb_period of close -/+ bb_dev population standard deviations; the channel is ma_type over kc_period of close -/+ a scalar times ma_type over kc_period of the true range (high - low with use_tr 0). squeeze = average over smooth_period of close - close momentum_period bars ago. With lazybear 1 instead: the end of the regression line over kc_period through close - the mean of basis and of the middle of the range over kc_period. on is 1 where the bands lie inside the channel, off where they lie outside on both sides, no elsewhere. First where all have a value. */
TR_API tr_status tr_indicator_squeeze(const double *high, const double *low, const double *close, size_t count, int bb_period, double bb_dev, int kc_period, double kc_scalar, int momentum_period, int smooth_period, int use_tr, int ma_type, int lazybear, double *squeeze_out, double *on_out, double *off_out, double *no_out, void *memory, size_t memory_size, tr_error *err);

/** Squeeze pro. The bands are ma_type over bb_period of close -/+ bb_dev population standard deviations; the channel is ma_type over kc_period of close -/+ a scalar times ma_type over kc_period of the true range (high - low with use_tr 0). squeeze = average over smooth_period of close - close momentum_period bars ago. on_wide, on_normal and on_narrow are 1 where the bands lie inside the channel of that scalar; off where they lie outside the wide one on both sides; no where neither on_wide nor off is. First where all have a value. */
TR_API tr_status tr_indicator_squeeze_pro(const double *high, const double *low, const double *close, size_t count, int bb_period, double bb_dev, int kc_period, double kc_scalar_wide, double kc_scalar_normal, double kc_scalar_narrow, int momentum_period, int smooth_period, int use_tr, int ma_type, double *squeeze_out, double *on_wide_out, double *on_normal_out, double *on_narrow_out, double *off_out, double *no_out, void *memory, size_t memory_size, tr_error *err);

/** Super smoother of two poles. y = c (x + x before) / 2 + b y before - a^2 y two before, a = exp(-sqrt(2) pi / period), b = 2 a cos(sqrt(2) pi / period), c = 1 - b + a^2; the first two values are x itself, from bar 0. */
TR_API tr_status tr_indicator_ssf(const double *x, size_t count, int period, double *ssf_out, void *memory, size_t memory_size, tr_error *err);

/** Super smoother of three poles. y = d1 x + d2 y1 + d3 y2 + d4 y3 of the last three y; a = exp(-pi / period), b = 2 a cos(sqrt(3) pi / period), d2 = b + a^2, d3 = -a^2 (1 + b), d4 = a^4, d1 = 1 - d2 - d3 - d4; the first three values are x itself, from bar 0. */
TR_API tr_status tr_indicator_ssf3(const double *x, size_t count, int period, double *ssf3_out, void *memory, size_t memory_size, tr_error *err);

/** Standard error. Population standard deviation over the last period values, divided by sqrt(period); first at bar period - 1. */
TR_API tr_status tr_indicator_standard_error(const double *x, size_t count, int period, double *standard_error_out, void *memory, size_t memory_size, tr_error *err);

/** Schaff trend cycle. m = exponential average over fast_period - that over slow_period, both seeded at the same bar as in macd; f = 100 (m - lowest m) / (highest m - lowest m) over cycle_period, the fraction before where they are equal (0 before any); p = p before + (f - p before) / 2, from its first f; stc is the same two steps over p. First at bar slow_period + 2 cycle_period - 3. */
TR_API tr_status tr_indicator_stc(const double *x, size_t count, int fast_period, int slow_period, int cycle_period, double *stc_out, void *memory, size_t memory_size, tr_error *err);

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

/** Supertrend. bands m + multiplier a and m - multiplier a, m = (high + low) / 2, a = average true range (atr); the upper one only falls unless the close before was above it, the lower one only rises unless the close before was below it. supertrend is the lower band while the trend is up (1), until the close is below it; then the upper one (-1), until the close is above it. First at bar period, up. */
TR_API tr_status tr_indicator_supertrend(const double *high, const double *low, const double *close, size_t count, int period, double multiplier, double *supertrend_out, double *trend_out, void *memory, size_t memory_size, tr_error *err);

/** Swiss Army Knife: high-pass filter of two poles. (1 - a / 2)^2 (x - 2 x before + x two before) + 2 (1 - a) y before - (1 - a)^2 y two before; b = 2.415 (1 - cos(2 pi / period)), a = sqrt(b^2 + 2 b) - b. Starts as if the first value had always been, at bar 0. */
TR_API tr_status tr_indicator_swak_2php(const double *x, size_t count, int period, double *swak_2php_out, void *memory, size_t memory_size, tr_error *err);

/** Swiss Army Knife: band-pass filter. (1 - a) / 2 (x - x two before) + cos(2 pi / period)(1 + a) y before - a y two before; t = 4 pi delta / period, a = (1 - sin t) / cos t. Starts as if the first value had always been, at bar 0. */
TR_API tr_status tr_indicator_swak_bp(const double *x, size_t count, int period, double delta, double *swak_bp_out, void *memory, size_t memory_size, tr_error *err);

/** Swiss Army Knife: Butterworth filter. a^2 / 4 (x + 2 x before + x two before) + 2 (1 - a) y before - (1 - a)^2 y two before; b = 2.415 (1 - cos(2 pi / period)), a = sqrt(b^2 + 2 b) - b. Starts as if the first value had always been, at bar 0. */
TR_API tr_status tr_indicator_swak_butter(const double *x, size_t count, int period, double *swak_butter_out, void *memory, size_t memory_size, tr_error *err);

/** Swiss Army Knife: Gaussian filter. a^2 x + 2 (1 - a) y before - (1 - a)^2 y two before; b = 2.415 (1 - cos(2 pi / period)), a = sqrt(b^2 + 2 b) - b. Starts as if the first value had always been, at bar 0. */
TR_API tr_status tr_indicator_swak_gauss(const double *x, size_t count, int period, double *swak_gauss_out, void *memory, size_t memory_size, tr_error *err);

/** Swiss Army Knife: high-pass filter. (1 - a / 2)(x - x before) + (1 - a) y before; w = 2 pi / period, a = (cos w + sin w - 1) / cos w. Starts as if the first value had always been, at bar 0. */
TR_API tr_status tr_indicator_swak_hp(const double *x, size_t count, int period, double *swak_hp_out, void *memory, size_t memory_size, tr_error *err);

/** Symmetric weighted moving average. Weights rise by one to the middle of the window and fall again (1 2 2 1 for a period of 4, 1 2 3 2 1 for 5), divided by their sum; first at bar period - 1. */
TR_API tr_status tr_indicator_swma(const double *x, size_t count, int period, double *swma_out, void *memory, size_t memory_size, tr_error *err);

/** Triple exponential average T3. Six exponential averages in a row, e1 to e6: c1 e6 + c2 e5 + c3 e4 + c4 e3, with c1 = -v^3, c2 = 3 v^2 + 3 v^3, c3 = -6 v^2 - 3 v - 3 v^3, c4 = 1 + 3 v + v^3 + 3 v^2; first at bar 6 (period - 1). Seeds as ema. */
TR_API tr_status tr_indicator_t3(const double *x, size_t count, int period, double vfactor, double *t3_out, void *memory, size_t memory_size, tr_error *err);

/** Tangent. tan(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_tan(const double *x, size_t count, double *tan_out, void *memory, size_t memory_size, tr_error *err);

/** Hyperbolic tangent. tanh(x) of every bar; NaN outside of its domain. */
TR_API tr_status tr_indicator_tanh(const double *x, size_t count, double *tanh_out, void *memory, size_t memory_size, tr_error *err);

/** TD sequential setup. up and down: how many bars in a row x has been above (below) what it was 4 bars before, at most 13; with show_all 0 only counts of 6 to 9 are shown, else 0. First at bar 4. */
TR_API tr_status tr_indicator_td_seq(const double *x, size_t count, int show_all, double *up_out, double *down_out, void *memory, size_t memory_size, tr_error *err);

/** Triple exponential moving average. 3 ema - 3 ema of ema + ema of ema of ema; first at bar 3 (period - 1). Seeds as ema. */
TR_API tr_status tr_indicator_tema(const double *x, size_t count, int period, double *tema_out, void *memory, size_t memory_size, tr_error *err);

/** Market thermometer. thermo = the larger of |high - high before| and |low - low before|; average = its moving average over period; quiet is 1 where thermo < average * long_factor, hot is 1 where thermo > average * short_factor, else 0. First one bar after the average of that period has its first. */
TR_API tr_status tr_indicator_thermo(const double *high, const double *low, size_t count, int period, double long_factor, double short_factor, int ma_type, double *thermo_out, double *average_out, double *quiet_out, double *hot_out, void *memory, size_t memory_size, tr_error *err);

/** True momentum oscillator. For each of the period opens before this bar 1 where close is above it, -1 where below, added up; tmo = average over smooth_period of the average over calc_period of that; signal = average over smooth_period of tmo. First where signal has its first. */
TR_API tr_status tr_indicator_tmo(const double *open, const double *close, size_t count, int period, int calc_period, int smooth_period, int ma_type, double *tmo_out, double *signal_out, void *memory, size_t memory_size, tr_error *err);

/** Radians to degrees. x * 180 / pi of every bar. */
TR_API tr_status tr_indicator_todeg(const double *x, size_t count, double *todeg_out, void *memory, size_t memory_size, tr_error *err);

/** Degrees to radians. x * pi / 180 of every bar. */
TR_API tr_status tr_indicator_torad(const double *x, size_t count, double *torad_out, void *memory, size_t memory_size, tr_error *err);

/** Regression channel. line = end of the regression line through the last period values; lower_k and upper_k lie width_k standard deviations of these values (divisor period - ddof) around it; first at bar period - 1. */
TR_API tr_status tr_indicator_tos_stdevall(const double *x, size_t count, int period, double width_1, double width_2, double width_3, int ddof, double *line_out, double *lower_1_out, double *upper_1_out, double *lower_2_out, double *upper_2_out, double *lower_3_out, double *upper_3_out, void *memory, size_t memory_size, tr_error *err);

/** True range. max(high, close before) - min(low, close before); first at bar 1. */
TR_API tr_status tr_indicator_trange(const double *high, const double *low, const double *close, size_t count, double *trange_out, void *memory, size_t memory_size, tr_error *err);

/** Trendflex. f = super smoother of two poles over smooth_period / 2, from the first two values. Mean of f - f k bars ago, k = 1 .. period, over the root of its mean square, an exponential average with factor alpha from 0; 0 where that is 0. First at bar period. */
TR_API tr_status tr_indicator_trendflex(const double *x, size_t count, int period, int smooth_period, double alpha, double *trendflex_out, void *memory, size_t memory_size, tr_error *err);

/** Triangular moving average. Weights rise to the middle of the window and fall again: a simple average of a simple average, over (period + 1) / 2 each, or period / 2 and period / 2 + 1 when period is even; first at bar period - 1. */
TR_API tr_status tr_indicator_trima(const double *x, size_t count, int period, double *trima_out, void *memory, size_t memory_size, tr_error *err);

/** Rate of change of a triple exponential average. Change in a bar, in percent, of the ema of the ema of the ema; first at bar 3 (period - 1) + 1. Seeds as ema. */
TR_API tr_status tr_indicator_trix(const double *x, size_t count, int period, double *trix_out, void *memory, size_t memory_size, tr_error *err);

/** Whole part. trunc(x) of every bar. */
TR_API tr_status tr_indicator_trunc(const double *x, size_t count, double *trunc_out, void *memory, size_t memory_size, tr_error *err);

/** Time series forecast. The least-squares line through the last period values, one bar ahead; first at bar period - 1. */
TR_API tr_status tr_indicator_tsf(const double *x, size_t count, int period, double *tsf_out, void *memory, size_t memory_size, tr_error *err);

/** True strength index. 100 a / b, 0 where b is 0; a, b = exponential averages over second_period of those over first_period of the steps of x and of their magnitudes. First at bar first_period + second_period - 1. */
TR_API tr_status tr_indicator_tsi(const double *x, size_t count, int first_period, int second_period, double *tsi_out, void *memory, size_t memory_size, tr_error *err);

/** Trend signals. trend = x cut to a whole number; trade = trend - trend before, trade_offset bars late; entry is 1 where trade is positive, exit 1 where it is negative, else 0. First at bar 1 + trade_offset. */
TR_API tr_status tr_indicator_tsignals(const double *x, size_t count, int trade_offset, double *trend_out, double *trade_out, double *entry_out, double *exit_out, void *memory, size_t memory_size, tr_error *err);

/** TTM trend. 1 where close is above the mean over period of (high + low) / 2, else -1; first at bar period - 1. */
TR_API tr_status tr_indicator_ttm_trend(const double *high, const double *low, const double *close, size_t count, int period, double *ttm_trend_out, void *memory, size_t memory_size, tr_error *err);

/** Typical price. (high + low + close) / 3. */
TR_API tr_status tr_indicator_typprice(const double *high, const double *low, const double *close, size_t count, double *typprice_out, void *memory, size_t memory_size, tr_error *err);

/** Ulcer index. Root of the mean over period of (100 (x - highest x over period) / that highest)^2, a term is 0 where the highest is 0; first at bar 2 (period - 1). */
TR_API tr_status tr_indicator_ui(const double *x, size_t count, int period, double *ui_out, void *memory, size_t memory_size, tr_error *err);

/** Ultimate oscillator. 100 (4 a + 2 b + c) / 7; a, b, c are the sums of close - true low over the sums of the true range, over the shortest, middle and longest of the three periods; first at bar longest period. */
TR_API tr_status tr_indicator_ultosc(const double *high, const double *low, const double *close, size_t count, int period1, int period2, int period3, double *ultosc_out, void *memory, size_t memory_size, tr_error *err);

/** Variance. Mean squared distance from the mean over the last period values (population variance); first at bar period - 1. */
TR_API tr_status tr_indicator_var(const double *x, size_t count, int period, double nb_dev, double *var_out, void *memory, size_t memory_size, tr_error *err);

/** Volume flow indicator. With t = (high + low + close) / 3: a bar counts its volume, at most volume_factor times the mean volume of the period bars before, positive where t - t before > cutoff, negative where it is < -cutoff, 0 between; cutoff = factor * close * population standard deviation over 30 bars of ln(t / t before), steps from or to a t that is not positive as 0. vfi = exponential average over smooth_period of the sum of these over period / that mean, 0 where it is 0. First at bar larger of period and 30 + period + smooth_period - 2. */
TR_API tr_status tr_indicator_vfi(const double *high, const double *low, const double *close, const double *volume, size_t count, int period, double factor, double volume_factor, int smooth_period, double *vfi_out, void *memory, size_t memory_size, tr_error *err);

/** Vertical horizontal filter. (largest - smallest of the last period values) / sum of the last period |steps|, 0 where nothing moved; first at bar period. */
TR_API tr_status tr_indicator_vhf(const double *x, size_t count, int period, double *vhf_out, void *memory, size_t memory_size, tr_error *err);

/** Volume heatmap. (volume - its moving average over period) / its population standard deviation over deviation_period, 0 where that is 0; first where both have a value. */
TR_API tr_status tr_indicator_vhm(const double *volume, size_t count, int period, int deviation_period, int ma_type, double *vhm_out, void *memory, size_t memory_size, tr_error *err);

/** Variable index dynamic average. before + k alpha (x - before), k the ratio of the population standard deviations over fast_period and slow_period, 0 where the longer one is 0; starts with x at bar slow_period - 2. */
TR_API tr_status tr_indicator_vidya(const double *x, size_t count, int fast_period, int slow_period, double alpha, double *vidya_out, void *memory, size_t memory_size, tr_error *err);

/** Vortex indicator. plus_vi = sum of |high - low before| / sum of the true ranges, minus_vi = sum of |low - high before| / the same, over the last period bars; 0 where no bar has a range; first at bar period. */
TR_API tr_status tr_indicator_vortex(const double *high, const double *low, const double *close, size_t count, int period, double *plus_vi_out, double *minus_vi_out, void *memory, size_t memory_size, tr_error *err);

/** Volume oscillator. 100 (simple average over fast_period - over slow_period) / the latter, of the volume or any series, 0 where that is 0; first at bar of the longer one. */
TR_API tr_status tr_indicator_vosc(const double *x, size_t count, int fast_period, int slow_period, double *vosc_out, void *memory, size_t memory_size, tr_error *err);

/** Rolling volume profile. The closes of the last period bars, from lowest to highest, are cut into width rows of equal height, the volume of each bar goes to the row of its close. poc = middle of the row with most volume (the lowest of equals); value_low and value_high: edges of the rows around it that hold value_area percent of the volume, taken one by one, the fuller neighbour first, the upper one of equals. positive and negative: volume of the bars that closed above and below the one before. First at bar period. */
TR_API tr_status tr_indicator_vp(const double *close, const double *volume, size_t count, int period, int width, double value_area, double *poc_out, double *value_low_out, double *value_high_out, double *positive_out, double *negative_out, void *memory, size_t memory_size, tr_error *err);

/** Volume weighted average price. vwap = sum of volume p / sum of volume from bar anchor_bar on, p = (high + low + close) / 3; upper and lower lie nb_dev deviations around it, the root of the sum of volume (p - vwap)^2 / sum of volume. Before any volume all are p. First at bar anchor_bar. */
TR_API tr_status tr_indicator_vwap(const double *high, const double *low, const double *close, const double *volume, size_t count, int anchor_bar, double nb_dev, double *vwap_out, double *upper_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** Volume weighted average price from anchors. vwap = sum of volume p / sum of volume since the last bar whose x is not 0, p = (high + low + close) / 3; upper and lower lie nb_dev deviations around it, the root of the sum of volume (p - vwap)^2 / sum of volume. Before any volume all are p. From bar 0, which is an anchor too. */
TR_API tr_status tr_indicator_vwap_anchored(const double *high, const double *low, const double *close, const double *volume, const double *x, size_t count, double nb_dev, double *vwap_out, double *upper_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** Volume weighted average price of the session. vwap = sum of volume p / sum of volume since the session began, p = (high + low + close) / 3; upper and lower lie nb_dev deviations around it, the root of the sum of volume (p - vwap)^2 / sum of volume. Before any volume all are p. A session is a day (session 0), a week from Monday (1) or a month (2) of the time that is offset_minutes ahead of UTC. From bar 0. */
TR_API tr_status tr_indicator_vwap_session(const double *time, const double *high, const double *low, const double *close, const double *volume, size_t count, int session, int offset_minutes, double nb_dev, double *vwap_out, double *upper_out, double *lower_out, void *memory, size_t memory_size, tr_error *err);

/** Volume weighted moving average. Sum of x * volume over the sum of the volume of the last period bars, x itself without volume; first at bar period - 1. */
TR_API tr_status tr_indicator_vwma(const double *x, const double *volume, size_t count, int period, double *vwma_out, void *memory, size_t memory_size, tr_error *err);

/** Volume weighted MACD. vwmacd = vwma of close over fast_period - vwma over slow_period; signal = vwma of that over signal_period; histogram = vwmacd - signal. First at bar longer period + signal_period - 2. */
TR_API tr_status tr_indicator_vwmacd(const double *close, const double *volume, size_t count, int fast_period, int slow_period, int signal_period, double *vwmacd_out, double *signal_out, double *histogram_out, void *memory, size_t memory_size, tr_error *err);

/** Williams accumulation and distribution. Running total of close - min(close before, low) at a rise and close - max(close before, high) at a fall; from 0, first at bar 1. */
TR_API tr_status tr_indicator_wad(const double *high, const double *low, const double *close, size_t count, double *wad_out, void *memory, size_t memory_size, tr_error *err);

/** Time segmented volume. tsv = sum over period of volume * (close - close before); signal = moving average of it over signal_period; ratio = tsv / signal, 0 where signal is 0. First where signal has its first. */
TR_API tr_status tr_indicator_wb_tsv(const double *x, const double *volume, size_t count, int period, int signal_period, int ma_type, double *tsv_out, double *signal_out, double *ratio_out, void *memory, size_t memory_size, tr_error *err);

/** Weighted close. (high + low + 2 close) / 4. */
TR_API tr_status tr_indicator_wclprice(const double *high, const double *low, const double *close, size_t count, double *wclprice_out, void *memory, size_t memory_size, tr_error *err);

/** Williams percent range. -100 (highest high - close) / (highest high - lowest low) over the last period bars, 0 where they are equal; first at bar period - 1. */
TR_API tr_status tr_indicator_willr(const double *high, const double *low, const double *close, size_t count, int period, double *willr_out, void *memory, size_t memory_size, tr_error *err);

/** Weighted moving average. Sum of value * weight over the last period values, weights 1 (oldest) to period, divided by the sum of the weights; first at bar period - 1. */
TR_API tr_status tr_indicator_wma(const double *x, size_t count, int period, double *wma_out, void *memory, size_t memory_size, tr_error *err);

/** Cross signals. With above 1, trend turns 1 where the first series crosses above the second (it was below, now it is above) and 0 where it crosses below the third (it was not below, now it is not above); with above 0 it turns 1 where it crosses below the second and 0 where it crosses above the third. With is_long 0, trend is the opposite. trade, entry and exit as tsignals of trend. First at bar 1; before any crossing trend is 0, or 1 with is_long 0. */
TR_API tr_status tr_indicator_xsignals(const double *x, const double *y, const double *z, size_t count, int above, int is_long, double *trend_out, double *trade_out, double *entry_out, double *exit_out, void *memory, size_t memory_size, tr_error *err);

/** Zigzag. A low (high) is a swing where it is the lowest (highest) of the period / 2 bars on either side, so it is known that many bars later. The leg is the newest swing; a further one of its kind that reaches beyond moves it. A swing of the other kind that lies more than deviation percent away confirms the leg as a pivot, which never changes again, and becomes the leg. signal is 1 (-1) at the bar that confirms a high (low), else 0; type, value and index are those of the newest pivot, deviation how far price went from it in percent; leg_ the same of the leg, which still may move. 0 before the first. First at bar period, less 1 if period is odd. */
TR_API tr_status tr_indicator_zigzag(const double *high, const double *low, size_t count, int period, double deviation, double *signal_out, double *type_out, double *value_out, double *index_out, double *deviation_out, double *leg_type_out, double *leg_value_out, double *leg_index_out, void *memory, size_t memory_size, tr_error *err);

/** Zero-lag exponential moving average. Exponential average, factor 2 / (period + 1), of x + (x - x lag bars ago), lag = (period - 1) / 2 whole bars; starts with x at bar lag - 1 (bar 0 for a lag of 0). */
TR_API tr_status tr_indicator_zlema(const double *x, size_t count, int period, double *zlema_out, void *memory, size_t memory_size, tr_error *err);

/** Z score. (x - mean) / (deviations * sample standard deviation) of the last period values, 0 where they are all equal; first at bar period - 1. */
TR_API tr_status tr_indicator_zscore(const double *x, size_t count, int period, double deviations, double *zscore_out, void *memory, size_t memory_size, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
