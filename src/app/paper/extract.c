/*
 * extract.c: an extract of awards (bản trích khen thưởng): what the ledger says of one person, as a
 * paper with a QR code. It is not edited: its lines are those of the ledger when it was made, and
 * the public page of its short number tells how each of them stands now (check.c).
 */
#include "app/paper/cert_inner.h"

#include "app/org/org.h"
#include "app/paper/page.h"
#include "app/paper/record_words.h"
#include "app/paper/writer.h"
#include "base/json_out.h"
#include "db/sql_extract.h"

#include <inttypes.h>

const struct object extract_object = {
	.name = "extract", .label = "bản trích khen thưởng", .list = &sql_list_extract_object};

/* --- made ------------------------------------------------------------------------------------ */

struct extract_in {
	int64_t id, person_id;
	struct str format;
};
static const struct field make_fields[] = {
	F(REF, struct extract_in, person_id, "Người", .flags = MUST | IN_SCOPE, .ref = &person_object),
};

static enum rc make(struct ctx *c, const void *in, struct out *out)
{
	const struct extract_in *p = in;
	struct sql_extract_same same;
	struct paper_used used;
	int64_t text;
	out->go = arena_printf(c->mem, "/extract/list?person=%" PRId64, p->person_id);
	enum rc rc = sql_extract_same(c->db, c->mem, p->person_id, &same);
	if (rc == RC_OK) {
		out->id = same.id;
		out_say(c, out, "Sổ khen thưởng không đổi từ bản trích trước: dùng lại bản ấy.");
		return RC_OK;
	}
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(paper_used_on(c, STR("trich-khen-thuong"), c->today, &used));
	TRY(paper_text_keep(c, &used, &text));
	TRY(sql_extract_add(c->db, short_number(c->mem), p->person_id, text, c->who.account_id,
	                    c->now_ms, &out->id));
	int64_t lines;
	TRY(sql_extract_lines_add(c->db, out->id, p->person_id, &lines));
	if (lines == 0)
		return err_set(
			c->err, RC_CONFLICT,
			"Sổ khen thưởng chưa ghi khen thưởng nào còn giá trị của người này nên chưa có gì "
			"để trích.");
	out_say(c, out, "Đã lập bản trích %" PRId64 " khen thưởng. Tải về ở dòng đầu danh sách.",
	        lines);
	return RC_OK;
}

/* --- as a file ------------------------------------------------------------------------------- */

static enum rc put_all(struct paper_writer *w, const struct sql_extract_get *x)
{
	struct ctx *c = w->c;
	struct sql_extract_lines *lines;
	struct str address;
	size_t n;
	TRY(sql_extract_lines(c->db, c->mem, x->id, &lines, &n));
	TRY(certificate_address(c, x->token, &address));
	struct str unit = x->unit_name.p ? x->unit_name : STR("");
	writer_put(w->j, "name", x->name);
	writer_put(w->j, "about",
	           arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(x->post_title),
	                        x->post_title.n && unit.n ? ", " : "", STR_ARG(unit)));
	writer_int(w->j, "count", (int64_t)n);
	writer_put(w->j, "made", str_of(date_time_vn(x->made_ms).z));
	writer_put(w->j, "code", x->token);
	writer_put(w->j, "check", address);
	for (size_t i = 0; i < n; i++) {
		if (!str_eqz(lines[i].state, "valid"))
			return err_set(
				c->err, RC_CONFLICT,
				"Từ khi lập bản trích này đã có khen thưởng bị hủy bỏ, thu hồi; xin lập bản "
				"mới.");
		writer_award(w, lines[i].year, lines[i].code, lines[i].title,
		             writer_decision(w, lines[i].sign, lines[i].dated, lines[i].issuer));
	}
	return RC_OK;
}

static enum rc data_of(struct ctx *c, const struct sql_extract_get *x, struct str *json)
{
	struct paper_writer w = {.c = c, .j = json_object()};
	enum rc rc = put_all(&w, x);
	if (rc == RC_OK) {
		char *text = json_dumps(w.j, JSON_COMPACT);
		BUG_ON(!text);
		*json = arena_str(c->mem, str_of(text));
		free(text);
	}
	json_decref(w.j);
	return rc;
}

static const struct field render_fields[] = {
	F(REF, struct extract_in, id, "Bản trích", .flags = MUST | HIDDEN, .ref = &extract_object),
	F(CHOICE, struct extract_in, format, "Dạng tệp", .choices = press_formats,
      .hint = "Để trống: PDF"),
};

static enum rc render(struct ctx *c, const void *in, struct out *out)
{
	const struct extract_in *p = in;
	struct sql_extract_get x;
	const struct paper_template *t;
	const struct paper *paper;
	struct str json;
	TRY(sql_extract_get(c->db, c->mem, p->id, &x));
	TRY(data_of(c, &x, &json));
	TRY(paper_text_read(c, x.text_id, &t));
	struct paper_about about = paper_about(t);
	TRY(paper_data_defaults(c, &about, json, &json));
	TRY(paper_of(c, t, json, &paper));
	return press_paper(c, paper, arena_printf(c->mem, "Trích khen thưởng %.*s", STR_ARG(x.name)),
	                   p->format, out);
}

/* --- rows ------------------------------------------------------------------------------------ */

static const struct field filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
};
static const struct column cols[] = {
	{"token", "Số tra cứu", COL_LINK, .op = "extract.render", .key = "id", .width = 18},
	{"person_name", "Họ và tên", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"lines", "Số khen thưởng", COL_INT},
	{"gone", "Trong đó đã bị hủy", COL_INT},
	{"made_ms", "Lập lúc", COL_MOMENT, .order = "newest"},
	{"made_by", "Người lập", COL_TEXT, .width = 24},
};

#define SEES (R_OFFICE | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD))

const struct op extract_ops[] = {
	{.name = "extract.list",
     .title = "Bản trích khen thưởng",
     .help = "Bản trích đã lập: tải về bằng số tra cứu; ai có bản in đều kiểm tra được bằng mã QR.",
     .kind = OP_LIST,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .area = "award",
     .icon = "medal",
     .object = &extract_object,
     .list = &sql_list_extract_list,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa lập bản trích nào."},
	{.name = "extract.make",
     .title = "Lập bản trích khen thưởng",
     .help =
         "Mọi khen thưởng còn giá trị của một người theo sổ khen thưởng, thành một bản in có mã QR "
         "mà ai cũng kiểm tra được.",
     .verb = "Trích khen thưởng",
     .icon = "medal",
     .kind = OP_WRITE,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &extract_object,
     FIELDS(make_fields),
     .in_size = sizeof(struct extract_in),
     .run = make},
	{.name = "extract.render",
     .title = "Tệp của bản trích khen thưởng",
     .help = "PDF để in, Word, hoặc trang web để xem.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &extract_object,
     FIELDS(render_fields),
     .in_size = sizeof(struct extract_in),
     .run = render,
     .per_minute = 60},
	{0}};
