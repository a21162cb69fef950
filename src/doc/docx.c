/* docx.c: the order of reading a DOCX. */
#include "doc/docx.h"

#include "doc/docx_inner.h"
#include "doc/write_all.h"

static const struct sheet_limits limits = {
	.parts = 4096,
	.part_bytes = (uint64_t)96 << 20,
	.total_bytes = (uint64_t)128 << 20,
	.ratio = 200,
	.ratio_from = (uint64_t)4 << 20,
};

struct main_part {
	struct docx *d;
	struct str path;
};

static enum rc relation(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct main_part *m = arg;
	struct str target = xml_attr(attrs, "Target");
	if (strcmp(name, "Relationship") != 0 || !str_ends(xml_attr(attrs, "Type"), "/officeDocument"))
		return RC_OK;
	if (target.n > 200)
		return office_damaged(&m->d->o, "liên kết sai");
	if (str_starts(target, "/"))
		target = (struct str){.p = target.p + 1, .n = target.n - 1};
	m->path = arena_str(&m->d->arena, target);
	return RC_OK;
}

static enum rc read_all(struct docx *d, struct buf *out)
{
	static const struct xml_handler handler = {.start = relation};
	struct main_part m = {.d = d};
	TRY(office_part(&d->o, "_rels/.rels", &handler, &m));
	if (m.path.n == 0)
		return office_damaged(&d->o, "thiếu thành phần chính");
	const char *slash = memrchr(m.path.p, '/', m.path.n);
	int folder = slash ? (int)(slash + 1 - m.path.p) : 0;
	TRY(docx_read_numbering(d, arena_printf(&d->arena, "%.*snumbering.xml", folder, m.path.p).p));
	TRY(docx_read_styles(d, arena_printf(&d->arena, "%.*sstyles.xml", folder, m.path.p).p));
	return docx_read_body(d, m.path.p, out);
}

enum rc docx_text(struct str file, struct buf *out, struct err *e)
{
	struct err own = {0};
	struct docx d = {
		.o = {.product = "Word", .ending = ".docx", .limits = &limits, .e = e ? e : &own}};
	arena_init(&d.arena);
	enum rc rc = office_open(&d.o, file);
	if (rc == RC_OK)
		rc = read_all(&d, out);
	if (rc == RC_NOTFOUND)
		rc = office_damaged(&d.o, "thiếu thành phần bắt buộc");
	if (d.o.zip)
		zip_discard(d.o.zip);
	arena_release(&d.arena);
	return rc == RC_OK ? buf_check(out, e) : rc;
}

enum rc docx_parse(struct str input, const char *arg, int out_fd, struct err *e)
{
	struct buf out;
	(void)arg;
	buf_init(&out, DOC_TEXT_MAX);
	TRY(docx_text(input, &out, e));
	return write_all(out_fd, buf_view(&out), e);
}
