#include "office_fixture.h"
#include "temp.h"

#include "app/admin/holiday.h"
#include "app/example/example.h"
#include "app/library/library.h"
#include "app/report/report.h"
#include "auth/password.h"
#include "auth/session.h"
#include "db/sql_record.h"
#include "law/law.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW_MS ((int64_t)1795395600000) /* 2026-11-23 08:00 in Viet Nam */

/* As long as the process lives: the templates of both engines are sealed with one ring. */
struct shared {
	char folder[TEMP_MAX];
	struct keys *keys;
	struct password_hasher *hasher;
	struct arena mem;
	const struct law *law;
	void (*run)(struct office *o);
	void (*more)(struct ctx *c, const char *address);
};
static struct shared shared;

static void clean_up(void)
{
	char path[TEMP_MAX + 32];
	keys_free(shared.keys);
	password_hasher_free(shared.hasher);
	arena_release(&shared.mem);
	static const char *const left[] = {"keys/ring", "keys/ring.lock", "keys/lock"};
	for (int i = 0; i < COUNT(left); i++) {
		snprintf(path, sizeof path, "%s/%s", shared.folder, left[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/keys", shared.folder);
	rmdir(path);
	rmdir(shared.folder);
}

static void must(enum rc rc, const struct err *e)
{
	if (rc != RC_OK)
		fail_msg("%s %s", e->message, e->detail);
}

static void make_ring(const char *path)
{
	struct err e = {0};
	struct recovery paper;
	struct box_secret secret;
	keys_escrow_new(&paper);
	must(keys_recovery(str_of(paper.text), &secret, &e), &e);
	must(keys_create(path, &secret.recipient, &shared.keys, &e), &e);
}

/* A copy of the ring with which the offices in that folder are sealed: tests change their rings. */
static void copy_ring(const char *folder, const char *path)
{
	struct err e = {0};
	char common[160], text[1 << 16];
	snprintf(common, sizeof common, "%s/keys/ring", folder);
	int lock = db_fixture_lock(folder);
	if (access(common, F_OK) != 0) {
		make_ring(common);
		keys_free(shared.keys);
	}
	close(lock);
	int in = open(common, O_RDONLY | O_CLOEXEC);
	int out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(in >= 0 && out >= 0);
	ssize_t n = read(in, text, sizeof text);
	assert_true(n > 0 && write(out, text, (size_t)n) == n);
	close(in);
	close(out);
	must(keys_load(path, &shared.keys, &e), &e);
}

/*
 * Each binary would make the same office. ./test names a folder (THIDUA_TEST_OFFICE) in which the
 * first one leaves it for all; what a binary adds to it stays its own.
 */
static void make_keys(void)
{
	const char *common = getenv("THIDUA_TEST_OFFICE");
	char path[TEMP_MAX + 16];
	snprintf(path, sizeof path, "%s/keys", shared.folder);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/keys/ring", shared.folder);
	if (common && *common && !shared.more) {
		copy_ring(common, path);
		db_fixture_share(common);
	} else {
		make_ring(path);
	}
}

static void make_shared(void)
{
	struct err e = {0};
	struct password_cost cost = PASSWORD_COST;
	if (shared.keys)
		return;
	temp_folder(shared.folder, "thidua-office");
	make_keys();
	cost.passes = 1;
	cost.memory_bytes = 16384;
	shared.hasher = password_hasher_new(&cost);
	arena_init(&shared.mem);
	must(law_shipped(&shared.mem, &shared.law, &e), &e);
	op_table_check();
	atexit(clean_up);
}

static void init_ctx(struct ctx *c, const struct app *app, struct arena *mem, struct db *db,
                     struct err *e, int64_t now_ms)
{
	*c = (struct ctx){.app = app,
	                  .mem = mem,
	                  .db = db,
	                  .err = e,
	                  .now_ms = now_ms,
	                  .today = date_at(now_ms),
	                  .object_id = DB_NULL,
	                  .object_person = DB_NULL,
	                  .object_unit = DB_NULL,
	                  .object_label = STR(""),
	                  .object_state = STR(""),
	                  .request_id = STR("test"),
	                  .remote = STR("127.0.0.1"),
	                  .agent = STR("")};
	principal_nobody(&c->who, "web");
}

static struct app the_app(const char *address)
{
	return (struct app){.data_dir = shared.folder,
	                    .db_address = address,
	                    .spool_dir = shared.folder,
	                    .keys = shared.keys,
	                    .hasher = shared.hasher,
	                    .law = shared.law,
	                    .example = true,
	                    .loopback_only = true,
	                    .office = STR("Văn phòng UBND tỉnh Lào Cai"),
	                    .started_ms = NOW_MS};
}

static enum rc fill_tx(void *arg)
{
	TRY(holidays_begin(arg));
	TRY(library_begin(arg));
	TRY(statistics_begin(arg));
	return example_fill(arg);
}

static void fill(struct db *db, const char *address)
{
	struct app app = the_app(address);
	struct arena mem;
	struct ctx c;
	arena_init(&mem);
	init_ctx(&c, &app, &mem, db, db_err(db), NOW_MS);
	must(db_tx(db, DB_WRITE, fill_tx, &c), c.err);
	if (shared.more)
		shared.more(&c, address);
	arena_release(&mem);
}

static void run_office(struct db_fixture *f)
{
	struct office o = {.f = f, .app = the_app(f->address), .now_ms = NOW_MS};
	shared.run(&o);
}

void office_begin_with(void (*more)(struct ctx *c, const char *address))
{
	shared.more = more;
}

void office_on(enum db_engine engine, void (*run)(struct office *o))
{
	make_shared();
	shared.run = run;
	db_fixture_begin_with(fill);
	db_fixture_on(engine, run_office);
}

void office_each_engine(void (*run)(struct office *o))
{
	office_on(DB_SQLITE, run);
	office_on(DB_POSTGRES, run);
}

struct acting *office_as(struct office *o, const char *account)
{
	struct acting *a = arena_alloc(&o->f->mem, sizeof *a);
	struct ctx *c = &a->c;
	init_ctx(c, &o->app, &o->f->mem, o->f->db, &o->f->err, o->now_ms);
	if (account)
		must(named_principal(c->db, c->mem, str_of(account), c->today, "web", &c->who, c->err),
		     c->err);
	return a;
}

static void fill_values(struct acting *a, struct values *v, va_list ap)
{
	const char *name;
	values_init(v, a->c.mem);
	while ((name = va_arg(ap, const char *)))
		must(values_add(v, str_of(name), str_of(va_arg(ap, const char *)), a->c.err), a->c.err);
}

static const struct op *op_named(const char *name)
{
	const struct op *op = op_find(str_of(name));
	if (!op)
		fail_msg("no operation %s", name);
	return op;
}

enum rc run_op(struct acting *a, const char *op, ...)
{
	va_list ap;
	struct values *v = arena_alloc(a->c.mem, sizeof *v);
	va_start(ap, op);
	fill_values(a, v, ap);
	va_end(ap);
	err_clear(a->c.err);
	enum rc rc = gate_run(&a->c, op_named(op), v, &a->how, &a->errors, &a->out);
	a->how = (struct gate_how){0};
	return rc;
}

struct settling {
	struct office *o;
	int year;
	bool settled;
};

static enum rc settle_tx(void *arg)
{
	const struct settling *s = arg;
	int64_t changed;
	return s->settled ? sql_rating_lock_add(s->o->f->db, s->year, s->o->now_ms, &changed)
	                  : sql_rating_lock_drop(s->o->f->db, s->year, &changed);
}

void office_ratings_settled(struct office *o, int year, bool settled)
{
	must(db_tx(o->f->db, DB_WRITE, settle_tx, &(struct settling){o, year, settled}), &o->f->err);
}

void office_rate(struct office *o, const char *person, const char *year, const char *level)
{
	int64_t y;
	assert_true(str_int(str_of(year), &y));
	office_ratings_settled(o, (int)y, false);
	must(run_op(office_as(o, "vidu.thuongtruc"), "rating.add", "person_id", person, "year", year,
	            "level", level, "sign", "9/QĐ-VP", "dated", "10/12/2025", NULL),
	     &o->f->err);
	office_ratings_settled(o, (int)y, true);
}

enum rc second_op(struct office *o, struct acting *asker, const char *second)
{
	struct acting *a = office_as(o, second);
	assert_true(asker->out.approval_id != DB_NULL);
	enum rc rc = run_op(a, "approval.confirm", "id", num(o, asker->out.approval_id), NULL);
	asker->out = a->out;
	return rc;
}

bool offers(struct acting *a, const char *op, const char *id)
{
	int64_t no;
	assert_true(str_int(str_of(id), &no));
	return gate_accepts(&a->c, op_named(op), no);
}

enum rc list_op(struct acting *a, struct rows *out, const char *op, ...)
{
	va_list ap;
	struct values *v = arena_alloc(a->c.mem, sizeof *v);
	va_start(ap, op);
	fill_values(a, v, ap);
	va_end(ap);
	err_clear(a->c.err);
	return list_page(&a->c, op_named(op), v, out);
}

int list_count(struct acting *a, const char *op, ...)
{
	va_list ap;
	struct values v;
	struct rows rows;
	va_start(ap, op);
	fill_values(a, &v, ap);
	va_end(ap);
	err_clear(a->c.err);
	must(list_page(&a->c, op_named(op), &v, &rows), a->c.err);
	return rows.total;
}

static const struct db_val *cell(const struct rows *rows, int row, const char *column)
{
	int at = list_column_no(rows->list, column);
	if (at < 0 || row >= rows->count)
		fail_msg("no column %s or no row %d", column, row);
	return &rows->items[row][at];
}

struct str row_text(struct acting *a, const struct rows *rows, int row, const char *column)
{
	static const struct column plain = {.type = COL_TEXT};
	struct str s = column_plain(a->c.mem, &plain, cell(rows, row, column));
	return s.p ? s : STR("");
}

int64_t row_int(const struct rows *rows, int row, const char *column)
{
	const struct db_val *v = cell(rows, row, column);
	return v->type == DB_INT && !v->null ? v->i : DB_NULL;
}

/* By name among all rows of a list, as the administrator sees them. */
static int64_t named(struct office *o, const char *list, const char *name)
{
	struct acting *a = office_as(o, "vidu.quantri");
	struct str after = STR("");
	int64_t id = DB_NULL;
	do {
		struct rows rows;
		must(list_op(a, &rows, list, "limit", "200", "after", arena_strz(a->c.mem, after), NULL),
		     a->c.err);
		for (int i = 0; i < rows.count; i++) {
			if (!str_eqz(row_text(a, &rows, i, "name"), name))
				continue;
			if (id != DB_NULL)
				fail_msg("more than one is called %s", name);
			id = row_int(&rows, i, "id");
		}
		after = rows.next;
	} while (after.n);
	if (id == DB_NULL)
		fail_msg("nothing is called %s", name);
	return id;
}

int64_t unit_named(struct office *o, const char *name)
{
	return named(o, "unit.list", name);
}

int64_t person_named(struct office *o, const char *name)
{
	return named(o, "person.list", name);
}

const char *num(struct office *o, int64_t n)
{
	return arena_printf(&o->f->mem, "%" PRId64, n).p;
}
