/* import_disciplines.c: disciplinary decisions from a spreadsheet. */
#include "app/record/import_whom.h"
#include "db/sql_record.h"

#include "viet/viet.h"

#include <inttypes.h>

enum discipline_field { D_FORM = W_NEXT, D_FROM, D_TO, D_SIGN, D_DATED, D_ISSUER };

static const struct choice fields[] = {WHOM_FIELDS,
                                       {"form", "Hình thức"},
                                       {"from", "Từ ngày"},
                                       {"to", "Đến trước ngày"},
                                       {"sign", "Số quyết định"},
                                       {"dated", "Ngày quyết định"},
                                       {"issuer", "Cơ quan ban hành"},
                                       {0}};
static const struct import_heading headings[] = {WHOM_HEADINGS,
                                                 {"hinh thuc", D_FORM},
                                                 {"hinh thuc ky luat", D_FORM},
                                                 {"ky luat", D_FORM},
                                                 {"tu ngay", D_FROM},
                                                 {"co hieu luc tu ngay", D_FROM},
                                                 {"ngay hieu luc", D_FROM},
                                                 {"den truoc ngay", D_TO},
                                                 {"het thoi han tu ngay", D_TO},
                                                 {"quyet dinh", D_SIGN},
                                                 {"so quyet dinh", D_SIGN},
                                                 {"ngay", D_DATED},
                                                 {"ngay quyet dinh", D_DATED},
                                                 {"co quan ban hanh", D_ISSUER},
                                                 {0}};
static const struct import_heading parts[] = {
	{"hinh thuc", D_FORM},  {"so quyet dinh", D_SIGN}, {"ngay quyet dinh", D_DATED},
	{"quyet dinh", D_SIGN}, {"ho va ten", W_NAME},     {0}};

struct discipline_row {
	struct whom h;
	struct discipline_new d;
};

static enum rc read_cells(struct import_work *w, struct import_row *r)
{
	struct discipline_row *p = r->data;
	struct discipline_new *d = &p->d;
	*d = (struct discipline_new){.source = w->import.file_name, .unmatched_id = DB_NULL};
	import_bad(w, r, D_FORM,
	           text_choice(&w->mem, import_cell(w, r, D_FORM), discipline_forms, &d->form));
	if (import_cell(w, r, D_FORM).n == 0)
		import_bad(w, r, D_FORM, "Không được để trống hình thức.");
	import_bad(w, r, D_TO, text_date(&w->mem, import_cell(w, r, D_TO), &d->to));
	paper_read(w, r, D_SIGN, D_DATED, D_ISSUER, &d->p);
	import_bad(w, r, D_FROM, text_date(&w->mem, import_cell(w, r, D_FROM), &d->from));
	if (import_cell(w, r, D_FROM).n == 0)
		d->from = d->p.dated; /* in force from the day it was signed */
	if (date_is_none(d->from) && !r->bad)
		import_bad(w, r, D_FROM, "Không được để trống ngày có hiệu lực.");
	TRY(whom_read(w, r, "person", &p->h));
	d->person_id = p->h.s.person_id;
	return RC_OK;
}

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct discipline_row *p = r->data;
	struct ctx *c = w->c;
	enum rc rc = record_discipline_check(c, &p->d);
	int field = rc == RC_INVALID && strcmp(c->err->field, "to") == 0 ? D_TO : D_FROM;
	TRY(row_checked(w, r, rc, field));
	not_again(w, r, arena_printf(&w->mem, "%.*s/%s", STR_ARG(p->d.form), date_iso(p->d.from).z),
	          p->h.key);
	return RC_OK;
}

/* One that waits to be matched and was in a list before: its lines are not added again. */
static enum rc check_unmatched(struct import_work *w, struct import_row *r)
{
	struct discipline_row *p = r->data;
	struct sql_discipline_same_unmatched row;
	int64_t id;
	if (!p->h.unmatched || r->bad)
		return RC_OK;
	TRY(record_unmatched_find(w->c, &p->h.u, &id));
	if (id == DB_NULL)
		return RC_OK;
	enum rc rc = sql_discipline_same_unmatched(w->c->db, &w->mem, id, p->d.form, p->d.from, &row);
	r->does = rc == RC_OK ? ROW_SAME : r->does;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc disciplines_check(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		TRY(read_cells(w, &rows[i]));
		if (!rows[i].bad)
			TRY(check_row(w, &rows[i]));
		TRY(check_unmatched(w, &rows[i]));
	}
	return RC_OK;
}

static enum rc disciplines_store(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct discipline_row *p = rows[i].data;
		if (rows[i].does != ROW_NEW)
			continue;
		TRY(whom_keep(w, &p->h));
		if (p->h.unmatched)
			p->d.unmatched_id = p->h.s.unmatched_id;
		TRY(record_discipline_add(w->c, &p->d, &rows[i].id));
	}
	return RC_OK;
}

const struct import_kind import_disciplines = {
	.name = "discipline",
	.title = "Nhập quyết định kỷ luật từ tệp",
	.like = "discipline.add",
	.list = "discipline.list",
	.fields = fields,
	.headings = headings,
	.parts = parts,
	.must = (uint64_t)1 << D_FORM,
	.news = "Quyết định mới",
	.edits = "Quyết định sửa",
	.row_size = sizeof(struct discipline_row),
	.begin = said_begin,
	.end = said_end,
	.check = disciplines_check,
	.store = disciplines_store,
};
