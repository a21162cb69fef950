/*
 * Mail and notices: nothing leaves without its transaction, at least once with one
 * Message-ID, against a real server; on both engines.
 */
#include "office_fixture.h"
#include "smtpd.h"

#include "app/job/job.h"
#include "db/sql_job.h"
#include "db/sql_op.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <pthread.h>

#define MINUTE_MS 60000

struct setting {
	struct office *o;
	const char *key, *value;
};

static enum rc set_tx(void *arg)
{
	struct setting *s = arg;
	return sql_setting_put(s->o->f->db, str_of(s->key), str_of(s->value), s->o->now_ms, NULL);
}

static void set(struct office *o, const char *key, const char *value)
{
	struct setting s = {.o = o, .key = key, .value = value};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, set_tx, &s));
}

static void use_server(struct office *o, int port)
{
	set(o, "smtp.host", "127.0.0.1");
	set(o, "smtp.tls", "none");
	set(o, "smtp.from", "thidua@laocai.example");
	set(o, "smtp.port", num(o, port));
}

/* --- queueing ------------------------------------------------------------------------------ */

struct letter {
	struct ctx *c;
	const char *to, *key;
	enum rc after;
};

static enum rc letter_tx(void *arg)
{
	struct letter *l = arg;
	TRY(mail_queue(l->c, str_of(l->to), STR("Nhắc hạn nộp hồ sơ"), STR("Hạn nộp là 30/11/2026.\n"),
	               str_of(l->key)));
	TRY(notice_add(l->c, l->c->who.account_id, STR("Sắp đến hạn"), STR("/unit")));
	return l->after;
}

static enum rc post(struct office *o, const char *to, const char *key, enum rc after)
{
	struct acting *a = office_as(o, "vidu.quantri");
	struct letter l = {.c = &a->c, .to = to, .key = key, .after = after};
	err_clear(&o->f->err);
	return db_tx(o->f->db, DB_WRITE, letter_tx, &l);
}

static enum rc step(struct office *o, struct outbox *box, int64_t now_ms)
{
	err_clear(&o->f->err);
	return outbox_step(box, o->f->db, &o->f->mem, now_ms, &o->f->err);
}

/* The only row of the queue. */
static struct rows queued(struct office *o, struct acting **a)
{
	struct rows rows;
	*a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK, list_op(*a, &rows, "mail.list", NULL));
	return rows;
}

static void expect_state(struct office *o, const char *state, int attempts)
{
	struct acting *a;
	struct rows rows = queued(o, &a);
	assert_int_equal(rows.count, 1);
	assert_string_equal(arena_strz(a->c.mem, row_text(a, &rows, 0, "state")), state);
	assert_int_equal(row_int(&rows, 0, "attempts"), attempts);
}

static int unread(struct office *o, const char *account)
{
	return list_count(office_as(o, account), "notice.list", "state", "unread", NULL);
}

/* Copies "Message-ID: <…>" of what arrived last. */
static void message_id(struct smtpd *d, char out[200])
{
	char text[8192];
	struct str rest = str_of(smtpd_got(d, "last", text));
	*out = '\0';
	while (rest.p) {
		struct str line = str_cut(&rest, '\n');
		if (str_starts(line, "Message-ID: "))
			snprintf(out, 200, "%.*s", STR_ARG(line));
	}
}

static void run_rollback(struct office *o)
{
	struct smtpd d = smtpd_start("plain");
	struct outbox box = {.keys = o->app.keys};
	char text[8192];
	int before = unread(o, "vidu.quantri"); /* the example has notices of its own */
	use_server(o, d.port);
	WANT(o, RC_CONFLICT, post(o, "lan@example.vn", "due-1", RC_CONFLICT));
	WANT(o, RC_NOTFOUND, step(o, &box, o->now_ms));
	assert_string_equal(smtpd_got(&d, "last", text), "");
	assert_int_equal(unread(o, "vidu.quantri"), before);
	/* The same key is one mail, however often its occasion is met again. */
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-1", RC_OK));
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-1", RC_OK));
	assert_int_equal(unread(o, "vidu.quantri"), before + 1);
	WANT(o, RC_OK, step(o, &box, o->now_ms));
	WANT(o, RC_NOTFOUND, step(o, &box, o->now_ms));
	expect_state(o, "sent", 1);
	assert_non_null(strstr(smtpd_got(&d, "last", text), "Subject: Nhắc hạn nộp hồ sơ\n"));
	assert_non_null(strstr(text, "Hạn nộp là 30/11/2026."));
	smtpd_stop(&d);
}

static enum rc forget_tx(void *arg)
{
	struct office *o = arg;
	struct sql_mail_due row;
	/* What is left when a sender dies between the server's 250 and its own commit. */
	TRY(sql_mail_due(o->f->db, &o->f->mem, o->now_ms, &row));
	return sql_mail_claim(o->f->db, row.id, row.next_ms, o->now_ms + OUTBOX_CLAIM_MS,
	                      STR("due-2.1@laocai.example"), NULL);
}

static void run_twice(struct office *o)
{
	struct smtpd d = smtpd_start("plain");
	struct outbox box = {.keys = o->app.keys};
	char first[200], second[200];
	use_server(o, d.port);
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-2", RC_OK));
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, forget_tx, o));
	WANT(o, RC_NOTFOUND, step(o, &box, o->now_ms + OUTBOX_CLAIM_MS - 1));
	WANT(o, RC_OK, step(o, &box, o->now_ms + OUTBOX_CLAIM_MS));
	message_id(&d, first);
	assert_string_equal(first, "Message-ID: <due-2.1@laocai.example>");
	/* And when a sent one is sent again by hand, even from another address. */
	WANT(o, RC_OK, post(o, "later@example.vn", "due-3", RC_OK));
	WANT(o, RC_OK, step(o, &box, o->now_ms));
	struct sql_mail_due row;
	WANT(o, RC_OK, sql_mail_due(o->f->db, &o->f->mem, o->now_ms + MINUTE_MS, &row));
	snprintf(first, sizeof first, "%.*s", STR_ARG(row.message_id));
	assert_non_null(strstr(first, "@laocai.example"));
	set(o, "smtp.from", "khac@example.vn");
	WANT(o, RC_OK, step(o, &box, o->now_ms + MINUTE_MS));
	WANT(o, RC_OK, sql_mail_due(o->f->db, &o->f->mem, o->now_ms + 60 * MINUTE_MS, &row));
	snprintf(second, sizeof second, "%.*s", STR_ARG(row.message_id));
	assert_string_equal(first, second);
	smtpd_stop(&d);
}

static void run_refused(struct office *o)
{
	struct smtpd d = smtpd_start("plain");
	struct outbox box = {.keys = o->app.keys};
	use_server(o, d.port);
	WANT(o, RC_OK, post(o, "refused@example.vn", "due-4", RC_OK));
	int before = unread(o, "vidu.quantri"), others = unread(o, "vidu.thuongtruc");
	WANT(o, RC_OK, step(o, &box, o->now_ms));
	expect_state(o, "failed", 1);
	assert_int_equal(unread(o, "vidu.quantri"), before + 1);
	assert_int_equal(unread(o, "vidu.thuongtruc"), others);
	/* Not repeated by itself; an administrator may. */
	WANT(o, RC_NOTFOUND, step(o, &box, o->now_ms + 1000 * MINUTE_MS));
	struct acting *a;
	struct rows rows = queued(o, &a);
	const char *id = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.thuongtruc"), "mail.retry", "id", id, NULL));
	WANT(o, RC_OK, run_op(a, "mail.retry", "id", id, NULL));
	expect_state(o, "waiting", 0);
	smtpd_stop(&d);
}

static void run_down(struct office *o)
{
	struct smtpd d = smtpd_start("plain");
	struct outbox box = {.keys = o->app.keys};
	char text[8192];
	int64_t now = o->now_ms;
	use_server(o, d.port);
	smtpd_stop(&d);
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-5", RC_OK));
	WANT(o, RC_OK, step(o, &box, now));
	expect_state(o, "waiting", 1);
	/* The whole server is away, so nothing else is tried for a while. */
	WANT(o, RC_NOTFOUND, step(o, &box, now + OUTBOX_PAUSE_MS - 1));
	WANT(o, RC_OK, step(o, &box, now + outbox_pause_ms(1)));
	expect_state(o, "waiting", 2);
	now += outbox_pause_ms(1);
	d = smtpd_start("plain");
	use_server(o, d.port);
	WANT(o, RC_NOTFOUND, step(o, &box, now + outbox_pause_ms(2) - 1));
	WANT(o, RC_OK, step(o, &box, now + outbox_pause_ms(2)));
	expect_state(o, "sent", 3);
	assert_non_null(strstr(smtpd_got(&d, "last", text), "Nhắc hạn nộp hồ sơ"));
	smtpd_stop(&d);
}

static void run_given_up(struct office *o)
{
	struct outbox box = {.keys = o->app.keys};
	use_server(o, 1);
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-6", RC_OK));
	WANT(o, RC_OK, step(o, &box, o->now_ms + (int64_t)OUTBOX_DAYS * 1440 * MINUTE_MS));
	expect_state(o, "waiting", 1);
	box.paused_until_ms = 0;
	WANT(o, RC_OK, step(o, &box, o->now_ms + (int64_t)(OUTBOX_DAYS + 1) * 1440 * MINUTE_MS));
	expect_state(o, "failed", 2);
}

static void run_unset(struct office *o)
{
	struct outbox box = {.keys = o->app.keys};
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-7", RC_OK));
	WANT(o, RC_NOTFOUND, step(o, &box, o->now_ms));
	expect_state(o, "waiting", 0);
	WANT(o, RC_OK, run_op(a, "mail.state", NULL));
	assert_false(((const struct mail_page *)a->out.data)->ready);
	assert_false(((const struct mail_page *)a->out.data)->may_test);
	WANT(o, RC_CONFLICT, run_op(a, "mail.test", NULL));
	WANT(o, RC_INVALID, post(o, "không phải địa chỉ", "due-8", RC_OK));
}

static void run_settings(struct office *o)
{
	struct smtpd d = smtpd_start("auth");
	struct outbox box = {.keys = o->app.keys};
	struct outbox_settings s;
	struct sql_setting_get row;
	struct acting *a = office_as(o, "vidu.quantri");
	char path[200], text[8192];
	const char *port = num(o, d.port);
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.chanhvp"), "mail.settings", "tls", "none", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "mail.settings", "host", "mail.example.vn", "tls", "none", "user", "thidua",
	            "from", "thidua@laocai.example", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "mail.settings", "host", "a/b", "tls", "whole", "from", "t@l.vn", NULL));
	WANT(o, RC_OK,
	     run_op(a, "mail.settings", "host", "localhost", "port", port, "tls", "starttls", "user",
	            "thidua", "password", "mật khẩu", "from", "thidua@laocai.example", NULL));
	set(o, "smtp.ca_file", smtpd_path(&d, "ca.pem", path));
	/* Sealed in the table, opened for the server only. */
	WANT(o, RC_OK, sql_setting_get(o->f->db, &o->f->mem, STR("smtp.password"), &row));
	assert_true(row.value.n > 0 && !memmem(row.value.p, row.value.n, "mật", strlen("mật")));
	WANT(o, RC_OK, outbox_settings(o->f->db, o->app.keys, &o->f->mem, &s, &o->f->err));
	assert_string_equal(s.server.password, "mật khẩu");
	/* Saved again without a password: kept for the same name, forgotten for another. */
	WANT(o, RC_OK,
	     run_op(a, "mail.settings", "host", "localhost", "port", port, "tls", "starttls", "user",
	            "thidua", "from", "thidua@laocai.example", NULL));
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-9", RC_OK));
	WANT(o, RC_OK, step(o, &box, o->now_ms));
	expect_state(o, "sent", 1);
	assert_non_null(strstr(smtpd_got(&d, "last", text), "tls: yes\n"));
	WANT(o, RC_OK,
	     run_op(a, "mail.settings", "host", "localhost", "port", port, "tls", "starttls", "user",
	            "khac", "from", "thidua@laocai.example", NULL));
	WANT(o, RC_OK, outbox_settings(o->f->db, o->app.keys, &o->f->mem, &s, &o->f->err));
	assert_false(s.has_password);
	smtpd_stop(&d);
}

/* --- two senders --------------------------------------------------------------------------------
 */

struct sender {
	struct office *o;
	struct db *db;
	struct err err;
	int sent;
};

static void *send_all(void *arg)
{
	struct sender *s = arg;
	struct outbox box = {.keys = s->o->app.keys};
	struct arena mem;
	arena_init(&mem);
	while (outbox_step(&box, s->db, &mem, s->o->now_ms, &s->err) == RC_OK)
		s->sent++;
	arena_release(&mem);
	return NULL;
}

static void run_senders(struct office *o)
{
	enum { MAILS = 12 };
	struct smtpd d = smtpd_start("plain");
	struct sender s[2] = {0};
	pthread_t t[2];
	struct acting *a;
	use_server(o, d.port);
	for (int i = 0; i < MAILS; i++)
		WANT(o, RC_OK, post(o, "lan@example.vn", arena_printf(&o->f->mem, "race-%d", i).p, RC_OK));
	for (int i = 0; i < 2; i++) {
		s[i].o = o;
		s[i].db = db_fixture_connect(o->f, &s[i].err);
		db_err_to(s[i].db, &s[i].err);
		assert_int_equal(pthread_create(&t[i], NULL, send_all, &s[i]), 0);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(t[i], NULL);
		if (s[i].err.code)
			fail_msg("%s %s", s[i].err.message, s[i].err.detail);
		db_close(s[i].db);
	}
	struct rows rows = queued(o, &a);
	assert_int_equal(rows.count, MAILS);
	for (int i = 0; i < MAILS; i++) {
		assert_true(str_eqz(row_text(a, &rows, i, "state"), "sent"));
		assert_int_equal(row_int(&rows, i, "attempts"), 1);
	}
	smtpd_stop(&d);
}

/* --- notices
 * -------------------------------------------------------------------------------------- */

static void run_notices(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	struct rows rows;
	/* The example has notices of its own. */
	WANT(o, RC_OK, run_op(a, "notice.clear", NULL));
	int had = list_count(a, "notice.list", NULL);
	int others = list_count(office_as(o, "vidu.thanhtra"), "notice.list", NULL);
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-10", RC_OK));
	WANT(o, RC_OK, list_op(a, &rows, "notice.list", NULL));
	assert_int_equal(rows.count, had + 1);
	const char *id = num(o, row_int(&rows, 0, "id"));
	/* One's own only, whatever one may see otherwise. */
	assert_int_equal(list_count(office_as(o, "vidu.thanhtra"), "notice.list", NULL), others);
	WANT(o, RC_NOTFOUND, run_op(office_as(o, "vidu.thanhtra"), "notice.view", "id", id, NULL));
	WANT(o, RC_NOTFOUND, run_op(office_as(o, "vidu.thanhtra"), "notice.read", "id", id, NULL));
	assert_int_equal(unread(o, "vidu.quantri"), 1);
	WANT(o, RC_OK, run_op(a, "notice.view", "id", id, NULL));
	assert_true(str_eqz(a->out.go, "/unit"));
	assert_int_equal(unread(o, "vidu.quantri"), 0);
	/* The same words again, now that they have been read. */
	WANT(o, RC_OK, post(o, "lan@example.vn", "due-10", RC_OK));
	assert_int_equal(unread(o, "vidu.quantri"), 1);
	WANT(o, RC_OK, run_op(a, "notice.clear", NULL));
	assert_int_equal(unread(o, "vidu.quantri"), 0);
}

#define BOTH(name, body)                                                                           \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(body);                                                                  \
	}
BOTH(what_rolls_back_sends_nothing_and_a_key_is_one_mail, run_rollback)
BOTH(a_mail_sent_twice_carries_one_message_id, run_twice)
BOTH(a_refused_mail_is_given_up_and_administrators_are_told, run_refused)
BOTH(a_server_that_was_down_gets_the_mail_when_it_is_back, run_down)
BOTH(after_days_without_success_a_mail_is_given_up, run_given_up)
BOTH(without_settings_nothing_is_sent_and_the_page_says_so, run_unset)
BOTH(settings_are_checked_and_the_password_is_sealed, run_settings)
BOTH(two_senders_send_each_mail_once, run_senders)
BOTH(notices_are_their_owners_alone, run_notices)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_rolls_back_sends_nothing_and_a_key_is_one_mail),
		cmocka_unit_test(a_mail_sent_twice_carries_one_message_id),
		cmocka_unit_test(a_refused_mail_is_given_up_and_administrators_are_told),
		cmocka_unit_test(a_server_that_was_down_gets_the_mail_when_it_is_back),
		cmocka_unit_test(after_days_without_success_a_mail_is_given_up),
		cmocka_unit_test(without_settings_nothing_is_sent_and_the_page_says_so),
		cmocka_unit_test(settings_are_checked_and_the_password_is_sealed),
		cmocka_unit_test(two_senders_send_each_mail_once),
		cmocka_unit_test(notices_are_their_owners_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
