/* people_store.c: checked rows become people, or change them. */
#include "app/import/people.h"

#include "base/json_out.h"
#include "db/sql_op.h"
#include "db/sql_person.h"
#include "journal/journal.h"
#include "viet/viet.h"

#define FEW_MAX 2000

bool people_many(const struct import_work *w)
{
	return str_eqz(w->import.mode, "all") && w->import.row_count > FEW_MAX;
}

static enum rc add_new(struct import_work *w, struct import_row *rows, size_t n)
{
	struct person_bulk *many = arena_array(&w->mem, n + 1, sizeof *many);
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		const struct person_row *p = rows[i].data;
		if (rows[i].does != ROW_NEW)
			continue;
		many[count] = (struct person_bulk){
			.p = p->p, .sort_key = p->sort_key, .fold = p->fold, .number_kind = p->number_kind};
		memcpy(many[count++].number_hash, p->number_hash, KEYS_HASH_BYTES);
	}
	TRY(org_people_add(w->c, many, count, !people_many(w)));
	for (size_t i = 0, k = 0; i < n; i++)
		if (rows[i].does == ROW_NEW)
			rows[i].id = many[k++].id;
	return RC_OK;
}

static enum rc new_post(struct ctx *c, int64_t person, const struct person_new *p)
{
	struct sql_post_main_open *posts;
	size_t n;
	int64_t id;
	TRY(sql_post_main_open(c->db, c->mem, person, p->since, &posts, &n));
	for (size_t i = 0; i < n; i++)
		TRY(sql_post_end(c->db, posts[i].id, p->since, NULL));
	return sql_post_add(c->db, person, p->unit_id, p->post_title, 1, STR("Nhập từ tệp"), p->since,
	                    DATE_OPEN, &id);
}

static enum rc put_sealed(struct import_work *w, const struct import_row *r, struct json_out *j,
                          const char *name, struct str text)
{
	struct ctx *c = w->c;
	if (text.n == 0)
		return RC_OK;
	TRY(journal_seal(c->db, c->app->keys, c->mem, r->id, text, &text));
	json_str(j, name, text);
	return RC_OK;
}

static enum rc put_changes(struct import_work *w, const struct import_row *r, struct json_out *j)
{
	const struct person_row *p = r->data;
	const struct person_new *n = &p->p;
	json_int(j, "id", r->id);
	TRY(put_sealed(w, r, j, "name", n->name));
	if (!date_is_none(n->birth))
		TRY(put_sealed(w, r, j, "birth", str_of(date_iso(n->birth).z)));
	json_str(j, "gender", n->gender);
	json_str(j, "cadre", n->cadre);
	TRY(put_sealed(w, r, j, "email", n->email));
	TRY(put_sealed(w, r, j, "phone", n->phone));
	if (p->number)
		TRY(put_sealed(w, r, j, "cccd", n->cccd));
	if (p->post) {
		json_int(j, "unit_id", n->unit_id);
		json_str(j, "post_title", n->post_title);
		json_z(j, "since", date_iso(n->since).z);
	}
	json_int(j, "_import", w->id);
	return RC_OK;
}

/* As if it had been typed: whoever looks for what was done to a person finds it there. */
static enum rc journal_edit(struct import_work *w, const struct import_row *r)
{
	struct ctx *c = w->c;
	struct import_line line = {
		.op = "person.edit", .object = "person", .object_id = r->id, .person_id = r->id};
	struct sql_person_get now;
	struct buf b;
	TRY(sql_person_get(c->db, c->mem, r->id, &now));
	buf_init(&b, 64 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	enum rc rc = put_changes(w, r, &j);
	json_end(&j);
	line.unit_id = now.unit_id;
	line.detail = buf_view(&b);
	if (rc == RC_OK)
		rc = buf_check(&b, c->err);
	if (rc == RC_OK)
		rc = import_journal(w, &line);
	buf_release(&b);
	return rc;
}

static enum rc edit(struct import_work *w, const struct import_row *r)
{
	struct ctx *c = w->c;
	const struct person_row *p = r->data;
	const struct person_new *n = &p->p;
	int64_t id;
	TRY(sql_person_set(c->db, r->id, n->name, viet_name_key(c->mem, n->name),
	                   viet_fold(c->mem, n->name), VIET_KEY_VERSION, n->gender, n->birth, n->cadre,
	                   n->email, n->phone, NULL));
	if (p->post)
		TRY(new_post(c, r->id, n));
	if (p->number)
		TRY(org_identifier_add(c, r->id, p->number_kind, n->cccd,
		                       date_is_none(n->since) ? c->today : n->since, &id));
	TRY(journal_edit(w, r));
	return org_refresh_person(c, r->id);
}

enum rc people_store(struct import_work *w, struct import_row *rows, size_t n)
{
	TRY(add_new(w, rows, n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].does != ROW_EDIT)
			continue;
		TRY(db_bulk_end(w->c->db)); /* a number is looked up */
		TRY(edit(w, &rows[i]));
	}
	return RC_OK;
}

enum rc people_finish(struct import_work *w)
{
	struct ctx *c = w->c;
	int64_t job;
	TRY(db_bulk_end(c->db));
	return people_many(w) ? sql_job_add(c->db, STR("import.index"), STR("Cập nhật ô tìm kiếm"),
	                                    STR("{}"), c->who.account_id, DB_NULL, c->now_ms, &job)
	                      : RC_OK;
}
