/* act.c: what happens to a dossier: sent, withdrawn, returned with a reason,
 * received. */
#include "app/dossier/inner.h"

#include "app/admin/admin.h"
#include "app/job/job.h"
#include "db/sql_dossier.h"

#include <inttypes.h>

struct id_in {
	int64_t id;
};
static const struct field id_fields[] = {
	F(REF, struct id_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
};
struct reason_in {
	int64_t id;
	struct str reason;
};
static const struct field reason_fields[] = {
	F(REF, struct reason_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
	F(LONG, struct reason_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 2000),
};

static enum rc move(struct ctx *c, const struct sql_dossier_get *d, const char *step,
                    struct str said)
{
	return dossier_step(c, &(struct dossier_step){.dossier_id = d->id,
	                                              .nominee_id = DB_NULL,
	                                              .step = step,
	                                              .from = d->state,
	                                              .to = str_of(step),
	                                              .said = said});
}

/* --- by the unit ------------------------------------------------- */

static enum rc not_empty(struct ctx *c, int64_t id)
{
	struct sql_nominee_of_dossier *rows;
	size_t n;
	TRY(sql_nominee_of_dossier(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (!str_eqz(rows[i].state, "removed"))
			return RC_OK;
	return err_set(c->err, RC_CONFLICT,
	               "Hồ sơ chưa đề nghị ai. Xin thêm người, tập thể được đề nghị "
	               "trước khi gửi.");
}

static enum rc may_send(struct ctx *c, int64_t id)
{
	TRY(dossier_with_unit(c, id));
	TRY(dossier_not_own(c, id));
	return not_empty(c, id);
}

/* The standing body sends what it entered, and what nobody in the unit may
 * send: it names them all.
 */
static enum rc may_send_for(struct ctx *c, int64_t id)
{
	struct sql_dossier_get d;
	struct sql_dossier_senders s;
	TRY(may_send(c, id));
	TRY(sql_dossier_get(c->db, c->mem, id, &d));
	TRY(sql_dossier_senders(c->db, c->mem, id, d.holder_id, c->today, &s));
	return d.behalf || s.n == 0
	           ? RC_OK
	           : err_set(c->err, RC_DENIED, "Trưởng đơn vị gửi hồ sơ của đơn vị mình.");
}

/* An office that has no step of receiving: it is received when it is sent. */
static enum rc receive_at_once(struct ctx *c, const struct sql_dossier_get *d, bool *yes)
{
	int64_t step;
	TRY(setting_number(c, "dossier.receive", &step));
	*yes = step == 0;
	if (!*yes)
		return RC_OK;
	TRY(sql_dossier_received(c->db, d->id, c->today, NULL));
	return dossier_step(c, &(struct dossier_step){.dossier_id = d->id,
	                                              .nominee_id = DB_NULL,
	                                              .step = "received",
	                                              .from = STR("sent"),
	                                              .to = STR("received")});
}

static enum rc send(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	struct sql_dossier_get d;
	bool received;
	int64_t changed;
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	TRY(dossier_check_all(c, p->id, true));
	TRY(dossier_compare(c, p->id, &changed));
	TRY(sql_dossier_sent(c->db, p->id, c->today, NULL));
	TRY(move(c, &d, "sent",
	         changed < 0 ? STR("")
	                     : arena_printf(c->mem, "Gửi lại, sửa %" PRId64 " chỗ", changed)));
	TRY(receive_at_once(c, &d, &received));
	TRY(notice_answerable(c, d.holder_id, "standing",
	                      arena_printf(c->mem, "%s%s: %.*s",
	                                   received ? "Hồ sơ chờ thẩm định" : "Hồ sơ chờ tiếp nhận",
	                                   changed < 0    ? ""
	                                   : changed == 0 ? " (gửi lại, không sửa gì)"
	                                                  : " (gửi lại, có sửa)",
	                                   STR_ARG(d.title)),
	                      dossier_address(c, p->id)));
	out_say(c, out, "Đã gửi hồ sơ lên thường trực thi đua, khen thưởng.");
	return RC_OK;
}

static enum rc withdraw(struct ctx *c, const void *in, struct out *out)
{
	const struct reason_in *p = in;
	struct sql_dossier_get d;
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	if (str_eqz(d.state, "sent"))
		TRY(dossier_keep(c, p->id));
	TRY(sql_dossier_state(c->db, p->id, STR("withdrawn"), p->reason, NULL));
	TRY(move(c, &d, "withdrawn", p->reason));
	out_say(c, out, "Đã rút hồ sơ; có thể sửa và gửi lại khi đợt còn mở.");
	return RC_OK;
}

/* --- by the standing body ---------------------------------------- */

static enum rc receive(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	struct sql_dossier_get d;
	bool again;
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	again = !date_is_none(d.received_on);
	TRY(sql_dossier_received(c->db, p->id, c->today, NULL));
	TRY(move(c, &d, "received", STR("")));
	TRY(dossier_check_all(c, p->id, false));
	TRY(notice_answerable(c, d.holder_id, "unit_head",
	                      arena_printf(c->mem, "Hồ sơ đã được tiếp nhận: %.*s", STR_ARG(d.title)),
	                      dossier_address(c, p->id)));
	out_say(c, out, "Đã tiếp nhận hồ sơ; xét theo quy định của ngày tiếp nhận%s, %s.",
	        again ? " lần đầu" : "", date_vn(again ? d.received_on : c->today).z);
	return RC_OK;
}

/* What has been looked at is looked at again once the unit has changed it; what failed and is
 * proposed elsewhere meanwhile stays as it is. */
static enum rc look_again(struct ctx *c, int64_t id)
{
	struct sql_nominee_of_dossier *rows;
	struct sql_nominee_get one;
	struct str why;
	size_t n;
	TRY(sql_nominee_of_dossier(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!str_eqz(rows[i].state, "cleared") && !str_eqz(rows[i].state, "failed"))
			continue;
		TRY(sql_nominee_get(c->db, c->mem, rows[i].id, &one));
		TRY(nominee_twice(c, &one, &why));
		if (why.n == 0)
			TRY(nominee_move(c, rows[i].id, "proposed", STR("Hồ sơ được trả lại")));
	}
	return RC_OK;
}

static enum rc give_back(struct ctx *c, const void *in, struct out *out)
{
	const struct reason_in *p = in;
	struct sql_dossier_get d;
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	TRY(dossier_keep(c, p->id));
	TRY(look_again(c, p->id));
	TRY(sql_appraisal_drop_open(c->db, p->id, NULL));
	TRY(sql_dossier_state(c->db, p->id, STR("returned"), p->reason, NULL));
	TRY(move(c, &d, "returned", p->reason));
	struct str text = arena_printf(c->mem, "Hồ sơ được trả lại để sửa: %.*s. Lý do: %.*s",
	                               STR_ARG(d.title), STR_ARG(p->reason));
	TRY(notice_answerable(c, d.holder_id, "unit_head", text, dossier_address(c, p->id)));
	TRY(notice_answerable(c, d.holder_id, "unit_clerk", text, dossier_address(c, p->id)));
	out_say(c, out, "Đã trả lại hồ sơ để đơn vị sửa.");
	return RC_OK;
}

/* --- rows -------------------------------------------------------- */

#define ON_DOSSIER                                                                                 \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &dossier_object, .then = "dossier.view"

const struct op dossier_act_ops[] = {
	{.name = "dossier.send",
     .title = "Gửi hồ sơ đề nghị khen thưởng",
     .help = "Trưởng đơn vị gửi lên thường trực; hồ sơ đề nghị chính mình thì "
             "người khác gửi.",
     .verb = "Gửi lên",
     ON_DOSSIER,
     .icon = "send",
     .roles = R(UNIT_HEAD),
     .states = DOSSIER_OPEN,
     .guard = may_send,
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = send},
	{.name = "dossier.send_for",
     .title = "Gửi hồ sơ thay đơn vị",
     .help = "Hồ sơ thường trực nhập thay, hoặc hồ sơ đề nghị chính trưởng đơn "
             "vị mà đơn vị không "
             "còn ai gửi được.",
     .verb = "Gửi thay",
     ON_DOSSIER,
     .icon = "send",
     .roles = R(STANDING),
     .states = DOSSIER_OPEN,
     .guard = may_send_for,
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = send},
	{.name = "dossier.withdraw",
     .title = "Rút hồ sơ đề nghị khen thưởng",
     .help = "Khi thường trực chưa tiếp nhận.",
     .verb = "Rút",
     ON_DOSSIER,
     .icon = "x",
     .roles = R(UNIT_HEAD),
     .states = "draft sent returned",
     .guard = dossier_not_own,
     FIELDS(reason_fields),
     .in_size = sizeof(struct reason_in),
     .run = withdraw},
	{.name = "dossier.receive",
     .title = "Tiếp nhận hồ sơ",
     .help = "Ngày tiếp nhận lần đầu quyết định bộ quy tắc dùng để xét; trả "
             "lại rồi tiếp nhận lại "
             "không đổi bộ quy tắc.",
     .verb = "Tiếp nhận",
     ON_DOSSIER,
     .icon = "check",
     .roles = DOSSIER_KEEPS,
     .states = "sent",
     .guard = dossier_not_own,
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = receive,
     .law = dossier_law},
	{.name = "dossier.return",
     .title = "Trả lại hồ sơ",
     .help = "Để đơn vị sửa, có lý do; những gì đã thẩm định sẽ xem lại khi "
             "gửi lên lần nữa.",
     .verb = "Trả lại",
     ON_DOSSIER,
     .icon = "refresh",
     .roles = DOSSIER_KEEPS,
     .states = "sent received appraising",
     .guard = dossier_not_own,
     FIELDS(reason_fields),
     .in_size = sizeof(struct reason_in),
     .run = give_back},
	{0}};
