/*
 * tplc.h: the template compiler, from HTML with holes to C.
 *
 * The language is described in docs/templates.md. The compiler follows the HTML
 * tokenizer over the static text, so it knows at each hole which escaping is
 * right, and refuses the holes for which none is safe. It stops at the first
 * fault with "file:line:column: sentence" in err.message.
 *
 * tplc_compile() is all that others call. What follows it is shared between
 * tplc_parse.c (constructs, output), tplc_html.c (HTML) and tplc_c.c (C code).
 */
#ifndef TOOLS_TPLC_H
#define TOOLS_TPLC_H

#include "base/buf.h"

/* What one template file becomes. The lines of `uses` and `protos` go to the common header. */
struct tplc_out {
	struct buf code;   /* function definitions, without #include lines */
	struct buf uses;   /* #include lines */
	struct buf protos; /* prototypes */
};

void tplc_out_init(struct tplc_out *out);
void tplc_out_release(struct tplc_out *out);

/* `path` stands in messages and in #line. RC_INVALID with the message, or RC_TOOBIG. */
enum rc tplc_compile(const char *path, struct str text, struct tplc_out *out,
                     struct err *e) MUST_CHECK;

/* Where in the HTML the compiler is, as far as it can last across a hole or code. */
enum tplc_place {
	TPLC_TEXT,   /* between tags */
	TPLC_RCDATA, /* in <title> or <textarea>: text, but no tags */
	TPLC_TAG,    /* in a start tag, between attributes */
	TPLC_VALUE   /* in a quoted attribute value */
};

enum tplc_value { TPLC_PLAIN, TPLC_URL, TPLC_NO_HOLE };

/* How far an address has come: what may stand in a hole depends on it. */
enum tplc_url {
	TPLC_URL_START,  /* nothing yet */
	TPLC_URL_NAME,   /* letters that may still turn out to be a scheme */
	TPLC_URL_SCHEME, /* after http: or https: */
	TPLC_URL_OPAQUE, /* after mailto: or tel: */
	TPLC_URL_SLASH,  /* after the first slash */
	TPLC_URL_HOST,   /* after two slashes */
	TPLC_URL_REST,   /* path, query or fragment */
	TPLC_URL_HOLE    /* after a hole that gave the beginning */
};

struct tplc_ctx {
	enum tplc_place place;
	enum tplc_value value;
	enum tplc_url url;
	bool pre; /* within <pre>: white space counts */
	char quote;
	char elem[24]; /* lower case; cut if longer, no known element is */
	char attr[48];
};

#define TPLC_DEPTH_MAX 64

/* An open brace of the C code and the place where it was opened. */
struct tplc_block {
	struct tplc_ctx ctx;
	size_t at;
	bool loop, is_switch; /* what break and continue can leave */
};

struct tplc {
	const char *path;
	struct str src;
	size_t at;
	struct tplc_ctx ctx;
	bool in_template;
	size_t template_at;
	struct buf lit; /* static text not yet written out */
	struct buf url; /* the static beginning of the address, to judge its scheme */
	struct tplc_block blocks[TPLC_DEPTH_MAX];
	int depth;
	struct tplc_out *out;
	struct err *e;
};

/* The byte `ahead` of the current one, or 0 at the end. */
static inline char tplc_peek(const struct tplc *t, size_t ahead)
{
	return ahead < t->src.n - t->at ? t->src.p[t->at + ahead] : '\0';
}

/* Do "{{", "{%", "{#" or "{?" begin here? */
bool tplc_opener(const struct tplc *t);

/* Records "path:line:column: sentence" for byte `at` and returns RC_INVALID. */
enum rc tplc_fail(struct tplc *t, size_t at, const char *sentence, ...) PRINTF_LIKE(3, 4);

bool tplc_space(char c);
bool tplc_ident(char c);

/* tplc_html.c: takes a piece of static text from t->at on; always at least one byte. */
enum rc tplc_html(struct tplc *t) MUST_CHECK;
/* Is this a constant attribute, name or name="value", that {? ?} may write? */
bool tplc_html_constant(struct str attr);
/* Does this element run or embed what its address points to? */
bool tplc_html_loads(const char *elem);
/* A place in words: "between tags", "in the attribute href of <a>". */
void tplc_html_where(const struct tplc_ctx *ctx, char *out, size_t room);

/* tplc_c.c: the offset of `closer` (two bytes), passing over string literals. */
enum rc tplc_c_end(struct tplc *t, size_t from, const char *closer, size_t *end) MUST_CHECK;
/* One whole expression, with balanced brackets and nothing that could end it early. */
enum rc tplc_c_expr(struct tplc *t, size_t from, size_t to) MUST_CHECK;
/* Statements: keeps t->blocks, and refuses braces and jumps between different places. */
enum rc tplc_c_code(struct tplc *t, size_t from, size_t to) MUST_CHECK;
/* The offset of the last ':' outside brackets and literals, or `to`. */
size_t tplc_c_last_colon(const struct tplc *t, size_t from, size_t to);

#endif
