/*
 * law.h: the law as a program. Rule files in, answers with citations out.
 *
 *     const struct law *law;
 *     law_shipped(&mem, &law, &e);                            the files of laws/, built in
 *     const struct law_rules *r;
 *     law_rules_at(&mem, law, received, overlay, &r, &e);     the set of a day, with the office's
 * own values struct law_answer a; law_explain(&mem, r, &question, &facts, &a, &e);
 *     law_answer_json(&a, &buf);
 *
 * A pure function of its arguments: no database, no network, no clock. The same arguments give
 * the same bytes. Everything returned lives in the arena given; struct law and struct law_rules
 * are never changed after they were made and may be read by many threads at once.
 *
 * The language of the files: docs/law-language.md. The facts: law/facts.h. Many subjects at
 * once: law/bulk.h. Money, votes, shares: law/sums.h.
 */
#ifndef LAW_LAW_H
#define LAW_LAW_H

#include "base/buf.h"
#include "law/facts.h"

struct law;       /* files as read; law/tree.h has the inside */
struct law_rules; /* one set at one day, numbers filled in */

/* ---- reading ---- */

struct law_file {
	struct str name, text; /* "danh-hieu/CSTDCS.luat" */
};

/* A fault in a rule file, or a note. In the order of files and lines. */
struct law_fault {
	struct str file;
	int line, column; /* from 1; the column counts characters */
	bool note;        /* worth knowing, but not wrong */
	struct str say;   /* Vietnamese, for a lawyer: what is wrong and what to write */
};

struct law_faults {
	struct law_fault *at;
	int count;
};

/*
 * Reads and checks. RC_OK also with faults; *out is NULL when the faults leave nothing to run.
 * `faults` has everything found by reading and by law_check(): syntax, unknown words, citation
 * without document, gaps and overlaps in time, conditions that always or never hold.
 */
enum rc law_read(struct arena *mem, const struct law_file *files, int count, const struct law **out,
                 struct law_faults *faults, struct err *e) MUST_CHECK;

/* The files in the program. RC_BUG if they have a fault (a test keeps them without). */
enum rc law_shipped(struct arena *mem, const struct law **out, struct err *e) MUST_CHECK;
const struct law_file *law_shipped_files(int *count);

/* 64 hexadecimal digits over names and texts of the files: which law this was. */
struct str law_hash(const struct law *law);

/* ---- what the office adds ---- */

enum law_overlay_kind {
	LAW_CONFIRM, /* a condition is confirmed as it is written; `key` is the condition's */
	LAW_VALUE,   /* a parameter's value; `key` is the parameter's name */
	LAW_OMIT     /* what-if only: the condition is taken as fulfilled */
};

/*
 * Confirmations and local values, each with its time and its source. Stored by the office
 * (changed by two people, with a reason); here they are only read. `hash` is that of the
 * shipped condition or parameter when it was confirmed (law_condition.hash, law_param_info.hash):
 * another one now is a conflict, and the entry does not count. "": not compared.
 */
struct law_overlay_entry {
	enum law_overlay_kind kind;
	struct str key;
	struct str set;       /* name of the rule set it is about; empty: any */
	struct date from, to; /* when it applies, half-open; from DATE_NONE: always */
	int64_t value;        /* LAW_VALUE: in thousandths, as all parameters: 70 % is 70000 */
	struct str source, hash;
};

struct law_overlay {
	const struct law_overlay_entry *at;
	int count;
};

/* Entries whose shipped text changed or is gone: one sentence each, for the upgrade. */
enum rc law_conflicts(struct arena *mem, const struct law *law, const struct law_overlay *overlay,
                      struct law_faults *out, struct err *e) MUST_CHECK;

/* ---- a set ---- */

/*
 * The rules for a dossier received for appraisal on this day. What counts after a return is the
 * first receipt of the dossier that is decided; a dossier withdrawn and sent anew is a new one.
 * `overlay` may be NULL. RC_NOTFOUND before the first set.
 */
enum rc law_rules_at(struct arena *mem, const struct law *law, struct date received,
                     const struct law_overlay *overlay, const struct law_rules **out,
                     struct err *e) MUST_CHECK;

/*
 * The rules of the receipt, and where the law says that the more favourable provision applies to a
 * dossier received before it and decided under it, the rules of the decision too: both are asked
 * and both are shown. `out` has room for two; *count is 1 or 2, the receipt's first.
 */
enum rc law_rules_between(struct arena *mem, const struct law *law, struct date received,
                          struct date decided, const struct law_overlay *overlay,
                          const struct law_rules *out[2], int *count, struct err *e) MUST_CHECK;

struct law_set_info {
	struct str name, title; /* "L2022-ND152" */
	struct date from, to;
	bool confirmed;
	bool favourable;   /* dossiers received before it and decided under it get the better of both */
	struct str reason; /* why it is not confirmed */
};
struct law_set_info law_set(const struct law_rules *r);
int law_set_count(const struct law *law);
struct law_set_info law_set_at(const struct law *law, int i);

/* Documents that end within `days` after the day of the rules, a sentence each ("NĐ 152 …"). */
void law_lapsing(struct arena *mem, const struct law_rules *r, int days, struct str **out,
                 int *count);

enum law_mark {
	LAW_SEEN,       /* read in the text of the law */
	LAW_SECONDARY,  /* read where somebody restates it */
	LAW_KNOWN,      /* known, not read again */
	LAW_UNCONFIRMED /* not law until the office confirms it */
};
const char *law_mark_words(enum law_mark m);

/* Who decides, as the level that the ledger and the papers know. */
enum law_level {
	LAW_BY_UNKNOWN,
	LAW_BY_OFFICE, /* head of the office itself */
	LAW_BY_COMMUNE,
	LAW_BY_PROVINCE,
	LAW_BY_MINISTRY,
	LAW_BY_GOVERNMENT, /* Thủ tướng */
	LAW_BY_STATE       /* Chủ tịch nước */
};
const char *law_level_words(enum law_level l); /* "cấp tỉnh" */

struct law_award_info {
	struct str code, name; /* "CSTDCS", "Chiến sĩ thi đua cơ sở" */
	bool title;            /* danh hiệu; else hình thức khen thưởng */
	unsigned subjects;     /* 1 << enum law_subject */
	unsigned types;        /* 1 << enum law_type */
	enum law_level level;  /* of the authority; the lowest one where there are several */
	struct str authority, authority_citation;
};
int law_award_count(const struct law_rules *r);
const struct law_award_info *law_award_at(const struct law_rules *r, int i);
const struct law_award_info *law_award_find(const struct law_rules *r, struct str code);
/* Its place among the awards, -1 when there is none: the index in bulk answers. */
int law_award_index(const struct law_rules *r, struct str code);

/*
 * Names as numbers from 1, for facts that are asked of this law many times (law_award.no,
 * law_attestation.no); 0: the law does not have it.
 */
uint8_t law_award_no(const struct law *law, struct str code);
uint8_t law_attest_no(const struct law *law, struct str key);

struct law_param_info {
	struct str name, title, unit, citation, reason;
	int64_t value; /* on the day of the rules, overlay included; in thousandths: 4,5 is 4500 */
	bool known;    /* false: no value at that day */
	bool local;    /* the law leaves it to the province or the office */
	bool changed;  /* the office's value */
	enum law_mark mark;
	struct str hash;
	struct str note;  /* for the reader; "" for none */
	struct str given; /* of a local one that no clause delegates: why it is the office's; else "" */
	struct str other_text; /* where the law may be read otherwise: how; "" for none */
	int64_t other;         /* and the value then, in thousandths */
};
int law_param_count(const struct law_rules *r);
struct law_param_info law_param_at(const struct law_rules *r, int i);
bool law_param_find(const struct law_rules *r, struct str name, struct law_param_info *out);

/*
 * May this parameter have this value (thousandths)? RC_INVALID with a sentence: below nothing, more
 * than 100 %, more years than are looked at, half a year, neither yes nor no.
 */
enum rc law_value_can_be(const struct law_rules *r, struct str name, int64_t value,
                         struct err *e) MUST_CHECK;

/* Keys that need a person's word ("DOAN_KET"), with the wording and who may give it. */
struct law_attest_info {
	struct str key, text, who;
};
int law_attest_count(const struct law_rules *r);
struct law_attest_info law_attest_at(const struct law_rules *r, int i);

/* The conditions (no groups) of all awards on that day, in the order of the files. */
struct law_leaf {
	struct str key, text, award; /* award: its name */
};
void law_leaves(struct arena *mem, const struct law_rules *r, struct law_leaf **out, int *count);

/* The conditions of an award for one kind of subject, as they stand on that day: lines of the tree
 * in the order of the file. What another award asks is named, not repeated. */
struct law_rule_line {
	struct str key, text, citation, reason; /* reason: why it waits for confirmation */
	struct str ref;                         /* code of the award it refers to; "" */
	struct str own; /* the local number in it, by its parameter's name; "" */
	int depth;
	bool group, local, idle; /* idle: the office's own number asks for nothing */
	enum law_mark mark;
};
void law_rule_lines(struct arena *mem, const struct law_rules *r, struct str award,
                    enum law_subject subject, struct law_rule_line **out, int *count);

/* Since when the conditions have been what they are, and what they become: the oldest first. */
struct law_version {
	enum law_subject subject;
	struct date from, to; /* half-open */
};
void law_versions(struct arena *mem, const struct law_rules *r, struct str award,
                  struct law_version **out, int *count);

/* Parts of the dossier and days, in the order of the file. */
struct law_line {
	struct str key; /* of a part: its kind of paper, "TO_TRINH"; "" for days */
	struct str text, citation;
	enum law_mark mark; /* unconfirmed too once a document it cites has ended */
	bool local;
	int64_t number; /* working days of a time limit, copies, day of a date; 0: none */
	int month;      /* of a date of each year (hạn); 0: it is none */
	bool next;      /* that date is one of the year after */
};
void law_dossier(struct arena *mem, const struct law_rules *r, struct str award, enum law_type type,
                 bool brief, struct law_line **out, int *count);
/* May an award of this type go by the simplified procedure (Điều 85), with its short dossier? */
bool law_brief(struct arena *mem, const struct law_rules *r, enum law_type type,
               struct str *citation);
void law_days(struct arena *mem, const struct law_rules *r, struct str award, struct law_line **out,
              int *count);

/* ---- the answer ---- */

enum law_result { LAW_NO, LAW_UNKNOWN, LAW_YES };
/*
 * Held: paused (NĐ 152 Điều 4 k4). Given: the same award for the same year (a form: by merit) is in
 * the record with its decision, so there is nothing to decide; it stands above all others.
 */
enum law_verdict { LAW_INELIGIBLE, LAW_NOT_KNOWN, LAW_ELIGIBLE, LAW_HELD, LAW_GIVEN, LAW_VERDICTS };
const char *law_result_word(enum law_result r); /* "no", "unknown", "yes" */
const char *
law_verdict_word(enum law_verdict v); /* "ineligible", "unknown", "eligible", "held", "given" */
const char *law_verdict_words(enum law_verdict v); /* "không đủ điều kiện", … */

struct law_question {
	struct str award;   /* code */
	struct date on;     /* the day on which the facts are looked at: disciplines, holds */
	int year;           /* the last year judged; 0: the year of `on` */
	enum law_type type; /* LAW_TYPE_UNKNOWN: any ground will do */
	bool anew;          /* as if it had not been given: was it right to give it? */
};

/* One line of the tree, in the order of the file; depth 0 is the root. */
struct law_condition {
	struct str key;  /* "CSTDCS.2.1": stable while the file is; for confirmations */
	struct str hash; /* of its text and citation */
	struct str text, citation;
	int depth;
	bool group; /* all of, any of, …; else a condition */
	bool idle;  /* its number is the office's, and the office asks for nothing */
	enum law_mark mark;
	bool local;
	enum law_result result;
	enum law_result if_confirmed; /* what it would be without waiting for confirmation */
	struct str because;           /* a sentence */
	struct str plain;             /* the same without what it says of the confirmation: for pages */
	struct str reason; /* why it waits for confirmation, where that is not the set's reason */
	struct str *facts; /* the facts used, with their sources */
	int fact_count;
};

/* What would have to be known, and who can say it. */
struct law_missing {
	struct str key, what, who;
	struct str attest; /* the key to attest; empty: it is something else */
	bool confirm;      /* not a fact: the rule itself waits for the office's confirmation */
	bool idle; /* would only help a ground that fails by another condition as it is written */
};

struct law_answer {
	struct str award, name, set, hash;
	struct date on;
	int year;
	bool confirmed; /* no condition that waits for confirmation was needed for it */
	enum law_verdict verdict;
	enum law_verdict if_confirmed;
	enum law_verdict by_conditions; /* what the conditions alone say: neither held nor given */
	struct law_condition *conditions;
	int condition_count;
	struct law_missing *missing;
	int missing_count;
	struct str *warnings; /* re-use of an initiative, the same award already given, … */
	int warning_count;
	int set_warnings; /* the first of them: about the rules, not about the subject */
};

/* RC_NOTFOUND: no such award in this set. RC_INVALID: not for this kind of subject. */
enum rc law_explain(struct arena *mem, const struct law_rules *r, const struct law_question *q,
                    const struct law_facts *f, struct law_answer *out, struct err *e) MUST_CHECK;

/*
 * Where the law may be read in two ways (a parameter with `cách hiểu khác`): those of the award's
 * conditions, with the verdict under the other reading. `overlay` is the one of `r`.
 */
struct law_reading {
	struct law_param_info param;
	enum law_verdict verdict;
};
enum rc law_readings(struct arena *mem, const struct law_rules *r,
                     const struct law_overlay *overlay, const struct law_question *q,
                     const struct law_facts *f, struct law_reading **out, int *count,
                     struct err *e) MUST_CHECK;

/* The verdict alone, by the same evaluation. */
enum rc law_verdict_of(const struct law_rules *r, const struct law_question *q,
                       const struct law_facts *f, enum law_verdict *out, struct err *e) MUST_CHECK;

/* One line of JSON with the keys of docs/law-language.md; or text for a screen of characters. */
void law_answer_json(const struct law_answer *a, struct buf *out);
void law_answer_text(const struct law_answer *a, struct buf *out);

/* The place of the answer that is better for the subject; the first of equal ones. */
int law_better(const struct law_answer *list, int count);
/* One answer as above; of two {"rules":[…],"more_favourable":"L2022-ND152"}. */
void law_answers_json(const struct law_answer *list, int count, struct buf *out);

/* The rule as a reader sees it: the award's part of its file. "" for none. */
struct str law_text(const struct law_rules *r, struct str award);

/* ---- the worked examples ---- */

struct law_example_result {
	struct str file, award, name;
	int line;
	bool passed;
	struct str say; /* what came out instead */
};
struct law_test {
	struct law_example_result *at;
	int count, failed;
	struct law_faults uncovered; /* changes of a line that no example notices (law/sides.h) */
};
enum rc law_run_examples(struct arena *mem, const struct law *law, struct law_test *out,
                         struct err *e) MUST_CHECK;

#endif
