/* lines.c: the journal as CSV, written and read back byte by byte: its hashes are over these
 * bytes, so nothing is put before a text and nothing is trimmed. */
#include "archive/package.h"

#include <inttypes.h>
#include <sodium.h>

#define RECORD_MAX ((size_t)16 << 20)

enum { SEQ, HASH, ID, AT, ACCOUNT, ORIGIN, REQUEST, OP, OBJECT, OBJECT_ID, PERSON, UNIT, DETAIL };

static const char *const heads[ARCHIVE_FIELDS] = {
	"seq", "hash",   "id",        "at_ms",     "account_id", "origin", "request",
	"op",  "object", "object_id", "person_id", "unit_id",    "detail"};

void archive_line_heads(struct buf *b)
{
	for (int i = 0; i < ARCHIVE_FIELDS; i++) {
		buf_z(b, i ? "," : "");
		buf_z(b, heads[i]);
	}
	buf_z(b, "\r\n");
}

static void put_number(struct buf *b, int64_t v)
{
	buf_chr(b, ',');
	if (v != DB_NULL)
		buf_int(b, v);
}

static void put_text(struct buf *b, struct str s)
{
	buf_z(b, ",\"");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_chr(b, '"');
		buf_chr(b, s.p[i]);
	}
	buf_chr(b, '"');
}

void archive_line(struct buf *b, int64_t seq, struct str hash, int64_t journal_id,
                  const struct journal_row *line)
{
	char hex[JOURNAL_HASH_TEXT] = "";
	if (hash.n == JOURNAL_HASH_BYTES)
		sodium_bin2hex(hex, sizeof hex, (const unsigned char *)hash.p, hash.n);
	buf_int(b, seq);
	buf_printf(b, ",%s", hex);
	put_number(b, journal_id);
	if (!line) {
		buf_z(b, ",,,,,,,,,,\r\n");
		return;
	}
	put_number(b, line->at_ms);
	put_number(b, line->account_id);
	put_text(b, line->origin);
	put_text(b, line->request);
	put_text(b, line->op);
	put_text(b, line->object);
	put_number(b, line->object_id);
	put_number(b, line->person_id);
	put_number(b, line->unit_id);
	put_text(b, line->detail);
	buf_z(b, "\r\n");
}

/* --- reading ------------------------------------------------------------------------------------
 */

void archive_lines_init(struct archive_lines *l,
                        enum rc (*line)(void *arg, const struct archive_link *l, struct err *e),
                        void *arg)
{
	*l = (struct archive_lines){.line = line, .arg = arg, .record = 1};
	buf_init(&l->text, RECORD_MAX);
}

void archive_lines_release(struct archive_lines *l)
{
	buf_release(&l->text);
}

static enum rc bad(const struct archive_lines *l, struct err *e, const char *why)
{
	return err_set(e, RC_INVALID, "Bản ghi %" PRId64 " của " ARCHIVE_LINES " sai dạng: %s.",
	               l->record, why);
}

static struct str field(const struct archive_lines *l, int i)
{
	return (struct str){.p = buf_view(&l->text).p + l->starts[i], .n = l->ends[i] - l->starts[i]};
}

static bool number(const struct archive_lines *l, int i, bool must, int64_t *out)
{
	struct str s = field(l, i);
	*out = DB_NULL;
	if (l->quoted[i])
		return false;
	return s.n == 0 ? !must : str_int(s, out);
}

static bool fill(const struct archive_lines *l, struct archive_link *k)
{
	struct str hash = field(l, HASH);
	size_t n;
	*k = (struct archive_link){.seq = 0};
	if (!number(l, SEQ, true, &k->seq) || k->seq < 1 || !number(l, ID, true, &k->row.id) ||
	    hash.n != 2 * JOURNAL_HASH_BYTES ||
	    sodium_hex2bin(k->hash, sizeof k->hash, hash.p, hash.n, NULL, &n, NULL) != 0 ||
	    n != sizeof k->hash || !number(l, AT, false, &k->row.at_ms) ||
	    !number(l, ACCOUNT, false, &k->row.account_id) ||
	    !number(l, OBJECT_ID, false, &k->row.object_id) ||
	    !number(l, PERSON, false, &k->row.person_id) || !number(l, UNIT, false, &k->row.unit_id))
		return false;
	k->gone = k->row.at_ms == DB_NULL;
	k->row.origin = field(l, ORIGIN);
	k->row.request = field(l, REQUEST);
	k->row.op = field(l, OP);
	k->row.object = field(l, OBJECT);
	k->row.detail = field(l, DETAIL);
	return true;
}

static enum rc end_record(struct archive_lines *l, struct err *e)
{
	struct archive_link k;
	TRY(buf_check(&l->text, e));
	if (l->field != ARCHIVE_FIELDS - 1)
		return bad(l, e, "thiếu cột");
	l->ends[l->field] = l->text.n;
	if (l->record == 1) {
		for (int i = 0; i < ARCHIVE_FIELDS; i++)
			if (!str_eqz(field(l, i), heads[i]))
				return bad(l, e, "dòng đầu không phải tên các cột");
	} else {
		if (!fill(l, &k))
			return bad(l, e, "số hoặc mã không đọc được");
		TRY(l->line(l->arg, &k, e));
	}
	l->record++;
	l->field = 0;
	buf_clear(&l->text);
	l->starts[0] = 0;
	memset(l->quoted, 0, sizeof l->quoted);
	return RC_OK;
}

/* One byte outside quotes, or the first one behind a quote. */
static enum rc outside(struct archive_lines *l, char ch, struct err *e)
{
	bool at_start = l->text.n == l->starts[l->field] && !l->quoted[l->field];
	if (l->cr && ch != '\n')
		return bad(l, e, "dấu xuống dòng");
	if (ch == '\n' && l->cr) {
		l->cr = false;
		return end_record(l, e);
	}
	if (ch == '\r') {
		l->cr = true;
		return RC_OK;
	}
	if (ch == ',') {
		l->ends[l->field] = l->text.n;
		if (++l->field == ARCHIVE_FIELDS)
			return bad(l, e, "thừa cột");
		l->starts[l->field] = l->text.n;
		return RC_OK;
	}
	if (ch == '"' && at_start) {
		l->in_quotes = l->quoted[l->field] = true;
		return RC_OK;
	}
	if (ch == '"' || ch == '\n' || l->quoted[l->field])
		return bad(l, e, "dấu nháy hoặc xuống dòng sai chỗ");
	buf_chr(&l->text, ch);
	return RC_OK;
}

/* A quote inside quotes ends them, unless another one follows. */
static enum rc one(struct archive_lines *l, char ch, struct err *e)
{
	if (l->in_quotes) {
		if (ch != '"') {
			buf_chr(&l->text, ch);
			return RC_OK;
		}
		l->in_quotes = false;
		l->quote = true;
		return RC_OK;
	}
	if (l->quote) {
		l->quote = false;
		if (ch == '"') {
			l->in_quotes = true;
			buf_chr(&l->text, ch);
			return RC_OK;
		}
	}
	return outside(l, ch, e);
}

enum rc archive_lines_feed(struct archive_lines *l, struct str bytes, struct err *e)
{
	for (size_t i = 0; i < bytes.n; i++)
		TRY(one(l, bytes.p[i], e));
	return l->text.failed ? buf_check(&l->text, e) : RC_OK;
}

enum rc archive_lines_end(struct archive_lines *l, struct err *e)
{
	bool middle = l->text.n || l->field || l->in_quotes || l->quote || l->cr;
	return middle || l->record == 1 ? bad(l, e, "kết thúc giữa chừng") : RC_OK;
}
