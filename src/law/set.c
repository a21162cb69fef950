/* set.c: the law at one day: its set, the numbers, the office's own values, the wording. */
#include "law/tree.h"

struct law_set_info law_set(const struct law_rules *r)
{
	return r->set->info;
}

int law_set_count(const struct law *law)
{
	return law->set_count;
}

struct law_set_info law_set_at(const struct law *law, int i)
{
	return law->sets[i].info;
}

/* --- wording ------------------------------------------------------------------------------- */

static void cite_words(const struct law *law, const struct cite *c, struct buf *b)
{
	buf_str(b, c->text);
	if (c->text.n)
		buf_chr(b, ' ');
	buf_str(b, c->doc < 0 ? STR("") : law->docs[c->doc].title);
}

static struct str cites_words(struct arena *mem, const struct law *law, const struct source *s)
{
	struct buf b;
	buf_init(&b, 64 * 1024);
	for (int i = 0; i < s->cite_count; i++) {
		if (i)
			buf_z(&b, "; ");
		cite_words(law, &s->cites[i], &b);
	}
	struct str out = arena_str(mem, b.n ? buf_view(&b) : STR(""));
	buf_release(&b);
	return out;
}

/* 4500 -> "4,5" */
static void number_words(struct buf *b, int64_t v)
{
	buf_int(b, v / 1000);
	int rest = (int)(v < 0 ? -v : v) % 1000;
	if (!rest)
		return;
	char digits[8];
	snprintf(digits, sizeof digits, ",%03d", rest);
	size_t n = 4;
	while (digits[n - 1] == '0')
		n--;
	buf_add(b, digits, n);
}

static bool code_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* An award's code becomes its name, a parameter's name its value. */
static void code_words(const struct law_rules *r, struct str code, struct buf *b)
{
	int award = law_award_number(r->law, code), param = law_param_index(r->law, code);
	int post = law_post_index(r->law, code);
	if (award >= 0)
		buf_str(b, r->law->awards[award].info.name);
	else if (param >= 0 && r->params[param].known)
		number_words(b, r->params[param].value);
	else if (post >= 0)
		buf_str(b, r->law->posts[post].title);
	else
		buf_str(b, code);
}

/* "…, chứng minh theo CHUNG_MINH_CO_SO" is for the machine; people read what proves it. */
static struct str before_proof(struct str text)
{
	static const char by[] = ", chứng minh theo";
	const char *at = memmem(text.p, text.n, by, strlen(by));
	return at ? (struct str){text.p, (size_t)(at - text.p)} : text;
}

static struct str node_words(struct arena *mem, const struct law_rules *r, const struct node *n)
{
	struct buf b;
	if (n->kind == N_ATTEST)
		return r->law->attests[n->attest].info.text;
	buf_init(&b, 64 * 1024);
	struct str s = n->kind == N_DEED ? before_proof(n->text) : n->text;
	for (size_t i = 0; i < s.n;) {
		size_t end = i;
		bool starts = i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == ',';
		while (starts && end < s.n && code_char(s.p[end]))
			end++;
		if (end >= i + 2 && s.p[i] >= 'A' && s.p[i] <= 'Z') {
			code_words(r, (struct str){s.p + i, end - i}, &b);
			i = end;
		} else {
			buf_chr(&b, s.p[i++]);
		}
	}
	if (s.n < n->text.n)
		buf_z(&b, num_value(r, n->n) > 0
		              ? ", có văn bản công nhận hoặc được thủ trưởng đơn vị xác nhận kèm minh chứng"
		              : ", có văn bản công nhận");
	struct str out = arena_str(mem, b.n ? buf_view(&b) : STR(""));
	buf_release(&b);
	return out;
}

/* --- numbers --------------------------------------------------------------------------------- */

static struct str param_hash(struct arena *mem, const struct param *p, const struct value *v)
{
	return arena_printf(mem, "%.*s=%lld %d", STR_ARG(p->key), v ? (long long)v->value : -1,
	                    v ? (int)v->source.mark : -1);
}

static struct law_param_info param_at(struct arena *mem, const struct law *law,
                                      const struct param *p, struct date day)
{
	struct law_param_info out = {.name = p->key,
	                             .title = p->title,
	                             .unit = p->unit,
	                             .local = p->local,
	                             .citation = STR(""),
	                             .reason = STR(""),
	                             .given = p->given.reason.p ? p->given.reason : STR(""),
	                             .note = p->note.p ? p->note : STR(""),
	                             .other_text = p->other_text.p ? p->other_text : STR(""),
	                             .other = p->other};
	const struct value *v = NULL;
	for (int i = 0; i < p->value_count; i++)
		if (period_has(p->values[i].when, day))
			v = &p->values[i];
	out.hash = param_hash(mem, p, v);
	if (v) {
		out.value = v->value;
		out.known = true;
		out.mark = v->source.mark;
		out.reason = v->source.reason;
		out.citation = cites_words(mem, law, v->source.cite_count ? &v->source : &p->given);
	}
	return out;
}

static bool applies(const struct law_overlay_entry *o, const struct set *s, struct date day)
{
	bool since = date_is_none(o->from) || o->from.days <= day.days;
	/* An entry that is all zero but for its key has no end. */
	bool until = date_is_none(o->to) || o->to.days == 0 || day.days < o->to.days;
	return since && until && (!o->set.n || str_eq(o->set, s->info.name));
}

static void overlay_params(struct law_rules *r, const struct law_overlay *overlay)
{
	for (int i = 0; overlay && i < overlay->count; i++) {
		const struct law_overlay_entry *o = &overlay->at[i];
		int p = law_param_index(r->law, o->key);
		if (o->kind != LAW_VALUE || p < 0 || !applies(o, r->set, r->day))
			continue;
		struct law_param_info *info = &r->params[p];
		if (o->hash.n && !str_eq(o->hash, info->hash))
			continue;
		info->value = o->value;
		info->known = info->changed = true;
		info->mark = LAW_SEEN;
		info->reason = STR("");
		info->citation = o->source;
	}
}

static bool num_confirmed(const struct law_rules *r, struct num n)
{
	return n.param < 0 || (r->params[n.param].known && r->params[n.param].mark != LAW_UNCONFIRMED);
}

static void overlay_nodes(struct law_rules *r, const struct law_overlay *overlay)
{
	const struct law *law = r->law;
	for (int i = 0; i < law->node_count; i++) {
		const struct node *n = law->nodes[i];
		bool group = node_is_group(n);
		r->confirmed[i] = n->source.mark != LAW_UNCONFIRMED && (group || r->set->info.confirmed);
		for (int j = 0; overlay && j < overlay->count; j++) {
			const struct law_overlay_entry *o = &overlay->at[j];
			if (o->kind == LAW_VALUE || !str_eq(o->key, n->key) || !applies(o, r->set, r->day) ||
			    (o->hash.n && !str_eq(o->hash, n->hash)))
				continue;
			r->omitted[i] |= o->kind == LAW_OMIT;
			r->confirmed[i] = true;
		}
		/* A number that waits for confirmation makes the condition wait, whoever confirmed its
		 * words. */
		r->confirmed[i] &= num_confirmed(r, n->n) && num_confirmed(r, n->window_n);
		/* Where nothing is asked there is nothing to confirm. */
		r->confirmed[i] |= node_asks_nothing(r, n);
	}
}

static void choose_roots(struct law_rules *r)
{
	for (int i = 0; i < r->law->award_count; i++) {
		const struct award *w = &r->law->awards[i];
		for (int j = 0; j < w->version_count; j++)
			if (period_has(w->versions[j].when, r->day))
				r->roots[i * LAW_SUBJECTS + (int)w->versions[j].subject] = w->versions[j].root;
	}
}

enum rc law_rules_at(struct arena *mem, const struct law *law, struct date received,
                     const struct law_overlay *overlay, const struct law_rules **out, struct err *e)
{
	const struct set *set = NULL;
	for (int i = 0; i < law->set_count; i++)
		if (period_has((struct period){law->sets[i].info.from, law->sets[i].info.to}, received))
			set = &law->sets[i];
	if (!set)
		return err_set(e, RC_NOTFOUND, "Chưa có bộ quy tắc nào áp dụng cho ngày %s.",
		               date_is_none(received) ? "trống" : date_vn(received).z);
	struct law_rules *r = arena_alloc(mem, sizeof *r);
	size_t nodes = (size_t)law->node_count + 1;
	*r = (struct law_rules){.law = law, .set = set, .day = received};
	r->params = arena_array(mem, (size_t)law->param_count + 1, sizeof *r->params);
	for (int i = 0; i < law->param_count; i++)
		r->params[i] = param_at(mem, law, &law->params[i], received);
	overlay_params(r, overlay);
	r->texts = arena_array(mem, nodes, sizeof *r->texts);
	r->cites = arena_array(mem, nodes, sizeof *r->cites);
	r->confirmed = arena_array(mem, nodes, sizeof *r->confirmed);
	r->omitted = arena_array(mem, nodes, sizeof *r->omitted);
	r->roots = arena_array(mem, (size_t)law->award_count * LAW_SUBJECTS + 1, sizeof *r->roots);
	overlay_nodes(r, overlay);
	choose_roots(r);
	for (int i = 0; i < law->node_count; i++) {
		r->texts[i] = node_words(mem, r, law->nodes[i]);
		r->cites[i] = cites_words(mem, law, &law->nodes[i]->source);
	}
	*out = r;
	return RC_OK;
}

enum rc law_rules_between(struct arena *mem, const struct law *law, struct date received,
                          struct date decided, const struct law_overlay *overlay,
                          const struct law_rules *out[2], int *count, struct err *e)
{
	*count = 1;
	TRY(law_rules_at(mem, law, received, overlay, &out[0], e));
	if (date_is_none(decided) || decided.days <= received.days)
		return RC_OK;
	TRY(law_rules_at(mem, law, decided, overlay, &out[1], e));
	if (out[1]->set != out[0]->set && out[1]->set->info.favourable)
		*count = 2;
	return RC_OK;
}

/* --- what the set holds --------------------------------------------------------------------------
 */

int law_award_count(const struct law_rules *r)
{
	return r->law->award_count;
}

const struct law_award_info *law_award_at(const struct law_rules *r, int i)
{
	return &r->law->awards[i].info;
}

int law_award_index(const struct law_rules *r, struct str code)
{
	return law_award_number(r->law, code);
}

const struct law_award_info *law_award_find(const struct law_rules *r, struct str code)
{
	int i = law_award_number(r->law, code);
	return i < 0 ? NULL : &r->law->awards[i].info;
}

int law_param_count(const struct law_rules *r)
{
	return r->law->param_count;
}

struct law_param_info law_param_at(const struct law_rules *r, int i)
{
	return r->params[i];
}

bool law_param_find(const struct law_rules *r, struct str name, struct law_param_info *out)
{
	int i = law_param_index(r->law, name);
	if (i >= 0)
		*out = r->params[i];
	return i >= 0 && out->known;
}

/* Least and most that a condition takes in this place. */
static void bounds(const struct node *n, int param, int64_t *least, int64_t *most)
{
	if (n->window_n.param == param) {
		*least = n->kind == N_NOT_LATELY ? 0 : 1000;
		*most = (n->kind == N_NOT_LATELY ? LAW_WINDOW - 1 : LAW_WINDOW) * 1000;
	}
	if (n->n.param == param && n->kind == N_DEED)
		*most = 1000;
	if (n->n.param == param && n->kind == N_MONTHS)
		*most = 12000;
}

enum rc law_value_can_be(const struct law_rules *r, struct str name, int64_t value, struct err *e)
{
	int p = law_param_index(r->law, name);
	if (p < 0)
		return err_set(e, RC_NOTFOUND, "Không có giá trị mang tên %.*s.", STR_ARG(name));
	const struct law_param_info *info = &r->params[p];
	int64_t least = 0, most = INT32_MAX;
	bool whole;
	if (str_eqz(info->unit, "%"))
		most = 100000;
	whole = r->law->params[p].yes_no;
	if (whole)
		most = 1000;
	for (int i = 0; i < r->law->node_count; i++) {
		const struct node *n = r->law->nodes[i];
		bounds(n, p, &least, &most);
		whole |= n->window_n.param == p || (n->n.param == p && n->kind == N_MONTHS);
	}
	if (value >= least && value <= most && (!whole || value % 1000 == 0))
		return RC_OK;
	if (most == INT32_MAX)
		return err_field(e, "value", "Giá trị này không được nhỏ hơn 0.");
	return err_field(e, "value", "Giá trị này phải là số%s từ %d đến %d.", whole ? " nguyên" : "",
	                 (int)(least / 1000), (int)(most / 1000));
}

int law_attest_count(const struct law_rules *r)
{
	return r->law->attest_count;
}

struct law_attest_info law_attest_at(const struct law_rules *r, int i)
{
	return r->law->attests[i].info;
}

static void add_leaves(struct arena *mem, const struct law_rules *r, const struct node *n,
                       struct str award, struct law_leaf **out, int *count)
{
	if (!node_is_group(n)) {
		*out = grown(mem, *out, *count, sizeof **out);
		(*out)[(*count)++] = (struct law_leaf){n->key, r->texts[n->index], award};
	}
	for (const struct node *c = n->child; c; c = c->next)
		add_leaves(mem, r, c, award, out, count);
}

void law_leaves(struct arena *mem, const struct law_rules *r, struct law_leaf **out, int *count)
{
	*out = NULL;
	*count = 0;
	for (int i = 0; i < r->law->award_count * LAW_SUBJECTS; i++)
		if (r->roots[i])
			add_leaves(mem, r, r->roots[i], r->law->awards[i / LAW_SUBJECTS].info.name, out, count);
}

struct str law_text(const struct law_rules *r, struct str award)
{
	int i = law_award_number(r->law, award);
	return i < 0 ? STR("") : r->law->awards[i].text;
}

/* What rests on a document that has ended, or on an unconfirmed number, waits for confirmation. */
static enum law_mark paper_mark(const struct law_rules *r, const struct paper *p)
{
	enum law_mark mark = p->source.mark;
	for (int i = 0; i < p->source.cite_count; i++) {
		int doc = p->source.cites[i].doc;
		if (doc >= 0 && r->law->docs[doc].valid.to.days <= r->day.days)
			mark = LAW_UNCONFIRMED;
	}
	if (p->number.param >= 0 && r->params[p->number.param].mark == LAW_UNCONFIRMED)
		mark = LAW_UNCONFIRMED;
	return mark;
}

static void papers(struct arena *mem, const struct law_rules *r, struct str code,
                   enum law_type type, bool days, bool brief, struct law_line **out, int *count)
{
	int i = law_award_number(r->law, code);
	*out = NULL;
	*count = 0;
	if (i < 0)
		return;
	const struct award *w = &r->law->awards[i];
	*out = arena_array(mem, (size_t)w->paper_count + 1, sizeof **out);
	for (int j = 0; j < w->paper_count; j++) {
		const struct paper *p = &w->papers[j];
		if (p->days != days || p->brief != brief || !period_has(p->when, r->day) ||
		    (type && p->types && !(p->types >> type & 1)))
			continue;
		bool local =
			p->source.local || (p->number.param >= 0 && r->law->params[p->number.param].local);
		(*out)[(*count)++] = (struct law_line){p->key.p ? p->key : STR(""),
		                                       p->text,
		                                       cites_words(mem, r->law, &p->source),
		                                       paper_mark(r, p),
		                                       local,
		                                       num_int(r, p->number),
		                                       p->due ? num_int(r, p->month) : 0,
		                                       p->next};
	}
}

void law_dossier(struct arena *mem, const struct law_rules *r, struct str award, enum law_type type,
                 bool brief, struct law_line **out, int *count)
{
	papers(mem, r, award, type, false, brief, out, count);
}

bool law_brief(struct arena *mem, const struct law_rules *r, enum law_type type,
               struct str *citation)
{
	*citation = cites_words(mem, r->law, &r->law->brief);
	return r->law->brief_types >> type & 1;
}

void law_days(struct arena *mem, const struct law_rules *r, struct str award, struct law_line **out,
              int *count)
{
	papers(mem, r, award, LAW_TYPE_UNKNOWN, true, false, out, count);
}

void law_lapsing(struct arena *mem, const struct law_rules *r, int days, struct str **out,
                 int *count)
{
	*out = arena_array(mem, (size_t)r->law->doc_count + 1, sizeof **out);
	*count = 0;
	for (int i = 0; i < r->law->doc_count; i++) {
		const struct doc *d = &r->law->docs[i];
		int left = d->valid.to.days - r->day.days;
		/* Where another document has taken over, nothing lapses. */
		if (!d->outlived || left <= 0 || left > days)
			continue;
		(*out)[(*count)++] = arena_printf(
			mem, "%.*s hết hiệu lực từ ngày %s (%s): cần xác nhận văn bản thay thế trước ngày đó.",
			STR_ARG(d->title), date_vn(d->valid.to).z, law_mark_words(d->mark));
	}
}

enum rc law_conflicts(struct arena *mem, const struct law *law, const struct law_overlay *overlay,
                      struct law_faults *out, struct err *e)
{
	(void)e;
	*out = (struct law_faults){arena_array(mem, (size_t)overlay->count + 1, sizeof *out->at), 0};
	for (int i = 0; i < overlay->count; i++) {
		const struct law_overlay_entry *o = &overlay->at[i];
		struct str now = STR_NULL;
		int p = law_param_index(law, o->key);
		if (o->kind == LAW_VALUE && p >= 0)
			now = param_at(mem, law, &law->params[p],
			               date_is_none(o->from) ? law->sets[0].info.from : o->from)
			          .hash;
		for (int n = 0; o->kind != LAW_VALUE && n < law->node_count; n++)
			if (str_eq(law->nodes[n]->key, o->key))
				now = law->nodes[n]->hash;
		if (now.p && (!o->hash.n || str_eq(now, o->hash)))
			continue;
		out->at[out->count++] = (struct law_fault){
			.file = o->key,
			.line = i + 1,
			.column = 1,
			.say = arena_printf(
				mem,
				now.p ? "%.*s: nội dung đi kèm chương trình đã đổi sau khi cơ quan xác "
						"nhận. Hãy đối chiếu và xác nhận lại."
					  : "%.*s: không còn trong bộ quy tắc đi kèm chương trình.",
				STR_ARG(o->key))};
	}
	return RC_OK;
}
