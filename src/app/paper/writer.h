/* writer.h: what is stored becomes the data of a paper: between report.c, year.c and book.c. */
#ifndef APP_PAPER_WRITER_H
#define APP_PAPER_WRITER_H

#include "app/paper/inner.h"

#include <jansson.h>

struct paper_writer {
	struct ctx *c;
	json_t *j;
	int64_t from, to; /* years */
};

/* "" and DATE_NONE are not known and stay out. */
void writer_put(json_t *j, const char *key, struct str text);
void writer_date(json_t *j, const char *key, struct date d);
void writer_int(json_t *j, const char *key, int64_t n);

json_t *writer_list(struct paper_writer *w, const char *key); /* made when it is not there */
json_t *writer_row(json_t *rows);                             /* a new one */

/* Each line of the text as a row. */
void writer_lines(json_t *rows, const char *key, struct str text);

/* "112/QĐ-VP, ngày 20/01/2026, Văn phòng UBND tỉnh" */
struct str writer_decision(struct paper_writer *w, struct str sign, struct date dated,
                           struct str issuer);

/* A row of `titles` or `rewards`, as the award is a title or a form. */
void writer_award(struct paper_writer *w, int64_t year, struct str code, struct str title,
                  struct str words);

/* year.c: reports on a movement, and on the year of a unit and all below it. */
enum rc writer_movement(struct paper_writer *w, int64_t id) MUST_CHECK;
enum rc writer_year(struct paper_writer *w, int64_t unit, struct str kind) MUST_CHECK;

/* book.c: the plan as a paper; the registers of a year. */
enum rc writer_plan(struct paper_writer *w, int64_t id, struct str kind) MUST_CHECK;
enum rc writer_register(struct paper_writer *w, struct str kind) MUST_CHECK;

#endif
