/* blank.c: the register of blanks: what came in, what was spoiled, what is left. */
#include "app/paper/cert_inner.h"
#include "app/paper/page.h"
#include "base/json_out.h"
#include "db/sql_certificate.h"
#include "op/decode.h"
#include "web/web.h"

#include <inttypes.h>

struct blank_in {
	struct str blank, first, last, source, reason, serial;
	int64_t count;
	struct date on;
};

static enum rc not_ahead(struct ctx *c, struct date *on)
{
	if (date_is_none(*on))
		*on = c->today;
	return on->days <= c->today.days ? RC_OK
	                                 : err_field(c->err, "on", "Ngày không thể ở sau hôm nay.");
}

static enum rc left_of(struct ctx *c, struct str blank, int64_t *left)
{
	struct sql_blank_balance b;
	TRY(sql_blank_balance(c->db, c->mem, blank, &b));
	*left = b.received - b.spoiled - b.used;
	return RC_OK;
}

static enum rc receive(struct ctx *c, const void *in, struct out *out)
{
	const struct blank_in *p = in;
	struct date on = p->on;
	int64_t left;
	TRY(not_ahead(c, &on));
	TRY(sql_blank_lot_add(c->db, p->blank, on, p->count, p->first.p ? p->first : STR(""),
	                      p->last.p ? p->last : STR(""), p->source.p ? p->source : STR(""),
	                      c->who.account_id, c->now_ms, &out->id));
	TRY(left_of(c, p->blank, &left));
	out_say(c, out, "Đã nhận %" PRId64 " phôi; còn %" PRId64 ".", p->count, left);
	return RC_OK;
}

static enum rc spoil(struct ctx *c, const void *in, struct out *out)
{
	const struct blank_in *p = in;
	struct date on = p->on;
	int64_t left;
	TRY(not_ahead(c, &on));
	TRY(left_of(c, p->blank, &left));
	if (p->count > left)
		return err_field(c->err, "count", "Chỉ còn %" PRId64 " phôi này theo sổ.", left);
	TRY(sql_blank_spoiled_add(c->db, p->blank, p->count, p->serial.p ? p->serial : STR(""), DB_NULL,
	                          on, p->reason, c->who.account_id, c->now_ms, &out->id));
	out_say(c, out, "Đã ghi %" PRId64 " phôi hỏng; còn %" PRId64 ".", p->count, left - p->count);
	return RC_OK;
}

static enum rc balance(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	for (int i = 0; cert_blanks[i].value; i++) {
		struct sql_blank_balance b;
		TRY(sql_blank_balance(c->db, c->mem, str_of(cert_blanks[i].value), &b));
		out_fact(out, cert_blanks[i].value, cert_blanks[i].label,
		         arena_printf(c->mem,
		                      "nhận %" PRId64 ", đã in %" PRId64 ", hỏng %" PRId64 ", còn %" PRId64,
		                      b.received, b.used, b.spoiled, b.received - b.used - b.spoiled));
	}
	out_say(c, out, "Số phôi theo sổ.");
	return RC_OK;
}

/* Over the register: what is left of each kind. */
static void above(struct buf *html, struct ctx *c, const void *data)
{
	struct blank_line lines[8];
	int count = 0;
	(void)data;
	for (int i = 0; cert_blanks[i].value && i < COUNT(lines); i++) {
		struct sql_blank_balance b;
		if (sql_blank_balance(c->db, c->mem, str_of(cert_blanks[i].value), &b) != RC_OK)
			return;
		lines[count++] = (struct blank_line){.name = cert_blanks[i].label,
		                                     .received = b.received,
		                                     .used = b.used,
		                                     .spoiled = b.spoiled,
		                                     .left = b.received - b.used - b.spoiled};
	}
	tpl_blank_balance(html, lines, count);
}

static const struct field receive_fields[] = {
	F(CHOICE, struct blank_in, blank, "Phôi", .flags = MUST, .choices = cert_blanks),
	F(INT, struct blank_in, count, "Số lượng", .flags = MUST, .min = 1, .max = 1000000),
	F(DATE, struct blank_in, on, "Ngày nhận", .hint = "Để trống: hôm nay"),
	F(TEXT, struct blank_in, first, "Từ số", .max = 40, .hint = "Số in sẵn trên phôi, nếu có"),
	F(TEXT, struct blank_in, last, "Đến số", .max = 40),
	F(TEXT, struct blank_in, source, "Nhận từ, chứng từ", .max = 200),
};
static const struct field spoil_fields[] = {
	F(CHOICE, struct blank_in, blank, "Phôi", .flags = MUST, .choices = cert_blanks),
	F(INT, struct blank_in, count, "Số lượng", .flags = MUST, .min = 1, .max = 100000),
	F(TEXT, struct blank_in, serial, "Số phôi", .max = 200),
	F(DATE, struct blank_in, on, "Ngày", .hint = "Để trống: hôm nay"),
	F(TEXT, struct blank_in, reason, "Hỏng vì", .flags = MUST, .min = 3, .max = 300),
};
static const struct field filters[] = {
	FILTER(CHOICE, "blank", "Phôi", .choices = cert_blanks),
};
static const struct column lot_cols[] = {
	{"blank", "Phôi", COL_CHOICE, .choices = cert_blanks, .width = 28},
	{"received_on", "Ngày nhận", COL_DATE, .order = "newest"},
	{"count", "Số lượng", COL_INT},
	{"first", "Từ số", COL_TEXT},
	{"last", "Đến số", COL_TEXT},
	{"source", "Nhận từ", COL_TEXT, .width = 30},
	{"made_by", "Người ghi", COL_TEXT, .width = 24},
};
static const struct column spoiled_cols[] = {
	{"blank", "Phôi", COL_CHOICE, .choices = cert_blanks, .width = 28},
	{"on_date", "Ngày", COL_DATE, .order = "newest"},
	{"count", "Số lượng", COL_INT},
	{"serial", "Số phôi", COL_TEXT},
	{"reason", "Hỏng vì", COL_TEXT, .width = 40},
	{"made_by", "Người ghi", COL_TEXT, .width = 24},
};

#define SEES .roles = R_OFFICE | R(ACCOUNTANT), .scope = SCOPE_OFFICE
#define KEEPS .kind = OP_WRITE, .roles = R(STANDING) | R(REGISTRY), .scope = SCOPE_OFFICE

const struct op blank_ops[] = {{.name = "blank.list",
                                .title = "Sổ phôi",
                                .help = "Phôi giấy khen, bằng chứng nhận đã nhận về.",
                                .kind = OP_LIST,
                                SEES,
                                .area = "paper",
                                .icon = "stamp",
                                .list = &sql_list_blank_lot_list,
                                .order = "-newest",
                                FIELDS(filters),
                                COLS(lot_cols),
                                .above = above,
                                .empty = "Chưa nhận phôi nào."},
                               {.name = "blank.spoiled",
                                .title = "Phôi hỏng",
                                .help = "Phôi in hỏng, rách, mất, với lý do.",
                                .kind = OP_LIST,
                                SEES,
                                .area = "paper",
                                .icon = "warn",
                                .list = &sql_list_blank_spoiled_list,
                                .order = "-newest",
                                FIELDS(filters),
                                COLS(spoiled_cols),
                                .empty = "Chưa có phôi hỏng."},
                               {.name = "blank.balance",
                                .title = "Số phôi còn lại",
                                .help = "Nhận, đã in, hỏng, còn, của từng loại phôi.",
                                .kind = OP_READ,
                                .flags = OP_QUIET,
                                SEES,
                                .run = balance},
                               {.name = "blank.receive",
                                .title = "Nhận phôi",
                                .help = "Một lần nhận phôi về.",
                                .verb = "Nhận",
                                .icon = "plus",
                                KEEPS,
                                FIELDS(receive_fields),
                                .in_size = sizeof(struct blank_in),
                                .run = receive,
                                .then = "blank.list"},
                               {.name = "blank.spoil",
                                .title = "Ghi phôi hỏng",
                                .help = "Phôi hỏng ngoài lúc in một giấy.",
                                .verb = "Ghi",
                                .icon = "warn",
                                KEEPS,
                                FIELDS(spoil_fields),
                                .in_size = sizeof(struct blank_in),
                                .run = spoil,
                                .then = "blank.spoiled"},
                               {0}};
