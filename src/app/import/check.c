/* check.c: one row of the file against the rules and against what is there. */
#include "app/import/inner.h"

#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

/* --- faults -------------------------------------------------------------------------------- */

static void add_fault(struct checker *k, int col, bool bad, const char *say)
{
	if (k->fault_count < ROW_FAULTS_MAX)
		k->faults[k->fault_count++] = (struct fault){.col = col, .bad = bad, .say = str_of(say)};
}

static void bad(struct checker *k, enum import_field f, const char *say)
{
	if (*say)
		add_fault(k, k->column_of[f], true, say);
}

static void warn(struct checker *k, struct person_row *r, enum import_field f, const char *say)
{
	r->warned = true;
	add_fault(k, k->column_of[f], false, say);
}

static struct str cell(const struct checker *k, const struct block_row *row, enum import_field f)
{
	int col = k->column_of[f];
	return col < 0 || col >= row->count ? STR("") : row->cells[col];
}

static bool is_bad(const struct checker *k)
{
	for (int i = 0; i < k->fault_count; i++)
		if (k->faults[i].bad)
			return true;
	return false;
}

/* --- the cells alone ----------------------------------------------------------------------- */

static const char *name_fault(struct str name)
{
	if (name.n == 0)
		return "Không được để trống.";
	if (str_chars(name) > 100)
		return "Họ tên dài quá 100 ký tự.";
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= '0' && name.p[i] <= '9')
			return "Họ tên không thể có chữ số.";
	return "";
}

static const char *birth_fault(struct checker *k, struct date birth)
{
	int age = date_is_none(birth) ? 30 : (k->c->today.days - birth.days) / 365;
	return age < 15 || age > 110 ? arena_printf(&k->mem, "Ngày này cho tuổi %d.", age).p : "";
}

static const char *length_fault(struct str text, size_t most)
{
	return str_chars(text) > most ? "Nội dung quá dài." : "";
}

static enum rc read_number(struct checker *k, const struct block_row *row, struct person_row *r)
{
	const char *remark,
		*say = text_number(&k->mem, cell(k, row, IN_CCCD), &r->number_kind, &r->p.cccd, &remark);
	bad(k, IN_CCCD, say);
	if (remark)
		warn(k, r, IN_CCCD, remark);
	if (r->p.cccd.n == 0)
		return RC_OK;
	return keys_lookup_hash(k->c->app->keys, 0, str_eqz(r->number_kind, "cmnd") ? "cmnd" : "cccd",
	                        r->p.cccd, r->number_hash, k->c->err);
}

static enum rc read_cells(struct checker *k, const struct block_row *row, struct person_row *r)
{
	struct person_new *p = &r->p;
	p->name = cell(k, row, IN_NAME);
	p->email = cell(k, row, IN_EMAIL);
	p->phone = cell(k, row, IN_PHONE);
	p->post_title = cell(k, row, IN_TITLE);
	bad(k, IN_NAME, name_fault(p->name));
	bad(k, IN_GENDER, text_gender(&k->mem, cell(k, row, IN_GENDER), &p->gender));
	bad(k, IN_CADRE, text_cadre(&k->mem, cell(k, row, IN_CADRE), &p->cadre));
	const char *say = text_date(&k->mem, cell(k, row, IN_BIRTH), &p->birth);
	bad(k, IN_BIRTH, *say ? say : birth_fault(k, p->birth));
	bad(k, IN_SINCE, text_date(&k->mem, cell(k, row, IN_SINCE), &p->since));
	bad(k, IN_EMAIL, text_email(p->email));
	bad(k, IN_PHONE, length_fault(p->phone, 30));
	bad(k, IN_TITLE, length_fault(p->post_title, 200));
	return read_number(k, row, r);
}

/* --- whom the row is about ----------------------------------------------------------------- */

/* An existing record, when the importer may see it. */
static enum rc take_person(struct checker *k, struct person_row *r, int64_t id,
                           enum import_field by, struct sql_person_get *old)
{
	struct ctx *c = k->c;
	enum rc rc = sql_person_get(c->db, &k->mem, id, old);
	bool mine = rc == RC_OK && (k->w->all || gate_label(c, c->op, &person_object, id).n);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	int64_t before = map_get(k->seen, (uint64_t)id * 2654435761u);
	if (!mine)
		bad(k, by,
		    by == IN_ID ? "Không có hồ sơ này trong phạm vi được giao."
		                : "Số này đã có ở một hồ sơ ngoài phạm vi được giao.");
	else if (!str_eqz(old->state, "active") && !str_eqz(old->state, "left"))
		bad(k, by, "Hồ sơ này đã gộp vào hồ sơ khác hoặc đã xóa.");
	else if (before)
		bad(k, by, arena_printf(&k->mem, "Trùng với dòng %" PRId64 ".", before).p);
	map_put(k->seen, (uint64_t)id * 2654435761u, r->no);
	r->id = id;
	r->version = old->version;
	return RC_OK;
}

static bool same_name(struct checker *k, struct str a, struct str b)
{
	return str_eq(viet_fold(&k->mem, a), viet_fold(&k->mem, b));
}

static enum rc by_number(struct checker *k, struct person_row *r, struct sql_person_get *old)
{
	uint64_t key = number_key(r->number_hash);
	int64_t found = r->p.cccd.n ? map_get(k->w->numbers, key) : 0;
	if (found < 0)
		bad(k, IN_CCCD, arena_printf(&k->mem, "Trùng với dòng %" PRId64 ".", -found).p);
	else if (found > 0 && r->id != DB_NULL && found != r->id)
		bad(k, IN_CCCD, "Số này đã có ở một hồ sơ khác.");
	else if (found > 0 && r->id == DB_NULL) {
		TRY(take_person(k, r, found, IN_CCCD, old));
		if (!is_bad(k) && !same_name(k, old->name, r->p.name))
			bad(k, IN_CCCD,
			    arena_printf(&k->mem, "Số này là của hồ sơ %" PRId64 ", mang tên khác.", found).p);
	}
	r->number = r->p.cccd.n && !found;
	if (r->number)
		map_put(k->w->numbers, key, -r->no);
	return RC_OK;
}

static enum rc find_person(struct checker *k, const struct block_row *row, struct person_row *r,
                           struct sql_person_get *old)
{
	struct str id = cell(k, row, IN_ID);
	int64_t no;
	if (id.n && (!str_int(id, &no) || no < 1))
		bad(k, IN_ID, "Mã hồ sơ là một số.");
	else if (id.n)
		TRY(take_person(k, r, no, IN_ID, old));
	return by_number(k, r, old);
}

/* Two people may bear one name and birthday: this is never more than a remark. */
static void look_alike(struct checker *k, struct person_row *r)
{
	if (date_is_none(r->p.birth) || r->p.name.n == 0)
		return;
	uint64_t key = world_key(k->w, viet_fold(&k->mem, r->p.name), str_of(date_iso(r->p.birth).z));
	int64_t found = map_get(k->w->people, key);
	r->alike = found != 0;
	if (found > 0 && k->w->all)
		warn(k, r, IN_NAME,
		     arena_printf(&k->mem, "Cùng họ tên, ngày sinh với hồ sơ %" PRId64 ".", found).p);
	else if (found > 0)
		warn(k, r, IN_NAME, "Cùng họ tên, ngày sinh với một hồ sơ đã có.");
	else if (found < 0)
		warn(k, r, IN_NAME,
		     arena_printf(&k->mem, "Cùng họ tên, ngày sinh với dòng %" PRId64 ".", -found).p);
	map_put(k->w->people, key, -r->no);
}

/* --- where --------------------------------------------------------------------------------- */

static struct unknown_unit *unknown_unit(struct checker *k, struct str name)
{
	struct str fold = viet_fold(&k->mem, name);
	for (size_t i = 0; i < k->unknown_count; i++)
		if (str_eq(k->unknown[i].fold, fold))
			return &k->unknown[i];
	if (k->unknown_count == k->unknown_room)
		return NULL;
	k->unknown[k->unknown_count] = (struct unknown_unit){.fold = arena_str(&k->w->mem, fold),
	                                                     .name = arena_str(&k->w->mem, name),
	                                                     .since = DATE_OPEN};
	return &k->unknown[k->unknown_count++];
}

/* What was chosen for a name that the organisation does not have. */
static const struct world_unit *chosen_unit(struct checker *k, struct person_row *r,
                                            struct str name)
{
	struct unknown_unit *u = unknown_unit(k, name);
	if (!u) {
		bad(k, IN_UNIT, "Không có đơn vị này.");
		return NULL;
	}
	u->rows++;
	if (!date_is_none(r->p.since) && r->p.since.days < u->since.days)
		u->since = r->p.since;
	for (size_t i = 0; i < k->unit_count; i++) {
		if (!str_eq(k->units[i].fold, u->fold))
			continue;
		if (k->units[i].unit_id != DB_NULL)
			return world_unit_no(k->w, k->units[i].unit_id);
		if (k->units[i].parent_id != DB_NULL) {
			const struct world_unit *above = world_unit_no(k->w, k->units[i].parent_id);
			r->new_unit = k->units[i].fold;
			if (above && !date_is_none(r->p.since) && r->p.since.days < above->since.days)
				bad(k, IN_SINCE,
				    arena_printf(&k->mem, "Cấp trên chỉ có từ ngày %s.", date_vn(above->since).z)
				        .p);
			return NULL;
		}
	}
	bad(k, IN_UNIT, "Không có đơn vị này. Xin chọn đơn vị tương ứng ở phần \"Đơn vị chưa có\".");
	return NULL;
}

static void find_unit(struct checker *k, struct person_row *r, struct str name)
{
	bool several = false;
	const struct world_unit *u = name.n ? world_unit_named(k->w, &k->mem, name, &several)
	                                    : world_unit_no(k->w, k->import.default_unit);
	if (several) {
		bad(k, IN_UNIT,
		    "Có nhiều đơn vị mang tên này. Xin ghi kèm cấp trên, ví dụ \"Phòng Tổng hợp, Sở Nội "
		    "vụ\".");
		return;
	}
	if (!u && name.n)
		u = chosen_unit(k, r, name);
	else if (!u)
		bad(k, IN_UNIT, "Không được để trống.");
	if (!u)
		return;
	r->p.unit_id = u->id;
	if (!u->mine)
		bad(k, IN_UNIT, "Đơn vị này ngoài phạm vi được giao.");
	else if (!date_is_none(r->p.since) && r->p.since.days < u->since.days)
		bad(k, IN_SINCE, arena_printf(&k->mem, "Đơn vị chỉ có từ ngày %s.", date_vn(u->since).z).p);
	else if (!date_is_none(r->p.since) && r->p.since.days >= u->until.days)
		bad(k, IN_SINCE,
		    arena_printf(&k->mem, "Đơn vị đã kết thúc từ ngày %s.", date_vn(u->until).z).p);
}

/* --- new and changed ----------------------------------------------------------------------- */

static void check_new(struct checker *k, const struct block_row *row, struct person_row *r)
{
	struct person_new *p = &r->p;
	if (p->cadre.n == 0)
		p->cadre = k->import.default_cadre;
	if (date_is_none(p->since))
		p->since = k->import.default_since;
	if (p->cadre.n == 0 && cell(k, row, IN_CADRE).n == 0)
		bad(k, IN_CADRE,
		    "Không được để trống đối tượng; có thể chọn một đối tượng chung ở bước ghép cột.");
	if (date_is_none(p->since) && cell(k, row, IN_SINCE).n == 0)
		bad(k, IN_SINCE,
		    "Không được để trống \"Từ ngày\"; có thể ghi một ngày chung ở bước ghép cột.");
	if (p->post_title.n == 0)
		bad(k, IN_TITLE, "Không được để trống chức vụ.");
	find_unit(k, r, cell(k, row, IN_UNIT));
	look_alike(k, r);
	r->does = ROW_NEW;
}

static struct str kept(struct str now, struct str old)
{
	return now.n ? now : old;
}

/* The main post that runs today or begins later. */
static enum rc check_post(struct checker *k, const struct block_row *row, struct person_row *r,
                          const struct sql_person_get *old)
{
	struct sql_post_main_open *posts;
	size_t n;
	struct person_new *p = &r->p;
	struct str unit = cell(k, row, IN_UNIT);
	const struct world_unit *now = world_unit_no(k->w, old->unit_id);
	TRY(sql_post_main_open(k->c->db, &k->mem, r->id, k->c->today, &posts, &n));
	bool same_unit = unit.n == 0 || (now && same_name(k, now->name, unit));
	if (!same_unit) {
		int faults = k->fault_count;
		find_unit(k, r, unit);
		same_unit = k->fault_count == faults && p->unit_id == old->unit_id && r->new_unit.n == 0;
	}
	if (same_unit)
		p->unit_id = old->unit_id;
	r->post = !same_unit || (p->post_title.n && !str_eq(p->post_title, old->post_title));
	if (!r->post)
		return RC_OK;
	p->post_title = kept(p->post_title, old->post_title);
	if (date_is_none(p->since))
		p->since = k->import.default_since;
	if (date_is_none(p->since))
		bad(k, IN_SINCE, "Đổi đơn vị hoặc chức vụ cần \"Từ ngày\".");
	if (p->unit_id == DB_NULL && r->new_unit.n == 0)
		bad(k, IN_UNIT, "Hồ sơ này chưa có đơn vị; xin ghi đơn vị.");
	for (size_t i = 0; i < n; i++)
		if (!date_is_none(p->since) && posts[i].valid_from.days >= p->since.days)
			bad(k, IN_SINCE,
			    arena_printf(&k->mem, "Đã có vị trí chính từ ngày %s; ngày mới phải sau ngày ấy.",
			                 date_vn(posts[i].valid_from).z)
			        .p);
	return RC_OK;
}

/* An empty cell leaves what is there. */
static enum rc check_edit(struct checker *k, const struct block_row *row, struct person_row *r,
                          const struct sql_person_get *old)
{
	struct person_new *p = &r->p;
	p->gender = kept(p->gender, old->gender);
	p->cadre = kept(p->cadre, old->cadre);
	p->email = kept(p->email, old->email);
	p->phone = kept(p->phone, old->phone);
	if (date_is_none(p->birth))
		p->birth = old->birth;
	TRY(check_post(k, row, r, old));
	bool same = str_eq(p->name, old->name) && str_eq(p->gender, old->gender) &&
	            str_eq(p->cadre, old->cadre) && str_eq(p->email, old->email) &&
	            str_eq(p->phone, old->phone) && p->birth.days == old->birth.days;
	r->does = same && !r->post && !r->number ? ROW_SAME : ROW_EDIT;
	if (r->does == ROW_EDIT && !str_eqz(old->state, "active"))
		bad(k, IN_ID, "Hồ sơ này không còn công tác. Xin ghi \"Công tác trở lại\" trước.");
	return RC_OK;
}

enum rc check_row(struct checker *k, const struct block_row *row, struct person_row *r)
{
	struct sql_person_get old;
	k->fault_count = 0;
	*r = (struct person_row){
		.no = row->no, .id = DB_NULL, .new_unit = STR(""), .p = {.unit_id = DB_NULL}};
	TRY(read_cells(k, row, r));
	TRY(find_person(k, row, r, &old));
	if (r->id == DB_NULL)
		check_new(k, row, r);
	else if (!is_bad(k))
		TRY(check_edit(k, row, r, &old));
	if (is_bad(k))
		r->does = ROW_BAD;
	return RC_OK;
}

/* --- setting up ---------------------------------------------------------------------------- */

enum rc checker_init(struct checker *k, struct ctx *c, int64_t id, struct world *w)
{
	struct sql_import_columns *cols;
	size_t n;
	*k = (struct checker){.c = c, .id = id, .w = w, .unknown_room = 500};
	arena_init(&k->mem);
	k->seen = map_new(1024);
	k->unknown = arena_array(&w->mem, k->unknown_room, sizeof *k->unknown);
	TRY(sql_import_get(c->db, c->mem, id, &k->import));
	TRY(sql_import_columns(c->db, c->mem, id, &cols, &n));
	TRY(sql_import_units_of(c->db, c->mem, id, &k->units, &k->unit_count));
	for (int i = 0; i < IN_COUNT; i++)
		k->column_of[i] = -1;
	for (size_t i = 0; i < n; i++) {
		enum import_field f = import_field_of(cols[i].field);
		if (f != IN_NOTHING && f != IN_COUNT)
			k->column_of[f] = (int)cols[i].no;
	}
	return RC_OK;
}

void checker_free(struct checker *k)
{
	map_free(k->seen);
	arena_release(&k->mem);
}
