#include "db_fixture.h"
#include "temp.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The templates live as long as the process; cmocka hands test functions no state of
 * ours when they call a helper, so they stand here.
 */
struct templates {
	char folder[TEMP_MAX]; /* of everything on SQLite, "" while not made */
	char pg_name[64];      /* of the template database */
	char pg_from[64];      /* that template, or the one that is shared */
	const char *shared;    /* folder of templates that outlive the process, or NULL */
	int count;             /* copies so far */
	void (*fill)(struct db *db, const char *address); /* NULL: nothing but the schema */
};
static struct templates templates;

static const char *pg_server(void)
{
	const char *server = getenv("THIDUA_TEST_PG");
	return server && *server ? server : NULL;
}

static void pg_quiet(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

/* `before` name `after`, as the server's administrator. */
static void pg_run(const char *before, const char *name, const char *after)
{
	char text[256];
	PGconn *c = PQconnectdb(pg_server());
	if (PQstatus(c) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(c));
	PQsetNoticeProcessor(c, pg_quiet, NULL);
	snprintf(text, sizeof text, "%s %s %s", before, name, after);
	PGresult *r = PQexec(c, text);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", text, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
}

/* The server's address with another database. */
static const char *pg_address(struct arena *mem, const char *name)
{
	struct str server = str_of(pg_server());
	const char *query = memchr(server.p, '?', server.n), *slash = server.p + server.n;
	const char *end = query ? query : slash;
	while (slash > server.p && *slash != '/')
		slash--;
	return arena_printf(mem, "%.*s/%s%s", (int)(slash - server.p), server.p, name, end).p;
}

static void remove_folder(const char *folder)
{
	static const char *const files[] = {"thidua.db", "thidua.db-wal", "thidua.db-shm",
	                                    "files.db",  "files.db-wal",  "files.db-shm"};
	char path[160];
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		unlink(path);
	}
	rmdir(folder);
}

/* All copies: a test that failed has left its own behind. */
static void clean_up(void)
{
	char path[128];
	for (int i = 0; *templates.folder && i <= templates.count; i++) {
		snprintf(path, sizeof path, "%s/%d", templates.folder, i);
		remove_folder(path);
	}
	if (*templates.folder)
		rmdir(templates.folder);
	for (int i = 1; *templates.pg_name && i <= templates.count; i++) {
		snprintf(path, sizeof path, "%s_%d", templates.pg_name, i);
		pg_run("DROP DATABASE IF EXISTS", path, "WITH (FORCE)");
	}
	if (*templates.pg_name)
		pg_run("DROP DATABASE IF EXISTS", templates.pg_name, "");
}

static void migrate(const char *address)
{
	struct err e = {0};
	struct db *db;
	if (db_open(address, DB_CREATE, &db, &e) != RC_OK)
		fail_msg("%s %s", e.message, e.detail);
	db_err_to(db, &e);
	if (db_migrate(db) != RC_OK)
		fail_msg("%s %s", e.message, e.detail);
	if (templates.fill)
		templates.fill(db, address);
	db_close(db);
}

static void copy_file(const char *from_folder, const char *to_folder, const char *name)
{
	char from[160], to[160], block[65536];
	snprintf(from, sizeof from, "%s/%s", from_folder, name);
	snprintf(to, sizeof to, "%s/%s", to_folder, name);
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(in >= 0 && out >= 0);
	for (ssize_t n; (n = read(in, block, sizeof block)) > 0;)
		assert_int_equal(write(out, block, (size_t)n), n);
	close(in);
	close(out);
}

int db_fixture_lock(const char *folder)
{
	char path[160];
	snprintf(path, sizeof path, "%s/lock", folder);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	return fd;
}

/* Whole or not there: what fails half way is made again by the next process. */
static const char *sqlite_shared(struct arena *mem)
{
	const char *at = arena_printf(mem, "%s/sqlite", templates.shared).p;
	const char *fresh = arena_printf(mem, "%s.%d", at, (int)getpid()).p;
	int lock = db_fixture_lock(templates.shared);
	if (access(at, F_OK) != 0) {
		migrate(arena_printf(mem, "sqlite:%s", fresh).p);
		assert_int_equal(rename(fresh, at), 0);
	}
	close(lock);
	return at;
}

static const char *sqlite_template(struct arena *mem)
{
	if (templates.shared)
		return sqlite_shared(mem);
	const char *own = arena_printf(mem, "%s/0", templates.folder).p;
	if (access(own, F_OK) != 0)
		migrate(arena_printf(mem, "sqlite:%s", own).p);
	return own;
}

static const char *sqlite_copy(struct arena *mem)
{
	if (!*templates.folder) {
		temp_folder(templates.folder, "thidua-test");
		atexit(clean_up);
	}
	const char *from = sqlite_template(mem);
	const char *to = arena_printf(mem, "%s/%d", templates.folder, ++templates.count).p;
	assert_int_equal(mkdir(to, 0700), 0);
	copy_file(from, to, "thidua.db");
	copy_file(from, to, "files.db");
	return arena_printf(mem, "sqlite:%s", to).p;
}

static void postgres_make(struct arena *mem, const char *name)
{
	pg_run("CREATE DATABASE", name,
	       "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
	migrate(pg_address(mem, name));
}

static void postgres_shared(struct arena *mem)
{
	const char *at = arena_printf(mem, "%s/postgres", templates.shared).p;
	int lock = db_fixture_lock(templates.shared);
	FILE *f = fopen(at, "re");
	if (!f) {
		snprintf(templates.pg_from, sizeof templates.pg_from, "thidua_shared_%d", (int)getpid());
		postgres_make(mem, templates.pg_from);
		f = fopen(at, "wxe");
		assert_non_null(f);
		assert_true(fputs(templates.pg_from, f) >= 0);
	} else {
		assert_non_null(fgets(templates.pg_from, sizeof templates.pg_from, f));
	}
	assert_int_equal(fclose(f), 0);
	close(lock);
}

static const char *postgres_copy(struct arena *mem)
{
	if (!*templates.pg_name) {
		snprintf(templates.pg_name, sizeof templates.pg_name, "thidua_test_%d", (int)getpid());
		if (!*templates.folder)
			atexit(clean_up);
		if (templates.shared) {
			postgres_shared(mem);
		} else {
			memcpy(templates.pg_from, templates.pg_name, sizeof templates.pg_from);
			postgres_make(mem, templates.pg_from);
		}
	}
	const char *name = arena_printf(mem, "%s_%d", templates.pg_name, ++templates.count).p;
	pg_run("CREATE DATABASE", name, arena_printf(mem, "TEMPLATE %s", templates.pg_from).p);
	return pg_address(mem, name);
}

static void run_on(enum db_engine engine, void (*run)(struct db_fixture *f))
{
	struct db_fixture f = {0};
	arena_init(&f.mem);
	f.address = engine == DB_SQLITE ? sqlite_copy(&f.mem) : postgres_copy(&f.mem);
	f.db = db_fixture_connect(&f, &f.err);
	db_err_to(f.db, &f.err);
	run(&f);
	db_close(f.db);
	if (engine == DB_SQLITE)
		remove_folder(f.address + strlen("sqlite:"));
	else
		pg_run("DROP DATABASE", strrchr(f.address, '/') + 1, "WITH (FORCE)");
	arena_release(&f.mem);
}

void db_fixture_on(enum db_engine engine, void (*run)(struct db_fixture *f))
{
	if (engine == DB_POSTGRES && !pg_server()) {
		print_message("PostgreSQL: skipped, THIDUA_TEST_PG is not set\n");
		skip();
	}
	run_on(engine, run);
}

void db_fixture_begin_with(void (*fill)(struct db *db, const char *address))
{
	templates.fill = fill;
}

void db_fixture_share(const char *folder)
{
	templates.shared = folder;
}

void db_fixture_each_engine(void (*run)(struct db_fixture *f))
{
	db_fixture_on(DB_SQLITE, run);
	db_fixture_on(DB_POSTGRES, run);
}

struct db *db_fixture_connect(const struct db_fixture *f, struct err *e)
{
	struct db *db;
	if (db_open(f->address, 0, &db, e) != RC_OK)
		fail_msg("%s %s", e->message, e->detail);
	db_err_to(db, e);
	return db;
}

void db_fixture_expect(struct db_fixture *f, enum rc got, enum rc want, const char *file, int line)
{
	if (got != want)
		print_error("wanted %s, got %s: %s | %s\n", rc_word(want), rc_word(got), f->err.message,
		            f->err.detail);
	_assert_int_equal((LargestIntegralType)got, (LargestIntegralType)want, file, line);
}
