/*
 * list.c: puts a list's statement together from the constant pieces of its
 * definition. Nothing that comes from outside becomes text: values are parameters,
 * and which pieces are used is chosen by numbers that are checked here.
 */
#include "db/engine.h"

enum scope_kind { SCOPE_ALL, SCOPE_NONE, SCOPE_UNIT, SCOPE_PERSON, SCOPE_BOTH };

#define LIST_TEXT_MAX ((size_t)256 * 1024)

/*
 * A statement on the way: its text and the values in the order of its parameters. The text is
 * wanted only the first time; after that the statement is there, prepared.
 */
struct compose {
	const struct db_list_ask *ask;
	enum db_engine engine;
	bool known; /* no text */
	struct buf text;
	enum db_type types[DB_PARAMS_MAX];
	struct db_val values[DB_PARAMS_MAX];
	int count;
};

static enum scope_kind scope_kind(const struct db_list_ask *ask)
{
	const struct db_scope *s = &ask->scope;
	if (s->all)
		return SCOPE_ALL;
	bool unit = ask->list->scope_unit && s->unit_count > 0;
	bool person = ask->list->scope_person && s->person != DB_NULL;
	return unit && person ? SCOPE_BOTH : unit ? SCOPE_UNIT : person ? SCOPE_PERSON : SCOPE_NONE;
}

static enum rc value_ok(struct db *db, const struct db_list_ask *ask, const struct db_val *v,
                        enum db_type type, const char *what)
{
	if (v->type != type || v->null)
		return err_detail(db->err, RC_BUG, "list %s: %s has a wrong value", ask->list->name, what);
	return RC_OK;
}

static enum rc ask_check(struct db *db, const struct db_list_ask *ask)
{
	const struct db_list_def *l = ask->list;
	if (ask->order < 0 || ask->order >= l->order_count)
		return db_fail_bug(db, l->name, "no such order");
	if (ask->limit < 0 || date_is_none(ask->today))
		return db_fail_bug(db, l->name, "limit or today is not set");
	for (int i = 0; i < DB_LIST_FILTERS_MAX; i++) {
		if (!ask->set[i])
			continue;
		if (i >= l->filter_count)
			return db_fail_bug(db, l->name, "no such filter");
		TRY(value_ok(db, ask, &ask->filters[i], l->filters[i].type, l->filters[i].name));
	}
	const struct db_list_order *o = &l->orders[ask->order];
	for (int i = 0; ask->has_after && i < o->count; i++)
		TRY(value_ok(db, ask, &ask->after[i], o->types[i], "after"));
	return RC_OK;
}

static void say(struct compose *c, const char *text)
{
	if (!c->known)
		buf_z(&c->text, text);
}

static void add_param(struct compose *c, struct db_val v)
{
	static const char *const casts[] = {"bigint", "text", "bytea", "text", "float8"};
	BUG_ON(c->count == DB_PARAMS_MAX);
	c->types[c->count] = v.type;
	c->values[c->count++] = v;
	if (c->known)
		return;
	if (c->engine == DB_SQLITE)
		buf_printf(&c->text, "?%d", c->count);
	else
		buf_printf(&c->text, "$%d::%s", c->count, casts[v.type]);
}

static void add_piece(struct compose *c, const char *piece, const struct db_val *value)
{
	static const char marks[] = {DB_LIST_TODAY, DB_LIST_WEEK, DB_LIST_VALUE, DB_LIST_IDS, '\0'};
	struct date week = {c->ask->today.days + 7};
	bool lite = c->engine == DB_SQLITE;
	for (;;) {
		size_t n = strcspn(piece, marks);
		if (!c->known)
			buf_add(&c->text, piece, n);
		piece += n;
		if (*piece == '\0')
			return;
		bool ids = *piece == DB_LIST_IDS, given = ids || *piece == DB_LIST_VALUE;
		BUG_ON(given && !value);
		say(c, !ids ? "" : lite ? "SELECT value FROM json_each(" : "SELECT unnest(");
		add_param(c, given                    ? *value
		             : *piece == DB_LIST_WEEK ? db_date(week)
		                                      : db_date(c->ask->today));
		say(c, !ids ? "" : lite ? ")" : "::bigint[])");
		piece++;
	}
}

/* JSON for SQLite, an array's text for PostgreSQL. */
struct str db_ids(struct arena *mem, enum db_engine engine, const int64_t *ids, size_t count)
{
	size_t room = count * 21 + 3, n = 0;
	char *z = arena_alloc(mem, room);
	z[n++] = engine == DB_SQLITE ? '[' : '{';
	for (size_t i = 0; i < count; i++)
		n += (size_t)snprintf(z + n, room - n, i ? ",%lld" : "%lld", (long long)ids[i]);
	z[n++] = engine == DB_SQLITE ? ']' : '}';
	return (struct str){z, n};
}

struct str db_texts(struct arena *mem, enum db_engine engine, const struct str *texts, size_t count)
{
	size_t room = 3, n = 0;
	for (size_t i = 0; i < count; i++)
		room += texts[i].n + 3;
	char *z = arena_alloc(mem, room);
	z[n++] = engine == DB_SQLITE ? '[' : '{';
	for (size_t i = 0; i < count; i++)
		n += (size_t)snprintf(z + n, room - n, i ? ",\"%.*s\"" : "\"%.*s\"", STR_ARG(texts[i]));
	z[n++] = engine == DB_SQLITE ? ']' : '}';
	return (struct str){z, n};
}

/* "IN" or "= ANY" of these numbers. */
static void add_numbers(struct compose *c, const int64_t *numbers, int count, struct arena *mem)
{
	bool lite = c->engine == DB_SQLITE;
	say(c, lite ? "IN (SELECT value FROM json_each(" : "= ANY(");
	add_param(c, db_text(db_ids(mem, c->engine, numbers, (size_t)count)));
	say(c, lite ? "))" : "::bigint[])");
}

/*
 * PostgreSQL goes by an index for `= ANY` of an array, also beside an OR; `IN (SELECT ...)`
 * beside an OR it only tries row by row.
 */
static void add_units(struct compose *c, struct arena *mem)
{
	bool lite = c->engine == DB_SQLITE;
	say(c, c->ask->list->scope_unit);
	say(c, lite ? " IN " : " = ANY(ARRAY");
	say(c, "(SELECT b.below_id FROM unit_below b WHERE b.unit_id ");
	add_numbers(c, c->ask->scope.units, c->ask->scope.unit_count, mem);
	say(c, " AND b.valid_from <= ");
	add_param(c, db_date(c->ask->today));
	say(c, " AND b.valid_to > ");
	add_param(c, db_date(c->ask->today));
	say(c, lite ? ")" : "))");
}

static void add_scope(struct compose *c, struct arena *mem)
{
	enum scope_kind kind = scope_kind(c->ask);
	if (kind == SCOPE_ALL)
		return;
	say(c, " AND (");
	if (kind == SCOPE_NONE)
		say(c, "1 = 0");
	if (kind == SCOPE_UNIT || kind == SCOPE_BOTH)
		add_units(c, mem);
	if (kind == SCOPE_BOTH)
		say(c, " OR ");
	if (kind == SCOPE_PERSON || kind == SCOPE_BOTH) {
		say(c, c->ask->list->scope_person);
		say(c, " = ");
		add_param(c, db_int(c->ask->scope.person));
	}
	say(c, ")");
}

/* What stands before "= :id" in that filter, and the numbers. */
static void add_ids(struct compose *c, struct arena *mem)
{
	static const char tail[] = {'=', ' ', DB_LIST_VALUE, '\0'};
	const struct db_list_def *l = c->ask->list;
	int at = 0;
	while (at < l->filter_count && strcmp(l->filters[at].name, "id") != 0)
		at++;
	BUG_ON(at == l->filter_count || !str_ends(str_of(l->filters[at].text), tail));
	size_t n = strlen(l->filters[at].text) - strlen(tail);
	say(c, " AND ");
	if (!c->known)
		buf_add(&c->text, l->filters[at].text, n);
	add_numbers(c, c->ask->ids, c->ask->id_count, mem);
}

static void add_conditions(struct compose *c, struct arena *mem)
{
	const struct db_list_ask *ask = c->ask;
	say(c, " ");
	add_piece(c, ask->list->from[c->engine], NULL);
	for (int i = 0; i < ask->list->filter_count; i++) {
		if (!ask->set[i])
			continue;
		say(c, " AND (");
		add_piece(c, ask->list->filters[i].text, &ask->filters[i]);
		say(c, ")");
	}
	if (ask->id_count)
		add_ids(c, mem);
	add_scope(c, mem);
}

/* (a, b) > (?, ?): a row value, so that the index of the order is used as one. */
static void add_after(struct compose *c)
{
	const struct db_list_order *o = &c->ask->list->orders[c->ask->order];
	say(c, " AND (");
	for (int i = 0; i < o->count; i++) {
		say(c, i ? ", " : "");
		add_piece(c, o->exprs[i], NULL);
	}
	say(c, c->ask->desc ? ") < (" : ") > (");
	for (int i = 0; i < o->count; i++) {
		say(c, i ? ", " : "");
		add_param(c, c->ask->after[i]);
	}
	say(c, ")");
}

static void compose_rows(struct compose *c, struct arena *mem)
{
	const struct db_list_ask *ask = c->ask;
	const struct db_list_order *o = &ask->list->orders[ask->order];
	add_piece(c, ask->list->select[c->engine], NULL);
	for (int i = 0; i < o->count; i++) {
		say(c, ", ");
		add_piece(c, o->exprs[i], NULL);
	}
	add_conditions(c, mem);
	if (ask->has_after)
		add_after(c);
	for (int i = 0; i < o->count; i++) {
		say(c, i ? ", " : " ORDER BY ");
		add_piece(c, o->exprs[i], NULL);
		say(c, ask->desc ? " DESC" : "");
	}
	if (ask->limit) {
		say(c, " LIMIT ");
		add_param(c, db_int(ask->limit));
	}
}

static void compose_count(struct compose *c, struct arena *mem, int cap)
{
	say(c, "SELECT count(*) FROM (SELECT 1 AS one");
	add_conditions(c, mem);
	say(c, " LIMIT ");
	add_param(c, db_int(cap));
	say(c, ") capped");
}

/* --- the table of prepared lists ---------------------------------------------------------- */

static void key_of(const struct db_list_ask *ask, bool counting, uint64_t key[2])
{
	uint64_t filters = 0;
	for (int i = 0; i < DB_LIST_FILTERS_MAX; i++)
		filters |= (uint64_t)ask->set[i] << i;
	key[0] = (uint64_t)(uintptr_t)ask->list;
	key[1] = filters | (uint64_t)scope_kind(ask) << 32 | (uint64_t)counting << 36 |
	         (uint64_t)(ask->id_count > 0) << 35;
	if (!counting)
		key[1] |= (uint64_t)ask->desc << 37 | (uint64_t)ask->has_after << 38 |
		          (uint64_t)(ask->limit > 0) << 39 | (uint64_t)ask->order << 40;
}

static void prepared_drop(struct db *db, struct db_prepared *p)
{
	db->ops->drop(db, p);
	free((void *)p->def);
	free(p);
}

void db_lists_drop(struct db *db)
{
	for (int i = 0; i < DB_LIST_BUCKETS; i++) {
		struct db_prepared **at = &db->lists[i];
		while (*at) {
			struct db_prepared *p = *at;
			if (p->busy) {
				at = &p->next;
				continue;
			}
			*at = p->next;
			prepared_drop(db, p);
			db->list_count--;
		}
	}
}

/* One block that holds the definition and all it points to. */
struct list_stmt {
	struct db_stmt_def def;
	enum db_type param_types[DB_PARAMS_MAX], col_types[DB_COLS_MAX];
	bool nothing_null[DB_PARAMS_MAX], col_nullable[DB_COLS_MAX];
	const char *param_names[DB_PARAMS_MAX], *col_names[DB_COLS_MAX];
	char text[];
};

static void list_columns(struct list_stmt *s, const struct db_list_ask *ask)
{
	const struct db_list_def *l = ask->list;
	const struct db_list_order *o = &l->orders[ask->order];
	BUG_ON(l->cols + o->count > DB_COLS_MAX);
	for (int i = 0; i < l->cols; i++) {
		s->col_types[i] = l->col_types[i];
		s->col_nullable[i] = l->col_nullable[i];
		s->col_names[i] = l->col_names[i];
	}
	for (int i = 0; i < o->count; i++) {
		s->col_types[l->cols + i] = o->types[i];
		s->col_names[l->cols + i] = o->name;
	}
	s->def.cols = l->cols + o->count;
}

static struct list_stmt *list_stmt_new(const struct compose *c, bool counting)
{
	struct list_stmt *s = calloc(1, sizeof *s + c->text.n + 1);
	BUG_ON(!s);
	memcpy(s->text, c->text.p, c->text.n);
	for (int i = 0; i < c->count; i++) {
		s->param_types[i] = c->types[i];
		s->param_names[i] = "value";
	}
	s->def = (struct db_stmt_def){
		.name = c->ask->list->name,
		.text = {s->text, s->text},
		.params = c->count,
		.param_types = s->param_types,
		.param_nullable = s->nothing_null,
		.param_names = s->param_names,
		.col_types = s->col_types,
		.col_nullable = s->col_nullable,
		.col_names = s->col_names,
		.stream = !counting && c->ask->limit == 0,
	};
	if (counting) {
		s->col_types[0] = DB_INT;
		s->col_names[0] = "count";
		s->def.cols = 1;
	} else {
		list_columns(s, c->ask);
	}
	return s;
}

static struct db_prepared **bucket_of(struct db *db, const uint64_t key[2])
{
	return &db->lists[(size_t)((key[0] >> 4) * 31 + key[1] * 0x9E3779B97F4A7C15u % 1021) %
	                  DB_LIST_BUCKETS];
}

static struct db_prepared *prepared_find(struct db *db, const uint64_t key[2])
{
	for (struct db_prepared *p = *bucket_of(db, key); p; p = p->next)
		if (p->key[0] == key[0] && p->key[1] == key[1])
			return p;
	return NULL;
}

static struct db_prepared *prepared_new(struct db *db, const struct compose *c,
                                        const uint64_t key[2], bool counting)
{
	if (db->list_count >= DB_LIST_CACHE_MAX)
		db_lists_drop(db);
	struct db_prepared **bucket = bucket_of(db, key), *p = calloc(1, sizeof *p);
	BUG_ON(!p);
	p->def = &list_stmt_new(c, counting)->def;
	p->owned = true;
	p->key[0] = key[0];
	p->key[1] = key[1];
	p->next = *bucket;
	*bucket = p;
	db->list_count++;
	return p;
}

/* --- asking ----------------------------------------------------------------------------------- */

/* The statement that was asked for, prepared or not, and in *c its values. `cap`: to count. */
static enum rc compose(struct db *db, const struct db_list_ask *ask, int cap, struct arena *mem,
                       struct compose *c, struct db_prepared **out)
{
	uint64_t key[2];
	TRY(ask_check(db, ask));
	key_of(ask, cap > 0, key);
	*out = prepared_find(db, key);
	c->ask = ask;
	c->engine = db->engine;
	c->known = *out != NULL;
	c->count = 0;
	buf_init(&c->text, LIST_TEXT_MAX);
	if (cap > 0)
		compose_count(c, mem, cap);
	else
		compose_rows(c, mem);
	BUG_ON(c->text.failed);
	if (!*out)
		*out = prepared_new(db, c, key, cap > 0);
	buf_release(&c->text);
	return RC_OK;
}

enum rc db_list(struct db *db, const struct db_list_ask *ask, struct arena *mem,
                struct db_cursor **out)
{
	struct compose c;
	struct db_prepared *p;
	*out = NULL;
	TRY(compose(db, ask, 0, mem, &c, &p));
	return db_start(db, p, c.values, mem, out);
}

/*
 * A count by the same conditions is the same as long as nothing was written: whoever pages on
 * does not make the engine count the list again.
 */
static struct str count_key(const struct compose *c, const struct db_prepared *p, struct arena *mem)
{
	struct buf b;
	buf_init(&b, LIST_TEXT_MAX);
	buf_add(&b, &p->key, sizeof p->key);
	for (int i = 0; i < c->count; i++) {
		const struct db_val *v = &c->values[i];
		buf_add(&b, &v->i, sizeof v->i);
		buf_add(&b, &v->r, sizeof v->r);
		buf_add(&b, &v->d, sizeof v->d);
		buf_add(&b, &v->s.n, sizeof v->s.n);
		buf_str(&b, v->s);
	}
	struct str key = arena_str(mem, buf_view(&b));
	buf_release(&b);
	return key;
}

static enum rc count_now(struct db *db, struct compose *c, struct db_prepared *p, struct arena *mem,
                         int *out)
{
	struct db_cursor *cursor;
	struct db_val n;
	struct str key = count_key(c, p, mem), kept = db_memo_find(db, key);
	if (kept.n == sizeof *out) {
		memcpy(out, kept.p, sizeof *out);
		return RC_OK;
	}
	TRY(db_start(db, p, c->values, mem, &cursor));
	TRY(db_next(cursor, mem, &n));
	*out = (int)n.i;
	db_memo_keep(db, key, (struct str){.p = (char *)out, .n = sizeof *out});
	return RC_OK;
}

enum rc db_list_count(struct db *db, const struct db_list_ask *ask, int cap, int *out)
{
	struct compose c;
	struct arena mem;
	struct db_prepared *p;
	BUG_ON(cap <= 0);
	arena_init(&mem);
	enum rc rc = compose(db, ask, cap, &mem, &c, &p);
	if (rc == RC_OK)
		rc = count_now(db, &c, p, &mem, out);
	arena_release(&mem);
	return rc;
}

static struct db_val sample(enum db_type type)
{
	return type == DB_INT    ? db_int(1)
	       : type == DB_TEXT ? db_text(STR("a"))
	       : type == DB_BLOB ? db_blob(STR("a"))
	       : type == DB_DATE ? db_date(DATE_OPEN)
	                         : db_real(1);
}

static enum rc visit_one(struct db *db, const struct db_list_ask *ask, bool counting,
                         const char *name, const struct plan_sink *sink)
{
	struct compose c;
	struct arena mem;
	arena_init(&mem);
	struct db_prepared *p;
	enum rc rc = compose(db, ask, counting ? 1 : 0, &mem, &c, &p);
	if (rc == RC_OK)
		rc = db->ops->prepare(db, p);
	if (rc == RC_OK && sink)
		rc = db->ops->plan(db, p->def, name, sink);
	arena_release(&mem);
	return rc;
}

/* One order with one filter (filter_count: none): first page and next, both ways, and count. */
static enum rc visit_shape(struct db *db, const struct db_list_def *l, int order, int filter,
                           const struct plan_sink *sink)
{
	static const int64_t unit = 1;
	char name[200];
	bool filtered = filter < l->filter_count;
	snprintf(name, sizeof name, "%s/%s/%s", l->name, l->orders[order].name,
	         filtered ? l->filters[filter].name : "-");
	for (int i = 0; i < 8; i++) {
		struct db_list_ask ask = {.list = l,
		                          .order = order,
		                          .desc = i & 1,
		                          .has_after = i & 2,
		                          .limit = 1,
		                          .today = date_of(2026, 1, 1)};
		ask.scope = (struct db_scope){.all = i & 4, .units = &unit, .unit_count = 1, .person = 1};
		for (int j = 0; j < l->orders[order].count; j++)
			ask.after[j] = sample(l->orders[order].types[j]);
		if (filtered) {
			ask.set[filter] = true;
			ask.filters[filter] = sample(l->filters[filter].type);
		}
		TRY(visit_one(db, &ask, false, name, ask.scope.all ? sink : NULL));
		if (i % 4 == 0)
			TRY(visit_one(db, &ask, true, name, NULL));
	}
	return RC_OK;
}

enum rc db_lists_visit(struct db *db, const struct plan_sink *sink)
{
	for (int i = 0; i < sql_list_count; i++)
		for (int order = 0; order < sql_lists[i]->order_count; order++)
			for (int filter = 0; filter <= sql_lists[i]->filter_count; filter++)
				TRY(visit_shape(db, sql_lists[i], order, filter, sink));
	return RC_OK;
}
