/* sqlc_read.c: the lines of a statement file, before anything is known of their SQL. */
#include "sqlc.h"

/* --- fields ------------------------------------------------------------------------ */

static bool type_of(struct str word, enum db_type *type)
{
	static const char *const names[] = {"int", "text", "blob", "date", "real"};
	for (int i = 0; i < 5; i++)
		if (str_eqz(word, names[i])) {
			*type = (enum db_type)i;
			return true;
		}
	return false;
}

static struct str word_cut(struct str *rest)
{
	*rest = str_trim(*rest);
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	struct str w = {rest->p, n};
	rest->p += n;
	rest->n -= n;
	*rest = str_trim(*rest);
	return w;
}

static struct field field_of(struct place at, struct str text)
{
	struct field f = {.name = word_cut(&text)};
	if (!name_ok(f.name))
		fail_at(at, "'%.*s' is no name in lower_snake", STR_ARG(f.name));
	if (str_ends(text, "?")) {
		f.nullable = true;
		text.n--;
	}
	if (!type_of(text, &f.type))
		fail_at(at, "unknown type '%.*s' of %.*s", STR_ARG(text), STR_ARG(f.name));
	return f;
}

int field_find(const struct fields *fs, struct str name)
{
	for (int i = 0; i < fs->count; i++)
		if (str_eq(fs->at[i].name, name))
			return i;
	return -1;
}

static void fields_add(struct place at, struct fields *fs, struct str text)
{
	while (text.p) {
		struct field f = field_of(at, str_cut(&text, ','));
		if (field_find(fs, f.name) >= 0)
			fail_at(at, "%.*s stands twice", STR_ARG(f.name));
		if (fs->count == SQLC_FIELDS_MAX)
			fail_at(at, "more than %d fields", SQLC_FIELDS_MAX);
		fs->at[fs->count++] = f;
	}
}

/* --- the lines that describe a statement --------------------------------------------- */

static struct stmt *stmt_new(struct sqlc *c, struct place at, struct str name)
{
	if (!name_ok(name))
		fail_at(at, "'%.*s' is no name in lower_snake", STR_ARG(name));
	for (struct stmt *s = c->stmts; s; s = s->next)
		if (str_eq(s->name, name))
			fail_at(at, "%.*s is also in %s:%d", STR_ARG(name), s->at.file, s->at.line);
	struct stmt *s = arena_alloc(&c->mem, sizeof *s);
	s->at = at;
	s->file = str_of(base_name(at.file));
	s->file.n -= strlen(".sql");
	s->name = name;
	*c->stmts_end = s;
	c->stmts_end = &s->next;
	return s;
}

static struct stmt *name_line(struct sqlc *c, struct place at, struct str rest)
{
	static const char *const modes[] = {"one", "many", "each", "exec", "id"};
	struct stmt *s = stmt_new(c, at, word_cut(&rest));
	struct str mode = word_cut(&rest);
	int i = 0;
	while (i < 5 && !str_eqz(mode, modes[i]))
		i++;
	if (i == 5)
		fail_at(at, "'%.*s' is not one of one, many, each, exec, id", STR_ARG(mode));
	s->mode = (enum mode)i;
	s->write = s->mode == MODE_EXEC || s->mode == MODE_ID;
	if (str_eqz(rest, "write") && (s->mode == MODE_ONE || s->mode == MODE_MANY))
		s->write = true;
	else if (!str_empty(rest))
		fail_at(at, "'%.*s' is not understood here", STR_ARG(rest));
	return s;
}

static void filter_line(struct stmt *s, struct place at, struct str rest)
{
	struct str head = str_cut(&rest, ':');
	if (!rest.p || str_empty(str_trim(rest)))
		fail_at(at, "a filter is written `name type: condition`");
	if (s->filter_count == DB_LIST_FILTERS_MAX)
		fail_at(at, "more than %d filters", DB_LIST_FILTERS_MAX);
	struct str what = str_trim(head);
	bool ids = str_ends(what, " ids");
	struct filter f = {.at = at, .ids = ids, .text = rest};
	if (ids)
		f.value = (struct field){.name = {.p = what.p, .n = what.n - 4}, .type = DB_TEXT};
	else
		f.value = field_of(at, what);
	for (int i = 0; i < s->filter_count; i++)
		if (str_eq(s->filters[i].value.name, f.value.name))
			fail_at(at, "filter %.*s stands twice", STR_ARG(f.value.name));
	if (f.value.nullable || str_eqz(f.value.name, "today") || str_eqz(f.value.name, "week"))
		fail_at(at, "a filter's value is never NULL and not called today or week");
	s->filters[s->filter_count++] = f;
}

static void order_expr(struct place at, struct order *o, struct str text)
{
	text = str_trim(text);
	size_t n = text.n;
	while (n && text.p[n - 1] != ' ' && text.p[n - 1] != '\t')
		n--;
	if (n == 0 || !type_of((struct str){text.p + n, text.n - n}, &o->types[o->count]))
		fail_at(at, "an order's part is written `expression type`: '%.*s'", STR_ARG(text));
	o->exprs[o->count++] = str_trim((struct str){text.p, n});
}

static void order_line(struct stmt *s, struct place at, struct str rest)
{
	struct order o = {.at = at, .name = str_trim(str_cut(&rest, ':'))};
	if (!name_ok(o.name) || !rest.p)
		fail_at(at, "an order is written `name: expression type, ...`");
	if (s->order_count == DB_LIST_FILTERS_MAX)
		fail_at(at, "more than %d orders", DB_LIST_FILTERS_MAX);
	for (int i = 0; i < s->order_count; i++)
		if (str_eq(s->orders[i].name, o.name))
			fail_at(at, "order %.*s stands twice", STR_ARG(o.name));
	struct scan scan = {.file = at.file, .rest = rest, .line = at.line};
	const char *from = rest.p;
	for (struct token t = scan_next(&scan);; t = scan_next(&scan)) {
		bool comma = t.kind == TOKEN_CHAR && *t.s.p == ',' && t.depth == 0;
		if (!comma && t.kind != TOKEN_END)
			continue;
		if (o.count == 3)
			fail_at(at, "an order has at most 3 parts");
		const char *to = comma ? t.s.p : rest.p + rest.n;
		order_expr(at, &o, (struct str){from, (size_t)(to - from)});
		from = to + 1;
		if (!comma)
			break;
	}
	s->orders[s->order_count++] = o;
}

static void scope_line(struct stmt *s, struct place at, struct str rest)
{
	while (!str_empty(rest)) {
		struct str column = word_cut(&rest), key = str_cut(&column, '=');
		struct str *to = str_eqz(key, "unit")     ? &s->scope_unit
		                 : str_eqz(key, "person") ? &s->scope_person
		                                          : NULL;
		if (!to || to->p || str_empty(column))
			fail_at(at, "a scope is written `unit=column person=column`");
		*to = column;
	}
}

/* Where following lines of SQL go. */
static struct sql_text *text_of(struct stmt *s, int engine)
{
	return engine < 0 ? &s->both : &s->only[engine];
}

struct reader {
	struct sqlc *c;
	struct stmt *s;
	int engine;            /* of the section, -1: both */
	struct str key, value; /* the describing line so far, with its continuations */
	struct place at;
};

static void describe(struct reader *r)
{
	struct str key = r->key, value = str_trim(r->value);
	struct stmt *s = r->s;
	r->key = STR_NULL;
	if (!key.p)
		return;
	if (str_eqz(key, "name")) {
		r->s = name_line(r->c, r->at, value);
		r->engine = -1;
		return;
	}
	if (str_eqz(key, "list")) {
		r->s = stmt_new(r->c, r->at, str_trim(value));
		r->s->mode = MODE_LIST;
		r->engine = -1;
		return;
	}
	if (!s)
		fail_at(r->at, "'-- %.*s:' without a '-- name:' or '-- list:' before it", STR_ARG(key));
	bool list = s->mode == MODE_LIST;
	if (str_eqz(key, "sqlite") || str_eqz(key, "postgres")) {
		r->engine = str_eqz(key, "sqlite") ? DB_SQLITE : DB_POSTGRES;
	} else if (str_eqz(key, "out")) {
		fields_add(r->at, &s->out, value);
		s->has_out = true;
	} else if (str_eqz(key, "in") && !list) {
		fields_add(r->at, &s->in, value);
	} else if (str_eqz(key, "filter") && list) {
		filter_line(s, r->at, value);
	} else if (str_eqz(key, "order") && list) {
		order_line(s, r->at, value);
	} else if (str_eqz(key, "scope") && list) {
		scope_line(s, r->at, value);
	} else {
		fail_at(r->at, "'-- %.*s:' does not belong here", STR_ARG(key));
	}
}

/* "-- key: value" with a key that means something; other comments are comments. */
static bool describing(struct str line, struct str *key, struct str *value)
{
	static const char *const keys[] = {"name",  "list",  "in",     "out",     "filter",
	                                   "order", "scope", "sqlite", "postgres"};
	if (!str_starts(line, "-- "))
		return false;
	struct str rest = {line.p + 3, line.n - 3};
	*key = str_cut(&rest, ':');
	*value = rest;
	for (size_t i = 0; rest.p && i < sizeof keys / sizeof *keys; i++)
		if (str_eqz(*key, keys[i]))
			return true;
	return false;
}

static void sql_line(struct reader *r, struct str line)
{
	bool blank = str_empty(str_trim(line)) || str_starts(str_trim(line), "--");
	if (!r->s) {
		if (!blank)
			fail_at(r->at, "SQL without a '-- name:' or '-- list:' before it");
		return;
	}
	struct sql_text *t = text_of(r->s, r->engine);
	if (!t->raw.p) {
		if (blank)
			return;
		*t = (struct sql_text){.raw = line, .line = r->at.line};
	}
	t->raw.n = (size_t)(line.p + line.n - t->raw.p);
}

void statements_read(struct sqlc *c, const char *path, struct str text)
{
	struct reader r = {.c = c, .engine = -1};
	int number = 0;
	while (text.p) {
		struct str line = str_cut(&text, '\n'), key, value;
		number++;
		if (r.key.p && str_starts(line, "--   ")) {
			r.value.n = (size_t)(line.p + line.n - r.value.p);
			/* The dashes of the continuation become space; the file's copy is ours. */
			memset((char *)line.p, ' ', 2);
			continue;
		}
		describe(&r);
		r.at = (struct place){path, number};
		if (describing(line, &key, &value)) {
			r.key = key;
			r.value = value;
		} else {
			sql_line(&r, line);
		}
	}
	describe(&r);
}
