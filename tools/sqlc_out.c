#include "sqlc.h"

static const char *const type_enum[] = {"DB_INT", "DB_TEXT", "DB_BLOB", "DB_DATE", "DB_REAL"};
static const char *const type_c[] = {"int64_t", "struct str", "struct str", "struct date",
                                     "double"};
static const char *const type_make[] = {"db_int", "db_text", "db_blob", "db_date", "db_real"};
static const char *const type_member[] = {"i", "s", "s", "d", "r"};

/* Octal escapes for what is not plain ASCII, so that nothing can end the literal. */
static void literal(struct buf *b, struct str s)
{
	buf_chr(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char ch = (unsigned char)s.p[i];
		if (ch == '"' || ch == '\\')
			buf_printf(b, "\\%c", ch);
		else if (ch == '\n')
			buf_z(b, i + 1 < s.n ? "\\n\"\n\t\t\"" : "\\n");
		else if (ch < 0x20 || ch >= 0x7f)
			buf_printf(b, "\\%03o", ch);
		else
			buf_chr(b, (char)ch);
	}
	buf_chr(b, '"');
}

static void upper(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_chr(b, (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32 : s.p[i]));
}

static bool has_rows(const struct stmt *s)
{
	return s->mode == MODE_ONE || s->mode == MODE_MANY || s->mode == MODE_EACH;
}

/* --- the header ---------------------------------------------------------------------- */

static void out_row(const struct stmt *s, struct buf *b)
{
	buf_printf(b, "struct sql_%.*s {\n", STR_ARG(s->name));
	for (int i = 0; i < s->out.count; i++) {
		const struct field *f = &s->out.at[i];
		buf_printf(b, "\t%s %.*s;%s\n", type_c[f->type], STR_ARG(f->name),
		           f->nullable ? " /* may be NULL */" : "");
	}
	buf_z(b, "};\n");
}

static void in_args(const struct stmt *s, struct buf *b)
{
	for (int i = 0; i < s->in.count; i++)
		buf_printf(b, ", %s %.*s", type_c[s->in.at[i].type], STR_ARG(s->in.at[i].name));
}

static void out_prototype(const struct stmt *s, struct buf *b)
{
	buf_printf(b, "enum rc sql_%.*s%s(struct db *db_%s", STR_ARG(s->name),
	           s->mode == MODE_EACH ? "_open" : "", has_rows(s) ? ", struct arena *mem_" : "");
	in_args(s, b);
	if (s->mode == MODE_ONE || s->mode == MODE_MANY)
		buf_printf(b, ", struct sql_%.*s %s)", STR_ARG(s->name),
		           s->mode == MODE_ONE ? "*row_" : "**rows_, size_t *count_");
	else
		buf_z(b, s->mode == MODE_EACH   ? ", struct db_cursor **cursor_)"
		         : s->mode == MODE_EXEC ? ", int64_t *changed_)"
		                                : ", int64_t *id_)");
}

static void next_prototype(const struct stmt *s, struct buf *b)
{
	buf_printf(b,
	           "enum rc sql_%.*s_next(struct db_cursor *cursor_, struct arena *mem_, "
	           "struct sql_%.*s *row_)",
	           STR_ARG(s->name), STR_ARG(s->name));
}

static void list_header(const struct stmt *s, struct buf *b)
{
	buf_printf(b, "/* %s:%d */\n", s->at.file, s->at.line);
	buf_printf(b, "extern const struct db_list_def sql_list_%.*s;\n", STR_ARG(s->name));
	buf_z(b, "enum {\n");
	for (int i = 0; i < s->filter_count; i++) {
		buf_z(b, "\tSQL_");
		upper(b, s->name);
		buf_z(b, "_F_");
		upper(b, s->filters[i].value.name);
		buf_printf(b, " = %d,\n", i);
	}
	for (int i = 0; i < s->order_count; i++) {
		buf_z(b, "\tSQL_");
		upper(b, s->name);
		buf_z(b, "_O_");
		upper(b, s->orders[i].name);
		buf_printf(b, " = %d,\n", i);
	}
	buf_z(b, "};\n\n");
}

static void guard(struct str name, struct buf *b)
{
	buf_z(b, "/* Made by tools/sqlc.c from sql/; see docs/sql.md. */\n#ifndef SQL_");
	upper(b, name);
	buf_z(b, "_H\n#define SQL_");
	upper(b, name);
	buf_z(b, "_H\n\n");
}

void out_header(const struct sqlc *c, struct str file, struct buf *b)
{
	guard(file, b);
	buf_z(b, "#include \"db/db.h\"\n\n");
	for (const struct stmt *s = c->stmts; s; s = s->next) {
		if (!str_eq(s->file, file))
			continue;
		if (s->mode == MODE_LIST) {
			list_header(s, b);
			continue;
		}
		buf_printf(b, "/* %s:%d */\n", s->at.file, s->at.line);
		if (has_rows(s))
			out_row(s, b);
		out_prototype(s, b);
		buf_z(b, " MUST_CHECK;\n");
		if (s->mode == MODE_EACH) {
			next_prototype(s, b);
			buf_z(b, " MUST_CHECK;\n");
		}
		buf_chr(b, '\n');
	}
	buf_z(b, "#endif\n");
}

/* --- the source ------------------------------------------------------------------------ */

static void fields_tables(struct str name, const char *what, const struct fields *fs, struct buf *b)
{
	if (fs->count == 0)
		return;
	buf_printf(b, "static const enum db_type %.*s_%s_types[] = {", STR_ARG(name), what);
	for (int i = 0; i < fs->count; i++)
		buf_printf(b, "%s, ", type_enum[fs->at[i].type]);
	buf_printf(b, "};\nstatic const bool %.*s_%s_nullable[] = {", STR_ARG(name), what);
	for (int i = 0; i < fs->count; i++)
		buf_z(b, fs->at[i].nullable ? "true, " : "false, ");
	buf_printf(b, "};\nstatic const char *const %.*s_%s_names[] = {", STR_ARG(name), what);
	for (int i = 0; i < fs->count; i++)
		buf_printf(b, "\"%.*s\", ", STR_ARG(fs->at[i].name));
	buf_z(b, "};\n");
}

/* The values in; gives the name to pass on. */
static const char *in_values(const struct stmt *s, struct buf *b)
{
	if (s->in.count == 0)
		return "NULL";
	buf_z(b, "\tconst struct db_val in_[] = {");
	for (int i = 0; i < s->in.count; i++)
		buf_printf(b, "%s%s(%.*s)", i ? ", " : "", type_make[s->in.at[i].type],
		           STR_ARG(s->in.at[i].name));
	buf_z(b, "};\n");
	return "in_";
}

static void row_function(const struct stmt *s, struct buf *b)
{
	buf_printf(b,
	           "\nstatic struct sql_%.*s %.*s_row(const struct db_val *v)\n{\n"
	           "\treturn (struct sql_%.*s){\n",
	           STR_ARG(s->name), STR_ARG(s->name), STR_ARG(s->name));
	for (int i = 0; i < s->out.count; i++)
		buf_printf(b, "\t\t.%.*s = v[%d].%s,\n", STR_ARG(s->out.at[i].name), i,
		           type_member[s->out.at[i].type]);
	buf_z(b, "\t};\n}\n");
}

static void one_body(const struct stmt *s, const char *number, struct buf *b)
{
	buf_printf(b, "\tstruct db_val out_[%d];\n", s->out.count);
	const char *in = in_values(s, b);
	buf_printf(b, "\tTRY(db_one(db_, %s, %s, mem_, out_));\n", number, in);
	buf_printf(b, "\t*row_ = %.*s_row(out_);\n\treturn RC_OK;\n", STR_ARG(s->name));
}

static void many_body(const struct stmt *s, const char *number, struct buf *b)
{
	buf_printf(b,
	           "\tstruct db_val out_[%d];\n\tstruct db_cursor *cursor_;\n\tvoid *grown_ = NULL;\n"
	           "\tsize_t n_ = 0;\n\tenum rc rc_;\n",
	           s->out.count);
	const char *in = in_values(s, b);
	buf_printf(b,
	           "\t*rows_ = NULL;\n\t*count_ = 0;\n"
	           "\tTRY(db_query(db_, %s, %s, mem_, &cursor_));\n"
	           "\twhile ((rc_ = db_many_next(cursor_, mem_, out_, &grown_, n_, "
	           "sizeof **rows_)) == RC_OK)\n"
	           "\t\t((struct sql_%.*s *)grown_)[n_++] = %.*s_row(out_);\n"
	           "\tif (rc_ != RC_NOTFOUND)\n\t\treturn rc_;\n"
	           "\t*rows_ = grown_;\n\t*count_ = n_;\n\treturn RC_OK;\n",
	           number, in, STR_ARG(s->name), STR_ARG(s->name));
}

static void each_next(const struct stmt *s, struct buf *b)
{
	buf_chr(b, '\n');
	next_prototype(s, b);
	buf_printf(b,
	           "\n{\n\tstruct db_val out_[%d];\n\tTRY(db_next(cursor_, mem_, out_));\n"
	           "\t*row_ = %.*s_row(out_);\n\treturn RC_OK;\n}\n",
	           s->out.count, STR_ARG(s->name));
}

static void stmt_functions(const struct stmt *s, struct buf *b)
{
	struct buf number;
	buf_init(&number, 256);
	buf_z(&number, "SQL_");
	upper(&number, s->name);
	buf_chr(&number, '\0');
	if (has_rows(s))
		row_function(s, b);
	buf_chr(b, '\n');
	out_prototype(s, b);
	buf_z(b, "\n{\n");
	if (s->mode == MODE_ONE) {
		one_body(s, number.p, b);
	} else if (s->mode == MODE_MANY) {
		many_body(s, number.p, b);
	} else {
		const char *in = in_values(s, b);
		if (s->mode == MODE_EACH)
			buf_printf(b, "\treturn db_query(db_, %s, %s, mem_, cursor_);\n", number.p, in);
		else if (s->mode == MODE_EXEC)
			buf_printf(b, "\treturn db_exec(db_, %s, %s, changed_);\n", number.p, in);
		else
			buf_printf(b, "\treturn db_insert(db_, %s, %s, id_);\n", number.p, in);
	}
	buf_z(b, "}\n");
	if (s->mode == MODE_EACH)
		each_next(s, b);
	buf_release(&number);
}

static void stmt_numbers(const struct sqlc *c, struct buf *b)
{
	int n = 0;
	buf_z(b, "enum {\n");
	for (const struct stmt *s = c->stmts; s; s = s->next) {
		if (s->mode == MODE_LIST)
			continue;
		buf_z(b, "\tSQL_");
		upper(b, s->name);
		buf_printf(b, " = %d,\n", n++);
	}
	buf_printf(b, "\tSQL_STATEMENTS_COUNT = %d\n};\n\n", n);
}

static void stmt_table(const struct sqlc *c, struct buf *b)
{
	buf_z(b, "\nconst struct db_stmt_def sql_stmts[] = {\n");
	int n = 0;
	for (const struct stmt *s = c->stmts; s; s = s->next) {
		if (s->mode == MODE_LIST)
			continue;
		n++;
		buf_printf(b, "\t{.name = \"%.*s\",\n\t .text = {", STR_ARG(s->name));
		literal(b, s->text[0]);
		buf_z(b, ",\n\t\t");
		literal(b, s->text[1]);
		buf_printf(b, "},\n\t .params = %d, .cols = %d, .writes = %d, .stream = %d,\n", s->in.count,
		           s->out.count, s->write, s->mode == MODE_EACH);
		if (s->in.count)
			buf_printf(b,
			           "\t .param_types = %.*s_in_types, .param_nullable = %.*s_in_nullable, "
			           ".param_names = %.*s_in_names,\n",
			           STR_ARG(s->name), STR_ARG(s->name), STR_ARG(s->name));
		if (s->out.count)
			buf_printf(b,
			           "\t .col_types = %.*s_out_types, .col_nullable = %.*s_out_nullable, "
			           ".col_names = %.*s_out_names,\n",
			           STR_ARG(s->name), STR_ARG(s->name), STR_ARG(s->name));
		buf_z(b, "\t},\n");
	}
	if (n == 0)
		buf_z(b, "\t{0}\n");
	buf_printf(b, "};\nconst int sql_stmt_count = %d;\n", n);
}

static void list_filters(const struct stmt *s, struct buf *b)
{
	if (s->filter_count)
		buf_printf(b, "static const struct db_list_filter %.*s_filters[] = {\n", STR_ARG(s->name));
	for (int i = 0; i < s->filter_count; i++) {
		buf_printf(b, "\t{\"%.*s\", %s, ", STR_ARG(s->filters[i].value.name),
		           type_enum[s->filters[i].value.type]);
		literal(b, s->filters[i].text);
		buf_z(b, "},\n");
	}
	if (s->filter_count)
		buf_z(b, "};\n");
}

static void list_orders(const struct stmt *s, struct buf *b)
{
	buf_printf(b, "static const struct db_list_order %.*s_orders[] = {\n", STR_ARG(s->name));
	for (int i = 0; i < s->order_count; i++) {
		const struct order *o = &s->orders[i];
		buf_printf(b, "\t{\"%.*s\", {", STR_ARG(o->name));
		for (int j = 0; j < o->count; j++) {
			literal(b, o->exprs[j]);
			buf_z(b, ", ");
		}
		buf_z(b, "}, {");
		for (int j = 0; j < o->count; j++)
			buf_printf(b, "%s, ", type_enum[o->types[j]]);
		buf_printf(b, "}, %d},\n", o->count);
	}
	buf_z(b, "};\n");
}

static void list_source(const struct stmt *s, struct buf *b)
{
	buf_chr(b, '\n');
	fields_tables(s->name, "out", &s->out, b);
	list_filters(s, b);
	list_orders(s, b);
	buf_printf(b, "const struct db_list_def sql_list_%.*s = {\n\t.name = \"%.*s\",\n\t.select = {",
	           STR_ARG(s->name), STR_ARG(s->name));
	literal(b, s->text[0]);
	buf_z(b, ",\n\t\t");
	literal(b, s->text[1]);
	buf_z(b, "},\n\t.from = {");
	literal(b, s->from[0]);
	buf_z(b, ",\n\t\t");
	literal(b, s->from[1]);
	buf_printf(b,
	           "},\n\t.cols = %d,\n\t.col_types = %.*s_out_types,\n"
	           "\t.col_names = %.*s_out_names,\n\t.col_nullable = %.*s_out_nullable,\n",
	           s->out.count, STR_ARG(s->name), STR_ARG(s->name), STR_ARG(s->name));
	if (s->filter_count)
		buf_printf(b, "\t.filters = %.*s_filters,\n", STR_ARG(s->name));
	buf_printf(b, "\t.filter_count = %d,\n\t.orders = %.*s_orders,\n\t.order_count = %d,\n",
	           s->filter_count, STR_ARG(s->name), s->order_count);
	if (s->scope_unit.p)
		buf_printf(b, "\t.scope_unit = \"%.*s\",\n", STR_ARG(s->scope_unit));
	if (s->scope_person.p)
		buf_printf(b, "\t.scope_person = \"%.*s\",\n", STR_ARG(s->scope_person));
	buf_z(b, "};\n");
}

static void list_table(const struct sqlc *c, struct buf *b)
{
	int n = 0;
	buf_z(b, "\nconst struct db_list_def *const sql_lists[] = {\n");
	for (const struct stmt *s = c->stmts; s; s = s->next)
		if (s->mode == MODE_LIST) {
			buf_printf(b, "\t&sql_list_%.*s,\n", STR_ARG(s->name));
			n++;
		}
	if (n == 0)
		buf_z(b, "\tNULL\n");
	buf_printf(b, "};\nconst int sql_list_count = %d;\n", n);
}

static void migration_table(const struct sqlc *c, struct buf *b)
{
	buf_z(b, "\nconst struct db_migration sql_migrations[] = {\n");
	for (const struct migration *m = c->migrations; m; m = m->next) {
		buf_printf(b, "\t{.name = \"%.*s\", .hash = \"%016llx\",\n\t .text = {", STR_ARG(m->name),
		           (unsigned long long)m->hash);
		literal(b, m->text[0]);
		buf_z(b, ",\n\t\t");
		literal(b, m->text[1]);
		buf_z(b, "},\n\t .files = ");
		literal(b, m->files);
		buf_z(b, "},\n");
	}
	if (c->migration_count == 0)
		buf_z(b, "\t{0}\n");
	buf_printf(b, "};\nconst int sql_migration_count = %d;\n", c->migration_count);
}

void out_source(const struct sqlc *c, char *const *headers, struct buf *b)
{
	buf_z(b, "/* Made by tools/sqlc.c from sql/; see docs/sql.md. */\n#include \"db/migrate.h\"\n");
	for (; *headers; headers++)
		buf_printf(b, "#include \"%s\"\n", base_name(*headers));
	buf_chr(b, '\n');
	stmt_numbers(c, b);
	for (const struct stmt *s = c->stmts; s; s = s->next) {
		if (s->mode == MODE_LIST) {
			list_source(s, b);
			continue;
		}
		fields_tables(s->name, "in", &s->in, b);
		fields_tables(s->name, "out", &s->out, b);
	}
	stmt_table(c, b);
	list_table(c, b);
	migration_table(c, b);
	for (const struct stmt *s = c->stmts; s; s = s->next)
		if (s->mode != MODE_LIST)
			stmt_functions(s, b);
}
