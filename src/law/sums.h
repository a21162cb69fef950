/*
 * sums.h: what the law counts beyond one nominee: money, votes, shares, equal candidates, and
 * one achievement that may not serve twice. Whole numbers only; nothing is rounded in between.
 *
 * Pure functions of the rules (the numbers of a day, with the office's own values) and of what
 * is given. Each result says where its numbers come from and whether they are confirmed.
 */
#ifndef LAW_SUMS_H
#define LAW_SUMS_H

#include "law/law.h"

/* ---- money: NĐ 152 Điều 49 to 54 ---- */

struct law_money {
	bool known;   /* false: no coefficient or base salary at that day, or none for this subject */
	bool at_most; /* the coefficient is a ceiling; the office fixes its own */
	enum law_mark mark;  /* the weaker one of coefficient and base salary */
	int64_t base;        /* dong, of the day of the decision */
	int64_t coefficient; /* thousandths */
	int64_t product;     /* dong, before rounding up */
	int64_t amount;      /* dong, rounded up */
	struct str citation;
};

/* `r` must be the rules of the day of the decision, not of the receipt. RC_NOTFOUND: no such award.
 */
enum rc law_money_of(const struct law_rules *r, struct str award, enum law_subject subject,
                     struct law_money *out, struct err *e) MUST_CHECK;

/* One award among those decided for one subject at one moment. */
struct law_payment {
	struct str award;
	int first_year, last_year; /* period of achievement, both included; first 0: law_period() */
	struct law_money money;    /* filled here */
	bool paid;                 /* filled here */
	struct str because;        /* filled here: why it is not paid, or why it is beside another */
};

/*
 * Điều 49: of several titles for the same period only the highest is paid; for different periods
 * all are; forms are paid each; a title and a form both. Periods that overlap without being the
 * same (CSTĐ cơ sở of 2025, CSTĐ tỉnh of 2023 to 2025) are different periods by the words of khoản
 * 4, and both are paid; where the office reads it otherwise (parameter TRUNG_MOT_PHAN), only the
 * highest is.
 */
enum rc law_pay(struct arena *mem, const struct law_rules *r, enum law_subject subject,
                struct law_payment *list, int count, struct err *e) MUST_CHECK;

/* Years of achievement that a title stands for by its own conditions: CSTĐ tỉnh three, else one. */
int law_period(const struct law_rules *r, struct str award, enum law_subject subject);

/* ---- votes ---- */

enum law_council { LAW_COUNCIL_OFFICE, LAW_COUNCIL_SUBMITTING, LAW_COUNCIL_PROVINCE };
const char *law_council_words(enum law_council c); /* "cơ sở", "cấp trình", "tỉnh" */

struct law_vote {
	bool asked;         /* this council votes on this award by a rule of share */
	bool more_than;     /* more than the share, not at least */
	int64_t share;      /* thousandths of a per cent: 80 % is 80000 */
	int needed;         /* votes, of all members */
	bool local;         /* the council's own rule */
	enum law_mark mark; /* LAW_UNCONFIRMED: say so where it decides */
	struct str citation, reason;
};

/* All members count, those absent too (they give their opinion in writing). */
enum rc law_vote_of(const struct law_rules *r, struct str award, enum law_council council,
                    int members, struct law_vote *out, struct err *e) MUST_CHECK;

/* votes * 100 >= share * members in whole numbers (or >). */
bool law_vote_passed(const struct law_vote *v, int votes, int members);

/* ---- shares of a unit: the rating scale ---- */

struct law_cap {
	int base;           /* of whom the share is taken */
	int most;           /* how many may be rated excellent */
	bool over;          /* more are */
	enum law_mark mark; /* of the share and of how it is read, the weaker one */
	struct str citation, reading, reason;
};

/*
 * At most 20 % (25 % for an outstanding unit) may be rated excellent. `good_or_better` and
 * `good_only` are counts in the unit and task group; which of them is the base is a parameter.
 * `cadre`: viên chức have a decree of their own (NĐ 233/2026), all others that of civil servants.
 */
void law_rating_cap(const struct law_rules *r, enum law_cadre cadre, int excellent,
                    int good_or_better, int good_only, bool outstanding, struct law_cap *out);

/*
 * How many of the collectives that meet the provincial flag may be proposed for the Government's.
 * The share is a rule of older law of which nobody confirmed that it is still in force: mark says
 * so.
 */
void law_flag_cap(const struct law_rules *r, int eligible, int proposed, struct law_cap *out);

/* From 2026 on a rating is points out of 100, in thousandths. LAW_RATING_UNKNOWN before, or for no
 * points. */
enum law_rating law_rating_of_points(const struct law_rules *r, int64_t points);

/* What an award asks of the numbers of a unit's members: 70 %, 100 %, nobody disciplined, at least
 * one. */
struct law_share {
	struct str text, citation;
	enum law_mark mark;
	bool known; /* the numbers of the year are there */
	bool enough;
	int have, of;    /* of: 0 where it is no share */
	int least, most; /* how many there must be; most INT_MAX: no upper limit */
};
void law_shares(struct arena *mem, const struct law_rules *r, struct str award, int year,
                const struct law_facts *f, struct law_share **out, int *count);

/* ---- equal candidates: NĐ 152 Điều 4 k6 ---- */

/* -1: `a` goes first, 1: `b`, 0: the law prefers neither. Only for candidates that are equal
 * otherwise. */
int law_prefer(const struct law_rules *r, int year, const struct law_facts *a,
               const struct law_facts *b);

/* ---- several nominees at once: what may not be given together, and the money of each ---- */

/* An award that is proposed, or (given) that the subject has already. */
struct law_nominee {
	enum law_subject subject;
	int64_t who; /* one number for one subject of a kind */
	struct str award;
	enum law_type type;
	int first_year, last_year; /* period of achievement; first 0: law_period() */
	int64_t achievement;       /* the achievement it rests on; 0: none is named */
	int64_t initiative;        /* the initiative or study it rests on; 0: none */
	bool given;
	struct str source; /* of what is given: its decision */
};

enum law_clash_kind {
	LAW_CLASH_GIVEN,       /* the same award for the same time: "đã tặng" */
	LAW_CLASH_ACHIEVEMENT, /* two forms for one achievement (Điều 5 k2 đ.c) */
	LAW_CLASH_INITIATIVE,  /* an initiative for a title and for a form, or for two forms */
	LAW_CLASH_AGAIN,       /* note: an initiative for a later title: ask the council */
	LAW_CLASH_OVERLAP      /* note: the same title for a time that meets this one in part */
};

struct law_clash {
	enum law_clash_kind kind;
	bool note; /* worth a look; else it stands in the way */
	int a, b;  /* places in the list, from 0; a is proposed, b may be given */
	struct str say, citation;
};

struct law_money_of_nominee {
	struct law_money money;
	bool paid;
	struct str because;
};

/*
 * All clashes between the nominees (between two that are given none), and what each proposed one is
 * paid beside the others of its subject: `money` has room for `count`. `r`: rules of the day of the
 * decision. Pure; RC_NOTFOUND names an award that is none.
 */
enum rc law_together(struct arena *mem, const struct law_rules *r, const struct law_nominee *list,
                     int count, struct law_clash **clashes, int *clash_count,
                     struct law_money_of_nominee *money, struct err *e) MUST_CHECK;

/* ---- a dossier: what it needs, who decides and votes, by when, for how much ---- */

struct law_dossier_question {
	struct str award;
	enum law_subject subject;
	enum law_type type;    /* LAW_TYPE_UNKNOWN: as for merit */
	int year;              /* the year judged: for dates of each year */
	const struct str *has; /* kinds of papers that are there ("TO_TRINH") */
	int has_count;
	int members[3]; /* of the councils, by enum law_council; 0: not known */
};

struct law_need {
	struct law_line line; /* key, text, citation, mark, copies */
	bool there;
};

struct law_ballot {
	enum law_council council;
	const char *name; /* "cơ sở", "cấp trình", "tỉnh" */
	struct law_vote vote;
};

struct law_due {
	struct law_line line;
	int working_days; /* 0: it is a date */
	struct date by;   /* DATE_NONE: it is a number of working days */
};

struct law_dossier_needs {
	const struct law_award_info *award; /* who decides: authority, level */
	bool brief;                         /* short dossier: Điều 85 */
	struct str brief_citation;
	struct law_need *needs;
	int need_count, missing; /* missing: parts that are not there */
	struct law_ballot *ballots;
	int ballot_count;
	struct law_due *days;
	int day_count;
	struct law_money money; /* on the day of `pay` */
};

/*
 * `r`: rules of the receipt; `pay`: of the day of the decision (the same where it is not known
 * yet). RC_NOTFOUND: no such award; RC_INVALID: not for this kind of subject, or not of this type.
 */
enum rc law_needs(struct arena *mem, const struct law_rules *r, const struct law_rules *pay,
                  const struct law_dossier_question *q, struct law_dossier_needs *out,
                  struct err *e) MUST_CHECK;

#endif
