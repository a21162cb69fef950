/*
 * Which types a hole takes. Compiled once for each CASE: 0 must compile, the others
 * must not (tests/meson.build), or the compiler would let markup or garbage through.
 */
#include "web/tpl.h"

void types(struct buf *out, struct html markup, struct str text, bool yes, double number,
           void *any);
void types(struct buf *out, struct html markup, struct str text, bool yes, double number, void *any)
{
	(void)yes, (void)number, (void)any;
#if CASE == 0
	TPL_RAW(out, (markup));
	TPL_TEXT(out, (text));
	TPL_ATTR(out, ("z"));
	TPL_URL(out, (text));
	TPL_ARG(out, (1LL));
#elif CASE == 1
	TPL_RAW(out, (text));
#elif CASE == 2
	TPL_TEXT(out, (markup));
#elif CASE == 3
	TPL_TEXT(out, (yes));
#elif CASE == 4
	TPL_ATTR(out, (number));
#elif CASE == 5
	TPL_TEXT(out, (any));
#elif CASE == 6
	TPL_RAW(out, ("<b>"));
#endif
	(void)markup, (void)text, (void)out;
}
