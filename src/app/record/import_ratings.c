/* import_ratings.c: the results of a year's rating from a spreadsheet, of people and collectives.
 */
#include "app/record/import_whom.h"

#include "base/json_out.h"
#include "viet/viet.h"

#include <inttypes.h>

enum rating_field { R_YEAR = W_NEXT, R_QUARTER, R_LEVEL, R_SCORE, R_SIGN, R_DATED, R_ISSUER };

static const struct choice fields[] = {WHOM_FIELDS,
                                       {"year", "Năm"},
                                       {"quarter", "Kỳ"},
                                       {"level", "Mức xếp loại"},
                                       {"score", "Điểm"},
                                       {"sign", "Số quyết định"},
                                       {"dated", "Ngày quyết định"},
                                       {"issuer", "Cơ quan ban hành"},
                                       {0}};
static const struct import_heading headings[] = {WHOM_HEADINGS,
                                                 {"nam", R_YEAR},
                                                 {"nam danh gia", R_YEAR},
                                                 {"ky", R_QUARTER},
                                                 {"quy", R_QUARTER},
                                                 {"muc", R_LEVEL},
                                                 {"muc xep loai", R_LEVEL},
                                                 {"xep loai", R_LEVEL},
                                                 {"xep loai chat luong", R_LEVEL},
                                                 {"ket qua xep loai", R_LEVEL},
                                                 {"diem", R_SCORE},
                                                 {"tong diem", R_SCORE},
                                                 {"quyet dinh", R_SIGN},
                                                 {"so quyet dinh", R_SIGN},
                                                 {"ngay", R_DATED},
                                                 {"ngay quyet dinh", R_DATED},
                                                 {"co quan ban hanh", R_ISSUER},
                                                 {0}};
static const struct import_heading parts[] = {
	{"xep loai", R_LEVEL},  {"so quyet dinh", R_SIGN}, {"ngay quyet dinh", R_DATED},
	{"quyet dinh", R_SIGN}, {"ho va ten", W_NAME},     {0}};
static const struct choice quarters[] = {{"0", "Cả năm"},  {"1", "Quý I"},  {"2", "Quý II"},
                                         {"3", "Quý III"}, {"4", "Quý IV"}, {0}};

struct rating_row {
	struct whom h;
	struct rating_new r;
};

static void read_level(struct import_work *w, struct import_row *r, struct rating_new *n)
{
	static const struct {
		const char *word, *level;
	} words[] = {{"htxsnv", "HTXSNV"},
	             {"xuat sac", "HTXSNV"},
	             {"hoan thanh xuat sac", "HTXSNV"},
	             {"httnv", "HTTNV"},
	             {"tot", "HTTNV"},
	             {"hoan thanh tot", "HTTNV"},
	             {"htnv", "HTNV"},
	             {"hoan thanh", "HTNV"},
	             {"khtnv", "KHTNV"},
	             {"khong hoan thanh", "KHTNV"}};
	struct str text = import_cell(w, r, R_LEVEL), fold = viet_fold(&w->mem, text);
	n->level = STR("");
	for (int i = 0; i < COUNT(words) && n->level.n == 0; i++)
		if (str_eqz(fold, words[i].word))
			n->level = str_of(words[i].level);
	if (text.n == 0)
		import_bad(w, r, R_LEVEL, "Không được để trống mức xếp loại.");
	else if (n->level.n == 0)
		import_bad(w, r, R_LEVEL, text_choice(&w->mem, text, rating_levels, &n->level));
}

static enum rc read_cells(struct import_work *w, struct import_row *r)
{
	struct rating_row *p = r->data;
	struct ctx *c = w->c;
	struct str quarter;
	p->r = (struct rating_new){.source = w->import.file_name};
	read_level(w, r, &p->r);
	p->r.year = year_read(w, r, R_YEAR);
	import_bad(w, r, R_QUARTER,
	           text_choice(&w->mem, import_cell(w, r, R_QUARTER), quarters, &quarter));
	if (!str_int(quarter, &p->r.quarter))
		p->r.quarter = 0;
	if (record_score(c, import_cell(w, r, R_SCORE), &p->r.score_centi) != RC_OK) {
		import_bad(w, r, R_SCORE, arena_str(&w->mem, str_of(c->err->message)).p);
		err_clear(c->err);
	}
	paper_read(w, r, R_SIGN, R_DATED, R_ISSUER, &p->r.p);
	bool unit = !whom_is_person(w, r) && import_cell(w, r, W_UNIT).n;
	TRY(whom_read(w, r, unit ? "unit" : "person", &p->h));
	p->r.s = p->h.s;
	return RC_OK;
}

/* Points and level of one person's row; the scale is that of the row before when the time is the
 * same. */
static enum rc check_points(struct import_work *w, struct import_row *r, struct rating_scale *s)
{
	const struct rating_new *n = &((struct rating_row *)r->data)->r;
	if (n->score_centi == DB_NULL || strcmp(n->s.kind, "person") != 0)
		return RC_OK;
	if (s->year != n->year || s->quarter != n->quarter)
		TRY(record_rating_scale(w->c, n->year, n->quarter, s));
	if (record_rating_fits(w->c, s, n->level, n->score_centi) != RC_OK) {
		import_bad(w, r, R_LEVEL, arena_str(&w->mem, str_of(w->c->err->message)).p);
		err_clear(w->c->err);
	}
	return RC_OK;
}

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct rating_row *p = r->data;
	struct ctx *c = w->c;
	struct str level;
	int64_t there = DB_NULL;
	if (p->h.unmatched)
		TRY(record_unmatched_find(c, &p->h.u, &p->r.s.unmatched_id));
	struct rating_new ask = p->r;
	if (p->h.unmatched && ask.s.unmatched_id == DB_NULL)
		ask.s.unmatched_id = 0; /* none has this id yet */
	enum rc rc = record_rating_check(c, &ask, &there, &level);
	if (rc == RC_INVALID) {
		import_bad(w, r, R_YEAR, arena_str(&w->mem, str_of(c->err->message)).p);
		err_clear(c->err);
		return RC_OK;
	}
	TRY(rc);
	r->id = there;
	r->does = there == DB_NULL ? ROW_NEW : ROW_SAME;
	if (there != DB_NULL && !str_eq(level, p->r.level))
		import_badf(w, r, R_LEVEL, "Kỳ này đã ghi mức khác (dòng %" PRId64 " của sổ).", there);
	not_again(w, r, arena_printf(&w->mem, "%" PRId64 "/%" PRId64, p->r.year, p->r.quarter),
	          p->h.key);
	return RC_OK;
}

static enum rc ratings_check(struct import_work *w, struct import_row *rows, size_t n)
{
	struct rating_scale scale = {.year = DB_NULL};
	for (size_t i = 0; i < n; i++) {
		TRY(read_cells(w, &rows[i]));
		if (!rows[i].bad)
			TRY(check_points(w, &rows[i], &scale));
		if (!rows[i].bad)
			TRY(check_row(w, &rows[i]));
	}
	return RC_OK;
}

static enum rc ratings_store(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct rating_row *p = rows[i].data;
		if (rows[i].does != ROW_NEW)
			continue;
		TRY(whom_keep(w, &p->h));
		if (p->h.unmatched)
			p->r.s.unmatched_id = p->h.s.unmatched_id;
		TRY(record_rating_add(w->c, &p->r, &rows[i].id));
	}
	return RC_OK;
}

const struct import_kind import_ratings = {
	.name = "rating",
	.title = "Nhập kết quả xếp loại từ tệp",
	.like = "rating.add",
	.list = "rating.list",
	.fields = fields,
	.headings = headings,
	.parts = parts,
	.must = (uint64_t)1 << R_LEVEL | (uint64_t)1 << R_YEAR,
	.news = "Kết quả mới",
	.edits = "Kết quả sửa",
	.help = "Dòng không có họ tên mà có đơn vị là xếp loại của tập thể.",
	.row_size = sizeof(struct rating_row),
	.begin = said_begin,
	.end = said_end,
	.check = ratings_check,
	.store = ratings_store,
};
