/* press.c: papers become files. */
#include "app/paper/inner.h"

#include "app/file/file.h"
#include "doc/write_all.h"
#include "viet/viet.h"

#include <unistd.h>

const struct choice press_formats[] = {{"pdf", "PDF (để in, ký)"},
                                       {"docx", "Word (để sửa, gửi)"},
                                       {"html", "Trang web (để xem)"},
                                       {0}};

static const struct press_format formats[] = {
	{"pdf", ".pdf", "application/pdf"},
	{"docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"html", ".html", "text/html; charset=utf-8"},
};

const struct press_format *press_format_of(struct str name)
{
	for (int i = 0; i < COUNT(formats); i++)
		if (str_eqz(name, formats[i].name))
			return &formats[i];
	return &formats[0];
}

enum rc press_write(struct ctx *c, const struct paper *p, struct str format, struct buf *b)
{
	struct paper_fonts *f;
	if (str_eqz(format, "html"))
		return paper_html(p, false, b, c->err);
	TRY(paper_fonts_open(&f, c->err));
	enum rc rc = str_eqz(format, "docx") ? paper_docx(f, p, b, c->err) : paper_pdf(f, p, b, c->err);
	paper_fonts_close(f);
	return rc;
}

struct str press_name(struct ctx *c, struct str title)
{
	struct str folded = viet_fold(c->mem, title);
	char *out = arena_alloc(c->mem, folded.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < folded.n && n < 80; i++) {
		char ch = folded.p[i];
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
			out[n++] = ch;
		else if (n && out[n - 1] != '-')
			out[n++] = '-';
	}
	while (n && out[n - 1] == '-')
		n--;
	return n ? (struct str){.p = out, .n = n} : STR("van-ban");
}

enum rc press_send(struct ctx *c, const struct buf *b, struct str name, const char *type,
                   struct out *out)
{
	int fd;
	TRY(buf_check(b, c->err));
	TRY(file_temp(c, &fd));
	enum rc rc = write_all(fd, buf_view(b), c->err);
	if (rc != RC_OK) {
		close(fd);
		return rc;
	}
	out->fd = fd;
	out->fd_size = (int64_t)b->n;
	out->file_name = name;
	out->file_type = str_of(type);
	return RC_OK;
}

enum rc press_paper(struct ctx *c, const struct paper *p, struct str name, struct str format,
                    struct out *out)
{
	const struct press_format *f = press_format_of(format);
	struct buf b;
	buf_init(&b, PAPER_FILE_MAX);
	enum rc rc = press_write(c, p, str_of(f->name), &b);
	if (rc == RC_OK)
		rc = press_send(c, &b,
		                arena_printf(c->mem, "%.*s%s", STR_ARG(press_name(c, name)), f->ending),
		                f->type, out);
	buf_release(&b);
	return rc;
}
