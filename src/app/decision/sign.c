/*
 * sign.c: a decision is signed, numbered, attached to and published.
 *
 * Signing looks at every line again: what was ready when it was drafted may be on hold today. The
 * number and the day come from the registry (văn thư), as NĐ 30/2020 has it, and with them
 * everything that follows is done in one transaction; a second look at the lines stands before it.
 */
#include "app/decision/inner.h"

#include "app/admin/admin.h"
#include "app/file/file.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "db/sql_decision.h"
#include "op/gate.h"

#include <inttypes.h>

static const char sign_law[] = "Luật Thi đua, khen thưởng 2022, Điều 80; Nghị định "
							   "30/2020/NĐ-CP, Điều 13, 15";

struct sign_in {
	int64_t id, number, year;
	struct str sign, reason;
	struct date dated;
	struct upload file;
};
static const struct field id_fields[] = {
	F(REF, struct decision_id_in, id, "Quyết định", .flags = MUST | HIDDEN,
      .ref = &decision_object),
};

/* --- every line looked at again -----------------------------------------------------------------
 */

static enum rc award_line_stands(struct ctx *c, const struct sql_decision_get *d, int64_t nominee,
                                 struct date on, struct date *latest)
{
	struct sql_decision_nominee n;
	struct str why;
	struct date voted;
	const char *level;
	TRY(sql_decision_nominee(c->db, c->mem, nominee, &n));
	TRY(decision_not_ready(c, &n, d->id, &why, &voted));
	if (why.n == 0)
		TRY(decision_upward(c, &n, on, &why, &level));
	if (why.n)
		return err_set(c->err, RC_CONFLICT,
		               "%.*s: %.*s. Xin đưa ra khỏi quyết định hoặc xử lý trước khi ký.",
		               STR_ARG(n.name), STR_ARG(why));
	if (n.person_id != DB_NULL && n.person_id == d->signer_id)
		return err_set(c->err, RC_DENIED,
		               "%.*s không ký quyết định về chính mình. Xin chọn người ký khác hoặc lập "
		               "tờ trình lên cấp có thẩm quyền.",
		               STR_ARG(n.name));
	if (!date_is_none(voted) && (date_is_none(*latest) || voted.days > latest->days))
		*latest = voted;
	if (!date_is_none(n.received_on) &&
	    (date_is_none(*latest) || n.received_on.days > latest->days))
		*latest = n.received_on;
	return RC_OK;
}

static enum rc undo_line_stands(struct ctx *c, const struct sql_decision_get *d, int64_t award,
                                struct date *latest)
{
	struct sql_decision_award a;
	TRY(sql_decision_award(c->db, c->mem, award, &a));
	if (!str_eqz(a.state, "valid"))
		return err_set(c->err, RC_CONFLICT,
		               "Khen thưởng của %.*s không còn hiệu lực trong sổ. Xin đưa dòng ấy ra khỏi "
		               "quyết định.",
		               STR_ARG(a.name));
	if (a.person_id != DB_NULL && a.person_id == d->signer_id)
		return err_set(c->err, RC_DENIED,
		               "%.*s không ký quyết định về chính mình. Xin chọn người ký khác.",
		               STR_ARG(a.name));
	if (!date_is_none(a.dated) && (date_is_none(*latest) || a.dated.days > latest->days))
		*latest = a.dated;
	return RC_OK;
}

/* *latest: the day before which it cannot be dated. */
static enum rc all_stand(struct ctx *c, const struct sql_decision_get *d, struct date on,
                         struct date *latest)
{
	struct sql_decision_lines *lines;
	size_t n;
	*latest = DATE_NONE;
	TRY(sql_decision_lines(c->db, c->mem, d->id, &lines, &n));
	if (n == 0)
		return err_set(c->err, RC_CONFLICT, "Quyết định chưa có trường hợp nào.");
	for (size_t i = 0; i < n; i++)
		if (str_eqz(d->kind, "award"))
			TRY(award_line_stands(c, d, lines[i].nominee_id, on, latest));
		else
			TRY(undo_line_stands(c, d, lines[i].award_id, latest));
	return RC_OK;
}

/* --- signing ------------------------------------------------------------------------------------
 */

/* What it would do is shown by doing it: the preview is rolled back. */
static enum rc show_what_follows(struct ctx *c, const struct sql_decision_get *d, struct out *out)
{
	struct decision_priced priced;
	struct decision_paper p = {
		.id = d->id, .sign = STR("(chưa có số)"), .issuer = d->issuer, .dated = c->today};
	if (!str_eqz(d->kind, "award"))
		return decision_undo(c, d, &p, out);
	TRY(decision_price(c, d->id, c->today, &priced));
	out_fact(out, "lines", "Số trường hợp", arena_printf(c->mem, "%d", priced.count));
	return decision_fund_facts(c, &priced, out);
}

static enum rc sign_guard(struct ctx *c, int64_t id)
{
	struct sql_decision_get d;
	TRY(sql_decision_get(c->db, c->mem, id, &d));
	if (d.signer_id == DB_NULL || d.signer_id != c->who.person_id)
		return err_set(c->err, RC_DENIED,
		               "Chỉ người ký ghi trong dự thảo (%.*s) ký được quyết định này. Muốn đổi, "
		               "xin sửa dự thảo.",
		               STR_ARG(text_or_empty(d.signer_name)));
	return RC_OK;
}

static enum rc decision_sign(struct ctx *c, const void *in, struct out *out)
{
	const struct decision_id_in *p = in;
	struct sql_decision_get d;
	struct date latest;
	struct str mode;
	int64_t delegation;
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	TRY(decision_signer(c, d.signer_id, c->today, &mode, &delegation));
	TRY(all_stand(c, &d, c->today, &latest));
	if (c->preview)
		TRY(show_what_follows(c, &d, out));
	TRY(sql_decision_approved(c->db, p->id, mode, delegation, NULL));
	TRY(decision_tell_role(c, "registry",
	                       arena_printf(c->mem, "Quyết định chờ số: %.*s", STR_ARG(d.title)),
	                       arena_printf(c->mem, "/decision/%" PRId64, p->id)));
	out_say(c, out, "%s %s%.*s. Văn thư cho số và ngày.", c->preview ? "Sẽ ký" : "Đã ký",
	        mode.n ? "theo việc giao ký " : "với tư cách thủ trưởng", STR_ARG(mode));
	return RC_OK;
}

static const struct field back_fields[] = {
	F(REF, struct sign_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	F(TEXT, struct sign_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 300),
};

static enum rc decision_back(struct ctx *c, const void *in, struct out *out)
{
	const struct sign_in *p = in;
	struct sql_decision_get d;
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	TRY(sql_decision_back(c->db, p->id, NULL));
	TRY(decision_tell_role(c, "standing",
	                       arena_printf(c->mem, "Quyết định trở lại để sửa: %.*s. Lý do: %.*s",
	                                    STR_ARG(d.title), STR_ARG(p->reason)),
	                       arena_printf(c->mem, "/decision/%" PRId64, p->id)));
	out_say(c, out, "Đã đưa quyết định trở lại để sửa; sửa xong phải ký lại.");
	return RC_OK;
}

/* --- the number ---------------------------------------------------------------------------------
 */

static enum rc own_series(struct ctx *c, bool *own)
{
	int64_t v;
	TRY(setting_number(c, "decision.series", &v));
	*own = v != 0;
	return RC_OK;
}

static enum rc number_is_free(struct ctx *c, const struct sql_decision_get *d, int64_t year,
                              int64_t number)
{
	struct sql_decision_of_number other;
	enum rc rc = sql_decision_of_number(c->db, c->mem, d->unit_id, year, number, &other);
	if (rc == RC_NOTFOUND || (rc == RC_OK && other.id == d->id))
		return RC_OK;
	TRY(rc);
	return err_field(c->err, "number",
	                 "Số %" PRId64 " năm %" PRId64 " đã cấp cho \"%.*s\". Xin lấy số khác trong sổ "
	                 "đăng ký văn bản.",
	                 number, year, STR_ARG(other.title));
}

/* "112/QĐ-VP" by number and the office's notation, unless it is given. */
static enum rc sign_words(struct ctx *c, struct str given, int64_t number, struct str *out)
{
	struct str notation;
	*out = given;
	if (given.n)
		return RC_OK;
	TRY(setting_text(c, "decision.notation", &notation));
	*out = arena_printf(c->mem, "%02" PRId64 "/%.*s", number, STR_ARG(notation));
	return RC_OK;
}

static const struct field reserve_fields[] = {
	F(REF, struct sign_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	F(INT, struct sign_in, number, "Số trong sổ đăng ký văn bản đi", .flags = MUST, .min = 1,
      .max = 99999),
	F(TEXT, struct sign_in, sign, "Số và ký hiệu", .flags = FRESH, .max = 60,
      .hint = "Để trống: ghép số với ký hiệu trong thiết lập, ví dụ 112/QĐ-VP"),
	F(INT, struct sign_in, year, "Năm của sổ", .min = 1945, .max = 2200,
      .hint = "Để trống: năm nay"),
};

static enum rc decision_reserve(struct ctx *c, const void *in, struct out *out)
{
	const struct sign_in *p = in;
	struct sql_decision_get d;
	struct str sign;
	bool own;
	int64_t year = p->year == DB_NULL ? date_civil(c->today).year : p->year;
	TRY(own_series(c, &own));
	if (own)
		return err_field(c->err, "number",
		                 "Cơ quan đánh số quyết định khen thưởng theo dãy riêng: chương trình cấp "
		                 "số khi ghi ngày, không giữ trước.");
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	TRY(number_is_free(c, &d, year, p->number));
	TRY(sign_words(c, text_or_empty(p->sign), p->number, &sign));
	TRY(sql_decision_reserved(c->db, p->id, year, p->number, sign, NULL));
	out_say(c, out, "Đã giữ số %.*s năm %" PRId64 ".", STR_ARG(sign), year);
	return RC_OK;
}

static const struct field number_fields[] = {
	F(REF, struct sign_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	F(DATE, struct sign_in, dated, "Ngày", .flags = MUST),
	F(INT, struct sign_in, number, "Số trong sổ đăng ký văn bản đi", .min = 1, .max = 99999,
      .hint = "Số đã giữ hiện sẵn; để trống khi cơ quan đánh số theo dãy riêng"),
	F(TEXT, struct sign_in, sign, "Số và ký hiệu", .max = 60,
      .hint = "Để trống: ghép số với ký hiệu trong thiết lập, ví dụ 112/QĐ-VP"),
};

/* Days of an own series do not run backwards, whatever a clock says. */
static enum rc take_from_series(struct ctx *c, const struct sql_decision_get *d, int64_t year,
                                struct date dated, int64_t *number)
{
	struct sql_decision_series_get last;
	struct sql_decision_series_next next;
	enum rc rc = sql_decision_series_get(c->db, c->mem, d->unit_id, year, &last);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (rc == RC_OK && dated.days < last.dated.days)
		return err_field(c->err, "dated",
		                 "Số %" PRId64 " của dãy này đã ghi ngày %s; số sau không ghi ngày trước.",
		                 last.last, date_vn(last.dated).z);
	TRY(sql_decision_series_next(c->db, c->mem, d->unit_id, year, dated, &next));
	*number = next.last;
	return RC_OK;
}

static enum rc number_for(struct ctx *c, const struct sql_decision_get *d, const struct sign_in *p,
                          int64_t *year, int64_t *number, struct str *sign)
{
	bool own;
	*year = date_civil(p->dated).year;
	TRY(own_series(c, &own));
	if (own && d->number == DB_NULL) {
		if (p->number != DB_NULL)
			return err_field(c->err, "number",
			                 "Cơ quan đánh số theo dãy riêng: xin để trống, chương trình cấp số.");
		TRY(take_from_series(c, d, *year, p->dated, number));
	} else {
		*number = p->number;
		if (*number == DB_NULL)
			return err_field(c->err, "number", "Xin ghi số lấy trong sổ đăng ký văn bản đi.");
	}
	TRY(number_is_free(c, d, *year, *number));
	/* The form begins with the sign that was reserved; another number makes another one. */
	bool stale = *number != d->number && str_eq(text_or_empty(p->sign), d->sign);
	return sign_words(c, stale ? STR("") : text_or_empty(p->sign), *number, sign);
}

static enum rc day_ok(struct ctx *c, struct date dated, struct date latest)
{
	if (dated.days > c->today.days)
		return err_field(c->err, "dated", "Ngày của quyết định không ở sau hôm nay.");
	if (!date_is_none(latest) && dated.days < latest.days)
		return err_field(
			c->err, "dated",
			"Quyết định không ghi ngày trước %s: khi ấy hồ sơ chưa tiếp nhận, hội đồng "
			"chưa họp hoặc khen thưởng chưa có.",
			date_vn(latest).z);
	return RC_OK;
}

static enum rc decision_number(struct ctx *c, const void *in, struct out *out)
{
	const struct sign_in *p = in;
	struct sql_decision_get d;
	struct decision_paper paper = {.id = p->id, .dated = p->dated};
	struct date latest;
	struct str mode;
	int64_t year, number, delegation;
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	TRY(decision_signer(c, d.signer_id, p->dated, &mode, &delegation));
	TRY(all_stand(c, &d, p->dated, &latest));
	TRY(day_ok(c, p->dated, latest));
	TRY(number_for(c, &d, p, &year, &number, &paper.sign));
	paper.issuer = d.issuer;
	TRY(str_eqz(d.kind, "award") ? decision_give(c, &d, &paper, out)
	                             : decision_undo(c, &d, &paper, out));
	TRY(sql_decision_signed(c->db, p->id, year, number, paper.sign, p->dated, NULL));
	out_say(c, out, "%s số %.*s ngày %s; từ lúc này quyết định không sửa được nữa.",
	        c->preview ? "Sẽ cấp" : "Đã cấp", STR_ARG(paper.sign), date_vn(p->dated).z);
	return RC_OK;
}

/* --- the scan, and publishing
 * ---------------------------------------------------------------------
 */

static const struct field attach_fields[] = {
	F(REF, struct sign_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	F(FILE, struct sign_in, file, "Bản có chữ ký và dấu", .flags = MUST,
      .hint = "Bản quét hoặc PDF đã ký số"),
};

static enum rc decision_attach(struct ctx *c, const void *in, struct out *out)
{
	const struct sign_in *p = in;
	struct sql_decision_get d;
	int64_t file;
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	TRY(file_keep(c,
	              &(struct file_new){.content = &p->file,
	                                 .object = "decision",
	                                 .object_id = p->id,
	                                 .unit_id = d.unit_id,
	                                 .person_id = DB_NULL},
	              &file));
	TRY(sql_decision_attached(c->db, p->id, file, NULL));
	out_say(c, out, "Đã đính kèm bản có chữ ký; có thể phát hành.");
	return RC_OK;
}

static enum rc decision_publish(struct ctx *c, const void *in, struct out *out)
{
	const struct decision_id_in *p = in;
	struct sql_decision_get d;
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	if (d.file_id == DB_NULL)
		return err_set(c->err, RC_CONFLICT,
		               "Xin đính kèm bản có chữ ký và dấu trước khi phát hành.");
	TRY(sql_decision_published(c->db, p->id, c->today, NULL));
	out_say(c, out, "Đã phát hành quyết định %.*s.", STR_ARG(d.sign));
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------------
 */

#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &decision_object, .then = "decision.view"
#define DRAFTS "award_draft cancel_draft correct_draft"
#define APPROVED "award_approved cancel_approved correct_approved"
#define SIGNED "award_signed cancel_signed correct_signed"

const struct op decision_sign_ops[] = {
	{.name = "decision.sign",
     .title = "Ký quyết định",
     .help =
         "Người ký ghi trong dự thảo: thủ trưởng, hoặc người được giao ký thay, thừa lệnh, thừa "
         "ủy quyền. Từng trường hợp được kiểm tra lại trước khi ký.",
     .verb = "Ký",
     ON_ONE,
     .flags = OP_PREVIEW | OP_NO_TOKEN,
     .roles = R(HEAD) | R(MEMBER),
     .states = DRAFTS,
     .icon = "stamp",
     FIELDS(id_fields),
     .in_size = sizeof(struct decision_id_in),
     .guard = sign_guard,
     .run = decision_sign,
     .law = sign_law},
	{.name = "decision.back",
     .title = "Trả quyết định để sửa",
     .help = "Đã ký mà chưa có số thì còn trở lại được; sửa xong phải ký lại.",
     .verb = "Trả để sửa",
     ON_ONE,
     .roles = DECISION_DRAFTS | R(HEAD) | R(REGISTRY),
     .states = APPROVED,
     .icon = "refresh",
     FIELDS(back_fields),
     .in_size = sizeof(struct sign_in),
     .run = decision_back},
	{.name = "decision.reserve",
     .title = "Giữ số cho quyết định",
     .help =
         "Một số của sổ đăng ký văn bản đi, trước khi ký; bỏ dự thảo thì số trở lại sổ. Văn bản "
         "giấy được cấp số sau khi ký (Điều 15 khoản 2): giữ số trước khi quy chế văn thư của "
         "cơ quan cho phép.",
     .verb = "Giữ số",
     ON_ONE,
     .roles = R(REGISTRY),
     .states = DRAFTS " " APPROVED,
     FIELDS(reserve_fields),
     .in_size = sizeof(struct sign_in),
     .run = decision_reserve,
     .law = "Nghị định 30/2020/NĐ-CP, Điều 15"},
	{.name = "decision.number",
     .title = "Cấp số và ngày",
     .help = "Cùng lúc: sổ khen thưởng được ghi, hồ sơ được kết thúc, tiền thưởng được tính theo "
             "ngày ấy, người và đơn vị được báo; hủy, đính chính thì sổ được sửa theo.",
     .verb = "Cấp số",
     ON_ONE,
     .flags = OP_PREVIEW,
     .roles = R(REGISTRY),
     .states = APPROVED,
     .icon = "check",
     FIELDS(number_fields),
     .in_size = sizeof(struct sign_in),
     .run = decision_number,
     .law = "Nghị định 30/2020/NĐ-CP, Điều 15; Nghị định 152/2025/NĐ-CP, Điều 49"},
	{.name = "decision.attach",
     .title = "Đính kèm bản có chữ ký",
     .help = "Bản quét, hoặc PDF đã ký số, có trước khi phát hành.",
     .verb = "Đính kèm",
     ON_ONE,
     .roles = R(REGISTRY) | DECISION_DRAFTS,
     .states = SIGNED,
     .icon = "upload",
     FIELDS(attach_fields),
     .in_size = sizeof(struct sign_in),
     .run = decision_attach},
	{.name = "decision.publish",
     .title = "Phát hành quyết định",
     .help = "Sau đó không gì của quyết định sửa được; chỉ quyết định khác hủy hoặc đính chính.",
     .verb = "Phát hành",
     ON_ONE,
     .roles = R(REGISTRY),
     .states = SIGNED,
     .icon = "send",
     FIELDS(id_fields),
     .in_size = sizeof(struct decision_id_in),
     .run = decision_publish,
     .law = "Nghị định 30/2020/NĐ-CP, Điều 18"},
	{0}};
