/* api.c: the same operations for programs: JSON in, JSON out, one error shape. */
#include "op/face.h"
#include "op/rows_out.h"

#include "base/json_out.h"

#include <inttypes.h>

static void json_type(struct face *f)
{
	f->res->type = "application/json; charset=utf-8";
}

/* Of a conflict of versions: "version":7,"changed":[{"name":"title","sent":"…","stored":"…"}]. */
static void write_newer(struct json_out *j, const struct conflict *newer)
{
	json_int(j, "version", newer->version);
	json_arr(j, "changed");
	for (int i = 0; i < newer->count; i++) {
		json_obj(j, NULL);
		json_z(j, "name", newer->changed[i].field->name);
		json_str(j, "sent", newer->changed[i].sent);
		json_str(j, "stored", newer->changed[i].stored);
		json_end(j);
	}
	json_end(j);
}

/* {"error":{"code":"invalid","message":"…","fields":[{"name":"…","message":"…"}],"request":"…"}} */
void api_error(struct face *f, enum rc rc, const struct field_errors *errors,
               const struct conflict *newer)
{
	struct json_out j = json_out_to(&f->res->body);
	json_type(f);
	f->res->status = face_status(rc);
	if (rc == RC_BUSY)
		http_add_header(f->res, "Retry-After", STR("5"));
	json_obj(&j, NULL);
	json_obj(&j, "error");
	json_z(&j, "code", rc_word(rc));
	json_z(&j, "message", f->err.message[0] ? f->err.message : "Có lỗi trong hệ thống.");
	json_arr(&j, "fields");
	for (int i = 0; errors && i < errors->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", errors->items[i].name);
		json_str(&j, "message", errors->items[i].message);
		json_end(&j);
	}
	if ((!errors || errors->count == 0) && f->err.field[0]) {
		json_obj(&j, NULL);
		json_z(&j, "name", f->err.field);
		json_z(&j, "message", f->err.message);
		json_end(&j);
	}
	json_end(&j);
	if (newer)
		write_newer(&j, newer);
	json_str(&j, "request", f->c.request_id);
	json_end(&j);
	json_end(&j);
}

static void api_list(struct face *f, const struct op *op)
{
	struct rows rows;
	enum rc rc = list_page(&f->c, op, &f->values, &rows);
	if (rc != RC_OK) {
		api_error(f, rc, NULL, NULL);
		return;
	}
	struct json_out j = json_out_to(&f->res->body);
	json_type(f);
	json_obj(&j, NULL);
	json_arr(&j, "items");
	for (int i = 0; i < rows.count; i++)
		row_json(&j, f->c.mem, op, rows.items[i]);
	json_end(&j);
	json_int(&j, "total", rows.total);
	json_bool(&j, "more_than_total", rows.capped);
	json_str(&j, "next", rows.next.n ? rows.next : STR_NULL);
	json_end(&j);
}

/* What a later write must say: first in the JSON of whatever showed one object that has versions.
 */
static void add_version(struct face *f)
{
	struct buf *b = &f->res->body;
	if (f->c.object_version == DB_NULL || b->n < 2 || b->p[0] != '{')
		return;
	struct str rest = arena_str(f->c.mem, (struct str){.p = b->p + 1, .n = b->n - 1});
	buf_clear(b);
	buf_printf(b, "{\"version\":%" PRId64 "%s", f->c.object_version, rest.p[0] == '}' ? "" : ",");
	buf_str(b, rest);
}

static void api_view(struct face *f, const struct op *op)
{
	struct db_val *row;
	enum rc rc = view_row(&f->c, op, &f->values, &row);
	if (rc != RC_OK) {
		api_error(f, rc, NULL, NULL);
		return;
	}
	struct json_out j = json_out_to(&f->res->body);
	json_type(f);
	row_json(&j, f->c.mem, op, row);
	if (list_column_no(op->list, "version") < 0)
		add_version(f);
}

static void write_out(struct face *f, const struct op *op, const struct out *out, bool preview)
{
	struct json_out j = json_out_to(&f->res->body);
	json_obj(&j, NULL);
	if (preview)
		json_bool(&j, "preview", true);
	if (out->id != DB_NULL)
		json_int(&j, "id", out->id);
	json_str(&j, "message", face_say(f, op, out));
	if (out->job_id != DB_NULL)
		json_int(&j, "job", out->job_id);
	if (out->approval_id != DB_NULL)
		json_int(&j, "approval", out->approval_id);
	if (out->replayed)
		json_bool(&j, "replayed", true);
	if (out->code_count) {
		json_arr(&j, "codes");
		for (int i = 0; i < out->code_count; i++)
			json_str(&j, NULL, out->codes[i]);
		json_end(&j);
	}
	json_obj(&j, "facts");
	for (int i = 0; i < out->fact_count; i++)
		json_str(&j, out->facts[i].name, out->facts[i].value);
	json_end(&j);
	json_end(&j);
}

static void api_run(struct face *f, const struct op *op)
{
	struct field_errors errors = {0};
	struct out out;
	struct str key = http_header(f->req, "idempotency-key");
	struct gate_how how = {.idempotency = key.n ? key : values_text(&f->values, "_key"),
	                       .versioned = true,
	                       .partial = true,
	                       .preview = values_text(&f->values, "_preview").n > 0};
	enum rc rc = gate_run(&f->c, op, &f->values, &how, &errors, &out);
	if (rc != RC_OK) {
		struct conflict now;
		bool newer = face_conflict(f, op, false, &now);
		api_error(f, rc, &errors, newer ? &now : NULL);
		return;
	}
	json_type(f);
	if (out.fd >= 0)
		face_file(f, &out);
	else if (op->json && out.data) {
		op->json(&f->res->body, &f->c, out.data);
		add_version(f);
	} else
		write_out(f, op, &out, how.preview);
	if (out.job_id != DB_NULL || out.approval_id != DB_NULL)
		f->res->status = 202;
}

const struct op *api_op(struct str rest)
{
	char name[80];
	snprintf(name, sizeof name, "%.*s", STR_ARG(rest));
	char *slash = strchr(name, '/');
	if (slash)
		*slash = '.';
	return op_find(str_of(name));
}

void api_handle(struct face *f, struct str rest)
{
	const struct op *op = api_op(rest);
	bool post = f->req->method == HTTP_POST;
	enum rc rc = RC_OK;
	if (!op || (op->flags & OP_INTERNAL))
		rc = err_set(&f->err, RC_NOTFOUND, "Không có thao tác \"%.*s\". Danh sách ở /openapi.json.",
		             STR_ARG(rest));
	else if (op->kind == OP_WRITE && !post)
		rc = err_set(&f->err, RC_INVALID, "\"%s\" thay đổi dữ liệu nên phải gọi bằng POST.",
		             op->name);
	else if (post)
		rc = face_csrf(f);
	if (rc == RC_OK)
		rc = face_resolve_refs(f, op);
	if (rc != RC_OK)
		api_error(f, rc, NULL, NULL);
	else if (op->kind == OP_LIST)
		api_list(f, op);
	else if (op->kind == OP_VIEW)
		api_view(f, op);
	else
		api_run(f, op);
}
