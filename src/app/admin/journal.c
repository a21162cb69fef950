/*
 * journal.c: the journal as people read it.
 *
 * A list says who did what and when; what exactly was sent stands in one line's page.
 * Personal values in it are shown by an operation of their own, with a reason, which
 * leaves a line itself.
 */
#include "journal/journal.h"
#include "app/admin/record.h"
#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_journal.h"
#include "db/sql_op.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>
#include <sodium.h>

#define CHECKED_KEY "journal.checked"
#define FACTS_SHOWN 200

const struct object journal_object = {.name = "journal",
                                      .label = "dòng nhật ký",
                                      .list = &sql_list_journal_object,
                                      .view = "journal.view"};

/* --- whether it is whole ----------------------------------------------------------------- */

static struct str head_short(struct arena *mem, const struct journal_head *h)
{
	char hex[17];
	sodium_bin2hex(hex, sizeof hex, h->hash, 8);
	return arena_printf(mem, "%" PRId64 ":%s", h->seq, hex);
}

static struct str moment(struct arena *mem, int64_t ms)
{
	return arena_str(mem, str_of(date_time_vn(ms).z));
}

/* "AT FAULTS LINES" in the settings. */
static void read_checked(struct ctx *c, struct journal_state *s)
{
	struct sql_setting_get row;
	int64_t at, faults, lines;
	if (sql_setting_get(c->db, c->mem, STR(CHECKED_KEY), &row) != RC_OK)
		return;
	struct str rest = row.value;
	if (!str_int(str_cut(&rest, ' '), &at) || !str_int(str_cut(&rest, ' '), &faults) ||
	    !str_int(str_cut(&rest, ' '), &lines))
		return;
	s->checked = true;
	s->whole = faults == 0;
	s->when = moment(c->mem, at);
	s->lines = viet_number(c->mem, lines);
	s->faults = viet_number(c->mem, faults);
}

static void journal_above(struct buf *html, struct ctx *c, const void *data)
{
	struct journal_state s = {.when = STR(""),
	                          .lines = STR(""),
	                          .faults = STR(""),
	                          .head = STR(""),
	                          .head_when = STR("")};
	struct journal_head head;
	(void)data;
	read_checked(c, &s);
	if (journal_head_last(c->db, c->mem, &head) == RC_OK) {
		s.head = head_short(c->mem, &head);
		s.head_when = moment(c->mem, head.at_ms);
	}
	tpl_journal_state(html, &s);
}

struct checking {
	struct ctx *c;
	struct journal_report *report;
	struct out *out;
};

static enum rc checked_tx(void *arg)
{
	struct checking *k = arg;
	struct ctx *c = k->c;
	struct str value = arena_printf(c->mem, "%" PRId64 " %" PRId64 " %" PRId64, c->now_ms,
	                                k->report->problem_count, k->report->links);
	TRY(sql_setting_put(c->db, STR(CHECKED_KEY), value, c->now_ms, NULL));
	return gate_journal(c, k->out, k->report->problem_count ? "faults" : NULL, DB_NULL);
}

static void tell_report(struct ctx *c, const struct journal_report *r, struct out *out)
{
	struct str n = viet_number(c->mem, r->links), faults = viet_number(c->mem, r->problem_count);
	out_fact(out, "links", "Số dòng đã niêm phong", n);
	out_fact(out, "heads", "Số đầu chuỗi đã ký", viet_number(c->mem, r->heads));
	out_fact(out, "unsealed", "Số dòng chờ niêm phong", viet_number(c->mem, r->unsealed));
	if (r->has_head)
		out_fact(out, "head", "Đầu chuỗi mới nhất", head_short(c->mem, &r->head));
	for (int i = 0; i < r->problem_count && i < 20; i++)
		out_fact(out, journal_fault_word(r->problems[i].fault), "Phát hiện", r->problems[i].say);
	if (r->problem_count)
		out_say(c, out,
		        "Nhật ký không còn nguyên vẹn: %.*s chỗ không đúng. Xin giữ nguyên máy chủ, bản "
		        "sao lưu và báo người có thẩm quyền.",
		        STR_ARG(faults));
	else
		out_say(c, out, "Nhật ký nguyên vẹn: %.*s dòng, mọi dòng đúng như khi được niêm phong.",
		        STR_ARG(n));
}

static enum rc journal_check(struct ctx *c, const void *in, struct out *out)
{
	struct journal_kept *kept = NULL;
	struct journal_verify_ask ask = {.now_ms = c->now_ms};
	struct checking k = {.c = c, .out = out, .report = arena_alloc(c->mem, sizeof *k.report)};
	const char *path = arena_printf(c->mem, "%s/" JOURNAL_HEAD_FILE, c->app->data_dir).p;
	(void)in;
	enum rc rc = journal_kept_read(c->app->keys, path, c->mem, &kept, &ask.kept_count, c->err);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	ask.kept = kept;
	TRY(journal_verify(c->db, c->app->keys, &ask, c->mem, k.report, c->err));
	tell_report(c, k.report, out);
	return db_tx(c->db, DB_WRITE, checked_tx, &k);
}

/* --- one line ------------------------------------------------------------------------------- */

struct telling {
	struct ctx *c;
	struct journal_view *v;
	const struct op *op; /* of the line; NULL when there is no such operation any more */
	int64_t person;
	bool reveal;
};

static void tell(struct telling *t, struct str label, struct str text)
{
	if (text.n && t->v->count < FACTS_SHOWN)
		t->v->facts[t->v->count++] = (struct journal_fact){label, text};
}

static struct str mark_word(struct str mark)
{
	static const struct choice marks[] = {{"asked", "đã đề nghị, chờ người thứ hai"},
	                                      {"queued", "đã xếp hàng chờ"},
	                                      {"refused", "người thứ hai từ chối"},
	                                      {"faults", "phát hiện chỗ không đúng"},
	                                      {"lapsed", "quá hạn xác nhận"},
	                                      {"wrong", "không thành công: sai mật khẩu hoặc mã"},
	                                      {"example", "cơ quan ví dụ"},
	                                      {"alone", "một người làm khi chưa có người thứ hai"},
	                                      {"offline", "từ máy chủ, không qua người thứ hai"},
	                                      {0}};
	return choice_label(marks, mark);
}

/* "parts.0.name" is the field `name` in the group `parts`. */
static const struct field *field_of(const struct op *op, struct str name, struct str *label,
                                    struct arena *mem)
{
	struct str top = str_cut(&name, '.'), number = name.p ? str_cut(&name, '.') : STR("");
	const struct field *f = op ? op_field(op, top) : NULL;
	int64_t no;
	*label = f ? str_of(f->label) : top;
	if (!f || f->type != FIELD_GROUP || !str_int(number, &no))
		return f;
	for (int i = 0; i < f->sub_count; i++)
		if (str_eqz(name, f->sub[i].name)) {
			*label =
				arena_printf(mem, "%s, dòng %" PRId64 ": %s", f->label, no + 1, f->sub[i].label);
			return &f->sub[i];
		}
	return f;
}

static struct str in_words(struct ctx *c, const struct field *f, struct str text)
{
	int64_t id;
	if (f && f->type == FIELD_CHOICE)
		return choice_label(f->choices, text);
	if (f && f->type == FIELD_BOOL)
		return STR("Có");
	if (!f || f->type != FIELD_REF || !f->ref || !str_int(text, &id))
		return text;
	const struct op *view = f->ref->view ? op_find(str_of(f->ref->view)) : NULL;
	struct str name = view && gate_offers(c, view) ? gate_label(c, view, f->ref, id) : STR("");
	return name.n ? arena_printf(c->mem, "%.*s (số %" PRId64 ")", STR_ARG(name), id) : text;
}

/* What stands in a line besides the operation's own fields; the last ones in a row of an import. */
static const struct choice added[] = {{"_approved_by", "Người thứ hai xác nhận, tài khoản số"},
                                      {"_export", "Xuất ra tệp"},
                                      {"_rows", "Số dòng đã xuất"},
                                      {"_looked", "Số lần xem"},
                                      {"_rows_shown", "Số dòng đã hiện"},
                                      {"_first", "Lần đầu"},
                                      {"_last", "Lần cuối"},
                                      {"_version", "Phiên bản chấp nhận"},
                                      {"_import", "Theo danh sách nhập số"},
                                      {"cccd", "Số CCCD"},
                                      {"unit_id", "Đơn vị, số"},
                                      {"post_title", "Chức vụ, chức danh"},
                                      {"since", "Giữ vị trí từ ngày"},
                                      {0}};

static enum rc tell_value(struct telling *t, const struct value *value)
{
	struct ctx *c = t->c;
	struct str label, text = value->text;
	const struct field *f = field_of(t->op, value->name, &label, c->mem);
	if (!f)
		label = choice_label(added, label);
	if (str_eqz(value->name, "_mark")) {
		tell(t, STR("Kết quả"), mark_word(text));
		return RC_OK;
	}
	if (str_eqz(value->name, "_version")) {
		tell(t, label,
		     str_eqz(text, GATE_ANY_VERSION) ? STR("bất kỳ, không so với bản đã xem") : text);
		return RC_OK;
	}
	if (!str_starts(text, "~")) {
		tell(t, label, in_words(c, f, text));
		return RC_OK;
	}
	t->v->sealed_values = true;
	if (!t->reveal)
		text = STR("(giá trị cá nhân, được che)");
	else
		TRY(journal_unseal(c->db, c->app->keys, c->mem, t->person, text, &text));
	tell(t, label, text);
	return RC_OK;
}

static enum rc tell_line(struct telling *t, int64_t id)
{
	struct ctx *c = t->c;
	struct sql_journal_get row;
	struct values values;
	TRY(sql_journal_get(c->db, c->mem, id, &row));
	t->op = op_find(row.op);
	t->person = row.person_id;
	t->v->title = op_title(row.op);
	t->v->facts = arena_array(c->mem, FACTS_SHOWN, sizeof *t->v->facts);
	struct str who = row.who.p ? row.who : row.account.p ? row.account : STR("Hệ thống");
	tell(t, STR("Lúc"), moment(c->mem, row.at_ms));
	tell(t, STR("Ai"),
	     row.account.p
	         ? arena_printf(c->mem, "%.*s (tài khoản %.*s)", STR_ARG(who), STR_ARG(row.account))
	         : who);
	tell(t, STR("Việc"), t->v->title);
	tell(t, STR("Về người"), row.about.p ? row.about : STR(""));
	tell(t, STR("Đơn vị"), row.unit_name.p ? row.unit_name : STR(""));
	tell(t, STR("Từ máy"), row.origin);
	values_init(&values, c->mem);
	TRY(values_from_json(&values, row.detail, c->err));
	for (int i = 0; i < values.count; i++)
		TRY(tell_value(t, &values.items[i]));
	tell(t, STR("Số yêu cầu"), row.request);
	tell(t, STR("Thao tác"), row.op);
	tell(t, STR("Niêm phong"),
	     row.seq == DB_NULL ? STR("đang chờ")
	                        : arena_printf(c->mem, "mắt xích số %" PRId64, row.seq));
	return RC_OK;
}

struct journal_line_in {
	int64_t id;
	struct str reason;
};
static const struct field journal_view_fields[] = {
	F(REF, struct journal_line_in, id, "Dòng", .flags = MUST | HIDDEN, .ref = &journal_object),
};
static const struct field journal_reveal_fields[] = {
	F(REF, struct journal_line_in, id, "Dòng", .flags = MUST | HIDDEN, .ref = &journal_object),
	F(TEXT, struct journal_line_in, reason, "Lý do xem", .flags = MUST, .min = 5,
      .hint = "Lý do được ghi vào nhật ký cùng tên người xem"),
};

static enum rc journal_view_run(struct ctx *c, const void *in, struct out *out)
{
	const struct journal_line_in *p = in;
	const struct op *reveal = op_find(STR("journal.reveal"));
	struct journal_view *v = arena_alloc(c->mem, sizeof *v);
	struct telling t = {.c = c, .v = v};
	TRY(tell_line(&t, p->id));
	v->reveal = STR("");
	if (v->sealed_values && gate_accepts(c, reveal, c->object_id))
		v->reveal = arena_printf(c->mem, "/journal/reveal?id=%" PRId64, p->id);
	out->heading = arena_printf(c->mem, "%.*s", STR_ARG(v->title));
	out->sub = arena_printf(c->mem, "Dòng nhật ký số %" PRId64, p->id);
	out->data = v;
	return RC_OK;
}

static void journal_view_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_journal_line(html, data);
}

static void journal_view_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct journal_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "title", v->title);
	json_bool(&j, "sealed_values", v->sealed_values);
	json_arr(&j, "facts");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "label", v->facts[i].label);
		json_str(&j, "text", v->facts[i].text);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

static enum rc journal_reveal(struct ctx *c, const void *in, struct out *out)
{
	const struct journal_line_in *p = in;
	struct journal_view v = {.count = 0};
	struct telling t = {.c = c, .v = &v, .reveal = true};
	TRY(tell_line(&t, p->id));
	for (int i = 0; i < v.count && i < FACTS_MAX; i++)
		out_fact(out, arena_printf(c->mem, "fact%d", i + 1).p, arena_strz(c->mem, v.facts[i].label),
		         v.facts[i].text);
	out_say(c, out, "Lần xem này đã được ghi vào nhật ký.");
	return RC_OK;
}

/* --- rows ----------------------------------------------------------------- */

static const struct field journal_filters[] = {
	FILTER(DATE, "from", "Từ ngày"),
	FILTER(DATE, "to", "Đến hết ngày"),
	FILTER(TEXT, "op", "Việc", .flags = OP_NAME, .max = 80),
	FILTER(REF, "who", "Ai làm", .ref = &person_object),
	FILTER(REF, "person", "Về người", .ref = &person_object),
	FILTER(TEXT, "object", "Loại", .flags = HIDDEN, .max = 40),
	FILTER(INT, "object_id", "Số", .flags = HIDDEN, .max = INT64_MAX),
};
static const struct column journal_cols[] = {
	{"at_ms", "Lúc", COL_MOMENT, .order = "time", .width = 18},
	{"who", "Ai", COL_TEXT, .width = 26},
	{"account", "Tài khoản", COL_TEXT, .width = 18},
	{"op", "Việc", COL_OP, .width = 34},
	{"about", "Về", COL_TEXT, .width = 30},
	{"origin", "Từ máy", COL_TEXT, .width = 20},
	{"id", "Dòng", COL_LINK, .op = "journal.view", .key = "id", .width = 10},
};

#define READERS (R(INSPECTOR) | R(HEAD) | R(ADMIN))
const struct op journal_ops[] = {
	{.name = "journal.list",
     .title = "Nhật ký",
     .help = "Mọi thay đổi, mọi lần xem dữ liệu được che, tải tệp và xuất danh sách có tên người. "
             "Dòng đã ghi không sửa, không xóa được.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = READERS | R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "admin",
     .icon = "log",
     .object = &journal_object,
     .list = &sql_list_journal_list,
     .order = "-time",
     FIELDS(journal_filters),
     COLS(journal_cols),
     .above = journal_above,
     .empty = "Chưa có dòng nào trong phạm vi được xem."},
	{.name = "journal.view",
     .title = "Dòng nhật ký",
     .help = "Ai, lúc nào, từ đâu, làm gì; giá trị cá nhân được che.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = READERS | R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &journal_object,
     FIELDS(journal_view_fields),
     .in_size = sizeof(struct journal_line_in),
     .run = journal_view_run,
     .page = journal_view_page,
     .json = journal_view_json},
	{.name = "journal.reveal",
     .title = "Xem giá trị cá nhân trong nhật ký",
     .help = "Hiện các giá trị cá nhân của một dòng; mỗi lần xem đều ghi nhật ký.",
     .verb = "Xem",
     .kind = OP_WRITE,
     .flags = OP_QUIET,
     .roles = R(INSPECTOR) | R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &journal_object,
     FIELDS(journal_reveal_fields),
     .in_size = sizeof(struct journal_line_in),
     .run = journal_reveal,
     .per_minute = 30,
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 3"},
	{.name = "journal.verify",
     .title = "Kiểm tra chuỗi niêm phong",
     .help = "Tính lại chuỗi từ dòng đầu, so với các đầu chuỗi đã ký; dòng bị sửa, bị xóa, bị chèn "
             "đều hiện ra.",
     .verb = "Kiểm tra",
     .kind = OP_WRITE,
     .flags = OP_OWN_TX,
     .roles = READERS,
     .scope = SCOPE_OFFICE,
     .object = &journal_object,
     .run = journal_check,
     .per_minute = 6},
	{0}};
