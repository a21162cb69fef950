/* act.c: what happens to a registration: sent, returned, approved, withdrawn. */
#include "app/registration/inner.h"

#include "app/job/job.h"
#include "app/org/org.h"
#include "db/sql_registration.h"
#include "db/sql_task.h"
#include "op/gate.h"

#include <inttypes.h>

static struct str link_to(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "/registration/%" PRId64, id);
}

static enum rc step(struct ctx *c, int64_t id, const char *kind, struct str reason)
{
	return sql_registration_step_add(c->db, id, str_of(kind), reason, c->who.account_id, c->now_ms,
	                                 NULL);
}

/* Is there a head over the unit who is not the person? */
static enum rc has_head(struct ctx *c, int64_t unit, int64_t person, bool *yes)
{
	struct sql_unit_answerable *to;
	size_t n;
	TRY(sql_unit_answerable(c->db, c->mem, unit, c->today, &to, &n));
	*yes = false;
	for (size_t i = 0; i < n; i++)
		*yes = *yes || (str_eqz(to[i].role, "unit_head") && to[i].person != person);
	return RC_OK;
}

static enum rc not_empty(struct ctx *c, int64_t id)
{
	struct sql_registration_titles *titles;
	struct sql_registration_targets *targets;
	size_t n, k;
	TRY(sql_registration_titles(c->db, c->mem, id, &titles, &n));
	TRY(sql_registration_targets(c->db, c->mem, id, &targets, &k));
	return n || k ? RC_OK
	              : err_field(c->err, "targets",
	                          "Bản đăng ký còn trống. Xin ghi ít nhất một danh hiệu hoặc một "
	                          "chỉ tiêu trước khi gửi.");
}

enum rc registration_send(struct ctx *c, int64_t id)
{
	struct sql_registration_get r;
	bool head = false;
	TRY(not_empty(c, id));
	TRY(sql_registration_get(c->db, c->mem, id, &r));
	if (!str_eqz(r.kind, "unit"))
		TRY(has_head(c, r.today_unit, r.person_id, &head));
	TRY(sql_registration_sent(c->db, id, head ? STR("head") : STR("office"), c->today, NULL));
	TRY(step(c, id, "sent", STR("")));
	return notice_answerable(
		c, r.today_unit, head ? "unit_head" : "standing",
		arena_printf(c->mem, "Bản đăng ký chờ duyệt: %.*s", STR_ARG(r.round_title)),
		link_to(c, id));
}

struct id_in {
	int64_t id;
};
static const struct field id_fields[] = {
	F(REF, struct id_in, id, "Bản đăng ký", .flags = MUST | HIDDEN, .ref = &registration_object),
};
struct reason_in {
	int64_t id;
	struct str reason;
};
static const struct field reason_fields[] = {
	F(REF, struct reason_in, id, "Bản đăng ký", .flags = MUST | HIDDEN,
      .ref = &registration_object),
	F(TEXT, struct reason_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 1000),
};

static enum rc send(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	TRY(registration_send(c, p->id));
	out_say(c, out, "Đã gửi bản đăng ký.");
	return RC_OK;
}

/* The one who registered hears of it: the person, or the unit's head. */
static enum rc tell_owner(struct ctx *c, const struct sql_registration_get *r, const char *what,
                          struct str reason)
{
	struct str text =
		arena_printf(c->mem, "Bản đăng ký %s: %.*s%s%.*s", what, STR_ARG(r->round_title),
	                 reason.n ? ". Lý do: " : "", STR_ARG(reason));
	if (r->person_id != DB_NULL)
		return notice_person(c, r->person_id, text, link_to(c, r->id));
	return notice_answerable(c, r->today_unit, "unit_head", text, link_to(c, r->id));
}

static enum rc approve_one(struct ctx *c, int64_t id)
{
	struct sql_registration_get r;
	TRY(sql_registration_get(c->db, c->mem, id, &r));
	TRY(sql_registration_state(c->db, id, STR("approved"), STR(""), NULL));
	TRY(step(c, id, "approved", STR("")));
	return tell_owner(c, &r, "đã được duyệt", STR(""));
}

static enum rc approve(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	TRY(approve_one(c, p->id));
	out_say(c, out, "Đã duyệt bản đăng ký của %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc give_back(struct ctx *c, const void *in, struct out *out)
{
	const struct reason_in *p = in;
	struct sql_registration_get r;
	TRY(sql_registration_get(c->db, c->mem, p->id, &r));
	TRY(sql_registration_state(c->db, p->id, STR("returned"), p->reason, NULL));
	TRY(step(c, p->id, "returned", p->reason));
	TRY(tell_owner(c, &r, "được trả lại để sửa", p->reason));
	out_say(c, out, "Đã trả lại bản đăng ký của %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc withdraw(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	TRY(sql_registration_state(c->db, p->id, STR("withdrawn"), STR(""), NULL));
	TRY(step(c, p->id, "withdrawn", STR("")));
	out_say(c, out, "Đã rút bản đăng ký; có thể sửa và gửi lại khi đợt còn mở.");
	return RC_OK;
}

/* --- all that wait for a head ---------------------------------------------------------------- */

struct all_in {
	int64_t round_id;
};
static const struct field all_fields[] = {
	F(REF, struct all_in, round_id, "Đợt đăng ký", .flags = MUST, .ref = &round_object),
};

static enum rc approve_all(struct ctx *c, const void *in, struct out *out)
{
	const struct all_in *p = in;
	struct db_scope s = gate_scope(c, c->op);
	struct sql_round_get d;
	int64_t done = 0;
	TRY(sql_round_get(c->db, c->mem, p->round_id, &d));
	if (!str_eqz(d.state, "open"))
		return err_field(c->err, "round_id", "Đợt đăng ký này đã khép.");
	for (int i = 0; i < s.unit_count; i++) {
		struct sql_registration_waiting_below *rows;
		size_t n;
		TRY(sql_registration_waiting_below(c->db, c->mem, p->round_id, s.units[i], c->who.person_id,
		                                   c->today, &rows, &n));
		for (size_t k = 0; k < n; k++, done++)
			TRY(approve_one(c, rows[k].id));
	}
	if (done == 0)
		return err_field(c->err, "round_id", "Không có bản đăng ký nào đang chờ ông/bà duyệt.");
	out_say(c, out, "%s %" PRId64 " bản đăng ký.", c->preview ? "Sẽ duyệt" : "Đã duyệt", done);
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------ */

#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &registration_object,                       \
	.then = "registration.view"

const struct op registration_act_ops[] = {
	{.name = "registration.send",
     .title = "Gửi bản đăng ký của tôi",
     .help = "Đến trưởng đơn vị; của trưởng đơn vị thì đến thường trực.",
     .verb = "Gửi",
     ON_ONE,
     .icon = "send",
     .roles = R(MEMBER),
     .states = "draft returned withdrawn behalf_draft behalf_returned behalf_withdrawn",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = send},
	{.name = "registration.send_for",
     .title = "Gửi bản đăng ký nhập thay",
     .help = "Đến trưởng đơn vị.",
     .verb = "Gửi",
     ON_ONE,
     .icon = "send",
     .flags = OP_NOT_OWN,
     .roles = R(UNIT_CLERK) | R(UNIT_HEAD) | R(STANDING),
     .states = "behalf_draft behalf_returned behalf_withdrawn",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = send},
	{.name = "registration.send_unit",
     .title = "Gửi bản đăng ký của đơn vị",
     .help = "Trưởng đơn vị gửi lên thường trực.",
     .verb = "Gửi lên",
     ON_ONE,
     .icon = "send",
     .roles = R(UNIT_HEAD),
     .states = "unit_draft unit_returned unit_withdrawn",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = send},
	{.name = "registration.withdraw",
     .title = "Rút bản đăng ký của tôi",
     .help = "Khi chưa ai duyệt hay trả lại.",
     .verb = "Rút",
     ON_ONE,
     .icon = "x",
     .roles = R(MEMBER),
     .states = "sent sent_office",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = withdraw},
	{.name = "registration.withdraw_unit",
     .title = "Rút bản đăng ký của đơn vị",
     .help = "Khi thường trực chưa duyệt hay trả lại.",
     .verb = "Rút",
     ON_ONE,
     .icon = "x",
     .roles = R(UNIT_HEAD),
     .states = "unit_sent",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = withdraw},
	{.name = "registration.approve",
     .title = "Duyệt bản đăng ký của cá nhân",
     .help = "Trưởng đơn vị duyệt; không ai duyệt bản của chính mình.",
     .verb = "Duyệt",
     ON_ONE,
     .icon = "check",
     .flags = OP_NOT_OWN,
     .roles = R(UNIT_HEAD),
     .states = "sent",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = approve},
	{.name = "registration.return",
     .title = "Trả lại bản đăng ký của cá nhân",
     .help = "Để người đăng ký sửa, có lý do.",
     .verb = "Trả lại",
     ON_ONE,
     .icon = "refresh",
     .flags = OP_NOT_OWN,
     .roles = R(UNIT_HEAD),
     .states = "sent",
     FIELDS(reason_fields),
     .in_size = sizeof(struct reason_in),
     .run = give_back},
	{.name = "registration.accept",
     .title = "Duyệt bản đăng ký gửi thường trực",
     .help = "Của tập thể, của trưởng đơn vị và nơi chưa có trưởng đơn vị.",
     .verb = "Duyệt",
     ON_ONE,
     .icon = "check",
     .flags = OP_NOT_OWN,
     .roles = R(STANDING) | R(HEAD),
     .states = "sent_office unit_sent",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = approve},
	{.name = "registration.send_back",
     .title = "Trả lại bản đăng ký gửi thường trực",
     .help = "Để nơi gửi sửa, có lý do.",
     .verb = "Trả lại",
     ON_ONE,
     .icon = "refresh",
     .flags = OP_NOT_OWN,
     .roles = R(STANDING) | R(HEAD),
     .states = "sent sent_office unit_sent",
     FIELDS(reason_fields),
     .in_size = sizeof(struct reason_in),
     .run = give_back},
	{.name = "registration.approve_all",
     .title = "Duyệt mọi bản đăng ký đang chờ",
     .help = "Của người trong đơn vị, trừ bản của chính mình; bản nào cần sửa thì trả lại trước.",
     .verb = "Duyệt tất cả",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = R(UNIT_HEAD),
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "check",
     FIELDS(all_fields),
     .in_size = sizeof(struct all_in),
     .run = approve_all,
     .then = "registration.list",
     .law = registration_law},
	{0}};
