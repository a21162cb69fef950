/* read.c: the blocks of a rule file: documents, sets, parameters, attestations, awards. */
#include "law/read.h"

#include "viet/viet.h"

/* --- first pass: the names, so that order and files do not matter --------------------------- */

static bool taken(struct reading *r, struct at *a, int i, struct str key)
{
	if (i >= 0)
		fault(r, a->line->number, a->line->tokens[a->i - 1].column,
		      "%.*s đã được khai báo một lần rồi.", STR_ARG(key));
	return i >= 0;
}

static bool head(struct at *a, struct str *key)
{
	if (at_code(a, key))
		return true;
	at_fault(a, "một ký hiệu viết hoa không dấu, ví dụ LUAT2022");
	return false;
}

static void name_award(struct reading *r, struct at *a, bool title)
{
	struct str key, name = STR("");
	if (!head(a, &key) || taken(r, a, law_award_number(r->law, key), key))
		return;
	if (r->law->award_count >= LAW_AWARDS_MAX) {
		fault(r, a->line->number, 1, "Quá %d danh hiệu và hình thức.", LAW_AWARDS_MAX);
		return;
	}
	if (!at_string(a, &name))
		at_fault(a, "tên gọi trong dấu nháy kép");
	struct award *w = GROW(r, r->law->awards, r->law->award_count);
	*w = (struct award){.info = {.code = key, .name = name, .title = title},
	                    .file = r->file,
	                    .line = a->line->number};
}

static void name_param(struct reading *r, struct at *a)
{
	struct str key;
	bool local = at_words(a, "địa phương");
	if (!head(a, &key) || taken(r, a, law_param_index(r->law, key), key))
		return;
	struct param *p = GROW(r, r->law->params, r->law->param_count);
	*p = (struct param){
		.key = key, .file = r->file, .line = a->line->number, .local = local, .starts = DATE_NONE};
	if (!at_string(a, &p->title))
		at_fault(a, "tên tham số trong dấu nháy kép");
	if (at_sign(a, ",") && !at_string(a, &p->unit))
		at_fault(a, "đơn vị trong dấu nháy kép, ví dụ \"đồng\"");
}

static void name_doc(struct reading *r, struct at *a)
{
	struct str key;
	if (!head(a, &key) || taken(r, a, law_doc_index(r->law, key), key))
		return;
	struct doc *d = GROW(r, r->law->docs, r->law->doc_count);
	*d = (struct doc){.key = key,
	                  .file = r->file,
	                  .line = a->line->number,
	                  .valid = {{INT32_MIN + 1}, DATE_OPEN}};
	if (!at_string(a, &d->title))
		at_fault(a, "tên văn bản trong dấu nháy kép");
}

static void name_attest(struct reading *r, struct at *a)
{
	struct str key;
	if (!head(a, &key) || taken(r, a, law_attest_index(r->law, key), key))
		return;
	if (r->law->attest_count >= LAW_ATTEST_MAX) {
		fault(r, a->line->number, 1, "Quá %d điều phải xác nhận.", LAW_ATTEST_MAX);
		return;
	}
	struct attest *t = GROW(r, r->law->attests, r->law->attest_count);
	*t = (struct attest){.info = {.key = key}, .file = r->file, .line = a->line->number};
	if (!at_string(a, &t->info.text) || !at_words(a, "do") || !at_string(a, &t->info.who) ||
	    !at_end(a))
		at_fault(a, "xác nhận KÝ_HIỆU \"điều được xác nhận\" do \"người xác nhận\"");
}

static void name_post(struct reading *r, struct at *a)
{
	struct str key;
	if (!head(a, &key) || taken(r, a, law_post_index(r->law, key), key))
		return;
	if (r->law->post_count >= LAW_POSTS_MAX) {
		fault(r, a->line->number, 1, "Quá %d nhóm chức vụ.", LAW_POSTS_MAX);
		return;
	}
	struct post *p = GROW(r, r->law->posts, r->law->post_count);
	*p = (struct post){.key = key, .file = r->file, .line = a->line->number};
	if (!at_string(a, &p->title))
		at_fault(a, "tên chức vụ trong dấu nháy kép");
}

static void name_block(struct reading *r, const struct line *l)
{
	struct at a = {r, l, 0};
	if (at_words(&a, "văn bản"))
		name_doc(r, &a);
	else if (at_words(&a, "bộ quy tắc") || at_words(&a, "thủ tục đơn giản loại hình"))
		return;
	else if (at_words(&a, "tham số"))
		name_param(r, &a);
	else if (at_words(&a, "danh hiệu"))
		name_award(r, &a, true);
	else if (at_words(&a, "hình thức"))
		name_award(r, &a, false);
	else if (at_words(&a, "xác nhận"))
		name_attest(r, &a);
	else if (at_words(&a, "chức vụ"))
		name_post(r, &a);
	else
		at_fault(&a, "văn bản, bộ quy tắc, tham số, xác nhận, chức vụ, danh hiệu hoặc hình thức");
}

/* --- second pass -------------------------------------------------------------------------------
 */

static void read_doc(struct reading *r, const struct line *l)
{
	struct doc *d = NULL;
	for (int i = 0; i < r->law->doc_count; i++)
		if (r->law->docs[i].line == l->number && str_eq(r->law->docs[i].file, r->file))
			d = &r->law->docs[i];
	if (!d)
		return;
	for (const struct line *c = l->child; c; c = c->next) {
		struct at a = {r, c, 0};
		struct source s;
		if (at_words(&a, "hiệu lực")) {
			if (!at_period(&a, &d->valid))
				at_fault(&a, "\"từ ngày\", ví dụ: hiệu lực từ 01/01/2024 đến trước 01/7/2025");
			if (at_source(&a, &s))
				d->mark = s.mark;
		} else if (!at_words(&a, "ban hành") && !at_words(&a, "nguồn") &&
		           !at_words(&a, "ghi chú")) {
			at_fault(&a, "hiệu lực, ban hành, nguồn hoặc ghi chú");
		}
	}
}

static void read_set(struct reading *r, const struct line *l)
{
	struct at a = {r, l, 0};
	at_words(&a, "bộ quy tắc");
	struct set s = {.file = r->file, .line = l->number, .info = {.confirmed = true}};
	struct period when;
	if (!at_code(&a, &s.info.name) || !at_string(&a, &s.info.title) || !at_period(&a, &when) ||
	    !at_end(&a)) {
		at_fault(&a, "bộ quy tắc KÝ_HIỆU \"tên\" từ ngày [đến trước ngày]");
		return;
	}
	s.info.from = when.from;
	s.info.to = when.to;
	for (const struct line *c = l->child; c; c = c->next) {
		struct at b = {r, c, 0};
		struct source ignored;
		if (at_words(&b, "chưa xác nhận") && at_string(&b, &s.info.reason))
			s.info.confirmed = false;
		else if (at_words(&b, "có lợi hơn thì áp dụng"))
			s.info.favourable = true;
		else if (!at_words(&b, "ghi chú"))
			at_fault(&b, "chưa xác nhận \"lý do\", có lợi hơn thì áp dụng, hoặc ghi chú");
		else
			continue;
		at_source(&b, &ignored);
	}
	*(GROW(r, r->law->sets, r->law->set_count)) = s;
}

static void read_value(struct reading *r, struct param *p, struct at *a, struct period when)
{
	struct value v = {.when = when, .line = a->line->number};
	if (!at_number(a, &v.value)) {
		at_fault(a, "một con số, ví dụ 2.340.000 hoặc 4,5");
		return;
	}
	if (at_source(a, &v.source))
		*(GROW(r, p->values, p->value_count)) = v;
}

static void read_param(struct reading *r, const struct line *l)
{
	struct param *p = NULL;
	for (int i = 0; i < r->law->param_count; i++)
		if (r->law->params[i].line == l->number && str_eq(r->law->params[i].file, r->file))
			p = &r->law->params[i];
	for (const struct line *c = p ? l->child : NULL; c; c = c->next) {
		struct at a = {r, c, 0};
		struct period when;
		if (at_words(&a, "giao tại")) {
			at_source(&a, &p->given);
		} else if (at_words(&a, "có hoặc không")) {
			p->yes_no = true;
			if (!at_end(&a))
				at_fault(&a, "hết dòng");
		} else if (at_words(&a, "không áp dụng trước")) {
			if (!at_date(&a, &p->starts) || !at_end(&a))
				at_fault(&a, "một ngày");
		} else if (at_words(&a, "mặc định")) {
			read_value(r, p, &a, (struct period){{INT32_MIN + 1}, DATE_OPEN});
		} else if (at_period(&a, &when)) {
			if (at_sign(&a, ":"))
				read_value(r, p, &a, when);
			else
				at_fault(&a, "dấu hai chấm và giá trị");
		} else if (at_words(&a, "cách hiểu khác")) {
			if (!at_number(&a, &p->other) || !at_string(&a, &p->other_text) || !at_end(&a))
				at_fault(&a, "cách hiểu khác GIÁ_TRỊ \"hiểu thế nào\"");
		} else if (!at_words(&a, "ghi chú") || !at_string(&a, &p->note)) {
			at_fault(&a, "từ ngày: giá trị; mặc định; giao tại; có hoặc không; cách hiểu khác; "
			             "hoặc ghi chú");
		}
	}
}

static void read_vote(struct reading *r, struct award *w, struct at *a)
{
	struct vote v = {0};
	v.more_than = at_words(a, "quá");
	if ((v.more_than || at_words(a, "ít nhất")) && at_num(a, &v.share) && at_sign(a, "%") &&
	    at_words(a, "tại hội đồng") && at_string(a, &v.council) && at_source(a, &v.source))
		*(GROW(r, w->votes, w->vote_count)) = v;
	else
		at_fault(a, "biểu quyết ít nhất 90 % tại hội đồng \"tỉnh\" [viện dẫn]");
}

static bool kinds_of(struct at *a, const struct words *table, unsigned *mask)
{
	int kind;
	do {
		if (!at_table(a, table, &kind)) {
			at_fault(a, "đối tượng (cá nhân, tập thể, hộ gia đình) hoặc loại hình khen thưởng");
			return false;
		}
		*mask |= 1u << kind;
	} while (at_sign(a, ","));
	return true;
}

static void read_paper(struct reading *r, struct award *w, struct at *a, bool days)
{
	struct paper p = {.days = days, .number = {.param = -1}, .month = {.param = -1}};
	p.brief = !days && at_words(a, "rút gọn");
	bool ok = (days || at_code(a, &p.key)) && at_string(a, &p.text);
	if (ok && at_sign(a, ":"))
		ok = at_num(a, &p.number) && (days ? at_words(a, "ngày làm việc") : at_words(a, "bộ"));
	if (!ok) {
		at_fault(a, days ? "thời hạn \"việc\": 20 ngày làm việc [viện dẫn]"
		                 : "hồ sơ LOẠI_GIẤY \"tên giấy tờ\" [viện dẫn]");
		return;
	}
	if (at_words(a, "loại hình") && !kinds_of(a, law_types, &p.types))
		return;
	at_period(a, &p.when);
	if (at_source(a, &p.source))
		*(GROW(r, w->papers, w->paper_count)) = p;
}

/* "hạn": a date of each year. */
static void read_due(struct reading *r, struct award *w, struct at *a)
{
	struct paper p = {.days = true, .due = true, .number = {.param = -1}, .month = {.param = -1}};
	if (!at_string(a, &p.text) || !at_sign(a, ":") || !at_words(a, "ngày") ||
	    !at_num(a, &p.number) || !at_words(a, "tháng") || !at_num(a, &p.month)) {
		at_fault(a, "hạn \"việc\": ngày 31 tháng 12 [năm sau] [viện dẫn]");
		return;
	}
	p.next = at_words(a, "năm sau");
	at_period(a, &p.when);
	if (at_source(a, &p.source))
		*(GROW(r, w->papers, w->paper_count)) = p;
}

static void read_prize(struct reading *r, struct award *w, struct at *a)
{
	struct prize p = {.factor = {1000, -1}};
	struct num n;
	int subject;
	p.at_most = at_words(a, "tối đa");
	if (!at_table(a, law_subjects, &subject) || !at_num(a, &n) || n.param < 0) {
		at_fault(a, "tiền thưởng cá nhân HE_SO_… [viện dẫn]");
		return;
	}
	p.subject = (enum law_subject)subject;
	p.param = n.param;
	if (at_words(a, "nhân") && !at_num(a, &p.factor))
		at_fault(a, "một số, ví dụ: nhân 1,5");
	if (at_source(a, &p.source))
		*(GROW(r, w->prizes, w->prize_count)) = p;
}

static void read_version(struct reading *r, struct award *w, struct at *a)
{
	struct version v = {.line = a->line->number};
	int subject;
	if (!at_table(a, law_subjects, &subject)) {
		at_fault(a, "cá nhân, tập thể hoặc hộ gia đình");
		return;
	}
	v.subject = (enum law_subject)subject;
	at_period(a, &v.when);
	if (!at_end(a))
		at_fault(a, "hết dòng, hoặc \"từ ngày đến trước ngày\"");
	if (!a->line->child || a->line->child->next) {
		fault(r, a->line->number, 1,
		      "Dưới \"điều kiện\" phải có đúng một dòng: \"tất cả\", \"một trong\" hoặc một điều "
		      "kiện.");
		return;
	}
	v.root = node_of(r, a->line->child, !w->info.title);
	if (v.root)
		*(GROW(r, w->versions, w->version_count)) = v;
}

static void read_authority(struct reading *r, struct award *w, struct at *a)
{
	int level = 0;
	(void)r;
	if (!at_table(a, law_levels, &level) || !at_string(a, &w->info.authority))
		at_fault(a, "cấp cơ sở, cấp xã, cấp tỉnh, cấp bộ, cấp Chính phủ hoặc cấp Nhà nước, rồi "
		            "người quyết định trong dấu nháy kép");
	else
		at_source(a, &w->authority);
	w->info.level = (enum law_level)level;
}

static void read_kinds(struct at *a, const struct words *table, unsigned *mask)
{
	if (kinds_of(a, table, mask) && !at_end(a))
		at_fault(a, "hết dòng");
}

static void read_award_line(struct reading *r, struct award *w, struct line *c)
{
	struct at a = {r, c, 0};
	if (at_words(&a, "đối tượng"))
		read_kinds(&a, law_subjects, &w->info.subjects);
	else if (at_words(&a, "loại hình"))
		read_kinds(&a, law_types, &w->info.types);
	else if (at_words(&a, "thẩm quyền"))
		read_authority(r, w, &a);
	else if (at_words(&a, "biểu quyết"))
		read_vote(r, w, &a);
	else if (at_words(&a, "hồ sơ"))
		read_paper(r, w, &a, false);
	else if (at_words(&a, "thời hạn"))
		read_paper(r, w, &a, true);
	else if (at_words(&a, "hạn"))
		read_due(r, w, &a);
	else if (at_words(&a, "tiền thưởng"))
		read_prize(r, w, &a);
	else if (at_words(&a, "điều kiện"))
		read_version(r, w, &a);
	else if (at_words(&a, "ví dụ")) {
		struct example x = {
			.file = r->file, .body = c, .award = (int)(w - r->law->awards), .line = c->number};
		if (!at_string(&a, &x.name))
			at_fault(&a, "tên ví dụ trong dấu nháy kép");
		else
			*(GROW(r, w->examples, w->example_count)) = x;
	} else if (!at_words(&a, "ghi chú"))
		at_fault(&a,
		         "đối tượng, loại hình, thẩm quyền, biểu quyết, hồ sơ, thời hạn, hạn, tiền thưởng, "
		         "điều kiện, "
		         "ví dụ hoặc ghi chú");
}

static void read_award(struct reading *r, const struct line *l)
{
	for (int i = 0; i < r->law->award_count; i++) {
		struct award *w = &r->law->awards[i];
		if (w->line != l->number || !str_eq(w->file, r->file))
			continue;
		for (struct line *c = l->child; c; c = c->next)
			read_award_line(r, w, c);
	}
}

static void read_block(struct reading *r, const struct line *l)
{
	struct at a = {r, l, 0};
	if (at_words(&a, "văn bản"))
		read_doc(r, l);
	else if (at_words(&a, "bộ quy tắc"))
		read_set(r, l);
	else if (at_words(&a, "tham số"))
		read_param(r, l);
	else if (at_words(&a, "danh hiệu") || at_words(&a, "hình thức"))
		read_award(r, l);
	else if (at_words(&a, "thủ tục đơn giản loại hình")) {
		if (kinds_of(&a, law_types, &r->law->brief_types))
			at_source(&a, &r->law->brief);
	}
}

/* --- all files ----------------------------------------------------------------------------- */

/* What stands in the file from the award's line to the next block. */
static void keep_texts(struct reading *r, struct str text)
{
	for (int i = 0; i < r->law->award_count; i++) {
		struct award *w = &r->law->awards[i];
		if (!str_eq(w->file, r->file))
			continue;
		struct str rest = text;
		const char *from = NULL, *to = text.p + text.n;
		for (int number = 1; rest.p && rest.n; number++) {
			struct str line = str_cut(&rest, '\n');
			if (number == w->line)
				from = line.p;
			else if (from && line.n && line.p[0] != ' ' && line.p[0] != '#' && line.p[0] != '\r') {
				to = line.p;
				break;
			}
		}
		if (from)
			w->text = (struct str){from, (size_t)(to - from)};
	}
}

static int by_from(const void *a, const void *b)
{
	const struct set *x = a, *y = b;
	return (x->info.from.days > y->info.from.days) - (x->info.from.days < y->info.from.days);
}

#define FILE_TEXT_MAX ((size_t)1024 * 1024)

static void clean_files(struct reading *r, const struct law_file *files, int count,
                        struct law_file *out)
{
	for (int i = 0; i < count; i++) {
		struct err e = {0};
		r->file = out[i].name = arena_str(r->mem, files[i].name);
		out[i].text = STR("");
		if (files[i].text.n > FILE_TEXT_MAX)
			fault(r, 1, 1, "Tệp quá lớn (quá 1 MB).");
		else if (viet_nfc(r->mem, files[i].text, &out[i].text, &e) != RC_OK)
			fault(r, 1, 1, "Tệp không đọc được: %s", e.message);
		if (!out[i].text.p)
			out[i].text = STR("");
	}
}

enum rc law_read(struct arena *mem, const struct law_file *files, int count, const struct law **out,
                 struct law_faults *faults, struct err *e)
{
	struct law *law = arena_alloc(mem, sizeof *law);
	struct reading r = {.mem = mem, .law = law};
	struct law_file *clean = arena_array(mem, (size_t)count + 1, sizeof *clean);
	struct line **lines = arena_array(mem, (size_t)count + 1, sizeof *lines);
	(void)e;
	*out = NULL;
	clean_files(&r, files, count, clean);
	for (int i = 0; i < count; i++) {
		r.file = clean[i].name;
		lines[i] = lines_of(&r, clean[i].text);
		for (const struct line *l = lines[i]; l; l = l->next)
			name_block(&r, l);
	}
	for (int i = 0; i < count; i++) {
		r.file = clean[i].name;
		for (const struct line *l = lines[i]; l; l = l->next)
			read_block(&r, l);
		keep_texts(&r, clean[i].text);
	}
	if (law->set_count)
		qsort(law->sets, (size_t)law->set_count, sizeof *law->sets, by_from);
	name_nodes(&r, clean, count);
	check_law(&r);
	*faults = (struct law_faults){r.faults, r.fault_count};
	for (int i = 0; i < r.fault_count; i++)
		if (!r.faults[i].note)
			return RC_OK;
	law_make_quick(law);
	*out = law;
	return RC_OK;
}
