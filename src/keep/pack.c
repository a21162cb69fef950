/* pack.c: the records of a backup, written and read. */
#include "keep/pack.h"

#include <endian.h>

#define FORM 1
static const char magic[8] = "THIDUADB";

/* --- writing --------------------------------------------------------------------------- */

enum rc pack_start(struct box *box, struct err *e)
{
	uint32_t form = htole32(FORM);
	TRY(box_write(box, magic, sizeof magic, e));
	return box_write(box, &form, sizeof form, e);
}

enum rc pack_write(struct box *box, char kind, struct str content, struct err *e)
{
	uint32_t n = htole32((uint32_t)content.n);
	BUG_ON(content.n > PACK_MAX);
	TRY(box_write(box, &kind, 1, e));
	TRY(box_write(box, &n, sizeof n, e));
	return content.n ? box_write(box, content.p, content.n, e) : RC_OK;
}

/* --- head and manifest ------------------------------------------------------------------- */

static void put_hex(struct buf *b, const unsigned char hash[KEEP_HASH_BYTES])
{
	char hex[2 * KEEP_HASH_BYTES + 1];
	sodium_bin2hex(hex, sizeof hex, hash, KEEP_HASH_BYTES);
	buf_z(b, hex);
}

void info_write(struct buf *b, const struct keep_info *i, bool tables)
{
	buf_clear(b);
	buf_printf(b, "program %s\nengine %s\noffice %s\n", i->program, i->engine, i->office);
	buf_printf(b, "schema %lld\nkeys %lld\nmade %lld\n", (long long)i->schema,
	           (long long)i->key_version, (long long)i->made_ms);
	if (!tables)
		return;
	buf_printf(b, "journal %lld\nhead %s\n", (long long)i->journal_seq, i->journal_hash);
	for (int t = 0; t < i->table_count; t++) {
		buf_printf(b, "table %s %lld ", i->tables[t].name, (long long)i->tables[t].rows);
		put_hex(b, i->tables[t].hash);
		buf_chr(b, '\n');
	}
}

static bool read_table(struct str value, struct keep_info *info)
{
	if (info->table_count == KEEP_TABLES_MAX)
		return false;
	struct keep_table *t = &info->tables[info->table_count++];
	struct str name = str_cut(&value, ' '), rows = str_cut(&value, ' ');
	size_t n = 0;
	if (name.n >= sizeof t->name || !str_int(rows, &t->rows) || !value.p)
		return false;
	snprintf(t->name, sizeof t->name, "%.*s", STR_ARG(name));
	info->rows += t->rows;
	return sodium_hex2bin(t->hash, sizeof t->hash, value.p, value.n, NULL, &n, NULL) == 0 &&
	       n == sizeof t->hash;
}

static bool read_line(struct str word, struct str value, struct keep_info *info)
{
	const struct {
		const char *word;
		char *text;
		size_t room;
		int64_t *number;
	} known[] = {
		{"program", info->program, sizeof info->program, NULL},
		{"engine", info->engine, sizeof info->engine, NULL},
		{"office", info->office, sizeof info->office, NULL},
		{"head", info->journal_hash, sizeof info->journal_hash, NULL},
		{"schema", NULL, 0, &info->schema},
		{"keys", NULL, 0, &info->key_version},
		{"made", NULL, 0, &info->made_ms},
		{"journal", NULL, 0, &info->journal_seq},
	};
	if (str_eqz(word, "table"))
		return read_table(value, info);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!str_eqz(word, known[i].word))
			continue;
		if (known[i].number)
			return str_int(value, known[i].number);
		return snprintf(known[i].text, known[i].room, "%.*s", STR_ARG(value)) < (int)known[i].room;
	}
	return true; /* a later program may say more */
}

enum rc info_read(struct str text, struct keep_info *info, struct err *e)
{
	memset(info, 0, sizeof *info);
	while (text.n) {
		struct str line = str_cut(&text, '\n'), word = str_cut(&line, ' ');
		if (word.n && !read_line(word, line, info))
			return err_set(e, RC_INVALID,
			               "Bản sao lưu có bảng kê không đọc được. Xin dùng một bản khác.");
	}
	return RC_OK;
}

enum rc info_same(const struct keep_info *want, const struct keep_info *got, struct err *e)
{
	for (int i = 0; i < want->table_count || i < got->table_count; i++) {
		const struct keep_table *a = &want->tables[i], *b = &got->tables[i];
		if (i >= want->table_count || i >= got->table_count || strcmp(a->name, b->name) != 0)
			return err_set(e, RC_IO, "Hai bên không có cùng các bảng (%s).",
			               i < want->table_count ? a->name : b->name);
		if (a->rows != b->rows)
			return err_set(e, RC_IO, "Bảng %s có %lld dòng, lẽ ra %lld dòng.", a->name,
			               (long long)b->rows, (long long)a->rows);
		if (memcmp(a->hash, b->hash, sizeof a->hash) != 0)
			return err_set(e, RC_IO, "Bảng %s có nội dung khác với bản gốc.", a->name);
	}
	return RC_OK;
}

/* --- reading ------------------------------------------------------------------------------- */

struct reader {
	struct box *box;
	const struct pack_sink *sink;
	struct keep_info *seen; /* counted here, to compare with the manifest */
	struct keep_info *info;
	struct err *e;
	struct arena mem;
	struct buf content;
	struct db_walk_table table;
	struct table_sum sum;
	bool in_table, has_head, ended;
};

static enum rc bad(struct err *e)
{
	return err_set(e, RC_INVALID, "Bản sao lưu không đúng cấu trúc. Xin dùng một bản khác.");
}

/* All `n` bytes; *end when there is not even one, if the caller allows that. */
static enum rc get(struct reader *r, void *to, size_t n, bool *end)
{
	size_t done = 0;
	while (done < n) {
		size_t got;
		TRY(box_read(r->box, (char *)to + done, n - done, &got, r->e));
		if (got == 0 && done == 0 && end) {
			*end = true;
			return RC_OK;
		}
		if (got == 0)
			return bad(r->e);
		done += got;
	}
	return RC_OK;
}

static enum rc on_table(struct reader *r)
{
	struct str bytes = buf_view(&r->content);
	if (r->in_table || !r->has_head)
		return bad(r->e);
	arena_reset(&r->mem);
	TRY(table_decode(bytes, &r->mem, &r->table, r->e));
	sum_begin(&r->sum, bytes);
	r->in_table = true;
	return r->sink->table ? r->sink->table(r->sink->arg, &r->table) : RC_OK;
}

static enum rc on_row(struct reader *r)
{
	struct db_val row[DB_COLS_MAX];
	if (!r->in_table)
		return bad(r->e);
	TRY(row_decode(buf_view(&r->content), &r->table, row, r->e));
	sum_row(&r->sum, buf_view(&r->content));
	return r->sink->row ? r->sink->row(r->sink->arg, &r->table, row) : RC_OK;
}

static enum rc on_table_end(struct reader *r)
{
	struct keep_info *seen = r->seen;
	if (!r->in_table || r->content.n || seen->table_count == KEEP_TABLES_MAX)
		return bad(r->e);
	struct keep_table *t = &seen->tables[seen->table_count++];
	snprintf(t->name, sizeof t->name, "%s", r->table.name);
	t->rows = r->sum.rows;
	sum_end(&r->sum, t->hash);
	r->in_table = false;
	return RC_OK;
}

static enum rc on_head(struct reader *r)
{
	TRY(info_read(buf_view(&r->content), r->info, r->e));
	r->has_head = true;
	return r->sink->head ? r->sink->head(r->sink->arg, r->info) : RC_OK;
}

static enum rc on_manifest(struct reader *r)
{
	if (r->in_table || !r->has_head)
		return bad(r->e);
	TRY(info_read(buf_view(&r->content), r->info, r->e));
	r->ended = true;
	return info_same(r->info, r->seen, r->e) == RC_OK ? RC_OK : RC_INVALID;
}

static enum rc on_record(struct reader *r, char kind)
{
	if (r->ended)
		return bad(r->e);
	switch (kind) {
	case 'H': return r->has_head ? bad(r->e) : on_head(r);
	case 'K':
		if (!r->has_head)
			return bad(r->e);
		return r->sink->ring ? r->sink->ring(r->sink->arg, buf_view(&r->content)) : RC_OK;
	case 'T': return on_table(r);
	case 'R': return on_row(r);
	case 'E': return on_table_end(r);
	case 'M': return on_manifest(r);
	default: return bad(r->e);
	}
}

static enum rc read_start(struct reader *r)
{
	char word[sizeof magic];
	uint32_t form;
	TRY(get(r, word, sizeof word, NULL));
	TRY(get(r, &form, sizeof form, NULL));
	if (memcmp(word, magic, sizeof magic) != 0)
		return err_set(r->e, RC_INVALID,
		               "Tệp này không phải bản sao lưu (có thể là bản ký gửi khóa).");
	if (le32toh(form) != FORM)
		return err_set(
			r->e, RC_CONFLICT,
			"Bản sao lưu có cấu trúc số %u, chương trình này chỉ đọc được số %d. Xin dùng "
			"chương trình mới hơn.",
			le32toh(form), FORM);
	return RC_OK;
}

static enum rc read_records(struct reader *r)
{
	for (;;) {
		bool end = false;
		char kind;
		uint32_t n;
		TRY(get(r, &kind, 1, &end));
		if (end)
			return r->ended ? RC_OK : bad(r->e);
		TRY(get(r, &n, sizeof n, NULL));
		n = le32toh(n);
		if (n > PACK_MAX)
			return bad(r->e);
		buf_clear(&r->content);
		char *room = buf_room(&r->content, n);
		TRY(buf_check(&r->content, r->e));
		if (n)
			TRY(get(r, room, n, NULL));
		r->content.n = n;
		TRY(on_record(r, kind));
	}
}

enum rc pack_read(struct box *box, const struct pack_sink *sink, struct keep_info *info,
                  struct err *e)
{
	struct reader r = {.box = box, .sink = sink, .info = info, .e = e};
	r.seen = calloc(1, sizeof *r.seen);
	BUG_ON(!r.seen);
	arena_init(&r.mem);
	buf_init(&r.content, PACK_MAX);
	enum rc rc = read_start(&r);
	if (rc == RC_OK)
		rc = read_records(&r);
	buf_release(&r.content);
	arena_release(&r.mem);
	free(r.seen);
	return rc;
}
