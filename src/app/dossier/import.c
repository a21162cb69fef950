/*
 * import.c: nominees of many from a unit's own table: each row a person (by
 * record or number) or a collective, proposed for one award. A number that is
 * wrong by one digit is told as such.
 */
#include "app/import/import.h"

#include "app/dossier/inner.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_dossier.h"
#include "db/sql_law.h"
#include "db/sql_person.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

enum { N_NONE, N_ID, N_NAME, N_NUMBER, N_UNIT, N_CODE, N_FIRST, N_YEAR, N_SUMMARY, N_DOSSIER };

static const struct choice fields[] = {{"", "Bỏ qua"},
                                       {"id", "Mã hồ sơ người"},
                                       {"name", "Họ và tên"},
                                       {"number", "CCCD, CMND"},
                                       {"unit", "Tập thể"},
                                       {"code", "Đề nghị tặng"},
                                       {"first_year", "Thành tích từ năm"},
                                       {"year", "Đến năm"},
                                       {"summary", "Tóm tắt thành tích"},
                                       {"dossier", "Tên hồ sơ đề nghị"},
                                       {0}};
static const struct import_heading headings[] = {{"ma ho so", N_ID},
                                                 {"ma ho so nguoi", N_ID},
                                                 {"ho va ten", N_NAME},
                                                 {"ho ten", N_NAME},
                                                 {"ten ca nhan", N_NAME},
                                                 {"ca nhan", N_NAME},
                                                 {"cccd", N_NUMBER},
                                                 {"so cccd", N_NUMBER},
                                                 {"cccd cmnd", N_NUMBER},
                                                 {"so dinh danh", N_NUMBER},
                                                 {"so dinh danh ca nhan", N_NUMBER},
                                                 {"tap the", N_UNIT},
                                                 {"don vi", N_UNIT},
                                                 {"ten tap the", N_UNIT},
                                                 {"de nghi tang", N_CODE},
                                                 {"danh hieu", N_CODE},
                                                 {"hinh thuc", N_CODE},
                                                 {"danh hieu hinh thuc", N_CODE},
                                                 {"hinh thuc khen thuong", N_CODE},
                                                 {"hinh thuc de nghi", N_CODE},
                                                 {"danh hieu de nghi", N_CODE},
                                                 {"tu nam", N_FIRST},
                                                 {"thanh tich tu nam", N_FIRST},
                                                 {"nam", N_YEAR},
                                                 {"den nam", N_YEAR},
                                                 {"nam xet", N_YEAR},
                                                 {"tom tat", N_SUMMARY},
                                                 {"thanh tich", N_SUMMARY},
                                                 {"tom tat thanh tich", N_SUMMARY},
                                                 {"ho so", N_DOSSIER},
                                                 {"ten ho so", N_DOSSIER},
                                                 {"ho so de nghi", N_DOSSIER},
                                                 {"ten ho so de nghi", N_DOSSIER},
                                                 {0}};

struct own {
	struct sql_dossier_drafts *drafts;
	size_t draft_count;
	struct key_map *met; /* dossier, subject and award to the row */
};

/* Dossiers that may still change, of the units that the importer may write for.
 */
static enum rc begin(struct import_work *w)
{
	struct own *own = arena_alloc(&w->keep, sizeof *own);
	struct ctx *c = w->c;
	struct db_scope s = gate_scope(c, w->like);
	struct sql_law_top_unit top;
	w->own = own;
	own->met = map_new((size_t)w->import.row_count);
	int64_t unit = s.unit_count ? s.units[0] : DB_NULL;
	if (s.all) {
		TRY(sql_law_top_unit(c->db, &w->keep, &top));
		unit = top.id;
	}
	return unit == DB_NULL ? RC_OK
	                       : sql_dossier_drafts(c->db, &w->keep, unit, c->today, &own->drafts,
	                                            &own->draft_count);
}

static void end(struct import_work *w)
{
	struct own *own = w->own;
	if (own)
		map_free(own->met);
}

/* --- cells ------------------------------------------------------- */

static void read_dossier(struct import_work *w, struct import_row *r, struct nominee_new *n)
{
	const struct own *own = w->own;
	struct str name = import_cell(w, r, N_DOSSIER), fold = viet_fold(&w->mem, name);
	int hits = 0;
	for (size_t i = 0; i < own->draft_count; i++)
		if (name.n == 0 || str_eq(viet_fold(&w->mem, own->drafts[i].title), fold)) {
			n->dossier_id = own->drafts[i].id;
			hits++;
		}
	if (hits == 0)
		import_bad(w, r, N_DOSSIER,
		           "Không có hồ sơ đang soạn nào tên như vậy. Xin lập hồ sơ trước.");
	else if (hits > 1)
		import_bad(w, r, N_DOSSIER,
		           "Có nhiều hồ sơ đang soạn. Xin ghi tên hồ sơ ở cột Tên hồ sơ đề nghị.");
}

static void read_code(struct import_work *w, struct import_row *r, struct nominee_new *n)
{
	struct str text = import_cell(w, r, N_CODE), fold = viet_fold(&w->mem, text);
	n->code = STR("");
	for (const struct choice *a = award_codes; a->value && n->code.n == 0; a++)
		if (str_eqz(text, a->value) || str_eq(fold, viet_fold(&w->mem, str_of(a->label))))
			n->code = str_of(a->value);
	if (n->code.n == 0)
		import_bad(w, r, N_CODE,
		           "Không nhận ra danh hiệu, hình thức. Xin ghi tên đầy đủ hoặc mã "
		           "(LDTT, GK…).");
}

static int64_t read_year(struct import_work *w, struct import_row *r, int field)
{
	struct str text = import_cell(w, r, field);
	int64_t year;
	if (text.n == 0)
		return DB_NULL;
	if (str_int(text, &year) && year >= 1945 && year <= 2200)
		return year;
	import_bad(w, r, field, "Năm là một số có bốn chữ số.");
	return DB_NULL;
}

/* --- whom -------------------------------------------------------- */

static bool same_name(struct import_work *w, struct str a, struct str b)
{
	return str_eq(viet_fold_loose(&w->mem, a), viet_fold_loose(&w->mem, b));
}

static enum rc by_number(struct import_work *w, struct import_row *r, int64_t *person)
{
	struct str kind, number;
	const char *remark;
	import_bad(w, r, N_NUMBER,
	           text_number(&w->mem, import_cell(w, r, N_NUMBER), &kind, &number, &remark));
	if (r->bad || number.n == 0)
		return RC_OK;
	TRY(import_who_has(w, kind, number, person));
	if (*person != DB_NULL)
		return RC_OK;
	TRY(import_one_digit_off(w, r, N_NUMBER, kind, number, import_cell(w, r, N_NAME)));
	if (!r->bad)
		import_bad(w, r, N_NUMBER,
		           "Không có ai mang số này. Xin kiểm tra lại số hoặc ghi mã hồ sơ.");
	return RC_OK;
}

static enum rc read_person(struct import_work *w, struct import_row *r, struct nominee_new *n)
{
	struct str id = import_cell(w, r, N_ID);
	struct sql_person_get p;
	struct ctx *c = w->c;
	if (id.n && (!str_int(id, &n->person_id) || n->person_id < 1))
		import_bad(w, r, N_ID, "Mã hồ sơ là một số.");
	if (id.n == 0)
		TRY(by_number(w, r, &n->person_id));
	if (r->bad)
		return RC_OK;
	if (n->person_id == DB_NULL) {
		import_bad(w, r, N_NAME,
		           "Chưa biết là ai: xin ghi mã hồ sơ hoặc số CCCD của người đã có "
		           "hồ sơ.");
		return RC_OK;
	}
	enum rc rc = sql_person_get(c->db, &w->mem, n->person_id, &p);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (rc == RC_NOTFOUND || gate_label(c, w->like, &person_object, n->person_id).n == 0)
		import_bad(w, r, N_NAME, "Không có hồ sơ này trong phạm vi được giao.");
	else if (import_cell(w, r, N_NAME).n && !same_name(w, p.name, import_cell(w, r, N_NAME)))
		import_bad(w, r, N_NAME, "Hồ sơ này mang tên khác.");
	return RC_OK;
}

static enum rc read_row(struct import_work *w, struct import_row *r)
{
	struct nominee_new *n = r->data;
	bool to_be = false;
	*n = (struct nominee_new){.person_id = DB_NULL,
	                          .unit_id = DB_NULL,
	                          .household = STR(""),
	                          .first_year = read_year(w, r, N_FIRST),
	                          .year = read_year(w, r, N_YEAR),
	                          .summary = import_cell(w, r, N_SUMMARY)};
	read_dossier(w, r, n);
	read_code(w, r, n);
	import_bad(w, r, N_SUMMARY, text_length(n->summary, 10000));
	if (import_cell(w, r, N_NAME).n || import_cell(w, r, N_ID).n || import_cell(w, r, N_NUMBER).n)
		return read_person(w, r, n);
	const struct known_unit *u = known_unit_in(w, r, N_UNIT, N_NONE, w->c->today, &to_be);
	if (u)
		n->unit_id = u->id;
	else if (!r->bad)
		import_bad(w, r, N_UNIT, "Không được để trống cả người và tập thể.");
	return RC_OK;
}

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct nominee_new *n = r->data;
	struct own *own = w->own;
	TRY(read_row(w, r));
	r->does = ROW_BAD;
	if (r->bad)
		return RC_OK;
	struct err *e = w->c->err;
	enum rc rc = nominee_new_check(w->c, n);
	r->does = rc == RC_CONFLICT ? ROW_SAME : ROW_NEW;
	if (rc == RC_INVALID)
		import_bad(w, r, -1, arena_str(&w->mem, str_of(e->message)).p);
	if (rc != RC_OK && rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	err_clear(e);
	uint64_t key = import_key(w,
	                          arena_printf(&w->mem, "%" PRId64 " %" PRId64 " %.*s", n->person_id,
	                                       n->unit_id, STR_ARG(n->code)),
	                          STR(""));
	int64_t row = map_get(own->met, key);
	if (row && row != r->no)
		import_badf(w, r, -1, "Trùng với dòng %" PRId64 ".", row);
	map_put(own->met, key, r->no);
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
	for (size_t i = 0; i < n; i++)
		if (rows[i].does == ROW_NEW)
			TRY(nominee_put(w->c, rows[i].data, &rows[i].id));
	return RC_OK;
}

const struct import_kind import_nominees = {
	.name = "nominee",
	.title = "Nhập đề nghị khen thưởng từ tệp",
	.like = "nominee.add",
	.list = "nominee.list",
	.fields = fields,
	.headings = headings,
	.must = (uint64_t)1 << N_CODE,
	.rows_max = 20000,
	.unit_label = "Tập thể",
	.news = "Đề nghị mới",
	.edits = "Đề nghị sửa",
	.help = "Mỗi dòng một người (mã hồ sơ hoặc CCCD) hoặc một tập thể, đề nghị "
			"tặng một danh hiệu, "
			"hình thức, vào một hồ sơ đang soạn. Ai đã được đề nghị thì để nguyên.",
	.row_size = sizeof(struct nominee_new),
	.begin = begin,
	.end = end,
	.check = check,
	.store = store,
};
