/*
 * org.h: the organisation: units with their history, people, posts, grants.
 *
 * Units change by dated events only; any day gives that day's tree. What lists
 * need of today (a unit's name and place, a person's unit and post) is derived
 * from the history and kept beside it; org_refresh_*() brings it up to date
 * inside the transaction that changed something, and the schedule does each
 * midnight for changes dated ahead.
 */
#ifndef APP_ORG_ORG_H
#define APP_ORG_ORG_H

#include "op/ctx.h"

extern const struct object unit_object, person_object, post_object, identifier_object,
	person_merge_object, delegation_object, grant_object;

extern const struct op unit_ops[], person_ops[], post_ops[], identifier_ops[], merge_ops[],
	delegation_ops[], grant_ops[];

extern const struct choice unit_kinds[], unit_states[], cadres[], genders[], person_states[],
	identifier_kinds[], roles_choices[];

/* The closure by date and today's columns of every unit. Inside DB_WRITE. */
enum rc org_refresh_units(struct ctx *c) MUST_CHECK;

/* Today's unit and post of one person, and what search knows of them. Inside DB_WRITE. */
enum rc org_refresh_person(struct ctx *c, int64_t person_id) MUST_CHECK;

/* Everything that became due between two days; the schedule calls it. Inside DB_WRITE. */
enum rc org_refresh_day(struct ctx *c, struct date since) MUST_CHECK;

/* Keys and search rows again, after VIET_KEY_VERSION grew; adds to *rows. Inside DB_WRITE. */
enum rc org_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

/* Is the unit there on that day? RC_INVALID on field "unit_id": not yet, or not any more. */
enum rc org_unit_is_there(struct ctx *c, int64_t unit, struct date on) MUST_CHECK;

/*
 * Columns that refer to a person ("post.person_id"): those whose rows move when two records are
 * merged, and those that stay, each with the reason. Both end with column NULL.
 */
struct person_column {
	const char *column, *why;
};
extern const struct person_column person_columns_moved[], person_columns_kept[];

/* One person as a new record; shared by the form, the import and init. Inside DB_WRITE. */
struct person_new {
	struct str name, gender, cadre, email, phone;
	struct date birth;
	int64_t unit_id; /* DB_NULL: no post yet */
	struct str post_title;
	struct date since; /* of the post */
	struct str cccd;   /* "" when unknown */
};
enum rc org_person_add(struct ctx *c, const struct person_new *p, int64_t *id) MUST_CHECK;

/*
 * Many new records at once, as org_person_add() makes them one by one: each with a post
 * (unit and day given), numbers whose hashes the caller has looked up and found free. Fills
 * `id`. Inside DB_WRITE.
 */
struct person_bulk {
	struct person_new p;
	struct str sort_key, fold; /* viet_name_key() and viet_fold() of p.name */
	struct str number_kind;    /* of p.cccd: "cccd", "cmnd" */
	unsigned char number_hash[KEYS_HASH_BYTES];
	int64_t id;
};
/*
 * Without `found` the search box learns of them only by org_index_people(), which the caller
 * then puts into the queue: the index of a name costs more than the record.
 */
enum rc org_people_add(struct ctx *c, struct person_bulk *people, size_t n, bool found) MUST_CHECK;

/*
 * Before org_people_add() for so many in this transaction: see db_bulk(). The caller says
 * db_bulk_end() when they are in, or before it looks a person up by anything but the id.
 */
enum rc org_people_bulk(struct ctx *c, int64_t coming) MUST_CHECK;

/*
 * Tells the search box of people it does not know yet, in transactions of its own of a few
 * hundred. May be called again at any time; *people is how many were new to it.
 */
enum rc org_index_people(struct ctx *c, int64_t *people) MUST_CHECK;

/* A unit from a day on, with its event. Inside DB_WRITE; refreshing is the caller's. */
struct unit_new {
	int64_t parent_id; /* DB_NULL: at the top */
	struct str kind, code, name, short_name, basis;
	int64_t position;
	struct date on;
};
enum rc org_unit_add(struct ctx *c, const struct unit_new *u, int64_t *id) MUST_CHECK;

/*
 * Mends what its present name is written like: kind, code, names, position (DB_NULL: as it is).
 * Not a new name from a day on. The same about refreshing.
 */
enum rc org_unit_correct(struct ctx *c, int64_t id, const struct unit_new *u) MUST_CHECK;

/*
 * An identifier, checked for its form and for being somebody else's. RC_INVALID on
 * field "number" for a wrong form; RC_CONFLICT names the other person when the
 * caller may see them.
 */
enum rc org_identifier_add(struct ctx *c, int64_t person_id, struct str kind, struct str number,
                           struct date from, int64_t *id) MUST_CHECK;

/* Seals an identifier anew for another person: a sealed value is tied to its place. Inside
 * DB_WRITE. */
/* The same for a number that was checked, in the form without spaces, with its lookup hash. */
enum rc org_identifier_put(struct ctx *c, int64_t person_id, struct str kind, struct str plain,
                           struct str lookup, struct date from, int64_t *id) MUST_CHECK;

/* The number itself. Whoever calls it answers for the caller's right and the journal line. */
enum rc org_identifier_open(struct ctx *c, int64_t person_id, struct str kind, struct str sealed,
                            struct str *number) MUST_CHECK;

enum rc org_identifier_rebind(struct ctx *c, int64_t id, int64_t person_id) MUST_CHECK;

#endif
