/* gate_line.c: the journal line that an operation leaves. */
#include "op/gate_inner.h"

#include "base/json_out.h"
#include "job/looked.h"
#include "journal/journal.h"

static enum rc detail_field(struct ctx *c, const struct field *f, struct str name, struct str text,
                            struct json_out *j)
{
	/* That something stored was emptied is said; an empty box beside it is nothing. */
	bool emptied = text.n == 0 && op_keeps(c->op, f) && op_field(c->op, name) == f;
	if (f->type == FIELD_SECRET || (text.n == 0 && !emptied))
		return RC_OK;
	if (emptied) {
		json_str(j, arena_strz(c->mem, name), text);
		return RC_OK;
	}
	/* People name files after people, and search for names. */
	if ((f->flags & (PERSONAL | WORDS | FOLDED | CONFIDENTIAL)) || f->type == FIELD_FILE) {
		/* Without a person to seal it for, only that it was given is kept. */
		if (f->flags & CONFIDENTIAL || c->object_person == DB_NULL)
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
	if (str_eqz(values_text(v, "_version"), GATE_ANY_VERSION))
		json_z(&j, "_version", GATE_ANY_VERSION);
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

void gate_shown(struct ctx *c, const struct op *op, int64_t rows)
{
	bool one = op->kind == OP_VIEW;
	/* As MEMBER only, a list shows one's own rows. */
	bool own = one ? gate_own_case(c, c->object_person) : (c->who.roles & op->roles) == R(MEMBER);
	bool people = one ? c->object_person != DB_NULL : (op->flags & OP_JOURNAL_EXPORT) && rows;
	char origin[100];
	if (!c->app->looked || own || !people)
		return;
	snprintf(origin, sizeof origin, "%s %.*s", c->who.origin, STR_ARG(c->remote));
	looked_note(c->app->looked, &(struct look){.account_id = c->who.account_id,
	                                           .origin = origin,
	                                           .op = op->name,
	                                           .object = op->object ? op->object->name : "",
	                                           .object_id = one ? c->object_id : DB_NULL,
	                                           .person_id = one ? c->object_person : DB_NULL,
	                                           .unit_id = one ? c->object_unit : DB_NULL,
	                                           .rows = rows,
	                                           .at_ms = c->now_ms});
}
