/*
 * outbox.h: mail that leaves only after its transaction has committed, and notices.
 *
 * A mail is a row written beside the change that it tells of; a change that rolls back
 * sends nothing. A sender thread in each instance claims rows one by one and hands them
 * to mail.h. The promise is "at least once": when a sender dies between the server's
 * "250" and its own commit, the mail is sent again after OUTBOX_CLAIM_MS, under the same
 * Message-ID, which is fixed before the first try.
 *
 * A mail that the server refuses for good, or that could not be delivered for
 * OUTBOX_DAYS, is marked failed and its administrators get a notice in the program.
 * Failures of the server as a whole pause the sender, so that a thousand waiting mails
 * cost one attempt a minute.
 */
#ifndef JOB_OUTBOX_H
#define JOB_OUTBOX_H

#include "auth/keys.h"
#include "db/db.h"
#include "job/mail.h"

#define OUTBOX_CLAIM_MS 180000
#define OUTBOX_PAUSE_MS 60000
#define OUTBOX_DAYS 3

/*
 * Inside DB_WRITE. `key` names the occasion ("grant-17-told"): letters, digits, "." and
 * "-", at most 100; a second mail with the same key is not written. RC_INVALID for an
 * address or subject that no mail can have.
 */
enum rc outbox_add(struct db *db, struct str to, struct str subject, struct str text,
                   struct str key, int64_t now_ms, struct err *e) MUST_CHECK;

/*
 * Settings smtp.*; `ready` is false while no server has been named. When the password does not
 * open (its key is gone, the text is damaged) RC_INVALID comes back and the rest is filled in.
 */
struct outbox_settings {
	bool ready;
	bool has_password;
	const char *tls; /* "none", "starttls", "whole" */
	struct mail_server server;
};
enum rc outbox_settings(struct db *db, struct keys *keys, struct arena *mem,
                        struct outbox_settings *out, struct err *e) MUST_CHECK;

/* Sealed for setting smtp.password; "" stays "". */
struct str outbox_seal_password(struct keys *keys, struct arena *mem, struct str password);

/* One sender; belongs to one thread. */
struct outbox {
	struct keys *keys;
	int64_t paused_until_ms;
};

/* Sends one mail that is due. RC_NOTFOUND: none is, or nothing may be sent now. */
enum rc outbox_step(struct outbox *o, struct db *db, struct arena *mem, int64_t now_ms,
                    struct err *e) MUST_CHECK;

/* Inside DB_WRITE. The same words are not repeated until they have been read. */
enum rc notice_post(struct db *db, int64_t account_id, struct str text, struct str link,
                    int64_t now_ms) MUST_CHECK;
enum rc notice_post_admins(struct db *db, struct arena *mem, struct str text, struct str link,
                           int64_t now_ms) MUST_CHECK;

/* The pause before the next try of one mail. */
int64_t outbox_pause_ms(int64_t attempt);

#endif
