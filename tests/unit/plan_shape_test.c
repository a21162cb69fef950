/* src/plan: tables of tasks, what runs through the pages, who is charged, titles over lines. */
#include "plan/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

#define HEAD                                                                                       \
	"UBND TỈNH NINH BÌNH\nSỞ XÂY DỰNG\n"                                                   \
	"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"                                              \
	"Độc lập - Tự do - Hạnh phúc\nSố: 31/KH-SXD\n"                                     \
	"Ninh Bình, ngày 05 tháng 02 năm 2026\n\nKẾ HOẠCH\n"                                   \
	"Phát động thi đua năm 2026\n\n"

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

static struct plan_doc read_z(struct arena *a, const char *text)
{
	struct plan_doc d;
	struct err e = {0};
	enum rc rc = plan_read(a, str_of(text), &d, &e);
	if (rc != RC_OK)
		print_message("%s\n", e.message);
	assert_int_equal(rc, RC_OK);
	return d;
}

static void check_rows(const struct plan_doc *d)
{
	assert_int_equal(d->task_count, 2);
	assert_string_equal(d->tasks[0].text.p, "Tập huấn nghiệp vụ");
	assert_string_equal(d->tasks[0].owner.p, "Phòng Tổ chức");
	assert_string_equal(d->tasks[0].with.p, "Văn phòng Sở");
	assert_string_equal(d->tasks[0].due.p, "30/4/2026");
	assert_string_equal(d->tasks[1].text.p, "Kiểm tra công trường");
	assert_string_equal(d->tasks[1].owner.p, "Thanh tra Sở");
	assert_null(d->tasks[1].with.p);
	assert_string_equal(d->tasks[1].due.p, "Quý III");
}

static void rows_of_a_table_of_tasks_are_tasks(void **state)
{
	struct plan_doc bars =
		read_z(*state, HEAD "II. NHIỆM VỤ\nTT | Nhiệm vụ | Đơn vị chủ trì | Phối hợp | "
	                        "Thời gian\n1 | Tập huấn nghiệp vụ | Phòng Tổ chức | Văn "
	                        "phòng Sở | 30/4/2026\n2 | Kiểm tra công trường | Thanh tra "
	                        "Sở |  | Quý III\n");
	struct plan_doc tabs = read_z(
		*state, HEAD "II. NHIỆM VỤ\nSTT\tNội dung công việc\tCơ quan chủ trì\tCơ quan phối hợp\t"
					 "Thời gian hoàn thành\n1.\tTập huấn nghiệp vụ\tPhòng Tổ chức\tVăn phòng "
					 "Sở\t30/4/2026\n2.\tKiểm tra công trường\tThanh tra Sở\t\tQuý III\n");
	struct plan_doc ruled =
		read_z(*state, HEAD
	           "II. NHIỆM VỤ\n| TT | Hoạt động | Phụ trách | Đơn vị phối hợp | Tiến độ |\n"
	           "|---|---|---|---|---|\n| I | Công việc chung | | | |\n| 1 | Tập huấn nghiệp vụ | "
	           "Phòng Tổ chức | Văn phòng Sở | 30/4/2026 |\n| 2 | Kiểm tra công trường | Thanh "
	           "tra Sở | | Quý III |\n");
	check_rows(&bars);
	check_rows(&tabs);
	check_rows(&ruled);
}

static void rows_without_a_heading_that_says_who_are_no_tasks(void **state)
{
	struct plan_doc d =
		read_z(*state, HEAD "II. NHIỆM VỤ\nTT | Danh hiệu | Số lượng\n1 | Lao động tiên "
	                        "tiến | 30\n2 | Chiến sĩ thi đua | 5\n");
	assert_int_equal(d.task_count, 0);
}

static void what_runs_through_the_pages_is_no_text(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "I. NỘI DUNG\n1. Việc thứ nhất của năm.\n\n2\n\nSở Xây dựng Ninh Bình\n2. "
					 "Việc thứ hai của năm.\n\nTrang 3/4\nSở Xây dựng Ninh Bình\n3. Việc thứ ba "
					 "của năm.\n- 4 -\nSở Xây dựng Ninh Bình\n4. Việc thứ tư của năm.\n");
	assert_int_equal(d.section_count, 5);
	assert_int_equal(d.task_count, 4);
	for (int i = 0; i < d.section_count; i++)
		assert_null(strstr(d.sections[i].text.p, "Ninh Bình"));
}

static void a_line_beside_one_page_only_stays(void **state)
{
	struct plan_doc d =
		read_z(*state, HEAD "I. NỘI DUNG\n1. Việc thứ nhất của năm.\n2\nTiếp theo là việc "
	                        "khác.\n2. Việc thứ hai của năm.\n3\n");
	assert_non_null(strstr(d.sections[1].text.p, "Tiếp theo là việc khác"));
}

static void posts_and_bodies_of_many_kinds_are_charged(void **state)
{
	static const char *const owners[] = {"Vụ Tổ chức cán bộ",
	                                     "Hiệu trưởng các trường trung học phổ thông",
	                                     "Các tổ dân phố",
	                                     "Trưởng thôn, bản",
	                                     "Ủy ban Kiểm tra Đảng ủy",
	                                     "Sở Nội vụ",
	                                     "Mỗi chi đoàn",
	                                     "UBMTTQ Việt Nam xã"};
	static const char *const does[] = {"chủ trì sơ kết.",       "phổ biến kế hoạch.",
	                                   "vận động từng hộ.",     "lập danh sách trước 30/4.",
	                                   "đưa vào chương trình.", "(cơ quan thường trực) tổng hợp.",
	                                   "làm một việc tốt.",     "giám sát việc thực hiện."};
	for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
		struct plan_doc d =
			read_z(*state, arena_printf(*state,
		                                HEAD "I. TỔ CHỨC THỰC HIỆN\n1. %s %s\n"
		                                     "2. Công tác kiểm tra được làm mỗi quý.\n",
		                                owners[i], does[i])
		                       .p);
		assert_int_equal(d.task_count, 1);
		assert_string_equal(d.tasks[0].owner.p, owners[i]);
	}
}

static void many_things_are_nobody(void **state)
{
	struct plan_doc d =
		read_z(*state, HEAD "I. TỔ CHỨC THỰC HIỆN\n1. Các nội dung trên triển khai trong "
	                        "năm.\n2. Các đợt thi đua tổ chức theo quý.\n3. Các phong trào "
	                        "được tổng kết vào tháng 12.\n");
	assert_int_equal(d.task_count, 0);
}

static void a_title_goes_on_over_a_blank_line(void **state)
{
	struct plan_doc d =
		read_z(*state, "SỞ XÂY DỰNG\nSố: 12/KH-SXD\n\nKẾ HOẠCH\nPhát động phong trào thi "
	                   "đua \xE2\x80\x9CMỗi công trình\n\nmột sáng kiến\xE2\x80\x9D năm "
	                   "2026\n\nCăn cứ Luật Thi đua, khen thưởng;\nI. NỘI DUNG\n");
	assert_string_equal(d.title.p,
	                    "Phát động phong trào thi đua \xE2\x80\x9CMỗi công trình một sáng "
	                    "kiến\xE2\x80\x9D năm 2026");
}

static void a_law_with_its_sign_is_one_document(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "I. NỘI DUNG\nTheo Luật Thi đua, khen thưởng số 06/2022/QH15 và Luật Thi đua, "
					 "khen thưởng (số 06/2022/QH15).\n");
	assert_int_equal(d.cite_count, 1);
	assert_string_equal(d.cites[0].c.sign.p, "06/2022/QH15");
	assert_string_equal(d.cites[0].c.title.p, "Thi đua, khen thưởng");
	assert_int_equal(d.cites[0].times, 2);
}

static void a_sign_that_cannot_be_read_gives_its_codes_only(void **state)
{
	struct plan_doc d = read_z(
		*state, "SO XAY DUNG\nS6: @6/KH-SXD Ninh Binh, ngay 18 thang 3 nam 2026\n\nKE HOACH\nPhat "
				"dong thi dua\n\nI. NOI DUNG\n1. Mot viec cua nam.\n");
	assert_null(d.number.p);
	assert_string_equal(d.notation.p, "KH-SXD");
	assert_string_equal(d.place.p, "Ninh Bình");
}

/* As pages of the web give it: the two columns of the foot are one row of a table. */
static void a_foot_copied_as_one_row_has_its_receivers_and_its_signer(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "I. MỤC ĐÍCH\nNâng cao chất lượng.\n"
					 "Nơi nhận: - Bộ Xây dựng; - Các phòng, ban; - Lưu: VT, TC. | KT. GIÁM ĐỐC "
					 "PHÓ GIÁM ĐỐC Trần Thị Hồng Vân |\n");
	assert_int_equal(d.recipient_count, 3);
	assert_string_equal(d.recipients[0].p, "Bộ Xây dựng");
	assert_string_equal(d.recipients[2].p, "Lưu: VT, TC");
	assert_string_equal(d.signer_post.p, "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC");
	assert_string_equal(d.signer_name.p, "Trần Thị Hồng Vân");
}

static void bodies_parted_by_semicolons_are_charged_together(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "III. TỔ CHỨC THỰC HIỆN\n1. Các phòng, ban; UBND các xã, phường; các đơn vị "
					 "trực thuộc căn cứ Kế hoạch này xây dựng kế hoạch trước ngày 10/3/2026.\n"
					 "2. Văn phòng Sở chủ trì tổng hợp; báo cáo Giám đốc.\n");
	assert_int_equal(d.task_count, 2);
	assert_string_equal(d.tasks[0].owner.p,
	                    "Các phòng, ban; UBND các xã, phường; các đơn vị trực thuộc");
	assert_string_equal(d.tasks[1].owner.p, "Văn phòng Sở");
}

static void a_signature_above_the_recipients_is_no_task(void **state)
{
	struct plan_doc d = read_z(
		*state, "BAN CHẤP HÀNH TỈNH QUẢNG NINH          ĐOÀN TNCS HỒ CHÍ MINH\n"
				"Số: 45-KH/TĐTN-BPT          Quảng Ninh, ngày 01 tháng 3 năm 2026\n\n"
				"KẾ HOẠCH\nThanh niên tình nguyện\n\nI/ NỘI DUNG\n1/ Mùa hè xanh\n"
				"II/ TỔ CHỨC THỰC HIỆN\n- Đoàn các xã, phường xây dựng kế hoạch.\n\n"
				"TM. BAN THƯỜNG VỤ TỈNH ĐOÀN\nPHÓ BÍ THƯ\nHoàng Văn Hải\nNơi nhận:\n- Tỉnh ủy;\n"
				"- Lưu VP.\n");
	assert_string_equal(d.issuer.p, "BAN CHẤP HÀNH TỈNH QUẢNG NINH");
	assert_string_equal(d.signer_post.p, "TM. BAN THƯỜNG VỤ TỈNH ĐOÀN, PHÓ BÍ THƯ");
	assert_string_equal(d.signer_name.p, "Hoàng Văn Hải");
	assert_int_equal(d.task_count, 2);
	assert_string_equal(d.tasks[1].owner.p, "Đoàn các xã, phường");
}

static void a_plan_with_a_decision_cites_its_bases_and_charges_by_articles(void **state)
{
	struct plan_doc d = read_z(
		*state,
		"UBND TỈNH KHÁNH HÒA\nSố: 1500/QĐ-UBND\nKhánh Hòa, ngày 12 tháng 5 năm 2026\n\n"
		"QUYẾT ĐỊNH\nBan hành Kế hoạch\nCăn cứ Luật Tổ chức chính quyền địa phương số "
		"72/2025/QH15;\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch.\n\nKẾ HOẠCH\n"
		"Trồng cây\n\nChương I\nTỔ CHỨC THỰC HIỆN\nĐiều 3. Nhiệm vụ của Sở Xây dựng\n1. Hướng "
		"dẫn kỹ thuật trồng cây.\nĐiều 4. Trách nhiệm của UBND các xã, phường\nHuy động nhân "
		"dân tham gia.\n");
	assert_int_equal(d.cite_count, 1);
	assert_string_equal(d.cites[0].c.sign.p, "72/2025/QH15");
	assert_int_equal(d.task_count, 2);
	assert_string_equal(d.tasks[0].owner.p, "Sở Xây dựng");
	assert_string_equal(d.tasks[1].owner.p, "UBND các xã, phường");
}

#define FOOT                                                                                       \
	"Trên đây là Kế hoạch./.\n\nNơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.\nGIÁM ĐỐC\nNguyễn Văn An\n"

/* "Giao …" before a), b) charges with a) and b). */
static void a_charge_before_letters_is_that_of_the_letters(void **state)
{
	struct plan_doc d =
		read_z(*state, HEAD
	           "I. TỔ CHỨC THỰC HIỆN\n1. Giao Phòng Tổng hợp chủ trì, phối hợp với các phòng:\n"
	           "a) Theo dõi, đôn đốc;\nb) Báo cáo hằng tháng.\n2. Về kinh phí\nVăn phòng Sở "
	           "chủ trì thực hiện các việc sau:\na) Lập dự toán;\nb) Quyết toán.\n" FOOT);
	assert_int_equal(d.task_count, 4);
	assert_string_equal(d.tasks[0].owner.p, "Phòng Tổng hợp");
	assert_string_equal(d.tasks[1].owner.p, "Phòng Tổng hợp");
	assert_string_equal(d.tasks[2].owner.p, "Văn phòng Sở");
	assert_string_equal(d.tasks[3].text.p, "Quyết toán.");
	assert_string_equal(d.tasks[3].owner.p, "Văn phòng Sở");
	assert_string_equal(d.sections[d.tasks[3].section].path.p, "I.2.b");
}

static void a_note_is_no_task(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "I. NHIỆM VỤ\n- Tập huấn nghiệp vụ cho công chức.\n* Lưu ý: Kinh phí lấy từ "
					 "nguồn đã giao.\n(*) Ghi chú: Không tính ngày nghỉ.\n- Lưu ý các đơn vị nộp "
					 "báo cáo đúng hạn.\n" FOOT);
	assert_int_equal(d.task_count, 2);
	assert_non_null(strstr(d.tasks[1].text.p, "Lưu ý các đơn vị"));
	assert_non_null(strstr(d.sections[0].text.p, "Không tính ngày nghỉ"));
}

/* "- Cơ quan chủ trì: …" below a task says who, with whom and until when. */
static void items_that_say_who_and_when_belong_to_their_task(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "I. NHIỆM VỤ\n1. Kiểm tra tại 05 đơn vị.\n- Cơ quan chủ trì: Thanh tra Sở.\n"
					 "- Cơ quan phối hợp: Phòng Tổng hợp.\n- Thời gian thực hiện: Quý II/2026.\n"
					 "2. Tập huấn nghiệp vụ\n- Chủ trì: Văn phòng Sở.\n" FOOT);
	assert_int_equal(d.task_count, 2);
	assert_string_equal(d.tasks[0].owner.p, "Thanh tra Sở");
	assert_string_equal(d.tasks[0].with.p, "Phòng Tổng hợp");
	assert_string_equal(d.tasks[0].due.p, "Quý II/2026");
	assert_string_equal(d.tasks[1].text.p, "Tập huấn nghiệp vụ");
	assert_string_equal(d.tasks[1].owner.p, "Văn phòng Sở");
}

static const struct plan_remark *remark_with(const struct plan_doc *d, const char *words)
{
	for (int i = 0; i < d->remark_count; i++)
		if (strstr(d->remarks[i].text.p, words))
			return &d->remarks[i];
	return NULL;
}

static void what_stands_behind_the_signature_is_said(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD "I. NHIỆM VỤ\n- Tập huấn nghiệp vụ.\n" FOOT
					 "\nBổ sung nhiệm vụ cho Phòng Tài chính: quyết toán quỹ trước ngày 15/12.\n");
	const struct plan_remark *r = remark_with(&d, "sau dấu kết thúc");
	assert_non_null(r);
	assert_int_equal(r->line, 20);
	d = read_z(*state, HEAD "I. NHIỆM VỤ\n- Tập huấn nghiệp vụ.\n" FOOT "(Đã ký và đóng dấu)\n");
	assert_null(remark_with(&d, "sau dấu kết thúc"));
}

static const struct plan_cite *cited(const struct plan_doc *d, const char *sign)
{
	for (int i = 0; i < d->cite_count; i++)
		if (sign ? str_eqz(d->cites[i].c.sign, sign) : !d->cites[i].c.sign.p)
			return &d->cites[i];
	fail_msg("%s is not cited", sign);
	return NULL;
}

/* One issuer behind several signs is that of all whose sign says so too. */
static void an_issuer_is_shared_by_signs_of_its_own(void **state)
{
	struct plan_doc d =
		read_z(*state, HEAD
	           "Thực hiện các Nghị quyết số 57-NQ/TW, 59-NQ/TW ngày 24/01/2025 và số 68-NQ/TW của "
	           "Bộ Chính trị; Luật số 06/2022/QH15, Nghị định số 152/2025/NĐ-CP, số 153/2025/NĐ-CP "
	           "của Chính phủ; Kế hoạch số 12/KH-UBND và Công văn số 30/SNV-TĐKT của Sở Nội vụ.\n"
	           "I. NHIỆM VỤ\n- Tập huấn.\n" FOOT);
	assert_string_equal(cited(&d, "57-NQ/TW")->c.issuer.p, "Bộ Chính trị");
	assert_string_equal(cited(&d, "59-NQ/TW")->c.issuer.p, "Bộ Chính trị");
	assert_string_equal(cited(&d, "152/2025/NĐ-CP")->c.issuer.p, "Chính phủ");
	assert_null(cited(&d, "06/2022/QH15")->c.issuer.p);
	assert_null(cited(&d, "12/KH-UBND")->c.issuer.p);
	assert_true(date_is_none(cited(&d, "57-NQ/TW")->c.date)); /* a day is not shared */
}

/* Labels with a dash, a body alone before a colon, the closing words behind a full line. */
static void shapes_of_a_trade_union_are_read(void **state)
{
	struct plan_doc d = read_z(
		*state, HEAD
		"Căn cứ Luật Thi đua, Khen thưởng (sửa đổi) năm 2022.\nI- NỘI DUNG, CHỈ TIÊU\n1- Nội dung\n"
		"a- Thi đua lao động giỏi;\nb- Thi đua lao động sáng tạo.\n2- Chỉ tiêu\n- Mỗi công đoàn có "
		"01 sáng kiến.\nII- TỔ CHỨC THỰC HIỆN\n1- Văn phòng: Bố trí kinh phí.\n2- Công đoàn cơ sở: "
		"Cụ thể hóa Kế hoạch này; báo cáo kết quả về Liên đoàn Lao động tỉnh trước ngày "
		"05/12.\nTrên "
		"đây là Kế hoạch. Yêu cầu các cấp thực hiện.\n\nNơi nhận:\n- Lưu VT.\nCHỦ TỊCH\nHuỳnh Út "
		"Mười\n");
	assert_int_equal(d.cites[0].c.year, 2022);
	assert_int_equal(d.task_count, 5);
	assert_string_equal(d.tasks[1].text.p, "Thi đua lao động sáng tạo.");
	assert_string_equal(d.sections[d.tasks[1].section].path.p, "I.1.b");
	assert_string_equal(d.tasks[3].owner.p, "Văn phòng");
	assert_null(strstr(d.tasks[4].text.p, "Trên đây"));
}

/* The table of tasks stands in an annex; what the annex says of its plan is no citation of another.
 */
static void a_table_in_an_annex_gives_tasks(void **state)
{
	struct plan_doc d = read_z(
		*state,
		HEAD "I. NHIỆM VỤ\n(Có phụ lục kèm theo)\n" FOOT
			 "\nPHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n(Kèm theo Kế hoạch số 31/KH-SXD ngày 05/02/2026)\n"
			 "TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian\n1 | Tập huấn nghiệp vụ | Phòng "
			 "Tổ chức | Quý II\n2 | Tổng kết năm | Văn phòng Sở | 15/12/2026\nGhi chú: dự kiến.\n");
	assert_int_equal(d.task_count, 2);
	assert_int_equal(d.tasks[0].section, -1);
	assert_string_equal(d.tasks[0].owner.p, "Phòng Tổ chức");
	assert_string_equal(d.tasks[1].due.p, "15/12/2026");
	assert_int_equal(d.cite_count, 0);
	assert_non_null(remark_with(&d, "chỉ bảng nhiệm vụ"));
}

/* --- many citations ----------------------------------------------------------------------------
 */

static double seconds_for(struct arena *a, int count)
{
	struct buf b;
	struct timespec from, to;
	buf_init(&b, (size_t)4 << 20);
	buf_z(&b, HEAD "I. NỘI DUNG\n");
	for (int i = 0; i < count; i++)
		buf_str(
			&b,
			arena_printf(
				a,
				"Quyết định số %d/QĐ-UBND ngày %02d/%02d/2025 của Ủy ban nhân dân tỉnh; Luật Đất "
				"đai năm 2024.\n",
				i + 1, i % 28 + 1, i % 12 + 1));
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	struct plan_doc d = read_z(a, arena_str(a, buf_view(&b)).p);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	buf_release(&b);
	assert_int_equal(d.cite_count, count + 1);
	assert_int_equal(cited(&d, NULL)->times, count);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Eight times as many take some eight times as long, and not sixty-four times. */
static void a_text_full_of_citations_is_read_in_one_walk(void **state)
{
	double few = seconds_for(*state, 1000), many = seconds_for(*state, 8000);
	assert_true(many < few * 20 + 0.2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_a_table_of_tasks_are_tasks),
		cmocka_unit_test(rows_without_a_heading_that_says_who_are_no_tasks),
		cmocka_unit_test(what_runs_through_the_pages_is_no_text),
		cmocka_unit_test(a_line_beside_one_page_only_stays),
		cmocka_unit_test(posts_and_bodies_of_many_kinds_are_charged),
		cmocka_unit_test(many_things_are_nobody),
		cmocka_unit_test(a_foot_copied_as_one_row_has_its_receivers_and_its_signer),
		cmocka_unit_test(bodies_parted_by_semicolons_are_charged_together),
		cmocka_unit_test(a_title_goes_on_over_a_blank_line),
		cmocka_unit_test(a_law_with_its_sign_is_one_document),
		cmocka_unit_test(a_sign_that_cannot_be_read_gives_its_codes_only),
		cmocka_unit_test(a_signature_above_the_recipients_is_no_task),
		cmocka_unit_test(a_plan_with_a_decision_cites_its_bases_and_charges_by_articles),
		cmocka_unit_test(a_charge_before_letters_is_that_of_the_letters),
		cmocka_unit_test(a_note_is_no_task),
		cmocka_unit_test(items_that_say_who_and_when_belong_to_their_task),
		cmocka_unit_test(what_stands_behind_the_signature_is_said),
		cmocka_unit_test(an_issuer_is_shared_by_signs_of_its_own),
		cmocka_unit_test(shapes_of_a_trade_union_are_read),
		cmocka_unit_test(a_table_in_an_annex_gives_tasks),
		cmocka_unit_test(a_text_full_of_citations_is_read_in_one_walk),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
