/*
 * unknown_units.c: the unit that a cell names, and names that the organisation does not have:
 * the user says which unit is meant, or below which one it is to be made.
 */
#include "app/import/inner.h"
#include "app/import/known_units.h"

#include "app/org/org.h"
#include "db/sql_import.h"
#include "db/sql_unit.h"
#include "viet/viet.h"

/* NULL when there are too many of them. */
static struct unknown_unit *unknown(struct import_work *w, struct str name)
{
	struct known_units *k = w->units;
	struct str fold = viet_fold(&w->mem, name);
	for (size_t i = 0; i < k->unknown_count; i++)
		if (str_eq(k->unknown[i].fold, fold))
			return &k->unknown[i];
	if (k->unknown_count == UNKNOWN_UNITS_MAX)
		return NULL;
	k->unknown[k->unknown_count] = (struct unknown_unit){
		.fold = arena_str(&w->keep, fold), .name = arena_str(&w->keep, name), .since = DATE_OPEN};
	return &k->unknown[k->unknown_count++];
}

/* What was chosen for a name that the organisation does not have. */
static const struct known_unit *chosen(struct import_work *w, struct import_row *r, int field,
                                       int since_field, struct date on, bool *to_be)
{
	struct known_units *k = w->units;
	struct unknown_unit *u = w->kind->maps_units ? unknown(w, import_cell(w, r, field)) : NULL;
	if (!u) {
		import_bad(w, r, field, "Không có đơn vị này.");
		return NULL;
	}
	u->rows++;
	if (!date_is_none(on) && on.days < u->since.days)
		u->since = on;
	for (size_t i = 0; i < k->chosen_count; i++) {
		const struct sql_import_units_of *as = &k->chosen[i];
		if (!str_eq(as->fold, u->fold))
			continue;
		if (as->unit_id != DB_NULL)
			return known_unit_no(w, as->unit_id);
		const struct known_unit *above = known_unit_no(w, as->parent_id);
		if (above && !date_is_none(on) && on.days < above->since.days)
			import_badf(w, r, since_field, "Cấp trên chỉ có từ ngày %s.", date_vn(above->since).z);
		*to_be = above != NULL;
		if (above)
			return NULL;
	}
	import_bad(w, r, field,
	           "Không có đơn vị này. Xin chọn đơn vị tương ứng ở phần \"Đơn vị chưa có\".");
	return NULL;
}

const struct known_unit *known_unit_in(struct import_work *w, struct import_row *r, int field,
                                       int since_field, struct date on, bool *to_be)
{
	struct str name = import_cell(w, r, field);
	bool several = false;
	*to_be = false;
	const struct known_unit *u =
		name.n ? known_unit_named(w, name, &several) : known_unit_no(w, w->import.default_unit);
	if (several) {
		import_bad(w, r, field,
		           "Có nhiều đơn vị mang tên này. Xin ghi kèm cấp trên, ví dụ \"Phòng Tổng hợp, "
		           "Sở Nội vụ\".");
		return NULL;
	}
	if (!u && name.n)
		u = chosen(w, r, field, since_field, on, to_be);
	else if (!u)
		import_bad(w, r, field, "Không được để trống.");
	if (!u)
		return NULL;
	if (!u->mine)
		import_bad(w, r, field, "Đơn vị này ngoài phạm vi được giao.");
	else if (!date_is_none(on) && on.days < u->since.days)
		import_badf(w, r, since_field, "Đơn vị chỉ có từ ngày %s.", date_vn(u->since).z);
	else if (!date_is_none(on) && on.days >= u->until.days)
		import_badf(w, r, since_field, "Đơn vị đã kết thúc từ ngày %s.", date_vn(u->until).z);
	return u;
}

/* --- for the user to choose ------------------------------------------------------------------ */

enum rc unknown_units_write(struct import_work *w)
{
	struct ctx *c = w->c;
	const struct known_units *k = w->units;
	TRY(sql_import_units_drop(c->db, w->id, NULL));
	for (size_t i = 0; i < k->unknown_count; i++) {
		const struct unknown_unit *u = &k->unknown[i];
		struct date since = u->since.days == DATE_OPEN.days ? c->today : u->since;
		TRY(sql_import_unit_put(c->db, w->id, u->fold, u->name, u->rows, since, NULL));
		for (size_t j = 0; j < k->chosen_count; j++)
			if (str_eq(k->chosen[j].fold, u->fold))
				TRY(sql_import_unit_choose(c->db, w->id, u->fold, k->chosen[j].unit_id,
				                           k->chosen[j].parent_id, NULL));
	}
	return RC_OK;
}

/* --- made ---------------------------------------------------------------------------------- */

static enum rc make(struct ctx *c, int64_t import, const struct sql_import_units_of *u)
{
	struct sql_unit_version_last above;
	struct unit_new n = {.parent_id = u->parent_id,
	                     .kind = STR("other"),
	                     .name = u->name,
	                     .code = STR(""),
	                     .short_name = STR(""),
	                     .basis = STR("Nhập từ tệp"),
	                     .position = 0,
	                     .on = u->since};
	int64_t id;
	TRY(sql_unit_version_last(c->db, c->mem, u->parent_id, &above));
	if (above.valid_from.days > n.on.days)
		n.on = above.valid_from;
	TRY(org_unit_add(c, &n, &id));
	return sql_import_unit_choose(c->db, import, u->fold, id, DB_NULL, NULL);
}

enum rc unknown_units_make(struct ctx *c, int64_t import)
{
	struct sql_import_units_of *units;
	size_t n;
	bool any = false;
	TRY(sql_import_units_of(c->db, c->mem, import, &units, &n));
	for (size_t i = 0; i < n; i++) {
		if (units[i].parent_id == DB_NULL || units[i].unit_id != DB_NULL)
			continue;
		TRY(make(c, import, &units[i]));
		any = true;
	}
	return any ? org_refresh_units(c) : RC_OK;
}
