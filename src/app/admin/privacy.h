/* privacy.h: personal data; what the files privacy*.c share. */
#ifndef APP_ADMIN_PRIVACY_H
#define APP_ADMIN_PRIVACY_H

#include "app/admin/record.h"
#include "base/json_out.h"

/* A table that refers to people: the list that tells what it holds about one, or why not. */
struct privacy_source {
	const char *table, *title;
	const struct db_list_def *list; /* with filter `person`, or NULL */
	const char *why_not;
	/* Instead of a list, for what no column tells: writes its rows. */
	enum rc (*put)(struct ctx *c, int64_t person, struct json_out *j);
};
extern const struct privacy_source privacy_sources[];
extern const int privacy_source_count;

struct privacy_in {
	int64_t id;
	struct str reason;
};

/*
 * A record is not erased while something needs it. Each row says what and tells the number
 * of such things; a module whose decisions rest on a person adds one.
 */
struct privacy_hold {
	const char *say; /* Vietnamese, what holds it and what to do */
	enum rc (*count)(struct ctx *c, int64_t person_id, int64_t *n);
};
extern const struct privacy_hold privacy_holds[];
extern const int privacy_hold_count;

enum rc privacy_export(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
enum rc privacy_erase(struct ctx *c, const void *in, struct out *out) MUST_CHECK;

#endif
