/* decision.c: decisions that were published, with whom they name and the signed file. */
#include "app/decision/decision.h"

#include "app/file/file.h"
#include "app/public/page.h"
#include "app/public/public.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_decision.h"
#include "db/sql_public.h"
#include "op/gate.h"
#include "op/list.h"
#include "web/web.h"

#include <inttypes.h>

struct one_in {
	int64_t id;
};
static const struct field one_fields[] = {
	F(INT, struct one_in, id, "Số", .flags = MUST | HIDDEN, .min = 1, .max = INT64_MAX),
};

static enum rc find(struct ctx *c, int64_t id, struct sql_public_decision *d)
{
	enum rc rc = sql_public_decision(c->db, c->mem, id, d);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có quyết định công khai nào mang số này.");
	return rc;
}

static enum rc fill_lines(struct ctx *c, int64_t id, struct public_decision_view *v)
{
	struct sql_public_decision_lines *rows;
	size_t n;
	TRY(sql_public_decision_lines(c->db, c->mem, id, &rows, &n));
	v->lines = arena_array(c->mem, n + 1, sizeof *v->lines);
	for (size_t i = 0; i < n; i++) {
		bool gone = rows[i].state.p && str_eqz(rows[i].state, "cancelled");
		struct str title = rows[i].title.p ? rows[i].title : STR("");
		v->lines[v->line_count++] =
			(struct public_row){.title = rows[i].name.p ? rows[i].name : STR(""),
		                        .who = rows[i].unit_name.p ? rows[i].unit_name : STR(""),
		                        .text = title.n          ? title
		                                : rows[i].code.p ? choice_label(award_codes, rows[i].code)
		                                                 : STR(""),
		                        .progress = !gone ? STR("")
		                                          : arena_printf(c->mem, "Hủy theo %.*s ngày %s",
		                                                         STR_ARG(rows[i].cancel_sign),
		                                                         date_vn(rows[i].cancel_dated).z)};
	}
	return RC_OK;
}

static enum rc decision_read(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct public_decision_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_public_decision d;
	TRY(find(c, p->id, &d));
	*v = (struct public_decision_view){
		.kind = choice_label(decision_kinds, d.kind),
		.issuer = d.issuer,
		.dated = arena_str(c->mem, str_of(date_vn(d.dated).z)),
		.published = arena_str(c->mem, str_of(date_vn(d.published_on).z)),
		.file = d.file_id == DB_NULL
	                ? STR("")
	                : arena_printf(c->mem, "/public/decision_file?id=%" PRId64, d.id)};
	TRY(fill_lines(c, d.id, v));
	out->heading = arena_printf(c->mem, "Quyết định số %.*s", STR_ARG(d.sign));
	out->sub = d.title;
	out->data = v;
	return RC_OK;
}

static void decision_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_public_decision(html, data);
}

static void decision_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct public_decision_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "kind", v->kind);
	json_str(&j, "issuer", v->issuer);
	json_str(&j, "dated", v->dated);
	json_arr(&j, "lines");
	for (int i = 0; i < v->line_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", v->lines[i].title);
		json_str(&j, "award", v->lines[i].text);
		json_str(&j, "cancelled", v->lines[i].progress);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

static enum rc decision_file(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_public_decision d;
	TRY(find(c, p->id, &d));
	if (d.file_id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND, "Quyết định này không có bản ký kèm theo.");
	return file_send(c, d.file_id, out);
}

static const struct field filters[] = {
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "kind", "Loại", .choices = decision_kinds),
};
static const struct column cols[] = {
	{"sign", "Số", COL_LINK, .op = "public.decision", .key = "id", .width = 16},
	{"dated", "Ngày ký", COL_DATE},
	{"title", "Trích yếu", COL_TEXT, .width = 60},
	{"kind", "Loại", COL_CHOICE, .choices = decision_kinds},
	{"issuer", "Cơ quan ban hành", COL_TEXT, .width = 30},
	{"lines", "Trường hợp", COL_INT},
	{"published_on", "Công bố ngày", COL_DATE},
};

#define OPEN .roles = R(PUBLIC) | R_SIGNED_IN, .scope = SCOPE_ANY, .area = "public"
#define ONE .kind = OP_READ, FIELDS(one_fields), .in_size = sizeof(struct one_in)

const struct op public_decision_ops[] = {
	{.name = "public.decisions",
     .title = "Quyết định",
     .help = "Quyết định khen thưởng, hủy, đính chính đã ban hành và công bố.",
     .kind = OP_LIST,
     OPEN,
     .flags = OP_CACHED,
     .icon = "stamp",
     .list = &sql_list_decision_public,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Cơ quan chưa công bố quyết định nào ở đây."},
	{.name = "public.decision",
     .title = "Quyết định",
     .help = "Ai được tặng gì; bản ký.",
     ONE,
     OPEN,
     .flags = OP_QUIET | OP_CACHED,
     .run = decision_read,
     .page = decision_page,
     .json = decision_json},
	{.name = "public.decision_file",
     .title = "Bản ký của quyết định",
     .help = "Tệp đã ký, khi cơ quan đính kèm.",
     ONE,
     OPEN,
     .flags = OP_QUIET,
     .run = decision_file},
	{0}};
