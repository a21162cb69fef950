/*
 * begin.c: the documents that a new office finds in its library (src/app/library/documents.csv).
 *
 * The file is built into the program. Each line says where its facts come from; what nobody has
 * seen at the source comes as not confirmed, and the pages say so.
 */
#include "app/library/library.h"
#include "db/sql_library.h"
#include "web/assets.h"

static struct str built_in(void)
{
	const struct asset *a;
	for (size_t i = 0; (a = asset_at(i)); i++)
		if (strcmp(a->name, "documents.csv") == 0)
			return a->body;
	BUG_ON(true);
	return STR_NULL;
}

/* "NULL" of str_cut() at the end of a line is an empty field. */
static struct str cut(struct str *rest)
{
	struct str one = str_cut(rest, ';');
	return one.p ? one : STR("");
}

static enum rc id_of_sign(struct ctx *c, struct str sign, int64_t *id)
{
	struct library_found found;
	struct library_cited cited = {.sign = sign, .date = DATE_NONE, .on = DATE_NONE};
	TRY(library_find(c, &cited, &found));
	*id = found.id;
	return found.id != DB_NULL
	           ? RC_OK
	           : err_detail(c->err, RC_BUG, "documents.csv: no %.*s before it", STR_ARG(sign));
}

/* "amends 06/2022/QH15 2026-10-01, repeals …" */
static enum rc relate(struct ctx *c, int64_t from, struct str relations)
{
	while (relations.n) {
		struct str one = str_trim(str_cut(&relations, ','));
		struct str kind = str_cut(&one, ' '), sign = str_cut(&one, ' ');
		int64_t to, relation;
		TRY(id_of_sign(c, sign, &to));
		TRY(sql_relation_add(c->db, from, to, kind, one.n ? date_from_iso(one) : DATE_NONE, STR(""),
		                     &relation));
	}
	return RC_OK;
}

static enum rc one_line(struct ctx *c, struct str line)
{
	struct library_document d = {0};
	int64_t id;
	d.class = cut(&line);
	d.type = cut(&line);
	d.sign = cut(&line);
	d.issuer = cut(&line);
	d.signed_on = date_from_iso(cut(&line));
	d.title = cut(&line);
	d.valid_from = date_from_iso(cut(&line));
	d.valid_to = date_from_iso(cut(&line));
	d.source = cut(&line);
	d.confirmed = str_eqz(cut(&line), "confirmed");
	d.note = cut(&line);
	TRY(library_add(c, &d, &id));
	return relate(c, id, cut(&line));
}

enum rc library_begin(struct ctx *c)
{
	struct str csv = built_in();
	bool head = true;
	while (csv.n) {
		struct str line = str_trim(str_cut(&csv, '\n'));
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (!head)
			TRY(one_line(c, line));
		head = false;
	}
	return RC_OK;
}
