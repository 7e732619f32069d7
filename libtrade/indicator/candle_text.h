/* candle_text.h: patterns in words, made of their definitions. */
#ifndef TRADE_INDICATOR_CANDLE_TEXT_H
#define TRADE_INDICATOR_CANDLE_TEXT_H

#include "indicator/candle.h"

/* A condition as it stands `back` bars further back. Returns the length; 0 and an empty text when it does not fit. */
size_t tr__candle_condition_text(const tr__condition *condition, size_t back, char *text,
                                 size_t size);

/* The whole definition, which info.formula must be. */
size_t tr__candle_formula(const tr__indicator *indicator, char *text, size_t size);

#endif
