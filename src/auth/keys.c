#include "auth/keys_inner.h"

#include <sodium.h>

#define AEAD(name) crypto_aead_xchacha20poly1305_ietf_##name
#define NONCE ((size_t)AEAD(NPUBBYTES))
#define TAG ((size_t)AEAD(ABYTES))
#define SEAL_HEAD ((size_t)5) /* version and key id */
#define SEAL_VERSION 1
_Static_assert(KEYS_WRAPPED_BYTES == SEAL_HEAD + NONCE + 32 + TAG, "layout of a wrapped key");

void *secure_alloc(size_t size)
{
	BUG_ON(sodium_init() < 0);
	void *p = sodium_malloc(size);
	BUG_ON(!p);
	return memset(p, 0, size);
}

/* What comes after the lock; NULL when there is no such key. id 0: the newest. */
static const struct key *find(const struct key_set *set, enum key_purpose purpose, uint32_t id)
{
	for (int i = set->count - 1; i >= 0; i--)
		if (set->keys[i].purpose == purpose && (id == 0 || set->keys[i].id == id))
			return &set->keys[i];
	return NULL;
}

/* A copy that outlives the lock, to be wiped; the newest of each purpose always exists. */
static bool take(struct keys *k, enum key_purpose purpose, uint32_t id, struct key *out)
{
	ring_look(k);
	pthread_rwlock_rdlock(&k->lock);
	const struct key *key = find(k->set, purpose, id);
	if (key)
		*out = *key;
	pthread_rwlock_unlock(&k->lock);
	BUG_ON(!key && id == 0);
	return key != NULL;
}

static enum rc no_key(uint32_t id, struct err *e)
{
	return err_detail(e, RC_NOTFOUND, "keys: no key with id %u in the ring", id);
}

uint32_t keys_newest(struct keys *k, enum key_purpose purpose)
{
	ring_look(k);
	pthread_rwlock_rdlock(&k->lock);
	const struct key *key = find(k->set, purpose, 0);
	uint32_t id = key ? key->id : 0;
	pthread_rwlock_unlock(&k->lock);
	return id;
}

int keys_list(struct keys *k, struct key_info *out, int max)
{
	pthread_rwlock_rdlock(&k->lock);
	int count = k->set->count < max ? k->set->count : max;
	for (int i = 0; i < count; i++) {
		const struct key *key = &k->set->keys[i];
		out[i] = (struct key_info){.id = key->id,
		                           .purpose = key->purpose,
		                           .created_ms = key->created_ms,
		                           .newest = find(k->set, key->purpose, 0) == key};
	}
	pthread_rwlock_unlock(&k->lock);
	return count;
}

/* --- sealing ---------------------------------------------------------------- */

/* head | use, NUL | ad: no two different triples give the same bytes. */
static struct str full_ad(struct arena *mem, const unsigned char *head, const char *use,
                          struct str ad)
{
	size_t use_n = strlen(use) + 1;
	char *p = arena_alloc(mem, SEAL_HEAD + use_n + ad.n);
	memcpy(p, head, SEAL_HEAD);
	memcpy(p + SEAL_HEAD, use, use_n);
	if (ad.n)
		memcpy(p + SEAL_HEAD + use_n, ad.p, ad.n);
	return (struct str){p, SEAL_HEAD + use_n + ad.n};
}

/*
 * A nonce is no secret but must be new: 24 bytes of the kernel's, fetched for many at once, since
 * an import seals a hundred thousand values. Nobody seals in a forked child (job/sandbox.h: it
 * becomes another program at once), so two processes never have the same store.
 */
static void fresh_nonce(struct keys *k, unsigned char out[NONCE])
{
	pthread_mutex_lock(&k->nonces_lock);
	if (k->nonces_left == 0) {
		randombytes_buf(k->nonces, sizeof k->nonces);
		k->nonces_left = sizeof k->nonces;
	}
	k->nonces_left -= NONCE;
	memcpy(out, k->nonces + k->nonces_left, NONCE);
	pthread_mutex_unlock(&k->nonces_lock);
}

static void seal_to(struct keys *k, struct str ad, const char *use, struct str plain,
                    struct arena *mem, unsigned char *out)
{
	struct key key;
	BUG_ON(!take(k, KEY_FIELD, 0, &key));
	out[0] = SEAL_VERSION;
	for (int i = 0; i < 4; i++)
		out[1 + i] = (unsigned char)(key.id >> (8 * i));
	unsigned char *nonce = out + SEAL_HEAD;
	fresh_nonce(k, nonce);
	struct str full = full_ad(mem, out, use, ad);
	AEAD(encrypt)
	(nonce + NONCE, NULL, (const unsigned char *)plain.p, plain.n, (const unsigned char *)full.p,
	 full.n, NULL, nonce, key.bytes);
	sodium_memzero(&key, sizeof key);
}

struct str keys_seal(struct keys *k, const char *use, struct str ad, struct str plain,
                     struct arena *mem)
{
	size_t n = SEAL_HEAD + NONCE + plain.n + TAG;
	unsigned char *out = arena_alloc(mem, n);
	seal_to(k, ad, use, plain, mem, out);
	return (struct str){(const char *)out, n};
}

uint32_t keys_sealed_id(struct str sealed)
{
	const unsigned char *p = (const unsigned char *)sealed.p;
	if (sealed.n < SEAL_HEAD + NONCE + TAG || p[0] != SEAL_VERSION)
		return 0;
	return p[1] | (uint32_t)p[2] << 8 | (uint32_t)p[3] << 16 | (uint32_t)p[4] << 24;
}

enum rc keys_open(struct keys *k, const char *use, struct str ad, struct str sealed,
                  struct arena *mem, struct str *plain, struct err *e)
{
	struct key key;
	const unsigned char *p = (const unsigned char *)sealed.p;
	uint32_t id = keys_sealed_id(sealed);
	if (id == 0)
		return err_detail(e, RC_INVALID, "keys: not a sealed value");
	if (!take(k, KEY_FIELD, id, &key))
		return no_key(id, e);
	const unsigned char *nonce = p + SEAL_HEAD;
	size_t cipher_n = sealed.n - SEAL_HEAD - NONCE;
	struct str full = full_ad(mem, p, use, ad);
	unsigned char *out = arena_alloc(mem, cipher_n - TAG + 1);
	int bad = AEAD(decrypt)(out, NULL, NULL, nonce + NONCE, cipher_n, (const unsigned char *)full.p,
	                        full.n, nonce, key.bytes);
	sodium_memzero(&key, sizeof key);
	if (bad)
		return err_detail(e, RC_INVALID, "keys: a sealed %s was changed or moved", use);
	*plain = (struct str){(const char *)out, cipher_n - TAG};
	return RC_OK;
}

static void wrap(struct keys *k, struct str ad, const struct data_key *d, unsigned char *out)
{
	struct arena mem;
	arena_init(&mem);
	seal_to(k, ad, "data-key", (struct str){(const char *)d->bytes, sizeof d->bytes}, &mem, out);
	arena_release(&mem);
}

void keys_wrap(struct keys *k, struct str ad, struct data_key *fresh,
               unsigned char wrapped[KEYS_WRAPPED_BYTES])
{
	randombytes_buf(fresh->bytes, sizeof fresh->bytes);
	wrap(k, ad, fresh, wrapped);
}

enum rc keys_unwrap(struct keys *k, struct str ad, struct str wrapped, struct data_key *out,
                    struct err *e)
{
	struct arena mem;
	struct str plain;
	if (wrapped.n != KEYS_WRAPPED_BYTES)
		return err_detail(e, RC_INVALID, "keys: not a wrapped key");
	arena_init(&mem);
	enum rc rc = keys_open(k, "data-key", ad, wrapped, &mem, &plain, e);
	if (rc == RC_OK) {
		memcpy(out->bytes, plain.p, sizeof out->bytes);
		sodium_memzero((char *)plain.p, plain.n);
	}
	arena_release(&mem);
	return rc;
}

enum rc keys_rewrap(struct keys *k, struct str ad, struct str wrapped,
                    unsigned char out[KEYS_WRAPPED_BYTES], struct err *e)
{
	struct data_key d;
	TRY(keys_unwrap(k, ad, wrapped, &d, e));
	wrap(k, ad, &d, out);
	data_key_wipe(&d);
	return RC_OK;
}

struct str data_key_seal(const struct data_key *d, struct str ad, struct str plain,
                         struct arena *mem)
{
	size_t n = NONCE + plain.n + TAG;
	unsigned char *out = arena_alloc(mem, n);
	randombytes_buf(out, NONCE);
	AEAD(encrypt)
	(out + NONCE, NULL, (const unsigned char *)plain.p, plain.n, (const unsigned char *)ad.p, ad.n,
	 NULL, out, d->bytes);
	return (struct str){(const char *)out, n};
}

enum rc data_key_open(const struct data_key *d, struct str ad, struct str sealed, struct arena *mem,
                      struct str *plain, struct err *e)
{
	const unsigned char *p = (const unsigned char *)sealed.p;
	if (sealed.n < NONCE + TAG)
		return err_detail(e, RC_INVALID, "keys: not a sealed value");
	size_t cipher_n = sealed.n - NONCE;
	unsigned char *out = arena_alloc(mem, cipher_n - TAG + 1);
	if (AEAD(decrypt)(out, NULL, NULL, p + NONCE, cipher_n, (const unsigned char *)ad.p, ad.n, p,
	                  d->bytes) != 0)
		return err_detail(e, RC_INVALID, "keys: a value of a person was changed or moved");
	*plain = (struct str){(const char *)out, cipher_n - TAG};
	return RC_OK;
}

void data_key_wipe(struct data_key *d)
{
	sodium_memzero(d, sizeof *d);
}

/* --- hashes and signatures ---------------------------------------------------- */

static void keyed_hash(const struct key *key, const char *use, struct str message,
                       unsigned char out[KEYS_HASH_BYTES])
{
	crypto_generichash_state st;
	crypto_generichash_init(&st, key->bytes, 32, KEYS_HASH_BYTES);
	crypto_generichash_update(&st, (const unsigned char *)use, strlen(use) + 1);
	crypto_generichash_update(&st, (const unsigned char *)message.p, message.n);
	crypto_generichash_final(&st, out, KEYS_HASH_BYTES);
	sodium_memzero(&st, sizeof st);
}

enum rc keys_lookup_hash(struct keys *k, uint32_t key_id, const char *use, struct str value,
                         unsigned char out[KEYS_HASH_BYTES], struct err *e)
{
	struct key key;
	if (!take(k, KEY_LOOKUP, key_id, &key))
		return no_key(key_id, e);
	keyed_hash(&key, use, value, out);
	sodium_memzero(&key, sizeof key);
	return RC_OK;
}

void keys_mac(struct keys *k, const char *use, struct str message,
              unsigned char out[KEYS_HASH_BYTES])
{
	struct key key;
	BUG_ON(!take(k, KEY_TOKEN, 0, &key));
	keyed_hash(&key, use, message, out);
	sodium_memzero(&key, sizeof key);
}

bool keys_mac_ok(struct keys *k, const char *use, struct str message, struct str mac)
{
	unsigned char want[KEYS_HASH_BYTES];
	bool ok = false;
	if (mac.n != KEYS_HASH_BYTES)
		return false;
	ring_look(k);
	pthread_rwlock_rdlock(&k->lock);
	for (int i = 0; i < k->set->count; i++) {
		if (k->set->keys[i].purpose != KEY_TOKEN)
			continue;
		keyed_hash(&k->set->keys[i], use, message, want);
		ok |= sodium_memcmp(want, mac.p, sizeof want) == 0;
	}
	pthread_rwlock_unlock(&k->lock);
	return ok;
}

void keys_sign(struct keys *k, struct str message, uint32_t *key_id,
               unsigned char out[KEYS_SIGN_BYTES])
{
	struct key key;
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	BUG_ON(!take(k, KEY_JOURNAL, 0, &key) || key.retired);
	crypto_sign_seed_keypair(public_key, secret, key.bytes);
	crypto_sign_detached(out, NULL, (const unsigned char *)message.p, message.n, secret);
	*key_id = key.id;
	sodium_memzero(&key, sizeof key);
	sodium_memzero(secret, sizeof secret);
}

enum rc keys_public(struct keys *k, uint32_t key_id, unsigned char out[KEYS_PUBLIC_BYTES],
                    struct err *e)
{
	struct key key;
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
	if (!take(k, KEY_JOURNAL, key_id, &key))
		return no_key(key_id, e);
	if (key.retired)
		memcpy(out, key.bytes, KEYS_PUBLIC_BYTES);
	else
		crypto_sign_seed_keypair(out, secret, key.bytes);
	sodium_memzero(&key, sizeof key);
	sodium_memzero(secret, sizeof secret);
	return RC_OK;
}

bool keys_verify_public(const unsigned char public_key[KEYS_PUBLIC_BYTES], struct str message,
                        struct str signature)
{
	return signature.n == KEYS_SIGN_BYTES &&
	       crypto_sign_verify_detached((const unsigned char *)signature.p,
	                                   (const unsigned char *)message.p, message.n,
	                                   public_key) == 0;
}

enum rc keys_verify(struct keys *k, uint32_t key_id, struct str message, struct str signature,
                    struct err *e)
{
	unsigned char public_key[KEYS_PUBLIC_BYTES];
	TRY(keys_public(k, key_id, public_key, e));
	if (keys_verify_public(public_key, message, signature))
		return RC_OK;
	return err_detail(e, RC_INVALID, "keys: signature of key %u does not match", key_id);
}

void keys_recipient(struct keys *k, struct box_recipient *out)
{
	struct key key;
	BUG_ON(!take(k, KEY_BACKUP, 0, &key));
	memcpy(out, key.bytes, sizeof *out);
	sodium_memzero(&key, sizeof key);
}
