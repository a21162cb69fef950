/* table.c: tables of tasks: what stands in which column is told by their headings. */
#include "plan/inner.h"

#define CELLS_MAX 12

struct cell {
	size_t from, to;
};

const char *const plan_task_names[] = {"Nhiệm vụ",           "Nhiệm vụ, giải pháp",
                                       "Nhiệm vụ cụ thể",    "Nội dung",
                                       "Nội dung công việc", "Nội dung nhiệm vụ",
                                       "Nội dung thực hiện", "Tên nhiệm vụ",
                                       "Công việc",          "Việc",
                                       "Hoạt động",          NULL};
const char *const plan_owner_names[] = {"Chủ trì",
                                        "Đơn vị chủ trì",
                                        "Cơ quan chủ trì",
                                        "Đơn vị thực hiện",
                                        "Cơ quan thực hiện",
                                        "Cơ quan, đơn vị chủ trì",
                                        "Cơ quan, đơn vị thực hiện",
                                        "Cơ quan chủ trì thực hiện",
                                        "Đơn vị chủ trì thực hiện",
                                        "Đơn vị, cá nhân chủ trì",
                                        "Bộ phận thực hiện",
                                        "Bộ phận chủ trì",
                                        "Người thực hiện",
                                        "Người phụ trách",
                                        "Phụ trách",
                                        "Phân công",
                                        "Đơn vị phụ trách",
                                        "Trách nhiệm thực hiện",
                                        "Ai làm",
                                        NULL};
const char *const plan_with_names[] = {"Phối hợp",
                                       "Đơn vị phối hợp",
                                       "Cơ quan phối hợp",
                                       "Cơ quan, đơn vị phối hợp",
                                       "Bộ phận phối hợp",
                                       "Cơ quan phối hợp thực hiện",
                                       "Đơn vị phối hợp thực hiện",
                                       NULL};
const char *const plan_due_names[] = {"Thời gian",
                                      "Thời gian thực hiện",
                                      "Thời gian hoàn thành",
                                      "Thời hạn",
                                      "Thời hạn hoàn thành",
                                      "Hoàn thành",
                                      "Hạn hoàn thành",
                                      "Tiến độ",
                                      "Tiến độ hoàn thành",
                                      "Tiến độ thực hiện",
                                      NULL};

static bool parts_cells(const struct viet_shadow *s, size_t i)
{
	return s->p[i] == '|' || s->text.p[s->at[i]] == '\t';
}

static int tabs_on(const struct reader *r, int line)
{
	int tabs = 0;
	for (size_t i = r->lines[line].from; i < r->lines[line].to; i++)
		tabs += r->s.text.p[r->s.at[i]] == '\t';
	return tabs;
}

/* "II<tab>Chuyển đổi số" between rows: a heading, whose empty cells some editor cut off. */
static bool heads_rows(const struct reader *r, int line)
{
	int above = line - 1, below = line + 1;
	while (above >= 0 && line_blank(r, above))
		above--;
	while (below < r->line_count && line_blank(r, below))
		below++;
	return above >= 0 && below < r->line_count && tabs_on(r, above) >= 2 && tabs_on(r, below) >= 2;
}

bool line_row(const struct reader *r, int line)
{
	const struct line *l = &r->lines[line];
	int bars = 0, tabs = tabs_on(r, line);
	for (size_t i = l->from; i < l->to; i++)
		bars += r->s.p[i] == '|';
	return bars >= 2 || tabs >= 2 || (tabs == 1 && heads_rows(r, line));
}

/* "STT Nội dung Chủ trì Thời gian": the heading of a table, with nothing between its columns. */
static bool lost_heading(const struct reader *r, int line)
{
	static const char *const numbers[] = {"STT", "TT", NULL};
	const struct viet_shadow *s = &r->s;
	const struct line *l = &r->lines[line];
	size_t end, unused;
	if (!viet_near_best(s, l->from, numbers, &end) || end >= l->to || s->p[end] != ' ' ||
	    s->cased[l->from + 1] != 'T')
		return false;
	for (size_t i = end; i < l->to; i++)
		if (shadow_begins(s, i) && viet_near_best(s, i, plan_owner_names, &unused))
			return true;
	return false;
}

/* The number that counts a row, with nothing but room behind it; 0. */
static int row_number(const struct reader *r, int line)
{
	const struct line *l = &r->lines[line];
	size_t i = l->from;
	int n = 0;
	while (i < l->to && strchr("| ", r->s.p[i]))
		i++;
	for (; i < l->to && r->s.p[i] >= '0' && r->s.p[i] <= '9' && n < 1000; i++)
		n = n * 10 + (r->s.p[i] - '0');
	return i < l->to && (r->s.p[i] == ' ' || r->s.p[i] == '|') ? n : 0;
}

/*
 * What was no table to the reader, or only its first rows, is read as paragraphs in which work and
 * who does it run into each other: a person has to know.
 */
void plan_lost_table(struct reader *r)
{
	int last = 0;
	for (int line = r->body; line < r->line_count; line++) {
		if (line_blank(r, line))
			continue;
		bool row = line_row(r, line);
		int number = row_number(r, line);
		if (!row && (lost_heading(r, line) || (last > 0 && number == last + 1))) {
			plan_remark(r, line,
			            "Từ đây bảng nhiệm vụ có cột không tách được nên việc và người làm có thể "
			            "lẫn vào nhau. Xin đọc từ bản Word, hoặc sửa bằng tay.");
			return;
		}
		last = !row ? 0 : number ? number : last; /* headings between the rows have none */
	}
}

static int cells_of(const struct viet_shadow *s, const struct para *p, struct cell *cells)
{
	int n = 0;
	size_t from = p->from;
	if (p->to > p->from && s->p[from] == '|')
		from++;
	for (size_t i = from; i <= p->to && n < CELLS_MAX; i++) {
		if (i < p->to && !parts_cells(s, i))
			continue;
		struct cell c = {.from = shadow_skip(s, from), .to = i};
		while (c.to > c.from && s->p[c.to - 1] == ' ')
			c.to--;
		c.from = c.from < c.to ? c.from : c.to;
		from = i + 1;
		if (i < p->to || c.to > c.from) /* a bar closes the row */
			cells[n++] = c;
	}
	return n;
}

static int column(const struct viet_shadow *s, const struct cell *cells, int n,
                  const char *const *names)
{
	for (int i = 0; i < n; i++)
		if (cells[i].to > cells[i].from && viet_near_whole(s, cells[i].from, cells[i].to, names))
			return i;
	return -1;
}

static struct str cell_text(struct reader *r, const struct cell *cells, int n, int at, bool *mended)
{
	return at >= 0 && at < n && cells[at].to > cells[at].from
	           ? plan_text(r, cells[at].from, cells[at].to, mended)
	           : STR_NULL;
}

bool plan_row(struct reader *r, struct table *t, const struct para *p, struct plan_task *out)
{
	struct cell cells[CELLS_MAX];
	if (!p->row || p->section != t->section)
		t->section = -2;
	if (!p->row)
		return false;
	int n = cells_of(&r->s, p, cells), task = column(&r->s, cells, n, plan_task_names),
		owner = column(&r->s, cells, n, plan_owner_names);
	*out = (struct plan_task){.section = p->section, .line = p->line};
	if (task >= 0 && owner >= 0) {
		*t = (struct table){.task = task,
		                    .owner = owner,
		                    .with = column(&r->s, cells, n, plan_with_names),
		                    .due = column(&r->s, cells, n, plan_due_names),
		                    .section = p->section};
	} else if (t->section == p->section) {
		out->owner = cell_text(r, cells, n, t->owner, &out->mended);
		out->with = cell_text(r, cells, n, t->with, &out->mended);
		out->due = cell_text(r, cells, n, t->due, &out->mended);
		/* A heading inside the table has nothing but its words. */
		if (out->owner.p || out->with.p || out->due.p)
			out->text = cell_text(r, cells, n, t->task, &out->mended);
	}
	return true;
}
