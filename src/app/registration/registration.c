/* registration.c: what a unit or a person registers: writing down, changing, lists. */
#include "app/registration/inner.h"

#include "app/job/job.h"
#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "app/task/task.h"
#include "db/sql_person.h"
#include "db/sql_registration.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object registration_object = {.name = "registration",
                                           .label = "bản đăng ký",
                                           .list = &sql_list_registration_object,
                                           .view = "registration.view"};

const char registration_law[] =
	"Luật Thi đua, khen thưởng 2022, Điều 7: đăng ký là việc quản lý, không là điều kiện xét "
	"danh hiệu";

static const struct choice states[] = {{"draft", "Đang soạn"},
                                       {"unit_draft", "Đang soạn"},
                                       {"behalf_draft", "Nhập thay, chưa gửi"},
                                       {"sent", "Chờ trưởng đơn vị"},
                                       {"sent_office", "Chờ thường trực"},
                                       {"unit_sent", "Chờ thường trực"},
                                       {"returned", "Trả lại để sửa"},
                                       {"unit_returned", "Trả lại để sửa"},
                                       {"behalf_returned", "Trả lại để sửa"},
                                       {"withdrawn", "Đã rút"},
                                       {"unit_withdrawn", "Đã rút"},
                                       {"behalf_withdrawn", "Đã rút"},
                                       {"approved", "Đã duyệt"},
                                       {"ended", "Đợt đã khép"},
                                       {0}};
static const struct choice plain_states[] = {
	{"sent", "Đã gửi"},      {"returned", "Trả lại để sửa"}, {"approved", "Đã duyệt"},
	{"withdrawn", "Đã rút"}, {"draft", "Đang soạn"},         {0}};
static const struct choice kinds[] = {
	{"unit", "Tập thể"}, {"person", "Cá nhân"}, {"behalf", "Cá nhân, nhập thay"}, {0}};
static const struct choice subjects[] = {{"unit", "Tập thể"}, {"person", "Cá nhân"}, {0}};
static const struct choice steps[] = {{"entered", "Nhập thay"}, {"sent", "Gửi"},
                                      {"returned", "Trả lại"},  {"approved", "Duyệt"},
                                      {"withdrawn", "Rút"},     {0}};

/* --- keeping ------------------------------------------------------------------------------- */

bool registration_code_fits(struct str code, bool unit)
{
	static const char *const of_people[] = {"LDTT", "CSTDCS", "CSTDT", "CSTDTQ", "KNC"};
	static const char *const of_units[] = {"TTLDTT", "TTLDXS", "CTDT", "CTDCP"};
	for (int i = 0; i < COUNT(of_people); i++)
		if (str_eqz(code, of_people[i]))
			return !unit;
	for (int i = 0; i < COUNT(of_units); i++)
		if (str_eqz(code, of_units[i]))
			return unit;
	return true; /* forms of commendation go with both */
}

static enum rc check_content(struct ctx *c, const struct registration_new *n)
{
	bool unit = n->person_id == DB_NULL;
	for (int i = 0; i < n->code_count; i++) {
		if (!registration_code_fits(n->codes[i], unit))
			return err_field(c->err, "titles", "%.*s không phải là danh hiệu của %s.",
			                 STR_ARG(choice_label(award_codes, n->codes[i])),
			                 unit ? "tập thể" : "cá nhân");
		for (int k = 0; k < i; k++)
			if (str_eq(n->codes[i], n->codes[k]))
				return err_field(c->err, "titles", "%.*s được chọn hai lần.",
				                 STR_ARG(choice_label(award_codes, n->codes[i])));
	}
	return RC_OK;
}

static enum rc once(struct ctx *c, const struct registration_new *n)
{
	struct sql_registration_of_person p;
	struct sql_registration_of_unit u;
	int64_t id;
	enum rc rc;
	if (n->person_id != DB_NULL) {
		rc = sql_registration_of_person(c->db, c->mem, n->round_id, n->person_id, &p);
		id = rc == RC_OK ? p.id : DB_NULL;
	} else {
		rc = sql_registration_of_unit(c->db, c->mem, n->round_id, n->unit_id, &u);
		id = rc == RC_OK ? u.id : DB_NULL;
	}
	if (rc == RC_OK)
		return err_set(c->err, RC_CONFLICT,
		               "Đợt này đã có bản đăng ký (số %" PRId64 "). Xin mở bản ấy để sửa.", id);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc registration_check(struct ctx *c, struct registration_new *n)
{
	struct sql_round_get d;
	struct sql_round_reaches reach;
	struct sql_person_get p;
	bool unit = n->person_id == DB_NULL;
	TRY(sql_round_get(c->db, c->mem, n->round_id, &d));
	if (!str_eqz(d.state, "open"))
		return err_field(c->err, "round_id", "Đợt đăng ký này đã khép.");
	if (str_eqz(d.asks, unit ? "person" : "unit"))
		return err_field(c->err, "round_id", "Đợt này chỉ dành cho %s.",
		                 unit ? "cá nhân" : "tập thể");
	if (!unit) {
		TRY(sql_person_get(c->db, c->mem, n->person_id, &p));
		if (!str_eqz(p.state, "active") || p.unit_id == DB_NULL)
			return err_field(c->err, "person_id", "%.*s không còn công tác hoặc chưa có đơn vị.",
			                 STR_ARG(p.name));
		n->unit_id = p.unit_id;
	}
	TRY(sql_round_reaches(c->db, c->mem, n->round_id, n->unit_id, &reach));
	if (reach.n == 0)
		return err_field(c->err, unit ? "unit_id" : "round_id", "Đợt này không mở cho đơn vị ấy.");
	TRY(check_content(c, n));
	return once(c, n);
}

static struct str words_of(struct ctx *c, const struct str *codes, int count)
{
	struct str s = STR("");
	for (int i = 0; i < count; i++)
		s = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(s), i ? "; " : "",
		                 STR_ARG(choice_label(award_codes, codes[i])));
	return s;
}

static enum rc put_parts(struct ctx *c, int64_t id, const struct registration_new *n)
{
	for (int i = 0; i < n->code_count; i++)
		TRY(sql_registration_title_add(c->db, id, n->codes[i], NULL));
	for (int i = 0; i < n->target_count; i++)
		TRY(sql_registration_target_add(c->db, id, n->targets[i].what, n->targets[i].planned_milli,
		                                n->targets[i].measured_in, NULL));
	return RC_OK;
}

enum rc registration_add(struct ctx *c, struct registration_new *n, int64_t *id)
{
	TRY(registration_check(c, n));
	TRY(sql_registration_add(c->db, n->round_id, str_of(n->kind), n->person_id, n->unit_id,
	                         n->pledge, words_of(c, n->codes, n->code_count), n->why,
	                         c->who.account_id, c->now_ms, id));
	c->object_unit = n->unit_id;
	c->object_person = n->person_id;
	if (strcmp(n->kind, "behalf") == 0)
		TRY(sql_registration_step_add(c->db, *id, STR("entered"), n->why, c->who.account_id,
		                              c->now_ms, NULL));
	return put_parts(c, *id, n);
}

/* --- forms --------------------------------------------------------------------------------- */

struct code_in {
	struct str code;
};
struct target_in {
	struct str what, planned, measured_in;
};
static const struct choice person_codes[] = {{"LDTT", "Lao động tiên tiến"},
                                             {"CSTDCS", "Chiến sĩ thi đua cơ sở"},
                                             {"CSTDT", "Chiến sĩ thi đua cấp tỉnh"},
                                             {"CSTDTQ", "Chiến sĩ thi đua toàn quốc"},
                                             {"GK", "Giấy khen"},
                                             {"BKT", "Bằng khen của Chủ tịch UBND tỉnh"},
                                             {"BKTTG", "Bằng khen của Thủ tướng Chính phủ"},
                                             {"HCLD3", "Huân chương Lao động hạng Ba"},
                                             {"HCLD2", "Huân chương Lao động hạng Nhì"},
                                             {"HCLD1", "Huân chương Lao động hạng Nhất"},
                                             {0}};
static const struct choice unit_codes[] = {{"TTLDTT", "Tập thể lao động tiên tiến"},
                                           {"TTLDXS", "Tập thể lao động xuất sắc"},
                                           {"CTDT", "Cờ thi đua của UBND tỉnh"},
                                           {"CTDCP", "Cờ thi đua của Chính phủ"},
                                           {"GK", "Giấy khen"},
                                           {"BKT", "Bằng khen của Chủ tịch UBND tỉnh"},
                                           {"BKTTG", "Bằng khen của Thủ tướng Chính phủ"},
                                           {"HCLD3", "Huân chương Lao động hạng Ba"},
                                           {"HCLD2", "Huân chương Lao động hạng Nhì"},
                                           {"HCLD1", "Huân chương Lao động hạng Nhất"},
                                           {0}};
static const struct field person_code_fields[] = {
	F(CHOICE, struct code_in, code, "Danh hiệu, hình thức", .flags = MUST, .choices = person_codes),
};
static const struct field unit_code_fields[] = {
	F(CHOICE, struct code_in, code, "Danh hiệu, hình thức", .flags = MUST, .choices = unit_codes),
};
static const struct field any_code_fields[] = {
	F(CHOICE, struct code_in, code, "Danh hiệu, hình thức", .flags = MUST, .choices = award_codes),
};
static const struct field target_fields[] = {
	F(TEXT, struct target_in, what, "Chỉ tiêu", .flags = MUST, .max = 400,
      .hint = "Ví dụ: tỷ lệ hồ sơ giải quyết đúng hạn"),
	F(TEXT, struct target_in, planned, "Con số", .max = 20, .hint = "Ví dụ: 98,5"),
	F(TEXT, struct target_in, measured_in, "Đơn vị tính", .max = 40, .hint = "%, hồ sơ"),
};

struct registration_in {
	int64_t id, round_id, unit_id, person_id;
	struct str pledge, why;
	struct group titles, targets;
	bool send;
};
#define CONTENT(codes_of)                                                                          \
	F(GROUP, struct registration_in, titles, "Danh hiệu, hình thức phấn đấu", .max = 6,            \
	  .sub = codes_of, .sub_count = COUNT(codes_of), .sub_size = sizeof(struct code_in)),          \
		F(GROUP, struct registration_in, targets, "Chỉ tiêu đăng ký", .max = 30,                   \
	      .sub = target_fields, .sub_count = COUNT(target_fields),                                 \
	      .sub_size = sizeof(struct target_in)),                                                   \
		F(LONG, struct registration_in, pledge, "Nội dung, biện pháp", .max = 10000)
#define ROUND                                                                                      \
	F(REF, struct registration_in, round_id, "Đợt đăng ký", .flags = MUST, .ref = &round_object)

static const struct field write_fields[] = {
	ROUND,
	CONTENT(person_code_fields),
	F(BOOL, struct registration_in, send, "Gửi luôn cho trưởng đơn vị"),
};
static const struct field write_unit_fields[] = {
	ROUND,
	F(REF, struct registration_in, unit_id, "Đơn vị", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	CONTENT(unit_code_fields),
};
static const struct field enter_fields[] = {
	ROUND,
	F(REF, struct registration_in, person_id, "Người đăng ký", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(TEXT, struct registration_in, why, "Nhập thay theo", .flags = MUST, .min = 5, .max = 400,
      .hint = "Ví dụ: bản giấy có chữ ký, nộp ngày 20/01/2026"),
	CONTENT(person_code_fields),
	F(BOOL, struct registration_in, send, "Gửi luôn cho trưởng đơn vị"),
};
static const struct field edit_fields[] = {
	F(REF, struct registration_in, id, "Bản đăng ký", .flags = MUST | HIDDEN,
      .ref = &registration_object),
	CONTENT(any_code_fields),
};

static struct str given(struct str s)
{
	return s.p ? s : STR("");
}

static enum rc read_parts(struct ctx *c, const struct registration_in *p,
                          struct registration_new *n)
{
	const struct code_in *codes = p->titles.items;
	const struct target_in *targets = p->targets.items;
	struct str *all = arena_array(c->mem, (size_t)p->titles.count + 1, sizeof *all);
	struct registration_target *put =
		arena_array(c->mem, (size_t)p->targets.count + 1, sizeof *put);
	for (int i = 0; i < p->titles.count; i++)
		all[i] = codes[i].code;
	for (int i = 0; i < p->targets.count; i++) {
		put[i] = (struct registration_target){.what = targets[i].what,
		                                      .measured_in = given(targets[i].measured_in)};
		TRY(task_milli(c, "targets", targets[i].planned, &put[i].planned_milli));
	}
	n->codes = all;
	n->code_count = p->titles.count;
	n->targets = put;
	n->target_count = p->targets.count;
	n->pledge = given(p->pledge);
	n->why = given(p->why);
	return RC_OK;
}

static enum rc keep(struct ctx *c, const struct registration_in *p, const char *kind,
                    int64_t person, int64_t unit, struct out *out)
{
	struct registration_new n = {
		.round_id = p->round_id, .person_id = person, .unit_id = unit, .kind = kind};
	TRY(read_parts(c, p, &n));
	TRY(registration_add(c, &n, &out->id));
	if (p->send)
		TRY(registration_send(c, out->id));
	out_say(c, out, p->send ? "Đã gửi bản đăng ký." : "Đã ghi bản đăng ký; chưa gửi.");
	return RC_OK;
}

static enum rc registration_write(struct ctx *c, const void *in, struct out *out)
{
	if (c->who.person_id == DB_NULL)
		return err_set(c->err, RC_DENIED, "Tài khoản này không gắn với hồ sơ người nào.");
	return keep(c, in, "own", c->who.person_id, DB_NULL, out);
}

static enum rc registration_write_unit(struct ctx *c, const void *in, struct out *out)
{
	const struct registration_in *p = in;
	return keep(c, p, "unit", DB_NULL, p->unit_id, out);
}

static enum rc registration_enter(struct ctx *c, const void *in, struct out *out)
{
	const struct registration_in *p = in;
	TRY(keep(c, p, "behalf", p->person_id, DB_NULL, out));
	return notice_person(
		c, p->person_id,
		STR("Một bản đăng ký thi đua được nhập thay ông/bà. Nếu không đúng, xin mở ra và sửa."),
		arena_printf(c->mem, "/registration/%" PRId64, out->id));
}

static enum rc registration_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct registration_in *p = in;
	struct sql_registration_get r;
	TRY(sql_registration_get(c->db, c->mem, p->id, &r));
	struct registration_new n = {.person_id = r.person_id};
	TRY(read_parts(c, p, &n));
	TRY(check_content(c, &n));
	TRY(sql_registration_set(c->db, p->id, n.pledge, words_of(c, n.codes, n.code_count), NULL));
	TRY(sql_registration_titles_drop(c->db, p->id, NULL));
	TRY(sql_registration_targets_drop(c->db, p->id, NULL));
	TRY(put_parts(c, p->id, &n));
	out_say(c, out, "Đã lưu bản đăng ký.");
	return RC_OK;
}

static enum rc put(struct ctx *c, struct values *v, const char *group, size_t row, const char *name,
                   struct str text)
{
	return text.n ? values_add(v, arena_printf(c->mem, "%s.%zu.%s", group, row, name), text, c->err)
	              : RC_OK;
}

/* The rows that stand there now. */
static enum rc edit_fill(struct ctx *c, struct values *v)
{
	struct sql_registration_titles *titles;
	struct sql_registration_targets *targets;
	size_t n;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id))
		return RC_OK;
	TRY(sql_registration_titles(c->db, c->mem, id, &titles, &n));
	for (size_t i = 0; i < n; i++)
		TRY(put(c, v, "titles", i, "code", titles[i].code));
	TRY(sql_registration_targets(c->db, c->mem, id, &targets, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(put(c, v, "targets", i, "what", targets[i].what));
		TRY(put(c, v, "targets", i, "planned", task_milli_text(c, targets[i].planned_milli)));
		TRY(put(c, v, "targets", i, "measured_in", targets[i].measured_in));
	}
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct choice waiting[] = {
	{"head", "Trưởng đơn vị duyệt"}, {"office", "Thường trực duyệt"}, {0}};
static const struct field list_filters[] = {
	FILTER(REF, "round", "Đợt", .ref = &round_object),
	FILTER(CHOICE, "kind", "Đối tượng", .choices = subjects),
	FILTER(CHOICE, "state", "Tình trạng", .choices = plain_states),
	FILTER(CHOICE, "waiting", "Đang chờ", .choices = waiting),
	FILTER(CHOICE, "code", "Danh hiệu", .choices = award_codes),
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(CHOICE, "entered", "Nhập thay", .choices = yes_no),
};
static const struct column list_cols[] = {
	{"round_title", "Đợt", COL_LINK, .op = "round.view", .key = "round_id", .width = 40},
	{"kind", "Đối tượng", COL_CHOICE, .choices = kinds},
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "registration.view", .key = "id", .width = 36},
	{"now_name", "Nay thuộc", COL_TEXT, .width = 30},
	{"titles", "Danh hiệu phấn đấu", COL_TEXT, .width = 50},
	{"targets", "Chỉ tiêu", COL_INT},
	{"sent_on", "Gửi ngày", COL_DATE},
	{"late", "Sau hạn", COL_BOOL},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"reason", "Lý do trả lại, rút", COL_TEXT, .width = 40},
};
static const struct field person_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object)};
static const struct column mine_like_cols[] = {
	{"round_title", "Đợt", COL_LINK, .op = "registration.view", .key = "id", .width = 40},
	{"titles", "Danh hiệu phấn đấu", COL_TEXT, .width = 50},
	{"sent_on", "Gửi ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field mine_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = plain_states),
	FILTER(REF, "round", "Đợt", .flags = HIDDEN, .ref = &round_object),
	FILTER(REF, "person", "Người", .flags = HIDDEN, .ref = &person_object),
};
static const struct column mine_cols[] = {
	{"round_title", "Đợt", COL_LINK, .op = "registration.view", .key = "id", .width = 40},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"titles", "Danh hiệu phấn đấu", COL_TEXT, .width = 50},
	{"due", "Hạn", COL_DATE},
	{"sent_on", "Gửi ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"reason", "Lý do", COL_TEXT, .width = 40},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Bản đăng ký", .flags = MUST | HIDDEN, .ref = &registration_object)};
static const struct column view_cols[] = {
	{"round_title", "Đợt", COL_LINK, .op = "round.view", .key = "round_id"},
	{"due", "Hạn gửi", COL_DATE},
	{"kind", "Đối tượng", COL_CHOICE, .choices = kinds},
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id"},
	{"unit_name", "Đơn vị khi đăng ký", COL_TEXT},
	{"now_name", "Nay thuộc", COL_TEXT},
	{"titles", "Danh hiệu, hình thức phấn đấu", COL_TEXT},
	{"pledge", "Nội dung, biện pháp", COL_TEXT},
	{"why", "Nhập thay theo", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"sent_on", "Gửi ngày", COL_DATE},
	{"reason", "Lý do trả lại, rút", COL_TEXT},
};
static const struct part view_parts[] = {
	{"Chỉ tiêu", "registration.targets", "registration", NULL},
	{"Các bước", "registration.steps", "registration", NULL},
	{"Văn bản đã lập", "writing.list", "registration", NULL},
};
static const struct field target_filters[] = {
	FILTER(REF, "round", "Đợt", .ref = &round_object),
	FILTER(REF, "registration", "Bản đăng ký", .flags = HIDDEN, .ref = &registration_object),
};
static const struct column target_cols[] = {
	{"what", "Chỉ tiêu", COL_TEXT, .width = 50},
	{"planned", "Con số", COL_TEXT},
	{"measured_in", "Đơn vị tính", COL_TEXT},
	{"unit_name", "Đơn vị", COL_LINK, .op = "registration.view", .key = "registration_id",
     .width = 36},
	{"person_name", "Người", COL_TEXT, .width = 28},
	{"round_title", "Đợt", COL_TEXT, .width = 40},
	{"state", "Tình trạng", COL_BADGE, .choices = plain_states},
};
static const struct field title_filters[] = {
	FILTER(REF, "round", "Đợt", .ref = &round_object),
	FILTER(CHOICE, "code", "Danh hiệu", .choices = award_codes),
	FILTER(CHOICE, "state", "Tình trạng", .choices = plain_states),
};
static const struct column title_cols[] = {
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = award_codes, .width = 40},
	{"unit_name", "Đơn vị", COL_LINK, .op = "registration.view", .key = "registration_id",
     .width = 36},
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"round_title", "Đợt", COL_TEXT, .width = 40},
	{"state", "Tình trạng", COL_BADGE, .choices = plain_states},
};
static const struct field step_filters[] = {
	FILTER(REF, "registration", "Bản đăng ký", .ref = &registration_object)};
static const struct column step_cols[] = {
	{"made_ms", "Lúc", COL_MOMENT},
	{"kind", "Việc", COL_CHOICE, .choices = steps},
	{"made_by", "Người làm", COL_TEXT, .width = 28},
	{"reason", "Lý do", COL_TEXT, .width = 50},
};
static const struct field lacking_filters[] = {
	FILTER(REF, "round", "Đợt", .ref = &round_object),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "overdue", "Quá hạn", .choices = yes_no),
	FILTER(TEXT, "state", "Tình trạng đợt", .flags = HIDDEN),
};
static const struct column lacking_cols[] = {
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"title", "Đợt", COL_LINK, .op = "round.view", .key = "id", .width = 40},
	{"due", "Hạn", COL_DATE},
	{"overdue", "Quá hạn", COL_CHOICE, .choices = yes_no},
};
static const struct column asked_cols[] = {
	{"title", "Đợt", COL_LINK, .op = "round.view", .key = "id", .width = 40},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"due", "Hạn", COL_DATE},
	{"overdue", "Quá hạn", COL_CHOICE, .choices = yes_no},
};

#define SEES (R_OFFICE | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD))
#define COLLECTS (R_OFFICE | R(UNIT_CLERK) | R(UNIT_HEAD))
#define LIST .kind = OP_LIST, .scope = SCOPE_ANY, .area = "register", .icon = "edit"
#define ON_ONE .kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &registration_object

const struct op registration_ops[] = {
	{.name = "registration.mine",
     .title = "Đăng ký thi đua của tôi",
     .help = "Những gì ông/bà đã đăng ký, đến bước nào.",
     LIST,
     .roles = R(MEMBER),
     .object = &registration_object,
     .list = &sql_list_registration_mine,
     .order = "-newest",
     FIELDS(mine_filters),
     COLS(mine_cols),
     .empty = "Ông/bà chưa đăng ký trong đợt nào.",
     .law = registration_law},
	{.name = "registration.asked",
     .title = "Đợt đăng ký đang chờ tôi",
     .help = "Các đợt đang mở mà ông/bà chưa gửi bản đăng ký.",
     LIST,
     .flags = OP_QUIET,
     .roles = R(MEMBER),
     .list = &sql_list_registration_lacking,
     FIELDS(lacking_filters),
     COLS(asked_cols),
     .empty = "Không có đợt nào đang chờ ông/bà.",
     .law = registration_law},
	{.name = "registration.list",
     .title = "Đăng ký thi đua",
     .help = "Bảng tổng hợp đăng ký của đơn vị và cá nhân trong phạm vi được giao.",
     LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = COLLECTS,
     .object = &registration_object,
     .list = &sql_list_registration_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có bản đăng ký nào khớp.",
     .law = registration_law},
	{.name = "registration.of_person",
     .title = "Đăng ký thi đua của một người",
     .help = "Các bản đã gửi của một người qua các đợt.",
     LIST,
     .flags = OP_QUIET,
     .roles = SEES,
     .list = &sql_list_registration_list,
     .order = "-newest",
     FIELDS(person_filters),
     COLS(mine_like_cols),
     .empty = "Chưa có bản đăng ký nào."},
	{.name = "registration.titles",
     .title = "Ai đăng ký danh hiệu nào",
     .help = "Mỗi danh hiệu, hình thức đã gửi một dòng: tập thể hoặc người đăng ký.",
     LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = COLLECTS,
     .list = &sql_list_registration_title_list,
     FIELDS(title_filters),
     COLS(title_cols),
     .empty = "Chưa có ai gửi đăng ký danh hiệu.",
     .law = registration_law},
	{.name = "registration.targets",
     .title = "Chỉ tiêu đã đăng ký",
     .help = "Bảng tổng hợp chỉ tiêu: nội dung, con số, đơn vị tính, của ai.",
     LIST,
     .roles = SEES,
     .list = &sql_list_registration_target_list,
     FIELDS(target_filters),
     COLS(target_cols),
     .empty = "Chưa đăng ký chỉ tiêu nào."},
	{.name = "registration.lacking",
     .title = "Ai chưa gửi đăng ký",
     .help = "Người thuộc phạm vi một đợt đang mở mà chưa gửi bản đăng ký.",
     LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = COLLECTS,
     .list = &sql_list_registration_lacking,
     FIELDS(lacking_filters),
     COLS(lacking_cols),
     .empty = "Không còn ai phải gửi."},
	{.name = "registration.view",
     .title = "Bản đăng ký thi đua",
     .help = "Danh hiệu phấn đấu, chỉ tiêu, các bước đã qua.",
     .kind = OP_VIEW,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &registration_object,
     .list = &sql_list_registration_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts),
     .law = registration_law},
	{.name = "registration.steps",
     .title = "Các bước của bản đăng ký",
     .help = "Ai đã gửi, trả lại, duyệt, rút, khi nào, vì sao.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .list = &sql_list_registration_step_list,
     FIELDS(step_filters),
     COLS(step_cols),
     .empty = "Chưa có bước nào."},
	{.name = "registration.write",
     .title = "Đăng ký thi đua",
     .help = "Đăng ký của chính ông/bà trong một đợt: danh hiệu phấn đấu, chỉ tiêu, biện pháp.",
     .verb = "Ghi",
     ON_ONE,
     .roles = R(MEMBER),
     .icon = "edit",
     FIELDS(write_fields),
     .in_size = sizeof(struct registration_in),
     .run = registration_write,
     .then = "registration.view",
     .area = "mine",
     .law = registration_law},
	{.name = "registration.write_unit",
     .title = "Đăng ký cho đơn vị",
     .help = "Bản đăng ký của tập thể; trưởng đơn vị gửi.",
     .verb = "Ghi",
     ON_ONE,
     .roles = R(UNIT_HEAD) | R(UNIT_CLERK),
     FIELDS(write_unit_fields),
     .in_size = sizeof(struct registration_in),
     .run = registration_write_unit,
     .then = "registration.view",
     .law = registration_law},
	{.name = "registration.enter",
     .title = "Nhập thay bản đăng ký",
     .help =
         "Cho người không dùng chương trình; bản đăng ký ghi rõ là nhập thay, theo giấy tờ nào.",
     .verb = "Nhập thay",
     ON_ONE,
     .flags = OP_NOT_OWN,
     .roles = R(UNIT_HEAD) | R(UNIT_CLERK) | R(STANDING),
     FIELDS(enter_fields),
     .in_size = sizeof(struct registration_in),
     .run = registration_enter,
     .person_field = "person_id",
     .then = "registration.view",
     .law = registration_law},
	{.name = "registration.edit",
     .title = "Sửa bản đăng ký của tôi",
     .help = "Khi chưa gửi, được trả lại hoặc đã rút.",
     .verb = "Sửa",
     ON_ONE,
     .roles = R(MEMBER),
     .states = "draft returned withdrawn behalf_draft behalf_returned behalf_withdrawn",
     FIELDS(edit_fields),
     .in_size = sizeof(struct registration_in),
     .run = registration_edit,
     .fill = edit_fill,
     .then = "registration.view"},
	{.name = "registration.edit_for",
     .title = "Sửa bản đăng ký của đơn vị, nhập thay",
     .help = "Bản của tập thể hoặc nhập thay, khi chưa gửi, được trả lại hoặc đã rút.",
     .verb = "Sửa",
     ON_ONE,
     .flags = OP_NOT_OWN,
     .roles = R(UNIT_HEAD) | R(UNIT_CLERK) | R(STANDING),
     .states = "unit_draft unit_returned unit_withdrawn behalf_draft behalf_returned "
               "behalf_withdrawn",
     FIELDS(edit_fields),
     .in_size = sizeof(struct registration_in),
     .run = registration_edit,
     .fill = edit_fill,
     .then = "registration.view"},
	{0}};
