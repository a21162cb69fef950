/*
 * chain.c: the journal in the package, worked out again: each link from the one before, held
 * against the signed heads. The first hash stands in the signed MANIFEST, and a head lies at both
 * ends, so lines cannot be taken off either of them.
 */
#include "archive/inner.h"

#include <inttypes.h>

struct chain {
	struct archive_check *c;
	struct archive_lines lines;
	struct str heads; /* those still to come */
	struct journal_head next;
	bool has_next, some_head;
	int64_t seq, head_seq; /* of the last link, of the last head */
	unsigned char hash[JOURNAL_HASH_BYTES];
	bool broken; /* the bytes are no lines any more: told once */
};

/* A head whose signature holds, or a finding and the one after it. */
static void next_head(struct chain *k)
{
	const struct archive_manifest *m = &k->c->manifest;
	k->has_next = false;
	while (!k->has_next && k->heads.n) {
		struct str line = str_cut(&k->heads, '\n');
		const struct archive_manifest_key *key;
		if (str_trim(line).n == 0)
			continue;
		bool ok = journal_head_parse(line, &k->next);
		key = ok ? archive_manifest_key_of(m, k->next.key_id) : NULL;
		k->c->report->heads++;
		if (!key || !journal_head_check_public(key->bytes, &k->next)) {
			archive_found(k->c, ARCHIVE_HEAD_FORGED, STR(ARCHIVE_HEADS), ok ? k->next.seq : DB_NULL,
			              "Một đầu chuỗi (số %" PRId64
			              ") không mang chữ ký đúng: đã bị sửa hoặc làm giả.",
			              ok ? k->next.seq : 0);
			continue;
		}
		archive_key_used(k->c, key);
		k->has_next = true;
		if (k->some_head && k->next.prev_seq != k->head_seq)
			archive_found(k->c, ARCHIVE_HEAD_GONE, STR(ARCHIVE_HEADS), k->next.seq,
			              "Đầu chuỗi ngay trước số %" PRId64 " đã mất.", k->next.seq);
		k->some_head = true;
		k->head_seq = k->next.seq;
	}
}

static void rewritten(struct chain *k)
{
	archive_found(k->c, ARCHIVE_LINE_CHANGED, STR(ARCHIVE_LINES), k->next.seq,
	              "Nhật ký đến mắt xích %" PRId64 " khác với đầu chuỗi đã ký: đã bị viết lại.",
	              k->next.seq);
}

/* Heads up to this link, of which the last may lie on it. */
static void pass_heads(struct chain *k)
{
	while (k->has_next && k->next.seq <= k->seq) {
		if (k->next.seq < k->seq)
			archive_found(k->c, ARCHIVE_CUT, STR(ARCHIVE_LINES), k->next.seq,
			              "Thiếu mắt xích %" PRId64 " mà một đầu chuỗi đã ký.", k->next.seq);
		else if (memcmp(k->next.hash, k->hash, sizeof k->hash) != 0)
			rewritten(k);
		next_head(k);
	}
}

static enum rc one_link(void *arg, const struct archive_link *l, struct err *e)
{
	struct chain *k = arg;
	unsigned char hash[JOURNAL_HASH_BYTES];
	bool lost = l->seq != k->seq + 1;
	(void)e;
	if (lost)
		archive_found(k->c, ARCHIVE_CUT, STR(ARCHIVE_LINES), k->seq + 1,
		              "Thiếu hoặc đảo mắt xích: sau số %" PRId64 " là số %" PRId64 ".", k->seq,
		              l->seq);
	if (l->gone) {
		archive_found(k->c, ARCHIVE_LINE_GONE, STR(ARCHIVE_LINES), l->seq,
		              "Dòng %" PRId64 " (mắt xích %" PRId64
		              ") đã bị xóa khỏi nhật ký từ trước khi lập gói.",
		              l->row.id, l->seq);
	} else {
		journal_link_hash(k->hash, &l->row, hash);
		if (!lost && memcmp(hash, l->hash, sizeof hash) != 0)
			archive_found(k->c, ARCHIVE_LINE_CHANGED, STR(ARCHIVE_LINES), l->seq,
			              "Dòng %" PRId64 " (mắt xích %" PRId64
			              ") không còn như khi được niêm phong.",
			              l->row.id, l->seq);
	}
	/* Goes on with what stands there, so that one changed line is one finding. */
	memcpy(k->hash, l->hash, sizeof k->hash);
	k->seq = l->seq;
	k->c->report->links++;
	pass_heads(k);
	return RC_OK;
}

static enum rc begin(void *arg, struct str name, struct err *e)
{
	(void)arg;
	(void)name;
	(void)e;
	return RC_OK;
}

static void unreadable(struct chain *k, const struct err *why)
{
	archive_found(k->c, ARCHIVE_LINE_CHANGED, STR(ARCHIVE_LINES), DB_NULL, "%s", why->message);
	k->broken = true;
}

static enum rc bytes(void *arg, struct str piece, struct err *e)
{
	struct chain *k = arg;
	struct err why = {0};
	(void)e;
	if (!k->broken && archive_lines_feed(&k->lines, piece, &why) != RC_OK)
		unreadable(k, &why);
	return RC_OK;
}

static enum rc end(void *arg, bool whole, struct err *e)
{
	struct chain *k = arg;
	struct err why = {0};
	(void)whole; /* the first walk has told that */
	(void)e;
	if (!k->broken && archive_lines_end(&k->lines, &why) != RC_OK)
		unreadable(k, &why);
	k->broken = true; /* a second file of this name is not read */
	return RC_OK;
}

/* The head before the first line is there to say what comes before it. */
static void head_before(struct chain *k)
{
	next_head(k);
	if (!k->has_next || k->next.seq != k->seq)
		return;
	if (memcmp(k->next.hash, k->hash, sizeof k->hash) != 0)
		rewritten(k);
	next_head(k);
}

static void check_end(struct chain *k)
{
	const struct archive_manifest *m = &k->c->manifest;
	int64_t to = m->to;
	for (; k->has_next; next_head(k))
		to = k->next.seq > to ? k->next.seq : to;
	if (k->seq < to)
		archive_found(k->c, ARCHIVE_CUT, STR(ARCHIVE_LINES), k->seq + 1,
		              "Nhật ký bị cắt đuôi: phải đến mắt xích %" PRId64 ", chỉ còn đến %" PRId64
		              ".",
		              to, k->seq);
}

enum rc archive_chain_check(struct archive_check *c, struct err *e)
{
	const struct archive_manifest *m = &c->manifest;
	struct chain k = {.c = c, .heads = buf_view(&c->heads), .seq = m->from - 1};
	struct unpack_sink sink = {&k, begin, bytes, end};
	c->report->journal = m->from > 0;
	if (m->from == 0)
		return RC_OK;
	memcpy(k.hash, m->before, sizeof k.hash);
	archive_lines_init(&k.lines, one_link, &k);
	head_before(&k);
	enum rc rc = c->ask->unpack(c->ask->arg, ARCHIVE_LINES, &sink, e);
	if (rc == RC_OK)
		check_end(&k);
	archive_lines_release(&k.lines);
	return rc;
}
