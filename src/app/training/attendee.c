/* attendee.c: who attended: many at once, by list, one by one; one's own page. */
#include "app/org/org.h"
#include "app/training/training.h"
#include "db/sql_training.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object attendee_object = {
	.name = "attendee", .label = "người dự", .list = &sql_list_attendee_object};

static const struct choice states[] = {{"invited", "Được mời"},      {"attended", "Đã dự"},
                                       {"absent", "Vắng"},           {"excused", "Vắng có lý do"},
                                       {"cancelled", "Buổi đã hủy"}, {0}};
static const struct choice marks[] = {
	{"attended", "Đã dự"}, {"absent", "Vắng"}, {"excused", "Vắng có lý do"}, {0}};

/* --- many at once ----------------------------------------------------------------------------- */

struct attend_in {
	int64_t id;
	bool everyone;
	struct str came, away;
};
static const struct field attend_fields[] = {
	F(REF, struct attend_in, id, "Buổi", .flags = MUST | HIDDEN, .ref = &training_object),
	F(BOOL, struct attend_in, everyone, "Mọi người được mời đều dự, trừ những người ghi vắng"),
	F(LONG, struct attend_in, came, "Những người đã dự", .max = 60000,
      .hint = "Mỗi dòng một họ tên như trong danh sách mời, không cần dấu"),
	F(LONG, struct attend_in, away, "Những người vắng", .max = 60000,
      .hint = "Mỗi dòng một họ tên; ai không ghi ở đâu thì vẫn là \"được mời\""),
};

struct roll {
	struct ctx *c;
	struct sql_attendee_all *rows;
	size_t n;
	const char **marks; /* by row; NULL: nothing said */
};

/* Exactly one invited person bears that name, or the line is named in the answer. */
static enum rc mark_line(struct roll *r, const char *field, struct str line, const char *mark)
{
	struct str fold = viet_fold(r->c->mem, line);
	size_t at = 0;
	int n = 0;
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->rows[i].fold, fold)) {
			at = i;
			n++;
		}
	if (n != 1)
		return err_field(r->c->err, field,
		                 n ? "Có %d người được mời tên \"%.*s\"; xin ghi từng người ở danh sách "
		                     "người dự."
		                   : "Trong số người được mời có %d người tên \"%.*s\". Xin kiểm tra tên, "
		                     "hoặc mời người ấy trước.",
		                 n, STR_ARG(line));
	if (r->marks[at] && strcmp(r->marks[at], mark) != 0)
		return err_field(r->c->err, field, "\"%.*s\" vừa ghi dự vừa ghi vắng.", STR_ARG(line));
	r->marks[at] = mark;
	return RC_OK;
}

static enum rc mark_lines(struct roll *r, const char *field, struct str text, const char *mark)
{
	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (line.n)
			TRY(mark_line(r, field, line, mark));
	}
	return RC_OK;
}

static enum rc write_marks(struct roll *r, bool everyone, int *came, int *away)
{
	struct sql_attendee_mark of;
	for (size_t i = 0; i < r->n; i++) {
		/* "Everybody" is who was not heard of yet; what was written of somebody stays. */
		bool waiting = str_eqz(r->rows[i].state, "invited");
		const char *mark = r->marks[i] ? r->marks[i] : everyone && waiting ? "attended" : NULL;
		if (!mark)
			continue;
		*came += strcmp(mark, "attended") == 0;
		*away += strcmp(mark, "absent") == 0;
		TRY(sql_attendee_mark(r->c->db, r->c->mem, r->rows[i].id, str_of(mark), STR(""), &of));
	}
	return RC_OK;
}

static enum rc was_held(struct ctx *c, int64_t id)
{
	struct sql_training_get t;
	TRY(sql_training_get(c->db, c->mem, id, &t));
	if (t.held_on.days > c->today.days)
		return err_set(c->err, RC_CONFLICT,
		               "Buổi này dự kiến ngày %s. Tổ chức sớm hơn thì xin sửa ngày trước.",
		               date_vn(t.held_on).z);
	return RC_OK;
}

static enum rc training_attend(struct ctx *c, const void *in, struct out *out)
{
	const struct attend_in *p = in;
	struct roll r = {.c = c};
	int came = 0, away = 0;
	TRY(sql_attendee_all(c->db, c->mem, p->id, &r.rows, &r.n));
	r.marks = arena_array(c->mem, r.n + 1, sizeof *r.marks);
	TRY(mark_lines(&r, "came", p->came, "attended"));
	TRY(mark_lines(&r, "away", p->away, "absent"));
	TRY(write_marks(&r, p->everyone, &came, &away));
	if (came + away == 0)
		return err_field(c->err, "came", "Xin ghi ai đã dự, hoặc chọn \"Mọi người\".");
	TRY(sql_training_state_set(c->db, p->id, STR("done"), STR(""), NULL));
	out_say(c, out, "Đã ghi: %d người dự, %d người vắng.", came, away);
	return RC_OK;
}

/* --- one -------------------------------------------------------------------------------------- */

struct mark_in {
	int64_t id;
	struct str state, note;
};
static const struct field mark_fields[] = {
	F(REF, struct mark_in, id, "Người dự", .flags = MUST | HIDDEN, .ref = &attendee_object),
	F(CHOICE, struct mark_in, state, "Kết quả", .flags = MUST, .choices = marks),
	F(TEXT, struct mark_in, note, "Ghi chú", .flags = PERSONAL, .max = 200),
};

static enum rc attendee_mark(struct ctx *c, const void *in, struct out *out)
{
	const struct mark_in *p = in;
	struct sql_attendee_mark of;
	TRY(sql_attendee_mark(c->db, c->mem, p->id, p->state, p->note, &of));
	out->go = training_page(c, of.training_id); /* where the others of the session wait */
	out_say(c, out, "%.*s: %.*s.", STR_ARG(c->object_label),
	        STR_ARG(choice_label(marks, p->state)));
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field attendee_filters[] = {
	FILTER(REF, "training", "Buổi", .ref = &training_object),
	FILTER(CHOICE, "state", "Kết quả", .choices = states),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(REF, "person", "Người", .ref = &person_object),
};
static const struct column attendee_cols[] = {
	{"person_name", "Họ và tên", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"title", "Buổi", COL_LINK, .op = "training.view", .key = "training_id", .width = 40},
	{"held_on", "Ngày", COL_DATE},
	{"state", "Kết quả", COL_BADGE, .choices = states},
	{"note", "Ghi chú", COL_TEXT, .width = 30},
};
static const struct field mine_filters[] = {
	FILTER(CHOICE, "state", "Kết quả", .choices = states),
};
static const struct column mine_cols[] = {
	{"title", "Buổi", COL_LINK, .op = "training.view", .key = "training_id", .width = 40},
	{"topic", "Chuyên đề", COL_TEXT, .width = 36},
	{"held_on", "Ngày", COL_DATE},
	{"place", "Địa điểm", COL_TEXT, .width = 24},
	{"hours", "Số giờ", COL_TEXT},
	{"state", "Kết quả", COL_BADGE, .choices = states},
};

#define SEES (R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK))
#define LEADS (R(STANDING) | R(UNIT_HEAD))

const struct op attendee_ops[] = {
	{.name = "training.mine",
     .title = "Đào tạo của tôi",
     .help = "Những buổi ông/bà được mời và đã dự. Mục \"Ai còn cần bồi dưỡng\" cho biết còn thiếu "
             "gì.",
     .kind = OP_LIST,
     .roles = R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "mine",
     .icon = "horn",
     .list = &sql_list_training_mine,
     .order = "-id",
     FIELDS(mine_filters),
     COLS(mine_cols),
     .empty = "Chưa được mời buổi nào."},
	{.name = "attendee.list",
     .title = "Người dự bồi dưỡng",
     .help = "Ai được mời, ai đã dự, trong phạm vi của ông/bà.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .object = &attendee_object,
     .list = &sql_list_attendee_list,
     .order = "-id",
     FIELDS(attendee_filters),
     COLS(attendee_cols),
     .empty = "Chưa mời ai."},
	{.name = "training.attend",
     .title = "Ghi người dự",
     .help = "Ghi cho nhiều người một lần; buổi trở thành đã tổ chức. Ghi lại lần nữa thì thay kết "
             "quả cũ.",
     .verb = "Ghi người dự",
     .kind = OP_WRITE,
     .roles = LEADS,
     .scope = SCOPE_OBJECT,
     .object = &training_object,
     .states = "planned done",
     .icon = "people",
     FIELDS(attend_fields),
     .in_size = sizeof(struct attend_in),
     .guard = was_held,
     .run = training_attend,
     .then = "training.view"},
	{.name = "attendee.mark",
     .title = "Ghi kết quả một người",
     .help = "Sửa kết quả dự của một người.",
     .verb = "Ghi kết quả",
     .kind = OP_WRITE,
     .roles = LEADS,
     .scope = SCOPE_OBJECT,
     .flags = OP_NOT_OWN,
     .object = &attendee_object,
     .states = "invited attended absent excused",
     FIELDS(mark_fields),
     .in_size = sizeof(struct mark_in),
     .run = attendee_mark},
	{0}};
