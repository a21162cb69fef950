/*
 * layout.c: where the boxes of a blank stand: moved and sized on a page in the browser, kept for a
 * unit, an award and a kind of recipient. Every version stays; the newest of the nearest counts.
 */
#include "app/org/org.h"
#include "app/paper/cert_inner.h"
#include "app/paper/page.h"
#include "db/sql_certificate.h"
#include "db/sql_law.h"
#include "op/decode.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

const struct choice cert_subjects[] = {
	{"person", "Cá nhân"}, {"unit", "Tập thể"}, {"household", "Hộ gia đình"}, {0}};

#define PLACES CERT_PLACES_MAX

/* --- reading ---------------------------------------------------------------------------------- */

static struct str head_of(struct arena *mem, struct str text)
{
	struct str rest = text;
	while (rest.n) {
		struct str line = str_cut(&rest, '\n');
		if (str_eqz(str_trim(line), "thân"))
			return arena_printf(mem, "%.*s\n", (int)(line.p + line.n - text.p), text.p);
	}
	return text;
}

enum rc cert_with_body(struct ctx *c, struct str blank, struct str body,
                       const struct cert_blank **out)
{
	const struct paper_file *f = cert_file_of(blank);
	if (!f)
		return err_field(c->err, "blank", "Không có phôi \"%.*s\".", STR_ARG(blank));
	struct str head = head_of(c->mem, f->text);
	enum rc rc = cert_read(c->mem, arena_printf(c->mem, "%.*s%.*s", STR_ARG(head), STR_ARG(body)),
	                       out, c->err);
	if (rc == RC_INVALID)
		snprintf(c->err->field, sizeof c->err->field, "places");
	return rc;
}

enum rc cert_layout_of(struct ctx *c, struct str blank, int64_t unit, struct str award,
                       struct str subject, struct cert_layout *l)
{
	struct sql_law_top_unit top;
	struct sql_cert_layout_for row;
	const struct paper_file *f = cert_file_of(blank);
	if (!f)
		return err_field(c->err, "blank", "Không có phôi \"%.*s\".", STR_ARG(blank));
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	*l = (struct cert_layout){.body = paper_body_of(f->text), .id = DB_NULL};
	l->options.text_only = true;
	enum rc rc = sql_cert_layout_for(c->db, c->mem, blank, unit, top.id, award, subject, &row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (rc == RC_OK) {
		l->body = row.body;
		l->id = row.id;
		l->options.text_only = row.text_only != 0;
		l->options.shift_x = (double)row.shift_x / 100;
		l->options.shift_y = (double)row.shift_y / 100;
	}
	return cert_with_body(c, blank, l->body, &l->blank);
}

/* --- the form --------------------------------------------------------------------------------- */

struct place_in {
	int64_t no; /* of the box, from 1; DB_NULL: the next one */
	struct str x, y, width, height, size, least;
};
struct layout_in {
	int64_t unit_id;
	struct str blank, award, subject, shift_x, shift_y;
	bool text_only;
	struct group places;
};
static const struct field place_fields[] = {
	F(INT, struct place_in, no, "Ô số", .min = 1, .max = PLACES, .hint = "Thứ tự trên phôi, từ 1"),
	F(TEXT, struct place_in, x, "Cách trái", .max = 8),
	F(TEXT, struct place_in, y, "Cách trên", .max = 8),
	F(TEXT, struct place_in, width, "Rộng", .max = 8),
	F(TEXT, struct place_in, height, "Cao", .max = 8),
	F(TEXT, struct place_in, size, "Cỡ chữ", .max = 8),
	F(TEXT, struct place_in, least, "Nhỏ nhất", .max = 8),
};
#define WHOSE                                                                                      \
	F(CHOICE, struct layout_in, blank, "Phôi", .flags = MUST, .choices = cert_blanks),             \
		F(REF, struct layout_in, unit_id, "Của đơn vị", .flags = IN_SCOPE, .ref = &unit_object,    \
	      .hint = "Để trống: cả cơ quan"),                                                         \
		F(CHOICE, struct layout_in, award, "Cho danh hiệu, hình thức", .choices = report_awards,   \
	      .hint = "Để trống: mọi loại in trên phôi này"),                                          \
		F(CHOICE, struct layout_in, subject, "Cho đối tượng", .choices = cert_subjects,            \
	      .hint = "Để trống: mọi đối tượng")
static const struct field edit_fields[] = {
	WHOSE,
	F(BOOL, struct layout_in, text_only, "Chỉ in chữ lên phôi in sẵn"),
	F(TEXT, struct layout_in, shift_x, "Máy in lệch ngang (mm)", .max = 8,
      .hint = "Số dương: dời sang phải"),
	F(TEXT, struct layout_in, shift_y, "Máy in lệch dọc (mm)", .max = 8,
      .hint = "Số dương: dời xuống"),
	F(GROUP, struct layout_in, places, "Các ô (mm)", .max = PLACES, .sub = place_fields,
      .sub_count = COUNT(place_fields), .sub_size = sizeof(struct place_in),
      .hint = "Theo thứ tự của phôi; ô để trống giữ chỗ cũ"),
};

/* "12,5" or "-1.5"; empty keeps what was. */
static enum rc length_of(struct ctx *c, struct str text, const char *field, double *out)
{
	char z[16];
	char *end;
	text = str_trim(text);
	if (text.n == 0)
		return RC_OK;
	snprintf(z, sizeof z, "%.*s", STR_ARG(text));
	for (char *p = z; *p; p++)
		*p = *p == ',' ? '.' : *p;
	double v = strtod(z, &end);
	if (*end || text.n >= sizeof z || !(v >= -1000 && v <= 1000))
		return err_field(c->err, field, "Xin nhập số mm như 12,5.");
	*out = (double)(int64_t)(v * 10 + (v < 0 ? -0.5 : 0.5)) / 10;
	return RC_OK;
}

static enum rc place_typed(struct ctx *c, const struct place_in *in, int no, struct cert_place *p)
{
	const struct {
		const char *name;
		struct str text;
		double *to;
	} all[] = {{"x", in->x, &p->x},
	           {"y", in->y, &p->y},
	           {"width", in->width, &p->width},
	           {"height", in->height, &p->height},
	           {"size", in->size, &p->size},
	           {"least", in->least, &p->least}};
	for (int i = 0; i < COUNT(all); i++) {
		char field[64];
		snprintf(field, sizeof field, "places.%d.%s", no, all[i].name);
		if (all[i].text.p)
			TRY(length_of(c, all[i].text, field, all[i].to));
	}
	if (p->least > p->size)
		p->least = p->size;
	return RC_OK;
}

struct typed_layout {
	struct str body;
	const struct cert_blank *blank;
	double shift_x, shift_y;
	int64_t unit;
};

static enum rc typed(struct ctx *c, const struct layout_in *p, struct typed_layout *t)
{
	struct sql_law_top_unit top;
	struct cert_layout was;
	struct cert_place *places;
	const struct place_in *items = p->places.items;
	int count;
	struct str award = p->award.p ? p->award : STR(""),
			   subject = p->subject.p ? p->subject : STR("");
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	t->unit = p->unit_id == DB_NULL ? top.id : p->unit_id;
	TRY(cert_layout_of(c, p->blank, t->unit, award, subject, &was));
	cert_places(c->mem, was.body, &places, &count);
	for (int i = 0; i < p->places.count; i++) {
		int64_t no = items[i].no == DB_NULL ? i + 1 : items[i].no;
		if (no > count)
			return err_field(c->err, "places", "Phôi này chỉ có %d ô.", count);
		TRY(place_typed(c, &items[i], i, &places[no - 1]));
	}
	t->shift_x = was.options.shift_x;
	t->shift_y = was.options.shift_y;
	TRY(length_of(c, p->shift_x, "shift_x", &t->shift_x));
	TRY(length_of(c, p->shift_y, "shift_y", &t->shift_y));
	if (t->shift_x < -50 || t->shift_x > 50 || t->shift_y < -50 || t->shift_y > 50)
		return err_field(c->err, "shift_x", "Máy in lệch nhiều nhất 50 mm.");
	t->body = cert_placed(c->mem, was.body, places, count);
	return cert_with_body(c, p->blank, t->body, &t->blank);
}

static enum rc layout_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct layout_in *p = in;
	struct typed_layout t;
	TRY(typed(c, p, &t));
	TRY(sql_cert_layout_add(c->db, p->blank, t.unit, p->award.p ? p->award : STR(""),
	                        p->subject.p ? p->subject : STR(""), t.body, p->text_only,
	                        (int64_t)(t.shift_x * 100), (int64_t)(t.shift_y * 100),
	                        c->who.account_id, c->now_ms, &out->id));
	c->object_unit = t.unit;
	out->go = arena_printf(c->mem, "/layout/edit?blank=%.*s", STR_ARG(p->blank));
	out_say(c, out, "Đã lưu cách đặt ô; lần in tới theo cách này.");
	return RC_OK;
}

/* --- looking at it ------------------------------------------------------------------------------
 */

static enum rc one_page(struct ctx *c, const struct cert_blank *blank, struct cert_options *o,
                        struct str name, struct out *out)
{
	struct paper_fonts *fonts;
	const struct paper_data *d = NULL;
	struct cert_report report;
	struct buf b;
	if (!o->calibrate)
		TRY(paper_data(c->mem, blank->fields, paper_sample(c, &blank->about), &d, c->err));
	TRY(cert_emblem(c, &o->picture));
	TRY(paper_fonts_open(&fonts, c->err));
	buf_init(&b, PAPER_FILE_MAX);
	enum rc rc = cert_pdf(c->mem, fonts, blank, d, o->calibrate ? -1 : 0, o, &b, &report, c->err);
	paper_fonts_close(fonts);
	if (rc == RC_OK)
		rc = press_send(c, &b, name, "application/pdf", out);
	buf_release(&b);
	return rc;
}

static enum rc layout_preview(struct ctx *c, const void *in, struct out *out)
{
	const struct layout_in *p = in;
	struct typed_layout t;
	TRY(typed(c, p, &t));
	struct cert_options o = {.text_only = p->text_only, .shift_x = t.shift_x, .shift_y = t.shift_y};
	return one_page(c, t.blank, &o, arena_printf(c->mem, "%.*s-thu.pdf", STR_ARG(p->blank)), out);
}

static const struct field whose_fields[] = {WHOSE};

static enum rc layout_calibrate(struct ctx *c, const void *in, struct out *out)
{
	const struct layout_in *p = in;
	struct sql_law_top_unit top;
	struct cert_layout l;
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	TRY(cert_layout_of(c, p->blank, p->unit_id == DB_NULL ? top.id : p->unit_id,
	                   p->award.p ? p->award : STR(""), p->subject.p ? p->subject : STR(""), &l));
	l.options.calibrate = true;
	return one_page(c, l.blank, &l.options,
	                arena_printf(c->mem, "%.*s-thuoc.pdf", STR_ARG(p->blank)), out);
}

/* --- the page -----------------------------------------------------------------------------------
 */

static struct str mm(struct ctx *c, double v)
{
	return arena_printf(c->mem, "%.4g", v);
}

/* What stands now, where nothing was typed. */
static enum rc layout_fill(struct ctx *c, struct values *v)
{
	struct sql_law_top_unit top;
	struct cert_layout l;
	struct cert_place *places;
	int64_t unit;
	int count;
	struct str blank = values_text(v, "blank");
	if (blank.n == 0) {
		blank = str_of(cert_blanks[0].value);
		TRY(values_add(v, STR("blank"), blank, c->err));
	}
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	if (!str_int(values_text(v, "unit_id"), &unit))
		unit = top.id;
	TRY(cert_layout_of(c, blank, unit, values_text(v, "award"), values_text(v, "subject"), &l));
	cert_places(c->mem, l.body, &places, &count);
	if (l.options.text_only)
		TRY(values_add(v, STR("text_only"), STR("1"), c->err));
	TRY(values_add(v, STR("shift_x"), mm(c, l.options.shift_x), c->err));
	TRY(values_add(v, STR("shift_y"), mm(c, l.options.shift_y), c->err));
	for (int i = 0; i < count; i++) {
		const struct {
			const char *name;
			double v;
		} all[] = {{"x", places[i].x},         {"y", places[i].y},
		           {"width", places[i].width}, {"height", places[i].height},
		           {"size", places[i].size},   {"least", places[i].least}};
		TRY(values_add(v, arena_printf(c->mem, "places.%d.no", i),
		               arena_printf(c->mem, "%d", i + 1), c->err));
		for (int k = 0; k < COUNT(all); k++)
			TRY(values_add(v, arena_printf(c->mem, "places.%d.%s", i, all[k].name), mm(c, all[k].v),
			               c->err));
	}
	return RC_OK;
}

static const struct input_view *named(const struct form_view *f, const char *name)
{
	for (int i = 0; i < f->input_count; i++)
		if (str_eqz(f->inputs[i].name, name))
			return &f->inputs[i];
	return NULL;
}

static void layout_page(struct buf *html, struct ctx *c, const void *data)
{
	const struct form_view *f = data;
	const struct input_view *group = named(f, "places");
	struct layout_view v = {.form = f, .blank = named(f, "blank")->value, .places = group};
	const struct paper_file *file = cert_file_of(v.blank);
	struct cert_place *places;
	int count = 0;
	if (file)
		cert_places(c->mem, paper_body_of(file->text), &places, &count);
	v.boxes = arena_array(c->mem, (size_t)count + 1, sizeof *v.boxes);
	for (int i = 0; i < count && i < group->row_count; i++) {
		const struct input_view *in = group->rows[i].inputs + 1;
		v.boxes[v.count++] = (struct layout_box){
			.no = i,
			.label = places[i].text.n            ? places[i].text
		             : places[i].kind == CERT_QR ? STR("mã QR")
		                                         : STR("Quốc huy, biểu trưng (hình của cơ quan)"),
			.x = in[0].value,
			.y = in[1].value,
			.width = in[2].value,
			.height = places[i].kind == CERT_QR ? in[2].value : in[3].value,
			.size = in[4].value,
			.printed = places[i].printed,
			.words = places[i].kind == CERT_TEXT};
	}
	const struct cert_blank *blank;
	struct err *kept = c->err, none = {0};
	c->err = &none;
	v.emblem = cert_has_emblem(c);
	v.may_emblem = gate_offers(c, op_find(STR("emblem.set")));
	v.width = 297;
	v.height = 210;
	if (file && cert_read(c->mem, file->text, &blank, &none) == RC_OK) {
		v.width = (int)blank->width;
		v.height = (int)blank->height;
	}
	c->err = kept;
	tpl_layout_edit(html, &v);
}

/* --- rows ---------------------------------------------------------------------------------------
 */

#define LAYS .roles = R(STANDING) | R(REGISTRY), .scope = SCOPE_OBJECT

const struct op cert_layout_ops[] = {
	{.name = "layout.edit",
     .title = "Cách đặt ô trên phôi",
     .help = "Từng ô chữ được dời và đổi cỡ trên tờ giấy, bằng chuột, phím mũi tên hoặc số mm; nhớ "
             "theo đơn vị, danh hiệu và đối tượng.",
     .verb = "Lưu cách đặt",
     .icon = "target",
     .kind = OP_WRITE,
     LAYS,
     .area = "paper",
     FIELDS(edit_fields),
     .in_size = sizeof(struct layout_in),
     .run = layout_edit,
     .fill = layout_fill,
     .page = layout_page},
	{.name = "layout.preview",
     .title = "In thử cách đặt ô",
     .help = "Một tờ PDF với chữ thử, chưa lưu.",
     .kind = OP_WRITE,
     .flags = OP_QUIET | OP_NO_JOURNAL,
     LAYS,
     FIELDS(edit_fields),
     .in_size = sizeof(struct layout_in),
     .run = layout_preview},
	{.name = "layout.calibrate",
     .title = "Tờ thước",
     .help = "Thước và khung các ô, để so với phôi và đo máy in lệch bao nhiêu.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     LAYS,
     FIELDS(whose_fields),
     .in_size = sizeof(struct layout_in),
     .run = layout_calibrate},
	{0}};
