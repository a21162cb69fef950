/* forecast.c: the best that can still happen, tried year by year (forecast.h). */
#include "law/forecast.h"

#include "law/say.h"

#include "base/json_out.h"

/* The record with what could still come. Lists grow; the original is borrowed and never written. */
struct hope {
	struct arena *mem;
	const struct law_rules *r;
	struct law_facts f;
	struct law_year *years;
	struct law_figure *figures;
	struct law_award *awards;
	struct law_initiative *works;
	struct law_deed *deeds;
	struct law_attestation *attests;
};

#define COPY(h, to, from, count)                                                                   \
	do {                                                                                           \
		for (int i_ = 0; i_ < (count); i_++) {                                                     \
			(to) = grown((h)->mem, (to), i_, sizeof *(to));                                        \
			(to)[i_] = (from)[i_];                                                                 \
		}                                                                                          \
	} while (0)
#define ADD(h, list, count, value)                                                                 \
	do {                                                                                           \
		(list) = grown((h)->mem, (list), (count), sizeof *(list));                                 \
		(list)[(count)++] = value;                                                                 \
	} while (0)

static void hope_of(struct arena *mem, const struct law_rules *r, const struct law_facts *f,
                    struct hope *h)
{
	*h = (struct hope){.mem = mem, .r = r, .f = *f};
	h->f.decided_to = LAW_DECIDED_ALL; /* what can come is given to it */
	COPY(h, h->years, f->years, f->year_count);
	COPY(h, h->figures, f->figures, f->figure_count);
	COPY(h, h->awards, f->awards, f->award_count);
	COPY(h, h->works, f->initiatives, f->initiative_count);
	COPY(h, h->deeds, f->deeds, f->deed_count);
	COPY(h, h->attests, f->attestations, f->attestation_count);
}

static const struct law_facts *lend(struct hope *h)
{
	h->f.years = h->years;
	h->f.figures = h->figures;
	h->f.awards = h->awards;
	h->f.initiatives = h->works;
	h->f.deeds = h->deeds;
	h->f.attestations = h->attests;
	return &h->f;
}

static void hope_figures(struct hope *h, int year)
{
	static const int32_t best[LAW_NUMBERS] = {10, 10, 10, 1, 0, 7, 10, 10, 1, 12, 0};
	for (int i = 0; i < h->f.figure_count; i++)
		if (h->figures[i].year == year)
			return; /* what is counted already, is counted */
	for (int what = 0; what < LAW_NUMBERS; what++)
		ADD(h, h->figures, h->f.figure_count,
		    ((struct law_figure){year, (enum law_number)what, best[what], STR("")}));
}

static void hope_words(struct hope *h, int year)
{
	for (int k = 0; k < h->r->law->attest_count; k++) {
		struct str key = h->r->law->attests[k].info.key;
		bool said = false;
		for (int i = 0; i < h->f.attestation_count; i++)
			said |= h->attests[i].year == year && str_eq(h->attests[i].key, key);
		if (!said)
			ADD(h, h->attests, h->f.attestation_count,
			    ((struct law_attestation){key, year, true, STR("")}));
	}
}

static void hope_year(struct hope *h, int year)
{
	bool rated = false;
	for (int i = 0; i < h->f.year_count; i++)
		rated |= h->years[i].year == year && h->years[i].rating != LAW_RATING_UNKNOWN;
	if (!rated)
		ADD(h, h->years, h->f.year_count, ((struct law_year){year, LAW_EXCELLENT, STR("")}));
	for (int k = 0; k < 4; k++)
		ADD(h, h->works, h->f.initiative_count,
		    ((struct law_initiative){year, LAW_NATION, k >= 2, STR(""), STR(""), STR("dự kiến")}));
	for (int k = 0; k < LAW_DEEDS; k++)
		ADD(h, h->deeds, h->f.deed_count,
		    ((struct law_deed){year, (enum law_achievement_kind)k, LAW_NATION, STR(""),
		                       STR("dự kiến")}));
	hope_figures(h, year);
	hope_words(h, year);
}

/* --- what is lacking
 * ------------------------------------------------------------------------------ */

struct lacking {
	struct arena *mem;
	struct eval is, may; /* the record, and the hope */
	struct law_lack *list;
	int list_count;
	bool quiet; /* only count */
	int count;
};

static void years_needed(struct buf *b, const struct lacking *k, const struct node *n, int window)
{
	bool any = false;
	for (int o = window - 1; o >= 0; o--)
		if (!eval_year(n, &k->is.d->lo, o)) {
			buf_printf(b, "%s%d", any ? ", " : " (cần năm ", k->is.d->year - o);
			any = true;
		}
	buf_z(b, any ? ")" : "");
}

static void count_needed(struct buf *b, const struct lacking *k, const struct node *n, int window)
{
	int have = 0;
	for (int o = 0; o < window; o++)
		have += eval_year(n, &k->is.d->lo, o);
	buf_printf(b, " (đã có %d, cần thêm %d)", have, num_int(k->is.r, n->n) - have);
}

static struct str need_of(const struct lacking *k, const struct node *n, int since)
{
	struct buf b;
	int window = eval_window(&k->is, n, since);
	buf_init(&b, 1 << 16);
	buf_str(&b, k->is.r->texts[n->index]);
	if (n->kind == N_EACH)
		years_needed(&b, k, n, window);
	else if (n->kind == N_YEARS)
		count_needed(&b, k, n, window);
	struct str out = arena_str(k->mem, buf_view(&b));
	buf_release(&b);
	return out;
}

static void lack(struct lacking *k, const struct node *n, struct str need)
{
	k->count++;
	if (k->quiet)
		return;
	k->list = grown(k->mem, k->list, k->list_count, sizeof(struct law_lack));
	k->list[k->list_count++] = (struct law_lack){n->key, k->is.r->texts[n->index],
	                                             k->is.r->cites[n->index], need, k->is.d->year};
}

static void look(struct lacking *k, const struct node *n, int since);

static int count_of(const struct lacking *k, const struct node *n, int since)
{
	struct lacking only = *k;
	only.quiet = true;
	only.count = 0;
	look(&only, n, since);
	return only.count;
}

/* Of the ways that can succeed, the one with the least left to do. */
static void look_any(struct lacking *k, const struct node *n, int since)
{
	const struct node *best = NULL;
	int least = 0;
	for (const struct node *c = n->child; c; c = c->next) {
		if (!(eval_node(&k->may, c, since) & V_RAW_LO))
			continue;
		int count = count_of(k, c, since);
		if (!best || count < least) {
			best = c;
			least = count;
		}
	}
	if (best)
		look(k, best, since);
}

static void look_group(struct lacking *k, const struct node *n, int since)
{
	if (n->kind == N_ANY) {
		look_any(k, n, since);
		return;
	}
	if (n->kind == N_REF) {
		const struct node *root = k->is.r->roots[n->ref * LAW_SUBJECTS + (int)k->is.d->subject];
		if (root)
			look(k, root, 0);
		return;
	}
	if (n->kind == N_SINCE) {
		since = eval_since(&k->may, n);
		if (n->awards && !(k->is.d->lo.before[since] & n->awards))
			lack(k, n, k->is.r->texts[n->index]);
	}
	for (const struct node *c = n->child; c; c = c->next)
		if (eval_node(&k->may, c, since) & V_RAW_LO)
			look(k, c, since);
}

static void look(struct lacking *k, const struct node *n, int since)
{
	if (eval_node(&k->is, n, since) & V_RAW_LO)
		return;
	if (node_is_group(n))
		look_group(k, n, since);
	else
		lack(k, n, k->quiet ? STR("") : need_of(k, n, since));
}

/* --- year by year
 * ------------------------------------------------------------------------------------ */

struct forecasting {
	struct hope h;
	const struct law_facts *f;
	struct date on;
	int year, count;
	struct law_outlook *out;
	int *award;               /* of each outlook: its number */
	const struct node **root; /* of each outlook: the rule its last ways are of */
	int *first_way;           /* and where those begin */
	const struct law_overlay *overlay;
	struct err *e;
};

/* The facts of the first year are looked at as of now. */
static struct date day_of(const struct forecasting *g, int year)
{
	return year == g->year ? g->on : date_of(year, 12, 31);
}

/* Dossiers of a year are received at its end, or today when it is over. */
static enum rc rules_of(struct forecasting *g, int year)
{
	struct date end = date_of(year, 12, 31);
	if (end.days < g->on.days)
		end = g->on;
	return law_rules_at(g->h.mem, g->h.r->law, end, g->overlay, &g->h.r, g->e);
}

static bool holds_in(const struct hope *h, struct str code, int year)
{
	for (int i = 0; i < h->f.award_count; i++)
		if (h->awards[i].year == year && !h->awards[i].cancelled && str_eq(h->awards[i].code, code))
			return true;
	return false;
}

/* The group whose children are the ways to an award: the root, or below "all of". */
static const struct node *ways_of(const struct node *root)
{
	if (root->kind == N_ANY)
		return root;
	for (const struct node *c = root->kind == N_ALL ? root->child : NULL; c; c = c->next)
		if (c->kind == N_ANY)
			return c;
	return NULL;
}

static struct str way_title(const struct forecasting *g, const struct law_outlook *o,
                            const struct node *way)
{
	if (!way)
		return o->name;
	return way->title.n ? way->title : g->h.r->texts[way->index];
}

/* Everything that the award asks, by this way alone. */
static unsigned way_value(const struct eval *v, const struct node *root, const struct node *ways,
                          const struct node *way)
{
	if (!way)
		return eval_node(v, root, 0);
	unsigned out = eval_node(v, way, 0);
	for (const struct node *c = root == ways ? NULL : root->child; c; c = c->next)
		if (c != ways)
			out &= eval_node(v, c, 0);
	return out;
}

static void look_way(struct lacking *k, const struct node *root, const struct node *ways,
                     const struct node *way)
{
	if (!way) {
		look(k, root, 0);
		return;
	}
	for (const struct node *c = root == ways ? NULL : root->child; c; c = c->next)
		if (c != ways)
			look(k, c, 0);
	look(k, way, 0);
}

/* Another rule has other ways: those of the old one that never opened are no ways any more. */
static void add_ways(struct forecasting *g, int i, const struct node *root)
{
	struct law_outlook *o = &g->out[i];
	const struct node *ways = ways_of(root), *way = ways ? ways->child : NULL;
	int kept = 0;
	for (int k = 0; k < o->ground_count; k++)
		if (o->grounds[k].earliest)
			o->grounds[kept++] = o->grounds[k];
	o->ground_count = g->first_way[i] = kept;
	g->root[i] = root;
	do {
		o->grounds = grown(g->h.mem, o->grounds, o->ground_count, sizeof *o->grounds);
		o->grounds[o->ground_count++] = (struct law_ground){.title = way_title(g, o, way)};
		way = way ? way->next : NULL;
	} while (way);
}

/* The ways that are open in this year for the first time, and what each lacks. */
static void try_ways(struct forecasting *g, int award, const struct node *root,
                     const struct digest *may, int year)
{
	const struct law_rules *r = g->h.r;
	struct law_outlook *o = &g->out[award];
	const struct node *ways = ways_of(root), *way = ways ? ways->child : NULL;
	struct eval v = {r, may, LAW_TYPE_UNKNOWN};
	if (g->root[award] != root)
		add_ways(g, award, root);
	for (int i = g->first_way[award]; i < o->ground_count; i++, way = way ? way->next : NULL) {
		struct law_ground *x = &o->grounds[i];
		unsigned value = x->earliest ? V_NO : way_value(&v, root, ways, way);
		struct digest is;
		if (!(value & V_RAW_LO))
			continue;
		digest_of(r->law, g->f, day_of(g, year), year, &is);
		struct lacking k = {.mem = g->h.mem, .is = {r, &is, LAW_TYPE_UNKNOWN}, .may = v};
		look_way(&k, root, ways, way);
		x->earliest = year;
		x->waits = !(value & V_LO);
		x->lacking = k.list;
		x->lack_count = k.list_count;
	}
}

/* Tries one award in one year; true when it was given in the hope, so that others may follow. */
static bool try_award(struct forecasting *g, int i, int year)
{
	struct law_outlook *o = &g->out[i];
	const struct law_rules *r = g->h.r;
	const struct node *root = r->roots[g->award[i] * LAW_SUBJECTS + (int)g->f->subject];
	struct digest may, is;
	bool held = holds_in(&g->h, o->award, year) && o->earliest;
	digest_of(r->law, lend(&g->h), day_of(g, year), year, &may);
	try_ways(g, i, root, &may, year);
	if (held)
		return false;
	struct eval v = {r, &may, LAW_TYPE_UNKNOWN};
	unsigned value = eval_node(&v, root, 0);
	o->open = !o->earliest && value & V_RAW_HI;
	if (!(value & V_RAW_LO))
		return false;
	if (!o->earliest) {
		o->open = false;
		digest_of(r->law, g->f, day_of(g, year), year, &is);
		struct lacking k = {.mem = g->h.mem, .is = {r, &is, LAW_TYPE_UNKNOWN}, .may = v};
		o->earliest = year;
		o->waits = !(value & V_LO);
		look(&k, root, 0);
		o->lacking = k.list;
		o->lack_count = k.list_count;
	}
	bool title = r->law->awards[g->award[i]].info.title;
	if (holds_in(&g->h, o->award, year) || (!title && year != o->earliest))
		return false;
	ADD(&g->h, g->h.awards, g->h.f.award_count,
	    ((struct law_award){o->award, year, LAW_MERIT, DATE_NONE, STR("dự kiến"), false}));
	return true;
}

static enum rc try_year(struct forecasting *g, int year)
{
	TRY(rules_of(g, year));
	hope_year(&g->h, year);
	/* A title given makes another one possible in the same year. */
	for (bool given = true; given;) {
		given = false;
		for (int i = 0; i < g->count; i++)
			given |= try_award(g, i, year);
	}
	return RC_OK;
}

enum rc law_forecast(struct arena *mem, const struct law *law, const struct law_overlay *overlay,
                     struct date on, int year, const struct law_facts *f, struct law_outlook **out,
                     int *count, struct err *e)
{
	const struct law_rules *r;
	if ((unsigned)f->subject >= LAW_SUBJECTS || date_is_none(on))
		return err_set(e, RC_INVALID, "Thiếu đối tượng hoặc ngày xét.");
	struct forecasting g = {
		.f = f, .on = on, .year = year ? year : date_civil(on).year, .overlay = overlay, .e = e};
	TRY(law_rules_at(mem, law, on, overlay, &r, e));
	g.out = arena_array(mem, (size_t)r->law->award_count + 1, sizeof *g.out);
	g.award = arena_array(mem, (size_t)r->law->award_count + 1, sizeof *g.award);
	g.root = arena_array(mem, (size_t)r->law->award_count + 1, sizeof *g.root);
	g.first_way = arena_array(mem, (size_t)r->law->award_count + 1, sizeof *g.first_way);
	hope_of(mem, r, f, &g.h);
	for (int a = 0; a < r->law->award_count; a++) {
		const struct award *w = &r->law->awards[a];
		if (!r->roots[a * LAW_SUBJECTS + (int)f->subject])
			continue;
		struct law_question q = {w->info.code, on, g.year, LAW_TYPE_UNKNOWN};
		struct law_outlook *o = &g.out[g.count];
		*o = (struct law_outlook){.award = w->info.code, .name = w->info.name};
		TRY(law_verdict_of(r, &q, f, &o->now, e));
		g.award[g.count++] = a;
	}
	for (int y = g.year; y < g.year + LAW_FORECAST_YEARS; y++)
		TRY(try_year(&g, y));
	*out = g.out;
	*count = g.count;
	return RC_OK;
}

/* --- as text
 * ----------------------------------------------------------------------------------------- */

static void json_lacking(struct json_out *j, const struct law_lack *list, int count)
{
	json_arr(j, "lacking");
	for (int k = 0; k < count; k++) {
		json_obj(j, NULL);
		json_str(j, "key", list[k].key);
		json_str(j, "need", list[k].need);
		json_str(j, "citation", list[k].citation);
		json_int(j, "by", list[k].by);
		json_end(j);
	}
	json_end(j);
}

static void json_earliest(struct json_out *j, int year)
{
	if (year)
		json_int(j, "earliest", year);
	else
		json_nil(j, "earliest");
}

void law_forecast_json(const struct law_outlook *list, int count, struct buf *out)
{
	struct json_out j = json_out_to(out);
	json_arr(&j, NULL);
	for (int i = 0; i < count; i++) {
		const struct law_outlook *o = &list[i];
		json_obj(&j, NULL);
		json_str(&j, "award", o->award);
		json_str(&j, "name", o->name);
		json_z(&j, "now", law_verdict_word(o->now));
		json_earliest(&j, o->earliest);
		json_bool(&j, "facts_missing", o->open);
		json_bool(&j, "waits_for_confirmation", o->waits);
		json_lacking(&j, o->lacking, o->lack_count);
		json_arr(&j, "grounds");
		for (int k = 0; k < o->ground_count; k++) {
			json_obj(&j, NULL);
			json_str(&j, "ground", o->grounds[k].title);
			json_earliest(&j, o->grounds[k].earliest);
			json_bool(&j, "waits_for_confirmation", o->grounds[k].waits);
			json_lacking(&j, o->grounds[k].lacking, o->grounds[k].lack_count);
			json_end(&j);
		}
		json_end(&j);
		json_end(&j);
	}
	json_end(&j);
}

static void text_ground(struct buf *b, const struct law_ground *x)
{
	if (!x->earliest) {
		buf_printf(b, "   %.*s: không thể trong %d năm tới\n", STR_ARG(x->title),
		           LAW_FORECAST_YEARS);
		return;
	}
	buf_printf(b, "   %.*s: sớm nhất năm %d%s%s\n", STR_ARG(x->title), x->earliest,
	           x->waits ? " (nếu quy định chưa xác nhận được xác nhận)" : "",
	           x->lack_count ? ", khi có:" : ", đã đủ");
	for (int k = 0; k < x->lack_count; k++)
		buf_printf(b, "      - %.*s%s%.*s%s, chậm nhất năm %d\n", STR_ARG(x->lacking[k].need),
		           x->lacking[k].citation.n ? " [" : "", STR_ARG(x->lacking[k].citation),
		           x->lacking[k].citation.n ? "]" : "", x->lacking[k].by);
}

void law_forecast_text(const struct law_outlook *list, int count, struct buf *out)
{
	for (int i = 0; i < count; i++) {
		const struct law_outlook *o = &list[i];
		bool done = o->now == LAW_ELIGIBLE || o->now == LAW_GIVEN;
		buf_printf(out, "%.*s (%.*s): hiện nay %s", STR_ARG(o->name), STR_ARG(o->award),
		           law_verdict_words(o->now));
		if (done)
			buf_z(out, ".\n");
		else if (!o->earliest && o->open)
			buf_z(out, "; thiếu dữ kiện nên chưa dự báo được.\n");
		else if (!o->earliest)
			buf_printf(out, "; không thể đạt trong %d năm tới.\n", LAW_FORECAST_YEARS);
		else
			buf_printf(out, "; sớm nhất năm %d. Từng căn cứ:\n", o->earliest);
		for (int k = 0; !done && o->earliest && k < o->ground_count; k++)
			text_ground(out, &o->grounds[k]);
	}
}
