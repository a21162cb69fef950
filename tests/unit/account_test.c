/* Signing in and out, one's own password, phone, sessions and tokens, and what misuse of each
 * meets. */
#include "sign_fixture.h"

#include "auth/seen.h"
#include "auth/session.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define MINUTE_MS ((int64_t)60 * 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define PERSON "Trần Quốc Việt"
#define NAME "viet.tran"

static enum rc wrong_password(struct office *o, const char *account)
{
	struct acting *a;
	return sign_in(o, account, "không phải mật khẩu", &a);
}

/* --- passwords ------------------------------------------------------------------------- */

static void run_first_password(struct office *o)
{
	const char *temporary = make_account(o, PERSON, NAME);
	struct acting *a, *old;
	WANT(o, RC_OK, sign_in(o, NAME, temporary, &a));
	struct str cookie = a->out.session_cookie;
	WANT(o, RC_OK, by_cookie(o, cookie, &a));
	assert_true(a->c.who.must_change);
	WANT(o, RC_DENIED, run_op(a, "home.mine", NULL));
	assert_non_null(strstr(o->f->err.message, "đổi mật khẩu"));
	WANT(o, RC_INVALID,
	     run_op(a, "account.password", "old", "sai", "new_password", GOOD_PASSWORD, "new_again",
	            GOOD_PASSWORD, NULL));
	assert_string_equal(o->f->err.field, "old");
	WANT(o, RC_INVALID,
	     run_op(a, "account.password", "old", temporary, "new_password", "ngắn quá", "new_again",
	            "ngắn quá", NULL));
	assert_string_equal(o->f->err.field, "new_password");
	WANT(o, RC_INVALID,
	     run_op(a, "account.password", "old", temporary, "new_password", GOOD_PASSWORD, "new_again",
	            "khác", NULL));
	assert_string_equal(o->f->err.field, "new_again");
	WANT(o, RC_INVALID,
	     run_op(a, "account.password", "old", temporary, "new_password", temporary, "new_again",
	            temporary, NULL));
	WANT(o, RC_OK,
	     run_op(a, "account.password", "old", temporary, "new_password", GOOD_PASSWORD, "new_again",
	            GOOD_PASSWORD, NULL));
	WANT(o, RC_SIGNIN, by_cookie(o, cookie, &old));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	assert_false(a->c.who.must_change);
	WANT(o, RC_OK, run_op(a, "home.mine", NULL));
	WANT(o, RC_DENIED, sign_in(o, NAME, temporary, &old));
	/* The temporary one is among the former ones now. */
	WANT(o, RC_INVALID,
	     run_op(a, "account.password", "old", GOOD_PASSWORD, "new_password", temporary, "new_again",
	            temporary, NULL));
}

static void run_names(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	const char *person = num(o, person_named(o, PERSON));
	static const char *const bad[] = {"9viet",     "viet..tran", "viet.", "việt",
	                                  "viet tran", "viet_tran",  ".viet"};
	for (int i = 0; i < COUNT(bad); i++)
		WANT(o, RC_INVALID,
		     run_op(admin, "account.create", "person_id", person, "name", bad[i], NULL));
	WANT(o, RC_INVALID,
	     run_op(admin, "account.create", "person_id", person, "name", "vidu.quantri", NULL));
	WANT(o, RC_OK, run_op(admin, "account.create", "person_id", person, "name", "Viet.Tran", NULL));
	WANT(o, RC_INVALID,
	     run_op(admin, "account.create", "person_id", person, "name", "viet.tran2", NULL));
	assert_string_equal(o->f->err.field, "person_id");
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.thuongtruc"), "account.create", "person_id", person, "name",
	            "x.y", NULL));
}

/* --- locking ------------------------------------------------------------------------------ */

static void run_locking(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *admin = office_as(o, "vidu.quantri");
	const char *id = num(o, a->c.who.account_id);
	for (int i = 0; i < 4; i++)
		WANT(o, RC_DENIED, wrong_password(o, NAME));
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
	for (int i = 0; i < 5; i++)
		WANT(o, RC_DENIED, wrong_password(o, NAME));
	WANT(o, RC_DENIED, sign_in(o, NAME, GOOD_PASSWORD, &a));
	WANT(o, RC_INVALID, run_op(admin, "account.unlock", "id", id, "reason", "", NULL));
	WANT(o, RC_OK, run_op(admin, "account.unlock", "id", id, "reason", "Gọi điện xác minh", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(admin, "account.unlock", "id", id, "reason", "Gọi điện xác minh", NULL));
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
}

static void run_lock_ends(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME);
	for (int i = 0; i < 5; i++)
		WANT(o, RC_DENIED, wrong_password(o, NAME));
	o->now_ms += 11 * HOUR_MS;
	/* Trying on while it is locked makes it no longer. */
	WANT(o, RC_DENIED, wrong_password(o, NAME));
	o->now_ms += HOUR_MS;
	WANT(o, RC_DENIED, wrong_password(o, NAME));
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
}

static void run_unknown(struct office *o)
{
	struct acting *a;
	char known[512];
	make_account(o, PERSON, NAME);
	WANT(o, RC_DENIED, wrong_password(o, NAME));
	snprintf(known, sizeof known, "%s", o->f->err.message);
	WANT(o, RC_DENIED, sign_in(o, "khong.co", "gì đó", &a));
	assert_string_equal(o->f->err.message, known);
}

/* --- the second factor -------------------------------------------------------------------------
 */

static void run_enrolment(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME);
	struct totp_secret phone;
	WANT(o, RC_INVALID, run_op(a, "account.totp_begin", "password", "sai", NULL));
	WANT(o, RC_CONFLICT, run_op(a, "account.totp_confirm", "code", "123456", NULL));
	WANT(o, RC_OK, run_op(a, "account.totp_begin", "password", GOOD_PASSWORD, NULL));
	WANT(o, RC_INVALID, run_op(a, "account.totp_confirm", "code", "000000", NULL));
	o->now_ms += HOUR_MS;
	a->c.now_ms = o->now_ms;
	WANT(o, RC_CONFLICT, run_op(a, "account.totp_confirm", "code", "000000", NULL));
	a = enrol(o, a, GOOD_PASSWORD, &phone);
	assert_true(a->c.who.second && a->c.who.enrolled && !a->c.who.needs_second);
	WANT(o, RC_INVALID, run_op(a, "account.totp_off", "code", "000000", NULL));
	/* The code that proved the phone is spent. */
	WANT(o, RC_INVALID, run_op(a, "account.totp_off", "code", code_of(o, &phone, 0), NULL));
	WANT(o, RC_OK, run_op(a, "account.totp_off", "code", code_of(o, &phone, 1), NULL));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	assert_false(a->c.who.enrolled);
}

static void run_pending_kept(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME);
	struct sql_account_own first, again;
	WANT(o, RC_OK, run_op(a, "account.totp_begin", "password", GOOD_PASSWORD, NULL));
	WANT(o, RC_OK, sql_account_own(a->c.db, a->c.mem, a->c.who.account_id, &first));
	WANT(o, RC_OK, run_op(a, "account.totp_begin", "password", GOOD_PASSWORD, NULL));
	WANT(o, RC_OK, sql_account_own(a->c.db, a->c.mem, a->c.who.account_id, &again));
	assert_true(str_eq(first.pending_sealed, again.pending_sealed));
	assert_null(first.totp_sealed.p);
}

static void run_second_step(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *old;
	struct totp_secret phone;
	a = enrol(o, a, GOOD_PASSWORD, &phone);
	struct str recovery = a->out.codes[3];
	const char *spent = code_of(o, &phone, 0);
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
	struct str before = a->out.session_cookie;
	WANT(o, RC_OK, by_cookie(o, before, &a));
	/* Whoever knows the password alone reaches nothing, least of all the sign-in itself. */
	WANT(o, RC_DENIED, run_op(a, "home.mine", NULL));
	WANT(o, RC_DENIED, run_op(a, "account.totp_begin", "password", GOOD_PASSWORD, NULL));
	WANT(o, RC_DENIED,
	     run_op(a, "account.password", "old", GOOD_PASSWORD, "new_password", "Mùa hè ở Bắc Hà 1",
	            "new_again", "Mùa hè ở Bắc Hà 1", NULL));
	WANT(o, RC_INVALID, run_op(a, "session.second", "code", "000000", NULL));
	WANT(o, RC_INVALID, run_op(a, "session.second", "code", spent, NULL));
	WANT(o, RC_OK, run_op(a, "session.second", "code", code_of(o, &phone, 1), NULL));
	assert_false(str_eq(before, a->out.session_cookie));
	WANT(o, RC_SIGNIN, by_cookie(o, before, &old));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	WANT(o, RC_OK, run_op(a, "home.mine", NULL));
	for (int i = 0; i < 2; i++) {
		WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
		WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
		WANT(o, i == 0 ? RC_OK : RC_INVALID,
		     run_op(a, "session.second", "code", arena_strz(a->c.mem, recovery), NULL));
	}
}

static void run_codes_guessed(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME);
	struct totp_secret phone;
	enrol(o, a, GOOD_PASSWORD, &phone);
	/* The right password in between gives no new tries at the code. */
	for (int i = 0; i < 5; i++) {
		WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
		WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
		WANT(o, RC_INVALID, run_op(a, "session.second", "code", "000000", NULL));
	}
	WANT(o, RC_DENIED, run_op(a, "session.second", "code", code_of(o, &phone, 1), NULL));
	WANT(o, RC_DENIED, sign_in(o, NAME, GOOD_PASSWORD, &a));
}

static void run_new_codes(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME);
	struct totp_secret phone;
	a = enrol(o, a, GOOD_PASSWORD, &phone);
	const char *old = arena_strz(a->c.mem, a->out.codes[0]);
	WANT(o, RC_OK, run_op(a, "account.recovery_new", "code", code_of(o, &phone, 1), NULL));
	assert_int_equal(a->out.code_count, TOTP_RECOVERY_COUNT);
	const char *fresh = arena_strz(a->c.mem, a->out.codes[9]);
	WANT(o, RC_INVALID, run_op(a, "account.totp_off", "code", old, NULL));
	WANT(o, RC_OK, run_op(a, "account.totp_off", "code", fresh, NULL));
}

static void run_administrator(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *admin = office_as(o, "vidu.quantri");
	struct totp_secret phone;
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", num(o, a->c.who.person_id), "role", "admin",
	            "unit_id", num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")), NULL));
	WANT(o, RC_OK, second_op(o, admin, "vidu.chanhvp"));
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	assert_true(a->c.who.needs_second && !a->c.who.enrolled);
	WANT(o, RC_DENIED, run_op(a, "home.mine", NULL));
	assert_non_null(strstr(o->f->err.message, "bật xác thực hai bước"));
	a = enrol(o, a, GOOD_PASSWORD, &phone);
	WANT(o, RC_OK, run_op(a, "home.mine", NULL));
	WANT(o, RC_DENIED, run_op(a, "account.totp_off", "code", code_of(o, &phone, 1), NULL));
}

/* --- sessions
 * ------------------------------------------------------------------------------------- */

static void run_limits(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *b;
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
	struct str cookie = a->out.session_cookie;
	o->now_ms += 15 * MINUTE_MS - 1;
	WANT(o, RC_OK, by_cookie(o, cookie, &b));
	o->now_ms += 1;
	WANT(o, RC_SIGNIN, by_cookie(o, cookie, &b));
	assert_non_null(strstr(o->f->err.message, "không thao tác"));
}

static enum rc touch_tx(void *arg)
{
	struct acting *a = arg;
	return session_touch(a->c.db, &a->c.who, a->c.now_ms);
}

static void run_absolute(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME);
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
	struct str cookie = a->out.session_cookie;
	int64_t began = o->now_ms;
	while (o->now_ms + 14 * MINUTE_MS < began + 12 * HOUR_MS) {
		o->now_ms += 14 * MINUTE_MS;
		WANT(o, RC_OK, by_cookie(o, cookie, &a));
		WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, touch_tx, a));
	}
	o->now_ms = began + 12 * HOUR_MS;
	WANT(o, RC_SIGNIN, by_cookie(o, cookie, &a));
	assert_non_null(strstr(o->f->err.message, "12 giờ"));
}

static int64_t seen_of(struct office *o, struct str cookie)
{
	struct acting *a;
	struct sql_session_find row;
	unsigned char hash[TOKEN_HASH_BYTES];
	WANT(o, RC_OK, by_cookie(o, cookie, &a));
	assert_true(token_hash(TOKEN_SESSION, cookie, hash));
	EXPECT(o->f, RC_OK,
	       sql_session_find(o->f->db, &o->f->mem, (struct str){(char *)hash, sizeof hash}, &row));
	return row.seen_ms;
}

/* Last uses are written together: the latest of each, once, and kept when that fails. */
static void run_seen(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME);
	struct seen *seen = seen_new();
	struct db *closed;
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
	struct str cookie = a->out.session_cookie;
	WANT(o, RC_OK, by_cookie(o, cookie, &a));
	int64_t began = o->now_ms;
	assert_true(seen_note(seen, &a->c.who, began + 2 * MINUTE_MS));
	assert_true(seen_note(seen, &a->c.who, began + MINUTE_MS));
	assert_int_equal(seen_of(o, cookie), began);
	EXPECT(o->f, RC_OK, db_open(o->f->address, DB_READONLY, &closed, &o->f->err));
	WANT(o, RC_BUG, seen_write(seen, closed));
	db_close(closed);
	assert_int_equal(seen_of(o, cookie), began);
	WANT(o, RC_OK, seen_write(seen, o->f->db));
	assert_int_equal(seen_of(o, cookie), began + 2 * MINUTE_MS);
	/* Nothing is left to write, so a connection that may not write has nothing to refuse. */
	WANT(o, RC_OK, seen_write(seen, o->f->db));
	struct principal many = a->c.who;
	for (int i = 0; i < SEEN_MAX; i++) {
		many.session_id = 1000000 + i;
		assert_true(seen_note(seen, &many, began));
	}
	many.session_id = 1;
	assert_false(seen_note(seen, &many, began));
	seen_free(seen);
}

static void run_end_sessions(struct office *o)
{
	struct acting *here = ready_account(o, PERSON, NAME), *there, *other, *a;
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &there));
	struct str cookie = there->out.session_cookie;
	WANT(o, RC_OK, by_cookie(o, cookie, &there));
	other = ready_account(o, "Bùi Xuân Trường", "truong.bui");
	assert_int_equal(list_count(other, "session.list", NULL), 2);
	WANT(o, RC_NOTFOUND, run_op(other, "session.end", "id", num(o, there->c.who.session_id), NULL));
	WANT(o, RC_OK, run_op(here, "session.end", "id", num(o, there->c.who.session_id), NULL));
	WANT(o, RC_SIGNIN, by_cookie(o, cookie, &a));
	WANT(o, RC_CONFLICT, run_op(here, "session.end", "id", num(o, there->c.who.session_id), NULL));
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
	cookie = a->out.session_cookie;
	WANT(o, RC_OK, run_op(here, "session.end_others", NULL));
	WANT(o, RC_SIGNIN, by_cookie(o, cookie, &a));
	WANT(o, RC_OK, run_op(here, "session.end", "id", num(o, here->c.who.session_id), NULL));
	assert_true(str_eqz(here->out.session_cookie, "-"));
}

static void run_csrf(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *b;
	char field[CSRF_TEXT_BYTES];
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &b));
	WANT(o, RC_OK, by_cookie(o, b->out.session_cookie, &b));
	token_csrf(o->app.keys, a->c.who.session_hash, field);
	assert_true(token_csrf_ok(o->app.keys, a->c.who.session_hash, str_of(field)));
	assert_false(token_csrf_ok(o->app.keys, b->c.who.session_hash, str_of(field)));
}

/* --- tokens
 * ----------------------------------------------------------------------------------------- */

static void run_tokens(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *t;
	WANT(o, RC_INVALID,
	     run_op(a, "token.create", "label", "Đồng bộ", "ops", "unit.xoa", "days", "30", NULL));
	WANT(
		o, RC_INVALID,
		run_op(a, "token.create", "label", "Đồng bộ", "ops", "account.create", "days", "30", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "token.create", "label", "Đồng bộ", "ops", "account.password", "days", "30",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "token.create", "label", "Đồng bộ", "ops", " , ", "days", "30", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "token.create", "label", "Đồng bộ", "ops", "*", "days", "366", NULL));
	WANT(o, RC_OK,
	     run_op(a, "token.create", "label", "Đồng bộ", "ops", "unit.list, person.*", "days", "30",
	            NULL));
	assert_int_equal(a->out.code_count, 1);
	struct str token = a->out.codes[0];
	const char *id = num(o, a->out.id);
	WANT(o, RC_OK, by_token(o, token, &t));
	struct rows rows;
	WANT(o, RC_OK, list_op(t, &rows, "person.list", NULL));
	WANT(o, RC_DENIED, list_op(t, &rows, "grant.list", NULL));
	WANT(o, RC_NOTFOUND, run_op(office_as(o, "vidu.canbo"), "token.revoke", "id", id, NULL));
	WANT(o, RC_OK, run_op(a, "token.revoke", "id", id, NULL));
	WANT(o, RC_SIGNIN, by_token(o, token, &t));
}

static void run_token_limits(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *t;
	WANT(o, RC_OK, run_op(a, "token.create", "label", "Mọi việc", "ops", "*", "days", "1", NULL));
	struct str token = a->out.codes[0];
	WANT(o, RC_OK, by_token(o, token, &t));
	WANT(o, RC_OK, run_op(t, "home.mine", NULL));
	/* A token begets no tokens and does not touch the sign-in. */
	WANT(o, RC_DENIED, run_op(t, "token.create", "label", "Nữa", "ops", "*", "days", "1", NULL));
	WANT(o, RC_DENIED, run_op(t, "session.end_others", NULL));
	WANT(o, RC_DENIED,
	     run_op(t, "account.password", "old", GOOD_PASSWORD, "new_password", "Mùa hè ở Bắc Hà 1",
	            "new_again", "Mùa hè ở Bắc Hà 1", NULL));
	o->now_ms += 24 * HOUR_MS;
	WANT(o, RC_SIGNIN, by_token(o, token, &t));
}

/* --- disabling, and what time does
 * --------------------------------------------------------------------- */

static void run_disable(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *admin = office_as(o, "vidu.quantri"), *b;
	const char *id = num(o, a->c.who.account_id), *own = num(o, admin->c.who.account_id);
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &b));
	WANT(o, RC_DENIED, run_op(admin, "account.disable", "id", own, "reason", "Thử tự khóa", NULL));
	WANT(o, RC_OK, run_op(admin, "account.disable", "id", id, "reason", "Chuyển công tác", NULL));
	WANT(o, RC_SIGNIN, by_cookie(o, b->out.session_cookie, &b));
	WANT(o, RC_DENIED, sign_in(o, NAME, GOOD_PASSWORD, &b));
	WANT(o, RC_CONFLICT,
	     run_op(admin, "account.disable", "id", id, "reason", "Chuyển công tác", NULL));
	WANT(o, RC_OK, run_op(admin, "account.enable", "id", id, "reason", "Trở lại công tác", NULL));
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &b));
}

/* Every row of a list about the person is in the state. */
static void all_in(struct office *o, const char *list, const char *filter, int64_t person,
                   const char *state)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, list, filter, num(o, person), NULL));
	assert_true(rows.count > 0);
	for (int i = 0; i < rows.count; i++)
		if (!str_eqz(row_text(a, &rows, i, "state"), state))
			fail_msg("%s: a row is not %s", list, state);
}

/* Today and from next year, both ways: signatures; and rights from next year. */
static void give_powers(struct office *o, struct acting *a)
{
	struct acting *head = office_as(o, "vidu.chanhvp"), *admin = office_as(o, "vidu.quantri");
	const char *me = num(o, a->c.who.person_id), *boss = num(o, head->c.who.person_id);
	static const char *const from[] = {"01/01/2026", "01/01/2027"};
	for (int i = 0; i < 2; i++) {
		WANT(o, RC_OK,
		     run_op(head, "delegation.add", "giver_id", boss, "taker_id", me, "kind", "TL", "field",
		            "Báo cáo", "basis", "TB 5", "from", from[i], NULL));
		WANT(o, RC_OK,
		     run_op(head, "delegation.add", "giver_id", me, "taker_id",
		            num(o, person_named(o, "Đỗ Minh Đức")), "kind", "TL", "field", "Báo cáo",
		            "basis", "TB 6", "from", from[i], NULL));
	}
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", me, "role", "unit_clerk", "unit_id",
	            num(o, unit_named(o, "Phòng Nội chính")), "from", "01/01/2027", NULL));
}

static void run_leave(struct office *o)
{
	struct acting *a = ready_account(o, PERSON, NAME), *standing = office_as(o, "vidu.thuongtruc"),
				  *b;
	int64_t person = a->c.who.person_id;
	const char *id = num(o, person), *account = num(o, a->c.who.account_id);
	give_powers(o, a);
	WANT(o, RC_OK, run_op(a, "token.create", "label", "Đồng bộ", "ops", "*", "days", "9", NULL));
	struct str token = a->out.codes[0];
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &b));
	struct str cookie = b->out.session_cookie;
	standing->how.preview = true;
	WANT(o, RC_OK,
	     run_op(standing, "person.leave", "id", id, "on", "23/11/2026", "basis", "QĐ 9", NULL));
	WANT(o, RC_OK, by_cookie(o, cookie, &b));
	WANT(o, RC_OK, by_token(o, token, &b));
	WANT(o, RC_OK,
	     run_op(standing, "person.leave", "id", id, "on", "23/11/2026", "basis", "QĐ 9", NULL));
	WANT(o, RC_SIGNIN, by_cookie(o, cookie, &b));
	WANT(o, RC_SIGNIN, by_token(o, token, &b));
	WANT(o, RC_DENIED, sign_in(o, NAME, GOOD_PASSWORD, &b));
	all_in(o, "grant.list", "person", person, "closed");
	all_in(o, "delegation.list", "person", person, "closed");
	all_in(o, "delegation.list", "giver", person, "closed");
	/* Nor is any of it given again before the person is back. */
	struct acting *admin = office_as(o, "vidu.quantri");
	const char *room = num(o, unit_named(o, "Phòng Nội chính"));
	assert_false(offers(admin, "account.enable", account));
	WANT(o, RC_CONFLICT,
	     run_op(admin, "account.enable", "id", account, "reason", "Nhầm người", NULL));
	WANT(o, RC_INVALID,
	     run_op(admin, "grant.add", "person_id", id, "role", "unit_clerk", "unit_id", room, NULL));
	WANT(o, RC_OK, run_op(standing, "person.return", "id", id, NULL));
	WANT(o, RC_SIGNIN, by_token(o, token, &b));
	assert_true(offers(admin, "account.enable", account));
	WANT(o, RC_OK, run_op(admin, "account.enable", "id", account, "reason", "Trở lại", NULL));
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &b));
}

static void run_last_leaves(struct office *o)
{
	struct acting *standing = office_as(o, "vidu.thuongtruc"),
				  *admin = office_as(o, "vidu.quantri");
	const char *id = num(o, admin->c.who.person_id);
	WANT(o, RC_CONFLICT,
	     run_op(standing, "person.leave", "id", id, "on", "23/11/2026", "basis", "QĐ 9", NULL));
	assert_non_null(strstr(o->f->err.message, "cuối cùng"));
	assert_true(office_as(o, "vidu.quantri")->c.who.roles & R(ADMIN));
}

/* --- what outlives a token ------------------------------------------------------------------- */

static void look_at_row(const struct op *op, void *arg)
{
	static const char *const others[] = {
		"account.create",   "account.enable", "account.reset",    "grant.add",
		"grant.end",        "delegation.add", "person.merge",     "merge.undo",
		"approval.confirm", "token.create",   "account.password", "account.recovery_new"};
	bool must = op->flags & OP_SECOND;
	(void)arg;
	for (int i = 0; i < COUNT(others); i++)
		must = must || strcmp(op->name, others[i]) == 0;
	if (must && !(op->flags & OP_NO_TOKEN))
		fail_msg("%s may be used by a token", op->name);
}

static void what_gives_power_is_not_for_tokens(void **state)
{
	(void)state;
	op_each(look_at_row, NULL);
}

static void run_token_powers(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri"), *t;
	const char *person = num(o, person_named(o, PERSON));
	WANT(o, RC_OK, run_op(a, "token.create", "label", "Mọi việc", "ops", "*", "days", "1", NULL));
	WANT(o, RC_OK, by_token(o, a->out.codes[0], &t));
	WANT(o, RC_DENIED, run_op(t, "account.create", "person_id", person, "name", "x.y", NULL));
	WANT(o, RC_DENIED,
	     run_op(t, "grant.add", "person_id", person, "role", "registry", "unit_id",
	            num(o, unit_named(o, "Phòng Nội chính")), NULL));
	assert_non_null(strstr(o->f->err.message, "Mã truy cập"));
	WANT(o, RC_DENIED,
	     run_op(t, "person.merge", "id", person, "gone_id", num(o, person_named(o, "Tẩn Mùi Phạm")),
	            "reason", "cùng một người", NULL));
}

#define EACH_ENGINE(name, run)                                                                     \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(run);                                                                   \
	}
EACH_ENGINE(a_temporary_password_is_changed_by_the_rules, run_first_password)
EACH_ENGINE(account_names_and_one_account_each, run_names)
EACH_ENGINE(five_failures_lock_and_an_administrator_unlocks, run_locking)
EACH_ENGINE(a_lock_ends_after_twelve_hours, run_lock_ends)
EACH_ENGINE(unknown_accounts_get_the_same_answer, run_unknown)
EACH_ENGINE(a_phone_is_enrolled_and_taken_off, run_enrolment)
EACH_ENGINE(an_enrolment_begun_twice_keeps_its_secret, run_pending_kept)
EACH_ENGINE(the_second_step_takes_each_code_once, run_second_step)
EACH_ENGINE(guessing_codes_locks, run_codes_guessed)
EACH_ENGINE(new_recovery_codes_replace_the_old, run_new_codes)
EACH_ENGINE(an_administrator_enrols_before_anything_else, run_administrator)
EACH_ENGINE(a_session_idles_out, run_limits)
EACH_ENGINE(a_session_ends_after_twelve_hours, run_absolute)
EACH_ENGINE(last_uses_are_written_together, run_seen)
EACH_ENGINE(one_ends_only_ones_own_sessions, run_end_sessions)
EACH_ENGINE(a_form_holds_in_its_own_session_only, run_csrf)
EACH_ENGINE(tokens_reach_what_they_are_for, run_tokens)
EACH_ENGINE(tokens_end_and_do_not_multiply, run_token_limits)
EACH_ENGINE(a_disabled_account_is_out_at_once, run_disable)
EACH_ENGINE(who_leaves_is_out_at_once_with_all_powers, run_leave)
EACH_ENGINE(the_last_administrator_does_not_leave, run_last_leaves)
EACH_ENGINE(a_token_gives_no_powers, run_token_powers)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_temporary_password_is_changed_by_the_rules),
		cmocka_unit_test(account_names_and_one_account_each),
		cmocka_unit_test(five_failures_lock_and_an_administrator_unlocks),
		cmocka_unit_test(a_lock_ends_after_twelve_hours),
		cmocka_unit_test(unknown_accounts_get_the_same_answer),
		cmocka_unit_test(a_phone_is_enrolled_and_taken_off),
		cmocka_unit_test(an_enrolment_begun_twice_keeps_its_secret),
		cmocka_unit_test(the_second_step_takes_each_code_once),
		cmocka_unit_test(guessing_codes_locks),
		cmocka_unit_test(new_recovery_codes_replace_the_old),
		cmocka_unit_test(an_administrator_enrols_before_anything_else),
		cmocka_unit_test(a_session_idles_out),
		cmocka_unit_test(a_session_ends_after_twelve_hours),
		cmocka_unit_test(last_uses_are_written_together),
		cmocka_unit_test(one_ends_only_ones_own_sessions),
		cmocka_unit_test(a_form_holds_in_its_own_session_only),
		cmocka_unit_test(tokens_reach_what_they_are_for),
		cmocka_unit_test(tokens_end_and_do_not_multiply),
		cmocka_unit_test(a_disabled_account_is_out_at_once),
		cmocka_unit_test(who_leaves_is_out_at_once_with_all_powers),
		cmocka_unit_test(the_last_administrator_does_not_leave),
		cmocka_unit_test(what_gives_power_is_not_for_tokens),
		cmocka_unit_test(a_token_gives_no_powers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
