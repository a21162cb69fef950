/*
 * law.h: the office beside the law (src/law): its facts, its confirmations and values, its
 * verdicts kept.
 *
 * The law is a pure function; here the tables of app/record become its facts, in few statements
 * for one person or for everybody in a unit. What the office confirms or sets lies over the
 * shipped rules by date and is changed by two people. A verdict that is kept holds its inputs and
 * the hash of the rules, so that the same bytes come out again whenever it is asked.
 */
#ifndef APP_LAW_LAW_H
#define APP_LAW_LAW_H

#include "law/sums.h"
#include "op/ctx.h"

extern const struct object attestation_object, law_overlay_object, law_verdict_object,
	law_survey_object;
extern const struct choice attestation_matters[];
extern const struct op law_ops[], law_members_ops[], law_office_ops[], law_ahead_ops[],
	law_whatif_ops[], law_sums_ops[], law_pay_ops[], law_survey_ops[], law_overlay_ops[],
	attestation_ops[], law_verdict_ops[];

/*
 * NĐ 98/2023 ended on 01/7/2025 (NĐ 152/2025 Điều 59 khoản 2); where the article of the new decree
 * has not been read, what is cited says so.
 */
#define LAW_ND98(article)                                                                          \
	"Nghị định 98/2023/NĐ-CP, " article                                                            \
	" (hết hiệu lực từ 01/7/2025; chưa xác nhận điều tương ứng của Nghị định 152/2025/NĐ-CP)"

/* A person or unit with what the law wants to know. Everything lives in c->mem. */
struct law_subject_facts {
	int64_t id;
	struct str name, place; /* of a person: post and unit */
	struct law_facts facts;
};

/*
 * Everybody who sits in `unit` and below it today, or the one `person` (the other DB_NULL), by
 * id. `on` is the day on which months of the year are counted. Inside a transaction. For the
 * office's own law (law_of_office()), not for another one.
 */
enum rc law_people_facts(struct ctx *c, int64_t person, int64_t unit, struct date on,
                         struct law_subject_facts **out, size_t *count) MUST_CHECK;

/* The same of all active people with an id above `after`, up to `to`. */
enum rc law_slice_facts(struct ctx *c, int64_t after, int64_t to, struct date on,
                        struct law_subject_facts **out, size_t *count) MUST_CHECK;

/* A unit and what its members reached in `year`, counted on `on`. Inside a transaction. */
enum rc law_unit_facts(struct ctx *c, int64_t unit, int year, struct date on,
                       struct law_subject_facts *out) MUST_CHECK;

/* The same of every active unit in `unit` and below it, by id. Inside a transaction. */
enum rc law_units_facts(struct ctx *c, int64_t unit, int year, struct date on,
                        struct law_subject_facts **out, size_t *count) MUST_CHECK;

/* A household by the name under which its achievements are recorded; all that achieved something
 * in `year` or later. Inside a transaction. */
enum rc law_household_facts(struct ctx *c, struct str name,
                            struct law_subject_facts *out) MUST_CHECK;
enum rc law_households_facts(struct ctx *c, int year, struct law_subject_facts **out,
                             size_t *count) MUST_CHECK;

/* As docs/law-facts.md has it; law_facts_read() gives the same facts back. */
void law_facts_write(const struct law_facts *f, struct buf *out);

/* The shipped law, the office's overlay, and the rules for a dossier received on that day. */
enum rc law_of_office(struct ctx *c, const struct law **law,
                      const struct law_overlay **overlay) MUST_CHECK;
enum rc law_rules_of_office(struct ctx *c, struct date received, const struct law **law,
                            const struct law_rules **rules) MUST_CHECK;

/*
 * Everybody active against every award for people, kept as a survey. `year`, `on`, `received` as
 * on the pages (DB_NULL, DATE_NONE: today). Memory does not grow with the office. Inside DB_WRITE.
 */
enum rc law_survey(struct ctx *c, int64_t year, struct date on, struct date received, int64_t *id,
                   int64_t *people) MUST_CHECK;

/* What surveys hold about one person, in words. Inside a transaction. */
struct law_surveyed {
	int64_t year;
	struct date on;
	struct str set, verdicts; /* "LDTT: đủ điều kiện; …" */
};
enum rc law_surveys_of(struct ctx *c, int64_t person, struct law_surveyed **out,
                       size_t *count) MUST_CHECK;

/* The same as rows of a person's own data. */
struct json_out;
enum rc law_surveys_put(struct ctx *c, int64_t person, struct json_out *j) MUST_CHECK;

/* ---- what a dossier and a council ask ---- */

/* An award proposed for somebody; ids not used are DB_NULL. */
struct law_proposal {
	const char *subject; /* "person", "unit", "household" */
	int64_t person_id, unit_id;
	struct str household;
	struct str award, type;   /* as the ledger has them: "BKT", "merit"; type "": merit */
	int64_t first_year, year; /* of the achievement; first DB_NULL: as the award's rule says */
	int64_t initiative_id, deed_id; /* what it rests on; DB_NULL: nothing is named */
};

struct law_proposal_clash {
	enum law_clash_kind kind;
	bool note;        /* worth a look; else it stands in the way */
	int other;        /* place in the list; -1: a line of the ledger */
	int64_t award_id; /* that line, else DB_NULL */
	struct str say, citation;
};

struct law_proposal_answer {
	struct law_proposal_clash *clashes;
	int clash_count;
	bool given;  /* it has been given already ("đã tặng") */
	bool stands; /* nothing is in the way */
	struct law_money money;
	bool paid;          /* false: a higher title of the same time is paid instead, or it is given */
	struct str because; /* why (not), beside the other awards of the list */
};

/*
 * What of the list may not be given together or has been given, and the money of each by Điều 49
 * to 54. `decided`: the day of the decision (DATE_NONE: today), which the base salary is of. `out`
 * has room for n. A few statements for each subject. RC_INVALID or RC_NOTFOUND names what is wrong.
 */
enum rc law_proposals(struct ctx *c, struct date decided, const struct law_proposal *list, int n,
                      struct law_proposal_answer *out) MUST_CHECK;

/* What the dossier of one award needs and lacks, who decides, who votes, by when, for how much. */
struct law_dossier_case {
	const char *subject; /* as above */
	struct str award, type;
	int64_t year;          /* judged */
	struct date received;  /* for appraisal, the first time: chooses the rules; DATE_NONE: today */
	struct date decided;   /* DATE_NONE: not yet; money as of today */
	const struct str *has; /* kinds of papers that are there: law_need.line.key */
	int has_count, members[3]; /* of the councils, by enum law_council; 0: not known */
};
enum rc law_dossier_of(struct ctx *c, const struct law_dossier_case *q,
                       struct law_dossier_needs *out) MUST_CHECK;

/* The vote that this award needs in this council of so many members. */
enum rc law_ballot_of(struct ctx *c, struct date received, struct str award,
                      enum law_council council, int members, struct law_vote *out) MUST_CHECK;

/* Words of the tables as the law has them; LAW_SUBJECTS, LAW_TYPE_UNKNOWN for what is none. */
enum law_subject law_subject_of(struct str word);
enum law_type law_type_of(struct str type);

/* Keeps the rule files, when they are not kept yet; the overlay as text. Inside DB_WRITE. */
enum rc law_keep_rules(struct ctx *c, const struct law *law, const struct law_overlay *o,
                       struct str *overlay) MUST_CHECK;

/* Keeps an answer with its inputs: both answers of a dossier between two laws. Inside DB_WRITE. */
struct law_case {
	const char *subject; /* "person", "unit", "household" */
	int64_t person_id, unit_id;
	struct str household;
	struct law_question q;
	struct date received, decided; /* decided: for which a later law may be better */
};
enum rc law_keep(struct ctx *c, const struct law_case *l, const struct law_facts *facts,
                 int64_t *id) MUST_CHECK;

/* The bytes of a kept verdict, evaluated again from its inputs by the rules of that time. */
enum rc law_again(struct ctx *c, int64_t id, struct buf *out) MUST_CHECK;

#endif
