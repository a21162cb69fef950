/* check.c: faults that only the whole law shows: time, citations, conditions without effect. */
#include "law/read.h"

struct checking {
	struct reading *r;
	const struct award *award;
	const struct version *version;
};

static struct date first_day(const struct law *law)
{
	return law->set_count ? law->sets[0].info.from : DATE_OPEN;
}

/* --- time ---------------------------------------------------------------------------------- */

static void check_sets(struct reading *r)
{
	const struct law *law = r->law;
	if (!law->set_count) {
		fault(r, 1, 1,
		      "Chưa có bộ quy tắc nào. Hãy khai báo \"bộ quy tắc KÝ_HIỆU \"tên\" từ ngày\".");
		return;
	}
	for (int i = 0; i < law->set_count; i++) {
		const struct set *s = &law->sets[i];
		struct date end = i + 1 < law->set_count ? law->sets[i + 1].info.from : DATE_OPEN;
		r->file = s->file;
		if (s->info.to.days < end.days)
			fault(r, s->line, 1, "Sau ngày %s không có bộ quy tắc nào (khoảng trống).",
			      date_vn(s->info.to).z);
		if (s->info.to.days > end.days)
			fault(r, s->line, 1, "Từ ngày %s có hai bộ quy tắc cùng hiệu lực (chồng nhau).",
			      date_vn(end).z);
	}
}

/* The first day from `day` on that no period covers; DATE_OPEN when all are covered. */
static struct date uncovered(const struct period *p, int count, struct date day)
{
	for (bool moved = true; moved && day.days < DATE_OPEN.days;) {
		moved = false;
		for (int i = 0; i < count; i++)
			if (period_has(p[i], day)) {
				day = p[i].to;
				moved = true;
			}
	}
	return day;
}

/* Where it stands: at the one that begins last, of those that end by that day; else at the first.
 */
static int line_near(const struct period *p, const int *lines, int count, struct date day)
{
	int at = 0;
	for (int i = 1; i < count; i++)
		if (p[i].to.days <= day.days && p[i].to.days > p[at].to.days)
			at = i;
	return lines[at];
}

static void check_periods(struct reading *r, const int *lines, const char *what, struct str name,
                          const struct period *p, int count, struct date starts)
{
	for (int i = 0; i < count; i++)
		for (int j = 0; j < i; j++)
			if (p[i].from.days < p[j].to.days && p[j].from.days < p[i].to.days)
				fault(r, lines[i], 1,
				      "%s %.*s có hai giá trị cùng hiệu lực từ ngày %s (chồng nhau).", what,
				      STR_ARG(name),
				      date_vn(p[i].from.days > p[j].from.days ? p[i].from : p[j].from).z);
	struct date gap = uncovered(p, count, starts);
	if (count && gap.days < DATE_OPEN.days)
		fault(r, line_near(p, lines, count, gap), 1,
		      "%s %.*s không có giá trị từ ngày %s (khoảng trống).", what, STR_ARG(name),
		      date_vn(gap).z);
}

static void check_source(struct reading *r, int line, int column, const struct source *s,
                         struct period when, const char *what)
{
	if (!s->cite_count && !s->local && s->mark != LAW_UNCONFIRMED)
		fault(r, line, column,
		      "%s không có viện dẫn. Hãy thêm [VĂN_BẢN Điều …], hoặc \"địa phương\", "
		      "hoặc chưa xác nhận \"lý do\".",
		      what);
	bool alive = s->cite_count == 0;
	struct doc *last = NULL;
	for (int i = 0; i < s->cite_count; i++) {
		const struct cite *c = &s->cites[i];
		if (c->doc < 0)
			continue;
		struct doc *d = &r->law->docs[c->doc];
		if (d->valid.to.days <= when.from.days || when.to.days <= d->valid.from.days)
			fault(r, c->line, c->column,
			      "%.*s không có hiệu lực trong thời gian áp dụng của dòng này.", STR_ARG(d->key));
		alive |= d->valid.to.days >= when.to.days;
		last = !last || d->valid.to.days > last->valid.to.days ? d : last;
	}
	if (!alive && last)
		last->outlived++;
}

static struct period from_first(const struct law *law, struct period p)
{
	if (p.from.days < first_day(law).days)
		p.from = first_day(law);
	return p;
}

static void check_params(struct reading *r)
{
	for (int i = 0; i < r->law->param_count; i++) {
		const struct param *p = &r->law->params[i];
		struct period *when = arena_array(r->mem, (size_t)p->value_count + 1, sizeof *when);
		int *lines = arena_array(r->mem, (size_t)p->value_count + 1, sizeof *lines);
		r->file = p->file;
		for (int j = 0; j < p->value_count; j++) {
			lines[j] = p->values[j].line;
			when[j] = from_first(r->law, p->values[j].when);
			struct source s = p->values[j].source;
			s.local |= p->local;
			check_source(r, p->values[j].line, 1, &s, when[j], "Giá trị này");
		}
		if (!p->value_count)
			fault(r, p->line, 1, "Tham số %.*s không có giá trị nào.", STR_ARG(p->key));
		if (p->local && !p->given.cite_count && p->given.mark != LAW_UNCONFIRMED)
			fault(r, p->line, 1,
			      "Tham số địa phương %.*s thiếu dòng \"giao tại [VĂN_BẢN Điều …]\".",
			      STR_ARG(p->key));
		check_periods(r, lines, "Tham số", p->key, when, p->value_count,
		              date_is_none(p->starts) ? first_day(r->law) : p->starts);
	}
}

/* --- conditions that always or never hold ----------------------------------------------------- */

/* Least and greatest value that a number ever takes. */
static void range(const struct law *law, struct num n, int64_t *least, int64_t *most)
{
	*least = *most = n.value;
	if (n.param < 0)
		return;
	const struct param *p = &law->params[n.param];
	*least = INT64_MAX;
	*most = INT64_MIN;
	for (int i = 0; i < p->value_count; i++) {
		*least = p->values[i].value < *least ? p->values[i].value : *least;
		*most = p->values[i].value > *most ? p->values[i].value : *most;
	}
}

static void always(struct reading *r, const struct node *n)
{
	fault(r, n->line, n->column, "Điều kiện này lúc nào cũng đạt, nên không có tác dụng: \"%.*s\".",
	      STR_ARG(n->text));
}

static void never(struct reading *r, const struct node *n, const char *why)
{
	fault(r, n->line, n->column, "Điều kiện này không bao giờ đạt được: %s.", why);
}

static void check_window(struct reading *r, const struct node *n, bool within)
{
	int64_t least, most;
	if (n->window == W_SINCE && !within)
		fault(r, n->line, n->column,
		      "\"trong thời gian đó\" chỉ dùng bên dưới \"sau khi được tặng …\" hoặc \"trong một "
		      "thời gian ít nhất … năm\".");
	range(r->law, n->window_n, &least, &most);
	if (n->kind == N_NOT_LATELY && (least < 0 || most >= LAW_WINDOW * 1000))
		fault(r, n->line, n->column, "Số năm trước năm xét phải từ 0 đến %d.", LAW_WINDOW - 1);
	if (n->window != W_RUN)
		return;
	if (least < 1000)
		fault(r, n->line, n->column, "Số năm phải từ 1 trở lên.");
	if (most > LAW_WINDOW * 1000)
		fault(r, n->line, n->column, "Chương trình xét tối đa %d năm liên tục.", LAW_WINDOW);
}

static void check_number(struct reading *r, const struct node *n)
{
	int64_t least, most, years, longest;
	range(r->law, n->n, &least, &most);
	range(r->law, n->window_n, &years, &longest);
	bool counted = n->kind == N_YEARS || n->kind == N_WORKS || n->kind == N_COUNT ||
	               n->kind == N_SHARE || n->kind == N_POST || n->kind == N_SINCE;
	/* A local number may be 0: then the office does not ask for it. */
	bool own = n->n.param >= 0 && r->law->params[n->n.param].local;
	if (counted && least <= 0 && !own)
		always(r, n);
	if ((n->kind == N_WORKS || n->kind == N_SOME) && most > 50000)
		fault(r, n->line, n->column, "Chương trình đếm đến 50.");
	if (n->kind == N_SHARE && least > 100000)
		never(r, n, "tỷ lệ lớn hơn 100 %");
	if (n->kind == N_YEARS && n->window == W_YEAR && least > 1000)
		never(r, n, "một năm không thể là nhiều năm");
	if (n->kind == N_YEARS && n->window == W_RUN && least > longest)
		never(r, n, "số năm đòi hỏi lớn hơn số năm được xét");
	if (n->kind == N_RANK && most < 1000)
		never(r, n, "thứ hạng bắt đầu từ 1");
	if (n->kind == N_SINCE && least > (LAW_WINDOW - 1) * 1000)
		fault(r, n->line, n->column, "Chương trình xét tối đa %d năm liên tục ở đây.",
		      LAW_WINDOW - 1);
	if (n->kind == N_EACH && n->rating == LAW_FAILED)
		always(r, n);
}

static void check_pairs(struct reading *r, const struct node *n)
{
	for (const struct node *a = n->child; a; a = a->next)
		for (const struct node *b = n->child; b; b = b->next) {
			bool opposite =
				a->kind == N_HELD && b->kind == N_NOT_HELD && (a->awards & ~b->awards) == 0;
			if (opposite && n->kind == N_ALL)
				never(r, b, "vừa đòi đã được tặng vừa đòi chưa được tặng");
			if (opposite && n->kind == N_ANY && a->awards == b->awards)
				always(r, n);
			if (a != b && a->line < b->line && n->kind != N_SINCE && str_eq(a->text, b->text) &&
			    !a->child)
				fault(r, b->line, b->column, "Điều kiện này lặp lại dòng %d.", a->line);
		}
}

static int child_count(const struct node *n)
{
	int count = 0;
	for (const struct node *c = n->child; c; c = c->next)
		count++;
	return count;
}

static void check_group(struct checking *c, const struct node *n)
{
	int64_t least, most;
	range(c->r->law, n->n, &least, &most);
	if (n->kind == N_SOME && least <= 0)
		always(c->r, n);
	if (n->kind == N_SOME && most > child_count(n) * 1000)
		never(c->r, n, "đòi nhiều điều kiện hơn số điều kiện bên dưới");
	if (n->types & ~c->award->info.types)
		fault(c->r, n->line, n->column, "Loại hình ở đây không nằm trong \"loại hình\" của %.*s.",
		      STR_ARG(c->award->info.code));
	check_pairs(c->r, n);
}

static void check_ref(struct checking *c, const struct node *n)
{
	const struct award *w = &c->r->law->awards[n->ref];
	for (int i = 0; i < w->version_count; i++)
		if (w->versions[i].subject == c->version->subject)
			return;
	fault(c->r, n->line, n->column, "%.*s không có điều kiện cho đối tượng này.",
	      STR_ARG(w->info.code));
}

static void check_node(struct checking *c, const struct node *n, bool within, int depth)
{
	if (depth > LAW_DEPTH_MAX) {
		fault(c->r, n->line, n->column, "Các nhóm lồng nhau quá %d tầng.", LAW_DEPTH_MAX);
		return;
	}
	if (n->kind <= N_SINCE)
		check_group(c, n);
	else
		check_source(c->r, n->line, n->column, &n->source, from_first(c->r->law, c->version->when),
		             "Điều kiện này");
	if (n->kind == N_EACH || n->kind == N_YEARS || n->kind == N_WORKS)
		check_window(c->r, n, within);
	if (within && n->kind != N_EACH && n->kind != N_YEARS && n->kind != N_WORKS && n->kind > N_SOME)
		fault(c->r, n->line, n->column,
		      "Dưới \"sau khi được tặng\", \"trong một thời gian\" chỉ dùng \"mỗi năm\", \"ít nhất "
		      "… năm\", "
		      "sáng kiến, đề tài và các nhóm của chúng.");
	if (n->kind == N_REF)
		check_ref(c, n);
	check_number(c->r, n);
	for (const struct node *k = n->child; k; k = k->next)
		check_node(c, k, within || n->kind == N_SINCE, depth + 1);
}

/* --- awards ------------------------------------------------------------------------------------
 */

/* Awards that a condition refers to, and theirs: none may come back to itself. */
static bool reaches(const struct law *law, const struct node *n, int award, unsigned *seen)
{
	for (; n; n = n->next) {
		if (n->kind == N_REF && n->ref == award)
			return true;
		if (n->kind == N_REF && !(*seen & (1u << n->ref))) {
			*seen |= 1u << n->ref;
			for (int i = 0; i < law->awards[n->ref].version_count; i++)
				if (reaches(law, law->awards[n->ref].versions[i].root, award, seen))
					return true;
		}
		if (n->child && reaches(law, n->child, award, seen))
			return true;
	}
	return false;
}

/* Lines of this award that were not understood are left out: what is missing then, is missing
 * because of them, and saying so again would lead a reader astray. */
static bool has_faults(const struct reading *r, const struct award *w)
{
	int next = INT32_MAX;
	for (int i = 0; i < r->law->award_count; i++) {
		const struct award *o = &r->law->awards[i];
		if (str_eq(o->file, w->file) && o->line > w->line && o->line < next)
			next = o->line;
	}
	for (int i = 0; i < r->fault_count; i++)
		if (!r->faults[i].note && str_eq(r->faults[i].file, w->file) &&
		    r->faults[i].line > w->line && r->faults[i].line < next)
			return true;
	return false;
}

static void check_subject(struct reading *r, const struct award *w, int subject)
{
	struct period *when = arena_array(r->mem, (size_t)w->version_count + 1, sizeof *when);
	int *lines = arena_array(r->mem, (size_t)w->version_count + 1, sizeof *lines), count = 0;
	for (int i = 0; i < w->version_count; i++)
		if ((int)w->versions[i].subject == subject) {
			lines[count] = w->versions[i].line;
			when[count++] = w->versions[i].when;
		}
	if (w->info.subjects & (1u << subject) && !count)
		fault(r, w->line, 1, "%.*s nêu đối tượng %s nhưng không có \"điều kiện %s\".",
		      STR_ARG(w->info.code), law_word(law_subjects, subject),
		      law_word(law_subjects, subject));
	if (!(w->info.subjects & (1u << subject)) && count)
		fault(r, w->line, 1, "%.*s có điều kiện cho %s nhưng dòng \"đối tượng\" không nêu.",
		      STR_ARG(w->info.code), law_word(law_subjects, subject));
	check_periods(r, lines, "Điều kiện của", w->info.code, when, count, first_day(r->law));
}

static void check_award(struct reading *r, const struct award *w)
{
	struct checking c = {r, w, NULL};
	r->file = w->file;
	bool understood = !has_faults(r, w);
	if (understood && (!w->info.subjects || !w->info.types || !w->info.authority.n))
		fault(r, w->line, 1, "%.*s thiếu dòng \"đối tượng\", \"loại hình\" hoặc \"thẩm quyền\".",
		      STR_ARG(w->info.code));
	for (int s = 0; s < LAW_SUBJECTS && understood; s++)
		check_subject(r, w, s);
	for (int i = 0; i < w->version_count; i++) {
		c.version = &w->versions[i];
		unsigned seen = 0;
		if (reaches(r->law, c.version->root, (int)(w - r->law->awards), &seen))
			fault(r, c.version->line, 1, "Điều kiện của %.*s dẫn vòng về chính nó.",
			      STR_ARG(w->info.code));
		else
			check_node(&c, c.version->root, false, 1);
	}
	struct period all = {first_day(r->law), DATE_OPEN};
	for (int i = 0; i < w->vote_count; i++)
		check_source(r, w->line, 1, &w->votes[i].source, all, "Dòng biểu quyết");
	for (int i = 0; i < w->paper_count; i++)
		check_source(r, w->line, 1, &w->papers[i].source, from_first(r->law, w->papers[i].when),
		             "Dòng hồ sơ hoặc thời hạn");
}

void check_law(struct reading *r)
{
	check_sets(r);
	check_params(r);
	for (int i = 0; i < r->law->award_count; i++)
		check_award(r, &r->law->awards[i]);
	for (int i = 0; i < r->law->doc_count; i++) {
		const struct doc *d = &r->law->docs[i];
		r->file = d->file;
		if (d->outlived)
			note(r, d->line, 1,
			     "%.*s hết hiệu lực ngày %s mà %d dòng vẫn chỉ viện dẫn nó; cần văn bản thay thế.",
			     STR_ARG(d->title), date_vn(d->valid.to).z, d->outlived);
	}
	for (int i = 0; i < r->law->attest_count; i++)
		if (!r->law->attests[i].used) {
			r->file = r->law->attests[i].file;
			note(r, r->law->attests[i].line, 1, "Không điều kiện nào dùng %.*s.",
			     STR_ARG(r->law->attests[i].info.key));
		}
}
