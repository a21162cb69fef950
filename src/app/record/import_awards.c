/*
 * import_awards.c: the old ledger from a spreadsheet.
 *
 * A row without a decision, or of somebody who has no number, is kept and marked. A row that the
 * ledger has already is left alone; one that brings the decision that was missing mends it.
 */
#include "app/record/import_whom.h"

#include "base/json_out.h"
#include "db/sql_award.h"
#include "viet/viet.h"

#include <inttypes.h>

enum award_field {
	A_CODE = W_NEXT,
	A_TYPE,
	A_YEAR,
	A_FROM,
	A_TO,
	A_SIGN,
	A_DATED,
	A_ISSUER,
	A_POST,
	A_DEED,
	A_SUBJECT
};

static const struct choice fields[] = {WHOM_FIELDS,
                                       {"code", "Danh hiệu, hình thức"},
                                       {"type", "Loại hình"},
                                       {"year", "Năm"},
                                       {"from", "Thành tích từ ngày"},
                                       {"to", "Đến trước ngày"},
                                       {"sign", "Số quyết định"},
                                       {"dated", "Ngày quyết định"},
                                       {"issuer", "Cơ quan ban hành"},
                                       {"post", "Chức vụ"},
                                       {"achievement", "Thành tích"},
                                       {"subject", "Đối tượng"},
                                       {0}};
static const struct import_heading headings[] = {WHOM_HEADINGS,
                                                 {"danh hieu hinh thuc", A_CODE},
                                                 {"danh hieu", A_CODE},
                                                 {"hinh thuc khen thuong", A_CODE},
                                                 {"danh hieu hinh thuc khen thuong", A_CODE},
                                                 {"khen thuong", A_CODE},
                                                 {"loai hinh", A_TYPE},
                                                 {"loai hinh khen thuong", A_TYPE},
                                                 {"nam", A_YEAR},
                                                 {"nam khen thuong", A_YEAR},
                                                 {"thanh tich tu ngay", A_FROM},
                                                 {"den truoc ngay", A_TO},
                                                 {"quyet dinh", A_SIGN},
                                                 {"so quyet dinh", A_SIGN},
                                                 {"so qd", A_SIGN},
                                                 {"ngay", A_DATED},
                                                 {"ngay quyet dinh", A_DATED},
                                                 {"ngay qd", A_DATED},
                                                 {"co quan ban hanh", A_ISSUER},
                                                 {"cap quyet dinh", A_ISSUER},
                                                 {"chuc vu", A_POST},
                                                 {"thanh tich", A_DEED},
                                                 {"ly do khen", A_DEED},
                                                 {"loai doi tuong", A_SUBJECT},
                                                 {0}};
static const struct import_heading parts[] = {{"danh hieu", A_CODE},
                                              {"hinh thuc khen", A_CODE},
                                              {"so quyet dinh", A_SIGN},
                                              {"ngay quyet dinh", A_DATED},
                                              {"quyet dinh", A_SIGN},
                                              {"ho va ten", W_NAME},
                                              {0}};

struct award_row {
	struct whom h;
	struct award_new a;
};

/* --- the cells ----------------------------------------------------------------------------- */

/* What old ledgers write, folded; codes and full names are found by text_choice(). */
static const struct {
	const char *word, *code;
} words[] = {{"ldtt", "LDTT"},
             {"lao dong tien tien", "LDTT"},
             {"cstdcs", "CSTDCS"},
             {"cstd co so", "CSTDCS"},
             {"cstdt", "CSTDT"},
             {"cstd tinh", "CSTDT"},
             {"cstd cap tinh", "CSTDT"},
             {"chien si thi dua tinh", "CSTDT"},
             {"cstdtq", "CSTDTQ"},
             {"cstd toan quoc", "CSTDTQ"},
             {"ttldtt", "TTLDTT"},
             {"ttldxs", "TTLDXS"},
             {"co thi dua tinh", "CTDT"},
             {"co ubnd tinh", "CTDT"},
             {"co thi dua cua ubnd tinh", "CTDT"},
             {"co chinh phu", "CTDCP"},
             {"co thi dua chinh phu", "CTDCP"},
             {"gk", "GK"},
             {"giay khen", "GK"},
             {"bang khen tinh", "BKT"},
             {"bang khen ubnd tinh", "BKT"},
             {"bang khen cua ubnd tinh", "BKT"},
             {"bang khen chu tich ubnd tinh", "BKT"},
             {"bang khen thu tuong", "BKTTG"},
             {"bang khen thu tuong chinh phu", "BKTTG"},
             {"hcld hang ba", "HCLD3"},
             {"hcld hang nhi", "HCLD2"},
             {"hcld hang nhat", "HCLD1"},
             {"ky niem chuong", "KNC"},
             {"cstd bo", "CSTDB"},
             {"cstd cap bo", "CSTDB"},
             {"chien si thi dua cap bo", "CSTDB"},
             {"thon van hoa", "TVH"},
             {"to dan pho van hoa", "TVH"}};

static void read_code(struct import_work *w, struct import_row *r, struct award_new *a)
{
	struct str text = import_cell(w, r, A_CODE), fold = viet_fold(&w->mem, text);
	a->code = STR("");
	if (text.n == 0) {
		import_bad(w, r, A_CODE, "Không được để trống danh hiệu, hình thức.");
		return;
	}
	for (int i = 0; i < COUNT(words) && a->code.n == 0; i++)
		if (str_eqz(fold, words[i].word))
			a->code = str_of(words[i].code);
	if (a->code.n || *text_choice(&w->mem, text, award_codes, &a->code) == 0)
		return;
	a->code = STR("KHAC");
	a->title = text;
	import_bad(w, r, A_CODE, text_length(text, 200));
	import_warn(w, r, A_CODE,
	            "Không rõ là danh hiệu, hình thức nào; được ghi là \"Khác\" cùng tên này.");
}

/* "Tập thể" said outright, or a title that only collectives have, or a unit without a name. */
static const char *subject_of(struct import_work *w, struct import_row *r, struct str code)
{
	struct str said;
	import_bad(w, r, A_SUBJECT,
	           text_choice(&w->mem, import_cell(w, r, A_SUBJECT), record_subjects, &said));
	if (said.n)
		return arena_strz(&w->mem, said);
	bool collective = str_eqz(code, "TTLDTT") || str_eqz(code, "TTLDXS") || str_eqz(code, "CTDT") ||
	                  str_eqz(code, "CTDCP") || str_eqz(code, "XTB") || str_eqz(code, "TVH");
	bool unit = !whom_is_person(w, r) && import_cell(w, r, W_UNIT).n;
	return collective || unit ? "unit" : "person";
}

static enum rc read_cells(struct import_work *w, struct import_row *r)
{
	struct award_row *p = r->data;
	struct award_new *a = &p->a;
	*a = (struct award_new){.title = STR(""),
	                        .level = STR(""),
	                        .post_title = import_cell(w, r, A_POST),
	                        .achievement = import_cell(w, r, A_DEED),
	                        .initiative_id = DB_NULL,
	                        .source = w->import.file_name};
	read_code(w, r, a);
	import_bad(w, r, A_TYPE,
	           text_choice(&w->mem, import_cell(w, r, A_TYPE), award_types, &a->type));
	if (a->type.n == 0)
		a->type = STR("merit");
	a->year = year_read(w, r, A_YEAR);
	import_bad(w, r, A_FROM, text_date(&w->mem, import_cell(w, r, A_FROM), &a->from));
	import_bad(w, r, A_TO, text_date(&w->mem, import_cell(w, r, A_TO), &a->to));
	import_bad(w, r, A_POST, text_length(a->post_title, 200));
	import_bad(w, r, A_DEED, text_length(a->achievement, 4000));
	paper_read(w, r, A_SIGN, A_DATED, A_ISSUER, &a->p);
	const char *kind = subject_of(w, r, a->code);
	if (strcmp(kind, "household") != 0) {
		TRY(whom_read(w, r, kind, &p->h));
		a->s = p->h.s;
		return RC_OK;
	}
	a->s = (struct subject){.kind = kind,
	                        .person_id = DB_NULL,
	                        .unit_id = DB_NULL,
	                        .unmatched_id = DB_NULL,
	                        .household = import_cell(w, r, W_NAME)};
	p->h.key = import_key(w, STR("household"), viet_fold(&w->mem, a->s.household));
	if (a->s.household.n == 0)
		import_bad(w, r, W_NAME, "Không được để trống tên hộ.");
	return RC_OK;
}

/* --- against the ledger ---------------------------------------------------------------------- */

static int column_of(const char *field)
{
	static const struct {
		const char *field;
		int column;
	} known[] = {{"code", A_CODE}, {"title", A_CODE}, {"type", A_TYPE},
	             {"year", A_YEAR}, {"to", A_TO},      {"dated", A_DATED}};
	for (int i = 0; i < COUNT(known); i++)
		if (strcmp(field, known[i].field) == 0)
			return known[i].column;
	return -1;
}

/* The line is there: left alone, mended with the decision it lacked, or contradicted. */
static void is_there(struct import_work *w, struct import_row *r, const struct award_met *met)
{
	const struct paper *now = &((struct award_row *)r->data)->a.p;
	r->id = met->id;
	bool lacks = met->sign.n == 0 || date_is_none(met->dated);
	bool brings = now->sign.n && !date_is_none(now->dated);
	if (lacks && brings)
		r->does = ROW_EDIT;
	else if (now->sign.n == 0 || str_eq(now->sign, met->sign))
		r->does = ROW_SAME;
	else
		import_badf(w, r, A_SIGN,
		            "Sổ đã có khen thưởng này cho thời gian ấy theo QĐ %.*s (dòng %" PRId64 ").",
		            STR_ARG(met->sign), met->id);
}

static enum rc find_unmatched(struct import_work *w, struct award_row *p)
{
	int64_t id;
	if (!p->h.unmatched)
		return RC_OK;
	TRY(record_unmatched_find(w->c, &p->h.u, &id));
	p->a.s.unmatched_id = id;
	return RC_OK;
}

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct award_row *p = r->data;
	struct award_met met = {.id = DB_NULL};
	struct ctx *c = w->c;
	TRY(find_unmatched(w, p));
	bool unknown = p->h.unmatched && p->a.s.unmatched_id == DB_NULL;
	enum rc rc = record_award_check(c, &p->a, 0, unknown ? NULL : &met);
	if (rc == RC_INVALID) {
		import_bad(w, r, column_of(c->err->field), arena_str(&w->mem, str_of(c->err->message)).p);
		err_clear(c->err);
		return RC_OK;
	}
	TRY(rc);
	if (met.id != DB_NULL) {
		is_there(w, r, &met);
		return RC_OK;
	}
	not_again(w, r,
	          arena_printf(&w->mem, "%.*s|%.*s|%s|%.*s|%.*s", STR_ARG(p->a.code),
	                       STR_ARG(p->a.type), date_iso(p->a.from).z,
	                       award_is_title(p->a.code) ? 0 : (int)p->a.achievement.n,
	                       p->a.achievement.p, STR_ARG(viet_fold(&w->mem, p->a.title))),
	          p->h.key);
	r->does = ROW_NEW;
	return RC_OK;
}

static enum rc awards_check(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		TRY(read_cells(w, &rows[i]));
		if (!rows[i].bad)
			TRY(check_row(w, &rows[i]));
	}
	return RC_OK;
}

/* --- in ------------------------------------------------------------------------------------ */

static enum rc mend(struct import_work *w, const struct import_row *r)
{
	const struct award_new *a = &((const struct award_row *)r->data)->a;
	struct buf b;
	TRY(sql_award_paper(w->c->db, r->id, a->p.sign, a->p.dated, a->p.issuer, NULL));
	buf_init(&b, 64 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_int(&j, "id", r->id);
	json_str(&j, "sign", a->p.sign);
	json_z(&j, "dated", date_iso(a->p.dated).z);
	json_str(&j, "issuer", a->p.issuer);
	json_int(&j, "_import", w->id);
	json_end(&j);
	enum rc rc = buf_check(&b, w->c->err);
	if (rc == RC_OK)
		rc = import_journal(w, &(struct import_line){.op = "award.edit",
		                                             .object = "award",
		                                             .object_id = r->id,
		                                             .person_id = a->s.person_id,
		                                             .unit_id = a->s.unit_id,
		                                             .detail = buf_view(&b)});
	buf_release(&b);
	return rc;
}

static enum rc awards_store(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct award_row *p = rows[i].data;
		if (rows[i].does == ROW_EDIT)
			TRY(mend(w, &rows[i]));
		if (rows[i].does != ROW_NEW)
			continue;
		TRY(whom_keep(w, &p->h));
		if (p->h.unmatched)
			p->a.s.unmatched_id = p->h.s.unmatched_id;
		TRY(record_award_add(w->c, &p->a, &rows[i].id));
	}
	return RC_OK;
}

const struct import_kind import_awards = {
	.name = "award",
	.title = "Nhập sổ khen thưởng từ tệp",
	.like = "award.add",
	.list = "award.list",
	.fields = fields,
	.headings = headings,
	.parts = parts,
	.must = (uint64_t)1 << A_CODE | (uint64_t)1 << A_YEAR,
	.news = "Dòng mới",
	.edits = "Bổ sung quyết định",
	.help =
		"Cột CCCD, CMND hoặc Mã hồ sơ cho biết dòng là của ai. Chỉ có tên thì dòng vẫn được giữ, "
		"đánh dấu, và nối sau ở \"Đối tượng chưa nối\".",
	.row_size = sizeof(struct award_row),
	.begin = said_begin,
	.end = said_end,
	.check = awards_check,
	.store = awards_store,
};
