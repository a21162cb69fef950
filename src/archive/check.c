/* check.c: the two walks through a package, and what is found. */
#include "archive/inner.h"

#include <sodium.h>
#include <stdarg.h>

#define TEXT_MAX ((size_t)32 << 20)
#define HEADS_MAX ((size_t)256 << 20)

const char *archive_fault_word(enum archive_fault f)
{
	static const char *const words[] = {
		"changed",   "missing",      "added",     "twice", "sums",        "no_manifest", "forged",
		"other_key", "line_changed", "line_gone", "cut",   "head_forged", "head_gone"};
	return words[f];
}

void archive_found(struct archive_check *c, enum archive_fault fault, struct str name, int64_t seq,
                   const char *say, ...)
{
	struct archive_report *r = c->report;
	char text[700];
	va_list ap;
	if (r->problem_count++ >= ARCHIVE_PROBLEMS_KEPT)
		return;
	va_start(ap, say);
	vsnprintf(text, sizeof text, say, ap);
	va_end(ap);
	r->problems[r->problem_count - 1] =
		(struct archive_problem){.fault = fault,
	                             .name = arena_str(c->mem, name),
	                             .seq = seq,
	                             .say = arena_str(c->mem, str_of(text))};
}

/* --- the first walk: sums of all, the texts that say what should be there ------------------------
 */

struct walk {
	struct archive_check *c;
	crypto_hash_sha256_state sha;
	struct buf *keep; /* of the entry at hand; NULL: only its sum is wanted */
};

static struct buf *kept(struct archive_check *c, struct str name)
{
	if (str_eqz(name, ARCHIVE_SUMS))
		return &c->sums;
	if (str_eqz(name, ARCHIVE_MANIFEST))
		return &c->manifest_text;
	if (str_eqz(name, ARCHIVE_SIGNATURE))
		return &c->signature;
	return str_eqz(name, ARCHIVE_HEADS) ? &c->heads : NULL;
}

static struct archive_entry *fresh(struct archive_check *c)
{
	if (c->count == c->room) {
		size_t room = c->room ? 2 * c->room : 256;
		struct archive_entry *more = arena_array(c->mem, room, sizeof *more);
		if (c->count)
			memcpy(more, c->entries, c->count * sizeof *more);
		c->entries = more;
		c->room = room;
	}
	return &c->entries[c->count++];
}

static enum rc begin(void *arg, struct str name, struct err *e)
{
	struct walk *w = arg;
	(void)e;
	fresh(w->c)->name = arena_str(w->c->mem, name);
	crypto_hash_sha256_init(&w->sha);
	w->keep = kept(w->c, name);
	/* Of two of one name the first counts; that there are two is a finding of its own. */
	if (w->keep && w->keep->n)
		w->keep = NULL;
	return RC_OK;
}

static enum rc bytes(void *arg, struct str piece, struct err *e)
{
	struct walk *w = arg;
	crypto_hash_sha256_update(&w->sha, (const unsigned char *)piece.p, piece.n);
	w->c->report->bytes += (int64_t)piece.n;
	if (!w->keep)
		return RC_OK;
	buf_str(w->keep, piece);
	return buf_check(w->keep, e);
}

static enum rc end(void *arg, bool whole, struct err *e)
{
	struct walk *w = arg;
	struct archive_entry *f = &w->c->entries[w->c->count - 1];
	(void)e;
	crypto_hash_sha256_final(&w->sha, f->sha);
	f->whole = whole;
	w->c->report->files++;
	return RC_OK;
}

static enum rc verify(struct archive_check *c, struct err *e)
{
	struct walk w = {.c = c};
	struct unpack_sink sink = {&w, begin, bytes, end};
	TRY(c->ask->unpack(c->ask->arg, "", &sink, e));
	if (c->sums.n == 0 && c->manifest_text.n == 0)
		return err_set(e, RC_INVALID,
		               "Tệp ZIP này không phải gói lưu trữ của thidua: không có " ARCHIVE_SUMS
		               ", không có " ARCHIVE_MANIFEST ".");
	c->report->compared = c->ask->key_count > 0;
	archive_manifest_check(c);
	archive_sums_check(c);
	return archive_chain_check(c, e);
}

enum rc archive_verify(const struct archive_ask *ask, struct arena *mem, struct archive_report *out,
                       struct err *e)
{
	struct archive_check *c = arena_alloc(mem, sizeof *c);
	*out =
		(struct archive_report){.office = STR(""), .made = STR(""), .by = STR(""), .key = STR("")};
	*c = (struct archive_check){.ask = ask, .mem = mem, .report = out};
	buf_init(&c->sums, TEXT_MAX);
	buf_init(&c->manifest_text, TEXT_MAX);
	buf_init(&c->signature, 4096);
	buf_init(&c->heads, HEADS_MAX);
	enum rc rc = verify(c, e);
	buf_release(&c->sums);
	buf_release(&c->manifest_text);
	buf_release(&c->signature);
	buf_release(&c->heads);
	return rc;
}
