/* doctor_office.c: keys, database, journal, queues, backups. */
#include "cli/doctor.h"
#include "db/sql_journal.h"
#include "db/sql_keep.h"
#include "db/sql_op.h"
#include "job/outbox.h"
#include "journal/verify.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <unistd.h>

#define HOUR_MS ((int64_t)3600 * 1000)
#define DAY_MS (24 * HOUR_MS)
#define KEY_AGE_DAYS 400
#define BACKUP_LATE_MS (2 * DAY_MS)
#define BACKUP_LOST_MS (8 * DAY_MS)
/* Published checklists of level 3: records of the system stay readable for three months. */
#define LOG_DAYS 92

/* --- keys ---------------------------------------------------------------------------------- */

static void key_ages(struct doctor *d, const struct key_info *all, int n)
{
	for (int i = 0; i < n; i++) {
		int64_t days = (d->now_ms - all[i].created_ms) / DAY_MS;
		const char *what = keys_purpose_word(all[i].purpose);
		if (all[i].newest && days > KEY_AGE_DAYS && all[i].purpose != KEY_BACKUP)
			doctor_say(d, DOCTOR_WARN, "keys", "thidua keys rotate, mỗi năm một lần.",
			           "Khóa %s (số %" PRIu32 ") đã dùng %" PRId64 " ngày.", what, all[i].id, days);
		if (!all[i].newest && (all[i].purpose == KEY_FIELD || all[i].purpose == KEY_LOOKUP))
			doctor_say(d, DOCTOR_WARN, "keys", "thidua keys reseal, rồi thidua keys drop SỐ.",
			           "Khóa cũ %s (số %" PRIu32 ") vẫn còn trong tệp khóa.", what, all[i].id);
	}
}

void doctor_keys(struct doctor *d)
{
	struct key_info all[KEYS_MAX];
	const char *path = arena_printf(d->mem, "%s/keys/ring", d->c->data_dir).p;
	if (keys_load(path, &d->keys, &d->err) != RC_OK) {
		doctor_failed(d, DOCTOR_BAD, "keys",
		              "Khôi phục tệp khóa từ bản ký gửi: thidua keys import.");
		return;
	}
	int before = d->count, n = keys_list(d->keys, all, KEYS_MAX);
	key_ages(d, all, n < DOCTOR_LINES_MAX / 4 ? n : DOCTOR_LINES_MAX / 4);
	if (d->count == before)
		doctor_say(d, DOCTOR_OK, "keys", "", "Tệp khóa đọc được, có %d khóa.", n);
}

/* --- database ----------------------------------------------------------------------------------
 */

static bool open_database(struct doctor *d)
{
	int version;
	enum rc rc = db_open(d->c->db_address, DB_READONLY, &d->db, &d->err);
	if (rc == RC_OK) {
		db_err_to(d->db, &d->err);
		rc = db_version(d->db, &version);
	}
	if (rc != RC_OK) {
		doctor_failed(d, DOCTOR_BAD, "database",
		              "Xem địa chỉ ở --db, quyền của tài khoản, và máy PostgreSQL có chạy không.");
	} else if (version != db_program_version()) {
		doctor_say(d, DOCTOR_BAD, "database",
		           version > db_program_version()
		               ? "Cài đúng bản chương trình mới hơn."
		               : "Sao lưu, rồi khởi động thidua serve để cập nhật dữ liệu.",
		           "Dữ liệu ở bản %d, chương trình cần bản %d.", version, db_program_version());
	} else {
		return true;
	}
	db_close(d->db);
	d->db = NULL;
	return false;
}

static const char *wanted(struct str name)
{
	static const char *const on[] = {"fsync", "full_page_writes", "synchronous_commit"};
	for (size_t i = 0; i < sizeof on / sizeof *on; i++)
		if (str_eqz(name, on[i]))
			return "on";
	return NULL;
}

static void engine(struct doctor *d)
{
	struct sql_keep_engine *rows;
	size_t n;
	const char *name = db_engine_of(d->db) == DB_SQLITE ? "SQLite" : "PostgreSQL";
	if (sql_keep_engine(d->db, d->mem, &rows, &n) != RC_OK) {
		doctor_failed(d, DOCTOR_BAD, "engine", "");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const char *want = wanted(rows[i].name);
		if (str_eqz(rows[i].name, "version"))
			doctor_say(d, DOCTOR_OK, "engine", "", "%s %.*s, dữ liệu bản %d.", name,
			           STR_ARG(rows[i].value), db_program_version());
		else if (want && !str_eqz(rows[i].value, want))
			doctor_say(d, DOCTOR_BAD, "engine",
			           "Đặt lại cho đúng: mất điện có thể làm mất dữ liệu.", "%.*s = %.*s, cần %s.",
			           STR_ARG(rows[i].name), STR_ARG(rows[i].value), want);
		else if (str_eqz(rows[i].name, "data_checksums") && !str_eqz(rows[i].value, "on"))
			doctor_say(d, DOCTOR_WARN, "engine", "Bật khi có dịp dừng máy: pg_checksums --enable.",
			           "PostgreSQL không kiểm tra mã của trang dữ liệu.");
	}
}

static void integrity(struct doctor *d)
{
	if (d->quick || db_engine_of(d->db) != DB_SQLITE)
		return;
	if (db_check(d->db) == RC_OK)
		doctor_say(d, DOCTOR_OK, "integrity", "",
		           "Mọi trang của cơ sở dữ liệu đọc được và khớp nhau.");
	else
		doctor_failed(d, DOCTOR_BAD, "integrity",
		              "Dừng máy chủ, giữ nguyên tệp, khôi phục bản sao lưu gần nhất.");
}

static void db_clock(struct doctor *d)
{
	struct sql_keep_clock theirs;
	if (sql_keep_clock(d->db, d->mem, &theirs) != RC_OK) {
		doctor_failed(d, DOCTOR_WARN, "clock", "");
		return;
	}
	int64_t off = theirs.now_ms - d->now_ms;
	if (off > 10000 || off < -10000)
		doctor_say(d, DOCTOR_BAD, "clock", "Đồng bộ giờ cả hai máy.",
		           "Giờ của cơ sở dữ liệu lệch %" PRId64 " giây.", off / 1000);
}

static void marks(struct doctor *d)
{
	struct sql_setting_get row;
	struct sql_keep_people_stale stale;
	if (sql_setting_get(d->db, d->mem, STR("moved_to"), &row) == RC_OK)
		doctor_say(d, DOCTOR_BAD, "moved", "Chạy với --db chỉ tới nơi mới.",
		           "Dữ liệu này đã được chuyển tới %.*s.", STR_ARG(row.value));
	if (sql_setting_get(d->db, d->mem, STR("example"), &row) == RC_OK && str_eqz(row.value, "yes"))
		doctor_say(d, DOCTOR_WARN, "example", "Để làm việc thật, tạo cơ quan mới bằng thidua init.",
		           "Đây là cơ quan ví dụ: ai mở được trang cũng vào được.");
	if (sql_keep_people_stale(d->db, d->mem, VIET_KEY_VERSION, &stale) == RC_OK && stale.found)
		doctor_say(d, DOCTOR_BAD, "order", "thidua rebuild",
		           "Khóa sắp xếp và tìm kiếm thuộc bản cũ của chương trình.");
	err_clear(&d->err);
}

void doctor_database(struct doctor *d)
{
	if (!open_database(d))
		return;
	engine(d);
	integrity(d);
	db_clock(d);
	marks(d);
}

/* --- journal
 * --------------------------------------------------------------------------------------- */

/* What a stopped server leaves behind is no forgery. */
static bool only_late(const struct journal_report *r)
{
	for (int64_t i = 0; i < r->problem_count && i < JOURNAL_PROBLEMS_KEPT; i++)
		if (r->problems[i].fault != JOURNAL_UNSEALED && r->problems[i].fault != JOURNAL_UNSIGNED)
			return false;
	return r->problem_count <= JOURNAL_PROBLEMS_KEPT;
}

static void verify(struct doctor *d)
{
	struct journal_report *r = arena_alloc(d->mem, sizeof *r);
	const struct journal_verify_ask ask = {.now_ms = d->now_ms};
	if (journal_verify(d->db, d->keys, &ask, d->mem, r, &d->err) != RC_OK)
		doctor_failed(d, DOCTOR_BAD, "journal", "");
	else if (r->problem_count && only_late(r))
		doctor_say(d, DOCTOR_WARN, "journal", "Khởi động thidua serve, rồi xem lại.", "%.*s",
		           STR_ARG(r->problems[0].say));
	else if (r->problem_count)
		doctor_say(d, DOCTOR_BAD, "journal",
		           "thidua log verify, giữ nguyên hiện trạng và báo thanh tra.",
		           "Nhật ký có %" PRId64 " chỗ không khớp. %.*s", r->problem_count,
		           STR_ARG(r->problems[0].say));
	else
		doctor_say(d, DOCTOR_OK, "journal", "",
		           "Nhật ký nguyên vẹn, %" PRId64 " dòng đã niêm phong.", r->links);
}

static void growth(struct doctor *d)
{
	struct sql_keep_journal_first first;
	if (sql_keep_journal_first(d->db, d->mem, &first) != RC_OK)
		return;
	int64_t days = (d->now_ms - first.at_ms) / DAY_MS;
	if (days < LOG_DAYS)
		doctor_say(d, DOCTOR_OK, "log", "", "Nhật ký được giữ từ %s.",
		           date_vn(date_at(first.at_ms)).z);
	else
		doctor_say(d, DOCTOR_OK, "log", "", "Nhật ký được giữ %" PRId64 " ngày, đủ 3 tháng.", days);
}

void doctor_journal(struct doctor *d)
{
	struct journal_head head;
	struct sql_journal_unsealed_sum late;
	if (!d->db || !d->keys)
		return;
	if (!d->quick)
		verify(d);
	if (journal_head_last(d->db, d->mem, &head) == RC_OK)
		doctor_say(d, DOCTOR_OK, "head", "", "Dấu niêm phong gần nhất: số %" PRId64 ", %s.",
		           head.seq, date_time_vn(head.at_ms).z);
	if (sql_journal_unsealed_sum(d->db, d->mem, &late) == RC_OK && late.n &&
	    late.oldest_ms < d->now_ms - JOURNAL_LATE_MS)
		doctor_say(d, DOCTOR_WARN, "head",
		           "Máy chủ niêm phong khi chạy: xem thidua serve có chạy không.",
		           "%" PRId64 " dòng nhật ký chưa được niêm phong, từ %s.", late.n,
		           date_time_vn(late.oldest_ms).z);
	err_clear(&d->err);
	growth(d);
}

/* --- what waits
 * ---------------------------------------------------------------------------------------- */

static void waiting(struct doctor *d, const char *name, const char *what, int64_t oldest_ms)
{
	if (oldest_ms != DB_NULL && oldest_ms < d->now_ms - HOUR_MS)
		doctor_say(d, DOCTOR_WARN, name, "Xem máy chủ có chạy không, và cấu hình gửi thư.",
		           "%s chờ từ %s.", what, date_time_vn(oldest_ms).z);
	else
		doctor_say(d, DOCTOR_OK, name, "", "%s: không có gì bị kẹt.", what);
}

/* Without settings mail waits for ever, which looks like nothing being wrong. */
static void mail_settings(struct doctor *d)
{
	struct outbox_settings s;
	if (!d->keys)
		return;
	if (outbox_settings(d->db, d->keys, d->mem, &s, &d->err) != RC_OK)
		doctor_failed(d, DOCTOR_BAD, "smtp",
		              "Quản trị hệ thống nhập lại mật khẩu máy chủ thư (trang Gửi thư): không thư "
		              "nào được gửi cho đến khi đó.");
	else if (!s.ready)
		doctor_say(d, DOCTOR_WARN, "smtp",
		           "Quản trị hệ thống điền thiết lập gửi thư (trang Gửi thư).",
		           "Chưa thiết lập máy chủ thư: không thư nào được gửi.");
	else
		doctor_say(d, DOCTOR_OK, "smtp", "", "Thư gửi qua %s, cổng %d.", s.server.host,
		           s.server.port);
}

void doctor_queues(struct doctor *d)
{
	struct sql_keep_mail_oldest mail;
	struct sql_keep_job_oldest job;
	if (!d->db)
		return;
	mail_settings(d);
	if (sql_keep_mail_oldest(d->db, d->mem, &mail) == RC_OK)
		waiting(d, "mail", "Thư gửi đi", mail.at_ms);
	if (sql_keep_job_oldest(d->db, d->mem, &job) == RC_OK)
		waiting(d, "jobs", "Việc nền", job.at_ms);
	if (d->err.code != RC_OK)
		doctor_failed(d, DOCTOR_BAD, "queues", "");
}

/* --- backups
 * --------------------------------------------------------------------------------------------- */

void doctor_backup(struct doctor *d)
{
	static const char todo[] =
		"thidua backup --to THƯ_MỤC --keep 14, mỗi đêm một lần; xem docs/operations.md.";
	struct care_backup b;
	if (care_backup_read(d->c, &b) != RC_OK) {
		doctor_say(d, DOCTOR_WARN, "backup", todo, "Chưa có bản sao lưu nào.");
		return;
	}
	int64_t age_ms = d->now_ms - b.made_ms;
	if (age_ms > BACKUP_LATE_MS)
		doctor_say(d, age_ms > BACKUP_LOST_MS ? DOCTOR_BAD : DOCTOR_WARN, "backup", todo,
		           "Bản sao lưu gần nhất đã từ %s.", date_time_vn(b.made_ms).z);
	else if (access(arena_strz(d->mem, b.path), F_OK) != 0)
		doctor_say(d, DOCTOR_WARN, "backup", "Nếu đã chuyển đi nơi khác thì không cần làm gì.",
		           "Bản sao lưu ngày %s không còn ở %.*s.", date_time_vn(b.made_ms).z,
		           STR_ARG(b.path));
	else
		doctor_say(d, DOCTOR_OK, "backup", "", "Bản sao lưu gần nhất: %s, %" PRId64 " MB.",
		           date_time_vn(b.made_ms).z, b.bytes / 1000000);
	if (d->keys && care_newest_key(d->keys) > b.key_id)
		doctor_say(d, DOCTOR_BAD, "escrow", "thidua backup, hoặc thidua keys escrow --to TỆP.",
		           "Có khóa mới hơn bản sao lưu gần nhất: mất máy bây giờ là mất dữ liệu đã mã hóa "
		           "bằng khóa ấy.");
}
