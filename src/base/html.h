/*
 * html.h: what generated templates write with, one function per context.
 *
 * Templates (web/<name>.html, compiled by tools/tplc.c) choose the function by where a
 * hole stands; nobody else writes HTML. `struct html` marks text that is markup
 * already; only functions that build it safely may make one.
 */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

struct html {
	struct str s;
};

void html_text(struct buf *b, struct str s); /* between tags: & < > */
void html_attr(struct buf *b, struct str s); /* in a quoted attribute: & < > " ' */
void html_url(struct buf *b, struct str s);  /* a whole address; anything but http(s), mailto, tel,
                                                or a relative one becomes "#"; attribute-escaped */
void html_arg(struct buf *b, struct str s);  /* one part of an address: percent-encoded */

#endif
