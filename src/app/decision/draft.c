/* draft.c: a decision is drafted from nominees that are ready; lines come in and go out. */
#include "app/decision/inner.h"

#include "app/council/council.h"
#include "app/dossier/dossier.h"
#include "app/org/org.h"
#include "app/paper/paper.h"
#include "db/sql_decision.h"
#include "db/sql_law.h"
#include "op/decode.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object decision_object = {.name = "decision",
                                       .label = "quyết định",
                                       .list = &sql_list_decision_object,
                                       .view = "decision.view"};
const struct object decision_line_object = {.name = "decision_line",
                                            .label = "dòng của quyết định",
                                            .list = &sql_list_decision_line_object};

#define MANY 5000

struct draft_in {
	int64_t id, round_id, dossier_id, meeting_id, signer_id, nominee_id;
	struct str title, basis, issuer, reason;
};
#define PAPER_WORDS                                                                                \
	F(LONG, struct draft_in, basis, "Căn cứ", .max = 4000,                                         \
	  .hint = "Mỗi dòng một căn cứ, ghi sau các căn cứ của luật"),                                 \
		F(TEXT, struct draft_in, issuer, "Thẩm quyền ban hành", .max = 200,                        \
	      .hint = "Ví dụ Chánh Văn phòng; để trống: theo thiết lập"),                              \
		F(REF, struct draft_in, signer_id, "Người ký", .ref = &person_object,                      \
	      .hint = "Để trống: thủ trưởng cơ quan; cấp phó ký theo việc giao ký")
static enum rc offers_dossier(struct ctx *c, int64_t dossier, bool *yes);
static const struct field draft_fields[] = {
	F(REF, struct draft_in, round_id, "Từ đợt xét", .flags = IN_SCOPE, .ref = &award_round_object),
	F(REF, struct draft_in, dossier_id, "Hoặc từ hồ sơ", .flags = IN_SCOPE,
      .ref = &dossier_ready_object, .offers = offers_dossier),
	F(REF, struct draft_in, meeting_id, "Hoặc từ phiên họp", .flags = IN_SCOPE,
      .ref = &meeting_object),
	F(TEXT, struct draft_in, title, "Trích yếu", .max = 300,
      .hint = "Để trống: chương trình ghi theo danh hiệu và năm"),
	F(TEXT, struct draft_in, reason, "Thành tích", .max = 400,
      .hint = "Ghi trong quyết định và trên giấy khen; ví dụ: đã có thành tích xuất sắc năm 2026"),
	PAPER_WORDS,
};
static const struct field edit_fields[] = {
	F(REF, struct draft_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	F(TEXT, struct draft_in, title, "Trích yếu", .flags = MUST, .max = 300),
	F(TEXT, struct draft_in, reason, "Thành tích; lý do hủy, đính chính", .max = 400),
	PAPER_WORDS,
};

/* --- which nominees -----------------------------------------------------------------------------
 */

#define TAKE(rows, n)                                                                              \
	do {                                                                                           \
		out->ids = arena_array(c->mem, (n) + 1, sizeof *out->ids);                                 \
		out->n = (n);                                                                              \
		for (size_t i_ = 0; i_ < (n); i_++)                                                        \
			out->ids[i_] = (rows)[i_].id;                                                          \
	} while (0)

enum rc decision_find(struct ctx *c, int64_t round, int64_t dossier, int64_t meeting,
                      struct decision_found *out)
{
	size_t n;
	int given = (round != DB_NULL) + (dossier != DB_NULL) + (meeting != DB_NULL);
	*out = (struct decision_found){.given = given > 0};
	if (given > 1)
		return err_field(c->err, "round_id",
		                 "Xin chọn một: đợt xét, hồ sơ hoặc phiên họp; thêm người khác sau.");
	if (round != DB_NULL) {
		struct sql_decision_ready_round *rows;
		TRY(sql_decision_ready_round(c->db, c->mem, round, &rows, &n));
		TAKE(rows, n);
	} else if (dossier != DB_NULL) {
		struct sql_decision_ready_dossier *rows;
		TRY(sql_decision_ready_dossier(c->db, c->mem, dossier, &rows, &n));
		TAKE(rows, n);
	} else if (meeting != DB_NULL) {
		struct sql_decision_ready_meeting *rows;
		TRY(sql_decision_ready_meeting(c->db, c->mem, meeting, &rows, &n));
		TAKE(rows, n);
	}
	return out->n > MANY
	           ? err_set(c->err, RC_TOOBIG, "Quá %d đối tượng; xin chọn từng hồ sơ.", MANY)
	           : RC_OK;
}

static enum rc may_come_in(struct ctx *c, int64_t decision, int64_t nominee,
                           struct sql_decision_nominee *n, struct str *why)
{
	struct date voted;
	const char *level;
	TRY(sql_decision_nominee(c->db, c->mem, nominee, n));
	TRY(decision_not_ready(c, n, decision, why, &voted));
	return why->n ? RC_OK : decision_upward(c, n, c->today, why, &level);
}

static enum rc offers_nominee(struct ctx *c, int64_t nominee, bool *yes)
{
	struct sql_decision_nominee n;
	struct str why;
	TRY(may_come_in(c, DB_NULL, nominee, &n, &why));
	*yes = why.n == 0;
	return RC_OK;
}

enum rc decision_offers_dossier(struct ctx *c, int64_t dossier,
                                enum rc (*one)(struct ctx *, int64_t, bool *), bool *yes)
{
	struct decision_found f;
	*yes = false;
	TRY(decision_find(c, DB_NULL, dossier, DB_NULL, &f));
	for (size_t i = 0; i < f.n && !*yes; i++)
		TRY(one(c, f.ids[i], yes));
	return RC_OK;
}

static enum rc offers_dossier(struct ctx *c, int64_t dossier, bool *yes)
{
	return decision_offers_dossier(c, dossier, offers_nominee, yes);
}

/* Whatever is not ready stays out and is said; *why "" when the line came in. */
static enum rc take_one(struct ctx *c, int64_t decision, int64_t position, int64_t nominee,
                        struct sql_decision_nominee *n, struct str *why)
{
	TRY(may_come_in(c, decision, nominee, n, why));
	if (why->n)
		return RC_OK;
	return sql_decision_line_add(c->db, decision, position, nominee, DB_NULL, STR(""), STR(""),
	                             STR(""), STR(""), NULL);
}

void decision_leave_out(struct ctx *c, struct out *out, const struct sql_decision_nominee *n,
                        struct str why)
{
	if (out->fact_count < 30)
		out_fact(out, arena_printf(c->mem, "left_out_%d", out->fact_count).p, "Chưa đưa vào",
		         arena_printf(c->mem, "%.*s: %.*s", STR_ARG(n->name), STR_ARG(why)));
}

struct str decision_first_left_out(struct ctx *c, const struct out *out)
{
	return out->fact_count ? arena_printf(c->mem, ". %.*s", STR_ARG(out->facts[0].value)) : STR("");
}

static enum rc take_all(struct ctx *c, int64_t decision, const struct decision_found *f,
                        struct out *out, int64_t *taken)
{
	*taken = 0;
	for (size_t i = 0; i < f->n; i++) {
		struct sql_decision_nominee n;
		struct str why;
		TRY(take_one(c, decision, *taken + 1, f->ids[i], &n, &why));
		if (why.n)
			decision_leave_out(c, out, &n, why);
		else
			++*taken;
	}
	return RC_OK;
}

/* --- drafting -----------------------------------------------------------------------------------
 */

struct str decision_award_name(struct ctx *c, struct str code, struct str title)
{
	(void)c;
	return str_eqz(code, "KHAC") && title.n ? title : choice_label(award_codes, code);
}

/* "tặng Lao động tiên tiến, Giấy khen năm 2026" */
static enum rc title_of(struct ctx *c, const struct decision_found *f, struct str *out)
{
	struct str words = STR(""), last = STR("");
	int64_t year = 0;
	for (size_t i = 0; i < f->n; i++) {
		struct sql_decision_nominee n;
		TRY(sql_decision_nominee(c->db, c->mem, f->ids[i], &n));
		year = n.year > year ? n.year : year;
		if (str_eq(n.code, last) || words.n > 150)
			continue; /* they come by code */
		last = n.code;
		words = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(words), words.n ? ", " : "",
		                     STR_ARG(choice_label(award_codes, n.code)));
	}
	*out = words.n ? arena_printf(c->mem, "Về việc tặng %.*s năm %" PRId64, STR_ARG(words), year)
	               : STR("Về việc khen thưởng");
	return RC_OK;
}

static enum rc signer_of(struct ctx *c, int64_t given, int64_t *signer)
{
	struct sql_decision_head_now head;
	struct str mode;
	int64_t delegation;
	*signer = given;
	if (given == DB_NULL) {
		enum rc rc = sql_decision_head_now(c->db, c->mem, c->today, &head);
		if (rc == RC_NOTFOUND)
			return err_field(c->err, "signer_id",
			                 "Chưa ai được giao vai thủ trưởng cơ quan. Xin giao quyền trước.");
		TRY(rc);
		*signer = head.person_id;
	}
	return decision_signer(c, *signer, c->today, &mode, &delegation);
}

static enum rc issuer_of(struct ctx *c, struct str given, struct str *out)
{
	struct str words;
	*out = given;
	if (given.n)
		return RC_OK;
	TRY(setting_text(c, "decision.issuer", &words));
	*out = words.n ? words : c->app->office;
	return RC_OK;
}

static enum rc decision_draft(struct ctx *c, const void *in, struct out *out)
{
	const struct draft_in *p = in;
	struct sql_law_top_unit top;
	struct decision_found f;
	struct str title = text_or_empty(p->title), issuer;
	struct decision_priced priced;
	int64_t signer, taken;
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	TRY(decision_find(c, p->round_id, p->dossier_id, p->meeting_id, &f));
	TRY(signer_of(c, p->signer_id, &signer));
	TRY(issuer_of(c, text_or_empty(p->issuer), &issuer));
	if (title.n == 0)
		TRY(title_of(c, &f, &title));
	TRY(sql_decision_add(c->db, STR("award"), top.id, p->round_id, p->meeting_id, title,
	                     viet_fold(c->mem, title), text_or_empty(p->basis), issuer, signer,
	                     text_or_empty(p->reason), c->who.account_id, c->now_ms, &out->id));
	TRY(take_all(c, out->id, &f, out, &taken));
	if (f.given && taken == 0)
		return err_set(c->err, RC_CONFLICT,
		               "Không đối tượng nào đưa vào được%.*s. Xin xử lý rồi lập lại.",
		               STR_ARG(decision_first_left_out(c, out)));
	if (taken)
		TRY(decision_price(c, out->id, c->today, &priced));
	TRY(decision_tell_signer(c, signer, out->id, title));
	c->object_unit = top.id;
	out_say(c, out, "Đã soạn quyết định với %" PRId64 " đối tượng%s.", taken,
	        taken < (int64_t)f.n ? "; có đối tượng chưa đưa vào được, xem dưới" : "");
	return RC_OK;
}

static enum rc decision_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct draft_in *p = in;
	struct str issuer;
	int64_t signer;
	TRY(signer_of(c, p->signer_id, &signer));
	TRY(issuer_of(c, text_or_empty(p->issuer), &issuer));
	TRY(sql_decision_set(c->db, p->id, p->title, viet_fold(c->mem, p->title),
	                     text_or_empty(p->basis), issuer, signer, text_or_empty(p->reason), NULL));
	out_say(c, out, "Đã sửa quyết định.");
	return RC_OK;
}

/* --- lines -------------------------------------------------------------------------------------
 */

static const struct field add_fields[] = {
	F(REF, struct draft_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	F(REF, struct draft_in, nominee_id, "Đối tượng", .flags = IN_SCOPE,
      .ref = &nominee_ready_object, .offers = offers_nominee),
	F(REF, struct draft_in, dossier_id, "Hoặc mọi đối tượng sẵn sàng của hồ sơ", .flags = IN_SCOPE,
      .ref = &dossier_ready_object, .offers = offers_dossier),
};

static enum rc decision_add(struct ctx *c, const void *in, struct out *out)
{
	const struct draft_in *p = in;
	struct sql_decision_line_last last;
	struct decision_priced priced;
	int64_t nominee = p->nominee_id, taken = 0;
	struct decision_found f = {.ids = &nominee, .n = 1};
	if ((p->nominee_id == DB_NULL) == (p->dossier_id == DB_NULL))
		return err_field(c->err, "nominee_id", "Xin chọn một đối tượng, hoặc một hồ sơ.");
	if (p->dossier_id != DB_NULL)
		TRY(decision_find(c, DB_NULL, p->dossier_id, DB_NULL, &f));
	TRY(sql_decision_line_last(c->db, c->mem, p->id, &last));
	for (size_t i = 0; i < f.n; i++) {
		struct sql_decision_nominee n;
		struct str why;
		TRY(take_one(c, p->id, last.position + taken + 1, f.ids[i], &n, &why));
		if (why.n && p->nominee_id != DB_NULL)
			return err_field(c->err, "nominee_id", "%.*s: %.*s.", STR_ARG(n.name), STR_ARG(why));
		if (why.n)
			decision_leave_out(c, out, &n, why);
		taken += why.n == 0;
	}
	if (taken == 0)
		return err_field(c->err, "dossier_id",
		                 "Hồ sơ không có đối tượng nào đưa vào được%.*s. Xin xem từng đề nghị "
		                 "ở trang hồ sơ còn thiếu gì, hoặc chọn hồ sơ khác.",
		                 STR_ARG(decision_first_left_out(c, out)));
	TRY(decision_price(c, p->id, c->today, &priced));
	TRY(sql_decision_touch(c->db, p->id, NULL));
	out_say(c, out, "Đã thêm %" PRId64 " đối tượng.", taken);
	return RC_OK;
}

struct remove_in {
	int64_t id;
	struct str reason;
};
static const struct field remove_fields[] = {
	F(REF, struct remove_in, id, "Dòng", .flags = MUST | HIDDEN, .ref = &decision_line_object),
	F(TEXT, struct remove_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 300),
};

static enum rc decision_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct remove_in *p = in;
	struct sql_decision_line_get l;
	struct sql_decision_get d;
	struct decision_priced priced;
	TRY(sql_decision_line_get(c->db, c->mem, p->id, &l));
	TRY(sql_decision_get(c->db, c->mem, l.decision_id, &d));
	TRY(sql_decision_line_removed(c->db, p->id, p->reason, NULL));
	if (str_eqz(d.kind, "award"))
		TRY(decision_price(c, d.id, c->today, &priced));
	TRY(sql_decision_touch(c->db, d.id, NULL));
	out->go = arena_printf(c->mem, "/decision/%" PRId64, d.id);
	out_say(c, out, "Đã đưa %.*s ra khỏi quyết định.", STR_ARG(c->object_label));
	return RC_OK;
}

static const struct field drop_fields[] = {
	F(REF, struct remove_in, id, "Quyết định", .flags = MUST | HIDDEN, .ref = &decision_object),
	F(TEXT, struct remove_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 300),
};

static enum rc decision_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct remove_in *p = in;
	TRY(sql_decision_lines_removed(c->db, p->id, p->reason, NULL));
	TRY(sql_decision_dropped(c->db, p->id, p->reason, NULL));
	out_say(c, out, "Đã bỏ dự thảo; số đã giữ, nếu có, trở lại sổ đăng ký văn bản.");
	return RC_OK;
}

static const struct field id_fields[] = {
	F(REF, struct decision_id_in, id, "Quyết định", .flags = MUST | HIDDEN,
      .ref = &decision_object),
};

static enum rc decision_paper_op(struct ctx *c, const void *in, struct out *out)
{
	const struct decision_id_in *p = in;
	struct sql_decision_get d;
	int64_t paper;
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	TRY(decision_paper_make(c, &d, &paper));
	if (str_eqz(d.state, "draft") || str_eqz(d.state, "approved"))
		TRY(sql_decision_papered(c->db, p->id, paper, NULL));
	out->go = arena_printf(c->mem, "/writing/%" PRId64, paper);
	out_say(c, out, "Đã soạn văn bản từ dữ liệu; xin xem lại và hoàn thiện.");
	return RC_OK;
}

/* --- certificates of its lines ------------------------------------------------------------------
 */

static const struct choice blanks[] = {{"giay-khen", "Giấy khen"},
                                       {"chien-si-thi-dua-co-so", "Chiến sĩ thi đua cơ sở"},
                                       {"bang-khen", "Bằng khen"},
                                       {0}};
struct certificates_in {
	int64_t id;
	struct str blank, code;
};
static const struct field certificates_fields[] = {
	F(REF, struct certificates_in, id, "Quyết định", .flags = MUST | HIDDEN,
      .ref = &decision_object),
	F(CHOICE, struct certificates_in, blank, "Phôi", .flags = MUST, .choices = blanks),
	F(CHOICE, struct certificates_in, code, "Chỉ danh hiệu, hình thức", .choices = award_codes,
      .hint = "Để trống: mọi dòng của quyết định chưa có giấy"),
};

/* By the years of its lines: the ledger and the register of certificates go by year and sign. */
static enum rc decision_certificates(struct ctx *c, const void *in, struct out *out)
{
	const struct certificates_in *p = in;
	struct sql_decision_years *years;
	struct sql_decision_get d;
	size_t n;
	int64_t sum = 0;
	TRY(sql_decision_get(c->db, c->mem, p->id, &d));
	TRY(sql_decision_years(c->db, c->mem, p->id, &years, &n));
	for (size_t i = 0; i < n; i++) {
		int64_t made;
		TRY(certificate_make(c, years[i].year, d.sign, p->code, p->blank, &made));
		sum += made;
	}
	out_say(c, out, "Đã lập %" PRId64 " giấy; in ở Sổ cấp giấy khen, bằng chứng nhận.", sum);
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------------
 */

const struct choice decision_kinds[] = {
	{"award", "Khen thưởng"}, {"cancel", "Hủy, thu hồi"}, {"correct", "Đính chính"}, {0}};
const struct choice decision_states[] = {{"draft", "Đang soạn"},
                                         {"approved", "Đã ký, chờ số"},
                                         {"signed", "Đã có số, chờ phát hành"},
                                         {"published", "Đã phát hành"},
                                         {"dropped", "Đã bỏ"},
                                         {0}};
static const struct choice line_states[] = {
	{"here", "Trong quyết định"}, {"removed", "Đã đưa ra"}, {"cancelled", "Đã bị hủy"}, {0}};
static const struct choice signer_modes[] = {
	{"head", "Thủ trưởng ký"},       {"KT", "KT. (ký thay)"},  {"TL", "TL. (thừa lệnh)"},
	{"TUQ", "TUQ. (thừa ủy quyền)"}, {"TM", "TM. (thay mặt)"}, {0}};

static const struct field filters[] = {
	FILTER(CHOICE, "kind", "Loại", .choices = decision_kinds),
	FILTER(CHOICE, "state", "Tình trạng", .choices = decision_states),
	FILTER(INT, "year", "Năm ký"),
	FILTER(REF, "signer", "Người ký", .ref = &person_object),
	FILTER(REF, "round", "Đợt xét", .ref = &award_round_object),
	FILTER(REF, "meeting", "Phiên họp", .ref = &meeting_object),
};
static const struct column cols[] = {
	{"title", "Trích yếu", COL_LINK, .op = "decision.view", .key = "id", .width = 56},
	{"kind", "Loại", COL_CHOICE, .choices = decision_kinds},
	{"sign", "Số", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"signer_name", "Người ký", COL_LINK, .op = "person.view", .key = "signer_id", .width = 28},
	{"lines", "Trường hợp", COL_INT},
	{"amount", "Tiền thưởng (đồng)", COL_MONEY},
	{"state", "Tình trạng", COL_BADGE, .choices = decision_states},
};
static const struct column view_cols[] = {
	{"kind", "Loại", COL_CHOICE, .choices = decision_kinds},
	{"sign", "Số", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"issuer", "Thẩm quyền ban hành", COL_TEXT},
	{"signer_name", "Người ký", COL_LINK, .op = "person.view", .key = "signer_id"},
	{"signer_mode", "Hình thức ký", COL_CHOICE, .choices = signer_modes},
	{"round_title", "Đợt xét", COL_LINK, .op = "award_round.view", .key = "round_id"},
	{"meeting_title", "Phiên họp", COL_LINK, .op = "meeting.view", .key = "meeting_id"},
	{"basis", "Căn cứ", COL_TEXT},
	{"reason", "Thành tích; lý do", COL_TEXT},
	{"lines", "Số trường hợp", COL_INT},
	{"amount", "Tổng tiền thưởng (đồng)", COL_MONEY},
	{"paper_title", "Văn bản", COL_LINK, .op = "writing.view", .key = "paper_id"},
	{"file_name", "Bản có chữ ký, dấu", COL_LINK, .op = "file.get", .key = "file_id"},
	{"published_on", "Phát hành ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = decision_states},
};
static const struct part parts[] = {
	{"Danh sách kèm theo", "decision_line.list", "decision", NULL},
	{"Tiền thưởng", "bonus.list", "decision", NULL},
	{"Văn bản", "writing.list", "decision", NULL},
};
static const struct field line_filters[] = {
	FILTER(REF, "decision", "Quyết định", .ref = &decision_object),
	FILTER(REF, "nominee", "Đối tượng đề nghị", .flags = HIDDEN, .ref = &nominee_object),
	FILTER(REF, "award", "Dòng sổ khen thưởng", .flags = HIDDEN, .ref = &award_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = line_states),
};
static const struct column line_cols[] = {
	{"name", "Tên", COL_TEXT, .width = 30},
	{"position", "STT", COL_INT},
	{"where_from", "Đơn vị", COL_TEXT, .width = 32},
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = award_codes, .width = 32},
	{"year", "Năm", COL_TEXT},
	{"amount", "Tiền thưởng (đồng)", COL_MONEY},
	{"because", "Ghi chú", COL_TEXT, .width = 40},
	{"change", "Đính chính", COL_TEXT, .width = 40},
	{"decision_title", "Quyết định", COL_LINK, .op = "decision.view", .key = "decision_id",
     .width = 44},
	{"state", "Tình trạng", COL_BADGE, .choices = line_states},
	{"cancel_sign", "Bị hủy theo", COL_TEXT},
};

#define WRITES .kind = OP_WRITE, .roles = DECISION_DRAFTS, .scope = SCOPE_OBJECT
#define ANY_DRAFT "award_draft cancel_draft correct_draft"

const struct op decision_ops[] = {
	{.name = "decision.list",
     .title = "Quyết định",
     .help = "Quyết định khen thưởng, hủy, đính chính: đang soạn, chờ ký, chờ số, đã phát hành.",
     .kind = OP_LIST,
     .roles = DECISION_READS,
     .scope = SCOPE_ANY,
     .area = "decision",
     .icon = "stamp",
     .object = &decision_object,
     .list = &sql_list_decision_list,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa có quyết định nào."},
	{.name = "decision.view",
     .title = "Quyết định",
     .help = "Số, ngày, người ký, danh sách kèm theo, tiền thưởng, văn bản.",
     .kind = OP_VIEW,
     .roles = DECISION_READS,
     .scope = SCOPE_OBJECT,
     .object = &decision_object,
     .list = &sql_list_decision_view,
     FIELDS(id_fields),
     COLS(view_cols),
     PARTS(parts)},
	{.name = "decision.draft",
     .title = "Soạn quyết định khen thưởng",
     .help = "Từ những đối tượng đã sẵn sàng của một đợt, một hồ sơ hoặc một phiên họp: đã lưu kết "
             "quả kiểm tra điều kiện, hội đồng đã thông qua nơi luật đòi bỏ phiếu, không tạm dừng.",
     .verb = "Soạn",
     .kind = OP_WRITE,
     .roles = DECISION_DRAFTS,
     .scope = SCOPE_OFFICE,
     .object = &decision_object,
     .icon = "plus",
     FIELDS(draft_fields),
     .in_size = sizeof(struct draft_in),
     .run = decision_draft,
     .then = "decision.view",
     .law = "Luật Thi đua, khen thưởng 2022, Điều 80, 83"},
	{.name = "decision.edit",
     .title = "Sửa dự thảo quyết định",
     .help = "Trích yếu, căn cứ, người ký; chỉ khi chưa ký.",
     .verb = "Sửa",
     WRITES,
     .object = &decision_object,
     .states = ANY_DRAFT,
     FIELDS(edit_fields),
     .in_size = sizeof(struct draft_in),
     .run = decision_edit,
     .then = "decision.view"},
	{.name = "decision.add",
     .title = "Thêm đối tượng vào quyết định",
     .help = "Một đối tượng sẵn sàng, hoặc mọi đối tượng sẵn sàng của một hồ sơ.",
     .verb = "Thêm đối tượng",
     WRITES,
     .object = &decision_object,
     .states = "award_draft",
     .icon = "plus",
     FIELDS(add_fields),
     .in_size = sizeof(struct draft_in),
     .run = decision_add,
     .then = "decision.view"},
	{.name = "decision.paper",
     .title = "Soạn văn bản của quyết định",
     .help = "Quyết định với danh sách kèm theo, viết từ dữ liệu; sau đó sửa tay được.",
     .verb = "Soạn văn bản",
     WRITES,
     .object = &decision_object,
     .states = ANY_DRAFT " award_approved cancel_approved correct_approved award_signed "
                         "cancel_signed correct_signed",
     .icon = "file",
     FIELDS(id_fields),
     .in_size = sizeof(struct decision_id_in),
     .run = decision_paper_op,
     .then = "decision.view"},
	{.name = "decision.certificates",
     .title = "Lập giấy chứng nhận của quyết định",
     .help = "Cho mọi dòng chưa có giấy; số sổ vàng là thứ tự trong quyết định.",
     .verb = "Lập giấy",
     .kind = OP_WRITE,
     .roles = DECISION_DRAFTS | R(REGISTRY),
     .scope = SCOPE_OBJECT,
     .object = &decision_object,
     .states = "award_signed award_published",
     .icon = "medal",
     FIELDS(certificates_fields),
     .in_size = sizeof(struct certificates_in),
     .run = decision_certificates,
     .then = "certificate.list"},
	{.name = "decision.drop",
     .title = "Bỏ dự thảo quyết định",
     .help = "Các đối tượng trở lại chỗ cũ; số đã giữ trở lại sổ.",
     .verb = "Bỏ",
     WRITES,
     .object = &decision_object,
     .states = ANY_DRAFT,
     .icon = "trash",
     FIELDS(drop_fields),
     .in_size = sizeof(struct remove_in),
     .run = decision_drop,
     .then = "decision.list"},
	{0}};

const struct op decision_line_ops[] = {
	{.name = "decision_line.list",
     .title = "Danh sách của quyết định",
     .help = "Từng trường hợp: danh hiệu, tiền thưởng và vì sao, dòng sổ khen thưởng.",
     .kind = OP_LIST,
     .flags = OP_QUIET | OP_JOURNAL_EXPORT,
     .roles = DECISION_READS,
     .scope = SCOPE_ANY,
     .object = &decision_line_object,
     .list = &sql_list_decision_line_list,
     FIELDS(line_filters),
     COLS(line_cols),
     .empty = "Chưa có trường hợp nào."},
	{.name = "decision_line.remove",
     .title = "Đưa ra khỏi quyết định",
     .help = "Khi chưa ký; lý do được giữ cùng dòng.",
     .verb = "Đưa ra",
     WRITES,
     .object = &decision_line_object,
     .states = "open",
     .icon = "trash",
     FIELDS(remove_fields),
     .in_size = sizeof(struct remove_in),
     .run = decision_remove,
     .then = "decision.list"},
	{0}};
