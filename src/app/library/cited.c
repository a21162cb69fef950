/*
 * cited.c: from a citation as it stands on a page ("Nghị định 30/2020/NĐ-CP, Điều 13") to the
 * document. Every page that shows a citation links here, so none has to look for it itself. And
 * the way back: which plans and movements cite a document, on its page.
 */
#include "app/library/library.h"
#include "app/movement/movement.h"
#include "app/plan/plan.h"
#include "db/sql_library.h"
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
		return found.count
		           ? err_set(c->err, RC_NOTFOUND,
		                     "Trong thư viện có %d văn bản có thể là \"%.*s\"; xin tìm và chọn ở "
		                     "Thư viện văn bản.",
		                     found.count, STR_ARG(p->text))
		           : err_set(c->err, RC_NOTFOUND,
		                     "Thư viện chưa có văn bản nào khớp với \"%.*s\". Xin nhờ thường trực "
		                     "thêm văn bản này.",
		                     STR_ARG(p->text));
	out->id = found.id;
	out->go = arena_printf(c->mem, "/document/%" PRId64, found.id);
	return RC_OK;
}

/* --- the way back ------------------------------------------------------------------------------
 */

static const struct field citing_filters[] = {
	FILTER(REF, "document", "Văn bản", .flags = MUST, .ref = &document_object),
};
static const struct column citing_plan_cols[] = {
	{"title", "Kế hoạch", COL_LINK, .op = "plan.view", .key = "plan_id", .width = 50},
	{"sign", "Số, ký hiệu", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"unit_name", "Của đơn vị", COL_TEXT, .width = 36},
	{"place", "Chỗ được viện dẫn", COL_TEXT},
	{"times", "Số lần", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = plan_states},
};
static const struct column citing_movement_cols[] = {
	{"title", "Phong trào", COL_LINK, .op = "movement.view", .key = "id", .width = 50},
	{"unit_name", "Đơn vị phát động", COL_TEXT, .width = 36},
	{"begins", "Từ ngày", COL_DATE},
	{"ends", "Đến ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = movement_states},
};

const struct op cited_ops[] = {
	{.name = "document.plans",
     .title = "Kế hoạch viện dẫn một văn bản",
     .help = "Kế hoạch của cơ quan và của từng đơn vị đã xác nhận có viện dẫn văn bản này.",
     .kind = OP_LIST,
     .flags = OP_QUIET | OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .list = &sql_list_document_plans,
     .order = "-newest",
     FIELDS(citing_filters),
     COLS(citing_plan_cols),
     .empty = "Chưa có kế hoạch nào viện dẫn văn bản này."},
	{.name = "document.movements",
     .title = "Phong trào dựa vào một văn bản",
     .help = "Phong trào thi đua đã phát động lấy văn bản này làm căn cứ.",
     .kind = OP_LIST,
     .flags = OP_QUIET | OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .list = &sql_list_document_movements,
     .order = "-newest",
     FIELDS(citing_filters),
     COLS(citing_movement_cols),
     .empty = "Chưa có phong trào nào dựa vào văn bản này."},

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
