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
	int first_year, last_year; /* period of achievement, both included */
	struct law_money money;    /* filled here */
	bool paid;                 /* filled here */
	struct str because;        /* filled here, when it is not paid */
};

/*
 * Of several titles for the same period only the highest is paid; for different periods all are;
 * forms are paid each; a title and a form both. Periods that overlap without being the same are
 * paid both and marked in `because` for a person to look at.
 */
enum rc law_pay(struct arena *mem, const struct law_rules *r, enum law_subject subject,
                struct law_payment *list, int count, struct err *e) MUST_CHECK;

/* ---- votes ---- */

enum law_council { LAW_COUNCIL_OFFICE, LAW_COUNCIL_SUBMITTING, LAW_COUNCIL_PROVINCE };

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
 */
void law_rating_cap(const struct law_rules *r, int excellent, int good_or_better, int good_only,
                    bool outstanding, struct law_cap *out);

/*
 * How many of the collectives that meet the provincial flag may be proposed for the Government's.
 * The share is a rule of older law of which nobody confirmed that it is still in force: mark says
 * so.
 */
void law_flag_cap(const struct law_rules *r, int eligible, int proposed, struct law_cap *out);

/* From 2026 on a rating is points out of 100, in thousandths. LAW_RATING_UNKNOWN before, or for no
 * points. */
enum law_rating law_rating_of_points(const struct law_rules *r, int64_t points);

/* ---- equal candidates: NĐ 152 Điều 4 k6 ---- */

/* -1: `a` goes first, 1: `b`, 0: the law prefers neither. Only for candidates that are equal
 * otherwise. */
int law_prefer(const struct law_rules *r, int year, const struct law_facts *a,
               const struct law_facts *b);

/* ---- what may not be given together ---- */

struct law_use {
	struct str award;
	int first_year, last_year;
	int64_t achievement; /* the achievement it rests on; 0: none is named */
	int64_t initiative;  /* the initiative it rests on; 0: none */
};

/*
 * Faults between awards of one subject, given or proposed: the same award for the same year twice;
 * two forms for one achievement; an initiative for a title and for a form, or for two forms. A
 * `note`: an initiative for two titles. `line` and `column` of a fault are places in the list,
 * from 1.
 */
void law_clashes(struct arena *mem, const struct law_rules *r, const struct law_use *list,
                 int count, struct law_faults *out);

#endif
