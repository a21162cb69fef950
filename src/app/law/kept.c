/* kept.c: verdicts that were kept: the list, and one with the bytes of its time. */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql.h"
#include "op/gate.h"
#include "web/web.h"

const struct object law_verdict_object = {.name = "verdict",
                                          .label = "kết quả kiểm tra",
                                          .list = &sql_list_law_verdict_object,
                                          .view = "verdict.view"};

static const struct choice verdicts[] = {{"eligible", "Đủ điều kiện"},
                                         {"ineligible", "Không đủ điều kiện"},
                                         {"unknown", "Chưa đủ căn cứ"},
                                         {"held", "Tạm dừng"},
                                         {0}};

struct verdict_in {
	int64_t id;
};
static const struct field verdict_fields[] = {
	F(REF, struct verdict_in, id, "Kết quả", .flags = MUST | HIDDEN, .ref = &law_verdict_object),
};

/* Evaluated again by the rules of its time, and compared with what was kept. */
static enum rc verdict_view(struct ctx *c, const void *in, struct out *out)
{
	const struct verdict_in *p = in;
	struct sql_law_verdict_get row;
	struct law_report_view *v = arena_alloc(c->mem, sizeof *v);
	struct buf b;
	TRY(sql_law_verdict_get(c->db, c->mem, p->id, &row));
	buf_init(&b, (size_t)16 * 1024 * 1024);
	enum rc rc = law_again(c, p->id, &b);
	v->good = rc == RC_OK && str_eq(buf_view(&b), row.answer);
	buf_release(&b);
	TRY(rc);
	v->say = v->good ? STR("Tính lại từ dữ kiện và bộ quy tắc đã lưu: giống từng chữ.")
	                 : STR("Tính lại không giống bản đã lưu: xin báo quản trị hệ thống.");
	v->lines = arena_array(c->mem, 4, sizeof *v->lines);
	v->lines[v->count++] =
		arena_printf(c->mem, "Kết quả: %.*s", STR_ARG(choice_label(verdicts, row.verdict)));
	v->lines[v->count++] = arena_printf(c->mem, "Bộ quy tắc: %.*s", STR_ARG(row.law_hash));
	v->lines[v->count++] = arena_printf(c->mem, "Dữ kiện: %.*s", STR_ARG(row.facts));
	v->lines[v->count++] = arena_printf(c->mem, "Trả lời: %.*s", STR_ARG(row.answer));
	out->heading = c->object_label;
	out->data = v;
	return RC_OK;
}

static void verdict_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_report(html, data);
}

static void verdict_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_report_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_bool(&j, "same", v->good);
	json_str(&j, "answer",
	         (struct str){.p = v->lines[3].p + strlen("Trả lời: "),
	                      .n = v->lines[3].n - strlen("Trả lời: ")});
	json_end(&j);
}

static const struct field filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "unit", "Tập thể", .ref = &unit_object),
	FILTER(TEXT, "award", "Mã danh hiệu"),
	FILTER(CHOICE, "verdict", "Kết quả", .choices = verdicts),
};
static const struct column cols[] = {
	{"award", "Danh hiệu, hình thức", COL_LINK, .op = "verdict.view", .key = "id"},
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"year", "Năm xét", COL_TEXT},
	{"on_date", "Tại ngày", COL_DATE},
	{"set_name", "Bộ quy tắc", COL_TEXT},
	{"verdict", "Kết quả", COL_BADGE, .choices = verdicts},
	{"made_ms", "Lưu lúc", COL_MOMENT, .order = "newest"},
};

const struct op law_verdict_ops[] = {
	{.name = "verdict.list",
     .title = "Kết quả kiểm tra đã lưu",
     .help = "Các lần kiểm tra điều kiện đã lưu, kèm bộ quy tắc của lúc ấy.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = LAW_ASKS,
     .scope = SCOPE_ANY,
     .area = "award",
     .icon = "report",
     .object = &law_verdict_object,
     .list = &sql_list_law_verdict_list,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa lưu kết quả nào."},
	{.name = "verdict.view",
     .title = "Kết quả kiểm tra",
     .help = "Câu trả lời đã lưu; chương trình tính lại và so từng chữ.",
     .kind = OP_READ,
     .roles = LAW_ASKS,
     .scope = SCOPE_OBJECT,
     .object = &law_verdict_object,
     FIELDS(verdict_fields),
     .in_size = sizeof(struct verdict_in),
     .run = verdict_view,
     .page = verdict_page,
     .json = verdict_json},
	{0}};
