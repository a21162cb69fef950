/*
 * record.h: what is known about people and units: ratings, discipline, holds, leave, initiatives,
 * figures of a unit, and the ledger of awards.
 *
 * Everything that the law asks about is kept here by year or by date. The forms, the import of
 * lists and the example office go through the record_*_add() functions, which check what no
 * column can: nothing is said twice, periods make sense, a final year stays as it is. A subject
 * is a person, a unit or (awards only) a household; one that a list names and the organisation
 * does not have is an `unmatched` row until somebody says who it is.
 */
#ifndef APP_RECORD_RECORD_H
#define APP_RECORD_RECORD_H

#include "op/ctx.h"

extern const struct object rating_object, discipline_object, hold_object, leave_object,
	unit_year_object, deed_object, deed_file_object, service_object, initiative_object,
	award_object, unmatched_object, person_double_object;

extern const struct op rating_ops[], rating_entry_ops[], deed_ops[], deed_report_ops[],
	service_ops[], discipline_ops[], hold_ops[], leave_ops[], unit_year_ops[],
	initiative_write_ops[], award_write_ops[], initiative_ops[], award_ops[], unmatched_ops[],
	person_double_ops[];

extern const struct choice rating_levels[], discipline_forms[], hold_kinds[], initiative_kinds[],
	initiative_scopes[], deed_kinds[], deed_states[], service_posts[], award_codes[], award_types[],
	award_levels[], record_subjects[], record_marks[];

/* Lists of them that can be brought in; entered in app/import/kinds.c. */
struct import_kind;
extern const struct import_kind import_awards, import_ratings, import_disciplines, import_deeds,
	import_services, import_initiatives, import_holds;

/* What every page of initiatives cites. */
#define INITIATIVE_LAW "Nghị định 13/2012/NĐ-CP; Luật Thi đua, khen thưởng 2022, Điều 21, 22, 23"

/* Who sees records in the own scope, and who keeps them. What is delicate is seen by fewer. */
#define RECORD_SEES (R_OFFICE | R(COUNCIL) | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD))
#define RECORD_DELICATE (R(STANDING) | R(HEAD) | R(INSPECTOR) | R(MEMBER) | R(UNIT_HEAD))
#define RECORD_KEEPS (R(STANDING) | R(HEAD))

/* "92,5" of a hundred in hundredths; DB_NULL for "". RC_INVALID on field "score". */
enum rc record_score(struct ctx *c, struct str text, int64_t *centi) MUST_CHECK;

/*
 * What the law says of points on the last day of that time (quarter 0: the year), in hundredths.
 * `known` false: levels are not counted from points then (before 2026).
 */
#define RATING_LEVELS 4
struct law_rules;
struct rating_scale {
	const struct law_rules *rules; /* NULL: before the rule sets begin */
	int64_t year, quarter, common, result, from[RATING_LEVELS]; /* from: by rating_levels */
	bool known;
	struct str citation;
};
enum rc record_rating_scale(struct ctx *c, int64_t year, int64_t quarter,
                            struct rating_scale *out) MUST_CHECK;
/* The level of so many points; "" when the scale or the points are not known. */
struct str record_rating_level(const struct rating_scale *s, int64_t centi);
int record_rating_rank(struct str level); /* 0 the highest, -1: no level */
/* RC_INVALID on "level": it is above the points. */
enum rc record_rating_fits(struct ctx *c, const struct rating_scale *s, struct str level,
                           int64_t centi) MUST_CHECK;

/* Which law rates before it examines titles of that year, with what is not confirmed of it. */
enum rc record_rating_before_titles(struct ctx *c, int64_t year, struct str *says) MUST_CHECK;

/* How many may be outstanding among these, as facts; [1] viên chức, who have a decree of their own.
 */
struct rating_counts {
	int64_t high, good;
};
void record_rating_cap(struct ctx *c, const struct rating_scale *s,
                       const struct rating_counts of[2], struct out *out);

/* The decision that something rests on; sign and issuer may be empty, dated DATE_NONE. */
struct paper {
	struct str sign, issuer;
	struct date dated;
};
#define PAPER_FIELDS(S)                                                                            \
	F(TEXT, S, sign, "Số quyết định", .max = 60, .hint = "Ví dụ 112/QĐ-VP"),                       \
		F(DATE, S, dated, "Ngày quyết định"), F(TEXT, S, issuer, "Cơ quan ban hành", .max = 200)

/* Whom a row is about. Ids not used are DB_NULL. */
struct subject {
	const char *kind; /* "person", "unit", "household" */
	int64_t person_id, unit_id, unmatched_id;
	struct str household;
};

/*
 * Reads the subject off a form: the person, else the unit. For a person `unit_id` becomes the
 * unit of the main post today when none was given. RC_INVALID on person_id with neither.
 */
enum rc record_subject(struct ctx *c, int64_t person_id, int64_t unit_id,
                       struct subject *out) MUST_CHECK;

/* A year that has begun, and no earlier than 1945. RC_INVALID on field "year". */
enum rc record_year_ok(struct ctx *c, int64_t year) MUST_CHECK;

/* A decision is not signed tomorrow. RC_INVALID on field "dated". */
enum rc record_paper_ok(struct ctx *c, const struct paper *p) MUST_CHECK;

struct rating_new {
	struct subject s;
	int64_t year, quarter; /* 0: the whole year */
	struct str level;
	int64_t score_centi; /* DB_NULL: none */
	struct paper p;
	struct str source;
};
/* RC_INVALID: the year is final; *there: the row of that time, or DB_NULL; *level of it. */
enum rc record_rating_check(struct ctx *c, const struct rating_new *r, int64_t *there,
                            struct str *level) MUST_CHECK;
/* RC_INVALID as above; RC_CONFLICT: rated for that time already. Inside DB_WRITE. */
enum rc record_rating_add(struct ctx *c, const struct rating_new *r, int64_t *id) MUST_CHECK;

struct discipline_new {
	int64_t person_id, unmatched_id;
	struct str form;
	struct date from, to; /* to: first day after it, DATE_NONE: twelve months */
	struct paper p;
	struct str source;
};
enum rc record_discipline_add(struct ctx *c, const struct discipline_new *d,
                              int64_t *id) MUST_CHECK;
/* All that it checks; RC_CONFLICT: recorded already. */
enum rc record_discipline_check(struct ctx *c, const struct discipline_new *d) MUST_CHECK;

struct hold_new {
	struct subject s;        /* a person or a unit */
	struct str kind, reason; /* kind: of hold_kinds; reason: confidential, sealed when it is kept */
	struct date from;
};
/* What a list checks before it adds: RC_INVALID on field "from"; RC_CONFLICT: held for the same
 * reason from that day on already, even if that has ended: lists come in twice. */
enum rc record_hold_check(struct ctx *c, const struct hold_new *h) MUST_CHECK;
enum rc record_hold_add(struct ctx *c, const struct hold_new *h, int64_t *id) MUST_CHECK;

struct author {
	int64_t person_id, unmatched_id, share; /* percent */
};
struct initiative_new {
	struct str kind, title, text;
	int64_t unit_id, year;
	struct date filed;
	struct author *authors;
	int author_count;
	struct str scope; /* "" : filed only */
	struct paper p;   /* of the recognition */
	struct str source;
};
/* RC_INVALID: shares that do not make 100, the same author twice; RC_CONFLICT: kept already. */
enum rc record_initiative_add(struct ctx *c, const struct initiative_new *i,
                              int64_t *id) MUST_CHECK;
enum rc record_initiative_check(struct ctx *c, const struct initiative_new *i) MUST_CHECK;
enum rc record_initiative_recognise(struct ctx *c, int64_t id, struct str scope,
                                    const struct paper *p) MUST_CHECK;

struct deed_new {
	struct subject s;
	struct str kind, title, scope;
	int64_t year;
	struct date on;    /* the day it happened; DATE_NONE where nobody knows */
	struct str effect; /* in numbers */
	struct paper p;    /* that confirms it; without sign and day it does not count */
	struct str source;
};
/* So many days after that day nobody is reminded any more: kịp thời is long over. */
#define DEED_PROMPT_PAST 60
/*
 * By when a sudden one should be rewarded (kịp thời); DATE_NONE for others, and without a day. One
 * that came from a file of old ones has none either when it is long past.
 */
enum rc record_deed_prompt(struct ctx *c, struct str kind, struct date on, bool imported,
                           struct date *out) MUST_CHECK;
/* RC_CONFLICT: the same achievement of the same subject is there; `besides` is the row changed. */
enum rc record_deed_check(struct ctx *c, const struct deed_new *d, int64_t besides) MUST_CHECK;
enum rc record_deed_add(struct ctx *c, const struct deed_new *d, int64_t *id) MUST_CHECK;

struct service_new {
	int64_t person_id, unmatched_id;
	struct str post, title; /* post: of service_posts, a key of the rule files */
	struct date from, to;   /* half-open; to DATE_NONE: still held */
	struct paper p;
	struct str source;
};
/* RC_CONFLICT: time in the same group of posts that meets this one; it would count twice. */
enum rc record_service_check(struct ctx *c, const struct service_new *s,
                             int64_t besides) MUST_CHECK;
enum rc record_service_add(struct ctx *c, const struct service_new *s, int64_t *id) MUST_CHECK;

struct award_new {
	struct subject s;
	struct str post_title, code, title, type, level, achievement;
	int64_t year;
	struct date from, to; /* of the achievement, half-open; DATE_NONE: the calendar year */
	struct paper p;
	int64_t initiative_id;
	struct str source;
};
/*
 * RC_CONFLICT: the same award for the same time (title: any that meets; form: the same
 * achievement or decision). RC_INVALID names the field. Inside DB_WRITE.
 */
enum rc record_award_add(struct ctx *c, const struct award_new *a, int64_t *id) MUST_CHECK;

/* A line that says the same award for the same time; id DB_NULL: there is none. */
struct award_met {
	int64_t id;
	struct str sign;
	struct date dated;
	bool cancelled; /* it was taken back, and this is the decision that had given it */
};
enum rc record_award_find(struct ctx *c, const struct award_new *a, int64_t besides,
                          struct award_met *out) MUST_CHECK;
/*
 * All that record_award_add() checks, without adding; fills what may be left out (period,
 * level). With `met` a line that is there already is told instead of refused; NULL: not looked for.
 */
enum rc record_award_check(struct ctx *c, struct award_new *a, int64_t besides,
                           struct award_met *met) MUST_CHECK;
/* Only that it is there once; `besides` is the line that is changed, or 0. */
enum rc record_award_once(struct ctx *c, const struct award_new *a, int64_t besides) MUST_CHECK;
/* For a line that is there under another subject: marks it 'double' when it fails that check. */
/* Guard of what is done to a line of the ledger by hand: not to what a decision in here gave. */
enum rc record_award_by_hand(struct ctx *c, int64_t id) MUST_CHECK;
enum rc record_award_double(struct ctx *c, const struct award_new *a, int64_t id,
                            bool *yes) MUST_CHECK;

/* A title (danh hiệu thi đua, Luật Điều 19 to 32), as opposed to a form (hình thức khen thưởng). */
bool award_is_title(struct str code);

/*
 * Somebody whom nobody has matched yet: finds the open row that says the same (name, unit,
 * number), or makes one. Inside DB_WRITE.
 */
struct unmatched_new {
	const char *kind; /* "person", "unit" */
	struct str name, unit_name, number, number_kind, source;
	struct date birth;
};
enum rc record_unmatched(struct ctx *c, const struct unmatched_new *u, int64_t *id) MUST_CHECK;
/* Only finds it; DB_NULL: there is none. */
enum rc record_unmatched_find(struct ctx *c, const struct unmatched_new *u, int64_t *id) MUST_CHECK;

/* How it is sorted: people by given name. */
struct str record_unmatched_key(struct ctx *c, struct str kind, struct str name);

/* Keys again, after VIET_KEY_VERSION grew; adds to *rows. Inside DB_WRITE. */
enum rc record_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

/*
 * Before the rows of `from` move to `to` (two records of one person): what both have, stays with
 * state 'double'. Ids go to *awards and *ratings, so that undoing can make them valid again.
 */
struct doubled {
	int64_t *awards, *ratings;
	size_t award_count, rating_count;
};
enum rc record_before_merge(struct ctx *c, int64_t from, int64_t to,
                            struct doubled *out) MUST_CHECK;

/* Pairs of records that may be one person, found anew; proposals that were decided stay. Inside
 * DB_WRITE. */
enum rc record_find_doubles(struct ctx *c, int64_t *found) MUST_CHECK;

#endif
