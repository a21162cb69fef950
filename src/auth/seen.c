#include "auth/seen.h"

#include "auth/session.h"

#include <pthread.h>

struct use {
	int64_t session_id, token_id, account_id, at_ms;
};

struct seen {
	pthread_mutex_t lock;
	int count;
	struct use uses[SEEN_MAX];
};

struct seen *seen_new(void)
{
	struct seen *s = calloc(1, sizeof *s);
	BUG_ON(!s || pthread_mutex_init(&s->lock, NULL) != 0);
	return s;
}

void seen_free(struct seen *s)
{
	if (s)
		pthread_mutex_destroy(&s->lock);
	free(s);
}

/* The latest use counts. */
static bool add(struct seen *s, const struct use *u)
{
	int at = 0;
	while (at < s->count &&
	       (s->uses[at].session_id != u->session_id || s->uses[at].token_id != u->token_id))
		at++;
	if (at == SEEN_MAX)
		return false;
	if (at == s->count)
		s->uses[s->count++] = *u;
	else if (s->uses[at].at_ms < u->at_ms)
		s->uses[at].at_ms = u->at_ms;
	return true;
}

bool seen_note(struct seen *s, const struct principal *who, int64_t now_ms)
{
	const struct use u = {who->session_id, who->token_id, who->account_id, now_ms};
	pthread_mutex_lock(&s->lock);
	bool noted = add(s, &u);
	pthread_mutex_unlock(&s->lock);
	return noted;
}

struct writing {
	struct db *db;
	const struct use *uses;
	int count;
};

static enum rc write_tx(void *arg)
{
	const struct writing *w = arg;
	for (int i = 0; i < w->count; i++) {
		const struct use *u = &w->uses[i];
		const struct principal who = {
			.account_id = u->account_id, .session_id = u->session_id, .token_id = u->token_id};
		TRY(session_touch(w->db, &who, u->at_ms));
	}
	return RC_OK;
}

static int take(struct seen *s, struct use *out)
{
	pthread_mutex_lock(&s->lock);
	int n = s->count;
	memcpy(out, s->uses, (size_t)n * sizeof *out);
	s->count = 0;
	pthread_mutex_unlock(&s->lock);
	return n;
}

enum rc seen_write(struct seen *s, struct db *db)
{
	struct arena mem;
	arena_init(&mem);
	struct use *uses = arena_array(&mem, SEEN_MAX, sizeof *uses);
	struct writing w = {.db = db, .uses = uses, .count = take(s, uses)};
	enum rc rc = w.count ? db_tx(db, DB_WRITE, write_tx, &w) : RC_OK;
	pthread_mutex_lock(&s->lock);
	for (int i = 0; rc != RC_OK && i < w.count; i++)
		add(s, &uses[i]);
	pthread_mutex_unlock(&s->lock);
	arena_release(&mem);
	return rc;
}
