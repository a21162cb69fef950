/* inner.h: what the parts of app/plan share; private to it. */
#ifndef APP_PLAN_INNER_H
#define APP_PLAN_INNER_H

#include "app/plan/plan.h"
#include "plan/read.h"

#include "app/org/org.h"
#include "db/db.h"

/* Header facts as forms and the reader give them; "" is not shown in the document. */
struct plan_facts {
	int64_t unit_id, carries_out, replaces_id;
	struct str type, number, notation, place, parent, issuer, title, signer_post, signer_name,
		recipients;
	struct date dated;
};

/* What the forms of writing and of editing a plan's head send; the same fields in both. */
struct plan_head_in {
	int64_t id, unit_id, carries_out, replaces_id;
	struct str type, number, notation, place, parent, issuer, title, signer_post, signer_name,
		recipients, text;
	struct date dated;
};
#define PLAN_HEAD_FIELDS                                                                           \
	F(TEXT, struct plan_head_in, title, "Trích yếu", .flags = MUST, .max = 500),                   \
		F(TEXT, struct plan_head_in, number, "Số", .max = 20, .hint = "Để trống khi chưa cấp số"), \
		F(TEXT, struct plan_head_in, notation, "Ký hiệu", .max = 60, .hint = "Ví dụ KH-VP"),       \
		F(DATE, struct plan_head_in, dated, "Ngày ban hành"),                                      \
		F(TEXT, struct plan_head_in, place, "Nơi ban hành", .max = 100),                           \
		F(TEXT, struct plan_head_in, parent, "Cơ quan chủ quản", .max = 200),                      \
		F(TEXT, struct plan_head_in, issuer, "Cơ quan ban hành", .max = 200),                      \
		F(TEXT, struct plan_head_in, signer_post, "Chức vụ người ký", .max = 200),                 \
		F(TEXT, struct plan_head_in, signer_name, "Người ký", .max = 100),                         \
		F(LONG, struct plan_head_in, recipients, "Nơi nhận", .max = 4000,                          \
	      .hint = "Mỗi nơi một dòng")
struct plan_facts plan_facts_in(const struct plan_head_in *p);

/* What a new draft comes from. */
struct plan_origin {
	const char *kind; /* "hand", "txt", "docx", "pdf" */
	struct str hash;  /* of the file, NULL without one */
};

/* --- store.c: from what was read to rows --- */

struct plan_facts plan_facts_of(struct ctx *c, const struct plan_doc *d);

/*
 * A draft with all findings: owners matched to units, citations to documents of the library, the
 * plan it replaces. Inside DB_WRITE.
 */
enum rc plan_store(struct ctx *c, const struct plan_facts *f, const struct plan_doc *d,
                   const struct plan_origin *from, int64_t *id) MUST_CHECK;

/* The same again: by its file or by sign, date and issuer. RC_NOTFOUND: no; not recorded. */
struct plan_twin {
	int64_t id;
	struct str title;
	bool reachable; /* the caller may see it */
};
enum rc plan_twin_of_hash(struct ctx *c, struct str hash, struct plan_twin *out) MUST_CHECK;
enum rc plan_twin_of_facts(struct ctx *c, const struct plan_facts *f, int64_t but,
                           struct plan_twin *out) MUST_CHECK;
/* RC_CONFLICT with the first one's title and, for who may see it, its address. */
enum rc plan_is_there(struct ctx *c, const struct plan_twin *t) MUST_CHECK;

/* Checks and writes the header; the search box too. Inside DB_WRITE. */
enum rc plan_facts_set(struct ctx *c, int64_t id, const struct plan_facts *f) MUST_CHECK;
enum rc plan_tell_search(struct ctx *c, int64_t id) MUST_CHECK;

/* What a plan charges somebody with is of the kinds of tasks (app/task/task.h). */
extern const struct choice task_kinds[];

/* --- match.c --- */

struct plan_units; /* the office's units of today, by folded names */
enum rc plan_units_load(struct ctx *c, struct plan_units **out) MUST_CHECK;
/* The unit that an owner's words name; DB_NULL: none. *all: they name every unit. */
int64_t plan_unit_of(struct ctx *c, const struct plan_units *u, struct str owner, bool noisy,
                     bool *all);

/*
 * Does the header name the office or a unit of it? "VĂN PHÒNG" below "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"
 * is its office. True where no issuer is known.
 */
bool plan_issued_here(struct ctx *c, const struct plan_units *u, struct str parent,
                      struct str issuer);

/* The library's document for a citation, DB_NULL when none or not sure. */
enum rc plan_document_of(struct ctx *c, struct str type, struct str sign, struct str issuer,
                         struct str title, struct date dated, int year, struct date on,
                         int64_t *document) MUST_CHECK;

/* --- page.c --- */

struct plan_id_in {
	int64_t id;
};
enum rc plan_view(struct ctx *c, const void *in, struct out *out);
void plan_page_draw(struct buf *html, struct ctx *c, const void *data);
void plan_page_json(struct buf *b, struct ctx *c, const void *data);
/* RC_NOTFOUND for a draft of others. */
enum rc plan_may_see(struct ctx *c, int64_t id, struct str state) MUST_CHECK;

#define PLAN_EDITORS (R(STANDING) | R(HEAD) | R(UNIT_HEAD) | R(UNIT_CLERK))

#endif
