/* sentence.c: the sentences in which conditions are written (docs/law-language.md lists them). */
#include "law/read.h"

struct draft {
	struct at at;
	struct node *n;
};

static bool types_of(struct at *a, unsigned *out)
{
	int type;
	do {
		if (!at_table(a, law_types, &type)) {
			at_fault(a, "công trạng, đột xuất, chuyên đề, cống hiến, niên hạn hoặc đối ngoại");
			return false;
		}
		*out |= 1u << type;
	} while (at_sign(a, ","));
	return true;
}

/* What may follow "tất cả", "một trong": a title and the award types of this ground. */
static bool group_tail(struct draft *d)
{
	at_string(&d->at, &d->n->title);
	return !at_words(&d->at, "loại hình") || types_of(&d->at, &d->n->types);
}

static bool award_bit(struct at *a, unsigned *mask)
{
	struct str key;
	int column = a->i < a->line->count ? a->line->tokens[a->i].column : 1;
	if (!at_code(a, &key)) {
		at_fault(a, "ký hiệu danh hiệu hoặc hình thức khen thưởng, ví dụ CSTDCS");
		return false;
	}
	int i = law_award_number(a->r->law, key);
	if (i < 0)
		fault(a->r, a->line->number, column, "Chưa có danh hiệu hay hình thức nào ký hiệu %.*s.",
		      STR_ARG(key));
	else
		*mask |= 1u << i;
	return i >= 0;
}

static bool awards_of(struct at *a, unsigned *mask)
{
	do {
		if (!award_bit(a, mask))
			return false;
	} while (at_words(a, "hoặc"));
	return true;
}

/* "xếp loại từ hoàn thành tốt nhiệm vụ trở lên hoặc có CSTDCS" */
static bool yearly(struct draft *d)
{
	struct at *a = &d->at;
	do {
		int rating;
		if (at_words(a, "có")) {
			if (!award_bit(a, &d->n->awards))
				return false;
		} else if (at_words(a, "xếp loại")) {
			bool from = at_words(a, "từ");
			if (!at_table(a, law_ratings, &rating) || (from && !at_words(a, "trở lên"))) {
				at_fault(a, "một mức: hoàn thành xuất sắc nhiệm vụ, hoàn thành tốt nhiệm vụ, hoàn "
				            "thành nhiệm vụ");
				return false;
			}
			if (!from && rating != LAW_EXCELLENT) {
				at_fault(
					a,
					"\"xếp loại từ … trở lên\" (chỉ mức cao nhất được viết không có từ, trở lên)");
				return false;
			}
			d->n->rating = (enum law_rating)rating;
		} else {
			at_fault(a, "\"xếp loại …\" hoặc \"có\" và ký hiệu danh hiệu");
			return false;
		}
	} while (at_words(a, "hoặc"));
	return true;
}

static bool window(struct draft *d)
{
	struct at *a = &d->at;
	if (at_words(a, "trong năm xét")) {
		d->n->window = W_YEAR;
		return true;
	}
	if (at_words(a, "trong thời gian đó")) {
		d->n->window = W_SINCE;
		return true;
	}
	d->n->window = W_RUN;
	if (at_words(a, "trong") && at_num(a, &d->n->window_n) &&
	    at_words(a, "năm liên tục đến năm xét"))
		return true;
	at_fault(a,
	         "\"trong năm xét\", \"trong 3 năm liên tục đến năm xét\" hoặc \"trong thời gian đó\"");
	return false;
}

/* "ít nhất 2 năm có CSTDCS trong …", "ít nhất 1 sáng kiến phạm vi tỉnh trở lên trong …" */
static bool at_least(struct draft *d)
{
	static const struct words kinds[] = {{"sáng kiến hoặc đề tài", WORKS_BOTH},
	                                     {"sáng kiến", WORKS_INITIATIVE},
	                                     {"đề tài", WORKS_STUDY},
	                                     {0}};
	struct at *a = &d->at;
	struct node *n = d->n;
	int kind, scope, number;
	if (at_words(a, "trong số sau")) {
		n->kind = N_SOME;
		return group_tail(d);
	}
	if (at_words(a, "năm")) {
		n->kind = N_YEARS;
		return yearly(d) && window(d);
	}
	if (at_table(a, kinds, &kind)) {
		n->kind = N_WORKS;
		n->works = (enum works_kind)kind;
		if (!at_words(a, "phạm vi") || !at_table(a, law_scopes, &scope) ||
		    !at_words(a, "trở lên")) {
			at_fault(a, "\"phạm vi cơ sở|tỉnh|toàn quốc trở lên\"");
			return false;
		}
		n->scope = (enum law_scope)scope;
		return window(d);
	}
	bool share = at_sign(a, "%");
	if (at_words(a, "thành viên") && at_table(a, law_members, &number)) {
		n->kind = share ? N_SHARE : N_COUNT;
		n->a = (enum law_number)number;
		n->b = LAW_N_MEMBERS;
		return true;
	}
	at_fault(a,
	         "\"năm …\", \"sáng kiến …\", \"đề tài …\", \"thành viên …\", \"% thành viên …\" hoặc "
	         "\"trong số sau\"");
	return false;
}

static bool stretch(struct draft *d)
{
	struct at *a = &d->at;
	d->n->kind = N_SINCE;
	if (at_words(a, "ít nhất") && at_num(a, &d->n->n) && at_words(a, "năm liên tục đến năm xét"))
		return true;
	at_fault(a, "\"ít nhất 5 năm liên tục đến năm xét\"");
	return false;
}

static bool since(struct draft *d)
{
	return awards_of(&d->at, &d->n->awards) && at_sign(&d->at, ",")
	           ? stretch(d)
	           : (at_fault(&d->at, "\", ít nhất 5 năm liên tục đến năm xét\""), false);
}

static bool deed(struct draft *d)
{
	struct at *a = &d->at;
	int kind, scope;
	d->n->kind = N_DEED;
	do {
		if (!at_table(a, law_deeds, &kind)) {
			at_fault(a, "loại thành tích: đột xuất, nhiều lần, đóng góp, xuất sắc trong phong trào "
			            "thi đua, "
			            "mưu trí, sáng tạo; phát minh, sáng chế; lao động, sản xuất; đối ngoại");
			return false;
		}
		d->n->deeds |= 1u << kind;
	} while (at_words(a, "hoặc"));
	if (!at_words(a, "phạm vi") || !at_table(a, law_scopes, &scope) || !at_words(a, "trở lên")) {
		at_fault(a, "\"phạm vi cơ sở|tỉnh|toàn quốc trở lên\"");
		return false;
	}
	d->n->scope = (enum law_scope)scope;
	if (!at_words(a, ", chứng minh theo") || at_num(a, &d->n->n))
		return true;
	at_fault(a, "tên tham số sau \"chứng minh theo\" (1: lời xác nhận của thủ trưởng đơn vị kèm "
	            "minh chứng là đủ; 0: phải có văn bản)");
	return false;
}

static bool key_of(struct draft *d, int (*find)(const struct law *, struct str), const char *what,
                   int *out)
{
	struct str key;
	int column = d->at.i < d->at.line->count ? d->at.line->tokens[d->at.i].column : 1;
	if (!at_code(&d->at, &key)) {
		at_fault(&d->at, what);
		return false;
	}
	*out = find(d->at.r->law, key);
	if (*out < 0)
		fault(d->at.r, d->at.line->number, column, "Chưa khai báo %.*s (%s).", STR_ARG(key), what);
	return *out >= 0;
}

static bool attested(struct draft *d)
{
	d->n->kind = N_ATTEST;
	bool ok =
		key_of(d, law_attest_index, "ký hiệu điều phải xác nhận, ví dụ DOAN_KET", &d->n->attest);
	if (ok)
		d->at.r->law->attests[d->n->attest].used = true;
	return ok;
}

static bool post(struct draft *d)
{
	int i;
	d->n->kind = N_POST;
	do {
		if (!key_of(d, law_post_index, "ký hiệu chức vụ", &i))
			return false;
		d->n->posts |= 1u << i;
	} while (at_words(&d->at, "hoặc"));
	if (at_words(&d->at, "ít nhất") && at_num(&d->at, &d->n->n) && at_words(&d->at, "năm")) {
		d->n->whole |= at_words(&d->at, ", không giảm");
		return true;
	}
	at_fault(&d->at, "\"ít nhất 5 năm\" hoặc \"ít nhất 5 năm, không giảm\"");
	return false;
}

static bool cadre(struct draft *d)
{
	int i;
	d->n->kind = N_CADRE;
	do {
		if (!at_table(&d->at, law_cadres, &i)) {
			at_fault(&d->at,
			         "cán bộ, công chức, viên chức, người lao động, lực lượng vũ trang hoặc "
			         "công nhân, nông dân");
			return false;
		}
		d->n->cadres |= 1u << i;
	} while (at_words(&d->at, "hoặc"));
	return true;
}

static bool none_of(struct draft *d)
{
	int number;
	d->n->kind = N_ZERO;
	if (!at_table(&d->at, law_members, &number)) {
		at_fault(&d->at, "\"bị kỷ luật từ cảnh cáo trở lên\"");
		return false;
	}
	d->n->a = (enum law_number)number;
	return true;
}

static bool plain(struct draft *d)
{
	struct at *a = &d->at;
	struct node *n = d->n;
	if (at_words(a, "vượt tất cả chỉ tiêu được giao")) {
		n->kind = N_ALL_OF;
		n->a = LAW_N_TARGETS_EXCEEDED;
		n->b = LAW_N_TARGETS;
		return true;
	}
	if (at_words(a, "xếp thứ") && at_num(a, &n->n)) {
		n->kind = N_RANK;
		n->a = LAW_N_BLOC_RANK;
		return at_words(a, "trở lên trong cụm , khối") ||
		       (at_fault(a, "trở lên trong cụm, khối"), false);
	}
	if (at_words(a, "làm việc ít nhất") && at_num(a, &n->n)) {
		n->kind = N_MONTHS;
		return at_words(a, "tháng trong năm xét , kể cả nghỉ thai sản") ||
		       (at_fault(a, "tháng trong năm xét, kể cả nghỉ thai sản"), false);
	}
	at_fault(
		a, "một điều kiện: \"tất cả\", \"một trong\", \"mỗi năm\", \"ít nhất\", \"đã được tặng\", "
		   "\"đạt điều kiện của\", \"được xác nhận\", \"có thành tích\" … (docs/law-language.md)");
	return false;
}

static bool sentence(struct draft *d)
{
	struct at *a = &d->at;
	struct node *n = d->n;
	if (at_words(a, "tất cả") || at_words(a, "một trong")) {
		n->kind = str_eqz(a->line->tokens[0].text, "tất") ? N_ALL : N_ANY;
		return group_tail(d);
	}
	if (at_words(a, "sau khi được tặng"))
		return since(d);
	if (at_words(a, "trong một thời gian"))
		return stretch(d);
	if (at_words(a, "đạt điều kiện của")) {
		n->kind = N_REF;
		return key_of(d, law_award_number, "ký hiệu danh hiệu", &n->ref);
	}
	if (at_words(a, "mỗi năm")) {
		n->kind = N_EACH;
		return yearly(d) && window(d);
	}
	if (at_words(a, "ít nhất")) {
		if (at_num(a, &n->n))
			return at_least(d);
		at_fault(a, "một số hoặc tên tham số");
		return false;
	}
	if (at_words(a, "đã được tặng")) {
		n->kind = N_HELD;
		return awards_of(a, &n->awards);
	}
	if (at_words(a, "chưa được tặng")) {
		n->kind = N_NOT_HELD;
		if (!awards_of(a, &n->awards) || !at_words(a, "trong"))
			return n->awards;
		n->kind = N_NOT_LATELY;
		return (at_num(a, &n->window_n) && at_words(a, "năm trước năm xét")) ||
		       (at_fault(a, "\"trong 2 năm trước năm xét\""), false);
	}
	if (at_words(a, "được xác nhận"))
		return attested(d);
	if (at_words(a, "có thành tích"))
		return deed(d);
	if (at_words(a, "giữ chức vụ"))
		return post(d);
	if (at_words(a, "công tác")) {
		n->whole = true;
		return post(d);
	}
	if (at_words(a, "là"))
		return cadre(d);
	if (at_words(a, "không có thành viên"))
		return none_of(d);
	return plain(d);
}

static struct str words_of(const struct line *line)
{
	ptrdiff_t at = str_chr(line->raw, '[');
	return at < 0 ? line->raw : str_trim((struct str){line->raw.p, (size_t)at});
}

static bool children(struct reading *r, const struct line *line, struct node *n, bool form)
{
	struct node **tail = &n->child;
	bool group = n->kind <= N_SINCE;
	if (group && !line->child)
		fault(r, line->number, 1, "Nhóm này không có điều kiện nào bên dưới.");
	if (!group && line->child)
		fault(r, line->child->number, 1,
		      "Điều kiện phía trên không phải là nhóm, nên không có dòng con. "
		      "Hãy lùi dòng này ra.");
	if (group != (line->child != NULL))
		return false;
	bool ok = true;
	for (const struct line *l = line->child; l; l = l->next) {
		*tail = node_of(r, l, form);
		ok &= *tail != NULL;
		if (*tail)
			tail = &(*tail)->next;
	}
	return ok;
}

struct node *node_of(struct reading *r, const struct line *line, bool form)
{
	struct node *n = arena_alloc(r->mem, sizeof *n);
	struct draft d = {{r, line, 0}, n};
	*n = (struct node){.line = line->number, .column = line->indent + 1, .text = words_of(line)};
	n->for_form = form;
	n->n.param = n->window_n.param = -1;
	n->attest = n->ref = -1;
	if (!sentence(&d) || !at_source(&d.at, &n->source))
		return NULL;
	n->index = r->law->node_count;
	*(GROW(r, r->law->nodes, r->law->node_count)) = n;
	return children(r, line, n, form) ? n : NULL;
}
