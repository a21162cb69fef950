/*
 * plan.h: plans as documents of the office: read from a file or typed in, corrected, confirmed.
 *
 * draft → issued → closed, or dropped. A draft is what the reader (plan/read.h) understood; a
 * person corrects each finding beside the source and confirms it. Issued plans are read by
 * everybody who signs in; drafts by those who may correct them. docs/plan.md tells the whole story.
 *
 * Other modules read the tables plan, plan_section, plan_task (sql/migrations/0003_plan.sql): a
 * task with wanted = 1 of an issued plan is work to be given out, to unit_id, to every unit
 * (all_units), or to nobody yet.
 */
#ifndef APP_PLAN_PLAN_H
#define APP_PLAN_PLAN_H

#include "op/ctx.h"
#include "op/view.h"

#include <stdatomic.h>

/* Plans within one's scope; and those that everybody may refer to. */
extern const struct object plan_object, plan_issued_object;
extern const struct op plan_ops[], plan_write_ops[], plan_item_ops[];
extern const struct choice plan_states[];

/*
 * The words of a file that is open at `fd`: text in whatever encoding, DOCX, or PDF with text. It
 * is opened in the sandbox (docs/sandbox.md). *kind is "txt", "docx" or "pdf". RC_INVALID, with
 * what to do, for a scan without text, an old .doc, a password, and for what is none of these.
 */
struct plan_source {
	int fd;
	int64_t size;
	bool allow_weak;
	const atomic_bool *cancel; /* or NULL */
};
enum rc plan_source_text(struct arena *mem, const struct plan_source *from, struct str *text,
                         const char **kind, struct err *e) MUST_CHECK;

/*
 * A plan from its text, as a draft of a unit; the way in for the example office and tests.
 * RC_CONFLICT when it is there already. Inside DB_WRITE.
 */
enum rc plan_draft_of_text(struct ctx *c, struct str text, int64_t unit_id, int64_t *id) MUST_CHECK;

/* Sort keys again, after VIET_KEY_VERSION grew. Inside DB_WRITE. */
enum rc plan_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

/* --- the page (web/plan.html) --- */

struct plan_line {
	struct str no, text; /* "12" */
	bool hit;            /* a finding stands on it */
	bool head;           /* a section begins */
};

struct plan_fact {
	const char *label;
	struct str value, line; /* line "" when it is not in the source */
	bool lacking;
};

struct plan_section_row {
	struct str label, title, lead, text, line, edit, drop, add;
	int depth;
	bool repaired;
};

struct plan_citation_row {
	struct str name, facts, text, line, document, edit, drop;
	bool repaired, replaced;
};

struct plan_task_row {
	struct str path, owner, unit, kind, text, line, edit, drop;
	bool all_units, wanted, repaired;
};

struct plan_page {
	struct str id;
	int64_t plan;
	bool draft, may, noisy;
	struct plan_line *lines;
	struct plan_fact *facts;
	struct plan_section_row *sections;
	struct plan_citation_row *cites;
	struct plan_task_row *tasks;
	struct plan_fact *remarks; /* line and text */
	struct str *recipients;
	struct link *acts, *others;
	struct str edit, add_section, add_citation, add_task, file;
	int line_count, fact_count, section_count, cite_count, task_count, remark_count,
		recipient_count, act_count, other_count;
};

#endif
