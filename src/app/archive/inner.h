/* inner.h: what the files of this module share. */
#ifndef APP_ARCHIVE_INNER_H
#define APP_ARCHIVE_INNER_H

#include "app/archive/archive.h"
#include "archive/package.h"
#include "archive/page.h"
#include "doc/table_out.h"
#include "doc/zip_out.h"

/* Whose packages may be made, and what they see: offices over the whole, not persons. */
#define ARCHIVE_ROLES (R(STANDING) | R(HEAD) | R(INSPECTOR) | R(ADMIN))

#define ARCHIVE_LISTS "danh-sach/"
#define ARCHIVE_PAPERS "van-ban/"
#define ARCHIVE_FILES "tep/"
#define ARCHIVE_LAW "phap-luat/"
#define ARCHIVE_LEFT "bo-ngoai.html"
/* Evidence past this stays out: a ZIP that every program opens ends at 4 GB. */
#define ARCHIVE_BYTES_MAX ((uint64_t)3500 << 20)

/* Where a row of a list stands: in which order, so on which page. */
struct place {
	int64_t id, at;
};

struct planned {
	const struct archive_list *list;
	const struct op *op;
	const struct planned *parent; /* ARCHIVE_OF */
	bool in;                      /* the roles see it, and its parent is in */
	bool placed;                  /* ids are known: links lead to its rows, lists hang on them */
	int64_t *ids;                 /* in its order … */
	struct place *places;         /* … and sorted by id */
	size_t count, room;
	int64_t rows; /* written */
};

struct maker {
	struct ctx *of;   /* the job's */
	struct ctx c;     /* as the package sees; its memory is given back between pieces */
	struct arena mem; /* of c */
	struct arena row;
	int64_t year, from_ms, to_ms;
	struct date last; /* of the year, but not after today */
	bool evidence;
	int fd;
	struct zip_out zip;
	struct buf page, sums, listed, left; /* listed, left: lines of MANIFEST */
	struct buf index, left_page;
	struct planned *lists;
	int list_count;
	int64_t done, total, files, left_count;
	int64_t papers, evidence_files, laws, verdicts, units, people;
	int64_t link_from, link_to; /* of the journal; 0: none */
	unsigned char link_before[JOURNAL_HASH_BYTES];
	int64_t links, heads;
	char sums_sha[ARCHIVE_SHA_TEXT];
	char year_text[24], first_text[24], last_text[24];
};

struct archive_made {
	int64_t id, files, left_out, papers, evidence, links, bytes;
};
/* Makes and keeps a package; with transactions of its own. */
enum rc archive_make(struct ctx *c, int64_t year, bool evidence,
                     struct archive_made *out) MUST_CHECK;

/* --- make.c
 * ------------------------------------------------------------------------------------------ */

/* A file of the package; its sum is noted. RC_TOOBIG, RC_IO when the ZIP did not take it. */
enum rc maker_add(struct maker *m, const char *path, struct str bytes) MUST_CHECK;
enum rc maker_add_file(struct maker *m, const char *path, int fd) MUST_CHECK;

/* What does not go in, and why; for MANIFEST and the page of it. */
void maker_left(struct maker *m, struct str what, struct str because);

/* One more piece is done. RC_CANCELLED: return it. */
enum rc maker_step(struct maker *m, const char *say) MUST_CHECK;
enum rc maker_alive(struct maker *m, const char *say) MUST_CHECK; /* inside a piece */

/* "quyet-dinh-khen": for the name of a file. */
struct str maker_slug(struct arena *mem, struct str text);

/* --- sheet.c: a table as CSV and as pages
 * ------------------------------------------------------------- */

#define SHEET_COLUMNS 100
#define SHEET_PAGE_ROWS 1000

struct sheet {
	struct maker *m;
	struct str name, title, about; /* name: of the files, without ending */
	struct archive_cell heads[SHEET_COLUMNS];
	size_t shown;
	int fd;
	struct table_out *csv;
	int64_t rows;
};

/* `cols` are those of the CSV; the first `shown` stand on the page too. Texts live until the end.
 */
enum rc sheet_begin(struct sheet *s, struct maker *m, struct str name, struct str title,
                    struct str about, const struct table_column *cols, size_t n,
                    size_t shown) MUST_CHECK;
enum rc sheet_row(struct sheet *s, struct str id, const struct cell *cells, size_t n,
                  const struct archive_cell *page) MUST_CHECK;
enum rc sheet_end(struct sheet *s) MUST_CHECK;
void sheet_drop(struct sheet *s); /* instead of the end, when something failed */

/* "award.list-2.html#17"; "" when the package has no such row. */
struct str sheet_href(struct arena *mem, const struct planned *p, int64_t id);

/* Ids of the rows that the list will have, where something hangs on them. */
enum rc list_place(struct maker *m, struct planned *p) MUST_CHECK;
/* The list itself. */
enum rc list_write(struct maker *m, struct planned *p) MUST_CHECK;

/* --- extra.c: what is no list
 * --------------------------------------------------------------------------- */

enum rc extra_units(struct maker *m) MUST_CHECK;
enum rc extra_people(struct maker *m) MUST_CHECK;
enum rc extra_law(struct maker *m) MUST_CHECK; /* answers that were kept, rules of their time */
/* The page of an answer, seen from a list; "" when the package has none. */
struct str verdict_href(struct maker *m, int64_t id);
enum rc extra_papers(struct maker *m) MUST_CHECK;   /* finished in the year, as PDF */
enum rc extra_evidence(struct maker *m) MUST_CHECK; /* files of the year's decisions */

/* --- journal.c
 * -------------------------------------------------------------------------------------------- */

enum rc maker_journal(struct maker *m) MUST_CHECK;

/* --- text.c: pages and texts that say what all this is
 * ------------------------------------------------------ */

enum rc text_front(struct maker *m) MUST_CHECK; /* README.txt, index.html, what was left out */
enum rc text_seal(struct maker *m) MUST_CHECK;  /* SHA256SUMS, MANIFEST, MANIFEST.sig */
const struct planned *maker_list(const struct maker *m, const char *op);

#endif
