#include "journal/journal.h"

#include "db/sql_journal.h"

#include <sodium.h>

enum rc journal_add(struct db *db, const struct journal_line *l)
{
	int64_t id;
	BUG_ON(!db_in_tx(db));
	return sql_journal_add(db, l->at_ms, l->account_id, l->origin, l->request, str_of(l->op),
	                       str_of(l->object), l->object_id, l->person_id, l->unit_id, l->detail,
	                       &id);
}

/* Ties a person's key to the person, so that rows cannot be exchanged. */
static struct str key_place(struct arena *mem, int64_t person_id)
{
	return arena_printf(mem, "person_key:%lld", (long long)person_id);
}

static enum rc person_key(struct db *db, struct keys *keys, struct arena *mem, int64_t person_id,
                          bool make, struct data_key *key)
{
	struct sql_person_key_find row;
	struct str ad = key_place(mem, person_id);
	enum rc rc = sql_person_key_find(db, mem, person_id, &row);
	if (rc == RC_OK)
		return keys_unwrap(keys, ad, row.sealed, key, db_err(db));
	if (rc != RC_NOTFOUND || !make)
		return rc;
	unsigned char wrapped[KEYS_WRAPPED_BYTES];
	keys_wrap(keys, ad, key, wrapped);
	struct str sealed = {.p = (char *)wrapped, .n = sizeof wrapped};
	return sql_person_key_add(db, person_id, sealed, NULL);
}

enum rc journal_seal(struct db *db, struct keys *keys, struct arena *mem, int64_t person_id,
                     struct str value, struct str *out)
{
	struct data_key key;
	TRY(person_key(db, keys, mem, person_id, true, &key));
	struct str raw = data_key_seal(&key, STR("journal"), value, mem);
	data_key_wipe(&key);
	size_t room = sodium_base64_ENCODED_LEN(raw.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(mem, room + 1);
	text[0] = '~';
	sodium_bin2base64(text + 1, room, (const unsigned char *)raw.p, raw.n,
	                  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	*out = str_of(text);
	return RC_OK;
}

enum rc journal_unseal(struct db *db, struct keys *keys, struct arena *mem, int64_t person_id,
                       struct str sealed, struct str *out)
{
	struct data_key key;
	*out = sealed;
	if (!str_starts(sealed, "~"))
		return RC_OK;
	size_t n = 0;
	unsigned char *raw = arena_alloc(mem, sealed.n);
	if (sodium_base642bin(raw, sealed.n, sealed.p + 1, sealed.n - 1, NULL, &n, NULL,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return RC_OK;
	enum rc rc = person_key(db, keys, mem, person_id, false, &key);
	if (rc == RC_NOTFOUND) {
		*out = STR("(đã xóa)");
		return RC_OK;
	}
	TRY(rc);
	rc = data_key_open(&key, STR("journal"), (struct str){.p = (char *)raw, .n = n}, mem, out,
	                   db_err(db));
	data_key_wipe(&key);
	return rc;
}
