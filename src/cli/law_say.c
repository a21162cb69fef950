/* law_say.c: what a set holds, one rule, one verdict. */
#include "cli/law.h"

#include "base/json_out.h"
#include "viet/viet.h"

#define PRINT_MAX ((size_t)16 * 1024 * 1024)

static enum rc open_rules(struct cli *c, struct date *day, const struct law_rules **out)
{
	const struct law *law;
	TRY(law_day(c, 0, day));
	TRY(law_load(c, &law));
	return law_rules_at(&c->mem, law, *day, NULL, out, &c->err);
}

static void set_line(struct buf *b, const struct law_rules *r)
{
	struct law_set_info s = law_set(r);
	buf_printf(b, "Bộ quy tắc %.*s: %.*s\n", STR_ARG(s.name), STR_ARG(s.title));
	buf_printf(b, "  từ %s%s%s\n", date_vn(s.from).z,
	           s.to.days == DATE_OPEN.days ? "" : " đến trước ",
	           s.to.days == DATE_OPEN.days ? "" : date_vn(s.to).z);
	if (!s.confirmed)
		buf_printf(b, "  CHƯA XÁC NHẬN: %.*s\n", STR_ARG(s.reason));
}

static void param_lines(struct cli *c, const struct law_rules *r, struct buf *b)
{
	buf_z(b, "\nTham số\n");
	for (int i = 0; i < law_param_count(r); i++) {
		struct law_param_info p = law_param_at(r, i);
		struct str v = p.known ? viet_decimal(&c->mem, p.value) : STR("không có");
		buf_printf(b, "  %-24.*s %12.*s %.*s  %.*s%s%s%s%s%s\n", STR_ARG(p.name), STR_ARG(v),
		           STR_ARG(p.unit), STR_ARG(p.title), p.citation.n ? " [" : "",
		           p.citation.n ? p.citation.p : "", p.citation.n ? "]" : "",
		           p.local ? " (địa phương)" : "",
		           p.mark == LAW_UNCONFIRMED ? " (CHƯA XÁC NHẬN)" : "");
	}
}

enum rc law_list(struct cli *c)
{
	const struct law_rules *r;
	struct date day;
	struct buf b;
	struct str *lapsing;
	int count;
	TRY(open_rules(c, &day, &r));
	TRY(cli_no_more(c));
	buf_init(&b, PRINT_MAX);
	set_line(&b, r);
	law_lapsing(&c->mem, r, 180, &lapsing, &count);
	for (int i = 0; i < count; i++)
		buf_printf(&b, "  Lưu ý: %.*s\n", STR_ARG(lapsing[i]));
	buf_z(&b, "\nDanh hiệu, hình thức\n");
	for (int i = 0; i < law_award_count(r); i++) {
		const struct law_award_info *w = law_award_at(r, i);
		buf_printf(&b, "  %-8.*s %.*s\n", STR_ARG(w->code), STR_ARG(w->name));
	}
	param_lines(c, r, &b);
	return law_print(c, &b);
}

enum rc law_show(struct cli *c)
{
	const struct law_rules *r;
	struct date day;
	struct buf b;
	const char *code = cli_word(c);
	if (!code)
		return err_set(&c->err, RC_INVALID, "Thiếu ký hiệu, ví dụ: thidua law show CSTDCS");
	struct str award = viet_upper(&c->mem, str_of(code));
	TRY(open_rules(c, &day, &r));
	TRY(cli_no_more(c));
	if (!law_award_find(r, award))
		return err_set(&c->err, RC_NOTFOUND,
		               "Không có danh hiệu hay hình thức khen thưởng nào ký hiệu \"%s\".", code);
	buf_init(&b, PRINT_MAX);
	set_line(&b, r);
	buf_chr(&b, '\n');
	buf_str(&b, law_text(r, award));
	return law_print(c, &b);
}

static enum rc type_of(struct cli *c, enum law_type *out)
{
	static const char *const names[] = {"",        "merit",  "sudden", "theme",
	                                    "service", "tenure", "foreign"};
	const char *type = cli_option(c, "type");
	*out = LAW_TYPE_UNKNOWN;
	for (size_t i = 1; type && i < sizeof names / sizeof *names; i++)
		if (strcmp(type, names[i]) == 0)
			*out = (enum law_type)i;
	return type && !*out ? err_set(&c->err, RC_INVALID, "Không có loại hình \"%s\".", type) : RC_OK;
}

/* --received: the day of the first receipt, which chooses the rules; --decided: of the decision. */
static enum rc rules_of(struct cli *c, const struct law *law, struct date on,
                        const struct law_rules *out[2], int *count)
{
	const char *received = cli_option(c, "received"), *decided = cli_option(c, "decided");
	struct date from = received ? date_from_typed(str_of(received)) : on;
	struct date to = decided ? date_from_typed(str_of(decided)) : DATE_NONE;
	if (date_is_none(from) || (decided && date_is_none(to)))
		return err_set(&c->err, RC_INVALID,
		               "Ngày --received hoặc --decided không đúng. Viết như 2026-12-15.");
	return law_rules_between(&c->mem, law, from, to, NULL, out, count, &c->err);
}

static enum rc question_of(struct cli *c, struct law_question *q)
{
	const char *award = cli_option(c, "award");
	if (!award)
		return err_set(&c->err, RC_INVALID, "Thiếu --award, ví dụ: --award CSTDCS");
	q->award = viet_upper(&c->mem, str_of(award));
	TRY(law_year(c, &q->year));
	TRY(type_of(c, &q->type));
	return law_day(c, q->year, &q->on);
}

/* Where the law may be read in two ways: what the other way would give. */
static enum rc put_readings(struct cli *c, const struct law_rules *r, const struct law_question *q,
                            const struct law_facts *f, struct buf *b)
{
	struct law_reading *list;
	int n;
	TRY(law_readings(&c->mem, r, NULL, q, f, &list, &n, &c->err));
	for (int i = 0; i < n; i++)
		buf_printf(b, "Hai cách hiểu (%.*s): %.*s. Cách hiểu khác: %.*s; khi đó: %s.\n",
		           STR_ARG(list[i].param.name), STR_ARG(list[i].param.note),
		           STR_ARG(list[i].param.other_text), law_verdict_words(list[i].verdict));
	return RC_OK;
}

/* Two sets: one JSON of both ({"rules":[…]}), or one text after the other. */
enum rc law_explain_one(struct cli *c)
{
	const struct law_rules *r[2];
	struct law_question q = {0};
	const struct law *law;
	struct law_facts f;
	struct buf b;
	int count = 0;
	TRY(question_of(c, &q));
	TRY(law_load(c, &law));
	TRY(law_facts_of(c, law, &f));
	TRY(rules_of(c, law, q.on, r, &count));
	TRY(cli_no_more(c));
	struct law_answer a[2];
	enum rc rc = RC_OK;
	buf_init(&b, PRINT_MAX);
	for (int i = 0; i < count && rc == RC_OK; i++) {
		rc = law_explain(&c->mem, r[i], &q, &f, &a[i], &c->err);
		if (rc == RC_OK && !c->json) {
			law_answer_text(&a[i], &b);
			rc = put_readings(c, r[i], &q, &f, &b);
			buf_chr(&b, '\n');
		}
	}
	if (rc == RC_OK && c->json) {
		law_answers_json(a, count, &b);
		buf_chr(&b, '\n');
	} else if (rc == RC_OK && count > 1) {
		buf_printf(&b, "Có lợi hơn: bộ quy tắc %.*s.\n", STR_ARG(a[law_better(a, count)].set));
	}
	if (rc == RC_OK)
		return law_print(c, &b);
	buf_release(&b);
	return rc;
}
