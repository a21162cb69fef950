/* people_check.c: one row of a staff list against the rules and against what is there. */
#include "app/import/people.h"
#include "db/sql_person.h"

#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

static struct people *of(const struct import_work *w)
{
	return w->own;
}

static struct person_row *own(const struct import_row *r)
{
	return r->data;
}

/* --- the cells alone ----------------------------------------------------------------------- */

static const char *name_fault(struct str name)
{
	if (name.n == 0)
		return "Không được để trống.";
	if (str_chars(name) > 100)
		return "Họ tên dài quá 100 ký tự.";
	if (strchr("=+-@", name.p[0]))
		return "Họ tên không thể bắt đầu bằng dấu = + - @.";
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= '0' && name.p[i] <= '9')
			return "Họ tên không thể có chữ số.";
	return "";
}

static const char *birth_fault(struct import_work *w, struct date birth)
{
	int age = date_is_none(birth) ? 30 : (w->c->today.days - birth.days) / 365;
	return age < 15 || age > 110 ? arena_printf(&w->mem, "Ngày này cho tuổi %d.", age).p : "";
}

static enum rc read_number(struct import_work *w, struct import_row *r)
{
	struct person_row *p = own(r);
	struct str cell = import_cell(w, r, IN_CCCD);
	const char *remark, *say = text_number(&w->mem, cell, &p->number_kind, &p->p.cccd, &remark);
	import_bad(w, r, IN_CCCD, say);
	if (remark)
		import_warn(w, r, IN_CCCD, remark);
	if (p->p.cccd.n == 0)
		return RC_OK;
	return keys_lookup_hash(w->c->app->keys, 0, str_eqz(p->number_kind, "cmnd") ? "cmnd" : "cccd",
	                        p->p.cccd, p->number_hash, w->c->err);
}

static enum rc read_cells(struct import_work *w, struct import_row *r)
{
	struct person_new *p = &own(r)->p;
	p->name = import_cell(w, r, IN_NAME);
	p->email = import_cell(w, r, IN_EMAIL);
	p->phone = import_cell(w, r, IN_PHONE);
	p->post_title = import_cell(w, r, IN_TITLE);
	import_bad(w, r, IN_NAME, name_fault(p->name));
	import_bad(w, r, IN_GENDER, text_gender(&w->mem, import_cell(w, r, IN_GENDER), &p->gender));
	import_bad(w, r, IN_CADRE, text_cadre(&w->mem, import_cell(w, r, IN_CADRE), &p->cadre));
	const char *say = text_date(&w->mem, import_cell(w, r, IN_BIRTH), &p->birth);
	import_bad(w, r, IN_BIRTH, *say ? say : birth_fault(w, p->birth));
	import_bad(w, r, IN_SINCE, text_date(&w->mem, import_cell(w, r, IN_SINCE), &p->since));
	import_bad(w, r, IN_EMAIL, text_email(p->email));
	import_bad(w, r, IN_PHONE, text_length(p->phone, 30));
	import_bad(w, r, IN_TITLE, text_length(p->post_title, 200));
	own(r)->fold = viet_fold(&w->mem, p->name);
	if (w->storing)
		own(r)->sort_key = viet_name_key(&w->mem, p->name);
	return read_number(w, r);
}

enum rc people_read(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		*own(&rows[i]) = (struct person_row){.p = {.unit_id = DB_NULL}};
		TRY(read_cells(w, &rows[i]));
	}
	return RC_OK;
}

/* --- whom the row is about ----------------------------------------------------------------- */

/* An existing record, when the importer may see it. */
static enum rc take_person(struct import_work *w, struct import_row *r, int64_t id,
                           enum person_field by, struct sql_person_get *old)
{
	struct ctx *c = w->c;
	enum rc rc = sql_person_get(c->db, &w->mem, id, old);
	bool mine =
		rc == RC_OK && (known_units_whole(w) || gate_label(c, w->like, &person_object, id).n);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	int64_t before = map_get(of(w)->seen, (uint64_t)id * 2654435761u);
	if (!mine)
		import_bad(w, r, by,
		           by == IN_ID ? "Không có hồ sơ này trong phạm vi được giao."
		                       : "Số này đã có ở một hồ sơ ngoài phạm vi được giao.");
	else if (!str_eqz(old->state, "active") && !str_eqz(old->state, "left"))
		import_bad(w, r, by, "Hồ sơ này đã gộp vào hồ sơ khác hoặc đã xóa.");
	else if (before)
		import_badf(w, r, by, "Trùng với dòng %" PRId64 ".", before);
	map_put(of(w)->seen, (uint64_t)id * 2654435761u, r->no);
	r->id = id;
	return RC_OK;
}

static bool same_name(struct import_work *w, struct str a, struct str b)
{
	return str_eq(viet_fold(&w->mem, a), viet_fold(&w->mem, b));
}

static enum rc by_number(struct import_work *w, struct import_row *r, struct sql_person_get *old)
{
	struct person_row *p = own(r);
	uint64_t key = number_key(p->number_hash);
	int64_t found = p->p.cccd.n ? map_get(of(w)->numbers, key) : 0;
	if (found < 0)
		import_badf(w, r, IN_CCCD, "Trùng với dòng %" PRId64 ".", -found);
	else if (found > 0 && r->id != DB_NULL && found != r->id)
		import_bad(w, r, IN_CCCD, "Số này đã có ở một hồ sơ khác.");
	else if (found > 0 && r->id == DB_NULL) {
		TRY(take_person(w, r, found, IN_CCCD, old));
		if (!r->bad && !same_name(w, old->name, p->p.name))
			import_badf(w, r, IN_CCCD, "Số này là của hồ sơ %" PRId64 ", mang tên khác.", found);
	}
	p->number = p->p.cccd.n && !found;
	if (p->number)
		map_put(of(w)->numbers, key, -r->no);
	return RC_OK;
}

static enum rc find_person(struct import_work *w, struct import_row *r, struct sql_person_get *old)
{
	struct str id = import_cell(w, r, IN_ID);
	int64_t no;
	if (id.n && (!str_int(id, &no) || no < 1))
		import_bad(w, r, IN_ID, "Mã hồ sơ là một số.");
	else if (id.n)
		TRY(take_person(w, r, no, IN_ID, old));
	return by_number(w, r, old);
}

/* Two people may bear one name and birthday: this is never more than a remark. */
static void look_alike(struct import_work *w, struct import_row *r)
{
	const struct person_new *p = &own(r)->p;
	if (date_is_none(p->birth) || p->name.n == 0)
		return;
	uint64_t key = import_key(w, own(r)->fold, str_of(date_iso(p->birth).z));
	int64_t found = map_get(of(w)->names, key);
	r->doubtful = found != 0;
	if (found > 0 && known_units_whole(w))
		import_warnf(w, r, IN_NAME, "Cùng họ tên, ngày sinh với hồ sơ %" PRId64 ".", found);
	else if (found > 0)
		import_warn(w, r, IN_NAME, "Cùng họ tên, ngày sinh với một hồ sơ đã có.");
	else if (found < 0)
		import_warnf(w, r, IN_NAME, "Cùng họ tên, ngày sinh với dòng %" PRId64 ".", -found);
	map_put(of(w)->names, key, -r->no);
}

/* --- where --------------------------------------------------------------------------------- */

static void find_unit(struct import_work *w, struct import_row *r)
{
	struct person_row *p = own(r);
	const struct known_unit *u = known_unit_in(w, r, IN_UNIT, IN_SINCE, p->p.since, &p->new_unit);
	if (u)
		p->p.unit_id = u->id;
}

/* --- new and changed ----------------------------------------------------------------------- */

static void check_new(struct import_work *w, struct import_row *r)
{
	struct person_new *p = &own(r)->p;
	if (p->cadre.n == 0)
		p->cadre = w->import.default_choice;
	if (date_is_none(p->since))
		p->since = w->import.default_since;
	if (p->cadre.n == 0 && import_cell(w, r, IN_CADRE).n == 0)
		import_bad(
			w, r, IN_CADRE,
			"Không được để trống đối tượng; có thể chọn một đối tượng chung ở bước ghép cột.");
	if (date_is_none(p->since) && import_cell(w, r, IN_SINCE).n == 0)
		import_bad(w, r, IN_SINCE,
		           "Không được để trống \"Từ ngày\"; có thể ghi một ngày chung ở bước ghép cột.");
	if (p->post_title.n == 0)
		import_bad(w, r, IN_TITLE, "Không được để trống chức vụ.");
	find_unit(w, r);
	look_alike(w, r);
	r->does = ROW_NEW;
}

static struct str kept(struct str now, struct str old)
{
	return now.n ? now : old;
}

/* The main post that runs today or begins later. */
static enum rc check_post(struct import_work *w, struct import_row *r,
                          const struct sql_person_get *old)
{
	struct sql_post_main_open *posts;
	size_t n;
	struct person_new *p = &own(r)->p;
	struct str unit = import_cell(w, r, IN_UNIT);
	const struct known_unit *now = known_unit_no(w, old->unit_id);
	TRY(sql_post_main_open(w->c->db, &w->mem, r->id, w->c->today, &posts, &n));
	bool same_unit = unit.n == 0 || (now && same_name(w, now->name, unit));
	if (!same_unit) {
		find_unit(w, r);
		same_unit = !r->bad && p->unit_id == old->unit_id && !own(r)->new_unit;
	}
	if (same_unit)
		p->unit_id = old->unit_id;
	own(r)->post = !same_unit || (p->post_title.n && !str_eq(p->post_title, old->post_title));
	if (!own(r)->post)
		return RC_OK;
	p->post_title = kept(p->post_title, old->post_title);
	if (date_is_none(p->since))
		p->since = w->import.default_since;
	if (date_is_none(p->since))
		import_bad(w, r, IN_SINCE, "Đổi đơn vị hoặc chức vụ cần \"Từ ngày\".");
	if (p->unit_id == DB_NULL && !own(r)->new_unit)
		import_bad(w, r, IN_UNIT, "Hồ sơ này chưa có đơn vị; xin ghi đơn vị.");
	for (size_t i = 0; i < n; i++)
		if (!date_is_none(p->since) && posts[i].valid_from.days >= p->since.days)
			import_badf(w, r, IN_SINCE, "Đã có vị trí chính từ ngày %s; ngày mới phải sau ngày ấy.",
			            date_vn(posts[i].valid_from).z);
	return RC_OK;
}

/* An empty cell leaves what is there. */
static enum rc check_edit(struct import_work *w, struct import_row *r,
                          const struct sql_person_get *old)
{
	struct person_new *p = &own(r)->p;
	p->gender = kept(p->gender, old->gender);
	p->cadre = kept(p->cadre, old->cadre);
	p->email = kept(p->email, old->email);
	p->phone = kept(p->phone, old->phone);
	if (date_is_none(p->birth))
		p->birth = old->birth;
	TRY(check_post(w, r, old));
	bool same = str_eq(p->name, old->name) && str_eq(p->gender, old->gender) &&
	            str_eq(p->cadre, old->cadre) && str_eq(p->email, old->email) &&
	            str_eq(p->phone, old->phone) && p->birth.days == old->birth.days;
	r->does = same && !own(r)->post && !own(r)->number ? ROW_SAME : ROW_EDIT;
	if (r->does == ROW_EDIT && !str_eqz(old->state, "active"))
		import_bad(w, r, IN_ID,
		           "Hồ sơ này không còn công tác. Xin ghi \"Công tác trở lại\" trước.");
	return RC_OK;
}

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct sql_person_get old;
	TRY(find_person(w, r, &old));
	if (r->id == DB_NULL)
		check_new(w, r);
	else if (!r->bad)
		TRY(check_edit(w, r, &old));
	return RC_OK;
}

enum rc people_check(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(check_row(w, &rows[i]));
	return RC_OK;
}
