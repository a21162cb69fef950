#include "op/gate.h"

#include "auth/session.h"
#include "base/json_out.h"
#include "base/log.h"
#include "db/sql.h"
#include "job/run.h"
#include "journal/journal.h"
#include "op/list.h"
#include "op/second.h"
#include "op/upload.h"

#include <inttypes.h>
#include <sodium.h>
#include <unistd.h>

/* --- before the transaction ----------------------------------------------------- */

static bool holds(const struct principal *who, const struct op *op)
{
	if (!(who->roles & op->roles))
		return false;
	if (op->scope != SCOPE_OFFICE || (op->roles & (R(PUBLIC) | R(MEMBER))))
		return true;
	for (int i = 0; i < who->grant_count; i++)
		if (who->grants[i].top && (op->roles & (1u << who->grants[i].role)))
			return true;
	return false;
}

static bool token_allows(const struct principal *who, const struct op *op)
{
	struct str ops = who->token_ops;
	if (who->token_id != DB_NULL && (op->flags & OP_NO_TOKEN))
		return false;
	if (!ops.p || str_eqz(ops, "*"))
		return true;
	while (ops.p) {
		struct str one = str_trim(str_cut(&ops, ','));
		if (str_eqz(one, op->name))
			return true;
		/* "unit.*" is every operation on units. */
		if (str_ends(one, ".*") && strncmp(op->name, one.p, one.n - 1) == 0)
			return true;
	}
	return false;
}

/* What has to be done before `op`, or NULL. A factor that was enrolled is shown first. */
static const char *unfinished(const struct principal *who, const struct op *op)
{
	bool may = op->flags & OP_UNFINISHED_SIGN_IN;
	if (who->needs_second && who->enrolled && !(op->flags & OP_BEFORE_SECOND))
		return "Xin hoàn thành xác thực hai bước trước khi làm việc khác.";
	if (who->needs_second && !may)
		return "Xin bật xác thực hai bước trước khi làm việc khác.";
	return who->must_change && !may ? "Xin đổi mật khẩu trước khi làm việc khác." : NULL;
}

bool gate_offers(const struct ctx *c, const struct op *op)
{
	return !(op->flags & OP_INTERNAL) && holds(&c->who, op) && token_allows(&c->who, op) &&
	       !unfinished(&c->who, op);
}

static bool state_in(const char *states, struct str state)
{
	if (!states)
		return true;
	struct str rest = str_of(states);
	while (rest.p)
		if (str_eq(str_cut(&rest, ' '), state))
			return true;
	return false;
}

static bool own_case(const struct ctx *c, int64_t person_id)
{
	return person_id != DB_NULL && person_id == c->who.person_id;
}

bool gate_offers_on(const struct ctx *c, const struct op *op, struct str state, int64_t person_id)
{
	/* Who may do it as MEMBER only may do it on the own record only. */
	bool own_only = (c->who.roles & op->roles) == R(MEMBER);
	return gate_offers(c, op) && state_in(op->states, state) &&
	       (!own_only || own_case(c, person_id)) &&
	       !((op->flags & OP_NOT_OWN) && own_case(c, person_id));
}

/*
 * Counted per account, or per address for those not signed in; one window a minute. In the
 * operation's own transaction: reads cost nothing, the server's own limits hold for them.
 */
static enum rc check_rate(struct ctx *c)
{
	struct sql_counter_hit row;
	if (c->job)
		return RC_OK;
	struct str key = c->who.account_id == DB_NULL
	                     ? arena_printf(c->mem, "rate:%s:%.*s", c->op->name, STR_ARG(c->remote))
	                     : arena_printf(c->mem, "rate:%s:%" PRId64, c->op->name, c->who.account_id);
	int limit = c->op->per_minute ? c->op->per_minute : 600;
	TRY(sql_counter_hit(c->db, c->mem, key, c->now_ms / 60000 * 60000, &row));
	if (row.n > limit)
		return err_set(c->err, RC_BUSY, "Quá %d lần trong một phút. Xin chờ một phút rồi thử lại.",
		               limit);
	return RC_OK;
}

enum rc gate_may(struct ctx *c, const struct op *op)
{
	const struct principal *who = &c->who;
	if (op->flags & OP_INTERNAL && !c->job)
		return err_set(c->err, RC_NOTFOUND, "Không có thao tác này.");
	if (who->account_id == DB_NULL && !(op->roles & R(PUBLIC)) && !c->job)
		return err_set(c->err, RC_SIGNIN, "Xin đăng nhập để tiếp tục.");
	if (unfinished(who, op))
		return err_set(c->err, RC_DENIED, "%s", unfinished(who, op));
	/* The timetable's own jobs act for nobody; only rows marked internal say so. */
	bool own = c->job && who->account_id == DB_NULL && (op->flags & OP_INTERNAL);
	if (!own && !holds(who, op))
		return err_set(c->err, RC_DENIED, "Tài khoản của ông/bà không có quyền \"%s\".", op->title);
	if (!token_allows(who, op))
		return err_set(c->err, RC_DENIED, "Mã truy cập này không được dùng cho \"%s\".", op->name);
	return RC_OK;
}

struct db_scope gate_scope(struct ctx *c, const struct op *op)
{
	const struct principal *who = &c->who;
	int64_t *units = arena_array(c->mem, GRANTS_MAX, sizeof *units);
	struct db_scope s = {.units = units,
	                     .person = op->roles & R(MEMBER) ? who->person_id : DB_NULL};
	s.all =
		(op->roles & R(PUBLIC)) || (op->flags & OP_OPEN) || (c->job && who->account_id == DB_NULL);
	for (int i = 0; i < who->grant_count; i++) {
		if (!(op->roles & (1u << who->grants[i].role)))
			continue;
		units[s.unit_count++] = who->grants[i].unit_id;
		s.all = s.all || who->grants[i].top;
	}
	return s;
}

/* --- objects and references --------------------------------------------------------- */

/* Columns of an object's list are known by name: id, label, then version, state, person, unit. */
static int column(const struct db_list_def *l, const char *name)
{
	for (int i = 0; i < l->cols; i++)
		if (strcmp(l->col_names[i], name) == 0)
			return i;
	return -1;
}

static int64_t int_at(const struct db_list_def *l, const struct db_val *row, const char *name)
{
	int at = column(l, name);
	return at < 0 || row[at].null ? DB_NULL : row[at].i;
}

static enum rc find_object(struct ctx *c, const struct op *op, const struct object *o, int64_t id,
                           struct db_val **row)
{
	struct db_list_ask ask = {
		.list = o->list, .limit = 1, .scope = gate_scope(c, op), .today = c->today};
	int filter = list_filter_no(o->list, "id");
	BUG_ON(filter < 0);
	ask.set[filter] = true;
	ask.filters[filter] = (struct db_val){.type = DB_INT, .i = id};
	struct db_cursor *cur;
	TRY(db_list(c->db, &ask, c->mem, &cur));
	*row = arena_array(c->mem, (size_t)o->list->cols + 3, sizeof **row);
	enum rc rc = db_next(cur, c->mem, *row);
	db_cursor_end(cur);
	return rc;
}

enum rc gate_object(struct ctx *c, const struct op *op, const struct object *o, int64_t id,
                    struct db_val *version)
{
	struct db_val *row;
	enum rc rc = find_object(c, op, o, id, &row);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND,
		               "Không tìm thấy %s số %" PRId64 " trong phạm vi được giao.", o->label, id);
	TRY(rc);
	int state = column(o->list, "state"), at = column(o->list, "version");
	c->object_id = id;
	c->object_label = row[1].s;
	c->object_state = state < 0 ? STR("") : row[state].s;
	c->object_person = int_at(o->list, row, "person");
	c->object_unit = int_at(o->list, row, "unit");
	*version = at < 0 ? (struct db_val){.null = true} : row[at];
	return RC_OK;
}

struct str gate_label(struct ctx *c, const struct op *op, const struct object *o, int64_t id)
{
	struct db_val *row;
	if (id == DB_NULL || find_object(c, op, o, id, &row) != RC_OK)
		return STR("");
	return row[1].s;
}

/* What a reference must name: something in scope, or at least something that is there. */
static enum rc check_ref(struct ctx *c, const struct field *f, int64_t id)
{
	struct db_val *row;
	struct op everywhere = *c->op;
	if (id == DB_NULL)
		return RC_OK;
	if (!(f->flags & IN_SCOPE))
		everywhere.roles = R(PUBLIC);
	enum rc rc = find_object(c, &everywhere, f->ref, id, &row);
	if (rc == RC_NOTFOUND)
		return err_field(c->err, f->name, "%s: không có %s số %" PRId64 " trong phạm vi được giao.",
		                 f->label, f->ref->label, id);
	return rc;
}

static enum rc check_refs(struct ctx *c, const struct field *fields, int count, const char *in)
{
	for (int i = 0; i < count; i++) {
		const struct field *f = &fields[i];
		if (f->type == FIELD_REF && f->ref && !(f->flags & HIDDEN)) {
			TRY(check_ref(c, f, *(const int64_t *)(in + f->at)));
		} else if (f->type == FIELD_GROUP) {
			const struct group *g = (const struct group *)(in + f->at);
			for (int k = 0; k < g->count; k++)
				TRY(check_refs(c, f->sub, f->sub_count,
				               (char *)g->items + (size_t)k * f->sub_size));
		}
	}
	return RC_OK;
}

static enum rc check_object(struct ctx *c, const struct values *v, const char *in,
                            struct db_val *version)
{
	const struct op *op = c->op;
	const struct field *id = op->object ? op_field(op, STR("id")) : NULL;
	int64_t expected;
	*version = (struct db_val){.null = true};
	if (!id)
		return RC_OK;
	TRY(gate_object(c, op, op->object, *(const int64_t *)(in + id->at), version));
	if (!state_in(op->states, c->object_state))
		return err_set(
			c->err, RC_CONFLICT,
			"Không thể \"%s\" khi %s đang ở trạng thái hiện tại. Có thể người khác vừa xử lý; "
			"xin tải lại trang.",
			op->title, op->object->label);
	struct str said = values_text(v, "_version");
	if (said.n && !str_int(said, &expected))
		return err_field(c->err, "_version", "Số phiên bản phải là số nguyên.");
	if (said.n && !version->null && version->i != expected)
		return err_set(
			c->err, RC_CONFLICT,
			"%.*s vừa được người khác sửa. Nội dung ông/bà nhập vẫn còn dưới đây; xin so với bản "
			"mới rồi gửi lại.",
			STR_ARG(c->object_label));
	return RC_OK;
}

/* --- the journal line ---------------------------------------------------------------- */

static enum rc detail_field(struct ctx *c, const struct field *f, struct str name, struct str text,
                            struct json_out *j)
{
	if (f->type == FIELD_SECRET || text.n == 0)
		return RC_OK;
	/* People name files after people, and search for names. */
	if ((f->flags & (PERSONAL | WORDS | FOLDED)) || f->type == FIELD_FILE) {
		/* Without a person to seal it for, only that it was given is kept. */
		if (c->object_person == DB_NULL)
			text = f->type == FIELD_FILE ? STR("(có tệp)") : STR("(có nhập)");
		else
			TRY(journal_seal(c->db, c->app->keys, c->mem, c->object_person, text, &text));
	}
	json_str(j, arena_strz(c->mem, name), text);
	return RC_OK;
}

static const struct field *declared(const struct op *op, struct str name)
{
	const struct field *f = op_field(op, str_cut(&name, '.'));
	if (!f || f->type != FIELD_GROUP)
		return f;
	str_cut(&name, '.');
	for (int i = 0; i < f->sub_count; i++)
		if (str_eqz(name, f->sub[i].name))
			return &f->sub[i];
	return NULL;
}

/* What the program says in a line beside what was sent. */
struct said {
	const char *mark, *export; /* NULL: nothing */
	int64_t second, rows;      /* DB_NULL: nothing */
};

static void say_more(struct json_out *j, const struct said *s)
{
	if (s->mark)
		json_z(j, "_mark", s->mark);
	if (s->export)
		json_z(j, "_export", s->export);
	if (s->rows != DB_NULL)
		json_int(j, "_rows", s->rows);
	if (s->second != DB_NULL)
		json_int(j, "_approved_by", s->second);
}

static enum rc write_line(struct ctx *c, int64_t made, const struct said *said)
{
	const struct values *v = c->values;
	struct buf b;
	buf_init(&b, 1 << 20);
	struct json_out j = json_out_to(&b);
	enum rc rc = RC_OK;
	json_obj(&j, NULL);
	for (int i = 0; i < v->count && rc == RC_OK; i++) {
		const struct field *f = declared(c->op, v->items[i].name);
		if (f)
			rc = detail_field(c, f, v->items[i].name, v->items[i].text, &j);
	}
	say_more(&j, said);
	json_end(&j);
	struct journal_line line = {
		.at_ms = c->now_ms,
		.account_id = c->who.account_id,
		.origin = arena_printf(c->mem, "%s %.*s", c->who.origin, STR_ARG(c->remote)),
		.request = c->request_id.p ? c->request_id : STR(""),
		.op = c->op->name,
		.object = c->op->object ? c->op->object->name : "",
		.object_id = c->object_id != DB_NULL ? c->object_id : made,
		.person_id = c->object_person,
		.unit_id = c->object_unit,
		.detail = buf_view(&b),
	};
	if (rc == RC_OK)
		rc = buf_check(&b, c->err);
	if (rc == RC_OK)
		rc = journal_add(c->db, &line);
	buf_release(&b);
	return rc;
}

enum rc gate_journal(struct ctx *c, const struct out *out, const char *mark, int64_t second)
{
	return write_line(c, out->id, &(struct said){.mark = mark, .second = second, .rows = DB_NULL});
}

struct exported {
	struct ctx *c;
	struct said said;
};

static enum rc exported_tx(void *arg)
{
	struct exported *x = arg;
	return write_line(x->c, DB_NULL, &x->said);
}

enum rc gate_exported(struct ctx *c, const struct op *op, const struct values *v,
                      const char *format, int64_t rows)
{
	struct exported x = {.c = c, .said = {.export = format, .second = DB_NULL, .rows = rows}};
	if (!(op->flags & OP_JOURNAL_EXPORT))
		return RC_OK;
	c->op = op;
	c->values = v;
	return db_tx(c->db, DB_WRITE, exported_tx, &x);
}

/* --- inside the transaction ------------------------------------------------------------- */

struct run {
	struct ctx *c;
	const struct values *v;
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

static struct str input_json(struct run *r)
{
	struct buf *b = arena_alloc(r->c->mem, sizeof *b);
	buf_init(b, 1 << 20);
	arena_defer(r->c->mem, (void (*)(void *))buf_release, b);
	values_to_json(r->v, r->c->op, b);
	return buf_view(b);
}

/* What was sent: the declared values and the contents of the files. */
static void hash_input(struct run *r)
{
	crypto_generichash_state s;
	struct str json = input_json(r);
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

/* Once, however often the transaction is run that refers to the contents (upload.h). */

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

/* Object, own case and references: all that can be wrong before the function runs. */
static enum rc check_case(struct run *r, struct db_val *version)
{
	struct ctx *c = r->c;
	TRY(check_object(c, r->v, r->in, version));
	find_person(c, r->in);
	if ((c->op->flags & OP_NOT_OWN) && own_case(c, c->object_person))
		return err_set(
			c->err, RC_DENIED,
			"Không ai được xử lý việc của chính mình. Xin chuyển cho người có thẩm quyền khác.");
	return check_refs(c, c->op->fields, c->op->field_count, r->in);
}

static enum rc do_it(struct run *r)
{
	struct ctx *c = r->c;
	const struct op *op = c->op;
	struct db_val version;
	TRY(check_case(r, &version));
	/* A preview shows what would happen once the second person has agreed. */
	if ((op->flags & OP_SECOND) && r->approved_by == DB_NULL && !c->preview &&
	    (!op->second || op->second(c, r->in)))
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
	bool keyed = r->how->idempotency.n && !r->c->preview;
	if (r->out->fd >= 0) /* of a first try */
		close(r->out->fd);
	start_over(r);
	if (keyed) {
		enum rc rc = replay(r);
		if (rc != RC_NOTFOUND)
			return rc;
	}
	TRY(check_rate(r->c));
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
	return check_rate(c);
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

enum rc gate_run(struct ctx *c, const struct op *op, const struct values *v,
                 const struct gate_how *how, struct field_errors *errors, struct out *out)
{
	BUG_ON(op->kind == OP_LIST || op->kind == OP_VIEW);
	struct run r = {.c = c, .v = v, .how = how, .out = out};
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
	TRY(decode_fields(op, v, c->mem, r.in, errors, c->err));
	TRY(store_files(&r));
	hash_input(&r);
	enum rc rc = run_in_tx(&r);
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
	struct run r = {.c = c, .v = v, .out = out, .approved_by = approved_by};
	BUG_ON(!db_in_tx(c->db));
	c->op = op;
	c->values = v;
	TRY(gate_may(c, op));
	r.in = arena_alloc(c->mem, op->in_size ? op->in_size : 1);
	TRY(decode_fields(op, v, c->mem, r.in, &errors, c->err));
	start_over(&r);
	return do_it(&r);
}
