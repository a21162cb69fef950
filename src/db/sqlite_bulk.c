/*
 * sqlite_bulk.c: indexes that a transaction takes off before it writes very many rows and makes
 * anew afterwards: sorted once instead of looked up for each row. See db_bulk() in db.h.
 *
 * What is taken off comes back by the text it was made with, which the library keeps, so the
 * schema is afterwards what it was. The rule against overlaps of a table needs its index
 * T_period for each new row; with that index it is taken off too, and its own condition then
 * asked of all new rows at once.
 */
#include "db/sqlite.h"

struct bulk_part {
	struct bulk_part *next;
	const char *make; /* the text of the index */
	/* The rule that goes with it, or NULL: its text, table, and the last row before. */
	const char *rule, *table;
	int64_t last;
};

struct bulk {
	struct arena mem;
	struct bulk_part *parts, **end;
};

static struct sqlite *of(struct db *db)
{
	return (struct sqlite *)db;
}

static enum rc run(struct db *db, const char *text)
{
	of(db)->steps = 0;
	int code = sqlite3_exec(of(db)->h, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? RC_OK : sqlite_fail(db, code, "bulk");
}

/* The first row of a question with one parameter: RC_NOTFOUND without one. */
static enum rc ask(struct db *db, const char *question, struct db_val param, struct arena *mem,
                   const char **text, int64_t *number)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(of(db)->h, question, -1, &s, NULL);
	of(db)->steps = 0;
	if (code == SQLITE_OK)
		code = sqlite_bind(s, 1, &param, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	if (code == SQLITE_ROW && text)
		*text = arena_strz(mem, str_of((const char *)sqlite3_column_text(s, 0)));
	if (code == SQLITE_ROW && number)
		*number = sqlite3_column_int64(s, 0);
	enum rc rc = code == SQLITE_ROW    ? RC_OK
	             : code == SQLITE_DONE ? RC_NOTFOUND
	                                   : sqlite_fail(db, code, "bulk");
	sqlite3_finalize(s);
	return rc;
}

static enum rc text_of(struct db *db, struct bulk *b, const char *name, const char **text)
{
	return ask(db, "SELECT sql FROM main.sqlite_schema WHERE name = ?1 AND sql <> ''",
	           db_text(str_of(name)), &b->mem, text, NULL);
}

/* The index T_period serves the trigger T_no_overlap_0; both come from one line of a migration. */
static enum rc take_rule(struct db *db, struct bulk *b, struct bulk_part *p, struct str index)
{
	static const char tail[] = "_period";
	size_t n = sizeof tail - 1;
	if (index.n <= n || memcmp(index.p + index.n - n, tail, n) != 0)
		return RC_OK;
	p->table = arena_strz(&b->mem, (struct str){index.p, index.n - n});
	const char *name = arena_printf(&b->mem, "%s_no_overlap_0", p->table).p;
	enum rc rc = text_of(db, b, name, &p->rule);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? db_fail_bug(db, "bulk: no such rule", name) : rc;
	TRY(ask(db, arena_printf(&b->mem, "SELECT COALESCE(max(rowid), ?1) FROM %s", p->table).p,
	        db_int(0), &b->mem, NULL, &p->last));
	return run(db, arena_printf(&b->mem, "DROP TRIGGER %s", name).p);
}

static enum rc take(struct db *db, struct bulk *b, const char *index)
{
	struct bulk_part *p = arena_alloc(&b->mem, sizeof *p);
	enum rc rc = text_of(db, b, index, &p->make);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? db_fail_bug(db, "bulk: no such index", index) : rc;
	if (!str_starts(str_of(p->make), "CREATE INDEX "))
		return db_fail_bug(db, "bulk: the index is a rule", index);
	TRY(take_rule(db, b, p, str_of(index)));
	*b->end = p;
	b->end = &p->next;
	return run(db, arena_printf(&b->mem, "DROP INDEX %s", index).p);
}

enum rc sqlite_bulk(struct db *db, const char *const *indexes)
{
	struct bulk *b = calloc(1, sizeof *b);
	BUG_ON(!b);
	arena_init(&b->mem);
	b->end = &b->parts;
	db->bulk = b;
	for (int i = 0; indexes[i]; i++)
		TRY(take(db, b, indexes[i]));
	return RC_OK;
}

/*
 * "... WHEN condition BEGIN ..." of a trigger, asked of the rows that came in since and whose
 * keys are in the table twice: hardly any, and the index alone says which. Its text is
 * "... (key, key, valid_from)".
 */
static enum rc look(struct db *db, struct bulk *b, const struct bulk_part *p)
{
	const char *when = strstr(p->rule, " WHEN "), *begin = strstr(p->rule, " BEGIN ");
	if (!when || !begin || begin < when)
		return db_fail_bug(db, "bulk: the rule has no condition", p->table);
	when += strlen(" WHEN ");
	const char *keys = strrchr(p->make, '(') + 1, *last = strrchr(p->make, ',');
	int n = (int)(last - keys);
	const char *question =
		arena_printf(&b->mem,
	                 "SELECT 1 FROM %s AS NEW WHERE NEW.rowid > ?1 AND "
	                 "(valid_from >= valid_to OR ((%.*s) IN (SELECT %.*s FROM %s "
	                 "GROUP BY %.*s HAVING count(*) > 1) AND (%.*s))) LIMIT 1",
	                 p->table, n, keys, n, keys, p->table, n, keys, (int)(begin - when), when)
			.p;
	enum rc rc = ask(db, question, db_int(p->last), &b->mem, NULL, NULL);
	if (rc == RC_OK)
		return db_fail_conflict(db, arena_printf(&b->mem, "%s_no_overlap", p->table).p);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc sqlite_bulk_end(struct db *db)
{
	struct bulk *b = db->bulk;
	for (const struct bulk_part *p = b->parts; p; p = p->next) {
		TRY(run(db, p->make));
		if (p->rule) {
			TRY(look(db, b, p));
			TRY(run(db, p->rule));
		}
	}
	sqlite_bulk_forget(db);
	return RC_OK;
}

void sqlite_bulk_forget(struct db *db)
{
	struct bulk *b = db->bulk;
	if (!b)
		return;
	db->bulk = NULL;
	arena_release(&b->mem);
	free(b);
}
