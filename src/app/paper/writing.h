/* writing.h: rows of papers and what they show; between edit.c and view.c. */
#ifndef APP_PAPER_WRITING_H
#define APP_PAPER_WRITING_H

#include "app/paper/inner.h"

struct writing_in {
	int64_t id, no;
	struct str reason, format;
};

extern const struct choice paper_states[];
#define WRITING_VIEW_FIELDS 2
#define WRITING_RENDER_FIELDS 3
extern const struct field writing_view_fields[WRITING_VIEW_FIELDS];
extern const struct field writing_render_fields[WRITING_RENDER_FIELDS];

enum rc writing_view(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
enum rc writing_render(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
void writing_page(struct buf *html, struct ctx *c, const void *data);
void writing_json(struct buf *b, struct ctx *c, const void *data);
void writing_edit_page(struct buf *html, struct ctx *c, const void *data);

#endif
