/* web_misc.c: choices for pickers, health, metrics. */
#include "op/face.h"

#include "base/clock.h"
#include "base/json_out.h"

#include <inttypes.h>

/*
 * {"items":[{"id":"42","label":"…","hint":"…"}]} for a field of an operation that the caller
 * may use; the scope is that operation's.
 */
void pick_handle(struct face *f, struct str object)
{
	const struct op *op = op_find(values_text(&f->values, "op"));
	const struct field *field = NULL;
	struct str path = values_text(&f->values, "field");
	for (int i = 0; op && i < op->field_count; i++) {
		const struct field *top = &op->fields[i];
		for (int k = 0; top->type == FIELD_GROUP && k < top->sub_count; k++)
			if (str_eqz(path, top->sub[k].name))
				field = &top->sub[k];
		if (str_eqz(path, top->name))
			field = top;
	}
	enum rc rc = field && field->ref && str_eqz(object, field->ref->name)
	                 ? gate_may(&f->c, op)
	                 : err_set(&f->err, RC_NOTFOUND, "Không có danh sách chọn này.");
	struct choices found = {0};
	if (rc == RC_OK)
		rc = ref_choices(f, op, field, values_text(&f->values, "q"), 20, &found);
	if (rc != RC_OK) {
		api_error(f, rc, NULL, NULL);
		return;
	}
	struct json_out j = json_out_to(&f->res->body);
	f->res->type = "application/json; charset=utf-8";
	json_obj(&j, NULL);
	json_arr(&j, "items");
	for (int i = 0; i < found.count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "id", found.items[i].value);
		json_str(&j, "label", found.items[i].label);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* For a load balancer: the process answers and its database does. Says nothing else. */
void health_handle(struct face *f)
{
	int version;
	f->res->type = "text/plain; charset=utf-8";
	if (db_version(f->c.db, &version) == RC_OK && version == db_program_version()) {
		buf_z(&f->res->body, "ok\n");
		return;
	}
	f->res->status = 503;
	buf_z(&f->res->body, "database\n");
}

static void metric(struct buf *b, const char *name, const char *type, const char *help, int64_t v)
{
	buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n%s %" PRId64 "\n", name, help, name, type, name, v);
}

/* Prometheus text format 0.0.4. For loopback, the local socket, and those with a right to it. */
void metrics_handle(struct face *f)
{
	static const char *const edges[] = {"0.0005", "0.001", "0.002", "0.005", "0.01", "0.02",
	                                    "0.05",   "0.1",   "0.2",   "0.5",   "1",    "+Inf"};
	bool near =
		f->req->local || str_eqz(f->req->remote, "127.0.0.1") || str_eqz(f->req->remote, "::1");
	struct http_stats s = {0};
	struct buf *b = &f->res->body;
	int64_t sum = 0;
	if (!near && !(f->c.who.roles & R(ADMIN))) {
		err_set(&f->err, RC_DENIED,
		        "Số liệu vận hành chỉ dành cho máy chủ này và quản trị hệ thống.");
		face_error_page(f, RC_DENIED);
		return;
	}
	if (f->c.app->server)
		http_stats_get(f->c.app->server, &s);
	f->res->type = "text/plain; version=0.0.4; charset=utf-8";
	metric(b, "thidua_requests_total", "counter", "Requests answered.", s.requests);
	buf_z(
		b,
		"# HELP thidua_responses_total Answers by class.\n# TYPE thidua_responses_total counter\n");
	for (int i = 1; i < 6; i++)
		buf_printf(b, "thidua_responses_total{class=\"%dxx\"} %" PRId64 "\n", i, s.by_class[i]);
	metric(b, "thidua_rejected_full_total", "counter",
	       "Requests refused because the queue was full.", s.rejected_full);
	metric(b, "thidua_rejected_guard_total", "counter", "Requests refused by the guard.",
	       s.rejected_guard);
	metric(b, "thidua_timeouts_total", "counter", "Connections cut by a deadline.", s.timeouts);
	metric(b, "thidua_connections", "gauge", "Open connections.", s.connections);
	metric(b, "thidua_queue_length", "gauge", "Requests waiting for a worker.", s.queue_length);
	metric(b, "thidua_busy_workers", "gauge", "Workers at work.", s.busy_workers);
	buf_z(b, "# HELP thidua_request_seconds Time on a worker.\n# TYPE thidua_request_seconds "
	         "histogram\n");
	for (int i = 0; i < 12; i++) {
		sum += s.latency_bucket[i];
		buf_printf(b, "thidua_request_seconds_bucket{le=\"%s\"} %" PRId64 "\n", edges[i], sum);
	}
	buf_printf(b, "thidua_request_seconds_sum %.6f\nthidua_request_seconds_count %" PRId64 "\n",
	           (double)s.latency_us_sum / 1e6, sum);
	metric(b, "thidua_uptime_seconds", "gauge", "Seconds since the start.",
	       (clock_now_ms() - f->c.app->started_ms) / 1000);
}
