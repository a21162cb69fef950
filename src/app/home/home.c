/*
 * home.c: the start page: one row of `waits` for each kind of work that waits for somebody, asked
 * as the list it leads to, so that page and list never count differently.
 */
#include "app/home/home.h"

#include "base/json_out.h"
#include "db/sql_auth.h"
#include "op/gate.h"
#include "op/list.h"
#include "web/web.h"

#include <inttypes.h>

#define ROWS_OF_CARD 3
#define ROWS_ASKED 200 /* of these, whether a guard lets the caller do one */
/* A card says how much waits; beyond this it does not matter how much more. */
#define CARD_COUNT_CAP 1000

/* `doing`: shown only to those who may do this about the rows. */
static const struct waiting {
	const char *title, *icon, *list, *filter, *value, *doing;
	const char *text, *small; /* columns that name a row; NULL: no rows on this page */
	const char *view;         /* "/approval/%", with the id for % */
	const char *badge;
} waits[] = {
	{"Đề nghị chờ người thứ hai", "check", "approval.list", "state", "waiting", "approval.confirm",
     "title", "summary", "/approval/%", "Chờ xác nhận"},
	{"Nhiệm vụ của tôi đã chậm", "task", "task.mine", "state", "late", "task.report", "title",
     "movement_title", "/task/%", "Chậm"},
	{"Nhiệm vụ của tôi đến hạn trong 7 ngày", "clock", "task.mine", "within", "7", "task.report",
     "title", "movement_title", "/task/%", "Sắp đến hạn"},
	{"Phong trào chờ đơn vị trả lời", "flag", "rollout.list", "waiting", "yes", "movement.answer",
     "title", "unit_name", "/movement/answer?id=%", "Cần trả lời"},
	{"Đăng ký thi đua ông/bà chưa gửi", "edit", "registration.asked", "state", "open",
     "registration.write", "title", NULL, "/registration/write?round_id=%", "Chưa gửi"},
	{"Bản đăng ký chờ ông/bà duyệt", "check", "registration.list", "waiting", "head",
     "registration.approve", "unit_name", "person_name", "/registration/%", "Chờ duyệt"},
	{"Bản đăng ký chờ thường trực duyệt", "check", "registration.list", "waiting", "office",
     "registration.accept", "unit_name", "person_name", "/registration/%", "Chờ duyệt"},
	{"Đơn vị chưa gửi bản đăng ký", "edit", "round.units", "lacks", "unit",
     "registration.send_unit", NULL, NULL, NULL, NULL},
	{"Bảng điểm đơn vị phải tự chấm", "report", "sheet.list", "waits", "draft", "sheet.score",
     "unit_name", "bloc", "/sheet/%", "Tự chấm"},
	{"Bảng điểm chờ chấm", "report", "sheet.list", "waits", "sent", "sheet.check", "unit_name",
     "bloc", "/sheet/%", "Chờ chấm"},
	{"Tiêu chí đơn vị phải chấm", "check", "check.list", "waits", "yes", "score.check", "title",
     "unit_name", "/score/check?id=%", "Chờ chấm"},
	{"Thành tích chờ xác nhận", "medal", "deed.list", "state", "reported", "deed.confirm", "title",
     "person_name", "/deed/%", "Chờ xác nhận"},
	{"Khen đột xuất đã quá hạn kịp thời", "clock", "deed.sudden", "overdue", "yes", "deed.edit",
     "title", "unit_name", "/deed/%", "Quá hạn"},
	{"Sáng kiến chờ tiếp nhận", "bulb", "initiative.list", "state", "filed", "initiative.accept",
     "title", "unit_name", "/initiative/%", "Chờ tiếp nhận"},
	{"Sáng kiến chờ hội đồng chấm", "bulb", "initiative.list", "state", "accepted",
     "initiative.score", "title", "unit_name", "/initiative/%", "Chờ chấm"},
	{"Đơn vị chưa gửi hồ sơ khen thưởng", "file", "award_round.units", "lacks", "unit",
     "dossier.send", "unit_name", "round_title", "/award_round/units?lacks=unit", "Chưa gửi"},
	{"Hồ sơ được trả lại để sửa", "refresh", "dossier.list", "state", "returned", "dossier.new",
     "title", "unit_name", "/dossier/%", "Cần sửa"},
	{"Nội dung hồ sơ phải bổ sung", "edit", "correction.list", "state", "asked", "dossier.new",
     "name", "asks", "/correction/make?id=%", "Bổ sung"},
	{"Hồ sơ chờ đơn vị thẩm định", "check", "appraisal.list", "state", "open", "appraisal.line",
     "dossier_title", "topic", "/appraisal/%", "Thẩm định"},
	{"Hồ sơ chờ tiếp nhận", "file", "dossier.list", "state", "sent", "dossier.receive", "title",
     "unit_name", "/dossier/%", "Tiếp nhận"},
	{"Hồ sơ chờ giao thẩm định, kết luận", "check", "dossier.list", "state", "received",
     "appraisal.assign", "title", "unit_name", "/dossier/%", "Thẩm định"},
	{"Hồ sơ đã thẩm định xong, chờ kết luận", "check", "dossier.list", "ready", "yes",
     "dossier.clear", "title", "unit_name", "/dossier/%", "Kết luận"},
	{"Nội dung bổ sung chờ xem lại", "edit", "correction.list", "state", "made",
     "correction.accept", "name", "answer", "/correction/accept?id=%", "Xem lại"},
	{"Ý kiến cơ quan khác quá hạn", "mail", "opinion.list", "overdue", "yes", "opinion.answer",
     "addressee", "name", "/opinion/answer?id=%", "Quá hạn"},
	{"Giao ước chờ đơn vị ký", "stamp", "party.list", "state", "waiting", "pact.sign", "title",
     "unit_name", "/pact/sign?id=%", "Chờ ký"},
	{"Nhiệm vụ của đơn vị đã chậm", "task", "task.unit", "state", "late", "task.assign", "title",
     "unit_name", "/task/%", "Chậm"},
	{"Kế hoạch chờ xác nhận", "file", "plan.draft", "state", "draft", "plan.confirm", "title",
     "unit_name", "/plan/%", "Chờ xác nhận"},
	{"Dự thảo phong trào chờ phát động", "horn", "movement.drafts", "state", "draft",
     "movement.launch", "title", "unit_name", "/movement/%", "Chờ phát động"},
	{"Văn bản hướng dẫn chờ ban hành", "book", "guidance.list", "state", "draft", "guidance.issue",
     "title", NULL, "/guidance/%", "Chờ ban hành"},
	{"Sơ kết, tổng kết đến ngày", "date", "review.waiting", "state", "due", "review.hold", "title",
     "unit_name", "/review/hold?id=%", "Đến ngày"},
	{"Thông báo chưa đọc", "bell", "notice.list", "state", "unread", "notice.read", "text", NULL,
     "/notice/view?id=%", "Chưa đọc"},
	{"Văn bản cần đọc", "book", "reading.mine", "state", "open", "reading.acknowledge", "name",
     "title", "/reading/open?id=%", "Cần đọc"},
	{"Việc nền bị lỗi", "bad", "job.list", "state", "failed", "job.view", "title", "error",
     "/job/%", "Bị lỗi"},
	{"Thư chưa gửi được", "mail", "mail.list", "state", "failed", "mail.retry", NULL, NULL, NULL,
     NULL},
	{"Người chưa có vị trí", "person", "person.list", "lacks", "post", "post.add", NULL, NULL, NULL,
     NULL},
	{"Người chưa có tài khoản", "key", "person.list", "lacks", "account", "account.create", NULL,
     NULL, NULL, NULL},
};

static void add_row(struct home_view *v, struct home_row row)
{
	if (v->row_count < HOME_ROWS_MAX)
		v->rows[v->row_count++] = row;
}

static struct str text_at(struct ctx *c, const struct rows *rows, int row, const char *name)
{
	static const struct column plain = {.type = COL_TEXT};
	int at = name ? list_column_no(rows->list, name) : -1;
	struct str s = at < 0 ? STR("") : column_plain(c->mem, &plain, &rows->items[row][at]);
	return s.p ? s : STR("");
}

static struct str with_id(struct ctx *c, const char *view, int64_t id)
{
	const char *at = strchr(view, '%');
	return arena_printf(c->mem, "%.*s%" PRId64, (int)(at - view), view, id);
}

static void add_rows(struct ctx *c, struct home_view *v, const struct waiting *w,
                     const struct rows *rows)
{
	int id = list_column_no(rows->list, "id");
	for (int i = 0; w->text && i < rows->count; i++) {
		struct str small = text_at(c, rows, i, w->small);
		/* A unit's name alone does not say what waits. */
		if (w->small && small.n == 0)
			small = str_of(w->title);
		add_row(v, (struct home_row){.href = with_id(c, w->view, rows->items[i][id].i),
		                             .text = text_at(c, rows, i, w->text),
		                             .small = small,
		                             .badge = w->badge});
	}
}

/* The operation, where the caller may use it. */
static const struct op *offered(const struct ctx *c, const char *name)
{
	const struct op *op = op_find(str_of(name));
	return op && gate_offers(c, op) ? op : NULL;
}

/* The rows that a card names, or only their number where it names none. */
static enum rc read_waiting(struct ctx *c, const struct waiting *w, const struct op *list,
                            struct rows *rows)
{
	struct values ask;
	values_init(&ask, c->mem);
	TRY(values_add(&ask, str_of(w->filter), str_of(w->value), c->err));
	if (w->text) {
		TRY(values_add(&ask, STR("limit"), arena_printf(c->mem, "%d", ROWS_OF_CARD), c->err));
		return list_page(c, list, &ask, rows);
	}
	*rows = (struct rows){.list = list->list};
	TRY(list_size(c, list, &ask, CARD_COUNT_CAP, &rows->total));
	rows->capped = rows->total > CARD_COUNT_CAP;
	rows->total -= rows->capped;
	return RC_OK;
}

/* What a guard keeps from the caller (who is in no council for it) is nothing to do. */
static bool takes_these(struct ctx *c, const struct op *doing, const struct rows *rows, int id)
{
	int64_t *ids = arena_array(c->mem, (size_t)rows->count + 1, sizeof *ids);
	for (int i = 0; i < rows->count; i++)
		ids[i] = rows->items[i][id].i;
	const bool *yes = gate_accepts_which(c, &doing, 1, ids, rows->count);
	for (int i = 0; i < rows->count; i++)
		if (yes[i])
			return true;
	return false;
}

/* The few that the card names first; only where none of them is theirs, the others, too. */
static enum rc takes_one(struct ctx *c, const struct waiting *w, const struct op *doing,
                         const struct op *list, const struct rows *rows, bool *yes)
{
	struct rows more;
	struct values ask;
	int id = list_column_no(rows->list, "id");
	*yes = true;
	if (!doing->guard || doing->object != list->object || rows->count == 0 || id < 0)
		return RC_OK;
	*yes = takes_these(c, doing, rows, id);
	if (*yes || rows->total <= rows->count)
		return RC_OK;
	values_init(&ask, c->mem);
	TRY(values_add(&ask, str_of(w->filter), str_of(w->value), c->err));
	TRY(values_add(&ask, STR("limit"), arena_printf(c->mem, "%d", ROWS_ASKED), c->err));
	TRY(list_page(c, list, &ask, &more));
	*yes = takes_these(c, doing, &more, id);
	return RC_OK;
}

static enum rc add_waiting(struct ctx *c, struct home_view *v, const struct waiting *w)
{
	struct rows rows;
	bool takes;
	const struct op *list = offered(c, w->list), *doing = offered(c, w->doing);
	if (!list || !doing || v->card_count == HOME_CARDS_MAX)
		return RC_OK;
	TRY(read_waiting(c, w, list, &rows));
	if (rows.total == 0)
		return RC_OK;
	TRY(takes_one(c, w, doing, list, &rows, &takes));
	if (!takes)
		return RC_OK;
	v->cards[v->card_count++] = (struct home_card){
		.title = w->title,
		.icon = w->icon,
		.count = arena_printf(c->mem, "%s%d", rows.capped ? "hơn " : "", rows.total),
		.href = arena_printf(c->mem, "%s?%s=%s", op_path(c->mem, w->list).p, w->filter, w->value)};
	add_rows(c, v, w, &rows);
	return RC_OK;
}

/* What the account itself still owes: nobody else can do it. */
static enum rc add_own_steps(struct ctx *c, struct home_view *v)
{
	struct sql_account_by_id me;
	enum rc rc = sql_account_by_id(c->db, c->mem, c->who.account_id, &me);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	if (me.vote_barred)
		add_row(v,
		        (struct home_row){.href = STR("/account/mine"),
		                          .text = STR("Xác nhận vai mới được giao"),
		                          .small = STR("Trước khi xác nhận, tài khoản chưa bỏ phiếu được"),
		                          .badge = "Cần làm"});
	if (!me.totp_sealed.p && !c->app->example && offered(c, "account.totp_begin"))
		add_row(v,
		        (struct home_row){.href = STR("/account/totp_begin"),
		                          .text = STR("Bật xác thực hai bước"),
		                          .small = STR("Mật khẩu bị lộ cũng chưa đủ để vào được tài khoản"),
		                          .badge = "Nên làm"});
	return RC_OK;
}

static struct str today_in_words(struct ctx *c)
{
	static const char *const days[] = {"Thứ Hai", "Thứ Ba",  "Thứ Tư",  "Thứ Năm",
	                                   "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"};
	return arena_printf(c->mem, "%s, ngày %s.", days[date_weekday(c->today)], date_vn(c->today).z);
}

static enum rc home_mine(struct ctx *c, const void *in, struct out *out)
{
	struct home_view *v = arena_alloc(c->mem, sizeof *v);
	const struct op *op = c->op;
	(void)in;
	TRY(add_own_steps(c, v));
	for (int i = 0; i < COUNT(waits); i++)
		TRY(add_waiting(c, v, &waits[i]));
	if (offered(c, "person.list"))
		TRY(home_charts(c, v));
	c->op = op;
	out->sub = today_in_words(c);
	out->data = v;
	return RC_OK;
}

static void home_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_home(html, data);
}

static void home_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct home_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "cards");
	for (int i = 0; i < v->card_count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "title", v->cards[i].title);
		json_str(&j, "count", v->cards[i].count);
		json_str(&j, "href", v->cards[i].href);
		json_end(&j);
	}
	json_end(&j);
	json_arr(&j, "todo");
	for (int i = 0; i < v->row_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "text", v->rows[i].text);
		json_str(&j, "href", v->rows[i].href);
		json_end(&j);
	}
	json_end(&j);
	if (v->units.count)
		home_chart_json(&j, &v->units);
	if (v->cadres.count)
		home_chart_json(&j, &v->cadres);
	json_end(&j);
}

const struct op home_ops[] = {{.name = "home.mine",
                               .title = "Việc đang chờ tôi",
                               .help = "Những việc đến hạn và cần xử lý theo vai của mình.",
                               .kind = OP_READ,
                               .roles = R_SIGNED_IN,
                               .scope = SCOPE_ANY,
                               .area = "mine",
                               .icon = "home",
                               .run = home_mine,
                               .page = home_page,
                               .json = home_json},
                              {0}};
