/* src/paper: the language of templates, data, and the model they become. */
#include "paper/cert.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* clang-format off */
#define HEAD \
	"mẫu \"Thử\"\ndữ liệu\n" \
	"name chữ \"Tên\"\nnote chữ \"Ghi chú\" tùy ý\nday ngày \"Ngày\"\nsum tiền \"Tiền\"\n" \
	"n số \"Số\"\nyes có \"Có\"\nbody văn \"Nội dung\"\nrows danh sách \"Hàng\"\n" \
	"rows.who chữ \"Ai\"\nrows.pay tiền \"Thưởng\"\nrows.parts danh sách \"Phần\"\n" \
	"rows.parts.what chữ \"Gì\"\nthân\n"
/* clang-format on */

static int setup(void **state)
{
	static struct arena arena;
	arena_init(&arena);
	*state = &arena;
	return 0;
}

static int teardown(void **state)
{
	arena_release(*state);
	return 0;
}

static const struct paper *made(struct arena *a, const char *body, const char *json)
{
	const struct paper_template *t;
	const struct paper_data *d;
	const struct paper *p;
	struct err e = {0};
	struct str text = arena_printf(a, HEAD "%s", body);
	enum rc rc = paper_template_read(a, text, STR_NULL, STR(""), &t, &e);
	if (rc == RC_OK)
		rc = paper_data(a, t, str_of(json), &d, &e);
	if (rc == RC_OK)
		rc = paper_build(a, t, d, &p, &e);
	if (rc != RC_OK)
		print_message("%s\n", e.message);
	assert_int_equal(rc, RC_OK);
	return p;
}

/* Paragraphs of the first section, parted by "|". */
static const char *said(struct arena *a, const struct paper *p)
{
	struct buf b;
	buf_init(&b, 65536);
	for (int i = 0; i < p->sections[0].count; i++) {
		const struct paper_block *one = &p->sections[0].blocks[i];
		buf_z(&b, i ? "|" : "");
		if (one->table)
			buf_printf(&b, "<%d x %d>", one->table->count, one->table->columns);
		for (int k = 0; k < one->para.count; k++)
			buf_str(&b, one->para.runs[k].text);
	}
	struct str s = arena_str(a, buf_view(&b));
	buf_release(&b);
	return s.p;
}

static void says(struct arena *a, const char *body, const char *json, const char *want)
{
	assert_string_equal(said(a, made(a, body, json)), want);
}

static void refused(struct arena *a, const char *body, const char *why)
{
	const struct paper_template *t;
	struct err e = {0};
	struct str text = arena_printf(a, HEAD "%s", body);
	assert_int_equal(paper_template_read(a, text, STR_NULL, STR(""), &t, &e), RC_INVALID);
	if (!strstr(e.message, why))
		fail_msg("\"%s\" does not say \"%s\"", e.message, why);
}

static void data_refused(struct arena *a, const char *json, const char *why)
{
	const struct paper_template *t;
	const struct paper_data *d;
	struct err e = {0};
	assert_int_equal(paper_template_read(a, STR(HEAD "đoạn: x\n"), STR_NULL, STR(""), &t, &e),
	                 RC_OK);
	assert_int_not_equal(paper_data(a, t, str_of(json), &d, &e), RC_OK);
	if (!strstr(e.message, why))
		fail_msg("\"%s\" does not say \"%s\"", e.message, why);
}

/* --- what is printed --- */

static void fields_are_written_as_asked(void **state)
{
	struct arena *a = *state;
	says(a, "đoạn: {name} {name:hoa} {day} {day:dài}",
	     "{\"name\": \"Giàng Páo\", \"day\": \"2026-01-05\"}",
	     "Giàng Páo GIÀNG PÁO 05/01/2026 ngày 05 tháng 01 năm 2026");
	says(a, "đoạn: {sum} ({sum:bằng chữ}) {n:hai số} {n:bằng chữ}", "{\"sum\": 2340000, \"n\": 7}",
	     "2.340.000 (Hai triệu ba trăm bốn mươi nghìn đồng) 07 bảy");
	says(a, "đoạn: {rows:đếm} {rows.pay:tổng} {rows.pay:tổng:bằng chữ}",
	     "{\"rows\": [{\"pay\": 710000}, {\"pay\": 1410000}]}",
	     "02 2.120.000 Hai triệu một trăm hai mươi nghìn đồng");
}

static void loops_go_into_lists_and_count(void **state)
{
	says(*state,
	     "mỗi rows\nđoạn: {stt}. {who} của {name}\nmỗi parts\nđoạn: {who}: {what}\nhết\nhết\n",
	     "{\"name\": \"N\", \"rows\": [{\"who\": \"A\", \"parts\": [{\"what\": \"x\"}, {\"what\": "
	     "\"y\"}]}, "
	     "{\"who\": \"B\"}]}",
	     "1. A của N|A: x|A: y|2. B của N");
}

static void names_go_by_given_name_where_asked(void **state)
{
	struct arena *a = *state;
	says(a, "mỗi rows theo who\nđoạn: {stt} {who}\nhết",
	     "{\"rows\": [{\"who\": \"Nguyễn Văn Đạt\"}, {\"who\": \"Trần Ân\"}, {\"who\": \"Lê An\"}, "
	     "{\"who\": \"Vũ Dũng\"}, "
	     "{\"who\": \"An An\"}]}",
	     "1 An An|2 Lê An|3 Trần Ân|4 Vũ Dũng|5 Nguyễn Văn Đạt");
	refused(a, "mỗi rows theo pay\nđoạn: x\nhết", "trường kiểu chữ của rows");
	refused(a, "mỗi rows xếp who\nđoạn: x\nhết", "chỉ có: theo TRƯỜNG");
}

static void what_is_there_decides(void **state)
{
	struct arena *a = *state;
	const char *body =
		"nếu yes\nđoạn: có\nnếu không\nđoạn: không\nhết\nđoạn: {name}[, {note}][; {rows:đếm}]";
	says(a, body, "{\"yes\": true, \"name\": \"A\", \"note\": \"B\"}", "có|A, B");
	says(a, body, "{\"yes\": false, \"name\": \"A\", \"rows\": []}", "không|A");
	says(a, "đoạn: {note}\nđoạn: x", "{}", "x");
}

static void numbers_follow_the_decree(void **state)
{
	struct arena *a = *state;
	says(a,
	     "chương: \nđiều: x\nkhoản: x\nđiểm: x\nđiểm: x\nđiểm: x\nđiểm: x\nđiểm: x\nđiểm: "
	     "x\nkhoản: x\nđiểm: x\n"
	     "chương: \nđiều: x",
	     "{}",
	     "Chương I|Điều 1. x|1. x|a) x|b) x|c) x|d) x|đ) x|e) x|2. x|a) x|Chương II|Điều 2. x");
	says(a, "phần: một\nđề mục: x\nphần: hai\nđề mục: x", "{}", "I. MỘT|1. x|II. HAI|1. x");
}

static void letters_go_past_the_end_of_the_alphabet(void **state)
{
	struct buf b;
	buf_init(&b, 4096);
	for (int i = 0; i < 25; i++)
		buf_z(&b, "điểm: x\n");
	buf_chr(&b, '\0');
	const char *text = said(*state, made(*state, b.p, "{}"));
	buf_release(&b);
	assert_non_null(strstr(text, "|x) x|y) x|a1) x|b1) x"));
}

static void lists_end_in_a_full_stop(void **state)
{
	struct arena *a = *state;
	says(a, "mỗi rows\ngạch: {who};\nhết\nđoạn: x",
	     "{\"rows\": [{\"who\": \"A\"}, {\"who\": \"B\"}]}", "- A;|- B.|x");
	says(a, "kính gửi: Kính gửi:\nmỗi rows\nnơi gửi: {who};\nhết", "{\"rows\": [{\"who\": \"A\"}]}",
	     "Kính gửi: A.");
	says(a, "kính gửi: Kính gửi:\nmỗi rows\nnơi gửi: {who};\nhết",
	     "{\"rows\": [{\"who\": \"A\"}, {\"who\": \"B\"}]}", "Kính gửi:|- A;|- B.");
}

static void lines_of_a_text_are_paragraphs(void **state)
{
	says(*state, "đoạn: {body}./.", "{\"body\": \"một\\n\\n  hai\"}", "một|hai./.");
}

static void gaps_are_dots_and_listed(void **state)
{
	const struct paper *p =
		made(*state, "đoạn: {name} {day:dài} {name}\nmỗi rows\nđoạn: {who}\nhết",
	         "{\"rows\": [{}, {\"who\": \"B\"}]}");
	assert_int_equal(p->missing_count, 3);
	assert_true(str_eqz(p->missing[0], "Tên"));
	assert_true(str_eqz(p->missing[1], "Ngày"));
	assert_true(str_eqz(p->missing[2], "Hàng, dòng 1: Ai"));
	assert_string_equal(said(*state, p), "…………… ngày …… tháng …… năm ……… ……………|……………|B");
	assert_int_equal(p->sections[0].blocks[0].para.runs[0].face, PAPER_GAP);
}

static void data_are_no_template(void **state)
{
	says(*state, "đoạn: **{name}** \\{x\\} \\*", "{\"name\": \"{note} **a** [b] \\\\\"}",
	     "{note} **a** [b] \\ {x} *");
}

static void faces_are_complete(void **state)
{
	const struct paper *p = made(*state, "đoạn: a **b** *c*\ncăn cứ: d *e*", "{}");
	const struct paper_para *x = &p->sections[0].blocks[0].para,
							*y = &p->sections[0].blocks[1].para;
	assert_int_equal(x->runs[1].face, PAPER_BOLD);
	assert_int_equal(x->runs[3].face, PAPER_ITALIC);
	assert_int_equal(y->runs[0].face, PAPER_ITALIC);
	assert_int_equal(y->runs[1].face, 0);
}

static void columns_and_tables(void **state)
{
	const struct paper *p = made(*state,
	                             "hai cột 40\ntrái\nđoạn: a\nphải\nđoạn: b\ntrái\nđoạn: c\nhết\n"
	                             "bảng: STT 10 giữa | Ai 90\nmỗi rows\nhàng: {stt} | {who}\nhết\n"
	                             "hàng gộp: Cộng\nhết\n",
	                             "{\"rows\": [{\"who\": \"A\"}, {\"who\": \"B\"}]}");
	assert_string_equal(said(*state, p), "<2 x 2>|<4 x 2>");
	const struct paper_table *t = p->sections[0].blocks[1].table;
	assert_int_equal(t->rows[3].cells[0].span, 2);
	assert_int_equal(t->rows[1].cells[0].paras[0].role, PAPER_CELL_CENTRE);
	assert_true(t->shares[0] > 0.09 && t->shares[0] < 0.11);
}

static double bar_of(const struct paper *p, int row, bool *light)
{
	const struct paper_cell *c = &p->sections[0].blocks[0].table->rows[row].cells[1];
	assert_int_equal(c->count, 1);
	assert_int_equal(c->paras[0].role, PAPER_BAR);
	*light = c->paras[0].light;
	return c->paras[0].share;
}

static void bars_are_as_long_as_their_numbers(void **state)
{
	static const char rows[] = "{\"rows\": [{\"who\": \"A\", \"pay\": 50}, {\"who\": \"B\", "
							   "\"pay\": 200}, {\"who\": \"C\", \"pay\": -7}, {\"who\": \"D\", "
							   "\"pay\": 1}, {\"who\": \"E\"}]}";
	const struct paper *p = made(
		*state, "biểu đồ: 40 | 40 thanh | 20\nmỗi rows\nhàng: {who} | {pay} | {pay}\nhết\nhết\n",
		rows);
	const struct paper_table *t = p->sections[0].blocks[0].table;
	bool light;
	assert_int_equal(t->look, PAPER_CHART);
	assert_int_equal(t->head, 0);
	assert_float_equal(bar_of(p, 0, &light), 0.25, 1e-9);
	assert_false(light);
	assert_float_equal(bar_of(p, 1, &light), 1, 1e-9);
	assert_float_equal(bar_of(p, 2, &light), 0, 1e-9);
	assert_float_equal(bar_of(p, 3, &light), PAPER_BAR_LEAST, 1e-9);
	/* What is not there is a gap in words, and told. */
	assert_int_equal(t->rows[4].cells[1].paras[0].role, PAPER_CELL);
	assert_int_equal(p->missing_count, 1);
	/* Against a number that is given; a second row about the same thing is light; with titles. */
	p = made(*state,
	         "biểu đồ: Ai 40 | Tiền 40 thanh 400 | 20\nmỗi rows\nhàng: | {pay} | {pay}\nhết\nhết\n",
	         rows);
	assert_int_equal(p->sections[0].blocks[0].table->head, 1);
	assert_float_equal(bar_of(p, 2, &light), 0.5, 1e-9);
	assert_true(light);
	/* Numbers at the end of what is counted. */
	p = made(
		*state, "bảng: A 50 | B 50 thanh\nmỗi rows\nhàng: {who} | {pay}\nhết\nhết\n",
		"{\"rows\": [{\"who\": \"A\", \"pay\": 9223372036854775807}, {\"who\": \"B\", \"pay\": "
		"-9223372036854775807}]}");
	assert_float_equal(bar_of(p, 1, &light), 1, 1e-9);
}

static void an_office_changes_the_body_only(void **state)
{
	struct arena *a = *state;
	const struct paper_template *t;
	const struct paper_data *d;
	const struct paper *p;
	struct err e = {0};
	assert_int_equal(
		paper_template_read(a, STR(HEAD "đoạn: x"), STR("đoạn: của {name}"), STR(""), &t, &e),
		RC_OK);
	assert_int_equal(paper_data(a, t, STR("{\"name\": \"tôi\"}"), &d, &e), RC_OK);
	assert_int_equal(paper_build(a, t, d, &p, &e), RC_OK);
	assert_string_equal(said(a, p), "của tôi");
}

/* --- what is refused --- */

static void mistakes_in_templates_are_named(void **state)
{
	struct arena *a = *state;
	refused(a, "đoạn: {nam}", "không có trường \"nam\". Ở đây có: name, note, day");
	refused(a, "mỗi rows\nđoạn: {wo}\nhết", "Ở đây có: who, pay, parts, name");
	refused(a, "đoạn: {who}", "không có trường \"who\"");
	refused(a, "đoạn: {rows.who}", "là của nhiều dòng");
	refused(a, "đoạn: {rows}", "là một danh sách");
	refused(a, "đoạn: {yes}", "dùng với nếu");
	refused(a, "đoạn: {name:dài}", "không dùng được cho trường kiểu này");
	refused(a, "đoạn: {name:to}", "Có: hoa, đầu");
	refused(a, "đoạn: {name", "thiếu dấu }");
	refused(a, "đoạn: [{name}", "thiếu dấu ]");
	refused(a, "đoạn: name}", "thừa dấu }");
	refused(a, "đoạn: **a", "chưa đóng");
	refused(a, "mỗi rows\nđoạn: x", "thiếu dòng \"hết\"");
	refused(a, "hết", "thừa \"hết\"");
	refused(a, "nếu name\nđoạn: x\ntrái", "phải là \"hết\"");
	refused(a, "đoàn: x", "không hiểu \"đoàn\"");
	refused(a, "mỗi name\nđoạn: x\nhết", "không phải danh sách");
	refused(a, "bảng: A 50 | B 50\nhàng: 1\nhết", "hàng có 1 ô, bảng có 2 cột");
	refused(a, "bảng: A 50 | B\nhết", "phần trăm bề rộng");
	refused(a, "bảng: A 50\nđoạn: x\nhết", "trong bảng, biểu đồ chỉ có");
	refused(a, "hai cột 50\ntrái\nbảng: A 50\nhết\nhết", "trong hai cột chỉ có");
	refused(a, "hai cột 50\ntrái\nbiểu đồ: A 50\nhết\nhết", "trong hai cột chỉ có");
	refused(a, "biểu đồ: 50 | 50 thanh\nmỗi rows\nhàng: {who} | {who}\nhết\nhết",
	        "đúng một trường kiểu số");
	refused(a, "biểu đồ: 50 | 50 thanh\nmỗi rows\nhàng: {who} | {pay} đồng\nhết\nhết",
	        "đúng một trường kiểu số");
	refused(a, "thanh: {name}", "không hiểu \"thanh\"");
	refused(a, "gồm khong-co", "không có phần chung");
	refused(a, "đoạn: {stt}", "không có trường \"stt\"");
}

static void endless_templates_end(void **state)
{
	struct arena *a = *state;
	const struct paper_template *t;
	struct err e = {0};
	struct str common = STR("phần chung a\ngồm b\nphần chung b\ngồm a\n");
	assert_int_equal(
		paper_template_read(a, STR("mẫu \"x\"\nthân\ngồm a\n"), STR_NULL, common, &t, &e),
		RC_INVALID);
	assert_non_null(strstr(e.message, "không dứt"));
}

static void mistakes_in_data_are_named(void **state)
{
	struct arena *a = *state;
	data_refused(a, "{\"nmae\": 1}", "không có trường \"nmae\". Có: name");
	data_refused(a, "{\"name\": 1}", "\"name\": phải là chữ");
	data_refused(a, "{\"day\": \"5/1/2026\"}", "\"2026-01-27\"");
	data_refused(a, "{\"sum\": 1.5}", "số nguyên");
	data_refused(a, "{\"yes\": 1}", "true hoặc false");
	data_refused(a, "{\"rows\": {}}", "danh sách");
	data_refused(a, "{\"rows\": [1]}", "\"rows.0\": phải là một đối tượng");
	data_refused(a, "{\"rows\": [{\"parts\": [{\"x\": 1}]}]}",
	             "rows.0.parts.0: không có trường \"x\"");
	data_refused(a, "{\"name\": \"a\", \"name\": \"b\"}", "không phải JSON đúng");
	data_refused(a, "[]", "đối tượng");
}

/* A list within itself: 1 000 rows would give a million paragraphs. */
static void lists_within_lists_are_bounded(void **state)
{
	const struct paper_template *t;
	const struct paper_data *d;
	const struct paper *p;
	struct err e = {0};
	struct buf json;
	buf_init(&json, PAPER_DATA_MAX);
	buf_z(&json, "{\"rows\": [{}");
	for (int i = 1; i < 1000; i++)
		buf_z(&json, ",{}");
	buf_z(&json, "]}");
	assert_int_equal(paper_template_read(*state, STR(HEAD "mỗi rows\nmỗi rows\nđoạn: x\nhết\nhết"),
	                                     STR_NULL, STR(""), &t, &e),
	                 RC_OK);
	assert_int_equal(paper_data(*state, t, buf_view(&json), &d, &e), RC_OK);
	assert_int_equal(paper_build(*state, t, d, &p, &e), RC_TOOBIG);
	buf_release(&json);
}

static void shipped_templates_are_right(void **state)
{
	int count;
	const struct paper_file *files = paper_files(&count);
	assert_true(count > 5);
	for (int i = 0; i < count; i++) {
		const struct paper_template *t;
		const struct paper_data *d;
		const struct paper *p;
		struct err e = {0};
		if (paper_template_read(*state, files[i].text, STR_NULL, paper_common(), &t, &e) != RC_OK)
			fail_msg("%.*s: %s", STR_ARG(files[i].name), e.message);
		assert_true(paper_about(t).title.n > 0 && paper_about(t).source.n > 0);
		/* Without any data everything is a gap, and nothing fails. */
		assert_int_equal(paper_data(*state, t, STR("{}"), &d, &e), RC_OK);
		assert_int_equal(paper_build(*state, t, d, &p, &e), RC_OK);
		assert_true(p->missing_count > 0);
	}
	assert_null(paper_file_of(STR("chung")));
}

static void mistakes_in_blanks_are_named(void **state)
{
	static const struct {
		const char *body, *why;
	} cases[] = {
		{"", "khổ 297 210"},
		{"khổ 10 10\nmỗi rows", "khổ 297 210"},
		{"khổ 297 210\nmỗi name", "mỗi DANH_SÁCH"},
		{"khổ 297 210\nmỗi rows\nô: 1 2 3 | cỡ 9 | x", "ô cần viết như"},
		{"khổ 297 210\nmỗi rows\nô: 1 2 300 4 | cỡ 9 | x", "nằm ngoài tờ giấy 297 × 210 mm"},
		{"khổ 297 210\nmỗi rows\nô: -1 2 30 4 | cỡ 9 | x", "nằm ngoài"},
		{"khổ 297 210\nmỗi rows\nô: 1 2 30 4 | đậm | x", "thiếu cỡ chữ"},
		{"khổ 297 210\nmỗi rows\nô: 1 2 30 4 | cỡ 9 xuống 12 | x", "không hiểu \"cỡ 9 xuống 12\""},
		{"khổ 297 210\nmỗi rows\nô: 1 2 30 4 | cỡ 9, xanh | x", "không hiểu \"xanh\""},
		{"khổ 297 210\nmỗi rows\nô: 1 2 30 4 | cỡ 9 | {whom}", "Ở đây có: who, pay"},
		{"khổ 297 210\nmỗi rows\nmã: 1 2 | x", "mã cần viết như"},
		{"khổ 297 210\nmỗi rows\nkhung 200 1", "một dòng là khung"},
		{"khổ 297 210\nmỗi rows\nhết", "không hiểu \"hết\""}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct cert_blank *blank;
		struct err e = {0};
		struct str text = arena_printf(*state, HEAD "%s", cases[i].body);
		assert_int_equal(cert_read(*state, text, &blank, &e), RC_INVALID);
		if (!strstr(e.message, cases[i].why))
			fail_msg("\"%s\" does not say \"%s\"", e.message, cases[i].why);
	}
}

/* Sizes that are printed lie within what the decree allows, and each says where it is from. */
static void styles_keep_to_the_decree(void **state)
{
	(void)state;
	for (int i = 0; i < PAPER_ROLES; i++) {
		const struct paper_style *s = &paper_styles[i];
		assert_non_null(s->word);
		assert_non_null(s->source);
		assert_true(s->line >= 1 && s->line <= 1.5);
		assert_true(s->size_min == 0 || (s->size >= s->size_min && s->size <= s->size_max));
		for (int k = 0; k < i; k++)
			assert_true(strcmp(s->word, paper_styles[k].word) && strcmp(s->id, paper_styles[k].id));
	}
	assert_true(paper_page.top >= 20 && paper_page.top <= 25 && paper_page.bottom >= 20 &&
	            paper_page.bottom <= 25);
	assert_true(paper_page.left >= 30 && paper_page.left <= 35 && paper_page.right >= 15 &&
	            paper_page.right <= 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fields_are_written_as_asked, setup, teardown),
		cmocka_unit_test_setup_teardown(loops_go_into_lists_and_count, setup, teardown),
		cmocka_unit_test_setup_teardown(names_go_by_given_name_where_asked, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_there_decides, setup, teardown),
		cmocka_unit_test_setup_teardown(numbers_follow_the_decree, setup, teardown),
		cmocka_unit_test_setup_teardown(letters_go_past_the_end_of_the_alphabet, setup, teardown),
		cmocka_unit_test_setup_teardown(lists_end_in_a_full_stop, setup, teardown),
		cmocka_unit_test_setup_teardown(lines_of_a_text_are_paragraphs, setup, teardown),
		cmocka_unit_test_setup_teardown(gaps_are_dots_and_listed, setup, teardown),
		cmocka_unit_test_setup_teardown(data_are_no_template, setup, teardown),
		cmocka_unit_test_setup_teardown(faces_are_complete, setup, teardown),
		cmocka_unit_test_setup_teardown(columns_and_tables, setup, teardown),
		cmocka_unit_test_setup_teardown(bars_are_as_long_as_their_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(an_office_changes_the_body_only, setup, teardown),
		cmocka_unit_test_setup_teardown(mistakes_in_templates_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(endless_templates_end, setup, teardown),
		cmocka_unit_test_setup_teardown(mistakes_in_data_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(lists_within_lists_are_bounded, setup, teardown),
		cmocka_unit_test_setup_teardown(shipped_templates_are_right, setup, teardown),
		cmocka_unit_test_setup_teardown(mistakes_in_blanks_are_named, setup, teardown),
		cmocka_unit_test(styles_keep_to_the_decree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
