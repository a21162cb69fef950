/*
 * cited.c: from a citation as it stands on a page ("Nghị định 30/2020/NĐ-CP, Điều 13") to the
 * document. Every page that shows a citation links here, so none has to look for it itself.
 */
#include "app/library/library.h"
#include "db/sql.h"
#include "viet/cite.h"
#include "viet/viet.h"

#include <inttypes.h>

struct cited_in {
	struct str text;
};
static const struct field cited_fields[] = {
	F(TEXT, struct cited_in, text, "Viện dẫn", .flags = MUST, .max = 500),
};

/* "Bộ luật Lao động 2019, Điều 111" is the law of that title: what follows the place is cut off. */
static struct str before_place(struct str text)
{
	static const char *const places[] = {", Điều",    ", khoản",  ", điểm",
	                                     ", Phụ lục", ", Chương", " Điều "};
	for (int i = 0; i < COUNT(places); i++) {
		const char *at = memmem(text.p, text.n, places[i], strlen(places[i]));
		if (at)
			text.n = (size_t)(at - text.p);
	}
	return text;
}

enum rc library_find_text(struct ctx *c, struct str text, struct library_found *out)
{
	struct str nfc;
	struct cite *all;
	size_t n;
	TRY(viet_line(c->mem, text, &nfc, c->err));
	struct viet_shadow shadow = viet_shadow(c->mem, nfc);
	cite_find(c->mem, &shadow, &all, &n);
	*out = (struct library_found){.id = DB_NULL};
	for (size_t i = 0; i < n && out->id == DB_NULL; i++) {
		struct library_cited what = {.type = all[i].type,
		                             .sign = all[i].sign,
		                             .issuer = all[i].issuer,
		                             .title = all[i].title,
		                             .year = all[i].year,
		                             .date = all[i].date,
		                             .on = c->today};
		TRY(library_find(c, &what, out));
	}
	if (out->id != DB_NULL)
		return RC_OK;
	struct library_cited law = {
		.title = arena_str(c->mem, before_place(nfc)), .date = DATE_NONE, .on = c->today};
	return library_find(c, &law, out);
}

static enum rc document_cited(struct ctx *c, const void *in, struct out *out)
{
	const struct cited_in *p = in;
	struct library_found found;
	TRY(library_find_text(c, p->text, &found));
	if (found.id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND,
		               found.count ? "Trong thư viện có %d văn bản có thể là \"%.*s\"; xin tìm và "
		                             "chọn ở Thư viện văn bản."
		                           : "Thư viện có %d văn bản khớp với \"%.*s\". Xin nhờ thường "
		                             "trực thêm văn bản này.",
		               found.count, STR_ARG(p->text));
	out->id = found.id;
	out->go = arena_printf(c->mem, "/document/%" PRId64, found.id);
	return RC_OK;
}

const struct op cited_ops[] = {
	{.name = "document.cited",
     .title = "Văn bản được viện dẫn",
     .help = "Tìm văn bản trong thư viện theo một câu viện dẫn và mở trang của văn bản ấy.",
     .kind = OP_READ,
     .flags = OP_QUIET | OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .object = NULL,
     FIELDS(cited_fields),
     .in_size = sizeof(struct cited_in),
     .run = document_cited},
	{0}};
