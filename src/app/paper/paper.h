/*
 * paper.h: papers in the program: made from an object, edited by hand, printed, kept.
 *
 * A paper is a kind (a template of papers/), what it is about, and data: the JSON that
 * `thidua paper fields KIND` tells. Every state of the data stays (paper_version), and so does the
 * template as it was (paper_text), whatever the office or a newer program changes afterwards.
 *
 * A module that has an object of its own makes papers like this, inside DB_WRITE:
 *
 *     struct paper_new n = {.kind = STR("giay-moi"), .object = "meeting", .object_id = id,
 *                           .unit_id = top, .person_id = DB_NULL, .data = json};
 *     TRY(paper_make(c, &n, &paper));      then: out->go = paper_address(c, paper)
 *
 * and shows them on its page by a part {"Văn bản", "writing.list", "meeting", NULL}: writing.list
 * has a filter for each kind of object (sql/paper.sql; a new kind adds a line there and in list.c),
 * or by paper_links() on a page of its own. What the JSON leaves out and the office's settings know
 * (cơ quan chủ quản, cơ quan ban hành, địa danh, người ký, nơi lưu) is filled in. What nobody knows
 * yet stays out: it is printed as a visible gap and told as "còn thiếu".
 */
#ifndef APP_PAPER_PAPER_H
#define APP_PAPER_PAPER_H

#include "base/json_out.h"
#include "op/ctx.h"
#include "op/view.h"

extern const struct object paper_object;
extern const struct op paper_ops[], paper_batch_ops[], template_ops[], certificate_ops[],
	certificate_check_ops[], extract_ops[], cert_layout_ops[], emblem_ops[], blank_ops[];
extern const struct choice paper_kinds[]; /* every template of papers/, with its name */

struct paper_new {
	struct str kind;
	const char *object; /* "meeting" … */
	int64_t object_id;
	int64_t unit_id, person_id; /* where it is seen; a person's goes with the person, unit DB_NULL;
	                               both DB_NULL: the whole office's */
	struct str title;           /* p NULL or "": the template's name */
	struct str data;            /* a JSON object; "" or p NULL: nothing yet */
	struct str note;            /* of the first version, "" for none */
};

/* A member of the data; "" is not known and stays out. */
void paper_know(struct json_out *j, const char *key, struct str text);

/* RC_INVALID with a sentence that names what is wrong with the data. Inside DB_WRITE. */
enum rc paper_make(struct ctx *c, const struct paper_new *n, int64_t *id) MUST_CHECK;

/* "/writing/12" */
struct str paper_address(struct ctx *c, int64_t id);

/* Papers of an object that were not dropped, with their addresses, oldest first. Whoever may see
 * the object sees that they are there; the paper's own page asks for the right to read it. */
enum rc paper_links(struct ctx *c, const char *object, int64_t object_id,
                    struct links *out) MUST_CHECK;

/* "Lập văn bản" and "Văn bản đã lập" for a page of its own, at most two; `object` is one that
 * writing.new takes. */
void paper_actions(struct ctx *c, const char *object, int64_t object_id, struct links *to);

/* A link to writing.new with the kind chosen already, at most one. */
void paper_action(struct ctx *c, const char *object, int64_t object_id, const char *kind,
                  const char *text, struct links *to);

/* What somebody wrote into it, a line for each box ("Nhãn: lời"; a text of several lines is several
 * lines): for two versions side by side. */
enum rc paper_lines(struct ctx *c, int64_t id, struct str *out) MUST_CHECK;

/* As a file for the answer: "pdf", "docx", "html". */
enum rc paper_send(struct ctx *c, int64_t id, struct str format, struct out *out) MUST_CHECK;

/* The same bytes into `b`. */
enum rc paper_write(struct ctx *c, int64_t id, struct str format, struct buf *b) MUST_CHECK;

/*
 * What the stored record says for a report of achievements (báo cáo thành tích): one person or one
 * unit (the other DB_NULL), for an award of award_codes, over the years from..to. *kind is the
 * template that fits, *json its data. Only what stands in the record is written; the rest is
 * missing.
 */
struct paper_report {
	int64_t person_id, unit_id;
	struct str award; /* "CSTDCS" */
	int64_t from, to; /* years; DB_NULL: the five up to this one */
};
enum rc paper_report_data(struct ctx *c, const struct paper_report *r, struct str *kind,
                          struct str *json) MUST_CHECK;

/*
 * Certificates (giấy khen, bằng chứng nhận): each belongs to an award of the ledger. Its short
 * number (certificate.token, "K7QM-2XWD-9FJT") is random and stands in the QR code as
 * certificate_address(); who has it may ask the public page, which looks up with
 * certificate_by_token() and shows nothing else.
 */
extern const struct object certificate_object;

/* What a short number stands for; `valid` only while certificate and award both are. */
struct certificate_shown {
	bool valid;
	struct str name, subject, award, title, sign, issuer; /* award: in words */
	struct str cancelled_by; /* decision that took the award back, "" for none */
	struct date dated, cancelled;
	int64_t year, golden;
};
/* As typed: case, spaces and dashes do not matter. RC_NOTFOUND: there is none. */
enum rc certificate_by_token(struct ctx *c, struct str typed,
                             struct certificate_shown *out) MUST_CHECK;

/* "https://…/certificate/check?code=K7QM-2XWD-9FJT" by the setting site.address; without it, the
 * path. */
enum rc certificate_address(struct ctx *c, struct str token, struct str *out) MUST_CHECK;

/*
 * Certificates for all lines of a decision that have none, or those of the award `code`, in the
 * order of the ledger. Inside DB_WRITE; *made: how many.
 */
enum rc certificate_make(struct ctx *c, int64_t year, struct str sign, struct str code,
                         struct str blank, int64_t *made) MUST_CHECK;

#endif
