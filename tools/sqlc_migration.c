#include "sqlc.h"

#include <ctype.h>

/* What a line of a migration is for. */
enum section { FOR_BOTH, FOR_SQLITE, FOR_POSTGRES, FOR_FILES };

struct expand {
	struct sqlc *c;
	struct place at;
	enum section section;
	struct buf text[2];
	struct buf files;
};

static void put(struct expand *x, int engine, const char *z)
{
	if (engine == DB_SQLITE && x->section == FOR_FILES)
		buf_z(&x->files, z);
	else
		buf_z(&x->text[engine], z);
}

static bool for_engine(const struct expand *x, int engine)
{
	return x->section == FOR_BOTH || x->section == FOR_FILES ||
	       x->section == (engine == DB_SQLITE ? FOR_SQLITE : FOR_POSTGRES);
}

static void word(struct expand *x, const char *sqlite, const char *postgres)
{
	if (for_engine(x, DB_SQLITE))
		put(x, DB_SQLITE, sqlite);
	if (for_engine(x, DB_POSTGRES))
		put(x, DB_POSTGRES, postgres);
}

/*
 * Rows stay as they were written. SQLite fires its DELETE trigger for INSERT OR
 * REPLACE too, because connections set recursive_triggers.
 */
static void append_only(struct expand *x, struct str table)
{
	const char *schema = x->section == FOR_FILES ? "files." : "";
	struct arena *m = &x->c->mem;
	const char *const events[] = {"UPDATE", "DELETE"};
	for (int i = 0; i < 2 && for_engine(x, DB_SQLITE); i++)
		put(x, DB_SQLITE,
		    arena_printf(m,
		                 "CREATE TRIGGER IF NOT EXISTS %s%.*s_append_only_%d BEFORE %s ON %.*s "
		                 "BEGIN SELECT RAISE(ABORT, '%.*s_append_only'); END;\n",
		                 schema, STR_ARG(table), i, events[i], STR_ARG(table), STR_ARG(table))
		        .p);
	if (for_engine(x, DB_POSTGRES))
		put(x, DB_POSTGRES,
		    arena_printf(m,
		                 "CREATE FUNCTION %.*s_append_only() RETURNS trigger LANGUAGE plpgsql AS "
		                 "$$ BEGIN RAISE EXCEPTION USING ERRCODE = '23000', "
		                 "MESSAGE = '%.*s_append_only', CONSTRAINT = '%.*s_append_only'; END $$;\n"
		                 "CREATE TRIGGER %.*s_append_only BEFORE UPDATE OR DELETE ON %.*s "
		                 "FOR EACH ROW EXECUTE FUNCTION %.*s_append_only();\n"
		                 "CREATE TRIGGER %.*s_append_only_all BEFORE TRUNCATE ON %.*s "
		                 "FOR EACH STATEMENT EXECUTE FUNCTION %.*s_append_only();\n",
		                 STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(table),
		                 STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(table),
		                 STR_ARG(table))
		        .p);
}

/* "x.a = NEW.a AND x.b = NEW.b" and "a, b" */
static void key_lists(struct expand *x, struct str keys, struct buf *same, struct buf *names)
{
	while (keys.p) {
		struct str key = str_trim(str_cut(&keys, ','));
		if (!name_ok(key))
			fail_at(x->at, "'%.*s' is no column", STR_ARG(key));
		buf_printf(same, "x.%.*s = NEW.%.*s AND ", STR_ARG(key), STR_ARG(key));
		buf_printf(names, "%.*s, ", STR_ARG(key));
	}
	buf_z(same, "x.valid_from < NEW.valid_to AND NEW.valid_from < x.valid_to");
	buf_z(names, "valid_from");
	buf_chr(same, '\0');
	buf_chr(names, '\0');
}

static void no_overlap_sqlite(struct expand *x, struct str table, const char *columns,
                              const char *bad)
{
	struct arena *m = &x->c->mem;
	const char *const events[] = {"INSERT", arena_printf(m, "UPDATE OF %s, valid_to", columns).p};
	for (int i = 0; i < 2; i++)
		put(x, DB_SQLITE,
		    arena_printf(m,
		                 "CREATE TRIGGER %.*s_no_overlap_%d AFTER %s ON %.*s WHEN %s "
		                 "BEGIN SELECT RAISE(ABORT, '%.*s_no_overlap'); END;\n",
		                 STR_ARG(table), i, events[i], STR_ARG(table), bad, STR_ARG(table))
		        .p);
}

static void no_overlap_postgres(struct expand *x, struct str table, const char *columns,
                                const char *bad)
{
	const char *name = arena_printf(&x->c->mem, "%.*s_no_overlap", STR_ARG(table)).p;
	put(x, DB_POSTGRES,
	    arena_printf(&x->c->mem,
	                 "CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ "
	                 "BEGIN IF current_setting('transaction_isolation') <> 'serializable' THEN "
	                 "RAISE EXCEPTION '%.*s is written in serializable transactions only'; "
	                 "END IF; IF %s THEN RAISE EXCEPTION USING ERRCODE = '23P01', "
	                 "MESSAGE = '%s', CONSTRAINT = '%s'; END IF; RETURN NULL; END $$;\n"
	                 "CREATE TRIGGER %s AFTER INSERT OR UPDATE OF %s, valid_to ON %.*s "
	                 "FOR EACH ROW EXECUTE FUNCTION %s();\n",
	                 name, STR_ARG(table), bad, name, name, name, columns, STR_ARG(table), name)
	        .p);
}

/*
 * Two periods [valid_from, valid_to) of rows with the same keys do not meet, and
 * none is empty. A trigger after the row counts the rows that meet it; itself is one.
 * On PostgreSQL this holds against others only because writes are SERIALIZABLE, so
 * the trigger refuses any other level.
 */
static void no_overlap(struct expand *x, struct str table, struct str keys)
{
	struct arena *m = &x->c->mem;
	struct buf same, names;
	buf_init(&same, 4096);
	buf_init(&names, 4096);
	key_lists(x, keys, &same, &names);
	if (same.failed || names.failed)
		fail_at(x->at, "too many columns");
	const char *bad = arena_printf(m,
	                               "NEW.valid_from >= NEW.valid_to OR (SELECT count(*) FROM "
	                               "(SELECT 1 FROM %.*s x WHERE %s LIMIT 2) two) > 1",
	                               STR_ARG(table), same.p)
	                      .p;
	/* The same, cheaper there: the row's number is in the index. */
	const char *other = arena_printf(m,
	                                 "NEW.valid_from >= NEW.valid_to OR EXISTS "
	                                 "(SELECT 1 FROM %.*s x WHERE x.rowid <> NEW.rowid AND %s)",
	                                 STR_ARG(table), same.p)
	                        .p;
	const char *index = arena_printf(m, "CREATE INDEX %.*s_period ON %.*s (%s);\n", STR_ARG(table),
	                                 STR_ARG(table), names.p)
	                        .p;
	word(x, index, index);
	if (for_engine(x, DB_SQLITE))
		no_overlap_sqlite(x, table, names.p, other);
	if (for_engine(x, DB_POSTGRES))
		no_overlap_postgres(x, table, names.p, bad);
	buf_release(&same);
	buf_release(&names);
}

static void token(struct expand *x, struct str t)
{
	struct str rest = t, key = str_cut(&rest, ':'), table = str_cut(&rest, ':');
	if (str_eqz(t, "id"))
		word(x, "INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
	else if (str_eqz(t, "blob"))
		word(x, "BLOB", "BYTEA");
	else if (str_eqz(t, "int"))
		word(x, "INTEGER", "BIGINT");
	else if (str_eqz(t, "real"))
		word(x, "REAL", "DOUBLE PRECISION");
	else if (str_eqz(t, "strict"))
		word(x, " STRICT", "");
	else if (str_eqz(t, "files") && x->section == FOR_FILES)
		word(x, "files.", "");
	else if (str_eqz(t, "files"))
		fail_at(x->at, "{{files}} belongs into a section `-- files:`");
	else if (str_eqz(key, "append_only") && name_ok(table) && !rest.p)
		append_only(x, table);
	else if (str_eqz(key, "no_overlap") && name_ok(table) && rest.p && x->section != FOR_FILES)
		no_overlap(x, table, rest);
	else
		fail_at(x->at, "unknown {{%.*s}}", STR_ARG(t));
}

/* On SQLite this part is committed before the version is, so it may run twice. */
static void files_line_check(struct expand *x, struct str line)
{
	struct str upper = str_trim(line);
	if (str_starts(upper, "CREATE ") && !memmem(upper.p, upper.n, "IF NOT EXISTS", 13))
		fail_at(x->at, "in the section `-- files:` write CREATE ... IF NOT EXISTS");
	if (str_starts(upper, "ALTER ") || str_starts(upper, "DROP "))
		fail_at(x->at, "the section `-- files:` can only create");
}

static void text_line(struct expand *x, struct str line)
{
	if (x->section == FOR_FILES)
		files_line_check(x, line);
	while (line.p) {
		const char *open = line.n ? memmem(line.p, line.n, "{{", 2) : NULL;
		size_t n = open ? (size_t)(open - line.p) : line.n;
		const char *plain = arena_strz(&x->c->mem, (struct str){line.p, n});
		word(x, plain, plain);
		if (!open)
			break;
		const char *close = memmem(open, line.n - n, "}}", 2);
		if (!close)
			fail_at(x->at, "{{ without }}");
		token(x, (struct str){open + 2, (size_t)(close - open) - 2});
		line.n -= (size_t)(close + 2 - line.p);
		line.p = close + 2;
	}
	word(x, "\n", "\n");
}

static bool section_line(struct expand *x, struct str line)
{
	static const char *const names[] = {"-- both:", "-- sqlite:", "-- postgres:", "-- files:"};
	for (int i = 0; i < 4; i++)
		if (str_eqz(str_trim(line), names[i])) {
			x->section = (enum section)i;
			return true;
		}
	return false;
}

/* --- lists in CHECK ----------------------------------------------------------------------------
 */

/* "kind IN ('a', 'b', 'c')" at a word: its end, and the list between the brackets. */
static const char *list_after(const char *word, const char *end, struct str *name, struct str *list)
{
	const char *at = word;
	while (at < end && (isalnum((unsigned char)*at) || *at == '_'))
		at++;
	*name = (struct str){word, (size_t)(at - word)};
	if (name->n == 0 || end - at < 5 || memcmp(at, " IN", 3) != 0)
		return NULL;
	for (at += 3; at < end && isspace((unsigned char)*at);)
		at++;
	if (end - at < 2 || at[0] != '(' || at[1] != '\'')
		return NULL;
	const char *close = memchr(at, ')', (size_t)(end - at));
	if (!close)
		return NULL;
	*list = (struct str){at + 1, (size_t)(close - at) - 1};
	return close + 1;
}

static void put_or(struct buf *b, struct str name, struct str list)
{
	const char *before = "(";
	while (list.p) {
		struct str one = str_trim(str_cut(&list, ','));
		buf_printf(b, "%s%.*s = %.*s", before, STR_ARG(name), STR_ARG(one));
		before = " OR ";
	}
	buf_chr(b, ')');
}

static size_t check_length(const char *at, const char *end)
{
	int depth = 0;
	for (const char *p = at; p < end; p++) {
		depth += (*p == '(') - (*p == ')');
		if (*p == ')' && depth == 0)
			return (size_t)(p - at) + 1;
	}
	return (size_t)(end - at);
}

/*
 * SQLite makes a table of its own of a list with more than two values, in every statement that
 * checks a row: a quarter of an insert. The same rule as a row of OR costs nothing.
 */
static struct str lists_as_or(struct arena *mem, struct str text)
{
	static const char check[] = "CHECK (";
	const char *at = text.p, *end = text.p + text.n;
	struct buf b;
	buf_init(&b, SQLC_TEXT_MAX);
	while (at < end) {
		const char *found = memmem(at, (size_t)(end - at), check, sizeof check - 1);
		const char *from = found ? found + sizeof check - 2 : end;
		const char *to = found ? from + check_length(from, end) : end;
		buf_add(&b, at, (size_t)(from - at));
		for (at = from; at < to;) {
			struct str name, list;
			bool begins = at > from && !isalnum((unsigned char)at[-1]) && at[-1] != '_';
			const char *next = begins ? list_after(at, to, &name, &list) : NULL;
			if (next)
				put_or(&b, name, list);
			else
				buf_chr(&b, *at);
			at = next ? next : at + 1;
		}
	}
	struct str out = arena_str(mem, buf_view(&b));
	buf_release(&b);
	return out;
}

/* FNV-1a: it has to notice a careless edit, nothing worse. */
static uint64_t hash_of(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}

void migration_read(struct sqlc *c, const char *path, const char *base, struct str text)
{
	struct expand x = {.c = c, .at = {path, 0}};
	struct migration *m = arena_alloc(&c->mem, sizeof *m);
	int64_t version;
	struct str name = {base + 5, strlen(base) > 9 ? strlen(base) - 9 : 0};
	if (!name_ok(name) || base[4] != '_' || !str_int((struct str){base, 4}, &version))
		fail_at(x.at, "a migration is called NNNN_name.sql");
	if (version != ++c->migration_count)
		fail_at(x.at, "migration %04d is missing", c->migration_count);
	m->at = x.at;
	m->version = (int)version;
	m->name = name;
	m->hash = hash_of(text);
	buf_init(&x.text[0], SQLC_TEXT_MAX);
	buf_init(&x.text[1], SQLC_TEXT_MAX);
	buf_init(&x.files, SQLC_TEXT_MAX);
	while (text.p) {
		struct str line = str_cut(&text, '\n');
		x.at.line++;
		if (!section_line(&x, line) && (text.p || line.n))
			text_line(&x, line);
	}
	m->text[DB_SQLITE] = lists_as_or(&c->mem, buf_view(&x.text[DB_SQLITE]));
	m->text[DB_POSTGRES] = arena_str(&c->mem, buf_view(&x.text[DB_POSTGRES]));
	buf_release(&x.text[DB_SQLITE]);
	buf_release(&x.text[DB_POSTGRES]);
	m->files = lists_as_or(&c->mem, buf_view(&x.files));
	buf_release(&x.files);
	*c->migrations_end = m;
	c->migrations_end = &m->next;
}
