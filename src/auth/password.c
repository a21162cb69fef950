#include "auth/password.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>

_Static_assert(PASSWORD_HASH_BYTES >= crypto_pwhash_STRBYTES, "room for libsodium's form");

struct password_hasher {
	struct password_cost cost;
	char nobody[PASSWORD_HASH_BYTES]; /* of a random password, for unknown accounts */
	pthread_mutex_t lock;             /* guards the two counts */
	pthread_cond_t freed;
	int running, waiting;
};

static enum rc make(const struct password_cost *cost, struct str plain,
                    char out[PASSWORD_HASH_BYTES], struct err *e)
{
	memset(out, 0, PASSWORD_HASH_BYTES);
	if (crypto_pwhash_str_alg(out, plain.p, plain.n, cost->passes, cost->memory_bytes,
	                          crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_detail(e, RC_IO, "password: no memory for a hash");
	return RC_OK;
}

/*
 * A hash of the right form and cost that no password has: checking against it takes as long as
 * against a real one. Not computed, which would hold up every start by a tenth of a second.
 */
static void hash_of_nobody(const struct password_cost *cost, char out[PASSWORD_HASH_BYTES])
{
	unsigned char raw[48];
	char salt[24], hash[48];
	randombytes_buf(raw, sizeof raw);
	sodium_bin2base64(salt, sizeof salt, raw, 16, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	sodium_bin2base64(hash, sizeof hash, raw + 16, 32, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	int n = snprintf(out, PASSWORD_HASH_BYTES, "$argon2id$v=19$m=%zu,t=%llu,p=1$%s$%s",
	                 cost->memory_bytes / 1024, (unsigned long long)cost->passes, salt, hash);
	BUG_ON(n < 0 || n >= PASSWORD_HASH_BYTES);
}

struct password_hasher *password_hasher_new(const struct password_cost *cost)
{
	pthread_condattr_t attr;
	BUG_ON(sodium_init() < 0 || cost->at_once < 1);
	struct password_hasher *h = calloc(1, sizeof *h);
	BUG_ON(!h);
	h->cost = *cost;
	hash_of_nobody(cost, h->nobody);
	/* Waiting is by the clock that nobody can set. */
	BUG_ON(pthread_condattr_init(&attr) || pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) ||
	       pthread_mutex_init(&h->lock, NULL) || pthread_cond_init(&h->freed, &attr));
	pthread_condattr_destroy(&attr);
	return h;
}

void password_hasher_free(struct password_hasher *h)
{
	if (!h)
		return;
	BUG_ON(h->running || h->waiting);
	pthread_cond_destroy(&h->freed);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

static struct timespec in_ms(int64_t ms)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	int64_t ns = t.tv_nsec + ms % 1000 * 1000000;
	t.tv_sec += ms / 1000 + ns / 1000000000;
	t.tv_nsec = ns % 1000000000;
	return t;
}

enum rc password_enter(struct password_hasher *h, struct err *e)
{
	bool entered = true;
	pthread_mutex_lock(&h->lock);
	if (h->running >= h->cost.at_once) {
		struct timespec until = in_ms(h->cost.wait_ms);
		int late = h->waiting >= h->cost.waiting ? ETIMEDOUT : 0;
		h->waiting++;
		while (h->running >= h->cost.at_once && late != ETIMEDOUT)
			late = pthread_cond_timedwait(&h->freed, &h->lock, &until);
		h->waiting--;
		entered = h->running < h->cost.at_once;
	}
	h->running += entered;
	pthread_mutex_unlock(&h->lock);
	return entered ? RC_OK
	               : err_set(e, RC_BUSY,
	                         "Nhiều người đang đăng nhập cùng lúc. "
	                         "Xin thử lại sau vài giây.");
}

void password_leave(struct password_hasher *h)
{
	pthread_mutex_lock(&h->lock);
	BUG_ON(h->running < 1);
	h->running--;
	pthread_cond_signal(&h->freed);
	pthread_mutex_unlock(&h->lock);
}

int password_running(struct password_hasher *h)
{
	pthread_mutex_lock(&h->lock);
	int n = h->running;
	pthread_mutex_unlock(&h->lock);
	return n;
}

static enum rc too_long(struct str plain, struct err *e)
{
	return plain.n <= PASSWORD_MAX_BYTES
	           ? RC_OK
	           : err_set(e, RC_INVALID, "Mật khẩu quá dài. Hãy dùng tối đa %d ký tự.",
	                     PASSWORD_MAX_BYTES / 2);
}

enum rc password_hash(struct password_hasher *h, struct str plain, char out[PASSWORD_HASH_BYTES],
                      struct err *e)
{
	TRY(too_long(plain, e));
	TRY(password_enter(h, e));
	enum rc rc = make(&h->cost, plain, out, e);
	password_leave(h);
	return rc;
}

enum rc password_check(struct password_hasher *h, struct str plain, const char *hash, bool *ok,
                       struct err *e)
{
	bool known = hash && *hash;
	*ok = false;
	TRY(too_long(plain, e));
	TRY(password_enter(h, e));
	bool same = crypto_pwhash_str_verify(known ? hash : h->nobody, plain.p, plain.n) == 0;
	password_leave(h);
	*ok = known && same;
	return RC_OK;
}

bool password_needs_rehash(const struct password_hasher *h, const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, h->cost.passes, h->cost.memory_bytes) != 0;
}
