/*
 * movement.h: emulation movements from draft to tổng kết.
 *
 * Luật Thi đua, khen thưởng 2022: two forms and four scopes (Điều 16), five contents
 * (Điều 17), launched by heads inside their own management (Điều 18). Launching reaches
 * every unit in scope in one transaction; what each of them does since is its row of
 * coverage. Movements of the nation, the province and the bloc are kept to be linked to.
 * docs/movement.md tells the whole story.
 */
#ifndef APP_MOVEMENT_MOVEMENT_H
#define APP_MOVEMENT_MOVEMENT_H

#include "op/ctx.h"

struct sql_movement_get;

/* movement_under_way: only those that tasks can be given in are offered. */
extern const struct object movement_object, movement_under_way, rollout_object, review_object;
extern const struct op movement_ops[], rollout_ops[], review_ops[];
extern const struct choice movement_states[], movement_forms[], movement_levels[], rollout_states[],
	review_kinds[], review_states[];

/* Field `id` of operations on a movement that ask for nothing else. */
struct movement_id_in {
	int64_t id;
};
extern const struct field movement_id_fields[1];

/* --- the five contents of Điều 17 --------------------------------------------------- */

/* One of the five: what it is called, what has to be written, which parts of it are empty. */
struct movement_content {
	const char *title;
	const char *lacks[8]; /* labels of what is empty */
	int lack_count;
};
#define MOVEMENT_CONTENTS 5

/* Fills the five; returns how many of them lack something. */
int movement_contents(const struct sql_movement_get *m,
                      struct movement_content out[MOVEMENT_CONTENTS]);

/* "(1) mục tiêu, tiêu chí; (3) kiểm tra, đôn đốc"; "" when nothing is missing. */
struct str movement_lacking(struct ctx *c, const struct sql_movement_get *m);

#define MOVEMENT_TEXT_MAX 20000 /* of each of its texts */

/* --- shared steps -------------------------------------------------------------------- */

/* What a movement is made of; texts that are not given are "". */
struct movement_new {
	struct str form, level, title, slogan;
	int64_t unit_id, upper_id, plan_id, document_id; /* DB_NULL: none, but the unit */
	struct str goal, reach, subjects, content, criteria, measures;
	struct str launching, checking, spreading, reviewing;
	struct date begins, ends;
};

/* Checks and keeps it as a draft, or as kept when it is of an upper level. Inside DB_WRITE. */
enum rc movement_add(struct ctx *c, const struct movement_new *m, int64_t *id) MUST_CHECK;

/* What the search box knows of it: drafts are not found. Inside DB_WRITE. */
enum rc movement_tell_search(struct ctx *c, int64_t id) MUST_CHECK;

/* Keys again, after VIET_KEY_VERSION grew; adds to *rows. Inside DB_WRITE. */
enum rc movement_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

/* Functions of rows that stand in files of their own. */
enum rc movement_launch(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
enum rc movement_may_launch(struct ctx *c, int64_t id) MUST_CHECK;
enum rc movement_check(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
enum rc movement_view(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
enum rc movement_from_plan(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
void movement_page(struct buf *html, struct ctx *c, const void *data);
void movement_json(struct buf *b, struct ctx *c, const void *data);
void movement_check_page(struct buf *html, struct ctx *c, const void *data);
void movement_check_json(struct buf *b, struct ctx *c, const void *data);

struct movement_launch_in {
	int64_t id;
	struct str lacking;
};
struct movement_from_plan_in {
	int64_t plan_id;
	struct str form;
	struct date begins, ends;
};

#endif
