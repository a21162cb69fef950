/*
 * Any bytes as a template and, behind a line of "%%", its data; what is read is built and written
 * in all forms. The same bytes as a blank: its boxes are moved as the editor of layouts moves them.
 */
#include "paper/cert.h"

#define WRITTEN_MAX                                                                                \
	2048 /* bytes of an input that becomes DOCX and PDF too: these take their time */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_all(const struct paper *p, size_t size)
{
	static struct paper_fonts *fonts;
	struct err e = {0};
	struct buf out;
	buf_init(&out, PAPER_FILE_MAX);
	enum rc rc = paper_html(p, false, &out, &e);
	BUG_ON(rc == RC_OK && !str_utf8_ok(buf_view(&out)));
	if (size <= WRITTEN_MAX) {
		BUG_ON(!fonts && paper_fonts_open(&fonts, &e) != RC_OK);
		buf_clear(&out);
		BUG_ON(paper_docx(fonts, p, &out, &e) != RC_OK && !e.message[0]);
		buf_clear(&out);
		err_clear(&e);
		BUG_ON(paper_pdf(fonts, p, &out, &e) != RC_OK && !e.message[0]);
	}
	buf_release(&out);
}

/* As many boxes of the same kinds after they were moved, wherever they were moved to. */
static void move_boxes(struct arena *mem, struct str body)
{
	struct cert_place *places, *again;
	struct err e = {0};
	const struct cert_blank *blank;
	int count, still;
	cert_places(mem, body, &places, &count);
	BUG_ON(count < 0 || count > CERT_PLACES_MAX);
	for (int i = 0; i < count; i++) {
		places[i].x += i - 20;
		places[i].width *= 1.5;
		places[i].size /= 3;
	}
	struct str moved = cert_placed(mem, body, places, count);
	BUG_ON(!str_utf8_ok(moved) && str_utf8_ok(body));
	cert_places(mem, moved, &again, &still);
	BUG_ON(still != count);
	for (int i = 0; i < count; i++)
		BUG_ON(again[i].kind != places[i].kind || again[i].printed != places[i].printed);
	BUG_ON(cert_read(mem, moved, &blank, &e) != RC_OK && !e.message[0]);
}

static void run(struct arena *mem, struct str text, struct str json)
{
	const struct paper_template *t;
	const struct paper_data *d;
	const struct paper *p;
	const struct cert_blank *blank;
	struct err e = {0}, other = {0};
	BUG_ON(cert_read(mem, text, &blank, &other) != RC_OK && !other.message[0]);
	move_boxes(mem, text);
	if (paper_template_read(mem, text, STR_NULL, paper_common(), &t, &e) != RC_OK) {
		BUG_ON(!e.message[0]);
		return;
	}
	if (paper_data(mem, t, json, &d, &e) != RC_OK || paper_build(mem, t, d, &p, &e) != RC_OK) {
		BUG_ON(!e.message[0]);
		return;
	}
	write_all(p, text.n + json.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	struct str all = {(const char *)data, size};
	if (size == 0 || size > 65536)
		return 0;
	const char *cut = memmem(data, size, "\n%%\n", 4);
	struct str text = {all.p, cut ? (size_t)(cut - all.p) : size}, json = STR("{}");
	if (cut)
		json = (struct str){cut + 4, size - text.n - 4};
	arena_init(&mem);
	run(&mem, text, json);
	arena_release(&mem);
	return 0;
}
