/* gate_object.c: the object of an operation and what its fields refer to, within scope. */
#include "op/gate_inner.h"

#include "op/list.h"

#include <inttypes.h>

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
	c->object_version = version->null ? DB_NULL : version->i;
	return RC_OK;
}

bool gate_reaches(struct ctx *c, const struct op *op, int64_t id)
{
	struct db_val *row;
	return gate_scope(c, op).all || find_object(c, op, op->object, id, &row) == RC_OK;
}

/* --- whether the gate would take it ---------------------------------------------------------- */

static enum rc bad_state(struct ctx *c, const struct op *op)
{
	return err_set(
		c->err, RC_CONFLICT,
		"Không thể \"%s\" khi %s đang ở trạng thái hiện tại. Có thể người khác vừa xử lý; "
		"xin tải lại trang.",
		op->title, op->object->label);
}

/* The guard asks as if its operation were running, whatever page is being made. */
static enum rc ask_guard(struct ctx *c, const struct op *op, int64_t id)
{
	const struct op *now = c->op;
	if (!op->guard)
		return RC_OK;
	c->op = op;
	enum rc rc = op->guard(c, id);
	c->op = now;
	return rc;
}

static enum rc refuse_own(struct ctx *c, const struct op *op)
{
	if (!(op->flags & OP_NOT_OWN) || !gate_own_case(c, c->object_person))
		return RC_OK;
	return err_set(
		c->err, RC_DENIED,
		"Không ai được xử lý việc của chính mình. Xin chuyển cho người có thẩm quyền khác.");
}

enum rc gate_check_case(struct ctx *c, const struct op *op)
{
	TRY(refuse_own(c, op));
	return c->object_id == DB_NULL ? RC_OK : ask_guard(c, op, c->object_id);
}

enum rc gate_opens(struct ctx *c, const struct op *op, int64_t id, struct db_val *version)
{
	TRY(gate_may(c, op));
	TRY(gate_object(c, op, op->object, id, version));
	TRY(refuse_own(c, op));
	if (!gate_state_in(op->states, c->object_state))
		return bad_state(c, op);
	return gate_check_case(c, op);
}

/* What a link asks of an object's row: state, own case, guard. */
static bool row_accepts(struct ctx *c, const struct op *op, const struct db_val *row)
{
	const struct db_list_def *l = op->object->list;
	int state = column(l, "state");
	struct err kept = *c->err;
	if (!gate_state_in(op->states, state < 0 ? STR("") : row[state].s))
		return false;
	if ((op->flags & OP_NOT_OWN) && gate_own_case(c, int_at(l, row, "person")))
		return false;
	bool yes = ask_guard(c, op, row[0].i) == RC_OK;
	*c->err = kept;
	return yes;
}

bool gate_accepts(struct ctx *c, const struct op *op, int64_t id)
{
	return gate_accepts_which(c, &op, 1, &id, 1)[0];
}

/* Operations that the caller has by the same roles see the same rows. */
static unsigned sees_by(const struct ctx *c, const struct op *op)
{
	return (op->roles & (c->who.roles | R(PUBLIC) | R(MEMBER))) | (op->flags & OP_OPEN) << 16;
}

struct found {
	unsigned by;
	struct db_val **rows;
	int count;
};

static enum rc find_rows(struct ctx *c, const struct op *op, const int64_t *ids, int count,
                         struct found *out)
{
	const struct db_list_def *l = op->object->list;
	struct db_list_ask ask = {.list = l,
	                          .limit = DB_MANY_MAX, /* a row may come once for each person */
	                          .ids = ids,
	                          .id_count = count,
	                          .scope = gate_scope(c, op),
	                          .today = c->today};
	struct db_cursor *cur;
	int room = 0;
	enum rc rc;
	*out = (struct found){.by = sees_by(c, op)};
	TRY(db_list(c->db, &ask, c->mem, &cur));
	for (;;) {
		struct db_val *row = arena_array(c->mem, (size_t)l->cols + 3, sizeof *row);
		if ((rc = db_next(cur, c->mem, row)) != RC_OK)
			break;
		if (out->count == room) {
			room = room ? room * 2 : count;
			struct db_val **more = arena_array(c->mem, (size_t)room, sizeof *more);
			if (out->count)
				memcpy(more, out->rows, (size_t)out->count * sizeof *more);
			out->rows = more;
		}
		out->rows[out->count++] = row;
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void mark(const int64_t *ids, int count, int64_t id, bool *in)
{
	for (int i = 0; i < count; i++)
		in[i] = in[i] || ids[i] == id;
}

const bool *gate_accepts_which(struct ctx *c, const struct op *const *ops, int op_count,
                               const int64_t *ids, int count)
{
	bool *yes = arena_array(c->mem, (size_t)(op_count * count) + 1, sizeof *yes);
	struct found *found = arena_array(c->mem, (size_t)op_count + 1, sizeof *found);
	int founds = 0;
	for (int k = 0; k < op_count && count; k++) {
		int at = 0;
		if (!gate_offers(c, ops[k]))
			continue;
		while (at < founds && found[at].by != sees_by(c, ops[k]))
			at++;
		if (at == founds && find_rows(c, ops[k], ids, count, &found[founds++]) != RC_OK)
			return yes;
		for (int i = 0; i < found[at].count; i++)
			if (row_accepts(c, ops[k], found[at].rows[i]))
				mark(ids, count, found[at].rows[i][0].i, yes + (size_t)k * (size_t)count);
	}
	return yes;
}

/* --- what is stored -------------------------------------------------------------------------- */

static enum rc stored_row(struct ctx *c, const struct db_list_def *l, int64_t id,
                          struct db_val **row)
{
	/* The object has been found in scope already; this only reads more of it. */
	struct db_list_ask ask = {.list = l, .limit = 1, .scope = {.all = true}, .today = c->today};
	int filter = list_filter_no(l, "id");
	struct db_cursor *cur;
	BUG_ON(filter < 0);
	ask.set[filter] = true;
	ask.filters[filter] = db_int(id);
	*row = arena_array(c->mem, (size_t)l->cols + 3, sizeof **row);
	TRY(db_list(c->db, &ask, c->mem, &cur));
	enum rc rc = db_next(cur, c->mem, *row);
	db_cursor_end(cur);
	return rc;
}

enum rc gate_fill(struct ctx *c, const struct op *op, struct values *v)
{
	const struct db_list_def *l = op_stored(op);
	static const struct column plain = {.type = COL_TEXT};
	struct db_val *row;
	int64_t id;
	if (l && str_int(values_text(v, "id"), &id)) {
		enum rc rc = stored_row(c, l, id, &row);
		for (int i = 0; i < op->field_count && rc == RC_OK; i++) {
			const struct field *f = &op->fields[i];
			int at = op_keeps(op, f) && f->type != FIELD_GROUP ? list_column_no(l, f->name) : -1;
			if (at >= 0 && !row[at].null && !values_have(v, str_of(f->name)))
				rc = values_add(v, str_of(f->name), column_plain(c->mem, &plain, &row[at]), c->err);
		}
		if (rc != RC_OK && rc != RC_NOTFOUND)
			return rc;
	}
	return op->fill ? op->fill(c, v) : RC_OK;
}

/* --- references ------------------------------------------------------------------------------ */

struct str gate_label(struct ctx *c, const struct op *op, const struct object *o, int64_t id)
{
	struct db_val *row;
	if (id == DB_NULL || find_object(c, op, o, id, &row) != RC_OK)
		return STR("");
	return row[1].s;
}

struct str gate_words(struct ctx *c, const struct field *f, struct str text)
{
	struct op wide = *c->op;
	struct date d;
	int64_t id;
	switch (f->type) {
	case FIELD_REF:
		wide.roles |= R(PUBLIC); /* the references have been checked already */
		return f->ref && str_int(text, &id) ? gate_label(c, &wide, f->ref, id) : text;
	case FIELD_CHOICE: return choice_label(f->choices, text);
	case FIELD_DATE:
		d = date_from_typed(text);
		return date_is_none(d) ? text : arena_str(c->mem, str_of(date_vn(d).z));
	case FIELD_BOOL: return field_is_true(text) ? STR("có") : STR("không");
	default: return text;
	}
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

enum rc gate_check_refs(struct ctx *c, const struct field *fields, int count, const char *in)
{
	for (int i = 0; i < count; i++) {
		const struct field *f = &fields[i];
		bool object = strcmp(f->name, "id") == 0 && fields == c->op->fields; /* found already */
		if (f->type == FIELD_REF && f->ref && !object) {
			TRY(check_ref(c, f, *(const int64_t *)(in + f->at)));
		} else if (f->type == FIELD_GROUP) {
			const struct group *g = (const struct group *)(in + f->at);
			for (int k = 0; k < g->count; k++)
				TRY(gate_check_refs(c, f->sub, f->sub_count,
				                    (char *)g->items + (size_t)k * f->sub_size));
		}
	}
	return RC_OK;
}

static enum rc no_version(struct ctx *c)
{
	const struct object *o = c->op->object;
	const char *from = o->view ? o->view : arena_printf(c->mem, "%s.list", o->name).p;
	return err_field(c->err, "_version",
	                 "Thiếu phiên bản của %s mà thao tác này dựa vào: xin đọc %s (trường version) "
	                 "rồi gửi kèm _version "
	                 "(dòng lệnh: --version SỐ). Nếu chấp nhận bất cứ phiên bản nào, xin gửi "
	                 "\"" GATE_ANY_VERSION "\".",
	                 o->label, from);
}

static enum rc check_version(struct ctx *c, const struct values *v, bool versioned,
                             const struct db_val *now)
{
	struct str said = values_text(v, "_version");
	int64_t expected;
	if (now->null || str_eqz(said, GATE_ANY_VERSION))
		return RC_OK;
	if (said.n == 0)
		return versioned && op_versioned(c->op) ? no_version(c) : RC_OK;
	if (!str_int(said, &expected))
		return err_field(c->err, "_version",
		                 "Phiên bản phải là số nguyên, hoặc \"" GATE_ANY_VERSION "\".");
	if (now->i == expected)
		return RC_OK;
	enum rc rc = err_set(
		c->err, RC_CONFLICT,
		"%.*s vừa được người khác sửa. Nội dung ông/bà nhập vẫn còn dưới đây; xin so với bản mới "
		"rồi gửi lại.",
		STR_ARG(c->object_label));
	snprintf(c->err->field, sizeof c->err->field, "_version");
	return rc;
}

enum rc gate_check_object(struct ctx *c, const struct values *v, const char *in, bool versioned,
                          struct db_val *version)
{
	const struct op *op = c->op;
	const struct field *id = op->object ? op_field(op, STR("id")) : NULL;
	*version = (struct db_val){.null = true};
	if (!id)
		return RC_OK;
	TRY(gate_object(c, op, op->object, *(const int64_t *)(in + id->at), version));
	/* First: one's own case is nobody's in any state, and "load again" would not help. */
	TRY(refuse_own(c, op));
	if (!gate_state_in(op->states, c->object_state))
		return bad_state(c, op);
	return check_version(c, v, versioned, version);
}
