/* units_store.c: checked rows become units, or mend what is written about them. */
#include "app/import/units.h"

#include "base/json_out.h"

static enum rc add(struct import_work *w, struct import_row *r)
{
	struct unit_row *p = r->data;
	if (p->above)
		p->u.parent_id = p->above->id;
	if (p->u.basis.n == 0)
		p->u.basis = STR("Nhập từ tệp");
	return org_unit_add(w->c, &p->u, &r->id);
}

static enum rc edit(struct import_work *w, const struct import_row *r)
{
	struct ctx *c = w->c;
	const struct unit_new *u = &((const struct unit_row *)r->data)->u;
	struct buf b;
	TRY(org_unit_correct(c, r->id, u));
	buf_init(&b, 64 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_int(&j, "id", r->id);
	json_str(&j, "name", u->name);
	json_str(&j, "short_name", u->short_name);
	json_str(&j, "code", u->code);
	json_str(&j, "kind", u->kind);
	if (u->position != DB_NULL)
		json_int(&j, "position", u->position);
	json_int(&j, "_import", w->id);
	json_end(&j);
	enum rc rc = buf_check(&b, c->err);
	if (rc == RC_OK)
		rc = import_journal(w, &(struct import_line){.op = "unit.correct",
		                                             .object = "unit",
		                                             .object_id = r->id,
		                                             .person_id = DB_NULL,
		                                             .unit_id = r->id,
		                                             .detail = buf_view(&b)});
	buf_release(&b);
	return rc;
}

/* Upper units first; units of one depth in the order of the file. */
enum rc units_store(struct import_work *w, struct import_row *rows, size_t n)
{
	bool more = true;
	for (int depth = 0; more; depth++) {
		more = false;
		for (size_t i = 0; i < n; i++) {
			const struct unit_row *p = rows[i].data;
			if (rows[i].does == ROW_NEW && p->depth == depth)
				TRY(add(w, &rows[i]));
			more = more || (rows[i].does == ROW_NEW && p->depth > depth);
		}
	}
	for (size_t i = 0; i < n; i++)
		if (rows[i].does == ROW_EDIT)
			TRY(edit(w, &rows[i]));
	return RC_OK;
}

enum rc units_finish(struct import_work *w)
{
	return org_refresh_units(w->c);
}
