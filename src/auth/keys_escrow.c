#include "auth/base32.h"
#include "auth/keys_inner.h"

#include <sodium.h>

#define SECRET_BYTES 20
#define CHECK_BYTES 5
#define GROUP 5

struct spelled {
	unsigned char secret[SECRET_BYTES], check[CHECK_BYTES];
};

/* BLAKE2b of a word under the secret, so that no two uses see the same bytes. */
static void derive(const char *word, const unsigned char secret[SECRET_BYTES], unsigned char *out,
                   size_t n)
{
	unsigned char hash[32];
	BUG_ON(n > sizeof hash);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)word, strlen(word), secret,
	                   SECRET_BYTES);
	memcpy(out, hash, n);
	sodium_memzero(hash, sizeof hash);
}

void keys_escrow_new(struct recovery *out)
{
	struct spelled s;
	char flat[BASE32_ROOM(sizeof s)], *to = out->text;
	BUG_ON(sodium_init() < 0);
	randombytes_buf(s.secret, sizeof s.secret);
	derive("thidua recovery check", s.secret, s.check, sizeof s.check);
	base32_encode((const unsigned char *)&s, sizeof s, flat);
	for (size_t i = 0; flat[i]; i++) {
		if (i && i % GROUP == 0)
			*to++ = '-';
		*to++ = flat[i];
	}
	*to++ = '\0';
	BUG_ON(to - out->text != RECOVERY_TEXT_BYTES);
	sodium_memzero(&s, sizeof s);
	sodium_memzero(flat, sizeof flat);
}

void recovery_wipe(struct recovery *r)
{
	sodium_memzero(r, sizeof *r);
}

enum rc keys_recovery(struct str typed, struct box_secret *out, struct err *e)
{
	struct spelled s;
	unsigned char check[CHECK_BYTES], seed[crypto_box_SEEDBYTES];
	BUG_ON(sodium_init() < 0);
	bool ok = base32_decode(typed, (unsigned char *)&s, sizeof s);
	derive("thidua recovery check", s.secret, check, sizeof check);
	if (!ok || sodium_memcmp(check, s.check, sizeof check) != 0)
		return err_set(e, RC_INVALID,
		               "Khóa khôi phục không đúng. Khóa gồm 8 nhóm, mỗi nhóm 5 chữ "
		               "hoặc số; hãy so lại từng nhóm với bản đã in.");
	derive("thidua recovery box", s.secret, seed, sizeof seed);
	crypto_box_seed_keypair(out->recipient.public_key, out->secret_key, seed);
	derive("thidua recovery auth", s.secret, out->recipient.auth, sizeof out->recipient.auth);
	sodium_memzero(&s, sizeof s);
	sodium_memzero(seed, sizeof seed);
	return RC_OK;
}

enum rc keys_escrow_export(struct keys *k, int fd, struct err *e)
{
	struct box_recipient to;
	struct box *box = NULL;
	struct ring_text *text = secure_alloc(sizeof *text);
	keys_recipient(k, &to);
	pthread_rwlock_rdlock(&k->lock);
	ring_write_text(k->set, text);
	pthread_rwlock_unlock(&k->lock);
	enum rc rc = box_create(fd, &to, &box, e);
	if (rc == RC_OK)
		rc = box_write(box, text->p, text->n, e);
	if (rc == RC_OK)
		rc = box_end(box, e);
	box_free(box);
	sodium_free(text);
	return rc;
}

/* All of the box; RC_INVALID when it holds more than a ring can be. */
static enum rc unbox(struct box *box, struct ring_text *t, struct err *e)
{
	size_t got;
	for (t->n = 0; t->n < RING_MAX; t->n += got) {
		TRY(box_read(box, t->p + t->n, RING_MAX - t->n, &got, e));
		if (got == 0)
			return RC_OK;
	}
	return err_set(e, RC_INVALID, "Tệp này không phải bản ký gửi khóa.");
}

enum rc keys_escrow_import(int fd, const struct box_secret *with, const char *path, struct err *e)
{
	struct box *box = NULL;
	struct key_set *set = NULL;
	struct ring_text *text = secure_alloc(sizeof *text);
	enum rc rc = box_open(fd, with, &box, e);
	if (rc == RC_OK)
		rc = unbox(box, text, e);
	if (rc == RC_OK)
		rc = ring_read_text(text, &set, e);
	if (rc == RC_OK)
		rc = ring_store_new(path, set, e);
	sodium_free(set);
	sodium_free(text);
	box_free(box);
	return rc;
}
