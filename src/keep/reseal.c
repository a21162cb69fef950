#include "keep/reseal.h"

#include "db/sql_ballot.h"
#include "db/sql_comment.h"
#include "db/sql_keep.h"
#include "db/sql_op.h"
#include "db/sql_record.h"
#include "db/walk.h"

#include <inttypes.h>
#include <sodium.h>

struct portion {
	struct db *db;
	struct keys *keys;
	struct err *e;
	struct arena mem; /* emptied after each portion */
	struct reseal_count *count;
	int64_t after, next;       /* ids: before this portion, and after it */
	int64_t after_no, next_no; /* the same within one import */
	int64_t changed;
	bool more;
};

static bool fresh(struct portion *p, struct str sealed)
{
	return keys_sealed_id(sealed) == keys_newest(p->keys, KEY_FIELD);
}

/* --- identifiers ------------------------------------------------------------------------- */

/* A number and its hash; the use is the kind of paper, as in app/org/identifier.c. */
struct number {
	int64_t id;
	struct str kind, place, sealed, lookup;
};

static enum rc one_number(struct portion *p, const struct number *n,
                          enum rc (*set)(struct db *db, int64_t id, struct str sealed,
                                         struct str lookup, int64_t *changed))
{
	struct str plain;
	const char *use = arena_strz(&p->mem, n->kind);
	unsigned char hash[KEYS_HASH_BYTES];
	TRY(keys_open(p->keys, use, n->place, n->sealed, &p->mem, &plain, p->e));
	TRY(keys_lookup_hash(p->keys, 0, use, plain, hash, p->e));
	struct str lookup = {.p = (char *)hash, .n = sizeof hash};
	if (fresh(p, n->sealed) && str_eq(lookup, n->lookup))
		return RC_OK;
	struct str sealed =
		fresh(p, n->sealed) ? n->sealed : keys_seal(p->keys, use, n->place, plain, &p->mem);
	p->changed++;
	return set(p->db, n->id, sealed, lookup, NULL);
}

/* With another place than that of app/org/identifier.c the value would not open. */
static enum rc one_identifier(struct portion *p, const struct sql_keep_identifier_after *row)
{
	struct number n = {.id = row->id,
	                   .kind = row->kind,
	                   .place = arena_printf(&p->mem, "person:%" PRId64, row->person_id),
	                   .sealed = row->sealed,
	                   .lookup = row->lookup};
	return one_number(p, &n, sql_keep_identifier_set);
}

static enum rc identifiers(void *arg)
{
	struct portion *p = arg;
	struct sql_keep_identifier_after *rows;
	size_t n;
	p->changed = 0;
	TRY(sql_keep_identifier_after(p->db, &p->mem, p->after, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(one_identifier(p, &rows[i]));
	p->more = n > 0;
	p->next = n ? rows[n - 1].id : p->after;
	return RC_OK;
}

/* --- people's data keys -------------------------------------------------------------------- */

static enum rc one_person_key(struct portion *p, const struct sql_keep_person_key_after *row)
{
	unsigned char wrapped[KEYS_WRAPPED_BYTES];
	if (fresh(p, row->sealed))
		return RC_OK;
	struct str ad = arena_printf(&p->mem, "person_key:%" PRId64, row->person_id);
	TRY(keys_rewrap(p->keys, ad, row->sealed, wrapped, p->e));
	p->changed++;
	return sql_keep_person_key_set(p->db, row->person_id,
	                               (struct str){.p = (char *)wrapped, .n = sizeof wrapped}, NULL);
}

static enum rc person_keys(void *arg)
{
	struct portion *p = arg;
	struct sql_keep_person_key_after *rows;
	size_t n;
	p->changed = 0;
	TRY(sql_keep_person_key_after(p->db, &p->mem, p->after, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(one_person_key(p, &rows[i]));
	p->more = n > 0;
	p->next = n ? rows[n - 1].person_id : p->after;
	return RC_OK;
}

/* --- second factors -------------------------------------------------------------------------- */

static enum rc one_factor(struct portion *p, const struct sql_keep_totp_after *row)
{
	struct str plain, ad = arena_printf(&p->mem, "account:%" PRId64, row->id);
	if (fresh(p, row->sealed))
		return RC_OK;
	TRY(keys_open(p->keys, "totp", ad, row->sealed, &p->mem, &plain, p->e));
	p->changed++;
	return sql_keep_totp_set(p->db, row->id, keys_seal(p->keys, "totp", ad, plain, &p->mem), NULL);
}

static enum rc factors(void *arg)
{
	struct portion *p = arg;
	struct sql_keep_totp_after *rows;
	size_t n;
	p->changed = 0;
	TRY(sql_keep_totp_after(p->db, &p->mem, p->after, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(one_factor(p, &rows[i]));
	p->more = n > 0;
	p->next = n ? rows[n - 1].id : p->after;
	return RC_OK;
}

/* --- records: numbers of those nobody has matched, reasons of holds -------------------------- */

/* The place of app/record/unmatched.c. */
static enum rc unmatched_numbers(void *arg)
{
	struct portion *p = arg;
	struct sql_keep_unmatched_after *rows;
	size_t n;
	p->changed = 0;
	TRY(sql_keep_unmatched_after(p->db, &p->mem, p->after, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct number one = {.id = rows[i].id,
		                     .kind = rows[i].number_kind,
		                     .place = arena_printf(&p->mem, "unmatched:%" PRId64, rows[i].id),
		                     .sealed = rows[i].sealed,
		                     .lookup = rows[i].lookup};
		TRY(one_number(p, &one, sql_keep_unmatched_set));
	}
	p->more = n > 0;
	p->next = n ? rows[n - 1].id : p->after;
	return RC_OK;
}

/* The use and place of app/record/hold.c. */
static enum rc one_reason(struct portion *p, const struct sql_keep_hold_after *row)
{
	struct str plain, ad = arena_printf(&p->mem, "hold:%" PRId64, row->id);
	if (fresh(p, row->sealed))
		return RC_OK;
	TRY(keys_open(p->keys, "hold", ad, row->sealed, &p->mem, &plain, p->e));
	p->changed++;
	return sql_hold_seal(p->db, row->id, keys_seal(p->keys, "hold", ad, plain, &p->mem), NULL);
}

static enum rc reasons(void *arg)
{
	struct portion *p = arg;
	struct sql_keep_hold_after *rows;
	size_t n;
	p->changed = 0;
	TRY(sql_keep_hold_after(p->db, &p->mem, p->after, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(one_reason(p, &rows[i]));
	p->more = n > 0;
	p->next = n ? rows[n - 1].id : p->after;
	return RC_OK;
}

/* The use and place of app/council/vote.c. */
static enum rc one_box(struct portion *p, const struct sql_keep_ballot_after *row)
{
	struct str plain, ad = arena_printf(&p->mem, "ballot:%" PRId64, row->id);
	if (fresh(p, row->box))
		return RC_OK;
	TRY(keys_open(p->keys, "ballot box", ad, row->box, &p->mem, &plain, p->e));
	p->changed++;
	return sql_ballot_box_set(p->db, row->id, keys_seal(p->keys, "ballot box", ad, plain, &p->mem),
	                          NULL);
}

static enum rc boxes(void *arg)
{
	struct portion *p = arg;
	struct sql_keep_ballot_after *rows;
	size_t n;
	p->changed = 0;
	TRY(sql_keep_ballot_after(p->db, &p->mem, p->after, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(one_box(p, &rows[i]));
	p->more = n > 0;
	p->next = n ? rows[n - 1].id : p->after;
	return RC_OK;
}

/* The use and place of app/public/comment.c. */
static enum rc one_contact(struct portion *p, const struct sql_comment_sealed_after *row)
{
	struct str plain, ad = arena_printf(&p->mem, "comment:%" PRId64, row->id);
	if (fresh(p, row->contact))
		return RC_OK;
	TRY(keys_open(p->keys, "comment", ad, row->contact, &p->mem, &plain, p->e));
	p->changed++;
	return sql_comment_seal(p->db, row->id, keys_seal(p->keys, "comment", ad, plain, &p->mem),
	                        NULL);
}

static enum rc contacts(void *arg)
{
	struct portion *p = arg;
	struct sql_comment_sealed_after *rows;
	size_t n;
	p->changed = 0;
	TRY(sql_comment_sealed_after(p->db, &p->mem, p->after, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(one_contact(p, &rows[i]));
	p->more = n > 0;
	p->next = n ? rows[n - 1].id : p->after;
	return RC_OK;
}

/* The use and place of app/import/block.c; an import that waits for its decision holds blocks. */
static enum rc blocks(void *arg)
{
	struct portion *p = arg;
	struct sql_keep_import_after *rows;
	struct str plain;
	size_t n;
	p->changed = 0;
	TRY(sql_keep_import_after(p->db, &p->mem, p->after, p->after_no, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (fresh(p, rows[i].sealed))
			continue;
		struct str ad = arena_printf(&p->mem, "import:%" PRId64, rows[i].import_id);
		TRY(keys_open(p->keys, "import", ad, rows[i].sealed, &p->mem, &plain, p->e));
		TRY(sql_keep_import_set(p->db, rows[i].import_id, rows[i].no,
		                        keys_seal(p->keys, "import", ad, plain, &p->mem), NULL));
		p->changed++;
	}
	p->more = n > 0;
	p->next = n ? rows[n - 1].import_id : p->after;
	p->next_no = n ? rows[n - 1].no : p->after_no;
	return RC_OK;
}

/* --- the password of the mail server ------------------------------------------------------ */

/* The name, use and place of job/outbox.c: a row of settings, which are text. */
#define PASSWORD_SETTING STR("smtp.password")
#define PASSWORD_PLACE STR("setting:smtp.password")

/* RC_NOTFOUND: none is set. What is no base64 stays "": nothing that a key has sealed. */
static enum rc sealed_password(struct db *db, struct arena *mem, struct str *sealed)
{
	struct sql_setting_get row;
	TRY(sql_setting_get(db, mem, PASSWORD_SETTING, &row));
	char *raw = arena_alloc(mem, row.value.n + 1);
	size_t n = 0;
	if (sodium_base642bin((unsigned char *)raw, row.value.n, row.value.p, row.value.n, NULL, &n,
	                      NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		n = 0;
	*sealed = (struct str){.p = raw, .n = n};
	return n ? RC_OK : RC_NOTFOUND;
}

static enum rc password(void *arg)
{
	struct portion *p = arg;
	struct str sealed, plain;
	p->changed = 0;
	p->more = false;
	enum rc rc = sealed_password(p->db, &p->mem, &sealed);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	if (fresh(p, sealed))
		return RC_OK;
	struct err why = {0};
	if (keys_open(p->keys, "smtp", PASSWORD_PLACE, sealed, &p->mem, &plain, &why) != RC_OK)
		return err_set(p->e, RC_INVALID,
		               "Mật khẩu máy chủ thư đã lưu không mở được nữa; mọi thứ khác đã được niêm "
		               "phong lại. Xin nhập lại mật khẩu ở trang Gửi thư, rồi chạy lại thidua keys "
		               "reseal.");
	sealed = keys_seal(p->keys, "smtp", PASSWORD_PLACE, plain, &p->mem);
	size_t room = sodium_base64_ENCODED_LEN(sealed.n, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(&p->mem, room);
	sodium_bin2base64(text, room, (const unsigned char *)sealed.p, sealed.n,
	                  sodium_base64_VARIANT_ORIGINAL);
	p->changed = 1;
	return sql_keep_setting_set(p->db, PASSWORD_SETTING, str_of(text), NULL);
}

/* --- all of it -----------------------------------------------------------------------------------
 */

static enum rc run(struct portion *p, enum rc (*step)(void *arg), int64_t *renewed)
{
	p->after = p->after_no = INT64_MIN + 1;
	do {
		TRY(db_tx(p->db, DB_WRITE, step, p));
		*renewed += p->changed;
		p->after = p->next;
		p->after_no = p->next_no;
		arena_reset(&p->mem);
	} while (p->more);
	return RC_OK;
}

enum rc keep_reseal(struct db *db, struct keys *keys, struct reseal_count *out, struct err *e)
{
	struct portion p = {.db = db, .keys = keys, .e = e};
	struct err *before = db_err(db);
	*out = (struct reseal_count){0};
	arena_init(&p.mem);
	db_err_to(db, e);
	enum rc rc = run(&p, identifiers, &out->identifiers);
	if (rc == RC_OK)
		rc = run(&p, person_keys, &out->person_keys);
	if (rc == RC_OK)
		rc = run(&p, factors, &out->second_factors);
	if (rc == RC_OK)
		rc = run(&p, unmatched_numbers, &out->identifiers);
	if (rc == RC_OK)
		rc = run(&p, reasons, &out->reasons);
	if (rc == RC_OK)
		rc = run(&p, boxes, &out->reasons);
	if (rc == RC_OK)
		rc = run(&p, contacts, &out->reasons);
	if (rc == RC_OK)
		rc = run(&p, blocks, &out->reasons);
	if (rc == RC_OK)
		rc = run(&p, password, &out->passwords);
	db_err_to(db, before);
	arena_release(&p.mem);
	return rc;
}

/* --- what a key is still needed for
 * ------------------------------------------------------------------ */

struct uses {
	struct db *db;
	struct keys *keys;
	const struct key_info *key;
	struct err *e;
	struct arena mem, rows;
	int64_t *count;
	char *where;
};

static void found(struct uses *u, const char *table)
{
	if ((*u->count)++ == 0)
		snprintf(u->where, 64, "%s", table);
}

static enum rc look_into(struct uses *u, const struct db_walk_table *t)
{
	struct db_cursor *cursor;
	struct db_val row[DB_COLS_MAX];
	TRY(db_walk_open(u->db, t, &u->mem, &cursor));
	for (;;) {
		arena_reset(&u->rows);
		enum rc rc = db_next(cursor, &u->rows, row);
		if (rc != RC_OK)
			return rc == RC_NOTFOUND ? RC_OK : rc;
		for (int i = 0; i < t->col_count; i++)
			if (row[i].type == DB_BLOB && !row[i].null && keys_sealed_id(row[i].s) == u->key->id)
				found(u, t->name);
	}
}

static bool has_blob(const struct db_walk_table *t)
{
	for (int i = 0; i < t->col_count; i++)
		if (t->cols[i].type == DB_BLOB)
			return true;
	return false;
}

static enum rc password_use(struct uses *u)
{
	struct str sealed;
	enum rc rc = sealed_password(u->db, &u->mem, &sealed);
	if (rc == RC_OK && keys_sealed_id(sealed) == u->key->id)
		found(u, "setting smtp.password");
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc field_uses(struct uses *u)
{
	struct db_walk walk;
	TRY(password_use(u));
	TRY(db_walk_list(u->db, &u->mem, &walk));
	for (int i = 0; i < walk.count; i++)
		if (has_blob(&walk.tables[i]))
			TRY(look_into(u, &walk.tables[i]));
	return RC_OK;
}

static enum rc number_use(struct uses *u, struct str kind, struct str ad, struct str sealed,
                          struct str lookup, const char *table)
{
	struct str plain;
	const char *use = arena_strz(&u->rows, kind);
	unsigned char hash[KEYS_HASH_BYTES];
	TRY(keys_open(u->keys, use, ad, sealed, &u->rows, &plain, u->e));
	TRY(keys_lookup_hash(u->keys, 0, use, plain, hash, u->e));
	if (!str_eq(lookup, (struct str){.p = (char *)hash, .n = sizeof hash}))
		found(u, table);
	return RC_OK;
}

static enum rc unmatched_uses(struct uses *u)
{
	struct sql_keep_unmatched_after *rows;
	size_t n;
	int64_t after = INT64_MIN + 1;
	do {
		arena_reset(&u->rows);
		TRY(sql_keep_unmatched_after(u->db, &u->rows, after, &rows, &n));
		for (size_t i = 0; i < n; i++) {
			struct str ad = arena_printf(&u->rows, "unmatched:%" PRId64, rows[i].id);
			TRY(number_use(u, rows[i].number_kind, ad, rows[i].sealed, rows[i].lookup,
			               "unmatched"));
			after = rows[i].id;
		}
	} while (n);
	return RC_OK;
}

static enum rc lookup_uses(struct uses *u)
{
	struct sql_keep_identifier_after *rows;
	size_t n;
	int64_t after = INT64_MIN + 1;
	do {
		arena_reset(&u->rows);
		TRY(sql_keep_identifier_after(u->db, &u->rows, after, &rows, &n));
		for (size_t i = 0; i < n; i++) {
			struct str ad = arena_printf(&u->rows, "person:%" PRId64, rows[i].person_id);
			TRY(number_use(u, rows[i].kind, ad, rows[i].sealed, rows[i].lookup,
			               "person_identifier"));
			after = rows[i].id;
		}
	} while (n);
	return unmatched_uses(u);
}

static enum rc uses_tx(void *arg)
{
	struct uses *u = arg;
	*u->count = 0;
	u->where[0] = '\0';
	return u->key->purpose == KEY_FIELD    ? field_uses(u)
	       : u->key->purpose == KEY_LOOKUP ? lookup_uses(u)
	                                       : RC_OK;
}

enum rc keep_key_uses(struct db *db, struct keys *keys, const struct key_info *key, int64_t *uses,
                      char where[64], struct err *e)
{
	struct uses u = {.db = db, .keys = keys, .key = key, .e = e, .count = uses, .where = where};
	struct err *before = db_err(db);
	arena_init(&u.mem);
	arena_init(&u.rows);
	db_err_to(db, e);
	enum rc rc = db_tx(db, DB_READ, uses_tx, &u);
	db_err_to(db, before);
	arena_release(&u.rows);
	arena_release(&u.mem);
	return rc;
}
