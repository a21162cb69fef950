/*
 * Processor time of one search among 60 000 people, p50 and p99 over all that is asked, by
 * engine and scope; beside it the first 1 001 titles that begin with the first word, by a prepared
 * statement of the engine's own library. Waiting for a busy machine does not count: it is the time
 * of this thread and of PostgreSQL's backends (schedstat).
 */
#include "app/search/search.h"
#include "crowd.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <time.h>

#define ROUNDS_MAX 1000

static const char *const asked[] = {
	"nguyen",         "tran",         "huong",      "yen",         "nguyen van",
	"van thi",        "phong",        "hoang minh", "nguyen tran", "nguyen thi huong",
	"le ha",          "chuyen vien",  "ng",         "t",           "xyzqw kjhg",
	"hoang quok bao", "to 1 xa so 3", "tran van an"};

struct bench {
	struct office *o;
	sqlite3 *lite;
	sqlite3_stmt *stmt;
	PGconn *pg, *bare;
	int rounds;
	int64_t spent[COUNT(asked) * ROUNDS_MAX];
	size_t n;
};

/* Processor time of the backends of this database, in µs. */
static int64_t server_us(struct bench *b)
{
	char path[64];
	int64_t sum = 0;
	if (!b->pg)
		return 0;
	PGresult *r = PQexec(b->pg, "SELECT pid FROM pg_stat_activity WHERE datname = "
	                            "current_database() AND pid <> pg_backend_pid()");
	for (int i = 0; i < PQntuples(r); i++) {
		long long ns = 0;
		snprintf(path, sizeof path, "/proc/%s/schedstat", PQgetvalue(r, i, 0));
		FILE *f = fopen(path, "r");
		if (f && fscanf(f, "%lld", &ns) == 1)
			sum += ns / 1000;
		if (f)
			fclose(f);
	}
	PQclear(r);
	return sum;
}

static int64_t own_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void say(struct bench *b, const char *what)
{
	qsort(b->spent, b->n, sizeof *b->spent, by_size);
	printf("%-10s %-34s p50 %6.2f ms  p99 %6.2f ms  most %6.2f ms\n",
	       db_engine_of(b->o->f->db) == DB_SQLITE ? "SQLite" : "PostgreSQL", what,
	       (double)b->spent[b->n / 2] / 1000, (double)b->spent[b->n * 99 / 100] / 1000,
	       (double)b->spent[b->n - 1] / 1000);
	b->n = 0;
}

static void search_one(struct bench *b, struct acting *a, const char *q)
{
	WANT(b->o, RC_OK, run_op(a, "search.all", "q", q, NULL));
}

static void list_one(struct bench *b, struct acting *a, const char *q)
{
	struct rows rows;
	WANT(b->o, RC_OK, list_op(a, &rows, "person.list", "q", q, NULL));
}

static void bare_lite(struct bench *b, const char *word)
{
	sqlite3_bind_text(b->stmt, 1, word, -1, SQLITE_STATIC);
	while (sqlite3_step(b->stmt) == SQLITE_ROW)
		(void)sqlite3_column_text(b->stmt, 1);
	sqlite3_reset(b->stmt);
}

/* The first word, whatever its frequency. */
static void bare_one(struct bench *b, struct acting *a, const char *q)
{
	char word[32];
	const char *const values[] = {word};
	(void)a;
	snprintf(word, sizeof word, "%.*s", (int)strcspn(q, " "), q);
	if (b->lite)
		bare_lite(b, word);
	else
		PQclear(PQexecPrepared(b->bare, "bare", 1, values, NULL, NULL, 1));
}

static const char bare_sql[] = "SELECT i.object_id, i.title, i.note, i.sort_key FROM search_item i "
							   "WHERE i.kind = 'person' AND "
							   "i.fold >= $1 AND i.fold < $1 || '{' ORDER BY i.fold LIMIT 1001";

static void bare_open(struct bench *b)
{
	const char *address = b->o->f->address;
	if (db_engine_of(b->o->f->db) == DB_SQLITE) {
		const char *path =
			arena_printf(&b->o->f->mem, "%s/thidua.db", address + strlen("sqlite:")).p;
		assert_int_equal(sqlite3_open(path, &b->lite), SQLITE_OK);
		assert_int_equal(sqlite3_prepare_v2(b->lite, bare_sql, -1, &b->stmt, NULL), SQLITE_OK);
		return;
	}
	b->pg = PQconnectdb(address);
	b->bare = PQconnectdb(address);
	PGresult *r = PQprepare(b->bare, "bare", bare_sql, 1, NULL);
	assert_int_equal(PQresultStatus(r), PGRES_COMMAND_OK);
	PQclear(r);
}

static void bare_close(struct bench *b)
{
	sqlite3_finalize(b->stmt);
	sqlite3_close(b->lite);
	PQfinish(b->pg);
	PQfinish(b->bare);
}

/* One round to prepare statements and fill caches, then `rounds`. */
static void measure(struct bench *b, const char *what, const char *account,
                    void (*one)(struct bench *b, struct acting *a, const char *q))
{
	struct acting *a = office_as(b->o, account);
	int64_t slowest = 0;
	int which = 0;
	for (int round = -1; round < b->rounds; round++)
		for (int i = 0; i < COUNT(asked); i++) {
			int64_t begin = server_us(b), from = own_us();
			one(b, a, asked[i]);
			int64_t spent = own_us() - from;
			spent += server_us(b) - begin;
			if (round < 0)
				continue;
			b->spent[b->n++] = spent;
			which = spent > slowest ? i : which;
			slowest = spent > slowest ? spent : slowest;
		}
	say(b, arena_printf(&b->o->f->mem, "%s (\"%s\")", what, asked[which]).p);
}

static void say_size(struct bench *b)
{
	static const char sql[] = "SELECT count(*), sum(length(bits)) FROM search_bits";
	sqlite3_stmt *s;
	if (!b->lite)
		return;
	assert_int_equal(sqlite3_prepare_v2(b->lite, sql, -1, &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	printf("The index: %lld rows, %lld kB\n", sqlite3_column_int64(s, 0),
	       sqlite3_column_int64(s, 1) / 1024);
	sqlite3_finalize(s);
}

static void run_office(struct office *o)
{
	struct bench *b = calloc(1, sizeof *b);
	const char *rounds = getenv("SEARCH_ROUNDS");
	b->o = o;
	int64_t n = 20;
	if (rounds && !str_int(str_of(rounds), &n))
		fail_msg("SEARCH_ROUNDS is no number");
	b->rounds = n < 1 ? 1 : n > ROUNDS_MAX ? ROUNDS_MAX : (int)n;
	bare_open(b);
	say_size(b);
	measure(b, "bare range", "vidu.thuongtruc", bare_one);
	measure(b, "search, whole office", "vidu.thuongtruc", search_one);
	measure(b, "search, a commune", "dam.xa", search_one);
	measure(b, "search, ten people", "dam.to", search_one);
	measure(b, "people, whole office", "vidu.thuongtruc", list_one);
	measure(b, "people, a commune", "dam.xa", list_one);
	measure(b, "people, ten people", "dam.to", list_one);
	bare_close(b);
	free(b);
}

static void searching(void **state)
{
	(void)state;
	office_each_engine(run_office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(searching)};
	office_begin_with(crowd_fill);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
