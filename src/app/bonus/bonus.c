/* bonus.c: who is paid what for which award; paid, taken back, recovered. */
#include "app/bonus/bonus.h"

#include "app/decision/decision.h"
#include "app/org/org.h"
#include "app/paper/paper.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_bonus.h"
#include "db/sql_decision.h"
#include "op/decode.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object bonus_object = {
	.name = "bonus", .label = "khoản tiền thưởng", .list = &sql_list_bonus_object};

static const struct choice states[] = {{"due", "Chưa chi"},         {"paid", "Đã chi"},
                                       {"void", "Không chi nữa"},   {"recover", "Phải thu hồi"},
                                       {"recovered", "Đã thu hồi"}, {0}};
static const char bonus_law[] = "Nghị định 152/2025/NĐ-CP, Điều 49";

enum rc bonus_due(struct ctx *c, int64_t award, int64_t line, int64_t year, int64_t amount)
{
	int64_t id;
	return sql_bonus_add(c->db, award, line, year, amount, c->now_ms, &id);
}

enum rc bonus_taken_back(struct ctx *c, int64_t award, struct str sign, int64_t *back,
                         int64_t *unpaid)
{
	struct sql_bonus_of_award b;
	*back = *unpaid = 0;
	enum rc rc = sql_bonus_of_award(c->db, c->mem, award, &b);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	bool paid = str_eqz(b.state, "paid"), due = str_eqz(b.state, "due");
	*back = paid ? b.amount : 0;
	*unpaid = due ? b.amount : 0;
	if (!paid && !due)
		return RC_OK;
	return sql_bonus_state(c->db, b.id, paid ? STR("recover") : STR("void"),
	                       arena_printf(c->mem, "Quyết định số %.*s", STR_ARG(sign)), NULL);
}

/* --- paying -------------------------------------------------------------------------------------
 */

struct pay_in {
	int64_t id, year;
	struct date on;
	struct str voucher, reason;
	bool overdraw;
};
#define PAYING                                                                                     \
	F(DATE, struct pay_in, on, "Ngày chi", .flags = MUST | FRESH),                                 \
		F(TEXT, struct pay_in, voucher, "Chứng từ", .flags = MUST | FRESH, .max = 100,             \
	      .hint = "Số phiếu chi, ủy nhiệm chi"),                                                   \
		F(INT, struct pay_in, year, "Chi từ quỹ năm", .flags = FRESH, .min = 1945, .max = 2200,    \
	      .hint = "Để trống: năm của quyết định"),                                                 \
		F(BOOL, struct pay_in, overdraw, "Vẫn chi khi quỹ thiếu", .flags = FRESH)
static const struct field pay_fields[] = {
	F(REF, struct pay_in, id, "Khoản tiền thưởng", .flags = MUST | HIDDEN, .ref = &bonus_object),
	PAYING,
};
static const struct field pay_all_fields[] = {
	F(REF, struct pay_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	PAYING,
};

static enum rc not_later(struct ctx *c, struct date on)
{
	if (on.days > c->today.days)
		return err_field(c->err, "on", "Ngày này ở sau hôm nay.");
	return RC_OK;
}

static enum rc pay_one(struct ctx *c, const struct pay_in *p, int64_t id, int64_t year,
                       int64_t amount)
{
	struct fund_new n = {.year = p->year == DB_NULL ? year : p->year,
	                     .amount = -amount,
	                     .kind = "bonus",
	                     .on = p->on,
	                     .basis = p->voucher,
	                     .bonus_id = id,
	                     .overdraw = p->overdraw};
	int64_t entry;
	TRY(fund_put(c, &n, &entry));
	return sql_bonus_paid(c->db, id, p->on, p->voucher, NULL);
}

static enum rc bonus_pay(struct ctx *c, const void *in, struct out *out)
{
	const struct pay_in *p = in;
	struct sql_bonus_get b;
	TRY(not_later(c, p->on));
	TRY(sql_bonus_get(c->db, c->mem, p->id, &b));
	TRY(pay_one(c, p, p->id, b.year, b.amount));
	out_say(c, out, "Đã ghi chi %.*s đồng cho %.*s.", STR_ARG(viet_number(c->mem, b.amount)),
	        STR_ARG(b.name));
	return RC_OK;
}

/* Of a decision, all that is due but the own one: nobody pays oneself. */
static enum rc bonus_pay_all(struct ctx *c, const void *in, struct out *out)
{
	const struct pay_in *p = in;
	struct sql_bonus_due_of *rows;
	size_t n;
	int64_t sum = 0, paid = 0, own = 0;
	TRY(not_later(c, p->on));
	TRY(sql_bonus_due_of(c->db, c->mem, p->id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].person_id != DB_NULL && rows[i].person_id == c->who.person_id) {
			own++;
			continue;
		}
		TRY(pay_one(c, p, rows[i].id, rows[i].year, rows[i].amount));
		sum += rows[i].amount;
		paid++;
	}
	if (paid == 0)
		return err_set(c->err, RC_CONFLICT, "Quyết định này không còn khoản nào chưa chi%s.",
		               own ? ", ngoài khoản của chính ông/bà (người khác ghi chi)" : "");
	out_say(c, out, "%s chi %" PRId64 " khoản, cộng %.*s đồng%s.", c->preview ? "Sẽ ghi" : "Đã ghi",
	        paid, STR_ARG(viet_number(c->mem, sum)),
	        own ? "; khoản của chính ông/bà do người khác ghi chi" : "");
	return RC_OK;
}

static const struct field unpay_fields[] = {
	F(REF, struct pay_in, id, "Khoản tiền thưởng", .flags = MUST | HIDDEN, .ref = &bonus_object),
	F(TEXT, struct pay_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 300),
};

static enum rc bonus_unpay(struct ctx *c, const void *in, struct out *out)
{
	const struct pay_in *p = in;
	struct sql_bonus_get b;
	struct sql_bonus_fund_of f;
	int64_t entry;
	TRY(sql_bonus_get(c->db, c->mem, p->id, &b));
	TRY(sql_bonus_fund_of(c->db, c->mem, p->id, &f));
	TRY(fund_put(c,
	             &(struct fund_new){
					 .year = f.year,
					 .amount = b.amount,
					 .kind = "bonus",
					 .on = c->today,
					 .basis = arena_printf(c->mem, "Ghi nhầm khoản chi: %.*s", STR_ARG(p->reason)),
					 .bonus_id = p->id},
	             &entry));
	TRY(sql_bonus_unpaid(c->db, p->id, p->reason, NULL));
	out_say(c, out, "Đã đảo khoản chi của %.*s; khoản này lại là chưa chi.", STR_ARG(b.name));
	return RC_OK;
}

static const struct field recover_fields[] = {
	F(REF, struct pay_in, id, "Khoản tiền thưởng", .flags = MUST | HIDDEN, .ref = &bonus_object),
	F(DATE, struct pay_in, on, "Ngày nộp lại", .flags = MUST | FRESH),
	F(TEXT, struct pay_in, voucher, "Chứng từ", .flags = MUST | FRESH, .max = 100),
};

static enum rc bonus_recover(struct ctx *c, const void *in, struct out *out)
{
	const struct pay_in *p = in;
	struct sql_bonus_get b;
	int64_t entry;
	TRY(not_later(c, p->on));
	TRY(sql_bonus_get(c->db, c->mem, p->id, &b));
	TRY(fund_put(c,
	             &(struct fund_new){.year = date_civil(p->on).year,
	                                .amount = b.amount,
	                                .kind = "recovered",
	                                .on = p->on,
	                                .basis = p->voucher,
	                                .bonus_id = p->id},
	             &entry));
	TRY(sql_bonus_state(c->db, p->id, STR("recovered"), p->voucher, NULL));
	out_say(c, out, "Đã ghi thu hồi %.*s đồng của %.*s.", STR_ARG(viet_number(c->mem, b.amount)),
	        STR_ARG(b.name));
	return RC_OK;
}

/* --- the sheet to sign
 * -----------------------------------------------------------------------------
 */

static void sheet_json(struct ctx *c, struct buf *b, const struct sql_decision_get *d,
                       const struct sql_bonus_sheet_rows *rows, size_t n)
{
	struct json_out j = json_out_to(b);
	json_obj(&j, NULL);
	json_str(
		&j, "decision",
		arena_printf(c->mem, "Quyết định số %.*s ngày %s", STR_ARG(d->sign), date_vn(d->dated).z));
	json_str(&j, "fund",
	         arena_printf(c->mem, "Quỹ thi đua, khen thưởng năm %d", date_civil(d->dated).year));
	json_arr(&j, "people");
	for (size_t i = 0; i < n; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", rows[i].name);
		if (rows[i].unit_name.n)
			json_str(&j, "unit", rows[i].unit_name);
		json_str(&j, "award",
		         rows[i].title.n ? rows[i].title : choice_label(award_codes, rows[i].code));
		json_int(&j, "bonus", rows[i].amount);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

struct sheet_in {
	int64_t id;
};
static const struct field sheet_fields[] = {
	F(REF, struct sheet_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
};

static enum rc bonus_sheet(struct ctx *c, const void *in, struct out *out)
{
	const struct sheet_in *p = in;
	struct sql_decision_get d;
	struct sql_bonus_sheet_rows *rows;
	struct buf b;
	size_t n;
	int64_t paper;
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	TRY(sql_bonus_sheet_rows(c->db, c->mem, p->id, &rows, &n));
	if (n == 0)
		return err_set(c->err, RC_CONFLICT, "Quyết định này không có khoản tiền thưởng nào.");
	struct paper_new new = {.kind = STR("chi-thuong"),
	                        .object = "decision",
	                        .object_id = p->id,
	                        .unit_id = d.unit_id,
	                        .person_id = DB_NULL};
	buf_init(&b, (size_t)4 << 20);
	sheet_json(c, &b, &d, rows, n);
	enum rc rc = buf_check(&b, c->err);
	if (rc == RC_OK)
		new.data = arena_str(c->mem, buf_view(&b));
	buf_release(&b);
	TRY(rc);
	TRY(paper_make(c, &new, &paper));
	out->go = paper_address(c, paper);
	out_say(c, out, "Đã lập danh sách chi thưởng %zu dòng.", n);
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------------
 */

static const struct field filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(INT, "year", "Năm"),
	FILTER(REF, "decision", "Quyết định", .ref = &decision_object),
	FILTER(REF, "person", "Người", .ref = &person_object),
};
static const struct column cols[] = {
	{"name", "Người, tập thể", COL_TEXT, .width = 30},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 32},
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = award_codes, .width = 30},
	{"sign", "Quyết định", COL_LINK, .op = "decision.view", .key = "decision_id"},
	{"dated", "Ngày", COL_DATE},
	{"amount", "Số tiền (đồng)", COL_MONEY},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"paid_on", "Chi ngày", COL_DATE},
	{"voucher", "Chứng từ", COL_TEXT, .width = 24},
	{"reason", "Ghi chú", COL_TEXT, .width = 32},
};

#define SEES (R(ACCOUNTANT) | R(STANDING) | R(HEAD) | R(INSPECTOR) | R(MEMBER))
#define PAYS .kind = OP_WRITE, .roles = R(ACCOUNTANT), .scope = SCOPE_OBJECT
#define LIST                                                                                       \
	.kind = OP_LIST, .flags = OP_JOURNAL_EXPORT, .roles = SEES, .scope = SCOPE_ANY,                \
	.area = "decision", .icon = "money", .order = "-newest", COLS(cols)

const struct op bonus_ops[] = {
	{.name = "bonus.list",
     .title = "Tiền thưởng",
     .help = "Tiền thưởng theo từng quyết định: chưa chi, đã chi, phải thu hồi. Tải về cho kế toán "
             "bằng XLSX hoặc CSV.",
     LIST,
     .object = &bonus_object,
     .list = &sql_list_bonus_list,
     FIELDS(filters),
     .empty = "Chưa có khoản tiền thưởng nào.",
     .law = bonus_law},
	{.name = "bonus.pay",
     .title = "Ghi chi tiền thưởng",
     .help = "Một khoản; không ai ghi chi khoản của chính mình.",
     .verb = "Ghi chi",
     PAYS,
     .flags = OP_NOT_OWN,
     .object = &bonus_object,
     .states = "due",
     .icon = "check",
     FIELDS(pay_fields),
     .in_size = sizeof(struct pay_in),
     .run = bonus_pay,
     .then = "bonus.list",
     .law = bonus_law},
	{.name = "bonus.pay_all",
     .title = "Ghi chi tiền thưởng của quyết định",
     .help = "Mọi khoản chưa chi của quyết định, trừ khoản của chính mình.",
     .verb = "Ghi chi tiền thưởng",
     PAYS,
     .flags = OP_PREVIEW,
     .object = &decision_object,
     .states = "award_signed award_published",
     .icon = "money",
     FIELDS(pay_all_fields),
     .in_size = sizeof(struct pay_in),
     .run = bonus_pay_all,
     .then = "bonus.list",
     .law = bonus_law},
	{.name = "bonus.unpay",
     .title = "Đảo khoản chi ghi nhầm",
     .help = "Quỹ được ghi một dòng ngược dấu; khoản ấy lại là chưa chi.",
     .verb = "Ghi nhầm",
     PAYS,
     .flags = OP_NOT_OWN,
     .object = &bonus_object,
     .states = "paid",
     FIELDS(unpay_fields),
     .in_size = sizeof(struct pay_in),
     .run = bonus_unpay,
     .then = "bonus.list"},
	{.name = "bonus.recover",
     .title = "Ghi đã thu hồi tiền thưởng",
     .help = "Khen thưởng bị hủy sau khi đã chi: tiền nộp lại vào quỹ.",
     .verb = "Đã thu hồi",
     PAYS,
     .flags = OP_NOT_OWN,
     .object = &bonus_object,
     .states = "recover",
     .icon = "refresh",
     FIELDS(recover_fields),
     .in_size = sizeof(struct pay_in),
     .run = bonus_recover,
     .then = "bonus.list",
     .law = "Luật Thi đua, khen thưởng 2022, Điều 93"},
	{.name = "bonus.sheet",
     .title = "Lập danh sách chi thưởng",
     .help = "Bảng để ký nhận, từ các khoản của quyết định.",
     .verb = "Danh sách chi thưởng",
     .kind = OP_WRITE,
     .roles = R(ACCOUNTANT) | R(STANDING),
     .scope = SCOPE_OBJECT,
     .object = &decision_object,
     .states = "award_signed award_published",
     .icon = "file",
     FIELDS(sheet_fields),
     .in_size = sizeof(struct sheet_in),
     .run = bonus_sheet,
     .then = "writing.list"},
	{0}};
