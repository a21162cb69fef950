/* archive.c: `thidua archive verify`: whether a package is as it was made, with neither server nor
 * database; everything else about packages goes through the server. */
#include "cli/cli.h"

#include "archive/package.h"
#include "base/json_out.h"
#include "job/sandbox.h"
#include "viet/viet.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEYS_GIVEN_MAX 64
#define READ_MS ((int64_t)10 * 60 * 1000)

const char cli_archive_help[] =
	"thidua archive verify TỆP.zip [--key TỆP|SỐ] [--json] [--allow-weak-sandbox]\n"
	"thidua archive make --year NĂM [--evidence 1] lập gói, qua máy chủ đang chạy\n"
	"thidua archive list | get --id SỐ --out TỆP.zip | remove --id SỐ\n\n"
	"verify đọc một gói trong tiến trình bị khóa, không cần máy chủ, cơ sở dữ liệu hay khóa bí "
	"mật:\n"
	"so từng tệp với SHA256SUMS (bị sửa, bị mất, được thêm), chữ ký của MANIFEST, rồi tính lại "
	"chuỗi\n"
	"nhật ký và so với các đầu chuỗi đã ký. --key là khóa công khai của cơ quan (thidua keys "
	"public),\n"
	"lấy bằng đường khác, không lấy từ gói.\n"
	"Mã thoát 0: nguyên vẹn; 6: có chỗ không đúng; 2: không phải gói, hoặc tệp được cố ý làm sai;\n"
	"3: không có tệp; 9: quá lớn.";

struct verifying {
	struct cli *c;
	int fd;
	bool weak;
	struct archive_known_key keys[KEYS_GIVEN_MAX];
	struct archive_report *report;
};

/* --- reading, in the locked-in child -------------------------------------------------------------
 */

static enum rc unpack(void *arg, const char *want, const struct unpack_sink *sink, struct err *e)
{
	struct verifying *v = arg;
	struct unpack_stream s;
	struct sandbox_job job = {.kind = "unpack",
	                          .arg = want,
	                          .in_fd = v->fd,
	                          .time_ms = READ_MS,
	                          .memory_bytes = (int64_t)256 << 20,
	                          .out_max = (int64_t)UNPACK_BYTES_MAX * 2,
	                          .allow_weak = v->weak};
	unpack_stream_init(&s, sink);
	enum rc rc = sandbox_run(&job, unpack_stream_feed, &s, e);
	if (rc == RC_OK)
		rc = unpack_stream_end(&s, e);
	unpack_stream_release(&s);
	return rc;
}

/* Lines of `thidua keys public` in a file, or one key as hexadecimal. */
static enum rc read_keys(struct verifying *v, const char *given, int *count)
{
	struct cli *c = v->c;
	struct str text = str_of(given);
	struct stat st;
	*count = 0;
	if (!given)
		return RC_OK;
	if (stat(given, &st) == 0)
		TRY(cli_read_file(c, given, (size_t)1 << 20, &text));
	*count = archive_keys_read(text, v->keys, KEYS_GIVEN_MAX);
	if (*count == 0)
		return err_set(
			&c->err, RC_INVALID,
			"\"%s\" không phải tệp khóa công khai (thidua keys public) và không phải khóa viết "
			"bằng 64 số hệ 16.",
			given);
	return RC_OK;
}

static enum rc open_package(struct verifying *v, const char *path)
{
	struct stat st;
	v->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (v->fd < 0)
		return err_set(&v->c->err, errno == ENOENT ? RC_NOTFOUND : RC_IO,
		               "Không mở được tệp %s: %s.", path, strerror(errno));
	if (fstat(v->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(&v->c->err, RC_INVALID, "%s không phải một tệp.", path);
	return RC_OK;
}

/* --- saying
 * ------------------------------------------------------------------------------------------ */

static void print_json(const struct archive_report *r)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_bool(&j, "whole", r->problem_count == 0);
	json_int(&j, "year", r->year);
	json_str(&j, "office", r->office);
	json_str(&j, "made", r->made);
	json_str(&j, "by", r->by);
	json_int(&j, "files", r->files);
	json_int(&j, "bytes", r->bytes);
	json_bool(&j, "journal", r->journal);
	json_int(&j, "links", r->links);
	json_int(&j, "heads", r->heads);
	json_str(&j, "key", r->key.n ? r->key : STR_NULL);
	json_bool(&j, "key_compared", r->compared);
	json_int(&j, "problem_count", r->problem_count);
	json_arr(&j, "problems");
	for (int i = 0; i < r->problem_count && i < ARCHIVE_PROBLEMS_KEPT; i++) {
		const struct archive_problem *p = &r->problems[i];
		json_obj(&j, NULL);
		json_z(&j, "fault", archive_fault_word(p->fault));
		if (p->name.n)
			json_str(&j, "file", p->name);
		if (p->seq != DB_NULL)
			json_int(&j, "seq", p->seq);
		json_str(&j, "message", p->say);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void print_text(struct cli *c, const struct archive_report *r)
{
	for (int i = 0; i < r->problem_count && i < ARCHIVE_PROBLEMS_KEPT; i++)
		printf("%3d. %.*s\n", i + 1, STR_ARG(r->problems[i].say));
	if (r->problem_count > ARCHIVE_PROBLEMS_KEPT)
		printf("     … và %" PRId64 " chỗ nữa.\n", r->problem_count - ARCHIVE_PROBLEMS_KEPT);
	if (r->year)
		printf("Gói lưu trữ năm %" PRId64 " của %.*s, lập lúc %.*s, người lập %.*s.\n", r->year,
		       STR_ARG(r->office), STR_ARG(r->made), STR_ARG(r->by));
	printf("Đã kiểm %.*s tệp, %.*s byte", STR_ARG(viet_number(&c->mem, r->files)),
	       STR_ARG(viet_number(&c->mem, r->bytes)));
	if (r->journal)
		printf("; %.*s dòng nhật ký, %.*s đầu chuỗi.\n", STR_ARG(viet_number(&c->mem, r->links)),
		       STR_ARG(viet_number(&c->mem, r->heads)));
	else
		puts("; gói không có nhật ký.");
	if (r->key.n)
		printf("Khóa đã ký: %.*s\n", STR_ARG(r->key));
	if (r->problem_count == 0)
		puts("Gói nguyên vẹn.");
	if (r->problem_count == 0 && !r->compared)
		puts("Chưa so với khóa của cơ quan: gói do người khác lập thì chưa thấy được. Xin lấy khóa "
		     "công "
		     "khai từ\ncơ quan (thidua keys public) rồi thêm --key.");
}

static enum rc verify(struct cli *c)
{
	struct verifying v = {.c = c, .fd = -1, .weak = cli_flag(c, "allow-weak-sandbox")};
	struct archive_ask ask = {.unpack = unpack, .arg = &v, .keys = v.keys};
	const char *key = cli_option(c, "key"), *path = cli_word(c);
	TRY(cli_no_more(c));
	if (!path)
		return err_set(&c->err, RC_INVALID, "Cần tệp của gói: thidua archive verify TỆP.zip");
	TRY(read_keys(&v, key, &ask.key_count));
	v.report = arena_alloc(&c->mem, sizeof *v.report);
	enum rc rc = open_package(&v, path);
	if (rc == RC_OK)
		rc = archive_verify(&ask, &c->mem, v.report, &c->err);
	if (v.fd >= 0)
		close(v.fd);
	TRY(rc);
	if (c->json)
		print_json(v.report);
	else
		print_text(c, v.report);
	if (v.report->problem_count == 0)
		return RC_OK;
	/* The answer stands on standard output already; the error goes beside it. */
	c->json = false;
	return err_set(&c->err, RC_CONFLICT,
	               "Gói không còn nguyên vẹn: %" PRId64
	               " chỗ không đúng. Xin giữ nguyên tệp này và lấy lại bản khác từ nơi lưu.",
	               v.report->problem_count);
}

enum rc cli_archive(struct cli *c)
{
	const char *verb = cli_word(c);
	char name[80];
	if (verb && strcmp(verb, "verify") == 0)
		return verify(c);
	snprintf(name, sizeof name, "archive.%s", verb ? verb : "list");
	const struct op *op = op_find(str_of(name));
	if (op)
		return cli_call(c, op);
	return err_set(&c->err, RC_INVALID,
	               "Không có lệnh \"archive %s\". Có: verify, make, list, get, remove.", verb);
}
