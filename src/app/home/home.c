#include "app/home/home.h"

#include "base/json_out.h"
#include "db/sql.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

static void add_card(struct home_view *v, struct home_card card)
{
	if (v->card_count < HOME_CARDS_MAX)
		v->cards[v->card_count++] = card;
}

static enum rc home_mine(struct ctx *c, const void *in, struct out *out)
{
	struct home_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_home_people n;
	(void)in;
	v->greeting = arena_printf(c->mem, "Chào %.*s.", STR_ARG(c->who.label));
	if (gate_offers(c, op_find(STR("unit.list")))) {
		TRY(sql_home_people(c->db, c->mem, &n));
		add_card(v, (struct home_card){.title = "Tổ chức",
									   .count = n.active,
									   .href = STR("/unit/tree"),
									   .say = arena_printf(c->mem,
														   "người đang công tác trong %lld đơn vị",
														   (long long)n.units)});
	}
	out->data = v;
	return RC_OK;
}

static void home_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_home(html, data);
}

static void home_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct home_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "cards");
	for (int i = 0; i < v->card_count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "title", v->cards[i].title);
		json_int(&j, "count", v->cards[i].count);
		json_str(&j, "say", v->cards[i].say);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

const struct op home_ops[] = {{.name = "home.mine",
							   .title = "Việc đang chờ tôi",
							   .help = "Những việc đến hạn và cần xử lý theo vai của mình.",
							   .kind = OP_READ,
							   .roles = R_SIGNED_IN,
							   .scope = SCOPE_ANY,
							   .area = "mine",
							   .icon = "home",
							   .run = home_mine,
							   .page = home_page,
							   .json = home_json},
							  {0}};
