/*
 * import_scores.c: a unit's own marks from a table: each row a line of the sheet by its mark ("1",
 * "a"), what was done, what was planned, a note. Rows go into the sheet that the unit is scoring
 * now.
 */
#include "app/criteria/inner.h"

#include "app/import/import.h"
#include "app/task/task.h"
#include "db/sql_criteria.h"
#include "viet/viet.h"

#include <inttypes.h>

enum { S_NONE, S_UNIT, S_LABEL, S_AMOUNT, S_PLANNED, S_NOTE, S_BLOC };

static const struct choice fields[] = {{"", "Bỏ qua"},
                                       {"unit", "Đơn vị"},
                                       {"label", "Ký hiệu tiêu chí"},
                                       {"amount", "Điểm hoặc số lượng"},
                                       {"planned", "Kế hoạch"},
                                       {"note", "Giải trình"},
                                       {"bloc", "Cụm, khối"},
                                       {0}};
static const struct import_heading headings[] = {{"don vi", S_UNIT},
                                                 {"tap the", S_UNIT},
                                                 {"tt", S_LABEL},
                                                 {"stt", S_LABEL},
                                                 {"ky hieu", S_LABEL},
                                                 {"ky hieu tieu chi", S_LABEL},
                                                 {"diem", S_AMOUNT},
                                                 {"so", S_AMOUNT},
                                                 {"so luong", S_AMOUNT},
                                                 {"ket qua", S_AMOUNT},
                                                 {"diem tu cham", S_AMOUNT},
                                                 {"diem hoac so luong", S_AMOUNT},
                                                 {"ke hoach", S_PLANNED},
                                                 {"giai trinh", S_NOTE},
                                                 {"ghi chu", S_NOTE},
                                                 {"cum khoi", S_BLOC},
                                                 {0}};

struct score_row {
	int64_t sheet, line, amount, planned, points;
	struct str note;
};

static enum rc begin(struct import_work *w)
{
	w->own = map_new((size_t)w->import.row_count);
	return RC_OK;
}

static void end(struct import_work *w)
{
	if (w->own)
		map_free(w->own);
}

static bool number(struct import_work *w, struct import_row *r, int field, int64_t *milli)
{
	struct err before = *w->c->err;
	enum rc rc = task_milli(w->c, "amount", import_cell(w, r, field), milli);
	*w->c->err = before;
	if (rc != RC_OK)
		import_bad(w, r, field, "Xin ghi số dạng 95 hoặc 95,5.");
	return rc == RC_OK;
}

/* The one sheet that the unit is scoring, or the one of the bloc that is named. */
static enum rc find_sheet(struct import_work *w, struct import_row *r, int64_t unit,
                          struct sql_sheet_open_of *out)
{
	struct sql_sheet_open_of *all;
	struct str bloc = import_cell(w, r, S_BLOC), fold = viet_fold(&w->mem, bloc);
	size_t n, hits = 0;
	TRY(sql_sheet_open_of(w->c->db, &w->mem, unit, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (bloc.n == 0 || str_eq(viet_fold(&w->mem, all[i].bloc), fold)) {
			*out = all[i];
			hits++;
		}
	if (hits == 0)
		import_bad(w, r, S_UNIT, "Đơn vị không có bảng điểm nào đang tự chấm.");
	else if (hits > 1)
		import_bad(w, r, S_BLOC, "Đơn vị có nhiều bảng điểm đang tự chấm. Xin ghi cụm, khối.");
	return RC_OK;
}

static enum rc find_line(struct import_work *w, struct import_row *r,
                         const struct sql_sheet_open_of *h)
{
	struct score_row *p = r->data;
	struct str label = import_cell(w, r, S_LABEL);
	struct sql_criterion_of *ks;
	struct sql_sheet_lines *lines;
	size_t n, k;
	TRY(sql_criterion_of(w->c->db, &w->mem, h->set_id, &ks, &n));
	TRY(sql_sheet_lines(w->c->db, &w->mem, h->id, &lines, &k));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++) {
			if (lines[j].criterion_id != ks[i].id || !str_eq(ks[i].label, label))
				continue;
			struct err *e = w->c->err;
			enum rc rc = criteria_count(w->c, &ks[i], p->amount, p->planned, "amount", &p->points);
			if (rc == RC_INVALID)
				import_bad(w, r, S_AMOUNT, arena_str(&w->mem, str_of(e->message)).p);
			else if (rc != RC_OK)
				return rc;
			err_clear(e);
			p->line = lines[j].id;
			r->id = p->line;
			bool same = lines[j].amount_milli == p->amount &&
			            lines[j].planned_milli == p->planned && str_eq(lines[j].note, p->note);
			r->does = same ? ROW_SAME : ROW_EDIT;
			return RC_OK;
		}
	import_bad(w, r, S_LABEL, "Bộ tiêu chí không có dòng mang ký hiệu này để chấm.");
	return RC_OK;
}

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct score_row *p = r->data;
	struct sql_sheet_open_of h = {0};
	bool to_be = false;
	*p = (struct score_row){.note = import_cell(w, r, S_NOTE)};
	r->id = DB_NULL;
	r->does = ROW_BAD;
	import_bad(w, r, S_NOTE, text_length(p->note, 1000));
	if (!number(w, r, S_AMOUNT, &p->amount) || !number(w, r, S_PLANNED, &p->planned))
		return RC_OK;
	const struct known_unit *u = known_unit_in(w, r, S_UNIT, S_NONE, w->c->today, &to_be);
	if (!u && !r->bad)
		import_bad(w, r, S_UNIT, "Không được để trống đơn vị.");
	if (r->bad)
		return RC_OK;
	TRY(find_sheet(w, r, u->id, &h));
	p->sheet = h.id;
	if (!r->bad)
		TRY(find_line(w, r, &h));
	if (r->bad) {
		r->does = ROW_BAD;
		return RC_OK;
	}
	uint64_t key = import_key(w, arena_printf(&w->mem, "%" PRId64, p->line), STR(""));
	int64_t before = map_get(w->own, key);
	if (before && before != r->no)
		import_badf(w, r, S_LABEL, "Trùng với dòng %" PRId64 ".", before);
	map_put(w->own, key, r->no);
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
	int64_t last = DB_NULL;
	for (size_t i = 0; i < n; i++) {
		const struct score_row *p = rows[i].data;
		if (rows[i].does != ROW_EDIT)
			continue;
		TRY(sql_score_line_self(w->c->db, p->line, p->amount, p->planned, p->points, p->note,
		                        NULL));
		if (last != DB_NULL && last != p->sheet)
			TRY(criteria_sum(w->c, last));
		last = p->sheet;
	}
	return last == DB_NULL ? RC_OK : criteria_sum(w->c, last);
}

const struct import_kind import_scores = {
	.name = "score",
	.title = "Nhập điểm tự chấm từ tệp",
	.like = "sheet.score",
	.list = "sheet.list",
	.fields = fields,
	.headings = headings,
	.must = (uint64_t)1 << S_LABEL | (uint64_t)1 << S_AMOUNT,
	.rows_max = 5000,
	.whole = true,
	.unit_label = "Đơn vị",
	.news = "Dòng mới",
	.edits = "Dòng điểm",
	.help = "Mỗi dòng một tiêu chí theo ký hiệu; vào bảng điểm mà đơn vị đang tự chấm. Ô trống là "
			"chưa chấm, 0 là điểm.",
	.row_size = sizeof(struct score_row),
	.begin = begin,
	.end = end,
	.check = check,
	.store = store,
};
