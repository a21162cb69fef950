/*
 * units_check.c: a list of units against the rules, itself and the organisation.
 *
 * A unit is known by its name and its upper unit: two may bear one name in different places.
 * The upper unit is a row of the file, wherever it stands, or a unit that is there. Where the
 * file has its name several times, the nearest row above is meant, as in every list that is
 * written in the order of its tree; the preview says which row that is.
 */
#include "app/import/units.h"

#include "viet/viet.h"

#include <inttypes.h>

struct unit_check {
	struct import_work *w;
	struct import_row *rows;
	size_t count;
	struct key_map *now, *ended; /* known units by name and upper unit, by name: index + 1 */
	struct key_map *met;         /* rows by name and upper unit: index + 1 */
	struct key_map *codes;       /* index + 1 of a known unit, or minus a row's number */
};

static struct unit_row *own(const struct import_row *r)
{
	return r->data;
}

/* --- the cells alone ----------------------------------------------------------------------- */

static const char *text_kind(struct arena *mem, struct str text, struct str *out)
{
	static const struct {
		const char *word, *kind;
	} words[] = {
		{"so", "office"},
		{"cuc", "office"},
		{"chi cuc", "office"},
		{"van phong", "office"},
		{"to", "team"},
		{"doi", "team"},
		{"ubnd", "committee"},
		{"ubnd xa", "committee"},
		{"ubnd phuong", "committee"},
		{"don vi su nghiep cong lap", "service"},
	};
	struct str s = viet_fold(mem, text);
	for (int i = 0; i < COUNT(words); i++)
		if (str_eqz(s, words[i].word)) {
			*out = str_of(words[i].kind);
			return "";
		}
	return text_choice(mem, text, unit_kinds, out);
}

static const char *text_position(struct str text, int64_t *out)
{
	*out = DB_NULL;
	if (text.n && (!str_int(text, out) || *out < 0 || *out > 9999))
		return "Thứ tự là một số từ 0 đến 9999.";
	return "";
}

static uint64_t name_key(struct import_work *w, struct str name)
{
	return name.n ? import_key(w, viet_fold(&w->mem, name), STR("")) : 0;
}

/* "Phòng Tổng hợp", its short name, or "Phòng Tổng hợp, Sở Nội vụ". */
static void put_names(struct import_work *w, struct import_row *r)
{
	struct unit_row *p = own(r);
	struct str above = import_cell(w, r, UNIT_PARENT), name = p->u.name;
	p->names[0] = name_key(w, name);
	p->names[1] = name_key(w, p->u.short_name);
	if (p->fold.n && above.n)
		p->names[2] =
			name_key(w, arena_printf(&w->mem, "%.*s %.*s", STR_ARG(name), STR_ARG(above)));
}

static void read_cells(struct import_work *w, struct import_row *r)
{
	struct unit_row *p = own(r);
	struct unit_new *u = &p->u;
	u->parent_id = DB_NULL;
	u->name = import_cell(w, r, UNIT_NAME);
	u->short_name = import_cell(w, r, UNIT_SHORT);
	u->code = import_cell(w, r, UNIT_CODE);
	u->basis = import_cell(w, r, UNIT_BASIS);
	p->fold = viet_fold(&w->mem, u->name);
	p->ended = str_eqz(viet_fold(&w->mem, import_cell(w, r, UNIT_STATE)), "da ket thuc");
	put_names(w, r);
	import_bad(w, r, UNIT_NAME, p->fold.n ? text_length(u->name, 200) : "Không được để trống.");
	import_bad(w, r, UNIT_SHORT, text_length(u->short_name, 40));
	import_bad(w, r, UNIT_CODE, text_length(u->code, 40));
	import_bad(w, r, UNIT_BASIS, text_length(u->basis, 200));
	import_bad(w, r, UNIT_KIND, text_kind(&w->mem, import_cell(w, r, UNIT_KIND), &u->kind));
	import_bad(w, r, UNIT_SINCE, text_date(&w->mem, import_cell(w, r, UNIT_SINCE), &u->on));
	import_bad(w, r, UNIT_POSITION, text_position(import_cell(w, r, UNIT_POSITION), &u->position));
}

/* --- keys ---------------------------------------------------------------------------------- */

static uint64_t place_key(struct unit_check *k, struct str fold, int64_t parent, int64_t row)
{
	struct str above = row ? arena_printf(&k->w->mem, "row %" PRId64, row)
	                       : arena_printf(&k->w->mem, "%" PRId64, parent);
	return import_key(k->w, fold, above);
}

static uint64_t code_key(struct unit_check *k, struct str code)
{
	return import_key(k->w, STR("code"), viet_fold(&k->w->mem, code));
}

static void put_known(struct unit_check *k)
{
	size_t n;
	const struct known_unit *all = known_units_all(k->w, &n);
	for (size_t i = 0; i < n; i++) {
		int64_t no = (int64_t)i + 1;
		if (all[i].until.days <= k->w->c->today.days) {
			map_put(k->ended, import_key(k->w, all[i].fold, STR("")), no);
			continue;
		}
		map_put(k->now, place_key(k, all[i].fold, all[i].parent, 0), no);
		if (all[i].code.n)
			map_put(k->codes, code_key(k, all[i].code), no);
	}
}

static const struct known_unit *known_at(struct unit_check *k, int64_t no)
{
	size_t n;
	const struct known_unit *all = known_units_all(k->w, &n);
	return no > 0 ? &all[no - 1] : NULL;
}

/* --- the upper unit ------------------------------------------------------------------------ */

static void check_one(struct unit_check *k, struct import_row *r);

static bool bears(const struct unit_row *p, uint64_t key)
{
	return p->names[0] == key || p->names[1] == key || p->names[2] == key;
}

/* The row that is meant: the only one, or the nearest above; *count of all that bear the name. */
static struct import_row *row_named(struct unit_check *k, const struct import_row *r,
                                    struct str name, int *count)
{
	uint64_t key = name_key(k->w, name);
	struct import_row *found = NULL;
	*count = 0;
	for (size_t i = 0; i < k->count; i++) {
		struct import_row *other = &k->rows[i];
		if (other == r || !bears(own(other), key) || own(other)->ended)
			continue;
		if (++*count == 1 || other->no < r->no)
			found = other;
	}
	return *count == 1 || (found && found->no < r->no) ? found : NULL;
}

static void below_row(struct unit_check *k, struct import_row *r, struct import_row *above)
{
	struct import_work *w = k->w;
	check_one(k, above);
	if (own(above)->twin)
		above = own(above)->twin;
	if (own(above)->walk == WALK_NOW)
		import_badf(w, r, UNIT_PARENT, "Cấp trên đi vòng: dòng %" PRId64 " lại nằm dưới dòng này.",
		            above->no);
	else if (above->bad)
		import_badf(w, r, UNIT_PARENT, "Đơn vị cấp trên ở dòng %" PRId64 " có lỗi.", above->no);
	else if (own(above)->old)
		own(r)->u.parent_id = own(above)->old->id;
	else
		own(r)->above = above;
}

static void below_known(struct unit_check *k, struct import_row *r, struct str name)
{
	bool several;
	const struct known_unit *u = known_unit_named(k->w, name, &several);
	if (several)
		import_bad(k->w, r, UNIT_PARENT,
		           "Có nhiều đơn vị mang tên này. Xin ghi kèm cấp trên của nó, ví dụ \"Phòng Tổng "
		           "hợp, Sở Nội vụ\".");
	else if (!u && str_eq(viet_fold(&k->w->mem, name), own(r)->fold))
		import_bad(k->w, r, UNIT_PARENT, "Một đơn vị không thể nằm dưới chính nó.");
	else if (!u)
		import_bad(k->w, r, UNIT_PARENT, "Không có đơn vị này trong tệp cũng như trong tổ chức.");
	else
		own(r)->u.parent_id = u->id;
}

/* An empty cell: the top of the organisation, else what was chosen for empty cells. */
static void below_default(struct unit_check *k, struct import_row *r)
{
	const struct known_unit *top =
		known_at(k, map_get(k->now, place_key(k, own(r)->fold, DB_NULL, 0)));
	if (!top && k->w->import.default_unit == DB_NULL)
		import_bad(k->w, r, UNIT_PARENT, "Không được để trống đơn vị cấp trên.");
	else if (!top)
		own(r)->u.parent_id = k->w->import.default_unit;
}

static void find_above(struct unit_check *k, struct import_row *r)
{
	struct str name = import_cell(k->w, r, UNIT_PARENT);
	int count;
	if (name.n == 0) {
		below_default(k, r);
		return;
	}
	struct import_row *above = row_named(k, r, name, &count);
	if (above)
		below_row(k, r, above);
	else if (count == 0)
		below_known(k, r, name);
	else
		import_badf(k->w, r, UNIT_PARENT,
		            "Tệp có %d dòng mang tên này, đều ở dưới. Xin ghi kèm cấp trên của nó.", count);
}

/* --- new and known ------------------------------------------------------------------------- */

static void check_code(struct unit_check *k, struct import_row *r)
{
	struct str code = own(r)->u.code;
	if (code.n == 0 || (own(r)->old && str_eq(own(r)->old->code, code)))
		return;
	int64_t found = map_get(k->codes, code_key(k, code));
	const struct known_unit *other = known_at(k, found);
	if (found < 0)
		import_badf(k->w, r, UNIT_CODE, "Trùng với dòng %" PRId64 ".", -found);
	else if (other && other != own(r)->old)
		import_badf(k->w, r, UNIT_CODE, "Mã này đã là của %.*s.", STR_ARG(other->name));
	map_put(k->codes, code_key(k, code), -r->no);
}

/* What the reader of the preview should look at: names that could mean something else. */
static void remark_above(struct unit_check *k, struct import_row *r)
{
	struct str name = import_cell(k->w, r, UNIT_PARENT);
	bool several;
	int count;
	struct import_row *above = name.n ? row_named(k, r, name, &count) : NULL;
	if (!above)
		return;
	const struct known_unit *known = known_unit_named(k->w, name, &several);
	if (count > 1 || (own(r)->above && (known || several)))
		import_warnf(k->w, r, UNIT_PARENT,
		             "Tên này có ở nhiều nơi; được hiểu là đơn vị ở dòng %" PRId64 ".", above->no);
}

static void check_since(struct unit_check *k, struct import_row *r)
{
	struct unit_row *p = own(r);
	const struct known_unit *above = known_unit_no(k->w, p->u.parent_id);
	if (date_is_none(p->u.on))
		import_bad(k->w, r, UNIT_SINCE,
		           "Không được để trống \"Từ ngày\"; có thể ghi một ngày chung ở bước ghép cột.");
	else if (p->above && p->u.on.days < own(p->above)->u.on.days)
		import_badf(k->w, r, UNIT_SINCE, "Cấp trên ở dòng %" PRId64 " chỉ có từ ngày %s.",
		            p->above->no, date_vn(own(p->above)->u.on).z);
	else if (above && p->u.on.days < above->since.days)
		import_badf(k->w, r, UNIT_SINCE, "Cấp trên chỉ có từ ngày %s.", date_vn(above->since).z);
	else if (above && p->u.on.days >= above->until.days)
		import_badf(k->w, r, UNIT_SINCE, "Cấp trên đã kết thúc từ ngày %s.",
		            date_vn(above->until).z);
}

static void check_new(struct unit_check *k, struct import_row *r)
{
	struct unit_row *p = own(r);
	const struct known_unit *above = known_unit_no(k->w, p->u.parent_id);
	if (p->u.kind.n == 0)
		p->u.kind = k->w->import.default_choice;
	if (p->u.kind.n == 0)
		import_bad(k->w, r, UNIT_KIND,
		           "Không được để trống loại đơn vị; có thể chọn một loại chung ở bước ghép cột.");
	if (date_is_none(p->u.on))
		p->u.on = k->w->import.default_since;
	if (above && !above->mine)
		import_bad(k->w, r, UNIT_PARENT, "Đơn vị này ngoài phạm vi được giao.");
	check_since(k, r);
	remark_above(k, r);
	p->depth = p->above ? own(p->above)->depth + 1 : 0;
	r->does = ROW_NEW;
}

static struct str kept(struct str now, struct str old)
{
	return now.n ? now : old;
}

/* An empty cell leaves what is there; day and name are changed by events, not by a list. */
static void check_known(struct unit_check *k, struct import_row *r)
{
	struct unit_row *p = own(r);
	const struct known_unit *old = p->old;
	p->u.kind = kept(p->u.kind, old->kind);
	p->u.code = kept(p->u.code, old->code);
	p->u.short_name = kept(p->u.short_name, old->short_name);
	if (!date_is_none(p->u.on) && p->u.on.days != old->since.days)
		import_warnf(k->w, r, UNIT_SINCE, "Đơn vị đã có từ ngày %s; ngày trong tệp được bỏ qua.",
		             date_vn(old->since).z);
	bool same = str_eq(p->u.name, old->name) && str_eq(p->u.kind, old->kind) &&
	            str_eq(p->u.code, old->code) && str_eq(p->u.short_name, old->short_name) &&
	            (p->u.position == DB_NULL || p->u.position == old->position);
	r->id = old->id;
	r->does = same ? ROW_SAME : ROW_EDIT;
	if (!same && !old->mine)
		import_bad(k->w, r, UNIT_NAME, "Đơn vị này ngoài phạm vi được giao.");
}

static void check_ended(struct unit_check *k, struct import_row *r)
{
	int64_t no = map_get(k->ended, import_key(k->w, own(r)->fold, STR("")));
	own(r)->old = known_at(k, no);
	r->does = ROW_SAME;
	if (!own(r)->old)
		import_bad(k->w, r, UNIT_STATE, "Đơn vị đã kết thúc thì không lập được từ tệp.");
}

static void check_place(struct unit_check *k, struct import_row *r)
{
	struct unit_row *p = own(r);
	uint64_t key = place_key(k, p->fold, p->u.parent_id, p->above ? p->above->no : 0);
	int64_t before = map_get(k->met, key);
	if (before) {
		p->twin = &k->rows[before - 1];
		import_badf(k->w, r, UNIT_NAME, "Trùng với dòng %" PRId64 ".", p->twin->no);
		return;
	}
	map_put(k->met, key, r - k->rows + 1);
	if (!p->above)
		p->old = known_at(k, map_get(k->now, key));
	if (p->old)
		check_known(k, r);
	else
		check_new(k, r);
	check_code(k, r);
}

static void check_one(struct unit_check *k, struct import_row *r)
{
	struct unit_row *p = own(r);
	if (p->walk != WALK_NOT)
		return;
	p->walk = WALK_NOW;
	if (p->fold.n && p->ended) {
		check_ended(k, r);
	} else if (p->fold.n) {
		bool bad = r->bad;
		r->bad = false;
		find_above(k, r);
		if (!r->bad)
			check_place(k, r);
		r->bad = r->bad || bad;
	}
	p->walk = WALK_DONE;
}

enum rc units_check(struct import_work *w, struct import_row *rows, size_t n)
{
	struct unit_check k = {.w = w, .rows = rows, .count = n};
	k.now = map_new(n);
	k.ended = map_new(n);
	k.met = map_new(n);
	k.codes = map_new(n);
	put_known(&k);
	for (size_t i = 0; i < n; i++)
		read_cells(w, &rows[i]);
	for (size_t i = 0; i < n; i++)
		check_one(&k, &rows[i]);
	map_free(k.now);
	map_free(k.ended);
	map_free(k.met);
	map_free(k.codes);
	return RC_OK;
}
