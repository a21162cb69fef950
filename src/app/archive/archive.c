/* archive.c: the operations: making the package of a year, the packages that were made. */
#include "app/archive/inner.h"

#include "app/file/file.h"
#include "app/job/job.h"
#include "db/sql_archive.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

const struct object archive_object = {
	.name = "archive", .label = "gói lưu trữ", .list = &sql_list_archive_object};

/* --- making
 * ----------------------------------------------------------------------------------------- */

struct make_in {
	int64_t year;
	bool evidence;
};
static const struct field make_fields[] = {
	F(INT, struct make_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200),
	F(BOOL, struct make_in, evidence, "Kèm tệp minh chứng của các quyết định",
      .hint = "Không kèm thì gói nhỏ hơn; trang đầu của gói ghi tệp nào không có và vì sao"),
};

static enum rc make_fill(struct ctx *c, struct values *v)
{
	struct civil now = date_civil(c->today);
	if (!values_have(v, STR("year")))
		TRY(values_add(v, STR("year"),
		               arena_z_int(c->mem, "", now.month <= 6 ? now.year - 1 : now.year), c->err));
	if (!values_have(v, STR("evidence")))
		TRY(values_add(v, STR("evidence"), STR("1"), c->err));
	return RC_OK;
}

/*
 * About how large it will be, before it is made: of this year and the last one. Evidence goes in as
 * it is; for the rest so much is taken for each paper and line of the journal: rough guesses.
 */
#define PAPER_BYTES 60000
#define LINE_BYTES 450
#define LEAST_BYTES 300000

static enum rc size_of(struct ctx *c, int64_t year, struct archive_size_row *row)
{
	struct sql_archive_size s;
	struct sql_archive_links l;
	int64_t from = date_start_ms(date_of((int)year, 1, 1)),
			to = date_start_ms(date_of((int)year + 1, 1, 1));
	TRY(sql_archive_size(c->db, c->mem, year, from, to, &s));
	TRY(sql_archive_links(c->db, c->mem, from, to, &l));
	int64_t lines = l.first ? l.last - l.first + 1 : 0;
	int64_t rest = LEAST_BYTES + s.papers * PAPER_BYTES + lines * LINE_BYTES;
	*row = (struct archive_size_row){.year = year,
	                                 .files = viet_number(c->mem, s.files),
	                                 .papers = viet_number(c->mem, s.papers),
	                                 .lines = viet_number(c->mem, lines),
	                                 .with = viet_number(c->mem, (rest + s.bytes) / 1000),
	                                 .without = viet_number(c->mem, rest / 1000)};
	return RC_OK;
}

static void list_above(struct buf *html, struct ctx *c, const void *data)
{
	struct archive_size_view *v = arena_alloc(c->mem, sizeof *v);
	int64_t year = date_civil(c->today).year;
	(void)data;
	for (int i = 0; i < ARCHIVE_SIZE_ROWS; i++)
		if (size_of(c, year - i, &v->rows[i]) != RC_OK)
			return;
	tpl_archive_size(html, v);
}

static enum rc make_run(struct ctx *c, const void *in, struct out *out)
{
	const struct make_in *p = in;
	struct archive_made made = {.id = DB_NULL};
	if (p->year > date_civil(c->today).year)
		return err_field(c->err, "year", "Năm %" PRId64 " chưa đến.", p->year);
	TRY(archive_make(c, p->year, p->evidence, &made));
	out->id = made.id;
	out->go = arena_printf(c->mem, "/archive/list?year=%" PRId64, p->year);
	out_fact(out, "files", "Số tệp", viet_number(c->mem, made.files));
	out_fact(out, "papers", "Văn bản PDF", viet_number(c->mem, made.papers));
	out_fact(out, "evidence", "Tệp minh chứng", viet_number(c->mem, made.evidence));
	out_fact(out, "links", "Dòng nhật ký", viet_number(c->mem, made.links));
	out_fact(out, "left_out", "Để lại", viet_number(c->mem, made.left_out));
	out_fact(out, "bytes", "Cỡ (byte)", viet_number(c->mem, made.bytes));
	out_say(c, out, "Đã lập gói lưu trữ năm %" PRId64 ": %" PRId64 " tệp, %" PRId64 " KB.", p->year,
	        made.files, (made.bytes + 1023) / 1024);
	return RC_OK;
}

/* --- what was made
 * ------------------------------------------------------------------------------------- */

struct archive_in {
	int64_t id;
};
static const struct field id_fields[] = {
	F(REF, struct archive_in, id, "Gói", .flags = MUST | HIDDEN, .ref = &archive_object),
};

static unsigned office_roles(const struct ctx *c)
{
	unsigned roles = R(PUBLIC);
	for (int i = 0; i < c->who.grant_count; i++)
		if (c->who.grants[i].top)
			roles |= ARCHIVE_ROLES & (1u << c->who.grants[i].role);
	return roles;
}

/* Whoever made it, or sees by own roles all that it was made with. */
static enum rc may_open(struct ctx *c, int64_t id)
{
	struct sql_archive_get row;
	TRY(sql_archive_get(c->db, c->mem, id, &row));
	if (row.made_by != DB_NULL && row.made_by == c->who.account_id)
		return RC_OK;
	if ((row.roles & ~(int64_t)office_roles(c)) == 0)
		return RC_OK;
	return err_set(
		c->err, RC_DENIED,
		"Gói này lập với vai trò mà ông/bà không có nên có thể chứa điều ông/bà không được "
		"xem. Xin lập gói bằng vai trò của mình.");
}

static enum rc archive_get(struct ctx *c, const void *in, struct out *out)
{
	const struct archive_in *p = in;
	struct sql_archive_get row;
	TRY(may_open(c, p->id));
	TRY(sql_archive_get(c->db, c->mem, p->id, &row));
	return file_send(c, row.file_id, out);
}

static enum rc archive_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct archive_in *p = in;
	struct sql_archive_get row;
	TRY(sql_archive_get(c->db, c->mem, p->id, &row));
	TRY(sql_archive_removed(c->db, p->id, NULL));
	TRY(file_remove(c, row.file_id));
	out_say(c, out, "Đã bỏ gói lưu trữ năm %" PRId64 "; lập lại lúc nào cũng được.", row.year);
	return RC_OK;
}

/* --- rows
 * ------------------------------------------------------------------------------------------------
 */

static const struct choice yes_no[] = {{"1", "Có"}, {"0", "Không"}, {0}};
static const struct field list_filters[] = {
	FILTER(INT, "year", "Năm", .min = 1945, .max = 2200),
};
static const struct column list_cols[] = {
	{"name", "Gói", COL_LINK, .op = "archive.get", .key = "id", .width = 36},
	{"year", "Năm", COL_TEXT},
	{"size", "Cỡ (byte)", COL_INT},
	{"files", "Số tệp", COL_INT},
	{"left_out", "Để lại", COL_INT},
	{"evidence", "Kèm minh chứng", COL_CHOICE, .choices = yes_no},
	{"made_by", "Người lập", COL_TEXT, .width = 28},
	{"made_ms", "Lúc", COL_MOMENT, .order = "newest"},
	{"sums", "SHA-256 của SHA256SUMS", COL_TEXT, .width = 66},
};

static const char law[] =
	"Luật Lưu trữ 2024 (33/2024/QH15); Luật Thi đua, khen thưởng 2022, Điều 5 khoản 2";

const struct op archive_ops[] = {
	{.name = "archive.list",
     .title = "Gói lưu trữ của năm",
     .help =
         "Cả một năm thành một tệp ZIP đọc được mà không cần chương trình; kiểm tra bằng: thidua "
         "archive verify.",
     .kind = OP_LIST,
     .roles = ARCHIVE_ROLES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .icon = "folder",
     .object = &archive_object,
     .list = &sql_list_archive_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa lập gói nào.",
     .above = list_above,
     .law = law},
	{.name = "archive.make",
     .title = "Lập gói lưu trữ của năm",
     .help =
         "Mọi danh sách của năm (CSV và trang có liên kết), văn bản hoàn thành (PDF), kết quả kiểm "
         "tra pháp luật, minh chứng, nhật ký có niêm phong, danh sách SHA-256 có chữ ký. Gói theo "
         "quyền của vai trò người lập trên toàn cơ quan.",
     .verb = "Lập gói",
     .kind = OP_WRITE,
     .flags = OP_JOB | OP_OWN_TX,
     .roles = ARCHIVE_ROLES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .icon = "folder",
     FIELDS(make_fields),
     .in_size = sizeof(struct make_in),
     .run = make_run,
     .fill = make_fill,
     .per_minute = 6,
     .law = law},
	{.name = "archive.get",
     .title = "Tải gói lưu trữ",
     .help = "Người đã lập, hoặc người có đủ các vai trò mà gói được lập với.",
     .verb = "Tải",
     .kind = OP_READ,
     .flags = OP_JOURNAL_READ | OP_QUIET,
     .roles = ARCHIVE_ROLES,
     .scope = SCOPE_OFFICE,
     .object = &archive_object,
     FIELDS(id_fields),
     .in_size = sizeof(struct archive_in),
     .run = archive_get},
	{.name = "archive.remove",
     .title = "Bỏ gói lưu trữ",
     .help = "Gói được xóa khỏi hệ thống sau một ngày; dữ liệu của năm không đổi.",
     .verb = "Bỏ gói",
     .kind = OP_WRITE,
     .roles = ARCHIVE_ROLES,
     .scope = SCOPE_OFFICE,
     .object = &archive_object,
     .states = "here",
     .guard = may_open,
     FIELDS(id_fields),
     .in_size = sizeof(struct archive_in),
     .run = archive_remove,
     .then = "archive.list",
     .icon = "x"},
	{0}};
