/*
 * deed.c: what was achieved (thành tích): in a campaign, đột xuất, many times, as a contribution;
 * how far it reached, and who confirmed that (Luật Điều 73, 74, 75). One achievement is rewarded
 * once (Luật Điều 5 khoản 2): the award it has served stands with it.
 */
#include "app/admin/admin.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_award.h"
#include "db/sql_deed.h"

#include <inttypes.h>

const struct object deed_object = {.name = "deed",
                                   .label = "thành tích",
                                   .list = &sql_list_deed_object,
                                   .view = "deed.view",
                                   .stored = &sql_list_deed_stored};

const struct choice deed_kinds[] = {{"campaign", "Xuất sắc trong phong trào thi đua"},
                                    {"sudden", "Đột xuất"},
                                    {"many", "Nhiều thành tích"},
                                    {"contribution", "Đóng góp"},
                                    {"bravery", "Mưu trí, sáng tạo (lực lượng vũ trang)"},
                                    {"invention", "Phát minh, sáng chế"},
                                    {"labour", "Lao động, sản xuất"},
                                    {"foreign", "Đối ngoại"},
                                    {0}};
const struct choice deed_states[] = {{"reported", "Chờ xác nhận"},
                                     {"refused", "Không xác nhận"},
                                     {"valid", "Đã ghi"},
                                     {"unproved", "Chưa có văn bản xác nhận"},
                                     {"used", "Đã được khen"},
                                     {"cancelled", "Đã hủy"},
                                     {0}};

enum rc record_deed_check(struct ctx *c, const struct deed_new *d, int64_t besides)
{
	struct sql_deed_same row;
	TRY(record_year_ok(c, d->year));
	TRY(record_paper_ok(c, &d->p));
	if (!date_is_none(d->on) && d->on.days > c->today.days)
		return err_field(c->err, "on", "Ngày lập thành tích chưa đến.");
	if (!date_is_none(d->on) && date_civil(d->on).year != d->year)
		return err_field(c->err, "on", "Ngày lập thành tích không thuộc năm %" PRId64 ".", d->year);
	enum rc rc = sql_deed_same(
		c->db, c->mem, d->s.person_id, strcmp(d->s.kind, "unit") == 0 ? d->s.unit_id : DB_NULL,
		d->s.household, d->s.unmatched_id, d->kind, d->year, d->title, besides, &row);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	return err_set(c->err, RC_CONFLICT, "Thành tích này đã được ghi (dòng số %" PRId64 ").",
	               row.id);
}

enum rc record_deed_prompt(struct ctx *c, struct str kind, struct date on, bool imported,
                           struct date *out)
{
	int64_t days;
	*out = DATE_NONE;
	if (!str_eqz(kind, "sudden") || date_is_none(on))
		return RC_OK;
	TRY(setting_number(c, "deed.prompt_days", &days));
	int by = on.days + (int)days;
	if (!imported || by + DEED_PROMPT_PAST >= c->today.days)
		out->days = by;
	return RC_OK;
}

enum rc record_deed_add(struct ctx *c, const struct deed_new *d, int64_t *id)
{
	struct date prompt;
	TRY(record_deed_check(c, d, 0));
	TRY(record_deed_prompt(c, d->kind, d->on, d->source.n > 0, &prompt));
	return sql_deed_add(c->db, str_of(d->s.kind), d->s.person_id, d->s.unit_id, d->s.unmatched_id,
	                    d->s.household, d->kind, d->title, d->year, d->scope, d->on,
	                    d->effect.p ? d->effect : STR(""), prompt, d->p.sign, d->p.dated,
	                    d->p.issuer, d->source, c->now_ms, id);
}

/* --- forms --------------------------------------------------------------------------------- */

struct deed_in {
	int64_t id, person_id, unit_id, year, award_id;
	struct str household, kind, title, scope, effect, sign, issuer, reason;
	struct date on, dated;
};
#define DEED_FIELDS                                                                                \
	F(CHOICE, struct deed_in, kind, "Loại thành tích", .flags = MUST, .choices = deed_kinds),      \
		F(TEXT, struct deed_in, title, "Nội dung", .flags = MUST | PERSONAL, .max = 400),          \
		F(INT, struct deed_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200),              \
		F(DATE, struct deed_in, on, "Ngày lập thành tích",                                         \
	      .hint = "Thành tích đột xuất phải có: hạn khen kịp thời tính từ ngày ấy"),               \
		F(LONG, struct deed_in, effect, "Hiệu quả, bằng con số", .flags = PERSONAL, .max = 3000),  \
		F(CHOICE, struct deed_in, scope, "Phạm vi ảnh hưởng", .flags = MUST,                       \
	      .choices = initiative_scopes),                                                           \
		F(TEXT, struct deed_in, sign, "Số văn bản xác nhận", .max = 60,                            \
	      .hint = "Chưa có thì để trống: thành tích chưa được tính khi xét"),                      \
		F(DATE, struct deed_in, dated, "Ngày văn bản xác nhận"),                                   \
		F(TEXT, struct deed_in, issuer, "Cơ quan xác nhận", .max = 200)
static const struct field deed_add_fields[] = {
	F(REF, struct deed_in, person_id, "Người", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Để trống với tập thể, hộ gia đình"),
	F(REF, struct deed_in, unit_id, "Tập thể", .flags = IN_SCOPE, .ref = &unit_object,
      .hint = "Với hộ gia đình: đơn vị đề nghị"),
	F(TEXT, struct deed_in, household, "Hộ gia đình", .flags = PERSONAL, .max = 200,
      .hint = "Họ tên chủ hộ, địa chỉ"),
	DEED_FIELDS,
};
static const struct field deed_edit_fields[] = {
	F(REF, struct deed_in, id, "Thành tích", .flags = MUST | HIDDEN, .ref = &deed_object),
	DEED_FIELDS,
	F(REF, struct deed_in, award_id, "Đã được khen bằng", .ref = &award_object,
      .hint = "Dòng trong sổ khen thưởng; một thành tích chỉ được khen một lần"),
};
static const struct field deed_cancel_fields[] = {
	F(REF, struct deed_in, id, "Thành tích", .flags = MUST | HIDDEN, .ref = &deed_object),
	F(TEXT, struct deed_in, reason, "Lý do", .flags = MUST | PERSONAL, .min = 5, .max = 400),
};

static enum rc whose(struct ctx *c, const struct deed_in *p, struct subject *s)
{
	if (p->household.n && p->person_id != DB_NULL)
		return err_field(c->err, "household", "Xin chọn một người hoặc ghi một hộ, không cả hai.");
	*s = (struct subject){.kind = "household",
	                      .person_id = DB_NULL,
	                      .unit_id = p->unit_id,
	                      .unmatched_id = DB_NULL,
	                      .household = p->household};
	if (p->household.n)
		return RC_OK;
	TRY(record_subject(c, p->person_id, p->unit_id, s));
	s->household = STR("");
	return RC_OK;
}

static struct deed_new new_of(const struct deed_in *p)
{
	return (struct deed_new){.kind = p->kind,
	                         .title = p->title,
	                         .scope = p->scope,
	                         .on = p->on,
	                         .effect = p->effect,
	                         .year = p->year,
	                         .p = {.sign = p->sign, .issuer = p->issuer, .dated = p->dated},
	                         .source = STR("")};
}

static enum rc tell_prompt(struct ctx *c, const struct deed_new *d, struct out *out)
{
	struct date prompt;
	TRY(record_deed_prompt(c, d->kind, d->on, false, &prompt));
	if (!date_is_none(prompt))
		out_fact(out, "prompt_on", "Nên khen trước ngày",
		         arena_str(c->mem, str_of(date_vn(prompt).z)));
	return RC_OK;
}

/* Without its day a sudden one has no clock. */
static enum rc has_day(struct ctx *c, const struct deed_in *p)
{
	return !str_eqz(p->kind, "sudden") || !date_is_none(p->on)
	           ? RC_OK
	           : err_field(c->err, "on",
	                       "Xin ghi ngày lập thành tích: hạn khen kịp thời tính từ ngày ấy.");
}

static enum rc deed_add(struct ctx *c, const void *in, struct out *out)
{
	const struct deed_in *p = in;
	struct deed_new d = new_of(p);
	TRY(whose(c, p, &d.s));
	TRY(has_day(c, p));
	TRY(record_deed_add(c, &d, &out->id));
	TRY(tell_prompt(c, &d, out));
	out_say(c, out, "Đã ghi thành tích: %.*s, năm %" PRId64 ".", STR_ARG(p->title), p->year);
	return RC_OK;
}

/* The award that it has served is one of the same subject. */
static enum rc check_award(struct ctx *c, const struct sql_deed_get *row, int64_t award)
{
	struct sql_award_get a;
	if (award == DB_NULL)
		return RC_OK;
	TRY(sql_award_get(c->db, c->mem, award, &a));
	bool same = str_eq(a.subject, row->subject) && a.person_id == row->person_id &&
	            (!str_eqz(a.subject, "unit") || a.unit_id == row->unit_id) &&
	            str_eq(a.household, row->household);
	return same ? RC_OK : err_field(c->err, "award_id", "Khen thưởng này là của đối tượng khác.");
}

static enum rc deed_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct deed_in *p = in;
	struct deed_new d = new_of(p);
	struct sql_deed_get row;
	struct date prompt;
	TRY(sql_deed_get(c->db, c->mem, p->id, &row));
	TRY(check_award(c, &row, p->award_id));
	/* An old one whose day nobody knows came so from a file, and is mended otherwise all the same.
	 */
	if (!str_eqz(row.kind, "sudden") || !date_is_none(row.on_date))
		TRY(has_day(c, p));
	d.s = (struct subject){.kind = arena_strz(c->mem, row.subject),
	                       .person_id = row.person_id,
	                       .unit_id = row.unit_id,
	                       .unmatched_id = row.unmatched_id,
	                       .household = row.household};
	TRY(record_deed_check(c, &d, p->id));
	TRY(record_deed_prompt(c, p->kind, p->on, row.source.n > 0, &prompt));
	TRY(sql_deed_set(c->db, p->id, p->kind, p->title, p->year, p->scope, p->on,
	                 p->effect.p ? p->effect : STR(""), prompt, p->sign, p->dated, p->issuer,
	                 p->award_id, NULL));
	out_say(c, out, "Đã sửa thành tích %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc deed_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct deed_in *p = in;
	TRY(sql_deed_state(c->db, p->id, STR("cancelled"), p->reason, NULL));
	out_say(c, out, "Đã hủy thành tích %.*s; dòng cũ vẫn được giữ.", STR_ARG(c->object_label));
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct choice kept_states[] = {{"reported", "Chờ xác nhận"},
                                            {"valid", "Đã ghi"},
                                            {"refused", "Không xác nhận"},
                                            {"cancelled", "Đã hủy"},
                                            {0}};
static const struct field deed_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "unit", "Tập thể", .ref = &unit_object),
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "kind", "Loại", .choices = deed_kinds),
	FILTER(CHOICE, "subject", "Đối tượng", .choices = record_subjects),
	FILTER(CHOICE, "state", "Tình trạng", .choices = kept_states),
};
static const struct column deed_cols[] = {
	{"year", "Năm", COL_TEXT, .order = "time", .width = 8},
	{"person_name", "Người, hộ", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 32},
	{"kind", "Loại", COL_CHOICE, .choices = deed_kinds},
	{"title", "Nội dung", COL_LINK, .op = "deed.view", .key = "id", .width = 40},
	{"scope", "Phạm vi", COL_CHOICE, .choices = initiative_scopes},
	{"sign", "Văn bản xác nhận", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"award", "Đã được khen bằng", COL_CHOICE, .choices = award_codes},
	{"state", "Tình trạng", COL_BADGE, .choices = deed_states},
};

#define LAW "Luật Thi đua, khen thưởng 2022, Điều 5 khoản 2, Điều 73, 74, 75"

const struct op deed_ops[] = {
	{.name = "deed.list",
     .title = "Thành tích",
     .help =
         "Thành tích đột xuất, xuất sắc, đóng góp: phạm vi ảnh hưởng, ai xác nhận, đã được khen "
         "chưa.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = RECORD_SEES,
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "medal",
     .object = &deed_object,
     .list = &sql_list_deed_list,
     .order = "-time",
     FIELDS(deed_filters),
     COLS(deed_cols),
     .empty = "Chưa ghi thành tích nào.",
     .law = LAW},
	{.name = "deed.add",
     .title = "Ghi thành tích",
     .help = "Một thành tích của người, tập thể hoặc hộ gia đình, kèm văn bản xác nhận nếu đã có.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &deed_object,
     FIELDS(deed_add_fields),
     .in_size = sizeof(struct deed_in),
     .run = deed_add,
     .person_field = "person_id",
     .then = "deed.list",
     .law = LAW},
	{.name = "deed.edit",
     .title = "Sửa thành tích",
     .help = "Sửa nội dung, ghi văn bản xác nhận, ghi đã được khen bằng gì.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &deed_object,
     .states = "valid unproved used",
     FIELDS(deed_edit_fields),
     .in_size = sizeof(struct deed_in),
     .run = deed_edit,
     .then = "deed.list"},
	{.name = "deed.cancel",
     .title = "Hủy thành tích",
     .help = "Thành tích ghi nhầm; dòng cũ vẫn được giữ.",
     .verb = "Hủy",
     .icon = "trash",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &deed_object,
     .states = "valid unproved used",
     FIELDS(deed_cancel_fields),
     .in_size = sizeof(struct deed_in),
     .run = deed_cancel,
     .then = "deed.list"},
	{0}};
