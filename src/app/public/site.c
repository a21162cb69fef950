/* site.c: the public pages: the first one, a movement, an exemplar with its pictures. */
#include "app/public/public.h"

#include "app/admin/admin.h"
#include "app/file/file.h"
#include "app/movement/movement.h"
#include "app/public/inner.h"
#include "app/public/page.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_comment.h"
#include "db/sql_op.h"
#include "db/sql_public.h"
#include "op/gate.h"
#include "op/list.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

#define EXEMPLARS_MOST 3
#define DECISIONS_MOST 5
#define STORY_BEGINS 220 /* bytes of a story on the first page, up to the end of a word */

enum rc public_shows(struct ctx *c, enum public_part part, bool *yes)
{
	static const char *const keys[PUBLIC_PARTS] = {"public.movements", "public.honours",
	                                               "public.exemplars", "public.comments",
	                                               "public.decisions"};
	int64_t v;
	TRY(setting_number(c, keys[part], &v));
	*yes = v == 1;
	return RC_OK;
}

enum rc public_site(struct ctx *c, struct str *out)
{
	struct sql_setting_get row;
	enum rc rc = sql_setting_get(c->db, c->mem, STR("site.address"), &row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	*out = rc == RC_OK ? row.value : STR("");
	while (out->n && out->p[out->n - 1] == '/')
		out->n--;
	return RC_OK;
}

static struct str day(struct ctx *c, struct date d)
{
	return arena_str(c->mem, str_of(date_vn(d).z));
}

static struct str award_words(struct str code, struct str title)
{
	return title.n ? title : choice_label(award_codes, code);
}

/* The beginning of a story, whole words. */
static struct str begins(struct ctx *c, struct str s)
{
	size_t n = STORY_BEGINS;
	if (s.n <= n)
		return s;
	while (n > 0 && s.p[n] != ' ')
		n--;
	return arena_printf(c->mem, "%.*s …", (int)n, s.p);
}

static struct str done_words(struct ctx *c, int64_t done, int64_t tasks)
{
	if (tasks == 0)
		return STR("");
	return arena_printf(c->mem, "%" PRId64 " trên %" PRId64 " nhiệm vụ đã hoàn thành", done, tasks);
}

/* --- the first page -------------------------------------------------------------------------- */

static enum rc fill_movements(struct ctx *c, struct public_home_view *v)
{
	struct sql_public_movements_now *rows;
	size_t n;
	TRY(sql_public_movements_now(c->db, c->mem, c->today, &rows, &n));
	v->movements = arena_array(c->mem, n + 1, sizeof *v->movements);
	for (size_t i = 0; i < n; i++)
		v->movements[v->movement_count++] = (struct public_row){
			.href = arena_printf(c->mem, "/public/movement?id=%" PRId64, rows[i].id),
			.title = rows[i].title,
			.when = arena_printf(c->mem, "đến %s", date_vn(rows[i].ends).z),
			.percent = rows[i].percent,
			.progress = done_words(c, rows[i].done, rows[i].tasks)};
	return RC_OK;
}

static enum rc fill_figures(struct ctx *c, struct public_home_view *v, int64_t year)
{
	struct sql_public_counts *rows;
	size_t n;
	TRY(sql_public_counts(c->db, c->mem, year, &rows, &n));
	v->year = arena_printf(c->mem, "%" PRId64, year);
	v->figures = arena_array(c->mem, n + 1, sizeof *v->figures);
	for (int k = 0; award_codes[k].value; k++)
		for (size_t i = 0; i < n; i++)
			if (str_eqz(rows[i].code, award_codes[k].value))
				v->figures[v->figure_count++] =
					(struct public_figure){.label = choice_label(award_codes, rows[i].code),
				                           .number = viet_number(c->mem, rows[i].n)};
	return RC_OK;
}

static enum rc fill_honours(struct ctx *c, struct public_home_view *v)
{
	struct sql_public_year last;
	struct sql_public_honours *rows;
	size_t n;
	enum rc rc = sql_public_year(c->db, c->mem, date_civil(c->today).year, &last);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	TRY(sql_public_honours(c->db, c->mem, last.year - 1, &rows, &n));
	v->honours = arena_array(c->mem, n + 1, sizeof *v->honours);
	for (size_t i = 0; i < n; i++)
		v->honours[v->honour_count++] =
			(struct public_row){.title = rows[i].name.p ? rows[i].name : STR(""),
		                        .who = rows[i].unit_name.p ? rows[i].unit_name : STR(""),
		                        .text = award_words(rows[i].code, rows[i].title),
		                        .when = arena_printf(c->mem, "%.*s ngày %s", STR_ARG(rows[i].sign),
		                                             date_vn(rows[i].dated).z)};
	return fill_figures(c, v, last.year);
}

static enum rc fill_exemplars(struct ctx *c, struct public_home_view *v)
{
	struct sql_public_exemplars_new *rows;
	size_t n;
	TRY(sql_public_exemplars_new(c->db, c->mem, EXEMPLARS_MOST, &rows, &n));
	v->exemplars = arena_array(c->mem, n + 1, sizeof *v->exemplars);
	for (size_t i = 0; i < n; i++)
		v->exemplars[v->exemplar_count++] = (struct public_row){
			.href = arena_printf(c->mem, "/public/exemplar?id=%" PRId64, rows[i].id),
			.title = rows[i].title,
			.who = rows[i].name.p ? rows[i].name : STR(""),
			.when = rows[i].month,
			.text = begins(c, rows[i].story),
			.picture = rows[i].picture == DB_NULL
		                   ? STR("")
		                   : arena_printf(c->mem, "/public/picture?id=%" PRId64, rows[i].picture),
			.caption = rows[i].caption.p ? rows[i].caption : STR("")};
	return RC_OK;
}

static enum rc fill_periods(struct ctx *c, struct public_home_view *v)
{
	struct sql_public_periods_open *rows;
	size_t n;
	TRY(sql_public_periods_open(c->db, c->mem, c->today, &rows, &n));
	v->periods = arena_array(c->mem, n + 1, sizeof *v->periods);
	for (size_t i = 0; i < n; i++)
		v->periods[v->period_count++] = (struct public_row){
			.href = arena_printf(c->mem, "/public/period?id=%" PRId64, rows[i].id),
			.title = rows[i].title,
			.when = arena_printf(c->mem, "đến hết ngày %s", date_vn(rows[i].ends).z)};
	return RC_OK;
}

static enum rc fill_decisions(struct ctx *c, struct public_home_view *v)
{
	struct sql_public_decisions_new *rows;
	size_t n;
	TRY(sql_public_decisions_new(c->db, c->mem, DECISIONS_MOST, &rows, &n));
	v->decisions = arena_array(c->mem, n + 1, sizeof *v->decisions);
	for (size_t i = 0; i < n; i++)
		v->decisions[v->decision_count++] = (struct public_row){
			.href = arena_printf(c->mem, "/public/decision?id=%" PRId64, rows[i].id),
			.title = rows[i].title,
			.when = arena_printf(c->mem, "%.*s ngày %s", STR_ARG(rows[i].sign),
		                         date_vn(rows[i].dated).z)};
	return RC_OK;
}

static enum rc home(struct ctx *c, const void *in, struct out *out)
{
	struct public_home_view *v = arena_alloc(c->mem, sizeof *v);
	(void)in;
	*v = (struct public_home_view){.year = STR("")};
	TRY(public_shows(c, PUBLIC_MOVEMENTS, &v->movements_on));
	TRY(public_shows(c, PUBLIC_HONOURS, &v->honours_on));
	TRY(public_shows(c, PUBLIC_EXEMPLARS, &v->exemplars_on));
	if (v->movements_on)
		TRY(fill_movements(c, v));
	if (v->honours_on)
		TRY(fill_honours(c, v));
	TRY(public_shows(c, PUBLIC_COMMENTS, &v->comments_on));
	if (v->exemplars_on)
		TRY(fill_exemplars(c, v));
	TRY(public_shows(c, PUBLIC_DECISIONS, &v->decisions_on));
	if (v->comments_on)
		TRY(fill_periods(c, v));
	if (v->decisions_on)
		TRY(fill_decisions(c, v));
	out->heading = c->app->office.n ? c->app->office : STR("Thi đua, khen thưởng");
	out->data = v;
	return RC_OK;
}

static void home_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_public_home(html, data);
}

static void rows_json(struct json_out *j, const char *name, const struct public_row *rows, int n)
{
	json_arr(j, name);
	for (int i = 0; i < n; i++) {
		json_obj(j, NULL);
		json_str(j, "title", rows[i].title);
		json_str(j, "who", rows[i].who);
		json_str(j, "what", rows[i].text);
		json_str(j, "when", rows[i].when);
		json_str(j, "href", rows[i].href);
		json_end(j);
	}
	json_end(j);
}

static void home_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct public_home_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	rows_json(&j, "movements", v->movements, v->movement_count);
	rows_json(&j, "honours", v->honours, v->honour_count);
	rows_json(&j, "exemplars", v->exemplars, v->exemplar_count);
	rows_json(&j, "periods", v->periods, v->period_count);
	rows_json(&j, "decisions", v->decisions, v->decision_count);
	json_end(&j);
}

/* --- one movement ---------------------------------------------------------------------------- */

struct one_in {
	int64_t id;
};
static const struct field one_fields[] = {
	F(INT, struct one_in, id, "Số", .flags = MUST | HIDDEN, .min = 1, .max = INT64_MAX),
};

static void put(struct public_movement_view *v, const char *label, struct str text)
{
	if (text.n)
		v->texts[v->text_count++] = (struct public_text){.label = label, .text = text};
}

static enum rc movement(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct public_movement_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_public_movement m;
	enum rc rc = sql_public_movement(c->db, c->mem, p->id, &m);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có phong trào công khai nào mang số này.");
	TRY(rc);
	*v = (struct public_movement_view){
		.slogan = m.slogan,
		.unit = m.unit_name.p ? m.unit_name : STR(""),
		.when = arena_printf(c->mem, "%s đến %s", date_vn(m.begins).z, date_vn(m.ends).z),
		.form = choice_label(movement_forms, m.form),
		.state = choice_label(public_movement_states, m.state),
		.percent = m.percent,
		.progress = done_words(c, m.done, m.tasks),
		.units = m.units ? arena_printf(c->mem, "%" PRId64 " trên %" PRId64 " đơn vị đã hưởng ứng",
	                                    m.answered, m.units)
	                     : STR("")};
	put(v, "Mục tiêu", m.goal);
	put(v, "Đối tượng", m.subjects);
	put(v, "Nội dung", m.content);
	put(v, "Tiêu chí", m.criteria);
	put(v, "Giải pháp", m.measures);
	out->heading = m.title;
	out->sub = m.slogan.n ? m.slogan : v->when;
	out->data = v;
	return RC_OK;
}

static void one_movement_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_public_movement(html, data);
}

static void one_movement_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct public_movement_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "unit", v->unit);
	json_str(&j, "when", v->when);
	json_str(&j, "state", v->state);
	json_int(&j, "percent", v->percent);
	for (int i = 0; i < v->text_count; i++)
		json_str(&j, v->texts[i].label, v->texts[i].text);
	json_end(&j);
}

/* --- one exemplar ------------------------------------------------------------------------------
 */

static enum rc exemplar_parts(struct ctx *c, int64_t id, struct public_exemplar_view *v)
{
	struct sql_public_pictures *pictures;
	struct sql_public_notes *notes;
	size_t n, k;
	TRY(sql_public_pictures(c->db, c->mem, id, &pictures, &n));
	TRY(sql_public_notes(c->db, c->mem, id, &notes, &k));
	v->pictures = arena_array(c->mem, n + 1, sizeof *v->pictures);
	v->notes = arena_array(c->mem, k + 1, sizeof *v->notes);
	for (size_t i = 0; i < n; i++)
		v->pictures[v->picture_count++] = (struct public_row){
			.picture = arena_printf(c->mem, "/public/picture?id=%" PRId64, pictures[i].id),
			.caption = pictures[i].caption};
	for (size_t i = 0; i < k; i++)
		v->notes[v->note_count++] =
			(struct public_row){.when = day(c, notes[i].on_date), .text = notes[i].text};
	return RC_OK;
}

static enum rc exemplar(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct public_exemplar_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_public_exemplar e;
	enum rc rc = sql_public_exemplar(c->db, c->mem, p->id, &e);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có điển hình công khai nào mang số này.");
	TRY(rc);
	*v = (struct public_exemplar_view){.name = e.name.p ? e.name : STR(""),
	                                   .unit = e.unit_name.p ? e.unit_name : STR(""),
	                                   .month = e.month,
	                                   .published = day(c, e.published_on),
	                                   .story = e.story};
	TRY(exemplar_parts(c, e.id, v));
	out->heading = e.title;
	out->sub = v->name;
	out->data = v;
	return RC_OK;
}

static void exemplar_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_public_exemplar(html, data);
}

static void exemplar_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct public_exemplar_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "name", v->name);
	json_str(&j, "unit", v->unit);
	json_str(&j, "month", v->month);
	json_str(&j, "story", v->story);
	json_end(&j);
}

static enum rc picture(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_public_picture x;
	enum rc rc = sql_public_picture(c->db, c->mem, p->id, &x);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có ảnh công khai nào mang số này.");
	TRY(rc);
	return file_send(c, x.file_id, out);
}

#define OPEN                                                                                       \
	.kind = OP_READ, .roles = R(PUBLIC) | R_SIGNED_IN, .scope = SCOPE_ANY,                         \
	.in_size = sizeof(struct one_in)

const struct op public_ops[] = {
	{.name = "public.home",
     .title = "Trang công khai",
     .help = "Phong trào thi đua, khen thưởng, điển hình tiên tiến do cơ quan công bố.",
     OPEN,
     .flags = OP_CACHED,
     .area = "public",
     .icon = "horn",
     .run = home,
     .page = home_page,
     .json = home_json},
	{.name = "public.movement",
     .title = "Phong trào thi đua",
     .help = "Mục tiêu, nội dung, tiêu chí và tiến độ.",
     OPEN,
     .flags = OP_QUIET | OP_CACHED,
     .area = "public",
     FIELDS(one_fields),
     .run = movement,
     .page = one_movement_page,
     .json = one_movement_json},
	{.name = "public.exemplar",
     .title = "Điển hình tiên tiến",
     .help = "Câu chuyện, ảnh, và việc ấy nay ra sao.",
     OPEN,
     .flags = OP_QUIET | OP_CACHED,
     .area = "public",
     FIELDS(one_fields),
     .run = exemplar,
     .page = exemplar_page,
     .json = exemplar_json},
	{.name = "public.picture",
     .title = "Ảnh của điển hình",
     .help = "Một ảnh đã công bố.",
     OPEN,
     .flags = OP_QUIET,
     .area = "public",
     FIELDS(one_fields),
     .run = picture},
	{0}};
