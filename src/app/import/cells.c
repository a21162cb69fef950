/* cells.c: what people write in the cells of staff lists. */
#include "app/import/inner.h"

#include "viet/viet.h"

bool text_formula(struct str text)
{
	char first = text.n > 1 ? text.p[0] : 0, next = first ? text.p[1] : 0;
	bool number = (next >= '0' && next <= '9') || next == ' ' || next == '(';
	return first == '=' || first == '@' || ((first == '+' || first == '-') && !number);
}

const char *text_gender(struct arena *mem, struct str text, struct str *out)
{
	struct str s = viet_fold(mem, text);
	*out = STR("");
	if (s.n == 0)
		return "";
	if (str_eqz(s, "nam") || str_eqz(s, "male"))
		*out = STR("nam");
	else if (str_eqz(s, "nu") || str_eqz(s, "female"))
		*out = STR("nu");
	else
		return "Chỉ nhận Nam hoặc Nữ.";
	return "";
}

const char *text_cadre(struct arena *mem, struct str text, struct str *out)
{
	static const struct {
		const char *word, *cadre;
	} words[] = {
		{"can bo", "official"},
		{"cb", "official"},
		{"cong chuc", "civil_servant"},
		{"cc", "civil_servant"},
		{"vien chuc", "public_employee"},
		{"vc", "public_employee"},
		{"nguoi lao dong", "worker"},
		{"nld", "worker"},
		{"lao dong hop dong", "worker"},
		{"hop dong", "worker"},
		{"hop dong lao dong", "worker"},
		{"hdld", "worker"},
		{"ld", "worker"},
	};
	struct str s = viet_fold(mem, text);
	*out = STR("");
	if (s.n == 0)
		return "";
	for (int i = 0; i < COUNT(words); i++)
		if (str_eqz(s, words[i].word)) {
			*out = str_of(words[i].cadre);
			return "";
		}
	return "Chỉ nhận Cán bộ, Công chức, Viên chức hoặc Người lao động.";
}

/* Day, month, year of "31/4/1991"; false when it does not look like a date. */
static bool split_date(struct str text, int64_t part[3])
{
	char sep = 0;
	for (size_t i = 0; i < text.n && !sep; i++)
		if (strchr("/-.", text.p[i]))
			sep = text.p[i];
	if (!sep)
		return false;
	for (int i = 0; i < 3; i++)
		if (!text.p || !str_int(str_trim(str_cut(&text, sep)), &part[i]) || part[i] < 1)
			return false;
	return !text.p;
}

static const char *why_no_date(struct arena *mem, struct str text)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t part[3], year;
	if (str_int(text, &year) && year >= 1900 && year <= 2100)
		return "Chỉ có năm; cần đủ ngày, tháng, năm.";
	if (str_int(text, &year))
		return "Đây là một con số, không phải ngày. Xin định dạng cột là ngày rồi lưu lại.";
	if (!split_date(text, part))
		return "Không phải một ngày. Xin ghi dạng 27/01/1990.";
	if (part[2] < 1000)
		return "Năm phải ghi đủ bốn chữ số.";
	if (part[1] > 12)
		return "Không có tháng này. Xin ghi ngày trước, tháng sau.";
	if (part[0] > days[part[1] - 1] && part[1] != 2)
		return arena_printf(mem, "Tháng %d chỉ có %d ngày.", (int)part[1], days[part[1] - 1]).p;
	bool leap = (part[2] % 4 == 0 && part[2] % 100 != 0) || part[2] % 400 == 0;
	return leap ? "Năm này tháng 2 có 29 ngày." : "Năm này tháng 2 chỉ có 28 ngày.";
}

const char *text_length(struct str text, size_t most)
{
	return str_chars(text) > most ? "Nội dung quá dài." : "";
}

const char *text_choice(struct arena *mem, struct str text, const struct choice *choices,
                        struct str *out)
{
	struct str s = viet_fold(mem, text);
	*out = STR("");
	if (text.n == 0)
		return "";
	for (int i = 0; choices[i].value; i++)
		if (str_eqz(text, choices[i].value) ||
		    str_eq(s, viet_fold(mem, str_of(choices[i].label)))) {
			*out = str_of(choices[i].value);
			return "";
		}
	struct str all = STR("");
	for (int i = 0; choices[i].value; i++)
		all = arena_printf(mem, "%.*s%s%s", STR_ARG(all), i ? "; " : "", choices[i].label);
	return arena_printf(mem, "Chỉ nhận: %.*s.", STR_ARG(all)).p;
}

const char *text_date(struct arena *mem, struct str text, struct date *out)
{
	*out = DATE_NONE;
	/* A date cell with a time of day: the time is not asked for. */
	if (text.n > 10 && text.p[10] == ' ' && memchr(text.p, ':', text.n))
		text.n = 10;
	if (text.n == 0)
		return "";
	*out = date_from_typed(text);
	return date_is_none(*out) ? why_no_date(mem, text) : "";
}

const char *text_email(struct str text)
{
	ptrdiff_t at = str_chr(text, '@');
	if (text.n == 0)
		return "";
	struct str domain = {.p = text.p + at + 1, .n = at < 0 ? 0 : text.n - (size_t)at - 1};
	if (at < 1 || str_chr(domain, '.') < 1 || str_chr(domain, '@') >= 0 ||
	    str_chr(text, ' ') >= 0 || text.n > 120)
		return "Địa chỉ thư không đúng, ví dụ an.nguyen@laocai.gov.vn.";
	return "";
}

const char *text_number(struct arena *mem, struct str text, struct str *kind, struct str *out,
                        const char **warn)
{
	char *p = arena_alloc(mem, text.n + 16);
	size_t n = 0;
	*kind = *out = STR("");
	*warn = NULL;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ' || text.p[i] == '.' || text.p[i] == '-' || text.p[i] == '\'')
			continue;
		if (text.p[i] < '0' || text.p[i] > '9')
			return "Chỉ được có chữ số.";
		p[n++] = text.p[i];
	}
	if (n == 0)
		return "";
	/* A number cell loses the zeros of the first provinces (001 to 096). */
	if (n == 10 || n == 11) {
		*out = arena_printf(mem, "%.*s%.*s", (int)(12 - n), "00", (int)n, p);
		*warn = "Đã thêm số 0 ở đầu mà bảng tính bỏ mất; xin kiểm tra lại số.";
	} else if (n == 12 || n == 9) {
		*out = (struct str){.p = p, .n = n};
	} else {
		return arena_printf(mem, "Phải đủ 12 chữ số (CMND cũ: 9), đang có %zu.", n).p;
	}
	*kind = out->n == 9 ? STR("cmnd") : STR("cccd");
	return "";
}
