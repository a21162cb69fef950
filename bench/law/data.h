/* data.h: an invented office of five years as packed columns, the same for every engine. */
#ifndef BENCH_LAW_DATA_H
#define BENCH_LAW_DATA_H

#include "base/arena.h"

#define YEARS 5 /* the last is the year judged */

/* Sums of initiatives: office or wider, province or wider, nation. */
enum scope_column { AT_OFFICE, AT_PROVINCE, AT_NATION, SCOPE_COLUMNS };

struct data {
	size_t n;
	uint8_t *pending;                     /* a discipline is being considered */
	uint8_t *rating[YEARS];               /* 2 failed, 3 done, 4 good, 5 excellent */
	uint8_t *titles[YEARS];               /* 1 LDTT, 2 CSTDCS, 4 CSTDT */
	uint8_t *works[SCOPE_COLUMNS][YEARS]; /* how many */
};

/* From malloc; exits where there is no memory. */
void data_make(size_t n, struct data *d);

/* PREFIX_person.csv, PREFIX_py.csv (year by year), PREFIX.jsonl (the first `lines` people). */
int data_write(const struct data *d, const char *prefix, size_t lines);

/* The six grounds by a plain loop: one byte a person. */
void six_by_loop(const struct data *d, uint8_t *out);

#endif
