/*
 * import_holds.c: who is not considered for now, from a spreadsheet. The reason is confidential: it
 * is sealed like one that is typed, and no finding repeats it. Whom it is about must be known: a
 * hold that waits to be matched would hold nobody.
 */
#include "app/record/import_whom.h"

#include "viet/viet.h"

enum hold_field { H_KIND = W_NEXT, H_REASON, H_FROM };

static const struct choice fields[] = {
	WHOM_FIELDS, {"kind", "Vì sao"}, {"reason", "Nội dung (bảo mật)"}, {"from", "Từ ngày"}, {0}};
static const struct import_heading headings[] = {WHOM_HEADINGS,
                                                 {"vi sao", H_KIND},
                                                 {"ly do", H_KIND},
                                                 {"ly do tam dung", H_KIND},
                                                 {"noi dung", H_REASON},
                                                 {"noi dung bao mat", H_REASON},
                                                 {"tu ngay", H_FROM},
                                                 {"tam dung tu ngay", H_FROM},
                                                 {0}};

struct hold_row {
	struct whom h;
	struct hold_new n;
};

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct hold_row *p = r->data;
	p->n = (struct hold_new){.reason = import_cell(w, r, H_REASON)};
	import_bad(w, r, H_KIND,
	           text_choice(&w->mem, import_cell(w, r, H_KIND), hold_kinds, &p->n.kind));
	import_bad(w, r, H_FROM, text_date(&w->mem, import_cell(w, r, H_FROM), &p->n.from));
	import_bad(w, r, H_REASON, text_length(p->n.reason, 4000));
	must_have(w, r, H_KIND);
	must_have(w, r, H_REASON);
	must_have(w, r, H_FROM);
	TRY(whom_read(w, r, whom_is_person(w, r) ? "person" : "unit", &p->h));
	p->n.s = p->h.s;
	if (p->h.unmatched)
		import_bad(
			w, r, whom_is_person(w, r) ? W_NAME : W_UNIT,
			"Phải biết đúng là ai mới tạm dừng xét được. Xin ghi Mã hồ sơ, CCCD hoặc tên đơn "
			"vị như trong tổ chức.");
	if (r->bad)
		return RC_OK;
	TRY(row_checked(w, r, record_hold_check(w->c, &p->n), H_FROM));
	not_again(w, r, arena_printf(&w->mem, "%.*s/%s", STR_ARG(p->n.kind), date_iso(p->n.from).z),
	          p->h.key);
	return RC_OK;
}

static enum rc check_rows(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(check_row(w, &rows[i]));
	return RC_OK;
}

static enum rc store_rows(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].does == ROW_NEW)
			TRY(record_hold_add(w->c, &((struct hold_row *)rows[i].data)->n, &rows[i].id));
	return RC_OK;
}

const struct import_kind import_holds = {
	.name = "hold",
	.title = "Nhập danh sách tạm dừng xét từ tệp",
	.like = "hold.add",
	.list = "hold.list",
	.fields = fields,
	.headings = headings,
	.must = (uint64_t)1 << H_KIND | (uint64_t)1 << H_REASON | (uint64_t)1 << H_FROM,
	.news = "Lần tạm dừng mới",
	.edits = "Lần tạm dừng sửa",
	.help =
		"Cột CCCD hoặc Mã hồ sơ cho biết là ai; dòng không có họ tên mà có đơn vị là tập thể. Nội "
		"dung được mã hóa như khi nhập tay.",
	.row_size = sizeof(struct hold_row),
	.begin = said_begin,
	.end = said_end,
	.check = check_rows,
	.store = store_rows,
};
