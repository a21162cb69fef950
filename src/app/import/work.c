/* work.c: one check or run: its beginning and end, and what is said about rows. */
#include "app/import/inner.h"
#include "db/sql_import.h"

#include "journal/journal.h"
#include "op/gate.h"

#include <sodium.h>
#include <stdarg.h>

/* --- cells and findings ---------------------------------------------------------------------- */

struct str import_cell(const struct import_work *w, const struct import_row *r, int field)
{
	int col = w->column_of[field];
	return col < 0 || col >= r->count ? STR("") : r->cells[col];
}

static void add_fault(struct import_work *w, struct import_row *r, int field, bool bad,
                      struct str say)
{
	struct import_fault *f = arena_alloc(&w->mem, sizeof *f);
	*f = (struct import_fault){.col = field < 0 ? -1 : w->column_of[field], .bad = bad, .say = say};
	*r->faults_end = f;
	r->faults_end = &f->next;
	r->bad = r->bad || bad;
	r->warned = r->warned || !bad;
}

void import_bad(struct import_work *w, struct import_row *r, int field, const char *say)
{
	if (*say)
		add_fault(w, r, field, true, str_of(say));
}

void import_warn(struct import_work *w, struct import_row *r, int field, const char *say)
{
	if (*say)
		add_fault(w, r, field, false, str_of(say));
}

static struct str words(struct arena *mem, const char *fmt, va_list ap)
{
	char text[600];
	vsnprintf(text, sizeof text, fmt, ap);
	return arena_str(mem, str_of(text));
}

void import_badf(struct import_work *w, struct import_row *r, int field, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	add_fault(w, r, field, true, words(&w->mem, fmt, ap));
	va_end(ap);
}

void import_warnf(struct import_work *w, struct import_row *r, int field, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	add_fault(w, r, field, false, words(&w->mem, fmt, ap));
	va_end(ap);
}

uint64_t import_key(const struct import_work *w, struct str a, struct str b)
{
	uint64_t one = 0, two = 0;
	crypto_shorthash((unsigned char *)&one, (const unsigned char *)a.p, a.n, w->seed);
	if (b.n)
		crypto_shorthash((unsigned char *)&two, (const unsigned char *)b.p, b.n, w->seed);
	return one * 31 + two;
}

/* --- beginning and end ----------------------------------------------------------------------- */

static enum rc find_columns(struct import_work *w)
{
	struct sql_import_columns *cols;
	size_t n;
	for (int i = 0; i < IMPORT_FIELDS_MAX; i++)
		w->column_of[i] = -1;
	TRY(sql_import_columns(w->c->db, &w->keep, w->id, &cols, &n));
	for (size_t i = 0; i < n; i++) {
		int f = import_field_of(w->kind, cols[i].field);
		if (f > 0)
			w->column_of[f] = (int)cols[i].no;
	}
	return RC_OK;
}

enum rc import_work_begin(struct import_work *w, struct ctx *c, int64_t id)
{
	bool storing = w->storing;
	import_work_end(w);
	*w = (struct import_work){.c = c, .id = id, .storing = storing};
	arena_init(&w->mem);
	arena_init(&w->keep);
	randombytes_buf(w->seed, sizeof w->seed);
	TRY(import_get(c, id, &w->import, &w->kind));
	w->like = op_find(str_of(w->kind->like));
	TRY(find_columns(w));
	TRY(known_units_load(w));
	return w->kind->begin ? w->kind->begin(w) : RC_OK;
}

void import_work_end(struct import_work *w)
{
	if (!w->c)
		return;
	import_ahead_end(w);
	if (w->kind && w->kind->end)
		w->kind->end(w);
	known_units_free(w);
	arena_release(&w->mem);
	arena_release(&w->keep);
	*w = (struct import_work){.storing = w->storing};
}

/* --- journal ------------------------------------------------------------------------------- */

enum rc import_journal(struct import_work *w, const struct import_line *l)
{
	struct ctx *c = w->c;
	struct journal_line line = {
		.at_ms = c->now_ms,
		.account_id = c->who.account_id,
		.origin = arena_printf(&w->mem, "%s %.*s", c->who.origin, STR_ARG(c->remote)),
		.request = c->request_id,
		.op = l->op,
		.object = l->object,
		.object_id = l->object_id,
		.person_id = l->person_id,
		.unit_id = l->unit_id,
		.detail = l->detail};
	return journal_add(c->db, &line);
}
