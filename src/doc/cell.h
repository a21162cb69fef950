/* cell.h: one value of a table, read from a file or on its way into one. */
#ifndef DOC_CELL_H
#define DOC_CELL_H

#include "base/date.h"
#include "base/str.h"

enum cell_type {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_INT, /* a number without fraction that a double holds exactly */
	CELL_REAL,
	CELL_DATE, /* perhaps with a time of day */
	CELL_BOOL,
	CELL_ERROR /* #N/A, #DIV/0! and their like: the formula gave no value */
};

struct cell {
	enum cell_type type;
	int32_t seconds;  /* CELL_DATE: of the day */
	struct date date; /* CELL_DATE */
	int64_t integer;  /* CELL_INT; CELL_BOOL: 0 or 1 */
	double real;      /* CELL_REAL and CELL_INT */
	/*
	 * What the cell says, "" only for CELL_EMPTY. Numbers exactly as they stand in the file
	 * (an identity number keeps all its digits), dates as 27/01/2026 or 27/01/2026 14:05:00.
	 */
	struct str text;
};

static inline struct cell cell_text(struct str s)
{
	return (struct cell){.type = s.n ? CELL_TEXT : CELL_EMPTY, .text = s};
}

static inline struct cell cell_int(int64_t v)
{
	return (struct cell){.type = CELL_INT, .integer = v, .real = (double)v};
}

static inline struct cell cell_real(double v)
{
	return (struct cell){.type = CELL_REAL, .real = v};
}

static inline struct cell cell_date(struct date d)
{
	return (struct cell){.type = date_is_none(d) ? CELL_EMPTY : CELL_DATE, .date = d};
}

static inline struct cell cell_bool(bool v)
{
	return (struct cell){.type = CELL_BOOL, .integer = v};
}

#endif
