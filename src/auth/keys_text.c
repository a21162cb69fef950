#include "auth/keys_inner.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>

/*
 *     thidua-ring 1
 *     field 1 1769472000000 <base 64>
 *     …
 *     sum <base 64 of BLAKE2b-256 over all lines before>
 *
 * The sum finds a torn or mistyped file; whoever can write the file can write it too.
 */
#define RING_MAGIC "thidua-ring 1\n"
#define B64 sodium_base64_VARIANT_ORIGINAL
#define B64_ROOM 96 /* 64 bytes as text, and NUL */
_Static_assert(sizeof(struct box_recipient) == 64, "a key's bytes hold a recipient");

static const struct word {
	const char *z;
	enum key_purpose purpose;
	bool retired;
} words[] = {
	{"field", KEY_FIELD, false},     {"lookup", KEY_LOOKUP, false},
	{"journal", KEY_JOURNAL, false}, {"journal-old", KEY_JOURNAL, true},
	{"token", KEY_TOKEN, false},     {"backup", KEY_BACKUP, false},
};
#define WORDS (sizeof words / sizeof *words)

static const char *word_of(enum key_purpose purpose, bool retired)
{
	for (size_t i = 0; i < WORDS; i++)
		if (words[i].purpose == purpose && words[i].retired == retired)
			return words[i].z;
	bug_at(__FILE__, __LINE__, "a key of no known purpose");
}

const char *keys_purpose_word(enum key_purpose purpose)
{
	return word_of(purpose, false);
}

size_t key_size(enum key_purpose purpose)
{
	return purpose == KEY_BACKUP ? sizeof(struct box_recipient) : 32;
}

static void sum_of(const struct ring_text *t, size_t n, char out[B64_ROOM])
{
	unsigned char hash[32];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)t->p, n, NULL, 0);
	sodium_bin2base64(out, B64_ROOM, hash, sizeof hash, B64);
}

static void add(struct ring_text *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void add(struct ring_text *t, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(t->p + t->n, RING_MAX - t->n, fmt, ap);
	va_end(ap);
	BUG_ON(n < 0 || (size_t)n >= RING_MAX - t->n);
	t->n += (size_t)n;
}

void ring_write_text(const struct key_set *set, struct ring_text *out)
{
	char b64[B64_ROOM];
	out->n = 0;
	add(out, RING_MAGIC);
	for (int i = 0; i < set->count; i++) {
		const struct key *k = &set->keys[i];
		sodium_bin2base64(b64, sizeof b64, k->bytes, key_size(k->purpose), B64);
		add(out, "%s %" PRIu32 " %" PRId64 " %s\n", word_of(k->purpose, k->retired), k->id,
		    k->created_ms, b64);
	}
	sum_of(out, out->n, b64);
	add(out, "sum %s\n", b64);
	sodium_memzero(b64, sizeof b64);
}

static bool read_key(struct str line, struct key *k)
{
	int64_t id;
	size_t n;
	struct str word = str_cut(&line, ' ');
	const struct word *w = NULL;
	for (size_t i = 0; i < WORDS; i++)
		if (str_eqz(word, words[i].z))
			w = &words[i];
	if (!w || !str_int(str_cut(&line, ' '), &id) || id < 1 || id > UINT32_MAX ||
	    !str_int(str_cut(&line, ' '), &k->created_ms) || !line.p)
		return false;
	k->purpose = w->purpose;
	k->retired = w->retired;
	k->id = (uint32_t)id;
	return sodium_base642bin(k->bytes, sizeof k->bytes, line.p, line.n, NULL, &n, NULL, B64) == 0 &&
	       n == key_size(k->purpose);
}

/* The lines between magic and sum. Ids grow, and the newest of each purpose is usable. */
static bool read_keys(struct str body, struct key_set *set)
{
	uint32_t last = 0;
	while (body.n) {
		struct str line = str_cut(&body, '\n');
		struct key *k = &set->keys[set->count];
		if (set->count == KEYS_MAX || !read_key(line, k) || k->id <= last)
			return false;
		last = k->id;
		set->count++;
	}
	unsigned have = 0;
	for (int i = 0; i < set->count; i++) {
		unsigned bit = 1U << set->keys[i].purpose;
		have = set->keys[i].retired ? have & ~bit : have | bit;
	}
	return have == (1U << KEY_FIELD | 1U << KEY_LOOKUP | 1U << KEY_JOURNAL | 1U << KEY_TOKEN |
	                1U << KEY_BACKUP);
}

enum rc ring_read_text(const struct ring_text *text, struct key_set **out, struct err *e)
{
	size_t magic_n = strlen(RING_MAGIC), sum_n = 4 + 44 + 1;
	char b64[B64_ROOM], want[B64_ROOM + 8];
	bool ok = text->n > magic_n + sum_n && memcmp(text->p, RING_MAGIC, magic_n) == 0;
	if (ok) {
		sum_of(text, text->n - sum_n, b64);
		int n = snprintf(want, sizeof want, "sum %s\n", b64);
		ok = n == (int)sum_n && memcmp(text->p + text->n - sum_n, want, sum_n) == 0;
	}
	struct key_set *set = secure_alloc(sizeof *set);
	if (ok && read_keys((struct str){text->p + magic_n, text->n - magic_n - sum_n}, set)) {
		*out = set;
		return RC_OK;
	}
	sodium_free(set);
	return err_set(e, RC_INVALID,
	               "Tệp khóa bị hỏng hoặc không đúng dạng. Hãy khôi phục tệp khóa "
	               "từ bản ký gửi bằng khóa khôi phục.");
}
