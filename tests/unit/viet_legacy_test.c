/* legacy.c, guess.c, syllable.c: old encodings, against iconv where it knows them. */
#include "viet/legacy.h"
#include "viet/syllable.h"
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <iconv.h>

static const char letter[] =
	"Kính gửi Ủy ban nhân dân tỉnh Lào Cai, thực hiện kế hoạch phát động phong trào thi đua yêu "
	"nước, đơn vị xin báo cáo kết quả những tháng đầu năm và đề nghị khen thưởng các tập thể, cá "
	"nhân có thành tích xuất sắc. Nguyễn Thị Huỳnh, Đặng Văn Quyết, Lý A Páo, Giàng Thị Mỵ.";

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

/* By iconv; NULL when it refuses. */
static struct str by_iconv(struct arena *a, struct str in, const char *from, const char *to)
{
	iconv_t cd = iconv_open(to, from);
	assert_true(cd != (iconv_t)-1);
	size_t left = in.n * 8 + 32, room = left, in_left = in.n;
	char *out = arena_alloc(a, room), *at = out, *src = (char *)in.p;
	size_t rc = iconv(cd, &src, &in_left, &at, &left);
	if (rc != (size_t)-1)
		rc = iconv(cd, NULL, NULL, &at, &left);
	iconv_close(cd);
	return rc == (size_t)-1 ? STR_NULL : (struct str){out, room - left};
}

static struct str decoded(struct arena *a, struct str bytes, enum viet_encoding enc)
{
	struct str text, nfc;
	struct err e = {0};
	if (viet_decode(a, bytes, enc, &text, &e) != RC_OK)
		fail_msg("%s", e.message);
	assert_int_equal(viet_nfc(a, text, &nfc, NULL), RC_OK);
	return nfc;
}

static void tcvn3_agrees_with_iconv_on_every_letter(void **state)
{
	int letters = 0;
	for (int byte = 0x20; byte < 0x100; byte++) {
		char c = (char)byte;
		struct str ours, theirs = by_iconv(*state, (struct str){&c, 1}, "TCVN", "UTF-8");
		enum rc rc = viet_from_tcvn3(*state, (struct str){&c, 1}, false, &ours, NULL);
		/* Below 0xA0 Windows has quotes where VN1 has capitals; combining marks are not used. */
		if (rc != RC_OK || (byte >= 0x80 && byte < 0xA0) || byte == 0x7F)
			continue;
		assert_true(str_eq(ours, theirs));
		letters += byte >= 0xA1;
	}
	assert_int_equal(letters, 67 + 7);
}

static void tcvn3_goes_there_and_back(void **state)
{
	struct str small =
		viet_lower(*state, STR("Bằng khen tặng Giàng Thị Mỵ “đã có thành tích” – 2026"));
	struct str bytes, back;
	assert_int_equal(viet_to_tcvn3(*state, small, false, &bytes, NULL), RC_OK);
	assert_int_equal(bytes.n, str_chars(small));
	assert_int_equal(viet_from_tcvn3(*state, bytes, false, &back, NULL), RC_OK);
	assert_true(str_eq(small, back));
	/* Capitals without a tone have bytes of their own. */
	assert_int_equal(viet_to_tcvn3(*state, STR("ĂÂÊÔƠƯĐ"), false, &bytes, NULL), RC_OK);
	assert_true(str_eqz(bytes, "\xA1\xA2\xA3\xA4\xA5\xA6\xA7"));
}

static void capitals_with_a_tone_need_a_capital_font(void **state)
{
	struct str bytes, back;
	struct err e = {0};
	struct str name = STR("GIÀNG THỊ MỴ, ĐẶNG VĂN QUYẾT");
	assert_int_equal(viet_to_tcvn3(*state, name, false, &bytes, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "À"));
	assert_int_equal(viet_to_tcvn3(*state, name, true, &bytes, NULL), RC_OK);
	assert_int_equal(viet_from_tcvn3(*state, bytes, true, &back, NULL), RC_OK);
	assert_true(str_eq(back, name));
	err_clear(&e);
	assert_int_equal(viet_to_tcvn3(*state, STR("☐"), true, &bytes, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "☐"));
	assert_int_equal(viet_from_tcvn3(*state, STR("\xFF"), true, &bytes, NULL), RC_INVALID);
}

static void vni_reads_letters_and_their_marks(void **state)
{
	static const struct {
		const char *bytes, *text;
	} words[] = {
		{"Nguye\xE3n", "Nguyễn"},
		{"Va\xEAn", "Văn"},
		{"\xD1"
	     "a\xEFt",
	     "Đạt"},
		{"H\xF4ng \xF4\xFB", "Hơng ở"},
		{"n\xF6\xF4\xF9"
	     "c",
	     "nước"},
		{"\xF1\xF6\xF4\xF8ng", "đường"},
		{"\xED \xEC \xE6 \xF3 \xF2", "í ì ỉ ĩ ị"},
		{"Ly\xF9 l\xEE", "Lý lỵ"},
		{"a\xE2 a\xE1 a\xE0 a\xE5 a\xE3 a\xE4", "â ấ ầ ẩ ẫ ậ"},
		{"a\xEA a\xE9 a\xE8 a\xFA a\xFC a\xEB", "ă ắ ằ ẳ ẵ ặ"},
		{"o\xE2 o\xE1 o\xE0 o\xE5 o\xE3 o\xE4", "ô ố ồ ổ ỗ ộ"},
		{"e\xF9 e\xF8 e\xFB e\xF5 e\xEF", "é è ẻ ẽ ẹ"},
		{"\xF6\xF9 \xF6\xF8 \xF6\xFB \xF6\xF5 \xF6\xEF", "ứ ừ ử ữ ự"},
		{"U\xDBY BAN NHA\xC2N DA\xC2N T\xC6NH LA\xD8O CAI", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"},
		{"\xD1\xD6\xD4\xD9"
	     "C",
	     "ĐƯỚC"},
		{"\xCD \xCC \xC6 \xD3 \xD2 \xCE", "Í Ì Ỉ Ĩ Ị Ỵ"},
		{"\x93th\xF4\x94 \x96 5", "“thơ” – 5"},
		{"b\xE2", "bâ"},
		{"", ""}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct str text;
		assert_int_equal(viet_from_vni(*state, str_of(words[i].bytes), &text, NULL), RC_OK);
		assert_string_equal(text.p, words[i].text);
	}
	struct str text;
	assert_int_equal(viet_from_vni(*state, STR("\x81"), &text, NULL), RC_INVALID);
}

/* Written apart from the decoder: letter, then its byte, by the published layout. */
static struct str to_vni(struct arena *a, const char *text)
{
	static const char *const from[] = {
		"à", "á", "ả", "ã", "ạ", "ă", "ằ", "ắ", "ẳ", "ẵ", "ặ", "â", "ầ", "ấ", "ẩ", "ẫ", "ậ", "è",
		"é", "ẻ", "ẽ", "ẹ", "ê", "ề", "ế", "ể", "ễ", "ệ", "ò", "ó", "ỏ", "õ", "ọ", "ô", "ồ", "ố",
		"ổ", "ỗ", "ộ", "ơ", "ờ", "ớ", "ở", "ỡ", "ợ", "ù", "ú", "ủ", "ũ", "ụ", "ư", "ừ", "ứ", "ử",
		"ữ", "ự", "ì", "í", "ỉ", "ĩ", "ị", "ỳ", "ý", "ỷ", "ỹ", "ỵ", "đ", "Ủ", "Đ"};
	static const char *const to[] = {
		"a\xF8",    "a\xF9",    "a\xFB",    "a\xF5",    "a\xEF",    "a\xEA",    "a\xE8",
		"a\xE9",    "a\xFA",    "a\xFC",    "a\xEB",    "a\xE2",    "a\xE0",    "a\xE1",
		"a\xE5",    "a\xE3",    "a\xE4",    "e\xF8",    "e\xF9",    "e\xFB",    "e\xF5",
		"e\xEF",    "e\xE2",    "e\xE0",    "e\xE1",    "e\xE5",    "e\xE3",    "e\xE4",
		"o\xF8",    "o\xF9",    "o\xFB",    "o\xF5",    "o\xEF",    "o\xE2",    "o\xE0",
		"o\xE1",    "o\xE5",    "o\xE3",    "o\xE4",    "\xF4",     "\xF4\xF8", "\xF4\xF9",
		"\xF4\xFB", "\xF4\xF5", "\xF4\xEF", "u\xF8",    "u\xF9",    "u\xFB",    "u\xF5",
		"u\xEF",    "\xF6",     "\xF6\xF8", "\xF6\xF9", "\xF6\xFB", "\xF6\xF5", "\xF6\xEF",
		"\xEC",     "\xED",     "\xE6",     "\xF3",     "\xF2",     "y\xF8",    "y\xF9",
		"y\xFB",    "y\xF5",    "\xEE",     "\xF1",     "U\xDB",    "\xD1"};
	char *out = arena_alloc(a, strlen(text) * 2 + 1), *at = out;
	while (*text) {
		size_t i = 0, n = sizeof from / sizeof *from;
		while (i < n && strncmp(text, from[i], strlen(from[i])) != 0)
			i++;
		const char *bytes = i < n ? to[i] : text;
		size_t len = i < n ? strlen(to[i]) : 1;
		memcpy(at, bytes, len);
		at += len;
		text += i < n ? strlen(from[i]) : 1;
	}
	return (struct str){out, (size_t)(at - out)};
}

static void check_guess(struct arena *a, struct str bytes, enum viet_encoding want)
{
	struct viet_guess g = viet_guess_encoding(a, bytes);
	if (g.encoding != want)
		fail_msg("guessed %s (%d %%, lead %d) instead of %s", viet_encoding_name(g.encoding),
		         g.share_percent, g.lead_percent, viet_encoding_name(want));
}

static void each_encoding_is_guessed_and_read(void **state)
{
	struct arena *a = *state;
	struct str text = str_of(letter), tcvn3;
	assert_int_equal(viet_to_tcvn3(a, viet_lower(a, text), false, &tcvn3, NULL), RC_OK);
	check_guess(a, tcvn3, VIET_TCVN3);
	assert_true(str_eq(decoded(a, tcvn3, VIET_TCVN3), viet_lower(a, text)));

	struct str vni = to_vni(a, letter);
	check_guess(a, vni, VIET_VNI);
	assert_true(str_eq(decoded(a, vni, VIET_VNI), text));

	struct str viscii = by_iconv(a, text, "UTF-8", "VISCII");
	assert_non_null(viscii.p);
	check_guess(a, viscii, VIET_VISCII);
	assert_true(str_eq(decoded(a, viscii, VIET_VISCII), text));

	struct str cp1258 = by_iconv(a, text, "UTF-8", "CP1258");
	assert_non_null(cp1258.p);
	check_guess(a, cp1258, VIET_CP1258);
	assert_true(str_eq(decoded(a, cp1258, VIET_CP1258), text));

	check_guess(a, text, VIET_UTF8);
	check_guess(a, STR("Lao Cai"), VIET_ASCII);
	check_guess(a, STR(""), VIET_ASCII);
}

static void byte_order_marks_decide(void **state)
{
	struct arena *a = *state;
	struct str text = str_of(letter);
	const char *const marks[] = {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"};
	const char *const names[] = {"UTF-8", "UTF-16LE", "UTF-16BE"};
	const enum viet_encoding encs[] = {VIET_UTF8, VIET_UTF16LE, VIET_UTF16BE};
	for (int i = 0; i < 3; i++) {
		struct str body = by_iconv(a, text, "UTF-8", names[i]);
		struct str all = arena_str(a, (struct str){body.p, body.n});
		char *p = arena_alloc(a, body.n + 3);
		size_t mark = strlen(marks[i]);
		memcpy(p, marks[i], mark);
		memcpy(p + mark, all.p, all.n);
		check_guess(a, (struct str){p, mark + all.n}, encs[i]);
		assert_true(str_eq(decoded(a, (struct str){p, mark + all.n}, encs[i]), text));
	}
}

static void a_weak_guess_is_no_guess(void **state)
{
	struct arena *a = *state;
	check_guess(a, STR("\xB5\xB6 \xD0\xD1 \xE0\xE1\xE2 \xF0"), VIET_UNKNOWN);
	/* French in Windows-1252. */
	check_guess(a, STR("\xE9l\xE8ve pr\xE9sent\xE9 r\xE9pond\xEB for\xEAt no\xEBl o\xF9 gar\xE7on"),
	            VIET_UNKNOWN);
	struct str out;
	assert_int_equal(viet_decode(a, STR("x"), VIET_UNKNOWN, &out, NULL), RC_INVALID);
	assert_int_equal(viet_decode(a, STR("\xFF"), VIET_UTF8, &out, NULL), RC_INVALID);
	assert_int_equal(viet_decode(a, STR("\x00\xD8"), VIET_UTF16LE, &out, NULL), RC_INVALID);
	assert_int_equal(viet_decode(a, STR_NULL, VIET_CP1258, &out, NULL), RC_OK);
	assert_int_equal(out.n, 0);
}

/* How DOCX keeps text of a .VnTime run. */
/* "Kế hoạch thi đua" as a mail program spoils it; what was not spoiled stays. */
static void what_was_encoded_twice_is_put_right(void **state)
{
	struct str out = STR("");
	assert_true(viet_encoded_twice(*state,
	                               STR("K\xC3\xA1\xC2\xBA\xC2\xBF ho\xC3\xA1\xC2\xBA\xC2\xA1"
	                                   "ch thi \xC3\x84\xE2\x80\x98ua"),
	                               &out));
	assert_string_equal(arena_strz(*state, out), "Kế hoạch thi đua");
	assert_false(viet_encoded_twice(*state, STR("Kế hoạch thi đua"), &out));
	assert_false(viet_encoded_twice(*state, STR("Ke hoach"), &out));
	assert_false(viet_encoded_twice(*state, STR("caf\xC3\xA9"), &out));
}

static void text_of_old_fonts_gives_its_bytes_back(void **state)
{
	struct str bytes, text;
	assert_true(viet_bytes_of(*state, STR("Nguy\u00d4n V\u00a8n \u00a7\u00b9t \u201c"), &bytes));
	assert_int_equal(viet_from_tcvn3(*state, bytes, false, &text, NULL), RC_OK);
	assert_string_equal(text.p, "Nguyễn Văn Đạt “");
	assert_true(viet_bytes_of(*state, STR("\uf0a7\uf0b9t"), &bytes));
	assert_int_equal(viet_from_tcvn3(*state, bytes, false, &text, NULL), RC_OK);
	assert_string_equal(text.p, "Đạt");
	assert_false(viet_bytes_of(*state, STR("Đạt"), &bytes));
	/* Without the font's name: a whole text of that kind, made from bytes. */
	struct str tcvn3, as_text;
	assert_int_equal(viet_to_tcvn3(*state, viet_lower(*state, str_of(letter)), false, &tcvn3, NULL),
	                 RC_OK);
	as_text = by_iconv(*state, tcvn3, "ISO-8859-1", "UTF-8");
	check_guess(*state, as_text, VIET_UTF8);
	assert_true(viet_bytes_of(*state, as_text, &bytes));
	check_guess(*state, bytes, VIET_TCVN3);
}

static void font_names_tell_the_encoding(void **state)
{
	(void)state;
	bool capitals;
	assert_int_equal(viet_font_encoding(STR(".VnTime"), &capitals), VIET_TCVN3);
	assert_false(capitals);
	assert_int_equal(viet_font_encoding(STR(".VnArialH"), &capitals), VIET_TCVN3);
	assert_true(capitals);
	assert_int_equal(viet_font_encoding(STR(" VNI-Times"), &capitals), VIET_VNI);
	assert_false(capitals);
	assert_int_equal(viet_font_encoding(STR("vni-helve"), &capitals), VIET_VNI);
	assert_int_equal(viet_font_encoding(STR("Times New Roman"), &capitals), VIET_UNKNOWN);
	assert_int_equal(viet_font_encoding(STR("VnH"), &capitals), VIET_UNKNOWN);
	assert_false(capitals);
	assert_int_equal(viet_font_encoding(STR_NULL, &capitals), VIET_UNKNOWN);
}

static void real_syllables_pass(void **state)
{
	(void)state;
	static const char words[] =
		"Ủy ban nhân dân tỉnh Lào Cai quyết định về việc tặng bằng khen của chủ tịch cho các tập "
		"thể "
		"cá nhân có thành tích xuất sắc trong phong trào thi đua yêu nước nghiêng khuyến khích "
		"quốc "
		"gia giếng gì gìn giữ quỳnh huỳnh khuỷu tay hoà hòa thuỷ thủy quý quí kỹ kĩ yên ả ý ỉa "
		"uống "
		"ướt ươm oan uyên ngoằn ngoèo xoong boong rượu hươu nguệch ngoạc chuếnh choáng quýt quít "
		"quen quét queo quạnh quờ quắc thuở huơ mù cang chải bát xát sa pa y tý ghế nghe nghỉ gà "
		"ngà "
		"cúc kẹo que đặng vừ pờ lò sùng khuya tuya luýnh tuýp suýt buýt lính";
	struct str rest = str_of(words);
	while (rest.p) {
		struct str w = str_cut(&rest, ' ');
		if (!viet_syllable_ok(w))
			fail_msg("\"%.*s\" was refused", STR_ARG(w));
	}
}

static void what_cannot_be_a_syllable_fails(void **state)
{
	(void)state;
	static const char words[] =
		"bcd xyz việc1 cêm kàn gềm ngế nghà ghàng đập̀ đap cãt bàc hốơ áá đưăng qán qìn flôra wô "
		"strên ôâ nghiềngg thươngx pàch ® fé zá jố ưê iươ đt bh";
	struct str rest = str_of(words);
	while (rest.p) {
		struct str w = str_cut(&rest, ' ');
		if (viet_syllable_ok(w))
			fail_msg("\"%.*s\" passed", STR_ARG(w));
	}
	assert_false(viet_syllable_ok(STR("")));
	assert_false(viet_syllable_ok(STR_NULL));
	assert_false(viet_syllable_ok(STR("a\xff")));
}

/* Whatever passes with its marks passes without them too. */
static void folded_syllables_pass_like_marked_ones(void **state)
{
	struct arena *a = *state;
	static const char *const onsets[] = {"",   "b",  "c", "ch", "d",  "đ",  "g",  "gh",  "gi", "h",
	                                     "k",  "kh", "l", "m",  "n",  "nh", "ng", "ngh", "p",  "ph",
	                                     "qu", "r",  "s", "t",  "th", "tr", "v",  "x"};
	static const char *const vowels[] = {"a",  "ă",  "â",  "e",  "ê",  "i",  "o",  "ô",   "ơ",
	                                     "u",  "ư",  "y",  "iê", "uô", "ươ", "oa", "oă",  "oe",
	                                     "uâ", "uê", "uy", "ua", "ưa", "ia", "yê", "uyê", "ai"};
	static const char *const finals[] = {"", "c", "ch", "m", "n", "ng", "nh", "p", "t", "u", "i"};
	int passed = 0;
	for (size_t i = 0; i < sizeof onsets / sizeof *onsets; i++)
		for (size_t j = 0; j < sizeof vowels / sizeof *vowels; j++)
			for (size_t k = 0; k < sizeof finals / sizeof *finals; k++) {
				/* The tone that every syllable can bear. */
				struct str s = arena_printf(a, "%s%s\u0323%s", onsets[i], vowels[j], finals[k]), w;
				assert_int_equal(viet_nfc(a, s, &w, NULL), RC_OK);
				bool marked = viet_syllable_ok(w);
				passed += marked;
				if (marked && !viet_syllable_ok(viet_fold(a, w)))
					fail_msg("\"%s\" passes, its bare form does not", w.p);
			}
	/* The written language has about 4,000 syllables without counting tones. */
	assert_in_range(passed, 2000, 4500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tcvn3_agrees_with_iconv_on_every_letter),
		cmocka_unit_test(tcvn3_goes_there_and_back),
		cmocka_unit_test(capitals_with_a_tone_need_a_capital_font),
		cmocka_unit_test(vni_reads_letters_and_their_marks),
		cmocka_unit_test(each_encoding_is_guessed_and_read),
		cmocka_unit_test(byte_order_marks_decide),
		cmocka_unit_test(a_weak_guess_is_no_guess),
		cmocka_unit_test(what_was_encoded_twice_is_put_right),
		cmocka_unit_test(text_of_old_fonts_gives_its_bytes_back),
		cmocka_unit_test(font_names_tell_the_encoding),
		cmocka_unit_test(real_syllables_pass),
		cmocka_unit_test(what_cannot_be_a_syllable_fails),
		cmocka_unit_test(folded_syllables_pass_like_marked_ones),
	};
	return cmocka_run_group_tests_name("viet_legacy", tests, setup, teardown);
}
