/* Any bytes as a template and, behind a line of "%%", its data; what is read is built and written.
 */
#include "paper/cert.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run(struct arena *mem, struct str text, struct str json)
{
	const struct paper_template *t;
	const struct paper_data *d;
	const struct paper *p;
	const struct cert_blank *blank;
	struct err e = {0}, other = {0};
	struct buf out;
	BUG_ON(cert_read(mem, text, &blank, &other) != RC_OK && !other.message[0]);
	if (paper_template_read(mem, text, STR_NULL, paper_common(), &t, &e) != RC_OK) {
		BUG_ON(!e.message[0]);
		return;
	}
	if (paper_data(mem, t, json, &d, &e) != RC_OK || paper_build(mem, t, d, &p, &e) != RC_OK) {
		BUG_ON(!e.message[0]);
		return;
	}
	buf_init(&out, PAPER_FILE_MAX);
	enum rc rc = paper_html(p, false, &out, &e);
	BUG_ON(rc == RC_OK && !str_utf8_ok(buf_view(&out)));
	buf_release(&out);
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
