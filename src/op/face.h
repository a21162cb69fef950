/* face.h: what the HTTP faces share; private to web*.c, api.c, export.c. */
#ifndef OP_FACE_H
#define OP_FACE_H

#include "base/json_out.h"
#include "http/http.h"
#include "op/gate.h"
#include "op/list.h"
#include "op/view.h"

/* One request on its way through a face. */
struct face {
	struct ctx c;
	struct err err;
	const struct http_request *req;
	struct http_response *res;
	struct values values;
	bool stale; /* the session's last use is to be written */
};

#define FLASH_COOKIE "thidua_note"

int face_status(enum rc rc);

/* Who is asking: cookie, bearer token or the local socket. RC_SIGNIN leaves nobody in place. */
enum rc face_principal(struct face *f) MUST_CHECK;

/* "Đăng nhập", leading back to the page or form at hand. */
struct link face_sign_in_link(struct face *f);

/* A write by cookie must bring the form's CSRF value and come from this site. */
enum rc face_csrf(struct face *f) MUST_CHECK;

/* web_page.c: the frame, filled for this caller. */
void face_page(struct face *f, struct page *p, const struct op *op, struct str heading);
/* The page that this one belongs to stands before it among the crumbs; href "": none. */
void face_crumb_up(struct face *f, struct page *p, struct str href, struct str title);
struct str face_op_link(struct arena *mem, const struct op *op, const char *field, int64_t id);
struct link *links_add(struct arena *mem, struct links *l, struct str href, struct str text);
void face_error_page(struct face *f, enum rc rc);
void face_redirect_with(struct face *f, struct str to, struct str notice);
struct str face_say(struct face *f, const struct op *op, const struct out *out);

/* web_list.c */
void web_list(struct face *f, const struct op *op);
void table_fill(struct face *f, const struct op *op, const struct rows *rows, struct str base,
                bool inside, struct table_view *t);
/* What the row draws over a list or an object, or nothing. */
struct html face_above(struct face *f, const struct op *op, const void *data);
/* Address of a list with what was asked, but without `but` (NULL: with all). */
struct str list_address(struct face *f, const struct op *op, const char *suffix, const char *but);

/* web_form.c */
void web_form(struct face *f, const struct op *op);   /* GET of a write */
void web_submit(struct face *f, const struct op *op); /* POST */
void input_fill(struct face *f, const struct op *op, const struct field *field, struct str name,
                const struct field_errors *errors, struct input_view *out);
struct choices {
	struct option *items;
	int count;
	bool more;
};
/* What a reference may be chosen from, at most `max`; `words` narrow it down. */
enum rc ref_choices(struct face *f, const struct op *op, const struct field *field,
                    struct str words, int max, struct choices *out) MUST_CHECK;
/* Names typed instead of ids in references become ids where exactly one fits. */
enum rc face_resolve_refs(struct face *f, const struct op *op) MUST_CHECK;

/* conflict.c: what somebody else has stored since the caller read the object. */
struct changed {
	const struct field *field;
	struct str sent, stored; /* as a program writes them */
	struct str stored_words; /* as people read it; "" where it is empty */
};
struct conflict {
	int64_t version; /* of the object now */
	struct changed *changed;
	int count;
};
/*
 * False when f->err is no conflict of versions. Fields that were sent and are stored otherwise;
 * `whole`: what was not sent was sent empty (a form: a box that is not ticked, a group without
 * rows).
 */
bool face_conflict(struct face *f, const struct op *op, bool whole, struct conflict *out);

/* web_object.c */
void web_object(struct face *f, const struct op *op);
void web_read(struct face *f, const struct op *op);
void web_answer(struct face *f, const struct op *op, const struct out *out);

/* export.c: CSV, XLSX, JSON of a list, into the response. */
void export_list(struct face *f, const struct op *op, const char *format);
void face_file(struct face *f, const struct out *out);

/* api.c */
const struct op *api_op(struct str rest); /* "unit/rename" is "unit.rename"; NULL: none */
void api_handle(struct face *f, struct str rest);
void api_error(struct face *f, enum rc rc, const struct field_errors *errors,
               const struct conflict *newer);
void pick_handle(struct face *f, struct str object);
void openapi_handle(struct face *f);
void health_handle(struct face *f);
void metrics_handle(struct face *f);

#endif
