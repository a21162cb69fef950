/* doctor_machine.c: folders, disk, clock, certificate, sandbox, fonts. */
#include "base/buf.h"
#include "cli/doctor.h"
#include "job/sandbox.h"
#include "paper/paper.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define MB ((int64_t)1024 * 1024)

/* --- folders ----------------------------------------------------------------------------- */

void doctor_folder(struct doctor *d)
{
	struct stat st;
	const char *dir = d->c->data_dir;
	if (stat(dir, &st) != 0)
		doctor_say(d, DOCTOR_BAD, "data",
		           "Chỉ đúng thư mục bằng --data, hoặc tạo bằng thidua init.",
		           "Không mở được thư mục dữ liệu %s: %s.", dir, strerror(errno));
	else if (st.st_mode & 077)
		doctor_say(d, DOCTOR_BAD, "data", "chmod 700 thư mục dữ liệu.",
		           "Người khác của máy vào được thư mục dữ liệu %s (quyền %03o).", dir,
		           st.st_mode & 0777u);
	else if (st.st_uid != geteuid())
		doctor_say(d, DOCTOR_WARN, "data",
		           "Chạy lệnh bằng đúng tài khoản của máy chủ (sudo -u thidua thidua doctor).",
		           "Thư mục dữ liệu thuộc về tài khoản số %u, lệnh đang chạy bằng tài khoản số %u.",
		           st.st_uid, geteuid());
	else
		doctor_say(d, DOCTOR_OK, "data", "",
		           "Thư mục dữ liệu %s chỉ mở cho tài khoản của chương trình.", dir);
}

/* --- disk ----------------------------------------------------------------------------------- */

static int64_t used_bytes(struct doctor *d)
{
	static const char *const names[] = {"thidua.db", "files.db", "thidua.db-wal", "files.db-wal"};
	struct stat st;
	int64_t n = 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (stat(arena_printf(d->mem, "%s/%s", d->c->data_dir, names[i]).p, &st) == 0)
			n += st.st_size;
	return n;
}

static void one_disk(struct doctor *d, const char *name, const char *path)
{
	struct statvfs fs;
	if (statvfs(path, &fs) != 0) {
		doctor_say(d, DOCTOR_WARN, name, "", "Không xem được chỗ trống của %s: %s.", path,
		           strerror(errno));
		return;
	}
	int64_t left = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize,
			all = (int64_t)fs.f_blocks * (int64_t)fs.f_frsize;
	int percent = all ? (int)(left * 100 / all) : 0;
	enum doctor_level level = left < 256 * MB                    ? DOCTOR_BAD
	                          : left < 2048 * MB || percent < 10 ? DOCTOR_WARN
	                                                             : DOCTOR_OK;
	doctor_say(d, level, name,
	           level == DOCTOR_OK ? ""
	                              : "Thêm chỗ, hoặc chuyển bản sao lưu cũ đi nơi khác. Không xóa "
	                                "nhật ký: phải giữ ít nhất 3 tháng.",
	           "%s còn trống %" PRId64 " MB (%d%%); dữ liệu hiện chiếm %" PRId64 " MB.", path,
	           left / MB, percent, used_bytes(d) / MB);
}

void doctor_disk(struct doctor *d)
{
	one_disk(d, "disk", d->c->data_dir);
	one_disk(d, "spool", arena_printf(d->mem, "%s/spool", d->c->data_dir).p);
}

/* --- clock --------------------------------------------------------------------------------------
 */

void doctor_clock(struct doctor *d)
{
	struct timex t = {0};
	struct stat st;
	const char *ring = arena_printf(d->mem, "%s/keys/ring", d->c->data_dir).p;
	bool ahead = stat(ring, &st) == 0 && (int64_t)st.st_mtim.tv_sec * 1000 > d->now_ms + DAY_MS;
	int state = adjtimex(&t);
	if (ahead)
		doctor_say(d, DOCTOR_BAD, "clock", "Chỉnh giờ máy (timedatectl), rồi xem lại nhật ký.",
		           "Tệp khóa có giờ muộn hơn giờ máy: đồng hồ của máy đang chạy lùi.");
	else if (state < 0 || state == TIME_ERROR || (t.status & STA_UNSYNC))
		doctor_say(d, DOCTOR_WARN, "clock", "Bật đồng bộ giờ: timedatectl set-ntp true.",
		           "Giờ máy (%s) không được đồng bộ.", date_time_vn(d->now_ms).z);
	else
		doctor_say(d, DOCTOR_OK, "clock", "", "Giờ máy %s, đang được đồng bộ.",
		           date_time_vn(d->now_ms).z);
}

/* --- certificate
 * ----------------------------------------------------------------------------------- */

static const char renew[] = "Lấy chứng thư mới và khởi động lại máy chủ; xem docs/operations.md.";

static void judge(struct doctor *d, gnutls_x509_crt_t cert)
{
	int64_t ends_ms = (int64_t)gnutls_x509_crt_get_expiration_time(cert) * 1000;
	int64_t days = (ends_ms - d->now_ms) / DAY_MS;
	if (d->host && !gnutls_x509_crt_check_hostname(cert, d->host))
		doctor_say(d, DOCTOR_BAD, "certificate", renew, "Chứng thư không dành cho tên %s.",
		           d->host);
	else if (ends_ms < d->now_ms)
		doctor_say(d, DOCTOR_BAD, "certificate", renew, "Chứng thư đã hết hạn ngày %s.",
		           date_vn(date_at(ends_ms)).z);
	else
		doctor_say(d, days < 30 ? DOCTOR_WARN : DOCTOR_OK, "certificate", days < 30 ? renew : "",
		           "Chứng thư còn %" PRId64 " ngày, đến %s.", days, date_vn(date_at(ends_ms)).z);
}

void doctor_certificate(struct doctor *d)
{
	gnutls_datum_t pem = {0};
	gnutls_x509_crt_t cert = NULL;
	if (!d->tls_cert)
		return;
	int code = gnutls_load_file(d->tls_cert, &pem);
	if (code == 0)
		code = gnutls_x509_crt_init(&cert);
	if (code == 0)
		code = gnutls_x509_crt_import(cert, &pem, GNUTLS_X509_FMT_PEM);
	if (code == 0)
		judge(d, cert);
	else
		doctor_say(d, DOCTOR_BAD, "certificate", renew, "Không đọc được chứng thư %s: %s.",
		           d->tls_cert, gnutls_strerror(code));
	if (cert)
		gnutls_x509_crt_deinit(cert);
	gnutls_free(pem.data);
}

/* --- sandbox
 * ------------------------------------------------------------------------------------------ */

void doctor_sandbox(struct doctor *d)
{
	if (sandbox_check(&d->err) == RC_OK)
		doctor_say(d, DOCTOR_OK, "sandbox", "", "Tệp tải lên được đọc trong vùng cách ly đầy đủ.");
	else
		doctor_failed(d, DOCTOR_BAD, "sandbox",
		              "Dùng nhân Linux từ 5.13 với Landlock; xem docs/sandbox.md.");
}

/* --- fonts ----------------------------------------------------------------------------- */

void doctor_fonts(struct doctor *d)
{
	struct paper_fonts *f;
	if (paper_fonts_open(&f, &d->err) == RC_OK)
		doctor_say(d, DOCTOR_OK, "fonts", "", "Có phông chữ %s đủ chữ tiếng Việt.",
		           paper_fonts_family(f));
	else
		doctor_failed(d, DOCTOR_WARN, "fonts", "apt install fonts-croscore");
	paper_fonts_close(f);
}
