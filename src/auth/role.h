/*
 * role.h: the roles of domain.md and who holds which, where.
 *
 * A grant is (person, role, unit, from, to); its scope is the unit and all below
 * it on that day. MEMBER is not granted: everybody with an account and a person
 * record has it, over their own record. PUBLIC is nobody signed in.
 */
#ifndef AUTH_ROLE_H
#define AUTH_ROLE_H

#include "base/str.h"

enum role {
	ROLE_PUBLIC,
	ROLE_MEMBER,
	ROLE_UNIT_CLERK,
	ROLE_UNIT_HEAD,
	ROLE_STANDING,
	ROLE_COUNCIL,
	ROLE_HEAD,
	ROLE_REGISTRY,
	ROLE_ACCOUNTANT,
	ROLE_INSPECTOR,
	ROLE_ADMIN,
	ROLE_COUNT
};

#define R(role) (1u << ROLE_##role)
/* Everybody who is signed in, member or not. */
#define R_SIGNED_IN (((1u << ROLE_COUNT) - 1) & ~R(PUBLIC))
/* Those who see the whole organisation as part of their work. */
#define R_OFFICE (R(STANDING) | R(HEAD) | R(REGISTRY) | R(INSPECTOR) | R(ADMIN))

struct role_info {
	const char *name;  /* "unit_head", as stored */
	const char *title; /* Vietnamese */
	const char *may;   /* one Vietnamese sentence for the page of rights */
};

const struct role_info *role_info(enum role r);

/* ROLE_COUNT when the name is unknown. */
enum role role_from_name(struct str name);

#define GRANTS_MAX 32

struct held_grant {
	enum role role;
	int64_t unit_id;
	bool top; /* the unit has nothing above it today: the whole office */
};

/* Who acts. Filled by session.h from a cookie, a token, the local socket or a job. */
struct principal {
	int64_t account_id; /* DB_NULL: nobody */
	int64_t person_id;  /* DB_NULL: an account without a person (the first administrator) */
	int64_t session_id; /* DB_NULL: not through the browser */
	int64_t token_id;   /* DB_NULL: not through an API token */
	unsigned char session_hash[32]; /* for the CSRF field (token.h) */
	struct str name;                /* account's name */
	struct str label;               /* person's name, or the account's */
	unsigned roles;                 /* bits R(...), MEMBER and PUBLIC included */
	struct held_grant grants[GRANTS_MAX];
	int grant_count;
	bool must_change;     /* password has to be changed before anything else */
	bool second;          /* a second factor was shown in this session */
	bool needs_second;    /* this account has to show one and has not */
	bool enrolled;        /* a second factor is set up */
	struct str token_ops; /* API token: operations it is limited to, by comma; p == NULL: none */
	const char *origin;   /* "web", "api", "cli", "job" */
};

#endif
