/*
 * src/plan: plans read whole. The twins in tests/golden/plan have the shape of a real plan in words
 * of their own; office-ocr.txt is office.txt printed, scanned at 200 dpi and recognised by
 * tesseract 5.3 with its English model. The real plan is looked at where it stands beside the
 * project.
 */
#include "plan/placed.h"
#include "plan/read.h"
#include "viet/legacy.h"
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

#define TWINS TEST_SOURCE_ROOT "/tests/golden/plan/"

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

static struct str load(struct arena *a, const char *path)
{
	struct stat st;
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	char *p = arena_alloc(a, (size_t)st.st_size + 1);
	assert_int_equal(fread(p, 1, (size_t)st.st_size, f), st.st_size);
	fclose(f);
	return (struct str){.p = p, .n = (size_t)st.st_size};
}

static struct plan_doc read_text(struct arena *a, struct str text)
{
	struct plan_doc d;
	struct err e = {0};
	enum rc rc = plan_read(a, text, &d, &e);
	if (rc != RC_OK)
		print_message("%s\n", e.message);
	assert_int_equal(rc, RC_OK);
	return d;
}

static struct plan_doc read_z(struct arena *a, const char *text)
{
	return read_text(a, str_of(text));
}

/* --- golden results --- */

/* The stored JSON has line breaks before objects, so that a difference can be read. */
static struct str without_breaks(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\n')
			p[n++] = s.p[i];
	return (struct str){.p = p, .n = n};
}

static void golden_of(struct arena *a, const char *name, struct str text)
{
	struct buf b;
	struct str want = without_breaks(a, load(a, arena_printf(a, TWINS "%s.json", name).p));
	struct plan_doc d = read_text(a, text);
	buf_init(&b, (size_t)4 << 20);
	struct json_out j = json_out_to(&b);
	plan_json(&j, &d);
	struct str got = arena_str(a, buf_view(&b));
	buf_release(&b);
	size_t at = 0;
	while (at < got.n && at < want.n && got.p[at] == want.p[at])
		at++;
	if (got.n != want.n || at < got.n)
		print_message("%s differs at: %.*s\n", name, (int)(got.n - at < 300 ? got.n - at : 300),
		              got.p + at);
	assert_true(str_eq(got, want));
}

static void golden(struct arena *a, const char *name)
{
	golden_of(a, name, load(a, arena_printf(a, TWINS "%s.txt", name).p));
}

/*
 * The words of a PDF with their places, as pdftotext -tsv gives them: a table whose cells take
 * several lines, stand in the middle of their rows and leave no more than a space between columns.
 */
static void a_table_of_a_pdf_is_read_by_places(void **state)
{
	struct arena *a = *state;
	struct str text = STR("");
	assert_true(plan_placed(a, load(a, TWINS "city.tsv"), &text));
	assert_true(plan_may_hold_table(STR("  TT   Nội dung công việc    Chủ trì\n")));
	golden_of(a, "city", text);
	/* What holds no table is left to the text as it is; nor does rubbish harm. */
	static const char *const none[] = {"", "5\t1\n",
	                                   "5\t1\t0\t0\t0\t0\t1.0\t2.0\t3.0\t4.0\t100\tTT\n",
	                                   "5\tx\ty\t\t\t\t\t\t\t\t\t\n", "\t\t\t\t\t\t\t\t\t\t\t\n"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct str same = STR("như cũ");
		assert_false(plan_placed(a, str_of(none[i]), &same));
		assert_string_equal(same.p, "như cũ");
	}
	assert_false(
		plan_may_hold_table(STR("Nội dung thi đua của các đơn vị thuộc Sở, gồm các việc sau:\n")));
}

static void twins_give_their_golden_results(void **state)
{
	golden(*state, "office");
	golden(*state, "office-ocr");
	golden(*state, "department");
	golden(*state, "department-ocr");
	golden(*state, "commune");
}

/* Plans of other provinces, of a ministry, a school, a Party committee, in other shapes. */
static void other_plans_give_their_golden_results(void **state)
{
	static const char *const names[] = {"province", "ward",   "ministry", "school", "party",
	                                    "council",  "hamlet", "village",  NULL};
	for (size_t i = 0; names[i]; i++) {
		golden(*state, names[i]);
		golden(*state, arena_printf(*state, "%s-ocr", names[i]).p);
	}
	golden(*state, "spaced"); /* a table whose columns are parted by spaces */
}

/*
 * I/ 1/ a/; II.1.2 under II; 1- and ranks; paragraphs set in and wrapped; movements as blocks of
 * "who" and "until when"; days that do not exist.
 */
static void other_habits_give_their_golden_results(void **state)
{
	static const char *const names[] = {"coast", "port", "police", "union", "quarter", NULL};
	for (size_t i = 0; names[i]; i++)
		golden(*state, names[i]);
}

static struct str json_of(struct arena *a, struct str text)
{
	struct buf b;
	struct plan_doc d = read_text(a, text);
	buf_init(&b, (size_t)4 << 20);
	struct json_out j = json_out_to(&b);
	plan_json(&j, &d);
	struct str out = arena_str(a, buf_view(&b));
	buf_release(&b);
	return out;
}

/* ward.txt as old machines keep it; the same bytes by other ways of writing. */
static void encodings_give_the_same_plan(void **state)
{
	static const char *const ways[] = {"ward-tcvn3.txt", "ward-1258.txt", "ward-nfd.txt",
	                                   "ward-utf16.txt"};
	struct str want = json_of(*state, load(*state, TWINS "ward.txt"));
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		assert_string_equal(
			json_of(*state, load(*state, arena_printf(*state, TWINS "%s", ways[i]).p)).p, want.p);
	/* As the file comes in at the office: decoded before it is read. */
	struct str bytes = load(*state, TWINS "ward-tcvn3.txt"), text;
	assert_int_equal(viet_decode(*state, bytes, VIET_TCVN3, &text, NULL), RC_OK);
	assert_string_equal(json_of(*state, text).p, want.p);
	/* UTF-16 of a program that writes no mark, either way round. */
	bytes = load(*state, TWINS "ward-utf16.txt");
	bool marked = bytes.n > 2 && memcmp(bytes.p, "\xFF\xFE", 2) == 0;
	assert_true(marked);
	bytes = (struct str){bytes.p + 2, bytes.n - 2};
	assert_string_equal(json_of(*state, bytes).p, want.p);
	char *swapped = (char *)arena_str(*state, bytes).p;
	for (size_t i = 0; i + 1 < bytes.n; i += 2) {
		swapped[i] = bytes.p[i + 1];
		swapped[i + 1] = bytes.p[i];
	}
	assert_string_equal(json_of(*state, (struct str){swapped, bytes.n}).p, want.p);
}

/* --- the real plan --- */

static const struct plan_cite *cited(const struct plan_doc *d, const char *sign)
{
	for (int i = 0; i < d->cite_count; i++)
		if (str_eqz(d->cites[i].c.sign, sign))
			return &d->cites[i];
	return NULL;
}

static const struct plan_cite *named(struct arena *a, const struct plan_doc *d, const char *type,
                                     const char *title_fold)
{
	for (int i = 0; i < d->cite_count; i++)
		if (str_eqz(d->cites[i].c.type, type) && d->cites[i].c.title.p &&
		    strstr(viet_fold(a, d->cites[i].c.title).p, title_fold))
			return &d->cites[i];
	return NULL;
}

static void check_tree(struct arena *a, const struct plan_doc *d, const char *want)
{
	struct str got = STR("");
	for (int i = 0; i < d->section_count; i++)
		got =
			arena_printf(a, "%.*s%s%.*s", STR_ARG(got), i ? " " : "", STR_ARG(d->sections[i].path));
	assert_string_equal(got.p, want);
}

static void check_real(struct arena *a, const struct plan_doc *d)
{
	static const struct {
		const char *sign, *date, *issuer;
	} wanted[] = {{"424/UBND-VX", "2026-01-18", "Ủy ban nhân dân tỉnh Lào Cai"},
	              {"48/NQ-HĐND", "2025-12-09", "Hội đồng nhân dân tỉnh"},
	              {"41-CT/TW", "2024-12-26", "Bộ Chính trị"},
	              {"32-KH/TU", "2026-01-16", "Tỉnh ủy"},
	              {"57-NQ/TW", "2024-12-22", "Bộ Chính trị"},
	              {"71/NQ-CP", "2025-04-01", "Chính phủ"}};
	assert_null(d->number.p);
	assert_string_equal(d->notation.p, "KH-VP");
	assert_string_equal(d->type.p, "Kế hoạch");
	assert_string_equal(date_iso(d->date).z, "2026-01-27");
	assert_string_equal(d->place.p, "Lào Cai");
	assert_string_equal(d->issuer.p, "VĂN PHÒNG");
	assert_string_equal(d->signer_post.p, "CHÁNH VĂN PHÒNG");
	assert_null(d->signer_name.p);
	assert_int_equal(d->recipient_count, 3);
	check_tree(a, d, "I I.1 I.2 II II.1 II.2 II.3 II.4 II.5 III III.1 III.2");
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		const struct plan_cite *c = cited(d, wanted[i].sign);
		assert_non_null(c);
		assert_string_equal(date_iso(c->c.date).z, wanted[i].date);
		assert_string_equal(c->c.issuer.p, wanted[i].issuer);
	}
	const struct plan_cite *law = named(a, d, "Luật", "thi dua khen thuong");
	assert_non_null(law);
	assert_int_equal(law->c.year, 2022);
	assert_non_null(named(a, d, "Luật", "tiep cong dan"));
	assert_non_null(named(a, d, "Nghị quyết", "dai hoi dang bo tinh lao cai lan thu i"));
	assert_int_equal(d->cite_count, 9);
	assert_int_equal(d->task_count, 13);
	assert_string_equal(viet_fold(a, d->tasks[12].owner).p, "phong hanh chinh quan tri");
	assert_string_equal(viet_fold(a, d->tasks[9].owner).n > 20 ? "many" : "", "many");
}

static void the_real_plan_clean_and_recognised(void **state)
{
	struct stat st;
	struct arena *a = *state;
	if (stat(TEST_REAL_PLAN, &st) != 0)
		skip();
	struct plan_doc clean = read_text(a, load(a, TEST_REAL_PLAN "/plan.vi.txt"));
	struct plan_doc noisy = read_text(a, load(a, TEST_REAL_PLAN "/plan.ocr.txt"));
	assert_false(clean.noisy);
	assert_true(noisy.noisy);
	check_real(a, &clean);
	check_real(a, &noisy);
	assert_true(cited(&noisy, "48/NQ-HĐND")->c.repaired); /* HPND in the scan */
}

/* --- shapes of documents --- */

#define HEAD                                                                                       \
	"UBND TỈNH SƠN LA\nSỞ NỘI VỤ\n"                                                       \
	"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"                                              \
	"Độc lập - Tự do - Hạnh phúc\nSố: 27/KH-SNV\n"                                     \
	"Sơn La, ngày 05 tháng 02 năm 2026\n\nKẾ HOẠCH\n"                                      \
	"Phát động thi đua năm 2026\n\n"

static void a_number_that_is_not_filled_in_is_null(void **state)
{
	static const char *const lines[] = {"Số:      /KH-SNV", "Số: ……/KH-SNV", "Số: 3…/KH-SNV",
	                                    "Số: 3 /KH-SNV", "Số: …./KH-SNV"};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct str text =
			arena_printf(*state, "SỞ NỘI VỤ\n%s\n\nKẾ HOẠCH\nThi đua\n\nI. NỘI DUNG\n", lines[i]);
		struct plan_doc d = read_text(*state, text);
		assert_null(d.number.p);
		assert_string_equal(d.notation.p, "KH-SNV");
		assert_true(d.remark_count > 0);
	}
	assert_string_equal(read_z(*state, HEAD).number.p, "27");
	assert_string_equal(
		read_z(*state, "SỞ NỘI VỤ\nSố: 1207 /KH-SNV\n\nKẾ HOẠCH\nThi đua\n\nI. NỘI DUNG\n")
			.number.p,
		"1207");
}

static void columns_side_by_side_are_parted(void **state)
{
	struct plan_doc d =
		read_z(*state, "ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
	                   "  XÃ MƯỜNG LAI                 Độc lập - Tự do - Hạnh phúc\n"
	                   "  ___________                  ___________________________\n"
	                   "Số: 08/KH-UBND            Mường Lai, ngày 12 tháng 02 năm 2026\n\n"
	                   "                    KẾ HOẠCH\n      Phát động thi đua năm 2026\n\n"
	                   "I. NỘI DUNG\n1. Việc thứ nhất được giao cho thôn.\n./.\n"
	                   "Nơi nhận:                      TM. ỦY BAN NHÂN DÂN\n"
	                   "- UBND tỉnh;                         CHỦ TỊCH\n"
	                   "- Các thôn, bản;\n- Lưu: VT.\n"
	                   "                                   Lò Văn Pánh\n");
	assert_string_equal(d.issuer.p, "ỦY BAN NHÂN DÂN XÃ MƯỜNG LAI");
	assert_null(d.parent.p);
	assert_string_equal(d.number.p, "08");
	assert_string_equal(d.place.p, "Mường Lai");
	assert_string_equal(d.signer_post.p, "TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH");
	assert_string_equal(d.signer_name.p, "Lò Văn Pánh");
	assert_int_equal(d.recipient_count, 3);
	assert_string_equal(d.recipients[1].p, "Các thôn, bản");
}

static void a_head_broken_over_lines_is_put_together(void **state)
{
	struct plan_doc d =
		read_z(*state, "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH\n-------\nCỘNG HÒA XÃ\n"
	                   "HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố:\n"
	                   "2820/QĐ-UBND\nThành phố Hồ\nChí Minh, ngày 19 tháng 11 năm 2025\n\n"
	                   "QUYẾT ĐỊNH\nBan hành Kế hoạch\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n"
	                   "TM. ỦY BAN NHÂN\nDÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Thị Mai Lan\n\n"
	                   "KẾ HOẠCH\nThi đua\n\nI. NỘI DUNG\n1. Một việc.\n");
	assert_string_equal(d.issuer.p, "ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH");
	assert_string_equal(d.number.p, "2820");
	assert_string_equal(d.place.p, "Thành phố Hồ Chí Minh");
	assert_string_equal(d.signer_post.p, "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH");
	assert_string_equal(d.signer_name.p, "Lê Thị Mai Lan");
	assert_int_equal(d.recipient_count, 2);
	check_tree(*state, &d, "I I.1");
}

static void a_plan_of_the_party_has_its_own_head(void **state)
{
	struct plan_doc d =
		read_z(*state, "TỈNH ỦY SƠN LA\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 32-KH/TU\n"
	                   "Sơn La, ngày 16 tháng 01 năm 2026\n\nKẾ HOẠCH\nthực hiện Chỉ thị số "
	                   "41-CT/TW\n\nI- MỤC ĐÍCH, YÊU CẦU\n1- Mục đích\nQuán triệt Chỉ thị.\n2- "
	                   "Yêu cầu\nKịp thời.\nII- NỘI DUNG\n");
	assert_string_equal(d.number.p, "32");
	assert_string_equal(d.notation.p, "KH/TU");
	assert_string_equal(d.issuer.p, "TỈNH ỦY SƠN LA");
	assert_string_equal(d.title.p, "thực hiện Chỉ thị số 41-CT/TW");
	check_tree(*state, &d, "I I.1 I.2 II");
}

static void labels_make_the_tree_and_other_figures_do_not(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD
		"Phần I\nNHỮNG VẤN ĐỀ CHUNG\nI. MỤC TIÊU\n1. Mục tiêu chung\n"
		"Đến năm\n2026. Đó là năm đầu.\n1.1. Về chỉ tiêu\na) Chỉ tiêu một.\nb) Chỉ tiêu hai.\n"
		"c) Ba.\nd) Bốn.\nđ) Năm.\ne) Sáu.\n1.2. Về giải pháp\n2. Mục tiêu riêng\n"
		"Phần II\nTỔ CHỨC THỰC HIỆN\nI. PHÂN CÔNG\n1. Sở Nội vụ: theo dõi.\n3,5 triệu đồng.\n");
	check_tree(
		*state, &d,
		"Phần I Phần I.I Phần I.I.1 Phần I.I.1.1 Phần I.I.1.1.a Phần I.I.1.1.b Phần I.I.1.1.c "
		"Phần I.I.1.1.d Phần I.I.1.1.đ Phần I.I.1.1.e Phần I.I.1.2 Phần I.I.2 Phần II Phần II.I "
		"Phần II.I.1");
	assert_string_equal(d.sections[0].title.p, "NHỮNG VẤN ĐỀ CHUNG");
}

static void strokes_of_roman_numbers_are_counted_by_what_is_due(void **state)
{
	struct plan_doc d =
		read_z(*state, "KE HOACH\nPhat dong phong trao thi dua nam 2026\n\nl. MUC DICH, YEU CAU\n"
	                   "1. Muc dich\n2. Yeu cau\nIl. NOI DUNG\n1. Viec mot.\nI1I. KINH PHi\n"
	                   "IV. TO CHUC THUC HIEN\n1. Phong Hanh chinh chu tri.\n");
	assert_true(d.noisy);
	check_tree(*state, &d, "I I.1 I.2 II II.1 III IV IV.1");
	assert_string_equal(d.sections[0].title.p, "MỤC ĐÍCH, YÊU CẦU");
	assert_true(d.sections[0].title_mended);
}

static bool remarked(const struct plan_doc *d, const char *words)
{
	for (int i = 0; i < d->remark_count; i++)
		if (strstr(d->remarks[i].text.p, words))
			return true;
	return false;
}

static void owners_are_named_by_title_by_sentence_and_by_list(void **state)
{
	struct plan_doc d =
		read_z(*state, HEAD
	           "I. TỔ CHỨC THỰC HIỆN\n1. Phòng Tổng hợp\n- Theo dõi, đôn đốc việc thực hiện.\n"
	           "2. Giao Chi cục Văn thư chủ trì tập huấn cho công chức.\n"
	           "3. Các cơ quan, tổ chức, đơn vị xây dựng kế hoạch của mình.\n"
	           "4. Đề nghị:\n- Báo Sơn La tuyên truyền về phong trào.\n- Xong trước ngày 30/4.\n"
	           "5. Công tác kiểm tra được làm mỗi quý một lần.\n");
	assert_int_equal(d.task_count, 5);
	assert_string_equal(d.tasks[0].owner.p, "Phòng Tổng hợp");
	assert_string_equal(d.tasks[1].owner.p, "Chi cục Văn thư");
	assert_string_equal(d.tasks[2].owner.p, "Các cơ quan, tổ chức, đơn vị");
	assert_string_equal(d.tasks[3].owner.p, "Báo Sơn La");
	assert_null(d.tasks[4].owner.p); /* nobody is named: nobody is guessed */
	d = read_z(*state, HEAD "I. TỔ CHỨC THỰC HIỆN\n"
	                        "1. Các sở, ban, ngành thi đua lập thành tích chào mừng ngày lễ.\n"
	                        "2. Các xóm, bản ký giao ước thi đua trước ngày 20/3/2026.\n"
	                        "3. Các đơn vị trong ngành thi đua, khen thưởng báo cáo định kỳ.\n");
	assert_string_equal(d.tasks[0].owner.p, "Các sở, ban, ngành");
	assert_string_equal(d.tasks[1].owner.p, "Các xóm, bản");
	assert_string_equal(d.tasks[2].owner.p, "Các đơn vị trong ngành thi đua, khen thưởng");
}

/* Pasted from a sheet: headings between the rows have lost their empty cells. */
static void a_table_with_cut_cells_is_read(void **state)
{
	struct plan_doc d =
		read_z(*state, HEAD "I. NHIỆM VỤ\n"
	                        "STT\tNội dung công việc\tChủ trì\tPhối hợp\tThời gian\n"
	                        "I\tCông tác tuyên truyền\n"
	                        "1\tĐăng tin, bài\tVăn phòng Sở\tCác phòng\tHằng tháng\n"
	                        "II\tChuyển đổi số\n"
	                        "2\tSố hóa hồ sơ\tPhòng Quy hoạch\t\tQuý III/2026\n"
	                        "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng Sở theo dõi.\n");
	assert_int_equal(d.task_count, 3);
	assert_string_equal(d.tasks[0].text.p, "Đăng tin, bài");
	assert_string_equal(d.tasks[0].owner.p, "Văn phòng Sở");
	assert_string_equal(d.tasks[0].with.p, "Các phòng");
	assert_string_equal(d.tasks[1].text.p, "Số hóa hồ sơ");
	assert_string_equal(d.tasks[1].due.p, "Quý III/2026");
	check_tree(*state, &d, "I II II.1");
	/* With nothing between the columns they cannot be told; that is said. */
	d = read_z(*state, HEAD "I. NHIỆM VỤ\nSTT Nội dung công việc Chủ trì Thời gian\n"
	                        "1 Đăng tin, bài Văn phòng Sở Hằng tháng\n");
	assert_true(remarked(&d, "cột không tách được"));
	d = read_z(*state, HEAD "I. NHIỆM VỤ\n"
	                        "| STT | Nội dung | Chủ trì |\n| 1 | Đăng tin, bài | Văn phòng Sở |\n"
	                        "2 Số hóa hồ sơ Phòng Quy hoạch\n");
	assert_string_equal(d.tasks[0].owner.p, "Văn phòng Sở");
	assert_true(remarked(&d, "cột không tách được"));
}

/* Items that say nearly the same at the top of each page belong to the plan, running heads do not.
 */
static void items_that_begin_pages_stay(void **state)
{
	struct plan_doc d = read_z(*state, HEAD "I. TỔ CHỨC THỰC HIỆN\n"
	                                        "- Phòng Kinh tế báo cáo lần 1.\n\n2\n\f"
	                                        "Kế hoạch thi đua của phòng\n"
	                                        "- Phòng Kinh tế báo cáo lần 2.\n\n3\n\f"
	                                        "Kế hoạch thi đua của phòng\n"
	                                        "- Phòng Kinh tế báo cáo lần 3.\n");
	assert_int_equal(d.task_count, 3);
	for (int i = 0; i < 3; i++)
		assert_null(strstr(d.tasks[i].text.p, "Kế hoạch thi đua"));
}

static void what_closes_the_plan_is_no_section_and_no_task(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "I. TỔ CHỨC THỰC HIỆN\n1. Phòng Tổng hợp theo dõi.\n"
					 "Trên đây là Kế hoạch, yêu cầu các phòng thực hiện./.\n\nNơi nhận:\n- "
					 "Lưu: VT.\nGIÁM ĐỐC\nPhụ lục\nDANH MỤC NHIỆM VỤ\n1. Việc của phụ lục\n");
	assert_int_equal(d.section_count, 2);
	assert_string_equal(d.sections[1].text.p, "Phòng Tổng hợp theo dõi.\n");
	assert_string_equal(d.signer_post.p, "GIÁM ĐỐC");
	assert_int_equal(d.recipient_count, 1);
}

static void kinds_go_by_what_a_task_begins_with(void **state)
{
	assert_string_equal(plan_kind_of(*state, str_of("Tăng cường công tác xây dựng Đảng")), "party");
	assert_string_equal(plan_kind_of(*state, str_of("Đẩy mạnh chuyển đổi số")), "digital");
	assert_string_equal(plan_kind_of(*state, str_of("Nâng Chỉ số PAR INDEX")), "reform");
	assert_string_equal(plan_kind_of(*state, str_of("Quán triệt chủ trương của Đảng")), "policy");
	assert_string_equal(plan_kind_of(*state, str_of("Bình xét khen thưởng đúng quy trình")),
	                    "emulation");
	assert_string_equal(plan_kind_of(*state, str_of("Tiếp công dân đúng lịch")), "professional");
}

/* --- what cannot be read --- */

static void refused(struct arena *a, struct str text, enum rc want, const char *says)
{
	struct plan_doc d;
	struct err e = {0};
	assert_int_equal(plan_read(a, text, &d, &e), want);
	if (!strstr(e.message, says))
		print_message("%s\n", e.message);
	assert_non_null(strstr(e.message, says));
}

static void what_is_no_plan_is_told_so(void **state)
{
	struct arena *a = *state;
	refused(a, STR(""), RC_INVALID, "không có chữ");
	refused(a, STR(" \n\t \n"), RC_INVALID, "không có chữ");
	refused(a, STR("UBND TỈNH\nQUYẾT ĐỊNH\nVề việc khen thưởng\nĐiều 1. Tặng.\n"), RC_INVALID,
	        "Quyết định");
	refused(a, STR("Sáng nay trời mưa, chúng tôi đi chợ và mua nhiều thứ.\n"), RC_INVALID,
	        "KẾ HOẠCH");
	refused(a, STR("\xFF\xFE\x01\x02\x80\x81\x82\x83\x84\x85\x86\x87\x88"), RC_INVALID, "");
}

static void an_attached_plan_takes_the_sign_of_its_decision(void **state)
{
	struct plan_doc d =
		read_z(*state, "UBND TỈNH SƠN LA\nSố: 15/QĐ-UBND\nSơn La, ngày 03 tháng 02 năm 2026\n"
	                   "QUYẾT ĐỊNH\nBan hành Kế hoạch\nĐiều 1. Ban hành kèm theo.\n\nKẾ HOẠCH\n"
	                   "Thi đua năm 2026\n(Kèm theo Quyết định số 15/QĐ-UBND)\nI. NỘI DUNG\n");
	assert_string_equal(d.type.p, "Kế hoạch");
	assert_string_equal(d.notation.p, "QĐ-UBND");
	assert_string_equal(d.title.p, "Thi đua năm 2026");
	assert_true(d.remark_count > 0);
}

static void two_columns_are_refused(void **state)
{
	struct str text = STR("KẾ HOẠCH\nThi đua\n\n");
	for (int i = 0; i < 30; i++)
		text = arena_printf(
			*state, "%.*scột trái của trang giấy thứ hai        và cột phải nói chuyện khác\n",
			STR_ARG(text));
	refused(*state, text, RC_INVALID, "hai cột");
}

static void a_table_is_kept_by_rows_and_remarked(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "I. NỘI DUNG\nTT | Việc | Ai làm\n1 | Tập huấn | Phòng A\n2 | Kiểm tra | "
					 "Phòng B\n");
	bool told = false;
	for (int i = 0; i < d.remark_count; i++)
		told |= strstr(d.remarks[i].text.p, "bảng") != NULL;
	assert_true(told);
	assert_non_null(strstr(d.sections[0].text.p, "2 | Kiểm tra"));
}

static void dates_that_do_not_exist_are_left_out(void **state)
{
	struct plan_doc d =
		read_z(*state, "SỞ NỘI VỤ\nSơn La, ngày 31 tháng 02 năm 2026\n\nKẾ HOẠCH\nThi đua\n\n"
	                   "I. NỘI DUNG\nTheo Kế hoạch số 5/KH-UBND ngày 30/02/2026 của UBND tỉnh.\n");
	assert_true(date_is_none(d.date));
	assert_string_equal(d.place.p, "Sơn La");
	assert_true(date_is_none(d.cites[0].c.date));
	assert_true(d.remark_count >= 2);
}

static void limits_are_told(void **state)
{
	char *many = arena_alloc(*state, PLAN_LINES_MAX + 64);
	memset(many, '\n', PLAN_LINES_MAX + 32);
	memcpy(many, "KE HOACH thi dua", 16);
	refused(*state, (struct str){many, PLAN_LINES_MAX + 32}, RC_TOOBIG, "dòng");
	char *big = arena_alloc(*state, PLAN_TEXT_MAX + 2);
	memset(big, 'a', PLAN_TEXT_MAX + 1);
	refused(*state, (struct str){big, PLAN_TEXT_MAX + 1}, RC_TOOBIG, "MB");
	/* More work than can be kept: the plan is read, and says where it stopped. */
	struct buf b;
	buf_init(&b, PLAN_TEXT_MAX);
	buf_z(&b, "KẾ HOẠCH\nThi đua\n\nI. TỔ CHỨC THỰC HIỆN\n");
	for (int i = 0; i < PLAN_TASKS_MAX + 10; i++)
		buf_printf(&b, "- Phòng Kinh tế báo cáo việc thứ %d.\n", i);
	struct plan_doc d = read_z(*state, arena_strz(*state, buf_view(&b)));
	buf_release(&b);
	assert_int_equal(d.task_count, PLAN_TASKS_MAX);
	assert_true(remarked(&d, "Chỉ tách được 4000 nhiệm vụ"));
}

static void old_encodings_and_marks_apart_are_read_too(void **state)
{
	/* KẾ HOẠCH with combining marks, and with a byte order mark before it. */
	struct plan_doc d = read_z(*state, "\xEF\xBB\xBFK\x45\xCC\x82\xCC\x81 HOA\xCC\xA3"
	                                   "CH\r\nThi đua năm 2026\r\n\r\n"
	                                   "I. NỘI DUNG\r\n1. Một việc.\r\n");
	check_tree(*state, &d, "I I.1");
	assert_string_equal(d.title.p, "Thi đua năm 2026");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twins_give_their_golden_results),
		cmocka_unit_test(a_table_of_a_pdf_is_read_by_places),
		cmocka_unit_test(other_plans_give_their_golden_results),
		cmocka_unit_test(other_habits_give_their_golden_results),
		cmocka_unit_test(encodings_give_the_same_plan),
		cmocka_unit_test(the_real_plan_clean_and_recognised),
		cmocka_unit_test(a_number_that_is_not_filled_in_is_null),
		cmocka_unit_test(columns_side_by_side_are_parted),
		cmocka_unit_test(a_head_broken_over_lines_is_put_together),
		cmocka_unit_test(a_plan_of_the_party_has_its_own_head),
		cmocka_unit_test(labels_make_the_tree_and_other_figures_do_not),
		cmocka_unit_test(strokes_of_roman_numbers_are_counted_by_what_is_due),
		cmocka_unit_test(owners_are_named_by_title_by_sentence_and_by_list),
		cmocka_unit_test(a_table_with_cut_cells_is_read),
		cmocka_unit_test(items_that_begin_pages_stay),
		cmocka_unit_test(what_closes_the_plan_is_no_section_and_no_task),
		cmocka_unit_test(kinds_go_by_what_a_task_begins_with),
		cmocka_unit_test(what_is_no_plan_is_told_so),
		cmocka_unit_test(an_attached_plan_takes_the_sign_of_its_decision),
		cmocka_unit_test(two_columns_are_refused),
		cmocka_unit_test(a_table_is_kept_by_rows_and_remarked),
		cmocka_unit_test(dates_that_do_not_exist_are_left_out),
		cmocka_unit_test(limits_are_told),
		cmocka_unit_test(old_encodings_and_marks_apart_are_read_too),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
