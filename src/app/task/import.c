/* import.c: tasks as a kind of import: a plan's annex or last year's list, from a file. */
#include "app/import/import.h"
#include "app/task/task.h"
#include "db/sql_task.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

enum {
	TASK_NONE,
	TASK_TITLE,
	TASK_KIND,
	TASK_UNIT,
	TASK_DUE,
	TASK_BEGINS,
	TASK_TEXT,
	TASK_MEASURE,
	TASK_PLANNED,
	TASK_MEASURED_IN,
	TASK_MOVEMENT
};

static const struct choice fields[] = {{"", "Bỏ qua"},
                                       {"title", "Nhiệm vụ, chỉ tiêu"},
                                       {"kind", "Loại"},
                                       {"unit", "Đơn vị thực hiện"},
                                       {"due", "Hạn hoàn thành"},
                                       {"begins", "Từ ngày"},
                                       {"text", "Nội dung, yêu cầu"},
                                       {"measure", "Thước đo"},
                                       {"planned", "Chỉ tiêu"},
                                       {"measured_in", "Đơn vị tính"},
                                       {"movement", "Thuộc phong trào"},
                                       {0}};

static const struct import_heading headings[] = {{"nhiem vu", TASK_TITLE},
                                                 {"nhiem vu chi tieu", TASK_TITLE},
                                                 {"ten nhiem vu", TASK_TITLE},
                                                 {"nhiem vu cu the", TASK_TITLE},
                                                 {"noi dung cong viec", TASK_TITLE},
                                                 {"cong viec", TASK_TITLE},
                                                 {"loai", TASK_KIND},
                                                 {"loai nhiem vu", TASK_KIND},
                                                 {"don vi", TASK_UNIT},
                                                 {"don vi thuc hien", TASK_UNIT},
                                                 {"don vi chu tri", TASK_UNIT},
                                                 {"co quan chu tri", TASK_UNIT},
                                                 {"chu tri", TASK_UNIT},
                                                 {"han", TASK_DUE},
                                                 {"han hoan thanh", TASK_DUE},
                                                 {"thoi han", TASK_DUE},
                                                 {"thoi han hoan thanh", TASK_DUE},
                                                 {"thoi gian hoan thanh", TASK_DUE},
                                                 {"ngay hoan thanh", TASK_DUE},
                                                 {"tu ngay", TASK_BEGINS},
                                                 {"ngay bat dau", TASK_BEGINS},
                                                 {"noi dung yeu cau", TASK_TEXT},
                                                 {"yeu cau", TASK_TEXT},
                                                 {"ghi chu", TASK_TEXT},
                                                 {"thuoc do", TASK_MEASURE},
                                                 {"chi tieu", TASK_PLANNED},
                                                 {"don vi tinh", TASK_MEASURED_IN},
                                                 {"phong trao", TASK_MOVEMENT},
                                                 {"thuoc phong trao", TASK_MOVEMENT},
                                                 {0}};

/* What check() loads once: movements that run, by name; and where rows of this file were met. */
struct own {
	struct sql_movement_running *movements;
	size_t movement_count;
	struct key_map *met; /* unit, due and title to the row */
};

static enum rc tasks_begin(struct import_work *w)
{
	struct own *own = arena_alloc(&w->keep, sizeof *own);
	w->own = own;
	own->met = map_new(1024);
	return sql_movement_running(w->c->db, &w->keep, &own->movements, &own->movement_count);
}

static void tasks_end(struct import_work *w)
{
	struct own *own = w->own;
	if (own)
		map_free(own->met);
}

/* --- one row ------------------------------------------------------------------------------------
 */

static void read_movement(struct import_work *w, struct import_row *r, struct task_new *t)
{
	const struct own *own = w->own;
	struct str name = import_cell(w, r, TASK_MOVEMENT);
	t->movement_id = DB_NULL;
	if (name.n == 0)
		return;
	struct str folded = viet_fold(&w->mem, name);
	for (size_t i = 0; i < own->movement_count; i++)
		if (str_eq(viet_fold(&w->mem, own->movements[i].title), folded))
			t->movement_id = own->movements[i].id;
	if (t->movement_id == DB_NULL)
		import_bad(
			w, r, TASK_MOVEMENT,
			"Không có phong trào nào tên như vậy đang thực hiện. Xin phát động trước, hoặc để "
			"trống.");
}

static void read_days(struct import_work *w, struct import_row *r, struct task_new *t)
{
	struct str due = import_cell(w, r, TASK_DUE);
	import_bad(w, r, TASK_DUE,
	           due.n ? text_date(&w->mem, due, &t->due) : "Thiếu hạn hoàn thành (dạng 30/6/2026).");
	import_bad(w, r, TASK_BEGINS, text_date(&w->mem, import_cell(w, r, TASK_BEGINS), &t->begins));
	if (r->bad)
		return;
	if (!date_is_none(t->begins) && t->due.days < t->begins.days)
		import_bad(w, r, TASK_DUE, "Hạn hoàn thành trước ngày bắt đầu.");
	else if (t->due.days < date_of(date_civil(w->c->today).year, 1, 1).days)
		import_bad(w, r, TASK_DUE,
		           "Hạn thuộc năm trước; tiến độ không nhập từ tệp nên nhiệm vụ sẽ chậm ngay. Xin "
		           "sửa hạn.");
	else if (t->due.days < w->c->today.days)
		import_warn(w, r, TASK_DUE, "Hạn đã qua: nhiệm vụ sẽ là chậm ngay khi nhập.");
}

/* "95", "95,5", "95,5 %": the mark of what it is measured in may stand in the same cell. */
static enum rc read_planned(struct import_work *w, struct import_row *r, struct task_new *t)
{
	struct err before = *w->c->err;
	struct str planned = str_trim(import_cell(w, r, TASK_PLANNED));
	if (planned.n > 1 && planned.p[planned.n - 1] == '%') {
		planned = str_trim((struct str){.p = planned.p, .n = planned.n - 1});
		if (t->measured_in.n == 0)
			t->measured_in = STR("%");
	}
	enum rc rc = task_milli(w->c, "planned", planned, &t->planned_milli);
	*w->c->err = before;
	if (rc == RC_INVALID)
		import_bad(w, r, TASK_PLANNED, "Xin ghi số dạng 95 hoặc 95,5.");
	return rc == RC_INVALID ? RC_OK : rc;
}

static enum rc read_cells(struct import_work *w, struct import_row *r)
{
	struct task_new *t = r->data;
	bool to_be = false;
	*t = (struct task_new){.title = import_cell(w, r, TASK_TITLE),
	                       .text = import_cell(w, r, TASK_TEXT),
	                       .measure = import_cell(w, r, TASK_MEASURE),
	                       .measured_in = import_cell(w, r, TASK_MEASURED_IN),
	                       .giver_id = DB_NULL,
	                       .person_id = DB_NULL,
	                       .plan_id = DB_NULL,
	                       .plan_task_id = DB_NULL,
	                       .parent_id = DB_NULL,
	                       .begins = DATE_NONE,
	                       .due = DATE_NONE};
	import_bad(w, r, TASK_TITLE,
	           t->title.n ? text_length(t->title, TASK_TITLE_MAX) : "Không được để trống.");
	import_bad(w, r, TASK_TEXT, text_length(t->text, TASK_TEXT_MAX));
	import_bad(w, r, TASK_MEASURE, text_length(t->measure, 200));
	import_bad(w, r, TASK_MEASURED_IN, text_length(t->measured_in, 40));
	import_bad(w, r, TASK_KIND,
	           text_choice(&w->mem, import_cell(w, r, TASK_KIND), task_kinds, &t->kind));
	if (t->kind.n == 0)
		t->kind = w->import.default_choice;
	if (t->kind.n == 0)
		import_bad(w, r, TASK_KIND, "Thiếu loại nhiệm vụ.");
	if (import_cell(w, r, TASK_UNIT).n == 0 && w->import.default_unit == DB_NULL)
		import_bad(w, r, TASK_UNIT, "Thiếu đơn vị thực hiện.");
	const struct known_unit *unit = known_unit_in(w, r, TASK_UNIT, TASK_NONE, w->c->today, &to_be);
	t->unit_id = unit ? unit->id : DB_NULL;
	read_movement(w, r, t);
	read_days(w, r, t);
	return read_planned(w, r, t);
}

/* The same task of the same unit and day, in the file or given already. */
static enum rc find_twin(struct import_work *w, struct import_row *r)
{
	struct own *own = w->own;
	const struct task_new *t = r->data;
	struct str title = viet_fold(&w->mem, t->title),
			   place = arena_printf(&w->mem, "%" PRId64 " %s", t->unit_id, date_iso(t->due).z);
	uint64_t key = import_key(w, place, title);
	int64_t row = map_get(own->met, key);
	struct sql_task_due_of_unit *there;
	size_t n;
	if (row)
		import_badf(w, r, TASK_TITLE, "Trùng với dòng %lld của tệp.", (long long)row);
	else
		map_put(own->met, key, r->no);
	TRY(sql_task_due_of_unit(w->c->db, &w->mem, t->unit_id, t->due, &there, &n));
	for (size_t i = 0; i < n && r->id == DB_NULL; i++)
		if (str_eq(viet_fold(&w->mem, there[i].title), title))
			r->id = there[i].id;
	return RC_OK;
}

static enum rc tasks_check(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct import_row *r = &rows[i];
		r->id = DB_NULL;
		TRY(read_cells(w, r));
		if (!r->bad)
			TRY(find_twin(w, r));
		r->does = r->bad ? ROW_BAD : r->id != DB_NULL ? ROW_SAME : ROW_NEW;
	}
	return RC_OK;
}

/* --- storing ------------------------------------------------------------------------------------
 */

static enum rc tell(struct import_work *w, const int64_t *units, const int64_t *counts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(task_tell_unit(w->c, units[i],
		                   arena_printf(w->c->mem,
		                                "Đơn vị có %" PRId64 " nhiệm vụ mới, nhập từ danh sách.",
		                                counts[i]),
		                   STR("/task/unit?state=open")));
	return RC_OK;
}

/* One notice for a unit, however many rows are its own. */
static enum rc store_all(struct import_work *w, struct import_row *rows, size_t n)
{
	int64_t *units = arena_array(&w->mem, n + 1, sizeof *units);
	int64_t *counts = arena_array(&w->mem, n + 1, sizeof *counts);
	size_t told = 0;
	for (size_t i = 0; i < n; i++) {
		const struct task_new *t = rows[i].data;
		size_t k = 0;
		if (rows[i].does != ROW_NEW)
			continue;
		TRY(task_add(w->c, t, &rows[i].id));
		while (k < told && units[k] != t->unit_id)
			k++;
		units[k] = t->unit_id;
		counts[k]++;
		told = k == told ? told + 1 : told;
	}
	return tell(w, units, counts, told);
}

/* As if each had been given by hand: who gives follows from the roles of that operation. */
static enum rc tasks_store(struct import_work *w, struct import_row *rows, size_t n)
{
	const struct op *op = w->c->op;
	w->c->op = w->like;
	enum rc rc = store_all(w, rows, n);
	w->c->op = op;
	return rc;
}

const struct import_kind import_tasks = {
	.name = "task",
	.title = "Nhập nhiệm vụ từ tệp",
	.like = "task.create",
	.list = "task.list",
	.fields = fields,
	.headings = headings,
	.must = (uint64_t)1 << TASK_TITLE | (uint64_t)1 << TASK_DUE,
	.rows_max = 5000,
	.whole = true,
	.choice = task_kinds,
	.choice_label = "Loại",
	.unit_label = "Đơn vị thực hiện",
	.news = "Nhiệm vụ mới",
	.edits = "Nhiệm vụ sửa",
	.help =
		"Nhiệm vụ đã giao (cùng nội dung, đơn vị và hạn) thì để nguyên; tiến độ không nhập từ tệp. "
		"Mỗi đơn vị nhận một thông báo về các nhiệm vụ mới của mình.",
	.row_size = sizeof(struct task_new),
	.begin = tasks_begin,
	.end = tasks_end,
	.check = tasks_check,
	.store = tasks_store,
};
