/*
 * launch.c: a movement is launched: every unit in scope learns of it in one transaction.
 *
 * Luật 06/2022/QH15, Điều 18: heads launch inside their own management. Either all of it
 * happened (state, coverage, notices, mails, journal line) or nothing.
 */
#include "app/job/job.h"
#include "app/movement/movement.h"
#include "db/sql_movement.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

/* All five contents of Điều 17, or a reason in the head's own words. */
static enum rc check_contents(struct ctx *c, const struct sql_movement_get *m, struct str *reason)
{
	struct str lacking = movement_lacking(c, m);
	if (lacking.n == 0) {
		*reason = STR("");
		return RC_OK;
	}
	if (str_trim(*reason).n < 10)
		return err_field(
			c->err, "lacking",
			"Phong trào còn thiếu theo Điều 17: %.*s. Xin bổ sung, hoặc ghi lý do phát "
			"động khi chưa đủ (ít nhất 10 ký tự).",
			STR_ARG(lacking));
	return RC_OK;
}

static struct str letter(struct ctx *c, const struct sql_movement_get *m)
{
	return arena_printf(
		c->mem,
		"%.*s đã phát động phong trào thi đua \"%.*s\", từ %s đến %s.\n\nXin mở phong trào trong "
		"chương trình Thi đua, khen thưởng để xem nội dung, trả lời và ghi kế hoạch thực hiện của "
		"đơn vị (mục Thi đua, số %" PRId64 ").\n",
		STR_ARG(m->unit_name), STR_ARG(m->title), date_vn(m->begins).z, date_vn(m->ends).z, m->id);
}

static enum rc tell(struct ctx *c, const struct sql_movement_get *m, int64_t *told)
{
	struct sql_movement_receivers *to;
	size_t n;
	struct str text =
				   arena_printf(c->mem, "Phong trào mới được phát động: %.*s", STR_ARG(m->title)),
			   link = arena_printf(c->mem, "/movement/%" PRId64, m->id);
	TRY(sql_movement_receivers(c->db, c->mem, m->id, c->today, &to, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(notice_add(c, to[i].account, text, link));
		if (mail_address_ok(to[i].email))
			TRY(mail_queue(
				c, to[i].email, STR("Phát động phong trào thi đua"), letter(c, m),
				arena_printf(c->mem, "movement-%" PRId64 "-%" PRId64, m->id, to[i].account)));
	}
	*told = (int64_t)n;
	return RC_OK;
}

/* Units in which nobody is head or clerk: the one who launches should know. */
static enum rc say_unreached(struct ctx *c, int64_t id, struct out *out)
{
	struct sql_movement_unreached *units;
	size_t n;
	struct str names = STR("");
	TRY(sql_movement_unreached(c->db, c->mem, id, c->today, &units, &n));
	for (size_t i = 0; i < n && i < 10; i++)
		names = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(names), i ? ", " : "",
		                     STR_ARG(units[i].name));
	if (n > 10)
		names = arena_printf(c->mem, "%.*s và %zu đơn vị khác", STR_ARG(names), n - 10);
	if (n)
		out_fact(out, "unreached", "Đơn vị chưa có trưởng đơn vị hoặc đầu mối nhận tin", names);
	return RC_OK;
}

enum rc movement_may_launch(struct ctx *c, int64_t id)
{
	struct sql_movement_get m;
	TRY(sql_movement_get(c->db, c->mem, id, &m));
	if (str_eqz(m.level, "office") && !(c->who.roles & R(HEAD)))
		return err_set(c->err, RC_DENIED,
		               "Phong trào của toàn cơ quan do thủ trưởng cơ quan phát động (Điều 18).");
	return RC_OK;
}

enum rc movement_launch(struct ctx *c, const void *in, struct out *out)
{
	const struct movement_launch_in *p = in;
	struct sql_movement_get m;
	struct str reason = p->lacking.p ? p->lacking : STR("");
	int64_t units, told;
	TRY(sql_movement_get(c->db, c->mem, p->id, &m));
	TRY(check_contents(c, &m, &reason));
	if (m.ends.days < c->today.days)
		return err_set(c->err, RC_CONFLICT,
		               "Phong trào đã hết hạn ngày %s. Xin sửa thời gian trước khi phát động.",
		               date_vn(m.ends).z);
	TRY(sql_movement_launched(c->db, p->id, c->who.account_id, c->now_ms, reason, NULL));
	TRY(sql_movement_cover(c->db, p->id, m.holder_id, c->today, c->now_ms, &units));
	TRY(tell(c, &m, &told));
	TRY(movement_tell_search(c, p->id));
	out_fact(out, "units", "Đơn vị trong phạm vi", viet_number(c->mem, units));
	out_fact(out, "told", "Trưởng đơn vị, đầu mối nhận tin", viet_number(c->mem, told));
	TRY(say_unreached(c, p->id, out));
	out_say(c, out, "%s phong trào \"%.*s\" đến %" PRId64 " đơn vị.",
	        c->preview ? "Sẽ phát động" : "Đã phát động", STR_ARG(m.title), units);
	return RC_OK;
}
