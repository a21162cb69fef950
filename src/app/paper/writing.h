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

/* --- typing.c: typed and not saved --- */

struct paper_typing {
	bool there;
	int64_t version, typed_ms; /* the version it was typed on, and when */
	struct paper_set *sets;
	int count;
};
/* Kept for the caller, one a paper. Inside DB_WRITE. */
enum rc paper_typing_keep(struct ctx *c, int64_t paper, int64_t version,
                          const struct paper_set *sets, int n) MUST_CHECK;
enum rc paper_typing_find(struct ctx *c, int64_t paper, struct paper_typing *out) MUST_CHECK;
/* A sentence about who else types there now; "" for nobody. */
enum rc paper_typing_others(struct ctx *c, int64_t paper, struct str *say) MUST_CHECK;

/*
 * What one typed on `base_json` and what stands there now, box by box. `differs`: both changed it,
 * and `newer` is the other text. RC_INVALID: what was typed fits no field.
 */
struct paper_merged {
	struct paper_set *sets;
	struct str *newer;
	bool *differs;
	int count;
};
enum rc paper_put_together(struct ctx *c, const struct paper_about *a, struct str base_json,
                           struct str now_json, const struct paper_set *mine, int mine_count,
                           struct paper_merged *out) MUST_CHECK;

void writing_edit_page(struct buf *html, struct ctx *c, const void *data);

#endif
