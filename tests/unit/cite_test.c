/* cite.c, codes.c, shadow.c: the shapes in which documents are cited, clean and badly recognised.
 */
#include "viet/cite.h"
#include "viet/codes.h"
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

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

static size_t find(struct arena *a, const char *text, struct cite **out)
{
	struct str nfc;
	size_t n;
	assert_int_equal(viet_nfc(a, str_of(text), &nfc, NULL), RC_OK);
	struct viet_shadow s = viet_shadow(a, nfc);
	cite_find(a, &s, out, &n);
	return n;
}

/*
 * Each shape as it is written, and as tesseract 5.3 with its English model gave it back from a page
 * at 200 dpi; where two are given for a shape, the second is as other scans have garbled it.
 */
struct shape {
	const char *clean, *noise;
	const char *type, *sign, *date, *issuer, *place; /* "" : none */
};
static const struct shape shapes[] = {
	/* number/year/TYPE-ISSUER */
	{"Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ",
     "Nghi dinh s6 152/2025/ND-CP ngay 14/6/2025 ctia Chinh phu", "Nghị định", "152/2025/NĐ-CP",
     "2025-06-14", "Chính phủ", ""},
	{"Thông tư số 15/2025/TT-BNV ngày 04 tháng 8 năm 2025 của Bộ Nội vụ",
     "Thong tw so 15/2025/TT-BNV ngay 04 thang 8 nam 2025 cua BO N6i vu", "Thông tư",
     "15/2025/TT-BNV", "2025-08-04", "Bộ Nội vụ", ""},
	{"Quyết định số 86/2025/QĐ-UBND ngày 30/9/2025 của Ủy ban nhân dân tỉnh Lào Cai",
     "Quyét dinh sé 86/2025/QD-UBND ngay 30/9/2025 ctia Uy ban nhan dan tinh Lao\nCai",
     "Quyết định", "86/2025/QĐ-UBND", "2025-09-30", "Ủy ban nhân dân tỉnh Lào Cai", ""},
	{"Thông tư số 26/2020/TT-BTTTT của Bộ Thông tin và Truyền thông",
     "Thong tw s6 26/2020/TT-BTTTT ctia BO Thong tin va Truyén thong", "Thông tư",
     "26/2020/TT-BTTTT", "", "Bộ Thông tin và Truyền thông", ""},
	{"Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư",
     "Nghi dinh s6 30/2020/ND-CP cua Chinh phi vé céng tac van thu", "Nghị định", "30/2020/NĐ-CP",
     "", "Chính phủ", ""},
	{"Nghị định 98/2023/NĐ-CP", "Nghi dinh 98/2023/\nND-CP", "Nghị định", "98/2023/NĐ-CP", "", "",
     ""},
	/* number/TYPE-ISSUER */
	{"Nghị quyết số 48/NQ-HĐND ngày 09/12/2025 của Hội đồng nhân dân tỉnh",
     "Nghi quyét s6 48/NQ-HDND ngay 09/12/2025 cia H6i dong nhan dan tinh", "Nghị quyết",
     "48/NQ-HĐND", "2025-12-09", "Hội đồng nhân dân tỉnh", ""},
	{"Nghị quyết số 48/NQ-HĐND ngày 09/12/2025 của Hội đồng nhân dân tỉnh",
     "Nghi quyét s6 48/NQ-HPND ngay 09/12/2025 cua Hoi dong nhan dan tinh", "Nghị quyết",
     "48/NQ-HĐND", "2025-12-09", "Hội đồng nhân dân tỉnh", ""},
	{"Kế hoạch số 188/KH-UBND ngày 02/3/2026 của Ủy ban nhân dân tỉnh Tuyên Quang",
     "Ké hoach s6 188/KH-UBND ngay 02/3/2026 cia Uy ban nhan dan tinh Tuyén Quang", "Kế hoạch",
     "188/KH-UBND", "2026-03-02", "Ủy ban nhân dân tỉnh Tuyên Quang", ""},
	{"Kế hoạch 57/KH-UBND năm 2026", "Ké hoach 57/KH-UBND nam 2026", "Kế hoạch", "57/KH-UBND", "",
     "", ""},
	{"Quyết định số 1368/QĐ-TTg ngày 12 tháng 11 năm 2024 của Thủ tướng Chính phủ",
     "Quyét dinh s6 1368/QD-TTg ngay 12 thang 11 nam 2024 cua Thu twéng Chinh phu", "Quyết định",
     "1368/QĐ-TTg", "2024-11-12", "Thủ tướng Chính phủ", ""},
	{"Quyết định số 1368/QĐ-TTg ngày 12 tháng 11 năm 2024 của Thủ tướng Chính phủ",
     "Quyét dinh sé 1368/QB-TT¢g ngay 12 théng 11 nidm 2024 ciia Thu tuéng Chinh phu", "Quyết định",
     "1368/QĐ-TTg", "2024-11-12", "Thủ tướng Chính phủ", ""},
	{"Quyết định số 12a/QĐ-UBND ngày 05/01/2026 của Chủ tịch Ủy ban nhân dân tỉnh",
     "Quyét dinh s6 12a/QD-UBND ngay 05/01/2026 cia Chu tich Uy ban nhan dan tinh", "Quyết định",
     "12a/QĐ-UBND", "2026-01-05", "Chủ tịch Ủy ban nhân dân tỉnh", ""},
	{"Thông báo số 05/TB-VPCP ngày 08/01/2026 của Văn phòng Chính phủ",
     "Thong bao s6 05/TB-VPCP ngay 08/01/2026 cua Van phong Chinh phu", "Thông báo", "05/TB-VPCP",
     "2026-01-08", "Văn phòng Chính phủ", ""},
	{"Nghị quyết số 71/NQ-CP, ngày 01-4-2025 của Chính phủ",
     "Nghi quyét s6 71/NQ-CP, ngay 01-4-2025 cua Chinh phu", "Nghị quyết", "71/NQ-CP", "2025-04-01",
     "Chính phủ", ""},
	/* QH, UBTVQH */
	{"Luật số 06/2022/QH15 ngày 15/6/2022", "Luat s6 06/2022/QH15 ngay 15/6/2022", "Luật",
     "06/2022/QH15", "2022-06-15", "", ""},
	{"Nghị quyết số 1656/NQ-UBTVQH15 ngày 16/6/2025 của Ủy ban Thường vụ Quốc hội",
     "Nghi quyét sé 1656/NQ-UBTVQH15 ngay 16/6/2025 cia Uy ban Thuéng vu Quéc\nhdi", "Nghị quyết",
     "1656/NQ-UBTVQH15", "2025-06-16", "Ủy ban Thường vụ Quốc hội", ""},
	/* the Party */
	{"Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị",
     "Chi thi s6 41-CT/TW ngay 26/12/2024 ctia B6 Chinh tri", "Chỉ thị", "41-CT/TW", "2024-12-26",
     "Bộ Chính trị", ""},
	{"Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị",
     "Chi thi sé 41-CT/TW ngay\n26/12/\n2024 cua\nB6 Chinh trj", "Chỉ thị", "41-CT/TW",
     "2024-12-26", "Bộ Chính trị", ""},
	{"Kế hoạch số 32-KH/TU ngày 16/01/2026 của Tỉnh ủy",
     "Ké hoach s6 32-KH/TU ngay 16/01/2026 cua Tinh ty", "Kế hoạch", "32-KH/TU", "2026-01-16",
     "Tỉnh ủy", ""},
	{"Quyết định số 366-QĐ/TW ngày 30/8/2025 của Bộ Chính trị",
     "Quyét dinh s6 366-\nQD/TW ngay 30/8/2025 cia BO Chinh tri", "Quyết định", "366-QĐ/TW",
     "2025-08-30", "Bộ Chính trị", ""},
	{"Hướng dẫn số 12-HD/BTGTW ngày 03/02/2026 của Ban Tuyên giáo và Dân vận Trung ương",
     "Huong dan s6 12-HD/BTGTW ngay 03/02/2026 cia Ban Tuyén giao va Dan van\nTrung wong",
     "Hướng dẫn", "12-HD/BTGTW", "2026-02-03", "Ban Tuyên giáo và Dân vận Trung ương", ""},
	{"Nghị quyết số 57-NQ/TW ngày 22.12.2024 của Bộ Chính trị",
     "Nghi quyét s 57-NQ/TW ngay 22.12.2024 cia B6 Chinh tri", "Nghị quyết", "57-NQ/TW",
     "2024-12-22", "Bộ Chính trị", ""},
	{"Kết luận số 83-KL/TW ngày 21/6/2024 của Bộ Chính trị",
     "Két ludn s6 83-KL/TW ngay 21/6/2024 cua Bo Chinh tri", "Kết luận", "83-KL/TW", "2024-06-21",
     "Bộ Chính trị", ""},
	{"Quy định số 232-QĐ/TW ngày 20/01/2025 của Ban Chấp hành Trung ương",
     "Quy dinh s6 232-QD/TW ngay 20/01/2025 cia Ban Chap hanh Trung wong", "Quy định", "232-QĐ/TW",
     "2025-01-20", "Ban Chấp hành Trung ương", ""},
	/* công văn */
	{"Công văn số 424/UBND-VX ngày 18/01/2026 của Ủy ban nhân dân tỉnh Lào Cai",
     "Céng van sé 424/UBND-VX ngay 18/01/2026 ctia Uy ban nhan dan tinh Lao Cai", "Công văn",
     "424/UBND-VX", "2026-01-18", "Ủy ban nhân dân tỉnh Lào Cai", ""},
	{"Công văn số 2896/BNV-CQĐP ngày 25/5/2025 của Bộ Nội vụ",
     "Cong van s6 2896/BNV-CQDP ngay 25/5/2025 cia BO N6i vu", "Công văn", "2896/BNV-CQĐP",
     "2025-05-25", "Bộ Nội vụ", ""},
	/* joint, consolidated */
	{"Thông tư liên tịch số 01/2016/TTLT-TANDTC-VKSNDTC-BTP ngày 11/3/2016",
     "Thong tv lién tich s6 01/2016/TTLT-TANDTC-VKSNDTC-BTP ngay 11/3/2016", "Thông tư liên tịch",
     "01/2016/TTLT-TANDTC-VKSNDTC-BTP", "2016-03-11", "", ""},
	{"Văn bản hợp nhất số 03/VBHN-BNV ngày 12/5/2024 của Bộ Nội vụ",
     "Van ban hgp nhat s6 03/VBHN-BNV ngay 12/5/2024 cua B6 NGi vu", "Văn bản hợp nhất",
     "03/VBHN-BNV", "2024-05-12", "Bộ Nội vụ", ""},
	/* with a place */
	{"theo quy định tại khoản 2 Điều 5 Nghị định số 152/2025/NĐ-CP",
     "theo quy dinh tai khodn 2 Diéu 5 Nghi dinh s6 152/2025/ND-CP", "Nghị định", "152/2025/NĐ-CP",
     "", "", "khoản 2 Điều 5"},
	{"điểm a, b khoản 1 Điều 16 của Luật Thi đua, khen thưởng năm 2022",
     "diém a, b khoan 1 Diéu 16 cia Luat Thi dua, khen thudéng nam 2022", "Luật", "", "", "",
     "điểm a, b khoản 1 Điều 16"},
	/* by name */
	{"Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
     "Luat Thi dua, khen thong ngay 15 thang 6 nam 2022", "Luật", "", "2022-06-15", "", ""},
	{"Luật Tiếp công dân", "Luét\nTiép cong dan", "Luật", "", "", "", ""},
	{"Nghị quyết Đại hội Đảng bộ tỉnh Lào Cai lần thứ I, nhiệm kỳ 2025 - 2030",
     "Nghi quyét Pai hoi Pang bo tinh Lao Cai 1an thr I, nhiém ky 2025- 2030", "Nghị quyết", "", "",
     "Đại hội Đảng bộ tỉnh Lào Cai lần thứ I", ""},
	{"Nghị quyết Đại hội Đảng bộ tỉnh Lào Cai lần thứ I, nhiệm kỳ 2025 - 2030",
     "Nghi quyét Dai hdi Dang b6 tinh Lao Cai Ian thi? I, nhiém ky 2025 - 2030", "Nghị quyết", "",
     "", "Đại hội Đảng bộ tỉnh Lào Cai lần thứ I", ""},
};
#define SHAPES (sizeof shapes / sizeof *shapes)

static bool same(const char *what, const char *text, struct str got, const char *want)
{
	bool ok = want[0] ? str_eqz(got, want) : got.n == 0;
	if (!ok)
		print_message("%s: %s is \"%.*s\", not \"%s\"\n", text, what, STR_ARG(got), want);
	return ok;
}

/* A place keeps the words of the text, so it is compared without marks. */
static bool same_place(struct arena *a, const char *text, struct str got, const char *want,
                       bool noise)
{
	if (!noise)
		return same("place", text, got, want);
	return (got.n > 0) == (want[0] != '\0') &&
	       (!want[0] || str_ends(viet_fold(a, got), strrchr(want, ' ')));
}

static bool right(struct arena *a, const struct shape *s, bool noise)
{
	const char *text = noise ? s->noise : s->clean;
	struct cite *c;
	size_t n = find(a, text, &c);
	if (n != 1) {
		print_message("%s: %zu citations\n", text, n);
		return false;
	}
	return same("type", text, c->type, s->type) & same("sign", text, c->sign, s->sign) &
	       same("date", text, str_of(date_iso(c->date).z), s->date) &
	       same("issuer", text, c->issuer, s->issuer) &
	       same_place(a, text, c->place, s->place, noise);
}

static void every_shape_is_read_exactly_in_clean_text(void **state)
{
	size_t good = 0;
	for (size_t i = 0; i < SHAPES; i++)
		good += right(*state, &shapes[i], false);
	print_message("clean: %zu of %zu shapes exact\n", good, SHAPES);
	assert_int_equal(good, SHAPES);
}

static void nearly_every_shape_is_read_exactly_in_noise(void **state)
{
	size_t good = 0;
	for (size_t i = 0; i < SHAPES; i++)
		good += right(*state, &shapes[i], true);
	print_message("noise: %zu of %zu shapes exact\n", good, SHAPES);
	assert_true(good * 100 >= SHAPES * 97);
}

static void what_is_not_in_the_lists_stays_as_it_was_read(void **state)
{
	struct cite *c;
	assert_int_equal(
		find(*state, "Cong van s6 15/SVHTTXX-QLNN ngay 01/02/2026 ve viec nop bao cao", &c), 1);
	assert_string_equal(c->sign.p, "15/SVHTTXX-QLNN");
	assert_null(c->issuer.p);
	/* In clean text a code is only given its marks, never another letter. */
	assert_int_equal(find(*state, "Quyết định số 15/QĐ-UBNE ngày 01/02/2026 về việc kiểm tra", &c),
	                 1);
	assert_string_equal(c->sign.p, "15/QĐ-UBNE");
	assert_false(c->repaired);
	assert_int_equal(find(*state, "Nghị định 98/2023/ND-CP được thay thế từ ngày này", &c), 1);
	assert_string_equal(c->sign.p, "98/2023/NĐ-CP");
	assert_true(c->repaired);
}

static void figures_with_strokes_are_no_signs(void **state)
{
	struct cite *c;
	assert_int_equal(
		find(*state,
	         "Ngày 18/01/2026, giai đoạn 2025-2030, đạt 15/20 chỉ tiêu, trực 24/24 giờ, 3/4 số xã, "
	         "5 km/giờ, tỷ lệ 1/500, số điện thoại 0214-3840, kênh TTXVN, 100%/năm.",
	         &c),
		0);
}

static void a_date_that_does_not_exist_is_told_and_left_out(void **state)
{
	struct cite *c;
	assert_int_equal(
		find(*state, "Kế hoạch số 12/KH-UBND ngày 31/02/2026 của Ủy ban nhân dân xã", &c), 1);
	assert_true(date_is_none(c->date));
	assert_true(c->no_such_date);
}

static void a_title_ends_where_the_sentence_goes_on(void **state)
{
	struct cite *c;
	assert_int_equal(
		find(*state,
	         "Thực hiện Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị về công tác thi đua, "
	         "khen thưởng; Kế hoạch số 5-KH/TU ngày 02/01/2026 của Tỉnh ủy về năm 2026, Văn phòng "
	         "ban hành kế hoạch.",
	         &c),
		2);
	assert_string_equal(c[0].title.p, "công tác thi đua, khen thưởng");
	assert_string_equal(c[1].title.p, "năm 2026");
}

static void a_document_cited_twice_comes_once_with_all_its_facts(void **state)
{
	struct arena *a = *state;
	struct cite *all, *docs;
	size_t *times, count;
	size_t n =
		find(a,
	         "Nghị quyết số 57-NQ/TW về đột phá; Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ "
	         "Chính trị; "
	         "Kế hoạch số 5/KH-UBND ngày 03/01/2025 và Kế hoạch số 5/KH-UBND ngày 06/01/2026.",
	         &all);
	cite_documents(a, all, n, &docs, &times, &count);
	assert_int_equal(n, 4);
	assert_int_equal(count, 3);
	assert_int_equal(times[0], 2);
	assert_string_equal(date_iso(docs[0].date).z, "2024-12-22");
	assert_string_equal(docs[0].issuer.p, "Bộ Chính trị");
}

static void a_key_does_not_see_case_marks_and_spaces(void **state)
{
	struct str a = cite_key(*state, str_of("48/NQ-HĐND")),
			   b = cite_key(*state, str_of(" 48/nq-hdnd "));
	assert_true(str_eq(a, b));
}

static void noise_is_known_by_missing_letters(void **state)
{
	(void)state;
	assert_true(viet_noisy(str_of("Ké hoach trién khai phong trao thi dua yéu nudc niam 2026")));
	assert_false(viet_noisy(str_of("Kế hoạch triển khai phong trào thi đua yêu nước năm 2026")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shape_is_read_exactly_in_clean_text),
		cmocka_unit_test(nearly_every_shape_is_read_exactly_in_noise),
		cmocka_unit_test(what_is_not_in_the_lists_stays_as_it_was_read),
		cmocka_unit_test(figures_with_strokes_are_no_signs),
		cmocka_unit_test(a_date_that_does_not_exist_is_told_and_left_out),
		cmocka_unit_test(a_title_ends_where_the_sentence_goes_on),
		cmocka_unit_test(a_document_cited_twice_comes_once_with_all_its_facts),
		cmocka_unit_test(a_key_does_not_see_case_marks_and_spaces),
		cmocka_unit_test(noise_is_known_by_missing_letters),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
