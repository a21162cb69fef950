/* viet/mend.h: what gets its marks back, and what does not. */
#include "viet/mend.h"

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

static void becomes(struct arena *a, const char *read, const char *want)
{
	struct viet_shadow s = viet_shadow(a, str_of(read));
	bool mended = false;
	struct str got = viet_mend(a, viet_mender(a), &s, 0, s.n, &mended);
	assert_string_equal(got.p, want);
	assert_int_equal(mended, strcmp(read, want) != 0);
}

static void phrases_of_the_lists_get_their_marks(void **state)
{
	becomes(*state, "trién khai thyc hién phong trao thi dua",
	        "triển khai thực hiện phong trào thi đua");
	becomes(*state, "theo Luat Tiép cong dan", "theo Luật Tiếp công dân");
	becomes(*state, "Uy ban nhan dan tinh Lao Cai", "Ủy ban nhân dân tỉnh Lào Cai");
}

static void capitals_and_signs_stay_as_they_stand(void **state)
{
	becomes(*state, "TO CHUC THUC HIEN", "TỔ CHỨC THỰC HIỆN");
	becomes(*state, "Tap the,  ca nhan", "Tập thể, cá nhân");
	becomes(*state, "thi dua - khen thuong", "thi đua - khen thưởng");
	becomes(*state, "Thi Dua, Khen thuong", "Thi Đua, Khen thưởng");
}

/* Each of these is like a phrase, and is another. */
static void what_is_not_certain_stays_as_it_was_read(void **state)
{
	static const char *const stays[] = {
		"cho thi sinh",       /* not chỉ thị */
		"lam thanh y",        /* not Thành ủy */
		"nha do",             /* no phrase */
		"chi tieu tiet kiem", /* chi tiêu or chỉ tiêu */
		"moi truong hoc",     /* mỗi trường or môi trường */
		"phan dau trang",     /* phần đầu or phấn đấu */
		"thuc hi\xC2\xA2n",   /* a piece of the word is missing */
		"thu truong",         /* thủ trưởng or thứ trưởng */
		"thi. dua",           /* two sentences */
	};
	for (size_t i = 0; i < sizeof stays / sizeof *stays; i++)
		becomes(*state, stays[i], stays[i]);
}

static void near_pairs_are_told_apart(void **state)
{
	becomes(*state, "trung tam van hoa", "trung tâm văn hóa");
	becomes(*state, "nhiem vu trong tam", "nhiệm vụ trọng tâm");
	becomes(*state, "tr?ng tam", "tr?ng tam");
	becomes(*state, "treng tam", "treng tam"); /* one letter from both */
	becomes(*state, "sau rong, dong bo", "sâu rộng, đồng bộ");
	becomes(*state, "cong tac vien", "cộng tác viên");
}

static void words_before_figures_are_certain(void **state)
{
	becomes(*state, "so 48/NQ ngay 09/12/2025, nam 2026, thang 5",
	        "số 48/NQ ngày 09/12/2025, năm 2026, tháng 5");
	becomes(*state, "so 48 nguoi, nam 12, nam gioi", "so 48 nguoi, nam 12, nam gioi");
	becomes(*state, "Ngay 8 va NGAY 9", "Ngày 8 va NGÀY 9");
	becomes(*state, "cong dan so", "công dân số");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phrases_of_the_lists_get_their_marks),
		cmocka_unit_test(capitals_and_signs_stay_as_they_stand),
		cmocka_unit_test(what_is_not_certain_stays_as_it_was_read),
		cmocka_unit_test(near_pairs_are_told_apart),
		cmocka_unit_test(words_before_figures_are_certain),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
