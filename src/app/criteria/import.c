/*
 * import.c: a set of criteria from a table: contents, lines, maxima, ways of counting.
 *
 * Rows go, in their order, into the one set that is being written (or the one named). A row whose
 * way of counting is not said is a content when its mark is a Roman number, else points; what
 * stands under "Điểm thưởng" or "Điểm trừ" is that.
 */
#include "app/criteria/inner.h"

#include "app/import/import.h"
#include "app/task/task.h"
#include "db/sql_criteria.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

enum { C_NONE, C_LABEL, C_TITLE, C_MAX, C_KIND, C_EACH, C_CHECKER, C_GUIDE, C_SET };

static const struct choice fields[] = {{"", "Bỏ qua"},
                                       {"label", "Ký hiệu"},
                                       {"title", "Nội dung, tiêu chí"},
                                       {"max", "Điểm tối đa"},
                                       {"kind", "Cách tính"},
                                       {"each", "Điểm mỗi đơn vị"},
                                       {"checker", "Đơn vị chấm"},
                                       {"guide", "Hướng dẫn chấm"},
                                       {"set", "Bộ tiêu chí"},
                                       {0}};
static const struct import_heading headings[] = {{"tt", C_LABEL},
                                                 {"stt", C_LABEL},
                                                 {"ky hieu", C_LABEL},
                                                 {"muc", C_LABEL},
                                                 {"noi dung", C_TITLE},
                                                 {"noi dung tieu chi", C_TITLE},
                                                 {"tieu chi", C_TITLE},
                                                 {"noi dung cham diem", C_TITLE},
                                                 {"diem toi da", C_MAX},
                                                 {"diem chuan", C_MAX},
                                                 {"thang diem", C_MAX},
                                                 {"diem", C_MAX},
                                                 {"cach tinh", C_KIND},
                                                 {"cach cham", C_KIND},
                                                 {"loai", C_KIND},
                                                 {"diem moi don vi", C_EACH},
                                                 {"diem moi viec", C_EACH},
                                                 {"don vi cham", C_CHECKER},
                                                 {"don vi tham dinh", C_CHECKER},
                                                 {"co quan cham", C_CHECKER},
                                                 {"huong dan", C_GUIDE},
                                                 {"huong dan cham", C_GUIDE},
                                                 {"ghi chu", C_GUIDE},
                                                 {"bo tieu chi", C_SET},
                                                 {0}};

struct own {
	struct sql_criteria_drafts *sets;
	size_t count;
	const char *under; /* "bonus", "minus" after a content of that name, else NULL */
};

static enum rc begin(struct import_work *w)
{
	struct own *own = arena_alloc(&w->keep, sizeof *own);
	w->own = own;
	own->under = NULL;
	return sql_criteria_drafts(w->c->db, &w->keep, &own->sets, &own->count);
}

static void end(struct import_work *w)
{
	w->own = NULL;
}

static void read_set(struct import_work *w, struct import_row *r, struct criterion_new *k)
{
	const struct own *own = w->own;
	struct str name = import_cell(w, r, C_SET), fold = viet_fold(&w->mem, name);
	int hits = 0;
	for (size_t i = 0; i < own->count; i++)
		if (name.n == 0 || str_eq(viet_fold(&w->mem, own->sets[i].title), fold)) {
			k->set_id = own->sets[i].id;
			hits++;
		}
	if (hits == 0)
		import_bad(w, r, C_SET, "Không có bộ tiêu chí nào như vậy đang soạn. Xin lập trước.");
	else if (hits > 1)
		import_bad(w, r, C_SET, "Có nhiều bộ tiêu chí đang soạn. Xin ghi tên ở cột Bộ tiêu chí.");
}

static bool roman(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("IVXLC", s.p[i]))
			return false;
	return s.n > 0;
}

static void read_kind(struct import_work *w, struct import_row *r, struct criterion_new *k)
{
	struct own *own = w->own;
	struct str fold = viet_fold(&w->mem, k->title);
	bool head = roman(k->label);
	import_bad(w, r, C_KIND,
	           text_choice(&w->mem, import_cell(w, r, C_KIND), criterion_kinds, &k->kind));
	if (head)
		own->under = strstr(fold.p, "diem thuong") ? "bonus"
		             : strstr(fold.p, "diem tru")  ? "minus"
		                                           : NULL;
	if (k->kind.n || r->bad)
		return;
	k->kind = head ? STR("content") : own->under ? str_of(own->under) : STR("points");
}

static void read_points(struct import_work *w, struct import_row *r, int field, int64_t *milli)
{
	struct err before = *w->c->err;
	enum rc rc = task_milli(w->c, "max", import_cell(w, r, field), milli);
	*w->c->err = before;
	if (rc != RC_OK)
		import_bad(w, r, field, "Xin ghi số dạng 10 hoặc 7,5.");
}

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct criterion_new *k = r->data;
	struct str unit = import_cell(w, r, C_CHECKER);
	bool several = false;
	*k = (struct criterion_new){.label = import_cell(w, r, C_LABEL),
	                            .title = import_cell(w, r, C_TITLE),
	                            .guide = import_cell(w, r, C_GUIDE),
	                            .checker_id = DB_NULL,
	                            .place = r->no * 10};
	r->id = DB_NULL;
	r->does = ROW_BAD;
	read_set(w, r, k);
	import_bad(w, r, C_TITLE, k->title.n ? text_length(k->title, 1000) : "Không được để trống.");
	import_bad(w, r, C_LABEL, k->label.n ? text_length(k->label, 20) : "Không được để trống.");
	import_bad(w, r, C_GUIDE, text_length(k->guide, 3000));
	read_kind(w, r, k);
	read_points(w, r, C_MAX, &k->max_milli);
	read_points(w, r, C_EACH, &k->each_milli);
	const struct known_unit *u = unit.n ? known_unit_named(w, unit, &several) : NULL;
	if (unit.n && !u)
		import_bad(w, r, C_CHECKER, "Không có đơn vị này.");
	else if (u)
		k->checker_id = u->id;
	if (r->bad)
		return RC_OK;
	struct err *e = w->c->err;
	enum rc rc = criterion_check(w->c, k);
	if (rc == RC_INVALID)
		import_bad(w, r, C_MAX, arena_str(&w->mem, str_of(e->message)).p);
	else if (rc != RC_OK)
		return rc;
	err_clear(e);
	r->does = r->bad ? ROW_BAD : ROW_NEW;
	return RC_OK;
}

static enum rc check(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(check_row(w, &rows[i]));
	return RC_OK;
}

static enum rc store(struct import_work *w, struct import_row *rows, size_t n)
{
	struct sql_criterion_last last = {0};
	int64_t set = DB_NULL;
	for (size_t i = 0; i < n; i++) {
		const struct criterion_new *k = rows[i].data;
		if (rows[i].does != ROW_NEW)
			continue;
		if (k->set_id != set)
			TRY(sql_criterion_last(w->c->db, &w->mem, k->set_id, &last));
		set = k->set_id;
		last.place += 10;
		TRY(sql_criterion_add(w->c->db, k->set_id, last.place, k->label, k->title, k->guide,
		                      k->kind, k->max_milli, k->each_milli, k->checker_id, DB_NULL,
		                      &rows[i].id));
	}
	return RC_OK;
}

const struct import_kind import_criteria = {
	.name = "criterion",
	.title = "Nhập bộ tiêu chí từ tệp",
	.like = "criterion.add",
	.list = "criterion.list",
	.fields = fields,
	.headings = headings,
	.must = (uint64_t)1 << C_TITLE | (uint64_t)1 << C_LABEL,
	.rows_max = 1000,
	.whole = true,
	.news = "Dòng mới",
	.edits = "Dòng sửa",
	.help = "Lập bộ tiêu chí trước, rồi nhập các dòng theo thứ tự. Ký hiệu La Mã là nội dung; dưới "
			"\"Điểm thưởng\", \"Điểm trừ\" là điểm thưởng, điểm trừ; cột Cách tính nói khác thì "
			"theo cột.",
	.row_size = sizeof(struct criterion_new),
	.begin = begin,
	.end = end,
	.check = check,
	.store = store,
};
