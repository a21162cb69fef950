/* source.c: from a file to its words, by a child that can do nothing else. */
#include "app/plan/plan.h"
#include "base/buf.h"
#include "doc/docx.h"
#include "doc/sniff.h"
#include "job/sandbox.h"
#include "plan/placed.h"
#include "viet/legacy.h"

#include <unistd.h>

#define LOOK ((size_t)64 * 1024)
#define PDF_PROGRAM "/usr/bin/pdftotext"
#define PLACES_MAX ((int64_t)32 << 20) /* places take some eight times as much as the words */

static enum rc look(struct arena *mem, const struct plan_source *from, enum file_type *type,
                    struct err *e)
{
	char *head = arena_alloc(mem, LOOK), *tail = arena_alloc(mem, LOOK);
	ssize_t n = pread(from->fd, head, LOOK, 0);
	off_t at = from->size > (int64_t)LOOK ? (off_t)(from->size - (int64_t)LOOK) : 0;
	ssize_t m = pread(from->fd, tail, LOOK, at);
	if (n < 0 || m < 0)
		return err_detail(e, RC_IO, "plan: the file cannot be read");
	*type = sniff((struct str){head, (size_t)n}, (struct str){tail, (size_t)m});
	return RC_OK;
}

static enum rc kind_of(enum file_type type, const char **parser, const char **kind, struct err *e)
{
	switch (type) {
	case FILE_DOCX: *parser = *kind = "docx"; return RC_OK;
	case FILE_PDF: *parser = *kind = "pdf"; return RC_OK;
	case FILE_TEXT:
	case FILE_CSV:
	case FILE_UNKNOWN: /* text in an old encoding is not known by its first bytes */
		*parser = NULL;
		*kind = "txt";
		return RC_OK;
	case FILE_EMPTY: return err_set(e, RC_INVALID, "Tệp trống.");
	case FILE_OFFICE_OLD:
		return err_set(e, RC_INVALID,
		               "Đây là tệp Word đời cũ (.doc) hoặc tệp có mật khẩu. Xin bỏ mật "
		               "khẩu, lưu lại dạng .docx rồi đọc lại.");
	case FILE_PNG:
	case FILE_JPEG:
	case FILE_GIF:
	case FILE_WEBP:
		return err_set(e, RC_INVALID,
		               "Đây là ảnh chụp, chưa có chữ để đọc. Xin nhận dạng chữ (OCR) bằng "
		               "tiếng Việt rồi đọc bản chữ.");
	default:
		return err_set(e, RC_INVALID,
		               "Đây là %s; kế hoạch đọc được từ tệp Word (.docx), PDF có chữ hoặc "
		               "văn bản (.txt). Xin mở tệp bằng phần mềm gốc, lưu lại thành một dạng ấy "
		               "rồi đọc lại.",
		               sniff_name(type));
	}
}

/*
 * Plain text has nothing to unpack and is taken as what people type into a form is: by
 * viet_decode() and viet_nfc(). (Old encodings need tables that the sandbox cannot load.)
 */
static enum rc plain_text(struct arena *mem, const struct plan_source *from, struct str *text,
                          struct err *e)
{
	struct str bytes;
	if (from->size > (int64_t)DOC_TEXT_MAX)
		return err_set(e, RC_TOOBIG,
		               "Văn bản dài hơn mức đọc được. Xin tách các phụ lục rồi đọc lại.");
	char *p = arena_alloc(mem, (size_t)from->size + 1);
	if (pread(from->fd, p, (size_t)from->size, 0) != (ssize_t)from->size)
		return err_detail(e, RC_IO, "plan: the file cannot be read");
	bytes = (struct str){.p = p, .n = (size_t)from->size};
	struct viet_guess g = viet_guess_encoding(mem, bytes);
	if (g.encoding == VIET_UNKNOWN)
		return err_set(e, RC_INVALID,
		               "Không nhận ra bảng mã của tệp (không phải Unicode, TCVN3, VNI hay "
		               "Windows-1258). Xin lưu lại dạng văn bản UTF-8 rồi đọc lại.");
	struct str once;
	if (g.encoding == VIET_UTF8 && viet_encoded_twice(mem, bytes, &once))
		bytes = once;
	return viet_decode(mem, bytes, g.encoding, text, e);
}

static enum rc to_buf(void *arg, const void *bytes, size_t n, struct err *e)
{
	struct buf *b = arg;
	buf_add(b, bytes, n);
	return buf_check(b, e);
}

/* pdftotext speaks English on its standard error; what it says often is put in words. */
static enum rc pdf_failed(enum rc rc, struct err *e)
{
	if (rc != RC_INVALID || !e)
		return rc;
	struct err first = *e;
	err_clear(e);
	const char *said =
		strstr(first.detail, "password")
			? "Tệp PDF có mật khẩu. Xin bỏ mật khẩu rồi đọc lại."
			: "Tệp PDF bị hỏng nên không đọc được. Xin xuất lại tệp từ phần mềm gốc.";
	rc = err_set(e, RC_INVALID, "%s", said);
	memcpy(e->detail, first.detail, sizeof e->detail);
	return rc;
}

/* A scan has pages and no letters. */
static enum rc check_words(struct str text, const char *kind, struct err *e)
{
	size_t letters = 0;
	for (size_t i = 0; i < text.n && letters < 20; i++)
		letters += ((text.p[i] | 0x20) >= 'a' && (text.p[i] | 0x20) <= 'z') ||
		           (unsigned char)text.p[i] >= 0xC3; /* begins a letter with marks */
	if (letters >= 20)
		return RC_OK;
	if (strcmp(kind, "pdf") == 0)
		return err_set(e, RC_INVALID,
		               "Tệp PDF này chỉ có ảnh quét, không có chữ. Xin nhận dạng chữ (OCR) "
		               "bằng tiếng Việt, hoặc lấy bản Word, rồi đọc lại.");
	return err_set(e, RC_INVALID, "Tệp không có chữ nào.");
}

/*
 * A table of tasks in a PDF is read from the places of its words. Where that does not succeed the
 * text stays as it is; then the table stays text, and the reader says so.
 */
static enum rc with_tables(struct arena *mem, const struct sandbox_job *text_job, struct str *text,
                           struct err *e)
{
	struct sandbox_job job = *text_job;
	struct err before = *e;
	struct buf b;
	job.kind = "pdf_places";
	job.out_max = PLACES_MAX;
	if (!plan_may_hold_table(*text))
		return RC_OK;
	buf_init(&b, (size_t)PLACES_MAX);
	enum rc rc = sandbox_run(&job, to_buf, &b, e);
	if (rc == RC_OK)
		plan_placed(mem, buf_view(&b), text);
	buf_release(&b);
	if (rc == RC_INVALID || rc == RC_TOOBIG) {
		*e = before;
		return RC_OK;
	}
	return rc;
}

enum rc plan_source_text(struct arena *mem, const struct plan_source *from, struct str *text,
                         const char **kind, struct err *e)
{
	enum file_type type;
	const char *parser = NULL;
	struct buf b;
	TRY(look(mem, from, &type, e));
	TRY(kind_of(type, &parser, kind, e));
	if (!parser) {
		TRY(plain_text(mem, from, text, e));
		return check_words(*text, *kind, e);
	}
	bool pdf = type == FILE_PDF;
	if (pdf && access(PDF_PROGRAM, X_OK) != 0)
		return err_set(e, RC_IO,
		               "Máy chủ chưa có chương trình pdftotext (gói poppler-utils) nên không đọc "
		               "được PDF. Xin người quản trị cài gói ấy, hoặc dùng tệp Word.");
	struct sandbox_job job = {.kind = parser,
	                          .in_fd = from->fd,
	                          .time_ms = 60000,
	                          .memory_bytes = (int64_t)512 << 20,
	                          .out_max = (int64_t)DOC_TEXT_MAX,
	                          .cancel = from->cancel,
	                          .allow_weak = from->allow_weak};
	buf_init(&b, DOC_TEXT_MAX);
	enum rc rc = sandbox_run(&job, to_buf, &b, e);
	if (pdf)
		rc = pdf_failed(rc, e);
	if (rc == RC_OK)
		rc = check_words(buf_view(&b), *kind, e);
	if (rc == RC_OK)
		*text = arena_str(mem, buf_view(&b));
	buf_release(&b);
	return rc == RC_OK && pdf ? with_tables(mem, &job, text, e) : rc;
}
