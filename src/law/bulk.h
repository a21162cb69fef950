/*
 * bulk.h: verdicts for many subjects at once.
 *
 * The rules become a circuit of AND and OR; what the conditions ask of the facts become its
 * inputs. Each input is a plane of bits, one bit a subject, twice: what is certain (lo) and
 * what is possible (hi). So 64 subjects go through a gate in one instruction, and "yes",
 * "no", "unknown" come out of the two runs: certain is yes, not possible is no.
 *
 *     const struct law_program *p;
 *     law_compile(&mem, &rules, 1, LAW_PERSON, LAW_TYPE_UNKNOWN, &p, &e);
 *     struct law_planes f;
 *     law_planes_new(p, n, &f, &e);
 *     for (size_t i = 0; i < n; i++)
 *         law_pack(p, &f, i, &facts[i], on, year);        or law_pack_word(), law_fill_*()
 *     struct law_verdicts v;
 *     law_verdicts_new(p, n, &v, &e);
 *     law_run(p, &f, &v);
 *     law_verdict_at(&v, 0, law_award_index(rules, STR("CSTDCS")), i);
 *
 * Two or more rules may go into one program (what if a parameter were another one?): they
 * share inputs and gates. The verdicts are those of law_explain(); a test compares them.
 */
#ifndef LAW_BULK_H
#define LAW_BULK_H

#include "law/law.h"

struct law_program;

/* What an input asks of a subject. `offset`: years before the year judged. */
enum law_input_kind {
	LAW_IN_RATING,   /* rated `level` or better in that year */
	LAW_IN_HELD,     /* has award `award` of that year, as a basis of others */
	LAW_IN_BEFORE,   /* has it of that year or an earlier one */
	LAW_IN_NEVER,    /* has it of no year and no type */
	LAW_IN_NOT_HELD, /* does not have it of that year */
	LAW_IN_GIVEN,    /* has it of that year, whatever a discipline takes away */
	LAW_IN_WORKS,  /* at least `level` initiatives (or studies) of `scope` or wider in that year */
	LAW_IN_DEED,   /* an achievement of one of the kinds `mask`, of `scope` or wider */
	LAW_IN_TOLD,   /* the same within the office, where somebody's word stands for a document */
	LAW_IN_CADRE,  /* belongs to one of the cadres `mask` */
	LAW_IN_POST,   /* held one of the posts `mask` for `need` months, women `need_women` */
	LAW_IN_ATTEST, /* attestation number `award` is given */
	LAW_IN_NUMBER  /* a condition on numbers of the year judged */
};

struct law_input {
	enum law_input_kind kind;
	int offset, award, level;
	enum law_scope scope;
	bool study, for_form;
	unsigned mask;
	int need, need_women;
	int condition; /* LAW_IN_NUMBER: which comparison, a, b and threshold */
	enum law_number a, b;
	int64_t threshold;
};

/* `rules` may have different days and values; they must come from the same struct law. */
enum rc law_compile(struct arena *mem, const struct law_rules *const *rules, int count,
                    enum law_subject subject, enum law_type type, const struct law_program **out,
                    struct err *e) MUST_CHECK;
int law_input_count(const struct law_program *p);
const struct law_input *law_input_at(const struct law_program *p, int i);
int law_gate_count(const struct law_program *p); /* of both runs */

/* ---- facts as planes ---- */

struct law_planes {
	size_t n, words;     /* subjects; 64-bit words of a plane, a multiple of 32 */
	uint64_t **lo, **hi; /* by input */
	uint64_t *held;      /* a hold is open */
	void *memory;
	size_t bytes;
};
enum rc law_planes_new(const struct law_program *p, size_t n, struct law_planes *out,
                       struct err *e) MUST_CHECK;
void law_planes_free(struct law_planes *f);

/* One subject. Different subjects of different words may be packed by different threads. */
void law_pack(const struct law_program *p, struct law_planes *f, size_t i,
              const struct law_facts *facts, struct date on, int year);

/*
 * Subjects word * 64 … + n - 1 (n at most 64) at once, in half the time of one by one. Names in the
 * facts that have their numbers (law_award_no()) are not looked up.
 */
void law_pack_word(const struct law_program *p, struct law_planes *f, size_t word,
                   const struct law_facts *const *facts, int n, struct date on, int year);

/*
 * From columns of bytes, 64 at a time: sets `to` where column[i] >= least, or where
 * column[i] & mask. `to` has room for (n + 63) / 64 words; bits after n are zero.
 */
void law_fill_at_least(const uint8_t *column, size_t n, uint8_t least, uint64_t *to);
void law_fill_any(const uint8_t *column, size_t n, uint8_t mask, uint64_t *to);

/* ---- verdicts ---- */

struct law_verdicts {
	size_t n, words;
	int rules, awards;
	uint64_t **yes, **possible; /* by rule * awards + award; NULL: not for this kind of subject */
	const uint64_t **given;     /* by award; NULL: not asked */
	const uint64_t *held;
	void *memory;
};
enum rc law_verdicts_new(const struct law_program *p, size_t n, struct law_verdicts *out,
                         struct err *e) MUST_CHECK;
void law_verdicts_free(struct law_verdicts *v);

/* `held` and what is given are borrowed from `f` by `v`. */
void law_run(const struct law_program *p, const struct law_planes *f, struct law_verdicts *v);

enum law_verdict law_verdict_at(const struct law_verdicts *v, int rule, int award, size_t i);
/* How many of each enum law_verdict. */
void law_verdict_counts(const struct law_verdicts *v, int rule, int award,
                        size_t counts[LAW_VERDICTS]);

/*
 * What-if: who changes between two rules of one program. Numbers of subjects, at most
 * `room` of each kind, in rising order; the counts are complete.
 */
struct law_change {
	size_t gain, lose, other; /* became eligible, was eligible, changed otherwise */
	size_t *gained, *lost;
	size_t room;
};
void law_compare(const struct law_verdicts *v, int before, int after, int award,
                 struct law_change *out);

#endif
