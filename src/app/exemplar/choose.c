/* choose.c: from a proposal to what the public reads, and off it again. */
#include "app/exemplar/inner.h"

#include "app/job/job.h"
#include "db/sql_exemplar.h"
#include "op/gate.h"

#include <inttypes.h>

struct choose_in {
	int64_t id;
	struct str reason, consent;
};
#define THE                                                                                        \
	F(REF, struct choose_in, id, "Điển hình", .flags = MUST | HIDDEN, .ref = &exemplar_object)
static const struct field id_fields[] = {THE};
static const struct field reason_fields[] = {
	THE,
	F(TEXT, struct choose_in, reason, "Lý do", .flags = MUST | PERSONAL | FRESH, .min = 5,
      .max = 400),
};
static const struct field publish_fields[] = {
	THE,
	/* Of an earlier time does not count: who took it back is asked anew. */
	F(TEXT, struct choose_in, consent, "Sự đồng ý của người được nêu", .flags = PERSONAL | FRESH,
      .max = 300,
      .hint = "Đồng ý ngày nào, bằng văn bản hay tin nhắn nào; bắt buộc với cá nhân, hộ gia đình"),
};

/* Who proposed it hears what became of it. */
static enum rc move(struct ctx *c, int64_t id, const char *state, struct str reason,
                    const char *words)
{
	struct sql_exemplar_get e;
	TRY(sql_exemplar_get(c->db, c->mem, id, &e));
	TRY(sql_exemplar_state(c->db, id, str_of(state), reason, c->now_ms, NULL));
	if (e.made_by == DB_NULL || e.made_by == c->who.account_id)
		return RC_OK;
	return notice_add(c, e.made_by,
	                  arena_printf(c->mem, "Điển hình %s: %.*s%s%.*s", words, STR_ARG(e.title),
	                               reason.n ? ". Lý do: " : "", STR_ARG(reason)),
	                  arena_printf(c->mem, "/exemplar/%" PRId64, id));
}

static enum rc choose(struct ctx *c, const void *in, struct out *out)
{
	const struct choose_in *p = in;
	out_say(c, out, "Đã chọn; chờ lãnh đạo duyệt.");
	return move(c, p->id, "chosen", STR(""), "được chọn");
}

static enum rc refuse(struct ctx *c, const void *in, struct out *out)
{
	const struct choose_in *p = in;
	out_say(c, out, "Không chọn \"%.*s\".", STR_ARG(c->object_label));
	return move(c, p->id, "refused", p->reason, "không được chọn");
}

static enum rc approve(struct ctx *c, const void *in, struct out *out)
{
	const struct choose_in *p = in;
	TRY(move(c, p->id, "approved", STR(""), "được duyệt"));
	out_say(c, out, "Đã duyệt; thường trực công bố khi người được nêu đồng ý.");
	return sql_exemplar_approved(c->db, p->id, c->who.account_id, c->now_ms, NULL);
}

static enum rc publish(struct ctx *c, const void *in, struct out *out)
{
	const struct choose_in *p = in;
	struct sql_exemplar_get e;
	TRY(sql_exemplar_get(c->db, c->mem, p->id, &e));
	if (!str_eqz(e.subject, "unit") && p->consent.n < 5)
		return err_field(c->err, "consent",
		                 "Công khai câu chuyện về cá nhân, hộ gia đình cần sự đồng ý của người ấy: "
		                 "xin ghi đồng ý ngày nào, bằng cách nào (Luật Bảo vệ dữ liệu cá nhân "
		                 "91/2025/QH15).");
	TRY(move(c, p->id, "published", STR(""), "được công bố"));
	out_say(c, out, "Đã công bố \"%.*s\".", STR_ARG(e.title));
	return sql_exemplar_published(c->db, p->id, p->consent.p ? p->consent : STR(""), c->today,
	                              c->now_ms, NULL);
}

static enum rc withdraw(struct ctx *c, const void *in, struct out *out)
{
	const struct choose_in *p = in;
	out_say(c, out, "Đã gỡ khỏi trang công khai.");
	return move(c, p->id, "withdrawn", p->reason, "được gỡ khỏi trang công khai");
}

#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &exemplar_object, .then = "exemplar.view",  \
	.in_size = sizeof(struct choose_in)

const struct op exemplar_choice_ops[] = {
	{.name = "exemplar.choose",
     .title = "Chọn điển hình",
     .help = "Thường trực chọn từ các đề xuất; điển hình đã gỡ chọn lại thì phải duyệt lại.",
     .verb = "Chọn",
     ON_ONE,
     .icon = "check",
     .flags = OP_NOT_OWN,
     .roles = R(STANDING),
     .states = "proposed withdrawn",
     FIELDS(id_fields),
     .run = choose},
	{.name = "exemplar.approve",
     .title = "Duyệt điển hình",
     .help = "Lãnh đạo duyệt câu chuyện như đã viết; sau đó không sửa được nữa.",
     .verb = "Duyệt",
     ON_ONE,
     .icon = "check",
     .flags = OP_NOT_OWN,
     .roles = R(HEAD),
     .states = "chosen",
     FIELDS(id_fields),
     .run = approve},
	{.name = "exemplar.refuse",
     .title = "Không chọn điển hình",
     .help = "Có lý do; người đề xuất được biết.",
     .verb = "Không chọn",
     ON_ONE,
     .icon = "x",
     .flags = OP_NOT_OWN,
     .roles = R(STANDING) | R(HEAD),
     .states = "proposed chosen",
     FIELDS(reason_fields),
     .run = refuse},
	{.name = "exemplar.publish",
     .title = "Công bố điển hình",
     .help = "Lên trang công khai, với sự đồng ý của người được nêu.",
     .verb = "Công bố",
     ON_ONE,
     .icon = "send",
     .roles = R(STANDING),
     .states = "approved",
     FIELDS(publish_fields),
     .run = publish},
	{.name = "exemplar.withdraw",
     .title = "Gỡ điển hình khỏi trang công khai",
     .help = "Khi người được nêu không còn đồng ý, hoặc câu chuyện không còn đúng.",
     .verb = "Gỡ",
     ON_ONE,
     .icon = "x",
     .roles = R(STANDING) | R(HEAD),
     .states = "published",
     FIELDS(reason_fields),
     .run = withdraw},
	{0}};
