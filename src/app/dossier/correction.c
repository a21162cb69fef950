/*
 * correction.c: the standing body asks for one field of one nominee to be
 * corrected; only that is opened to the unit, and only that is looked at again.
 * What stood there before and after is kept side by side.
 */
#include "app/dossier/inner.h"

#include "app/job/job.h"
#include "app/record/record.h"
#include "db/sql_dossier.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object correction_object = {
	.name = "correction", .label = "yêu cầu bổ sung", .list = &sql_list_correction_object};

static const struct choice fields[] = {{"summary", "Tóm tắt thành tích"},
                                       {"years", "Thời gian lập thành tích"},
                                       {"code", "Danh hiệu, hình thức đề nghị"},
                                       {"grounds", "Căn cứ: thành tích, sáng kiến"},
                                       {"files", "Giấy tờ"},
                                       {"report", "Báo cáo thành tích"},
                                       {"identity", "Thông tin người, tập thể"},
                                       {0}};
static const struct choice states[] = {{"asked", "Chờ đơn vị bổ sung"},
                                       {"made", "Đã bổ sung, chờ xem lại"},
                                       {"accepted", "Đã xem xong"},
                                       {"dropped", "Không yêu cầu nữa"},
                                       {0}};

/* --- asked ------------------------------------------------------- */

struct ask_in {
	int64_t id;
	struct str field, asks;
	struct date due;
};
static const struct field ask_fields[] = {
	F(REF, struct ask_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
	F(CHOICE, struct ask_in, field, "Nội dung cần bổ sung, sửa", .flags = MUST, .choices = fields,
      .hint = "Chỉ nội dung này được mở cho đơn vị sửa"),
	F(LONG, struct ask_in, asks, "Yêu cầu", .flags = MUST | PERSONAL, .min = 5, .max = 2000),
	F(DATE, struct ask_in, due, "Hạn bổ sung", .flags = MUST),
};

static enum rc step(struct ctx *c, const struct sql_nominee_get *n, const char *what,
                    struct str field, struct str said)
{
	TRY(sql_dossier_touch(c->db, n->dossier_id, NULL));
	return dossier_step(
		c, &(struct dossier_step){.dossier_id = n->dossier_id,
	                              .nominee_id = n->id,
	                              .step = what,
	                              .said = arena_printf(c->mem, "%.*s: %.*s",
	                                                   STR_ARG(choice_label(fields, field)),
	                                                   STR_ARG(said))});
}

static enum rc may_ask(struct ctx *c, int64_t id)
{
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, id, &n));
	return str_eqz(n.dossier_state, "received") || str_eqz(n.dossier_state, "appraising")
	           ? RC_OK
	           : err_set(c->err, RC_CONFLICT,
	                     "Chỉ yêu cầu bổ sung khi hồ sơ đã tiếp nhận và chưa "
	                     "trình hội đồng.");
}

static enum rc ask(struct ctx *c, const void *in, struct out *out)
{
	const struct ask_in *p = in;
	struct sql_nominee_get n;
	struct sql_correction_open there;
	struct str was;
	if (p->due.days < c->today.days)
		return err_field(c->err, "due", "Hạn bổ sung đã qua.");
	TRY(sql_correction_open(c->db, c->mem, p->id, p->field, &there));
	if (there.n)
		return err_field(c->err, "field", "Nội dung này đang chờ đơn vị bổ sung rồi.");
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	TRY(nominee_asked_text(c, p->id, p->field, &was));
	TRY(sql_correction_add(c->db, p->id, p->field, p->asks,
	                       str_eqz(p->field, "report") ? STR("") : was, was, p->due,
	                       c->who.account_id, c->now_ms, NULL));
	TRY(step(c, &n, "asked", p->field, p->asks));
	struct str text = arena_printf(c->mem, "Cần bổ sung trước hết ngày %s: %.*s, %.*s",
	                               date_vn(p->due).z, STR_ARG(n.name),
	                               STR_ARG(choice_label(fields, p->field))),
			   link = arena_printf(c->mem, "/nominee/%" PRId64, p->id);
	TRY(notice_answerable(c, n.holder_id, "unit_head", text, link));
	TRY(notice_answerable(c, n.holder_id, "unit_clerk", text, link));
	out_say(c, out, "Đã yêu cầu đơn vị bổ sung; chỉ nội dung này được mở.");
	return RC_OK;
}

/* --- made -------------------------------------------------------- */

struct make_in {
	int64_t id, first_year, year;
	struct str answer, summary, code;
};
static const struct field make_fields[] = {
	F(REF, struct make_in, id, "Yêu cầu bổ sung", .flags = MUST | HIDDEN,
      .ref = &correction_object),
	F(LONG, struct make_in, summary, "Tóm tắt thành tích", .flags = PERSONAL | FRESH, .max = 10000,
      .hint = "Khi được yêu cầu sửa tóm tắt"),
	F(CHOICE, struct make_in, code, "Đề nghị tặng", .flags = FRESH, .choices = award_codes,
      .hint = "Khi được yêu cầu sửa danh hiệu, hình thức"),
	F(INT, struct make_in, first_year, "Thành tích từ năm", .flags = FRESH, .min = 1945,
      .max = 2200, .hint = "Khi được yêu cầu sửa thời gian"),
	F(INT, struct make_in, year, "Đến năm", .flags = FRESH, .min = 1945, .max = 2200),
	F(LONG, struct make_in, answer, "Giải trình", .flags = MUST | FRESH | PERSONAL, .min = 3,
      .max = 2000,
      .hint = "Căn cứ, giấy tờ, báo cáo thì sửa ở trang của đề nghị trước, rồi "
              "báo ở đây"),
};

static enum rc only(struct ctx *c, struct str asked, const char *field, bool given)
{
	return !given || str_eqz(asked, field)
	           ? RC_OK
	           : err_field(c->err, strcmp(field, "years") == 0 ? "year" : field,
	                       "Chỉ được sửa nội dung được yêu cầu: %.*s.",
	                       STR_ARG(choice_label(fields, asked)));
}

static enum rc change(struct ctx *c, const struct make_in *p, const struct sql_nominee_get *n,
                      struct str field)
{
	if (str_eqz(field, "summary"))
		return p->summary.n ? sql_nominee_summary(c->db, n->id, p->summary, NULL)
		                    : err_field(c->err, "summary", "Xin ghi tóm tắt thành tích mới.");
	if (str_eqz(field, "code")) {
		if (p->code.n == 0)
			return err_field(c->err, "code", "Xin chọn danh hiệu, hình thức mới.");
		TRY(nominee_code_fits(c, n, p->code));
		return sql_nominee_lowered(c->db, n->id, p->code, NULL);
	}
	if (str_eqz(field, "years")) {
		if (p->year == DB_NULL)
			return err_field(c->err, "year", "Xin ghi năm cuối của thành tích.");
		TRY(nominee_years_fit(c, n, p->first_year, p->year));
		return sql_nominee_years(c->db, n->id, p->first_year, p->year, NULL);
	}
	return sql_nominee_touch(c->db, n->id, NULL);
}

static enum rc make(struct ctx *c, const void *in, struct out *out)
{
	const struct make_in *p = in;
	struct sql_correction_get k;
	struct sql_nominee_get n;
	struct str before, after;
	TRY(sql_correction_get(c->db, c->mem, p->id, &k));
	TRY(only(c, k.field, "summary", p->summary.n > 0));
	TRY(only(c, k.field, "code", p->code.n > 0));
	TRY(only(c, k.field, "years", p->year != DB_NULL || p->first_year != DB_NULL));
	TRY(sql_nominee_get(c->db, c->mem, k.nominee_id, &n));
	TRY(change(c, p, &n, k.field));
	TRY(nominee_asked_text(c, k.nominee_id, k.field, &after));
	before = k.was;
	if (str_eqz(k.field, "report"))
		text_differences(c, k.was, after, &before, &after);
	TRY(sql_correction_made(c->db, p->id, p->answer, before, after, c->who.account_id, c->now_ms,
	                        NULL));
	/* Only that is looked at again: what it may change is the conclusion about
	 * this nominee. */
	if (str_eqz(n.state, "cleared"))
		TRY(nominee_move(c, n.id, "proposed", STR("Đơn vị đã bổ sung")));
	TRY(step(c, &n, "made", k.field, p->answer));
	TRY(notice_answerable(c, n.holder_id, "standing",
	                      arena_printf(c->mem, "Đơn vị đã bổ sung: %.*s, %.*s", STR_ARG(n.name),
	                                   STR_ARG(choice_label(fields, k.field))),
	                      arena_printf(c->mem, "/nominee/%" PRId64, n.id)));
	out->go = arena_printf(c->mem, "/nominee/%" PRId64, n.id);
	out_say(c, out, "Đã gửi nội dung bổ sung.");
	return RC_OK;
}

/* --- looked at again --------------------------------------------- */

struct id_in {
	int64_t id;
	struct str asks;
};
static const struct field id_fields[] = {
	F(REF, struct id_in, id, "Yêu cầu bổ sung", .flags = MUST | HIDDEN, .ref = &correction_object),
};
static const struct field again_fields[] = {
	F(REF, struct id_in, id, "Yêu cầu bổ sung", .flags = MUST | HIDDEN, .ref = &correction_object),
	F(TEXT, struct id_in, asks, "Còn thiếu gì", .flags = MUST | FRESH | PERSONAL, .min = 5,
      .max = 1000),
};

static enum rc settle(struct ctx *c, int64_t id, const char *state, const char *what,
                      struct str said, struct out *out)
{
	struct sql_correction_get k;
	struct sql_nominee_get n;
	TRY(sql_correction_get(c->db, c->mem, id, &k));
	TRY(sql_nominee_get(c->db, c->mem, k.nominee_id, &n));
	TRY(sql_correction_state(c->db, id, str_of(state), NULL));
	TRY(step(c, &n, what, k.field, said));
	if (str_eqz(str_of(state), "asked"))
		TRY(notice_answerable(
			c, n.holder_id, "unit_head",
			arena_printf(c->mem, "Bổ sung chưa đủ: %.*s. %.*s", STR_ARG(n.name), STR_ARG(said)),
			arena_printf(c->mem, "/nominee/%" PRId64, n.id)));
	out->go = arena_printf(c->mem, "/nominee/%" PRId64, n.id);
	return RC_OK;
}

static enum rc accept(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	out_say(c, out, "Đã xem xong nội dung bổ sung.");
	return settle(c, p->id, "accepted", "accepted", STR("đã xem, đạt"), out);
}

static enum rc again(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	out_say(c, out, "Đã yêu cầu đơn vị bổ sung tiếp.");
	return settle(c, p->id, "asked", "asked", p->asks, out);
}

static enum rc drop(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	out_say(c, out, "Không yêu cầu bổ sung nội dung này nữa.");
	return settle(c, p->id, "dropped", "accepted", STR("không yêu cầu nữa"), out);
}

/* --- rows -------------------------------------------------------- */

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(CHOICE, "field", "Nội dung", .choices = fields),
	FILTER(REF, "dossier", "Hồ sơ", .ref = &dossier_object),
	FILTER(REF, "nominee", "Đề nghị", .flags = HIDDEN, .ref = &nominee_object),
	FILTER(CHOICE, "overdue", "Quá hạn", .choices = yes_no),
};
static const struct column list_cols[] = {
	{"name", "Được đề nghị", COL_LINK, .op = "nominee.view", .key = "nominee_id", .width = 28},
	{"field", "Nội dung", COL_CHOICE, .choices = fields},
	{"asks", "Yêu cầu", COL_TEXT, .width = 40},
	{"before", "Trước", COL_TEXT, .width = 40},
	{"after", "Sau khi bổ sung", COL_TEXT, .width = 40},
	{"answer", "Giải trình", COL_TEXT, .width = 40},
	{"due", "Hạn", COL_DATE},
	{"made_by", "Người bổ sung", COL_TEXT, .width = 24},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};

#define ON_ONE .kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &correction_object

const struct op correction_ops[] = {
	{.name = "correction.list",
     .title = "Yêu cầu bổ sung",
     .help = "Nội dung nào của ai phải bổ sung, trước và sau khi bổ sung.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_ANY,
     .area = "dossier",
     .icon = "edit",
     .object = &correction_object,
     .list = &sql_list_correction_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Không có yêu cầu bổ sung nào."},
	{.name = "nominee.correct",
     .title = "Yêu cầu bổ sung, sửa một nội dung",
     .help = "Chỉ nội dung ấy của người ấy được mở cho đơn vị, và chỉ nội dung "
             "ấy được xem lại.",
     .verb = "Yêu cầu bổ sung",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &nominee_object,
     .flags = OP_NOT_OWN,
     .roles = DOSSIER_KEEPS,
     .icon = "edit",
     .states = "proposed cleared failed",
     .guard = may_ask,
     FIELDS(ask_fields),
     .in_size = sizeof(struct ask_in),
     .run = ask,
     .then = "nominee.view"},
	{.name = "correction.make",
     .title = "Bổ sung theo yêu cầu",
     .help = "Sửa đúng nội dung được yêu cầu, kèm giải trình; nội dung cũ vẫn "
             "được giữ.",
     .verb = "Bổ sung",
     ON_ONE,
     .roles = DOSSIER_WRITES,
     .icon = "send",
     .states = "asked",
     FIELDS(make_fields),
     .in_size = sizeof(struct make_in),
     .run = make},
	{.name = "correction.accept",
     .title = "Nội dung bổ sung đạt",
     .help = "Nội dung ấy không phải xem nữa.",
     .verb = "Đạt",
     ON_ONE,
     .flags = OP_NOT_OWN,
     .roles = DOSSIER_KEEPS,
     .icon = "check",
     .states = "made",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = accept},
	{.name = "correction.again",
     .title = "Yêu cầu bổ sung tiếp",
     .help = "Nội dung bổ sung chưa đủ.",
     .verb = "Chưa đủ",
     ON_ONE,
     .flags = OP_NOT_OWN,
     .roles = DOSSIER_KEEPS,
     .icon = "refresh",
     .states = "made",
     FIELDS(again_fields),
     .in_size = sizeof(struct id_in),
     .run = again},
	{.name = "correction.drop",
     .title = "Thôi yêu cầu bổ sung",
     .help = "Không cần bổ sung nội dung ấy nữa.",
     .verb = "Thôi yêu cầu",
     ON_ONE,
     .flags = OP_NOT_OWN,
     .roles = DOSSIER_KEEPS,
     .icon = "x",
     .states = "asked made",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = drop},
	{0}};
