/* store.c: what was read becomes a draft, in one transaction. */
#include "app/plan/inner.h"
#include "app/search/search.h"
#include "db/sql_plan.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

/* --- facts --- */

struct plan_facts plan_facts_of(struct ctx *c, const struct plan_doc *d)
{
	struct str recipients = STR("");
	for (int i = 0; i < d->recipient_count; i++)
		recipients = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(recipients), i ? "\n" : "",
		                          STR_ARG(d->recipients[i]));
	return (struct plan_facts){.unit_id = DB_NULL,
	                           .carries_out = DB_NULL,
	                           .replaces_id = DB_NULL,
	                           .type = d->type,
	                           .number = str_or_empty(d->number),
	                           .notation = str_or_empty(d->notation),
	                           .place = str_or_empty(d->place),
	                           .parent = str_or_empty(d->parent),
	                           .issuer = str_or_empty(d->issuer),
	                           .title = str_or_empty(d->title),
	                           .signer_post = str_or_empty(d->signer_post),
	                           .signer_name = str_or_empty(d->signer_name),
	                           .recipients = recipients,
	                           .dated = d->date};
}

/*
 * "" when too little is known to say that two are the same: without a date there is no document
 * yet, and without a number the title has to be the same too.
 */
static struct str identity(struct ctx *c, const struct plan_facts *f)
{
	if (date_is_none(f->dated) || f->notation.n == 0)
		return STR("");
	struct str title = f->number.n ? STR("") : viet_fold(c->mem, f->title);
	return arena_printf(c->mem, "%.*s|%.*s|%s|%.*s|%.*s", STR_ARG(viet_fold(c->mem, f->number)),
	                    STR_ARG(viet_fold(c->mem, f->notation)), date_iso(f->dated).z,
	                    STR_ARG(viet_fold(c->mem, f->issuer)), STR_ARG(title));
}

static int64_t year_of(const struct ctx *c, const struct plan_facts *f)
{
	return date_civil(date_is_none(f->dated) ? c->today : f->dated).year;
}

enum rc plan_tell_search(struct ctx *c, int64_t id)
{
	struct sql_plan_get p;
	TRY(sql_plan_get(c->db, c->mem, id, &p));
	/* Drafts are not for everybody, and the box shows what stands in it. */
	if (!str_eqz(p.state, "issued") && !str_eqz(p.state, "closed"))
		return search_drop(c, "plan", id);
	struct search_entry e = {
		.kind = "plan",
		.id = id,
		.title = p.title,
		.note = arena_printf(c->mem, "%.*s/%.*s · %s", STR_ARG(p.number.n ? p.number : STR("…")),
	                         STR_ARG(str_or_empty(p.notation)), date_vn(p.dated).z),
		.sort_key = viet_sort_key(c->mem, p.title),
		.unit_id = DB_NULL,
		.person_id = DB_NULL};
	return search_put(c, &e);
}

enum rc plan_facts_set(struct ctx *c, int64_t id, const struct plan_facts *f)
{
	if (f->carries_out == id || f->replaces_id == id)
		return err_field(c->err, f->carries_out == id ? "carries_out" : "replaces_id",
		                 "Một kế hoạch không thể trỏ tới chính nó.");
	TRY(sql_plan_set(c->db, id, f->unit_id, f->type, str_or_null(f->number),
	                 str_or_null(f->notation), f->dated, str_or_null(f->place),
	                 str_or_null(f->parent), str_or_null(f->issuer), f->title,
	                 viet_sort_key(c->mem, f->title), VIET_KEY_VERSION, identity(c, f),
	                 str_or_null(f->signer_post), str_or_null(f->signer_name), f->recipients,
	                 year_of(c, f), f->carries_out, f->replaces_id, NULL));
	return plan_tell_search(c, id);
}

/* --- the same again --- */

static enum rc twin(struct ctx *c, int64_t id, struct str title, struct str state,
                    struct plan_twin *out)
{
	struct err before = *c->err;
	enum rc rc = plan_may_see(c, id, state);
	*c->err = before;
	*out = (struct plan_twin){.id = id, .title = title, .reachable = rc == RC_OK};
	return rc == RC_OK || rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc plan_twin_of_hash(struct ctx *c, struct str hash, struct plan_twin *out)
{
	struct sql_plan_same_source *rows;
	size_t n;
	TRY(sql_plan_same_source(c->db, c->mem, hash, &rows, &n));
	return n ? twin(c, rows->id, rows->title, rows->state, out) : RC_NOTFOUND;
}

enum rc plan_twin_of_facts(struct ctx *c, const struct plan_facts *f, int64_t but,
                           struct plan_twin *out)
{
	struct sql_plan_same_identity *rows;
	struct str known = identity(c, f);
	size_t n;
	if (known.n == 0)
		return RC_NOTFOUND;
	TRY(sql_plan_same_identity(c->db, c->mem, known, but == DB_NULL ? 0 : but, &rows, &n));
	return n ? twin(c, rows->id, rows->title, rows->state, out) : RC_NOTFOUND;
}

enum rc plan_is_there(struct ctx *c, const struct plan_twin *t)
{
	if (!t->reachable)
		return err_set(c->err, RC_CONFLICT,
		               "Kế hoạch này đã có ở một đơn vị khác; chưa lưu gì thêm.");
	return err_set(c->err, RC_CONFLICT,
	               "Kế hoạch này đã có: \"%.*s\", xem tại /plan/%" PRId64 ". Chưa lưu gì thêm.",
	               STR_ARG(t->title), t->id);
}

/* --- findings --- */

static enum rc store_sections(struct ctx *c, int64_t id, const struct plan_doc *d, int64_t *ids)
{
	for (int i = 0; i < d->section_count; i++) {
		const struct plan_section *s = &d->sections[i];
		TRY(sql_plan_section_add(c->db, id, s->parent < 0 ? DB_NULL : ids[s->parent], i + 1,
		                         s->depth, s->label, s->path, str_or_empty(s->title), s->text,
		                         s->from_line, s->to_line, s->mended, &ids[i]));
	}
	return RC_OK;
}

/* A plan that says it takes the place of another of this office. */
static enum rc find_replaced(struct ctx *c, const struct plan_cite *cite, int64_t *replaces)
{
	struct sql_plan_by_sign *rows;
	size_t n;
	ptrdiff_t slash = cite->c.sign.p ? str_chr(cite->c.sign, '/') : -1;
	if (!cite->replaced || slash < 0 || *replaces != DB_NULL)
		return RC_OK;
	struct str number = {cite->c.sign.p, (size_t)slash};
	struct str notation = {cite->c.sign.p + slash + 1, cite->c.sign.n - (size_t)slash - 1};
	TRY(sql_plan_by_sign(c->db, c->mem, number, notation, cite->c.year, 0, &rows, &n));
	if (n == 1)
		*replaces = rows->id;
	return RC_OK;
}

static enum rc store_cites(struct ctx *c, int64_t id, const struct plan_doc *d, int64_t *replaces)
{
	for (int i = 0; i < d->cite_count; i++) {
		const struct plan_cite *p = &d->cites[i];
		int64_t document;
		TRY(plan_document_of(c, p->c.type, p->c.sign, p->c.issuer, p->c.title, p->c.date, p->c.year,
		                     d->date, &document));
		TRY(sql_plan_citation_add(c->db, id, i + 1, p->c.text, p->c.type, p->c.sign, p->c.date,
		                          p->c.issuer, p->c.title, p->c.place, p->c.year, p->times,
		                          p->replaced, p->c.repaired, p->line, document, NULL));
		TRY(find_replaced(c, p, replaces));
	}
	return RC_OK;
}

/* A row of a table says beside its words who helps and until when. */
static struct str task_words(struct arena *mem, const struct plan_task *t)
{
	if (!t->with.p && !t->due.p)
		return t->text;
	return arena_printf(mem, "%.*s (%s%.*s%s%s%.*s)", STR_ARG(t->text),
	                    t->with.p ? "phối hợp: " : "", STR_ARG(t->with),
	                    t->with.p && t->due.p ? "; " : "", t->due.p ? "thời gian: " : "",
	                    STR_ARG(t->due));
}

static enum rc store_tasks(struct ctx *c, int64_t id, const struct plan_doc *d,
                           const struct plan_units *units, const int64_t *sections)
{
	for (int i = 0; i < d->task_count; i++) {
		const struct plan_task *t = &d->tasks[i];
		bool all;
		int64_t unit = plan_unit_of(c, units, t->owner, d->noisy, &all);
		TRY(sql_plan_task_add(c->db, id, t->section < 0 ? DB_NULL : sections[t->section], i + 1,
		                      t->owner, unit, all, str_of(t->kind), task_words(c->mem, t), t->line,
		                      1, t->mended, NULL));
	}
	return RC_OK;
}

enum rc plan_store(struct ctx *c, const struct plan_facts *f, const struct plan_doc *d,
                   const struct plan_origin *from, int64_t *id)
{
	struct plan_facts facts = *f;
	struct plan_units *units;
	int64_t *sections = arena_array(c->mem, (size_t)d->section_count + 1, sizeof *sections);
	TRY(sql_plan_add(c->db, f->unit_id, f->type, str_or_null(f->number), str_or_null(f->notation),
	                 f->dated, str_or_null(f->place), str_or_null(f->parent),
	                 str_or_null(f->issuer), f->title, viet_sort_key(c->mem, f->title),
	                 VIET_KEY_VERSION, identity(c, f), str_or_null(f->signer_post),
	                 str_or_null(f->signer_name), f->recipients, year_of(c, f), f->carries_out,
	                 str_of(from->kind), str_or_empty(d->text), from->hash, d->noisy,
	                 c->who.account_id, c->now_ms, id));
	TRY(store_sections(c, *id, d, sections));
	TRY(store_cites(c, *id, d, &facts.replaces_id));
	TRY(plan_units_load(c, &units));
	TRY(store_tasks(c, *id, d, units, sections));
	for (int i = 0; i < d->remark_count; i++)
		TRY(sql_plan_remark_add(c->db, *id, i + 1, d->remarks[i].line, d->remarks[i].text, NULL));
	if (!plan_issued_here(c, units, f->parent, f->issuer))
		TRY(sql_plan_remark_add(
			c->db, *id, d->remark_count + 1, d->issuer_line,
			arena_printf(
				c->mem,
				"Cơ quan ban hành ghi trong văn bản là %.*s, không phải cơ quan này hay đơn "
				"vị nào của cơ quan; khi xác nhận sẽ phải ghi lý do.",
				STR_ARG(f->issuer)),
			NULL));
	return facts.replaces_id == DB_NULL
	           ? RC_OK
	           : sql_plan_replaces_set(c->db, *id, facts.replaces_id, NULL);
}

enum rc plan_rebuild(struct ctx *c, int64_t *rows)
{
	struct sql_plan_keys_old *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_plan_keys_old(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++) {
			TRY(sql_plan_keys_set(c->db, old[i].id, viet_sort_key(c->mem, old[i].title),
			                      VIET_KEY_VERSION, NULL));
			TRY(plan_tell_search(c, old[i].id));
		}
		*rows += (int64_t)n;
	}
}
