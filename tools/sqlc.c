/*
 * sqlc: reads every .sql file of a folder and of its folder migrations/, checks
 * them, and writes typed C functions. The grammar is in docs/sql.md.
 *
 *     sqlc FOLDER OUT.d OUT.c sql_FILE.h...
 *
 * The first is a list of what was read, for ninja; the folders themselves are in it, so
 * that a new file is seen. Every statement file has a header of its own: who changes one
 * compiles its users alone.
 */
#include "sqlc.h"

#include <dirent.h>
#include <stdarg.h>
#include <unistd.h>

const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

void fail_at(struct place at, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%s:%d: ", at.file, at.line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

/* --- checks and rewriting ------------------------------------------------------------- */

struct stmt_sink {
	struct param_sink sink;
	const struct stmt *s;
	int engine;
	bool used[SQLC_FIELDS_MAX];
};

static void stmt_param(struct param_sink *self, struct place at, struct str name, struct buf *to)
{
	static const char *const casts[] = {"bigint", "text", "bytea", "text", "float8"};
	struct stmt_sink *k = (struct stmt_sink *)self;
	int i = field_find(&k->s->in, name);
	if (i < 0)
		fail_at(at, "unknown parameter :%.*s", STR_ARG(name));
	k->used[i] = true;
	if (k->engine == DB_SQLITE)
		buf_printf(to, "?%d", i + 1);
	else
		buf_printf(to, "$%d::%s", i + 1, casts[k->s->in.at[i].type]);
}

static void stmt_verb(const struct stmt *s, struct str text)
{
	struct scan scan = {.file = s->at.file, .rest = text, .line = s->at.line};
	struct token t = scan_next(&scan);
	bool reads = token_is(t, "select") || token_is(t, "values");
	bool writes = token_is(t, "insert") || token_is(t, "update") || token_is(t, "delete");
	if (!reads && !writes && !token_is(t, "with"))
		fail_at(s->at, "a statement is SELECT, VALUES, INSERT, UPDATE, DELETE or WITH");
	if (reads && s->write)
		fail_at(s->at, "this mode is for statements that write");
	if (writes && !s->write)
		fail_at(s->at, "a statement that writes is exec, id, `one write` or `many write`");
}

static struct sql_text stmt_source(const struct stmt *s, int engine)
{
	bool own = s->only[0].raw.p || s->only[1].raw.p;
	if (own && (s->both.raw.p || !s->only[0].raw.p || !s->only[1].raw.p))
		fail_at(s->at, "give one text for both engines or one for each");
	struct sql_text t = own ? s->only[engine] : s->both;
	if (!t.raw.p)
		fail_at(s->at, "%.*s has no SQL", STR_ARG(s->name));
	return t;
}

static void stmt_finish(struct sqlc *c, struct stmt *s)
{
	bool rows = s->mode == MODE_ONE || s->mode == MODE_MANY || s->mode == MODE_EACH;
	if (rows && !s->has_out)
		fail_at(s->at, "'-- out:' is missing");
	if (s->mode == MODE_EXEC && s->has_out)
		fail_at(s->at, "this mode has no '-- out:'");
	if (s->mode == MODE_ID && !s->has_out)
		s->out = (struct fields){.at = {{.name = STR("id"), .type = DB_INT}}, .count = 1};
	if (s->mode == MODE_ID &&
	    (s->out.count != 1 || s->out.at[0].type != DB_INT || s->out.at[0].nullable))
		fail_at(s->at, "mode id gives one int, never NULL");
	for (int e = 0; e < 2; e++) {
		struct sql_text t = stmt_source(s, e);
		struct stmt_sink k = {.sink = {stmt_param}, .s = s, .engine = e};
		s->text[e] = sql_rewrite(c, (struct place){s->at.file, t.line}, t.raw, &k.sink);
		stmt_verb(s, s->text[e]);
		for (int i = 0; i < s->in.count; i++)
			if (!k.used[i])
				fail_at(s->at, "parameter %.*s is not used", STR_ARG(s->in.at[i].name));
	}
}

struct list_sink {
	struct param_sink sink;
	const struct filter *filter; /* NULL: only :today is known */
	bool used;
};

static void list_param(struct param_sink *self, struct place at, struct str name, struct buf *to)
{
	struct list_sink *k = (struct list_sink *)self;
	if (str_eqz(name, "today")) {
		buf_chr(to, DB_LIST_TODAY);
	} else if (str_eqz(name, "week")) {
		buf_chr(to, DB_LIST_WEEK);
	} else if (k->filter && str_eq(k->filter->value.name, name)) {
		k->used = true;
		buf_chr(to, k->filter->ids ? DB_LIST_IDS : DB_LIST_VALUE);
	} else {
		fail_at(at, "unknown parameter :%.*s", STR_ARG(name));
	}
}

/* Cuts the text at its own FROM and makes sure of a WHERE to add conditions to. */
static void list_cut(struct sqlc *c, struct stmt *s, int engine, struct place at, struct str text)
{
	static const char *const last[] = {"group",  "having", "order",  "limit",    "union",
	                                   "offset", "window", "except", "intersect"};
	struct scan scan = {.file = at.file, .rest = text, .line = at.line};
	bool first = true;
	const char *from = NULL, *where = NULL;
	for (struct token t = scan_next(&scan); t.kind != TOKEN_END; t = scan_next(&scan)) {
		if (first && !token_is(t, "select"))
			fail_at(at, "a list begins with SELECT");
		first = false;
		if (t.depth || t.kind != TOKEN_WORD)
			continue;
		if (token_is(t, "distinct"))
			fail_at(at, "a list knows no DISTINCT: order columns are added to it");
		if (!from && token_is(t, "from"))
			from = t.s.p;
		if (from && !where && token_is(t, "where"))
			where = t.s.p + t.s.n;
		for (size_t i = 0; from && i < sizeof last / sizeof *last; i++)
			if (token_is(t, last[i]))
				fail_at(at, "a list knows no %.*s: conditions are added at its end", STR_ARG(t.s));
	}
	if (!from)
		fail_at(at, "a list needs a FROM");
	const char *end = text.p + text.n, *tables_end = where ? where : end;
	s->text[engine] = arena_str(&c->mem, str_trim((struct str){text.p, (size_t)(from - text.p)}));
	/* In parentheses: an OR in it must not swallow the conditions that follow. */
	s->from[engine] = arena_printf(&c->mem, "%.*s%s(%.*s)", (int)(tables_end - from), from,
	                               where ? " " : " WHERE ", where ? (int)(end - where) : 5,
	                               where ? where : "1 = 1");
}

static void list_finish(struct sqlc *c, struct stmt *s)
{
	if (!s->has_out)
		fail_at(s->at, "'-- out:' is missing");
	if (s->order_count == 0)
		fail_at(s->at, "a list needs an '-- order:'");
	for (int e = 0; e < 2; e++) {
		struct sql_text t = stmt_source(s, e);
		struct place at = {s->at.file, t.line};
		struct list_sink k = {.sink = {list_param}};
		list_cut(c, s, e, at, sql_rewrite(c, at, t.raw, &k.sink));
	}
	for (int i = 0; i < s->filter_count; i++) {
		struct filter *f = &s->filters[i];
		struct list_sink k = {.sink = {list_param}, .filter = f};
		f->text = sql_rewrite(c, f->at, f->text, &k.sink);
		if (!k.used)
			fail_at(f->at, "parameter %.*s is not used", STR_ARG(f->value.name));
	}
	for (int i = 0; i < s->order_count; i++) {
		struct order *o = &s->orders[i];
		struct list_sink k = {.sink = {list_param}};
		for (int j = 0; j < o->count; j++)
			o->exprs[j] = sql_rewrite(c, o->at, o->exprs[j], &k.sink);
	}
}

/* --- files ------------------------------------------------------------------------------ */

static struct str file_read(struct sqlc *c, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b;
	size_t n = 1;
	if (!f)
		fail_at((struct place){path, 0}, "cannot be read");
	buf_init(&b, SQLC_TEXT_MAX);
	while (n && !b.failed) {
		char *to = buf_room(&b, 65536);
		n = to ? fread(to, 1, 65536, f) : 0;
		b.n += n;
	}
	if (b.failed || ferror(f))
		fail_at((struct place){path, 0}, "cannot be read");
	fclose(f);
	struct str text = arena_str(&c->mem, buf_view(&b));
	buf_release(&b);
	if (!str_utf8_ok(text))
		fail_at((struct place){path, 0}, "is not UTF-8");
	return text;
}

static int only_sql(const struct dirent *d)
{
	return d->d_name[0] != '.' && str_ends(str_of(d->d_name), ".sql");
}

static void folder_read(struct sqlc *c, const char *folder, bool migrations, struct buf *deps)
{
	struct dirent **names;
	int n = scandir(folder, &names, only_sql, alphasort);
	if (n < 0)
		fail_at((struct place){folder, 0}, "cannot be read");
	buf_printf(deps, " %s", folder);
	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(&c->mem, "%s/%s", folder, names[i]->d_name).p;
		buf_printf(deps, " %s", path);
		if (migrations)
			migration_read(c, path, path + strlen(folder) + 1, file_read(c, path));
		else
			statements_read(c, path, file_read(c, path));
		free(names[i]);
	}
	free(names);
}

/* A file that already says so is left alone, and what is made of it with it. */
static void file_write(const char *path, struct buf *b)
{
	struct sqlc old = {0};
	arena_init(&old.mem);
	bool same = access(path, R_OK) == 0 && str_eq(file_read(&old, path), buf_view(b));
	arena_release(&old.mem);
	FILE *f = same ? NULL : fopen(path, "wb");
	if (!same && (!f || b->failed || fwrite(b->p, 1, b->n, f) != b->n || fclose(f) != 0))
		fail_at((struct place){path, 0}, "cannot be written");
	buf_release(b);
}

/* sql_council.h is of council. */
static struct str header_of(const char *path)
{
	struct str s = str_of(base_name(path));
	if (!str_starts(s, "sql_") || !str_ends(s, ".h"))
		fail_at((struct place){path, 0}, "is no name of a header: sql_FILE.h");
	return (struct str){s.p + 4, s.n - 6};
}

static void headers_write(struct sqlc *c, char *const *headers)
{
	for (struct stmt *s = c->stmts; s; s = s->next) {
		char *const *h = headers;
		while (*h && !str_eq(header_of(*h), s->file))
			h++;
		if (!*h)
			fail_at(s->at, "no header is asked for: add '%.*s' to the list in meson.build",
			        STR_ARG(s->file));
	}
	for (; *headers; headers++) {
		struct buf out;
		buf_init(&out, SQLC_TEXT_MAX);
		out_header(c, header_of(*headers), &out);
		file_write(*headers, &out);
	}
}

int main(int argc, char **argv)
{
	struct sqlc c = {0};
	struct buf deps, out;
	if (argc < 4) {
		fprintf(stderr, "usage: sqlc FOLDER OUT.d OUT.c sql_FILE.h...\n");
		return 2;
	}
	arena_init(&c.mem);
	c.stmts_end = &c.stmts;
	c.migrations_end = &c.migrations;
	buf_init(&deps, SQLC_TEXT_MAX);
	buf_init(&out, SQLC_TEXT_MAX);
	for (int i = 3; i < argc; i++)
		buf_printf(&deps, "%s ", argv[i]);
	buf_chr(&deps, ':');
	folder_read(&c, argv[1], false, &deps);
	folder_read(&c, arena_printf(&c.mem, "%s/migrations", argv[1]).p, true, &deps);
	buf_chr(&deps, '\n');
	for (struct stmt *s = c.stmts; s; s = s->next) {
		if (s->mode == MODE_LIST)
			list_finish(&c, s);
		else
			stmt_finish(&c, s);
	}
	headers_write(&c, argv + 4);
	out_source(&c, argv + 4, &out);
	file_write(argv[3], &out);
	file_write(argv[2], &deps);
	arena_release(&c.mem);
	return 0;
}
