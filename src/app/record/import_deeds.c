/* import_deeds.c: achievements, and time in posts, from a spreadsheet. */
#include "app/record/import_whom.h"
#include "db/sql_deed.h"

#include "viet/viet.h"

#include <inttypes.h>

/* --- achievements -------------------------------------------------------------------------- */

enum deed_field {
	D_HOUSE = W_NEXT,
	D_KIND,
	D_TITLE,
	D_YEAR,
	D_ON,
	D_EFFECT,
	D_SCOPE,
	D_SIGN,
	D_DATED,
	D_ISSUER
};

static const struct choice deed_cells[] = {WHOM_FIELDS,
                                           {"household", "Hộ gia đình"},
                                           {"kind", "Loại thành tích"},
                                           {"title", "Nội dung"},
                                           {"year", "Năm"},
                                           {"on", "Ngày lập thành tích"},
                                           {"effect", "Hiệu quả"},
                                           {"scope", "Phạm vi"},
                                           {"sign", "Số văn bản xác nhận"},
                                           {"dated", "Ngày văn bản"},
                                           {"issuer", "Cơ quan xác nhận"},
                                           {0}};
static const struct import_heading deed_headings[] = {WHOM_HEADINGS,
                                                      {"ho gia dinh", D_HOUSE},
                                                      {"chu ho", D_HOUSE},
                                                      {"loai thanh tich", D_KIND},
                                                      {"loai", D_KIND},
                                                      {"noi dung", D_TITLE},
                                                      {"thanh tich", D_TITLE},
                                                      {"noi dung thanh tich", D_TITLE},
                                                      {"nam", D_YEAR},
                                                      {"ngay lap", D_ON},
                                                      {"ngay lap thanh tich", D_ON},
                                                      {"hieu qua", D_EFFECT},
                                                      {"hieu qua bang con so", D_EFFECT},
                                                      {"pham vi", D_SCOPE},
                                                      {"pham vi anh huong", D_SCOPE},
                                                      {"van ban xac nhan", D_SIGN},
                                                      {"so van ban xac nhan", D_SIGN},
                                                      {"ngay van ban", D_DATED},
                                                      {"ngay", D_DATED},
                                                      {"co quan xac nhan", D_ISSUER},
                                                      {0}};

struct deed_row {
	struct whom h;
	struct deed_new d;
};

/* A name or number: a person; else a household that is named; else the unit itself. */
static enum rc deed_whom(struct import_work *w, struct import_row *r, struct deed_row *p)
{
	struct str house = import_cell(w, r, D_HOUSE);
	bool person = whom_is_person(w, r);
	if (house.n && person)
		import_bad(w, r, D_HOUSE, "Một dòng là của một người hoặc một hộ, không cả hai.");
	if (house.n && !person) {
		p->d.s = (struct subject){.kind = "household",
		                          .person_id = DB_NULL,
		                          .unit_id = DB_NULL,
		                          .unmatched_id = DB_NULL,
		                          .household = house};
		import_bad(w, r, D_HOUSE, text_length(house, 200));
		return RC_OK;
	}
	TRY(whom_read(w, r, person ? "person" : "unit", &p->h));
	p->d.s = p->h.s;
	p->d.s.household = STR("");
	return RC_OK;
}

static enum rc check_deed(struct import_work *w, struct import_row *r)
{
	struct deed_row *p = r->data;
	struct deed_new *d = &p->d;
	*d = (struct deed_new){.source = w->import.file_name,
	                       .title = import_cell(w, r, D_TITLE),
	                       .effect = import_cell(w, r, D_EFFECT)};
	import_bad(w, r, D_KIND, text_choice(&w->mem, import_cell(w, r, D_KIND), deed_kinds, &d->kind));
	import_bad(w, r, D_SCOPE,
	           text_choice(&w->mem, import_cell(w, r, D_SCOPE), initiative_scopes, &d->scope));
	import_bad(w, r, D_TITLE, text_length(d->title, 400));
	must_have(w, r, D_KIND);
	must_have(w, r, D_SCOPE);
	must_have(w, r, D_TITLE);
	d->year = year_read(w, r, D_YEAR);
	import_bad(w, r, D_ON, text_date(&w->mem, import_cell(w, r, D_ON), &d->on));
	import_bad(w, r, D_EFFECT, text_length(d->effect, 3000));
	if (str_eqz(d->kind, "sudden") && date_is_none(d->on))
		import_warn(w, r, D_ON,
		            "Thành tích đột xuất không có ngày lập: không tính được hạn khen kịp thời.");
	paper_read(w, r, D_SIGN, D_DATED, D_ISSUER, &d->p);
	TRY(deed_whom(w, r, p));
	if (r->bad)
		return RC_OK;
	if (p->h.unmatched)
		TRY(record_unmatched_find(w->c, &p->h.u, &d->s.unmatched_id));
	TRY(row_checked(w, r, record_deed_check(w->c, d, 0), date_is_none(d->on) ? D_YEAR : D_ON));
	not_again(w, r,
	          arena_printf(&w->mem, "%.*s/%.*s/%" PRId64 "/%.*s", STR_ARG(d->kind),
	                       STR_ARG(d->title), d->year, STR_ARG(d->s.household)),
	          p->h.key);
	return RC_OK;
}

static enum rc check_deeds(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(check_deed(w, &rows[i]));
	return RC_OK;
}

static enum rc store_deeds(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct deed_row *p = rows[i].data;
		if (rows[i].does != ROW_NEW)
			continue;
		TRY(whom_keep(w, &p->h));
		if (p->h.unmatched)
			p->d.s.unmatched_id = p->h.s.unmatched_id;
		TRY(record_deed_add(w->c, &p->d, &rows[i].id));
	}
	return RC_OK;
}

const struct import_kind import_deeds = {
	.name = "deed",
	.title = "Nhập thành tích từ tệp",
	.like = "deed.add",
	.list = "deed.list",
	.fields = deed_cells,
	.headings = deed_headings,
	.must = (uint64_t)1 << D_KIND | (uint64_t)1 << D_TITLE,
	.news = "Thành tích mới",
	.edits = "Thành tích sửa",
	.row_size = sizeof(struct deed_row),
	.begin = said_begin,
	.end = said_end,
	.check = check_deeds,
	.store = store_deeds,
};

/* --- time in posts ------------------------------------------------------------------------- */

enum service_field { S_POST = W_NEXT, S_TITLE, S_FROM, S_TO, S_SIGN, S_DATED, S_ISSUER };

static const struct choice service_cells[] = {WHOM_FIELDS,
                                              {"post", "Nhóm chức vụ"},
                                              {"title", "Chức vụ, nơi công tác"},
                                              {"from", "Từ ngày"},
                                              {"to", "Đến trước ngày"},
                                              {"sign", "Số quyết định"},
                                              {"dated", "Ngày quyết định"},
                                              {"issuer", "Cơ quan ban hành"},
                                              {0}};
static const struct import_heading service_headings[] = {WHOM_HEADINGS,
                                                         {"nhom chuc vu", S_POST},
                                                         {"chuc vu", S_TITLE},
                                                         {"chuc vu noi cong tac", S_TITLE},
                                                         {"tu ngay", S_FROM},
                                                         {"den truoc ngay", S_TO},
                                                         {"den ngay", S_TO},
                                                         {"so quyet dinh", S_SIGN},
                                                         {"quyet dinh", S_SIGN},
                                                         {"ngay quyet dinh", S_DATED},
                                                         {"co quan ban hanh", S_ISSUER},
                                                         {0}};

struct service_row {
	struct whom h;
	struct service_new s;
};

static enum rc check_again(struct import_work *w, struct import_row *r)
{
	struct service_row *p = r->data;
	struct sql_service_same_unmatched row;
	int64_t id;
	if (!p->h.unmatched)
		return RC_OK;
	TRY(record_unmatched_find(w->c, &p->h.u, &id));
	if (id == DB_NULL)
		return RC_OK;
	enum rc rc = sql_service_same_unmatched(w->c->db, &w->mem, id, p->s.post, p->s.from, &row);
	r->does = rc == RC_OK ? ROW_SAME : r->does;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc check_service(struct import_work *w, struct import_row *r)
{
	struct service_row *p = r->data;
	struct service_new *s = &p->s;
	*s = (struct service_new){.source = w->import.file_name,
	                          .unmatched_id = DB_NULL,
	                          .title = import_cell(w, r, S_TITLE)};
	import_bad(w, r, S_POST,
	           text_choice(&w->mem, import_cell(w, r, S_POST), service_posts, &s->post));
	import_bad(w, r, S_FROM, text_date(&w->mem, import_cell(w, r, S_FROM), &s->from));
	import_bad(w, r, S_TO, text_date(&w->mem, import_cell(w, r, S_TO), &s->to));
	import_bad(w, r, S_TITLE, text_length(s->title, 200));
	must_have(w, r, S_POST);
	must_have(w, r, S_FROM);
	paper_read(w, r, S_SIGN, S_DATED, S_ISSUER, &s->p);
	TRY(whom_read(w, r, "person", &p->h));
	s->person_id = p->h.s.person_id;
	if (r->bad)
		return RC_OK;
	TRY(row_checked(w, r, record_service_check(w->c, s, 0), S_FROM));
	not_again(w, r, arena_printf(&w->mem, "%.*s/%s", STR_ARG(s->post), date_iso(s->from).z),
	          p->h.key);
	return check_again(w, r);
}

static enum rc check_services(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(check_service(w, &rows[i]));
	return RC_OK;
}

static enum rc store_services(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct service_row *p = rows[i].data;
		if (rows[i].does != ROW_NEW)
			continue;
		TRY(whom_keep(w, &p->h));
		if (p->h.unmatched)
			p->s.unmatched_id = p->h.s.unmatched_id;
		TRY(record_service_add(w->c, &p->s, &rows[i].id));
	}
	return RC_OK;
}

const struct import_kind import_services = {
	.name = "service",
	.title = "Nhập thời gian giữ chức vụ từ tệp",
	.like = "service.add",
	.list = "service.list",
	.fields = service_cells,
	.headings = service_headings,
	.must = (uint64_t)1 << S_POST | (uint64_t)1 << S_FROM,
	.news = "Thời gian mới",
	.edits = "Thời gian sửa",
	.row_size = sizeof(struct service_row),
	.begin = said_begin,
	.end = said_end,
	.check = check_services,
	.store = store_services,
};
