/* sign_fixture.h: accounts with passwords and phones in the example office, signing in as people
 * do. */
#ifndef TEST_SIGN_FIXTURE_H
#define TEST_SIGN_FIXTURE_H

#include "auth/totp.h"
#include "office_fixture.h"

#define GOOD_PASSWORD "Mùa xuân ở Sa Pa 26"

/* vidu.quantri makes an account for that person; its temporary password comes back. */
const char *make_account(struct office *o, const char *person, const char *account);

/* The first step. The cookie is in (*a)->out.session_cookie. */
enum rc sign_in(struct office *o, const char *account, const char *password,
                struct acting **a) MUST_CHECK;

/* Whoever a cookie belongs to now, as the server finds out. */
enum rc by_cookie(struct office *o, struct str cookie, struct acting **a) MUST_CHECK;
enum rc by_token(struct office *o, struct str token, struct acting **a) MUST_CHECK;

/* An account whose first sign-in is done: GOOD_PASSWORD, signed in. */
struct acting *ready_account(struct office *o, const char *person, const char *account);

/* Sets up a phone for whoever is signed in; `a` goes on in the new session. */
struct acting *enrol(struct office *o, struct acting *a, const char *password,
                     struct totp_secret *phone);

/* What the phone shows now, or `steps` of 30 s later. */
const char *code_of(struct office *o, const struct totp_secret *phone, int steps);

#endif
