/* owner.c: the body that a paragraph of a plan charges, by the words it begins with. */
#include "plan/inner.h"

#define OWNER_MAX 220

/*
 * One of `words` at i. Words of one syllable are told apart by their marks ("cần", "cán"): in clean
 * text they must be there, in noise only longer ones count.
 */
static bool word_at(const struct viet_shadow *s, size_t i, const char *const *words, size_t longer)
{
	size_t end;
	const char *word = viet_near_close(s, i, words, &end);
	if (!word || strchr(word, ' '))
		return word != NULL;
	if (s->noisy) {
		int cost;
		return viet_near(s, i, word, &cost) && cost == 0 && end - i > longer;
	}
	return str_eqz((struct str){.p = s->text.p + s->at[i], .n = s->at[end] - s->at[i]}, word);
}

/* "Các tổ dân phố": many of a kind that can do something. */
static bool many_at(const struct viet_shadow *s, size_t i, size_t *end)
{
	size_t to;
	int cost;
	const char *many = viet_near_best(s, i, plan_plurals, &to);
	if (!many || (viet_near(s, i, many, &cost) && cost > 0 && many != plan_plurals[0]))
		return false;
	size_t of = shadow_skip(s, to);
	if (of >= s->n || !shadow_is_word(s->p[of]) || word_at(s, of, plan_things, 2))
		return false;
	*end = of;
	return true;
}

/* What begins like the name of a body in a title of capitals. */
static const char *const no_bodies[] = {"Ban hành",    "Báo cáo",   "Xã hội",  "Trường hợp",
                                        "Bộ máy",      "Khu vực",   "Đội ngũ", "Phòng, chống",
                                        "Phòng chống", "Thuế, phí", NULL};

/* In noise "Huy động" is near to "Hiệu trưởng" too: what somebody does is nobody's name. */
static bool does(const struct viet_shadow *s, size_t i, const char *head)
{
	size_t end;
	int cost, other;
	const char *verb = s->noisy ? viet_near_best(s, i, plan_verbs, &end) : NULL;
	return verb && strchr(verb, ' ') && viet_near(s, i, verb, &cost) &&
	       viet_near(s, i, head, &other) && cost < other;
}

bool owner_head(const struct viet_shadow *s, size_t i, size_t *end)
{
	size_t to;
	const char *head = viet_near_best(s, i, plan_heads, &to);
	if (head && !does(s, i, head)) {
		*end = to;
		return true;
	}
	if (many_at(s, i, end))
		return true;
	if (!capital_at(s, i) || !viet_near_best(s, i, plan_named_heads, &to) ||
	    word_at(s, i, no_bodies, 3))
		return false;
	bool alone = to < s->n && s->p[to] == ':'; /* "Văn phòng: Bố trí kinh phí" */
	if (!alone && !capital_at(s, shadow_skip(s, to)))
		return false;
	*end = to;
	return true;
}

size_t owner_from(const struct viet_shadow *s, size_t from)
{
	size_t lead;
	return viet_near_best(s, from, plan_leads, &lead) && capital_at(s, from) ? shadow_skip(s, lead)
	                                                                         : from;
}

/*
 * The word that ends at `to` makes a name of the "thi đua" that ends at `end`: "khối thi đua",
 * "ngành thi đua, khen thưởng". "Các sở, ban, ngành thi đua lập thành tích" do it.
 */
static bool emulating(const struct viet_shadow *s, size_t to, size_t start, size_t end)
{
	static const char *const words[] = {"khối", "cụm", "đồng",  "trào", "tác",
	                                    "ban",  "đợt", "hoạch", NULL};
	static const char *const trade[] = {"ngành", NULL};
	size_t from = to;
	while (from > start && shadow_is_word(s->p[from - 1]))
		from--;
	while (end < s->n && strchr(" ,-", s->p[end]))
		end++;
	if (viet_near_whole(s, from, to, trade))
		return viet_near(s, end, "khen thưởng", NULL) != 0;
	return viet_near_whole(s, from, to, words) != NULL;
}

/* "các cơ quan, tổ chức" and "xây dựng" in "Sở Xây dựng" are no verbs. */
static bool is_verb(const struct viet_shadow *s, size_t i, size_t start)
{
	if (capital_at(s, i) || !word_at(s, i, plan_verbs, 3))
		return false;
	size_t before = i;
	while (before > start && s->p[before - 1] == ' ')
		before--;
	bool listed = s->p[before - 1] == ',' ||
	              (before > 3 && viet_near(s, before - 2, "và", NULL) == before) ||
	              (before > 4 && viet_near(s, before - 3, "các", NULL) == before);
	size_t emulation = viet_near(s, i, "thi đua", NULL);
	if (emulation)
		return !emulating(s, before, start, emulation);
	if (viet_near(s, i, "cần", NULL)) /* "Phòng Hậu cần", "chuyên cần" */
		return !(before > 3 && viet_near(s, before - 3, "hậu", NULL) == before);
	bool passive = before > 4 && viet_near(s, before - 4, "được", NULL) == before;
	return !passive && !(listed && viet_near(s, i, "tổ chức", NULL));
}

/* Behind "(cơ quan thường trực)" that ends at `to`: where it began, with the space before it. */
static size_t before_remark(const struct viet_shadow *s, size_t from, size_t to)
{
	size_t k = to;
	if (k > from && s->p[k - 1] == ')')
		while (k > from && s->p[k - 1] != '(')
			k--;
	return k > from + 1 && k < to ? k - 1 : to;
}

static size_t trimmed(const struct viet_shadow *s, size_t from, size_t to)
{
	while (to > from && strchr(" ,:", s->p[to - 1]))
		to--;
	size_t cut = before_remark(s, from, to);
	while (to > cut || (to > from && s->p[to - 1] == ' '))
		to--;
	return to;
}

/* Behind the bracket that opens at k, or k. */
static size_t over_remark(const struct viet_shadow *s, size_t k, size_t to)
{
	for (size_t i = k; i < to && s->p[k] == '('; i++)
		if (s->p[i] == ')')
			return i;
	return k;
}

/* "42 tổ dân phố: …": so many of them, where a colon shows that they are meant to do it. */
static bool counted_at(const struct viet_shadow *s, size_t i, size_t to, size_t *end)
{
	size_t k = i;
	while (k < to && s->p[k] >= '0' && s->p[k] <= '9')
		k++;
	if (k == i || k >= to || s->p[k] != ' ' || !viet_near_best(s, k + 1, plan_heads, end))
		return false;
	for (k = *end; k < to && s->p[k] != ':'; k++)
		if (strchr(",;.", s->p[k]))
			return false;
	return k < to;
}

size_t owner_end(const struct viet_shadow *s, size_t from, size_t to)
{
	size_t head, i = owner_from(s, from);
	if (i >= to)
		return 0;
	if (!owner_head(s, i, &head) && !counted_at(s, i, to, &head)) {
		if (i == from || !capital_at(s, i))
			return 0;
		head = i;
	}
	for (size_t k = head; k < to && k < i + OWNER_MAX; k++) {
		k = over_remark(s, k, to);
		size_t next = shadow_skip(s, k + 1);
		bool amount = next < to && s->p[next] >= '0' && s->p[next] <= '9';
		if (s->p[k] == ':')
			return amount ? 0 : trimmed(s, i, k);
		if (k > head && shadow_begins(s, k) && is_verb(s, k, i))
			return trimmed(s, i, k);
		size_t body;
		bool another = s->p[k] == ';' && next < to && owner_head(s, next, &body);
		if (!another && (s->p[k] == ';' || (s->p[k] == '.' && k + 1 < to && s->p[k + 1] == ' ')))
			return 0;
	}
	return 0;
}

size_t owner_titled(const struct viet_shadow *s, size_t from)
{
	size_t end;
	if (from >= s->n || !(capital_at(s, from) || from > 0) || !owner_head(s, from, &end))
		return 0;
	static const char *const charged[] = {"có trách nhiệm", "có nhiệm vụ", "chịu trách nhiệm",
	                                      NULL};
	size_t to = end, behind;
	while (to < s->n && s->p[to] != ':' &&
	       !(s->p[to] == ';' && !owner_head(s, shadow_skip(s, to + 1), &behind)) &&
	       !(shadow_begins(s, to) && viet_near_close(s, to, charged, &behind)))
		to++;
	return trimmed(s, from, to);
}
