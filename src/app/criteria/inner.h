/* inner.h: what the files of this module share. */
#ifndef APP_CRITERIA_INNER_H
#define APP_CRITERIA_INNER_H

#include "app/criteria/criteria.h"
#include "db/sql_criteria.h"

extern const struct choice criterion_kinds[];

/* "95,5" in thousandths, "" for DB_NULL: as the boxes take it back. */
struct str criteria_points(struct ctx *c, int64_t milli);

/* A line as it is written down. RC_INVALID names the field: a way of counting lacks its number. */
struct criterion_new {
	int64_t set_id, place, checker_id, max_milli, each_milli;
	struct str label, title, guide, kind;
};
enum rc criterion_check(struct ctx *c, const struct criterion_new *k) MUST_CHECK;

/*
 * What an amount gives by a line's way of counting: DB_NULL for DB_NULL. RC_INVALID on `field`
 * when it cannot be (more than the maximum; a share without what was planned).
 */
enum rc criteria_count(struct ctx *c, const struct sql_criterion_of *k, int64_t amount,
                       int64_t planned, const char *field, int64_t *points) MUST_CHECK;

/* Sums of a sheet anew; a sheet that is sent and wholly checked becomes `checked`. */
enum rc criteria_sum(struct ctx *c, int64_t sheet) MUST_CHECK;

/* A form whose group is a table: rows as they are, none added (web/form.html). */
void criteria_rows_page(struct buf *html, struct ctx *c, const void *data);

enum rc scoring_open(struct ctx *c, const void *in, struct out *out) MUST_CHECK;

#endif
