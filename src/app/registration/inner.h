/* inner.h: what the files of this module share. */
#ifndef APP_REGISTRATION_INNER_H
#define APP_REGISTRATION_INNER_H

#include "app/registration/registration.h"
#include "db/sql_registration.h"

/* Luật Điều 7, for every page: registering is no condition of any title. */
extern const char registration_law[];

struct registration_target {
	struct str what, measured_in;
	int64_t planned_milli;
};

/* One registration as it is kept. `kind`: "unit", "own", "behalf". Texts not given are "". */
struct registration_new {
	int64_t round_id, person_id, unit_id; /* person_id DB_NULL: of the unit */
	const char *kind;
	struct str pledge, why;
	const struct str *codes;
	int code_count;
	const struct registration_target *targets;
	int target_count;
};

/* Fills unit_id of a person. RC_INVALID names the field; RC_CONFLICT: there is one already. */
enum rc registration_check(struct ctx *c, struct registration_new *n) MUST_CHECK;
enum rc registration_add(struct ctx *c, struct registration_new *n, int64_t *id) MUST_CHECK;

/* Sends it to the head of the unit, or to the standing body when there is no other head. */
enum rc registration_send(struct ctx *c, int64_t id) MUST_CHECK;

/* Does the title go with a person, with a collective? */
bool registration_code_fits(struct str code, bool unit);

/* Reminds everybody whom an open round still waits for; adds up how many. */
enum rc registration_remind(struct ctx *c, const struct sql_round_open_all *d,
                            int64_t *people) MUST_CHECK;

#endif
