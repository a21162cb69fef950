/* gate.c: the order of things, and what happens inside the transaction. */
#include "op/gate_inner.h"

#include "base/json_out.h"
#include "base/log.h"
#include "db/sql_op.h"
#include "job/run.h"
#include "op/second.h"
#include "op/upload.h"

#include <sodium.h>
#include <unistd.h>

struct run {
	struct ctx *c;
	const struct values *sent;
	const struct values *v; /* what was sent and, where it stays, what is stored */
	struct field_errors *errors;
	bool partial;
	const struct gate_how *how;
	void *in;
	struct out *out;
	unsigned char input_hash[32];
	int64_t approved_by;
};

static void start_over(struct run *r)
{
	struct ctx *c = r->c;
	out_init(r->out);
	err_clear(c->err);
	c->object_id = c->object_person = c->object_unit = DB_NULL;
	c->object_label = c->object_state = STR("");
}

static struct str values_json(struct run *r, const struct values *v)
{
	struct buf *b = arena_alloc(r->c->mem, sizeof *b);
	buf_init(b, 1 << 20);
	arena_defer(r->c->mem, (void (*)(void *))buf_release, b);
	values_to_json(v, r->c->op, b);
	return buf_view(b);
}

/* What a job or a second person goes by: all that there is to know, whatever is stored later. */
static struct str input_json(struct run *r)
{
	return values_json(r, r->v);
}

/* What was sent: the declared values and the contents of the files. */
static void hash_input(struct run *r)
{
	crypto_generichash_state s;
	struct str json = values_json(r, r->sent);
	crypto_generichash_init(&s, NULL, 0, sizeof r->input_hash);
	crypto_generichash_update(&s, (const unsigned char *)json.p, json.n);
	for (int i = 0; i < r->c->op->field_count; i++) {
		const struct field *f = &r->c->op->fields[i];
		const struct upload *u = (const struct upload *)((char *)r->in + f->at);
		if (f->type == FIELD_FILE)
			crypto_generichash_update(&s, u->hash, sizeof u->hash);
	}
	crypto_generichash_final(&s, r->input_hash, sizeof r->input_hash);
}

/* RC_OK: answered before, *r->out filled; RC_NOTFOUND: new. */
static enum rc replay(struct run *r)
{
	struct sql_idempotency_find row;
	struct ctx *c = r->c;
	struct values stored;
	enum rc rc = sql_idempotency_find(c->db, c->mem, c->who.account_id, str_of(c->op->name),
	                                  r->how->idempotency, &row);
	if (rc != RC_OK)
		return rc;
	if (row.input_hash.n != sizeof r->input_hash ||
	    memcmp(row.input_hash.p, r->input_hash, sizeof r->input_hash) != 0)
		return err_set(
			c->err, RC_CONFLICT,
			"Khóa chống gửi trùng này đã dùng cho một nội dung khác. Xin tải lại biểu mẫu.");
	values_init(&stored, c->mem);
	TRY(values_from_json(&stored, row.result, c->err));
	if (!str_int(values_text(&stored, "id"), &r->out->id))
		r->out->id = DB_NULL;
	if (!str_int(values_text(&stored, "job"), &r->out->job_id))
		r->out->job_id = DB_NULL;
	if (!str_int(values_text(&stored, "approval"), &r->out->approval_id))
		r->out->approval_id = DB_NULL;
	r->out->say = values_text(&stored, "say");
	r->out->replayed = true;
	return RC_OK;
}

static enum rc remember(struct run *r)
{
	struct ctx *c = r->c;
	struct buf b;
	buf_init(&b, 64 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	if (r->out->id != DB_NULL)
		json_int(&j, "id", r->out->id);
	if (r->out->job_id != DB_NULL)
		json_int(&j, "job", r->out->job_id);
	if (r->out->approval_id != DB_NULL)
		json_int(&j, "approval", r->out->approval_id);
	json_str(&j, "say", r->out->say.p ? r->out->say : STR(""));
	json_end(&j);
	struct str hash = {.p = (char *)r->input_hash, .n = sizeof r->input_hash};
	enum rc rc = buf_check(&b, c->err);
	if (rc == RC_OK)
		rc = sql_idempotency_add(c->db, c->who.account_id, str_of(c->op->name), r->how->idempotency,
		                         hash, buf_view(&b), c->now_ms, NULL);
	buf_release(&b);
	return rc;
}

/* A preview is shown at once and rolled back, so it is no job. */
static bool becomes_job(const struct ctx *c)
{
	return (c->op->flags & OP_JOB) && !c->job && !c->preview;
}

static enum rc make_job(struct run *r)
{
	struct ctx *c = r->c;
	TRY(sql_job_add(c->db, str_of(c->op->name), str_of(c->op->title), input_json(r),
	                c->who.account_id, r->approved_by, c->now_ms, &r->out->job_id));
	out_say(c, r->out, "Đã xếp \"%s\" vào hàng chờ; tiến độ hiện trên trang công việc.",
	        c->op->title);
	return gate_journal(c, r->out, "queued", DB_NULL);
}

/* Before the function runs, whom a new thing concerns is known from the field alone. */
static void find_person(struct ctx *c, const char *in)
{
	const struct field *f =
		c->op->person_field ? op_field(c->op, str_of(c->op->person_field)) : NULL;
	if (f && c->object_person == DB_NULL)
		c->object_person = *(const int64_t *)(in + f->at);
}

/* What was not sent stays: it is read where the object is, in the same transaction. */
static enum rc keep_unsent(struct run *r)
{
	struct ctx *c = r->c;
	struct values *all = arena_alloc(c->mem, sizeof *all);
	values_init(all, c->mem);
	for (int i = 0; i < r->sent->count; i++)
		TRY(values_add(all, r->sent->items[i].name, r->sent->items[i].text, c->err));
	TRY(gate_fill(c, c->op, all));
	r->v = all;
	return decode_unsent(c->op, r->sent, all, c->mem, r->in, r->errors, c->err);
}

/* Object, own case and references: all that can be wrong before the function runs. */
static enum rc check_case(struct run *r, struct db_val *version)
{
	struct ctx *c = r->c;
	TRY(gate_check_object(c, r->sent, r->in, r->how && r->how->versioned, version));
	if (r->partial)
		TRY(keep_unsent(r));
	find_person(c, r->in);
	TRY(gate_check_case(c, c->op));
	return gate_check_refs(c, c->op->fields, c->op->field_count, r->in);
}

static bool waits_for_second(const struct run *r)
{
	const struct op *op = r->c->op;
	return (op->flags & OP_SECOND) && r->approved_by == DB_NULL &&
	       (!op->second || op->second(r->c, r->in));
}

static enum rc do_it(struct run *r)
{
	struct ctx *c = r->c;
	const struct op *op = c->op;
	struct db_val version;
	TRY(check_case(r, &version));
	/* A preview shows what would happen once the second person has agreed. */
	if (waits_for_second(r) && !c->preview)
		return second_ask(c, r->in, version, input_json(r), r->out);
	if (becomes_job(c))
		return make_job(r);
	TRY(op->run(c, r->in, r->out));
	bool line = op_leaves_line(op);
	return line ? gate_journal(c, r->out, r->out->mark, r->approved_by) : RC_OK;
}

static enum rc write_tx(void *arg)
{
	struct run *r = arg;
	/* A read is done again: its answer is in no table. */
	bool keyed = r->how->idempotency.n && !r->c->preview && r->c->op->kind == OP_WRITE;
	if (r->out->fd >= 0) /* of a first try */
		close(r->out->fd);
	start_over(r);
	if (keyed) {
		enum rc rc = replay(r);
		if (rc != RC_NOTFOUND)
			return rc;
	}
	TRY(gate_rate(r->c));
	TRY(do_it(r));
	if (r->c->before_commit)
		TRY(r->c->before_commit(r->c, r->out));
	return keyed ? remember(r) : RC_OK;
}

static enum rc read_tx(void *arg)
{
	struct run *r = arg;
	start_over(r);
	return do_it(r);
}

/*
 * In a transaction of its own: before an operation that opens its own ones, and after one that
 * was rolled back; else failing would cost nothing and one could go on asking.
 */
static enum rc rate_tx(void *c)
{
	return gate_rate(c);
}

static void count_failure(struct ctx *c)
{
	struct err first = *c->err;
	err_clear(c->err);
	enum rc rc = db_tx(c->db, DB_WRITE, rate_tx, c);
	if (rc != RC_OK && rc != RC_BUSY)
		log_line(LOG_WARN, "rate", "op=%s detail=%s", c->op->name, c->err->detail);
	*c->err = first;
}

static enum rc case_tx(void *arg)
{
	struct run *r = arg;
	struct db_val version;
	return check_case(r, &version);
}

static bool brings_file(const struct op *op, const char *in)
{
	for (int i = 0; i < op->field_count; i++)
		if (op->fields[i].type == FIELD_FILE &&
		    ((const struct upload *)(in + op->fields[i].at))->given)
			return true;
	return false;
}

/* Contents are stored before the operation runs, but not for something out of reach. */
static enum rc store_files(struct run *r)
{
	struct ctx *c = r->c;
	if (!brings_file(c->op, r->in))
		return RC_OK;
	start_over(r);
	TRY(db_tx(c->db, DB_READ, case_tx, r));
	for (int i = 0; i < c->op->field_count; i++) {
		const struct field *f = &c->op->fields[i];
		struct upload *u = (struct upload *)((char *)r->in + f->at);
		if (f->type == FIELD_FILE && u->given)
			TRY(upload_store(c, f, u));
	}
	return RC_OK;
}

static enum rc run_in_tx(struct run *r)
{
	struct ctx *c = r->c;
	if ((c->op->flags & OP_OWN_TX) && !becomes_job(c)) {
		start_over(r);
		if (c->op->kind == OP_WRITE)
			TRY(db_tx(c->db, DB_WRITE, rate_tx, c));
		TRY(db_tx(c->db, DB_READ, case_tx, r));
		return c->op->run(c, r->in, r->out);
	}
	if (c->op->kind != OP_WRITE && !(c->op->flags & OP_JOURNAL_READ))
		return db_in_tx(c->db) ? read_tx(r) : db_tx(c->db, DB_READ, read_tx, r);
	return c->preview ? db_tx_preview(c->db, write_tx, r) : db_tx(c->db, DB_WRITE, write_tx, r);
}

static enum rc rehearse_tx(void *arg)
{
	struct run *r = arg;
	struct db_val version;
	start_over(r);
	if (r->how->idempotency.n) {
		enum rc rc = replay(r);
		if (rc != RC_NOTFOUND)
			return rc;
	}
	TRY(check_case(r, &version));
	return waits_for_second(r) ? r->c->op->run(r->c, r->in, r->out) : RC_OK;
}

/*
 * What will wait for a second person is tried and rolled back first: who asks hears at once what
 * the function finds wrong, and nobody is called to confirm what cannot be done.
 */
static enum rc rehearse(struct run *r)
{
	struct ctx *c = r->c;
	if (!(c->op->flags & OP_SECOND) || c->preview || c->job)
		return RC_OK;
	c->preview = true;
	enum rc rc = db_tx_preview(c->db, rehearse_tx, r);
	c->preview = false;
	if (rc != RC_OK && rc != RC_BUSY)
		count_failure(c);
	return rc;
}

enum rc gate_run(struct ctx *c, const struct op *op, const struct values *v,
                 const struct gate_how *how, struct field_errors *errors, struct out *out)
{
	BUG_ON(op->kind == OP_LIST || op->kind == OP_VIEW);
	struct run r = {.c = c, .sent = v, .v = v, .how = how, .errors = errors, .out = out};
	r.partial = how->partial && op_keeps_some(op) && values_text(v, "id").n;
	r.approved_by = c->job ? c->job->approved_by : DB_NULL;
	c->op = op;
	c->values = v;
	c->preview = how->preview && op->kind == OP_WRITE;
	if (how->idempotency.n > GATE_KEY_MAX)
		return err_set(c->err, RC_INVALID, "Khóa chống gửi trùng dài nhất %d ký tự.", GATE_KEY_MAX);
	errors->count = 0;
	out_init(out);
	TRY(gate_may(c, op));
	r.in = arena_alloc(c->mem, op->in_size ? op->in_size : 1);
	TRY(r.partial ? decode_sent(op, v, c->mem, r.in, errors, c->err)
	              : decode_fields(op, v, c->mem, r.in, errors, c->err));
	TRY(store_files(&r));
	hash_input(&r);
	TRY(rehearse(&r));
	enum rc rc = run_in_tx(&r);
	if (rc == RC_OK && out->fetch)
		rc = out->fetch(c, out);
	/* What is shown once would be a way in that outlives the token. */
	BUG_ON(rc == RC_OK && out->code_count && !(op->flags & OP_NO_TOKEN));
	if (rc != RC_OK && rc != RC_BUSY && op->kind == OP_WRITE && !(op->flags & OP_OWN_TX) && !c->job)
		count_failure(c);
	if (rc == RC_OK && out->job_id != DB_NULL)
		job_wake(c->app->jobs);
	return rc;
}

enum rc gate_run_approved(struct ctx *c, const struct op *op, const struct values *v,
                          int64_t approved_by, struct out *out)
{
	struct field_errors errors;
	struct run r = {.c = c, .sent = v, .v = v, .out = out, .approved_by = approved_by};
	BUG_ON(!db_in_tx(c->db));
	c->op = op;
	c->values = v;
	TRY(gate_may(c, op));
	r.in = arena_alloc(c->mem, op->in_size ? op->in_size : 1);
	TRY(decode_fields(op, v, c->mem, r.in, &errors, c->err));
	start_over(&r);
	return do_it(&r);
}
