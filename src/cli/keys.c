/* keys.c: thidua keys list|rotate|reseal|drop|escrow. */
#include "archive/package.h"
#include "base/clock.h"
#include "base/json_out.h"
#include "cli/care.h"
#include "keep/reseal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *purpose_said(enum key_purpose p)
{
	static const char *const said[] = {[KEY_FIELD] = "mã hóa dữ liệu",
	                                   [KEY_LOOKUP] = "tìm số giấy tờ",
	                                   [KEY_JOURNAL] = "ký nhật ký",
	                                   [KEY_TOKEN] = "phiên và biểu mẫu",
	                                   [KEY_BACKUP] = "nhận bản sao lưu"};
	return said[p];
}

static enum rc list(struct cli *c, struct cli_app *a)
{
	struct key_info all[KEYS_MAX];
	struct buf b;
	int n = keys_list(a->app.keys, all, KEYS_MAX);
	TRY(cli_no_more(c));
	buf_init(&b, 64 * 1024);
	struct json_out j = json_out_to(&b);
	json_arr(&j, NULL);
	for (int i = 0; i < n; i++) {
		json_obj(&j, NULL);
		json_int(&j, "id", all[i].id);
		json_z(&j, "purpose", keys_purpose_word(all[i].purpose));
		json_int(&j, "created_ms", all[i].created_ms);
		json_bool(&j, "newest", all[i].newest);
		json_end(&j);
		if (!c->json)
			printf("%4" PRIu32 "  %-8s %-18s %s  %s\n", all[i].id,
			       keys_purpose_word(all[i].purpose), all[i].newest ? "đang dùng" : "cũ",
			       date_time_vn(all[i].created_ms).z, purpose_said(all[i].purpose));
	}
	json_end(&j);
	if (c->json)
		printf("%.*s\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
	return RC_OK;
}

/* What outsiders need to check a package of a year: no secret. */
static enum rc print_public(struct cli *c, struct cli_app *a)
{
	struct key_info all[KEYS_MAX];
	unsigned char raw[KEYS_PUBLIC_BYTES];
	int n = keys_list(a->app.keys, all, KEYS_MAX);
	TRY(cli_no_more(c));
	for (int i = 0; i < n; i++) {
		if (all[i].purpose != KEY_JOURNAL)
			continue;
		TRY(keys_public(a->app.keys, all[i].id, raw, &c->err));
		printf("%.*s\n", STR_ARG(archive_key_line(&c->mem, all[i].id, raw)));
	}
	return RC_OK;
}

/* --- rotating -----------------------------------------------------------------------------------
 */

static enum rc reseal(struct cli *c, struct cli_app *a)
{
	struct reseal_count n;
	TRY(keep_reseal(a->db, a->app.keys, &n, &c->err));
	printf("Đã mã hóa lại bằng khóa mới: %" PRId64 " số giấy tờ, %" PRId64
	       " khóa riêng của người, %" PRId64 " yếu tố thứ hai, %" PRId64
	       " lý do tạm dừng xét và nội dung kín khác, %" PRId64 " mật khẩu máy chủ thư.\n",
	       n.identifiers, n.person_keys, n.second_factors, n.reasons, n.passwords);
	return care_journal(a, "keys.reseal", "{}");
}

/* A recipient follows from a recovery secret, which is shown once. */
static enum rc new_recipient(struct cli *c, struct cli_app *a)
{
	struct recovery paper;
	struct box_secret secret;
	keys_escrow_new(&paper);
	enum rc rc = keys_recovery(str_of(paper.text), &secret, &c->err);
	if (rc == RC_OK)
		rc = keys_set_recipient(a->app.keys, &secret.recipient, &c->err);
	sodium_memzero(&secret, sizeof secret);
	if (rc == RC_OK)
		printf("Mã khôi phục mới, chỉ hiện một lần; xin ghi ra giấy và cất ngoài máy chủ:\n\n    "
		       "%s\n\n"
		       "Các bản sao lưu đã có vẫn cần mã cũ: xin giữ cả hai.\n",
		       paper.text);
	recovery_wipe(&paper);
	return rc;
}

static enum rc rotate(struct cli *c, struct cli_app *a)
{
	const char *word = cli_word(c);
	enum key_purpose p = KEY_FIELD;
	TRY(cli_no_more(c));
	while (word && p <= KEY_BACKUP && strcmp(keys_purpose_word(p), word) != 0)
		p++;
	if (!word || p > KEY_BACKUP)
		return err_set(&c->err, RC_INVALID,
		               "Cần mục đích của khóa: field, lookup, journal, token hoặc backup.");
	TRY(p == KEY_BACKUP ? new_recipient(c, a) : keys_rotate(a->app.keys, p, &c->err));
	TRY(care_journal(a, "keys.rotate",
	                 arena_printf(&c->mem, "{\"purpose\":\"%s\",\"key\":%" PRIu32 "}", word,
	                              keys_newest(a->app.keys, p))
	                     .p));
	printf("Khóa mới để %s: số %" PRIu32 ".\n", purpose_said(p), keys_newest(a->app.keys, p));
	if (p == KEY_FIELD || p == KEY_LOOKUP)
		TRY(reseal(c, a));
	puts("Xin sao lưu ngay (thidua backup) hoặc ký gửi lại tệp khóa (thidua keys escrow): bản cũ "
	     "không có khóa này.");
	return RC_OK;
}

/* --- dropping
 * --------------------------------------------------------------------------------------- */

/* Another process takes a new key over within seconds; what it sealed meanwhile must be seen here.
 */
#define DROP_AGE_MS ((int64_t)60 * 1000)

static enum rc may_drop(struct cli *c, struct cli_app *a, const struct key_info *all, int n, int at)
{
	int64_t uses, newest_ms = 0;
	char where[64];
	for (int i = 0; i < n; i++)
		if (all[i].purpose == all[at].purpose && all[i].newest)
			newest_ms = all[i].created_ms;
	if (clock_now_ms() - newest_ms < DROP_AGE_MS)
		return err_set(&c->err, RC_BUSY,
		               "Khóa thay thế mới được tạo chưa đầy một phút. Xin chờ một phút, chạy "
		               "thidua keys reseal rồi hủy.");
	TRY(keep_key_uses(a->db, a->app.keys, &all[at], &uses, where, &c->err));
	if (uses)
		return err_set(&c->err, RC_CONFLICT,
		               "Còn %" PRId64 " giá trị (bảng %s) cần khóa số %" PRIu32
		               ". Xin chạy thidua keys reseal trước.",
		               uses, where, all[at].id);
	return RC_OK;
}

static enum rc drop(struct cli *c, struct cli_app *a)
{
	struct key_info all[KEYS_MAX];
	const char *word = cli_word(c);
	int64_t id;
	TRY(cli_no_more(c));
	if (!word || !str_int(str_of(word), &id) || id < 1 || id > UINT32_MAX)
		return err_set(&c->err, RC_INVALID, "Cần số của khóa; xem thidua keys list.");
	int n = keys_list(a->app.keys, all, KEYS_MAX);
	for (int i = 0; i < n; i++)
		if (all[i].id == id && !all[i].newest)
			TRY(may_drop(c, a, all, n, i));
	TRY(keys_drop(a->app.keys, (uint32_t)id, &c->err));
	TRY(care_journal(a, "keys.drop", arena_printf(&c->mem, "{\"key\":%" PRId64 "}", id).p));
	printf("Đã hủy khóa số %" PRId64
	       ". Bản sao lưu và bản ký gửi cũ vẫn còn khóa ấy cho đến khi hết hạn lưu.\n",
	       id);
	return RC_OK;
}

/* --- escrow
 * ------------------------------------------------------------------------------------------- */

static enum rc escrow(struct cli *c, struct cli_app *a)
{
	const char *to = cli_option(c, "to");
	TRY(cli_no_more(c));
	if (!to)
		return err_set(&c->err, RC_INVALID, "Cần --to: tệp mới để ký gửi khóa.");
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(&c->err, errno == EEXIST ? RC_CONFLICT : RC_IO, "Không tạo được tệp %s: %s.",
		               to, strerror(errno));
	enum rc rc = keys_escrow_export(a->app.keys, fd, &c->err);
	if (rc == RC_OK && fsync(fd) != 0)
		rc = err_set(&c->err, RC_IO, "Không ghi được tệp %s: %s.", to, strerror(errno));
	close(fd);
	if (rc != RC_OK) {
		unlink(to);
		return rc;
	}
	TRY(care_journal(a, "keys.escrow", "{}"));
	printf("Đã ký gửi tệp khóa vào %s; chỉ mã khôi phục mở được.\n", to);
	return RC_OK;
}

/* Makes the ring of a lost server again; the data folder has none yet. */
static enum rc import(struct cli *c)
{
	const char *from = cli_option(c, "from");
	struct box_secret secret;
	if (!from)
		return err_set(&c->err, RC_INVALID, "Cần --from: tệp ký gửi khóa.");
	TRY(care_secret(c, &secret));
	TRY(cli_no_more(c));
	if (mkdir(c->data_dir, 0700) != 0 && errno != EEXIST)
		return err_set(&c->err, RC_IO, "Không tạo được thư mục %s: %s.", c->data_dir,
		               strerror(errno));
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	enum rc rc =
		fd < 0 ? err_set(&c->err, RC_NOTFOUND, "Không mở được tệp %s: %s.", from, strerror(errno))
			   : keys_escrow_import(fd, &secret,
	                                arena_printf(&c->mem, "%s/keys/ring", c->data_dir).p, &c->err);
	if (fd >= 0)
		close(fd);
	sodium_memzero(&secret, sizeof secret);
	if (rc == RC_OK)
		printf("Đã đặt lại tệp khóa trong %s/keys.\n", c->data_dir);
	return rc;
}

enum rc cli_keys(struct cli *c)
{
	static const struct {
		const char *word;
		enum rc (*run)(struct cli *c, struct cli_app *a);
		int flags;
	} verbs[] = {{"list", list, DB_READONLY}, {"public", print_public, DB_READONLY},
	             {"rotate", rotate, 0},       {"reseal", NULL, 0},
	             {"drop", drop, 0},           {"escrow", escrow, 0}};
	const char *word = cli_word(c);
	struct cli_app a;
	if (word && strcmp(word, "import") == 0)
		return import(c);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		if (strcmp(word ? word : "list", verbs[i].word) != 0)
			continue;
		enum rc rc = cli_app_open(c, verbs[i].flags, &a);
		if (rc == RC_OK)
			rc = verbs[i].run ? verbs[i].run(c, &a) : reseal(c, &a);
		cli_app_close(&a);
		return rc;
	}
	return err_set(&c->err, RC_INVALID,
	               "Không hiểu \"%s\". Có: list, public, rotate, reseal, drop, escrow, import.",
	               word);
}
