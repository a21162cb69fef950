/*
 * package.h: the package of a year: what stands in it under which name, and its check.
 *
 * A package is a ZIP that outlives the program: pages, tables, papers, evidence and the journal of
 * a year. SHA256SUMS names every file but itself and the two that follow it: MANIFEST says what the
 * package is and holds the sum of SHA256SUMS, MANIFEST.sig the signature of MANIFEST with the key
 * of the journal, which is outside the database (docs/keys.md). So one signature covers all.
 *
 * The check needs neither database nor key ring nor server: it reads through a function that
 * unpacks (the locked-in child, doc/unpack.h), twice at constant memory but for names, heads and
 * lists. docs/archive.md tells the whole story.
 */
#ifndef ARCHIVE_PACKAGE_H
#define ARCHIVE_PACKAGE_H

#include "doc/unpack.h"
#include "journal/seal.h"

#define ARCHIVE_SUMS "SHA256SUMS"
#define ARCHIVE_MANIFEST "MANIFEST"
#define ARCHIVE_SIGNATURE "MANIFEST.sig"
#define ARCHIVE_LINES "nhat-ky/nhat-ky.csv"
#define ARCHIVE_HEADS "nhat-ky/dau-chuoi.txt"

#define ARCHIVE_SHA_BYTES 32
#define ARCHIVE_SHA_TEXT (2 * ARCHIVE_SHA_BYTES + 1)

/* --- writing ------------------------------------------------------------------------------------
 */

/* "thidua-archive-signature 1 KEY SIGNATURE" and a line's end. */
struct str archive_sign(struct keys *keys, struct str manifest, struct arena *mem);

/* "key ID HEX": a line of MANIFEST, and of what `thidua keys public` prints. */
struct str archive_key_line(struct arena *mem, uint32_t id,
                            const unsigned char public_key[KEYS_PUBLIC_BYTES]);

/* The heading of the journal's lines, and one of them: RFC 4180 with commas, text as it was
 * hashed. `line` NULL: it is gone from the journal. */
void archive_line_heads(struct buf *b);
void archive_line(struct buf *b, int64_t seq, struct str hash, int64_t journal_id,
                  const struct journal_row *line);

/* --- reading the lines (lines.c)
 * ------------------------------------------------------------------ */

struct archive_link {
	int64_t seq;
	unsigned char hash[JOURNAL_HASH_BYTES];
	bool gone; /* only seq, hash and row.id are known */
	struct journal_row row;
};

#define ARCHIVE_FIELDS 13
struct archive_lines {
	enum rc (*line)(void *arg, const struct archive_link *l, struct err *e);
	void *arg;
	struct buf text; /* of the record at hand */
	size_t starts[ARCHIVE_FIELDS], ends[ARCHIVE_FIELDS];
	bool quoted[ARCHIVE_FIELDS];
	int field;
	bool in_quotes, quote, cr;
	int64_t record; /* from 1: the heading */
};
void archive_lines_init(struct archive_lines *l,
                        enum rc (*line)(void *arg, const struct archive_link *l, struct err *e),
                        void *arg);
/* RC_INVALID names the record that is not as archive_line() writes it. */
enum rc archive_lines_feed(struct archive_lines *l, struct str bytes, struct err *e) MUST_CHECK;
enum rc archive_lines_end(struct archive_lines *l, struct err *e) MUST_CHECK; /* at its end */
void archive_lines_release(struct archive_lines *l);

/* --- the check
 * ------------------------------------------------------------------------------------ */

enum archive_fault {
	ARCHIVE_CHANGED,  /* a file is not what its sum says */
	ARCHIVE_MISSING,  /* a file of SHA256SUMS is not there */
	ARCHIVE_ADDED,    /* a file that SHA256SUMS does not know */
	ARCHIVE_TWICE,    /* a name that stands twice */
	ARCHIVE_SUMS_BAD, /* SHA256SUMS is not that of MANIFEST, or no such list */
	ARCHIVE_NO_MANIFEST,
	ARCHIVE_FORGED,    /* MANIFEST does not bear the right signature */
	ARCHIVE_OTHER_KEY, /* signed by a key that is none of those given */
	ARCHIVE_LINE_CHANGED,
	ARCHIVE_LINE_GONE,
	ARCHIVE_CUT, /* links are gone, in the middle or at an end */
	ARCHIVE_HEAD_FORGED,
	ARCHIVE_HEAD_GONE
};

/* "changed", "missing" … for programs. */
const char *archive_fault_word(enum archive_fault f);

struct archive_problem {
	enum archive_fault fault;
	struct str name; /* of the file, "" none */
	int64_t seq;     /* link of the journal, DB_NULL none */
	struct str say;
};

#define ARCHIVE_PROBLEMS_KEPT 100

struct archive_report {
	int64_t year;                /* 0: MANIFEST does not say */
	struct str office, made, by; /* as MANIFEST has them */
	int64_t files, bytes, links, heads;
	bool journal;  /* the package holds one */
	bool compared; /* the keys were held against those given */
	uint32_t key_id;
	struct str key; /* that signed, as archive_key_line(); "" none */
	struct archive_problem problems[ARCHIVE_PROBLEMS_KEPT];
	int64_t problem_count;
};

struct archive_known_key {
	unsigned char bytes[KEYS_PUBLIC_BYTES];
};

struct archive_ask {
	/* Gives the entries of the package, or the one named `want`, to the sink. */
	enum rc (*unpack)(void *arg, const char *want, const struct unpack_sink *sink, struct err *e);
	void *arg;
	const struct archive_known_key *keys; /* of the office, got by another way */
	int key_count;                        /* 0: not compared */
};

/*
 * RC_OK means that it was read through, whatever was found. RC_INVALID: no package at all. `mem`
 * holds names and sentences.
 */
enum rc archive_verify(const struct archive_ask *ask, struct arena *mem, struct archive_report *out,
                       struct err *e) MUST_CHECK;

/* Keys in a text: hexadecimal alone, or lines of archive_key_line(); other lines are passed over.
 * How many; at most `max` are taken. */
int archive_keys_read(struct str text, struct archive_known_key *out, int max);

#endif
