/*
 * The template compiler on any bytes. Besides crashes it looks for output that could
 * not come from an accepted template: a hole written outside of its line, or NUL.
 */
#include "tools/tplc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tplc_out out;
	struct err e = {0};
	tplc_out_init(&out);
	enum rc rc = tplc_compile("x.html", (struct str){.p = (const char *)data, .n = size}, &out, &e);
	if (rc == RC_OK) {
		BUG_ON(e.code != RC_OK);
		BUG_ON(memchr(buf_view(&out.code).p, '\0', out.code.n));
		/* Every template opens and closes in column 0, so definitions match prototypes. */
		size_t opened = 0, closed = 0, declared = 0;
		struct str rest = buf_view(&out.code), line;
		while ((line = str_cut(&rest, '\n')).p && rest.p) {
			opened += str_eqz(line, "{");
			closed += str_eqz(line, "}");
		}
		rest = buf_view(&out.protos);
		while ((line = str_cut(&rest, '\n')).p && rest.p)
			declared += str_ends(line, ");");
		BUG_ON(opened < declared || closed < declared);
	} else {
		BUG_ON(rc != RC_INVALID && rc != RC_TOOBIG);
		BUG_ON(strncmp(e.message, "x.html:", 7) != 0);
	}
	tplc_out_release(&out);
	return 0;
}
