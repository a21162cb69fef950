/* paper.c: a pact and a registration as papers to be printed and signed, from what is stored. */
#include "app/registration/inner.h"

#include "app/paper/paper.h"
#include "app/record/record.h"
#include "app/task/task.h"
#include "db/sql_registration.h"
#include "op/gate.h"

#include <inttypes.h>

#define PAPER_JSON_MAX (2 << 20)

struct id_in {
	int64_t id;
};

/* The data end here; the paper belongs to n->object. */
static enum rc make(struct ctx *c, struct buf *b, struct json_out *j, struct paper_new *n,
                    struct out *out)
{
	json_end(j);
	n->data = arena_str(c->mem, buf_view(b));
	bool failed = b->failed;
	buf_release(b);
	if (failed)
		return err_set(c->err, RC_TOOBIG, "Nội dung quá dài cho một văn bản.");
	TRY(paper_make(c, n, &out->id));
	out_say(c, out, "Đã lập \"%.*s\". Xin xem phần còn thiếu rồi sửa.", STR_ARG(n->title));
	return RC_OK;
}

/* --- a pact ---------------------------------------------------------------------------------- */

static void put_parties(struct ctx *c, struct json_out *j, const struct sql_pact_parties *rows,
                        size_t n)
{
	json_arr(j, "parties");
	for (size_t i = 0; i < n; i++) {
		json_obj(j, NULL);
		json_str(j, "unit", rows[i].unit_name);
		paper_know(j, "name", rows[i].signed_by);
		if (rows[i].signed_ms != DB_NULL)
			json_str(j, "signed",
			         arena_printf(c->mem, "Đã ký trong chương trình lúc %s",
			                      date_time_vn(rows[i].signed_ms).z));
		json_end(j);
	}
	json_end(j);
}

static enum rc pact_paper(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	struct sql_pact_get k;
	struct sql_pact_parties *rows;
	struct buf b;
	size_t n;
	TRY(sql_pact_get(c->db, c->mem, p->id, &k));
	TRY(sql_pact_parties(c->db, c->mem, p->id, &rows, &n));
	buf_init(&b, PAPER_JSON_MAX);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_str(&j, "issuer", k.bloc);
	json_str(&j, "bloc", k.bloc);
	json_int(&j, "year", k.year);
	json_str(&j, "intro", k.text);
	put_parties(c, &j, rows, n);
	struct paper_new paper = {.kind = STR("giao-uoc"),
	                          .object = "pact",
	                          .object_id = p->id,
	                          .unit_id = k.holder_id,
	                          .person_id = DB_NULL,
	                          .title = k.title};
	return make(c, &b, &j, &paper, out);
}

/* --- a registration -------------------------------------------------------------------------- */

static enum rc put_targets(struct ctx *c, struct json_out *j, int64_t id)
{
	struct sql_registration_targets *rows;
	size_t n;
	TRY(sql_registration_targets(c->db, c->mem, id, &rows, &n));
	json_arr(j, "targets");
	for (size_t i = 0; i < n; i++) {
		json_obj(j, NULL);
		json_str(j, "name", rows[i].what);
		paper_know(j, "measure", rows[i].measured_in);
		paper_know(j, "value", task_milli_text(c, rows[i].planned_milli));
		json_end(j);
	}
	json_end(j);
	return RC_OK;
}

static enum rc put_titles(struct ctx *c, struct json_out *j, int64_t id, struct str whose)
{
	struct sql_registration_titles *rows;
	size_t n;
	TRY(sql_registration_titles(c->db, c->mem, id, &rows, &n));
	json_arr(j, "titles");
	for (size_t i = 0; i < n; i++) {
		json_obj(j, NULL);
		json_str(j, "title", choice_label(award_codes, rows[i].code));
		json_str(j, "names", whose);
		json_end(j);
	}
	json_end(j);
	return RC_OK;
}

static void put_head(struct ctx *c, struct json_out *j, const struct sql_registration_paper *r)
{
	json_int(j, "year", r->year);
	json_str(j, "issuer", r->unit_name);
	paper_know(j, "parent", r->parent_name);
	json_arr(j, "to");
	json_obj(j, NULL);
	json_str(j, "name", r->round_unit);
	json_end(j);
	json_end(j);
	json_arr(j, "movements");
	if (r->movement.n) {
		json_obj(j, NULL);
		json_str(j, "name", r->movement);
		paper_know(j, "goal", r->goal);
		json_str(j, "period",
		         arena_printf(c->mem, "%s đến %s", date_vn(r->begins).z, date_vn(r->ends).z));
		json_end(j);
	}
	json_end(j);
	if (r->person_name.n) {
		json_str(j, "signer", r->person_name);
		json_str(j, "power", STR("Người đăng ký"));
	}
}

static enum rc registration_paper(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	struct sql_registration_paper r;
	struct buf b;
	TRY(sql_registration_paper(c->db, c->mem, p->id, &r));
	struct str whose = r.person_name.n ? r.person_name : r.unit_name;
	buf_init(&b, PAPER_JSON_MAX);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	put_head(c, &j, &r);
	enum rc rc = put_targets(c, &j, p->id);
	paper_know(&j, "measures", r.pledge);
	if (rc == RC_OK)
		rc = put_titles(c, &j, p->id, whose);
	if (rc != RC_OK) {
		buf_release(&b);
		return rc;
	}
	struct paper_new paper = {.kind = STR("dang-ky-thi-dua"),
	                          .object = "registration",
	                          .object_id = p->id,
	                          .unit_id = r.person_id == DB_NULL ? r.holder_id : DB_NULL,
	                          .person_id = r.person_id,
	                          .title =
	                              arena_printf(c->mem, "Bản đăng ký thi đua năm %" PRId64 ": %.*s",
	                                           r.year, STR_ARG(whose))};
	return make(c, &b, &j, &paper, out);
}

/* --- rows ------------------------------------------------------------------------------------ */

static const struct field pact_fields[] = {
	F(REF, struct id_in, id, "Giao ước", .flags = MUST | HIDDEN, .ref = &pact_object),
};
static const struct field registration_fields[] = {
	F(REF, struct id_in, id, "Bản đăng ký", .flags = MUST | HIDDEN, .ref = &registration_object),
};
#define PAPER                                                                                      \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .icon = "file", .verb = "Lập văn bản",                \
	.in_size = sizeof(struct id_in), .then = "writing.view"

const struct op registration_paper_ops[] = {
	{.name = "pact.paper",
     .title = "Lập bản giao ước thi đua",
     .help = "Nội dung và các bên ký, để in và ký; bên đã ký trong chương trình được ghi rõ.",
     PAPER,
     .roles = R(STANDING) | R(HEAD),
     .object = &pact_object,
     .states = "draft open signed",
     FIELDS(pact_fields),
     .run = pact_paper},
	{.name = "registration.paper",
     .title = "Lập bản đăng ký thi đua để in",
     .help = "Danh hiệu phấn đấu, chỉ tiêu, biện pháp như đã ghi, để in và ký.",
     PAPER,
     .roles = R(MEMBER) | R(UNIT_HEAD) | R(UNIT_CLERK) | R(STANDING),
     .object = &registration_object,
     FIELDS(registration_fields),
     .run = registration_paper,
     .law = registration_law},
	{0}};
