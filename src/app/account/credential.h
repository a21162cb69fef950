/*
 * credential.h: what the account room shares: proving who one is, sessions after a change.
 *
 * Hashing a password takes a tenth of a second and is done outside transactions;
 * counting a failure must last although the operation fails. So whoever asks for a
 * password or a code has transactions of its own (OP_OWN_TX).
 */
#ifndef APP_ACCOUNT_CREDENTIAL_H
#define APP_ACCOUNT_CREDENTIAL_H

#include "app/account/account.h"
#include "auth/totp.h"
#include "db/sql_account.h"

/*
 * The present password, typed again. RC_INVALID at `field` when it is wrong (counted,
 * journalled), RC_DENIED while the account is locked. `own` is the row it was checked
 * against. Outside transactions.
 */
enum rc credential_password(struct ctx *c, const char *field, struct str typed,
                            struct sql_account_own *own) MUST_CHECK;

/*
 * A code of the phone or a recovery code, and then what it was asked for, in one
 * transaction with the journal line. A wrong code is counted and journalled.
 */
struct credential_step {
	struct ctx *c;
	struct out *out;
	struct str code;
	enum rc (*then)(struct credential_step *s);
	struct sql_account_own own; /* read in the transaction */
	bool ok;
};
enum rc credential_code(struct credential_step *s) MUST_CHECK;

/* One more failure of an account; inside DB_WRITE. */
enum rc credential_failed(struct ctx *c, int64_t account_id) MUST_CHECK;

/* Where a sealed second factor belongs: associated data of keys_seal(). */
struct str credential_place(struct arena *mem, int64_t account_id);

/*
 * Ends every session of the caller and begins one anew where there was one: whoever held
 * a cookie from before the change is out. Inside DB_WRITE.
 */
enum rc credential_renew(struct ctx *c, bool second, struct out *out) MUST_CHECK;

/* Ten fresh recovery codes instead of the old ones, to be shown; inside DB_WRITE. */
enum rc credential_recovery(struct ctx *c, struct out *out) MUST_CHECK;

#endif
