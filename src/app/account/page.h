/* page.h: what the account pages show; drawn by web/account.html and web/sign_in.html. */
#ifndef APP_ACCOUNT_PAGE_H
#define APP_ACCOUNT_PAGE_H

#include "auth/role.h"
#include "op/view.h"

/* The sign-in page: the form's own view and, in an example office, one button a role. */
struct example_role {
	const char *role, *title;
	struct str person;
};
struct sign_in_view {
	const struct form_view *form;
	struct str next;
	struct example_role roles[ROLE_COUNT];
	int role_count;
};

struct session_row {
	int64_t id;
	struct str machine, remote, began, seen;
	bool current;
};
struct token_row {
	int64_t id;
	struct str label, ops, made, ends, used;
};

struct account_mine_view {
	struct str name, csrf;
	struct str password_age; /* a sentence */
	bool password_due;
	bool enrolled, may_turn_off;
	int codes_left;
	bool barred;
	struct session_row *sessions;
	int session_count;
	struct token_row *tokens;
	int token_count;
};

/* A second factor that waits to be proved; begun is false when there is none. */
struct account_totp_view {
	const struct form_view *form;
	bool begun;
	struct str secret;   /* in groups, for typing */
	struct str qr, size; /* path and side of the drawing; "" when it could not be drawn */
};

#endif
