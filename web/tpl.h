/*
 * tpl.h: what the C made of templates calls.
 *
 * The compiler chooses the macro by the place of the hole, _Generic the function
 * by the type of the value: struct str, const char * (NULL writes nothing) and
 * whole numbers. Anything else, such as bool or struct html, does not compile.
 * Times, money and names of states are made into text where the view is filled.
 */
#ifndef WEB_TPL_H
#define WEB_TPL_H

#include "base/html.h"
#include "web/assets.h"

static inline void tpl_text_z(struct buf *out, const char *z)
{
	html_text(out, str_of(z));
}

static inline void tpl_attr_z(struct buf *out, const char *z)
{
	html_attr(out, str_of(z));
}

static inline void tpl_url_z(struct buf *out, const char *z)
{
	html_url(out, str_of(z));
}

static inline void tpl_arg_z(struct buf *out, const char *z)
{
	html_arg(out, str_of(z));
}

static inline void tpl_raw(struct buf *out, struct html h)
{
	buf_str(out, h.s);
}

static inline void tpl_unsigned(struct buf *out, unsigned long long v)
{
	buf_printf(out, "%llu", v);
}

#define TPL_HOLE(out, x, of_str, of_z)                                                             \
	_Generic((x),                                                                                  \
		struct str: of_str,                                                                        \
		const char *: of_z,                                                                        \
		char *: of_z,                                                                              \
		short: buf_int,                                                                            \
		unsigned short: buf_int,                                                                   \
		int: buf_int,                                                                              \
		unsigned: buf_int,                                                                         \
		long: buf_int,                                                                             \
		long long: buf_int,                                                                        \
		unsigned long: tpl_unsigned,                                                               \
		unsigned long long: tpl_unsigned)(out, x)

#define TPL_TEXT(out, x) TPL_HOLE(out, x, html_text, tpl_text_z)
#define TPL_ATTR(out, x) TPL_HOLE(out, x, html_attr, tpl_attr_z)
#define TPL_URL(out, x) TPL_HOLE(out, x, html_url, tpl_url_z)
#define TPL_ARG(out, x) TPL_HOLE(out, x, html_arg, tpl_arg_z)
#define TPL_RAW(out, x) _Generic((x), struct html : tpl_raw)(out, x)

#endif
