/* kept.c: verdicts that were kept: the list, and one with the bytes of its time. */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_law.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

const struct object law_verdict_object = {.name = "verdict",
                                          .label = "kết quả kiểm tra",
                                          .list = &sql_list_law_verdict_object,
                                          .view = "verdict.view"};

static const struct choice verdicts[] = {
	{"eligible", "Đủ điều kiện"},  {"ineligible", "Không đủ điều kiện"},
	{"unknown", "Chưa đủ căn cứ"}, {"held", "Tạm dừng"},
	{"given", "Đã tặng"},          {0}};

struct verdict_in {
	int64_t id;
};
static const struct field verdict_fields[] = {
	F(REF, struct verdict_in, id, "Kết quả", .flags = MUST | HIDDEN, .ref = &law_verdict_object),
};

struct kept {
	struct law_explained_view view;
	struct str answer;
};

static struct str whom_of(struct ctx *c, const struct sql_law_verdict_get *row)
{
	if (row->person_id != DB_NULL)
		return arena_printf(c->mem, "/law/person?id=%" PRId64 "&year=%" PRId64, row->person_id,
		                    row->year);
	if (row->unit_id != DB_NULL)
		return arena_printf(c->mem, "/law/unit?id=%" PRId64 "&year=%" PRId64, row->unit_id,
		                    row->year);
	return STR("/law/household");
}

/* Evaluated again by the rules of its time, and compared with what was kept; shown as it was asked.
 */
static enum rc verdict_view(struct ctx *c, const void *in, struct out *out)
{
	const struct verdict_in *p = in;
	struct sql_law_verdict_get row;
	struct law_question q;
	struct law_facts f;
	struct law_answers answers;
	struct kept *k = arena_alloc(c->mem, sizeof *k);
	struct buf b;
	TRY(sql_law_verdict_get(c->db, c->mem, p->id, &row));
	buf_init(&b, (size_t)16 * 1024 * 1024);
	enum rc rc = law_again_answers(c, &row, &q, &f, &answers, &b);
	bool same = rc == RC_OK && str_eq(buf_view(&b), row.answer);
	buf_release(&b);
	TRY(rc);
	/* Whom it was about is not asked again: what lacks now is for the page of the question. */
	TRY(law_explained_show(c, &answers, &q, &f, STR(""), &k->view));
	k->answer = row.answer;
	k->view.same = same;
	k->view.whom = c->object_label;
	k->view.href = whom_of(c, &row);
	k->view.when = arena_printf(c->mem, "năm xét %d, tại ngày %s, hồ sơ tiếp nhận ngày %s", q.year,
	                            date_vn(q.on).z, date_vn(row.received).z);
	k->view.kept =
		arena_printf(c->mem, "Lưu ngày %s theo bộ quy tắc %.*s (dấu vân tay %.12s…).",
	                 date_vn(date_at(row.made_ms)).z, STR_ARG(row.set_name), row.law_hash.p);
	out->heading =
		arena_printf(c->mem, "%.*s: %.*s", STR_ARG(answers.at[0].name), STR_ARG(c->object_label));
	out->data = k;
	return RC_OK;
}

static void verdict_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_explained(html, &((const struct kept *)data)->view);
}

static void verdict_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct kept *k = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_bool(&j, "same", k->view.same);
	json_str(&j, "answer", k->answer);
	json_end(&j);
}

static const struct field filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "unit", "Tập thể", .ref = &unit_object),
	FILTER(TEXT, "award", "Mã danh hiệu"),
	FILTER(CHOICE, "verdict", "Kết quả", .choices = verdicts),
	FILTER(INT, "year", "Năm xét", .min = 1945, .max = 2200),
};
static const struct column cols[] = {
	{"award", "Danh hiệu, hình thức", COL_LINK, .op = "verdict.view", .key = "id"},
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"household", "Hộ gia đình", COL_TEXT},
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
