/* people.h: what the parts of the import of people share; private to people*.c. */
#ifndef APP_IMPORT_PEOPLE_H
#define APP_IMPORT_PEOPLE_H

#include "app/import/inner.h"
#include "app/org/org.h"

enum person_field {
	IN_NOTHING,
	IN_ID,
	IN_NAME,
	IN_GENDER,
	IN_BIRTH,
	IN_CADRE,
	IN_EMAIL,
	IN_PHONE,
	IN_CCCD,
	IN_UNIT,
	IN_TITLE,
	IN_SINCE
};

struct person_row {
	struct person_new p; /* unit_id DB_NULL and since DATE_NONE: the post stays */
	struct str number_kind;
	struct str fold, sort_key; /* of the name; sort_key only for storing */
	unsigned char number_hash[KEYS_HASH_BYTES];
	bool new_unit; /* the unit is to be made; p.unit_id is DB_NULL then */
	bool post;     /* ROW_EDIT: a new main post begins */
	bool number;   /* ROW_EDIT: the number is new */
};

/* What is there already. */
struct people {
	struct key_map *numbers; /* person id, or minus the row of the sheet */
	struct key_map *names;   /* by name and birth, the same */
	struct key_map *seen;    /* people of this office met in the file: id to row */
};

/* The keyed hash is as good as random: its beginning is the key in a map. */
static inline uint64_t number_key(const unsigned char hash[KEYS_HASH_BYTES])
{
	uint64_t key;
	memcpy(&key, hash, sizeof key);
	return key;
}

/* Many at once, all or none: the search box learns of new people in a job afterwards. */
bool people_many(const struct import_work *w);
enum rc people_begin(struct import_work *w) MUST_CHECK;
void people_end(struct import_work *w);
enum rc people_read(struct import_work *w, struct import_row *rows, size_t n) MUST_CHECK;
enum rc people_check(struct import_work *w, struct import_row *rows, size_t n) MUST_CHECK;
enum rc people_store(struct import_work *w, struct import_row *rows, size_t n) MUST_CHECK;
enum rc people_finish(struct import_work *w) MUST_CHECK;

#endif
