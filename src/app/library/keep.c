/* keep.c: documents into the library: what is checked, the keys beside them, the search box. */
#include "app/library/library.h"

#include "app/search/search.h"
#include "db/sql_library.h"
#include "viet/viet.h"

#include <inttypes.h>

const char *library_wrong(const struct library_document *d, const char **field)
{
	bool law = str_eqz(d->type, "L") || str_eqz(d->type, "BL") || str_eqz(d->type, "PL");
	*field = "sign";
	/* Resolutions of congresses bear no number either. */
	if (!d->sign.n && !law && !d->draft && !str_eqz(d->class, "party"))
		return "Thiếu số, ký hiệu. Chỉ luật, pháp lệnh và văn bản của Đảng được ghi mà không có "
			   "số.";
	*field = "valid_to";
	if (!date_is_none(d->valid_to) && !date_is_none(d->valid_from) &&
	    d->valid_to.days <= d->valid_from.days)
		return "Ngày hết hiệu lực phải sau ngày có hiệu lực.";
	*field = "valid_from";
	if (!date_is_none(d->signed_on) && !date_is_none(d->valid_from) &&
	    d->valid_from.days < d->signed_on.days)
		return "Ngày có hiệu lực không thể trước ngày ký.";
	return NULL;
}

static enum rc check(struct ctx *c, const struct library_document *d)
{
	const char *field, *why = library_wrong(d, &field);
	return why ? err_field(c->err, field, "%s", why) : RC_OK;
}

struct library_cited library_as_cited(const struct library_document *d)
{
	return (struct library_cited){.type = d->type,
	                              .sign = d->sign,
	                              .issuer = d->issuer,
	                              .title = d->title,
	                              .date = d->signed_on,
	                              .on = DATE_NONE};
}

/* The same document again: by sign, or a law by title, with the same year and issuer. */
static enum rc twin(struct ctx *c, const struct library_document *d, int64_t own, int64_t *id)
{
	struct library_cited cited = library_as_cited(d);
	struct library_found found;
	struct sql_document_by_id old;
	*id = DB_NULL;
	if (d->draft)
		return RC_OK;
	TRY(library_find(c, &cited, &found));
	if (found.id == DB_NULL || found.id == own)
		return RC_OK;
	*id = found.id;
	TRY(sql_document_by_id(c->db, c->mem, found.id, &old));
	return err_set(c->err, RC_CONFLICT,
	               "%.*s đã có trong thư viện (mục số %" PRId64
	               "). Xin sửa mục ấy thay vì thêm lần nữa.",
	               STR_ARG(old.name), found.id);
}

static enum rc tell_search(struct ctx *c, int64_t id, const struct library_document *d,
                           struct str name)
{
	if (d->draft)
		return RC_OK;
	struct search_entry e = {
		.kind = "document",
		.id = id,
		.title = name,
		.note = str_eq(name, d->title)
	                ? d->issuer
	                : arena_printf(c->mem, "%.*s · %.*s", STR_ARG(d->title), STR_ARG(d->issuer)),
		.sort_key = viet_sort_key(c->mem, name),
		.unit_id = DB_NULL,
		.person_id = DB_NULL};
	return search_put(c, &e);
}

static enum rc keys_of(struct ctx *c, const struct library_document *d, struct library_keys *k)
{
	struct library_cited cited = library_as_cited(d);
	return library_keys(c, &cited, k);
}

enum rc library_add(struct ctx *c, const struct library_document *d, int64_t *id)
{
	struct library_keys k;
	struct str name = library_name(c, d->type, d->sign, d->title);
	TRY(check(c, d));
	TRY(twin(c, d, DB_NULL, id));
	TRY(keys_of(c, d, &k));
	TRY(sql_document_add(c->db, d->class, d->type, d->sign, k.sign, d->issuer, k.issuer,
	                     viet_fold(c->mem, d->issuer), d->signed_on, k.year, d->title, k.title,
	                     name, viet_sort_key(c->mem, name), VIET_KEY_VERSION, d->valid_from,
	                     d->valid_to, d->source, d->confirmed, d->note,
	                     d->draft ? STR("draft") : STR("kept"), c->now_ms, id));
	return tell_search(c, *id, d, name);
}

enum rc library_set(struct ctx *c, int64_t id, const struct library_document *d)
{
	struct library_keys k;
	int64_t other;
	struct str name = library_name(c, d->type, d->sign, d->title);
	TRY(check(c, d));
	TRY(twin(c, d, id, &other));
	TRY(keys_of(c, d, &k));
	TRY(sql_document_set(c->db, id, d->class, d->type, d->sign, k.sign, d->issuer, k.issuer,
	                     viet_fold(c->mem, d->issuer), d->signed_on, k.year, d->title, k.title,
	                     name, viet_sort_key(c->mem, name), VIET_KEY_VERSION, d->valid_from,
	                     d->valid_to, d->source, d->note, d->draft ? STR("draft") : STR("kept"),
	                     NULL));
	return tell_search(c, id, d, name);
}

enum rc library_rebuild(struct ctx *c, int64_t *rows)
{
	struct sql_document_keys_old *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_document_keys_old(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++) {
			struct library_document d = {.type = old[i].type,
			                             .sign = old[i].sign,
			                             .issuer = old[i].issuer,
			                             .title = old[i].title,
			                             .signed_on = old[i].signed_on,
			                             .draft = !str_eqz(old[i].state, "kept")};
			struct str name = library_name(c, d.type, d.sign, d.title);
			struct library_keys k;
			TRY(keys_of(c, &d, &k));
			TRY(sql_document_keys_set(c->db, old[i].id, k.sign, k.issuer,
			                          viet_fold(c->mem, d.issuer), k.title, name,
			                          viet_sort_key(c->mem, name), VIET_KEY_VERSION, NULL));
			TRY(tell_search(c, old[i].id, &d, name));
		}
		*rows += (int64_t)n;
	}
}
