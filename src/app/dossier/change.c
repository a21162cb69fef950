/*
 * change.c: what a unit changed since the last look: a dossier that comes back is kept as it was
 * read, and held against what is sent again; of a report only the lines that differ.
 */
#include "app/dossier/inner.h"

#include "app/paper/paper.h"
#include "app/record/record.h"
#include "db/sql_dossier.h"

#include <inttypes.h>

const struct choice dossier_change_fields[] = {{"title", "Tên hồ sơ"},
                                               {"basis", "Căn cứ, tóm tắt"},
                                               {"sign", "Tờ trình"},
                                               {"names", "Được đề nghị"},
                                               {"code", "Đề nghị tặng"},
                                               {"years", "Thời gian lập thành tích"},
                                               {"summary", "Tóm tắt thành tích"},
                                               {"grounds", "Căn cứ: thành tích, sáng kiến"},
                                               {"files", "Giấy tờ"},
                                               {"report", "Báo cáo thành tích"},
                                               {0}};

static const char *const of_dossier[] = {"title", "basis", "sign", "names", "files"};
static const char *const of_nominee[] = {"code", "years", "summary", "grounds", "files", "report"};

/* --- as a reader sees it ----------------------------------------- */

static struct str join(struct ctx *c, struct str all, struct str one)
{
	return arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(all), all.n ? "; " : "", STR_ARG(one));
}

static enum rc grounds_text(struct ctx *c, int64_t nominee, struct str *out)
{
	struct sql_nominee_grounds *rows;
	size_t n;
	TRY(sql_nominee_grounds(c->db, c->mem, nominee, &rows, &n));
	*out = STR("");
	for (size_t i = 0; i < n; i++)
		*out = join(c, *out, rows[i].title);
	return RC_OK;
}

/* Those of the whole dossier, or of one nominee; a scan that takes another's place is another. */
static enum rc files_text(struct ctx *c, int64_t dossier, int64_t nominee, struct str *out)
{
	struct sql_dossier_files *rows;
	size_t count;
	TRY(sql_dossier_files(c->db, c->mem, dossier, &rows, &count));
	*out = STR("");
	for (size_t i = 0; i < count; i++)
		if (rows[i].nominee_id == nominee)
			*out =
				join(c, *out,
			         arena_printf(c->mem, "%.*s (tệp số %" PRId64 ": %.*s)", STR_ARG(rows[i].title),
			                      rows[i].id, STR_ARG(rows[i].file_name)));
	return RC_OK;
}

static enum rc names_text(struct ctx *c, int64_t dossier, struct str *out)
{
	struct sql_nominee_of_dossier *rows;
	struct sql_nominee_get one;
	size_t n;
	TRY(sql_nominee_of_dossier(c->db, c->mem, dossier, &rows, &n));
	*out = STR("");
	for (size_t i = 0; i < n; i++) {
		if (str_eqz(rows[i].state, "removed"))
			continue;
		TRY(sql_nominee_get(c->db, c->mem, rows[i].id, &one));
		*out = join(c, *out, one.name);
	}
	return RC_OK;
}

static enum rc dossier_text(struct ctx *c, int64_t dossier, struct str field, struct str *out)
{
	struct sql_dossier_shown d;
	if (str_eqz(field, "files"))
		return files_text(c, dossier, DB_NULL, out);
	if (str_eqz(field, "names"))
		return names_text(c, dossier, out);
	TRY(sql_dossier_shown(c->db, c->mem, dossier, &d));
	*out = str_eqz(field, "title") ? d.title
	       : str_eqz(field, "basis")
	           ? d.basis
	           : arena_printf(c->mem, "%.*s%s%s", STR_ARG(d.sign),
	                          date_is_none(d.dated) ? "" : " ngày ",
	                          date_is_none(d.dated) ? "" : date_vn(d.dated).z);
	return RC_OK;
}

enum rc nominee_text(struct ctx *c, int64_t nominee, struct str field, struct str *out)
{
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, nominee, &n));
	if (str_eqz(field, "grounds"))
		return grounds_text(c, nominee, out);
	if (str_eqz(field, "files"))
		return files_text(c, n.dossier_id, nominee, out);
	if (str_eqz(field, "report")) {
		*out = STR("");
		return n.paper_id == DB_NULL ? RC_OK : paper_lines(c, n.paper_id, out);
	}
	*out = str_eqz(field, "summary") ? n.summary
	       : str_eqz(field, "code")  ? choice_label(award_codes, n.code)
	       : str_eqz(field, "years")
	           ? arena_printf(c->mem, "%" PRId64 "–%" PRId64,
	                          n.first_year == DB_NULL ? n.year : n.first_year, n.year)
	           : n.name;
	return RC_OK;
}

enum rc nominee_asked_text(struct ctx *c, int64_t nominee, struct str field, struct str *out)
{
	struct sql_nominee_get n;
	struct str whole;
	TRY(nominee_text(c, nominee, field, out));
	if (!str_eqz(field, "files"))
		return RC_OK;
	TRY(sql_nominee_get(c->db, c->mem, nominee, &n));
	TRY(files_text(c, n.dossier_id, DB_NULL, &whole));
	if (whole.n)
		*out = join(c, *out, whole);
	return RC_OK;
}

/* --- two texts, line by line ------------------------------------- */

#define LINES_MAX 600

static int lines_of(struct str text, struct str *out)
{
	int n = 0;
	while (text.n && n < LINES_MAX) {
		ptrdiff_t end = n == LINES_MAX - 1 ? -1 : str_chr(text, '\n');
		size_t len = end < 0 ? text.n : (size_t)end;
		out[n++] = (struct str){.p = text.p, .n = len};
		text.p += len + (end >= 0);
		text.n -= len + (end >= 0);
	}
	return n;
}

static struct str add_line(struct ctx *c, struct str all, struct str line)
{
	return line.n
	           ? arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(all), all.n ? "\n" : "", STR_ARG(line))
	           : all;
}

void text_differences(struct ctx *c, struct str was, struct str now, struct str *gone,
                      struct str *come)
{
	struct str *a = arena_array(c->mem, LINES_MAX, sizeof *a),
			   *b = arena_array(c->mem, LINES_MAX, sizeof *b);
	int n = lines_of(was, a), m = lines_of(now, b), i = 0, j = 0;
	/* same[i][j]: how many lines a[i..] and b[j..] have in common, in order. */
	unsigned short *same =
		arena_array(c->mem, (size_t)(n + 1) * (size_t)(m + 1), sizeof(unsigned short));
#define SAME(x, y) same[(size_t)(x) * (size_t)(m + 1) + (size_t)(y)]
	for (int x = n; x >= 0; x--)
		for (int y = m; y >= 0; y--)
			SAME(x, y) = x == n || y == m     ? 0
			             : str_eq(a[x], b[y]) ? (unsigned short)(SAME(x + 1, y + 1) + 1)
			             : SAME(x + 1, y) > SAME(x, y + 1) ? SAME(x + 1, y)
			                                               : SAME(x, y + 1);
	*gone = *come = STR("");
	while (i < n || j < m) {
		if (i < n && j < m && str_eq(a[i], b[j])) {
			i++;
			j++;
		} else if (j == m || (i < n && SAME(i + 1, j) >= SAME(i, j + 1))) {
			*gone = add_line(c, *gone, a[i++]);
		} else {
			*come = add_line(c, *come, b[j++]);
		}
	}
#undef SAME
}

/* --- kept, and held against -------------------------------------- */

static enum rc keep_one(struct ctx *c, int64_t dossier, int64_t nominee, const char *field)
{
	struct str text;
	if (nominee == DB_NULL)
		TRY(dossier_text(c, dossier, str_of(field), &text));
	else
		TRY(nominee_text(c, nominee, str_of(field), &text));
	return sql_dossier_change_keep(c->db, dossier, nominee, str_of(field), text, c->now_ms, NULL);
}

enum rc dossier_keep(struct ctx *c, int64_t dossier)
{
	struct sql_nominee_of_dossier *rows;
	struct sql_dossier_change_waits waits;
	size_t n;
	TRY(sql_dossier_change_waits(c->db, c->mem, dossier, &waits));
	if (waits.n)
		return RC_OK;
	for (int i = 0; i < COUNT(of_dossier); i++)
		TRY(keep_one(c, dossier, DB_NULL, of_dossier[i]));
	TRY(sql_nominee_of_dossier(c->db, c->mem, dossier, &rows, &n));
	for (size_t k = 0; k < n; k++)
		for (int i = 0; i < COUNT(of_nominee) && !str_eqz(rows[k].state, "removed"); i++)
			TRY(keep_one(c, dossier, rows[k].id, of_nominee[i]));
	return RC_OK;
}

/* Who was taken out meanwhile is told by the names. */
static enum rc compare_one(struct ctx *c, int64_t dossier, const struct sql_dossier_change_kept *k,
                           int64_t *changed)
{
	struct str now, was = k->was;
	struct sql_nominee_get n;
	if (k->nominee_id == DB_NULL) {
		TRY(dossier_text(c, dossier, k->field, &now));
	} else {
		TRY(sql_nominee_get(c->db, c->mem, k->nominee_id, &n));
		if (str_eqz(n.state, "removed"))
			return sql_dossier_change_drop(c->db, k->id, NULL);
		TRY(nominee_text(c, k->nominee_id, k->field, &now));
	}
	if (str_eq(was, now))
		return sql_dossier_change_drop(c->db, k->id, NULL);
	if (str_eqz(k->field, "report"))
		text_differences(c, k->was, now, &was, &now);
	++*changed;
	return sql_dossier_change_sent(c->db, k->id, was, now, c->now_ms, NULL);
}

enum rc dossier_compare(struct ctx *c, int64_t dossier, int64_t *changed)
{
	struct sql_dossier_change_kept *rows;
	size_t n;
	TRY(sql_dossier_change_kept(c->db, c->mem, dossier, &rows, &n));
	*changed = n ? 0 : -1;
	for (size_t i = 0; i < n; i++)
		TRY(compare_one(c, dossier, &rows[i], changed));
	return RC_OK;
}

/* --- rows -------------------------------------------------------- */

static const struct field change_filters[] = {
	FILTER(REF, "dossier", "Hồ sơ", .ref = &dossier_object),
	FILTER(REF, "nominee", "Được đề nghị", .flags = HIDDEN, .ref = &nominee_object),
	FILTER(CHOICE, "field", "Nội dung", .choices = dossier_change_fields),
};
static const struct column change_cols[] = {
	{"sent_ms", "Gửi lại lúc", COL_MOMENT, .order = "newest"},
	{"dossier_title", "Hồ sơ", COL_LINK, .op = "dossier.view", .key = "dossier_id", .width = 40},
	{"name", "Về", COL_LINK, .op = "nominee.view", .key = "nominee_id", .width = 28},
	{"field", "Nội dung", COL_CHOICE, .choices = dossier_change_fields},
	{"was", "Khi trả lại", COL_TEXT, .width = 50},
	{"now", "Khi gửi lại", COL_TEXT, .width = 50},
};

const struct op dossier_change_ops[] = {
	{.name = "dossier.changes",
     .title = "Hồ sơ sửa gì khi gửi lại",
     .help = "Từng chỗ đơn vị đã sửa từ khi hồ sơ được trả lại hoặc rút, trước và sau.",
     .kind = OP_LIST,
     .flags = OP_QUIET | OP_JOURNAL_EXPORT,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_ANY,
     .list = &sql_list_dossier_change_list,
     .order = "-newest",
     FIELDS(change_filters),
     COLS(change_cols),
     .empty = "Không có chỗ nào sửa."},
	{0}};
