/* at.c: reading one line word after word. */
#include "law/read.h"

const struct token *at_token(const struct at *a)
{
	return a->i < a->line->count ? &a->line->tokens[a->i] : NULL;
}

bool at_end(const struct at *a)
{
	return a->i >= a->line->count;
}

static bool is(const struct token *t, struct str word)
{
	return t->kind != T_STRING && t->kind != T_NUMBER && t->kind != T_DATE && str_eq(t->text, word);
}

bool at_words(struct at *a, const char *words)
{
	struct str rest = str_of(words);
	int i = a->i;
	while (rest.p) {
		struct str word = str_cut(&rest, ' ');
		if (i >= a->line->count || !is(&a->line->tokens[i], word))
			return false;
		i++;
	}
	a->i = i;
	return true;
}

bool at_table(struct at *a, const struct words *table, int *value)
{
	int best = a->i;
	for (; table->text; table++) {
		struct at try = *a;
		if (at_words(&try, table->text) && try.i > best) {
			best = try.i;
			*value = table->value;
		}
	}
	bool found = best > a->i;
	a->i = best;
	return found;
}

static const struct token *take(struct at *a, enum token_kind kind)
{
	const struct token *t = at_token(a);
	if (!t || t->kind != kind)
		return NULL;
	a->i++;
	return t;
}

bool at_sign(struct at *a, const char *sign)
{
	const struct token *t = at_token(a);
	if (!t || t->kind != T_SIGN || !str_eqz(t->text, sign))
		return false;
	a->i++;
	return true;
}

bool at_number(struct at *a, int64_t *thousandths)
{
	const struct token *t = take(a, T_NUMBER);
	if (t)
		*thousandths = t->number;
	return t != NULL;
}

bool at_num(struct at *a, struct num *out)
{
	struct str key;
	out->param = -1;
	if (at_number(a, &out->value))
		return true;
	int from = a->i;
	if (!at_code(a, &key))
		return false;
	out->param = law_param_index(a->r->law, key);
	if (out->param < 0)
		fault(a->r, a->line->number, a->line->tokens[from].column,
		      "Chưa có tham số %.*s. Hãy khai báo \"tham số %.*s …\" hoặc viết con số.",
		      STR_ARG(key), STR_ARG(key));
	else
		a->r->law->params[out->param].used = true;
	return out->param >= 0;
}

bool at_string(struct at *a, struct str *out)
{
	const struct token *t = take(a, T_STRING);
	if (t)
		*out = t->text;
	return t != NULL;
}

bool at_code(struct at *a, struct str *out)
{
	const struct token *t = take(a, T_CODE);
	if (t)
		*out = t->text;
	return t != NULL;
}

bool at_date(struct at *a, struct date *out)
{
	const struct token *t = take(a, T_DATE);
	if (t)
		*out = t->date;
	return t != NULL;
}

bool at_period(struct at *a, struct period *out)
{
	bool any = false;
	*out = (struct period){{INT32_MIN + 1}, DATE_OPEN};
	int from = a->i;
	if (at_words(a, "từ")) {
		if (!at_date(a, &out->from)) {
			a->i = from;
			return false;
		}
		any = true;
	}
	if (at_words(a, "đến trước")) {
		any = true;
		if (!at_date(a, &out->to))
			at_fault(a, "một ngày, ví dụ 01/7/2025");
	}
	if (out->from.days >= out->to.days)
		fault(a->r, a->line->number, 1, "Ngày bắt đầu không trước ngày kết thúc.");
	return any;
}

/* Inside [ ]: "LUAT Điều 23 khoản 1; ND152 Điều 4". */
static bool cite_of(struct at *a, struct source *out)
{
	struct str key;
	const struct token *first = at_token(a);
	if (!at_code(a, &key)) {
		at_fault(a, "ký hiệu văn bản, ví dụ LUAT2022 Điều 23 khoản 1");
		return false;
	}
	const char *from = first->raw.p + first->raw.n, *to = from;
	const struct token *t;
	while ((t = at_token(a)) &&
	       !(t->kind == T_SIGN && (str_eqz(t->text, "]") || str_eqz(t->text, ";")))) {
		to = t->raw.p + t->raw.n + (t->kind == T_STRING);
		a->i++;
	}
	struct cite *c = GROW(a->r, out->cites, out->cite_count);
	*c = (struct cite){law_doc_index(a->r->law, key),
	                   str_trim((struct str){from, (size_t)(to - from)}), a->line->number,
	                   first->column};
	if (c->doc < 0)
		fault(a->r, a->line->number, first->column,
		      "Viện dẫn văn bản %.*s nhưng chưa khai báo \"văn bản %.*s\".", STR_ARG(key),
		      STR_ARG(key));
	return true;
}

static bool cites_of(struct at *a, struct source *out)
{
	do {
		if (!cite_of(a, out))
			return false;
	} while (at_sign(a, ";"));
	if (!at_sign(a, "]")) {
		at_fault(a, "dấu ] đóng viện dẫn");
		return false;
	}
	return true;
}

bool at_source(struct at *a, struct source *out)
{
	*out = (struct source){.mark = LAW_SEEN};
	if (at_sign(a, "[") && !cites_of(a, out))
		return false;
	for (;;) {
		if (at_words(a, "chưa xác nhận")) {
			out->mark = LAW_UNCONFIRMED;
			if (!at_string(a, &out->reason)) {
				at_fault(a, "lý do trong dấu nháy kép");
				return false;
			}
		} else if (at_words(a, "theo hiểu biết")) {
			out->mark = LAW_KNOWN;
		} else if (at_words(a, "nguồn thứ cấp")) {
			out->mark = LAW_SECONDARY;
		} else if (at_words(a, "địa phương")) {
			out->local = true;
		} else {
			break;
		}
	}
	if (!at_end(a))
		at_fault(
			a, "hết dòng, hoặc [viện dẫn], theo hiểu biết, nguồn thứ cấp, chưa xác nhận \"lý do\", "
			   "địa phương");
	return at_end(a);
}

void at_fault(const struct at *a, const char *expected)
{
	const struct token *t = at_token(a);
	if (t)
		fault(a->r, a->line->number, t->column, "Không hiểu \"%.*s\" ở đây. Cần: %s.",
		      STR_ARG(t->raw), expected);
	else
		fault(a->r, a->line->number, a->line->indent + (int)str_chars(a->line->raw) + 1,
		      "Dòng chưa hết ý. Cần thêm: %s.", expected);
}
