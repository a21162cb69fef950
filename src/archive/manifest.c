/* manifest.c: MANIFEST, its signature, and whose key that is. */
#include "archive/inner.h"

#include <inttypes.h>
#include <sodium.h>

#define FIRST "thidua-archive 1"
#define SIGNATURE_WORD "thidua-archive-signature"
#define SIGNED "thidua archive manifest 1\n" /* apart from whatever else the key signs */

static bool from_hex(struct str hex, unsigned char *out, size_t n)
{
	size_t got;
	return hex.n == 2 * n && sodium_hex2bin(out, n, hex.p, hex.n, NULL, &got, NULL) == 0 &&
	       got == n;
}

/* --- writing ------------------------------------------------------------------------------------
 */

static struct str signed_text(struct arena *mem, struct str manifest)
{
	return arena_printf(mem, SIGNED "%.*s", STR_ARG(manifest));
}

struct str archive_sign(struct keys *keys, struct str manifest, struct arena *mem)
{
	unsigned char raw[KEYS_SIGN_BYTES];
	char hex[2 * KEYS_SIGN_BYTES + 1];
	uint32_t id;
	keys_sign(keys, signed_text(mem, manifest), &id, raw);
	sodium_bin2hex(hex, sizeof hex, raw, sizeof raw);
	return arena_printf(mem, SIGNATURE_WORD " 1 %" PRIu32 " %s\n", id, hex);
}

struct str archive_key_line(struct arena *mem, uint32_t id,
                            const unsigned char public_key[KEYS_PUBLIC_BYTES])
{
	char hex[2 * KEYS_PUBLIC_BYTES + 1];
	sodium_bin2hex(hex, sizeof hex, public_key, KEYS_PUBLIC_BYTES);
	return arena_printf(mem, "key %" PRIu32 " %s", id, hex);
}

/* --- reading ------------------------------------------------------------------------------------
 */

static bool key_parse(struct str rest, struct archive_manifest_key *out)
{
	int64_t id;
	if (!str_int(str_cut(&rest, ' '), &id) || id < 1 || id > UINT32_MAX)
		return false;
	out->id = (uint32_t)id;
	return from_hex(rest, out->bytes, sizeof out->bytes);
}

static bool journal_parse(struct str rest, struct archive_manifest *m)
{
	return str_int(str_cut(&rest, ' '), &m->from) && str_int(str_cut(&rest, ' '), &m->to) &&
	       m->from >= 1 && m->to >= m->from && from_hex(rest, m->before, sizeof m->before);
}

/* Words that only people read (lists, what was left out) are passed over. */
static bool one_line(struct archive_manifest *m, struct str line)
{
	struct str rest = line, word = str_cut(&rest, ' ');
	if (str_eqz(word, "year"))
		m->year = rest;
	else if (str_eqz(word, "office"))
		m->office = rest;
	else if (str_eqz(word, "made"))
		m->made = rest;
	else if (str_eqz(word, "by"))
		m->by = rest;
	else if (str_eqz(word, "sums"))
		m->sums = rest;
	else if (str_eqz(word, "journal"))
		return str_eqz(rest, "none") || journal_parse(rest, m);
	else if (str_eqz(word, "key"))
		return m->key_count < KEYS_MAX && key_parse(rest, &m->keys[m->key_count++]);
	return true;
}

bool archive_manifest_read(struct str text, struct archive_manifest *out)
{
	struct str rest = text;
	*out = (struct archive_manifest){.from = 0};
	if (!str_utf8_ok(text) || !str_eqz(str_cut(&rest, '\n'), FIRST))
		return false;
	while (rest.n)
		if (!one_line(out, str_cut(&rest, '\n')))
			return false;
	return out->sums.n == ARCHIVE_SHA_TEXT - 1;
}

const struct archive_manifest_key *archive_manifest_key_of(const struct archive_manifest *m,
                                                           uint32_t id)
{
	for (int i = 0; i < m->key_count; i++)
		if (m->keys[i].id == id)
			return &m->keys[i];
	return NULL;
}

int archive_keys_read(struct str text, struct archive_known_key *out, int max)
{
	int n = 0;
	while (text.p && n < max) {
		struct str line = str_trim(str_cut(&text, '\n'));
		struct archive_manifest_key k;
		if (str_starts(line, "key ") &&
		    key_parse((struct str){.p = line.p + 4, .n = line.n - 4}, &k))
			memcpy(out[n++].bytes, k.bytes, sizeof k.bytes);
		else if (from_hex(line, out[n].bytes, sizeof out[n].bytes))
			n++;
	}
	return n;
}

/* --- the check ----------------------------------------------------------------------------------
 */

/* Is this key, which signed something here, one of those that the asker knows? Told once a key. */
void archive_key_used(struct archive_check *c, const struct archive_manifest_key *k)
{
	const struct archive_ask *ask = c->ask;
	bool *told = &c->told[k - c->manifest.keys];
	for (int i = 0; i < ask->key_count; i++)
		if (memcmp(ask->keys[i].bytes, k->bytes, sizeof k->bytes) == 0)
			return;
	if (ask->key_count == 0 || *told)
		return;
	*told = true;
	archive_found(c, ARCHIVE_OTHER_KEY, STR(ARCHIVE_MANIFEST), DB_NULL,
	              "Khóa số %" PRIu32
	              " đã ký trong gói không phải khóa của cơ quan đã cho: gói do người "
	              "khác lập hoặc ký lại.",
	              k->id);
}

static bool signature_parse(struct str text, uint32_t *id, unsigned char raw[KEYS_SIGN_BYTES])
{
	struct str rest = str_trim(text);
	int64_t n;
	if (!str_eqz(str_cut(&rest, ' '), SIGNATURE_WORD) || !str_eqz(str_cut(&rest, ' '), "1") ||
	    !str_int(str_cut(&rest, ' '), &n) || n < 1 || n > UINT32_MAX)
		return false;
	*id = (uint32_t)n;
	return from_hex(rest, raw, KEYS_SIGN_BYTES);
}

static void check_signature(struct archive_check *c, struct str text)
{
	unsigned char raw[KEYS_SIGN_BYTES];
	uint32_t id;
	const struct archive_manifest_key *k = signature_parse(buf_view(&c->signature), &id, raw)
	                                           ? archive_manifest_key_of(&c->manifest, id)
	                                           : NULL;
	struct str signature = {.p = (const char *)raw, .n = sizeof raw};
	if (!k || !keys_verify_public(k->bytes, signed_text(c->mem, text), signature)) {
		archive_found(c, ARCHIVE_FORGED, STR(ARCHIVE_SIGNATURE), DB_NULL,
		              ARCHIVE_MANIFEST
		              " không mang chữ ký đúng: gói đã bị sửa sau khi lập, hoặc tệp "
		              "chữ ký bị mất.");
		return;
	}
	archive_key_used(c, k);
	c->report->key_id = id;
	c->report->key = archive_key_line(c->mem, id, k->bytes);
}

void archive_manifest_check(struct archive_check *c)
{
	struct str text = buf_view(&c->manifest_text);
	struct archive_manifest *m = &c->manifest;
	struct archive_report *r = c->report;
	unsigned char sha[ARCHIVE_SHA_BYTES];
	char hex[ARCHIVE_SHA_TEXT];
	if (!archive_manifest_read(text, m)) {
		archive_found(c, ARCHIVE_NO_MANIFEST, STR(ARCHIVE_MANIFEST), DB_NULL,
		              "Gói không có " ARCHIVE_MANIFEST
		              " đúng dạng: không biết gói là gì, do ai lập.");
		*m = (struct archive_manifest){.from = 0};
		return;
	}
	if (!str_int(m->year, &r->year))
		r->year = 0;
	r->office = arena_str(c->mem, m->office);
	r->made = arena_str(c->mem, m->made);
	r->by = arena_str(c->mem, m->by);
	check_signature(c, text);
	crypto_hash_sha256(sha, (const unsigned char *)buf_view(&c->sums).p, c->sums.n);
	sodium_bin2hex(hex, sizeof hex, sha, sizeof sha);
	if (!str_eqz(m->sums, hex))
		archive_found(c, ARCHIVE_SUMS_BAD, STR(ARCHIVE_SUMS), DB_NULL,
		              ARCHIVE_SUMS " không phải danh sách đã ký trong " ARCHIVE_MANIFEST ".");
}
