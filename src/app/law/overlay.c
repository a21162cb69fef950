/*
 * overlay.c: what the office lays over the shipped rules: a condition that is not confirmed is
 * confirmed with its source; a value that the law leaves to the province or the office is set.
 * Dated, with a reason, by two people; what was decided before keeps what it was decided by.
 */
#include "app/law/inner.h"

#include "db/sql_law.h"
#include "op/gate.h"
#include "viet/viet.h"

const struct object law_overlay_object = {
	.name = "overlay", .label = "điều đã xác nhận, đã đặt", .list = &sql_list_law_overlay_object};

static const struct choice overlay_kinds[] = {
	{"confirm", "Xác nhận"}, {"value", "Đặt giá trị"}, {0}};
static const struct choice overlay_states[] = {
	{"active", "Đang dùng"}, {"planned", "Chưa đến ngày"}, {"ended", "Đã hết"}, {0}};

struct overlay_in {
	struct str key, set, value, source, reason;
	struct date from;
};
#define OVERLAY_FIELDS                                                                             \
	F(DATE, struct overlay_in, from, "Áp dụng từ ngày", .flags = MUST),                            \
		F(TEXT, struct overlay_in, source, "Căn cứ", .flags = MUST, .min = 5, .max = 400,          \
	      .hint = "Văn bản, điều khoản đã đối chiếu"),                                             \
		F(TEXT, struct overlay_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 400)
static const struct field confirm_fields[] = {
	F(TEXT, struct overlay_in, key, "Khóa của điều kiện", .flags = MUST, .max = 60,
      .hint = "Ghi cạnh điều kiện chưa xác nhận khi hỏi về một người, một tập thể, ví dụ "
              "CSTDCS.ca-nhan.1"),
	F(TEXT, struct overlay_in, set, "Bộ quy tắc", .max = 40, .hint = "Để trống: mọi bộ quy tắc"),
	OVERLAY_FIELDS,
};
static const struct field value_fields[] = {
	F(TEXT, struct overlay_in, key, "Tên giá trị", .flags = MUST, .max = 60,
      .hint = "Ví dụ TY_LE_LDTT; chỉ đặt được giá trị mang dấu địa phương"),
	F(TEXT, struct overlay_in, value, "Giá trị", .flags = MUST, .max = 30),
	OVERLAY_FIELDS,
};

/* The entry that runs on that day ends; one that begins later stands in the way. */
static enum rc close_open(struct ctx *c, const char *kind, const struct overlay_in *p)
{
	struct sql_law_overlay_open *rows;
	size_t n;
	struct str set = p->set.p ? p->set : STR("");
	TRY(sql_law_overlay_open(c->db, c->mem, str_of(kind), p->key, set, p->from, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].valid_from.days >= p->from.days)
			return err_field(c->err, "from",
			                 "Đã có một thay đổi từ ngày %s. Xin kết thúc nó trước.",
			                 date_vn(rows[i].valid_from).z);
		TRY(sql_law_overlay_end(c->db, rows[i].id, p->from, NULL));
	}
	return RC_OK;
}

/* The hash of the shipped condition, so that an upgrade that changes it is noticed. */
static enum rc condition_hash(struct ctx *c, const struct law_rules *r, struct str key,
                              struct str *hash, bool *unconfirmed)
{
	struct str award = key, rest = key;
	award = str_cut(&rest, '.');
	const struct law_award_info *info = law_award_find(r, award);
	struct law_answer a;
	*hash = STR("");
	if (!info)
		return err_field(c->err, "key", "Không có điều kiện mang khóa này.");
	for (int s = 0; s < LAW_SUBJECTS; s++) {
		struct law_facts f = {.subject = (enum law_subject)s};
		struct law_question q = {.award = award, .on = c->today};
		if (!law_award_is_for(info, (enum law_subject)s))
			continue;
		TRY(law_explain(c->mem, r, &q, &f, &a, c->err));
		for (int i = 0; i < a.condition_count; i++)
			if (str_eq(a.conditions[i].key, key)) {
				*hash = a.conditions[i].hash;
				*unconfirmed = a.conditions[i].mark == LAW_UNCONFIRMED;
				return RC_OK;
			}
	}
	return err_field(c->err, "key", "Không có điều kiện mang khóa này.");
}

static enum rc overlay_confirm(struct ctx *c, const void *in, struct out *out)
{
	const struct overlay_in *p = in;
	const struct law *law;
	const struct law_rules *r;
	struct str hash;
	bool unconfirmed = false;
	TRY(law_rules_of_office(c, p->from, &law, &r));
	TRY(condition_hash(c, r, p->key, &hash, &unconfirmed));
	if (!unconfirmed)
		return err_field(c->err, "key", "Điều kiện này không chờ xác nhận.");
	TRY(close_open(c, "confirm", p));
	TRY(sql_law_overlay_add(c->db, STR("confirm"), p->key, p->set.p ? p->set : STR(""), DB_NULL,
	                        p->source, p->reason, hash, p->from, DATE_OPEN, c->who.account_id,
	                        c->now_ms, &out->id));
	out_say(c, out, "Đã xác nhận điều kiện %.*s từ ngày %s.", STR_ARG(p->key), date_vn(p->from).z);
	return RC_OK;
}

static enum rc overlay_set(struct ctx *c, const void *in, struct out *out)
{
	const struct overlay_in *p = in;
	const struct law *law;
	const struct law_rules *r;
	struct law_param_info info;
	int64_t milli;
	TRY(law_rules_of_office(c, p->from, &law, &r));
	if (!law_param_find(r, p->key, &info))
		return err_field(c->err, "key", "Không có giá trị mang tên này.");
	if (!info.local && info.mark != LAW_UNCONFIRMED)
		return err_field(c->err, "key",
		                 "Giá trị này do luật định, cơ quan không đặt. Chỉ đặt được giá trị địa "
		                 "phương hoặc chưa xác nhận.");
	if (viet_parse_decimal(p->value, VIET_READ_VIET, &milli, c->err) != RC_OK)
		return err_field(c->err, "value", "Xin nhập một số, ví dụ 70 hoặc 4,5.");
	TRY(law_value_can_be(r, p->key, milli, c->err));
	TRY(close_open(c, "value", p));
	TRY(sql_law_overlay_add(c->db, STR("value"), p->key, STR(""), milli, p->source, p->reason,
	                        info.hash, p->from, DATE_OPEN, c->who.account_id, c->now_ms, &out->id));
	out_say(c, out, "%.*s là %.*s từ ngày %s.", STR_ARG(info.title), STR_ARG(p->value),
	        date_vn(p->from).z);
	return RC_OK;
}

struct overlay_end_in {
	int64_t id;
	struct date on;
	struct str reason;
};
static const struct field end_fields[] = {
	F(REF, struct overlay_end_in, id, "Điều đã đặt", .flags = MUST | HIDDEN,
      .ref = &law_overlay_object),
	F(DATE, struct overlay_end_in, on, "Hết từ ngày", .flags = MUST),
	F(TEXT, struct overlay_end_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 400),
};

static enum rc overlay_end(struct ctx *c, const void *in, struct out *out)
{
	const struct overlay_end_in *p = in;
	struct sql_law_overlay_get row;
	TRY(sql_law_overlay_get(c->db, c->mem, p->id, &row));
	if (p->on.days <= row.valid_from.days || p->on.days > row.valid_to.days)
		return err_field(c->err, "on", "Ngày hết phải sau ngày %s.", date_vn(row.valid_from).z);
	TRY(sql_law_overlay_end(c->db, p->id, p->on, NULL));
	out_say(c, out, "%.*s trở lại như bản đã giao từ ngày %s.", STR_ARG(row.key), date_vn(p->on).z);
	return RC_OK;
}

static const struct field filters[] = {
	FILTER(CHOICE, "kind", "Loại", .choices = overlay_kinds),
	FILTER(TEXT, "key", "Khóa, tên"),
};
static const struct column cols[] = {
	{"valid_from", "Từ ngày", COL_DATE, .order = "time"},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"kind", "Loại", COL_CHOICE, .choices = overlay_kinds},
	{"key", "Khóa, tên", COL_TEXT},
	{"value", "Giá trị", COL_TEXT},
	{"set_name", "Bộ quy tắc", COL_TEXT},
	{"source", "Căn cứ", COL_TEXT, .width = 40},
	{"reason", "Lý do", COL_TEXT, .width = 40},
	{"made_by", "Người đề nghị", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = overlay_states},
};

#define TWO_PEOPLE                                                                                 \
	.kind = OP_WRITE, .flags = OP_SECOND | OP_NO_TOKEN, .second_roles = R(HEAD),                   \
	.roles = R(STANDING) | R(HEAD), .scope = SCOPE_OFFICE, .object = &law_overlay_object,          \
	.then = "overlay.list"

const struct op law_overlay_ops[] = {
	{.name = "overlay.list",
     .title = "Quy tắc cơ quan xác nhận, đặt",
     .help =
         "Điều kiện đã xác nhận và giá trị cơ quan đã đặt, theo thời gian, với căn cứ và lý do.",
     .kind = OP_LIST,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "lookup",
     .icon = "stamp",
     .object = &law_overlay_object,
     .list = &sql_list_law_overlay_list,
     .order = "-time",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa xác nhận hay đặt gì: quy tắc chạy như đã giao."},
	{.name = "overlay.confirm",
     .title = "Xác nhận một điều kiện",
     .help = "Điều kiện mang dấu chưa xác nhận được đối chiếu với văn bản; cần người thứ hai.",
     FIELDS(confirm_fields),
     .in_size = sizeof(struct overlay_in),
     .run = overlay_confirm,
     TWO_PEOPLE},
	{.name = "overlay.set",
     .title = "Đặt một giá trị",
     .help = "Giá trị luật giao cho tỉnh hoặc cơ quan quy định; cần người thứ hai.",
     FIELDS(value_fields),
     .in_size = sizeof(struct overlay_in),
     .run = overlay_set,
     TWO_PEOPLE},
	{.name = "overlay.end",
     .title = "Thôi áp dụng",
     .help = "Từ một ngày trở lại như bản đã giao; cần người thứ hai.",
     .states = "active planned",
     FIELDS(end_fields),
     .in_size = sizeof(struct overlay_end_in),
     .run = overlay_end,
     TWO_PEOPLE},
	{0}};
