/* upload.c: what an upload is by its content, and pictures made harmless. */
#include "op/upload.h"

#include "app/admin/admin.h"
#include "app/file/file.h"
#include "app/file/store.h"
#include "db/sql_auth.h"
#include "doc/write_all.h"
#include "job/sandbox.h"

#include <inttypes.h>
#include <unistd.h>

#define MB ((int64_t)1000 * 1000)
#define LOOK ((size_t)64 * 1024)
#define PICTURE_SIDE "4096" /* a page of A4 at 350 dots an inch */

/* The endings that a file picker can filter by; GIF and others are never taken. */
static const struct {
	enum file_type type;
	const char *endings;
} endings[] = {
	{FILE_PDF, ".pdf"},        {FILE_DOCX, ".docx"},
	{FILE_XLSX, ".xlsx"},      {FILE_ODT, ".odt"},
	{FILE_ZIP, ".zip"},        {FILE_PNG, ".png"},
	{FILE_JPEG, ".jpg,.jpeg"}, {FILE_CSV, ".csv"},
	{FILE_TEXT, ".txt"},       {FILE_OFFICE_OLD, ".doc,.xls"},
};

static unsigned types_of(unsigned types)
{
	return types ? types : FILES_USUAL;
}

struct str upload_accept(struct arena *mem, unsigned types)
{
	struct str out = STR("");
	for (int i = 0; i < COUNT(endings); i++)
		if (types_of(types) & FILE_BIT(endings[i].type))
			out = arena_printf(mem, "%.*s%s%s", STR_ARG(out), out.n ? "," : "", endings[i].endings);
	return out;
}

struct str upload_names(struct arena *mem, unsigned types)
{
	struct str out = STR("");
	for (int i = 0; i < COUNT(endings); i++)
		if (types_of(types) & FILE_BIT(endings[i].type))
			out = arena_printf(mem, "%.*s%s%s", STR_ARG(out), out.n ? ", " : "",
			                   sniff_name(endings[i].type));
	return out;
}

static enum rc look(struct ctx *c, struct upload *u)
{
	size_t n = u->size < (int64_t)LOOK ? (size_t)u->size : LOOK;
	char *head = malloc(2 * LOOK), *tail = head + LOOK;
	BUG_ON(!head);
	enum rc rc = upload_read(u, 0, head, n, c->err);
	if (rc == RC_OK)
		rc = upload_read(u, u->size - (int64_t)n, tail, n, c->err);
	if (rc == RC_OK)
		u->type = sniff((struct str){.p = head, .n = n}, (struct str){.p = tail, .n = n});
	free(head);
	return rc;
}

static enum rc refuse(struct ctx *c, const struct field *f, const struct upload *u)
{
	const char *name = u->name.p ? u->name.p : "";
	switch (u->type) {
	case FILE_EMPTY:
		return err_field(c->err, f->name, "Tệp \"%.*s\" rỗng. Xin chọn lại tệp.", (int)u->name.n,
		                 name);
	case FILE_EXECUTABLE:
		return err_field(
			c->err, f->name,
			"Tệp \"%.*s\" là chương trình hoặc trang có mã chạy được nên không được nhận.",
			(int)u->name.n, name);
	case FILE_OFFICE_OLD:
		return err_field(
			c->err, f->name,
			"Tệp \"%.*s\" là tệp Office đời cũ hoặc có mật khẩu. Xin bỏ mật khẩu, lưu lại thành "
			".docx hoặc .xlsx rồi chọn lại.",
			(int)u->name.n, name);
	default:
		return err_field(c->err, f->name, "Tệp \"%.*s\" là %s, ô này không nhận. Xin chọn: %.*s.",
		                 (int)u->name.n, name, sniff_name(u->type),
		                 STR_ARG(upload_names(c->mem, f->types)));
	}
}

/* --- pictures -------------------------------------------------------------------------------- */

static void close_fd(void *fd)
{
	close(*(int *)fd);
}

/* Closed with the request. */
static enum rc temp(struct ctx *c, int *fd)
{
	int *kept = arena_alloc(c->mem, sizeof *kept);
	TRY(file_temp(c, fd));
	*kept = *fd;
	arena_defer(c->mem, close_fd, kept);
	return RC_OK;
}

static enum rc copy_out(struct ctx *c, const struct upload *u, int fd)
{
	char *chunk = malloc(STORE_CHUNK);
	enum rc rc = RC_OK;
	BUG_ON(!chunk);
	for (int64_t at = 0; rc == RC_OK && at < u->size; at += (int64_t)STORE_CHUNK) {
		size_t n = u->size - at < (int64_t)STORE_CHUNK ? (size_t)(u->size - at) : STORE_CHUNK;
		rc = upload_read(u, at, chunk, n, c->err);
		if (rc == RC_OK)
			rc = write_all(fd, (struct str){.p = chunk, .n = n}, c->err);
	}
	free(chunk);
	return rc;
}

static enum rc to_file(void *arg, const void *bytes, size_t n, struct err *e)
{
	return write_all(*(int *)arg, (struct str){.p = bytes, .n = n}, e);
}

/* Decoded and written anew by the locked-in child: place, device and name stay behind. */
static enum rc clean_picture(struct ctx *c, const struct field *f, struct upload *u)
{
	int in, out;
	TRY(temp(c, &in));
	TRY(temp(c, &out));
	TRY(copy_out(c, u, in));
	struct sandbox_job job = {.kind = "picture",
	                          .arg = PICTURE_SIDE,
	                          .in_fd = in,
	                          .time_ms = 20000,
	                          .memory_bytes = (int64_t)512 << 20,
	                          .out_max = (int64_t)64 << 20,
	                          .allow_weak = c->app->weak_sandbox};
	enum rc rc = sandbox_run(&job, to_file, &out, c->err);
	if (rc == RC_INVALID && !c->err->field[0])
		snprintf(c->err->field, sizeof c->err->field, "%s", f->name);
	TRY(rc);
	u->fd = out;
	u->offset = 0;
	u->bytes = STR_NULL;
	u->size = lseek(out, 0, SEEK_END);
	return RC_OK;
}

/* --- how much a day ----------------------------------------------------------------------------
 */

struct quota {
	struct ctx *c;
	const struct field *f;
	int64_t size;
};

/* Rolled back when it is too much. What is found broken later does count: opening it was the work.
 */
static enum rc count_tx(void *arg)
{
	struct quota *q = arg;
	struct ctx *c = q->c;
	struct sql_counter_add sum;
	int64_t limit;
	struct str key = arena_printf(c->mem, "upload:%" PRId64, c->who.account_id);
	TRY(setting_number(c, "upload.day_mb", &limit));
	TRY(sql_counter_add(c->db, c->mem, key, date_start_ms(c->today), q->size, &sum));
	if (sum.n <= limit * MB)
		return RC_OK;
	return err_field(c->err, q->f->name,
	                 "Tài khoản này đã gửi lên %" PRId64 " MB trong hôm nay, thêm tệp này %" PRId64
	                 " MB là quá %" PRId64 " MB một ngày. Xin gửi tiếp vào ngày mai, hoặc nhờ quản "
	                 "trị hệ thống nới giới hạn trong phần Thiết lập.",
	                 (sum.n - q->size + MB - 1) / MB, (q->size + MB - 1) / MB, limit);
}

static enum rc count_bytes(struct ctx *c, const struct field *f, const struct upload *u)
{
	struct quota q = {c, f, u->size};
	return c->who.account_id == DB_NULL ? RC_OK : db_tx(c->db, DB_WRITE, count_tx, &q);
}

enum rc upload_store(struct ctx *c, const struct field *f, struct upload *u)
{
	TRY(look(c, u));
	if (u->type == FILE_EMPTY || !(types_of(f->types) & FILE_BIT(u->type)))
		return refuse(c, f, u);
	if (u->type != FILE_UNKNOWN && !sniff_extension_fits(u->type, u->name))
		return err_field(c->err, f->name,
		                 "Tên tệp \"%.*s\" không hợp với nội dung là %s. Xin kiểm tra lại tệp, "
		                 "hoặc đổi đuôi tên "
		                 "cho đúng.",
		                 STR_ARG(u->name), sniff_name(u->type));
	TRY(count_bytes(c, f, u));
	if (FILES_PICTURE & FILE_BIT(u->type))
		TRY(clean_picture(c, f, u));
	return store_put(c, u);
}
