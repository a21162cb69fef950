/* upload_fixture.h: operations with a file, and the jobs they leave, inside a test. */
#ifndef TEST_UPLOAD_FIXTURE_H
#define TEST_UPLOAD_FIXTURE_H

#include "app/job/job.h"
#include "office_fixture.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The operation with the file in its first field for one, and further names and values. */
static inline enum rc __attribute__((sentinel))
upload_op(struct acting *a, const char *op, const struct http_part *part, ...)
{
	struct values v;
	const char *name;
	va_list ap;
	values_init(&v, a->c.mem);
	const struct field *f = op_find(str_of(op))->fields;
	while (f->type != FIELD_FILE)
		f++;
	assert_int_equal(values_add(&v, str_of(f->name), part->filename, a->c.err), RC_OK);
	v.items[0].file = part;
	va_start(ap, part);
	while ((name = va_arg(ap, const char *)))
		assert_int_equal(values_add(&v, str_of(name), str_of(va_arg(ap, const char *)), a->c.err),
		                 RC_OK);
	va_end(ap);
	err_clear(a->c.err);
	enum rc rc = gate_run(&a->c, op_find(str_of(op)), &v, &a->how, &a->errors, &a->out);
	a->how = (struct gate_how){0};
	return rc;
}

static inline struct http_part part_of(const char *name, struct str bytes)
{
	return (struct http_part){.is_file = true,
	                          .filename = str_of(name),
	                          .fd = -1,
	                          .value = bytes,
	                          .size = (int64_t)bytes.n};
}

/* Runs what waits in the queue until nothing does. */
static inline void run_jobs(struct office *o)
{
	struct err e = {0};
	struct job_runner r = {.app = &o->app};
	enum rc rc;
	assert_int_equal(job_pool_new(&r.pool, &e), RC_OK);
	db_err_to(o->f->db, &e);
	while ((rc = job_run_next(&r, o->f->db, &o->f->mem, o->now_ms, &e)) == RC_OK)
		;
	if (rc != RC_NOTFOUND)
		fail_msg("%s %s", e.message, e.detail);
	job_pool_free(r.pool);
	db_err_to(o->f->db, &o->f->err);
}

#endif
