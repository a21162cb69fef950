/* nightly.c: what the timetable asks for each night, as internal operations. */
#include "app/admin/admin.h"
#include "app/file/file.h"
#include "app/import/import.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "db/sql_auth.h"
#include "db/sql_job.h"
#include "index/index.h"
#include "journal/seal.h"

#include <inttypes.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)

/* --- the day of the organisation ----------------------------------------------------- */

struct nightly_org_in {
	struct date since;
};
static const struct field nightly_org_fields[] = {
	F(DATE, struct nightly_org_in, since, "Từ ngày", .flags = MUST),
};

static enum rc nightly_org(struct ctx *c, const void *in, struct out *out)
{
	const struct nightly_org_in *p = in;
	TRY(org_refresh_day(c, p->since));
	out_say(c, out, "Đơn vị và người đã theo tình trạng ngày %s.", date_vn(c->today).z);
	return RC_OK;
}

/* --- journal ---------------------------------------------------------------------------- */

static enum rc nightly_seal(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	TRY(journal_seal_run(c->db, c->app->keys, JOURNAL_SEAL_ALL, c->now_ms, c->err));
	out_say(c, out, "Nhật ký đã được niêm phong đến dòng cuối.");
	return RC_OK;
}

/*
 * Whoever keeps these mails can show later that nothing sealed up to that day was changed:
 * the signature is over the whole chain before it.
 */
static enum rc nightly_head(struct ctx *c, const void *in, struct out *out)
{
	struct journal_head head;
	struct sql_role_addresses *rows;
	size_t n;
	int sent = 0;
	(void)in;
	enum rc rc = journal_head_last(c->db, c->mem, &head);
	if (rc == RC_NOTFOUND) {
		out_say(c, out, "Nhật ký chưa có dấu niêm phong nào.");
		return RC_OK;
	}
	TRY(rc);
	struct str text = arena_printf(
		c->mem,
		"Dấu niêm phong nhật ký mới nhất của chương trình Thi đua, khen thưởng (%.*s):\n\n%.*s\n\n"
		"Xin giữ thư này. Khi cần, lệnh \"thidua log verify\" đối chiếu dòng trên với nhật ký và "
		"phát "
		"hiện mọi dòng bị sửa, bị bỏ hoặc bị thay.\n",
		STR_ARG(c->app->office), STR_ARG(journal_head_text(c->mem, &head)));
	TRY(sql_role_addresses(c->db, c->mem, STR("inspector"), c->today, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!mail_address_ok(rows[i].email))
			continue;
		TRY(mail_queue(c, rows[i].email, STR("Dấu niêm phong nhật ký"), text,
		               arena_printf(c->mem, "journal-head-%s-%" PRId64, date_iso(c->today).z,
		                            rows[i].account)));
		sent++;
	}
	out_say(c, out, "Đã xếp %d thư cho người thanh tra.", sent);
	return RC_OK;
}

/* --- what has served its time ------------------------------------------------------------ */

static enum rc nightly_purge(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	struct purged n = {0};
	TRY(privacy_purge(c, &n));
	TRY(sql_counter_purge(c->db, c->now_ms - DAY_MS, NULL));
	out_say(c, out, "Đã dọn phiên, số đếm, việc, thư và thông báo quá hạn giữ.");
	return RC_OK;
}

static enum rc nightly_files(struct ctx *c, const void *in, struct out *out)
{
	int64_t contents, imports;
	(void)in;
	TRY(import_purge(c, &imports));
	TRY(file_purge(c, &contents));
	out_say(c, out,
	        "Đã xóa nội dung của %" PRId64 " tệp không còn được dùng và của %" PRId64
	        " lần nhập quá 7 ngày.",
	        contents, imports);
	return RC_OK;
}

/* --- the order of what is found ------------------------------------------------------------ */

static enum rc nightly_index(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	TRY(index_renew_order(c->db, c->mem));
	out_say(c, out, "Thứ tự trong chỉ mục tìm kiếm đã được đánh số lại.");
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------ */

#define INTERNAL .kind = OP_WRITE, .scope = SCOPE_ANY
const struct op nightly_ops[] = {
	{.name = "nightly.org",
     .title = "Cập nhật tổ chức theo ngày",
     INTERNAL,
     .flags = OP_INTERNAL | OP_NO_JOURNAL,
     .help = "Đơn vị và chức vụ có hiệu lực hoặc hết hiệu lực từ hôm nay.",
     FIELDS(nightly_org_fields),
     .in_size = sizeof(struct nightly_org_in),
     .run = nightly_org},
	{.name = "nightly.seal",
     .title = "Niêm phong nhật ký",
     INTERNAL,
     .flags = OP_INTERNAL | OP_NO_JOURNAL | OP_OWN_TX,
     .help = "Xem lại mọi dòng chưa niêm phong và ký.",
     .run = nightly_seal},
	{.name = "nightly.head",
     .title = "Gửi dấu niêm phong nhật ký",
     INTERNAL,
     .flags = OP_INTERNAL,
     .help = "Thư hằng ngày cho người thanh tra.",
     .run = nightly_head},
	{.name = "nightly.purge",
     .title = "Dọn dữ liệu tạm",
     INTERNAL,
     .flags = OP_INTERNAL | OP_NO_JOURNAL,
     .help = "Phiên, số đếm, khóa chống gửi trùng, việc, thư và thông báo quá hạn giữ.",
     .run = nightly_purge},
	{.name = "nightly.files",
     .title = "Dọn nội dung tệp",
     INTERNAL,
     .flags = OP_INTERNAL | OP_NO_JOURNAL | OP_OWN_TX,
     .help = "Nội dung tệp không còn gì trỏ đến.",
     .run = nightly_files},
	{.name = "nightly.index",
     .title = "Đánh số lại chỉ mục tìm kiếm",
     INTERNAL,
     .flags = OP_INTERNAL | OP_NO_JOURNAL,
     .help = "Để người đứng trước theo tên trong hàng nghìn kết quả được tìm thấy ngay.",
     .run = nightly_index},
	{0}};

#define DAILY(op_name, hour, min, ...)                                                             \
	{                                                                                              \
		.name = op_name, .op = "nightly." op_name, .minute = (hour)*60 + (min), __VA_ARGS__        \
	}
/* Local time of day, +07. */
const struct schedule_entry job_timetable[] = {
	DAILY("org", 0, 1, .title = "Cập nhật tổ chức theo ngày", .since = true),
	DAILY("seal", 0, 15, .title = "Niêm phong nhật ký"),
	DAILY("accounts", 0, 45, .title = "Xem lại tài khoản"),
	DAILY("purge", 1, 30, .title = "Dọn dữ liệu tạm"),
	DAILY("index", 1, 45, .title = "Đánh số lại chỉ mục tìm kiếm"),
	DAILY("files", 2, 0, .title = "Dọn nội dung tệp"),
	DAILY("tasks", 6, 0, .title = "Nhắc việc"),
	DAILY("registration", 6, 10, .title = "Nhắc đăng ký thi đua"),
	DAILY("dossier", 6, 12, .title = "Nhắc việc xét khen thưởng"),
	DAILY("reading", 6, 15, .title = "Nhắc đọc văn bản"),
	DAILY("training", 6, 20, .title = "Nhắc buổi bồi dưỡng"),
	DAILY("exemplar", 6, 25, .title = "Nhắc giới thiệu điển hình"),
	DAILY("head", 6, 30, .title = "Gửi dấu niêm phong nhật ký"),
};
const int job_timetable_count = COUNT(job_timetable);
