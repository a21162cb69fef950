#include "sign_fixture.h"

#include "app/account/credential.h"
#include "auth/session.h"
#include "db/sql_account.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

const char *make_account(struct office *o, const char *person, const char *account)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(admin, "account.create", "person_id", num(o, person_named(o, person)), "name",
	            account, NULL));
	if (admin->out.approval_id != DB_NULL)
		WANT(o, RC_OK, second_op(o, admin, "vidu.thuongtruc"));
	assert_int_equal(admin->out.code_count, 1);
	return arena_strz(&o->f->mem, admin->out.codes[0]);
}

enum rc sign_in(struct office *o, const char *account, const char *password, struct acting **a)
{
	*a = office_as(o, NULL);
	return run_op(*a, "session.open", "account", account, "password", password, NULL);
}

enum rc by_cookie(struct office *o, struct str cookie, struct acting **a)
{
	bool stale;
	*a = office_as(o, NULL);
	err_clear((*a)->c.err);
	return session_principal((*a)->c.db, (*a)->c.mem, cookie, o->now_ms, (*a)->c.today,
	                         &(*a)->c.who, &stale, (*a)->c.err);
}

enum rc by_token(struct office *o, struct str token, struct acting **a)
{
	bool stale;
	*a = office_as(o, NULL);
	err_clear((*a)->c.err);
	return token_principal((*a)->c.db, (*a)->c.mem, token, o->now_ms, (*a)->c.today, &(*a)->c.who,
	                       &stale, (*a)->c.err);
}

struct acting *ready_account(struct office *o, const char *person, const char *account)
{
	const char *temporary = make_account(o, person, account);
	struct acting *a;
	WANT(o, RC_OK, sign_in(o, account, temporary, &a));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	WANT(o, RC_OK,
	     run_op(a, "account.password", "old", temporary, "new_password", GOOD_PASSWORD, "new_again",
	            GOOD_PASSWORD, NULL));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	return a;
}

struct acting *enrol(struct office *o, struct acting *a, const char *password,
                     struct totp_secret *phone)
{
	struct sql_account_own own;
	struct str raw;
	WANT(o, RC_OK, run_op(a, "account.totp_begin", "password", password, NULL));
	WANT(o, RC_OK, sql_account_own(a->c.db, a->c.mem, a->c.who.account_id, &own));
	WANT(o, RC_OK,
	     keys_open(o->app.keys, "totp-pending", credential_place(a->c.mem, own.id),
	               own.pending_sealed, a->c.mem, &raw, a->c.err));
	assert_int_equal(raw.n, sizeof phone->bytes);
	memcpy(phone->bytes, raw.p, raw.n);
	WANT(o, RC_OK, run_op(a, "account.totp_confirm", "code", code_of(o, phone, 0), NULL));
	struct str *codes = arena_array(&o->f->mem, TOTP_RECOVERY_COUNT, sizeof *codes);
	memcpy(codes, a->out.codes, TOTP_RECOVERY_COUNT * sizeof *codes);
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	a->out.codes = codes;
	a->out.code_count = TOTP_RECOVERY_COUNT;
	return a;
}

const char *code_of(struct office *o, const struct totp_secret *phone, int steps)
{
	uint64_t step = (uint64_t)(o->now_ms / TOTP_STEP_MS + steps);
	return arena_printf(&o->f->mem, "%06u", (unsigned)totp_at(phone, step)).p;
}
