/* paper.c: the confirmation of a recognised initiative, from what is stored of it. */
#include "app/initiative/initiative.h"

#include "app/paper/paper.h"
#include "app/record/record.h"
#include "db/sql_initiative.h"
#include "op/gate.h"

#include <inttypes.h>

#define PAPER_JSON_MAX (1 << 20)

struct paper_in {
	int64_t id;
};
static const struct field fields[] = {
	F(REF, struct paper_in, id, "Sáng kiến", .flags = MUST | HIDDEN, .ref = &initiative_object),
};

static enum rc put_authors(struct ctx *c, struct json_out *j, int64_t id)
{
	struct sql_initiative_author_names *rows;
	size_t n;
	TRY(sql_initiative_author_names(c->db, c->mem, id, &rows, &n));
	json_arr(j, "authors");
	for (size_t i = 0; i < n; i++) {
		json_obj(j, NULL);
		json_str(j, "name", rows[i].name);
		paper_know(j, "about", rows[i].about);
		json_str(j, "share", arena_printf(c->mem, "%" PRId64 " %%", rows[i].share));
		json_end(j);
	}
	json_end(j);
	return RC_OK;
}

/* The widest scope that was recognised, by its own decision. */
static enum rc put_recognition(struct ctx *c, struct json_out *j, int64_t id, struct str scope)
{
	struct sql_initiative_scopes *rows;
	size_t n;
	TRY(sql_initiative_scopes(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(rows[i].scope, scope))
			continue;
		struct str words = rows[i].sign;
		if (!date_is_none(rows[i].dated))
			words = arena_printf(c->mem, "%.*s%sngày %s", STR_ARG(words), words.n ? " " : "",
			                     date_vn(rows[i].dated).z);
		if (words.n && rows[i].issuer.n)
			words = arena_printf(c->mem, "Quyết định số %.*s của %.*s", STR_ARG(words),
			                     STR_ARG(rows[i].issuer));
		paper_know(j, "decision", words);
		paper_know(j, "authority", rows[i].issuer);
		break;
	}
	if (scope.n)
		json_str(j, "scope",
		         str_eqz(scope, "nation")
		             ? STR("được công nhận có hiệu quả áp dụng, khả năng nhân rộng trong toàn quốc")
		         : str_eqz(scope, "province")
		             ? STR("được công nhận có hiệu quả áp dụng, khả năng nhân rộng trong tỉnh")
		             : STR("được công nhận ở cơ sở"));
	return RC_OK;
}

static enum rc initiative_paper(struct ctx *c, const void *in, struct out *out)
{
	const struct paper_in *p = in;
	struct sql_initiative_text t;
	struct sql_initiative_get i;
	struct buf b;
	TRY(sql_initiative_text(c->db, c->mem, p->id, &t));
	TRY(sql_initiative_get(c->db, c->mem, p->id, &i));
	buf_init(&b, PAPER_JSON_MAX);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_str(&j, "initiative", t.title);
	paper_know(&j, "applied", t.applied);
	paper_know(&j, "effect", t.effect);
	enum rc rc = put_authors(c, &j, p->id);
	if (rc == RC_OK)
		rc = put_recognition(c, &j, p->id, i.scope);
	json_end(&j);
	struct str json = arena_str(c->mem, buf_view(&b));
	buf_release(&b);
	TRY(rc);
	struct paper_new n = {.kind = STR("xac-nhan-sang-kien"),
	                      .object = "initiative",
	                      .object_id = p->id,
	                      .unit_id = t.unit_id,
	                      .person_id = DB_NULL,
	                      .title = arena_printf(c->mem, "Giấy xác nhận: %.*s", STR_ARG(t.title)),
	                      .data = json};
	TRY(paper_make(c, &n, &out->id));
	out_say(c, out, "Đã lập giấy xác nhận. Xin xem phần còn thiếu rồi sửa.");
	return RC_OK;
}

const struct op initiative_paper_ops[] = {
	{.name = "initiative.paper",
     .title = "Lập giấy xác nhận sáng kiến",
     .help = "Tác giả, quyết định công nhận, nơi áp dụng, hiệu quả như đã lưu.",
     .verb = "Giấy xác nhận",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = R(STANDING) | R(HEAD),
     .scope = SCOPE_OBJECT,
     .icon = "file",
     .object = &initiative_object,
     .states = "recognised",
     FIELDS(fields),
     .in_size = sizeof(struct paper_in),
     .run = initiative_paper,
     .guard = initiative_not_own,
     .then = "writing.view"},
	{0}};
