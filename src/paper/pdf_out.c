/* pdf_out.c: see pdf_out.h. */
#include "paper/pdf_out.h"

#include <cairo-pdf.h>

static cairo_status_t write_bytes(void *arg, const unsigned char *bytes, unsigned n)
{
	struct buf *b = arg;
	buf_add(b, bytes, n);
	return b->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void property(cairo_surface_t *s, cairo_pdf_metadata_t what, struct str text)
{
	struct buf z;
	buf_init(&z, 4096);
	buf_str(&z, text);
	buf_chr(&z, '\0');
	if (!z.failed)
		cairo_pdf_surface_set_metadata(s, what, z.p);
	buf_release(&z);
}

void pdf_begin(struct pdf_out *p, struct buf *out, struct str title, struct str author,
               struct date date)
{
	*p = (struct pdf_out){.out = out, .from = out->n};
	p->surface = cairo_pdf_surface_create_for_stream(write_bytes, out, 1, 1);
	property(p->surface, CAIRO_PDF_METADATA_TITLE, title);
	property(p->surface, CAIRO_PDF_METADATA_AUTHOR, author);
	property(p->surface, CAIRO_PDF_METADATA_CREATOR, STR("thidua"));
	/* Without a date of ours Cairo writes the clock's. */
	property(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, str_of(date_iso(date).z));
	p->cr = cairo_create(p->surface);
}

void pdf_page(struct pdf_out *p, double width, double height)
{
	if (p->pages++)
		cairo_show_page(p->cr);
	cairo_pdf_surface_set_size(p->surface, width, height);
}

void pdf_line(struct pdf_out *p, PangoLayoutLine *line, double x, double y)
{
	cairo_move_to(p->cr, x, y);
	pango_cairo_show_layout_line(p->cr, line);
}

/* --- language and the mark of a tagged file ---
 *
 * Cairo 1.16 writes neither: an incremental update (ISO 32000-1, 7.5.6).
 */

static const char *find_last(const char *from, const char *end, const char *what)
{
	size_t n = strlen(what);
	for (const char *at = end - n; at >= from; at--)
		if (memcmp(at, what, n) == 0)
			return at;
	return NULL;
}

/* No strtoll(): the buffer ends without a zero. */
static int64_t number_at(const char *at, const char *end)
{
	int64_t n = 0;
	while (at < end && *at >= '0' && *at <= '9' && n < INT32_MAX)
		n = n * 10 + (*at++ - '0');
	return n;
}

static int64_t number_after(const char *from, const char *end, const char *what)
{
	const char *at = memmem(from, (size_t)(end - from), what, strlen(what));
	return at ? number_at(at + strlen(what), end) : -1;
}

/* The catalog again, with what it lacked; then a table of this one object. */
static bool add_language(struct buf *b, size_t start)
{
	const char *from = b->p + start, *end = b->p + b->n;
	const char *trailer = find_last(from, end, "trailer\n<<"),
			   *xref = find_last(from, end, "startxref\n");
	if (!trailer || !xref || xref < trailer)
		return false;
	int64_t root = number_after(trailer, end, "/Root "),
			table = number_after(xref, end, "startxref\n");
	const char *first =
		table > 0 && from + table < end
			? memmem(from + table, (size_t)(trailer - from - table), "0000000000 65535 f", 18)
			: NULL;
	if (root <= 0 || !first || first + 20 * (root + 1) > end)
		return false;
	const char *object = from + number_at(first + 20 * root, end);
	if (object >= end)
		return false;
	const char *open = memmem(object, (size_t)(end - object), "<<", 2);
	const char *close = open ? memmem(open, (size_t)(end - open), "endobj", 6) : NULL;
	const char *last = memmem(trailer, (size_t)(end - trailer), ">>", 2);
	if (!close || !last)
		return false;
	struct buf more;
	buf_init(&more, 65536);
	bool tagged = memmem(open, (size_t)(close - open), "/StructTreeRoot", 15);
	buf_printf(
		&more,
		"%lld 0 obj\n<< /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >>%s%.*sendobj\n",
		(long long)root, tagged ? " /MarkInfo << /Marked true >>" : "", (int)(close - open - 2),
		open + 2);
	size_t at = more.n;
	buf_printf(&more,
	           "xref\n%lld 1\n%010zu 00000 n \n%.*s   /Prev %lld\n>>\nstartxref\n%zu\n%%%%EOF\n",
	           (long long)root, b->n - start, (int)(last - trailer), trailer, (long long)table,
	           b->n - start + at);
	bool good = !more.failed;
	buf_str(b, buf_view(&more));
	buf_release(&more);
	return good;
}

enum rc pdf_end(struct pdf_out *p, struct err *e)
{
	cairo_destroy(p->cr);
	cairo_surface_finish(p->surface);
	cairo_status_t status = cairo_surface_status(p->surface);
	cairo_surface_destroy(p->surface);
	TRY(buf_check(p->out, e));
	if (status != CAIRO_STATUS_SUCCESS)
		return err_detail(e, RC_IO, "cairo: %s", cairo_status_to_string(status));
	if (!add_language(p->out, p->from))
		return err_detail(e, RC_BUG, "pdf: catalog not found");
	return buf_check(p->out, e);
}
