/* inner.h: what the files of the council share. */
#ifndef APP_COUNCIL_INNER_H
#define APP_COUNCIL_INNER_H

#include "app/council/council.h"
#include "db/sql_council.h"
#include "op/view.h"

struct sql_recusals_of;

extern const struct choice council_roles[], meeting_states[], meeting_modes[], attendance_states[],
	recusal_reasons[], recusal_states[], item_states[], ballot_states[], ballot_choices[];

/* Field `id` of operations that ask for nothing else. */
struct council_id_in {
	int64_t id;
};

/* Who runs councils; who sits in them; who only reads what came out. */
#define COUNCIL_RUNS (R(STANDING))
#define COUNCIL_SITS (R(STANDING) | R(HEAD) | R(COUNCIL))
#define COUNCIL_READS (COUNCIL_SITS | R(INSPECTOR) | R(REGISTRY))

/* Is the person out of the matter: it is about them, or they are recused or proposed for it? */
bool council_is_out(const struct sql_recusals_of *recusals, size_t n, int64_t item, int64_t person);

/* Tells each invited member, by notice and mail. Inside DB_WRITE. */
enum rc council_tell(struct ctx *c, int64_t meeting, struct str text, struct str key,
                     int64_t *told) MUST_CHECK;

/* Who has to be proposed for recusal from the matters of a meeting, entered. Inside DB_WRITE. */
enum rc council_propose(struct ctx *c, int64_t meeting, int64_t *n) MUST_CHECK;

/* Enters one who has to be proposed, once; adds to *n. Inside DB_WRITE. */
enum rc council_out_of(struct ctx *c, int64_t item, int64_t person, const char *why,
                       int64_t *n) MUST_CHECK;

/* nominee.c: who is out of a matter because of its dossier; what a counted vote does to it. Inside
 * DB_WRITE. */
struct sql_ballot_items;
enum rc council_nominee_out(struct ctx *c, const struct sql_meeting_get *m,
                            const struct sql_meeting_items *item, int64_t *count) MUST_CHECK;
enum rc council_nominee_voted(struct ctx *c, const struct sql_ballot_items *x,
                              const char *result) MUST_CHECK;

/* initiative.c: its authors are out of it. Inside DB_WRITE. */
enum rc council_initiative_out(struct ctx *c, int64_t meeting, const struct sql_meeting_items *item,
                               int64_t *count) MUST_CHECK;

/* How many of `members` must be there by "2/3". */
int64_t council_quorum(struct str share, int64_t members);

/* A link to an operation where the gate takes it on this object. meeting_page.c. */
void council_action(struct ctx *c, struct links *l, const char *op, int64_t id);

/* Page of a meeting: meeting_page.c. */
enum rc meeting_view(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
void meeting_page(struct buf *html, struct ctx *c, const void *data);
void meeting_json(struct buf *b, struct ctx *c, const void *data);

/* Pages of a ballot: ballot_page.c. */
enum rc ballot_view(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
void ballot_page(struct buf *html, struct ctx *c, const void *data);
void ballot_json(struct buf *b, struct ctx *c, const void *data);
void ballot_form_page(struct buf *html, struct ctx *c, const void *data);

#endif
