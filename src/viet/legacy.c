#include "viet/legacy.h"

#include "viet/letters.h"
#include "viet/viet.h"

#include <errno.h>
#include <iconv.h>

/* Windows-1252 in 0x80 to 0x9F, where it differs from Latin-1; 0 has no meaning. */
static const uint16_t cp1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* TCVN3 from 0xA0 on. Below, files of Windows hold the quotes and dashes of Windows-1252. */
static const uint16_t tcvn3[96] = {
	0xA0,   0x102,  0xC2,   0xCA,   0xD4,   0x1A0,  0x1AF,  0x110,  0x103,  0xE2,   0xEA,   0xF4,
	0x1A1,  0x1B0,  0x111,  0,      0,      0,      0,      0,      0,      0xE0,   0x1EA3, 0xE3,
	0xE1,   0x1EA1, 0,      0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0,      0,      0,      0,      0,
	0,      0,      0x1EB7, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0xE8,   0,      0x1EBB, 0x1EBD,
	0xE9,   0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0xEC,   0x1EC9, 0,      0,      0,
	0x129,  0xED,   0x1ECB, 0xF2,   0,      0x1ECF, 0xF5,   0xF3,   0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7,
	0x1ED1, 0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0xF9,   0,      0x1EE7, 0x169,  0xFA,
	0x1EE5, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0xFD,   0x1EF5, 0};

static uint32_t cp1252_cp(uint8_t byte)
{
	return byte >= 0x80 && byte < 0xA0 ? cp1252[byte - 0x80] : byte;
}

static enum rc no_meaning(struct err *e, uint8_t byte, const char *encoding)
{
	return err_set(e, RC_INVALID, "Byte 0x%02X không có trong bảng mã %s. Hãy chọn bảng mã khác.",
	               byte, encoding);
}

enum rc viet_from_tcvn3(struct arena *a, struct str bytes, bool capitals, struct str *out,
                        struct err *e)
{
	char *p = arena_alloc(a, bytes.n * 3 + 1), *to = p;
	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t byte = (uint8_t)bytes.p[i];
		uint32_t cp = byte < 0xA0 ? cp1252_cp(byte) : tcvn3[byte - 0xA0];
		if (!cp && byte)
			return no_meaning(e, byte, "TCVN3");
		to = utf8_put(to, cp);
	}
	*to = '\0';
	*out = (struct str){.p = p, .n = (size_t)(to - p)};
	if (capitals)
		*out = viet_upper(a, *out);
	return RC_OK;
}

/* The byte of a character, or 0. */
static uint8_t tcvn3_byte(uint32_t cp)
{
	if (cp < 0x80)
		return (uint8_t)cp;
	for (unsigned i = 0; i < 96; i++)
		if (tcvn3[i] == cp)
			return (uint8_t)(0xA0 + i);
	for (unsigned i = 0; i < 32; i++)
		if (cp1252[i] == cp)
			return (uint8_t)(0x80 + i);
	return 0;
}

enum rc viet_to_tcvn3(struct arena *a, struct str s, bool capitals, struct str *out, struct err *e)
{
	char *p = arena_alloc(a, s.n + 1), *to = p;
	for (const char *at = s.p, *end = s.p + s.n; at < end;) {
		const char *from = at;
		uint32_t cp = utf8_next(&at, end);
		struct letter l = letter_of(cp);
		uint8_t byte = tcvn3_byte(cp);
		if (!byte && l.base && l.upper && capitals) {
			l.upper = 0;
			byte = tcvn3_byte(letter_cp(l));
		}
		if (!byte && l.base)
			return err_set(
				e, RC_INVALID,
				"Phông TCVN3 thường không có chữ hoa “%.*s”. Hãy dùng phông chữ hoa (tên "
				"kết thúc bằng H) hoặc viết chữ thường.",
				(int)(at - from), from);
		if (!byte && cp)
			return err_set(e, RC_INVALID, "Bảng mã TCVN3 không có ký tự “%.*s”. Hãy thay ký tự đó.",
			               (int)(at - from), from);
		*to++ = (char)byte;
	}
	*to = '\0';
	*out = (struct str){.p = p, .n = (size_t)(to - p)};
	return RC_OK;
}

bool viet_bytes_of(struct arena *a, struct str s, struct str *bytes)
{
	char *p = arena_alloc(a, s.n + 1), *to = p;
	for (const char *at = s.p, *end = s.p + s.n; at < end;) {
		uint32_t cp = utf8_next(&at, end);
		unsigned i = 0;
		while (i < 32 && (cp1252[i] != cp || !cp))
			i++;
		if (cp < 0x100)
			*to++ = (char)cp;
		else if (cp >= 0xF020 && cp < 0xF100) /* how Office stores symbol fonts */
			*to++ = (char)(cp & 0xFF);
		else if (i < 32)
			*to++ = (char)(0x80 + i);
		else
			return false;
	}
	*to = '\0';
	*bytes = (struct str){.p = p, .n = (size_t)(to - p)};
	return true;
}

static enum rc by_iconv(struct arena *a, struct str in, const char *from, struct str *out,
                        struct err *e)
{
	iconv_t cd = iconv_open("UTF-8", from);
	if (cd == (iconv_t)-1)
		return err_detail(e, RC_IO, "iconv has no %s: %s", from, strerror(errno));
	size_t room = in.n * 4 + 16, left = room, in_left = in.n;
	char *p = arena_alloc(a, room + 1), *to = p, *at = (char *)in.p;
	bool ok = iconv(cd, &at, &in_left, &to, &left) != (size_t)-1 &&
	          iconv(cd, NULL, NULL, &to, &left) != (size_t)-1;
	iconv_close(cd);
	if (!ok)
		return err_set(e, RC_INVALID, "Văn bản không đúng bảng mã %s. Hãy chọn bảng mã khác.",
		               from);
	*out = (struct str){.p = p, .n = (size_t)(to - p)};
	p[out->n] = '\0';
	return RC_OK;
}

static enum rc as_utf8(struct arena *a, struct str in, struct str *out, struct err *e)
{
	if (!str_utf8_ok(in))
		return err_set(e, RC_INVALID, "Văn bản không đúng bảng mã UTF-8. Hãy chọn bảng mã khác.");
	*out = arena_str(a, in);
	return RC_OK;
}

static struct str without(struct str s, const char *mark)
{
	size_t n = strlen(mark);
	return str_starts(s, mark) ? (struct str){s.p + n, s.n - n} : s;
}

enum rc viet_decode(struct arena *a, struct str bytes, enum viet_encoding enc, struct str *out,
                    struct err *e)
{
	if (!bytes.p)
		bytes = STR("");
	switch (enc) {
	case VIET_ASCII:
	case VIET_UTF8: return as_utf8(a, without(bytes, "\xEF\xBB\xBF"), out, e);
	case VIET_UTF16LE: return by_iconv(a, without(bytes, "\xFF\xFE"), "UTF-16LE", out, e);
	case VIET_UTF16BE: return by_iconv(a, without(bytes, "\xFE\xFF"), "UTF-16BE", out, e);
	case VIET_TCVN3: return viet_from_tcvn3(a, bytes, false, out, e);
	case VIET_VNI: return viet_from_vni(a, bytes, out, e);
	case VIET_CP1258: return by_iconv(a, bytes, "CP1258", out, e);
	case VIET_VISCII: return by_iconv(a, bytes, "VISCII", out, e);
	case VIET_UNKNOWN: break;
	}
	return err_set(e, RC_INVALID, "Chưa biết bảng mã của văn bản. Hãy chọn bảng mã.");
}

/* What a byte of VNI does to the letter before it. */
enum shape { PLAIN, ROUND, BREVE };

struct vni_mark {
	uint8_t byte; /* of the small form; the capital one is 0x20 less */
	uint8_t shape, tone;
};

static const struct vni_mark vni_marks[] = {
	{0xF9, PLAIN, TONE_SAC}, {0xF8, PLAIN, TONE_HUYEN}, {0xFB, PLAIN, TONE_HOI},
	{0xF5, PLAIN, TONE_NGA}, {0xEF, PLAIN, TONE_NANG},  {0xE2, ROUND, TONE_NONE},
	{0xE1, ROUND, TONE_SAC}, {0xE0, ROUND, TONE_HUYEN}, {0xE5, ROUND, TONE_HOI},
	{0xE3, ROUND, TONE_NGA}, {0xE4, ROUND, TONE_NANG},  {0xEA, BREVE, TONE_NONE},
	{0xE9, BREVE, TONE_SAC}, {0xE8, BREVE, TONE_HUYEN}, {0xFA, BREVE, TONE_HOI},
	{0xFC, BREVE, TONE_NGA}, {0xEB, BREVE, TONE_NANG},
};

static uint8_t vni_small(uint8_t byte)
{
	return byte >= 0xC0 && byte < 0xE0 ? (uint8_t)(byte + 0x20) : byte;
}

/* Bytes that are a whole letter by themselves. */
static struct letter vni_alone(uint8_t byte)
{
	static const struct {
		uint8_t byte, base, tone;
	} alone[] = {{0xF4, L_OW, 0},       {0xF6, L_UW, 0},         {0xF1, L_DD, 0},
	             {0xED, L_I, TONE_SAC}, {0xEC, L_I, TONE_HUYEN}, {0xE6, L_I, TONE_HOI},
	             {0xF3, L_I, TONE_NGA}, {0xF2, L_I, TONE_NANG},  {0xEE, L_Y, TONE_NANG}};
	if (byte < 0x80)
		return letter_of(byte);
	for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
		if (alone[i].byte == vni_small(byte))
			return (struct letter){alone[i].base, alone[i].tone, byte < 0xE0};
	return (struct letter){0};
}

/* Marks the letter when VNI has such a pair. */
static bool vni_mark(struct letter *l, uint8_t byte)
{
	const struct vni_mark *m = vni_marks, *end = m + sizeof vni_marks / sizeof *vni_marks;
	while (m < end && m->byte != vni_small(byte))
		m++;
	if (m == end || byte < 0xC0 || l->tone)
		return false;
	bool takes_round = l->base == L_A || l->base == L_E || l->base == L_O;
	bool takes_tone =
		takes_round || l->base == L_U || l->base == L_Y || l->base == L_OW || l->base == L_UW;
	if (m->shape == PLAIN ? !takes_tone : m->shape == ROUND ? !takes_round : l->base != L_A)
		return false;
	if (m->shape == BREVE)
		l->base = L_AW;
	else if (m->shape == ROUND)
		l->base = l->base == L_A ? L_AA : l->base == L_E ? L_EE : L_OO;
	l->tone = m->tone;
	return true;
}

enum rc viet_from_vni(struct arena *a, struct str bytes, struct str *out, struct err *e)
{
	char *p = arena_alloc(a, bytes.n * 3 + 1), *to = p;
	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t byte = (uint8_t)bytes.p[i];
		struct letter l = vni_alone(byte);
		if (l.base && i + 1 < bytes.n && vni_mark(&l, (uint8_t)bytes.p[i + 1]))
			i++;
		uint32_t cp = l.base ? letter_cp(l) : cp1252_cp(byte);
		if (!cp && byte)
			return no_meaning(e, byte, "VNI");
		to = utf8_put(to, cp);
	}
	*to = '\0';
	*out = (struct str){.p = p, .n = (size_t)(to - p)};
	return RC_OK;
}
