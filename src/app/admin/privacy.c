/*
 * privacy.c: personal data: what is kept for how long, who may have it, and the rows.
 *
 * Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 and NĐ 356/2025/NĐ-CP, in force from 01/01/2026.
 */
#include "app/admin/privacy.h"

#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_job.h"
#include "db/sql_op.h"
#include "db/sql_privacy.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define CONTACT_KEY "privacy.contact"
#define BASIS_DATA "Luật 91/2025/QH15, Điều 3: lưu trong thời gian cần cho mục đích"
#define BASIS_LOG "Theo hướng dẫn bảo đảm an toàn cấp độ 3: nhật ký truy cập ít nhất 3 tháng"

/* --- how long ---------------------------------------------------------------------------- */

const struct retention retentions[] = {
	{"person", "Hồ sơ người đã thôi công tác: họ tên, ngày sinh, liên hệ, giấy tờ định danh",
     "Chứng minh kết quả thi đua, khen thưởng; trả lời xác minh, khiếu nại",
     "Luật 91/2025/QH15, Điều 25: lưu theo thời hạn của pháp luật về người lao động, hồ sơ; sau đó "
     "xóa",
     3650, true},
	{"award", "Kết quả thi đua, khen thưởng, quyết định",
     "Lịch sử khen thưởng của cơ quan và của người được khen",
     "Luật Lưu trữ 33/2024/QH15: theo thời hạn bảo quản tài liệu của cơ quan", 0, true},
	{"journal",
     "Nhật ký: ai làm gì, lúc nào; giá trị cá nhân được mã hóa bằng khóa riêng của từng người",
     "Truy trách nhiệm, phát hiện sửa đổi trái phép",
     BASIS_LOG "; giá trị cá nhân mất theo khóa khi hồ sơ được xóa", 0, true},
	{"session", "Phiên làm việc: địa chỉ máy, trình duyệt", "An toàn tài khoản", BASIS_LOG, 180,
     true},
	{"token", "Mã truy cập đã hết hạn", "An toàn tài khoản", BASIS_LOG, 365, true},
	{"approval", "Nội dung đã nhập của đề nghị đã có người thứ hai quyết định", "Thực hiện đề nghị",
     BASIS_DATA, 365, true},
	{"job", "Việc nền: nội dung yêu cầu, kết quả", "Theo dõi việc đã chạy", BASIS_DATA, 90, true},
	{"mail", "Thư đã gửi: địa chỉ, nội dung", "Biết thư đã đến hay chưa", BASIS_DATA, 30, true},
	{"notice", "Thông báo trong chương trình", "Nhắc việc", BASIS_DATA, 180, true},
	{"answer", "Trả lời cho yêu cầu gửi trùng", "Một lần bấm chỉ làm một lần", BASIS_DATA, 2, true},
	{"backup", "Bản sao lưu, được mã hóa", "Khôi phục sau sự cố",
     BASIS_DATA "; theo hướng dẫn bảo đảm an toàn cấp độ 3", 0, true},
};
const int retention_count = COUNT(retentions);

static const struct choice keep_choices[] = {{"person", "Hồ sơ người đã thôi công tác"},
                                             {"session", "Phiên làm việc"},
                                             {"token", "Mã truy cập hết hạn"},
                                             {"approval", "Nội dung đề nghị đã quyết định"},
                                             {"job", "Việc nền"},
                                             {"mail", "Thư đã gửi"},
                                             {"notice", "Thông báo"},
                                             {"answer", "Trả lời gửi trùng"},
                                             {0}};

static const struct retention *find(const char *key)
{
	for (int i = 0; i < retention_count; i++)
		if (strcmp(retentions[i].key, key) == 0)
			return &retentions[i];
	BUG_ON(true);
	return NULL;
}

enum rc retention_days(struct ctx *c, const char *key, int64_t *days)
{
	struct sql_setting_get row;
	enum rc rc = sql_setting_get(c->db, c->mem, arena_printf(c->mem, "keep.%s", key), &row);
	*days = find(key)->days;
	if (rc == RC_NOTFOUND || (rc == RC_OK && !str_int(row.value, days)))
		return RC_OK;
	return rc;
}

struct keep_in {
	struct str what;
	int64_t days;
};
static const struct field keep_fields[] = {
	F(CHOICE, struct keep_in, what, "Nhóm dữ liệu", .flags = MUST, .choices = keep_choices),
	F(INT, struct keep_in, days, "Số ngày", .flags = MUST, .max = 36500),
};

static enum rc privacy_keep(struct ctx *c, const void *in, struct out *out)
{
	const struct keep_in *p = in;
	bool logs = str_eqz(p->what, "session");
	if (logs && p->days < 90)
		return err_field(c->err, "days", "Nhật ký truy cập phải giữ ít nhất 90 ngày (cấp độ 3).");
	TRY(sql_setting_put(c->db, arena_printf(c->mem, "keep.%.*s", STR_ARG(p->what)),
	                    arena_printf(c->mem, "%" PRId64, p->days), c->now_ms, NULL));
	out_say(c, out, "Từ nay giữ %" PRId64 " ngày.", p->days);
	return RC_OK;
}

/* --- what has served its time -------------------------------------------------------------------
 */

static enum rc before(struct ctx *c, const char *key, int64_t *ms)
{
	int64_t days;
	TRY(retention_days(c, key, &days));
	*ms = c->now_ms - days * DAY_MS;
	return RC_OK;
}

enum rc privacy_purge(struct ctx *c, struct purged *n)
{
	int64_t ms;
	TRY(before(c, "session", &ms));
	TRY(sql_session_purge(c->db, ms, &n->sessions));
	TRY(before(c, "token", &ms));
	TRY(sql_api_token_purge(c->db, ms, &n->tokens));
	TRY(before(c, "approval", &ms));
	TRY(sql_approval_input_purge(c->db, ms, &n->approvals));
	TRY(before(c, "job", &ms));
	TRY(sql_job_beat_purge(c->db, ms, NULL));
	TRY(sql_job_purge(c->db, ms, &n->jobs));
	TRY(before(c, "mail", &ms));
	TRY(sql_mail_purge(c->db, ms, &n->mails));
	TRY(before(c, "notice", &ms));
	TRY(sql_notice_purge(c->db, ms, &n->notices));
	TRY(before(c, "answer", &ms));
	return sql_idempotency_purge(c->db, ms, &n->idempotency);
}

static enum rc purge_run(struct ctx *c, const void *in, struct out *out)
{
	struct purged n = {0};
	(void)in;
	TRY(privacy_purge(c, &n));
	out_fact(out, "sessions", "Phiên làm việc", viet_number(c->mem, n.sessions));
	out_fact(out, "tokens", "Mã truy cập hết hạn", viet_number(c->mem, n.tokens));
	out_fact(out, "approvals", "Nội dung đề nghị", viet_number(c->mem, n.approvals));
	out_fact(out, "jobs", "Việc nền", viet_number(c->mem, n.jobs));
	out_fact(out, "mails", "Thư", viet_number(c->mem, n.mails));
	out_fact(out, "notices", "Thông báo", viet_number(c->mem, n.notices));
	out_fact(out, "answers", "Trả lời gửi trùng", viet_number(c->mem, n.idempotency));
	out_say(c, out,
	        c->preview ? "Những dữ liệu sau sẽ bị xóa vì đã hết thời hạn giữ."
	                   : "Đã xóa dữ liệu hết thời hạn giữ.");
	return RC_OK;
}

/* --- the public page --------------------------------------------------------------------- */

static struct str keep_words(struct ctx *c, const struct retention *r, int64_t days)
{
	if (days == 0)
		return STR("theo thời hạn bảo quản tài liệu của cơ quan");
	if (days % 365 == 0)
		return arena_printf(c->mem, "%" PRId64 " năm%s", days / 365,
		                    r->local ? " (cơ quan tự đặt)" : "");
	return arena_printf(c->mem, "%" PRId64 " ngày%s", days, r->local ? " (cơ quan tự đặt)" : "");
}

static enum rc about_privacy(struct ctx *c, const void *in, struct out *out)
{
	struct privacy_page *p = arena_alloc(c->mem, sizeof *p);
	struct sql_setting_get contact;
	(void)in;
	enum rc rc = sql_setting_get(c->db, c->mem, STR(CONTACT_KEY), &contact);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	p->office = c->app->office;
	p->contact = rc == RC_OK ? contact.value : STR("");
	p->rows = arena_array(c->mem, (size_t)retention_count, sizeof *p->rows);
	for (int i = 0; i < retention_count; i++) {
		const struct retention *r = &retentions[i];
		int64_t days;
		TRY(retention_days(c, r->key, &days));
		p->rows[p->row_count++] = (struct privacy_row){
			.what = r->what, .why = r->why, .basis = r->basis, .keep = keep_words(c, r, days)};
	}
	out->data = p;
	return RC_OK;
}

static void about_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_privacy(html, data);
}

static void about_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct privacy_page *p = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "office", p->office);
	json_str(&j, "contact", p->contact);
	json_arr(&j, "groups");
	for (int i = 0; i < p->row_count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "what", p->rows[i].what);
		json_z(&j, "why", p->rows[i].why);
		json_z(&j, "basis", p->rows[i].basis);
		json_str(&j, "keep", p->rows[i].keep);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- rows -------------------------------------------------------------------------------- */

static const struct column due_cols[] = {
	{"name", "Họ và tên", COL_LINK, .op = "person.view", .key = "id", .order = "name", .width = 30},
	{"left_on", "Thôi công tác từ", COL_DATE},
	{"act", "Việc", COL_LINK, .op = "privacy.erase", .key = "id", .width = 24},
};
static const struct field export_fields[] = {
	F(REF, struct privacy_in, id, "Người", .flags = MUST | HIDDEN, .ref = &person_object),
	F(TEXT, struct privacy_in, reason, "Lý do", .max = 300,
      .hint = "Bắt buộc khi xuất dữ liệu của người khác; được ghi vào nhật ký"),
};
static const struct field erase_fields[] = {
	F(REF, struct privacy_in, id, "Người", .flags = MUST | HIDDEN, .ref = &person_object),
	F(TEXT, struct privacy_in, reason, "Căn cứ", .flags = MUST, .min = 5, .max = 300,
      .hint = "Yêu cầu của người ấy, hết thời hạn lưu…; không ghi tên người ở đây"),
};

const struct op privacy_ops[] = {
	{.name = "privacy.export",
     .title = "Xuất dữ liệu cá nhân",
     .icon = "download",
     .help = "Mọi dữ liệu đang giữ về một người, trong một tệp JSON: hồ sơ, vị trí, giấy tờ, "
             "quyền, phiên, nhật ký. Khi xuất cho người khác, số giấy tờ và giá trị được che trong "
             "nhật ký không có trong tệp.",
     .kind = OP_WRITE,
     .flags = OP_OWN_TX,
     .roles = R(STANDING) | R(ADMIN) | R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     FIELDS(export_fields),
     .in_size = sizeof(struct privacy_in),
     .run = privacy_export,
     .per_minute = 10,
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4"},
	{.name = "privacy.erase",
     .title = "Xóa dữ liệu cá nhân",
     .icon = "trash",
     .help = "Người đã thôi công tác: xóa tên, ngày sinh, liên hệ, giấy tờ, tệp; giữ mã hồ sơ. "
             "Không hoàn lại được.",
     .verb = "Xóa vĩnh viễn",
     .kind = OP_WRITE,
     .flags = OP_SECOND | OP_PREVIEW | OP_NOT_OWN | OP_NO_TOKEN,
     .roles = R(STANDING) | R(ADMIN),
     .second_roles = R(HEAD),
     .scope = SCOPE_OFFICE,
     .object = &person_object,
     .states = "left",
     FIELDS(erase_fields),
     .in_size = sizeof(struct privacy_in),
     .run = privacy_erase,
     .then = "person.view",
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4, Điều 25"},
	{.name = "privacy.due",
     .title = "Hồ sơ hết thời hạn lưu",
     .help = "Người đã thôi công tác mà hồ sơ đã giữ đủ thời hạn: xem còn cần cho việc gì không, "
             "rồi xóa dữ liệu cá nhân.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R(STANDING) | R(ADMIN),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "trash",
     .list = &sql_list_privacy_due,
     COLS(due_cols),
     .empty = "Chưa có hồ sơ nào hết thời hạn lưu.",
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 25"},
	{.name = "privacy.keep",
     .title = "Thời hạn giữ dữ liệu",
     .help = "Số ngày giữ từng nhóm dữ liệu, ở chỗ luật để cơ quan tự đặt.",
     .kind = OP_WRITE,
     .roles = R(HEAD) | R(ADMIN),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "clock",
     FIELDS(keep_fields),
     .in_size = sizeof(struct keep_in),
     .run = privacy_keep,
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 3"},
	{.name = "privacy.purge",
     .title = "Xóa dữ liệu hết thời hạn",
     .help = "Xem trước rồi xóa; việc này cũng tự chạy mỗi đêm.",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = R(ADMIN),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "trash",
     .run = purge_run,
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 3"},
	{.name = "about.privacy",
     .title = "Dữ liệu cá nhân",
     .help = "Chương trình giữ những gì về người làm việc ở đây, để làm gì, bao lâu.",
     .kind = OP_READ,
     .roles = R(PUBLIC),
     .scope = SCOPE_ANY,
     .run = about_privacy,
     .page = about_page,
     .json = about_json,
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4"},
	{0}};
