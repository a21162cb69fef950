/* law_ahead.c: what can still be reached, what another number would change, how fast it goes. */
#include "cli/law.h"

#include "base/json_out.h"
#include "law/bulk.h"
#include "law/forecast.h"
#include "viet/viet.h"

#include <errno.h>

#define PRINT_MAX ((size_t)16 * 1024 * 1024)
#define SUBJECTS_MAX 1000000

enum rc law_ahead(struct cli *c)
{
	const struct law *law;
	struct law_facts f;
	struct law_outlook *list;
	struct date on;
	struct buf b;
	int year, count;
	TRY(law_year(c, &year));
	TRY(law_day(c, year, &on));
	TRY(law_load(c, &law));
	TRY(law_facts_of(c, law, &f));
	TRY(cli_no_more(c));
	TRY(law_forecast(&c->mem, law, NULL, on, year, &f, &list, &count, &c->err));
	buf_init(&b, PRINT_MAX);
	if (c->json) {
		law_forecast_json(list, count, &b);
		buf_chr(&b, '\n');
	} else {
		law_forecast_text(list, count, &b);
	}
	return law_print(c, &b);
}

/* --- what if -------------------------------------------------------------------------------------
 */

struct what_if {
	const struct law_rules *rules[2];
	struct law_facts *subjects;
	int award, year;
	size_t count;
	struct date on;
};

/* "TY_LE_LDTT=80" */
static enum rc set_value(struct cli *c, const struct law_rules *r, const char *set,
                         struct law_overlay_entry *o)
{
	struct law_param_info found;
	struct str rest = str_of(set);
	o->kind = LAW_VALUE;
	o->key = str_cut(&rest, '=');
	if (!rest.p || viet_parse_decimal(rest, VIET_READ_VIET, &o->value, NULL) != RC_OK ||
	    !law_param_find(r, o->key, &found))
		return err_set(&c->err, RC_INVALID,
		               "Sai --set. Viết như: --set TY_LE_LDTT=80 (xem thidua law list)");
	return law_value_can_be(r, o->key, o->value, &c->err);
}

static enum rc omit_condition(struct cli *c, const struct law_rules *r, const char *key,
                              struct law_overlay_entry *o)
{
	struct law_leaf *leaves;
	int n, i = 0;
	o->kind = LAW_OMIT;
	o->key = str_of(key);
	law_leaves(&c->mem, r, &leaves, &n);
	while (i < n && !str_eq(leaves[i].key, o->key))
		i++;
	return i < n ? RC_OK
	             : err_set(&c->err, RC_INVALID,
	                       "Không có điều kiện mang khóa \"%s\". Khóa có trong thidua law explain "
	                       "--json.",
	                       key);
}

static enum rc changed(struct cli *c, const struct law *law, struct what_if *w)
{
	const char *set = cli_option(c, "set"), *omit = cli_option(c, "omit");
	struct law_overlay_entry *o = arena_array(&c->mem, 2, sizeof *o);
	struct law_overlay overlay = {o, 0};
	TRY(law_rules_at(&c->mem, law, w->on, NULL, &w->rules[0], &c->err));
	for (int i = 0; i < 2; i++)
		o[i] = (struct law_overlay_entry){.from = DATE_NONE, .to = DATE_NONE, .source = STR("thử")};
	if (set)
		TRY(set_value(c, w->rules[0], set, &o[overlay.count++]));
	if (omit)
		TRY(omit_condition(c, w->rules[0], omit, &o[overlay.count++]));
	if (!overlay.count)
		return err_set(&c->err, RC_INVALID,
		               "Thiếu điều muốn thử: --set TY_LE_LDTT=80, hoặc --omit KHÓA_ĐIỀU_KIỆN.");
	return law_rules_at(&c->mem, law, w->on, &overlay, &w->rules[1], &c->err);
}

static enum rc read_subjects(struct cli *c, const struct law *law, struct what_if *w)
{
	const char *path = cli_option(c, "facts");
	FILE *f = path ? fopen(path, "rb") : NULL;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	enum rc rc = RC_OK;
	if (!f)
		return err_set(&c->err, RC_NOTFOUND, "Không mở được tệp --facts %s: %s.", path ? path : "",
		               strerror(errno));
	w->subjects = arena_array(&c->mem, SUBJECTS_MAX, sizeof *w->subjects);
	while (rc == RC_OK && (n = getline(&line, &room, f)) > 0) {
		if (w->count >= SUBJECTS_MAX)
			rc = err_set(&c->err, RC_TOOBIG, "Tệp có quá %d đối tượng.", SUBJECTS_MAX);
		else
			rc = law_facts_read(&c->mem, (struct str){line, (size_t)n}, &w->subjects[w->count++],
			                    &c->err);
		if (rc == RC_OK)
			rc = law_facts_known(law, &w->subjects[w->count - 1], &c->err);
		if (rc == RC_INVALID) {
			struct str said = arena_str(&c->mem, str_of(c->err.message));
			err_clear(&c->err);
			rc = err_set(&c->err, RC_INVALID, "Dòng %zu của tệp (mỗi dòng là một đối tượng): %.*s",
			             w->count, STR_ARG(said));
		}
	}
	free(line);
	fclose(f);
	return rc;
}

static enum rc run_kind(struct cli *c, const struct what_if *w, enum law_subject kind,
                        struct law_change *sum)
{
	const struct law_program *p;
	struct law_planes f;
	struct law_verdicts v;
	size_t n = 0, *line = arena_array(&c->mem, w->count + 1, sizeof *line);
	for (size_t i = 0; i < w->count; i++)
		if (w->subjects[i].subject == kind)
			line[n++] = i;
	TRY(law_compile(&c->mem, w->rules, 2, kind, LAW_TYPE_UNKNOWN, &p, &c->err));
	TRY(law_planes_new(p, n, &f, &c->err));
	enum rc rc = law_verdicts_new(p, n, &v, &c->err);
	if (rc == RC_OK) {
		struct law_change one = {.room = n};
		one.gained = arena_array(&c->mem, n + 1, sizeof(size_t));
		one.lost = arena_array(&c->mem, n + 1, sizeof(size_t));
		for (size_t i = 0; i < n; i++)
			law_pack(p, &f, i, &w->subjects[line[i]], w->on, w->year);
		law_run(p, &f, &v);
		law_compare(&v, 0, 1, w->award, &one);
		for (size_t i = 0; i < one.gain; i++)
			sum->gained[sum->gain++] = line[one.gained[i]];
		for (size_t i = 0; i < one.lose; i++)
			sum->lost[sum->lose++] = line[one.lost[i]];
		sum->other += one.other;
		law_verdicts_free(&v);
	}
	law_planes_free(&f);
	return rc;
}

static void print_change(const struct cli *c, const struct what_if *w, const struct law_change *sum)
{
	struct buf b;
	buf_init(&b, PRINT_MAX);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_int(&j, "subjects", (int64_t)w->count);
	json_arr(&j, "gain");
	for (size_t i = 0; i < sum->gain; i++)
		json_int(&j, NULL, (int64_t)sum->gained[i] + 1);
	json_end(&j);
	json_arr(&j, "lose");
	for (size_t i = 0; i < sum->lose; i++)
		json_int(&j, NULL, (int64_t)sum->lost[i] + 1);
	json_end(&j);
	json_int(&j, "other", (int64_t)sum->other);
	json_end(&j);
	if (c->json)
		printf("%.*s\n", STR_ARG(buf_view(&b)));
	else
		printf("%zu đối tượng: %zu thêm đủ điều kiện, %zu mất, %zu đổi khác (dòng nào: --json)\n",
		       w->count, sum->gain, sum->lose, sum->other);
	buf_release(&b);
}

enum rc law_what_if(struct cli *c)
{
	const struct law *law;
	struct what_if w = {.award = -1};
	struct law_change sum = {0};
	const char *award = cli_option(c, "award");
	TRY(law_year(c, &w.year));
	TRY(law_day(c, w.year, &w.on));
	TRY(law_load(c, &law));
	TRY(changed(c, law, &w));
	if (award)
		w.award = law_award_index(w.rules[0], viet_upper(&c->mem, str_of(award)));
	if (w.award < 0)
		return err_set(&c->err, RC_INVALID, "Thiếu hoặc sai --award, ví dụ: --award TTLDTT");
	w.year = w.year ? w.year : date_civil(w.on).year;
	TRY(read_subjects(c, law, &w));
	TRY(cli_no_more(c));
	sum.gained = arena_array(&c->mem, w.count + 1, sizeof(size_t));
	sum.lost = arena_array(&c->mem, w.count + 1, sizeof(size_t));
	for (int kind = 0; kind < LAW_SUBJECTS; kind++)
		TRY(run_kind(c, &w, (enum law_subject)kind, &sum));
	print_change(c, &w, &sum);
	return RC_OK;
}

/* --- pace
 * ------------------------------------------------------------------------------------------ */

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

enum rc law_pace(struct cli *c)
{
	const struct law *law;
	const struct law_rules *r;
	const struct law_program *p;
	struct law_planes f;
	struct law_verdicts v;
	struct date on;
	int64_t count = 100000;
	const char *asked = cli_option(c, "count");
	if (asked && (!str_int(str_of(asked), &count) || count < 1 || count > 10 * SUBJECTS_MAX))
		return err_set(&c->err, RC_INVALID, "Số lượng \"%s\" không đúng.", asked);
	TRY(law_day(c, 0, &on));
	TRY(law_load(c, &law));
	TRY(cli_no_more(c));
	TRY(law_rules_at(&c->mem, law, on, NULL, &r, &c->err));
	TRY(law_compile(&c->mem, &r, 1, LAW_PERSON, LAW_TYPE_UNKNOWN, &p, &c->err));
	TRY(law_planes_new(p, (size_t)count, &f, &c->err));
	enum rc rc = law_verdicts_new(p, (size_t)count, &v, &c->err);
	if (rc == RC_OK) {
		struct law_year year = {date_civil(on).year, LAW_GOOD, STR("")};
		struct law_facts one = {.cadre = LAW_CIVIL_SERVANT, .years = &year, .year_count = 1};
		double t0 = seconds();
		for (size_t i = 0; i < (size_t)count; i++)
			law_pack(p, &f, i, &one, on, year.year);
		double t1 = seconds();
		law_run(p, &f, &v);
		double t2 = seconds();
		printf("%lld người × mọi danh hiệu, hình thức: xếp dữ kiện %.3f s, xét %.3f s; %.1f byte "
		       "mỗi người\n",
		       (long long)count, t1 - t0, t2 - t1, (double)f.bytes / (double)count);
		law_verdicts_free(&v);
	}
	law_planes_free(&f);
	return rc;
}
