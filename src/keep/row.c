/* row.c: rows and tables as bytes, the same for both engines, and hashes over them. */
#include "keep/pack.h"

#include <endian.h>

enum { TAG_NULL, TAG_INT, TAG_TEXT, TAG_BLOB, TAG_REAL };

/* --- writing ------------------------------------------------------------------------- */

static void put64(struct buf *b, uint64_t v)
{
	v = htole64(v);
	buf_add(b, &v, sizeof v);
}

static void put_bytes(struct buf *b, struct str s)
{
	uint32_t n = htole32((uint32_t)s.n);
	buf_add(b, &n, sizeof n);
	buf_str(b, s);
}

static void put_value(struct buf *b, const struct db_val *v)
{
	uint64_t bits;
	/* SQLite keeps no negative zero: both stand as the same bytes. */
	double r = v->r == 0 ? 0 : v->r;
	if (v->null) {
		buf_chr(b, TAG_NULL);
		return;
	}
	switch (v->type) {
	case DB_INT:
		buf_chr(b, TAG_INT);
		put64(b, (uint64_t)v->i);
		return;
	case DB_REAL:
		memcpy(&bits, &r, sizeof bits);
		buf_chr(b, TAG_REAL);
		put64(b, bits);
		return;
	case DB_TEXT:
	case DB_BLOB:
	case DB_DATE:
		buf_chr(b, v->type == DB_BLOB ? TAG_BLOB : TAG_TEXT);
		put_bytes(b, v->s);
		return;
	}
}

enum rc row_encode(struct buf *b, const struct db_walk_table *t, const struct db_val *row,
                   struct err *e)
{
	buf_clear(b);
	for (int i = 0; i < t->col_count; i++)
		put_value(b, &row[i]);
	if (!b->failed)
		return RC_OK;
	return err_set(e, RC_TOOBIG,
	               "Bảng %s có một dòng lớn hơn %zu MB, không sao lưu được. Xin báo nhà cung cấp.",
	               t->name, PACK_MAX >> 20);
}

void table_encode(struct buf *b, const struct db_walk_table *t)
{
	buf_clear(b);
	put_bytes(b, str_of(t->name));
	for (int i = 0; i < t->col_count; i++) {
		buf_chr(b, (char)t->cols[i].type);
		put_bytes(b, str_of(t->cols[i].name));
	}
}

/* --- reading --------------------------------------------------------------------------- */

static bool take(struct str *rest, void *to, size_t n)
{
	if (rest->n < n)
		return false;
	memcpy(to, rest->p, n);
	rest->p += n;
	rest->n -= n;
	return true;
}

static bool take64(struct str *rest, uint64_t *v)
{
	bool ok = take(rest, v, sizeof *v);
	*v = le64toh(*v);
	return ok;
}

static bool take_bytes(struct str *rest, struct str *out)
{
	uint32_t n;
	if (!take(rest, &n, sizeof n) || rest->n < le32toh(n))
		return false;
	*out = (struct str){.p = rest->p, .n = le32toh(n)};
	rest->p += out->n;
	rest->n -= out->n;
	return true;
}

static bool take_value(struct str *rest, enum db_type type, struct db_val *v)
{
	static const char tags[] = {[DB_INT] = TAG_INT,
	                            [DB_TEXT] = TAG_TEXT,
	                            [DB_BLOB] = TAG_BLOB,
	                            [DB_DATE] = TAG_TEXT,
	                            [DB_REAL] = TAG_REAL};
	char tag;
	uint64_t bits = 0;
	*v = (struct db_val){.type = type};
	if (!take(rest, &tag, 1))
		return false;
	v->null = tag == TAG_NULL;
	if (v->null)
		return true;
	if (tag != tags[type])
		return false;
	if (type == DB_TEXT || type == DB_BLOB)
		return take_bytes(rest, &v->s) && (type == DB_BLOB || str_utf8_ok(v->s));
	if (!take64(rest, &bits))
		return false;
	memcpy(type == DB_INT ? (void *)&v->i : &v->r, &bits, sizeof bits);
	return true;
}

static enum rc no_row(struct err *e, const char *table)
{
	return err_set(e, RC_INVALID,
	               "Bản sao lưu có dòng không đọc được trong bảng %s. Xin dùng một bản khác.",
	               table);
}

enum rc row_decode(struct str bytes, const struct db_walk_table *t, struct db_val *row,
                   struct err *e)
{
	for (int i = 0; i < t->col_count; i++)
		if (!take_value(&bytes, t->cols[i].type, &row[i]))
			return no_row(e, t->name);
	return bytes.n ? no_row(e, t->name) : RC_OK;
}

enum rc table_decode(struct str bytes, struct arena *mem, struct db_walk_table *t, struct err *e)
{
	struct str name;
	char type;
	if (!take_bytes(&bytes, &name) || name.n == 0 || name.n >= sizeof((struct keep_table *)0)->name)
		return no_row(e, "?");
	*t = (struct db_walk_table){.name = arena_strz(mem, name),
	                            .cols = arena_array(mem, DB_COLS_MAX, sizeof *t->cols)};
	while (bytes.n) {
		if (t->col_count == DB_COLS_MAX || !take(&bytes, &type, 1) || !take_bytes(&bytes, &name) ||
		    type < DB_INT || type > DB_REAL || type == DB_DATE)
			return no_row(e, t->name);
		t->cols[t->col_count++] =
			(struct db_walk_col){.name = arena_strz(mem, name), .type = (enum db_type)type};
	}
	return RC_OK;
}

bool table_same(const struct db_walk_table *a, const struct db_walk_table *b)
{
	if (strcmp(a->name, b->name) != 0 || a->col_count != b->col_count)
		return false;
	for (int i = 0; i < a->col_count; i++)
		if (a->cols[i].type != b->cols[i].type || strcmp(a->cols[i].name, b->cols[i].name) != 0)
			return false;
	return true;
}

/* --- hashes ------------------------------------------------------------------------------ */

static void sum_bytes(struct table_sum *s, struct str bytes)
{
	uint64_t n = htole64(bytes.n);
	crypto_generichash_update(&s->state, (const unsigned char *)&n, sizeof n);
	crypto_generichash_update(&s->state, (const unsigned char *)bytes.p, bytes.n);
}

void sum_begin(struct table_sum *s, struct str table)
{
	crypto_generichash_init(&s->state, NULL, 0, KEEP_HASH_BYTES);
	s->rows = 0;
	sum_bytes(s, table);
}

void sum_row(struct table_sum *s, struct str row)
{
	s->rows++;
	sum_bytes(s, row);
}

void sum_end(struct table_sum *s, unsigned char out[KEEP_HASH_BYTES])
{
	crypto_generichash_final(&s->state, out, KEEP_HASH_BYTES);
}

/* --- a table from the database --------------------------------------------------------------- */

struct reading {
	struct db_cursor *cursor;
	struct arena rows; /* emptied after each row */
	struct buf bytes;
	struct table_sum sum;
};

static enum rc read_rows(struct reading *r, const struct db_walk_table *t,
                         const struct row_sink *sink, struct err *e)
{
	struct db_val row[DB_COLS_MAX];
	for (;;) {
		arena_reset(&r->rows);
		enum rc rc = db_next(r->cursor, &r->rows, row);
		if (rc != RC_OK)
			return rc == RC_NOTFOUND ? RC_OK : rc;
		TRY(row_encode(&r->bytes, t, row, e));
		sum_row(&r->sum, buf_view(&r->bytes));
		if (sink && sink->row)
			TRY(sink->row(sink->arg, t, row, buf_view(&r->bytes)));
	}
}

static enum rc info_add(struct keep_info *info, const char *name, struct table_sum *sum,
                        struct err *e)
{
	if (info->table_count == KEEP_TABLES_MAX || strlen(name) >= sizeof info->tables[0].name)
		return err_detail(e, RC_BUG, "keep: too many tables, or too long a name");
	struct keep_table *line = &info->tables[info->table_count++];
	snprintf(line->name, sizeof line->name, "%s", name);
	line->rows = sum->rows;
	info->rows += sum->rows;
	sum_end(sum, line->hash);
	return RC_OK;
}

enum rc table_read(struct db *db, const struct db_walk_table *t, const struct row_sink *sink,
                   struct keep_info *info, struct err *e)
{
	struct reading r = {0};
	struct arena mem;
	arena_init(&mem);
	arena_init(&r.rows);
	buf_init(&r.bytes, PACK_MAX);
	table_encode(&r.bytes, t);
	sum_begin(&r.sum, buf_view(&r.bytes));
	enum rc rc = db_walk_open(db, t, &mem, &r.cursor);
	if (rc == RC_OK)
		rc = read_rows(&r, t, sink, e);
	if (rc == RC_OK)
		rc = info_add(info, t->name, &r.sum, e);
	buf_release(&r.bytes);
	arena_release(&r.rows);
	arena_release(&mem);
	return rc;
}
