/* task.c: what the plan charges somebody with. */
#include "plan/inner.h"

enum part { PART_OTHER, PART_PURPOSE, PART_CONTENT, PART_CARRYING_OUT };

struct tasks {
	struct reader *r;
	enum part *part; /* of each section */
	struct table table;
	struct str
		*headed; /* the body in each section's title, where `looked` says it was looked for */
	bool *looked;
	struct str *charged; /* by the line that introduces the sections below each section */
};

/* --- what a section is for --- */

static bool says(struct tasks *t, int section, const char *const *words)
{
	struct plan_section *sec = &t->r->doc->sections[section];
	if (!sec->title.p)
		return false;
	struct viet_shadow s = viet_shadow(t->r->mem, sec->title);
	size_t unused;
	s.noisy = t->r->s.noisy && !sec->title_mended;
	for (size_t i = 0; i < s.n; i++)
		if (shadow_begins(&s, i) && viet_near_best(&s, i, words, &unused))
			return true;
	return false;
}

static enum part part_of(struct tasks *t, int section)
{
	static const char *const carrying[] = {"tổ chức thực hiện", "phân công", "trách nhiệm",
	                                       "tổ chức triển khai", NULL};
	static const char *const purpose[] = {"mục đích",   "yêu cầu",   "phạm vi",    "đối tượng",
	                                      "kinh phí",   "quan điểm", "nguyên tắc", "khen thưởng",
	                                      "tiêu chuẩn", "thời gian", "căn cứ",     "tiêu chí",
	                                      NULL};
	static const char *const content[] = {"nội dung",  "nhiệm vụ",         "giải pháp", "biện pháp",
	                                      "hoạt động", "chỉ tiêu thi đua", NULL};
	const struct plan_section *s = &t->r->doc->sections[section];
	enum part above = s->parent >= 0 ? t->part[s->parent] : PART_OTHER;
	if (above == PART_CARRYING_OUT)
		return above;
	if (says(t, section, carrying))
		return PART_CARRYING_OUT;
	if (above == PART_CONTENT)
		return above;
	if (says(t, section, content))
		return PART_CONTENT;
	return says(t, section, purpose) ? PART_PURPOSE : above;
}

/* --- kinds --- */

static bool has(struct str folded, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (memmem(folded.p, folded.n, words[i], strlen(words[i])))
			return true;
	return false;
}

const char *plan_kind_of(struct arena *a, struct str text)
{
	static const char *const digital[] = {"chuyen doi so",
	                                      "cong nghe thong tin",
	                                      "khoa hoc cong nghe",
	                                      "truc tuyen",
	                                      "so hoa",
	                                      "du lieu so",
	                                      NULL};
	static const char *const reform[] = {"cai cach hanh chinh", "thu tuc hanh chinh",
	                                     "dich vu cong",        "par index",
	                                     "chi so hai long",     NULL};
	static const char *const party[] = {"xay dung dang", "to chuc dang", "cap uy", "dang vien",
	                                    NULL};
	static const char *const policy[] = {"quan triet", "chu truong", "chinh sach", "phap luat",
	                                     NULL};
	static const char *const emulation[] = {"thi dua", "khen thuong", "dien hinh tien tien",
	                                        "bieu duong", NULL};
	static const struct {
		const char *kind;
		const char *const *words;
	} kinds[] = {{"party", party},
	             {"digital", digital},
	             {"reform", reform},
	             {"policy", policy},
	             {"emulation", emulation}};
	size_t n = text.n < 240 ? text.n : 240; /* what it is about stands at its beginning */
	struct str head = viet_fold(a, (struct str){.p = text.p, .n = n}), whole = viet_fold(a, text);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (has(head, kinds[i].words))
			return kinds[i].kind;
	return has(whole, emulation) ? "emulation" : "professional";
}

/* --- tasks --- */

static void add(struct tasks *t, struct para *p, struct str owner, size_t from, size_t to)
{
	struct reader *r = t->r;
	struct plan_doc *d = r->doc;
	while (to > from && r->s.p[to - 1] == ' ')
		to--;
	if (d->task_count == PLAN_TASKS_MAX || to < from + 8)
		return;
	bool mended = false;
	bool whole = from == p->from && to == p->to;
	struct str text = whole ? plan_para(r, p, &mended) : plan_text(r, from, to, &mended);
	d->tasks[d->task_count++] = (struct plan_task){.section = p->section,
	                                               .owner = plan_right(r, owner, &mended),
	                                               .text = text,
	                                               .kind = plan_kind_of(r->mem, text),
	                                               .line = line_of(r, from),
	                                               .mended = mended};
}

/* The body that heads a section, looked up once; NULL. */
static struct str headed_by(struct tasks *t, int section)
{
	struct plan_doc *d = t->r->doc;
	struct str title = d->sections[section].title;
	if (t->looked[section] || !title.p)
		return t->headed[section];
	struct viet_shadow s = viet_shadow(t->r->mem, title);
	s.noisy = t->r->s.noisy && !d->sections[section].title_mended;
	static const char *const of[] = {"Nhiệm vụ của", "Trách nhiệm của", "Phân công", NULL};
	size_t behind, from = owner_from(&s, 0);
	if (viet_near_best(&s, 0, of, &behind))
		from = shadow_skip(&s, behind);
	/* "Giao Phòng Tổng hợp chủ trì, phối hợp với các đơn vị" */
	size_t end = owner_from(&s, 0) ? owner_end(&s, 0, s.n) : 0;
	t->looked[section] = true;
	if (!end)
		end = owner_titled(&s, from);
	if (end)
		t->headed[section] = shadow_text(t->r->mem, &s, from, end);
	return t->headed[section];
}

/* A section headed by a body charges it; else the nearest one above it that is. */
static struct str owner_of_title(struct tasks *t, int section)
{
	struct str owner = STR_NULL;
	for (; section >= 0 && !owner.p; section = t->r->doc->sections[section].parent) {
		owner = headed_by(t, section);
		int above = t->r->doc->sections[section].parent;
		if (!owner.p && above >= 0)
			owner = t->charged[above];
	}
	return owner;
}

/* "Sở Nội vụ:" before a list, or a paragraph that ends in a colon: no task, but it may name the
 * owner. */
static bool introduces(struct tasks *t, int i)
{
	const struct para *p = &t->r->paras[i];
	bool list = i + 1 < t->r->para_count && (t->r->paras[i + 1].bullet || t->r->paras[i + 1].row);
	return p->to > p->from && t->r->s.p[p->to - 1] == ':' && list;
}

/* "* Lưu ý: …" says how, not what. */
static bool is_note(const struct viet_shadow *s, const struct para *p)
{
	static const char *const notes[] = {"Lưu ý", "Ghi chú", "Chú thích", "Chú ý", NULL};
	static const char *const bounds[] = {
		"Thời gian", "Thời gian thực hiện", "Kinh phí",           "Kinh phí thực hiện", "Địa điểm",
		"Phạm vi",   "Đối tượng",           "Đối tượng, phạm vi", "Thành phần",         NULL};
	size_t end, from = p->from;
	while (from < p->to && !shadow_is_word(s->p[from])) /* "(*) Lưu ý" */
		from++;
	if (p->to > p->from + 1 && s->p[p->from] == '(' && s->p[p->to - 1] == ')')
		return true; /* "(Có phụ lục kèm theo)" */
	if (!capital_at(s, from))
		return false;
	if (viet_near_best(s, from, bounds, &end) && end < p->to && s->p[end] == ':')
		return true;
	if (!viet_near_best(s, from, notes, &end))
		return false;
	return end >= p->to || strchr(":.,(", s->p[end]) || s->p[shadow_skip(s, end)] == ':';
}

static bool leaf(const struct plan_doc *d, int section)
{
	return section + 1 >= d->section_count || d->sections[section + 1].parent != section;
}

/*
 * "- Cơ quan chủ trì: Thanh tra Sở", "- Thời gian thực hiện: Quý II": who and when of the task
 * above, written as items. What they tell of becomes a task if it was none.
 */
static const char *const *told_by(const struct viet_shadow *s, const struct para *p, size_t *from)
{
	static const char *const *const lists[] = {plan_owner_names, plan_with_names, plan_due_names};
	size_t colon = p->from;
	while (colon < p->to && s->p[colon] != ':' && colon < p->from + 60)
		colon++;
	*from = colon < p->to && s->p[colon] == ':' ? shadow_skip(s, colon + 1) : p->to;
	for (size_t i = 0; i < 3 && *from < p->to; i++)
		if (viet_near_whole(s, p->from, colon, lists[i]))
			return lists[i];
	return NULL;
}

/* The paragraph that such items tell of: the nearest above them in their section; NULL. */
static struct para *told_of(struct tasks *t, int i)
{
	struct reader *r = t->r;
	size_t unused;
	for (int k = i - 1; k >= 0 && r->paras[k].section == r->paras[i].section; k--)
		if (r->paras[k].title || !told_by(&r->s, &r->paras[k], &unused))
			return &r->paras[k];
	return NULL;
}

static bool tells_of_task(struct tasks *t, int i)
{
	struct reader *r = t->r;
	struct plan_doc *d = r->doc;
	const struct para *p = &r->paras[i];
	size_t from;
	const char *const *names = told_by(&r->s, p, &from);
	if (!names || p->section < 0 || t->part[p->section] == PART_PURPOSE)
		return false;
	struct para *of = told_of(t, i);
	const struct plan_task *last = d->task_count ? &d->tasks[d->task_count - 1] : NULL;
	if (!of || !last || last->section != p->section || last->line < of->line) {
		bool title = of && of->title;
		if (!of || (title && !leaf(d, p->section)))
			return false;
		add(t, of, STR_NULL, of->from, of->to);
	}
	if (d->task_count == 0 || d->tasks[d->task_count - 1].line < of->line)
		return false;
	const struct viet_shadow *s = &r->s;
	struct plan_task *task = &d->tasks[d->task_count - 1];
	size_t to = p->to;
	while (to > from && strchr(".; ", s->p[to - 1]))
		to--;
	struct str said = plan_text(r, from, to, &task->mended);
	if (names == plan_owner_names)
		task->owner = said;
	else if (names == plan_with_names)
		task->with = said;
	else
		task->due = said;
	return true;
}

/* A paragraph before "a)" that charges somebody with what stands in a), b), c). */
static bool introduces_sections(const struct tasks *t, int i)
{
	const struct reader *r = t->r;
	const struct para *p = &r->paras[i];
	int next = i + 1 < r->para_count ? r->paras[i + 1].section : -1;
	return p->to > p->from && r->s.p[p->to - 1] == ':' && next > p->section && p->section >= 0 &&
	       r->doc->sections[next].parent == p->section;
}

static struct str owner_at(struct tasks *t, const struct para *p)
{
	const struct viet_shadow *s = &t->r->s;
	size_t end = owner_end(s, p->from, p->to);
	return end ? shadow_text(t->r->mem, s, owner_from(s, p->from), end) : STR_NULL;
}

/* A row of a table of tasks; with its heading it takes the place of what was understood else. */
static bool by_table(struct tasks *t, const struct para *p)
{
	struct plan_doc *d = t->r->doc;
	struct plan_task task;
	if (!plan_row(t->r, &t->table, p, &task))
		return false;
	if (task.text.p && d->task_count < PLAN_TASKS_MAX) {
		task.kind = plan_kind_of(t->r->mem, task.text);
		d->tasks[d->task_count++] = task;
	}
	return true;
}

static bool closing(const struct viet_shadow *s, size_t from)
{
	static const char *const words[] = {"Trong quá trình", "Quá trình tổ chức thực hiện",
	                                    "Quá trình thực hiện", "Căn cứ Kế hoạch này", NULL};
	size_t unused;
	return viet_near_best(s, from, words, &unused) != NULL;
}

/* Sentences that begin with somebody are that body's; what is left is everybody's. */
static void by_sentence(struct tasks *t, struct para *p)
{
	const struct viet_shadow *s = &t->r->s;
	size_t from = p->from, rest = p->from;
	for (size_t i = p->from; i < p->to; i++) {
		bool stop = i + 1 == p->to ||
		            (s->p[i] == '.' && s->p[i + 1] == ' ' && capital_at(s, shadow_skip(s, i + 1)));
		if (!stop)
			continue;
		size_t end = owner_end(s, from, i + 1);
		if (end) {
			add(t, p, STR_NULL, rest, from);
			add(t, p, shadow_text(t->r->mem, s, owner_from(s, from), end), from, i + 1);
			rest = shadow_skip(s, i + 1);
		}
		from = shadow_skip(s, i + 1);
	}
	if (rest < p->to)
		add(t, p, STR_NULL, rest, p->to);
}

/* Many plans have their table of tasks in an annex behind the signature: of that only such tables
 * count. */
static void by_annex(struct tasks *t)
{
	struct reader *r = t->r;
	if (r->annex < 0)
		return;
	t->table = (struct table){.section = -2};
	for (int line = r->annex; line < r->line_count; line++) {
		if (line_blank(r, line))
			continue;
		struct para p = {.section = -1,
		                 .line = line,
		                 .from = r->lines[line].from,
		                 .to = r->lines[line].to,
		                 .row = line_row(r, line)};
		by_table(t, &p);
	}
}

/* A title with nothing below it is all that its section says. */
static bool bare(const struct tasks *t, const struct para *p)
{
	const struct plan_doc *d = t->r->doc;
	return leaf(d, p->section) && str_trim(d->sections[p->section].text).n == 0 &&
	       !all_capitals(&t->r->s, p->from, p->to);
}

void plan_tasks(struct reader *r)
{
	struct plan_doc *d = r->doc;
	struct tasks t = {.r = r,
	                  .part = arena_array(r->mem, (size_t)d->section_count + 1, sizeof *t.part),
	                  .table = {.section = -2},
	                  .headed = arena_array(r->mem, (size_t)d->section_count + 1, sizeof *t.headed),
	                  .looked = arena_array(r->mem, (size_t)d->section_count + 1, sizeof *t.looked),
	                  .charged =
	                      arena_array(r->mem, (size_t)d->section_count + 1, sizeof *t.charged)};
	struct str named = STR_NULL; /* by the line that introduces a list */
	int last = -1;
	d->tasks = arena_array(r->mem, PLAN_TASKS_MAX, sizeof *d->tasks);
	for (int i = 0; i < d->section_count; i++)
		t.part[i] = part_of(&t, i);
	for (int i = 0; i < r->para_count; i++) {
		struct para *p = &r->paras[i];
		if (by_table(&t, p) || p->section < 0 || (p->title && !bare(&t, p)))
			continue;
		if (p->section != last || !p->bullet)
			named = STR_NULL;
		last = p->section;
		if (closing(&r->s, p->from)) {
			if (t.part[p->section] == PART_CARRYING_OUT &&
			    d->sections[p->section].to_line == r->end)
				break;
			continue;
		}
		if (tells_of_task(&t, i) || is_note(&r->s, p))
			continue;
		struct str owner = owner_at(&t, p);
		if (introduces_sections(&t, i)) {
			t.charged[p->section] = owner;
			continue;
		}
		if (introduces(&t, i)) {
			named = owner;
			continue;
		}
		if (!owner.p)
			owner = named.p ? named : owner_of_title(&t, p->section);
		bool content = t.part[p->section] == PART_CONTENT && (p->bullet || leaf(d, p->section));
		if (t.part[p->section] == PART_CARRYING_OUT && (owner.p || p->bullet))
			add(&t, p, owner, p->from, p->to);
		else if (content && owner.p)
			add(&t, p, owner, p->from, p->to);
		else if (content)
			by_sentence(&t, p);
	}
	by_annex(&t);
}
