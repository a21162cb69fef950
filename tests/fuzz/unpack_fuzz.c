/* Any bytes as a ZIP, and as what a taken-over child sends; then all of it as a package. */
#include "archive/package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum rc begin(void *arg, struct str name, struct err *e)
{
	(void)arg;
	(void)e;
	BUG_ON(name.n > UNPACK_NAME_MAX && !unpack_name_ok(name));
	return RC_OK;
}

static enum rc count(void *arg, struct str bytes, struct err *e)
{
	(void)e;
	*(uint64_t *)arg += bytes.n;
	return *(uint64_t *)arg > (uint64_t)64 << 20 ? RC_TOOBIG : RC_OK;
}

static enum rc end(void *arg, bool whole, struct err *e)
{
	(void)arg;
	(void)whole;
	(void)e;
	return RC_OK;
}

static enum rc feed(struct str bytes, size_t piece)
{
	uint64_t n = 0;
	struct unpack_sink sink = {&n, begin, count, end};
	struct unpack_stream s;
	struct err e = {0};
	enum rc rc = RC_OK;
	unpack_stream_init(&s, &sink);
	for (size_t at = 0; rc == RC_OK && at < bytes.n; at += piece)
		rc = unpack_stream_feed(&s, bytes.p + at, piece < bytes.n - at ? piece : bytes.n - at, &e);
	if (rc == RC_OK)
		rc = unpack_stream_end(&s, &e);
	unpack_stream_release(&s);
	return rc;
}

static enum rc unpack(void *arg, const char *want, const struct unpack_sink *sink, struct err *e)
{
	return unpack_zip(*(struct str *)arg, want, sink, e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size > 1 << 20)
		return 0;
	struct str whole = {.p = (const char *)data, .n = size}, rest = {whole.p + 1, size - 1};
	uint64_t n = 0;
	struct unpack_sink sink = {&n, begin, count, end};
	struct err e = {0};
	if (unpack_zip(whole, "", &sink, &e) == RC_OK) {
		struct archive_report *r = calloc(1, sizeof *r);
		struct archive_ask ask = {.unpack = unpack, .arg = &whole};
		struct arena mem;
		arena_init(&mem);
		enum rc rc = archive_verify(&ask, &mem, r, &e);
		/* Nobody signs by chance. */
		BUG_ON(rc == RC_OK && r->problem_count == 0 && r->key.n == 0);
		arena_release(&mem);
		free(r);
	}
	if (size > 1)
		BUG_ON(feed(rest, rest.n) != feed(rest, (size_t)data[0] + 1));
	return 0;
}
