/* import_fixture.h: the steps of an import in the example office, for tests of kinds. */
#ifndef TEST_IMPORT_FIXTURE_H
#define TEST_IMPORT_FIXTURE_H

#include "upload_fixture.h"

#include "app/import/inner.h"
#include "db/sql_import.h"

#ifndef CLERK
#define CLERK "vidu.thuongtruc"
#endif

static inline struct sql_import_get now(struct office *o, int64_t id)
{
	struct sql_import_get row;
	EXPECT(o->f, RC_OK, sql_import_get(o->f->db, &o->f->mem, id, &row));
	return row;
}

/* Uploads and lets it be read. */
static inline int64_t read_kind(struct office *o, const char *kind, const char *name,
                                struct str bytes)
{
	struct acting *a = office_as(o, CLERK);
	struct http_part part = part_of(name, bytes);
	WANT(o, RC_OK, upload_op(a, "import.add", &part, "kind", kind, NULL));
	int64_t id = a->out.id;
	run_jobs(o);
	return id;
}

static inline int64_t read_in(struct office *o, const char *name, struct str bytes)
{
	return read_kind(o, "person", name, bytes);
}

/* Takes the columns as they were found, and lets it be checked. */
static inline void check_with(struct office *o, int64_t id, const char *unit)
{
	struct acting *a = office_as(o, CLERK);
	struct sql_import_columns *cols;
	struct values v;
	size_t n;
	EXPECT(o->f, RC_OK, sql_import_columns(o->f->db, &o->f->mem, id, &cols, &n));
	values_init(&v, a->c.mem);
	WANT(o, RC_OK, values_add(&v, STR("id"), str_of(num(o, id)), a->c.err));
	for (size_t i = 0; i < n; i++) {
		WANT(o, RC_OK,
		     values_add(&v, arena_printf(a->c.mem, "cols.%zu.no", i), str_of(num(o, cols[i].no)),
		                a->c.err));
		WANT(o, RC_OK,
		     values_add(&v, arena_printf(a->c.mem, "cols.%zu.field", i), cols[i].field, a->c.err));
	}
	WANT(o, RC_OK, values_add(&v, STR("unit_id"), str_of(unit), a->c.err));
	WANT(o, RC_OK, gate_run(&a->c, op_find(STR("import.match")), &v, &a->how, &a->errors, &a->out));
	run_jobs(o);
	assert_true(str_eqz(now(o, id).state, "checked"));
}

static inline void check_in(struct office *o, int64_t id)
{
	check_with(o, id, "");
}

static inline void start(struct office *o, int64_t id, const char *mode, const char *skip)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, CLERK), "import.start", "id", num(o, id), "mode", mode, "skip_doubles",
	            skip, NULL));
	run_jobs(o);
}

/* What is said about one row, "" when nothing is. */
static inline const char *fault(struct office *o, int64_t id, const char *level, int64_t row)
{
	struct sql_import_faults_from *f;
	size_t n;
	EXPECT(o->f, RC_OK,
	       sql_import_faults_from(o->f->db, &o->f->mem, id, str_of(level), row - 1, 1, &f, &n));
	return n && f[0].row_no == row ? arena_strz(&o->f->mem, f[0].say) : "";
}

struct exporting {
	const struct op *op;
	struct buf *b;
};

static inline enum rc export_row(void *arg, const struct db_val *values)
{
	const struct exporting *e = arg;
	const struct op *op = e->op;
	struct buf *b = e->b;
	struct arena mem;
	arena_init(&mem);
	for (int i = 0; i < op->col_count; i++) {
		struct str s =
			column_text(&mem, &op->cols[i], &values[list_column_no(op->list, op->cols[i].name)]);
		buf_printf(b, "%s\"%.*s\"", i ? ";" : "", STR_ARG(s));
	}
	buf_chr(b, '\n');
	arena_release(&mem);
	return RC_OK;
}

/* The list as its CSV gives it out. */
static inline void exported(struct office *o, const char *list, struct buf *b)
{
	struct acting *a = office_as(o, CLERK);
	struct exporting e = {.op = op_find(str_of(list)), .b = b};
	struct values none;
	values_init(&none, a->c.mem);
	for (int i = 0; i < e.op->col_count; i++)
		buf_printf(b, "%s%s", i ? ";" : "", e.op->cols[i].label);
	buf_chr(b, '\n');
	WANT(o, RC_OK, list_each(&a->c, e.op, &none, export_row, &e));
}

#endif
