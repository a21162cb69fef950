/* inner.h: what the files of this module share. */
#ifndef APP_DOSSIER_INNER_H
#define APP_DOSSIER_INNER_H

#include "app/dossier/dossier.h"
#include "db/sql_dossier.h"
#include "op/decode.h"

#define DOSSIER_SEES (R_OFFICE | R(UNIT_CLERK) | R(UNIT_HEAD))
#define DOSSIER_WRITES (R(UNIT_CLERK) | R(UNIT_HEAD) | R(STANDING))
#define DOSSIER_KEEPS (R(STANDING) | R(HEAD))
/* While the unit has it: what it says may change. */
#define DOSSIER_OPEN "draft returned withdrawn"

extern const char dossier_law[], dossier_short_law[];

/* "" where nothing was given. */
struct str dossier_given(struct str s);

/* "/dossier/12" */
struct str dossier_address(struct ctx *c, int64_t id);

/* One line of what happened; from and to "" where no state changed. */
struct dossier_step {
	int64_t dossier_id, nominee_id; /* nominee DB_NULL: of the whole */
	const char *step;
	struct str from, to, said;
};
enum rc dossier_step(struct ctx *c, const struct dossier_step *s) MUST_CHECK;

/* Guard: nobody acts on a dossier that names them, or on themselves as a nominee. */
enum rc dossier_not_own(struct ctx *c, int64_t id) MUST_CHECK;

/* Guard: while the dossier is with its unit, and its round open. */
enum rc dossier_with_unit(struct ctx *c, int64_t id) MUST_CHECK;
enum rc nominee_with_unit(struct ctx *c, int64_t id) MUST_CHECK;

/* A dossier as it is begun; type and year DB_NULL or "" by the round. */
struct dossier_new {
	int64_t round_id, unit_id, year;
	struct str type, title, basis, sign;
	struct date dated, due;
	bool brief, behalf;
};
enum rc dossier_begin(struct ctx *c, struct dossier_new *n, int64_t *id) MUST_CHECK;

/* Who is proposed for what. Ids not used are DB_NULL; texts not given are "". */
struct nominee_new {
	int64_t dossier_id, person_id, unit_id, first_year, year;
	struct str household, code, summary;
};
enum rc nominee_put(struct ctx *c, const struct nominee_new *n, int64_t *id) MUST_CHECK;

/* The same proposed elsewhere; RC_CONFLICT names the dossier. `besides`: the row itself, or 0. */
struct nominee_case {
	const char *subject;
	int64_t person_id, unit_id, first_year, year;
	struct str household, code, type;
};
enum rc nominee_only_once(struct ctx *c, const struct nominee_case *k, int64_t besides) MUST_CHECK;

#endif
