/* Any bytes as the journal of a package; what is read is written back as the same bytes. */
#include "archive/package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct back {
	struct buf out;
	bool heads;
};

static enum rc line(void *arg, const struct archive_link *l, struct err *e)
{
	struct back *b = arg;
	struct str hash = {.p = (const char *)l->hash, .n = sizeof l->hash};
	(void)e;
	BUG_ON(l->seq < 1 || l->row.id == DB_NULL);
	archive_line(&b->out, l->seq, hash, l->row.id, l->gone ? NULL : &l->row);
	return RC_OK;
}

static enum rc read_all(struct str text, size_t piece, struct buf *out)
{
	struct back b = {.heads = true};
	struct archive_lines l;
	struct err e = {0};
	enum rc rc = RC_OK;
	buf_init(&b.out, (size_t)16 << 20);
	archive_line_heads(&b.out);
	archive_lines_init(&l, line, &b);
	for (size_t at = 0; rc == RC_OK && at < text.n; at += piece)
		rc = archive_lines_feed(
			&l, (struct str){.p = text.p + at, .n = piece < text.n - at ? piece : text.n - at}, &e);
	if (rc == RC_OK)
		rc = archive_lines_end(&l, &e);
	BUG_ON(rc != RC_OK && !e.message[0]);
	archive_lines_release(&l);
	*out = b.out;
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {.p = (const char *)data, .n = size};
	struct buf once, twice, again;
	if (size == 0 || size > 1 << 18)
		return 0;
	enum rc rc = read_all(text, size, &once);
	BUG_ON(rc != read_all(text, 7, &twice));
	BUG_ON(!str_eq(buf_view(&once), buf_view(&twice)));
	if (rc == RC_OK) {
		BUG_ON(read_all(buf_view(&once), 64, &again) != RC_OK);
		BUG_ON(!str_eq(buf_view(&once), buf_view(&again)));
		buf_release(&again);
	}
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
