/* After a rotation everything is sealed anew, a broken run goes on, and only then the old key may
 * go. */
#include "db/sql_import.h"
#include "db/sql_keep.h"
#include "job/outbox.h"
#include "journal/journal.h"
#include "keep/reseal.h"
#include "keep_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>

struct sealing {
	struct office *o;
	struct str text;
};

/* A value of person 1 in the journal's form, and a second factor of account 1. */
static enum rc seal_tx(void *arg)
{
	struct sealing *s = arg;
	struct office *o = s->o;
	struct arena *mem = &o->f->mem;
	TRY(journal_seal(o->f->db, o->app.keys, mem, 1, STR("Số nhà 5"), &s->text));
	struct str factor =
		keys_seal(o->app.keys, "totp", STR("account:1"), STR("01234567890123456789"), mem);
	return sql_keep_totp_set(o->f->db, 1, factor, NULL);
}

static struct key_info key_of(struct office *o, enum key_purpose purpose, bool newest)
{
	struct key_info all[KEYS_MAX];
	int n = keys_list(o->app.keys, all, KEYS_MAX);
	for (int i = n - 1; i >= 0; i--)
		if (all[i].purpose == purpose && all[i].newest == newest)
			return all[i];
	fail_msg("no such key");
	return all[0];
}

static int64_t uses(struct office *o, const struct key_info *key)
{
	int64_t n = -1;
	char where[64];
	WANT(o, RC_OK, keep_key_uses(o->f->db, o->app.keys, key, &n, where, &o->f->err));
	assert_int_equal(n > 0, where[0] != '\0');
	return n;
}

static void all_opens(struct office *o, const struct sealing *s)
{
	struct arena *mem = &o->f->mem;
	struct sql_keep_identifier_after *rows;
	struct sql_keep_totp_after *factors;
	struct str plain;
	size_t n;
	WANT(o, RC_OK, journal_unseal(o->f->db, o->app.keys, mem, 1, s->text, &plain));
	assert_true(str_eqz(plain, "Số nhà 5"));
	WANT(o, RC_OK, sql_keep_totp_after(o->f->db, mem, 0, &factors, &n));
	assert_int_equal(n, 1);
	WANT(o, RC_OK,
	     keys_open(o->app.keys, "totp", STR("account:1"), factors[0].sealed, mem, &plain,
	               &o->f->err));
	assert_true(str_eqz(plain, "01234567890123456789"));
	WANT(o, RC_OK, sql_keep_identifier_after(o->f->db, mem, 0, &rows, &n));
	assert_true(n > 100);
	for (size_t i = 0; i < n; i++) {
		unsigned char hash[KEYS_HASH_BYTES];
		const char *use = arena_strz(mem, rows[i].kind);
		struct str ad = arena_printf(mem, "person:%" PRId64, rows[i].person_id);
		WANT(o, RC_OK, keys_open(o->app.keys, use, ad, rows[i].sealed, mem, &plain, &o->f->err));
		WANT(o, RC_OK, keys_lookup_hash(o->app.keys, 0, use, plain, hash, &o->f->err));
		assert_true(str_eq(rows[i].lookup, (struct str){.p = (char *)hash, .n = sizeof hash}));
	}
}

static enum rc save_mail(struct office *o, struct acting *admin, const char *password)
{
	(void)o;
	return run_op(admin, "mail.settings", "host", "mail.example.vn", "tls", "starttls", "user",
	              "thidua", "password", password, "from", "thidua@laocai.example", NULL);
}

static void use_mail(struct office *o, const char *password)
{
	WANT(o, RC_OK, save_mail(o, office_as(o, "vidu.quantri"), password));
}

static void password_is(struct office *o, const char *password)
{
	struct outbox_settings s;
	WANT(o, RC_OK, outbox_settings(o->f->db, o->app.keys, &o->f->mem, &s, &o->f->err));
	assert_string_equal(s.server.password, password);
}

/* An import that waits for its decision, in more blocks than one portion renews. */
#define IMPORT_ID 900001
#define IMPORT_BLOCKS 25

static enum rc wait_import_tx(void *arg)
{
	struct office *o = arg;
	struct arena *mem = &o->f->mem;
	struct str place = arena_printf(mem, "import:%d", IMPORT_ID);
	for (int i = 0; i < IMPORT_BLOCKS; i++)
		TRY(sql_import_block_add(
			o->f->db, IMPORT_ID, i, 10 * i,
			keys_seal(o->app.keys, "import", place, arena_printf(mem, "dòng %d", i), mem), NULL));
	return RC_OK;
}

static void wait_import(struct office *o)
{
	bool lite = str_starts(str_of(o->f->address), "sqlite:");
	raw(o->f->address,
	    lite ? "INSERT INTO file (id, hash, name, type, size, object, object_id, added_ms) VALUES "
	           "(900001, x'00', 'a.xlsx', 'xlsx', 1, 'import', 900001, 1)"
	         : "INSERT INTO file (id, hash, name, type, size, object, object_id, added_ms) VALUES "
	           "(900001, '\\x00', 'a.xlsx', 'xlsx', 1, 'import', 900001, 1)");
	raw(o->f->address, "INSERT INTO import (id, kind, file_id, file_name, unit_id, state, made_ms) "
	                   "VALUES (900001, 'person', 900001, 'a.xlsx', 1, 'checked', 1)");
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, wait_import_tx, o));
}

static void import_opens(struct office *o)
{
	struct arena *mem = &o->f->mem;
	struct str plain, place = arena_printf(mem, "import:%d", IMPORT_ID);
	for (int i = 0; i < IMPORT_BLOCKS; i++) {
		struct sql_import_block_get row;
		WANT(o, RC_OK, sql_import_block_get(o->f->db, mem, IMPORT_ID, i, &row));
		WANT(o, RC_OK,
		     keys_open(o->app.keys, "import", place, row.sealed, mem, &plain, &o->f->err));
		assert_true(str_eq(plain, arena_printf(mem, "dòng %d", i)));
	}
}

static void run_rotate(struct office *o)
{
	struct reseal_count n;
	struct sealing s = {.o = o};
	struct err *e = &o->f->err;
	struct acting *stranger = office_as(o, NULL), *standing = office_as(o, "vidu.thuongtruc");
	struct rows said;
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, seal_tx, &s));
	WANT(o, RC_OK, list_op(stranger, &said, "public.periods", NULL));
	WANT(o, RC_OK,
	     run_op(stranger, "public.comment", "period", num(o, row_int(&said, 0, "id")), "text",
	            "Đúng như đã nêu", "contact", "ba.lan@example.vn", NULL));
	use_mail(o, "mật khẩu");
	wait_import(o);
	WANT(o, RC_OK, keep_reseal(o->f->db, o->app.keys, &n, e));
	WANT(o, RC_OK, keys_rotate(o->app.keys, KEY_FIELD, e));
	WANT(o, RC_OK, keys_rotate(o->app.keys, KEY_LOOKUP, e));
	struct key_info field = key_of(o, KEY_FIELD, false), lookup = key_of(o, KEY_LOOKUP, false);
	int64_t identifiers = uses(o, &lookup);
	assert_true(identifiers > 100);
	int64_t fields = uses(o, &field);
	WANT(o, RC_OK, keep_reseal(o->f->db, o->app.keys, &n, e));
	assert_int_equal(n.identifiers, identifiers);
	assert_true(n.person_keys >= 1); /* with those of the example's journal */
	assert_int_equal(n.second_factors, 1);
	assert_int_equal(n.reasons, 2 + 25);
	assert_int_equal(n.passwords, 1);
	/* A factor, the reason of a hold, the contact of a comment, blocks of an import, a password. */
	assert_int_equal(fields, identifiers + n.person_keys + 3 + 25 + 1);
	assert_int_equal(uses(o, &field), 0);
	assert_int_equal(uses(o, &lookup), 0);
	WANT(o, RC_OK, keys_drop(o->app.keys, field.id, e));
	WANT(o, RC_OK, keys_drop(o->app.keys, lookup.id, e));
	all_opens(o, &s);
	password_is(o, "mật khẩu");
	import_opens(o);
	WANT(o, RC_OK, list_op(standing, &said, "comment.list", NULL));
	WANT(o, RC_OK,
	     run_op(standing, "comment.contact", "id", num(o, row_int(&said, 0, "id")), NULL));
	assert_true(str_eqz(standing->out.facts[0].value, "ba.lan@example.vn"));
	/* Nothing is left to do. */
	WANT(o, RC_OK, keep_reseal(o->f->db, o->app.keys, &n, e));
	assert_int_equal(n.identifiers + n.person_keys + n.second_factors + n.reasons + n.passwords, 0);
}

/* A password whose key is gone says so, and is mended by typing it again. */
static void run_lost_password(struct office *o)
{
	struct outbox_settings s;
	struct err *e = &o->f->err;
	struct acting *admin = office_as(o, "vidu.quantri");
	use_mail(o, "mật khẩu");
	WANT(o, RC_OK, keys_rotate(o->app.keys, KEY_FIELD, e));
	struct key_info old = key_of(o, KEY_FIELD, false);
	WANT(o, RC_OK, keys_drop(o->app.keys, old.id, e));
	WANT(o, RC_INVALID, outbox_settings(o->f->db, o->app.keys, &o->f->mem, &s, e));
	assert_non_null(strstr(e->message, "Xin quản trị hệ thống nhập lại"));
	err_clear(e);
	/* Renewing says so, too, and what is to be done. */
	struct reseal_count n;
	WANT(o, RC_INVALID, keep_reseal(o->f->db, o->app.keys, &n, e));
	assert_non_null(strstr(e->message, "Xin nhập lại mật khẩu ở trang Gửi thư, rồi chạy lại"));
	err_clear(e);
	WANT(o, RC_OK, run_op(admin, "mail.state", NULL));
	WANT(o, RC_INVALID, save_mail(o, admin, ""));
	WANT(o, RC_OK, save_mail(o, admin, "mới"));
	password_is(o, "mới");
	WANT(o, RC_OK, keep_reseal(o->f->db, o->app.keys, &n, e));
}

/* A value that does not open stops the run; what was renewed stays so, and the next run goes on. */
static void run_broken(struct office *o)
{
	struct reseal_count n;
	struct err *e = &o->f->err;
	bool lite = str_starts(str_of(o->f->address), "sqlite:");
	const char *address = o->f->address;
	WANT(o, RC_OK, keep_reseal(o->f->db, o->app.keys, &n, e));
	WANT(o, RC_OK, keys_rotate(o->app.keys, KEY_FIELD, e));
	struct key_info old = key_of(o, KEY_FIELD, false);
	int64_t before = uses(o, &old);
	raw(address, lite ? "CREATE TABLE aside (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT"
	                  : "CREATE TABLE aside (id BIGINT PRIMARY KEY, sealed BYTEA NOT NULL)");
	raw(address, "INSERT INTO aside SELECT id, sealed FROM person_identifier WHERE id = 50");
	raw(address, "UPDATE person_identifier SET person_id = person_id + 1 WHERE id = 50");
	WANT(o, RC_INVALID, keep_reseal(o->f->db, o->app.keys, &n, e));
	err_clear(e);
	assert_int_equal(uses(o, &old), before + 1);
	raw(address, "UPDATE person_identifier SET person_id = person_id - 1 WHERE id = 50");
	WANT(o, RC_OK, keep_reseal(o->f->db, o->app.keys, &n, e));
	/* A table that the program does not renew still keeps the key. */
	assert_int_equal(uses(o, &old), 1);
	raw(address, "DELETE FROM aside");
	assert_int_equal(uses(o, &old), 0);
}

static void rotate(void **state)
{
	(void)state;
	office_each_engine(run_rotate);
}

static void broken(void **state)
{
	(void)state;
	office_each_engine(run_broken);
}

static void lost_password(void **state)
{
	(void)state;
	office_each_engine(run_lost_password);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(broken), cmocka_unit_test(rotate),
	                                   cmocka_unit_test(lost_password)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
