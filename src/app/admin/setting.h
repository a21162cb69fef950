/*
 * setting.h: what an office may set for itself, declared in one table.
 *
 * A setting has a default that is the law's or the standard's; an office may be
 * stricter within the limits given. What is not in the table cannot be set here;
 * mail has operations of its own.
 */
#ifndef APP_ADMIN_SETTING_H
#define APP_ADMIN_SETTING_H

#include "op/ctx.h"

struct setting {
	const char *key, *label;
	bool number;
	int64_t min, max;   /* of a number; of a text its length */
	const char *normal; /* the default; "" for none */
	const char *source; /* where default and limits come from */
	bool local;         /* the office's own choice, no law says it */
};

struct setting_row {
	const struct setting *setting;
	struct str value;
	bool changed;    /* differs from the default */
	struct str href; /* to change it; "" when the reader may not */
};

struct setting_view {
	struct setting_row *rows;
	int count;
};

/* A number from the settings, or its default. */
enum rc setting_number(struct ctx *c, const char *key, int64_t *out) MUST_CHECK;

/* A text, or its default. */
enum rc setting_text(struct ctx *c, const char *key, struct str *out) MUST_CHECK;

extern const struct op setting_ops[];

#endif
