/* count.c: what a line gives, and the sums of a sheet. */
#include "app/criteria/inner.h"
#include "db/sql_criteria.h"

#include "web/web.h"

#include <inttypes.h>

struct str criteria_points(struct ctx *c, int64_t milli)
{
	if (milli == DB_NULL)
		return STR("");
	if (milli % 1000 == 0)
		return arena_printf(c->mem, "%" PRId64, milli / 1000);
	struct str s = arena_printf(c->mem, "%" PRId64 ",%03d", milli / 1000, (int)(milli % 1000));
	while (s.p[s.n - 1] == '0')
		s.n--;
	return s;
}

static enum rc over(struct ctx *c, const char *field, const struct sql_criterion_of *k)
{
	return err_field(c->err, field, "%.*s: nhiều nhất %.*s điểm.", STR_ARG(k->label),
	                 STR_ARG(criteria_points(c, k->max_milli)));
}

static int64_t capped(int64_t points, int64_t max)
{
	return max != DB_NULL && points > max ? max : points;
}

enum rc criteria_count(struct ctx *c, const struct sql_criterion_of *k, int64_t amount,
                       int64_t planned, const char *field, int64_t *points)
{
	*points = DB_NULL;
	if (amount == DB_NULL)
		return RC_OK;
	if (amount > (int64_t)1000000 * 1000)
		return err_field(c->err, field, "%.*s: số quá lớn.", STR_ARG(k->label));
	if (str_eqz(k->kind, "share")) {
		if (planned == DB_NULL || planned == 0)
			return err_field(c->err, field,
			                 "%.*s: xin ghi cả số kế hoạch (lớn hơn 0) để tính tỷ lệ.",
			                 STR_ARG(k->label));
		int64_t done = amount > planned ? planned : amount;
		*points =
			(int64_t)(((__int128)k->max_milli * done * 2 + planned) / ((__int128)planned * 2));
	} else if (str_eqz(k->kind, "exclusion")) {
		*points = amount > 0 ? 1000 : 0;
	} else if (k->each_milli != DB_NULL) {
		*points = capped((amount * k->each_milli + 500) / 1000, k->max_milli);
	} else {
		if (k->max_milli != DB_NULL && amount > k->max_milli)
			return over(c, field, k);
		*points = amount;
	}
	return RC_OK;
}

/* --- sums ---------------------------------------------------------------------------------- */

struct sums {
	int64_t total, content, content_max, bonus;
	bool excluded;
};

static void end_content(struct sums *s)
{
	s->total += capped(s->content, s->content_max);
	s->content = 0;
	s->content_max = DB_NULL;
}

static void add(struct sums *s, const struct sql_criterion_of *k, int64_t points)
{
	if (str_eqz(k->kind, "content")) {
		end_content(s);
		s->content_max = k->max_milli;
	} else if (points == DB_NULL) {
		return;
	} else if (str_eqz(k->kind, "bonus")) {
		s->bonus += points;
	} else if (str_eqz(k->kind, "minus")) {
		s->total -= points;
	} else if (str_eqz(k->kind, "exclusion")) {
		s->excluded = s->excluded || points > 0;
	} else {
		s->content += points;
	}
}

static int64_t whole(struct sums *s, int64_t bonus_max)
{
	end_content(s);
	s->total += capped(s->bonus, bonus_max);
	return s->total > 0 ? s->total : 0;
}

static bool regular(const struct sql_criterion_of *k)
{
	return str_eqz(k->kind, "points") || str_eqz(k->kind, "share") || str_eqz(k->kind, "count");
}

/* In the order of the set; lines without a score add nothing, and are counted. */
enum rc criteria_sum(struct ctx *c, int64_t sheet)
{
	struct sums self = {.content_max = DB_NULL}, checked = {.content_max = DB_NULL};
	struct sql_criterion_of *ks;
	struct sql_sheet_lines *lines;
	struct sql_criteria_get set;
	struct sql_sheet_get h;
	size_t n, count;
	int64_t lacks = 0, unchecked = 0;
	TRY(sql_sheet_get(c->db, c->mem, sheet, &h));
	TRY(sql_criteria_get(c->db, c->mem, h.set_id, &set));
	TRY(sql_criterion_of(c->db, c->mem, h.set_id, &ks, &n));
	TRY(sql_sheet_lines(c->db, c->mem, sheet, &lines, &count));
	for (size_t i = 0; i < n; i++) {
		const struct sql_sheet_lines *l = NULL;
		for (size_t k = 0; k < count && !l; k++)
			l = lines[k].criterion_id == ks[i].id ? &lines[k] : NULL;
		add(&self, &ks[i], l ? l->self_milli : DB_NULL);
		add(&checked, &ks[i], l ? l->checked_milli : DB_NULL);
		if (!l)
			continue;
		lacks += regular(&ks[i]) && l->self_milli == DB_NULL;
		unchecked += l->checked_milli == DB_NULL && (regular(&ks[i]) || l->self_milli != DB_NULL);
	}
	int64_t by_unit = whole(&self, set.bonus_milli), by_office = whole(&checked, set.bonus_milli);
	bool excluded = unchecked ? self.excluded || checked.excluded : checked.excluded;
	TRY(sql_sheet_sums(c->db, sheet, by_unit, by_office, lacks, unchecked, excluded, NULL));
	if (str_eqz(h.state, "sent") && unchecked == 0)
		return sql_sheet_state(c->db, sheet, STR("checked"), STR(""), DB_NULL, NULL);
	return RC_OK;
}

void criteria_rows_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_form_rows(html, data);
}
