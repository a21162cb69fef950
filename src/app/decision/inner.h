/* inner.h: what the files of decisions share. */
#ifndef APP_DECISION_INNER_H
#define APP_DECISION_INNER_H

#include "app/admin/admin.h"
#include "app/decision/decision.h"
#include "app/law/law.h"
#include "app/record/record.h"
#include "db/sql_decision.h"

/* Field `id` of operations that ask for nothing else. */
struct decision_id_in {
	int64_t id;
};

/* Who drafts; who reads all of them. A signer reads the own ones whatever the role. */
#define DECISION_DRAFTS (R(STANDING))
#define DECISION_READS (R_OFFICE | R(COUNCIL) | R(ACCOUNTANT) | R(MEMBER))

extern const char decision_cancel_law[];

/* --- authority.c: who may decide what, and who may sign ----------------------------------------
 */

/*
 * Why this office may not decide about a nominee on that day and a submission upward is needed:
 * the award belongs to a level above, or the case is the head's, a deputy's or the office's own.
 * *why is "" when it may. *level: "office", "province", "ministry", "nation".
 */
enum rc decision_upward(struct ctx *c, const struct sql_decision_nominee *n, struct date on,
                        struct str *why, const char **level) MUST_CHECK;

/*
 * Does the law want a ballot in this office's council for this award (Điều 85: not when short), or,
 * where it leaves that to the office, the office itself (decision.ballot)?
 */
enum rc decision_wants_ballot(struct ctx *c, const struct sql_decision_nominee *n,
                              bool *yes) MUST_CHECK;

/*
 * Why a nominee may not be decided about or submitted now; "" when nothing is in the way. A line
 * of the decision `besides` (DB_NULL: none) does not count. *voted: the day of the council's vote,
 * DATE_NONE without one.
 */
enum rc decision_not_ready(struct ctx *c, const struct sql_decision_nominee *n, int64_t besides,
                           struct str *why, struct date *voted) MUST_CHECK;

/* How this person may sign on that day: "" as head, "KT", "TL", "TUQ". RC_INVALID on signer_id. */
enum rc decision_signer(struct ctx *c, int64_t person, struct date on, struct str *mode,
                        int64_t *delegation) MUST_CHECK;

/* --- draft.c
 * -------------------------------------------------------------------------------------- */

/* Nominees that may be ready, of a round, a dossier or a meeting (the others DB_NULL). */
struct decision_found {
	int64_t *ids;
	size_t n;
	bool given; /* a round, dossier or meeting was named: somebody has to come of it */
};
enum rc decision_find(struct ctx *c, int64_t round, int64_t dossier, int64_t meeting,
                      struct decision_found *out) MUST_CHECK;

/* field.offers: a dossier with somebody whom `one` offers. */
enum rc decision_offers_dossier(struct ctx *c, int64_t dossier,
                                enum rc (*one)(struct ctx *, int64_t, bool *),
                                bool *yes) MUST_CHECK;

/* Says as a fact who stayed out, and why. */
void decision_leave_out(struct ctx *c, struct out *out, const struct sql_decision_nominee *n,
                        struct str why);
/* ". Lò Thị Mai: ...", "" when nobody stayed out. */
struct str decision_first_left_out(struct ctx *c, const struct out *out);

/* --- price.c: money of the lines, by the rules of a day -----------------------------------------
 */

struct decision_priced {
	struct sql_decision_lines *lines;
	struct sql_decision_nominee *nominees; /* in their order */
	struct law_proposal_answer *answers;
	int count;
	int64_t total;
};
/* Computes and keeps the money of every line of an award decision. Inside DB_WRITE. */
enum rc decision_price(struct ctx *c, int64_t decision, struct date on,
                       struct decision_priced *out) MUST_CHECK;

/* What it costs, and what the fund of this year would then have. */
enum rc decision_fund_facts(struct ctx *c, const struct decision_priced *k,
                            struct out *out) MUST_CHECK;

/* --- effect.c: what follows from a number and a day ----------------------------------------------
 */

struct decision_paper {
	int64_t id;
	struct str sign, issuer;
	struct date dated;
};
/* One line of the ledger for a nominee; code "": the nominee's own; achievement "": the summary. */
struct decision_given {
	struct decision_paper p;
	const char *level;
	struct str code, achievement;
};
enum rc decision_award_of(struct ctx *c, const struct sql_decision_nominee *n,
                          const struct decision_given *g, int64_t *award) MUST_CHECK;

/* The ledger, dossiers, deeds and bonuses of an award decision; adds facts. Inside DB_WRITE. */
enum rc decision_give(struct ctx *c, const struct sql_decision_get *d,
                      const struct decision_paper *p, struct out *out) MUST_CHECK;

/* Awards cancelled or corrected, with all that follows; adds facts. Inside DB_WRITE. */
enum rc decision_undo(struct ctx *c, const struct sql_decision_get *d,
                      const struct decision_paper *p, struct out *out) MUST_CHECK;

/* One line of the ledger is taken back; what follows is told in facts. Inside DB_WRITE. */
enum rc decision_cancel_award(struct ctx *c, int64_t award, const struct decision_paper *p,
                              struct str reason, struct out *out) MUST_CHECK;

/* --- tell.c ----------------------------------------------------------------------------------- */

/* The awarded hear of it, and the heads of their units. Inside DB_WRITE. */
enum rc decision_tell(struct ctx *c, const struct decision_paper *p,
                      const struct decision_priced *k) MUST_CHECK;
/* The nearest heads and clerks of a unit; `key` of the mail, once for each of them. */
enum rc decision_tell_unit(struct ctx *c, int64_t unit, struct str subject, struct str text,
                           struct str link, struct str key) MUST_CHECK;
enum rc decision_tell_signer(struct ctx *c, int64_t signer, int64_t decision,
                             struct str title) MUST_CHECK;
enum rc decision_tell_role(struct ctx *c, const char *role, struct str text,
                           struct str link) MUST_CHECK;
enum rc decision_tell_person(struct ctx *c, int64_t person, struct str subject, struct str text,
                             struct str link, struct str key) MUST_CHECK;

/* --- papers.c ----------------------------------------------------------------------------------
 */

/* Drafts the paper of a decision from the data; *id of the paper. Inside DB_WRITE. */
enum rc decision_paper_make(struct ctx *c, const struct sql_decision_get *d,
                            int64_t *id) MUST_CHECK;

/* "Lao động tiên tiến", by the ledger's words. */
struct str decision_award_name(struct ctx *c, struct str code, struct str title);

static inline struct str text_or_empty(struct str s)
{
	return s.p ? s : STR("");
}

#endif
